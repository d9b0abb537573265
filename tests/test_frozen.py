"""Frozen records: what a frozen dataclass is, without its price."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, replace
from inspect import signature

import pytest

from indexer.frozen import quickly_made
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


@dataclass(frozen=True, slots=True)
class Plain:
    """Made as `dataclasses` does."""

    text: str
    level: int = 0
    bold: bool = False


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    """The same, made quickly."""

    text: str
    level: int = 0
    bold: bool = False


@pytest.mark.parametrize(
    ("given", "named"), [(("a",), {}), (("a", 2), {"bold": True}), ((), {"bold": True, "text": "a", "level": 3})]
)
def test_what_is_quickly_made_takes_the_same_arguments(given: tuple[str, ...], named: dict[str, object]) -> None:
    plain, quick = Plain(*given, **named), Quick(*given, **named)  # type: ignore[arg-type]
    assert repr(quick) == repr(plain).replace("Plain", "Quick")
    assert signature(Quick) == signature(Plain)


@pytest.mark.parametrize(("given", "named"), [((), {}), (("a", 1, True, 2), {}), (("a",), {"depth": 1})])
def test_what_is_quickly_made_refuses_the_same_arguments(given: tuple[str, ...], named: dict[str, object]) -> None:
    for kind in (Plain, Quick):
        with pytest.raises(TypeError, match=rf"{kind.__name__}.__init__\(\)"):
            kind(*given, **named)  # type: ignore[arg-type]


def test_what_is_quickly_made_is_frozen_equal_by_value_copied_and_sent() -> None:
    quick = Quick("a", 2)
    with pytest.raises(FrozenInstanceError):
        quick.text = "b"  # type: ignore[misc]
    assert replace(quick, bold=True) == Quick("a", 2, True)
    assert pickle.loads(pickle.dumps(quick)) == copy.deepcopy(quick) == quick
    assert len({quick, Quick("a", 2), Quick("b")}) == 2
