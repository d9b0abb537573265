"""Repeats are one hit that lists the others; a reranker of the user's own has the last word."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from indexer import ClauseIndex
from indexer.errors import UsageError
from indexer.records import Hit

NAMES = ("甲市", "乙市", "丙市")


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClauseIndex]:
    folder = tmp_path_factory.mktemp("cities")
    for at, name in enumerate(NAMES, 1):
        text = f"# {name}养犬条例\n\n第{'一二三'[at - 1]}条 携犬只外出应当束绳牵领。\n\n第九条 {name}的犬只应当登记。\n"
        (folder / f"{name}.md").write_text(text, "utf-8")
    with ClauseIndex.create(folder / "index") as made:
        made.add(*folder.glob("*.md"))
        yield made


def test_clauses_that_say_the_same_under_other_labels_are_one_hit(cities: ClauseIndex) -> None:
    results = cities.search("束绳牵领")
    assert (results.total, len(results.hits)) == (3, 1)
    assert len({results.hits[0].clause.id, *results.hits[0].repeats}) == 3


def test_repeats_are_hits_if_so_wished(cities: ClauseIndex) -> None:
    results = cities.search("束绳牵领", fold=False)
    assert (results.total, len(results.hits)) == (3, 3)
    assert all(hit.repeats == () for hit in results.hits)


def test_clauses_that_differ_stay_apart(cities: ClauseIndex) -> None:
    assert len(cities.search("犬只登记").hits) == 3


def test_pages_of_folded_hits_are_one_ranking(cities: ClauseIndex) -> None:
    whole = [hit.clause.id for hit in cities.search("犬只", limit=10).hits]
    pages = [hit.clause.id for at in range(len(whole)) for hit in cities.search("犬只", limit=1, offset=at).hits]
    assert len(whole) == 4
    assert pages == whole


def test_folding_holds_in_other_orders_too(cities: ClauseIndex) -> None:
    assert len(cities.search("犬只", sort="document").hits) == 4


def test_more_repeats_than_are_looked_for_at_first_are_folded_as_well(tmp_path: Path) -> None:
    same = "\n\n".join(f"第{number}条 携犬只外出应当束绳牵领。" for number in range(1, 41))
    (tmp_path / "甲.md").write_text(f"# 甲条例\n\n{same}\n\n第90条 束绳牵领犬只的人成年。\n", "utf-8")
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add(tmp_path / "甲.md")
        assert len(index.search("束绳牵领", limit=2).hits) == 2


def test_a_reranker_orders_the_hits_by_its_scores(cities: ClauseIndex) -> None:
    def by_city(query: str, hits: Sequence[Hit]) -> list[float]:
        assert query == "犬只登记"
        return [float(hit.document.title.startswith("丙")) for hit in hits]

    hits = cities.search("犬只登记", reranker=by_city, limit=2).hits
    assert [(hit.rank, hit.score) for hit in hits] == [(1, 1.0), (2, 0.0)]
    assert hits[0].document.title == "丙市养犬条例"


@pytest.mark.parametrize("scores", [[1.0], ["much"] * 3, None])
def test_a_reranker_that_gives_no_scores_is_an_error(cities: ClauseIndex, scores: list[float]) -> None:
    with pytest.raises(UsageError, match="the reranker returned"):
        cities.search("犬只登记", reranker=lambda _query, _hits: scores)
