"""The front desk: one method per request, used alike by commands, pages and tests.

`open_ledger` and `create_ledger` build the house. Questions go by the tables of `projections/`; what is asked of one
element or of the whole history (`why`, `audit`, `export`) is read from the entries themselves.
"""

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from sqlalchemy import Connection

from domain import content
from domain.dates import Point, RecordedBy, legal_day
from domain.errors import Fault, NotFound
from domain.events import (
    EntryAnnotated,
    EntryErased,
    RulingRecorded,
    SourceContentAttached,
    SourceIdentifierAttached,
    SourceRegistered,
)
from domain.history import Entry, History, ordinal
from domain.policy import Element, ElementState, Reading, country_policy
from infrastructure.answers import (
    Appended,
    Change,
    CountryState,
    Doubt,
    Moment,
    Reasons,
    TimelinePeriod,
    changed_days,
    natural,
)
from infrastructure.projections import tables as projections
from infrastructure.projections.tables import FOREVER
from infrastructure.proof.signing import Signer, identity_of
from infrastructure.reading import LedgerReader, challenged, left_out, touches
from infrastructure.store import codec, tables
from infrastructure.store.datastore import BUSY_TIMEOUT, Datastore
from infrastructure.store.recorder import Recorder, machine_clock
from infrastructure.suggesting import did_you_mean, near

if TYPE_CHECKING:  # what only some requests need is imported where they are answered: questions come first
    from domain.audit import Finding
    from domain.cases import CaseFile, Known
    from domain.frameworks import Framework
    from infrastructure.admission import Admission, Admitted
    from infrastructure.bearing import Subject
    from infrastructure.casework import CaseCard, Comparison, Count, FrameworkCard, Impact, Replay
    from infrastructure.chronicle import Draft
    from infrastructure.disclosing import Erasure, SealedDraft, SealedEntry
    from infrastructure.projections.rebuild import Difference
    from infrastructure.proof.gathering import Gathered
    from infrastructure.proof.note import VerifierKey
    from infrastructure.proof.policy import Policy
    from infrastructure.proof.publishing import Log
    from infrastructure.proof.signing import NewKey
    from infrastructure.proof.verification import Verification
    from infrastructure.replaying import Replaying

Progress = Callable[[int, int], None]
"""Takes how many are done, and of how many."""


_REPLAYED_AT_ONCE: Final = 2_000
"""Of many replays, how many are held before they are handed over."""


class _Undone(Exception):
    """Leaves a transaction that was only to be looked at."""


