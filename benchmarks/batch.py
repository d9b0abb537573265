"""`indexer batch` against loops on one core: throughput, memory, and a run that is killed and resumed.

    python -m benchmarks.batch CORPUS [--queries 100000] [--distinct 100000] [--rounds 3]

Queries are those a person might type, drawn from the corpus. The command takes turns with loops in one process: our own
searches, of which nothing is written, and the same job with tantivy and rjieba (`benchmarks.pipelines.tantivy_files`:
ten records with snippet, highlights and neighbours, as lines of JSON). The ratio is that of their queries a second.
"""

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from benchmarks.corpus import Corpus
from benchmarks.pipelines.tantivy_files import TantivyFiles
from benchmarks.queries import query_strings
from benchmarks.timing import compile_packages
from indexer import ClauseIndex
from indexer.cli.batch import SOME_FAILED

_SEARCHES = """
import sys
from indexer import ClauseIndex
from indexer.errors import UsageError
with ClauseIndex.open(sys.argv[1]) as index, open(sys.argv[2], encoding="utf-8") as queries:
    for line in queries:
        try:
            index.search(line.rstrip("\\n"))
        except UsageError:  # a stretch of mere marks, such as the rule of a table
            pass
"""

_TANTIVY = """
import json, sys
from pathlib import Path
from benchmarks.pipelines.tantivy_files import TantivyFiles
job = TantivyFiles()
job.open(Path(sys.argv[1]))
with open(sys.argv[2], encoding="utf-8") as queries, open(sys.argv[3], "w", encoding="utf-8") as out:
    for line in queries:
        query = line.rstrip("\\n")
        out.write(json.dumps({"query": query, "hits": job.answer(query)}, ensure_ascii=False) + "\\n")
"""


def write_queries(corpus: Corpus, path: Path, count: int, distinct: int) -> None:
    """Write so many queries, one a line; after `distinct` of them others are asked again, drawn at random."""
    chance = random.Random(1)
    drawn = [query.replace("\n", " ") for query in query_strings(corpus, min(distinct, count))]
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            out.write((drawn[number] if number < len(drawn) else chance.choice(drawn)) + "\n")


def command(index: Path, queries: Path, answers: Path, *options: str) -> list[str]:
    """Return the command line of a batch whose output is the same each time."""
    batch = ["batch", str(queries), "-o", str(answers), "--no-timing", *options]
    return [sys.executable, "-m", "indexer", "-i", str(index), *batch]


