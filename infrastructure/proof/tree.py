"""The Merkle tree of RFC 6962, section 2.1, over the leaves of the ledger. Pure; `nodes.py` keeps it.

A tree of any size is a row of perfect subtrees, largest first: its *frontier*. Adding a leaf merges subtrees of one
size from the right, so an append costs a constant number of hashes on average.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple


class Node(NamedTuple):
    """The root of a perfect subtree of 2**`level` leaves, the `place`-th of its level from the left (from 0)."""

    level: int
    place: int
    hash: bytes


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def frontier_places(size: int) -> list[tuple[int, int]]:
    """The (level, place) of each perfect subtree of a tree of `size` leaves, largest first."""
    places = []
    before = 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            places.append((level, before >> level))
            before += 1 << level
    return places


def root_of(frontier: Sequence[bytes]) -> bytes:
    """The root hash of a tree from its perfect subtrees, largest first; of the empty tree, SHA-256 of nothing."""
    if not frontier:
        return sha256(b"").digest()
    *larger, root = frontier
    for left in reversed(larger):
        root = node_hash(left, root)
    return root


class Growing:
    """A tree that leaves are added to: it gives back the nodes that each leaf completes."""

    def __init__(self, size: int, frontier: Iterable[bytes] = ()) -> None:
        """`frontier`: the hashes at `frontier_places(size)`."""
        self.size = size
        self._frontier = [(level, hash_) for (level, _), hash_ in zip(frontier_places(size), frontier, strict=True)]

    @property
    def root(self) -> bytes:
        return root_of([hash_ for _, hash_ in self._frontier])

    def add(self, leaf: bytes) -> Iterator[Node]:
        """Add the hash of a leaf (`leaf_hash`)."""
        level, hash_ = 0, leaf
        yield Node(0, self.size, hash_)
        while self._frontier and self._frontier[-1][0] == level:
            hash_ = node_hash(self._frontier.pop()[1], hash_)
            level += 1
            yield Node(level, self.size >> level, hash_)
        self._frontier.append((level, hash_))
        self.size += 1
