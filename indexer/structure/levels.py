"""The levels open at a point of the text: a stack of nodes, and the ways to open, continue and close one.

`placing` decides what a label does; this keeps the books.
"""

from indexer.structure.labels import Label
from indexer.structure.lines import COLONS, Lines
from indexer.structure.nodes import ARTICLE, Node, Run, Tree


class Levels:
    """The state of the walk through one document.

    Args:
        lines: the document's lines.
        tree: where what is found is written down.

    Attributes:
        stack: the open nodes, outermost first; the first is the document, a quoted text or an annex.
        article: the open article; None outside of one.
        closed: by form the node that a closed level had reached, for numberings that go on under the next parent.
        pending: the paragraphs without label since the last label that may still belong to the item above them.
        suspended: the levels that text and then another list in the same article interrupt.
    """

    def __init__(self, lines: Lines, tree: Tree) -> None:
        self.lines = lines
        self.tree = tree
        self.ranks = lines.told.ranks
        self.stack: list[Node] = [tree.root]
        self.article: Node | None = None
        self.closed: dict[str, Node] = {}
        self.pending: list[int] = []
        self.suspended: list[Node] = []
        self._since = 0

    # --- opening and closing ---

    def reset(self, bottom: Node, *, forget: bool) -> None:
        """Close everything, down to a new bottom; `forget` the numbers that were reached, too."""
        self.stack, self.article, self.pending, self.suspended = [bottom], None, [], []
        if forget:
            self.closed = {}

    def begin(self, at: int, label: Label, rank: float) -> Node:
        """Open a node for a label, under what is open now."""
        node = Node(label.form, label, self.stack[-1], at, rank)
        node.level = self.lines.paragraphs[at].level
        self.stack.append(node)
        tree = self.tree
        tree.starts[at] = tree.owners[at] = node
        tree.plain[at] = 0
        self.pending = []
        return node

    def pop(self) -> None:
        """Close the innermost level; outside articles, keep the number it had reached."""
        node = self.stack.pop()
        if node is self.article:
            self.article, self.suspended = None, []
        if self.article is None and node.kind != ARTICLE and node.label:
            self.closed[node.kind] = node

    def close(self, rank: float, level: int = 0) -> None:
        """Close every level of this rank or an inner one; where both have a markup level, that decides."""
        while len(self.stack) > 1:
            top = self.stack[-1]
            if not (top.level >= level if top.level and level else top.rank >= rank):
                break
            self.pop()

    def close_items(self, rank: float) -> None:
        """Close the items of this rank or an inner one, not the article they stand in."""
        while len(self.stack) > 1 and self.stack[-1].rank >= rank and self.stack[-1] is not self.article:
            self.pop()

    def leave_article(self) -> None:
        """Close the article with its items, whose numbers are forgotten."""
        if self.article is not None:
            del self.stack[self.stack.index(self.article) :]
        self.article, self.pending, self.suspended = None, [], []

    # --- whose is a paragraph without label? ---

    def base(self, at: int) -> int:
        """Return the place in the stack of the node that owns a paragraph without label.

        That is the article; without one the innermost of 一、, （一）, 4.2.1 and the forms that number on through their
        parents, else the outermost numbered item; without that what is open. A finished list of （一） that are parts
        of the sentence of 一、 gives way to the 一、.
        """
        stack, lines = self.stack, self.lines
        if self.article is not None:
            return stack.index(self.article)
        lowest, highest, found = self.ranks["（一）"], self.ranks[ARTICLE], len(stack) - 1
        while stack[found].rank > lowest and stack[found].kind not in lines.through and stack[found - 1].rank > highest:
            found -= 1
        run = stack[found].run
        if found > 1 and run and stack[found].kind == "（一）" and lines.text(at - 1)[-1] not in "：:，":
            found -= lines.enumerates(run, stack[found - 1])
        return found

    # --- numberings ---

    def go_on(self, at: int, label: Label, place: int) -> None:
        """Continue the level at a place of the stack: text since its last item belongs to that item after all."""
        before, tree = self.stack[place], self.tree
        if self.pending and (self.article is not None or place > self.base(at)):
            for i in self.pending:
                tree.owners[i] = before
                tree.counts[i] = tree.counts[before.first]
            if self.article is not None:
                self.article.paragraphs = tree.counts[before.first]
        while len(self.stack) > place:
            self.pop()
        self._join(self.begin(at, label, before.rank), before.run)

    def start(self, at: int, label: Label, continued: Run | None = None) -> None:
        """Start a numbering at the right depth: under the text it follows, under a lead-in, else by its rank.

        Args:
            at: the paragraph.
            label: its label.
            continued: the run, under another parent, whose numbering it continues.
        """
        rank = self.ranks[label.form]
        if self.pending:
            base = self.base(at)
            self._suspend(base, label.form)
            while len(self.stack) > base + 1:
                self.pop()
            self.close_items(rank)
        elif not (at and self.tree.starts[at - 1] is self.stack[-1] and self.lines.text(at - 1).endswith(COLONS)):
            self.close_items(rank)
        elif len(self.stack) > self.lines.told.deepest:
            self.close_items(self.ranks[ARTICLE] + 1)
        run = Run(at, self._lead_in_above(at))
        if continued is not None:
            run.continued = continued.continued = True
            run.origin = continued.origin
        self._join(self.begin(at, label, rank), run)

    def resume(self, at: int, label: Label, before: Node) -> None:
        """Go on with a suspended level: text and lists since then belong to its last item after all."""
        tree, article = self.tree, self.article
        for i in range(self._since, at):
            started = tree.starts[i]
            if started is not None and started.parent is article:
                started.parent = before
            elif tree.owners[i] is article:
                tree.owners[i] = before
            tree.counts[i] = tree.counts[before.first]
        if article is not None:
            article.paragraphs = tree.counts[before.first]
            del self.stack[self.stack.index(article) + 1 :]
        self.stack += self.suspended[: self.suspended.index(before)]
        self.suspended = []
        self._join(self.begin(at, label, before.rank), before.run)

    def _suspend(self, base: int, form: str) -> None:
        """Keep the levels that another list in the same article interrupts; a list of their own form ends them."""
        if self.article is None or any(node.kind == form for node in self.suspended):
            self.suspended = []
        elif not self.suspended and all(node.kind != form for node in self.stack[base + 1 :]):
            self.suspended, self._since = self.stack[base + 1 :], self.pending[0]

    def _join(self, node: Node, run: Run | None) -> None:
        run = run or Run(node.first)
        node.run = run
        run.size += 1
        if self.article is not None:
            self.tree.counts[node.first] = self.article.paragraphs

    def start_of(self, at: int) -> int:
        """Return where the text of a paragraph begins, after its label."""
        label = self.lines.labels[at]
        return label.end if label and self.tree.starts[at] else 0

    def _lead_in_above(self, at: int) -> str:
        if at == 0 or at - 1 in self.lines.landmarks:
            return ""
        return self.lines.lead_in(at - 1, self.start_of(at - 1))
