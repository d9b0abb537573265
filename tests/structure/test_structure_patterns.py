"""Rules of a data file: patterns are compiled when asked for, and all of them can be."""

import re

import pytest

from indexer.structure.citing_rules import citing_rules
from indexer.structure.patterns import RulesOfFile
from indexer.structure.rules import rules


class Told(RulesOfFile):
    """Some rules."""

    longest: int
    label: re.Pattern[str]
    broken: re.Pattern[str]


@pytest.fixture
def told() -> Told:
    return Told({"longest": 3}, {"label": "第.条", "broken": "("})


def test_a_pattern_is_compiled_when_it_is_first_asked_for_and_kept(told: Told) -> None:
    assert told.longest == 3
    assert told.label.fullmatch("第十条")
    assert told.label is told.label
    with pytest.raises(re.error):
        _ = told.broken


def test_no_rule_can_be_set(told: Told) -> None:
    for name in ("longest", "label"):
        with pytest.raises(AttributeError, match=f"{name!r} cannot be set"):
            setattr(told, name, 1)


@pytest.mark.parametrize("told", [rules(), citing_rules()], ids=lambda told: type(told).__name__)
def test_every_rule_that_is_named_is_there(told: RulesOfFile) -> None:
    patterns = [name for name in type(told).__annotations__ if isinstance(getattr(told, name), re.Pattern)]
    assert patterns == told.pattern_names()
