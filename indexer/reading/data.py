"""The tables this folder works by: YAML files beside the code."""

from pathlib import Path
from typing import Any


def load_data(name: str) -> Any:
    """Return what stands in a YAML file of this folder or below.

    Args:
        name: the name of the file, such as ``metadata.yaml`` or ``docx/symbols.yaml``.

    Returns:
        Its content as dicts, lists and strings.
    """
    import yaml

    # Not importlib.resources, whose import takes longer than all of ours.
    text = Path(__file__).parent.joinpath(name).read_text("utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
