"""Words that the sentences about faults have in common."""

import difflib
from functools import cache
from typing import Any

from domain import wording


@cache
def nearest(word: str, words: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word, words, n=3) if len(word) <= 100 else []
    return f"; did you mean {' or '.join(near)}?" if near else ""


def shown(value: Any) -> str:
    return "a map" if isinstance(value, dict) else "a list" if isinstance(value, list) else wording.shown(value)


def reason_of(problem: Exception) -> str:
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


def megabytes(size: int) -> str:
    return f"{size // (1024 * 1024)} MB"
