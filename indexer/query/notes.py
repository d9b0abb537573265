"""What a query was understood as where it is not as typed: short sentences for the person who typed it."""

_MOST = 20
_LONGEST = 40


class Notes:
    """Collects notes: each once, the first twenty."""

    def __init__(self) -> None:
        self._sentences: dict[str, None] = {}
        self._more = 0

    def add(self, sentence: str) -> None:
        """Take `sentence`, unless it was taken before."""
        if sentence in self._sentences:
            return
        if len(self._sentences) < _MOST:
            self._sentences[sentence] = None
        else:
            self._more += 1

    def sentences(self) -> tuple[str, ...]:
        """Return the notes in the order they were taken."""
        more = (f"And {self._more} more pieces were read as text or left out.",) if self._more else ()
        return (*self._sentences, *more)


def piece(text: str) -> str:
    """Return `text` as a note names it: in backticks, a long one cut."""
    shown = " ".join(text.split()) or text
    return f"`{shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + '…'}`"
