"""Identifiers that cannot be right where they stand. The rules for each are in `domain/identifiers.py`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations

from domain.audit.books import Books
from domain.audit.finding import Facts, Finding
from domain.dates import LegalDate
from domain.events import RulingIdentifierAttached, RulingRecorded, SourceIdentifierAttached, SourceRegistered
from domain.history import Entry
from domain.identifiers import IdentifierContext, case_number_scheme, identifier_findings, normalise


def identifiers(books: Books) -> Iterator[Finding]:
    """Identifiers that are malformed or impossible where they stand, and ECLIs that are not one ruling's own.

    What is odd about one identifier is for `identifiers.identifier_findings` to say; dates and court are those of the
    source or ruling that bears it, also when the identifier was attached later.
    """
    eclis: dict[str, dict[str, Entry]] = {}
    for entry, event in books.entries:
        match event:
            case (
                SourceRegistered(source=slug, identifiers=given)
                | SourceIdentifierAttached(source=slug, identifiers=given)
            ):
                source = books.source(slug)
                yield from _odd_identifiers(entry, source, given.items(), _context_of_source(books, source))
            case RulingRecorded(ruling=slug) | RulingIdentifierAttached(ruling=slug):
                ruling = books.ruling(slug)
                numbers = [(str(case_number_scheme(each)), each) for each in event.case_numbers]
                if event.ecli:
                    numbers.insert(0, ("ecli", event.ecli))
                    eclis.setdefault(slug, {}).setdefault(normalise("ecli", event.ecli), entry)
                yield from _odd_identifiers(entry, ruling, numbers, _context_of_ruling(books, ruling))
    yield from _eclis_shared(eclis)


def _odd_identifiers(
    entry: Entry,
    bearer: tuple[Entry, SourceRegistered | RulingRecorded] | None,
    given: Iterable[tuple[str, str]],
    context: IdentifierContext,
) -> Iterator[Finding]:
    keys = (entry.key,) if bearer is None or bearer[0] is entry else (entry.key, bearer[0].key)
    for scheme, text in given:
        for odd in identifier_findings(scheme, text, context):
            yield Finding("identifier", keys, odd.says, {"entry": entry.key, **odd.facts})


def _context_of_source(books: Books, source: tuple[Entry, SourceRegistered] | None) -> IdentifierContext:
    if source is None:
        return IdentifierContext()
    entry, _ = source
    return IdentifierContext(
        signed_on=_bounds(books.date(entry, "signed_on")), public_on=_bounds(books.seen.public_on(entry))
    )


def _context_of_ruling(books: Books, ruling: tuple[Entry, RulingRecorded] | None) -> IdentifierContext:
    if ruling is None:
        return IdentifierContext()
    entry, event = ruling
    return IdentifierContext(
        pronounced_on=_bounds(books.date(entry, "pronounced_on")),
        public_on=_bounds(books.seen.public_on(entry)),
        court=event.court,
    )


def _bounds(day: LegalDate | None) -> tuple[date | None, date | None] | None:
    return None if day is None else (day.earliest, day.latest)


def _eclis_shared(eclis: Mapping[str, Mapping[str, Entry]]) -> Iterator[Finding]:
    """An ECLI names one decision of one court: not two rulings, and no ruling has two."""
    bearers: dict[str, list[tuple[str, Entry]]] = {}
    for slug, given in eclis.items():
        for (one, entry), (other, later) in combinations(given.items(), 2):
            keys = (entry.key, later.key)
            yield Finding("identifier", keys, "two-eclis", {"ruling": slug, **_apart(one, entry, other, later)})
        for ecli, entry in given.items():
            bearers.setdefault(ecli, []).append((slug, entry))
    for ecli, borne_by in bearers.items():
        for (one, entry), (other, later) in combinations(borne_by, 2):
            keys = (entry.key, later.key)
            yield Finding("identifier", keys, "ecli-of-two-rulings", {"ecli": ecli, **_apart(one, entry, other, later)})


def _apart(one: str, entry: Entry, other: str, later: Entry) -> Facts:
    return {"one": one, "one_entry": entry.key, "other": other, "other_entry": later.key}
