"""The slow model, tested by hand before it is trusted to test the fold: worked examples and each row of the table."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from tests.support import slow_model
from tests.support.histories import Entry, ends_after_it_starts, histories, points
from tests.support.slow_model import SlowState, SlowStates, slow_state

IN_FORCE = {"standing": "published", "public_on": "2023-01-02", "from": "2023-01-05"}


def act(standing: str, **fields: Any) -> Entry:
    element = {"country": "SD", "element": "decision-moratorium"}
    return {"event": "policy.decision-moratorium-imposed", **element, "standing": standing} | fields


def nothing_particular(standing: str, **fields: Any) -> Entry:
    return act(standing, **fields) | {"event": "policy.nothing-particular-stated", "kind": "decision-moratorium"}


def withdrawn(standing: str, **fields: Any) -> Entry:
    return act(standing, **fields) | {"event": "policy.element-withdrawn"}


def extended(standing: str, **fields: Any) -> Entry:
    return act(standing, **fields) | {"event": "policy.element-extended"}


def annulled(effect: str, ruling: str = "rvs") -> Entry:
    return {"event": "policy.element-annulled", "element": "decision-moratorium", "ruling": ruling, "effect": effect}


def ruling(**fields: Any) -> Entry:
    return {
        "event": "ruling.recorded",
        "ruling": "rvs",
        "pronounced_on": "2023-01-20",
        "public_on": "2023-01-20",
    } | fields


def source(slug: str, **fields: Any) -> Entry:
    return {"event": "source.registered", "source": slug} | fields


def disclosed(slug: str, public_on: str) -> Entry:
    return {"event": "source.disclosed", "source": slug, "public_on": public_on}


def about(entry: int, event: str, **fields: Any) -> Entry:
    """An entry about the entry at that position."""
    return {"event": f"entry.{event}", "entry": f"e{entry}"} | fields


def ledger(*entries: Entry) -> list[Entry]:
    return [{"key": f"e{position}", "country": "SD", **entry} for position, entry in enumerate(entries, start=1)]


def states(*entries: Entry, on: str, public_by: str | None = None, recorded_by: int | None = None) -> SlowStates:
    limit = None if public_by is None else date.fromisoformat(public_by)
    return slow_state(ledger(*entries), "SD", date.fromisoformat(on), limit, recorded_by)


def state(*entries: Entry, on: str, public_by: str | None = None, recorded_by: int | None = None) -> SlowState:
    return states(*entries, on=on, public_by=public_by, recorded_by=recorded_by)["SD/decision-moratorium"]


def status(*entries: Entry, on: str, public_by: str | None = None, recorded_by: int | None = None) -> str | None:
    found = states(*entries, on=on, public_by=public_by, recorded_by=recorded_by).get("SD/decision-moratorium")
    return None if found is None else found.status


class TestTheWorkedExamples:
    RIVAL_DATES = (
        act("announced", public_on="2023-06-26", **{"from": "2023-06-26"}),
        act("published", public_on="2023-07-07", **{"from": "2023-07-08"}),
        source("second-letter", public_on="2023-07-07"),
        about(2, "disputed", field="from", value="2023-07-09", cites=[{"source": "second-letter"}]),
    )

    def test_rival_dates_are_uncertain_exactly_on_the_contested_day(self) -> None:
        by_day = {on: status(*self.RIVAL_DATES, on=f"2023-07-{on}") for on in ("07", "08", "09")}

        assert by_day == {"07": "announced", "08": "uncertain", "09": "in-force"}

    def test_on_the_contested_day_it_binds_in_practice_under_both(self) -> None:
        contested = state(*self.RIVAL_DATES, on="2023-07-08")

        assert contested.alternatives == ["announced", "in-force"]
        assert (contested.binds_practice, contested.binds_formal) == ("yes", "uncertain")
        assert contested.covering_practice == {"e1", "e2"}
        assert contested.covering_formal == {"e2", None}

    PALESTINIAN_TERRITORIES = (
        source("stcrt-2024-149", public_on="2024-01-10"),
        {"event": "ruling.recorded", "ruling": "rvs", "pronounced_on": "2024-04-24", "public_on": "2024-04-24"},
        act("announced", public_on="2023-12-19"),
        act("announced", public_on="2023-12-19", element="departure-moratorium"),
        act("published", decided_on="2023-12-19", cites=[{"source": "stcrt-2024-149"}], **{"from": "2023-12-19"}),
        act(
            "published", cites=[{"source": "stcrt-2024-149"}], element="departure-moratorium", **{"from": "2023-12-19"}
        ),
        annulled("ex-tunc"),
    )

    @pytest.mark.parametrize(
        ("on", "public_by", "expected"),
        [
            ("2023-12-20", "2023-12-21", "announced"),
            ("2023-12-20", "2024-01-15", "in-force"),
            ("2023-12-20", "2024-04-25", "annulled"),
            ("2024-05-01", None, "annulled"),
        ],
    )
    def test_the_palestinian_moratorium_by_what_was_public(self, on: str, public_by: str | None, expected: str) -> None:
        assert status(*self.PALESTINIAN_TERRITORIES, on=on, public_by=public_by) == expected

    def test_the_annulment_leaves_the_departure_moratorium_untouched(self) -> None:
        found = states(*self.PALESTINIAN_TERRITORIES, on="2023-12-20", public_by="2024-04-25")

        assert found["SD/departure-moratorium"].status == "in-force"

    MALI = (
        source("memo", public_on="unknown"),
        source("letter", public_on="2023-01-11"),
        act("advised", signed_on="2022-11-23", cites=[{"source": "memo"}]),
        act("advised", signed_on="2022-11-23", cites=[{"source": "memo"}], element="internal-protection-alternative"),
        act("announced", cites=[{"source": "letter"}]),
        act("announced", cites=[{"source": "letter"}], element="internal-protection-alternative"),
    )

    def test_mali_has_no_element_the_day_before_the_memo(self) -> None:
        found = states(*self.MALI[:4], on="2022-11-22")

        assert found == {}
        assert found.country_policy == "none"

    def test_mali_is_advised_by_a_memo_nobody_outside_could_know(self) -> None:
        inside = states(*self.MALI[:4], on="2022-12-01")
        outside = states(*self.MALI, on="2022-12-01", public_by="2022-12-01")

        assert [found.status for found in inside.values()] == ["advised", "advised"]
        assert inside.country_policy == "none"
        assert outside == {}

    def test_mali_is_announced_by_the_letter_and_awaits_publication(self) -> None:
        found = states(*self.MALI, on="2023-01-11")

        assert [(each.status, each.awaiting_publication) for each in found.values()] == [("announced", True)] * 2
        assert found.country_policy == "exists"


class TestTheTable:
    def test_a_published_act_is_in_force_from_its_first_to_its_last_day(self) -> None:
        history = act(through="2023-01-10", **IN_FORCE)

        by_day = {day: status(history, on=f"2023-01-{day}") for day in ("01", "04", "05", "10", "11")}

        assert by_day == {"01": None, "04": "upcoming", "05": "in-force", "10": "in-force", "11": "ended"}

    def test_an_announced_withdrawal_leaves_the_formal_act(self) -> None:
        history = (act(**IN_FORCE), withdrawn("announced", public_on="2023-01-08", **{"from": "2023-01-10"}))

        assert status(*history, on="2023-01-09") == "in-force"
        assert status(*history, on="2023-01-10") == "withdrawal-announced"
        assert state(*history, on="2023-01-10").binds_practice == "no"

    def test_formal_cover_with_practice_in_doubt_is_a_withdrawal_announced(self) -> None:
        history = (
            act(**IN_FORCE),
            withdrawn("announced", public_on="2023-01-08", **{"from": "[2023-01-09,2023-01-11]"}),
        )

        contested = state(*history, on="2023-01-10")

        assert (contested.status, contested.binds_practice, contested.binds_formal) == (
            "withdrawal-announced",
            "uncertain",
            "yes",
        )

    def test_an_announced_act_that_starts_later_is_announced_and_does_not_bind(self) -> None:
        history = act("announced", public_on="2023-01-02", **{"from": "2023-01-08"})

        waiting = state(history, on="2023-01-04")

        assert (waiting.status, waiting.binds_practice, waiting.awaiting_publication) == ("announced", "no", True)

    def test_nothing_particular_comes_before_in_force_and_makes_a_country_policy(self) -> None:
        found = state(nothing_particular(**IN_FORCE), on="2023-01-05")

        assert (found.status, found.country_policy, found.binds_formal) == ("nothing-particular", "exists", "yes")

    def test_a_policy_in_practice_above_nothing_particular_is_in_force(self) -> None:
        history = (nothing_particular(**IN_FORCE), act("announced", public_on="2023-01-06"))

        assert status(*history, on="2023-01-06") == "in-force"

    def test_an_unknown_end_leaves_every_later_day_uncertain(self) -> None:
        history = act(until="unknown", **IN_FORCE)

        later = state(history, on="2030-01-01")

        assert (later.status, later.alternatives) == ("uncertain", ["ended", "in-force", "none"])
        assert later.country_policy == "uncertain"

    def test_a_start_and_an_end_that_are_both_unknown_leave_every_order_open(self) -> None:
        history = act("published", public_on="2023-01-02", until="unknown", **{"from": "unknown"})

        assert state(history, on="2023-01-05").alternatives == ["ended", "in-force", "none", "upcoming"]

    def test_a_published_act_without_a_start_starts_on_or_after_the_day_it_was_public(self) -> None:
        history = act("published", signed_on="2023-01-01", public_on="2023-01-05")

        assert status(history, on="2023-01-04") == "upcoming"
        assert state(history, on="2023-01-05").alternatives == ["in-force", "upcoming"]

    def test_an_annulment_from_a_day_leaves_the_days_before_it(self) -> None:
        history = (ruling(), act(**IN_FORCE), annulled("2023-01-10"))

        by_day = {day: status(*history, on=f"2023-01-{day}") for day in ("09", "10")}

        assert by_day == {"09": "in-force", "10": "annulled"}

    def test_an_annulment_is_public_when_its_ruling_is(self) -> None:
        history = (ruling(public_on="2023-01-25"), act(**IN_FORCE), annulled("ex-tunc"))

        assert status(*history, on="2023-01-10", public_by="2023-01-24") == "in-force"
        assert status(*history, on="2023-01-10", public_by="2023-01-25") == "annulled"

    def test_an_act_pronounced_void_before_it_is_stated_again_stays_stated(self) -> None:
        history = (ruling(), act(**IN_FORCE), annulled("ex-tunc"), act("published", public_on="2023-01-21"))

        assert status(*history, on="2023-01-10") == "annulled"
        assert status(*history, on="2023-01-22") == "uncertain"

    def test_an_advice_covers_nothing_and_stands_from_its_act_day(self) -> None:
        advice = act("advised", signed_on="2023-01-03", public_on="unknown", **{"from": "2023-01-01"})

        assert status(advice, on="2023-01-02") is None
        assert state(advice, on="2023-01-03") == SlowState(
            "advised", [], "no", "no", False, frozenset({None}), frozenset({None}), "none"
        )


class TestCoverage:
    def test_nothing_revives_after_the_act_that_superseded_it(self) -> None:
        history = (
            act(**IN_FORCE),
            act("published", public_on="2023-01-07", until="2023-01-10", **{"from": "2023-01-08"}),
        )

        assert state(*history, on="2023-01-07").covering_formal == {"e1"}
        assert state(*history, on="2023-01-09").covering_formal == {"e2"}
        assert status(*history, on="2023-01-10") == "ended"

    def test_legal_order_is_by_act_day_and_then_by_position(self) -> None:
        earlier, later = act(until="2023-01-09", **IN_FORCE), act(**IN_FORCE)

        assert state(later | {"signed_on": "2023-01-01"}, earlier, on="2023-01-08").covering_formal == {"e2"}
        assert status(earlier, later | {"signed_on": "2023-01-01"}, on="2023-01-09") == "ended"
        assert state(later, earlier, on="2023-01-08").covering_formal == {"e2"}

    def test_an_extension_sets_a_new_end_after_a_withdrawal(self) -> None:
        history = (
            act(**IN_FORCE),
            withdrawn("published", public_on="2023-01-06", **{"from": "2023-01-07"}),
            extended("published", public_on="2023-01-08", through="2023-01-12"),
        )

        by_day = {day: status(*history, on=f"2023-01-{day}") for day in ("07", "12", "13")}

        assert by_day == {"07": "in-force", "12": "in-force", "13": "ended"}

    def test_an_extension_may_bring_the_end_forward(self) -> None:
        history = (act(**IN_FORCE), extended("published", public_on="2023-01-06", until="2023-01-08"))

        assert status(*history, on="2023-01-07") == "in-force"
        assert status(*history, on="2023-01-08") == "ended"

    def test_an_annulled_act_is_not_extended(self) -> None:
        extension = extended("published", public_on="2023-01-22", until="2023-02-01")
        history = (ruling(), act(until="2023-01-10", **IN_FORCE), annulled("2023-01-08"), extension)

        assert status(*history, on="2023-01-07") == "in-force"
        assert status(*history, on="2023-01-25") == "annulled"
        assert status(*history[:2], extension, on="2023-01-25") == "in-force"

    def test_an_act_stopped_before_it_starts_is_not_upcoming(self) -> None:
        upcoming = act("published", public_on="2023-01-02", **{"from": "2023-01-10"})
        stop = withdrawn("published", public_on="2023-01-04", **{"from": "2023-01-10"})

        assert status(upcoming, stop, on="2023-01-05") is None
        assert status(upcoming, stop | {"from": "[2023-01-10,2023-01-11]"}, on="2023-01-05") == "upcoming"

    def test_an_end_that_may_lie_before_the_start_covers_nothing_there_and_still_supersedes(self) -> None:
        history = (
            act(**IN_FORCE),
            act("published", public_on="2023-01-06", until="[2023-01-07,2023-01-12]", **{"from": "2023-01-08"}),
        )

        assert state(*history, on="2023-01-09").covering_formal == {"e2", None}


class TestTheEntriesThatCount:
    def test_the_last_correction_counts_in_the_place_of_the_original(self) -> None:
        history = (
            act(**IN_FORCE),
            about(1, "corrected", content=act(**IN_FORCE) | {"from": "2023-01-08"}, reason="r"),
            about(1, "corrected", content={**IN_FORCE, "country": "SD", "element": "decision-moratorium",
                                           "from": "2023-01-10"}, reason="r"),
        )  # fmt: skip

        by_record = [status(*history, on="2023-01-08", recorded_by=limit) for limit in (0, 1, 2, 3)]

        assert by_record == [None, "in-force", "in-force", "upcoming"]

    def test_striking_out_a_strike_out_undoes_it(self) -> None:
        history = (act(**IN_FORCE), about(1, "struck-out", reason="r"), about(2, "struck-out", reason="r"))

        by_record = [status(*history, on="2023-01-05", recorded_by=limit) for limit in (1, 2, 3)]

        assert by_record == ["in-force", None, "in-force"]

    def test_a_strike_out_counts_from_the_day_it_is_public(self) -> None:
        history = (act(**IN_FORCE), about(1, "struck-out", reason="r", public_on="2023-01-09"))

        assert status(*history, on="2023-01-06", public_by="2023-01-08") == "in-force"
        assert status(*history, on="2023-01-06", public_by="2023-01-09") is None

    def test_a_correction_does_not_bring_back_what_was_struck_out(self) -> None:
        history = (act(**IN_FORCE), about(1, "struck-out", reason="r"))
        correction = about(1, "corrected", content=act(**IN_FORCE), reason="r")

        assert status(*history, correction, on="2023-01-05") is None

    def test_a_source_is_public_from_the_earlier_of_its_registration_and_its_disclosure(self) -> None:
        history = (source("letter", public_on="2023-01-09"), act("announced", cites=[{"source": "letter"}]))

        assert (
            status(*history, disclosed("letter", "2023-01-12"), on="2023-01-10", public_by="2023-01-09") == "announced"
        )
        assert (
            status(*history, disclosed("letter", "2023-01-07"), on="2023-01-10", public_by="2023-01-07") == "announced"
        )

    def test_a_disclosure_makes_public_what_cites_the_source(self) -> None:
        history = (
            source("memo", public_on="unknown"),
            act("advised", signed_on="2023-01-03", cites=[{"source": "memo"}]),
            disclosed("memo", "2023-01-08/2023-01-10"),
        )

        by_public = {day: status(*history, on="2023-01-12", public_by=f"2023-01-{day}") for day in ("09", "10")}

        assert by_public == {"09": None, "10": "advised"}
        assert status(*history, on="2023-01-12", public_by="2023-01-10", recorded_by=2) is None

    def test_a_disputed_public_day_of_a_source_moves_what_cites_it(self) -> None:
        history = (
            source("letter", public_on="2023-01-05"),
            act("announced", cites=[{"source": "letter"}]),
            about(1, "disputed", field="public_on", value="2023-01-07"),
        )

        assert state(*history, on="2023-01-06").alternatives == ["announced"]
        assert state(*history, on="2023-01-06").binds_practice == "uncertain"
        assert status(*history, on="2023-01-08", public_by="2023-01-06") is None

    def test_a_ruling_corrected_to_an_earlier_day_no_longer_reaches_a_later_act(self) -> None:
        history = (ruling(), act(**IN_FORCE | {"public_on": "2023-01-15"}), annulled("ex-tunc"))
        correction = about(1, "corrected", content=ruling(pronounced_on="2023-01-10"), reason="r")

        assert status(*history, on="2023-01-16") == "annulled"
        assert status(*history, correction, on="2023-01-16") == "in-force"


@settings(max_examples=60, deadline=None)
@given(histories(uncertain=3, wide=1), points())
def test_trying_every_day_of_the_window_answers_the_same(
    history: list[Entry], point: tuple[date, date | None, int | None]
) -> None:
    """The model tries only the days that can matter; this is the test that they are enough."""
    few_days = slow_state(history, "ML", *point)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slow_model, "_calendar", lambda acts, on: [float(on + step) for step in range(-24, 25)])
        every_day = slow_state(history, "ML", *point)

    assert every_day == few_days


@settings(max_examples=60, deadline=None)
@given(histories())
def test_a_drawn_history_refers_only_to_entries_before_it(history: list[Entry]) -> None:
    known: dict[str, set[str]] = {"entry": set(), "source": set(), "ruling": set()}

    for entry in history:
        if entry["event"] not in ("source.registered", "ruling.recorded"):
            assert all(entry[name] in known[name] for name in known if name in entry)
        assert all(citation["source"] in known["source"] for citation in entry.get("cites", []))
        assert entry["key"] not in known["entry"]
        assert ends_after_it_starts(entry, history)
        for name, event in (("source", "source.registered"), ("ruling", "ruling.recorded")):
            known[name] |= {entry[name]} if entry["event"] == event else set()
        known["entry"].add(entry["key"])
