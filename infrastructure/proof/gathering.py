"""What a dossier carries: the entries that bear, their proofs, what discloses them, and the documents behind them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from domain.errors import NotFound
from domain.events import FrameworkAdopted, SourceContentAttached, SourceDisclosed, SourceRegistered
from domain.history import History
from infrastructure.bearing import Bearing, Subject
from infrastructure.disclosing import SealedEntry, sealed_entry
from infrastructure.proof.dossier import CarriedEntry, Leaf, read_leaf
from infrastructure.proof.nodes import check_leaf
from infrastructure.proof.nodes import reader as node_reader
from infrastructure.proof.note import base64_of
from infrastructure.proof.tree import inclusion_proof
from infrastructure.reading import LedgerReader
from infrastructure.store import codec


@dataclass(frozen=True)
class Gathered:
    """All that a dossier may carry, in ledger order.

    `sealed` are the entries with sealed values. `documents` are texts by SHA-256: of sources that are public, and the
    tables of every framework.
    """

    entries: tuple[CarriedEntry, ...]
    leaves: tuple[Leaf, ...]
    sealed: tuple[SealedEntry, ...]
    documents: dict[str, str]


def gather(connection: Connection, subject: Subject, size: int, made_on: date) -> Gathered:
    """Gather from the first `size` entries, with proofs in the tree of them.

    Raises:
        NotFound: nothing bears on the subject.
    """
    reader = LedgerReader(connection)
    entries = [entry for entry in Bearing(connection).on(subject).values() if entry.position <= size]
    if not entries:
        raise NotFound(
            f"nothing in the ledger bears on the {subject.kind} {subject.name}, so that there is nothing to prove"
        )
    node = node_reader(connection)
    carried: list[CarriedEntry] = []
    sealed: list[SealedEntry] = []
    for entry in entries:
        row = next(iter(reader.rows(entry.position, entry.position)))
        leaf = codec.leaf(*row)
        check_leaf(leaf, entry.position, node)
        proof = tuple(base64_of(each) for each in inclusion_proof(entry.position - 1, size, node))
        carried.append(CarriedEntry(leaf.decode(), proof))
        sealed.append(sealed_entry(reader, row))
    history = History(entries)
    wanted = sorted({*_tables(history), *_public_texts(history, made_on)})
    return Gathered(
        tuple(carried),
        tuple(read_leaf(each.leaf) for each in carried),
        tuple(each for each in sealed if each.disclosures or each.withheld),
        dict(_texts(wanted, reader.document)),
    )


def _tables(history: History) -> Iterator[str]:
    """The tables of frameworks, as they were adopted and as corrections put others in their place."""
    for entry in history.entries:
        for event in (entry.event, history.seen().event(entry)):
            if isinstance(event, FrameworkAdopted):
                yield event.content.sha256


def _public_texts(history: History, made_on: date) -> Iterator[str]:
    """The content of sources that anybody may read: registered as public, or disclosed by the day of the dossier."""
    seen = history.seen()
    counting = [event for entry in history.entries if (event := seen.event(entry)) is not None]
    public = {
        event.source
        for event in counting
        if (isinstance(event, SourceRegistered) and event.confidentiality == "public")
        or (isinstance(event, SourceDisclosed) and event.public_on and event.public_on.last <= made_on.toordinal())
    }
    for event in counting:
        match event:
            case SourceRegistered(source=slug, content=document) | SourceContentAttached(source=slug, content=document):
                if slug in public and document is not None:
                    yield document.sha256


def _texts(wanted: list[str], document: Callable[[str], bytes | None]) -> Iterator[tuple[str, str]]:
    """Those of the documents that are at hand and are text: others cannot stand in a dossier."""
    for sha256 in wanted:
        data = document(sha256)
        try:
            text = data.decode() if data is not None else None
        except UnicodeDecodeError:
            continue
        if text is not None:
            yield sha256, text
