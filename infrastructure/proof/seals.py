"""Sealed values, held against the entries they stand in: each is disclosed, or erased with an entry that says so."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from domain.errors import Refuted
from domain.sealing import dotted
from infrastructure.disclosing import erasures_in
from infrastructure.proof.sealed import digest
from infrastructure.proof.verification import Contradiction
from infrastructure.store.statements import prepared
from infrastructure.store.tables import content, disclosure
from infrastructure.unsealing import Unsealing

_KEPT = select(
    disclosure.c.digest, disclosure.c.position, disclosure.c.text, disclosure.c.sha256, disclosure.c.document
)
_OPEN = select(content.c.sha256)


class Seals:
    """Looks at entries one by one, and at the end at what is left."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._unsealing = Unsealing(connection)
        self._erased = {each for erasure in erasures_in(connection) for each in erasure.digests}
        self._disclosed: set[str] = set()
        self._documents: dict[str, str] = {}
        """The SHA-256 of each sealed document, by the digest of what discloses it."""

    def entry(self, row: Any) -> Iterator[Contradiction]:
        """What is wrong with the sealed values of an entry (`position, stream, topic, state, recorded_at`)."""
        try:
            opened = self._unsealing.opened(*row)
        except Refuted as problem:
            yield Contradiction("disclosure", "disclosure-broken", row[0], {"problem": str(problem)})
            return
        for each, path in opened.disclosed.items():
            self._disclosed.add(each)
            if each in self._erased:
                yield Contradiction("disclosure", "disclosure-back", row[0], {"field": dotted(path)})
            value: Any = opened.content
            for part in path:
                value = value[part]
            if path[-1] == "content" and isinstance(value, dict) and "sha256" in value:
                self._documents[each] = value["sha256"]
        for withheld in self._unsealing.withheld(*row) if opened.missing else ():
            if not withheld.erasure:
                yield Contradiction("disclosure", "disclosure-missing", row[0], {"field": withheld.path})

    @property
    def documents(self) -> frozenset[str]:
        """The sealed documents met so far."""
        return frozenset(self._documents.values())

    def left(self) -> Iterator[Contradiction]:
        """What is wrong with the disclosures as they are kept, once every entry was looked at."""
        in_the_open = {row[0] for row in self._run(_OPEN)}
        for each, stands_at, text, sha256, document in self._run(_KEPT):
            position = stands_at if isinstance(stands_at, int) else None
            if not isinstance(text, str) or not text.isascii() or digest(text) != each or each not in self._disclosed:
                yield Contradiction("disclosure", "disclosure-extra", position, {"digest": str(each)})
                continue
            named = self._documents.get(each)
            held = None if document is None else _sha256(document)
            if sha256 != named or (held is None and named is not None and named not in in_the_open):
                yield Contradiction("document", "document-missing", position, {"sha256": str(named or sha256)})
            elif held is not None and held != named:
                yield Contradiction("document", "document-changed", position, {"sha256": str(named)})

    def _run(self, statement: Any) -> Any:
        return prepared(statement, self._connection).run(self._connection.connection.cursor(), {})


def _sha256(document: object) -> str:
    """Of whatever stands where a document should; what is not bytes has none."""
    return hashlib.sha256(document).hexdigest() if isinstance(document, bytes) else ""
