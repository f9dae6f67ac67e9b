"""Which entries bear on a country or a case: its own, all they refer to, and all that is said about them.

They can be imported, or handed over, apart from the rest of the ledger, and answer what it answers.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from sqlalchemy import Connection, bindparam, select

from domain.events import CaseAssessed, CaseOpened, EntryEvent, FrameworkAdopted, RulingRecorded, SourceRegistered
from domain.history import Entry
from infrastructure.projections.references import References
from infrastructure.projections.tables import mention
from infrastructure.store.statements import prepared
from infrastructure.store.tables import entry as entry_table
from infrastructure.unsealing import Unsealing

_STORED = (
    entry_table.c.position,
    entry_table.c.stream,
    entry_table.c.topic,
    entry_table.c.state,
    entry_table.c.recorded_at,
)
_OF_STREAMS = (
    select(*_STORED)
    .where(entry_table.c.stream >= bindparam("low"), entry_table.c.stream < bindparam("high"))
    .order_by(entry_table.c.position)
)
_OF_SUBJECTS = (
    select(*_STORED)
    .join(mention, mention.c.position == entry_table.c.position)
    .where(mention.c.subject >= bindparam("low"), mention.c.subject < bindparam("high"))
    .order_by(entry_table.c.position)
)


class Subject(NamedTuple):
    """What entries bear on: a case by its reference, or a country by its code."""

    kind: Literal["case", "country"]
    name: str


class Bearing:
    """Finds entries that bear, within one transaction. Results are by position, in ledger order."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._references = References(connection)
        self._unsealing = Unsealing(connection)

    def on(self, subject: Subject) -> dict[int, Entry]:
        return self.on_case(subject.name) if subject.kind == "case" else self.on_country(subject.name)

    def on_country(self, country: str) -> dict[int, Entry]:
        """Its acts, the rulings about it, what these cite, and what is said about any of them."""
        return self._with_all_they_need(self._of_country(country))

    def on_case(self, reference: str) -> dict[int, Entry]:
        """Its own entries, every framework, and what bears on the country it concerns. No other case."""
        own = self._between(_OF_STREAMS, f"case/{reference}", f"case/{reference}\0")
        countries = {
            event.country
            for entry in own
            for _, event in self._references.meanings(entry)
            if isinstance(event, CaseOpened)
        }
        found = [*own, *self._between(_OF_STREAMS, "framework/", "framework0")]
        for country in sorted(countries):
            found.extend(self._of_country(country))
        return self._with_all_they_need(found)

    def unresolved(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
        """What entries refer to that is not there: an entry, and the words for what it lacks."""
        for entry in entries:
            for _, event in self._references.meanings(entry):
                slugs = {cite.source for cite in event.cites}
                slugs.update([] if isinstance(event, SourceRegistered) else [getattr(event, "source", "")])
                for slug in sorted(slugs - {""}):
                    if not self._any(f"source/{slug}", SourceRegistered):
                        yield entry, f"the source {slug}"
                ruling = "" if isinstance(event, RulingRecorded) else getattr(event, "ruling", "")
                if ruling and not self._any(f"ruling/{ruling}", RulingRecorded):
                    yield entry, f"the ruling {ruling}"
                if isinstance(event, EntryEvent) and self._references.of_key(event.entry) is None:
                    yield entry, f"the entry {event.entry}"
                if isinstance(event, CaseAssessed) and not self._any(f"framework/{event.framework}", FrameworkAdopted):
                    yield entry, f"the framework {event.framework}"

    def _any(self, subject: str, kind: type) -> bool:
        return any(isinstance(each.event, kind) for each in self._references.mentioning(subject))

    def _of_country(self, country: str) -> list[Entry]:
        return [
            *self._between(_OF_STREAMS, f"country/{country}", f"country/{country}\0"),
            # From `subject/ML/` (elements) through `subject/ML:` (rulings, absences), whatever stream they are in.
            *self._between(_OF_SUBJECTS, f"subject/{country}/", f"subject/{country};"),
        ]

    def _between(self, statement: object, low: str, high: str) -> list[Entry]:
        rows = prepared(statement, self._connection).run(self._cursor, {"low": low, "high": high})  # type: ignore[arg-type]
        return [self._unsealing.entry(*row) for row in rows.fetchall()]

    def _with_all_they_need(self, entries: Iterable[Entry]) -> dict[int, Entry]:
        references = self._references
        kept: dict[int, Entry] = {}
        waiting = list(entries)
        while waiting:
            entry = waiting.pop()
            if entry.position in kept:
                continue
            kept[entry.position] = entry
            waiting.extend(references.mentioning(f"about/{entry.key}"))
            for _, event in references.meanings(entry):
                for cite in event.cites:
                    waiting.extend(references.mentioning(f"source/{cite.source}"))
                slug = getattr(event, "ruling", None)
                if slug:
                    waiting.extend(references.mentioning(f"ruling/{slug}"))
                target = references.of_key(event.entry) if isinstance(event, EntryEvent) else None
                waiting.extend([target] if target else [])
        return {position: kept[position] for position in sorted(kept)}
