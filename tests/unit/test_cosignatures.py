"""Witnesses: their cosignatures, and the policies that say how many of them it takes."""

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta, timezone
from itertools import combinations

import pytest

from domain.errors import Malformed, ProofMismatch, Refused
from infrastructure.proof.checkpoint import Checkpoint, open_checkpoint
from infrastructure.proof.cosignature import cosign, cosigned_at, with_signatures
from infrastructure.proof.note import COSIGNATURE, Note, Signature, SigningKey, VerifierKey, open_note
from infrastructure.proof.policy import Policy
from infrastructure.proof.tree import check_consistency
from tests.support.logs import log_of, witness_of
from tests.support.needs import needs_vectors

LOG = log_of(5)
CHECKPOINT = LOG.checkpoint()
SEEN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WITNESSES = [witness_of(f"witness.example/{number}") for number in range(1, 6)]
VKEYS = [witness.vkey for witness in WITNESSES]


def cosigned(*witnesses: SigningKey, note: str = CHECKPOINT) -> str:
    for witness in witnesses:
        note = with_signatures(note, str(cosign(note, witness, SEEN)))
    return note


# -- cosignatures -----------------------------------------------------------------------------------------------------


def test_a_cosignature_is_read_with_its_time_and_verified_by_the_key_of_the_witness() -> None:
    note = cosigned(WITNESSES[0])

    (signature,) = open_note(note, [VKEYS[0]]).signatures

    assert cosigned_at(signature) == SEEN
    assert open_checkpoint(note, LOG.key.vkey) == Checkpoint(LOG.key.name, 5, LOG.root())


def test_a_cosignature_says_what_the_standard_has_it_say() -> None:
    """The message is spelled out in the standard: a header, the time, the text of the checkpoint."""
    signature = cosign(CHECKPOINT, WITNESSES[0], datetime.fromtimestamp(1679315147, UTC))
    message = b"cosignature/v1\ntime 1679315147\n" + Note.parse(CHECKPOINT).text.encode()

    assert signature.value == (1679315147).to_bytes(8, "big") + WITNESSES[0].sign_bytes(message)


def test_the_cosignature_in_the_standard_carries_the_time_in_its_text() -> None:
    example = json.loads((needs_vectors() / "c2sp" / "spec_examples.json").read_text())["cosigned_checkpoint_example"]

    log, witness = Note.parse(example).signatures

    assert (log.name, witness.name) == ("example.com/behind-the-sofa", "witness.example.com/w1")
    assert cosigned_at(witness) == datetime.fromtimestamp(1679315147, UTC)
    with pytest.raises(Malformed, match="has no time"):
        cosigned_at(log)


def test_the_moment_is_kept_to_the_second_in_any_zone() -> None:
    at = datetime(2026, 11, 22, 10, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=1)))

    assert cosign(CHECKPOINT, WITNESSES[0], at) == cosign(CHECKPOINT, WITNESSES[0], SEEN)


def test_no_changed_bit_of_a_cosignature_is_believed() -> None:
    good = cosign(CHECKPOINT, WITNESSES[0], SEEN)
    text = Note.parse(CHECKPOINT).text

    for at in range(len(good.value)):
        for bit in range(8):
            value = good.value[:at] + bytes([good.value[at] ^ 1 << bit]) + good.value[at + 1 :]
            assert not VKEYS[0].has_signed(text, value)
    assert not VKEYS[0].has_signed(text, good.value[8:])
    assert not VKEYS[0].has_signed(text, b"")


def test_a_time_beyond_63_bits_is_refused_though_it_was_signed() -> None:
    text = Note.parse(CHECKPOINT).text
    for seconds, believed in ((2**63 - 1, True), (2**63, False)):
        signed = WITNESSES[0].sign_bytes(f"cosignature/v1\ntime {seconds}\n{text}".encode())

        assert VKEYS[0].has_signed(text, seconds.to_bytes(8, "big") + signed) == believed
    with pytest.raises(Malformed, match="no calendar has"):
        cosigned_at(Signature("w", bytes(4), (2**63 - 1).to_bytes(8, "big") + bytes(64)))


def test_the_key_of_a_log_is_no_key_of_a_witness() -> None:
    same_secret = SigningKey(WITNESSES[0].name, WITNESSES[0].secret)

    assert same_secret.vkey.id != VKEYS[0].id
    with pytest.raises(Refused, match="is not that of a witness"):
        cosign(CHECKPOINT, same_secret, SEEN)
    with pytest.raises(Malformed, match="is not that of a log"):
        Policy.of(VKEYS[0])
    with pytest.raises(Malformed, match="is not that of a witness"):
        Policy.of(LOG.key.vkey, [same_secret.vkey])


def test_a_witness_signs_checkpoints_alone() -> None:
    text = "any text\n"

    with pytest.raises(Malformed):
        cosign(Note(text, (LOG.key.sign(text),)).written, WITNESSES[0], SEEN)


