"""What a document says of its own time: when it was made and last changed, from when it applies, what it repeals.

It is said in the note under the title (2023年12月29日……第二次修订), in the last provisions
（本法自……起施行，《……》同时废止）, in the metadata, and in the file's name. The words are those of ``history.yaml``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import takewhile
from typing import Any, NamedTuple

from indexer.records import Document
from indexer.structure.clause import Outline
from indexer.structure.data import load
from indexer.structure.numerals import parse_numeral
from indexer.structure.titles import fold, title_key, version_day

_DATE = "[0-9一二〇○零三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日"
_PARTS = re.compile("(.{4})年(.{1,3})月(.{1,3})日")
_NUMERIC = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_ACT = "[^《》]{2,120}(?:《[^《》]{1,120}》[^《》]{0,60})?"
_QUOTED = re.compile("《[^《》]*(?:《[^《》]*》[^《》]*)*》|〈[^〈〉]*〉|<[^<>]*>")
_SENTENCE = re.compile("[^。；;]*[。；;]?")
_LONGEST_NOTE = 4000
_LONGEST_PROVISION = 1500
_LONGEST_SIGNED_DAY = 16
_HEAD = 60
"""So many paragraphs at most are read for the note under the title."""


@dataclass(frozen=True, slots=True)
class Repeal:
    """An act that another one repeals.

    Attributes:
        key: its title as `indexer.structure.titles.title_key` gives it.
        number: its document number, if that is said; "" if not.
    """

    key: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What a document says of its own time.

    Attributes:
        published: when this text of it was made: the last of adoption, publication, revision and amendment.
        effective: the first day on which it applies.
        expired: the first day on which it applies no longer, if it says so itself.
        status: what its source says of it, one of `indexer.records.STATUSES`; "" if nothing.
        repeals: the acts that it repeals when it takes effect.
    """

    published: date | None = None
    effective: date | None = None
    expired: date | None = None
    status: str = ""
    repeals: tuple[Repeal, ...] = ()


