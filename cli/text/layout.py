"""A page of plain text: wrapped lines, labelled fields, and nothing in it that a terminal would obey."""

import textwrap
from typing import Final, Literal

from cli.words.printable import clean

WIDTH: Final = 100
_NARROWEST: Final = 40
_INDENT: Final = 2
_ROOM: Final = 28
"""Columns that a text beside a label needs to be readable."""

_STYLES: Final = {"title": "\x1b[1m", "faint": "\x1b[2m", "warning": "\x1b[33m"}
_PLAIN: Final = "\x1b[0m"

Style = Literal["", "title", "faint", "warning"]


class Page:
    """Collects lines of at most `width` columns; only what has no space in it may be longer.

    With `colour` headings and warnings carry ANSI styles; what data says never does.
    """

    def __init__(self, width: int = WIDTH, colour: bool = False, label: int = 16) -> None:
        self._width: Final = max(width, _NARROWEST)
        self._colour: Final = colour
        self._label: Final = label
        self._lines: list[str] = []

    @property
    def width(self) -> int:
        return self._width

    def line(self, text: str, indent: int = 0, hang: int | None = None, style: Style = "") -> None:
        """One paragraph; `hang` is the indent of its lines after the first."""
        self._wrapped(clean(text), " " * indent, " " * (indent if hang is None else hang), style)

    def field(self, label: str, text: str, indent: int = _INDENT, style: Style = "") -> None:
        """A label with what stands behind it; under a label, without repeating it: pass an empty one. Where the page
        has too little room beside its labels, what belongs to a label stands below it."""
        if self._width - indent - self._label < _ROOM:
            if label:
                self._wrapped(f"{clean(label)}:", " " * indent, " " * indent, "")
            below = " " * (indent + _INDENT)
            self._wrapped(clean(text), below, below, style)
            return
        lead = " " * indent + clean(label).ljust(self._label)
        if not lead.endswith(" "):
            lead += " "
        self._wrapped(clean(text), lead, " " * (indent + self._label), style)

    def exact(self, text: str, style: Style = "") -> None:
        """A drawn line, kept as it is."""
        self._lines.append(self._styled(text.rstrip(), style))

    def blank(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        """The page, without a line break after its last line."""
        return "\n".join(self._lines).rstrip("\n")

    def _wrapped(self, text: str, first: str, others: str, style: Style) -> None:
        lines = textwrap.wrap(
            text,
            self._width,
            initial_indent=first,
            subsequent_indent=others,
            break_long_words=False,
            break_on_hyphens=False,
        )
        self._lines.extend(self._styled(line, style) for line in lines or [first.rstrip()])

    def _styled(self, line: str, style: Style) -> str:
        return f"{_STYLES[style]}{line}{_PLAIN}" if self._colour and style and line else line
