"""Writes PDFs as word processors set Chinese: lines filled and broken by its rules, pages, columns, notes."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
_UNIT = re.compile(r"[（《“〔]*(?:[A-Za-z0-9.%/\-]+|.)[，。、；：？！）》”〕]*", re.DOTALL)

Draw = Callable[[Canvas], None]


def width(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, FONT, size))


def break_lines(text: str, room: float, size: float, indent: float = 0.0) -> list[str]:
    """Break a text as word processors do: words whole, no closing mark at the start of a line."""
    lines, line, left = [], "", room - indent
    for unit in _UNIT.findall(text):
        if line and width(line + unit.rstrip(), size) > left:
            lines.append(line.strip(" "))
            line, left = "", room
        line += unit
    return [*lines, line.strip(" ")]


@dataclass
class PdfWriter:
    """A document being set. `head` and `foot` get the page's number and how many there are.

    Attributes:
        turn: how many quarter turns clockwise a viewer turns the pages, after which their text is upright.
        beyond: points on each side of the pages that lie outside of the box a viewer shows; there is text there.
        one_by_one: each character is a piece of text by itself.
        starts: the page that each paragraph begins on.
    """

    size: float = 16.0
    leading: float = 28.0
    left: float = 80.0
    right: float = 75.0
    top: float = 105.0
    bottom: float = 100.0
    columns: int = 1
    gutter: float = 32.0
    head: Callable[[int, int], str] | None = None
    foot: Callable[[int, int], str] | None = None
    title: str = ""
    encrypt: str = ""
    turn: int = 0
    beyond: float = 0.0
    one_by_one: bool = False
    _pages: list[list[Draw]] = field(default_factory=lambda: [[]])
    _notes: list[list[str]] = field(default_factory=lambda: [[]])
    starts: list[int] = field(default_factory=list)
    _column: int = 0
    _column_top: float = 0.0
    _y: float = 0.0

    def __post_init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._y = self._column_top = HEIGHT - self.top

    @property
    def room(self) -> float:
        return (WIDTH - self.left - self.right - (self.columns - 1) * self.gutter) / self.columns

    @property
    def page(self) -> int:
        return len(self._pages)

    def _x(self) -> float:
        return self.left + self._column * (self.room + self.gutter)

    def _advance(self, leading: float) -> None:
        floor = self.bottom + 14 * len(self._notes[-1]) * 1.2
        if self._y - leading < floor:
            self.break_column()
        self._y -= leading

    def break_column(self) -> None:
        if self._column + 1 < self.columns:
            self._column += 1
        else:
            self._pages.append([])
            self._notes.append([])
            self._column, self._column_top = 0, HEIGHT - self.top
        self._y = self._column_top

    def set_columns(self, count: int) -> None:
        self.columns, self._column, self._column_top = count, 0, self._y

    def space(self, points: float) -> None:
        self._y -= points

    def paragraph(
        self,
        text: str,
        *,
        indent: float = 2,
        size: float = 0,
        align: str = "left",
        bold: bool = False,
        red: bool = False,
        after: float = 0,
    ) -> None:
        """Set a paragraph; `indent` in characters, for "right" from the right edge."""
        size = size or self.size
        leading = self.leading * max(size / self.size, 1)
        first = indent * size if align == "left" else 0
        for i, line in enumerate(break_lines(text, self.room, size, first)):
            self._advance(leading)
            self.starts += [self.page] if i == 0 else []
            x = self._x() + (first if i == 0 else 0)
            if align == "center":
                x = self._x() + (self.room - width(line, size)) / 2
            elif align == "right":
                x = self._x() + self.room - width(line, size) - indent * size
            self.line(line, x, self._y, size, bold=bold, red=red)
        self._y -= after

    def line(self, text: str, x: float, y: float, size: float, *, bold: bool = False, red: bool = False) -> None:
        def draw(canvas: Canvas) -> None:
            piece = canvas.beginText(x, y)
            piece.setFont(FONT, size)
            piece.setTextRenderMode(2 if bold else 0)
            piece.setFillColorRGB(1 if red else 0, 0, 0)
            for shown in text if self.one_by_one else [text]:
                piece.textOut(shown)
            piece.setTextRenderMode(0)
            canvas.drawText(piece)

        self._pages[-1].append(draw)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._pages[-1].append(lambda canvas: canvas.line(x0, y0, x1, y1))

    def footnote(self, text: str) -> None:
        self._notes[-1].append(text)

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[float], *, ruled: bool = True) -> None:
        """Set a table, each row as high as its highest cell."""
        xs = [self.left + sum(widths[:i]) for i in range(len(widths) + 1)]
        size = 12.0
        self._y -= 12
        edges = [self._y]
        for row in rows:
            cells = [break_lines(text, wide - 8, size) for text, wide in zip(row, widths, strict=True)]
            for x, lines in zip(xs, cells, strict=False):
                for i, text in enumerate(lines):
                    self.line(text, x + 4, self._y - 15 - 16 * i, size)
            self._y -= 16 * max(map(len, cells)) + 6
            edges.append(self._y)
        if ruled:
            self._pages[-1].append(lambda canvas: canvas.grid(xs, edges))

    def picture(self) -> None:
        """Cover the page with a picture."""
        image = ImageReader(io.BytesIO(b"P6 2 2 255\n" + bytes(12)))
        self._pages[-1].append(lambda canvas: canvas.drawImage(image, 0, 0, WIDTH, HEIGHT))

    def to_bytes(self) -> bytes:
        buffer = io.BytesIO()
        encrypt = StandardEncryption(self.encrypt, ownerPassword="owner") if self.encrypt else None
        size = WIDTH + 2 * self.beyond, HEIGHT + 2 * self.beyond
        canvas = Canvas(buffer, size, encrypt=encrypt, pageCompression=1)
        canvas.setTitle(self.title)
        for number, (page, notes) in enumerate(zip(self._pages, self._notes, strict=True), 1):
            self._place(canvas, *size)
            for draw in page:
                draw(canvas)
            self._furniture(canvas, number, notes)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def _place(self, canvas: Canvas, wide: float, high: float) -> None:
        """Turn a page, `wide` and `high` as it is shown, and crop it."""
        canvas.setPageRotation(90 * self.turn)
        x1, y1 = (high, wide) if self.turn % 2 else (wide, high)  # of the page before it is turned
        canvas.translate(x1 if self.turn in (1, 2) else 0, y1 if self.turn in (2, 3) else 0)
        canvas.rotate(90 * self.turn)
        if self.beyond:
            canvas.setCropBox((self.beyond, self.beyond, x1 - self.beyond, y1 - self.beyond))
            canvas.setFont(FONT, 12)
            for y in range(20, int(high), 20):
                canvas.drawString(5, y, "裁切线")
                canvas.drawString(wide - 50, y, "裁切线")
            canvas.drawCentredString(wide / 2, high - self.beyond / 2, "条例.indd　1　2026/3/1　9:30")
            canvas.translate(self.beyond, self.beyond)

    def _furniture(self, canvas: Canvas, number: int, notes: Sequence[str]) -> None:
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont(FONT, 10.5)
        count = len(self._pages)
        if self.head:
            canvas.drawCentredString(WIDTH / 2, HEIGHT - 60, self.head(number, count))
            canvas.line(self.left, HEIGHT - 66, WIDTH - self.right, HEIGHT - 66)
        if self.foot:
            canvas.drawCentredString(WIDTH / 2, 50, self.foot(number, count))
        if notes:
            y = self.bottom + 14 * len(notes)
            canvas.line(self.left, y, self.left + 120, y)
            for i, note in enumerate(notes):
                canvas.drawString(self.left, y - 14 * (i + 1) + 2, note)
