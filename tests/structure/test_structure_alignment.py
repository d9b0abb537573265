"""Aligning the clauses of two texts."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.structure import alignment
from indexer.structure.alignment import Pair, align, edits, likeness

WORDS = ("市场", "登记", "机关", "公司", "股东", "处罚", "申请", "应当", "许可", "备案")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=0, max_size=8).map("".join)
CLAUSES = st.lists(st.tuples(st.sampled_from(["", "第一条", "第二条", "第三条"]), TEXTS), max_size=9)


def articles(*texts: str, first: int = 1) -> list[tuple[str, str]]:
    return [(f"第{number}条", text) for number, text in enumerate(texts, first)]


@given(CLAUSES, CLAUSES)
def test_every_clause_of_both_occurs_once_and_the_second_text_in_its_order(before, after) -> None:
    pairs = align(before, after)
    assert sorted(pair.before for pair in pairs if pair.before is not None) == list(range(len(before)))
    assert [pair.after for pair in pairs if pair.after is not None] == list(range(len(after)))


@given(CLAUSES, CLAUSES)
def test_what_has_not_moved_keeps_its_order(before, after) -> None:
    stayed = [pair.before for pair in align(before, after) if pair.before is not None and not pair.moved]
    gone = [pair.before for pair in align(before, after) if pair.after is None]
    assert [i for i in stayed if i not in gone] == sorted(i for i in stayed if i not in gone)


@given(CLAUSES)
def test_a_text_is_itself(clauses) -> None:
    assert align(clauses, clauses) == [Pair(i, i) for i in range(len(clauses))]


@given(st.text(max_size=40), st.text(max_size=40))
def test_edits_turn_one_text_into_the_other(before: str, after: str) -> None:
    pieces = edits(before, after)
    assert "".join(text for kind, text in pieces if kind != "+") == before
    assert "".join(text for kind, text in pieces if kind != "-") == after
    assert all(text for _, text in pieces)


@given(st.text(max_size=40), st.text(max_size=40))
def test_long_texts_are_told_apart_at_their_ends_only(before: str, after: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "LONGEST_MARKED", -1)
        pieces = edits(before, after)
    assert "".join(text for kind, text in pieces if kind != "+") == before
    assert "".join(text for kind, text in pieces if kind != "-") == after


def test_renumbered_articles_are_found_by_what_they_say() -> None:
    before = articles("公司是企业法人，有独立的财产。", "股东依法享有收益。", "公司应当依法登记。")
    after = articles(
        "为了规范公司，制定本法。", "公司是企业法人，有独立的财产。", "股东依法享有资产收益。", "公司应当依法登记。"
    )
    assert align(before, after) == [Pair(None, 0), Pair(0, 1), Pair(1, 2), Pair(2, 3)]


def test_an_article_whose_words_are_all_new_is_another_article_even_with_its_number() -> None:
    pairs = align(articles("公司是企业法人。"), articles("处罚由登记机关决定！"))
    assert {(pair.before, pair.after) for pair in pairs} == {(0, None), (None, 0)}


def test_the_label_decides_between_clauses_that_are_equally_alike() -> None:
    before = [("第一条", "处以罚款。"), ("第二条", "处以罚款。")]
    assert Pair(1, 0) in align(before, [("第二条", "处以罚款。")])


def test_what_stands_elsewhere_has_moved() -> None:
    long = "登记机关应当自受理之日起二十日内决定是否登记。"
    others = ["公司是企业法人。", "股东享有收益。", "董事应当忠实。", "监事监督董事。"]
    pairs = align(articles(long, *others), articles(*others, long))
    assert [pair for pair in pairs if pair.moved] == [Pair(0, 4, moved=True)]


def test_very_long_texts_are_aligned_by_equal_clauses() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "MOST_PAIRS", 0)
        pairs = align(articles("甲乙", "丙丁", "戊己"), articles("丙丁", "戊己", "庚辛"))
    assert pairs == [Pair(0, None), Pair(1, 0), Pair(2, 1), Pair(None, 2)]


def test_likeness_is_one_for_equal_texts_and_none_without_a_common_pair() -> None:
    alike = likeness(["公司登记", "罚", "公 司登记"], ["公司登记", "罚", "处罚"])
    assert np.allclose(alike, [[1, 0, 0], [0, 1, 0], [1, 0, 0]])


def test_amending_at_random_is_undone_by_the_alignment() -> None:
    """Articles dropped and inserted among others of their own words are told from those that stay."""
    dice = random.Random(7)
    signs = [chr(0x4E00 + n) for n in range(2000)]
    before = articles(*("".join(dice.choices(signs, k=30)) for _ in range(60)))
    kept = [clause for clause in before if dice.random() > 0.2]
    texts = [text for _, text in kept]
    for _ in range(10):
        texts.insert(dice.randrange(len(texts)), "".join(dice.choices(signs, k=30)))
    pairs = align(before, articles(*texts))
    same = [(pair.before, pair.after) for pair in pairs if pair.before is not None and pair.after is not None]
    assert len(same) == len(kept)
    assert all(before[i][1] == texts[j] for i, j in same)
