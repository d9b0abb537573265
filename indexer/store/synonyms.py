"""The synonyms that an index keeps: what a word of a query also finds. They are read when an index is searched.

A draft of such a file can be made from what the documents themselves define: the short names after 以下简称.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import SourceError

if TYPE_CHECKING:
    from indexer.store.view import View

SYNONYMS_NAME = "synonyms.txt"

_SHORT = (
    '(?:《(?P<title>[^《》]{2,40})》|(?P<before>[\u4e00-\u9fff]{2,30}))[（(]以下(?:统称|简称|称)为?[“"]?'
    '(?P<short>[\u4e00-\u9fff]{2,12})[”"]?[）)]'
)


def kept_synonyms(folder: Path) -> str:
    """Return the text of the synonyms that the index in a folder keeps; "" if it keeps none."""
    try:
        return (folder / SYNONYMS_NAME).read_text("utf-8")
    except FileNotFoundError:
        return ""


def keep_synonyms(folder: Path, text: str) -> None:
    """Keep synonyms in the folder of an index, in the place of those before."""
    draft = folder / f"{SYNONYMS_NAME}.tmp"
    draft.write_text(text, "utf-8")
    draft.replace(folder / SYNONYMS_NAME)


def read_file(path: Path) -> str:
    """Return the text of a file of synonyms.

    Raises:
        SourceError: the file cannot be read.
    """
    from indexer.reading.decode import decode

    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(error.strerror or str(error), place=str(path), remedy="Name a text file") from error
    return decode(data, path.name) if data.strip() else ""


def defined(view: "View") -> Iterator[str]:
    """Yield a line of a synonym file for each short name that a document of the index defines, each once.

    What the short name stands for is the title before it, or the shortest end of the run of characters before it that
    has all of the short name's characters in their order.
    """
    short = re.compile(_SHORT)
    seen: set[str] = set()
    for text in view.texts(0, view.snapshot.count):
        if "以下" in text:
            for found in short.finditer(text):
                full = found["title"] or _shortest(found["before"], found["short"])
                line = f"{found['short']} => {full}"
                if full and full != found["short"] and line not in seen:
                    seen.add(line)
                    yield line


def _shortest(before: str, short: str) -> str:
    """Return the shortest end of a text that has the characters of a short name in order; "" if none has."""
    at = len(before)
    for character in reversed(short):
        at = before.rfind(character, 0, at)
        if at < 0:
            return ""
    return before[at:]
