"""The report of a dossier: every fact is the text of an entry, and what a judge looks for is there, twice."""

import json
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, count, pairwise, product
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.demo import CASE
from cli.dossier.case import basis_words
from cli.dossier.jsonml import Node, el, filled, walk
from cli.dossier.policy import element_of
from cli.dossier.record import Material, Record, Spot
from cli.dossier.report import case_report, country_report
from cli.dossier.timeline import PATTERNS, Bar, Drawing, Mark, drawing_of, hatched, wide
from cli.words import dossier as words_dossier
from cli.words.terms import STATUSES, called, status_words
from domain.dates import Point
from domain.policy import Status
from infrastructure.defaults import MALI, init_ledger
from infrastructure.ledger import Ledger
from infrastructure.proof.page import ATTRIBUTES, TAGS
from infrastructure.proof.sealed import seal
from tests.support.chronicles import PALESTINIAN_TERRITORIES, ROOT
from tests.support.reports import (
    at,
    case_material,
    classed,
    country_material,
    elements_of,
    facts_of,
    imported,
    shown,
    texts_of,
)

EXAMPLES = ROOT / "docs" / "examples"
LANGS = pytest.mark.parametrize("lang", ["en", "nl"])
CLASSES = {
    *("report", "case", "country", "question", "verdict", "same", "differs", "not-recorded", "status", "quote"),
    *("source", "key", "matrix", "changed", "caveats", "timeline", "clocks", "note", "erased", "place", "periods"),
    *("annex", "scroll", "group", "lead", "whole", "on-bar", "behind", *STATUSES),
}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Mali with the demo case, the Palestinian territories, the examples' cases, contradicting sources."""
    folder = tmp_path_factory.mktemp("ledger")
    with init_ledger(folder / "kroniek.db", origin="ledger.example/test", actor="tester") as made:
        imported(made, MALI, PALESTINIAN_TERRITORIES, EXAMPLES / "cases.yaml", EXAMPLES / "contradicting-sources.yaml")
        made.append(CASE, actor="tester")
        yield made


@pytest.fixture(scope="module")
def materials(ledger: Ledger) -> dict[str, Material]:
    """Every case of the examples, and three countries on several days."""
    made = {f"case {card.reference}": case_material(ledger, card.reference) for card in ledger.cases()}
    for country, day in (("ML", date(2022, 12, 1)), ("ML", date(2023, 1, 11)), ("PS", date(2024, 6, 25)),
                         ("PS", date(2024, 7, 1)), ("SD", date(2023, 7, 8))):  # fmt: skip
        made[f"country {country} {day}"] = country_material(ledger, country, day, day)
    return made


def reported(material: Material, lang: str) -> Node:
    return (case_report if "case" in material.asked else country_report)(material, lang)


# -- facts ------------------------------------------------------------------------------------------------------------


@LANGS
def test_every_fact_is_a_text_or_a_number_of_an_entry_that_is_carried(
    materials: dict[str, Material], lang: str
) -> None:
    for name, material in materials.items():
        for path in facts_of(reported(material, lang)):
            value = at(material.entries, path)
            assert isinstance(value, str | int), (name, path)
            assert not isinstance(value, bool), (name, path)


@LANGS
def test_what_the_record_says_never_stands_in_a_report_as_a_text_of_its_own(
    materials: dict[str, Material], lang: str
) -> None:
    for name, material in materials.items():
        told = "\n".join(texts_of(reported(material, lang)))
        for words in recorded_words(material):
            assert words not in told, (name, words)


