"""The executor behind Whoosh's Searcher: the hits of Whoosh's own matchers on the same index, whatever is asked."""

from pathlib import Path
from typing import Any

import pytest
from executor_corpora import SCHEMA, Corpus, Meaning, corpus, trees
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as wq
from whoosh.query.spans import SpanFirst
from whoosh.scoring import BM25F, TF_IDF
from whoosh.searching import Results, Searcher
from whoosh.writing import SegmentWriter

from indexer.codec.index import create_in
from indexer.codec.snapshot import Snapshot
from indexer.codec.toc import STOCK_SEGMENTS
from indexer.codec.writer import ArraySegmentWriter
from indexer.search.executor.executor import Executor
from indexer.search.executor.scoring import Unsupported
from indexer.search.executor.searcher import ArraySearcher

SEEDS = st.integers(1, 12)
LAW = wq.Term("text", "法")
PEOPLE = wq.Term("text", "人民")


def hits(results: Results) -> dict[str, float]:
    return {hit["id"]: hit.score or 0.0 for hit in results}


def vectorised(made: Corpus, weighting: Any = BM25F) -> ArraySearcher:
    return ArraySearcher(made.ours.reader(), weighting=weighting, fromindex=made.ours)


def stock(made: Corpus, weighting: Any = BM25F) -> Searcher:
    return Searcher(made.ours.reader(), weighting=weighting, fromindex=made.ours)


@settings(max_examples=100, deadline=None)
@given(SEEDS, trees(all_kinds=False), st.sampled_from([1, 5, None]))
def test_a_search_gives_the_hits_of_whooshs_matchers_best_first(seed: int, query: Any, limit: int | None) -> None:
    made = corpus(seed)
    kept = {document["id"] for document in made.kept}
    with vectorised(made) as ours, stock(made) as theirs:
        found = ours.search(query, limit=limit)
        everything = {i: s for i, s in hits(theirs.search(query, limit=None)).items() if i in kept}
        assert [hit.rank for hit in found] == list(range(len(found.top_n)))
        scores = [hit.score for hit in found]
        assert scores == pytest.approx(sorted(everything.values(), reverse=True)[:limit], rel=1e-6)
        assert hits(found) == pytest.approx({i: everything[i] for i in hits(found)}, rel=1e-6)
        assert len(found) == len(everything)
        assert {ours.stored_fields(doc)["id"] for doc in found.docs()} == set(everything)


@pytest.mark.parametrize("query", [wq.Or([LAW, PEOPLE]), LAW, wq.And([LAW, PEOPLE])])
@pytest.mark.parametrize("limit", [3, None])
@pytest.mark.parametrize(
    "asked",
    [
        {"filter": wq.Term("title", "法律")},
        {"mask": wq.Term("title", "法律")},
        {"sortedby": "year"},
        {"groupedby": "year"},
        {"reverse": True},
        {"terms": True},
        {"scored": False},
        {"collapse": "year"},
        {"optimize": False},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_what_is_asked_besides_goes_whooshs_way(query: Any, limit: int | None, asked: dict[str, Any]) -> None:
    with vectorised(corpus(2)) as ours, stock(corpus(2)) as theirs:
        found, expected = (hits(searcher.search(query, limit=limit, **asked)) for searcher in (ours, theirs))
        assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    "query",
    [
        wq.Otherwise(wq.Term("text", "没有"), LAW),
        SpanFirst(LAW, 3),
        wq.Or([LAW, PEOPLE], scale=0.5),
        wq.Ordered([LAW, PEOPLE]),
        wq.And([PEOPLE, wq.Ordered([LAW, PEOPLE])]),
    ],
    ids=repr,
)
def test_a_query_unknown_to_the_executor_goes_whooshs_way(query: Any) -> None:
    with vectorised(corpus(2)) as ours, stock(corpus(2)) as theirs:
        assert ours.executor is not None
        with pytest.raises(Unsupported):
            ours.executor.evaluate(query)
        assert hits(ours.search(query, limit=5)) == hits(theirs.search(query, limit=5)) != {}


def test_another_weighting_goes_whooshs_way() -> None:
    with vectorised(corpus(2), TF_IDF()) as ours, stock(corpus(2), TF_IDF()) as theirs:
        assert ours.executor is None
        assert hits(ours.search(LAW)) == hits(theirs.search(LAW)) != {}


def test_parameters_of_bm25f_are_heeded() -> None:
    weighting = BM25F(B=0.3, K1=2.0, title_B=1.0)
    meaning = Meaning(corpus(2), k1=2.0, b=0.3, field_b={"title": 1.0})
    query = wq.Or([LAW, wq.Term("title", "法律"), PEOPLE])
    with vectorised(corpus(2), weighting) as ours:
        assert ours.executor is not None
        expected = meaning.answer(query)
        assert hits(ours.search(query, limit=None)) == pytest.approx(expected, rel=1e-6)
        best = [hit.score for hit in ours.search(query, limit=4)]
        assert best == pytest.approx(sorted(expected.values(), reverse=True)[:4], rel=1e-6)


def test_a_segment_of_another_codec_makes_the_whole_index_go_whooshs_way(tmp_path: Path) -> None:
    index = create_in(tmp_path, SCHEMA, admitted=STOCK_SEGMENTS)
    for kind in (ArraySegmentWriter, SegmentWriter):
        writer = kind(index)
        writer.add_document(id="1", text="法 律师")
        writer.commit(merge=False)
    with ArraySearcher(index.reader()) as searcher:
        assert Snapshot.of(searcher.reader()) is None
        assert searcher.executor is None
        assert len(searcher.search(LAW, limit=1)) == 2


def test_an_index_without_documents_has_no_hits() -> None:
    with vectorised(corpus(0)) as searcher:
        assert len(searcher.search(LAW)) == 0
        assert searcher.executor is not None
        assert searcher.executor.search(wq.Or([LAW, PEOPLE]), 10).docs.tolist() == []


def test_a_phrase_in_a_field_without_positions_is_refused_as_by_whoosh() -> None:
    with vectorised(corpus(2)) as searcher, pytest.raises(wq.QueryError):
        searcher.search(wq.Phrase("tag", ["法", "人"]), limit=3)


def test_the_executor_is_asked_where_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, all else here would pass by going Whoosh's way."""
    asked = []
    search = Executor.search
    monkeypatch.setattr(Executor, "search", lambda *args, **options: asked.append(args) or search(*args, **options))
    with vectorised(corpus(2)) as searcher:
        searcher.search(LAW, limit=3)
    assert len(asked) == 1
