"""Tells at a glance whether a query may be a citation, before anything is read that citations need."""

import re

LONGEST = 160
"""How many characters a query that is a citation may have."""

_NUMERALS = "0123456789０１２３４５６７８９〇零一二三四五六七八九十百千"
_PROVISIONS = "条條款項项号號"
_ENDS = frozenset(f"{_PROVISIONS}目章节節编編分》〉）){_NUMERALS}")
_PROVISION = rf"第[{_NUMERALS}]+[{_PROVISIONS}]|[0-9０-９〕］\])）][0-9０-９]+[号號]"
AROUND = " \t\u3000。，、；;,.？?！!"


def may_be_citation(query: str) -> bool:
    """Tell whether a query ends as citations do; most do not."""
    wanted = query.strip(AROUND)
    return 3 <= len(wanted) <= LONGEST and wanted.removesuffix("\n")[-1] in _ENDS


def names_provision(text: str) -> bool:
    """Tell whether a text has an article, 款, 项 or document number in it, with whatever else; few queries do."""
    return any(map(text.__contains__, _PROVISIONS)) and re.search(_PROVISION, text) is not None
