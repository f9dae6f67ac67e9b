"""What a careful auditor notices in a history (contract, section 9): one function per finding, named after what it
looks for, and each returns every instance. A finding blocks nothing; that nothing is found is no approval.

`audit` asks them all. They look at what counts at the latest position with no public limit: corrected, and without what
was struck out. Where a date is not sure, a finding is made only when every day it can be leads to it. What a finding
means by an element's days is contract 4.1, as `policy.py` reads it.
"""

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Any, Final
from unicodedata import normalize

from domain import content
from domain.cases import MOMENTS, CaseFile, case_file, policy_inputs
from domain.dates import AFTER, BEFORE, LegalDate, earlier_of
from domain.elements import Standing
from domain.errors import CannotTell, Malformed
from domain.events import (
    EVENT_OF_KIND,
    AbsenceStated,
    Act,
    CaseAssessed,
    CaseEvent,
    CaseMomentRecorded,
    CaseOpened,
    CountryEvent,
    ElementAnnulled,
    ElementEvent,
    ElementExtended,
    ElementWithdrawn,
    Ending,
    EntryEvent,
    Event,
    Holding,
    RulingEvent,
    RulingIdentifierAttached,
    RulingRecorded,
    SourceContentAttached,
    SourceDisclosed,
    SourceEvent,
    SourceIdentifierAttached,
    SourceRegistered,
    StatingAct,
    stream_of,
)
from domain.history import CountedAct, Dispute, Entry, History, Seen, rivals
from domain.identifiers import IdentifierContext, case_number_scheme, identifier_findings, normalise
from domain.places import Area, Place
from domain.policy import Coverages, Element, Reading, Stand, country_policy

TextOf = Callable[[str], str | None]
"""Gives the text of attached content by its SHA-256 (hex); None when the content is not text or is not at hand."""

UNPUBLISHED_AFTER_DAYS: Final = 90
"""How long an announced act may wait for its formal act before it is a finding.

No rule of law sets it. The recorded lags from letter to Staatscourant are of weeks, so that what a whole quarter did
not publish is no longer on its way.
"""


@dataclass(frozen=True)
class Finding:
    """Something an auditor should look at. `entries` are keys, the one it is about first.

    `country` (ISO 3166-1) is empty for what belongs to no single country, as a source or a ruling.
    """

    code: str
    entries: tuple[str, ...]
    sentence: str
    country: str = ""


def audit(
    history: History,
    today: date,
    text_of: TextOf,
    unpublished_after_days: int = UNPUBLISHED_AFTER_DAYS,
    country: str = "",
) -> tuple[Finding, ...]:
    """Every finding, by the position of its first entry, then by code and sentence.

    With a `country`, only what is recorded of that country and of its cases, the rulings that hold something about it,
    and the sources and rulings that these rest on, as far as citations lead.
    """
    books = Books(history)
    if country:
        books = Books(books.part(_of_country(books, country)))
    findings = {
        *retroactive(books),
        *unpublished(books, today, unpublished_after_days),
        *used_before_public(books),
        *disputed(books),
        *identifiers(books),
        *impossible_dates(books),
        *impossible_moments(books),
        *quotes_not_found(books, text_of),
        *overlaps(books),
        *gaps(books),
        *contradictory_holdings(books),
        *absences_contradicted(books),
        *presumptions_that_differ(books),
    }
    asked = (finding for finding in findings if not country or finding.country in ("", country))
    return tuple(sorted(asked, key=lambda each: (books.position(each), each.code, each.sentence, each.entries)))


# -- what is audited --------------------------------------------------------------------------------------------------


