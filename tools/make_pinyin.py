"""Write ``indexer/analysis/pinyin.json``, the table behind `indexer.analysis.pinyin`.

A developer runs this again to take over a new release of pypinyin; users need neither this script nor pypinyin. The
table is a file so that help to find costs no dependency, and so that what it finds does not depend on what else is
installed.

    pip install pypinyin
    python tools/make_pinyin.py

Source: pypinyin (MIT), whose readings come from pinyin-data and phrase-pinyin-data (MIT). Kept are the characters of
GBK that are in the normal form themselves (simplified, `indexer.analysis.normal`), without tones, ü written v; and the
words of two characters whose reading is not that of their characters' first readings (银行: yin hang).
"""

import json
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from indexer.analysis.normal import normalise

TARGET = Path(__file__).parent.parent / "indexer" / "analysis" / "pinyin.json"
VOWELS = set("aeiouv")
"""What has none of them is an interjection (嗯: n, ng), which nobody types as pinyin."""


def syllable(reading: str) -> str:
    """Return a reading without its tone, ü written v."""
    return str(to_normal(reading)).replace("ü", "v")


def readings() -> dict[str, list[str]]:
    """Return the syllables of each character that is kept, the usual one first."""
    found = {}
    for code, written in sorted(pinyin_dict.items()):
        character = chr(code)
        syllables = [one for one in map(syllable, written.split(",")) if one.isascii() and VOWELS & set(one)]
        if syllables and encodable(character) and normalise(character).text == character:
            found[character] = list(dict.fromkeys(syllables))
    return found


def encodable(character: str) -> bool:
    """Tell whether GBK has a character."""
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def by_syllable(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Return for each syllable its characters, from pairs of both."""
    return {one: "".join(c for _, c in group) for one, group in groupby(sorted(pairs), key=lambda pair: pair[0])}


def words(characters: dict[str, list[str]]) -> dict[str, str]:
    """Return the words of two characters that are read otherwise than their characters alone."""
    found = {}
    for word, written in sorted(phrases_dict.items()):
        normal = normalise(word).text
        syllables = [syllable(reading[0]) for reading in written]
        if len(normal) != 2 or len(syllables) != 2 or not set(normal) <= characters.keys():
            continue
        if syllables != [characters[character][0] for character in normal]:
            found[normal] = " ".join(syllables)
    return found


def main() -> None:
    """Write the table."""
    characters = readings()
    first = [(syllables[0], character) for character, syllables in characters.items()]
    other = [(one, character) for character, syllables in characters.items() for one in syllables[1:]]
    table = {
        "source": f"pypinyin {version('pypinyin')} (MIT), by tools/make_pinyin.py",
        "first": by_syllable(first),
        "other": by_syllable(other),
        "words": words(characters),
    }
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
