"""The query language, end to end: what each query of ``queries.yaml`` gives on the documents beside it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from indexer import ClauseIndex

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "queries.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClauseIndex]:
    with ClauseIndex.create(tmp_path_factory.mktemp("queries") / "index") as made:
        report = made.add(HERE / "documents")
        assert report.failed == ()
        yield made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["query"])
def test_a_query_gives_what_the_table_says(case: dict[str, Any], index: ClauseIndex) -> None:
    results = index.search(case["query"], limit=50)
    named = [
        "h" * hit.document.id.startswith("户籍") + (hit.clause.label or hit.clause.heading) for hit in results.hits
    ]
    if results.relaxed:
        named = []
    if "all" in case:
        assert sorted(named) == sorted(case["all"])
    if "first" in case:
        assert named[0] == case["first"]
    assert len(named) >= case.get("min", 0)
    if "highlights" in case:
        hit = results.hits[0]
        assert {hit.text[start:end] for start, end in hit.highlights} == set(case["highlights"])
