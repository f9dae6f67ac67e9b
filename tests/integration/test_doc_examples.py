"""The chronicles that the pages show: each can be imported, and says what the pages say of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from domain.dates import Point, RecordedBy
from domain.errors import CannotTell, Fault, FaultyChronicle
from domain.frameworks import FaultyFramework, adopt
from infrastructure.answers import Appended
from infrastructure.chronicle import read_chronicle
from infrastructure.defaults import init_ledger
from infrastructure.ledger import Ledger

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
MALI = Path(__file__).parents[2] / "infrastructure" / "data" / "mali" / "mali.yaml"
FAULTY = "with-faults.yaml"
SOUND = sorted(path.name for path in EXAMPLES.glob("*.yaml") if path.name != FAULTY)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with init_ledger(tmp_path / "kroniek.db", origin="test.example/ledger", actor="tester") as made:
        yield made


def brought_in(ledger: Ledger, path: Path) -> Appended:
    faults: list[Fault] = []
    chronicle = read_chronicle(path, faults)
    return ledger.append(chronicle.drafts, actor="tester", documents=chronicle.documents, faults=faults)


def status(ledger: Ledger, element: str, point: str) -> str | None:
    state = ledger.element_state(element, Point.parse(point))
    return state.status if state else None


def test_there_are_examples() -> None:
    assert len(SOUND) >= 5


@pytest.mark.parametrize("name", SOUND)
def test_an_example_comes_in_once(ledger: Ledger, name: str) -> None:
    first = brought_in(ledger, EXAMPLES / name)

    again = brought_in(ledger, EXAMPLES / name)

    assert first.entries
    assert again.entries == ()
    assert again.unchanged == tuple(entry.key for entry in first.entries)


@pytest.mark.parametrize("name", SOUND)
def test_an_example_that_is_exported_comes_in_as_it_was(ledger: Ledger, tmp_path: Path, name: str) -> None:
    brought_in(ledger, EXAMPLES / name)
    exported = tmp_path / "exported.yaml"
    exported.write_text("".join(ledger.export("yaml")), encoding="utf-8")

    with init_ledger(tmp_path / "other.db", origin="test.example/other", actor="tester") as other:
        brought_in(other, exported)

        there = [(each["key"], each["event"], each["content"]) for each in other.entries()]
        assert there == [(each["key"], each["event"], each["content"]) for each in ledger.entries()]


def test_every_fault_of_the_faulty_example_is_named_where_it_stands(ledger: Ledger) -> None:
    before = ledger.head().position
    lines = (EXAMPLES / FAULTY).read_text(encoding="utf-8").splitlines()

    with pytest.raises(FaultyChronicle) as refused:
        brought_in(ledger, EXAMPLES / FAULTY)

    named = {(fault.key, fault.field) for fault in refused.value.faults}
    assert named == {
        ("ml/example-letter", "kind"),
        ("ml/example-letter", "public_on"),
        ("ml/example-15c", "areas[0]"),
        ("ml/example-15c", "until"),
        ("ml/example-note", "cites[0].source"),
    }
    for fault in refused.value.faults:
        word = fault.field.partition("[")[0]
        assert fault.line is not None
        assert lines[fault.line - 1].lstrip(" -").startswith(f"{word}:"), fault
    assert ledger.head().position == before


def test_the_letter_announces_from_the_day_it_is_public(ledger: Ledger) -> None:
    brought_in(ledger, EXAMPLES / "letter.yaml")

    assert status(ledger, "ML/article-15c", "2023-01-10") is None
    assert status(ledger, "ML/article-15c", "2023-01-11") == "announced"


def test_the_retroactive_act_is_known_from_its_publication_on(ledger: Ledger) -> None:
    brought_in(ledger, EXAMPLES / "retroactive-act.yaml")

    assert status(ledger, "PS/decision-moratorium", "2023-12-20,public=2024-01-09") == "announced"
    assert status(ledger, "PS/decision-moratorium", "2023-12-20,public=2024-01-10") == "in-force"


def test_the_picture_of_the_three_clocks_is_true(ledger: Ledger) -> None:
    brought_in(ledger, EXAMPLES / "palestinian-territories.yaml")
    picture = (EXAMPLES.parent / "explanation" / "three-clocks.svg").read_text(encoding="utf-8")
    element = "PS/decision-moratorium"
    steps = (
        ("2023-12-19", "19 Dec 2023", "ps/letter-decision-moratorium", "announced"),
        ("2024-01-10", "10 Jan 2024", "ps/besluit-decision-moratorium", "in-force"),
        ("2024-04-24", "24 Apr 2024", "ps/annulled-decision-moratorium", "annulled"),
    )

    before = None
    for day, drawn, key, after in steps:
        position = ledger.entry(key)["position"]
        eve = date.fromordinal(date.fromisoformat(day).toordinal() - 1)

        assert status(ledger, element, f"2023-12-20,public={eve}") == before
        assert status(ledger, element, f"2023-12-20,public={day}") == after
        recorded = Point(date(2023, 12, 20), None, RecordedBy.parse(f"@{position - 1}"))
        state = ledger.element_state(element, recorded)
        assert (state.status if state else None) == before
        assert status(ledger, element, f"2023-12-20,recorded=@{position}") == after
        assert f">@{position}<" in picture
        assert f">{drawn}<" in picture
        before = after


def test_the_slip_of_the_pen_is_in_the_example_of_mistakes(ledger: Ledger) -> None:
    brought_in(ledger, EXAMPLES / "mistakes.yaml")

    assert status(ledger, "PS/decision-moratorium", "2023-12-10") == "in-force"
    assert status(ledger, "PS/departure-moratorium-2", "2024-01-15") == "in-force"


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ("2023-07-07", "announced"),
        ("2023-07-08", "uncertain"),
        ("2023-07-09", "in-force"),
        ("2023-07-08,public=2023-07-08", "in-force"),
    ],
)
def test_sources_that_contradict_each_other_leave_one_day_uncertain(ledger: Ledger, point: str, expected: str) -> None:
    brought_in(ledger, EXAMPLES / "contradicting-sources.yaml")

    assert status(ledger, "SD/decision-moratorium", point) == expected


# -- cases and frameworks ---------------------------------------------------------------------------------------------


@pytest.fixture
def with_cases(ledger: Ledger) -> Ledger:
    for path in (MALI, EXAMPLES / "palestinian-territories.yaml", EXAMPLES / "cases.yaml"):
        brought_in(ledger, path)
    return ledger


@pytest.mark.parametrize(
    ("case", "rule", "verdict"),
    [
        ("gao", "R16", "same"),
        ("refused", "R12", "differs"),
        ("tested", "R12", "same"),
        ("unreasonable", "R10", "same"),
        ("kayes", "R15", "same"),
        ("unverified", "R8", "same"),
        ("gaza", "R1", "same"),
    ],
)
def test_an_invented_case_is_replayed_as_the_pages_say(with_cases: Ledger, case: str, rule: str, verdict: str) -> None:
    replay = with_cases.replay(case)

    assert (replay.rule, replay.verdict) == (rule, verdict)


@pytest.mark.parametrize(("day", "rule"), [("2022-12-01", "R16"), ("2023-01-11", "R15")])
def test_in_the_formal_reading_the_letter_is_policy_that_does_not_bind(with_cases: Ledger, day: str, rule: str) -> None:
    replay = with_cases.replay("tested", at=date.fromisoformat(day), reading="formal")

    assert replay.rule == rule
    assert replay.because == ()


def test_a_decision_of_some_day_in_a_month_cannot_be_replayed(with_cases: Ledger) -> None:
    with pytest.raises(CannotTell, match="2023-01: no single day"):
        with_cases.replay("undated")


def test_the_annulment_alone_makes_the_decision_under_the_moratorium_differ(with_cases: Ledger) -> None:
    comparison = with_cases.compare("gaza", today=date(2024, 6, 1))

    row = next(row for row in comparison.rows if row.moment == "decision")
    assert row.then.replay is not None
    assert row.now.replay is not None
    assert (row.then.replay.rule, row.now.replay.rule) == ("R1", "R15")
    assert row.causes == ("ps/annulled-decision-moratorium",)


def test_the_planned_policy_is_better_for_kayes_and_worse_for_gao(with_cases: Ledger) -> None:
    before = with_cases.head().position
    read = read_chronicle(EXAMPLES / "planned-policy.yaml", [])

    impact = with_cases.impact_of(read.drafts, read.documents)

    found = {each.case: each.direction for each in impact.affected}
    assert found["kayes"] == "better"
    assert found["tested"] == "worse"
    assert "gao" not in found
    assert with_cases.head().position == before


def test_the_counts_of_the_caseload_are_those_of_the_page(ledger: Ledger) -> None:
    brought_in(ledger, EXAMPLES / "caseload.yaml")

    years = {(each.period, each.outcome): each.shown for each in ledger.case_counts("ML")}

    assert years == {
        ("2022", "no-country-policy"): "10",
        ("2023", "individual-internal-protection-test"): "20",
        ("2023", "subsidiary-protection"): "less than 5",
    }


def test_the_invented_framework_can_be_adopted_and_the_faulty_one_cannot() -> None:
    sound = adopt((EXAMPLES / "protect-unless-tested.dmn").read_bytes())

    with pytest.raises(FaultyFramework) as refused:
        adopt((EXAMPLES / "framework-with-faults.dmn").read_bytes())

    assert sound.unreachable == ()
    assert len(refused.value.faults) == 2
