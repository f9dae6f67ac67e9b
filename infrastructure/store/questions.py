"""A statement that was compiled, run on cursors of the driver. `statements.py` compiles.

Standard library only, and of that little: a process started for one job runs them too, and is to be there at once.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Elsewhere(NamedTuple):
    """How a process that has nothing but the driver comes to read a ledger. Everything in it can be written as JSON."""

    driver: str
    """The module to import."""
    connect: dict[str, Any]
    """What its `connect` is called with."""
    begin: list[str]
    """What to execute then; after it, one consistent view is being read."""


class Prepared:
    """A compiled statement, run with named values, whatever the driver calls those.

    Args:
        names: of the values, in the order the statement takes them; None where it takes them by name.
        fixed: values that are always the same.
    """

    def __init__(self, sql: str, names: list[str] | None, fixed: Mapping[str, Any]) -> None:
        self.sql = sql
        self.names = names
        self.fixed = fixed

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
        return [values[name] for name in self.names] if self.names is not None else values
