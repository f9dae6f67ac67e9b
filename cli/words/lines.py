"""What answers say in one line: the three clocks, and an element at a glance."""

from collections.abc import Iterator
from datetime import date

from cli.words.dates import begins_after, date_words, day_words, instant_words, period_words
from cli.words.terms import BINDS, DOUBTS, READINGS, STATUSES, Lang, called, capital, kind_words, listed, say, word
from cli.words.values import labelled, scope_words
from domain.policy import ElementState
from infrastructure.answers import Doubt, Moment
from infrastructure.gazetteer import country_name


def country_words(code: str, lang: Lang) -> str:
    """`Mali (ML)`."""
    return f"{country_name(code, lang)} ({code})"


def clocks_words(on: date | None, public_by: date | None, moment: Moment, lang: Lang) -> str:
    """The three clocks in one sentence; that there is no limit is said as well. `on` None: every day."""
    return " · ".join(_clocks(on, public_by, moment, lang))


def _clocks(on: date | None, public_by: date | None, moment: Moment, lang: Lang) -> Iterator[str]:
    yield say("in-force-on", lang, day=day_words(on, lang)) if on else word("every-day", lang)
    yield say("public-by", lang, day=day_words(public_by, lang)) if public_by else word("public-any", lang)
    yield (
        say("recorded-by", lang, moment=moment_words(moment, lang)) if moment.position else word("recorded-none", lang)
    )


def moment_words(moment: Moment, lang: Lang) -> str:
    """`@14 (22 November 2026, 10:00 Amsterdam time)`."""
    at = f" ({instant_words(moment.recorded_at, lang)})" if moment.recorded_at else ""
    return f"@{moment.position}{at}"


def reading_words(reading: str, lang: Lang) -> str:
    """Which acts count under the reading of an answer."""
    return f"{word('reading', lang)}: {called(READINGS, reading, lang)}"


def status_line(state: ElementState, on: date | None, lang: Lang) -> str:
    """The status; where it is uncertain with what it can be, and where it is still to come with that."""
    named = called(STATUSES, state.status, lang)
    if state.status == "uncertain" and state.alternatives:
        return f"{named}: {alternatives_words(state, lang)}"
    later = on is not None and state.status == "announced" and begins_after(state.start, on)
    return f"{named}, {word('begins-later', lang)}" if later else named


def alternatives_words(state: ElementState, lang: Lang) -> str:
    return listed([called(STATUSES, each, lang) for each in state.alternatives], lang, "or")


def glance(state: ElementState, lang: Lang, on: date | None = None) -> str:
    """One line: status, whether it binds, areas and the words of its value."""
    binds = f"{word('binds', lang).lower()}: {called(BINDS, state.binds, lang)}"
    told = [status_line(state, on, lang), binds]
    if state.areas is not None:
        told.append(scope_words(state.areas, state.except_areas or (), lang))
    if state.possible:
        told.append(word("says-differs", lang))
    told.extend(state.groups or ())
    told.extend(labelled(state.value or {}, lang))
    return "; ".join(told)


def period_line(state: ElementState, lang: Lang) -> str:
    """From when to when, both ends; where several acts are possible, that it depends on them."""
    if state.start is None:
        return word("period-differs", lang)
    if state.status == "advised" and (state.start, state.until) == ("unknown", ".."):
        return word("unsaid", lang)
    told = period_words(state.start, state.until or "..", lang)
    return say("would-have-bound", lang, period=told) if state.status == "annulled" else told


def element_title(element: str, kind: str, lang: Lang) -> str:
    """`Decision moratorium — besluitmoratorium [PS/decision-moratorium]`."""
    named = kind_words(kind, lang)
    return f"{capital(named)} [{element}]"


def doubt_words(doubt: Doubt, lang: Lang) -> str:
    return called(DOUBTS, doubt.code, lang).format(entry=doubt.entry, about=doubt.about, by=doubt.by)


def dated(phrase: str, day: object, lang: Lang) -> str:
    """A phrase about a legal date; empty where no date is given."""
    return say(phrase, lang, day=date_words(str(day), lang)) if day else ""
