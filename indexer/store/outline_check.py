"""The outline of every document of an index, audited from what the index keeps."""

from collections.abc import Callable, Iterator

from indexer.reports import OutlineFinding
from indexer.store.view import View
from indexer.structure.audit import AuditedClause, audit


def check_outline(view: View, progress: Callable[[int], None] = lambda _: None) -> tuple[OutlineFinding, ...]:
    """Return what the audit of each document's outline finds, document after document.

    Args:
        view: of the index.
        progress: is told how many documents are done.
    """
    return tuple(_findings(view, progress))


def _findings(view: View, progress: Callable[[int], None]) -> Iterator[OutlineFinding]:
    for done, entry in enumerate(view.entries.values(), 1):
        firsts = list(view.clauses(entry))
        document = view.document(entry.first)
        for finding in audit([_audited(view, first) for first in firsts]):
            name = view.clause_name(firsts[finding.clause])
            yield OutlineFinding(finding.kind, document.id, document.source, name, finding.found, finding.expected)
        progress(done)


def _audited(view: View, first: int) -> AuditedClause:
    end = view.clause_end(first)
    unit = view.unit(first)
    return AuditedClause(
        unit.label,
        unit.heading,
        view.breadcrumb(first),
        view.clause_citation(first),
        view.texts(first, end),
        [view.stored("provision", at) for at in range(first, end)],
    )
