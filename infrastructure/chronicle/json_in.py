"""The JSON of chronicles: the same values, and each knows its line."""

import json
import re
from typing import Any, NoReturn

from infrastructure.chronicle.building import WHOLE, Builder, Unreadable
from infrastructure.chronicle.phrases import shown


class _Unwhole(str):
    """A JSON number that is not a whole number as it would be written back."""


def _whole(text: str) -> int | _Unwhole:
    return int(text) if WHOLE.fullmatch(text) else _Unwhole(text)


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
        raise Unreadable(self.line, f"this is not JSON at column {column}: {expected} should follow, but: {seen}")


def build_from_json(text: str, builder: Builder) -> None:
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


def _take_json_name(rest: _JsonText, builder: Builder) -> None:
    if rest.next() != '"':
        rest.refuse("the name of a field in double quotes")
    line = rest.line
    builder.name(rest.scalar(), line)
    if rest.next() != ":":
        rest.refuse("a colon")
    rest.take()


def _take_json_scalar(rest: _JsonText, builder: Builder) -> None:
    line = rest.line
    value = rest.scalar()
    if isinstance(value, _Unwhole):
        builder.fault(line, f"{shown(str(value))} is not a whole number; put it in quotes", builder.here())
        value = str(value)
    builder.value(value, line)
