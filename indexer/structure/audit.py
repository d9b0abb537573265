"""Audits an outline as an index keeps it: numbers that leap, repeat or fall back, and other signs of a label misread.

A finding is no error by itself: the source may have the fault. Limits stand in ``audit.yaml``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal, NamedTuple

from indexer.records import CELL_MARK
from indexer.structure.data import load
from indexer.structure.labels import DECIMAL, Label, canonical, plain_digit, read_label
from indexer.structure.rules import rules

FindingKind = Literal[
    "gap",
    "late start",
    "repeat",
    "backward",
    "restart",
    "label in text",
    "long",
    "early text",
    "contents",
    "empty heading",
]
"""What the audit finds.

- ``gap``: a number is missing: 第十二条 after 第十条
- ``late start``: a list does not begin with 1
- ``repeat``, ``backward``: a number comes a second time, or a smaller one comes
- ``restart``: a numbering begins again at 1 under the same heading
- ``label in text``: a paragraph begins as a label does, but is text: a reference, or a number that fits nowhere
- ``long``: a clause is far longer than clauses are
- ``early text``: there is more text before the first label than a preamble has
- ``contents``: headings that all come again: a table of contents read as outline
- ``empty heading``: nothing stands under a heading
"""

_UNITS: Final = ("条", "款", "项", "目")
_LONGEST_LIST: Final = 30
"""How many lines back the head of a list of annexes is looked for."""
_SHOWN: Final = 40
"""Characters of a text that are shown."""


class AuditedClause(NamedTuple):
    """A clause as the index keeps it.

    Attributes:
        label: as written; "" if it has none.
        heading: its own; "" if none.
        breadcrumb: the path to it, the clause itself last.
        citation: how it is cited.
        texts: its paragraphs.
        provisions: for each paragraph what its citation adds to the clause's.
    """

    label: str
    heading: str
    breadcrumb: tuple[str, ...]
    citation: str
    texts: Sequence[str]
    provisions: Sequence[str]


class AuditFinding(NamedTuple):
    """What was found at a clause, given by its number, and what its numbering would have there; "" if unknown."""

    kind: FindingKind
    clause: int
    found: str
    expected: str = ""


def audit(clauses: Sequence[AuditedClause]) -> Iterator[AuditFinding]:
    """Yield the findings in one document, kind after kind.

    Args:
        clauses: of the document, in order.
    """
    labels = [_label_of(clause) for clause in clauses]
    yield from _numbers(clauses, labels)
    yield from _texts(clauses)
    yield from _frames(clauses, labels)


@cache
def audit_limits() -> Mapping[str, Any]:
    """Return what ``audit.yaml`` says."""
    limits: Mapping[str, Any] = load("audit.yaml")
    return limits


def _label_of(clause: AuditedClause) -> Label | None:
    """Return the label of a clause, read from its text: a bare 1 is one only before its heading."""
    if not clause.label:
        return None
    label = read_label(clause.texts[0], heading=True)
    if label is not None and label.text != clause.label and label.form == DECIMAL:
        label = plain_digit(label, clause.texts[0])
    return label


# --- numbers ---


class _Last(NamedTuple):
    number: tuple[int, ...]
    path: tuple[str, ...]


def _numbers(clauses: Sequence[AuditedClause], labels: Sequence[Label | None]) -> Iterator[AuditFinding]:
    """Follow each numbering: the labels of one form that are cited with the same words before them."""
    last: dict[tuple[str, str], _Last] = {}
    for at, (clause, label) in enumerate(zip(clauses, labels, strict=True)):
        if label is not None:
            written = canonical(label)
            scope = clause.citation.removesuffix(written)
            if label.form == DECIMAL:
                scope += ".".join(map(str, label.number[:-1]))
            known = last.get((label.form, scope))
            path = clause.breadcrumb[:-1]
            if known is None and label.form in audit_limits()["may_begin_late"]:
                known = _Last((label.number[0] - 1,), path)
            if known is not None or not _begins_in_line(clauses, at, label):
                yield from _judge(at, label, written, known, path)
            last[label.form, scope] = _Last(label.number, path)
        if not _listed_annexes(clauses, at):
            yield from _items(clause, at)


def _begins_in_line(clauses: Sequence[AuditedClause], at: int, label: Label) -> bool:
    """Whether a list that seems to begin with 2 begins within the line above: 注：1.…….."""
    above = clauses[at - 1].texts[-1] if at else ""
    return label.number == (2,) and any(f"{mark}1{point}" in above for mark in "：:" for point in ".．、")


def _listed_annexes(clauses: Sequence[AuditedClause], at: int) -> bool:
    """Whether a paragraph goes on with the list of annexes: 2.…… below 附件：1.……."""
    told = rules()
    if clauses[at].label or not clauses[at].texts[0][0].isdecimal():
        return False
    for clause in reversed(clauses[max(at - _LONGEST_LIST, 0) : at]):
        text = clause.texts[0]
        if clause.label or len(text) > told.longest_contents_entry:
            return False
        found = told.annex.match(text) if text[0] == "附" else None
        if found:
            return told.annex_list.match(text, found.end()) is not None
    return False


def _items(clause: AuditedClause, at: int) -> Iterator[AuditFinding]:
    """Follow the numberings within a clause; name what looks like a label and is none."""
    last: dict[tuple[str, str], _Last] = {}
    quotes, quoting = 0, rules().quoting
    for i, (text, provision) in enumerate(zip(clause.texts, clause.provisions, strict=True)):
        inside, quotes = quotes > 0, max(quotes + text.count("“") - text.count("”"), 0)
        if text[-1] in "：:" and not quotes and quoting.search(text):
            quotes = 1  # new wording without a mark at its beginning
        if (i == 0 and clause.label) or (clause.heading and not clause.label) or CELL_MARK in text:
            continue
        label = read_label(text)
        if label is None or (label.form == DECIMAL and len(label.number) == 1):
            continue
        item = _as_item(label, text, provision)
        if item is None:
            if not inside:
                yield AuditFinding("label in text", at, text[:_SHOWN])
            continue
        label, above = item
        key = label.form, above
        findings = list(_judge(at, label, provision, last.get(key), (above,)))
        if inside and findings:  # the number of what is quoted
            continue
        yield from findings
        last[key] = _Last(label.number, (above,))


def _as_item(label: Label, text: str, provision: str) -> tuple[Label, str] | None:
    """Return the label and what is cited before it, if a paragraph's citation ends with its label; else None."""
    for read in (label, plain_digit(label, text) if label.form == DECIMAL else None):
        if read is None:
            continue
        written = canonical(read)
        for ending in (written, *(f"第{form}{unit}" for unit in _UNITS for form in (written, written.rstrip("、.）")))):
            if provision.endswith(ending):
                return read, provision.removesuffix(ending)
    return None


