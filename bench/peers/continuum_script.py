"""The peer for questions at a point, run in its own environment: SQLAlchemy-Continuum on SQLite.

Continuum keeps one clock, of transactions. A period in which an element has one state is a row of a versioned model,
with its days in force and its days public as columns; the row is inserted when it is first believed and deleted when it
is believed no more. A question is then one query on the version table, as Continuum's manual writes them, with the
indexes such an application would add.

Arguments: the database to make, and one with the table `period`. Its version rows are written in bulk, after a sample
of them was seen to be what Continuum's own unit of work writes (`sample`).
"""

import json
import sqlite3
import sys
import time
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, configure_mappers, declarative_base
from sqlalchemy_continuum import make_versioned, transaction_class, version_class

make_versioned(user_cls=None, options={"strategy": "validity"})
Base = declarative_base()
DAYS = ("on_from", "on_until", "public_from", "public_until")
COLUMNS = ("id", "country", "subject", *DAYS, "practice")


class Period(Base):
    __tablename__ = "period"
    __versioned__: ClassVar[dict[str, str]] = {}

    id = sa.Column(sa.Integer, primary_key=True)
    country = sa.Column(sa.Text, nullable=False)
    subject = sa.Column(sa.Text, nullable=False)
    on_from = sa.Column(sa.Integer, nullable=False)
    on_until = sa.Column(sa.Integer, nullable=False)
    public_from = sa.Column(sa.Integer, nullable=False)
    public_until = sa.Column(sa.Integer, nullable=False)
    practice = sa.Column(sa.JSON, nullable=False)


configure_mappers()
Version = version_class(Period)
Transaction = transaction_class(Period)
TABLE = Version.__table__
sa.Index("period_version_subject", TABLE.c.subject, TABLE.c.transaction_id)
sa.Index(
    "period_version_country",
    *(TABLE.c[name] for name in ("country", *DAYS, "transaction_id", "end_transaction_id")),
)
_AT = (
    sa.select(Version)
    .where(Version.on_from <= sa.bindparam("on"), Version.on_until > sa.bindparam("on"))
    .where(Version.public_from <= sa.bindparam("public"), Version.public_until > sa.bindparam("public"))
    .where(Version.transaction_id <= sa.bindparam("recorded"))
    .where(sa.or_(Version.end_transaction_id > sa.bindparam("recorded"), Version.end_transaction_id.is_(None)))
    .where(Version.operation_type != 2)
)
ELEMENT_AT = _AT.where(Version.subject == sa.bindparam("subject"))
COUNTRY_AT = _AT.where(Version.country == sa.bindparam("country"))


def main() -> None:
    database, periods = sys.argv[1:]
    engine = sa.create_engine(f"sqlite:///{database}")
    Base.metadata.create_all(engine)
    engine.dispose()
    with sqlite3.connect(database, isolation_level=None) as connection:
        load(connection, periods)
    connection.close()
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(DO[request.pop("do")](engine, periods=periods, **request)), flush=True)


def load(connection, periods, limit=2**62):
    """Insert rows, and for what is believed no more delete rows, as Continuum numbers and ends them; the first `limit`
    periods."""
    connection.execute("ATTACH ? AS given", (periods,))
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO period_version (id, country, subject, on_from, on_until, public_from, public_until, practice,"
        " transaction_id, end_transaction_id, operation_type)"
        " SELECT id, country, subject, on_from, on_until, public_from, public_until, practice,"
        " recorded_from, recorded_until, 0 FROM given.period WHERE id <= ?",
        (limit,),
    )
    connection.execute(
        "INSERT INTO period_version (id, transaction_id, operation_type)"
        " SELECT id, recorded_until, 2 FROM given.period WHERE id <= ? AND recorded_until IS NOT NULL",
        (limit,),
    )
    connection.execute("COMMIT")
    connection.execute("DETACH given")
    connection.execute("ANALYZE")


def sample(engine, periods, limit):
    """Do the first `limit` periods give the same version rows by Continuum's own unit of work as in bulk?"""
    tables = []
    for write in (_in_bulk, _by_sessions):
        memory = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
        Base.metadata.create_all(memory)
        write(memory, periods, limit)
        with memory.connect() as connection:
            columns = [TABLE.c[name] for name in (*COLUMNS, "transaction_id", "end_transaction_id", "operation_type")]
            found = connection.execute(sa.select(*columns).order_by(TABLE.c.id, TABLE.c.transaction_id))
            # Of a deleted row Continuum keeps its last content; no question reads it.
            tables.append([tuple(row) if row.operation_type == 0 else (row.id, *row[-3:]) for row in found])
    return [len(tables[0]), tables[0] == tables[1]]


def _in_bulk(engine, periods, limit):
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.isolation_level = None
        load(driver, periods, limit)
        driver.isolation_level = ""


def _by_sessions(engine, periods, limit):
    with sqlite3.connect(periods) as given:
        given.row_factory = sqlite3.Row
        rows = given.execute("SELECT * FROM period WHERE id <= ?", (limit,)).fetchall()
    given.close()
    moments = sorted({each["recorded_from"] for each in rows} | {each["recorded_until"] or 0 for each in rows} - {0})
    for moment in moments:
        # Continuum numbers its transactions itself, one after the last: let the last be the moment before this one.
        with engine.begin() as connection:
            connection.execute(sa.delete(Transaction))
            if moment > 1:
                connection.execute(sa.insert(Transaction).values(id=moment - 1))
        with Session(engine) as session:
            for row in rows:
                if row["recorded_until"] == moment:
                    session.delete(session.get(Period, row["id"]))
                if row["recorded_from"] == moment:
                    fields = {name: row[name] for name in COLUMNS}
                    session.add(Period(**{**fields, "practice": json.loads(row["practice"])}))
            session.commit()


def answer(engine, periods, whole, asks):
    """Per question the states that hold, each the JSON that was stored."""
    return [[version.practice for version in found(engine, whole, ask)] for ask in asks]


def measure(engine, periods, whole, asks):
    """Seconds per question."""
    taken = []
    for ask in asks:
        start = time.perf_counter_ns()
        found(engine, whole, ask)
        taken.append((time.perf_counter_ns() - start) / 1e9)
    return taken


def found(engine, whole, ask):
    with Session(engine) as session:
        return session.scalars(COUNTRY_AT if whole else ELEMENT_AT, ask).all()


DO = {"sample": sample, "answer": answer, "time": measure}

if __name__ == "__main__":
    main()
