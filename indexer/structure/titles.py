"""Says when two writings of a title name the same document: 《中华人民共和国公司法》, 公司法, 公司法(2023-12-29)."""

import re
from functools import lru_cache

from indexer.structure.citing_rules import citing_rules

_MARKS = re.compile("[《》〈〉<>“”\"‘’'\\s\u3000·•・]")
_VERSION = re.compile(
    r"\((?:[0-9]{4}[-.][0-9]{1,2}[-.][0-9]{1,2}|[0-9]{4}年?[^()0-9年][^()]*|[0-9]{4}年[0-9][^()]*|修[正订]本?|现行有效)\)$"
)
_TRIAL = re.compile(r"\((?:试行|暂行|草案)\)$")
_DAY = re.compile(r"\(([0-9]{4})[-.]([0-9]{1,2})[-.]([0-9]{1,2})\)(?:\.\w+)?$")
_ISSUED = re.compile("(?:印发|发布|公布|批转|转发|颁[发布])[《〈]?(.{3,60}?)[》〉]?的(?:通知|公告|命令|令|决定|函)$")
_APPLYING = re.compile(
    "^(?:.{2,20}?)?关于(?:适用|执行|审理|办理|确定|正确适用|实施)?(.{2,40}?)(?:案件|纠纷案件)?"
    r"(?:具体)?(?:适用|应用)?(?:法律)?(?:的?若干问题|问题|若干)?的?(解释|规定|意见|批复)(\([^()]{1,3}\))?$"
)
PREFIX = "中华人民共和国"


def fold(text: str) -> str:
    """Return a text as citations are read in it: each sign one sign, brackets ( ) [ ], digits 0-9, units simplified."""
    told = citing_rules()
    return told.folded.sub(lambda found: told.fold[found[0]], text)


@lru_cache(maxsize=8192)
def title_key(title: str) -> str:
    """Return what is the same for all writings of a title: "" if nothing is left.

    Brackets, digits and marks are written one way, blanks go, and so do 中华人民共和国 wherever it stands, the date of
    a version and the suffix of a file's name at the end.
    """
    key = _MARKS.sub("", fold(title)).replace("[", "(").replace("]", ")")
    key = re.sub(r"\.(?:md|txt|html?|docx?|pdf)$", "", key)
    while (shorter := _VERSION.sub("", key)) != key:
        key = shorter
    return key.replace(PREFIX, "") or key


def short_keys(title: str) -> tuple[str, ...]:
    """Return the other names a document goes by: without （试行）, what a notice issues, X解释 for a long title.

    Each is a key like those of `title_key`, and several documents may share one.
    """
    key = title_key(title)
    names = [_TRIAL.sub("", key)]
    issued = _ISSUED.search(fold(title))
    if issued:
        names += [title_key(issued[1]), _TRIAL.sub("", title_key(issued[1]))]
    if "关于" in key:
        names.append("关于" + key.partition("关于")[2])
    applying = _APPLYING.match(key)
    if applying:
        about, kind, part = applying[1], applying[2], applying[3] or ""
        names += [f"{about}{kind}{part}"] + ([f"{about}司法解释{part}"] if kind in ("解释", "规定") else [])
    return tuple(name for name in dict.fromkeys(names) if name and name != key)


def version_day(*names: str) -> str:
    """Return the date that stands at the end of one of the names, such as a file's, as 2023-12-29; "" if none does."""
    for name in names:
        found = _DAY.search(fold(name))
        if found:
            return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    return ""


def number_key(number: str) -> str:
    """Return what is the same for all writings of a document number: 国办发[2018]123号 and 国办发〔2018〕第123号."""
    key = "".join(fold(number).split()).replace("(", "[").replace(")", "]").replace("第", "")
    return re.sub(r"(?<=\D)0+(?=\d)", "", key).removeprefix(PREFIX).replace("国务院令", "国令")
