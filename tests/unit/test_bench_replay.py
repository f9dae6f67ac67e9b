"""The rows about cases: they compare before they time, and stop at a wrong answer."""

from pathlib import Path

import pytest

from bench import caseload, data, replay
from bench.answers import WrongAnswer
from bench.peers.conversation import Conversation
from infrastructure.policy_days import PolicyDays

SHAPE = data.Shape(countries=2, elements=10, acts=6)


def test_the_same_seed_draws_the_same_cases_and_another_seed_others() -> None:
    assert list(caseload.cases(SHAPE, 1, 50)) == list(caseload.cases(SHAPE, 1, 50))
    assert list(caseload.cases(SHAPE, 1, 50)) != list(caseload.cases(SHAPE, 2, 50))


def test_every_row_is_measured_and_says_why_a_peer_is_not(tmp_path: Path) -> None:
    rows = replay.rows(tmp_path, SHAPE, 1, cases=300, recorded=60, peers=False)

    assert all(row.ours for row in rows)
    assert rows[0].row == "bulk replay of 300 cases, 120 acts"
    assert rows[0].peer == "DuckDB as-of join: not asked for"
    assert rows[0].bar == ">= 200,000 cases/s"


def test_a_bulk_replay_that_differs_from_the_replay_of_a_case_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PolicyDays, "inputs", lambda *_: ("binds", "none", "none", "none", "none"))

    with pytest.raises(WrongAnswer, match="the bulk replay says 'decision-suspended'"):
        replay.rows(tmp_path, SHAPE, 1, cases=300, recorded=60, peers=False)


def test_a_peer_with_other_counts_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Miscounting(Conversation):
        def __init__(self, *_: object) -> None:
            pass

        def __exit__(self, *_: object) -> None:
            pass

        def ask(self, do: str, **_: object) -> object:
            return [["AE", "decision-suspended", 300]] if do == "counts" else 0.1

    monkeypatch.setattr(replay, "environment", lambda *_: Path("python"))
    monkeypatch.setattr(replay, "Conversation", Miscounting)

    with pytest.raises(WrongAnswer, match="outcomes by country"):
        replay.rows(tmp_path, SHAPE, 1, cases=300, recorded=60, peers=True)
