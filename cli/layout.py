"""A page of plain text: wrapped lines, labelled fields, and nothing in it that a terminal would obey."""

import textwrap
import unicodedata
from typing import Final, Literal

WIDTH: Final = 100
_NARROWEST: Final = 40
_INDENT: Final = 2
_STYLES: Final = {"title": "\x1b[1m", "faint": "\x1b[2m", "warning": "\x1b[33m"}
_PLAIN: Final = "\x1b[0m"
_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: with them a line can read otherwise than it is."""

Style = Literal["", "title", "faint", "warning"]


def clean(text: object) -> str:
    """One line that is safe to print: white space folded, control and direction characters shown as U+FFFD."""
    return shown(" ".join(str(text).split()))


def shown(line: str) -> str:
    """The same of a line whose white space is kept."""
    return "".join("\ufffd" if _obeyed(each) else each for each in line)


def _obeyed(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _TURNING


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
        """A label with what stands behind it; under a label, without repeating it: pass an empty one."""
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
