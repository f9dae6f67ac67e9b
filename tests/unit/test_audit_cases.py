"""What `kroniek audit` finds in cases: decided on policy nobody outside could know, moments in an impossible order."""

from itertools import pairwise
from typing import Any

import pytest

from cli.words.findings import finding_words
from tests.unit.test_audit import corrected, dispute, found, moratorium, sentences, source, struck_out, withdrawal

Fields = dict[str, Any]

FACTS = {
    "habitual_residence": "ML-7",
    "origin": "established",
    "individual_grounds": "none",
    "ipa_reasonable": "not-assessed",
}


def case(decision: str = "2023-01-20", **fields: Any) -> Fields:
    return {
        "key": "case/a/1",
        "event": "case.opened",
        "case": "a",
        "country": "ML",
        "facts": {**FACTS, **fields.pop("facts", {})},
        "moments": {"decision": decision},
        **fields,
    }


def assessed(outcome: str = "subsidiary-protection") -> Fields:
    return {
        "key": "case/a/2",
        "event": "case.assessed",
        "case": "a",
        "outcome": outcome,
        "framework": "nl-practice-2023",
    }


def designation(key: str = "brief", standing: str = "announced", **fields: Any) -> Fields:
    return {
        "key": key,
        "event": "policy.article-15c-area-designated",
        "country": "ML",
        "element": "article-15c",
        "standing": standing,
        "areas": ["ML-7"],
        "violence": {"scheme": "nl-binary", "level": "exceptional"},
        "from": "2023-01-11",
        "public_on": "2023-02-01",
        **fields,
    }


# -- used-before-public -----------------------------------------------------------------------------------------------


def test_a_case_decided_before_the_act_it_rests_on_was_public_is_found_with_both_days() -> None:
    (finding,) = found("used-before-public", designation(), case(), assessed())

    assert finding.entries == ("case/a/2", "brief", "case/a/1")
    assert finding.country == "ML"
    assert finding_words(finding, "en") == (
        "The case a was decided on 2023-01-20, when ML/article-15c bound for it by what was not public yet: "
        "brief (public on 2023-02-01)."
    )


@pytest.mark.parametrize(("public_on", "is_found"), [("2023-01-20", False), ("2023-01-21", True)])
def test_an_act_public_on_the_day_of_the_decision_could_be_known(public_on: str, is_found: bool) -> None:
    assert bool(found("used-before-public", designation(public_on=public_on), case(), assessed())) is is_found


def test_an_element_that_was_public_in_another_form_was_not_used_before_it_was_public() -> None:
    letter = designation(public_on="2023-01-11")
    besluit = designation("besluit", "published", public_on="2023-03-01", signed_on="2023-02-20")

    assert found("used-before-public", letter, besluit, case(), assessed()) == []


def test_a_besluit_that_widens_what_was_announced_was_used_before_it_was_public_where_it_is_wider() -> None:
    letter = designation(areas=["ML-5"], public_on="2023-01-11", signed_on="2023-01-11")
    besluit = designation(
        "besluit", "published", areas=["ML-5", "ML-7"], public_on="2023-03-01", signed_on="2023-02-20"
    )

    (finding,) = found("used-before-public", letter, besluit, case(), assessed())

    assert finding.entries == ("case/a/2", "besluit", "case/a/1")
    assert found("used-before-public", letter, besluit, case(facts={"habitual_residence": "ML-5"}), assessed()) == []


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([designation(), case()], id="nobody recorded what was decided"),
        pytest.param([designation(), case("2023-01-10"), assessed()], id="it did not bind yet"),
        pytest.param([designation(), case("2023-01"), assessed()], id="the decision has no single day"),
        pytest.param([designation(), case(moments={}), assessed()], id="no decision is recorded"),
        pytest.param([designation(), case(facts={"habitual_residence": "ML-1"}), assessed()], id="another area"),
        pytest.param([designation(), case(country="NG"), assessed()], id="another country"),
        pytest.param([designation(standing="advised"), case(), assessed()], id="advice binds nobody"),
        pytest.param([designation(public_on="unknown"), case(), assessed()], id="it may have been public"),
        pytest.param([designation(**{"from": "2023-01"}), case(), assessed()], id="it may not have bound"),
        pytest.param([designation(), struck_out("brief"), case(), assessed()], id="the act was struck out"),
        pytest.param([designation(), case(), assessed(), struck_out("case/a/2")], id="the assessment was struck out"),
        pytest.param([designation(), case(), assessed(), struck_out("case/a/1")], id="the case was struck out"),
        pytest.param(
            [designation(), withdrawal("weg", **{"from": "2023-01-15"}, element="article-15c"), case(), assessed()],
            id="it was withdrawn",
        ),
    ],
)
def test_where_it_is_not_certain_that_a_hidden_element_bound_nothing_is_found(entries: list[Fields]) -> None:
    assert found("used-before-public", *entries) == []


