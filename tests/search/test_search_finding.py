"""Help to find, end to end on the documents in ``finding/``: corrections and suggestions (the table in
``finding.yaml``), facets, orders, and clauses like one.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from indexer import ClauseIndex
from indexer.errors import NotInIndexError, UsageError
from indexer.records import Hit

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "finding.yaml").read_text("utf-8"))
LAW, RULES, NOTICE = "居民权益法.md", "居民权益办法.md", "通知.txt"


@pytest.fixture(scope="module", params=["one segment", "several"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClauseIndex]:
    with ClauseIndex.create(tmp_path_factory.mktemp("finding") / "index") as made:
        for path in sorted((HERE / "finding").iterdir()):
            made.add(path)
        if request.param == "one segment":
            made.optimize()
        assert (made.status().segments == 1) == (request.param == "one segment")
        yield made


@pytest.mark.parametrize("case", CASES["corrections"], ids=lambda case: case["typed"])
def test_did_you_mean(case: dict[str, Any], index: ClauseIndex) -> None:
    suggestions = index.search(case["typed"]).suggestions
    assert suggestions[:1] == (() if case["meant"] == "none" else (case["meant"],))
    for suggestion in suggestions:
        assert index.search(suggestion).total


@pytest.mark.parametrize("case", CASES["suggestions"], ids=lambda case: case["typed"])
def test_suggestions_while_typing(case: dict[str, Any], index: ClauseIndex) -> None:
    found = index.suggest(case["typed"])
    texts = [suggestion.text for suggestion in found]
    assert [text for text in texts if text in case["has"]] == case["has"]
    assert case["has"] or not texts
    assert len(set(texts)) == len(texts)
    for suggestion in found:
        assert suggestion.count > 0
        assert suggestion.kind in {"word", "phrase", "heading", "title"}
    assert index.suggest(case["typed"], limit=1) == found[:1]


def test_the_count_of_a_suggestion_is_how_many_paragraphs_it_leads_to(index: ClauseIndex) -> None:
    told = {suggestion.text: suggestion for suggestion in [*index.suggest("户籍"), *index.suggest("法律责任")]}
    texts = [shown.clause.text for id in (LAW, RULES, NOTICE) for shown in index.show(id)]
    assert told["户籍登记"].count == sum("户籍登记" in line for text in texts for line in text.split("\n"))
    assert (told["法律责任"].kind, told["法律责任"].count) == ("heading", 6)


def _all(index: ClauseIndex, query: str, **options: Any) -> tuple[Hit, ...]:
    return index.search(query, limit=100, context=0, **options).hits


@pytest.mark.parametrize("query", ["户籍", "知识产权", "户籍 火星", "户籍 | 赔偿", "-户籍"])
def test_facets_count_all_clauses_found(index: ClauseIndex, query: str) -> None:
    hits = _all(index, query, fold=False)
    results = index.search(query, limit=1, facets=("document", "issuer", "year", "section", "kind", "year"))
    assert [facet.name for facet in results.facets] == ["document", "issuer", "year", "section", "kind"]
    counted = {facet.name: {value.value: value.count for value in facet.values} for facet in results.facets}
    assert counted["document"] == Counter(hit.document.id for hit in hits)
    assert counted["issuer"] == Counter(hit.document.issuer for hit in hits)
    assert counted["year"] == Counter(hit.document.date[:4] for hit in hits)
    sections = (hit.breadcrumb[1].partition(" ")[2] if len(hit.breadcrumb) > 2 else "" for hit in hits)
    assert counted["section"] == Counter(sections)
    kinds = {LAW: "法", RULES: "办法", NOTICE: "通知"}
    assert counted["kind"] == Counter(kinds[hit.document.id] for hit in hits)
    assert len(results.hits) == 1
    assert results.hits[0].clause.id == hits[0].clause.id
    titles = {value.label for value in results.facets[0].values}
    assert titles == {hit.document.title for hit in hits}


def test_hits_by_date_have_the_newest_first_and_undated_ones_last(index: ClauseIndex) -> None:
    dates = [hit.document.date for hit in _all(index, "户籍", sort="date")]
    assert dates == sorted(dates, reverse=True)
    assert (dates[0], dates[-1]) == ("2021-03-01", "")


def test_hits_of_one_day_go_by_relevance(index: ClauseIndex) -> None:
    for document in (LAW, RULES):
        by_date = [hit.clause.id for hit in _all(index, "户籍", sort="date") if hit.document.id == document]
        assert by_date == [hit.clause.id for hit in _all(index, "户籍") if hit.document.id == document]


def test_hits_by_document_stand_in_the_order_of_the_index(index: ClauseIndex) -> None:
    order = [shown.clause.id for document in index.documents() for shown in index.show(document.id)]
    found = [hit.clause.id for hit in _all(index, "知识产权", sort="document")]
    assert found == sorted(found, key=order.index)


def test_another_order_has_the_same_hits_page_by_page(index: ClauseIndex) -> None:
    for sort in ("relevance", "date", "document"):
        whole = [(hit.rank, hit.clause.id) for hit in _all(index, "知识产权", sort=sort)]
        pages = [index.search("知识产权", limit=2, offset=at, sort=sort).hits for at in range(0, len(whole), 2)]
        assert [(hit.rank, hit.clause.id) for page in pages for hit in page] == whole
        assert {id for _, id in whole} == {hit.clause.id for hit in _all(index, "知识产权")}


def test_what_is_no_facet_or_order_is_told(index: ClauseIndex) -> None:
    with pytest.raises(UsageError, match="document, issuer, year, section, kind"):
        index.search("户籍", facets=("colour",))
    with pytest.raises(UsageError, match="relevance, date, document"):
        index.search("户籍", sort="size")


@pytest.mark.parametrize("option", ["limit", "offset", "context"])
def test_numbers_below_0_are_told(index: ClauseIndex, option: str) -> None:
    with pytest.raises(UsageError, match="from 0"):
        index.search("户籍", **{option: -1})


def test_what_says_the_same_is_told_apart_from_what_is_similar(index: ClauseIndex) -> None:
    found = {one.clause.id: one for one in index.similar(f"{LAW}#第七条")}
    assert f"{LAW}#第七条" not in found
    same, longer, other = found[f"{RULES}#第三条"], found[f"{RULES}#第四条"], found[f"{LAW}#第三条"]
    assert (same.relation, longer.relation, other.relation) == ("same", "contained", "similar")
    assert same.containment > longer.containment > other.containment
    assert [one.relation for one in found.values()] == sorted(
        (one.relation for one in found.values()), key=["same", "contained", "similar"].index
    )
    assert all(0 <= one.score <= 1 and 0 <= one.containment <= 1 for one in found.values())
    assert index.similar(f"{LAW}#第七条", limit=1) == (same,)


def test_a_citation_names_the_clause_that_others_are_like(index: ClauseIndex) -> None:
    (shown,) = index.show(f"{LAW}#第七条")
    assert index.similar(shown.citation) == index.similar(f"{LAW}#第七条")


def test_similar_clauses_are_of_one_clause_that_is_there(index: ClauseIndex) -> None:
    with pytest.raises(NotInIndexError):
        index.similar(f"{LAW}#第九十条")
    with pytest.raises(UsageError, match="this is several clauses"):
        index.similar(LAW)


@pytest.mark.parametrize(
    "question",
    [
        "户藉登记要什么条件才能办理呢",
        "居民申请居主证需要什么材料，去哪里办？",
        "我是外地人在这里打工三年了能不能办户藉",
    ],
)
def test_questions_are_left_as_they_are(question: str, index: ClauseIndex) -> None:
    """In the public's questions stand many pairs of characters that no law has; a correction of them is a guess."""
    assert index.search(question).suggestions == ()
