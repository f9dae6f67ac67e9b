"""Which entries count at a point, and as what: step 1 of contract 4.1, and the legal order of step 2.

`History` holds entries; `History.seen(public_by, position)` is what could be known of them at one point on the public
and the record clock. `policy.py` builds the state of an element from the acts that count.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from domain import content
from domain.dates import AFTER, BEFORE, UNKNOWN, LegalDate
from domain.elements import Standing
from domain.errors import Malformed
from domain.events import (
    AbsenceStated,
    Act,
    CountryEvent,
    ElementAnnulled,
    ElementEvent,
    ElementWithdrawn,
    Ending,
    EntryAnnotated,
    EntryCorrected,
    EntryDisputed,
    EntryEvent,
    EntryStruckOut,
    Event,
    RulingRecorded,
    SourceDisclosed,
    SourceEvent,
    SourceRegistered,
    StatingAct,
    day_public,
)
from domain.sealing import Withheld

EX_TUNC: Final = LegalDate("ex-tunc", BEFORE, BEFORE)
"""An annulment that takes away everything: it reaches back before every day."""


@dataclass(frozen=True)
class Entry:
    """One event on record. `position` counts from 1 without gaps; `recorded_at` is UTC and rises with position.

    `withheld` are the sealed values of it that are not at hand: the event is without them.
    """

    position: int
    key: str
    event: Event
    stream: str = ""
    recorded_at: datetime | None = None
    actor: str = ""
    withheld: tuple[Withheld, ...] = ()

    @cached_property
    def written(self) -> dict[str, Any]:
        """The event as plain text, lists and maps."""
        return content.write(self.event)


@dataclass(frozen=True)
class Dispute:
    """A rival assertion that counts: `entry` says that `field` of the entry it is about is `value`."""

    entry: Entry
    about: str
    field: str
    value: object


@dataclass(frozen=True, eq=False)
class CountedAct:
    """An act as it counts at a point: dates widened by rival assertions, `start` worked out.

    `entry.position` and `entry.key` are those of the original; `event` is what counts in its place. `act_day` is its
    place in legal order (ordinal; AFTER when unknown). For an annulment `start` is the first day it takes away.
    """

    entry: Entry
    event: ElementEvent
    act_day: int
    start: LegalDate
    end: LegalDate
    public: LegalDate
    disputes: tuple[Dispute, ...] = ()

    @property
    def key(self) -> str:
        return self.entry.key

    @property
    def position(self) -> int:
        return self.entry.position

    @property
    def standing(self) -> Standing | None:
        return self.event.standing if isinstance(self.event, Act) else None


class History:
    """Entries in the order of the ledger. It may be part of a ledger, as long as what is referred to is in it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: Final = tuple(entries)
        self.by_key: Final = {entry.key: entry for entry in self.entries}
        self._about: dict[str, list[Entry]] = {}
        self._sources: dict[str, Entry] = {}
        self._disclosures: dict[str, list[Entry]] = {}
        self._rulings: dict[str, Entry] = {}
        self._of_element: dict[str, list[Entry]] = {}
        for entry in self.entries:
            match entry.event:
                case ElementEvent(element_id=element_id):
                    self._of_element.setdefault(element_id, []).append(entry)
                case EntryEvent(entry=key):
                    self._about.setdefault(key, []).append(entry)
                case SourceRegistered(source=slug):
                    self._sources.setdefault(slug, entry)
                case SourceDisclosed(source=slug):
                    self._disclosures.setdefault(slug, []).append(entry)
                case RulingRecorded(ruling=slug):
                    self._rulings.setdefault(slug, entry)

    def about(self, key: str) -> Sequence[Entry]:
        """The corrections, strike-outs, disputes and annotations of an entry, in ledger order."""
        return self._about.get(key, ())

    def of_element(self, element_id: str) -> Iterator[Entry]:
        """The entries that state something of an element, as recorded or as corrected at some point."""
        yield from self._of_element.get(element_id, ())
        for entry in self._remarked:
            if not isinstance(entry.event, ElementEvent) or entry.event.element_id != element_id:
                yield entry

    @cached_property
    def _remarked(self) -> tuple[Entry, ...]:
        """What is about a country and may have been corrected."""
        found = (self.by_key.get(key) for key in self._about)
        return tuple(entry for entry in found if entry is not None and isinstance(entry.event, CountryEvent))

    def source(self, slug: str) -> Entry | None:
        return self._sources.get(slug)

    def disclosures(self, slug: str) -> Sequence[Entry]:
        return self._disclosures.get(slug, ())

    def ruling(self, slug: str) -> Entry | None:
        return self._rulings.get(slug)

    def seen(self, public_by: int = AFTER, position: int | None = None) -> "Seen":
        """What counts, public by the ordinal day `public_by` (AFTER: no limit), recorded through `position`."""
        last = self.entries[-1].position if self.entries else 0
        return Seen(self, public_by, last if position is None else position)

    @cached_property
    def public_steps(self) -> tuple[int, ...]:
        """The ordinal days on which something of this history may become public: between them nothing changes."""
        days: set[int] = set()
        dated_by_source = any(
            entry.event.public_on is None for entry in self.entries if not isinstance(entry.event, SourceEvent)
        )
        for entry in self.entries:
            if dated_by_source or not isinstance(entry.event, SourceEvent):
                days.update(_public_days(entry.event))
        return tuple(sorted(days))


