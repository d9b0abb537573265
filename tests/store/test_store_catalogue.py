"""Which document a source is."""

from pathlib import Path

from indexer.store.catalogue import Catalogue, Identity


def test_a_source_is_the_document_read_from_the_same_place_before(tmp_path: Path) -> None:
    place = str(tmp_path)
    before = Identity("a.md", place, "1")
    assert Catalogue([before]).identify("a.md", place, "2") == (Identity("a.md", place, "2"), before)


def test_a_source_with_the_same_bytes_elsewhere_is_the_same_document(tmp_path: Path) -> None:
    before = Identity("a.md", str(tmp_path), "1")
    assert Catalogue([before]).identify("a.md", "/elsewhere/a.md", "1") == (
        Identity("a.md", "/elsewhere/a.md", "1"),
        before,
    )


def test_a_source_whose_old_place_is_gone_has_moved(tmp_path: Path) -> None:
    before = Identity("a.md", str(tmp_path / "gone"), "1")
    assert Catalogue([before]).identify("a.md", str(tmp_path), "2")[1] == before


def test_another_source_under_the_same_name_gets_an_id_of_its_own(tmp_path: Path) -> None:
    catalogue = Catalogue([Identity("a.md", str(tmp_path), "1")])
    assert catalogue.identify("a.md", "/one/a.md", "2") == (Identity("a.md~2", "/one/a.md", "2"), None)


def test_two_sources_of_one_name_in_one_run_do_not_replace_each_other(tmp_path: Path) -> None:
    first, second = tmp_path / "x", tmp_path / "y"
    for place in (first, second):
        place.mkdir()
    catalogue = Catalogue([])
    assert catalogue.identify("a.md", str(first), "1")[0].id == "a.md"
    assert catalogue.identify("a.md", str(second), "2")[0].id == "a.md~2"
    assert catalogue.identify("a.md", str(first), "1")[1] == Identity("a.md", str(first), "1")
