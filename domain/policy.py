"""The state of policy at a point: steps 2 to 4 of contract 4.1. Pure and total: it refuses nothing, it has no clock.

Acts are read in legal order. Each day carries every *stand* that some choice of the uncertain dates can lead to: per
coverage (formal, practice) the act stated last that has begun, whether it still covers, and whether it would but for an
annulment. Days between two dates share their stands, so a history is a short list of spans. tests/support/slow_model.py
says the same per day and per choice, without any of this.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple

from domain import content
from domain.dates import AFTER, BEFORE, LegalDate, earlier_of
from domain.elements import Standing
from domain.events import (
    ElementAnnulled,
    ElementExtended,
    ElementWithdrawn,
    Holding,
    NothingParticularStated,
    StatingAct,
)
from domain.history import CountedAct
from domain.places import Answer, Area, Place, covers

Reading = Literal["practice", "formal"]
Status = Literal[
    "uncertain",
    "nothing-particular",
    "in-force",
    "withdrawal-announced",
    "announced",
    "upcoming",
    "annulled",
    "ended",
    "advised",
]
NOT_LISTED: Final = "none"
"""What `alternatives` calls a status that is none of these."""

EXISTS: Final = frozenset({"in-force", "withdrawal-announced", "announced", "nothing-particular"})


@dataclass(frozen=True, kw_only=True)
class Possible:
    """One of several acts that may cover the day."""

    entry: str
    areas: tuple[Any, ...]
    except_areas: tuple[Any, ...]
    groups: tuple[str, ...]
    value: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class EntryRef:
    """An act behind a state. An annulment has no standing of its own."""

    key: str
    position: int
    standing: str | None
    event: str


@dataclass(frozen=True, kw_only=True)
class RivalAssertion:
    """A dispute as an answer shows it: `entry` has it that `field` of the entry `about` is `value`."""

    entry: str
    about: str
    field: str
    value: Any
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StateCitation:
    entry: str
    source: str
    at: str
    quote: str


@dataclass(frozen=True, kw_only=True)
class ElementState:
    """One policy element at one point, under one reading, as contract 6.1 shows it.

    `start` and `until` are legal dates (EDTF text; `until` exclusive), None when no single act is shown. Areas are in
    their written form. `areas` and `value` are None when different acts cover under different choices: `possible`.
    """

    id: str
    kind: str
    status: Status
    alternatives: tuple[str, ...] = ()
    binds: Answer
    awaiting_publication: bool
    retroactive: bool
    start: str | None
    until: str | None
    areas: tuple[Any, ...] | None
    except_areas: tuple[Any, ...] | None
    groups: tuple[str, ...] | None
    value: dict[str, Any] | None
    possible: tuple[Possible, ...] = ()
    entries: tuple[EntryRef, ...]
    disputes: tuple[RivalAssertion, ...] = ()
    challenged: tuple[str, ...] = ()
    cites: tuple[StateCitation, ...] = ()

    @property
    def country(self) -> str:
        return self.id.partition("/")[0]

    def covers(self, place: Place) -> Answer:
        """Does, or would, the element's scope hold the place? Uncertain unless all acts that are possible agree."""
        scopes = (
            [(each.areas, each.except_areas) for each in self.possible]
            if self.possible
            else [(self.areas or (), self.except_areas or ())]
        )
        answers = {covers(map(Area.of, areas), map(Area.of, others), place) for areas, others in scopes}
        return answers.pop() if len(answers) == 1 else "uncertain"

    def asked_for(self, place: Place) -> "ElementState":
        """The state for one area: it binds there as surely as it binds and covers."""
        covered = self.covers(place)
        if self.binds == "no" or covered == "yes":
            return self
        return replace(self, binds="no" if covered == "no" else "uncertain")

    def touched_by(self, holding: Holding) -> bool:
        """Does what a court held concern this element, by name or by kind? A holding without either is context only."""
        if holding.country != self.country:
            return False
        return f"{holding.country}/{holding.element}" == self.id if holding.element else holding.kind == self.kind


class Span(NamedTuple):
    """Days [first, last) (ordinals) on which an element has one state per reading; None where it is not listed."""

    first: int
    last: int
    practice: ElementState | None
    formal: ElementState | None


