"""The library's face, end to end."""

import os
import shutil
import threading
from datetime import date
from pathlib import Path

import pytest

from indexer import ClauseIndex
from indexer.codec.generations import ABSENT
from indexer.errors import (
    ForeignIndexError,
    IndexLockedError,
    IndexMissingError,
    NotInIndexError,
    UsageError,
)
from indexer.records import Results
from indexer.reports import QueryFailure

SEEDS = Path(__file__).parent.parent / "seeds"
SEED = "000_bb073862d974fbb5.txt"
TITLE = "国办：支持试点地区在城市群内开展户籍准入年限累计互认"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    return tmp_path


# --- the seed ---------------------------------------------------------------------------------------------------------


def test_the_seed_is_one_document_of_22_paragraphs(seeded: ClauseIndex) -> None:
    (document,) = seeded.documents()
    assert (document.id, document.title, document.paragraphs) == (SEED, TITLE, 22)
    assert document.date == "2022-01-06T17:00:10+00:00"


def test_the_clauses_of_the_seed_are_its_sections_and_items(seeded: ClauseIndex) -> None:
    shown = seeded.show(SEED)
    labels = [clause.clause.label for clause in shown if clause.clause.label]
    assert " ".join(labels) == "一、 （一） （二） （三） （四） 二、 （五） （六） （七） （八） （九） 三、 （十）"
    bullets = next(clause.clause.text for clause in shown if clause.clause.label == "（二）")
    assert bullets.count("——") == 4
    assert sum(len(clause.clause.text.split("\n")) for clause in shown) == 22


def test_a_hit_has_all_that_a_reader_needs(seeded: ClauseIndex) -> None:
    hit = seeded.search("户籍准入年限").hits[0]
    assert (hit.rank, hit.clause.label, hit.clause.heading) == (1, "（十）", "进一步深化户籍制度改革")
    assert hit.citation == "《要素市场化配置综合改革试点总体方案》（十）"
    assert "三、推动劳动力要素合理畅通有序流动" in hit.breadcrumb
    assert hit.breadcrumb[0] == TITLE
    assert hit.context.before == ("三、推动劳动力要素合理畅通有序流动",)
    assert hit.context.after == ()
    assert hit.clause.id == f"{SEED}#（十）"
    assert hit.clause.text == hit.text
    assert hit.document.title == TITLE
    assert hit.snippet.strip("…") in hit.text


def test_results_are_their_hits(seeded: ClauseIndex) -> None:
    results = seeded.search("试点", limit=3)
    assert list(results) == list(results.hits)
    assert len(results) == 3
    assert results.total > 3
    assert not seeded.search("火星")


def test_each_clause_is_a_hit_once(seeded: ClauseIndex) -> None:
    ids = [hit.clause.id for hit in seeded.search("试点", limit=100).hits]
    assert len(ids) == len(set(ids)) > 5


def test_pages_of_hits_are_the_hits_of_one_long_page(seeded: ClauseIndex) -> None:
    whole = seeded.search("试点", limit=12).hits
    pages = [hit for offset in (0, 5, 10) for hit in seeded.search("试点", limit=5, offset=offset).hits][:12]
    assert pages == list(whole)


def test_context_is_as_wide_as_asked_and_stays_in_the_document(seeded: ClauseIndex) -> None:
    wide = seeded.search("指导思想", context=100).hits[0]
    assert len(wide.context.before) + len(wide.clause.text.split("\n")) + len(wide.context.after) == 22
    assert seeded.search("指导思想", context=0).hits[0].context.before == ()


@pytest.mark.parametrize("query", ["", "  ", "，。", "　"])
def test_an_empty_query_is_an_error_of_usage(seeded: ClauseIndex, query: str) -> None:
    with pytest.raises(UsageError, match="Say what to look for"):
        seeded.search(query)


