"""Following the ledger: after each entry, in its own transaction, the state of every subject it bears on.

A *subject* is what an answer lists: an element (`ML/article-15c`), a ruling of a country, a statement of absence. For
each there are boxes of days on three clocks (`tables.policy_state`). An entry closes the boxes it changes at its
position and opens new ones, so what was believed before it stays readable.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, LargeBinary, bindparam, delete, exists, insert, select, update

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
from domain.policy import Element, Span
from infrastructure.projections.boxes import digest_of
from infrastructure.projections.references import References, subjects
from infrastructure.projections.tables import FOREVER, NO_LIMIT, policy_state, state_json
from infrastructure.projections.tables import case_file as case_table
from infrastructure.store import codec
from infrastructure.store.statements import prepared

_encode = msgspec.json.Encoder(order="deterministic").encode

_KEPT_HISTORIES = 20_000


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
    .where(policy_state.c.public_until > bindparam("since"))
)
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
_BOX_COLUMNS = tuple(column.key for column in policy_state.columns if column.key != "id")


class Following:
    """Writes projections for entries as they are appended, within one transaction.

    Entries are handed over in ledger order. `flush` writes what has been gathered: call it before the transaction ends.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._histories: OrderedDict[str, dict[str, Entry]] = OrderedDict()
        self._references = References(connection)

    def follow(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._references.add(entry)
            for subject in self.affected(entry):
                self._update(subject, entry)
            if entry.stream.startswith("case/"):
                self._update_case(entry.stream.partition("/")[2])

    def flush(self) -> None:
        self._references.flush()

    # -- what an entry bears on ---------------------------------------------------------------------------------------

    def affected(self, entry: Entry) -> list[str]:
        """The subjects whose state the entry may change."""
        found: set[str] = set()
        reached: set[int] = set()
        waiting = [entry]
        while waiting:
            each = waiting.pop()
            if each.position in reached:
                continue
            reached.add(each.position)
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

    def _history(self, subject: str, entry: Entry) -> History:
        """Every entry that bears on a subject up to this one, in ledger order."""
        held = self._histories.get(subject)
        if held is None:
            held = self._histories[subject] = {}
            self._references.gather(self._references.mentioning(f"subject/{subject}"), held)
            if len(self._histories) > _KEPT_HISTORIES:
                self._histories.popitem(last=False)
        self._references.gather([entry], held)
        return History(sorted(held.values(), key=lambda each: each.position))

    # -- boxes --------------------------------------------------------------------------------------------------------

    def _update(self, subject: str, entry: Entry) -> None:
        """Close the boxes of a subject that the entry changes, and open those that hold from its position on."""
        history = self._history(subject, entry)
        since = _public_since(history, entry)
        said: dict[bytes, bytes] = {}
        wanted = set(_boxes(history, subject, entry.position, since, said))
        believed = prepared(_BELIEVED, self._connection).run(
            self._cursor, {"subject_": subject, "forever": FOREVER, "since": since}
        )
        closed: list[dict[str, Any]] = []
        opened: list[Box] = []
        for id_, on_from, on_until, public_from, public_until, practice, formal in believed.fetchall():
            box = Box(on_from, on_until, max(public_from, since), public_until, practice, formal)
            if box in wanted:
                wanted.discard(box)
                continue
            closed.append({"id_": id_, "at": entry.position})
            if public_from < since:
                opened.append(box._replace(public_from=public_from, public_until=since))
        opened.extend(sorted(wanted, key=lambda box: box[:4]))
        new = {digest for box in wanted for digest in (box.practice, box.formal) if digest is not None}
        prepared(_SAY, self._connection).run_many(
            self._cursor, [{"digest_": digest, "json_": said[digest]} for digest in sorted(new)]
        )
        prepared(_CLOSE, self._connection).run_many(self._cursor, closed)
        prepared(_OPEN, self._connection, _BOX_COLUMNS).run_many(
            self._cursor,
            [
                {
                    **box._asdict(),
                    "country": subject[:2],
                    "subject": subject,
                    "recorded_from": entry.position,
                    "recorded_until": FOREVER,
                }
                for box in opened
            ],
        )

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


def _boxes(history: History, subject: str, position: int, since: int, said: dict[bytes, bytes]) -> Iterator[Box]:
    """What is believed at a position from the public day `since` on; what it says is added to `said`, by digest."""
    open_since: dict[tuple[int, int, bytes, bytes | None], int] = {}
    before: object = None
    for step in [since, *(day for day in history.public_steps if day > since)]:
        seen = history.seen(step, position)
        basis = _basis(seen, subject)
        if basis == before:
            continue
        before = basis
        spans = set(_spans(seen, subject, said))
        for span in [span for span in open_since if span not in spans]:
            yield Box(span[0], span[1], open_since.pop(span), step, span[2], span[3])
        for span in spans:
            open_since.setdefault(span, step)
    for span, public_from in open_since.items():
        yield Box(span[0], span[1], public_from, NO_LIMIT + 1, span[2], span[3])


def _basis(seen: Seen, subject: str) -> object:
    """What the spans of a subject are worked out from: where it is the same, they are."""
    if subject[2:3] == ":":
        return _context(seen, subject)
    return [
        (act.key, act.event, act.act_day, act.start, act.end, act.public, act.disputes) for act in seen.acts(subject)
    ]


def _spans(seen: Seen, subject: str, said: dict[bytes, bytes]) -> Iterator[tuple[int, int, bytes, bytes | None]]:
    """Days [first, last) with what is shown of the subject under either reading; neighbours that agree are one."""
    if subject[2:3] == ":":
        context = _context(seen, subject)
        if context is not None:
            yield BEFORE, AFTER, _digest(context, said), None
        return
    first, last = BEFORE, BEFORE
    shown: tuple[bytes, bytes | None] = (b"", None)
    before: tuple[object, object] | None = None
    for span in Element(subject, seen.acts(subject)).spans():
        if before is not None and before[0] is span.practice and before[1] is span.formal:
            last = span.last
            continue
        before = (span.practice, span.formal)
        states = _written(span, said)
        if states == shown:
            last = span.last
            continue
        if shown[0]:
            yield first, last, *shown
        first, last, shown = span.first, span.last, states
    if shown[0]:
        yield first, last, *shown


def _written(span: Span, said: dict[bytes, bytes]) -> tuple[bytes, bytes | None]:
    if span.practice is None:
        return b"", None
    practice = _digest(_encode(span.practice), said)
    return practice, None if span.formal is span.practice else _digest(_encode(span.formal), said)


def _digest(json: bytes, said: dict[bytes, bytes]) -> bytes:
    digest = digest_of(json)
    said[digest] = json
    return digest


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