class Stand(NamedTuple):
    """How one day stands under one choice. `formal`, `practice`: index of the act stated last that has begun, or -1."""

    formal: int = -1
    formal_covers: bool = False
    formal_lawful: bool = False
    practice: int = -1
    practice_covers: bool = False
    practice_lawful: bool = False


_START: Final = frozenset({Stand()})
_BOTH: Final = (True, False)
_YES: Final = (True,)
_NO: Final = (False,)


def _reached(day: int, date: LegalDate) -> tuple[bool, ...]:
    """Has the date come on `day`? Every answer that some choice of the date allows."""
    if day < date.first:
        return _NO
    return _YES if date.last <= day else _BOTH


class Coverages:
    """Steps 3 and 4: what formal and practice cover, day by day, under every choice of the uncertain dates."""

    def __init__(self, acts: Sequence[CountedAct]) -> None:
        self.acts: Final = acts
        self._days: list[int] = [BEFORE]
        self._stands: list[frozenset[Stand]] = [_START]
        self._last_stated: dict[str, int] = {"formal": -1, "practice": -1}
        self._void: set[int] = set()
        for index, act in enumerate(acts):
            self._follow(index, act)

    def spans(self) -> Iterator[tuple[int, int, frozenset[Stand]]]:
        """Days [first, last) with the stands they share."""
        yield from zip(self._days, [*self._days[1:], AFTER], self._stands, strict=True)

    def at(self, day: int) -> frozenset[Stand]:
        return self._stands[bisect_right(self._days, day) - 1]

    def before(self, day: int) -> Iterator[frozenset[Stand]]:
        """The stands of the spans that begin before a day, the latest first."""
        return reversed(self._stands[: bisect_left(self._days, day)])

    @property
    def days(self) -> Sequence[int]:
        """The first day of every span."""
        return self._days

    def _follow(self, index: int, act: CountedAct) -> None:
        if act.standing == "advised":
            return
        formally = act.standing != "announced"
        match act.event:
            case StatingAct():
                self._state(index, act, formally)
            case ElementExtended():
                self._extend(act, formally)
            case ElementWithdrawn():
                self._change(
                    (act.start,),
                    lambda stand, day: [
                        _withdrawn(stand, formally) if come else stand for come in _reached(day, act.start)
                    ],
                )
            case ElementAnnulled():
                self._change(
                    (act.start,),
                    lambda stand, day: [_annulled(stand) if come else stand for come in _reached(day, act.start)],
                )
                self._void.update(range(index))

    def _state(self, index: int, act: CountedAct, formally: bool) -> None:
        def stated(stand: Stand, day: int) -> Iterator[Stand]:
            for begun in _reached(day, act.start):
                if not begun:
                    yield stand
                    continue
                for over in _reached(day, act.end):
                    formal = (index, not over, not over) if formally else stand[:3]
                    yield Stand(*formal, index, not over, not over)

        self._change((act.start, act.end), stated, from_=act.start.first)
        self._last_stated["practice"] = index
        if formally:
            self._last_stated["formal"] = index

    def _extend(self, act: CountedAct, formally: bool) -> None:
        last_formal = self._last_stated["formal"] if formally else -1
        last_practice = self._last_stated["practice"]

        def extended(stand: Stand, day: int) -> Iterator[Stand]:
            for over in _reached(day, act.end):
                changed = stand
                if stand.formal == last_formal >= 0:
                    covers_now = stand.formal_covers if last_formal in self._void else not over
                    changed = changed._replace(formal_covers=covers_now, formal_lawful=not over)
                if stand.practice == last_practice >= 0:
                    covers_now = stand.practice_covers if last_practice in self._void else not over
                    changed = changed._replace(practice_covers=covers_now, practice_lawful=not over)
                yield changed

        begun = [self.acts[index].start.first for index in (last_formal, last_practice) if index >= 0]
        if begun:
            self._change((act.end,), extended, from_=min(begun))

    def _change(self, dates: Iterable[LegalDate], change: Any, from_: int | None = None) -> None:
        """Apply a change to every span from the first day it can reach on."""
        given = tuple(dates)
        for date in given:
            self._cut(date.first)
            self._cut(date.last)
        first = min(date.first for date in given) if from_ is None else from_
        for place in range(max(bisect_left(self._days, first), 0), len(self._days)):
            day = self._days[place]
            self._stands[place] = frozenset(new for stand in self._stands[place] for new in change(stand, day))

    def _cut(self, day: int) -> None:
        if not BEFORE < day < AFTER:
            return
        place = bisect_left(self._days, day)
        if place == len(self._days) or self._days[place] != day:
            self._days.insert(place, day)
            self._stands.insert(place, self._stands[place - 1])


