"""The front desk: one method per request, used alike by commands, pages and tests.

`open_ledger` and `create_ledger` build the house. Questions go by the tables of `projections/`; what is asked of one
element or of the whole history (`why`, `audit`, `export`) is read from the entries themselves.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import itemgetter
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, Self

import msgspec
from sqlalchemy import Connection, bindparam, func, select

from domain import content
from domain.dates import AFTER, BEFORE, Point, RecordedBy, legal_day
from domain.errors import Fault, NotFound, Refuted
from domain.events import (
    CaseAssessed,
    EntryCorrected,
    EntryEvent,
    Event,
    FrameworkAdopted,
    Holding,
    RulingRecorded,
    SourceContentAttached,
    SourceIdentifierAttached,
    SourceRegistered,
)
from domain.history import CountedAct, Entry, History, Seen, ordinal
from domain.policy import Element, ElementState, Reading, country_policy
from infrastructure.projections import tables as projections
from infrastructure.projections.follow import FOREVER, NO_LIMIT, Following
from infrastructure.projections.references import References
from infrastructure.proof.nodes import growing, keep
from infrastructure.proof.tree import Node, leaf_hash
from infrastructure.store import codec
from infrastructure.store.datastore import BUSY_TIMEOUT, Datastore
from infrastructure.store.recorder import Recorder, machine_clock
from infrastructure.store.statements import prepared
from infrastructure.store.tables import content as content_table
from infrastructure.store.tables import entry as entry_table

if TYPE_CHECKING:  # what only some requests need is imported where they are answered: questions come first
    from domain.audit import Finding
    from domain.cases import CaseFile, Known
    from domain.frameworks import Framework
    from infrastructure.admission import Admission, Admitted
    from infrastructure.casework import CaseCard, Comparison, Count, FrameworkCard, Impact, Replay
    from infrastructure.chronicle import Draft
    from infrastructure.projections.rebuild import Difference
    from infrastructure.replaying import Replaying

Progress = Callable[[int, int], None]
"""Takes how many are done, and of how many."""

_state = projections.policy_state
_AT = (
    select(_state.c.subject, _state.c.practice, _state.c.formal)
    .where(_state.c.on_from <= bindparam("day"), _state.c.on_until > bindparam("day"))
    .where(_state.c.public_from <= bindparam("public"), _state.c.public_until > bindparam("public"))
    .where(_state.c.recorded_from <= bindparam("recorded"), _state.c.recorded_until > bindparam("recorded"))
)
_COUNTRY_AT = _AT.where(_state.c.country == bindparam("country_"))
_SUBJECT_AT = _AT.where(_state.c.subject == bindparam("subject_"))
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
_COUNT = select(func.count()).select_from(entry_table)
_CONTENT = select(content_table.c.bytes).where(content_table.c.sha256 == bindparam("sha256_"))

_decode_state = msgspec.json.Decoder(ElementState).decode
_first = itemgetter(0)
_decode_context = msgspec.json.Decoder(dict[str, Any]).decode


@dataclass(frozen=True)
class Moment:
    """A place on the record clock: the entries through `position`, the last of them made at `recorded_at`."""

    position: int
    recorded_at: str | None


@dataclass(frozen=True)
class Context:
    """A ruling or a statement of absence that is known at a point, with the entry it stands in and its fields."""

    key: str
    position: int
    content: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CountryState:
    """The answer to `show`: every element of a country at one point, under one reading."""

    country: str
    on: date
    public_by: date | None
    recorded_by: Moment
    reading: Reading
    country_policy: Literal["exists", "uncertain", "none"]
    elements: tuple[ElementState, ...]
    rulings: tuple[Context, ...]
    absences: tuple[Context, ...]


@dataclass(frozen=True)
class TimelinePeriod:
    """Days [first, last) on which an element has one state; None at either end where nothing bounds it."""

    first: date | None
    last: date | None
    state: ElementState


@dataclass(frozen=True)
class LeftOut:
    """An act of an element that does not count at the point asked for, and why."""

    entry: Entry
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """The answer to `why`: the acts behind one element, what was said about them, and what was left out."""

    element: str
    on: date
    public_by: date | None
    recorded_by: Moment
    reading: Reading
    state: ElementState | None
    acts: tuple[CountedAct, ...]
    annotations: Mapping[str, tuple[Entry, ...]]
    rulings: tuple[Context, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Change:
    """What appending does to one element (or would do): its state before and after, at one point."""

    element: str
    before: ElementState | None
    after: ElementState | None


@dataclass(frozen=True)
class Appended:
    """What an append did: the new entries, the keys that already stood with the same content, the changes of state."""

    entries: tuple[Entry, ...]
    unchanged: tuple[str, ...]
    changes: tuple[Change, ...] = ()


class _Undone(Exception):
    """Leaves a transaction that was only to be looked at."""


class Ledger:
    """An open ledger. Use it in a `with` block, or `close` it."""

    def __init__(self, store: Datastore, clock: Callable[[], int] = machine_clock) -> None:
        self._store: Final = store
        self._recorder: Final = Recorder(store, clock=clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._store.close()

    @property
    def place(self) -> str:
        """Where the ledger is, as a sentence names it."""
        return self._store.place

    @property
    def origin(self) -> str:
        """The name the ledger was given when it was made."""
        return self._store.identity().get("origin", "")

    # -- recording ----------------------------------------------------------------------------------------------------

    def append(
        self,
        drafts: "Sequence[Draft]",
        *,
        actor: str,
        documents: Mapping[str, bytes] | None = None,
        show_changes_on: date | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
        faults: Sequence[Fault] = (),
    ) -> Appended:
        """Append all of the drafts or none. With `dry_run` everything is done and undone again.

        Args:
            documents: attached content by SHA-256.
            show_changes_on: also work out what changes for each touched element on that legal day.
            faults: what was wrong with the drafts before they came here; reported with the rest, so nothing is written.

        Raises:
            FaultyChronicle: every fault of every draft.
            Conflict: a key stands for other content; another writer is busy.
            UnusableLedger: read-only, disk full.
        """
        from infrastructure.admission import Admission

        result = Appended((), ())
        try:
            with self._store.writing() as connection:
                admission = Admission(connection, documents or {}, list(faults))
                result = self._append(connection, admission, drafts, actor, show_changes_on, progress)
                if dry_run:
                    raise _Undone
        except _Undone:
            pass
        return result

    def _append(
        self,
        connection: Connection,
        admission: "Admission",
        drafts: "Sequence[Draft]",
        actor: str,
        day: date | None,
        progress: Progress | None,
    ) -> Appended:
        admitted = admission.admit(drafts)
        before = self._states_of(connection, admitted, day) if day else {}
        self._keep_documents(connection, admitted, admission.documents)
        entries: list[Entry] = []
        for run in _runs(admitted):
            entries.extend(self._record(connection, run, actor))
        following = Following(connection)
        for number, entry in enumerate(entries):
            following.follow((entry,))
            if progress is not None and number % 100 == 0:
                progress(number, len(entries))
        following.flush()
        if progress is not None:
            progress(len(entries), len(entries))
        after = self._states_of(connection, admitted, day) if day else {}
        changes = [
            Change(element, before.get(element), after.get(element))
            for element in sorted(before.keys() | after.keys())
            if before.get(element) != after.get(element)
        ]
        return Appended(tuple(entries), tuple(admission.unchanged), tuple(changes))

    def _record(self, connection: Connection, run: "Sequence[Admitted]", actor: str) -> Iterator[Entry]:
        """Entries and their leaves. An assessment is told where the ledger stood, so it begins a run of its own."""
        size = self._moment_position(connection)
        tree = growing(connection, size)
        events = [
            _standing_at(each.event, size, tree.root) if number == 0 else each.event for number, each in enumerate(run)
        ]
        stored = [
            codec.stored(each.key, event, each.stream, each.version, actor)
            for each, event in zip(run, events, strict=True)
        ]
        nodes: list[Node] = []
        for each, event, held, (position, at) in zip(
            run, events, stored, self._recorder.append(connection, stored), strict=True
        ):
            leaf = codec.leaf(position, each.stream, held.topic, held.state, at)
            nodes.extend(tree.add(leaf_hash(leaf)))
            yield Entry(position, each.key, event, each.stream, codec.moment(at), actor)
        keep(connection, nodes)

    def _moment_position(self, connection: Connection) -> int:
        row = prepared(_HEAD, connection).run(connection.connection.cursor(), {}).fetchone()
        return row[0] if row else 0

    def _keep_documents(
        self, connection: Connection, admitted: "Sequence[Admitted]", documents: Mapping[str, bytes]
    ) -> None:
        wanted = {sha256 for each in admitted for sha256 in _attached(each.event)}
        for sha256 in sorted(wanted & documents.keys()):
            if self._document(connection, sha256) is None:
                connection.execute(content_table.insert().values(sha256=sha256, bytes=documents[sha256]))

    def _states_of(self, connection: Connection, admitted: "Sequence[Admitted]", day: date) -> dict[str, ElementState]:
        """The states on `day`, no other limit, of the countries that entries touch."""
        countries = {each.stream.partition("/")[2] for each in admitted if each.stream.startswith("country/")}
        if any(not each.stream.startswith("country/") for each in admitted):
            rows = prepared(_COUNTRIES, connection).run(connection.connection.cursor(), {}).fetchall()
            countries.update(row[0] for row in rows)
        return {
            state.id: state
            for country in sorted(countries)
            for state in self._read_state(connection, country, Point(day), FOREVER - 1, "practice")[0]
        }

    # -- questions ----------------------------------------------------------------------------------------------------

    def state(self, country: str, point: Point, reading: Reading = "practice") -> CountryState:
        """What was the policy for a country at a point? Served from the projections."""
        with self._store.reading() as connection:
            moment = self._moment(connection, point.recorded_by)
            elements, rulings, absences = self._read_state(connection, country, point, moment.position, reading)
        return CountryState(
            country=country,
            on=point.on,
            public_by=point.public_by,
            recorded_by=moment,
            reading=reading,
            country_policy=country_policy(elements),
            elements=elements,
            rulings=rulings,
            absences=absences,
        )

    def element_state(self, element_id: str, point: Point, reading: Reading = "practice") -> ElementState | None:
        """The state of one element at a point; None where it is not listed. Rulings on it are not looked up."""
        with self._store.reading() as connection:
            position = self._moment(connection, point.recorded_by).position
            row = (
                prepared(_SUBJECT_AT, connection)
                .run(
                    connection.connection.cursor(),
                    {
                        "subject_": element_id,
                        "day": point.on.toordinal(),
                        "public": ordinal(point.public_by),
                        "recorded": position,
                    },
                )
                .fetchone()
            )
        return _state_of(row, reading) if row else None

    def _read_state(
        self, connection: Connection, country: str, point: Point, position: int, reading: Reading
    ) -> tuple[tuple[ElementState, ...], tuple[Context, ...], tuple[Context, ...]]:
        rows = (
            prepared(_COUNTRY_AT, connection)
            .run(
                connection.connection.cursor(),
                {
                    "country_": country,
                    "day": point.on.toordinal(),
                    "public": ordinal(point.public_by),
                    "recorded": position,
                },
            )
            .fetchall()
        )
        formally = reading == "formal"
        found: list[tuple[Any, ElementState]] = []
        context: list[tuple[Any, str, Context]] = []
        for subject, practice, formal in rows:
            if subject[2] == "/":
                found.append(_read_back(formal if formally and formal is not None else practice))
            else:
                kind, _, name = subject[3:].partition("/")
                held = _decode_context(practice)
                context.append((natural(name), kind, Context(held["key"], held["position"], held["content"])))
        found.sort(key=_first)
        context.sort(key=_first)
        rulings = tuple(each for _, kind, each in context if kind == "ruling")
        absences = tuple(each for _, kind, each in context if kind == "absence")
        return tuple(_challenged([state for _, state in found], rulings)), rulings, absences

    def timeline(self, country: str, point: Point, reading: Reading = "practice") -> dict[str, list[TimelinePeriod]]:
        """Per element, every period it is listed, in order; the day of the point does not matter."""
        with self._store.reading() as connection:
            position = self._moment(connection, point.recorded_by).position
            given = {"country_": country, "public": ordinal(point.public_by), "recorded": position}
            rows = prepared(_COUNTRY_DAYS, connection).run(connection.connection.cursor(), given).fetchall()
        periods: dict[str, list[TimelinePeriod]] = {}
        for subject, first, last, practice, formal in rows:
            if subject[2] != "/":
                continue
            state = _state_of((subject, practice, formal), reading)
            known = periods.setdefault(subject, [])
            if known and known[-1].state == state and known[-1].last == _day(first):
                known[-1] = TimelinePeriod(known[-1].first, _day(last), state)
            else:
                known.append(TimelinePeriod(_day(first), _day(last), state))
        return {element: periods[element] for element in sorted(periods, key=natural)}

    def why(self, element_id: str, point: Point, reading: Reading = "practice") -> Reasons:
        """The acts behind one element in legal order, with what was left out at this point.

        Raises:
            NotFound: if no act of such an element was ever recorded.
        """
        with self._store.reading() as connection:
            moment = self._moment(connection, point.recorded_by)
            history = self._history_of(connection, element_id)
            _, rulings, _ = self._read_state(connection, element_id[:2], point, moment.position, reading)
        if not history.entries:
            raise NotFound(f"the ledger has no element {element_id}; `kroniek show {element_id[:2]}` lists what it has")
        seen = history.seen(ordinal(point.public_by), moment.position)
        acts = seen.acts(element_id)
        state = Element(element_id, acts).on(point.on.toordinal(), reading)
        touching = [each for each in rulings if state is not None and _touches(each, state)]
        if state is not None:
            state = _challenged([state], rulings)[0]
        return Reasons(
            element=element_id,
            on=point.on,
            public_by=point.public_by,
            recorded_by=moment,
            reading=reading,
            state=state,
            acts=acts,
            annotations={act.key: seen.annotations(act.key) for act in acts},
            rulings=tuple(touching),
            left_out=tuple(_left_out(history, seen, element_id)),
        )

    def _history_of(self, connection: Connection, subject: str) -> History:
        references = References(connection)
        held: dict[str, Entry] = {}
        references.gather(references.mentioning(f"subject/{subject}"), held)
        return History(sorted(held.values(), key=lambda each: each.position))

    def sources(self, slugs: Iterable[str]) -> dict[str, SourceRegistered]:
        """The sources as they stand now, by slug: with the identifiers, content and publication attached since."""
        found: dict[str, SourceRegistered] = {}
        with self._store.reading() as connection:
            references = References(connection)
            for slug in sorted(set(slugs)):
                held: dict[str, Entry] = {}
                references.gather(references.mentioning(f"source/{slug}"), held)
                history = History(sorted(held.values(), key=lambda each: each.position))
                seen = history.seen()
                registration = history.source(slug)
                event = seen.event(registration) if registration else None
                if registration is None or not isinstance(event, SourceRegistered):
                    continue
                identifiers, document = dict(event.identifiers), event.content
                for entry in history.entries:
                    match seen.event(entry):
                        case SourceIdentifierAttached(source=other, identifiers=more) if other == slug:
                            identifiers.update(more)
                        case SourceContentAttached(source=other, content=attached) if other == slug:
                            document = attached
                found[slug] = replace(
                    event, identifiers=identifiers, content=document, public_on=seen.public_on(registration)
                )
        return found

    # -- cases --------------------------------------------------------------------------------------------------------

    @contextmanager
    def _replaying(self, reading: Reading, recorded_by: RecordedBy | None = None) -> "Iterator[Replaying]":
        from infrastructure.replaying import Replaying

        with self._store.reading() as connection:
            moment = self._moment(connection, recorded_by)
            states = self._states_at(connection, moment.position, reading)
            yield Replaying(connection, moment.position, moment.recorded_at, reading, states)

    def _states_at(
        self, connection: Connection, position: int, reading: Reading
    ) -> Callable[[str, date, date | None], tuple[ElementState, ...]]:
        """The states of countries on days, each read once."""
        known: dict[tuple[str, date, date | None], tuple[ElementState, ...]] = {}

        def states(country: str, on: date, public_by: date | None) -> tuple[ElementState, ...]:
            asked = (country, on, public_by)
            if asked not in known:
                known[asked] = self._read_state(connection, country, Point(on, public_by), position, reading)[0]
            return known[asked]

        return states

    def case(self, reference: str, recorded_by: RecordedBy | None = None) -> "CaseFile":
        """What the ledger knows of one case.

        Raises:
            NotFound: if there is no such case.
        """
        with self._replaying("practice", recorded_by) as replaying:
            return replaying.case(reference)

    def cases(self, country: str | None = None) -> "tuple[CaseCard, ...]":
        """Every case as it stands now, by reference."""
        with self._replaying("practice") as replaying:
            return tuple(card for card in replaying.cards() if country in (None, card.country))

    def frameworks(self) -> "tuple[FrameworkCard, ...]":
        """Every adopted framework, in ledger order."""
        with self._replaying("practice") as replaying:
            return replaying.frameworks()

    def framework(self, slug: str) -> "Framework":
        """
        Raises:
            NotFound: if it was never adopted.
        """
        with self._replaying("practice") as replaying:
            return replaying.framework(replaying.framework_called(slug))

    def replay(
        self,
        reference: str,
        *,
        at: str | date = "decision",
        known: "Known" = "then",
        reading: Reading = "practice",
        recorded_by: RecordedBy | None = None,
        framework: str | None = None,
    ) -> "Replay":
        """Which outcome do the rules of a moment (or a legal day) lead to, as known then or as known now?

        Raises:
            NotFound: no such case, moment or framework.
            CannotTell: the moment is not one day, a fact is missing, or no framework applies.
        """
        with self._replaying(reading, recorded_by) as replaying:
            case = replaying.case(reference)
            moment, on = (at, case.day_of(at)) if isinstance(at, str) else (None, at)
            return replaying.replay(case, moment=moment, on=on, known=known, framework=framework)

    def replays(
        self, references: Iterable[str], *, known: "Known" = "then", reading: Reading = "practice"
    ) -> "Iterator[Replay]":
        """The replay of each case at its decision, in one look at the ledger: what they share is read once.

        Raises:
            NotFound, CannotTell: as `replay`, at the first case it is true of.
        """
        with self._replaying(reading) as replaying:
            for reference in references:
                case = replaying.case(reference)
                on = case.day_of("decision")
                yield replaying.replay(case, moment="decision", on=on, known=known, framework=None)

    def compare(
        self,
        reference: str,
        *,
        today: date,
        reading: Reading = "practice",
        recorded_by: RecordedBy | None = None,
    ) -> "Comparison":
        """Every moment of a case, and today, as known then and as known now.

        Raises:
            NotFound: no such case.
        """
        from infrastructure.comparing import compare

        with self._replaying(reading, recorded_by) as replaying:
            return compare(replaying, replaying.case(reference), today)

    def outcome_grid(
        self,
        reference: str,
        *,
        days: Sequence[date],
        limits: "Sequence[date | int | None]",
        by: Literal["public", "recorded"],
        reading: Reading = "practice",
    ) -> list[list[str]]:
        """The outcome for every limit (down) and day (across); `cannot-tell` where there is none.

        Limits are legal days (`by` public) or positions (`by` recorded); None is no limit.
        """
        from infrastructure.replaying import Replaying

        grid: list[list[str]] = []
        with self._store.reading() as connection:
            head = self._moment(connection, None)
            for limit in limits:
                position = limit if by == "recorded" and isinstance(limit, int) else head.position
                public_by = limit if by == "public" and isinstance(limit, date) else None
                states = self._states_at(connection, position, reading)
                replaying = Replaying(connection, head.position, head.recorded_at, reading, states)
                case = replaying.case(reference)
                grid.append([replaying.outcome_on(case, day, public_by) for day in days])
        return grid

    def impact(self, key: str, progress: Progress | None = None) -> "Impact":
        """The cases whose replay at their decision differs with and without an entry, all known now.

        Raises:
            NotFound: if there is no such entry.
        """
        from infrastructure.impact import impact_of_entry

        with self._store.reading() as connection:
            entry = References(connection).of_key(key)
            if entry is None:
                raise NotFound(f"there is no entry {key} in {self.place}; `kroniek entries` lists what there is")
            position = self._moment(connection, None).position
            return impact_of_entry(
                connection, entry, position, self._states_at(connection, position, "practice"), progress
            )

    def impact_of(
        self,
        drafts: "Sequence[Draft]",
        documents: Mapping[str, bytes],
        progress: Progress | None = None,
        faults: Sequence[Fault] = (),
    ) -> "Impact":
        """The same for entries that are not in the ledger: they are appended, asked about, and undone again."""
        from infrastructure.admission import Admission
        from infrastructure.impact import impact_between, outcomes

        found: list[Impact] = []
        try:
            with self._store.writing() as connection:
                position = self._moment(connection, None).position
                before = outcomes(connection, position, self._states_at(connection, position, "practice"), None)
                admission = Admission(connection, documents, list(faults))
                appended = self._append(connection, admission, drafts, "", None, None)
                position = self._moment(connection, None).position
                after = outcomes(connection, position, self._states_at(connection, position, "practice"), progress)
                found.append(impact_between(before, after, tuple(entry.key for entry in appended.entries)))
                raise _Undone
        except _Undone:
            pass
        return found[0]

    def case_counts(self, country: str | None = None, period: Literal["year", "month"] = "year") -> "tuple[Count, ...]":
        """Cases by country, period of decision and recorded outcome, rounded as the ministry discloses."""
        from infrastructure.casework import Count, rounded

        counted: dict[tuple[str, str, str], int] = {}
        for card in self.cases(country):
            when = "" if card.decision is None else card.decision.isoformat()[: 4 if period == "year" else 7]
            row = (card.country, when, card.outcome or "")
            counted[row] = counted.get(row, 0) + 1
        return tuple(Count(*row, rounded(counted[row])) for row in sorted(counted))

    # -- the record itself --------------------------------------------------------------------------------------------

    def head(self) -> Moment:
        """The last entry; position 0 in an empty ledger."""
        with self._store.reading() as connection:
            return self._moment(connection, None)

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[dict[str, Any]]:
        """The entries from `first` through `last`, as contract section 6 shows them."""
        with self._store.reading() as connection:
            for row in self._rows(connection, first, last):
                yield codec.shown(*row)

    def entry(self, name: str) -> dict[str, Any]:
        """One entry by key or by `@N`.

        Raises:
            NotFound: if there is none.
        """
        with self._store.reading() as connection:
            position = self._position(connection, name)
            for row in self._rows(connection, position, position):
                return codec.shown(*row)
        raise NotFound(f"there is no entry {name} in {self.place}; `kroniek entries` lists what there is")

    def moment(self, recorded_by: RecordedBy | None) -> Moment:
        """The place on the record clock that a question names; the head where it names none.

        Raises:
            NotFound: if it names a position that is not there.
        """
        with self._store.reading() as connection:
            return self._moment(connection, recorded_by)

    def standing_content(self, name: str) -> dict[str, Any]:
        """The fields of an entry as they count now, with corrections; what a further correction starts from.

        Raises:
            NotFound: if there is no such entry, or it was struck out.
        """
        key = self.entry(name)["key"]
        with self._store.reading() as connection:
            references = References(connection)
            entry = references.of_key(key)
            held: dict[str, Entry] = {}
            references.gather([entry] if entry else [], held)
        history = History(sorted(held.values(), key=lambda each: each.position))
        event = history.seen().event(history.by_key[key])
        if event is None:
            raise NotFound(f"the entry {key} was struck out; there is nothing left of it to correct")
        return content.write(event)

    def export(self, form: Literal["yaml", "json"], country: str | None = None) -> Iterator[str]:
        """The ledger, or what bears on one country, as a chronicle with its documents inside."""
        from infrastructure.chronicle import write_chronicle

        with self._store.reading() as connection:
            rows = self._rows(connection, 1, None)
            if country is not None:
                wanted = self._bearing_on(connection, country)
                rows = (row for row in list(rows) if row[0] in wanted)
            shown = (codec.shown(*row) for row in rows)
            yield from write_chronicle(shown, lambda sha256: self._document(connection, sha256) or b"", form)

    def _bearing_on(self, connection: Connection, country: str) -> set[int]:
        """The positions of a country's entries and of all they refer to, so that they can be imported alone."""
        references = References(connection)
        kept: dict[str, Entry] = {}
        waiting = [
            entry
            for entry in (codec.entry(*row) for row in self._rows(connection, 1, None))
            if entry.stream == f"country/{country}"
            or (
                isinstance(entry.event, RulingRecorded)
                and any(each.country == country for each in entry.event.holdings)
            )
        ]
        while waiting:
            entry = waiting.pop()
            if entry.key in kept:
                continue
            kept[entry.key] = entry
            waiting.extend(references.mentioning(f"about/{entry.key}"))
            for _, event in references.meanings(entry):
                for cite in event.cites:
                    waiting.extend(references.mentioning(f"source/{cite.source}"))
                slug = getattr(event, "ruling", None)
                if slug:
                    waiting.extend(references.mentioning(f"ruling/{slug}"))
                target = references.of_key(event.entry) if isinstance(event, EntryEvent) else None
                waiting.extend([target] if target else [])
        return {entry.position for entry in kept.values()}

    def document(self, sha256: str) -> bytes | None:
        """Attached content; None where the ledger does not have it."""
        with self._store.reading() as connection:
            return self._document(connection, sha256)

    def history(self) -> History:
        """Everything, as entries."""
        with self._store.reading() as connection:
            return History(codec.entry(*row) for row in self._rows(connection, 1, None))

    def audit(self, today: date, country: str | None = None) -> "tuple[Finding, ...]":
        """Every finding of contract section 9, for the whole ledger or for what bears on one country."""
        from domain.audit import audit

        history = self.history()
        with self._store.reading() as connection:

            def text_of(sha256: str) -> str | None:
                data = self._document(connection, sha256)
                try:
                    return data.decode() if data is not None else None
                except UnicodeDecodeError:
                    return None

            return audit(history, today=today, text_of=text_of, country=country or "")

    def rebuild(self, progress: Progress | None = None) -> "tuple[Difference, ...]":
        """Work every projection out anew from the entries, and say what differed."""
        from infrastructure.projections.rebuild import rebuild

        with self._store.writing() as connection:
            return rebuild(connection, progress)

    # -- small things -------------------------------------------------------------------------------------------------

    def _rows(self, connection: Connection, first: int, last: int | None) -> Iterator[Any]:
        cursor = connection.connection.cursor()
        given = {"first": first, "last": FOREVER if last is None else last}
        # Not `yield from`: an abandoned generator would close the cursor when its connection is already gone.
        for row in prepared(_ENTRIES, connection).run(cursor, given):  # noqa: UP028
            yield row

    def _document(self, connection: Connection, sha256: str) -> bytes | None:
        row = prepared(_CONTENT, connection).run(connection.connection.cursor(), {"sha256_": sha256}).fetchone()
        return bytes(row[0]) if row else None

    def _position(self, connection: Connection, name: str) -> int:
        if name.startswith("@"):
            return RecordedBy.parse(name).position or 0
        entry = References(connection).of_key(name)
        return entry.position if entry else 0

    def _moment(self, connection: Connection, recorded_by: RecordedBy | None) -> Moment:
        cursor = connection.connection.cursor()
        position = self._moment_position(connection)
        if recorded_by is not None and recorded_by.position is not None:
            if recorded_by.position > position:
                raise NotFound(f"there is no entry @{recorded_by.position}; the ledger ends at @{position}")
            position = recorded_by.position
        elif recorded_by is not None and recorded_by.instant is not None:
            position = self._last_by(connection, position, recorded_by.instant, recorded_by.inclusive)
        if position == 0:
            return Moment(0, None)
        row = prepared(_TIME_AT, connection).run(cursor, {"position_": position}).fetchone()
        if row is None:
            raise Refuted(f"the entry @{position} is missing from {self.place}; restore the ledger from a backup")
        return Moment(position, codec.timestamp(row[0]))

    def _last_by(self, connection: Connection, head: int, instant: datetime, inclusive: bool) -> int:
        """The last position recorded by an instant; record time rises with position, so halving finds it."""
        limit = codec.microseconds(instant) + (1 if inclusive else 0)
        cursor = connection.connection.cursor()
        low, high = 0, head
        while low < high:
            middle = (low + high + 1) // 2
            row = prepared(_TIME_AT, connection).run(cursor, {"position_": middle}).fetchone()
            if row is not None and row[0] < limit:
                low = middle
            else:
                high = middle - 1
        return low


