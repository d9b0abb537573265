"""The audit of outlines: a table of documents with and without faults, and what holds for any document."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.records import Document, Paragraph
from indexer.structure import outline
from indexer.structure.audit import AuditedClause, AuditFinding, FindingKind, audit
from indexer.structure.numerals import format_numeral

CASES = yaml.safe_load((Path(__file__).parent / "audits.yaml").read_text("utf-8"))


def _audited(title: str, lines: list[str]) -> tuple[list[str], list[AuditFinding]]:
    """Return the keys of a document's clauses and the findings of its audit."""
    paragraphs = []
    for line in lines:
        words, _, times = line.lstrip("#").partition("*")
        paragraphs.append(Paragraph(words * int(times or 1), level=len(line) - len(line.lstrip("#"))))
    document = Document("a.md", title, paragraphs=tuple(paragraphs))
    found = outline(document)
    clauses = [
        AuditedClause(
            clause.label,
            clause.heading,
            clause.breadcrumb,
            clause.citation,
            [paragraph.text for paragraph in paragraphs[clause.first : clause.last]],
            [p.citation.removeprefix(clause.citation) for p in found.provisions[clause.first : clause.last]],
        )
        for clause in found.clauses
    ]
    return [clause.key for clause in found.clauses], list(audit(clauses))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_the_audit_finds_what_the_table_says(case: Mapping[str, Any]) -> None:
    keys, findings = _audited(case.get("title", "某法"), case["lines"])
    if "kinds" in case:
        assert [finding.kind for finding in findings if finding.kind in case["kinds"]] == case["kinds"]
    else:
        assert [[f.kind, keys[f.clause], f.found, f.expected] for f in findings] == case["findings"]


@given(st.integers(2, 30), st.data())
def test_an_article_that_is_taken_out_is_always_found(count: int, data: st.DataObject) -> None:
    """Whichever article but the first and the last is taken out of a sound law, the audit names the next one."""
    gone = data.draw(st.integers(2, max(2, count - 1)))
    lines = [f"第{format_numeral(n)}条　本条规定某事。" for n in range(1, count + 2) if n != gone]
    keys, findings = _audited("某法", lines)
    expected = [("gap", f"第{format_numeral(gone + 1)}条", str(gone))]
    assert [(f.kind, keys[f.clause], f.expected) for f in findings] == expected


@given(
    st.lists(
        st.text(st.sampled_from("第一二三十条章、（）1.．①附件目录。：“”　甲乙|"), min_size=1, max_size=12), max_size=12
    )
)
def test_any_document_can_be_audited(lines: list[str]) -> None:
    lines = [line.strip() for line in lines if line.strip()]
    keys, findings = _audited("某法", [line.replace("*", "") for line in lines])
    for finding in findings:
        assert finding.kind in get_args(FindingKind)
        assert 0 <= finding.clause < len(keys)
