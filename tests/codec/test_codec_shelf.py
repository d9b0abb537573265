"""Arrays that processes share in files."""

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.codec import shelf as shelf_module
from indexer.codec.shelf import MOST_ARRAYS, SEGMENT, Shelf

KINDS = [np.int32, np.int64, np.float32, np.float64]
ARRAYS = st.lists(
    st.builds(
        lambda numbers, kind: np.array(numbers, dtype=kind), st.lists(st.integers(0, 2**24)), st.sampled_from(KINDS)
    ),
    max_size=MOST_ARRAYS,
)


@contextmanager
def shelves(folder: Path, count: int = 2) -> Iterator[list[Shelf]]:
    Shelf.prepare(folder, count)
    with ExitStack() as opened:
        yield [opened.enter_context(Shelf(folder, number, count)) for number in range(count)]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[list[Shelf]]:
    with shelves(tmp_path) as two:
        yield two


def told(arrays: object) -> object:
    return None if arrays is None else [(array.dtype, array.tolist()) for array in arrays]


@given(st.dictionaries(st.text(), st.tuples(st.integers(0, 2), ARRAYS)))
def test_what_one_puts_all_get(records: dict[str, tuple[int, list[np.ndarray]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, shelves(Path(folder), 3) as three:
        for key, (owner, arrays) in records.items():
            assert [told(each.get(key)) for each in three] == [None] * 3
            assert told(three[owner].put(key, arrays)) == told(arrays)
        for key, (_, arrays) in records.items():
            assert [told(each.get(key)) for each in three] == [told(arrays)] * 3


def resident_files() -> int:
    """Return how many bytes of mapped files this process has in memory, be they on a disk or themselves in memory."""
    status = Path("/proc/self/status").read_text()
    return sum(int(status.partition(f"{kind}:")[2].split()[0]) << 10 for kind in ("RssFile", "RssShmem"))


def test_what_is_released_is_read_again_from_the_files(pair: list[Shelf]) -> None:
    one, other = pair
    numbers = np.arange(1 << 20)
    put, got = one.put("key", [numbers]), other.get("key")
    for shelf in pair:
        shelf.release()
    assert told(put) == told(got) == told(one.get("key")) == told(other.get("key")) == told([numbers])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system tells not what is in memory")
def test_what_is_released_is_in_the_memory_of_no_process(pair: list[Shelf]) -> None:
    numbers = np.arange(1 << 20)
    pair[0].put("key", [numbers])
    before = resident_files()
    pair[0].release()
    assert before - resident_files() > numbers.nbytes // 2


def test_what_is_kept_is_made_once_for_all(pair: list[Shelf]) -> None:
    one, other = pair
    made = []

    def make() -> list[np.ndarray]:
        made.append(1)
        return [np.arange(3)]

    assert [told(each.kept("甲", make)[0]) for each in (one, other, one)] == [told([np.arange(3)])] * 3
    assert len(made) == 1


def test_what_is_announced_in_part_is_not_there_yet(pair: list[Shelf], tmp_path: Path) -> None:
    one, other = pair
    one.put("甲", [np.arange(3)])
    keys = tmp_path / "keys-0"
    whole = keys.read_bytes()
    keys.write_bytes(whole[:10])
    assert other.get("甲") is None
    with keys.open("ab") as file:
        file.write(whole[10:])
    assert told(other.get("甲")) == told([np.arange(3)])


def test_records_go_on_in_further_segments(pair: list[Shelf]) -> None:
    one, other = pair
    large = [np.full(SEGMENT // 32, number) for number in range(10)]
    for number, array in enumerate(large):
        one.put(str(number), [array])
    for number, array in enumerate(large):
        (got,) = other.get(str(number))
        assert np.array_equal(got, array)


def test_many_records_are_found_by_all(pair: list[Shelf], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "_LATELY", 8)
    for number in range(100):
        pair[number % 2].put(str(number), [np.array([number])])
    for each in pair:
        assert [told(each.get(str(number))) for number in range(101)] == [
            *(told([np.array([number])]) for number in range(100)),
            None,
        ]


def test_two_keys_of_the_same_64_bits_are_told_apart(pair: list[Shelf], monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is as if it were not there: whoever needs it makes it."""
    monkeypatch.setattr(shelf_module, "_short", lambda _: 7)
    pair[0].put("甲", [np.arange(3)])
    assert told(pair[1].get("甲")) == told([np.arange(3)])
    assert pair[1].get("乙") is None
    assert told(pair[1].put("乙", [np.arange(4)])) == told([np.arange(4)])
    assert pair[1].get("乙") is None


def test_without_room_what_is_made_is_given_back(pair: list[Shelf], monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = pair
    assert one.put("larger than a segment", [np.zeros(SEGMENT, dtype=np.int32)]) is None
    one.put("甲", [np.arange(3)])
    monkeypatch.setattr(shelf_module, "LARGEST", SEGMENT)
    array = np.zeros(SEGMENT // 4 - 16, dtype=np.int32)
    assert one.put("乙", [array]) is None
    (same,), shelved = one.kept("乙", lambda: [array])
    assert same is array
    assert not shelved
    assert other.get("乙") is None
    assert told(other.get("甲")) == told([np.arange(3)])


class _FullDisk(io.BytesIO):
    def write(self, _: object) -> int:
        return 10


def test_a_full_disk_is_no_room(pair: list[Shelf]) -> None:
    one, other = pair
    for full in (_FullDisk(), other._arrays[0]):  # which takes a part; to which nothing can be written
        one._arrays[0] = full
        assert one.put("甲", [np.arange(3)]) is None


def test_what_cannot_be_announced_serves_its_own_process_and_is_the_last(pair: list[Shelf]) -> None:
    one, other = pair
    for full in (_FullDisk(), other._told[0]):
        one._told[0] = full
        one._full = False
        assert told(one.put("甲", [np.arange(3)])) == told([np.arange(3)])
        assert told(one.get("甲")) == told([np.arange(3)])
        assert one.put("乙", [np.arange(3)]) is None
    assert other.get("甲") is None


def test_the_files_may_be_deleted_once_they_are_open(tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    with shelves(folder) as (one, other):
        shutil.rmtree(folder)
        one.put("甲", [np.arange(3)])
        assert told(other.get("甲")) == told([np.arange(3)])
    with pytest.raises(OSError, match="arrays-0"):
        Shelf(folder, 0, 1)
