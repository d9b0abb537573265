"""What else of a clause is shown where the paragraph that is pinned has not all of the query."""

from collections.abc import Sequence

from indexer.analysis.finder import glance
from indexer.records import Hit, Snippet
from indexer.search.highlight import Highlighter, make_snippet


def other_snippets(hit: Hit, terms: Sequence[Highlighter]) -> tuple[Snippet, ...]:
    """Return snippets of paragraphs that have terms of the query which the pinned paragraph lacks, with highlights.

    Args:
        hit: the hit.
        terms: finds each term of the query.

    Returns:
        The first paragraph for each such term, each paragraph once; () if the pinned paragraph has them all.
    """
    pinned = glance(hit.text)
    lacking = [term for term in terms if not term.find(pinned)]
    paragraphs = hit.clause.text.split("\n") if lacking else []
    shown: dict[str, None] = {}
    for term in lacking:
        having = (text for text in paragraphs if term.find(glance(text)))
        first = next(having, None)
        if first is not None:
            shown[first] = None
    return tuple(_snippet(text, terms) for text in shown)


def _snippet(text: str, terms: Sequence[Highlighter]) -> Snippet:
    spans = tuple(sorted(span for term in terms for span in term.find(glance(text))))
    snippet = make_snippet(text, spans)
    told = glance(snippet)
    return snippet, tuple(sorted(span for term in terms for span in term.find(told)))
