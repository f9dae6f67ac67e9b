"""Signed notes, keys and checkpoints against what C2SP and others publish, and what they refuse."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Conflict, LedgerError, Malformed, NotFound, ProofMismatch, Refused
from infrastructure.proof.checkpoint import Checkpoint, open_checkpoint, sign
from infrastructure.proof.keys import note_form, parse_key, pem, read_key, write_key
from infrastructure.proof.note import (
    COSIGNATURE,
    MOST_SIGNATURES,
    Note,
    Signature,
    SigningKey,
    VerifierKey,
    bytes_of,
    open_note,
)
from tests.support.logs import ORIGIN, key_of, log_of, witness_of
from tests.support.needs import needs_program, needs_vectors

TEXT = "This is an example message.\n"
KEY = key_of("example.com/a")
NOTE = Note(TEXT, (KEY.sign(TEXT),)).written


def published(path: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((needs_vectors() / path).read_text())
    return read


# -- notes and verifier keys ------------------------------------------------------------------------------------------


def test_the_note_of_the_standard_is_verified_by_its_key() -> None:
    example = published("c2sp/spec_examples.json")["signed_note_verifies"]

    opened = open_note(example["note"], [VerifierKey.parse(example["vkey"])])

    assert opened.text == "This is an example message.\n"
    assert opened.written == example["note"]


def test_the_notes_of_the_standard_read_and_are_written_as_they_stand() -> None:
    examples = published("c2sp/spec_examples.json")

    for name in ("signed_note_format_only", "checkpoint_example", "cosigned_checkpoint_example"):
        assert Note.parse(examples[name]).written == examples[name]


def test_published_notes_are_opened_or_refused_as_they_say() -> None:
    cases = published("signed_note/go_sumdb_note.json")["cases"]

    for case in cases:
        keys = [VerifierKey.parse(vkey) for vkey in case["trust"]]
        if not case["ok"]:
            with pytest.raises((Malformed, ProofMismatch)):
                open_note(case["note"], keys)
            continue
        verified = open_note(case["note"], keys).signatures
        left = {each.name for each in Note.parse(case["note"]).signatures if each not in verified}

        assert [each.name for each in verified] == case["verified"], case["name"]
        assert left == set(case["unverified"]), case["name"]

    assert len(cases) == 8


def test_a_published_signing_key_has_the_published_verifier_key_and_signatures() -> None:
    go = published("signed_note/go_sumdb_note.json")
    key = parse_key(go["skey_peter"], "PeterNeumann")

    assert key.vkey.text == go["vkey_peter"]
    assert Note(go["text"], (key.sign(go["text"]),)).written in {case["note"] for case in go["cases"]}
    assert note_form(key) == go["skey_peter"]


def test_published_verifier_keys_are_read_and_faulty_ones_refused() -> None:
    keys, go = published("signed_note/formats_vkeys.json"), published("signed_note/go_sumdb_note.json")

    for vkey in (*keys["ed25519_ok"], *keys["cosig_v1_ed25519_ok"], go["vkey_peter"], go["vkey_enoch"]):
        assert VerifierKey.parse(vkey).text == vkey
    for vkey in (*keys["bad"], *go["bad_vkeys"]):
        with pytest.raises(Malformed):
            VerifierKey.parse(vkey)


def test_a_key_of_a_kind_that_is_not_checked_here_is_refused_by_name() -> None:
    (post_quantum,) = published("signed_note/formats_vkeys.json")["cosig_v1_mldsa44_ok"]

    with pytest.raises(Malformed, match="of type 0x06 with 1312 bytes; kroniek checks Ed25519 keys"):
        VerifierKey.parse(post_quantum)


def test_a_verifier_key_with_any_part_left_out_is_refused() -> None:
    vkey = published("signed_note/go_sumdb_note.json")["vkey_peter"]

    for start in range(len(vkey)):
        for end in range(start + 1, len(vkey) + 1):
            with pytest.raises(Malformed):
                VerifierKey.parse(vkey[:start] + vkey[end:])


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\u2003b", "a\nb", "a\x01b", "a\udce4b"])
def test_what_cannot_be_a_key_name_is_refused(name: str) -> None:
    with pytest.raises(Malformed, match="no key name"):
        SigningKey(name, bytes(32))


@pytest.mark.parametrize(
    ("faulty", "says"),
    [
        (NOTE.encode() + b"\xff\n", "byte .* is not UTF-8"),
        (NOTE.replace("\n", "\r\n"), "control character"),
        (NOTE.replace("is", "i\x00s"), "control character"),
        (NOTE.replace("example", "ex\udc80mple"), "not UTF-8"),
        (NOTE.rstrip("\n"), "no signed note"),
        (TEXT + "\n", "no signature line"),
        (TEXT, "no signed note"),
        ("", "no signed note"),
        (NOTE + "\n", "no signature line"),
        (NOTE.replace("— ", "- "), "no signature line"),
        (NOTE.replace("— ", "—"), "no signature line"),
        (NOTE.replace("example.com/a ", "example.com/a  "), "not base64"),
        (NOTE.replace("example.com/a", "example.com+a"), "no signature line"),
        (NOTE + "— other AAAA\n", "too short"),
        (NOTE + "— other AAAAAB==\n", "not base64"),  # stray bits behind the last byte
        (NOTE + str(KEY.sign(TEXT)) * MOST_SIGNATURES, "from 1 to 100 signatures, not 101"),
        ("x" * 1_000_000 + NOTE, "too many"),
    ],
)
def test_what_is_no_signed_note_is_refused(faulty: bytes | str, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        open_note(faulty, [KEY.vkey])


def test_a_note_keeps_only_the_signatures_that_were_checked() -> None:
    others = [key_of(f"example.com/{number}") for number in range(15)]
    note = Note(TEXT, tuple(key.sign(TEXT) for key in (*others, KEY)))

    opened = open_note(note.written, [KEY.vkey, others[3].vkey])

    assert [each.name for each in opened.signatures] == ["example.com/3", "example.com/a"]


def test_a_known_key_whose_signature_does_not_fit_spoils_the_note() -> None:
    other = key_of("example.com/b")
    wrong = Signature(other.name, other.vkey.id, other.sign("another text\n").value)
    note = Note(TEXT, (KEY.sign(TEXT), wrong)).written

    assert open_note(note, [KEY.vkey]).text == TEXT  # who does not know the other key cannot tell
    with pytest.raises(ProofMismatch, match=r"example\.com/b\+[0-9a-f]{8} does not fit the text"):
        open_note(note, [KEY.vkey, other.vkey])


def test_a_second_signature_of_one_key_is_checked_as_well() -> None:
    good = KEY.sign(TEXT)
    note = Note(TEXT, (good, Signature(good.name, good.id, bytes(64)))).written

    with pytest.raises(ProofMismatch, match="does not fit"):
        open_note(note, [KEY.vkey])


def test_the_same_name_with_another_key_is_another_signer() -> None:
    impostor = SigningKey(KEY.name, bytes(32))

    with pytest.raises(ProofMismatch, match=r"none of the trusted keys signed this note; trusted: example\.com/a"):
        open_note(Note(TEXT, (impostor.sign(TEXT),)).written, [KEY.vkey])
    with pytest.raises(ProofMismatch, match="trusted: nobody"):
        open_note(NOTE, [])


def test_two_keys_that_cannot_be_told_apart_are_not_trusted_together() -> None:
    class SameId(VerifierKey):
        id = KEY.vkey.id  # type: ignore[assignment]

    with pytest.raises(Refused, match="two different keys"):
        open_note(NOTE, [KEY.vkey, SameId(KEY.name, key_of("b").vkey.public)])


def test_a_text_that_no_note_can_have_is_not_signed_into_one() -> None:
    for text in ("no newline", "tab\t\n", "half \ud800\n"):
        with pytest.raises(Malformed):
            Note(text, (KEY.sign(TEXT),))
    with pytest.raises(Malformed, match="not 0"):
        Note(TEXT, ())


def test_base64_has_one_spelling() -> None:
    assert bytes_of("AAAAAA==", "it") == bytes(4)
    for other in ("AAAAAA", "AAAAAA=", "AAAAAB==", "AAAA AA==", "AAAAAA==\n", "AAAA_A==", "ÄAAAAA=="):
        with pytest.raises(Malformed, match="it is not base64"):
            bytes_of(other, "it")


# -- signing keys -----------------------------------------------------------------------------------------------------


def test_a_new_key_signs_what_its_verifier_key_verifies() -> None:
    one, other = SigningKey.generate(ORIGIN), SigningKey.generate(ORIGIN)

    assert one.vkey.has_signed(TEXT, one.sign(TEXT).value)
    assert not other.vkey.has_signed(TEXT, one.sign(TEXT).value)
    assert VerifierKey.parse(one.vkey.text) == one.vkey


def test_a_key_never_shows_its_secret() -> None:
    assert repr(KEY) == "SigningKey(name='example.com/a', algorithm=1)"


def test_a_key_file_is_for_its_owner_alone_and_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    write_key(path, KEY)

    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(str(path), KEY.name) == KEY
    with pytest.raises(Conflict, match="a signing key is never overwritten"):
        write_key(path, key_of("other"))
    assert read_key(str(path), KEY.name) == KEY


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o777])
def test_a_key_file_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "log.key"
    write_key(path, KEY)
    path.chmod(mode)

    with pytest.raises(Refused, match="chmod 600"):
        read_key(str(path), KEY.name)


def test_a_key_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="No space left on device"):
        write_key(tmp_path / "log.key", KEY)

    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Refused, match="cannot be written"):
        write_key(tmp_path / "no folder" / "log.key", KEY)


def test_a_key_is_read_from_its_text_in_both_forms() -> None:
    for text in (pem(KEY), note_form(KEY), f"\n{note_form(KEY)}\n"):
        assert read_key(text, KEY.name) == KEY


def test_a_key_made_by_openssl_is_read_and_ours_by_openssl(tmp_path: Path) -> None:
    openssl = str(needs_program("openssl", "read and make keys as others do"))
    theirs, ours = tmp_path / "theirs.pem", tmp_path / "ours.pem"
    subprocess.run([openssl, "genpkey", "-algorithm", "ed25519", "-out", theirs], check=True, capture_output=True)
    theirs.chmod(0o600)
    write_key(ours, KEY)

    for path, key in ((theirs, read_key(str(theirs), ORIGIN)), (ours, KEY)):
        asked = [openssl, "pkey", "-in", path, "-pubout", "-outform", "DER"]
        public = subprocess.run(asked, check=True, capture_output=True).stdout
        assert public[-32:] == key.vkey.public


def test_what_is_no_signing_key_is_refused_without_showing_it(tmp_path: Path) -> None:
    secret = note_form(KEY).rpartition("+")[2]
    path = tmp_path / "log.key"
    for text in (
        "",
        "not a key",
        "PRIVATE+KEY+",
        f"PRIVATE+KEY+example.com/a+00000000+{secret}",
        note_form(KEY)[:-1],
        note_form(KEY).replace("+A", "+B", 1),
        note_form(KEY).replace("example", "ex ample"),
        pem(KEY).replace("MC4C", "MC4D"),
        pem(KEY)[:60],
        "-----BEGIN PRIVATE KEY-----\nä\n-----END PRIVATE KEY-----\n",
    ):
        path.write_text(text)
        path.chmod(0o600)
        with pytest.raises(Malformed) as refused:
            read_key(str(path), KEY.name)
        assert secret[:-1] not in str(refused.value)
        assert str(path) in str(refused.value)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(Malformed):
        read_key(str(path), KEY.name)
    with pytest.raises(NotFound, match="there is no signing key at"):
        read_key(str(tmp_path / "none"), KEY.name)
    with pytest.raises(Refused, match="cannot be read"):
        read_key(str(tmp_path), KEY.name)


def test_keys_of_other_kinds_and_locked_ones_are_refused(tmp_path: Path) -> None:
    openssl = str(needs_program("openssl", "make keys as others do"))
    made = {
        "locked": ["genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:x"],
        "ec": ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
        "ed448": ["genpkey", "-algorithm", "ed448"],
    }
    for name, arguments in made.items():
        subprocess.run([openssl, *arguments, "-out", tmp_path / name], check=True, capture_output=True)
        (tmp_path / name).chmod(0o600)
        with pytest.raises(Malformed, match="locked with a password" if name == "locked" else "not an Ed25519 key"):
            read_key(str(tmp_path / name), ORIGIN)


def test_a_key_of_another_log_is_refused() -> None:
    with pytest.raises(Refused, match=r"is that of example\.com/a, and the log is other"):
        parse_key(note_form(KEY), "other")
    with pytest.raises(Malformed, match="with 31 bytes"):
        SigningKey("a", bytes(31))


# -- checkpoints ------------------------------------------------------------------------------------------------------


def test_published_checkpoints_are_read_or_refused_as_they_say() -> None:
    """But for two things newer than they are: a root hash has 32 bytes here, and extension lines are not empty."""
    cases = published("checkpoint/formats_checkpoint_parse.json")["cases"]
    root = b"\x07" * 32

    for case in cases:
        hash_ = case["in"].split("\n")[2]
        text = case["in"] if not case["ok"] else case["in"].replace(hash_, Checkpoint("x", 0, root).text.split("\n")[2])
        if not case["ok"] or case["rest"].startswith("\n"):
            with pytest.raises(Malformed):
                Checkpoint.parse(text)
            continue
        extensions = tuple(case["rest"].splitlines())

        assert Checkpoint.parse(text) == Checkpoint(case["origin"], case["size"], root, extensions)
        assert Checkpoint.parse(text).text == text
        with pytest.raises(Malformed, match="the root hash of a checkpoint has 32 bytes"):
            Checkpoint.parse(case["in"])

    assert len(cases) == 12


@pytest.mark.parametrize("size", ["01", "+1", " 1", "1 ", "1_0", "-1", "", "٣", "1.0", "0x1", str(2**64), "9" * 5000])
def test_a_tree_size_has_one_spelling(size: str) -> None:
    text = Checkpoint("log", 1, bytes(32)).text.replace("\n1\n", f"\n{size}\n")

    with pytest.raises(Malformed, match="the tree size is a whole number without leading zeros"):
        Checkpoint.parse(text)


def test_the_checkpoint_of_an_empty_log_is_a_checkpoint() -> None:
    empty = log_of(0)

    opened = open_checkpoint(empty.checkpoint(), empty.key.vkey)

    assert (opened.size, opened.root.hex()[:8]) == (0, "e3b0c442")


def test_what_no_checkpoint_can_say_is_not_written() -> None:
    for origin, size, root, extensions in (
        ("", 1, bytes(32), ()),
        ("a\nb", 1, bytes(32), ()),
        ("a", -1, bytes(32), ()),
        ("a", 1, bytes(31), ()),
        ("a", 1, bytes(32), ("",)),
        ("a", 1, bytes(32), ("a\rb",)),
    ):
        with pytest.raises(Malformed):
            Checkpoint(origin, size, root, extensions)


def test_a_checkpoint_is_opened_with_the_key_of_its_own_log_alone() -> None:
    log, other = log_of(5), log_of(5, "other.example/log")

    assert open_checkpoint(log.checkpoint(), log.key.vkey) == Checkpoint(ORIGIN, 5, log.root())
    with pytest.raises(ProofMismatch, match="none of the trusted keys signed"):
        open_checkpoint(log.checkpoint(), other.key.vkey)


def test_a_checkpoint_in_the_name_of_another_log_is_refused() -> None:
    text = Checkpoint("other.example/log", 5, bytes(32)).text
    key = key_of()

    with pytest.raises(ProofMismatch, match=f"is of other.example/log, and the trusted key is that of {ORIGIN}"):
        open_checkpoint(Note(text, (key.sign(text),)).written, key.vkey)
    with pytest.raises(Refused, match=r"the checkpoint is of other\.example/log"):
        sign(Checkpoint.parse(text), key)


def test_a_signed_text_that_is_no_checkpoint_is_refused() -> None:
    key = key_of()
    text = f"kroniek.dossier/v1\n{ORIGIN}\n5\n{'A' * 43}=\n"

    with pytest.raises(Malformed, match="tree size"):
        open_checkpoint(Note(text, (key.sign(text),)).written, key.vkey)


def test_a_witness_signs_no_notes_of_its_own() -> None:
    witness = witness_of("witness.example/w1")

    assert witness.vkey.algorithm == COSIGNATURE
    with pytest.raises(Refused, match="is that of a witness"):
        witness.sign(TEXT)


def test_every_error_here_is_one_that_the_doors_know() -> None:
    assert issubclass(ProofMismatch, LedgerError)
    assert ProofMismatch.exit_code == 6
