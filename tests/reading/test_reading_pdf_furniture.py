"""What is dropped as running heads, running feet and page numbers, and what stays."""

from pathlib import Path

import pytest
import yaml

from indexer.reading.pdf.furniture import Sheet, drop_furniture
from indexer.reading.pdf.lines import Line

CASES = yaml.safe_load((Path(__file__).parent / "pdf_furniture.yaml").read_text("utf-8"))
PLACES = {"h": 50, "b": 300, "f": 790}


def _sheet(number, told):
    lines = []
    for i, line in enumerate(told):
        place, _, text = line.partition(" ")
        base = PLACES[place] + 20 * i
        lines.append(Line(text, 90, 300, base, 12, False, False, 12, number))
    return Sheet(number, 842, lines)


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_what_stands_at_the_same_place_of_page_after_page_is_no_text(case):
    sheets = [_sheet(number, told) for number, told in enumerate(case["pages"], 1)]
    drop_furniture(sheets)
    assert [[line.text for line in sheet.lines] for sheet in sheets] == case["kept"]
