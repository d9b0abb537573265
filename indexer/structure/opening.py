"""Decides which nodes of the tree are clauses, cited by themselves, and which are items of the clause above them."""

from collections import Counter
from collections.abc import Sequence

from indexer.structure.headings import line_heading, run_in_heading, tidy
from indexer.structure.lines import Lines
from indexer.structure.nodes import ARTICLE, HEADING, Node, Tree


def opening_nodes(tree: Tree, lines: Lines) -> list[Node | None]:
    """Return for each paragraph the node that opens a clause there, or None.

    Articles, headings, annexes and texts do. A numbered item does

    1. if its label is its whole path (4.2.1), or nothing numbered stands above it;
    2. if its numbering runs on under the next parent (（五） after 二、, 16. after 三、): it is the unit people cite;
    3. if it is a （一） under a 一、, unless the （一） are parts of the sentence of the 一、: ended by ；, or brought
       in by the colon of a full sentence.

    Everything within an article, and every other item, belongs to the clause above it.
    """
    return [node if node is not None and _opens(node, lines) else None for node in tree.starts]


def _opens(node: Node, lines: Lines) -> bool:
    run, above = node.run, node.parent
    if run is None:
        return True
    while above is not None and above.kind == HEADING:
        above = above.parent
    if above is None or above.rank < lines.told.ranks[ARTICLE]:
        return True
    if above.kind == ARTICLE or _in_article(above):
        return False
    return run.continued or (node.kind == "（一）" and above.kind == "一、" and not lines.enumerates(run, above))


def _in_article(node: Node) -> bool:
    above: Node | None = node
    while above is not None and above.kind != ARTICLE:
        above = above.parent
    return above is not None


def set_headings(opening: Sequence[Node | None], tree: Tree, lines: Lines) -> None:
    """Give the nodes that open a clause with a label their headings (`Node.heading`).

    A first sentence counts as a heading only where at least half of the items of its numbering have one, those under
    other parents included.
    """
    divisions = lines.told.divisions
    run_in: dict[Node, str] = {}
    found: Counter[int] = Counter()
    size: Counter[int] = Counter()
    for i, node in enumerate(opening):
        if node is None or node.label is None or i in lines.landmarks:
            continue
        text = lines.text(i)
        node.heading = line_heading(text, node.label)
        if node.kind == ARTICLE and node.level and not node.heading and text[-1] not in lines.told.sentence_end:
            node.heading = tidy(text[node.label.end :])
        if node.kind in divisions and i + 1 < len(opening) and tree.owners[i + 1] is node and not tree.plain[i + 1]:
            node.heading += lines.text(i + 1)
        if node.run is None:
            continue
        size[node.run.origin] += 1
        heading = node.heading or run_in_heading(text, node.label, alone=_alone(node, opening, tree, lines))
        if heading:
            found[node.run.origin] += 1
            run_in[node] = heading
    for node, heading in run_in.items():
        if node.run is not None and 2 * found[node.run.origin] >= size[node.run.origin]:
            node.heading = heading


def _alone(node: Node, opening: Sequence[Node | None], tree: Tree, lines: Lines) -> bool:
    """Whether a node's clause is one paragraph, and nothing stands under it."""
    following = node.first + 1
    if following >= len(opening) or following in lines.landmarks or tree.plain[following]:
        return True
    below = opening[following]
    if below is None:
        return False
    above: Node | None = below
    while above is not None and above is not node:
        above = above.parent
    return above is None
