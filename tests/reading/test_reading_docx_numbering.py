"""The numbers Word writes before paragraphs, which stand nowhere in the text."""

from pathlib import Path

import pytest
import yaml
from docx_writer import docx, item, level, lists, paragraph, run
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.docx import read_docx
from indexer.reading.docx.number_format import LARGEST_NUMBER, written

FORMATS = yaml.safe_load((Path(__file__).parent / "number_formats.yaml").read_text("utf-8"))
OUTLINE = (
    level(0, "chineseCountingThousand", "第%1章", more='<w:suff w:val="space"/>'),
    level(1, "chineseCountingThousand", "第%2条", more='<w:lvlRestart w:val="0"/>'),
    level(2, "chineseCounting", "（%3）", more='<w:suff w:val="nothing"/>'),
    level(3, "decimal", "%4."),
)


def _shown(body, numbering, styles=""):
    return [paragraph.text for paragraph in read_docx(docx(body, numbering=numbering, styles=styles)).paragraphs]


@pytest.mark.parametrize(
    ("format", "number", "expected"),
    [(format, number, shown) for format, cases in FORMATS.items() for number, shown in cases.items()],
)
def test_a_number_is_written_as_word_writes_it(format, number, expected):
    assert written(number, format) == expected


@given(st.integers(-3, LARGEST_NUMBER * 3), st.sampled_from([*FORMATS, "none", "bullet", "nonsense", "", "001, 002"]))
def test_every_number_is_written_in_bounded_length(number, format):
    assert len(written(number, format)) < 60


@pytest.mark.parametrize(
    "format", ["chineseCountingThousand", "ideographDigital", "chineseLegalSimplified", "upperRoman"]
)
def test_no_two_numbers_are_written_alike(format):
    shown = [written(number, format) for number in range(1, 3000)]
    assert len(set(shown)) == len(shown)


def test_articles_run_through_chapters_and_items_begin_anew_under_each():
    body = [("总则", 0), ("甲", 1), ("a", 2), ("b", 2), ("乙", 1), ("c", 2), ("分则", 0), ("丙", 1), ("x", 3), ("y", 3)]
    assert _shown("".join(item(text, 1, at) for text, at in body), lists(*OUTLINE)) == [
        "第一章 总则",
        "第一条 甲",
        "（一）a",
        "（二）b",
        "第二条 乙",
        "（一）c",
        "第二章 分则",
        "第三条 丙",
        "1. x",
        "2. y",
    ]


