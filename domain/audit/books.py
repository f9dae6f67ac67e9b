"""What counts of a history, laid out for an auditor."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from domain.audit.finding import Finding
from domain.cases import CaseFile, case_file
from domain.dates import LegalDate
from domain.events import (
    CaseAssessed,
    CaseEvent,
    CaseMomentRecorded,
    CaseOpened,
    CountryEvent,
    ElementAnnulled,
    ElementEvent,
    EntryEvent,
    Event,
    RulingEvent,
    RulingRecorded,
    SourceEvent,
    SourceRegistered,
    StatingAct,
    stream_of,
)
from domain.history import CountedAct, Entry, History, Seen, rivals
from domain.policy import Coverages, Element


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
