"""What the front desk answers with: plain values, whatever they were read from. `casework.py` has those of cases."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, Literal

from domain.dates import AFTER, BEFORE
from domain.history import CountedAct, Entry
from domain.policy import ElementState, Reading


@dataclass(frozen=True)
class Moment:
    """A place on the record clock: the entries through `position`, the last of them made at `recorded_at`."""

    position: int
    recorded_at: str | None


@dataclass(frozen=True)
class Context:
    """A ruling or a statement of absence that is known at a point, with the entry it stands in and its fields."""

    key: str
    position: int
    content: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CountryState:
    """The answer to `show`: every element of a country at one point, under one reading."""

    country: str
    on: date
    public_by: date | None
    recorded_by: Moment
    reading: Reading
    country_policy: Literal["exists", "uncertain", "none"]
    elements: tuple[ElementState, ...]
    rulings: tuple[Context, ...]
    absences: tuple[Context, ...]


@dataclass(frozen=True)
class TimelinePeriod:
    """Days [first, last) on which an element has one state; None at either end where nothing bounds it."""

    first: date | None
    last: date | None
    state: ElementState


@dataclass(frozen=True)
class LeftOut:
    """An act of an element that does not count at the point asked for, and why."""

    entry: Entry
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """The answer to `why`: the acts behind one element, what was said about them, and what was left out."""

    element: str
    on: date
    public_by: date | None
    recorded_by: Moment
    reading: Reading
    state: ElementState | None
    acts: tuple[CountedAct, ...]
    annotations: Mapping[str, tuple[Entry, ...]]
    rulings: tuple[Context, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Change:
    """What appending does to one element (or would do): its state before and after, at one point."""

    element: str
    before: ElementState | None
    after: ElementState | None


@dataclass(frozen=True)
class ChangedDays:
    """Days [first, last) on which appending changes the state of one element (or would), whenever anything was public:
    what it was and what it becomes. None at either end where nothing bounds them."""

    first: date | None
    last: date | None
    before: ElementState | None
    after: ElementState | None


@dataclass(frozen=True)
class Doubt:
    """Something odd about an `entry` that is about to be appended; `about` is the source or the entry that it concerns,
    `by` the entry that struck that out."""

    code: Literal["no-source", "no-source-no-day", "source-struck-out", "struck-out-already", "about-struck-out"]
    entry: str
    about: str = ""
    by: str = ""


@dataclass(frozen=True)
class Appended:
    """What an append did: the new entries, the keys that already stood with the same content, the changes of state.

    `changes`: those on the day that was asked about. `days`: per element, every day that changes. `doubts`: what is odd
    about the entries, where that was asked.
    `unsigned`: the ledger has a signing key, and it was not at hand.
    """

    entries: tuple[Entry, ...]
    unchanged: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    unsigned: bool = False
    days: Mapping[str, tuple[ChangedDays, ...]] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


def changed_days(before: Sequence[TimelinePeriod], after: Sequence[TimelinePeriod]) -> tuple[ChangedDays, ...]:
    """The days on which two timelines of an element differ, in order; each is a list of periods that do not overlap."""
    bounds = [_bounds(each) for each in (*before, *after)]
    cuts = sorted({BEFORE, AFTER, *(day for pair in bounds for day in pair)})
    found: list[ChangedDays] = []
    for first, last in pairwise(cuts):
        was, is_ = _on(before, first), _on(after, first)
        if was == is_:
            continue
        start, end = as_day(first), as_day(last)
        earlier = found[-1] if found else None
        if earlier and earlier.last == start is not None and (earlier.before, earlier.after) == (was, is_):
            found[-1] = replace(earlier, last=end)
        else:
            found.append(ChangedDays(start, end, was, is_))
    return tuple(found)


def _on(periods: Sequence[TimelinePeriod], day: int) -> ElementState | None:
    for each in periods:
        first, last = _bounds(each)
        if first <= day < last:
            return each.state
    return None


def _bounds(period: TimelinePeriod) -> tuple[int, int]:
    return (
        period.first.toordinal() if period.first else BEFORE,
        period.last.toordinal() if period.last else AFTER,
    )


def as_day(day: int) -> date | None:
    """The day of an ordinal; None beyond every day that can be written."""
    return date.fromordinal(day) if BEFORE < day < AFTER else None


@lru_cache(maxsize=50_000)
def natural(text: str) -> str:
    """Sorts ids as people do: rb-nl22-5703 before rb-nl22-19789."""
    return f"{_NUMBER.sub(_by_length, text)}\0{text}"


def _by_length(number: re.Match[str]) -> str:
    """Numbers come before letters, and shorter ones before longer ones."""
    digits = str(int(number[0]))
    return f"\1{chr(len(digits))}{digits}"


_NUMBER: Final = re.compile(r"\d+")