def test_filters_keep_documents_by_id_title_and_date(seeded: ClauseIndex) -> None:
    assert seeded.search("户籍", document=SEED).total == seeded.search("户籍").total > 0
    assert seeded.search("户籍", document="准入年限累计互认").total > 0
    assert seeded.search("户籍", since=date(2022, 1, 6), until=date(2022, 1, 6)).total > 0
    assert seeded.search("户籍", since=date(2022, 1, 7)).total == 0
    assert seeded.search("户籍", until=date(2022, 1, 5)).total == 0
    with pytest.raises(NotInIndexError, match="没有"):
        seeded.search("户籍", document="没有")


def test_days_and_facets_are_taken_as_the_command_line_takes_them(seeded: ClauseIndex) -> None:
    assert seeded.search("户籍", since="2022", until="2022").total == seeded.search("户籍").total
    assert seeded.search("户籍", until="2021").total == 0
    assert seeded.search("户籍", as_of="2023-01-01").total == seeded.search("户籍", as_of=date(2023, 1, 1)).total
    assert seeded.search("户籍", facets="year").facets == seeded.search("户籍", facets=("year",)).facets
    with pytest.raises(UsageError, match="2022-01-06"):
        seeded.search("户籍", as_of="soon")
    with pytest.raises(UsageError, match="document, issuer, year"):
        seeded.search("户籍", facets="colour")


def test_how_much_is_kept_between_queries_changes_no_answer(seeded: ClauseIndex) -> None:
    asked = [
        "户籍 准入年限",
        "海域",
        "户籍准入年限同城化累计互认",
        "在城市群内怎样办理户籍准入年限的累计互认",
        "户籍 准入年限",
    ]
    kept = ("places", "literal", "户籍".encode())
    with ClauseIndex.open(seeded.status().path, memory=0) as index:
        for _ in range(2):
            assert [index.search(query).hits for query in asked] == [seeded.search(query).hits for query in asked]
            assert index._store.view.snapshot.cache.get(kept) is ABSENT
            assert seeded._store.view.snapshot.cache.get(kept) is not ABSENT
            index.refresh()  # the next commit's view has no more


def test_a_batch_answers_in_order_and_a_failure_is_a_record(seeded: ClauseIndex) -> None:
    first, failed, last = seeded.batch(iter(["户籍", "", "海域"]))
    assert isinstance(first, Results)
    assert first.query == "户籍"
    assert isinstance(failed, QueryFailure)
    assert "Say what to look for" in failed.error
    assert isinstance(last, Results)
    assert last.hits[0].clause.label == "（九）"


def test_show_gives_a_clause_or_says_that_there_is_none(seeded: ClauseIndex) -> None:
    (shown,) = seeded.show(f"{SEED}#（十）", context=1)
    assert shown.clause.heading == "进一步深化户籍制度改革"
    assert shown.context.before == ("三、推动劳动力要素合理畅通有序流动",)
    for id in (f"{SEED}#（十一）", "nothing", "nothing#（十）", ""):
        with pytest.raises(NotInIndexError):
            seeded.show(id)


# --- changing ---------------------------------------------------------------------------------------------------------


def test_adding_twice_changes_nothing_and_says_so(folder: Path) -> None:
    with ClauseIndex.create(folder / "index") as index:
        assert index.add(folder / "seeds").added == (SEED,)
        before = index.status()
        report = index.add(folder / "seeds")
        assert (report.added, report.updated, report.unchanged, report.failed) == ((), (), (SEED,), ())
        assert index.status() == before


def test_editing_one_paragraph_updates_that_document_only(folder: Path) -> None:
    other = folder / "seeds" / "other.md"
    other.write_text("# 海洋管理办法\n\n第一条 为了管理海域，制定本办法。\n", "utf-8")
    with ClauseIndex.create(folder / "index") as index:
        index.add(folder / "seeds")
        seed = folder / "seeds" / SEED
        seed.write_text(seed.read_text("utf-8").replace("推进合理有序用海", "推进火星殖民"), "utf-8")
        report = index.add(folder / "seeds")
        assert (report.updated, report.unchanged) == ((SEED,), ("other.md",))
        assert index.search("火星殖民").hits[0].clause.label == "（九）"
        assert index.search("有序用海").relaxed
        assert len(list(index.documents())) == 2


