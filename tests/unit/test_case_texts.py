"""Cases, frameworks and impact in text and JSON: every word in both languages, and nothing said that is not so."""

import json
import re
import string
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.answers import cases as case_answers
from cli.text.cases import case_text, cases_text, replay_text
from cli.text.compare import COMPARE_WIDTH, compare_text
from cli.text.frameworks import adoption_text, faults_text, framework_text, frameworks_text
from cli.text.impact import MOST_LISTED, impact_text, stats_text
from cli.words import cases as words_cases
from cli.words import fields, terms
from cli.words.reasoning import caveat_words, input_value_words
from domain import cases
from domain.cases import MOMENTS, CaseFile, Caveat, KnownFacts
from domain.dates import LegalDate
from domain.events import CaseAssessed, Facts
from domain.frameworks import EVALUATOR, FaultyFramework, Framework, adopt
from domain.places import Area
from domain.policy import StateCitation
from infrastructure import replaying
from infrastructure.answers import Moment
from infrastructure.casework import (
    FAVOUR,
    Affected,
    Because,
    CaseCard,
    Comparison,
    Count,
    FrameworkCard,
    Impact,
    MatrixCell,
    MatrixRow,
    NewFact,
    Replay,
)
from tests.support.answers import NOON, letter

DEFAULT = Path(replaying.__file__).parent / "data" / "frameworks" / "nl-practice-2023.dmn"
SOURCES = {"ml-letter": letter()}
DECISION = date(2023, 1, 20)
CARD = FrameworkCard(
    slug="nl-practice-2023",
    title="Practice",
    applies_from=LegalDate.parse("2001-04-01"),
    sha256="ab" * 32,
    evaluator=EVALUATOR,
    key="framework/nl",
    position=1,
)
FILE = CaseFile(
    "a",
    "ML",
    KnownFacts(habitual_residence=Area.of("ML-7"), origin="established", individual_grounds="none"),
    {"application": LegalDate.parse("2022-09-01"), "hearing": LegalDate.parse("unknown")},
    CaseAssessed(case="a", outcome="internal-protection-available", framework="nl-practice-2023", tree_size=9),
    ("case/a/1", "case/a/2"),
)


def framework() -> Framework:
    return adopt(DEFAULT.read_bytes()).framework


def because(**given: Any) -> Because:
    cite = StateCitation(entry="ml/letter-15c", source="ml-letter", at="15c-situatie", quote="heb ik besloten om")
    fields: dict[str, Any] = {
        "element": "ML/article-15c",
        "kind": "article-15c",
        "status": "announced",
        "input": "article_15c",
        "entries": ("ml/letter-15c",),
        "cites": (cite,),
    }
    return Because(**{**fields, **given})


def replayed(**given: Any) -> Replay:
    """A decision of 20 January 2023 that held an alternative in Bamako against somebody from Gao."""
    fields: dict[str, Any] = {
        "case": "a",
        "country": "ML",
        "moment": "decision",
        "on": DECISION,
        "known": "then",
        "public_by": DECISION,
        "position": NOON.position,
        "recorded_at": NOON.recorded_at,
        "reading": "practice",
        "framework": CARD,
        "inputs": {"article_15c": "exceptional", "origin": "established", "ipa_reasonable": "not-assessed"},
        "rule": "R12",
        "rule_texts": {"text-en": "It has yet to be tested.", "text-nl": "Nog te toetsen.", "legal-basis": "art. 8 QD"},
        "outcome": "individual-internal-protection-test",
        "because": (because(),),
        "caveats": (Caveat("only-announced", "ML/article-15c"),),
        "recorded_outcome": "internal-protection-available",
        "verdict": "differs",
    }
    return Replay(**{**fields, **given})


def one_line(page: str) -> str:
    return " ".join(page.split())


# -- every word -------------------------------------------------------------------------------------------------------

ALL_WORDS = [(f"{table}: {code}", *pair) for table, codes in words_cases.TABLES.items() for code, pair in codes.items()]