def recorded_words(material: Material) -> set[str]:
    """Quotes, titles, remarks, holdings and other free text of the entries, keys, courts and numbers."""
    found: set[str] = set()
    for entry in material.entries:
        content = entry["content"]
        found |= {
            entry["key"],
            *(content.get(name, "") for name in ("title", "note", "text", "court", "ecli", "author")),
        }
        found |= {cite.get(name, "") for cite in content.get("cites", ()) for name in ("quote", "at")}
        found |= {each.get("text", "") for each in content.get("holdings", ())}
        found |= {*content.get("case_numbers", ()), *content.get("identifiers", {}).values()}
        found.add(content.get("presumption", {}).get("phrase", ""))
    # The caveats name entries by their keys, and very short words are words of the report as well.
    keys = {entry["key"] for entry in material.entries if "not-public-then" in json.dumps(material.answers)}
    return {words for words in found - keys if len(words) > 9}


def test_every_quote_of_the_acts_is_shown_word_for_word(materials: dict[str, Material]) -> None:
    material = materials["case example"]

    told = shown(reported(material, "nl"), material.entries)

    quotes = {cite["quote"] for reasons in material.answers["why"] for act in reasons["acts"]
              for cite in act["content"]["cites"] if cite.get("quote")}  # fmt: skip
    assert len(quotes) > 5
    assert all(quote in told for quote in quotes)


def test_a_corrected_entry_is_shown_as_it_counts_and_names_its_correction(ledger: Ledger, tmp_path: Path) -> None:
    with init_ledger(tmp_path / "kroniek.db", origin="o", actor="tester") as made:
        imported(made, EXAMPLES / "retroactive-act.yaml")
        act = made.entry("ps/published")
        from infrastructure.chronicle import Draft

        corrected = {**act["content"], "from": "2023-12-20"}
        made.append(
            [Draft("ps/correction", "entry.corrected",
                   {"entry": "ps/published", "content": corrected, "reason": "misread"})],
            actor="tester",
        )  # fmt: skip
        material = country_material(made, "PS", date(2024, 2, 1))

    report = country_report(material, "en")

    place = next(index for index, entry in enumerate(material.entries) if entry["key"] == "ps/correction")
    assert [place, "content", "content", "from"] in list(facts_of(report))
    told = shown(report, material.entries)
    assert "Corrected by\nps/correction" in told
    assert "start: 2023-12-20" in told


# -- the tree ---------------------------------------------------------------------------------------------------------


@LANGS
def test_a_report_keeps_to_the_closed_lists_of_tags_attributes_and_classes(
    materials: dict[str, Material], lang: str
) -> None:
    for material in materials.values():
        for node in walk(reported(material, lang)):
            if isinstance(node, list):
                assert node[0] in TAGS
                assert node[1].keys() <= ATTRIBUTES
                assert all(isinstance(value, str) and value for value in node[1].values())
                assert set(node[1].get("class", "").split()) <= CLASSES
            else:
                assert isinstance(node, str) or (node.keys() == {"fact"} and len(node["fact"]) > 1)


@LANGS
def test_a_report_is_json_and_the_same_every_time(materials: dict[str, Material], lang: str) -> None:
    for material in materials.values():
        written = json.dumps(reported(material, lang))

        assert json.loads(written) == reported(material, lang)
        assert written == json.dumps(reported(material, lang))


