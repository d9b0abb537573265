"""What a whole page says of its document."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from indexer.reading import read

PAGE = """<!DOCTYPE html><html>
<head><meta charset="utf-8"><title>关于印发办法的通知_政府信息公开专栏</title></head><body>
<table class="outer"><tr><td><table>
<tr><td><b>索 引 号：</b></td><td>000014349/2018-00211</td><td><b>主题分类：</b></td><td>其他\\综合</td></tr>
<tr><td><b>发文机关：</b></td><td>国务院办公厅</td><td><b>成文日期：</b></td><td>2018年11月09日</td></tr>
<tr><td><b>标　　题：</b></td><td colspan="3">关于印发《办法》的通知</td></tr>
<tr><td><b>发文字号：</b></td><td>国办发〔2018〕70号</td><td><b>发布日期：</b></td><td>2018年12月24日</td></tr>
<tr><td><b>主 题 词：</b></td><td></td></tr>
</table></td></tr></table>
<p>第一条　为了加强管理。</p></body></html>"""


def test_the_table_of_information_fills_the_fields():
    document = read(PAGE.encode(), "a.html")
    assert document.title == "关于印发《办法》的通知"
    assert document.number == "国办发〔2018〕70号"
    assert document.issuer == "国务院办公厅"
    assert document.date == datetime(2018, 11, 9)
    assert document.categories == ("其他\\综合",)


def test_the_table_of_information_is_no_text_and_all_of_it_is_kept():
    document = read(PAGE.encode(), "a.html")
    assert [paragraph.text for paragraph in document.paragraphs] == ["第一条　为了加强管理。"]
    assert document.metadata == {
        "索引号": "000014349/2018-00211",
        "发布日期": "2018年12月24日",
        "title": "关于印发办法的通知",
    }


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td>标题：</td><td>甲</td></tr>",
        "<tr><td>标题：</td><td>甲</td></tr><tr><td>罪名</td><td>乙</td></tr>",
        "<tr><td>标题：</td><td>甲</td><td></td><td>乙</td></tr><tr><td>文号：</td><td>丙</td></tr>",
    ],
    ids=["one label", "a label that is not known", "a value without label"],
)
def test_any_other_table_is_text(table):
    document = read(f"<html><body><table>{table}</table></body></html>".encode(), "a.html")
    assert any("甲" in paragraph.text and paragraph.row for paragraph in document.paragraphs)
    assert document.title == ""


def test_the_head_gives_title_author_and_date_and_keeps_the_rest():
    head = (
        '<meta name="ArticleTitle" content="通知"><meta name="Author" content="张三"><meta name="viewport" content="x">'
        '<meta name="PubDate" content="2022-01-06 17:00"><meta name="Keywords" content="户籍;土地"><title>x</title>'
    )
    document = read(f"<html><head>{head}</head><body><p>甲</p></body></html>".encode(), "a.html")
    assert (document.title, document.author, document.date) == ("通知", "张三", datetime(2022, 1, 6, 17))
    assert document.metadata == {"Keywords": "户籍;土地", "title": "x"}


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("关于印发办法的通知_某某网", "<h1>关于印发办法的通知</h1>", "关于印发办法的通知"),
        ("2021-2025年规划 - 某市 - 某网", "<p>2021-2025年规划</p>", "2021-2025年规划"),
        ("关于印发办法的通知_某某网", "<p>甲</p>", "关于印发办法的通知"),
        ("关于印发办法的通知_某某", "<p>甲</p>", "关于印发办法的通知_某某"),
        ("关于印发办法的通知-国务院文件-中国政府网", "<p>关于印发</p><p>办法的通知</p>", "关于印发办法的通知"),
        ("关于印发办法的通知", "<h1>办法</h1>", "关于印发办法的通知"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_a_title_that_stands_in_the_text(title, body, expected):
    assert read(f"<html><title>{title}</title><body>{body}</body></html>".encode(), "a.html").title == expected


def test_front_matter_goes_before_what_the_page_says():
    source = f"---\ntitle: 甲\nauthor: 乙\n---\n{PAGE}"
    document = read(source.encode(), "a.html")
    assert (document.title, document.author, document.issuer) == ("甲", "乙", "国务院办公厅")
    assert document.metadata["标题"] == "关于印发《办法》的通知"


LAYOUTS = yaml.safe_load((Path(__file__).parent / "pages.yaml").read_text("utf-8"))


@pytest.mark.parametrize("page", LAYOUTS, ids=lambda page: page["layout"])
def test_pages_of_every_layout_give_their_document_and_nothing_else(page):
    document = read(page["html"].encode(), "a.html")
    assert [paragraph.text for paragraph in document.paragraphs] == page["paragraphs"]
    told = {"title": document.title, "number": document.number, "issuer": document.issuer}
    told["date"] = document.date.date().isoformat() if document.date else ""
    assert told == {name: page.get(name, "") for name in told}
    for key, value in page.get("metadata", {}).items():
        assert document.metadata[key] == value


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("国办发〔2018〕126号", "国办发〔2018〕126号"),
        ("（国函[2004] 25号）", "国函[2004]25号"),
        ("中华人民共和国国务院令第 707 号", "中华人民共和国国务院令第707号"),
        ("法释〔2020〕15号", "法释〔2020〕15号"),
        ("根据国办发〔2018〕126号文件", ""),
        ("第707号", ""),
        ("二〇一八年十二月二十三日", ""),
    ],
)
def test_a_number_that_stands_by_itself_near_the_top_is_the_number_of_the_document(line, number):
    assert read(f"某通知\n{line}\n各省：\n一、甲。".encode(), "a.txt").number == number


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("国务院办公厅关于印发某方案的通知", "国务院办公厅"),
        ("国务院、中央军委关于同意某机关迁址的批复", "国务院、中央军委"),
        ("国务院办公厅转发国家地震局关于某意见的通知", "国务院办公厅"),
        ("最高人民法院、最高人民检察院关于办理某案件的解释", "最高人民法院、最高人民检察院"),
        ("某市人民政府关于印发某规定的通知", "某市人民政府"),
        ("教育部办公厅关于某事的通知", "教育部办公厅"),
        ("关于某事的通知", ""),
        ("中华人民共和国某某法", ""),
    ],
)
def test_a_title_that_begins_with_its_issuer_names_it(title, issuer):
    assert read(f"{title}\n一、甲。".encode(), "a.txt").issuer == issuer
