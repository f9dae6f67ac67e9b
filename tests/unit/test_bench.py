"""`make bench` measures, not these tests: here it must work, compare before it times, and stop at a wrong answer."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bench import append, asof, corpus, data, proof, run, start
from bench.__main__ import main
from bench.answers import WrongAnswer, compare
from bench.peers.conversation import Conversation
from bench.peers.environment import Unavailable
from bench.table import Bar, as_json, measured, printed, write_json
from infrastructure.projections.boxes import digest_of
from tests.support.needs import needs_module

SHAPE = data.Shape(countries=2, elements=10, acts=6)
TINY = run.Plan(
    base=SHAPE,
    grown=data.Shape(countries=3, elements=10, acts=6),
    deep=None,
    small=data.Shape(countries=1, elements=10, acts=4),
    single_appends=30,
    batch=30,
    batches=2,
    asked=40,
    checked=40,
    starts=1,
    leaves=1_000,
    verified=9_000,
    peers=False,
)


@pytest.fixture(autouse=True)
def work_in_a_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.run, "__defaults__", (tmp_path / "work",))


# -- the table --------------------------------------------------------------------------------------------------------


def test_a_bar_is_met_by_the_figure_that_equals_it() -> None:
    assert Bar(at_most=0.14).met(0.14, None) is True
    assert Bar(at_most=0.14).met(0.141, None) is False
    assert Bar(at_least=20_000, ratio_at_least=3).met(20_000, 3.0) is True


def test_a_bar_on_a_ratio_that_could_not_be_measured_is_neither_met_nor_missed() -> None:
    bar = Bar(at_least=20_000, ratio_at_least=3)

    assert bar.met(25_000, None) is None
    assert bar.met(19_999, None) is False  # whatever the peer does
    assert Bar().met(1.0, 1.0) is None


def test_a_row_has_the_fields_of_the_contract_and_its_ratio_is_ours_by_the_peers() -> None:
    row = measured("batch import", 60.0, "entries/s", peer="another", peer_value=20.0, bar=Bar(ratio_at_least=3))

    assert as_json([row]) == [
        {
            "row": "batch import",
            "ours": 60.0,
            "unit": "entries/s",
            "peer": "another",
            "peer_value": 20.0,
            "ratio": 3.0,
            "bar": ">= 3x",
            "met": True,
        }
    ]
    assert json.loads(write_json([row])) == as_json([row])


def test_the_table_shows_what_was_missed_and_why_a_peer_has_no_figure() -> None:
    rows = [
        measured("state of one element", 0.2, "ms", peer="another", peer_value=0.1, bar=Bar(at_most=0.14)),
        measured("rebuild", 123_456.0, "entries/s", peer="third: not measured, no network", bar=Bar(ratio_at_least=3)),
    ]

    lines = printed(rows, ["One machine."]).splitlines()

    assert [line.split()[-1] for line in lines[2:4]] == ["NO", "-"]
    assert "0.2 ms" in lines[2]
    assert "2x" in lines[2]
    assert "123,000 entries/s" in lines[3]
    assert "third: not measured, no network" in lines[3]
    assert lines[-1] == "One machine."


# -- the history ------------------------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_history_and_another_seed_another() -> None:
    assert data.drafts(SHAPE, 1) == data.drafts(SHAPE, 1)
    assert data.drafts(SHAPE, 1) != data.drafts(SHAPE, 2)


def test_a_history_has_exactly_the_acts_its_shape_says() -> None:
    shape = data.Shape(countries=2, elements=20, acts=10)

    acts = [draft for draft in data.drafts(shape, 5) if "standing" in draft.fields]

    assert len(acts) == shape.all_acts == 400


def test_a_country_has_the_same_history_whatever_other_countries_there_are() -> None:
    code = data.countries(1)[0].lower()

    few, more = (
        [draft for draft in data.drafts(replace(SHAPE, countries=count), 1) if draft.key.startswith(f"{code}/")]
        for count in (1, 3)
    )

    assert few == more


# -- a run ------------------------------------------------------------------------------------------------------------


def test_a_tiny_run_measures_every_row_and_leaves_no_ledger_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.json"

    code = main(["--json", str(file)], TINY)

    rows = json.loads(file.read_text())
    out = capsys.readouterr().out
    assert code == 0
    assert [row["row"] for row in rows if row["ours"] is None] == []
    assert all(row["row"] in out for row in rows)
    assert {row["peer"] for row in rows if row["peer"].endswith("not asked for")} == {
        "eventsourcing-sqlalchemy: not asked for",
        "SQLAlchemy-Continuum: not asked for",
    }
    assert list((tmp_path / "work").iterdir()) == []


def test_a_wrong_answer_ends_the_run_with_exit_code_6_and_no_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def tampered(filled: corpus.Corpus, held_back: int) -> corpus.Corpus:
        filled = corpus.append_held_back(filled, held_back)
        tamper(filled.path)
        return filled

    monkeypatch.setattr(run, "append_held_back", tampered)
    monkeypatch.setattr(append, "rows", lambda *_: [])

    code = main([], replace(TINY, grown=None))

    said = capsys.readouterr()
    assert code == 6
    assert said.out == ""
    assert "the ledger says" in said.err
    assert "the fold says" in said.err


def tamper(path: Path) -> None:
    """Let the projections say that what is in force was only announced."""
    connection = sqlite3.connect(path)
    with connection:
        for digest, json in connection.execute("SELECT digest, json FROM state_json").fetchall():
            other = json.replace(b'"in-force"', b'"announced"')
            if other != json:
                connection.execute("INSERT OR IGNORE INTO state_json VALUES (?, ?)", (digest_of(other), other))
                connection.execute(
                    "UPDATE policy_state SET practice = ? WHERE practice = ?", (digest_of(other), digest)
                )
    connection.close()


def test_a_peer_that_answers_otherwise_ends_the_run(tmp_path: Path) -> None:
    filled = corpus.fill(tmp_path / "l.db", SHAPE, 1)
    asks = data.asks(SHAPE, 1, 40, filled.entries)

    with filled.open() as ledger, pytest.raises(WrongAnswer, match="SQLAlchemy-Continuum says"):
        asof._compare_with_peer(ledger, SilentPeer(), asks, [])


class SilentPeer(Conversation):
    """Finds nothing, ever."""

    def __init__(self) -> None:
        pass

    def ask(self, do: str, **given: object) -> object:
        return [asof.SAMPLE, True] if do == "sample" else [[] for _ in given["asks"]]  # type: ignore[attr-defined]


def test_a_command_that_shows_another_policy_ends_the_run(tmp_path: Path) -> None:
    filled = corpus.fill(tmp_path / "l.db", SHAPE, 1)
    ask = data.asks(SHAPE, 1, 1, filled.entries)[0]

    with pytest.raises(WrongAnswer, match="kroniek show"):
        start._compare_show(filled, ask, '{"elements": []}')


def test_a_peer_with_another_tree_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs_module("pymerkle", "measure proofs beside it")
    filled = corpus.fill(tmp_path / "l.db", SHAPE, 1)
    made = proof._peer

    def other(folder: Path, leaves: int) -> object:
        tree = made(folder, leaves - 1)
        tree.append_entry(b"another entry")
        return tree

    monkeypatch.setattr(proof, "_peer", other)

    with pytest.raises(WrongAnswer, match="the root hash: the ledger says"):
        proof.rows(filled, tmp_path, 100, seed=1, asked=20)


def test_a_peer_that_cannot_be_installed_is_named_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object) -> Path:
        raise Unavailable("not measured: its packages could not be installed, the registry may be out of reach")

    monkeypatch.setattr(asof, "environment", unreachable)
    filled = corpus.fill(tmp_path / "l.db", SHAPE, 1)

    rows = asof.rows(filled, {}, tmp_path, asked=20, checked=20, peers=True)

    assert all("registry may be out of reach" in row.peer for row in rows)
    assert all(row.peer_value is None and row.ours is not None for row in rows)


def test_equal_answers_pass_and_different_ones_are_both_named() -> None:
    compare("ML/article-15c", "the ledger", "in-force", "the fold", "in-force")

    with pytest.raises(WrongAnswer, match=r"ML/article-15c: the ledger says 'ended', the fold says 'in-force'"):
        compare("ML/article-15c", "the ledger", "ended", "the fold", "in-force")


def test_a_file_that_cannot_be_written_is_refused_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--json", str(tmp_path / "no-such-folder" / "rows.json")], TINY)

    assert code == 3
    assert "cannot be written" in capsys.readouterr().err
    assert not (tmp_path / "work").exists()
