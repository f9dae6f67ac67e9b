"""What one act says against what others say: no policy where there was, a presumption of another strength."""

from collections.abc import Iterator, Mapping
from typing import Final

from domain.audit.books import Books
from domain.audit.coverage import covers, index_of, keys_of
from domain.audit.finding import Facts, Finding, act_fact, country_of
from domain.dates import LegalDate
from domain.elements import Standing
from domain.events import AbsenceStated, StatingAct
from domain.history import CountedAct
from domain.policy import Reading


def absences_contradicted(books: Books) -> Iterator[Finding]:
    """Statements that there was no country policy on a day on which an element certainly bound, in either reading.

    Of a day that is not exact: the element bound on every day that it can be.
    """
    elements: dict[str, list[str]] = {}
    for element in books.acts:
        elements.setdefault(country_of(element), []).append(element)
    for entry, event in books.entries:
        day = books.date(entry, "on") if isinstance(event, AbsenceStated) else None
        if not isinstance(event, AbsenceStated) or day is None:
            continue
        for element in elements.get(event.country, ()):
            if acts := _bound(books, element, day):
                facts: Facts = {"entry": entry.key, "day": day.text, "element": element, "acts": list(acts)}
                keys = (entry.key, *acts)
                yield Finding("absence-contradicted", keys, "absence-contradicted", facts, event.country)


def _bound(books: Books, element: str, day: LegalDate) -> tuple[str, ...]:
    """The keys of the acts by which an element bound on every day that `day` can be; none where that is not certain."""
    spans = [
        stands for first, until, stands in books.coverages(element).spans() if first <= day.last and day.first < until
    ]
    readings: tuple[Reading, ...] = ("practice", "formal")
    for reading in readings:
        if all(covers(stand, reading) for stands in spans for stand in stands):
            indices = {index_of(stand, reading) for stands in spans for stand in stands}
            return keys_of(books.acts[element], sorted(indices))
    return ()


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
                    facts: Facts = {
                        "act": act_fact(act),
                        "phrase": other.phrase,
                        "strength": other.strength,
                        "other": act_fact(carried_out),
                        "phrase_before": one.phrase,
                        "strength_before": one.strength,
                    }
                    keys = (act.key, carried_out.key)
                    yield Finding("presumption-differs", keys, "presumption-differs", facts, country_of(element))
            before.append(act)


_RANK: Final[Mapping[Standing | None, int]] = {None: 0, "advised": 1, "announced": 2, "published": 3}
