"""Ed25519 as it is checked here, against published edge cases."""

import json

from domain.errors import Malformed
from infrastructure.proof.note import VerifierKey
from tests.support.needs import needs_vectors


def has_signed(public: str, message: bytes, signature: str) -> bool | None:
    """None: the key itself is refused."""
    try:
        key = VerifierKey("log", bytes.fromhex(public))
    except Malformed as refused:
        return None if "anybody can sign" in str(refused) else False
    return key.has_signed_bytes(message, bytes.fromhex(signature))


def test_signatures_are_believed_as_wycheproof_says() -> None:
    groups = json.loads((needs_vectors() / "ed25519" / "wycheproof_ed25519_test.json").read_text())["testGroups"]
    cases = [(group["publicKey"]["pk"], case) for group in groups for case in group["tests"]]

    believed = {case["tcId"]: has_signed(public, bytes.fromhex(case["msg"]), case["sig"]) for public, case in cases}

    assert len(believed) == 151
    assert {case["result"] for _, case in cases} == {"valid", "invalid"}
    assert believed == {case["tcId"]: case["result"] == "valid" for _, case in cases}


def test_odd_points_are_believed_by_the_strict_equation_without_cofactor() -> None:
    """RFC 8032 leaves open what a verifier does with points of low order. Here, as in OpenSSL and Go: the equation
    without the cofactor, and R compared as bytes. So what would need the cofactor is refused, and so is an R that is
    not in its one spelling. A key that is of low order, or not in its one spelling, is refused as a key."""
    cases = json.loads((needs_vectors() / "ed25519" / "cctv_ed25519vectors.json").read_text())

    believed = {case["number"]: has_signed(case["key"], case["msg"].encode(), case["sig"]) for case in cases}

    for_the_key, for_the_signature = {"low_order_A", "non_canonical_A"}, {"low_order_residue", "non_canonical_R"}
    assert len(believed) == 914
    assert believed == {
        case["number"]: None if flags & for_the_key else not flags & for_the_signature
        for case in cases
        for flags in [set(case["flags"] or ())]
    }
    assert set(believed.values()) == {None, True, False}