class Ledger:
    """An open ledger. Use it in a `with` block, or `close` it."""

    def __init__(
        self,
        store: Datastore,
        clock: Callable[[], int] = machine_clock,
        salts: Callable[[int], bytes] = secrets.token_bytes,
        signer: Signer | None = None,
    ) -> None:
        self._store: Final = store
        self._signer: Final = signer or Signer(store.openable)
        self._clock: Final = clock
        self._salts: Final = salts

    def __enter__(self) -> Self:
        return self

    @cached_property
    def _recorder(self) -> Recorder:
        return Recorder(self._store, clock=self._clock)

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
        disclosures: Mapping[str, str] | None = None,
        show_changes_on: date | None = None,
        doubting: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
        faults: Sequence[Fault] = (),
    ) -> Appended:
        """Append all of the drafts or none. With `dry_run` everything is done and undone again.

        Args:
            documents: attached content by SHA-256.
            disclosures: what discloses values that are sealed in the drafts already, by digest.
            show_changes_on: also work out what changes for each touched element, on that legal day and on every day.
            doubting: also say what is odd about them; see `doubts.py`.
            faults: what was wrong with the drafts before they came here; reported with the rest, so nothing is written.

        Raises:
            FaultyChronicle: every fault of every draft.
            SealBroken: a disclosure that does not fit, or that nothing asks for.
            Conflict: a key stands for other content; another writer is busy.
            UnusableLedger: read-only, disk full.
        """
        from infrastructure.admission import Admission

        result = Appended((), ())
        if any(draft.topic == EntryErased.TOPIC for draft in drafts):
            self._check_erasures_file()
        try:
            with self._store.writing() as connection:
                admission = Admission(connection, documents or {}, list(faults), disclosures=disclosures or {})
                result = self._append(
                    connection, admission, drafts, actor, show_changes_on, progress, doubting=doubting
                )
                if dry_run:
                    raise _Undone
                if result.entries:
                    result = replace(result, unsigned=not self._sign(connection))
        except _Undone:
            return result
        if any(isinstance(entry.event, EntryErased) for entry in result.entries):
            self._finish_erasing()
        return result

    def _append(
        self,
        connection: Connection,
        admission: "Admission",
        drafts: "Sequence[Draft]",
        actor: str,
        day: date | None,
        progress: Progress | None,
        *,
        doubting: bool = False,
    ) -> Appended:
        from infrastructure.recording import record

        admitted = admission.admit(drafts)
        doubts: tuple[Doubt, ...] = ()
        if doubting:
            from infrastructure.doubts import doubts_about

            doubts = doubts_about(LedgerReader(connection), admitted)
        before, days_before = self._states_of(connection, admitted, day)
        entries = record(connection, self._recorder, admitted, admission.documents, actor, progress, self._salts)
        after, days_after = self._states_of(connection, admitted, day)
        changes = [
            Change(element, before.get(element), after.get(element))
            for element in sorted(before.keys() | after.keys())
            if before.get(element) != after.get(element)
        ]
        touched = sorted(days_before.keys() | days_after.keys(), key=natural)
        days = {each: changed_days(days_before.get(each, ()), days_after.get(each, ())) for each in touched}
        return Appended(
            tuple(entries),
            tuple(admission.unchanged),
            tuple(changes),
            days={element: found for element, found in days.items() if found},
            doubts=doubts,
        )

    def _sign(self, connection: Connection) -> bool:
        """With the entries comes a checkpoint of them: from then on nobody changes one without going back on it.

        False where the ledger has a key that is not at hand.
        """
        key = self._signer.key(connection)
        if key is None:
            return "vkey" not in identity_of(connection)
        from infrastructure.proof.checkpoints import keep, signed

        head = LedgerReader(connection).head()
        keep(connection, head, signed(connection, key, head))
        return True

    def _states_of(
        self, connection: Connection, admitted: "Sequence[Admitted]", day: date | None
    ) -> tuple[dict[str, ElementState], dict[str, list[TimelinePeriod]]]:
        """The states on `day`, and those of every day, no other limit, of the countries that entries touch."""
        states: dict[str, ElementState] = {}
        days: dict[str, list[TimelinePeriod]] = {}
        if day is None:
            return states, days
        reader = LedgerReader(connection)
        for country in sorted(_touched_by(admitted, reader)):
            elements, rulings, _ = reader.country(country, Point(day), FOREVER - 1, "practice")
            states.update((state.id, state) for state in elements)
            for element, periods in reader.timeline(country, None, FOREVER - 1, "practice").items():
                held = challenged([each.state for each in periods], rulings)
                days[element] = [replace(each, state=state) for each, state in zip(periods, held, strict=True)]
        return states, days

    # -- questions ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[LedgerReader]:
        with self._store.reading() as connection:
            yield LedgerReader(connection)

    def state(self, country: str, point: Point, reading: Reading = "practice") -> CountryState:
        """What was the policy for a country at a point? Served from the projections."""
        with self._reading() as reader:
            moment = reader.moment(point.recorded_by)
            elements, rulings, absences = reader.country(country, point, moment.position, reading)
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
        with self._reading() as reader:
            return reader.element(element_id, point, reader.moment(point.recorded_by).position, reading)

    def timeline(self, country: str, point: Point, reading: Reading = "practice") -> dict[str, list[TimelinePeriod]]:
        """Per element, every period it is listed, in order; the day of the point does not matter."""
        with self._reading() as reader:
            position = reader.moment(point.recorded_by).position
            return reader.timeline(country, point.public_by, position, reading)

    def why(self, element_id: str, point: Point, reading: Reading = "practice") -> Reasons:
        """The acts behind one element in legal order, with what was left out at this point.

        Raises:
            NotFound: if no act of such an element was ever recorded.
        """
        with self._reading() as reader:
            moment = reader.moment(point.recorded_by)
            history = reader.history(f"subject/{element_id}")
            if not history.entries:
                raise _no_element(element_id, reader.element_ids())
            _, rulings, _ = reader.country(element_id[:2], point, moment.position, reading)
        seen = history.seen(ordinal(point.public_by), moment.position)
        acts = seen.acts(element_id)
        state = Element(element_id, acts).on(point.on.toordinal(), reading)
        touching = [each for each in rulings if state is not None and touches(each, state)]
        if state is not None:
            state = challenged([state], rulings)[0]
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
            left_out=tuple(left_out(history, seen, element_id)),
        )

    def sources(self, slugs: Iterable[str]) -> dict[str, SourceRegistered]:
        """The sources as they stand now, by slug: with the identifiers, content and publication attached since."""
        with self._reading() as reader:
            found = {slug: _source(reader.history(f"source/{slug}"), slug) for slug in sorted(set(slugs))}
        return {slug: source for slug, source in found.items() if source is not None}

    # -- cases --------------------------------------------------------------------------------------------------------

    @contextmanager
    def _replaying(self, reading: Reading, recorded_by: RecordedBy | None = None) -> "Iterator[Replaying]":
        from infrastructure.replaying import Replaying

        with self._store.reading() as connection:
            moment = LedgerReader(connection).moment(recorded_by)
            states = self._states_at(connection, moment.position, reading)
            yield Replaying(connection, moment.position, moment.recorded_at, reading, states)

    def _states_at(
        self, connection: Connection, position: int, reading: Reading
    ) -> Callable[[str, date, date | None], tuple[ElementState, ...]]:
        """The states of countries on days; those asked for lately are not read again."""
        reader = LedgerReader(connection)

        @lru_cache(maxsize=256)
        def states(country: str, on: date, public_by: date | None) -> tuple[ElementState, ...]:
            return reader.country(country, Point(on, public_by), position, reading)[0]

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
            waiting = iter(references)
            while some := list(islice(waiting, _REPLAYED_AT_ONCE)):
                yield from replaying.replays_filed(some, known)

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
            head = LedgerReader(connection).moment(None)
            for limit in limits:
                position = limit if by == "recorded" and isinstance(limit, int) else head.position
                public_by = limit if by == "public" and isinstance(limit, date) else None
                states = self._states_at(connection, position, reading)
                replaying = Replaying(connection, head.position, head.recorded_at, reading, states)
                case = replaying.case(reference)
                grid.append([replaying.outcome_on(case, day, public_by) for day in days])
        return grid

    def impact(self, key: str, progress: Progress | None = None) -> "Impact":
        """By key or by `@N`: the cases whose replay at their decision differs with and without an entry, all known now.

        Raises:
            NotFound: if there is no such entry.
        """
        from infrastructure.impact import impact_of_entry

        with self._store.reading() as connection:
            reader = LedgerReader(connection)
            position = reader.position(key)
            for row in reader.rows(position, position):
                key = codec.envelope(row[3], row[0]).key
            entry = reader.references.of_key(key)
            if entry is None:
                raise self._no_entry(reader, key)
            position = reader.head()
            return impact_of_entry(
                connection, entry, position, self._states_at(connection, position, "practice"), progress
            )

    def impact_of(
        self,
        drafts: "Sequence[Draft]",
        documents: Mapping[str, bytes],
        progress: Progress | None = None,
        faults: Sequence[Fault] = (),
        disclosures: Mapping[str, str] | None = None,
    ) -> "Impact":
        """The same for entries that are not in the ledger: they are appended, asked about, and undone again.

        Raises:
            FaultyChronicle, SealBroken: as `append` does.
        """
        from infrastructure.admission import Admission
        from infrastructure.impact import impact_between, outcomes

        found: list[Impact] = []
        try:
            with self._store.writing() as connection:
                position = LedgerReader(connection).head()
                before = outcomes(connection, position, self._states_at(connection, position, "practice"), None)
                admission = Admission(connection, documents, list(faults), disclosures=disclosures or {})
                appended = self._append(connection, admission, drafts, "", None, None)
                position = LedgerReader(connection).head()
                after = outcomes(connection, position, self._states_at(connection, position, "practice"), progress)
                found.append(impact_between(before, after, tuple(entry.key for entry in appended.entries)))
                raise _Undone
        except _Undone:
            pass
        return found[0]

    def case_counts(self, country: str | None = None) -> "tuple[Count, ...]":
        """Cases by country, year of decision and recorded outcome, rounded as the ministry discloses.

        By the year alone: years beside months would be totals, and give away what the rounding hides.
        """
        from infrastructure.casework import Count, rounded

        counted: dict[tuple[str, str, str], int] = {}
        for card in self.cases(country):
            when = "" if card.decision is None else str(card.decision.year)
            row = (card.country, when, card.outcome or "")
            counted[row] = counted.get(row, 0) + 1
        return tuple(Count(*row, rounded(counted[row])) for row in sorted(counted))

    # -- sealed values ------------------------------------------------------------------------------------------------

    def sealed(self, name: str) -> "SealedEntry":
        """The sealed values of an entry, by key or by `@N`: those at hand with what discloses them, and the others.

        Raises:
            NotFound: if there is no such entry.
        """
        from infrastructure.disclosing import sealed_entry

        with self._reading() as reader:
            position = reader.position(name)
            for row in reader.rows(position, position):
                return sealed_entry(reader, row)
            raise self._no_entry(reader, name)

    def sealed_drafts(
        self,
        drafts: "Sequence[Draft]",
        *,
        actor: str,
        documents: Mapping[str, bytes],
        faults: Sequence[Fault] = (),
    ) -> "list[SealedDraft]":
        """The entries of drafts, in their order, with digests in the place of what is sealed: as they stand in the
        ledger, or as they would be recorded. Nothing is written.

        Raises:
            FaultyChronicle, Conflict: as `append`.
        """
        from infrastructure.admission import Admission
        from infrastructure.disclosing import sealed_draft

        found: list[SealedDraft] = []
        try:
            with self._store.writing() as connection:
                self._append(connection, Admission(connection, documents, list(faults)), drafts, actor, None, None)
                reader = LedgerReader(connection)
                found = [sealed_draft(reader, draft) for draft in drafts]
                raise _Undone
        except _Undone:
            pass
        return found

    def erase(self, name: str, fields: Sequence[str], *, reason: str, actor: str) -> "SealedEntry":
        """Destroy what discloses sealed values of an entry, and put that on record with its reason. What was erased
        before stays so; asked again, whatever an earlier run had no time for is done.

        Args:
            fields: dotted paths; a path stands for everything under it; none for every sealed value.

        Returns:
            The entry as it stands now.

        Raises:
            NotFound: no such entry; or it never had such a sealed value.
            Refused: the list of erasures beside the ledger cannot be read; nothing was erased.
        """
        from infrastructure.disclosing import erasure_of

        sealed = self.sealed(name)
        chosen = sealed.erasable(fields)
        if chosen:
            self.append([erasure_of(sealed, chosen, reason)], actor=actor)
        else:
            self._finish_erasing()
        return self.sealed(name)

    def reapply_erasures(self, path: Path | None, *, actor: str) -> "tuple[Erasure, ...]":
        """Erase again what was erased once and is back, as after a restore: by what the ledger has on record, and by
        the list that is kept beside it. Returns what was back.

        Args:
            path: the list of erasures; None for the one beside the ledger.

        Raises:
            Refused: if the list cannot be read.
        """
        from infrastructure.disclosing import draft_of, erasures_in, read_erasures, still_held
        from infrastructure.projections.rebuild import rebuild
        from infrastructure.sealing import destroy

        self._check_erasures_file()
        kept = path or self.erasures_file
        listed = read_erasures(kept) if kept else []
        with self._store.writing() as connection:
            on_record = erasures_in(connection)
            back = list(still_held(connection, on_record))
            for erasure in back:
                destroy(connection, erasure.digests)
            if back:
                rebuild(connection, None)  # answers may have been worked out while the values were there
            lost = list(still_held(connection, listed))
        if lost:
            self.append([draft_of(each) for each in lost], actor=actor)
        self._finish_erasing()
        return (*back, *lost)

    @property
    def erasures_file(self) -> Path | None:
        """Where erasures are listed outside the ledger, so that a backup restored in its place can be told of them."""
        file = self._store.file
        return file.with_name(f"{file.name}.erasures") if file else None

    def _check_erasures_file(self) -> None:
        """
        Raises:
            Refused: the list of erasures cannot be read, so it cannot be added to.
        """
        from infrastructure.disclosing import read_erasures

        if self.erasures_file is not None:
            read_erasures(self.erasures_file)

    def _finish_erasing(self) -> None:
        """List erasures outside the ledger, and leave nothing on disk of what was erased. Can be done at any time."""
        try:
            self._keep_erasures()
        finally:
            self._store.scrub()

    def _keep_erasures(self) -> None:
        from infrastructure.disclosing import erasures_in, write_erasures

        if self.erasures_file is None:
            return
        with self._store.writing() as connection:  # the one writer, so that no list overtakes a longer one
            erasures = erasures_in(connection)
            if erasures:
                write_erasures(self.erasures_file, erasures)

    # -- the record itself --------------------------------------------------------------------------------------------

    def head(self) -> Moment:
        """The last entry; position 0 in an empty ledger."""
        with self._reading() as reader:
            return reader.moment(None)

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[dict[str, Any]]:
        """The entries from `first` through `last`, as contract section 6 shows them."""
        with self._reading() as reader:
            for row in reader.rows(first, last):
                yield reader.unsealing.shown(*row)

    def entry(self, name: str) -> dict[str, Any]:
        """One entry by key or by `@N`.

        Raises:
            NotFound: if there is none.
        """
        with self._reading() as reader:
            position = reader.position(name)
            for row in reader.rows(position, position):
                return reader.unsealing.shown(*row)
            raise self._no_entry(reader, name)

    def leaf(self, name: str) -> bytes:
        """The canonical JSON of an entry as it is in the log: sealed values as digests.

        Raises:
            NotFound: if there is no such entry.
        """
        with self._reading() as reader:
            position = reader.position(name)
            for row in reader.rows(position, position):
                return codec.leaf(*row)
            raise self._no_entry(reader, name)

    def check_entry(self, name: str) -> None:
        """
        Raises:
            NotFound: if there is no entry of that key, or at that `@N`; says what may have been meant.
        """
        with self._reading() as reader:
            if not 0 < reader.position(name) <= reader.head():
                raise self._no_entry(reader, name)

    def _no_entry(self, reader: LedgerReader, name: str) -> NotFound:
        head = reader.head()
        ends = f"ends at @{head}" if head else "is empty"
        if name.startswith("@"):
            return NotFound(f"there is no entry {name} in {self.place}; it {ends}")
        if name.isascii() and name.isdigit():
            there = len(name) < 18 and 0 < int(name) <= head
            position = f"a position is written @{int(name)}" if there else f"a position is written with an @; it {ends}"
            return NotFound(f"there is no entry with the key {name} in {self.place}; {position}")
        meant = did_you_mean(near(name, reader.keys())) or "`kroniek entries` lists what there is"
        return NotFound(f"there is no entry {name} in {self.place}; {meant}")

    def moment(self, recorded_by: RecordedBy | None) -> Moment:
        """The place on the record clock that a question names; the head where it names none.

        Raises:
            NotFound: if it names a position that is not there.
        """
        with self._reading() as reader:
            return reader.moment(recorded_by)

    def standing_content(self, name: str) -> dict[str, Any]:
        """The fields of an entry as they count now, with corrections; what a further correction starts from.

        Raises:
            NotFound: if there is no such entry, or it was struck out.
        """
        key = self.entry(name)["key"]
        with self._reading() as reader:
            entry = reader.references.of_key(key)
            held: dict[str, Entry] = {}
            reader.references.gather([entry] if entry else [], held)
        history = History(sorted(held.values(), key=lambda each: each.position))
        event = history.seen().event(history.by_key[key])
        if event is None:
            raise NotFound(f"the entry {key} was struck out; there is nothing left of it to correct")
        return content.write(event)

    def export(
        self, form: Literal["yaml", "json"], country: str | None = None, *, sealed: bool = False
    ) -> Iterator[str]:
        """The ledger, or what bears on one country, as a chronicle with its documents inside.

        Args:
            sealed: leave digests in the place of sealed values; they cannot be read from it.
        """
        from infrastructure.chronicle import write_chronicle

        with self._reading() as reader:
            rows = reader.rows(1, None)
            if country is not None:
                wanted = reader.bearing_on(country)
                rows = (row for row in list(rows) if row[0] in wanted)
            shown = (codec.shown(*row) if sealed else reader.unsealing.shown(*row) for row in rows)
            find = reader.open_document if sealed else reader.document

            def document(sha256: str) -> bytes:
                data = find(sha256)
                if data is None:
                    raise KeyError(sha256)
                return data

            yield from write_chronicle(shown, document, form)

    def document(self, sha256: str) -> bytes | None:
        """Attached content; None where the ledger does not have it."""
        with self._reading() as reader:
            return reader.document(sha256)

    def history(self) -> History:
        """Everything, as entries."""
        with self._reading() as reader:
            return History(reader.unsealing.entry(*row) for row in reader.rows(1, None))

    def audit(self, today: date, country: str | None = None) -> "tuple[Finding, ...]":
        """Every finding of contract section 9, for the whole ledger or for what bears on one country."""
        from domain.audit import audit

        history = self.history()
        with self._reading() as reader:

            def text_of(sha256: str) -> str | None:
                data = reader.document(sha256)
                try:
                    return data.decode() if data is not None else None
                except UnicodeDecodeError:
                    return None

            return audit(history, today=today, text_of=text_of, country=country or "")

    # -- proof --------------------------------------------------------------------------------------------------------

    def gathered(self, subject: "Subject", size: int, made_on: date) -> "Gathered":
        """What a dossier on a case or a country carries: those of the first `size` entries that bear, with their proofs
        in the tree of that size.

        Raises:
            NotFound: nothing bears on it.
        """
        from infrastructure.proof.gathering import gather

        with self._store.reading() as connection:
            return gather(connection, subject, size, made_on)

    def bearing(self, subject: "Subject") -> tuple[dict[int, Entry], list[tuple[Entry, str]]]:
        """The entries that bear on a case or a country, by position; and those of all entries that refer to what is
        not there, with the words for what they lack."""
        from infrastructure.bearing import Bearing

        with self._store.reading() as connection:
            bearing = Bearing(connection)
            return bearing.on(subject), list(bearing.unresolved(self.history().entries))

    @property
    def log(self) -> "Log":
        """The log as outsiders meet it: checkpoints, proofs, tiles, witnesses."""
        from infrastructure.proof.publishing import Log

        return Log(self._store, self._signer)

    def verify(
        self,
        *,
        key: "VerifierKey | None" = None,
        against: str | None = None,
        policy: "Policy | None" = None,
        only_log: bool = False,
        progress: "Callable[[str, int, int], None] | None" = None,
    ) -> "Verification":
        """Work everything out anew and say what does not agree; see `proof/verifying.py`.

        Raises:
            Malformed, ProofMismatch, CannotTell: what it is held `against` is no checkpoint of this log.
        """
        from infrastructure.proof.verifying import verify

        return verify(self._store, key=key, against=against, policy=policy, only_log=only_log, progress=progress)

    def rebuild(self, progress: Progress | None = None) -> "tuple[Difference, ...]":
        """Work every projection out anew from the entries, and say what differed.

        Raises:
            Refuted: the entries are not those that were recorded; nothing was changed.
        """
        from infrastructure.projections.rebuild import rebuild
        from infrastructure.proof.log import require_recorded

        with self._store.writing() as connection:
            require_recorded(connection, self.place)
            return rebuild(connection, progress)


