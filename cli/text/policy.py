"""Answers as a lawyer reads them: what the policy was, and why. The words are in `words/`, in English and Dutch.

Text is plain and the same on every machine; what data says is printed without control characters (`layout.py`). What
changes is told in `changes.py`, bars over time in `timeline.py`, the record itself in `record.py`.
"""

from collections.abc import Sequence
from datetime import date

from cli.answers.policy import elements_asked_for
from cli.text.header import header
from cli.text.layout import WIDTH, Page
from cli.text.sources import (
    Sources,
    court_words,
    source_title,
    told_absences,
    told_cites,
    told_rulings,
)
from cli.words.dates import begins_after, date_words, period_words
from cli.words.lines import alternatives_words, clocks_words, country_words, element_title, period_line
from cli.words.terms import (
    BINDS,
    COUNTRY_POLICIES,
    EVENTS,
    STANDINGS,
    Lang,
    called,
    capital,
    listed,
    reason_words,
    say,
    status_words,
    word,
)
from cli.words.values import area_words, field_words, labelled, plain_words, scope_words, value_lines, value_of
from domain import content
from domain.dates import AFTER, BEFORE
from domain.events import ElementAnnulled, ElementExtended, ElementWithdrawn, Event, StatingAct
from domain.history import CountedAct, Entry
from domain.places import Place
from domain.policy import ElementState, RivalAssertion
from infrastructure.answers import Context, CountryState, LeftOut, Reasons
from infrastructure.gazetteer import country_name

# -- show -------------------------------------------------------------------------------------------------------------


def state_text(
    state: CountryState,
    sources: Sources,
    place: Place | None,
    lang: Lang,
    *,
    width: int = WIDTH,
    colour: bool = False,
) -> str:
    """The policy for a country at a point: whether there is any, then every element with what it rests on.

    `sources`: the registrations of what is cited (`sources_of_state` says which); without one its slug is shown.
    """
    page = Page(width, colour)
    country = country_words(state.country, lang)
    header(page, country, clocks_words(state.on, state.public_by, state.recorded_by, lang), state.reading, lang)
    area = area_words(place.area.plain(), lang) if place else ""
    if area:
        page.line(f"{word('area-asked', lang)}: {area}")
    page.blank()
    shown = elements_asked_for(state, place)
    sentence = say_policy(state, lang)
    if state.country_policy == "none" and shown:
        sentence += f" {word('none-counts', lang)}"
    page.line(sentence, style="title")
    if not shown:
        page.line(word("none-in-area" if place and state.elements else "no-elements", lang))
    for each in shown:
        page.blank()
        _element(page, each, state.on, state.rulings, sources, lang, area)
    left_out = [each.id for each in state.elements if place and each.covers(place) == "no"]
    if left_out:
        page.blank()
        page.line(say("left-out-of-area", lang, ids=", ".join(left_out)))
    told_absences(page, state.absences, sources, lang)
    told_rulings(page, state.rulings, state.country, sources, lang)
    return page.text()


def say_policy(state: CountryState, lang: Lang) -> str:
    """Whether there is country policy, in a sentence."""
    return called(COUNTRY_POLICIES, state.country_policy, lang).format(country=country_name(state.country, lang))


def _element(
    page: Page,
    state: ElementState,
    on: date,
    rulings: Sequence[Context],
    sources: Sources,
    lang: Lang,
    area: str,
) -> None:
    page.line(element_title(state.id, state.kind, lang), style="title")
    page.field(word("status", lang), _status(state, lang))
    binds = called(BINDS, state.binds, lang)
    page.field(word("binds", lang), say("binds-in", lang, answer=binds, area=area) if area else binds)
    page.field(word("period", lang), _period(state, on, lang))
    if state.areas is not None:
        page.field(word("areas", lang), scope_words(state.areas, state.except_areas or (), lang))
    if state.groups:
        page.field(field_words("groups", lang), "; ".join(state.groups))
    for label, told in value_lines(state.value or {}, lang):
        page.field(label, told)
    _possible_acts(page, state, lang)
    label = word("notice", lang)
    for notice in _notices(state, lang):
        page.field(label, notice, style="warning")
        label = ""
    _told_list(page, word("in-court", lang), court_words(state, rulings, lang))
    _told_list(page, word("disputed", lang), [_rival(each, state, sources, lang) for each in state.disputes])
    _behind(page, state, sources, lang)


