"""Lines to paragraphs, over the ends of columns and pages.

A line goes on with the paragraph before it unless

1. it is of another size, or set in the middle where the other is not;
2. it stands further to the right, as first lines do, or lower than the next line would;
3. the line before it ends so early that its own first word would have had room there;
4. nothing in the file has its first line indented, and it begins with a label after the end of a sentence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.reading.pdf.frames import INDENT, SAME_SIZE, Block, is_centred, is_indented, set_frames, usual_leading
from indexer.reading.pdf.lines import Line, is_east_asian, join_texts
from indexer.reading.pdf.notes import begins_note
from indexer.reading.pdf.patterns import patterns, squeezed
from indexer.reading.pdf.tables import Table

_SAME_PLACE = 0.7
_ROOM = 0.35
"""Of a character's width, that a line may end early and still count as full."""
_LOOSE = 1.45
_SET_OFF = 5.0


@dataclass(slots=True)
class Draft:
    """A paragraph in the making: its text, and how its lines look. `row`: of a table; `note`: at the foot of a page."""

    text: str
    page: int
    size: float = 0.0
    bold: bool = False
    centred: bool = False
    red: bool = False
    row: bool = False
    note: bool = False
    top: float = 0.0


class Joiner:
    """Joins the lines of a file, block by block in the order they are read.

    Args:
        blocks: all blocks of the file, for what is usual in it.
        body: the size of the body's characters.

    Attributes:
        drafts: the paragraphs, in order.
    """

    def __init__(self, blocks: Sequence[Block], body: float) -> None:
        self.drafts: list[Draft] = []
        self._body = body
        self._waiting: list[Draft] = []
        self._last: tuple[Line, Block] | None = None
        self._starts = True
        set_frames(blocks, body)
        self._leading = usual_leading(blocks, body)
        self._indented = is_indented(blocks, body)
        for block in blocks:
            self._add(block)
        self._end()

    def _add(self, block: Block) -> None:
        for item in block.region.items:
            if isinstance(item, Table):
                self._end()
                self.drafts += (Draft(text, item.page, row=True) for text in item.rows)
            else:
                self._add_line(item, block)
        self._waiting += _joined_notes(block.notes)
        if self._last is None:
            self._end()

    def _add_line(self, line: Line, block: Block) -> None:
        centred = is_centred(line, block, self._body)
        if self._last is None or not self._goes_on(*self._last, line, block, centred):
            self._end()
            self.drafts.append(Draft(line.text, line.page, line.size, line.bold, centred, line.red, top=line.base))
            self._starts = True
        else:
            draft = self.drafts[-1]
            draft.text = join_texts(draft.text, line.text)
            draft.bold = draft.bold and line.bold
            draft.red = draft.red and line.red
            draft.centred = draft.centred or centred
            self._starts = False
        self._last = line, block

    def _end(self) -> None:
        """End the paragraph; the notes that waited for its end come after it."""
        self._last = None
        self.drafts += self._waiting
        self._waiting = []

    def _goes_on(self, before: Line, block_before: Block, line: Line, block: Block, centred: bool) -> bool:
        if abs(before.size - line.size) > SAME_SIZE * max(before.size, line.size):
            return False
        if line.parts > 1 or (before.parts > 1 and not patterns().paragraph_start.match(before.text)):
            return False  # a row of a table without rules
        if block is block_before and not self._is_next(before, line):
            return False
        em = line.size
        indent, indent_before = line.x0 - block.left, before.x0 - block_before.left
        was_centred = self.drafts[-1].centred
        if centred or was_centred:
            may_fill = self._starts or line.size > (1 + SAME_SIZE) * self._body  # text over many lines is no heading
            fills = may_fill and indent_before < _SAME_PLACE * em and block_before.right - before.x1 < 2 * em
            alike = before.bold == line.bold and not _by_itself(line) and (fills or not _by_itself(before))
            return centred and alike and (was_centred or fills)
        if indent_before > _SET_OFF * em and indent_before - indent > _SAME_PLACE * em:
            return False
        if indent - indent_before > _SAME_PLACE * em and not self._hangs(before, indent_before):
            return False
        blank = 0.0 if is_east_asian(before.text[-1]) or is_east_asian(line.text[0]) else 0.25 * em
        if block_before.right - before.x1 - blank - line.head > _ROOM * em:
            return False
        told = patterns()
        labelled = told.paragraph_start.match(line.text) is not None
        ended = told.paragraph_end.search(before.text) is not None
        if self._indented:  # two first lines, one below the other
            return not (self._starts and indent >= INDENT[0] * em and (labelled or ended))
        return not (labelled and ended)

    def _hangs(self, before: Line, indent_before: float) -> bool:
        """Whether a line further to the right may go on with a label's line: a hanging indent."""
        is_label = patterns().paragraph_start.match(before.text) is not None
        return self._starts and not self._indented and is_label and indent_before < before.size

    def _is_next(self, before: Line, line: Line) -> bool:
        usual = max(self._leading, 1.0) * max(line.size, before.size) / self._body
        usual = max(usual, 1.05 * line.size)
        return 0 < line.base - before.base <= _LOOSE * usual


def _by_itself(line: Line) -> bool:
    """Whether a line in the middle is a paragraph by itself: a label, a number, a date, in brackets."""
    return patterns().own_line.fullmatch(squeezed(line.text)) is not None


def _joined_notes(lines: Iterable[Line]) -> list[Draft]:
    drafts: list[Draft] = []
    for line in lines:
        if drafts and not begins_note(line):
            drafts[-1].text = join_texts(drafts[-1].text, line.text)
        else:
            drafts.append(Draft(line.text, line.page, line.size, note=True))
    return drafts
