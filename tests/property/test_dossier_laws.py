"""What is carried in a dossier answers what the whole ledger answers, whatever stands between its entries."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cli.dossier.answers import answers
from infrastructure.defaults import init_ledger
from infrastructure.ledger import Ledger
from infrastructure.proof.carried import bearing_faults, carried_ledger
from infrastructure.proof.dossier import CaseQuestion, CountryQuestion, Given, Question, last_by
from tests.property.test_projection_laws import WITH_ELEMENTS
from tests.support.caseloads import case, drafts
from tests.support.histories import COUNTRY, histories, points, window_day

Entry = dict[str, Any]

MADE_ON = date(2023, 3, 1)
OTHERS: list[Entry] = [
    {
        "key": "sy/source",
        "event": "source.registered",
        "source": "sy-letter",
        "kind": "press",
        "title": "Elsewhere",
        "identifiers": {},
        "public_on": "2023-01-05",
    },
    {
        "key": "sy/act",
        "event": "policy.decision-moratorium-imposed",
        "country": "SY",
        "element": "decision-moratorium",
        "standing": "published",
        "from": "2023-01-06",
        "cites": [{"source": "sy-letter"}],
    },
    case("mine", decision="2023-01-08", application="2023-01-03"),
    case("other", decision="2023-01-09"),
    {"key": "sy/act/note", "event": "entry.annotated", "entry": "sy/act", "note": "of another country"},
    {"key": "case/mine/note", "event": "entry.annotated", "entry": "case/mine/opened", "note": "of this case"},
    {"key": "case/other/note", "event": "entry.annotated", "entry": "case/other/opened", "note": "of another case"},
]


@st.composite
def among_others(draw: st.DrawFn) -> list[Entry]:
    """A history of Mali with entries of another country and of two cases between its own, in any places."""
    mixed = [*WITH_ELEMENTS, *draw(histories(uncertain=3, wide=1))]
    place = 0
    for other in OTHERS:
        place = draw(st.integers(place, len(mixed)))
        mixed.insert(place, other)
        place += 1
    return mixed


@settings(max_examples=80, deadline=None)
@given(among_others(), st.lists(points(), min_size=1, max_size=4), st.sampled_from(("practice", "formal")))
def test_the_carried_entries_answer_what_the_whole_ledger_answers(
    chronicle: Sequence[Entry], asked: list[tuple[date, date | None, int | None]], reading: Any
) -> None:
    with TemporaryDirectory() as folder, init_ledger(Path(folder) / "l.db", origin="test", actor="test") as ledger:
        ledger.append(drafts(*chronicle), actor="test")
        for on, public_by, recorded_by in asked:
            position = ledger.head().position if recorded_by is None else min(recorded_by + 3, ledger.head().position)
            for question in questions(on, public_by, reading):
                assert_same(ledger, question, position)


def questions(on: date, public_by: date | None, reading: Any) -> Iterator[Question]:
    yield CountryQuestion(country=COUNTRY, on=on, public_by=public_by, reading=reading, recorded_by=None)
    for at in ("decision", window_day(4).isoformat()):
        yield CaseQuestion(
            case="mine",
            at=at,
            known="then" if public_by else "now",
            reading=reading,
            recorded_by=None,
            framework=None,
            on=None,
            public_by=None,
        )


def assert_same(ledger: Ledger, question: Question, position: int) -> None:
    listed = {each["key"]: each["position"] for each in ledger.entries()}
    if isinstance(question, CaseQuestion) and listed["case/mine/opened"] > position:
        return
    gathered = ledger.gathered(question.subject, ledger.head().position, MADE_ON)
    given_ = [Given(each.position, one.digest, one.text) for each in gathered.sealed for one in each.disclosures]
    last = last_by(gathered.leaves, position)

    with carried_ledger(gathered.leaves, given_, gathered.documents) as carried:
        again = answers(carried, question, last, MADE_ON).answers
        faults = list(bearing_faults(carried, gathered.leaves, question))

    assert again == answers(ledger, question, last, MADE_ON).answers
    assert faults == []
    keys = {leaf.key for leaf in gathered.leaves}
    assert not {key for key in keys if key.startswith("sy/")}
    assert not {key for key in keys if "/other/" in key}
    assert {key for key in keys if "/mine/" in key} == (
        {key for key in listed if "/mine/" in key} if question.subject.kind == "case" else set()
    )
