"""Following the ledger: after each entry, in its own transaction, the state of every subject it bears on.

A *subject* is what an answer lists: an element (`ML/article-15c`), a ruling of a country, a statement of absence. For
each there are boxes of days on three clocks (`tables.policy_state`). An entry closes the boxes it changes at its
position and opens new ones, so what was believed before it stays readable.
"""

import gc
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, LargeBinary, bindparam, delete, exists, func, insert, select, update

from domain import content
from domain.cases import case_file
from domain.dates import AFTER, BEFORE
from domain.events import (
    EntryEvent,
    RulingEvent,
    SourceDisclosed,
    SourceEvent,
    day_public,
)
from domain.history import Entry, History, Seen
from domain.policy import Element, ElementState, Span
from infrastructure.projections.boxes import digest_of
from infrastructure.projections.references import References, subjects
from infrastructure.projections.tables import FOREVER, NO_LIMIT, policy_state, state_json
from infrastructure.projections.tables import case_file as case_table
from infrastructure.store import codec
from infrastructure.store.statements import prepared

_encode = msgspec.json.Encoder(order="deterministic").encode

_KEPT_SUBJECTS = 10_000
_WRITTEN_AT_ONCE = 10_000


class Box(NamedTuple):
    """Half-open on every axis: days and public days as ordinals. `practice` and `formal` are digests of JSON."""

    on_from: int
    on_until: int
    public_from: int
    public_until: int
    practice: bytes
    formal: bytes | None


_BELIEVED = (
    select(
        policy_state.c.id,
        policy_state.c.on_from,
        policy_state.c.on_until,
        policy_state.c.public_from,
        policy_state.c.public_until,
        policy_state.c.practice,
        policy_state.c.formal,
    )
    .where(policy_state.c.subject == bindparam("subject_"))
    .where(policy_state.c.recorded_until == bindparam("forever"))
)
_LAST_ID = select(func.coalesce(func.max(policy_state.c.id), 0))
_CLOSE = update(policy_state).where(policy_state.c.id == bindparam("id_")).values(recorded_until=bindparam("at"))
_FORGET_CASE = delete(case_table).where(case_table.c.reference == bindparam("reference_"))
_KEEP_CASE = insert(case_table)
_CASE_COLUMNS = tuple(column.key for column in case_table.columns)
_OPEN = insert(policy_state)
_SAY = insert(state_json).from_select(
    ["digest", "json"],
    select(bindparam("digest_", type_=LargeBinary), bindparam("json_", type_=LargeBinary)).where(
        ~exists().where(state_json.c.digest == bindparam("digest_"))
    ),
)
_BOX_COLUMNS = tuple(column.key for column in policy_state.columns)


class _Told:
    """What boxes of one subject say, once for all that say the same."""

    def __init__(self) -> None:
        self.built: dict[object, ElementState] = {}
        self.json: dict[bytes, bytes] = {}
        """By digest, what the entry at hand says and was not said before; of boxes that stay, it is written already."""
        self._digests: dict[int, bytes] = {}
        self._used: set[int] = set()

    def digest(self, state: ElementState) -> bytes:
        """Of a state in `built`."""
        self._used.add(id(state))
        known = self._digests.get(id(state))
        if known is None:
            known = self._digests[id(state)] = self.digest_of(_encode(state))
        return known

    def digest_of(self, json: bytes) -> bytes:
        digest = digest_of(json)
        self.json[digest] = json
        return digest

    def forget(self) -> None:
        """What was said before, and not lately: the next entry changes little, so nearly all is said again."""
        if len(self.built) > 2 * len(self._used) + 16:
            self.built = {says: state for says, state in self.built.items() if id(state) in self._used}
            self._digests = {each: self._digests[each] for each in map(id, self.built.values())}
        self._used.clear()


@dataclass
class _Subject:
    """What is known of a subject while it is followed."""

    held: dict[str, Entry] = field(default_factory=dict)
    """Every entry that bears on it so far, by key."""
    believed: dict[Box, int] = field(default_factory=dict)
    """The boxes that are open on the record clock, with their numbers."""
    told: _Told = field(default_factory=_Told)


