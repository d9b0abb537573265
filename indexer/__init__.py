"""A full-text search index for Chinese policies and statutes: ranked clause hits in context.

    from indexer import ClauseIndex

    with ClauseIndex.create("index_data", exist_ok=True) as index:
        index.add("seeds/")
        for hit in index.search("户籍 准入年限"):
            print(hit.citation, hit.snippet)

The way of the data and a question for each folder stand in ARCHITECTURE.md.
"""

from typing import TYPE_CHECKING, Any

from indexer.version import __version__

if TYPE_CHECKING:
    from indexer.async_index import AsyncClauseIndex
    from indexer.clause_index import ClauseIndex
    from indexer.search.request import Request

__all__ = ["AsyncClauseIndex", "ClauseIndex", "Request", "__version__"]

_HOMES = {
    "AsyncClauseIndex": "indexer.async_index",
    "ClauseIndex": "indexer.clause_index",
    "Request": "indexer.search.request",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for: Whoosh imports this package for the codec alone."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
