"""Entries as they are read: sealed values in their places, as far as the ledger still has them.

Everything that reads rows of the table of entries goes through `Unsealing`. Read next: `proof/sealed.py`, how a value
is sealed; `sealing.py`, how it is done when an entry is recorded.
"""

from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from domain import content
from domain.dates import legal_day
from domain.events import EntryErased
from domain.history import Entry
from domain.sealing import UNNAMED, Path, Withheld, dotted
from infrastructure.proof.sealed import Opened, open_sealed
from infrastructure.store import codec
from infrastructure.store.statements import prepared
from infrastructure.store.tables import disclosure
from infrastructure.store.tables import entry as entry_table

_MARK = b'"_sd":['
_TEXTS = select(disclosure.c.text).where(disclosure.c.position == bindparam("position_"))
_DOCUMENT = select(disclosure.c.document).where(
    disclosure.c.sha256 == bindparam("sha256_"), disclosure.c.document.is_not(None)
)
_DOCUMENTS = select(disclosure.c.digest, disclosure.c.sha256, disclosure.c.document).where(
    disclosure.c.position == bindparam("position_"), disclosure.c.document.is_not(None)
)
_ERASURES = (
    select(entry_table.c.state, entry_table.c.recorded_at)
    .where(entry_table.c.stream == bindparam("stream_"), entry_table.c.topic == EntryErased.TOPIC)
    .order_by(entry_table.c.position)
)
_ALL_ERASURES = (
    select(entry_table.c.position, entry_table.c.state)
    .where(entry_table.c.topic == EntryErased.TOPIC)
    .order_by(entry_table.c.position)
)
_HOLDER = (
    select(entry_table.c.position, entry_table.c.state)
    .join(disclosure, disclosure.c.position == entry_table.c.position)
    .where(disclosure.c.digest == bindparam("digest_"))
)


class Row(NamedTuple):
    """An entry as its table holds it; `recorded_at` in microseconds since 1970-01-01 UTC."""

    position: int
    stream: str
    topic: str
    state: bytes
    recorded_at: int


def may_be_sealed(state: bytes) -> bool:
    """Whether anything in the stored state of an entry looks sealed; quick."""
    return _MARK in state


class Unsealing:
    """Reads the rows of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()

    def entry(self, *row: Any) -> Entry:
        """The entry of a row (`position, stream, topic, state, recorded_at`), without what is withheld.

        Raises:
            Refuted: the row is damaged, or a disclosure does not fit it.
        """
        if _MARK not in row[3]:
            return codec.entry(*row)
        read = Row(*row)
        opened = self._opened(read)
        return codec.entry(*read, opened=opened.content, withheld=self._withheld(read, opened))

    def shown(self, *row: Any) -> dict[str, Any]:
        """An entry as `entries --format json` lists it: sealed values in their places, and which these are; of those
        that are withheld the digests, and why."""
        shown = codec.shown(*row)
        if _MARK not in row[3]:
            return shown
        opened = self._opened(Row(*row))
        withheld = self._withheld(Row(*row), opened)
        shown["content"] = with_digests(opened)
        shown["sealed"] = sorted(map(dotted, opened.disclosed.values()))
        if withheld:
            shown["withheld"] = [
                {
                    "field": each.path,
                    "digest": each.digest,
                    "erased_by": each.erasure or None,
                    "erased_on": str(each.erased_on) if each.erased_on else None,
                    "reason": each.reason or None,
                }
                for each in withheld
            ]
        return shown

    def disclosures(self, position: int) -> list[str]:
        """The disclosures the ledger has of an entry, in the order of their text."""
        rows = prepared(_TEXTS, self._connection).run(self._cursor, {"position_": position}).fetchall()
        return sorted(row[0] for row in rows)

    def entry_of(self, digest: str) -> str:
        """The key of the entry that the ledger can disclose this digest of; empty where there is none."""
        row = prepared(_HOLDER, self._connection).run(self._cursor, {"digest_": digest}).fetchone()
        return codec.envelope(row[1], row[0]).key if row else ""

    def erased(self) -> dict[str, tuple[str, str]]:
        """What was ever erased, by digest: the key of the entry, and the field."""
        rows = prepared(_ALL_ERASURES, self._connection).run(self._cursor, {}).fetchall()
        events = [content.read(EntryErased.TOPIC, codec.envelope(state, position).content) for position, state in rows]
        return {
            each.digest: (event.entry, each.field)
            for event in events
            if isinstance(event, EntryErased)
            for each in event.erased
        }

    def opened(self, *row: Any) -> Opened:
        """The content of an entry with what is disclosed, by digest and path, and what is missing."""
        return self._opened(Row(*row))

    def withheld(self, *row: Any) -> tuple[Withheld, ...]:
        return self._withheld(Row(*row), self._opened(Row(*row)))

    def document(self, sha256: str) -> bytes | None:
        """A sealed document; None where the ledger does not have it."""
        row = prepared(_DOCUMENT, self._connection).run(self._cursor, {"sha256_": sha256}).fetchone()
        return bytes(row[0]) if row else None

    def sealed_documents(self, position: int) -> dict[str, tuple[str, bytes]]:
        """The documents that are sealed with an entry, SHA-256 and bytes, by the digest of what discloses them."""
        rows = prepared(_DOCUMENTS, self._connection).run(self._cursor, {"position_": position}).fetchall()
        return {digest: (sha256, bytes(document)) for digest, sha256, document in sorted(rows)}

    def _opened(self, row: Row) -> Opened:
        return open_sealed(codec.envelope(row.state, row.position).content, self.disclosures(row.position))

    def _withheld(self, row: Row, opened: Opened) -> tuple[Withheld, ...]:
        if not opened.missing:
            return ()
        erased = {each.digest: each for each in self._erased(row)}
        found = [erased.get(digest) or Withheld(dotted(path), digest) for path, digest in opened.missing]
        return tuple(sorted(found, key=lambda each: (each.path, each.digest)))  # digests hang on salts, names do not

    def _erased(self, row: Row) -> list[Withheld]:
        """What entries of the stream say was erased."""
        found: list[Withheld] = []
        for state, recorded_at in (
            prepared(_ERASURES, self._connection).run(self._cursor, {"stream_": row.stream}).fetchall()
        ):
            held = codec.envelope(state, row.position)
            event = content.read(EntryErased.TOPIC, held.content)
            if isinstance(event, EntryErased):
                day = legal_day(codec.moment(recorded_at))
                found.extend(Withheld(each.field, each.digest, held.key, event.reason, day) for each in event.erased)
        return found


def with_digests(opened: Opened) -> dict[str, Any]:
    """The content of an entry with the digests of what is missing where they stood."""
    written = opened.content
    for path, digest in opened.missing:
        holder = _holder(written, path)
        if path[-1] == UNNAMED and holder is not None:
            holder.setdefault("_sd", []).append(digest)
    return written


def _holder(written: dict[str, Any], path: Path) -> Any:
    held: Any = written
    for part in path[:-1]:
        held = held[part]
    return held