@LANGS
def test_headings_go_down_one_level_at_a_time_and_tables_have_captions_and_scopes(
    materials: dict[str, Material], lang: str
) -> None:
    for name, material in materials.items():
        report = reported(material, lang)
        levels = [int(each[0][1]) for each in elements_of(report, "h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(low <= high + 1 for high, low in pairwise(levels)), name
        for table in elements_of(report, "table"):
            assert table[2][0] == "caption"
            assert all(head[1].get("scope") in ("col", "row", "rowgroup") for head in elements_of(table, "th"))


def test_texts_side_by_side_are_one_and_a_sentence_takes_nodes() -> None:
    fact = {"fact": [0, "key"]}

    told = el("p", *filled("The key {key} of {country}.", key=[fact, "!"], country="Mali"), None, "")

    assert told == ["p", {}, "The key ", fact, "! of Mali."]


# -- the case ---------------------------------------------------------------------------------------------------------


def test_the_first_thing_told_is_the_question_the_answer_and_how_it_stands_to_what_was_decided(
    materials: dict[str, Material],
) -> None:
    material = materials["case example"]

    english, dutch = (
        [shown(each, material.entries) for each in elements_of(elements_of(report, "section")[1], "p")]
        for report in (case_report(material, "en"), case_report(material, "nl"))
    )

    assert "as it bound on 20 January 2023 (decision)" in english[0]
    assert english[1].startswith("Internal protection alternative to be tested individually.")
    assert english[2].startswith("That is not the outcome that was given: internal protection alternative available (")
    assert "zoals dat gold op 20 januari 2023 (besluit)" in dutch[0]
    assert dutch[2].startswith(
        "Dat wijkt af van de gegeven uitkomst: binnenlands beschermingsalternatief beschikbaar ("
    )
    assert classed(case_report(material, "en"), "differs")
    assert classed(case_report(materials["case gaza"], "en"), "same")


@LANGS
def test_the_matrix_has_every_moment_and_today_and_marks_what_differs(
    materials: dict[str, Material], lang: str
) -> None:
    material = materials["case gaza"]

    (matrix,) = classed(case_report(material, lang), "matrix")

    rows = elements_of(elements_of(matrix, "tbody"), "tr") or elements_of(matrix, "tr")[1:]
    marked = ["changed" in row[1].get("class", "") for row in rows]
    answer = material.answers["compare"]["moments"]
    assert len(rows) == len(answer) == 5
    assert marked == [each["differs"] or each["changed_since_previous"] for each in answer]
    assert "≠" in shown(rows[1], material.entries)
    assert "≠" not in shown(rows[0], material.entries)


def test_what_made_the_difference_and_what_became_public_is_named_by_entry(materials: dict[str, Material]) -> None:
    material = materials["case gaza"]

    told = shown(case_report(material, "nl"), material.entries)

    assert "Oorzaak van elk verschil" in told
    assert "[ps/annulled-decision-moratorium]" in told
    assert "Na besluit, uiterlijk sluiting onderzoek" in told
    assert "art. 83 Vw 2000" in told


def test_a_day_that_is_not_certain_is_told_in_the_words_of_the_report(materials: dict[str, Material]) -> None:
    material = materials["case undated"]

    told = shown(case_report(material, "nl"), material.entries)

    assert "niet te zeggen: de dag van het moment besluit staat niet vast: een dag in januari 2023." in told
    assert "no single day" not in told


def test_what_was_not_public_on_the_day_is_listed_and_nothing_else(materials: dict[str, Material]) -> None:
    material = materials["case example"]

    report = case_report(material, "en")

    (section,) = [each for each in elements_of(report, "section") if _heading(each, material).startswith("Not public")]
    keys = {shown(each, material.entries) for each in classed(section, "key")}
    assert {"ml/memo-2022", "ml/memo-15c", "ml/memo-ipa", "ml/absence-2022"} <= keys
    assert not {"ml/letter-15c", "ml/letter-2023", "ml/ruling-nl22-5703"} & keys


def _heading(section: Node, material: Material) -> str:
    headings = elements_of(section[2:3], "h2") or [each for each in section[2:] if each[0] == "h2"]
    return shown(headings[0], material.entries) if headings else ""


@LANGS
def test_the_annex_has_every_entry_carried_in_order(materials: dict[str, Material], lang: str) -> None:
    for material in materials.values():
        (annex,) = [each for each in classed(reported(material, lang), "annex") if each[0] == "table"]

        rows = [shown(row, material.entries) for row in elements_of(annex, "tr")[1:]]

        assert len(rows) == len(material.entries)
        for row, entry in zip(rows, material.entries, strict=True):
            assert row.split("\n")[:2] == [str(entry["position"]), entry["key"]]
            assert entry["event"] in row
            assert entry["recorded_at"] in row


@LANGS
def test_the_clocks_of_the_answer_and_the_limits_of_the_proof_are_told(
    materials: dict[str, Material], lang: str
) -> None:
    material = materials["country ML 2023-01-11"]

    report = country_report(material, lang)

    (clocks,) = classed(report, "clocks")
    told = shown(clocks, material.entries)
    assert told.count("11 January 2023" if lang == "en" else "11 januari 2023") == 2
    assert f"@{material.position}" in told
    assert ("not proved" if lang == "en" else "niet bewezen") in shown(report, material.entries)


@LANGS
def test_the_three_clocks_stand_right_below_the_answer(materials: dict[str, Material], lang: str) -> None:
    for name in ("case example", "country PS 2024-06-25"):
        sections = elements_of(reported(materials[name], lang), "section")

        assert sections[2][1].get("class") == "clocks", name


@LANGS
@pytest.mark.parametrize("name", ["case example", "country PS 2024-06-25"])
def test_every_part_of_a_report_tells_the_same_position_of_the_ledger(
    materials: dict[str, Material], name: str, lang: str
) -> None:
    """Carried entries are asked as they stood at the last of them; entries on other things may have come after it."""
    last = int(materials[name].entries[-1]["position"])
    material = replace(materials[name], position=last + 5)

    told = shown(reported(material, lang), material.entries)

    through = "through(?: entry)?|up to and including(?: entry)?" if lang == "en" else "tot en met(?: vermelding)?"
    positions = re.findall(rf"(?:{through}) @(\d+)", told)
    assert set(positions) == {str(last + 5)}
    assert len(positions) == 4  # the cover, the three clocks, the timeline, the acts
    assert ("bears on the question is" if lang == "en" else "betrekking heeft, is") + f" @{last}" in told


@LANGS
def test_many_areas_are_listed_once_beside_the_timeline_and_named_in_its_rows(
    materials: dict[str, Material], lang: str
) -> None:
    material = materials["country PS 2024-06-25"]
    report = reported(material, lang)
    (timeline,) = [each for each in elements_of(report, "section")[1:] if classed(each, "periods")]

    (table,) = classed(timeline, "periods")
    listed = [shown(each, material.entries) for each in elements_of(timeline, "dd")]

    assert "PS-" not in shown(table, material.entries)
    assert [each.count("(PS-") for each in listed] == [5, 11, 16]
    named = re.findall("areas [ABC]" if lang == "en" else "gebieden [ABC]", shown(table, material.entries))
    assert set(named) == {f"{'areas' if lang == 'en' else 'gebieden'} {letter}" for letter in "ABC"}


def test_few_areas_are_named_in_the_rows_themselves(materials: dict[str, Material]) -> None:
    material = materials["case example"]

    (table,) = classed(case_report(material, "nl"), "periods")

    assert "Mopti (ML-5), Gao (ML-7) en Ménaka (ML-9)" in shown(table, material.entries)


def test_a_retroactive_act_is_marked_as_such_and_an_act_that_is_not_is_not(materials: dict[str, Material]) -> None:
    material = materials["country PS 2024-06-25"]

    told = shown(country_report(material, "en"), material.entries)

    acts = re.split(r"\n(?=\d\. )", told)
    marked = [act.split("\n")[0] for act in acts if "became public (retroactive)" in act]
    assert marked == ["2. Decision moratorium imposed, published", "2. Departure moratorium imposed, published"]


# -- words ------------------------------------------------------------------------------------------------------------


@LANGS
@pytest.mark.parametrize("status", [each for each in get_args(Status) if each != "none"])
def test_every_status_is_told_in_words_and_marked_with_its_class(
    materials: dict[str, Material], status: str, lang: str
) -> None:
    material = with_status(materials["country ML 2023-01-11"], status)

    report = country_report(material, lang)

    assert called(STATUSES, status, lang) in [shown(each, material.entries) for each in classed(report, status)]
    assert status_words(status, lang) in shown(report, material.entries)
    assert status in PATTERNS
    assert called(STATUSES, status, lang) in [each[2] for each in elements_of(report, "text")]


def with_status(material: Material, status: str) -> Material:
    """The same material, all elements having another status."""

    def changed(value: Any) -> Any:
        if isinstance(value, list):
            return [changed(each) for each in value]
        if isinstance(value, dict):
            return {name: status if name == "status" else changed(each) for name, each in value.items()}
        return value

    return replace(material, answers=changed(material.answers))


def test_every_sentence_is_there_in_both_languages_with_the_same_values() -> None:
    for name, (english, dutch) in words_dossier.SENTENCES.items():
        assert all((english.strip(), dutch.strip())), name
        assert values_of(english) == values_of(dutch), name
        assert english.endswith(".") == dutch.endswith("."), name


def test_no_sentence_is_kept_that_no_report_uses() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "cli" / "dossier").glob("*.py"))
    named = set(re.findall(r"""["']([a-z0-9-]+)["']""", source))
    made = {name for name in words_dossier.SENTENCES if name.startswith(("verdict-", "withheld-", "erased-"))}

    assert set(words_dossier.SENTENCES) - made <= named


