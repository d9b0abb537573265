"""Stored values come back as they went in, document by document, through buffers, files and merges."""

from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import RamStorage

from indexer.codec import stored
from indexer.codec.arrays import ArrayFile, ArrayFileWriter
from indexer.codec.stored import StoredBuffer, StoredColumn, StoredPart, runs
from indexer.errors import UsageError

_leaf = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
    | st.dates() | st.datetimes(timezones=st.none() | st.just(timezone.utc)) | st.decimals(allow_nan=False)
)  # fmt: skip
_value = st.recursive(
    _leaf,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=2) | st.sampled_from(["$bytes", "$dict"]) | st.integers(), inner, max_size=3)
    ),
    max_leaves=6,
)
_text = st.sampled_from(["", "户籍", "准入年限", "a", "\n", "一\n二"]) | st.text(max_size=5)
_steps = st.lists(st.none() | st.lists(_text, max_size=6) | _value.filter(lambda v: v is not None).map(lambda v: (v,)))
"""What happens in turn: a document without a value, a batch of texts, or one document with any value."""


def collected(steps: list[Any]) -> tuple[list[Any], StoredColumn]:
    """Return what each document was given (None for nothing) and the column that should hold it."""
    buffer, expected = StoredBuffer(), []
    for step in steps:
        if step is None:
            expected.append(None)
        elif isinstance(step, list):
            buffer.extend(len(expected), runs(step))
            expected.extend(step)
        else:
            buffer.append(len(expected), step[0])
            expected.append(step[0])
    return expected, buffer.finish(len(expected))


def changes(expected: list[Any]) -> set[int]:
    """Return which documents have another value than the one before, and the first."""
    kept = [repr(value) for value in expected]
    return {n for n in range(len(kept)) if n == 0 or kept[n] != kept[n - 1]}


def numbered(column: StoredColumn, count: int) -> list[list[int]]:
    """Return the documents that have the same number for their value."""
    documents: dict[int, list[int]] = {}
    for document in range(count):
        documents.setdefault(column.number(document), []).append(document)
    return list(documents.values())


def check(column: StoredColumn, expected: list[Any]) -> None:
    assert [column.value(n) for n in range(len(expected))] == expected
    assert [n in column for n in range(len(expected))] == [value is not None for value in expected]
    for number, value in enumerate(expected):
        if type(value) is str:
            assert column.text(number) == value
        elif value is None:
            assert column.text(number) == ""
    texts = [column.text(number) for number in range(len(expected))]
    assert all(len({texts[at] for at in same}) == 1 for same in numbered(column, len(expected)))
    for first in range(len(expected) + 1):
        for last in range(first, len(expected) + 1):
            assert column.texts(first, last) == texts[first:last]
    assert changes(expected) <= set(column.run_starts())


@given(_steps)
@settings(max_examples=60, deadline=None)
def test_every_document_gets_its_value_back(steps: list[Any]) -> None:
    expected, column = collected(steps)
    check(column, expected)
    assert column.run_starts() == sorted(changes(expected))


@given(st.lists(st.tuples(_steps, st.booleans(), st.randoms(use_true_random=False)), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_merging_keeps_the_values_of_the_kept(parts: list[Any]) -> None:
    kept: list[Any] = []
    given_parts = []
    for steps, with_deletions, random in parts:
        expected, column = collected(steps)
        keep = np.array([random.random() < 0.5 for _ in expected], dtype=bool) if with_deletions else None
        given_parts.append(StoredPart(column, len(expected), keep))
        kept.extend(value for n, value in enumerate(expected) if keep is None or keep[n])
    given_parts.append(StoredPart(None, 2, None))
    storage = RamStorage()
    writer = ArrayFileWriter(storage, "f")
    stored.write(writer, "字段/a", given_parts)
    writer.close()
    read = stored.read(ArrayFile(storage, "f"), "字段/a")
    assert read is not None
    check(read, [*kept, None, None])


def test_equal_values_are_kept_once() -> None:
    _, column = collected([["标题"] * 3, ["标题", "另一", "另一"], ("另一",), ["标题"]])
    assert column.blob.tobytes().decode() == "标题\n另一\n"


def test_text_and_json_of_the_same_bytes_are_two_values() -> None:
    expected, column = collected([["1"], (1,), ["1"], (1,)])
    check(column, expected)
    assert column.blob.tobytes() == b"1\n1\n"


def test_values_that_repeat_are_kept_once_in_a_merge_too() -> None:
    parts = [StoredPart(collected([["甲"] * 5, ["乙"] * 5])[1], 10, None) for _ in range(3)]
    storage = RamStorage()
    writer = ArrayFileWriter(storage, "f")
    stored.write(writer, "a", parts)
    writer.close()
    read = stored.read(ArrayFile(storage, "f"), "a")
    assert read is not None
    assert read.blob.tobytes().decode() == "甲\n乙\n"
    check(read, (["甲"] * 5 + ["乙"] * 5) * 3)


def test_a_column_in_which_each_document_has_its_own_value_needs_no_numbers() -> None:
    _, column = collected([["a", "b", "c"]])
    assert column.value_of is None


def test_types_json_lacks_come_back() -> None:
    for value in (
        b"\x00\xff",
        date(2020, 1, 2),
        datetime(2020, 1, 2, 3),
        Decimal("1.20"),
        (1, [2]),
        {1: b"a", "$x": 2},
    ):
        _, column = collected([(value,)])
        assert column.value(0) == value
        assert type(column.value(0)) is type(value)


def test_a_value_that_cannot_be_kept_is_refused() -> None:
    with pytest.raises(UsageError, match="type set cannot be stored"):
        stored.encode({"a": {1, 2}})


@pytest.mark.parametrize("value", ["户" * 1000, ["户" * 1000]])
def test_the_memory_of_a_value_counts_its_bytes(value: Any) -> None:
    """Text and JSON alike, so that a writer knows when to write them out."""
    buffer = StoredBuffer()
    buffer.append(0, value)
    assert buffer.nbytes > 3000
