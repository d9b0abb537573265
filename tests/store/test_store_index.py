"""The dictionary of an index that is alone in its process: that of the process, as long as it is not to learn words."""

from pathlib import Path

import rjieba

from indexer.store.index import Store

RUN = "户籍准入年限同城化"


def _alone(folder: Path) -> Store:
    return Store.create(folder, exist_ok=True, timeout=1, alone=True)


def _cuts_with_that_of_the_process(store: Store) -> bool:
    return getattr(store.tokenizer.cutter, "_jieba", None) is rjieba


def test_one_that_is_alone_cuts_with_the_dictionary_of_the_process_and_another_with_its_own(tmp_path: Path) -> None:
    made, opened, other = _alone(tmp_path), _alone(tmp_path), Store.open(tmp_path, timeout=1)
    assert _cuts_with_that_of_the_process(made)
    assert _cuts_with_that_of_the_process(opened)
    assert not _cuts_with_that_of_the_process(other)
    assert made.tokenizer.terms(RUN) == opened.tokenizer.terms(RUN) == other.tokenizer.terms(RUN)


def test_words_that_an_index_keeps_are_not_taught_to_the_process(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("户籍准入年限\n", "utf-8")
    store = _alone(tmp_path / "index")
    store.use_dictionary(words)
    for keeps in (store, _alone(tmp_path / "index")):
        assert keeps.tokenizer.words(RUN)[0] == "户籍准入年限"
        assert not _cuts_with_that_of_the_process(keeps)
    assert "户籍准入年限" not in rjieba.cut(RUN, True)
