"""Small corpora in both codecs, queries of every kind, and what each query means, spelled out (shared by the tests)."""

import atexit
import math
import random
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import whoosh
import whoosh.index
from hypothesis import strategies as st
from whoosh import query as wq
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.index import FileIndex

from indexer.codec.index import ArrayIndex, create_in

WORDS = ["法", "法律", "法院", "人民", "人", "共和国", "条例", "规定"]
RARE = ["婚姻", "土地"]
SCHEMA = Schema(
    id=ID(stored=True, unique=True),
    text=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True),
    title=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True),
    tag=KEYWORD,
    year=NUMERIC(int, bits=32),
)

Document = dict[str, Any]


@dataclass(frozen=True)
class Corpus:
    """The same documents in Whoosh's own codec and in ours; `kept` are those not deleted, `counted` all that count."""

    kept: list[Document]
    counted: list[Document]
    stock: FileIndex
    ours: ArrayIndex


def documents(seed: int, count: int) -> list[Document]:
    """Fields have at most 10 words: so many Whoosh's own codec counts exactly."""
    chance = random.Random(seed)

    def words(most: int) -> str:
        drawn = [chance.choice(WORDS if chance.random() < 0.95 else RARE) for _ in range(chance.randint(0, most))]
        return " ".join(drawn)

    made = []
    for number in range(count):
        document = {"id": str(number), "text": words(10), "title": words(3), "tag": words(2)}
        document["year"] = chance.randint(1990, 2030)
        made.append({name: value for name, value in document.items() if value or name == "id"})
    return made