@pytest.mark.parametrize(("name", "english", "dutch"), ALL_WORDS, ids=[each[0] for each in ALL_WORDS])
def test_every_word_is_there_in_both_languages_and_takes_the_same_values(name: str, english: str, dutch: str) -> None:
    def taken(template: str) -> set[str]:
        return {field for _, field, _, _ in string.Formatter().parse(template) if field is not None}

    assert english.strip()
    assert dutch.strip()
    assert taken(english) == taken(dutch)


def test_every_caveat_of_the_domain_is_a_full_sentence() -> None:
    sources = "".join(Path(str(each.__file__)).read_text(encoding="utf-8") for each in (cases, replaying))
    codes = set(re.findall(r'(?:_note|Caveat)\(\s*"([a-z-]+)"', sources))

    assert codes == set(words_cases.CAVEATS)
    for code in codes:
        for lang in terms.LANGS:
            told = caveat_words(Caveat(code, "ML/article-15c", "ml/letter-15c"), lang)
            assert told[0].isupper()
            assert told.endswith(".")
            assert "{" not in told


def test_every_moment_input_value_and_outcome_of_the_default_framework_has_its_words() -> None:
    table = framework()

    assert set(MOMENTS) <= set(words_cases.MOMENTS)
    assert {column.name for column in table.inputs} == set(words_cases.INPUTS)
    assert set(table.outcomes) == set(terms.CASE_OUTCOMES) == {*FAVOUR, "decision-suspended", "undetermined"}
    for column in table.inputs:
        for value in column.values:
            assert input_value_words(column.name, value, "nl") != f"{column.name}/{value}"
    assert set(words_cases.FACTS) == set(vars(Facts()))


# -- replay -----------------------------------------------------------------------------------------------------------


def test_a_note_names_the_rule_its_legal_basis_every_act_with_its_words_and_what_was_decided() -> None:
    told = one_line(replay_text(replayed(), SOURCES, "en", case=FILE))

    assert "as it bound on 20 January 2023 (decision), going by what was public on that day?" in told
    assert "[individual-internal-protection-test], by rule R12 of the framework “Practice”." in told
    assert "It has yet to be tested. Legal basis: art. 8 QD." in told
    assert "Habitual residence Gao (ML-7)" in told
    assert "Act ml/letter-15c" in told
    assert "15c-situatie: „heb ik besloten om”" in told
    assert "was only announced on this day" in told
    assert "DIFFERS: internal protection alternative available [internal-protection-available] was given." in told
    assert CARD.sha256 in told


def test_a_note_in_dutch_has_no_english_of_ours_in_it() -> None:
    told = one_line(replay_text(replayed(), SOURCES, "nl", case=FILE))

    assert "het landgebonden asielbeleid zoals dat gold op 20 januari 2023 (besluit)" in told
    assert "op grond van regel R12 van het beoordelingskader" in told
    assert "Nog te toetsen. Wettelijke grondslag: art. 8 QD." in told
    assert "WIJKT AF" in told
    english = {pair[0] for pair in words_cases.SAYINGS.values() if pair[0] != pair[1] and " " in pair[0]}
    assert [each for each in english if "{" not in each and each in told] == []


def test_what_is_known_now_is_asked_as_such_and_a_day_without_a_moment_stands_alone() -> None:
    told = one_line(replay_text(replayed(known="now", public_by=None, moment=None), SOURCES, "en"))

    assert "on 20 January 2023, going by all that is known now, whenever it became public?" in told
    assert "With no limit" not in told
    assert "with no limit on when it became public" in told


@pytest.mark.parametrize(
    ("verdict", "recorded", "sentence"),
    [
        ("same", "individual-internal-protection-test", "The outcome on record is the same:"),
        ("not-recorded", None, "No outcome is on record, so there is nothing to compare with."),
    ],
)
def test_a_note_says_whether_the_outcome_is_the_one_on_record(
    verdict: str, recorded: str | None, sentence: str
) -> None:
    told = replay_text(replayed(verdict=verdict, recorded_outcome=recorded), SOURCES, "en")

    assert sentence in one_line(told)


def test_without_elements_and_caveats_a_note_says_that_there_are_none() -> None:
    told = one_line(replay_text(replayed(because=(), caveats=()), SOURCES, "en"))

    assert "No policy element binds for this case on that day." in told
    assert "Caveats None." in told


