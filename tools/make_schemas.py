"""Write the JSON Schemas of what the command line prints with ``--json``, from the records themselves.

    python tools/make_schemas.py

A schema stands in `indexer/schemas/` for each command, by its name; ``batch`` is that of one line. They are
version 1 of docs/json.md: fields may be added, those that are there stay, which tests/test_schemas.py holds.
"""

import inspect
import json
import re
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from indexer import records, reports

FOLDER = Path(__file__).parent.parent / "indexer" / "schemas"

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_ATTRIBUTE = re.compile(r"^        ([\w, ]+): ", re.MULTILINE)


class Definitions:
    """The records that a schema names, as its ``$defs``."""

    def __init__(self) -> None:
        self.defs: dict[str, Any] = {}

    def of(self, kind: Any) -> dict[str, Any]:
        """Return the schema of a type."""
        if kind in _PLAIN:
            return {"type": _PLAIN[kind]}
        if is_dataclass(kind):
            return self._of_record(kind)
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.of(one) for one in arguments]}
        if origin is tuple and arguments[-1] is not ...:
            size = len(arguments)
            return {
                "type": "array",
                "prefixItems": [self.of(one) for one in arguments],
                "minItems": size,
                "maxItems": size,
            }
        if origin in (tuple, list):
            return {"type": "array", "items": self.of(arguments[0])}
        if kind is Any:
            return {}
        if origin is Mapping or kind is Mapping:
            return {"type": "object"} | ({"additionalProperties": self.of(arguments[1])} if arguments else {})
        raise TypeError(f"no schema for {kind}")

    def _of_record(self, kind: Any) -> dict[str, Any]:
        name = kind.__name__.removesuffix("Record")
        if name not in self.defs:
            self.defs[name] = {}  # a record may hold its like
            self.defs[name] = self._properties(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _properties(self, kind: Any) -> dict[str, Any]:
        hints = get_type_hints(kind, {**vars(reports), **vars(records)})
        told = _told(kind)
        properties = {
            field.name: self.of(hints[field.name]) | ({"description": told[field.name]} if field.name in told else {})
            for field in fields(kind)
        }
        about = inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0]
        return {
            "type": "object",
            "description": " ".join(about.split()),
            "properties": properties,
            "required": list(properties),
        }


def _told(kind: Any) -> dict[str, str]:
    """Return what docstrings say of the attributes of a record and of the records it extends."""
    told: dict[str, str] = {}
    for one in reversed(kind.__mro__):
        pieces = _ATTRIBUTE.split(one.__dict__.get("__doc__") or "")[1:]
        for names, text in zip(pieces[::2], pieces[1::2], strict=True):
            told |= {name.strip(): " ".join(text.split()) for name in names.split(",")}
    return told


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of what each command prints, by the command's name."""
    listed: dict[str, tuple[str, Any]] = {
        "list": ("documents", reports.ListedDocument),
        "show": ("clauses", reports.ShownClause),
        "cite": ("citations", reports.CitedReference),
        "remove": ("removed", str),
        "similar": ("clauses", reports.SimilarClause),
        "suggest": ("suggestions", reports.Suggestion),
    }
    whole = {
        "search": records.Results,
        "add": reports.AddReport,
        "status": reports.Status,
        "optimize": reports.Optimized,
        "check": reports.CheckReport,
        "diff": reports.Difference,
        "sync": reports.SyncReport,
    }
    told = {name: _schema(name, lambda defs, kind=kind: defs.of(kind)) for name, kind in whole.items()}
    told |= {name: _schema(name, _list_of(key, kind)) for name, (key, kind) in listed.items()}
    told["eval"] = _schema("eval", _evaluation)
    told["batch"] = _schema("batch", _line_of_batch)
    return dict(sorted(told.items()))


def _list_of(key: str, kind: Any) -> Any:
    def make(defs: Definitions) -> dict[str, Any]:
        items = {"type": "array", "items": defs.of(kind)}
        return {"type": "object", "properties": {key: items}, "required": [key]}

    return make


def _evaluation(defs: Definitions) -> dict[str, Any]:
    """An evaluation, whose rows of single queries may be left out."""
    whole = defs.of(reports.Evaluation)
    defs.defs["Evaluation"]["required"].remove("per_query")
    return whole


def _line_of_batch(defs: Definitions) -> dict[str, Any]:
    """A search's record or a failure, with the query's id; how long a search took may be left out."""
    for kind in (records.Results, reports.QueryFailure):
        defs.of(kind)
    defs.defs["Results"]["required"].remove("took_ms")
    either = [{"$ref": "#/$defs/Results"}, {"$ref": "#/$defs/QueryFailure"}]
    return {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"], "anyOf": either}


def _schema(name: str, make: Any) -> dict[str, Any]:
    defs = Definitions()
    body = make(defs)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"indexer {name}, version 1",
        **body,
        "$defs": dict(sorted(defs.defs.items())),
    }


def main() -> None:
    """Write them."""
    FOLDER.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=2)
        (FOLDER / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
