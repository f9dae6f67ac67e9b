"""The outcome map as a drawing: the same bytes every time, readable by who does not see colours, and real text."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest

from cli.pictures.axis import ticks
from cli.pictures.outcome_map import OutcomeMap, Placed
from cli.pictures.outcome_svg import LOOKS, Look, _blocks, looks_of, map_svg
from cli.words.terms import CASE_OUTCOMES, LANGS, Lang
from domain.cases import CaseFile, KnownFacts
from domain.dates import LegalDate

SVG = "{http://www.w3.org/2000/svg}"
NONE, PROTECTED = "no-country-policy", "subsidiary-protection"


def mapped(**given: Any) -> OutcomeMap:
    """Policy from 11 January 2023 on, retroactive: public on 1 February; decided in between."""
    case = CaseFile("a", "ML", KnownFacts(), {"decision": LegalDate.parse("2023-01-20")})
    fields: dict[str, Any] = {
        "case": case,
        "by": "public",
        "reading": "practice",
        "position": 9,
        "days": (date(2022, 12, 1), date(2023, 1, 11)),
        "until": date(2023, 3, 1),
        "limits": (date(2022, 12, 1), date(2023, 2, 1)),
        "limits_until": date(2023, 3, 1),
        "rows": ((NONE, NONE), (NONE, PROTECTED)),
        "now": (NONE, PROTECTED),
        "moments": (Placed("decision", date(2023, 1, 20), NONE, PROTECTED),),
    }
    return OutcomeMap(**{**fields, **given})


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("lang", LANGS)
def test_a_map_says_in_words_what_it_shows(lang: Lang) -> None:
    root = ET.fromstring(map_svg(mapped(), lang))

    assert root.get("role") == "img"
    labels = (root.get("aria-labelledby") or "").split()
    named = {each.get("id"): each.text or "" for each in root if each.tag in (f"{SVG}title", f"{SVG}desc")}
    assert labels == list(named)
    assert "Mali" in named["title"]
    assert CASE_OUTCOMES[NONE][LANGS.index(lang)] in named["desc"]
    assert CASE_OUTCOMES[PROTECTED][LANGS.index(lang)] in named["desc"]


def test_the_legend_has_every_outcome_of_the_map_and_no_other() -> None:
    told = texts(map_svg(mapped(), "en"))

    assert {"NP", "SP", "no country policy", "subsidiary protection"} <= set(told)
    assert not {"RP", "AI", "DS"} & set(told)
    assert any("NP→SP" in each for each in told)


def test_axes_days_of_change_and_moments_are_text() -> None:
    told = texts(map_svg(mapped(), "nl"))

    assert {"geldend op", "openbaar uiterlijk op", "kennis van nu", "11 jan 2023", "1 feb 2023"} <= set(told)
    assert "besluit, 20 januari 2023:" in " ".join(told)


def test_the_same_map_gives_the_same_bytes() -> None:
    assert map_svg(mapped(), "en").encode() == map_svg(mapped(), "en").encode()


def test_a_map_by_record_has_positions_down_and_no_diagonal() -> None:
    given = {"by": "recorded", "limits": (4, 9), "limits_until": None}
    placed = (Placed("decision", date(2023, 1, 20), None, PROTECTED),)

    svg = map_svg(mapped(**given, moments=placed), "en")

    assert {"@1–@4", "@5–@9", "recorded by"} <= set(texts(svg))
    assert "stroke-dasharray" not in svg
    assert "known now" not in texts(svg)


def test_names_from_outside_cannot_break_the_drawing() -> None:
    case = CaseFile("a", "ML", KnownFacts(), {})
    evil = '<script>&"\x1b'
    placed = (Placed(evil, date(2023, 1, 20), evil, evil),)

    svg = map_svg(mapped(case=case, rows=((evil, NONE),) * 2, moments=placed, elsewhere=(evil,)), "en")

    ET.fromstring(svg)
    assert "<script>" not in svg
    assert "\x1b" not in svg


def test_cells_become_as_few_rectangles_as_rows_allow_and_cover_the_grid_once() -> None:
    rows = [("a", "a", "b"), ("a", "a", "b"), ("a", "b", "b")]

    blocks = list(_blocks(rows))

    cells = [
        (row, column, outcome)
        for left, right, top, low, outcome in blocks
        for row in range(top, low + 1)
        for column in range(left, right + 1)
    ]
    assert sorted(cells) == [(row, column, rows[row][column]) for row in range(3) for column in range(3)]
    assert len(blocks) == 4


def test_every_number_of_close_moments_can_be_read() -> None:
    days = [date(2023, 1, 20) + timedelta(days=number) for number in range(6)]
    placed = tuple(Placed(f"m{number}", day, NONE, PROTECTED) for number, day in enumerate(days))

    root = ET.fromstring(map_svg(mapped(moments=placed), "en"))

    bubbles = [
        (float(each.get("cx", "")), float(each.get("cy", "")))
        for each in root.iter(f"{SVG}circle")
        if each.get("r") == "9"
    ]
    in_plot = [each for each in bubbles if each[0] < 680]
    assert len(in_plot) == 12
    assert all(abs(a[0] - b[0]) > 17 or abs(a[1] - b[1]) > 17 for a, b in combinations(in_plot, 2))


def test_no_joining_line_is_drawn_over_the_number_of_a_moment() -> None:
    placed = tuple(Placed(f"m{number}", date(2023, 1, 20), NONE, PROTECTED) for number in range(5))

    drawn = list(ET.fromstring(map_svg(mapped(moments=placed), "en")))

    bubbles = [place for place, each in enumerate(drawn) if each.get("r") == "9"]
    then, now = bubbles[:5], bubbles[5:10]
    for first, *_, last in (then, now):
        assert not [each for each in drawn[first:last] if each.tag == f"{SVG}path"]


@pytest.mark.parametrize("days", [1, 3, 20, 80, 300, 900, 4000, 40_000])
def test_an_axis_has_some_marks_and_not_too_many(days: int) -> None:
    first = date(2023, 1, 17)

    marks = ticks(first, first + timedelta(days=days), 8, "en")

    assert 1 <= len(marks) <= 8
    assert all(first <= day < first + timedelta(days=days) for day, _ in marks)


# -- colours ----------------------------------------------------------------------------------------------------------

# Dichromacy as matrices on linear RGB: Machado, Oliveira and Fernandes 2009, severity 1.
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, each)) for each in rgb)
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (each ** (1 / 3) if each > 0.008856 else 7.787 * each + 16 / 116 for each in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_outcomes_can_be_told_apart_by_who_is_colour_blind(blindness: str) -> None:
    def seen(look: Look) -> tuple[float, float, float]:
        rgb = linear(look.colour)
        return lab([sum(a * b for a, b in zip(line, rgb, strict=True)) for line in BLINDNESS[blindness]])

    alike = [
        (one, other)
        for one, other in combinations(LOOKS, 2)
        if LOOKS[one].hatch == LOOKS[other].hatch
        and sum((a - b) ** 2 for a, b in zip(seen(LOOKS[one]), seen(LOOKS[other]), strict=True)) ** 0.5 < 10
    ]

    assert alike == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_outcome_has_a_look_and_a_code_of_its_own(lang: Lang) -> None:
    looks = looks_of([*LOOKS], lang)

    assert set(looks) == {*CASE_OUTCOMES, "cannot-tell"}
    assert len({look.code for look in looks.values()}) == len(LOOKS)


def test_the_codes_of_a_dutch_map_are_dutch() -> None:
    told = texts(map_svg(mapped(), "nl"))

    assert {"GB", "SB", "geen landgebonden beleid", "subsidiaire bescherming"} <= set(told)
    assert any("GB→SB" in each for each in told)
    assert not {"NP", "SP"} & set(told)


def test_outcomes_of_another_framework_get_looks_of_their_own() -> None:
    looks = looks_of(["grant", "great", "subsidiary-protection", "refuse-now"], "en")

    assert looks["subsidiary-protection"] == LOOKS["subsidiary-protection"]
    assert looks["refuse-now"].code == "RN"
    assert len({look.code for look in looks.values()}) == 4
    assert len({(look.colour, look.hatch) for look in looks.values()}) == 4
