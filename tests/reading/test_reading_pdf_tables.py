"""Grids of rules, and what stands in their cells."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.pdf.drawn import Rule
from indexer.reading.pdf.file import Page
from indexer.reading.pdf.glyphs import Glyph
from indexer.reading.pdf.tables import take_tables

WIDE, HIGH = 60.0, 20.0


def _text(text, x, y):
    return [Glyph(character, x + 10 * i, x + 10 * i + 10, y, 10) for i, character in enumerate(text)]


def _page(rows, without=()):
    """Set a table at (100, 100); `without` names rules left out: ("h" or "v", row, column)."""
    page = Page(1, 595, 842)
    count, columns = len(rows), len(rows[0])
    for i in range(count + 1):
        for j in range(columns + 1):
            x, y = 100 + WIDE * j, 100 + HIGH * i
            if j < columns and ("h", i, j) not in without:
                page.rules.append(Rule(x, y, x + WIDE, y))
            if i < count and ("v", i, j) not in without:
                page.rules.append(Rule(x, y, x, y + HIGH))
            if i < count and j < columns:
                page.glyphs += _text(rows[i][j], x + 3, y + 15)
    return page


@given(st.lists(st.lists(st.sampled_from(["甲", "乙丙", ""]), min_size=3, max_size=3), min_size=2, max_size=5))
def test_each_row_that_says_something_is_a_row(rows):
    page = _page(rows)
    texts = [row for table in take_tables(page) for row in table.rows]
    assert texts == [" | ".join(row).strip() for row in rows if any(row)]
    assert page.glyphs == []


def test_text_around_a_table_stays():
    page = _page([["甲", "乙"], ["丙", "丁"]])
    page.glyphs += _text("正文", 100, 50)
    take_tables(page)
    assert "".join(glyph.text for glyph in page.glyphs) == "正文"


def test_a_cell_over_two_columns_is_one_and_one_over_two_rows_stands_in_the_first():
    page = _page([["甲", "", "乙"], ["丙", "丁", ""]], without={("v", 0, 1), ("h", 1, 2)})
    assert [table.rows for table in take_tables(page)] == [["甲 | 乙", "丙 | 丁 |"]]


def test_a_box_is_no_table():
    page = _page([["甲"], ["乙"]])
    assert take_tables(page) == []
    assert page.glyphs


def test_rules_that_do_not_meet_are_no_table():
    page = Page(1, 595, 842, rules=[Rule(100, y, 400, y) for y in (100, 120, 140)] + [Rule(500, 0, 500, 50)])
    assert take_tables(page) == []
