"""Opening, making and using a ledger when all is well, and the sentence a person reads when it is not."""

import os
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import OperationalError

from domain.errors import Conflict, LedgerBusy, Malformed, NotFound, UnusableLedger
from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder
from infrastructure.store.tables import entry
from tests.support.stores import child, said, stored, stream_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kroniek.db"


@pytest.fixture
def store(path: Path) -> Iterator[Datastore]:
    with Datastore.create(path) as store:
        yield store


def count_entries(store: Datastore) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(entry)).scalar_one()


def pragma(connection: Connection, name: str) -> object:
    return connection.execute(text(f"PRAGMA {name}")).scalar_one()


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


# Making and opening


def test_a_ledger_that_was_made_can_be_opened_again(path: Path) -> None:
    with Datastore.create(path, identity={"origin": "kroniek.example/test"}) as made:
        Recorder(made).insert_events([stored()])

    with Datastore.open(path) as opened:
        identity = opened.identity()
        entries = count_entries(opened)

    assert identity == {"application": "kroniek", "origin": "kroniek.example/test", "schema": "1"}
    assert entries == 1


@pytest.mark.parametrize("name", ["kroniek.db", "land beleid?.db", "100%23#.db", "beleidé.db"])
@pytest.mark.parametrize("form", ["{}", "sqlite:///{}"])
def test_a_ledger_is_named_by_a_path_or_by_a_url(tmp_path: Path, name: str, form: str) -> None:
    path = str(tmp_path / name)
    named = form.format(quote(path) if "://" in form else path)

    Datastore.create(named).close()
    Datastore.open(named).close()

    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("url", ["postgresql://clerk:secret@localhost/kroniek", "mysql://localhost/kroniek"])
def test_a_database_that_cannot_hold_a_ledger_is_refused_without_telling_its_password(url: str) -> None:
    with pytest.raises(Malformed, match="cannot be kept in this database") as refusal:
        Datastore.open(url)

    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "url", ["sqlite:///x.db?timeout=5", "sqlite:///x.db?mode=rwc", "://", "sqlite://x.db", "sqlite://[/x"]
)
def test_a_url_that_asks_for_something_else_is_refused(url: str) -> None:
    with pytest.raises(Malformed, match="URL"):
        Datastore.open(url)


def test_a_ledger_that_is_not_there_is_not_found_and_none_is_made(path: Path) -> None:
    with pytest.raises(NotFound, match=r"there is no ledger at .*kroniek\.db; make one with `kroniek init`"):
        Datastore.open(path)
    with pytest.raises(NotFound):
        Datastore.open(path / "below.db")
    with pytest.raises(NotFound):
        Datastore.open(":memory:")

    assert not path.exists()


def test_a_ledger_is_not_made_twice(store: Datastore, path: Path) -> None:
    Recorder(store).insert_events([stored()])

    with pytest.raises(Conflict, match="already a ledger at"):
        Datastore.create(path)

    assert count_entries(store) == 1


def test_an_empty_file_may_become_a_ledger(path: Path) -> None:
    path.touch()

    with Datastore.create(path) as store:
        assert count_entries(store) == 0


def write_text(path: Path) -> None:
    path.write_text("Aan de Voorzitter van de Tweede Kamer\n" * 200, encoding="utf-8")


def write_one_byte(path: Path) -> None:
    path.write_bytes(b"\n")


def write_zeros(path: Path) -> None:
    path.write_bytes(bytes(8192))


def write_other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE entry (position INTEGER PRIMARY KEY, stream, version, topic, state, recorded_at)")
        other.commit()


def write_marked_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA application_id = 1196444487")  # a GeoPackage
        other.commit()


@pytest.mark.parametrize(
    "write", [write_text, write_one_byte, write_zeros, write_other_database, write_marked_database]
)
@pytest.mark.parametrize("use", [Datastore.open, Datastore.create])
def test_a_file_that_is_no_ledger_is_refused_and_left_as_it_was(
    tmp_path: Path, write: Callable[[Path], None], use: Callable[[Path], Datastore]
) -> None:
    write(tmp_path / "other.db")
    before = contents(tmp_path)

    with pytest.raises(UnusableLedger, match=r"other\.db is .*(not a ledger|empty)"):
        use(tmp_path / "other.db")

    assert contents(tmp_path) == before


