"""The line that says how far work has come."""

from indexer.cli.progress import progress_line
from indexer.reports import Progress


def test_the_line_has_the_share_the_rate_and_the_time_left() -> None:
    line = progress_line(
        Progress(done=5, total=20, bytes_done=5_000_000, bytes_total=20_000_000), seconds=2.0, columns=8
    )
    assert line == "██░░░░░░ 5/20 files, 2.5 MB/s, 6 s left"


def test_nothing_done_yet_has_no_time_left() -> None:
    assert progress_line(Progress(0, 20, 0, 20_000_000), seconds=1.0, columns=2) == "░░ 0/20 files, 0.0 MB/s, …"
