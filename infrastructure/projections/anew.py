"""The projections worked out anew beside the stored ones, which nobody touches, and where the two differ."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Integer, LargeBinary, MetaData, Table, cast, func, make_url, null, select
from sqlalchemy.schema import CreateIndex, CreateTable

from infrastructure.projections.boxes import tree_is_astray
from infrastructure.projections.rebuild import fill
from infrastructure.projections.tables import metadata
from infrastructure.proof.verification import AT_MOST, Contradiction

_ABOUT: Final = {
    "entry_key": "key",
    "mention": "subject",
    "policy_state": "subject",
    "state_json": "digest",
    "case_file": "reference",
}
"""The column that says what a row is about."""
_SINCE: Final = ("position", "recorded_from")
"""Columns that hold the position of an entry."""
_OWN_NUMBER: Final = "id"
"""A row's own number says nothing, and is only counted."""


def differences(
    connection: Connection, schemas: tuple[str, str], progress: Callable[[int, int], None] | None = None
) -> Iterator[Contradiction]:
    """Rows that are stored and do not follow from the entries, or follow and are not stored.

    The entries must hold: what was never admitted may make working them out fail in any way.

    Args:
        connection: from `Datastore.inspecting`.
        schemas: what stored tables and temporary ones are called by.
    """
    if tree_is_astray(connection):  # asked first: then the stored tables are still the only ones of their names
        yield Contradiction("projection", "rows-numbered", None, {"table": "policy_box"})
    for table in metadata.sorted_tables:
        for made in _temporary(table, connection.dialect.name):
            connection.exec_driver_sql(made)
    fill(connection, progress)
    for table in metadata.sorted_tables:
        yield from _differences(connection, table, schemas)


@cache
def _temporary(table: Table, dialect: str) -> tuple[str, ...]:
    """A temporary table stands before the stored one of the same name for whoever does not say which is meant."""
    as_written = make_url(f"{dialect}://").get_dialect()()
    made = str(CreateTable(table).compile(dialect=as_written)).replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1)
    indexes = sorted(table.indexes, key=lambda each: str(each.name))
    return made, *(str(CreateIndex(each).compile(dialect=as_written)) for each in indexes)


def _differences(connection: Connection, table: Table, schemas: tuple[str, str]) -> Iterator[Contradiction]:
    questions = _questions(table, schemas)
    for says, question in (("row-missing", questions.missing), ("row-extra", questions.extra)):
        for about, position in connection.execute(question):
            facts = {"table": table.name, "row": bytes(about or b"").decode(errors="replace")}
            yield Contradiction("projection", says, position, facts)
    counted, wanted = connection.execute(questions.counted).one()
    if counted != wanted:
        facts = {"table": table.name, "stored": counted, "wanted": wanted}
        yield Contradiction("projection", "rows-counted", None, facts)
    elif counted and questions.numbered is not None and connection.execute(questions.numbered).one() != (1, counted):
        yield Contradiction("projection", "rows-numbered", None, {"table": table.name})


class _Questions(NamedTuple):
    missing: Any
    extra: Any
    counted: Any
    numbered: Any


@cache
def _questions(table: Table, schemas: tuple[str, str]) -> _Questions:
    stored, anew = (table.to_metadata(MetaData(), schema=schema) for schema in schemas)
    counts = [select(func.count()).select_from(each).scalar_subquery() for each in (stored, anew)]
    number = stored.c.get(_OWN_NUMBER)
    return _Questions(
        missing=_labelled(anew, stored),
        extra=_labelled(stored, anew),
        counted=select(*counts),
        numbered=None if number is None else select(func.min(number), func.max(number)),
    )


def _labelled(one: Table, other: Table) -> Any:
    """The rows of one table that the other lacks: what each is about (bytes: it may be damaged), and its position."""
    names = [column.name for column in one.columns if column.name != _OWN_NUMBER]
    rows = select(*(one.c[name] for name in names)).except_(select(*(other.c[name] for name in names))).subquery()
    since = next((cast(rows.c[name], Integer) for name in _SINCE if name in rows.c), null())
    about = cast(rows.c[_ABOUT.get(one.name, names[0])], LargeBinary)
    return select(about, since).order_by(since).limit(AT_MOST)
