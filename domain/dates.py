"""Legal dates, and the three clocks on which a question can be asked. Read `policy.py` for what is done with them.

A legal date is a calendar day in Europe/Amsterdam without a clock, as surely as the sources give it. It is written in a
subset of EDTF (ISO 8601-2:2019); adr/0004 says why the subset is our own. Inside, a day is its proleptic Gregorian
ordinal, so that "never yet" and "no end" are ordinary numbers at both ends of the line.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from domain.errors import Malformed
from domain.wording import pasted, shown

BEFORE: Final = 0
"""Earlier than every day that can be written."""
AFTER: Final = date.max.toordinal() + 1
"""Later than every day that can be written: the end of what is open-ended."""

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True)
class LegalDate:
    """A day as the sources give it: some day from `first` up to and including `last` (ordinals).

    `text` is the EDTF it was written in, without spaces. Exact when `first == last`.

    >>> LegalDate.parse("2012-06")
    LegalDate('2012-06')
    >>> LegalDate.parse("2012-06").earliest, LegalDate.parse("../2013-06-04").latest
    (datetime.date(2012, 6, 1), datetime.date(2013, 6, 4))
    """

    text: str
    first: int
    last: int

    def __repr__(self) -> str:
        return f"LegalDate({self.text!r})"

    def __str__(self) -> str:
        return self.text

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the EDTF subset of contract section 2.

        Raises:
            Malformed: naming the part that does not read as a day.
        """
        written = re.sub(r"\s+", "", text)
        if written == "unknown":
            return cls(written, BEFORE, AFTER)
        if written == "..":
            return cls(written, AFTER, AFTER)
        if written.startswith("[") and written.endswith("]"):
            days = [_span(part, text) for part in written[1:-1].split(",")]
            return cls(written, min(first for first, _ in days), max(last for _, last in days))
        if "/" in written:
            return cls(written, *_range(written, text))
        return cls(written, *_span(written, text))

    @classmethod
    def exact(cls, day: date) -> Self:
        return cls(day.isoformat(), day.toordinal(), day.toordinal())

    @classmethod
    def between(cls, first: int, last: int) -> Self:
        """The date that says no more than: some day from `first` up to and including `last` (ordinals)."""
        if first >= AFTER:
            return cls("..", AFTER, AFTER)
        if first <= BEFORE and last >= AFTER:
            return cls("unknown", BEFORE, AFTER)
        if first == last:
            return cls.exact(date.fromordinal(first))
        start = ".." if first <= BEFORE else date.fromordinal(first).isoformat()
        end = ".." if last >= AFTER else date.fromordinal(last).isoformat()
        return cls(f"{start}/{end}", first, last)

    @property
    def earliest(self) -> date | None:
        """The first day it can be; None where nothing bounds it, or where it never comes (`..`)."""
        return date.fromordinal(self.first) if BEFORE < self.first < AFTER else None

    @property
    def latest(self) -> date | None:
        """The last day it can be; None where nothing bounds it."""
        return date.fromordinal(self.last) if BEFORE < self.last < AFTER else None

    @property
    def is_exact(self) -> bool:
        return self.first == self.last

    @property
    def is_unknown(self) -> bool:
        return self.first == BEFORE and self.last == AFTER

    @property
    def is_open(self) -> bool:
        """Open-ended: it never comes. Not the same as unknown."""
        return self.first == AFTER

    def day_after(self) -> "LegalDate":
        """The first day that a period *through* (tot en met) this date no longer binds."""
        first = self.first if self.first in (BEFORE, AFTER) else self.first + 1
        last = self.last if self.last in (BEFORE, AFTER) else self.last + 1
        return LegalDate.between(first, last)

    def day_before(self) -> "LegalDate":
        """The last day that a period *until* (tot) this date still binds."""
        first = self.first if self.first in (BEFORE, AFTER) else self.first - 1
        last = self.last if self.last in (BEFORE, AFTER) else self.last - 1
        return LegalDate.between(first, last)

    def widened(self, rivals: Iterable["LegalDate"]) -> "LegalDate":
        """Any day from the earliest to the latest that this date and its rivals assert (contract 4.1, step 4)."""
        asserted = [self, *rivals]
        first, last = min(each.first for each in asserted), max(each.last for each in asserted)
        return self if (first, last) == (self.first, self.last) else LegalDate.between(first, last)


UNKNOWN: Final = LegalDate.parse("unknown")
OPEN: Final = LegalDate.parse("..")


def earlier_of(one: LegalDate, other: LegalDate) -> LegalDate:
    """Whichever of two uncertain days comes first, as surely as that can be said."""
    first, last = min(one.first, other.first), min(one.last, other.last)
    for each in (one, other):
        if (first, last) == (each.first, each.last):
            return each
    return LegalDate.between(first, last)


