"""Decides what a label does: open, continue or restart a level, or nothing, because its number does not fit."""

from collections.abc import Sequence

from indexer.structure.labels import DECIMAL, Label, as_roman, plain_digit
from indexer.structure.levels import Levels
from indexer.structure.nodes import ARTICLE, HEADING, Node

_LETTERS = ("a）", "i）")
_FARTHEST_LETTER = 20
"""How many lines ahead the second letter of a list is looked for."""


def place(levels: Levels, at: int, label: Label) -> bool:
    """Place a label in the tree if its number fits.

    Args:
        levels: what is open, changed where the label fits.
        at: the paragraph.
        label: the label it begins with.

    Returns:
        Whether it fits; a label that does not is text.
    """
    form, lines = label.form, levels.lines
    if form == ARTICLE:
        return at in lines.articles and _place_article(levels, at, label)
    if form in lines.told.divisions:
        return _place_division(levels, at, label)
    if form == DECIMAL:
        if lines.dotted and _place_decimal(levels, at, label):
            return True
        digit = plain_digit(label, lines.text(at))
        return digit is not None and _place_item(levels, at, digit)
    return _place_item(levels, at, label)


def _place_article(levels: Levels, at: int, label: Label) -> bool:
    """Open an article: it closes all numbered items but the section headings (一、一般规定) above it.

    Within numbered items that are no headings only 第一条 can begin the articles of a text; another is a quotation.
    """
    rank, lines, stack = levels.ranks[ARTICLE], levels.lines, levels.stack
    if levels.article is not None:
        levels.leave_article()
    else:
        sections = [node for node in stack if node.rank > rank and lines.is_section(node.first, node.kind)]
        if label.number[0] != 1 and stack[-1].rank > rank and not sections and ARTICLE not in levels.closed:
            return False
        if not sections:
            levels.close(rank)
        while sections and stack[-1] is not sections[-1]:
            levels.pop()
    levels.article = levels.closed[ARTICLE] = levels.begin(at, label, rank)
    levels.tree.counts[at] = 1
    return True


def _place_division(levels: Levels, at: int, label: Label) -> bool:
    """Open 编 章 节: a line by itself, whose number does not fall unless the markup says it is a heading."""
    told, level = levels.lines.told, levels.lines.paragraphs[at].level
    if not level:
        text = levels.lines.text(at)
        rest = text[label.end :]
        longest = told.longest_division if label.firm else told.longest_division // 2
        if len(text) > longest or rest[-1:] in tuple(told.sentence_end) or "，" in rest or "。" in rest:
            return False
        same = next((node.label for node in levels.stack if node.kind == label.form), None)
        if same and label.number <= same.number and label.number != (1,):
            return False
    rank = levels.ranks[label.form]
    while len(levels.stack) > 1:
        top = levels.stack[-1]
        by_level = top.kind == HEADING and top.level and level
        if not (top.level >= level if by_level else top.rank >= rank):
            break
        levels.pop()
    levels.begin(at, label, rank)
    return True


def _place_decimal(levels: Levels, at: int, label: Label) -> bool:
    """Open 4.2.1 if 4.2 is open, or 4.2.0 was; 1 and 1.1 may begin the numbering."""
    number, path = label.number, label.number[:-1]
    numbered = [(node, node.label.number) for node in levels.stack if node.label and node.kind in (DECIMAL, "1.")]
    parent = next((node for node, other in reversed(numbered) if other == path), None)
    sibling = next((node for node, other in numbered if len(other) == len(number)), None)
    if sibling is None and not path:
        sibling = levels.closed.get(DECIMAL)
    same = sibling is not None and sibling.label is not None and sibling.label.number[:-1] == path
    if not _fits(levels, at, number, sibling if same else None, parent, begins=not numbered):
        return False
    keep = parent or (sibling.parent if same and sibling else None)
    while len(levels.stack) > 1 and levels.stack[-1] is not keep and levels.stack[-1].rank > levels.ranks[ARTICLE]:
        levels.pop()
    levels.begin(at, label, levels.ranks[ARTICLE] + 0.1 * len(number))
    return True


