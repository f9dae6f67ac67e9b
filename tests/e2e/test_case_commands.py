"""Cases, frameworks and impact by the installed command, on the policy for Mali: the cases of contract section 7."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.support.command import MALI, Answer, chronicle, kroniek, ledger_with
from tests.support.door import ask

FACTS = ("--origin", "established", "--individual-grounds", "none", "--ipa-reasonable", "not-assessed")
LATE = """
  - {key: ml/late-source, event: source.registered, source: ml-late, kind: gazette, title: Late, identifiers: {},
     public_on: 2023-02-01}
  - {key: ml/late, event: policy.group-persecution-recognised, country: ML, element: a-group, standing: published,
     public_on: 2023-02-01, from: 2022-11-25, groups: [people of the north], cites: [{source: ml-late}]}
"""


@pytest.fixture(scope="module")
def mali(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mali")
    ledger_with(folder, MALI)
    open_case(folder, "early", "--moment", "decision=2022-12-01")
    open_case(folder, "later", "--moment", "application=2022-09-01", "--moment", "decision=2023-01-11")
    return folder


def open_case(folder: Path, reference: str, *options: str, area: str = "ML-7", facts: tuple[str, ...] = FACTS) -> None:
    kroniek("case", "open", reference, "ML", "--habitual-residence", area, *facts, *options, "--yes", cwd=folder)


def replayed(folder: Path, reference: str, *options: str, code: int = 0) -> tuple[str, str]:
    answer = kroniek("case", "replay", reference, *options, "--format", "json", cwd=folder, code=code)
    return answer.json["rule"], answer.json["outcome"]


# -- what must hold ---------------------------------------------------------------------------------------------------


def test_before_the_letter_there_was_no_country_policy_and_on_its_day_an_individual_test(mali: Path) -> None:
    assert replayed(mali, "early") == ("R16", "no-country-policy")
    assert replayed(mali, "early", "--at", "2023-01-11") == ("R12", "individual-internal-protection-test")
    assert replayed(mali, "later") == ("R12", "individual-internal-protection-test")


@pytest.mark.parametrize(
    ("area", "fact", "value", "rule", "outcome"),
    [
        ("ML-7", "--ipa-reasonable", "no", "R10", "subsidiary-protection"),
        ("ML-7", "--ipa-reasonable", "yes", "R11", "internal-protection-available"),
        ("ML-7", "--origin", "not-assessed", "R8", "origin-check-required"),
        ("ML-1", "--origin", "established", "R15", "individual-assessment"),
    ],
)
def test_facts_and_area_decide_with_the_policy(
    mali: Path, area: str, fact: str, value: str, rule: str, outcome: str
) -> None:
    facts = [*FACTS]
    facts[facts.index(fact) + 1] = value
    reference = f"{area.lower()}{fact}-{value}"

    open_case(mali, reference, "--moment", "decision=2023-01-11", area=area, facts=tuple(facts))

    assert replayed(mali, reference) == (rule, outcome)


def test_what_was_only_announced_does_not_count_in_the_formal_reading(mali: Path) -> None:
    """No element was published, so formally none binds. Country policy is not a matter of reading: it exists once an
    element is announced (contract 4.1), so R15 decides and not R16."""
    answer = kroniek("case", "replay", "later", "--reading", "formal", "--format", "json", cwd=mali).json

    assert answer["because"] == []
    assert answer["inputs"]["article_15c"] == answer["inputs"]["internal_protection"] == "none"
    assert answer["inputs"]["country_policy"] == "exists"
    assert (answer["rule"], answer["outcome"]) == ("R15", "individual-assessment")


# -- exit codes and texts ---------------------------------------------------------------------------------------------


def test_an_outcome_that_differs_leaves_with_7_and_the_same_with_0(mali: Path) -> None:
    for reference, outcome in (("d1", "subsidiary-protection"), ("d2", "individual-internal-protection-test")):
        open_case(mali, reference, "--moment", "decision=2023-01-20")
        kroniek("case", "assess", reference, "--outcome", outcome, "--yes", cwd=mali)

    differing = kroniek("case", "replay", "d1", cwd=mali, code=7)
    same = kroniek("case", "replay", "d2", "--lang", "nl", cwd=mali)

    assert "DIFFERS" in differing.out
    assert "heb ik besloten om de provincies Gao" in " ".join(differing.out.split())
    assert "De vastgelegde uitkomst is dezelfde" in same.out
    assert differing.err == same.err == ""


def test_an_unknown_moment_cannot_be_told_and_one_that_is_not_there_is_not_found(mali: Path) -> None:
    open_case(mali, "unknown-day", "--moment", "decision=unknown")

    told = kroniek("case", "replay", "unknown-day", cwd=mali, code=8)
    missing = kroniek("case", "replay", "unknown-day", "--at", "hearing", cwd=mali, code=4)

    assert "unknown: no single day" in told.err
    assert told.out == ""
    assert "no moment 'hearing'" in missing.err


def test_a_case_that_was_recorded_later_is_not_there_yet(mali: Path) -> None:
    """It would be wrong to say that the ledger has no such case: it has one now."""
    err = kroniek("case", "replay", "early", "--recorded-by", "@2", cwd=mali, code=4).err

    assert "the case early is not there yet at @2; it was recorded from @" in err
    assert "did you mean early?" in kroniek("case", "replay", "erly", cwd=mali, code=4).err


@pytest.mark.parametrize("question", [("case", "list"), ("case", "stats"), ("impact", "@1"), ("framework", "list")])
def test_the_header_of_a_list_is_that_of_the_columns_it_has(mali: Path, question: tuple[str, ...]) -> None:
    header, *rows = kroniek(*question, "--format", "csv", cwd=mali).out.splitlines()

    assert header
    assert all(row.count(",") >= header.count(",") for row in rows)
    if question[0] == "case":
        assert kroniek(*question, "--country", "AQ", "--format", "csv", cwd=mali).out == f"{header}\n"


def test_a_moment_goes_by_its_dutch_name_as_well(mali: Path, tmp_path: Path) -> None:
    (tmp_path / "kroniek.db").write_bytes((mali / "kroniek.db").read_bytes())
    ask(tmp_path, "case", "open", "nl", "ML", "--habitual-residence", "ML-7", *FACTS, "--moment", "Aanvraag=2022-09-01",
        "--moment", "besluit=2023-01-11", "--moment", "tweede-gehoor=2022-10-01", "--yes")  # fmt: skip
    ask(tmp_path, "case", "moment", "nl", "sluiting onderzoek=2023-06-01", "--yes")

    moments = ask(tmp_path, "case", "show", "nl", "--format", "json").json["moments"]
    dutch = ask(tmp_path, "case", "replay", "nl", "--at", "besluit", "--format", "json").json
    english = ask(tmp_path, "case", "replay", "nl", "--format", "json").json

    assert set(moments) == {"application", "tweede-gehoor", "decision", "court-closing"}
    assert dutch == english
    assert dutch["moment"] == "decision"
    assert ask(tmp_path, "case", "replay", "nl", "--at", "tweede-gehoor").code == 0


def test_a_moment_that_was_recorded_under_a_dutch_name_is_asked_for_by_that_name(mali: Path, tmp_path: Path) -> None:
    """Chronicles mean what they say: there `besluit` is a name like any other, also in entries that are on record."""
    (tmp_path / "kroniek.db").write_bytes((mali / "kroniek.db").read_bytes())
    own = (
        "  - {key: case/own/1, event: case.opened, case: own, country: ML, moments: {besluit: 2023-01-12},\n"
        "     facts: {origin: established, individual_grounds: none, ipa_reasonable: no, habitual_residence: ML-7}}\n"
    )
    ask(tmp_path, "import", chronicle(tmp_path, own))

    assert ask(tmp_path, "case", "replay", "own", "--at", "besluit", "--format", "json").json["moment"] == "besluit"


def test_one_moment_by_two_names_is_given_twice(mali: Path) -> None:
    given = ("--moment", "besluit=2023-01-11", "--moment", "decision=2023-01-12")

    assert "the moment decision is given twice" in ask(mali, "case", "open", "nl", "ML", *given, code=2).err


def test_a_missing_fact_cannot_be_told_until_it_is_recorded(mali: Path) -> None:
    open_case(mali, "bare", "--moment", "decision=2023-01-20", facts=("--origin", "established"))
    before = kroniek("case", "replay", "bare", cwd=mali, code=8)

    kroniek(
        *("case", "facts", "bare", "--individual-grounds", "not-assessed", "--ipa-reasonable", "yes", "--yes"), cwd=mali
    )
    kroniek("case", "moment", "bare", "hearing=2022-12-05", "decision=2023-01-21", "--yes", cwd=mali)

    assert "kroniek case facts bare" in before.err
    assert replayed(mali, "bare") == ("R11", "internal-protection-available")
    shown = kroniek("case", "show", "bare", "--format", "json", cwd=mali).json
    assert shown["moments"] == {"hearing": "2022-12-05", "decision": "2023-01-21"}
    assert shown["facts"]["habitual_residence"] == "ML-7"
    assert shown["entries"] == ["case/bare/1", "case/bare/2", "case/bare/3"]


def test_opening_a_case_again_with_the_same_content_changes_nothing_and_with_other_content_is_refused(
    mali: Path,
) -> None:
    open_case(mali, "twice")

    again = kroniek("case", "open", "twice", "ML", "--habitual-residence", "ML-7", *FACTS, "--yes", cwd=mali)
    other = kroniek("case", "open", "twice", "ML", "--yes", cwd=mali, code=5)

    assert "Nothing was appended." in again.out
    assert "already stands for other content" in other.err


def test_nothing_is_written_when_nobody_answers(mali: Path) -> None:
    before = kroniek("entries", "--format", "json", cwd=mali).json

    unanswered = kroniek("case", "open", "asked", "ML", cwd=mali, code=2)

    assert "nothing was written" in unanswered.err
    assert kroniek("entries", "--format", "json", cwd=mali).json == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("case", "moment", "early", "decision"), "write NAME=DATE"),
        (("case", "moment", "early", "decision=2023-01-01", "decision=2023-01-02"), "given twice"),
        (("case", "facts", "early"), "Say what is known"),
        (("case", "open", "x", "ML", "--quote", "words"), "--cite SOURCE"),
        (("framework", "adopt", "--slug", "x"), "Name the FILE"),
        (("impact",), "Name either"),
    ],
)
def test_wrong_usage_says_what_to_write(mali: Path, arguments: tuple[str, ...], sentence: str) -> None:
    assert sentence in " ".join(kroniek(*arguments, cwd=mali, code=2).err.split())


def test_an_outcome_the_framework_never_gives_is_kept_and_pointed_at(mali: Path) -> None:
    open_case(mali, "slip", "--moment", "decision=2023-01-20")

    told = kroniek("case", "assess", "slip", "--outcome", "subsidary-protection", "--yes", cwd=mali)

    assert "never gives 'subsidary-protection'" in told.err
    assert kroniek("case", "show", "slip", "--format", "json", cwd=mali).json["assessed"]["tree_size"] > 0


# -- compare, impact, stats, map --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def retroactive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cases decided before a retroactive act was public: one of the group it is for, one not."""
    folder = tmp_path_factory.mktemp("retroactive")
    ledger_with(folder, MALI)
    open_case(folder, "north", "--group", "People of the North", "--moment", "decision=2022-12-01")
    open_case(folder, "south", "--moment", "decision=2022-12-01")
    return folder


