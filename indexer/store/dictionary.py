"""The user dictionary that an index keeps: it changes how words are cut and so how hits rank, never what is found."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.analysis.cutter import Cutter, load_cutter
from indexer.analysis.userdict import Entry, read_userdict, teach
from indexer.errors import SourceError

if TYPE_CHECKING:
    from indexer.reports import DictionaryLine

DICTIONARY_NAME = "userdict.txt"


def kept_words(folder: Path) -> tuple[Entry, ...]:
    """Return the words of the dictionary that the index in a folder keeps; none if it keeps none."""
    try:
        text = (folder / DICTIONARY_NAME).read_text("utf-8")
    except FileNotFoundError:
        return ()
    return tuple(verdict.entry for verdict in read_userdict(text) if verdict.entry is not None)


def keep_words(folder: Path, words: Sequence[Entry]) -> None:
    """Keep a dictionary in the folder of an index, in the place of the one before."""
    draft = folder / f"{DICTIONARY_NAME}.tmp"
    draft.write_text("".join(f"{word.word} {word.frequency}\n" for word in words), "utf-8")
    draft.replace(folder / DICTIONARY_NAME)


def check_dictionary(path: Path) -> tuple[tuple[Entry, ...], tuple["DictionaryLine", ...]]:
    """Read a dictionary and tell line by line what it does.

    Args:
        path: of the file.

    Returns:
        Its words; and for each line that says something whether it counts, why not, and how its word is cut before and
        after.

    Raises:
        SourceError: the file cannot be read.
    """
    from indexer.reading.decode import decode
    from indexer.reports import DictionaryLine

    try:
        text = decode(path.read_bytes(), path.name)
    except OSError as error:
        raise SourceError(error.strerror or str(error), place=str(path), remedy="Name a text file") from error
    verdicts = read_userdict(text)
    words = tuple(verdict.entry for verdict in verdicts if verdict.entry is not None)
    before, after = load_cutter(), taught(words)
    lines = []
    for verdict in verdicts:
        word = verdict.entry.word if verdict.entry else ""
        cut = (tuple(before.words(word)), tuple(after.words(word))) if word else ((), ())
        lines.append(DictionaryLine(verdict.number, verdict.line, verdict.reason, *cut))
    return words, tuple(lines)


def taught(words: Sequence[Entry], *, own: bool = True) -> Cutter:
    """Return a new cutter that takes these words whole; `own` as of `load_cutter`."""
    cutter = load_cutter(own=own)
    teach(cutter, words)
    return cutter
