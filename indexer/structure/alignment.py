"""Which clause of one text is which of another: aligned by what they say, with their labels as a hint.

Amending an act renumbers it: 第十条 becomes 第十二条 and keeps its words. So clauses are paired by how alike their
texts are, in order; a label that is the same counts for a little more. The best such pairing is found by dynamic
programming, as in Needleman and Wunsch's alignment of sequences (https://doi.org/10.1016/0022-2836(70)90057-4). What
is left over and alike has moved.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAST_LIKE = 0.4
"""Clauses are less alike than this (0 to 1) are two clauses, not one that was changed."""

LEAST_LIKE_LABELLED = 0.2
"""The same for clauses with the same label."""

LEAST_LIKE_MOVED = 0.6
"""The same for clauses out of order."""

LABEL_BONUS = 0.1
"""How much more likely two clauses with the same label are one, in terms of likeness."""

MOST_PAIRS = 16_000_000
"""Of longer stretches than the product of so many clauses, only those with equal texts are paired."""

LONGEST_MARKED = 4_000_000
"""Of longer changes than the product of so many characters, only what is equal at both ends is told from the rest."""

SHORTEST_EQUAL = 2
"""A shorter run of equal characters between changes is given as changed: it is equal by chance."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause of the one text and the clause of the other that it is; None where there is none.

    Attributes:
        before, after: their numbers; one of them may be None.
        moved: they stand in another order than the others.
    """

    before: int | None
    after: int | None
    moved: bool = False


def align(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> list[Pair]:
    """Pair the clauses of two texts.

    Args:
        before, after: the label of each clause ("" if it has none), and its text without the label.

    Returns:
        Every clause of both, each once: in the order of `after`, and what is gone where it stood before.
    """
    paired = dict(_in_order(before, after))
    moved = dict(_moved(before, after, paired))
    return list(_merged(len(before), len(after), paired, moved))


def _merged(count: int, others: int, paired: dict[int, int], moved: dict[int, int]) -> Iterator[Pair]:
    """Yield all pairs in the order of the second text, with what is gone before what follows it."""
    came = {j: i for i, j in moved.items()}
    stayed = {j: i for i, j in paired.items()}
    at = 0
    for j in range(others):
        if j in came:
            yield Pair(came[j], j, moved=True)
            continue
        if j not in stayed:
            yield Pair(None, j)
            continue
        yield from (Pair(i, None) for i in range(at, stayed[j]) if i not in moved)
        yield Pair(stayed[j], j)
        at = stayed[j] + 1
    yield from (Pair(i, None) for i in range(at, count) if i not in moved)


def _in_order(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that keep the order: equal ones at both ends first, then the best of what is between."""
    first, last, other_last = 0, len(before), len(after)
    while first < min(last, other_last) and before[first] == after[first]:
        yield first, first
        first += 1
    while min(last, other_last) > first and before[last - 1] == after[other_last - 1]:
        last, other_last = last - 1, other_last - 1
        yield last, other_last
    some, others = before[first:last], after[first:other_last]
    if len(some) * len(others) <= MOST_PAIRS:
        yield from ((first + i, first + j) for i, j in _best_pairs(some, others))
        return
    blocks = SequenceMatcher(None, [text for _, text in some], [text for _, text in others], False)
    for i, j, size in blocks.get_matching_blocks():
        yield from ((first + i + k, first + j + k) for k in range(size))


