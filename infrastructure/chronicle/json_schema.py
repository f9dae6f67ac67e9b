"""The JSON Schema of a chronicle, for editors and other programs."""

import inspect
import re
import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from domain.content import SLUG, required_names
from domain.dates import LegalDate
from domain.events import EVENTS, Citation, Document, Facts
from domain.places import Area
from domain.sealing import MAPS_OF_CASES, sealable_names
from infrastructure.chronicle.shapes import classes, options_of
from infrastructure.proof.sealed import DIGEST, DIGESTS

_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
_ONE_DATE = rf"unknown|\.\.|{_DAY}|\[ *{_DAY}( *, *{_DAY})* *\]|({_DAY}|\.\.) */ *({_DAY}|\.\.)"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a chronicle, made from the events and the types of their fields.

    It describes the form, that of sealed values included: their digests stand in the map that the values belong to, and
    only where a value can be sealed. What is to be resolved (areas, sources, keys) and the rules within an entry are
    checked when the file is imported, which also takes an empty optional field for one that is not there.
    """
    definitions: dict[str, Any] = {
        "key": {"type": "string", "pattern": rf"^{SLUG.pattern}$", "description": "Unique in the ledger."},
        "text": {"type": ["string", "integer"], "description": "Text in Unicode normal form C."},
        "legal-date": {
            "description": "A calendar day in Europe/Amsterdam, in a subset of EDTF (ISO 8601-2).",
            "anyOf": [
                {"type": "string", "pattern": rf"^({_ONE_DATE})$"},
                {"type": "integer", "minimum": 1000, "maximum": 9999, "description": "A year, unquoted."},
                {"type": "array", "minItems": 1, "items": {"type": ["string", "integer"]}, "description": "One of."},
            ],
        },
        "area": {
            "description": "An ISO 3166-2 code, the name of a region, or a part of one that has no code.",
            "anyOf": [
                {"type": "string"},
                _object({"name": _ref("text"), "within": {"type": "string"}, "part": {"const": True}}),
            ],
        },
        "document": {
            "description": "A path relative to the chronicle, the document itself, or its SHA-256, name and size.",
            "anyOf": [
                {"type": "string", "minLength": 1},
                _object({"name": {"type": "string"}, "text": _ref("text"), "sha256": _SHA256}, ("name", "text")),
                _object({"name": {"type": "string"}, "base64": {"type": "string"}, "sha256": _SHA256}, _BASE64),
                _object({"sha256": _SHA256, "name": {"type": "string"}, "size": {"type": "integer", "minimum": 0}}),
            ],
        },
    }
    definitions["digests"] = {
        "description": "Sealed values of this map: the digests of what discloses them (RFC 9901).",
        "type": "array",
        "minItems": 1,
        "uniqueItems": True,
        "items": {"type": "string", "pattern": f"^{DIGEST.pattern}$"},
    }
    for each in classes():
        if not hasattr(each, "TOPIC") and each is not Document:
            sealed = _SEALED if each in _HOLD_SEALED else {}
            definitions[_definition(each)] = _object({**_properties(each), **sealed}, _required(each))
    for topic, event in EVENTS.items():
        definitions[topic] = {"description": inspect.getdoc(event) or "", **_entry_of(topic, event)}
    chosen = [
        {"if": {"properties": {"event": {"const": topic}}, "required": ["event"]}, "then": _ref(topic)}
        for topic in EVENTS
    ]
    entry = {
        "type": "object",
        "required": ["key", "event"],
        "properties": {"key": _ref("key"), "event": {"enum": list(EVENTS)}},
        "allOf": chosen,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Chronicle: entries of a ledger of country-specific asylum policy",
        **_object({"chronicle": {"const": 1}, "entries": {"type": "array", "items": entry}}),
        "$defs": definitions,
    }


_SEALED = {DIGESTS: {"$ref": "#/$defs/digests"}}
_HOLD_SEALED = (Facts, Citation)
"""Values whose members can be sealed; the moments of a case are a map, and take their digests in `_entry_of`."""
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_BASE64 = ("name", "base64")


def _entry_of(topic: str, event: type[Any]) -> dict[str, Any]:
    """An entry of a topic. What can be sealed of it need not be there where digests are."""
    own = {"key": _ref("key"), "event": {"const": topic}, **_properties(event)}
    for name in MAPS_OF_CASES:
        if topic.startswith("case.") and own.get(name, {}).get("type") == "object":
            own[name] = {**own[name], "properties": _SEALED}
    sealable = sealable_names(topic) & own.keys()
    if not sealable:
        return _object(own, ("key", "event", *required_names(topic)))
    needed = [name for name in required_names(topic) if name not in sealable]
    either = [name for name in required_names(topic) if name in sealable]
    return {
        **_object({**own, **_SEALED}, ("key", "event", *needed)),
        **({"anyOf": [{"required": either}, {"required": [DIGESTS]}]} if either else {}),
    }


def _object(properties: Mapping[str, Any], required: Iterable[str] | None = None) -> dict[str, Any]:
    """A map with these fields and no others; all are needed unless it is said which."""
    needed = list(properties if required is None else required)
    return {
        "type": "object",
        "properties": dict(properties),
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _properties(cls: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {each.name.rstrip("_"): _schema_of(hints[each.name]) for each in fields(cls)}


def _required(cls: type[Any]) -> tuple[str, ...]:
    needed = (each for each in fields(cls) if each.default is MISSING and each.default_factory is MISSING)
    return tuple(each.name.rstrip("_") for each in needed)


def _definition(cls: type[Any]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()


def _schema_of(hint: Any) -> dict[str, Any]:
    options = [each for each in options_of(hint) if each is not types.NoneType]
    if len(options) > 1:
        return {"anyOf": [_schema_of(each) for each in options]}
    one = options[0]
    origin = get_origin(one)
    if origin is Literal:
        return {"enum": [each for each in get_args(one) if each != ""]}
    if origin is tuple:
        return {"type": "array", "items": _schema_of(get_args(one)[0])}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        values = get_args(one)[1]
        return {"type": "object", **({} if values is Any else {"additionalProperties": _schema_of(values)})}
    if one is Any:
        return {}
    named = {str: "text", LegalDate: "legal-date", Area: "area"}.get(one)
    if named is not None:
        return _ref(named)
    if is_dataclass(one) and isinstance(one, type):
        return _ref(_definition(one))
    return {"type": "integer" if one is int else "boolean"}
