"""The data files of the language, and the page that explains it."""

import re
from pathlib import Path

import pytest

from indexer.query import parse, to_query
from indexer.query.language import field_names

PAGE = (Path(__file__).parents[2] / "docs" / "query.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")


def _tables() -> list[list[list[str]]]:
    """Return the tables of the page: rows of cells, the head first."""
    tables = []
    for block in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE):
        rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in block.splitlines()]
        tables.append(
            [[cell.strip().replace("\\|", "|") for cell in row] for row in rows if not row[0].startswith("---")]
        )
    return tables


def _examples() -> list[tuple[str, str]]:
    found = []
    for head, *rows in _tables():
        if "understood as" not in head:
            continue
        typed, understood = (
            next(head.index(name) for name in ("type", "typed") if name in head),
            head.index("understood as"),
        )
        found += [(CODE.findall(row[typed])[0], CODE.findall(row[understood])[0]) for row in rows]
    return found


@pytest.mark.parametrize(("typed", "understood"), _examples())
def test_an_example_of_the_page_is_understood_as_it_says(typed: str, understood: str) -> None:
    assert to_query(parse(typed).tree) == understood


def test_the_page_has_its_examples() -> None:
    assert len(_examples()) >= 45


def test_the_page_lists_the_fields_as_they_are() -> None:
    (rows,) = [rows for head, *rows in _tables() if head[0] == "field"]
    assert rows == [[f"`{field.name}`", ", ".join(field.aliases), field.holds] for field in field_names()]


def test_no_two_fields_share_a_name() -> None:
    names = [name.lower() for field in field_names() for name in (field.name, *field.aliases)]
    assert len(names) == len(set(names))
    assert {field.type for field in field_names()} == {"text", "date", "year"}


def test_every_full_width_field_name_is_read() -> None:
    for field in field_names():
        value = {"text": "户籍", "date": "2021", "year": "2021"}[field.type]
        expected = parse(f"{field.name}:{value}").tree
        assert all(parse(f"{alias}：{value}").tree == expected for alias in field.aliases)
