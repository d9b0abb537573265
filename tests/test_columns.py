"""Records as rows."""

import pytest

from indexer import ClauseIndex
from indexer.columns import cell, chosen, columns_of, value
from indexer.errors import UsageError
from indexer.records import Hit, Results
from indexer.reports import ListedDocument


def test_the_columns_of_a_record_are_the_paths_of_its_plain_form(seeded: ClauseIndex) -> None:
    plain = seeded.search("户籍").hits[0].to_dict()
    columns = columns_of(Hit)
    assert {"rank", "citation", "clause.label", "document.title", "context.before"} <= set(columns)
    assert [column.split(".")[0] for column in dict.fromkeys(column.split(".")[0] for column in columns)] == list(plain)
    assert value(plain, "clause.id") == plain["clause"]["id"]
    assert "id" in columns_of(ListedDocument)
    assert "explanation" in columns_of(Results)


def test_a_cell_is_text_whatever_the_column_holds() -> None:
    plain = {
        "breadcrumb": ["甲", "乙"],
        "highlights": [[0, 2], [3, 4]],
        "context": {"before": ["一", "二"]},
        "none": None,
    }
    told = [cell(plain, column) for column in ("breadcrumb", "highlights", "context.before", "none", "nothing.there")]
    assert told == ["甲 > 乙", "0-2 3-4", "一\n二", "", ""]


def test_a_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    assert chosen(" rank , citation,", columns_of(Hit)) == ("rank", "citation")
    with pytest.raises(UsageError, match=r"document\.title"):
        chosen("titel", columns_of(Hit))
