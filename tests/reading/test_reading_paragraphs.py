"""One line of visible text, and the look of a paragraph made of pieces."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.paragraphs import Look, ParagraphBuilder, clean
from indexer.records import Paragraph

CASES = yaml.safe_load((Path(__file__).parent / "clean.yaml").read_text("utf-8"))
TEXT = st.text(st.sampled_from("第一条，“”a1 \t\n\r\x0b\x1c\x85\u2028\u3000\xa0\u200b\ufeff\xad\x00\x07𠮷")) | st.text()


@pytest.mark.parametrize(("rule", "written", "seen"), CASES, ids=[case[0] for case in CASES])
def test_clean_gives_what_a_reader_sees(rule, written, seen):
    assert clean(written) == seen, rule


@given(TEXT)
def test_clean_text_is_one_line_trimmed_and_stays_as_it_is(text):
    seen = clean(text)
    assert clean(seen) == seen
    assert seen == seen.strip()
    assert len(seen.splitlines()) <= 1
    assert "\0" not in seen
    assert "  " not in seen


@given(TEXT)
def test_clean_keeps_every_visible_character_in_order(text):
    def visible(string):
        return [character for character in string if character.isprintable() and not character.isspace()]

    assert visible(clean(text)) == visible(text)


def _built(*pieces):
    builder = ParagraphBuilder()
    for text, look in pieces:
        builder.add(text, look)
    builder.end()
    return builder.paragraphs


def test_a_paragraph_is_bold_only_if_all_that_is_seen_of_it_is():
    bold = Look(bold=True)
    assert _built((" ", Look()), ("一、总体", bold), ("\n", Look()), ("要求", bold)) == [
        Paragraph("一、总体要求", bold=True)
    ]
    assert _built(("一、", Look()), ("总体要求", bold)) == [Paragraph("一、总体要求")]


def test_level_and_centring_are_those_of_the_first_visible_piece():
    assert _built(("\n", Look()), ("标题", Look(level=2, centred=True)), ("注", Look())) == [
        Paragraph("标题注", level=2, centred=True)
    ]


def test_nothing_visible_is_no_paragraph():
    assert _built((" \u3000", Look()), ("\u200b", Look(bold=True))) == []


def test_line_breaks_of_preformatted_text_end_paragraphs():
    assert [p.text for p in _built(("甲\n乙", Look(preformatted=True)), ("丙\n丁", Look()))] == ["甲", "乙丙丁"]
