"""A past assessment replayed under the rules of its day (contract, section 7): policy, framework and facts decide.

`CaseFile` is what the ledger knew of a case; `policy_inputs` is what the policy of a point says about it; `replay` puts
both through the decision table of `frameworks.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

from domain.dates import LegalDate
from domain.errors import CannotTell, NotFound
from domain.events import (
    CaseAssessed,
    CaseFactsRecorded,
    CaseMomentRecorded,
    CaseOpened,
    Facts,
    NothingParticularStated,
)
from domain.frameworks import Framework
from domain.history import Seen
from domain.places import Answer, Area, Place, covers
from domain.policy import ElementState

MOMENTS: Final = ("departure", "wish", "application", "hearing", "intention", "decision", "court-closing")
"""The moments of a procedure in their usual order. A case may have others, by name."""

Known = Literal["then", "now"]

_FACTS: Final = ("origin", "individual_grounds", "ipa_reasonable")


@dataclass(frozen=True)
class CaseFile:
    """What the ledger had of one case: the last facts and moments recorded, and the last assessment."""

    reference: str
    country: str
    facts: Facts
    moments: Mapping[str, LegalDate]
    assessed: CaseAssessed | None = None
    entries: tuple[str, ...] = ()

    def day_of(self, moment: str) -> date:
        """The legal day of a moment.

        Raises:
            NotFound: if the case has no such moment.
            CannotTell: if its day is unknown or not exact.
        """
        day = self.moments.get(moment)
        if day is None:
            known = ", ".join(self.moments) or "none"
            raise NotFound(f"the case {self.reference} has no moment {moment!r}; it has {known}")
        if not day.is_exact or day.earliest is None:
            raise CannotTell(
                f"the {moment} of the case {self.reference} is {day}: no single day, so the policy of that day cannot "
                "be told; record the moment (case.moment-recorded), or ask for a day with --at DAY"
            )
        return day.earliest


def case_file(seen: Seen, reference: str) -> CaseFile | None:
    """The case as it counts at a point on the record clock; None where it was never opened."""
    opened: CaseOpened | None = None
    facts, moments = Facts(), dict[str, LegalDate]()
    assessed: CaseAssessed | None = None
    entries: list[str] = []
    for entry in seen.history.entries:
        event = seen.event(entry) if entry.position <= seen.position else None
        match event:
            case CaseOpened(case=case, facts=given, moments=days) if case == reference:
                opened = event
                facts = _updated(facts, given)
                moments.update(days)
            case CaseFactsRecorded(case=case, facts=given) if case == reference:
                facts = _updated(facts, given)
            case CaseMomentRecorded(case=case, moments=days) if case == reference:
                moments.update(days)
            case CaseAssessed(case=case) if case == reference:
                assessed = event
            case _:
                continue
        entries.append(entry.key)
    if opened is None:
        return None
    ordered = {name: moments[name] for name in (*MOMENTS, *sorted(moments.keys() - set(MOMENTS))) if name in moments}
    return CaseFile(reference, opened.country, facts, ordered, assessed, tuple(entries))


def _updated(facts: Facts, given: Facts | None) -> Facts:
    stated = {name: value for name, value in vars(given or Facts()).items() if value not in (None, "", ())}
    return replace(facts, **stated)


# -- what the policy says about a case --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Caveat:
    """Something the answer does not take into account, or takes for granted."""

    code: str
    element: str = ""
    entry: str = ""


@dataclass(frozen=True)
class Ground:
    """An element that led to an input, as it stood."""

    element: str
    status: str
    entries: tuple[str, ...]
    input: str


@dataclass(frozen=True)
class PolicyInputs:
    """The policy inputs of the decision table, with what they rest on."""

    values: Mapping[str, str]
    grounds: tuple[Ground, ...]
    caveats: tuple[Caveat, ...]


Places = Mapping[str, Place]
"""The areas of the case as places: `origin_area`, `habitual_residence`, where they are recorded."""


@dataclass
class _Weighing:
    """Goes through the elements of a country for one case."""

    facts: Facts
    places: Places
    grounds: list[Ground] = field(default_factory=list)
    caveats: list[Caveat] = field(default_factory=list)

    def applies(self, state: ElementState) -> Answer:
        """Does the element bind for this case: in time, in place, and for the groups of the case?"""
        if state.binds == "no":
            return "no"
        return _bound(state, [self._within(state, scope) for scope in _scopes(state)])

    def _within(self, state: ElementState, scope: Mapping[str, Any]) -> Answer:
        if scope["nothing_particular"]:
            return "no"
        if scope["groups"] and not self._shares(scope["groups"]):
            self._note("group-not-shared", state)
            return "no"
        if not scope["areas"] and not scope["except_areas"]:
            return "yes"
        places = self._tested(scope, state)
        if not places:
            self._note("area-missing", state)
            return "no"
        answers = {covers(map(Area.of, scope["areas"]), map(Area.of, scope["except_areas"]), each) for each in places}
        return "yes" if "yes" in answers else "uncertain" if "uncertain" in answers else "no"

    def _tested(self, scope: Mapping[str, Any], state: ElementState) -> list[Place]:
        """The areas of the case that the element's scope test looks at; either, where it names none."""
        test = (scope["value"] or {}).get("scope_test", "either")
        names = {"origin": ("origin_area",), "habitual-residence": ("habitual_residence",)}.get(
            test, ("origin_area", "habitual_residence")
        )
        return [self.places[name] for name in names if name in self.places]

    def _shares(self, groups: Iterable[str]) -> bool:
        mine = {group.casefold() for group in self.facts.groups}
        return any(group.casefold() in mine for group in groups)

    def ground(self, state: ElementState, name: str, answer: Answer) -> None:
        self.grounds.append(Ground(state.id, state.status, tuple(each.key for each in state.entries), name))
        if answer == "uncertain":
            self._note("element-uncertain", state)
        if state.status == "announced":
            self._note("only-announced", state)
        if state.challenged:
            self._note("challenged", state)

    def _note(self, code: str, state: ElementState) -> None:
        caveat = Caveat(code, state.id)
        if caveat not in self.caveats:
            self.caveats.append(caveat)

    # -- one input each -----------------------------------------------------------------------------------------------

    def decision_moratorium(self, states: Sequence[ElementState]) -> str:
        answers = self._answers(states, "decision-moratorium", "decision_moratorium")
        return "binds" if "yes" in answers else "uncertain" if "uncertain" in answers else "none"

    def article_15c(self, states: Sequence[ElementState]) -> str:
        alternatives: list[set[str]] = []
        for state in states:
            answer = self.applies(state) if state.kind == "article-15c" else "no"
            if answer == "no":
                continue
            self.ground(state, "article_15c", answer)
            levels = {_level(scope["value"]) for scope in _scopes(state) if not scope["nothing_particular"]}
            if answer == "yes" and (len(levels) > 1 or "unknown" in levels):
                self._note("level-unknown", state)
            alternatives.append(_with_doubt({"graded", "exceptional"} if "unknown" in levels else levels, answer))
        return _foremost(alternatives, ("none", "graded", "exceptional"))

    def internal_protection(self, states: Sequence[ElementState], places_of: Mapping[str, Place]) -> str:
        """`places_of`: every area that an alternative points to, as a place."""
        alternatives: list[set[str]] = []
        for state in states:
            answer = self.applies(_for_areas(state)) if state.kind == "internal-protection-alternative" else "no"
            if answer == "no":
                continue
            self.ground(state, "internal_protection", answer)
            alternatives.append(_with_doubt(self._alternative(state, states, places_of), answer))
        return _foremost(alternatives, ("none", "excluded", "presumed"))

    def _alternative(
        self, state: ElementState, states: Sequence[ElementState], places_of: Mapping[str, Place]
    ) -> set[str]:
        """Presumed or excluded, or both where that hangs on an uncertain date or area."""
        outcomes: set[str] = set()
        for scope in _scopes(state):
            if scope["nothing_particular"]:
                continue
            value = scope["value"] or {}
            only_15c = value.get("condition") == "only-article-15c"
            fails = self._shares(value.get("excluded_groups", ())) or (
                only_15c and self.facts.individual_grounds not in ("none", "not-assessed")
            )
            dangers = {
                _bound_in(each, places_of[Area.of(area).id])
                for area in value.get("to", ())
                if Area.of(area).id in places_of
                for each in states
                if each.kind == "article-15c"
            }
            if fails or "yes" in dangers:
                outcomes.add("excluded")
            else:
                outcomes.update(("excluded", "presumed") if "uncertain" in dangers else ("presumed",))
        return outcomes

    def group(self, states: Sequence[ElementState]) -> str:
        for kind in ("group-persecution", "risk-profile"):
            answers = self._answers(states, kind, "group")
            if "yes" in answers:
                return kind
        return "none"

    def _answers(self, states: Sequence[ElementState], kind: str, name: str) -> set[Answer]:
        answers: set[Answer] = set()
        for state in states:
            if state.kind == kind:
                answer = self.applies(state)
                answers.add(answer)
                if answer != "no":
                    self.ground(state, name, answer)
        return answers


