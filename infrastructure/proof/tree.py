"""The Merkle tree of RFC 6962, section 2.1, over the leaves of the ledger. Pure; `nodes.py` keeps it.

A tree of any size is a row of perfect subtrees, largest first: its *frontier*. Adding a leaf merges subtrees of one
size from the right, so an append costs a constant number of hashes on average. Proofs are made from perfect subtrees
alone, which never change, so a proof for any past size takes O(log n) reads; `note.py` goes on where roots are signed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from domain.errors import ProofMismatch, Refused

HASH_SIZE = 32

Read = Callable[[int, int], bytes]
"""Gives the hash of the perfect subtree at (level, place)."""


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


# -- proofs: made ------------------------------------------------------------------------------------------------------


def root_at(size: int, node: Read) -> bytes:
    """The root hash of the tree as it was with `size` leaves."""
    return root_of([node(level, place) for level, place in frontier_places(size)])


def inclusion_proof(index: int, size: int, node: Read) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1: the siblings on the way from leaf `index` (from 0) up to the root of `size` leaves.

    Raises:
        Refused: if a tree of that size has no such leaf.
    """
    if not 0 <= index < size:
        raise Refused(f"a tree of {size} leaves has no leaf with index {index}; they count from 0")
    return _path(0, index, size, node)


def consistency_proof(old: int, new: int, node: Read) -> list[bytes]:
    """PROOF of RFC 6962, 2.1.2: that the tree of `new` leaves begins with the tree of `old` leaves.

    Raises:
        Refused: if the old tree is empty (every tree extends that) or larger than the new one.
    """
    if not 0 < old <= new:
        raise Refused(
            f"a consistency proof goes from a tree of at least 1 leaf to a later one, not from {old} to {new}"
        )
    if old == new:
        return []
    level, place = frontier_places(old)[-1]
    path = _path(level, place, new, node)
    return path if place == 0 else [node(level, place), *path]


def _path(level: int, place: int, size: int, node: Read) -> list[bytes]:
    """The siblings on the way from a perfect subtree up to the root of `size` leaves."""
    path = []
    while (place | 1) + 1 << level <= size:  # the parent is perfect as well
        path.append(node(level, place ^ 1))
        place >>= 1
        level += 1
    before, after = place << level, place + 1 << level
    if after < size:  # all to the right of here is one sibling
        path.append(root_of([node(*at) for at in frontier_places(size) if at[1] << at[0] >= after]))
    path.extend(node(*at) for at in reversed(frontier_places(before)))
    return path


# -- proofs: checked ---------------------------------------------------------------------------------------------------


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root hash that an inclusion proof leads to from the hash of a leaf (RFC 9162, 2.1.3.2).

    Raises:
        ProofMismatch: if no proof of this shape can be about leaf `index` (from 0) in a tree of that size.
    """
    if not 0 <= index < size:
        raise ProofMismatch(f"the proof is about leaf {index}, counted from 0, of a tree of {size} leaves")
    turns, length = _shape(index, size)
    if len(proof) != length:
        raise ProofMismatch(
            f"the proof has {len(proof)} hashes; one about leaf {index} of a tree of {size} leaves has {length}"
        )
    _require_hashes(leaf, *proof)
    return _climb(leaf, index, turns, proof)


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """That the leaf with this hash is leaf `index` (from 0) of the tree of `size` leaves with this root hash.

    Raises:
        ProofMismatch: if the proof does not show it.
    """
    if root_from_inclusion(leaf, index, size, proof) != root:
        raise ProofMismatch(
            f"the proof does not lead from this entry, as leaf {index} of {size}, to the root hash {root.hex()}"
        )


def check_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """That the tree of `new` leaves begins with the tree of `old` leaves (RFC 9162, 2.1.4.2).

    Raises:
        ProofMismatch: if the proof does not show it; also if the old tree is empty, as every tree extends that.
    """
    if not 0 < old <= new:
        raise ProofMismatch(f"no proof can show that a tree of {new} leaves extends one of {old}")
    _require_hashes(old_root, new_root, *proof)
    if old == new:
        if proof or old_root != new_root:
            raise ProofMismatch(f"two views of {old} leaves are one only with one root hash and nothing in between")
        return
    level, place = frontier_places(old)[-1]  # the proof goes up from here, the last perfect subtree of the old tree
    turns, length = _shape(place, (new - 1 >> level) + 1)
    length += place > 0
    if len(proof) != length:
        raise ProofMismatch(f"the proof has {len(proof)} hashes; one from {old} to {new} leaves has {length}")
    start, path = (proof[0], proof[1:]) if place else (old_root, proof)
    left = [sibling for step, sibling in enumerate(path) if step >= turns or place >> step & 1]
    if root_of([*reversed(left), start]) != old_root:
        raise ProofMismatch(f"the proof does not lead to the root hash {old_root.hex()} of {old} leaves")
    if _climb(start, place, turns, path) != new_root:
        raise ProofMismatch(f"the proof does not lead to the root hash {new_root.hex()} of {new} leaves")


def _shape(index: int, size: int) -> tuple[int, int]:
    """How a path from leaf `index` up to the root of `size` leaves looks.

    Up to the first number the siblings are on the side that `index` says, after that all on the left; the second is
    how many siblings there are.
    """
    turns = (index ^ (size - 1)).bit_length()
    return turns, turns + (index >> turns).bit_count()


def _climb(start: bytes, index: int, turns: int, path: Sequence[bytes]) -> bytes:
    """Spelled out and not through `node_hash`: half of the time would go to calling it."""
    root = start
    for sibling in path[:turns]:
        root = sha256(b"\x01" + sibling + root if index & 1 else b"\x01" + root + sibling).digest()
        index >>= 1
    for sibling in path[turns:]:
        root = sha256(b"\x01" + sibling + root).digest()
    return root


def _require_hashes(*hashes: bytes) -> None:
    for each in hashes:
        if len(each) != HASH_SIZE:
            raise ProofMismatch(f"a SHA-256 hash has {HASH_SIZE} bytes, and {each.hex() or 'an empty one'} is not one")