def values_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_a_report_in_dutch_has_no_english_sentence_of_its_own(materials: dict[str, Material]) -> None:
    english = {words[0] for words in words_dossier.SENTENCES.values() if words[0] != words[1] and len(words[0]) > 12}

    for material in materials.values():
        told = texts_of(reported(material, "nl"))
        assert not [each for each in told if any(words in each for words in english)]


@pytest.mark.parametrize(
    ("written", "dutch"),
    [
        ("art. 29(1)(a) and (b) Vw 2000", "art. 29, eerste lid, onder a en b, Vw 2000"),
        ("art. 15(c) QD 2011/95/EU", "art. 15, onder c, Kwalificatierichtlijn (2011/95/EU)"),
        ("arts 9-10 QD 2011/95/EU", "art. 9-10 Kwalificatierichtlijn (2011/95/EU)"),
        ("art. 3.37d VV 2000; Vc 2000 C2/3.4", "art. 3.37d VV 2000; Vc 2000 C2/3.4"),
        ("CJEU C-125/22, ECLI:EU:C:2023:843", "HvJ EU C-125/22, ECLI:EU:C:2023:843"),
    ],
)
def test_provisions_are_cited_in_dutch_as_dutch_courts_cite_them(written: str, dutch: str) -> None:
    assert basis_words(written, "nl") == dutch
    assert basis_words(written, "en") == written


