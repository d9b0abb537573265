"""Rules of a data file as attributes, with patterns that are compiled when they are first asked for.

Who reads a single citation needs a third of the patterns, and compiling takes longer than anything else it does.
"""

import re
from collections.abc import Mapping
from typing import Any


class RulesOfFile:
    """A subclass says which attributes there are; those of type ``re.Pattern[str]`` are patterns.

    Args:
        values: the other attributes, as they stand.
        patterns: what each pattern is compiled of; two threads may both compile one, to the same effect.
    """

    def __init_subclass__(cls) -> None:
        for name in cls.pattern_names():
            setattr(cls, name, _Pattern(name))

    def __init__(self, values: Mapping[str, Any], patterns: Mapping[str, str]) -> None:
        self.__dict__.update(values)
        self.__dict__["_patterns"] = patterns

    @classmethod
    def pattern_names(cls) -> list[str]:
        """Return the names of the attributes that are patterns."""
        return [name for name, kind in cls.__annotations__.items() if kind == re.Pattern[str]]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"the rules of a file do not change: {name!r} cannot be set")


class _Pattern:
    """Compiles a pattern; what is kept of it in the object then stands before this."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, told: RulesOfFile, kind: type) -> re.Pattern[str]:
        kept = told.__dict__
        compiled: re.Pattern[str] = re.compile(kept["_patterns"][self._name])
        kept[self._name] = compiled
        return compiled
