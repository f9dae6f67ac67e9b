"""Answers as a lawyer reads them: the words are there in both languages, and say what the ledger knows, no more."""

import re
import string
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest

import cli
from cli.text.changes import appended_text, changes_text, diff_text
from cli.text.policy import state_text, why_text
from cli.text.record import entries_text, entry_text, findings_text, rebuild_text
from cli.text.sources import sources_of_reasons, sources_of_state
from cli.text.timeline import GLYPHS, timeline_text
from cli.words import fields, phrases, terms
from cli.words.dates import date_words, days_words, instant_words, period_words
from cli.words.printable import clean
from cli.words.terms import kind_words, reason_words, status_words
from cli.words.values import area_words, field_words, plain_words, presumption_words, scope_words
from domain import audit, content
from domain.audit import Finding
from domain.dates import Point
from domain.elements import LEVELS, STRENGTHS
from domain.events import EVENTS, Confidentiality, Outcome, SourceKind
from domain.history import CountedAct, Entry
from domain.places import Area, Place
from domain.policy import Possible, Status
from infrastructure.answers import Appended, ChangedDays, LeftOut, Moment, Reasons, TimelinePeriod
from infrastructure.projections.rebuild import Difference
from tests.support.answers import (
    EXCEPTIONAL,
    NOON,
    absence,
    country,
    element,
    entry_ref,
    letter,
    rival,
    ruling,
    uncertain,
)

SOURCES = {"ml-letter": letter()}


def one_line(page: str) -> str:
    """A page as one line: where it is wrapped does not matter."""
    return " ".join(page.split())


# -- every word -------------------------------------------------------------------------------------------------------

ALL_WORDS = [
    (f"{table}: {code}", *pair)
    for table, codes in {**terms.TABLES, **fields.TABLES, "phrases": phrases.PHRASES}.items()
    for code, pair in codes.items()
]


@pytest.mark.parametrize(("name", "english", "dutch"), ALL_WORDS, ids=[each[0] for each in ALL_WORDS])
def test_every_word_is_there_in_both_languages_and_takes_the_same_values(name: str, english: str, dutch: str) -> None:
    def taken(template: str) -> list[str]:
        return sorted(field for _, field, _, _ in string.Formatter().parse(template) if field is not None)

    assert english.strip()
    assert dutch.strip()
    assert taken(english) == taken(dutch)


def test_every_code_of_the_domain_has_its_words() -> None:
    assert set(terms.STATUSES) == {*get_args(Status), "none"} == set(terms.MEANINGS)
    assert set(terms.EVENTS) == set(EVENTS)
    assert set(terms.SOURCE_KINDS) == set(get_args(SourceKind))
    assert set(terms.OUTCOMES) == set(get_args(Outcome))
    assert set(terms.CONFIDENTIALITIES) == set(get_args(Confidentiality))
    assert set(fields.STRENGTHS) == set(STRENGTHS)
    assert set(fields.SCHEMES) == {f"{scheme}/{level}" for scheme in LEVELS for level in LEVELS[scheme]}
    assert set(GLYPHS) == set(get_args(Status))
    assert all(terms.KINDS[kind][0] != kind for kind in terms.KINDS if kind != "particulars")


def test_every_field_an_entry_can_have_has_a_label() -> None:
    names = {name for topic in EVENTS for name in content.field_names(topic)}

    assert names <= set(fields.FIELDS)


def test_every_finding_of_the_audit_has_its_words() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(audit.__file__).parent.glob("*.py"))
    codes = set(re.findall(r'(?:Finding|of_act)\(\s*"([a-z-]+)"', source)) | {"disputed", "disputed-date"}

    assert codes <= set(terms.FINDINGS)


def test_every_phrase_is_used() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(cli.__file__).parent.rglob("*.py")
        if path.name != "phrases.py"
    )

    unused = [name for name in phrases.PHRASES if f'"{name}"' not in sources and f"'{name}'" not in sources]

    assert [name for name in unused if not name.endswith("-one")] == []


