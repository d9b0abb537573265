"""Write ``indexer/analysis/normal.json``, the table behind `indexer.analysis.normal`.

A developer runs this again after a change to the rules below or to ``normal_punctuation.json``, or to take over a
new release of OpenCC; users need neither this script nor OpenCC. The table is a file, not made at start-up, so that
the normal form does not depend on the Unicode version of the Python that runs, and costs little to load.

    pip install opencc
    python tools/make_normal.py

Sources: the Unicode Character Database (as in this Python's ``unicodedata``) and OpenCC's dictionaries (Apache-2.0).
What is folded, and why, is told in the docstring of `indexer.analysis.normal`.
"""

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import opencc

HERE = Path(__file__).parent
TARGET = HERE.parent / "indexer" / "analysis" / "normal.json"

UNSAFE_FORMS = {"<circle>", "<super>", "<sub>", "<fraction>"}  # ① is not 1, m² not m2, ½ not 1⁄2
KEPT = {chr(c) for c in (*range(0x3131, 0x318F), 0x2025, 0x2026)}  # letters of Korean are no syllables in the making
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
NO_BLANKS = (  # scripts written without blanks between words: Chinese and Japanese
    *HAN,
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3021, 0x302F),
    (0x3031, 0x312F),
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x1B000, 0x1B16F),
)
BLANKS = "\t\n\v\f\r\x85 \xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
VISIBLE_FORMATS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}  # Arabic number signs
IGNORABLE = ((0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2060, 0x206F), (0x3164, 0x3164),
             (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xE0000, 0xE0FFF))  # fmt: skip


def characters() -> Iterator[str]:
    """Yield every character but the surrogates."""
    yield from map(chr, (*range(0xD800), *range(0xE000, 0x110000)))


def within(c: str, ranges: Iterable[tuple[int, int]]) -> bool:
    """Tell whether `c` lies in one of the inclusive `ranges`."""
    return any(first <= ord(c) <= last for first, last in ranges)


class Folding:
    """The rules: what one character becomes."""

    def __init__(self) -> None:
        classes = json.loads((HERE / "normal_punctuation.json").read_text("utf-8"))["classes"]
        self.punctuation = {c: key for key, members in classes.items() for c in members}
        self.simplified = simplified()
        self.invisible = {c for c in characters() if is_invisible(c)}

    def fold(self, c: str) -> str:
        """Return what `c` becomes, by all rules until nothing changes."""
        text, before = c, ""
        while text != before:
            text, before = unicodedata.normalize("NFC", "".join(map(self.step, text))), text
        return text

    def step(self, c: str) -> str:
        """Return what `c` becomes by the first rule that changes it."""
        if c in self.punctuation:
            return self.punctuation[c]
        compatible = self.compatible(c)
        if compatible != c:
            return compatible
        cased = "i" if c == "İ" else unicodedata.normalize("NFC", c.casefold())
        return cased if cased != c else self.simplified.get(c, c)

    def compatible(self, c: str) -> str:
        """Return the compatibility form of `c` where it means the same."""
        form, *codes = unicodedata.decomposition(c).split() or [""]
        if not form.startswith("<"):
            return unicodedata.normalize("NFC", c)
        text = "".join(chr(int(code, 16)) for code in codes)
        if form in UNSAFE_FORMS or c in KEPT or text[0] == " ":  # the last: accents that stand alone, such as ´
            return c
        return text


def simplified() -> dict[str, str]:
    """Return the simplified character of every traditional one and of the variants of Taiwan and Hong Kong.

    OpenCC's choice for a character that stands alone decides where a character has several simplified ones. A
    regional variant counts where the general table leaves the character as it is and simplified Chinese (GB 2312)
    does not use it.
    """
    general, *regional = (opencc.OpenCC(name) for name in ("t2s", "tw2s", "hk2s"))
    table = {}
    for c in (chr(code) for first, last in HAN for code in range(first, last + 1)):
        target = general.convert(c)
        if target == c and not in_gb2312(c):
            target = next((t for t in (o.convert(c) for o in regional) if t != c), c)
        if target != c:
            table[c] = target
    return table


def in_gb2312(c: str) -> bool:
    """Tell whether `c` belongs to the national standard for simplified Chinese."""
    try:
        return bool(c.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def is_invisible(c: str) -> bool:
    """Tell whether `c` is a control, a format or another character that shows nothing, and no blank."""
    if c in BLANKS or ord(c) in VISIBLE_FORMATS:
        return False
    return unicodedata.category(c) in {"Cc", "Cf"} or within(c, IGNORABLE)


def composing() -> set[str]:
    """Return the characters that may melt into the one before them under NFC."""
    found = {chr(c) for c in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    for c in characters():
        form, *codes = unicodedata.decomposition(c).split() or [""]
        if codes and not form.startswith("<") and unicodedata.normalize("NFC", c) == c:
            found.add(chr(int(codes[-1], 16)))
    return found


def is_worded(c: str) -> bool:
    """Tell whether `c`, in its normal form, is part of words or numbers that blanks set apart."""
    category = unicodedata.category(c)
    return c in ".," or ((category[0] in "LM" or category in {"Nd", "Nl"}) and not within(c, NO_BLANKS))


def ranges(members: Iterable[str]) -> str:
    """Return characters as hexadecimal ranges: ``300-36F 483-489``."""
    found: list[list[int]] = []
    for code in sorted(map(ord, members)):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return " ".join(f"{first:X}-{last:X}" for first, last in found)


def lines(table: dict[str, str]) -> list[list[str]]:
    """Return a table of single characters as pairs of strings of the same length, 64 characters each."""
    keys = sorted(table)
    parts = [keys[at : at + 64] for at in range(0, len(keys), 64)]
    return [["".join(part), "".join(table[c] for c in part)] for part in parts]


def main() -> None:
    """Write the table."""
    rules = Folding()
    folded = {c: rules.fold(c) for c in characters() if c not in rules.invisible and c not in BLANKS}
    folded = {c: text for c, text in folded.items() if text != c}
    marks = {c for c in characters() if unicodedata.category(c)[0] == "M"} | composing()
    joining = {c for c in characters() if folded.get(c, c)[0] in marks} - rules.invisible
    table = {
        "about": "Generated by tools/make_normal.py: do not edit. What each character becomes in the normal form.",
        "source": f"Unicode Character Database {unicodedata.unidata_version}; OpenCC {version('opencc')} "
        "(https://github.com/BYVoid/OpenCC), configurations t2s, tw2s and hk2s, one character at a time",
        "licence": "Unicode License v3; OpenCC: Apache License 2.0",
        "single": lines({c: text for c, text in folded.items() if len(text) == 1}),
        "several": {c: text for c, text in folded.items() if len(text) > 1},
        "blanks": ranges(BLANKS),
        "invisible": ranges(c for c in rules.invisible if unicodedata.category(c)[0] != "M"),
        "selectors": ranges(c for c in rules.invisible if unicodedata.category(c)[0] == "M"),
        "joining": ranges(joining),
        "worded": ranges(c for c in characters() if is_worded(c)),
    }
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0).replace("\u2028", "\\u2028") + "\n", "utf-8")
    sys.stdout.write(f"{len(folded)} characters fold; written to {TARGET.name}\n")


if __name__ == "__main__":
    main()