def _judge(at: int, label: Label, written: str, known: _Last | None, path: tuple[str, ...]) -> Iterator[AuditFinding]:
    """Compare a number with the one before it in its numbering."""
    number, last = label.number, label.number[-1]
    if label.form == DECIMAL:
        number = number[-1:]
        known = _Last(known.number[-1:], known.path) if known else None
    if known is None:
        if last > 1 and len(number) == 1:
            yield AuditFinding("late start", at, written, "1")
        return
    before = known.number
    if number in ((before[0] + 1,), (before[0], 1), (before[0], before[-1] + 1 if len(before) > 1 else 1)):
        return
    expected = str(before[0] + 1)
    if number == (1,):
        if path == known.path:
            yield AuditFinding("restart", at, written, expected)
    elif number == before:
        yield AuditFinding("repeat", at, written, expected)
    elif number < before:
        yield AuditFinding("backward", at, written, expected)
    else:
        yield AuditFinding("gap", at, written, expected)


# --- texts ---


def _texts(clauses: Sequence[AuditedClause]) -> Iterator[AuditFinding]:
    """Find texts that are too long for what they are."""
    limits = audit_limits()
    for at, clause in enumerate(clauses):
        if len(clause.texts) <= limits["most_paragraphs"] and sum(map(len, clause.texts)) <= limits["longest_item"]:
            continue
        length, paragraphs = _longest_item(clause)
        if length > limits["longest_item"] or paragraphs > limits["most_paragraphs"]:
            yield AuditFinding("long", at, f"{length} characters, {paragraphs} paragraphs without a label")
    first = next((at for at, clause in enumerate(clauses) if clause.label), 0)
    history = re.compile(limits["history"])
    early = [at for at in range(first) if not clauses[at].heading and not history.match(clauses[at].texts[0])]
    early = [at for at in early if not rules().preambles.intersection(clauses[at].breadcrumb)]
    paragraphs = sum(len(clauses[at].texts) for at in early)
    if paragraphs > limits["most_preamble_paragraphs"]:
        yield AuditFinding("early text", early[0], f"{paragraphs} paragraphs before {clauses[first].label}")
    for at in early:
        longest = max(map(len, clauses[at].texts))
        if longest > limits["longest_preamble_paragraph"]:
            yield AuditFinding("early text", at, f"{longest} characters before {clauses[first].label}")


def _longest_item(clause: AuditedClause) -> tuple[int, int]:
    """Return the most characters, and the most full sentences, of a clause's paragraphs with the same citation."""
    lengths: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for text, provision in zip(clause.texts, clause.provisions, strict=True):
        if CELL_MARK not in text:
            lengths[provision] += len(text)
            counts[provision] += text[-1] == "。"
    return max(lengths.values(), default=0), max(counts.values(), default=0)


# --- headings and contents ---


def _frames(clauses: Sequence[AuditedClause], labels: Sequence[Label | None]) -> Iterator[AuditFinding]:
    divisions, forms = rules().divisions, rules().heading_forms
    places: dict[tuple[str, str], list[int]] = {}
    for at, (clause, label) in enumerate(zip(clauses, labels, strict=True)):
        if label is not None and label.form in forms and len(clause.texts) == 1 and clause.heading:
            places.setdefault((canonical(label), clause.heading), []).append(at)
        is_heading = label.form in divisions if label is not None else bool(clause.heading and not clause.label)
        if is_heading and len(clause.texts) == 1 and not _has_more(clauses, at):
            yield AuditFinding("empty heading", at, clause.breadcrumb[-1])
    again = sorted(at for found in places.values() for at in found[:-1])
    run: list[int] = []
    for at in [*again, -1]:
        if run and at != run[-1] + 1:
            if len(run) >= audit_limits()["shortest_contents"]:
                yield AuditFinding("contents", run[0], f"{len(run)} headings that come again")
            run = []
        run.append(at)


def _has_more(clauses: Sequence[AuditedClause], at: int) -> bool:
    """Whether the next clause stands under this one, or it is the document's title."""
    crumb = clauses[at].breadcrumb
    if at + 1 == len(clauses):
        return False
    return len(crumb) == 1 or clauses[at + 1].breadcrumb[: len(crumb)] == crumb
