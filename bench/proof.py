"""Inclusion proofs from a large tree, made and checked beside pymerkle; and leaf hashes beside hashlib alone.

The ledger of these rows has the tree of a million entries and no entries: its nodes are put in as an append would, and
read as every proof reads them. pymerkle keeps the same leaves in a SQLite file of its own. It is a peer of the
benchmark and of tests only, and may be absent.
"""

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bench.answers import compare
from bench.corpus import Corpus, stored_events
from bench.table import Bar, Row, measured
from bench.timing import in_turns, median, portions
from infrastructure.proof import nodes
from infrastructure.proof.tree import Growing, check_inclusion, inclusion_proof, leaf_hash, root_at
from infrastructure.store.codec import leaf
from infrastructure.store.datastore import Datastore

PEER = "pymerkle"
BARE = "hashlib alone"
MADE_BAR = Bar(at_most=0.05)
CHECKED_BAR = Bar(at_most=0.015)
OURS, THEIRS = "the ledger", PEER
HASHED, PORTION = 20_000, 500


def rows(corpus: Corpus, folder: Path, leaves: int, seed: int, asked: int) -> list[Row]:
    """
    Args:
        corpus: a filled ledger, whose entries are hashed.
        leaves: of the tree that is proved from.
        asked: proofs of random entries, each made and checked by both.
    """
    with Datastore.create(folder / "proofs.db") as store:
        _fill(store, leaves)
    indexes = random.Random(seed).choices(range(leaves), k=asked)
    theirs = _peer(folder, leaves)
    with Datastore.open(folder / "proofs.db") as store, store.reading() as connection:
        made, checked = _proofs(connection, leaves, indexes, theirs)
    if theirs is not None:
        theirs.close()
    return [made, checked, *_leaf_hashes(corpus)]


def _entry(index: int) -> bytes:
    return b'{"position":%d}' % (index + 1)


def _fill(store: Datastore, leaves: int) -> None:
    tree = Growing(0)
    with store.writing() as connection:
        for portion in portions(range(leaves), 10_000):
            nodes.keep(connection, [node for index in portion for node in tree.add(leaf_hash(_entry(index)))])


def _peer(folder: Path, leaves: int) -> Any:
    """pymerkle's tree of the same entries, or None when it is not installed."""
    try:
        from pymerkle import SqliteTree
    except ModuleNotFoundError:
        return None
    tree = SqliteTree(str(folder / "pymerkle.db"))
    tree.append_entries(map(_entry, range(leaves)))
    return tree


def _proofs(connection: Connection, leaves: int, indexes: Sequence[int], peer: Any) -> tuple[Row, Row]:
    node = nodes.reader(connection)
    root = root_at(leaves, node)
    ours = {index: inclusion_proof(index, leaves, node) for index in indexes}
    hashes = {index: leaf_hash(_entry(index)) for index in indexes}
    making: dict[str, Callable[[int], object]] = {OURS: lambda index: inclusion_proof(index, leaves, node)}
    checking: dict[str, Callable[[int], object]] = {
        OURS: lambda index: check_inclusion(hashes[index], index, leaves, ours[index], root)
    }
    for index in indexes:
        checking[OURS](index)
    if peer is not None:
        theirs = {index: peer.prove_inclusion(index + 1, leaves) for index in indexes}
        compare("the root hash", OURS, root, PEER, peer.get_root(leaves))
        for index in indexes:
            compare(f"the path of entry {index}", OURS, [hashes[index], *ours[index]], PEER, theirs[index].path)
            theirs[index].verify(hashes[index], root, index=index + 1, size=leaves)
        making[THEIRS] = lambda index: peer.prove_inclusion(index + 1, leaves)
        checking[THEIRS] = lambda index: theirs[index].verify(hashes[index], root, index=index + 1, size=leaves)
    return (
        _row(f"inclusion proof at {leaves:,} entries", in_turns(making, indexes, 50), MADE_BAR),
        _row("verify one inclusion proof", in_turns(checking, indexes, 50), CHECKED_BAR),
    )


def _row(name: str, taken: dict[str, list[float]], bar: Bar) -> Row:
    milliseconds = {arm: median(times) * 1000 for arm, times in taken.items()}
    peer = PEER if THEIRS in milliseconds else f"{PEER}: not installed"
    return measured(name, milliseconds[OURS], "ms", peer=peer, peer_value=milliseconds.get(THEIRS), bar=bar)


def _leaf_hashes(corpus: Corpus) -> Iterator[Row]:
    """What is left of the rate at which hashlib takes the same bytes, when they are hashed as leaves."""
    events = stored_events(corpus.path, 1, min(corpus.entries, HASHED))
    leaves = [
        leaf(position, str(event.originator_id), event.topic, event.state, 0)
        for position, event in enumerate(events, start=1)
    ]
    compare("the hash of a leaf", OURS, leaf_hash(leaves[0]), BARE, hashlib.sha256(b"\0" + leaves[0]).digest())
    taken = in_turns(
        {
            OURS: lambda portion: [leaf_hash(each) for each in portion],
            BARE: lambda portion: [hashlib.sha256(each).digest() for each in portion],
        },
        list(portions(list(islice(cycle(leaves), HASHED)), PORTION)),
        1,
    )
    size = sum(map(len, leaves)) // len(leaves)
    yield measured(
        f"hashing leaves of {size} bytes",
        PORTION / median(taken[OURS]),
        "entries/s",
        peer=BARE,
        peer_value=PORTION / median(taken[BARE]),
    )
