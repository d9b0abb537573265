"""From bytes to text: which encoding, and whether what comes out is text.

The rule, in order; the first that holds decides, and nothing is ever replaced or dropped in silence:

1. A byte order mark names UTF-8, UTF-16 or UTF-32.
2. A zero byte, or more than one control character in 200 bytes, is a binary file.
3. What decodes as UTF-8 is UTF-8, whatever the file says of itself: other text hardly ever does by chance.
4. Big5 where the file declares it in its first 4,096 bytes (``<meta charset=big5>``, ``<?xml encoding="big5"?>``).
5. Most of it is UTF-8 and some bytes are not: a damaged file, a failure that names the first such place.
6. GB18030, which holds GBK and GB2312.

Text from 4 and 6, where almost any bytes decode, must be plausible: see `is_plausible`. Text from any encoding must not
be mojibake that was saved: see `is_mangled`. Everything else is a `SourceError`. A few characters that were lost before
(U+FFFD, 锟斤拷) cost nothing but a note: see `lost_characters`.
"""

import codecs
import re
from functools import cache
from typing import NoReturn

from indexer.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_ASCII_BYTES = bytes(range(0x80))
_CHINESE_LEADS = bytes(range(0xE2, 0xF5))
"""The first bytes of the characters from U+2E80 on in UTF-8."""
_CONTROLS = bytes(byte for byte in range(0x20) if byte not in b"\t\n\x0b\x0c\r") + b"\x7f"
_SAVE_AS_UTF8 = "Save it as UTF-8."


def decode(data: bytes, name: str) -> str:
    """Decode the bytes of a source by the rule at the top of this module.

    Args:
        data: all of its bytes.
        name: what to call it in an error.

    Returns:
        The text, without a byte order mark, never empty and never only white space.

    Raises:
        SourceError: it is empty or binary, its encoding cannot be told, bytes in it are damaged, or it is mojibake.
    """
    text = _decode(data, name)
    if not text or text.isspace():
        raise SourceError("the file is empty", place=name, remedy="Give a file with text in it.")
    if "\0" in text:
        _fail_binary(name)
    if is_mangled(text):
        raise SourceError(
            "its text is mojibake: it was once decoded with the wrong encoding and saved so",
            place=name,
            remedy="Get the file anew from where it came from.",
        )
    return text


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                _fail_damaged(error, encoding.removesuffix("-sig").upper(), name)
    if b"\0" in data or (len(data) - len(data.translate(None, _CONTROLS))) * 200 > len(data):
        _fail_binary(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _decode_declared(data)
        if text is None and _is_mostly_utf8(data):
            _fail_damaged(error, "UTF-8", name)
    return _decode_gb18030(data, name) if text is None else text


def _decode_declared(data: bytes) -> str | None:
    """Return the text of a file that says it is Big5 and is; else None."""
    declaration = _DECLARATION.search(data, 0, 4096)
    if declaration is None or b"big5" not in declaration[1].lower():
        return None
    try:
        text = data.decode("big5hkscs")
    except UnicodeDecodeError:
        return None
    return text if is_plausible(text) else None


def _decode_gb18030(data: bytes, name: str) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = None
    if text is None or not is_plausible(text):
        what = "its encoding cannot be told: it is neither UTF-8 nor Chinese text in GB18030"
        raise SourceError(what, place=name, remedy=f"{_SAVE_AS_UTF8} Big5 is read where the file declares it.")
    return text


def is_plausible(text: str) -> bool:
    """Tell whether text in a double-byte encoding is Chinese, and not bytes of something else.

    Wrong decodings give characters that are hardly ever written. Of 1,510 statutes none has more than 0.4 % characters
    outside of `_written_characters`; UTF-8, Big5, Shift-JIS or random bytes read as GB18030 have more than 45 %.

    Args:
        text: what came out of a decoder.

    Returns:
        True if at most a fifth of its characters outside of ASCII, and two, are hardly ever written.
    """
    characters = [character for character in text if character > "\x7f"]
    written = _written_characters()
    rare = sum(character not in written for character in characters)
    return rare <= 2 + len(characters) / 5


@cache
def _written_characters() -> frozenset[str]:
    """Return the characters of GB2312 and of the first level of Big5, those in common use."""
    rows = (("gb2312", range(0xA1, 0xF8)), ("big5", range(0xA1, 0xC7)))
    trails = range(0x40, 0xFF)
    pairs = ((bytes((lead, trail)), encoding) for encoding, leads in rows for lead in leads for trail in trails)
    return frozenset("".join(pair.decode(encoding, "ignore") for pair, encoding in pairs))


def is_mangled(text: str) -> bool:
    """Tell whether text is mojibake: UTF-8 once decoded as GBK (鍥藉姟闄) or Latin-1 (å›½åŠ¡), or its rest (锟斤拷).

    Turned back into bytes, such text is UTF-8 again, and Chinese; no real text is. Four samples stand for the whole:
    300 characters each from the first one outside of ASCII after each quarter of the text.

    Args:
        text: decoded text.

    Returns:
        True if it is mojibake; if more than one in a hundred of its characters is U+FFFD; or if more than one in twenty
        has no meaning but in the font it was set with (private use), as what is copied out of some PDF files.
    """
    if text.isascii():
        return False
    if text.count("\ufffd") * 100 > len(text):
        return True
    starts = {_start_of_sample(text, quarter * len(text) // 4) for quarter in range(4)}
    samples = [text[start : start + 300] for start in starts]
    joined = "".join(samples)
    if _PRIVATE_USE.search(joined) and len(_PRIVATE_USE.findall(joined)) * 20 > len(joined):
        return True
    return any(map(_was_utf8, samples))


def _was_utf8(sample: str) -> bool:
    """Tell whether a sample of text is UTF-8 that was decoded as something else: GBK, or Latin-1 if it has no Han."""
    is_han = len(sample.encode("utf-8", "replace")) > 2.6 * len(sample)
    wrong = ("gb18030",) if is_han else ("gb18030", "cp1252", "latin-1")
    return any(_is_mostly_utf8(sample.encode(encoding, "ignore")) for encoding in wrong)


def _start_of_sample(text: str, after: int) -> int:
    found = _NOT_ASCII.search(text, after)
    return found.start() if found else 0


def lost_characters(text: str) -> int:
    """Return how many characters of a text were lost before it was read: U+FFFD, and 锟斤拷, which is two of them."""
    return text.count("\ufffd") + 2 * text.count("锟斤拷") if "\ufffd" in text or "锟斤拷" in text else 0


def _is_mostly_utf8(data: bytes) -> bool:
    """Tell whether more than half of the bytes outside of ASCII, and four characters, are Chinese in UTF-8."""
    high = data.translate(None, _ASCII_BYTES)
    leads = len(high) - len(high.translate(None, _CHINESE_LEADS))
    if leads * 6 <= len(high):  # as in nearly all text, which need not be decoded then
        return False
    chinese = sum(character >= "\u2e80" for character in high.decode("utf-8", "ignore"))
    return chinese >= 4 and chinese * 6 > len(high)


def _fail_binary(name: str) -> NoReturn:
    raise SourceError("the file is binary, not text", place=name, remedy="Convert it to text, Markdown or HTML.")


def _fail_damaged(error: UnicodeDecodeError, encoding: str, name: str) -> NoReturn:
    line = bytes(error.object[: error.start]).count(b"\n") + 1
    what = f"it is {encoding}, but damaged in line {line} (byte {error.start + 1})"
    raise SourceError(what, place=name, remedy="Mend that line, or get the file anew.") from error
