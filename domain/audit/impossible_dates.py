"""Dates that contradict each other, of entries and of cases."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from domain.audit.books import Books
from domain.audit.coverage import extensions
from domain.audit.finding import Finding, called, country_of, from_day, of_act, on, said, the
from domain.cases import MOMENTS
from domain.dates import LegalDate
from domain.events import Act, Event, RulingRecorded, SourceDisclosed, SourceRegistered, StatingAct
from domain.history import CountedAct, Entry

_ORDER: Final = (
    (SourceRegistered, ("created_on", "signed_on", "public_on")),
    (Act, ("decided_on", "signed_on", "public_on")),
    (RulingRecorded, ("pronounced_on", "public_on")),
)
"""Dates of one entry that come in this order, or fall on one day."""

_VERBS: Final = {
    "created_on": "created",
    "decided_on": "decided",
    "signed_on": "signed",
    "pronounced_on": "pronounced",
    "public_on": "public",
}


def impossible_dates(books: Books) -> Iterator[Finding]:
    """Dates that contradict each other: within one entry, or between an entry and the source it is about or rests on.

    1. what is created, decided, signed or pronounced only after a step that must follow it
    2. a source disclosed before it was made
    3. an act that ends before or as it starts, where it starts on the day it was public if no other is given
    4. an extension that ends before the end it extends
    5. an act signed (or, unsigned, public) before every source it is known from; a day of decision alone may well be
       reported by a later source, and is left out
    6. a ruling known from a source that was made before it was pronounced
    """
    for entry, event in books.entries:
        for cls, fields in _ORDER:  # 1
            if isinstance(event, cls):
                given = [(field, books.date(entry, field)) for field in fields]
                for (earlier, one), (later, other) in combinations(given, 2):
                    if one and other and _surely_after(one, other):
                        sentence = (
                            f"{entry.key} was {_VERBS[earlier]} {on(one)}, but {_VERBS[later]} already {on(other)}."
                        )
                        yield Finding("impossible-dates", (entry.key,), sentence, books.country(entry))
        match event:
            case SourceDisclosed(source=slug):  # 2
                yield from _disclosed_too_early(books, entry, slug)
            case Act():  # 5
                yield from _before_its_sources(books, entry, event)
            case RulingRecorded():  # 6
                yield from _known_before_pronounced(books, entry, event)
    for element, acts in books.acts.items():
        for act in acts:
            if _has_period(act) and act.end.last <= act.start.first:  # 3
                sentence = (
                    f"{the(act)} covers no day: it starts {on(act.start)} and no longer binds {from_day(act.end)}."
                )
                yield of_act("impossible-dates", act, sentence)
        for act, terms in extensions(acts):  # 4
            if _surely_after(terms[-1].stated, act.end):
                stated = terms[-1].stated
                through = "without end" if stated.is_open else f"through {said(stated.day_before())}"
                yield Finding(
                    "impossible-dates",
                    (act.key, terms[-1].act.key),
                    f"{the(act)} is an extension that ends earlier (it no longer binds {from_day(act.end)}) than what "
                    f"it extends: {terms[-1].act.key}, in force {through}.",
                    country_of(element),
                )


def impossible_moments(books: Books) -> Iterator[Finding]:
    """Moments of a case that come in another order than a procedure takes them, whichever of their days are taken.

    Moments that a case has by a name of its own have no place in that order.
    """
    for case in books.cases.values():
        given = [(name, *case.moments[name]) for name in MOMENTS if name in case.moments]
        for (earlier, one, day), (later, other, other_day) in combinations(given, 2):
            if _surely_after(day, other_day):
                keys = dict.fromkeys((other.key, one.key))
                yield Finding(
                    "impossible-dates",
                    tuple(keys),
                    f"The case {case.file.reference} has its {later} {on(other_day)}, before its {earlier} "
                    f"{on(day)} ({' and '.join(keys)}).",
                    case.file.country,
                )


def _has_period(act: CountedAct) -> bool:
    """Advice without a day to start on is not in force from the day it is disclosed."""
    return isinstance(act.event, StatingAct) and (act.standing != "advised" or act.event.from_ is not None)


def _disclosed_too_early(books: Books, entry: Entry, slug: str) -> Iterator[Finding]:
    source, disclosed = books.source(slug), books.date(entry, "public_on")
    for field in ("created_on", "signed_on"):
        made = books.date(source[0], field) if source else None
        if source and made and disclosed and _surely_after(made, disclosed):
            yield Finding(
                "impossible-dates",
                (entry.key, source[0].key),
                f"{entry.key} has source {slug} disclosed {on(disclosed)}, before it was {_VERBS[field]} {on(made)}.",
            )


def _before_its_sources(books: Books, entry: Entry, act: Act) -> Iterator[Finding]:
    field = "signed_on" if act.signed_on else "public_on"
    day = books.date(entry, field)
    made = list(_made(books, act))
    if day and made and all(when and _surely_after(when, day) for _, _, when in made):
        told = ", ".join(f"{slug} {on(when)}" for slug, _, when in made if when)
        yield Finding(
            "impossible-dates",
            (entry.key, *dict.fromkeys(key for _, key, _ in made)),
            f"{called(entry.key, act)} was {_VERBS[field]} {on(day)}, before every source it is known from was "
            f"signed or made: {told}.",
            act.country,
        )


def _known_before_pronounced(books: Books, entry: Entry, ruling: RulingRecorded) -> Iterator[Finding]:
    pronounced = books.date(entry, "pronounced_on")
    for slug, key, when in _made(books, ruling):
        if pronounced and when and _surely_after(pronounced, when):
            yield Finding(
                "impossible-dates",
                (entry.key, key),
                f"Ruling {ruling.ruling} ({entry.key}) was pronounced {on(pronounced)}, but source {slug}, which it "
                f"is known from, was signed or made {on(when)}.",
            )


def _made(books: Books, event: Event) -> Iterator[tuple[str, str, LegalDate | None]]:
    """Slug, key and day of signing (else of making) of every source cited."""
    for slug in dict.fromkeys(cite.source for cite in event.cites):
        source = books.source(slug)
        if source:
            yield slug, source[0].key, books.date(source[0], "signed_on") or books.date(source[0], "created_on")


def _surely_after(one: LegalDate, other: LegalDate) -> bool:
    return one.first > other.last