def test_a_code_of_another_edition_is_shown_as_it_is_written() -> None:
    assert status_words("suspended") == "suspended"
    assert kind_words("new-kind", "nl") == "new-kind"
    assert field_words("some_new_field", "en") == "some new field"
    assert plain_words("violence", {"scheme": "be-three", "level": "red"}, "en") == "level red (scheme be-three)"


def test_a_level_of_one_scheme_is_never_told_as_one_of_another() -> None:
    told = plain_words("violence", {"scheme": "nl-graded", "level": "exceptional"}, "en")

    assert told == "level exceptional (scheme nl-graded)"


# -- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "english", "dutch"),
    [
        ("2023-01-11", "11 January 2023", "11 januari 2023"),
        ("2012-06", "some day in June 2012", "een dag in juni 2012"),
        ("2012", "some day in 2012", "een dag in 2012"),
        ("[2023-07-08,2023-07-09]", "8 or 9 July 2023", "8 of 9 juli 2023"),
        ("[2023-07-31,2023-08-01]", "31 July or 1 August 2023", "31 juli of 1 augustus 2023"),
        ("[2022-12-31,2023-01-01]", "31 December 2022 or 1 January 2023", "31 december 2022 of 1 januari 2023"),
        ("[2023-07-07,2023-07-08,2023-07-09]", "7, 8 or 9 July 2023", "7, 8 of 9 juli 2023"),
        ("[2023-07,2024]", "some day in July 2023 or some day in 2024", "een dag in juli 2023 of een dag in 2024"),
        (
            "2013-06-04/2023-06-22",
            "some day between 4 June 2013 and 22 June 2023 (both included)",
            "een dag tussen 4 juni 2013 en 22 juni 2023 (beide inbegrepen)",
        ),
        ("../2013-06-04", "4 June 2013 or earlier", "4 juni 2013 of eerder"),
        ("2013-06-04/..", "4 June 2013 or later", "4 juni 2013 of later"),
        ("unknown", "unknown", "onbekend"),
        ("..", "no end stated", "zonder einddatum"),
        ("ex-tunc", "ex-tunc", "ex-tunc"),
    ],
)
def test_a_legal_date_is_as_sure_in_words_as_on_record(written: str, english: str, dutch: str) -> None:
    assert (date_words(written, "en"), date_words(written, "nl")) == (english, dutch)


def test_a_period_tells_both_ends_and_its_last_day() -> None:
    assert period_words("2023-01-11", "2023-03-01", "en") == (
        "from 11 January 2023 up to, not including, 1 March 2023 (last day: 28 February 2023)"
    )
    assert period_words("2023-01-11", "2023-03-01", "nl") == (
        "vanaf 11 januari 2023 tot (en niet met) 1 maart 2023 (laatste dag: 28 februari 2023)"
    )


def test_an_open_an_unknown_and_an_uncertain_end_are_three_things() -> None:
    ends = [period_words("2023-01-11", end, "en") for end in ("..", "unknown", "[2023-07-08,2023-07-09]")]

    assert ends == [
        "from 11 January 2023, no end stated",
        "from 11 January 2023; it no longer binds from an unknown day",
        "from 11 January 2023; it no longer binds from 8 or 9 July 2023",
    ]


def test_days_are_told_by_their_first_and_last() -> None:
    january, march = date(2023, 1, 11), date(2023, 3, 1)

    assert days_words(january, march, "en") == "11 January 2023 through 28 February 2023"
    assert days_words(january, date(2023, 1, 12), "nl") == "11 januari 2023"
    assert days_words(january, None, "nl") == "vanaf 11 januari 2023"
    assert days_words(None, march, "nl") == "tot en met 28 februari 2023"


@pytest.mark.parametrize(
    ("recorded_at", "told"),
    [
        ("2026-11-22T09:00:00.000000Z", "22 November 2026, 10:00 Amsterdam time"),
        ("2026-07-31T22:30:00.000000Z", "1 August 2026, 00:30 Amsterdam time"),
    ],
)
def test_a_record_time_is_told_by_the_clock_of_amsterdam(recorded_at: str, told: str) -> None:
    assert instant_words(recorded_at, "en") == told


# -- values -----------------------------------------------------------------------------------------------------------


