"""The timeline of a report: bars over days as an SVG figure with real text, and the same periods as a table.

Colour is never alone: each status has a pattern of its own, and its name stands in the bar or in the legend. Labels
never overlap: widths are reckoned on the wide side, and what has no room goes to a line of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from string import ascii_uppercase
from typing import Any, Final

from cli.dossier.jsonml import JsonML, Node, el, fields, framed, grouped_table, joined
from cli.dossier.policy import element_of, scope_nodes, value_rows
from cli.dossier.record import Record, exact, time
from cli.pictures.axis import digits, short_day, ticks
from cli.words.dates import date_words, day_words
from cli.words.dossier import sentence
from cli.words.lines import country_words, element_title, status_line
from cli.words.reasoning import moment_name
from cli.words.terms import BINDS, KINDS, STATUSES, Lang, called, capital, listed, word

WIDTH, LEFT, RIGHT = 960, 16, 770
"""The drawing, and where the days begin and end in it; what is right of them is room for labels."""

_INK: Final = "#1a1a1a"
_SOFT: Final = "#595959"
_BAR, _ROW, _LABEL, _SMALL = 24, 58, 34, 12
_LONGEST: Final = 22
"""About so many characters of a moment's name are drawn; the tables have the whole name."""

_MANY: Final = 400
"""At most so many lines in one hatch."""


