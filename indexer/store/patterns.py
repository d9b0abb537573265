"""Which files of a folder are meant: patterns as in a .gitignore (https://git-scm.com/docs/gitignore#_pattern_format)."""

import re
from collections.abc import Iterable

from indexer.errors import UsageError

_LONGEST = 1000


class Patterns:
    """Tells by its name whether a file is wanted.

    Args:
        include: a file is wanted only if one of these matches it, or a folder above it; none: all are.
        exclude: a file is not wanted if the last of these that matches it, or a folder above it, begins without ``!``.

    Raises:
        UsageError: a pattern makes no sense.
    """

    def __init__(self, include: Iterable[str] = (), exclude: Iterable[str] = ()) -> None:
        self._include = [_compiled(pattern) for pattern in include]
        self._exclude = [
            (pattern.startswith("!"), _compiled(pattern.removeprefix("!"))) for pattern in exclude if pattern.strip()
        ]

    def admits(self, name: str) -> bool:
        """Tell whether the file with this name is wanted.

        Args:
            name: its path below the folder, with ``/``.
        """
        if self._include and not any(pattern.match(name) for pattern in self._include):
            return False
        out = False
        for takes_back, pattern in self._exclude:
            if pattern.match(name):
                out = not takes_back
        return not out


def _compiled(pattern: str) -> re.Pattern[str]:
    """Return what matches a name, or a name below a folder that the pattern matches."""
    told = pattern.strip()
    if not told.strip("/") or len(told) > _LONGEST:
        raise UsageError(
            "the pattern names nothing", place=pattern, remedy="Write it as in a .gitignore: *.md, drafts/"
        )
    anchored = "/" in told.rstrip("/")
    below = "/.*" if told.endswith("/") else "(?:/.*)?"
    start = "" if anchored else "(?:.*/)?"
    return re.compile(f"{start}{_translated(told.strip('/'))}{below}\\Z", re.DOTALL)


def _translated(pattern: str) -> str:
    pieces = []
    at = 0
    while at < len(pattern):
        rest = pattern[at:]
        if rest.startswith("**/"):
            pieces.append("(?:.*/)?")
            at += 3
        elif rest.startswith("**"):
            pieces.append(".*")
            at += 2
        elif rest[0] == "*":
            pieces.append("[^/]*")
            at += 1
        elif rest[0] == "?":
            pieces.append("[^/]")
            at += 1
        elif rest[0] == "[" and (end := rest.find("]", 2)) > 0:
            inside = rest[1:end].replace("\\", "\\\\").replace("[", "\\[")
            pieces.append(f"(?!/)[{'^' + inside[1:] if inside[0] in '!^' else inside}]")
            at += end + 1
        else:
            escaped = rest[0] == "\\" and len(rest) > 1
            pieces.append(re.escape(rest[1] if escaped else rest[0]))
            at += 1 + escaped
    try:
        re.compile("".join(pieces))
    except re.error as error:
        remedy = "Write it as in a .gitignore: *.md, drafts/"
        raise UsageError(f"the pattern makes no sense: {error}", place=pattern, remedy=remedy) from error
    return "".join(pieces)