def test_areas_are_told_by_name_and_code() -> None:
    assert scope_words(["ML-10", "ML-9", "ML-7"], [], "en") == "Gao (ML-7), Ménaka (ML-9) and Taoudénit (ML-10)"
    assert scope_words([], ["ML-BKO"], "nl") == "het gehele land, met uitzondering van Bamako (ML-BKO)"
    assert area_words({"name": "Gourma", "within": "ML-7", "part": True}, "en") == "Gourma, part of Gao (ML-7)"
    assert area_words("ML-99", "en") == "ML-99"


def test_a_region_goes_by_its_dutch_name_where_the_register_has_one() -> None:
    assert area_words("PS-NGZ", "nl") == "Noord-Gaza (PS-NGZ)"
    assert area_words("PS-GZA", "nl") == "Gaza (PS-GZA)"
    assert area_words({"name": "Goundam", "within": "ML-6", "part": True}, "nl") == (
        "Goundam, deel van Timboektoe (ML-6)"
    )


def test_moments_of_a_case_are_told_in_words() -> None:
    moments = {"application": "2022-09-01", "second-hearing": "unknown"}

    assert plain_words("moments", moments, "nl") == "aanvraag 1 september 2022; second-hearing onbekend"
    assert plain_words("moments", moments, "en") == "application 1 September 2022; second-hearing unknown"


def test_a_presumption_keeps_the_words_of_the_source() -> None:
    presumption = {"strength": "in beginsel", "phrase": "in beginsel aan te nemen"}

    assert presumption_words(presumption, "en") == "„in beginsel aan te nemen” (in beginsel: in principle)"
    assert presumption_words(presumption, "nl") == "„in beginsel aan te nemen” (in beginsel)"


# -- show -------------------------------------------------------------------------------------------------------------


def shown(*elements: Any, lang: str = "en", place: Place | None = None, **given: Any) -> str:
    return one_line(state_text(country(*elements, **given), SOURCES, place, lang))


def test_the_header_tells_the_three_clocks_and_the_reading() -> None:
    limited = shown(public_by=date(2022, 12, 1))
    unlimited = shown(lang="nl", reading="formal")

    assert (
        "In force on 11 January 2023 · as public by 1 December 2022 · as recorded up to and including @14 " in limited
    )
    assert "@14 (22 November 2026, 10:00 Amsterdam time)" in limited
    assert (
        "Geldend op 11 januari 2023 · ongeacht de datum van openbaarmaking · zoals vastgelegd tot en met" in unlimited
    )
    assert "Lezing: formeel" in unlimited


def test_an_empty_ledger_is_told_as_one() -> None:
    assert "before anything was recorded" in shown(recorded_by=Moment(0, None))


def test_an_announced_element_tells_everything_a_lawyer_asks() -> None:
    page = shown(element(challenged=("rb-nl22-19789",)), rulings=(ruling(),))

    assert "There is country policy for Mali" in page
    assert "Exceptional situation (article 15(c)) — uitzonderlijke situatie (artikel 15, onder c)" in page
    assert "Status announced — made known" in page
    assert "Binds yes" in page
    assert "Period from 11 January 2023, no end stated" in page
    assert "Areas Mopti (ML-5) and Gao (ML-7)" in page
    assert "Note awaiting publication: no formal act of this element is known" in page
    assert "In court Rechtbank Den Haag, 28 October 2022, NL22.19789 [rb-nl22-19789]: upheld" in page
    assert "[ml/letter-15c, @9]" in page
    assert "Brief over Mali — letter to parliament (Kamerbrief); kamerstuk 19 637, nr. 3060; signed 11 January" in page
    assert "15c-situatie: „heb ik besloten om”" in page


def test_the_dutch_text_is_dutch() -> None:
    page = shown(element(status="in-force", awaiting_publication=False, retroactive=True), lang="nl")

    assert "Er is landgebonden asielbeleid voor Mali" in page
    assert "Status in werking — het formele besluit is bekendgemaakt en geldt" in page
    assert "Periode vanaf 11 januari 2023, zonder einddatum" in page
    assert "Gebied Mopti (ML-5) en Gao (ML-7)" in page
    assert "Let op terugwerkende kracht" in page
    assert "Kamerbrief; kamerstuk 19 637, nr. 3060; getekend 11 januari 2023; openbaar 11 januari 2023" in page


