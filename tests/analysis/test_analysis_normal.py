"""The normal form: the table of cases, and what holds for any text."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from indexer.analysis.normal import Normal, normal_forms, normalise
from indexer.analysis.normal_table import BLANK, INVISIBLE, JOINING, SELECTOR, normal_table

CASES = yaml.safe_load(Path(__file__).with_name("normal.yaml").read_text("utf-8"))

PIECES = (
    [case["original"] for case in CASES if len(case["original"]) < 30]
    + list("国務条十0１aＡzé，,。.（〔[”'·—~○ \n\t\u3000\u200b\u00ad\ufe0f\u0301\u3099\u0327\u1161\u11a8\u1100")
    + ["\ud83d", "\ude00", "😀", "𠮷", "\U000e0100", "\0", "ﬁ", "Ⅳ", "①", "½", "\u0345", "\u0344", "α", "ハ", "İ"]
)
texts = st.lists(st.sampled_from(PIECES) | st.characters(), max_size=12).map("".join)


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_case_of_the_table(case):
    """Each case of the table has the stated normal form and spans, alone and among others."""
    original = case["original"]
    normal = normalise(original)
    assert normal.text == case["normal"]
    assert normal_forms(["甲", original, "", "a"]) == ["甲", case["normal"], "", "a"]
    for part, expected in case.get("spans", {}).items():
        at = normal.text.index(part)
        start, end = normal.span(at, at + len(part))
        assert original[start:end] == expected


def test_plain_text_needs_no_offsets():
    """Where every character stands where it stood there are no offsets, whatever was folded."""
    assert normalise("中華人民共和國，第１０條") == Normal("中华人民共和国,第10条", None)
    assert normalise("GB/T 19001").offsets is None


@given(texts)
@example("a \u0301b")
@example("a\u200b\u0301")
@example("，\u0301 a")
def test_normal_form_is_stable(text):
    """The normal form of a normal form is itself."""
    once = normalise(text).text
    assert normalise(once).text == once


@given(texts)
def test_normal_form_holds_nothing_that_breaks_terms(text):
    """A normal form can be written as UTF-8, and has no U+0000, line break, double blank or blank at its ends."""
    form = normalise(text).text
    form.encode()
    kinds = set(map(kind_of, form.replace(" ", "")))
    assert kinds.isdisjoint((INVISIBLE, SELECTOR, BLANK))
    assert "  " not in form
    assert not form.endswith(" ")


@given(st.lists(texts, max_size=5))
@example(["\0", "a\0 b", " ", ""])
def test_many_at_once_are_the_same_as_one_by_one(many):
    """`normal_forms` gives what `normalise` gives for each text."""
    assert normal_forms(many) == [normalise(text).text for text in many]


@given(texts, st.data())
@example("ab cd", None)
def test_part_of_a_text_is_found(text, data):
    """The normal form of a part of a text, cut where characters begin, occurs in the normal form of the text."""
    bounds = character_bounds(text)
    first, last = (0, len(bounds) - 1) if data is None else sorted(data.draw(st.tuples(places(bounds), places(bounds))))
    part = text[bounds[first] : bounds[last]]
    assert normalise(part).text in normalise(text).text


def kind_of(character):
    return normal_table().kinds[character]


def places(bounds):
    return st.integers(0, len(bounds) - 1)


def character_bounds(text):
    """Return where a text may be cut: not before what combines with the character before, nor inside a pair."""
    return [
        at
        for at in range(len(text) + 1)
        if at in {0, len(text)}
        or (
            kind_of(text[at]) not in (JOINING, SELECTOR, INVISIBLE)
            and not ("\ud800" <= text[at - 1] < "\udc00" and "\udc00" <= text[at] < "\ue000")
        )
    ]


@given(texts, st.data())
def test_span_is_the_smallest_that_holds_what_was_asked(text, data):
    """A span goes from the first to the last character asked for; cut out, it normalises to what was asked."""
    normal = normalise(text)
    assume(normal.text)
    start = data.draw(st.integers(0, len(normal.text) - 1))
    end = data.draw(st.integers(start + 1, len(normal.text)))
    first, last = normal.span(start, end)
    assert (first, last) == (normal.span(start, start + 1)[0], normal.span(end - 1, end)[1])
    assert normal.text[start:end].strip() in normalise(text[first:last]).text
    assert first in character_bounds(text) or set(map(kind_of, text[:first])) <= {INVISIBLE, SELECTOR}
    assert kind_of(text[first]) != INVISIBLE
    assert kind_of(text[last - 1]) != INVISIBLE
    assert not {JOINING, SELECTOR}.intersection(map(kind_of, text[last : last + 1]))


@given(texts)
def test_every_character_has_its_own_span(text):
    """What stands for one character of the original has one span; spans of different characters do not meet."""
    normal = normalise(text)
    spans = sorted({normal.span(at, at + 1) for at in range(len(normal.text))})
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for start, end in spans:
        form = "".join(c for at, c in enumerate(normal.text) if normal.span(at, at + 1) == (start, end))
        assert normalise(text[start:end]).text == ("" if form == " " else form)


@given(texts)
def test_spans_go_forward(text):
    """Spans of later characters begin and end no earlier, and empty spans are empty."""
    normal = normalise(text)
    spans = [normal.span(at, at + 1) for at in range(len(normal.text))]
    assert spans == sorted(spans)
    assert [end for _, end in spans] == sorted(end for _, end in spans)
    for at in range(len(normal.text) + 1):
        start, end = normal.span(at, at)
        assert start == end <= len(text)


@given(texts)
def test_lone_characters_fold_alike_in_any_place(text):
    """What a character becomes does not hang on the characters around it, blanks and marks apart."""
    table = normal_table()
    assume(table.plain.are_all(text))
    assert normalise(text).text == "".join(normalise(character).text for character in text)


def test_every_folded_character_ends_in_a_normal_form():
    """What any character of the table becomes is its own normal form, one by one and in arrays alike."""
    table = normal_table()
    folded = dict(zip(table.singles, table.forms, strict=True)) | table.several
    assert [text for text in folded.values() if normalise(text).text != text] == []
    assert normal_forms(list(folded)) == list(folded.values())


def test_simplified_characters_stay():
    """Of the 6,763 characters of the national standard (GB 2312) only those stand for another that OpenCC says do."""
    cells = bytes(part for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF) for part in (row, cell))
    standard = cells.decode("gb2312", "ignore")
    assert len(standard) == 6763
    moved = [a + b for a, b in zip(standard, normalise(standard).text, strict=True) if a != b]
    assert " ".join(moved) == "乾干 菸烟 薹苔 拚拼 捱挨 摺折 吒咤 後后 徵征 夥伙 榘矩 於于 袷夹 麴曲 醣糖 麽么"


def test_query_path_needs_no_numpy():
    """A query is normalised without numpy, jieba, Whoosh and YAML."""
    program = (
        "import sys; from indexer.analysis.normal import normalise; normalise('第 十條'); "
        "print([name for name in ('numpy', 'jieba', 'rjieba', 'whoosh', 'yaml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
