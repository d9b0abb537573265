"""Tells at a glance whether a query may be a citation, before anything is read that citations need."""

import re

LONGEST = 160
"""How many characters a query that is a citation may have."""

_END = re.compile("[条條款項项目章节節编編分号號》〉）)0-9０-９〇零一二三四五六七八九十百千]$")
_PROVISION = re.compile(
    "第[0-9０-９〇零一二三四五六七八九十百千]+[条條款項项号號]|[0-9０-９〕］\\])）][0-9０-９]+[号號]"
)
AROUND = " \t\u3000。，、；;,.？?！!"


def may_be_citation(query: str) -> bool:
    """Tell whether a query ends as citations do; most do not."""
    wanted = query.strip(AROUND)
    return 3 <= len(wanted) <= LONGEST and _END.search(wanted) is not None


def names_provision(text: str) -> bool:
    """Tell whether a text has an article, 款, 项 or document number in it, with whatever else; few queries do."""
    return _PROVISION.search(text) is not None
