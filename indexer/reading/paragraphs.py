"""From the pieces of text a reader sees on one line to a `Paragraph`.

Every format ends here, so that the same words in HTML, Markdown and plain text give the same paragraph.
"""

import re
from typing import NamedTuple

from indexer.records import Paragraph

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]+"
)
_EAST_ASIAN = (
    "\xb7\u2014\u2018\u2019\u201c\u201d\u2026"  # marks that Latin text shares
    "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_LINE_BREAK = "\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_BLANK = f" \t\x1f{_LINE_BREAK}"
_BREAK_IN_CHINESE = re.compile(f"(?<=[{_EAST_ASIAN}])[ \t\x1f]*[{_LINE_BREAK}][{_BLANK}]*(?=[{_EAST_ASIAN}])")
_BLANKS = re.compile(f"[{_BLANK}]+")


def clean(text: str) -> str:
    """Return `text` as a reader sees it on one line.

    Runs of ASCII white space become one blank, as in HTML (https://www.w3.org/TR/css-text-3/#white-space-rules); a run
    with a line break in it between two Chinese characters or full-width marks becomes nothing, for no reader of Chinese
    sees a word end there. Ideographic and no-break spaces stay inside and go at the ends. What is not visible at all
    goes: control characters, zero-width characters, soft hyphens, byte order marks, direction marks, lone surrogates.

    Args:
        text: any string.

    Returns:
        The visible text, "" if there is none; `clean` leaves it as it is.
    """
    text = text.strip()
    if text.isprintable() and "  " not in text:
        return text
    text = _INVISIBLE.sub("", text)
    return _BLANKS.sub(" ", _BREAK_IN_CHINESE.sub("", text)).strip()


class Look(NamedTuple):
    """How a piece of text is shown: see `Paragraph` for the first three; `preformatted`: its line breaks are shown."""

    level: int = 0
    bold: bool = False
    centred: bool = False
    preformatted: bool = False


PLAIN = Look()


class ParagraphBuilder:
    """Collects pieces of text, one after the other, into paragraphs.

    Attributes:
        paragraphs: those that are ended.
    """

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._pieces: list[tuple[str, Look]] = []

    def add(self, text: str, look: Look = PLAIN) -> None:
        """Add a piece to the paragraph that is open; in preformatted text each line break ends one."""
        if not look.preformatted:
            self._pieces.append((text, look))
            return
        first, *rest = text.split("\n")
        self._pieces.append((first, look))
        for line in rest:
            self.end()
            self._pieces.append((line, look))

    def end(self) -> None:
        """End the paragraph that is open: nothing happens if nothing in it is visible.

        Level and centring are those of its first visible piece; it is bold if all of its visible pieces are.
        """
        if not self._pieces:
            return
        text = clean("".join(piece for piece, _ in self._pieces))
        if text:
            looks = [look for piece, look in self._pieces if piece and not piece.isspace()]
            self.paragraphs.append(Paragraph(text, looks[0].level, all(look.bold for look in looks), looks[0].centred))
        self._pieces.clear()