def _withdrawn(stand: Stand, formally: bool) -> Stand:
    changed = stand._replace(practice_covers=False, practice_lawful=False)
    return changed._replace(formal_covers=False, formal_lawful=False) if formally else changed


def _annulled(stand: Stand) -> Stand:
    return stand._replace(formal_covers=False, practice_covers=False)


@dataclass
class _Reach:
    """How far one act reaches in one coverage, and which later acts made it so."""

    end: LegalDate
    lawful_end: LegalDate
    changed_by: list[int]


class Element:
    """One element at one point on the public and the record clock: every day of it, under either reading."""

    def __init__(
        self, element_id: str, acts: Sequence[CountedAct], built: dict[object, ElementState] | None = None
    ) -> None:
        """`built`: states of this element at other points. Those that are wanted again are taken from there, and new
        ones are added; hand over the same acts for that, not others that are equal."""
        self.id: Final = element_id
        self.acts: Final = acts
        self._coverages = Coverages(acts)
        self._reaches: dict[Reading, dict[int, _Reach]] = {}
        self._alike: dict[int, bool] = {}
        self._covered: dict[object, list[ElementState | None]] = {}
        self._shown_by: dict[object, ElementState] = {}
        self._built: Final = {} if built is None else built

    # -- periods ------------------------------------------------------------------------------------------------------

    def spans(self) -> Iterator[Span]:
        """Every day from the first that can be written to the last, in order; neighbours may have equal states."""
        # On the second day of a contested span an act may have ended that could not yet on the first.
        second = {first + 1 for first, _, stands in self._coverages.spans() if len(stands) > 1 and first + 1 < AFTER}
        cuts = sorted({*self._coverages.days, *self._other_days, *second})
        for first, last in zip(cuts, [*cuts[1:], AFTER], strict=True):
            yield Span(first, last, *self._states(first, ("practice", "formal")))

    def on(self, day: int, reading: Reading) -> ElementState | None:
        """The state on one day (ordinal); None where the element is not listed."""
        return self._states(day, (reading,))[0]

    def _states(self, day: int, readings: tuple[Reading, ...]) -> list[ElementState | None]:
        """The state on one day under each reading; None where the element is not listed."""
        stands = self._coverages.at(day)
        # Where an act surely covers, nothing hangs on the day itself: all such days are alike.
        covered = len(stands) == 1 and any(stand.formal_covers or stand.practice_covers for stand in stands)
        alike = (stands, self._awaits_from <= day, readings) if covered else None
        if alike in self._covered:
            return self._covered[alike]
        status = self._status(day, stands)
        if status == NOT_LISTED:
            return [None] * len(readings)
        alternatives = tuple(sorted(self._alternatives(day, stands))) if len(stands) > 1 else (status,)
        states: list[ElementState | None] = [
            self._shown(day, reading, stands, status, alternatives) for reading in readings
        ]
        if covered:
            self._covered[alike] = states
        return states

    @cached_property
    def _other_days(self) -> frozenset[int]:
        """Days on which something else than coverage changes: act days, starts to come, and what forestalls these."""
        days = {day for act in self.acts for day in (act.act_day, act.start.first, act.start.last - 1)}
        return frozenset(day for day in days if BEFORE < day < AFTER)

    # -- status -------------------------------------------------------------------------------------------------------

    def _status(self, day: int, stands: frozenset[Stand]) -> Any:
        """The table of contract 4.1: the first row that applies."""
        formal = _surely([stand.formal_covers for stand in stands])
        practice = _surely([stand.practice_covers for stand in stands])
        if formal == "uncertain" or (formal == "no" and practice == "uncertain"):
            return "uncertain"
        if (formal == "yes" or practice == "yes") and self._nothing_particular(stands, formal, practice):
            return "nothing-particular"
        if formal == "yes":
            return "in-force" if practice == "yes" else "withdrawal-announced"
        if practice == "yes" or self._coming(day, "announced"):
            return "announced"
        if self._coming(day, "published"):
            return "upcoming"
        return self._bygone(day, stands)

    def _bygone(self, day: int, stands: frozenset[Stand]) -> Any:
        """The last rows of the table: nothing covers the day, and nothing is to come."""
        if any(stand.formal_lawful or stand.practice_lawful for stand in stands):
            return "annulled"
        if self._first_covered < day and any(max(stand.formal, stand.practice) >= 0 for stand in stands):
            return "ended"
        return "advised" if self._advice(day) else NOT_LISTED

    def _alternatives(self, day: int, stands: frozenset[Stand]) -> set[str]:
        """The statuses under each choice of the uncertain dates. An act that has not begun is then still to come."""
        found: set[str] = set()
        for stand in stands:
            if stand.formal_covers or stand.practice_covers:
                found.add(self._status(day, frozenset({stand})))
                continue
            for standing, status, holder in (
                ("announced", "announced", stand.practice),
                ("published", "upcoming", stand.formal),
            ):
                begun = {stand.formal, stand.practice}
                coming = [index for index in self._possibly_coming(day, standing) if index not in begun]
                if coming:
                    found.add(status)
                if any(index > holder or self.acts[index].start.first > day for index in coming):
                    break
            else:
                found.add(self._bygone(day, frozenset({stand})))
        return found

    def _nothing_particular(self, stands: frozenset[Stand], formal: Answer, practice: Answer) -> bool:
        covering = {stand.formal for stand in stands if formal == "yes"}
        covering |= {stand.practice for stand in stands if practice == "yes"}
        return all(isinstance(self.acts[index].event, NothingParticularStated) for index in covering)

    def _coming(self, day: int, standing: str) -> list[int]:
        """The acts of a standing, made by `day`, that start later and that nothing kept from ever starting."""
        return [index for index, held, made, start in self._to_come if held == standing and made <= day < start]

    @cached_property
    def _to_come(self) -> tuple[tuple[int, Standing | None, int, int], ...]:
        """The acts that surely start after they were made: index, standing, the day made, the first of the start."""
        return tuple(
            (index, act.standing, act.act_day, act.start.first)
            for index, act in enumerate(self.acts)
            if act.act_day < act.start.first
            and isinstance(act.event, StatingAct)
            and not self._kept_from_starting(index, act.start.first)
        )

    def _possibly_coming(self, day: int, standing: str) -> list[int]:
        """As `_coming`, with the acts whose start may have come and may be yet to come."""
        return [
            index
            for index, act in enumerate(self.acts)
            if act.standing == standing
            and isinstance(act.event, StatingAct)
            and act.act_day <= day < act.start.last
            and not self._kept_from_starting(index, max(act.start.first, day + 1))
        ]

    def _kept_from_starting(self, index: int, start: int) -> bool:
        """Annulled, or withdrawn, as from its `start` or before, and not given a new end since."""
        act = self.acts[index]
        kept, last = False, index
        for place in range(index + 1, len(self.acts)):
            later = self.acts[place]
            reaches = later.standing == "published" or later.standing == "announced" == act.standing
            match later.event:
                case ElementAnnulled() if later.start.last <= start:
                    return True
                case ElementAnnulled():
                    last = -1
                case ElementWithdrawn() if reaches and later.start.last <= start:
                    kept = True
                case ElementExtended() if reaches and last == index:
                    kept = kept and later.end.last <= start
                case StatingAct() if reaches:
                    last = place
        return kept

    @cached_property
    def _first_covered(self) -> int:
        """The first day that is possibly covered; AFTER when none is."""
        covered = (
            first
            for first, _, stands in self._coverages.spans()
            if any(stand.formal_covers or stand.practice_covers for stand in stands)
        )
        return next(covered, AFTER)

    def _advice(self, day: int) -> list[int]:
        return [
            index
            for index, act in enumerate(self.acts)
            if act.standing == "advised" and isinstance(act.event, StatingAct) and act.act_day <= day
        ]

    # -- what is shown ------------------------------------------------------------------------------------------------

    def _shown(
        self, day: int, reading: Reading, stands: frozenset[Stand], status: Status, alternatives: tuple[str, ...]
    ) -> ElementState:
        covering = self._coverings(stands, reading)
        side: Reading = reading
        other: Reading = "formal" if reading == "practice" else "practice"
        if not covering and status not in ("annulled", "ended"):
            covering, side = self._coverings(stands, other), other
        if not covering:
            covering, side = self._instead(day, reading, stands, status)
        if side == "formal" and all(map(self._reaches_alike, covering)):
            side = "practice"
        binds = _surely([_covers(stand, reading) for stand in stands])
        basis = (status, alternatives, side, tuple(sorted(covering)), binds, self._awaits_from <= day)
        shown = self._shown_by.get(basis)
        if shown is None:
            shown = self._shown_by[basis] = self._build(*basis)
        return shown

    def _build(
        self,
        status: Status,
        alternatives: tuple[str, ...],
        side: Reading,
        indices: tuple[int, ...],
        binds: Answer,
        awaits: bool,
    ) -> ElementState:
        """What an answer says of the element, with the acts `indices` shown in the coverage `side`."""
        shown = tuple(self.acts[index] for index in indices)
        changes = {each for index in indices for each in self._changed_by(side, index)}
        behind = tuple(sorted({*shown, *(self.acts[index] for index in changes)}, key=lambda act: act.position))
        until = self._until(side, indices[0], status == "annulled").text if len(indices) == 1 else None
        says = (status, alternatives, binds, awaits, shown, behind, until, self._disputed)
        if says not in self._built:
            self._built[says] = self._said(*says)
        return self._built[says]

    def _said(
        self,
        status: Status,
        alternatives: tuple[str, ...],
        binds: Answer,
        awaits: bool,
        shown: tuple[CountedAct, ...],
        behind: tuple[CountedAct, ...],
        until: str | None,
        disputed: tuple[CountedAct, ...],
    ) -> ElementState:
        one = shown[0] if len(shown) == 1 else None
        stated = _Statement(one) if one is not None else None
        return ElementState(
            id=self.id,
            kind=next(act.event.kind_of_element for act in shown if isinstance(act.event, StatingAct)),
            status=status,
            alternatives=alternatives if alternatives != (status,) else (),
            binds=binds,
            awaiting_publication=awaits,
            retroactive=all(map(_retroactive, shown)),
            start=one.start.text if one is not None else None,
            until=until,
            areas=stated.areas if stated else None,
            except_areas=stated.except_areas if stated else None,
            groups=stated.groups if stated else None,
            value=stated.value if stated else None,
            possible=() if stated else tuple(_Statement(act).possible for act in shown),
            entries=tuple(
                EntryRef(key=act.key, position=act.position, standing=act.standing, event=act.event.TOPIC)
                for act in behind
            ),
            disputes=tuple(
                RivalAssertion(
                    entry=each.entry.key,
                    about=each.about,
                    field=each.field,
                    value=each.value,
                    sources=tuple(cite.source for cite in each.entry.event.cites),
                )
                for act in disputed
                for each in act.disputes
            ),
            cites=tuple(
                StateCitation(entry=act.key, source=cite.source, at=cite.at, quote=cite.quote)
                for act in behind
                for cite in act.event.cites
            ),
        )

    @cached_property
    def _disputed(self) -> tuple[CountedAct, ...]:
        """The acts that rival assertions are about, in ledger order."""
        return tuple(sorted((act for act in self.acts if act.disputes), key=lambda act: act.position))

    @staticmethod
    def _coverings(stands: frozenset[Stand], side: Reading) -> set[int]:
        return {_holder(stand, side) for stand in stands if _covers(stand, side)}

    def _instead(
        self, day: int, reading: Reading, stands: frozenset[Stand], status: Status
    ) -> tuple[set[int], Reading]:
        """What to show on a day that nothing covers: what is coming, was annulled, has ended, or was advised."""
        if status in ("announced", "upcoming"):
            coming = self._coming(day, "announced" if status == "announced" else "published")
            soonest = min(self.acts[index].start.first for index in coming)
            return {max(index for index in coming if self.acts[index].start.first == soonest)}, reading
        if status == "annulled":
            for side in _sides(reading):
                void = {_holder(stand, side) for stand in stands if _lawful(stand, side)}
                if void:
                    return void, side
        if status == "ended":
            for earlier in self._coverages.before(day):
                for side in _sides(reading):
                    if covered := self._coverings(earlier, side):
                        return covered, side
        return {self._advice(day)[-1]}, reading

    @cached_property
    def _awaits_from(self) -> int:
        """The first day an announced act of the element awaits its formal act; AFTER when none does."""
        stating = [act for act in self.acts if isinstance(act.event, StatingAct)]
        if any(act.standing == "published" for act in stating):
            return AFTER
        return min((act.act_day for act in stating if act.standing == "announced"), default=AFTER)

    # -- how far an act reaches ---------------------------------------------------------------------------------------

    def _until(self, side: Reading, index: int, lawful: bool) -> LegalDate:
        reach = self._reach(side).get(index)
        if reach is None:
            return self.acts[index].end
        return reach.lawful_end if lawful else reach.end

    def _reaches_alike(self, index: int) -> bool:
        """Does the act say the same in both coverages?"""
        if index not in self._alike:
            self._alike[index] = self._reach("formal").get(index) == self._reach("practice").get(index)
        return self._alike[index]

    def _changed_by(self, side: Reading, index: int) -> list[int]:
        reach = self._reach(side).get(index)
        return reach.changed_by if reach else []

    def _reach(self, side: Reading) -> dict[int, _Reach]:
        """Per stating act of a coverage: the first day it no longer covers, whatever ends it."""
        if side in self._reaches:
            return self._reaches[side]
        reaches: dict[int, _Reach] = {}
        last, void = -1, False
        for index, act in enumerate(self.acts):
            if act.standing == "advised" or (side == "formal" and act.standing == "announced"):
                continue
            if isinstance(act.event, ElementExtended):
                if last >= 0:
                    reach = reaches[last]
                    reach.lawful_end = act.end
                    reach.end = reach.end if void else act.end
                    reach.changed_by.append(index)
                continue
            annuls = isinstance(act.event, ElementAnnulled)
            for reach in reaches.values():
                if act.start.first >= reach.end.last and act.start.last >= reach.end.last:
                    continue
                if not isinstance(act.event, StatingAct):
                    reach.changed_by.append(index)
                reach.end = earlier_of(reach.end, act.start)
                if not annuls:
                    reach.lawful_end = earlier_of(reach.lawful_end, act.start)
            void = void or annuls
            if isinstance(act.event, StatingAct):
                reaches[index] = _Reach(act.end, act.end, [])
                last, void = index, False
        self._reaches[side] = reaches
        return reaches