def test_an_answer_of_a_witness_is_added_once_as_lines_or_as_a_note() -> None:
    line = str(cosign(CHECKPOINT, WITNESSES[0], SEEN))
    whole = with_signatures(CHECKPOINT, line)

    assert whole == CHECKPOINT + line
    assert with_signatures(whole, line) == with_signatures(CHECKPOINT, whole) == whole
    with pytest.raises(Refused, match="another text"):
        with_signatures(CHECKPOINT, cosigned(WITNESSES[0], note=LOG.checkpoint(4)))
    for faulty in ("", "5\n", "not found", line.rstrip("\n"), line.replace("— ", "")):
        with pytest.raises(Malformed):
            with_signatures(CHECKPOINT, faulty)


def test_a_published_talk_with_a_witness_is_followed() -> None:
    """A witness that knows one log, from nothing to its fifth leaf: it signs what extends what it signed before."""
    talk = json.loads((needs_vectors() / "witness" / "litewitness_add_checkpoint.json").read_text())
    log = VerifierKey(talk["origin"], bytes.fromhex(talk["log_public_key_ed25519_hex"]))
    latest: Checkpoint | None = None
    answers = []

    for step in talk["steps"]:
        asked, _, note = step["request_body"].partition("\n\n")
        old, *proof = asked.split("\n")
        answer, latest = witnessed(log, latest, int(old.removeprefix("old ")), proof, note)
        answers.append(answer)

    assert answers == [step["http_status"] for step in talk["steps"]]
    assert latest is not None
    assert latest.size == 5


def witnessed(
    log: VerifierKey, latest: Checkpoint | None, old: int, proof: list[str], note: str
) -> tuple[int, Checkpoint | None]:
    """The status with which a witness answers (C2SP tlog-witness), and the checkpoint it holds then."""
    try:
        new = open_checkpoint(note, log)
    except (Malformed, ProofMismatch):  # the changed signature there is not even base64
        return 403, latest
    if old != (latest.size if latest else 0):
        return 409, latest
    if latest is not None:
        try:
            check_consistency(old, new.size, [b64decode(each) for each in proof], latest.root, new.root)
        except ProofMismatch:
            return 422, latest
    witness = WITNESSES[0]
    assert open_note(with_signatures(note, str(cosign(note, witness, SEEN))), [log, witness.vkey]).signatures[1:]
    return 200, new


# -- policies ---------------------------------------------------------------------------------------------------------


def test_a_quorum_is_met_by_that_many_witnesses_whoever_they_are() -> None:
    for needed in range(4):
        trust = Policy.of(LOG.key.vkey, VKEYS[:3], needed)
        for count in range(4):
            for those in combinations(WITNESSES[:3], count):
                note = cosigned(*those)
                if count >= needed:
                    assert trust.open(note).size == 5
                else:
                    with pytest.raises(ProofMismatch, match="too few witnesses cosigned the checkpoint of size 5"):
                        trust.open(note)


def test_without_a_number_every_witness_that_is_named_must_have_cosigned() -> None:
    trust = Policy.of(LOG.key.vkey, VKEYS[:2])

    assert trust.open(cosigned(*WITNESSES[:2])).size == 5
    with pytest.raises(ProofMismatch, match="too few"):
        trust.open(cosigned(WITNESSES[1]))
    for quorum, witnesses in ((3, VKEYS[:2]), (1, []), (-1, VKEYS[:2])):
        with pytest.raises(Malformed, match="cannot be met"):
            Policy.of(LOG.key.vkey, witnesses, quorum)


def test_one_witness_counts_once_however_often_it_signs() -> None:
    twice = with_signatures(cosigned(WITNESSES[0]), str(cosign(CHECKPOINT, WITNESSES[0], SEEN + timedelta(hours=1))))

    assert len(Note.parse(twice).signatures) == 3
    with pytest.raises(ProofMismatch, match="too few"):
        Policy.of(LOG.key.vkey, VKEYS[:3], 2).open(twice)
    with pytest.raises(Malformed, match="is there twice"):
        Policy.of(LOG.key.vkey, [VKEYS[0], VerifierKey("another.name", VKEYS[0].public, COSIGNATURE)], 2)


def test_witnesses_do_not_make_up_for_the_log() -> None:
    note = cosigned(*WITNESSES)
    by_another_log = note.replace(str(Note.parse(note).signatures[0]), "")

    with pytest.raises(ProofMismatch, match="no trusted log signed this checkpoint"):
        Policy.of(LOG.key.vkey, VKEYS, 1).open(by_another_log)


def test_a_cosignature_on_another_checkpoint_spoils_this_one() -> None:
    other = cosign(LOG.checkpoint(4), WITNESSES[0], SEEN)

    with pytest.raises(ProofMismatch, match="does not fit the text"):
        Policy.of(LOG.key.vkey, VKEYS[:1], 0).open(with_signatures(CHECKPOINT, str(other)))


