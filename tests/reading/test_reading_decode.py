"""From bytes to text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.reading.decode import decode, is_mangled, is_plausible, lost_characters

SIMPLIFIED = "国务院办公厅关于印发要素市场化配置综合改革试点总体方案的通知。第一条　为了加强管理，“镕”GB/T 19001、①②\n"
TRADITIONAL = (
    "國務院辦公廳關於印發要素市場化配置綜合改革試點總體方案的通知。第一條　為了加強管理，支持具備條件的試點地區\n"
)
COMMON = st.text(st.sampled_from(SIMPLIFIED + " abc123\t"), min_size=1).filter(lambda text: not text.isspace())


@given(COMMON, st.sampled_from(["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-32"]))
def test_text_comes_back_from_every_encoding(text, encoding):
    # A few GBK bytes alone may be UTF-8 by chance (联通 is the famous case); a sentence never is.
    text = SIMPLIFIED + text
    assert decode(text.encode(encoding), "a") == text


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1).filter(lambda text: not text.isspace()))
def test_any_text_in_utf8_comes_back(text):
    assert is_mangled(text) or decode(text.encode("utf-8"), "a") == text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE], ids=["little-endian", "big-endian"])
def test_utf16_with_byte_order_mark(mark):
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    assert decode(mark + SIMPLIFIED.encode(encoding), "a") == SIMPLIFIED


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="big5">',
        '<META http-equiv="Content-Type" content="text/html; charset=Big5">',
        "<meta charset = 'big5-hkscs'>",
        '<?xml version="1.0" encoding="BIG5"?>',
    ],
)
def test_big5_where_it_is_declared(declaration):
    text = f"---\ntitle: 通知\n---\n<html>{declaration}<p>{TRADITIONAL}"
    assert decode(text.encode("big5"), "a") == text


def test_big5_that_is_not_declared_is_refused_not_guessed():
    with pytest.raises(SourceError, match="encoding cannot be told"):
        decode(TRADITIONAL.encode("big5"), "a")


def test_a_wrong_declaration_is_not_believed():
    text = f'<meta charset="big5"><p>{SIMPLIFIED}'
    assert decode(text.encode("utf-8"), "a") == text
    assert decode(text.encode("gbk"), "a") == text


def test_traditional_text_in_gbk():
    assert decode(TRADITIONAL.encode("gbk"), "a") == TRADITIONAL


def test_a_rare_character_alone_is_read():
    assert decode("镕".encode("gbk"), "a") == "镕"
    assert decode("𠮷".encode("gb18030"), "a") == "𠮷"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (codecs.BOM_UTF16_LE, "empty"),
        ("　\n".encode(), "empty"),
        (b"\x00\x01\x02", "binary"),
        ("第一\0条".encode(), "binary"),
        (codecs.BOM_UTF16_LE + "第一\0条".encode("utf-16-le"), "binary"),
        (b"abc\x01\x02\x03", "binary"),
        (SIMPLIFIED.encode("utf-16-le"), "binary"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a", "UTF-16, but damaged"),
        (SIMPLIFIED.encode()[:-2], "UTF-8, but damaged in line 1 "),
        (f"{SIMPLIFIED * 9}要".encode() + b"\xff" + SIMPLIFIED.encode(), "UTF-8, but damaged in line 10 "),
        ("Les été où déjà là ça é É gêné à".encode("latin-1"), "encoding cannot be told"),
        ("日本国民は、正当に選挙された国会における代表者を通じて行動し".encode("shift_jis"), "encoding cannot be told"),
        (bytes(range(0x80, 0x100)) * 9, "encoding cannot be told"),
        (SIMPLIFIED.encode().decode("gbk", "replace").encode(), "mojibake"),
        (SIMPLIFIED.encode().decode("gbk", "ignore").encode("gb18030"), "UTF-8, but damaged in line 1 "),
        (SIMPLIFIED.encode().decode("latin-1").encode(), "mojibake"),
        (SIMPLIFIED.encode().decode("cp1252", "ignore").encode(), "mojibake"),
        ("锟斤拷锟斤拷锟斤拷".encode(), "mojibake"),
        ("国务院\ufffd\ufffd".encode(), "mojibake"),
        (("国务院\ue5e5\ue123" * 9).encode(), "mojibake"),
    ],
)
def test_what_is_no_text_fails_with_its_reason(data, reason):
    with pytest.raises(SourceError, match=reason) as caught:
        decode(data, "某.txt")
    assert caught.value.place == "某.txt"
    assert caught.value.remedy


def test_mojibake_below_a_long_head_of_ascii_is_seen():
    mangled = "<head>" + "x" * 10_000 + SIMPLIFIED.encode().decode("gbk", "replace")
    assert is_mangled(mangled)


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_mojibake_in_a_part_of_the_text_is_seen(quarter):
    parts = [SIMPLIFIED * 20] * 4
    parts[quarter] = parts[quarter].encode().decode("gbk", "replace")
    assert is_mangled("".join(parts))


def test_a_few_private_or_lost_characters_are_no_mojibake():
    assert not is_mangled(SIMPLIFIED * 9 + "\ue5e5\ufffd")
    assert lost_characters(SIMPLIFIED + "\ufffd锟斤拷") == 3


@given(
    st.text(st.sampled_from(SIMPLIFIED + TRADITIONAL)),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)),
)
def test_text_in_use_is_plausible_and_no_text_is_mangled_by_chance(common, any_han):
    assert is_plausible(common)
    assert not is_mangled(common)
    assert not is_mangled(any_han)


@given(st.binary(), st.sampled_from([b"", *(mark for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"\xff\xfe\0\0"))]))
def test_any_bytes_are_text_or_a_source_error(data, mark):
    try:
        text = decode(mark + data, "a")
    except SourceError:
        return
    assert text.strip()
    assert "\0" not in text
