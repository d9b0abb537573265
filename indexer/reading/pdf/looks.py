"""What paragraphs are by their looks: the title, headings, and the head of an official document."""

import re
from collections.abc import Mapping, Sequence

from indexer.reading.paragraphs import clean
from indexer.reading.pdf.joining import Draft
from indexer.reading.pdf.patterns import patterns, squeezed
from indexer.reading.text import LONGEST_TITLE, title_line
from indexer.records import Paragraph

_LARGER = 1.1
_LONGEST_HEADING = 60
_HEAD_OF = 25
"""Paragraphs among which the title of a document is looked for."""
_SENTENCE_END = tuple("。；，、：;,:")
_HAN = re.compile("[\u4e00-\u9fff]")


def to_paragraphs(drafts: Sequence[Draft], body: float) -> tuple[Paragraph, ...]:
    """Make paragraphs of drafts: the title has level 1, larger headings the levels below it, by their size.

    Args:
        drafts: in order, their texts not empty.
        body: the size of the body's characters.
    """
    title = _title(drafts, body)
    larger = [draft.size for draft in drafts if draft is not title and _is_larger_heading(draft, body)]
    levels = {size: level for level, size in enumerate(sorted({round(size) for size in larger}, reverse=True), 2)}
    found = []
    for draft in drafts:
        level = 0
        if draft is title:
            level = 1
        elif _is_larger_heading(draft, body):
            level = min(levels[round(draft.size)], 6)
        found.append(Paragraph(draft.text, level, draft.bold, draft.centred, draft.row, draft.page))
    return tuple(found)


def _is_larger_heading(draft: Draft, body: float) -> bool:
    short = len(draft.text) <= _LONGEST_HEADING and not draft.text.endswith(_SENTENCE_END)
    plain = draft.row or draft.note or _is_head_of_document(draft)
    return short and not plain and draft.size >= _LARGER * body


def _is_head_of_document(draft: Draft) -> bool:
    text, told = squeezed(draft.text), patterns()
    return bool(told.document_number.fullmatch(text) or told.issuer_mark.fullmatch(text))


def _title(drafts: Sequence[Draft], body: float) -> Draft | None:
    """Return the title: the largest of the lines in the middle at the head of the file, or one that is bold."""
    head = drafts[:_HEAD_OF]
    first_page = [draft for draft in head if draft.page == head[0].page] if head else []
    able = [
        draft
        for draft in first_page
        if not (draft.row or draft.note or _is_head_of_document(draft) or draft.text.endswith(_SENTENCE_END))
        and 2 <= len(draft.text) <= 2 * LONGEST_TITLE
        and (draft.size >= _LARGER * body or (draft.centred and draft.bold))
    ]
    return max(able, key=lambda draft: (draft.size, draft.centred), default=None)


def title_of(paragraphs: tuple[Paragraph, ...], properties: Mapping[str, str]) -> str:
    """Return the title: as the first page shows it, else that of the file's properties if it says something.

    Args:
        paragraphs: from `to_paragraphs`.
        properties: the information dictionary of the file.
    """
    shown = next((paragraph.text for paragraph in paragraphs if paragraph.level == 1), "")
    if shown:
        return shown
    told = clean(properties.get("Title", ""))
    if told and _HAN.search(told) and not patterns().no_title.fullmatch(squeezed(told)):
        return told
    return title_line(paragraphs)


def head_of_document(drafts: Sequence[Draft]) -> dict[str, str]:
    """Return the document number and the issuer that the head of an official document gives.

    Args:
        drafts: the paragraphs of the file.

    Returns:
        ``number`` and ``issuer``, those that are there. The issuer is that of the mark in red, 国务院办公厅文件.
    """
    told = patterns()
    found: dict[str, str] = {}
    for draft in drafts[:_HEAD_OF]:
        text = squeezed(draft.text)
        if draft.red and (mark := told.issuer_mark.fullmatch(text)):
            found.setdefault("issuer", mark["issuer"])
        elif not draft.row and (number := told.document_number.fullmatch(text)):
            found.setdefault("number", number["number"])
    return found
