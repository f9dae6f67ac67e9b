"""What reports are made of in tests: the answers of a ledger as the doors print them, and the entries to carry."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cli.answers.cases import case_json, compare_json, replay_json
from cli.answers.policy import state_json, timeline_json, why_json
from cli.dossier.jsonml import Node, walk
from cli.dossier.record import Material
from domain.dates import Point
from domain.errors import CannotTell, Fault, NotFound
from infrastructure.answers import natural
from infrastructure.chronicle import read_chronicle
from infrastructure.ledger import Ledger

TODAY = date(2026, 11, 22)


def imported(ledger: Ledger, *files: Path) -> None:
    for file in files:
        faults: list[Fault] = []
        chronicle = read_chronicle(file, faults)
        assert not faults, faults
        ledger.append(chronicle.drafts, actor="tester", documents=chronicle.documents)


def country_material(ledger: Ledger, country: str, on: date, public_by: date | None = None) -> Material:
    """What the report on a country is made of."""
    told = _policy(ledger, country, on, public_by)
    return _material(ledger, {"country": country, "on": on.isoformat()}, told, "")


def case_material(ledger: Ledger, reference: str, *, known: Any = "then") -> Material:
    """What the report on a case at its decision is made of; the replay is null where it cannot be told."""
    case = ledger.case(reference)
    told: dict[str, Any] = {"problems": {}, "replay": None}
    on = TODAY
    try:
        replay = ledger.replay(reference, known=known)
        told["replay"], on = replay_json(replay), replay.on
    except (CannotTell, NotFound) as problem:
        told["problems"]["replay"] = str(problem)
    told["case"] = case_json(case, ledger.head())
    told["compare"] = compare_json(ledger.compare(reference, today=TODAY))
    told |= _policy(ledger, case.country, on, on if known == "then" else None)
    return _material(ledger, {"case": reference, "at": "decision", "known": known}, told, f"case/{reference}")


def _policy(ledger: Ledger, country: str, on: date, public_by: date | None) -> dict[str, Any]:
    periods = ledger.timeline(country, Point(on))
    return {
        "state": state_json(ledger.state(country, Point(on, public_by)), None),
        "timeline": timeline_json(country, Point(on), ledger.head(), "practice", periods),
        "why": [why_json(ledger.why(each, Point(on))) for each in sorted(periods, key=natural)],
    }


def _material(ledger: Ledger, asked: Mapping[str, Any], told: Mapping[str, Any], case: str) -> Material:
    carried = [each for each in ledger.entries() if not each["stream"].startswith("case/") or each["stream"] == case]
    return Material(
        asked=asked,
        made_on=TODAY.isoformat(),
        origin="ledger.example/test",
        position=ledger.head().position,
        answers=json.loads(json.dumps(told)),
        entries=json.loads(json.dumps(carried)),
    )


def facts_of(report: Node) -> Iterator[list[Any]]:
    """The path of every fact of a report."""
    yield from (each["fact"] for each in walk(report) if isinstance(each, dict))


def at(entries: Sequence[Mapping[str, Any]], path: Sequence[Any]) -> Any:
    """What stands at the path of a fact."""
    found: Any = entries
    for step in path:
        found = found[step]
    return found


def texts_of(report: Node) -> list[str]:
    """Every text that stands in a report itself, attributes included."""
    found = [each for each in walk(report) if isinstance(each, str)]
    return found + [value for each in walk(report) if isinstance(each, list) for value in each[1].values()]


def shown(report: Node, entries: Sequence[Mapping[str, Any]]) -> str:
    """The report as plain text, facts in their places."""
    if isinstance(report, str):
        return report
    if isinstance(report, dict):
        return str(at(entries, report["fact"]))
    told = "".join(shown(child, entries) for child in report[2:])
    return f"{told}\n" if report[0] not in ("span", "code", "strong", "em", "cite", "time", "q", "small") else told


def elements_of(report: Node, *tags: str) -> list[Any]:
    return [each for each in walk(report) if isinstance(each, list) and each[0] in tags]


def classed(report: Node, name: str) -> list[Any]:
    """The elements that have a class."""
    return [each for each in walk(report) if isinstance(each, list) and name in each[1].get("class", "").split()]