def test_sources_that_cannot_be_read_are_reported_and_the_rest_is_indexed(folder: Path) -> None:
    (folder / "seeds" / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "seeds" / "empty.txt").write_bytes(b"")
    (folder / "seeds" / "unreadable.txt").symlink_to(folder / "nowhere")
    with ClauseIndex.create(folder / "index") as index:
        report = index.add(folder / "seeds", folder / "missing")
        assert report.added == (SEED,)
        assert len(report.failed) == 4
        assert {Path(failure.source).name for failure in report.failed} == {
            "binary.txt", "empty.txt", "unreadable.txt", "missing",
        }  # fmt: skip
        assert all(failure.reason for failure in report.failed)
        assert index.search("户籍").total


def test_removing_is_all_or_nothing(folder: Path) -> None:
    with ClauseIndex.create(folder / "index") as index:
        index.add(folder / "seeds")
        with pytest.raises(NotInIndexError):
            index.remove(SEED, "nothing")
        assert index.search("户籍").total
        assert index.remove(SEED) == (SEED,)
        assert index.search("户籍").total == 0
        assert index.add(folder / "seeds").added == (SEED,)


def test_namesakes_from_different_folders_are_different_documents(tmp_path: Path) -> None:
    with ClauseIndex.create(tmp_path / "index") as index:
        for name in ("甲", "乙"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "办法.md").write_text(f"# {name}办法\n\n第一条 {name}的办法。\n", "utf-8")
            index.add(tmp_path / name)
        assert [document.id for document in index.documents()] == ["办法.md", "办法.md~2"]
        assert [document.source for document in index.documents()] == ["办法.md", "办法.md"]


def test_an_add_that_fails_in_the_middle_leaves_the_index_as_it_was(folder: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(_: object) -> None:
        raise StoppedError

    with ClauseIndex.create(folder / "index") as index:
        with pytest.raises(StoppedError):
            index.add(folder / "seeds", progress=stop)
        assert list(index.documents()) == []
        assert index.add(folder / "seeds").added == (SEED,)


def test_a_second_writer_waits_and_then_says_that_the_index_is_locked(folder: Path) -> None:
    waiting, done = threading.Event(), threading.Event()

    def hold(_: object) -> None:
        waiting.set()
        done.wait(10)

    with ClauseIndex.create(folder / "index", timeout=0.1) as index:
        thread = threading.Thread(target=lambda: index.add(folder / "seeds", progress=hold))
        thread.start()
        assert waiting.wait(10)
        other = ClauseIndex.open(folder / "index", timeout=0.1)
        with other, pytest.raises(IndexLockedError, match="Try again"):
            other.remove(SEED)
        done.set()
        thread.join()
        assert index.search("户籍").total


def test_a_reader_sees_its_commit_until_it_refreshes(folder: Path) -> None:
    with ClauseIndex.create(folder / "index") as writer, ClauseIndex.open(folder / "index") as reader:
        writer.add(folder / "seeds")
        assert reader.search("户籍").total == 0
        reader.refresh()
        assert reader.search("户籍").total


def test_optimize_makes_one_segment_and_keeps_every_hit(folder: Path) -> None:
    with ClauseIndex.create(folder / "index") as index:
        for number in range(4):
            (folder / f"{number}.md").write_text(f"# 第{number}号办法\n\n第一条 管理海域。\n", "utf-8")
            index.add(folder / f"{number}.md")
        index.remove("2.md")
        before = index.search("海域")
        index.optimize()
        after = index.search("海域")
        assert index.status().segments == 1
        assert [hit.clause.id for hit in after.hits] == [hit.clause.id for hit in before.hits]


# --- opening ----------------------------------------------------------------------------------------------------------


def test_a_folder_without_an_index_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="indexer add"):
        ClauseIndex.open(tmp_path / "nowhere")
    with pytest.raises(IndexMissingError):
        ClauseIndex.open(tmp_path)