class _Statement:
    """What an act states, in its written form."""

    def __init__(self, act: CountedAct) -> None:
        written = act.entry.written if act.event is act.entry.event else content.write(act.event)
        self._key = act.key
        self.areas = tuple(sorted(written.get("areas", ()), key=_area_name))
        self.except_areas = tuple(sorted(written.get("except_areas", ()), key=_area_name))
        self.groups: tuple[str, ...] = tuple(written.get("groups", ()))
        self.value = {name: written[name] for name in written if name not in _COMMON}

    @property
    def possible(self) -> Possible:
        return Possible(
            entry=self._key,
            areas=self.areas,
            except_areas=self.except_areas,
            groups=self.groups,
            value=self.value,
        )


def _area_name(area: Any) -> str:
    return area if isinstance(area, str) else Area.of(area).id


_COMMON: Final = frozenset(content.field_names("policy.nothing-particular-stated")) - {
    "presumption",
    "legal_basis",
    "applies_to",
}


def _retroactive(act: CountedAct) -> bool:
    """It binds from a day before an outsider could know, whichever of its possible days are taken."""
    return act.start.last < act.public.first < AFTER


def _sides(reading: Reading) -> tuple[Reading, Reading]:
    return ("practice", "formal") if reading == "practice" else ("formal", "practice")


def _holder(stand: Stand, side: Reading) -> int:
    return stand.practice if side == "practice" else stand.formal


def _covers(stand: Stand, side: Reading) -> bool:
    return stand.practice_covers if side == "practice" else stand.formal_covers


def _lawful(stand: Stand, side: Reading) -> bool:
    return stand.practice_lawful if side == "practice" else stand.formal_lawful


def _surely(answers: Sequence[bool]) -> Answer:
    if True not in answers:
        return "no"
    return "uncertain" if False in answers else "yes"


def country_policy(states: Iterable[ElementState]) -> Literal["exists", "uncertain", "none"]:
    """Is there country policy (landgebonden asielbeleid) at all? Contract 4.1."""
    found = {state.status for state in states}
    if found & EXISTS:
        return "exists"
    return "uncertain" if "uncertain" in found else "none"
