import pytest

from benchmarks.corpus import DAYS, Corpus
from benchmarks.queries import LITERAL_ROWS, WORD_ROWS, query_strings, sample


@pytest.mark.parametrize("row", ["short-or", "and", "phrase", "prefix", "filtered", *LITERAL_ROWS])
def test_sampling_is_deterministic(corpus: Corpus, row: str):
    """The same seed gives the same questions, another seed others."""
    asked = sample(corpus, row, 30)
    assert asked == sample(corpus, row, 30)
    assert asked != sample(corpus, row, 30, seed=2)
    assert len(asked) == 30


def test_questions_of_words_have_the_number_of_terms_their_row_says(corpus: Corpus):
    """Short: two or three; long: fifteen to thirty; a phrase: two to four; all of one paragraph."""
    bounds = {"short-or": (2, 3), "long-or": (15, 30), "and": (2, 3), "phrase": (2, 4), "prefix": (1, 1)}
    assert set(bounds) < set(WORD_ROWS)
    for row, (least, most) in bounds.items():
        counts = {len(question.terms) for question in sample(corpus, row, 50)}
        assert least <= min(counts) <= max(counts) <= most


def test_phrases_and_literals_occur(corpus: Corpus):
    """Every phrase stands in some paragraph's tokens, every literal in some paragraph."""
    joined = [f" {' '.join(terms)} " for terms in corpus.tokens]
    for question in sample(corpus, "phrase", 20):
        assert any(f" {' '.join(question.terms)} " in text for text in joined)
    for row in LITERAL_ROWS:
        for question in sample(corpus, row, 10):
            assert any(question.terms[0] in text for text in corpus.paragraphs)


def test_the_terms_of_and_stand_in_one_paragraph(corpus: Corpus):
    """So that every such question has an answer."""
    for question in sample(corpus, "and", 20):
        assert any(set(question.terms) <= set(terms) for terms in corpus.tokens)


def test_a_filter_spans_a_tenth_of_the_days(corpus: Corpus):
    """Each filtered question keeps about a tenth of the files."""
    for question in sample(corpus, "filtered", 20):
        first, last = question.days
        assert last - first + 1 == DAYS // 10
        assert 0 <= first <= last < DAYS


def test_query_strings_are_words_and_stretches_of_text_in_turn(corpus: Corpus):
    """What a person types: words with blanks, or a piece of a sentence."""
    asked = query_strings(corpus, 6)
    assert all(" " in text for text in asked[::2])
    assert all(8 <= len(text) <= 20 for text in asked[1::2])


def test_a_corpus_without_long_paragraphs_is_told(tmp_path):
    """A question that cannot be made is an error, not an endless search."""
    (tmp_path / "a.md").write_text("# 户籍", encoding="utf-8")
    with pytest.raises(ValueError, match="short: no paragraph has"):
        sample(Corpus("short", tmp_path), "long-or", 1)
