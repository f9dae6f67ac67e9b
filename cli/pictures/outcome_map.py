"""What an outcome map shows: the outcome of a case for every day, by what was known (or recorded) by then.

Outcomes change on few days and with few entries, so the map is worked out exactly: a column starts on each day, and a
row at each limit, where something can change; equal neighbours are one. `outcome_svg.py` draws it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from domain.cases import CaseFile
from domain.dates import Point, RecordedBy
from domain.errors import CannotTell, Malformed
from domain.policy import Reading

if TYPE_CHECKING:
    from domain.history import Entry, History
    from infrastructure.ledger import Ledger

By = Literal["public", "recorded"]

_ROOM: Final = 45
"""Days drawn at least before the first and after the last moment."""


@dataclass(frozen=True)
class Placed:
    """A moment of the case on the map. `then` is None on a map by record time, which has no row for it."""

    moment: str
    day: date
    then: str | None
    now: str


@dataclass(frozen=True, kw_only=True)
class OutcomeMap:
    """A grid of outcomes, equal neighbours already one.

    `days` are the first days of the columns, `until` the day after the last one. Public map: `limits` are the first
    days of the rows (public by), `limits_until` ends the last; then `now`, the row without a limit. Record map:
    `limits` are the last positions of the rows, the head of the ledger last, and `now` equals the last row.
    """

    case: CaseFile
    by: By
    reading: Reading
    position: int
    days: tuple[date, ...]
    until: date
    limits: tuple[date | int, ...]
    limits_until: date | None
    rows: tuple[tuple[str, ...], ...]
    now: tuple[str, ...]
    moments: tuple[Placed, ...]
    elsewhere: tuple[str, ...] = ()

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome on the map, by its code."""
        return tuple(sorted({outcome for row in (*self.rows, self.now) for outcome in row}))


def outcome_map(
    ledger: "Ledger",
    reference: str,
    *,
    by: By = "public",
    first: date | None = None,
    last: date | None = None,
    reading: Reading = "practice",
) -> OutcomeMap:
    """Work the map of a case out; `first` and `last` (both drawn) by default leave room around its moments.

    Raises:
        NotFound: no such case.
        CannotTell: the case has no moment on a single day to draw around, and no days were named.
        Malformed: the last day is not after the first.
    """
    case, head = ledger.case(reference), ledger.head().position
    first, last = _span(case, first, last)
    bearing = _bearing_on(case, ledger.history())
    limits: list[date | int] = (
        list(_public_limits(bearing, first)) if by == "public" else list(_positions(bearing, head))
    )
    days = _days(ledger, case.country, limits, first, last, reading)
    asked: list[date | int | None] = [*limits, None]
    worked_out = ledger.outcome_grid(reference, days=days, limits=asked, by=by, reading=reading)
    days, grid = _joined_across(days, [tuple(row) for row in worked_out])
    now = grid.pop()
    rows = _joined_down(limits, grid, last_of_row=by == "recorded")
    kept = [limit for limit, _ in rows]
    until = last + timedelta(days=1)
    ends = max([until, *(limit + timedelta(days=_ROOM) for limit in kept if isinstance(limit, date))])
    placed = tuple(_placed(case, days, first, last, rows, now, by))
    return OutcomeMap(
        case=case,
        by=by,
        reading=reading,
        position=head,
        days=tuple(days),
        until=until,
        limits=tuple(kept),
        limits_until=ends if by == "public" else None,
        rows=tuple(row for _, row in rows),
        now=now,
        moments=placed,
        elsewhere=tuple(name for name in case.moments if name not in {each.moment for each in placed}),
    )


