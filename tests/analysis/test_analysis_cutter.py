"""Cutters: one of its own leaves the dictionary of rjieba's module alone, one without is that dictionary."""

import subprocess
import sys

RUN = "户籍准入年限同城化累计互认"
TOLD = f"""
from indexer.analysis.cutter import load_cutter
shared, own = load_cutter(own=False), load_cutter()
assert shared.words({RUN!r}) == own.words({RUN!r})
own.add("户籍准入年限", 0)
assert own.words({RUN!r})[0] == "户籍准入年限" != shared.words({RUN!r})[0]
shared.add("年限同城化", 0)
assert "年限同城化" in shared.words({RUN!r})
"""


def test_a_cutter_with_a_dictionary_of_its_own_and_one_without_cut_alike_and_learn_apart() -> None:
    subprocess.run([sys.executable, "-c", TOLD], check=True)
