"""The container file gives back what was put in, and notices every change."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of
from whoosh.filedb.filestore import FileStorage, RamStorage

from indexer.codec import arrays
from indexer.codec.arrays import DTYPES, ArrayFile, ArrayFileWriter, smallest_unsigned
from indexer.errors import DamagedIndexError, FormatVersionError

_any_array = st.sampled_from(sorted(DTYPES)).flatmap(
    lambda dtype: arrays_of.arrays(dtype, arrays_of.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=40))
)


def written(storage: Any, content: dict[str, Any], **about: Any) -> ArrayFile:
    writer = ArrayFileWriter(storage, "file.npx")
    writer.about = about
    for name, array in content.items():
        writer.put(name, array)
    writer.close()
    return ArrayFile(storage, "file.npx")


@given(st.dictionaries(st.text(max_size=8), _any_array, max_size=5))
@settings(max_examples=50, deadline=None)
def test_arrays_come_back_aligned_and_read_only(content: dict[str, Any]) -> None:
    file = written(RamStorage(), content, 标题="值")
    file.verify()
    assert file.names() == list(content)
    assert file.about == {"标题": "值"}
    for name, array in content.items():
        np.testing.assert_array_equal(file[name], array)
        assert file[name].dtype == array.dtype
        assert not file[name].flags.writeable
    assert file.get("none of these names") is None


def test_an_array_in_pieces_is_the_pieces_joined() -> None:
    storage = RamStorage()
    writer = ArrayFileWriter(storage, "f")
    writer.put_pieces("a", np.uint16, (np.arange(n) for n in range(5)))
    writer.close()
    file = ArrayFile(storage, "f")
    file.verify()
    assert file["a"].tolist() == [0, 0, 1, 0, 1, 2, 0, 1, 2, 3]


def test_a_name_is_written_once_and_only_plain_numbers_are() -> None:
    writer = ArrayFileWriter(RamStorage(), "f")
    writer.put("a", np.arange(3))
    for name, array in (("a", np.arange(3)), ("b", np.array([object()])), ("c", np.array(["text"]))):
        with pytest.raises(ValueError, match=repr(name)):
            writer.put(name, array)


def test_arrays_outlive_the_file_they_came_from(tmp_path: Path) -> None:
    storage = FileStorage(str(tmp_path))
    file = written(storage, {"a": np.arange(1000)})
    array = file["a"]
    assert array.ctypes.data % 64 == 0
    file.close()
    storage.delete_file("file.npx")
    assert array.sum() == 499500


def _opened(content: bytes) -> None:
    storage = RamStorage()
    storage.files["file.npx"] = content
    ArrayFile(storage, "file.npx").verify()


@pytest.fixture(scope="module")
def sound() -> bytes:
    storage = RamStorage()
    written(storage, {"a": np.arange(20, dtype=np.int32), "b/名": np.linspace(0, 1, 9), "empty": np.zeros(0)}, n=3)
    content: bytes = storage.files["file.npx"]
    _opened(content)
    return content


def test_a_file_cut_short_anywhere_is_damaged(sound: bytes) -> None:
    for length in range(len(sound)):
        with pytest.raises(DamagedIndexError) as caught:
            _opened(sound[:length])
        assert caught.value.place == "file.npx"


def test_a_file_with_any_byte_changed_is_damaged(sound: bytes) -> None:
    for place in range(len(sound)):
        changed = bytearray(sound)
        changed[place] ^= 1 << (place % 8)
        with pytest.raises(DamagedIndexError):
            _opened(bytes(changed))


def test_a_file_with_something_after_its_end_is_damaged(sound: bytes) -> None:
    with pytest.raises(DamagedIndexError):
        _opened(sound + b"\0")


def test_a_newer_format_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    storage = RamStorage()
    with monkeypatch.context() as patch:
        patch.setattr(arrays, "FORMAT_VERSION", 2)
        writer = ArrayFileWriter(storage, "f")
        writer.close()
    with pytest.raises(FormatVersionError, match="version 2"):
        ArrayFile(storage, "f")


@pytest.mark.parametrize(("highest", "dtype"), [(0, "u1"), (255, "u1"), (256, "u2"), (65535, "u2"), (65536, "u4")])
def test_the_narrowest_type_holds_the_highest_number(highest: int, dtype: str) -> None:
    assert np.dtype(smallest_unsigned(highest)) == np.dtype(dtype)
    assert np.array([highest]).astype(dtype)[0] == highest
