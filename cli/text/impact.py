"""What an entry does to past assessments, and how many cases there are: lists and counts in text."""

from collections.abc import Sequence
from typing import Final

from cli.text.drawn_tables import drawn
from cli.text.layout import WIDTH, Page
from cli.words.cases import DIRECTIONS, saying
from cli.words.dates import day_words
from cli.words.lines import country_words
from cli.words.reasoning import outcome_words
from cli.words.terms import Lang, called
from infrastructure.answers import natural
from infrastructure.casework import Affected, Count, Impact

MOST_LISTED: Final = 50
"""Cases named per group; JSON and CSV name all."""


def impact_text(impact: Impact, lang: Lang, *, dry_run: bool = False, width: int = WIDTH, colour: bool = False) -> str:
    """How many cases come out differently, then which: better, worse and other from the applicant's side."""
    page = Page(width, colour)
    page.line(_title(impact, lang), style="title")
    if dry_run:
        page.line(saying("impact-dry", lang))
    page.blank()
    count = len(impact.affected)
    page.line(saying("impact-count" if count else "impact-none", lang, count=count, replayed=impact.replayed))
    if impact.cannot_tell:
        name = "impact-cannot-one" if impact.cannot_tell == 1 else "impact-cannot"
        page.line(saying(name, lang, count=impact.cannot_tell))
    for direction in DIRECTIONS:
        group = [each for each in impact.affected if each.direction == direction]
        if group:
            page.blank()
            page.line(f"{called(DIRECTIONS, direction, lang)} ({len(group)})", style="title")
            _group(page, group, lang)
    return page.text()


def _title(impact: Impact, lang: Lang) -> str:
    if len(impact.entries) == 1:
        return saying("impact-title", lang, entries=impact.entries[0])
    return saying("impact-title-many", lang, count=len(impact.entries))


def _group(page: Page, group: Sequence[Affected], lang: Lang) -> None:
    shown = sorted(group, key=lambda each: natural(each.case))[:MOST_LISTED]
    heads = [saying(each, lang) for each in ("case", "country", "decided", "outcome")]
    rows = [
        [
            each.case,
            country_words(each.country, lang),
            day_words(each.on, lang),
            saying(
                "impact-change",
                lang,
                before=_told(each.without, lang),
                after=_told(each.with_, lang),
            ),
        ]
        for each in shown
    ]
    for line in drawn(heads, rows, page.width):
        page.exact(line)
    if len(group) > len(shown):
        page.line(saying("impact-more", lang, count=len(group) - len(shown)))


def _told(outcome: str, lang: Lang) -> str:
    """What a replay concludes; `cannot-tell` stands where there is no conclusion."""
    return saying("cannot-tell", lang) if outcome == "cannot-tell" else outcome_words(outcome, lang)


def stats_text(counts: Sequence[Count], lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """Rounded counts as a table, with the rule they were rounded by."""
    if not counts:
        return saying("no-cases", lang)
    page = Page(width, colour)
    page.line(saying("stats-title", lang), style="title")
    heads = [saying(each, lang) for each in ("country", "period", "outcome", "count")]
    rows = [
        [
            country_words(each.country, lang),
            period_words(each.period, lang),
            outcome_words(each.outcome, lang) if each.outcome else saying("no-outcome", lang),
            saying(each.shown, lang) if each.shown == "less than 5" else each.shown,
        ]
        for each in counts
    ]
    for line in drawn(heads, rows, page.width, right=(3,)):
        page.exact(line)
    page.line(saying("stats-note", lang))
    return page.text()


def period_words(period: str, lang: Lang) -> str:
    """`2023`; a year that is not known is said to be so."""
    return period or saying("unknown", lang)
