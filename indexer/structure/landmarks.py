"""Finds what is no provision: titles, tables of contents, annexes, unnumbered headings, closing lines.

They frame the numbered text: a title or an annex begins a text with a numbering of its own, a heading groups what
follows, a closing line (signature, date) ends it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from indexer.records import Paragraph
from indexer.structure.labels import Label
from indexer.structure.numerals import parse_numeral
from indexer.structure.rules import Rules, rules

_NAMED = re.compile("《([^《》]{2,90})》")
_LONGEST = 60
"""A line longer than this is no landmark, unless its markup or a closing phrase says so."""
_LEADERS = re.compile(r"[.…·\s\d]+$")


class Role(Enum):
    """What a landmark does to the text after it."""

    TITLE = "the document's own title"
    TEXT = "the title of a text with a numbering of its own"
    ANNEX = "an annex, with a numbering of its own"
    CONTENTS = "a table of contents"
    HEADING = "a heading without number"
    CLOSING = "a signature, a date, a note or a list of annexes: paragraphs by themselves"


class Landmark(NamedTuple):
    """One landmark: paragraphs `first` to `last` (exclusive).

    `label` and `number` are those of an annex; `text` is its heading or title.
    """

    role: Role
    first: int
    last: int
    text: str
    label: str = ""
    number: tuple[int, ...] = ()


def squeezed(text: str) -> str:
    """Return the text without any blank: 国 务 院 工 作 规 则 is 国务院工作规则."""
    return "".join(text.split())


def find_landmarks(paragraphs: Sequence[Paragraph], labels: Sequence[Label | None], title: str) -> dict[int, Landmark]:
    """Find the landmarks of a document.

    Args:
        paragraphs: its paragraphs.
        labels: the label each begins with, or None.
        title: the document's title; "" if unknown.

    Returns:
        Each landmark by the number of its first paragraph; they do not overlap.
    """
    return _Finder(paragraphs, labels, title).run()


class _Finder:
    """One pass over one document."""

    def __init__(self, paragraphs: Sequence[Paragraph], labels: Sequence[Label | None], title: str) -> None:
        self.paragraphs = paragraphs
        self.labels = labels
        self.title = squeezed(title)
        self.told: Rules = rules()
        self.found: dict[int, Landmark] = {}
        self.named: frozenset[str] | None = None
        self.last_places: dict[str, int] | None = None
        self.annex_places: dict[str, int] | None = None
        self.no_contents_before = 0
        self.first_article = next((i for i, label in enumerate(labels) if label and label.form == "条"), len(labels))

    @cached_property
    def repeats(self) -> Counter[str]:
        """How often each bold or centred line comes, tables left out."""
        return Counter(p.text for p in self.paragraphs if (p.bold or p.centred) and not p.row)

    def run(self) -> dict[int, Landmark]:
        at, count = self.top_title(), len(self.paragraphs)
        labels, forms, no_heading = self.labels, self.told.heading_forms, self.told.sentence_end
        while at < count:
            paragraph, label = self.paragraphs[at], labels[at]
            mark = None
            if paragraph.row:
                pass
            elif label is not None:
                if label.form in forms and paragraph.text[-1] not in no_heading and at >= self.no_contents_before:
                    mark = self.unnamed_contents(at)
            elif len(paragraph.text) <= _LONGEST or paragraph.level or paragraph.text[0] in self.told.closing_firsts:
                mark = self.short_line(at, paragraph) or self.styled(at, paragraph) or self.plain_line(at)
            if mark:
                self.found[at] = mark
                at = mark.last
            else:
                at += 1
        return self.found

    def short_line(self, at: int, paragraph: Paragraph) -> Landmark | None:
        """Judge a line by its words: 目录, 附则, 附件1."""
        text = paragraph.text
        if text[0] == "附" and len(text) <= _LONGEST:
            mark = self.annex(at)
            if mark:
                return mark
        if len(text) <= 8:
            word = squeezed(text)
            if word in self.told.contents:
                return Landmark(Role.CONTENTS, at, self.end_of_contents(at), word)
            if word in self.told.named_headings or (word[0] == "第" and self.is_group(at, word)):
                return Landmark(Role.HEADING, at, at + 1, word)
        return None

    def plain_line(self, at: int) -> Landmark | None:
        """Judge a line without style: a date, a note, a closing phrase, or a heading that has lost its number."""
        text, told = self.paragraphs[at].text, self.told
        if text[-1] in "日）)" and told.date.match(text):
            return self.signed(at)
        issued = text[0] in "（(" and told.issued.match(text)
        if issued or (text[0] in told.closing_firsts and told.closing.match(text)):
            return Landmark(Role.CLOSING, at, at + 1, "")
        if text[-1] in told.sentence_end:
            return None
        last = self.end_of_passed_title(at)
        if last > at:
            return Landmark(Role.TEXT, at, last, self.joined(at, last))
        if self.is_bare_heading(at):
            last = self.block(at)
            return Landmark(Role.HEADING, at, last, self.joined(at, last))
        return None

    def is_group(self, at: int, word: str) -> bool:
        """Whether a line names a group of items (第一类) that begin at 1 right below it."""
        following = self.labels[at + 1] if at + 1 < len(self.labels) else None
        return following is not None and following.number == (1,) and bool(self.told.group.match(word))

    # --- titles and headings ---

    def top_title(self) -> int:
        """Note the title the document begins with; return where the rest begins."""
        if not self.paragraphs or self.labels[0] is not None:
            return 0
        first = self.paragraphs[0]
        if first.level == 1 or (self.title and squeezed(first.text) == self.title):
            last = 1
        elif first.centred and self.is_heading(0):
            last = self.block(0, until=self.title)
        else:
            return 0
        self.found[0] = Landmark(Role.TITLE, 0, last, self.joined(0, last))
        return last

    def is_heading(self, at: int) -> bool:
        """Whether the look of a line, not its style, lets it be a heading."""
        paragraph, told = self.paragraphs[at], self.told
        text = paragraph.text
        if self.labels[at] is not None or text[-1:] in told.sentence_end or text.count("（") != text.count("）"):
            return False
        if paragraph.level:
            return len(text) <= 2 * told.longest_heading
        return len(text) <= told.longest_heading and not told.no_heading.match(text)

    def block(self, at: int, until: str = "") -> int:
        """Return the end of the run of heading lines of one style from `at` on; at once where they say `until`."""
        style = self.paragraphs[at].bold, self.paragraphs[at].centred, self.paragraphs[at].level
        last, joined = at + 1, squeezed(self.paragraphs[at].text)
        while last < min(len(self.paragraphs), at + self.told.most_title_lines) and joined != until:
            other = self.paragraphs[last]
            if (other.bold, other.centred, other.level) != style or not self.is_heading(last) or last in self.found:
                break
            joined += squeezed(other.text)
            last += 1
        return last

    def joined(self, first: int, last: int) -> str:
        return "".join(paragraph.text for paragraph in self.paragraphs[first:last])

    def styled(self, at: int, paragraph: Paragraph) -> Landmark | None:
        """Judge a line set off by its style: the title of a text, a heading, or neither."""
        if not (paragraph.level or paragraph.centred or paragraph.bold) or not self.is_heading(at):
            return None
        if not paragraph.level and self.repeats[paragraph.text] > 2:  # a table's cell
            return None
        last = self.block(at) if paragraph.centred else at + 1
        text = self.joined(at, last)
        if (paragraph.centred or paragraph.level == 1) and self.is_act(text, last):
            return Landmark(Role.TEXT, at, last, text)
        return Landmark(Role.HEADING, at, last, text)

    def end_of_passed_title(self, at: int) -> int:
        """Return the end of a plain title of an act with the line below that says when it was passed; `at` if none is.

        The title may have several lines. The document's own title is not looked for.
        """
        known = self.found.get(at - 1)
        if at == 0 or (known and known.role is Role.TITLE):
            return at
        for last in range(at, min(at + self.told.most_title_lines, len(self.paragraphs))):
            text = self.paragraphs[last].text
            if last > at and text[0] in "（(" and self.told.passed.match(text):
                return last if self.told.acts.search(squeezed(self.joined(at, last))) else at
            if not self.is_heading(last) or any(map(str.isdecimal, text)):
                break
        return at

    def is_bare_heading(self, at: int) -> bool:
        """Whether a plain line between articles is a heading that has lost its number: 烈士的评定 of 第二章."""
        told = self.told
        if at == 0 or self.paragraphs[at - 1].text[-1] not in "。；" or not self.is_heading(at):
            return False
        last = self.block(at)
        if last == len(self.labels) or last - at > 2:
            return False
        following = self.labels[last]
        if following is None or not following.firm or (following.form != "条" and following.form not in told.divisions):
            return False
        plain = not any(sign in told.no_bare_heading for sign in self.joined(at, last))
        return plain and self.first_article < at

    def is_act(self, text: str, after: int) -> bool:
        """Whether a title is an act's: named in 《》 elsewhere, or called one with a numbering that starts anew."""
        word = squeezed(text)
        if word == self.title:
            return True
        if self.named is None:
            names = (name for paragraph in self.paragraphs for name in _NAMED.findall(paragraph.text))
            self.named = frozenset(squeezed(name) for name in names)
        if word in self.named:
            return True
        if not self.told.acts.search(word) or self.told.division_names.fullmatch(word):
            return False
        following = next((label for label in self.labels[after:] if label), None)
        return following is None or following.number[0] == 1

    # --- annexes ---

    def annex(self, at: int) -> Landmark | None:
        text, told = self.paragraphs[at].text, self.told
        found = told.annex.match(text)
        if not found:
            return None
        rest = text[found.end() :]
        number = parse_numeral(squeezed(found[1])) if found[1] else None
        if found[1] and number is None:
            return None
        if told.annex_list.match(rest) or (rest and number is None and self.annex_follows(at)):
            return Landmark(Role.CLOSING, at, self.end_of_annex_list(at), "")
        if "。" in rest or rest[-1:] in tuple(told.sentence_end):
            return None
        label = text[: found.end()].rstrip("：: \u3000")
        last, heading = at + 1, rest
        if not rest:
            last = self.end_of_annex_title(at + 1)
            heading = self.joined(at + 1, last)
        return Landmark(Role.ANNEX, at, last, heading, label, () if number is None else (number,))

    def annex_follows(self, at: int) -> bool:
        """Whether a later line begins the annex that this line only names: by 附件, 附件1, or the same words."""
        if self.annex_places is None:
            self.annex_places = {}
            for i, paragraph in enumerate(self.paragraphs):
                text = paragraph.text
                found = self.told.annex.match(text) if text[0] == "附" and len(text) <= _LONGEST else None
                if found:
                    self.annex_places[text] = i
                    if found[1] or found.end() == len(text):
                        self.annex_places["附"] = i
        places = self.annex_places
        return max(places.get("附", -1), places[self.paragraphs[at].text]) > at

    def end_of_annex_list(self, at: int) -> int:
        """Return the end of 附件：1.…… and the lines 2.……, 3.…… after it, with lines broken off within brackets."""
        last, number = at + 1, 2
        opened = 0
        while last < len(self.labels):
            label = self.labels[last]
            before = self.paragraphs[last - 1].text
            opened += before.count("（") - before.count("）")
            if label is None and opened > 0 and len(self.paragraphs[last].text) <= _LONGEST:
                last += 1
                continue
            if label is None or label.form != "1." or label.number != (number,):
                break
            last, number = last + 1, number + 1
        return last

    def end_of_annex_title(self, at: int) -> int:
        """Return the end of the title lines of an annex that begin at `at`; `at` if there are none."""
        if at >= len(self.paragraphs):
            return at
        paragraph = self.paragraphs[at]
        if paragraph.text[0] == "附" and self.told.annex.match(paragraph.text):
            return at
        if paragraph.centred or paragraph.bold:
            return self.block(at) if self.is_heading(at) else at
        plain = len(paragraph.text) <= self.told.longest_annex_title and not paragraph.level and self.is_heading(at)
        plain = plain and not self.is_group(at, squeezed(paragraph.text))
        return at + 1 if plain and not self.told.date.match(paragraph.text) else at

    # --- contents and closing lines ---

    def unnamed_contents(self, at: int) -> Landmark | None:
        """Find a run of headings, with nothing between, that all come again."""
        last = at
        while last < len(self.labels) and self.is_entry(last):
            last += 1
        if last - at < self.told.shortest_contents:
            return None
        if self.last_places is None:
            self.last_places = {squeezed(paragraph.text): i for i, paragraph in enumerate(self.paragraphs)}
        places = [self.last_places[squeezed(paragraph.text)] for paragraph in self.paragraphs[at:last]]
        self.no_contents_before = last
        while last > at and places[last - at - 1] < last:
            last -= 1  # the first headings of the text itself
        if last - at < self.told.shortest_contents or any(place < last for place in places[: last - at]):
            return None
        return Landmark(Role.CONTENTS, at, last, "目录")

    def is_entry(self, at: int) -> bool:
        """Whether a line could be an entry of a table of contents: the numbered heading of a division or section."""
        label, text = self.labels[at], self.paragraphs[at].text
        return (
            label is not None
            and label.form in self.told.heading_forms
            and len(text) <= self.told.longest_contents_entry
            and text[-1] not in self.told.sentence_end
        )

    def end_of_contents(self, at: int) -> int:
        """Return where the text begins: at the line that repeats the first entry, else at the first full sentence."""
        first = at + 1
        if first >= len(self.paragraphs):
            return first
        entry, label = self.entry(first), self.labels[first]
        for i in range(first + 1, len(self.paragraphs)):
            text = self.paragraphs[i].text
            same = self.labels[i]
            if self.entry(i) == entry or (label and same and label[:2] == same[:2] and label.form != "1."):
                return i
            if len(text) > self.told.longest_contents_entry or text[-1] in "。；;":
                return i
        return len(self.paragraphs)

    def entry(self, at: int) -> str:
        return _LEADERS.sub("", squeezed(self.paragraphs[at].text))

    def signed(self, at: int) -> Landmark:
        """Note a date line, and the signature lines before it."""
        told, first = self.told, at
        while first > 0 and at - first < told.most_signatures:
            before = self.paragraphs[first - 1]
            known = self.found.get(first - 1)
            if known and known.role is not Role.HEADING:
                break
            text = before.text
            if (
                self.labels[first - 1]
                or before.level
                or len(text) > told.longest_signature
                or text[-1] in told.sentence_end
            ):
                break
            self.found.pop(first - 1, None)
            first -= 1
        if first < at:
            self.found[first] = Landmark(Role.CLOSING, first, at, "")
        return Landmark(Role.CLOSING, at, at + 1, "")
