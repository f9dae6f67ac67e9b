"""Days, periods and moments as a lawyer writes them, in English and Dutch. No locale is asked: the same everywhere.

An uncertain day stays as uncertain in words as it is in the ledger: `8 or 9 July 2023`, `some day in June 2012`.
"""

from datetime import date, datetime
from typing import Final

from cli.words.terms import Lang, listed, say
from domain.dates import AFTER, AMSTERDAM, LegalDate
from domain.errors import Malformed

MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
}
_SOME: Final = {"en": "some day in {}", "nl": "een dag in {}"}
_BETWEEN: Final = {
    "en": "some day between {} and {} (both included)",
    "nl": "een dag tussen {} en {} (beide inbegrepen)",
}
_EARLIER: Final = {"en": "{} or earlier", "nl": "{} of eerder"}
_LATER: Final = {"en": "{} or later", "nl": "{} of later"}
_UNKNOWN: Final = {"en": "unknown", "nl": "onbekend"}
_UNKNOWN_DAY: Final = {"en": "an unknown day", "nl": "een onbekende dag"}
_OPEN: Final = {"en": "no end stated", "nl": "zonder einddatum"}
_FROM: Final = {"en": "from {}", "nl": "vanaf {}"}
_UNTIL: Final = {
    "en": "{} up to, not including, {} (last day: {})",
    "nl": "{} tot (en niet met) {} (laatste dag: {})",
}
_ENDS_ON_SOME_DAY: Final = {
    "en": "{}; it no longer binds from {}",
    "nl": "{}; het bindt niet meer vanaf {}",
}
_THROUGH: Final = {"en": "{} through {}", "nl": "{} tot en met {}"}
_BEFORE: Final = {"en": "through {}", "nl": "tot en met {}"}
_ALWAYS: Final = {"en": "every day", "nl": "alle dagen"}


def day_words(day: date, lang: Lang) -> str:
    """`11 January 2023`, `11 januari 2023`."""
    return f"{day.day} {MONTHS[lang][day.month - 1]} {day.year}"


def date_words(written: str | LegalDate, lang: Lang) -> str:
    """A legal date in words; what is no legal date is shown as it is written."""
    try:
        day = written if isinstance(written, LegalDate) else LegalDate.parse(written)
    except Malformed:
        return str(written)
    if day.is_unknown:
        return _UNKNOWN[lang]
    if day.is_open:
        return _OPEN[lang]
    if day.text.startswith("["):
        return _one_of(day.text[1:-1].split(","), lang)
    if "/" not in day.text:
        return _span_words(day.text, lang)
    if day.earliest is None and day.latest is not None:
        return _EARLIER[lang].format(day_words(day.latest, lang))
    if day.latest is None and day.earliest is not None:
        return _LATER[lang].format(day_words(day.earliest, lang))
    if day.earliest is None or day.latest is None or day.is_exact:
        return day_words(day.earliest, lang) if day.earliest else day.text
    return _BETWEEN[lang].format(day_words(day.earliest, lang), day_words(day.latest, lang))


def _span_words(text: str, lang: Lang) -> str:
    """A day, a month or a year."""
    parts = [int(part) for part in text.split("-")] if text.replace("-", "").isdigit() else []
    if len(parts) == 3:
        return day_words(date(*parts), lang)
    if len(parts) == 2:
        return _SOME[lang].format(f"{MONTHS[lang][parts[1] - 1]} {parts[0]}")
    return _SOME[lang].format(parts[0]) if parts else text


def _one_of(spans: list[str], lang: Lang) -> str:
    """`8 or 9 July 2023`: what the last one repeats is said once."""
    if any(span.count("-") != 2 for span in spans):
        return listed([_span_words(span, lang) for span in spans], lang, "or")
    days = [date.fromisoformat(span) for span in spans]
    last = days[-1]
    told = []
    for day in days[:-1]:
        if (day.year, day.month) == (last.year, last.month):
            told.append(str(day.day))
        elif day.year == last.year:
            told.append(f"{day.day} {MONTHS[lang][day.month - 1]}")
        else:
            told.append(day_words(day, lang))
    return listed([*told, day_words(last, lang)], lang, "or")


def period_words(start: str, until: str, lang: Lang) -> str:
    """A half-open period of legal dates, both ends told: `until` is the first day it no longer binds."""
    begin = _FROM[lang].format(_in_a_period(start, lang))
    if until == "..":
        return f"{begin}, {_OPEN[lang]}"
    end = _in_a_period(until, lang)
    last = _day_before(until)
    if last is None:
        return _ENDS_ON_SOME_DAY[lang].format(begin, end)
    return _UNTIL[lang].format(begin, end, day_words(last, lang))


def _day_before(until: str) -> date | None:
    """The last day a period until an exact day still binds."""
    try:
        day = LegalDate.parse(until)
    except Malformed:
        return None
    return day.day_before().earliest if day.is_exact else None


def _in_a_period(written: str, lang: Lang) -> str:
    return _UNKNOWN_DAY[lang] if written == "unknown" else date_words(written, lang)


def days_words(first: date | None, last: date | None, lang: Lang) -> str:
    """Days [first, last) told by their first and their last day: `11 January 2023 through 23 April 2024`."""
    closing = date.fromordinal(last.toordinal() - 1) if last else None
    if first and closing:
        if first == closing:
            return day_words(first, lang)
        return _THROUGH[lang].format(day_words(first, lang), day_words(closing, lang))
    if first:
        return _FROM[lang].format(day_words(first, lang))
    return _BEFORE[lang].format(day_words(closing, lang)) if closing else _ALWAYS[lang]


def begins_after(start: str | None, day: date) -> bool:
    """Does a period certainly begin after a day?"""
    try:
        first = LegalDate.parse(start).first if start else 0
    except Malformed:
        return False
    return day.toordinal() < first < AFTER


def instant_words(recorded_at: str, lang: Lang) -> str:
    """A record time (RFC 3339, UTC) by the clock of Amsterdam."""
    local = amsterdam(recorded_at)
    hour, minute = f"{local.hour:02}", f"{local.minute:02}"
    return say("moment", lang, day=day_words(local.date(), lang), hour=hour, minute=minute)


def amsterdam(recorded_at: str) -> datetime:
    """A record time (RFC 3339 with its zone) by the clock of Amsterdam."""
    return datetime.fromisoformat(recorded_at).astimezone(AMSTERDAM)
