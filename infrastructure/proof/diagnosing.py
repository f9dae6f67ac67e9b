"""What is wrong with blocks of entries that do not hold: row by row, slowly, and however damaged they are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, bindparam, cast, select

from domain.errors import LedgerError
from infrastructure.proof.blocks import BLOCK, LEVELS
from infrastructure.proof.tree import leaf_hash, node_hash
from infrastructure.proof.verification import AT_MOST, Contradiction
from infrastructure.store import codec
from infrastructure.store.statements import prepared
from infrastructure.store.tables import entry, tree_node

_ENTRY = select(entry.c.position, entry.c.stream, entry.c.topic, entry.c.state, entry.c.recorded_at).where(
    entry.c.position == bindparam("position_")
)
_NODES = (
    select(tree_node.c.place, tree_node.c.hash)
    .where(tree_node.c.level == bindparam("level_"))
    .where(tree_node.c.place >= bindparam("first"), tree_node.c.place < bindparam("last"))
    .where(tree_node.c.place == cast(tree_node.c.place, BigInteger))
)


class Row(NamedTuple):
    position: int
    stream: str
    topic: str
    state: bytes
    recorded_at: int


@dataclass(frozen=True)
class Diagnosis:
    """`root`: what the root of the block has to be, None where that cannot be known or the block is not full."""

    contradictions: tuple[Contradiction, ...]
    root: bytes | None


class Diagnosing:
    """Looks into blocks of a ledger of `size` entries, within one transaction."""

    def __init__(self, connection: Connection, size: int) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._size = size
        self._strangers: dict[int, Row] = {}
        """Readable entries that are not what stands at their place in the tree, by position."""

    def block(self, number: int) -> Diagnosis:
        first, last = number * BLOCK, min(self._size, (number + 1) * BLOCK)
        stored = [self.nodes(level, first >> level, last >> level) for level in range(LEVELS + 1)]
        found: list[Contradiction] = []
        hashes: dict[int, bytes | None] = {}
        before = self._recorded_at(first)
        for position in range(first + 1, last + 1):
            row = self._row(position)
            hashes[position - 1] = self._leaf(row) if isinstance(row, Row) else None
            found += self._entry(position, row, hashes[position - 1], stored)
            # Of an entry that was changed the time tells nothing.
            at = (
                row.recorded_at
                if isinstance(row, Row) and stored[0].get(position - 1) == hashes[position - 1]
                else None
            )
            if at is not None and before is not None and at <= before:
                found.append(Contradiction("record-time", "time-not-rising", position))
            before = at
        known = {place: self._true(place, hash_, stored) for place, hash_ in hashes.items()}
        root: bytes | None = None
        for level in range(1, LEVELS + 1):
            known = folded(known, first >> level, last >> level)
            found += wrong_nodes(level, known, stored[level])
            root = known.get(number)
        return Diagnosis(tuple(found[:AT_MOST]), root)

    def nodes(self, level: int, first: int, last: int) -> dict[int, Any]:
        rows = prepared(_NODES, self._connection).run(
            self._cursor, {"level_": level, "first": first, "last": max(last, first + 1)}
        )
        return dict(rows.fetchall())

    def swapped(self, found: Iterable[Contradiction]) -> Iterator[Contradiction]:
        """The contradictions again; where a changed entry is one of another place, that is said instead."""
        for each in found:
            row = self._strangers.get(each.position or 0)
            place = self._place_of(row) if row is not None and each.says == "entry-changed" else None
            if place is None:
                yield each
            else:
                yield Contradiction("order", "entry-swapped", each.position, {"other": place})

    def _place_of(self, row: Row) -> int | None:
        for position in self._strangers:
            hash_ = self._leaf(row._replace(position=position))
            if position != row.position and hash_ == self.nodes(0, position - 1, position).get(position - 1):
                return position
        return None

    def _row(self, position: int) -> "Row | Contradiction":
        """An entry, whatever stands in its columns."""
        try:
            held = prepared(_ENTRY, self._connection).run(self._cursor, {"position_": position}).fetchone()
        except self._connection.dialect.loaded_dbapi.Error as problem:
            if getattr(problem, "sqlite_errorcode", None) is not None:
                raise  # the file itself is damaged
            return Contradiction("entry", "entry-unreadable", position, {"problem": str(problem)})
        if held is None:
            return Contradiction("missing", "entry-missing", position)
        row = Row(*held)
        for name, kind in Row.__annotations__.items():
            if not isinstance(getattr(row, name), kind):
                return Contradiction("column", "column-kind", position, {"column": name})
        return row

    def _leaf(self, row: Row) -> bytes | None:
        try:
            return leaf_hash(codec.leaf(*row))
        except (LedgerError, ValueError, OverflowError, UnicodeError):
            return None

    def _entry(
        self, position: int, row: "Row | Contradiction", hash_: bytes | None, stored: list[dict[int, Any]]
    ) -> Iterator[Contradiction]:
        if isinstance(row, Contradiction):
            yield row
            return
        node = stored[0].get(position - 1)
        if hash_ is None:
            yield Contradiction("entry", "entry-unreadable", position, {"problem": _problem(row)})
        elif node is None:
            yield Contradiction("tree", "node-missing", position, {"level": 0, "place": position - 1})
        elif hash_ != node and self._true(position - 1, hash_, stored) == hash_:
            yield Contradiction("tree", "node-wrong", position, {"level": 0, "place": position - 1})
        elif hash_ != node:
            if len(self._strangers) < AT_MOST:
                self._strangers[position] = row
            yield Contradiction("entry", "entry-changed", position, {"key": _key(row)})
        elif not codec.is_canonical(row.state):
            yield Contradiction("entry", "entry-form", position)

    def _true(self, place: int, hash_: bytes | None, stored: list[dict[int, Any]]) -> bytes | None:
        """The hash of a leaf: as the entry gives it or as the tree has it, whichever the node above bears out."""
        node = stored[0].get(place)
        if hash_ == node or node is None:
            return hash_
        above, beside = stored[1].get(place >> 1), stored[0].get(place ^ 1)
        if hash_ is not None and above is not None and above == _parent(place, hash_, beside):
            return hash_
        return node if isinstance(node, bytes) else None

    def _recorded_at(self, position: int) -> int | None:
        row = self._row(position) if position else None
        return row.recorded_at if isinstance(row, Row) else None


def folded(known: dict[int, bytes | None], first: int, last: int) -> dict[int, bytes | None]:
    """What the nodes one level up have to be, from place `first` until `last`; None where that cannot be known."""
    made: dict[int, bytes | None] = {}
    for place in range(first, last):
        left, right = known.get(2 * place), known.get(2 * place + 1)
        made[place] = node_hash(left, right) if left and right else None
    return made


def wrong_nodes(level: int, known: dict[int, bytes | None], stored: dict[int, Any]) -> Iterator[Contradiction]:
    for place, hash_ in known.items():
        if place not in stored or (hash_ is not None and stored[place] != hash_):
            says = "node-wrong" if place in stored else "node-missing"
            yield Contradiction("tree", says, (place << level) + 1, {"level": level, "place": place})


def _parent(place: int, hash_: bytes, beside: Any) -> bytes | None:
    if not isinstance(beside, bytes):
        return None
    return node_hash(beside, hash_) if place & 1 else node_hash(hash_, beside)


def _key(row: Row) -> str:
    try:
        return codec.envelope(row.state, row.position).key
    except LedgerError:
        return ""


def _problem(row: Row) -> str:
    try:
        codec.leaf(*row)
    except Exception as problem:
        return str(problem.__cause__ or problem)
    return ""
