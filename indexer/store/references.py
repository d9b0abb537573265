"""What the clauses of a document refer to: kept with each paragraph, and as terms that lead back.

The stored value `links` is a JSON list of the paragraph's links (`indexer.structure.links.Link`), each a list of the
values of its fields. The field `refers`
holds a term for each clause they lead to: the id of the clause within the same document, else the key of the other
document's title, ``#``, and the label of the article.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from indexer.structure.links import Link
from indexer.structure.numerals import format_numeral
from indexer.structure.pinpoint import Span
from indexer.structure.provisions import read_provisions
from indexer.structure.titles import fold, title_key

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

MOST_ARTICLES = 100
"""Of a range of articles, so many at most are looked up one by one."""


def stored_links(links: Sequence[Link]) -> str:
    """Return the links of a paragraph as its stored value; "" if it has none."""
    if not links:
        return ""
    return _encode([(of.start, of.end, of.document, of.provisions, of.clauses, of.paragraphs) for of in links])


def read_links(stored: str) -> list[Link]:
    """Return the links that `stored_links` wrote."""
    lists: list[list[Any]] = json.loads(stored) if stored else []
    return [
        Link(start, end, document, tuple(provisions), tuple(clauses), tuple(paragraphs))
        for start, end, document, provisions, clauses, paragraphs in lists
    ]


def reference_terms(links: Sequence[Link], document: str) -> tuple[str, ...]:
    """Return the terms of a paragraph's links, each once.

    Args:
        links: of the paragraph.
        document: the id of the document it stands in.
    """
    return tuple(dict.fromkeys(term for link in links for term in _terms(link, document))) if links else ()


def _terms(link: Link, document: str) -> list[str]:
    if not link.document:
        return [f"{document}#{key}" for key in link.clauses]
    title = title_key(link.document)
    if not link.provisions:
        return [f"{title}#"]
    return [f"{title}#{label}" for label in _articles(link.provisions)]


@lru_cache(maxsize=8192)
def _articles(provisions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the labels of the articles that provisions stand in; remembered, for the same ones are cited often."""
    return tuple(label for span in read_provisions(fold("、".join(provisions)), 0)[0] for label in _labels(span))


def _labels(span: Span) -> Iterator[str]:
    first, last = span
    if first.article and not first.inserted:
        end = min(max(last.article, first.article), first.article + MOST_ARTICLES)
        for article in range(first.article, end + 1):
            yield f"第{format_numeral(article)}条"
    elif first.article:
        yield f"第{format_numeral(first.article)}条之{format_numeral(first.inserted)}"


def terms_of_clause(document: str, title: str, clause: str) -> tuple[str, str]:
    """Return the terms of all that refers to a clause.

    Args:
        document: the id of its document.
        title: of the document, as it is cited.
        clause: the clause's id within the document; its last part is the label in its standard writing.
    """
    label = clause.rpartition("/")[2].partition("~")[0]
    return f"{document}#{clause}", f"{title_key(title)}#{label}"
