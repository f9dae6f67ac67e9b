"""Rulings that contradict each other, or themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.audit.books import Books
from domain.audit.finding import Fact, Facts, Finding, Says
from domain.events import EVENT_OF_KIND, ElementAnnulled, Holding
from domain.history import Entry
from domain.places import Area

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
        facts: Facts = {
            "subject": {
                "element": one.element_id or other.element_id,
                "kind": one.holding.kind or other.holding.kind,
                "country": one.holding.country,
            },
            "one": _told(books, one),
            "other": _told(books, other),
        }
        same = one.ruling is other.ruling
        says: Says = "opposite-holdings-of-one-ruling" if same else "opposite-holdings-of-two-rulings"
        keys = dict.fromkeys((one.ruling.key, other.ruling.key, one.said_by, other.said_by))
        yield Finding("contradictory-holdings", tuple(keys), says, facts, one.holding.country)


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


def _told(books: Books, held: _Held) -> Facts:
    """No areas: the whole country. `by`: the annulment that says it, empty where the ruling's own entry does."""
    pronounced = books.date(held.ruling, "pronounced_on")
    return {
        "ruling": held.ruling.key,
        "court": held.court,
        "pronounced": pronounced.text if pronounced else "",
        "outcome": held.holding.outcome,
        "areas": [_area(area) for area in held.holding.areas],
        "by": "" if held.said_by == held.ruling.key else held.said_by,
    }


def _area(area: Area) -> Fact:
    return area.code or {"name": area.name, "within": area.within}
