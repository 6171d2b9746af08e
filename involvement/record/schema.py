"""The JSON Schema of a record: what `load` takes, before the record is seen whole."""

from __future__ import annotations

from typing import Any

from involvement.record.model import Model
from involvement.record.programme import Programme

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_LEFT_OUT = [{"type": "null"}, {"const": "unknown"}]


def record_schema() -> dict[str, Any]:
    """The JSON Schema of a record.

    It takes what the reader takes: null or `unknown` for an optional field, one id
    for a list of one, partial dates. References between items are beyond it.

    Example:
        >>> record_schema()["required"]
        ['id', 'schema_version']
    """
    schema: dict[str, Any] = Programme.model_json_schema(mode="validation")
    parts = schema["$defs"] | {"Programme": schema}
    models = {model.__name__: model for model in _models(Model)}
    for name, part in parts.items():
        _widen(part, models[name])
    when = schema["$defs"]["When"]
    date = {"type": "string", "pattern": _DATE}
    year = {"type": "integer", "minimum": 1000, "maximum": 9999}
    for end in ("start", "end"):
        title = when["properties"][end].get("description", "")
        when["properties"][end] = {
            "anyOf": [date, year, *_LEFT_OUT],
            "description": title,
        }
    schema["$defs"]["When"] = {
        "title": "When",
        "description": when.pop("description"),
        "anyOf": [date, year, when],
    }
    version = schema["properties"]["schema_version"]
    schema["properties"]["schema_version"] = {
        "enum": ["1", 1],
        "description": version["description"],
    }
    return {"$schema": _DIALECT, "title": "Record", **schema}


def _models(model: type[Model]) -> list[type[Model]]:
    return [model, *(one for sub in model.__subclasses__() for one in _models(sub))]


def _widen(part: dict[str, Any], model: type[Model]) -> None:
    """Let optional fields be null or unknown, and a list of texts be one text."""
    for name, field in part.get("properties", {}).items():
        choices = _choices(field)
        for choice in list(choices):
            if choice.get("type") == "array" and "$ref" not in choice["items"]:
                choices.append(choice["items"])
        if name not in part.get("required", []):
            left_out = [{"type": "null"}] if name in model.texts else _LEFT_OUT
            choices += [c for c in left_out if c not in choices]
        kept = {
            k: v for k, v in field.items() if k in ("title", "description", "default")
        }
        part["properties"][name] = {**kept, "anyOf": choices}


def _choices(field: dict[str, Any]) -> list[dict[str, Any]]:
    """The alternatives of a field, and named values that may hold null."""
    if "oneOf" in field or "anyOf" in field:
        return list(field.get("oneOf") or field["anyOf"])
    plain = {
        k: v for k, v in field.items() if k not in ("title", "description", "default")
    }
    if plain.get("type") == "object":
        inner = plain["additionalProperties"]
        plain["additionalProperties"] = {"anyOf": [inner, *_LEFT_OUT]}
    return [plain]
