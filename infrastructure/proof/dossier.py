"""A dossier: one JSON document, one signed statement about its bytes, and what of both hashes alone can show.

The document carries the leaves that bear on a question, each with its inclusion proof in one checkpoint, and the
answers. Its form is fixed to the byte: what is not written exactly as `document_bytes` writes it is refused. Read next:
`carried.py`, who asks the carried entries the question again; `cli/dossier/check.py`, who does all checks in order.
"""

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final, Literal, NamedTuple

import msgspec

from domain.dates import RecordedBy
from domain.errors import LedgerError, Refuted
from domain.policy import Reading
from infrastructure.bearing import Subject
from infrastructure.proof.checkpoint import Checkpoint
from infrastructure.proof.note import VerifierKey, base64_of, bytes_of, open_note
from infrastructure.proof.policy import Policy
from infrastructure.proof.sealed import SealBroken, digest, digests_in, open_sealed
from infrastructure.proof.tree import check_inclusion, leaf_hash
from infrastructure.store import codec
from infrastructure.unsealing import with_digests

VERSION: Final = 1
STATEMENT: Final = "kroniek.dossier/v1"
"""First line of the statement. The second is the origin, no number: no checkpoint can be mistaken for it."""

MOST_BYTES: Final = 256 * 2**20
"""A document larger than this is not read."""

Lang = Literal["en", "nl"]


class CarriedEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The canonical JSON of an entry, and the hashes that lead from it to the root (base64, lowest first)."""

    leaf: str
    proof: tuple[str, ...]


class Dossier(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The document. `kind` says what `asked` is: a `CaseQuestion` or a `CountryQuestion`.

    `position`: the entries through it were taken into account. Carried are all that bear, later ones too: that a thing
    was corrected since then is not kept from the reader.
    `made_on`: the legal day that counts as today. `made_with`: the version of kroniek whose words the report is in.
    `documents`: texts by SHA-256. `report`: JsonML.
    """

    dossier: Literal[1]
    kind: Literal["case", "country"]
    lang: Lang
    asked: dict[str, Any]
    made_on: date
    made_with: str
    position: int
    checkpoint: str
    entries: tuple[CarriedEntry, ...]
    disclosures: tuple[str, ...]
    documents: dict[str, str]
    answers: dict[str, Any]
    report: Any


class CaseQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A case at a moment or a legal day (`at`). `on` and `public_by` are the days that come of it; null where the
    moment is not known from what is carried. `recorded_by` is a position; null for no limit."""

    case: str
    at: str
    known: Literal["then", "now"]
    reading: Reading
    recorded_by: int | None
    framework: str | None
    on: date | None
    public_by: date | None

    @property
    def subject(self) -> Subject:
        return Subject("case", self.case)


class CountryQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The policy of a country on a day. `recorded_by` is a position; null for no limit."""

    country: str
    on: date
    public_by: date | None
    reading: Reading
    recorded_by: int | None

    @property
    def subject(self) -> Subject:
        return Subject("country", self.country)


Question = CaseQuestion | CountryQuestion


class Leaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An entry as its leaf says it: `content` with the digests of what is sealed."""

    actor: str
    content: dict[str, Any]
    event: str
    key: str
    position: int
    recorded_at: str
    stream: str

    @property
    def at(self) -> int:
        """The record time in microseconds since 1970-01-01 UTC.

        Raises:
            ValueError: if it is not written as the ledger writes it.
        """
        return codec.microseconds(datetime.strptime(self.recorded_at, _TIME).replace(tzinfo=UTC))

    @property
    def named(self) -> str:
        """How a fault names it."""
        return f"entry {self.key} (@{self.position})"


_TIME: Final = "%Y-%m-%dT%H:%M:%S.%fZ"


class Given(NamedTuple):
    """A disclosure, by its digest, and the position of the entry it belongs to."""

    position: int
    digest: str
    text: str


class Part(NamedTuple):
    """One thing a dossier stands or falls with, and what became of it. `cannot-tell`: material for it is withheld."""

    name: str
    result: Literal["holds", "refuted", "cannot-tell"]
    sentence: str

    def plain(self) -> dict[str, str]:
        return {"part": self.name, "result": self.result, "sentence": self.sentence}


@dataclass
class Checked:
    """What was checked by hashes. `dossier` is None where the document cannot be read; `leaves` are those that could,
    `contents` theirs as far as disclosed, `given` the disclosures with their entries, `withheld` how many lack one."""

    parts: list[Part] = field(default_factory=list)
    dossier: Dossier | None = None
    checkpoint: Checkpoint | None = None
    leaves: list[Leaf] = field(default_factory=list)
    contents: list[dict[str, Any]] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    withheld: int = 0

    @property
    def sound(self) -> bool:
        return all(part.result != "refuted" for part in self.parts)

    def add(self, name: str, faults: Sequence[str], otherwise: str) -> None:
        """Note a part: refuted with each of the faults, or holding with the sentence."""
        self.parts.extend(Part(name, "refuted", fault) for fault in faults)
        if not faults:
            self.parts.append(Part(name, "holds", otherwise))


# -- writing ----------------------------------------------------------------------------------------------------------


def document_bytes(dossier: Dossier) -> bytes:
    """The document as it is carried: sorted names, no spaces, and nothing that HTML could read as markup."""
    written = _encode(dossier)
    for found, replaced in _ESCAPED:
        written = written.replace(found, replaced)
    return written


_encode = msgspec.json.Encoder(order="sorted").encode
# These stand in texts alone, so that replacing them leaves the same JSON; U+2028 and U+2029 end a line of script.
_ESCAPED: Final = (
    (b"<", b"\\u003c"),
    (b">", b"\\u003e"),
    (b"&", b"\\u0026"),
    ("\u2028".encode(), b"\\u2028"),
    ("\u2029".encode(), b"\\u2029"),
)


def statement_text(origin: str, size: int, document: bytes) -> str:
    """What is signed: that a log of this origin and tree size made a dossier of exactly these bytes."""
    return f"{STATEMENT}\n{origin}\n{size}\n{base64_of(hashlib.sha256(document).digest())}\n"


# -- checking ---------------------------------------------------------------------------------------------------------


def check_by_hashes(document: bytes, statement: str, trust: Policy) -> Checked:
    """Check all of a dossier but the answers, which have to be asked again.

    1. the statement: signed by the log, about these bytes
    2. the document: its form, to the byte
    3. the checkpoint: signed by the log, seen by the witnesses that are asked for, of the size the statement says
    4. every entry: in order, once, in the tree of the checkpoint
    5. every disclosure: asked for by a digest of one entry
    6. every document: of the SHA-256 it stands under, asked for by an entry

    Args:
        trust: the one log that the reader trusts, and which witnesses must have seen its checkpoint.
    """
    (key,) = trust.logs
    checked = Checked()
    size = _check_statement(checked, document, statement, key)  # 1
    dossier = _check_form(checked, document)  # 2
    if dossier is None:
        return checked
    _check_checkpoint(checked, dossier, trust, size)  # 3
    _check_entries(checked, dossier)  # 4
    _check_disclosures(checked, dossier)  # 5
    _check_documents(checked, dossier)  # 6
    return checked


def opened_leaves(leaves: Sequence[Leaf], given: Sequence[Given]) -> list[dict[str, Any]]:
    """The entries as JSON has them, with what is disclosed in place and the digests of the rest where they stood.

    Raises:
        SealBroken: a disclosure does not fit its entry.
    """
    texts: dict[int, list[str]] = {}
    for each in given:
        texts.setdefault(each.position, []).append(each.text)
    return [
        {
            **msgspec.structs.asdict(leaf),
            "content": with_digests(open_sealed(leaf.content, texts.get(leaf.position, ()))),
        }
        for leaf in leaves
    ]


def last_by(leaves: Sequence[Leaf], position: int) -> RecordedBy:
    """The last carried entry through a position: asked as it stood there, the carried entries and the whole ledger
    answer alike. @0 where there is none."""
    return RecordedBy("", position=max((leaf.position for leaf in leaves if leaf.position <= position), default=0))


def question_of(dossier: Dossier) -> Question:
    """
    Raises:
        Refuted: if it is not a question of the dossier's kind.
    """
    kind: type[Question] = CaseQuestion if dossier.kind == "case" else CountryQuestion
    try:
        question = msgspec.convert(dossier.asked, kind)
    except msgspec.ValidationError as problem:
        raise Refuted(f"this is not a question about a {dossier.kind}: {problem}") from None
    if msgspec.to_builtins(question) != dossier.asked:
        raise Refuted("a day of the question is not written as YYYY-MM-DD")
    return question


def _check_statement(checked: Checked, document: bytes, statement: str, key: VerifierKey) -> int | None:
    """The tree size that the statement names; None where the statement cannot be trusted."""
    try:
        note = open_note(statement, [key])
        if note.written != statement:
            raise Refuted("beside the signature of the log there is something else")
        match = re.fullmatch(r"([^\n]*)\n([^\n]*)\n(0|[1-9][0-9]{0,17})\n[^\n]*\n", note.text)
        if match is None or match[1] != STATEMENT:
            raise Refuted("the signed text is not a statement about a dossier")
        if match[2] != key.name:
            raise Refuted(f"it speaks for the log {match[2]!r}, the key is of {key.name!r}")
        size = int(match[3])
        if note.text != statement_text(key.name, size, document):
            raise Refuted("the data of the dossier are not the bytes that were signed")
    except LedgerError as problem:
        checked.parts.append(Part("statement", "refuted", str(problem)))
        return None
    checked.parts.append(Part("statement", "holds", f"signed by {key.name}: these bytes, at tree size {size}"))
    return size


def _check_form(checked: Checked, document: bytes) -> Dossier | None:
    faults: list[str] = []
    dossier: Dossier | None = None
    if len(document) > MOST_BYTES:
        faults.append(f"the data are larger than {MOST_BYTES >> 20} MB; no dossier is")
    else:
        try:
            dossier = _decode(document)
            if document_bytes(dossier) != document:  # also finds a name that stands twice: the last one counted
                faults.append("the data are not written as a dossier writes them: sorted names, each once, no spaces")
                dossier = None
        except (msgspec.DecodeError, UnicodeError, RecursionError, ValueError) as problem:
            faults.append(f"the data are not a dossier: {problem}")
    checked.add("form", faults, "complete, nothing unknown, every name once")
    checked.dossier = dossier
    return dossier


_decode = msgspec.json.Decoder(Dossier).decode


def _check_checkpoint(checked: Checked, dossier: Dossier, trust: Policy, size: int | None) -> None:
    faults: list[str] = []
    try:
        checkpoint = trust.open(dossier.checkpoint)
    except LedgerError as problem:
        checked.add("checkpoint", [str(problem)], "")
        return
    if size is not None and checkpoint.size != size:
        faults.append(f"it is of tree size {checkpoint.size}, the statement speaks of {size}")
    if not 0 < dossier.position <= checkpoint.size:
        faults.append(f"it is of tree size {checkpoint.size}, the dossier speaks of @{dossier.position}")
    if not faults:
        checked.checkpoint = checkpoint
    told = f"signed by {checkpoint.origin}: tree size {checkpoint.size}, root hash {base64_of(checkpoint.root)}"
    checked.add("checkpoint", faults, told)


def _check_entries(checked: Checked, dossier: Dossier) -> None:
    before: Leaf | None = None
    keys: set[str] = set()
    for number, carried in enumerate(dossier.entries):
        try:
            leaf = read_leaf(carried.leaf)
        except (msgspec.DecodeError, UnicodeError, RecursionError, ValueError, Refuted) as problem:
            checked.add(f"entry number {number + 1}", [f"it is not the canonical JSON of an entry: {problem}"], "")
            continue
        faults: list[str] = []
        if before is not None and not (before.position < leaf.position and before.at < leaf.at):
            faults.append(f"it does not come after {before.named}, neither in place nor in record time")
        if leaf.key in keys:
            faults.append("another entry has this key already")
        if checked.checkpoint is None:
            faults.append("there is no checkpoint to prove it in")
        else:
            faults.extend(_not_included(leaf, carried, checked.checkpoint))
        checked.add(leaf.named, faults, f"in the tree of the checkpoint; recorded at {leaf.recorded_at}")
        checked.leaves.append(leaf)
        keys.add(leaf.key)
        before = leaf
    if not dossier.entries:
        checked.add("entries", ["there is none; a dossier without entries shows nothing"], "")


def read_leaf(text: str) -> Leaf:
    """An entry from its canonical JSON.

    Raises:
        Refuted: it is not canonical.
        ValueError: it is not an entry.
    """
    leaf = _decode_leaf(text)
    if _encode(leaf) != text.encode() or codec.timestamp(leaf.at) != leaf.recorded_at:
        raise Refuted("it is not written as RFC 8785 has it, or its record time is not")
    return leaf


_decode_leaf = msgspec.json.Decoder(Leaf).decode


def _not_included(leaf: Leaf, carried: CarriedEntry, checkpoint: Checkpoint) -> Iterator[str]:
    if not 1 <= leaf.position <= checkpoint.size:  # the index of a leaf is one less than its position
        yield f"the tree of the checkpoint ends at @{checkpoint.size}"
        return
    try:
        proof = [bytes_of(each, "a hash of the proof") for each in carried.proof]
        check_inclusion(leaf_hash(carried.leaf.encode()), leaf.position - 1, checkpoint.size, proof, checkpoint.root)
    except LedgerError as problem:
        yield f"it is not in the tree of the checkpoint: {problem}"


def _check_disclosures(checked: Checked, dossier: Dossier) -> None:
    faults: list[str] = []
    if list(dossier.disclosures) != sorted(set(dossier.disclosures)):
        faults.append("they are not sorted, or one stands twice")
    given = {digest(text): text for text in dossier.disclosures if text.isascii()}
    left = dict(given)
    for leaf in checked.leaves:
        mine = {each: given[each] for each in _digests(leaf.content, given)}
        try:
            opened = open_sealed(leaf.content, mine.values())
        except SealBroken as problem:
            faults.append(f"{leaf.named}: {problem}")
            continue
        for each in mine:
            left.pop(each, None)
            checked.given.append(Given(leaf.position, each, given[each]))
        checked.contents.append(opened.content)
        checked.withheld += len(opened.missing)
    faults.extend(f"no digest of an entry asks for the one with the digest {each}" for each in sorted(left))
    faults.extend("one is not base64url text" for text in dossier.disclosures if not text.isascii())
    told = f"{len(given)} given, each asked for by one digest; {checked.withheld} sealed values withheld"
    checked.add("disclosures", faults, told)


def _digests(content: Any, given: Mapping[str, str]) -> Iterator[str]:
    """The digests in a content, and in what is disclosed of it, that there is a disclosure for."""
    waiting, met = [content], set[str]()
    while waiting:
        for each in digests_in(waiting.pop()):
            if each in given and each not in met:
                met.add(each)
                yield each
                try:
                    waiting.append(msgspec.json.decode(b64decode(given[each] + "==", altchars=b"-_")))
                except (ValueError, UnicodeError, RecursionError):  # `open_sealed` says what is wrong with it
                    continue


def _check_documents(checked: Checked, dossier: Dossier) -> None:
    asked = documents_named(checked.contents)
    for sha256, text in dossier.documents.items():
        data = text.encode()
        faults = []
        if hashlib.sha256(data).hexdigest() != sha256:
            faults.append("its text has another SHA-256")
        if sha256 not in asked:
            faults.append("no entry of the dossier refers to it")
        checked.add(f"document {sha256}", faults, f"{len(data)} bytes of this SHA-256, referred to by an entry")


def documents_named(contents: Iterable[Any]) -> set[str]:
    """The SHA-256 of every document that contents of entries refer to, wherever they do."""
    found: set[str] = set()
    waiting = list(contents)
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("sha256"), str):
                found.add(value["sha256"])
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return found
