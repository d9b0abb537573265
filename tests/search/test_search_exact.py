"""A clause that says what was typed and nothing else comes first, in every kind of query."""

import pytest

from indexer import ClauseIndex

LAW = (
    "# 工伤保险和职业病防治条例\n\n第一章 总则\n\n第一条 工伤认定工伤认定工伤认定。\n\n第二章 工伤认定\n\n"
    "第二条 工伤认定申请表，工伤认定书。\n\n第三条 其他工伤认定。\n"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> ClauseIndex:
    folder = tmp_path_factory.mktemp("exact")
    (folder / "law.md").write_text(LAW, "utf-8")
    made = ClauseIndex.create(folder / "index")
    made.add(folder / "law.md")
    return made


@pytest.mark.parametrize("fold", [True, False])
def test_the_heading_that_was_typed_is_the_first_hit(index: ClauseIndex, fold: bool) -> None:
    results = index.search("工伤认定", fold=fold)
    assert results.hits[0].clause.heading == "工伤认定"
    assert results.total == 4
    assert len({hit.clause.id for hit in results.hits}) == len(results.hits) == 4


def test_the_title_that_was_typed_is_the_first_hit(index: ClauseIndex) -> None:
    assert index.search("工伤保险和职业病防治条例").hits[0].text == "工伤保险和职业病防治条例"


def test_it_stays_so_when_often_asked(index: ClauseIndex) -> None:
    assert {index.search("工伤认定", limit=1).hits[0].clause.heading for _ in range(20)} == {"工伤认定"}
