"""Chronicles to read and to write in tests, and the two real ones."""

import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from domain.errors import Fault
from infrastructure.chronicle import Chronicle, Draft, Form, parse_chronicle, write_chronicle

ROOT = Path(__file__).resolve().parents[2]
MALI = ROOT / "infrastructure" / "data" / "mali" / "mali.yaml"
PALESTINIAN_TERRITORIES = ROOT / "docs" / "examples" / "palestinian-territories.yaml"
FORMS: tuple[Form, ...] = ("yaml", "json")


def read(text: str | bytes, file: str = "x.yaml", folder: Path | None = None) -> tuple[Chronicle, list[Fault]]:
    faults: list[Fault] = []
    if isinstance(text, str):
        text = (textwrap.dedent(text) if text.startswith(" ") else text).encode()
    return parse_chronicle(text, file, folder, faults), faults


def entry(fields: str, folder: Path | None = None) -> tuple[Draft, list[Fault]]:
    """One entry that registers a source, with these further lines of YAML; the first of them is line 5."""
    head = "chronicle: 1\nentries:\n- key: a\n  event: source.registered\n"
    read_, faults = read(head + "".join(f"  {line}\n" for line in fields.strip("\n").split("\n")), folder=folder)
    return read_.drafts[0], faults


def only(text: str | bytes, file: str = "x.yaml") -> Fault:
    """The one fault of a file."""
    _, faults = read(text, file)
    assert len(faults) == 1, faults
    return faults[0]


def noted(key: str, problems: list[tuple[str, str]]) -> Callable[[str, str], None]:
    """Reports to `check` as key and field."""
    return lambda path, _: problems.append((key, path))


def as_listed(drafts: tuple[Draft, ...]) -> list[dict[str, Any]]:
    return [{"key": each.key, "event": each.topic, "content": each.fields} for each in drafts]


def written(read_: Chronicle, form: Form = "yaml") -> str:
    return "".join(write_chronicle(as_listed(read_.drafts), read_.documents.__getitem__, form))


def gone(digest: str) -> bytes:
    raise KeyError(digest)


def write_source(content: Mapping[str, Any], documents: Mapping[str, bytes] | None = None, form: Form = "yaml") -> str:
    one = {"key": "a", "event": "source.registered", "content": content}
    return "".join(write_chronicle([one], (documents or {}).__getitem__, form))