class Books:
    """What counts of a history at its latest position, with no public limit, laid out for an auditor."""

    def __init__(self, history: History) -> None:
        self.history: Final = history
        self.seen: Final[Seen] = history.seen()
        counting = ((entry, self.seen.event(entry)) for entry in history.entries)
        self.entries: Final[tuple[tuple[Entry, Event], ...]] = tuple((e, event) for e, event in counting if event)
        self._coverages: dict[str, Coverages] = {}
        self._folded: dict[str, Element] = {}

    def position(self, finding: Finding) -> int:
        return self.history.by_key[finding.entries[0]].position

    @cached_property
    def acts(self) -> Mapping[str, tuple[CountedAct, ...]]:
        """The acts of every element in legal order, by the id of the element."""
        # Asked of the whole history, each element would cost a walk through the whole ledger.
        return {element: self.part(entries).seen().acts(element) for element, entries in self._stated.items()}

    @cached_property
    def _stated(self) -> Mapping[str, Sequence[Entry]]:
        """The entries that are about each element as they count, by its id."""
        found: dict[str, list[Entry]] = {}
        for entry, event in self.entries:
            if isinstance(event, ElementEvent):
                found.setdefault(event.element_id, []).append(entry)
        return found

    def element(self, element: str) -> Element:
        """An element with no public limit."""
        if element not in self._folded:
            self._folded[element] = Element(element, self.acts[element])
        return self._folded[element]

    def element_public_by(self, element: str, day: date) -> Element:
        """An element as an outsider could know it at the end of a day."""
        return Element(element, self.part(self._stated[element]).seen(day.toordinal()).acts(element))

    @cached_property
    def cases(self) -> "Mapping[str, AuditedCase]":
        """Every case that was opened, by its reference."""
        found: dict[str, list[Entry]] = {}
        for entry, event in self.entries:
            if isinstance(event, CaseEvent):
                found.setdefault(event.case, []).append(entry)
        read = {each: case_file(self.part(entries).seen(), each) for each, entries in found.items()}
        return {each: AuditedCase(self, case, found[each]) for each, case in read.items() if case is not None}

    def coverages(self, element: str) -> Coverages:
        if element not in self._coverages:
            self._coverages[element] = Coverages(self.acts[element])
        return self._coverages[element]

    def part(self, entries: Iterable[Entry]) -> History:
        """The history of some entries alone: with them whatever they rest on, and every remark about any of these."""
        kept: dict[str, Entry] = {}
        waiting = list(entries)
        while waiting:
            entry = waiting.pop()
            if entry.key not in kept:
                kept[entry.key] = entry
                waiting += self.history.about(entry.key)
                waiting += self._rested_on(entry)
        return History(sorted(kept.values(), key=lambda each: each.position))

    def _rested_on(self, entry: Entry) -> Iterator[Entry]:
        for event in (entry.event, self.seen.event(entry)):
            if event is None:
                continue
            for cite in event.cites:
                yield from self._streams.get(f"source/{cite.source}", ())
            if isinstance(event, ElementAnnulled):
                yield from self._streams.get(f"ruling/{event.ruling}", ())
            if isinstance(event, SourceEvent | RulingEvent):
                yield from self._streams.get(stream_of(event), ())
            if isinstance(event, EntryEvent) and event.entry in self.history.by_key:
                yield self.history.by_key[event.entry]

    @cached_property
    def _streams(self) -> Mapping[str, Sequence[Entry]]:
        """The entries of every source and ruling."""
        found: dict[str, list[Entry]] = {}
        for entry in self.history.entries:
            if isinstance(entry.event, SourceEvent | RulingEvent):
                found.setdefault(stream_of(entry.event), []).append(entry)
        return found

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kind of every element that an act has stated."""
        return {
            element: act.event.kind_of_element
            for element, acts in self.acts.items()
            for act in acts
            if isinstance(act.event, StatingAct)
        }

    def source(self, slug: str) -> tuple[Entry, SourceRegistered] | None:
        entry = self.history.source(slug)
        event = self.seen.event(entry) if entry else None
        return (entry, event) if entry and isinstance(event, SourceRegistered) else None

    def ruling(self, slug: str) -> tuple[Entry, RulingRecorded] | None:
        entry = self.history.ruling(slug)
        event = self.seen.event(entry) if entry else None
        return (entry, event) if entry and isinstance(event, RulingRecorded) else None

    def date(self, entry: Entry, field: str) -> LegalDate | None:
        """A date as an entry states it, widened by its rivals; None where neither says anything."""
        stated = getattr(self.seen.event(entry), field, None)
        asserted = [stated] if isinstance(stated, LegalDate) else []
        asserted += rivals(self.seen.disputes(entry.key), field)
        return asserted[0].widened(asserted) if asserted else None

    def country(self, entry: Entry) -> str:
        """The country that an entry, or what it is about, belongs to; empty for none."""
        event: Event | None = entry.event
        while isinstance(event, EntryEvent):
            about = self.history.by_key.get(event.entry)
            event = about.event if about else None
        if isinstance(event, CaseEvent):
            return self.cases[event.case].file.country if event.case in self.cases else ""
        return event.country if isinstance(event, CountryEvent) else ""


class AuditedCase:
    """A case as it counts, with the entry that each of its days, and its assessment, stands in."""

    def __init__(self, books: Books, file: CaseFile, entries: Iterable[Entry]) -> None:
        self.file: Final = file
        self.moments: Final[dict[str, tuple[Entry, LegalDate]]] = {}
        self.assessment: Entry | None = None
        for entry in entries:
            match books.seen.event(entry):
                case CaseOpened(moments=moments) | CaseMomentRecorded(moments=moments):
                    disputes = books.seen.disputes(entry.key)
                    for name in (moments or {}).keys() & file.moments.keys():  # a later day of it may be withheld
                        self.moments[name] = (entry, moments[name].widened(rivals(disputes, f"moments.{name}")))
                case CaseAssessed():
                    self.assessment = entry


def _of_country(books: Books, country: str) -> Iterator[Entry]:
    for entry, counting in books.entries:
        for event in (entry.event, counting):
            match event:
                case CaseEvent(case=case) if case in books.cases and books.cases[case].file.country == country:
                    yield entry
                case CountryEvent(country=code) if code == country:
                    yield entry
                case RulingRecorded(holdings=holdings) if any(each.country == country for each in holdings):
                    yield entry


# -- retroactive ------------------------------------------------------------------------------------------------------


def retroactive(books: Books) -> Iterator[Finding]:
    """Acts that certainly take effect before an outsider could know, and extensions of what had ended by then.

    An annulment works back by its nature (ex tunc) and is no finding; advice has no effect.
    """
    for element, acts in books.acts.items():
        for act in acts:
            begins = isinstance(act.event, StatingAct | ElementWithdrawn) and act.standing != "advised"
            if begins and act.start.last < act.public.first:
                what = "ends the element" if isinstance(act.event, ElementWithdrawn) else "starts"
                yield _of_act(
                    "retroactive",
                    act,
                    f"{_the(act)} {what} {_on(act.start)}, {_lag(act.start, act.public)} before it was public "
                    f"({_on(act.public)}).",
                )
        for act, terms in _extensions(acts):
            ended = terms[-1]
            if ended.stated.last < act.public.first:
                yield Finding(
                    "retroactive",
                    (act.key, ended.act.key),
                    f"{_the(act)} was public {_on(act.public)}, {_lag(ended.stated, act.public)} after the first day "
                    f"({_said(ended.stated)}) on which {ended.act.key} no longer bound.",
                    _country_of(element),
                )


# -- unpublished ------------------------------------------------------------------------------------------------------


def unpublished(books: Books, today: date, after_days: int = UNPUBLISHED_AFTER_DAYS) -> Iterator[Finding]:
    """Announced acts for which more than `after_days` days after their act day no published act has come.

    A published act counts when it was made or became public on the act day of the announcement or later, or when that
    cannot be excluded: one that is wholly older formalises something else.
    """
    for acts in books.acts.values():
        formal = [act for act in acts if act.standing == "published"]
        for act in acts:
            waited = today.toordinal() - act.act_day
            if act.standing != "announced" or act.act_day in (BEFORE, AFTER) or waited <= after_days:
                continue
            if not any(each.act_day >= act.act_day or each.public.last >= act.act_day for each in formal):
                since = " since" if formal else ""
                yield _of_act(
                    "unpublished",
                    act,
                    f"{_the(act)} is of {_iso(act.act_day)}; {_days(waited)} later, on {today}, no published act of "
                    f"the element{since} is on record (a finding after {_days(after_days)}).",
                )


# -- used-before-public -----------------------------------------------------------------------------------------------


def used_before_public(books: Books) -> Iterator[Finding]:
    """Cases decided on a day on which an element bound for them that nobody outside could know.

    Where a fact that this depends on was erased it cannot be told any more, and there is no finding.

    The case has an assessment and one certain day of decision; on that day the element certainly binds for it, with no
    public limit; by what was public on that day it does not; and acts that it rests on certainly became public later.
    An element that was public in another form by then (announced, and published since) is no finding. Areas are taken
    as the case names them: what register of areas holds is not known here.
    """
    elements: dict[str, list[str]] = {}
    for element in books.acts:
        elements.setdefault(_country_of(element), []).append(element)
    for case in books.cases.values():
        decision = case.moments.get("decision")
        day = decision[1].earliest if decision and decision[1].is_exact else None
        if case.assessment is None or decision is None or day is None:
            continue
        country = case.file.country
        with suppress(CannotTell):
            for element, late in _used_too_early(books, case.file, day, elements.get(country, ())):
                public = {act.key: act.public for act in books.acts[element]}
                acts = ", ".join(f"{key} (public {_on(public[key])})" for key in late)
                yield Finding(
                    "used-before-public",
                    (case.assessment.key, *late, *([decision[0].key] if decision[0] is not case.assessment else [])),
                    f"The case {case.file.reference} was decided on {day}, when {element} bound for it by what was not "
                    f"public yet: {acts}.",
                    country,
                )


def _used_too_early(
    books: Books, case: CaseFile, day: date, elements: Iterable[str]
) -> Iterator[tuple[str, list[str]]]:
    """The elements that bound for a case on a day, and not by what was public then, each with the acts that were late.

    Raises:
        CannotTell: a fact that this depends on is withheld.
    """
    elements = list(elements)
    then: frozenset[str] | None = None
    for element, keys in _used(case, day, map(books.element, elements)).items():
        public = {act.key: act.public for act in books.acts[element]}
        late = [key for key in keys if day.toordinal() < public[key].first]
        if late and then is None:
            limited = (books.element_public_by(each, day) for each in elements)
            then = frozenset(_used(case, day, limited, certainly=False))
        if late and then is not None and element not in then:
            yield element, late


def _used(
    case: CaseFile, day: date, elements: Iterable[Element], *, certainly: bool = True
) -> dict[str, tuple[str, ...]]:
    """The elements that lead to a policy input of the case, each with the keys of the acts behind it."""
    states = [state for each in elements if (state := each.on(day.toordinal(), "practice")) is not None]
    own = {
        name: Place(area)
        for name in ("origin_area", "habitual_residence")
        if (area := getattr(case.facts, name)) is not None
    }
    policy = policy_inputs(case, states, country_policy(states), own, {})
    doubted = {each.element for each in policy.caveats if each.code == "element-uncertain"}
    return {each.element: each.entries for each in policy.grounds if not (certainly and each.element in doubted)}


# -- disputed-date, disputed ------------------------------------------------------------------------------------------


def disputed(books: Books) -> Iterator[Finding]:
    """Fields for which sources assert different values: `disputed-date` for a legal date, `disputed` for all else.

    A date written as one of several (`[2023-07-08,2023-07-09]`) says by itself that sources contradict each other. A
    rival assertion that says the same as the entry is no dispute.
    """
    for entry, event in books.entries:
        fields = content.write(event)
        dates = content.date_fields(event.TOPIC)
        contested = dict.fromkeys(field for field in dates if _is_one_of(fields.get(field)))
        disputes = [
            each
            for each in books.seen.disputes(entry.key)
            if not _withholds(entry, each.field) and not _withholds(each.entry, "value") and _differs(fields, each)
        ]
        contested |= dict.fromkeys(_spelling(fields, each.field) for each in disputes)
        for field in contested:
            told = [f"{_value(_at(fields, field))} by {entry.key} ({_sources(event)})"]
            keys = [entry.key]
            for each in disputes:
                if _spelling(fields, each.field) == field:
                    spelled = "" if each.field == field else f"{each.field} "
                    sources = _sources(books.seen.event(each.entry))
                    told.append(f"{spelled}{_value(each.value)} by {each.entry.key} ({sources})")
                    keys.append(each.entry.key)
            yield Finding(
                "disputed-date" if field in dates else "disputed",
                tuple(keys),
                f"Rival values for {field} of {entry.key}: {'; '.join(told)}.",
                books.country(entry),
            )


def _withholds(entry: Entry, field: str) -> bool:
    """Of a value that is not at hand nobody can say that another differs from it."""
    return any(each.path == field or each.path.startswith(f"{field}.") for each in entry.withheld)


_END: Final = ("until", "through")
"""Two ways to write one date: the end of a period."""


def _spelling(fields: Mapping[str, Any], field: str) -> str:
    """The name under which an entry has the disputed field."""
    return next((name for name in _END if name in fields), field) if field in _END else field


def _is_one_of(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("[") and "," in value


def _differs(fields: Mapping[str, Any], dispute: Dispute) -> bool:
    name = _spelling(fields, dispute.field)
    return bool(_comparable(name, _at(fields, name)) != _comparable(dispute.field, dispute.value))


def _at(fields: Mapping[str, Any], path: str) -> Any:
    value: Any = fields
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _comparable(field: str, value: Any) -> Any:
    """Of a date the days it can be, of one that is `through` the days after; of all else the value."""
    try:
        day = LegalDate.parse(value) if isinstance(value, str) else None
    except Malformed:
        day = None
    if day is None:
        return value
    day = day.day_after() if field == "through" else day
    return (day.first, day.last)


def _value(value: Any) -> str:
    if value is None:
        return "not given"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


# -- identifier -------------------------------------------------------------------------------------------------------


def identifiers(books: Books) -> Iterator[Finding]:
    """Identifiers that are malformed or impossible where they stand, and ECLIs that are not one ruling's own.

    What is odd about one identifier is for `identifiers.identifier_findings` to say; dates and court are those of the
    source or ruling that bears it, also when the identifier was attached later.
    """
    eclis: dict[str, dict[str, Entry]] = {}
    for entry, event in books.entries:
        match event:
            case (
                SourceRegistered(source=slug, identifiers=given)
                | SourceIdentifierAttached(source=slug, identifiers=given)
            ):
                source = books.source(slug)
                yield from _odd_identifiers(entry, source, given.items(), _context_of_source(books, source))
            case RulingRecorded(ruling=slug) | RulingIdentifierAttached(ruling=slug):
                ruling = books.ruling(slug)
                numbers = [(str(case_number_scheme(each)), each) for each in event.case_numbers]
                if event.ecli:
                    numbers.insert(0, ("ecli", event.ecli))
                    eclis.setdefault(slug, {}).setdefault(normalise("ecli", event.ecli), entry)
                yield from _odd_identifiers(entry, ruling, numbers, _context_of_ruling(books, ruling))
    yield from _eclis_shared(eclis)


def _odd_identifiers(
    entry: Entry,
    bearer: tuple[Entry, SourceRegistered | RulingRecorded] | None,
    given: Iterable[tuple[str, str]],
    context: IdentifierContext,
) -> Iterator[Finding]:
    keys = (entry.key,) if bearer is None or bearer[0] is entry else (entry.key, bearer[0].key)
    for scheme, text in given:
        for sentence in identifier_findings(scheme, text, context):
            yield Finding("identifier", keys, f"{entry.key}: {sentence}")


def _context_of_source(books: Books, source: tuple[Entry, SourceRegistered] | None) -> IdentifierContext:
    if source is None:
        return IdentifierContext()
    entry, _ = source
    return IdentifierContext(
        signed_on=_bounds(books.date(entry, "signed_on")), public_on=_bounds(books.seen.public_on(entry))
    )


def _context_of_ruling(books: Books, ruling: tuple[Entry, RulingRecorded] | None) -> IdentifierContext:
    if ruling is None:
        return IdentifierContext()
    entry, event = ruling
    return IdentifierContext(
        pronounced_on=_bounds(books.date(entry, "pronounced_on")),
        public_on=_bounds(books.seen.public_on(entry)),
        court=event.court,
    )


def _bounds(day: LegalDate | None) -> tuple[date | None, date | None] | None:
    return None if day is None else (day.earliest, day.latest)


def _eclis_shared(eclis: Mapping[str, Mapping[str, Entry]]) -> Iterator[Finding]:
    """An ECLI names one decision of one court: not two rulings, and no ruling has two."""
    bearers: dict[str, list[tuple[str, Entry]]] = {}
    for slug, given in eclis.items():
        for (one, entry), (other, later) in combinations(given.items(), 2):
            yield Finding(
                "identifier",
                (entry.key, later.key),
                f"Ruling {slug} has two ECLIs: {one} ({entry.key}) and {other} ({later.key}); a decision has one.",
            )
        for ecli, entry in given.items():
            bearers.setdefault(ecli, []).append((slug, entry))
    for ecli, borne_by in bearers.items():
        for (one, entry), (other, later) in combinations(borne_by, 2):
            yield Finding(
                "identifier",
                (entry.key, later.key),
                f"{ecli} is given to two rulings, {one} ({entry.key}) and "
                f"{other} ({later.key}); an ECLI names one decision.",
            )


# -- impossible-dates -------------------------------------------------------------------------------------------------

_ORDER: Final = (
    (SourceRegistered, ("created_on", "signed_on", "public_on")),
    (Act, ("decided_on", "signed_on", "public_on")),
    (RulingRecorded, ("pronounced_on", "public_on")),
)
"""Dates of one entry that come in this order, or fall on one day."""

_VERBS: Final = {
    "created_on": "created",
    "decided_on": "decided",
    "signed_on": "signed",
    "pronounced_on": "pronounced",
    "public_on": "public",
}


def impossible_dates(books: Books) -> Iterator[Finding]:
    """Dates that contradict each other: within one entry, or between an entry and the source it is about or rests on.

    1. what is created, decided, signed or pronounced only after a step that must follow it
    2. a source disclosed before it was made
    3. an act that ends before or as it starts, where it starts on the day it was public if no other is given
    4. an extension that ends before the end it extends
    5. an act signed (or, unsigned, public) before every source it is known from; a day of decision alone may well be
       reported by a later source, and is left out
    6. a ruling known from a source that was made before it was pronounced
    """
    for entry, event in books.entries:
        for cls, fields in _ORDER:  # 1
            if isinstance(event, cls):
                given = [(field, books.date(entry, field)) for field in fields]
                for (earlier, one), (later, other) in combinations(given, 2):
                    if one and other and _surely_after(one, other):
                        sentence = (
                            f"{entry.key} was {_VERBS[earlier]} {_on(one)}, but {_VERBS[later]} already {_on(other)}."
                        )
                        yield Finding("impossible-dates", (entry.key,), sentence, books.country(entry))
        match event:
            case SourceDisclosed(source=slug):  # 2
                yield from _disclosed_too_early(books, entry, slug)
            case Act():  # 5
                yield from _before_its_sources(books, entry, event)
            case RulingRecorded():  # 6
                yield from _known_before_pronounced(books, entry, event)
    for element, acts in books.acts.items():
        for act in acts:
            if _has_period(act) and act.end.last <= act.start.first:  # 3
                sentence = (
                    f"{_the(act)} covers no day: it starts {_on(act.start)} and no longer binds {_from(act.end)}."
                )
                yield _of_act("impossible-dates", act, sentence)
        for act, terms in _extensions(acts):  # 4
            if _surely_after(terms[-1].stated, act.end):
                stated = terms[-1].stated
                through = "without end" if stated.is_open else f"through {_said(stated.day_before())}"
                yield Finding(
                    "impossible-dates",
                    (act.key, terms[-1].act.key),
                    f"{_the(act)} is an extension that ends earlier (it no longer binds {_from(act.end)}) than what "
                    f"it extends: {terms[-1].act.key}, in force {through}.",
                    _country_of(element),
                )


def impossible_moments(books: Books) -> Iterator[Finding]:
    """Moments of a case that come in another order than a procedure takes them, whichever of their days are taken.

    Moments that a case has by a name of its own have no place in that order.
    """
    for case in books.cases.values():
        given = [(name, *case.moments[name]) for name in MOMENTS if name in case.moments]
        for (earlier, one, day), (later, other, other_day) in combinations(given, 2):
            if _surely_after(day, other_day):
                keys = dict.fromkeys((other.key, one.key))
                yield Finding(
                    "impossible-dates",
                    tuple(keys),
                    f"The case {case.file.reference} has its {later} {_on(other_day)}, before its {earlier} "
                    f"{_on(day)} ({' and '.join(keys)}).",
                    case.file.country,
                )


def _has_period(act: CountedAct) -> bool:
    """Advice without a day to start on is not in force from the day it is disclosed."""
    return isinstance(act.event, StatingAct) and (act.standing != "advised" or act.event.from_ is not None)


def _disclosed_too_early(books: Books, entry: Entry, slug: str) -> Iterator[Finding]:
    source, disclosed = books.source(slug), books.date(entry, "public_on")
    for field in ("created_on", "signed_on"):
        made = books.date(source[0], field) if source else None
        if source and made and disclosed and _surely_after(made, disclosed):
            yield Finding(
                "impossible-dates",
                (entry.key, source[0].key),
                f"{entry.key} has source {slug} disclosed {_on(disclosed)}, before it was {_VERBS[field]} {_on(made)}.",
            )


def _before_its_sources(books: Books, entry: Entry, act: Act) -> Iterator[Finding]:
    field = "signed_on" if act.signed_on else "public_on"
    day = books.date(entry, field)
    made = list(_made(books, act))
    if day and made and all(when and _surely_after(when, day) for _, _, when in made):
        told = ", ".join(f"{slug} {_on(when)}" for slug, _, when in made if when)
        yield Finding(
            "impossible-dates",
            (entry.key, *dict.fromkeys(key for _, key, _ in made)),
            f"{_called(entry.key, act)} was {_VERBS[field]} {_on(day)}, before every source it is known from was "
            f"signed or made: {told}.",
            act.country,
        )


def _known_before_pronounced(books: Books, entry: Entry, ruling: RulingRecorded) -> Iterator[Finding]:
    pronounced = books.date(entry, "pronounced_on")
    for slug, key, when in _made(books, ruling):
        if pronounced and when and _surely_after(pronounced, when):
            yield Finding(
                "impossible-dates",
                (entry.key, key),
                f"Ruling {ruling.ruling} ({entry.key}) was pronounced {_on(pronounced)}, but source {slug}, which it "
                f"is known from, was signed or made {_on(when)}.",
            )


def _made(books: Books, event: Event) -> Iterator[tuple[str, str, LegalDate | None]]:
    """Slug, key and day of signing (else of making) of every source cited."""
    for slug in dict.fromkeys(cite.source for cite in event.cites):
        source = books.source(slug)
        if source:
            yield slug, source[0].key, books.date(source[0], "signed_on") or books.date(source[0], "created_on")


def _surely_after(one: LegalDate, other: LegalDate) -> bool:
    return one.first > other.last


# -- quote-not-found --------------------------------------------------------------------------------------------------


def quotes_not_found(books: Books, text_of: TextOf) -> Iterator[Finding]:
    """Quotes that stand in none of the texts attached to their source, white space folded.

    A source whose content is not text, or is not at hand, cannot be searched; its quotes are not checked.
    """
    folded: dict[str, str | None] = {}

    def text(sha256: str) -> str | None:
        if sha256 not in folded:
            found = text_of(sha256)
            folded[sha256] = None if found is None else _folded(found)
        return folded[sha256]

    attached: dict[str, list[str]] = {}
    for _, event in books.entries:
        if isinstance(event, SourceRegistered | SourceContentAttached) and event.content is not None:
            attached.setdefault(event.source, []).append(event.content.sha256)
    for entry, event in books.entries:
        for cite in event.cites:
            texts = [found for sha256 in attached.get(cite.source, ()) if (found := text(sha256)) is not None]
            quote = _folded(cite.quote)
            if quote and texts and not any(quote in each for each in texts):
                source = books.source(cite.source)
                place = f" ({cite.at})" if cite.at else ""
                yield Finding(
                    "quote-not-found",
                    (entry.key, source[0].key) if source and source[0] is not entry else (entry.key,),
                    f"{entry.key} quotes source {cite.source}{place}, but the text of that source does not have these "
                    f"words: {_missing(quote, texts)}.",
                    books.country(entry),
                )


def _missing(quote: str, texts: Sequence[str]) -> str:
    """The quote, cut where it is long, and how far some text goes along with it."""
    words = quote.split(" ")
    found = bisect_left(range(1, len(words) + 1), True, key=lambda n: not any(" ".join(words[:n]) in t for t in texts))
    shown = quote if len(quote) <= _SHOWN else f"{quote[:_SHOWN]}…"
    after = f' (found as far as "{" ".join(words[max(found - 3, 0) : found])}")' if found else ""
    return f'"{shown}"{after}'


_SHOWN: Final = 160


def _folded(text: str) -> str:
    # An entry is NFC by contract while a file need not be; they are the same text all the same.
    return " ".join(normalize("NFC", text).split())


# -- overlap, gap -----------------------------------------------------------------------------------------------------


@dataclass
class _Term:
    """How long an act was to bind, as the acts so far leave it: `stated` with extensions, `end` after all else too."""

    act: CountedAct
    stated: LegalDate
    end: LegalDate
    void: bool = False


def _terms(acts: Sequence[CountedAct], reading: Reading) -> Iterator[tuple[CountedAct, Sequence[_Term]]]:
    """Every act of a coverage in legal order, with the terms of the acts before it, the one stated last at the end.

    The terms are those of that moment only: reading on changes them.
    """
    terms: list[_Term] = []
    for act in acts:
        if not _belongs(act, reading):
            continue
        yield act, terms
        if isinstance(act.event, ElementExtended):
            if terms:
                terms[-1].stated = act.end
                terms[-1].end = terms[-1].end if terms[-1].void else act.end
            continue
        for term in terms:
            if act.start.first < term.end.last:
                term.end = earlier_of(term.end, act.start)
            term.void = term.void or isinstance(act.event, ElementAnnulled)
        if isinstance(act.event, StatingAct):
            terms.append(_Term(act, act.end, act.end))


def _extensions(acts: Sequence[CountedAct]) -> Iterator[tuple[CountedAct, Sequence[_Term]]]:
    """Every extension that extends something, with the terms of the acts before it in its own coverage."""
    readings: tuple[tuple[Reading, Standing], ...] = (("practice", "announced"), ("formal", "published"))
    for reading, standing in readings:
        for act, terms in _terms(acts, reading):
            if isinstance(act.event, ElementExtended) and act.standing == standing and terms:
                yield act, terms


def overlaps(books: Books) -> Iterator[Finding]:
    """Pairs of acts of one standing where the later, in legal order, starts before the stated end of the earlier.

    That an act takes the place of an open-ended one is the ordinary course. A withdrawal, an annulment or another act
    that had ended the earlier one before the later begins leaves nothing to overlap.
    """
    readings: tuple[tuple[Reading, Standing], ...] = (("practice", "announced"), ("formal", "published"))
    for element, acts in books.acts.items():
        for reading, standing in readings:
            for act, terms in _terms(acts, reading):
                if not isinstance(act.event, StatingAct) or act.standing != standing:
                    continue
                for term in terms:
                    first = max(act.start.last, term.act.start.last)
                    until = min(act.end.first, term.end.first)
                    if term.act.standing != standing or term.stated.last == AFTER or first >= until:
                        continue
                    sure = all(day.is_exact for day in (act.start, term.act.start, act.end, term.end))
                    last = _said(term.stated.day_before())
                    yield Finding(
                        "overlap",
                        (act.key, term.act.key),
                        f"{_the(act)} starts {_on(act.start)}, while the {standing} act {term.act.key} of the same "
                        f"element was to bind through {last}: they overlap from {_iso(first)} through "
                        f"{_iso(until - 1)}, {_days(until - first, sure)}.",
                        _country_of(element),
                    )


def gaps(books: Books) -> Iterator[Finding]:
    """Days that certainly nothing covers, after a period that came to its own end and before the next act starts.

    What a withdrawal or an annulment ended was meant to end. Looked for among the published acts alone (formal) and
    among announced and published acts together (practice); the same gap in both is one finding.
    """
    for element, acts in books.acts.items():
        found: dict[tuple[int, int, bool, tuple[str, ...], tuple[str, ...]], list[Reading]] = {}
        for reading in ("formal", "practice"):
            for gap in _gaps(acts, books.coverages(element), reading):
                found.setdefault(gap, []).append(reading)
        for (first, until, sure, ended, following), readings in found.items():
            by = {"formal": "published act", "practice": "announced or published act"}[readings[-1]]
            yield Finding(
                "gap",
                (*following, *ended),
                f"No {by} covers {element} from {_iso(first)} through {_iso(until - 1)}, {_days(until - first, sure)}: "
                f"{' and '.join(ended)} had ended and {' or '.join(following)} did not yet bind.",
                _country_of(element),
            )


def _gaps(
    acts: Sequence[CountedAct], coverages: Coverages, reading: Reading
) -> Iterator[tuple[int, int, bool, tuple[str, ...], tuple[str, ...]]]:
    """First day, first day covered again, whether both are sure, the keys that had ended, the keys that follow."""
    mine = [(index, act) for index, act in enumerate(acts) if _belongs(act, reading)]
    cut_short = {act.start.last for _, act in mine if isinstance(act.event, ElementWithdrawn | ElementAnnulled)}
    ending: dict[int, list[int]] = {}
    for index, act in mine:
        if isinstance(act.event, Ending):
            ending.setdefault(act.end.last, []).append(index)
    covered: set[int] = set()
    sure_before, began = False, None
    for first, _, stands in coverages.spans():
        covering = {_index(stand, reading) for stand in stands if _covers(stand, reading)}
        if not covering:
            began = first if began is None else began
            continue
        sure = all(_covers(stand, reading) for stand in stands)
        if covered and began is not None and began not in cut_short:
            ended = [
                index
                for index in ending.get(began, ())
                if index in covered or isinstance(acts[index].event, ElementExtended)
            ]
            if ended:
                yield began, first, sure and sure_before, _keys(acts, ended), _keys(acts, sorted(covering))
        covered, sure_before, began = covering, sure, None


def _keys(acts: Sequence[CountedAct], indices: Iterable[int]) -> tuple[str, ...]:
    return tuple(acts[index].key for index in indices)


def _belongs(act: CountedAct, reading: Reading) -> bool:
    """Does the act count in this coverage? Formal has the published acts, practice the announced ones too."""
    return act.standing != "advised" and (reading == "practice" or act.standing != "announced")


def _covers(stand: Stand, reading: Reading) -> bool:
    return stand.formal_covers if reading == "formal" else stand.practice_covers


def _index(stand: Stand, reading: Reading) -> int:
    return stand.formal if reading == "formal" else stand.practice


# -- contradictory-holdings -------------------------------------------------------------------------------------------

_AGAINST: Final = frozenset({"annulled", "insufficiently-reasoned"})


@dataclass(frozen=True)
class _Held:
    """What a ruling is recorded to have held, `said_by` the ruling's own entry or an annulment that rests on it."""

    said_by: str
    ruling: Entry
    court: str
    holding: Holding

    @property
    def element_id(self) -> str:
        slug = self.holding.element.removeprefix(f"{self.holding.country}/")
        return f"{self.holding.country}/{slug}" if slug else ""