# -- withheld and erased ----------------------------------------------------------------------------------------------


def withheld(material: Material, key: str, *paths: tuple[str | int, ...]) -> Material:
    """The same material, with values of an entry sealed and not disclosed."""
    numbers = count()
    entries = [
        {**entry, "content": seal(entry["content"], paths, lambda size: next(numbers).to_bytes(size))[0]}
        if entry["key"] == key
        else entry
        for entry in material.entries
    ]
    return replace(material, entries=entries)


@LANGS
def test_facts_and_moments_that_are_withheld_are_counted_and_never_shown(
    materials: dict[str, Material], lang: str
) -> None:
    paths = [("facts", name) for name in ("habitual_residence", "origin")] + [("moments", "application")]
    material = withheld(materials["case example"], "case/example/1", *paths)

    report = case_report(material, lang)

    told = [shown(each, material.entries) for each in classed(report, "erased")]
    assert any(each.startswith("2 values are sealed" if lang == "en" else "2 gegevens zijn verzegeld") for each in told)
    assert any(each.startswith("1 value is sealed" if lang == "en" else "1 gegeven is verzegeld") for each in told)
    facts = shown(report, material.entries).split("Entry\n" if lang == "en" else "Vermelding\n", 1)[1][:400]
    assert "ML-7" not in facts