class Seen:
    """A history as seen at one point on the public and the record clock."""

    def __init__(self, history: History, public_by: int, position: int) -> None:
        self.history: Final = history
        self.public_by: Final = public_by
        self.position: Final = position
        self._events: dict[str, Event | None] = {}
        self._source_days: dict[str, LegalDate] = {}
        self._acts: dict[str, tuple[CountedAct, ...]] = {}

    # -- what counts --------------------------------------------------------------------------------------------------

    def event(self, entry: Entry) -> Event | None:
        """What counts in the place of an entry: itself, its last correction, or None when it was struck out."""
        if not self.history.about(entry.key):
            return entry.event
        if entry.key not in self._events:
            self._events[entry.key] = self._replaced(entry)
        return self._events[entry.key]

    def _replaced(self, entry: Entry) -> Event | None:
        counting = entry.event
        for remark in self.remarks(entry.key):
            match self.event(remark):
                case EntryStruckOut():
                    return None
                case EntryCorrected(content=replacement):
                    counting = corrected(entry.event, replacement)
        return counting

    def remarks(self, key: str) -> Iterator[Entry]:
        """The entries about an entry that count here, in ledger order."""
        for remark in self.history.about(key):
            if remark.position <= self.position and self.is_seen(remark):
                yield remark

    def is_seen(self, entry: Entry) -> bool:
        """Recorded by then, not struck out, public by then; an annulment only while its ruling counts."""
        event = self.event(entry) if entry.position <= self.position else None
        if event is None or (isinstance(event, ElementAnnulled) and self.ruling(event.ruling) is None):
            return False
        return self.public_by == AFTER or day_public(self.public_on(entry)) <= self.public_by

    # -- when it became public ----------------------------------------------------------------------------------------

    def public_on(self, entry: Entry) -> LegalDate:
        """When an outsider could know of the entry: its own day, else that of its first cited source; else unknown.

        An annulment is public when its ruling is. What is said about an entry cannot decide when it is itself public:
        such entries are judged by the days as they were recorded (adr/0005).
        """
        event = self.event(entry)
        if event is None:
            return UNKNOWN
        if isinstance(event, EntryEvent):
            return self._as_recorded(event, standing=not isinstance(self._root(event), SourceEvent))
        if isinstance(event, ElementAnnulled):
            ruling = self.history.ruling(event.ruling)
            return self.public_on(ruling) if ruling else UNKNOWN
        if isinstance(event, SourceRegistered):
            return self._source_day(event.source, standing=True)
        return self._widened(entry, "public_on", self._as_recorded(event, standing=True))

    def _as_recorded(self, event: Event, *, standing: bool) -> LegalDate:
        """The public day an event gives itself. `standing`: sources count as they stand, not as first recorded."""
        if event.public_on is not None:
            return event.public_on
        if event.cites:
            return self._source_day(event.cites[0].source, standing=standing)
        if isinstance(event, ElementAnnulled):
            ruling = self.history.ruling(event.ruling)
            return self._as_recorded(ruling.event, standing=standing) if ruling else UNKNOWN
        target = self.history.by_key.get(event.entry) if isinstance(event, EntryEvent) else None
        if target is None:
            return UNKNOWN
        days = [self._as_recorded(target.event, standing=standing)]
        if isinstance(event, EntryCorrected):
            days.append(self._as_recorded(corrected(target.event, event.content), standing=standing))
        return min(days, key=day_public)

    def _root(self, event: EntryEvent) -> Event | None:
        """The event at the end of a chain of entries about entries."""
        target = self.history.by_key.get(event.entry)
        if target is not None and isinstance(target.event, EntryEvent):
            return self._root(target.event)
        return target.event if target else None

    def _source_day(self, slug: str, *, standing: bool) -> LegalDate:
        """The earlier of a source's registration and its disclosures, each counted from its latest day."""
        if standing and slug in self._source_days:
            return self._source_days[slug]
        registration = self.history.source(slug)
        entries = [registration, *self.history.disclosures(slug)] if registration else []
        if len(entries) == 1 and not self.history.about(entries[0].key):
            day = entries[0].event.public_on
            if day is not None:  # nothing else was ever said of it
                return min((UNKNOWN, day), key=day_public) if entries[0].position <= self.position else UNKNOWN
        days = [UNKNOWN]
        for entry in entries:
            event = self.event(entry) if standing else entry.event
            if entry.position > self.position or event is None:
                continue
            day = event.public_on
            if day is None and event.cites and event.cites[0].source != slug:
                day = self._source_day(event.cites[0].source, standing=False)
            if standing:
                asserted = [day] if day else []
                asserted += rivals(self.disputes(entry.key), "public_on")
                day = asserted[0].widened(asserted[1:]) if asserted else None
            if day is not None:
                days.append(day)
        answer = min(days, key=day_public)
        if standing:
            self._source_days[slug] = answer
        return answer

    def disputes(self, key: str) -> tuple[Dispute, ...]:
        """The rival assertions about an entry that count here."""
        found = []
        for remark in self.remarks(key):
            event = self.event(remark)
            if isinstance(event, EntryDisputed):
                found.append(Dispute(remark, key, event.field, event.value))
        return tuple(found)

    def annotations(self, key: str) -> tuple[Entry, ...]:
        return tuple(each for each in self.remarks(key) if isinstance(self.event(each), EntryAnnotated))

    def _widened(self, entry: Entry, field: str, day: LegalDate) -> LegalDate:
        if not self.history.about(entry.key):
            return day
        return day.widened(rivals(self.disputes(entry.key), field))

    # -- what there is ------------------------------------------------------------------------------------------------

    def ruling(self, slug: str) -> RulingRecorded | None:
        """A ruling as it counts, public or not."""
        entry = self.history.ruling(slug)
        event = self.event(entry) if entry else None
        return event if isinstance(event, RulingRecorded) else None

    def rulings(self) -> Iterator[tuple[Entry, RulingRecorded]]:
        """Every ruling seen here, in ledger order."""
        for entry in self.history.entries:
            if isinstance(entry.event, RulingRecorded) and self.is_seen(entry):
                event = self.event(entry)
                if isinstance(event, RulingRecorded):
                    yield entry, event

    def absences(self, country: str) -> Iterator[tuple[Entry, AbsenceStated]]:
        """Every statement seen here that there was no country policy, in ledger order."""
        for entry in self.history.entries:
            if not isinstance(entry.event, EntryEvent) and self.is_seen(entry):
                event = self.event(entry)
                if isinstance(event, AbsenceStated) and event.country == country:
                    yield entry, event

    def acts(self, element_id: str) -> tuple[CountedAct, ...]:
        """The acts of an element that count here, in legal order: by act day, unknown last, ties by position."""
        if element_id not in self._acts:
            self._acts[element_id] = self._in_legal_order(element_id)
        return self._acts[element_id]

    def _in_legal_order(self, element_id: str) -> tuple[CountedAct, ...]:
        counted = []
        for entry in self.history.of_element(element_id):
            event = self.event(entry)
            if isinstance(event, ElementEvent) and event.element_id == element_id and self.is_seen(entry):
                counted.append(self._counted(entry, event))
        return tuple(sorted(counted, key=lambda act: (act.act_day, act.position)))

    def _counted(self, entry: Entry, event: ElementEvent) -> CountedAct:
        """The act as it counts here: the same object wherever it counts alike, so that equality is cheap to see."""
        disputes = self.disputes(entry.key) if self.history.about(entry.key) else ()
        pronounced = self._pronounced(event.ruling) if isinstance(event, ElementAnnulled) else None
        basis = (self.public_on(entry), pronounced, disputes, event)
        weighed: list[tuple[object, CountedAct]] = entry.__dict__.setdefault("_weighed", [])
        for known, counted in weighed:
            if known == basis:
                return counted
        weighed.append((basis, _weighed(entry, *basis)))
        return weighed[-1][1]

    def _pronounced(self, slug: str) -> LegalDate | None:
        """A court decides on the day it pronounces, however late its ruling is published (adr/0005)."""
        entry = self.history.ruling(slug)
        ruling = self.ruling(slug)
        return self._widened(entry, "pronounced_on", ruling.pronounced_on) if entry and ruling else None


