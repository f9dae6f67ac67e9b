"""Entries back to a file, in the order a person would write their fields, with their documents embedded."""

import base64
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Literal

from infrastructure.chronicle.shapes import classes, written_names
from infrastructure.chronicle.yaml_out import NOT_AS_IT_IS, yaml_pieces

Form = Literal["yaml", "json"]


_FIRST = (
    *("key", "event", "source", "country", "ruling", "framework", "case", "entry", "field", "element", "kind"),
    *("standing", "title", "court", "identifiers", "case_numbers", "ecli", "author"),
    *("decided_on", "created_on", "signed_on", "pronounced_on", "public_on", "confidentiality", "on"),
    *("from", "until", "through", "effect", "areas", "except_areas", "groups", "name", "sha256", "size"),
)
_LAST = ("legal_basis", "presumption", "applies_to", "reason", "content", "cites", "note")


def write_chronicle(
    entries: Iterable[Mapping[str, Any]], documents: Callable[[str], bytes], form: Form = "yaml"
) -> Iterator[str]:
    """The text of a chronicle with these entries (as `entries --format json` lists them), piece by piece.

    Each document is embedded where it is first named, so that the file can be imported alone: as text when its bytes
    are NFC text that any YAML reader gives back, else in base64. `documents` gives the bytes for a SHA-256 and raises
    KeyError for one that is not there (any more): then only its SHA-256, name and size are written.
    """
    embedded: set[str] = set()

    def with_documents(content: Mapping[str, Any]) -> dict[str, Any]:
        return {name: embed(value) for name, value in content.items()}

    def embed(value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        if value.keys() != {"sha256", "name", "size"}:
            return with_documents(value)
        if value["sha256"] in embedded:
            return value
        try:
            data = documents(value["sha256"])
        except KeyError:
            return value
        embedded.add(value["sha256"])
        return {"name": value["name"], "sha256": value["sha256"], **_inlined(data, form)}

    written = (
        ordered({**with_documents(each["content"]), "key": each["key"], "event": each["event"]}) for each in entries
    )
    yield from _json_pieces(written) if form == "json" else yaml_pieces(written)


def _inlined(data: bytes, form: Form) -> dict[str, str]:
    try:
        text = data.decode("utf-8")
        if unicodedata.is_normalized("NFC", text) and not NOT_AS_IT_IS.search(text):
            return {"text": text}
    except UnicodeDecodeError:
        pass
    return {"base64": (base64.encodebytes if form == "yaml" else base64.b64encode)(data).decode("ascii")}


def ordered(value: Any) -> Any:
    """The fields of every map as a person would write them; names that no event has come sorted, before the last."""
    if isinstance(value, Mapping):
        ranks = field_ranks()
        names = sorted(value, key=lambda name: (ranks.get(name, len(ranks)), name))
        return {name: ordered(value[name]) for name in names}
    return [ordered(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def field_ranks() -> dict[str, int]:
    names = dict.fromkeys(_FIRST)
    for each in classes():
        names.update(dict.fromkeys(written_names(each)))
    inner = [name for name in names if name not in _LAST]
    return {name: rank for rank, name in enumerate(inner)} | {name: 10_000 + rank for rank, name in enumerate(_LAST)}


def _json_pieces(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield '{\n  "chronicle": 1,\n  "entries": ['
    between = "\n    "
    for entry in entries:
        yield between + json.dumps(entry, ensure_ascii=False, indent=2).replace("\n", "\n    ")
        between = ",\n    "
    yield "]\n}\n" if between.startswith("\n") else "\n  ]\n}\n"
