"""Cases held to a slow reading of the contract, and the laws of replay, comparison and impact."""

import itertools
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cases import CaseFile, policy_inputs
from domain.dates import RecordedBy
from domain.events import Facts
from domain.frameworks import read
from domain.places import Area, Place
from domain.policy import ElementState, country_policy
from infrastructure.casework import Affected, direction, rounded
from infrastructure.defaults import default_framework, init_ledger
from infrastructure.ledger import Ledger
from infrastructure.replaying import facts_of
from tests.property.test_policy_laws import history_of, states
from tests.support.caseloads import assessed, drafts, imported
from tests.support.policies import FIRST_DAY, Entry, days, facts, policies
from tests.support.slow_cases import slow_inputs, slow_replay, slow_rule

TODAY = date(2023, 3, 1)


def as_facts(given_facts: Entry) -> Facts:
    return facts_of(msgspec.json.encode(given_facts))


def places_of(found: Sequence[ElementState], case: CaseFile) -> tuple[dict[str, Place], dict[str, Place]]:
    """Mali's regions do not lie in one another, so every area stands alone."""
    own = {
        name: Place(area)
        for name in ("origin_area", "habitual_residence")
        if (area := getattr(case.facts, name)) is not None
    }
    values = [value or {} for state in found for value in (state.value, *(each.value for each in state.possible))]
    pointed = {area.id: Place(area) for value in values for area in map(Area.of, value.get("to", ()))}
    return own, pointed


def opened(number: int, given_facts: Entry, decision: str) -> Entry:
    return {
        "key": f"case/{number}",
        "event": "case.opened",
        "case": f"c{number}",
        "country": "ML",
        "facts": given_facts,
        "moments": {"application": FIRST_DAY.isoformat(), "decision": decision},
    }


def caseloads() -> st.SearchStrategy[list[Entry]]:
    """Two to five cases; the decision is a day of the window, or, now and then, no single day."""
    decisions = st.one_of(days().map(str), days().map(str), days().map(str), st.just("unknown"))
    drawn = st.lists(st.tuples(facts(), decisions), min_size=2, max_size=5)
    return drawn.map(lambda each: [opened(number, *one) for number, one in enumerate(each, start=1)])


def ledger_of(path: Path, entries: Sequence[Entry]) -> Ledger:
    ledger = init_ledger(path, origin="test", actor="test")
    ledger.append(drafts(*entries), actor="test")
    return ledger


def outcomes(ledger: Ledger) -> dict[str, tuple[str, str]]:
    """By case: rule and outcome at the decision, known now; nothing for a case that cannot be told."""
    found = {}
    for card in ledger.cases():
        if card.decision is not None:
            replay = ledger.replay(card.reference, known="now")
            found[card.reference] = (replay.on.isoformat(), replay.outcome)
    return found


def differing(before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]]) -> list[Affected]:
    found = []
    for reference in sorted(before.keys() & after.keys()):
        (_, without), (on, with_) = before[reference], after[reference]
        if without != with_:
            found.append(Affected(reference, "ML", date.fromisoformat(on), without, with_, direction(without, with_)))
    return sorted(found, key=lambda each: (each.direction, each.case))


