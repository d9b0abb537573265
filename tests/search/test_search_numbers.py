"""Numbers in queries, whatever their spelling, and ranges over them: a table of cases, and a scan as the oracle."""

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import ClauseIndex
from indexer.analysis.finder import glance
from indexer.analysis.normal import normalise
from indexer.analysis.numbers import find_numbers
from indexer.codec.snapshot import Snapshot
from indexer.query import Quantity
from indexer.search.executor.results import Scored
from indexer.search.highlight import Highlighter
from indexer.search.quantities import (
    holds_quantity,
    quantity_docs,
    quantity_tokens,
    year_docs,
    year_tokens,
)
from indexer.store.index import Store
from indexer.store.view import View
from indexer.structure.numerals import format_numeral

TABLE = yaml.safe_load(Path(__file__).with_name("numbers.yaml").read_text("utf-8"))
CASES = TABLE["queries"]

# --- the table --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClauseIndex]:
    folder = tmp_path_factory.mktemp("numbers")
    (folder / "数字.md").write_text(TABLE["document"], "utf-8")
    with ClauseIndex.create(folder / "index") as index:
        assert index.add(folder / "数字.md").added
        yield index


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_a_query_of_the_table_finds_these_clauses(case: dict[str, Any], numbered: ClauseIndex) -> None:
    results = numbered.search(case["query"], limit=100)
    found = [] if results.relaxed else [hit.clause.label for hit in results.hits]
    assert sorted(found) == sorted(case["all"])
    if "highlights" in case:
        hit = results.hits[0]
        assert [hit.text[start:end] for start, end in hit.highlights] == case["highlights"]


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 2_000_000), st.booleans())
def test_a_number_is_found_in_the_other_spelling(number: int, in_digits: bool) -> None:
    """What is highlighted for a number in one spelling is the number in the other."""
    digits, signs = f"{number}元", f"{format_numeral(number)}元"
    typed, text = (digits, f"应缴{signs}。") if in_digits else (signs, f"应缴{digits}。")
    (token,) = (found.token for found in find_numbers(normalise(typed).text))
    ((start, end),) = Highlighter([token]).find(glance(text))
    assert text[start:end] == text[2:-1]


def test_a_range_is_highlighted_by_its_ends_where_they_are_sought() -> None:
    text = "处五万元以上十万元以下罚款"
    assert Highlighter(["#50000..100000元"]).find(glance(text)) == ((1, 11),)
    assert Highlighter(["#50000..100000元", "#100000元"]).find(glance(text)) == ((6, 9),)
    assert Highlighter(["#50000..100000元", "#100000元", "#50000元"]).find(glance(text)) == ((1, 4), (6, 9))


def test_a_number_sign_that_is_typed_is_highlighted_literally() -> None:
    assert Highlighter(["#5"]).find(glance("型号#5，共5个")) == ((2, 4),)
    assert Highlighter(["#5", "#50"]).find(glance("型号5，共五十个")) == ((2, 3), (5, 7))


# --- ranges, against a scan -------------------------------------------------------------------------------------------

UNITS = ["元", "%", "日", "年", "人", "米", ""]
NAMES = ["罚款", "期限", "面积"]
VALUES = [1, 2, 3, 5, 7, 10, 15, 100, 1999, 2021, 2025, 50_000, 200_000]


def _paragraphs() -> list[str]:
    """Return texts with numbers, ranges and names in several spellings and sentences."""
    chance = random.Random(7)

    def number() -> str:
        value, unit = chance.choice(VALUES), chance.choice(UNITS)
        spelt = str(value) if chance.random() < 0.5 else format_numeral(value)
        if chance.random() < 0.3:
            return f"{spelt}{unit}以上{chance.choice(VALUES)}{unit}以下"
        return f"{spelt}{unit}"

    def sentence() -> str:
        return "".join(chance.choice([chance.choice(NAMES), number(), "为", "不超过"]) for _ in range(4))

    return ["".join(sentence() + chance.choice("。；，") for _ in range(3)) for _ in range(300)]


PARAGRAPHS = _paragraphs()


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """A view of two segments, of which a document was removed."""
    folder = tmp_path_factory.mktemp("ranges")
    thirds = len(PARAGRAPHS) // 3
    with ClauseIndex.create(folder / "index") as index:
        for number in range(3):
            source = folder / f"{number}.txt"
            source.write_text("\n\n".join(PARAGRAPHS[number * thirds : (number + 1) * thirds]), "utf-8")
            index.add(source)
        index.remove("1.txt")
    store = Store.open(folder / "index", timeout=1)
    yield store.view
    store.close()


