"""Fields that say something of a whole document or clause (number, issuer, kind, label), matched on what is stored."""

from collections.abc import Callable
from functools import cached_property

import numpy as np

from indexer.analysis.normal import normalise
from indexer.analysis.numbers import find_numbers
from indexer.codec.arrays import Array
from indexer.store.catalogue import Entry
from indexer.store.view import View

DOCUMENT_FIELDS = ("number", "issuer", "document", "kind")
"""The fields whose value is that of a document."""


class FieldValues:
    """What the documents and clauses of a view say of themselves, in the normal form; read when first asked for.

    Args:
        view: of the index.
    """

    def __init__(self, view: View) -> None:
        self._view = view

    def of_documents(self, field: str, text: str) -> Array:
        """Return int32[n], ascending: the paragraphs of the documents whose field holds a text.

        Args:
            field: one of `DOCUMENT_FIELDS`. A document's number and issuer hold the text somewhere; so does, for
                ``document``, its id, source or title; its kind is what its title ends with (法, 条例, 通知).
            text: what to look for.
        """
        sought = normalise(text).text
        holds: dict[str, Callable[[dict[str, str]], bool]] = {
            "number": lambda values: sought in values["number"],
            "issuer": lambda values: sought in values["issuer"],
            "document": lambda values: any(sought in values[name] for name in ("document", "source", "title")),
            "kind": lambda values: values["title"].partition("(")[0].endswith(sought),
        }
        entries = [entry for entry, values in self._documents if holds[field](values)]
        spans = [np.arange(entry.first, entry.first + entry.paragraphs, dtype=np.int32) for entry in entries]
        return np.sort(np.concatenate(spans)) if spans else np.zeros(0, dtype=np.int32)

    def of_labels(self, text: str) -> Array:
        """Return int32[n], ascending: the paragraphs of the clauses with a label, however its number is written."""
        clauses = self._labels.get(spelled_label(text), [])
        spans = [np.arange(first, self._view.clause_end(first), dtype=np.int32) for first in clauses]
        return np.concatenate(spans) if spans else np.zeros(0, dtype=np.int32)

    @cached_property
    def _documents(self) -> list[tuple[Entry, dict[str, str]]]:
        names = ("document", "source", "title", "number", "issuer")
        stored = self._view.stored
        return [
            (entry, {name: normalise(stored(name, entry.first)).text for name in names})
            for entry in self._view.entries.values()
        ]

    @cached_property
    def _labels(self) -> dict[str, list[int]]:
        clauses: dict[str, list[int]] = {}
        spelled: dict[str, str] = {}
        for entry in sorted(self._view.entries.values(), key=lambda entry: entry.first):
            for first in self._view.clauses(entry):
                label = self._view.unit(first).label
                if label and label not in spelled:
                    spelled[label] = spelled_label(label)
                if label:
                    clauses.setdefault(spelled[label], []).append(first)
        return clauses


def spelled_label(text: str) -> str:
    """Return a label in one spelling: 第10条 and 第十条 are one, and so are （十）, (十) and (10)."""
    normal = normalise(text).text.strip("、.").replace("、", "")
    numbers = find_numbers(normal)
    if not numbers:
        return normal
    spelled, at = [], 0
    for number in numbers:
        spelled += [normal[at : number.start], number.token.replace("第", "")]
        at = number.end
    return "".join((*spelled, normal[at:]))
