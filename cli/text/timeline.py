"""Bars over time: what stood in a country from when to when, one bar per element, every period in words below it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from cli.text.header import header
from cli.text.layout import Page
from cli.words.dates import days_words
from cli.words.lines import clocks_words, country_words, element_title, status_line
from cli.words.terms import BINDS, STATUSES, Lang, called, word
from cli.words.values import labelled, scope_words
from domain.dates import AFTER, BEFORE, Point
from domain.policy import ElementState, Reading
from infrastructure.answers import Moment, TimelinePeriod, natural

GLYPHS: Final = {
    "uncertain": "?",
    "in-force": "█",
    "announced": "▓",
    "withdrawal-announced": "▒",
    "nothing-particular": "=",
    "upcoming": ">",
    "advised": "~",
    "annulled": "x",
    "ended": "·",
}
"""What each status is drawn with; where a column holds several periods the first of these that is among them."""

_INDENT: Final = 2
_DATE: Final = len("2023-01-11")
Column = tuple[int, int]
"""Days [first, last) (ordinals) that one column of the bars stands for."""


def timeline_text(
    country: str,
    point: Point,
    moment: Moment,
    reading: Reading,
    periods: Mapping[str, Sequence[TimelinePeriod]],
    lang: Lang,
    *,
    width: int = 80,
    colour: bool = False,
) -> str:
    """Bars per element under one axis of time, a legend, and under each bar its periods, first and last day told."""
    page = Page(width, colour)
    title = f"{country_words(country, lang)}: {word('timeline', lang)}"
    header(page, title, clocks_words(None, point.public_by, moment, lang), reading, lang)
    page.blank()
    if not periods:
        page.line(word("nothing-known", lang))
        return page.text()
    for line in _legend(periods, page.width, lang):
        page.exact(line)
    page.blank()
    columns = _columns([each for listed in periods.values() for each in listed], page.width - _INDENT)
    for row in _axis(columns):
        page.exact(" " * _INDENT + row)
    for element in sorted(periods, key=natural):
        listed = periods[element]
        page.blank()
        page.line(element_title(element, listed[-1].state.kind, lang), style="title")
        page.exact(" " * _INDENT + "".join(_drawn(listed, column) for column in columns))
        for told in _told(listed, lang):
            page.line(told, indent=_INDENT, hang=_INDENT + 2)
    return page.text()


def _legend(periods: Mapping[str, Sequence[TimelinePeriod]], width: int, lang: Lang) -> Iterator[str]:
    """The statuses in use with what they are drawn with, in lines of at most `width`; a pair is never broken."""
    used = {each.state.status for listed in periods.values() for each in listed}
    line = f"{word('legend', lang)} ({word('not-to-scale', lang)}):"
    for status in (each for each in GLYPHS if each in used):
        pair = f"  {GLYPHS[status]} {called(STATUSES, status, lang)}"
        if len(line) + len(pair) > width:
            yield line
            line = "  "
        line += pair
    yield line


def _told(periods: Sequence[TimelinePeriod], lang: Lang) -> Iterator[str]:
    """Each period with its status; scope and value where they differ from what was told before.

    Periods that read the same are told as one: what differs between them is no matter of this answer.
    """
    lines: list[tuple[TimelinePeriod, str]] = []
    before = ""
    for each in periods:
        binds = f"{word('binds', lang).lower()}: {called(BINDS, each.state.binds, lang)}"
        told = [status_line(each.state, each.first, lang), binds]
        says = _says(each.state, lang)
        if says and says != before:
            told.append(says)
        before = says or before
        acts = ", ".join(entry.key for entry in each.state.entries)
        line = f"{'; '.join(told)} [{acts}]"
        last = lines[-1] if lines else None
        if last and last[0].last == each.first and (last[1] == line or (len(told) == 2 and _same(last[0], each, lang))):
            lines[-1] = (replace(last[0], last=each.last), last[1])
        else:
            lines.append((each, line))
    for period, line in lines:
        yield f"{days_words(period.first, period.last, lang)}: {line}"


def _same(one: TimelinePeriod, other: TimelinePeriod, lang: Lang) -> bool:
    """Do two periods read the same?"""
    first, second = one.state, other.state
    return (
        (first.status, first.alternatives if first.status == "uncertain" else ())
        == (second.status, second.alternatives if second.status == "uncertain" else ())
        and (first.binds, first.entries) == (second.binds, second.entries)
        and _says(first, lang) == _says(second, lang)
    )


def _says(state: ElementState, lang: Lang) -> str:
    """Scope and value in one line; empty where several acts are possible."""
    if state.areas is None:
        return ""
    told = [scope_words(state.areas, state.except_areas or (), lang), *(state.groups or ())]
    told += labelled(state.value or {}, lang)
    return "; ".join(told)


# -- drawing ----------------------------------------------------------------------------------------------------------


def _columns(periods: Sequence[TimelinePeriod], width: int) -> list[Column]:
    """The days each column stands for. While there is room every period has a column of its own, however short."""
    cuts = sorted({day.toordinal() for each in periods for day in (each.first, each.last) if day})
    edges = list(cuts)
    if not cuts or any(each.first is None for each in periods):
        edges.insert(0, BEFORE)
    if not cuts or any(each.last is None for each in periods):
        edges.append(AFTER)
    spans = list(pairwise(edges))
    if len(spans) > width:
        return _evenly(cuts[0], cuts[-1], width)
    known = cuts[-1] - cuts[0] if cuts else 0
    # What has no bound is drawn as a fifth of what has, so that it is seen and does not crowd the rest out.
    days = [max(known // 5, 1) if first == BEFORE or last == AFTER else last - first for first, last in spans]
    columns: list[Column] = []
    for span, share in zip(spans, _shares(days, width), strict=True):
        columns.extend([span] * share)
    return columns


def _shares(days: Sequence[int], width: int) -> list[int]:
    """How many of `width` columns each span gets: one, and of the rest as much as its days weigh."""
    room, weight = width - len(days), sum(days)
    given = [1 + room * each // weight for each in days]
    given[max(range(len(days)), key=lambda place: days[place])] += width - sum(given)
    return given


def _evenly(first: int, last: int, width: int) -> list[Column]:
    edges = [first + (last - first) * place // width for place in range(width + 1)]
    return [(one, max(other, one + 1)) for one, other in pairwise(edges)]


def _drawn(periods: Sequence[TimelinePeriod], column: Column) -> str:
    first, last = column
    held = {
        each.state.status
        for each in periods
        if (each.first is None or each.first.toordinal() < last)
        and (each.last is None or each.last.toordinal() > first)
    }
    return next((glyph for status, glyph in GLYPHS.items() if status in held), " ")


def _begin(period: TimelinePeriod) -> int:
    return period.first.toordinal() if period.first else BEFORE


def _end(period: TimelinePeriod) -> int:
    return period.last.toordinal() if period.last else AFTER


def _axis(columns: Sequence[Column]) -> tuple[str, str]:
    """Dates over a line of ticks: as many as have room, the first ones first."""
    ticks = ["─"] * len(columns)
    dates = [" "] * len(columns)
    free = 0
    for place, (first, _) in enumerate(columns):
        if first == BEFORE or (place and columns[place - 1][0] == first):
            continue
        ticks[place] = "┬"
        if place >= free and place + _DATE <= len(columns):
            dates[place : place + _DATE] = date.fromordinal(first).isoformat()
            free = place + _DATE + 1
    if columns and columns[0][0] == BEFORE:
        ticks[0] = "←"
    if columns and columns[-1][1] == AFTER:
        ticks[-1] = "→"
    return "".join(dates), "".join(ticks)
