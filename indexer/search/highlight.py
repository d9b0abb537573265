"""Where the words of a query stand in a text, and the part of the text that shows them best."""

from collections.abc import Iterable, Iterator, Sequence

from indexer.analysis.normal import Finder, Glanced, Normal, normalise
from indexer.analysis.numbers import find_numbers, is_canonical
from indexer.records import Highlight

SNIPPET_LENGTH = 120
"""How many characters of a long paragraph a snippet shows."""

_SENTENCE_ENDS = "。；！？;!?\n"


class Highlighter:
    """Finds where any of some strings stands in texts.

    Args:
        sought: strings in their normal form; words of Latin letters and digits match whole words only. The canonical
            token of a number (`indexer.analysis.numbers`) stands for the number in any spelling; a range whose ends
            are sought too is shown by them.
    """

    def __init__(self, sought: Iterable[str]) -> None:
        self._parts = {part for part in sought if part}
        self._tokens = frozenset(filter(is_canonical, self._parts))
        by_itself = not self._tokens and not any(part.isascii() for part in self._parts)
        self._finder = Finder(self._parts) if by_itself else None  # else what is around them matters too

    def find(self, text: Glanced) -> tuple[Highlight, ...]:
        """Return spans of code points into a text, in order; overlapping ones are one, adjacent ones stay apart."""
        if not self._parts:
            return ()
        normal = normalise(text.original) if self._finder is None else self._finder.normal(text)
        tokens = self._tokens
        if tokens and "#" in normal.text:
            tokens = frozenset(token for token in tokens if token not in normal.text)
        spans: list[Highlight] = []
        for part in self._parts - tokens if tokens else self._parts:
            _add_occurrences(spans, normal, part)
        if tokens:
            spans += [normal.span(start, end) for start, end in _numbers(normal.text, tokens)]
        return _joined(spans)


def _joined(spans: list[Highlight]) -> tuple[Highlight, ...]:
    if len(spans) < 2:
        return tuple(spans)
    spans.sort()
    joined = spans[:1]
    for start, end in spans:
        if start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def _add_occurrences(spans: list[Highlight], normal: Normal, part: str) -> None:
    haystack, length = normal.text, len(part)
    whole_word = part.isascii()
    start = haystack.find(part)
    while start >= 0:
        end = start + length
        if not whole_word or _stands_alone(haystack, start, end):
            spans.append((start, end) if normal.offsets is None else normal.span(start, end))
        start = haystack.find(part, end)


def _numbers(text: str, tokens: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where the numbers with these tokens stand; a range gives way to those of its ends that are among them."""
    found = [number for number in find_numbers(text) if number.token in tokens]
    for number in found:
        inside = (end for end in found if end is not number and number.start <= end.start and end.end <= number.end)
        if number.low == number.high or not any(inside):
            yield number.start, number.end


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether no Latin letter or digit continues what stands from `start` to `end`."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (_is_code(before) and _is_code(text[start])) and not (_is_code(after) and _is_code(text[end - 1]))


def _is_code(character: str) -> bool:
    return character.isascii() and character.isalnum()


def make_snippet(text: str, highlights: Sequence[Highlight], length: int = SNIPPET_LENGTH) -> str:
    """Return the part of `text` of about `length` characters that shows most highlights, cut ends marked by ``…``.

    It begins at a sentence where one begins shortly before the first highlight shown.
    """
    if len(text) <= length:
        return text
    start = _best_start(highlights, length)
    lead = max(text.rfind(end, max(0, start - length // 3), start) for end in _SENTENCE_ENDS) + 1
    start = max(0, lead if lead > 0 else start - length // 6)
    start = min(start, len(text) - length)
    end = start + length
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def _best_start(highlights: Sequence[Highlight], length: int) -> int:
    """Return the start of the highlight from which `length` characters show the most highlighted characters."""
    best, best_shown, shown, last = 0, 0, 0, 0
    for first, (start, end) in enumerate(highlights):
        while last < len(highlights) and highlights[last][1] <= start + length:
            shown += highlights[last][1] - highlights[last][0]
            last += 1
        if shown > best_shown:
            best, best_shown = first, shown
        shown -= end - start if last > first else 0
        last = max(last, first + 1)
    return highlights[best][0] if highlights else 0
