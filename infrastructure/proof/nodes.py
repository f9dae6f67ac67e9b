"""The tree as the ledger keeps it: every perfect subtree has a row, written in the transaction of the append."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, insert, select

from domain.errors import Refuted
from infrastructure.proof.tree import Growing, Node, Read, frontier_places, leaf_hash
from infrastructure.store.statements import prepared
from infrastructure.store.tables import tree_node

_NEAR_THE_ROOT = 8
"""From this level up a reader remembers what it read: of a million leaves, at most 7,812 nodes."""

_ADD = insert(tree_node)
_COLUMNS = ("level", "place", "hash")
_AT = select(tree_node.c.hash).where(tree_node.c.level == bindparam("level_"), tree_node.c.place == bindparam("place_"))


def growing(connection: Connection, size: int) -> Growing:
    """The tree over the first `size` entries, ready to be added to."""
    return Growing(size, _frontier(connection, size))


def keep(connection: Connection, nodes: Iterable[Node]) -> None:
    rows = [{"level": node.level, "place": node.place, "hash": node.hash} for node in nodes]
    prepared(_ADD, connection, _COLUMNS).run_many(connection.connection.cursor(), rows)


def reader(connection: Connection) -> Read:
    """Gives the kept node at (level, place), for the proofs of `tree.py`.

    It remembers what it read, as every proof reads the same nodes near the root; use it within one transaction.
    It raises `Refuted` for a node that should be there and is not.
    """
    cursor = connection.connection.cursor()
    statement = prepared(_AT, connection)

    remembered: dict[tuple[int, int], bytes] = {}

    def node(level: int, place: int) -> bytes:
        if (level, place) in remembered:
            return remembered[level, place]
        row = statement.run(cursor, {"level_": level, "place_": place}).fetchone()
        if row is None:
            raise Refuted(
                f"the ledger's tree lacks the node at level {level}, place {place}; "
                "find what is wrong with `kroniek verify`, or restore the ledger from a backup"
            )
        hash_ = bytes(row[0])
        if level >= _NEAR_THE_ROOT:
            remembered[level, place] = hash_
        return hash_

    return node


def check_leaf(leaf: bytes, position: int, node: Read) -> None:
    """That an entry is the one that was recorded: of another one nothing can be proved.

    Raises:
        Refuted: the tree has another leaf at its position.
    """
    if node(0, position - 1) != leaf_hash(leaf):
        raise Refuted(
            f"the entry @{position} is not the one that was recorded: the tree has another leaf in its place, so "
            "nothing can be proved of it; find out what is wrong with `kroniek verify`"
        )


def _frontier(connection: Connection, size: int) -> list[bytes]:
    node = reader(connection)
    return [node(level, place) for level, place in frontier_places(size)]
