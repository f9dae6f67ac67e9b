"""Which past assessments come out differently with an entry than without it. Set-based: by groups of like cases."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import Connection

from domain.events import CaseEvent, FrameworkAdopted
from domain.history import Entry, History
from domain.policy import Element, ElementState
from infrastructure.casework import Affected, Impact, direction
from infrastructure.projections.follow import Following
from infrastructure.projections.references import References
from infrastructure.replaying import Replaying, States

Outcomes = Mapping[str, tuple[str, date | None, str | None]]
"""By reference: country, day of the decision, and what a replay there concludes (None: cannot be told)."""

Progress = Callable[[int, int], None]


def impact_of_entry(
    connection: Connection, entry: Entry, position: int, states: States, progress: Progress | None
) -> Impact:
    """All cases, with and without the entry, both as known now."""
    away = _without(connection, entry, position, states)
    with_ = Replaying(connection, position, None, "practice", states)
    without = Replaying(connection, position, None, "practice", away, without=entry.key)
    if isinstance(entry.event, CaseEvent | FrameworkAdopted) or entry.stream.startswith(("case/", "framework/")):
        return _impact_one_by_one(entry, with_, without, progress)
    countries = {subject[:2] for subject in Following(connection).affected(entry)}
    groups = with_.groups()
    affected: list[Affected] = []
    replayed = cannot = 0
    for number, group in enumerate(groups):
        if progress is not None:
            progress(number, len(groups))
        after = with_.outcome(group)
        before = without.outcome(group) if group.country in countries else after
        if after is None or before is None or group.decision is None:
            cannot += group.cases
            continue
        replayed += group.cases
        if before != after:
            affected.extend(
                _affected(each, group.country, group.decision, before, after) for each in with_.of_group(group)
            )
    return _impact((entry.key,), affected, replayed, cannot)


def _impact_one_by_one(entry: Entry, with_: Replaying, without: Replaying, progress: Progress | None) -> Impact:
    """For an entry of a case or a framework: the case file or the table itself is another without it."""
    cards = list(with_.cards())
    affected: list[Affected] = []
    replayed = cannot = 0
    for number, card in enumerate(cards):
        if progress is not None:
            progress(number, len(cards))
        after, before = with_.outcome_at_decision(card.reference), without.outcome_at_decision(card.reference)
        if after is None or card.decision is None:
            cannot += 1
            continue
        replayed += 1
        if before != after:
            affected.append(_affected(card.reference, card.country, card.decision, before or "cannot-tell", after))
    return _impact((entry.key,), affected, replayed, cannot)


def outcomes(connection: Connection, position: int, states: States, progress: Progress | None) -> Outcomes:
    """What a replay at the decision of every case concludes."""
    replaying = Replaying(connection, position, None, "practice", states)
    groups = replaying.groups()
    found: dict[str, tuple[str, date | None, str | None]] = {}
    for number, group in enumerate(groups):
        if progress is not None:
            progress(number, len(groups))
        outcome = replaying.outcome(group)
        for reference in replaying.of_group(group):
            found[reference] = (group.country, group.decision, outcome)
    return found


def impact_between(before: Outcomes, after: Outcomes, keys: tuple[str, ...]) -> Impact:
    """What differs between two sets of outcomes; cases that are only in the later one are new, and not affected."""
    affected: list[Affected] = []
    replayed = cannot = 0
    for reference, (country, on, outcome) in after.items():
        earlier = before.get(reference, (country, on, outcome))[2]
        if outcome is None or earlier is None or on is None:
            cannot += 1
            continue
        replayed += 1
        if outcome != earlier:
            affected.append(_affected(reference, country, on, earlier, outcome))
    return _impact(keys, affected, replayed, cannot)


def _impact(keys: tuple[str, ...], affected: list[Affected], replayed: int, cannot: int) -> Impact:
    ordered = tuple(sorted(affected, key=lambda each: (each.direction, each.case)))
    return Impact(entries=keys, affected=ordered, replayed=replayed, cannot_tell=cannot)


def _affected(reference: str, country: str, on: date, before: str, after: str) -> Affected:
    return Affected(reference, country, on, before, after, direction(before, after))


def _without(connection: Connection, entry: Entry, position: int, states: States) -> States:
    """The states of countries as they would be had the entry never been recorded."""
    subjects = [subject for subject in Following(connection).affected(entry) if subject[2:3] == "/"]
    references = References(connection)
    elements: dict[str, Element] = {}
    for subject in subjects:
        held: dict[str, Entry] = {}
        references.gather(references.mentioning(f"subject/{subject}"), held)
        rest = [each for each in held.values() if each.key != entry.key]
        seen = History(sorted(rest, key=lambda each: each.position)).seen(position=position)
        elements[subject] = Element(subject, seen.acts(subject))

    def away(country: str, on: date, public_by: date | None) -> tuple[ElementState, ...]:
        kept = [state for state in states(country, on, public_by) if state.id not in elements]
        for subject, element in elements.items():
            state = element.on(on.toordinal(), "practice") if subject[:2] == country else None
            if state is not None:
                kept.append(state)
        return tuple(sorted(kept, key=lambda state: state.id))

    return away
