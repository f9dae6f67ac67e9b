"""A slow, obvious model of a replay: the policy inputs and the rule table of the contract, read out one line at a time.

A second opinion to test `domain/cases.py` against, and written apart from it: it starts from the states of a point and
asks, for every way in which what is uncertain may have been, which value each input would have had. Where these
differ the input is `uncertain`. Start at `slow_replay`.

It knows regions that do not lie in one another, as those of Mali.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.policy import ElementState

YES, NO, UNCERTAIN = "yes", "no", "uncertain"
Facts = Mapping[str, Any]


def slow_replay(facts: Facts, states: Sequence[ElementState], country_policy: str) -> tuple[dict[str, str], str, str]:
    """Inputs, rule and outcome. `facts` as a chronicle writes them, all of the three that the table asks for."""
    inputs = slow_inputs(facts, states)
    inputs["country_policy"] = country_policy
    for name in ("origin", "individual_grounds", "ipa_reasonable"):
        inputs[name] = facts[name]
    return inputs, *slow_rule(inputs)


# -- the rule table ---------------------------------------------------------------------------------------------------


def slow_rule(given: Mapping[str, str]) -> tuple[str, str]:
    """The first rule that holds, of `nl-practice-2023`."""
    moratorium, area, elsewhere = (
        given[name] for name in ("decision_moratorium", "article_15c", "internal_protection")
    )
    group, policy = given["group"], given["country_policy"]
    origin, grounds, reasonable = (given[name] for name in ("origin", "individual_grounds", "ipa_reasonable"))
    if moratorium == "binds":
        return "R1", "decision-suspended"
    if moratorium == "uncertain":
        return "R2", "undetermined"
    if origin == "not-established":
        return "R3", "origin-not-established"
    if grounds == "refugee":
        return "R4", "refugee-protection"
    if group == "group-persecution":
        return "R5", "refugee-protection"
    if grounds == "serious-harm":
        return "R6", "subsidiary-protection"
    if area == "uncertain":
        return "R7", "undetermined"
    if area in ("exceptional", "graded") and origin == "not-assessed":
        return "R8", "origin-check-required"
    if area == "exceptional" and elsewhere in ("none", "excluded"):
        return "R9", "subsidiary-protection"
    if area == "exceptional" and elsewhere == "presumed" and reasonable == "no":
        return "R10", "subsidiary-protection"
    if area == "exceptional" and elsewhere == "presumed" and reasonable == "yes":
        return "R11", "internal-protection-available"
    if area == "exceptional" and elsewhere == "presumed" and reasonable == "not-assessed":
        return "R12", "individual-internal-protection-test"
    if area == "exceptional" and elsewhere == "uncertain":
        return "R13", "undetermined"
    if area == "graded":
        return "R14", "individual-assessment"
    if policy == "exists":
        return "R15", "individual-assessment"
    if policy == "none":
        return "R16", "no-country-policy"
    return "R17", "undetermined"


# -- the policy inputs ------------------------------------------------------------------------------------------------


def slow_inputs(facts: Facts, states: Sequence[ElementState]) -> dict[str, str]:
    of_kind = {
        kind: [state for state in states if state.kind == kind]
        for kind in (
            "decision-moratorium",
            "article-15c",
            "internal-protection-alternative",
            "group-persecution",
            "risk-profile",
        )
    }
    moratorium = _agreed({YES: ["binds"]}, of_kind["decision-moratorium"], facts, ["none", "binds"])
    areas = _agreed(None, of_kind["article-15c"], facts, ["none", "graded", "exceptional"])
    elsewhere = _agreed(
        of_kind["article-15c"], of_kind["internal-protection-alternative"], facts, ["none", "excluded", "presumed"]
    )
    group = "none"
    if any(_applies(facts, state) == YES for state in of_kind["risk-profile"]):
        group = "risk-profile"
    if any(_applies(facts, state) == YES for state in of_kind["group-persecution"]):
        group = "group-persecution"
    return {
        "decision_moratorium": moratorium,
        "article_15c": areas,
        "internal_protection": elsewhere,
        "group": group,
    }


def _agreed(how: Any, states: Iterable[ElementState], facts: Facts, worst_last: list[str]) -> str:
    """The value of an input, if it is the same however each element's doubt is resolved."""
    choices: list[list[str]] = []
    for state in states:
        applies = _applies(facts, state)
        values: list[str] = []
        if applies != YES:
            values.append("none")
        if applies != NO:
            if isinstance(how, dict):
                values += how[YES]
            elif how is None:
                values += _levels(state)
            else:
                values += _alternatives(facts, state, how)
        choices.append(values)
    outcomes = {max(chosen, key=worst_last.index, default="none") for chosen in itertools.product(*choices)}
    return outcomes.pop() if len(outcomes) == 1 else "uncertain"


