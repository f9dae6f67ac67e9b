"""What a finding is, and how it says it."""

from dataclasses import dataclass
from datetime import date

from domain.dates import LegalDate
from domain.events import Act, ElementEvent, Event
from domain.history import CountedAct


@dataclass(frozen=True)
class Finding:
    """Something an auditor should look at. `entries` are keys, the one it is about first.

    `country` (ISO 3166-1) is empty for what belongs to no single country, as a source or a ruling.
    """

    code: str
    entries: tuple[str, ...]
    sentence: str
    country: str = ""


def of_act(code: str, act: CountedAct, sentence: str) -> Finding:
    return Finding(code, (act.key,), sentence, act.event.country)


def country_of(element: str) -> str:
    return element.partition("/")[0]


def the(act: CountedAct) -> str:
    return called(act.key, act.event)


def called(key: str, event: ElementEvent) -> str:
    standing = f"{event.standing} act" if isinstance(event, Act) else "annulment"
    return f"The {standing} {key} on {event.element_id}"


def cited_sources(event: Event | None) -> str:
    slugs = dict.fromkeys(cite.source for cite in event.cites) if event else ()
    return ", ".join(slugs) or "no source cited"


def iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def said(day: LegalDate) -> str:
    """The day itself, or the days it can be."""
    if day.is_open:
        return "an open end"
    if day.earliest is None or day.latest is None:
        return (
            "an unknown day"
            if day.is_unknown
            else f"{day.earliest} or later"
            if day.earliest
            else (f"{day.latest} or earlier")
        )
    return f"{day.earliest}" if day.is_exact else f"some day from {day.earliest} through {day.latest}"


def on(day: LegalDate) -> str:
    return f"on {said(day)}"


def from_day(day: LegalDate) -> str:
    return f"from {said(day)} on"


def days(number: int, sure: bool = True) -> str:
    counted = "1 day" if number == 1 else f"{number} days"
    return counted if sure else f"at least {counted}"


def lag(earlier: LegalDate, later: LegalDate) -> str:
    return days(later.first - earlier.last, earlier.is_exact and later.is_exact)
