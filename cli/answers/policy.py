"""Answers as plain dicts and lists, ready for JSON: contract 6.1, and the same manner for the other questions.

Keys are never renamed. Lists are sorted by id as people sort (`natural`), acts by their place in legal order. The rows
of tables are in `tables.py`, the pages a person reads in `text/`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from cli.answers.tables import element_rows, period_rows
from cli.words.terms import Lang
from cli.words.values import in_order
from domain import content
from domain.dates import AFTER, BEFORE, Point
from domain.events import Act, ElementAnnulled, ElementExtended, ElementWithdrawn, StatingAct
from domain.history import CountedAct, Entry
from domain.places import Place
from domain.policy import ElementState, Reading
from infrastructure.answers import (
    Appended,
    Change,
    ChangedDays,
    Context,
    CountryState,
    Moment,
    Reasons,
    TimelinePeriod,
    natural,
)
from infrastructure.gazetteer import country_name

if TYPE_CHECKING:  # most questions need neither
    from domain.audit import Finding
    from infrastructure.projections.rebuild import Difference

_UNCOMPARED: Final = frozenset({"id", "kind"})


# -- show -------------------------------------------------------------------------------------------------------------


def state_json(state: CountryState, place: Place | None) -> dict[str, Any]:
    """Contract 6.1. With a place: only the elements that cover or may cover it, each as it binds there."""
    return {
        "country": _country(state.country),
        **_point(state.on, state.public_by, state.recorded_by, state.reading),
        **({"area": place.area.plain()} if place else {}),
        "country_policy": state.country_policy,
        "elements": [element_json(each) for each in elements_asked_for(state, place)],
        "rulings": sorted((each.content["ruling"] for each in state.rulings), key=natural),
        "absences": [_context_json(each) for each in state.absences],
    }


def elements_asked_for(state: CountryState, place: Place | None) -> tuple[ElementState, ...]:
    """The elements an answer lists, by id; with a place those that cover or may cover it."""
    ordered = sorted(state.elements, key=lambda each: natural(each.id))
    if place is None:
        return tuple(ordered)
    return tuple(each.asked_for(place) for each in ordered if each.covers(place) != "no")


def element_json(state: ElementState) -> dict[str, Any]:
    """One element as contract 6.1 lists it. `areas` and `value` are null where several acts are possible."""
    return {
        "id": state.id,
        "kind": state.kind,
        "status": state.status,
        "alternatives": list(state.alternatives),
        "binds": state.binds,
        "awaiting_publication": state.awaiting_publication,
        "retroactive": state.retroactive,
        "from": state.start,
        "until": state.until,
        "areas": None if state.areas is None else in_order(state.areas),
        "except_areas": None if state.except_areas is None else in_order(state.except_areas),
        "groups": None if state.groups is None else list(state.groups),
        "value": state.value,
        "possible": [
            {
                "entry": each.entry,
                "areas": in_order(each.areas),
                "except_areas": in_order(each.except_areas),
                "groups": list(each.groups),
                "value": each.value,
            }
            for each in state.possible
        ],
        "entries": [asdict(each) for each in state.entries],
        "disputes": [{**asdict(each), "sources": list(each.sources)} for each in state.disputes],
        "challenged": sorted(state.challenged, key=natural),
        "cites": [asdict(each) for each in state.cites],
    }


def state_rows(state: CountryState, place: Place | None) -> list[dict[str, Any]]:
    """The elements of `show`, one row each, every row with the point it holds for."""
    point = _point(state.on, state.public_by, state.recorded_by, state.reading)
    return element_rows(point, [element_json(each) for each in elements_asked_for(state, place)])


# -- why --------------------------------------------------------------------------------------------------------------


def why_json(reasons: Reasons) -> dict[str, Any]:
    """The acts behind one element in legal order, the rulings on it, and the acts that do not count here."""
    return {
        "element": reasons.element,
        "country": _country(reasons.element.partition("/")[0]),
        **_point(reasons.on, reasons.public_by, reasons.recorded_by, reasons.reading),
        "state": element_json(reasons.state) if reasons.state else None,
        "acts": [_act_json(each, reasons.annotations.get(each.key, ())) for each in reasons.acts],
        "rulings": [_context_json(each) for each in reasons.rulings],
        "left_out": [
            {
                "key": each.entry.key,
                "position": each.entry.position,
                "event": each.entry.event.TOPIC,
                "standing": each.entry.event.standing if isinstance(each.entry.event, Act) else None,
                "reason": each.reason,
            }
            for each in reasons.left_out
        ],
    }


def _act_json(act: CountedAct, annotations: Sequence[Entry]) -> dict[str, Any]:
    """`from`, `until` (exclusive) and `effect` as they count, widened by rival assertions; null where there is none."""
    states = isinstance(act.event, StatingAct)
    ends = isinstance(act.event, StatingAct | ElementExtended)
    known = BEFORE < act.act_day < AFTER
    return {
        "key": act.key,
        "position": act.position,
        "event": act.event.TOPIC,
        "standing": act.standing,
        "act_day": date.fromordinal(act.act_day).isoformat() if known else "unknown",
        "public_on": act.public.text,
        "from": act.start.text if states or isinstance(act.event, ElementWithdrawn) else None,
        "until": act.end.text if ends else None,
        "effect": act.start.text if isinstance(act.event, ElementAnnulled) else None,
        "content": content.write(act.event),
        "disputes": [
            {
                "entry": each.entry.key,
                "about": each.about,
                "field": each.field,
                "value": each.value,
                "sources": [cite.source for cite in each.entry.event.cites],
            }
            for each in act.disputes
        ],
        "annotations": [
            {
                "entry": each.key,
                "position": each.position,
                "note": each.event.note,
                "cites": content.write(each.event).get("cites", []),
            }
            for each in annotations
        ],
    }


# -- timeline ---------------------------------------------------------------------------------------------------------


def timeline_json(
    country: str,
    point: Point,
    moment: Moment,
    reading: Reading,
    periods: Mapping[str, Sequence[TimelinePeriod]],
) -> dict[str, Any]:
    """Per element its periods: days [from, until). `from` is null and `until` `..` where nothing bounds them.

    A timeline is of every day, so that `on` is null.
    """
    return {
        "country": _country(country),
        **_point(date.min, point.public_by, moment, reading),
        "on": None,
        "elements": [
            {
                "id": element,
                "kind": listed[-1].state.kind,
                "periods": [
                    {
                        "from": each.first.isoformat() if each.first else None,
                        "until": each.last.isoformat() if each.last else "..",
                        "state": element_json(each.state),
                    }
                    for each in listed
                ],
            }
            for element, listed in sorted(periods.items(), key=lambda each: natural(each[0]))
        ],
    }


def timeline_rows(country: str, periods: Mapping[str, Sequence[TimelinePeriod]]) -> list[dict[str, Any]]:
    """One row per period of an element; `first` and `last` are the days it covers, both included."""
    return period_rows(
        country,
        [
            (element, each.first, each.last, element_json(each.state))
            for element, listed in sorted(periods.items(), key=lambda each: natural(each[0]))
            for each in listed
        ],
    )


# -- what changed -----------------------------------------------------------------------------------------------------


def diff_json(a: CountryState, b: CountryState) -> dict[str, Any]:
    """What differs between two points of one country; what is the same is not listed.

    Each element is `appeared`, `vanished` or `changed`, with what it was (`from`) and is (`to`), and the names of the
    `fields` that differ (empty unless it changed).
    """
    before, after = ({each.id: each for each in state.elements} for state in (a, b))
    slugs = [{each.content["ruling"] for each in state.rulings} for state in (a, b)]
    changes = [Change(element, before.get(element), after.get(element)) for element in {*before, *after}]
    return {
        "country": _country(b.country),
        "a": _point(a.on, a.public_by, a.recorded_by, a.reading),
        "b": _point(b.on, b.public_by, b.recorded_by, b.reading),
        "country_policy": {"from": a.country_policy, "to": b.country_policy},
        "elements": _changed(changes),
        "rulings": {
            "appeared": sorted(slugs[1] - slugs[0], key=natural),
            "vanished": sorted(slugs[0] - slugs[1], key=natural),
        },
    }


def changed_fields(before: ElementState, after: ElementState) -> list[str]:
    """The fields of an element, named as in JSON, that differ between two points."""
    one, other = element_json(before), element_json(after)
    return [name for name in one if name not in _UNCOMPARED and one[name] != other[name]]


def changes_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """What appending does, or would do, to each element it touches: as the `elements` of a diff."""
    return _changed(changes)


def _changed(changes: Iterable[Change]) -> list[dict[str, Any]]:
    told = []
    for each in sorted(changes, key=lambda change: natural(change.element)):
        fields = changed_fields(each.before, each.after) if each.before and each.after else []
        if each.before and each.after and not fields:
            continue
        state = each.after or each.before
        told.append(
            {
                "id": each.element,
                "kind": state.kind if state else None,
                "change": "changed" if fields else "appeared" if each.after else "vanished",
                "fields": fields,
                "from": element_json(each.before) if each.before else None,
                "to": element_json(each.after) if each.after else None,
            }
        )
    return told


def appended_json(appended: Appended, *, dry_run: bool) -> dict[str, Any]:
    """What an append did. After a dry run `written` is false: the positions are those the entries would have had.

    `changes` is of one day, today; `days` has every day that changes, per element, in periods [from, until).
    """
    return {
        "written": not dry_run,
        "entries": [
            {
                "position": each.position,
                "key": each.key,
                "event": each.event.TOPIC,
                "stream": each.stream,
                "actor": each.actor,
            }
            for each in appended.entries
        ],
        "unchanged": list(appended.unchanged),
        "changes": _changed(appended.changes),
        "days": [
            {
                "id": element,
                "kind": next(state.kind for each in found for state in (each.before, each.after) if state),
                "periods": [_changed_days(each) for each in found],
            }
            for element, found in appended.days.items()
        ],
    }


def _changed_days(days: ChangedDays) -> dict[str, Any]:
    before, after = days.before, days.after
    return {
        "from": days.first.isoformat() if days.first else None,
        "until": days.last.isoformat() if days.last else "..",
        "change": "changed" if before and after else "appeared" if after else "vanished",
        "fields": changed_fields(before, after) if before and after else [],
        "before": element_json(before) if before else None,
        "after": element_json(after) if after else None,
    }


# -- findings and projections -----------------------------------------------------------------------------------------


def findings_json(findings: "Iterable[Finding]", lang: Lang) -> list[dict[str, Any]]:
    """Each finding as in a table, with what `says` names its sentence and the `facts` that stand in it."""
    return [
        {**row, "says": each.says, "facts": dict(each.facts)} for each in findings for row in finding_rows([each], lang)
    ]


def finding_rows(findings: "Iterable[Finding]", lang: Lang) -> list[dict[str, Any]]:
    """Each finding with its code, entries and sentence; `country` is null for what belongs to no single country."""
    from cli.words.findings import finding_words

    return [
        {
            "code": each.code,
            "entries": list(each.entries),
            "sentence": finding_words(each, lang),
            "country": each.country or None,
        }
        for each in findings
    ]


def rebuild_json(entries: int, differences: "Iterable[Difference]") -> dict[str, Any]:
    """How many entries were read anew, and the projections that were not what the entries say, with their rows."""
    differed = [asdict(each) for each in differences]
    return {"entries": entries, "differed": bool(differed), "differences": differed}


# -- small things -----------------------------------------------------------------------------------------------------


def _country(code: str) -> dict[str, str]:
    return {"code": code, "name": country_name(code)}


def _point(on: date, public_by: date | None, recorded_by: Moment, reading: Reading) -> dict[str, Any]:
    return {
        "on": on.isoformat(),
        "public_by": public_by.isoformat() if public_by else None,
        "recorded_by": {"position": recorded_by.position, "recorded_at": recorded_by.recorded_at},
        "reading": reading,
    }


def _context_json(context: Context) -> dict[str, Any]:
    return {"key": context.key, "position": context.position, **context.content}