def test_an_act_that_is_not_in_the_ledger_has_the_impact_it_has_once_it_is(retroactive: Path) -> None:
    written = chronicle(retroactive, LATE)
    before = kroniek("entries", "--format", "json", cwd=retroactive).json
    asked = kroniek("impact", "--file", written, "--format", "json", cwd=retroactive).json
    assert kroniek("entries", "--format", "json", cwd=retroactive).json == before

    kroniek("import", written, cwd=retroactive)
    done = kroniek("impact", "ml/late", "--format", "json", cwd=retroactive).json

    # The act is for people of the north; for the others there is country policy from then on, no more than that.
    assert {each["case"]: each["with"] for each in done["better"]} == {
        "north": "refugee-protection",
        "south": "individual-assessment",
    }
    assert asked["dry_run"]
    assert not done["dry_run"]
    for group in ("better", "worse", "other", "replayed", "cannot_tell"):
        assert asked[group] == done[group]
    assert "Gunstiger voor de vreemdeling (2)" in kroniek("impact", "ml/late", "--lang", "nl", cwd=retroactive).out
    assert kroniek("impact", "ml/late", "--format", "csv", cwd=retroactive).out.splitlines()[1].startswith("north,ML,")
    position = kroniek("entry", "ml/late", "--format", "json", cwd=retroactive).json["position"]
    assert kroniek("impact", f"@{position}", "--format", "json", cwd=retroactive).json == done


