"""Ledgers filled with the history of `data.py`, and what their entries say by the pure fold of the domain."""

import shutil
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from bench import data
from domain.dates import Point
from domain.events import ElementAnnulled, ElementEvent, EntryEvent, RulingRecorded, SourceEvent
from domain.history import Entry, History, ordinal
from domain.policy import Element, ElementState
from infrastructure.answers import natural
from infrastructure.ledger import Ledger, create_ledger, open_ledger
from infrastructure.store.datastore import Datastore
from infrastructure.store.recorder import Recorder

AT_ONCE = 10_000
"""Entries per append while a ledger is filled: each is one transaction, as one chronicle file would be."""


@dataclass(frozen=True)
class Corpus:
    """A ledger with a made-up history. `entries` are there; it took `seconds` to append them."""

    path: Path
    shape: data.Shape
    seed: int
    entries: int
    seconds: float

    def open(self) -> Ledger:
        return open_ledger(self.path)

    def copy_to(self, path: Path) -> Path:
        """The whole ledger in another file; nobody may have this one open."""
        log = self.path.with_name(self.path.name + "-wal")
        if log.exists() and log.stat().st_size > 0:
            raise RuntimeError("the ledger is open; close it before it is copied")
        return Path(shutil.copyfile(self.path, path))


def fill(path: Path, shape: data.Shape, seed: int, held_back: int = 0) -> Corpus:
    """Make a ledger and append all of a history but its last `held_back` entries, through the front desk."""
    drafts = data.drafts(shape, seed)
    wanted = drafts[: len(drafts) - held_back]
    start = time.perf_counter()
    with create_ledger(path, origin="bench") as ledger:
        for first in range(0, len(wanted), AT_ONCE):
            ledger.append(wanted[first : first + AT_ONCE], actor="bench")
    return Corpus(path, shape, seed, len(wanted), time.perf_counter() - start)


def append_held_back(corpus: Corpus, held_back: int) -> Corpus:
    """Append what `fill` held back."""
    if held_back == 0:
        return corpus
    with corpus.open() as ledger:
        ledger.append(data.drafts(corpus.shape, corpus.seed)[-held_back:], actor="bench")
    return replace(corpus, entries=corpus.entries + held_back)


def stored_events(path: Path, first: int, last: int) -> list[StoredEvent]:
    """The entries from position `first` through `last`, as the library knows them: the same bytes for every store."""
    with Datastore.open(path) as store:
        found = Recorder(store).select_notifications(first, last - first + 1, last)
    return [StoredEvent(str(each.originator_id), each.originator_version, each.topic, each.state) for each in found]


class Fold:
    """What the entries of a ledger say, folded anew for each question without any table: slow, and sure."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._acts: dict[str, list[Entry]] = defaultdict(list)
        self._of_slug: dict[str, list[Entry]] = defaultdict(list)
        self._about: dict[str, list[Entry]] = defaultdict(list)
        self._histories: dict[str, History] = {}
        for entry in entries:
            match entry.event:
                case ElementEvent(element_id=element):
                    self._acts[element].append(entry)
                case EntryEvent(entry=about):
                    self._about[about].append(entry)
                case SourceEvent(source=slug):
                    self._of_slug[f"source/{slug}"].append(entry)
                case RulingRecorded(ruling=slug):
                    self._of_slug[f"ruling/{slug}"].append(entry)

    def element(self, element: str, point: Point) -> ElementState | None:
        """The state of one element, without the rulings that challenge it."""
        history = self._history(element)
        seen = history.seen(ordinal(point.public_by), _position(point))
        return Element(element, seen.acts(element)).on(point.on.toordinal(), "practice")

    def country(self, elements: Iterable[str], point: Point) -> tuple[ElementState, ...]:
        """The states of these elements, with the rulings on them, in the order of an answer."""
        states = []
        for element in elements:
            state = self.element(element, point)
            if state is not None:
                seen = self._history(element).seen(ordinal(point.public_by), _position(point))
                rulings = [ruling for _, ruling in seen.rulings()]
                touching = [each.ruling for each in rulings if any(map(state.touched_by, each.holdings))]
                states.append(replace(state, challenged=tuple(sorted(touching, key=natural))))
        return tuple(sorted(states, key=lambda state: natural(state.id)))

    def _history(self, element: str) -> History:
        if element not in self._histories:
            found = {entry.position: entry for entry in self._bearing_on(element)}
            self._histories[element] = History(found[position] for position in sorted(found))
        return self._histories[element]

    def _bearing_on(self, element: str) -> Iterator[Entry]:
        """The acts of an element, what is said about them, and the sources and rulings they lean on."""
        waiting = list(self._acts[element])
        while waiting:
            entry = waiting.pop()
            yield entry
            waiting.extend(self._about.get(entry.key, ()))
            for cite in entry.event.cites:
                waiting.extend(self._of_slug.get(f"source/{cite.source}", ()))
            if isinstance(entry.event, ElementAnnulled):
                waiting.extend(self._of_slug.get(f"ruling/{entry.event.ruling}", ()))


def _position(point: Point) -> int:
    moment = point.recorded_by
    return 2**62 if moment is None or moment.position is None else moment.position
