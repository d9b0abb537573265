"""Which documents an index holds, and which of them a source is: new, changed, unchanged, or a namesake."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple


class Identity(NamedTuple):
    """Which document this is: its id in the index, where it was read from, and the hash of its bytes."""

    id: str
    origin: str
    hash: str


class Entry(NamedTuple):
    """A document of the index: where its paragraphs begin, and what it was made from."""

    first: int
    paragraphs: int
    clauses: int
    identity: Identity

    @classmethod
    def of(cls, first: int, id: str, details: str) -> "Entry":
        """Return the entry of the document with this id and these stored details."""
        told: dict[str, Any] = json.loads(details)
        return cls(first, told["paragraphs"], told["clauses"], Identity(id, told["origin"], told["hash"]))


class Catalogue:
    """The identities an `add` meets: those of the index, and those it has given itself.

    Args:
        identities: of the documents of the index.
        is_gone: tells of a document that another may take its place; None: if what it was read from is not there.
    """

    def __init__(self, identities: Iterable[Identity], is_gone: Callable[[Identity], bool] | None = None) -> None:
        self._known = {identity.id: identity for identity in identities}
        self._is_gone = is_gone or (lambda known: not Path(known.origin).exists())

    def identify(self, name: str, origin: str, hash: str) -> tuple[Identity, Identity | None]:
        """Return which document a source is, and its identity so far (None if it is new).

        It is the one of its name that was read from the same place; else one that has the same bytes, or whose place is
        no longer there (it has moved). If all of that name are others, it gets the name with ``~2``, ``~3``, … behind
        it.

        Args:
            name: the source's name.
            origin: the place it is read from.
            hash: of its bytes.
        """
        namesakes = []
        id = name
        while (known := self._known.get(id)) is not None:
            namesakes.append(known)
            id = f"{name}~{len(namesakes) + 1}"
        own = next((known for known in namesakes if known.origin == origin), None)
        known = own or next((known for known in namesakes if known.hash == hash or self._is_gone(known)), None)
        identity = Identity(known.id if known else id, origin, hash)
        self._known[identity.id] = identity
        return identity, known
