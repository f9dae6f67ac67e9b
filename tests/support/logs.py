"""Logs for tests: their keys, their trees in memory, and signed proofs from them. Deterministic."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from infrastructure.proof.checkpoint import Checkpoint, sign
from infrastructure.proof.note import COSIGNATURE, SigningKey
from infrastructure.proof.proof_file import ProofFile
from infrastructure.proof.tree import Growing, consistency_proof, inclusion_proof, leaf_hash, root_at

ORIGIN = "kroniek.example/log"


def key_of(name: str = ORIGIN) -> SigningKey:
    """A log's key that depends on its name alone."""
    return SigningKey(name, sha256(name.encode()).digest())


def witness_of(name: str) -> SigningKey:
    return SigningKey(name, sha256(b"witness " + name.encode()).digest(), COSIGNATURE)


@dataclass(frozen=True, eq=False)
class Log:
    """A log of these leaves, as their bytes."""

    leaves: Sequence[bytes]
    key: SigningKey

    @cached_property
    def _nodes(self) -> dict[tuple[int, int], bytes]:
        tree = Growing(0)
        return {(node.level, node.place): node.hash for leaf in self.leaves for node in tree.add(leaf_hash(leaf))}

    def node(self, level: int, place: int) -> bytes:
        return self._nodes[level, place]

    def hashes(self, level: int, start: int, end: int) -> list[bytes]:
        return [self._nodes[level, place] for place in range(start, end)]

    def root(self, size: int | None = None) -> bytes:
        return root_at(len(self.leaves) if size is None else size, self.node)

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        return inclusion_proof(index, len(self.leaves) if size is None else size, self.node)

    def consistency(self, old: int, new: int) -> list[bytes]:
        return consistency_proof(old, new, self.node)

    def checkpoint(self, size: int | None = None) -> str:
        size = len(self.leaves) if size is None else size
        return sign(Checkpoint(self.key.name, size, self.root(size)), self.key)

    def proof(self, index: int, size: int | None = None) -> ProofFile:
        return ProofFile(index, tuple(self.inclusion(index, size)), self.checkpoint(size))


def log_of(count: int, name: str = ORIGIN) -> Log:
    return Log([b'{"position":%d}' % number for number in range(1, count + 1)], key_of(name))
