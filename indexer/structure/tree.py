"""The tree of a document: a walk through its lines that keeps the levels open at each (`levels`, `placing`).

What a node is good for, a clause or an item of one, is decided afterwards, when its numbering is known (`opening`).
"""

from indexer.structure.labels import Label
from indexer.structure.landmarks import Landmark, Role, squeezed
from indexer.structure.levels import Levels
from indexer.structure.lines import COLONS, Lines
from indexer.structure.nodes import ANNEX, ARTICLE, HEADING, TEXT, Node, Tree
from indexer.structure.placing import place

_NEW_TEXT = {Role.TEXT: TEXT, Role.ANNEX: ANNEX}


def build_tree(lines: Lines) -> Tree:
    """Walk through a document's lines and return its tree."""
    return _Walk(lines).run()


class _Walk:
    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.told = lines.told
        self.tree = Tree(len(lines.paragraphs))
        self.levels = Levels(lines, self.tree)

    def run(self) -> Tree:
        lines, levels = self.lines, self.levels
        labels, quoted, landmarks = lines.labels, lines.quoted, lines.landmarks
        rows = [paragraph.row for paragraph in lines.paragraphs]
        at, count = 0, len(labels)
        while at < count:
            if at and rows[at - 1] and not rows[at]:
                self.leave_table()
            landmark = landmarks.get(at)
            if landmark is not None:
                self.meet(landmark)
                at = landmark.last
                continue
            label = labels[at]
            if label is None or quoted[at] or (rows[at] and self.is_taken(label)) or not place(levels, at, label):
                self.text(at)
            at += 1
        return self.tree

    # --- tables ---

    def leave_table(self) -> None:
        """Close the headings within a table, where it ends."""
        levels = self.levels
        while len(levels.stack) > 1 and self.lines.paragraphs[levels.stack[-1].first].row:
            levels.pop()
            levels.pending = []

    def is_taken(self, label: Label) -> bool:
        """Whether the text around a table numbers by the form of a label in it, so that this is the table's own."""
        levels, paragraphs = self.levels, self.lines.paragraphs
        known = [*levels.stack, levels.closed.get(label.form)]
        outer = (node for node in known if node and node.kind == label.form and not paragraphs[node.first].row)
        return levels.article is not None or next(outer, None) is not None

    # --- landmarks ---

    def meet(self, landmark: Landmark) -> None:
        """Take a landmark: a new text, a heading, or lines by themselves."""
        role, first, levels, tree = landmark.role, landmark.first, self.levels, self.tree
        levels.pending = []
        if role in (Role.TITLE, Role.CONTENTS, Role.CLOSING):
            if role is Role.CLOSING:
                levels.reset(levels.stack[0], forget=False)
            tree.owners[first : landmark.last] = [levels.stack[0]] * (landmark.last - first)
            return
        if role is Role.HEADING:
            node = self.open_heading(first)
        else:
            node = Node(_NEW_TEXT[role], None, tree.root, first, -1)
            if role is Role.ANNEX:
                node.label = Label("附件", landmark.number, landmark.label, len(landmark.label), True)
            levels.reset(node, forget=True)
        node.heading = landmark.text
        tree.starts[first] = node
        for i in range(first, landmark.last):
            tree.owners[i] = node
            tree.plain[i] = 0

    def open_heading(self, at: int) -> Node:
        """Open an unnumbered heading."""
        levels, paragraph = self.levels, self.lines.paragraphs[at]
        rank = self.rank_of_heading(at)
        levels.close(rank, paragraph.level)
        node = Node(HEADING, None, levels.stack[-1], at, rank)
        node.level = paragraph.level
        levels.stack.append(node)
        return node

    def rank_of_heading(self, at: int) -> float:
        """Return the rank of a heading: just outside 条; 附则 is as 章, bold among bold 一、 within these."""
        levels, ranks = self.levels, self.told.ranks
        styled = self.lines.style(at)
        if squeezed(self.lines.text(at)) in self.told.named_headings:
            return ranks["章"]
        if not any(styled):
            return self.rank_of_bare_heading(at)
        outer = next((node for node in levels.stack if node.rank > ranks[ARTICLE]), None)
        if outer and not levels.article and styled == (False, True, False) and self.lines.paragraphs[outer.first].bold:
            return int(outer.rank) + 0.5
        return ranks[ARTICLE] - 0.5

    def rank_of_bare_heading(self, at: int) -> float:
        """Return the rank of a heading that has lost its number: that of the division it stands in."""
        ranks = self.told.ranks
        rank = max((node.rank for node in self.levels.stack if 0 <= node.rank < ranks[ARTICLE]), default=ranks["章"])
        following = next((label for label in self.lines.labels[at + 1 : at + 4] if label), None)
        if following is not None and following.form in self.told.divisions:
            return min(rank, ranks[following.form] - 1)
        return rank

    # --- text without label ---

    def text(self, at: int) -> None:
        """Give a paragraph without label to the innermost node that can own text."""
        levels, tree = self.levels, self.tree
        quoted = self.lines.quoted[at]
        base = len(levels.stack) - 1 if quoted else levels.base(at)
        owner = levels.stack[base]
        tree.owners[at] = owner
        if self.lines.paragraphs[at].row and self.lines.paragraphs[owner.first].row:
            return  # a row below a heading within its table is found by itself, as any row that stands in no clause
        if owner.rank < self.told.ranks[ARTICLE] or owner.kind == HEADING:
            if self.goes_on_with_division(at, owner):
                tree.plain[at] = 0
            return
        tree.plain[at] = 0
        if quoted:
            self.lead_in_quotation(at)
            return
        if base < len(levels.stack) - 1 or levels.pending:
            levels.pending.append(at)
        if owner is levels.article:
            self.count(at, owner)

    def count(self, at: int, article: Node) -> None:
        """Count a paragraph of an article as a new 款, unless the one above it has not ended its sentence."""
        tree = self.tree
        below_label = article.first == at - 1 and self.is_bare(at - 1)
        if below_label or self.lines.paragraphs[at].row:  # a table belongs to the 款 above it
            tree.counts[at] = article.paragraphs
            return
        before = self.lines.text(at - 1)
        goes_on = before[-1] in self.told.list_end or before.endswith(COLONS)
        if goes_on and tree.owners[at - 1] is article and not self.lines.quoted[at - 1]:
            lead_in = self.lines.lead_in(at - 1, self.levels.start_of(at - 1))
            tree.lead_ins[at] = lead_in or tree.lead_ins.get(at - 1, "")
        else:
            article.paragraphs += 1
        tree.counts[at] = article.paragraphs

    def is_bare(self, at: int) -> bool:
        """Whether the line of an article is only its label, or a heading, so that its text begins below."""
        label, text = self.lines.labels[at], self.lines.text(at)
        if label is None or label.end == len(text):
            return True
        return self.lines.paragraphs[at].level > 0 and text[-1] not in self.told.sentence_end

    def lead_in_quotation(self, at: int) -> None:
        """Note the lead-in of a quoted paragraph: the one above it, or that one's, if it has not ended its sentence."""
        tree, before = self.tree, self.lines.text(at - 1)
        if before.endswith(COLONS):
            tree.lead_ins[at] = self.lines.lead_in(at - 1, self.levels.start_of(at - 1))
        elif self.lines.quoted[at - 1] and before[-1] in self.told.list_end:
            tree.lead_ins[at] = tree.lead_ins.get(at - 1, "")

    def goes_on_with_division(self, at: int, owner: Node) -> bool:
        """Whether a line is the second line of a division's heading, right above a label."""
        return (
            owner.kind in self.told.divisions
            and owner.first == at - 1
            and self.lines.is_heading(at)
            and not self.told.no_heading.match(self.lines.text(at))
            and at + 1 < len(self.lines.labels)
            and self.lines.labels[at + 1] is not None
        )
