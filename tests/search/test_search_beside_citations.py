"""Citations beside other words, and citations of what is not there: the table in ``beside_citations.yaml``."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from indexer import ClauseIndex

TABLE = yaml.safe_load(Path(__file__).with_name("beside_citations.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> ClauseIndex:
    folder = tmp_path_factory.mktemp("beside")
    made = ClauseIndex.create(folder / "index")
    for name, text in TABLE["documents"].items():
        (folder / name).write_text(text, "utf-8")
        made.add(folder / name)
    return made


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["query"])
def test_the_cited_clause_comes_first(case: dict[str, Any], index: ClauseIndex) -> None:
    results = index.search(case["query"])
    assert any(case["note"] in note for note in results.notes)
    assert results.total == len(results.hits) == len({hit.clause.id for hit in results.hits})
    assert (len(results.hits) > 1) == case["others"]
    if case["first"] == "none":
        assert not results.hits
    elif case["first"] != "any":
        assert results.hits[0].clause.id == case["first"]
        assert results.hits[0].text.startswith(case.get("text", ""))


def test_a_page_and_an_order_hold_for_cited_clauses_too(index: ClauseIndex) -> None:
    first = index.search("甲法第一条 盗窃", limit=1)
    second = index.search("甲法第一条 盗窃", limit=1, offset=1)
    assert first.total == second.total == 2
    assert [hit.clause.id for hit in (*first.hits, *second.hits)] == ["甲法.md#第一条", "乙法.md#第一条"]
    assert len(index.search("甲法第一条 盗窃", sort="document", facets=("document",)).hits) == 2


def test_only_what_may_be_found_comes_first(index: ClauseIndex) -> None:
    results = index.search("甲法第一条 盗窃", document="乙法.md")
    assert [hit.document.id for hit in results.hits] == ["乙法.md"]


def test_a_title_that_is_not_there_is_still_looked_for_as_words(index: ClauseIndex) -> None:
    assert index.search("《甲法盗窃》").hits
