"""Verifying a ledger of a million entries beside hashlib alone: how much of the time is left for anything but hashing.

The entries are those of a filled ledger over and over, written straight into the store with their leaves and nodes. So
their keys repeat, which the log does not mind; what entries say and answers are verified on the filled ledger itself.
"""

import hashlib
import resource
from itertools import cycle, islice
from pathlib import Path

from bench.answers import compare
from bench.corpus import Corpus, stored_events
from bench.table import Bar, Row, measured
from bench.timing import median, portions, seconds
from infrastructure.ledger import create_ledger, open_ledger
from infrastructure.proof.keys import note_form
from infrastructure.proof.nodes import keep
from infrastructure.proof.note import SigningKey
from infrastructure.proof.signing import NewKey
from infrastructure.proof.tree import Growing, leaf_hash
from infrastructure.store import codec
from infrastructure.store.datastore import Datastore
from infrastructure.store.tables import entry

UNIT = "entries/s"
BARE = "hashlib alone, on the same leaves and nodes"
BAR = Bar(at_least=300_000, ratio_at_least=0.5)
ROUNDS = 3
AT_ONCE = 10_000
SAMPLE = 100_000
KEY = SigningKey("bench", bytes(32))
_FIRST_TIME = 1_700_000_000_000_000


def rows(corpus: Corpus, folder: Path, entries: int) -> list[Row]:
    """
    Args:
        corpus: a filled ledger, whose entries are repeated.
        entries: how many the ledger that is verified has.
    """
    path = folder / "verified.db"
    leaves = _fill(path, corpus, entries)
    taken: dict[str, list[float]] = {"ours": [], "bare": [], "processors": []}
    for _ in range(ROUNDS):
        before = _processor_seconds()
        taken["ours"].append(seconds(lambda: _verify(path, entries)))
        taken["processors"].append(_processor_seconds() - before)
        taken["bare"].append(seconds(lambda: _hash(leaves)) * entries / len(leaves))
    path.unlink()
    bare = entries / median(taken["bare"])
    share = median(taken["bare"]) / median(taken["processors"])
    everything = seconds(lambda: _verify_answers(corpus))
    return [
        measured(
            f"verify the log of {entries:,} entries", entries / median(taken["ours"]), UNIT,
            peer=BARE, peer_value=bare, bar=BAR,
        ),
        measured("... of its processor time, hashing", 100 * share, "%"),
        measured("verify everything, answers too", corpus.entries / everything, UNIT),
    ]  # fmt: skip


def _fill(path: Path, corpus: Corpus, entries: int) -> list[bytes]:
    """A signed ledger with so many entries; some of their leaves."""
    events = stored_events(corpus.path, 1, corpus.entries)
    create_ledger(path, new=NewKey(KEY)).close()
    tree, versions, leaves, again = Growing(0), dict[str, int](), list[bytes](), cycle(events)
    with Datastore.open(path) as store, store.writing() as connection:
        for portion in portions(range(1, entries + 1), AT_ONCE):
            added, nodes = [], []
            for position, event in zip(portion, islice(again, len(portion)), strict=True):
                stream, at = str(event.originator_id), _FIRST_TIME + position * 50_000
                version = versions[stream] = versions.get(stream, 0) + 1
                added.append((position, stream, version, event.topic, event.state, at))
                leaf = codec.leaf(position, stream, event.topic, event.state, at)
                nodes.extend(tree.add(leaf_hash(leaf)))
                if len(leaves) < SAMPLE:
                    leaves.append(b"\0" + leaf)
            connection.exec_driver_sql(f"INSERT INTO {entry.name} VALUES (?, ?, ?, ?, ?, ?)", added)
            keep(connection, nodes)
    with open_ledger(path, signing_key=note_form(KEY)) as ledger:
        ledger.log.checkpoint()
    return leaves


def _verify(path: Path, entries: int) -> None:
    with open_ledger(path) as ledger:
        found = ledger.verify(only_log=True)
    compare("the verdict on the log", "verify", (found.verdict, found.signed), "what was signed", ("holds", entries))


def _verify_answers(corpus: Corpus) -> None:
    with corpus.open() as ledger:
        found = ledger.verify()
    compare("what is wrong with a filled ledger", "verify", found.contradictions, "nobody touched it", ())


def _hash(leaves: list[bytes]) -> None:
    """A leaf, and the one node that each leaf brings on average."""
    sha256, node = hashlib.sha256, bytes(65)
    for leaf in leaves:
        sha256(leaf).digest()
        sha256(node).digest()


def _processor_seconds() -> float:
    """Of this process and those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