@LANGS
@pytest.mark.parametrize(
    "key", ["ml/memo-2022", "ml/letter-2023", "ml/letter-15c", "ml/ruling-nl22-5703", "case/example/2"]
)
def test_whatever_is_withheld_the_report_is_made_and_says_so(
    materials: dict[str, Material], key: str, lang: str
) -> None:
    original = materials["case example"]
    content = next(entry["content"] for entry in original.entries if entry["key"] == key)
    for name in content:
        material = withheld(original, key, (name,))

        report = case_report(material, lang)

        assert all(isinstance(at(material.entries, path), str | int) for path in facts_of(report))


@LANGS
def test_a_quote_from_a_confidential_source_that_is_withheld_is_not_shown(
    materials: dict[str, Material], lang: str
) -> None:
    material = withheld(materials["case example"], "ml/letter-15c", ("cites", 0, "quote"))
    quote = next(each["content"]["cites"][0]["quote"] for each in materials["case example"].entries
                 if each["key"] == "ml/letter-15c")  # fmt: skip

    report = case_report(material, lang)

    assert quote not in shown(report, material.entries)
    assert classed(report, "erased")


@LANGS
def test_erased_values_are_told_with_the_reason_on_record(tmp_path: Path, lang: str) -> None:
    with init_ledger(tmp_path / "kroniek.db", origin="o", actor="tester") as made:
        imported(made, MALI)
        made.append(CASE, actor="tester")
        made.erase("case/example/1", ["facts.origin"], reason="the person asked for it", actor="tester")
        material = case_material(made, "example")

    told = [shown(each, material.entries) for each in classed(case_report(material, lang), "erased")]

    assert material.answers["replay"] is None
    assert any("the person asked for it [case/example/1/" in each for each in told), told


def test_a_report_of_a_case_of_which_nothing_can_be_told_is_a_report_all_the_same(
    materials: dict[str, Material],
) -> None:
    empty = {"case": None, "replay": None, "compare": None, "state": None, "timeline": None, "why": None}
    material = replace(materials["case example"], answers=empty, entries=[])

    for lang in ("en", "nl"):
        assert elements_of(case_report(material, lang), "h1")
        assert elements_of(country_report(replace(material, asked={"country": "ML"}), lang), "h1")


# -- the drawing ------------------------------------------------------------------------------------------------------