@cache
def corpus(seed: int) -> Corpus:
    """Corpus 0 is empty. Of the others, every second has deletions, each third ten segments, every fourth is merged."""
    made = documents(seed, (50, 30, 60)[seed % 3] if seed else 0)
    deleted = {d["id"] for d in made if seed % 2 and int(d["id"]) % 4 == 1}
    segments = 10 if seed % 3 == 2 else 1
    merged = seed % 4 == 3
    folder = Path(tempfile.mkdtemp(prefix="corpus"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "stock").mkdir()
    indexes = [whoosh.index.create_in(str(folder / "stock"), SCHEMA), create_in(folder / "ours", SCHEMA)]
    for index in indexes:
        for first in range(segments):
            writer = index.writer()
            for document in made[first * len(made) // segments : (first + 1) * len(made) // segments]:
                writer.add_document(**document)
            writer.commit(merge=False)
        writer = index.writer()
        for identity in deleted:
            writer.delete_by_term("id", identity)
        writer.commit(merge=False, optimize=merged)
    kept = [d for d in made if d["id"] not in deleted]
    return Corpus(kept, kept if merged else made, *indexes)


# --- queries ---------------------------------------------------------------------------------------------------------


def terms() -> st.SearchStrategy[Any]:
    fields = st.sampled_from(["text", "text", "text", "title", "tag", "nowhere"])
    boosts = st.sampled_from([1.0, 1.0, 1.0, 2.0, 0.5])
    return st.builds(wq.Term, fields, st.sampled_from([*WORDS, *RARE, "没有"]), boosts)


def phrases() -> st.SearchStrategy[Any]:
    words = st.lists(st.sampled_from(WORDS), min_size=2, max_size=4)
    return st.builds(wq.Phrase, st.sampled_from(["text", "text", "title"]), words, st.sampled_from([1, 1, 2, 4]))


def expanding() -> st.SearchStrategy[Any]:
    """Queries that stand for several terms, scored: where Whoosh's are constant it is inconsistent."""
    return st.one_of(
        st.builds(wq.Prefix, st.just("text"), st.sampled_from(["法", "人", "无"]), constantscore=st.just(False)),
        st.builds(wq.Wildcard, st.just("text"), st.sampled_from(["法?", "*律", "*"]), constantscore=st.just(False)),
        st.builds(wq.Regex, st.just("text"), st.just("(法|人).*"), constantscore=st.just(False)),
        st.builds(wq.TermRange, st.just("text"), st.just("人"), st.just("法"), constantscore=st.just(False)),
    )


def numbers() -> st.SearchStrategy[Any]:
    year = st.integers(1985, 2035)
    flags = st.booleans()
    return st.builds(
        lambda a, b, x, y: wq.NumericRange("year", min(a, b), max(a, b) + 1, x, y), year, year, flags, flags
    )


def every() -> st.SearchStrategy[Any]:
    return st.sampled_from([wq.Every(), wq.Every("tag"), wq.Every("text", boost=3.0), wq.NullQuery])


def leaves() -> st.SearchStrategy[Any]:
    return st.one_of(terms(), terms(), terms(), phrases(), expanding(), numbers(), every())


def trees(*, all_kinds: bool = True) -> st.SearchStrategy[Any]:
    """Query trees; without `all_kinds`, only those that stock Whoosh answers rightly when asked without a limit."""

    def compound(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several = st.lists(parts, min_size=1, max_size=4)
        boosts = st.sampled_from([1.0, 1.0, 2.0])
        kinds = [
            st.builds(wq.Or, several, boosts),
            st.builds(wq.And, several, boosts),
            st.builds(wq.Not, parts),
            st.builds(lambda some, no: wq.And([*some, wq.Not(no)]), several, parts),
            st.builds(wq.ConstantScoreQuery, parts, st.sampled_from([1.0, 2.5])),
        ]
        if all_kinds or whoosh.__version__ > (2, 7, 4):
            kinds.append(st.builds(wq.Require, parts, parts))
        if all_kinds:
            kinds += [
                st.builds(wq.AndMaybe, parts, parts),
                st.builds(wq.AndNot, parts, parts),
                st.builds(wq.DisjunctionMax, several, boosts),
                st.builds(wq.Prefix, st.just("text"), st.sampled_from(["法", "人"]), st.just(2.0)),
                st.builds(wq.TermRange, st.just("text"), st.just("人"), st.just("法"), st.booleans(), st.booleans()),
            ]
        return st.one_of(kinds)

    deep = st.recursive(leaves(), compound, max_leaves=8)
    return st.one_of(leaves(), deep, deep, st.builds(wq.AndMaybe, deep, deep))


# --- what they mean --------------------------------------------------------------------------------------------------


class Meaning:
    """Answers queries by looking at every document: the readable version of the executor."""

    def __init__(self, made: Corpus, k1: float = 1.2, b: float = 0.75, field_b: dict[str, float] | None = None) -> None:
        self.corpus = made
        self.k1, self.b, self.field_b = k1, b, field_b or {}

    def answer(self, query: Any) -> dict[str, float]:
        """Return the id and the score of each document that matches."""
        found = ((document["id"], self.score(query, document)) for document in self.corpus.kept)
        return {identity: score for identity, score in found if score is not None}

    def _bm25(self, fieldname: str, word: str, document: Document) -> float | None:
        here = _words(document, fieldname)
        if word not in here:
            return None
        if fieldname == "tag":
            return float(here.count(word))
        counted = [_words(d, fieldname) for d in self.corpus.counted]
        idf = math.log(len(counted) / (sum(word in words for words in counted) + 1)) + 1
        average = sum(map(len, counted)) / len(counted)
        b = self.field_b.get(fieldname, self.b)
        norm = self.k1 * (1 - b + b * len(here) / average)
        return idf * here.count(word) * (self.k1 + 1) / (here.count(word) + norm)

    def score(self, query: Any, document: Document) -> float | None:
        def parts() -> list[float]:
            return [s for s in (self.score(q, document) for q in query.subqueries) if s is not None]

        kind = type(query)
        if kind is wq.Term:
            score = self._bm25(query.fieldname, query.text, document)
            return None if score is None else score * query.boost
        if kind is wq.Phrase:
            here = _words(document, query.fieldname)
            if not _follow(here, query.words, query.slop):
                return None
            return query.boost * sum(self._bm25(query.fieldname, w, document) or 0 for w in query.words)
        if kind in (wq.Prefix, wq.Wildcard, wq.Regex, wq.TermRange):
            return self._expanding(query, document)
        if kind is wq.NumericRange:
            low, high = query.start + query.startexcl, query.end - query.endexcl
            return query.boost if low <= document["year"] <= high else None
        if kind is wq.Every:
            return query.boost if query.fieldname is None or _words(document, query.fieldname) else None
        if query is wq.NullQuery:
            return None
        if kind is wq.Not:
            return 1.0 if self.score(query.query, document) is None else None
        if kind is wq.ConstantScoreQuery:
            return None if self.score(query.child, document) is None else query.score
        if kind in (wq.AndNot, wq.AndMaybe, wq.Require):
            a, b = (self.score(q, document) for q in (query.a, query.b))
            if a is None or (kind is wq.AndNot and b is not None) or (kind is wq.Require and b is None):
                return None
            return a + (b or 0) if kind is wq.AndMaybe else a
        scores = parts()
        if not scores or (kind is wq.And and len(scores) < len(query.subqueries)):
            return None
        joined = max(scores) if kind is wq.DisjunctionMax else sum(scores)
        return joined * (query.boost if len(query.subqueries) > 1 else 1.0)

    def _expanding(self, query: Any, document: Document) -> float | None:
        import re
        from fnmatch import translate

        def stands(word: str) -> bool:
            if type(query) is wq.Prefix:
                return word.startswith(query.text)
            if type(query) is wq.TermRange:
                return (query.start < word if query.startexcl else query.start <= word) and (
                    word < query.end if query.endexcl else word <= query.end
                )
            return bool(re.match(translate(query.text) if type(query) is wq.Wildcard else query.text, word))

        words = {word for word in _words(document, query.fieldname) if stands(word)}
        if not words:
            return None
        if query.constantscore or (type(query) is wq.Wildcard and query.text == "*"):
            return query.boost
        return sum(self._bm25(query.fieldname, word, document) or 0 for word in words)


def _words(document: Document, fieldname: str) -> list[str]:
    return str(document.get(fieldname, "")).split()


def _follow(here: list[str], wanted: list[str], slop: int) -> bool:
    ends = {i for i, word in enumerate(here) if word == wanted[0]}
    for word in wanted[1:]:
        ends = {i for i, w in enumerate(here) if w == word and any(1 <= i - end <= slop for end in ends)}
    return bool(ends)