@pytest.mark.parametrize("status", ["ended", "annulled", "advised"])
def test_what_does_not_bind_says_so(status: str) -> None:
    page = shown(element(status=status, binds="no", awaiting_publication=False), country_policy="none")

    assert re.search(rf"Status {status} — [^.]*(does not bind|no longer binds)", page)
    assert "Binds no" in page
    assert "No country policy for Mali is known to the ledger on this day." in page
    assert "does not count as country policy" in page


def test_an_advice_without_a_start_does_not_claim_one() -> None:
    page = shown(element(status="advised", binds="no", start="unknown"))

    assert "Period not stated" in page


def test_an_act_that_is_still_to_begin_says_so() -> None:
    page = shown(element(start="2023-02-01", binds="no"))

    assert "Period from 1 February 2023, no end stated; it begins after this day" in page


def test_an_uncertain_element_tells_what_it_can_be_and_under_which_acts() -> None:
    page = shown(uncertain(disputes=(rival(),)))

    assert "it is one of these: announced or in force" in page
    assert "Period depends on which act covers the day" in page
    assert "Possibly – ml/a: Gao (ML-7); violence: exceptional situation" in page
    assert "– ml/b: Mopti (ML-5)" in page
    assert "Disputed Start of ml/letter-15c (announced); another assertion: 12 January 2023" in page


def test_a_rival_assertion_names_its_source() -> None:
    page = shown(element(disputes=(rival(sources=("ml-letter", "ml-letter")),)))

    assert "another assertion: 12 January 2023; according to Brief over Mali [ml/rival]" in page


def test_no_element_is_said_plainly_with_statements_and_rulings_as_context() -> None:
    page = shown(absences=(absence(),), rulings=(ruling(),))

    assert "No country policy for Mali is known to the ledger on this day. No policy element is listed." in page
    assert "no country policy on 23 November 2022" in page
    assert "„geen landgebonden asielbeleid”" in page
    assert "ML/article-15c: upheld — geen 15c in Kayes" in page


def test_for_one_area_it_says_where_it_binds_and_what_it_left_out() -> None:
    gao = Place(Area(code="ML-7"))

    page = shown(element(), element(id="ML/elsewhere", areas=("ML-1",)), place=gao)
    nothing = shown(element(areas=("ML-1",)), place=gao)

    assert "Area asked for: Gao (ML-7)" in page
    assert "Binds yes, for Gao (ML-7)" in page
    assert "Elements that do not cover this area, left out: ML/elsewhere" in page
    assert "No policy element covers, or may cover, this area." in nothing


def test_a_source_that_is_not_at_hand_is_named_by_its_slug() -> None:
    assert "[ml-letter]" in state_text(country(element()), {}, None, "en")


def test_the_sources_a_text_names_can_be_asked_for_beforehand() -> None:
    state = country(element(disputes=(rival(),)), absences=(absence(),), rulings=(ruling(),))

    assert sources_of_state(state) == {"ml-letter", "ml-press"}


# -- the page ---------------------------------------------------------------------------------------------------------


def test_no_control_character_of_data_reaches_the_page() -> None:
    hostile = letter(title="Brief\x1b[2J over\u202e Mali\x07\u2028")
    state = country(element(groups=("a\x9bb",), value={"text": "x\r\ny\x00"}))

    page = state_text(state, {"ml-letter": hostile}, None, "en")

    assert not [each for each in page if each != "\n" and (ord(each) < 32 or 0x7F <= ord(each) < 0xA0)]
    assert "\u202e" not in page
    assert "\u2028" not in page
    assert "x y\ufffd" in page


def test_white_space_is_folded_and_letters_are_kept() -> None:
    assert clean("a\n b\tMénaka …") == "a b Ménaka …"


