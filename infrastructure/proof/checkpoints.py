"""The checkpoints that a ledger keeps of itself: signed with every append, and handed out by `kroniek log`.

`checkpoint.py` says what one is. None is ever changed or removed: what was signed once, the log has to stand for.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, inspect, select

from infrastructure.proof.checkpoint import Checkpoint, sign
from infrastructure.proof.nodes import reader
from infrastructure.proof.note import SigningKey
from infrastructure.proof.tree import Read, root_at
from infrastructure.store.statements import prepared
from infrastructure.store.tables import checkpoint

_ADD = insert(checkpoint)
_COLUMNS = ("number", "size", "note")
_KEPT = select(checkpoint.c.number, checkpoint.c.size, checkpoint.c.note)
_ALL = _KEPT.order_by(checkpoint.c.number)
_LATEST = (
    _KEPT.where(checkpoint.c.size <= bindparam("size_")).order_by(checkpoint.c.number.desc()).limit(bindparam("limit_"))
)
_UNLIMITED = 2**62


class Kept(NamedTuple):
    """A checkpoint as it is kept: a whole signed note of `size` entries."""

    number: int
    size: int
    note: str


def has_checkpoints(connection: Connection) -> bool:
    """Whether this ledger can keep any; those of the first release cannot."""
    return inspect(connection).has_table(checkpoint.name)


def kept(connection: Connection) -> Iterator[Kept]:
    """Every one, oldest first."""
    for row in prepared(_ALL, connection).run(connection.connection.cursor(), {}):
        yield Kept(*row)


def latest(connection: Connection, size: int = _UNLIMITED) -> Kept | None:
    """The last one that was kept, of at most `size` entries."""
    row = prepared(_LATEST, connection).run(connection.connection.cursor(), {"size_": size, "limit_": 1}).fetchone()
    return Kept(*row) if row else None


def keep(connection: Connection, size: int, note: str) -> Kept:
    """Add one, in the transaction of `Datastore.writing`."""
    before = latest(connection)
    made = Kept(before.number + 1 if before else 1, size, note)
    prepared(_ADD, connection, _COLUMNS).run_many(connection.connection.cursor(), [made._asdict()])
    return made


def signed(connection: Connection, key: SigningKey, size: int) -> str:
    """What the log with this key says of its first `size` entries."""
    return sign(Checkpoint(key.name, size, root_at(size, reader(connection))), key)


def cached_reader(connection: Connection) -> Read:
    """As `nodes.reader`, for whoever asks for the roots of many sizes one after the other."""
    read: Any = lru_cache(maxsize=10_000)(reader(connection))
    return read  # type: ignore[no-any-return]
