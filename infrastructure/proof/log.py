"""The log of a ledger looked at whole: entries without gaps, and the tree over them with no node more or less."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, bindparam, cast, false, func, not_, or_, select

from domain.errors import Refuted
from infrastructure.proof.blocks import BLOCK, LEVELS
from infrastructure.proof.diagnosing import Diagnosing, folded, wrong_nodes
from infrastructure.proof.recomputing import Companion, Recomputing
from infrastructure.proof.verification import AT_MOST, Contradiction
from infrastructure.store.statements import prepared
from infrastructure.store.tables import entry, tree_node

_COUNTED = select(func.count()).select_from(entry).where(entry.c.position > 0)
_LAST = select(func.coalesce(func.max(entry.c.position), 0))
_LEAVES = select(func.count()).where(tree_node.c.level == 0)
_LAST_LEAF = select(func.coalesce(func.max(tree_node.c.place), -1)).where(tree_node.c.level == 0)
_BEYOND = (
    select(entry.c.position)
    .where(or_(entry.c.position < 1, entry.c.position > bindparam("size")))
    .order_by(entry.c.position)
    .limit(AT_MOST)
)
_NODES = select(func.count()).select_from(tree_node)


def size_of(connection: Connection) -> int:
    """How many entries were recorded: as many as there are leaves, or, where the leaves have gaps, entries.

    It is never more than there are rows, whatever numbers somebody wrote.
    """
    (leaves,), (last_leaf,) = (_run(connection, each).fetchone() for each in (_LEAVES, _LAST_LEAF))
    if last_leaf == leaves - 1:
        return int(leaves)
    (counted,), (last,) = (_run(connection, each).fetchone() for each in (_COUNTED, _LAST))
    return int(counted) if counted == last else int(max(counted, min(last, leaves)))


def log_contradictions(
    connection: Connection, size: int, other: Companion, progress: Callable[[int, int], None] | None = None
) -> Iterator[Contradiction]:
    """Whatever is wrong with the first `size` entries, their record times and the tree, and what stands outside it.

    Args:
        other: does part of the work, if it can.
    """
    for (position,) in _run(connection, _BEYOND, size=size):
        yield Contradiction("extra", "entry-not-in-tree" if position > 0 else "entry-beyond", position)
    diagnosing = Diagnosing(connection, size)
    found = list(islice(_blocks(connection, size, other, diagnosing, progress), AT_MOST))
    yield from diagnosing.swapped(found)
    yield from _nodes_outside(connection, size)


def require_recorded(connection: Connection, place: str) -> None:
    """That every entry is the one that was recorded, as the tree bears out. To be asked before answers are worked out
    anew and kept: from then on they would agree with whatever somebody made of the entries.

    Raises:
        Refuted: an entry was changed, or the tree was; named is the first.
    """
    found = list(log_contradictions(connection, size_of(connection), Companion(None)))
    if found:
        positions = [each.position for each in found if each.position is not None]
        where = f"the first that is wrong is @{min(positions)}" if positions else "the tree has more than they give"
        raise Refuted(
            f"the entries of the ledger {place} are not those that were recorded, {where}: answers were left as they "
            "are; find out what is wrong with `kroniek verify`, and restore the ledger from a backup"
        )


def _blocks(
    connection: Connection,
    size: int,
    other: Companion,
    diagnosing: Diagnosing,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Contradiction]:
    recomputing = Recomputing(connection, size)
    roots: dict[int, bytes | None] = {}
    for number in range(recomputing.blocks):
        root = other.held[number] if number in other.held else recomputing.block(number)
        if root is None:
            diagnosis = diagnosing.block(number)
            yield from diagnosis.contradictions
            root = diagnosis.root
        roots[number] = root
        if progress is not None:
            progress(min(size, (number + 1) * BLOCK), size)
    for level in range(LEVELS + 1, size.bit_length()):
        roots = folded(roots, 0, size >> level)
        yield from wrong_nodes(level, roots, diagnosing.nodes(level, 0, size >> level))


def _nodes_outside(connection: Connection, size: int) -> Iterator[Contradiction]:
    """Nodes where a tree of this size has none; those it should have were looked at."""
    levels = range(size.bit_length())
    if _run(connection, _NODES).fetchone()[0] == sum(size >> level for level in levels):
        return
    level, place = tree_node.c.level, tree_node.c.place
    whole = place == cast(place, BigInteger)
    there = [and_(level == each, place >= 0, place < size >> each, whole) for each in levels]
    outside = select(level, place).where(not_(or_(false(), *there))).order_by(level, place).limit(AT_MOST)
    for found in _run(connection, outside):
        if found == (0, size):
            yield Contradiction("missing", "entry-missing", size + 1)
        else:
            facts = {"level": str(found[0]), "place": str(found[1])}
            yield Contradiction("tree", "node-extra", None, facts)


def _run(connection: Connection, statement: Any, **values: int) -> Any:
    return prepared(statement, connection).run(connection.connection.cursor(), values)
