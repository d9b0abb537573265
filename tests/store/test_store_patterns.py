"""Patterns as in a .gitignore."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UsageError
from indexer.store.patterns import Patterns


@pytest.mark.parametrize(
    ("pattern", "matches", "others"),
    [
        ("*.md", ["a.md", "x/y/a.md", "a.md/b.txt"], ["a.mdx", "md"]),
        ("drafts", ["drafts", "drafts/a", "x/drafts/b/c"], ["drafts2/a", "mydrafts"]),
        ("drafts/", ["drafts/a", "x/drafts/b"], ["drafts"]),
        ("/notes.txt", ["notes.txt"], ["x/notes.txt"]),
        ("laws/*.md", ["laws/a.md"], ["laws/x/a.md", "x/laws/a.md"]),
        ("laws/**/old", ["laws/old", "laws/a/b/old/c"], ["old", "x/laws/old"]),
        ("**/old", ["old", "a/b/old"], ["older"]),
        ("a/**", ["a/b", "a/b/c"], ["a", "b/a/c"]),
        ("?.md", ["a.md", "法.md"], ["ab.md"]),
        ("[0-9]*", ["1.md", "x/2"], ["a1"]),
        ("[!0-9]*", ["a1"], ["1.md"]),
        (r"\*", ["*"], ["a"]),
        ("~$*", ["~$a.docx"], ["a.docx"]),
        ("公司法(2023-12-29).md", ["公司法(2023-12-29).md"], ["公司法2023-12-29.md"]),
    ],
)
def test_a_pattern_matches_what_git_would(pattern: str, matches: list[str], others: list[str]) -> None:
    for patterns, wanted in ((Patterns(include=[pattern]), True), (Patterns(exclude=[pattern]), False)):
        assert [name for name in matches if patterns.admits(name) is not wanted] == []
        assert [name for name in others if patterns.admits(name) is wanted] == []


def test_a_later_pattern_takes_back() -> None:
    patterns = Patterns(exclude=["*.md", "!keep.md"])
    assert [name for name in ("a.md", "keep.md", "a.txt") if patterns.admits(name)] == ["keep.md", "a.txt"]


@pytest.mark.parametrize("pattern", ["/", "  ", "[z-a]"])
def test_a_pattern_without_sense_is_an_error(pattern: str) -> None:
    with pytest.raises(UsageError):
        Patterns(include=[pattern])


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_any_pattern_is_taken_or_refused(pattern: str, name: str) -> None:
    try:
        patterns = Patterns(exclude=[pattern])
    except UsageError:
        return
    assert patterns.admits(name) in (True, False)
