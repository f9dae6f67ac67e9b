"""A ledger in one SQLite file: how it is opened, locked and kept durable, and what its errors mean to a person.

Everything that only SQLite knows is here, besides its triggers in `tables.py`; `datastore.py` says what another
database must offer to stand in this place (`Keeping`).
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Dialect, Engine, Table, create_engine
from sqlalchemy.pool import NullPool

from domain.errors import Conflict, LedgerBusy, LedgerError, NotFound, UnusableLedger
from infrastructure.store.questions import Elsewhere
from infrastructure.store.tables import FIRST_TABLES, SCHEMA_VERSION, TRIGGERS, metadata, table_of_trigger

APPLICATION_ID = int.from_bytes(b"krnk", "big")
"""In the header of every ledger file (`PRAGMA application_id`); `file` and other tools can know a ledger by it."""

MEMORY = ":memory:"

_PAGES = "PRAGMA cache_size = -65536"
"""64 MB of pages a connection: answers are read from indexes all over the file."""

_MAPPED = "PRAGMA mmap_size = 4294967296"
"""Readers look into the file as if it were memory (up to 4 GB of it): an answer touches hundreds of pages."""

_READS_ONLY = "PRAGMA query_only = ON"

_REQUIRED = set(FIRST_TABLES) | {name for name in TRIGGERS["sqlite"] if table_of_trigger(name) in FIRST_TABLES}
"""What every ledger has. One made before a table was thought of lacks that table and its triggers."""


_opening: ContextVar[Callable[[], sqlite3.Connection]] = ContextVar("_opening")

_ENGINE: Engine = create_engine("sqlite+pysqlite://", creator=lambda: _opening.get()(), poolclass=NullPool)
"""One for every file: it keeps no connection, and what it compiled for one ledger serves the next."""


class SqliteKeeping:
    """One SQLite file (or, for tests, a database in memory that ends with its store).

    Args:
        path: where the file is or will be; `:memory:` for none.
        busy_timeout: seconds to wait for another process that writes.
        read_only: never write, not even when the file would allow it.
    """

    schemas = ("main", "temp")

    def __init__(self, path: str, *, busy_timeout: float, read_only: bool = False) -> None:
        self.place = path
        self.one_connection = path == MEMORY
        self.engine: Engine = _ENGINE
        self._path = Path(path)
        self.file = None if self.one_connection else self._path
        self._busy_timeout = busy_timeout
        self._read_only = read_only
        self._frozen = False

    # Opening

    def look(self) -> None:
        """Is there a file that may be a ledger?

        Raises:
            NotFound: no file there.
            UnusableLedger: something else is there, or it may not be read.
        """
        if self.one_connection:
            raise NotFound(self._no_ledger())
        try:
            size = self._path.stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            raise NotFound(self._no_ledger()) from None
        except OSError as error:
            raise UnusableLedger(f"the ledger {self.place} cannot be reached: {error.strerror}") from error
        if not self._path.is_file():
            raise UnusableLedger(f"{self.place} is not a file, so it cannot be a ledger; name the ledger's own file")
        if not os.access(self._path, os.R_OK):
            raise UnusableLedger(f"the ledger {self.place} may not be read by this user; ask for read permission")
        if size == 1:
            # SQLite takes a file of one byte for an empty one, and would write over it.
            raise UnusableLedger(self._no_database())

    def connect_reader(self) -> Connection:
        connection = self._open()
        for statement in (_READS_ONLY, _PAGES, _MAPPED):
            _driver(connection).execute(statement)
        return connection

    def connect_writer(self) -> Connection:
        connection = self._open()
        driver = _driver(connection)
        driver.execute("PRAGMA synchronous = FULL")
        driver.execute("PRAGMA foreign_keys = ON")
        driver.execute(_PAGES)
        return connection

    def connect_inspector(self) -> Connection:
        connection = self.connect_reader()
        _driver(connection).execute("PRAGMA query_only = OFF")  # it would keep us from temporary tables as well
        return connection

    @property
    def elsewhere(self) -> Elsewhere | None:
        if self.one_connection:
            return None
        uri = self._uri("mode=ro&immutable=1" if self._frozen else "mode=ro")
        given = {"database": uri, "uri": True, "timeout": self._busy_timeout, "isolation_level": None}
        return Elsewhere(sqlite3.__name__, given, [_READS_ONLY, _PAGES, _MAPPED, "BEGIN"])

    def settle(self, connection: Connection) -> None:
        """Switch the file to write-ahead logging, which it remembers from then on. Outside any transaction."""
        if self._frozen:
            raise UnusableLedger(self._may_not_be_written())
        driver = _driver(connection)
        if self.one_connection or driver.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        if driver.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
            raise UnusableLedger(
                f"the file system of {self.place} cannot share memory between processes, which a ledger needs to be "
                "written safely; move the ledger to a local disk"
            )

    def reusable(self, connection: Connection) -> bool:
        """A frozen view shows nothing of later writers, so it serves one reading only."""
        return not self._frozen

    def _open(self) -> Connection:
        token = _opening.set(self._open_driver)
        try:
            return self.engine.connect()
        finally:
            _opening.reset(token)

    def _open_driver(self) -> sqlite3.Connection:
        if self.one_connection:
            return self._connect(MEMORY)
        self._frozen = False
        # SQLite itself falls back to reading when the file may not be written.
        driver = self._connect(self._uri("mode=ro" if self._read_only else "mode=rw"))
        try:
            driver.execute("PRAGMA schema_version")  # the first touch of the file
        except sqlite3.Error as error:
            driver.close()
            # A read-only folder leaves no room for the files of write-ahead logging. Without a log beside it the
            # ledger is complete in its one file, and can be read as one that nobody changes.
            if _kind(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or self._has_log():
                raise
            driver = self._connect(self._uri("mode=ro&immutable=1"))
            self._frozen = True
        return driver

    def _connect(self, database: str) -> sqlite3.Connection:
        return sqlite3.connect(
            database,
            uri=database != MEMORY,
            timeout=self._busy_timeout,
            isolation_level=None,  # transactions begin and end where we say so
            check_same_thread=False,  # a connection serves one thread at a time, not one thread only
        )

    def _uri(self, parameters: str) -> str:
        return f"file:{quote(os.fsencode(self._path.absolute()))}?{parameters}"

    def _has_log(self) -> bool:
        """Is there anything beside the file that SQLite would have to fold into it?"""
        logs = [self._beside("-wal"), self._beside("-journal")]
        return any(os.path.exists(log) and log.stat().st_size > 0 for log in logs)

    def _beside(self, suffix: str) -> Path:
        return self._path.with_name(self._path.name + suffix)

    def _no_ledger(self) -> str:
        return f"there is no ledger at {self.place}; make one with `kroniek init`"

    def _may_not_be_written(self) -> str:
        return (
            f"the ledger {self.place} or its folder is read-only; nothing was written, ask for write permission or "
            "work on a copy"
        )

    def _no_database(self) -> str:
        return f"{self.place} is not a ledger, nor any SQLite database; it was left as it is, name a ledger's file"

    # Making

    @contextlib.contextmanager
    def claim(self) -> Iterator[bool]:
        """Have a file to make the ledger in; gives whether it is new. A new file is gone again when the block fails.

        Raises:
            UnusableLedger: no file can be made, or something that is not a file is there.
        """
        if self.one_connection:
            yield True
            return
        made = self._make_file()
        if not made:
            self.look()
        before = self._path.stat()
        try:
            yield made
        except BaseException:
            # Somebody who waited for us may have made a ledger in the file: then it is no longer empty.
            with contextlib.suppress(OSError):
                if made and self._path.stat().st_size == 0:
                    self._path.unlink()
            raise
        if not os.path.exists(self._path) or not os.path.samestat(before, self._path.stat()):
            raise UnusableLedger(f"somebody removed {self.place} while the ledger was made in it; try again")

    def _make_file(self) -> bool:
        """Returns whether the file was made, False when there was one."""
        # SQLite would take entries of a lost ledger from a log that was left behind.
        if not os.path.exists(self._path) and self._has_log():
            raise UnusableLedger(
                f"beside {self.place} lies the log of a ledger whose own file is gone ({self.place}-wal or -journal), "
                "and it may hold entries; put that file back, or move the log away before making a new ledger here"
            )
        try:
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            return False
        except OSError as error:
            raise UnusableLedger(f"no ledger can be made at {self.place}: {error.strerror}") from error
        return True

    def check_vacant(self, connection: Connection) -> None:
        """Refuse to make a ledger over anything.

        Raises:
            Conflict: a ledger is there.
            UnusableLedger: a database of something else is there.
        """
        driver = _driver(connection)
        if _pragma(driver, "application_id") == APPLICATION_ID:
            raise Conflict(f"there is already a ledger at {self.place}; nothing was changed")
        if _pragma(driver, "application_id") or _names(driver):
            raise UnusableLedger(
                f"{self.place} is a database of something else, not a ledger; it was left as it is, choose another file"
            )

    def mark(self, connection: Connection) -> None:
        driver = _driver(connection)
        driver.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        driver.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def check_marked(self, connection: Connection, *, unguarded: bool) -> None:
        """Know a ledger by its header and by its tables and, unless it may be unguarded, its triggers.

        Raises:
            UnusableLedger: not a ledger, one of a later version, or a damaged one.
        """
        driver = _driver(connection)
        names = _names(driver)
        if _pragma(driver, "application_id") != APPLICATION_ID:
            if not names:
                raise UnusableLedger(f"{self.place} is empty, not a ledger; make one there with `kroniek init`")
            raise UnusableLedger(f"{self.place} is a database of something else, not a ledger; name a ledger's file")
        version = _pragma(driver, "user_version")
        if version > SCHEMA_VERSION:
            raise UnusableLedger(
                f"the ledger {self.place} was made by a newer kroniek (schema {version}, this one reads up to "
                f"{SCHEMA_VERSION}); upgrade kroniek"
            )
        missing = sorted((set(FIRST_TABLES) if unguarded else _REQUIRED) - names)
        if missing:
            raise UnusableLedger(
                f"the ledger {self.place} is damaged: it lacks {', '.join(missing)}; restore it from a backup"
            )

    def damage(
        self, connection: Connection, tables: Sequence[Table], made: Mapping[str, str], *, pages: bool
    ) -> Iterator[str]:
        driver = _driver(connection)
        for (told,) in driver.execute("PRAGMA integrity_check(20)") if pages else ():
            if told != "ok":
                yield f"SQLite says of the file: {told}"
        if _pragma(driver, "user_version") != SCHEMA_VERSION:
            yield f"its header says schema {_pragma(driver, 'user_version')}"
        known = {table.name: table for table in tables}
        statements = {**TRIGGERS["sqlite"], **made}
        there: dict[str, str] = {}
        schema = driver.execute("SELECT type, name, sql FROM sqlite_master WHERE type <> 'index'")
        for kind, name, sql in (map(str, row) for row in schema):  # in a damaged file they may be anything
            if name.startswith("sqlite_"):
                continue
            there[name] = kind
            if kind == "table" and name in known:
                if _columns(driver, name) != _declared(known[name], self.engine.dialect):
                    yield f"the table {name} has other columns than kroniek makes"
            elif name not in statements:
                yield f"it has a {kind} that is not kroniek's: {name}"
            elif statements[name] and sql.split() != statements[name].split():
                yield f"the {kind} {name} is not the one kroniek makes"
        for name in sorted(made.keys() - there.keys()):
            yield f"it lacks {name}"
        for table in sorted(metadata.tables.keys() & there.keys()):
            for name in sorted(TRIGGERS["sqlite"].keys() - there.keys()):
                if table_of_trigger(name) == table:
                    yield f"it lacks the trigger {name}"

    # Transactions

    def begin_writing(self, connection: Connection) -> None:
        # Writers queue here: positions and record times follow from what the one before left.
        _driver(connection).execute("BEGIN IMMEDIATE")

    def begin_reading(self, connection: Connection) -> None:
        _driver(connection).execute("BEGIN")

    def commit(self, connection: Connection) -> None:
        driver = _driver(connection)
        if not driver.in_transaction:
            # After some failures SQLite has already rolled back: what followed was not under the lock.
            raise RuntimeError("the transaction ended before its block did; nothing of it may be taken as written")
        connection.commit()
        driver.commit()

    def rollback(self, connection: Connection) -> None:
        connection.rollback()
        _driver(connection).rollback()

    def scrub(self, connection: Connection) -> None:
        driver = _driver(connection)
        try:
            driver.execute("VACUUM")
            if self.one_connection or not driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                return
            hindrance = "is being read by another process"
        except sqlite3.Error as error:
            match _kind(error):
                case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                    hindrance = "is being written by another process"
                case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
                    hindrance = "cannot be written anew, for the disk has no room for it"
                    raise UnusableLedger(self._not_scrubbed(hindrance)) from error
                case _:
                    raise
        raise LedgerBusy(self._not_scrubbed(hindrance))

    def _not_scrubbed(self, hindrance: str) -> str:
        return (
            f"the ledger {self.place} {hindrance}: what was erased is gone from every answer, but not yet from the "
            "disk; run `kroniek restore-check` later, which finishes it"
        )

    # Errors

    def translated(self, error: BaseException, *, writing: bool) -> LedgerError | None:
        """The driver's error as the ledger's own, or None when it is a bug of ours."""
        code = getattr(error, "sqlite_errorcode", None)
        outcome = "nothing was written" if writing else "nothing was changed"
        match _kind(error):
            case sqlite3.SQLITE_BUSY:
                return LedgerBusy(
                    f"another process has kept the ledger {self.place} locked for more than {self._busy_timeout:g} "
                    f"seconds; {outcome}, try again later"
                )
            case sqlite3.SQLITE_FULL:
                return UnusableLedger(f"the disk is full: {self.place} cannot grow; {outcome}, make room and try again")
            case sqlite3.SQLITE_IOERR if code == sqlite3.SQLITE_IOERR_FSYNC:
                return UnusableLedger(
                    f"the disk did not confirm what was written to {self.place}; check the disk, and look with "
                    "`kroniek entries` which entries are there before trying again"
                )
            case sqlite3.SQLITE_IOERR:
                return UnusableLedger(
                    f"the disk is full, over its quota or failing: {self.place} could not be read or written; "
                    f"{outcome}, make room or check the disk"
                )
            case sqlite3.SQLITE_READONLY if writing or code != sqlite3.SQLITE_READONLY:
                return UnusableLedger(self._may_not_be_written())
            case sqlite3.SQLITE_CANTOPEN:
                return UnusableLedger(
                    f"the ledger {self.place} cannot be opened: this user needs to read it, and to make the files of "
                    "its write-ahead log in the same folder"
                )
            case sqlite3.SQLITE_NOTADB:
                return UnusableLedger(self._no_database())
            case sqlite3.SQLITE_CORRUPT:
                return UnusableLedger(f"the ledger {self.place} is damaged: {error}; restore it from a backup")
        return None


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _kind(error: BaseException) -> int | None:
    """SQLite's primary result code: the low byte of the extended one."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _pragma(driver: sqlite3.Connection, name: str) -> int:
    value: int = driver.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def _columns(driver: sqlite3.Connection, table: str) -> list[tuple[str, str, bool, bool]]:
    """Name, type, whether it must have a value, whether it is part of the key."""
    found = driver.execute(f"PRAGMA table_xinfo({table})").fetchall()
    return [(name, kind, bool(required), bool(key)) for _, name, kind, required, _, key, _ in found]


@cache
def _declared(table: Table, dialect: Dialect) -> list[tuple[str, str, bool, bool]]:
    return [
        (column.name, column.type.compile(dialect), not column.nullable, column.primary_key) for column in table.columns
    ]


def _names(driver: sqlite3.Connection) -> frozenset[str]:
    return frozenset(name for (name,) in driver.execute("SELECT name FROM sqlite_master"))
