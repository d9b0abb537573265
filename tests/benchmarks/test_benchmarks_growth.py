import math
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus import Corpus, File
from benchmarks.growth import changed_words, cut_to, folder_of, heaps_exponent, new_share


@pytest.mark.parametrize("paragraphs", [1, 100, 630, 631, 2000])
def test_a_folder_has_exactly_as_many_paragraphs_as_asked(corpus: Corpus, tmp_path: Path, paragraphs: int):
    """Smaller ones are samples, larger ones are copies, and the last file is cut."""
    grown = Corpus("grown", folder_of(corpus.folder, paragraphs, tmp_path / "grown"))
    assert len(grown.paragraphs) == paragraphs


def test_the_same_seed_writes_the_same_folder(corpus: Corpus, tmp_path: Path):
    """Every run measures the same corpus."""
    first, second = (Corpus("grown", folder_of(corpus.folder, 1500, tmp_path / name)) for name in "ab")
    assert first.paragraphs == second.paragraphs
    assert [file.path for file in first.files] == [file.path for file in second.files]


def test_a_copy_has_words_of_its_own_and_keeps_numbers(corpus: Corpus, tmp_path: Path):
    """A corpus that grows gets new words, as real text does; each copy gets others."""
    grown = Corpus("grown", folder_of(corpus.folder, 3 * 630, tmp_path / "grown"))
    copies = [grown.paragraphs[at : at + 630] for at in (0, 630, 1260)]
    words = [set("".join(copy)) for copy in copies]
    assert sorted(copies[0]) == sorted(corpus.paragraphs)
    assert sorted(copies[1]) != sorted(copies[0]) != sorted(copies[2]) != sorted(copies[1])
    assert all("第" in each and "号" in each for each in words)


def test_heaps_exponent_is_that_of_the_law():
    """Texts made to have n^0.5 distinct words give 0.5, and texts without a repeated word 1."""
    words = [str(math.isqrt(number)) for number in range(10_000)]
    texts = [words[at : at + 100] for at in range(0, len(words), 100)]
    assert heaps_exponent(texts) == pytest.approx(0.5, abs=0.01)
    assert heaps_exponent([[str(number)] for number in range(100)]) == pytest.approx(1.0)


def test_the_new_shares_add_up_to_the_law():
    """The first k copies together have k^β times the vocabulary of one."""
    assert 1 + sum(new_share(copy, 0.6) for copy in range(2, 8)) == pytest.approx(7**0.6)


def test_changed_words_are_rare_ones_and_keep_their_length():
    """Frequent words stay, as the frequent words of real text do; numbers of articles stay always."""
    counts = Counter({"的": 100_000, "第十条": 1, "2023": 1} | {f"词{chr(0x4E00 + n)}": 1 for n in range(200)})
    changes = changed_words(counts, 0.5, random.Random(1))
    assert len(changes) == round(0.5 * len(counts))
    assert not {"的", "第十条", "2023"} & set(changes)
    assert all(len(old) == len(new) and old[:-1] == new[:-1] for old, new in changes.items())


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.integers(0, 80))
def test_cut_to_gives_no_more_than_asked_and_all_there_is(sizes: list[int], wanted: int):
    """The files together have the number of paragraphs asked for, or all."""
    files = [File(Path(f"{number}.md"), ["text"] * size) for number, size in enumerate(sizes)]
    assert sum(len(file.paragraphs) for file in cut_to(files, wanted)) == min(wanted, sum(sizes))
