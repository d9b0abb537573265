"""The table of contents is read without trust, and every change of it is noticed."""

import io
import os
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest
from whoosh import fields, index
from whoosh.analysis import NgramTokenizer, StandardAnalyzer, StemmingAnalyzer, Tokenizer
from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC

from indexer.codec import toc as toc_module
from indexer.codec.index import ArrayIndex, create_in, open_dir
from indexer.codec.segment import ArraySegment
from indexer.codec.toc import read_toc, write_toc
from indexer.errors import DamagedIndexError, ForeignIndexError, FormatVersionError, IndexMissingError


class OurTokenizer(Tokenizer):  # type: ignore[misc]
    """Stands for an analyzer of the caller's."""

    def __call__(self, _: str, **__: Any) -> Any:
        return iter(())


def written(schema: Any, segments: Any = ()) -> Any:
    storage = RamStorage()
    write_toc(storage, "MAIN", TOC(schema, list(segments), 0))
    return storage


def test_schemas_of_every_whoosh_field_are_admitted() -> None:
    schema = fields.Schema(
        a=fields.TEXT(StandardAnalyzer(stoplist=["的"]), chars=True, sortable=True), b=fields.ID(unique=True),
        c=fields.NUMERIC(float), d=fields.DATETIME(sortable=True), e=fields.BOOLEAN, f=fields.KEYWORD(commas=True),
        g=fields.NGRAM(phrase=True), h=fields.NGRAMWORDS(), i=fields.STORED, j=fields.TEXT(StemmingAnalyzer()),
        k=fields.TEXT(NgramTokenizer(2)),
    )  # fmt: skip
    schema.add("*_x", fields.TEXT, glob=True)
    segment = ArraySegment("MAIN")
    segment.set_doc_count(9)
    segment.delete_document(7)
    read = read_toc(written(schema, [segment]), "MAIN")
    for name, field in schema.items():
        assert type(read.schema[name]) is type(field)
        assert type(read.schema[name].format) is type(field.format)
        assert [token.text for token in read.schema[name].analyzer("的 walking")] if field.analyzer else True
    assert "any_x" in read.schema
    assert [vars(each) for each in read.segments] == [vars(segment)]


def test_a_class_of_the_caller_is_admitted_by_name_only() -> None:
    storage = written(fields.Schema(a=fields.TEXT(OurTokenizer())))
    with pytest.raises(ForeignIndexError, match=f"{__name__}.OurTokenizer"):
        ArrayIndex(storage)
    ours = ArrayIndex(storage, admitted=[(__name__, "OurTokenizer")])
    assert isinstance(ours.schema["a"].analyzer, OurTokenizer)


