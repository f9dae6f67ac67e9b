"""How a value somebody gave is shown in a sentence: as it would be written in a chronicle, with what cannot be seen
named."""

import unicodedata
from collections.abc import Mapping

_CONTROLS = {"\n": "line feed", "\r": "carriage return", "\t": "tab"}
_LIKE_A_HYPHEN = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212")


def shown(value: object, longest: int = 60) -> str:
    """A text in quotes, anything else as YAML has it; cut off where it is long.

    >>> shown("published\\xa0"), shown([{"source": "sd-y"}]), shown(None)
    ("'published<no-break space>'", '[{source: sd-y}]', 'nothing')
    """
    text = f"'{plain(value)}'" if isinstance(value, str) else plain(value)
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def plain(value: object) -> str:
    """The same without quotes, and whole."""
    match value:
        case None:
            return "nothing"
        case str():
            return "".join(each if _is_seen(each) else f"<{_name(each)}>" for each in value)
        case bool():
            return str(value).lower()
        case Mapping():
            return "{" + ", ".join(f"{plain(name)}: {plain(each)}" for name, each in value.items()) + "}"
        case list() | tuple():
            return f"[{', '.join(map(plain, value))}]"
    return str(value)


def pasted(text: str) -> str:
    """What a word processor puts in the place of plain hyphens and spaces, by name; empty where there is none.

    >>> pasted("2023\\u201101-11"), pasted("2023-01-11")
    ('a non-breaking hyphen (U+2011)', '')
    """
    odd = dict.fromkeys(each for each in text if each in _LIKE_A_HYPHEN or not _is_seen(each))
    return " and ".join(
        f"{'an' if _name(each)[0] in 'aeio' else 'a'} {_name(each)} (U+{ord(each):04X})" for each in odd
    )


def _is_seen(character: str) -> bool:
    """No-break spaces look like spaces, and non-breaking hyphens like hyphens: that is how they came in."""
    return character.isprintable() and character != "\u2011"


def _name(character: str) -> str:
    named = _CONTROLS.get(character) or unicodedata.name(character, "").lower()
    return named or f"character U+{ord(character):04X}"
