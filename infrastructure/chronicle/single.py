"""One entry outside a file: as options on a command line give it, or as a template to fill in."""

import copy
import inspect
from collections.abc import Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from domain.content import field_names, form_of, required_names
from domain.errors import Fault, Malformed
from domain.events import EVENTS
from infrastructure.chronicle.attachments import Attachments
from infrastructure.chronicle.building import Builder, Unreadable
from infrastructure.chronicle.drafting import Drafting
from infrastructure.chronicle.drafts import Chronicle
from infrastructure.chronicle.reading import decoded
from infrastructure.chronicle.shapes import within, written_names
from infrastructure.chronicle.writing import field_ranks, ordered
from infrastructure.chronicle.yaml_out import write_item, write_map


def parse_value(text: str | bytes) -> Any:
    """One value in YAML, read as in a chronicle: `2023-01-11` is text, `{a: b}` a map, `[x, y]` a list, `12` a number.

    Nothing at all, or a comment alone, is None.

    Raises:
        Malformed: with a sentence for every fault, each on a line of its own.
    """
    from infrastructure.chronicle.yaml_in import build_from_yaml

    builder = Builder()
    unreadable: list[tuple[int | None, str]] = []
    try:
        text = text if isinstance(text, str) else decoded(text)
        build_from_yaml(text, builder)
    except Unreadable as problem:
        unreadable = [(problem.line, str(problem))]
    found = [
        (line, f"{where}: {sentence}" if (where := ".".join(part for part in (item, path) if part)) else sentence)
        for line, item, path, sentence in builder.faults
    ]
    sentences = [
        f"line {line}: {sentence}" if line and (isinstance(text, bytes) or "\n" in text.strip()) else sentence
        for line, sentence in [*found, *unreadable]
    ]
    if sentences:
        raise Malformed("\n".join(sentences))
    return builder.root


def yaml_text(value: Mapping[str, Any]) -> str:
    """The fields as a chronicle has them, from the first column on; ends with a line feed. `parse_value` reads it."""
    lines: list[str] = []
    write_map(ordered(value), "", lines)
    return "\n".join(lines or ["{}"]) + "\n"


def chronicle_of(topic: str, key: str, fields: Mapping[str, Any], folder: Path, faults: list[Fault]) -> Chronicle:
    """One entry, as if it stood with these fields (plain values, left as they are) in a chronicle in `folder`.

    Paths of documents start at `folder` and, typed by whoever they are read for, may lead anywhere. Faults of form are
    appended to `faults`, without a line; the fields themselves are for `domain.content.check`.
    """
    drafting = Drafting("", Attachments(folder, anywhere=True))
    drafting.draft({**copy.deepcopy(dict(fields)), "key": key or None, "event": topic}, None, {}, knowable=True)
    faults.extend(drafting.faults)
    return drafting.chronicle


def template(topic: str, key: str, fields: Mapping[str, Any]) -> str:
    """A chronicle of one entry to go on with in an editor.

    The given fields are written out; every other field of the event stands behind a `#`, with what it holds: the
    needed ones first.
    """
    lines = [f"# {line}".rstrip() for line in (inspect.getdoc(EVENTS[topic]) or "").splitlines()]
    lines += ["# Take the # before a field away and give its value; leave alone what the source does not say.", ""]
    lines += ["chronicle: 1", "entries:"]
    write_item({"key": key, "event": topic, **ordered(fields)}, "  ", lines)
    if not key:
        lines[lines.index('  - key: ""')] = "  - key:  # needed: the name of this entry, as in ml/letter-2023"
    needed = required_names(topic)
    ranks = field_ranks()
    for name in sorted(field_names(topic), key=lambda name: (name not in needed, ranks[name])):
        if name not in fields:
            lines.append(f"    # {name}:  # {'needed: ' if name in needed else ''}{_what_it_holds(topic, name)}")
    return "\n".join(lines) + "\n"


_SHAPES: Final = {
    "date": "a legal date, as in 2023-01-11, 2012-06 or unknown",
    "text": "text",
    "texts": "a list of texts, as in [one, other]",
    "areas": "a list of areas, as in [ML-7, ML-9]",
    "map": "a map, as in {name: value}",
    "maps": "a list of maps, as in [{name: value}]",
    "file": "the path of a file",
}


def _what_it_holds(topic: str, name: str) -> str:
    form = form_of(topic, name)
    if form.choices:
        return f"{', '.join(form.choices[:-1])} or {form.choices[-1]}"
    hints = get_type_hints(EVENTS[topic])
    hint = hints.get(name, hints.get(f"{name}_"))
    if hint is Any:
        return "the value"
    shape = _SHAPES[form.shape]
    for each in within(hint):
        if form.shape in ("map", "maps") and isinstance(each, type) and is_dataclass(each):
            return f"{shape.partition(',')[0]} with {', '.join(written_names(each))}"
        if each is int:
            return "a whole number"
        if get_origin(each) is Literal:  # effect: ex-tunc, or a day
            return f"{', '.join(get_args(each))} or {shape}"
    return shape
