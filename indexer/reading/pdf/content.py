"""From an open PDF to its `Content`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.errors import SourceError
from indexer.reading.content import Content
from indexer.reading.decode import is_mangled
from indexer.reading.paragraphs import clean
from indexer.reading.pdf.columns import Region, reading_order
from indexer.reading.pdf.drawn import Rule
from indexer.reading.pdf.file import File, Page
from indexer.reading.pdf.frames import Block
from indexer.reading.pdf.furniture import Sheet, drop_furniture
from indexer.reading.pdf.glyphs import Glyph
from indexer.reading.pdf.joining import Draft, Joiner
from indexer.reading.pdf.lines import Line, find_lines
from indexer.reading.pdf.looks import head_of_document, title_of, to_paragraphs
from indexer.reading.pdf.notes import numbers_of, split_notes, written_marks
from indexer.reading.pdf.tables import Table, take_tables

MOST_CHARACTERS = 5_000_000
"""In one document; the longest statute has under one million."""
_MOST_UNKNOWN = 0.05
_PICTURED = 0.4
"""The part of a page that pictures cover, from which on it is a scan if there is no text on it."""
_OCR = "Make a text layer by OCR: ocrmypdf -l chi_sim in.pdf out.pdf (--force-ocr where a broken one is there)."


@dataclass(slots=True)
class _Sheet(Sheet):
    """A page with what else is on it."""

    width: float = 0.0
    tables: list[Table] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictured: float = 0.0


class _Tally:
    """Counts characters while pages are read, to stop at text without end and to know text without meaning."""

    def __init__(self) -> None:
        self.characters = 0
        self.unknown = 0

    def add(self, glyphs: Sequence[Glyph]) -> None:
        shown = [glyph for glyph in glyphs if not glyph.text.isspace()]
        self.characters += len(shown)
        self.unknown += sum(not glyph.mapped or _is_unknown(glyph.text) for glyph in shown)
        if self.characters > MOST_CHARACTERS:
            what = f"it holds more than the {MOST_CHARACTERS} characters read as one document"
            raise SourceError(what, remedy="Split it into its documents.")

    def check(self) -> None:
        if self.unknown > _MOST_UNKNOWN * self.characters:
            share = 100 * self.unknown / self.characters
            what = f"its text cannot be read: its fonts do not say which characters {share:.0f} % of it are"
            raise SourceError(what, remedy=_OCR)


def _is_unknown(character: str) -> bool:
    private = "\ue000" <= character <= "\uf8ff" or character >= "\U000f0000"
    return private or character < " " or "\x7f" <= character < "\xa0" or character == "\ufffd"


def read_content(file: File) -> Content:
    """Read an open PDF.

    Args:
        file: from `indexer.reading.pdf.file.open_file`.

    Returns:
        Its paragraphs with their pages; of metadata the number and issuer in the head of an official document, the
        properties of the file under names that begin with ``pdf-``, how many pages it has (``pages``), and the numbers
        of those that are pictures without text (``pages-without-text``).

    Raises:
        SourceError: it is scanned and has no text, its fonts do not say what its text is, or there is too much of it.
    """
    tally, sheets = _Tally(), []
    for page in file.pages():
        tally.add(page.glyphs)
        sheets.append(_sheet(page))
    drop_furniture(sheets)
    scanned = [sheet.number for sheet in sheets if not sheet.lines and not sheet.tables and sheet.pictured >= _PICTURED]
    _check_scanned(sheets, scanned)
    tally.check()
    drafts, body = _drafts(sheets)
    paragraphs = to_paragraphs(drafts, body)
    if is_mangled("".join(draft.text for draft in drafts[:20])):
        raise SourceError("its text is mojibake", remedy=_OCR)
    about: dict[str, object] = {f"pdf-{key.lower()}": clean(told) for key, told in file.properties.items()}
    about["pages"] = file.count
    if scanned:
        about["pages-without-text"] = scanned
    return Content(paragraphs, title_of(paragraphs, file.properties), (head_of_document(drafts), about))


def _sheet(page: Page) -> _Sheet:
    tables = take_tables(page)
    lines = find_lines(page.glyphs, page.number)
    level = [rule for rule in page.rules if rule.x1 - rule.x0 > rule.bottom - rule.top]
    return _Sheet(page.number, page.height, lines, page.width, tables, level[:500], page.pictured)


def _check_scanned(sheets: Sequence[_Sheet], scanned: Sequence[int]) -> None:
    empty = not any(sheet.lines or sheet.tables for sheet in sheets)
    if empty and any(sheet.pictured for sheet in sheets):
        raise SourceError("it is scanned: its pages are pictures, and there is no text in it", remedy=_OCR)
    if empty:
        raise SourceError("there is no text in it", remedy=_OCR)
    if 2 * len(scanned) > len(sheets):
        what = f"it is scanned: {len(scanned)} of its {len(sheets)} pages are pictures without text"
        raise SourceError(what, remedy=_OCR)


def _drafts(sheets: Sequence[_Sheet]) -> tuple[list[Draft], float]:
    """Return the paragraphs of all pages, their texts cleaned, and the size of the body's characters."""
    body = _body_size(sheets)
    blocks, numbers = [], set[str]()
    for sheet in sheets:
        for region in reading_order([*sheet.lines, *sheet.tables], body):
            block = _block(region, sheet, body)
            numbers |= numbers_of(block.notes)
            blocks.append(block)
    drafts = Joiner(blocks, body).drafts
    for draft in drafts:
        draft.text = clean(written_marks(draft.text, numbers))
    return [draft for draft in drafts if draft.text], body


def _block(region: Region, sheet: _Sheet, body: float) -> Block:
    last = len(region.items)
    while last and isinstance(region.items[last - 1], Line):
        last -= 1
    lines = [item for item in region.items[last:] if isinstance(item, Line)]
    text, notes = split_notes(lines, sheet.rules, body)
    return Block(Region([*region.items[:last], *text], region.column), sheet.width, notes)


def _body_size(sheets: Sequence[_Sheet]) -> float:
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(2 * line.size) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0
