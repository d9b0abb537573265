"""YAML front matter: the block of metadata between two lines ``---`` at the top of a text."""

import re
from typing import Any

LARGEST_FRONT_MATTER = 64 * 1024
"""Characters."""
DEEPEST_NESTING = 20

_OPENING = re.compile(r"[\s\ufeff]*?^---[ \t]*\r?\n", re.MULTILINE)
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.MULTILINE)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}
_LINE = re.compile(r"(?P<key>[^\s:#'\"-][^:]*?)\s*:(?:\s+(?P<value>.*))?|\s*-\s+(?P<item>.*)|\s*#.*|\s*")


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Part the front matter from the text below it.

    Values are what YAML 1.2's JSON schema makes of them (https://yaml.org/spec/1.2.2/#102-json-schema): ``false`` is
    False, ``12`` is 12, while dates, ``yes`` and ``017`` are the strings they are written as. Blank lines may stand
    above the block.

    A block that is not quite YAML, say for a colon or quotation mark in its title, loses nothing: if each of its lines
    is ``key: value`` or ``- item``, they are taken as they are written; so are aliases, which are not expanded. Any
    other block (no mapping, nested deeper than `DEEPEST_NESTING`, longer than `LARGEST_FRONT_MATTER`, not closed) is no
    front matter but text.

    Args:
        text: the text of a source.

    Returns:
        The metadata as plain JSON values, {} if there is none, and the rest of the text.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return {}, text
    closing = _CLOSING.search(text, opening.end(), opening.end() + LARGEST_FRONT_MATTER)
    if closing is None:
        return {}, text
    block = text[opening.end() : closing.start()]
    metadata = _read_yaml(block) if block.strip() else {}
    if metadata is None:
        metadata = _read_lines(block)
    if metadata is None:
        return {}, text
    return metadata, text[closing.end() :]


def _read_yaml(block: str) -> dict[str, Any] | None:
    """Return the mapping that a block of YAML is, None if it is something else.

    Built from YAML's events, not by its constructors: those recurse (libyaml's until the stack overflows), expand
    aliases, and know more types than JSON.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    open_nodes: list[_Node] = [_Node(False)]
    try:
        for event in yaml.parse(block, Loader=loader):
            match event:
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    open_nodes.append(_Node(isinstance(event, yaml.MappingStartEvent)))
                    if len(open_nodes) > DEEPEST_NESTING:
                        return None
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    value = open_nodes.pop().value()
                    open_nodes[-1].values.append(value)
                case yaml.ScalarEvent():
                    plain = event.implicit[0] and not event.style
                    open_nodes[-1].values.append(_scalar(event.value) if plain else event.value)
                case yaml.AliasEvent():
                    return None
    except (yaml.YAMLError, ValueError):
        return None
    documents = open_nodes[0].values
    return documents[0] if len(documents) == 1 and isinstance(documents[0], dict) else None


class _Node:
    """A mapping or sequence of YAML that is being read."""

    def __init__(self, is_mapping: bool) -> None:
        self.is_mapping = is_mapping
        self.values: list[Any] = []

    def value(self) -> Any:
        if not self.is_mapping:
            return self.values
        return {str(key): value for key, value in zip(self.values[::2], self.values[1::2], strict=True)}


def _scalar(written: str) -> Any:
    """Return the JSON value of a scalar without quotes."""
    if written.lower() in _CONSTANTS:
        return _CONSTANTS[written.lower()]
    number = _NUMBER.fullmatch(written)
    if number is None:
        return written
    return float(written) if number[1] else int(written)


def _read_lines(block: str) -> dict[str, Any] | None:
    """Return what a block says that is YAML but for its quoting; None if some line of it is something else."""
    metadata: dict[str, Any] = {}
    key = ""
    for line in block.splitlines():
        match = _LINE.fullmatch(line)
        if match is None or (match["item"] is not None and not key):
            return None
        if match["key"] is not None:
            key = match["key"]
            metadata[key] = _scalar(_unquote(match["value"] or ""))
        elif match["item"] is not None:
            items = metadata[key] if isinstance(metadata[key], list) else []
            metadata[key] = [*items, _unquote(match["item"])]
    return metadata or None


def _unquote(written: str) -> str:
    written = written.strip()
    if len(written) > 1 and written[0] == written[-1] and written[0] in "'\"":
        return written[1:-1]
    return written
