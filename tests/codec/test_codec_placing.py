"""Placed fields: batches of sorted places give what documents one by one give, and long terms are refused."""

from contextlib import ExitStack
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from codec_oracle import info, postings
from hypothesis import given
from hypothesis import strategies as st
from whoosh.analysis import RegexTokenizer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage

from indexer.codec.arrays import Array
from indexer.codec.batch import Batch, FieldTokens, PlacedTokens, tokens_of
from indexer.codec.formats import Places
from indexer.codec.index import ArrayIndex
from indexer.codec.packed import Packed
from indexer.codec.placed import PlacedArrays
from indexer.codec.placing import key_of, keys_of, terms_of
from indexer.codec.shelf import Shelf
from indexer.codec.snapshot import Snapshot
from indexer.errors import UsageError

_texts = st.lists(st.text("户籍准𠮷a", max_size=6), min_size=1, max_size=6)


def schema() -> Schema:
    characters = TEXT(analyzer=RegexTokenizer("."), phrase=True)
    characters.format = Places()
    return Schema(id=ID(stored=True), characters=characters)


def batch(texts: list[str], first: int) -> Batch:
    lengths = np.array([len(text) for text in texts], dtype=np.int32)
    places: dict[int, list[int]] = {}
    for place, character in enumerate("\0".join(texts)):
        if character != "\0":
            places.setdefault(key_of(character.encode()), []).append(place)
    keys = sorted(places)
    tokens = PlacedTokens(
        np.array(keys, dtype=np.uint64),
        np.array([len(places[key]) for key in keys], dtype=np.int32),
        np.array([place for key in keys for place in places[key]], dtype=np.uint32),
        lengths,
    )
    ids = [str(first + i) for i in range(len(texts))]
    return Batch(len(texts), {"characters": tokens, "id": tokens_of([[id] for id in ids])}, {"id": ids})


def told(index: Any) -> dict[Any, Any]:
    with index.reader() as reader:
        names = {n: reader.stored_fields(n)["id"] for n in reader.all_doc_ids()}
        found = {text: postings(reader, "characters", text, names) for text in reader.lexicon("characters")}
        return found | {term: info(reader, term) for term in reader.all_terms()}


@given(_texts, _texts)
def test_a_batch_is_the_same_documents(one: list[str], other: list[str]) -> None:
    """Two batches, of which the second comes after a document by itself, are the same documents one by one."""
    batches, singly = ArrayIndex.create(RamStorage(), schema()), ArrayIndex.create(RamStorage(), schema())
    writer = batches.writer()
    writer.add_batch(batch(one, 0))
    writer.add_document(id="x", characters="准户")
    writer.add_batch(batch(other, len(one)))
    writer.commit()
    writer = singly.writer()
    for number, text in enumerate(one):
        writer.add_document(id=str(number), characters=text)
    writer.add_document(id="x", characters="准户")
    for number, text in enumerate(other, len(one)):
        writer.add_document(id=str(number), characters=text)
    writer.commit()
    assert told(batches) == told(singly)


@given(_texts, st.integers(1, 3), st.booleans())
def test_places_of_the_whole_index_are_those_of_its_texts(texts: list[str], segments: int, optimize: bool) -> None:
    """The texts of all segments are laid end to end, those without any term too; also if processes share a shelf."""
    index = ArrayIndex.create(RamStorage(), schema())
    for first in range(segments):
        writer = index.writer()
        writer.add_batch(batch(texts[first::segments] or [""], first))
        writer.commit(merge=False)
    if optimize:
        index.writer().commit(optimize=True)
    joined = "\0".join("\0".join(texts[first::segments] or [""]) for first in range(segments)) + "\0"
    snapshot = Snapshot.of(index.reader())
    assert snapshot is not None
    with TemporaryDirectory() as folder, ExitStack() as opened:
        Shelf.prepare(Path(folder), 2)
        shelves = [opened.enter_context(Shelf(Path(folder), number, 2)) for number in (0, 1)]
        shared = [Snapshot(index.reader(), shelf=shelf) for shelf in shelves]
        for character, each in product("户籍准𠮷a", (snapshot, *shared)):
            expected = [place for place, other in enumerate(joined) if other == character]
            found = each.places("characters", character.encode())
            places: Array = np.zeros(0) if found is None else found.places
            assert places.tolist() == expected
            assert found is None or found.count == len(expected)
            assert each.places_of_prefix("characters", character.encode()).tolist() == expected
    starts = [0, *(place + 1 for place, character in enumerate(joined) if character == "\0")]
    assert snapshot.text_starts("characters").tolist() == starts


@given(st.sets(st.text("aé户籍𠮷\uffff", min_size=1, max_size=2), min_size=1))
def test_terms_have_keys_and_keys_terms(terms: set[str]) -> None:
    """Also in a dictionary of all of them."""
    keys = sorted(key_of(term.encode()) for term in terms)
    empty = np.zeros(0, dtype=np.uint8)
    places: dict[str, Any] = {"counts": Packed(empty), "blocks": empty, "coded": empty, "lengths": empty}
    arrays = PlacedArrays(**terms_of(np.array(keys, dtype=np.uint64)), **places)
    assert arrays.all_terms() == sorted(term.encode() for term in terms)
    assert keys_of(arrays).tolist() == keys
    for term in terms:
        assert arrays.term(arrays.find(term.encode())) == term.encode()


def test_keys_ascend_as_terms_do() -> None:
    terms = sorted(first + second for first in "a户𠮷\uffff" for second in ("", "a", "户", "𠮷"))
    assert sorted(key_of(term.encode()) for term in terms) == [key_of(term.encode()) for term in terms]
    assert sorted(term.encode() for term in terms) == [term.encode() for term in terms]


def test_long_terms_and_other_tokens_are_refused() -> None:
    index = ArrayIndex.create(RamStorage(), schema())
    with index.writer() as writer, pytest.raises(UsageError, match="one or two characters"):
        writer._buffer("characters").append(0, "户籍准".encode(), (0,))
    wrong: FieldTokens = tokens_of([["户"]])
    with index.writer() as writer, pytest.raises(UsageError, match="do not fit its format"):
        writer.add_batch(Batch(1, {"characters": wrong}))