def _best_pairs(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Return the pairs in order whose likenesses have the largest sum."""
    if not before or not after:
        return []
    alike = likeness([text for _, text in before], [text for _, text in after])
    same = _same_labels(before, after)
    worth = np.where(alike >= np.where(same, LEAST_LIKE_LABELLED, LEAST_LIKE), alike + LABEL_BONUS * same, 0.0)
    best = np.zeros((len(before) + 1, len(after) + 1), dtype=np.float32)
    for i, row in enumerate(worth.astype(np.float32)):
        taken = np.where(row > 0, best[i, :-1] + row, 0)
        np.maximum.accumulate(np.maximum(best[i, 1:], taken), out=best[i + 1, 1:])
    pairs = []
    i, j = len(before), len(after)
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _same_labels(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> NDArray[np.bool_]:
    numbers: dict[str, int] = {}
    some, others = (
        np.array([numbers.setdefault(label, len(numbers)) if label else -1 - side for label, _ in clauses])
        for side, clauses in enumerate((before, after))
    )
    same: NDArray[np.bool_] = some[:, None] == others[None, :]
    return same


def likeness(before: Sequence[str], after: Sequence[str]) -> Floats:
    """Return float32[n, m]: how alike each two texts are, 0 to 1.

    It is the Dice coefficient of their pairs of neighbouring characters (https://doi.org/10.2307/1932409), each pair
    counted as often as it occurs and blanks left out; of texts of less than two characters, equal ones are alike.
    """
    grams = [_grams(text) for text in (*before, *after)]
    some, others = grams[: len(before)], grams[len(before) :]
    places: dict[Any, list[tuple[int, int]]] = {}
    for j, counted in enumerate(others):
        for gram, count in counted.items():
            places.setdefault(gram, []).append((j, count))
    held = {gram: np.array(found, dtype=np.int64) for gram, found in places.items()}
    shared = np.zeros((len(before), len(after)), dtype=np.float32)
    for i, counted in enumerate(some):
        for gram, count in counted.items():
            if gram in held:
                at = held[gram]
                shared[i, at[:, 0]] += np.minimum(at[:, 1], count)
    sizes = np.array([counted.total() for counted in some]), np.array([counted.total() for counted in others])
    alike: Floats = (2 * shared / (sizes[0][:, None] + sizes[1][None, :])).astype(np.float32)
    return alike


def _grams(text: str) -> Counter[str]:
    text = "".join(text.split())
    return Counter(text[at : at + 2] for at in range(len(text) - 1)) or Counter([f"{text} "])


def _moved(
    before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]], paired: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs out of order, of those that are left over: the most alike first, each clause once."""
    taken = set(paired.values())
    left = [i for i in range(len(before)) if i not in paired]
    others = [j for j in range(len(after)) if j not in taken]
    if not left or not others or len(left) * len(others) > MOST_PAIRS:
        return
    alike = likeness([before[i][1] for i in left], [after[j][1] for j in others])
    rows, columns = np.nonzero(alike >= LEAST_LIKE_MOVED)
    gone: set[int] = set()
    came: set[int] = set()
    for at in np.argsort(-alike[rows, columns], kind="stable").tolist():
        i, j = left[rows[at]], others[columns[at]]
        if i not in gone and j not in came:
            gone.add(i)
            came.add(j)
            yield i, j


def edits(before: str, after: str) -> list[tuple[str, str]]:
    """Return what turns one text into another, in order.

    Returns:
        Pieces, each with ``=`` for what stays, ``-`` for what goes, ``+`` for what comes: all but the ``+`` joined are
        `before`, all but the ``-`` joined are `after`.
    """
    if len(before) * len(after) > LONGEST_MARKED:
        return _coarse(before, after)
    pieces: list[tuple[str, str]] = []
    gone = came = ""
    for kind, a, b, c, d in SequenceMatcher(None, before, after, False).get_opcodes():
        if kind == "equal" and (b - a >= SHORTEST_EQUAL or a == c == 0 or (b == len(before) and d == len(after))):
            pieces += _change(gone, came)
            pieces.append(("=", before[a:b]))
            gone = came = ""
        else:
            gone += before[a:b]
            came += after[c:d]
    return pieces + _change(gone, came)


def _change(gone: str, came: str) -> list[tuple[str, str]]:
    return [(kind, text) for kind, text in (("-", gone), ("+", came)) if text]


def _coarse(before: str, after: str) -> list[tuple[str, str]]:
    shortest = min(len(before), len(after))
    first = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    rest = shortest - first
    last = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    end, other_end = len(before) - last, len(after) - last
    changed = _change(before[first:end], after[first:other_end])
    return [piece for piece in (("=", before[:first]), *changed, ("=", before[end:])) if piece[1]]
