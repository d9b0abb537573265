"""Questions: what is ranked as one, what counts, and that what does not count changes nothing."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer import ClauseIndex
from indexer.search.questions import _neighbour_scores, function_words, grams_of

HERE = Path(__file__).parent
LAWS = {
    "相邻": "# 相邻关系法\n\n第一条 不动产的相邻权利人应当按照有利生产、方便生活的原则处理相邻关系。\n\n"
    "第二条 相邻权利人堵塞邻居排水沟的，应当清除垃圾。\n\n第三条 本法自公布之日起施行。\n",
    "水务": "# 水务条例\n\n第一条 向排水沟倾倒垃圾的，处罚款。\n\n"
    "第二条 违反本条例的，依照《相邻关系法》第二条处理。\n",
}


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClauseIndex]:
    folder = tmp_path_factory.mktemp("laws")
    for name, text in LAWS.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    with ClauseIndex.create(folder / "index") as made:
        assert made.add(*folder.glob("*.md")).failed == ()
        yield made


def labels(index: ClauseIndex, query: str) -> list[str]:
    return [f"{hit.document.title}{hit.clause.label}" for hit in index.search(query).hits]


def test_a_question_finds_the_clause_that_has_most_of_it(laws: ClauseIndex) -> None:
    results = laws.search("邻居乱丢垃圾堵塞了我家的排水沟，可以要求他清除吗？")
    assert results.relaxed
    assert results.hits[0].clause.text.startswith("第二条 相邻权利人堵塞")


def test_what_other_documents_cite_ranks_first_where_all_else_is_alike(tmp_path: Path) -> None:
    text = "# {}\n\n第一条 居民饲养烈性犬只应当办理登记并且束绳牵领。\n"
    for name in ("甲市养犬条例", "乙市养犬条例"):
        (tmp_path / f"{name}.md").write_text(text.format(name), "utf-8")
    (tmp_path / "处罚办法.md").write_text("# 处罚办法\n\n第一条 依照《乙市养犬条例》处理。\n", "utf-8")
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add(*tmp_path.glob("*.md"))
        question = "居民养烈性犬只不办理登记也不束绳牵领怎么办"
        found = [f"{hit.document.title}{hit.clause.label}" for hit in index.search(question, fold=False).hits]
    assert found[:2] == ["乙市养犬条例第一条", "甲市养犬条例第一条"]


def test_words_of_a_question_that_carry_no_weight_change_no_order(laws: ClauseIndex) -> None:
    assert labels(laws, "堵塞邻居排水沟垃圾清除") == labels(laws, "堵塞邻居排水沟垃圾清除吗")


def test_the_same_question_gets_the_same_answer(laws: ClauseIndex) -> None:
    question = "排水沟里的垃圾应当由谁来清除、处罚和处理"
    first = laws.search(question)
    assert [(hit.clause.id, hit.score) for hit in first.hits] == [
        (hit.clause.id, hit.score) for hit in laws.search(question).hits
    ]


def test_pages_of_a_question_are_one_ranking(laws: ClauseIndex) -> None:
    question = "邻居乱丢垃圾堵塞排水沟怎么处理罚款"
    whole = [hit.clause.id for hit in laws.search(question, limit=6).hits]
    pages = [hit.clause.id for at in range(0, 6, 2) for hit in laws.search(question, limit=2, offset=at).hits]
    assert pages == whole


def test_what_stands_so_in_a_clause_is_a_quotation_and_no_question(laws: ClauseIndex) -> None:
    results = laws.search("不动产的相邻权利人应当按照有利生产")
    assert (results.total, results.relaxed) == (1, False)


def test_what_is_excluded_answers_no_question(laws: ClauseIndex) -> None:
    question = "邻居乱丢垃圾堵塞排水沟怎么清除罚款"
    assert "水务条例第一条" in labels(laws, question)
    assert "水务条例第一条" not in labels(laws, f"{question} -倾倒")


def test_scores_of_a_question_are_the_sum_of_what_its_features_add(laws: ClauseIndex) -> None:
    results = laws.search("邻居乱丢垃圾堵塞排水沟怎么清除罚款", explain=True)
    assert results.explanation is not None
    for hit, parts in zip(results.hits, results.explanation.parts, strict=True):
        assert hit.score == pytest.approx(sum(part.score for part in parts), abs=1e-2)


def test_an_empty_index_answers_a_question_with_nothing(tmp_path: Path) -> None:
    with ClauseIndex.create(tmp_path / "index") as index:
        assert index.search("邻居乱丢垃圾堵塞排水沟怎么清除罚款").total == 0


def test_a_removed_document_answers_no_question(tmp_path: Path) -> None:
    for name, text in LAWS.items():
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    with ClauseIndex.create(tmp_path / "index") as index:
        report = index.add(*tmp_path.glob("*.md"))
        index.remove(next(id for id in report.added if "水务" in id))
        assert all("水务" not in found for found in labels(index, "邻居向排水沟倾倒垃圾堵塞怎么处罚款"))


def test_each_function_word_stands_once() -> None:
    lines = (HERE.parents[1] / "indexer/search/function_words.txt").read_text("utf-8").splitlines()
    words = Counter(word for line in lines if not line.startswith("#") for word in line.split())
    assert [word for word, times in words.items() if times > 1] == []
    assert set(words) == function_words()


def test_grams_do_not_bridge_punctuation() -> None:
    assert grams_of("借款，利息？利息") == (["借款", "利息"], ["借", "款", "利", "息"])


def test_neighbours_are_of_the_same_document() -> None:
    scores = np.array([1, 5, 2, 7], dtype=np.float32)
    assert _neighbour_scores(scores, np.array([0, 0, 0, 1])).tolist() == [5, 2, 5, 0]
