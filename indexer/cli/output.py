"""How records look: to a person at a terminal, or as JSON to a program."""

from __future__ import annotations  # what a record is, is not needed to start

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.layout import marked, width, wrap

if TYPE_CHECKING:
    from indexer.records import DocumentRecord, Highlight, Hit, Record, Results, Snippet
    from indexer.reports import (
        AddReport,
        CheckReport,
        CitedReference,
        DictionaryLine,
        Explanation,
        Facet,
        Failure,
        LinkedClause,
        ListedDocument,
        ScorePart,
        ShownClause,
    )

_CITED = "taken as a citation"
"""The note on a query that is one: who cites an article wants all of it, not the paragraph that is pinned."""
_ASKED = "taken as a question: ranked by all that speaks for a clause"
"""The note on a query that is one: of a sentence nobody expects that a clause has every word."""
_MARGIN = "    "
_WIDEST = 100
_VALUES = 10
"""So many values of a facet are shown; ``--json`` has more."""


def prepare_streams() -> None:
    """Make standard output and error UTF-8 whatever the locale says, so that no Chinese text can fail to print."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def as_typed(argument: str) -> str:
    """Return a command line argument as UTF-8 text where the locale could not decode it."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return os.fsencode(argument).decode(errors="replace")
    return argument


def show_json(value: Record | dict[str, Any], *, err: bool = False) -> None:
    """Print one record as one line of JSON, Chinese readable; `err`: on standard error."""
    plain = value if isinstance(value, dict) else value.to_dict()
    click.echo(json.dumps(plain, ensure_ascii=False), err=err)


