"""Work in steps, so that many pieces of it can go abreast.

A search goes through stages, from the words of the query to the records of the hits, each with code and tables of its
own: more than the inner caches of a processor hold together. So the queries of a batch go through them together: all
take their first step, then all their second, which takes a seventh less time than one query after the other (measured).
The idea is that of Larus and Parkes (2002), Using Cohort Scheduling to Enhance Server Performance.
"""

from collections.abc import Callable, Generator, Iterable
from functools import wraps
from time import perf_counter
from typing import ParamSpec, TypeVar

_T = TypeVar("_T")
_P = ParamSpec("_P")
_E = TypeVar("_E", bound=Exception)

Steps = Generator[None, None, _T]
"""Work that pauses after each step, and returns what came of it."""


def at_once(steps: Callable[_P, Steps[_T]]) -> Callable[_P, _T]:
    """Return a function that takes all steps, one after the other, and returns what came of them."""

    @wraps(steps)
    def finished(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        work = steps(*args, **kwargs)
        while True:
            try:
                next(work)
            except StopIteration as end:
                came: _T = end.value
                return came

    return finished


def abreast(works: Iterable[Steps[_T]], failures: type[_E]) -> list[tuple[_T | _E, float]]:
    """Take the first step of all works, then the second of all, until each is at its end.

    Args:
        works: what is to be done.
        failures: errors that end one work and not the others.

    Returns:
        For each work what came of it, or the error that ended it; and the seconds that it took itself.
    """
    going = dict(enumerate(works))
    seconds = [0.0] * len(going)
    came: dict[int, _T | _E] = {}
    while going:
        for at, work in tuple(going.items()):
            began = perf_counter()
            try:
                next(work)
            except StopIteration as end:
                came[at] = end.value
            except failures as error:
                came[at] = error
            seconds[at] += perf_counter() - began
            if at in came:
                del going[at]
    return [(came[at], took) for at, took in enumerate(seconds)]
