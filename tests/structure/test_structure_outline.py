"""Outlines, clauses, lead-ins and citations: a table of small documents, the seed, and what holds for any document."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.reading.document import read
from indexer.records import Document, Paragraph
from indexer.structure import KINDS, Outline, outline
from indexer.structure.citation import cite_title

HERE = Path(__file__).parent
SEED = HERE.parent.parent / "seeds" / "000_bb073862d974fbb5.txt"
CASES = yaml.safe_load((HERE / "outlines.yaml").read_text("utf-8"))


def _paragraph(line: str) -> Paragraph:
    text = line.lstrip("^*#|")
    marks = line[: len(line) - len(text)]
    look = {"level": marks.count("#"), "bold": "*" in marks, "centred": "^" in marks}
    return Paragraph(text, **look, row="|" in marks, header="||" in marks)


def _document(title: str, lines: list[str]) -> Document:
    return Document("文件.md", title, paragraphs=tuple(_paragraph(line) for line in lines))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_a_document_has_the_outline_of_the_table(case: Mapping[str, Any]) -> None:
    found = outline(_document(case["title"], [line[0] for line in case["lines"]]))
    told, expected = [], []
    for line, provision in zip(case["lines"], found.provisions, strict=True):
        text, key, *rest = (str(part) for part in line)
        citation = rest[0] if rest else key
        lead_in = rest[1] if len(rest) > 1 else ""
        title = rest[2] if len(rest) > 2 else case["title"]
        told.append((text, found.clauses[provision.clause].key, provision.citation, provision.lead_in))
        expected.append((text, key, cite_title(title) + citation, lead_in))
    assert told == expected


# --- the seed ---


@pytest.fixture(scope="module")
def seed() -> tuple[Document, Outline]:
    document = read(SEED.read_bytes(), SEED.name)
    return document, outline(document)


def test_the_seed_has_three_sections_and_ten_clauses(seed: tuple[Document, Outline]) -> None:
    document, found = seed
    assert len(document.paragraphs) == len(found.provisions) == 22
    assert [clause.label for clause in found.clauses if clause.kind == "一、"] == ["一、", "二、", "三、"]
    assert [clause.label for clause in found.clauses if clause.kind == "（一）"] == [
        f"（{n}）" for n in "一二三四五六七八九十"
    ]
    second = found.find("（二）")
    assert second is not None
    assert [document.paragraphs[i].text[:2] for i in range(second.first + 1, second.last)] == ["——"] * 4


def test_the_last_clause_of_the_seed_says_where_it_stands(seed: tuple[Document, Outline]) -> None:
    document, found = seed
    clause = found.clause_of(21)
    assert (clause.key, clause.label, clause.number, clause.kind) == ("（十）", "（十）", (10,), "（一）")
    assert clause.heading == "进一步深化户籍制度改革"
    assert clause.citation == "《要素市场化配置综合改革试点总体方案》（十）"
    assert clause.breadcrumb == (
        document.title,
        "要素市场化配置综合改革试点总体方案",
        "三、推动劳动力要素合理畅通有序流动",
        "（十）进一步深化户籍制度改革",
    )
    assert clause.headings == ("要素市场化配置综合改革试点总体方案", "推动劳动力要素合理畅通有序流动")
    assert found.clauses[clause.parent].label == "三、"
    assert found.find("（十一）") is None


# --- headings and breadcrumbs ---


def test_a_first_sentence_is_a_heading_where_most_of_its_numbering_have_one() -> None:
    alike = _document("某意见", ["一、任务", "（一）优化服务。推行网办。", "（二）加强监管。落实责任。"])
    assert [clause.heading for clause in outline(alike).clauses] == ["任务", "优化服务", "加强监管"]
    alone = _document(
        "某规则",
        ["一、总理主持会议。会议每月一次。", "二、部长负责本部，向总理报告。", "三、公文由总理签发，可以授权。"],
    )
    assert [clause.heading for clause in outline(alone).clauses] == ["", "", ""]


def test_the_heading_of_an_article_stands_in_brackets() -> None:
    found = outline(
        _document(
            "某法", ["第一条【目的】为了规范，制定本法。", "第二条 （适用范围） 本法适用于全国。", "第三条 （略）"]
        )
    )
    assert [clause.heading for clause in found.clauses] == ["目的", "适用范围", ""]
    assert found.clauses[0].breadcrumb == ("某法", "第一条 目的")


def test_the_breadcrumb_of_an_article_names_all_it_stands_under() -> None:
    lines = ["#中华人民共和国某法典", "#人格权编", "##第一章　一　般　规　定", "第九条　甲。"]
    clause = outline(_document("中华人民共和国某法典", lines)).clauses[-1]
    assert clause.breadcrumb == ("中华人民共和国某法典", "人格权编", "第一章 一般规定", "第九条")
    assert clause.headings == ("人格权编", "一般规定")


def test_an_annex_that_a_notice_carries_is_cited_by_its_own_title() -> None:
    found = outline(_document("某市关于印发方案的通知", ["请执行。", "附件", "某市改革实施方案", "一、目标"]))
    assert [clause.citation for clause in found.clauses][1:] == ["《某市改革实施方案》", "《某市改革实施方案》一、"]


@pytest.mark.parametrize(
    ("title", "cited"),
    [
        ("公司法(2023-12-29).md", "《公司法》"),
        ("国 务 院 工 作 规 则", "《国务院工作规则》"),
        ("关于印发《工作规则》的通知", "《关于印发〈工作规则〉的通知》"),
        ("《某方案》", "《某方案》"),
        ("某规定（试行）", "《某规定（试行）》"),
    ],
)
def test_a_title_is_cited_clean_and_with_the_other_marks_within(title: str, cited: str) -> None:
    assert outline(Document("甲.md", title, paragraphs=(Paragraph("乙。"),))).clauses[0].citation == cited


def test_without_a_title_the_first_line_or_the_name_of_the_file_is_cited() -> None:
    headed = Document("x.html", paragraphs=(Paragraph("某通知", centred=True), Paragraph("一、甲")))
    assert outline(headed).clauses[1].citation == "《某通知》一、"
    named = Document("法/公司法(2023-12-29).md", paragraphs=(Paragraph("第一条 甲。"),))
    assert outline(named).clauses[0].citation == "《公司法》第一条"


# --- what holds for any document ---

LABELS = st.sampled_from(yaml.safe_load((HERE / "generated.yaml").read_text("utf-8"))["labels"])
TEXTS = st.sampled_from(yaml.safe_load((HERE / "generated.yaml").read_text("utf-8"))["texts"])
PARAGRAPHS = st.builds(
    Paragraph,
    st.one_of(st.builds(str.__add__, LABELS, TEXTS), st.text(min_size=1, max_size=12)).map(str.strip).filter(bool),
    level=st.sampled_from([0, 0, 0, 0, 1, 2, 3]),
    bold=st.booleans(),
    centred=st.sampled_from([False, False, True]),
)
DOCUMENTS = st.builds(
    Document,
    st.sampled_from(["甲.md", ""]),
    st.sampled_from(["", "某法", "某法修正案", "某方案"]),
    paragraphs=st.lists(PARAGRAPHS, max_size=25).map(tuple),
)


@given(DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_the_clauses_of_any_document_cover_its_paragraphs_once_and_in_order(document: Document) -> None:
    found = outline(document)
    spans = [i for clause in found.clauses for i in range(clause.first, clause.last)]
    assert spans == list(range(len(document.paragraphs)))
    assert all(clause.first < clause.last for clause in found.clauses)
    assert [provision.number for provision in found.provisions] == spans
    assert all(found.clauses[p.clause].first <= p.number < found.clauses[p.clause].last for p in found.provisions)


@given(DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_the_clauses_of_any_document_have_unique_keys_and_earlier_parents(document: Document) -> None:
    found = outline(document)
    keys = [clause.key for clause in found.clauses]
    assert len(set(keys)) == len(keys)
    assert all(keys)
    for number, clause in enumerate(found.clauses):
        assert -1 <= clause.parent < number
        assert clause.kind in KINDS
        assert document.paragraphs[clause.first].text.startswith(clause.label)
        assert found.find(clause.key) is clause


@given(DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_a_lead_in_stands_before_its_item_and_a_citation_begins_as_its_clause_does(document: Document) -> None:
    found = outline(document)
    for provision in found.provisions:
        assert provision.citation.startswith(found.clauses[provision.clause].citation)
        if provision.lead_in:
            before = document.paragraphs[: provision.number]
            assert any(paragraph.text.endswith(provision.lead_in) for paragraph in before)


@given(DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_the_paragraphs_of_an_article_are_counted_from_one_without_leaving_one_out(document: Document) -> None:
    found = outline(document)
    for clause in found.clauses:
        counts = [p.paragraph for p in found.provisions[clause.first : clause.last] if p.paragraph]
        assert bool(counts) == (clause.kind == "条")
        assert set(counts) == set(range(1, max(counts, default=0) + 1))


@pytest.mark.parametrize(
    "line",
    [
        "1.甲：",
        "一、甲",
        "附件：甲",
        "目录",
        "“一、修改为：“",
        "*^甲的方案",
        "烈士的评定",
        "(一)甲；",
        "1.1 甲",
        "##一、甲",
    ],
)
def test_the_steps_grow_with_the_length_however_odd_the_document(
    line: str, steps: Callable[[Callable[[], object]], int]
) -> None:
    """Ten times the lines take at most twelve times the steps: a quadratic rule would take a hundred times."""

    def count(size: int) -> int:
        lines = [
            "第一条 甲。",
            *(f"{line}{i % 7}" for i in range(size)),
            *(f"{line}{i}" for i in range(size)),
            *[line] * size,
        ]
        document = _document("某法修正案", lines)
        assert len(outline(document).provisions) == len(lines)
        return steps(lambda: outline(document))

    assert count(2000) < 12 * count(200)


def test_an_endless_line_of_opening_quotation_marks_is_read() -> None:
    assert outline(_document("某法修正案", ["一、修改为：" + "“" * 300_000, "二、甲。"])).clauses[-1].key == "二、"


def test_an_edit_elsewhere_leaves_the_keys_of_articles_alone() -> None:
    lines = ["第一章 甲", "第一条 乙。", "第二条 丙。", "丁。", "第三条 戊。"]
    before = {clause.key for clause in outline(_document("某法", lines)).clauses}
    after = {clause.key for clause in outline(_document("某法", [*lines[:3], "新增一款。", *lines[3:]])).clauses}
    assert before == after
