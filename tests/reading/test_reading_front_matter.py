"""YAML front matter."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.front_matter import DEEPEST_NESTING, LARGEST_FRONT_MATTER, split_front_matter

CASES = yaml.safe_load((Path(__file__).parent / "front_matter.yaml").read_text("utf-8"))
SCALARS = st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.text(st.characters(exclude_categories=["C"]))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc甲"), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(("rule", "text", "metadata", "rest"), CASES, ids=[case[0] for case in CASES])
def test_front_matter_is_parted_from_the_text(rule, text, metadata, rest):
    assert split_front_matter(text) == (metadata, text if rest is None else rest), rule


@given(st.dictionaries(st.text("abc甲乙", min_size=1), VALUES, min_size=1), st.text())
def test_metadata_written_as_yaml_comes_back(metadata, below):
    # In width: PyYAML folds long strings; as double-quoted, that is what YAML's JSON schema reads back unchanged.
    block = "\n".join(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in metadata.items())
    assert split_front_matter(f"---\n{block}\n---\n{below}") == (metadata, below)


@given(st.text(st.sampled_from("ab: -[]{}&*!|>'\"#%@`,?\n\t甲\\\x00\x85")) | st.text())
def test_any_block_is_metadata_or_text_and_never_lost(block):
    text = f"---\n{block}\n---\n正文"
    metadata, rest = split_front_matter(text)
    json.dumps(metadata)
    assert rest == text or text.endswith(rest)
    assert rest.endswith("正文")


@pytest.mark.parametrize(
    "block",
    [
        "a: " + "[" * 50_000,
        "a: " + "[" * (DEEPEST_NESTING + 1) + "]" * (DEEPEST_NESTING + 1),
        "a: " + "- " * 30_000 + "x",
        "? " * 30_000,
        "a: 甲\n" * (LARGEST_FRONT_MATTER // 4),
    ],
    ids=["flow", "just too deep", "sequences", "keys", "large"],
)
def test_what_is_nested_too_deep_or_too_large_is_text(block):
    text = f"---\n{block}\n---\n正文"
    assert split_front_matter(text)[1] in (text, "正文")
    assert not any(isinstance(value, list) for value in split_front_matter(text)[0].values())


def test_a_bomb_of_aliases_stays_small():
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    metadata, _ = split_front_matter("---\n" + "\n".join(lines) + "\n---\n正文")
    assert len(json.dumps(metadata)) < 3000


def test_without_libyaml_the_result_is_the_same(monkeypatch):
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    for rule, text, metadata, rest in CASES:
        assert split_front_matter(text) == (metadata, text if rest is None else rest), rule
