"""Finds every citation in a text: 《民法典》第一千零八十四条第二款, 国办发〔2018〕123号, 本法第十条, 前款.

A trigger pattern finds where a citation may begin. From there its document is read, then its provisions, one after the
other; a title without marks is read backwards from its first provision. Every step looks at a bounded part of the
text, so the time is linear in its length.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from indexer.structure.bare_titles import bare_title, ends_as_title, sign_before
from indexer.structure.citing_rules import CitingRules, citing_rules, known_titles
from indexer.structure.labels import read_label
from indexer.structure.pinpoint import Named, Pinpoint, Reference, Span
from indexer.structure.provisions import LONGEST_INSIDE, read_labels, read_provisions, read_step
from indexer.structure.titles import fold

_PARENTHESIS = re.compile(r"\((?:[^()\n]|\([^()\n]{0,40}\)){1,100}\)")
_BEFORE_LABEL = ("“", "‘", '"', "。", "；", "|")
_SHORT_FOR = ("简称", "下称", "称为")
_LONGEST_LABEL = 120
_ABBREVIATING = ("简称", "下称", "簡稱", "以下称")
"""One of these stands in each text that says what a document is called for short."""
_LONGEST_MARKED = 160
_LONGEST_INDENT = 8
Place = tuple[int, int]


class Line(NamedTuple):
    """A text, as citations are looked for in it.

    Attributes:
        text: as written.
        folded: the same folded (`indexer.structure.titles.fold`).
        labelled: it is known to begin with a label such as 第十条, and has no line breaks.
        abbreviates: it may say what a document is called for short.
    """

    text: str
    folded: str
    labelled: bool = False
    abbreviates: bool = True


def find_references(text: str, titles: Container[str] = ()) -> list[Reference]:
    """Find the citations of a text.

    Args:
        text: any text; a citation does not go beyond the end of a line.
        titles: names of documents that are known besides those of ``titles.yaml``, written without marks (民法典,
            民诉法解释). Such a name right before a provision is a title, where otherwise it would be guessed where the
            title begins. They are asked for in simplified characters.

    Returns:
        The citations in their order; they do not overlap. The label a line begins with is none.
    """
    return references_in(Line(text, fold(text)), titles)


def references_in(line: Line, titles: Container[str] = ()) -> list[Reference]:
    """Find the citations of a text that is folded already; else the same as `find_references`."""
    return list(_Finder(line, _Known(titles)).run())


def lines_that_may_cite(texts: Sequence[str], labelled: Container[int] = ()) -> Iterator[tuple[int, Line]]:
    """Yield the paragraphs that may cite anything but their own document as a whole, or abbreviate: number and line.

    A look at where a citation can begin takes a fraction of what it takes to read one: in most paragraphs nothing can
    begin one but their own label.

    Args:
        texts: without line breaks.
        labelled: the numbers of some that are known to begin with a label such as 第十条.
    """
    joined = "\n".join(texts)
    words = [word for word in _ABBREVIATING if word in joined]
    abbreviating = {number for word in words for number, text in enumerate(texts) if word in text}
    begins = citing_rules().begins.search
    for number, folded in enumerate(fold(joined).split("\n")):
        label = number in labelled
        place = begins(folded, 1 if label else 0)  # a label is no citation
        if (place and _may_cite(folded, place.start())) or number in abbreviating:
            yield number, Line(texts[number], folded, label, number in abbreviating)


def _may_cite(folded: str, at: int) -> bool:
    """Whether a folded paragraph may cite anything but its own document as a whole, from an offset on."""
    told = citing_rules()
    for place in told.begins.finditer(folded, at):
        begun = told.trigger.match(folded, place.start())
        if begun and (begun.lastgroup != "self" or "第" in folded[begun.end() : begun.end() + LONGEST_INSIDE]):
            return True
    return False


def find_abbreviations(text: str) -> dict[str, str]:
    """Find the names a text gives to documents: 《中华人民共和国商标法》（以下简称商标法） gives 商标法.

    Args:
        text: any text.

    Returns:
        For each name the title it stands for, as written there without marks.
    """
    told, folded = citing_rules(), fold(text)
    given: dict[str, str] = {}
    for found in told.defined.finditer(folded):
        end = found.start()
        if folded[end - 1 : end] in ("》", "〉"):
            opening = _opening(folded, end)
            if opening is not None:
                given.setdefault(found[1], text[opening + 1 : end - 1])
        elif ends_as_title(folded[max(0, end - 40) : end]):
            bare = bare_title(folded, end, 0, known_titles())
            if bare is not None and folded[bare.start : bare.end] not in told.generic:
                given.setdefault(found[1], text[bare.start : bare.end])
    return given


def _opening(text: str, end: int) -> int | None:
    """Return where the marks open that close right before `end`."""
    depth = 0
    for at in range(end - 1, max(-1, end - _LONGEST_MARKED), -1):
        depth += (text[at] in "》〉") - (text[at] in "《〈")
        if depth == 0:
            return at
    return None


class _Known:
    """The titles that are known: those given, and those of ``titles.yaml``."""

    def __init__(self, titles: Container[str]) -> None:
        self.titles = titles
        self.listed = known_titles()

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str) or len(name) < 2:
            return False
        return name in self.listed or name.removeprefix("中华人民共和国") in self.listed or name in self.titles


class _Finder:
    """One pass over one text; a method ``read_x`` for each kind of trigger."""

    def __init__(self, line: Line, titles: _Known) -> None:
        self.text, self.folded, self.labelled, _ = line
        self.told: CitingRules = citing_rules()
        self.titles = titles
        self.floor = 0

    def run(self) -> Iterator[Reference]:
        begins, trigger, at = self.told.begins.search, self.told.trigger.match, 0
        while place := begins(self.folded, at):
            start = place.start()
            found = trigger(self.folded, start)
            if not found:
                at = start + 1
                continue
            kind = str(found.lastgroup)
            reference = getattr(self, f"read_{kind}")(start, found.end())
            if reference is not None:
                yield reference
                self.floor = at = reference.end
            else:
                at = start + 1 if kind == "title" else found.end()

    def make(
        self,
        named: Named,
        place: Place,
        provisions: tuple[Span, ...] = (),
        document: Place = (0, 0),
        number: Place = (0, 0),
    ) -> Reference:
        text, (start, end), (first, last) = self.text, place, document
        return Reference(start, end, text[start:end], named, text[first:last], text[slice(*number)], provisions)

    # --- documents ---

    def read_title(self, start: int, _: int) -> Reference | None:
        """Read 《民法典》, what stands in brackets behind it, and its provisions."""
        found = self.told.title.match(self.folded, start)
        if not found or self.is_inner(start, found.end()):
            return None
        document = (start + 1, found.end() - 1)
        inner = self.folded[slice(*document)]
        end = after = found.end()
        number = (0, 0)
        brackets = _PARENTHESIS.match(self.folded, end)
        if brackets:
            number = self.number_in(brackets.start(), brackets.end())
            after = brackets.end()
            end = after if number[1] else end
        provisions, last = self.provisions_behind(after) or ((), end)
        if provisions:
            reference = self.make("title", (start, last), provisions, document, number)
            year = brackets and self.told.suffix.fullmatch(brackets[0]) and self.text[slice(*brackets.span())]
            return replace(reference, document=reference.document + year) if year else reference
        if inner.endswith(self.told.outlined):
            provisions, end = read_labels(self.folded, end)
        if not provisions and ((not ends_as_title(inner) and inner not in self.titles) or self.is_definition(start)):
            return None
        return self.make("title", (start, end), provisions, document, number)

    def provisions_behind(self, at: int) -> tuple[tuple[Span, ...], int] | None:
        """Return the provisions at `at`, or behind the part of a code (合同编) that stands there; None for none."""
        part = self.told.part.match(self.folded, at)
        for behind in (part.end() if part else at, at):
            provisions, last = read_provisions(self.folded, behind, loose=True)
            if provisions:
                return provisions, last
        return None

    def is_inner(self, start: int, end: int) -> bool:
        """Whether a title stands within a longer one without marks: 关于适用《民事诉讼法》的解释第九十三条."""
        if not self.told.outer.match(self.folded, end):
            return False
        return self.told.about.search(self.folded, max(self.floor, start - 2), start) is not None

    def is_definition(self, start: int) -> bool:
        """Whether a title only says what the one before it is called for short: （以下简称《海关法》）."""
        return self.folded.endswith(_SHORT_FOR, max(0, start - 4), start)

    def number_in(self, start: int, end: int) -> Place:
        """Return where a document number stands between brackets; (0, 0) if there is none."""
        found = self.told.number.search(self.folded, start + 1, end)
        sign = sign_before(self.folded, found.start(), start + 1) if found else None
        return (sign, found.end()) if found and sign is not None else (0, 0)

    def read_number(self, start: int, end: int) -> Reference | None:
        """Read 国办发〔2018〕123号 and its provisions."""
        sign = sign_before(self.folded, start, self.floor)
        if sign is None:
            return None
        behind = end + 2 if self.folded.startswith("文件", end) else end + self.folded.startswith("文", end)
        provisions, last = read_provisions(self.folded, behind)
        place = (sign, end)
        return self.make("number", (sign, last if provisions else end), provisions, place, place)

    def read_self(self, start: int, end: int, named: Named = "self") -> Reference:
        """Read 本法 and its provisions."""
        provisions, last = read_provisions(self.folded, end)
        return self.make(named, (start, last if provisions else end), provisions, (start, end))

    def read_that(self, start: int, end: int) -> Reference:
        """Read 该法 and its provisions."""
        return self.read_self(start, end, "that")

    # --- provisions without a document before them ---

    def read_back(self, start: int, end: int) -> Reference | None:
        return self.read_step(start, end, "前", self.told.back)

    def read_here(self, start: int, end: int) -> Reference | None:
        return self.read_step(start, end, "本", self.told.here)

    def read_there(self, start: int, end: int) -> Reference | None:
        return self.read_step(start, end, "该", self.told.there)

    def read_step(self, start: int, end: int, step: str, pattern: re.Pattern[str]) -> Reference | None:
        """Read 前款, 本条, 该条 and the provisions within."""
        found = pattern.match(self.folded, start)
        if not found:
            return None
        provisions, last = read_provisions(self.folded, end, read_step(found, step))
        return self.make("here", (start, max(last, end)), provisions)

    def read_group(self, start: int, _: int) -> Reference | None:
        """Read 第十条, with the title before it if there is one."""
        if self.is_label(start):
            return None
        provisions, last = read_provisions(self.folded, start)
        if not provisions:
            return None
        bare = bare_title(self.folded, start, self.floor, self.titles)
        if bare is not None:
            return self.make("title", (bare.start, last), provisions, (bare.start, bare.end))
        return None if self.counts(provisions[0][0], last) else self.make("here", (start, last), provisions)

    def counts(self, pinpoint: Pinpoint, end: int) -> bool:
        """Whether what looks like a provision counts things: 第三条生产线, 第二款产品."""
        if not pinpoint.article:
            return not self.told.follows.match(self.folded, end)
        whole = not pinpoint.paragraph and not pinpoint.item
        return whole and self.told.counted.match(self.folded, end) is not None

    def is_label(self, start: int) -> bool:
        """Whether a label stands here: at the beginning of a line, of a quotation, or behind a full stop."""
        if start == 0 and self.labelled:
            return True
        lead = self.folded[max(0, start - _LONGEST_INDENT) : start]
        before = lead.rstrip(" \t\u3000\xa0")
        begins = (not before and start <= _LONGEST_INDENT) or before.endswith("\n")
        if not begins and not before.endswith(_BEFORE_LABEL):
            return False
        stop = self.folded.find("\n", start, start + _LONGEST_LABEL)
        label = read_label(self.text[start : stop if stop >= 0 else start + _LONGEST_LABEL])
        return label is not None and (begins or (label.firm and label.end > len(label.text)))

    def read_loose(self, start: int, _: int) -> Reference | None:
        """Read 1084条 behind a known title."""
        provisions, last = read_provisions(self.folded, start, loose=True)
        bare = bare_title(self.folded, start, self.floor, self.titles) if provisions else None
        if bare is None or not bare.known:
            return None
        return self.make("title", (bare.start, last), provisions, (bare.start, bare.end))

    def read_outlined(self, start: int, _: int) -> Reference | None:
        """Read （十） behind 方案 or a known title of a policy."""
        provisions, last = read_labels(self.folded, start)
        bare = bare_title(self.folded, start, self.floor, self.titles) if provisions else None
        if bare is None or not (bare.known or self.folded[bare.start : bare.end] in self.told.generic):
            return None
        return self.make("title", (bare.start, last), provisions, (bare.start, bare.end))
