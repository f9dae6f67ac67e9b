"""The answers read from tables against the fold itself, and the laws of following a ledger."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dates import Point, RecordedBy
from infrastructure.chronicle import Draft
from infrastructure.ledger import Ledger, create_ledger
from tests.property.test_policy_laws import history_of, states
from tests.support.histories import COUNTRY, histories, points

WITH_ELEMENTS = [
    {
        "key": f"ml/stated-{element}",
        "event": topic,
        "country": COUNTRY,
        "element": element,
        "standing": "advised",
        **more,
    }
    for element, topic, more in (
        ("decision-moratorium", "policy.decision-moratorium-imposed", {}),
        ("particulars", "policy.particulars-stated", {"text": "geen"}),
    )
]
"""A ledger refuses to withdraw or annul an element that it does not know; the strategy does not mind."""


def drafts_of(chronicle: Sequence[dict[str, Any]]) -> list[Draft]:
    return [
        Draft(entry["key"], entry["event"], {name: entry[name] for name in entry if name not in ("key", "event")})
        for entry in chronicle
    ]


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    """Every row of the state projection, whatever order it was written in."""
    connection = sqlite3.connect(path)
    try:
        return sorted(
            connection.execute(
                "SELECT subject, on_from, on_until, public_from, public_until, recorded_from, recorded_until, "
                "practice, coalesce(formal, '') FROM policy_state"
            )
        )
    finally:
        connection.close()


def filled(path: Path, batches: Sequence[Sequence[Draft]]) -> Ledger:
    ledger = create_ledger(path)
    for batch in batches:
        ledger.append(batch, actor="test")
    return ledger


@settings(max_examples=150, deadline=None)
@given(histories(uncertain=3, wide=1), st.lists(points(), min_size=1, max_size=12))
def test_an_answer_from_the_tables_is_what_the_fold_says(
    chronicle: list[dict[str, Any]], asked: list[tuple[date, date | None, int | None]]
) -> None:
    chronicle = [*WITH_ELEMENTS, *chronicle]
    history = history_of(chronicle)

    with TemporaryDirectory() as folder, filled(Path(folder) / "l.db", [drafts_of(chronicle)]) as ledger:
        for on, public_by, recorded_by in asked:
            position = None if recorded_by is None else min(recorded_by, len(chronicle))
            moment = None if position is None else RecordedBy.parse(f"@{position}")
            for reading in ("practice", "formal"):
                answer = ledger.state(COUNTRY, Point(on, public_by, moment), reading)  # type: ignore[arg-type]

                expected = states(history, on, public_by, position, reading)
                assert {state.id: state.status for state in answer.elements} == {
                    each: state.status for each, state in expected.items()
                }
                for state in answer.elements:
                    other = expected[state.id]
                    assert (state.binds, state.alternatives, state.start, state.until, state.areas, state.entries) == (
                        other.binds,
                        other.alternatives,
                        other.start,
                        other.until,
                        other.areas,
                        other.entries,
                    )


TURNED = {"country": COUNTRY, "standing": "advised", "public_on": "2023-01-02", "from": "2023-01-02"}
ACT = {"key": "ml/5", "event": "policy.decision-moratorium-imposed", "element": "decision-moratorium", **TURNED}
TURNS = [
    {
        "entry": "ml/5",
        "content": {"event": "policy.particulars-stated", "element": "particulars", "text": "meer", **TURNED},
    },
    {"entry": "ml/5", "content": {key: value for key, value in ACT.items() if key != "key"}},
]


def turned(number: int, key: str, **fields: Any) -> dict[str, Any]:
    correction = {"event": "entry.corrected", "reason": "verkeerd soort", "public_on": "2023-01-03"}
    return {"key": key, **correction, **TURNS[number], **fields}


@pytest.mark.parametrize(
    "later",
    [
        pytest.param([turned(1, "ml/7")], id="corrected back"),
        pytest.param([turned(1, "ml/7", public_on="2023-01-02")], id="corrected back, public before"),
        pytest.param(
            [{"key": "ml/7", "event": "entry.struck-out", "entry": "ml/6", "reason": "ten onrechte"}],
            id="the correction struck out",
        ),
        pytest.param(
            [{"key": "ml/7", "event": "entry.struck-out", "entry": "ml/5", "reason": "ten onrechte"}],
            id="the act struck out",
        ),
        pytest.param(
            [
                {"key": "ml/7", "event": "entry.disputed", "entry": "ml/5", "field": "from", "value": "2023-01-04",
                 "public_on": "2023-01-03"},
            ],
            id="the act disputed",
        ),
    ],
)  # fmt: skip
def test_an_entry_that_was_corrected_into_one_about_another_element_takes_that_element_along(
    later: list[dict[str, Any]],
) -> None:
    """Because what is said of the entry afterwards is said of both elements, of whichever of them it names."""
    chronicle = [*WITH_ELEMENTS, ACT, turned(0, "ml/6"), *later]
    history = history_of(chronicle)

    with TemporaryDirectory() as folder, filled(Path(folder) / "l.db", [drafts_of(chronicle)]) as ledger:
        for day in range(1, 6):
            on = date(2023, 1, day)
            answer = ledger.state(COUNTRY, Point(on, None, None), "practice")

            expected = states(history, on, None, None, "practice")
            assert {each.id: (each.status, each.start) for each in answer.elements} == {
                name: (state.status, state.start) for name, state in expected.items()
            }


@settings(max_examples=60, deadline=None)
@given(histories(uncertain=3, wide=1))
def test_following_one_by_one_all_at_once_and_anew_write_the_same_tables(chronicle: list[dict[str, Any]]) -> None:
    drafts = drafts_of([*WITH_ELEMENTS, *chronicle])

    with TemporaryDirectory() as folder:
        with filled(Path(folder) / "at-once.db", [drafts]) as ledger:
            at_once = rows_of(Path(folder) / "at-once.db")
            assert ledger.rebuild() == ()
        with filled(Path(folder) / "one-by-one.db", [[draft] for draft in drafts]):
            one_by_one = rows_of(Path(folder) / "one-by-one.db")
        anew = rows_of(Path(folder) / "at-once.db")

    assert at_once == one_by_one == anew


@settings(max_examples=60, deadline=None)
@given(histories(uncertain=3, wide=1))
def test_no_two_boxes_of_a_subject_hold_the_same_point(chronicle: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder, filled(Path(folder) / "l.db", [drafts_of([*WITH_ELEMENTS, *chronicle])]):
        rows = rows_of(Path(folder) / "l.db")

    for index, one in enumerate(rows):
        for other in rows[index + 1 :]:
            apart = any(one[low + 1] <= other[low] or other[low + 1] <= one[low] for low in (1, 3, 5))
            assert one[0] != other[0] or apart
