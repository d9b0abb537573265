"""The clauses that judgements name, found in an index."""

from indexer.evaluation.judged import JudgedQuery, NamedClause
from indexer.evaluation.measures import Provision
from indexer.search.documents import spelled_label
from indexer.store.view import View

_Names = dict[str, tuple[str, ...]]


class ClauseNames:
    """Finds clauses by the names that judgements give them; looks at each document once.

    Args:
        view: of the index.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._documents: dict[str, tuple[_Names, _Names, _Names]] = {}
        self._sources: dict[str, list[str]] | None = None

    def ids(self, named: NamedClause) -> tuple[str, ...]:
        """Return the ids of the clauses that a name means: several if a label stands more than once; none if none.

        A name with a document is a label there; one without is an id. Where there is no such label, or no such id, it
        may be the other; last, a label that is written otherwise (第10条 for 第十条).
        """
        found: list[str] = []
        document, _, name = named.name.rpartition("#") if not named.document else (named.document, "", named.name)
        for id in self._of(document):
            labels, own, spelled = self._in_document(id)
            ways = (labels, own) if named.document else (own, labels)
            found += ways[0].get(name) or ways[1].get(name) or spelled.get(spelled_label(name), ())
        return tuple(found)

    def _of(self, document: str) -> list[str]:
        """Return the ids of the documents with this id or, if none has it, this source."""
        if document in self._view.entries:
            return [document]
        if self._sources is None:
            self._sources = {}
            for id, entry in self._view.entries.items():
                self._sources.setdefault(self._view.stored("source", entry.first), []).append(id)
        return self._sources.get(document, [])

    def _in_document(self, id: str) -> tuple[_Names, _Names, _Names]:
        """Return the clauses of a document by their labels, by their own ids, and by their labels in one spelling."""
        names = self._documents.get(id)
        if names is None:
            view = self._view
            clauses = {first: view.clause_name(first) for first in view.clauses(view.entries[id])}
            labels = {first: label for first in clauses if (label := view.unit(first).label)}
            names = self._documents[id] = (
                _by_name(labels, clauses),
                {name.rpartition("#")[2]: (name,) for name in clauses.values()},
                _by_name({first: spelled_label(label) for first, label in labels.items()}, clauses),
            )
        return names


def _by_name(names: dict[int, str], clauses: dict[int, str]) -> _Names:
    found: _Names = {}
    for first, name in names.items():
        found[name] = (*found.get(name, ()), clauses[first])
    return found


def provisions(query: JudgedQuery, names: ClauseNames) -> tuple[tuple[Provision, ...], tuple[str, ...]]:
    """Return what a query asks for, by ids of the index; and the names of clauses that the index has not.

    A clause that is not there keeps its name: a search can only miss it, a run made elsewhere may have it.
    """
    asked: list[Provision] = []
    missing: list[str] = []
    for judgement in query.judgements:
        ids: list[str] = []
        for named in judgement.clauses:
            found = names.ids(named)
            ids += found or (str(named),)
            missing += () if found else (str(named),)
        asked.append(Provision(tuple(dict.fromkeys(ids)), judgement.grade))
    return tuple(asked), tuple(missing)