def _range(written: str, text: str) -> tuple[int, int]:
    parts = written.split("/")
    if len(parts) != 2 or parts == ["..", ".."]:
        raise Malformed(
            f"{shown(text)} is not a legal date: a range has one slash and at least one day, as in 2013/2014-06"
        )
    first = BEFORE if parts[0] == ".." else _span(parts[0], text)[0]
    last = AFTER if parts[1] == ".." else _span(parts[1], text)[1]
    if last < first:
        raise Malformed(f"{shown(text)} is not a legal date: the range ends before it starts")
    return first, last


def _span(part: str, text: str) -> tuple[int, int]:
    """First and last ordinal of a day, a month or a year."""
    match = _DAY.fullmatch(part)
    if match is None:
        _refuse_pasted(text, "legal date")
        raise Malformed(
            f"{shown(text)} is not a legal date; write a day (2023-01-11), a month (2012-06), a year (2012), one of "
            "several ([2023-07-08,2023-07-09]), a range (2013-06-04/2023-06-22, ../2013-06-04), unknown, or .. for "
            "open-ended"
        )
    year, month, day = (int(group) if group else None for group in match.groups())
    try:
        if year and month and day is None:
            first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        elif month is None:
            first, last = date(year or 0, 1, 1), date(year or 0, 12, 31)
        else:
            first = last = date(year or 0, month, day or 0)
    except ValueError:
        raise Malformed(f"{shown(text)} is not a legal date: the calendar has no {part}") from None
    return first.toordinal(), last.toordinal()


def _refuse_pasted(text: str, what: str) -> None:
    """What is copied from a document looks right and is not; the sentence says what cannot be seen."""
    if odd := pasted(text):
        raise Malformed(
            f"{shown(text)} is not a {what}: it has {odd} in it, as text from a document often has; "
            "type its hyphens and spaces anew, as in 2023-01-11"
        )


def parse_day(text: str) -> date:
    """One calendar day, `2023-01-11`, and nothing less sure.

    Raises:
        Malformed: for anything else, a month or a timestamp included.
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Malformed(f"the calendar has no {text}") from None
    _refuse_pasted(text, "calendar day")
    raise Malformed(f"{shown(text)} is not a calendar day; write year-month-day, as in 2023-01-11")


def legal_day(instant: datetime) -> date:
    """The calendar day in Europe/Amsterdam on which a zone-aware instant falls."""
    return instant.astimezone(AMSTERDAM).date()


def end_of_legal_day(day: date) -> datetime:
    """The first instant, in UTC, after `day` in Europe/Amsterdam (exclusive)."""
    return datetime.combine(day + timedelta(days=1), time(), AMSTERDAM).astimezone(UTC)


@dataclass(frozen=True)
class RecordedBy:
    """A moment on the record clock: a ledger `position`, or an `instant` (UTC; `inclusive` of that instant)."""

    text: str
    position: int | None = None
    instant: datetime | None = None
    inclusive: bool = True

    @classmethod
    def parse(cls, text: str) -> Self:
        """`@N`, a timestamp with a zone, or a day (then its end in Europe/Amsterdam counts).

        Raises:
            Malformed: for a timestamp without zone above all: it names no moment.
        """
        written = text.strip()
        if re.fullmatch(r"@\d{1,18}", written, re.ASCII):
            return cls(written, position=int(written[1:]))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
            return cls(written, instant=_end_of(parse_day(written)), inclusive=False)
        try:
            instant = datetime.fromisoformat(written)
        except ValueError:
            raise Malformed(
                f"{shown(text)} is not a record moment; write @N (a ledger position), "
                "a timestamp with a zone (2026-11-22T10:00:00+01:00), or a day (2026-11-22)"
            ) from None
        if instant.tzinfo is None:
            raise Malformed(f"{shown(text)} has no time zone; add one, as in {written}+01:00 or {written}Z")
        try:
            return cls(written, instant=instant.astimezone(UTC))
        except OverflowError:
            raise Malformed(f"{shown(text)} lies outside the calendar") from None


def _end_of(day: date) -> datetime:
    return end_of_legal_day(day) if day < date(9999, 12, 30) else datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Point:
    """Where a question stands on the three clocks.

    `on`: legal day on which the rule must bind. `public_by`: legal day up to and including which things had become
    public; None is no limit. `recorded_by`: up to which moment the ledger had been written; None is no limit.
    """

    on: date
    public_by: date | None = None
    recorded_by: RecordedBy | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """`DAY[,public=DAY][,recorded=R]`, as `diff` takes it.

        Raises:
            Malformed: naming the part that is wrong.
        """
        day, *limits = text.split(",")
        public_by: date | None = None
        recorded_by: RecordedBy | None = None
        for limit in limits:
            clock, _, value = limit.strip().partition("=")
            if clock == "public" and public_by is None:
                public_by = parse_day(value)
            elif clock == "recorded" and recorded_by is None:
                recorded_by = RecordedBy.parse(value)
            else:
                raise Malformed(
                    f"{shown(limit)} in {shown(text)} is not a limit; "
                    "write DAY, then at most one public=DAY and recorded=R"
                )
        return cls(parse_day(day.strip()), public_by, recorded_by)
