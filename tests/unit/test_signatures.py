"""Ed25519 as it is checked here, against published edge cases."""

import json

from infrastructure.proof.note import VerifierKey
from tests.support.needs import needs_vectors


def has_signed(public: str, message: bytes, signature: str) -> bool:
    """Signatures here are over UTF-8; each published message is checked as a text where it is one."""
    return VerifierKey("log", bytes.fromhex(public)).has_signed_bytes(message, bytes.fromhex(signature))


def test_signatures_are_believed_as_wycheproof_says() -> None:
    groups = json.loads((needs_vectors() / "ed25519" / "wycheproof_ed25519_test.json").read_text())["testGroups"]
    cases = [(group["publicKey"]["pk"], case) for group in groups for case in group["tests"]]

    believed = {case["tcId"]: has_signed(public, bytes.fromhex(case["msg"]), case["sig"]) for public, case in cases}

    assert len(believed) == 151
    assert {case["result"] for _, case in cases} == {"valid", "invalid"}
    assert believed == {case["tcId"]: case["result"] == "valid" for _, case in cases}


def test_odd_points_are_believed_by_the_strict_equation_without_cofactor() -> None:
    """RFC 8032 leaves open what a verifier does with points of low order. Here, as in OpenSSL and Go: the equation
    without the cofactor, and R compared as bytes. So what would need the cofactor is refused, and so is any R that is
    not in its one spelling; a key in another spelling than its own is still that key."""
    cases = json.loads((needs_vectors() / "ed25519" / "cctv_ed25519vectors.json").read_text())

    believed = {case["number"]: has_signed(case["key"], case["msg"].encode(), case["sig"]) for case in cases}

    refused_for = {"low_order_residue", "non_canonical_R"}
    assert len(believed) == 914
    assert believed == {case["number"]: not refused_for & set(case["flags"] or ()) for case in cases}
