"""Judged queries: what is asked, and which clauses answer it (docs/evaluation.md has the formats)."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.errors import SourceError
from indexer.evaluation.runs import read_qrels, read_text


@dataclass(frozen=True, slots=True)
class NamedClause:
    """A clause as a judgement names it: by its id, or by the document's id or source and its label there."""

    name: str
    document: str = ""

    def __str__(self) -> str:
        return f"{self.document}#{self.name}" if self.document else self.name


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing that a query asks for: the clauses any of which answers it, and how well (0: not at all)."""

    clauses: tuple[NamedClause, ...]
    grade: int = 1


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query, its id, and what is known to answer it."""

    id: str
    text: str
    judgements: tuple[Judgement, ...]


def read_judged(path: Path, qrels: Path | None = None) -> list[JudgedQuery]:
    """Return the judged queries of a file, in its order.

    Args:
        path: JSON Lines of queries with judgements; or TREC topics, if the judgements stand in a file of their own.
        qrels: that file.

    Raises:
        SourceError: a file cannot be read or is not as it should be, two queries have one id, or there is none.
    """
    text = read_text(path)
    queries = list(_json_lines(text, path) if qrels is None else _judged_topics(text, path, read_qrels(qrels)))
    if not queries:
        raise SourceError("it holds no query", place=str(path), remedy="docs/evaluation.md tells the formats")
    seen: set[str] = set()
    for query in queries:
        if query.id in seen:
            raise SourceError(f"two queries have the id {query.id}", place=str(path), remedy="Give each its own")
        seen.add(query.id)
    return queries


# --- JSON Lines -----------------------------------------------------------------------------------------------------


def _json_lines(text: str, path: Path) -> Iterator[JudgedQuery]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _judged(json.loads(line), number)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            remedy = 'A line is: {"query": "…", "relevant": [[{"path": "…", "clause": "第十条"}]]}; topics need --qrels'
            what = f"this is no judged query ({error.args[0] if error.args else error})"
            raise SourceError(what, place=f"{path}, line {number}", remedy=remedy) from None


def _judged(told: Mapping[str, Any], number: int) -> JudgedQuery:
    """Return the query of one line; the number of the line is its id if it has none."""
    query = told["query"]
    if not isinstance(query, str):
        raise TypeError("the query is no text")
    judgements = tuple(_judgement(one) for one in told["relevant"])
    return JudgedQuery(str(told.get("id", number)), query, judgements)


def _judgement(told: Any) -> Judgement:
    """Return a judgement: a list of clauses that answer the same, or a single clause."""
    alternatives = told if isinstance(told, list) else [told]
    if not alternatives:
        raise ValueError("a judgement names no clause")
    grades = (one.get("grade", 1) if isinstance(one, dict) else 1 for one in alternatives)
    return Judgement(tuple(map(_named, alternatives)), max(*map(int, grades), 0))


def _named(told: Any) -> NamedClause:
    if isinstance(told, str):
        return NamedClause(told)
    return NamedClause(told["id"]) if "id" in told else NamedClause(told["clause"], told["path"])


# --- TREC -----------------------------------------------------------------------------------------------------------

_TOPIC = re.compile(r"<top>(.*?)</top>", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"<num>\s*(?:Number:)?\s*([^\s<]+)", re.IGNORECASE)
_TITLE = re.compile(r"<title>\s*(?:Topic:)?\s*([^<]*)", re.IGNORECASE)


def _judged_topics(text: str, path: Path, grades: Mapping[str, Mapping[str, int]]) -> Iterator[JudgedQuery]:
    for id, query in _topics(text, path):
        judged = (Judgement((NamedClause(clause),), grade) for clause, grade in grades.get(id, {}).items())
        yield JudgedQuery(id, query, tuple(judged))


def _topics(text: str, path: Path) -> Iterable[tuple[str, str]]:
    """Yield id and text of each topic: of ``<top>`` elements with ``<num>`` and ``<title>``, or of lines with a tab."""
    if "<top>" in text.lower():
        for found in _TOPIC.finditer(text):
            number, title = _NUMBER.search(found[1]), _TITLE.search(found[1])
            if number is None or title is None:
                place = f"{path}, line {text.count(chr(10), 0, found.start()) + 1}"
                raise SourceError("the topic has no <num> or no <title>", place=place)
            yield number[1], " ".join(title[1].split())
        return
    for line_number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            id, tab, query = line.partition("\t")
            if not tab:
                remedy = "A topic is a line with its id, a tab and the query, or a <top> element"
                raise SourceError("there is no tab", place=f"{path}, line {line_number}", remedy=remedy)
            yield id.strip(), query.strip()
