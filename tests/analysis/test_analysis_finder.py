"""A text brought to its normal form for some strings shows them where its whole normal form does."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.finder import Finder, glance
from indexer.analysis.normal import normalise
from indexer.analysis.numbers import find_numbers

TEXTS = st.text("合同合同閤條条款 \u3000\u200b（(）)，,ＡA1１℃㈠\u0301\ufe00\r\n台臺", max_size=30)
STRINGS = st.lists(st.text("合同条款(),a1台", min_size=1, max_size=3), max_size=4)


def places(haystack: str, part: str) -> list[int]:
    return [at for at in range(len(haystack)) if haystack.startswith(part, at)]


@given(TEXTS, STRINGS)
def test_what_is_sought_stands_where_the_normal_form_has_it(text: str, strings: list[str]) -> None:
    whole, enough = normalise(text), Finder(strings).normal(glance(text))
    assert len(enough.text) == len(whole.text)
    for part in strings:
        found = places(enough.text, part)
        assert found == places(whole.text, part)
        for at in found:
            assert enough.span(at, at + len(part)) == whole.span(at, at + len(part))


@given(TEXTS)
def test_a_text_that_was_looked_through_has_its_normal_form_and_numbers(text: str) -> None:
    glanced, whole = glance(text), normalise(text)
    assert glanced.normal.text == whole.text
    assert [glanced.normal.span(at, at + 1) for at in range(len(whole.text))] == [
        whole.span(at, at + 1) for at in range(len(whole.text))
    ]
    assert glanced.numbers == find_numbers(whole.text)


def test_blanks_that_go_leave_the_way_back() -> None:
    normal = normalise("第一条\u3000为了 规范")
    assert normal.text == "第一条为了规范"
    assert normal.span(3, 7) == (4, 9)
    assert normal.span(2, 4) == (2, 5)
    assert normal.offsets is not None
    assert list(normal.offsets.starts) == [0, 1, 2, 4, 5, 7, 8]
    assert normal.offsets.ends[-1] == 9
    assert list(normal.offsets.ends[1:4]) == [2, 3, 5]
