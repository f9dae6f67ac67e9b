"""What the types of the events say about the values in a chronicle."""

import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from domain.dates import LegalDate
from domain.events import EVENTS
from domain.places import Area


@cache
def classes() -> tuple[type[Any], ...]:
    """The events, and the classes of the values within their fields, each once and in a fixed order."""
    found: dict[type[Any], None] = {}
    waiting: list[Any] = list(EVENTS.values())
    while waiting:
        cls = waiting.pop(0)
        if cls in found:
            continue
        found[cls] = None
        for hint in get_type_hints(cls).values():
            waiting += [each for each in within(hint) if is_dataclass(each) and each not in (LegalDate, Area)]
    return tuple(found)


def within(hint: Any) -> Iterator[Any]:
    for option in options_of(hint):
        if get_origin(option) is tuple:
            yield from options_of(get_args(option)[0])
        else:
            yield option


@cache
def options_of(hint: Any) -> tuple[Any, ...]:
    """The members of a union; the hint itself where it is none."""
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def written_names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(each.name.rstrip("_") for each in fields(cls))
