"""The lines of a document as they were read, and what can be told from them without knowing the tree."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from indexer.records import Paragraph
from indexer.structure.articles import articles
from indexer.structure.labels import DECIMAL, Label
from indexer.structure.landmarks import Landmark, Role
from indexer.structure.nodes import ARTICLE, Node, Run
from indexer.structure.rules import rules

COLONS = ("：", ":")
_FARTHEST = 200
"""How many lines ahead the successor of a number is looked for."""


class Lines:
    """A document's paragraphs with their labels, landmarks and quotations.

    Args:
        paragraphs: its paragraphs.
        labels: the label each begins with, or None.
        landmarks: from `find_landmarks`.
        quoted: from `find_quotations`.

    Attributes:
        articles: the paragraphs that are articles.
        through: the forms whose numbering somewhere goes on across a label of an outer form (8. 二、 9.); not looked
            for where there are articles.
    """

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        labels: Sequence[Label | None],
        landmarks: Mapping[int, Landmark],
        quoted: Sequence[int],
    ) -> None:
        self.told = rules()
        self.paragraphs = paragraphs
        self.labels = labels
        self.landmarks = landmarks
        self.quoted = quoted
        self.articles = self._choose_articles()
        self.through = frozenset[str]() if self.articles else self._forms_numbered_through()

    @cached_property
    def dotted(self) -> bool:
        """Whether some label holds its whole path, such as 1.1."""
        return any(label and label.form == DECIMAL and len(label.number) > 1 for label in self.labels)

    def text(self, at: int) -> str:
        """Return the text of a line."""
        return self.paragraphs[at].text

    def style(self, at: int) -> tuple[bool, bool, bool]:
        """Return whether a line is a heading by its markup, bold, centred."""
        paragraph = self.paragraphs[at]
        return paragraph.level > 0, paragraph.bold, paragraph.centred

    def is_heading(self, at: int) -> bool:
        """Whether a line is short and ends without a mark, as headings do."""
        text = self.text(at)
        return len(text) <= self.told.longest_heading and text[-1] not in self.told.sentence_end

    def is_section(self, at: int, form: str) -> bool:
        """Whether an item is nothing but a heading, so that articles can stand under it: 一、一般规定."""
        return form in self.told.heading_forms and self.is_heading(at)

    def successor_follows(self, at: int) -> bool:
        """Whether the next label of this line's form has the next number."""
        one = self.labels[at]
        for other in self.labels[at + 1 : at + _FARTHEST]:
            if one is not None and other is not None and other.form == one.form:
                return other.number[0] == one.number[0] + 1
        return False

    def lead_in(self, at: int, start: int) -> str:
        """Return the last sentence of a line if it introduces a list: it ends with a colon or says 下列, 以下, 如下.

        Args:
            at: the line.
            start: where its text begins, after its label.
        """
        text = self.text(at)
        begin = max(text.rfind("。", start, len(text) - 1) + 1, start)
        sentence = text[begin:].lstrip("：:") if begin == start else text[begin:]
        return sentence if sentence.endswith(COLONS) or self.told.lead_in.search(sentence) else ""

    def enumerates(self, run: Run, above: Node) -> bool:
        """Whether the （一） under a 一、 are parts of its sentence, not paragraphs with a sentence of their own.

        They are if the first ends with ；, or if a full sentence that ends with a colon brings them in.

        Args:
            run: the （一）.
            above: what they stand under.
        """
        if above.kind != "一、" or above.label is None:
            return False
        if run.size > 1 and self.text(run.first)[-1] in self.told.list_end:
            return True
        text = self.text(above.first)
        if run.first != above.first + 1 or text[-1] not in COLONS:
            return False
        return len(text) - above.label.end > self.told.longest_run_in_heading // 2

    def _choose_articles(self) -> frozenset[int]:
        """Choose the lines that are articles, text by text."""
        bounds = sorted(i for i, mark in self.landmarks.items() if mark.role in (Role.TEXT, Role.ANNEX))
        chosen: list[int] = []
        for first, last in pairwise((0, *bounds, len(self.paragraphs))):
            chosen += self._chosen(first, last)
        return frozenset(chosen)

    def _chosen(self, first: int, last: int) -> Iterable[int]:
        labels, quoted = self.labels, self.quoted
        candidates = [
            (i, label)
            for i in range(first, last)
            if (label := labels[i]) is not None and label.form == ARTICLE and not quoted[i]
        ]
        kept = articles([label.number for _, label in candidates], [label.firm for _, label in candidates])
        return (i for (i, _), keep in zip(candidates, kept, strict=True) if keep)

    def _forms_numbered_through(self) -> frozenset[str]:
        ranks = self.told.ranks
        last: dict[str, int] = {}
        broken: set[str] = set()
        through: set[str] = set()
        for label in self.labels:
            if label is None or label.form not in ranks:
                continue
            form, number = label.form, label.number[0]
            if form in broken and number == last[form] + 1:
                through.add(form)
            last[form] = number
            broken.discard(form)
            broken.update(other for other in last if ranks[other] > ranks[form])
        return frozenset(through)
