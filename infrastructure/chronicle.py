"""Chronicle files in and out (contract, section 5): YAML or JSON to drafts of entries, and entries back to a file.

What lives here knows the format, not the rules of the domain: `domain/content.py` checks the fields of a draft. Every
fault carries the entry's key, the field and the line, and a file is read on after a fault wherever that makes sense.

The YAML is that of YAML 1.2 with less in it: no anchors, tags, merge keys or directives, one document, no line broken
by anything but a line feed or carriage return. Of plain scalars only true, false, null and whole numbers are not text,
so `NO` is Norway, `on` a name, `012` and `3.10` what is written there. The same bytes are written on every machine:
the writer is ours because what libyaml and PyYAML's own emitter write differs.
"""

import base64
import binascii
import copy
import difflib
import hashlib
import inspect
import json
import re
import types
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Final, Literal, NoReturn, Union, get_args, get_origin, get_type_hints

import yaml

from domain.content import SLUG, date_fields, field_names, form_of, required_names
from domain.dates import LegalDate
from domain.errors import Fault, Malformed
from domain.events import EVENTS, Document, EntryCorrected
from domain.places import Area

Form = Literal["yaml", "json"]

LARGEST_FILE: Final = 256 * 1024 * 1024
"""Bytes of a chronicle file, inclusive."""
LARGEST_DOCUMENT: Final = 64 * 1024 * 1024
"""Bytes of one attached document, inclusive."""
LARGEST_DOCUMENTS: Final = 512 * 1024 * 1024
"""Bytes of all documents attached by one file together, inclusive: they are held in memory until they are stored."""
DEEPEST: Final = 32
"""Maps and lists within each other, the outermost included; an entry itself stands at 3."""
MOST_FAULTS: Final = 10_000
"""Where somebody feeds us something else than a chronicle, reading stops here."""


