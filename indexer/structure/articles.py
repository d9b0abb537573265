"""Decides which lines that begin with 第X条 are articles, from the sequence of their numbers alone."""

from bisect import bisect_right
from collections.abc import Sequence

Number = tuple[int, ...]


def articles(numbers: Sequence[Number], firm: Sequence[bool]) -> list[bool]:
    """Tell articles from references, by the sequence.

    The rules, in order:

    1. A line whose label does not stand apart from its text (第十条当事人……) is an article only if it goes on from the
       candidate before it by one.
    2. A number 1 that is followed by 2 (or 1之一) begins a new sequence: the file holds several texts.
    3. Within a sequence the articles are the longest run of numbers that never falls. So a gap loses nothing (a
       repealed article, a fault of the source), a number repeated is kept, and what falls back or leaps ahead of
       numbers that still come is no article.

    Args:
        numbers: of the candidates, in the order of the text: (10,) for 第十条, (10, 1) for 第十条之一.
        firm: whether each label stands apart from its text.

    Returns:
        For each candidate whether it is an article.
    """
    kept = [i for i in range(len(numbers)) if firm[i] or (i > 0 and _next(numbers[i - 1], numbers[i]))]
    if len(kept) == 1 and not firm[kept[0]]:
        return [False] * len(numbers)
    chosen = [False] * len(numbers)
    start = 0
    ends = [at for at, i in enumerate(kept) if at and numbers[i] == (1,) and _begins(kept, at, numbers)]
    for end in (*ends, len(kept)):
        for i in _longest_rise(kept[start:end], numbers):
            chosen[i] = True
        start = end
    return chosen


def _next(one: Number, other: Number) -> bool:
    """Whether `other` goes on from `one`: 十 → 十一, 十 → 十之一, 十之一 → 十之二, 十之二 → 十一."""
    return other == (one[0] + 1,) or other == (one[0], (one[1] if len(one) > 1 else 0) + 1)


def _begins(kept: Sequence[int], at: int, numbers: Sequence[Number]) -> bool:
    """Whether a number 1 begins a sequence."""
    following = numbers[kept[at + 1]] if at + 1 < len(kept) else None
    return following in ((2,), (1, 1))


def _longest_rise(run: Sequence[int], numbers: Sequence[Number]) -> list[int]:
    """Return the longest part of the run whose numbers never fall; of several, the one that takes the earlier number.

    Patience sorting from the end, O(n log n): https://en.wikipedia.org/wiki/Longest_increasing_subsequence.
    """
    values = [numbers[i] for i in run]
    if values == sorted(values):
        return list(run)
    tops: list[Number] = []
    piles: list[int] = []
    after: dict[int, int] = {}
    for i in reversed(run):
        falling = (-numbers[i][0], -(numbers[i][1] if len(numbers[i]) > 1 else 0))
        place = bisect_right(tops, falling)
        if place:
            after[i] = piles[place - 1]
        if place == len(tops):
            tops.append(falling)
            piles.append(i)
        else:
            tops[place], piles[place] = falling, i
    rise = [piles[-1]]
    while rise[-1] in after:
        rise.append(after[rise[-1]])
    return rise