def contradictory_holdings(books: Books) -> Iterator[Finding]:
    """Opposite outcomes (upheld; annulled or insufficiently reasoned) on one subject, for areas that share ground.

    Within one ruling, an annulment recorded on the strength of it included, or between two. One subject is the same
    element, an element and its kind, the same kind, or the country's policy at large. No areas is the whole country.
    """
    by_kind: dict[tuple[str, str], list[_Held]] = {}
    for held in _held(books):
        by_kind.setdefault((held.holding.country, _kind(books, held)), []).append(held)
    for one, other in (pair for group in by_kind.values() for pair in _opposites(group)):
        if not _share_ground(one.holding.areas, other.holding.areas):
            continue
        subject = one.element_id or other.element_id
        kind = one.holding.kind or other.holding.kind
        about = subject or (f"{kind} in {one.holding.country}" if kind else f"the policy for {one.holding.country}")
        told = f"{_told(one)}, {_told(other)}"
        if one.ruling is other.ruling:
            sentence = f"One ruling, {one.ruling.key}, is recorded with opposite outcomes on {about}: {told}."
        else:
            sentence = (
                f"Two rulings have opposite outcomes on {about}: {_cited(books, one)} has {_told(one)}, "
                f"{_cited(books, other)} has {_told(other)}."
            )
        keys = dict.fromkeys((one.ruling.key, other.ruling.key, one.said_by, other.said_by))
        yield Finding("contradictory-holdings", tuple(keys), sentence, one.holding.country)


