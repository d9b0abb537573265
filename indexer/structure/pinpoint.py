"""The records of a citation in a text: which document it names, as written, and which provisions of it."""

from dataclasses import dataclass
from typing import Literal

from indexer.frozen import quickly_made
from indexer.records import Record
from indexer.structure.numerals import format_numeral

Named = Literal["title", "number", "self", "that", "here"]
"""How a citation names its document.

- ``title``: by its title, full or short: 《民法典》, 刑法, 条例
- ``number``: by its document number: 国办发〔2018〕123号
- ``self``: the document the text stands in: 本法, 本办法
- ``that``: the document named last: 该法, 同法
- ``here``: not at all: 第十条, 前款
"""

Step = Literal["", "本", "前", "该"]
"""What a relative provision is counted from: 本条 where it stands, 前款 before that, 该条 what was named last."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Pinpoint(Record):
    """One provision as cited; 0 and "" stand for what is not named.

    Attributes:
        divisions: the divisions named, such as ("第二编", "第三章"), in their standard writing.
        article: 10 of 第十条.
        inserted: 1 of 第十条之一.
        paragraph: 2 of 第二款.
        item: 3 of 第（三）项 and 第三项.
        subitem: 1 of 第1目.
        labels: labels of an outline, such as ("三、", "（一）"), in their standard writing.
        step: what it is counted from, if it is relative.
        unit: of what the step is one: 条 of 本条, 款 of 前款.
        count: how many a step back takes in: 2 of 前两款; 0 if it is none.
    """

    divisions: tuple[str, ...] = ()
    article: int = 0
    inserted: int = 0
    paragraph: int = 0
    item: int = 0
    subitem: int = 0
    labels: tuple[str, ...] = ()
    step: Step = ""
    unit: str = ""
    count: int = 0

    def __str__(self) -> str:
        """Write it as law does: 第十条之一第二款第（三）项."""
        back = "" if self.count < 2 else "两" if self.count == 2 else format_numeral(self.count)
        told = f"{self.step}{back}{self.unit}" + "".join(self.divisions)
        if self.article:
            told += f"第{format_numeral(self.article)}条"
            told += f"之{format_numeral(self.inserted)}" if self.inserted else ""
        told += "".join(self.labels)
        told += f"第{format_numeral(self.paragraph)}款" if self.paragraph else ""
        told += f"第（{format_numeral(self.item)}）项" if self.item else ""
        return told + (f"第{self.subitem}目" if self.subitem else "")

    @property
    def number(self) -> tuple[int, ...]:
        """The number of its article as an outline has it: (10,) for 第十条, (10, 1) for 第十条之一; () for none."""
        if not self.article:
            return ()
        return (self.article, self.inserted) if self.inserted else (self.article,)


Span = tuple[Pinpoint, Pinpoint]
"""The first and the last of a range of provisions (第三条至第五条); the same one twice for a single provision."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Reference(Record):
    """A citation found in a text.

    Attributes:
        start: where it begins: a code point offset into the text.
        end: where it ends.
        text: the citation as written.
        named: how the document is named.
        document: the document as named, without book-title marks; "" where it is not named.
        number: the document number that stands beside the title; the same as `document` if that is one.
        provisions: the provisions cited, in order; () for the document as a whole.
    """

    start: int
    end: int
    text: str
    named: Named
    document: str = ""
    number: str = ""
    provisions: tuple[Span, ...] = ()

    @property
    def relative(self) -> bool:
        """Whether it takes more than the citation to tell the document: 本法第十条, 前款, 该法, 第三项."""
        return self.named in ("self", "that", "here")


def write_span(span: Span) -> str:
    """Return a provision, or a range of them, in its standard writing: 第三条至第五条."""
    first, last = span
    return str(first) if first == last else f"{first}至{last}"