def create_ledger(
    url: str | os.PathLike[str],
    *,
    origin: str = "",
    clock: Callable[[], int] = machine_clock,
    busy_timeout: float = BUSY_TIMEOUT,
) -> Ledger:
    """Make a ledger and open it.

    Raises:
        Conflict: there is one already.
        UnusableLedger: something else is there.
    """
    store = Datastore.create(
        url,
        identity={"origin": origin},
        prepare=lambda connection: projections.metadata.create_all(connection, checkfirst=False),
        busy_timeout=busy_timeout,
    )
    return Ledger(store, clock)


def open_ledger(
    url: str | os.PathLike[str], *, clock: Callable[[], int] = machine_clock, busy_timeout: float = BUSY_TIMEOUT
) -> Ledger:
    """
    Raises:
        NotFound: there is no ledger.
        UnusableLedger: what is there cannot serve as one.
    """
    return Ledger(Datastore.open(url, busy_timeout=busy_timeout), clock)


def today() -> date:
    """The legal day it is now, in Europe/Amsterdam."""
    return legal_day(datetime.now(UTC))


@lru_cache(maxsize=50_000)
def natural(text: str) -> tuple[Any, ...]:
    """Sorts ids as people do: rb-nl22-5703 before rb-nl22-19789."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", text) if part)


def _day(day: int) -> date | None:
    return date.fromordinal(day) if BEFORE < day < AFTER else None


def _runs(admitted: "Sequence[Admitted]") -> "Iterator[Sequence[Admitted]]":
    """Entries in order, cut before every assessment that does not say yet where the ledger stood."""
    cuts = [
        index
        for index, each in enumerate(admitted)
        if index and isinstance(each.event, CaseAssessed) and each.event.tree_size is None
    ]
    for first, last in zip([0, *cuts], [*cuts, len(admitted)], strict=True):
        if first < last:
            yield admitted[first:last]


def _standing_at(event: Event, size: int, root: bytes) -> Event:
    """An assessment keeps the tree size and the root hash of the ledger at that moment (contract, section 7)."""
    if isinstance(event, CaseAssessed) and event.tree_size is None:
        return replace(event, tree_size=size, root_hash=root.hex())
    return event


def _attached(event: Event) -> Iterator[str]:
    """The documents an event attaches, itself or in what it puts in the place of another."""
    match event:
        case SourceRegistered() | SourceContentAttached() | FrameworkAdopted():
            if event.content is not None:
                yield event.content.sha256
        case EntryCorrected(content={"content": {"sha256": str(sha256)}}):
            yield sha256


@lru_cache(maxsize=50_000)
def _read_back(stored: bytes) -> tuple[Any, ElementState]:
    """A state as a box holds it, with its place in an answer. The same bytes say the same."""
    state = _decode_state(stored)
    return natural(state.id), state


def _state_of(row: Sequence[Any], reading: Reading) -> ElementState:
    _, practice, formal = row
    return _read_back(formal if reading == "formal" and formal is not None else practice)[1]


def _touches(ruling: Context, state: ElementState) -> bool:
    return any(state.touched_by(holding) for holding in _holdings(ruling))


def _holdings(ruling: Context) -> tuple[Holding, ...]:
    event = content.read("ruling.recorded", ruling.content)
    return event.holdings if isinstance(event, RulingRecorded) else ()


def _challenged(states: Sequence[ElementState], rulings: Sequence[Context]) -> list[ElementState]:
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


def _left_out(history: History, seen: Seen, element_id: str) -> Iterator[LeftOut]:
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