def show_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines, in colour at a terminal unless NO_COLOR is set (https://no-color.org); `err`: on standard error."""
    color = False if os.environ.get("NO_COLOR") else None
    for line in lines:
        click.echo(line, err=err, color=color)


def show_pages(lines: Iterable[str]) -> None:
    """Print lines; at a terminal that cannot hold them all, through the pager of ``PAGER`` or ``less``."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        show_lines(lines)
        return
    lines = list(lines)
    if len(lines) < shutil.get_terminal_size().lines:
        show_lines(lines)
        return
    os.environ.setdefault("LESS", "-FRX")  # colours, and no cleared screen: as git has it
    color = False if os.environ.get("NO_COLOR") else None
    click.echo_via_pager((f"{line}\n" for line in lines), color=color)


def leave_pipe() -> None:
    """Let nothing more be written to a pipe that is closed, not even when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def result_lines(results: Results, others: Sequence[Sequence[Snippet]] = ()) -> Iterator[str]:
    """Yield the lines that show hits to a person; `others`: of each hit, as `ClauseIndex.other_snippets` gives them."""
    for note in results.notes:
        yield click.style(f"note: {note}", fg="yellow")
    if results.explanation is not None:
        yield from _explanation_lines(results.understood, results.explanation)
    if not results.hits:
        yield f"Nothing found for {results.query}" + (f" after hit {results.total}" if results.total else "")
        yield from _suggestion_lines(results)
        return
    relaxed = results.relaxed and _ASKED not in results.notes
    if relaxed:
        yield click.style(f"No clause holds all of {results.query}; these hold a part of it.", fg="yellow")
    yield from _suggestion_lines(results)
    if relaxed or results.suggestions:
        yield ""
    parts = results.explanation.parts if results.explanation else ((),) * len(results.hits)
    cited = _CITED in results.notes
    for hit, added, other in zip(results.hits, parts, others or ((),) * len(results.hits), strict=True):
        whole = cited and bool(hit.clause.label) and hit.citation.endswith(hit.clause.label)
        yield from _hit_lines(hit, () if whole else other, whole=whole)
        yield from _score_lines(hit, added)
        yield ""
    for facet in results.facets:
        yield from _facet_lines(facet)
    clauses = "1 clause" if results.total == 1 else f"{results.total} clauses"
    yield click.style(f"{clauses} in {results.took_ms:.1f} ms", dim=True)


def _suggestion_lines(results: Results) -> Iterator[str]:
    if results.suggestions:
        yield "Did you mean: " + ", ".join(click.style(suggestion, bold=True) for suggestion in results.suggestions)


def _facet_lines(facet: Facet) -> Iterator[str]:
    yield click.style(f"by {facet.name}", bold=True)
    for value in facet.values[:_VALUES]:
        yield f"{value.count:>7}  {value.label or '(none)'}"
    if facet.distinct > _VALUES:
        yield f"         {facet.distinct - _VALUES} more"
    yield ""


def _hit_lines(hit: Hit, other: Iterable[Snippet], *, whole: bool) -> Iterator[str]:
    yield f"{hit.rank:>3} " + click.style(hit.citation, bold=True) + standing(hit.document) + _page(hit.page)
    yield from block(" › ".join(hit.breadcrumb), dim=True)
    for text in hit.context.before:
        yield from line(text)
    if hit.header:
        yield from block(hit.header, dim=True)
    shown, marks = (hit.clause.text, ()) if whole else _snippet_marks(hit)
    yield from block(shown, marks)
    for snippet, found in other:
        yield from line("…")
        yield from block(snippet, found)
    for text in hit.context.after:
        yield from line(text)
    yield id_line(hit.clause.id)
    if hit.repeats:
        more = f" and {len(hit.repeats) - 1} more" if len(hit.repeats) > 1 else ""
        yield from line(f"the same: {hit.repeats[0]}{more}")


def standing(document: DocumentRecord) -> str:
    """Return a mark for a document that is known not to be in force; "" for any other."""
    if document.status in ("in force", "unknown"):
        return ""
    day = document.expired if document.expired and document.status != "not yet in force" else document.effective
    return click.style(f"  [{document.status}{f', from {day}' if day else ''}]", fg="yellow")


def _page(number: int) -> str:
    """Return where in print a paragraph stands, after its citation; "" where the source has no pages."""
    return click.style(f"  page {number}", dim=True) if number else ""


def _explanation_lines(understood: str, explanation: Explanation) -> Iterator[str]:
    yield f"understood as: {understood}"
    for missing in explanation.missing:
        nearest = f"; the nearest words are {' '.join(missing.nearest)}" if missing.nearest else ""
        yield f"no clause has {missing.part}{nearest}"
    yield ""


def _score_lines(hit: Hit, parts: Iterable[ScorePart]) -> Iterator[str]:
    added = " + ".join(f"{part.part} {part.score:.2f}" for part in parts)
    if added:
        yield _MARGIN + click.style(f"{hit.score:.2f} = {added}", dim=True)


def _snippet_marks(hit: Hit) -> tuple[str, tuple[Highlight, ...]]:
    """Return the snippet with the highlights moved to where they stand in it."""
    shift = hit.text.find(hit.snippet.strip("…")) - (len(hit.snippet) - len(hit.snippet.lstrip("…")))
    end = len(hit.snippet)
    moved = ((start - shift, stop - shift) for start, stop in hit.highlights)
    return hit.snippet, tuple((max(start, 0), min(stop, end)) for start, stop in moved if stop > 0 and start < end)


def block(text: str, marks: Iterable[Highlight] = (), *, dim: bool = False) -> Iterator[str]:
    """Yield `text` wrapped to the terminal behind a margin, its marks in colour."""
    marks = tuple(marks)
    for paragraph_start, paragraph in _paragraphs(text):
        local = tuple((start - paragraph_start, end - paragraph_start) for start, end in marks)
        for span in wrap(paragraph, _columns()):
            pieces = marked(paragraph, span, local)
            yield _MARGIN + "".join(_styled(piece, hit=hit, dim=dim) for piece, hit in pieces)


def line(text: str, *, dim: bool = True) -> Iterator[str]:
    """Yield as much of `text` as fits one line."""
    _, end = next(wrap(text, _columns() - width("…")))
    yield _MARGIN + click.style(text[:end] + ("…" if end < len(text) else ""), dim=dim)


def id_line(id: str) -> str:
    """Return the line of an id: never wrapped, so that it can be copied."""
    return _MARGIN + click.style(id, dim=True)


def _columns() -> int:
    return max(min(shutil.get_terminal_size().columns, _WIDEST) - width(_MARGIN), 20)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for paragraph in text.split("\n"):
        yield at, paragraph
        at += len(paragraph) + 1


def _styled(piece: str, *, hit: bool, dim: bool) -> str:
    return click.style(piece, fg="red", bold=True) if hit else click.style(piece, dim=True) if dim else piece


def clause_lines(shown: ShownClause) -> Iterator[str]:
    """Yield the lines that show a clause to a person."""
    yield click.style(shown.citation, bold=True) + standing(shown.document) + _page(shown.page)
    yield from block(" › ".join(shown.breadcrumb), dim=True)
    for text in shown.context.before:
        yield from block(text, dim=True)
    yield from block(shown.clause.text)
    for text in shown.context.after:
        yield from block(text, dim=True)
    yield from _linked_lines("refers to", shown.refers_to)
    yield from _linked_lines("referred to by", shown.referred_by)
    yield id_line(shown.clause.id)


def citation_lines(references: Sequence[CitedReference]) -> Iterator[str]:
    """Yield each citation with what became of it, and the clauses it leads to."""
    if not references:
        yield "No citation found"
    for reference in references:
        missing = f": {'、'.join(reference.missing)}" if reference.missing else ""
        yield click.style(reference.text, bold=True) + f"  {reference.status}{missing}"
        for clause in reference.clauses:
            yield f"{_MARGIN}{clause.citation}  {clause.id}"


def _linked_lines(told: str, clauses: Iterable[LinkedClause]) -> Iterator[str]:
    for clause in clauses:
        yield from block(f"{told} {clause.citation}", dim=True)


def document_lines(documents: Iterable[ListedDocument]) -> Iterator[str]:
    """Yield one line a document: id, date, status, size and title, with tabs between for ``cut`` and ``awk``."""
    for one in documents:
        yield "\t".join((one.id, one.date[:10] or "-", one.status, f"{one.clauses} clauses", one.title or "-"))


def report_lines(report: AddReport) -> Iterator[str]:
    """Yield what an `add` did, the failures with their reasons first."""
    yield from failure_lines(report.failed)
    yield from (f"skipped: {skipped.source}: {skipped.reason}" for skipped in report.skipped)
    yield from (f"note: {note.source}: {note.reason}" for note in report.notes)
    counts = (
        f"{len(report.added)} added",
        f"{len(report.updated)} updated",
        f"{len(report.unchanged)} unchanged",
        f"{len(report.failed)} failed",
    )
    yield ", ".join(counts)


def check_lines(report: CheckReport) -> Iterator[str]:
    """Yield what a check found."""
    yield f"{len(report.files)} files are as they were written"
    if report.literals is not None:
        for miss in report.literals.missed:
            yield click.style(f"missed: {miss.typed}: {miss.reason}", fg="red")
        looked = f"{report.literals.strings} strings and {report.literals.numbers} numbers"
        yield f"looked for {looked}: {len(report.literals.missed)} missed"
    if report.outline is not None:
        for finding in report.outline:
            yield f"{finding.kind}: {finding.clause}: {finding.found}" + (
                f" (expected {finding.expected})" if finding.expected else ""
            )
        yield f"audited the outlines: {len(report.outline)} findings"


def dictionary_lines(lines: Iterable[DictionaryLine]) -> Iterator[str]:
    """Yield what each line of a user dictionary does."""
    for line in lines:
        if line.reason:
            yield click.style(f"userdict line {line.number}: {line.line}: ignored: {line.reason}", fg="yellow")
        else:
            yield f"userdict line {line.number}: {' '.join(line.before)} → {' '.join(line.after)}"


def failure_lines(failures: Iterable[Failure]) -> Iterator[str]:
    """Yield a line for each source that failed: its name and the reason."""
    for failure in failures:
        yield click.style(f"failed: {failure.source}: {failure.reason}", fg="yellow")