def _held(books: Books) -> Iterator[_Held]:
    annulled: set[tuple[str, str]] = set()
    for entry, event in books.seen.rulings():
        for holding in event.holdings:
            held = _Held(entry.key, entry, event.court, holding)
            yield held
            if holding.outcome == "annulled":
                annulled.add((event.ruling, held.element_id))
    for entry, annulment in books.entries:
        if not isinstance(annulment, ElementAnnulled) or (annulment.ruling, annulment.element_id) in annulled:
            continue
        if ruling := books.ruling(annulment.ruling):
            holding = Holding(country=annulment.country, element=annulment.element, outcome="annulled")
            yield _Held(entry.key, ruling[0], ruling[1].court, holding)


def _opposites(group: Sequence[_Held]) -> Iterator[tuple[_Held, _Held]]:
    """Pairs with opposite outcomes, the earlier recorded ruling first, unless they are about two elements of a kind."""
    against = [held for held in group if held.holding.outcome in _AGAINST]
    for upheld in (held for held in group if held.holding.outcome == "upheld"):
        for other in against:
            if not (upheld.element_id and other.element_id and upheld.element_id != other.element_id):
                yield (upheld, other) if upheld.ruling.position < other.ruling.position else (other, upheld)


def _kind(books: Books, held: _Held) -> str:
    if not held.element_id:
        return held.holding.kind
    slug = held.element_id.partition("/")[2]
    # An element that no act has stated yet is of the kind that its slug, by default, is named after.
    return books.kinds.get(held.element_id) or (slug if slug in EVENT_OF_KIND else held.holding.kind or held.element_id)