def seconds(call: list[str]) -> float:
    """Run a command and return how long it took."""
    began = time.perf_counter()
    subprocess.run(call, check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def digest(path: Path) -> str:
    """Return a fingerprint of a file."""
    with path.open("rb") as file:
        whole = blake2b()
        while piece := file.read(1 << 20):
            whole.update(piece)
    return whole.hexdigest()


def throughput(
    index: Path, peer: Path, queries: Path, scratch: Path, rounds: int
) -> tuple[dict[str, float], list[tuple[int, int]]]:
    """Return the median seconds of each way, which take turns, and the memory of the last batch as `watched` does.

    Args:
        index: ours.
        peer: tantivy's.
        queries: the file of queries.
        scratch: a folder for the answers; those of the batch stay in ``batch``.
        rounds: how many turns.
    """

    def loop(code: str, folder: Path) -> list[str]:
        return [sys.executable, "-c", code, str(folder), str(queries), str(scratch / "loop")]

    times: dict[str, list[float]] = {"searches in one loop": [], "tantivy and lines in one loop": [], "batch": []}
    marks: list[tuple[int, int]] = []
    for _ in range(rounds):
        times["searches in one loop"].append(seconds(loop(_SEARCHES, index)))
        times["tantivy and lines in one loop"].append(seconds(loop(_TANTIVY, peer)))
        began = time.perf_counter()
        marks = watched(command(index, queries, scratch / "batch"), scratch / "batch.resume")
        times["batch"].append(time.perf_counter() - began)
    return {name: statistics.median(taken) for name, taken in times.items()}, marks


def _children(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from _children(int(child))


def _own_memory(process: int) -> int:
    """Return the bytes a process has besides the files it maps."""
    status = Path(f"/proc/{process}/status").read_text()
    return sum(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith(("RssAnon", "RssShmem")))


def watched(call: list[str], checkpoint: Path) -> list[tuple[int, int]]:
    """Run a batch; return, for twice a second, how many answers there were and the bytes of its largest process."""
    told = []
    with subprocess.Popen(call, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            time.sleep(0.5)
            try:
                held = max(_own_memory(one) for one in (process.pid, *_children(process.pid)))
                done = json.loads(checkpoint.read_text("utf-8"))["done"]
            except (OSError, ValueError):
                continue
            told.append((done, held))
    return told


def killed_and_resumed(index: Path, queries: Path, whole: Path, taken: float, times: int) -> bool:
    """Kill a batch at random moments, resume it, and tell whether it ends in the same bytes as one left alone.

    Args:
        index, queries: what is asked.
        whole: the answers of the one that was left alone.
        taken: how many seconds that took.
        times: how often it is killed.
    """
    broken = whole.with_name("broken")
    chance = random.Random(1)
    for _ in range(times):
        call = command(index, queries, broken, "--resume")
        with subprocess.Popen(call, stderr=subprocess.DEVNULL) as process:
            time.sleep(chance.uniform(0.1, taken / times))
            children = list(_children(process.pid)) if process.poll() is None else []
            process.kill()
        for child in children:
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                continue
    last = subprocess.run(command(index, queries, broken, "--resume"), check=False, stderr=subprocess.DEVNULL)
    return last.returncode in (0, SOME_FAILED) and digest(whole) == digest(broken)


def in_order(queries: Path, answers: Path) -> bool:
    """Tell whether the answers are those of all queries, in their order."""
    with queries.open(encoding="utf-8") as asked, answers.open(encoding="utf-8") as told:
        return all(json.loads(line)["query"] == query.rstrip("\n") for query, line in zip(asked, told, strict=True))


def main() -> int:
    """Print the table; return 1 if an output was not what it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--queries", type=int, default=100_000)
    parser.add_argument("--distinct", type=int, help="so many of them differ (all)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kills", type=int, default=5)
    options = parser.parse_args()
    if not any(options.corpus.rglob("*.md")):
        print(f"{options.corpus}: there are no Markdown files in it. Name a folder of statutes", file=sys.stderr)
        return 2
    compile_packages()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        index, peer, queries = scratch / "index", scratch / "tantivy", scratch / "queries.txt"
        with ClauseIndex.create(index) as made:
            made.add(options.corpus)
        peer.mkdir()
        TantivyFiles().ingest(options.corpus, peer)
        write_queries(Corpus("all", options.corpus), queries, options.queries, options.distinct or options.queries)
        times, marks = throughput(index, peer, queries, scratch, options.rounds)
        for name, taken in times.items():
            ratio = taken / times["batch"]
            print(f"{name:<30} {options.queries / taken:>8,.0f}/s   batch is {ratio:.2f} times as fast")
        ordered = in_order(queries, scratch / "batch")
        print("complete and in order:", ordered)
        early = [held for done, held in marks if 1000 <= done <= max(2000, options.queries // 10)] or [0]
        late = [held for done, held in marks if done > options.queries * 0.9] or [0]
        print(f"memory of the largest process: {max(early) >> 20} MB early, {max(late) >> 20} MB late")
        same = killed_and_resumed(index, queries, scratch / "batch", times["batch"], options.kills)
        print(f"killed {options.kills} times and resumed: {'the same bytes' if same else 'WRONG'}")
    return 0 if ordered and same else 1


if __name__ == "__main__":
    sys.exit(main())