@dataclass(frozen=True)
class Draft:
    """An entry as somebody wrote it, not yet checked.

    `topic` is a topic of `EVENTS`; `key` is empty where the file gives none that is well-formed (then there is a
    fault). `fields` are plain values: text, whole numbers, yes or no, None, lists and maps. `line` is the 1-based line
    of the entry, `lines` that of each field by its dotted path (`violence.level`, `cites[0].quote`).
    """

    key: str
    topic: str
    fields: Mapping[str, Any]
    file: str = ""
    line: int | None = None
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, path: str) -> int | None:
        """The nearest line that is known: of the field, of what it stands in, or of the entry."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.line


@dataclass(frozen=True)
class Chronicle:
    """What could be read: drafts in file order, and by SHA-256 (hex) the documents they attach."""

    drafts: tuple[Draft, ...] = ()
    documents: Mapping[str, bytes] = field(default_factory=dict)


def read_chronicle(path: Path, faults: list[Fault]) -> Chronicle:
    """Read a chronicle file; every fault of its format is appended to `faults`, in file order."""
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as problem:
        faults.append(Fault(f"the file cannot be read: {_reason(problem)}", file=str(path)))
        return Chronicle()
    return parse_chronicle(data, str(path), path.parent, faults)


def parse_chronicle(
    data: bytes, file: str, folder: Path | None, faults: list[Fault], *, anywhere: bool = False
) -> Chronicle:
    """Read the bytes of a chronicle; `file` is its name in faults, `folder` where the paths it names start.

    JSON when the name ends in `.json` or the text starts as a JSON object does, else YAML. Without a folder documents
    can only be attached inline. With `anywhere` a path may lead out of the folder: for a text that its reader wrote
    himself. Every fault is appended to `faults`, in file order.
    """
    reading = _Reading(file, _Attachments(folder, anywhere=anywhere))
    try:
        reading.read(data)
    except _Unreadable as problem:
        reading.fault(problem.line, str(problem))
    faults.extend(sorted(reading.faults, key=lambda fault: fault.line or 0))
    return Chronicle(tuple(reading.drafts), reading.attachments.documents)


class _Unreadable(Exception):
    """Reading stops here: what follows cannot be understood, or should not be tried."""

    def __init__(self, line: int | None, sentence: str) -> None:
        self.line = line
        super().__init__(sentence)


def _too_many_faults(line: int) -> _Unreadable:
    return _Unreadable(line, f"there are more than {MOST_FAULTS} faults above; what follows was not read")


# -- from bytes to text -----------------------------------------------------------------------------------------------


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        raise _Unreadable(None, f"the file is larger than {_megabytes(LARGEST_FILE)}; split it into several chronicles")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        raise _Unreadable(1, "the file is in UTF-16 or UTF-32; save it as UTF-8")
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0  # a byte order mark says nothing in UTF-8
    try:
        return data[start:].decode("utf-8") if start else data.decode("utf-8")
    except UnicodeDecodeError as problem:
        offset = start + problem.start
        raise _Unreadable(
            data.count(b"\n", 0, offset) + 1,
            f"the file is not UTF-8: byte {data[offset]:#04x} at offset {offset} belongs to no character; "
            "save the file as UTF-8",
        ) from None


def _is_json(file: str, text: str) -> bool:
    return file.lower().endswith(".json") or re.match(r'[ \t\r\n]*\{[ \t\r\n]*["}]', text) is not None


def _megabytes(size: int) -> str:
    return f"{size // (1024 * 1024)} MB"


# -- from text to plain values, with the line of each -----------------------------------------------------------------


class _Frame:
    """A map or list that is still open. In a map, `name` is the field whose value comes next, or `at_name` is true.

    `kept`: that value is kept; `counts`: so is the map or list itself, and all it stands in.
    """

    __slots__ = ("at_name", "container", "counts", "item", "kept", "lines", "name", "path")

    def __init__(self, container: Any, path: str, item: str, lines: dict[str, int], counts: bool) -> None:
        self.container = container
        self.counts = counts
        self.path = path
        self.item = item
        self.lines = lines
        self.at_name = isinstance(container, dict)
        self.name = ""
        self.kept = True


class _Builder:
    """Builds plain values from the parts of a YAML or JSON text, in a flat loop: depth costs no stack.

    Each item of a list in the outermost map is a world of its own: `items` has, by its path in the whole
    (`entries[3]`), the lines of its fields by their path within it. `lines` has those of the outermost map.
    """

    def __init__(self) -> None:
        self.root: Any = None
        self.lines: dict[str, int] = {}
        self.items: dict[str, dict[str, int]] = {}
        self.unknowable: set[str] = set()
        self.faults: list[tuple[int, str, str, str]] = []
        self._frames: list[_Frame] = []

    @property
    def expects_name(self) -> bool:
        return bool(self._frames) and self._frames[-1].at_name

    def open(self, container: Any, line: int) -> None:
        if len(self._frames) >= DEEPEST:
            raise _Unreadable(
                line, f"maps and lists stand more than {DEEPEST} deep within each other; no entry needs that"
            )
        path, kept = self._place(container, line)
        above = self._frames[-1] if self._frames else None
        if above is None:
            frame = _Frame(container, "", "", self.lines, True)
        elif len(self._frames) == 2 and isinstance(above.container, list) and above.counts:
            frame = _Frame(container, "", path, self.items.setdefault(path, {}), True)
        else:
            frame = _Frame(container, path, above.item, above.lines if kept else {}, kept and above.counts)
        self._frames.append(frame)

    def close(self) -> None:
        self._frames.pop()

    def value(self, value: Any, line: int) -> None:
        self._place(value, line)

    def name(self, name: str, line: int) -> None:
        frame = self._frames[-1]
        path = f"{frame.path}.{name}" if frame.path else name
        frame.at_name, frame.name = False, name
        frame.kept = name not in frame.container
        if frame.kept:
            frame.lines[path] = line
        else:
            earlier = frame.lines.get(path)
            self.fault(line, f"the field stands twice, here and on line {earlier}; keep one", path)
        if not name:
            self.fault(line, "a field without a name; write name: value")

    def without(self) -> None:
        """The value of the name just read counts for nothing (it was complained about)."""
        self._frames[-1].kept = False

    def fault(self, line: int, sentence: str, path: str = "") -> None:
        if len(self.faults) >= MOST_FAULTS:
            raise _too_many_faults(line)
        item = self._frames[-1].item if self._frames else ""
        self.faults.append((line, item, path, sentence))

    def here(self) -> str:
        """The path of the value that comes next, within its entry."""
        if not self._frames:
            return ""
        frame = self._frames[-1]
        if isinstance(frame.container, list):
            return f"{frame.path}[{len(frame.container)}]"
        return f"{frame.path}.{frame.name}" if frame.path else frame.name

    def cannot_know(self) -> None:
        """What stands here has no value: the entry it belongs to cannot be checked."""
        self.unknowable.add(self._frames[-1].item if self._frames else "")

    def _place(self, value: Any, line: int) -> tuple[str, bool]:
        """Put a value where it belongs; its path within its entry, and whether it is kept."""
        if not self._frames:
            self.root = value
            self.lines[""] = line
            return "", True
        frame = self._frames[-1]
        container = frame.container
        if isinstance(container, list):
            path = f"{frame.path}[{len(container)}]"
            frame.lines[path] = line
            container.append(value)
            return path, True
        frame.at_name = True
        if frame.kept:
            container[frame.name] = value
        return (f"{frame.path}.{frame.name}" if frame.path else frame.name), frame.kept


# -- YAML -------------------------------------------------------------------------------------------------------------

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAKS_OF_OLD = "\x85\u2028\u2029"  # line breaks in YAML 1.1, ordinary characters in 1.2
_NOT_TEXT: Final[dict[str, Any]] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
# Only what a number would be written back as: 012, +31, 0x1F and a number of thousands of digits are somebody's text.
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,999}", re.ASCII)
_HINTS: Final = (
    ("mapping values are not allowed", "a text with a colon and a space in it needs quotes"),
    ("that cannot start any token", "indent with spaces, not tabs; a text that starts with @, ` or % needs quotes"),
    ("tab character", "indent with spaces, not tabs"),
    ("quoted scalar", "a closing quote is missing"),
    ("unexpected end of stream", "a closing quote is missing"),
    ("unknown escape", "write a backslash within double quotes as \\\\"),
)


def _build_from_yaml(text: str, builder: _Builder) -> None:
    text, restored = _without_old_line_breaks(_without_unprintable(text, builder))
    documents = 0
    event: Any
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                _take_scalar(event, builder, restored)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                line = event.start_mark.line + 1
                if builder.expects_name:
                    raise _Unreadable(line, "a map or list cannot be the name of a field; put the text in quotes")
                _refuse_properties(event, event.tag is not None, builder)
                builder.open({} if kind is yaml.MappingStartEvent else [], line)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                builder.close()
            elif kind is yaml.AliasEvent:
                _take_alias(event, builder)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                line = event.start_mark.line + 1
                if documents == 2:
                    builder.fault(line, "a second document starts here (---); make it a file of its own")
                    return
                if event.version or event.tags:
                    builder.fault(line, "%YAML and %TAG lines are not used in a chronicle; take them out")
    except yaml.MarkedYAMLError as problem:
        raise _not_yaml(problem) from None


def _take_scalar(event: Any, builder: _Builder, restored: Mapping[int, str]) -> None:
    text: str = event.value.translate(restored) if restored else event.value
    line: int = event.start_mark.line + 1
    plain = not event.style
    # Before a plain scalar "!" leaves no tag with libyaml, only that the scalar is no longer plain of itself.
    tagged = event.tag not in (None, "!") or (plain and (event.tag == "!" or not event.implicit[0]))
    if tagged or event.anchor is not None:
        _refuse_properties(event, tagged, builder)
    if builder.expects_name:
        builder.name(text, line)
        if plain and text == "<<":
            builder.fault(line, "merging maps with << is not used in a chronicle; write the fields out", "<<")
            builder.without()
            builder.cannot_know()
        return
    if plain and not tagged:
        if text in _NOT_TEXT:
            builder.value(_NOT_TEXT[text], line)
            return
        if text[0] in "-0123456789" and _WHOLE.fullmatch(text):
            builder.value(int(text), line)
            return
    builder.value(text, line)


def _take_alias(event: Any, builder: _Builder) -> None:
    line = event.start_mark.line + 1
    if builder.expects_name:
        raise _Unreadable(line, f"*{event.anchor} stands where the name of a field should; write the name out")
    if builder.here().rpartition(".")[2] != "<<":  # that was said of the name already
        builder.fault(line, f"*{event.anchor} refers to another place in the file; write it out here", builder.here())
    builder.cannot_know()
    builder.value(None, line)


def _refuse_properties(event: Any, tagged: bool, builder: _Builder) -> None:
    line = event.start_mark.line + 1
    if event.anchor is not None:
        builder.fault(line, f"anchors (&{event.anchor}) are not used in a chronicle; take it out", builder.here())
    if tagged:
        builder.fault(line, f"tags ({event.tag or '!'}) are not used in a chronicle; take it out", builder.here())


def _without_unprintable(text: str, builder: _Builder) -> str:
    """Complain once a line, then read on without the character."""
    if _UNPRINTABLE.search(text) is None:
        return text
    line = at = complained = 0
    for match in _UNPRINTABLE.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        if complained != line + 1:
            complained = line + 1
            builder.fault(complained, f"the character U+{ord(match[0]):04X} cannot stand in YAML; take it out")
    return _UNPRINTABLE.sub("\ufffd", text)


def _without_old_line_breaks(text: str) -> tuple[str, dict[int, str]]:
    """Lend U+0085, U+2028 and U+2029 the shape of private characters while a YAML 1.1 parser looks at the text."""
    present = [each for each in _LINE_BREAKS_OF_OLD if each in text]
    if not present:
        return text, {}
    used = set(text)
    free = (chr(code) for code in range(0xF0000, 0xFFFFE) if chr(code) not in used)
    restored: dict[int, str] = {}
    for each in present:
        private = next(free, None)
        if private is None:
            raise _Unreadable(None, f"U+{ord(each):04X} cannot be read beside every private character there is")
        text = text.replace(each, private)
        restored[ord(private)] = each
    return text, restored


def _not_yaml(problem: yaml.MarkedYAMLError) -> _Unreadable:
    words = " ".join(part for part in (problem.context, problem.problem) if part)
    mark = problem.problem_mark or problem.context_mark
    hint = next((hint for part, hint in _HINTS if part in words), "look at quotes, brackets and indentation just above")
    if mark is None:
        return _Unreadable(None, f"this is not YAML: {words}; {hint}")
    return _Unreadable(mark.line + 1, f"this is not YAML at column {mark.column + 1}: {words}; {hint}")


# -- JSON -------------------------------------------------------------------------------------------------------------


class _Unwhole(str):
    """A JSON number that is not a whole number as it would be written back."""


def _whole(text: str) -> int | _Unwhole:
    return int(text) if _WHOLE.fullmatch(text) else _Unwhole(text)


_SCALAR = json.JSONDecoder(parse_int=_whole, parse_float=_Unwhole, parse_constant=_Unwhole)
_SPACE = re.compile(r"[ \t\n\r]*")


class _JsonText:
    """A JSON text read part by part; a parser of the library would forget the lines, and recurse."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self._counted = 0

    def next(self) -> str:
        """The character that starts the next part; empty at the end."""
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        self.line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self.text[self.at : self.at + 1]

    def take(self) -> None:
        self.at += 1

    def scalar(self) -> Any:
        try:
            value, self.at = _SCALAR.raw_decode(self.text, self.at)
        except json.JSONDecodeError as problem:
            self.line += self.text.count("\n", self._counted, problem.pos)
            self._counted = self.at = problem.pos
            self.refuse("a text, a number, true, false, null, { or [", problem.msg)
        return value

    def refuse(self, expected: str, found: str = "") -> NoReturn:
        column = self.at - self.text.rfind("\n", 0, self.at)
        seen = found or (f"{self.text[self.at]!r} stands there" if self.at < len(self.text) else "the file ends there")
        raise _Unreadable(self.line, f"this is not JSON at column {column}: {expected} should follow, but: {seen}")