def _share_ground(some: Sequence[Area], others: Sequence[Area]) -> bool:
    return not some or not others or any(_same_ground(one, other) for one in some for other in others)


def _same_ground(one: Area, other: Area) -> bool:
    """One region, a region and a part of it, or one part by name; two parts of other names are two areas."""
    if (one.code or one.within) != (other.code or other.within):
        return False
    return bool(one.code or other.code) or one.name.casefold() == other.name.casefold()


def _told(held: _Held) -> str:
    areas = ", ".join(area.id for area in held.holding.areas) or "the whole country"
    by = "" if held.said_by == held.ruling.key else f", by {held.said_by}"
    return f"{held.holding.outcome} ({areas}{by})"


def _cited(books: Books, held: _Held) -> str:
    pronounced = books.date(held.ruling, "pronounced_on")
    return f"{held.ruling.key} ({held.court}, {_said(pronounced) if pronounced else 'undated'})"


# -- absence-contradicted ---------------------------------------------------------------------------------------------


def absences_contradicted(books: Books) -> Iterator[Finding]:
    """Statements that there was no country policy on a day on which an element certainly bound, in either reading.

    Of a day that is not exact: the element bound on every day that it can be.
    """
    elements: dict[str, list[str]] = {}
    for element in books.acts:
        elements.setdefault(_country_of(element), []).append(element)
    for entry, event in books.entries:
        day = books.date(entry, "on") if isinstance(event, AbsenceStated) else None
        if not isinstance(event, AbsenceStated) or day is None:
            continue
        for element in elements.get(event.country, ()):
            if acts := _bound(books, element, day):
                yield Finding(
                    "absence-contradicted",
                    (entry.key, *acts),
                    f"{entry.key} has it that there was no country policy {_on(day)}, but {element} was in force then "
                    f"by {', '.join(acts)}.",
                    event.country,
                )


