"""What is read of a ledger within one transaction: its tables for answers, its entries for histories."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, select

from domain import content
from domain.dates import Point, RecordedBy
from domain.errors import NotFound, Refuted
from domain.events import Holding, RulingRecorded
from domain.history import Entry, History, Seen, ordinal
from domain.policy import ElementState, Reading
from infrastructure.answers import Context, LeftOut, Moment, TimelinePeriod, as_day, natural
from infrastructure.bearing import Bearing
from infrastructure.projections import tables as projections
from infrastructure.projections.boxes import Boxes
from infrastructure.projections.references import References
from infrastructure.projections.tables import FOREVER, NO_LIMIT
from infrastructure.store import codec
from infrastructure.store.questions import Prepared
from infrastructure.store.statements import prepared
from infrastructure.store.tables import content as content_table
from infrastructure.store.tables import entry as entry_table
from infrastructure.unsealing import Unsealing

_state = projections.policy_state
_COUNTRY_DAYS = (
    select(_state.c.subject, _state.c.on_from, _state.c.on_until, _state.c.practice, _state.c.formal)
    .where(_state.c.country == bindparam("country_"))
    .where(_state.c.public_from <= bindparam("public"), _state.c.public_until > bindparam("public"))
    .where(_state.c.recorded_from <= bindparam("recorded"), _state.c.recorded_until > bindparam("recorded"))
    .order_by(_state.c.subject, _state.c.on_from)
)
_COUNTRIES = select(_state.c.country).where(_state.c.recorded_until == FOREVER).distinct().order_by(_state.c.country)
_HEAD = select(entry_table.c.position).order_by(entry_table.c.position.desc()).limit(1)
_TIME_AT = select(entry_table.c.recorded_at).where(entry_table.c.position == bindparam("position_"))
_ENTRIES = (
    select(
        entry_table.c.position,
        entry_table.c.stream,
        entry_table.c.topic,
        entry_table.c.state,
        entry_table.c.recorded_at,
    )
    .where(entry_table.c.position >= bindparam("first"), entry_table.c.position <= bindparam("last"))
    .order_by(entry_table.c.position)
)
_KEYS = select(projections.entry_key.c.key)
_SUBJECTS = (
    select(projections.mention.c.subject)
    .where(projections.mention.c.subject >= bindparam("low"), projections.mention.c.subject < bindparam("high"))
    .distinct()
)
_CONTENT = select(content_table.c.bytes).where(content_table.c.sha256 == bindparam("sha256_"))

_first = itemgetter(0)


class LedgerReader:
    """Reads a ledger through one connection, as it stands in its transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._boxes = Boxes(connection)
        self.references = References(connection)
        self.unsealing = Unsealing(connection)

    def _prepared(self, statement: Any) -> Prepared:
        return prepared(statement, self._connection)

    # -- the record clock ---------------------------------------------------------------------------------------------

    def head(self) -> int:
        """The last position; 0 in an empty ledger."""
        row = self._prepared(_HEAD).run(self._cursor, {}).fetchone()
        return row[0] if row else 0

    def moment(self, recorded_by: RecordedBy | None) -> Moment:
        """The place on the record clock that a question names; the head where it names none.

        Raises:
            NotFound: if it names a position that is not there.
        """
        position = self.head()
        if recorded_by is not None and recorded_by.position is not None:
            if recorded_by.position > position:
                raise NotFound(f"there is no entry @{recorded_by.position}; the ledger ends at @{position}")
            position = recorded_by.position
        elif recorded_by is not None and recorded_by.instant is not None:
            position = self._last_by(position, recorded_by.instant, recorded_by.inclusive)
        if position == 0:
            return Moment(0, None)
        row = self._prepared(_TIME_AT).run(self._cursor, {"position_": position}).fetchone()
        if row is None:
            raise Refuted(f"the entry @{position} is missing; restore the ledger from a backup")
        return Moment(position, codec.timestamp(row[0]))

    def _last_by(self, head: int, instant: datetime, inclusive: bool) -> int:
        """The last position recorded by an instant; record time rises with position, so halving finds it."""
        limit = codec.microseconds(instant) + (1 if inclusive else 0)
        low, high = 0, head
        while low < high:
            middle = (low + high + 1) // 2
            row = self._prepared(_TIME_AT).run(self._cursor, {"position_": middle}).fetchone()
            if row is not None and row[0] < limit:
                low = middle
            else:
                high = middle - 1
        return low

    # -- states -------------------------------------------------------------------------------------------------------

    def country(
        self, country: str, point: Point, position: int, reading: Reading
    ) -> tuple[tuple[ElementState, ...], tuple[Context, ...], tuple[Context, ...]]:
        """The states of a country's elements, with its rulings and its statements of absence, by id."""
        on, public = point.on.toordinal(), ordinal(point.public_by)
        elements: list[tuple[str, bytes]] = []
        context: list[tuple[str, str, Context]] = []
        for subject, digest in self._boxes.of_country(country, on, public, position, reading):
            if subject[2] == "/":
                elements.append((natural(subject), digest))
            else:
                kind, _, name = subject[3:].partition("/")
                context.append((natural(name), kind, self._boxes.context(digest)))
        elements.sort()
        context.sort(key=_first)
        states = self._boxes.states([digest for _, digest in elements])
        rulings = tuple(each for _, kind, each in context if kind == "ruling")
        absences = tuple(each for _, kind, each in context if kind == "absence")
        return tuple(challenged(states, rulings)), rulings, absences

    def element(self, element_id: str, point: Point, position: int, reading: Reading) -> ElementState | None:
        """The state of one element, without the rulings that touch it; None where it is not listed."""
        digest = self._boxes.of_subject(element_id, point.on.toordinal(), ordinal(point.public_by), position, reading)
        return self._boxes.states([digest])[0] if digest else None

    def timeline(
        self, country: str, public_by: date | None, position: int, reading: Reading
    ) -> dict[str, list[TimelinePeriod]]:
        """Per element, every period it is listed, in order."""
        given = {"country_": country, "public": ordinal(public_by), "recorded": position}
        periods: dict[str, list[TimelinePeriod]] = {}
        for subject, first, last, practice, formal in self._prepared(_COUNTRY_DAYS).run(self._cursor, given).fetchall():
            if subject[2] != "/":
                continue
            digest = formal if reading == "formal" and formal is not None else practice
            (state,) = self._boxes.states([digest])
            known = periods.setdefault(subject, [])
            if known and known[-1].state == state and known[-1].last == as_day(first):
                known[-1] = TimelinePeriod(known[-1].first, as_day(last), state)
            else:
                known.append(TimelinePeriod(as_day(first), as_day(last), state))
        return {element: periods[element] for element in sorted(periods, key=natural)}

    def countries(self) -> list[str]:
        """The countries that anything is known of now."""
        return [row[0] for row in self._prepared(_COUNTRIES).run(self._cursor, {}).fetchall()]

    # -- entries ------------------------------------------------------------------------------------------------------

    def rows(self, first: int, last: int | None) -> Iterator[Any]:
        cursor = self._connection.connection.cursor()  # its own: others may be read meanwhile
        given = {"first": first, "last": FOREVER if last is None else last}
        # Not `yield from`: an abandoned generator would close the cursor when its connection is already gone.
        for row in self._prepared(_ENTRIES).run(cursor, given):  # noqa: UP028
            yield row

    def document(self, sha256: str) -> bytes | None:
        """Attached content; None where the ledger does not have it."""
        found = self.open_document(sha256)
        return self.unsealing.document(sha256) if found is None else found

    def open_document(self, sha256: str) -> bytes | None:
        """Attached content that is not sealed."""
        row = self._prepared(_CONTENT).run(self._cursor, {"sha256_": sha256}).fetchone()
        return bytes(row[0]) if row else None

    def position(self, name: str) -> int:
        """The position of an entry by key or by `@N`; 0 where there is no such key."""
        if name.startswith("@"):
            return RecordedBy.parse(name).position or 0
        entry = self.references.of_key(name)
        return entry.position if entry else 0

    def keys(self) -> list[str]:
        """The key of every entry, in no order."""
        return [row[0] for row in self._prepared(_KEYS).run(self._cursor, {}).fetchall()]

    def element_ids(self) -> list[str]:
        """Every element that an entry was ever about, whatever became of it."""
        rows = self._prepared(_SUBJECTS).run(self._cursor, {"low": "subject/", "high": "subject0"}).fetchall()
        return sorted((name for name in (row[0][8:] for row in rows) if name[2:3] == "/"), key=natural)

    def history(self, subject: str) -> History:
        """The entries that bear on a subject of the cross-references, such as `subject/ML/article-15c`."""
        held: dict[str, Entry] = {}
        self.references.gather(self.references.mentioning(subject), held)
        return History(sorted(held.values(), key=lambda each: each.position))

    def bearing_on(self, country: str) -> set[int]:
        """The positions of a country's entries and of all they refer to, so that they can be imported alone."""
        return set(Bearing(self._connection).on_country(country))


