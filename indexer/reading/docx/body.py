"""The body of a DOCX file: blocks → paragraphs, in the order of the text."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from indexer.errors import SourceError
from indexer.reading.docx.numbering import Numbering
from indexer.reading.docx.package import Element, is_on, kind, qn, value_of
from indexer.reading.docx.styles import Styles
from indexer.reading.docx.text import DEEPEST_NESTING, LINE_BREAK, Piece, RunReader, shown_branch
from indexer.reading.paragraphs import Look, ParagraphBuilder
from indexer.reading.tables import Cell, is_text, table_paragraphs
from indexer.records import Paragraph

_WRAPPERS = frozenset(("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:body", "w:txbxContent"))
_CENTRED = frozenset(("center", "distribute"))


class _Open(NamedTuple):
    """The text of a paragraph whose mark is deleted or hidden, so that it goes on in the next one."""

    pieces: list[Piece]
    properties: Element | None
    keeps_look: bool


class BodyReader:
    """Reads blocks: paragraphs with their numbers, tables, text boxes after the paragraph they hang on.

    Args:
        styles: the styles of the document.
        numbering: its lists; counts on from block to block.
        embedded: reads the document of another format that stands in the place of ``w:altChunk``, by its id.

    Attributes:
        title: the text of the first paragraphs that have the style of a title, joined.
        runs: what reads the text of a paragraph; it knows the notes that were referred to.
    """

    def __init__(
        self, styles: Styles, numbering: Numbering, embedded: Callable[[str], Iterable[Paragraph]] = lambda _: ()
    ) -> None:
        self._embedded = embedded
        self.title = ""
        self.runs = RunReader(styles)
        self._styles = styles
        self._numbering = numbering
        self._title_ended = False
        self._empty_counts = styles.numbered(None)[0].list not in ("", "0")

    def read(self, container: Element, depth: int = 0) -> list[Paragraph]:
        """Return the paragraphs in an element that holds blocks: the body, a cell, a text box, a note.

        Raises:
            SourceError: its elements are nested too deep.
        """
        found: list[Paragraph] = []
        joined: _Open | None = None
        for block in _blocks(container, depth):
            if kind(block) == "w:tbl":
                found += self._table(block, depth + 1)
                continue
            if kind(block) == "w:altChunk":
                found += self._embedded(value_of(block, "r:id"))
                continue
            if not (len(block) or joined or self._empty_counts):
                continue
            pieces, properties = self.runs.pieces(block), block.find(qn("w:pPr"))
            if joined is not None:
                pieces = joined.pieces + pieces
                properties = joined.properties if joined.keeps_look else properties
            joined = self._unended(block, pieces, properties)
            if joined is None:
                found += self._paragraph(pieces, properties)
                found += self._boxes(depth)
        if joined is not None:
            found += self._paragraph(joined.pieces, joined.properties) + self._boxes(depth)
        return found

    def _unended(self, block: Element, pieces: list[Piece], properties: Element | None) -> _Open | None:
        """Return what of a paragraph goes on in the next, None if its mark ends it.

        What follows a deleted mark has the look of the paragraph it was merged into; what follows a hidden one (a style
        separator) goes on in the look of the heading before it.
        """
        own = block.find(qn("w:pPr"))
        mark = own.find(qn("w:rPr")) if own is not None else None
        if mark is None:
            return None
        if mark.find(qn("w:del")) is not None or mark.find(qn("w:moveFrom")) is not None:
            return _Open(pieces, properties, keeps_look=False)
        if is_on(mark.find(qn("w:vanish"))):
            return _Open(pieces, properties, keeps_look=any(piece.text.strip() for piece in pieces))
        return None

    def _paragraph(self, pieces: Sequence[Piece], properties: Element | None) -> list[Paragraph]:
        """Return the paragraphs of one of Word's: each line of it, but for a heading, which is one however broken."""
        if self._styles.is_contents(properties):
            return []
        is_title = self._styles.is_title(properties)
        level = self._styles.level(properties)
        centred = value_of(self._styles.paragraph_property(properties, "w:jc")) in _CENTRED
        builder = ParagraphBuilder()
        builder.add(self._numbering.number(properties), Look(level, all(piece.bold for piece in pieces), centred))
        for piece in pieces:
            look = Look(level, piece.bold, centred)
            for number, line in enumerate([piece.text] if level else piece.text.split(LINE_BREAK)):
                if number:
                    builder.end()
                builder.add(line, look)
        builder.end()
        if builder.paragraphs:
            if is_title and not self._title_ended:
                self.title += builder.paragraphs[0].text
            self._title_ended = self._title_ended or bool(self.title and not is_title)
        return builder.paragraphs

    def _boxes(self, depth: int) -> list[Paragraph]:
        boxes, self.runs.boxes = self.runs.boxes, []
        found: list[Paragraph] = []
        for box in boxes:
            if isinstance(box, str):
                builder = ParagraphBuilder()
                builder.add(box)
                builder.end()
                found += builder.paragraphs
            else:
                found += self.read(box, depth + 1)
        return found

    # --- tables -----------------------------------------------------------------------------------------------------

    def _table(self, table: Element, depth: int) -> list[Paragraph]:
        """Return the rows of a table; the paragraphs in its cells where it only lays out the page.

        That is one with a table in it, with a cell that holds a whole text, or without a row of two cells that hold
        something.
        """
        if depth > DEEPEST_NESTING:
            raise SourceError(
                f"its tables are nested over {DEEPEST_NESTING} deep", remedy="Save its text as plain text."
            )
        rows = [_RowOfWord(row, _cells(row)) for row in _rows(table)]
        read = [[self.read(cell, depth) for cell in row.cells] for row in rows]
        is_layout = not any(sum(map(bool, row)) > 1 for row in read) or any(
            is_text([paragraph.text for paragraph in cell]) for row in read for cell in row
        )
        if is_layout or any(next(cell.iter(qn("w:tbl")), None) is not None for row in rows for cell in row.cells):
            return [paragraph for row in read for cell in row for paragraph in cell]
        return table_paragraphs(_as_cells(rows, read))


