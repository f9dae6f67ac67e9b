"""What drawings share: days on an axis, short, and coordinates in the same digits on every machine."""

from datetime import date, timedelta
from typing import Final

from cli.words.terms import Lang

_SHORT: Final = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
}


def digits(number: float) -> str:
    """Two decimals, and none that are not needed: the same digits on every machine."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def ticks(first: date, until: date, most: int, lang: Lang) -> list[tuple[date, str]]:
    """Firsts of months, or days where the whole is short: at most `most` of them, evenly apart."""
    months = [
        date(number // 12, number % 12 + 1, 1)
        for number in range(first.year * 12 + first.month - 1, until.year * 12 + until.month)
    ]
    inside = [day for day in months if first <= day < until]
    if len(inside) >= 3:
        for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200):
            chosen = [day for day in inside if (day.year * 12 + day.month - 1) % step == 0]
            if len(chosen) <= most:
                return [(day, f"{_SHORT[lang][day.month - 1]} {day.year}") for day in chosen]
    apart = max(1, -(-(until - first).days // max(1, most - 3)))
    chosen = [first + timedelta(days=number) for number in range(0, (until - first).days, apart)]
    return [(day, short_day(day, lang)) for day in chosen]


def short_day(day: date, lang: Lang) -> str:
    return f"{day.day} {_SHORT[lang][day.month - 1]} {day.year}"
