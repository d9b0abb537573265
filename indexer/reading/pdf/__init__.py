"""PDF: from marks at places on pages back to paragraphs.

`read_pdf` reads the bytes of a file in a process of its own (``apart``), for a hostile file can keep PDFium busy for
hours or end its process. In there, `content` leads from the file to its `Content`:

- ``file``: bytes → pages, with their `Glyph`s (``glyphs``) and rules (``drawn``), each at its place (``places``), also
  where its font is missing (``shapeless``); only these know PDFium
- ``lines``: glyphs → `Line`s of text, with blanks only where the page shows them
- ``tables``: the rules of a page → its grids, and their rows
- ``columns``: the lines of a page in the order they are read
- ``furniture``: running heads, feet and page numbers, known by repetition and place
- ``notes``: footnotes, and their marks in the text
- ``frames``: the edges that text is set between
- ``joining``: lines → paragraphs, over the ends of columns and pages
- ``looks``: which paragraphs are the title, headings, the head of an official document

Patterns and word lists stand in ``pdf.yaml``, compiled by ``patterns``. The rules as a reader meets them are told in
``docs/sources.md``.
"""

from indexer.reading.pdf.apart import read_pdf

__all__ = ["read_pdf"]