def test_what_data_says_cannot_steer_a_terminal() -> None:
    evil = replayed(rule_texts={"text-en": "a\x1b[31mred\u202e"}, outcome="x\x07y", case="a\x1b]0;t\x07")

    told = replay_text(evil, SOURCES, "en")

    assert not [each for each in told if each != "\n" and not each.isprintable()]


def test_a_rule_and_an_outcome_of_another_framework_are_told_as_they_are_written() -> None:
    other = replayed(rule_texts={}, outcome="grant", inputs={"age": "minor", "alone": True}, recorded_outcome="grant")

    told = one_line(replay_text(other, SOURCES, "en"))

    assert "Grant, by rule R12" in told
    assert "– age: minor – alone: yes" in told


def test_the_json_of_a_replay_has_the_keys_of_the_contract() -> None:
    written = case_answers.replay_json(replayed())

    keys = "case moment on known public_by recorded_by reading framework inputs rule outcome because caveats"
    assert [*keys.split(), "recorded_outcome", "verdict"] == [
        each for each in written if each not in ("country", "rule_texts")
    ]
    assert {"slug", "sha256"} <= written["framework"].keys()
    assert {"element", "status", "entry", "cites"} <= written["because"][0].keys()
    assert written["because"][0]["entry"] == "ml/letter-15c"
    assert written["caveats"][0]["code"] == "only-announced"
    assert json.loads(json.dumps(written)) == written


# -- the file, the list, counts ---------------------------------------------------------------------------------------


def test_a_case_is_told_with_facts_moments_and_what_was_decided() -> None:
    told = one_line(case_text(FILE, NOON, "nl"))

    assert "Zaak a, Mali (ML)" in told
    assert "Vaste verblijfplaats Gao (ML-7)" in told
    assert "Aanvraag 1 september 2022 Gehoor onbekend" in told
    assert "[internal-protection-available], onder nl-practice-2023" in told
    assert "telde op dat moment 9 vermeldingen" in told


def test_a_case_without_anything_says_so() -> None:
    told = case_text(CaseFile("b", "ML", KnownFacts(), {}), Moment(3, None), "en")

    assert "No facts are recorded." in told
    assert "No moments are recorded." in told
    assert "No outcome is recorded." in told


def test_a_list_has_a_line_for_every_case_and_an_empty_one_says_so() -> None:
    cards = [CaseCard("a", "ML", DECISION, "no-country-policy", "nl"), CaseCard("b", "ML", None, None, None)]

    told = cases_text(cards, "en")

    assert re.search(r"a +│ Mali \(ML\) │ 2023-01-20 │ no country policy +│ nl", told)
    assert re.search(r"b +│ Mali \(ML\) │ unknown", told)
    assert cases_text([], "en") == "The ledger has no cases here."


def test_counts_are_shown_rounded_and_never_added_up() -> None:
    counts = [Count("ML", "2023", "no-country-policy", "less than 5"), Count("ML", "2024", "", "120")]

    told = stats_text(counts, "nl")

    assert "minder dan 5" in told
    assert "2024" in told
    assert "120" in told
    assert "Totaal" not in told
    assert case_answers.counts_json(counts)[0]["cases"] == "less than 5"


# -- compare ----------------------------------------------------------------------------------------------------------


def row(moment: str, then: Replay | None, now: Replay | None, **given: Any) -> MatrixRow:
    fields: dict[str, Any] = {"causes": (), "changed_since_previous": False, "day": LegalDate.exact(DECISION)}
    cells = [MatrixCell(replay=each, problem="" if each else "the day is unknown") for each in (then, now)]
    return MatrixRow(**{"moment": moment, "then": cells[0], "now": cells[1], **fields, **given})


