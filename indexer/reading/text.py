"""Plain text: every line that is not blank is a paragraph."""

import re
from collections.abc import Iterable, Iterator, Sequence

from indexer.reading.content import Content
from indexer.reading.paragraphs import clean
from indexer.reading.tables import Cell
from indexer.records import Paragraph

LONGEST_TITLE = 80
"""Characters. The longest name of a statute has 76."""
_LABEL = re.compile(
    "第[一二三四五六七八九十百千零〇0-9０-９ \u3000]{1,8}[編编章节節条條]"
    "|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]"
)
"""What begins a provision, or the heading of a division, and so no title."""
_BORDERS = re.compile("[|｜│┃║]|[┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛]|[^\\s][ \u3000]*\\t[^\\t\\n]*[^\\s][ \u3000]*\\t")
"""What tells a line of a table: a bar, a corner of a frame, or two tabs with words between."""
_RULED = re.compile(r"[|｜│┃║┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛─━═+\-=:\s]+")
_CELL_BORDER = re.compile(r"[|｜│┃║\t]")
_FEWEST_ROWS_BETWEEN_BARS = 2
_LONGEST_ROW = 20_000
_FEWEST_ROWS_BETWEEN_TABS = 3
_ENDS_NO_TITLE = tuple("。；，、：;,:")


def read_text(text: str) -> Content:
    """Read plain text.

    Args:
        text: the text, decoded.

    Returns:
        A paragraph for each line that is not blank, and as title the first of them, see `title_line`. Lines of cells
        between bars (``|`` or those of box drawing), or between tabs, are the rows of a table where several with the
        same number of cells follow one another.
    """
    if any(sign in text for sign in "|｜│┃║\t"):
        paragraphs = tuple(_with_tables(text.splitlines()))
    else:
        paragraphs = tuple(Paragraph(line) for line in map(clean, text.splitlines()) if line)
    return Content(paragraphs, title_line(paragraphs))


def _with_tables(lines: Iterable[str]) -> Iterator[Paragraph]:
    table: list[str] = []
    for line in (*lines, ""):
        shown = clean(line)
        if len(line) <= _LONGEST_ROW and _BORDERS.search(line) and (shown or table):
            table.append(line)
            continue
        if table and (shown or line == ""):
            yield from _rows(table)
            table = []
        if shown:
            yield Paragraph(shown)


def _rows(lines: Sequence[str]) -> Iterator[Paragraph]:
    """Yield the rows of a table, or the lines as they are if they are none."""
    rows: list[list[Cell]] = []
    for line in lines:
        if _RULED.fullmatch(line):
            rows = [[cell._replace(header=True) for cell in row] for row in rows] if len(rows) == 1 else rows
            continue
        bare = line.strip(" \u3000|｜│┃║")
        rows.append([Cell((shown,) if (shown := clean(cell)) else ()) for cell in _CELL_BORDER.split(bare)])
    fewest = _FEWEST_ROWS_BETWEEN_BARS if all("\t" not in line for line in lines) else _FEWEST_ROWS_BETWEEN_TABS
    if len(rows) >= fewest and len({len(row) for row in rows}) == 1 and len(rows[0]) > 1:
        from indexer.reading.tables import table_paragraphs

        yield from table_paragraphs(rows)
    else:
        yield from (Paragraph(shown) for line in lines if (shown := clean(line)))


def title_line(paragraphs: tuple[Paragraph, ...]) -> str:
    """Return the first paragraph if it may be a title: short, with words in it, no label, no sentence; else ""."""
    first = paragraphs[0].text if paragraphs else ""
    if _LABEL.match(first):
        return ""
    is_title = len(first) <= LONGEST_TITLE and not first.endswith(_ENDS_NO_TITLE) and any(map(str.isalnum, first))
    return first if is_title else ""
