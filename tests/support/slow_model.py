"""A slow, obvious model of the state of a policy element on one day.

A second opinion to test the fold of the domain against, and written apart from it: it looks at one day at a time, knows
no intervals, and tries every choice of the uncertain dates one after the other. Start at `slow_state`; the strategies
that feed it stand in `tests/support/histories.py`.

The steps carry the numbers of the state rules they follow:

1. the entries up to the record limit, corrected, struck out, and public by the public limit (`_Record`)
2. the acts of each element in legal order (`_acts_by_element`)
3. what covers one day under one choice of the uncertain dates (`_covering`)
4. every choice (`_every_choice`) and the table of statuses (`_status`)
"""

import itertools
import math
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Content = Mapping[str, Any]

KIND_OF_EVENT = {
    "policy.article-15c-area-designated": "article-15c",
    "policy.internal-protection-alternative-set": "internal-protection-alternative",
    "policy.decision-moratorium-imposed": "decision-moratorium",
    "policy.departure-moratorium-imposed": "departure-moratorium",
    "policy.group-persecution-recognised": "group-persecution",
    "policy.risk-profile-recognised": "risk-profile",
    "policy.systematic-exposure-recognised": "systematic-exposure",
    "policy.vulnerable-minority-recognised": "vulnerable-minority",
    "policy.authority-protection-assessed": "authority-protection",
    "policy.minor-reception-assessed": "minor-reception",
    "policy.exclusion-category-presumed": "exclusion-category",
    "policy.safe-country-designated": "safe-country-of-origin",
    "policy.temporary-protection-granted": "temporary-protection",
    "policy.categorical-protection-granted": "categorical-protection",
    "policy.particulars-stated": "particulars",
}
NOTHING_PARTICULAR = "policy.nothing-particular-stated"
STATES, EXTENDS, WITHDRAWS, ANNULS = "states", "extends", "withdraws", "annuls"
DOES = {
    **dict.fromkeys(KIND_OF_EVENT, STATES),
    NOTHING_PARTICULAR: STATES,
    "policy.element-extended": EXTENDS,
    "policy.element-withdrawn": WITHDRAWS,
    "policy.element-annulled": ANNULS,
}
ABOUT_ANOTHER_ENTRY = ("entry.corrected", "entry.struck-out", "entry.disputed", "entry.annotated")
ABOUT_A_SOURCE = ("source.registered", "source.disclosed")
POLICY_STATUSES = ("in-force", "withdrawal-announced", "announced", "nothing-particular")


# Legal dates: the days a date may be. A day is an ordinal; both infinities stand for "before" and "after everything".


@dataclass(frozen=True)
class Days:
    """The days one legal date may be: those `listed`, else every day from `earliest` to `latest`, both included."""

    earliest: float
    latest: float
    listed: tuple[float, ...] | None = None

    def among(self, calendar: Sequence[float]) -> list[float]:
        if self.listed is not None:
            return list(self.listed)
        return [day for day in calendar if self.earliest <= day <= self.latest]

    def day_later(self) -> "Days":
        """`through` as `until`: the last day that binds is the day before the first that does not."""
        listed = None if self.listed is None else tuple(day + 1 for day in self.listed)
        return Days(self.earliest + 1, self.latest + 1, listed)


UNKNOWN = Days(-math.inf, math.inf)
OPEN = Days(math.inf, math.inf, (math.inf,))
EX_TUNC = Days(-math.inf, -math.inf, (-math.inf,))


def legal_date(text: str) -> Days:
    """Read one date of the EDTF subset.

    >>> legal_date("2023-07") == Days(date(2023, 7, 1).toordinal(), date(2023, 7, 31).toordinal())
    True
    >>> legal_date("..") == OPEN
    True
    """
    if text == "unknown":
        return UNKNOWN
    if text == "..":
        return OPEN
    if text.startswith("["):
        listed = tuple(float(_day(part.strip(), last=False)) for part in text[1:-1].split(","))
        return Days(min(listed), max(listed), listed)
    if "/" in text:
        first, last = text.split("/")
        earliest = -math.inf if first == ".." else _day(first, last=False)
        return _from_to(earliest, _day(last, last=True))
    return _from_to(_day(text, last=False), _day(text, last=True))


