"""Cases, frameworks and impact as plain dicts and lists for JSON and tables: contract, section 7. Keys never change."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from cli.answers.sealing import withheld_json
from cli.words.reasoning import caveat_words
from domain.cases import CaseFile
from domain.events import Facts
from domain.frameworks import Adoption, Framework, FrameworkFault
from infrastructure.answers import Moment, natural
from infrastructure.casework import (
    Affected,
    CaseCard,
    Comparison,
    Count,
    FrameworkCard,
    Impact,
    MatrixCell,
    MatrixRow,
    Replay,
)


def facts_json(facts: Facts) -> dict[str, Any]:
    """The facts as a chronicle has them; what is not on record is left out."""
    told: dict[str, Any] = {}
    for name, value in vars(facts).items():
        if value in (None, "", ()) or name == "withheld":
            continue
        told[name] = list(value) if isinstance(value, tuple) else value if isinstance(value, str) else value.plain()
    return told


def case_json(case: CaseFile, moment: Moment) -> dict[str, Any]:
    """The answer to `case show`."""
    assessed = case.assessed
    return {
        "case": case.reference,
        "country": case.country,
        "recorded_by": {"position": moment.position, "recorded_at": moment.recorded_at},
        "facts": facts_json(case.facts),
        "moments": {name: day.text for name, day in case.moments.items()},
        "assessed": None
        if assessed is None
        else {
            "outcome": assessed.outcome,
            "framework": assessed.framework,
            "tree_size": assessed.tree_size,
            "root_hash": assessed.root_hash or None,
        },
        "entries": list(case.entries),
        "reference": case.number or None,
        "withheld": withheld_json(case.withheld),
    }


def cards_json(cards: Iterable[CaseCard]) -> list[dict[str, Any]]:
    """The answer to `case list`, one row each."""
    return [
        {
            "case": card.reference,
            "country": card.country,
            "decision": card.decision.isoformat() if card.decision else None,
            "outcome": card.outcome,
            "framework": card.framework,
        }
        for card in sorted(cards, key=lambda each: natural(each.reference))
    ]


def replay_json(replay: Replay) -> dict[str, Any]:
    """The answer to `case replay`. `entry` is the act that counts last of those behind an element; `entries` are all.

    `sentence` of a caveat is English in every language of text: the same bytes for everybody.
    """
    return {
        "case": replay.case,
        "country": replay.country,
        "moment": replay.moment,
        "on": replay.on.isoformat(),
        "known": replay.known,
        "public_by": replay.public_by.isoformat() if replay.public_by else None,
        "recorded_by": {"position": replay.position, "recorded_at": replay.recorded_at},
        "reading": replay.reading,
        "framework": framework_card_json(replay.framework),
        "inputs": dict(replay.inputs),
        "rule": replay.rule,
        "rule_texts": dict(replay.rule_texts),
        "outcome": replay.outcome,
        "because": [
            {
                "element": each.element,
                "kind": each.kind,
                "status": each.status,
                "input": each.input,
                "entry": each.entries[-1] if each.entries else None,
                "entries": list(each.entries),
                "cites": [asdict(cite) for cite in each.cites],
            }
            for each in replay.because
        ],
        "caveats": [{**asdict(each), "sentence": caveat_words(each, "en")} for each in replay.caveats],
        "recorded_outcome": replay.recorded_outcome,
        "verdict": replay.verdict,
    }


def framework_card_json(card: FrameworkCard) -> dict[str, Any]:
    return {
        "slug": card.slug,
        "sha256": card.sha256,
        "title": card.title,
        "applies_from": card.applies_from.text,
        "evaluator": card.evaluator,
        "key": card.key,
        "position": card.position,
    }


def compare_json(comparison: Comparison) -> dict[str, Any]:
    """The answer to `case compare`, every replay in full."""
    return {
        "case": comparison.case.reference,
        "country": comparison.case.country,
        "reading": comparison.reading,
        "moments": [_row_json(row) for row in comparison.rows],
        "new_facts": [
            {
                "key": each.key,
                "event": each.kind,
                "title": each.title,
                "public_on": each.public_on.text,
                "after": each.after,
                "by": each.by,
            }
            for each in comparison.new_facts
        ],
    }


def _row_json(row: MatrixRow) -> dict[str, Any]:
    return {
        "moment": row.moment,
        "day": row.day.text,
        "then": _cell_json(row.then),
        "now": _cell_json(row.now),
        "differs": outcomes_differ(row),
        "changed_since_previous": row.changed_since_previous,
        "causes": list(row.causes),
    }


def outcomes_differ(row: MatrixRow) -> bool:
    """Do then and now lead to different outcomes? Where only one of them can be told, they do."""
    one, other = (cell.replay.outcome if cell.replay else None for cell in (row.then, row.now))
    return one != other


def _cell_json(cell: MatrixCell) -> dict[str, Any]:
    """Outcome and rule first, null where it cannot be told; then why not, and the whole replay."""
    return {
        "outcome": cell.replay.outcome if cell.replay else None,
        "rule": cell.replay.rule if cell.replay else None,
        "problem": cell.problem or None,
        "replay": replay_json(cell.replay) if cell.replay else None,
    }


def impact_json(impact: Impact, *, dry_run: bool = False) -> dict[str, Any]:
    """The answer to `impact`: counts, then the cases of each group."""
    groups = {
        name: [_affected_json(each) for each in _ordered(impact.affected) if each.direction == name]
        for name in ("better", "worse", "other")
    }
    return {
        "entries": list(impact.entries),
        "dry_run": dry_run,
        "replayed": impact.replayed,
        "cannot_tell": impact.cannot_tell,
        "affected": len(impact.affected),
        **groups,
    }


def impact_rows(impact: Impact) -> list[dict[str, Any]]:
    """One row per case that comes out differently."""
    return [{**_affected_json(each), "direction": each.direction} for each in _ordered(impact.affected)]


def _ordered(affected: Iterable[Affected]) -> list[Affected]:
    return sorted(affected, key=lambda each: natural(each.case))


def _affected_json(each: Affected) -> dict[str, Any]:
    return {
        "case": each.case,
        "country": each.country,
        "decision": each.on.isoformat(),
        "without": each.without,
        "with": each.with_,
    }


def counts_json(counts: Sequence[Count]) -> list[dict[str, Any]]:
    """The answer to `case stats`: rounded figures as texts, for `less than 5` is one of them."""
    return [
        {"country": each.country, "period": each.period or None, "outcome": each.outcome or None, "cases": each.shown}
        for each in counts
    ]


def framework_json(framework: Framework, card: FrameworkCard | None) -> dict[str, Any]:
    """A table with the cells as they are written."""
    return {
        **(framework_card_json(card) if card else {}),
        "title": framework.title,
        "description": framework.description,
        "sha256": framework.sha256,
        "evaluator": framework.evaluator,
        "hit_policy": "FIRST",
        "inputs": [
            {"name": each.name, "type": each.type, "label": each.label, "values": list(each.values)}
            for each in framework.inputs
        ],
        "output": framework.output,
        "rules": [
            {
                "id": rule.id,
                "cells": {column.name: cell.text for column, cell in zip(framework.inputs, rule.cells, strict=True)},
                "outcome": rule.outcome,
                "annotations": dict(rule.annotations),
            }
            for rule in framework.rules
        ],
    }


def adoption_json(adoption: Adoption) -> dict[str, Any]:
    """The answer to `framework check` for a table without faults."""
    framework = adoption.framework
    return {
        "adoptable": True,
        "title": framework.title,
        "sha256": framework.sha256,
        "combinations": framework.combinations,
        "rules": [{"id": rule.id, "decides": hits} for rule, hits in zip(framework.rules, adoption.hits, strict=True)],
        "unreachable": list(adoption.unreachable),
        "faults": [],
    }


def framework_faults_json(faults: Sequence[FrameworkFault]) -> dict[str, Any]:
    """The answer to `framework check` for a table that cannot be adopted."""
    return {"adoptable": False, "faults": [asdict(each) for each in faults]}