def _scopes(state: ElementState) -> list[dict[str, Any]]:
    """What each act that may cover the day says of area, groups and value, or that there is nothing particular."""
    silent = {each.key for each in state.entries if each.event == NothingParticularStated.TOPIC}
    if state.possible:
        return [{**vars(each), "nothing_particular": each.entry in silent} for each in state.possible]
    return [
        {
            "areas": state.areas or (),
            "except_areas": state.except_areas or (),
            "groups": state.groups or (),
            "value": state.value or {},
            "nothing_particular": bool(silent),  # what ended or extended the one act shown states nothing itself
        }
    ]


def _bound(state: ElementState, held: Iterable[Answer]) -> Answer:
    """An element binds as surely as it binds at all and as every act that may cover the day holds the case."""
    answers = set(held)
    if state.binds == "no" or answers == {"no"}:
        return "no"
    return "yes" if answers == {"yes"} and state.binds == "yes" else "uncertain"


def _bound_in(state: ElementState, place: Place) -> Answer:
    """Does the element bind in a place, whoever asks?"""
    return _bound(
        state,
        [
            "no"
            if scope["nothing_particular"]
            else covers(map(Area.of, scope["areas"]), map(Area.of, scope["except_areas"]), place)
            for scope in _scopes(state)
        ],
    )


