"""What a run of a DOCX file shows: its text, tabs, hyphens, symbols, breaks, and the text boxes that hang on it."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from indexer.errors import SourceError
from indexer.reading.data import load_data
from indexer.reading.docx.package import Element, kind, qn, value_of
from indexer.reading.docx.styles import Styles

DEEPEST_NESTING = 100
"""Elements one in the other: text boxes in tables in text boxes need some dozens."""

LINE_BREAK = "\n"

_LINKS = ("w:hyperlink", "w:smartTag", "w:sdt", "w:sdtContent", "w:customXml", "w:fldSimple", "w:dir", "w:bdo")
_WRAPPERS = frozenset((*_LINKS, "w:ins", "w:moveTo", "w:ruby", "w:rubyBase"))
_SHAPES = frozenset(("w:drawing", "w:pict", "w:object"))
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:noBreakHyphen": "-", "w:br": LINE_BREAK, "w:cr": LINE_BREAK}
_NOTES = ("w:footnoteReference", "w:endnoteReference")
_ENCLOSED = re.compile(r"\\o\s*(?:\\a[clr]\s*)?\(([^,()]*)[,，]\s*([^,()]*)\)", re.IGNORECASE)
_PRIVATE = re.compile("[\uf020-\uf0ff]")


class Piece(NamedTuple):
    """A piece of a paragraph's text.

    Attributes:
        text: what is shown; `LINE_BREAK` for each break.
        bold: it is bold.
    """

    text: str
    bold: bool


class RunReader:
    """Reads what stands in paragraphs, one after the other: fields may reach over several.

    Args:
        styles: of the document.

    Attributes:
        boxes: the contents of the text boxes met since they were last taken, each a ``w:txbxContent`` or a string.
        notes: the references to footnotes and endnotes met, in order: ``footnote`` or ``endnote``, id, and the sign
            that is written in the text itself ("" where Word numbers them).
    """

    def __init__(self, styles: Styles) -> None:
        self.boxes: list[Element | str] = []
        self.notes: list[tuple[str, str, str]] = []
        self._styles = styles
        self._fields: list[_Field] = []

    def pieces(self, paragraph: Element) -> list[Piece]:
        """Return the pieces of a paragraph, tracked changes accepted, without hidden text."""
        # The instruction of a field ends in the paragraph it begins in: a field that is never ended hides no more.
        self._fields = [field for field in self._fields if field.has_result]
        properties = paragraph.find(qn("w:pPr"))
        return list(self._inside(paragraph, properties, 0))

    def _inside(self, element: Element, properties: Element | None, depth: int) -> Iterator[Piece]:
        if depth > DEEPEST_NESTING:
            raise SourceError(
                f"its elements are nested over {DEEPEST_NESTING} deep", remedy="Save its text as plain text."
            )
        for child in element:
            name = kind(child)
            if name == "w:r":
                yield from self._run(child, properties, depth)
            elif name == "m:t":
                yield Piece(child.text or "", False)
            elif name in _WRAPPERS or name.startswith("m:"):
                yield from self._inside(child, properties, depth + 1)
                if name == "m:num":
                    yield Piece("/", False)
            elif name == "mc:AlternateContent":
                for branch in shown_branch(child):
                    yield from self._inside(branch, properties, depth + 1)

    def _run(self, run: Element, paragraph: Element | None, depth: int) -> Iterator[Piece]:
        properties = run.find(qn("w:rPr"))
        if self._styles.is_hidden(properties, paragraph):
            self._follow_fields(run)
            return
        bold = self._styles.is_bold(properties, paragraph)
        for child in run:
            name = kind(child)
            if name in ("w:fldChar", "w:instrText"):
                shown = self._field(child)
            elif any(not field.has_result for field in self._fields):
                continue
            elif name == "w:t":
                shown = _unicode(child.text or "", properties)
            elif name in _SIGNS:
                shown = _SIGNS[name]
            elif name == "w:sym":
                shown = _symbol(value_of(child, "w:char"), value_of(child, "w:font"))
            elif name == "w:ruby":
                yield from self._inside(child, paragraph, depth + 1)
                continue
            else:
                self._anchored(child, name, run, depth)
                continue
            if shown:
                yield Piece(shown, bold)

    def _anchored(self, child: Element, name: str, run: Element, depth: int) -> None:
        """Keep what hangs on a run without being its text: text boxes and notes."""
        if name in _SHAPES:
            self.boxes += _boxes(child, depth)
        elif name == "mc:AlternateContent":
            for branch in shown_branch(child):
                self.boxes += _boxes(branch, depth)
        elif name in _NOTES:
            sign = "".join(text.text or "" for text in run.findall(qn("w:t")))
            own_sign = value_of(child, "w:customMarkFollows") in ("1", "true", "on")
            self.notes.append((name[2:-9], value_of(child, "w:id"), sign if own_sign else ""))

    def _follow_fields(self, run: Element) -> None:
        for child in run:
            if kind(child) in ("w:fldChar", "w:instrText"):
                self._field(child)

    def _field(self, element: Element) -> str:
        """Follow a field (17.16.18); return what one without a result shows: a character in a circle."""
        place = value_of(element, "w:fldCharType")
        if kind(element) == "w:instrText":
            if self._fields and not self._fields[-1].has_result:
                self._fields[-1] = _Field(self._fields[-1].instruction + (element.text or ""), False)
        elif place == "begin":
            self._fields.append(_Field("", False))
        elif place == "separate" and self._fields:
            self._fields[-1] = _Field(self._fields[-1].instruction, True)
        elif place == "end" and self._fields:
            field = self._fields.pop()
            is_seen = all(outer.has_result for outer in self._fields)
            if not field.has_result and is_seen and field.instruction.strip().lower().startswith("eq"):
                enclosed = _ENCLOSED.search(field.instruction)
                return enclosed[2].strip() if enclosed else ""
        return ""


class _Field(NamedTuple):
    instruction: str
    has_result: bool


def shown_branch(alternatives: Element) -> Iterable[Element]:
    """Return the one branch of ``mc:AlternateContent`` that is shown: the first in which there is anything to read."""
    branches = [child for child in alternatives if kind(child) in ("mc:Choice", "mc:Fallback")]
    for branch in branches:
        if any(_holds_text(element) for element in branch.iter()):
            return (branch,)
    return branches[:1]


def _holds_text(element: Element) -> bool:
    return kind(element) in ("w:t", "m:t", "w:sym") or bool(element.get("string"))


def _boxes(shape: Element, depth: int) -> Iterator[Element | str]:
    """Yield the text boxes in a shape, not those in them; of WordArt, which is a picture of a line, that line."""
    waiting = [(shape, depth)]
    while waiting:
        element, depth = waiting.pop()
        if depth > DEEPEST_NESTING:
            raise SourceError(
                f"its elements are nested over {DEEPEST_NESTING} deep", remedy="Save its text as plain text."
            )
        name = kind(element)
        if name == "w:txbxContent":
            yield element
        elif name == "v:textpath" and element.get("string"):
            yield element.get("string", "")
        else:
            inner = shown_branch(element) if name == "mc:AlternateContent" else element
            waiting += [(child, depth + 1) for child in reversed(list(inner))]


def _unicode(text: str, properties: Element | None) -> str:
    """Return text with the characters of symbol fonts, which stand in the private use area, as Unicode."""
    if not _PRIVATE.search(text):
        return text
    fonts = properties.find(qn("w:rFonts")) if properties is not None else None
    font = next((named for named in (value_of(fonts, f"w:{of}") for of in ("ascii", "hAnsi")) if named), "")
    if font.lower() not in _symbols():
        return text
    return _PRIVATE.sub(lambda match: _symbol(f"{ord(match[0]):X}", font), text)


def _symbol(code: str, font: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    table = _symbols().get(font.lower())
    if table is not None:
        return str(table.get(f"{number & 0xFF:02X}", ""))
    return chr(number) if 0x20 <= number < 0xD800 or 0xF900 <= number < 0x110000 else ""


@cache
def _symbols() -> dict[str, Any]:
    symbols: dict[str, Any] = load_data("docx/symbols.yaml")
    return symbols
