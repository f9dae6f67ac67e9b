"""An outcome map as SVG: colours that colour-blind people can tell apart, hatches and letters beside them, real text.

The same map gives the same bytes on every machine. What the map shows is worked out in `outcome_map.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from cli.pictures.axis import digits, short_day, ticks
from cli.pictures.outcome_map import OutcomeMap, Placed
from cli.words.cases import saying
from cli.words.dates import day_words
from cli.words.lines import country_words
from cli.words.printable import clean
from cli.words.reasoning import moment_name, outcome_words
from cli.words.terms import CASE_OUTCOMES, READINGS, Lang, called


@dataclass(frozen=True)
class Look:
    """How an outcome is drawn: a letter code (in English), a colour, and a hatch over it (empty: plain)."""

    code: str
    colour: str
    hatch: str = ""
    ink: str = "#ffffff"


# The colours are those of Okabe and Ito, chosen to stay apart under every common colour blindness.
LOOKS: Final[dict[str, Look]] = {
    "refugee-protection": Look("RP", "#009e73"),
    "subsidiary-protection": Look("SP", "#56b4e9"),
    "individual-internal-protection-test": Look("IT", "#f0e442"),
    "internal-protection-available": Look("IA", "#e69f00"),
    "individual-assessment": Look("AI", "#cc79a7"),
    "origin-check-required": Look("OC", "#0072b2", "up"),
    "origin-not-established": Look("ON", "#d55e00", "down"),
    "no-country-policy": Look("NP", "#dcdcdc"),
    "decision-suspended": Look("DS", "#595959", "level"),
    "undetermined": Look("UN", "#ffffff", "up", "#8c8c8c"),
    "cannot-tell": Look("CT", "#ffffff", "dots", "#8c8c8c"),
}
DUTCH_CODES: Final = {
    "refugee-protection": "VS",
    "subsidiary-protection": "SB",
    "individual-internal-protection-test": "BT",
    "internal-protection-available": "BB",
    "individual-assessment": "IB",
    "origin-check-required": "HO",
    "origin-not-established": "HN",
    "no-country-policy": "GB",
    "decision-suspended": "BO",
    "undetermined": "NB",
    "cannot-tell": "NZ",
}
"""The letters of each outcome in Dutch, from its name there."""

_OTHERS: Final = (
    ("#009e73", "down"),
    ("#56b4e9", "level"),
    ("#cc79a7", "up"),
    ("#e69f00", "level"),
    ("#f0e442", "upright"),
    ("#0072b2", "dots"),
)
"""Looks for outcomes of other frameworks, in turn."""

_HATCHES: Final = {
    "up": '<path d="M-2,2 l4,-4 M0,10 l10,-10 M8,12 l4,-4" stroke="{ink}" stroke-width="1.6"/>',
    "down": '<path d="M-2,8 l4,4 M0,0 l10,10 M8,-2 l4,4" stroke="{ink}" stroke-width="1.6"/>',
    "level": '<path d="M0,5 h10" stroke="{ink}" stroke-width="1.8"/>',
    "upright": '<path d="M5,0 v10" stroke="{ink}" stroke-width="1.8"/>',
    "dots": '<circle cx="5" cy="5" r="1.3" fill="{ink}"/>',
}
_INK: Final = "#1a1a1a"
_SOFT: Final = "#5c5c5c"
_FONT: Final = "font-family=\"'DejaVu Sans', Verdana, Arial, sans-serif\""
_WIDTH, _LEFT, _TOP = 1040, 112, 112
_PLOT_WIDTH, _PLOT_HEIGHT, _BAND, _GAP = 560, 430, 46, 12
_LEGEND: Final = _LEFT + _PLOT_WIDTH + 104

_Spans = Sequence[tuple[float, float]]


def looks_of(outcomes: Sequence[str], lang: Lang) -> dict[str, Look]:
    """A look for every outcome; those of frameworks we do not know get one in turn, with a code of their own."""
    known = {each: replace(look, code=_code(each, lang)) for each, look in LOOKS.items()}
    looks = {each: known[each] for each in outcomes if each in known}
    codes = {look.code for look in known.values()}
    for place, outcome in enumerate(sorted(set(outcomes) - LOOKS.keys())):
        letters = "".join(part[0] for part in re.findall(r"[A-Za-z0-9]+", outcome))[:2].upper() or "X"
        code = next(each for each in (letters, *(f"{letters[:1]}{n}" for n in range(1, 10_000))) if each not in codes)
        codes.add(code)
        colour, hatch = _OTHERS[place % len(_OTHERS)]
        looks[outcome] = Look(code, colour, hatch)
    return looks


def _code(outcome: str, lang: Lang) -> str:
    return DUTCH_CODES[outcome] if lang == "nl" else LOOKS[outcome].code


def map_svg(map_: OutcomeMap, lang: Lang) -> str:
    """The map as a whole SVG document; ends with a line feed."""
    return _Drawing(map_, lang).svg()


@dataclass
class _Drawing:
    map_: OutcomeMap
    lang: Lang
    parts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.looks = looks_of(self.map_.outcomes, self.lang)
        self.public = self.map_.by == "public"
        self.first, self.until = self.map_.days[0], self.map_.until
        self.columns = list(pairwise([self.x(day) for day in (*self.map_.days, self.until)]))
        self.lines = self.row_spans()
        self.band = (_TOP + _PLOT_HEIGHT + _GAP, _TOP + _PLOT_HEIGHT + _GAP + _BAND)
        self.bottom = self.band[1] if self.public else _TOP + _PLOT_HEIGHT

    # -- where things stand -------------------------------------------------------------------------------------------

    def x(self, day: date, half: float = 0.0) -> float:
        """The left edge of a day; with `half` 0.5 its middle."""
        return _LEFT + _PLOT_WIDTH * ((day - self.first).days + half) / (self.until - self.first).days

    def y(self, day: date, half: float = 0.0) -> float:
        start, end = self.map_.limits[0], self.map_.limits_until
        assert isinstance(start, date)
        assert end is not None
        return _TOP + _PLOT_HEIGHT * ((day - start).days + half) / (end - start).days

    def row_spans(self) -> list[tuple[float, float]]:
        limits = self.map_.limits
        if self.public:
            days = [each for each in limits if isinstance(each, date)]
            return list(pairwise([*(self.y(day) for day in days), float(_TOP + _PLOT_HEIGHT)]))
        height = _PLOT_HEIGHT / len(limits)
        return [(_TOP + height * place, _TOP + height * (place + 1)) for place in range(len(limits))]

    # -- the drawing --------------------------------------------------------------------------------------------------

    def svg(self) -> str:
        self.grid(self.map_.rows, self.lines)
        if self.public:
            self.grid([self.map_.now], [self.band])
            self.text(_LEFT - 10, sum(self.band) / 2 + 4, saying("map-no-limit", self.lang), anchor="end")
        self.across()
        self.down()
        if self.public:
            self.diagonal()
            self.moments_then()
        self.moments_now()
        self.heading()
        end = self.legend()
        height = max(self.bottom + 74, end + 24)
        return "\n".join([*self.opening(height), *self.parts, "</svg>"]) + "\n"

    def opening(self, height: float) -> Iterator[str]:
        title, desc = self.title(), self.description()
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{digits(height)}" '
            f'viewBox="0 0 {_WIDTH} {digits(height)}" role="img" aria-labelledby="title desc" '
            f'xml:lang="{self.lang}" {_FONT} font-size="12" fill="{_INK}">'
        )
        yield f'<title id="title">{escape(title)}</title>'
        yield f'<desc id="desc">{escape(desc)}</desc>'
        yield "<defs>"
        for outcome in self.map_.outcomes:
            look = self.looks[outcome]
            if look.hatch:
                drawn = _HATCHES[look.hatch].format(ink=look.ink)
                yield (
                    f'<pattern id="hatch-{look.code}" width="10" height="10" patternUnits="userSpaceOnUse">'
                    f'<rect width="10" height="10" fill="{look.colour}"/>{drawn}</pattern>'
                )
        yield "</defs>"
        yield f'<rect width="{_WIDTH}" height="{digits(height)}" fill="#ffffff"/>'

    def title(self) -> str:
        case = self.map_.case
        country = country_words(case.country, self.lang)
        return clean(saying("map-title", self.lang, case=case.reference, country=country))

    def description(self) -> str:
        """The map in sentences, for who cannot see it."""
        told = []
        for each in self.map_.moments:
            then, now = (outcome_called(each_, self.lang) for each_ in (each.then or each.now, each.now))
            day, moment = day_words(each.day, self.lang), moment_name(each.moment, self.lang)
            told.append(saying("map-desc-moment", self.lang, moment=moment, day=day, then=then, now=now))
        first, last = day_words(self.first, self.lang), day_words(self.until - timedelta(days=1), self.lang)
        case = self.map_.case.reference
        said = saying("map-desc", self.lang, case=case, first=first, last=last, moments=" ".join(told))
        return clean(said)

    def heading(self) -> None:
        self.text(_LEFT, 34, self.title(), size=19, weight="bold")
        self.text(_LEFT, 56, saying(f"map-{self.map_.by}", self.lang), colour=_SOFT)
        reading = called(READINGS, self.map_.reading, self.lang)
        self.text(
            _LEFT, 74, f"{saying('map-reading', self.lang, reading=reading)} · @{self.map_.position}", colour=_SOFT
        )

    def grid(self, rows: Sequence[Sequence[str]], spans: _Spans) -> None:
        """Cells that lie together and are alike are one shape, with its code in the largest part of it."""
        blocks = list(_blocks(rows))
        for left, right, top, low, outcome in blocks:
            box = (self.columns[left][0], spans[top][0], self.columns[right][1], spans[low][1])
            look = self.looks[outcome]
            fill = f"url(#hatch-{look.code})" if look.hatch else look.colour
            self.parts.append(
                f'<rect x="{digits(box[0])}" y="{digits(box[1])}" width="{digits(box[2] - box[0])}" '
                f'height="{digits(box[3] - box[1])}" fill="{fill}" shape-rendering="crispEdges"/>'
            )
        self.parts.append(
            f'<path d="{self.contours(rows, spans)}" fill="none" stroke="{_INK}" stroke-width="1" '
            'stroke-linecap="square"/>'
        )
        for left, right, top, low, outcome in blocks:
            wide = self.columns[right][1] - self.columns[left][0]
            high = spans[low][1] - spans[top][0]
            x, y = self.columns[left][0] + wide / 2, spans[top][0] + high / 2
            if wide >= 34 and high >= 22:
                place = self.free_place(x, y, wide, high)
                if place:
                    self.badge(*place, self.looks[outcome].code)
            elif wide >= 16 and high >= 36 and self.is_free(x, y):
                self.badge(x, y, self.looks[outcome].code, upright=True)

    def free_place(self, x: float, y: float, wide: float, high: float) -> tuple[float, float] | None:
        """The place nearest to the middle of a cell where its code does not stand on the line or on a moment."""
        for across, down in ((0, 0), (0, 26), (0, -26), (20, -18), (-20, 18), (-30, 0), (30, 0), (-60, 0), (60, 0)):
            inside = abs(across) + 17 <= wide / 2 and abs(down) + 11 <= high / 2
            if inside and self.is_free(x + across, y + down):
                return x + across, y + down
        return None

    def is_free(self, x: float, y: float) -> bool:
        top, low = self.band if self.public else self.lines[-1]
        if top <= y <= low and any(abs(place - x) < 25 for _, _, place in self.now_places()):
            return abs((top + low) / 2 - y) > 19
        if not self.public or y > _TOP + _PLOT_HEIGHT:
            return True
        day = self.first + (self.until - self.first) * ((x - _LEFT) / _PLOT_WIDTH)
        return abs(self.y(day) - y) >= 18

    def contours(self, rows: Sequence[Sequence[str]], spans: _Spans) -> str:
        """Lines between cells that differ, and around all of them."""
        left, right = self.columns[0][0], self.columns[-1][1]
        top, low = spans[0][0], spans[-1][1]
        drawn = [f"M{digits(left)},{digits(top)}H{digits(right)}V{digits(low)}H{digits(left)}Z"]
        for row, (above, below) in zip(rows, spans, strict=True):
            edges = (self.columns[place][0] for place in range(1, len(row)) if row[place] != row[place - 1])
            drawn.extend(f"M{digits(edge)},{digits(above)}V{digits(below)}" for edge in edges)
        for place in range(1, len(rows)):
            for column, (start, end) in enumerate(self.columns):
                if rows[place][column] != rows[place - 1][column]:
                    drawn.append(f"M{digits(start)},{digits(spans[place][0])}H{digits(end)}")
        return "".join(drawn)

    # -- axes ---------------------------------------------------------------------------------------------------------

    def across(self) -> None:
        for day, label in ticks(self.first, self.until, 8, self.lang):
            at = self.x(day)
            self.parts.append(_line(at, self.bottom, at, self.bottom + 6))
            self.text(at, self.bottom + 21, label, anchor="middle", size=11)
        middle = _LEFT + _PLOT_WIDTH / 2
        self.text(middle, self.bottom + 44, saying("map-across", self.lang), anchor="middle", weight="bold")
        taken = -100.0
        for day in self.map_.days[1:]:  # where a column starts, something changes
            at = self.x(day)
            if at - taken >= 74:
                self.parts.append(_line(at, _TOP - 6, at, _TOP))
                self.text(at, _TOP - 10, short_day(day, self.lang), anchor="middle", size=11, colour=_SOFT)
                taken = at

    def down(self) -> None:
        middle, label = _TOP + _PLOT_HEIGHT / 2, saying(f"map-down-{self.map_.by}", self.lang)
        self.parts.append(
            f'<text transform="translate(24,{digits(middle)}) rotate(-90)" text-anchor="middle" '
            f'font-weight="bold">{escape(label)}</text>'
        )
        if self.public:
            self.down_by_day()
            return
        before = 0
        for limit, (top, low) in zip(self.map_.limits, self.lines, strict=True):
            assert isinstance(limit, int)
            told = f"@{before + 1}–@{limit}" if limit > before + 1 else f"@{limit}"
            if low - top >= 13:
                self.text(_LEFT - 10, (top + low) / 2 + 4, told, anchor="end", size=11)
            before = limit

    def down_by_day(self) -> None:
        start, end = self.map_.limits[0], self.map_.limits_until
        assert isinstance(start, date)
        assert end is not None
        for day, label in ticks(start, end, 10, self.lang):
            at = self.y(day)
            self.parts.append(_line(_LEFT - 6, at, _LEFT, at))
            self.text(_LEFT - 10, at + 4, label, anchor="end", size=11)
        taken = -100.0
        right = _LEFT + _PLOT_WIDTH
        for limit in self.map_.limits[1:]:  # where a row starts, something became public
            assert isinstance(limit, date)
            at = self.y(limit)
            if at - taken >= 14:
                self.parts.append(_line(right, at, right + 6, at))
                self.text(right + 9, at + 4, short_day(limit, self.lang), size=11, colour=_SOFT)
                taken = at

    def diagonal(self) -> None:
        """Where the day is also the day by which things were public: what was known on the day itself."""
        start, end = self.map_.limits[0], self.map_.limits_until
        assert isinstance(start, date)
        assert end is not None
        last = min(self.until, end)
        ends = f"M{digits(self.x(start))},{digits(self.y(start))}L{digits(self.x(last))},{digits(self.y(last))}"
        self.parts.append(f'<path d="{ends}" fill="none" stroke="#ffffff" stroke-width="4"/>')
        self.parts.append(f'<path d="{ends}" fill="none" stroke="{_INK}" stroke-width="1.6" stroke-dasharray="6 4"/>')

    # -- moments ------------------------------------------------------------------------------------------------------

    def moments_then(self) -> None:
        bubbles: list[tuple[float, float]] = []
        dots: list[str] = []
        for each in self.map_.moments:
            x, y = self.x(each.day, 0.5), self.y(each.day, 0.5)
            free = [
                (x + across, y + down)
                for across, down in _AROUND
                if _LEFT + 10 < x + across < _LEFT + _PLOT_WIDTH - 10
                and _TOP + 10 < y + down < _TOP + _PLOT_HEIGHT - 10
                and all(abs(x + across - a) > 19 or abs(y + down - b) > 19 for a, b in bubbles)
            ]
            place = free[0] if free else (x + _AROUND[0][0], y + _AROUND[0][1])
            bubbles.append(place)
            self.parts.append(_line(x, y, *place))
            dots.append(
                f'<circle cx="{digits(x)}" cy="{digits(y)}" r="4.5" fill="{_INK}" stroke="#ffffff" stroke-width="1.5"/>'
            )
        self.parts += dots  # after every line, so that none runs through a number
        for number, place in enumerate(bubbles, 1):
            self.bubble(*place, number, filled=True)

    def moments_now(self) -> None:
        """On the row without a limit: each number on its day, or beside it where another stands there."""
        top, low = self.band if self.public else self.lines[-1]
        middle = (top + low) / 2
        places = self.now_places()
        for _, x, place in places:
            if place != x:
                self.parts.append(_line(x, middle, place, middle))
                self.parts.append(f'<circle cx="{digits(x)}" cy="{digits(middle)}" r="2.5" fill="{_INK}"/>')
        for number, _, place in places:  # after every line, so that none runs through a number
            self.bubble(place, middle, number, filled=False)

    def now_places(self) -> list[tuple[int, float, float]]:
        """Per moment its number, where its day is, and where its number stands, in the order of days."""
        places: list[tuple[int, float, float]] = []
        for number, each in sorted(enumerate(self.map_.moments, 1), key=lambda pair: (pair[1].day, pair[0])):
            x = self.x(each.day, 0.5)
            places.append((number, x, max(x, places[-1][2] + 21) if places else x))
        return places

    def bubble(self, x: float, y: float, number: int, *, filled: bool) -> None:
        fill, ink = (_INK, "#ffffff") if filled else ("#ffffff", _INK)
        self.parts.append(
            f'<circle cx="{digits(x)}" cy="{digits(y)}" r="9" fill="{fill}" stroke="{ink if filled else _INK}" '
            'stroke-width="1.5"/>'
        )
        self.text(x, y + 4, str(number), anchor="middle", size=11, weight="bold", colour=ink)

    # -- legend -------------------------------------------------------------------------------------------------------

    def legend(self) -> float:
        """Down the right side; returns where it ends."""
        y = float(_TOP)
        order = [*(each for each in LOOKS if each in self.looks), *sorted(self.looks.keys() - LOOKS.keys())]
        for outcome in order:
            look = self.looks[outcome]
            fill = f"url(#hatch-{look.code})" if look.hatch else look.colour
            swatch = f'<rect x="{_LEGEND}" y="{digits(y)}" width="34" height="20" fill="{fill}" stroke="{_INK}"/>'
            self.parts.append(swatch)
            self.text(_LEGEND + 44, y + 14, look.code, weight="bold")
            y = self.lines_of_text(_LEGEND + 72, y + 14, outcome_called(outcome, self.lang), 25) + 16
        y += 6
        if self.public:
            self.parts.append(
                f'<path d="M{_LEGEND},{digits(y + 6)}h34" stroke="{_INK}" stroke-width="1.6" stroke-dasharray="6 4"/>'
            )
            y = self.lines_of_text(_LEGEND + 44, y + 10, saying("map-diagonal", self.lang)) + 14
            self.bubble(_LEGEND + 17, y + 6, 1, filled=True)
            y = self.lines_of_text(_LEGEND + 44, y + 10, saying("map-then", self.lang)) + 14
        if self.map_.moments:
            self.bubble(_LEGEND + 17, y + 6, 1, filled=False)
            y = (
                self.lines_of_text(_LEGEND + 44, y + 10, saying("map-now" if self.public else "map-moment", self.lang))
                + 18
            )
        for number, each in enumerate(self.map_.moments, 1):
            y = self.moment_line(number, each, y)
        if self.map_.elsewhere:
            named = ", ".join(moment_name(each, self.lang) for each in self.map_.elsewhere)
            y = self.lines_of_text(_LEGEND, y + 14, saying("map-outside", self.lang, moments=named), 36)
        return y

    def moment_line(self, number: int, each: Placed, y: float) -> float:
        """`1  application, 1 September 2022: NP→SP`."""
        now = self.looks[each.now].code
        codes = now if each.then in (None, each.now) else f"{self.looks[each.then or each.now].code}→{now}"
        named = f"{moment_name(each.moment, self.lang)}, {day_words(each.day, self.lang)}: {codes}"
        self.text(_LEGEND + 17, y + 12, str(number), anchor="middle", weight="bold")
        return self.lines_of_text(_LEGEND + 44, y + 12, named) + 6

    def lines_of_text(self, x: float, y: float, told: str, most: int = 30) -> float:
        """Words in lines of about `most` characters; returns where the last one stands."""
        line = ""
        for each in clean(told).split(" "):
            if line and len(line) + 1 + len(each) > most:
                self.text(x, y, line)
                line, y = each, y + 15
            else:
                line = f"{line} {each}".strip()
        self.text(x, y, line)
        return y

    # -- pieces -------------------------------------------------------------------------------------------------------

    def badge(self, x: float, y: float, code: str, *, upright: bool = False) -> None:
        turned = " rotate(-90)" if upright else ""
        self.parts.append(
            f'<g transform="translate({digits(x)},{digits(y)}){turned}">'
            '<rect x="-14" y="-8" width="28" height="16" rx="3" fill="#ffffff" fill-opacity="0.88"/>'
            f'<text y="4.5" text-anchor="middle" font-weight="bold">{escape(code)}</text></g>'
        )

    def text(
        self,
        x: float,
        y: float,
        told: str,
        *,
        anchor: str = "start",
        size: int = 12,
        weight: str = "",
        colour: str = "",
    ) -> None:
        given = {
            "text-anchor": "" if anchor == "start" else anchor,
            "font-size": "" if size == 12 else str(size),
            "font-weight": weight,
            "fill": colour,
        }
        said = "".join(f" {name}={quoteattr(value)}" for name, value in given.items() if value)
        self.parts.append(f'<text x="{digits(x)}" y="{digits(y)}"{said}>{escape(clean(told))}</text>')


_AROUND: Final = tuple(
    (sign * far * across, -sign * far * down)
    for far in (20, 40, 60)
    for across, down in ((0.8, 0.6), (1.0, 0.0), (0.0, 1.0))
    for sign in (1, -1)
)
"""Where the number of a moment may stand, nearest first: beside the diagonal, not on it."""


def outcome_called(outcome: str, lang: Lang) -> str:
    """What an outcome is called on the map, where one may be that it cannot be told."""
    if outcome == "cannot-tell" and outcome not in CASE_OUTCOMES:
        return saying("cannot-tell", lang)
    return outcome_words(outcome, lang)


def _blocks(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, int, int, str]]:
    """The grid in rectangles of one outcome: first and last column, first and last row, both included."""
    open_: dict[tuple[int, int, str], int] = {}
    for place, row in enumerate([*rows, ()]):
        runs: set[tuple[int, int, str]] = set()
        start = 0
        for column in range(1, len(row) + 1):
            if column == len(row) or row[column] != row[start]:
                runs.add((start, column - 1, row[start]))
                start = column
        for run in sorted(open_.keys() - runs):
            yield run[0], run[1], open_.pop(run), place - 1, run[2]
        for run in sorted(runs - open_.keys()):
            open_[run] = place


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{digits(x1)},{digits(y1)}L{digits(x2)},{digits(y2)}" stroke="{_INK}"/>'
