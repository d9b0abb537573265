"""What every row of the table works with: a corpus, the engines, their indexes, and the results so far."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import engines, pipelines
from benchmarks.corpus import Corpus
from benchmarks.engines.base import Engine
from benchmarks.pipelines.base import Ingest, Job
from benchmarks.statistics import Measure

BASE = "tantivy"
"""What the others are compared with."""


@dataclass(frozen=True)
class Options:
    """How much to measure.

    Attributes:
        peers: the names of the engines and pipelines.
        rounds: how often each question is asked; builds run half as often.
        queries: how many questions a row has.
        seed: chooses the questions.
        asked: query strings for the whole job; None samples them from the corpus.
    """

    peers: tuple[str, ...]
    rounds: int = 5
    queries: int = 200
    seed: int = 1
    asked: tuple[str, ...] | None = None

    @property
    def build_rounds(self) -> int:
        """How often an index is built."""
        return max(1, (self.rounds + 1) // 2)


@dataclass
class Bench:
    """One corpus and what is built of it.

    Attributes:
        corpus, options: the corpus, and how much to measure.
        scratch: a folder for indexes.
        say: is told what is going on.
        measured: the results.
    """

    corpus: Corpus
    options: Options
    scratch: Path
    say: Callable[[str], None]
    measured: list[Measure] = field(default_factory=list)
    _loaded: dict[tuple[str, str], Any] = field(default_factory=dict)
    _prepared: dict[str, Any] = field(default_factory=dict)

    def engines(self, literal: bool = False) -> dict[str, Engine]:
        """Return the engines that were asked for, are installed, and can take a corpus of this size."""
        return self._load(engines.LITERAL_ENGINES if literal else engines.ENGINES, "literal" if literal else "words")

    def ingests(self) -> dict[str, Ingest]:
        """Return the pipelines whose ingest is compared, likewise."""
        return self._load(pipelines.INGESTS, "ingests")

    def jobs(self) -> dict[str, Job]:
        """Return the pipelines that answer query strings, likewise."""
        return self._load(pipelines.JOBS, "jobs")

    def _load(self, table: dict[str, str], kind: str) -> dict[str, Any]:
        loaded = {}
        for name in self.options.peers:
            if name in table:
                if (kind, name) not in self._loaded:
                    self._loaded[kind, name] = self._import(table, name)
                adapter = self._loaded[kind, name]
                if adapter is not None and len(self.corpus.paragraphs) <= adapter.ceiling:
                    loaded[name] = adapter
        return loaded

    def _import(self, table: dict[str, str], name: str) -> Any:
        try:
            return engines.load(table, name)
        except ImportError as error:
            self.say(f"{name} is left out: {error}")
            return None

    def prepared(self, engine: Engine) -> Any:
        """Return the corpus in the form an engine takes."""
        kind = type(engine).__qualname__
        if kind not in self._prepared:
            self._prepared[kind] = engine.prepare(self.corpus)
        return self._prepared[kind]

    def fresh_folder(self, name: str) -> Path:
        """Return an empty folder of this name; what was in it is gone."""
        folder = self.scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def index_of(self, engine: Engine, segments: int = 1) -> Path:
        """Return the folder of an engine's index of the corpus; it is built if it is not there yet."""
        folder = self.scratch / index_name(engine, segments)
        if not folder.exists():
            self.say(f"{self.corpus.name}: building {folder.name}")
            engine.build(self.prepared(engine), self.fresh_folder(folder.name), segments)
        return folder

    def files_index_of(self, job: Job) -> Path:
        """Return the folder of a pipeline's index of the corpus; it is built if it is not there yet."""
        folder = self.scratch / type(job).__qualname__
        if not folder.exists():
            self.say(f"{self.corpus.name}: adding files to {folder.name}")
            job.ingest(self.corpus.folder, self.fresh_folder(folder.name))
        return folder

    def add(self, measures: Iterable[Measure]) -> None:
        """Keep results."""
        self.measured.extend(measures)


def index_name(engine: Engine, segments: int = 1) -> str:
    """Return what the folder of an engine's index is called."""
    return f"{type(engine).__qualname__}-{segments}"
