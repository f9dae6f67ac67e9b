"""Writing entries: their documents, their leaves in the tree and the projections, in the transaction of the append."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from domain.events import (
    CaseAssessed,
    EntryCorrected,
    EntryErased,
    Event,
    FrameworkAdopted,
    SourceContentAttached,
    SourceRegistered,
)
from domain.history import Entry
from infrastructure.admission import Admitted
from infrastructure.projections.follow import Following, long_work
from infrastructure.projections.rebuild import rebuild
from infrastructure.proof.nodes import growing, keep
from infrastructure.proof.tree import Node, leaf_hash
from infrastructure.reading import LedgerReader
from infrastructure.sealing import Salts, Sealed, Sealing, destroy
from infrastructure.store import codec
from infrastructure.store.recorder import Recorder
from infrastructure.store.tables import content as content_table

Progress = Callable[[int, int], None]
"""Takes how many are done, and of how many."""


def record(
    connection: Connection,
    recorder: Recorder,
    admitted: Sequence[Admitted],
    documents: Mapping[str, bytes],
    actor: str,
    progress: Progress | None,
    salts: Salts,
) -> list[Entry]:
    """Append what was admitted, and everything that goes with it."""
    sealing = Sealing(connection, salts)
    entries = [
        entry for run in _runs(admitted) for entry in _append(connection, recorder, sealing, run, documents, actor)
    ]
    following = Following(connection)
    with long_work():
        for number, entry in enumerate(entries):
            following.follow((entry,))
            if progress is not None and number % 100 == 0:
                progress(number, len(entries))
        following.flush()
    if any(isinstance(entry.event, EntryErased) and _reaches_policy(entry) for entry in entries):
        rebuild(connection, None)  # what answers quote of the erased values must go from their tables too
    if progress is not None:
        progress(len(entries), len(entries))
    return entries


def _append(
    connection: Connection,
    recorder: Recorder,
    sealing: Sealing,
    run: Sequence[Admitted],
    documents: Mapping[str, bytes],
    actor: str,
) -> Iterator[Entry]:
    """Entries, their leaves and what discloses them. An assessment is told where the ledger stood, so it begins a run
    of its own."""
    size = LedgerReader(connection).head()
    tree = growing(connection, size)
    events = [
        _standing_at(each.event, size, tree.root) if number == 0 else each.event for number, each in enumerate(run)
    ]
    sealed = [sealing.seal(each, event) for each, event in zip(run, events, strict=True)]
    _keep_documents(connection, events, sealed, documents)
    stored = [
        codec.stored(each.key, event, each.stream, each.version, actor, held.written)
        for each, event, held in zip(run, events, sealed, strict=True)
    ]
    nodes: list[Node] = []
    for number, (position, at) in enumerate(recorder.append(connection, stored)):
        each, event, held = run[number], events[number], stored[number]
        nodes.extend(tree.add(leaf_hash(codec.leaf(position, each.stream, held.topic, held.state, at))))
        sealing.keep(position, sealed[number], documents)
        if isinstance(event, EntryErased):
            destroy(connection, (each.digest for each in event.erased))
        yield Entry(position, each.key, event, each.stream, codec.moment(at), actor, each.withheld)
    keep(connection, nodes)


def _reaches_policy(entry: Entry) -> bool:
    """A case is worked out anew when an entry of it comes in; and no answer about policy shows what a source had."""
    return not entry.stream.startswith(("case/", "source/"))


def _keep_documents(
    connection: Connection, events: Sequence[Event], sealed: Sequence[Sealed], documents: Mapping[str, bytes]
) -> None:
    """Keep what is attached in the open; sealed documents stand with what discloses them."""
    reader = LedgerReader(connection)
    wanted = {
        sha256
        for event, held in zip(events, sealed, strict=True)
        for sha256 in attached(event)
        if sha256 not in held.documents.values()
    }
    for sha256 in sorted(wanted & documents.keys()):
        if reader.open_document(sha256) is None:
            connection.execute(content_table.insert().values(sha256=sha256, bytes=documents[sha256]))


def _runs(admitted: Sequence[Admitted]) -> Iterator[Sequence[Admitted]]:
    """Entries in order, cut before every assessment that does not say yet where the ledger stood."""
    cuts = [
        index
        for index, each in enumerate(admitted)
        if index and isinstance(each.event, CaseAssessed) and each.event.tree_size is None
    ]
    for first, last in zip([0, *cuts], [*cuts, len(admitted)], strict=True):
        if first < last:
            yield admitted[first:last]


def _standing_at(event: Event, size: int, root: bytes) -> Event:
    """An assessment keeps the tree size and the root hash of the ledger at that moment (contract, section 7)."""
    if isinstance(event, CaseAssessed) and event.tree_size is None:
        return replace(event, tree_size=size, root_hash=root.hex())
    return event


def attached(event: Event) -> Iterator[str]:
    """The documents an event attaches, itself or in what it puts in the place of another."""
    match event:
        case SourceRegistered() | SourceContentAttached() | FrameworkAdopted():
            if event.content is not None:
                yield event.content.sha256
        case EntryCorrected(content={"content": {"sha256": str(sha256)}}):
            yield sha256