def _from_to(earliest: float, latest: float) -> Days:
    return Days(earliest, latest, (earliest,) if earliest == latest else None)


def _day(text: str, *, last: bool) -> int:
    """The first or last day of a written year, month or day."""
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 3:
        return date(*numbers).toordinal()
    year = numbers[0]
    month = numbers[1] if len(numbers) == 2 else (12 if last else 1)
    return date(year, month, monthrange(year, month)[1] if last else 1).toordinal()


def hull(assertions: Sequence[Days]) -> Days:
    """Rival assertions widen a date: any day from the earliest to the latest asserted."""
    if len(assertions) == 1:
        return assertions[0]
    return _from_to(min(days.earliest for days in assertions), max(days.latest for days in assertions))


# 1. The entries that count.


@dataclass(frozen=True)
class _Record:
    """The entries up to R, and what of them counts by P.

    `sources` holds the public day of each source. While the entries about sources are judged, these are the days as
    first recorded: an entry about a source cannot decide whether it is itself public.
    """

    entries: Mapping[str, Content]
    positions: Mapping[str, int]
    public_by: date | None
    sources: Mapping[str, Days]
    read: dict[str, Content | None] = field(default_factory=dict)

    def is_public(self, public_on: Days) -> bool:
        return self.public_by is None or public_on.latest <= self.public_by.toordinal()

    def content(self, key: str) -> Content | None:
        """The entry as corrected by the last correction that counts; None when a strike-out counts."""
        if key not in self.read:
            self.read[key] = self._corrected(key)
        return self.read[key]

    def _corrected(self, key: str) -> Content | None:
        corrected = self.entries[key]
        for about in self.counting_about(key):
            if about["event"] == "entry.struck-out":
                return None
            if about["event"] == "entry.corrected":
                corrected = {"event": self.entries[key]["event"], **about["content"], "key": key}
        return corrected

    def counting_about(self, key: str) -> list[Content]:
        """The corrections, strike-outs and disputes about an entry that count, by position."""
        found = []
        for later, entry in self.entries.items():
            if entry["event"] not in ABOUT_ANOTHER_ENTRY or self.positions[later] <= self.positions[key]:
                continue
            content = self.content(later)
            if content is not None and content["entry"] == key and self.is_public(self.public_on_as_recorded(content)):
                found.append(content)
        return found

    def public_on_as_recorded(self, content: Content) -> Days:
        """The public day without what others say about it."""
        if content["event"] == "policy.element-annulled":
            return self.public_on_as_recorded(self._ruling_as_recorded(content["ruling"]))
        if content.get("public_on") is not None:
            return legal_date(content["public_on"])
        if content.get("cites"):
            return self.sources.get(content["cites"][0]["source"], UNKNOWN)
        if content["event"] in ABOUT_ANOTHER_ENTRY:
            about = self.entries[content["entry"]]
            known = [self.public_on_as_recorded(about)]
            if content["event"] == "entry.corrected":  # a keeper's correction dates nothing later than what it is about
                known.append(self.public_on_as_recorded({"event": about["event"], **content["content"]}))
            return _earlier(known)
        return UNKNOWN

    def _ruling_as_recorded(self, slug: str) -> Content:
        return next(
            entry for entry in self.entries.values() if entry["event"] == "ruling.recorded" and entry["ruling"] == slug
        )

    def rivals(self, key: str, disputed: str) -> list[Days]:
        return [
            EX_TUNC if about["value"] == "ex-tunc" else legal_date(about["value"])
            for about in self.counting_about(key)
            if about["event"] == "entry.disputed" and about["field"] == disputed
        ]

    def asserted(self, content: Content, name: str) -> list[Days]:
        """What is said about one date of an entry, by the entry itself and by its rivals."""
        own = [] if content.get(name) is None else [legal_date(content[name])]
        return own + self.rivals(content["key"], name)

    def public_on(self, content: Content) -> Days:
        if content.get("public_on") is not None:
            own = [legal_date(content["public_on"])]
        elif content.get("cites"):
            own = [self.sources.get(content["cites"][0]["source"], UNKNOWN)]
        else:
            own = []
        assertions = own + self.rivals(content["key"], "public_on")
        return hull(assertions) if assertions else UNKNOWN

    def ruling(self, slug: str) -> Content | None:
        for key, entry in self.entries.items():
            if entry["event"] == "ruling.recorded" and entry["ruling"] == slug:
                return self.content(key)
        return None


