"""Names the nodes that are clauses: key, breadcrumb and citation."""

from collections import Counter
from collections.abc import Sequence

from indexer.structure.citation import cite_title
from indexer.structure.labels import DECIMAL, canonical
from indexer.structure.landmarks import squeezed
from indexer.structure.nodes import ANNEX, ARTICLE, HEADING, TEXT, Node
from indexer.structure.rules import rules

_LONGEST_KEY = 24
_BY_THEMSELVES = (ARTICLE, DECIMAL)
"""Forms whose labels are named without what stands above them wherever one label is unique."""

Shown = tuple[tuple[str, ...], tuple[str, ...]]
Name = tuple[str, tuple[str, ...], tuple[str, ...], str]


class Names:
    """The names of one document's clauses.

    A label that is unique in the text it stands in is named alone. Articles and 4.2.1 are judged one by one, the other
    forms as a whole: where （一） comes twice, every （一） （二） … of the text is named with what it stands under.

    Args:
        title: the document's title as cited.
        root: the root of the tree.
        nodes: the nodes that open clauses, in order.
    """

    def __init__(self, title: str, root: Node, nodes: Sequence[Node]) -> None:
        self.title = title
        self.root = root
        self.acts, self.carriers, self.group = rules().acts, rules().carriers, rules().group
        self.shown: dict[Node, Shown] = {root: ((title,) if title else (), ())}
        self.cited: dict[Node, tuple[str, str]] = {root: (cite_title(title), "")}
        self.keys: dict[Node, str] = {root: ""}
        self.taken: set[str] = set()
        self.copies: Counter[str] = Counter()
        self.labels = {node: canonical(node.label) for node in nodes if node.label is not None}
        self.several = any(node.kind in (TEXT, ANNEX) for node in nodes)
        everywhere = Counter(self.labels.values())
        self.repeated = {label for label, count in everywhere.items() if count > 1}
        self.repeated_forms = {
            node.kind
            for node, label in self.labels.items()
            if label in self.repeated and node.kind not in _BY_THEMSELVES
        }
        self.within: Counter[tuple[Node, str]] = Counter()
        self.forms_within: set[tuple[Node, str]] = set()
        if self.several and self.repeated:
            self.count_within()

    def count_within(self) -> None:
        """Count labels within each text, where the document holds several."""
        texts = {node: text_of(node) for node in self.labels}
        self.within.update((texts[node], label) for node, label in self.labels.items())
        for node, label in self.labels.items():
            if self.within[texts[node], label] > 1 and node.kind not in _BY_THEMSELVES:
                self.forms_within.add((texts[node], node.kind))

    def name(self, node: Node) -> Name:
        """Return the key of a node's clause, its breadcrumb, the headings above it and its citation.

        To be called once for each node, in the order of the document.
        """
        crumb, above = self.show(node.parent or self.root)
        key = self.key(node)
        if node.kind != ARTICLE:
            return key, self.show(node)[0], above, "".join(self.cite(node))
        return key, (*crumb, self.display(node)), above, "".join(self._cite(node))

    def show(self, node: Node) -> Shown:
        """Return the breadcrumb that ends with a node, and the headings down to it, its own included."""
        known = self.shown.get(node)
        if known is None:
            crumb, headings = self.show(node.parent or self.root)
            own, heading = self.display(node), node.heading
            if node.kind == TEXT and squeezed(heading) == squeezed(self.title):
                own = heading = ""
            known = (*crumb, own) if own else crumb, (*headings, heading) if heading else headings
            self.shown[node] = known
        return known

    def display(self, node: Node) -> str:
        """Return a node as a reader wants to see it: 第一章 一般规定, （十）进一步深化户籍制度改革."""
        if node.label is None:
            return node.heading
        label = node.label.text if node.label.text.isalnum() else " ".join(node.label.text.split())
        if not node.heading:
            return label
        spaced = label[0] in "第笫附" or node.kind == DECIMAL
        return f"{label} {node.heading}" if spaced else label + node.heading

    def cite(self, node: Node) -> tuple[str, str]:
        """Return the two parts of a node's citation: the title in its marks, and what follows it."""
        known = self.cited.get(node)
        if known is None:
            known = self._cite(node)
            self.cited[node] = known
        return known

    def _cite(self, node: Node) -> tuple[str, str]:
        parent = node.parent or self.root
        if node.kind == TEXT or (node.kind == ANNEX and self.cited_by_title(node)):
            return cite_title(node.heading), ""
        if node.label is None:
            text, above = self.cite(parent)
            return text, above + node.heading
        within = text_of(node) if self.several else self.root
        label = self.labels.get(node) or canonical(node.label)
        alone = node.kind == ANNEX or self.alone(node, label, within)
        above_node = (parent if node.kind == ANNEX else within) if alone else self.nearest(parent)
        text, above = self.cite(above_node)
        apart = " " if above and above_node.kind == ANNEX and label[0] not in "第（" else ""  # 附件三 一、
        return text, above + apart + label

    def cited_by_title(self, annex: Node) -> bool:
        """Whether an annex is cited by its own title: that of an act, in a document that only carries it."""
        return bool(self.acts.search(annex.heading) and self.carriers.search(self.title))

    def alone(self, node: Node, label: str, within: Node) -> bool:
        """Whether a label is named without what it stands under."""
        if not self.several:
            return label not in self.repeated and node.kind not in self.repeated_forms
        return self.within[within, label] <= 1 and (within, node.kind) not in self.forms_within

    def nearest(self, node: Node) -> Node:
        """Return the innermost node from this one up that has a label, begins a text, or names a group (第一类)."""
        while node.kind == HEADING and node.parent is not None and not self.group.match(node.heading):
            node = node.parent
        return node

    def key(self, node: Node) -> str:
        """Return the key of a node's clause, and keep it for what stands under it."""
        label = self.labels.get(node)
        if label is None:
            own = self.short(node.heading) or f"p{node.first + 1}"
        elif label in self.repeated or node.kind in self.repeated_forms:
            above = self.keys.get(node.parent or self.root, "")
            own = f"{above}/{label}" if above else label
        else:
            own = label
        if own in self.taken:
            own = self.unique(own)
        self.taken.add(own)
        if node.kind != ARTICLE:
            self.keys[node] = own
        return own

    def short(self, heading: str) -> str:
        """Return a heading that is short enough to be a key; "" if it is not."""
        key = squeezed(heading).replace("/", "")
        return key if len(key) <= _LONGEST_KEY else ""

    def unique(self, key: str) -> str:
        """Return the key, with ~2, ~3, … after it if it is taken."""
        first = key
        while key in self.taken:
            self.copies[first] += 1
            key = f"{first}~{self.copies[first] + 1}"
        self.taken.add(key)
        return key


def text_of(node: Node) -> Node:
    """Return the root, quoted text or annex a node stands in."""
    while node.rank >= 0 and node.parent is not None:
        node = node.parent
    return node
