"""What differs between two points, and what an append does or would do: before and after, in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from cli.answers.policy import changed_fields
from cli.text.layout import WIDTH, Page
from cli.text.sources import ruling_of, ruling_words
from cli.words.dates import day_words
from cli.words.lines import (
    alternatives_words,
    clocks_words,
    country_words,
    element_title,
    glance,
    reading_words,
    status_line,
)
from cli.words.terms import BINDS, Lang, called, listed, say, word
from cli.words.values import field_words, in_telling_order, labelled, plain_words, scope_words
from domain.policy import ElementState
from infrastructure.answers import Appended, Change, CountryState, natural

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


def changes_text(changes: Iterable[Change], day: date, lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """What changes on a day for each element that an append touches: before and after."""
    page = Page(width, colour)
    listed_ = tuple(changes)
    if not listed_:
        return say("no-change", lang, day=day_words(day, lang))
    page.line(say("changes-on", lang, day=day_words(day, lang)), style="title")
    page.blank()
    _changes(page, listed_, lang, day)
    return page.text()


def _changes(page: Page, changes: Sequence[Change], lang: Lang, on: date | None = None) -> bool:
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
            page.line(glance(state, lang, on), indent=4)
        else:
            page.line(f"- {element_title(state.id, state.kind, lang)}: {word('vanished', lang)}", hang=2, style="title")
            page.line(f"{word('before', lang)}: {glance(state, lang, on)}", indent=4, hang=6)
    return any_told


def _changed(page: Page, before: ElementState, after: ElementState, lang: Lang) -> None:
    page.line(f"~ {element_title(after.id, after.kind, lang)}: {word('changed', lang)}", hang=2, style="title")
    for name in changed_fields(before, after):
        if name == "cites" or (name == "alternatives" and "uncertain" in (before.status, after.status)):
            continue  # told with the acts they belong to, and with the status
        if name == "value" and before.value is not None and after.value is not None:
            _changed_value(page, before.value, after.value, lang)
            continue
        one, other = _field_of(name, before, lang), _field_of(name, after, lang)
        page.line(f"{field_words(name, lang)}: {one} → {other}", indent=4, hang=6)


def _changed_value(page: Page, before: Mapping[str, Any], after: Mapping[str, Any], lang: Lang) -> None:
    for name in in_telling_order({**before, **after}):
        if before.get(name) != after.get(name):
            one, other = (
                plain_words(name, each[name], lang) if name in each else word("unsaid", lang)
                for each in (before, after)
            )
            page.line(f"{field_words(name, lang)}: {one} → {other}", indent=4, hang=6)


def _field_of(name: str, state: ElementState, lang: Lang) -> str:
    """One field of an element, named as in JSON, in words."""
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


def appended_text(
    appended: Appended, lang: Lang, *, dry_run: bool, day: date | None = None, width: int = WIDTH, colour: bool = False
) -> str:
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
    if appended.changes:
        page.blank()
        title = say("changes-on", lang, day=day_words(day, lang)) if day else word("changes", lang)
        page.line(title, style="title")
        page.blank()
        _changes(page, appended.changes, lang, day)
        page.blank()
    if dry_run:
        page.line(word("dry-run", lang))
    return page.text()
