"""What is done with sealed values once they are recorded: handed to a reader, erased, and erased again after a restore.

How values are sealed when an entry comes in is in `sealing.py`, how they are read in `unsealing.py`.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, select

from domain import content
from domain.errors import Malformed, NotFound, Refused
from domain.events import EntryErased
from domain.sealing import Path as ValuePath
from domain.sealing import Withheld, dotted
from infrastructure.chronicle import Draft
from infrastructure.proof.sealed import Disclosure, SealBroken, digest
from infrastructure.reading import LedgerReader
from infrastructure.store import codec
from infrastructure.store.statements import prepared
from infrastructure.store.tables import disclosure
from infrastructure.store.tables import entry as entry_table

_HELD = select(disclosure.c.digest, disclosure.c.position).where(disclosure.c.digest == bindparam("digest_"))
_ERASURES = (
    select(entry_table.c.position, entry_table.c.state)
    .where(entry_table.c.topic == EntryErased.TOPIC)
    .order_by(entry_table.c.position)
)


@dataclass(frozen=True)
class SealedEntry:
    """An entry with sealed values: its leaf, `disclosures` of those at hand by field, and those `withheld`.

    `documents` are those that are sealed: SHA-256 and bytes, by the digest of what discloses them.
    """

    key: str
    position: int
    leaf: bytes
    disclosures: tuple[Disclosure, ...]
    withheld: tuple[Withheld, ...]
    documents: Mapping[str, tuple[str, bytes]]

    def chosen(self, fields: Sequence[str]) -> tuple[Disclosure, ...]:
        """The disclosures of these fields; a field stands for everything under it, none for all.

        Raises:
            NotFound: if a field has no sealed value at hand.
        """
        for name in fields or [""]:
            if not self._held(name):
                raise NotFound(self._nothing_left_of(name) or self._nothing_sealed(name))
        return self.erasable(fields)

    def erasable(self, fields: Sequence[str]) -> tuple[Disclosure, ...]:
        """The same, without what was erased before; empty where everything was.

        Raises:
            NotFound: if a field never had a sealed value.
        """
        for name in fields or [""]:
            if not self._held(name) and not self._nothing_left_of(name):
                raise NotFound(
                    f"{self._nothing_sealed(name)}. What was recorded in the open stays in the ledger: to be rid of "
                    "it, export the ledger, take it out, and import the rest into a new one"
                )
        return tuple(each for each in self.disclosures if not fields or any(under(each.path, name) for name in fields))

    def _held(self, name: str) -> bool:
        return any(under(each.path, name) for each in self.disclosures)

    def _nothing_left_of(self, name: str) -> str:
        gone = [str(each) for each in self.withheld if each.erasure and under((each.path,), name)]
        return f"{gone[0]}; there is nothing left of it" if gone else ""

    def _nothing_sealed(self, name: str) -> str:
        known = ", ".join(dotted(each.path) for each in self.disclosures) or "none"
        return f"the entry {self.key} has no sealed value{f' {name}' if name else ''}; those at hand: {known}"


@dataclass(frozen=True)
class Erasure:
    """An erasure as it is kept outside the ledger as well: what was erased of which entry, and why. Nothing in it says
    what the values were."""

    entry: str
    erased: tuple[tuple[str, str], ...]
    reason: str

    @property
    def digests(self) -> tuple[str, ...]:
        return tuple(digest for _, digest in self.erased)


def sealed_entry(reader: LedgerReader, row: Any) -> SealedEntry:
    opened = reader.unsealing.opened(*row)
    texts = {digest(text): text for text in reader.unsealing.disclosures(row[0])}
    held = sorted(opened.disclosed.items(), key=lambda item: dotted(item[1]))
    return SealedEntry(
        key=codec.envelope(row[3], row[0]).key,
        position=row[0],
        leaf=codec.leaf(*row),
        disclosures=tuple(Disclosure(path, each, texts[each]) for each, path in held),
        withheld=reader.unsealing.withheld(*row),
        documents=reader.unsealing.sealed_documents(row[0]),
    )


def erasure_of(entry: SealedEntry, chosen: Sequence[Disclosure], reason: str) -> Draft:
    """The entry that puts an erasure on record."""
    return draft_of(Erasure(entry.key, tuple((dotted(each.path), each.digest) for each in chosen), reason))


def draft_of(erasure: Erasure) -> Draft:
    """The first digest makes the key: the same erasure is the same entry, however often it is asked for."""
    mark = erasure.digests[0].lower().replace("_", "-").strip("-")[:12]
    erased = [{"field": name, "digest": each} for name, each in erasure.erased]
    return Draft(
        f"{erasure.entry}/erased-{mark}",
        EntryErased.TOPIC,
        {"entry": erasure.entry, "erased": erased, "reason": erasure.reason},
    )


# -- after a restore --------------------------------------------------------------------------------------------------


def erasures_in(connection: Connection) -> list[Erasure]:
    """Every erasure on record, in ledger order."""
    found: list[Erasure] = []
    rows = connection.connection.cursor()
    for position, state in prepared(_ERASURES, connection).run(rows, {}).fetchall():
        event = content.read(EntryErased.TOPIC, codec.envelope(state, position).content)
        if isinstance(event, EntryErased):
            found.append(Erasure(event.entry, tuple((each.field, each.digest) for each in event.erased), event.reason))
    return found


def still_held(connection: Connection, erasures: Iterable[Erasure]) -> Iterator[Erasure]:
    """The erasures whose values the ledger has all the same, each with what of it is there; every value once."""
    cursor = connection.connection.cursor()
    known: set[str] = set()
    for erasure in erasures:
        held = tuple(
            (name, each)
            for name, each in erasure.erased
            if each not in known and prepared(_HELD, connection).run(cursor, {"digest_": each}).fetchone() is not None
        )
        known.update(erasure.digests)
        if held:
            yield Erasure(erasure.entry, held, erasure.reason)


def write_erasures(path: Path, erasures: Iterable[Erasure]) -> None:
    """Keep erasures in a file beside the ledger, together with those that are in it already.

    Raises:
        Refused: if the file cannot be read or written.
    """
    known = dict.fromkeys([*read_erasures(path), *erasures])
    unfinished = path.with_name(f"{path.name}.unfinished")
    lines = [json.dumps({"entry": each.entry, "erased": dict(each.erased), "reason": each.reason}) for each in known]
    try:
        with unfinished.open("w", encoding="ascii", newline="\n") as opened:
            opened.writelines(f"{line}\n" for line in lines)
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(path)
    except OSError as problem:
        raise Refused(
            f"the list of erasures {path} cannot be written: {problem.strerror}; the erasure is on record, but a "
            "backup restored later would not know of it until `kroniek restore-check` has run here"
        ) from None


def read_erasures(path: Path) -> list[Erasure]:
    """The erasures that a file beside a ledger has; none where there is no file.

    Raises:
        Refused: if it cannot be read, or is no such file.
    """
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError):
        raise Refused(f"the list of erasures {path} cannot be read; restore it from a backup") from None
    if lines == [""]:
        return []
    return [_erasure(path, number, line) for number, line in enumerate(lines, 1)]


def _erasure(path: Path, number: int, line: str) -> Erasure:
    try:
        match json.loads(line):
            case {"entry": str(entry), "erased": dict(erased), "reason": str(reason)}:
                if erased and all(isinstance(each, str) for each in erased.values()):
                    return Erasure(entry, tuple(erased.items()), reason)
    except (ValueError, RecursionError):
        pass
    raise Malformed(f"{path}:{number}: this is no erasure; restore the list of erasures from a backup")


# -- files of disclosures ---------------------------------------------------------------------------------------------


def disclosure_file(entry: SealedEntry, chosen: Sequence[Disclosure], reader: str, proof: str) -> bytes:
    """What is handed to a reader: the entry as its leaf, what discloses the chosen values, and the proof that the
    entry is in the log (C2SP tlog-proof; empty where the ledger has no key).

    Raises:
        Malformed: if the reader's name is no text.
    """
    if not is_text(reader):
        raise Malformed("the name of the reader is not UTF-8 text; give it as such")
    return handed_bytes(
        reader=reader,
        key=entry.key,
        position=entry.position,
        leaf=entry.leaf.decode("utf-8"),
        disclosed=[(dotted(each.path), each.text) for each in chosen],
        documents=dict(entry.documents[each.digest] for each in chosen if each.digest in entry.documents),
        proof=proof,
    )


def handed_bytes(
    *,
    reader: str,
    key: str,
    position: int,
    leaf: str,
    disclosed: Iterable[tuple[str, str]],
    documents: Mapping[str, bytes],
    proof: str,
) -> bytes:
    """The file that says this, to the byte. `disclosed`: field and disclosure; `documents`: by SHA-256."""
    told = {
        "disclosures": 1,
        "to": reader,
        "key": key,
        "position": position,
        "leaf": leaf,
        "disclosed": [{"field": field, "disclosure": text} for field, text in disclosed],
        "documents": _written(documents),
        "proof": proof,
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def is_text(written: str) -> bool:
    """Whether it can be written: bytes of the command line that are not UTF-8 arrive as halves of characters."""
    return not any("\ud800" <= each <= "\udfff" for each in written)


def _written(documents: Mapping[str, bytes]) -> dict[str, str]:
    return {sha256: base64.b64encode(data).decode("ascii") for sha256, data in documents.items()}


@dataclass(frozen=True)
class SealedDraft:
    """An entry as it would be recorded: `shown` with digests in it, and what discloses these."""

    shown: dict[str, Any]
    disclosures: tuple[Disclosure, ...]
    documents: Mapping[str, bytes]


@dataclass(frozen=True)
class Disclosures:
    """What a file discloses: texts by digest, and sealed documents by SHA-256."""

    texts: Mapping[str, str]
    documents: Mapping[str, bytes]
    fields: Mapping[str, str]

    def written(self) -> bytes:
        told = {
            "disclosures": 1,
            "disclosed": [{"field": self.fields[each], "disclosure": text} for each, text in self.texts.items()],
            "documents": _written(self.documents),
        }
        return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def disclosures_of(entries: Iterable[SealedDraft]) -> Disclosures:
    """What discloses sealed entries, in their order."""
    texts: dict[str, str] = {}
    fields: dict[str, str] = {}
    held: dict[str, bytes] = {}
    for entry in entries:
        for each in entry.disclosures:
            texts[each.digest] = each.text
            fields[each.digest] = f"{entry.shown['key']}: {dotted(each.path)}"
        held.update(entry.documents)
    return Disclosures(texts, held, fields)


def read_disclosures(data: bytes, name: str) -> Disclosures:
    """What a file discloses: one handed to a reader, or one made by `kroniek seal`.

    Raises:
        Malformed: if it is no file of disclosures.
        SealBroken: if what it has is not what it says.
    """
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        told = None
    match told:
        case {"disclosures": 1, "disclosed": list(disclosed), **rest}:
            documents = rest.get("documents", {})
        case _:
            disclosed, documents = [], None
    if not isinstance(documents, Mapping):
        raise Malformed(f"{name} is not a file of disclosures; give one that `kroniek seal` or `disclose` made")
    texts: dict[str, str] = {}
    fields: dict[str, str] = {}
    for each in disclosed:
        text = each.get("disclosure") if isinstance(each, Mapping) else None
        if not isinstance(text, str) or not text.isascii():
            raise SealBroken(f"{name}: a disclosure is not base64url text")
        if digest(text) in texts:
            raise SealBroken(f"{name}: the disclosure with the digest {digest(text)} is given twice")
        texts[digest(text)] = text
        fields[digest(text)] = str(each.get("field", ""))
    return Disclosures(texts, {sha256: _document(name, sha256, held) for sha256, held in documents.items()}, fields)


def _document(name: str, sha256: str, encoded: Any) -> bytes:
    try:
        data = base64.b64decode(encoded, validate=True)
    except (ValueError, TypeError):
        raise SealBroken(f"{name}: the document {sha256!r} is not base64") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SealBroken(f"{name}: the document {sha256!r} is another one")
    return data


def sealed_draft(reader: LedgerReader, draft: Draft) -> SealedDraft:
    """The entry of a draft that is recorded, as it would be written in a chronicle."""
    position = reader.position(draft.key)
    (row,) = reader.rows(position, position)
    sealed = sealed_entry(reader, row)
    shown = codec.shown(*row)
    for name in {"tree_size", "root_hash"} - draft.fields.keys():
        shown["content"].pop(name, None)  # an assessment is told where the ledger stands whenever it is recorded
    return SealedDraft(shown, sealed.disclosures, dict(sealed.documents.values()))


def under(path: ValuePath, name: str) -> bool:
    """Whether a value is that of a field, or stands under it; everything stands under no field."""
    where = dotted(path)
    return not name or where == name or where.startswith((f"{name}.", f"{name}["))
