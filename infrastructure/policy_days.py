"""The policy of one country on every day, for many cases at once: worked out per stretch of days and kind of case.

Between two days on which its policy changes a country answers all cases alike; and of a case the policy looks at areas,
groups and individual grounds alone. So a million cases come down to the stretches and profiles they fall into, and
what each element does to each profile is worked out once (`domain.cases.weight_of`).
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import msgspec

from domain.cases import INPUT_OF_KIND, INPUTS, KnownFacts, Weight, danger_in, gist_of, weighed, weight_of
from domain.dates import AFTER, BEFORE
from domain.places import Answer, Area, Place
from domain.policy import EXISTS, ElementState
from infrastructure import gazetteer


class Period(NamedTuple):
    """Days [first, last) (ordinals) on which an element has one state."""

    first: int
    last: int
    state: ElementState


class _Weighed:
    """A state that cases are weighed by, for all stretches in which it says the same and leads to the same places.

    `looks`: what it looks at in a case, as a sum of `_AREAS`, `_GROUPS`, `_GROUNDS`. Of two cases alike in that its
    weight is the same: `known` has it by `Profile.parts`.
    """

    def __init__(self, state: ElementState, looks: int, to: tuple[Place, ...], dangers: Mapping[str, Answer]) -> None:
        self.state: Final = state
        self.looks: Final = looks
        self.to: Final = to
        self.dangers: Final = dangers
        self.known: Final[dict[int, int]] = {}


class _Stretch(NamedTuple):
    """What holds between two changes of a country's policy."""

    weighed: tuple[_Weighed, ...]
    country_policy: str

    def dangers(self, places: Iterable[Place]) -> dict[str, Answer]:
        """Whether an article-15c element binds in each of these, by `Area.id`."""
        return {place.area.id: danger_in((each.state for each in self.weighed), place) for place in places}


_AREAS: Final = 1
_GROUPS: Final = 2
_GROUNDS: Final = 4


class Profile:
    """What the policy looks at in a case: one object for all cases that are alike in that.

    `parts` has, by what is looked at (a sum as in `_Weighed.looks`), a number that is equal for profiles alike in that.
    """

    def __init__(self, facts: KnownFacts, parts: tuple[int, ...]) -> None:
        self.facts: Final = facts
        self.parts: Final = parts
        self.places: Final = {
            name: gazetteer.surroundings(area)
            for name in ("origin_area", "habitual_residence")
            if (area := getattr(facts, name)) is not None
        }


class Profiles:
    """Gives the profile of facts."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Profile] = {}
        self._numbers: dict[object, int] = {}

    def of(self, facts: KnownFacts) -> Profile:
        areas = (facts.origin_area, facts.habitual_residence)
        groups = frozenset(group.casefold() for group in facts.groups)
        key = (areas, groups, facts.individual_grounds in ("none", "not-assessed"))
        if key not in self._known:
            parts = (
                tuple(part if looks & 1 << place else None for place, part in enumerate(key)) for looks in range(8)
            )
            self._known[key] = Profile(facts, tuple(map(self._number, parts)))
        return self._known[key]

    def _number(self, thing: object) -> int:
        return self._numbers.setdefault(thing, len(self._numbers))


Inputs = tuple[str, ...]
"""The values of the policy inputs, in the order of `PolicyDays.NAMES`."""


class PolicyDays:
    """Answers for one country, at one position, under one reading and public limit: those its periods are of.

    Quickest when asked day after day: what is worked out of a stretch is kept while no day of another is asked for.
    Profiles must all come from one `Profiles`.
    """

    NAMES: Final = (*INPUTS, "country_policy")

    def __init__(self, periods: Iterable[Period]) -> None:
        self._days, self._stretches = _stretches(list(periods))
        self._first = self._last = BEFORE
        self._country_policy = ""
        self._here: list[_Weighed] = []
        self._of_profile: dict[Profile, Inputs] = {}
        self._alternatives: dict[tuple[object, ...], _Weighed] = {}
        # A set of weights is a number: the sum of 2**place for each place in the list.
        self._weights: dict[Weight, int] = {}
        self._joined: dict[tuple[int, str], Inputs] = {}

    def inputs(self, day: int, profile: Profile) -> Inputs:
        """The policy inputs on an ordinal day for cases of a profile."""
        if not self._first <= day < self._last:
            self._move(day)
        found = self._of_profile.get(profile)
        if found is None:
            found = self._of_profile[profile] = self._worked_out(profile)
        return found

    def _move(self, day: int) -> None:
        """To the stretch that a day lies in."""
        number = bisect_right(self._days, day) - 1
        stretch = self._stretches[number]
        self._first = self._days[number]
        self._last = self._days[number + 1] if number + 1 < len(self._days) else AFTER
        self._country_policy = stretch.country_policy
        self._here = [self._with_dangers(each, stretch) if each.to else each for each in stretch.weighed]
        self._of_profile = {}

    def _with_dangers(self, each: _Weighed, stretch: _Stretch) -> _Weighed:
        """An alternative is weighed by whether it points to places that are dangerous themselves."""
        dangers = stretch.dangers(each.to)
        return self._alternatives.setdefault(
            (each, *dangers.values()), _Weighed(each.state, each.looks, each.to, dangers)
        )

    def _worked_out(self, profile: Profile) -> Inputs:
        weights = 0
        for each in self._here:
            part = profile.parts[each.looks]
            weight = each.known.get(part)
            if weight is None:
                weight = each.known[part] = self._weight(each, profile)
            weights |= weight
        joined = (weights, self._country_policy)
        if joined not in self._joined:
            inputs = weighed(weight for weight, place in self._weights.items() if weights & 1 << place)
            self._joined[joined] = (*inputs.values(), self._country_policy)
        return self._joined[joined]

    def _weight(self, each: _Weighed, profile: Profile) -> int:
        weight = weight_of(profile.facts, profile.places, each.state, each.dangers.__getitem__)
        return 0 if weight is None else 1 << self._weights.setdefault(weight, len(self._weights))


_encode = msgspec.json.Encoder(order="deterministic").encode
_NO_DANGER: Final[Mapping[str, Answer]] = {}


def _weighed(state: ElementState) -> _Weighed:
    scopes = [vars(each) for each in state.possible] or [vars(state)]
    values = [each["value"] or {} for each in scopes]
    alternative = state.kind == "internal-protection-alternative"
    pointed = {area.id: area for value in values for area in map(Area.of, value.get("to", ())) if alternative}
    areas = any(each["areas"] or each["except_areas"] for each in scopes) or any("for_areas" in each for each in values)
    groups = any(each["groups"] for each in scopes) or any("excluded_groups" in each for each in values)
    looks = areas * _AREAS + groups * _GROUPS + alternative * _GROUNDS
    to = tuple(gazetteer.surroundings(pointed[each]) for each in sorted(pointed))
    return _Weighed(state, looks, to, _NO_DANGER)


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
                    gist = _encode(gist_of(state))
                    if gist not in alike:
                        alike[gist] = _weighed(state)
                    weighed_now[number] = alike[gist]
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
