"""Which version of an act is in force on a day, as far as the index knows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import ClauseIndex
from indexer.errors import NotInIndexError, UsageError
from indexer.records import STATUSES
from indexer.store.versions import Lifetime, set_versions

BEFORE, BETWEEN, AFTER = date(2019, 1, 1), date(2024, 3, 1), date(2025, 1, 1)


def text(title: str, *provisions: str) -> bytes:
    numbered = (f"第{'一二三四五'[number]}条 {said}" for number, said in enumerate(provisions))
    return "\n\n".join((f"# {title}", *numbered)).encode()


LAWS = {
    "样本法(2018-10-26).md": text("中华人民共和国样本法", "出资应当缴足。", "本法自2018年11月1日起施行。"),
    "样本法(2023-12-29).md": text("样本法", "出资应当在五年内缴足。", "本法自2024年7月1日起施行。"),
    "旧条例(2001-01-01).md": text("旧样本条例", "旧规矩仍然有用。", "本条例自2001年2月1日起施行。"),
    "新条例(2020-01-01).md": text(
        "新样本条例", "新规矩。", "本条例自2020年2月1日起施行。《中华人民共和国旧样本条例》同时废止。"
    ),
    "解释(2019-01-01).md": text("最高人民法院关于适用《样本法》的解释", "出资解释。", "本解释自公布之日起施行。"),
    "修正案.md": text("样本法修正案", "将样本法第一条修改为：“出资应当缴足。”"),
    "通知甲.md": text("关于样本的通知", "请按甲办。"),
    "通知乙.md": text("关于样本的通知", "请按乙办。"),
    "法典/总则.md": text("样本法典", "总则的规定。"),
    "法典/附则.md": text("样本法典", "本法自2021年1月1日起施行。"),
    "未来(2023-01-01).md": text("未来样本法", "未来的规定。", "本法自2999年1月1日起施行。"),
    "失效.md": b"---\nstatus: \xe5\xb7\xb2\xe5\xba\x9f\xe6\xad\xa2\n---\n" + text("失效样本办法", "失效的规定。"),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory):
    with ClauseIndex.create(tmp_path_factory.mktemp("versions") / "index") as made:
        for name, data in LAWS.items():
            made.add_bytes(data, name)
        yield made


def statuses(index: ClauseIndex, day: date) -> dict[str, str]:
    return {document.id: document.status for document in index.documents(as_of=day)}


def found(index: ClauseIndex, query: str, **options) -> set[str]:
    return {hit.document.id for hit in index.search(query, **options)}


def test_the_status_is_that_of_the_day(index: ClauseIndex) -> None:
    told = {day: statuses(index, day) for day in (BEFORE, BETWEEN, AFTER)}
    assert [told[day]["样本法(2018-10-26).md"] for day in told] == ["in force", "in force", "superseded"]
    assert [told[day]["样本法(2023-12-29).md"] for day in told] == ["not yet in force", "not yet in force", "in force"]
    assert [told[day]["旧条例(2001-01-01).md"] for day in told] == ["in force", "repealed", "repealed"]
    assert told[AFTER]["失效.md"] == "repealed"
    assert told[AFTER]["通知甲.md"] == told[AFTER]["修正案.md"] == "unknown"
    assert told[AFTER]["解释(2019-01-01).md"] == "in force"
    assert {status for each in told.values() for status in each.values()} <= set(STATUSES)


def test_a_search_finds_what_is_in_force(index: ClauseIndex) -> None:
    assert found(index, "出资 缴足", as_of=AFTER) == {"样本法(2023-12-29).md", "修正案.md"}
    assert found(index, "出资 缴足", as_of=BETWEEN) == {"样本法(2018-10-26).md", "修正案.md"}
    assert len(found(index, "出资 缴足", all_versions=True)) == 3


def test_what_was_made_after_the_day_is_not_found(index: ClauseIndex) -> None:
    assert "新条例(2020-01-01).md" not in found(index, "规矩", as_of=BEFORE)
    assert "旧条例(2001-01-01).md" in found(index, "规矩", as_of=BEFORE)


def test_amendments_interpretations_and_notices_are_no_versions(index: ClauseIndex) -> None:
    versions = {document.id: document.versions for document in index.documents()}
    assert versions["样本法(2023-12-29).md"] == ("样本法(2018-10-26).md",)
    assert versions["样本法(2018-10-26).md"] == ("样本法(2023-12-29).md",)
    assert [id for id, others in versions.items() if others] == ["样本法(2018-10-26).md", "样本法(2023-12-29).md"]
    assert found(index, "请按") == {"通知甲.md", "通知乙.md"}


def test_the_parts_of_an_act_share_its_time(index: ClauseIndex) -> None:
    (part,) = (document for document in index.documents() if document.id == "法典/总则.md")
    assert (part.effective, part.status, part.versions) == ("2021-01-01", "in force", ())
    assert found(index, "总则的规定") == {"法典/总则.md"}


def test_a_new_act_that_is_not_yet_in_force_is_found(index: ClauseIndex) -> None:
    (hit,) = index.search("未来的规定")
    assert hit.document.status == "not yet in force"


def test_a_note_tells_what_was_left_out_only_if_nothing_in_force_holds_the_query(index: ClauseIndex) -> None:
    assert "repealed" in " ".join(index.search("旧规矩仍然有用", as_of=AFTER).notes)
    assert not index.search("出资 缴足").notes
    assert not index.search("旧规矩仍然有用", all_versions=True).notes


def test_a_document_named_by_its_id_is_searched_whatever_its_status(index: ClauseIndex) -> None:
    assert found(index, "规矩", document="旧条例(2001-01-01).md") == {"旧条例(2001-01-01).md"}


@pytest.mark.parametrize(
    ("named", "as_of", "meant"),
    [
        ("样本法第一条", AFTER, "样本法(2023-12-29).md#第一条"),
        ("样本法第一条", BETWEEN, "样本法(2018-10-26).md#第一条"),
        ("样本法(2018)第一条", AFTER, "样本法(2018-10-26).md#第一条"),
        ("《样本法》（2018年修正）第一条", AFTER, "样本法(2018-10-26).md#第一条"),
        ("样本法(2018-10-26)第一条", AFTER, "样本法(2018-10-26).md#第一条"),
        ("旧样本条例第一条", AFTER, "旧条例(2001-01-01).md#第一条"),
        ("样本法(2018-10-26).md#第一条", AFTER, "样本法(2018-10-26).md#第一条"),
    ],
)
def test_citations_mean_the_version_in_force(index: ClauseIndex, named: str, as_of: date, meant: str) -> None:
    assert [shown.clause.id for shown in index.show(named, as_of=as_of)] == [meant]
    if "#" not in named:
        assert [clause.id for clause in index.cite(f"依照{named}办理", as_of=as_of)[0].clauses] == [meant]
        assert [hit.clause.id for hit in index.search(named, as_of=as_of)] == [meant]


def test_all_versions_of_a_cited_clause_are_given_if_asked_for(index: ClauseIndex) -> None:
    assert len(index.search("样本法第一条", all_versions=True)) == 2


def test_a_title_shows_the_version_in_force_and_an_unknown_one_is_an_error(index: ClauseIndex) -> None:
    assert {shown.document.id for shown in index.show("样本法", as_of=AFTER)} == {"样本法(2023-12-29).md"}
    for name in ("没有的法", "没有的法第一条"):
        with pytest.raises(NotInIndexError):
            index.show(name)


def test_a_comparison_tells_what_changed(index: ClauseIndex) -> None:
    told = index.diff("样本法(2018)", "样本法", as_of=AFTER)
    (first, second) = [change for change in told.changes if change.after and change.after.label]
    assert first.edits == (("=", "出资应当"), ("+", "在五年内"), ("=", "缴足。"))
    assert (first.change, second.change, told.same) == ("changed", "changed", False)
    assert index.diff("样本法", "样本法").same
    with pytest.raises(UsageError, match="several documents"):
        index.diff("样本法典", "样本法")


def test_documents_of_two_issuers_are_no_versions(tmp_path) -> None:
    with ClauseIndex.create(tmp_path / "index") as index:
        for issuer, day in (("甲市人民政府", "2019-01-01"), ("乙市人民政府", "2020-01-01")):
            head = f"---\nissuer: {issuer}\ndate: {day}\n---\n".encode()
            index.add_bytes(head + text("供水管理办法", "本办法自公布之日起施行。"), f"{issuer}.md")
        assert {document.versions for document in index.documents()} == {()}
        assert len(index.search("施行", fold=False)) == 2


def test_a_namesake_made_later_is_not_repealed(tmp_path) -> None:
    """国家安全法 of 2015 is not what 反间谍法 of 2014 repealed."""
    with ClauseIndex.create(tmp_path / "index") as index:
        index.add_bytes(text("反样本法", "本法自2014年11月1日起施行。《安全样本法》同时废止。"), "反(2014-11-01).md")
        index.add_bytes(text("安全样本法", "本法自公布之日起施行。"), "安全(2015-07-01).md")
        assert set(statuses(index, AFTER).values()) == {"in force"}


def test_removing_the_new_version_brings_the_old_one_back(tmp_path) -> None:
    with ClauseIndex.create(tmp_path / "index") as index:
        for name in ("样本法(2018-10-26).md", "样本法(2023-12-29).md"):
            index.add_bytes(LAWS[name], name)
        assert found(index, "出资", as_of=AFTER) == {"样本法(2023-12-29).md"}
        index.remove("样本法(2023-12-29).md")
        assert found(index, "出资", as_of=AFTER) == {"样本法(2018-10-26).md"}


def test_where_nothing_is_left_out_there_is_no_mask(seeded: ClauseIndex) -> None:
    assert seeded._store.view.versions.in_force(date.today()) is None


DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 400)), min_size=1, max_size=6), DAYS)
def test_of_dated_versions_one_day_at_most_is_in_force_and_one_is_once_the_first_has_begun(versions, day) -> None:
    family = [
        Lifetime(number, str(number), 1, made, made + timedelta(days=wait) if wait is not None else None)
        for number, (made, wait) in enumerate(versions)
    ]
    set_versions(family)
    shown = {one.published for one in family if not one.is_left_out(day)}
    begun = [one for one in family if one.begin <= day]
    standing = {one.published for one in begun if one.status_on(day) in ("in force", "unknown")}
    assert len(standing) <= 1
    assert bool(standing) == bool(begun) or len({one.published for one in family}) == 1
    assert shown