def all_answers(ledger: Ledger, references: Sequence[str]) -> Any:
    """Replays, comparison and grid of every case; when things were recorded is each ledger's own."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(each) for name, each in value.items() if name != "recorded_at"}
        return [plain(each) for each in value] if isinstance(value, list | tuple) else value

    found = []
    for reference in references:
        asked = [day for name, day in ledger.case(reference).moments.items() if day.is_exact and name]
        found += [
            ledger.replay(reference, at=at, known=known, reading=reading)
            for at in (day.earliest for day in asked)
            if at is not None
            for known in ("then", "now")
            for reading in ("practice", "formal")
        ]
        found.append(ledger.compare(reference, today=TODAY))
        found.append(ledger.outcome_grid(reference, days=[FIRST_DAY, TODAY], limits=[FIRST_DAY, None], by="public"))
    return plain(msgspec.to_builtins(found, enc_hook=str))  # the reason of a cell is an error


# -- against a slow reading of the contract ---------------------------------------------------------------------------


def test_the_default_framework_is_the_rule_table_of_the_contract_for_every_combination() -> None:
    _, documents = default_framework()
    (table,) = documents.values()
    framework = read(table)
    names = [each.name for each in framework.inputs]

    for values in itertools.product(*(each.values for each in framework.inputs)):
        combination = dict(zip(names, values, strict=True))
        decision = framework.decide(combination)
        assert (decision.rule_id, decision.outcome) == slow_rule(combination), combination


@settings(max_examples=300, deadline=None)
@given(policies(), facts(), days(), st.none() | days(), st.sampled_from(("practice", "formal")))
def test_policy_inputs_are_what_the_contract_says_of_any_policy_and_any_facts(
    chronicle: list[Entry], given_facts: Entry, on: date, public_by: date | None, reading: str
) -> None:
    found = list(states(history_of(chronicle), on, public_by, None, reading).values())
    case = CaseFile("c", "ML", as_facts(given_facts), {})

    policy = policy_inputs(case, found, country_policy(found), *places_of(found, case))

    expected = slow_inputs(given_facts, found)
    assert {name: policy.values[name] for name in expected} == expected
    grounds = {(each.input, each.element) for each in policy.grounds}
    for name, value in expected.items():
        if value != "none":
            assert name in {each for each, _ in grounds}


@settings(max_examples=20, deadline=None)
@given(policies(), caseloads())
def test_a_replay_in_a_ledger_is_the_table_read_on_the_states_of_its_point(
    chronicle: list[Entry], cases: list[Entry]
) -> None:
    history = history_of(chronicle)

    with TemporaryDirectory() as folder, ledger_of(Path(folder) / "l.db", [*chronicle, *cases]) as ledger:
        for opening in cases:
            for at, known, reading in itertools.product(
                ("application", "decision"), ("then", "now"), ("practice", "formal")
            ):
                if opening["moments"][at] == "unknown":
                    continue
                replay = ledger.replay(opening["case"], at=at, known=known, reading=reading)  # type: ignore[arg-type]

                day = date.fromisoformat(opening["moments"][at])
                found = states(history, day, day if known == "then" else None, None, reading)
                inputs, rule, outcome = slow_replay(
                    opening["facts"], list(found.values()), country_policy(found.values())
                )
                assert (dict(replay.inputs), replay.rule, replay.outcome) == (inputs, rule, outcome)


@settings(max_examples=12, deadline=None)
@given(policies(), caseloads())
def test_answers_are_the_same_after_a_rebuild_and_in_a_ledger_made_from_the_export(
    chronicle: list[Entry], cases: list[Entry]
) -> None:
    references = [each["case"] for each in cases]
    entries = [*cases, *chronicle, assessed(references[0], "individual-assessment")]

    with TemporaryDirectory() as folder, ledger_of(Path(folder) / "l.db", entries) as ledger:
        expected, cards = all_answers(ledger, references), ledger.cases()
        assert ledger.rebuild() == ()
        assert all_answers(ledger, references) == expected
        with imported(Path(folder) / "copy.db", ledger) as copy:
            assert all_answers(copy, references) == expected
            assert copy.cases() == cards


# -- impact -----------------------------------------------------------------------------------------------------------


def without(entries: Sequence[Entry], key: str) -> list[Entry]:
    """The entries but one, what is about it, and the annulments by a ruling that is not there any more."""
    gone = {key}
    kept: list[Entry] = []
    rulings = {each["ruling"] for each in entries if each["key"] == key and each["event"] == "ruling.recorded"}
    for each in entries:
        if each["key"] in gone or each.get("entry") in gone or each.get("ruling") in rulings:
            gone.add(each["key"])
        else:
            kept.append(each)
    return kept


@settings(max_examples=30, deadline=None)
@given(policies(), caseloads(), st.data())
def test_impact_is_the_difference_of_full_replays_with_and_without_the_entry(
    chronicle: list[Entry], cases: list[Entry], data: st.DataObject
) -> None:
    more = [
        {
            "key": "case/facts",
            "event": "case.facts-recorded",
            "case": "c1",
            "facts": data.draw(facts()),
        },
        {
            "key": "case/moment",
            "event": "case.moment-recorded",
            "case": "c2",
            "moments": {"decision": data.draw(days()).isoformat()},
        },
    ]
    entries = [*chronicle, *cases, *more]
    policy_keys = [each["key"] for each in chronicle if not each["key"].startswith("ml/advice")]
    key = data.draw(st.sampled_from([*policy_keys, *policy_keys, "case/facts", "case/moment"]))

    with (
        TemporaryDirectory() as folder,
        ledger_of(Path(folder) / "with.db", entries) as whole,
        ledger_of(Path(folder) / "without.db", without(entries, key)) as rest,
    ):
        impact = whole.impact(key)
        after, before = outcomes(whole), outcomes(rest)

    told = [each for each in impact.affected if "cannot-tell" not in (each.without, each.with_)]
    assert told == differing(before, after)
    assert {each.case for each in impact.affected} - {each.case for each in told} == before.keys() ^ after.keys()
    assert (impact.replayed, impact.cannot_tell) == (len(after), len(cases) - len(after))


@settings(max_examples=20, deadline=None)
@given(policies(), caseloads(), st.integers(1, 10))
def test_the_impact_of_drafts_is_the_difference_that_appending_them_makes(
    chronicle: list[Entry], cases: list[Entry], size: int
) -> None:
    whole = [*chronicle, *cases]
    first = [each for each in whole if each["key"].startswith(("ml/advice", "ml/ruling"))]
    rest = [each for each in chronicle if each not in first]
    earlier, later = rest[:-size], rest[-size:]

    with TemporaryDirectory() as folder, ledger_of(Path(folder) / "l.db", [*first, *cases, *earlier]) as ledger:
        before, head = outcomes(ledger), ledger.head()
        impact = ledger.impact_of(drafts(*later), {})
        assert ledger.head() == head
        assert outcomes(ledger) == before
        ledger.append(drafts(*later), actor="test")
        after = outcomes(ledger)

    assert list(impact.affected) == differing(before, after)
    assert impact.entries == tuple(each["key"] for each in later)


@settings(max_examples=12, deadline=None)
@given(policies(), caseloads())
def test_what_is_recorded_later_changes_no_answer_as_recorded_by_then(
    chronicle: list[Entry], cases: list[Entry]
) -> None:
    first = [each for each in chronicle if each["key"].startswith(("ml/advice", "ml/ruling", "ml/act"))]
    later = [each for each in chronicle if each not in first]
    reference = cases[0]["case"]

    with TemporaryDirectory() as folder, ledger_of(Path(folder) / "l.db", [*first, *cases]) as ledger:
        head = RecordedBy.parse(f"@{ledger.head().position}")
        before = ledger.compare(reference, today=TODAY, recorded_by=head)
        ledger.append(drafts(*later), actor="test")
        assert ledger.compare(reference, today=TODAY, recorded_by=head) == before


# -- what is disclosed ------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 400), min_size=1, max_size=8))
def test_a_disclosed_count_hides_the_exact_one_among_several(counts: list[int]) -> None:
    """Every figure shown stands for four counts or more, but for none, and no total is among the rows.

    A row is one country, year and outcome, and each case is in one row: no row is a sum of others, so nothing can be
    taken off anything, and asking by country shows some of the same rows. Months are not counted, for a year would be
    their total. Only `0` is exact, and it is not shown for a combination nobody is in, because that has no row at all.
    """
    for count in counts:
        shown = rounded(count)
        alike = [other for other in range(1_000) if rounded(other) == shown]

        assert count in alike
        assert alike == [0] if count == 0 else len(alike) >= 4
        if shown.isdigit():
            assert int(shown) % 10 == 0
            assert abs(int(shown) - count) <= 5
        else:
            assert (shown, 1 <= count <= 4) == ("less than 5", True)


def test_counts_have_a_row_per_country_period_and_outcome_and_no_totals() -> None:
    cases = [opened(number, {}, f"2023-0{1 + number % 2}-10") for number in range(1, 15)]
    decided = [assessed(f"c{number}", "individual-assessment") for number in range(1, 9)]

    with TemporaryDirectory() as folder, ledger_of(Path(folder) / "l.db", [*cases, *decided]) as ledger:
        yearly = ledger.case_counts()
        assert ledger.case_counts("NG") == ()

    assert [(each.country, each.period, each.outcome, each.shown) for each in yearly] == [
        ("ML", "2023", "", "10"),
        ("ML", "2023", "individual-assessment", "10"),
    ]