def _build_from_json(text: str, builder: _Builder) -> None:
    rest = _JsonText(text)
    open_: list[str] = []  # the closing bracket of every map and list that is open
    while True:
        first = rest.next()
        if open_ and first == open_[-1]:  # an empty map or list, or (refused below) a comma before its end
            rest.take()
            builder.close()
            open_.pop()
        else:
            if builder.expects_name:
                _take_json_name(rest, builder)
                first = rest.next()
            if first in ("{", "["):
                builder.open({} if first == "{" else [], rest.line)
                open_.append("}" if first == "{" else "]")
                rest.take()
                continue
            _take_json_scalar(rest, builder)
        while open_ and rest.next() == open_[-1]:
            rest.take()
            builder.close()
            open_.pop()
        if not open_:
            break
        if rest.next() != ",":
            rest.refuse(f", or {open_[-1]}")
        rest.take()
        if rest.next() == open_[-1]:
            rest.refuse("another " + ("field" if open_[-1] == "}" else "value"), "the comma before it is the last")
    if rest.next():
        rest.refuse("the end of the file")


def _take_json_name(rest: _JsonText, builder: _Builder) -> None:
    if rest.next() != '"':
        rest.refuse("the name of a field in double quotes")
    line = rest.line
    builder.name(rest.scalar(), line)
    if rest.next() != ":":
        rest.refuse("a colon")
    rest.take()


