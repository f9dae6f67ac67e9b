"""Working every projection out anew from the entries, and saying whether anything differed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Table, bindparam, func, select

from domain.errors import Refuted
from infrastructure.projections.boxes import tree_is_astray
from infrastructure.projections.follow import Following, long_work
from infrastructure.projections.tables import case_file, entry_key, mention, metadata, policy_state, prepare, state_json
from infrastructure.store.statements import prepared
from infrastructure.store.tables import entry as entry_table
from infrastructure.unsealing import Unsealing

_AT_ONCE = 1_000

_ENTRIES = (
    select(
        entry_table.c.position,
        entry_table.c.stream,
        entry_table.c.topic,
        entry_table.c.state,
        entry_table.c.recorded_at,
    )
    .where(entry_table.c.position > bindparam("after"))
    .order_by(entry_table.c.position)
    .limit(_AT_ONCE)
)


@dataclass(frozen=True)
class Difference:
    """A projection that was not what the entries say; it is now."""

    table: str
    before: int
    after: int

    def __str__(self) -> str:
        if self.before == self.after:
            return f"{self.table}: {self.after} rows, some of them differed"
        return f"{self.table}: had {self.before} rows, has {self.after} now"


def rebuild(connection: Connection, progress: Callable[[int, int], None] | None = None) -> tuple[Difference, ...]:
    """Recompute the projections in this transaction and name those that differed."""
    before = {table: _digest(connection, table) for table in _TABLES}
    astray = tree_is_astray(connection)
    renew(connection, progress)
    after = {table: _digest(connection, table) for table in _TABLES}
    found = [
        Difference(table.name, before[table][0], after[table][0]) for table in _TABLES if before[table] != after[table]
    ]
    if astray and policy_state.name not in {each.table for each in found}:
        boxes = after[policy_state][0]
        found.append(Difference("policy_box", boxes, boxes))  # the R*Tree over the same rows
    return tuple(found)


def renew(connection: Connection, progress: Callable[[int, int], None] | None = None) -> None:
    """Make the tables of the projections anew, whatever shape they had, and fill them."""
    metadata.drop_all(connection)
    prepare(connection)
    fill(connection, progress)


def fill(connection: Connection, progress: Callable[[int, int], None] | None = None) -> None:
    """Work the projections out from all entries, into tables that are empty."""
    total = connection.execute(select(func.count()).select_from(entry_table)).scalar_one()
    following, unsealing = Following(connection), Unsealing(connection)
    cursor = connection.connection.cursor()
    done = 0
    with long_work():
        while rows := prepared(_ENTRIES, connection).run(cursor, {"after": done}).fetchall():
            if rows[0][0] != done + 1 or rows[-1][0] != done + len(rows):  # a damaged index may lead back for ever
                raise Refuted("the entries of the ledger do not stand one after the other; look with `kroniek verify`")
            following.follow(unsealing.entry(*row) for row in rows)
            done = rows[-1][0]
            if progress is not None:
                progress(done, total)
        following.flush()


_TABLES = (entry_key, mention, policy_state, state_json, case_file)
_ORDER = {
    entry_key: ("key",),
    mention: ("subject", "position"),
    case_file: ("reference",),
    state_json: ("digest",),
    policy_state: ("subject", "recorded_from", "public_from", "on_from"),
}


def _digest(connection: Connection, table: Table) -> tuple[int, str]:
    """How many rows, and a digest of what they say, whatever order they were written in."""
    columns = [column for column in table.columns if column.key != "id"]
    rows = connection.connection.cursor()
    ordered = select(*columns).order_by(*(table.c[name] for name in _ORDER[table]))
    digest, count = hashlib.sha256(), 0
    for row in prepared(ordered, connection).run(rows, {}):
        digest.update(repr(row).encode())
        count += 1
    return count, digest.hexdigest()
