"""Finds the paragraphs in which an amending act quotes the new wording: their numbers are not the act's own."""

import re
from collections.abc import Sequence

from indexer.records import Paragraph
from indexer.structure.labels import Label
from indexer.structure.rules import Rules, rules

_MARKS = re.compile("[“”]")
_FARTHEST = 400
"""A quotation that is not closed within so many paragraphs is taken for a misprint."""


def find_quotations(paragraphs: Sequence[Paragraph], labels: Sequence[Label | None], *, amending: bool) -> bytearray:
    """Mark the paragraphs that are quoted new wording.

    A quotation opens with “ after a set phrase such as 修改为：, and closes with its ”, or where the outer numbering
    goes on. Whether each of its paragraphs repeats the “, as the National People's Congress writes, does not matter. In
    an amending act the phrase opens one without quotation marks too, up to where the outer numbering goes on.

    Args:
        paragraphs: the document's paragraphs.
        labels: the label each begins with, or None.
        amending: the document is an amending act by its title.

    Returns:
        One byte a paragraph, 1 if it is quoted.
    """
    told = rules()
    marks = bytearray(len(paragraphs))
    if not amending and not any("“" in p.text and p.text.count("“") > p.text.count("”") for p in paragraphs):
        return marks
    outer: Label | None = None
    at, announced = 0, False
    while at < len(paragraphs):
        text = paragraphs[at].text
        outer = labels[at] or outer
        last = at
        if "“" in text and _opens(text, announced, told):
            last = _closing(paragraphs, labels, at, outer)
        if last == at:
            announced = text[-1:] in "：:" and told.quoting.search(text) is not None
            following = paragraphs[at + 1].text if at + 1 < len(paragraphs) else "“"
            if amending and announced and following[0] != "“":
                last = _outer_goes_on(labels, at + 1, outer)
        if last > at:
            first = at if text[0] == "“" else at + 1
            marks[first:last] = b"\x01" * (last - first)
            announced = False
        at = max(last, at + 1)
    return marks


def _opens(text: str, announced: bool, told: Rules) -> bool:
    """Whether the first “ that the text does not close begins a quotation of new wording."""
    if text[0] == "“":
        return announced
    if text.count("“") <= text.count("”"):
        return False
    depth, outermost = 0, 0
    for mark in _MARKS.finditer(text):
        depth = max(depth + (1 if mark[0] == "“" else -1), 0)
        if depth == 1 and mark[0] == "“":
            outermost = mark.start()
    return told.quoting.search(text, 0, outermost) is not None


def _closing(paragraphs: Sequence[Paragraph], labels: Sequence[Label | None], at: int, outer: Label | None) -> int:
    """Return one past the paragraph that closes the quotation begun in paragraph `at`; `at` if nothing does."""
    depth = listed = 0
    for i in range(at, min(len(paragraphs), at + _FARTHEST)):
        text, label = paragraphs[i].text, labels[i]
        if i > at and label is not None and outer is not None and label.form == outer.form:
            if label.number[0] == listed + 1:  # of a list that is quoted, for it began at 1
                listed += 1
            elif _goes_on(label, outer):
                return i
        depth += text.count("“") - text.count("”")
        if i > at and text[0] == "“" and depth > 1:
            depth -= 1
        if depth <= 0:
            return i + 1
    return at


def _outer_goes_on(labels: Sequence[Label | None], first: int, outer: Label | None) -> int:
    """Return where the outer numbering goes on, else the end of the document."""
    for i in range(first, len(labels)):
        if _goes_on(labels[i], outer):
            return i
    return len(labels)


def _goes_on(label: Label | None, outer: Label | None) -> bool:
    return (
        label is not None and outer is not None and label.form == outer.form and label.number[0] == outer.number[0] + 1
    )
