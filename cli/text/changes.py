"""What differs between two points, and what an append does or would do: before and after, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from cli.answers.policy import changed_fields
from cli.text.layout import WIDTH, Page
from cli.text.sources import ruling_of, ruling_words
from cli.words.dates import days_words
from cli.words.lines import (
    alternatives_words,
    clocks_words,
    country_words,
    element_title,
    glance,
    reading_words,
    status_line,
)
from cli.words.terms import BINDS, STATUSES, Lang, called, listed, say, word
from cli.words.values import field_words, in_telling_order, labelled, plain_words, scope_words
from domain.policy import NOT_LISTED, ElementState
from infrastructure.answers import Appended, Change, ChangedDays, CountryState, natural

MOST_PERIODS: Final = 5
"""Of one element, how many periods are told; the timeline has them all."""
_OF_ONE_ACT: Final = frozenset({"from", "until", "areas", "except_areas", "groups", "value"})
"""What an act says. Where several may cover the day, it depends on which of them does."""
_POLICIES = {"exists": "exists-short", "uncertain": "uncertain-short", "none": "none-short"}


def diff_text(a: CountryState, b: CountryState, lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """What differs between two points of one country; what is the same is not told."""
    page = Page(width, colour)
    title = f"{country_words(b.country, lang)}: {word('difference', lang)}"
    page.line(title, style="title")
    page.line(f"A: {clocks_words(a.on, a.public_by, a.recorded_by, lang)}", hang=3)
    page.line(f"B: {clocks_words(b.on, b.public_by, b.recorded_by, lang)}", hang=3)
    page.line(reading_words(b.reading, lang))
    page.blank()
    before, after = ({each.id: each for each in state.elements} for state in (a, b))
    rulings = _rulings(a, b, lang)
    told = _changes(
        page, [Change(element, before.get(element), after.get(element)) for element in {*before, *after}], lang
    )
    if a.country_policy != b.country_policy:
        page.blank()
        one, other = (word(_POLICIES[each.country_policy], lang) for each in (a, b))
        page.line(f"{word('country-policy', lang)}: {one} → {other}")
        told = True
    for line in rulings:
        page.line(line, hang=2)
    if not told and not rulings:
        page.line(word("nothing-differs", lang))
    return page.text()


def _rulings(a: CountryState, b: CountryState, lang: Lang) -> list[str]:
    known = [{each.content["ruling"]: each for each in state.rulings} for state in (a, b)]
    told = []
    for phrase, here, there in (("ruling-appeared", known[1], known[0]), ("ruling-vanished", known[0], known[1])):
        for slug in sorted(here.keys() - there.keys(), key=natural):
            ruling = ruling_of(here[slug])
            told.append(f"{word(phrase, lang)}: {ruling_words(ruling, lang) if ruling else slug}")
    return told


def changes_text(
    days: Mapping[str, Sequence[ChangedDays]], lang: Lang, *, width: int = WIDTH, colour: bool = False
) -> str:
    """What changes for each element that an append touches, and on which days: before and after."""
    page = Page(width, colour)
    if not days:
        return word("no-change", lang)
    page.line(word("changes", lang), style="title")
    page.blank()
    _changed_days(page, days, lang)
    return page.text()


def _changed_days(page: Page, days: Mapping[str, Sequence[ChangedDays]], lang: Lang) -> None:
    for element in sorted(days, key=natural):
        found = days[element]
        kind = next(state.kind for each in found for state in (each.before, each.after) if state)
        sign = "~" if any(each.before for each in found) else "+"
        sign = sign if any(each.after for each in found) else "-"
        page.line(f"{sign} {element_title(element, kind, lang)}", hang=2, style="title")
        told = _told(found, lang)
        for first, last, lines in told[:MOST_PERIODS]:
            when = f"{days_words(first, last, lang)}:"
            if len(lines) == 1:
                page.line(f"{when} {lines[0]}", indent=4, hang=6)
                continue
            page.line(when, indent=4)
            for line in lines:
                page.line(line, indent=6, hang=8)
        left = len(told) - MOST_PERIODS
        if left > 0:
            page.line(say("more-periods-one" if left == 1 else "more-periods", lang, count=left), indent=4)


def _told(days: Sequence[ChangedDays], lang: Lang) -> list[tuple[date | None, date | None, list[str]]]:
    """Periods with what is told of them; those that follow on one another and read the same are one."""
    told: list[tuple[date | None, date | None, list[str]]] = []
    for each in days:
        lines = _days_lines(each, lang)
        if told and told[-1][1] == each.first is not None and told[-1][2] == lines:
            told[-1] = (told[-1][0], each.last, lines)
        else:
            told.append((each.first, each.last, lines))
    return told


def _days_lines(days: ChangedDays, lang: Lang) -> list[str]:
    if days.before and days.after:
        # What is not told of two states is where the words of their acts stand.
        return list(_field_lines(days.before, days.after, lang)) or [
            f"{field_words('cites', lang)}: {word('changed', lang)}"
        ]
    was, is_ = (
        glance(state, lang, days.first) if state else called(STATUSES, NOT_LISTED, lang)
        for state in (days.before, days.after)
    )
    return [f"{was} → {is_}"]


def _changes(page: Page, changes: Sequence[Change], lang: Lang) -> bool:
    """Each element that differs; says whether there was any."""
    any_told = False
    for each in sorted(changes, key=lambda change: natural(change.element)):
        state = each.after or each.before
        if state is None or each.before == each.after:
            continue
        any_told = True
        if each.before and each.after:
            _changed(page, each.before, each.after, lang)
        elif each.after:
            page.line(f"+ {element_title(state.id, state.kind, lang)}: {word('appeared', lang)}", hang=2, style="title")
            page.line(glance(state, lang), indent=4)
        else:
            page.line(f"- {element_title(state.id, state.kind, lang)}: {word('vanished', lang)}", hang=2, style="title")
            page.line(f"{word('before', lang)}: {glance(state, lang)}", indent=4, hang=6)
    return any_told


def _changed(page: Page, before: ElementState, after: ElementState, lang: Lang) -> None:
    page.line(f"~ {element_title(after.id, after.kind, lang)}: {word('changed', lang)}", hang=2, style="title")
    for line in _field_lines(before, after, lang):
        page.line(line, indent=4, hang=6)


def _field_lines(before: ElementState, after: ElementState, lang: Lang) -> Iterator[str]:
    """Each field that differs, before and after."""
    for name in changed_fields(before, after):
        if name == "cites" or (name == "alternatives" and "uncertain" in (before.status, after.status)):
            continue  # told with the acts they belong to, and with the status
        if name == "value" and before.value is not None and after.value is not None:
            yield from _value_lines(before.value, after.value, lang)
            continue
        one, other = _field_of(name, before, lang), _field_of(name, after, lang)
        if one != other:
            yield f"{field_words(name, lang)}: {one} → {other}"


def _value_lines(before: Mapping[str, Any], after: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    for name in in_telling_order({**before, **after}):
        if before.get(name) != after.get(name):
            one, other = (
                plain_words(name, each[name], lang) if name in each else word("unsaid", lang)
                for each in (before, after)
            )
            yield f"{field_words(name, lang)}: {one} → {other}"


def _field_of(name: str, state: ElementState, lang: Lang) -> str:
    """One field of an element, named as in JSON, in words."""
    if state.possible and name in _OF_ONE_ACT:
        said = [getattr(each, name, None) for each in state.possible]  # an act has its own period; it is not shown
        if said[0] is None or any(each != said[0] for each in said):
            return word("period-differs", lang)
        state = replace(state, **{name: said[0]})
    told: str
    match name:
        case "status":
            told = status_line(state, None, lang)
        case "alternatives":
            told = alternatives_words(state, lang)
        case "binds":
            told = called(BINDS, state.binds, lang)
        case "from":
            told = plain_words(name, state.start, lang)
        case "areas" if state.areas is not None:
            told = scope_words(state.areas, (), lang)
        case "value":
            told = "; ".join(labelled(state.value or {}, lang))
        case "possible":
            told = listed([each.entry for each in state.possible], lang, "or")
        case "entries":
            told = ", ".join(f"{each.key} (@{each.position})" for each in state.entries)
        case "disputes":
            told = ", ".join(each.entry for each in state.disputes)
        case "challenged" | "groups":
            told = ", ".join(getattr(state, name) or ())
        case _:
            told = plain_words(name, getattr(state, name), lang)
    return told or word("nothing", lang)


def appended_text(appended: Appended, lang: Lang, *, dry_run: bool, width: int = WIDTH, colour: bool = False) -> str:
    """What an append did, or after a dry run would have done."""
    page = Page(width, colour)
    count = len(appended.entries)
    if count:
        name = ("would-append" if dry_run else "appended") + ("-one" if count == 1 else "")
        first, last = appended.entries[0].position, appended.entries[-1].position
        page.line(say(name, lang, count=count, first=first, last=last))
    else:
        page.line(word("appended-none", lang))
    same = len(appended.unchanged)
    if same:
        page.line(say("unchanged-one" if same == 1 else "unchanged", lang, count=same))
    if appended.days:
        page.blank()
        page.line(word("changes", lang), style="title")
        page.blank()
        _changed_days(page, appended.days, lang)
        page.blank()
    if dry_run:
        page.line(word("dry-run", lang))
    return page.text()
