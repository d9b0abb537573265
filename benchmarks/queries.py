"""Questions sampled from a corpus, the same ones in every run."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.corpus import DAYS, Corpus


@dataclass(frozen=True, slots=True)
class Query:
    """One question to an engine.

    Attributes:
        method: which method of the engine answers it: any, all, phrase, prefix, filtered, literal.
        terms: the terms; for a prefix or a literal the one string.
        days: the span of days, both included, that filters the paragraphs.
    """

    method: str
    terms: tuple[str, ...]
    days: tuple[int, int] = (0, DAYS)


_LITERALS = {
    "literal-1": (1, 1),
    "literal-2": (2, 2),
    "literal-3": (3, 3),
    "literal-4-6": (4, 6),
    "literal-7-12": (7, 12),
    "literal-13-30": (13, 30),
}

WORD_ROWS = ("short-or", "long-or", "and", "phrase", "prefix", "filtered")
LITERAL_ROWS = tuple(_LITERALS)


def sample(corpus: Corpus, row: str, count: int, seed: int = 1) -> list[Query]:
    """Return questions for a row of the table.

    Args:
        corpus: where their words stand, so that each has an answer (but for filtered ones, which may have none).
        row: one of `WORD_ROWS` or `LITERAL_ROWS`.
        count: how many.
        seed: another seed, other questions.
    """
    chance = random.Random(f"{seed} {row}")
    if row in _LITERALS:
        return [_literal(corpus, *_LITERALS[row], chance) for _ in range(count)]
    return [_SAMPLERS[row](corpus, chance) for _ in range(count)]


def query_strings(corpus: Corpus, count: int, seed: int = 1) -> list[str]:
    """Return what a person might type: in turn two or three words, and a stretch of 8 to 20 characters."""
    chance = random.Random(f"{seed} strings")
    asked = []
    for number in range(count):
        if number % 2:
            asked.append(_literal(corpus, 8, 20, chance).terms[0])
        else:
            asked.append(" ".join(_words(corpus, chance, 2, 3)))
    return asked


def _words(corpus: Corpus, chance: random.Random, least: int, most: int, shortest: int = 2) -> tuple[str, ...]:
    """Draw distinct terms of one paragraph, each of `shortest` characters or more."""
    wanted = chance.randint(least, most)
    for _ in range(10_000):
        terms = sorted({term for term in chance.choice(corpus.tokens) if len(term) >= shortest})
        if len(terms) >= wanted:
            return tuple(chance.sample(terms, wanted))
    raise ValueError(f"{corpus.name}: no paragraph has {wanted} different terms of {shortest} characters")


def _phrase(corpus: Corpus, chance: random.Random) -> Query:
    wanted = chance.randint(2, 4)
    while True:
        terms = chance.choice(corpus.tokens)
        if len(terms) >= wanted:
            first = chance.randint(0, len(terms) - wanted)
            return Query("phrase", tuple(terms[first : first + wanted]))


def _literal(corpus: Corpus, shortest: int, longest: int, chance: random.Random) -> Query:
    wanted = chance.randint(shortest, longest)
    while True:
        text = chance.choice(corpus.paragraphs)
        if len(text) >= wanted:
            first = chance.randint(0, len(text) - wanted)
            literal = text[first : first + wanted]
            if not any(character.isspace() for character in literal):
                return Query("literal", (literal,))


def _filtered(corpus: Corpus, chance: random.Random) -> Query:
    first = chance.randrange(DAYS * 9 // 10)
    return Query("filtered", _words(corpus, chance, 2, 3), (first, first + DAYS // 10 - 1))


_SAMPLERS: dict[str, Callable[[Corpus, random.Random], Query]] = {
    "short-or": lambda corpus, chance: Query("any", _words(corpus, chance, 2, 3)),
    "long-or": lambda corpus, chance: Query("any", _words(corpus, chance, 15, 30, shortest=1)),
    "and": lambda corpus, chance: Query("all", _words(corpus, chance, 2, 3)),
    "phrase": _phrase,
    "prefix": lambda corpus, chance: Query("prefix", (_words(corpus, chance, 1, 1)[0][:2],)),
    "filtered": _filtered,
}
