"""Tables of any format as rows: one `Paragraph` a row, its cells joined, the row that names the columns known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from indexer.reading.data import load_data
from indexer.reading.paragraphs import clean
from indexer.records import CELL_MARK, Paragraph


class Cell(NamedTuple):
    """A cell as the source has it.

    Attributes:
        lines: the text of each of its paragraphs.
        columns: how many columns it spans.
        rows: how many rows it spans.
        header: the markup says that it names a column.
        bold: all of its text is bold.
    """

    lines: tuple[str, ...]
    columns: int = 1
    rows: int = 1
    header: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[str, ...]
    header: bool
    bold: bool
    spanning: bool
    deepest: int

    @property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]


@cache
def table_rules() -> dict[str, Any]:
    """Return what ``tables.yaml`` says."""
    rules: dict[str, Any] = load_data("tables.yaml")
    return rules


def is_text(lines: Sequence[str]) -> bool:
    """Tell whether the lines of a cell are a whole text, so that its table only lays out the page."""
    told, paragraphs = table_rules(), len(lines)
    is_long = sum(map(len, lines)) > int(told["longest_cell"])
    fewest, most = int(told["fewest_paragraphs_of_text"]), int(told["most_paragraphs_in_cell"])
    return paragraphs > most or (paragraphs >= fewest and is_long)


def table_paragraphs(rows: Iterable[Sequence[Cell]]) -> list[Paragraph]:
    """Return the rows of a table as paragraphs.

    A cell that spans several rows is repeated in each of them (a long one is not), for each row is found and read by
    itself; beside one that spans several columns the other columns are empty. A row that one cell spans has no mark in
    it. The paragraphs of a cell are joined by a blank; in a header, and where each is a sign or two (written from top
    to bottom), by nothing. Rows without text are left out.

    The header is what the markup says it is; where it says nothing, the first row of several cells, with those that its
    cells reach down into, if they look like names of columns (``tables.yaml``). A row that repeats the header, as after
    a page break, is one too.

    Args:
        rows: the cells of each row, as the source has them.
    """
    grid = _grid(rows)
    marked = _marked_header(grid)
    if not any(marked):
        marked = _guessed_header(grid)
    told = [_paragraph(row, header) for row, header in zip(grid, marked, strict=True)]
    known = {paragraph.text for paragraph in told if paragraph and paragraph.header}
    return [
        replace(paragraph, header=True) if paragraph.text in known else paragraph for paragraph in told if paragraph
    ]


def _paragraph(row: _Row, header: bool) -> Paragraph | None:
    text = row.filled[0] if row.spanning and row.filled else clean(CELL_MARK.join(row.cells))
    if not row.filled:
        return None
    return Paragraph(text, bold=row.bold, row=True, header=header)


def _grid(rows: Iterable[Sequence[Cell]]) -> list[_Row]:
    """Return the rows with each cell in its column, cells from above repeated."""
    grid: list[_Row] = []
    above: dict[int, _Hanging] = {}
    for row in rows:
        cells, above = _place(row, above)
        own = [cell for cell in row if cell.lines]
        grid.append(
            _Row(
                tuple(cells),
                header=bool(own) and all(cell.header for cell in own),
                bold=bool(own) and all(cell.bold for cell in own),
                spanning=sum(map(bool, cells)) == 1 and (len(cells) == 1 or any(cell.columns > 1 for cell in own)),
                deepest=max((cell.rows for cell in row), default=1),
            )
        )
    return grid


class _Hanging(NamedTuple):
    """What a cell of a row above leaves in a column: its text, and in how many more rows."""

    text: str
    rows: int


def _place(row: Sequence[Cell], above: Mapping[int, _Hanging]) -> tuple[list[str], dict[int, _Hanging]]:
    """Return the text of each column of a row, and what its cells and those above leave to the next."""
    told = table_rules()
    cells: list[str] = []
    below = {column: _Hanging(text, rows - 1) for column, (text, rows) in above.items() if rows > 1}

    def pass_over(limit: int) -> None:
        while len(cells) in above and len(cells) < limit:
            cells.append(above[len(cells)].text)

    last = max(above, default=-1) + 1
    for cell in row:
        pass_over(last)
        text = _joined(cell.lines, header=cell.header)
        rows = min(cell.rows, told["highest_span"])
        room = told["most_columns"] - len(cells)
        for column in range(max(min(cell.columns, room), 1)):
            shown = "" if column else text
            if rows > 1 and room > 0:
                below[len(cells)] = _Hanging(shown if len(shown) <= told["longest_repeated"] else "", rows - 1)
            cells.append(shown)
    while len(cells) < last:
        cells.append(above[len(cells)].text if len(cells) in above else "")
    return cells, below


def _joined(lines: Sequence[str], *, header: bool) -> str:
    tight = header or all(len(line) <= 2 and line.isalnum() for line in lines)
    text = clean(("\n" if tight else " ").join(lines))
    return text.replace(CELL_MARK, CELL_MARK.strip())


def _marked_header(grid: Sequence[_Row]) -> list[bool]:
    """Return which rows the markup makes headers: the first ones, all of whose cells are."""
    marked = [False] * len(grid)
    for i, row in enumerate(grid[: table_rules()["most_header_rows"]]):
        if row.filled and not row.header:
            break
        marked[i] = len(row.filled) > 1
    return marked if not all(marked) else [False] * len(grid)


def _guessed_header(grid: Sequence[_Row]) -> list[bool]:
    """Return which rows look as if they named the columns of the rows below them."""
    marked = [False] * len(grid)
    first = next((i for i, row in enumerate(grid) if len(row.filled) > 1), None)
    if first is None or first + 1 >= len(grid) or not _names_columns(grid, first):
        return marked
    last = first + max(1, min(grid[first].deepest, table_rules()["most_header_rows"]))
    for i in range(first, min(last, len(grid) - 1)):
        marked[i] = True
    return marked


def _names_columns(grid: Sequence[_Row], at: int) -> bool:
    told, row = table_rules(), grid[at]
    for cell in row.filled:
        if len(cell) > told["longest_header_cell"] or any(sign in told["no_header"] for sign in cell):
            return False
        if not any("\u4e00" <= sign <= "\u9fff" for sign in cell):
            return False
    if row.bold and not grid[at + 1].bold:
        return True
    squeezed = ["".join(cell.split()) for cell in row.filled]
    begins, ends = tuple(told["header_begins"]), tuple(told["header_ends"])
    return any(cell.startswith(begins) or cell.endswith(ends) for cell in squeezed)
