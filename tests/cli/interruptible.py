"""How a test starts a command that Ctrl-C is to end: a shell's background, where tests may run, ignores it."""

import sys

INTERRUPTIBLE = [
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from indexer.cli import main; main()",
]
