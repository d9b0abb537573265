"""Cutting a run of Han characters into words, by rjieba where it is installed and by jieba where it is not.

Both are the same algorithm over the same dictionary and give the same words (held by a test); rjieba is compiled and
about fifteen times as fast. Each cutter owns its dictionary, so that a host application's jieba is left as it is.
"""

from typing import Any, Protocol


class Cutter(Protocol):
    """Cuts runs of Han characters (U+4E00 to U+9FD5; other characters come back as they are)."""

    name: str

    def words(self, run: str) -> list[str]:
        """Return the words of `run`, one after the other; joined, they are `run`."""
        ...

    def search(self, run: str) -> list[str]:
        """Return jieba's search mode: the shorter dictionary words inside each word, then the word itself."""
        ...

    def spans(self, run: str) -> list[tuple[str, int, int]]:
        """Return what `search` gives, each with its start and end in `run`."""
        ...

    def has(self, word: str) -> bool:
        """Return whether a word is in the dictionary."""
        ...

    def add(self, word: str, frequency: int) -> None:
        """Take a word whole from now on; with frequency 0, as frequent as it must be for that."""
        ...


class RjiebaCutter:
    """jieba-rs behind its Python binding.

    Args:
        own: have a dictionary of its own; False for the one that rjieba loads when it is imported, in a process that
            nobody else has a part in: it loads in half the time.
    """

    name = "rjieba"

    def __init__(self, *, own: bool = True) -> None:
        import rjieba

        self._jieba: Any = rjieba.Jieba() if own else rjieba

    def words(self, run: str) -> list[str]:
        """See `Cutter.words`."""
        return self._jieba.cut(run, True)  # type: ignore[no-any-return]

    def search(self, run: str) -> list[str]:
        """See `Cutter.search`."""
        return self._jieba.cut_for_search(run, True)  # type: ignore[no-any-return]

    def spans(self, run: str) -> list[tuple[str, int, int]]:
        """See `Cutter.spans`."""
        return self._jieba.tokenize(run, "search", True)  # type: ignore[no-any-return]

    def has(self, word: str) -> bool:
        """See `Cutter.has`."""
        return self._jieba.has_word(word)  # type: ignore[no-any-return]

    def add(self, word: str, frequency: int) -> None:
        """See `Cutter.add`."""
        self._jieba.add_word(word, frequency or self._jieba.suggest_freq(word), None)


class JiebaCutter:
    """The reference in pure Python.

    jieba keeps its dictionary as a cache file in the temporary folder, under one name for every dictionary and every
    user, and logs to standard error while loading: here the file is the user's own, and the log level is raised.
    """

    name = "jieba"

    def __init__(self) -> None:
        import logging
        import os
        from pathlib import Path

        import jieba

        self._jieba: Any = jieba.Tokenizer()
        cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "clause-indexer"
        cache.mkdir(parents=True, exist_ok=True)
        self._jieba.tmp_dir = str(cache)
        level = jieba.default_logger.level
        jieba.default_logger.setLevel(logging.WARNING)
        try:
            self._jieba.initialize()
        finally:
            jieba.default_logger.setLevel(level)

    def words(self, run: str) -> list[str]:
        """See `Cutter.words`."""
        return list(self._jieba.cut(run))

    def search(self, run: str) -> list[str]:
        """See `Cutter.search`."""
        return list(self._jieba.cut_for_search(run))

    def spans(self, run: str) -> list[tuple[str, int, int]]:
        """See `Cutter.spans`."""
        return list(self._jieba.tokenize(run, mode="search"))

    def has(self, word: str) -> bool:
        """See `Cutter.has`."""
        return bool(self._jieba.FREQ.get(word))

    def add(self, word: str, frequency: int) -> None:
        """See `Cutter.add`."""
        self._jieba.add_word(word, frequency or self._jieba.suggest_freq(word), None)


def load_cutter(*, own: bool = True) -> Cutter:
    """Return the fastest cutter this machine has; loading its dictionary takes a moment, call it when needed.

    Args:
        own: as of `RjiebaCutter`.
    """
    try:
        return RjiebaCutter(own=own)
    except ImportError:
        return JiebaCutter()