def _bound(books: Books, element: str, day: LegalDate) -> tuple[str, ...]:
    """The keys of the acts by which an element bound on every day that `day` can be; none where that is not certain."""
    spans = [
        stands for first, until, stands in books.coverages(element).spans() if first <= day.last and day.first < until
    ]
    readings: tuple[Reading, ...] = ("practice", "formal")
    for reading in readings:
        if all(_covers(stand, reading) for stands in spans for stand in stands):
            indices = {_index(stand, reading) for stands in spans for stand in stands}
            return _keys(books.acts[element], sorted(indices))
    return ()


# -- presumption-differs ----------------------------------------------------------------------------------------------


def presumptions_that_differ(books: Books) -> Iterator[Finding]:
    """Acts that carry out an advice or an announcement, but presume with another strength.

    Compared is each announced or published act with the act of lower standing stated last before it. Between acts of
    one standing another strength is a change of policy, and no finding.
    """
    for element, acts in books.acts.items():
        before: list[CountedAct] = []
        for act in acts:
            if not isinstance(act.event, StatingAct):
                continue
            carried_out = before[-1] if before and _RANK[before[-1].standing] < _RANK[act.standing] else None
            if carried_out and isinstance(carried_out.event, StatingAct):
                one, other = carried_out.event.presumption, act.event.presumption
                if one and other and one.strength != other.strength:
                    yield Finding(
                        "presumption-differs",
                        (act.key, carried_out.key),
                        f'{_the(act)} presumes "{other.phrase}" ({other.strength}), where the {carried_out.standing} '
                        f'act {carried_out.key} had "{one.phrase}" ({one.strength}).',
                        _country_of(element),
                    )
            before.append(act)


