"""The tree as the ledger keeps it: every perfect subtree has a row, written in the transaction of the append."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, insert, select

from infrastructure.proof.tree import Growing, Node, frontier_places
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


def _frontier(connection: Connection, size: int) -> list[bytes]:
    cursor = connection.connection.cursor()
    statement = prepared(_AT, connection)
    return [
        bytes(statement.run(cursor, {"level_": level, "place_": place}).fetchone()[0])
        for level, place in frontier_places(size)
    ]
