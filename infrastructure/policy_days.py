"""The policy of one country on every day, for many cases at once: worked out per stretch of days and kind of case.

Between two days on which its policy changes a country answers all cases alike; and of a case the policy looks at areas,
groups and individual grounds alone. So a million cases come down to the stretches and profiles they fall into, and
what each element does to each profile is worked out once (`domain.cases.weight_of`).
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import msgspec

from domain.cases import INPUT_OF_KIND, KnownFacts, Weight, danger_in, gist_of, weighed, weight_of
from domain.dates import BEFORE
from domain.places import Answer, Area, Place
from domain.policy import EXISTS, ElementState
from infrastructure import gazetteer


class Period(NamedTuple):
    """Days [first, last) (ordinals) on which an element has one state."""

    first: int
    last: int
    state: ElementState


class _Weighed(NamedTuple):
    """A state that cases are weighed by, with the areas that it points to as an alternative, and what it looks at in a
    case: of two cases that are alike in that, its weight is the same."""

    state: ElementState
    to: tuple[Place, ...]
    areas: bool
    groups: bool
    grounds: bool


class _Stretch(NamedTuple):
    """What holds between two changes of a country's policy."""

    weighed: tuple[_Weighed, ...]
    country_policy: str

    def dangers(self, places: Iterable[Place]) -> dict[str, Answer]:
        """Whether an article-15c element binds in each of these, by `Area.id`."""
        return {place.area.id: danger_in((each.state for each in self.weighed), place) for place in places}


class Profile:
    """What the policy looks at in a case: one object for all cases that are alike in that.

    `areas`, `groups` and `grounds` are equal for profiles alike in those.
    """

    def __init__(self, facts: KnownFacts, areas: int, groups: int, grounds: bool) -> None:
        self.facts: Final = facts
        self.areas: Final = areas
        self.groups: Final = groups
        self.grounds: Final = grounds
        self.places: Final = {
            name: gazetteer.surroundings(area)
            for name in ("origin_area", "habitual_residence")
            if (area := getattr(facts, name)) is not None
        }


class Profiles:
    """Gives the profile of facts."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, bool], Profile] = {}
        self._numbers: dict[object, int] = {}

    def of(self, facts: KnownFacts) -> Profile:
        areas = self._number((facts.origin_area, facts.habitual_residence))
        groups = self._number(frozenset(group.casefold() for group in facts.groups))
        key = (areas, groups, facts.individual_grounds in ("none", "not-assessed"))
        if key not in self._known:
            self._known[key] = Profile(facts, *key)
        return self._known[key]

    def _number(self, thing: object) -> int:
        return self._numbers.setdefault(thing, len(self._numbers))


class PolicyDays:
    """Answers for one country, at one position, under one reading and public limit: those its periods are of."""

    def __init__(self, periods: Iterable[Period], shared: dict[tuple[str, ...], Mapping[str, str]]) -> None:
        """`shared`: every mapping of inputs that a country has led to so far; equal ones are one object."""
        self._days, self._stretches = _stretches(list(periods))
        self._shared: Final = shared
        # States and profiles are looked up by identity: the stretches keep every state, `Profiles` every profile.
        self._weights: dict[tuple[object, ...], Weight | None] = {}
        self._inputs: dict[tuple[int, Profile], Mapping[str, str]] = {}
        self._joined: dict[tuple[frozenset[Weight | None], str], Mapping[str, str]] = {}

    def stretch(self, day: int) -> int:
        """The number of the stretch that an ordinal day lies in."""
        return bisect_right(self._days, day) - 1

    def inputs(self, stretch: int, profile: Profile) -> Mapping[str, str]:
        """The policy inputs for cases of a profile."""
        found = self._inputs.get((stretch, profile))
        if found is None:
            found = self._inputs[stretch, profile] = self._worked_out(self._stretches[stretch], profile)
        return found

    def _worked_out(self, stretch: _Stretch, profile: Profile) -> Mapping[str, str]:
        weights: set[Weight | None] = set()
        for each in stretch.weighed:
            dangers = stretch.dangers(each.to) if each.to else _NO_DANGER
            key = (
                id(each),
                each.areas and profile.areas,
                each.groups and profile.groups,
                each.grounds and profile.grounds,
                *dangers.values(),
            )
            if key not in self._weights:
                self._weights[key] = weight_of(profile.facts, profile.places, each.state, dangers.__getitem__)
            weights.add(self._weights[key])
        joined = (frozenset(weights), stretch.country_policy)
        if joined not in self._joined:
            inputs = weighed(weight for weight in weights if weight is not None)
            inputs["country_policy"] = stretch.country_policy
            self._joined[joined] = self._shared.setdefault(tuple(inputs.values()), inputs)
        return self._joined[joined]


_encode = msgspec.json.Encoder(order="deterministic").encode
_NO_DANGER: Final[Mapping[str, Answer]] = {}


def _weighed(state: ElementState) -> _Weighed:
    scopes = [vars(each) for each in state.possible] or [vars(state)]
    values = [each["value"] or {} for each in scopes]
    alternative = state.kind == "internal-protection-alternative"
    pointed = {area.id: area for value in values for area in map(Area.of, value.get("to", ())) if alternative}
    return _Weighed(
        state,
        tuple(gazetteer.surroundings(pointed[each]) for each in sorted(pointed)),
        areas=any(each["areas"] or each["except_areas"] for each in scopes)
        or any("for_areas" in each for each in values),
        groups=any(each["groups"] for each in scopes) or any("excluded_groups" in each for each in values),
        grounds=alternative,
    )


def _stretches(periods: list[Period]) -> tuple[list[int], list[_Stretch]]:
    """The first day of every stretch, and what holds in it, in order."""
    changes: dict[int, list[tuple[bool, int]]] = {BEFORE: []}
    for number, period in enumerate(periods):
        changes.setdefault(period.first, []).append((True, number))
        changes.setdefault(period.last, []).append((False, number))
    weighed_now: dict[int, _Weighed] = {}
    alike: dict[bytes, _Weighed] = {}
    statuses: dict[str, int] = {}
    days: list[int] = []
    found: list[_Stretch] = []
    before: tuple[frozenset[int], str] | None = None
    for day in sorted(changes):
        for begins, number in sorted(changes[day]):  # what ends goes first
            state = periods[number].state
            statuses[state.status] = statuses.get(state.status, 0) + (1 if begins else -1)
            if state.kind in INPUT_OF_KIND and state.binds != "no":
                if begins:
                    weighed_now[number] = alike.setdefault(_encode(gist_of(state)), _weighed(state))
                else:
                    del weighed_now[number]
        present = {status for status, count in statuses.items() if count}
        policy = "exists" if present & EXISTS else "uncertain" if "uncertain" in present else "none"
        holds = (frozenset(map(id, weighed_now.values())), policy)
        if holds != before:  # most changes of a state change nothing that cases are weighed by
            before = holds
            days.append(day)
            found.append(_Stretch(tuple({id(each): each for each in weighed_now.values()}.values()), policy))
    return days, found
