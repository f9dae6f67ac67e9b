"""What is recorded stays as it was recorded, also for somebody who comes with SQL of his own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder
from infrastructure.store.sqlite import APPLICATION_ID
from infrastructure.store.tables import SCHEMA_VERSION, content
from tests.support.stores import stored, stream_of

DOCUMENT = ("ab" * 32, b"Beslisnota")
NEW = "VALUES (4, 'country/AF', 1, 'topic', x'7b7d', 9000)"


@pytest.fixture
def raw(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A plain SQLite connection, as any tool would make, on a ledger of three entries and one document."""
    path = tmp_path / "kroniek.db"
    with Datastore.create(path) as store:
        Recorder(store, clock=lambda: 100).insert_events([*stream_of("country/ML", 2), stored("country/SD")])
        with store.writing() as connection:
            connection.execute(insert(content), [{"sha256": DOCUMENT[0], "bytes": DOCUMENT[1]}])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def everything(raw: sqlite3.Connection) -> list[object]:
    return [*raw.execute("SELECT * FROM entry ORDER BY position"), *raw.execute("SELECT * FROM content")]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE entry SET state = x'00' WHERE position = 2", "never changed"),
        ("UPDATE entry SET position = 9 WHERE position = 3", "never changed"),
        ("UPDATE OR REPLACE entry SET position = 1 WHERE position = 2", "never changed"),
        ("UPDATE OR IGNORE entry SET topic = 'x'", "never changed"),
        ("DELETE FROM entry", "never removed"),
        ("DELETE FROM entry WHERE position = 3", "never removed"),
        ("REPLACE INTO entry VALUES (2, 'country/ML', 2, 'topic', x'7b7d', 101)", "next position"),
        ("INSERT OR REPLACE INTO entry VALUES (1, 'country/AF', 1, 'topic', x'7b7d', 9000)", "next position"),
        ("INSERT OR REPLACE INTO entry VALUES (4, 'country/ML', 1, 'topic', x'7b7d', 9000)", "already recorded"),
        ("INSERT OR IGNORE INTO entry VALUES (4, 'country/ML', 1, 'topic', x'7b7d', 9000)", "already recorded"),
        (f"INSERT INTO entry {NEW} ON CONFLICT DO UPDATE SET state = x'00'", None),
        (
            "INSERT INTO entry VALUES (3, 'country/SD', 1, 'topic', x'7b7d', 102) "
            "ON CONFLICT DO UPDATE SET state = x'00'",
            "next position",
        ),
        ("INSERT INTO entry VALUES (5, 'country/AF', 1, 'topic', x'7b7d', 9000)", "next position"),
        ("INSERT INTO entry VALUES (0, 'country/AF', 1, 'topic', x'7b7d', 9000)", "next position"),
        ("INSERT INTO entry VALUES (NULL, 'country/AF', 1, 'topic', x'7b7d', 9000)", "next position"),
        ("INSERT INTO entry VALUES (4, 'country/AF', 1, 'topic', x'7b7d', 102)", "record time must rise"),
        ("INSERT INTO entry VALUES (4, 'country/AF', 1, 'topic', x'7b7d', 50)", "record time must rise"),
        ("INSERT INTO entry VALUES (4, 'country/AF', 1, NULL, x'7b7d', 9000)", "NOT NULL"),
        (f"UPDATE content SET bytes = x'00' WHERE sha256 = '{DOCUMENT[0]}'", "never changed"),
        ("DELETE FROM content", "never removed"),
        (f"REPLACE INTO content VALUES ('{DOCUMENT[0]}', x'00')", "other content"),
        (f"INSERT OR IGNORE INTO content VALUES ('{DOCUMENT[0]}', x'00')", "other content"),
    ],
)
def test_raw_sql_changes_nothing_that_is_recorded(raw: sqlite3.Connection, statement: str, reason: str | None) -> None:
    before = everything(raw)

    if reason is None:
        raw.execute(statement)
    else:
        with pytest.raises(sqlite3.IntegrityError, match=reason):
            raw.execute(statement)

    assert [row for row in everything(raw) if row in before] == before


def test_the_next_entry_is_accepted_whoever_writes_it(raw: sqlite3.Connection) -> None:
    """Because a refusal of everything would pass the tests above."""
    raw.execute(f"INSERT INTO entry {NEW}")

    assert raw.execute("SELECT max(position), count(*) FROM entry").fetchone() == (4, 4)


def test_the_same_document_may_be_offered_again(raw: sqlite3.Connection) -> None:
    before = everything(raw)

    raw.execute("INSERT INTO content VALUES (?, ?) ON CONFLICT DO NOTHING", DOCUMENT)

    assert everything(raw) == before


def test_a_ledger_file_is_known_by_its_header(raw: sqlite3.Connection) -> None:
    assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert raw.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
