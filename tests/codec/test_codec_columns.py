"""Columns hold what stock Whoosh's columns hold, and give it as arrays."""

from datetime import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import columns as whoosh_columns
from whoosh import fields
from whoosh.filedb.filestore import RamStorage
from whoosh.util.times import datetime_to_long

from indexer.codec import columns
from indexer.codec.arrays import ArrayFile, ArrayFileWriter
from indexer.codec.column_reader import ArrayColumnReader, default_of
from indexer.codec.columns import ColumnBuffer, KeywordColumn, NumberColumn
from indexer.errors import UsageError

_KINDS: list[tuple[Any, Any]] = [
    (fields.COLUMN(whoosh_columns.NumericColumn("i", default=-1)), st.integers(-(2**31), 2**31 - 1)),
    (fields.COLUMN(whoosh_columns.NumericColumn("d", default=0.5)), st.floats(allow_nan=False)),
    (fields.COLUMN(whoosh_columns.NumericColumn("Q")), st.integers(0, 2**64 - 1)),
    (fields.COLUMN(whoosh_columns.BitColumn()), st.booleans()),
    (fields.COLUMN(whoosh_columns.RefBytesColumn()), st.binary(max_size=3)),
    (fields.COLUMN(whoosh_columns.VarBytesColumn()), st.binary(max_size=3)),
    (fields.COLUMN(whoosh_columns.FixedBytesColumn(2)), st.binary(min_size=2, max_size=2)),
    (fields.COLUMN(whoosh_columns.CompressedBytesColumn()), st.binary(min_size=1, max_size=3)),
    (fields.NUMERIC(int, 8, sortable=True), st.integers(-128, 127)),
    (fields.NUMERIC(int, 32, sortable=True), st.integers(-(2**31), 2**31 - 1)),
    (fields.NUMERIC(int, 64, sortable=True), st.integers(-(2**63), 2**63 - 1)),
    (fields.NUMERIC(int, 16, signed=False, sortable=True), st.integers(0, 2**16 - 1)),
    (fields.NUMERIC(float, sortable=True, default=7), st.floats(-1e9, 1e9)),
    (fields.DATETIME(sortable=True), st.datetimes()),
    (fields.KEYWORD(sortable=True), st.text(max_size=2)),
    (fields.ID(sortable=True), st.text(max_size=2)),
]
_cases = st.sampled_from(_KINDS).flatmap(
    lambda kind: st.tuples(st.just(kind[0]), st.lists(st.none() | kind[1], min_size=1, max_size=9))
)


def stock_reader(field: Any, values: list[Any]) -> Any:
    storage = RamStorage()
    with storage.create_file("c") as file:
        writer = field.column_type.writer(file)
        for docnum, value in enumerate(values):
            if value is not None:
                writer.add(docnum, field.to_column_value(value))
        writer.finish(len(values))
    file = storage.open_file("c")
    return field.column_type.reader(file, 0, storage.file_length("c"), len(values))


def column_of(field: Any, values: list[Any]) -> columns.ColumnArrays:
    buffer = ColumnBuffer("name", field.column_type, field)
    for docnum, value in enumerate(values):
        if value is not None:
            buffer.append(docnum, field.to_column_value(value))
    return buffer.finish(len(values))


def through_a_file(column: columns.ColumnArrays) -> columns.ColumnArrays:
    storage = RamStorage()
    writer = ArrayFileWriter(storage, "f")
    writer.about = {"columns": {}}
    columns.write(writer, "列", column)
    writer.close()
    read = columns.read(ArrayFile(storage, "f"), "列")
    assert read is not None
    return read


@given(_cases)
@settings(max_examples=120, deadline=None)
def test_whoosh_reads_the_values_and_sort_keys_of_its_own_columns(case: Any) -> None:
    field, values = case
    expected = stock_reader(field, values)
    found = ArrayColumnReader(through_a_file(column_of(field, values)), default_of(field.column_type))
    # Whoosh's compressed column cannot be iterated over where a document lacks a value, so one by one
    numbers = range(len(values))
    assert [found[n] for n in numbers] == [expected[n] for n in numbers]
    assert [found.sort_key(n) for n in numbers] == [expected.sort_key(n) for n in numbers]
    assert len(found) == len(values)
    if field.column_type.reversible:
        found.set_reverse()
        expected.set_reverse()
        assert [found.sort_key(n) for n in numbers] == [expected.sort_key(n) for n in numbers]


