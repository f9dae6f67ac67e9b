"""Core statements compiled once for a dialect: an answer is a matter of microseconds, compiling would be most of it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect


class Prepared:
    """A compiled statement, run on cursors of the driver with named values, whatever the driver calls those."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, columns: Sequence[str] | None = None) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
        self.sql = str(compiled)
        self._positional: bool = compiled.positional
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())
        self.fixed: dict[str, Any] = {name: value for name, value in compiled.params.items() if value is not None}

    def run(self, cursor: Any, values: Mapping[str, Any]) -> Any:
        cursor.execute(self.sql, self._given(values))
        return cursor

    def run_many(self, cursor: Any, rows: Iterable[Mapping[str, Any]]) -> None:
        given = [self._given(values) for values in rows]
        if given:
            cursor.executemany(self.sql, given)

    def _given(self, values: Mapping[str, Any]) -> Any:
        if self.fixed:
            values = {**self.fixed, **values}
        return [values[name] for name in self._names] if self._positional else values


@lru_cache(maxsize=256)
def _prepared(statement: ClauseElement, dialect: Dialect, columns: tuple[str, ...] | None) -> Prepared:
    return Prepared(statement, dialect, columns)


def prepared(statement: ClauseElement, connection: Connection, columns: tuple[str, ...] | None = None) -> Prepared:
    """The statement compiled for the database of the connection; `columns`: those that an INSERT sets."""
    return _prepared(statement, connection.dialect, columns)
