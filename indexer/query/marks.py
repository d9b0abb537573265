"""The marks in a query: which are ordinary, which belong together, and where the blanks are.

Everything here is one character for one character of the text as typed, so that places agree.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass

from indexer.query.language import ESCAPE, SEPARATOR, WORD, Language

_ESCAPED = re.compile(r"\\(?:[\W\d_]|(?=(?:AND|OR|NOT)(?!\w))[AON])", re.DOTALL)
_BREAK = re.compile(r"[\s|]")


@dataclass(frozen=True, slots=True)
class Marks:
    """A query made ready for reading.

    Attributes:
        text: as typed.
        half: with half-width marks; what a backslash made ordinary is `WORD`, the backslash `ESCAPE`.
        folded: `half`, with `SEPARATOR` for punctuation that divides terms.
        partner: the place of each mark that has a partner to the place of the partner.
        breaks: the places of blanks and ``|``, ascending.
    """

    text: str
    half: str
    folded: str
    partner: dict[int, int]
    breaks: list[int]

    def typed(self, start: int, end: int) -> str:
        """Return the text from `start` to `end` without the backslashes that made something in it ordinary."""
        if ESCAPE not in self.half[start:end]:
            return self.text[start:end]
        return "".join(self.text[place] for place in range(start, end) if self.half[place] != ESCAPE)

    def divided(self, start: int, end: int) -> bool:
        """Tell whether a blank or ``|`` stands between `start` and `end`."""
        return bisect_left(self.breaks, start) < bisect_left(self.breaks, end)


def read_marks(text: str, language: Language) -> Marks:
    """Return `text` made ready for reading."""
    half = _ESCAPED.sub(ESCAPE + WORD, text.translate(language.half))
    return Marks(
        text=text,
        half=half,
        folded=_with_separators(half, language),
        partner=_partners(half, language),
        breaks=[found.start() for found in _BREAK.finditer(half)],
    )


def _with_separators(half: str, language: Language) -> str:
    return language.separator.sub(lambda found: found["counted"] or SEPARATOR, half)


def _partners(half: str, language: Language) -> dict[int, int]:
    """Pair the marks: brackets nest, quotations hold anything, and what has no partner stays alone."""
    partner: dict[int, int] = {}
    places = _quote_places(half, language)
    opened: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    resume = 0
    for found in language.mark.finditer(half):
        mark, place = found[0], found.start()
        if place < resume:
            continue
        if mark in language.quotes:
            end = _closing_place(places, language.quotes[mark], place)
            if end is not None:
                partner[place], partner[end] = end, place
                resume = end + 1
        elif mark not in language.closing:
            opened.append((mark, place))
            waiting[mark] += 1
        elif waiting[language.closing[mark]]:
            opening = ""
            while opening != language.closing[mark]:
                opening, start = opened.pop()
                waiting[opening] -= 1
            partner[start], partner[place] = place, start
    return partner


def _quote_places(half: str, language: Language) -> dict[str, list[int]]:
    """Return, for each set of closing quotation marks, where they stand, ascending."""
    sets = {marks for choices in language.quotes.values() for marks in choices}
    return {marks: [found.start() for found in re.finditer(f"[{re.escape(marks)}]", half)] for marks in sets}


def _closing_place(places: dict[str, list[int]], choices: tuple[str, ...], opening: int) -> int | None:
    for marks in choices:
        following = bisect_right(places[marks], opening)
        if following < len(places[marks]):
            return places[marks][following]
    return None
