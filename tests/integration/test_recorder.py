"""The `eventsourcing` library's own cases, on our recorder; then what the ledger asks beyond them."""

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import eventsourcing.persistence as library
import eventsourcing.tests.persistence as cases
import pytest
from eventsourcing.application import Application
from eventsourcing.domain import BaseAggregate, CanInitAggregate, CanMutateAggregate, event
from eventsourcing.persistence import StoredEvent
from eventsourcing.utils import Environment, get_topic
from sqlalchemy import Connection, func, select

from infrastructure.store.datastore import Datastore
from infrastructure.store.factory import LedgerFactory
from infrastructure.store.recorder import Recorded, Recorder
from infrastructure.store.tables import entry
from infrastructure.store.tracking import FollowingRecorder, Tracker, create_tracking
from tests.support.stores import stored, stream_of

FACTORY_MODULE = "infrastructure.store.factory"


class OnAFile(cases.RecorderTestCase):
    """String ids, and a ledger in a new file for every case."""

    numbers = itertools.count(1)

    def new_originator_id(self) -> str:
        return f"country/{next(self.numbers)}"

    def new_store(self) -> Datastore:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        store = Datastore.create(Path(folder.name) / "kroniek.db")
        self.addCleanup(store.close)
        return store


class InMemory(OnAFile):
    def new_store(self) -> Datastore:
        store = Datastore.create(":memory:")
        self.addCleanup(store.close)
        return store


class TestRecorderOnAFile(OnAFile, cases.ApplicationRecorderTestCase[Recorder]):
    def create_recorder(self) -> Recorder:
        return Recorder(self.new_store())

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestRecorderInMemory(InMemory, TestRecorderOnAFile):
    pass


class TestPositionsOfTwoWritersDoNotInterleave(OnAFile, cases.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> Recorder:
        return Recorder(self.new_store())


class TestTrackerOnAFile(OnAFile, cases.TrackingRecorderTestCase):
    def create_recorder(self) -> Tracker:
        store = self.new_store()
        create_tracking(store)
        return Tracker(store)


class TestFollowingRecorderOnAFile(OnAFile, cases.ProcessRecorderTestCase):
    def create_recorder(self) -> FollowingRecorder:
        store = self.new_store()
        create_tracking(store)
        return FollowingRecorder(store)


class OtherTracker(Tracker):
    pass


class TestLedgerFactory(cases.InfrastructureFactoryTestCase[LedgerFactory]):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = str(Path(folder.name) / "kroniek.db")
        self.env = Environment(
            env={LedgerFactory.PERSISTENCE_MODULE: FACTORY_MODULE, LedgerFactory.LEDGER: path},
        )
        super().setUp()

    def expected_factory_class(self) -> type[LedgerFactory]:
        return LedgerFactory

    def expected_aggregate_recorder_class(self) -> type[Recorder]:
        return Recorder

    def expected_application_recorder_class(self) -> type[Recorder]:
        return Recorder

    def expected_tracking_recorder_class(self) -> type[Tracker]:
        return Tracker

    def tracking_recorder_subclass(self) -> type[Tracker]:
        return OtherTracker

    def expected_process_recorder_class(self) -> type[FollowingRecorder]:
        return FollowingRecorder

    def test_a_factory_without_a_ledger_says_which_variable_to_set(self) -> None:
        with pytest.raises(library.InfrastructureFactoryError, match=LedgerFactory.LEDGER):
            LedgerFactory({})

    def test_snapshots_are_not_kept(self) -> None:
        with pytest.raises(library.NotSupportedError, match="snapshots"):
            self.factory.aggregate_recorder(purpose="snapshots")


@dataclass(frozen=True, kw_only=True)
class DossierEvent(CanMutateAggregate[str]):
    originator_id: str
    originator_version: int
    timestamp: datetime


@dataclass(frozen=True, kw_only=True)
class DossierCreated(DossierEvent, CanInitAggregate[str]):
    originator_topic: str


class Dossier(BaseAggregate[str]):
    """An aggregate of the library with a string id."""

    class Event(DossierEvent):
        pass

    @dataclass(frozen=True, kw_only=True)
    class Opened(Event, DossierCreated):
        country: str

    @dataclass(frozen=True, kw_only=True)
    class LetterFiled(Event):
        letter: str

    @staticmethod
    def create_id(country: str) -> str:
        return f"country/{country}"

    @event(Opened)
    def __init__(self, country: str) -> None:
        self.country = country
        self.letters: list[str] = []

    @event(LetterFiled)
    def file_letter(self, letter: str) -> None:
        self.letters.append(letter)


def test_an_application_of_the_library_keeps_aggregates_with_string_ids_in_a_ledger(tmp_path: Path) -> None:
    env = {LedgerFactory.PERSISTENCE_MODULE: FACTORY_MODULE, LedgerFactory.LEDGER: str(tmp_path / "kroniek.db")}
    with Application[str](env=env) as application:
        dossier = Dossier("ML")
        dossier.file_letter("4333540")
        application.save(dossier)

    with Application[str](env=env) as application:
        again: Dossier = application.repository.get("country/ML")
        notifications = application.notification_log.select(start=1, limit=10)

    assert (again.country, again.letters) == ("ML", ["4333540"])
    assert [one.id for one in notifications] == [1, 2]
    assert {one.originator_id for one in notifications} == {"country/ML"}
    assert notifications[1].topic == get_topic(Dossier.LetterFiled)


# Beyond the library's cases


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Datastore]:
    with Datastore.create(tmp_path / "kroniek.db") as store:
        yield store


def record_times(store: Datastore) -> list[int]:
    with store.reading() as connection:
        return list(connection.execute(select(entry.c.recorded_at).order_by(entry.c.position)).scalars())


def count_entries(store: Datastore) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(entry)).scalar_one()


