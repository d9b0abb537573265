"""From a source to a document, end to end."""

from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.reading import find_sources, read, read_source
from indexer.reading.paragraphs import clean
from indexer.reading.sources import LARGEST_SOURCE
from indexer.records import Document, Paragraph

SEEDS = Path(__file__).parents[2] / "seeds"
NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a"])
LINES = [
    "中华人民共和国某法",
    "第一条　为了加强管理，制定本法。",
    "第二条　有下列情形之一的：",
    "（一）甲＜乙；",
    "（二）GB/T 19001。",
]


@pytest.fixture(scope="module")
def seed():
    (source,) = find_sources(SEEDS)
    return read_source(source)


def test_the_metadata_of_the_seed(seed):
    assert seed.source == "000_bb073862d974fbb5.txt"
    assert seed.title == "国办：支持试点地区在城市群内开展户籍准入年限累计互认"
    assert seed.author == "观察者网"
    assert seed.date == datetime(2022, 1, 6, 17, 0, 10, tzinfo=timezone.utc)
    assert seed.date.isoformat() == "2022-01-06T17:00:10+00:00"
    assert seed.categories == ("新媒体", "观察者网", "首页")
    assert seed.links == ("https://i.guancha.cn/news/official/2022/01/06/20220106161101682.png",)
    assert seed.metadata == {"comments": False}


def test_the_paragraphs_of_the_seed(seed):
    assert len(seed.paragraphs) == 22
    assert [paragraph.text for paragraph in seed.paragraphs if paragraph.bold] == [
        "以下是《方案》全文：",
        "要素市场化配置综合改革试点总体方案",
        "一、总体要求",
        "二、进一步提高土地要素配置效率",
        "三、推动劳动力要素合理畅通有序流动",
    ]
    assert [p.text for p in seed.paragraphs if p.centred] == ["要素市场化配置综合改革试点总体方案"]
    assert seed.paragraphs[0].text.startswith("中国政府网1月6日消息，国务院办公厅印发")
    assert "《中共中央　国务院关于" in seed.paragraphs[4].text
    assert "改革。支持具备条件的试点地区在城市群" in seed.paragraphs[-1].text
    assert seed.paragraphs[-1].text.endswith("教师医生编制等保障机制。")


def test_nothing_of_the_text_of_the_seed_is_lost(seed):
    """Every Han character and mark below the front matter stands in a paragraph, in order."""
    below = (SEEDS / seed.source).read_text("utf-8").split("---\n", 2)[2]
    written = [character for character in below if character > "\u2000" and character != "\u3000"]
    read_back = "".join(paragraph.text for paragraph in seed.paragraphs)
    assert [character for character in read_back if character > "\u2000" and character != "\u3000"] == written


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_same_text_in_every_format_and_encoding_gives_the_same_paragraphs(encoding):
    texts = [clean(line) for line in LINES]
    forms = {
        "a.txt": "\n".join("　　" + line for line in LINES),
        "a.md": "# " + "\n\n".join(LINES),
        "a.html": "<html><body><h1>" + "</h1>".join(LINES[:2]) + "".join(f"<p>{line}" for line in LINES[2:]),
    }
    for name, text in forms.items():
        document = read(text.encode(encoding), name)
        assert [paragraph.text for paragraph in document.paragraphs] == texts, name
        assert document.title == LINES[0], name


def test_front_matter_goes_with_every_format():
    for name, body in {"a.txt": "正文", "a.md": "# 正文", "a.html": "<p>正文"}.items():
        document = read(f"---\ntitle: 甲\nnumber: 国发〔2018〕1号\n---\n{body}".encode(), name)
        assert (document.title, document.number, document.paragraphs[0].text) == ("甲", "国发〔2018〕1号", "正文")


def test_broken_front_matter_is_text():
    document = read("---\n甲 [\n---\n正文".encode(), "a.txt")
    assert [paragraph.text for paragraph in document.paragraphs] == ["---", "甲 [", "---", "正文"]


def test_the_source_is_the_name_that_was_given():
    assert read("甲".encode(), "某/甲.txt") == Document("某/甲.txt", title="甲", paragraphs=(Paragraph("甲"),))


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "empty"),
        (b"\x00\xff\x00\xff", "a.md", "binary"),
        (b"%PDF-1.4", "a.txt", "damaged"),
        (b'<p align="center"><img src="a.png"></p>', "a.html", "no text in it"),
        ("---\ntitle: 甲\n---\n".encode(), "a.md", "no text in it"),
        (b"<html><frameset><frame src=a></frameset></html>", "a.html", "no text in it"),
        (b"<!-- x -->", "a.md", "no text in it"),
        (b"<div>" * 100_000, "a.html", "nested"),
        (b" " * (LARGEST_SOURCE + 1), "a.txt", "MiB"),
    ],
)
def test_a_source_that_cannot_be_read_says_what_where_and_what_to_do(data, name, reason):
    with pytest.raises(SourceError, match=reason) as caught:
        read(data, name)
    assert caught.value.place == name
    assert caught.value.remedy


def _read_or_refuse(data, name):
    try:
        document = read(data, name)
    except SourceError:
        return
    assert document.paragraphs
    for paragraph in document.paragraphs:
        assert paragraph.text == clean(paragraph.text) != ""


@given(st.binary(), NAMES)
def test_any_bytes_are_a_document_or_a_source_error(data, name):
    _read_or_refuse(data, name)


MARKUP = [
    "---\n",
    "\n",
    "title: ",
    "# ",
    "<p>",
    "</p>",
    "<!--",
    "-->",
    "<",
    ">",
    "&",
    "*",
    "| ",
    "```\n",
    "第一条",
    "a",
    " ",
    "- ",
    "[",
]


@given(st.lists(st.sampled_from(MARKUP)).map("".join), NAMES)
def test_any_markup_is_a_document_or_a_source_error(text, name):
    _read_or_refuse(text.encode(), name)


@settings(max_examples=50)
@given(st.data(), NAMES)
def test_a_document_with_bytes_changed_is_a_document_or_a_source_error(data, name):
    original = bytearray((SEEDS / "000_bb073862d974fbb5.txt").read_bytes()[:2000])
    for _ in range(data.draw(st.integers(1, 8))):
        original[data.draw(st.integers(0, len(original) - 1))] = data.draw(st.integers(0, 255))
    _read_or_refuse(bytes(original), name)