def _weighed(
    entry: Entry, public: LegalDate, pronounced: LegalDate | None, disputes: tuple[Dispute, ...], event: ElementEvent
) -> CountedAct:
    end = LegalDate("..", AFTER, AFTER)
    act_day = public
    if isinstance(event, Act):
        signed = _asserted(event.signed_on, disputes, "signed_on")
        act_day = signed or _asserted(event.decided_on, disputes, "decided_on") or public
    if isinstance(event, Ending):
        end = event.end.widened(rivals_of_end(disputes))
    match event:
        case StatingAct(from_=None, standing="announced"):
            start = public.widened(rivals(disputes, "from"))
        case StatingAct(from_=None):
            start = LegalDate.between(public.first, AFTER).widened(rivals(disputes, "from"))
        case StatingAct(from_=day) | ElementWithdrawn(from_=day) if day is not None:
            start = day.widened(rivals(disputes, "from"))
        case ElementAnnulled(effect=effect):
            start = effect if isinstance(effect, LegalDate) else EX_TUNC
            start = start.widened(rivals(disputes, "effect"))
            act_day = pronounced or public
        case _:
            start = UNKNOWN
    return CountedAct(
        entry=entry,
        event=event,
        act_day=AFTER if act_day.is_unknown else act_day.first,
        start=start,
        end=end,
        public=public,
        disputes=disputes,
    )


