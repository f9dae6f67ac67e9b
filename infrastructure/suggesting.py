"""What somebody may have meant by a name that is not there: names that hold it, names it holds, and near misses.

A suggestion is only ever said, never taken: a slip of the pen must not answer another question.
"""

import difflib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Final

_MOST: Final = 12
_LOOKED_AT: Final = 5_000
_LONGEST: Final = 100
_LEAST: Final = 4
"""Letters below which a part of a name says nothing."""


def folded(name: str) -> str:
    """A name without case and accents: Menaka is Ménaka."""
    plain = "".join(each for each in unicodedata.normalize("NFD", name) if not unicodedata.combining(each))
    return " ".join(plain.replace("-", " ").casefold().split())


def near(written: str, names: Iterable[str], cutoff: float = 0.7) -> list[str]:
    """The keys, slugs or references that come close, closest first; at most three."""
    known = sorted(set(names))
    asked = written.casefold()
    if not asked or len(asked) > _LONGEST:
        return []
    if len(known) > _LOOKED_AT:  # of very many, those that begin or end alike
        alike = [each for each in known if each[:3].casefold() == asked[:3] or each[-5:].casefold() == asked[-5:]]
        known = alike[:_LOOKED_AT]
    by_fold: dict[str, str] = {}
    for each in known:
        by_fold.setdefault(each.casefold(), each)
    return [by_fold[each] for each in difflib.get_close_matches(asked, by_fold, n=3, cutoff=cutoff)]


def called_alike(written: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """Of (name, what it names), what may be meant by `written`, each once: all with a name in which a word begins so;
    else all whose name stands in it; else those that come close, by the whole name or by one word of it."""
    asked = folded(written)
    if not asked or len(asked) > _LONGEST:
        return []
    known = [(folded(name), named) for name, named in names]
    if len(asked) >= _LEAST and (holding := _once(named for name, named in known if f" {asked}" in f" {name}")):
        return holding
    if held := _once(named for name, named in known if len(name) >= _LEAST and f" {name} " in f" {asked} "):
        return held
    return _close(asked, known)


def _close(asked: str, known: Sequence[tuple[str, str]]) -> list[str]:
    by_name: dict[str, list[str]] = {}
    for name, named in known:
        for each in {name, *(word for word in name.split() if len(word) > _LEAST)}:
            by_name.setdefault(each, []).append(named)
    close = difflib.get_close_matches(asked, by_name, n=3, cutoff=0.72)
    return _once(named for name in close for named in by_name[name])[:3]


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def did_you_mean(names: Sequence[str], shown: Callable[[str], str] = str) -> str:
    """`did you mean a, b or c?`; empty without any. Of very many only so many are named."""
    if not names:
        return ""
    told = [shown(each) for each in names[:_MOST]]
    if len(names) > _MOST:
        told.append(f"one of {len(names) - _MOST} others")
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} or {told[-1]}"
    return f"did you mean {listed}?"
