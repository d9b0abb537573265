"""The shape of the package: imports run one way, and nothing is imported before it is needed."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from indexer import ClauseIndex

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "indexer"

MAY_IMPORT = {
    "version": set(),
    "errors": set(),
    "frozen": set(),
    "records": {"frozen", "reports", "columns"},
    "reports": {"records"},
    "reading": {"errors", "records", "reports"},
    "structure": {"errors", "frozen", "records", "reports"},
    "analysis": {"errors", "records", "reports", "structure.numerals"},
    "codec": {"errors", "frozen"},
    "store": {"child", "errors", "records", "reports", "reading", "structure", "analysis", "codec"},
    "query": {"errors", "frozen", "records", "reports"},
    "search": {"errors", "frozen", "records", "reports", "structure", "analysis", "codec", "store", "query"},
    "evaluation": {"errors", "records", "reports", "codec.arrays", "store", "search"},
    "child": set(),
    "schemas": {"errors"},
    "columns": {"errors", "records", "reports"},
    "batch": {"errors", "records", "reports", "columns", "store", "search", "child"},
    "index_changes": {"errors", "reports", "reading", "store"},
    "clause_index": {
        "index_changes",
        "errors",
        "records",
        "reports",
        "analysis",
        "store",
        "query",
        "search",
        "evaluation",
        "batch",
    },
    "cli": {"errors", "records", "reports", "clause_index", "version", "store.dates", "columns", "batch", "schemas"},
    "langchain": {"async_index", "clause_index", "records"},
    "async_index": {"clause_index", "records", "reports", "search"},
    "__init__": {"async_index", "clause_index", "search", "version"},
    "__main__": {"cli"},
}
"""What each room of the package may import of the others: the arrows of design.md's table."""

WHOOSH_BEHIND = {"codec", "store", "search", "analysis.analyzer"}
"""Who may know that the index is a Whoosh index."""


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
    return found


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way_down_the_table(path: Path) -> None:
    room = _room(path)
    allowed = MAY_IMPORT[room]
    for name in _imported(path):
        if not name.startswith("indexer"):
            continue
        target = name.removeprefix("indexer").removeprefix(".")
        if target.split(".")[0] in {room, ""}:
            continue
        assert target.split(".")[0] in allowed or target in allowed, f"{room} may not import {target}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_whoosh_stays_behind_the_store_the_codec_and_the_search(path: Path) -> None:
    if any(name.split(".")[0] == "whoosh" for name in _imported(path)):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        assert _room(path) in WHOOSH_BEHIND or module in WHOOSH_BEHIND


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_has_more_than_500_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 500


@pytest.mark.parametrize("folder", sorted({path.parent for path in MODULES}), ids=lambda folder: folder.name)
def test_every_folder_is_a_package_that_opens_with_its_roles(folder: Path) -> None:
    """Without it, an installation that is not editable would leave the folder out."""
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))


def test_every_path_named_in_the_architecture_exists() -> None:
    named = re.findall(
        r"`((?:indexer|tests|docs|benchmarks|seeds)/[\w./]*)`", (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    )
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def _loaded_after(code: str) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return {name.split(".")[0] for name in told.stdout.split()}


def test_importing_the_package_imports_nothing_that_is_not_needed() -> None:
    assert not _loaded_after("import indexer") & {"whoosh", "numpy", "jieba", "rjieba", "yaml", "selectolax", "click"}


def test_a_search_needs_neither_whoosh_nor_a_dictionary(tmp_path: Path) -> None:
    """A process that opens an index and answers a word of it pays for numpy and for us."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "办法.md").write_text("# 办法\n\n第一条 为了规范户籍管理，制定本办法。\n", "utf-8")
    index = tmp_path / "index"
    with ClauseIndex.create(index) as made:
        made.add(sources)
    code = f"from indexer import ClauseIndex\nassert ClauseIndex.open({str(index)!r}).search('户籍').total == 1"
    unneeded = {"whoosh", "jieba", "rjieba", "yaml", "selectolax", "click", "asyncio", "urllib", "multiprocessing"}
    assert not (_loaded_after(code) - _loaded_after("import numpy")) & unneeded


def test_a_search_that_finds_what_was_typed_imports_no_help_to_find(tmp_path: Path) -> None:
    """Corrections, facets and the like, and pinyin, are imported when they are asked for."""
    code = (
        "from indexer import ClauseIndex\n"
        f"with ClauseIndex.create({str(tmp_path / 'index')!r}) as index:\n"
        "    index.add('seeds')\n"
        "    assert index.search('户籍 准入年限').total\n"
        "import sys; print(*(name for name in sys.modules if name in {names}))"
    )
    names = {f"indexer.search.{name}" for name in ("aids", "lexicon", "facets", "similar", "suggest", "did_you_mean")}
    names |= {"indexer.analysis.pinyin", "indexer.evaluation"}
    told = subprocess.run(
        [sys.executable, "-c", code.replace("{names}", repr(names))],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert told.stdout.split() == []


HELP = "from indexer.cli.commands import cli\ntry: cli(['--help'])\nexcept SystemExit: pass"


def test_help_needs_neither_whoosh_nor_numpy_nor_a_dictionary() -> None:
    assert not _loaded_after(HELP) & {"whoosh", "numpy", "jieba", "rjieba", "yaml", "selectolax"}


def test_help_defines_no_records() -> None:
    """Defining those of all commands would take two thirds as long again as all else that help does."""
    told = "import sys; assert not {'indexer.records', 'indexer.reports'} & set(sys.modules), 'records'"
    _loaded_after(f"{HELP}\n{told}")
