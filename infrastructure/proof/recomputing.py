"""The entries hashed anew and held against the stored tree, a block at a time: where `verify` spends its time.

A leaf is put together from the columns as they are stored, without reading their JSON. `verifying.py` asks for it, and
finds out what is wrong with a block that does not hold.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import BigInteger, Connection, LargeBinary, bindparam, cast, func, select

from infrastructure.store import codec
from infrastructure.store.datastore import Datastore
from infrastructure.store.statements import prepared
from infrastructure.store.tables import entry, tree_node

LEVELS: Final = 12
"""A block is a perfect subtree of this height."""
BLOCK: Final = 1 << LEVELS
"""Entries in a block."""
WORTH_A_PROCESS: Final = 50_000
"""Entries from which a second process is sooner done than not started."""

_ENTRIES = (
    select(entry.c.position, entry.c.stream, entry.c.topic, entry.c.state, entry.c.recorded_at)
    .where(entry.c.position > bindparam("after"), entry.c.position <= bindparam("last"))
    .order_by(entry.c.position)
)
_TIME_AT = select(entry.c.recorded_at).where(entry.c.position == bindparam("position_"))
_IN_RANGE = [
    tree_node.c.level == bindparam("level_"),
    tree_node.c.place >= bindparam("first"),
    tree_node.c.place < bindparam("last"),
    tree_node.c.place == cast(tree_node.c.place, BigInteger),  # SQLite would keep 0.5 as well
]
_NODES = select(tree_node.c.hash).where(*_IN_RANGE).order_by(tree_node.c.place)
_AGREEING = (
    select(func.count())
    .select_from(tree_node)
    .where(*_IN_RANGE)
    .where(
        tree_node.c.hash
        == func.substr(bindparam("hashes", type_=LargeBinary), 1 + 32 * (tree_node.c.place - bindparam("first")), 32)
    )
)
"""How many nodes are what they should be; where all are, no row has to leave the database."""

_KEY: Final = b',"key":"'
_CLOSING: Final = ord("}")
_EARLIEST: Final = 999_999
"""Of the second from 1970 on, so that the last six digits of a later time are its microseconds."""


class _Unlike(ValueError):
    """A row is not what kroniek writes."""


def leaf_hashes(rows: Iterable[Any], before: int) -> list[bytes]:
    """The leaf hash of each row (position, stream, topic, state, recorded_at), in order.

    A stored state is `{"actor":..,"content":..,"key":".."}`, the leaf the same object with `event` before `key`, and
    `position`, `recorded_at` and `stream` after it. So the state is cut before its last `,"key":"` and the rest is put
    in. Other columns than those the hash was once taken of cannot give the same bytes: a quotation mark within a JSON
    string is always escaped, so the last `,"stream":"`, `,"key":"` and `,"event":"` of a leaf are where they were put,
    and what stands between them is one column each, whatever the content holds. What is written between those marks is
    JSON (topic, stream) or digits; the closing brace that makes way is looked at. So the state need not be read.

    Args:
        before: the record time of the row before the first.

    Raises:
        ValueError, TypeError, ...: a row is not what kroniek writes, or its record time does not rise.
    """
    hashes = []
    topics, streams = _Topics(), _Streams()
    until, stamp = _EARLIEST, ""
    for position, stream, topic, state, at in rows:
        if type(at) is not int or at <= before or state[-1] != _CLOSING:
            raise _Unlike
        before = at
        if at >= until:
            second = at // 1_000_000
            until = (second + 1) * 1_000_000
            stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        cut = state.rindex(_KEY)
        when = f"{stamp}.{str(at)[-6:]}Z"
        rest = f',"position":{position},"recorded_at":"{when}","stream":{streams[stream]}}}'.encode()
        hashes.append(sha256(b"".join((b"\0", state[:cut], topics[topic], state[cut:-1], rest))).digest())
    return hashes


class _Topics(dict[str, bytes]):
    def __missing__(self, topic: str) -> bytes:
        self[topic] = made = b',"event":' + _text(topic)
        return made


class _Streams(dict[str, str]):
    def __missing__(self, stream: str) -> str:
        self[stream] = made = _text(stream).decode()
        return made


def _text(value: str) -> bytes:
    if not isinstance(value, str):
        raise _Unlike
    return codec.canonical(value)


class Recomputing:
    """Holds blocks of a ledger of `size` entries against its tree, within one transaction."""

    def __init__(self, connection: Connection, size: int) -> None:
        self.size = size
        self.blocks = -(-size // BLOCK)
        self._driver_error = connection.dialect.loaded_dbapi.Error
        self._cursor = connection.connection.cursor()
        self._entries = prepared(_ENTRIES, connection)
        self._time = prepared(_TIME_AT, connection)
        self._nodes = prepared(_NODES, connection)
        self._agreeing = prepared(_AGREEING, connection)

    def block(self, number: int) -> bytes | None:
        """The hash of the block when its entries and every node over them hold, None when anything does not.

        The last block, when it is not full, has no hash: then it is the empty string.
        """
        first, last = number * BLOCK, min(self.size, (number + 1) * BLOCK)
        try:
            rows = self._entries.run(self._cursor, {"after": first, "last": last}).fetchall()
            hashes = leaf_hashes(rows, self._recorded_at(first) if first else _EARLIEST)
        # Anything can stand in a ledger that was tampered with; what it is, is found out by who asked.
        except (ValueError, TypeError, AttributeError, IndexError, LookupError, OverflowError, OSError):
            return None
        except self._driver_error:
            return None
        if len(hashes) != last - first:
            return None
        for level in range(LEVELS + 1):
            if not self._stored(level, first >> level, hashes):
                return None
            if level < LEVELS:
                hashes = pairs_hashed(hashes)
        return hashes[0] if hashes else b""

    def _stored(self, level: int, first: int, hashes: list[bytes]) -> bool:
        """Whether these are the stored nodes of a level from place `first` on."""
        given = {"level_": level, "first": first, "last": first + len(hashes), "hashes": b"".join(hashes)}
        return bool(self._agreeing.run(self._cursor, given).fetchone()[0] == len(hashes))

    def nodes(self, level: int, first: int, last: int) -> list[bytes]:
        """The stored nodes of a level in the order of their places, `first` inclusive, `last` exclusive."""
        found = self._nodes.run(self._cursor, {"level_": level, "first": first, "last": last})
        return [hash_ for (hash_,) in found.fetchall()]

    def _recorded_at(self, position: int) -> int:
        row = self._time.run(self._cursor, {"position_": position}).fetchone()
        if row is None:
            raise _Unlike
        at: int = row[0]
        return at


def pairs_hashed(hashes: list[bytes]) -> list[bytes]:
    """The nodes one level up; a last one without its neighbour has none yet."""
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2], strict=False)]


# -- two processes ----------------------------------------------------------------------------------------------------


class Companion:
    """A second process that takes the blocks of a ledger from the last one down, and says of each whether it holds.

    It is only ever of help: when it cannot be started or dies, whoever has it goes on alone.
    """

    def __init__(self, process: "subprocess.Popen[str] | None") -> None:
        self.held: dict[int, bytes | None] = {}
        """What is known so far, by number: as `Recomputing.block` says it."""
        self._process = process
        if process is not None and process.stdout is not None:
            self._listening = threading.Thread(target=self._listen, args=(process.stdout,), daemon=True)
            self._listening.start()

    def _listen(self, lines: IO[str]) -> None:
        for line in lines:
            number, found = json.loads(line)
            self.held[number] = None if found is None else bytes.fromhex(found)

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
def companion(place: str | None, size: int) -> Iterator[Companion]:
    """A companion for the ledger at `place` where that pays; None is a ledger that no other process can open."""
    process = None
    if place is not None and size >= WORTH_A_PROCESS and _processors() > 1:
        root = str(Path(__file__).parents[2])
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__, place, str(size)],
                env={**os.environ, "PYTHONPATH": os.pathsep.join([root, *sys.path])},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        except OSError:
            process = None
    made = Companion(process)
    try:
        yield made
    finally:
        made.stop()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _accompany(place: str, size: int) -> None:
    with Datastore.open(place, unguarded=True) as store, store.reading() as connection:
        recomputing = Recomputing(connection, size)
        for number in reversed(range(recomputing.blocks)):
            found = recomputing.block(number)
            print(json.dumps([number, None if found is None else found.hex()]), flush=True)


if __name__ == "__main__":
    _accompany(sys.argv[1], int(sys.argv[2]))
