"""Cases replayed: all of them at once, and one by one with every reason, beside a naive replay and DuckDB.

The first cases are recorded through the front desk; the others are put into the table that a bulk replay reads, as
the front desk would have. Outcomes are compared first: a sample with full replays, all of them with DuckDB.
"""

import csv
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from bench import caseload, corpus, data
from bench.answers import compare
from bench.peers.conversation import Conversation
from bench.peers.environment import Unavailable, environment
from bench.table import Bar, Row, measured
from bench.timing import median, seconds
from domain.cases import CaseFile, conclude, policy_inputs
from domain.dates import Point
from domain.frameworks import Framework
from domain.places import Area, covers
from domain.policy import ElementState, country_policy
from infrastructure import gazetteer
from infrastructure.defaults import FRAMEWORK, default_framework
from infrastructure.ledger import Ledger
from infrastructure.projections.tables import FOREVER, NO_LIMIT

PEER = "DuckDB as-of join"
NAIVE = "naive: the state of the country read for each case"
REQUIREMENTS = ("duckdb==1.4.2",)
SCRIPT = Path(__file__).parent / "peers" / "duckdb_script.py"
BULK_BAR = Bar(at_least=200_000)
TRACE_BAR = Bar(at_least=6_000)
UNIT = "cases/s"
ROUNDS = 3


def rows(folder: Path, shape: data.Shape, seed: int, cases: int, recorded: int, peers: bool) -> list[Row]:
    """
    Args:
        shape: of a ledger of its own: more countries with fewer elements each, as country policy is.
        cases: how many are replayed at once.
        recorded: how many of them are in the ledger as entries.
    """
    made = list(caseload.cases(shape, seed, cases))
    filled = corpus.fill(folder / "cases.db", shape, seed)
    with filled.open() as ledger:
        draft, documents = default_framework()
        ledger.append([draft], actor="bench", documents=documents)
        ledger.append([each for one in made[:recorded] for each in caseload.drafts(one)], actor="bench")
    _insert(filled.path, made[recorded:])
    with filled.open() as ledger:
        sample = [each.reference for each in made[:recorded]]
        bulk = _outcomes(ledger)
        compare("cases replayed", "the bulk replay", sum(bulk.values()), "the caseload", cases)
        _compare_with_replays(ledger, made[:recorded])
        for replay in ledger.replays(sample):
            compare(replay.case, "a replay of many", replay, "its replay alone", ledger.replay(replay.case))
        naive = _naive(ledger, made[: min(recorded, 500)])
        said, theirs = NAIVE, naive
        found = []
        try:
            if not peers:
                raise Unavailable("not asked for")
            python = environment("duckdb", REQUIREMENTS)
            _write_tables(filled.path, made, shape, folder)
            with Conversation(python, SCRIPT, [str(folder)], folder / "duckdb.txt") as peer:
                peer.ask("replay")
                compare("outcomes by country", "the bulk replay", _plain(bulk), PEER, peer.ask("counts"))
                ours, duck = [], []
                for _ in range(ROUNDS):
                    ours.append(seconds(lambda: _outcomes(ledger)))
                    duck.append(peer.ask("replay"))
            bulk_row = measured(
                f"bulk replay of {cases:,} cases, {shape.all_acts:,} acts",
                cases / median(ours),
                UNIT,
                peer=PEER,
                peer_value=cases / median(duck),
                bar=BULK_BAR,
            )
        except Unavailable as reason:
            ours = [seconds(lambda: _outcomes(ledger)) for _ in range(ROUNDS)]
            bulk_row = measured(
                f"bulk replay of {cases:,} cases, {shape.all_acts:,} acts",
                cases / median(ours),
                UNIT,
                peer=f"{PEER}: {reason}",
                bar=BULK_BAR,
            )
        found.append(bulk_row)
        found.append(measured("bulk replay, the same", bulk_row.ours, UNIT, peer=said, peer_value=theirs))
        whole = [seconds(lambda: list(ledger.replays(sample))) / len(sample) for _ in range(ROUNDS)]
        alone = [seconds(lambda each=each: ledger.replay(each)) for each in sample]  # type: ignore[misc]
        row = "replay of case after case, with all reasons"
        found.append(measured(row, 1 / median(whole), UNIT, peer=NAIVE, peer_value=naive, bar=TRACE_BAR))
        found.append(measured("the same, a look at the ledger for each", 1 / median(alone), UNIT))
    return found


def _insert(path: Path, made: Sequence[caseload.Made]) -> None:
    """Rows as `follow.py` writes them for cases that are opened and assessed."""
    encode = msgspec.json.Encoder(order="sorted").encode
    connection = sqlite3.connect(path)
    with connection:
        connection.executemany(
            "INSERT INTO case_file (reference, country, decision, facts, framework, outcome) VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    each.reference,
                    each.country,
                    each.decision.toordinal(),
                    encode(each.facts),
                    FRAMEWORK if each.assessed else None,
                    "individual-assessment" if each.assessed else None,
                )
                for each in made
            ),
        )
    connection.close()