def _take_json_scalar(rest: _JsonText, builder: _Builder) -> None:
    line = rest.line
    value = rest.scalar()
    if isinstance(value, _Unwhole):
        builder.fault(line, f"{_shown(str(value))} is not a whole number; put it in quotes", builder.here())
        value = str(value)
    builder.value(value, line)


# -- from plain values to drafts --------------------------------------------------------------------------------------


class _Reading:
    """One file being read."""

    def __init__(self, file: str, attachments: "_Attachments") -> None:
        self.file = file
        self.attachments = attachments
        self.drafts: list[Draft] = []
        self.faults: list[Fault] = []
        self._builder = _Builder()
        self._keys: dict[str, Draft] = {}

    def fault(self, line: int | None, sentence: str, path: str = "", key: str = "") -> None:
        self.faults.append(Fault(sentence, key, path, line, self.file))

    def read(self, data: bytes) -> None:
        text = _decoded(data)
        try:
            (_build_from_json if _is_json(self.file, text) else _build_from_yaml)(text, self._builder)
        finally:
            for line, item, path, sentence in self._builder.faults:
                self.fault(line, sentence, path, self._key_at(item))
        self._read_root(self._builder.root)

    def _key_at(self, item: str) -> str:
        match = re.fullmatch(r"entries\[(\d+)\]", item)
        entries = self._builder.root.get("entries") if isinstance(self._builder.root, dict) else None
        entry = entries[int(match[1])] if match and isinstance(entries, list) else None
        return _key_of(entry) if isinstance(entry, dict) else ""

    def _read_root(self, root: Any) -> None:
        lines = self._builder.lines
        if root is None:
            self.fault(1, "the file is empty; a chronicle starts with chronicle: 1, then entries:")
            return
        if not isinstance(root, dict):
            self.fault(lines.get("", 1), "a chronicle is a map of two fields: chronicle: 1, and entries: with a list")
            return
        for name in root:
            if name not in ("chronicle", "entries"):
                near = _nearest(name, ("chronicle", "entries"))
                self.fault(lines.get(name), f"a chronicle has no field {_shown(name)}{near or '; take it out'}", name)
        version = root.get("chronicle")
        if "chronicle" not in root:
            self.fault(lines.get("", 1), "the first field is missing; write chronicle: 1", "chronicle")
        elif type(version) is not int or version != 1:  # True == 1
            self.fault(lines["chronicle"], f"chronicle is {_shown(version)}; the only format is 1", "chronicle")
        if "entries" not in root:
            self.fault(lines.get("", 1), "the entries are missing; write entries: with a list", "entries")
        elif not isinstance(root["entries"], list):
            self.fault(lines["entries"], "entries must be a list; start each entry with a dash", "entries")
        else:
            for index, entry in enumerate(root["entries"]):
                if len(self.faults) >= MOST_FAULTS:
                    raise _too_many_faults(self._builder.lines[f"entries[{index}]"])
                self._read_entry(entry, f"entries[{index}]")

    def _read_entry(self, entry: Any, item: str) -> None:
        line = self._builder.lines[item]
        if not isinstance(entry, dict):
            self.fault(line, f"{_shown(entry)} is not an entry; an entry is a map with key, event and its fields", item)
            return
        self.draft(entry, line, self._builder.items[item], knowable=item not in self._builder.unknowable)

    def draft(self, entry: Mapping[str, Any], line: int | None, lines: Mapping[str, int], *, knowable: bool) -> None:
        """Add the draft of an entry; where something in it cannot be known, only its key and event are looked at."""
        key, topic = _key_of(entry), entry.get("event")
        if not key:
            self.fault(lines.get("key", line), _not_a_key(entry.get("key")), "key")
        if not isinstance(topic, str) or topic not in EVENTS:
            self.fault(lines.get("event", line), _not_an_event(topic), "event", key)
            return
        draft = Draft(
            key, topic, {name: entry[name] for name in entry if name not in ("key", "event")}, self.file, line, lines
        )
        _spell_dates(draft.fields, topic)
        if not knowable:
            return
        self.attachments.attach(
            draft.fields, topic, "", lambda path, sentence: self.fault(draft.line_of(path), sentence, path, key)
        )
        self._note_key(draft)
        self.drafts.append(draft)

    def _note_key(self, draft: Draft) -> None:
        if not draft.key:
            return
        earlier = self._keys.setdefault(draft.key, draft)
        if earlier is draft:
            return
        same = (earlier.topic, earlier.fields) == (draft.topic, draft.fields)
        self.fault(
            draft.line_of("key"),
            f"the same entry stands on line {earlier.line}; take one of the two out"
            if same
            else f"the key stands for another entry on line {earlier.line}; give this one a key of its own",
            "key",
            draft.key,
        )


