"""Search behaviour, as a table of cases in ``cases.yaml``."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from indexer import ClauseIndex

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["query"])
def test_a_query_of_the_table_gives_what_the_table_says(case: dict[str, Any], seeded: ClauseIndex) -> None:
    results = seeded.search(case["query"], limit=100)
    assert results.relaxed == case.get("relaxed", False)
    assert results.total == len(results.hits)
    labels = [hit.clause.label for hit in results.hits]
    if "first" in case:
        assert labels[0] == case["first"]
    if "all" in case:
        assert sorted(labels) == sorted(case["all"])
    if "pinned" in case:
        assert results.hits[0].text.startswith(case["pinned"])
    if "highlights" in case:
        hit = results.hits[0]
        assert {hit.text[start:end] for start, end in hit.highlights} <= set(case["highlights"])
        assert hit.highlights
