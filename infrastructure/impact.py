"""Which past assessments come out differently with an entry than without it. All cases at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from sqlalchemy import Connection

from domain.errors import CannotTell, NotFound
from domain.events import RulingEvent, SourceEvent
from domain.history import Entry, History
from domain.policy import Element, ElementState
from infrastructure.casework import Affected, Impact, direction
from infrastructure.projections.follow import Following
from infrastructure.projections.references import References
from infrastructure.replaying import Filed, Replaying, States, day

Outcomes = Mapping[str, tuple[str, date | None, str | None]]
"""By reference: country, day of the decision, and what a replay there concludes (None: cannot be told)."""

Progress = Callable[[int, int], None]


def impact_of_entry(
    connection: Connection, entry: Entry, position: int, states: States, progress: Progress | None
) -> Impact:
    """All cases, with and without the entry, both as known now."""
    subjects = _subjects(connection, entry)
    elements = _elements_without(connection, entry, subjects, position)
    with_ = Replaying(connection, position, None, "practice", states)
    without = Replaying(connection, position, None, "practice", _states_with(elements, states), entry.key, elements)
    kind, _, reference = entry.stream.partition("/")
    countries = {subject[:2] for subject in subjects}
    found = _Found()
    for case, country, on, facts, framework in _counted(with_, progress):
        after = with_.outcome(country, on, facts, framework)
        touched = kind == "framework" or country in countries
        before = without.outcome(country, on, facts, framework) if touched else after
        found.count(after)
        if before != after:
            found.add(case, country, day(on), before, after)
    if kind == "case":  # the file of this one case is another without the entry
        (country, decided, after), (earlier_country, earlier, before) = (
            _of_case(each, reference) for each in (with_, without)
        )
        found.add(reference, country or earlier_country, decided or earlier, before, after)
    return found.impact((entry.key,))


def _counted(replaying: Replaying, progress: Progress | None) -> Iterator[Filed]:
    """All cases, counted as they go by."""
    total = replaying.count() if progress is not None else 0
    for number, case in enumerate(replaying.filed()):
        if progress is not None and number % 100 == 0:
            progress(number, total)
        yield case
    if progress is not None:
        progress(total, total)


def _of_case(replaying: Replaying, reference: str) -> tuple[str, date | None, str | None]:
    """Country, day of the decision and what a replay there concludes, of a case that may not be there."""
    try:
        case = replaying.case(reference)
        return case.country, case.day_of("decision"), replaying.outcome_at_decision(reference)
    except NotFound:
        return "", None, None
    except CannotTell:
        return case.country, None, None


class _Found:
    """Gathers the cases that differ, and counts all."""

    def __init__(self) -> None:
        self._affected: list[Affected] = []
        self._replayed = 0
        self._cannot = 0

    def count(self, outcome: str | None) -> None:
        if outcome is None:
            self._cannot += 1
        else:
            self._replayed += 1

    def add(self, reference: str, country: str, on: date | None, before: str | None, after: str | None) -> None:
        if before == after or on is None:  # without a day of decision nothing can be told on either side
            return
        without, with_ = before or "cannot-tell", after or "cannot-tell"
        self._affected.append(Affected(reference, country, on, without, with_, direction(without, with_)))

    def impact(self, keys: tuple[str, ...]) -> Impact:
        ordered = tuple(sorted(self._affected, key=lambda each: (each.direction, each.case)))
        return Impact(entries=keys, affected=ordered, replayed=self._replayed, cannot_tell=self._cannot)


def outcomes(connection: Connection, position: int, states: States, progress: Progress | None) -> Outcomes:
    """What a replay at the decision of every case concludes."""
    replaying = Replaying(connection, position, None, "practice", states)
    found: dict[str, tuple[str, date | None, str | None]] = {}
    for case, country, on, facts, framework in _counted(replaying, progress):
        found[case] = (country, day(on), replaying.outcome(country, on, facts, framework))
    return found


def impact_between(before: Outcomes, after: Outcomes, keys: tuple[str, ...]) -> Impact:
    """What differs between two sets of outcomes; cases that are only in the later one are new, and not affected."""
    found = _Found()
    for reference, (country, on, outcome) in after.items():
        found.count(outcome)
        _, earlier_on, earlier = before.get(reference, (country, on, outcome))
        found.add(reference, country, on or earlier_on, earlier, outcome)
    return found.impact(keys)


def _subjects(connection: Connection, entry: Entry) -> set[str]:
    """What stands otherwise without the entry: what it bears on, and what rests on it if it is a source or a ruling."""
    following, references = Following(connection), References(connection)
    found: set[str] = set()
    reached: set[str] = set()
    waiting = [entry]
    while waiting:
        each = waiting.pop()
        if each.key in reached:
            continue
        reached.add(each.key)
        found.update(following.affected(each))
        for _, event in references.meanings(each):
            match event:
                case SourceEvent(source=slug):
                    waiting.extend(references.mentioning(f"cites/{slug}"))
                case RulingEvent(ruling=slug):
                    waiting.extend(references.mentioning(f"annulled-by/{slug}"))
    return found


def _elements_without(
    connection: Connection, entry: Entry, subjects: Iterable[str], position: int
) -> dict[str, Element]:
    """Elements as they would be had the entry never been recorded, by id."""
    references = References(connection)
    elements: dict[str, Element] = {}
    for subject in sorted(each for each in subjects if each[2:3] == "/"):
        held: dict[str, Entry] = {}
        references.gather(references.mentioning(f"subject/{subject}"), held)
        rest = [each for each in held.values() if each.key != entry.key]
        seen = History(sorted(rest, key=lambda each: each.position)).seen(position=position)
        elements[subject] = Element(subject, seen.acts(subject))
    return elements


def _states_with(elements: Mapping[str, Element], states: States) -> States:
    """The states of countries with these elements in the place of those recorded, all known now."""

    def replaced(country: str, on: date, public_by: date | None) -> tuple[ElementState, ...]:
        kept = [state for state in states(country, on, public_by) if state.id not in elements]
        for subject, element in elements.items():
            state = element.on(on.toordinal(), "practice") if subject[:2] == country else None
            if state is not None:
                kept.append(state)
        return tuple(sorted(kept, key=lambda state: state.id))

    return replaced