def _record(entries: Sequence[Content], public_by: date | None, recorded_by: int | None) -> _Record:
    limit = len(entries) if recorded_by is None else recorded_by
    numbered = [(position, entry) for position, entry in enumerate(entries, start=1) if position <= limit]
    by_key = {entry["key"]: entry for _, entry in numbered}
    positions = {entry["key"]: position for position, entry in numbered}
    first_recorded: dict[str, list[Days]] = {}
    for entry in by_key.values():
        if entry["event"] in ABOUT_A_SOURCE and entry.get("public_on") is not None:
            first_recorded.setdefault(entry["source"], []).append(legal_date(entry["public_on"]))
    judge = _Record(by_key, positions, public_by, {slug: _earlier(days) for slug, days in first_recorded.items()})
    as_it_stands: dict[str, list[Days]] = {}
    for key, entry in by_key.items():
        content = judge.content(key) if entry["event"] in ABOUT_A_SOURCE else None
        assertions = [] if content is None else judge.asserted(content, "public_on")
        if content is not None and assertions:
            as_it_stands.setdefault(content["source"], []).append(hull(assertions))
    return _Record(by_key, positions, public_by, {slug: _earlier(days) for slug, days in as_it_stands.items()})


def _earlier(public_days: Iterable[Days]) -> Days:
    """The registration's or a disclosure's: the earlier of those known, each by its latest day."""
    known = [days for days in public_days if days.latest < math.inf]
    return min(known, key=lambda days: days.latest) if known else UNKNOWN


# 2. The acts of an element in legal order.


@dataclass(frozen=True)
class _Act:
    """One act or annulment. `start` is also the day of a withdrawal or annulment, `end` also that of an extension."""

    key: str
    position: int
    does: str
    standing: str
    nothing_particular: bool
    act_day: float
    start: Days
    end: Days


def _acts_by_element(record: _Record, country: str) -> dict[str, list[_Act]]:
    elements: dict[str, list[_Act]] = {}
    for key in record.entries:
        content = record.content(key)
        if content is None or content["event"] not in DOES or content.get("country") != country:
            continue
        act = _act(record, content)
        if act is not None:
            elements.setdefault(_element_id(content), []).append(act)
    for acts in elements.values():
        acts.sort(key=lambda act: (act.act_day, act.position))
    return elements


def _element_id(content: Content) -> str:
    slug = content.get("element") or KIND_OF_EVENT.get(content["event"]) or content["kind"]
    return slug if "/" in slug else f"{content['country']}/{slug}"


def _act(record: _Record, content: Content) -> _Act | None:
    """The act an entry stands for; None when it does not count: not public, or an annulment without its ruling."""
    does = DOES[content["event"]]
    if does == ANNULS:
        ruling = record.ruling(content["ruling"])
        if ruling is None:
            return None
        public_on = record.public_on(ruling)
        pronounced_on = record.asserted(ruling, "pronounced_on")
        act_day = hull(pronounced_on) if pronounced_on else public_on
    else:
        public_on = record.public_on(content)
        act_day = public_on
        for name in ("decided_on", "signed_on"):
            asserted = record.asserted(content, name)
            act_day = hull(asserted) if asserted else act_day
    if not record.is_public(public_on):
        return None
    return _Act(
        key=content["key"],
        position=record.positions[content["key"]],
        does=does,
        standing=content.get("standing", ""),
        nothing_particular=content["event"] == NOTHING_PARTICULAR,
        act_day=math.inf if act_day == UNKNOWN else act_day.earliest,  # unknown last
        start=_start(record, content, does, public_on),
        end=_end(record, content),
    )


def _start(record: _Record, content: Content, does: str, public_on: Days) -> Days:
    if does == ANNULS:
        effect = EX_TUNC if content["effect"] == "ex-tunc" else legal_date(content["effect"])
        return hull([effect, *record.rivals(content["key"], "effect")])
    if does == EXTENDS:
        return EX_TUNC  # an extension has no start of its own
    if content.get("from") is not None:
        own = legal_date(content["from"])
    elif does == STATES and content.get("standing") == "announced":
        own = public_on
    elif does == STATES and content.get("standing") == "published":
        own = Days(public_on.earliest, math.inf)
    else:
        own = UNKNOWN
    return hull([own, *record.rivals(content["key"], "from")])