def _acts(state: ElementState) -> list[dict[str, Any]]:
    """The acts that may cover the day, those left out that say there is nothing particular."""
    return [act for act in _all_acts(state) if not act["nothing"]]


def _all_acts(state: ElementState) -> list[dict[str, Any]]:
    nothing = [each.key for each in state.entries if each.event == "policy.nothing-particular-stated"]
    if state.possible:
        return [
            {
                "areas": each.areas,
                "except": each.except_areas,
                "groups": each.groups,
                "value": each.value,
                "nothing": each.entry in nothing,
            }
            for each in state.possible
        ]
    return [
        {
            "areas": state.areas,
            "except": state.except_areas,
            "groups": state.groups,
            "value": state.value,
            "nothing": len(nothing) > 0,
        }
    ]


def _applies(facts: Facts, state: ElementState) -> str:
    """In time, in place and for the group: yes or no only when every act that may cover agrees."""
    if state.binds == NO:
        return NO
    answers = [_act_applies(facts, state.kind, act) for act in _all_acts(state)]
    if all(answer == NO for answer in answers):
        return NO
    if all(answer == YES for answer in answers) and state.binds == YES:
        return YES
    return UNCERTAIN


def _act_applies(facts: Facts, kind: str, act: Mapping[str, Any]) -> str:
    if act["nothing"]:
        return NO
    mine = [group.casefold() for group in facts.get("groups", ())]
    if act["groups"] and not any(group.casefold() in mine for group in act["groups"]):
        return NO
    areas = act["areas"]
    if kind == "internal-protection-alternative" and act["value"].get("for_areas"):
        areas = act["value"]["for_areas"]
    if not areas and not act["except"]:
        return YES
    test = act["value"].get("scope_test", "either")
    asked = []
    if test in ("origin", "either") and "origin_area" in facts:
        asked.append(facts["origin_area"])
    if test in ("habitual-residence", "either") and "habitual_residence" in facts:
        asked.append(facts["habitual_residence"])
    answers = [_covers(areas, act["except"], place) for place in asked]
    return YES if YES in answers else UNCERTAIN if UNCERTAIN in answers else NO


def _covers(areas: Sequence[Any], exceptions: Sequence[Any], place: Any) -> str:
    inside = _held_by_one(areas, place) if areas else YES
    outside = _held_by_one(exceptions, place)
    if inside == NO or outside == YES:
        return NO
    if inside == YES and outside == NO:
        return YES
    return UNCERTAIN


def _held_by_one(areas: Sequence[Any], place: Any) -> str:
    answers = [_holds(area, place) for area in areas]
    return YES if YES in answers else UNCERTAIN if UNCERTAIN in answers else NO


def _holds(area: Any, place: Any) -> str:
    """A region holds its parts; a part holds itself by name, and who can tell of the rest of its region?"""
    region = place if isinstance(place, str) else place["within"]
    if isinstance(area, str):
        return YES if area == region else NO
    if area["within"] != region:
        return NO
    same = not isinstance(place, str) and place["name"].casefold() == area["name"].casefold()
    return YES if same else UNCERTAIN


def _levels(state: ElementState) -> list[str]:
    levels = []
    for act in _acts(state):
        violence = act["value"].get("violence", {})
        told = (violence.get("scheme"), violence.get("level"))
        if told in (("nl-binary", "exceptional"), ("nl-graded", "highest")):
            levels.append("exceptional")
        elif told in (("nl-graded", "middle"), ("nl-graded", "lowest")):
            levels.append("graded")
        else:
            levels += ["exceptional", "graded"]
    return levels


def _alternatives(facts: Facts, state: ElementState, areas_15c: Sequence[ElementState]) -> list[str]:
    values = []
    for act in _acts(state):
        value = act["value"]
        mine = [group.casefold() for group in facts.get("groups", ())]
        excluded = any(group.casefold() in mine for group in value.get("excluded_groups", ()))
        if value.get("condition") == "only-article-15c" and facts["individual_grounds"] in ("refugee", "serious-harm"):
            excluded = True
        dangers = [_in_danger(place, each) for place in value.get("to", ()) for each in areas_15c]
        if excluded or YES in dangers:
            values.append("excluded")
        elif UNCERTAIN in dangers:
            values += ["excluded", "presumed"]
        else:
            values.append("presumed")
    return values


def _in_danger(place: Any, state: ElementState) -> str:
    answers = [NO if act["nothing"] else _covers(act["areas"], act["except"], place) for act in _all_acts(state)]
    if state.binds == NO or all(answer == NO for answer in answers):
        return NO
    return YES if state.binds == YES and all(answer == YES for answer in answers) else UNCERTAIN
