"""What stands close together."""

from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from indexer.query import And, Literal, Node, Not, Or
from indexer.search.sentences import in_one_sentence, near


def by_trying_all(text: str, parts: list[str], distance: int) -> bool:
    places = [[at for at in range(len(text)) if text.startswith(part, at)] for part in parts]
    for chosen in product(*places):
        spans = sorted((at, at + len(part)) for at, part in zip(chosen, parts, strict=True))
        if all(after[0] - before[1] <= distance for before, after in pairwise(spans)):
            return True
    return False


@given(
    st.text("甲乙丙丁", max_size=14),
    st.lists(st.text("甲乙丙", min_size=1, max_size=2), min_size=2, max_size=3),
    st.integers(0, 4),
)
def test_near_is_what_trying_all_places_gives(text: str, parts: list[str], distance: int) -> None:
    assert near(text, [(part,) for part in parts], distance) == by_trying_all(text, parts, distance)


def holds(sentence: str, node: Node) -> bool:
    assert isinstance(node, Literal)
    return node.text in sentence


def test_a_sentence_must_hold_all_by_itself() -> None:
    a, b, c = Literal("甲"), Literal("乙"), Literal("丙")
    assert in_one_sentence("甲乙。丙", (a, b), holds)
    assert not in_one_sentence("甲。乙", (a, b), holds)
    assert in_one_sentence("甲；乙丙", (b, Or((a, c))), holds)
    assert in_one_sentence("甲乙！甲", (a, Not(b)), holds)
    assert not in_one_sentence("甲乙", (a, Not(And((a, b)))), holds)
