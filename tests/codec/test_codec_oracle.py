"""An index of arrays says what the same documents in a stock Whoosh index say."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from codec_oracle import WORDS, build, documents, hits, info, our_index, queries, schema, stock_index, told
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from whoosh.query import Every, Or, Term
from whoosh.query.spans import SpanNot
from whoosh.writing import SegmentWriter

from indexer.codec.index import ArrayIndex, create_in, open_dir
from indexer.codec.segment import ArrayCodec
from indexer.codec.toc import STOCK_SEGMENTS
from indexer.errors import ForeignIndexError

QUICK = settings(max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))

layouts = st.fixed_dictionaries(
    {
        "cuts": st.lists(st.integers(0, 14), max_size=3),
        "deleted": st.lists(st.integers(0, 13), max_size=3, unique=True),
        "optimize": st.booleans(),
    }
)


def both(docs: list[dict[str, Any]], layout: dict[str, Any]) -> tuple[Any, ArrayIndex]:
    cuts = sorted(min(cut, len(docs)) for cut in layout["cuts"])
    deleted = [number for number in layout["deleted"] if number < len(docs)]
    arguments = docs, cuts, deleted, layout["optimize"]
    return build(stock_index(), *arguments), build(our_index(), *arguments)


@QUICK
@given(documents, layouts)
def test_a_reader_says_the_same(docs: list[dict[str, Any]], layout: dict[str, Any]) -> None:
    stock, ours = both(docs, layout)
    with stock.reader() as expected, ours.reader() as reader:
        if expected.doc_count_all():
            assert told(reader) == told(expected)
        assert reader.doc_count() == expected.doc_count()


@QUICK
@given(documents, layouts)
def test_stock_searchers_find_the_same_with_the_same_scores(docs: list[dict[str, Any]], layout: dict[str, Any]) -> None:
    stock, ours = both(docs, layout)
    with stock.searcher() as expected, ours.searcher() as searcher:
        for asked in queries():
            assert hits(searcher, asked, limit=None) == hits(expected, asked, limit=None), asked


@QUICK
@given(documents, layouts, st.sampled_from(["number", "date"]), st.booleans())
def test_sorting_grouping_and_filtering_are_the_same(
    docs: list[dict[str, Any]], layout: dict[str, Any], name: str, reverse: bool
) -> None:
    stock, ours = both(docs, layout)
    if not stock.doc_count():
        return
    with stock.searcher() as expected, ours.searcher() as searcher:
        answers = []
        for each in (searcher, expected):
            found = each.search(
                Every(), limit=None, sortedby=name, reverse=reverse, groupedby="number", filter=Term("text", "alfa")
            )
            by_key = [each.stored_fields(n)[name] for n in found.docs()]
            groups = {key: len(members) for key, members in found.groups("number").items()}
            answers.append((sorted(map(str, by_key)), groups, [hit[name] for hit in found]))
        assert answers[0] == answers[1]


@QUICK
@given(documents, layouts)
def test_merging_changes_nothing_but_deleted_documents(docs: list[dict[str, Any]], layout: dict[str, Any]) -> None:
    _, ours = both(docs, {**layout, "optimize": False})
    with ours.reader() as before:
        expected = told(before, deleted_too=False)
    ours.writer().commit(optimize=True)
    with ours.reader() as after:
        assert told(after, deleted_too=False) == expected
        assert after.doc_count() == after.doc_count_all()
        assert all(info(after, term)[1] for term in after.all_terms()), "a term without postings is left"


@QUICK
@given(documents)
def test_merged_survivors_are_what_a_fresh_index_of_them_would_be(docs: list[dict[str, Any]]) -> None:
    kept = [doc for number, doc in enumerate(docs) if number % 3]
    ours = build(our_index(), docs, [len(docs) // 2], list(range(0, len(docs), 3)), optimize=True)
    fresh = build(our_index(), kept, [], [], optimize=False)
    if not kept:
        assert ours.doc_count() == 0
        return
    with ours.reader() as reader, fresh.reader() as expected:
        for field in ("text", "titel_名", "tags", "number"):
            assert list(reader.lexicon(field)) == list(expected.lexicon(field))
            for text in reader.lexicon(field):
                assert info(reader, (field, text)) == info(expected, (field, text))


def test_long_postings_have_the_same_blocks_of_quality() -> None:
    """Beyond a block of 128 postings Whoosh skips by quality; what it finds stays the same."""
    docs = [{"text": " ".join(WORDS[(n * k) % 7] for k in range(n % 6 + 1))} for n in range(700)]
    stock, ours = build(stock_index(), docs, [], [], False), build(our_index(), docs, [], [], False)
    asked = Or([Term("text", word) for word in WORDS[:4]])
    with stock.searcher() as expected, ours.searcher() as searcher:
        scores = [hit.score for hit in searcher.search(asked, limit=5)]
        assert scores == pytest.approx([hit.score for hit in expected.search(asked, limit=5)], rel=1e-6)
        assert hits(searcher, asked, limit=None) == hits(expected, asked, limit=None)


def test_a_span_query_that_reads_behind_the_end_finds_what_it_should() -> None:
    """Stock Whoosh's SpanNot asks a matcher without postings left for its document, and fails with its own codec."""
    ours = build(our_index(), [{"text": text} for text in ("bravo alfa", "alfa", "bravo", "alfa delta")], [], [], False)
    with ours.searcher() as searcher:
        found = hits(searcher, SpanNot(Term("text", "alfa"), Term("text", "bravo")), limit=None)
        assert sorted(name for name, _ in found) == ["0", "1", "3"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    docs = [{"text": " ".join(WORDS[: n % 9]), "number": n, "tags": "r" if n % 2 else "s t"} for n in range(12)]
    build(create_in(tmp_path / "index", schema()), docs, [5, 7], [3], optimize=False)
    return tmp_path / "index"


def test_stock_open_dir_reads_an_index_of_ours(folder: Path) -> None:
    with open_dir(folder).searcher() as ours, whoosh.index.open_dir(str(folder)).searcher() as stock:
        assert told(stock.reader()) == told(ours.reader())
        for asked in queries():
            assert hits(stock, asked, limit=None) == hits(ours, asked, limit=None)


def test_a_segment_stock_whoosh_wrote_into_it_is_read_and_merged(folder: Path) -> None:
    writer = whoosh.index.open_dir(str(folder)).writer()
    writer.add_document(id="new", text="bravo 户籍", number=99, tags="z")
    writer.delete_by_term("id", "1")
    writer.commit(merge=False)
    with pytest.raises(ForeignIndexError, match="STOCK_SEGMENTS"):
        open_dir(folder)
    ours = open_dir(folder, admitted=STOCK_SEGMENTS)
    with ours.reader() as reader:
        mixed = told(reader, deleted_too=False)
        assert len(reader.leaf_readers()) == 4
    ours.writer().commit(optimize=True)
    with ours.reader() as reader:
        assert told(reader, deleted_too=False) == mixed
        assert isinstance(reader.codec(), ArrayCodec)
    assert open_dir(folder).doc_count() == ours.doc_count()


def test_stock_whoosh_can_make_it_its_own_and_ours_can_take_it_back(folder: Path) -> None:
    with open_dir(folder).reader() as reader:
        expected = told(reader, deleted_too=False)
    SegmentWriter(whoosh.index.open_dir(str(folder))).commit(optimize=True)
    with open_dir(folder, admitted=STOCK_SEGMENTS).reader() as reader:
        assert not isinstance(reader.codec(), ArrayCodec)
        assert told(reader, deleted_too=False) == expected


def test_the_writer_of_stock_whoosh_writes_arrays_when_given_the_codec(folder: Path) -> None:
    """The codec alone, without our writer, keeps the same."""
    shutil.rmtree(folder)
    folder.mkdir()
    docs = [{"text": " ".join(WORDS[: n % 9]), "number": n, "chars": "alfa alfa bravo"} for n in range(9)]
    stock = whoosh.index.create_in(str(folder), schema())
    writer = stock.writer(codec=ArrayCodec())
    for number, doc in enumerate(docs):
        writer.add_document(id=str(number), **doc)
    writer.commit()
    with open_dir(folder).reader() as reader, build(our_index(), docs, [], [], False).reader() as expected:
        assert isinstance(reader.codec(), ArrayCodec)
        assert told(reader) == told(expected)