def _outcomes(ledger: Ledger) -> dict[tuple[str, str], int]:
    """How many cases of each country come out how, worked out from nothing that an earlier run left."""
    found: dict[tuple[str, str], int] = {}
    with ledger._replaying("practice") as replaying:
        for _, country, on, facts, framework in replaying.filed():
            counted = (country, replaying.outcome(country, on, facts, framework) or "cannot-tell")
            found[counted] = found.get(counted, 0) + 1
    return found


def _plain(counts: dict[tuple[str, str], int]) -> list[list[Any]]:
    return [[country, outcome, count] for (country, outcome), count in sorted(counts.items())]


def _compare_with_replays(ledger: Ledger, made: Sequence[caseload.Made]) -> None:
    """What the bulk replay says of a case is what its replay says."""
    encode = msgspec.json.Encoder(order="sorted").encode
    with ledger._replaying("practice") as replaying:
        for each in made:
            framework = FRAMEWORK if each.assessed else None
            outcome = replaying.outcome(each.country, each.decision.toordinal(), encode(each.facts), framework)
            replay = ledger.replay(each.reference, known="now")
            compare(each.reference, "the bulk replay", outcome, "the replay", replay.outcome)


def _naive(ledger: Ledger, made: Sequence[caseload.Made]) -> float:
    """Cases per second where each reads the state of its country anew; outcomes alone."""
    taken = []
    with ledger._replaying("practice") as replaying:
        table = replaying.framework(replaying.framework_called(FRAMEWORK))
        for each in made:
            case = replaying.case(each.reference)
            taken.append(seconds(lambda case=case, on=each.decision: _one(ledger, case, on, table)))  # type: ignore[misc]
    return 1 / median(taken)


def _one(ledger: Ledger, case: CaseFile, on: date, table: Framework) -> str:
    states = ledger.state(case.country, Point(on)).elements
    places = {
        name: gazetteer.surroundings(area)
        for name in ("origin_area", "habitual_residence")
        if (area := getattr(case.facts, name)) is not None
    }
    return conclude(case, policy_inputs(case, states, country_policy(states), places, {}), table).outcome


# -- the tables of the peer -------------------------------------------------------------------------------------------


def _write_tables(path: Path, made: Sequence[caseload.Made], shape: data.Shape, folder: Path) -> None:
    _write(
        folder / "cases.csv",
        ("id", "country", "day", "origin_area", "residence", "grp", "origin", "grounds", "ipa"),
        (
            (
                number,
                each.country,
                each.decision.toordinal(),
                each.facts.get("origin_area"),
                each.facts.get("habitual_residence"),
                (each.facts.get("groups") or [None])[0],
                each.facts["origin"],
                each.facts["individual_grounds"],
                each.facts["ipa_reasonable"],
            )
            for number, each in enumerate(made)
        ),
    )
    periods: list[tuple[Any, ...]] = []
    scopes: list[tuple[Any, ...]] = []
    covered: list[tuple[Any, ...]] = []
    for subject, first, last, state in _states(path):
        number = len(periods)
        binds = {"yes": 2, "uncertain": 1, "no": 0}[state.binds]
        periods.append((number, subject[:2], subject, state.kind, first, last, binds, state.status))
        for areas, groups in _scopes(state):
            rank = {"article-15c": 2, "internal-protection-alternative": 2}.get(state.kind, 1)
            group = groups[0] if groups else None
            scopes.append((len(scopes), number, group, not areas, rank, rank))
            if areas:
                for area in data.regions(subject[:2])[:8]:
                    held = covers(map(Area.of, areas), (), gazetteer.surroundings(Area(code=area)))
                    if held != "no":
                        covered.append((len(scopes) - 1, area, 2 if held == "yes" else 1))
    _write(
        folder / "periods.csv", ("period", "country", "element", "kind", "first", "last", "binds", "status"), periods
    )
    _write(folder / "scopes.csv", ("scope", "period", "grp", "whole", "lowest", "highest"), scopes)
    _write(folder / "covered.csv", ("scope", "area", "held"), covered)


def _states(path: Path) -> Iterator[tuple[str, int, int, ElementState]]:
    read = msgspec.json.Decoder(ElementState).decode
    connection = sqlite3.connect(path)
    try:
        for subject, first, last, practice in connection.execute(
            "SELECT subject, on_from, on_until, json FROM policy_state JOIN state_json ON digest = practice"
            " WHERE substr(subject, 3, 1) = '/'"
            " AND recorded_until = ? AND public_until > ?",
            (FOREVER, NO_LIMIT),
        ):
            yield subject, first, last, read(practice)
    finally:
        connection.close()


def _scopes(state: ElementState) -> list[tuple[tuple[Any, ...], tuple[str, ...]]]:
    if state.possible:
        return [(each.areas, each.groups) for each in state.possible]
    return [(state.areas or (), state.groups or ())]


def _write(path: Path, heads: Sequence[str], lines: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows(lines)
