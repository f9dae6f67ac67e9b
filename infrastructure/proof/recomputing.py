"""Blocks of entries recomputed by two processes: what is asked of the database, and who asks it.

`blocks.py` does the work. `log.py` asks for it, and finds out what is wrong with a block that does not hold.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from sqlalchemy import BigInteger, Connection, LargeBinary, bindparam, cast, func, select

from infrastructure.proof.blocks import NONE, Blocks
from infrastructure.store.questions import Elsewhere
from infrastructure.store.statements import prepared
from infrastructure.store.tables import entry, tree_node

WORTH_A_PROCESS: Final = 50_000
"""Entries from which a second process is sooner done than not started."""

_IN_RANGE = [
    tree_node.c.level == bindparam("level_"),
    tree_node.c.place >= bindparam("first"),
    tree_node.c.place < bindparam("last"),
    tree_node.c.place == cast(tree_node.c.place, BigInteger),  # SQLite would keep 0.5 as well
]
_NODES = select(tree_node.c.hash).where(*_IN_RANGE).order_by(tree_node.c.place)
_SHOULD_BE = func.substr(bindparam("hashes", type_=LargeBinary), 1 + 32 * (tree_node.c.place - bindparam("first")), 32)
ASKED: Final = {
    "entries": select(entry.c.position, entry.c.stream, entry.c.topic, entry.c.state, entry.c.recorded_at)
    .where(entry.c.position > bindparam("after"), entry.c.position <= bindparam("last"))
    .order_by(entry.c.position),
    "time": select(entry.c.recorded_at).where(entry.c.position == bindparam("position_")),
    # How many nodes are what they should be; where all are, no row has to leave the database.
    "agreeing": select(func.count().filter(tree_node.c.hash == _SHOULD_BE)).select_from(tree_node).where(*_IN_RANGE),
}
"""What `Blocks` asks, by the name it has there."""


class Recomputing(Blocks):
    """Holds blocks of a ledger of `size` entries against its tree, within one transaction."""

    def __init__(self, connection: Connection, size: int) -> None:
        ask = {name: prepared(statement, connection) for name, statement in ASKED.items()}
        super().__init__(connection.connection, ask, size, connection.dialect.loaded_dbapi.Error)
        self._nodes = prepared(_NODES, connection)

    def nodes(self, level: int, first: int, last: int) -> list[bytes]:
        """The stored nodes of a level in the order of their places, `first` inclusive, `last` exclusive."""
        given = {"level_": level, "first": first, "last": last}
        return [hash_ for (hash_,) in self._nodes.run(self._connection.cursor(), given)]


# -- two processes ----------------------------------------------------------------------------------------------------


class Companion:
    """A second process that takes the blocks of a ledger from the last one down, and says of each whether it holds.

    It is only ever of help: when it cannot be started or dies, whoever has it goes on alone.
    """

    def __init__(self, process: "subprocess.Popen[str] | None") -> None:
        self.held: dict[int, bytes | None] = {}
        """What is known so far, by number: as `Blocks.block` says it."""
        self._process = process
        if process is not None and process.stdout is not None:
            self._listening = threading.Thread(target=self._listen, args=(process.stdout,), daemon=True)
            self._listening.start()

    def _listen(self, lines: IO[str]) -> None:
        for line in lines:
            if not line.endswith("\n"):
                return  # it died over this one
            number, _, found = line[:-1].partition(" ")
            self.held[int(number)] = None if found == NONE else bytes.fromhex(found)

    def wait(self) -> None:
        """Until it has said all it will say."""
        if self._process is not None:
            self._listening.join()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._listening.join()
            if self._process.stdout is not None:
                self._process.stdout.close()


@contextmanager
def companion(connection: Connection, elsewhere: Elsewhere | None, size: int) -> Iterator[Companion]:
    """A companion for the ledger of this connection where that pays.

    Args:
        elsewhere: how another process connects to it; None where none can.
    """
    process = None
    if elsewhere is not None and size >= WORTH_A_PROCESS and _processors() > 1:
        asked = {name: prepared(statement, connection) for name, statement in ASKED.items()}
        ask = {name: (each.sql, each.names, dict(each.fixed)) for name, each in asked.items()}
        process = _started(json.dumps({**elsewhere._asdict(), "ask": ask, "size": size}))
    made = Companion(process)
    try:
        yield made
    finally:
        made.stop()


def _started(job: str) -> "subprocess.Popen[str] | None":
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-S", "-m", "infrastructure.proof.blocks"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    except OSError:
        return None
    assert process.stdin is not None
    with suppress(OSError), process.stdin:  # it may have died already
        process.stdin.write(job)
    return process


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
