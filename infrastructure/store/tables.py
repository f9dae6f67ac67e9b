"""The tables every ledger has, and the triggers that keep what is recorded from being changed.

Tables are the same in every database; triggers are written per dialect and are made together with their table. The
tables of projections live with the projections. Read next: `datastore.py`, who opens a ledger and begins transactions.
"""

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
)

SCHEMA_VERSION = 1
"""Raised when the tables below change; a ledger of a later version is refused, not guessed at."""

# SQLite stores a column as the row's own number only when it is declared INTEGER.
_WholeNumber = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()

entry = Table(
    "entry",
    metadata,
    Column("position", _WholeNumber, primary_key=True, autoincrement=False),
    Column("stream", Text, nullable=False),
    Column("version", _WholeNumber, nullable=False),
    Column("topic", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("recorded_at", _WholeNumber, nullable=False),
    UniqueConstraint("stream", "version", name="entry_stream_version"),
)
"""One row per entry: `position` 1, 2, 3... without gaps; `recorded_at` in microseconds since 1970-01-01 UTC, strictly
rising with `position`; `version` counts within `stream`."""

content = Table(
    "content",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)
"""The documents sources refer to; `sha256` is the digest of `bytes` in lower-case hexadecimal."""

ledger = Table(
    "ledger",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the ledger says of itself: `application`, `schema`, and what its maker added, such as `origin`."""

tree_node = Table(
    "tree_node",
    metadata,
    Column("level", _WholeNumber, primary_key=True, autoincrement=False),
    Column("place", _WholeNumber, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""The Merkle tree over the entries (RFC 6962): the root hash of the `place`-th perfect subtree of 2**`level` leaves."""

disclosure = Table(
    "disclosure",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("position", _WholeNumber, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("sha256", Text, index=True),
    Column("document", LargeBinary),
)
"""What discloses the sealed values of an entry (RFC 9901), by digest; for a sealed document also its bytes. A row goes
only when an entry says that it was erased."""

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("number", _WholeNumber, primary_key=True, autoincrement=False),
    Column("size", _WholeNumber, nullable=False),
    Column("note", Text, nullable=False),
    Index("checkpoint_of_size", "size"),
)
"""What the log has signed (C2SP tlog-checkpoint), one row per note: `number` 1, 2, 3... without gaps, `size` the
entries it is about, more than in any row before. A size that comes again is the same note with cosignatures added."""

witness = Table("witness", metadata, Column("vkey", Text, primary_key=True), sqlite_with_rowid=False)
"""Whose cosignatures stand in checkpoints: their verifier keys (C2SP), as the keeper named them."""

FIRST_TABLES = tuple(table.name for table in (entry, content, ledger, tree_node))
"""What ledgers of the first release have; they lack what came later, until `log adopt-key` makes it."""

TRIGGERS = {
    "sqlite": {
        "entry_is_appended": """
            CREATE TRIGGER entry_is_appended BEFORE INSERT ON entry BEGIN
                SELECT RAISE(ABORT, 'an entry is appended at the next position, never elsewhere')
                 WHERE NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM entry);
                SELECT RAISE(ABORT, 'this version of the stream is already recorded')
                  FROM entry WHERE stream = NEW.stream AND version = NEW.version;
                SELECT RAISE(ABORT, 'the record time must rise with the position')
                  FROM entry WHERE position = NEW.position - 1 AND recorded_at >= NEW.recorded_at;
            END""",
        "entry_is_never_changed": """
            CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry BEGIN
                SELECT RAISE(ABORT, 'an entry is never changed; record a correction instead');
            END""",
        "entry_is_never_removed": """
            CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry BEGIN
                SELECT RAISE(ABORT, 'an entry is never removed; strike it out instead');
            END""",
        "content_is_never_replaced": """
            CREATE TRIGGER content_is_never_replaced BEFORE INSERT ON content BEGIN
                SELECT RAISE(ABORT, 'other content is already stored under this digest')
                  FROM content WHERE sha256 = NEW.sha256 AND bytes IS NOT NEW.bytes;
            END""",
        "content_is_never_changed": """
            CREATE TRIGGER content_is_never_changed BEFORE UPDATE ON content BEGIN
                SELECT RAISE(ABORT, 'stored content is never changed');
            END""",
        "content_is_never_removed": """
            CREATE TRIGGER content_is_never_removed BEFORE DELETE ON content BEGIN
                SELECT RAISE(ABORT, 'stored content is never removed');
            END""",
        "disclosure_is_never_replaced": """
            CREATE TRIGGER disclosure_is_never_replaced BEFORE INSERT ON disclosure BEGIN
                SELECT RAISE(ABORT, 'this value is already disclosed')
                  FROM disclosure WHERE digest = NEW.digest;
            END""",
        "disclosure_is_never_changed": """
            CREATE TRIGGER disclosure_is_never_changed BEFORE UPDATE ON disclosure BEGIN
                SELECT RAISE(ABORT, 'a disclosure is never changed');
            END""",
        "disclosure_is_removed_on_record": """
            CREATE TRIGGER disclosure_is_removed_on_record BEFORE DELETE ON disclosure BEGIN
                SELECT RAISE(ABORT, 'a disclosure is removed only when an entry says that it was erased')
                 WHERE NOT EXISTS (
                    SELECT 1 FROM entry AS erasure JOIN entry AS erased ON erasure.stream = erased.stream
                     WHERE erased.position = OLD.position AND erasure.topic = 'entry.erased'
                       AND instr(CAST(erasure.state AS TEXT), OLD.digest));
            END""",
        "tree_node_is_added_once": """
            CREATE TRIGGER tree_node_is_added_once BEFORE INSERT ON tree_node BEGIN
                SELECT RAISE(ABORT, 'this node of the tree is already there')
                  FROM tree_node WHERE level = NEW.level AND place = NEW.place;
            END""",
        "tree_node_is_never_changed": """
            CREATE TRIGGER tree_node_is_never_changed BEFORE UPDATE ON tree_node BEGIN
                SELECT RAISE(ABORT, 'a node of the tree is never changed');
            END""",
        "tree_node_is_never_removed": """
            CREATE TRIGGER tree_node_is_never_removed BEFORE DELETE ON tree_node BEGIN
                SELECT RAISE(ABORT, 'a node of the tree is never removed');
            END""",
        "checkpoint_is_added_last": """
            CREATE TRIGGER checkpoint_is_added_last BEFORE INSERT ON checkpoint BEGIN
                SELECT RAISE(ABORT, 'a checkpoint is added at the next number, never elsewhere')
                 WHERE NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM checkpoint);
                SELECT RAISE(ABORT, 'a checkpoint is of more entries than any before, or of as many as one of them')
                 WHERE NEW.size < (SELECT max(size) FROM checkpoint)
                   AND NOT EXISTS (SELECT 1 FROM checkpoint WHERE size = NEW.size);
            END""",
        "checkpoint_is_never_changed": """
            CREATE TRIGGER checkpoint_is_never_changed BEFORE UPDATE ON checkpoint BEGIN
                SELECT RAISE(ABORT, 'a checkpoint is never changed');
            END""",
        "checkpoint_is_never_removed": """
            CREATE TRIGGER checkpoint_is_never_removed BEFORE DELETE ON checkpoint BEGIN
                SELECT RAISE(ABORT, 'a checkpoint is never removed');
            END""",
        "witness_is_added_once": """
            CREATE TRIGGER witness_is_added_once BEFORE INSERT ON witness BEGIN
                SELECT RAISE(ABORT, 'this witness is already there') FROM witness WHERE vkey = NEW.vkey;
            END""",
        "witness_is_never_changed": """
            CREATE TRIGGER witness_is_never_changed BEFORE UPDATE ON witness BEGIN
                SELECT RAISE(ABORT, 'a witness is never changed');
            END""",
        "witness_is_never_removed": """
            CREATE TRIGGER witness_is_never_removed BEFORE DELETE ON witness BEGIN
                SELECT RAISE(ABORT, 'a witness is never removed');
            END""",
    }
}
"""Per dialect: trigger name -> the statement that makes it.

SQLite fires no DELETE trigger when INSERT OR REPLACE removes the row in its way (unless the connection asks for it), so
the INSERT triggers look for such a row themselves. That also keeps gaps out, whoever writes.
"""


def table_of_trigger(name: str) -> str:
    """The table that a trigger of `TRIGGERS` is on."""
    return name.partition("_is_")[0]


for _dialect, _triggers in TRIGGERS.items():
    for _name, _statement in _triggers.items():
        _made = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]  # SQLAlchemy types it late
        event.listen(metadata.tables[table_of_trigger(_name)], "after_create", _made)