def test_a_level_names_the_numbers_above_it_in_their_formats_or_in_decimal_digits():
    levels = (
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%1.%2", more="<w:isLgl/>"),
        level(2, "decimal", "%1.%2.%3"),
    )
    body = [("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 0), ("f", 2)]
    assert _shown("".join(item(text, 1, at) for text, at in body), lists(*levels)) == [
        "一、 a",
        "1.1 b",
        "1.2 c",
        "一.2.1 d",
        "二、 e",
        "二.1.1 f",
    ]


def test_a_level_that_was_left_out_counts_as_met():
    levels = (level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"))
    body = "".join(item("x", 1, at) for at in (1, 1, 0, 1))
    assert _shown(body, lists(*levels)) == ["1.1 x", "1.2 x", "2 x", "2.1 x"]


def test_restart_after_a_level_further_up_only():
    levels = (
        level(0, "decimal", "%1."),
        level(1, "decimal", "%2)"),
        level(2, "lowerLetter", "%3)", more='<w:lvlRestart w:val="1"/>'),
    )
    body = "".join(item("x", 1, at) for at in (0, 1, 2, 1, 2, 0, 1, 2))
    assert _shown(body, lists(*levels)) == ["1. x", "1) x", "a) x", "2) x", "b) x", "2. x", "1) x", "a) x"]


def test_instances_of_a_list_count_on_but_for_one_that_overrides_its_start():
    restarts = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    formats = (
        '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="[%1]"/></w:lvl>'
    )
    overrides = {2: restarts, 3: "", 4: f"{formats}</w:lvlOverride>"}
    body = "".join(item("x", list_id) for list_id in (1, 1, 2, 2, 1, 3, 2, 4, 1))
    assert _shown(body, lists(level(0, "decimal", "%1."), overrides=overrides)) == [
        "1. x",
        "2. x",
        "1. x",
        "2. x",
        "3. x",
        "4. x",
        "5. x",
        "[VI] x",
        "7. x",
    ]


STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{id}"/>'
    f"{f'<w:basedOn w:val={base!r}/>' if base else ''}<w:pPr>{properties}</w:pPr></w:style>"
    for id, base, properties in (
        ("Article", "", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
        ("Item", "Article", '<w:numPr><w:ilvl w:val="1"/></w:numPr>'),
        ("Plain", "Article", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        ("Child", "Article", ""),
    )
)


def test_a_style_numbers_its_paragraphs_and_those_of_styles_based_on_it():
    numbering = lists(
        level(0, "chineseCounting", "第%1条", more='<w:pStyle w:val="Article"/>'),
        level(1, "decimal", "(%2)", more='<w:pStyle w:val="Item"/>'),
    )
    body = "".join(
        paragraph("x", f'<w:pStyle w:val="{style}"/>')
        for style in ("Article", "Item", "Plain", "Child", "Item", "Unknown")
    )
    assert _shown(body, numbering, STYLES) == ["第一条 x", "(1) x", "x", "第二条 x", "(1) x", "x"]


def test_a_list_by_a_numbering_style():
    link = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Law"/></w:abstractNum>'
    linked = (
        f'<w:abstractNum w:abstractNumId="6"><w:styleLink w:val="Law"/>{level(0, "decimal", "第%1条")}</w:abstractNum>'
    )
    num = '<w:num w:numId="9"><w:abstractNumId w:val="5"/></w:num>'
    assert _shown(item("x", 9) + item("y", 9), link + linked + num) == ["第1条 x", "第2条 y"]


def test_a_pattern_of_digits():
    format = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    one = f'<w:lvl w:ilvl="0"><w:start w:val="9"/>{format}<w:lvlText w:val="%1"/></w:lvl>'
    assert _shown(item("x") + item("y"), lists(one)) == ["009 x", "010 y"]


def test_an_item_without_text_shows_its_number_and_counts_and_a_hidden_one_does_not():
    hidden = paragraph(run("不见", "<w:vanish/>"), '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr>')
    body = item("x") + item("") + hidden + item("y")
    assert _shown(body, lists(level(0, "decimal", "第%1条"))) == ["第1条 x", "第2条", "第3条 y"]


def test_bullets_are_no_numbers_but_dashes_stay():
    dash = (
        f'<w:abstractNum w:abstractNumId="7">{level(0, "bullet", "——", more="<w:suff w:val=" + repr("nothing") + "/>")}'
    )
    more = f'{dash}</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    assert _shown(item("x") + item("y", 7), lists(level(0, "bullet", "\uf06c"), more=more)) == ["x", "——y"]


def test_numbers_count_on_through_tables_and_text_boxes():
    table = f"<w:tbl><w:tr><w:tc>{item('b')}</w:tc><w:tc>{item('c')}</w:tc></w:tr></w:tbl>"
    assert _shown(item("a") + table + item("d"), lists(level(0, "decimal", "%1."))) == ["1. a", "2. b | 3. c", "4. d"]


@pytest.mark.parametrize(
    "numbering",
    [
        "",
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>',
        '<w:num w:numId="1"/>',
        lists('<w:lvl w:ilvl="99"/><w:lvl w:ilvl="x"/><w:lvl/>'),
        lists('<w:lvl w:ilvl="0"><w:start w:val="999999999999"/><w:numFmt/></w:lvl>'),
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="x"/></w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="0"/></w:num>',
    ],
)
def test_numbering_that_makes_no_sense_numbers_nothing(numbering):
    assert _shown(item("x"), numbering) == ["x"]


@pytest.mark.parametrize("list_id", ["x", "", "-1"])
def test_a_paragraph_of_no_list_has_no_number(list_id):
    assert _shown(item("x", list_id, "9"), lists(level(0, "decimal", "%1."))) == ["x"]