def create_ledger(
    url: str | os.PathLike[str],
    *,
    origin: str = "",
    new: "NewKey | None" = None,
    clock: Callable[[], int] = machine_clock,
    busy_timeout: float = BUSY_TIMEOUT,
) -> Ledger:
    """Make a ledger and open it.

    Args:
        new: the key that signs every append, under its own name as the origin; without one nothing is signed. Its file
            is written with the ledger: there are both, or neither.

    Raises:
        Conflict: there is one already.
        UnusableLedger: something else is there.
    """

    def prepare(connection: Connection) -> None:
        projections.prepare(connection)
        if new is not None:
            new.put_away()

    identity = {"origin": origin} if new is None else {"origin": new.key.name, "vkey": new.key.vkey.text}
    try:
        store = Datastore.create(url, identity=identity, prepare=prepare, busy_timeout=busy_timeout)
    except BaseException:
        if new is not None:
            new.take_back()
        raise
    return Ledger(store, clock, signer=Signer(store.openable, key=None if new is None else new.key))


def open_ledger(
    url: str | os.PathLike[str],
    *,
    signing_key: str | None = None,
    unguarded: bool = False,
    clock: Callable[[], int] = machine_clock,
    busy_timeout: float = BUSY_TIMEOUT,
) -> Ledger:
    """
    Args:
        signing_key: the path of the key, or the key itself as text; by default the file beside the ledger.
        unguarded: also one whose triggers are gone: to verify it, and nothing else.

    Raises:
        NotFound: there is no ledger.
        UnusableLedger: what is there cannot serve as one.
        Refuted: it is one of an earlier kroniek, and its entries are not those that were recorded.
    """
    store = Datastore.open(url, unguarded=unguarded, busy_timeout=busy_timeout)
    if not unguarded and store.identity().get("projections") != projections.SHAPE:
        _renew(store)
    return Ledger(store, clock, signer=Signer(store.openable, signing_key))


