"""Where a ledger is kept: opening it, transactions, and the database's errors turned into the ledger's own.

Read next: `recorder.py`, who appends entries in these transactions; `sqlite.py`, the one database there is now.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol, Self

from sqlalchemy import Connection, Engine, Table, insert, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError

from domain.errors import LedgerBusy, LedgerError, Malformed, UnusableLedger
from infrastructure.store.questions import Elsewhere
from infrastructure.store.sqlite import MEMORY, SqliteKeeping
from infrastructure.store.statements import prepared
from infrastructure.store.tables import SCHEMA_VERSION, ledger, metadata

APPLICATION = "kroniek"
BUSY_TIMEOUT = 30.0
"""Seconds a writer waits for the one before it."""

_IDENTITY = select(ledger.c.name, ledger.c.value).order_by(ledger.c.name)

_KEPT_READERS = 8

# Connections a forked child inherited: it may neither use nor close them, so the collector must not reach them.
_inherited: list[object] = []


class Keeping(Protocol):
    """What differs from database to database. `begin_writing` must leave the caller the only writer of the ledger until
    it commits or rolls back: gapless positions rest on it."""

    @property
    def place(self) -> str:
        """Where the ledger is, as a sentence names it; no password."""

    @property
    def file(self) -> Path | None:
        """The file it is in, where it is one: what belongs to a ledger but not into it stands beside that."""

    @property
    def engine(self) -> Engine: ...

    @property
    def schemas(self) -> tuple[str, str]: ...

    @property
    def elsewhere(self) -> Elsewhere | None: ...

    @property
    def one_connection(self) -> bool:
        """Whether readers and the writer must take turns on one connection."""

    def look(self) -> None: ...
    def connect_reader(self) -> Connection: ...
    def connect_writer(self) -> Connection: ...
    def connect_inspector(self) -> Connection: ...
    def damage(
        self, connection: Connection, tables: Sequence[Table], made: Mapping[str, str], *, pages: bool
    ) -> Iterator[str]: ...
    def settle(self, connection: Connection) -> None: ...
    def reusable(self, connection: Connection) -> bool: ...
    def claim(self) -> AbstractContextManager[bool]: ...
    def check_vacant(self, connection: Connection) -> None: ...
    def mark(self, connection: Connection) -> None: ...
    def check_marked(self, connection: Connection, *, unguarded: bool) -> None: ...
    def begin_writing(self, connection: Connection) -> None: ...
    def begin_reading(self, connection: Connection) -> None: ...
    def commit(self, connection: Connection) -> None: ...
    def rollback(self, connection: Connection) -> None: ...
    def scrub(self, connection: Connection) -> None: ...
    def translated(self, error: BaseException, *, writing: bool) -> LedgerError | None: ...


class Datastore:
    """An open ledger. Safe to use from many threads, from several processes at once, and after a fork.

    Make one with `Datastore.create` or `Datastore.open`; close it when done, or use it in a `with` block.
    """

    def __init__(self, keeping: Keeping, *, busy_timeout: float = BUSY_TIMEOUT) -> None:
        self._keeping = keeping
        self._busy_timeout = busy_timeout
        self._commits = 0
        self._start_afresh()

    def _start_afresh(self) -> None:
        self._process = os.getpid()
        self._turn = threading.Lock()
        self._turn_of: int | None = None
        self._turn_reads = False
        self._writer: Connection | None = None
        self._readers: list[Connection] = []
        self._committed = threading.Condition()

    @classmethod
    def create(
        cls,
        url: str | os.PathLike[str],
        *,
        identity: Mapping[str, str] | None = None,
        prepare: Callable[[Connection], None] | None = None,
        busy_timeout: float = BUSY_TIMEOUT,
    ) -> Self:
        """Make a ledger and open it. All of it is made in one transaction, or nothing is.

        Args:
            url: a path, or an SQLAlchemy URL; `:memory:` for one that ends with this store.
            identity: what the ledger says of itself besides `application` and `schema`, such as its `origin`.
            prepare: called in the same transaction once the tables are there, to add tables and first entries.
            busy_timeout: seconds to wait for another writer.

        Raises:
            Conflict: there is a ledger already.
            UnusableLedger: something else is there, or no ledger can be made.
            LedgerBusy: another process has the file locked.
            Malformed: not a path or a URL of a database that can hold a ledger.
        """
        keeping = _keeping(url, busy_timeout)
        store = cls(keeping, busy_timeout=busy_timeout)
        try:
            with keeping.claim() as new:
                if not new:
                    with store.reading() as connection:
                        keeping.check_vacant(connection)
                store._writer = store._connect(keeping.connect_writer, writing=True)
                with store.writing() as connection:
                    keeping.check_vacant(connection)  # again, for whoever was first while we waited
                    metadata.create_all(connection, checkfirst=False)
                    keeping.mark(connection)
                    rows = {**(identity or {}), "application": APPLICATION, "schema": str(SCHEMA_VERSION)}
                    connection.execute(insert(ledger), [{"name": name, "value": rows[name]} for name in sorted(rows)])
                    if prepare is not None:
                        prepare(connection)
        except BaseException:
            store.close()
            raise
        if not keeping.one_connection:
            # The ledger stands, whatever comes now. Settle it, as every first writer of a store does; when somebody is
            # using it already, the next writer will.
            store.close()
            with suppress(LedgerBusy), store.writing():
                pass
        return store

    @classmethod
    def open(cls, url: str | os.PathLike[str], *, unguarded: bool = False, busy_timeout: float = BUSY_TIMEOUT) -> Self:
        """Open a ledger that exists. Writes nothing.

        Args:
            url: a path, or an SQLAlchemy URL; `sqlite:///PATH?mode=ro` never writes.
            unguarded: also one whose triggers are gone, for whoever wants to find out what happened to it.
            busy_timeout: seconds to wait for another writer.

        Raises:
            NotFound: there is no ledger.
            UnusableLedger: it is not a ledger, is damaged, may not be read, or is of a later version.
            Malformed: not a path or a URL of a database that can hold a ledger.
        """
        keeping = _keeping(url, busy_timeout)
        keeping.look()
        store = cls(keeping, busy_timeout=busy_timeout)
        try:
            with store.reading() as connection:
                keeping.check_marked(connection, unguarded=unguarded)
            schema = store.identity().get("schema")
            if schema != str(SCHEMA_VERSION):
                raise UnusableLedger(
                    f"the ledger {store.place} has schema {schema}, this kroniek reads {SCHEMA_VERSION}; use the "
                    "kroniek that made it, or restore it from a backup"
                )
        except (DBAPIError, store.engine.dialect.loaded_dbapi.Error, UnicodeDecodeError) as error:
            # Not even its tables can be read, or their names are not text.
            store.close()
            raise UnusableLedger(
                f"the ledger {store.place} is damaged: {_of_driver(error)}; restore it from a backup"
            ) from error
        except BaseException:
            store.close()
            raise
        return store

    @property
    def place(self) -> str:
        """Where the ledger is, as a sentence names it."""
        return self._keeping.place

    @property
    def file(self) -> Path | None:
        """The file the ledger is in; None where it is not in one of its own."""
        return self._keeping.file

    @property
    def engine(self) -> Engine:
        """For compiling statements; transactions come from `reading` and `writing` only."""
        return self._keeping.engine

    def identity(self) -> dict[str, str]:
        """What the ledger says of itself, by name."""
        with self.reading() as connection:
            return dict(prepared(_IDENTITY, connection).run(connection.connection.cursor(), {}).fetchall())

    # Transactions

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one writer of the ledger, until the block ends: then everything is on disk, or, after any error, nothing.

        The block neither commits nor rolls back. Use the connection with Core, or with cursors of
        `connection.connection` where every microsecond counts.

        Raises:
            LedgerBusy: another writer took longer than the busy timeout.
            UnusableLedger: read-only, disk full, damaged.
        """
        with self._taking_turns(reads=False):
            with self._ours(writing=True):
                if self._writer is None:
                    self._writer = self._settled_writer()
                writer = self._writer
                try:
                    self._keeping.begin_writing(writer)
                    yield writer
                    self._keeping.commit(writer)
                except BaseException as error:
                    self._writer = self._rolled_back(writer, error)
                    raise
            with self._committed:
                self._commits += 1
                self._committed.notify_all()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the ledger, from the first question until the block ends. Nothing can be written.

        Raises:
            UnusableLedger: damaged, or the file cannot be read any more.
        """
        if self._keeping.one_connection:
            with self._reading_by_turns() as connection:
                yield connection
            return
        self._check_process()
        with self._ours(writing=False):
            try:
                reader = self._readers.pop()
            except IndexError:
                reader = self._connect(self._keeping.connect_reader, writing=False)
            kept: Connection | None = None
            try:
                self._keeping.begin_reading(reader)
                yield reader
                self._keeping.rollback(reader)
                kept = reader
            except BaseException as error:
                kept = self._rolled_back(reader, error)
                raise
            finally:
                if kept is not None:
                    if len(self._readers) < _KEPT_READERS and self._keeping.reusable(kept):
                        self._readers.append(kept)
                    else:
                        kept.close()

    def scrub(self) -> None:
        """Leave nothing on disk of rows that were removed. Rewrites the whole ledger.

        Raises:
            LedgerBusy: somebody else is using the ledger; what was removed is gone from answers, not yet from disk.
        """
        with self._taking_turns(reads=False), self._ours(writing=True):
            for reader in self._readers:
                reader.close()
            self._readers.clear()
            if self._writer is None:
                self._writer = self._settled_writer()
            self._keeping.scrub(self._writer)

    @contextmanager
    def inspecting(self) -> Iterator[Connection]:
        """One consistent view, as `reading`, in which temporary tables can be made; they end with it."""
        if self._keeping.one_connection:
            with self._reading_by_turns() as connection:
                yield connection
            return
        with self._ours(writing=False):
            inspector = self._connect(self._keeping.connect_inspector, writing=False)
            try:
                self._keeping.begin_reading(inspector)
                yield inspector
                self._keeping.rollback(inspector)
            finally:
                inspector.close()

    def damage(
        self,
        connection: Connection,
        tables: Sequence[Table],
        made: Mapping[str, str] | None = None,
        *,
        pages: bool = True,
    ) -> Iterator[str]:
        """What is wrong with the database itself, a sentence each: tables that are not one of these, other columns,
        triggers that are missing, changed or added; and whether all its `pages` are sound, and indexes and tables say
        the same.

        Args:
            made: what else there must be, by name, with the statement that makes it; empty where another makes it.
        """
        return self._keeping.damage(connection, tables, made or {}, pages=pages)

    @property
    def schemas(self) -> tuple[str, str]:
        """What the ledger's own tables, and temporary ones of the same names, are told apart by."""
        return self._keeping.schemas

    @property
    def openable(self) -> str | None:
        """What another process opens this ledger by; None where only this one can."""
        return None if self._keeping.one_connection else self._keeping.place

    @property
    def elsewhere(self) -> Elsewhere | None:
        """How another process reads this ledger; None where only this one can."""
        return self._keeping.elsewhere

    @contextmanager
    def _reading_by_turns(self) -> Iterator[Connection]:
        if self._turn_of == threading.get_ident() and self._turn_reads and self._writer is not None:
            yield self._writer  # a reading within a reading sees the same view
            return
        with self._taking_turns(reads=True), self._ours(writing=False):
            if self._writer is None:
                self._writer = self._connect(self._keeping.connect_writer, writing=False)
            try:
                self._keeping.begin_reading(self._writer)
                yield self._writer
            finally:
                self._keeping.rollback(self._writer)

    @contextmanager
    def _taking_turns(self, *, reads: bool) -> Iterator[None]:
        """Threads of one process queue on a lock: it is quicker, and fairer, than each of them polling the database."""
        self._check_process()
        me = threading.get_ident()
        if self._turn_of == me:
            raise RuntimeError("this thread is already writing; use the connection it was given")
        if not self._turn.acquire(timeout=self._busy_timeout):
            raise LedgerBusy(
                f"another thread has been writing to the ledger {self.place} for more than {self._busy_timeout:g} "
                "seconds; nothing was written, try again later"
            )
        self._turn_of, self._turn_reads = me, reads
        try:
            yield
        finally:
            self._turn_of = None
            self._turn.release()

    @contextmanager
    def _ours(self, *, writing: bool) -> Iterator[None]:
        """Errors of the database come out as the ledger's own; those that are bugs come out as they are."""
        try:
            yield
        except (DBAPIError, self.engine.dialect.loaded_dbapi.Error) as error:
            ours = self._keeping.translated(_of_driver(error), writing=writing)
            if ours is None:
                raise
            raise ours from error

    def _connect(self, connect: Callable[[], Connection], *, writing: bool) -> Connection:
        with self._ours(writing=writing):
            return connect()

    def _settled_writer(self) -> Connection:
        writer = self._keeping.connect_writer()
        try:
            self._keeping.settle(writer)
        except BaseException:
            writer.close()
            raise
        return writer

    def _rolled_back(self, connection: Connection, error: BaseException) -> Connection | None:
        """The connection again, or None when it can no longer be trusted and has been closed."""
        try:
            self._keeping.rollback(connection)
            sound = self._keeping.translated(_of_driver(error), writing=True) is None
        except Exception:
            sound = False
        if sound:
            return connection
        with suppress(Exception):
            connection.close()
        return None

    # News

    @property
    def commits(self) -> int:
        """How often this store has committed; together with `wait_for_commit` no news is missed."""
        return self._commits

    def wait_for_commit(self, seen: int, timeout: float) -> None:
        """Sleep until this store has committed more than `seen` times, somebody calls `wake`, or `timeout` seconds
        passed. What other processes commit wakes nobody: look again after the timeout."""
        with self._committed:
            if self._commits == seen:
                self._committed.wait(timeout)

    def wake(self) -> None:
        """End every `wait_for_commit` now."""
        with self._committed:
            self._committed.notify_all()

    # Ending

    def close(self) -> None:
        """Close every connection that is not in use. The store opens new ones when it is used again, except one in
        memory, which is gone."""
        self._check_process()
        readers, self._readers = self._readers, []
        for connection in readers:
            connection.close()
        # A connection that another thread is using must not be closed under its hands; whoever is writing goes first.
        mine = self._turn_of == threading.get_ident()
        if mine or self._turn.acquire(timeout=self._busy_timeout):
            try:
                writer, self._writer = self._writer, None
                if writer is not None:
                    writer.close()
            finally:
                if not mine:
                    self._turn.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check_process(self) -> None:
        if self._process != os.getpid():
            _inherited.append((self._writer, self._readers))
            self._start_afresh()


