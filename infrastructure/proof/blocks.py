"""The entries hashed anew and held against the stored tree, a block at a time: where `verify` spends its time.

A leaf is put together from the columns as they are stored, without reading their JSON. `recomputing.py` asks for it in
this process and in a second one, which runs this module alone: it needs no more than the standard library, so that it
is at work before the first process is far.
"""

import json
import sys
import time
from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib import import_module
from json.encoder import encode_basestring
from typing import Any, Final

from infrastructure.store.questions import Prepared

LEVELS: Final = 12
"""A block is a perfect subtree of this height."""
BLOCK: Final = 1 << LEVELS
"""Entries in a block."""

NONE: Final = "-"
"""How a process says that a block does not hold."""

_KEY: Final = b',"key":"'
_CLOSING: Final = ord("}")
_EARLIEST: Final = 999_999
"""Of the second from 1970 on, so that the last six digits of a later time are its microseconds."""


class _Unlike(ValueError):
    """A row is not what kroniek writes."""


def leaf_hashes(rows: Iterable[Any], before: int) -> list[bytes]:
    """The leaf hash of each row (position, stream, topic, state, recorded_at), in order.

    A stored state is `{"actor":..,"content":..,"key":".."}`, the leaf the same object with `event` before `key`, and
    `position`, `recorded_at` and `stream` after it. So the state is parted at its last `,"key":"` and the rest is put
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
        if type(at) is not int or at <= before:
            raise _Unlike
        before = at
        if at >= until:
            second = at // 1_000_000
            until = (second + 1) * 1_000_000
            stamp = time.strftime(',"recorded_at":"%Y-%m-%dT%H:%M:%S.', time.gmtime(second))
        actor_and_content, key, name = state.rpartition(_KEY)
        if not key or name[-1] != _CLOSING:
            raise _Unlike
        rest = f',"position":{position}{stamp}{str(at)[-6:]}{streams[stream]}'.encode()
        hashes.append(sha256(b"".join((b"\0", actor_and_content, topics[topic], name[:-1], rest))).digest())
    return hashes


class _Topics(dict[str, bytes]):
    """What stands between the content and the name of the key."""

    def __missing__(self, topic: str) -> bytes:
        self[topic] = made = b',"event":' + encode_basestring(topic).encode() + _KEY
        return made


class _Streams(dict[str, str]):
    """What stands after the microseconds."""

    def __missing__(self, stream: str) -> str:
        self[stream] = made = f'Z","stream":{encode_basestring(stream)}}}'
        return made


def pairs_hashed(hashes: list[bytes]) -> list[bytes]:
    """The nodes one level up; a last one without its neighbour has none yet."""
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2], strict=False)]


class Blocks:
    """Holds blocks of a ledger of `size` entries against its tree, within one transaction.

    Args:
        connection: of the driver.
        ask: what is asked, by name: as `recomputing.ASKED` has it.
        error: what the driver raises.
    """

    def __init__(self, connection: Any, ask: Mapping[str, Prepared], size: int, error: type[Exception]) -> None:
        self.size = size
        self.blocks = -(-size // BLOCK)
        self._connection = connection
        self._ask = ask
        self._driver_error = error

    def block(self, number: int) -> bytes | None:
        """The hash of the block when its entries and every node over them hold, None when anything does not.

        The last block, when it is not full, has no hash: then it is the empty string.
        """
        first, last = number * BLOCK, min(self.size, (number + 1) * BLOCK)
        rows = self._connection.cursor()
        try:
            before = self._recorded_at(first) if first else _EARLIEST
            hashes = leaf_hashes(self._ask["entries"].run(rows, {"after": first, "last": last}), before)
        # Anything can stand in a ledger that was tampered with; what it is, is found out by who asked.
        except (ValueError, TypeError, AttributeError, IndexError, LookupError, OverflowError, OSError):
            return None
        except self._driver_error:
            return None
        finally:
            rows.close()
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
        return bool(self._asked("agreeing", given).fetchone()[0] == len(hashes))

    def _recorded_at(self, position: int) -> int:
        row = self._asked("time", {"position_": position}).fetchone()
        if row is None:
            raise _Unlike
        at: int = row[0]
        return at

    def _asked(self, name: str, values: Mapping[str, Any]) -> Any:
        return self._ask[name].run(self._connection.cursor(), values)


def accompany(job: Mapping[str, Any]) -> None:
    """Say of each block, from the last one down, whether it holds: a line with its number, and its hash or `NONE`."""
    driver: Any = import_module(job["driver"])
    connection = driver.connect(**job["connect"])
    for statement in job["begin"]:
        connection.execute(statement)
    ask = {name: Prepared(*each) for name, each in job["ask"].items()}
    blocks = Blocks(connection, ask, job["size"], driver.Error)
    for number in reversed(range(blocks.blocks)):
        found = blocks.block(number)
        sys.stdout.write(f"{number} {NONE if found is None else found.hex()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    accompany(json.load(sys.stdin))
