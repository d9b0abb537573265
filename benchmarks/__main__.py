"""Runs the comparisons; see ``docs/performance.md``.

Such as ``python -m benchmarks CORPUS --sizes 10k,all --rows long-or,phrase --peers ours,tantivy``.
"""

import argparse
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks import report
from benchmarks.bench import Bench, Options
from benchmarks.corpus import Corpus
from benchmarks.engines import ENGINES
from benchmarks.growth import folder_of
from benchmarks.rows import ROWS, choose
from benchmarks.statistics import Measure
from benchmarks.targets import judge, targets
from benchmarks.timing import compile_packages

_CORPUS = Path("../shared/data/statutes")
_PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
_SIZES = "10k,100k,all,500k,1m"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, keep; return 0, 1 if a row failed, 2 if the corpus or an argument makes no sense."""
    asked = _parser().parse_args(arguments)
    try:
        rows, sizes = choose(asked.rows), [_size(name) for name in asked.sizes.split(",")]
        options = _options(asked)
        if not any(asked.corpus.rglob("*.md")):
            raise ValueError(f"{asked.corpus}: there are no Markdown files in it. Name a folder of statutes as CORPUS")
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    compile_packages()
    run = Run(options, report.RESULTS / f"{time.strftime('%Y-%m-%dT%H%M%S')}.json")
    with tempfile.TemporaryDirectory(dir=asked.scratch) as scratch:
        for name, paragraphs in sizes:
            folder = asked.corpus
            if paragraphs:
                _say(f"{name}: writing {paragraphs:,} paragraphs")
                folder = folder_of(asked.corpus, paragraphs, Path(scratch) / name / "corpus", asked.seed)
            run.measure(Bench(Corpus(name, folder), options, Path(scratch) / name, _say), rows)
    run.tell(asked.write_docs)
    return 1 if run.failed else 0


@dataclass
class Run:
    """The results of all sizes; they are kept after every row, so that a run that is stopped has not been in vain."""

    options: Options
    path: Path
    measured: list[Measure] = field(default_factory=list)
    corpora: dict[str, dict[str, int]] = field(default_factory=dict)
    failed: bool = False

    def measure(self, bench: Bench, rows: Sequence[str]) -> None:
        """Measure rows on one corpus; one that breaks is told and does not cost the others."""
        self.corpora[bench.corpus.name] = bench.corpus.describe()
        for row in rows:
            try:
                ROWS[row](bench, row)
            except Exception:
                self.failed = True
                _say(f"{bench.corpus.name}: {row} failed\n{traceback.format_exc()}")
            report.write_json(self.path, self.measured + bench.measured, self.corpora, asdict(self.options))
        self.measured += bench.measured

    def tell(self, write_docs: bool) -> None:
        """Print the tables and the verdicts, and write them to the docs if that is wanted."""
        tables = report.sections(self.measured, self.corpora)
        sizes = {name: size["text_bytes"] for name, size in self.corpora.items()}
        judged = report.verdicts(list(judge(self.measured, targets(), sizes)))
        for heading, lines in tables:
            print(f"\n{heading}\n{report.plain(lines)}")
        if len(judged) > 1:
            print(f"\n{report.plain(judged)}")
        print(f"\nkept in {self.path}")
        if write_docs:
            report.write_docs(_PAGE, tables, judged)


def _options(asked: argparse.Namespace) -> Options:
    strings = None
    if asked.query_file:
        lines = asked.query_file.read_text(encoding="utf-8").splitlines()
        strings = tuple(json.loads(line)["query"] for line in lines[: asked.queries])
    peers = tuple(asked.peers.split(","))
    if unknown := set(peers) - set(ENGINES):
        raise ValueError(f"no engine is called {min(unknown)!r}; there are {', '.join(ENGINES)}")
    return Options(peers, asked.rounds, asked.queries, asked.seed, strings)


def _size(name: str) -> tuple[str, int]:
    """Return a size's name and its number of paragraphs, 0 for the whole corpus.

    Raises:
        ValueError: it is not a number with k or m, or ``all``.
    """
    factors = {"k": 1_000, "m": 1_000_000}
    if name == "all":
        return name, 0
    if not name[:-1].isdigit() or name[-1] not in factors:
        raise ValueError(f"{name!r} is no size; say all, 10k, 500k, 1m")
    return name, int(name[:-1]) * factors[name[-1]]


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Paired runs of this index and others.")
    parser.add_argument("corpus", nargs="?", type=Path, default=_CORPUS, help="a folder of Markdown files")
    parser.add_argument("--sizes", default=_SIZES, help=f"numbers of paragraphs, all for the whole corpus ({_SIZES})")
    parser.add_argument("--rows", default="", help="rows, or how their names begin (all of them)")
    parser.add_argument("--peers", default=",".join(ENGINES), help=f"engines ({','.join(ENGINES)})")
    parser.add_argument("--rounds", type=int, default=5, help="how often each question is asked (5)")
    parser.add_argument("--queries", type=int, default=200, help="questions a row (200)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other questions (1)")
    parser.add_argument("--query-file", type=Path, help='query strings for the whole job: JSON Lines with "query"')
    parser.add_argument("--scratch", type=Path, help="where to put indexes (the system's temporary folder)")
    parser.add_argument("--write-docs", action="store_true", help="put the tables into docs/performance.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
