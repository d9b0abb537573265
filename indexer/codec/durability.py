"""Making files survive a crash of the machine: what is written is on the disk before the table of contents names it."""

import io
import os
from contextlib import suppress
from typing import Any


def make_durable(file: Any) -> None:
    """Wait until what was written to an open Whoosh file is on the disk; nothing to do for one in memory."""
    file.flush()
    with suppress(io.UnsupportedOperation):
        os.fsync(file.fileno())


def make_files_durable(storage: Any, names: list[str]) -> None:
    """Wait until closed files are on the disk.

    Args:
        storage: the Whoosh storage they are in.
        names: their names.
    """
    folder = getattr(storage, "folder", "")
    for name in names if folder else ():
        descriptor = os.open(os.path.join(folder, name), os.O_RDWR | getattr(os, "O_BINARY", 0))  # noqa: PTH118
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_folder(storage: Any) -> None:
    """Wait until a storage's folder has its new names on the disk, where the system can do that for a folder."""
    folder = getattr(storage, "folder", "")
    if folder and hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