def _with_doubt(values: set[str], answer: Answer) -> set[str]:
    """The values an element can lead to: none at all, too, where it may not bind."""
    return values | {"none"} if answer == "uncertain" else values


def _foremost(alternatives: Iterable[set[str]], order: Sequence[str]) -> str:
    """The value that goes before those of other elements, `order` rising; `uncertain` where doubt about an element
    leaves more than one. Doubt that changes nothing beside another element decides nothing."""
    ranks = [{order.index(value) for value in values} for values in alternatives]
    surely = max((min(each) for each in ranks), default=0)
    could = {rank for each in ranks for rank in each if rank > surely}
    return "uncertain" if could else order[surely]


def _for_areas(state: ElementState) -> ElementState:
    """An alternative is for those from `for_areas`, where it says so; else for its areas."""
    if state.possible:
        possible = tuple(replace(each, areas=tuple(each.value.get("for_areas", each.areas))) for each in state.possible)
        return replace(state, possible=possible)
    return replace(state, areas=tuple((state.value or {}).get("for_areas", state.areas or ())))


def _level(value: Mapping[str, Any] | None) -> str:
    """Exceptional or graded, by the scheme the level belongs to; another scheme is never read as one of these."""
    violence = (value or {}).get("violence") or {}
    scheme, level = violence.get("scheme"), violence.get("level")
    if (scheme, level) in (("nl-binary", "exceptional"), ("nl-graded", "highest")):
        return "exceptional"
    return "graded" if scheme == "nl-graded" and level in ("middle", "lowest") else "unknown"


def policy_inputs(
    case: CaseFile,
    states: Sequence[ElementState],
    country_policy: str,
    places: Places,
    places_of: Mapping[str, Place],
) -> PolicyInputs:
    """The five policy inputs of the default framework, from the states of a point.

    `places`: the areas of the case; `places_of`: the areas that alternatives point to, by `Area.id`.
    """
    weighing = _Weighing(case.facts, places)
    values = {
        "decision_moratorium": weighing.decision_moratorium(states),
        "article_15c": weighing.article_15c(states),
        "internal_protection": weighing.internal_protection(states, places_of),
        "group": weighing.group(states),
        "country_policy": country_policy,
    }
    if case.facts.individual_grounds == "not-assessed":
        weighing.caveats.append(Caveat("individual-grounds-not-assessed"))
    return PolicyInputs(values, tuple(weighing.grounds), tuple(weighing.caveats))


# -- replay -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Conclusion:
    """What the framework concludes: the inputs it was given, the rule that decided, and the outcome."""

    inputs: Mapping[str, str]
    rule: str
    outcome: str


def conclude(case: CaseFile, policy: PolicyInputs, framework: Framework) -> Conclusion:
    """
    Raises:
        CannotTell: if a fact that the framework asks for is not recorded.
    """
    inputs = dict(policy.values)
    for name in _FACTS:
        value = getattr(case.facts, name)
        if value:
            inputs[name] = value
    missing = [each.name for each in framework.inputs if each.name not in inputs]
    if missing:
        raise CannotTell(
            f"the framework asks for {', '.join(missing)}, and the case {case.reference} does not say; record it with "
            f"`kroniek case facts {case.reference}` (not-assessed is a value too)"
        )
    asked = {each.name: inputs[each.name] for each in framework.inputs}
    decision = framework.decide(asked)
    return Conclusion(asked, decision.rule_id, decision.outcome)
