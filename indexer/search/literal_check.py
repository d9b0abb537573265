"""The promise that what stands in the text is found, put to the test on an index: random strings against a plain scan.

Each string is cut at random from a random paragraph, 1 to 30 characters long, and typed as it stands, with traditional
characters, or in full width; the paragraphs that the index gives must be those that a scan of all texts gives. A number
is typed in digits as well, however it stands in the text, and its paragraph must be among those found.
"""

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from indexer.analysis.normal import normal_forms, normalise
from indexer.analysis.normal_table import normal_table
from indexer.analysis.numbers import find_numbers
from indexer.query import Literal, Words
from indexer.reports import LiteralCheck, LiteralMiss
from indexer.search.nodes import NodeSearch
from indexer.store.view import View

LONGEST = 30
"""How many characters the longest string has."""


class LiteralChecker:
    """Tests the literals of one view of an index.

    Args:
        view: of the index.
        nodes: finds the paragraphs of literals and words.
        seed: of the random choices; the same one gives the same strings.
    """

    def __init__(self, view: View, nodes: NodeSearch, seed: int) -> None:
        self._view = view
        self._nodes = nodes
        self._chance = random.Random(seed)
        self._paragraphs: Sequence[int] = view.snapshot.live_docs().tolist()

    def check(self, count: int, progress: Callable[[int], None]) -> LiteralCheck:
        """Return what became of so many random strings; `progress` is told how many are done."""
        misses = []
        done = variants = 0
        for done, (typed, paragraph) in enumerate(self._strings(count), 1):
            reason = self._reason(typed, paragraph)
            if reason:
                misses.append(LiteralMiss(typed, reason))
            if number := self._number_in_digits(paragraph):
                variants += 1
                if paragraph not in self._nodes.paragraphs(Words(number)).docs:
                    misses.append(LiteralMiss(number, f"not found in {self._view.stored('text', paragraph)[:40]}"))
            progress(done)
        return LiteralCheck(done, variants, tuple(misses))

    def _strings(self, count: int) -> Iterator[tuple[str, int]]:
        """Yield strings as typed, each with the paragraph it was cut from."""
        while count and self._paragraphs:
            paragraph = self._chance.choice(self._paragraphs)
            text = self._view.stored("text", paragraph)
            length = min(self._chance.randint(1, LONGEST), len(text))
            start = self._chance.randint(0, len(text) - length)
            cut = text[start : start + length]
            if normalise(cut).text:
                count -= 1
                yield self._chance.choice((str, self._traditional, _full_width))(cut), paragraph

    def _reason(self, typed: str, paragraph: int) -> str:
        """Return what is wrong with the answer to a string; "" if nothing is."""
        found = self._nodes.paragraphs(Literal(typed)).docs.tolist()
        if paragraph not in found:
            return f"not found in {self._view.stored('text', paragraph)[:40]}"
        scanned = self._scan(normalise(typed).text)
        return "" if found == scanned else f"found in {len(found)} paragraphs, a scan finds {len(scanned)}"

    def _scan(self, normal: str) -> list[int]:
        starts, joined = self._texts
        found, at = [], joined.find(normal)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            found.append(self._paragraphs[number])
            at = joined.find(normal, starts[number + 1]) if number + 1 < len(starts) else -1
        return found

    @cached_property
    def _texts(self) -> tuple[list[int], str]:
        """Where each paragraph begins, and the normal forms of all, joined by a character that none has."""
        forms = normal_forms([self._view.stored("text", paragraph) for paragraph in self._paragraphs])
        return [0, *accumulate(len(form) + 1 for form in forms)][:-1], "\0".join(forms)

    def _number_in_digits(self, paragraph: int) -> str:
        """Return a number of a paragraph in digits; "" if it has none."""
        numbers = find_numbers(normalise(self._view.stored("text", paragraph)).text)
        written = [number.token.removeprefix("#") for number in numbers if ".." not in number.token]
        return self._chance.choice(written) if written else ""

    def _traditional(self, text: str) -> str:
        return "".join(self._chance.choice(self._forms_of.get(character, (character,))) for character in text)

    @cached_property
    def _forms_of(self) -> dict[str, tuple[str, ...]]:
        """For each simplified character the characters that are folded to it."""
        forms: dict[str, tuple[str, ...]] = {}
        table = normal_table()
        for character, folded in zip(table.singles, table.forms, strict=True):
            if "\u4e00" <= folded <= "\u9fff" and "\u4e00" <= character <= "\u9fff":
                forms[folded] = (*forms.get(folded, ()), character)
        return forms


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
