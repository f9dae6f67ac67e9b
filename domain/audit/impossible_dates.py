"""Dates that contradict each other, of entries and of cases."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from domain.audit.books import Books
from domain.audit.coverage import extensions
from domain.audit.finding import Facts, Finding, Says, act_fact, country_of, of_act
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
                        facts: Facts = {
                            "entry": entry.key,
                            "earlier": earlier,
                            "earlier_day": one.text,
                            "later": later,
                            "later_day": other.text,
                        }
                        country = books.country(entry)
                        yield Finding("impossible-dates", (entry.key,), "step-before-step", facts, country)
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
                yield of_act("impossible-dates", "covers-no-day", act, start=act.start.text, end=act.end.text)
        for act, terms in extensions(acts):  # 4
            if _surely_after(terms[-1].stated, act.end):
                stated = terms[-1].stated
                facts = {
                    "act": act_fact(act),
                    "end": act.end.text,
                    "extended": terms[-1].act.key,
                    "last": stated.day_before().text,
                }
                says: Says = "extension-ends-the-endless" if stated.is_open else "extension-ends-earlier"
                keys = (act.key, terms[-1].act.key)
                yield Finding("impossible-dates", keys, says, facts, country_of(element))


def impossible_moments(books: Books) -> Iterator[Finding]:
    """Moments of a case that come in another order than a procedure takes them, whichever of their days are taken.

    Moments that a case has by a name of its own have no place in that order.
    """
    for case in books.cases.values():
        given = [(name, *case.moments[name]) for name in MOMENTS if name in case.moments]
        for (earlier, one, day), (later, other, other_day) in combinations(given, 2):
            if _surely_after(day, other_day):
                keys = dict.fromkeys((other.key, one.key))
                facts: Facts = {
                    "case": case.file.reference,
                    "later": later,
                    "later_day": other_day.text,
                    "earlier": earlier,
                    "earlier_day": day.text,
                    "entries": list(keys),
                }
                yield Finding("impossible-dates", tuple(keys), "moment-before-moment", facts, case.file.country)


def _has_period(act: CountedAct) -> bool:
    """Advice without a day to start on is not in force from the day it is disclosed."""
    return isinstance(act.event, StatingAct) and (act.standing != "advised" or act.event.from_ is not None)


def _disclosed_too_early(books: Books, entry: Entry, slug: str) -> Iterator[Finding]:
    source, disclosed = books.source(slug), books.date(entry, "public_on")
    for field in ("created_on", "signed_on"):
        made = books.date(source[0], field) if source else None
        if source and made and disclosed and _surely_after(made, disclosed):
            facts: Facts = {
                "entry": entry.key,
                "source": slug,
                "disclosed": disclosed.text,
                "step": field,
                "day": made.text,
            }
            yield Finding("impossible-dates", (entry.key, source[0].key), "disclosed-before-made", facts)


def _before_its_sources(books: Books, entry: Entry, act: Act) -> Iterator[Finding]:
    field = "signed_on" if act.signed_on else "public_on"
    day = books.date(entry, field)
    made = list(_made(books, act))
    if day and made and all(when and _surely_after(when, day) for _, _, when in made):
        facts: Facts = {
            "act": {"entry": entry.key, "standing": act.standing or "", "element": act.element_id},
            "step": field,
            "day": day.text,
            "sources": [{"source": slug, "day": when.text} for slug, _, when in made if when],
        }
        keys = (entry.key, *dict.fromkeys(key for _, key, _ in made))
        yield Finding("impossible-dates", keys, "before-its-sources", facts, act.country)


def _known_before_pronounced(books: Books, entry: Entry, ruling: RulingRecorded) -> Iterator[Finding]:
    pronounced = books.date(entry, "pronounced_on")
    for slug, key, when in _made(books, ruling):
        if pronounced and when and _surely_after(pronounced, when):
            facts: Facts = {
                "ruling": ruling.ruling,
                "entry": entry.key,
                "pronounced": pronounced.text,
                "source": slug,
                "made": when.text,
            }
            yield Finding("impossible-dates", (entry.key, key), "known-before-pronounced", facts)


def _made(books: Books, event: Event) -> Iterator[tuple[str, str, LegalDate | None]]:
    """Slug, key and day of signing (else of making) of every source cited."""
    for slug in dict.fromkeys(cite.source for cite in event.cites):
        source = books.source(slug)
        if source:
            yield slug, source[0].key, books.date(source[0], "signed_on") or books.date(source[0], "created_on")


def _surely_after(one: LegalDate, other: LegalDate) -> bool:
    return one.first > other.last
