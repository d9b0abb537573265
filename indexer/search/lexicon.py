"""What the index has to offer to one who types: words, headings and titles, as arrays that are looked through whole.

Each *entry* has a count, how many paragraphs choosing it leads to: those with the word, those under the heading, those
of the document.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from indexer.analysis.normal import normal_forms
from indexer.analysis.pinyin import Range, pinyin
from indexer.codec.arrays import Array
from indexer.codec.field import FieldArrays
from indexer.codec.snapshot import Snapshot
from indexer.store.clause_values import Section, Unit
from indexer.structure.titles import PREFIX

WORD, HEADING, TITLE = "word", "heading", "title"


class Characters:
    """Texts as one array of characters, each text ended by a 0.

    Args:
        joined: the texts with a NUL behind each.

    Attributes:
        codes: uint32[n], code points.
        starts: intp[T], where each text begins.
        sizes: intp[T], its length.
    """

    def __init__(self, joined: str) -> None:
        self.codes: Array = np.frombuffer(joined.encode("utf-32-le"), dtype="<u4")
        ends = (self.codes == 0).nonzero()[0]
        self.starts: Array = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
        self.sizes: Array = ends - self.starts

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, number: int) -> str:
        start = self.starts[number]
        return self.codes[start : start + self.sizes[number]].tobytes().decode("utf-32-le")

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes.tobytes().decode("utf-32-le").split("\0")[:-1])

    @cached_property
    def syllables(self) -> Array:
        """uint16[n]: how each character is read (`indexer.analysis.pinyin`), 0 for what is no Chinese character."""
        return pinyin().read(self.codes)

    def beginning(self, text: str) -> Array:
        """Return intp[m], ascending: the texts that begin with a text of at least one character."""
        return self._narrowed(self.codes, [(ord(character), ord(character) + 1) for character in text])

    def read_as(self, way: Sequence[Range]) -> Array:
        """Return intp[m], ascending: the texts whose first characters are read as syllables of these ranges."""
        return self._narrowed(self.syllables, way)

    def holding(self, text: str) -> Array:
        """Return intp[m], ascending: the texts that hold a text of at least one character."""
        places = (self.codes == ord(text[0])).nonzero()[0]
        for after, character in enumerate(text[1:], 1):
            places = places[self.codes.take(places + after, mode="clip") == ord(character)]
        found: Array = np.unique(self.starts.searchsorted(places, "right") - 1)
        return found

    def _narrowed(self, values: Array, ranges: Sequence[Range]) -> Array:
        """Return intp[m]: the texts whose first values lie in some ranges; the 0 behind a text lies in none."""
        found: Array | None = None
        for at, (low, high) in enumerate(ranges):
            here = values.take((self.starts if found is None else self.starts.take(found)) + at)
            kept = ((here >= low) & (here < high)).nonzero()[0]
            found = kept if found is None else found.take(kept)
        return np.arange(len(self)) if found is None else found


class Entries:
    """Some entries.

    Args:
        typed: each as it is typed: in the normal form, a title without 中华人民共和国.
        kinds: the kind of each.
        counts: int64[E].
        texts: each as it is shown; None if as it is typed.

    Attributes:
        kinds, counts: the same.
        characters: the entries as they are typed.
        texts: as they are shown.
    """

    def __init__(
        self, typed: Iterable[str], kinds: Sequence[str], counts: Array, texts: Sequence[str] | None = None
    ) -> None:
        self.kinds = kinds
        self.counts = counts
        self.characters = Characters("".join(f"{text}\0" for text in typed))
        self.texts = self.characters if texts is None else texts

    @classmethod
    def words(cls, snapshot: Snapshot) -> "Entries":
        """Return the words of the text but for canonical tokens of numbers."""
        texts, counts = _words(snapshot)
        return cls(texts, [WORD] * len(texts), counts)

    @classmethod
    def names(cls, snapshot: Snapshot) -> "Entries":
        """Return the headings and the titles."""
        headings, titles = _headings(snapshot), _united(_stored(snapshot, "title"))
        texts = [*headings, *titles]
        counts = np.array([*headings.values(), *titles.values()], dtype=np.int64)
        typed = (form.removeprefix(PREFIX) or form for form in normal_forms(texts))
        return cls(typed, [HEADING] * len(headings) + [TITLE] * len(titles), counts, texts)


class Lexicon:
    """All entries of one snapshot, put together when first asked for.

    Args:
        snapshot: of the index.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def words(self) -> Entries:
        """The words."""
        return Entries.words(self._snapshot)

    @cached_property
    def names(self) -> Entries:
        """The headings and the titles."""
        return Entries.names(self._snapshot)


def plain_headings(snapshot: Snapshot) -> dict[str, str]:
    """Return the headings of sections and clauses without their labels, by how they stand in breadcrumbs."""
    units = (Unit.read(stored) for stored, _ in _stored(snapshot, "unit"))
    return {unit.crumb: unit.heading for unit in units if unit.heading and unit.crumb}


def _headings(snapshot: Snapshot) -> Counter[str]:
    """Return the headings of sections and clauses, each with how many paragraphs stand under it."""
    plain = plain_headings(snapshot)
    under: Counter[str] = Counter()
    for stored, count in _stored(snapshot, "unit"):
        if heading := Unit.read(stored).heading:
            under[heading] += count
    for stored, count in _stored(snapshot, "section"):
        for crumb in Section.read(stored).path[1:]:
            under[plain.get(crumb, crumb)] += count
    return under


def _united(counted: Iterable[tuple[str, int]]) -> Counter[str]:
    united: Counter[str] = Counter()
    for text, count in counted:
        united[text] += count
    return united


def _stored(snapshot: Snapshot, name: str) -> Iterator[tuple[str, int]]:
    """Yield the values of a stored field but "", and how many paragraphs of a segment have each."""
    for leaf in snapshot.leaves:
        column = leaf.documents.stored_column(name)
        if column is None:
            continue
        numbers = column.numbers() if leaf.live is None else column.numbers()[leaf.live]
        counts = np.bincount(numbers, minlength=len(column.offsets)).tolist()
        for text, count in zip(column.all_texts(), counts[1:], strict=True):
            if count and text:
                yield text, count


def _words(snapshot: Snapshot) -> tuple[list[str], Array]:
    """Return the words of the text, without canonical tokens of numbers, and how many paragraphs have each."""
    united: Counter[str] = Counter()
    for leaf in snapshot.leaves:
        arrays = leaf.arrays("text")
        if isinstance(arrays, FieldArrays):
            first, last = arrays.prefix(b"#")
            words, counts = arrays.texts(0, len(arrays)), np.diff(arrays.post_offsets.astype(np.int64))
            del words[first:last]
            counts = np.delete(counts, slice(first, last))
            if len(snapshot.leaves) == 1:
                return words, counts
            united.update(dict(zip(words, counts.tolist(), strict=True)))
    return list(united), np.fromiter(united.values(), dtype=np.int64, count=len(united))
