"""Which entries bear on what: found by key, by subject, by source, by ruling, by the entry they are about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select

from domain.events import (
    AbsenceStated,
    CaseEvent,
    ElementAnnulled,
    ElementEvent,
    EntryCorrected,
    EntryEvent,
    Event,
    FrameworkAdopted,
    RulingEvent,
    RulingRecorded,
    SourceEvent,
)
from domain.history import Entry, corrected
from domain.sealing import Path
from infrastructure.projections.tables import entry_key, mention
from infrastructure.proof.sealed import digest
from infrastructure.store.statements import prepared
from infrastructure.store.tables import entry as entry_table
from infrastructure.unsealing import Unsealing, may_be_sealed

_STORED = (
    entry_table.c.position,
    entry_table.c.stream,
    entry_table.c.topic,
    entry_table.c.state,
    entry_table.c.recorded_at,
)
_MENTIONING = (
    select(*_STORED)
    .join(mention, mention.c.position == entry_table.c.position)
    .where(mention.c.subject == bindparam("subject_"))
    .order_by(mention.c.position)
)
_POSITIONS = select(mention.c.position).where(mention.c.subject == bindparam("subject_")).order_by(mention.c.position)
_OF_KEY = (
    select(*_STORED)
    .join(entry_key, entry_key.c.position == entry_table.c.position)
    .where(entry_key.c.key == bindparam("key_"))
)


_MOST_AT_ONCE = 64
_KEPT_ENTRIES = 20_000


@cache
def _mentioning_any(places: int) -> Select[Any]:
    asked: list[Any] = [bindparam(f"subject_{n}") for n in range(places)]
    return (
        select(*_STORED).join(mention, mention.c.position == entry_table.c.position).where(mention.c.subject.in_(asked))
    )


_ADD_KEY = insert(entry_key)
_ADD_MENTION = insert(mention)


class References:
    """Cross-references of a ledger within one transaction. What is added is found at once, and written by `flush`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._unsealing = Unsealing(connection)
        self._known: dict[int, Entry] = {}
        self._keys: dict[str, Entry] = {}
        self._fresh: dict[str, list[Entry]] = defaultdict(list)

    def add(self, entry: Entry) -> None:
        self._keys[entry.key] = entry
        for subject in self._mentions(entry):
            self._fresh[subject].append(entry)
        if len(self._keys) >= 2_000:
            self.flush()

    def flush(self) -> None:
        prepared(_ADD_KEY, self._connection, ("key", "position")).run_many(
            self._cursor, [{"key": key, "position": entry.position} for key, entry in self._keys.items()]
        )
        prepared(_ADD_MENTION, self._connection, ("subject", "position")).run_many(
            self._cursor,
            [
                {"subject": subject, "position": entry.position}
                for subject, entries in self._fresh.items()
                for entry in entries
            ],
        )
        self._keys.clear()
        self._fresh.clear()

    def _mentions(self, entry: Entry) -> set[str]:
        """The names under which an entry must be found again."""
        found: set[str] = set()
        for key, event in self.meanings(entry):
            found.update(f"subject/{subject}" for subject in subjects(key, event))
            if event.cites:
                found.add(f"cites/{event.cites[0].source}")
            match event:
                case SourceEvent(source=slug):
                    found.add(f"source/{slug}")
                case RulingEvent(ruling=slug):
                    found.add(f"ruling/{slug}")
                case ElementAnnulled(ruling=slug):
                    found.add(f"annulled-by/{slug}")
                case FrameworkAdopted(framework=slug):
                    found.add(f"framework/{slug}")
                case CaseEvent(case=reference):
                    found.add(f"case/{reference}")
                case EntryEvent(entry=about):
                    found.add(f"about/{about}")
        return found

    def meanings(self, entry: Entry) -> Iterator[tuple[str, Event]]:
        """The event of an entry and, for a correction, what it puts in the place of another (by that one's key)."""
        yield entry.key, entry.event
        if isinstance(entry.event, EntryCorrected):
            target = self.of_key(entry.event.entry)
            if target is not None:
                replacing = corrected(target.event, entry.event.content)
                yield from self.meanings(Entry(target.position, target.key, replacing))

    def gather(self, entries: Iterable[Entry], held: dict[str, Entry], position: int | None = None) -> None:
        """Add entries and all that their meaning and publicity hang on, as recorded through a position."""
        waiting = list(entries)
        while waiting:
            added = {
                each.key: each
                for each in waiting
                if each.key not in held and (position is None or each.position <= position)
            }
            held.update(added)
            waiting, wanted = [], set()
            for entry in added.values():
                wanted.add(f"about/{entry.key}")
                for _, event in self.meanings(entry):
                    if event.cites:
                        wanted.add(f"source/{event.cites[0].source}")
                    if isinstance(event, ElementAnnulled):
                        wanted.add(f"ruling/{event.ruling}")
                    if isinstance(event, EntryEvent) and event.entry not in held:
                        target = self.of_key(event.entry)
                        waiting.extend([target] if target else [])
            waiting.extend(self._mentioning_any(sorted(wanted)))

    def _mentioning_any(self, subjects: Sequence[str]) -> Iterator[Entry]:
        """The entries that mention any of these, each once for every one it mentions, in no order."""
        for first in range(0, len(subjects), _MOST_AT_ONCE):
            portion = subjects[first : first + _MOST_AT_ONCE]
            # As many places as the next power of two has, so that few statements serve all; what is left repeats.
            places = 1 << (len(portion) - 1).bit_length()
            given = {f"subject_{n}": portion[min(n, len(portion) - 1)] for n in range(places)}
            for row in prepared(_mentioning_any(places), self._connection).run(self._cursor, given).fetchall():
                yield self._read(row)
        for subject in subjects:
            yield from self._fresh.get(subject, ())

    def mentioning(self, subject: str) -> list[Entry]:
        rows = prepared(_MENTIONING, self._connection).run(self._cursor, {"subject_": subject}).fetchall()
        return [*map(self._read, rows), *self._fresh.get(subject, ())]

    def positions(self, subject: str) -> list[int]:
        """Where a subject is mentioned; quicker than reading the entries."""
        rows = prepared(_POSITIONS, self._connection).run(self._cursor, {"subject_": subject}).fetchall()
        return [*(row[0] for row in rows), *(entry.position for entry in self._fresh.get(subject, ()))]

    def sealed_in(self, key: str) -> dict[str, Path]:
        """The digests that stand in an entry in the ledger, disclosed or not, each with its path."""
        row = self._row(key)
        return self._unsealing.opened(*row).places if row else {}

    def disclosures_of(self, key: str) -> dict[str, str]:
        """What the ledger has to disclose values of an entry, by digest."""
        row = self._row(key)
        return {digest(text): text for text in self._unsealing.disclosures(row[0])} if row else {}

    def of_key(self, key: str) -> Entry | None:
        if key in self._keys:
            return self._keys[key]
        row = self._row(key)
        return self._read(row) if row else None

    def _read(self, row: Any) -> Entry:
        """An entry from its row. Those without sealed values are kept: many subjects hang on the same sources."""
        position, _, _, state, _ = row
        entry = self._known.get(position)
        if entry is None:
            entry = self._unsealing.entry(*row)
            if not may_be_sealed(state):
                if len(self._known) >= _KEPT_ENTRIES:
                    self._known.clear()
                self._known[position] = entry
        return entry

    def _row(self, key: str) -> Any:
        return prepared(_OF_KEY, self._connection).run(self._cursor, {"key_": key}).fetchone()


def subjects(key: str, event: Event) -> list[str]:
    """What an event states something of: `ML/article-15c`, `ML:ruling/rb-nl22-5703`, `ML:absence/<key>`."""
    match event:
        case ElementEvent(element_id=element_id):
            return [element_id]
        case RulingRecorded(ruling=slug, holdings=holdings):
            return sorted({f"{holding.country}:ruling/{slug}" for holding in holdings})
        case AbsenceStated(country=country):
            return [f"{country}:absence/{key}"]
    return []
