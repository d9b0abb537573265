"""Links: a table of small documents, and what holds for any document."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.records import Document, Paragraph
from indexer.structure import Outline, outline
from indexer.structure.links import Link, find_links

CASES = yaml.safe_load((Path(__file__).parent / "links.yaml").read_text("utf-8"))


def _outline(title: str, texts: list[str]) -> tuple[Outline, list[str]]:
    paragraphs = tuple(Paragraph(text.lstrip("^"), centred=text.startswith("^")) for text in texts)
    return outline(Document("文件.md", title, paragraphs=paragraphs)), [paragraph.text for paragraph in paragraphs]


def _told(link: Link, text: str) -> list[str]:
    if link.document:
        return [text[link.start : link.end], f"《{link.document}》" + " ".join(link.provisions)]
    paragraphs = "@" + ",".join(map(str, link.paragraphs)) if link.paragraphs else ""
    return [text[link.start : link.end], " ".join(link.clauses) + paragraphs]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_a_document_has_the_links_of_the_table(case: Mapping[str, Any]) -> None:
    found, texts = _outline(case["title"], [line[0] for line in case["lines"]])
    told = [[_told(link, text) for link in links] for text, links in zip(texts, find_links(found, texts), strict=True)]
    assert told == [line[1] if len(line) > 1 else [] for line in case["lines"]]


LABELS = st.sampled_from(
    ["", "第一条 ", "第二条 ", "第三条 ", "（一）", "（二）", "一、", "二、", "1.", "第一章 ", "附件1"]
)
CITED = st.sampled_from(
    (
        *("前款", "前两款", "前条", "前项", "本条", "本款第一项", "本章", "该条", "该款第二项", "第二款", "第一项"),
        *("第一条", "本法第二条至第三条", "本法第一章", "刑法第五条", "该法第六条", "《甲法》", "（以下简称《乙》）"),
        *("条例第三条", "国发〔2018〕1号", "方案（一）", "的规定", "，", "。", "；"),
    )
)
LINES = st.tuples(LABELS, st.lists(CITED, min_size=1, max_size=6).map("".join)).map("".join)
TITLES = st.sampled_from(["甲法", "关于修改《甲法》等三部法律的决定", "甲法修正案", "关于印发甲方案的通知", ""])


@given(TITLES, st.lists(LINES, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_links_of_any_document_lead_to_clauses_and_paragraphs_it_has(title: str, lines: list[str]) -> None:
    found, texts = _outline(title, lines)
    keys = {clause.key: clause for clause in found.clauses}
    for text, links in zip(texts, find_links(found, texts), strict=True):
        end = 0
        for link in links:
            assert end <= link.start < link.end <= len(text)
            end = link.end
            assert bool(link.document) != bool(link.clauses)
            assert set(link.clauses) <= set(keys)
            for number in link.paragraphs:
                assert found.clause_of(number).key in link.clauses


def test_a_link_gives_itself_as_plain_values() -> None:
    found, texts = _outline("甲法", ["第一条 目的。", "第二条 依照前条办理。"])
    assert [link.to_dict() for link in find_links(found, texts)[1]] == [
        {"start": 6, "end": 8, "document": "", "provisions": [], "clauses": ["第一条"], "paragraphs": []}
    ]
