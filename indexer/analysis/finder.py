"""Texts in which strings are to be found in their normal form, over and over: what is looked at once and kept."""

from collections.abc import Iterable

from indexer.analysis.blanks import Offsets, visible_if
from indexer.analysis.normal import Normal, normalise
from indexer.analysis.normal_table import normal_table
from indexer.analysis.numbers import Number, find_numbers


class Glanced:
    """A text that was looked through for what the normal form makes of it, whatever is sought in it.

    Threads may share it: what it keeps is immutable, and made twice at worst.

    Args:
        original: the text.
        visible: the text without its blanks, if no letter of it becomes another and nothing else is to be thought of.
        offsets: the way back from `visible`; None if nothing went.
    """

    __slots__ = ("_normal", "_numbers", "offsets", "original", "visible")

    def __init__(self, original: str, visible: str | None = None, offsets: Offsets | None = None) -> None:
        self.original = original
        self.visible = visible
        self.offsets = offsets
        self._normal: Normal | None = None
        self._numbers: list[Number] | None = None

    @property
    def normal(self) -> Normal:
        """Its normal form."""
        made = self._normal
        if made is None:
            if self.visible is None:
                made = normalise(self.original)
            else:
                made = Normal("".join(map(normal_table().folded.__getitem__, self.visible)), self.offsets)
            self._normal = made
        return made

    @property
    def numbers(self) -> list[Number]:
        """The numbers in its normal form."""
        made = self._numbers
        if made is None:
            made = self._numbers = find_numbers(self.normal.text)
        return made


def glance(text: str) -> Glanced:
    """Look through a text."""
    table = normal_table()
    return Glanced(text, *(visible_if(table.common.are_all, text, table) or ()))


class Finder:
    """Brings texts to their normal form as far as it matters to where some strings stand in them.

    That takes a fraction of the time: in most texts only punctuation becomes something else, and only that which
    becomes a character of the strings is looked for.

    Args:
        strings: in their normal form.
    """

    def __init__(self, strings: Iterable[str]) -> None:
        characters = "".join(strings)
        self._marks: list[tuple[str, str]] = []
        if not characters.isalnum():
            marks = (form for form in set(characters) if not form.isalnum())
            self._marks = [(other, form) for form in marks for other in normal_table().spelled(form)]

    def normal(self, text: Glanced) -> Normal:
        """Return a text as its normal form is, but for characters that are in none of the strings."""
        visible = text.visible
        if visible is None:
            return text.normal
        for other, form in self._marks:
            visible = visible.replace(other, form)
        return Normal(visible, text.offsets)
