"""Core statements compiled once for a dialect: an answer is a matter of microseconds, compiling would be most of it."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect

from infrastructure.store.questions import Prepared


@lru_cache(maxsize=256)
def _prepared(statement: ClauseElement, dialect: Dialect, columns: tuple[str, ...] | None) -> Prepared:
    compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
    fixed = {name: value for name, value in compiled.params.items() if value is not None}
    return Prepared(str(compiled), list(compiled.positiontup) if compiled.positional else None, fixed)


def prepared(statement: ClauseElement, connection: Connection, columns: tuple[str, ...] | None = None) -> Prepared:
    """The statement compiled for the database of the connection; `columns`: those that an INSERT sets."""
    return _prepared(statement, connection.dialect, columns)
