"""Rules of a data file as attributes, with patterns that are compiled when they are first asked for.

Who reads a single citation needs ten of some fifty.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any


class RulesOfFile:
    """A subclass says which attributes there are; those of type ``re.Pattern[str]`` are patterns.

    Args:
        values: the other attributes, as they stand.
        patterns: what each pattern is compiled of.
    """

    def __init_subclass__(cls) -> None:
        for name in cls.pattern_names():
            compiled = _compiled(name)
            compiled.__set_name__(cls, name)
            setattr(cls, name, compiled)

    def __init__(self, values: Mapping[str, Any], patterns: Mapping[str, str]) -> None:
        self.__dict__.update(values)
        self.__dict__["_patterns"] = patterns

    @classmethod
    def pattern_names(cls) -> list[str]:
        """Return the names of the attributes that are patterns."""
        return [name for name, kind in cls.__annotations__.items() if kind == re.Pattern[str]]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"the rules of a file do not change: {name!r} cannot be set")


def _compiled(name: str) -> "cached_property[re.Pattern[str]]":
    return cached_property(lambda told: re.compile(vars(told)["_patterns"][name]))
