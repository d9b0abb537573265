"""The styles of a DOCX file: what a paragraph or run that names one gets from it and from those it is based on."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.reading.docx.package import Element, is_on, kind, qn, value_of

DEEPEST_LEVEL = 9
"""Word has nine levels of headings."""

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_TITLES = {"title", "标题", "標題"}
_CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*(?:[1-9]|heading|标题)", re.IGNORECASE)


class Numbered(NamedTuple):
    """The list a paragraph is an item of (``w:numId``; "" if none is named, "0" if expressly none) and its level."""

    list: str = ""
    level: int | None = None


class Styles:
    """The styles of a document.

    Args:
        root: of ``styles.xml``; None if there is none.
    """

    def __init__(self, root: Element | None) -> None:
        self._styles = {value_of(style, "w:styleId"): style for style in _children(root, "w:style")}
        self._default = ""
        for id, style in self._styles.items():
            if value_of(style, "w:type") == "paragraph" and value_of(style, "w:default") in ("1", "true", "on"):
                self._default = id
        defaults = root.find(qn("w:docDefaults")) if root is not None else None
        self._run_defaults = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}") if defaults is not None else None
        self._paths: dict[str, tuple[Element, ...]] = {}
        self._by_style: dict[tuple[str, str], Element | None] = {}
        self._names: dict[str, tuple[str, ...]] = {}

    def of(self, properties: Element | None, name: str = "w:pStyle") -> str:
        """Return the id of the style that the properties of a paragraph (or run: ``w:rStyle``) name, or the default."""
        named = value_of(properties.find(qn(name))) if properties is not None else ""
        return named if named in self._styles else self._default if name == "w:pStyle" else ""

    def path(self, id: str) -> tuple[Element, ...]:
        """Return a style and those it is based on, nearest first; a circle is walked once."""
        if id not in self._paths:
            found: list[Element] = []
            at: str = id
            while at in self._styles and self._styles[at] not in found:
                found.append(self._styles[at])
                at = value_of(found[-1].find(qn("w:basedOn")))
            self._paths[id] = tuple(found)
        return self._paths[id]

    def paragraph_property(self, properties: Element | None, name: str) -> Element | None:
        """Return a property of a paragraph: its own, or that of its style."""
        own = properties.find(qn(name)) if properties is not None else None
        if own is not None:
            return own
        return self._property(self.of(properties), f"{qn('w:pPr')}/{qn(name)}")

    def _property(self, id: str, path: str) -> Element | None:
        """Return the element at a path in a style or, if it has none, in the nearest one it is based on."""
        key = id, path
        if key not in self._by_style:
            found = (style.find(path) for style in self.path(id))
            self._by_style[key] = next((element for element in found if element is not None), None)
        return self._by_style[key]

    def run_property(self, run: Element | None, paragraph: Element | None, name: str) -> Element | None:
        """Return a property of a run: its own, that of its style, of its paragraph's style, or the default.

        Args:
            run: the properties of the run, None if it has none.
            paragraph: those of its paragraph.
            name: of the property, such as ``w:b``.
        """
        tag = qn(name)
        own = run.find(tag) if run is not None else None
        if own is not None:
            return own
        for id in (self.of(run, "w:rStyle") if run is not None else "", self.of(paragraph)):
            found = self._property(id, f"{qn('w:rPr')}/{tag}")
            if found is not None:
                return found
        return self._run_defaults.find(tag) if self._run_defaults is not None else None

    def level(self, properties: Element | None) -> int:
        """Return the level of the heading a paragraph is: by its outline level, else by its style's name; 0 if none.

        A title is of level 1.
        """
        names = self.names(properties)
        if any(name.lower() in _TITLES for name in names):
            return 1
        outline = value_of(self.paragraph_property(properties, "w:outlineLvl"))
        if outline.isdecimal() and int(outline) < DEEPEST_LEVEL:
            return int(outline) + 1
        if outline:
            return 0
        matches = (_HEADING.fullmatch(name) for name in names)
        return next((int(match[1]) for match in matches if match), 0)

    def is_title(self, properties: Element | None) -> bool:
        """Tell whether a paragraph has the style of the document's title."""
        return any(name.lower() in _TITLES for name in self.names(properties))

    def is_contents(self, properties: Element | None) -> bool:
        """Tell whether a paragraph is a line of the table of contents that Word made from the headings."""
        return any(_CONTENTS.match(name) for name in self.names(properties))

    def names(self, properties: Element | None) -> tuple[str, ...]:
        """Return the names of a paragraph's style and of those it is based on."""
        id = self.of(properties)
        if id not in self._names:
            self._names[id] = tuple(value_of(style.find(qn("w:name"))) for style in self.path(id))
        return self._names[id]

    def numbered(self, properties: Element | None) -> tuple[Numbered, str]:
        """Return the list a paragraph is an item of, and the id of its style if that is what says so, else ""."""
        own = properties.find(qn("w:numPr")) if properties is not None else None
        direct = _numbered(own)
        if direct.list:
            return direct, ""
        style = self.of(properties)
        level = direct.level
        for at in self.path(style):
            by_style = _numbered(at.find(f"{qn('w:pPr')}/{qn('w:numPr')}"))
            level = by_style.level if level is None else level
            if by_style.list:
                return Numbered(by_style.list, level), style
        return Numbered(), ""

    def is_hidden(self, run: Element | None, paragraph: Element | None) -> bool:
        """Tell whether a run is hidden text."""
        return is_on(self.run_property(run, paragraph, "w:vanish"))

    def is_bold(self, run: Element | None, paragraph: Element | None) -> bool:
        """Tell whether a run is bold."""
        return is_on(self.run_property(run, paragraph, "w:b"))


def _numbered(element: Element | None) -> Numbered:
    if element is None:
        return Numbered()
    level = value_of(element.find(qn("w:ilvl")))
    return Numbered(value_of(element.find(qn("w:numId"))), int(level) if level.isdecimal() else None)


def _children(root: Element | None, name: str) -> Iterator[Element]:
    return (child for child in (root if root is not None else ()) if kind(child) == name)
