"""Proof files against what C2SP and others publish, and against ten thousand ways to change one."""

import json
import random
from base64 import b64decode
from collections.abc import Callable, Iterator

import pytest

from domain.errors import Malformed, ProofMismatch
from infrastructure.proof.checkpoint import Checkpoint, open_checkpoint
from infrastructure.proof.note import SigningKey
from infrastructure.proof.policy import Policy
from infrastructure.proof.proof_file import ProofFile
from infrastructure.proof.tree import leaf_hash
from tests.support.logs import Log, key_of, log_of
from tests.support.needs import needs_vectors

LOG = log_of(21)
TRUST = Policy.of(LOG.key.vkey)


def test_published_proof_files_are_read_or_refused_as_they_say() -> None:
    published = json.loads((needs_vectors() / "tlog_proof" / "formats_tlog_proof.json").read_text())

    for case in published["ok"]:
        extra = case["extra"].encode() if "extra" in case else None
        proof = ProofFile(case["index"], tuple(map(b64decode, case["hashes"])), case["checkpoint"], extra)

        assert ProofFile.parse(case["text"]) == proof, case["name"]
        assert proof.text == case["text"], case["name"]
    for case in published["errors"]:
        with pytest.raises(Malformed):
            ProofFile.parse(case["proof"])

    assert (len(published["ok"]), len(published["errors"])) == (3, 7)


def test_the_example_of_the_standard_is_read_and_written_as_it_stands() -> None:
    """Its signatures are abbreviated, so they are left unread."""
    example = json.loads((needs_vectors() / "c2sp" / "spec_examples.json").read_text())["tlog_proof_shape_abbreviated"]

    proof = ProofFile.parse(example)

    assert (proof.index, len(proof.hashes), proof.extra and proof.extra[:10]) == (73894, 5, b"age-v1.2.1")
    assert proof.checkpoint.startswith("example.com/fancylog\n109482\n")
    assert proof.text == example
    with pytest.raises(Malformed):
        proof.check(b"", TRUST)


def test_every_entry_of_a_log_has_a_proof_file_at_every_size() -> None:
    for size in range(1, len(LOG.leaves) + 1):
        for index in range(size):
            text = LOG.proof(index, size).text

            proof = ProofFile.parse(text.encode())

            assert proof.text == text
            assert proof.check(LOG.leaves[index], TRUST) == Checkpoint(LOG.key.name, size, LOG.root(size))


def test_extra_data_is_carried_and_proves_nothing() -> None:
    proof = LOG.proof(4)
    for extra in (b"", b"anything\n"):
        carried = ProofFile(proof.index, proof.hashes, proof.checkpoint, extra)

        assert ProofFile.parse(carried.text) == carried
        assert carried.check(LOG.leaves[4], TRUST) == proof.check(LOG.leaves[4], TRUST)


def test_a_proof_is_about_its_own_entry_log_and_key_alone() -> None:
    proof = LOG.proof(4)

    for leaf in (LOG.leaves[3], LOG.leaves[4] + b" ", b"", leaf_hash(LOG.leaves[4])):
        with pytest.raises(ProofMismatch, match="does not lead from this entry"):
            proof.check(leaf, TRUST)
    with pytest.raises(ProofMismatch, match="none of the trusted keys signed"):
        proof.check(LOG.leaves[4], Policy.of(key_of("other").vkey))
    with pytest.raises(ProofMismatch, match="none of the trusted keys signed"):
        proof.check(LOG.leaves[4], Policy.of(SigningKey(LOG.key.name, bytes(32)).vkey))


@pytest.mark.parametrize(
    ("faulty", "says"),
    [
        (lambda text: text.replace("@v1", "@v2"), "its first line is"),
        (lambda text: text.replace("\n", "\r\n"), "control character"),
        (lambda text: text.replace("\n\n", "\n"), "an empty line precedes the checkpoint"),
        (lambda text: text.replace("index 4", "index 04"), "without leading zeros"),
        (lambda text: text.replace("index 4", "index  4"), "without leading zeros"),
        (lambda text: text.replace("index 4", "index"), "no line that reads: index NUMBER"),
        (lambda text: text.replace("index 4", "Index 4"), "no line that reads: index NUMBER"),
        (lambda text: text.replace("index 4", "index 18446744073709551616"), "at most"),
        (lambda text: text.replace("index 4\n", "index 4\nAAAA\n"), "each hash of a proof has 32 bytes"),
        (lambda text: text.replace("index 4\n", "index 4\nextra AAAA\n"), "is not base64"),
        (lambda text: "\ufeff" + text, "its first line is"),
        (lambda _: b"\xff", "not UTF-8"),
        (lambda _: "", "its first line is"),
    ],
)
def test_what_is_no_proof_file_is_refused(faulty, says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Malformed, match=says):
        ProofFile.parse(faulty(LOG.proof(4).text))


