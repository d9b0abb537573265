"""The same documents in a stock Whoosh index and in ours, and everything a reader can say about each."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from whoosh import fields, query
from whoosh.analysis import RegexTokenizer
from whoosh.filedb.filestore import RamStorage
from whoosh.index import FileIndex
from whoosh.query import spans
from whoosh.reading import TermNotFound

from indexer.codec.formats import Places
from indexer.codec.index import ArrayIndex

WORDS = ["alfa", "alfalfa", "bravo", "charlie", "charlies", "delta", "户籍", "户籍人口", "准入年限"]
EPOCH = datetime(2020, 1, 1)


def schema() -> fields.Schema:
    analyzer = RegexTokenizer(r"\S+")
    pairs = fields.TEXT(analyzer=RegexTokenizer(r"\S\S?"))
    pairs.format = Places()
    return fields.Schema(
        pairs=pairs,
        id=fields.ID(stored=True, unique=True),
        text=fields.TEXT(analyzer=analyzer, stored=True),
        titel_名=fields.TEXT(analyzer=analyzer, phrase=False),
        chars=fields.TEXT(analyzer=analyzer, chars=True),
        tags=fields.KEYWORD(stored=True, scorable=True, sortable=True),
        number=fields.NUMERIC(int, stored=True, sortable=True),
        ratio=fields.NUMERIC(float, stored=True),
        date=fields.DATETIME(stored=True, sortable=True),
        flag=fields.BOOLEAN(stored=True),
        extra=fields.STORED,
    )


_words = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
_pairs = st.lists(st.sampled_from(["al", "fa", "b", "户籍", "籍"]), max_size=8).map(" ".join)
_document = st.fixed_dictionaries(
    {
        "text": _words,
        "number": st.integers(-1000, 1000),
        "date": st.integers(0, 400).map(lambda d: EPOCH + timedelta(d)),
    },
    optional={
        "titel_名": _words,
        "chars": _words,
        "pairs": _pairs,
        "tags": st.lists(st.sampled_from("rst"), min_size=1, max_size=3, unique=True).map(" ".join),
        "ratio": st.floats(-1e6, 1e6),
        "flag": st.booleans(),
        "extra": st.recursive(
            st.none() | st.integers() | st.text(max_size=4) | st.binary(max_size=4),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
            max_leaves=3,
        ).filter(lambda value: value is not None),
        "_text_boost": st.just(2.0),
    },
)
documents = st.lists(_document, min_size=1, max_size=14)
"""Keyword arguments of `add_document`, but for `id`, which is the number of the document."""


def build(index: Any, docs: list[dict[str, Any]], cuts: list[int], deleted: list[int], optimize: bool) -> Any:
    """Add the documents in commits that end at the cuts, delete some, and merge all segments if told to."""
    for first, last in zip([0, *cuts], [*cuts, len(docs)], strict=True):
        if first < last:
            writer = index.writer()
            for number in range(first, last):
                writer.add_document(id=str(number), **docs[number])
            writer.commit(merge=False)
    for number in deleted:
        writer = index.writer()
        writer.delete_by_term("id", str(number))
        writer.commit(merge=False)
    if optimize:
        index.writer().commit(optimize=True)
    return index


def stock_index() -> Any:
    return RamStorage().create_index(schema(), indexclass=FileIndex)


def our_index() -> ArrayIndex:
    return ArrayIndex.create(RamStorage(), schema())


def told(reader: Any, deleted_too: bool = True) -> dict[str, Any]:
    """Return everything a reader says about its documents, terms and postings.

    Segments that are alike say the same; `deleted_too` False leaves out what depends on documents not yet merged away.
    """
    answer: dict[str, Any] = {"documents": [reader.stored_fields(n) for n in sorted(reader.all_doc_ids())]}
    names = {n: reader.stored_fields(n)["id"] for n in reader.all_doc_ids()}
    # Whoosh's reader of several segments loses count where one lacks the column, so segment by segment
    answer["columns"] = {
        (name, leaf.stored_fields(n)["id"]): column[n]
        for leaf, _ in (reader.leaf_readers() if reader.doc_count_all() else ())
        for name in ("number", "date", "tags")
        for column in [leaf.column_reader(name, translate=False)]
        for n in leaf.all_doc_ids()
    }
    answer["lengths"] = {
        (name, names[n]): reader.doc_field_length(n, name) or 0
        for name in ("text", "tags", "titel_名", "pairs")
        for n in names
    }
    for name in reader.schema.names():
        if reader.schema[name].indexed:
            answer[name] = {text: postings(reader, name, text, names) for text in reader.lexicon(name)}
            answer[name] = {text: found for text, found in answer[name].items() if found}
    if deleted_too:
        answer["terms"] = list(reader.all_terms())
        answer["info"] = {term: info(reader, term) for term in reader.all_terms()}
        answer["counts"] = reader.doc_count(), reader.doc_count_all(), reader.has_deletions()
        answer["field_lengths"] = [reader.field_length(n) for n in ("text", "tags")]
    return answer


def info(reader: Any, term: tuple[str, bytes]) -> tuple[Any, ...]:
    found = reader.term_info(*term)
    return (
        found.weight(), found.doc_frequency(), found.min_length(), found.max_length(), found.max_weight(),
        found.min_id(), found.max_id(), reader.doc_frequency(*term), reader.frequency(*term),
    )  # fmt: skip


def postings(reader: Any, name: str, text: bytes, names: dict[int, str]) -> list[Any]:
    found = []
    try:
        matcher = reader.postings(name, text)
    except TermNotFound:
        return []
    while matcher.is_active():
        values = [matcher.value_as(kind) for kind in ("frequency", "positions", "characters") if matcher.supports(kind)]
        found.append((names[matcher.id()], matcher.weight(), values))
        matcher.next()
    return found


def queries() -> list[query.Query]:
    """Return queries of every kind."""
    a, b, c = (query.Term("text", word) for word in ("alfa", "bravo", "户籍"))
    title = query.Term("titel_名", "delta")
    return [
        a, b & c, a | b | c, a & (b | title), query.Not(a), a & query.Not(b), query.AndNot(a | c, b),
        query.Or([a, title], boost=2.0), query.Phrase("text", ["alfa", "bravo"]),
        query.Phrase("text", ["户籍", "alfa"], slop=3), query.Term("pairs", "al"), query.Phrase("pairs", ["al", "fa"]),
        query.Prefix("pairs", "a"), query.Phrase("chars", ["alfa", "bravo"]),
        query.Prefix("text", "alfa"), query.Prefix("text", "户"), query.Wildcard("text", "c*s"),
        query.Regex("text", "char.*"), query.FuzzyTerm("text", "alfb", maxdist=2), query.TermRange("text", "b", "d"),
        query.NumericRange("number", -10, 400), query.NumericRange("ratio", -5.0, None),
        query.DateRange("date", EPOCH, EPOCH + timedelta(100)), query.Term("flag", b"t"), query.Every(),
        query.Every("tags"), query.AndMaybe(a, b), query.Require(a | b, c), query.Otherwise(title, b),
        query.DisjunctionMax([a, b]), query.ConstantScoreQuery(a | b, 3.0), query.Variations("text", "charlie"),
        spans.SpanNear(a, b, slop=3, ordered=False), spans.SpanFirst(b, 2), spans.SpanOr([a, b]),
        spans.SpanContains(spans.SpanNear(a, b, slop=4), c), query.Sequence([a, b]), query.Ordered([a, c]),
        query.Term("id", "3"), query.NullQuery,
    ]  # fmt: skip


def hits(searcher: Any, asked: query.Query, **options: Any) -> Any:
    """Return (id, score) of the hits, best first, those of one score by id; the name of the error if there is one.

    Some span queries of stock Whoosh fail on a word that no document has, whatever the codec.
    """
    try:
        found = [(hit["id"], round(hit.score, 5)) for hit in searcher.search(asked, **options)]
    except Exception as error:
        return type(error).__name__
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))