@pytest.mark.parametrize("width", [60, 80, 100])
def test_lines_are_no_wider_than_asked(width: int) -> None:
    state = country(element(disputes=(rival(),)), rulings=(ruling(),), absences=(absence(),))

    page = state_text(state, SOURCES, None, "en", width=width)

    assert max(map(len, page.splitlines())) <= width


def test_styles_come_only_when_asked_and_change_no_word() -> None:
    state = country(element(), rulings=(ruling(),))

    plain = state_text(state, SOURCES, None, "en")
    coloured = state_text(state, SOURCES, None, "en", colour=True)

    assert "\x1b" not in plain
    assert "\x1b[1m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


# -- why --------------------------------------------------------------------------------------------------------------


def test_why_tells_acts_in_order_remarks_and_what_was_left_out() -> None:
    event = content.read(
        "policy.article-15c-area-designated",
        {
            "country": "ML",
            "element": "article-15c",
            "standing": "announced",
            "from": "2023-01-11",
            "areas": ["ML-7"],
            "cites": [{"source": "ml-letter", "quote": "heb ik besloten"}],
            **EXCEPTIONAL,
        },
    )
    entry = Entry(9, "ml/letter-15c", event)
    day = event.from_  # type: ignore[attr-defined]
    act = CountedAct(entry, event, day.first, day, event.end, day)  # type: ignore[arg-type, attr-defined]
    remark = Entry(10, "ml/note", content.read("entry.annotated", {"entry": "ml/letter-15c", "note": "Let op: sic."}))
    reasons = Reasons(
        element="ML/article-15c",
        on=date(2023, 1, 11),
        public_by=date(2023, 1, 12),
        recorded_by=NOON,
        reading="practice",
        state=element(),
        acts=(act,),
        annotations={"ml/letter-15c": (remark,)},
        rulings=(ruling(),),
        left_out=(LeftOut(Entry(5, "ml/memo", event), "not known to be public"),),
    )

    english = one_line(why_text(reasons, SOURCES, "en"))
    dutch = one_line(why_text(reasons, SOURCES, "nl"))

    assert "1. Article 15(c) area designated, announced [ml/letter-15c, @9]" in english
    assert "Act of 11 January 2023 Public 11 January 2023 Period from 11 January 2023" in english
    assert "„heb ik besloten”" in english
    assert "Remark Let op: sic. [ml/note]" in english
    assert "Left out at this point article 15(c) area designated [ml/memo, @5]: not known to be public" in english
    assert "[ml/memo, @5]: niet bekend of het openbaar is" in dutch
    assert sources_of_reasons(reasons) == {"ml-letter"}


@pytest.mark.parametrize(
    ("reason", "dutch"),
    [
        ("recorded later, at @12", "later vastgelegd, op @12"),
        ("struck out", "doorgehaald"),
        ("public only on 2023-01-11", "pas openbaar op 2023-01-11"),
        ("for a reason of its own", "for a reason of its own"),
    ],
)
def test_why_an_act_was_left_out_is_told_in_dutch(reason: str, dutch: str) -> None:
    assert reason_words(reason, "nl") == dutch
    assert reason_words(reason, "en") == reason


# -- timeline ---------------------------------------------------------------------------------------------------------


def timeline(*periods: TimelinePeriod, lang: str = "en", **given: Any) -> list[str]:
    listed = {"ML/article-15c": list(periods)} if periods else {}
    page = timeline_text("ML", Point(date.min), NOON, "practice", listed, lang, **given)
    return page.splitlines()


def bar(lines: list[str]) -> str:
    return next(line for line, above in zip(lines[1:], lines, strict=False) if above.endswith("[ML/article-15c]"))


JANUARY, JULY = date(2023, 1, 11), date(2023, 7, 8)


def test_a_bar_shows_every_period_even_of_one_day() -> None:
    contested = element(status="uncertain", alternatives=("announced", "in-force"))

    lines = timeline(
        TimelinePeriod(date(2003, 1, 1), JANUARY, element(status="advised", binds="no")),
        TimelinePeriod(JANUARY, date(2023, 1, 12), contested),
        TimelinePeriod(date(2023, 1, 12), None, element(status="in-force")),
    )

    assert re.fullmatch(r" {2}~+\?+█+", bar(lines))
    assert max(map(len, lines)) <= 80
    assert any("11 January 2023: uncertain: announced or in force" in line for line in lines)
    assert any(line.strip().startswith("from 12 January 2023: in force; binds: yes") for line in lines)


