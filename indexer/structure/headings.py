"""Finds the heading of a clause: what follows its label on the line, or its first sentence."""

from indexer.structure.labels import Label
from indexer.structure.rules import Rules, rules


def tidy(text: str) -> str:
    """Return a heading without blanks that only spread it out (总　　则 is 总则); others become one space."""
    words = text.split()
    if len(words) > 1 and all(len(word) == 1 for word in words):
        return "".join(words)
    return " ".join(words)


def line_heading(text: str, label: Label) -> str:
    """Return the heading that the rest of a label's line is; "" if the rest is a sentence, or there is none.

    Args:
        text: the paragraph.
        label: its label.
    """
    told = rules()
    if label.form == "条":
        if text[label.end : label.end + 1] not in "【〔[（":
            return ""
        found = told.article_heading.match(text, label.end)
        return (found[1] or found[2]) if found else ""
    rest = text[label.end :]
    if label.form in told.divisions:
        return tidy(rest)
    return "" if not rest or "。" in rest else _of_item(rest, told)


def _of_item(rest: str, told: Rules) -> str:
    """Return what follows the label of 一、 or （一）, if it is a heading; a short one may end with a colon."""
    if rest[-1] not in told.sentence_end:
        return tidy(rest) if len(rest) <= told.longest_heading else ""
    if rest[-1] not in "：:" or len(rest) > told.longest_run_in_heading // 2:
        return ""
    sentence = told.lead_in.search(rest) or told.no_colon_heading.search(rest)
    return "" if sentence else tidy(rest.rstrip("：:"))


def run_in_heading(text: str, label: Label, *, alone: bool) -> str:
    """Return the first sentence after a label, if it is short and plain enough to be a heading; "" if not.

    A single such sentence proves nothing: it is a heading where most items of its numbering begin with one.

    Args:
        text: the paragraph.
        label: its label.
        alone: nothing else belongs to its clause or stands under it, so that a sentence alone is its text.
    """
    told = rules()
    stop = text.find("。", label.end)
    if not label.end < stop <= label.end + told.longest_run_in_heading or (alone and stop == len(text) - 1):
        return ""
    sentence = text[label.end : stop]
    return "" if any(sign in sentence for sign in "，；：？！,;:") else tidy(sentence)
