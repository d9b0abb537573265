"""The nodes of a document's tree, and what the tree knows of each paragraph."""

from typing import Final

from indexer.structure.labels import Label

ROOT: Final = "root"
TEXT: Final = "text"
ANNEX: Final = "annex"
HEADING: Final = "heading"
ARTICLE: Final = "条"


class Run:
    """The nodes of one numbering under one parent.

    Attributes:
        first: the paragraph of its first node.
        size: how many nodes it has.
        lead_in: the sentence above the first of them; "" if it is none.
        continued: its numbering goes on from, or in, the run of another parent.
        origin: `first` of the first of the runs whose numbering it continues; its own if it continues none.
    """

    __slots__ = ("continued", "first", "lead_in", "origin", "size")

    def __init__(self, first: int, lead_in: str = "") -> None:
        self.first = first
        self.size = 0
        self.lead_in = lead_in
        self.continued = False
        self.origin = first


class Node:
    """A label, a heading, the title of a text or an annex, in its place in the tree.

    Attributes:
        kind: the form of its label, or `ROOT`, `TEXT`, `ANNEX`, `HEADING`.
        label: its label; None where it has none.
        parent: what it stands under; None for the root.
        first: its paragraph.
        rank: its place among the forms: a level closes when one of the same rank or an outer one opens.
        level: the depth its source's markup gives it, 0 if none.
        last: the last part of its number: 10 of 第十条, 2 of 4.2; 0 without label.
        heading: its heading; "" if none, or not yet known.
        run: the numbering it belongs to; None for headings, divisions, articles and 4.2.1.
        paragraphs: how many 款 an article has.
    """

    __slots__ = ("first", "heading", "kind", "label", "last", "level", "paragraphs", "parent", "rank", "run")

    def __init__(self, kind: str, label: Label | None, parent: "Node | None", first: int, rank: float) -> None:
        self.kind = kind
        self.label = label
        self.parent = parent
        self.first = first
        self.rank = rank
        self.level = 0
        self.last = label.number[-1] if label and label.number else 0
        self.heading = ""
        self.run: Run | None = None
        self.paragraphs = 1


class Tree:
    """What the walk through a document found.

    Attributes:
        root: the document.
        starts: for each paragraph the node that begins there, or None.
        owners: for each paragraph the innermost node it belongs to; for a plain one what it stands under.
        plain: for each paragraph 1 if it belongs to no numbered node.
        counts: for each paragraph the number of its 款; 0 where none is counted.
        lead_ins: the lead-in of a paragraph that has one by itself, not by its run.
    """

    def __init__(self, count: int) -> None:
        self.root = Node(ROOT, None, None, 0, -1)
        self.starts: list[Node | None] = [None] * count
        self.owners: list[Node] = [self.root] * count
        self.plain = bytearray(b"\x01" * count)
        self.counts: list[int] = [0] * count
        self.lead_ins: dict[int, str] = {}
