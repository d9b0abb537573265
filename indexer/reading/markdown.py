"""Markdown, line by line: in statutes and policies every line is a paragraph.

So blocks are not CommonMark's: a line break ends a paragraph, and a number at the start of a line is the text's own.
Inline markup is CommonMark's, by markdown-it-py, which is called only for lines that hold a character of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from indexer.reading.content import Content
from indexer.reading.paragraphs import PLAIN, Look, ParagraphBuilder, clean
from indexer.reading.tables import Cell, table_paragraphs
from indexer.reading.text import title_line
from indexer.records import Paragraph

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LONGEST_MARKED_UP_LINE = 20_000
"""Characters. In longer lines, which no one writes, inline markup stays: parsing it may need quadratic time."""

_MARKS = ("\\", "`", "*", "_", "<", "&", "~~", "](", "][", "![")
_BLOCK_MARKS = frozenset("#-*_+>:=`~[|")
"""What a line begins with that may be more than a paragraph: a heading, a rule, a fence, a row, …"""
_HEADING = re.compile(r"(#{1,6})(?:\s+(.*))?")
_CLOSING_HASHES = re.compile(r"(?:^|\s+)#+$")
_FENCE = re.compile(r"(`{3,})[^`]*|(~{3,}).*")
_QUOTE_OR_BULLET = re.compile(r"(?:>\s?|[-*+]\s+)+")
_RULE = re.compile(r"([-*_])(?:\s*\1){2,}")
_UNDERLINE = re.compile(r"={2,}|-{2,}")
_TABLE_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_REFERENCE = re.compile(r"\[([^\]\[]+)\]:\s*(\S+).*")
_STRONG = re.compile(r"(?<![\\*])\*\*(?=[^\s*])([^*`\\<]+)(?<=[^\s*])\*\*(?!\*)")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")


def read_markdown(text: str) -> Content:
    """Read Markdown.

    Each line that shows something is a paragraph: headings (``#`` to ``######``, or underlined by ``===`` or ``---``)
    with their level, rows of tables (`table_paragraphs`; those above ``|---|`` are the header), lines of fenced code as
    they stand. Gone are comments, rules, fences, ``|---|``, quote marks and bullets (``-``, ``*``, ``+``); numbers of
    lists stay.

    Args:
        text: the text of the source, decoded and without front matter.

    Returns:
        The paragraphs, and as title the first heading of level 1, else the first line as in plain text.
    """
    text = _without_comments(text)
    inline = _Inline(text)
    paragraphs: list[Paragraph] = []
    fence = ""
    follows_text = False
    table: list[list[Cell]] = []
    above = ""
    for line in map(str.strip, text.splitlines()):
        if table and "|" not in line:
            paragraphs += table_paragraphs(table)
            table = []
        if not table and follows_text and "|" in line and "|" in above and _TABLE_RULE.fullmatch(line):
            paragraphs.pop()
            _read_row(above, table, inline)
        above = line
        if not line:
            follows_text = False
        elif fence:
            fence = _read_fenced(line, fence, paragraphs)
        elif table or line[0] == "|":
            _read_row(line, table, inline)
            follows_text = False
        elif line[0] not in _BLOCK_MARKS and not inline.marks:  # nearly every line
            if shown := clean(line):
                paragraphs.append(Paragraph(shown))
                follows_text = True
        elif opened := _FENCE.fullmatch(line):
            fence, follows_text = opened[1] or opened[2], False
        elif follows_text and _UNDERLINE.fullmatch(line):
            paragraphs[-1] = _as_heading(paragraphs[-1], 1 if line[0] == "=" else 2)
            follows_text = False
        else:
            read = _read_line(line, inline)
            paragraphs += read
            follows_text = bool(read) and not read[-1].level
    paragraphs += table_paragraphs(table) if table else []
    title = next((paragraph.text for paragraph in paragraphs if paragraph.level == 1), "")
    return Content(tuple(paragraphs), title or title_line(tuple(paragraphs)))


class _Inline:
    """The inline markup of a text.

    Args:
        text: all of it, without comments.

    Attributes:
        marks: those of `_MARKS` that are in the text, and ``[`` where there are references.
        references: by the name of each link reference where it leads, as markdown-it takes it.
    """

    def __init__(self, text: str) -> None:
        pairs = _references(text) if "]:" in text else ()
        self.references: dict[str, Any] = {name: {"title": "", "href": href} for name, href in pairs}
        # One character is found several times as fast as two.
        self.marks = [mark for mark in _MARKS if mark[0] in text and mark in text]
        if self.references:
            self.marks.append("[")

    def read(self, line: str, level: int = 0) -> list[Paragraph]:
        """Return what a line that may have markup in it shows."""
        if not any(mark in line for mark in self.marks) or len(line) > LONGEST_MARKED_UP_LINE:
            text = clean(line)
            return [Paragraph(text, level)] if text else []
        if "`" not in line:
            # CommonMark sees no end of emphasis between a full-width mark and Chinese: **《方案》**提出; readers do.
            line = _STRONG.sub(r"<strong>\1</strong>", line)
        tokens = _parser().parseInline(line, {"references": self.references})[0].children or []
        builder = ParagraphBuilder()
        depth = 0
        for token in tokens:
            look = Look(level=level, bold=depth > 0) if level or depth else PLAIN
            match token.type:
                case "text" | "code_inline" | "text_special":
                    builder.add(token.content, look)
                case "strong_open":
                    depth += 1
                case "strong_close":
                    depth -= 1
                case "html_inline":
                    depth += _tag_effect(token.content, builder)
        builder.end()
        return builder.paragraphs


def _without_comments(text: str) -> str:
    """Return a text without its comments; one that is not closed goes on to the end, as in a browser."""
    kept = []
    while text:
        before, _, comment = text.partition("<!--")
        kept.append(before)
        text = comment.partition("-->")[2]
    return "".join(kept)


def _read_fenced(line: str, fence: str, paragraphs: list[Paragraph]) -> str:
    """Add a line of fenced code to the paragraphs; return the fence that is open after it, "" if the line closes it."""
    if line.startswith(fence) and not line.strip(fence[0]):
        return ""
    if shown := clean(line):
        paragraphs.append(Paragraph(shown))
    return fence


def _read_line(line: str, inline: _Inline) -> list[Paragraph]:
    """Return the paragraphs of one line, stripped and not blank: one, more if there is a ``<br>`` in it, or none."""
    level = 0
    if line[0] == "#":
        heading = _HEADING.fullmatch(line)
        if heading is not None:
            level = len(heading[1])
            line = _CLOSING_HASHES.sub("", heading[2] or "")
    elif line[0] in "-*_+>:":
        if _RULE.fullmatch(line) or ("|" in line and _TABLE_RULE.fullmatch(line)):
            return []
        line = _strip_marks(line)
        if line[:1] == "#":
            return _read_line(line, inline)
    elif inline.references and line[0] == "[" and _REFERENCE.fullmatch(line):
        return []
    return inline.read(line, level)


def _strip_marks(line: str) -> str:
    marks = _QUOTE_OR_BULLET.match(line)
    return line[marks.end() :] if marks else line


def _read_row(line: str, table: list[list[Cell]], inline: _Inline) -> None:
    """Add the row of a table to it; at ``|---|``, make the rows so far its header."""
    if _TABLE_RULE.fullmatch(line):
        table[:] = [[cell._replace(header=True) for cell in row] for row in table]
        return
    cells = _CELL_BORDER.split(line.removeprefix("|"))
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    shown = (inline.read(cell.strip().replace("\\|", "|")) for cell in cells)
    table.append([Cell(tuple(paragraph.text for paragraph in cell)) for cell in shown])


def _tag_effect(tag: str, builder: ParagraphBuilder) -> int:
    """End the paragraph at a tag that does so; return by how much the tag changes how deep bold is nested."""
    from indexer.reading.elements import load_elements

    match = _TAG.match(tag)
    if match is None:
        return 0
    name = match[2].lower()
    elements = load_elements()
    if name in elements.block or name in elements.line_break:
        builder.end()
    if name not in elements.bold:
        return 0
    return -1 if match[1] else 1


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True}).enable("strikethrough")


def _as_heading(paragraph: Paragraph, level: int) -> Paragraph:
    return Paragraph(paragraph.text, level, paragraph.bold, paragraph.centred)


def _references(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names, as markdown-it looks them up, and addresses of link references: ``[name]: address``."""
    from markdown_it.common.utils import normalizeReference

    for line in text.splitlines():
        match = _REFERENCE.fullmatch(line.strip())
        if match is not None:
            yield normalizeReference(match[1]), match[2]
