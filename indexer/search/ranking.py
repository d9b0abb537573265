"""The parameters of the ranking, and the words of a term as they weigh."""

import json
from pathlib import Path
from typing import NamedTuple

from indexer.search.executor.grouped import Alternative, Word
from indexer.search.words import BareTerm


class Ranking(NamedTuple):
    """The parameters of the ranking, as they stand in ``ranking.json`` (docs/ranking.md).

    Attributes:
        fields: the weight of each field a word may stand in.
        literal: the weight of a term's standing literally in a paragraph.
        synonym: the weight of a synonym's standing literally in a paragraph.
        most_keywords: a query of more telling words is ranked as a question.
        question: the weights of the features of a question.
    """

    fields: dict[str, float]
    literal: float
    synonym: float
    most_keywords: int
    question: dict[str, float]

    @classmethod
    def read(cls) -> "Ranking":
        """Return the parameters that come with the package."""
        told = json.loads(Path(__file__).with_name("ranking.json").read_text("utf-8"))
        return cls(told["fields"], told["literal"], told["synonym"], told["most_keywords"], told["question"])

    def words(self, term: BareTerm, field: str = "", boost: float = 1.0) -> list[Word]:
        """Return the words of a term: each in any field, or as a part of the number or of the literal term.

        Args:
            term: the term.
            field: the only field it may stand in; "" for any.
            boost: what its score is multiplied by.
        """
        fields = {field: 1.0} if field else self.fields
        literal: Word = ()
        if "text" in fields:
            literal = (Alternative("literal", (term.normal,), boost * self.literal / max(len(term.words), 1)),)
        words: list[Word] = []
        for at, (text, number) in enumerate(zip(term.words, term.numbers, strict=True)):
            word = tuple(Alternative(name, (text,), boost * fields[name]) for name in fields)
            if number and "text" in fields:
                share = boost * fields["text"] / term.numbers.count(number)
                word += (Alternative("text", (number,), share),)
            if term.synonyms and "text" in fields:
                word += tuple(Alternative("literal", (one,), boost * self.synonym) for one in term.synonyms[at])
            words.append((*word, *literal))
        return words or [literal]