def test_a_retroactive_act_makes_then_and_now_differ_and_compare_names_it(retroactive: Path) -> None:
    kroniek("import", chronicle(retroactive, LATE), cwd=retroactive)

    answer = kroniek("case", "compare", "north", "--today", "2023-06-01", cwd=retroactive)
    written = kroniek("case", "compare", "north", "--today", "2023-06-01", "--format", "json", cwd=retroactive).json

    assert max(map(len, answer.out.splitlines())) <= 80
    assert "│ ≠ │ Decision" in re.sub(r" +", " ", answer.out)
    decision = written["moments"][0]
    assert (decision["then"]["rule"], decision["now"]["rule"]) == ("R16", "R5")
    assert "ml/late" in decision["causes"]
    assert {"ml/late-source", "ml/late"} <= {each["key"] for each in written["new_facts"]}


def test_stats_never_show_a_single_case(mali: Path) -> None:
    rows = kroniek("case", "stats", "--format", "json", cwd=mali).json

    assert rows
    assert {each["cases"] for each in rows} <= {"less than 5", "10"}
    assert kroniek("case", "stats", "--format", "csv", cwd=mali).out.startswith("country,period,outcome,cases\n")
    assert "less than 5" in kroniek("case", "stats", cwd=mali).out


def test_a_map_is_written_once_with_the_outcomes_that_replay_gives(mali: Path) -> None:
    kroniek("case", "map", "later", "-o", "one.svg", cwd=mali)
    kroniek("case", "map", "later", "-o", "two.svg", cwd=mali, env={"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"})
    refused = kroniek("case", "map", "later", "-o", "one.svg", cwd=mali, code=5)

    drawn = (mali / "one.svg").read_bytes()
    assert drawn == (mali / "two.svg").read_bytes()
    assert "already" in refused.err or "there" in refused.err
    told = " ".join(text or "" for text in ET.fromstring(drawn).itertext())
    assert "internal protection alternative to be tested individually as known then" in told
    assert "11 Jan 2023" in told


