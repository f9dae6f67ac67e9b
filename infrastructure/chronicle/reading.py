"""Reading a chronicle file: from bytes to text, from text to plain values, and from those to drafts."""

import re
import sys
from pathlib import Path
from typing import Any

from domain.errors import Fault, NotFound
from infrastructure.chronicle import limits
from infrastructure.chronicle.attachments import Attachments
from infrastructure.chronicle.building import Builder, Unreadable, too_many_faults
from infrastructure.chronicle.drafting import Drafting, key_of
from infrastructure.chronicle.drafts import Chronicle
from infrastructure.chronicle.json_in import build_from_json
from infrastructure.chronicle.phrases import megabytes, nearest, reason_of, shown
from infrastructure.file_kinds import kind_of


def read_chronicle(path: Path, faults: list[Fault]) -> Chronicle:
    """Read a chronicle file, or what comes in where it is called `-`; every fault of its format is appended to
    `faults`, in file order. Files that standard input names are looked for in the current folder.

    Raises:
        NotFound: there is no such file.
    """
    if str(path) == "-":
        return parse_chronicle(_coming_in(), "standard input", Path.cwd(), faults)
    try:
        with path.open("rb") as opened:
            data = opened.read(limits.LARGEST_FILE + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}") from None
    except (OSError, ValueError) as problem:
        faults.append(Fault(f"the file cannot be read: {reason_of(problem)}", file=str(path)))
        return Chronicle()
    return parse_chronicle(data, str(path), path.parent, faults)


def _coming_in() -> bytes:
    """At most one byte more than a chronicle can have; nothing where whoever started us closed the input."""
    return sys.stdin.buffer.read(limits.LARGEST_FILE + 1) if sys.stdin is not None else b""


def parse_chronicle(
    data: bytes, file: str, folder: Path | None, faults: list[Fault], *, anywhere: bool = False
) -> Chronicle:
    """Read the bytes of a chronicle; `file` is its name in faults, `folder` where the paths it names start.

    JSON when the name ends in `.json` or the text starts as a JSON object does, else YAML. Without a folder documents
    can only be attached inline. With `anywhere` a path may lead out of the folder: for a text that its reader wrote
    himself. Every fault is appended to `faults`, in file order.
    """
    drafting = Drafting(file, Attachments(folder, anywhere=anywhere))
    try:
        _Reading(file, drafting).read(data)
    except Unreadable as problem:
        drafting.fault(problem.line, str(problem))
    faults.extend(sorted(drafting.faults, key=lambda fault: fault.line or 0))
    return drafting.chronicle


def decoded(data: bytes) -> str:
    """
    Raises:
        Unreadable: it is too large, or not UTF-8.
    """
    if len(data) > limits.LARGEST_FILE:
        raise Unreadable(
            None, f"the file is larger than {megabytes(limits.LARGEST_FILE)}; split it into several chronicles"
        )
    kind = kind_of(data)
    if kind:
        raise Unreadable(1, f"this is {kind}, not a chronicle, which is a text in YAML or JSON")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        raise Unreadable(1, "the file is in UTF-16 or UTF-32; save it as UTF-8")
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0  # a byte order mark says nothing in UTF-8
    try:
        return data[start:].decode("utf-8") if start else data.decode("utf-8")
    except UnicodeDecodeError as problem:
        offset = start + problem.start
        raise Unreadable(
            data.count(b"\n", 0, offset) + 1,
            f"the file is not UTF-8: byte {data[offset]:#04x} at offset {offset} belongs to no character; "
            "save the file as UTF-8",
        ) from None


def _is_json(file: str, text: str) -> bool:
    return file.lower().endswith(".json") or re.match(r'[ \t\r\n]*\{[ \t\r\n]*["}]', text) is not None


class _Reading:
    """One file being read."""

    def __init__(self, file: str, drafting: Drafting) -> None:
        self._file = file
        self._drafting = drafting
        self._fault = drafting.fault
        self._builder = Builder()

    def read(self, data: bytes) -> None:
        text = decoded(data)
        try:
            if _is_json(self._file, text):
                build_from_json(text, self._builder)
            else:
                from infrastructure.chronicle.yaml_in import build_from_yaml  # PyYAML is for whoever reads YAML

                build_from_yaml(text, self._builder)
        finally:
            for line, item, path, sentence in self._builder.faults:
                self._fault(line, sentence, path, self._key_at(item))
        self._read_root(self._builder.root)

    def _key_at(self, item: str) -> str:
        match = re.fullmatch(r"entries\[(\d+)\]", item)
        entries = self._builder.root.get("entries") if isinstance(self._builder.root, dict) else None
        entry = entries[int(match[1])] if match and isinstance(entries, list) else None
        return key_of(entry) if isinstance(entry, dict) else ""

    def _read_root(self, root: Any) -> None:
        lines = self._builder.lines
        if root is None:
            self._fault(1, "the file is empty; a chronicle starts with chronicle: 1, then entries:")
            return
        if not isinstance(root, dict):
            self._fault(lines.get("", 1), "a chronicle is a map of two fields: chronicle: 1, and entries: with a list")
            return
        for name in root:
            if name not in ("chronicle", "entries"):
                near = nearest(name, ("chronicle", "entries"))
                self._fault(lines.get(name), f"a chronicle has no field {shown(name)}{near or '; take it out'}", name)
        version = root.get("chronicle")
        if "chronicle" not in root:
            self._fault(lines.get("", 1), "the first field is missing; write chronicle: 1", "chronicle")
        elif type(version) is not int or version != 1:  # True == 1
            self._fault(lines["chronicle"], f"chronicle is {shown(version)}; the only format is 1", "chronicle")
        if "entries" not in root:
            self._fault(lines.get("", 1), "the entries are missing; write entries: with a list", "entries")
        elif not isinstance(root["entries"], list):
            self._fault(lines["entries"], "entries must be a list; start each entry with a dash", "entries")
        else:
            for index, entry in enumerate(root["entries"]):
                if len(self._drafting.faults) >= limits.MOST_FAULTS:
                    raise too_many_faults(self._builder.lines[f"entries[{index}]"])
                self._read_entry(entry, f"entries[{index}]")

    def _read_entry(self, entry: Any, item: str) -> None:
        line = self._builder.lines[item]
        if not isinstance(entry, dict):
            self._fault(line, f"{shown(entry)} is not an entry; an entry is a map with key, event and its fields", item)
            return
        self._drafting.draft(entry, line, self._builder.items[item], knowable=item not in self._builder.unknowable)
