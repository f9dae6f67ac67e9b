"""The recorder: the only way into the ledger. It numbers entries, gives them their record time and tells the followers.

It is an `ApplicationRecorder` of the `eventsourcing` library; `factory.py` hands it to the library's applications.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Any, NamedTuple
from uuid import UUID

import eventsourcing.persistence as library
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, Notification, StoredEvent, Subscription
from sqlalchemy import Connection, asc, bindparam, desc, func, insert, select
from sqlalchemy.exc import DBAPIError

from infrastructure.store.datastore import Datastore
from infrastructure.store.tables import entry

_BEFORE_ALL = -(2**63)
_AFTER_ALL = 2**63 - 1

_LAST = select(entry.c.position, entry.c.recorded_at).order_by(entry.c.position.desc()).limit(1)
_NEWEST = select(func.max(entry.c.position))
_OF_STREAM = (
    select(entry.c.stream, entry.c.version, entry.c.topic, entry.c.state)
    .where(entry.c.stream == bindparam("stream"))
    .where(entry.c.version > bindparam("gt"))
    .where(entry.c.version <= bindparam("lte"))
    .limit(bindparam("limit"))
)
_OF_STREAM_RISING = _OF_STREAM.order_by(asc(entry.c.version))
_OF_STREAM_FALLING = _OF_STREAM.order_by(desc(entry.c.version))
_OF_LEDGER = (
    select(entry.c.position, entry.c.stream, entry.c.version, entry.c.topic, entry.c.state)
    .where(entry.c.position >= bindparam("first"))
    .where(entry.c.position <= bindparam("last"))
    .order_by(entry.c.position)
    .limit(bindparam("limit"))
)
_OF_TOPICS = _OF_LEDGER.where(entry.c.topic.in_(bindparam("topics", expanding=True)))


class Recorded(NamedTuple):
    """An entry as it stands in the ledger; `recorded_at` in microseconds since 1970-01-01 UTC."""

    position: int
    recorded_at: int
    event: StoredEvent


Follower = Callable[[Connection, Sequence[Recorded]], None]
"""Called in the transaction of the append, in the order of positions; raising undoes the append."""


def machine_clock() -> int:
    """Now, in whole microseconds since 1970-01-01 UTC."""
    return time.time_ns() // 1000


class Recorder(ApplicationRecorder):
    """Entries in and out. Stream ids are strings.

    Args:
        store: the ledger.
        followers: projections, written in the same transaction as the entries.
        clock: now, in microseconds since 1970-01-01 UTC.
    """

    def __init__(
        self, store: Datastore, followers: Sequence[Follower] = (), *, clock: Callable[[], int] = machine_clock
    ) -> None:
        self.store = store
        self.followers = tuple(followers)
        self.clock = clock
        dialect = store.engine.dialect
        self._driver = dialect.loaded_dbapi
        # Compiled once: an append is a matter of microseconds, and compiling is most of what Core would add to it.
        last = _LAST.compile(dialect=dialect)
        self._last = str(last), tuple(last.params[name] for name in last.positiontup or ())
        columns = [column.key for column in entry.columns]
        self._insert = str(insert(entry).compile(dialect=dialect, column_keys=columns))

    def append(self, connection: Connection, events: Sequence[StoredEvent]) -> list[tuple[int, int]]:
        """Append entries in the transaction of `store.writing()`, so that more can be written with them.

        Returns (position, record time in microseconds since 1970-01-01 UTC) of each event, in order.

        Raises:
            IntegrityError: of the library, when a version of a stream is already recorded. Leave the transaction then.
        """
        if not events:
            return []
        cursor = connection.connection.cursor()
        try:
            cursor.execute(*self._last)
            position, recorded_at = cursor.fetchone() or (0, 0)
            # The clock may have gone back; the record time never does.
            at = max(self.clock(), recorded_at + 1)
            places = [(position + n, at + n - 1) for n in range(1, len(events) + 1)]
            cursor.executemany(
                self._insert,
                [
                    (number, one.originator_id, one.originator_version, one.topic, one.state, when)
                    for (number, when), one in zip(places, events, strict=True)
                ],
            )
        except self._driver.IntegrityError as error:
            raise IntegrityError(f"{_named(events)}: {error}; nothing was written") from error
        finally:
            cursor.close()
        if self.followers:
            recorded = [Recorded(number, when, one) for (number, when), one in zip(places, events, strict=True)]
            for follow in self.followers:
                follow(connection, recorded)
        return places

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Append entries, and nothing else with them. Returns their positions.

        Raises:
            IntegrityError: of the library, when a version of a stream is already recorded; nothing was written.
            LedgerError: busy, read-only, disk full (see `Datastore.writing`).
        """
        if not stored_events:
            return []
        with self._library_errors(), self.store.writing() as connection:
            return [position for position, _ in self.append(connection, stored_events)]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of one stream with `gt` < version <= `lte`, at most `limit`, by version (falling with `desc`)."""
        given = {
            "stream": originator_id,
            "gt": _BEFORE_ALL if gt is None else gt,
            "lte": _AFTER_ALL if lte is None else lte,
            "limit": _AFTER_ALL if limit is None else limit,
        }
        with self._library_errors(), self.store.reading() as connection:
            rows = connection.execute(_OF_STREAM_FALLING if desc else _OF_STREAM_RISING, given)
            return [StoredEvent(stream, version, topic, state) for stream, version, topic, state in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The entries from position `start` (after it, unless `inclusive_of_start`) through `stop`, at most `limit`, of
        these `topics` or, when there are none, of all."""
        given: dict[str, Any] = {
            "first": _BEFORE_ALL if start is None else start if inclusive_of_start else start + 1,
            "last": _AFTER_ALL if stop is None else stop,
            "limit": limit,
        }
        if topics:
            given["topics"] = list(topics)
        with self._library_errors(), self.store.reading() as connection:
            rows = connection.execute(_OF_TOPICS if topics else _OF_LEDGER, given)
            return [
                Notification(stream, version, topic, state, id=position)
                for position, stream, version, topic, state in rows
            ]

    def max_notification_id(self) -> int | None:
        """The last position, None while the ledger is empty."""
        with self._library_errors(), self.store.reading() as connection:
            newest: int | None = connection.execute(_NEWEST).scalar()
            return newest

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """The entries after position `gt`, for ever: waits for what this and other processes append."""
        return LedgerSubscription(self, gt, topics)

    @contextmanager
    def _library_errors(self) -> Iterator[None]:
        """What is left of the driver's errors, under the names the library knows: both follow PEP 249."""
        try:
            yield
        except (DBAPIError, self._driver.Error) as error:
            cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
            for kind in type(cause).__mro__:
                known = getattr(library, kind.__name__, None)
                if isinstance(known, type) and issubclass(known, library.PersistenceError):
                    raise known(str(cause)) from error
            raise library.PersistenceError(str(cause)) from error


