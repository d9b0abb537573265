"""Works in steps: done at once or abreast, they come to the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.executor.steps import Steps, abreast, at_once


class RefusedError(Exception):
    pass


def work(name: int, steps: int, taken: list[tuple[int, int]], failure: Exception | None = None) -> Steps[int]:
    for step in range(steps):
        taken.append((step, name))
        yield
    if failure is not None:
        raise failure
    return name


@given(st.lists(st.integers(0, 5)))
def test_all_take_a_step_before_any_takes_the_next(lengths: list[int]) -> None:
    taken: list[tuple[int, int]] = []
    came = abreast([work(name, steps, taken) for name, steps in enumerate(lengths)], RefusedError)
    assert [one for one, _ in came] == list(range(len(lengths)))
    assert taken == sorted((step, name) for name, steps in enumerate(lengths) for step in range(steps))


def test_a_work_that_fails_ends_alone() -> None:
    failure = RefusedError("no")
    works = [work(0, 3, []), work(1, 1, [], failure), work(2, 2, [])]
    assert [one for one, _ in abreast(works, RefusedError)] == [0, failure, 2]


def test_an_error_that_is_not_expected_is_raised() -> None:
    with pytest.raises(KeyError):
        abreast([work(0, 1, [], KeyError("a"))], RefusedError)


def test_at_once_returns_what_comes_of_all_steps() -> None:
    taken: list[tuple[int, int]] = []
    assert at_once(work)(7, 3, taken) == 7
    assert taken == [(0, 7), (1, 7), (2, 7)]