def _texts(snapshot: Snapshot, view: View) -> dict[int, str]:
    return {number: view.stored("text", number) for number in snapshot.live_docs().tolist()}


bounds = st.sampled_from(VALUES) | st.integers(0, 300_000)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(bounds), draw(bounds)))
    name, unit = draw(st.sampled_from(["", *NAMES])), draw(st.sampled_from(UNITS))
    match draw(st.integers(0, 2)):
        case 0:
            return Quantity(name, unit, low=Decimal(low), low_included=draw(st.booleans()))
        case 1:
            return Quantity(name, unit, high=Decimal(high), high_included=draw(st.booleans()))
    return Quantity(name, unit, Decimal(low), Decimal(high))


def _answers(text: str, quantity: Quantity) -> bool:
    """Tell by reading it whether a text answers a range: a number at a time, a sentence at a time."""
    for sentence in text.replace("；", "。").split("。"):
        if quantity.name not in sentence:
            continue
        for number in find_numbers(normalise(sentence).text):
            if number.kind in {"ordinal", "date"} or (quantity.unit and number.unit != quantity.unit):
                continue
            years = quantity.unit == "年" and any(
                bound is not None and 1000 <= bound < 3000 for bound in (quantity.low, quantity.high)
            )
            if (number.unit == "年" and 1000 <= number.low < 3000) != years:
                continue
            too_low = quantity.low is not None and (
                number.high < quantity.low or (number.high == quantity.low and not quantity.low_included)
            )
            too_high = quantity.high is not None and (
                number.low > quantity.high or (number.low == quantity.high and not quantity.high_included)
            )
            if not too_low and not too_high:
                return True
    return False


@settings(max_examples=60, deadline=None)
@given(quantity=quantities())
def test_a_range_finds_what_a_scan_finds(view: View, quantity: Quantity) -> None:
    found = quantity_docs(view.snapshot, quantity, lambda number: view.stored("text", number))
    texts = _texts(view.snapshot, view)
    assert found.docs.tolist() == [number for number, text in texts.items() if _answers(text, quantity)]
    _check_scores(found)


def _check_scores(found: Scored) -> None:
    assert found.docs.dtype == np.int32
    assert found.scores.dtype == np.float32
    assert len(found.docs) == len(found.scores)
    assert len(set(found.scores.tolist())) <= 1
    assert (found.scores > 0).all()


@settings(max_examples=30, deadline=None)
@given(st.none() | st.integers(1900, 2100), st.none() | st.integers(1900, 2100))
def test_years_find_what_a_scan_finds(view: View, low: int | None, high: int | None) -> None:
    found = year_docs(view.snapshot, low, high)
    holding = [
        number
        for number, text in _texts(view.snapshot, view).items()
        if any(
            year.unit == "年" and 1000 <= year.low < 3000 and year.high >= (low or 0) and year.low <= (high or 9999)
            for year in find_numbers(normalise(text).text)
        )
    ]
    assert found.docs.tolist() == holding
    _check_scores(found)


def test_the_scan_above_finds_some_and_not_all(view: View) -> None:
    """The oracle would prove nothing on a corpus in which everything answers, or nothing."""
    count = len(_texts(view.snapshot, view))
    assert count == 200
    assert 0 < len(year_docs(view.snapshot, 2000, None).docs) < count
    asked = Quantity("罚款", "元", low=Decimal(50_000))
    assert 0 < len(quantity_docs(view.snapshot, asked, lambda number: view.stored("text", number)).docs) < count


def test_a_sentence_holds_a_quantity_with_its_name() -> None:
    asked = Quantity("罚款", "元", low=Decimal(50_000))
    assert holds_quantity("处五万元以上罚款", asked)
    assert not holds_quantity("处五千元以上罚款", asked)
    assert not holds_quantity("没收五万元", asked)


def test_the_tokens_of_a_range_are_those_in_it(view: View) -> None:
    assert set(year_tokens(view.snapshot, 2021, 2021)) >= {"#2021年"}
    assert "#2025年" not in year_tokens(view.snapshot, 2021, 2021)
    tokens = quantity_tokens(view.snapshot, Quantity("", "元", Decimal(2), Decimal(5)))
    assert [token for token in tokens if ".." not in token] == ["#2元", "#3元", "#5元"]