@contextmanager
def long_work() -> Iterator[None]:
    """Work that keeps millions of small objects, none of them in circles: Python's collector would look at all of them
    again and again, for a quarter of the time, and find nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Following:
    """Writes projections for entries as they are appended, within one transaction.

    Entries are handed over in ledger order. `flush` writes what has been gathered: call it before the transaction ends.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._references = References(connection)
        self._subjects: OrderedDict[str, _Subject] = OrderedDict()
        self._said: dict[bytes, bytes] = {}
        self._opened: dict[int, dict[str, Any]] = {}
        self._closed: list[dict[str, int]] = []
        self._last_id: int = prepared(_LAST_ID, connection).run(self._cursor, {}).fetchone()[0]

    def follow(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._references.add(entry)
            for subject in self.affected(entry):
                self._update(subject, entry)
            if entry.stream.startswith("case/"):
                self._update_case(entry.stream.partition("/")[2])

    def flush(self) -> None:
        self._references.flush()
        self._write()

    def _write(self) -> None:
        """A box that was opened and closed since the last time is written once, as it is now."""
        said = [{"digest_": digest, "json_": json} for digest, json in sorted(self._said.items())]
        prepared(_SAY, self._connection).run_many(self._cursor, said)
        prepared(_CLOSE, self._connection).run_many(self._cursor, self._closed)
        prepared(_OPEN, self._connection, _BOX_COLUMNS).run_many(self._cursor, self._opened.values())
        self._said.clear()
        self._closed.clear()
        self._opened.clear()

    # -- what an entry bears on ---------------------------------------------------------------------------------------

    def affected(self, entry: Entry) -> list[str]:
        """The subjects whose state the entry may change.

        An entry may have been corrected into one about another subject, and back: what changes it, or when it was
        public, changes the subjects of all that was ever said in its place.
        """
        found: set[str] = set()
        reached: set[int] = set()
        waiting = [entry]
        while waiting:
            each = waiting.pop()
            if each.position in reached:
                continue
            reached.add(each.position)
            waiting.extend(self._references.mentioning(f"about/{each.key}"))
            for key, event in self._references.meanings(each):
                found.update(subjects(key, event))
                match event:
                    case EntryEvent(entry=about):
                        target = self._references.of_key(about)
                        waiting.extend([target] if target else [])
                    case SourceEvent(source=slug) if each is not entry or isinstance(event, SourceDisclosed):
                        waiting.extend(self._references.mentioning(f"cites/{slug}"))
                    case RulingEvent(ruling=slug) if each is not entry:
                        waiting.extend(self._references.mentioning(f"annulled-by/{slug}"))
        return sorted(found)

    # -- histories ----------------------------------------------------------------------------------------------------

    def _known(self, subject: str) -> _Subject:
        known = self._subjects.get(subject)
        if known is None:
            if len(self._subjects) >= _KEPT_SUBJECTS:
                self._subjects.popitem(last=False)
                self._write()  # it may come again, and is then read from the tables
            known = self._subjects[subject] = _Subject()
            self._references.gather(self._references.mentioning(f"subject/{subject}"), known.held)
            given = {"subject_": subject, "forever": FOREVER}
            for id_, *box in prepared(_BELIEVED, self._connection).run(self._cursor, given).fetchall():
                known.believed[Box(*box)] = id_
        else:
            self._subjects.move_to_end(subject)
        return known

    # -- boxes --------------------------------------------------------------------------------------------------------

    def _update(self, subject: str, entry: Entry) -> None:
        """Close the boxes of a subject that the entry changes, and open those that hold from its position on."""
        known = self._known(subject)
        self._references.gather([entry], known.held)
        history = History(sorted(known.held.values(), key=lambda each: each.position))
        since = _public_since(history, entry)
        wanted = set(_boxes(history, subject, entry.position, since, known.told))
        opened: list[Box] = []
        for box in [box for box in known.believed if box.public_until > since]:
            seen_anew = box if box.public_from >= since else box._replace(public_from=since)
            if seen_anew in wanted:
                wanted.discard(seen_anew)
                continue
            self._close(known.believed.pop(box), entry.position)
            if box.public_from < since:
                opened.append(box._replace(public_until=since))
        opened.extend(sorted(wanted, key=lambda box: box[:4]))
        said = known.told.json
        for box in opened:
            known.believed[box] = self._open(box, subject, entry.position)
            self._said.update((each, said[each]) for each in (box.practice, box.formal) if each in said)
        said.clear()
        known.told.forget()
        if len(self._opened) >= _WRITTEN_AT_ONCE:
            self._write()

    def _open(self, box: Box, subject: str, position: int) -> int:
        self._last_id += 1
        self._opened[self._last_id] = {
            **box._asdict(),
            "id": self._last_id,
            "country": subject[:2],
            "subject": subject,
            "recorded_from": position,
            "recorded_until": FOREVER,
        }
        return self._last_id

    def _close(self, id_: int, position: int) -> None:
        if id_ in self._opened:
            self._opened[id_]["recorded_until"] = position
        else:
            self._closed.append({"id_": id_, "at": position})

    def _update_case(self, reference: str) -> None:
        held: dict[str, Entry] = {}
        self._references.gather(self._references.mentioning(f"case/{reference}"), held)
        history = History(sorted(held.values(), key=lambda each: each.position))
        case = case_file(history.seen(), reference)
        prepared(_FORGET_CASE, self._connection).run(self._cursor, {"reference_": reference})
        if case is None:
            return
        decision = case.moments.get("decision")
        known = decision is not None and decision.is_exact and decision.earliest is not None
        prepared(_KEEP_CASE, self._connection, _CASE_COLUMNS).run(
            self._cursor,
            {
                "reference": reference,
                "country": case.country,
                "decision": decision.first if decision and known else None,
                "facts": codec.canonical(content.written(case.facts)),
                "framework": case.assessed.framework if case.assessed else None,
                "outcome": case.assessed.outcome if case.assessed else None,
            },
        )


def _public_since(history: History, entry: Entry) -> int:
    """From which public day on the entry can change what is seen: an act changes nothing before it is public."""
    if isinstance(entry.event, EntryEvent | SourceEvent | RulingEvent):
        return BEFORE
    return day_public(history.seen(NO_LIMIT, entry.position).public_on(entry))


def _boxes(history: History, subject: str, position: int, since: int, told: _Told) -> Iterator[Box]:
    """What is believed at a position from the public day `since` on."""
    open_since: dict[tuple[int, int, bytes, bytes | None], int] = {}
    before: object = None
    for step in [since, *(day for day in history.public_steps if day > since)]:
        seen = history.seen(step, position)
        # What the spans are worked out from: where it is the same, they are.
        basis = _context(seen, subject) if _is_context(subject) else seen.acts(subject)
        if basis == before:
            continue
        before = basis
        spans = set(_spans(seen, subject, told))
        for span in [span for span in open_since if span not in spans]:
            yield Box(span[0], span[1], open_since.pop(span), step, span[2], span[3])
        for span in spans:
            open_since.setdefault(span, step)
    for span, public_from in open_since.items():
        yield Box(span[0], span[1], public_from, NO_LIMIT + 1, span[2], span[3])


def _is_context(subject: str) -> bool:
    """Is it a ruling or a statement of absence, not an element?"""
    return subject[2:3] == ":"


def _spans(seen: Seen, subject: str, told: _Told) -> Iterator[tuple[int, int, bytes, bytes | None]]:
    """Days [first, last) with what is shown of the subject under either reading; neighbours that agree are one."""
    if _is_context(subject):
        context = _context(seen, subject)
        if context is not None:
            yield BEFORE, AFTER, told.digest_of(context), None
        return
    first, last = BEFORE, BEFORE
    shown: tuple[bytes, bytes | None] | None = None
    before: tuple[object, object] = (None, None)
    for span in Element(subject, seen.acts(subject), told.built).spans():
        if before[0] is not span.practice or before[1] is not span.formal:
            before = (span.practice, span.formal)
            says = _written(span, told)
            if says != shown:
                if shown is not None:
                    yield first, last, *shown
                first, shown = span.first, says
        last = span.last
    if shown is not None:
        yield first, last, *shown


def _written(span: Span, told: _Told) -> tuple[bytes, bytes | None] | None:
    if span.practice is None or span.formal is None:
        return None
    practice = told.digest(span.practice)
    return practice, None if span.formal is span.practice else told.digest(span.formal)


def _context(seen: Seen, subject: str) -> bytes | None:
    """A ruling or a statement of absence as it counts here, with the entry it stands in; None where it is not seen."""
    kind, _, name = subject[3:].partition("/")
    history = seen.history
    entry = history.ruling(name) if kind == "ruling" else history.by_key.get(name)
    if entry is None or not seen.is_seen(entry):
        return None
    event = seen.event(entry)
    if event is None or subject not in subjects(entry.key, event):
        return None
    return codec.canonical({"key": entry.key, "position": entry.position, "content": content.write(event)})
