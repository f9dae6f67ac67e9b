"""What strangers' tools say of ours: tlog-scales, proofbundle and pymerkle, each written apart from this ledger.

They accept our checkpoints, proofs and published files, and refuse broken ones; what they make of our files, we accept.
"""

import base64
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature

from domain.errors import ProofMismatch
from infrastructure.proof.checkpoint import open_checkpoint
from infrastructure.proof.cosignature import cosign, with_signatures
from infrastructure.proof.policy import Policy
from infrastructure.proof.proof_file import ProofFile
from infrastructure.proof.tiles import write_tiles
from infrastructure.proof.tree import leaf_hash
from tests.support.logs import Log, key_of, log_of, witness_of
from tests.support.needs import needs_module

LOG = log_of(300)
SIZES = (1, 2, 3, 7, 64, 255, 256, 257, 300)
VKEY = LOG.key.vkey.text
WHY = "show that others accept what is proved here"


def changed(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def some_indexes(size: int) -> list[int]:
    return sorted({0, size // 3, size // 2, size - 1})


# -- tlog-scales ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scales() -> ModuleType:
    needs_module("tlog_scales.signing", WHY)
    needs_module("tlog_scales.reader", WHY)
    needs_module("tlog_scales.backend", WHY)
    return needs_module("tlog_scales.tlog", WHY)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiles")
    write_tiles(folder, LOG.checkpoint(), LOG.hashes, lambda start, end: LOG.leaves[start:end])
    return folder


def test_tlog_scales_verifies_our_checkpoint_and_no_changed_one(scales: ModuleType) -> None:
    from tlog_scales.signing import Vkey

    note = LOG.checkpoint()
    theirs = scales.Checkpoint.from_text(note)

    theirs.verify(Vkey.from_string(VKEY))
    assert (theirs.origin, theirs.size, theirs.root_hash) == (LOG.key.name, 300, LOG.root())
    assert theirs.serialize() == note
    with pytest.raises(InvalidSignature):
        scales.Checkpoint.from_text(note.replace("\n300\n", "\n301\n")).verify(Vkey.from_string(VKEY))
    with pytest.raises(RuntimeError, match="no signature matched"):
        theirs.verify(Vkey.from_string(key_of("other").vkey.text))


def test_tlog_scales_verifies_our_cosignature_and_no_changed_one(scales: ModuleType) -> None:
    from tlog_scales.signing import Vkey

    witness = witness_of("witness.example/w1")
    note = with_signatures(LOG.checkpoint(), str(cosign(LOG.checkpoint(), witness, datetime(2026, 11, 22, tzinfo=UTC))))

    scales.Checkpoint.from_text(note).verify(Vkey.from_string(witness.vkey.text))
    with pytest.raises(InvalidSignature):
        scales.Checkpoint.from_text(note.replace("\n300\n", "\n299\n")).verify(Vkey.from_string(witness.vkey.text))


def test_tlog_scales_checks_our_inclusion_and_consistency_proofs(scales: ModuleType) -> None:
    for size in SIZES:
        for index in some_indexes(size):
            proof = scales.InclusionProof(index, size, LOG.inclusion(index, size))
            leaf = leaf_hash(LOG.leaves[index])
            proof.check(leaf, LOG.root(size))
            with pytest.raises(scales.InclusionProofInvalid):
                proof.check(changed(leaf), LOG.root(size))
        for old in (each for each in SIZES if each <= size):
            proof = scales.ConsistencyProof(old, size, LOG.consistency(old, size))
            proof.check(LOG.root(old), LOG.root(size))
            with pytest.raises(scales.ConsistencyProofInvalid):
                proof.check(changed(LOG.root(old)), LOG.root(size))


def test_tlog_scales_reads_our_published_files_and_finds_the_same_proofs(scales: ModuleType, published: Path) -> None:
    from tlog_scales.backend import LocalBackend
    from tlog_scales.reader import TilesReader

    reader = TilesReader(LocalBackend(published))
    reader.get_checkpoint()

    assert reader.calculate_root_hash() == LOG.root()
    assert [reader.get_entry(index) for index in range(300)] == LOG.leaves
    for index in some_indexes(300):
        assert reader.get_inclusion_proof(index, 300).node_hashes == LOG.inclusion(index)
    for old in SIZES:
        assert reader.get_consistency_proof(old, 300).node_hashes == LOG.consistency(old, 300)


def test_the_tool_tlog_tiles_makes_our_proof_file_from_our_published_files(scales: ModuleType, published: Path) -> None:
    def asked(*arguments: str) -> bytes:
        command = [sys.executable, "-m", "tlog_scales.cli", *arguments]
        return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout

    made = asked("gen-proof", str(published), "123").decode()

    assert made == LOG.proof(123).text
    assert ProofFile.parse(made).check(LOG.leaves[123], Policy.of(LOG.key.vkey)).size == 300
    assert asked("get-leaf", "-c", str(published), "123") == LOG.leaves[123]


def test_we_open_the_checkpoint_that_tlog_scales_signs(scales: ModuleType) -> None:
    from tlog_scales.signing import PlainEd25519Signer

    signer = PlainEd25519Signer(LOG.key.name, LOG.key.secret)
    theirs = scales.Checkpoint.make_signed(LOG.key.name, 300, LOG.root(), [signer]).serialize()

    assert theirs == LOG.checkpoint()
    assert open_checkpoint(theirs, LOG.key.vkey).root == LOG.root()


# -- proofbundle ------------------------------------------------------------------------------------------------------


def test_proofbundle_verifies_our_proof_files_and_no_changed_one() -> None:
    verify = needs_module("proofbundle.tlogproof", WHY).verify_tlog_proof

    for size in SIZES:
        for index in some_indexes(size):
            text, leaf = LOG.proof(index, size).text, LOG.leaves[index]

            said: dict[str, Any] = verify(text, leaf, VKEY, expected_origin=LOG.key.name)

            assert said["ok"] is True
            assert (said["index"], said["tree_size"]) == (index, size)
            for broken, of in (
                (text, leaf + b" "),
                (text.replace(f"index {index}\n", f"index {index + 1}\n"), leaf),
                (text.replace(f"\n{size}\n", f"\n{size + 1}\n"), leaf),
                (LOG.proof(index, size).text.replace(base64.b64encode(LOG.root(size)).decode(), "A" * 43 + "="), leaf),
            ):
                assert verify(broken, of, VKEY, expected_origin=LOG.key.name)["ok"] is False
            assert verify(text, leaf, key_of("other").vkey.text)["ok"] is False
            assert verify(text, leaf, VKEY, expected_origin="other")["ok"] is False


def test_proofbundle_counts_our_witnesses_as_we_do() -> None:
    verify = needs_module("proofbundle.tlogproof", WHY).verify_tlog_proof
    witnesses = [witness_of(f"witness.example/{number}") for number in range(3)]
    vkeys = [witness.vkey for witness in witnesses]
    note = LOG.checkpoint()
    for witness in witnesses[:2]:
        note = with_signatures(note, str(cosign(LOG.checkpoint(), witness, datetime(2026, 11, 22, tzinfo=UTC))))
    proof = ProofFile(5, tuple(LOG.inclusion(5)), note)

    for needed in range(4):
        said = verify(proof.text, LOG.leaves[5], VKEY, [each.text for each in vkeys], threshold=needed)
        trust = Policy.of(LOG.key.vkey, vkeys, needed)
        assert said["ok"] is (needed <= 2) is is_accepted(proof, trust)


def is_accepted(proof: ProofFile, trust: Policy) -> bool:
    try:
        proof.check(LOG.leaves[5], trust)
    except ProofMismatch:
        return False
    return True


def test_proofbundle_checks_our_consistency_proofs() -> None:
    verify = needs_module("proofbundle.merkle", WHY).verify_consistency

    for new in SIZES:
        for old in (each for each in SIZES if each <= new):
            proof = LOG.consistency(old, new)
            assert verify(old, new, proof, LOG.root(old), LOG.root(new)) is True
            assert verify(old, new, proof, changed(LOG.root(old)), LOG.root(new)) is False
            assert verify(old, new, [*proof, bytes(32)], LOG.root(old), LOG.root(new)) is False


# -- pymerkle ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def grown() -> Any:
    tree = needs_module("pymerkle", WHY).InmemoryTree()
    tree.append_entries(LOG.leaves)
    return tree


def test_pymerkle_has_our_roots_and_paths(grown: Any) -> None:
    for size in SIZES:
        assert grown.get_root(size) == LOG.root(size)
        for index in some_indexes(size):
            assert grown.prove_inclusion(index + 1, size).path == [
                leaf_hash(LOG.leaves[index]),
                *LOG.inclusion(index, size),
            ]


def test_pymerkle_verifies_our_inclusion_proofs_and_no_changed_one(grown: Any) -> None:
    pymerkle = needs_module("pymerkle", WHY)

    for size in SIZES:
        for index in some_indexes(size):
            leaf = leaf_hash(LOG.leaves[index])
            rule = grown.prove_inclusion(index + 1, size).rule
            proof = pymerkle.InclusionProof("sha256", True, size, index + 1, rule, [leaf, *LOG.inclusion(index, size)])

            pymerkle.verify_inclusion(leaf, LOG.root(size), proof, index=index + 1, size=size)
            with pytest.raises(pymerkle.InvalidProof):
                pymerkle.verify_inclusion(leaf, changed(LOG.root(size)), proof)
            proof.path[-1] = changed(proof.path[-1])
            with pytest.raises(pymerkle.InvalidProof):
                pymerkle.verify_inclusion(leaf, LOG.root(size), proof)


def test_a_log_that_was_rewritten_convinces_none_of_them(grown: Any) -> None:
    """The tools tell a log from one whose first entry was changed afterwards."""
    rewritten = Log([b"another beginning", *LOG.leaves[1:]], LOG.key)
    scales, proofbundle = needs_module("tlog_scales.tlog", WHY), needs_module("proofbundle.merkle", WHY)
    proof = rewritten.consistency(100, 300)

    assert grown.get_root(300) != rewritten.root()
    with pytest.raises(scales.ConsistencyProofInvalid):
        scales.ConsistencyProof(100, 300, proof).check(LOG.root(100), rewritten.root())
    assert proofbundle.verify_consistency(100, 300, proof, LOG.root(100), rewritten.root()) is False
