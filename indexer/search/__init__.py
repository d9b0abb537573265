"""Here is a query and an index: which hits, ranked, highlighted, with context?

A `searcher` takes a `request` and gives results. On the way:

- `filters` says what may be found: documents, days, what is in force.
- `citing` answers what is a citation (`citation_form`, `cited_documents`, `cited_clauses`), `references` follows those
  of clauses.
- `clauses` answers the rest: bare `words` clause by clause, with `nodes` (`documents`, `quantities`, `sentences`,
  `spelling`) for the other parts of the query language and `literals` for what stands as it was typed; `exact` puts
  first what says just that. `executor/` does the work in arrays. A whole question goes to `questions`, which weighs all
  `evidence`. The weights are `ranking`'s, in ``ranking.json``.
- `folding` lists repeats under the best of them, `reranking` lets a caller order the hits.
- `hits` makes the records, with the marks of `highlight`; `explain` says why.
- `aids` is the door to what helps to find: `suggest`, `did_you_mean`, `similar`, `facets`, over the `lexicon` of the
  index.
- `literal_check` proves that nothing literal is missed.
"""

from indexer.search.request import Request
from indexer.search.searcher import Searcher

__all__ = ["Request", "Searcher"]
