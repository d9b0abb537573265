"""The index as one virtual segment shows what Whoosh's reader shows, by the numbers of the whole index."""

from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema

from indexer.codec.columns import KeywordColumn, NumberColumn
from indexer.codec.doclist import DocList, locate
from indexer.codec.generations import ABSENT
from indexer.codec.index import ArrayIndex, create_in
from indexer.codec.postings import PLACE_BITS, Part, Postings
from indexer.codec.snapshot import Snapshot

SCHEMA = Schema(
    id=ID(stored=True),
    text=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True, stored=True),
    tag=KEYWORD(sortable=True),
    year=NUMERIC(int, bits=32, sortable=True),
)
TEXTS = ["法 律 法", "人民 法院", "", "法", "国家 法 人民 法 法", "条例", "法律 法院 法", "人民", "国家", "法 法 法 法"]


def build(folder: Path, segments: int, deleted: tuple[int, ...] = ()) -> ArrayIndex:
    index = create_in(folder, SCHEMA)
    for first in range(segments):
        writer = index.writer()
        for i in range(first * len(TEXTS) // segments, (first + 1) * len(TEXTS) // segments):
            document: dict[str, Any] = {"id": str(i), "year": 2000 + i}
            if TEXTS[i]:
                document |= {"text": TEXTS[i], "tag": TEXTS[i].split()[0]}
            writer.add_document(**document)
        writer.commit(merge=False)
    if deleted:
        writer = index.writer()
        for i in deleted:
            writer.delete_by_term("id", str(i))
        writer.commit(merge=False)
    return index


@pytest.fixture(params=[(1, ()), (1, (3, 6)), (3, ()), (5, (0, 3, 4)), (10, tuple(range(10)))], ids=str)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> ArrayIndex:
    return build(tmp_path, *request.param)


@pytest.fixture
def snapshot(index: ArrayIndex) -> Snapshot:
    found = Snapshot.of(index.reader())
    assert found is not None
    return found


def test_postings_are_those_of_whooshs_reader(snapshot: Snapshot) -> None:
    reader = snapshot.reader
    for fieldname, term in reader.all_terms():
        if fieldname not in ("text", "tag"):
            continue
        postings = snapshot.postings(fieldname, term)
        assert postings is not None
        with_weights = []
        matcher = reader.postings(fieldname, term)
        while matcher.is_active():
            with_weights.append((matcher.id(), matcher.weight()))
            matcher.next()
        assert list(zip(postings.docs.tolist(), postings.weights.tolist(), strict=True)) == with_weights
        assert postings.df == reader.doc_frequency(fieldname, term)
        assert postings.cf == reader.frequency(fieldname, term)


def test_what_single_queries_need_has_little_of_the_memory(snapshot: Snapshot) -> None:
    small = Snapshot(snapshot.reader, cache_bytes=80_000)
    small.cache.put("shared", np.zeros(40_000, dtype=np.uint8))
    for number in range(100):
        small.recent.put(number, np.zeros(500, dtype=np.uint8))
    assert small.cache.get("shared") is not ABSENT
    assert sum(small.recent.get(number) is not ABSENT for number in range(100)) <= 10


def test_documents_looked_up_have_the_weights_of_the_list(snapshot: Snapshot) -> None:
    every = np.arange(snapshot.count, dtype=np.int32)
    for term in ("法", "人民", "国家", "条例"):
        expected = snapshot.gather("text", term.encode(), snapshot.cache.charge)
        looked_up = snapshot.gather("text", term.encode(), snapshot.cache.charge)
        assert expected is not None
        assert looked_up is not None
        for wanted in (every, every[::-1], every[::2]):
            found, weights = looked_up.probe(wanted)
            got = dict(zip(wanted[found].tolist(), weights.tolist(), strict=True))
            weight_of = dict(zip(expected.docs.tolist(), expected.weights.tolist(), strict=True))
            assert got == {doc: weight_of[doc] for doc in wanted.tolist() if doc in weight_of}


@pytest.mark.parametrize("few", [0, 10**9], ids=["one by one", "added up"])
def test_places_are_where_the_term_stands_in_the_text(
    snapshot: Snapshot, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.codec.postings._FEW", few)
    monkeypatch.setattr("indexer.codec.postings._PLACES_COST", 10**9 - few)
    postings = snapshot.postings("text", "法".encode())
    assert postings is not None
    expected = [
        (doc, position)
        for doc in snapshot.live_docs().tolist()
        for position, word in enumerate(TEXTS[int(snapshot.reader.stored_fields(doc)["id"])].split())
        if word == "法"
    ]
    some = np.arange(0, len(postings), 2)
    wanted = set(postings.docs[some].tolist())
    assert [p >> PLACE_BITS for p in postings.places(some).tolist()] == [d for d, _ in expected if d in wanted]
    every = np.array([(doc << PLACE_BITS) + position for doc in range(10) for position in range(6)], dtype=np.int64)
    for times in range(1, 100, 20):
        asked = every.take(np.arange(0, len(every), times))
        found = asked.take(postings.stands_at(asked)).tolist()
        assert found == [p for p in asked.tolist() if (p >> PLACE_BITS, p & 0xFFFFFFFF) in expected]
    for _ in range(2):
        places = postings.places()
        assert [(place >> PLACE_BITS, place & 0xFFFFFFFF) for place in places.tolist()] == expected


def test_the_bound_holds_for_every_posting(snapshot: Snapshot) -> None:
    norms = snapshot.length_norms("text", 1.2, 0.75)
    for term in ("法", "人民", "国家"):
        postings = snapshot.postings("text", term.encode())
        assert postings is not None
        ratios = postings.weights / (postings.weights + norms[postings.docs])
        assert postings.max_ratio <= 1
        assert (ratios <= postings.max_ratio * (1 + 1e-6)).all()


def test_what_is_unpacked_is_kept_and_charged_for(snapshot: Snapshot) -> None:
    charged: list[int] = []
    found = [(leaf, leaf.arrays("text")) for leaf in snapshot.leaves]
    parts = [
        Part(arrays, arrays.find("法".encode()), leaf.base, 1.0)
        for leaf, arrays in found
        if arrays is not None and arrays.find("法".encode()) >= 0
    ]
    postings = Postings(parts, 1.0, snapshot.count, snapshot.live, charged.append)
    assert postings.nbytes == 0
    assert postings.docs is postings.docs
    assert postings.nbytes == sum(charged) >= postings.docs.nbytes
    places = postings.places()
    assert postings.places() is places
    assert postings.nbytes == sum(charged) >= postings.docs.nbytes + places.nbytes


def test_lengths_of_one_segment_are_not_copied(tmp_path: Path) -> None:
    snapshot = Snapshot(build(tmp_path, 1).reader())
    arrays = snapshot.leaves[0].arrays("text")
    assert arrays is not None
    assert np.shares_memory(snapshot.lengths("text"), arrays.lengths)


def test_a_term_that_is_not_there_has_no_postings(snapshot: Snapshot) -> None:
    assert snapshot.postings("text", b"none") is None
    assert snapshot.postings("none", "法".encode()) is None


def test_counts_and_lengths_are_those_of_whooshs_reader(snapshot: Snapshot) -> None:
    reader = snapshot.reader
    assert (snapshot.count, snapshot.live_count) == (reader.doc_count_all(), reader.doc_count())
    assert snapshot.live_docs().tolist() == [i for i in range(snapshot.count) if not reader.is_deleted(i)]
    lengths = [reader.doc_field_length(i, "text") for i in range(snapshot.count)]
    assert snapshot.lengths("text").tolist() == lengths
    assert snapshot.average("text") == pytest.approx(sum(lengths) / len(lengths))
    expected = [1.2 * (0.25 + 0.75 * n / snapshot.average("text")) for n in lengths]
    assert snapshot.length_norms("text", 1.2, 0.75).tolist() == pytest.approx(expected, rel=1e-6)
    assert snapshot.lengths("none").tolist() == [0] * snapshot.count


def test_documents_with_a_prefix_or_in_a_range_are_those_with_such_a_term(snapshot: Snapshot) -> None:
    live = {doc: TEXTS[int(snapshot.reader.stored_fields(doc)["id"])].split() for doc in snapshot.live_docs().tolist()}

    def having(kind: Any) -> list[int]:
        return [doc for doc, words in live.items() if any(kind(word.encode()) for word in words)]

    for prefix in ("法", "人", "无", ""):
        asked = prefix.encode()
        assert snapshot.prefix_docs("text", asked).tolist() == having(lambda w, p=asked: w.startswith(p))
    low, high = "人".encode(), "法院".encode()
    assert snapshot.range_docs("text", low, high).tolist() == having(lambda word: low <= word < high)
    assert snapshot.range_docs("text", low, None).tolist() == having(lambda word: low <= word)
    assert snapshot.range_docs("text", high, low).tolist() == []
    assert snapshot.prefix_docs("none", b"").tolist() == []
    assert snapshot.prefix_terms("text", "法".encode()) == ["法".encode(), "法律".encode(), "法院".encode()]


def test_a_term_is_there_if_a_document_has_it_or_had(snapshot: Snapshot) -> None:
    assert snapshot.has_term("text", "法律".encode())
    assert not snapshot.has_term("text", "法官".encode())
    assert not snapshot.has_term("none", "法律".encode())


def test_columns_and_stored_values_go_by_the_numbers_of_the_whole_index(snapshot: Snapshot) -> None:
    years, tags = snapshot.column("year"), snapshot.column("tag")
    assert isinstance(years, NumberColumn)
    assert isinstance(tags, KeywordColumn)
    stored = snapshot.stored("text")
    assert stored is not None
    for doc in range(snapshot.count):
        fields = snapshot.reader.stored_fields(doc)
        assert years.values[doc] == 2000 + int(fields["id"])
        ordinal = int(tags.ordinals[doc])
        assert ("" if ordinal < 0 else tags.table[ordinal].decode()) == fields.get("text", "").split(" ")[0]
        assert stored.text(doc) == fields.get("text", "")
        assert stored.value(doc) == fields.get("text")
    texts = [stored.text(doc) for doc in range(snapshot.count)]
    assert all(
        texts[a] == texts[b] for a, b in combinations(range(snapshot.count), 2) if stored.number(a) == stored.number(b)
    )
    for first, last in combinations(range(snapshot.count + 1), 2):
        assert stored.texts(first, last) == texts[first:last]
    others = {doc for doc in range(snapshot.count) if doc == 0 or texts[doc] != texts[doc - 1]}
    assert set(stored.run_starts()) == others | {leaf.base for leaf in snapshot.leaves}
    assert snapshot.column("none") is None
    assert snapshot.stored("none") is None


def test_an_empty_index_has_nothing(tmp_path: Path) -> None:
    snapshot = Snapshot.of(create_in(tmp_path, SCHEMA).reader())
    assert snapshot is not None
    assert (snapshot.count, snapshot.live_count, snapshot.postings("text", b"a")) == (0, 0, None)
    assert snapshot.live_docs().tolist() == snapshot.prefix_docs("text", b"").tolist() == []
    assert snapshot.lengths("text").tolist() == []
    assert snapshot.column("year") is snapshot.stored("text") is None


# --- what it is made of ----------------------------------------------------------------------------------------------


@given(st.sets(st.integers(0, 200)), st.lists(st.lists(st.integers(0, 200), max_size=30), max_size=12))
def test_a_list_finds_documents_alike_by_bisection_and_by_table(docs: set[int], asked: list[list[int]]) -> None:
    ascending = np.array(sorted(docs), dtype=np.int32)
    charged: list[int] = []
    probed = DocList(ascending, 201, charged.append)
    for wanted in asked:
        expected = [sorted(docs).index(doc) if doc in docs else -1 for doc in wanted]
        numbers = np.array(wanted, dtype=np.int32)
        assert probed.locate(numbers).tolist() == locate(ascending, numbers).tolist() == expected
    assert charged in ([], [201 * 4])
    if len(docs) >= 10 and sum(map(len, asked)) >= 100:
        assert charged, "a list that was probed much has a table"
