"""User dictionaries."""

import pytest

from indexer.analysis.cutter import JiebaCutter, load_cutter
from indexer.analysis.userdict import Entry, read_userdict, teach


@pytest.mark.parametrize(
    ("line", "entry", "reason"),
    [
        ("准入年限", Entry("准入年限"), ""),
        ("准入年限 20", Entry("准入年限", 20), ""),
        ("准入年限 20 n", Entry("准入年限", 20), ""),
        ("准入年限 n", Entry("准入年限"), ""),
        ("準入年限", Entry("准入年限"), ""),  # the normal form, as what is cut
        ("准入年限 -3", None, "no frequency"),
        ("准入年限 1.5", None, "no frequency"),
        ("C级 3", None, "only words of Han characters"),
        ("准", None, "2 to 30 characters"),
    ],
)
def test_each_line_gives_an_entry_or_a_reason(line: str, entry: Entry | None, reason: str) -> None:
    (verdict,) = read_userdict(line)
    assert verdict.entry == entry
    assert reason in verdict.reason


def test_marks_line_ends_comments_and_blank_lines_make_no_difference() -> None:
    verdicts = read_userdict("\ufeff准入年限\r\n\r\n# 注释\n城市群内\r准入年限\n")
    assert [(verdict.number, verdict.line, bool(verdict.entry)) for verdict in verdicts] == [
        (1, "准入年限", True),
        (4, "城市群内", True),
        (5, "准入年限", False),
    ]


def test_the_order_of_the_lines_makes_no_difference_and_both_cutters_learn_alike() -> None:
    words = [Entry("准入年限"), Entry("年限同城化", 50), Entry("户籍准入")]
    cut = []
    for make, entries in ((load_cutter, words), (load_cutter, words[::-1]), (JiebaCutter, words)):
        cutter = make()
        teach(cutter, entries)
        cut.append(cutter.words("户籍准入年限同城化累计互认"))
    assert cut[0] == cut[1] == cut[2]
    assert cut[0] != load_cutter().words("户籍准入年限同城化累计互认")
