"""The tree as the ledger keeps it: every perfect subtree has a row, written in the transaction of the append."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, insert, select

from domain.errors import Refuted
from infrastructure.proof.tree import Growing, Node, Read, frontier_places
from infrastructure.store.statements import prepared
from infrastructure.store.tables import tree_node

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

    It raises `Refuted` for a node that should be there and is not.
    """
    cursor = connection.connection.cursor()
    statement = prepared(_AT, connection)

    def node(level: int, place: int) -> bytes:
        row = statement.run(cursor, {"level_": level, "place_": place}).fetchone()
        if row is None:
            raise Refuted(
                f"the ledger's tree lacks the node at level {level}, place {place}; "
                "find what is wrong with `kroniek verify`, or restore the ledger from a backup"
            )
        return bytes(row[0])

    return node


def _frontier(connection: Connection, size: int) -> list[bytes]:
    node = reader(connection)
    return [node(level, place) for level, place in frontier_places(size)]
