"""The carried entries of a dossier as a ledger of their own, so that they can be asked what the whole ledger was asked.

It lives in memory and ends with its block. Entries stand at the positions they have in the ledger they come from, with
the gaps that other countries and other cases leave: nothing has to be translated back. Read next: `gathering.py`, who
chooses what is carried.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import DBAPIError

from domain.errors import Refuted
from infrastructure.ledger import Ledger
from infrastructure.projections import tables as projections
from infrastructure.projections.follow import Following
from infrastructure.proof.dossier import Given, Leaf, Question
from infrastructure.reading import LedgerReader
from infrastructure.store import codec
from infrastructure.store.datastore import Datastore
from infrastructure.store.sqlite import MEMORY
from infrastructure.store.tables import content as content_table
from infrastructure.store.tables import disclosure as disclosure_table
from infrastructure.store.tables import entry as entry_table


@contextmanager
def carried_ledger(
    leaves: Sequence[Leaf], disclosures: Sequence[Given], documents: Mapping[str, str]
) -> Iterator[Ledger]:
    """The ledger of these entries (rising in position and record time) and texts (by SHA-256), open for questions.

    Raises:
        Refuted: an entry is none that a ledger could hold.
    """
    with Datastore.create(MEMORY, prepare=projections.prepare) as store:
        with _refuting(), store.writing() as connection:
            # Gaps are kept out of ledgers; here they are what the dossier leaves out.
            connection.execute(text("DROP TRIGGER entry_is_appended"))
            _keep(connection, leaves, disclosures, documents)
            following = Following(connection)
            reader = LedgerReader(connection)
            following.follow(reader.unsealing.entry(*row) for row in list(reader.rows(1, None)))
            following.flush()
        yield Ledger(store)


@contextmanager
def _refuting() -> Iterator[None]:
    """What the tables of a ledger do not take was never in one."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as problem:
        raise Refuted(f"the carried entries are none that a ledger could hold: {problem}") from problem


def _keep(
    connection: Connection, leaves: Sequence[Leaf], disclosures: Sequence[Given], documents: Mapping[str, str]
) -> None:
    versions: Counter[str] = Counter()
    for leaf in leaves:
        versions[leaf.stream] += 1
        row = {
            "position": leaf.position,
            "stream": leaf.stream,
            "version": versions[leaf.stream],
            "topic": leaf.event,
            "state": codec.canonical({"actor": leaf.actor, "content": leaf.content, "key": leaf.key}),
            "recorded_at": leaf.at,
        }
        connection.execute(insert(entry_table).values(row))
    for each in disclosures:
        connection.execute(insert(disclosure_table).values(each._asdict()))
    for sha256, written in documents.items():
        connection.execute(insert(content_table).values(sha256=sha256, bytes=written.encode()))


def bearing_faults(ledger: Ledger, leaves: Sequence[Leaf], question: Question) -> Iterator[tuple[str, str]]:
    """What of the carried entries does not hold together, as the name of a part and a sentence: an entry that does not
    bear on the question, and one that refers to what is not carried.

    That nothing else bears cannot be seen from what is carried.
    """
    named = {leaf.position: leaf.named for leaf in leaves}
    bearing, unresolved = ledger.bearing(question.subject)
    for position in named.keys() - bearing.keys():
        yield named[position], "it does not bear on the question, so that it has no place in this dossier"
    for entry, lacking in unresolved:
        yield named[entry.position], f"it refers to {lacking}, which is not carried"
