"""Folders of a given number of paragraphs: a sample of a corpus, or the corpus repeated with changed words.

A text repeated as it is has no new words, so its postings grow and its dictionary does not; real text follows Heaps'
law, vocabulary = K n^β (Heaps 1978, Information Retrieval, 7.5). So in the k-th copy of the corpus the share
k^β - (k-1)^β of its words, rare words rather than frequent ones, are changed into new ones, each throughout the copy;
β is measured on the corpus itself. The words that make the structure of a statute (第十条, 章, numbers) stay.
"""

import math
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.corpus import File, read_files

_CHANGEABLE = re.compile("[\u4e00-\u9fff]+")
_STRUCTURE = re.compile("[第〇零一二三四五六七八九十百千万亿两条款项目编章节号]")

Cut = tuple[Path, list[list[str]]]
"""A file and, for each of its paragraphs, the words that joined make the paragraph."""


def folder_of(corpus: Path, paragraphs: int, target: Path, seed: int = 1) -> Path:
    """Write Markdown files with exactly so many paragraphs of a corpus, or of a corpus grown from it.

    Args:
        corpus: a folder of Markdown files.
        paragraphs: how many there shall be.
        target: the folder to write; must not exist.
        seed: chooses the files of a sample, and the words that change.

    Returns:
        `target`.
    """
    files = list(read_files(corpus))
    random.Random(seed).shuffle(files)
    held = sum(len(file.paragraphs) for file in files)
    if paragraphs > held:
        shutil.copytree(corpus, target / "copy-01")
        for copy in _copies(files, paragraphs - held, seed):
            _write(copy, target)
    else:
        _write(cut_to(files, paragraphs), target)
    return target


def cut_to(files: Sequence[File], paragraphs: int) -> Iterator[File]:
    """Yield files until there are so many paragraphs; the last one may lose its end."""
    for file in files:
        if paragraphs <= 0:
            return
        yield File(file.path, file.paragraphs[:paragraphs])
        paragraphs -= len(file.paragraphs)


def _copies(files: Sequence[File], paragraphs: int, seed: int) -> Iterator[Iterator[File]]:
    """Yield the second and further copies of the files, until there are so many paragraphs more."""
    import rjieba

    cut: list[Cut] = [(file.path, [rjieba.cut(text) for text in file.paragraphs]) for file in files]
    counts = Counter(word for _, texts in cut for words in texts for word in words)
    beta = heaps_exponent([words for _, texts in cut for words in texts])
    number = 2
    while paragraphs > 0:
        changes = changed_words(counts, new_share(number, beta), random.Random(f"{seed} {number}"))
        copy = [File(Path(f"copy-{number:02}") / path, _changed(texts, changes)) for path, texts in cut]
        yield cut_to(copy, paragraphs)
        paragraphs -= sum(len(file.paragraphs) for file in copy)
        number += 1


def _changed(texts: list[list[str]], changes: dict[str, str]) -> list[str]:
    return ["".join([changes.get(word, word) for word in words]) for words in texts]


def _write(files: Iterator[File], target: Path) -> None:
    for file in files:
        path = target / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        title, *rest = file.paragraphs or [""]
        path.write_text("\n\n".join((f"# {title}", *rest)) + "\n", encoding="utf-8")


def heaps_exponent(texts: Sequence[Sequence[str]]) -> float:
    """Return β of vocabulary = K n^β, from the vocabulary of the first half of some texts and that of all of them."""
    half = texts[: len(texts) // 2]
    sizes = [(sum(map(len, part)), len(set().union(*part))) for part in (half, texts)]
    (few, early), (many, late) = sizes
    return math.log(late / early) / math.log(many / few)


def new_share(copy: int, beta: float) -> float:
    """Return which share of the first copy's vocabulary the k-th copy adds to that of the copies before it."""
    return float(copy**beta - (copy - 1) ** beta)


def changed_words(counts: Counter[str], share: float, chance: random.Random) -> dict[str, str]:
    """Choose a share of the words, rare ones rather than frequent ones, and a new word for each.

    Args:
        counts: how often each word occurs.
        share: how many of the words are to change, 0 to 1.
        chance: draws the words (without replacement, each with a weight of one over its count: Efraimidis and
            Spirakis 2006) and the characters that make the new ones.

    Returns:
        From each chosen word to the new one, of the same number of characters; the last one differs.
    """
    words = [word for word in counts if _CHANGEABLE.fullmatch(word) and not _STRUCTURE.search(word)]
    characters = sorted({character for word in words for character in word})
    drawn = sorted(words, key=lambda word: counts[word] * math.log(1.0 - chance.random()), reverse=True)
    return {word: word[:-1] + chance.choice(characters) for word in drawn[: round(share * len(counts))]}