def test_a_map_is_not_written_into_a_file_of_another_kind(mali: Path) -> None:
    refused = kroniek("case", "map", "later", "-o", "map.png", cwd=mali, code=2)

    assert "map.png does not end in .svg" in refused.err
    assert not (mali / "map.png").exists()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "the framework asks for individual_grounds, and the case bare does not say"),
        ("nl", "het beoordelingskader vraagt naar individuele gronden, en dat is van de zaak bare niet vastgelegd"),
    ],
)
def test_why_a_replay_cannot_be_told_is_said_in_the_language_asked_for(
    tmp_path_factory: pytest.TempPathFactory, lang: str, said: str
) -> None:
    folder = tmp_path_factory.mktemp("bare")
    ledger_with(folder, MALI)
    kroniek("case", "open", "bare", "ML", "--origin", "established", "--ipa-reasonable", "no", "--moment",
            "decision=2022-01-20", "--yes", cwd=folder)  # fmt: skip

    answer = kroniek("case", "replay", "bare", "--lang", lang, cwd=folder, code=8)

    assert said in " ".join(answer.err.split())
    assert answer.out == ""


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_demo_tells_of_its_case_what_the_command_it_shows_tells(tmp_path: Path, lang: str) -> None:
    told = kroniek("demo", "there", "--lang", lang, cwd=tmp_path).out

    answer = kroniek("case", "replay", "example", "--lang", lang, cwd=tmp_path / "there", code=7).out

    assert "ML-7" in answer
    assert f"$ kroniek case replay example\n{answer}" in told


