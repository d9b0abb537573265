from pathlib import Path

from benchmarks.corpus import DAYS, Corpus, File, paragraphs_of


def test_paragraphs_have_neither_heading_marks_nor_comments():
    """What is compared is the text: marks, comments and blank lines are none."""
    assert paragraphs_of("# 条例\n\n<!-- INFO END -->\n\n## 第一章\n 第一条 为了。 \n") == [
        "条例",
        "第一章",
        "第一条 为了。",
    ]


def test_files_come_in_the_order_of_their_paths(corpus: Corpus):
    """Paragraph numbers mean the same to every engine and in every run."""
    paths = [file.path for file in corpus.files]
    assert paths == sorted(paths)
    assert len(corpus.paragraphs) == len(corpus.days) == len(corpus.tokens) == 30 * 21


def test_a_day_depends_on_the_path_alone():
    """Filters choose the same files in every run."""
    assert File(Path("a/b.md"), []).day == File(Path("a/b.md"), ["text"]).day < DAYS


def test_what_it_is_described_by_is_counted(corpus: Corpus):
    """The heading of the table tells paragraphs, bytes, tokens and distinct tokens."""
    told = corpus.describe()
    assert told["paragraphs"] == 630
    assert told["text_bytes"] == len("".join(corpus.paragraphs).encode())
    assert told["tokens"] == sum(len(line.split(" ")) for line in corpus.joined_tokens)
    assert told["vocabulary"] == len({term for terms in corpus.tokens for term in terms})
