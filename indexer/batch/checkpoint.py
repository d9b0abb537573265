"""How far a run has come, kept beside its output so that an interrupted run can be resumed."""

import json
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

from indexer.batch.asked import Asked
from indexer.errors import UsageError


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a run has come.

    Attributes:
        run: a fingerprint of what the answers depend on beside the queries: the form and the commit of the index.
        done: how many queries are answered.
        size: of the output with their answers, in bytes.
        queries: a fingerprint of those queries.
    """

    run: str
    done: int = 0
    size: int = 0
    queries: str = ""

    def write(self, path: Path) -> None:
        """Put the checkpoint in the place of the one before, at once or not at all."""
        new = path.with_name(f"{path.name}.new")
        new.write_text(json.dumps(asdict(self)), "utf-8")
        new.replace(path)

    @classmethod
    def read(cls, path: Path) -> "Checkpoint | None":
        """Return the checkpoint in a file; None if there is none.

        Raises:
            UsageError: the file is something else.
        """
        try:
            return cls(**json.loads(path.read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError):
            remedy = "Remove it, or start over without --resume"
            raise UsageError("this is no checkpoint of a batch", place=str(path), remedy=remedy) from None


def checkpoint_path(output: Path) -> Path:
    """Return where the checkpoint of a run into `output` stands."""
    return output.with_name(f"{output.name}.resume")


class Fingerprint:
    """A fingerprint of queries, one after the other."""

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=16)

    def add(self, asked: Asked) -> None:
        """Take one more query in."""
        self._hash.update(repr(asked).encode(errors="surrogatepass"))

    def text(self) -> str:
        """Return the fingerprint of the queries so far."""
        return self._hash.hexdigest()
