"""The best k are the first k of everything sorted, to the last bit: whatever is left out, masked, grouped or cut up."""

import threading
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pytest
from whoosh import query as wq
from whoosh.fields import TEXT, Schema
from whoosh.scoring import BM25F

from indexer.codec.batch import Batch, FieldTokens
from indexer.codec.index import create_in
from indexer.codec.snapshot import Snapshot
from indexer.search.executor.executor import Executor
from indexer.search.executor.results import Scored, Top

COUNT, VOCABULARY = 6_000, 400


@cache
def executor(segments: int) -> Executor:
    """6,000 documents of words that are as unevenly frequent as in language; every fourth document is a copy."""
    chance = np.random.default_rng(5)
    lengths = chance.integers(1, 60, COUNT)
    lengths[3::4] = lengths[2::4]
    texts = [np.minimum(chance.zipf(1.3, n), VOCABULARY) - 1 for n in lengths]
    texts[3::4] = texts[2::4]
    index = create_in(Path(mkdtemp(prefix="topk")), Schema(text=TEXT(phrase=True)))
    for i in range(segments):
        part = slice(i * COUNT // segments, (i + 1) * COUNT // segments)
        tokens = FieldTokens(
            [f"w{n}" for n in range(VOCABULARY)],
            np.concatenate(texts[part]).astype(np.int32),
            np.array(lengths[part], dtype=np.int32),
        )
        writer = index.writer()
        writer.add_batch(Batch(len(tokens.lengths), {"text": tokens}))
        writer.commit(merge=False)
    snapshot = Snapshot.of(index.reader())
    assert snapshot is not None
    return Executor(snapshot, BM25F())


def queries() -> list[Any]:
    chance = np.random.default_rng(11)

    def word() -> wq.Term:
        boost = float(chance.choice([1, 1, 1, 3, 0.25]))
        return wq.Term("text", f"w{min(int(chance.zipf(1.2)), VOCABULARY) - 1}", boost)

    made = [wq.Or([word() for _ in range(n)]) for n in (1, 2, 2, 3, 3, 5, 8, 20, 30) for _ in range(6)]
    made += [wq.Or([wq.Or([word(), word()], boost=2.0), word(), word()]) for _ in range(6)]
    made += [wq.And([word(), wq.Or([word(), word()])]) for _ in range(6)]
    return [*made, word(), wq.Every(), wq.Or([]), wq.Phrase("text", ["w0", "w1", "w0"]), wq.Prefix("text", "w1")]


def first(scored: Scored, limit: int) -> list[tuple[int, float]]:
    order = np.lexsort((scored.docs, -scored.scores))[:limit]
    return list(zip(scored.docs[order].tolist(), scored.scores[order].tolist(), strict=True))


def pairs(top: Top) -> list[tuple[int, float]]:
    return list(zip(top.docs.tolist(), top.scores.tolist(), strict=True))


@pytest.mark.parametrize("limit", [1, 10, 300, COUNT + 1])
@pytest.mark.parametrize("segments", [1, 10])
def test_the_best_are_the_first_of_all_sorted(segments: int, limit: int) -> None:
    ours = executor(segments)
    for query in queries():
        everything = ours.evaluate(query)
        top = ours.search(query, limit)
        assert pairs(top) == first(everything, limit), query
        assert top.total == len(everything.docs) if top.exact_total else top.total >= len(everything.docs)
        exact = ours.search(query, limit, total=True)
        assert (pairs(exact), exact.total, exact.exact_total) == (pairs(top), len(everything.docs), True)


def test_ten_segments_give_what_one_gives() -> None:
    for query in queries():
        one, ten = executor(1).search(query, 10), executor(10).search(query, 10)
        assert pairs(one) == pairs(ten), query


@pytest.mark.parametrize("share", [0.9, 0.1, 0.001, 0])
def test_a_mask_leaves_documents_out(share: float) -> None:
    mask = np.random.default_rng(3).random(COUNT) < share
    for query in queries():
        top = executor(1).search(query, 10, mask=mask)
        assert pairs(top) == first(executor(1).evaluate(query).masked(mask), 10), query


@pytest.mark.parametrize("size", [1, 3, 500])
def test_each_group_comes_once_with_its_best_document(size: int) -> None:
    groups = np.arange(COUNT, dtype=np.int32) // size * size
    for query in queries():
        everything = executor(1).evaluate(query)
        best: dict[int, tuple[int, float]] = {}
        for doc, score in first(everything, COUNT):
            best.setdefault(doc // size, (doc, score))
        top = executor(1).search(query, 10, groups=groups)
        assert pairs(top) == list(best.values())[:10], query
        assert top.total == len(best) if top.exact_total else top.total >= len(best)
        assert executor(1).search(query, 10, groups=groups, total=True).total == len(best)


def test_eight_threads_share_an_executor() -> None:
    """Each thread gets what one alone gets, also while the cache is filled, emptied and filled again."""
    asked = queries()
    expected = [pairs(executor(10).search(query, 10)) for query in asked]
    snapshot = Snapshot(executor(10).snapshot.reader, cache_bytes=200_000)
    shared = Executor(snapshot, BM25F())
    wrong: list[Any] = []

    def search(seed: int) -> None:
        for i in np.random.default_rng(seed).permutation(len(asked)).tolist() * 3:
            if pairs(shared.search(asked[i], 10)) != expected[i]:
                wrong.append(asked[i])

    threads = [threading.Thread(target=search, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
