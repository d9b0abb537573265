"""Rows of tables: each is found by its own words and those of the header, and shown with it."""

import pytest

from indexer import ClauseIndex

PAGE = """<!DOCTYPE html><html><head><title>某通知</title></head><body><div id="UCAP-CONTENT"><p>某通知</p><p>附件</p>
<p align="center">改革举措清单</p><table>
<tr><td>序号</td><td>改革举措</td><td>指导部门</td></tr>
<tr><td colspan="3">一、知识产权方面</td></tr>
<tr><td>1</td><td>案件集中审理</td><td>最高人民法院</td></tr>
<tr><td>2</td><td>专利保险机制</td><td>国家知识产权局</td></tr>
</table><p>注：本表自公布之日起施行。</p></div></body></html>"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> ClauseIndex:
    folder = tmp_path_factory.mktemp("tables")
    (folder / "页.html").write_text(PAGE, "utf-8")
    made = ClauseIndex.create(folder / "index")
    made.add(folder / "页.html")
    return made


@pytest.mark.parametrize("query", ["指导部门 专利保险", "改革举措 国家知识产权局", '"专利保险机制 | 国家知识产权局"'])
def test_a_row_is_found_by_its_words_and_those_of_its_header(index: ClauseIndex, query: str) -> None:
    hit = next(iter(index.search(query)))
    assert hit.text == "2 | 专利保险机制 | 国家知识产权局"
    assert hit.header == "序号 | 改革举措 | 指导部门"
    assert hit.breadcrumb[-1] == "一、知识产权方面"


def test_what_is_no_row_has_no_header(index: ClauseIndex) -> None:
    for query in ("公布之日", "知识产权方面"):
        assert next(iter(index.search(query))).header == ""
