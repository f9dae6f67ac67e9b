"""The answers and the report of a dossier, asked of any ledger: of the one it is made from, and of the carried entries.

Both must say the same to the byte; that is how a dossier is checked. Answers are what the JSON doors print.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cli.answers.cases import case_json, compare_json, replay_json
from cli.answers.policy import state_json, timeline_json, why_json
from cli.dossier.jsonml import JsonML
from cli.dossier.record import Material
from cli.dossier.report import case_report, country_report
from domain.dates import Point, RecordedBy, parse_day
from domain.errors import CannotTell, LedgerError
from domain.policy import Reading
from infrastructure.answers import natural
from infrastructure.ledger import Ledger
from infrastructure.proof.dossier import CaseQuestion, CountryQuestion, Dossier, Question


class Told(NamedTuple):
    """The answers as they stand in a dossier. `reasons`: what a sentence in them that says why one cannot be told is
    said of, by that sentence, so that a report can say it in its own words."""

    answers: dict[str, Any]
    reasons: Mapping[str, LedgerError]


def answers(ledger: Ledger, question: Question, moment: RecordedBy, made_on: date) -> Told:
    """The answers to a question as the ledger stood at a moment.

    An answer is null where it cannot be told; `problems` has the sentence that says why, by its name.

    Raises:
        NotFound: no such case, moment or framework.
    """
    if isinstance(question, CountryQuestion):
        told = _policy(ledger, question.country, question.on, question.public_by, question.reading, moment)
        return Told({**told, "problems": {}}, {})
    return _of_case(ledger, question, moment, made_on)


def _of_case(ledger: Ledger, question: CaseQuestion, moment: RecordedBy, made_on: date) -> Told:
    case = ledger.case(question.case, moment)
    problems: dict[str, str] = {}
    reasons: dict[str, LedgerError] = {}
    replay = None
    try:
        replay = ledger.replay(
            question.case,
            at=moment_or_day(question.at),
            known=question.known,
            reading=question.reading,
            recorded_by=moment,
            framework=question.framework,
        )
    except CannotTell as problem:
        problems["replay"] = str(problem)
        reasons[str(problem)] = problem
    comparison = ledger.compare(question.case, today=made_on, reading=question.reading, recorded_by=moment)
    for cell in (cell for row in comparison.rows for cell in (row.then, row.now)):
        if cell.reason is not None:
            reasons.setdefault(cell.problem, cell.reason)
    policy = _policy(ledger, case.country, question.on or made_on, question.public_by, question.reading, moment)
    if question.on is None:
        policy["state"] = None
        problems["state"] = problems.get("replay", "")
    told = {
        **policy,
        "case": case_json(case, ledger.moment(moment)),
        "replay": replay_json(replay) if replay else None,
        "compare": compare_json(comparison),
        "problems": problems,
    }
    return Told(told, reasons)


def _policy(
    ledger: Ledger, country: str, on: date, public_by: date | None, reading: Reading, moment: RecordedBy
) -> dict[str, Any]:
    """The policy of a country at a point, every period of it, and the acts behind each of its elements."""
    point, unlimited = Point(on, public_by, moment), Point(on, None, moment)
    periods = ledger.timeline(country, unlimited, reading)
    return {
        "state": state_json(ledger.state(country, point, reading), None),
        "timeline": timeline_json(
            country, point, ledger.moment(moment), reading, ledger.timeline(country, point, reading)
        ),
        # Without a public limit, so that what was not public by then can be told as such.
        "why": [why_json(ledger.why(each, unlimited, reading)) for each in sorted(periods, key=natural)],
    }


def days_of(ledger: Ledger, case: str, at: str, known: str, moment: RecordedBy) -> tuple[date | None, date | None]:
    """The legal day that a moment of a case, or a day, comes to, and by which day things were public; null where the
    day cannot be told.

    Raises:
        NotFound: no such case or moment.
    """
    asked = moment_or_day(at)
    try:
        on = asked if isinstance(asked, date) else ledger.case(case, moment).day_of(asked)
    except CannotTell:
        return None, None
    return on, on if known == "then" else None


def moment_or_day(at: str) -> str | date:
    """`decision`, or 2023-01-11."""
    return parse_day(at) if at[:1].isdigit() else at


def report(dossier: Dossier, told: Told, origin: str, entries: Sequence[Mapping[str, Any]]) -> JsonML:
    """The report of a dossier on answers as `answers` gives them: their order is that of the report.

    It is of the entries through the position of the dossier: what came later is in the data alone.

    Args:
        entries: those carried, their contents opened.
    """
    material = Material(
        asked=dossier.asked,
        made_on=dossier.made_on.isoformat(),
        origin=origin,
        position=dossier.position,
        answers={**told.answers, "why": [_known_by(each, dossier.position) for each in told.answers["why"]]},
        reasons=told.reasons,
        entries=[each for each in entries if each["position"] <= dossier.position],
    )
    return case_report(material, dossier.lang) if dossier.kind == "case" else country_report(material, dossier.lang)


def _known_by(reasons: Mapping[str, Any], position: int) -> dict[str, Any]:
    """The acts behind an element, without those left out because they were recorded later."""
    return {**reasons, "left_out": [each for each in reasons["left_out"] if each["position"] <= position]}
