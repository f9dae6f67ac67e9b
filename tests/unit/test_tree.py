"""The tree of the ledger against published constants and against the definition itself."""

import json
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import ProofMismatch, Refuted
from infrastructure.chronicle import Draft
from infrastructure.defaults import init_ledger
from infrastructure.ledger import Ledger
from infrastructure.proof import nodes
from infrastructure.proof.tree import (
    Growing,
    check_consistency,
    check_inclusion,
    consistency_proof,
    frontier_places,
    inclusion_proof,
    leaf_hash,
    root_at,
    root_of,
)
from infrastructure.store.codec import canonical
from infrastructure.store.datastore import Datastore
from tests.support.needs import needs_vectors
from tests.support.rfc6962 import defined_root


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


def test_published_nodes_of_eight_leaves_come_out() -> None:
    constants = json.loads((needs_vectors() / "merkle_rfc6962" / "tree_constants.json").read_text())
    tree = Growing(0)

    made = {
        (node.level, node.place): node.hash.hex()
        for leaf in constants["leaf_inputs_hex"]
        for node in tree.add(leaf_hash(bytes.fromhex(leaf)))
    }

    published = constants["node_hashes_hex_by_level"]
    assert made == {(level, place): hash_ for level, row in enumerate(published) for place, hash_ in enumerate(row)}
    assert root_of([]).hex() == constants["empty_root_hex"]


def published_proofs(kind: str) -> dict[str, dict[str, Any]]:
    folder = needs_vectors() / "merkle_rfc6962" / kind
    return {str(path.relative_to(folder)): json.loads(path.read_text()) for path in sorted(folder.rglob("*.json"))}


def test_published_inclusion_proofs_are_believed_or_refused_as_they_say() -> None:
    proofs = published_proofs("inclusion")

    believed = {name: is_believed(check_published_inclusion, each) for name, each in proofs.items()}

    assert len(proofs) == 98
    assert believed == {name: not each["wantErr"] for name, each in proofs.items()}
    assert sum(believed.values()) >= 5


def test_published_consistency_proofs_are_believed_or_refused_as_they_say() -> None:
    """But for roots that are no SHA-256 hashes, and for an old tree without leaves: those are always refused."""
    proofs = published_proofs("consistency")

    believed = {name: is_believed(check_published_consistency, each) for name, each in proofs.items()}

    assert len(proofs) == 98
    expected = {name: not each["wantErr"] for name, each in proofs.items()}
    stricter = "additional/sizes-are-equal-one-and-proof-is-empty.json"
    assert expected.pop(stricter) is True
    assert believed.pop(stricter) is False
    assert believed == expected
    assert sum(believed.values()) >= 5
    assert not any(believed.get(name) for name, each in proofs.items() if each["size1"] == 0)


def check_published_inclusion(each: dict[str, Any]) -> None:
    check_inclusion(decoded(each["leafHash"]), each["leafIdx"], each["treeSize"], proof_of(each), decoded(each["root"]))


def check_published_consistency(each: dict[str, Any]) -> None:
    check_consistency(each["size1"], each["size2"], proof_of(each), decoded(each["root1"]), decoded(each["root2"]))


def proof_of(each: dict[str, Any]) -> list[bytes]:
    return [decoded(hash_) for hash_ in each["proof"] or []]


def decoded(text: str | None) -> bytes:
    return b64decode(text or "", validate=True)


def is_believed(check: Callable[[dict[str, Any]], None], each: dict[str, Any]) -> bool:
    try:
        check(each)
    except ProofMismatch:
        return False
    return True


def test_proofs_come_from_the_nodes_that_the_ledger_keeps(tmp_path: Path) -> None:
    leaves = [str(number).encode() for number in range(700)]
    tree = Growing(0)
    with Datastore.create(tmp_path / "l.db") as store:
        with store.writing() as connection:
            nodes.keep(connection, [node for leaf in leaves for node in tree.add(leaf_hash(leaf))])
        with store.reading() as connection:
            node = nodes.reader(connection)
            for size in (1, 255, 256, 513, 700):
                root = defined_root(leaves[:size])
                assert root_at(size, node) == root
                for index in (0, size // 2, size - 1):
                    check_inclusion(leaf_hash(leaves[index]), index, size, inclusion_proof(index, size, node), root)
                check_consistency(size, 700, consistency_proof(size, 700, node), root, tree.root)
            with pytest.raises(Refuted, match="the ledger's tree lacks the node at level 0, place 700"):
                inclusion_proof(699, 701, node)


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