def _key_of(entry: Mapping[str, Any]) -> str:
    """The key, where it is well-formed; an unquoted number is a key as well."""
    key = entry.get("key")
    if type(key) is int:
        key = str(key)
    return key if isinstance(key, str) and SLUG.fullmatch(key) else ""


def _not_a_key(given: Any) -> str:
    if given is None:
        return "the entry has no key; give it one of its own, as in ml/letter-2023"
    return (
        f"{_shown(given)} is not a key; write it in a-z, 0-9, dot, underscore, dash and slash, "
        "starting with a letter or digit, as in ml/letter-2023"
    )


def _not_an_event(topic: Any) -> str:
    if topic is None:
        return "the entry has no event; `kroniek schema` lists them"
    near = _nearest(topic, tuple(EVENTS)) if isinstance(topic, str) else ""
    return f"{_shown(topic)} is not an event{near or '; `kroniek schema` lists them'}"


@cache
def _nearest(word: str, words: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word, words, n=3) if len(word) <= 100 else []
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _spell_dates(content: Mapping[str, Any], topic: str) -> None:
    """What YAML takes for a number (2012) or a list ([2023-07-08,2023-07-09]) is text again where a date should be."""
    assert isinstance(content, dict)
    if topic == EntryCorrected.TOPIC and isinstance(content.get("content"), dict):
        replacement = content["content"]
        _spell_dates(replacement, replacement["event"] if replacement.get("event") in EVENTS else "")
    for name in _date_names(topic) & content.keys():
        content[name] = _spelled(content[name])
    if "value" in content and content.get("field") in _date_names(""):
        content["value"] = _spelled(content["value"])


@cache
def _date_names(topic: str) -> frozenset[str]:
    return frozenset(date_fields(topic) if topic else (name for each in EVENTS for name in date_fields(each)))


def _spelled(value: Any) -> Any:
    if type(value) is int:
        return str(value)
    if isinstance(value, list) and value and all(isinstance(each, str) or type(each) is int for each in value):
        return f"[{','.join(map(str, value))}]"
    return value


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, str | int | None) else "a map" if isinstance(value, dict) else "a list"
    return text if len(text) <= 60 else f"{text[:57]}..."


def _reason(problem: Exception) -> str:
    """In words, without the path: the fault names the file already."""
    match problem:
        case FileNotFoundError():
            return "there is no such file"
        case IsADirectoryError():
            return "it is a folder"
        case PermissionError():
            return "you may not read it"
        case OSError(strerror=str() as words):
            return words[:1].lower() + words[1:]
    return "its name is not one that a file can have"


# -- attached documents -----------------------------------------------------------------------------------------------