def _renew(store: Datastore) -> None:
    """Bring a ledger made by another kroniek up to this one: tables for answers anew, and those that it lacks."""
    from infrastructure.projections.rebuild import renew
    from infrastructure.proof.log import require_recorded

    try:
        with store.writing() as connection:
            require_recorded(connection, store.place)
            tables.metadata.create_all(connection)
            renew(connection)
    except BaseException:
        store.close()
        raise


def _touched_by(admitted: "Sequence[Admitted]", reader: LedgerReader) -> set[str]:
    """The countries whose states entries can change: by what becomes of a source or a ruling, any."""
    countries: set[str] = set()
    for each in admitted:
        kind, _, name = each.stream.partition("/")
        match each.event:
            case SourceRegistered() | EntryAnnotated():
                pass  # nothing cites the one yet, and no answer depends on the other
            case RulingRecorded(holdings=holdings):
                countries.update(holding.country for holding in holdings)
            case _ if kind == "country":
                countries.add(name)
            case _ if kind not in ("case", "framework"):
                return {*countries, *reader.countries()}
    return countries


def today() -> date:
    """The legal day it is now, in Europe/Amsterdam."""
    return legal_day(datetime.now(UTC))


def _no_element(name: str, known: Sequence[str]) -> NotFound:
    """An element is called by its country and its own name; whoever gave only that name, or slipped, is helped on."""
    country, slash, _ = name.partition("/")
    if name.startswith("@"):
        return NotFound(
            f"{name} is the position of an entry, which `kroniek entry {name}` shows; an element is written as in "
            "ML/article-15c"
        )
    if not slash:
        meant = did_you_mean([each for each in known if each[3:] == name.casefold()] or near(name, known))
        return NotFound(f"{name!r} is not an element, which is written as in ML/article-15c" + (meant and f"; {meant}"))
    here = [each for each in known if each.startswith(f"{country}/")]
    if not here:
        return NotFound(f"the ledger has no element {name}, and no other of {country}")
    meant = did_you_mean(near(name, here)) or f"`kroniek show {country}` lists what it has"
    return NotFound(f"the ledger has no element {name}; {meant}")


def _source(history: History, slug: str) -> SourceRegistered | None:
    """A source as it stands, with what was attached to it later."""
    seen = history.seen()
    registration = history.source(slug)
    event = seen.event(registration) if registration else None
    if registration is None or not isinstance(event, SourceRegistered):
        return None
    identifiers, document = dict(event.identifiers), event.content
    for entry in history.entries:
        match seen.event(entry):
            case SourceIdentifierAttached(source=other, identifiers=more) if other == slug:
                identifiers.update(more)
            case SourceContentAttached(source=other, content=attached) if other == slug:
                document = attached
    return replace(event, identifiers=identifiers, content=document, public_on=seen.public_on(registration))
