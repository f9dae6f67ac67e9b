"""What data says on one line that is safe to print: nothing in it that a terminal would obey."""

import unicodedata
from typing import Final

_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: with them a line can read otherwise than it is."""


def clean(text: object) -> str:
    """One line that is safe to print: white space folded, control and direction characters shown as U+FFFD."""
    return shown(" ".join(str(text).split()))


def shown(line: str) -> str:
    """The same of a line whose white space is kept."""
    return "".join("\ufffd" if _obeyed(each) else each for each in line)


def _obeyed(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _TURNING
