"""The tree of the ledger against published constants and against the definition itself."""

import json
from hashlib import sha256
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from infrastructure.chronicle import Draft
from infrastructure.defaults import init_ledger
from infrastructure.ledger import Ledger
from infrastructure.proof.tree import Growing, frontier_places, leaf_hash, root_of
from infrastructure.store.codec import canonical
from tests.support.needs import needs_vectors


def defined_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + defined_root(leaves[:split]) + defined_root(leaves[split:])).digest()


@given(st.lists(st.binary(max_size=4), max_size=70))
def test_a_growing_tree_has_at_every_size_the_root_that_is_defined(leaves: list[bytes]) -> None:
    tree = Growing(0)

    for size, leaf in enumerate(leaves):
        assert tree.root == defined_root(leaves[:size])
        list(tree.add(leaf_hash(leaf)))

    assert tree.root == defined_root(leaves)


@given(st.integers(0, 70), st.integers(0, 20))
def test_a_tree_goes_on_from_the_nodes_it_gave_back(first: int, more: int) -> None:
    leaves = [str(number).encode() for number in range(first + more)]
    kept: dict[tuple[int, int], bytes] = {}
    tree = Growing(0)
    for leaf in leaves[:first]:
        kept.update({(node.level, node.place): node.hash for node in tree.add(leaf_hash(leaf))})

    again = Growing(first, [kept[place] for place in frontier_places(first)])
    for leaf in leaves[first:]:
        list(again.add(leaf_hash(leaf)))

    assert again.root == defined_root(leaves)


def test_the_tree_of_nothing_is_the_digest_of_nothing() -> None:
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_published_roots_of_eight_leaves_come_out() -> None:
    constants = json.loads((needs_vectors() / "merkle_rfc6962" / "tree_constants.json").read_text())
    tree = Growing(0)

    for leaf, root in zip(constants["leaf_inputs_hex"], constants["root_hash_hex_by_size_1_to_8"], strict=True):
        list(tree.add(leaf_hash(bytes.fromhex(leaf))))

        assert tree.root.hex() == root


def entries(ledger: Ledger) -> list[bytes]:
    return [canonical(entry) for entry in ledger.entries()]


def test_an_assessment_keeps_where_the_ledger_stood(tmp_path: Path) -> None:
    assessed = {"case": "a", "outcome": "no-country-policy", "framework": "nl-practice-2023"}
    drafts = [
        Draft("case/a/1", "case.opened", {"case": "a", "country": "ML"}),
        Draft("case/a/2", "case.assessed", assessed),
        Draft("case/a/3", "case.assessed", {**assessed, "outcome": "individual-assessment"}),
    ]

    with init_ledger(tmp_path / "l.db", origin="", actor="a") as ledger:
        ledger.append(drafts, actor="a")
        leaves = entries(ledger)
        kept = [(entry["content"]["tree_size"], entry["content"]["root_hash"]) for entry in list(ledger.entries())[2:]]
        again = ledger.append(drafts, actor="a")

    assert kept == [(2, defined_root(leaves[:2]).hex()), (3, defined_root(leaves[:3]).hex())]
    assert len(again.unchanged) == 3
