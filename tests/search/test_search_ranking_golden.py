"""The ranking of known queries, as it stands in ``ranking.txt``: a change of the ranking shows as a change of the file.

After a change that is meant, write the file anew and look at the difference:

    python -m pytest tests/search/test_search_ranking_golden.py --update-golden; git diff tests/search/ranking.txt

A line of the file without a blank at its beginning is a query; to add one, write it there and do the same.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import ClauseIndex
from indexer.records import Results

HERE = Path(__file__).parent
GOLDEN = HERE / "ranking.txt"
HITS = 5


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClauseIndex]:
    with ClauseIndex.create(tmp_path_factory.mktemp("ranking") / "index") as made:
        report = made.add(HERE.parent.parent / "seeds", HERE / "documents")
        assert report.failed == ()
        yield made


def _told(results: Results) -> Iterator[str]:
    """Yield a query, how many clauses it finds, and the best of them with scores and the pinned paragraph."""
    yield f"{results.query}\n"
    yield f"    {results.total} clauses{', relaxed' if results.relaxed else ''}\n"
    for hit in results.hits:
        yield f"    {hit.score:6.2f}  {hit.citation}  {hit.text[:16]}\n"


def test_known_queries_rank_as_they_did(index: ClauseIndex, request: pytest.FixtureRequest) -> None:
    before = GOLDEN.read_text("utf-8")
    queries = [line for line in before.splitlines() if line and not line.startswith((" ", "#"))]
    head = "".join(line for line in before.splitlines(keepends=True) if line.startswith("#"))
    assert queries
    now = head + "".join("".join(_told(index.search(query, limit=HITS))) for query in queries)
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(now, "utf-8", newline="\n")
        return
    assert before.splitlines() == now.splitlines(), "the ranking changed; see the top of this file"
