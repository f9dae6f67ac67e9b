"""Sealing the values of entries as they are recorded, and keeping what discloses them apart.

Which values are sealed is said in `domain/sealing.py`, how in `proof/sealed.py`. Read next: `recording.py`, who calls
this for every entry; `unsealing.py`, how entries are read back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert

from domain import content
from domain.events import EntryCorrected, EntryEvent, Event, SourceRegistered
from domain.sealing import Path, sealed_paths
from infrastructure.admission import Admitted
from infrastructure.projections.references import References
from infrastructure.proof.sealed import Disclosure, seal
from infrastructure.store.statements import prepared
from infrastructure.store.tables import disclosure
from infrastructure.unsealing import Unsealing

Salts = Callable[[int], bytes]
"""Gives that many random bytes."""

_RANKED: Final = ("public", "internal", "confidential")
_KEEP = insert(disclosure)
_COLUMNS = tuple(column.key for column in disclosure.columns)
_DESTROY = delete(disclosure).where(disclosure.c.digest == bindparam("digest_"))


class Sealed(NamedTuple):
    """An entry ready to be stored: its fields with digests in them, and what discloses these."""

    written: dict[str, Any]
    disclosures: list[Disclosure]
    documents: dict[str, str]
    """The SHA-256 of each sealed document, by the digest of what discloses it."""


class Sealing:
    """Seals the entries of one transaction, in ledger order."""

    def __init__(self, connection: Connection, salts: Salts) -> None:
        self._connection = connection
        self._references = References(connection)
        self._salts = salts
        self._topics: dict[str, str] = {}
        self._confidentiality: dict[str, str] = {}

    def seal(self, each: Admitted, event: Event) -> Sealed:
        written = content.write(event)
        self._note(each.key, event)
        target = self._topic(event.entry) if isinstance(event, EntryEvent) else ""
        paths = list(sealed_paths(each.stream, event.TOPIC, written, self._confidentiality_of, target))
        if not paths and not each.digests:
            return Sealed(written, [], {})
        sealed, disclosures = seal(written, paths, self._salts, each.disclosures, each.digests)
        documents = {made.digest: value["sha256"] for made in disclosures if (value := _document(written, made.path))}
        return Sealed(sealed, disclosures, documents)

    def keep(self, position: int, sealed: Sealed, documents: Mapping[str, bytes]) -> None:
        """Write the disclosures of an entry that is recorded. A document that another entry holds sealed is kept with
        this one as well: each can be erased without the other."""
        prepared(_KEEP, self._connection, _COLUMNS).run_many(
            self._connection.connection.cursor(),
            [
                {
                    "digest": each.digest,
                    "position": position,
                    "text": each.text,
                    "sha256": sealed.documents.get(each.digest),
                    "document": self._document(sealed.documents.get(each.digest, ""), documents),
                }
                for each in sealed.disclosures
            ],
        )

    def _document(self, sha256: str, documents: Mapping[str, bytes]) -> bytes | None:
        if sha256 in documents or not sha256:
            return documents.get(sha256)
        return Unsealing(self._connection).document(sha256)

    def _note(self, key: str, event: Event) -> None:
        """Later entries of the transaction see the earlier ones."""
        self._topics[key] = event.TOPIC
        for slug, stated in _stated(event):
            self._confidentiality[slug] = max(self._confidentiality_of(slug), stated, key=_RANKED.index)

    def _topic(self, key: str) -> str:
        if key not in self._topics:
            entry = self._references.of_key(key)
            self._topics[key] = entry.event.TOPIC if entry else ""
        return self._topics[key]

    def _confidentiality_of(self, slug: str) -> str:
        """The strictest that was ever stated of a source."""
        if slug not in self._confidentiality:
            entries = self._references.mentioning(f"source/{slug}")
            stated = [each for entry in entries for _, each in _stated(entry.event)]
            self._confidentiality[slug] = max(stated, key=_RANKED.index, default="public")
        return self._confidentiality[slug]


def _stated(event: Event) -> Iterator[tuple[str, str]]:
    """The confidentiality of a source, where an event states it."""
    match event:
        case SourceRegistered(source=slug, confidentiality=stated) if stated in _RANKED:
            yield slug, stated
        case EntryCorrected(content=replacement):
            yield from _stated_in(replacement)


def _stated_in(replacement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A correction may itself stand in the place of a correction."""
    match replacement:
        case {"source": str(slug), "confidentiality": stated} if stated in _RANKED:
            yield slug, stated
        case {"content": Mapping() as inner}:
            yield from _stated_in(inner)


def _document(written: Mapping[str, Any], path: Path) -> Any:
    """The document that a sealed value names, if it names one."""
    value: Any = written
    for part in path:
        value = value[part]
    return value if path[-1] == "content" and isinstance(value, Mapping) and "sha256" in value else None


def destroy(connection: Connection, digests: Iterable[str]) -> None:
    """Destroy what discloses these values, once an entry says that they were erased."""
    rows = [{"digest_": each} for each in digests]
    prepared(_DESTROY, connection).run_many(connection.connection.cursor(), rows)
