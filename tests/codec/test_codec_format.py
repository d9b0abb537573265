"""Indexes written by earlier versions are read: `format_<n>/` holds one of each format there was.

To add one after the format changed, ``PYTHONPATH=.:tests/codec python tests/codec/test_codec_format.py`` writes the
folder of the current format. Those of formats that are still read stay as they are.
"""

from pathlib import Path
from typing import Any

import pytest
from codec_oracle import EPOCH, WORDS, build, schema, stock_index, told

from indexer.codec.arrays import FORMAT_VERSION
from indexer.codec.index import create_in, open_dir

HERE = Path(__file__).parent


def the_documents() -> list[dict[str, Any]]:
    return [
        {
            "text": " ".join(WORDS[n % 4 : n]),
            "pairs": " ".join(["al", "户籍", "b", "al"][n % 3 : n]),
            "number": n - 5,
            "date": EPOCH,
            "tags": "r s"[n % 3 :],
            "extra": [n, b"\0"],
        }
        for n in range(9)
    ]


@pytest.mark.parametrize("version", range(1, FORMAT_VERSION + 1))
def test_an_index_of_this_format_says_what_it_always_said(version: int) -> None:
    index = open_dir(HERE / f"format_{version}")
    index.verify()
    expected = build(stock_index(), the_documents(), [4], [2], optimize=False)
    with index.reader() as reader, expected.reader() as wanted:
        assert told(reader) == told(wanted)


if __name__ == "__main__":
    folder = HERE / f"format_{FORMAT_VERSION}"
    build(create_in(folder, schema()), the_documents(), [4], [2], optimize=False)
    (folder / "MAIN_WRITELOCK").unlink(missing_ok=True)
