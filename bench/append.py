"""Durable single appends: what one entry costs, and which part of it is the store, what follows it, the admission.

One arm writes the very rows that an append leaves behind and works nothing out: no code that keeps these tables can be
quicker, in whatever language it is written.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
from sqlalchemy import insert

from bench.answers import compare
from bench.corpus import Corpus, stored_events
from bench.table import Bar, Row, measured
from bench.timing import in_turns, median
from domain.dates import Point, RecordedBy
from domain.history import Entry
from infrastructure.chronicle import Draft
from infrastructure.ledger import Ledger, open_ledger
from infrastructure.projections.follow import Following
from infrastructure.projections.tables import FOREVER
from infrastructure.proof.nodes import growing, keep
from infrastructure.proof.tree import leaf_hash
from infrastructure.store import codec
from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder
from infrastructure.store.tables import content

PEER = "eventsourcing.sqlite, one bare event"
UNIT = "/s"
IN_A_ROW = 5
WARM_UP = 20
LOG_PAGES = 1_200


@dataclass(frozen=True)
class One:
    """One entry to append, in the form each arm takes it."""

    draft: Draft
    event: StoredEvent
    entry: Entry


def rows(before: Sequence[Path], whole: Corpus, drafts: Sequence[Draft], folder: Path) -> list[Row]:
    """Append the same last entries of a history to ledgers that hold the rest of it.

    Args:
        before: four ledgers, equal, that lack these entries.
        whole: the ledger that has them: what each arm must end up with.
        drafts: the entries to append, in order.
        folder: where the peer keeps its events, on the same disk.
    """
    first = whole.entries - len(drafts) + 1
    given = _given(whole, drafts, first)
    with (
        Datastore.open(before[0]) as desk,
        Datastore.open(before[1]) as followed,
        Datastore.open(before[2]) as alone,
        closing(_bare(before[3])) as bare_rows,
        _peer(folder / "peer.db", stored_events(whole.path, 1, first - 1)) as peer,
    ):
        ledger, recorder, bare = Ledger(desk), Recorder(followed), Recorder(alone)
        written = rows_written(whole.path, first, whole.entries)
        _lengthen_logs((desk, followed, alone), bare_rows)
        arms: dict[str, Callable[[One], object]] = {
            "whole act": lambda one: ledger.append([one.draft], actor="bench"),
            "followed": lambda one: _append_and_follow(recorder, one),
            "alone": lambda one: bare.insert_events([one.event]),
            "rows": lambda one: _write(bare_rows, written[one.entry.position]),
            "peer": lambda one: peer.insert_events([one.event]),
        }
        warm_up, timed = given[:WARM_UP], given[WARM_UP:]
        for arm in arms.values():
            for one in warm_up:
                arm(one)
        _compare(warm_up, first, whole, ledger, {"projections": recorder, "store": bare, "peer": peer})
        taken = in_turns(arms, timed, IN_A_ROW)
        _compare(timed, first + WARM_UP, whole, ledger, {"projections": recorder, "store": bare, "peer": peer})
        _compare_rows(bare_rows, whole)
    acts = [number for number, one in enumerate(timed) if one.event.topic.startswith("policy.")]
    rate = {name: 1 / median(times[number] for number in acts) for name, times in taken.items()}
    return [
        measured(
            "single append, with leaf, tree and projections",
            rate["followed"],
            UNIT,
            peer=PEER,
            peer_value=rate["peer"],
            bar=Bar(ratio_at_least=1),
        ),
        measured("single append, admission too", rate["whole act"], UNIT, peer=PEER, peer_value=rate["peer"]),
        measured("single append, entry alone", rate["alone"], UNIT, peer=PEER, peer_value=rate["peer"]),
        measured("... its rows by bare SQL, none worked out", rate["rows"], UNIT, peer=PEER, peer_value=rate["peer"]),
    ]


def _given(whole: Corpus, drafts: Sequence[Draft], first: int) -> list[One]:
    events = stored_events(whole.path, first, whole.entries)
    return [
        One(
            draft,
            event,
            codec.entry(position, str(event.originator_id), event.topic, event.state, 0),
        )
        for position, (draft, event) in enumerate(zip(drafts, events, strict=True), first)
    ]


def _append_and_follow(recorder: Recorder, one: One) -> None:
    """What the front desk does with an entry once it is admitted."""
    with recorder.store.writing() as connection:
        tree = growing(connection, one.entry.position - 1)
        ((position, at),) = recorder.append(connection, [one.event])
        leaf = codec.leaf(position, one.entry.stream, one.event.topic, one.event.state, at)
        keep(connection, list(tree.add(leaf_hash(leaf))))
        following = Following(connection)
        following.follow([one.entry])
        following.flush()


# -- the rows alone ----------------------------------------------------------------------------------------------------

Statements = list[tuple[str, list[tuple[Any, ...]]]]


def rows_written(path: Path, first: int, last: int) -> dict[int, Statements]:
    """What each of the entries `first` through `last` of a ledger made it write, by position."""
    with closing(sqlite3.connect(path)) as raw:
        return {position: list(_statements(raw, position)) for position in range(first, last + 1)}


def _statements(raw: sqlite3.Connection, position: int) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    nodes = [(level, (position >> level) - 1) for level in range(position.bit_length()) if position % (1 << level) == 0]
    completed = " OR ".join(f"(level = {level} AND place = {place})" for level, place in nodes)
    said = f"""
        SELECT DISTINCT digest, json FROM state_json JOIN policy_state ON digest IN (practice, formal)
         WHERE recorded_from = {position} AND NOT EXISTS (
             SELECT 1 FROM policy_state AS earlier
              WHERE earlier.recorded_from < {position} AND earlier.subject = policy_state.subject
                AND digest IN (earlier.practice, earlier.formal))
        """
    for table, question in (
        ("entry", f"SELECT * FROM entry WHERE position = {position}"),
        ("tree_node", f"SELECT * FROM tree_node WHERE {completed}"),
        ("entry_key", f"SELECT * FROM entry_key WHERE position = {position}"),
        ("mention", f"SELECT * FROM mention WHERE position = {position}"),
        ("state_json", said),
        ("policy_state", f"SELECT * FROM policy_state WHERE recorded_from = {position} ORDER BY id"),
    ):
        found = raw.execute(question)
        names = [column[0] for column in found.description]
        rows = [
            tuple(FOREVER if name == "recorded_until" else value for name, value in zip(names, row, strict=True))
            for row in found
        ]
        yield f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", rows
    closed = raw.execute(f"SELECT {position}, id FROM policy_state WHERE recorded_until = {position}").fetchall()
    yield "UPDATE policy_state SET recorded_until = ? WHERE id = ?", closed


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = -65536")  # as a ledger has it
    for pragma, wanted in (("synchronous = FULL", 2), ("journal_mode", "wal")):
        connection.execute(f"PRAGMA {pragma}")
        name = pragma.partition(" ")[0]
        compare(f"PRAGMA {name}", "bare SQL", connection.execute(f"PRAGMA {name}").fetchone()[0], "the bench", wanted)
    return connection


def _write(connection: sqlite3.Connection, statements: Statements) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement, rows in statements:
        if rows:
            connection.executemany(statement, rows)
    connection.execute("COMMIT")


def _compare_rows(connection: sqlite3.Connection, whole: Corpus) -> None:
    """The rows written one by one are those of the ledger filled at once."""
    connection.execute("ATTACH ? AS whole", (str(whole.path),))
    for table in ("entry", "tree_node", "entry_key", "mention", "state_json", "policy_state", "policy_box"):
        for one, other in (("main", "whole"), ("whole", "main")):
            lacking = connection.execute(f"SELECT * FROM {one}.{table} EXCEPT SELECT * FROM {other}.{table}").fetchall()
            compare(f"{table} in {one} and {other}", "bare SQL", lacking, "the ledger filled at once", [])


# -- the peer ----------------------------------------------------------------------------------------------------------


def _lengthen_logs(stores: Sequence[Datastore], bare: sqlite3.Connection) -> None:
    """Give every write-ahead log the length it keeps from then on, as the peer's has from the events it was given.

    While a log grows, the disk has its new length to confirm besides what is in it. SQLite writes it over from the
    start once it holds 1,000 pages, and one large document does that.
    """
    document = bytes(LOG_PAGES * 4096)
    row = {"sha256": hashlib.sha256(document).hexdigest(), "bytes": document}
    for store in stores:
        with store.writing() as connection:
            connection.execute(insert(content), row)
    bare.execute(f"INSERT INTO {content.name} VALUES (:sha256, :bytes)", row)


@contextmanager
def _peer(path: Path, events: Sequence[StoredEvent]) -> Iterator[SQLiteApplicationRecorder]:
    """The library's own recorder with the same events before it starts, as durable as the ledger."""
    datastore = SQLiteDatastore(str(path), originator_id_type="text")
    try:
        recorder = SQLiteApplicationRecorder(datastore)
        recorder.create_table()
        recorder.insert_events(events)
        with datastore.transaction(commit=False) as cursor:
            for pragma, wanted in (("synchronous", 2), ("journal_mode", "wal")):
                cursor.execute(f"PRAGMA {pragma}")
                compare(f"PRAGMA {pragma}", "the peer", cursor.fetchone()[0], "the bench", wanted)
        yield recorder
    finally:
        datastore.close()


