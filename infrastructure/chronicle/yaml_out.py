"""The YAML of written chronicles: the same bytes on every machine, read alike by every YAML reader.

The writer is ours because what libyaml and PyYAML's own emitter write differs.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_WIDTH = 120
NOT_AS_IT_IS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
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


def yaml_pieces(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield "chronicle: 1\nentries:"
    nothing = True
    ended = ""
    for entry in entries:
        lines: list[str] = []
        write_item(entry, "  ", lines)
        # A blank line between entries; not where one ends the text kept by |+, which it would make longer.
        piece = "\n".join(lines) + "\n"
        yield ("\n" if nothing else "" if ended.endswith("\n\n") else "\n") + piece
        nothing, ended = False, piece
    if nothing:
        yield " []\n"


def write_map(record: Mapping[str, Any], indent: str, lines: list[str]) -> None:
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


def write_item(value: Any, indent: str, lines: list[str]) -> None:
    if not isinstance(value, Mapping) or not value:
        _write_after(f"{indent}-", value, indent, lines)
        return
    start = len(lines)
    write_map(value, indent + "  ", lines)
    lines[start] = f"{indent}- {lines[start][len(indent) + 2 :]}"


def _write_after(lead: str, value: Any, indent: str, lines: list[str]) -> None:
    """Write a value after its name or dash, which stands at `indent`."""
    if isinstance(value, str):
        _write_text(lead, value, indent + "  ", lines)
    elif isinstance(value, Mapping) and value:
        lines.append(lead)
        write_map(value, indent + "  ", lines)
    elif isinstance(value, list) and value:
        codes = f"{lead} [{', '.join(value)}]" if all(map(_is_code, value)) else ""
        if codes and len(codes) <= _WIDTH:
            lines.append(codes)
            return
        lines.append(lead)
        for each in value:
            write_item(each, indent + "  ", lines)
    else:
        lines.append(f"{lead} {json.dumps(value)}")  # a number, yes or no, nothing at all, an empty list or map


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and bool(_CODE.fullmatch(value)) and value.lower() not in _MISREAD


def _write_text(lead: str, text: str, indent: str, lines: list[str]) -> None:
    """On one line where it fits, folded (>-) where it is long, as it is (|) where it has lines of its own."""
    as_it_is = not NOT_AS_IT_IS.search(text)
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