def test_a_foreign_folder_is_neither_opened_nor_written_to(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    for call in (ClauseIndex.open, lambda path: ClauseIndex.create(path, exist_ok=True)):
        with pytest.raises(ForeignIndexError):
            call(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_making_an_index_that_was_interrupted_is_taken_up_again(tmp_path: Path) -> None:
    ClauseIndex.create(tmp_path / "index").close()
    for table in (tmp_path / "index").glob("_MAIN_*"):
        table.unlink()
    ClauseIndex.create(tmp_path / "index").close()


def test_an_index_is_not_made_twice_unless_asked(tmp_path: Path) -> None:
    ClauseIndex.create(tmp_path / "index").close()
    with pytest.raises(ForeignIndexError):
        ClauseIndex.create(tmp_path / "index")
    ClauseIndex.create(tmp_path / "index", exist_ok=True).close()


# --- sources of many documents ----------------------------------------------------------------------------------------


def test_each_line_of_json_lines_is_a_document_and_only_what_changed_is_updated(tmp_path: Path) -> None:
    source = tmp_path / "laws.jsonl"
    source.write_text(
        '{"id": "a", "text": "第一条　甲。"}\n{"id": "b", "text": "第一条　乙。"}\n{"id"\n', encoding="utf-8"
    )
    with ClauseIndex.create(tmp_path / "index") as index:
        report = index.add(source)
        assert report.added == ("laws.jsonl/a", "laws.jsonl/b")
        assert [failure.source for failure in report.failed] == ["laws.jsonl:3"]
        source.write_text(
            '{"id": "a", "text": "第一条　甲。"}\n{"id": "b", "text": "第一条　丙。"}\n', encoding="utf-8"
        )
        report = index.add(source)
        assert (report.unchanged, report.updated) == (("laws.jsonl/a",), ("laws.jsonl/b",))
        assert index.search("丙").hits[0].document.source == "laws.jsonl/b"


def test_a_table_of_metadata_beside_pages_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text("<p>第一条　甲。</p>", encoding="utf-8")
    (tmp_path / "pages" / "metadata.jsonl").write_text('{"file": "a.html", "title": "某法"}\n', encoding="utf-8")
    with ClauseIndex.create(tmp_path / "index") as index:
        report = index.add(tmp_path / "pages")
    assert (report.added, report.failed) == (("a.html",), ())
    assert [skipped.source for skipped in report.skipped] == ["metadata.jsonl"]


def test_bytes_are_added_under_a_name_and_replaced_under_it(tmp_path: Path) -> None:
    with ClauseIndex.create(tmp_path / "index") as index:
        assert index.add_bytes("第一条　甲。".encode(), "某/甲.txt").added == ("某/甲.txt",)
        assert index.add_bytes("第一条　乙。".encode(), "某/甲.txt").updated == ("某/甲.txt",)
        assert index.add_bytes(b"# <p>", "b", format="text").added == ("b",)
        assert [clause.clause.text for clause in index.show("b")] == ["# <p>"]
        with pytest.raises(UsageError, match="there is no format docs"):
            index.add_bytes(b"", "c", format="docs")


def test_a_pipe_that_is_named_does_not_stop_the_others(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    with ClauseIndex.create(tmp_path / "index") as index:
        report = index.add(tmp_path / "pipe", "/dev/zero", tmp_path / "a.txt")
    assert report.added == ("a.txt",)
    assert [(failure.source, failure.reason[:18]) for failure in report.failed] == [
        ("pipe", "this is not a file"),
        ("zero", "this is not a file"),
    ]


def test_a_document_in_which_a_character_is_lost_is_added_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "第一条　为了管理海域，保护资源，制定本法。\n" * 9 + "第二条　甲\ufffd乙。", encoding="utf-8"
    )
    with ClauseIndex.create(tmp_path / "index") as index:
        report = index.add(tmp_path / "a.txt")
    assert report.added == ("a.txt",)
    (note,) = report.notes
    assert note.source == "a.txt"
    assert "(1)" in note.reason
    assert "第二条　甲\ufffd乙。" in note.reason
