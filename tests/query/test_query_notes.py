"""Notes: short sentences, each once."""

from indexer.query import parse
from indexer.query.notes import Notes, piece


def test_a_note_is_given_once() -> None:
    assert len(parse("户籍 - 人口 - 落户").notes) == 1


def test_many_notes_end_in_how_many_more_there_are() -> None:
    notes = Notes()
    for number in range(25):
        notes.add(f"{number}.")
    assert notes.sentences()[0] == "0."
    assert len(notes.sentences()) == 21
    assert notes.sentences()[-1] == "And 5 more pieces were read as text or left out."


def test_a_long_piece_is_cut() -> None:
    assert piece("甲" * 100) == "`" + "甲" * 39 + "…`"