def test_the_axis_has_the_days_on_which_something_changes() -> None:
    lines = timeline(TimelinePeriod(JANUARY, JULY, element()), TimelinePeriod(JULY, None, element(status="in-force")))

    dates = next(line for line in lines if line.strip().startswith("2023-01-11"))
    ticks = lines[lines.index(dates) + 1]
    assert ticks[dates.index("2023-07-08")] == "┬"
    assert bar(lines)[dates.index("2023-07-08")] == "█"
    assert bar(lines)[dates.index("2023-07-08") - 1] == "▓"
    assert ticks.endswith("→")


def test_more_changes_than_columns_still_make_a_bar_of_one_line() -> None:
    first = date(2000, 1, 1).toordinal()
    days = [date.fromordinal(first + number) for number in range(300)]
    periods = [
        TimelinePeriod(one, other, element(status="in-force" if number % 2 else "ended"))
        for number, (one, other) in enumerate(pairwise(days))
    ]

    lines = timeline(*periods)

    assert len(bar(lines)) == 80
    assert "█" in bar(lines)


def test_the_legend_has_what_is_drawn_and_nothing_else() -> None:
    lines = timeline(TimelinePeriod(JANUARY, None, element()), lang="nl")

    legend = next(line for line in lines if line.startswith("Legenda"))
    assert legend.endswith("▓ aangekondigd")


def test_periods_that_read_the_same_are_told_once() -> None:
    lines = timeline(
        TimelinePeriod(JANUARY, JULY, element()), TimelinePeriod(JULY, None, element(awaiting_publication=False))
    )

    assert sum("announced; binds: yes" in line for line in lines) == 1


def test_a_timeline_of_nothing_says_so() -> None:
    assert timeline()[-1] == "Nothing is known at this point."


def test_a_period_without_bounds_is_drawn() -> None:
    lines = timeline(TimelinePeriod(None, None, element()))

    assert bar(lines).strip() == "▓" * 78


# -- what changes -----------------------------------------------------------------------------------------------------


def test_a_diff_tells_before_and_after_in_words() -> None:
    a = country(element(status="advised", binds="no", start="unknown"), country_policy="none")
    b = country(element(), element(id="ML/new"), rulings=(ruling(),))

    page = one_line(diff_text(a, b, "en"))

    assert "Status: advised → announced" in page
    assert "Binds: no → yes" in page
    assert "Start: unknown → 11 January 2023" in page
    assert "[ML/new]: appeared" in page
    assert "country policy: none → exists" in page
    assert "ruling now known: Rechtbank Den Haag" in page


def test_a_changed_value_tells_only_what_differs() -> None:
    graded = {"violence": {"scheme": "nl-graded", "level": "middle"}, "armed_conflict": "present"}
    a, b = (
        country(element(value=graded)),
        country(element(value={**graded, "violence": {"scheme": "nl-graded", "level": "highest"}})),
    )

    page = one_line(diff_text(a, b, "nl"))

    assert "Geweld: middelste van drie gradaties van geweld (schema nl-graded) → hoogste van drie" in page
    assert "Gewapend conflict" not in page


def test_where_nothing_differs_it_says_so() -> None:
    assert diff_text(country(element()), country(element()), "en").endswith("Nothing differs.")


def test_a_dry_run_tells_what_would_change_and_that_nothing_was_written() -> None:
    event = content.read("source.registered", {"source": "a", "kind": "press", "title": "A"})
    entries = tuple(Entry(number, f"ml/{number}", event) for number in (3, 4))
    appended = Appended(entries, ("ml/b",), days=days(ChangedDays(date(2023, 1, 11), None, None, element())))

    trial = one_line(appended_text(appended, "en", dry_run=True))
    done = one_line(appended_text(appended, "nl", dry_run=False))

    assert trial.startswith("2 entries would be appended: @3 to @4. 1 key already stood with the same content")
    assert "+ Exceptional situation" in trial
    assert "from 11 January 2023: not listed → announced; binds: yes; Mopti (ML-5) and Gao (ML-7)" in trial
    assert trial.endswith("This was a dry run: nothing was written.")
    assert done.startswith("2 vermeldingen toegevoegd: @3 tot en met @4.")
    assert "proef" not in done


