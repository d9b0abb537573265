"""Where the words of a query stand in a text, and the part of the text that shows them best."""

from collections.abc import Iterable, Iterator, Sequence

from indexer.analysis.blanks import Moved
from indexer.analysis.finder import Finder, Glanced
from indexer.analysis.numbers import Number, is_canonical
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
        self._finder = None if self._tokens else Finder(self._parts)  # what is around a number matters too

    def find(self, text: Glanced) -> tuple[Highlight, ...]:
        """Return spans of code points into a text, in order; overlapping ones are one, adjacent ones stay apart."""
        if not self._parts:
            return ()
        normal = text.normal if self._finder is None else self._finder.normal(text)
        tokens = self._tokens
        if tokens and "#" in normal.text:
            tokens = frozenset(token for token in tokens if token not in normal.text)
        spans = _occurrences(normal.text, self._parts - tokens if tokens else self._parts)
        if tokens:
            spans += _numbers(text.numbers, tokens)
        spans = _joined(spans)
        if normal.offsets is not None:
            starts = normal.offsets.starts
            if isinstance(starts, Moved):
                spans = starts.spans(spans)
            else:  # characters that became several may join what was apart
                spans = _joined([normal.span(start, end) for start, end in spans])
        return tuple(spans)


def _joined(spans: list[Highlight]) -> list[Highlight]:
    if len(spans) < 2:
        return spans
    spans.sort()
    joined = spans[:1]
    _, last = joined[0]
    for start, end in spans:
        if start >= last:
            joined.append((start, end))
            last = end
        elif end > last:
            joined[-1] = joined[-1][0], end
            last = end
    return joined


def _occurrences(text: str, parts: Iterable[str]) -> list[Highlight]:
    """Return where strings stand in a text, both in their normal form; each from its left."""
    spans: list[Highlight] = []
    for part in parts:
        start = text.find(part)
        if start < 0:
            continue
        length, whole_word = len(part), part.isascii()
        while start >= 0:
            end = start + length
            if not whole_word or _stands_alone(text, start, end):
                spans.append((start, end))
            start = text.find(part, end)
    return spans


def _numbers(numbers: Sequence[Number], tokens: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where those with these tokens stand; a range gives way to those of its ends that are among them."""
    found = [number for number in numbers if number.token in tokens]
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