class _Calls:
    """Calls a function when unpickled."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.call = function, arguments

    def __reduce__(self) -> Any:
        return self.call


def _attack(module: str, name: str) -> bytes:
    """Return a pickle that names an attribute of a module by a dotted or hidden way."""
    return b"\x80\x04" + b"".join(
        b"\x8c" + bytes([len(text)]) + text.encode() for text in (module, name)
    ) + b"\x93."  # fmt: skip


def _write_as_whoosh_does(file: Any, schema: bytes, segments: bytes) -> None:
    """Write a table of contents from its pickled parts; see `whoosh.index.TOC.write`."""
    for size in toc_module._sizes():
        file.write_varint(size)
    file.write_int(-12345)
    file.write_int(toc_module._version())
    for number in (2, 7, 5):
        file.write_varint(number)
    file.write_string(schema)
    file.write_int(0)
    file.write_int(0)
    file.write(segments)


def test_a_table_written_part_by_part_is_read() -> None:
    """What the next test writes is refused for its payload alone."""
    storage = RamStorage()
    schema = fields.Schema(a=fields.TEXT)
    with storage.create_file("_MAIN_0.toc") as file:
        _write_as_whoosh_does(file, pickle.dumps(schema, 2), pickle.dumps([ArraySegment("MAIN")]))
    assert read_toc(storage, "MAIN").schema == schema


@pytest.mark.parametrize(
    "payload",
    [
        pickle.dumps([_Calls(os.system, "exit 1")]),
        pickle.dumps([_Calls(eval, "1")]),
        pickle.dumps([_Calls(getattr, "", "join")]),
        _attack("whoosh.fields", "sys"),
        _attack("whoosh.fields", "Schema.__init__.__globals__"),
        _attack("whoosh.analysis", "re.compile"),
        _attack("whoosh.fields", "datetime"),
        _attack("builtins", "exec"),
        _attack("whoosh.filedb.filestore", "FileStorage"),
        _attack("indexer.codec.segment", "ArrayCodec"),
    ],
)
@pytest.mark.parametrize("where", ["schema", "segments"])
def test_anything_else_is_refused_before_it_is_called(payload: bytes, where: str) -> None:
    storage = RamStorage()
    schema, segments = pickle.dumps(fields.Schema(a=fields.TEXT), 2), pickle.dumps([])
    with storage.create_file("_MAIN_0.toc") as file:
        _write_as_whoosh_does(
            file, payload if where == "schema" else schema, payload if where == "segments" else segments
        )
    with pytest.raises((ForeignIndexError, DamagedIndexError)) as caught:
        ArrayIndex(storage)
    assert "_MAIN_0.toc" in str(caught.value)


@pytest.fixture(scope="module")
def sound() -> bytes:
    segment = ArraySegment("MAIN")
    segment.set_doc_count(3)
    content: bytes = written(fields.Schema(a=fields.TEXT(stored=True)), [segment]).files["_MAIN_0.toc"]
    return content


def _read(content: bytes) -> TOC:
    storage = RamStorage()
    storage.files["_MAIN_0.toc"] = content
    return read_toc(storage, "MAIN")


def test_a_table_cut_short_is_damaged_unless_it_is_complete(sound: bytes) -> None:
    whole = _read(sound)
    for length in range(len(sound)):
        if length == sound.rindex(b'{"version":'):  # all of ours is cut off, as if stock Whoosh had written it
            assert vars(_read(sound[:length]).segments[0]) == vars(whole.segments[0])
            continue
        with pytest.raises(DamagedIndexError) as caught:
            _read(sound[:length])
        assert caught.value.place == "_MAIN_0.toc"


def test_a_table_cut_within_its_trailer_is_damaged_whatever_byte_it_ends_with(sound: bytes) -> None:
    """The checksum may have the byte that ends a pickle, with which a table of stock Whoosh ends."""
    for length in range(len(sound) - 8, len(sound)):
        with pytest.raises(DamagedIndexError):
            _read(sound[:length] + pickle.STOP)


def test_a_table_with_any_byte_changed_is_refused(sound: bytes) -> None:
    for place in range(len(sound)):
        changed = bytearray(sound)
        changed[place] ^= 1 << (place % 8)
        with pytest.raises((DamagedIndexError, FormatVersionError)):
            _read(bytes(changed))


def test_stock_whoosh_reads_a_table_of_ours_and_ours_reads_its(tmp_path: Path) -> None:
    schema = fields.Schema(a=fields.TEXT)
    create_in(tmp_path, schema)
    assert index.open_dir(str(tmp_path)).schema == schema
    index.open_dir(str(tmp_path)).writer().commit()
    assert open_dir(tmp_path).schema == schema


def test_no_index_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match=tmp_path.name):
        open_dir(tmp_path)
    with pytest.raises(IndexMissingError):
        open_dir(tmp_path / "nowhere")


def test_a_newer_format_of_whoosh_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("whoosh.index._CURRENT_TOC_VERSION", -112)
        storage = written(fields.Schema(a=fields.TEXT))
    with pytest.raises(FormatVersionError, match="-112"):
        ArrayIndex(storage)


def test_a_table_replaced_while_it_is_opened_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    storage = written(fields.Schema(a=fields.TEXT))
    real = TOC._latest_generation
    answers = [0]

    def latest(storage: Any, name: str) -> int:
        if answers:
            del storage.files["_MAIN_0.toc"]
            later = RamStorage()
            write_toc(later, "MAIN", TOC(fields.Schema(b=fields.TEXT), [], 1))
            storage.files["_MAIN_1.toc"] = later.files["_MAIN_1.toc"]
            return answers.pop()
        found: int = real(storage, name)
        return found

    monkeypatch.setattr(toc_module.TOC, "_latest_generation", latest)
    assert read_toc(storage, "MAIN").schema.names() == ["b"]


def test_reading_a_table_imports_no_module_it_names(tmp_path: Path) -> None:
    """Even the import of a module named by a foreign table could run code."""
    (tmp_path / "evil_module_of_a_test.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    payload = _attack("evil_module_of_a_test", "Evil")
    sys.path.insert(0, str(tmp_path))
    try:
        with pytest.raises(ForeignIndexError):
            toc_module._Unpickler(io.BytesIO(payload), "f", ()).load()
    finally:
        sys.path.remove(str(tmp_path))