def test_one_entry_is_told_in_the_singular_and_none_as_none() -> None:
    event = content.read("source.registered", {"source": "a", "kind": "press", "title": "A"})

    assert appended_text(Appended((Entry(3, "a", event),), ()), "en", dry_run=False) == "1 entry was appended: @3."
    assert appended_text(Appended((), ("a", "b")), "en", dry_run=False).splitlines() == [
        "Nothing was appended.",
        "2 keys already stood with the same content: nothing changed for them.",
    ]


def days(*found: ChangedDays) -> dict[str, tuple[ChangedDays, ...]]:
    return {"ML/article-15c": found}


def test_changes_are_told_with_their_days_before_somebody_agrees_to_them() -> None:
    changes = days(
        ChangedDays(date(2023, 1, 11), date(2023, 2, 1), element(), None),
        ChangedDays(date(2023, 2, 1), None, element(), element(status="ended", binds="no")),
    )

    page = one_line(changes_text(changes, "en"))

    assert page.startswith("What changes, and on which days:")
    assert "11 January 2023 through 31 January 2023: announced; binds: yes; Mopti (ML-5) and Gao (ML-7)" in page
    assert "not listed from 1 February 2023: Status: announced → ended Binds: yes → no" in page
    assert changes_text({}, "nl") == "Er verandert geen enkel element, op geen enkele dag."


def test_of_many_periods_a_handful_is_told_and_those_that_read_the_same_are_one() -> None:
    months = [date(2023, month, 1) for month in range(1, 10)]
    bound = ("yes", "no")
    many = [
        ChangedDays(first, last, None, element(binds=bound[place % 2]))
        for place, (first, last) in enumerate(pairwise(months))
    ]
    alike = [ChangedDays(first, last, element(), element(cites=())) for first, last in pairwise(months)]

    page = one_line(changes_text(days(*many), "en"))
    same = one_line(changes_text(days(*alike), "en"))

    assert page.count("not listed →") == 5
    assert page.endswith("and 3 more periods")
    assert "1 January 2023 through 31 August 2023:" in same


def test_where_several_acts_may_cover_the_day_what_they_differ_in_depends_on_them() -> None:
    graded = {"violence": {"scheme": "nl-graded", "level": "middle"}}
    act = {"except_areas": (), "groups": (), "value": graded}
    possible = (Possible(entry="a", areas=("ML-5",), **act), Possible(entry="b", areas=("ML-7",), **act))
    unsure = element(
        status="uncertain", binds="uncertain", start=None, until=None, areas=None, except_areas=None, groups=None,
        value=None, possible=possible,
    )  # fmt: skip

    page = one_line(changes_text(days(ChangedDays(date(2023, 1, 11), None, element(value=graded), unsure)), "en"))
    appeared = one_line(changes_text(days(ChangedDays(date(2023, 1, 11), None, None, unsure)), "en"))

    assert "Areas: Mopti (ML-5) and Gao (ML-7) → depends on which act covers the day" in page
    assert "Start: 11 January 2023 → depends on which act covers the day" in page
    assert "Groups" not in page
    assert "violence" not in page
    assert "→ not stated" not in page
    assert "not listed → uncertain; binds: uncertain; what it says depends on which act covers the day" in appeared


# -- the record -------------------------------------------------------------------------------------------------------


def entry(**given: Any) -> dict[str, Any]:
    given_fields: dict[str, Any] = {
        "position": 9,
        "key": "ml/letter-15c",
        "event": "policy.article-15c-area-designated",
        "stream": "country/ML",
        "recorded_at": "2026-11-22T09:00:00.000000Z",
        "actor": "auditor",
        "content": {
            "country": "ML",
            "element": "article-15c",
            "standing": "announced",
            "from": "[2023-07-08,2023-07-09]",
        },
    }
    return {**given_fields, **given}


