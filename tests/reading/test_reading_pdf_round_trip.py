"""A document gives the same paragraphs, labels and citations as PDF as it does in the format it was written in."""

from pathlib import Path

import pytest
from pdf_writer import PdfWriter

from indexer.reading import read
from indexer.records import Document
from indexer.structure import outline

SEEDS = sorted((Path(__file__).parent.parent.parent / "seeds").iterdir())
LAYOUTS = [{}, {"size": 12, "leading": 20, "bottom": 500}, {"size": 10.5, "leading": 17, "columns": 2, "bottom": 500}]
STATUTE = """\
# 某某市数据条例
（2026年1月10日某某市第十六届人民代表大会常务委员会第三次会议通过，自2026年3月1日起施行）
## 第一章　总则
第一条　为了规范数据处理活动，保障数据安全，根据《中华人民共和国数据安全法》等法律，结合本市实际，制定本条例。
第二条　在本市行政区域内开展数据处理活动及其安全监管，适用本条例。
法律、行政法规另有规定的，从其规定。
第三条　本条例所称数据，包括：
（一）公共数据，是指国家机关和依法经授权、受委托履行公共管理和服务职能的组织在履行职责中收集和产生的数据；
（二）企业数据；
1.生产经营数据；
2.客户数据。
（三）个人数据。
## 第二章　数据权益
第四条　自然人、法人和非法人组织依照本条例第二条、第三条第（一）项的规定，数据权益受法律保护，任何组织和个人不得侵犯。
第五条　违反本条例第四条规定的，由市数据主管部门责令改正，处5万元以上50万元以下罚款。
## 第三章　附则
第六条　本条例自2026年3月1日起施行。"""


def _set(document: Document, **layout: float) -> PdfWriter:
    """Set a document as word processors do: headings and what is centred in the middle, first lines indented."""
    writer = PdfWriter(**layout, head=lambda _, __: document.title, foot=lambda n, _: f"— {n} —")
    for paragraph in document.paragraphs:
        if paragraph.level == 1 or (paragraph.centred and paragraph.text == document.title):
            writer.paragraph(paragraph.text, indent=0, size=1.4 * writer.size, align="center", bold=paragraph.bold)
        elif paragraph.level or paragraph.centred:
            writer.space(12)
            writer.paragraph(paragraph.text, indent=0, align="center", bold=True, after=12)
        else:
            writer.paragraph(paragraph.text, bold=paragraph.bold)
    return writer


def _told(document: Document) -> list[tuple[object, ...]]:
    found = outline(document)
    clauses = [(clause.label, clause.heading, clause.citation, clause.breadcrumb) for clause in found.clauses]
    provisions = [provision.citation for provision in found.provisions]
    return [*clauses, *provisions]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("data", "name"),
    [(STATUTE.encode(), "条例.md"), *((path.read_bytes(), path.name) for path in SEEDS)],
    ids=["statute", *(path.name for path in SEEDS)],
)
def test_the_same_paragraphs_labels_and_citations(data, name, layout):
    written = read(data, name)
    again = read(_set(written, **layout).to_bytes(), "条例.pdf")
    assert [paragraph.text for paragraph in again.paragraphs] == [paragraph.text for paragraph in written.paragraphs]
    told = Document("", title=written.title, paragraphs=again.paragraphs)
    assert _told(told) == _told(Document("", title=written.title, paragraphs=written.paragraphs))


def test_the_title_is_that_of_the_first_page():
    written = read(STATUTE.encode(), "条例.md")
    assert read(_set(written).to_bytes(), "条例.pdf").title == written.title
