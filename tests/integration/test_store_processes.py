"""Several processes on one ledger, and processes that end in the middle."""

import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import select

from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder
from infrastructure.store.tables import entry
from tests.support.stores import child, said, set_off, stored

APPEND_MANY = """
import sys
from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder
from tests.support.stores import stored
path, stream, appends = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Datastore.open(path) as store:
    recorder = Recorder(store)
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(appends):
        print(*recorder.insert_events([stored(stream, 2 * n + 1), stored(stream, 2 * n + 2)]))
"""


def test_two_processes_that_append_at_once_lose_nothing_and_leave_no_gap(tmp_path: Path) -> None:
    path, appends = tmp_path / "kroniek.db", 150
    Datastore.create(path).close()
    writers = [child(APPEND_MANY, path, stream, appends) for stream in ("country/ML", "country/SD")]

    set_off(writers)
    acknowledged = [[int(word) for word in said(writer).split()] for writer in writers]

    with Datastore.open(path) as store, store.reading() as connection:
        rows = connection.execute(select(entry).order_by(entry.c.position)).all()
    assert [row.position for row in rows] == list(range(1, 4 * appends + 1))
    times = [row.recorded_at for row in rows]
    assert times == sorted(set(times))
    for stream, positions in zip(("country/ML", "country/SD"), acknowledged, strict=True):
        mine = [row for row in rows if row.stream == stream]
        assert [row.position for row in mine] == positions
        assert [row.version for row in mine] == list(range(1, 2 * appends + 1))


CREATE = """
import sys
from domain.errors import Conflict
from infrastructure.store.datastore import Datastore
print("ready", flush=True)
sys.stdin.readline()
try:
    Datastore.create(sys.argv[1], identity={"origin": sys.argv[2]}).close()
    print(sys.argv[2])
except Conflict:
    pass
"""


def test_of_processes_that_make_the_same_ledger_at_once_one_succeeds(tmp_path: Path) -> None:
    path = tmp_path / "kroniek.db"
    makers = [child(CREATE, path, origin) for origin in ("a", "b", "c")]

    set_off(makers)
    made = "".join(said(maker) for maker in makers).split()

    with Datastore.open(path) as store:
        assert made == [store.identity()["origin"]]


APPEND_FOR_EVER = """
import sys
from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder
from tests.support.stores import stored
store = Datastore.open(sys.argv[1])
recorder = Recorder(store)
stream, version = sys.argv[2], 0
while True:
    batch = [stored(stream, version + n) for n in range(1, 8)]
    print(recorder.insert_events(batch)[-1], flush=True)
    version += 7
"""


def test_an_acknowledged_append_survives_the_kill_of_its_process(tmp_path: Path) -> None:
    path = tmp_path / "kroniek.db"
    Datastore.create(path).close()

    for run in range(5):
        writer = child(APPEND_FOR_EVER, path, f"country/{run}")
        assert writer.stdout is not None
        for _ in range(3 + 20 * run):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        out, err = writer.communicate()
        assert err == ""
        acknowledged = int(out.split()[-1]) if out.split() else 0

        with Datastore.open(path) as store, store.reading() as connection:
            positions = list(connection.execute(select(entry.c.position).order_by(entry.c.position)).scalars())
        assert positions == list(range(1, len(positions) + 1))
        assert len(positions) >= acknowledged
        assert len(positions) % 7 == 0, "a batch is there whole or not at all"


MAKE_AND_HANG = """
import sys, time
from sqlalchemy import text
from infrastructure.store.datastore import Datastore
def hang(connection):
    connection.execute(text("CREATE TABLE projection (big)"))
    connection.execute(text("INSERT INTO projection VALUES (zeroblob(9000000))"))
    print("half-way", flush=True)
    time.sleep(60)
Datastore.create(sys.argv[1], prepare=hang)
"""


def test_a_ledger_whose_maker_was_killed_can_be_made_again(tmp_path: Path) -> None:
    path = tmp_path / "kroniek.db"
    maker = child(MAKE_AND_HANG, path)
    assert maker.stdout is not None
    assert maker.stdout.readline() == "half-way\n"
    maker.send_signal(signal.SIGKILL)
    maker.communicate()

    with Datastore.create(path) as store:
        assert Recorder(store).insert_events([stored()]) == [1]


USE_ON_BOTH_SIDES = """
import os, sys
from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder
from tests.support.stores import stored
store = Datastore.open(sys.argv[1])
recorder = Recorder(store)
recorder.insert_events([stored("country/ML", 1)])
forked = os.fork()
if forked == 0:
    recorder.insert_events([stored("country/SD", 1)])
    store.close()
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]))
recorder.insert_events([stored("country/ML", 2)])
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_store_may_be_used_on_both_sides_of_a_fork(tmp_path: Path) -> None:
    path = tmp_path / "kroniek.db"
    Datastore.create(path).close()

    exit_code = said(child(USE_ON_BOTH_SIDES, path))

    with Datastore.open(path) as store, store.reading() as connection:
        streams = list(connection.execute(select(entry.c.stream).order_by(entry.c.position)).scalars())
    assert exit_code == "0\n"
    assert streams == ["country/ML", "country/SD", "country/ML"]
