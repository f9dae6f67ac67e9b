"""What is odd about entries that are about to be appended: let in all the same, since a strange history is what sources
say, and told to whoever types them, since it may be a slip of the pen. What is wrong is for `admission.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from domain.events import (
    AbsenceStated,
    Act,
    ElementAnnulled,
    EntryCorrected,
    EntryErased,
    EntryEvent,
    EntryStruckOut,
    Event,
)
from domain.history import Entry, History, corrected
from infrastructure.answers import Doubt
from infrastructure.reading import LedgerReader

if TYPE_CHECKING:
    from infrastructure.admission import Admitted


def doubts_about(reader: LedgerReader, admitted: "Sequence[Admitted]") -> tuple[Doubt, ...]:
    """Asked of a ledger that does not have the entries yet."""
    return tuple(doubt for each in admitted for doubt in _doubts(reader, each.key, each.event))


def _doubts(reader: LedgerReader, key: str, event: Event) -> Iterator[Doubt]:
    said = [event]
    if isinstance(event, EntryEvent) and not isinstance(event, EntryErased):
        target = reader.references.of_key(event.entry)
        struck = target and _struck_by(_history(reader, [target]), target)
        if struck:
            again = isinstance(event, EntryStruckOut)
            yield Doubt("struck-out-already" if again else "about-struck-out", key, event.entry, struck.key)
        if isinstance(event, EntryCorrected) and target:
            said.append(corrected(target.event, event.content))
    for each in said:
        if isinstance(each, Act | AbsenceStated) and not isinstance(each, ElementAnnulled) and not each.cites:
            yield Doubt("no-source" if each.public_on else "no-source-no-day", key)
    for slug in dict.fromkeys(cite.source for each in said for cite in each.cites):
        history = reader.history(f"source/{slug}")
        registration = history.source(slug)
        struck = registration and _struck_by(history, registration)
        if struck:
            yield Doubt("source-struck-out", key, slug, struck.key)


def _history(reader: LedgerReader, entries: Iterable[Entry]) -> History:
    held: dict[str, Entry] = {}
    reader.references.gather(list(entries), held)
    return History(sorted(held.values(), key=lambda each: each.position))


def _struck_by(history: History, entry: Entry) -> Entry | None:
    """The strike that counts; None where the entry stands."""
    seen = history.seen()
    if seen.event(entry) is not None:
        return None
    return next((each for each in seen.remarks(entry.key) if isinstance(each.event, EntryStruckOut)), None)
