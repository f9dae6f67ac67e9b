"""The checkpoints that a ledger keeps of itself: signed with every append, and handed out by `kroniek log`.

`checkpoint.py` says what one is. None is ever changed or removed: what was signed once, the log has to stand for.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, inspect, select

from infrastructure.proof.checkpoint import Checkpoint, sign
from infrastructure.proof.nodes import reader
from infrastructure.proof.note import Note, Signature, SigningKey, VerifierKey
from infrastructure.proof.tree import Read, root_at
from infrastructure.store.statements import prepared
from infrastructure.store.tables import checkpoint, witness

_ADD = insert(checkpoint)
_COLUMNS = ("number", "size", "note")
_KEPT = select(checkpoint.c.number, checkpoint.c.size, checkpoint.c.note)
_ALL = _KEPT.order_by(checkpoint.c.number)
_LARGEST = _KEPT.order_by(checkpoint.c.size.desc(), checkpoint.c.number.desc()).limit(1)
_OF_SIZE = (
    _KEPT.where(checkpoint.c.size == bindparam("size_"), checkpoint.c.number < bindparam("before"))
    .order_by(checkpoint.c.number.desc())
    .limit(1)
)
_NEXT = select(func.coalesce(func.max(checkpoint.c.number), 0) + 1)
_WITNESSES = select(witness.c.vkey).order_by(witness.c.vkey)
_ANY_NUMBER = 2**62


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


def newest(connection: Connection) -> Kept | None:
    """The one of most entries, with every cosignature it has."""
    return _one(connection, _LARGEST)


def of_size(connection: Connection, size: int, before: int = _ANY_NUMBER) -> Kept | None:
    """The one of exactly so many entries, with every cosignature it has; `before`: as it was before that number."""
    return _one(connection, _OF_SIZE, size_=size, before=before)


def keep(connection: Connection, size: int, note: str) -> None:
    """Add one, in the transaction of `Datastore.writing`."""
    number = prepared(_NEXT, connection).run(connection.connection.cursor(), {}).fetchone()[0]
    row = {"number": number, "size": size, "note": note}
    prepared(_ADD, connection, _COLUMNS).run_many(connection.connection.cursor(), [row])


def witnesses(connection: Connection) -> list[str]:
    """The verifier keys of those whose cosignatures are kept."""
    return [vkey for (vkey,) in prepared(_WITNESSES, connection).run(connection.connection.cursor(), {})]


def keep_witness(connection: Connection, key: VerifierKey) -> None:
    """Add one, unless it is there."""
    if key.text not in witnesses(connection):
        connection.execute(insert(witness).values(vkey=key.text))


def cosigned(own: Signature, text: str, cosignatures: Iterable[Signature]) -> str:
    """A note in the one form that is kept: the log's own signature, then each cosignature once, in order."""
    return Note(text, (own, *sorted(set(cosignatures), key=str))).written


def signed(connection: Connection, key: SigningKey, size: int) -> str:
    """What the log with this key says of its first `size` entries."""
    return sign(Checkpoint(key.name, size, root_at(size, reader(connection))), key)


def cached_reader(connection: Connection) -> Read:
    """As `nodes.reader`, for whoever asks for the roots of many sizes one after the other."""
    return lru_cache(maxsize=10_000)(reader(connection))


def _one(connection: Connection, statement: Any, **values: int) -> Kept | None:
    row = prepared(statement, connection).run(connection.connection.cursor(), values).fetchone()
    return Kept(*row) if row else None
