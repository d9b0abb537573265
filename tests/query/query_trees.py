"""For the tests of the query language: a short form of trees, and trees of every kind to try."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from indexer.query import (
    And,
    Boost,
    Field,
    Fuzzy,
    Literal,
    Near,
    Node,
    Prefix,
    Quantity,
    Range,
    SameSentence,
    Words,
)
from indexer.query.tree import all_of, any_of, children, negate


def short(node: Node) -> str:
    """Write a tree as in cases.yaml: ``(and 户籍 (not 试点))``; texts with blanks or brackets in square brackets."""
    match node:
        case Words(text):
            return f"[{text}]" if set(text) & set(" ()[]") else text
        case Literal(text):
            parts = ["literal", f"[{text}]"]
        case Fuzzy(text, edits):
            parts = ["fuzzy", text, str(edits)]
        case Near(terms, distance):
            parts = ["near", str(distance), *map(short, terms)]
        case Quantity():
            parts = ["quantity", node.name or "any", *_bounds(node), node.unit or "any"]
        case Range(field, low, high):
            parts = ["range", field, str(low), str(high)]
        case Field(name, part):
            parts = ["field", name, short(part)]
        case Boost(part, weight):
            parts = ["boost", f"{weight:g}", short(part)]
        case Prefix(text):
            parts = ["prefix", text]
        case _:
            name = "sentence" if isinstance(node, SameSentence) else type(node).__name__.lower()
            parts = [name, *map(short, children(node))]
    return f"({' '.join(parts)})"


def _bounds(node: Quantity) -> Iterator[str]:
    for sign, bound, included in ((">", node.low, node.low_included), ("<", node.high, node.high_included)):
        if bound is not None:
            yield f"{sign}{'=' * included} {bound:f}"


# --- strategies -----------------------------------------------------------------------------------------------------

PIECES = [
    *'甲乙十一户籍年aZ159　 \t\n（）(){}｛｝"“”＂‘’「」『』《》〔〕[]|｜-－*＊~～^＾:：',
    *"\\＼,，。；、.…—><=≥%_+ＡＯ９\ue000\ue001\ue002\u200b\u0301\ud800",
    *("OR", "AND", "NOT", "ＯＲ", " OR ", " | ", " -", " NOT ", "title:", "标题：", "日期:", "date:", "年:"),
    *(">=5元", "2021", "2020..2022", "5万元", "..", "GB/T 19001-2016", "GB", "19001-2016", "（十）"),
    *("~2", "^2", "*", '"甲 乙"~10', "{甲 乙}"),
]
"""What queries are made of, in text and in trees: every mark of the language, its look-alikes, and ordinary text."""

queries = st.lists(st.sampled_from(PIECES) | st.characters(), max_size=24).map("".join)
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)

_numbers = st.decimals(min_value=0, max_value=10**12, places=3, allow_nan=False, allow_infinity=False)
_names = st.sampled_from(["", "罚款", "税率", "PM2.5", "a"])
_units = st.sampled_from(["", "元", "%", "个月", "mg"])


@st.composite
def _quantities(draw: st.DrawFn) -> Node:
    name, unit, bound, included = draw(_names), draw(_units), draw(_numbers), draw(st.booleans())
    kind = draw(st.sampled_from(["low", "high", "both"]))
    if kind == "low":
        return Quantity(name, unit, low=bound, low_included=included)
    if kind == "high":
        return Quantity(name, unit, high=bound, high_included=included)
    return Quantity(name, unit, bound, bound + draw(_numbers | st.just(Decimal(0))))


@st.composite
def _ranges(draw: st.DrawFn) -> Node:
    days = st.dates() | st.dates(date(2020, 12, 30), date(2021, 1, 2))
    low: date | int
    high: date | int
    if name := draw(st.sampled_from(["date", ""])):
        low, high = sorted([draw(days), draw(days)])
    else:
        name = "year"
        low, high = sorted([draw(st.integers(0, 9999)), draw(st.integers(0, 9999))])
    missing = draw(st.sampled_from(["", "low", "high"]))
    return Range(name, None if missing == "low" else low, None if missing == "high" else high)


_weights = st.floats(min_value=0, max_value=1000, exclude_min=True) | st.sampled_from([2.0, 0.5])
_words = st.builds(Words, texts)
_in_text = (
    _words
    | st.builds(Literal, texts)
    | st.builds(Prefix, texts)
    | st.builds(Fuzzy, texts, st.integers(1, 2))
    | st.builds(Near, st.lists(_words, min_size=2, max_size=3).map(tuple), st.integers(0, 999))
    | _quantities()
)


def _branches(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(parts, min_size=2, max_size=3)
    return some.map(all_of) | some.map(any_of) | parts.map(negate) | st.builds(Boost, parts, _weights)


_sentences = (
    st.lists(
        st.recursive(_in_text, _branches, max_leaves=4).filter(lambda node: not isinstance(node, And)),
        min_size=2,
        max_size=3,
    )
    .map(tuple)
    .map(SameSentence)
)
trees: st.SearchStrategy[Node] = st.recursive(
    _in_text | _ranges() | _sentences,
    lambda parts: _branches(parts) | st.builds(Field, st.sampled_from(["title", "label", "text"]), parts),
    max_leaves=8,
)
"""Trees of every kind of node, their texts full of marks."""