def _end(record: _Record, content: Content) -> Days:
    if content.get("until") is not None:
        own = legal_date(content["until"])
    elif content.get("through") is not None:
        own = legal_date(content["through"]).day_later()
    else:
        own = OPEN
    rivals = record.rivals(content["key"], "until")
    rivals += [days.day_later() for days in record.rivals(content["key"], "through")]
    return hull([own, *rivals])


# 3. What covers one day under one choice.

Choice = Mapping[str, tuple[float, float]]
"""The chosen start and end of each act, by key."""


def _formal(acts: Sequence[_Act]) -> list[_Act]:
    return [act for act in acts if act.does == ANNULS or act.standing == "published"]


def _practice(acts: Sequence[_Act]) -> list[_Act]:
    return [act for act in acts if act.does == ANNULS or act.standing in ("announced", "published")]


def _covering(coverage: Sequence[_Act], choice: Choice, day: float) -> str | None:
    """The key of the act that covers the day in this coverage, if one does."""
    covering = None
    stated_last = None
    stated_last_from = math.inf
    for act in coverage:
        start, end = choice[act.key]
        if act.does == STATES:
            stated_last, stated_last_from = act.key, start
            if start <= day:  # supersedes what earlier acts covered, also where it has itself ended
                covering = act.key if day < end else None
        elif act.does == EXTENDS:
            if stated_last is not None and stated_last_from <= day:
                covering = stated_last if day < end else None
        else:
            if start <= day:
                covering = None
            if act.does == ANNULS:
                stated_last = None  # an annulled act is not extended
    return covering


# 4. Every choice, and the table.


def _calendar(acts: Sequence[_Act], on: float) -> list[float]:
    """The days to try: every day that is written somewhere, D, and after each as many as there are uncertain dates.

    Trying every day of the calendar would answer the same. Between two written days only the order of the uncertain
    dates among themselves can matter, and so many days have room for every order; the same before the first.
    """
    written = {on}
    uncertain = 0
    for act in acts:
        for days in (act.start, act.end):
            written |= set(days.listed or (days.earliest, days.latest))
            uncertain += days.earliest < days.latest
    written = {day for day in written if math.isfinite(day)}
    after = {day + step for day in written for step in range(uncertain + 1)}
    before = {min(written) - step for step in range(1, uncertain + 1)}
    return sorted(before | after)


def _every_choice(acts: Sequence[_Act], calendar: Sequence[float]) -> list[Choice]:
    per_act = [itertools.product(act.start.among(calendar), act.end.among(calendar)) for act in acts]
    return [dict(zip((act.key for act in acts), chosen, strict=True)) for chosen in itertools.product(*per_act)]


def _status(acts: Sequence[_Act], choices: Sequence[Choice], on: float, calendar: Sequence[float]) -> str | None:
    """The table, row by row: the first that applies. With a single choice nothing is uncertain."""
    formal, practice = _covering_acts(_formal(acts), choices, on), _covering_acts(_practice(acts), choices, on)
    if _binds(formal) == "uncertain" or (_binds(formal) == "no" and _binds(practice) == "uncertain"):
        return "uncertain"
    certain = [covering for covering in (formal, practice) if _binds(covering) == "yes"]
    nothing_particular = {act.key for act in acts if act.nothing_particular}
    if certain and all(covering <= nothing_particular for covering in certain):
        return "nothing-particular"
    if _binds(formal) == "yes":
        return "in-force" if _binds(practice) == "yes" else "withdrawal-announced"
    if _binds(practice) == "yes" or _starts_later(acts, "announced", choices, on):
        return "announced"
    if _starts_later(acts, "published", choices, on):
        return "upcoming"
    if _some_day_covered([act for act in acts if act.does != ANNULS], choices, [on]):
        return "annulled"
    if _some_day_covered(acts, choices, [day for day in calendar if day < on]):
        return "ended"
    if any(act.does == STATES and act.standing == "advised" and act.act_day <= on for act in acts):
        return "advised"
    return None


def _covering_acts(coverage: Sequence[_Act], choices: Sequence[Choice], day: float) -> frozenset[str | None]:
    return frozenset(_covering(coverage, choice, day) for choice in choices)