def touches(ruling: Context, state: ElementState) -> bool:
    return any(state.touched_by(holding) for holding in _holdings(ruling))


def _holdings(ruling: Context) -> tuple[Holding, ...]:
    event = content.read("ruling.recorded", ruling.content)
    return event.holdings if isinstance(event, RulingRecorded) else ()


def challenged(states: Sequence[ElementState], rulings: Sequence[Context]) -> list[ElementState]:
    """Each state with the rulings, known at the point, whose holdings touch it."""
    held = [(ruling.content["ruling"], _holdings(ruling)) for ruling in rulings]
    touching = [(slug, holdings) for slug, holdings in held if any(each.element or each.kind for each in holdings)]
    if not touching:
        return list(states)
    elements = {f"{each.country}/{each.element}" for _, holdings in touching for each in holdings if each.element}
    kinds = {each.kind for _, holdings in touching for each in holdings if not each.element}
    return [
        replace(state, challenged=tuple(slug for slug, held in touching if any(map(state.touched_by, held))))
        if state.id in elements or state.kind in kinds
        else state
        for state in states
    ]


def left_out(history: History, seen: Seen, element_id: str) -> Iterator[LeftOut]:
    """The acts that do not count at the point, each with its reason in words."""
    counted = {act.key for act in seen.acts(element_id)}
    unlimited = history.seen(NO_LIMIT)
    for entry in history.entries:
        event = unlimited.event(entry)
        if getattr(entry.event, "element_id", getattr(event, "element_id", None)) != element_id or entry.key in counted:
            continue
        if entry.position > seen.position:
            yield LeftOut(entry, f"recorded later, at @{entry.position}")
        elif seen.event(entry) is None:
            yield LeftOut(entry, "struck out")
        elif getattr(seen.event(entry), "element_id", None) != element_id:
            yield LeftOut(entry, "corrected to another element")
        else:
            day = seen.public_on(entry)
            known = "not known to be public" if day.is_unknown else f"public only on {day}"
            yield LeftOut(entry, known)
