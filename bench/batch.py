"""Batch imports: many entries in one transaction, into the event store alone and through the whole house."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from bench.answers import compare
from bench.corpus import Corpus, stored_events
from bench.peers.conversation import Conversation
from bench.peers.environment import Unavailable, environment
from bench.table import Bar, Row, measured
from bench.timing import median, seconds
from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder

PEER = "eventsourcing-sqlalchemy"
REQUIREMENTS = ("eventsourcing-sqlalchemy==1.0.1", "eventsourcing==9.5.6", "sqlalchemy==2.0.58")
SCRIPT = Path(__file__).parent / "peers" / "eventsourcing_sqlalchemy_script.py"
BAR = Bar(at_least=20_000, ratio_at_least=3)
UNIT = "entries/s"


def rows(corpus: Corpus, folder: Path, batch: int, rounds: int, peers: bool) -> list[Row]:
    """Import the first entries of a filled ledger into an empty event store: one batch to warm up, then `rounds` of
    `batch` entries, one transaction each."""
    events = stored_events(corpus.path, 1, min(batch * (rounds + 1), corpus.entries))
    batch = len(events) // (rounds + 1)
    whole = measured("batch import, admission and projections too", corpus.entries / corpus.seconds, UNIT)
    try:
        if not peers:
            raise Unavailable("not asked for")
        python = environment("eventsourcing-sqlalchemy", REQUIREMENTS)
        given = folder / "events.jsonl"
        given.write_text(
            "".join(
                json.dumps([each.originator_id, each.originator_version, each.topic, each.state.decode()]) + "\n"
                for each in events
            ),
            encoding="utf-8",
        )
        with Conversation(python, SCRIPT, [str(folder / "sa.db"), str(given)], folder / "sa.txt") as peer:
            ours, theirs = _measure(events, folder, batch, rounds, peer)
        return [measured("batch import, event store", ours, UNIT, peer=PEER, peer_value=theirs, bar=BAR), whole]
    except Unavailable as reason:
        for leftover in folder.glob("store.db*"):
            leftover.unlink()
        ours, _ = _measure(events, folder, batch, rounds, None)
        return [measured("batch import, event store", ours, UNIT, peer=f"{PEER}: {reason}", bar=BAR), whole]


def _measure(
    events: Sequence[StoredEvent], folder: Path, batch: int, rounds: int, peer: Conversation | None
) -> tuple[float, float | None]:
    """Entries per second, the median of the rounds: ours, and the peer's."""
    with Datastore.create(folder / "store.db") as store:
        recorder = Recorder(store)

        def ours(first: int) -> float:
            portion = events[first : first + batch]
            return seconds(lambda: recorder.insert_events(portion))

        def theirs(first: int) -> float:
            taken: float = peer.ask("insert", first=first, last=first + batch) if peer else 0.0
            return taken

        ours(0), theirs(0)
        if peer is not None:
            compare("PRAGMA synchronous, journal_mode", PEER, peer.ask("durability"), "the bench", [2, "wal"])
        _compare(recorder, events, 0, batch, peer)
        arms: list[tuple[list[float], Callable[[int], float]]] = [([], ours), ([], theirs)]
        for turn in range(1, rounds + 1):
            for taken, insert in arms:
                taken.append(insert(turn * batch))
            arms.reverse()
        _compare(recorder, events, batch, batch * rounds, peer)
        by_arm = {insert: taken for taken, insert in arms}
    return batch / median(by_arm[ours]), batch / median(by_arm[theirs]) if peer is not None else None


def _compare(
    recorder: Recorder, events: Sequence[StoredEvent], first: int, count: int, peer: Conversation | None
) -> None:
    wanted = _digest((each.originator_version, each.topic, each.state) for each in events[first : first + count])
    ours = _digest(
        (each.originator_version, each.topic, each.state) for each in recorder.select_notifications(first + 1, count)
    )
    compare("imported entries", "the ledger", ours, "what was imported", wanted)
    if peer is not None:
        compare("imported entries", PEER, peer.ask("read", first=first + 1, count=count), "what was imported", wanted)


def _digest(events: object) -> str:
    digest = hashlib.sha256()
    for each in events:  # type: ignore[attr-defined]
        digest.update(repr(each).encode())
    return digest.hexdigest()
