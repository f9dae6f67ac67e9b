"""The tables that answers are read from. All of them can be made again from the entries (`rebuild`)."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    delete,
    insert,
)

from domain.dates import AFTER
from infrastructure.store.tables import ledger

FOREVER: Final = 2**62
"""`recorded_until` of what is believed now."""

NO_LIMIT: Final = AFTER
"""The public clock without a limit: one step beyond every day, where what is not known to be public counts too."""

SHAPE: Final = "3"
"""Raised when the tables below change, or what has to stand in them. Tables of another shape are made anew when a
ledger is opened."""

metadata = MetaData()

_WholeNumber = BigInteger().with_variant(Integer, "sqlite")

entry_key = Table(
    "entry_key",
    metadata,
    Column("key", Text, primary_key=True),
    Column("position", _WholeNumber, nullable=False),
    sqlite_with_rowid=False,
)
"""Where each key stands: an idempotency key may be used once."""

mention = Table(
    "mention",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("position", _WholeNumber, primary_key=True),
    sqlite_with_rowid=False,
)
"""Which entries bear on what: `subject/ML/article-15c`, `source/ml-letter-2023`, `about/<key>` (references.py)."""

policy_state = Table(
    "policy_state",
    metadata,
    Column("id", _WholeNumber, primary_key=True),
    Column("country", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("on_from", _WholeNumber, nullable=False),
    Column("on_until", _WholeNumber, nullable=False),
    Column("public_from", _WholeNumber, nullable=False),
    Column("public_until", _WholeNumber, nullable=False),
    Column("recorded_from", _WholeNumber, nullable=False),
    Column("recorded_until", _WholeNumber, nullable=False),
    Column("practice", LargeBinary, nullable=False),
    Column("formal", LargeBinary),
)
"""One row per box of days on three clocks within which a subject has one state: half-open on every axis, days as
ordinals, record time as positions. `practice` and `formal` are digests of `state_json`; `formal` is null where it says
the same as `practice`. Boxes of a subject never overlap; a point that no box holds is one where the subject is not
listed."""

state_json = Table(
    "state_json",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("json", LargeBinary, nullable=False),
)
"""What boxes say, once for all boxes that say the same (`boxes.digest_of`)."""

case_file = Table(
    "case_file",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("country", Text, nullable=False),
    Column("decision", _WholeNumber),
    Column("facts", LargeBinary, nullable=False),
    Column("framework", Text),
    Column("outcome", Text),
    sqlite_with_rowid=False,  # so that the index below has the references too
)
"""One row per case as it stands now: what a replay at its decision depends on, and the outcome that was given.
`decision` is null where no single day is known; `facts` are canonical JSON."""

Index("case_file_alike", case_file.c.country, case_file.c.decision, case_file.c.facts, case_file.c.framework)
Index("policy_state_live", policy_state.c.subject, policy_state.c.recorded_until)
Index("policy_state_days", policy_state.c.country, policy_state.c.public_until, policy_state.c.recorded_until)


def prepare(connection: Connection) -> None:
    """Make the tables, empty, and note their shape."""
    metadata.create_all(connection, checkfirst=False)
    connection.execute(delete(ledger).where(ledger.c.name == "projections"))
    connection.execute(insert(ledger).values(name="projections", value=SHAPE))