@given(st.lists(_cases, min_size=1, max_size=1).flatmap(lambda c: st.tuples(st.just(c[0]), st.randoms())))
@settings(max_examples=60, deadline=None)
def test_merged_columns_are_those_of_the_kept_documents(case: Any) -> None:
    (field, values), random = case
    keep = np.array([random.random() < 0.6 for _ in values], dtype=bool)
    kept = [value for value, stays in zip(values, keep, strict=True) if stays]
    column = column_of(field, values)
    merged = columns.concatenate([(column, len(values), keep), (None, 2, None), (column, len(values), None)])
    expected = column_of(field, [*kept, None, None, *values])
    default = default_of(field.column_type)
    assert list(ArrayColumnReader(merged, default)) == list(ArrayColumnReader(expected, default))
    if isinstance(merged, KeywordColumn) and isinstance(expected, KeywordColumn):
        assert merged.table == expected.table, "values of deleted documents are gone and the rest is sorted"


def test_plain_numbers_given_in_bulk_are_kept_plain_and_read_by_whoosh() -> None:
    field = fields.NUMERIC(int, 32, signed=True, sortable=True)
    buffer = ColumnBuffer("n", field.column_type, field)
    buffer.append(0, field.to_column_value(-7))
    buffer.extend(2, buffer.convert(np.array([5, -6], dtype=np.int64)))
    column = buffer.finish(5)
    assert isinstance(column, NumberColumn)
    assert column.values.dtype == np.int32
    assert column.missing == 2**31 - 1
    assert column.values.tolist() == [-7, column.missing, 5, -6, column.missing]
    assert field.from_column_value(ArrayColumnReader(column, 0)[3]) == -6


def test_dates_given_in_bulk_are_those_of_whoosh() -> None:
    field = fields.DATETIME(sortable=True)
    buffer = ColumnBuffer("d", field.column_type, field)
    moments = [datetime(1949, 10, 1, 15), datetime(2025, 3, 5, 0, 0, 1)]
    buffer.extend(0, buffer.convert(np.array(moments, dtype="datetime64[s]")))
    assert list(ArrayColumnReader(buffer.finish(2), 0)) == [datetime_to_long(moment) for moment in moments]


def test_keywords_given_in_bulk_are_ordinals_into_a_sorted_table() -> None:
    field = fields.KEYWORD(sortable=True)
    buffer = ColumnBuffer("k", field.column_type, field)
    buffer.extend(1, buffer.convert(["乙", "甲", "乙"]))
    column = buffer.finish(4)
    assert isinstance(column, KeywordColumn)
    assert column.table == sorted(["乙".encode(), "甲".encode()])
    assert [column.table[o].decode() if o >= 0 else None for o in column.ordinals] == [None, "乙", "甲", "乙"]


@pytest.mark.parametrize("values", [np.array([1.5]), np.array([2**40]), np.array(["a"]), np.array([-(2**33)])])
def test_numbers_that_do_not_fit_are_refused(values: Any) -> None:
    field = fields.NUMERIC(int, 32, sortable=True)
    with pytest.raises(UsageError, match="'n'"):
        ColumnBuffer("n", field.column_type, field).convert(values)


@pytest.mark.parametrize(
    "column",
    [
        whoosh_columns.PickleColumn(whoosh_columns.VarBytesColumn()),
        whoosh_columns.StructColumn("ii", (0, 0)),
        whoosh_columns.VarBytesListColumn(),
    ],
)
def test_columns_that_need_pickle_or_hold_lists_are_refused(column: Any) -> None:
    with pytest.raises(UsageError, match=type(column).__name__):
        ColumnBuffer("n", column)
