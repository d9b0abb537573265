"""What an index folder says of itself."""

import json
from pathlib import Path

import pytest

from indexer.analysis.tokenizer import Tokenizer
from indexer.errors import DamagedIndexError, ForeignIndexError, FormatVersionError, IndexMissingError
from indexer.store.passport import PASSPORT_NAME, Passport, checked_cutter, read_passport, write_passport


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert write_passport(tmp_path, Tokenizer()) == read_passport(tmp_path)


@pytest.mark.parametrize("field", ["format", "analyzer"])
def test_another_format_or_analyzer_is_refused_with_the_remedy(tmp_path: Path, field: str) -> None:
    write_passport(tmp_path, Tokenizer())
    told = json.loads((tmp_path / PASSPORT_NAME).read_text("utf-8"))
    (tmp_path / PASSPORT_NAME).write_text(json.dumps(told | {field: 99}), "utf-8")
    with pytest.raises(FormatVersionError, match=f"{field} 99.*Use the version that made it"):
        read_passport(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1}', b"\xff"])
def test_a_passport_that_cannot_be_read_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / PASSPORT_NAME).write_bytes(content)
    with pytest.raises(DamagedIndexError, match=PASSPORT_NAME):
        read_passport(tmp_path)


def test_no_folder_an_empty_one_and_a_foreign_one_are_told_apart(tmp_path: Path) -> None:
    for folder in (tmp_path / "none", tmp_path):
        with pytest.raises(IndexMissingError):
            read_passport(folder)
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ForeignIndexError):
        read_passport(tmp_path)


def test_a_dictionary_that_cuts_differently_is_refused(tmp_path: Path) -> None:
    passport = write_passport(tmp_path, Tokenizer())
    assert checked_cutter(passport, tmp_path).words("户籍准入") == ["户籍", "准入"]
    with pytest.raises(FormatVersionError, match="cuts words differently"):
        checked_cutter(Passport(passport.format, passport.analyzer, "0" * 16), tmp_path)
