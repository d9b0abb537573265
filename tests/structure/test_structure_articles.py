"""Which lines with 第X条 are articles, by the sequence of their numbers."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.structure.articles import Number, articles

CASES = yaml.safe_load((Path(__file__).parent / "articles.yaml").read_text("utf-8"))


def _read(written: str) -> list[Number]:
    return [tuple(int(part) for part in number.strip("?").split(".")) for number in written.split()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[2])
def test_a_sequence_gives_the_articles_of_the_table(case: list[str]) -> None:
    numbers = _read(case[0])
    chosen = articles(numbers, ["?" not in number for number in case[0].split()])
    assert [number for number, keep in zip(numbers, chosen, strict=True) if keep] == _read(case[1])


@given(st.lists(st.integers(1, 40), unique=True).map(sorted))
def test_a_sequence_that_only_rises_is_kept_whole(numbers: list[int]) -> None:
    assert all(articles([(number,) for number in numbers], [True] * len(numbers)))


@given(st.lists(st.tuples(st.integers(1, 12), st.booleans())))
def test_what_is_kept_never_falls_but_to_a_new_beginning(candidates: list[tuple[int, bool]]) -> None:
    numbers: list[Number] = [(number,) for number, _ in candidates]
    chosen = articles(numbers, [firm for _, firm in candidates])
    kept = [number for number, keep in zip(numbers, chosen, strict=True) if keep]
    assert len(chosen) == len(numbers)
    assert all(other >= one or other == (1,) for one, other in pairwise(kept))