def test_a_map_needs_a_day_to_draw_around(mali: Path) -> None:
    open_case(mali, "dayless")

    assert "--from DAY" in kroniek("case", "map", "dayless", "-o", "no.svg", cwd=mali, code=8).err
    kroniek("case", "map", "dayless", "-o", "yes.svg", "--from", "2022-12-01", "--to", "2023-03-01", cwd=mali)
    assert (
        "--to"
        in kroniek(
            "case", "map", "dayless", "-o", "no.svg", "--from", "2023-03-01", "--to", "2023-03-01", cwd=mali, code=3
        ).err
    )


# -- frameworks -------------------------------------------------------------------------------------------------------


def test_the_default_framework_is_there_from_the_first_entry_and_adopting_it_again_changes_nothing(mali: Path) -> None:
    (card,) = kroniek("framework", "list", "--format", "json", cwd=mali).json

    assert (card["slug"], card["applies_from"], card["position"]) == ("nl-practice-2023", "2001-04-01", 1)
    assert "Nothing was appended." in kroniek("framework", "adopt", "--yes", cwd=mali).out
    shown = kroniek("framework", "show", "nl-practice-2023", "--format", "json", cwd=mali).json
    assert [rule["id"] for rule in shown["rules"]] == [f"R{number}" for number in range(1, 18)]
    assert shown["sha256"] == card["sha256"]
    assert "┌" in kroniek("framework", "show", "nl-practice-2023", cwd=mali).out
    assert "nl-practice-2023" in kroniek("framework", "show", "nowhere", cwd=mali, code=4).err


def test_a_second_framework_decides_later_cases_and_leaves_earlier_ones_alone(tmp_path: Path) -> None:
    ledger_with(tmp_path, MALI)
    open_case(tmp_path, "first", "--moment", "decision=2023-01-20")
    kroniek("case", "assess", "first", "--outcome", "individual-internal-protection-test", "--yes", cwd=tmp_path)
    before = kroniek("case", "replay", "first", "--format", "json", cwd=tmp_path).json
    table = (MALI.parents[1] / "frameworks" / "nl-practice-2023.dmn").read_text(encoding="utf-8")
    stricter = table.replace(
        '<text>"individual-internal-protection-test"</text></outputEntry>', '<text>"undetermined"</text></outputEntry>'
    )
    (tmp_path / "second.dmn").write_text(stricter, encoding="utf-8")

    kroniek("framework", "adopt", "second.dmn", "--applies-from", "2023-01-15", "--yes", cwd=tmp_path)
    open_case(tmp_path, "next", "--moment", "decision=2023-01-20")

    assert replayed(tmp_path, "next") == ("R12", "undetermined")
    after = kroniek("case", "replay", "first", "--format", "json", cwd=tmp_path).json
    assert {**after, "recorded_by": None} == {**before, "recorded_by": None}
    assert replayed(tmp_path, "first", "--framework", "second", code=7) == ("R12", "undetermined")


def test_check_tells_faults_with_rule_and_column_and_leaves_with_3(tmp_path: Path) -> None:
    table = (MALI.parents[1] / "frameworks" / "nl-practice-2023.dmn").read_text(encoding="utf-8")
    (tmp_path / "broken.dmn").write_text(table.replace('"binds"</text></inputEntry>', "binds</text></inputEntry>", 1))
    (tmp_path / "fine.dmn").write_text(table, encoding="utf-8")

    broken = kroniek("framework", "check", "broken.dmn", cwd=tmp_path, code=3)
    written: Answer = kroniek("framework", "check", "broken.dmn", "--format", "json", cwd=tmp_path, code=3)
    fine = kroniek("framework", "check", "fine.dmn", "--lang", "nl", cwd=tmp_path)
    gone = kroniek("framework", "check", "nowhere.dmn", cwd=tmp_path, code=4)

    assert "rule R1, column decision_moratorium" in broken.out
    assert [(each["rule"], each["column"]) for each in json.loads(written.out)["faults"]] == [
        ("R1", "decision_moratorium")
    ]
    assert "Geen fouten" in fine.out
    assert "there is no file nowhere.dmn" in gone.err