def overlaps(drawing: Drawing) -> list[tuple[Any, Any]]:
    return [
        (one, other)
        for one, other in combinations(drawing.labels, 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


@LANGS
def test_labels_of_the_timeline_never_overlap_nor_leave_the_drawing(materials: dict[str, Material], lang: str) -> None:
    for material in materials.values():
        marks = [Mark(date(2022, 12, 1) + timedelta(days=each), f"moment {each}") for each in (0, 1, 2, 9, 40, 400)]
        drawing = drawing_of(material.answers["timeline"]["elements"], marks, lang)
        assert drawing is not None
        svg = drawing.svg("title", "words")

        height = float(svg[1]["height"])
        assert not overlaps(drawing)
        assert all(box[0] >= 0 and box[2] <= 960 and box[1] >= 0 and box[3] <= height for box in drawing.labels)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40)
DAYS = st.dates(date(2001, 1, 1), date(2035, 12, 31))


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    rows = []
    for name in draw(st.lists(NAMES, min_size=1, max_size=5)):
        cuts = sorted(draw(st.sets(DAYS, min_size=1, max_size=6)))
        edges = [draw(st.sampled_from([None, cuts[0]])), *cuts[1:], None]
        bars = [Bar(one, other, draw(st.sampled_from([*PATTERNS, "unheard-of"])))
                for one, other in pairwise(edges)]  # fmt: skip
        rows.append((name, bars))
    rows[0][1].append(Bar(date(2023, 1, 11), None, "announced"))
    marks = [Mark(day, name) for day, name in draw(st.dictionaries(DAYS, NAMES, max_size=8)).items()]
    return Drawing(rows, marks, draw(st.sampled_from(["en", "nl"])))


@given(drawings())
@settings(max_examples=25, deadline=None)
def test_labels_of_moments_never_overlap_however_close_they_are(drawing: Drawing) -> None:
    svg = drawing.svg("title", "words")

    width = float(svg[1]["width"])
    assert all(box[2] <= width for box in drawing.labels)
    drawing.labels.clear()
    for mark, level in drawing.marked:
        drawing._mark(mark, level)
    assert not overlaps(drawing)
    # Nor does the line of a moment run through the label of another.
    lines = [(drawing.x(mark.day), float(34 * level + 2)) for mark, level in drawing.marked]
    for (across, top), box in product(lines, drawing.labels):
        assert not (box[0] < across < box[2] and box[3] > top), (across, box)


@given(drawings())
@settings(max_examples=25, deadline=None)
def test_no_line_of_a_moment_runs_through_a_word(drawing: Drawing) -> None:
    svg = drawing.svg("title", "words")

    lines = [tuple(float(each[1][name]) for name in ("x1", "y1", "y2")) for each in elements_of(svg, "line")]
    for (across, top, low), box in product(lines, drawing.labels):
        assert not (box[0] < across < box[2] and top < box[3] and box[1] < low), (across, top, low, box)


@given(
    st.floats(0, 900),
    st.floats(0, 500),
    st.floats(1, 800),
    st.sampled_from(["up", "down", "cross", "level", "upright"]),
)
def test_a_hatch_stays_within_its_box(left: float, top: float, width: float, lines: str) -> None:
    path = hatched(left, top, width, 24, lines)

    for x, y in re.findall(r"[ML]([-\d.]+),([-\d.]+)", path):
        assert left - 0.01 <= float(x) <= left + width + 0.01
        assert top - 0.01 <= float(y) <= top + 24.01


def test_every_status_has_a_pattern_of_its_own() -> None:
    looks = [(each.lines, each.dashed, each.fill) for each in PATTERNS.values()]

    assert len(set(looks)) == len(looks)
    # Without colour, too: what is drawn alike differs in its lines, its edge, or in being filled.
    assert len({(each.lines, each.dashed, each.fill == each.ink) for each in PATTERNS.values()}) == len(looks)


def test_the_text_of_the_figure_names_every_period(materials: dict[str, Material]) -> None:
    material = materials["country PS 2024-07-01"]

    (svg,) = elements_of(country_report(material, "en"), "svg")

    assert svg[1]["role"] == "img"
    assert "PS/departure-moratorium]: 19 December 2023 – 18 June 2024 in force" in svg[1]["aria-label"]
    assert wide("in force") > 0


# -- reading answers back ---------------------------------------------------------------------------------------------


def test_an_element_read_back_from_an_answer_is_the_element(ledger: Ledger) -> None:
    from cli.answers.policy import element_json

    for country, day in (("ML", date(2023, 1, 11)), ("PS", date(2024, 6, 25)), ("SD", date(2023, 7, 8))):
        for state in ledger.state(country, Point(day)).elements:
            assert element_json(element_of(json.loads(json.dumps(element_json(state))))) == json.loads(
                json.dumps(element_json(state))
            )


def test_a_fact_is_found_where_it_is_recorded_and_nowhere_else() -> None:
    def entry(key: str, event: str, **content: Any) -> Mapping[str, Any]:
        return {"position": 1, "key": key, "event": event, "stream": "s", "recorded_at": "t", "actor": "a",
                "content": content}  # fmt: skip

    record = Record(
        [
            entry("a", "source.registered", source="s", kind="press", title="old"),
            entry("b", "entry.corrected", entry="a", reason="r",
                  content={"source": "s", "kind": "press", "title": "new"}),
        ],
        "en",
    )  # fmt: skip

    assert record.holding("a", ("title",), "old") == Spot(0, ("content", "title"))
    assert record.holding("a", ("title",), "new") == Spot(1, ("content", "content", "title"))
    assert record.holding("a", ("title",), "other") is None
    assert record.counting("a") == Spot(1, ("content", "content"))