class _Attachments:
    """The documents of one chronicle. `folder`: where its paths start; None where the chronicle is no file.

    A path must stay within that folder, also by way of links. A chronicle may come from somebody else, and what it
    attaches is kept for ever: it must not be able to pick up any other file of whoever imports it. `anywhere` is for
    the paths that a person types himself, who can be taken to know which file he means.
    """

    def __init__(self, folder: Path | None, *, anywhere: bool = False) -> None:
        self.folder = folder
        self.anywhere = anywhere
        self._forms = (
            f"write the path of a file{'' if anywhere else ' beside the chronicle'}, "
            "or a map with name and text (or base64)"
        )
        self.documents: dict[str, bytes] = {}
        self._size = 0
        self._read: dict[Path, bytes] = {}

    def attach(self, content: Any, topic: str, path: str, report: Callable[[str, str], None]) -> None:
        """Put SHA-256, name and size in the place of each path and each inline document of an entry's fields.

        After a fault an empty document stands there, so that the fields can still be checked.
        """
        for name in _document_names(topic) & content.keys():
            given, where = content[name], f"{path}{name}"
            if given is None:
                continue
            try:
                content[name] = self._document(given)
            except _NoDocument as problem:
                report(f"{where}{problem.path}", str(problem))
                content[name] = self._keep(b"", "unreadable")
        if topic == EntryCorrected.TOPIC and isinstance(content.get("content"), dict):
            self._attach_in_replacement(content["content"], f"{path}content.", report)

    def _attach_in_replacement(
        self, replacement: dict[str, Any], path: str, report: Callable[[str, str], None]
    ) -> None:
        """A replacement need not name its event; one with a `content` replaces a source or, rarely, a correction."""
        topic, inner = replacement.get("event"), replacement.get("content")
        if topic is None and inner is not None:
            of_correction = isinstance(inner, dict) and not inner.keys() & {"text", "base64", "sha256"}
            topic = EntryCorrected.TOPIC if of_correction else "source.registered"
        if isinstance(topic, str) and topic in EVENTS:
            self.attach(replacement, topic, path, report)

    def _document(self, given: Any) -> dict[str, Any]:
        if type(given) is int:
            given = str(given)
        if isinstance(given, str):
            return self._keep(self._bytes_of_file(given), (Path if self.anywhere else PurePosixPath)(given).name)
        if not isinstance(given, dict):
            raise _NoDocument(f"{_shown(given)} is not a document; {self._forms}")
        if "text" in given or "base64" in given:
            return self._inline(given)
        if "sha256" in given:
            return given
        raise _NoDocument(f"the document has neither text nor base64; {self._forms}")

    def _inline(self, given: Mapping[str, Any]) -> dict[str, Any]:
        for each in given:
            if each not in ("name", "text", "base64", "sha256"):
                raise _NoDocument("no such field; a document in the file has name, text or base64, sha256", f".{each}")
        name = given.get("name")
        if not isinstance(name, str) or not name:
            raise _NoDocument("the document needs a name, as in letter.txt", ".name")
        if "text" in given and "base64" in given:
            raise _NoDocument("the document has both text and base64; keep one", ".base64")
        data = _bytes_of_text(given["text"]) if "text" in given else _bytes_of_base64(given["base64"])
        if "sha256" in given and given["sha256"] != hashlib.sha256(data).hexdigest():
            raise _NoDocument(
                "the document is not the one this SHA-256 was taken of: it was changed; restore it, "
                "or take sha256 out if the change is meant",
                ".sha256",
            )
        return self._keep(data, name)

    def _bytes_of_file(self, given: str) -> bytes:
        if self.folder is None:
            raise _NoDocument("this chronicle is not in a folder; attach the document as a map with name and text")
        try:
            path = self._typed_path(self.folder, given) if self.anywhere else _path_within(self.folder, given)
            if path not in self._read:
                self._read[path] = self._opened(path, given)
        except (OSError, ValueError, RuntimeError) as problem:
            raise _NoDocument(f"{_shown(given)} cannot be read: {_reason(problem)}; {self._forms}") from None
        return self._read[path]

    def _typed_path(self, folder: Path, given: str) -> Path:
        # A shell leaves the ~ of --content=~/letter.pdf to us; ~$letter.docx is the name of a file.
        return (folder / (Path(given).expanduser() if given.startswith("~/") else given)).resolve()

    def _opened(self, path: Path, given: str) -> bytes:
        if path.is_dir():
            raise _NoDocument(f"{_shown(given)} is a folder; name a file in it")
        if path.exists() and not path.is_file():  # a pipe would keep us waiting
            raise _NoDocument(f"{_shown(given)} is not an ordinary file")
        with path.open("rb") as opened:
            return opened.read(LARGEST_DOCUMENT + 1)

    def _keep(self, data: bytes, name: str) -> dict[str, Any]:
        if len(data) > LARGEST_DOCUMENT:
            raise _NoDocument(f"the document is larger than {_megabytes(LARGEST_DOCUMENT)}; attach a smaller one")
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.documents:
            if self._size + len(data) > LARGEST_DOCUMENTS:
                raise _NoDocument(
                    f"the documents of this file are together larger than {_megabytes(LARGEST_DOCUMENTS)}; "
                    "split the chronicle"
                )
            self._size += len(data)
            self.documents[digest] = data
        return {"sha256": digest, "name": name, "size": len(data)}


def _path_within(folder: Path, given: str) -> Path:
    if given.startswith("~") or PurePosixPath(given).is_absolute() or PureWindowsPath(given).anchor:
        raise _NoDocument(f"{_shown(given)} is a place on one machine; write a path relative to the chronicle")
    path = (folder / given).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise _NoDocument(
            f"{_shown(given)} lies outside the folder of the chronicle; put the document in that folder, "
            "or the chronicle in the folder above"
        )
    return path


class _NoDocument(Exception):
    """What stands for a document is none; `path` is the part of it that is wrong."""

    def __init__(self, sentence: str, path: str = "") -> None:
        self.path = path
        super().__init__(sentence)


def _bytes_of_text(text: Any) -> bytes:
    if type(text) is int:
        text = str(text)
    if not isinstance(text, str):
        raise _NoDocument(f"{_shown(text)} is not text; put it in quotes", ".text")
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise _NoDocument("the text has half a character in it; take it out", ".text") from None


def _bytes_of_base64(text: Any) -> bytes:
    try:
        if isinstance(text, str):
            return base64.b64decode(re.sub(r"[ \t\r\n]+", "", text), validate=True)
    except (binascii.Error, ValueError):
        pass
    raise _NoDocument("this is not base64 (RFC 4648, with padding)", ".base64")


@cache
def _document_names(topic: str) -> frozenset[str]:
    """The fields of an event that hold a document."""
    hints = get_type_hints(EVENTS[topic])
    return frozenset(name.rstrip("_") for name, hint in hints.items() if Document in _options(hint))


# -- writing ----------------------------------------------------------------------------------------------------------

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

    ordered = (
        _ordered({**with_documents(each["content"]), "key": each["key"], "event": each["event"]}) for each in entries
    )
    yield from _json_pieces(ordered) if form == "json" else _yaml_pieces(ordered)


def _inlined(data: bytes, form: Form) -> dict[str, str]:
    try:
        text = data.decode("utf-8")
        if unicodedata.is_normalized("NFC", text) and not _NOT_AS_IT_IS.search(text):
            return {"text": text}
    except UnicodeDecodeError:
        pass
    return {"base64": (base64.encodebytes if form == "yaml" else base64.b64encode)(data).decode("ascii")}


