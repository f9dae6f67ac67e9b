"""Cases at the desk: the Mali examples replayed, moments in any order, what makes then and now differ, what stays."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.dates import RecordedBy
from domain.errors import CannotTell, NotFound
from infrastructure.ledger import Ledger
from tests.support.caseloads import adopt, append, assessed, case, drafts, imported, mali_ledger

TODAY = date(2026, 11, 22)
BEFORE, ON = date(2022, 12, 1), date(2023, 1, 11)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with mali_ledger(tmp_path / "mali.db") as opened:
        yield opened


@contextmanager
def zone(name: str) -> Iterator[None]:
    """The machine in another time zone."""
    kept = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        if kept is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = kept
        time.tzset()


def concluded(ledger: Ledger, reference: str, **asked: Any) -> tuple[str, str]:
    replay = ledger.replay(reference, **asked)
    return replay.rule, replay.outcome


def answers(ledger: Ledger, reference: str) -> bytes:
    """Everything a case can be asked, as bytes; record times are those of the ledger, and left out."""
    replays = [
        ledger.replay(reference, at=at, known=known, reading=reading)
        for at in (*ledger.case(reference).moments, BEFORE, ON)
        for known in ("then", "now")
        for reading in ("practice", "formal")
    ]
    grid = ledger.outcome_grid(reference, days=[BEFORE, ON, TODAY], limits=[BEFORE, ON, None], by="public")
    plain = msgspec.to_builtins([replays, ledger.compare(reference, today=TODAY), grid], order="deterministic")
    return msgspec.json.encode(_without_record_times(plain))


def _without_record_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_record_times(each) for name, each in value.items() if name != "recorded_at"}
    return [_without_record_times(each) for each in value] if isinstance(value, list | tuple) else value


# -- Mali -------------------------------------------------------------------------------------------------------------


def test_before_the_letter_there_was_no_policy_to_decide_a_case_from_gao_by(ledger: Ledger) -> None:
    append(ledger, case("a", decision="2022-12-01"))

    replay = ledger.replay("a")

    assert (replay.rule, replay.outcome) == ("R16", "no-country-policy")
    assert (replay.on, replay.public_by, replay.known) == (BEFORE, BEFORE, "then")
    assert replay.inputs["country_policy"] == "none"


def test_from_the_day_of_the_letter_a_case_from_gao_needs_the_test_of_bamako(ledger: Ledger) -> None:
    append(ledger, case("a", decision="2023-01-11"))

    replay = ledger.replay("a")

    assert (replay.rule, replay.outcome) == ("R12", "individual-internal-protection-test")
    assert dict(replay.inputs) == {
        "decision_moratorium": "none",
        "article_15c": "exceptional",
        "internal_protection": "presumed",
        "group": "none",
        "country_policy": "exists",
        "origin": "established",
        "individual_grounds": "none",
        "ipa_reasonable": "not-assessed",
    }
    assert {(each.element, each.status, each.entries) for each in replay.because} == {
        ("ML/article-15c", "announced", ("ml/letter-15c",)),
        ("ML/internal-protection-alternative", "announced", ("ml/letter-ipa",)),
    }
    assert any("Gao, Ménaka en Mopti" in cite.quote for each in replay.because for cite in each.cites)
    assert {caveat.code for caveat in replay.caveats} >= {"only-announced"}


@pytest.mark.parametrize(
    ("facts", "rule", "outcome"),
    [
        ({"ipa_reasonable": "no"}, "R10", "subsidiary-protection"),
        ({"ipa_reasonable": "yes"}, "R11", "internal-protection-available"),
        ({"habitual_residence": "ML-1"}, "R15", "individual-assessment"),
        ({"origin": "not-assessed"}, "R8", "origin-check-required"),
        ({"origin": "not-established"}, "R3", "origin-not-established"),
        ({"individual_grounds": "refugee"}, "R4", "refugee-protection"),
        ({"individual_grounds": "serious-harm"}, "R6", "subsidiary-protection"),
        ({"habitual_residence": "ML-1", "origin_area": "ML-5"}, "R12", "individual-internal-protection-test"),
    ],
)
def test_another_fact_leads_to_another_rule(ledger: Ledger, facts: dict[str, str], rule: str, outcome: str) -> None:
    append(ledger, case("a", facts=facts, decision="2023-01-11"))

    assert concluded(ledger, "a") == (rule, outcome)


def test_what_was_only_announced_binds_nobody_by_the_formal_reading_but_there_is_policy(ledger: Ledger) -> None:
    """R15 and not R16: `country_policy` goes by status (contract 4.1), and an announced element makes it exist under
    either reading; that it does not bind formally only takes the designation itself away."""
    append(ledger, case("a", decision="2023-01-11"), case("b", decision="2023-01-10"))

    replay = ledger.replay("a", reading="formal")

    assert (replay.rule, replay.outcome) == ("R15", "individual-assessment")
    assert (replay.inputs["article_15c"], replay.inputs["country_policy"]) == ("none", "exists")
    assert concluded(ledger, "b", reading="formal") == ("R16", "no-country-policy")


def test_a_case_without_an_area_is_not_covered_and_the_answer_says_so(ledger: Ledger) -> None:
    append(ledger, case("a", facts={"habitual_residence": None}, decision="2023-01-11"))

    replay = ledger.replay("a")

    assert replay.rule == "R15"
    assert ("area-missing", "ML/article-15c") in {(each.code, each.element) for each in replay.caveats}


def test_a_replay_says_whether_it_is_what_was_decided(ledger: Ledger) -> None:
    append(
        ledger,
        case("same", decision="2023-01-20"),
        assessed("same", "individual-internal-protection-test"),
        case("other", decision="2023-01-20"),
        assessed("other", "internal-protection-available"),
        case("open", decision="2023-01-20"),
    )

    verdicts = {each: ledger.replay(each).verdict for each in ("same", "other", "open")}

    assert verdicts == {"same": "same", "other": "differs", "open": "not-recorded"}
    assert ledger.replay("other").recorded_outcome == "internal-protection-available"


# -- moments ----------------------------------------------------------------------------------------------------------


def test_moments_come_in_any_order_and_the_last_recorded_counts(ledger: Ledger) -> None:
    append(
        ledger,
        case("a", decision="2023-01-20"),
        {"key": "case/a/2", "event": "case.moment-recorded", "case": "a", "moments": {"application": "2022-09-01"}},
        {"key": "case/a/3", "event": "case.moment-recorded", "case": "a", "moments": {"decision": "2022-12-01"}},
        {"key": "case/a/4", "event": "case.moment-recorded", "case": "a", "moments": {"complaint": "2023-05-01"}},
    )

    assert {name: day.text for name, day in ledger.case("a").moments.items()} == {
        "application": "2022-09-01",
        "decision": "2022-12-01",
        "complaint": "2023-05-01",
    }
    assert list(ledger.case("a").moments) == ["application", "decision", "complaint"]
    assert concluded(ledger, "a") == ("R16", "no-country-policy")
    assert concluded(ledger, "a", at="complaint")[0] == "R12"
    before = ledger.entry("case/a/2")["position"]
    assert concluded(ledger, "a", recorded_by=RecordedBy.parse(f"@{before}"))[0] == "R12"


def test_an_impossible_order_is_kept_replayed_and_flagged(ledger: Ledger) -> None:
    append(ledger, case("a", application="2023-02-01", decision="2022-12-01"))

    assert concluded(ledger, "a", at="application")[0] == "R12"
    assert concluded(ledger, "a", at="decision")[0] == "R16"
    (finding,) = [each for each in ledger.audit(TODAY) if each.entries[0].startswith("case/")]
    assert finding.code == "impossible-dates"


@pytest.mark.parametrize("day", ["unknown", "2023-01", "../2023-01-20"])
def test_a_moment_that_is_not_one_day_cannot_be_told(ledger: Ledger, day: str) -> None:
    append(ledger, case("a", decision=day))

    with pytest.raises(CannotTell, match="decision of the case a"):
        ledger.replay("a")
    assert concluded(ledger, "a", at=ON)[0] == "R12"
    (row, today) = ledger.compare("a", today=TODAY).rows
    assert row.then.replay is None
    assert row.then.problem
    assert today.then.replay is not None


def test_a_moment_that_was_never_recorded_is_not_found(ledger: Ledger) -> None:
    append(ledger, case("a", application="2023-02-01"))

    with pytest.raises(NotFound, match="decision"):
        ledger.replay("a")
    with pytest.raises(NotFound, match="no case b"):
        ledger.replay("b")


@pytest.mark.parametrize("fact", ["origin", "individual_grounds", "ipa_reasonable"])
def test_a_missing_fact_cannot_be_told_and_is_named(ledger: Ledger, fact: str) -> None:
    append(ledger, case("a", facts={fact: None}, decision="2023-01-20"))

    with pytest.raises(CannotTell, match=f"asks for {fact},"):
        ledger.replay("a")
    append(ledger, {"key": "a/f", "event": "case.facts-recorded", "case": "a", "facts": {fact: "not-assessed"}})
    assert ledger.replay("a").outcome


# -- then and now -----------------------------------------------------------------------------------------------------


def retroactive_moratorium(key: str = "ml/besluit") -> dict[str, Any]:
    return {
        "key": key,
        "event": "policy.decision-moratorium-imposed",
        "country": "ML",
        "element": "decision-moratorium",
        "standing": "published",
        "signed_on": "2023-02-01",
        "public_on": "2023-02-03",
        "from": "2023-01-15",
        "until": "2023-07-15",
    }


def test_a_retroactive_act_makes_then_and_now_differ_and_the_comparison_names_it(ledger: Ledger) -> None:
    append(ledger, case("a", application="2022-12-01", decision="2023-01-20"))
    assert concluded(ledger, "a", known="then") == concluded(ledger, "a", known="now")

    append(ledger, retroactive_moratorium())

    assert concluded(ledger, "a", known="then")[0] == "R12"
    assert concluded(ledger, "a", known="now") == ("R1", "decision-suspended")
    caveats = {(each.code, each.entry) for each in ledger.replay("a", known="now").caveats}
    assert ("not-public-then", "ml/besluit") in caveats
    rows = {row.moment: row for row in ledger.compare("a", today=TODAY).rows}
    assert rows["decision"].causes == ("ml/besluit",)
    assert rows["application"].causes == rows["today"].causes == ()
    assert [row.changed_since_previous for row in rows.values()] == [False, True, False]


def test_what_became_public_between_two_moments_is_a_candidate_new_fact(ledger: Ledger) -> None:
    append(ledger, case("a", decision="2022-12-01", **{"court-closing": "2023-03-01"}))

    facts = {fact.key: (fact.after, fact.by) for fact in ledger.compare("a", today=TODAY).new_facts}

    assert facts["ml/letter-15c"] == ("decision", "court-closing")
    assert facts["ml/letter-2023"] == ("decision", "court-closing")
    assert "ml/memo-15c" not in facts  # when the memo became public is unknown


def test_a_correction_recorded_later_changes_answers_only_from_its_position(ledger: Ledger) -> None:
    append(ledger, case("a", decision="2023-01-11"))
    head = ledger.head().position
    append(
        ledger,
        {
            "key": "ml/letter-15c/corrected",
            "event": "entry.corrected",
            "entry": "ml/letter-15c",
            "content": {**ledger.standing_content("ml/letter-15c"), "areas": ["ML-9", "ML-5"]},
            "reason": "Gao taken out, to see what it changes",
        },
    )

    for position in range(ledger.entry("case/a/opened")["position"], head + 1):
        assert concluded(ledger, "a", recorded_by=RecordedBy.parse(f"@{position}"))[0] == "R12"
    assert concluded(ledger, "a")[0] == "R15"
    assert ledger.outcome_grid("a", days=[ON], limits=[head, head + 1], by="recorded") == [
        ["individual-internal-protection-test"],
        ["individual-assessment"],
    ]


def test_a_case_is_replayed_with_the_facts_recorded_by_then(ledger: Ledger) -> None:
    append(ledger, case("a", decision="2023-01-11"))
    head = ledger.head().position
    append(ledger, {"key": "a/f", "event": "case.facts-recorded", "case": "a", "facts": {"ipa_reasonable": "no"}})

    assert concluded(ledger, "a", recorded_by=RecordedBy.parse(f"@{head}"))[0] == "R12"
    assert concluded(ledger, "a")[0] == "R10"


# -- frameworks -------------------------------------------------------------------------------------------------------


def test_a_case_assessed_under_a_framework_replays_under_it_when_another_is_adopted(ledger: Ledger) -> None:
    append(ledger, case("old", decision="2023-01-20"), assessed("old", "individual-internal-protection-test"))
    append(ledger, case("new", decision="2023-01-20"))
    before = answers(ledger, "old")

    adopt(
        ledger,
        "nl-stricter",
        "2023-01-01",
        [("individual-internal-protection-test", "protection-elsewhere-first")],
    )

    assert ledger.replay("old").framework.slug == "nl-practice-2023"
    assert ledger.replay("old").verdict == "same"
    assert concluded(ledger, "old") == ("R12", "individual-internal-protection-test")
    assert concluded(ledger, "old", framework="nl-stricter")[1] == "protection-elsewhere-first"
    assert concluded(ledger, "new") == ("R12", "protection-elsewhere-first")
    assert ledger.replay("new", at=BEFORE).framework.slug == "nl-practice-2023"
    assert answers(ledger, "old") != before  # other moments go by the framework of their day
    append(ledger, assessed("new", "protection-elsewhere-first", "nl-stricter"))
    assert ledger.replay("new").verdict == "same"


def test_a_framework_that_was_never_adopted_is_not_found(ledger: Ledger) -> None:
    append(ledger, case("a", decision="2023-01-20"))

    with pytest.raises(NotFound, match="nl-practice-2023"):
        ledger.replay("a", framework="nl-other")


def test_before_any_framework_applies_a_replay_cannot_be_told(ledger: Ledger) -> None:
    append(ledger, case("a", decision="2001-03-31"), case("b", decision="2001-04-01"))

    with pytest.raises(CannotTell, match="no framework applies on 2001-03-31"):
        ledger.replay("a")
    assert concluded(ledger, "b")[0] == "R16"


# -- the same bytes everywhere ----------------------------------------------------------------------------------------


def test_answers_are_the_same_bytes_after_a_rebuild_in_every_zone_and_in_an_imported_ledger(
    ledger: Ledger, tmp_path: Path
) -> None:
    append(
        ledger,
        case("a", application="2022-09-01", decision="2023-01-20"),
        assessed("a", "internal-protection-available"),
        retroactive_moratorium(),
    )
    expected = answers(ledger, "a")

    for name in ("Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kolkata"):
        with zone(name):
            assert answers(ledger, "a") == expected
    assert ledger.rebuild() == ()
    assert answers(ledger, "a") == expected
    with imported(tmp_path / "copy.db", ledger) as copy:
        assert answers(copy, "a") == expected
        assert copy.cases() == ledger.cases()


def test_cases_replayed_together_are_replayed_as_each_alone(ledger: Ledger) -> None:
    group = {"origin_area": "ML-5", "groups": ["journalisten"], "individual_grounds": "not-assessed"}
    append(ledger, case("a", application="2022-09-01", decision="2023-01-20"), assessed("a", "individual-assessment"))
    append(ledger, case("b", facts=group, decision="2022-12-01"))
    append(ledger, case("c", decision="unknown"), case("d", decision="2023-02", hearing="2023-01-01"))

    for known in ("then", "now"):
        for reading in ("practice", "formal"):
            together = list(ledger.replays(["a", "b", "a"], known=known, reading=reading))  # type: ignore[arg-type]
            alone = [ledger.replay(each, known=known, reading=reading) for each in ("a", "b", "a")]  # type: ignore[arg-type]
            assert together == alone
    for reference, problem in (("c", CannotTell), ("d", CannotTell), ("none", NotFound)):
        with pytest.raises(problem) as said:
            list(ledger.replays(["a", reference, "b", "none at all"]))
        with pytest.raises(problem) as expected:
            ledger.replay(reference)
        assert str(said.value) == str(expected.value)


# -- impact -----------------------------------------------------------------------------------------------------------


def test_the_impact_of_the_letter_is_every_case_decided_since_that_it_covers(ledger: Ledger) -> None:
    append(
        ledger,
        case("before", decision="2022-12-01"),
        case("gao", decision="2023-01-20"),
        case("kayes", facts={"habitual_residence": "ML-1"}, decision="2023-01-20"),
        case("unknown", decision="unknown"),
    )

    impact = ledger.impact("ml/letter-15c")

    assert [(each.case, each.without, each.with_, each.direction) for each in impact.affected] == [
        ("gao", "individual-assessment", "individual-internal-protection-test", "better")
    ]
    assert (impact.entries, impact.replayed, impact.cannot_tell) == (("ml/letter-15c",), 3, 1)


def test_the_impact_of_a_ruling_is_that_of_the_annulment_that_rests_on_it(ledger: Ledger) -> None:
    designation = {
        "key": "ml/kayes",
        "event": "policy.article-15c-area-designated",
        "country": "ML",
        "element": "article-15c-kayes",
        "standing": "published",
        "signed_on": "2022-01-01",
        "public_on": "2022-01-01",
        "from": "2022-01-01",
        "areas": ["ML-1"],
        "violence": {"scheme": "nl-binary", "level": "exceptional"},
    }
    annulment = {
        "key": "ml/annulment",
        "event": "policy.element-annulled",
        "country": "ML",
        "element": "article-15c-kayes",
        "ruling": "rb-nl22-5703",
        "effect": "ex-tunc",
    }
    append(ledger, case("kayes", facts={"habitual_residence": "ML-1"}, decision="2023-01-20"), designation, annulment)

    by_annulment, by_ruling = ledger.impact("ml/annulment"), ledger.impact("ml/ruling-nl22-5703")

    assert [(each.without, each.with_) for each in by_annulment.affected] == [
        ("subsidiary-protection", "individual-assessment")
    ]
    assert by_ruling.affected == by_annulment.affected


def test_the_impact_of_entries_not_yet_in_the_ledger_writes_nothing(ledger: Ledger) -> None:
    append(ledger, case("gao", decision="2023-01-20"), case("before", decision="2022-12-01"))
    head = ledger.head()

    impact = ledger.impact_of(drafts(retroactive_moratorium()), {})

    assert [(each.case, each.with_, each.direction) for each in impact.affected] == [
        ("gao", "decision-suspended", "other")
    ]
    assert ledger.head() == head
    append(ledger, retroactive_moratorium())
    assert ledger.impact("ml/besluit") == impact
