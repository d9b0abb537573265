"""Plain text: every line that is not blank is a paragraph."""

from indexer.reading.content import Content
from indexer.reading.paragraphs import clean
from indexer.records import Paragraph

LONGEST_TITLE = 80
"""Characters. The longest name of a statute has 76."""
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
    """Return the first paragraph if it may be a title: short, with words in it, not ended as a sentence is; else ""."""
    first = paragraphs[0].text if paragraphs else ""
    is_title = len(first) <= LONGEST_TITLE and not first.endswith(_ENDS_NO_TITLE) and any(map(str.isalnum, first))
    return first if is_title else ""
