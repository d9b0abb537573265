"""Pinyin: how texts are read, and what typed letters may stand for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.normal import normalise
from indexer.analysis.pinyin import pinyin


def _read(text: str) -> list[str]:
    codes = np.array([ord(character) for character in text], dtype=np.uint32)
    return [pinyin().syllables[number] for number in pinyin().read(codes).tolist()]


def _ways(text: str) -> list[list[str]]:
    """The ways of a text, each part as its first syllable, with … if others begin so."""
    names = pinyin().syllables
    return [[names[low] + "…" * (high > low + 1) for low, high in way] for way in pinyin().typed(text)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("户籍管理", "hu ji guan li"),
        ("银行业", "yin hang ye"),
        ("行政", "xing zheng"),
        ("重庆市", "chong qing shi"),
        ("绿化", "lv hua"),
        ("a第1条，", " di  tiao "),
    ],
)
def test_characters_are_read_as_in_their_words(text: str, read: str) -> None:
    assert _read(text) == read.split(" ")


@given(st.text(max_size=12))
def test_each_character_has_one_reading_or_none(text: str) -> None:
    assert len(_read(text)) == len(text)
    assert all(not syllable or syllable.isalpha() for syllable in _read(text))


def test_a_character_has_all_its_readings_the_usual_one_first() -> None:
    names = [pinyin().syllables[number] for number in pinyin().readings("行")]
    assert names[0] == "xing"
    assert {"xing", "hang"} <= set(names)
    assert pinyin().readings("a") == ()


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("huji", ["hu", "ji…"]),
        ("hu ji", ["hu", "ji…"]),
        ("HuJi", ["hu", "ji…"]),
        ("hj", ["ha…", "ji…"]),
        ("huj", ["hu", "ji…"]),
        ("hji", ["ha…", "ji…"]),
        ("xi'an", ["xi", "an…"]),
        ("xian", ["xian…"]),
        ("zscq", ["za…", "sa…", "ca…", "qi…"]),
        ("lü", ["lv…"]),
    ],
)
def test_what_is_typed_may_be_whole_or_abbreviated(typed: str, way: list[str]) -> None:
    assert way in _ways(typed)


@pytest.mark.parametrize("typed", ["", "户籍", "gb/t", "i", "a" * 25, "3", "vvv"])
def test_what_is_no_pinyin_has_no_way(typed: str) -> None:
    assert _ways(typed) == []


@given(st.lists(st.sampled_from(pinyin().syllables[1:]), min_size=1, max_size=4))
def test_whole_syllables_are_among_the_ways_they_can_be_divided(syllables: list[str]) -> None:
    numbers = tuple(map(pinyin().syllables.index, syllables))
    assert numbers in pinyin().whole(" ".join(syllables))
    for way in pinyin().whole("".join(syllables)):
        assert "".join(pinyin().syllables[number] for number in way) == "".join(syllables)


def test_the_table_is_in_the_normal_form() -> None:
    for character in "户籍著作权龙龟":
        assert normalise(character).text == character
        assert pinyin().readings(character)
