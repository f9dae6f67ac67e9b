"""The fold against a slow model written from the rules alone, and the laws it keeps."""

from datetime import date
from typing import Any

from hypothesis import given, settings

from domain import content
from domain.history import Entry, History, ordinal
from domain.policy import Element, ElementState, country_policy
from tests.support.histories import COUNTRY, histories, points
from tests.support.slow_model import slow_state

WHEN_NOTHING_COVERS = {"ended", "advised", "none"}
"""Which of these a choice leads to can hang on other days than D, and whether an act is still to come on two uncertain
days at once; the fold looks at D and at one date at a time, and then names one status too many, not one too few."""


def history_of(chronicle: list[dict[str, Any]]) -> History:
    entries = []
    for position, written in enumerate(chronicle, start=1):
        fields = dict(written)
        key, topic = fields.pop("key"), fields.pop("event")
        entries.append(Entry(position, key, content.read(topic, fields)))
    return History(entries)


def states(
    history: History, on: date, public_by: date | None, recorded_by: int | None, reading: str = "practice"
) -> dict[str, ElementState]:
    seen = history.seen(ordinal(public_by), recorded_by)
    ids = {getattr(seen.event(entry), "element_id", None) for entry in history.entries} - {None}
    found = {each: Element(each, seen.acts(each)).on(on.toordinal(), reading) for each in ids}
    return {each: state for each, state in found.items() if state is not None}


@settings(max_examples=1_500, deadline=None)
@given(histories(uncertain=3, wide=1), points())
def test_the_fold_says_of_any_history_on_any_day_what_the_slow_model_says(
    chronicle: list[dict[str, Any]], point: tuple[date, date | None, int | None]
) -> None:
    on, public_by, recorded_by = point
    history = history_of(chronicle)

    practice = states(history, on, public_by, recorded_by, "practice")
    formal = states(history, on, public_by, recorded_by, "formal")

    expected = slow_state(chronicle, COUNTRY, on, public_by, recorded_by)
    assert {each: state.status for each, state in practice.items()} == {
        each: state.status for each, state in expected.items()
    }
    assert country_policy(practice.values()) == expected.country_policy
    for each, slow in expected.items():
        assert practice[each].binds == slow.binds_practice
        assert formal[each].binds == slow.binds_formal
        assert practice[each].awaiting_publication == slow.awaiting_publication
        if slow.status == "uncertain":
            ours, theirs = set(practice[each].alternatives or ["uncertain"]), set(slow.alternatives)
            assert theirs - ours <= WHEN_NOTHING_COVERS
            assert ours - theirs <= WHEN_NOTHING_COVERS | {"announced", "upcoming"}
            assert {"in-force", "withdrawal-announced", "nothing-particular"} & (ours ^ theirs) == set()
        shown = {possible.entry for possible in practice[each].possible}
        covering = {key for key in slow.covering_practice if key is not None}
        assert shown == (covering if len(covering) > 1 else shown if not covering else set())
