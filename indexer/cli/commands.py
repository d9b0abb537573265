"""The commands: each opens the index, calls one method of `ClauseIndex`, prints, and ends with an exit code."""

import sys
from datetime import date
from typing import Any, NoReturn

import click

from indexer.cli import output
from indexer.cli.batch import batch
from indexer.cli.completion import completion, documents_that_begin
from indexer.cli.diff import diff
from indexer.cli.eval import evaluate
from indexer.cli.optimize import optimize
from indexer.cli.options import (
    FOUND,
    INTERRUPTED,
    NOTHING_FOUND,
    PIPE_CLOSED,
    InputFile,
    Names,
    Text,
    as_of_option,
    claim_standard_input,
    context_option,
    errors_told,
    json_option,
    scope_options,
)
from indexer.cli.rows import row_lines, rows_options, wants_rows
from indexer.cli.schema import schema
from indexer.cli.suggest import similar, suggest
from indexer.cli.sync import sync, watch
from indexer.cli.synonyms import synonyms
from indexer.errors import UsageError
from indexer.version import __version__


class _QuietGroup(click.Group):
    """Commands that end without a word when they are interrupted, or when nobody reads their output any more."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            output.leave_pipe()
            sys.exit(PIPE_CLOSED)


@click.group(cls=_QuietGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-i",
    "--index",
    "path",
    envvar="INDEXER_INDEX",
    default="index_data",
    show_default=True,
    show_envvar=True,
    help="The folder of the index.",
)
@click.version_option(__version__, prog_name="indexer")
@click.pass_context
def cli(context: click.Context, path: str) -> None:
    """Search Chinese policies and statutes clause by clause."""
    context.obj = path


def main() -> NoReturn:
    """Run the command line: what the ``indexer`` command calls."""
    output.prepare_streams()
    sys.exit(cli(prog_name="indexer"))


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--workers", type=click.IntRange(0), help="Processes that read; as many as the machine has, if not said.")
@click.option("--memory", default=256, show_default=True, type=click.IntRange(16), help="Megabytes a batch may take.")
@click.option("--userdict", type=InputFile(), help="A dictionary of words to take whole; the index keeps it.")
@click.option("--name", type=Text(), help="With - as PATHS: what a file of it would be called.")
@click.option(
    "--format", type=Text(), help="With - as PATHS: its format, such as text or docx; told by it if not said."
)
@json_option
@click.pass_context
def add(
    context: click.Context,
    /,
    paths: tuple[str, ...],
    *,
    workers: int | None,
    memory: int,
    userdict: str | None,
    name: str | None,
    format: str | None,
    as_json: bool,
) -> None:
    """Add files and folders to the index, which is made if it is not there; - for standard input.

    What has not changed since it was added is left as it is. Ends with 4 if a file could not be read; the others are
    added all the same.
    """
    from indexer.clause_index import ClauseIndex
    from indexer.cli.progress import progress_bar

    given = paths == ("-",)
    if not given and (name or format or "-" in paths):
        raise click.UsageError("- (standard input) is added by itself, and --name and --format go with it alone.")
    if given:
        claim_standard_input(context, add)
    with errors_told(), ClauseIndex.create(context.obj, exist_ok=True, alone=True) as index, progress_bar() as progress:
        if userdict is not None:
            output.show_lines(output.dictionary_lines(index.use_dictionary(userdict)), err=True)
        if given:
            report = index.add_bytes(sys.stdin.buffer, name or "standard-input", format=format or "")
        else:
            report = index.add(*paths, workers=workers, memory=memory << 20, progress=progress)
    if as_json:
        output.show_json(report)
    else:
        output.show_lines(output.report_lines(report))
    sys.exit(4 if report.failed else FOUND)


@cli.command()
@click.argument("query", nargs=-1, required=True, type=Text())
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1), help="How many hits.")
@click.option("--offset", default=0, type=click.IntRange(0), help="How many of the best hits to pass over.")
@context_option
@scope_options
@click.option("--facet", "facets", type=Names(), default="", help="Count by document,issuer,year,section,kind.")
@click.option("--explain", is_flag=True, help="Show how the query was understood and what makes the scores.")
@rows_options
@json_option
@click.pass_obj
def search(
    path: str,
    /,
    query: tuple[str, ...],
    columns: str | None,
    template: str | None,
    *,
    as_json: bool,
    **options: Any,
) -> None:
    """Print the clauses that hold all words of QUERY, best first.

    Ends with 1 if nothing is found.
    """
    from indexer.clause_index import ClauseIndex

    with errors_told():
        if not " ".join(query).strip():
            raise UsageError("the query is empty", remedy="Say what to look for: indexer search 户籍 准入年限")
        rows = wants_rows(columns, template, as_json=as_json)
        with ClauseIndex.open(path, alone=True) as index:
            results = index.search(" ".join(query), **options)
            others = () if as_json or rows else index.other_snippets(results)
    if as_json:
        output.show_json(results)
    elif rows:
        with errors_told():
            output.show_lines(row_lines("Hit", results, columns, template))
    else:
        output.show_pages(output.result_lines(results, others))
    sys.exit(FOUND if results.hits else NOTHING_FOUND)


@cli.command()
@click.argument("id", type=Text(), shell_complete=documents_that_begin)
@context_option
@as_of_option
@json_option
@click.pass_obj
def show(path: str, id: str, *, context: int, as_of: date | None, as_json: bool) -> None:
    """Print the clause with this ID, or all of the document with this ID; a citation or a title will do."""
    from indexer.clause_index import ClauseIndex

    with errors_told(), ClauseIndex.open(path, alone=True) as index:
        clauses = index.show(id, context=context, as_of=as_of)
    if as_json:
        output.show_json({"clauses": [clause.to_dict() for clause in clauses]})
        return
    output.show_pages(line for clause in clauses for line in (*output.clause_lines(clause), ""))


@cli.command()
@click.argument("text", nargs=-1, required=True, type=Text())
@as_of_option
@json_option
@click.pass_obj
def cite(path: str, /, text: tuple[str, ...], *, as_of: date | None, as_json: bool) -> None:
    """Print every citation in TEXT (- for standard input) and what it leads to.

    Ends with 1 if one of them leads to no clause or document of the index.
    """
    from indexer.clause_index import ClauseIndex

    said = sys.stdin.buffer.read().decode("utf-8", "replace") if text == ("-",) else " ".join(text)
    with errors_told(), ClauseIndex.open(path, alone=True) as index:
        found = index.cite(said, as_of=as_of)
    if as_json:
        output.show_json({"citations": [reference.to_dict() for reference in found]})
    else:
        output.show_lines(output.citation_lines(found))
    sys.exit(FOUND if found and all(reference.status == "found" for reference in found) else NOTHING_FOUND)


@cli.command("list")
@as_of_option
@rows_options
@json_option
@click.pass_obj
def list_documents(
    path: str, /, columns: str | None, template: str | None, *, as_of: date | None, as_json: bool
) -> None:
    """Print the documents of the index, one a line."""
    from indexer.clause_index import ClauseIndex

    with errors_told():
        rows = wants_rows(columns, template, as_json=as_json)
        with ClauseIndex.open(path, alone=True) as index:
            documents = tuple(index.documents(as_of=as_of))
    if as_json:
        output.show_json({"documents": [document.to_dict() for document in documents]})
    elif rows:
        with errors_told():
            output.show_lines(row_lines("ListedDocument", documents, columns, template))
    else:
        output.show_pages(output.document_lines(documents))


@cli.command()
@click.argument("ids", nargs=-1, required=True, type=Text(), shell_complete=documents_that_begin)
@json_option
@click.pass_obj
def remove(path: str, ids: tuple[str, ...], *, as_json: bool) -> None:
    """Remove the documents with these IDS from the index; all or, if one is not there, none."""
    from indexer.clause_index import ClauseIndex

    with errors_told(), ClauseIndex.open(path, alone=True) as index:
        removed = index.remove(*ids)
    if as_json:
        output.show_json({"removed": list(removed)})
    else:
        output.show_lines([f"{len(removed)} removed"])


@cli.command()
@json_option
@click.pass_obj
def status(path: str, *, as_json: bool) -> None:
    """Print what the index is and how much it holds."""
    from indexer.clause_index import ClauseIndex

    with errors_told(), ClauseIndex.open(path, alone=True) as index:
        told = index.status()
    if as_json:
        output.show_json(told)
    else:
        output.show_lines(f"{name:<11} {value}" for name, value in told.to_dict().items())


@cli.command()
@click.option("--literals", default=0, type=click.IntRange(0), help="Look for so many strings cut from the text.")
@click.option("--seed", default=0, type=int, help="Of the random choices.")
@click.option("--outline", is_flag=True, help="Audit the numbering of every document.")
@json_option
@click.pass_obj
def check(path: str, /, literals: int, seed: int, *, outline: bool, as_json: bool) -> None:
    """Read every file of the index and compare it with its checksums; with --literals, test that nothing is missed.

    With --outline, list where a numbering leaps, repeats or falls back, and other signs that a label was misread or
    that the source has a fault. Ends with 7 if a file is damaged, with 3 if a string was not found as it should be.
    """
    from indexer.clause_index import ClauseIndex

    with errors_told(), ClauseIndex.open(path, alone=True) as index:
        report = index.check(literals=literals, seed=seed, outline=outline)
    if as_json:
        output.show_json(report)
    else:
        output.show_lines(output.check_lines(report))
    sys.exit(3 if report.literals and report.literals.missed else FOUND)


cli.add_command(batch)
cli.add_command(completion)
cli.add_command(diff)
cli.add_command(optimize)
cli.add_command(synonyms)
cli.add_command(sync)
cli.add_command(watch)
cli.add_command(evaluate)
cli.add_command(schema)
cli.add_command(suggest)
cli.add_command(similar)
