"""Reads the data files that stand beside this package's code."""

from importlib.resources import files
from typing import Any


def load(name: str) -> Any:
    """Return what a YAML file of this package holds.

    Args:
        name: the file's name, such as ``numbering.yaml``.
    """
    import yaml

    text = files("indexer.structure").joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
