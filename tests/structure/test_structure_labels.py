"""What is read as a label at the start of a line."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.structure.labels import canonical, plain_digit, read_label

CASES = yaml.safe_load((Path(__file__).parent / "labels.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_line_gives_the_label_of_the_table(case: list[Any]) -> None:
    line, *expected = case
    label = read_label(line)
    if not expected:
        assert label is None
        return
    form, number, written, standard, rest = expected
    assert label is not None
    assert (label.form, list(label.number), label.text) == (str(form), number, str(written))
    assert canonical(label) == str(standard)
    assert line[label.end :] == rest


def test_a_bare_number_is_a_label_only_in_a_heading_by_markup() -> None:
    assert read_label("三") is None
    label = read_label("三", heading=True)
    assert label is not None
    assert (label.form, label.number, canonical(label)) == ("一、", (3,), "三、")


def test_a_label_stands_apart_by_a_blank_or_by_its_own_mark() -> None:
    firm = {
        line: label.firm for line in ("第一条　甲", "第一条甲", "第一条", "（一）甲") if (label := read_label(line))
    }
    assert firm == {"第一条　甲": True, "第一条甲": False, "第一条": True, "（一）甲": True}


def test_a_decimal_can_be_read_again_as_a_number_before_a_decimal() -> None:
    label = read_label("1.5级以上")
    assert label is not None
    again = plain_digit(label, "1.5级以上")
    assert again is not None
    assert (again.form, again.number, "1.5级以上"[again.end :]) == ("1.", (1,), "5级以上")


@given(
    st.text(alphabet="第笫条章节编之一二十百零〇○两廿（()）、．.1２3㈠①⒈ 　规定的甲:：|", max_size=14), st.booleans()
)
def test_any_line_gives_a_label_that_is_its_own_beginning_or_none(line: str, heading: bool) -> None:
    label = read_label(line, heading=heading)
    if label is not None:
        assert line.startswith(label.text)
        assert len(label.text) <= label.end <= len(line)
        assert label.number
        assert canonical(label)
