"""Records as lines of a person's own making: ``--fields rank,citation`` or ``--format '{rank}: {citation}'``."""

import re
from collections.abc import Iterable, Iterator

import click

from indexer.cli.options import Command, Text
from indexer.errors import UsageError

_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|\\([tn\\])")
_ESCAPES = {"t": "\t", "n": "\n", "\\": "\\"}


def rows_options(command: Command) -> Command:
    """Add ``--fields`` and ``--format``, given as `columns` and `template`."""
    told = "Print these columns of each record, with tabs between, such as rank,citation,document.title."
    command = click.option("--fields", "columns", type=Text(), help=told)(command)
    told = "Print each record so, such as '{rank}\\t{citation}'."
    return click.option("--format", "template", type=Text(), help=told)(command)


def wants_rows(columns: str | None, template: str | None, *, as_json: bool) -> bool:
    """Tell whether lines of a person's own making are asked for.

    Raises:
        UsageError: JSON is asked for as well.
    """
    wanted = columns is not None or template is not None
    if wanted and as_json:
        raise UsageError("--json prints all of a record", remedy="Leave it out, or leave out --fields and --format")
    return wanted


def row_lines(kind: str, records: Iterable[object], columns: str | None, template: str | None) -> Iterator[str]:
    r"""Return a line for each record.

    Args:
        kind: of the records: the name of a class in `indexer.records` or `indexer.reports`.
        records: of that kind.
        columns: names with commas between; None to use `template`.
        template: text with columns in braces; ``{{`` is a brace, ``\t``, ``\n`` and ``\\`` are what they are in C.

    Raises:
        UsageError: a column is not one of the record's, or a brace of the template has no other half.
    """
    from indexer.columns import chosen, columns_of, record_kind

    known = columns_of(record_kind(kind))
    if template is not None:
        pieces = list(_pieces(template))
        chosen(",".join(column for _, column in pieces if column), known)
    else:
        names = chosen(columns or "", known)
        if not names:
            raise UsageError("no column is named", place="--fields", remedy=f"The columns are {', '.join(known)}")
        pieces = [("" if at == 0 else "\t", name) for at, name in enumerate(names)]
    return (_line(record, pieces, flat=template is None) for record in records)


def _pieces(template: str) -> Iterator[tuple[str, str]]:
    """Yield what a template is made of: text and the column after it, "" after the last.

    Raises:
        UsageError: a brace has no other half.
    """
    if not {"{", "}"}.isdisjoint(_PART.sub("", template)):
        raise UsageError("a brace has no other half", place=template, remedy="Write {{ or }} for a brace as it is")
    text, at = "", 0
    for match in _PART.finditer(template):
        text += template[at : match.start()]
        at = match.end()
        if match[1] is not None:
            yield text, match[1].strip()
            text = ""
        else:
            text += _ESCAPES[match[2]] if match[2] else match[0][0]
    yield text + template[at:], ""


def _line(record: object, pieces: list[tuple[str, str]], *, flat: bool) -> str:
    from indexer.columns import cell

    plain = record.to_dict()  # type: ignore[attr-defined]
    cells = ((text, str(cell(plain, column)) if column else "") for text, column in pieces)
    return "".join(text + (" ".join(told.split()) if flat else told) for text, told in cells)