class _Rules(NamedTuple):
    """``history.yaml``, compiled."""

    date: re.Pattern[str]
    events: tuple[tuple[str, re.Pattern[str]], ...]
    effective: re.Pattern[str]
    provision: re.Pattern[str]
    order: re.Pattern[str]
    until: re.Pattern[str]
    years: re.Pattern[str]
    repealed: re.Pattern[str]
    repealed_list: re.Pattern[str]
    partly: re.Pattern[str]
    title: re.Pattern[str]
    listed_title: re.Pattern[str]
    maker: re.Pattern[str]
    hint: re.Pattern[str]
    ending: re.Pattern[str]
    versioned: tuple[str, ...]
    not_versioned: tuple[str, ...]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    told: dict[str, Any] = load("history.yaml")

    def compiled(name: str) -> re.Pattern[str]:
        return re.compile(told[name].replace("{date}", _DATE).replace("{act}", _ACT))

    return _Rules(
        date=re.compile(_DATE),
        events=tuple((kind, re.compile("|".join(words))) for kind, words in told["events"].items()),
        effective=re.compile("|".join(told["effective"])),
        provision=compiled("effective_provision"),
        order=compiled("effective_order"),
        until=compiled("until"),
        years=compiled("years"),
        repealed=compiled("repealed"),
        repealed_list=compiled("repealed_list"),
        partly=compiled("partly"),
        title=re.compile(f"《({_ACT})》(?:\\(([^()]{{4,40}})\\))?"),
        listed_title=compiled("listed_title"),
        maker=compiled("maker"),
        hint=_any_of(told["hint"]),
        ending=_any_of(told["ending"]),
        versioned=tuple(told["versioned"]),
        not_versioned=tuple(told["not_versioned"]),
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """Return what finds one of some words: by the set of their first signs, much faster than by one after the other."""
    firsts = "".join({word[0] for word in words})
    return re.compile(f"[{firsts}](?:" + "|".join(f"(?<={word[0]}){word[1:]}" for word in words) + ")")


def has_versions(key: str) -> bool:
    """Whether acts with a title are versions of one another: laws and rules are, two notices of one title are not.

    Args:
        key: the title's, of `indexer.structure.titles.title_key`.
    """
    bare = re.sub(r"\([^()]*\)$", "", key).rstrip("》")
    told = _rules()
    return bare.endswith(told.versioned) and not bare.endswith(told.not_versioned)


def read_history(document: Document, outline: Outline) -> History:
    """Read what a document says of its own time.

    - `published` is the day at the end of the file's name; else the newest event in the note under the title; else the
      document's date; else the day in its signature.
    - `effective` is what the metadata say; else the newest of what note and last provisions say, 公布之日 being
      `published`. A provision from before the text was last changed stays in it; then it is the day of that change.

    Args:
        document: the document.
        outline: its clauses.
    """
    texts = [paragraph.text for paragraph in document.paragraphs]
    first = _first_numbered(outline)
    note = _Note(texts[: min(first, _HEAD)])
    named = version_day(document.source, document.title)
    made = document.date.date() if document.date else None
    text_of = date.fromisoformat(named) if named else note.made
    published = text_of or made or _signed(texts[first:])
    telling = _telling(texts)
    effective, expired = _effect(telling, first, outline.title, published)
    effective = max((day for day in (effective, note.effective) if day), default=None)
    if effective and text_of and effective < text_of:
        effective = text_of
    return History(
        published=published,
        effective=document.effective.date() if document.effective else effective,
        expired=document.expired.date() if document.expired else expired,
        status=document.status,
        repeals=tuple(dict.fromkeys(_repeals(telling, texts))),
    )


def _bare(text: str) -> str:
    """Return a text folded and without blanks, as the patterns take it."""
    return "".join(fold(text).split())


def _telling(texts: Sequence[str]) -> list[tuple[int, str]]:
    """Return numbers and bare texts of what may say when the document applies or what it repeals; most do not."""
    hinted = _rules().hint.search
    return [(at, _bare(text)) for at, text in enumerate(texts) if hinted(text) and len(text) <= _LONGEST_PROVISION]


def _first_numbered(outline: Outline) -> int:
    """Return the number of the first paragraph that stands in a numbered clause or below a heading.

    Headings right under the title do not count: the parts of a code that lie in files of their own (民法典, 总则) have
    the note below them.
    """
    opening = True
    for clause in outline.clauses:
        opening = opening and clause.kind in ("title", "heading")
        if not opening and clause.kind not in ("title", "plain", "contents"):
            return clause.first
    return outline.clauses[-1].last if outline.clauses else 0


class _Note:
    """What the note under the title says.

    Attributes:
        made: the newest day on which the text was adopted, published or changed.
        effective: the newest day from which it applies.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        days: dict[str, list[date]] = {}
        for text in _notes(texts):
            for kind, day in _events(text):
                days.setdefault(kind, []).append(day)
        told = _rules()
        newest = {kind: max(found) for kind, found in days.items()}
        self.made = max((newest[kind] for kind, _ in told.events if kind in newest), default=None)
        self.effective = newest.get("effective")


def _notes(texts: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs that are notes: they begin with a date, or stand in brackets, and are no sentence."""
    date = _rules().date
    for text in texts:
        if len(text) > _LONGEST_NOTE:
            continue
        text = _bare(text)
        bracketed = text.startswith("(") and bool(date.search(text))
        dated = bool(date.match(text)) and not text.endswith(("。", "：", ":", "；", ";"))
        if bracketed or dated:
            yield text


def _events(text: str) -> Iterator[tuple[str, date]]:
    told = _rules()
    found = [(match.end(), match.start(), day) for match in told.date.finditer(text) if (day := _day(match[0]))]
    ends = [start for _, start, _ in found[1:]] + [len(text)]
    for (begin, _, day), end in zip(found, ends, strict=True):
        said = text[begin:end]
        bare = _QUOTED.sub("", said)
        kind = next((kind for kind, words in told.events if words.search(bare)), "")
        if kind:
            yield kind, day
        if told.effective.search(bare):
            yield "effective", day


def _signed(texts: Sequence[str]) -> date | None:
    """Return the day in the signature: the first paragraph that is a date and nothing else."""
    pattern = _rules().date
    short = (_bare(text) for text in texts if len(text) <= _LONGEST_SIGNED_DAY and "年" in text)
    return next((_day(text) for text in short if pattern.fullmatch(text)), None)


def _effect(
    telling: Sequence[tuple[int, str]], first: int, title: str, published: date | None
) -> tuple[date | None, date | None]:
    """Return from when, and till when, the provisions say that the document applies.

    Of several, the last counts that speaks of the document by its own kind (本条例 in a 条例), else the last.
    """
    told = _rules()
    kind = re.sub(r"\([^()]*\)$", "", title_key(title))
    found: list[tuple[bool, date, str]] = []
    for number, text in telling:
        matches = told.provision.finditer(text)
        for match in (*told.order.finditer(text), *matches) if number < first else matches:
            day = _day(match["when"]) if "年" in match["when"] else published
            own = "self" in match.re.groupindex and kind.endswith(match["self"])
            if day is not None:
                found.append((own, day, text[match.end() :]))
    if not found:
        return None, None
    _, day, behind = next((each for each in reversed(found) if each[0]), found[-1])
    return day, _expiry(behind, day)


def _expiry(said: str, begin: date) -> date | None:
    told = _rules()
    until, years = told.until.search(said), told.years.search(said)
    if until and (last := _day(until["until"])):
        return date.fromordinal(last.toordinal() + 1)
    number = parse_numeral(years["years"]) if years else None
    if not number or begin.year + number > date.max.year:
        return None
    return begin.replace(year=begin.year + number, day=min(begin.day, 28) if begin.month == 2 else begin.day)


def _repeals(telling: Sequence[tuple[int, str]], texts: Sequence[str]) -> Iterator[Repeal]:
    """Yield the acts that sentences of the text repeal, or that a list under such a sentence names."""
    told = _rules()
    for number, text in telling:
        if not told.ending.search(text):
            continue
        for sentence in filter(told.ending.search, _SENTENCE.findall(text)):
            yield from _repealed_in(sentence)
        if told.repealed_list.search(text):
            items = (told.listed_title.match(_bare(below)) for below in texts[number + 1 :])
            for item in takewhile(bool, items):
                if item and not told.partly.match(item.string, item.end()):
                    yield Repeal(title_key(item["act"]))


def _repealed_in(sentence: str) -> Iterator[Repeal]:
    """Yield the acts named in one sentence before it says that they are repealed."""
    told = _rules()
    end = told.repealed.search(sentence)
    if end is None:
        return
    at = 0
    for match in told.title.finditer(sentence, 0, end.start()):
        if not told.partly.match(sentence, match.end()):
            maker = told.maker.search(sentence, at, match.start())
            title = match[1]
            whole = maker[0] + title if maker and title.startswith("关于") else title
            yield Repeal(title_key(whole), match[2] if match[2] and "号" in match[2] else "")
        at = match.end()


def _day(written: str) -> date | None:
    """Return a date as acts write it, in figures or in words; None if there is no such day."""
    parts = _PARTS.search(written) or _NUMERIC.search(written)
    numbers = [parse_numeral(part) for part in parts.groups()] if parts else []
    if not numbers or None in numbers:
        return None
    try:
        return date(*(number or 0 for number in numbers))
    except ValueError:
        return None
