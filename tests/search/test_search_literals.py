"""Literals: the paragraphs found are those that hold the string, whatever jieba makes of it."""

import random

import pytest

from indexer import ClauseIndex
from indexer.analysis.normal import normalise

ALPHABET = "国务院户籍准入海域使用權第十条一二３a1 ，。（）·-\u3000𠮷"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[ClauseIndex, list[str]]:
    """An index of random paragraphs, in two segments, with documents removed, and the texts of what is left."""
    folder = tmp_path_factory.mktemp("literals")
    chance = random.Random(7)
    index = ClauseIndex.create(folder / "index")
    for name in ("甲", "乙", "丙"):
        lines = ["".join(chance.choices(ALPHABET, k=chance.randint(1, 40))) + "户" for _ in range(60)]
        (folder / f"{name}.txt").write_text("\n".join(lines), "utf-8")
        index.add(folder / f"{name}.txt")
    index.remove("乙.txt")
    shown = [clause for document in index.documents() for clause in index.show(document.id)]
    return index, [text for clause in shown for text in clause.clause.text.split("\n")]


@pytest.mark.parametrize("length", [1, 2, 3, 5, 9, 20])
def test_a_literal_finds_exactly_the_clauses_that_hold_it(corpus: tuple[ClauseIndex, list[str]], length: int) -> None:
    index, texts = corpus
    chance = random.Random(length)
    normal = [normalise(text).text for text in texts]
    for _ in range(40):
        text = chance.choice(texts)
        start = chance.randrange(max(len(text) - length, 0) + 1)
        sought = text[start : start + length]
        if not normalise(sought).text:
            continue
        results = index.search('"' + sought.replace("\\", "\\\\").replace('"', '\\"') + '"', limit=1000, context=0)
        found = {paragraph for hit in results for paragraph in hit.clause.text.split("\n")}
        holding = {text for text, form in zip(texts, normal, strict=True) if normalise(sought).text in form}
        assert holding <= found
        assert all(normalise(sought).text in normalise(hit.text).text for hit in results)


def test_the_check_of_an_index_misses_nothing(corpus: tuple[ClauseIndex, list[str]], seeded: ClauseIndex) -> None:
    for index in (corpus[0], seeded):
        told = index.check(literals=150, seed=3).literals
        assert told is not None
        assert told.strings == 150
        assert told.missed == ()


def test_a_string_that_stands_nowhere_finds_nothing(seeded: ClauseIndex) -> None:
    assert seeded.search('"户藉准入"').total == 0
    assert seeded.search('"籍户"').total == 0