def compared() -> Comparison:
    then, now = replayed(rule="R16", outcome="no-country-policy"), replayed(rule="R9", outcome="subsidiary-protection")
    unknown = {"day": LegalDate.parse("unknown")}
    return Comparison(
        case=FILE,
        reading="practice",
        rows=(
            row("hearing", None, None, **unknown),
            row("decision", then, now, causes=("ml/late",)),
            row("court-closing", now, now, changed_since_previous=True),
            row("today", now, replace(now, inputs={"article_15c": "graded"})),
        ),
        new_facts=(
            NewFact("ml/late", "source.registered", "Brief", LegalDate.parse("2023-02-01"), "decision", "today"),
        ),
    )


@pytest.mark.parametrize("lang", terms.LANGS)
def test_the_matrix_fits_eighty_columns(lang: terms.Lang) -> None:
    told = compare_text(compared(), {"ml/late": "source.registered"}, lang)

    assert max(map(len, told.splitlines())) <= COMPARE_WIDTH == 80


def test_the_matrix_marks_differences_with_a_sign_and_in_words() -> None:
    lines = compare_text(compared(), {"ml/late": "source.registered"}, "en").splitlines()

    table = [line for line in lines if line.startswith("│")]
    decision = next(line for line in table if "Decision" in line)
    assert decision.startswith("│ ≠ ")
    assert "R16 no country policy" in decision
    assert "R9 subsidiary" in decision
    assert next(line for line in table if "Closing" in line).startswith("│ ↓ ")
    assert next(line for line in table if "Today" in line).startswith("│ ~ ")
    assert any("(differs)" in line for line in table)
    assert any("cannot tell" in line for line in table)


def test_below_the_matrix_stand_causes_problems_and_new_facts() -> None:
    told = one_line(compare_text(compared(), {"ml/late": "source.registered"}, "en"))

    assert "Decision: no country policy then, subsidiary protection now – source registered [ml/late]" in told
    assert "Hearing: the day is unknown" in told
    assert "After decision, by today – 1 February 2023: source registered: Brief [ml/late]" in told


def test_a_matrix_without_differences_says_so() -> None:
    same = Comparison(case=FILE, reading="formal", rows=(row("decision", replayed(), replayed()),), new_facts=())

    told = one_line(compare_text(same, {}, "en"))

    assert "≠" not in told
    assert "lead to the same outcome" in told
    assert "Nothing became public between two of these moments." in told


def test_the_json_of_a_comparison_is_complete() -> None:
    written = case_answers.compare_json(compared())

    by_moment = {each["moment"]: each for each in written["moments"]}
    assert by_moment["hearing"]["then"] == {
        "outcome": None,
        "rule": None,
        "problem": "the day is unknown",
        "replay": None,
    }
    assert by_moment["hearing"]["differs"] is False
    assert by_moment["decision"]["differs"] is True
    assert by_moment["decision"]["causes"] == ["ml/late"]
    assert by_moment["decision"]["now"]["replay"]["because"][0]["cites"][0]["quote"] == "heb ik besloten om"
    assert written["new_facts"][0]["public_on"] == "2023-02-01"


# -- impact -----------------------------------------------------------------------------------------------------------


def affected(case: str, direction: str = "better") -> Affected:
    return Affected(case, "ML", DECISION, "no-country-policy", "subsidiary-protection", direction)  # type: ignore[arg-type]


def test_impact_is_grouped_from_the_side_of_the_applicant() -> None:
    impact = Impact(entries=("ml/x",), affected=(affected("a"), affected("b", "worse")), replayed=12, cannot_tell=3)

    told = one_line(impact_text(impact, "en"))

    assert "Another outcome at the decision, all known now: 2 of 12 cases" in told
    assert "3 more could not be replayed" in told
    assert told.index("Better for the applicant (1)") < told.index("Worse for the applicant (1)")
    assert "Different, neither" not in told
    assert "no country policy → subsidiary protection" in told


def test_one_case_that_cannot_be_replayed_is_told_in_the_singular() -> None:
    impact = Impact(entries=("ml/x",), affected=(), replayed=12, cannot_tell=1)

    assert "1 more could not be replayed" in one_line(impact_text(impact, "en"))
    assert "1 andere kon niet worden getoetst" in one_line(impact_text(impact, "nl"))


