"""What entries say, read one by one: their form, their stream and version, and the documents they brought."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from domain import content
from domain.errors import LedgerError
from domain.events import EVENTS, EntryEvent, stream_of
from infrastructure.projections.tables import entry_key
from infrastructure.proof.sealed import without_digests
from infrastructure.proof.seals import Seals
from infrastructure.proof.verification import AT_MOST, Contradiction
from infrastructure.recording import attached
from infrastructure.store import codec, tables
from infrastructure.store.statements import prepared
from infrastructure.store.tables import entry
from infrastructure.unsealing import may_be_sealed

_AT_ONCE = 1_000
_ENTRIES = (
    select(entry.c.position, entry.c.stream, entry.c.topic, entry.c.state, entry.c.recorded_at)
    .where(entry.c.position > bindparam("after"))
    .order_by(entry.c.position)
    .limit(_AT_ONCE)
)
_STREAM_OF_KEY = (
    select(entry.c.stream)
    .join(entry_key, entry_key.c.position == entry.c.position)
    .where(entry_key.c.key == bindparam("key_"))
)
_COUNTED = select(
    entry.c.position,
    entry.c.version,
    func.row_number().over(partition_by=entry.c.stream, order_by=entry.c.position).label("counted"),
).subquery()
_VERSIONS = (
    select(_COUNTED.c.position)
    .where(_COUNTED.c.version != _COUNTED.c.counted)
    .order_by(_COUNTED.c.position)
    .limit(AT_MOST)
)
_DOCUMENTS = select(tables.content.c.sha256, tables.content.c.bytes)


class Rereading:
    """Reads every entry of a ledger whose log holds, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._seals = Seals(connection)
        self._brought: dict[str, int] = {}
        """Documents by SHA-256, with the position of the first entry that brought each."""

    def contradictions(self, size: int, progress: Callable[[int, int], None] | None = None) -> Iterator[Contradiction]:
        done = 0
        while rows := self._run(_ENTRIES, after=done).fetchall():
            if [row[0] for row in rows] != list(range(done + 1, done + 1 + len(rows))):
                # Entry by entry they hold; but where pages are damaged, what comes after one may be one before it.
                yield Contradiction("file", "file-damaged", None, {"told": f"what comes after entry {done} does not"})
                break
            for row in rows:
                yield from self._entry(*row)
            done = rows[-1][0]
            if progress is not None:
                progress(done, size)
        for (position,) in self._run(_VERSIONS):
            yield Contradiction("column", "version-wrong", position)
        yield from self._seals.left()
        yield from self._documents()

    def _entry(self, *row: Any) -> Iterator[Contradiction]:
        position, stream, topic, state, _ = row
        if topic not in EVENTS:
            yield Contradiction("entry", "entry-topic", position, {"topic": topic})
            return
        try:
            form = codec.is_canonical(state)
            sealed = list(self._seals.entry(row)) if may_be_sealed(state) else []
            event = content.read(topic, without_digests(codec.envelope(state, position).content))
            brought = list(attached(event))  # what is sealed is not in there
            if isinstance(event, EntryEvent):
                row = self._run(_STREAM_OF_KEY, key_=event.entry).fetchone()
                belongs = row[0] if row else stream
            else:
                belongs = stream_of(event)
        # What was never admitted may be anything, and reading it back judges nothing.
        except (LedgerError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as problem:
            yield Contradiction("entry", "entry-unreadable", position, {"problem": str(problem)})
            return
        yield from sealed
        if not form:
            yield Contradiction("entry", "entry-form", position)
        if belongs != stream:
            yield Contradiction("column", "stream-wrong", position, {"stream": stream, "belongs": belongs})
        for sha256 in brought:
            self._brought.setdefault(sha256, position)

    def _documents(self) -> Iterator[Contradiction]:
        for name, data in self._run(_DOCUMENTS):
            position = self._brought.pop(name, None)
            if position is None and name not in self._seals.documents:
                yield Contradiction("document", "document-extra", None, {"sha256": str(name)})
            elif not isinstance(data, bytes) or hashlib.sha256(data).hexdigest() != name:
                yield Contradiction("document", "document-changed", position, {"sha256": name})
        for name, position in self._brought.items():
            yield Contradiction("document", "document-missing", position, {"sha256": name})

    def _run(self, statement: Any, **values: Any) -> Any:
        return prepared(statement, self._connection).run(self._connection.connection.cursor(), values)