_RANK: Final[Mapping[Standing | None, int]] = {None: 0, "advised": 1, "announced": 2, "published": 3}


# -- how a finding says it --------------------------------------------------------------------------------------------


def _of_act(code: str, act: CountedAct, sentence: str) -> Finding:
    return Finding(code, (act.key,), sentence, act.event.country)


def _country_of(element: str) -> str:
    return element.partition("/")[0]


def _the(act: CountedAct) -> str:
    return _called(act.key, act.event)


def _called(key: str, event: ElementEvent) -> str:
    standing = f"{event.standing} act" if isinstance(event, Act) else "annulment"
    return f"The {standing} {key} on {event.element_id}"


def _sources(event: Event | None) -> str:
    slugs = dict.fromkeys(cite.source for cite in event.cites) if event else ()
    return ", ".join(slugs) or "no source cited"


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _said(day: LegalDate) -> str:
    """The day itself, or the days it can be."""
    if day.is_open:
        return "an open end"
    if day.earliest is None or day.latest is None:
        return (
            "an unknown day"
            if day.is_unknown
            else f"{day.earliest} or later"
            if day.earliest
            else (f"{day.latest} or earlier")
        )
    return f"{day.earliest}" if day.is_exact else f"some day from {day.earliest} through {day.latest}"


def _on(day: LegalDate) -> str:
    return f"on {_said(day)}"


def _from(day: LegalDate) -> str:
    return f"from {_said(day)} on"


def _days(number: int, sure: bool = True) -> str:
    counted = "1 day" if number == 1 else f"{number} days"
    return counted if sure else f"at least {counted}"


def _lag(earlier: LegalDate, later: LegalDate) -> str:
    return _days(later.first - earlier.last, earlier.is_exact and later.is_exact)
