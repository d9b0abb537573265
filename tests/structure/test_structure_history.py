"""What a document says of its own time."""

from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.records import Document, Paragraph
from indexer.structure import outline
from indexer.structure.history import History, has_versions, read_history

CASES = yaml.safe_load(Path(__file__).with_name("histories.yaml").read_text("utf-8"))


def document(text: str, source: str = "a.txt", **fields) -> Document:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return Document(source, title=lines[0], paragraphs=tuple(map(Paragraph, lines)), **fields)


def history(made: Document) -> History:
    return read_history(made, outline(made))


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_dates_and_repeals_are_read(case: dict) -> None:
    made = datetime.combine(case["date"], datetime.min.time()) if "date" in case else None
    told = history(document(case["text"], case.get("source", "a.txt"), date=made))
    repeals = [f"{repeal.key} {repeal.number}".strip() for repeal in told.repeals]
    assert (told.published, told.effective, told.expired, repeals) == (
        case.get("published"),
        case.get("effective"),
        case.get("expired"),
        case.get("repeals", []),
    )


def test_what_the_metadata_say_comes_first() -> None:
    told = history(
        document(
            "样本法\n第一条 本法自2020年1月1日起施行。",
            effective=datetime(2020, 6, 1),
            expired=datetime(2024, 1, 1),
            status="repealed",
        )
    )
    assert told == History(None, date(2020, 6, 1), date(2024, 1, 1), "repealed")


@pytest.mark.parametrize(
    ("key", "has"),
    [
        ("公司法", True),
        ("民法典", True),
        ("样本条例(试行)", True),
        ("最高人民法院关于适用《民事诉讼法》的解释(二)", True),
        ("刑法修正案(十一)", False),
        ("宪法修正案(2018年)", False),
        ("关于2024年部分节假日安排的通知", False),
        ("政府工作报告", False),
        ("最高人民法院关于样本问题的批复", False),
    ],
)
def test_acts_have_versions_and_notices_have_not(key: str, has: bool) -> None:
    assert has_versions(key) is has


SIGNS = "本法自年月日起施行废止《》（）。，：；第一条0129同时有效期至〔〕号 "


@given(st.lists(st.text(alphabet=SIGNS, min_size=1), min_size=1, max_size=4))
def test_any_text_is_read(lines: list[str]) -> None:
    texts = tuple(Paragraph(text.strip()) for text in lines if text.strip())
    if texts:
        history(Document("a.txt", title=texts[0].text, paragraphs=texts))


def test_the_note_may_stand_below_the_name_of_a_part() -> None:
    lines = [("样本法典", 1), ("总则", 1), ("2020年5月28日 大会通过", 0), ("2021年1月1日 施行", 0), ("第一条　甲。", 0)]
    made = Document("a.md", title="样本法典", paragraphs=tuple(Paragraph(text, level=level) for text, level in lines))
    told = history(made)
    assert (told.published, told.effective) == (date(2020, 5, 28), date(2021, 1, 1))
