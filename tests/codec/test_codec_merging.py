"""The merge policy keeps segments few and work small."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.codec.merging import LARGEST, PER_TIER, SMALLEST, choose

_sizes = st.lists(st.integers(1, LARGEST * 2).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), max_size=40)


def commits(sizes: list[int], new: int) -> tuple[list[int], int]:
    """Return the sizes of the segments after a commit, and how many documents it rewrote."""
    chosen = choose([(size, 0) for size in sizes], new)
    rewritten = sum(sizes[i] for i in chosen)
    return [size for i, size in enumerate(sizes) if i not in chosen] + [new + rewritten], rewritten


def test_one_document_commits_leave_few_segments_and_never_touch_a_large_one() -> None:
    sizes = [150_000]
    for _ in range(3 * SMALLEST):
        sizes, rewritten = commits(sizes, 1)
        assert len(sizes) <= 2 * PER_TIER
        assert rewritten <= SMALLEST * PER_TIER
        assert 150_000 in sizes


def test_a_document_is_rewritten_about_once_a_tier() -> None:
    sizes: list[int] = []
    total, work = 0, 0
    for _ in range(1000):
        sizes, rewritten = commits(sizes, SMALLEST)
        total, work = total + SMALLEST, work + rewritten
    assert sum(sizes) == total
    assert work <= 3 * total
    assert len(sizes) <= 3 * PER_TIER


@given(_sizes, st.integers(0, LARGEST))
def test_tiers_stay_below_full_and_merges_below_the_cap(sizes: list[tuple[int, int]], new: int) -> None:
    chosen = choose(sizes, new)
    live = [count - deleted for count, deleted in sizes]
    assert all(0 <= i < len(sizes) for i in chosen)
    assert all(i in chosen for i, (count, deleted) in enumerate(sizes) if deleted * 3 >= count)
    merged = new + sum(live[i] for i in chosen)
    by_choice = [i for i in chosen if sizes[i][1] * 3 < sizes[i][0]]
    assert not by_choice or merged <= LARGEST
    smallest = sum(0 < live[i] <= SMALLEST for i in range(len(sizes)) if i not in chosen)
    assert smallest < PER_TIER or merged + SMALLEST > LARGEST


def test_nothing_is_merged_without_need() -> None:
    assert choose([(100, 0)] * (PER_TIER - 2), 1) == set()
    assert choose([(100, 0)] * (PER_TIER - 1), 1) == set(range(PER_TIER - 1))
    assert choose([(10 * SMALLEST, 0)] * (PER_TIER - 1), 1) == set()
    assert choose([(90, 29), (90, 30)], 0) == {1}