def test_a_disputed_day_of_decision_is_no_certain_day() -> None:
    rival = dispute("rival", "case/a/1", "moments.decision", "2023-02-20")

    assert found("used-before-public", designation(), case(), assessed(), rival) == []


def test_a_moment_recorded_later_and_a_corrected_case_are_what_counts() -> None:
    moved = {"key": "case/a/3", "event": "case.moment-recorded", "case": "a", "moments": {"decision": "2023-02-15"}}
    opened = case()

    assert found("used-before-public", designation(), opened, assessed(), moved) == []
    assert found("used-before-public", designation(), opened, assessed(), corrected(opened, moments={})) == []


def test_a_moratorium_on_decisions_known_only_from_an_internal_memo_is_found_by_the_day_of_that_source() -> None:
    memo = source("memo", public_on="2023-06-01")
    stop = moratorium("stop", "published", **{"from": "2023-01-01"}, cites=[{"source": "memo"}])

    assert sentences("used-before-public", memo, stop, case(), assessed("decision-suspended")) == [
        "The case a was decided on 2023-01-20, when ML/decision-moratorium bound for it by what was not public yet: "
        "stop (public on 2023-06-01)."
    ]


def test_a_country_is_audited_with_its_cases_and_without_those_of_others() -> None:
    entries = (designation(), case(), assessed())

    assert len(found("used-before-public", *entries, country="ML")) == 1
    assert found("used-before-public", *entries, country="NG") == []


# -- impossible-dates of moments --------------------------------------------------------------------------------------


def test_a_decision_before_the_application_is_kept_and_found() -> None:
    opened = case(moments={"application": "2022-09-01", "decision": "2022-08-01"})

    (finding,) = found("impossible-dates", opened)

    assert finding.entries == ("case/a/1",)
    assert finding.country == "ML"
    assert finding_words(finding, "en") == (
        "The case a has its decision on 2022-08-01, before its application on 2022-09-01 (case/a/1)."
    )


ORDER = ["departure", "wish", "application", "hearing", "intention", "decision", "court-closing"]


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(ORDER)))
def test_every_two_moments_have_an_order(earlier: str, later: str) -> None:
    wrong = case(moments={earlier: "2022-09-02", later: "2022-09-01"})
    right = case(moments={earlier: "2022-09-01", later: "2022-09-01"})

    assert len(found("impossible-dates", wrong)) == 1
    assert found("impossible-dates", right) == []


def test_moments_from_two_entries_are_found_with_both() -> None:
    later = {"key": "case/a/3", "event": "case.moment-recorded", "case": "a", "moments": {"hearing": "2023-05-01"}}

    (finding,) = found("impossible-dates", case(), later)

    assert finding.entries == ("case/a/1", "case/a/3")
    assert finding_words(finding, "en").endswith("before its hearing on 2023-05-01 (case/a/1 and case/a/3).")


@pytest.mark.parametrize(
    "moments",
    [
        pytest.param({"application": "2022-09", "decision": "2022-09-15"}, id="it may be in order"),
        pytest.param({"application": "unknown", "decision": "2022-08-01"}, id="unknown"),
        pytest.param({"decision": "2022-08-01", "complaint": "2022-07-01"}, id="a moment by another name"),
    ],
)
def test_what_may_be_in_order_is_not_found(moments: dict[str, str]) -> None:
    assert found("impossible-dates", case(moments=moments)) == []


def test_a_moment_put_right_later_is_not_found() -> None:
    opened = case(moments={"application": "2022-09-01", "decision": "2022-08-01"})
    right = {"key": "case/a/3", "event": "case.moment-recorded", "case": "a", "moments": {"decision": "2022-10-01"}}

    assert found("impossible-dates", opened, right) == []
