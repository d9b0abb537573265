"""The records of a document's structure: its clauses in order, and what each paragraph is within its clause."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

Kind = Literal[
    "title",
    "contents",
    "heading",
    "annex",
    "部分",
    "编",
    "分编",
    "章",
    "节",
    "条",
    "一、",
    "（一）",
    "1.",
    "（1）",
    "1）",
    "①",
    "a）",
    "i）",
    "1.1",
    "plain",
]
"""What a clause is.

- ``title``: the title of the document, or of a text quoted in it, all lines of it
- ``contents``: a table of contents, all of it
- ``heading``: a heading without number, such as 序言 or a bold line
- ``annex``: 附件1 with its title
- ``部分 编 分编 章 节``: the heading of a division
- ``条``: an article with all its 款 项 目
- ``一、 （一） 1. （1） 1） ① a） i）``: a numbered item that is cited by itself, named by the form of its label
- ``1.1``: an item whose label is its whole path, such as 4.2.1
- ``plain``: a paragraph without number that belongs to no numbered clause
"""

KINDS: tuple[Kind, ...] = get_args(Kind)


class Clause(NamedTuple):
    """The smallest provision that is cited by itself, or a heading.

    Attributes:
        key: its name within the document, unique: the own label where that is unique (第五十六条, （十）, 第二章), else
            the parent's key, ``/``, and the label (三、/（一）), and ``~2`` after it for a second one of the same name.
            A clause without label has its heading if that is short (序言), else the number of its first paragraph
            from 1 (p7). Labels are in their standard writing: （一） for (一), 第十条 for 第 十 条.
        kind: what it is.
        label: as written; "" if it has none.
        number: (10,) for 第十条 and （十）, (10, 1) for 第十条之一, (4, 2, 1) for 4.2.1; () without label.
        heading: 一般规定 of 第一章, 支持探索土地管理制度改革 of （五）支持探索土地管理制度改革。合理划分……, a title;
            "" if none.
        breadcrumb: from the document's title to the clause, each as a reader wants to see it; a plain clause ends
            with what it stands under.
        headings: the headings of what it stands under, outermost first, the title of a quoted text included and the
            document's title left out.
        parent: the number of the clause it stands under; -1 if that is the document itself.
        first: its first paragraph, from 0.
        last: one past its last paragraph.
        citation: how it is cited as a whole, such as 《中华人民共和国民法典》第一千零八十四条.
    """

    key: str
    kind: Kind
    label: str
    number: tuple[int, ...]
    heading: str
    breadcrumb: tuple[str, ...]
    headings: tuple[str, ...]
    parent: int
    first: int
    last: int
    citation: str


class Provision(NamedTuple):
    """What one paragraph is within its clause.

    Attributes:
        number: the paragraph's number in the document, from 0.
        clause: the number of its clause in `Outline.clauses`.
        paragraph: which 款 of its article it belongs to, from 1; 0 where 款 are not counted.
        items: the labels of the items it stands in, outermost first, in their standard writing: ('（一）', '1.').
        lead_in: the sentence above the enumeration it is an item of (有下列情形之一的：), the nearest one; "" if none.
        citation: how it is cited, such as 《中华人民共和国民法典》第一千零八十四条第二款第（一）项.
    """

    number: int
    clause: int
    paragraph: int
    items: tuple[str, ...]
    lead_in: str
    citation: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's clauses in order, covering its paragraphs without gap or overlap, and one provision a paragraph.

    Attributes:
        title: the document's title as it is cited, without book-title marks.
        clauses: in the order of the document.
        provisions: one for each paragraph.
    """

    title: str
    clauses: tuple[Clause, ...]
    provisions: tuple[Provision, ...]

    def find(self, key: str) -> Clause | None:
        """Return the clause with this key; None if there is none."""
        return next((clause for clause in self.clauses if clause.key == key), None)

    def clause_of(self, paragraph: int) -> Clause:
        """Return the clause a paragraph (from 0) belongs to.

        Raises:
            IndexError: if the document has no such paragraph.
        """
        return self.clauses[self.provisions[paragraph].clause]