def test_that_nothing_could_be_told_without_the_entry_is_said_in_words() -> None:
    other = Affected("a", "ML", DECISION, "cannot-tell", "subsidiary-protection", "other")
    impact = Impact(entries=("ml/x",), affected=(other,), replayed=1, cannot_tell=0)

    assert "niet te zeggen → subsidiaire bescherming" in one_line(impact_text(impact, "nl"))
    assert "cannot tell → subsidiary protection" in one_line(impact_text(impact, "en"))


def test_whether_an_alternative_is_reasonable_is_called_so_everywhere() -> None:
    """The term of art. 8 of the Qualification Directive and of the circular: reasonable, redelijk."""
    told = [table["ipa_reasonable"] for table in (words_cases.FACTS, fields.FIELDS)]

    assert told == [("Alternative reasonable", "Alternatief redelijk")] * 2


def test_a_long_list_is_cut_in_text_and_whole_in_json_and_rows() -> None:
    many = tuple(affected(f"c{number}") for number in range(MOST_LISTED + 7))
    impact = Impact(entries=("ml/x",), affected=many, replayed=100, cannot_tell=0)

    told = impact_text(impact, "en")

    assert "… and 7 more" in told
    assert told.count("│ c") == MOST_LISTED
    assert len(case_answers.impact_json(impact)["better"]) == len(many)
    assert [each["case"] for each in case_answers.impact_rows(impact)][:3] == ["c0", "c1", "c2"]


def test_no_impact_and_a_dry_run_are_said() -> None:
    told = one_line(impact_text(Impact(entries=("a", "b"), affected=(), replayed=5, cannot_tell=0), "en", dry_run=True))

    assert "Impact of 2 entries" in told
    assert "nothing was written" in told
    assert "No case comes out differently: 5 replayed" in told


# -- frameworks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", terms.LANGS)
@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_table_is_drawn_with_every_rule_within_the_width(lang: terms.Lang, width: int) -> None:
    told = framework_text(framework(), CARD, lang, width=width)

    lines = [line for line in told.splitlines() if CARD.sha256 not in line]  # a digest has no space to break at
    assert max(map(len, lines)) <= width
    assert re.findall(r"^│ (R\d+)", told, re.MULTILINE) == [f"R{n}" for n in range(1, 18)]


def test_a_table_is_in_the_language_that_was_asked() -> None:
    english, dutch = (one_line(framework_text(framework(), None, lang)) for lang in ("en", "nl"))

    assert "A decision moratorium binds" in re.sub(r"[│ ]+", " ", english)
    assert "Er geldt een besluitmoratorium" in re.sub(r"[│ ]+", " ", dutch)
    assert "Rules are tried from the top" not in dutch


def test_a_table_without_faults_is_told_with_its_rules_that_never_decide() -> None:
    adoption = adopt(DEFAULT.read_bytes())

    told = one_line(adoption_text(adoption, "en"))
    idle = one_line(adoption_text(replace(adoption, hits=(*adoption.hits[:-1], 0)), "en"))

    assert "17 rules over 8 inputs; all 15,552 combinations of values have a rule." in told
    assert "Every rule decides some combination." in told
    assert "never decide, since rules above them take all they accept: R17." in idle
    assert case_answers.adoption_json(adoption)["unreachable"] == []


def test_faults_are_told_with_line_rule_and_column() -> None:
    broken = DEFAULT.read_bytes().replace(b'<inputEntry><text>"binds"</text>', b"<inputEntry><text>binds</text>", 1)
    with pytest.raises(FaultyFramework) as raised:
        adopt(broken)

    told = one_line(faults_text(raised.value.faults, "en"))

    assert "1 fault" in told
    assert re.search(r"line \d+, rule R1, column decision_moratorium: ", told)
    assert case_answers.framework_faults_json(raised.value.faults)["faults"][0]["rule"] == "R1"


def test_the_list_of_frameworks_has_slug_digest_and_day_and_an_empty_one_says_what_to_do() -> None:
    told = frameworks_text([CARD], "en")

    assert "nl-practice-2023" in told
    assert CARD.sha256 in told
    assert "1 April 2001" in told
    assert "framework adopt" in frameworks_text([], "en")
