"""The peer for batch imports, run in its own environment: the recorder of `eventsourcing-sqlalchemy` on SQLite.

Arguments: the database to make, and a file with the events, a line of JSON each. It wants UUIDs for stream ids: those
are made of our names before anything is timed.
"""

import hashlib
import json
import sys
import time
from uuid import NAMESPACE_URL, uuid5

from eventsourcing.persistence import StoredEvent
from eventsourcing_sqlalchemy.datastore import SQLAlchemyDatastore
from eventsourcing_sqlalchemy.recorders import SQLAlchemyApplicationRecorder
from sqlalchemy import text


def main() -> None:
    database, file = sys.argv[1:]
    with open(file, encoding="utf-8") as lines:
        events = [
            StoredEvent(uuid5(NAMESPACE_URL, stream), version, topic, state.encode())
            for stream, version, topic, state in map(json.loads, lines)
        ]
    recorder = SQLAlchemyApplicationRecorder(
        SQLAlchemyDatastore(url=f"sqlite:///{database}"), events_table_name="stored_events"
    )
    recorder.create_table()
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(DO[request.pop("do")](recorder, events, **request)), flush=True)


def insert(recorder, events, first, last):
    """Seconds that one transaction with events [first, last) took."""
    wanted = events[first:last]
    start = time.perf_counter_ns()
    recorder.insert_events(wanted)
    return (time.perf_counter_ns() - start) / 1e9


def read(recorder, events, first, count):
    """Digest of topic, version and state of `count` events from notification `first` on."""
    digest = hashlib.sha256()
    for each in recorder.select_notifications(first, count):
        digest.update(repr((each.originator_version, each.topic, each.state)).encode())
    return digest.hexdigest()


def durability(recorder, events):
    with recorder.transaction(commit=False) as session:
        return [session.execute(text(f"PRAGMA {name}")).scalar() for name in ("synchronous", "journal_mode")]


DO = {"insert": insert, "read": read, "durability": durability}

if __name__ == "__main__":
    main()