def _status(state: ElementState, lang: Lang) -> str:
    told = status_words(state.status, lang)
    if state.alternatives:
        told += f"; {say('one-of', lang, statuses=alternatives_words(state, lang))}"
    return told


def _period(state: ElementState, on: date, lang: Lang) -> str:
    told = period_line(state, lang)
    coming = state.status in ("announced", "upcoming") and begins_after(state.start, on)
    return f"{told}; {word('begins-later', lang)}" if coming else told


def _notices(state: ElementState, lang: Lang) -> list[str]:
    told = []
    if state.awaiting_publication:
        told.append(word("awaiting-publication", lang))
    if state.retroactive:
        told.append(word("retroactive", lang))
    return told


def _possible_acts(page: Page, state: ElementState, lang: Lang) -> None:
    """Where several acts may cover the day: each with its areas and its value."""
    label = word("possible", lang)
    for each in state.possible:
        told = [scope_words(each.areas, each.except_areas, lang), *each.groups]
        told += labelled(each.value, lang)
        page.field(label, f"– {each.entry}: {'; '.join(told)}")
        label = ""


def _told_list(page: Page, label: str, items: Sequence[str]) -> None:
    for each in items:
        page.field(label, each)
        label = ""


def _rival(rival: RivalAssertion, state: ElementState, sources: Sources, lang: Lang) -> str:
    """A rival assertion, about which act, and by which sources."""
    standing = next((each.standing for each in state.entries if each.key == rival.about), None)
    about = f"{rival.about} ({called(STANDINGS, standing, lang)})" if standing else rival.about
    value = plain_words(rival.field, rival.value, lang)
    told = say("rival", lang, field=field_words(rival.field, lang), entry=about, value=value)
    titles = listed([source_title(slug, sources, lang) for slug in dict.fromkeys(rival.sources)], lang)
    by = say("according-to", lang, sources=titles) if titles else word("no-source", lang)
    return f"{told}; {by} [{rival.entry}]"


def _behind(page: Page, state: ElementState, sources: Sources, lang: Lang) -> None:
    """The acts an element rests on, under each its sources with their verbatim words."""
    label = word("rests-on", lang)
    for each in state.entries:
        standing = f", {called(STANDINGS, each.standing, lang)}" if each.standing else ""
        page.field(label, f"{called(EVENTS, each.event, lang)}{standing} [{each.key}, @{each.position}]")
        label = ""
        cites = [
            {"source": cite.source, "at": cite.at, "quote": cite.quote}
            for cite in state.cites
            if cite.entry == each.key
        ]
        if cites:
            told_cites(page, cites, sources, lang)
        else:
            page.field("", word("no-source", lang))


# -- why --------------------------------------------------------------------------------------------------------------