TWO_LEVELS = f"""\
# two organisations, and a log that both must have seen
log {LOG.key.vkey.text} https://kroniek.example/log

witness X1\t{VKEYS[0].text}
  witness X2 {VKEYS[1].text}   https://witness.example/2
witness X3 {VKEYS[2].text}
group X-witnesses 2 X1 X2 X3
witness Y1 {VKEYS[3].text}
witness Y2 {VKEYS[4].text}
group Y-witnesses any Y1 Y2

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


def test_a_policy_file_asks_for_groups_of_witnesses() -> None:
    trust = Policy.parse(TWO_LEVELS.encode())
    met = {
        those
        for count in range(6)
        for those in combinations(range(5), count)
        if is_open(trust, cosigned(*(WITNESSES[each] for each in those)))
    }

    assert met == {
        those
        for count in range(6)
        for those in combinations(range(5), count)
        if len({0, 1, 2} & set(those)) >= 2 and {3, 4} & set(those)
    }


def is_open(trust: Policy, note: str) -> bool:
    try:
        return trust.open(note).size == 5
    except ProofMismatch:
        return False


def test_a_policy_may_trust_several_logs_each_for_its_own_origin() -> None:
    other = log_of(3, "other.example/log")
    trust = Policy.parse(f"log {LOG.key.vkey.text}\nlog {other.key.vkey.text}\nquorum none\n")
    in_their_name = Checkpoint(LOG.key.name, 5, LOG.root()).text

    assert (trust.open(CHECKPOINT).size, trust.open(other.checkpoint()).size) == (5, 3)
    with pytest.raises(ProofMismatch, match=r"no trusted log signed this checkpoint of kroniek\.example/log"):
        trust.open(Note(in_their_name, (other.key.sign(in_their_name),)).written)
    with pytest.raises(ProofMismatch, match="none of the trusted keys"):
        trust.only(other.key.vkey).open(CHECKPOINT)


def test_a_policy_that_names_no_log_is_for_who_knows_the_log() -> None:
    trust = Policy.parse(f"witness w {VKEYS[0].text}\nquorum w\n")

    assert trust.only(LOG.key.vkey).open(cosigned(WITNESSES[0])).size == 5
    with pytest.raises(Refused, match="the policy names no log"):
        trust.open(cosigned(WITNESSES[0]))


def test_names_in_a_policy_are_bytes_and_comments_any_text() -> None:
    kelvin = f"witness K {VKEYS[0].text}\nwitness \u212a {VKEYS[1].text}\nquorum \u212a\n".encode()
    odd = f"# caf\u00e9\nwitness \u00e9t\u00e9 {VKEYS[0].text}\nquorum \u00e9t\u00e9\n".encode("latin-1")

    assert Policy.parse(kelvin).quorum == "\u212a"
    assert Policy.parse(odd).only(LOG.key.vkey).open(cosigned(WITNESSES[0])).size == 5


@pytest.mark.parametrize(
    ("faulty", "says"),
    [
        ("", "ends in a newline"),
        ("quorum none", "ends in a newline"),
        ("# nothing\n", "the policy has no quorum"),
        ("quorum none\nquorum none\n", "line 2 of the policy: there is a quorum already"),
        ("quorum w\n", "line 1 of the policy: no line before it says what w is"),
        ("quorum\n", "it is none of"),
        ("trust me\n", "it is none of"),
        ("quorum none extra\n", "it is none of"),
        ("quorum none\r\n", "control character"),
        ("quorum none\x7f\n", "control character"),
        ("log nonsense\nquorum none\n", "line 1 of the policy: 'nonsense' is no verifier key"),
        (f"log {VKEYS[0].text}\nquorum none\n", "is not that of a log"),
        (f"log {LOG.key.vkey.text} url more\nquorum none\n", "it is none of"),
        (f"log {LOG.key.vkey.text}\nlog {LOG.key.vkey.text}\nquorum none\n", "is there twice"),
        (f"witness none {VKEYS[0].text}\nquorum none\n", "the name none is taken"),
        (
            f"witness w {VKEYS[0].text}\nwitness w {VKEYS[1].text}\nquorum w\n",
            "line 2 of the policy: the name w is taken",
        ),
        (f"witness w {VKEYS[0].text}\nwitness v {VKEYS[0].text}\nquorum w\n", "is there twice"),
        (f"witness w {VKEYS[0].text}\ngroup w 1 w\nquorum w\n", "the name w is taken"),
        (f"witness w {VKEYS[0].text}\ngroup g 1 w w\nquorum g\n", "w is a member twice"),
        (f"witness w {VKEYS[0].text}\ngroup g any w\ngroup h any w\nquorum g\n", "line 3 .* w is a member twice"),
        (f"witness w {VKEYS[0].text}\ngroup g 0 w\nquorum g\n", "0 of 1 members cannot be asked for"),
        (f"witness w {VKEYS[0].text}\ngroup g 2 w\nquorum g\n", "2 of 1 members cannot be asked for"),
        (f"witness w {VKEYS[0].text}\ngroup g 01 w\nquorum g\n", "the threshold is a whole number"),
        (f"witness w {VKEYS[0].text}\ngroup g some w\nquorum g\n", "the threshold is a whole number"),
        (f"witness w {VKEYS[0].text}\ngroup g all\nquorum g\n", "it is none of"),
        ("group g any none\nquorum g\n", "no line before it says what none is"),
        ("group g any g\nquorum g\n", "no line before it says what g is"),
    ],
)
def test_a_faulty_policy_is_refused_at_its_line(faulty: str, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        Policy.parse(faulty)
