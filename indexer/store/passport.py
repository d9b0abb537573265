"""The small file that says what an index folder is: its format, and what cut its words.

It is written when the index is made and never changed. An index whose passport is missing, or says something this
version does not know, is not opened: a mismatch is an error, never a silently wrong result.
"""

import json
from pathlib import Path
from typing import NamedTuple

from indexer.analysis.cutter import Cutter, load_cutter
from indexer.analysis.tokenizer import ANALYZER_VERSION, Tokenizer
from indexer.errors import DamagedIndexError, ForeignIndexError, FormatVersionError, IndexMissingError
from indexer.store.schema import FORMAT_VERSION

PASSPORT_NAME = "clause_index.json"

_REBUILD = "Use the version that made it, or remove the folder and add the sources anew"


class Passport(NamedTuple):
    """What an index says of itself.

    Attributes:
        format: `FORMAT_VERSION` of the package that made it.
        analyzer: `ANALYZER_VERSION` of the package that made it.
        words: the fingerprint of the terms its tokenizer made of a sample: other dictionaries give another one.
    """

    format: int
    analyzer: int
    words: str


def fingerprint(tokenizer: Tokenizer) -> str:
    """Return 16 hex digits that stand for how `tokenizer` cuts the sample beside it."""
    from hashlib import blake2b

    sample = (Path(__file__).parents[1] / "analysis" / "sample.txt").read_text("utf-8")
    return blake2b("\0".join(token.text for token in tokenizer.tokens(sample)).encode(), digest_size=8).hexdigest()


def write_passport(folder: Path, tokenizer: Tokenizer) -> Passport:
    """Write the passport of a new index and return it."""
    passport = Passport(FORMAT_VERSION, ANALYZER_VERSION, fingerprint(tokenizer))
    draft = folder / f"{PASSPORT_NAME}.tmp"
    draft.write_text(json.dumps(passport._asdict()), "utf-8")
    draft.replace(folder / PASSPORT_NAME)
    return passport


def read_passport(folder: Path) -> Passport:
    """Return the passport of the index in a folder.

    Raises:
        IndexMissingError: the folder is not there, or empty.
        ForeignIndexError: the folder holds something, but no passport.
        DamagedIndexError: the passport cannot be read.
        FormatVersionError: it names a format or an analyzer that this version does not have.
    """
    place = folder / PASSPORT_NAME
    try:
        passport = Passport(**json.loads(place.read_text("utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        raise _missing(folder) from None
    except (ValueError, TypeError) as error:
        raise DamagedIndexError(
            "the passport of the index cannot be read", place=str(place), remedy=_REBUILD
        ) from error
    if passport.format != FORMAT_VERSION:
        what = f"the index has format {passport.format}, this version reads format {FORMAT_VERSION}"
        raise FormatVersionError(what, place=str(folder), remedy=_REBUILD)
    if passport.analyzer != ANALYZER_VERSION:
        what = f"the index was cut by analyzer {passport.analyzer}, this version has analyzer {ANALYZER_VERSION}"
        raise FormatVersionError(what, place=str(folder), remedy=_REBUILD)
    return passport


def _missing(folder: Path) -> IndexMissingError | ForeignIndexError:
    if folder.is_dir() and any(not entry.name.startswith(".") for entry in folder.iterdir()):
        what, remedy = "the folder holds something other than a clause index", "Name another folder with -i"
        return ForeignIndexError(what, place=str(folder), remedy=remedy)
    remedy = "Make one with: indexer add PATH…, or name its folder with -i"
    return IndexMissingError("there is no index here", place=str(folder), remedy=remedy)


def checked_cutter(passport: Passport, folder: Path, *, own: bool = True) -> Cutter:
    """Load a cutter and return it; `own` as of `load_cutter`.

    Raises:
        FormatVersionError: it does not cut as the one that made the index did.
    """
    cutter = load_cutter(own=own)
    if fingerprint(Tokenizer(lambda: cutter)) != passport.words:
        what = f"{cutter.name} on this machine cuts words differently from what cut those of the index"
        raise FormatVersionError(
            what, place=str(folder), remedy="Install the version it was made with, or add the sources anew"
        )
    return cutter
