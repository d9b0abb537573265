"""Readers in threads and processes beside one writer: does every answer equal that of a committed state?

    python -m benchmarks.concurrency [--threads 8] [--processes 4] [--commits 200]

Each commit writes its number into several documents at once; an answer that shows two numbers, or lacks a document, is
of no committed state.
"""

import argparse
import gc
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

from indexer import ClauseIndex

DOCUMENTS = 5
QUERY = "编号 海域管理"


@dataclass
class Tally:
    """What readers saw: how many answers, the commits they were of, and what was wrong."""

    answers: int = 0
    seen: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def write(index: ClauseIndex, number: int) -> None:
    """Commit one state: every document holds the number, and one document comes and goes."""
    texts = [f"第一条 海域管理编号{number:06d}。\n第二条 公布。" for _ in range(DOCUMENTS)]
    index.add_documents({"id": f"d{at}", "title": f"办法{at}", "text": text} for at, text in enumerate(texts))


def look(index: ClauseIndex, tally: Tally) -> None:
    """Search once and take note of what is seen."""
    try:
        hits = index.search(QUERY, limit=DOCUMENTS * 2, fold=False).hits
        numbers = {hit.clause.text[-7:-1] for hit in hits}
        if len(hits) != DOCUMENTS or len(numbers) != 1:
            tally.wrong.append(f"{len(hits)} hits of commits {sorted(numbers)}")
        tally.seen |= numbers
    except Exception as error:
        tally.wrong.append(repr(error))
    tally.answers += 1


def read_until(index: ClauseIndex, done: threading.Event, tally: Tally) -> None:
    """Search until the writer is done, seeing new commits now and then."""
    while not done.is_set():
        look(index, tally)
        if tally.answers % 3 == 0:
            index.refresh()


def read_in_process(folder: str) -> None:
    """Be a reading process: search until standard input ends, then print what was seen."""
    done = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), done.set()), daemon=True).start()
    tally = Tally()
    with ClauseIndex.open(folder, read_only=True) as index:
        while not done.is_set():
            look(index, tally)
            index.refresh()
    print(tally.answers, len(tally.seen), len(tally.wrong), tally.wrong[:1])


def open_files(folder: Path) -> list[str]:
    """Return the index's files that this process has open or mapped."""
    maps = Path("/proc/self/maps").read_text("utf-8", "replace").splitlines()
    handles = [str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.exists()]
    return [line for line in (*maps, *handles) if str(folder) in line]


def run(folder: Path, threads: int, processes: int, commits: int) -> list[str]:
    """Run readers beside a writer; return the lines of the report, the wrong ones beginning with WRONG."""
    told = []
    with ClauseIndex.create(folder) as index:
        write(index, 0)
        command = [sys.executable, "-c", f"from benchmarks.concurrency import *; read_in_process({str(folder)!r})"]
        readers = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(processes)
        ]
        done, tallies = threading.Event(), [Tally() for _ in range(threads)]
        shared = ClauseIndex.open(folder, read_only=True)
        running = [threading.Thread(target=read_until, args=(shared, done, tally)) for tally in tallies]
        for thread in running:
            thread.start()
        for number in range(1, commits + 1):
            write(index, number)
        done.set()
        for thread in running:
            thread.join()
        shared.close()
        told += [f"process: {reader.communicate()[0].strip()}" for reader in readers]
        wrong = [what for tally in tallies for what in tally.wrong]
        answers, seen = sum(tally.answers for tally in tallies), set().union(*(tally.seen for tally in tallies))
        told.append(f"threads: {answers} {len(seen)} {len(wrong)} {wrong[:1]}")
    told = [line if line.split()[3] == "0" else f"WRONG {line}" for line in told]
    del index, shared, running
    gc.collect()
    left = open_files(folder)
    return [*told, f"WRONG left open: {left[:3]}" if left else "left open: none"]


def main() -> None:
    """Print, for each reading process and for the threads together: answers, commits seen, wrong answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--commits", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = run(Path(folder) / "index", options.threads, options.processes, options.commits)
    print("\n".join(lines))
    sys.exit(any(line.startswith("WRONG") for line in lines))


if __name__ == "__main__":
    main()
