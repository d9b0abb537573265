"""Rows of tables: what names their columns, so that a row is found and read by the header above it."""

import re
from collections.abc import Sequence

from indexer.records import CELL_MARK
from indexer.structure.headings import tidy
from indexer.structure.lines import Lines

_BORDER = re.compile(r"(?:^|(?<= ))\|(?= |$)")


def cells_of(row: str) -> list[str]:
    """Return the cells of a row, an empty one as ""."""
    return [cell.strip() for cell in _BORDER.split(row)]


def lead_ins_of_rows(lines: Lines) -> dict[int, str]:
    """Return the lead-in of each row of a table.

    It is the table's header, told column by column where it has several rows (收费标准 甲类). Before it stands the
    heading above the row within the table (a row that one cell spans), unless that has a label and so is in the
    breadcrumb. Without a header it is what leads to the table: its caption, or a sentence that ends with a colon or
    says 如下.

    Args:
        lines: the document's lines.

    Returns:
        By the number of the paragraph: 序号 | 改革举措 | 主要内容; rows without lead-in are left out.
    """
    found: dict[int, str] = {}
    header: list[list[str]] = []
    told = section = ""
    for at, paragraph in enumerate(lines.paragraphs):
        if not paragraph.row:
            continue
        above = lines.paragraphs[at - 1] if at else None
        if above is None or not above.row:
            header, section, told = [], "", _leading(lines, at - 1) if at else ""
        if paragraph.header:
            if not (above and above.header):
                header, section = [], ""
            header.append(cells_of(paragraph.text))
            told = _told(header)
        elif CELL_MARK not in paragraph.text:
            section = "" if lines.labels[at] else f"{paragraph.text}："
            found[at] = told
        elif not header or len(cells_of(paragraph.text)) == len(header[-1]):
            found[at] = section + told
        else:
            found[at] = section
    return {at: lead_in for at, lead_in in found.items() if lead_in}


def _leading(lines: Lines, at: int) -> str:
    """Return what leads to the table below a line: its last sentence, or the caption that it is."""
    label, text = lines.labels[at], lines.text(at)
    if at in lines.landmarks:
        return ""
    if label is None and lines.is_heading(at):
        return f"{text}："
    return lines.lead_in(at, label.end if label else 0)


def _told(header: Sequence[Sequence[str]]) -> str:
    """Return a header in one line, the words of each column together, each once."""
    width = max(map(len, header))
    columns = [dict.fromkeys(tidy(row[i]) for row in header if i < len(row) and row[i]) for i in range(width)]
    return CELL_MARK.join(" ".join(words) for words in columns)
