"""Codes: what a text has besides runs of Han characters, such as GB/T 19001-2016, 5% and C级."""

import re
from collections.abc import Iterator
from functools import cache

HAN_BEYOND_JIEBA = r"〇\u3400-\u4dbf\u9fd6-\u9fff\U00020000-\U0003ffff"
_LETTER = rf"[^\W_{HAN_BEYOND_JIEBA}\u4e00-\u9fd5]"  # a letter or digit of another script
_CODE = rf"{_LETTER}+(?:[-./_&:+]{_LETTER}+)*(?:\+\+|[#%‰])?"
_STANDARD = r"[A-Za-z]+(?:/[A-Za-z]+)* ?[0-9]+(?:\.[0-9]+)*-[0-9]{2,4}"  # GB/T 19001-2016, with its blank or without
_GRADE = "[级类型股轮座区栋款证照档]"  # what makes one word with the letter before it: C级, A股
_CODED = rf"(?P<code>{_STANDARD}|{_CODE})(?P<grade>{_GRADE}?)|(?P<lone>[{HAN_BEYOND_JIEBA}])"
_PARTS = re.compile(r"\d+|[^\W\d_]+")

Span = tuple[str, int, int]
"""A term with its start and end in the text it was cut from."""


@cache
def codes() -> re.Pattern[str]:
    """What is no run of Han characters; compiled when a text is cut, which takes longer than a search."""
    return re.compile(_CODED)


@cache
def runs() -> re.Pattern[str]:
    """What a text is made of: runs of Han characters, codes, lone characters."""
    return re.compile(rf"(?P<han>[\u4e00-\u9fd5]+)|{_CODED}")


def code_spans(run: re.Match[str]) -> Iterator[Span]:
    """Yield a code whole (with its grade, without blanks), then its parts; a character jieba does not know as it is."""
    code = run["code"]
    if code is None:
        yield run[0], run.start(), run.end()
        return
    whole = run[0].replace(" ", "")
    yield whole, run.start(), run.end()
    parts = list(_PARTS.finditer(code))
    if len(parts) > 1 or len(parts[0][0]) < len(whole):
        for part in parts:
            yield part[0], run.start() + part.start(), run.start() + part.end()
