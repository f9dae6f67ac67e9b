"""How far an application has followed another one, for followers of the `eventsourcing` library that run beside the
ledger. The ledger's own projections need none of this: they are written with the entries."""

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import IntegrityError, ProcessRecorder, StoredEvent, Tracking, TrackingRecorder
from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, insert, select, update

from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder

metadata = MetaData()

tracking = Table(
    "tracking",
    metadata,
    Column("application_name", Text, primary_key=True),
    Column("notification_id", BigInteger, nullable=False),
)
"""The last position each named application has followed; made when first asked for, not part of every ledger."""


def create_tracking(store: Datastore) -> None:
    """Make the table, unless it is there."""
    with store.writing() as connection:
        metadata.create_all(connection)


class Tracker(TrackingRecorder):
    """Positions followed, per application name; they only rise."""

    def __init__(self, store: Datastore) -> None:
        self.store = store

    def insert_tracking(self, tracking: Tracking) -> None:
        with self.store.writing() as connection:
            self.track(connection, tracking)

    def track(self, connection: Connection, tracked: Tracking) -> None:
        """Move on, in the transaction of `store.writing()`.

        Raises:
            IntegrityError: of the library, when the application had come this far already.
        """
        name, reached = tracked.application_name, tracked.notification_id
        of_application = tracking.c.application_name == name
        before = connection.execute(select(tracking.c.notification_id).where(of_application)).scalar()
        if before is None:
            connection.execute(insert(tracking).values(application_name=name, notification_id=reached))
        elif before < reached:
            connection.execute(update(tracking).where(of_application).values(notification_id=reached))
        else:
            raise IntegrityError(f"{name} has already followed up to {before}, it cannot go back to {reached}")

    def max_tracking_id(self, application_name: str) -> int | None:
        of_application = tracking.c.application_name == application_name
        with self.store.reading() as connection:
            reached: int | None = connection.execute(select(tracking.c.notification_id).where(of_application)).scalar()
            return reached


class FollowingRecorder(Recorder, Tracker, ProcessRecorder):
    """Entries and the position they were derived from, recorded together."""

    def __init__(self, store: Datastore) -> None:
        Recorder.__init__(self, store)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """As `Recorder.insert_events`, with an optional `tracking` that is recorded in the same transaction."""
        tracked: Tracking | None = kwargs.pop("tracking", None)
        if tracked is None:
            return super().insert_events(stored_events, **kwargs)
        with self.store.writing() as connection:
            places = self.append(connection, stored_events)
            self.track(connection, tracked)
        return [position for position, _ in places]
