"""What is asked of a searcher: a query and how its answer is wanted."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from indexer.frozen import quickly_made

if TYPE_CHECKING:
    from indexer.search.reranking import Reranker


@quickly_made
@dataclass(frozen=True, slots=True)
class Request:
    """One search; `ClauseIndex.search` says what each part does."""

    query: str
    limit: int = 10
    offset: int = 0
    context: int = 1
    document: str | None = None
    since: date | None = None
    until: date | None = None
    explain: bool = False
    as_of: date | None = None
    all_versions: bool = False
    facets: tuple[str, ...] = ()
    sort: str = "relevance"
    fold: bool = True
    reranker: "Reranker | None" = None
