"""What bound before an outsider could know it, and what was announced and never published."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import Final

from domain.audit.books import Books
from domain.audit.coverage import extensions
from domain.audit.finding import Facts, Finding, act_fact, count, country_of, lag, of_act, written
from domain.cases import CaseFile, policy_inputs
from domain.dates import AFTER, BEFORE
from domain.errors import CannotTell
from domain.events import ElementWithdrawn, StatingAct
from domain.places import Place
from domain.policy import Element, country_policy

UNPUBLISHED_AFTER_DAYS: Final = 90
"""How long an announced act may wait for its formal act before it is a finding.

No rule of law sets it. The recorded lags from letter to Staatscourant are of weeks, so that what a whole quarter did
not publish is no longer on its way.
"""


def retroactive(books: Books) -> Iterator[Finding]:
    """Acts that certainly take effect before an outsider could know, and extensions of what had ended by then.

    An annulment works back by its nature (ex tunc) and is no finding; advice has no effect.
    """
    for element, acts in books.acts.items():
        for act in acts:
            begins = isinstance(act.event, StatingAct | ElementWithdrawn) and act.standing != "advised"
            if begins and act.start.last < act.public.first:
                yield of_act(
                    "retroactive",
                    "retroactive-end" if isinstance(act.event, ElementWithdrawn) else "retroactive-start",
                    act,
                    start=act.start.text,
                    public=act.public.text,
                    lag=lag(act.start, act.public),
                )
        for act, terms in extensions(acts):
            ended = terms[-1]
            if ended.stated.last < act.public.first:
                facts: Facts = {
                    "act": act_fact(act),
                    "public": act.public.text,
                    "lag": lag(ended.stated, act.public),
                    "end": ended.stated.text,
                    "extended": ended.act.key,
                }
                keys = (act.key, ended.act.key)
                yield Finding("retroactive", keys, "retroactive-extension", facts, country_of(element))


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
                yield of_act(
                    "unpublished",
                    "unpublished-since" if formal else "unpublished",
                    act,
                    day=written(act.act_day),
                    waited=count(waited),
                    today=today.isoformat(),
                    after=count(after_days),
                )


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
        elements.setdefault(country_of(element), []).append(element)
    for case in books.cases.values():
        decision = case.moments.get("decision")
        day = decision[1].earliest if decision and decision[1].is_exact else None
        if case.assessment is None or decision is None or day is None:
            continue
        country = case.file.country
        with suppress(CannotTell):
            for element, late in _used_too_early(books, case.file, day, elements.get(country, ())):
                public = {act.key: act.public for act in books.acts[element]}
                facts: Facts = {
                    "case": case.file.reference,
                    "day": day.isoformat(),
                    "element": element,
                    "acts": [{"entry": key, "public": public[key].text} for key in late],
                }
                yield Finding(
                    "used-before-public",
                    (case.assessment.key, *late, *([decision[0].key] if decision[0] is not case.assessment else [])),
                    "used-before-public",
                    facts,
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