class LedgerSubscription(Subscription[ApplicationRecorder]):
    """Entries as they come. Those of this process arrive at once, those of others within `PATIENCE` seconds."""

    PATIENCE = 0.1
    AT_ONCE = 500

    def __init__(self, recorder: Recorder, gt: int | None = None, topics: Sequence[str] = ()) -> None:
        super().__init__(recorder, gt, topics)
        self.entries_of = recorder
        self.reached = gt or 0
        self.topics = tuple(topics)
        self.waiting: deque[Notification] = deque()
        self.stopped = Event()

    def stop(self) -> None:
        super().stop()
        self.stopped.set()
        self.entries_of.store.wake()

    def __next__(self) -> Notification:
        store = self.entries_of.store
        while not self.stopped.is_set():
            if self.waiting:
                return self.waiting.popleft()
            seen = store.commits
            if not self.fetch():
                store.wait_for_commit(seen, self.PATIENCE)
        raise StopIteration

    def fetch(self) -> bool:
        """Read on from where we were. False when there is nothing new."""
        newest = self.entries_of.max_notification_id() or 0
        if newest <= self.reached:
            return False
        found = self.entries_of.select_notifications(
            self.reached, self.AT_ONCE, newest, self.topics, inclusive_of_start=False
        )
        self.waiting.extend(found)
        # Entries of other topics are passed over once, not at every look.
        self.reached = found[-1].id if len(found) == self.AT_ONCE else newest
        return True


def _named(events: Sequence[StoredEvent]) -> str:
    first = f"version {events[0].originator_version} of stream {events[0].originator_id}"
    return first if len(events) == 1 else f"{first} and {len(events) - 1} more"
