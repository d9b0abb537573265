"""One document, and what it must give in whatever format it is written: paragraphs, labels, citations.

A writer gets `LINES` and returns the bytes of a file; `told_of` reads it, and gives what is compared.
"""

from typing import NamedTuple

from indexer.reading import read
from indexer.structure import outline


class Line(NamedTuple):
    """A line of the document.

    Attributes:
        number: what is numbered automatically where the format can, with the blank behind it.
        text: the rest of it; of a row, its cells with a mark between them.
        kind: title, chapter, article, item, point, text or row.
    """

    number: str
    text: str
    kind: str

    @property
    def whole(self):
        return self.number + self.text


LINES = tuple(
    Line(*line)
    for line in (
        ("", "某某市数据条例", "title"),
        ("第一章 ", "总则", "chapter"),
        ("第一条 ", "为了规范数据处理活动，根据《中华人民共和国数据安全法》，制定本条例。", "article"),
        ("第二条 ", "本条例所称数据，包括：", "article"),
        ("（一）", "公共数据；", "item"),
        ("（二）", "企业数据，分为：", "item"),
        ("1.", "生产经营数据；", "point"),
        ("2.", "客户数据。", "point"),
        ("", "前款规定的数据目录，由市数据主管部门公布。", "text"),
        ("第二章 ", "数据权益", "chapter"),
        ("第三条 ", "罚款按照下表执行：", "article"),
        ("", "违法行为 | 罚款金额", "row"),
        ("", "泄露数据 | 5万元以上50万元以下", "row"),
        ("第四条 ", "有本条例第二条第一款第（二）项情形的，从其规定。", "article"),
        ("（一）", "甲；", "item"),
        ("（二）", "乙。", "item"),
        ("第三章 ", "附则", "chapter"),
        ("第五条 ", "本条例自2026年3月1日起施行。", "article"),
    )
)


def told_of(data, name, format=""):
    """Return what a document gives: its title, paragraphs, and of each clause and provision how it is cited."""
    document = read(data, name, format)
    found = outline(document)
    return {
        "title": document.title,
        "paragraphs": [paragraph.text for paragraph in document.paragraphs],
        "labels": [clause.label for clause in found.clauses],
        "breadcrumbs": [clause.breadcrumb for clause in found.clauses],
        "citations": [provision.citation for provision in found.provisions],
    }
