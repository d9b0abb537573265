"""Here is a query and an index: which hits, ranked, highlighted, with context?"""

from indexer.search.request import Request
from indexer.search.searcher import Searcher

__all__ = ["Request", "Searcher"]