# -- ten thousand ways to change one ----------------------------------------------------------------------------------


def believed(check: Callable[[], object]) -> bool:
    """Any other error than these two would be a bug, and comes through."""
    try:
        check()
    except (Malformed, ProofMismatch):
        return False
    return True


def accepted(text: bytes, leaf: bytes) -> bool:
    return believed(lambda: ProofFile.parse(text).check(leaf, TRUST))


def opened(text: bytes) -> bool:
    return believed(lambda: open_checkpoint(text, LOG.key.vkey))


def changed(text: bytes, seed: random.Random) -> Iterator[bytes]:
    """Every bit flipped, every line dropped, doubled, emptied and moved, and what chance brings."""
    for at in range(len(text)):
        for bit in range(8):
            yield text[:at] + bytes([text[at] ^ 1 << bit]) + text[at + 1 :]
        yield text[:at]
        yield text[:at] + text[at + 1 :]
        yield text[:at] + text[at : at + 1] * 2 + text[at + 1 :]
    lines = text.splitlines(keepends=True)
    for one in range(len(lines)):
        yield b"".join(lines[:one] + lines[one + 1 :])
        yield b"".join([*lines[:one], lines[one], *lines[one:]])
        yield b"".join([*lines[:one], b"\n", *lines[one:]])
        for other in range(one):
            swapped = [*lines]
            swapped[one], swapped[other] = lines[other], lines[one]
            yield b"".join(swapped)
    for _ in range(1500):
        many = bytearray(text)
        for _ in range(seed.randint(2, 6)):
            many[seed.randrange(len(many))] = seed.randrange(256)
        yield bytes(many)
    yield from (text + more for more in (b"\n", b" ", b"\x00", text, b"extra\n"))


def says_the_same(change: bytes, text: bytes) -> bool:
    """The one change that is no change: the standard has a signature that stands there twice read as one."""
    return change == text or change == text + text.splitlines(keepends=True)[-1]


def test_no_changed_proof_file_is_believed() -> None:
    seed = random.Random(6962)
    count = 0
    for index, size in ((0, 1), (4, 21), (20, 21)):
        text, leaf = LOG.proof(index, size).text.encode(), LOG.leaves[index]
        assert accepted(text, leaf)

        for change in changed(text, seed):
            if not says_the_same(change, text):
                count += 1
                assert not accepted(change, leaf), change

    assert count >= 10_000


def test_no_changed_checkpoint_is_believed() -> None:
    seed = random.Random(6962)
    text = LOG.checkpoint().encode()
    assert opened(text)
    changes = [change for change in changed(text, seed) if not says_the_same(change, text)]

    assert len(changes) >= 3_000
    assert not any(map(opened, changes))


def test_no_part_of_one_proof_file_fits_another() -> None:
    """Entries, indexes, paths, checkpoints and keys of two logs and several sizes, each with each."""
    other = Log([*LOG.leaves[:20], b"another entry"], key_of("other.example/log"))
    parts = [(log, index, size) for log in (LOG, other) for size in (7, 20, 21) for index in (0, 4, 6)]
    paths = {(log.key.name, index, size): tuple(log.inclusion(index, size)) for log, index, size in parts}
    trust = {log.key.name: Policy.of(log.key.vkey) for log in (LOG, other)}
    count = 0

    for signed, size in {(log, size) for log, _, size in parts}:
        note = signed.checkpoint(size)
        for log, index, _ in parts:
            for path in paths.values():
                proof = ProofFile(index, path, note)
                if believed(lambda: proof.check(log.leaves[index], trust[log.key.name])):  # noqa: B023 (called here)
                    count += 1
                    assert log is signed
                    assert path == paths[log.key.name, index, size]

    assert count > 0
