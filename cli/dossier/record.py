"""What a report is made of, and the entries as its source: every fact shown is the place of a text in one of them.

`Record` finds that place. A text that only an answer has, and no entry, is never shown as a fact of the record.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from cli.dossier.jsonml import JsonML, Node, el, filled, joined
from cli.words.dates import date_words
from cli.words.dossier import sentence
from cli.words.terms import Lang
from cli.words.values import area_words, plain_words
from domain import content
from domain.dates import UNKNOWN, LegalDate
from domain.errors import LedgerError, Malformed
from domain.events import EVENTS, Event
from domain.history import Entry, History, Seen

Path = tuple[str | int, ...]
_MISSING: Final = object()
DIGESTS: Final = "_sd"
"""Where an object has the digests of what is sealed in it (RFC 9901)."""
_ONE_AREA: Final = frozenset({"origin_area", "habitual_residence"})
_AREA_FIELDS: Final = frozenset({"areas", "except_areas", "to", "for_areas"})


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that a report is made from.

    `asked`: the question as it was put. `made_on`: a legal day, as in 2026-11-22. `position`: the entries through it
    were taken into account.

    `answers`: what the JSON doors print, as dicts: `state` (`show`), `why` (a list, one answer of `why` per element,
    sorted by id, with no public limit, so that what was not public can be told as such), `timeline`; of a case `case`
    (`case show`), `replay` and `compare` too, null where it cannot be told. `problems` may say why, in a sentence by
    the name of the answer; `reasons` has the error that says such a sentence, by the sentence.

    `entries`: those carried, in ledger order, disclosures applied: `{position, key, event, stream, recorded_at, actor,
    content}`. A value that is withheld or erased is a digest in `_sd` of the object that had it.
    """

    asked: Mapping[str, Any]
    made_on: str
    origin: str
    position: int
    answers: Mapping[str, Any]
    entries: Sequence[Mapping[str, Any]]
    reasons: Mapping[str, LedgerError] = field(default_factory=dict)

    def answer(self, name: str) -> Mapping[str, Any]:
        """An answer by its name; empty where it cannot be told."""
        return self.answers.get(name) or {}

    def problem(self, name: str) -> str:
        return str((self.answers.get("problems") or {}).get(name) or "")


@dataclass(frozen=True)
class Spot:
    """A place in an entry: its index among those carried, and the path."""

    entry: int
    path: Path

    def at(self, *path: str | int) -> "Spot":
        return Spot(self.entry, (*self.path, *path))


