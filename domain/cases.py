"""A past assessment replayed under the rules of its day (contract, section 7): policy, framework and facts decide.

`CaseFile` is what the ledger knew of a case; `policy_inputs` is what the policy of a point says about it; `replay` puts
both through the decision table of `frameworks.py`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from domain.dates import LegalDate
from domain.errors import CannotTell, NotFound
from domain.events import (
    CaseAssessed,
    CaseEvent,
    CaseFactsRecorded,
    CaseMomentRecorded,
    CaseOpened,
    EntryCorrected,
    EntryErased,
    Facts,
    NothingParticularStated,
)
from domain.frameworks import Framework
from domain.history import Entry, Seen
from domain.places import Answer, Area, Place, covers
from domain.policy import ElementState, Possible
from domain.sealing import UNNAMED, Withheld
from domain.wording import shown

MOMENTS: Final = ("departure", "wish", "application", "hearing", "intention", "decision", "court-closing")
"""The moments of a procedure in their usual order. A case may have others, by name."""

Known = Literal["then", "now"]

ASKED: Final = ("origin", "individual_grounds", "ipa_reasonable")
"""The facts that frameworks ask for."""


@dataclass(frozen=True, kw_only=True)
class KnownFacts(Facts):
    """The facts of a case as they are known; `withheld` names those that were recorded and are not at hand."""

    withheld: tuple[str, ...] = ()


class NoSingleDay(CannotTell):
    """A moment of a case whose day is not known, or not to the day."""

    def __init__(self, case: str, moment: str, day: LegalDate) -> None:
        self.case, self.moment, self.day = case, moment, day
        super().__init__(
            f"the {moment} of the case {case} is {day}: no single day, so the policy of that day cannot "
            "be told; record the moment (case.moment-recorded), or ask for a day with --at DAY"
        )


class NotAtHand(CannotTell):
    """Facts or moments of a case that an answer depends on, where some are sealed and not at hand.

    `erased` are those that were; `undisclosed` names the others, as `facts.origin`. The name of a sealed value is
    sealed with it, so whether these are on record nobody can see.
    """

    def __init__(self, case: str, erased: Sequence[Withheld], undisclosed: Sequence[str]) -> None:
        self.case, self.erased, self.undisclosed = case, tuple(erased), tuple(undisclosed)
        told = [f"of the case {case} {each}; the answer depends on it" for each in erased]
        if undisclosed:
            kind = undisclosed[0].partition(".")[0]
            names = " and ".join(each.partition(".")[2] for each in undisclosed)
            which = f"the {kind} {names}" if len(undisclosed) > 1 else f"the {kind.removesuffix('s')} {names}"
            told.append(
                f"the answer depends on {which} of the case {case}, not disclosed here; what is not disclosed is sealed"
            )
        super().__init__("; ".join(told))


class NotRecorded(CannotTell):
    """Facts that a framework asks for, and nobody recorded of a case."""

    def __init__(self, case: str, names: Sequence[str]) -> None:
        self.case, self.names = case, tuple(names)
        super().__init__(
            f"the framework asks for {', '.join(names)}, and the case {case} does not say; record it with "
            f"`kroniek case facts {case}` (not-assessed is a value too)"
        )


@dataclass(frozen=True)
class CaseFile:
    """What the ledger had of one case: the last facts and moments recorded, and the last assessment.

    `number` is what the case is called elsewhere; `withheld` are its sealed values that are not at hand.
    """

    reference: str
    country: str
    facts: KnownFacts
    moments: Mapping[str, LegalDate]
    assessed: CaseAssessed | None = None
    entries: tuple[str, ...] = ()
    number: str = ""
    withheld: tuple[Withheld, ...] = ()

    def day_of(self, moment: str) -> date:
        """The legal day of a moment.

        Raises:
            NotFound: if the case has no such moment.
            CannotTell: if its day is unknown or not exact.
        """
        day = self.moments.get(moment)
        if day is None:
            self.check_at_hand(f"moments.{moment}")
            known = ", ".join(self.moments) or "none"
            raise NotFound(f"the case {self.reference} has no moment {shown(moment)}; it has {known}")
        if not day.is_exact or day.earliest is None:
            raise NoSingleDay(self.reference, moment, day)
        return day.earliest

    @property
    def moments_withheld(self) -> tuple[str, ...]:
        """The moments that were recorded and are not at hand, by name as far as that is known."""
        paths = [each.path.partition(".") for each in self.withheld]
        return tuple(name for member, _, name in paths if member == "moments" and name != UNNAMED)

    def check_at_hand(self, *paths: str) -> None:
        """
        Raises:
            NotAtHand: if the value at one of these paths was sealed and is not at hand.
        """
        gone = {}
        for path in paths:
            unnamed = f"{path.partition('.')[0]}.{UNNAMED}"
            found = [each for each in self.withheld if each.path in (path, unnamed)]
            if found:
                gone[path] = found[0]
        if gone:
            erased = dict.fromkeys(each for each in gone.values() if each.erasure)
            raise NotAtHand(self.reference, list(erased), [path for path, each in gone.items() if not each.erasure])


def case_file(seen: Seen, reference: str) -> CaseFile | None:
    """The case as it counts at a point on the record clock; None where it was never opened."""
    opened: CaseOpened | None = None
    facts, moments = _Kept("facts"), _Kept("moments")
    assessed: CaseAssessed | None = None
    entries: list[str] = []
    other: list[Withheld] = []
    for entry in seen.history.entries:
        event = seen.event(entry) if entry.position <= seen.position else None
        if not isinstance(event, CaseEvent) or event.case != reference:
            continue
        withheld = _withheld(seen, entry)
        match event:
            case CaseOpened():
                opened = event
                facts.state(_recorded(event.facts), withheld)
                moments.state(event.moments, withheld)
                other = [each for each in withheld if each.path == "reference"]
            case CaseFactsRecorded():
                facts.state(_recorded(event.facts), withheld)
            case CaseMomentRecorded():
                moments.state(event.moments or {}, withheld)  # once an empty one was taken
            case CaseAssessed():
                assessed = event
        entries.append(entry.key)
    if opened is None:
        return None
    ordered = in_usual_order(moments.values)
    known = KnownFacts(**facts.values, withheld=tuple(sorted(facts.withheld)))
    gone = (*facts.withheld.values(), *moments.withheld.values(), *other)
    return CaseFile(reference, opened.country, known, ordered, assessed, tuple(entries), opened.reference, gone)


def in_usual_order(moments: Mapping[str, LegalDate]) -> dict[str, LegalDate]:
    """Moments as a procedure takes them, those by a name of their own last."""
    return {name: moments[name] for name in (*MOMENTS, *sorted(moments.keys() - set(MOMENTS))) if name in moments}


class _Kept:
    """The facts or the moments of a case, entry by entry: the last value of each counts, and what is withheld
    replaces what was known before. A value whose name is withheld too may be any of those not stated with it."""

    def __init__(self, member: str) -> None:
        self._member = member
        self.values: dict[str, Any] = {}
        self.withheld: dict[str, Withheld] = {}

    def state(self, stated: Mapping[str, Any], withheld: Iterable[Withheld]) -> None:
        for each in withheld:
            member, _, name = each.path.partition(".")
            if member != self._member:
                continue
            replaced = (*self.values, UNNAMED) if name == UNNAMED else (name,)
            for one in replaced:
                self.values.pop(one, None)
                self.withheld[one] = each
        for name, value in stated.items():
            self.values[name] = value
            self.withheld.pop(name, None)


def _withheld(seen: Seen, entry: Entry) -> tuple[Withheld, ...]:
    """The sealed values that are not at hand of what counts in the place of an entry.

    A correction says everything anew; but what had been erased by then nobody could say again, so leaving it out does
    not take it back.
    """
    left = list(entry.withheld)
    for remark in seen.remarks(entry.key):
        event = seen.event(remark)
        if isinstance(event, EntryCorrected):
            told = [each for each in left if not _says(event.content, each.path)]
            left = [each for each in told if _erased_at(seen, each.digest) < remark.position]
            left += [
                replace(each, path=each.path.removeprefix("content."))
                for each in _withheld(seen, remark)
                if each.path.startswith("content.")
            ]
    return tuple(left)


def _says(fields: Mapping[str, Any], path: str) -> bool:
    """Whether the fields of an entry of a case have a value at a dotted path."""
    value: Any = fields
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value is not None


def _erased_at(seen: Seen, digest: str) -> int:
    """The position at which a value was erased; 0 where nothing says so."""
    for entry in seen.history.entries:
        if isinstance(entry.event, EntryErased) and any(each.digest == digest for each in entry.event.erased):
            return entry.position
    return 0


def _recorded(facts: Facts | None) -> dict[str, Any]:
    return {name: value for name, value in vars(facts or Facts()).items() if value not in (None, "", ())}


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


class Weight(NamedTuple):
    """What one element does to one input for a case: the values it can lead to, `none` among them where it may not
    bind."""

    input: str
    values: frozenset[str]


INPUT_OF_KIND: Final = {
    "decision-moratorium": "decision_moratorium",
    "article-15c": "article_15c",
    "internal-protection-alternative": "internal_protection",
    "group-persecution": "group",
    "risk-profile": "group",
}
"""The kinds of element that cases are weighed by, in the order in which an answer names them."""

_RANK_OF_KIND: Final = {kind: rank for rank, kind in enumerate(INPUT_OF_KIND)}
_PERSECUTED: Final = Weight("group", frozenset(("group-persecution",)))

_RISING: Final = {
    "decision_moratorium": ("none", "binds"),
    "article_15c": ("none", "graded", "exceptional"),
    "internal_protection": ("none", "excluded", "presumed"),
    "group": ("none", "risk-profile", "group-persecution"),
}
"""The values of each input; of several elements the last of these counts."""

INPUTS: Final = tuple(_RISING)
"""The inputs that elements lead to, in the order of `weighed`."""

Places = Mapping[str, Place]
"""The areas of the case as places: `origin_area`, `habitual_residence`, where they are recorded."""

Danger = Callable[[str], Answer]
"""Does an article-15c element bind in an area, by `Area.id`?"""


class _Weighing:
    """Goes through the elements of a country for one case."""

    def __init__(self, facts: KnownFacts, places: Places, case: CaseFile | None = None) -> None:
        self.facts: Final = facts
        self.places: Final = places
        self.case: Final = case
        self.grounds: Final[list[Ground]] = []
        self.caveats: Final[list[Caveat]] = []
        self._groups: Final = frozenset(group.casefold() for group in facts.groups)

    def applies(self, state: ElementState) -> Answer:
        """Does the element bind for this case: in time, in place, and for the groups of the case?"""
        if state.binds == "no":
            return "no"
        return _bound(state, {self._within(state, scope) for scope in _scopes(state)})

    def _within(self, state: ElementState, scope: "_Scope") -> Answer:
        if scope.nothing_particular:
            return "no"
        if scope.groups and not self._shares(scope.groups):
            self._note("group-not-shared", state)
            return "no"
        if not scope.areas and not scope.except_areas:
            return "yes"
        places = [self.places[name] for name in scope.tested if name in self.places]
        answers = {covers(scope.areas, scope.except_areas, each) for each in places}
        if "yes" not in answers:
            self._check_at_hand(*scope.tested)
        if not places:
            self._note("area-missing", state)
            return "no"
        return "yes" if "yes" in answers else "uncertain" if "uncertain" in answers else "no"

    def _check_at_hand(self, *names: str) -> None:
        """
        Raises:
            CannotTell: if one of these facts was sealed and is not at hand.
        """
        unnamed = UNNAMED in self.facts.withheld  # it may be any fact but those that are known
        gone = [name for name in names if name in self.facts.withheld or (unnamed and not getattr(self.facts, name))]
        if gone:
            if self.case is not None:
                self.case.check_at_hand(*(f"facts.{each}" for each in gone))
            raise CannotTell(f"the fact {', '.join(gone)} is sealed and not at hand; the answer depends on it")

    def _shares(self, groups: Collection[str]) -> bool:
        shared = any(group.casefold() in self._groups for group in groups)
        if groups and not shared:
            self._check_at_hand("groups")
        return shared

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

    # -- what an element does -----------------------------------------------------------------------------------------

    def weigh(self, state: ElementState, danger: Danger) -> Weight | None:
        """None where the element does nothing to the case."""
        name = INPUT_OF_KIND.get(state.kind)
        if name is None:
            return None
        answer = self.applies(state)
        if answer == "no":
            return None
        self.ground(state, name, answer)
        if name == "group":  # this input has no value for doubt: what is not certain is not relied upon
            return Weight(name, frozenset((state.kind if answer == "yes" else "none",)))
        values = {"binds"}
        if name == "article_15c":
            values = self._levels(state, answer)
        elif name == "internal_protection":
            values = self._alternative(state, danger)
        return Weight(name, frozenset(values | {"none"} if answer == "uncertain" else values))

    def _levels(self, state: ElementState, answer: Answer) -> set[str]:
        levels = {_level(scope.value) for scope in _scopes(state) if not scope.nothing_particular}
        if answer == "yes" and (len(levels) > 1 or "unknown" in levels):
            self._note("level-unknown", state)
        return {"graded", "exceptional"} if "unknown" in levels else levels

    def _alternative(self, state: ElementState, danger: Danger) -> set[str]:
        """Presumed or excluded, or both where that hangs on an uncertain date or area."""
        outcomes: set[str] = set()
        for scope in _scopes(state):
            if scope.nothing_particular:
                continue
            value = scope.value
            only_15c = value.get("condition") == "only-article-15c"
            if only_15c and not self.facts.individual_grounds:
                self._check_at_hand("individual_grounds")
            fails = self._shares(value.get("excluded_groups", ())) or (
                only_15c and self.facts.individual_grounds not in ("none", "not-assessed")
            )
            dangers = {danger(Area.of(area).id) for area in value.get("to", ())}
            if fails or "yes" in dangers:
                outcomes.add("excluded")
            else:
                outcomes.update(("excluded", "presumed") if "uncertain" in dangers else ("presumed",))
        return outcomes


class _Scope(NamedTuple):
    """What an act that may cover the day says of area, groups and value, or that there is nothing particular.

    `areas` are those whose people the act is about. `tested`: the areas of a case that are looked at; either, where the
    act names none.
    """

    areas: tuple[Area, ...]
    except_areas: tuple[Area, ...]
    groups: tuple[str, ...]
    tested: tuple[str, ...]
    value: Mapping[str, Any]
    nothing_particular: bool


_TESTED: Final = {"origin": ("origin_area",), "habitual-residence": ("habitual_residence",)}


def _scopes(state: ElementState) -> tuple[_Scope, ...]:
    """The scope of each act that may cover the day; read once for a state."""
    found: tuple[_Scope, ...] | None = getattr(state, "_scopes", None)
    if found is None:
        found = tuple(_scope(state.kind, *each) for each in _stated(state))
        object.__setattr__(state, "_scopes", found)
    return found


def _stated(state: ElementState) -> Iterator[tuple[ElementState | Possible, bool]]:
    """Each act that may cover the day, and whether it says that there is nothing particular."""
    silent = {each.key for each in state.entries if each.event == NothingParticularStated.TOPIC}
    if state.possible:
        yield from ((each, each.entry in silent) for each in state.possible)
    else:
        yield state, bool(silent)  # what ended or extended the one act shown states nothing itself


def _scope(kind: str, stated: ElementState | Possible, nothing_particular: bool) -> _Scope:
    value = stated.value or {}
    areas = stated.areas or ()
    if kind == "internal-protection-alternative":
        areas = value.get("for_areas", areas)
    return _Scope(
        areas=tuple(map(Area.of, areas)),
        except_areas=tuple(map(Area.of, stated.except_areas or ())),
        groups=stated.groups or (),
        tested=_TESTED.get(value.get("scope_test", ""), ("origin_area", "habitual_residence")),
        value=value,
        nothing_particular=nothing_particular,
    )


def _bound(state: ElementState, held: set[Answer]) -> Answer:
    """An element binds as surely as it binds at all and as every act that may cover the day holds the case."""
    if len(held) > 1:
        return "no" if state.binds == "no" else "uncertain"
    (answer,) = held
    return answer if state.binds == "yes" or answer == "no" else state.binds


def _bound_in(state: ElementState, place: Place) -> Answer:
    """Does the element bind in a place, whoever asks?"""
    return _bound(
        state,
        {
            "no" if scope.nothing_particular else covers(scope.areas, scope.except_areas, place)
            for scope in _scopes(state)
        },
    )


def weighed(weights: Iterable[Weight]) -> dict[str, str]:
    """The inputs that elements lead to together; the same for the same set of weights, however often each is there.

    Of several values the last in `_RISING` counts, and `uncertain` where doubt about an element leaves more than one.
    Doubt that changes nothing beside another element decides nothing.
    """
    given = tuple(weights)
    values: dict[str, str] = {}
    for name, rising in _RISING.items():
        ranks = [{rising.index(value) for value in each.values} for each in given if each.input == name]
        surely = max((min(each) for each in ranks), default=0)
        doubt = any(rank > surely for each in ranks for rank in each)
        values[name] = "uncertain" if doubt else rising[surely]
    return values


@lru_cache(maxsize=1_000)
def _weighed(weights: frozenset[Weight]) -> tuple[tuple[str, str], ...]:
    return tuple(weighed(weights).items())


def weight_of(facts: KnownFacts, places: Places, state: ElementState, danger: Danger) -> Weight | None:
    """What one element does to the inputs of a case with these facts and areas; None for nothing."""
    return _Weighing(facts, places).weigh(state, danger)


def gist_of(state: ElementState) -> tuple[object, ...]:
    """What of a state cases are weighed by, as plain values: where it is the same, so is every weight."""
    return state.kind, state.binds, [(*_plain(stated), silent) for stated, silent in _stated(state)]


def _plain(stated: ElementState | Possible) -> tuple[object, ...]:
    return stated.areas or (), stated.except_areas or (), stated.groups or (), stated.value or {}


def danger_in(states: Iterable[ElementState], place: Place) -> Answer:
    """Does an article-15c element bind in a place, whoever asks?"""
    answers = {_bound_in(state, place) for state in states if state.kind == "article-15c"}
    return "yes" if "yes" in answers else "uncertain" if "uncertain" in answers else "no"


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

    Args:
        places: the areas of the case.
        places_of: the areas that alternatives point to, by `Area.id`.
    """

    def danger(area: str) -> Answer:
        return danger_in(states, places_of[area]) if area in places_of else "no"

    weighing = _Weighing(case.facts, places, case)
    weights: list[Weight] = []
    relevant = [state for state in states if state.kind in _RANK_OF_KIND and state.binds != "no"]
    for state in sorted(relevant, key=lambda state: _RANK_OF_KIND[state.kind]):
        if state.kind == "risk-profile" and _PERSECUTED in weights:
            break  # a profile adds nothing for a group that is persecuted
        weight = weighing.weigh(state, danger)
        if weight is not None:
            weights.append(weight)
    caveats = weighing.caveats
    if case.facts.individual_grounds == "not-assessed":
        caveats.append(Caveat("individual-grounds-not-assessed"))
    return PolicyInputs(
        {**dict(_weighed(frozenset(weights))), "country_policy": country_policy},
        tuple(weighing.grounds),
        tuple(caveats),
    )


# -- replay -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Conclusion:
    """What the framework concludes: the inputs it was given, the rule that decided, and the outcome."""

    inputs: Mapping[str, str]
    rule: str
    outcome: str


def asked_of(facts: Facts) -> tuple[str, ...]:
    """The values of `ASKED`; empty where they are not recorded. Of facts a conclusion looks at no other."""
    return tuple(getattr(facts, name) for name in ASKED)


def conclude(case: CaseFile, policy: PolicyInputs, framework: Framework) -> Conclusion:
    """
    Raises:
        CannotTell: if a fact that the framework asks for is not recorded.
    """
    inputs = dict(policy.values)
    inputs.update((name, value) for name, value in zip(ASKED, asked_of(case.facts), strict=True) if value)
    missing = [each.name for each in framework.inputs if each.name not in inputs]
    if missing:
        case.check_at_hand(*(f"facts.{name}" for name in missing))
        raise NotRecorded(case.reference, missing)
    asked = {each.name: inputs[each.name] for each in framework.inputs}
    decision = framework.decide(asked)
    return Conclusion(asked, decision.rule_id, decision.outcome)
