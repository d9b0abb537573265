"""What is known of clauses whatever is asked, and how grams and characters score in them, against plain counting."""

import math
from collections.abc import Iterator

import numpy as np
import pytest

from indexer import ClauseIndex
from indexer.search.evidence import Evidence
from indexer.search.executor.group_terms import K1, B, GroupTerms
from indexer.store.view import View

DOCUMENTS = {
    "甲": "# 甲法\n\n第一章 总则\n\n第一条 土地土地承包。\n\n第二条 承包地。\n\n第二章 附则\n\n第三条 本法施行。\n",
    "乙": "# 乙条例\n\n第一条 依照《甲法》第一条。\n\n第二条 依照《甲法》第二条，依照《丙法》。\n",
    "丁": "# 丁办法\n\n依照《甲法》和《丁办法》，土地。\n",
}


@pytest.fixture(scope="module", params=["one segment", "several, one removed"])
def view(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    folder = tmp_path_factory.mktemp("evidence")
    with ClauseIndex.create(folder / "index") as index:
        for name, text in DOCUMENTS.items():
            (folder / f"{name}.md").write_text(text, "utf-8")
        if request.param == "one segment":
            index.add(*sorted(folder.glob("*.md")))
        else:
            (folder / "戊.md").write_text("# 戊法\n\n第一条 依照《甲法》。土地土地。\n", "utf-8")
            for path in sorted(folder.glob("*.md")):
                index.add(path)
            index.remove("戊.md")
        yield index._store.view


def _texts(view: View, evidence: Evidence) -> list[str]:
    return ["".join(view.texts(first, view.clause_end(first))) for first in evidence.firsts.tolist()]


def test_a_document_counts_as_cited_once_for_each_other_that_cites_it(view: View) -> None:
    evidence = Evidence(view)
    cited = {
        view.stored("document", int(first)): value
        for first, value in zip(evidence.firsts, evidence.priors["cited"].tolist(), strict=True)
    }
    cited.pop("戊.md", None)
    assert cited == {"甲.md": pytest.approx(math.log(3)), "乙.md": 0, "丁.md": 0}


def test_clauses_with_a_label_are_numbered(view: View) -> None:
    evidence = Evidence(view)
    labels = [view.unit(first).label for first in evidence.firsts.tolist()]
    assert evidence.priors["numbered"].astype(bool).tolist() == [bool(label) for label in labels]


def test_sections_are_runs_of_clauses_below_the_same_headings(view: View) -> None:
    evidence = Evidence(view)
    assert (np.diff(evidence.sections) >= 0).all()
    assert len(set(evidence.sections.tolist())) == len(evidence.section_starts)
    assert (np.diff(evidence.documents, prepend=0) <= np.diff(evidence.sections, prepend=0)).all()


@pytest.mark.parametrize("term", ["土地", "土", "承", "依照", "。", "龘", "龘龘"])
def test_a_gram_scores_by_bm25_in_the_clause_as_a_whole(view: View, term: str) -> None:
    evidence = Evidence(view)
    texts = _texts(view, evidence)
    live = view.snapshot.live
    told = GroupTerms(view.snapshot, evidence.firsts).sums([term])
    counts = np.array(
        [
            text.count(term) if live is None or live[first] else 0
            for text, first in zip(texts, evidence.firsts.tolist(), strict=True)
        ]
    )
    df = np.count_nonzero(counts)
    idf = math.log(1 + (len(counts) - df + 0.5) / (df + 0.5))
    starts = view.snapshot.text_starts("literal")
    lengths = np.array([starts[view.clause_end(first)] - starts[first] for first in evidence.firsts.tolist()])
    norms = K1 * (1 - B + B * lengths / lengths.mean())
    assert told == pytest.approx(idf * (K1 + 1) * counts / (counts + norms), rel=1e-4)