def _ordered(value: Any) -> Any:
    """The fields of every map as a person would write them; names that no event has come sorted, before the last."""
    if isinstance(value, Mapping):
        ranks = _ranks()
        names = sorted(value, key=lambda name: (ranks.get(name, len(ranks)), name))
        return {name: _ordered(value[name]) for name in names}
    return [_ordered(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def _ranks() -> dict[str, int]:
    names = dict.fromkeys(_FIRST)
    for each in _classes():
        names.update(dict.fromkeys(_written_names(each)))
    inner = [name for name in names if name not in _LAST]
    return {name: rank for rank, name in enumerate(inner)} | {name: 10_000 + rank for rank, name in enumerate(_LAST)}


def _json_pieces(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield '{\n  "chronicle": 1,\n  "entries": ['
    between = "\n    "
    for entry in entries:
        yield between + json.dumps(entry, ensure_ascii=False, indent=2).replace("\n", "\n    ")
        between = ",\n    "
    yield "]\n}\n" if between.startswith("\n") else "\n  ]\n}\n"


_WIDTH = 120
_NOT_AS_IT_IS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Does not come back from every YAML reader when it stands there as it is."""
_UNSEEN = re.compile(
    "[\x7f-\xa0\xad\u061c\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
"""Nobody sees it in a line: escaped there."""
_PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f][^\x00-\x1f]*")
_PLAIN_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?:/\d{4}-\d\d(?:-\d\d)?)?", re.ASCII)
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,99}")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_MISREAD = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
"""Without quotes some YAML reader, of 1.1 or 1.2, takes these for something else than text."""


def _yaml_pieces(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield "chronicle: 1\nentries:"
    nothing = True
    ended = ""
    for entry in entries:
        lines: list[str] = []
        _write_item(entry, "  ", lines)
        # A blank line between entries; not where one ends the text kept by |+, which it would make longer.
        piece = "\n".join(lines) + "\n"
        yield ("\n" if nothing else "" if ended.endswith("\n\n") else "\n") + piece
        nothing, ended = False, piece
    if nothing:
        yield " []\n"


def _write_map(record: Mapping[str, Any], indent: str, lines: list[str]) -> None:
    for name, value in record.items():
        if _PLAIN_NAME.fullmatch(name) and name.lower() not in _MISREAD:
            _write_after(f"{indent}{name}:", value, indent, lines)
            continue
        quoted = _quoted(name)
        if len(quoted) < 1000:
            _write_after(f"{indent}{quoted}:", value, indent, lines)
        else:  # a longer name cannot be told from a value before its colon (YAML 1.2, section 7.4.2)
            lines.append(f"{indent}? {quoted}")
            _write_after(f"{indent}:", value, indent, lines)


def _write_item(value: Any, indent: str, lines: list[str]) -> None:
    if not isinstance(value, Mapping) or not value:
        _write_after(f"{indent}-", value, indent, lines)
        return
    start = len(lines)
    _write_map(value, indent + "  ", lines)
    lines[start] = f"{indent}- {lines[start][len(indent) + 2 :]}"


def _write_after(lead: str, value: Any, indent: str, lines: list[str]) -> None:
    """Write a value after its name or dash, which stands at `indent`."""
    if isinstance(value, str):
        _write_text(lead, value, indent + "  ", lines)
    elif isinstance(value, Mapping) and value:
        lines.append(lead)
        _write_map(value, indent + "  ", lines)
    elif isinstance(value, list) and value:
        codes = f"{lead} [{', '.join(value)}]" if all(map(_is_code, value)) else ""
        if codes and len(codes) <= _WIDTH:
            lines.append(codes)
            return
        lines.append(lead)
        for each in value:
            _write_item(each, indent + "  ", lines)
    else:
        lines.append(f"{lead} {json.dumps(value)}")  # a number, yes or no, nothing at all, an empty list or map


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and bool(_CODE.fullmatch(value)) and value.lower() not in _MISREAD


def _write_text(lead: str, text: str, indent: str, lines: list[str]) -> None:
    """On one line where it fits, folded (>-) where it is long, as it is (|) where it has lines of its own."""
    as_it_is = not _NOT_AS_IT_IS.search(text)
    if "\n" in text and as_it_is and text.strip("\n"):
        body = text.rstrip("\n")
        ends = len(text) - len(body)
        marks = ("2" if text[0] in " \t\n" else "") + ("-" if ends == 0 else "" if ends == 1 else "+")
        lines.append(f"{lead} |{marks}")
        lines.extend(f"{indent}{line}" if line else "" for line in body.split("\n"))
        lines.extend([""] * (ends - 1))
        return
    line = f"{lead} {text if _is_plain(text) else _quoted(text)}"
    if len(line) <= _WIDTH or not as_it_is or "\t" in text or "\n" in text or not _folds(text):
        lines.append(line)
        return
    lines.append(f"{lead} >-")
    lines.extend(_folded(text, indent))


def _is_plain(text: str) -> bool:
    if _PLAIN_DATE.fullmatch(text):
        return True
    return (
        _PLAIN.fullmatch(text) is not None
        and text.lower() not in _MISREAD
        and ": " not in text
        and " #" not in text
        and text[-1] not in " :"
        and not _UNSEEN.search(text)
    )


def _folds(text: str) -> bool:
    """A line may end at each of its spaces: they stand alone, and within."""
    return " " in text and "  " not in text and text[0] != " " and text[-1] != " "


def _folded(text: str, indent: str) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(indent) + len(line) + 1 + len(word) > _WIDTH:
            yield indent + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield indent + line


def _quoted(text: str) -> str:
    """Between double quotes; every escape JSON knows means the same in YAML."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


# -- one entry outside a file -----------------------------------------------------------------------------------------


def parse_value(text: str) -> Any:
    """One value in YAML, read as in a chronicle: `2023-01-11` is text, `{a: b}` a map, `[x, y]` a list, `12` a number.

    Nothing at all, or a comment alone, is None.

    Raises:
        Malformed: with a sentence for every fault, each on a line of its own.
    """
    builder = _Builder()
    unreadable: list[tuple[int | None, str]] = []
    try:
        _build_from_yaml(text, builder)
    except _Unreadable as problem:
        unreadable = [(problem.line, str(problem))]
    found = [
        (line, f"{where}: {sentence}" if (where := ".".join(part for part in (item, path) if part)) else sentence)
        for line, item, path, sentence in builder.faults
    ]
    sentences = [
        f"line {line}: {sentence}" if line and "\n" in text.strip() else sentence
        for line, sentence in [*found, *unreadable]
    ]
    if sentences:
        raise Malformed("\n".join(sentences))
    return builder.root


def yaml_text(value: Mapping[str, Any]) -> str:
    """The fields as a chronicle has them, from the first column on; ends with a line feed. `parse_value` reads it."""
    lines: list[str] = []
    _write_map(_ordered(value), "", lines)
    return "\n".join(lines or ["{}"]) + "\n"


def chronicle_of(topic: str, key: str, fields: Mapping[str, Any], folder: Path, faults: list[Fault]) -> Chronicle:
    """One entry, as if it stood with these fields (plain values, left as they are) in a chronicle in `folder`.

    Paths of documents start at `folder` and, typed by whoever they are read for, may lead anywhere. Faults of form are
    appended to `faults`, without a line; the fields themselves are for `domain.content.check`.
    """
    reading = _Reading("", _Attachments(folder, anywhere=True))
    reading.draft({**copy.deepcopy(dict(fields)), "key": key or None, "event": topic}, None, {}, knowable=True)
    faults.extend(reading.faults)
    return Chronicle(tuple(reading.drafts), reading.attachments.documents)


def template(topic: str, key: str, fields: Mapping[str, Any]) -> str:
    """A chronicle of one entry to go on with in an editor.

    The given fields are written out; every other field of the event stands behind a `#`, with what it holds: the
    needed ones first.
    """
    lines = [f"# {line}".rstrip() for line in (inspect.getdoc(EVENTS[topic]) or "").splitlines()]
    lines += ["# Take the # before a field away to give its value. What is left out is unknown, or not so.", ""]
    lines += ["chronicle: 1", "entries:"]
    _write_item({"key": key, "event": topic, **_ordered(fields)}, "  ", lines)
    if not key:
        lines[lines.index('  - key: ""')] = "  - key:  # needed: the name of this entry, as in ml/letter-2023"
    needed = required_names(topic)
    ranks = _ranks()
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
    hints = get_type_hints(EVENTS[topic])
    hint = hints.get(name, hints.get(f"{name}_"))
    if hint is Any:
        return "the value"
    inside = [_written_names(each) for each in _within(hint) if is_dataclass(each) and isinstance(each, type)]
    if form.shape in ("map", "maps") and inside:
        return f"{'a map' if form.shape == 'map' else 'a list of maps'} with {', '.join(inside[0])}"
    if form.choices:
        return f"{', '.join(form.choices[:-1])} or {form.choices[-1]}"
    words = [str(each) for option in _options(hint) if get_origin(option) is Literal for each in get_args(option)]
    return f"{', '.join(words)} or {_SHAPES[form.shape]}" if words else _SHAPES[form.shape]


# -- the schema of a chronicle ----------------------------------------------------------------------------------------

_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
_ONE_DATE = rf"unknown|\.\.|{_DAY}|\[ *{_DAY}( *, *{_DAY})* *\]|({_DAY}|\.\.) */ *({_DAY}|\.\.)"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a chronicle, made from the events and the types of their fields.

    It describes the form. What is to be resolved (areas, sources, keys) and the rules within an entry are checked when
    the file is imported, which also takes an empty optional field for one that is not there.
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
    for each in _classes():
        if not hasattr(each, "TOPIC") and each is not Document:
            definitions[_definition(each)] = _object(_properties(each), _required(each))
    for topic, event in EVENTS.items():
        own = {"key": _ref("key"), "event": {"const": topic}, **_properties(event)}
        definitions[topic] = {
            "description": inspect.getdoc(event) or "",
            **_object(own, ("key", "event", *required_names(topic))),
        }
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


_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_BASE64 = ("name", "base64")


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


def _written_names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(each.name.rstrip("_") for each in fields(cls))


def _definition(cls: type[Any]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()


def _schema_of(hint: Any) -> dict[str, Any]:
    options = [each for each in _options(hint) if each is not types.NoneType]
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


@cache
def _classes() -> tuple[type[Any], ...]:
    """The events, and the classes of the values within their fields, each once and in a fixed order."""
    found: dict[type[Any], None] = {}
    waiting: list[Any] = list(EVENTS.values())
    while waiting:
        cls = waiting.pop(0)
        if cls in found:
            continue
        found[cls] = None
        for hint in get_type_hints(cls).values():
            waiting += [each for each in _within(hint) if is_dataclass(each) and each not in (LegalDate, Area)]
    return tuple(found)


def _within(hint: Any) -> Iterator[Any]:
    for option in _options(hint):
        if get_origin(option) is tuple:
            yield from _options(get_args(option)[0])
        else:
            yield option


@cache
def _options(hint: Any) -> tuple[Any, ...]:
    """The members of a union; the hint itself where it is none."""
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
