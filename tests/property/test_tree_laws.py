"""Laws of the tree: every leaf proves inclusion, every two sizes are consistent, and nothing else is believed.

What is right is said once more here, slowly, in the recursive words of RFC 6962.
"""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import ProofMismatch, Refused
from infrastructure.proof.tree import (
    Growing,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
    root_from_inclusion,
)
from tests.support.rfc6962 import (
    consistency_holds,
    defined_consistency,
    defined_path,
    defined_root,
    inclusion_holds,
)

LARGEST = 70
LEAVES = [str(number).encode() for number in range(LARGEST)]


def kept(leaves: list[bytes]) -> dict[tuple[int, int], bytes]:
    """The nodes as the ledger keeps them."""
    tree = Growing(0)
    return {(node.level, node.place): node.hash for leaf in leaves for node in tree.add(leaf_hash(leaf))}


NODES = kept(LEAVES)


def node(level: int, place: int) -> bytes:
    return NODES[level, place]


sizes = st.integers(1, LARGEST)
leaf_and_size = sizes.flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size)))
two_sizes = sizes.flatmap(lambda new: st.tuples(st.integers(1, new), st.just(new)))


def test_every_leaf_proves_inclusion_at_every_size() -> None:
    for size in range(1, LARGEST + 1):
        root = defined_root(LEAVES[:size])
        assert root_at(size, node) == root
        for index in range(size):
            proof = inclusion_proof(index, size, node)

            assert proof == defined_path(index, LEAVES[:size])
            check_inclusion(leaf_hash(LEAVES[index]), index, size, proof, root)


def test_every_two_sizes_are_consistent() -> None:
    for new in range(1, LARGEST + 1):
        for old in range(1, new + 1):
            proof = consistency_proof(old, new, node)

            assert proof == defined_consistency(old, LEAVES[:new])
            check_consistency(old, new, proof, defined_root(LEAVES[:old]), defined_root(LEAVES[:new]))


@given(leaf_and_size, st.data())
def test_an_inclusion_proof_with_any_bit_changed_is_refused(asked: tuple[int, int], data: st.DataObject) -> None:
    index, size = asked
    told = [leaf_hash(LEAVES[index]), defined_root(LEAVES[:size]), *inclusion_proof(index, size, node)]
    leaf, root, *proof = one_bit_changed(told, data)

    with pytest.raises(ProofMismatch):
        check_inclusion(leaf, index, size, proof, root)


@given(two_sizes, st.data())
def test_a_consistency_proof_with_any_bit_changed_is_refused(asked: tuple[int, int], data: st.DataObject) -> None:
    old, new = asked
    told = [defined_root(LEAVES[:old]), defined_root(LEAVES[:new]), *consistency_proof(old, new, node)]
    old_root, new_root, *proof = one_bit_changed(told, data)

    with pytest.raises(ProofMismatch):
        check_consistency(old, new, proof, old_root, new_root)


def one_bit_changed(hashes: list[bytes], data: st.DataObject) -> list[bytes]:
    which = data.draw(st.integers(0, len(hashes) - 1))
    changed = bytearray(hashes[which])
    changed[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
    return [*hashes[:which], bytes(changed), *hashes[which + 1 :]]


@given(leaf_and_size, st.integers(-2, LARGEST), st.integers(-2, LARGEST), st.integers(-1, 1))
def test_a_proof_for_one_leaf_and_size_holds_for_others_only_as_the_standard_has_it(
    asked: tuple[int, int], index: int, size: int, longer: int
) -> None:
    """A proof names no size, so it can hold for another size of the same shape: that is for the checkpoint to say."""
    leaf, root, proof = leaf_hash(LEAVES[asked[0]]), defined_root(LEAVES[: asked[1]]), inclusion_proof(*asked, node)
    proof = resized(proof, longer)

    holds = index >= 0 and inclusion_holds(leaf, index, size, proof, root)

    assert believed(lambda: check_inclusion(leaf, index, size, proof, root)) == holds


@given(two_sizes, st.integers(-2, LARGEST), st.integers(-2, LARGEST), st.integers(-1, 1))
def test_a_proof_from_one_size_to_another_holds_for_others_only_as_the_standard_has_it(
    asked: tuple[int, int], old: int, new: int, longer: int
) -> None:
    roots = defined_root(LEAVES[: asked[0]]), defined_root(LEAVES[: asked[1]])
    proof = resized(consistency_proof(*asked, node), longer)

    holds = 0 < old <= new and consistency_holds(old, new, proof, *roots)

    assert believed(lambda: check_consistency(old, new, proof, *roots)) == holds


def test_a_leaf_is_believed_at_its_own_index_alone() -> None:
    for size in range(1, 40):
        root = defined_root(LEAVES[:size])
        for index in range(size):
            leaf, proof = leaf_hash(LEAVES[index]), inclusion_proof(index, size, node)

            places = [at for at in range(size) if believed(partial(check_inclusion, leaf, at, size, proof, root))]

            assert places == [index]


def test_proofs_in_a_large_tree_take_at_most_two_reads_a_level() -> None:
    """The hashes are made up, so that a tree of 2**40 leaves costs nothing: only what is read counts here."""
    for size in (2**40, 2**40 - 1, 2**39 + 1, 2**39 + 12345, 1_000_000):
        for index in (0, 1, size // 3, size - 1):
            for ask in (inclusion_proof, consistency_proof):
                read: list[tuple[int, int]] = []

                ask(index or 1, size, lambda level, place, read=read: read.append((level, place)) or bytes(32))

                assert len(read) == len(set(read)) <= 2 * size.bit_length()


def test_what_a_tree_does_not_have_cannot_be_proved() -> None:
    with pytest.raises(Refused, match="a tree of 5 leaves has no leaf with index 5; they count from 0"):
        inclusion_proof(5, 5, node)
    with pytest.raises(Refused, match="no leaf with index -1"):
        inclusion_proof(-1, 5, node)
    with pytest.raises(Refused, match="not from 0 to 5"):
        consistency_proof(0, 5, node)
    with pytest.raises(Refused, match="not from 6 to 5"):
        consistency_proof(6, 5, node)


def test_a_hash_of_another_length_is_refused_wherever_it_stands() -> None:
    root, proof = defined_root(LEAVES[:3]), inclusion_proof(1, 3, node)

    for leaf, given_proof in ((b"", proof), (leaf_hash(LEAVES[1]), [proof[0] + b"x", proof[1]])):
        with pytest.raises(ProofMismatch, match="a SHA-256 hash has 32 bytes"):
            root_from_inclusion(leaf, 1, 3, given_proof)
    with pytest.raises(ProofMismatch, match="a SHA-256 hash has 32 bytes"):
        check_consistency(3, 3, [], root[:31], root[:31])


def resized(proof: list[bytes], longer: int) -> list[bytes]:
    return [*proof, bytes(32)] if longer > 0 else proof[:longer] if longer else proof


def believed(check: Callable[[], None]) -> bool:
    try:
        check()
    except ProofMismatch:
        return False
    return True
