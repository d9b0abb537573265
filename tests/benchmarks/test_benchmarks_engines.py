from pathlib import Path

import pytest

from benchmarks.corpus import Corpus
from benchmarks.engines import ENGINES, LITERAL_ENGINES, load
from benchmarks.engines.base import LIMIT, Engine, files_size, in_parts
from benchmarks.queries import Query, sample

_PEERS = [(ENGINES, name) for name in ENGINES] + [(LITERAL_ENGINES, name) for name in LITERAL_ENGINES]


@pytest.fixture(params=_PEERS, ids=lambda peer: f"{peer[1]}-{'words' if peer[0] is ENGINES else 'literals'}")
def engine(request: pytest.FixtureRequest) -> Engine:
    table, name = request.param
    if "bm25s" in table[name] or "tantivy" in table[name]:
        pytest.importorskip("bm25s" if "bm25s" in table[name] else "tantivy")
    return load(table, name)


def _expected(corpus: Corpus, query: Query) -> set[int]:
    """Find by looking at every paragraph."""
    terms = set(query.terms)
    first, last = query.days
    tests = {
        "any": lambda n: bool(terms & set(corpus.tokens[n])),
        "all": lambda n: terms <= set(corpus.tokens[n]),
        "phrase": lambda n: f" {' '.join(query.terms)} " in f" {corpus.joined_tokens[n]} ",
        "prefix": lambda n: any(term.startswith(query.terms[0]) for term in corpus.tokens[n]),
        "filtered": lambda n: first <= corpus.days[n] <= last and bool(terms & set(corpus.tokens[n])),
        "literal": lambda n: query.terms[0] in corpus.paragraphs[n],
    }
    return {number for number in range(len(corpus.paragraphs)) if tests[query.method](number)}


def test_every_engine_answers_rightly(engine: Engine, corpus: Corpus, tmp_path: Path):
    """Each hit matches, and there are as many as there can be: so the times are of the same work."""
    engine.build(engine.prepare(corpus), tmp_path)
    assert files_size(tmp_path) > 0
    engine.open(tmp_path)
    rows = {"any": "short-or", "all": "and", "phrase": "phrase", "prefix": "prefix", "filtered": "filtered"}
    for method in engine.answers:
        for query in sample(corpus, rows.get(method, "literal-4-6"), 8):
            answer = engine.search(query)
            expected = _expected(corpus, query)
            assert {number for number, _ in answer} <= expected
            assert len(answer) == min(LIMIT, len(expected))
            scores = [abs(score) for _, score in answer]
            assert scores == sorted(scores, reverse=True)
    engine.close()


def test_ten_segments_answer_as_one(engine: Engine, corpus: Corpus, tmp_path: Path):
    """The row that compares them compares the same answers."""
    if not engine.segments:
        pytest.skip("always one segment")
    for segments in (1, 10):
        (tmp_path / str(segments)).mkdir()
        engine.build(engine.prepare(corpus), tmp_path / str(segments), segments)
    question = Query("all", ("企业", "主管"))
    answers = []
    for segments in (1, 10):
        engine.open(tmp_path / str(segments))
        answers.append(sorted(round(score, 3) for _, score in engine.search(question)))
        engine.close()
    assert answers[0] == pytest.approx(answers[1], rel=0.02)


def test_an_update_leaves_as_many_paragraphs(engine: Engine, corpus: Corpus, tmp_path: Path):
    """The paragraph is replaced, not added once more."""
    if not engine.updates:
        pytest.skip("it has no updates")
    engine.build(engine.prepare(corpus), tmp_path)
    query = Query("phrase", tuple(corpus.tokens[5]))
    expected = _expected(corpus, query)
    for _ in range(2):
        engine.update(tmp_path, 5, corpus)
    engine.open(tmp_path)
    assert {number for number, _ in engine.search(query)} == expected
    assert len(engine.search(query)) == len(expected)
    engine.close()


def test_parts_hold_everything_once():
    """Segments of about the same size."""
    parts = in_parts(23, 10)
    assert [number for part in parts for number in range(part.start, part.stop)] == list(range(23))
    assert {part.stop - part.start for part in parts} == {2, 3}
