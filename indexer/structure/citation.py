"""Writes citations: 《中华人民共和国民法典》第一千零八十四条第二款第（一）项, 《国务院工作规则》三十六、（一）.

Source of the form of 条 款 项 目: 立法技术规范（试行）（一）, 全国人大常委会法工委, 2009; of 〈〉 within 《》: GB/T
15834-2011, 4.15.
"""

import re
from functools import lru_cache

from indexer.structure.numerals import format_numeral

_DATED = re.compile(r"[(（]\d{4}([-.年]\d{1,2}([-.月]\d{1,2}日?)?)?[)）]$|\.(md|txt|html?|docx?|pdf)$", re.IGNORECASE)
_BETWEEN_HAN = re.compile(r"(?<=[\u3007\u3400-\u9fff《》〈〉“”、（）])\s+(?=[\u3007\u3400-\u9fff《》〈〉“”、（）])")
_SWAP = str.maketrans("《》〈〉", "〈〉《》")


def clean_title(title: str) -> str:
    """Return a title as it is cited, without book-title marks around it.

    Blanks between Han characters go (国 务 院 工 作 规 则), as do the date and the suffix of a file's name
    (公司法(2023-12-29).md).
    """
    cleaned = title.strip()
    while (shorter := _DATED.sub("", cleaned).rstrip()) != cleaned:
        cleaned = shorter
    cleaned = " ".join(_BETWEEN_HAN.sub("", cleaned).split())
    if cleaned.startswith("《") and cleaned.find("》") == len(cleaned) - 1:
        cleaned = cleaned[1:-1]
    return cleaned


def cite_title(title: str) -> str:
    """Return a cleaned title in book-title marks, those within it turned to the other kind; "" for no title."""
    return f"《{title.translate(_SWAP)}》" if title else ""


@lru_cache(maxsize=8192)
def cite_paragraph(paragraph: int, items: tuple[str, ...]) -> str:
    """Return the part of a citation below an article: 第二款第（一）项第1目.

    Args:
        paragraph: the number of the 款, from 1; 0 if none is counted, or the article has only this one.
        items: the labels of the items in their standard writing, outermost first.
    """
    cited = f"第{format_numeral(paragraph)}款" if paragraph else ""
    for item, unit in zip(items, ("项", "目", "", "", ""), strict=False):
        cited += f"第{item.rstrip('、.）') if item[0] not in '（(' else item}{unit}" if unit else item
    return cited


def cite_preamble(heading: str, number: int) -> str:
    """Return how a paragraph of a preamble is cited: 序言第七自然段."""
    return f"{heading}第{format_numeral(number)}自然段"