def located(url: str | os.PathLike[str]) -> str | None:
    """The file that a path or URL of a ledger names; None where no file holds it.

    Raises:
        Malformed: not a path or a URL of a database that can hold a ledger.
    """
    keeping = _keeping(url, BUSY_TIMEOUT)
    return None if keeping.one_connection else keeping.place


def _of_driver(error: BaseException) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error


def _keeping(url: str | os.PathLike[str], busy_timeout: float) -> Keeping:
    text = os.fspath(url)
    if "://" not in text:
        return SqliteKeeping(text, busy_timeout=busy_timeout)
    try:
        parsed = make_url(text)
    except (ArgumentError, ValueError):
        raise Malformed("the ledger's URL cannot be read; write a path, or sqlite:///PATH") from None
    shown = parsed.render_as_string(hide_password=True)
    if parsed.get_backend_name() != "sqlite":
        raise Malformed(f"{shown}: a ledger cannot be kept in this database; write a path, or sqlite:///PATH")
    if parsed.host:
        raise Malformed(f"{shown}: a URL of a file has three slashes before the path; write sqlite:///PATH")
    query = dict(parsed.query)
    mode = query.pop("mode", "rw")
    if query or mode not in ("rw", "ro"):
        raise Malformed(f"{shown}: the only option of a ledger's URL is mode=ro; write sqlite:///PATH?mode=ro")
    return SqliteKeeping(parsed.database or MEMORY, busy_timeout=busy_timeout, read_only=mode == "ro")