def _compare(
    ones: Sequence[One],
    first: int,
    whole: Corpus,
    ledger: Ledger,
    recorders: dict[str, Recorder | SQLiteApplicationRecorder],
) -> None:
    """Every store has the same bytes at the same places, and the ledgers give the same states."""
    wanted = [(one.event.originator_id, one.event.originator_version, one.event.topic, one.event.state) for one in ones]
    for name, recorder in recorders.items():
        found = [
            (each.originator_id, each.originator_version, each.topic, each.state)
            for each in recorder.select_notifications(first, len(ones))
        ]
        compare("entries appended one by one", name, found, "the ledger filled at once", wanted)
    contents = [(each["key"], each["content"]) for each in ledger.entries(first, first + len(ones) - 1)]
    with whole.open() as other:
        compare(
            "entries appended one by one",
            "the front desk",
            contents,
            "the ledger filled at once",
            [(each["key"], each["content"]) for each in other.entries(first, first + len(ones) - 1)],
        )
        followed = recorders["projections"]
        assert isinstance(followed, Recorder)
        with open_ledger(followed.store.place) as reread:
            for element, point in _touched(ones, first + len(ones) - 1):
                expected = other.element_state(element, point)
                for name, one in (("the front desk", ledger), ("projections alone", reread)):
                    compare(
                        f"{element} after appending one by one",
                        name,
                        one.element_state(element, point),
                        "the ledger filled at once",
                        expected,
                    )


def _touched(ones: Sequence[One], position: int) -> Iterator[tuple[str, Point]]:
    for one in ones:
        event = one.entry.event
        element, signed = getattr(event, "element_id", None), getattr(event, "signed_on", None)
        if element and signed and signed.earliest:
            yield element, Point(signed.earliest, None, RecordedBy.parse(f"@{position}"))