Line = tuple[float, float, float, float]
"""From x1, y1 to x2, y2."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Pattern:
    """How a status is drawn: a fill, an ink, and the lines over it (empty: none)."""

    fill: str
    ink: str
    lines: str = ""
    dashed: bool = False


PATTERNS: Final[dict[str, Pattern]] = {
    "in-force": Pattern("#0072b2", "#0072b2"),
    "announced": Pattern("#d6e9f5", "#0072b2", "up"),
    "withdrawal-announced": Pattern("#d6e9f5", "#0072b2", "down"),
    "uncertain": Pattern("#fff6c2", "#7a6200", "upright", dashed=True),
    "nothing-particular": Pattern("#e3f3ec", "#00694c", "level"),
    "upcoming": Pattern("#ffffff", "#0072b2", dashed=True),
    "advised": Pattern("#f7f7f7", "#595959", "up", dashed=True),
    "annulled": Pattern("#fbe3d6", "#a33c00", "cross"),
    "ended": Pattern("#f0f0f0", "#8c8c8c"),
}
_OTHER: Final = Pattern("#ffffff", "#1a1a1a", "cross", dashed=True)


def wide(text: str, size: float = _SMALL) -> float:
    """The width of a text, on the wide side for every common typeface."""
    return (
        sum(1.0 if each in "MWmw@%—…" or ord(each) > 0x2E80 else 0.8 if each.isupper() else 0.66 for each in text)
        * size
    )


def common(text: str, size: float = _SMALL) -> float:
    """The width of a text in the letters of the PDF, and about that in others."""
    return sum(0.3 if each in "fijlrt.,:;'()[]| " else 0.8 if each in "mwMW" else 0.52 for each in text) * size


# -- what is drawn ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """Days [first, last) of one status; None where nothing bounds it."""

    first: date | None
    last: date | None
    status: str


@dataclass(frozen=True)
class Mark:
    """A vertical line: a day with what it is called."""

    day: date
    name: str


@dataclass
class Drawing:
    """Where everything of the figure stands. `labels` are boxes (left, top, right, bottom) of every text drawn."""

    rows: Sequence[tuple[str, Sequence[Bar]]]
    marks: Sequence[Mark]
    lang: Lang
    parts: list[JsonML] = field(default_factory=list)
    labels: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        days = [day for _, bars in self.rows for bar in bars for day in (bar.first, bar.last) if day]
        days += [mark.day for mark in self.marks]
        first, last = min(days).toordinal(), max(days).toordinal()
        room = max((last - first) // 25, 10)
        open_ended = any(bar.last is None for _, bars in self.rows for bar in bars)
        after = max((last - first) // 5, 30) if open_ended else room
        self.first = date.fromordinal(max(first - room, 1))
        self.last = date.fromordinal(min(last + after, date.max.toordinal() - 31))
        self.days = max((self.last - self.first).days, 1)
        self.marked = _levels(self.marks, self.x)
        self.top = _LABEL * (1 + max((level for _, level in self.marked), default=-1)) + 14
        self.bottom = self.top + _ROW * len(self.rows)
        self.lines = [self.x(mark.day) for mark in self.marks]

    def x(self, day: date | None, *, end: bool = False) -> float:
        if day is None:
            return RIGHT if end else LEFT
        return LEFT + (RIGHT - LEFT) * min(max((day - self.first).days, 0), self.days) / self.days

    def svg(self, title: str, alternative: str) -> JsonML:
        self._axis()
        for place, (_, bars) in enumerate(self.rows):
            for bar in bars:
                self._bar(bar, self.top + _ROW * place + 22)
        clear = [self._names(self.top + _ROW * place, name, bars) for place, (name, bars) in enumerate(self.rows)]
        for mark, level in self.marked:
            self._line(mark, level, [box for boxes in clear for box in boxes])
            self._mark(mark, level)
        height = self._legend(self.bottom + 44)
        return el(
            "svg",
            el("title", title),
            *self.parts,
            viewBox=f"0 0 {WIDTH} {digits(height)}",
            width=str(WIDTH),
            height=digits(height),
            role="img",
            aria_label=f"{title}. {alternative}",
            font_size=str(_SMALL),
            fill=_INK,
            preserveAspectRatio="xMinYMin meet",
        )

    def _text(self, x: float, y: float, text: str, *, size: float = _SMALL, fill: str = "") -> Box:
        """A line of text from x on, its foot on y; gives the box it stands in."""
        box = (x, y - size, x + wide(text, size), y + size * 0.3)
        self.labels.append(box)
        self.parts.append(el("text", text, x=digits(x), y=digits(y), font_size=digits(size), fill=fill))
        return box

    def _on_bar(self, x: float, y: float, text: str) -> Box:
        """A word on a bar, in the middle of its room: on white, where its letters are of a common width.

        A page puts a white edge around the letters themselves, whatever typeface they are in (`.on-bar` in page.css).
        """
        box = (x, y - _SMALL, x + wide(text), y + _SMALL * 0.3)
        self.labels.append(box)
        middle, half = (box[0] + box[2]) / 2, common(text) / 2 + 4
        self.parts.append(_rect(middle - half, box[1] - 1, 2 * half, box[3] - box[1] + 2, "#ffffff", "behind"))
        self.parts.append(el("text", text, x=digits(middle), y=digits(y), text_anchor="middle", class_="on-bar"))
        return box

    def _axis(self) -> None:
        self.parts.append(_path(f"M{LEFT},{digits(self.bottom)}H{RIGHT}", _INK))
        taken = -1.0
        for day, label in ticks(self.first, self.last, 8, self.lang):
            at = self.x(day)
            self.parts.append(_path(f"M{digits(at)},{digits(self.bottom)}v6", _INK))
            if at > taken:
                self._text(at, self.bottom + 20, label, fill=_SOFT)
                taken = at + wide(label) + 8

    def _line(self, mark: Mark, level: int, clear: Iterable[Box]) -> None:
        """The line of a day, broken off where it would run through words."""
        x, start = self.x(mark.day), _LABEL * level + 2.0
        breaks = sorted((top, low) for left, top, right, low in clear if left - 4 <= x <= right + 4)
        for top, low in [*breaks, (float(self.bottom), float(self.bottom))]:
            if top > start:
                ends = {"x1": digits(x), "x2": digits(x), "y1": digits(start), "y2": digits(top)}
                self.parts.append(el("line", **ends, stroke="#ffffff", stroke_width="3"))
                self.parts.append(el("line", **ends, stroke=_INK, stroke_dasharray="4 3"))
            start = max(start, low)

    def _mark(self, mark: Mark, level: int) -> None:
        x, y = self.x(mark.day) + 4, _LABEL * level + 12
        self._text(x, y, shortened(mark.name))
        self._text(x, y + 16, short_day(mark.day, self.lang), size=11, fill=_SOFT)

    def _names(self, top: float, name: str, bars: Sequence[Bar]) -> list[Box]:
        """The element over its bars, and in each bar that has room for it the status; where they stand."""
        boxes = [self._text(LEFT, top + 15, fitting(name, WIDTH - 2 * LEFT, 13), size=13)]
        for bar in bars:
            left, right = self.x(bar.first), self.x(bar.last, end=True)
            status = called(STATUSES, bar.status, self.lang)
            if wide(status) + 24 <= right - left:
                boxes.append(self._on_bar(self._room(left + 12, right - 12, wide(status)), top + 38, status))
        return boxes

    def _room(self, left: float, right: float, width: float) -> float:
        """Where in a bar a word of this width stands clear of the lines: as far left as can be; or else at its left."""
        ends = [left - 6, *sorted(each for each in self.lines if left - 6 < each < right + 6), right + 6]
        free = [begin + 6 for begin, end in pairwise(ends) if begin + 6 + width + 6 <= end]
        return free[0] if free else left

    def _bar(self, bar: Bar, top: float) -> None:
        left, right = self.x(bar.first), self.x(bar.last, end=True)
        pattern = PATTERNS.get(bar.status, _OTHER)
        self._patch(left, top, max(right - left, 1.5), pattern)
        for end, tip in ((bar.first, f"M{digits(left + 5)},{digits(top + 7)}l-5,5l5,5"),
                         (bar.last, f"M{digits(right - 5)},{digits(top + 7)}l5,5l-5,5")):  # fmt: skip
            if end is None:  # nothing bounds it: it runs on
                self.parts.append(_path(tip, _INK))

    def _patch(self, left: float, top: float, width: float, pattern: Pattern) -> None:
        made = _rect(left, top, width, _BAR, pattern.fill)
        made[1] |= {"stroke": pattern.ink} | ({"stroke-dasharray": "3 2"} if pattern.dashed else {})
        self.parts.append(made)
        hatch = hatched(left, top, width, _BAR, pattern.lines)
        if hatch:
            self.parts.append(_path(hatch, pattern.ink))

    def _legend(self, top: float) -> float:
        """What each pattern in use stands for, in as many lines as it takes; returns where the drawing ends."""
        used = {bar.status for _, bars in self.rows for bar in bars}
        x, y = float(LEFT), top
        for status in (*(each for each in PATTERNS if each in used), *sorted(used - PATTERNS.keys())):
            told = called(STATUSES, status, self.lang)
            if x + 40 + wide(told) > WIDTH:
                x, y = float(LEFT), y + 34
            self._patch(x, y, 32, PATTERNS.get(status, _OTHER))
            self._text(x + 38, y + 16, told)
            x += 56 + wide(told)
        return y + _BAR + 10


def _levels(marks: Iterable[Mark], x: Any) -> list[tuple[Mark, int]]:
    """Each mark with the line its label stands in, 0 at the top.

    Labels run right from their line. One that begins where an earlier label still runs goes below that, so that neither
    a label nor the line of another mark is ever in the way.
    """
    placed: list[tuple[Mark, int, float]] = []
    for mark in sorted(marks, key=lambda each: each.day):
        at = x(mark.day)
        level = 1 + max((each for _, each, end in placed if end >= at - 4), default=-1)
        end = at + 4 + max(wide(shortened(mark.name)), wide("30 sep 2026"))
        placed.append((mark, level, end))
    return [(mark, level) for mark, level, _ in placed]


def shortened(name: str) -> str:
    """A name that fits beside the drawing."""
    return fitting(name, wide("x" * _LONGEST))


def fitting(text: str, room: float, size: float = _SMALL) -> str:
    """A text cut off where it would run out of its room."""
    if wide(text, size) <= room:
        return text
    held = text
    while held and wide(f"{held}…", size) > room:
        held = held[:-1]
    return f"{held.rstrip()}…"


def hatched(left: float, top: float, width: float, height: float, lines: str) -> str:
    """The lines of a pattern within a box, as the `d` of a path; empty where the box is too small or needs none."""
    step = max(7.0, (width + height) / _MANY)
    drawn = []
    if lines in ("up", "cross"):
        drawn += _slanted(left, top, width, height, step)
    if lines in ("down", "cross"):
        drawn += [_turned(each, top, height) for each in _slanted(left, top, width, height, step)]
    if lines == "level":
        drawn += [(left, top + part * height / 4, left + width, top + part * height / 4) for part in (1, 2, 3)]
    if lines == "upright":
        drawn += [(left + step * number, top, left + step * number, top + height) for number in _steps(width, step)]
    return "".join(f"M{digits(x1)},{digits(y1)}L{digits(x2)},{digits(y2)}" for x1, y1, x2, y2 in drawn)


def _steps(width: float, step: float) -> range:
    return range(1, int(width // step) + 1)


def _slanted(left: float, top: float, width: float, height: float, step: float) -> list[Line]:
    """Lines from lower left to upper right, at 45 degrees, cut off at the box."""
    drawn = []
    for number in _steps(width + height, step):
        along = step * number
        x1, y1 = (left + along - height, top + height) if along > height else (left, top + along)
        x2, y2 = (left + along, top) if along <= width else (left + width, top + along - width)
        if x1 >= left and y1 <= top + height and x2 > x1:
            # A line that starts below the box starts at its foot instead.
            drawn.append((x1, y1, x2, y2))
    return drawn


def _turned(line: Line, top: float, height: float) -> Line:
    x1, y1, x2, y2 = line
    return (x1, 2 * top + height - y1, x2, 2 * top + height - y2)


def _rect(x: float, y: float, width: float, height: float, fill: str, class_: str = "") -> JsonML:
    ends = {"x": digits(x), "y": digits(y), "width": digits(width), "height": digits(height)}
    return el("rect", **ends, fill=fill, class_=class_)


def _path(d: str, stroke: str) -> JsonML:
    return el("path", d=d, stroke=stroke, fill="none")


# -- the section ------------------------------------------------------------------------------------------------------


def timeline_nodes(record: Record, timeline: Mapping[str, Any], marks: Sequence[tuple[str, str]]) -> list[Node]:
    """The figure and the table. `marks`: what each moment is called, and its legal date as it is written."""
    elements, lang = timeline.get("elements") or [], record.lang
    if not elements:
        return [el("p", sentence("timeline-empty", lang))]
    return [_figure(timeline, marks, lang), *_as_table(record, elements)]


def drawing_of(elements: Iterable[Mapping[str, Any]], marks: Sequence[Mark], lang: Lang) -> Drawing | None:
    """The figure of a timeline; None where there is no day at all to draw."""
    rows = [
        (f"{capital(called(KINDS, each['kind'], lang))} [{each['id']}]", list(_bars(each["periods"])))
        for each in elements
    ]
    dated = any(bar.first or bar.last for _, bars in rows for bar in bars)
    return Drawing(rows, marks, lang) if dated else None


def _bars(periods: Iterable[Mapping[str, Any]]) -> Iterator[Bar]:
    """Periods side by side of one status are one bar."""
    held: Bar | None = None
    for each in periods:
        bar = Bar(exact(each["from"]), exact(each["until"]), str(each["state"]["status"]))
        if held and held.status == bar.status and held.last == bar.first:
            held = Bar(held.first, bar.last, bar.status)
            continue
        if held:
            yield held
        held = bar
    if held:
        yield held


def _figure(timeline: Mapping[str, Any], marks: Sequence[tuple[str, str]], lang: Lang) -> Node:
    elements = timeline["elements"]
    drawn_marks, outside = _drawable(elements, marks, lang)
    drawn = drawing_of(elements, drawn_marks, lang)
    title = sentence("timeline-title", lang).format(country=country_words(timeline["country"]["code"], lang))
    lines = "timeline-lines" if len(marks) > 1 else "timeline-line"
    told = sentence("timeline-caption", lang).format(lines=sentence(lines, lang) if drawn_marks else "").strip()
    if outside:
        told += f" {sentence('timeline-outside', lang).format(moments=listed(outside, lang))}"
    if drawn is None:
        return None
    picture = drawn.svg(title, _alternative(elements, lang))
    return el("figure", framed(picture, title), el("figcaption", told), class_="timeline")


def _drawable(
    elements: Iterable[Mapping[str, Any]], marks: Sequence[tuple[str, str]], lang: Lang
) -> tuple[list[Mark], list[str]]:
    """The marks with a single day that is not far from all the rest, days that coincide together; and the others.

    A mark further away than twice the span of the policy would leave no room for the bars.
    """
    cuts = [day for each in elements for bar in _bars(each["periods"]) for day in (bar.first, bar.last) if day]
    single = [(name, day) for name, written in marks if (day := exact(written))]
    others = [f"{name} ({date_words(written, lang)})" for name, written in marks if not exact(written)]
    if not cuts:
        return [], [name for name, _ in marks]
    room = max(2 * (max(cuts) - min(cuts)).days, 730)
    near = [(name, day) for name, day in single if -room <= (day - min(cuts)).days and (day - max(cuts)).days <= room]
    others += [f"{name} ({day_words(day, lang)})" for name, day in single if (name, day) not in near]
    names: dict[date, list[str]] = {}
    for name, day in near:
        names.setdefault(day, []).append(name)
    return [Mark(day, ", ".join(names[day])) for day in sorted(names)], others


def _alternative(elements: Iterable[Mapping[str, Any]], lang: Lang) -> str:
    """The figure in words, for who cannot see it."""
    return " ".join(
        f"{element_title(each['id'], each['kind'], lang)}: "
        + "; ".join(f"{_span(bar, lang)} {called(STATUSES, bar.status, lang)}" for bar in _bars(each["periods"]))
        + "."
        for each in elements
    )


def _span(bar: Bar, lang: Lang) -> str:
    first = day_words(bar.first, lang) if bar.first else "…"
    last = day_words(_last_day(bar.last), lang) if bar.last else "…"
    return f"{first} – {last}"


def _last_day(until: date) -> date:
    return date.fromordinal(max(until.toordinal() - 1, 1))


@dataclass
class _Span:
    """Days [first, last) on which an element reads the same: its status, what it says, the acts that say so."""

    first: date | None
    last: date | None
    areas: tuple[Any, ...] | None
    scope: list[Node]
    status: list[Node]
    binds: str
    said: list[list[Node]]
    acts: list[Node]

    def reads_as(self, other: "_Span") -> bool:
        return replace(self, first=None, last=None) == replace(other, first=None, last=None)


def _as_table(record: Record, elements: Iterable[Mapping[str, Any]]) -> list[Node]:
    """The table, below the sets of many areas in it: rows name these by a letter."""
    lang = record.lang
    spans = [(element_title(each["id"], each["kind"], lang), list(_spans(record, each))) for each in elements]
    sets = _sets([each for _, found in spans for each in found])
    heads = [sentence(each, lang) for each in ("first-day", "last-day")]
    heads += [word("status", lang), word("binds", lang), sentence("says", lang), sentence("acts", lang)]
    groups = [(title, [("", _row(each, sets, lang)) for each in found]) for title, found in spans]
    drawn = grouped_table(sentence("timeline-table", lang), heads, groups, class_="periods")
    if not sets:
        return [drawn]
    named = fields([(capital(_set_words(areas, sets, lang)), scope_nodes(areas, (), lang)) for areas in sets])
    return [el("p", sentence("areas-once", lang), class_="lead"), named, drawn]


def _spans(record: Record, element: Mapping[str, Any]) -> Iterator[_Span]:
    """Periods side by side that read the same are one."""
    held: _Span | None = None
    for each in element["periods"]:
        span = _span_of(record, each)
        if held and held.last == span.first and held.reads_as(span):
            held.last = span.last
            continue
        if held:
            yield held
        held = span
    if held:
        yield held


def _span_of(record: Record, period: Mapping[str, Any]) -> _Span:
    state, first, lang = element_of(period["state"]), exact(period["from"]), record.lang
    named = called(STATUSES, state.status, lang)
    value = {"groups": state.groups, **(state.value or {})}
    return _Span(
        first=first,
        last=exact(period["until"]),
        areas=state.areas if not state.except_areas else None,
        scope=[] if state.areas is None else scope_nodes(state.areas, state.except_areas or (), lang),
        status=[
            el("span", named, class_=f"status {state.status}"),
            status_line(state, first, lang).removeprefix(named),
        ],
        binds=called(BINDS, state.binds, lang),
        said=[[f"{label}: ", *words] for label, words in value_rows(record, state.entries, value, codes=False)],
        acts=record.keys_told([entry.key for entry in state.entries]),
    )


def _row(span: _Span, sets: Mapping[Any, str], lang: Lang) -> list[list[Node]]:
    closing = _last_day(span.last) if span.last else None
    begin = time(span.first.isoformat(), day_words(span.first, lang)) if span.first else sentence("no-first-day", lang)
    end = time(closing.isoformat(), day_words(closing, lang)) if closing else sentence("no-last-day", lang)
    scope = [_set_words(span.areas, sets, lang)] if span.areas in sets else span.scope
    said = joined([*([scope] if scope else []), *span.said])
    return [[begin], [end], span.status, [span.binds], said, span.acts]


_FEW: Final = 3
"""So many areas are listed wherever they count."""


def _sets(spans: Iterable[_Span]) -> dict[tuple[Any, ...], str]:
    """A letter for each set of many areas, in the order of the rows."""
    stated = (each.areas or () for each in spans)
    many = dict.fromkeys(areas for areas in stated if len(areas) > _FEW and _are_codes(areas))
    return {areas: _letter(place) for place, areas in enumerate(many)}


def _are_codes(areas: Iterable[Any]) -> bool:
    return all(isinstance(each, str) for each in areas)


def _letter(place: int) -> str:
    """A to Z, then A2 to Z2, and so on."""
    turn, letter = divmod(place, len(ascii_uppercase))
    return f"{ascii_uppercase[letter]}{turn + 1 if turn else ''}"


def _set_words(areas: tuple[Any, ...] | None, sets: Mapping[Any, str], lang: Lang) -> str:
    return sentence("areas-set", lang).format(letter=sets[areas], count=len(areas or ()))


def marks_of(moments: Mapping[str, str], lang: Lang) -> list[tuple[str, str]]:
    """The moments of a case as the timeline names them."""
    return [(capital(moment_name(name, lang)), day) for name, day in moments.items()]