def test_an_empty_file_is_no_ledger_to_open(path: Path) -> None:
    path.touch()

    with pytest.raises(UnusableLedger, match=r"is empty, not a ledger; make one there"):
        Datastore.open(path)

    assert path.stat().st_size == 0


@pytest.mark.parametrize("use", [Datastore.open, Datastore.create])
def test_a_folder_is_no_ledger(tmp_path: Path, use: Callable[[Path], Datastore]) -> None:
    with pytest.raises(UnusableLedger, match="is not a file"):
        use(tmp_path)


def test_a_ledger_is_not_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnusableLedger, match=r"no ledger can be made at .*absent"):
        Datastore.create(tmp_path / "absent" / "kroniek.db")


def test_a_ledger_is_not_made_beside_the_log_of_a_lost_one(tmp_path: Path, path: Path) -> None:
    """Because SQLite would read the lost ledger's entries into the new one."""
    (tmp_path / "kroniek.db-wal").write_bytes(b"frames")

    with pytest.raises(UnusableLedger, match="the log of a ledger whose own file is gone"):
        Datastore.create(path)

    assert contents(tmp_path) == {"kroniek.db-wal": b"frames"}


def test_a_ledger_whose_making_fails_leaves_nothing_behind(tmp_path: Path, path: Path) -> None:
    def fail(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE projection (big)"))
        connection.execute(text("INSERT INTO projection VALUES (zeroblob(9000000))"))  # more than the cache holds
        raise LookupError("the key could not be written")

    with pytest.raises(LookupError):
        Datastore.create(path, prepare=fail)

    assert contents(tmp_path) == {}


def test_what_is_prepared_is_made_together_with_the_ledger(path: Path) -> None:
    def prepare(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE projection (element TEXT)"))

    with Datastore.create(path, prepare=prepare) as store, store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM projection")).scalar_one() == 0


def test_a_ledger_of_a_later_version_is_not_guessed_at(store: Datastore, path: Path) -> None:
    with store.writing() as connection:
        connection.execute(text("PRAGMA user_version = 2"))

    with pytest.raises(UnusableLedger, match=r"newer kroniek \(schema 2, this one reads up to 1\); upgrade"):
        Datastore.open(path)


def test_a_ledger_without_its_triggers_is_damaged(store: Datastore, path: Path) -> None:
    with store.writing() as connection:
        connection.execute(text("DROP TRIGGER entry_is_never_changed"))

    with pytest.raises(UnusableLedger, match="damaged: it lacks entry_is_never_changed; restore"):
        Datastore.open(path)


def test_a_ledger_with_spoilt_pages_is_damaged(path: Path) -> None:
    with Datastore.create(path) as store:
        Recorder(store).insert_events(stream_of("country/ML", 500))
    spoilt = bytearray(path.read_bytes())
    spoilt[4096:] = b"\xff" * (len(spoilt) - 4096)
    path.write_bytes(spoilt)

    with pytest.raises(UnusableLedger, match="damaged"), Datastore.open(path) as opened:
        count_entries(opened)


# Transactions


def test_a_ledger_is_written_durably(store: Datastore) -> None:
    with store.writing() as connection:
        assert pragma(connection, "journal_mode") == "wal"
        assert pragma(connection, "synchronous") == 2
        assert pragma(connection, "foreign_keys") == 1


def test_an_error_in_the_block_undoes_all_of_it(store: Datastore) -> None:
    recorder = Recorder(store)

    def half_way() -> None:
        with store.writing() as connection:
            recorder.append(connection, [stored("country/ML")])
            connection.execute(text("INSERT INTO ledger VALUES ('half', 'way')"))
            raise LookupError

    with pytest.raises(LookupError):
        half_way()

    assert count_entries(store) == 0
    assert "half" not in store.identity()
    assert recorder.insert_events([stored("country/ML")]) == [1]


def test_a_reading_shows_one_moment_however_long_it_takes(store: Datastore) -> None:
    recorder = Recorder(store)
    recorder.insert_events([stored(version=1)])

    with store.reading() as connection:
        before = connection.execute(select(func.count()).select_from(entry)).scalar_one()
        recorder.insert_events([stored(version=2)])
        after = connection.execute(select(func.count()).select_from(entry)).scalar_one()

    assert (before, after) == (1, 1)
    assert count_entries(store) == 2


def test_a_reading_cannot_write(store: Datastore) -> None:
    with pytest.raises(OperationalError, match="readonly"), store.reading() as connection:
        connection.execute(text("INSERT INTO ledger VALUES ('by', 'reader')"))

    assert "by" not in store.identity()


def test_reading_leaves_no_file_behind(path: Path, tmp_path: Path) -> None:
    with Datastore.create(path) as store:
        Recorder(store).insert_events([stored()])
    before = contents(tmp_path)

    with Datastore.open(path) as opened:
        assert count_entries(opened) == 1

    assert contents(tmp_path) == before


@pytest.mark.parametrize("url", ["{}", ":memory:"])
def test_writing_within_writing_is_a_mistake_that_is_told_at_once(path: Path, url: str) -> None:
    def nested(store: Datastore) -> None:
        with store.writing(), store.writing():
            pass

    with Datastore.create(url.format(path)) as store:
        with pytest.raises(RuntimeError, match="already writing"):
            nested(store)

        assert Recorder(store).insert_events([stored()]) == [1]


def test_a_block_that_ends_its_own_transaction_is_told_so(store: Datastore) -> None:
    def commits(connection: Connection) -> None:
        connection.execute(text("INSERT INTO ledger VALUES ('a', 'b')"))
        connection.commit()

    with pytest.raises(RuntimeError, match="ended before its block"), store.writing() as connection:
        commits(connection)

    assert Recorder(store).insert_events([stored()]) == [1]


def test_a_ledger_in_memory_reads_within_a_reading_and_from_other_threads() -> None:
    with Datastore.create(":memory:") as store:
        Recorder(store).insert_events([stored()])
        counted: list[int] = []
        with store.reading():
            counted.append(count_entries(store))
        other = threading.Thread(target=lambda: counted.append(count_entries(store)))
        other.start()
        other.join()

    assert counted == [1, 1]


# Trouble


def test_a_ledger_that_another_connection_keeps_locked_is_busy(store: Datastore, path: Path) -> None:
    with Datastore.open(path, busy_timeout=0.1) as waiting, store.writing() as connection:
        Recorder(store).append(connection, [stored("country/SD")])
        with pytest.raises(LedgerBusy, match=r"another process .*kroniek\.db locked for more than 0\.1 seconds"):
            Recorder(waiting).insert_events([stored("country/ML")])

    assert count_entries(store) == 1


def test_a_ledger_that_another_thread_keeps_writing_is_busy(path: Path) -> None:
    with Datastore.create(path, busy_timeout=0.1) as store:
        refusals: list[Exception] = []

        def write() -> None:
            try:
                Recorder(store).insert_events([stored()])
            except LedgerBusy as busy:
                refusals.append(busy)

        with store.writing():
            other = threading.Thread(target=write)
            other.start()
            other.join()

        assert [str(one) for one in refusals] == [
            f"another thread has been writing to the ledger {path} for more than 0.1 seconds; "
            "nothing was written, try again later"
        ]
        assert Recorder(store).insert_events([stored()]) == [1]


def test_a_reader_is_not_kept_waiting_by_a_writer(store: Datastore, path: Path) -> None:
    with Datastore.open(path, busy_timeout=0.1) as other, store.writing() as connection:
        Recorder(store).append(connection, [stored()])

        assert count_entries(other) == 0


def test_a_full_disk_is_told_and_nothing_of_the_batch_is_written(store: Datastore) -> None:
    recorder = Recorder(store)
    recorder.insert_events([stored("country/SD")])

    def fill() -> None:
        with store.writing() as connection:
            pages = pragma(connection, "page_count")
            connection.execute(text(f"PRAGMA max_page_count = {pages}"))
            recorder.append(connection, stream_of("country/ML", 1_000))

    with pytest.raises(UnusableLedger, match=r"the disk is full: .*kroniek\.db cannot grow; nothing was written"):
        fill()

    assert count_entries(store) == 1
    assert recorder.insert_events(stream_of("country/ML", 1_000)) == list(range(2, 1_002))


APPEND_UNDER_A_LIMIT = """
import resource, signal, sys
from domain.errors import UnusableLedger
from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder
from tests.support.stores import stored, stream_of
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Datastore.open(sys.argv[1])
recorder = Recorder(store)
recorder.insert_events([stored("country/SD")])
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    recorder.insert_events(stream_of("country/ML", 20_000))
except UnusableLedger as refusal:
    print(refusal)
print(recorder.max_notification_id())
"""


def test_a_file_that_cannot_grow_is_told_and_what_was_there_stays(store: Datastore, path: Path) -> None:
    pytest.importorskip("resource")

    told, last = said(child(APPEND_UNDER_A_LIMIT, path)).splitlines()

    assert told.startswith(f"the disk is full, over its quota or failing: {path}")
    assert "nothing was written" in told
    assert (last, count_entries(store)) == ("1", 1)


CREATE_UNDER_A_LIMIT = """
import resource, signal, sys
from domain.errors import UnusableLedger
from infrastructure.store.datastore import Datastore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))
try:
    Datastore.create(sys.argv[1])
except UnusableLedger as refusal:
    print(refusal)
"""


def test_a_ledger_that_the_disk_has_no_room_for_leaves_nothing_behind(tmp_path: Path, path: Path) -> None:
    pytest.importorskip("resource")

    told = said(child(CREATE_UNDER_A_LIMIT, path))

    assert "nothing was written" in told
    assert contents(tmp_path) == {}


def test_a_ledger_opened_for_reading_only_refuses_to_write(store: Datastore, path: Path) -> None:
    Recorder(store).insert_events([stored("country/SD")])

    with Datastore.open(f"sqlite:///{path}?mode=ro") as reading:
        with pytest.raises(UnusableLedger, match=r"kroniek\.db or its folder is read-only; nothing was written"):
            Recorder(reading).insert_events([stored("country/ML")])

        assert count_entries(reading) == 1


READ_THEN_WRITE = """
import os, sys
from domain.errors import LedgerError
from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder
from tests.support.stores import stored
Datastore.create(":memory:").close()  # everything is imported before the rights are gone
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    store = Datastore.open(sys.argv[1])
    print(Recorder(store).max_notification_id())
    Recorder(store).insert_events([stored("country/ML")])
except LedgerError as refusal:
    print(type(refusal).__name__, refusal)
"""


def use_without_rights(path: Path) -> list[str]:
    """What READ_THEN_WRITE says. Root may write anything, so the child gives root's rights up."""
    return said(child(READ_THEN_WRITE, path)).splitlines()


needs_permissions = pytest.mark.skipif(os.name != "posix", reason="permissions of files are those of POSIX")


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder any user can reach, which pytest's own is not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@needs_permissions
def test_a_ledger_in_a_read_only_folder_can_be_read_but_not_written(shelf: Path) -> None:
    path = shelf / "kroniek.db"
    with Datastore.create(path) as store:
        Recorder(store).insert_events([stored("country/SD")])
    path.chmod(0o444)
    shelf.chmod(0o555)
    before = contents(shelf)

    told = use_without_rights(path)

    assert told == [
        "1",
        f"UnusableLedger the ledger {path} or its folder is read-only; nothing was written, "
        "ask for write permission or work on a copy",
    ]
    assert contents(shelf) == before


@needs_permissions
def test_a_read_only_ledger_that_somebody_writes_can_be_read_up_to_now(shelf: Path) -> None:
    path = shelf / "kroniek.db"
    with Datastore.create(path) as store:
        Recorder(store).insert_events(stream_of("country/SD", 3))

        for file in shelf.iterdir():
            file.chmod(0o444)
        shelf.chmod(0o555)

        told = use_without_rights(path)

    assert told[0] == "3"
    assert told[1].startswith(f"UnusableLedger the ledger {path} or its folder is read-only")


@needs_permissions
def test_a_ledger_that_may_not_be_read_is_told(shelf: Path) -> None:
    path = shelf / "kroniek.db"
    Datastore.create(path).close()
    path.chmod(0)

    assert use_without_rights(path) == [
        f"UnusableLedger the ledger {path} may not be read by this user; ask for read permission"
    ]
