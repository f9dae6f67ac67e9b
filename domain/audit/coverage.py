"""The days that the acts of one element cover: acts that overlap, and days between them that none covers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.audit.books import Books
from domain.audit.finding import Facts, Finding, Says, act_fact, count, country_of, written
from domain.dates import AFTER, LegalDate, earlier_of
from domain.elements import Standing
from domain.events import ElementAnnulled, ElementExtended, ElementWithdrawn, Ending, StatingAct
from domain.history import CountedAct
from domain.policy import Coverages, Reading, Stand


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


def extensions(acts: Sequence[CountedAct]) -> Iterator[tuple[CountedAct, Sequence[_Term]]]:
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
                    facts: Facts = {
                        "act": act_fact(act),
                        "start": act.start.text,
                        "other": act_fact(term.act),
                        "last": term.stated.day_before().text,
                        **_stretch(first, until, sure),
                    }
                    yield Finding("overlap", (act.key, term.act.key), "overlap", facts, country_of(element))


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
            says: Says = "gap" if readings[-1] == "practice" else "gap-formal"
            facts: Facts = {
                "element": element,
                **_stretch(first, until, sure),
                "ended": list(ended),
                "following": list(following),
            }
            yield Finding("gap", (*following, *ended), says, facts, country_of(element))


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
        covering = {index_of(stand, reading) for stand in stands if covers(stand, reading)}
        if not covering:
            began = first if began is None else began
            continue
        sure = all(covers(stand, reading) for stand in stands)
        if covered and began is not None and began not in cut_short:
            ended = [
                index
                for index in ending.get(began, ())
                if index in covered or isinstance(acts[index].event, ElementExtended)
            ]
            if ended:
                yield began, first, sure and sure_before, keys_of(acts, ended), keys_of(acts, sorted(covering))
        covered, sure_before, began = covering, sure, None


def _stretch(first: int, until: int, sure: bool) -> Facts:
    """The days that acts share, or that none covers, told by the first and the last."""
    return {"first": written(first), "through": written(until - 1), "days": count(until - first, sure)}


def keys_of(acts: Sequence[CountedAct], indices: Iterable[int]) -> tuple[str, ...]:
    return tuple(acts[index].key for index in indices)


def _belongs(act: CountedAct, reading: Reading) -> bool:
    """Does the act count in this coverage? Formal has the published acts, practice the announced ones too."""
    return act.standing != "advised" and (reading == "practice" or act.standing != "announced")


def covers(stand: Stand, reading: Reading) -> bool:
    return stand.formal_covers if reading == "formal" else stand.practice_covers


def index_of(stand: Stand, reading: Reading) -> int:
    return stand.formal if reading == "formal" else stand.practice