class _RowOfWord(NamedTuple):
    element: Element
    cells: list[Element]


def _blocks(container: Element, depth: int) -> Iterator[Element]:
    """Yield the paragraphs and tables in an element, also those in content controls; no table of contents by Word."""
    waiting: list[tuple[Iterable[Element], int]] = [(iter(container), depth)]
    while waiting:
        children, depth = waiting[-1]
        child = next(children, None)  # type: ignore[call-overload]
        if child is None:
            waiting.pop()
            continue
        name = kind(child)
        if name in ("w:p", "w:tbl", "w:altChunk"):
            yield child
        elif name in _WRAPPERS and not _is_contents(child):
            waiting.append((iter(child), depth + 1))
        elif name == "mc:AlternateContent":
            waiting += [(iter(branch), depth + 1) for branch in shown_branch(child)]
        if depth > DEEPEST_NESTING:
            raise SourceError(
                f"its elements are nested over {DEEPEST_NESTING} deep", remedy="Save its text as plain text."
            )


def _is_contents(element: Element) -> bool:
    gallery = element.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return value_of(gallery) == "Table of Contents"


def _rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, but for those whose deletion was tracked."""
    for row in _unwrapped(table, "w:tr"):
        properties = row.find(qn("w:trPr"))
        if properties is None or properties.find(qn("w:del")) is None:
            yield row


def _cells(row: Element) -> list[Element]:
    cells = _unwrapped(row, "w:tc")
    return [cell for cell in cells if cell.find(f"{qn('w:tcPr')}/{qn('w:cellDel')}") is None]


def _unwrapped(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of a name, also those in content controls."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if kind(child) == name:
            yield child
        elif kind(child) in _WRAPPERS:
            waiting += reversed(child)


def _as_cells(rows: Sequence[_RowOfWord], read: Sequence[Sequence[list[Paragraph]]]) -> list[list[Cell]]:
    """Return the cells of a table; one that goes on from the row above is a part of the cell it began in."""
    grid: list[list[Cell]] = []
    begun: dict[int, tuple[int, int]] = {}
    for number, (row, texts) in enumerate(zip(rows, read, strict=True)):
        is_header = is_on(row.element.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}"))
        column = _integer(value_of(row.element.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")), 0)
        line = [Cell((), columns=column)] if column else []
        for cell, paragraphs in zip(row.cells, texts, strict=True):
            properties = cell.find(qn("w:tcPr"))
            span = max(_integer(value_of(_property(properties, "w:gridSpan")), 1), 1)
            merge = _property(properties, "w:vMerge")
            goes_on = merge is not None and value_of(merge) != "restart" and not paragraphs
            if goes_on and column in begun:
                above, place = begun[column]
                grid[above][place] = grid[above][place]._replace(rows=number - above + 1)
            else:
                begun[column] = number, len(line)
                lines = tuple(paragraph.text for paragraph in paragraphs)
                bold = bool(paragraphs) and all(paragraph.bold for paragraph in paragraphs)
                line.append(Cell(lines, span, 1, is_header, bold))
            column += span
        grid.append(line)
    return grid


def _property(properties: Element | None, name: str) -> Element | None:
    return properties.find(qn(name)) if properties is not None else None


def _integer(written: str, otherwise: int) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 4 else otherwise