def test_the_record_time_is_the_clocks_when_the_clock_moves_on(store: Datastore) -> None:
    clock = iter([1_000_000, 2_000_000])
    recorder = Recorder(store, clock=lambda: next(clock))

    recorder.insert_events([stored(version=1)])
    recorder.insert_events([stored(version=2)])

    assert record_times(store) == [1_000_000, 2_000_000]


def test_the_record_time_rises_when_the_clock_goes_back_or_stands_still(store: Datastore) -> None:
    clock = iter([5_000_000, 5_000_000, 1_000_000, 5_000_002, 9_000_000])
    recorder = Recorder(store, clock=lambda: next(clock))

    for version in range(1, 6):
        recorder.insert_events([stored(version=version)])

    assert record_times(store) == [5_000_000, 5_000_001, 5_000_002, 5_000_003, 9_000_000]


def test_every_entry_of_a_batch_has_its_own_record_time(store: Datastore) -> None:
    recorder = Recorder(store, clock=lambda: 7)

    recorder.insert_events(stream_of("country/ML", 3))
    recorder.insert_events(stream_of("country/SD", 2))

    assert record_times(store) == [7, 8, 9, 10, 11]


def test_the_clock_is_the_machines_unless_another_is_given(store: Datastore) -> None:
    recorder = Recorder(store)
    before = recorder.clock()

    recorder.insert_events([stored()])

    assert before <= record_times(store)[0] <= recorder.clock()


def test_an_append_says_where_and_when_each_entry_was_recorded(store: Datastore) -> None:
    recorder = Recorder(store, clock=lambda: 100)
    recorder.insert_events([stored("country/SD")])

    with store.writing() as connection:
        first = recorder.append(connection, stream_of("country/ML", 2))
        second = recorder.append(connection, [stored("country/AF")])
        none = recorder.append(connection, [])

    assert first == [(2, 101), (3, 102)]
    assert second == [(4, 103)]
    assert none == []


def test_followers_see_what_was_recorded_in_the_same_transaction(store: Datastore) -> None:
    seen: list[tuple[Sequence[Recorded], int]] = []

    def follow(connection: Connection, recorded: Sequence[Recorded]) -> None:
        seen.append((recorded, connection.execute(select(func.count()).select_from(entry)).scalar_one()))

    recorder = Recorder(store, [follow], clock=lambda: 100)
    events = stream_of("country/ML", 2)

    recorder.insert_events(events)

    assert seen == [([Recorded(1, 100, events[0]), Recorded(2, 101, events[1])], 2)]


def test_a_follower_that_fails_undoes_the_append(store: Datastore) -> None:
    def fail(connection: Connection, recorded: Sequence[Recorded]) -> None:
        raise LookupError("no such element")

    with pytest.raises(LookupError):
        Recorder(store, [fail]).insert_events([stored()])

    assert count_entries(store) == 0
    assert Recorder(store).insert_events([stored()]) == [1]


def test_a_version_recorded_before_is_refused_by_name_and_nothing_of_the_batch_stays(store: Datastore) -> None:
    recorder = Recorder(store)
    recorder.insert_events([stored("country/ML", 1)])

    with pytest.raises(library.IntegrityError, match=r"version 1 of stream country/ML: .*already recorded.*nothing"):
        recorder.insert_events([stored("country/ML", 1)])
    with pytest.raises(library.IntegrityError):
        recorder.insert_events([stored("country/SD", 1), stored("country/ML", 1)])

    assert count_entries(store) == 1
    assert recorder.insert_events([stored("country/ML", 2)]) == [2]


def test_a_stream_id_that_is_no_string_is_refused_under_the_librarys_error(store: Datastore) -> None:
    recorder = Recorder(store)

    with pytest.raises(library.PersistenceError, match="UUID"):
        recorder.insert_events([StoredEvent(uuid4(), 1, "topic", b"{}")])
    with pytest.raises(library.PersistenceError, match="UUID"):
        recorder.select_events(UUID(int=1))

    assert recorder.insert_events([stored()]) == [1]


def test_a_table_that_is_missing_is_the_librarys_operational_error(store: Datastore) -> None:
    def follow(connection: Connection, recorded: Sequence[Recorded]) -> None:
        connection.exec_driver_sql("SELECT * FROM absent")

    with pytest.raises(library.OperationalError, match="no such table: absent"):
        Recorder(store, [follow]).insert_events([stored()])

    assert count_entries(store) == 0


def test_a_subscription_receives_what_another_store_of_the_same_ledger_appends(store: Datastore) -> None:
    recorder = Recorder(store)

    with Datastore.open(store.place) as other, recorder.subscribe() as subscription:
        writer = Thread(target=lambda: Recorder(other).insert_events(stream_of("country/ML", 3)))
        writer.start()
        received = list(itertools.islice(subscription, 3))
        writer.join()

    assert [(one.id, one.originator_version) for one in received] == [(1, 1), (2, 2), (3, 3)]


def test_a_subscription_to_a_topic_passes_over_the_rest(store: Datastore) -> None:
    recorder = Recorder(store)
    recorder.insert_events(stream_of("country/ML", 1_100))
    recorder.insert_events([stored("ruling/a", topic="ruling.recorded")])

    with recorder.subscribe(topics=["ruling.recorded"]) as subscription:
        received = next(subscription)

    assert (received.id, received.originator_id) == (1_101, "ruling/a")


def test_a_subscription_stopped_by_another_thread_ends_its_wait(store: Datastore) -> None:
    subscription = Recorder(store).subscribe()
    received: list[library.Notification] = []
    reader = Thread(target=lambda: received.extend(subscription))
    reader.start()

    subscription.stop()
    reader.join(timeout=10)

    assert not reader.is_alive()
    assert received == []
