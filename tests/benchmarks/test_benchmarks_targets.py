from benchmarks.rows import ROWS
from benchmarks.statistics import Measure
from benchmarks.targets import Target, judge, targets


def _measure(row: str, engine: str, p50: float, ratio: float | None = None, corpus: str = "all") -> Measure:
    return Measure(corpus, row, engine, "ms", p50, ratio=ratio)


def _figures(target: Target, *measured: Measure) -> list[tuple[float, bool]]:
    return [(one.figure, one.holds) for one in judge(measured, [target], {"all": 2_000_000})]


def test_every_target_is_about_a_row_there_is():
    """A misspelt row would be a target that is never judged."""
    for target in targets():
        assert any(row == target.row or row.startswith(f"{target.row}-") for row in ROWS), target


def test_a_ratio_is_judged_as_measured():
    """At the limit it holds, above it does not, and unmeasured it is not judged."""
    target = Target("and", "all", "ratio", 1.8, "And")
    assert _figures(target, _measure("and", "ours", 1, ratio=1.8)) == [(1.8, True)]
    assert _figures(target, _measure("and", "ours", 1, ratio=1.9)) == [(1.9, False)]
    assert _figures(target, _measure("and", "ours", 1)) == []
    assert _figures(target, _measure("and", "ours", 1, ratio=1.0, corpus="10k")) == []
    assert _figures(target, _measure("and", "tantivy", 1, ratio=1.0)) == []


def test_growth_is_judged_against_the_smaller_corpus():
    """Our own median on the one over our own on the other."""
    target = Target("and", "1m", "p50", 12, "And", against_corpus="100k")
    small, large = _measure("and", "ours", 2, corpus="100k"), _measure("and", "ours", 20, corpus="1m")
    assert _figures(target, small, large) == [(10, True)]
    assert _figures(target, large) == []


def test_a_target_against_the_best_takes_the_quickest_peer_of_each_row():
    """Literals of each length are judged apart; ingest and size of the literal field are not among them."""
    target = Target("literal", "all", "p50", 1.5, "literals", against="best")
    measured = [
        _measure("literal-3", "ours", 3),
        _measure("literal-3", "tantivy", 2),
        _measure("literal-3", "sqlite", 9),
        _measure("literal-size", "ours", 99),
    ]
    assert _figures(target, *measured) == [(1.5, True)]


def test_a_size_is_judged_against_the_text():
    """Megabytes over the bytes of the paragraphs."""
    assert _figures(Target("size-files", "all", "of_text", 3, "size"), _measure("size-files", "ours", 5)) == [
        (2.5, True)
    ]


def test_segments_are_judged_kind_by_kind():
    """Each kind of question has its own verdict."""
    target = Target("segments", "all", "ratio", 1.6, "ten segments")
    measured = [_measure("segments and", "ours", 1, 1.5), _measure("segments phrase", "ours", 1, 1.7)]
    assert _figures(target, *measured) == [(1.5, True), (1.7, False)]