def _binds(covering: frozenset[str | None]) -> str:
    if None not in covering:
        return "yes"
    return "no" if len(covering) == 1 else "uncertain"


def _some_day_covered(acts: Sequence[_Act], choices: Sequence[Choice], days: Sequence[float]) -> bool:
    coverages = [coverage for coverage in (_practice(acts), _formal(acts)) if coverage]
    return any(
        _covering(coverage, choice, day) is not None for choice in choices for coverage in coverages for day in days
    )


def _starts_later(acts: Sequence[_Act], standing: str, choices: Sequence[Choice], on: float) -> bool:
    """An act known by D starts certainly after D, and no annulment or withdrawal certainly kept it from starting."""
    coverage = _formal(acts) if standing == "published" else _practice(acts)
    for place, act in enumerate(coverage):
        if act.does != STATES or act.standing != standing or act.act_day > on:
            continue
        start = min(choice[act.key][0] for choice in choices)
        if start > on and not _stopped(coverage[place:], choices, start):
            return True
    return False


def _stopped(coverage: Sequence[_Act], choices: Sequence[Choice], start: float) -> bool:
    """Was the first of these acts kept from ever starting by those after it? An extension overrules a withdrawal."""
    stopped, stated_last = False, coverage[0].key
    for later in coverage[1:]:
        certainly_before_it_starts = max(choice[later.key][0] for choice in choices) <= start
        if later.does == STATES:
            stated_last = later.key
        elif later.does == EXTENDS and stated_last == coverage[0].key:
            stopped = stopped and max(choice[later.key][1] for choice in choices) <= start
        elif later.does == WITHDRAWS and certainly_before_it_starts:
            stopped = True
        elif later.does == ANNULS:
            if certainly_before_it_starts:
                return True
            stated_last = ""
    return stopped


# The answer.


@dataclass(frozen=True)
class SlowState:
    """The state of one element: `covering_*` are the acts that could cover D, with None when possibly none does."""

    status: str
    alternatives: list[str]
    binds_practice: str
    binds_formal: str
    awaiting_publication: bool
    covering_practice: frozenset[str | None]
    covering_formal: frozenset[str | None]
    country_policy: str


class SlowStates(dict[str, SlowState]):
    """Element id to state; `country_policy` is also there when no element is."""

    country_policy: str = "none"


def slow_state(
    entries: Sequence[Content],
    country: str,
    on: date,
    public_by: date | None = None,
    recorded_by: int | None = None,
) -> SlowStates:
    """The state of every element of a country on D, as public by P, as recorded up to position R.

    `entries` are the entries of a chronicle in ledger order (the first is position 1), dates as written.
    Elements without a status are left out.
    """
    elements = _acts_by_element(_record(entries, public_by, recorded_by), country)
    statuses = {}
    for element, acts in sorted(elements.items()):
        calendar = _calendar(_practice(acts), on.toordinal())
        choices = _every_choice(_practice(acts), calendar)
        status = _status(acts, choices, on.toordinal(), calendar)
        if status is not None:
            statuses[element] = (status, acts, choices, calendar)
    states = SlowStates()
    states.country_policy = _country_policy([status for status, *_ in statuses.values()])
    for element, (status, acts, choices, calendar) in statuses.items():
        singly = set()
        if status == "uncertain":
            singly = {_status(acts, [choice], on.toordinal(), calendar) or "none" for choice in choices}
        practice = _covering_acts(_practice(acts), choices, on.toordinal())
        formal = _covering_acts(_formal(acts), choices, on.toordinal())
        states[element] = SlowState(
            status=status,
            alternatives=sorted(singly),
            binds_practice=_binds(practice),
            binds_formal=_binds(formal),
            awaiting_publication=_awaits_publication(acts, on.toordinal()),
            covering_practice=practice,
            covering_formal=formal,
            country_policy=states.country_policy,
        )
    return states


def _awaits_publication(acts: Sequence[_Act], on: float) -> bool:
    stating = [act for act in acts if act.does == STATES]
    announced = any(act.standing == "announced" and act.act_day <= on for act in stating)
    return announced and not any(act.standing == "published" for act in stating)


def _country_policy(statuses: Sequence[str]) -> str:
    if any(status in POLICY_STATUSES for status in statuses):
        return "exists"
    return "uncertain" if "uncertain" in statuses else "none"
