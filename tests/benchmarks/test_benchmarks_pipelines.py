from pathlib import Path

import pytest

from benchmarks.corpus import Corpus
from benchmarks.pipelines import INGESTS, JOBS


@pytest.fixture(params=sorted(set(JOBS.values()) | {INGESTS["tantivy"]}))
def pipeline(request: pytest.FixtureRequest):
    pytest.importorskip("tantivy")
    from benchmarks.engines import load

    return load({"it": request.param}, "it")


def test_files_go_in_and_hits_with_highlights_and_context_come_out(pipeline, corpus: Corpus, tmp_path: Path):
    """Both sides of the whole job do the whole job."""
    pipeline.ingest(corpus.folder, tmp_path)
    if not hasattr(pipeline, "answer"):
        assert any(tmp_path.iterdir())
        return
    pipeline.open(tmp_path)
    hits = [hit if isinstance(hit, dict) else hit.to_dict() for hit in pipeline.answer("企业")]
    assert len(hits) == 10
    for hit in hits:
        assert hit["breadcrumb"]
        assert set(hit) >= {"text", "snippet", "highlights", "score"}
    best = hits[0]
    start, end = best["highlights"][0]
    shown = best["snippet"] if "before" in best else best["text"]
    assert shown[start:end] == "企业"
    pipeline.close()


def test_blanks_are_taken_out_of_snippets_and_highlights_follow():
    """Highlights are told in bytes of the text with blanks."""
    pytest.importorskip("tantivy")
    from benchmarks.pipelines.tantivy_files import closed_up

    assert closed_up("户籍 准入 年限", [(7, 13), (14, 20)]) == ("户籍准入年限", [(2, 4), (4, 6)])
