"""Frozen records: what a frozen dataclass is, without its price."""

import copy
import pickle

import pytest

from indexer.query.tree import Fuzzy, Literal, Words


def test_a_record_takes_its_fields_by_place_and_by_name() -> None:
    assert Fuzzy("户籍", 2) == Fuzzy(text="户籍", edits=2) == Fuzzy("户籍", edits=2)
    assert Fuzzy("户籍").edits == 1
    assert repr(Fuzzy("户籍")) == "Fuzzy(text='户籍', edits=1)"


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), (("户籍", 1, 2), {}), (("户籍",), {"text": "户口"}), (("户籍",), {"edit": 2})]
)
def test_a_field_too_few_or_too_many_is_an_error(given: tuple[object, ...], named: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="Fuzzy"):
        Fuzzy(*given, **named)


def test_records_of_other_classes_are_others() -> None:
    assert Words("户籍") != Literal("户籍")
    assert len({Words("户籍"), Literal("户籍"), Words("户籍")}) == 2


def test_a_record_cannot_be_changed() -> None:
    word = Words("户籍")
    with pytest.raises(AttributeError, match="frozen"):
        word.text = "户口"
    with pytest.raises(AttributeError, match="frozen"):
        del word.text


def test_a_record_can_be_copied_and_sent() -> None:
    word = Fuzzy("户籍", 2)
    assert copy.deepcopy(word) == pickle.loads(pickle.dumps(word)) == word
