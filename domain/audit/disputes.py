"""Fields for which sources assert different values."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from domain import content
from domain.audit.books import Books
from domain.audit.finding import Facts, Finding, cited_sources
from domain.dates import LegalDate
from domain.errors import Malformed
from domain.events import Event
from domain.history import Dispute, Entry


def disputed(books: Books) -> Iterator[Finding]:
    """Fields for which sources assert different values: `disputed-date` for a legal date, `disputed` for all else.

    A date written as one of several (`[2023-07-08,2023-07-09]`) says by itself that sources contradict each other. A
    rival assertion that says the same as the entry is no dispute.
    """
    for entry, event in books.entries:
        fields = content.write(event)
        dates = content.date_fields(event.TOPIC)
        contested = dict.fromkeys(field for field in dates if _is_one_of(fields.get(field)))
        disputes = [
            each
            for each in books.seen.disputes(entry.key)
            if not _withholds(entry, each.field) and not _withholds(each.entry, "value") and _differs(fields, each)
        ]
        contested |= dict.fromkeys(_spelling(fields, each.field) for each in disputes)
        for field in contested:
            told = [_told(field, _at(fields, field), entry.key, event)]
            keys = [entry.key]
            for each in disputes:
                if _spelling(fields, each.field) == field:
                    told.append(_told(each.field, each.value, each.entry.key, books.seen.event(each.entry)))
                    keys.append(each.entry.key)
            yield Finding(
                "disputed-date" if field in dates else "disputed",
                tuple(keys),
                "rival-values",
                {"field": field, "entry": entry.key, "rivals": told},
                books.country(entry),
            )


def _withholds(entry: Entry, field: str) -> bool:
    """Of a value that is not at hand nobody can say that another differs from it."""
    return any(each.path == field or each.path.startswith(f"{field}.") for each in entry.withheld)


_END: Final = ("until", "through")
"""Two ways to write one date: the end of a period."""


def _spelling(fields: Mapping[str, Any], field: str) -> str:
    """The name under which an entry has the disputed field."""
    return next((name for name in _END if name in fields), field) if field in _END else field


def _is_one_of(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("[") and "," in value


def _differs(fields: Mapping[str, Any], dispute: Dispute) -> bool:
    name = _spelling(fields, dispute.field)
    return bool(_comparable(name, _at(fields, name)) != _comparable(dispute.field, dispute.value))


def _at(fields: Mapping[str, Any], path: str) -> Any:
    value: Any = fields
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _comparable(field: str, value: Any) -> Any:
    """Of a date the days it can be, of one that is `through` the days after; of all else the value."""
    try:
        day = LegalDate.parse(value) if isinstance(value, str) else None
    except Malformed:
        day = None
    if day is None:
        return value
    day = day.day_after() if field == "through" else day
    return (day.first, day.last)


def _told(field: str, value: Any, key: str, event: Event | None) -> Facts:
    """One assertion; without `value` where the entry does not give it."""
    given: Facts = {} if value is None else {"value": value}
    return {"field": field, **given, "entry": key, "sources": cited_sources(event)}
