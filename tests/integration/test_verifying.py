"""Verifying a whole ledger that nobody tampered with: what holds, what cannot be told, what only outsiders know."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import CannotTell, Malformed, ProofMismatch
from infrastructure.ledger import Ledger, create_ledger
from infrastructure.proof.cosignature import cosign
from infrastructure.proof.policy import Policy
from infrastructure.proof.signing import NewKey
from tests.support.caseloads import append
from tests.support.logs import key_of, witness_of

KEY = key_of()
ONE, TWO = witness_of("witness.example/one"), witness_of("witness.example/two")


def source(number: int) -> dict[str, object]:
    return {"key": f"s/{number}", "event": "source.registered", "source": f"s-{number}", "kind": "press", "title": "x"}


@pytest.fixture(params=["in a file", "in memory"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    place = tmp_path / "kroniek.db" if request.param == "in a file" else ":memory:"
    with create_ledger(place, new=NewKey(KEY)) as made:
        append(made, source(1), source(2))
        append(made, source(3))
        yield made


def test_a_ledger_that_signs_what_is_appended_holds(ledger: Ledger) -> None:
    parts: set[str] = set()

    found = ledger.verify(progress=lambda part, done, total: parts.add(part))

    assert (found.verdict, found.entries, found.signed, found.checkpoints) == ("holds", 3, 3, 2)
    assert (found.vkey, found.pinned) == (KEY.vkey.text, False)
    assert parts == {"log", "entries", "answers"}


def test_nothing_is_left_of_a_verification(ledger: Ledger) -> None:
    """Because it works the answers out anew in tables of their own, under the names of the stored ones."""
    before = ledger.state("ML", _today())

    ledger.verify()
    append(ledger, {"key": "p/1", "event": "policy.particulars-stated", "country": "ML", "standing": "announced",
                    "signed_on": "2023-01-11", "from": "2023-01-11", "text": "x"})  # fmt: skip

    assert before.elements == ()
    assert len(ledger.state("ML", _today()).elements) == 1
    assert ledger.verify().verdict == "holds"


def _today() -> object:
    from datetime import date

    from domain.dates import Point

    return Point(date(2026, 11, 23))


def test_of_an_empty_ledger_nobody_can_tell() -> None:
    """Because anybody can make one in the name of the log, without its key: what is not there needs no signature."""
    with create_ledger(":memory:", origin=KEY.name) as forged:
        for policy in (None, Policy.of(KEY.vkey, [ONE.vkey])):
            found = forged.verify(key=KEY.vkey, policy=policy)

            assert (found.verdict, found.contradictions) == ("cannot-tell", ())
    with create_ledger(":memory:", new=NewKey(KEY)) as ledger:
        assert ledger.verify().verdict == "cannot-tell"
        assert ledger.verify(against=ledger.log.checkpoint()).verdict == "cannot-tell"


def test_the_key_of_a_witness_is_none_to_verify_a_ledger_with(ledger: Ledger) -> None:
    """Because a cosignature says that somebody saw the log, not that it is the log's word."""
    with pytest.raises(Malformed, match="not that of a log"):
        ledger.verify(key=ONE.vkey)


def test_a_ledger_without_a_key_cannot_tell_and_has_nothing_to_hold_a_view_against() -> None:
    with create_ledger(":memory:", new=NewKey(KEY)) as signed, create_ledger(":memory:") as ledger:
        for each in (signed, ledger):
            append(each, source(1))

        assert ledger.verify().verdict == "cannot-tell"
        with pytest.raises(CannotTell):
            ledger.verify(against=signed.log.checkpoint())


def test_a_view_that_somebody_kept_is_held_against_the_ledger(ledger: Ledger) -> None:
    older = ledger.log.checkpoint(2)

    found = ledger.verify(key=KEY.vkey, against=older)

    assert (found.verdict, found.against, found.pinned) == ("holds", 2, True)
    with pytest.raises(ProofMismatch):
        ledger.verify(key=key_of("another.example/log").vkey, against=older)
    with pytest.raises(Malformed):
        ledger.verify(against="nonsense")


def test_a_policy_asks_for_witnesses_of_every_entry(ledger: Ledger) -> None:
    policy = Policy.of(KEY.vkey, [ONE.vkey, TWO.vkey], 1)
    assert ledger.verify(policy=policy).verdict == "cannot-tell"
    note = ledger.log.checkpoint()

    ledger.log.witness(str(cosign(note, ONE, datetime(2026, 11, 23, tzinfo=UTC))), [ONE.vkey])

    assert (found := ledger.verify(policy=policy)).verdict == "holds"
    assert (found.witnessed, found.vkey, found.pinned) == (3, KEY.vkey.text, True)
    assert ledger.verify(policy=Policy.of(KEY.vkey, [ONE.vkey, TWO.vkey])).verdict == "cannot-tell"
    append(ledger, source(4))
    assert (ledger.verify(policy=policy).verdict, ledger.verify(policy=policy).witnessed) == ("cannot-tell", 3)


def test_a_policy_for_another_log_refutes(ledger: Ledger) -> None:
    found = ledger.verify(policy=Policy.of(key_of("another.example/log").vkey))

    assert found.verdict == "refuted"
    assert {each.says for each in found.contradictions} >= {"identity-other-key", "identity-other-log"}
