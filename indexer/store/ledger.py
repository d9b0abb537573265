"""What a sync remembers of the files it has read, so that it needs not read them again: size, time, documents.

It is a help, never the truth: what the index holds is compared with it, and without it, or if it is damaged, every file
is read and compared by its hash.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

LEDGER_NAME = "sync.json"

FRESH_NS = 2_000_000_000
"""A file younger than this, in ns, may change once more without a new time: it is read again (as git does with its
"racily clean" entries, https://git-scm.com/docs/racy-git)."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was when it was read.

    Attributes:
        root: the folder that was synced.
        size: in bytes.
        time: when it was last changed, in ns.
        documents: the ids of the documents in it, each with the hash of its bytes.
    """

    root: str
    size: int
    time: int
    documents: Mapping[str, str] = field(default_factory=dict)


class Ledger:
    """The files that were read, by their places.

    Args:
        folder: of the index.
    """

    def __init__(self, folder: Path) -> None:
        self._place = folder / LEDGER_NAME
        self.files: dict[str, FileState] = {}
        try:
            told = json.loads(self._place.read_text("utf-8"))
            if told["hash"] == _hash(told["files"]):
                self.files = {origin: FileState(*state) for origin, state in told["files"].items()}
        except (OSError, ValueError, TypeError, KeyError):
            self.files = {}

    def write(self) -> None:
        """Keep it in the folder of the index."""
        files = {
            origin: [state.root, state.size, state.time, dict(state.documents)] for origin, state in self.files.items()
        }
        draft = self._place.with_name(f"{LEDGER_NAME}.tmp")
        draft.write_text(json.dumps({"hash": _hash(files), "files": files}, ensure_ascii=False), "utf-8")
        draft.replace(self._place)


def _hash(files: object) -> str:
    return blake2b(json.dumps(files, sort_keys=True).encode(), digest_size=16).hexdigest()


def is_fresh(changed: int) -> bool:
    """Tell whether a file that was changed at a time, in ns, may change again without another time."""
    return time.time_ns() - changed < FRESH_NS
