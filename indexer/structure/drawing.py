"""Makes a document's outline: labels are read, landmarks found, the tree built, clauses and provisions drawn."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import cast

from indexer.records import Document
from indexer.structure.citation import cite_paragraph, cite_preamble, clean_title
from indexer.structure.clause import Clause, Kind, Outline, Provision
from indexer.structure.headings import tidy
from indexer.structure.labels import canonical, read_label
from indexer.structure.landmarks import Landmark, Role, find_landmarks
from indexer.structure.lines import Lines
from indexer.structure.naming import Names
from indexer.structure.nodes import ARTICLE, HEADING, TEXT, Node, Tree
from indexer.structure.opening import opening_nodes, set_headings
from indexer.structure.quotation import find_quotations
from indexer.structure.rules import rules
from indexer.structure.tables import lead_ins_of_rows
from indexer.structure.tree import build_tree


def outline(document: Document) -> Outline:
    """Find the clauses of a document, and what each paragraph is within its clause.

    The rules are told in docs/structure.md; the patterns and limits stand in numbering.yaml. Any text is taken: where
    nothing is numbered each paragraph is a clause.

    Args:
        document: as read; its paragraphs, and its title and source for the citations.

    Returns:
        The outline, whose clauses cover the paragraphs in order, each once.
    """
    paragraphs = document.paragraphs
    labels = [read_label(paragraph.text, heading=paragraph.level > 0) for paragraph in paragraphs]
    landmarks = find_landmarks(paragraphs, labels, clean_title(document.title))
    title = _title(document, landmarks)
    amending = rules().amending.search(title) is not None
    quoted = find_quotations(paragraphs, labels, amending=amending)
    lines = Lines(paragraphs, labels, landmarks, quoted)
    tree = build_tree(lines)
    tree.lead_ins.update(lead_ins_of_rows(lines))
    opening = opening_nodes(tree, lines)
    set_headings(opening, tree, lines)
    for at, landmark in landmarks.items():
        node = opening[at]
        if node is not None:
            node.heading = tidy(landmark.text) if node.kind == HEADING else clean_title(landmark.text)
    return _Drawing(document, title, landmarks, tree, opening).draw()


def _title(document: Document, landmarks: Mapping[int, Landmark]) -> str:
    """Return the title to cite: the document's, else the one it begins with, else its file's name."""
    first = landmarks.get(0)
    headed = first.text if first and first.role is Role.TITLE else ""
    return clean_title(document.title) or clean_title(headed) or clean_title(PurePosixPath(document.source).name)


class _Drawing:
    """Draws the clauses and provisions of one document, paragraph by paragraph."""

    def __init__(
        self,
        document: Document,
        title: str,
        landmarks: Mapping[int, Landmark],
        tree: Tree,
        opening: list[Node | None],
    ) -> None:
        self.title = title
        self.paragraphs = document.paragraphs
        self.landmarks = landmarks
        self.tree = tree
        self.opening = opening
        self.names = Names(title, tree.root, [node for node in opening if node is not None])
        self.numbers: dict[Node, int] = {tree.root: -1}
        self.clauses: list[Clause] = []
        self.provisions: list[Provision] = []
        self.bounds = self.tree.plain + b"\x01"  # 1 where a clause ends above a paragraph
        for at, node in enumerate(opening):
            if node is not None or at in landmarks:
                self.bounds[at] = 1

    def draw(self) -> Outline:
        at, count = 0, len(self.paragraphs)
        while at < count:
            landmark, node = self.landmarks.get(at), self.opening[at]
            if node is not None:
                last = landmark.last if landmark else self.end_of(at)
                self.add_node(node, last)
            elif landmark is not None and landmark.role is not Role.CLOSING:
                last = landmark.last
                self.add_frame(landmark)
            else:
                last = self.end_of_plain(at)
                self.add_plain(at, last)
            at = last
        return Outline(self.title, tuple(self.clauses), tuple(self.provisions))

    def end_of(self, at: int) -> int:
        """Return where the clause of a label ends: at the next clause, plain paragraph or landmark."""
        return self.bounds.find(1, at + 1)

    def end_of_plain(self, at: int) -> int:
        """Return the end of a plain paragraph and the bullets right below it."""
        last, bullets = at + 1, rules().bullets
        while (
            last < len(self.paragraphs)
            and self.opening[last] is None
            and self.tree.plain[last]
            and last not in self.landmarks
            and bullets.match(self.paragraphs[last].text)
        ):
            last += 1
        return last

    def add_node(self, node: Node, last: int) -> None:
        """Add the clause of a label, a heading, an annex or the title of a text."""
        names, first, label = self.names, node.first, node.label
        kind: Kind = "title" if node.kind == TEXT else cast(Kind, node.kind)
        text, number = (label.text, label.number) if label else ("", ())
        key, crumb, above, cited = names.name(node)
        under = self.number_of(node.parent or self.tree.root)
        if node.kind != ARTICLE:
            self.numbers[node] = len(self.clauses)
        self.clauses.append(Clause(key, kind, text, number, node.heading, crumb, above, under, first, last, cited))
        if last == first + 1 and node.paragraphs == 1:
            lead_in = node.run.lead_in if node.run else ""
            count = 1 if node.kind == ARTICLE else 0
            self.provisions.append(Provision(first, len(self.clauses) - 1, count, (), lead_in, cited))
        else:
            self.provide(node, last, cited)

    def provide(self, node: Node, last: int, cited: str) -> None:
        """Add the provisions of a clause of several paragraphs."""
        tree, clause, add = self.tree, len(self.clauses) - 1, self.provisions.append
        owners, counts, lead_ins = tree.owners, tree.counts, tree.lead_ins
        several, article = node.paragraphs > 1, node.kind == ARTICLE
        for i in range(node.first, last):
            owner = owners[i]
            items = () if owner is node else _items(owner, node)
            lead_in = owner.run.lead_in if owner.run else ""
            if i in lead_ins:
                lead_in = lead_ins[i] or lead_in
            count, own = 0, cited
            if article:
                count = counts[i]
                if items or several:
                    own += cite_paragraph(count if several else 0, items)
            elif items:
                apart = " " if items[0][0].isdecimal() and cited[-1:].isdecimal() else ""  # 2.1 1.
                own += apart + "".join(items)
            add(Provision(i, clause, count, items, lead_in, own))

    def add_frame(self, landmark: Landmark) -> None:
        """Add the clause of the document's title or of a table of contents."""
        heading, first, last = clean_title(landmark.text), landmark.first, landmark.last
        owner = self.tree.owners[first]
        crumb, headings = self.names.show(owner)
        kind: Kind = "title" if landmark.role is Role.TITLE else "contents"
        if kind == "contents":
            crumb = (*crumb, heading)
        key = self.names.unique(self.names.short(heading) or f"p{first + 1}")
        under, cited = self.number_of(owner), "".join(self.names.cite(owner))
        self.add_whole(Clause(key, kind, "", (), heading, crumb, headings, under, first, last, cited))

    def add_plain(self, first: int, last: int) -> None:
        """Add the clause of a paragraph without number."""
        owner = self.tree.owners[first]
        crumb, headings = self.names.show(owner)
        text, below = self.names.cite(owner)
        if owner.kind == HEADING and owner.heading in rules().preambles:
            below = cite_preamble(below, first - owner.first)
        key, under = self.names.unique(f"p{first + 1}"), self.number_of(owner)
        self.add_whole(Clause(key, "plain", "", (), "", crumb, headings, under, first, last, text + below))

    def add_whole(self, clause: Clause) -> None:
        """Add a clause without label, whose paragraphs are all cited as the clause is."""
        lead_ins = self.tree.lead_ins
        for i in range(clause.first, clause.last):
            self.provisions.append(Provision(i, len(self.clauses), 0, (), lead_ins.get(i, ""), clause.citation))
        self.clauses.append(clause)

    def number_of(self, node: Node) -> int:
        """Return the number of the innermost clause that is this node or holds it; -1 for the document."""
        above: Node | None = node
        while above is not None:
            found = self.numbers.get(above)
            if found is not None:
                return found
            above = above.parent
        return -1


def _items(owner: Node, clause: Node) -> tuple[str, ...]:
    """Return the labels of the items from a clause down to the node a paragraph belongs to, in standard writing."""
    if owner.parent is clause and owner.label is not None:
        return (canonical(owner.label),)
    path: list[str] = []
    node: Node | None = owner
    while node is not None and node is not clause and node.label is not None:
        path.append(canonical(node.label))
        node = node.parent
    return tuple(reversed(path)) if node is clause else ()