def _span(case: CaseFile, first: date | None, last: date | None) -> tuple[date, date]:
    exact = [day.earliest for day in case.moments.values() if day.is_exact and day.earliest]
    if not exact and (first is None or last is None):
        for name in case.moments_withheld:
            case.check_at_hand(f"moments.{name}")
        raise CannotTell(
            f"the case {case.reference} has no moment on a single day to draw the map around; "
            "name the days with --from DAY and --to DAY"
        )
    room = timedelta(days=max(_ROOM, (max(exact) - min(exact)).days // 8) if exact else _ROOM)
    try:
        first, last = first or min(exact) - room, last or max(exact) + room
    except OverflowError:
        raise Malformed("the moments lie at the edge of the calendar; name the days with --from and --to") from None
    if last <= first:
        raise Malformed(f"the last day drawn, {last}, is not after the first, {first}; name other days")
    return first, last


def _bearing_on(case: CaseFile, history: "History") -> "list[Entry]":
    """The entries that can make an outcome of the case another: of its country, of what those cite, and its own."""
    wanted = {f"country/{case.country}", f"case/{case.reference}"}
    while True:
        found = [entry for entry in history.entries if entry.stream in wanted or entry.stream.startswith("framework/")]
        named = {f"source/{cite.source}" for entry in found for cite in entry.event.cites}
        named |= {f"ruling/{entry.event.ruling}" for entry in found if getattr(entry.event, "ruling", None)}  # type: ignore[attr-defined]
        if named <= wanted:
            return found
        wanted |= named


def _public_limits(bearing: "Sequence[Entry]", first: date) -> Iterator[date]:
    """The first day drawn, and every later one on which something may become public."""
    from domain.history import History

    yield first
    for step in History(bearing).public_steps:
        if first.toordinal() < step < date.max.toordinal() - 2 * _ROOM:
            yield date.fromordinal(step)


def _positions(bearing: "Sequence[Entry]", head: int) -> Iterator[int]:
    """Every position that ends a stretch in which nothing bears on the case; the head last."""
    for entry in bearing:
        if entry.position > 1:
            yield entry.position - 1
    yield head


def _days(
    ledger: "Ledger", country: str, limits: Iterable[date | int], first: date, last: date, reading: Reading
) -> list[date]:
    """The first day drawn, and every later one on which the state of an element or the framework changes."""
    days = {first}
    for limit in [*limits, None]:
        point = Point(
            first,
            limit if isinstance(limit, date) else None,
            RecordedBy.parse(f"@{limit}") if isinstance(limit, int) else None,
        )
        for periods in ledger.timeline(country, point, reading).values():
            days |= {day for each in periods for day in (each.first, each.last) if day and first < day <= last}
    for card in ledger.frameworks():
        if card.applies_from.latest and first < card.applies_from.latest <= last:
            days.add(card.applies_from.latest)
    return sorted(days)


def _joined_across(days: list[date], grid: list[tuple[str, ...]]) -> tuple[list[date], list[tuple[str, ...]]]:
    """Columns that equal the one before them are part of it."""
    columns = list(zip(*grid, strict=True))
    kept = [place for place in range(len(days)) if place == 0 or columns[place] != columns[place - 1]]
    return [days[place] for place in kept], [tuple(row[place] for place in kept) for row in grid]


def _joined_down(
    limits: Sequence[date | int], grid: Sequence[tuple[str, ...]], *, last_of_row: bool
) -> list[tuple[date | int, tuple[str, ...]]]:
    """Rows that equal the one before them are part of it; a row goes by its first limit, or by its last."""
    rows: list[tuple[date | int, tuple[str, ...]]] = []
    for limit, row in zip(limits, grid, strict=True):
        if rows and rows[-1][1] == row:
            if last_of_row:
                rows[-1] = (limit, row)
        else:
            rows.append((limit, row))
    return rows


def _placed(
    case: CaseFile,
    days: Sequence[date],
    first: date,
    last: date,
    rows: Sequence[tuple[date | int, tuple[str, ...]]],
    now: Sequence[str],
    by: By,
) -> Iterator[Placed]:
    for moment, day in case.moments.items():
        on = day.earliest if day.is_exact else None
        if on is None or not first <= on <= last:
            continue
        column = sum(each <= on for each in days) - 1
        then = None
        if by == "public":
            row = sum(isinstance(limit, date) and limit <= on for limit, _ in rows) - 1
            then = rows[row][1][column]
        yield Placed(moment, on, then, now[column])
