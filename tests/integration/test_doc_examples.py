"""The chronicles that the pages show: each can be imported, and says what the pages say of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from domain.dates import Point, RecordedBy
from domain.errors import Fault, FaultyChronicle
from infrastructure.chronicle import read_chronicle
from infrastructure.defaults import init_ledger
from infrastructure.ledger import Appended, Ledger

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
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