def _fits(
    levels: Levels, at: int, number: Sequence[int], sibling: Node | None, parent: Node | None, *, begins: bool
) -> bool:
    """Whether 4.2.1 goes on from its sibling, or is the first under its parent or of the numbering."""
    told, last = levels.lines.told, number[-1]
    if len(number) == 1:
        named = levels.lines.text(at)[-1] not in told.sentence_end
        return named and (last == 1 or (sibling is not None and last > sibling.last))
    if sibling is not None:
        return sibling.last < last <= sibling.last + told.largest_gap
    if parent is not None:
        return last <= told.latest_start
    return last == 1 and (begins or number[-2] > 1)


def _place_item(levels: Levels, at: int, label: Label) -> bool:
    """Continue or start a numbering: 一、 （一） 1. （1） 1） ①.

    In order: the number after that of an open level continues it, the innermost first; 1 starts one; the number after
    that of a level that text and another list interrupt resumes it; a number after a small gap, or repeated, continues
    the innermost level; a number that goes on from a level closed with its parent continues that numbering under the
    new parent; another number starts one if it is small or its successor follows.
    """
    if label.form == "a）":
        label = _letter_or_roman(levels, label)
    form, number, stack = label.form, label.number[0], levels.stack
    if levels.article is not None and at + 1 in levels.lines.articles and _is_section(levels, at, label):
        levels.leave_article()
    open_levels = [place for place in range(len(stack) - 1, 0, -1) if stack[place].kind == form]
    exact = [place for place in open_levels if stack[place].last + 1 == number]
    if exact:
        levels.go_on(at, label, _styled_alike(levels, at, exact))
        return True
    if number == 1:
        if form in _LETTERS and not _goes_on_in_letters(levels, at):
            return False
        levels.start(at, label)
        return True
    for node in reversed(levels.suspended):
        if node.kind == form and node.last + 1 == number:
            levels.resume(at, label, node)
            return True
    return _place_out_of_order(levels, at, label, open_levels)


def _letter_or_roman(levels: Levels, label: Label) -> Label:
    """Read (i), (v) or (x) as a Roman number, unless it is the next letter of an open list: (h), (i)."""
    roman = as_roman(label)
    if roman is None or any(node.kind == label.form and node.last + 1 == label.number[0] for node in levels.stack):
        return label
    return roman


def _goes_on_in_letters(levels: Levels, at: int) -> bool:
    """Whether a second letter follows a first one: a single a) proves nothing."""
    second = {"b", "ii"}
    labels = levels.lines.labels[at + 1 : at + _FARTHEST_LETTER]
    return any(label is not None and label.text.strip("（()）") in second for label in labels)


def _place_out_of_order(levels: Levels, at: int, label: Label, open_levels: Sequence[int]) -> bool:
    """Place an item whose number neither begins a numbering nor is the next of an open one."""
    number, gap = label.number[0], levels.lines.told.largest_gap
    if open_levels:
        fits = 0 <= number - levels.stack[open_levels[0]].last <= gap
        if fits:
            levels.go_on(at, label, open_levels[0])
        return fits
    closed = levels.closed.get(label.form) if levels.article is None else None
    if closed is not None and 0 < number - closed.last <= gap:
        levels.start(at, label, closed.run)
        return True
    fits = number <= levels.lines.told.latest_start or levels.lines.successor_follows(at)
    if fits:
        levels.start(at, label)
    return fits


def _styled_alike(levels: Levels, at: int, places: Sequence[int]) -> int:
    """Of the levels that a label could continue, return the innermost whose paragraphs are styled as this one is."""
    if len(places) == 1:
        return places[0]
    style = levels.lines.style(at)
    return next((place for place in places if levels.lines.style(levels.stack[place].first) == style), places[0])


def _is_section(levels: Levels, at: int, label: Label) -> bool:
    """Whether a line between two articles is a heading that goes on from the sections above them, not an item."""
    if not levels.lines.is_section(at, label.form):
        return False
    place = levels.stack.index(levels.article) if levels.article else 0
    inside = any(node.kind == label.form and node.last + 1 == label.number[0] for node in levels.stack[place:])
    return bool(levels.lines.paragraphs[at].level) or not inside
