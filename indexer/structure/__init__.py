"""Here are paragraphs: which clauses, labels, outline, lead-ins, citations.

    from indexer.structure import outline

    found = outline(document)
    for clause in found.clauses:
        print(clause.key, clause.breadcrumb)

The way of a document through this package:

- `labels` reads the label a line begins with (第十条, （十）, 1.2.3) by its look, `numerals` its number.
- `landmarks` finds what frames the numbered text: titles, tables of contents, annexes, unnumbered headings, signatures;
  `quotation` what an amending act quotes.
- `articles`, `placing` and `levels` decide by the sequence of numbers which labels are labels, and how they nest;
  `tree` walks the `lines` with them and grows the `nodes`.
- `opening` says which nodes are clauses, `headings`, `naming` and `citation` how they are called, and `drawing` draws
  the records of `clause` from all this.

Beside it, `history` reads what a document says of its own time, and `alignment` pairs the clauses of two texts.

Patterns, word lists and limits are data: `numbering.yaml` (read by `rules`) and `numerals.json`. The rules as a
reader uses them are told in ``docs/structure.md``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.structure.clause import KINDS, Clause, Kind, Outline, Provision
    from indexer.structure.drawing import outline

__all__ = ["KINDS", "Clause", "Kind", "Outline", "Provision", "outline"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for: who only reads `numerals` does without the rest."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{'drawing' if name == 'outline' else 'clause'}")
    globals()[name] = value = getattr(module, name)
    return value