@dataclass
class Record:
    """The entries carried, in one language of words around them."""

    entries: Sequence[Mapping[str, Any]]
    lang: Lang
    told: set[str] = field(default_factory=set)
    """The sources that were described in full before."""

    def __post_init__(self) -> None:
        self._index = {str(entry["key"]): place for place, entry in enumerate(self.entries)}
        self._corrections: dict[str, list[int]] = {}
        self._sources: dict[str, str] = {}
        self._of_event: dict[str, list[str]] = {}
        self._about: dict[tuple[str, str], list[str]] = {}
        for place, entry in enumerate(self.entries):
            about = entry["content"].get("entry")
            self._of_event.setdefault(str(entry["event"]), []).append(str(entry["key"]))
            self._about.setdefault((str(about), str(entry["event"])), []).append(str(entry["key"]))
            if entry["event"] == "entry.corrected" and self._index.get(str(about), place) < place:
                self._corrections.setdefault(str(about), []).append(place)
            if entry["event"] == "source.registered":
                self._sources.setdefault(str(entry["content"].get("source")), str(entry["key"]))

    # -- what counts --------------------------------------------------------------------------------------------------

    @cached_property
    def seen(self) -> Seen:
        """The entries as they count now: corrections and strike-outs applied."""
        known = (entry for entry in self.entries if entry["event"] in EVENTS)
        return History(
            Entry(int(each["position"]), str(each["key"]), content.read(each["event"], _disclosed(each["content"])))
            for each in known
        ).seen()

    def counts(self, key: str) -> Event | None:
        """What counts in the place of an entry; None where it was struck out, or is not carried."""
        entry = self.seen.history.by_key.get(key)
        return self.seen.event(entry) if entry else None

    def public_on(self, key: str) -> LegalDate:
        """When an outsider could know of an entry; unknown where it is not carried."""
        entry = self.seen.history.by_key.get(key)
        return self.seen.public_on(entry) if entry else UNKNOWN

    def keys(self, *events: str) -> list[str]:
        """The entries of these events that count, in ledger order."""
        found = [key for event in events for key in self._of_event.get(event, ()) if self.counts(key)]
        return found if len(events) == 1 else sorted(found, key=self._index.__getitem__)

    def about(self, key: str, event: str) -> list[str]:
        """The entries of an event that are about another entry, and count."""
        return [each for each in self._about.get((key, event), ()) if self.counts(each)]

    def entry(self, key: str) -> Mapping[str, Any]:
        """An entry as it was recorded; empty where it is not carried."""
        return self.entries[self._index[key]] if key in self._index else {"content": {}, "event": ""}

    def source_key(self, slug: str) -> str | None:
        """The entry that registered a source; None where it is not carried."""
        return self._sources.get(slug)

    def __contains__(self, key: str) -> bool:
        return key in self._index

    # -- places -------------------------------------------------------------------------------------------------------

    def places(self, key: str) -> Iterator[Spot]:
        """Where the fields of an entry stand: in itself, then in each correction of it, the last one last."""
        if key not in self._index:
            return
        yield Spot(self._index[key], ("content",))
        for place in self._corrections.get(key, ()):
            for spot in self.places(str(self.entries[place]["key"])):
                yield spot.at("content")

    def counting(self, key: str) -> Spot | None:
        """Where the fields that count now stand: those of the entry, or of the correction that replaced them."""
        counts = self.counts(key)
        written = content.write(counts) if counts else {}
        spots = list(self.places(key))
        same = [spot for spot in spots if _agrees(self.value(spot), written)]
        return same[-1] if same else spots[-1] if spots else None

    def holding(self, key: str, path: Path, value: Any) -> Spot | None:
        """Where an entry, or a correction of it, has this value at a path within its fields; the last such place."""
        found = [spot.at(*path) for spot in self.places(key) if self.value(spot.at(*path)) == value]
        return found[-1] if found else None

    def value(self, spot: Spot) -> Any:
        """What stands at a place; `_MISSING` where nothing does."""
        found: Any = self.entries[spot.entry]
        for step in spot.path:
            held = (
                step in found if isinstance(found, Mapping) else isinstance(found, list) and step in range(len(found))
            )
            if not held:
                return _MISSING
            found = found[step]
        return found

    def has(self, spot: Spot | None) -> bool:
        return spot is not None and self.value(spot) not in (_MISSING, None, "", [], {})

    def withheld(self, spot: Spot) -> list[str]:
        """The digests of what the object at a place has sealed, and this dossier does not disclose."""
        given = self.value(spot)
        digests = given.get(DIGESTS) if isinstance(given, Mapping) else None
        return [each for each in digests if isinstance(each, str)] if isinstance(digests, list) else []

    # -- facts --------------------------------------------------------------------------------------------------------

    def fact(self, spot: Spot) -> Node:
        """The text or number at a place as a fact; where it is a digest only, that it is withheld."""
        value = self.value(spot)
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            return {"fact": [spot.entry, *spot.path]}
        return self.erased()

    def erased(self, digests: Sequence[str] = ()) -> JsonML:
        """That values are not here; of digests, how many were withheld and how many erased, and for which reason."""
        told: list[list[Node]] = []
        sealed = [each for each in digests if each not in self._erasures]
        if sealed:
            name = "withheld-one" if len(sealed) == 1 else "withheld-many"
            told.append([sentence(name, self.lang).format(count=len(sealed))])
        for spot in dict.fromkeys(self._erasures[each] for each in digests if each in self._erasures):
            count = sum(self._erasures.get(each) == spot for each in digests)
            template = sentence("erased-one" if count == 1 else "erased-many", self.lang)
            entry = ["[", self.key(str(self.entries[spot.entry]["key"])), "]"]
            told.append(filled(template, count=str(count), reason=self.fact(spot.at("reason")), entry=entry))
        return el("span", *(joined(told, "; ") or [sentence("withheld", self.lang)]), class_="erased")

    @cached_property
    def _erasures(self) -> dict[str, Spot]:
        """Where it stands that a value was erased, by its digest."""
        found = {}
        for place, entry in enumerate(self.entries):
            erased = entry["content"].get("erased") if entry["event"] == "entry.erased" else None
            for each in erased if isinstance(erased, list) else ():
                if isinstance(each, Mapping):
                    found[str(each.get("digest"))] = Spot(place, ("content",))
        return found

    def code(self, spot: Spot, *, whole: bool = False) -> JsonML:
        """A fact as it is written; `whole` is not broken at the end of a line."""
        return el("code", self.fact(spot), class_="whole" if whole else "")

    def key(self, key: str) -> JsonML:
        """The key of an entry; of one that is not carried, as the answer names it."""
        if key in self._index:
            return el("code", {"fact": [self._index[key], "key"]}, class_="key")
        return el("code", key, f" ({sentence('not-carried', self.lang)})", class_="key")

    def keys_told(self, keys: Sequence[str]) -> list[Node]:
        return joined([[self.key(each)] for each in dict.fromkeys(keys)], ", ")

    def position(self, key: str) -> list[Node]:
        """`@14`."""
        return ["@", {"fact": [self._index[key], "position"]}] if key in self._index else []

    # -- values in words beside the facts -----------------------------------------------------------------------------

    def words(self, spot: Spot, name: str, *, codes: bool = True) -> list[Node]:
        """The value of a field in words with, where they are not the same, what was recorded in brackets.

        Without `codes` that is left out where it is a code; free text is always told as it was recorded.
        """
        value = self.value(spot)
        if value is _MISSING:
            return [self.erased()]
        if name == "presumption" and isinstance(value, Mapping) and self.has(spot.at("phrase")):
            strength = str(value.get("strength", ""))
            gloss = plain_words(name, {"strength": strength}, self.lang).removeprefix(strength)
            return ["„", self.fact(spot.at("phrase")), "” (", self.fact(spot.at("strength")), f"{gloss})"]
        if name in _ONE_AREA:
            return self.area(spot)
        if name in _AREA_FIELDS and isinstance(value, list):
            return joined((self.area(spot.at(place)) for place in range(len(value))), ", ")
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return joined((self.words(spot.at(place), name, codes=codes) for place in range(len(value))), "; ")
        return self._beside(spot, name, value, codes=codes)

    def _beside(self, spot: Spot, name: str, value: Any, *, codes: bool = True) -> list[Node]:
        told = plain_words(name, value, self.lang)
        facts = [self.fact(leaf) for leaf in self._leaves(spot)]
        if isinstance(value, str) and told == value:
            return facts
        erased: list[Node] = [" ", self.erased(self.withheld(spot))] if self.withheld(spot) else []
        shown = facts if codes else []
        return [told, *([" (", el("code", *joined(([each] for each in shown), ", ")), ")"] if shown else []), *erased]

    def area(self, spot: Spot) -> list[Node]:
        """`Gao (ML-7)`, the code as a fact."""
        value = self.value(spot)
        told = area_words(value, self.lang) if value is not _MISSING else ""
        if isinstance(value, str) and told.endswith(f" ({value})"):
            return [f"{told.removesuffix(f'({value})')}(", self.code(spot, whole=True), ")"]
        return [self.fact(spot)] if isinstance(value, str) else self._beside(spot, "areas", [value])

    def _leaves(self, spot: Spot) -> Iterator[Spot]:
        value = self.value(spot)
        if isinstance(value, Mapping):
            for name in value:
                if name != DIGESTS:
                    yield from self._leaves(spot.at(name))
        elif isinstance(value, list):
            for place in range(len(value)):
                yield from self._leaves(spot.at(place))
        elif isinstance(value, str | int) and not isinstance(value, bool):
            yield spot

    def date(self, spot: Spot) -> list[Node]:
        """A recorded day in words, and as it is written."""
        value = self.value(spot)
        if not isinstance(value, str):
            return [self.erased()]
        told = plain_words(str(spot.path[-1]), value, self.lang) if value == "ex-tunc" else date_words(value, self.lang)
        return [time(value, told), " (", self.code(spot, whole=True), ")"]


def time(written: str, told: str) -> Node:
    """A day in words; marked as a time where it is a single day."""
    return el("time", told, datetime=written) if exact(written) else told


def exact(written: object) -> date | None:
    """The single day of a legal date; None where it is uncertain, open or no legal date."""
    try:
        day = LegalDate.parse(str(written))
    except Malformed:
        return None
    return day.earliest if day.is_exact else None


def _disclosed(given: Any) -> Any:
    """Fields without the digests among them."""
    if isinstance(given, Mapping):
        return {name: _disclosed(each) for name, each in given.items() if name != DIGESTS}
    return [_disclosed(each) for each in given] if isinstance(given, list) else given


def _agrees(recorded: Any, written: Mapping[str, Any]) -> bool:
    """Does the record hold what counts? Fields of the record that are no fields of the event are passed over."""
    return isinstance(recorded, Mapping) and all(recorded.get(name) == written[name] for name in written)
