"""The matrix of a case: every moment of it, as known then and as known now, and what made the difference."""

from datetime import date
from itertools import pairwise

from domain.cases import CaseFile, Known, in_usual_order
from domain.dates import UNKNOWN, LegalDate
from domain.errors import CannotTell, NotFound
from domain.events import Act, ElementAnnulled, RulingRecorded, SourceRegistered, day_public
from domain.policy import ElementState
from infrastructure.casework import Comparison, MatrixCell, MatrixRow, NewFact
from infrastructure.replaying import Replaying


def compare(replaying: Replaying, case: CaseFile, today: date) -> Comparison:
    """Moments in the usual order of a procedure, today last. Moments without a single day, and those that were erased,
    say so in their cells."""
    rows: list[MatrixRow] = []
    days = {**dict.fromkeys(case.moments_withheld, UNKNOWN), **case.moments}
    for moment, day in [*in_usual_order(days).items(), ("today", LegalDate.exact(today))]:
        then, now = (_cell(replaying, case, moment, day, known) for known in ("then", "now"))
        previous = next((row.then.replay for row in reversed(rows) if row.then.replay), None)
        rows.append(
            MatrixRow(
                moment=moment,
                day=day,
                then=then,
                now=now,
                causes=_causes(replaying, case, then, now),
                changed_since_previous=bool(previous and then.replay and previous.outcome != then.replay.outcome),
            )
        )
    return Comparison(
        case=case, reading=replaying.reading, rows=tuple(rows), new_facts=_new_facts(replaying, case, rows)
    )


def _cell(replaying: Replaying, case: CaseFile, moment: str, day: LegalDate, known: Known) -> MatrixCell:
    try:
        on = date.fromordinal(day.first) if moment == "today" and day.is_exact else case.day_of(moment)
        return MatrixCell(replay=replaying.replay(case, moment=moment, on=on, known=known, framework=None))
    except (CannotTell, NotFound) as problem:
        return MatrixCell(replay=None, problem=str(problem), reason=problem)


def _causes(replaying: Replaying, case: CaseFile, then: MatrixCell, now: MatrixCell) -> tuple[str, ...]:
    """The entries behind elements that stand differently now than then, and that stood on one side only."""
    if then.replay is None or now.replay is None or then.replay.inputs == now.replay.inputs:
        return ()
    on = then.replay.on
    kinds = _kinds_behind({name for name in then.replay.inputs if then.replay.inputs[name] != now.replay.inputs[name]})
    before = {state.id: state for state in replaying.states(case.country, on, on)}
    after = {state.id: state for state in replaying.states(case.country, on, None)}
    found: dict[str, int] = {}
    for element in before.keys() | after.keys():
        old, new = before.get(element), after.get(element)
        kind = next(state.kind for state in (new, old) if state)
        if _gist(old) != _gist(new) and (kinds is None or kind in kinds):
            refs = {ref.key: ref.position for state in (old, new) if state for ref in state.entries}
            both = {ref.key for ref in old.entries} & {ref.key for ref in new.entries} if old and new else set()
            found.update({key: position for key, position in refs.items() if key not in both})
    return tuple(sorted(found, key=lambda key: found[key]))


def _kinds_behind(inputs: set[str]) -> frozenset[str] | None:
    """The kinds of element that decide these policy inputs; None for every kind, as for `country_policy`."""
    if not inputs <= _KINDS.keys():
        return None
    return frozenset(kind for name in inputs for kind in _KINDS[name])


_KINDS = {
    "decision_moratorium": ("decision-moratorium",),
    "article_15c": ("article-15c",),
    "internal_protection": ("internal-protection-alternative", "article-15c"),
    "group": ("group-persecution", "risk-profile"),
}


def _gist(state: ElementState | None) -> tuple[object, ...] | None:
    """What of a state can change an outcome."""
    return (state.status, state.binds, state.areas, state.groups, state.value) if state else None


def _new_facts(replaying: Replaying, case: CaseFile, rows: list[MatrixRow]) -> tuple[NewFact, ...]:
    """What became public after one moment and up to the next: candidates for new facts (art. 83 Vw 2000)."""
    days = [(row.moment, row.day) for row in rows if row.day.is_exact and row.day.earliest]
    days.sort(key=lambda each: each[1].first)
    seen = replaying.history(case.country).seen(position=replaying.position)
    found: list[tuple[int, int, NewFact]] = []
    for entry in seen.history.entries:
        event = seen.event(entry) if seen.is_seen(entry) else None
        if not isinstance(event, Act | ElementAnnulled | RulingRecorded | SourceRegistered):
            continue
        public = seen.public_on(entry)
        for (after, first), (by, last) in pairwise(days):
            if first.first < day_public(public) <= last.first:
                title = event.title if isinstance(event, SourceRegistered) else getattr(event, "element_id", "")
                fact = NewFact(entry.key, event.TOPIC, title or getattr(event, "court", ""), public, after, by)
                found.append((day_public(public), entry.position, fact))
    return tuple(fact for _, _, fact in sorted(found, key=lambda each: each[:2]))