def corrected(original: Event, replacement: Mapping[str, object]) -> Event:
    """What counts in the place of `original`: the replacing fields, read as the event they name (else the same one)."""
    fields = dict(replacement)
    topic = fields.pop("event", original.TOPIC)
    return content.read(str(topic), fields)


def rivals(disputes: Iterable[Dispute], field: str) -> list[LegalDate]:
    """What disputes assert of a date."""
    return [day for each in disputes if each.field == field and (day := _as_date(each.value)) is not None]


def _asserted(day: LegalDate | None, disputes: Sequence[Dispute], field: str) -> LegalDate | None:
    """A date that may be absent, with what rivals assert of it."""
    given = [*([day] if day else []), *rivals(disputes, field)]
    return given[0].widened(given[1:]) if given else None


def rivals_of_end(disputes: Iterable[Dispute]) -> list[LegalDate]:
    """What disputes assert of an end, as the first day it no longer binds."""
    given = tuple(disputes)
    return rivals(given, "until") + [day.day_after() for day in rivals(given, "through")]


def _as_date(value: object) -> LegalDate | None:
    try:
        return LegalDate.parse(value) if isinstance(value, str) else None
    except Malformed:
        return None


def _public_days(event: Event) -> Iterator[int]:
    yield day_public(event.public_on)
    match event:
        case EntryCorrected(content=replacement):
            day = _as_date(replacement.get("public_on"))
            yield day_public(day)
            nested = replacement.get("content")
            if isinstance(nested, Mapping):
                yield day_public(_as_date(nested.get("public_on")))
        case EntryDisputed(field="public_on", value=value):
            yield day_public(_as_date(value))


def ordinal(day: date | None) -> int:
    """The ordinal of a day; AFTER for no limit."""
    return AFTER if day is None else day.toordinal()