def test_each_entry_is_one_line() -> None:
    lines = entries_text([entry(), entry(position=10, key="ml/x", content={"title": "a\nb"})], "en").splitlines()

    assert len(lines) == 2
    assert lines[0].startswith("@9   2026-11-22 10:00  ml/letter-15c  article 15(c) area designated (announced): ML/")
    assert lines[1].endswith(": a b")


def test_an_entry_is_told_with_every_field_and_its_source() -> None:
    told = {**entry()["content"], "note": "sic", "cites": [{"source": "ml-letter", "at": "p. 2", "quote": "woorden"}]}

    page = one_line(entry_text(entry(content=told), SOURCES, "nl"))

    assert page.startswith("ml/letter-15c (@9) Gebeurtenis 15c-gebied aangewezen (policy.article-15c-area-designated)")
    assert "Land Mali (ML)" in page
    assert "Stadium aangekondigd" in page
    assert "Ingang 8 of 9 juli 2023" in page
    assert "p. 2: „woorden”" in page
    assert page.index("Aantekening sic") < page.index("Bron Brief over Mali")


def test_a_correction_is_told_with_what_replaces() -> None:
    told = {"entry": "ml/a", "content": {"from": "2023-01-12", "areas": ["ML-7"]}, "reason": "nagelezen"}

    page = one_line(entry_text(entry(event="entry.corrected", content=told), {}, "en"))

    assert "start: 12 January 2023; areas: Gao (ML-7)" in page
    assert "Reason nagelezen" in page


def test_what_a_ruling_held_is_told_holding_by_holding() -> None:
    page = one_line(entry_text(entry(event="ruling.recorded", content=ruling().content), {}, "en"))

    assert "Held ML/article-15c: upheld — geen 15c in Kayes" in page


GAP = {
    "element": "ML/article-15c",
    "first": "2024-07-01",
    "through": "2024-07-01",
    "days": {"days": 1, "sure": True},
    "ended": ["first"],
    "following": ["second"],
}
YEAR = {"number": "CELEX 32024R1347", "year": 2024, "days": "2023-12-31"}


def test_findings_are_grouped_with_their_number() -> None:
    findings = [
        Finding("gap", ("ml/a",), "gap", GAP),
        Finding("identifier", ("ml/b", "ml/c"), "year-after-publication", {"entry": "ml/b", **YEAR}),
        Finding("gap", ("ml/d",), "gap", GAP),
    ]

    page = findings_text(findings, "en")

    assert page.splitlines()[0] == "3 findings"
    assert "gap (2): days between acts that none covers" in page
    assert "- ml/b: CELEX 32024R1347 is of 2024, but was public on 2023-12-31. [ml/b, ml/c]" in one_line(page)
    assert page.index("identifier (1)") < page.index("gap (2)")
    assert "no approval" in findings_text([], "en")


def test_a_rebuild_says_whether_anything_differed() -> None:
    same = rebuild_text(64, (), "en")
    differed = rebuild_text(64, (Difference("policy_state", 3, 4), Difference("ruling", 2, 2)), "en")

    assert "64" in same
    assert "nothing differed" in same
    assert "policy_state: had 3 rows, has 4 now" in differed
    assert "ruling: 2 rows, some of them differed" in differed


def test_an_annulment_has_no_standing_to_tell() -> None:
    page = shown(element(status="annulled", binds="no", entries=(entry_ref("ml/annulled", 12, None),)))

    assert "article 15(c) area designated [ml/annulled, @12]" in page


def test_an_entry_of_a_case_is_told_in_words() -> None:
    told = {
        "case": "a",
        "country": "ML",
        "facts": {"habitual_residence": "ML-7", "origin": "established"},
        "moments": {"application": "2022-09", "decision": "2023-01-20"},
    }

    page = one_line(entry_text(entry(event="case.opened", content=told), {}, "en"))

    assert "Facts residence: Gao (ML-7); origin: established" in page
    assert "Moments application some day in September 2022; decision 20 January 2023" in page
