"""The outline of every document of an index, audited from what the index keeps."""

from collections.abc import Iterator

from indexer.reports import OutlineFinding
from indexer.store.view import View
from indexer.structure.audit import AuditedClause, audit


def check_outline(view: View) -> tuple[OutlineFinding, ...]:
    """Return what the audit of each document's outline finds, document after document.

    Args:
        view: of the index.
    """
    return tuple(_findings(view))


def _findings(view: View) -> Iterator[OutlineFinding]:
    for entry in view.entries.values():
        firsts = list(view.clauses(entry))
        document = view.document(entry.first)
        for finding in audit([_audited(view, first) for first in firsts]):
            name = view.clause_name(firsts[finding.clause])
            yield OutlineFinding(finding.kind, document.id, document.source, name, finding.found, finding.expected)


def _audited(view: View, first: int) -> AuditedClause:
    end = view.clause_end(first)
    unit, section = view.unit(first), view.section(first)
    return AuditedClause(
        unit.label,
        unit.heading,
        (*section.path, unit.crumb) if unit.crumb else section.path,
        section.cited_title + unit.place,
        view.texts(first, end),
        [view.stored("provision", at) for at in range(first, end)],
    )
