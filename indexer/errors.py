"""What can go wrong, as one tree: each error names the thing, the place and the remedy, and has an exit code.

The exit codes are those of ``docs/cli.md``: 1 nothing found, 2 usage, 3 and up the errors below.
"""


class IndexerError(Exception):
    """The root of every error this package raises on purpose.

    Args:
        what: what is wrong, a clause without a full stop ("the file is empty").
        place: the file, folder, query or id it is about; "" where there is none.
        remedy: what the reader can do about it, a sentence; "" where there is nothing.
    """

    exit_code = 3

    def __init__(self, what: str, *, place: str = "", remedy: str = "") -> None:
        self.what = what
        self.place = place
        self.remedy = remedy
        super().__init__(what, place, remedy)

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason

    @property
    def reason(self) -> str:
        """What is wrong and what to do about it, for where the place is told already."""
        return f"{self.what}. {self.remedy}" if self.remedy else self.what

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.place, self.remedy)


def _rebuild(kind: type[IndexerError], what: str, place: str, remedy: str) -> IndexerError:
    """Make an error anew in another process (keyword arguments do not survive pickling by themselves)."""
    return kind(what, place=place, remedy=remedy)


class NotInIndexError(IndexerError):
    """A document or clause was named that the index does not hold."""

    exit_code = 1


class UsageError(IndexerError):
    """A call makes no sense as it stands, such as an empty query."""

    exit_code = 2


class SourceError(IndexerError):
    """A source cannot be read: missing, empty, binary, mangled, or not permitted."""

    exit_code = 4


class NoDocumentError(SourceError):
    """A source is in order and holds no document, such as a table of metadata: it is passed over, not reported."""


class IndexMissingError(IndexerError):
    """There is no index in the folder that was named."""

    exit_code = 5


class IndexLockedError(IndexerError):
    """Another writer holds the index and did not finish within the time allowed."""

    exit_code = 6


class DamagedIndexError(IndexerError):
    """A file of the index is missing, cut short, or does not have the checksum it should."""

    exit_code = 7


class FormatVersionError(IndexerError):
    """The index was written in a format, or with an analyzer, that this version does not read."""

    exit_code = 8


class ForeignIndexError(IndexerError):
    """The folder holds something other than an index of ours, or its table of contents names foreign classes."""

    exit_code = 9
