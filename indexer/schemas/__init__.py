"""Of which shape is what a command prints with ``--json``? A JSON Schema for each, of the version of docs/json.md."""

import json
from pathlib import Path
from typing import Any

from indexer.errors import UsageError


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what a command prints; ``batch`` is that of one line.

    Args:
        name: of the command.

    Raises:
        UsageError: it prints no record.
    """
    folder = Path(__file__).parent
    names = sorted(path.stem for path in folder.glob("*.json"))
    if name not in names:
        raise UsageError(f"there is no schema of {name}", remedy=f"There are those of {', '.join(names)}")
    told: dict[str, Any] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return told
