"""Plain text: every line that is not blank is a paragraph."""

import re

from indexer.reading.content import Content
from indexer.reading.paragraphs import clean
from indexer.records import Paragraph

LONGEST_TITLE = 80
"""Characters. The longest name of a statute has 76."""
_LABEL = re.compile(
    "第[一二三四五六七八九十百千零〇0-9０-９ \u3000]{1,8}[編编章节節条條]"
    "|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]"
)
"""What begins a provision, or the heading of a division, and so no title."""
_ENDS_NO_TITLE = tuple("。；，、：;,:")


def read_text(text: str) -> Content:
    """Read plain text.

    Args:
        text: the text, decoded.

    Returns:
        A paragraph for each line that is not blank, and as title the first of them, see `title_line`.
    """
    paragraphs = tuple(Paragraph(line) for line in map(clean, text.splitlines()) if line)
    return Content(paragraphs, title_line(paragraphs))


def title_line(paragraphs: tuple[Paragraph, ...]) -> str:
    """Return the first paragraph if it may be a title: short, with words in it, no label, no sentence; else ""."""
    first = paragraphs[0].text if paragraphs else ""
    if _LABEL.match(first):
        return ""
    is_title = len(first) <= LONGEST_TITLE and not first.endswith(_ENDS_NO_TITLE) and any(map(str.isalnum, first))
    return first if is_title else ""