def why_text(reasons: Reasons, sources: Sources, lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """Why an element stands as it does: the acts that count in legal order, rulings, and what was left out and why."""
    page = Page(width, colour)
    country = reasons.element.partition("/")[0]
    clocks = clocks_words(reasons.on, reasons.public_by, reasons.recorded_by, lang)
    header(page, f"{reasons.element}, {country_words(country, lang)}", clocks, reasons.reading, lang)
    page.blank()
    _outcome(page, reasons, lang)
    page.blank()
    page.line(word("acts-in-order" if reasons.acts else "no-acts", lang), style="title")
    told_before: set[str] = set()
    for number, act in enumerate(reasons.acts, 1):
        page.blank()
        _act(page, number, act, lang)
        _said_of(page, act, reasons.annotations.get(act.key, ()), sources, lang, told_before)
    told_rulings(page, reasons.rulings, country, sources, lang)
    if reasons.left_out:
        page.blank()
        page.line(word("left-out", lang), style="title")
        for each in reasons.left_out:
            page.line(_left_out(each, lang), indent=2, hang=4)
    return page.text()


def _outcome(page: Page, reasons: Reasons, lang: Lang) -> None:
    state = reasons.state
    if state is None:
        page.line(f"{word('status', lang)}: {status_words('none', lang)}", style="title")
        return
    page.line(element_title(state.id, state.kind, lang), style="title")
    page.field(word("status", lang), _status(state, lang))
    page.field(word("binds", lang), called(BINDS, state.binds, lang))
    page.field(word("period", lang), _period(state, reasons.on, lang))
    behind = [f"{each.key} (@{each.position})" for each in state.entries]
    page.field(word("rests-on", lang), listed(behind, lang))
    _told_list(page, word("notice", lang), _notices(state, lang))


def _act(page: Page, number: int, act: CountedAct, lang: Lang) -> None:
    standing = f", {called(STANDINGS, act.standing, lang)}" if act.standing else ""
    event = called(EVENTS, act.event.TOPIC, lang)
    page.line(f"{number}. {capital(event)}{standing} [{act.key}, @{act.position}]", style="title")
    page.field(word("act-day", lang), _act_day(act, lang))
    page.field(word("public", lang), date_words(act.public, lang))
    match act.event:
        case StatingAct():
            unsaid = act.standing == "advised" and act.event.from_ is None and act.end.is_open
            period = word("unsaid", lang) if unsaid else period_words(act.start.text, act.end.text, lang)
            page.field(word("period", lang), period)
            areas, others = ([area.plain() for area in each] for each in (act.event.areas, act.event.except_areas))
            page.field(word("areas", lang), scope_words(areas, others, lang))
            if act.event.groups:
                page.field(field_words("groups", lang), "; ".join(act.event.groups))
            for label, told in value_lines(value_of(act.event), lang):
                page.field(label, told)
        case ElementExtended():
            page.field(word("new-end", lang), date_words(act.end, lang))
        case ElementWithdrawn():
            page.field(word("withdrawn-from", lang), date_words(act.start, lang))
        case ElementAnnulled():
            page.field(word("annuls", lang), plain_words("effect", act.start.text, lang))
            page.field(word("by-ruling", lang), act.event.ruling)
    if act.event.note:
        page.field(word("annotation", lang), act.event.note)


def _said_of(
    page: Page, act: CountedAct, remarks: Sequence[Entry], sources: Sources, lang: Lang, told_before: set[str]
) -> None:
    """The sources of an act, rival assertions about it and remarks beside it, each with its own sources."""

    def cites_of(event: Event, label: str = "") -> None:
        cites = content.write(event).get("cites", ())
        told_cites(page, cites, sources, lang, label=label, told_before=told_before)

    cites_of(act.event, field_words("cites", lang))
    for each in act.disputes:
        told = f"{field_words(each.field, lang)}: {plain_words(each.field, each.value, lang)} [{each.entry.key}]"
        note = each.entry.event.note
        page.field(word("disputed", lang), f"{told} — {note}" if note else told)
        cites_of(each.entry.event)
    for remark in remarks:
        page.field(word("annotation", lang), f"{remark.event.note} [{remark.key}]")
        cites_of(remark.event)


def _act_day(act: CountedAct, lang: Lang) -> str:
    known = BEFORE < act.act_day < AFTER
    return date_words(date.fromordinal(act.act_day).isoformat() if known else "unknown", lang)


def _left_out(left_out: LeftOut, lang: Lang) -> str:
    entry = left_out.entry
    event = called(EVENTS, entry.event.TOPIC, lang)
    return f"{event} [{entry.key}, @{entry.position}]: {reason_words(left_out.reason, lang)}"
