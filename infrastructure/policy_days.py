"""The policy of one country on every day, for many cases at once: worked out per stretch of days and kind of case.

Between two days on which its policy changes a country answers all cases alike; and of a case the policy looks at areas,
groups and individual grounds alone. So a million cases come down to the stretches and profiles they fall into, and
what each element does to each profile is worked out once (`domain.cases.weight_of`).
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from domain.cases import INPUT_OF_KIND, Weight, danger_in, weighed, weight_of
from domain.dates import BEFORE
from domain.events import Facts
from domain.places import Answer, Area, Place
from domain.policy import EXISTS, ElementState
from infrastructure import gazetteer


class Period(NamedTuple):
    """Days [first, last) (ordinals) on which an element has one state."""

    first: int
    last: int
    state: ElementState


class _Stretch(NamedTuple):
    """What holds between two changes of a country's policy; of the states those that cases are weighed by."""

    states: tuple[ElementState, ...]
    country_policy: str


Profile = tuple[Any, ...]
"""What the policy looks at in a case."""


def profile_of(facts: Facts) -> Profile:
    return (
        facts.origin_area,
        facts.habitual_residence,
        tuple(sorted({group.casefold() for group in facts.groups})),
        facts.individual_grounds in ("none", "not-assessed"),
    )


class PolicyDays:
    """Answers for one country, at one position, under one reading and public limit: those its periods are of."""

    def __init__(self, periods: Iterable[Period]) -> None:
        given = list(periods)
        self._days, self._stretches = _stretches(given)
        self._weights: dict[tuple[int, Profile, tuple[Answer, ...]], Weight | None] = {}
        self._places: dict[str, Place] = {}
        self._dangers: dict[tuple[int, str], Answer] = {}
        self._inputs: dict[tuple[int, Profile], Mapping[str, str]] = {}
        self._joined: dict[tuple[frozenset[Weight], str], Mapping[str, str]] = {}

    def stretch(self, day: int) -> int:
        """The number of the stretch that an ordinal day lies in."""
        return bisect_right(self._days, day) - 1

    def inputs(self, stretch: int, profile: Profile, facts: Facts) -> Mapping[str, str]:
        """The policy inputs for cases of a profile (`facts` are those of one of them): one mapping for equal ones."""
        asked = (stretch, profile)
        found = self._inputs.get(asked)
        if found is None:
            states, country_policy = self._stretches[stretch]
            weights = {self._weight(stretch, state, profile, facts) for state in states} - {None}
            key = (frozenset(each for each in weights if each is not None), country_policy)
            found = self._joined.get(key)
            if found is None:
                found = self._joined[key] = {**weighed(key[0]), "country_policy": country_policy}
            self._inputs[asked] = found
        return found

    def _weight(self, stretch: int, state: ElementState, profile: Profile, facts: Facts) -> Weight | None:
        dangers = {area: self._danger(stretch, area) for area in self._pointed(state)}
        asked = (id(state), profile, tuple(dangers.values()))  # the stretches keep every state, so no id comes again
        if asked not in self._weights:
            own = {
                name: gazetteer.surroundings(area)
                for name in ("origin_area", "habitual_residence")
                if (area := getattr(facts, name)) is not None
            }
            self._weights[asked] = weight_of(facts, own, state, lambda area: dangers[area])
        return self._weights[asked]

    def _pointed(self, state: ElementState) -> list[str]:
        """The areas that an internal protection alternative points to."""
        if state.kind != "internal-protection-alternative":
            return []
        values = [each.value for each in state.possible] or [state.value or {}]
        areas = {area.id: area for value in values for area in map(Area.of, value.get("to", ()))}
        for id_, area in areas.items():
            self._places.setdefault(id_, gazetteer.surroundings(area))
        return sorted(areas)

    def _danger(self, stretch: int, area: str) -> Answer:
        asked = (stretch, area)
        if asked not in self._dangers:
            self._dangers[asked] = danger_in(self._stretches[stretch].states, self._places[area])
        return self._dangers[asked]


def _stretches(periods: list[Period]) -> tuple[list[int], list[_Stretch]]:
    """The first day of every stretch, and what holds in it, in order."""
    changes: dict[int, list[tuple[bool, int]]] = {BEFORE: []}
    for number, period in enumerate(periods):
        changes.setdefault(period.first, []).append((True, number))
        changes.setdefault(period.last, []).append((False, number))
    weighed_now: dict[int, ElementState] = {}
    statuses: dict[str, int] = {}
    days, found = sorted(changes), []
    for day in days:
        for begins, number in sorted(changes[day]):  # what ends goes first
            state = periods[number].state
            statuses[state.status] = statuses.get(state.status, 0) + (1 if begins else -1)
            if state.kind in INPUT_OF_KIND and state.binds != "no":
                if begins:
                    weighed_now[number] = state
                else:
                    del weighed_now[number]
        present = {status for status, count in statuses.items() if count}
        policy = "exists" if present & EXISTS else "uncertain" if "uncertain" in present else "none"
        found.append(_Stretch(tuple(weighed_now.values()), policy))
    return days, found
