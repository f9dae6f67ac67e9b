"""Sealing, disclosing, erasing and restoring by the command; what is on disk is looked at byte by byte.

Where another process must find things as they are (`fresh`), the installed command runs in one of its own.
"""

import base64
import contextlib
import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from domain.errors import LedgerBusy
from infrastructure.ledger import open_ledger
from tests.support.command import MALI, Answer, chronicle, ledger_with
from tests.support.command import kroniek as fresh
from tests.support.door import ask
from tests.support.sealed_cases import ENTRIES, held, on_disk, rows, sealed_ledger


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    sealed_ledger(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A ledger of its own for each test."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def kroniek(*arguments: str | Path, cwd: Path, stdin: str = "", code: int | None = 0) -> Answer:
    with contextlib.chdir(cwd):
        return ask(cwd, *arguments, stdin=stdin, code=code)


def erase(folder: Path, key: str, *fields: str, reason: str = "verzoek om wissing", code: int | None = 0) -> Answer:
    return kroniek("erase", key, *(fields or ("--all",)), "--reason", reason, "--yes", cwd=folder, code=code)


def entry(folder: Path, key: str) -> Any:
    return kroniek("entry", key, "--format", "json", cwd=folder).json


# -- what is sealed ---------------------------------------------------------------------------------------------------

NEVER_IN_CLEAR = (
    *("V-990017-XQ", "zie de kluis", "gemotiveerd in de minuut", "1987-03-14", "2022-11-30"),
    *("Xaviera Kwelder", "derde verdieping", "van huis tot huis"),
)


def test_moments_references_notes_and_authors_stand_nowhere_in_clear(folder: Path) -> None:
    """A sealed document is kept as it is with its disclosure: nothing else of it is anywhere."""
    stored = on_disk(folder)

    assert not [each for each in NEVER_IN_CLEAR[:-1] if each.encode() in stored]
    assert not [row for row in rows(folder, "SELECT bytes FROM content") if b"van huis tot huis" in bytes(row[0])]


def test_no_entry_spells_a_fact_or_a_quote_that_is_sealed(folder: Path) -> None:
    states = b"".join(bytes(state[0]) for state in rows(folder, "SELECT state FROM entry"))  # type: ignore[call-overload]

    assert b"Zoutdragers" not in states
    assert b"vergiftigd" not in states
    assert b"openbare woorden" in states


WAYS = {
    "case open": ("case", "open", "z", "ML", "--group", "Zeldzame Zes", "--moment", "wish=1979-02-03"),
    "case facts": ("case", "facts", "a", "--group", "Zeldzame Zes"),
    "case moment": ("case", "moment", "a", "wish=1979-02-03"),
    "correct": ("correct", "case/a/1", "--reason", "r", "--key", "k", "--set", "facts={groups: [Zeldzame Zes]}",
                "--set", "moments={wish: 1979-02-03}"),
    "dispute": ("dispute", "case/a/1", "moments.departure", "1979-02-03", "--key", "k", "--note", "Zeldzame Zes"),
    "dispute of a correction": ("dispute", "c/1", "content.moments.departure", "1979-02-03", "--key", "k"),
    "dispute of a quote": ("dispute", "ml/group", "cites[1].quote", "Zeldzame Zes", "--key", "k"),
    "annotate": ("annotate", "case/a/2", "--key", "k", "--note", "Zeldzame Zes"),
    "note about a source": ("annotate", "s/secret", "--key", "k", "--note", "Zeldzame Zes"),
    "record": ("record", "source.registered", "--source", "other", "--kind", "other", "--title", "T", "--author",
               "Zeldzame Zes", "--confidentiality", "internal", "--key", "k"),
    "quote": ("record", "policy.absence-stated", "--country", "SD", "--on", "2022-01-01", "--cite", "secret", "--quote",
              "Zeldzame Zes", "--key", "k"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_whatever_way_an_entry_comes_in_its_values_are_sealed(folder: Path, way: str) -> None:
    if way == "dispute of a correction":
        kroniek("correct", "case/a/1", "--set", "note=x", "--reason", "r", "--key", "c/1", "--yes", cwd=folder)

    kroniek(*WAYS[way], "--yes", cwd=folder)

    *_, (position, state) = rows(folder, "SELECT position, state FROM entry ORDER BY position")
    told = kroniek("entry", f"@{position}", "--format", "json", cwd=folder)
    assert b"Zeldzame" not in bytes(state)  # type: ignore[arg-type]
    assert b"1979-02-03" not in bytes(state)  # type: ignore[arg-type]
    assert "Zeldzame Zes" in told.out or "1979-02-03" in told.out
    assert told.json["sealed"]
    assert kroniek("rebuild", "--format", "json", cwd=folder).json["differences"] == []


def test_a_confidential_source_called_public_by_mistake_stays_sealed(folder: Path) -> None:
    kroniek(
        "correct", "s/secret", "--set", "confidentiality=public", "--reason", "r", "--key", "k", "--yes", cwd=folder
    )

    assert entry(folder, "k")["sealed"] == ["content.author", "content.content", "content.note"]
    assert not rows(folder, "SELECT 1 FROM content WHERE bytes LIKE '%huis%'")


def test_what_a_correction_of_a_correction_calls_confidential_is_sealed_from_then_on(folder: Path) -> None:
    fields = "source: later, kind: press, title: T, author: Zeldzame Zes"
    file = chronicle(
        folder,
        f"""
  - {{key: l/1, event: source.registered, {fields}}}
  - {{key: l/2, event: entry.corrected, entry: l/1, reason: r, content: {{{fields}}}}}
  - {{key: l/3, event: entry.corrected, entry: l/2, reason: r,
     content: {{entry: l/1, reason: r, content: {{{fields}, confidentiality: confidential}}}}}}
  - {{key: l/4, event: policy.absence-stated, country: SD, on: 2022-01-01, cites: [{{source: later, quote: Zachtjes}}]}}
""",
    )

    kroniek("import", file, cwd=folder)

    assert entry(folder, "l/3")["sealed"] == ["content.content.author"]
    assert entry(folder, "l/4")["sealed"] == ["cites[0].quote"]


# -- erasing ----------------------------------------------------------------------------------------------------------


def test_an_erased_value_is_nowhere_on_disk_nor_its_salt_nor_its_disclosure(folder: Path) -> None:
    values = held(folder, "case/a/1")
    assert values["groups"].text.encode() in on_disk(folder)

    fresh("erase", "case/a/1", "--all", "--reason", "verzoek", "--yes", cwd=folder)

    stored = on_disk(folder)
    assert values.keys() >= {"reference", "note", "groups", "habitual_residence", "departure", "decision"}
    for each in values.values():
        assert each.text.encode() not in stored
        assert each.salt.encode() not in stored
        assert each.digest.encode() in stored  # in the entry, and in the one that says it was erased
    for each in (*NEVER_IN_CLEAR[:5], "Zoutdragers"):
        assert each.encode() not in stored
    assert held(folder, "case/a/1") == {}


def test_erasing_leaves_the_entry_in_the_log_as_it_is(folder: Path) -> None:
    before = kroniek("entry", "case/a/1", "--leaf", cwd=folder).out

    erase(folder, "case/a/1")

    after = kroniek("entry", "case/a/1", "--leaf", cwd=folder).out
    assert hashlib.sha256(b"\0" + after.encode()).digest() == hashlib.sha256(b"\0" + before.encode()).digest()


def test_an_erasure_is_on_record_with_its_reason_and_without_the_value(folder: Path) -> None:
    erase(folder, "case/a/1", "facts.groups", reason="art. 17 AVG")

    *_, last = kroniek("entries", "--format", "json", cwd=folder).json
    assert last["event"] == "entry.erased"
    assert last["content"]["reason"] == "art. 17 AVG"
    assert [each["field"] for each in last["content"]["erased"]] == ["facts.groups"]
    (withheld,) = entry(folder, "case/a/1")["withheld"]
    assert (withheld["field"], withheld["reason"]) == ("facts.groups", "art. 17 AVG")
    assert withheld["erased_by"] == last["key"]


def test_a_replay_that_needs_what_was_erased_cannot_tell_and_says_why(folder: Path) -> None:
    erase(folder, "case/a/1", "facts.ipa_reasonable", reason="art. 17 AVG")

    day = entry(folder, "case/a/1")["withheld"][0]["erased_on"]
    refusal = fresh("case", "replay", "a", cwd=folder, code=8).err
    assert "facts.ipa_reasonable" in refusal
    assert f"erased on {day}" in refusal
    assert "art. 17 AVG" in refusal


@pytest.mark.parametrize("fields", [("moments",), ("moments.decision",)])
def test_without_the_day_of_decision_only_a_named_day_can_be_replayed(folder: Path, fields: tuple[str, ...]) -> None:
    erase(folder, "case/a/1", *fields)

    assert "erased on" in kroniek("case", "replay", "a", cwd=folder, code=8).err
    kroniek("case", "replay", "a", "--at", "2023-01-20", cwd=folder, code=0)


def test_a_replay_that_does_not_need_it_answers_as_before(folder: Path) -> None:
    before = {case: kroniek("case", "replay", case, "--format", "json", cwd=folder, code=None) for case in "ab"}

    erase(folder, "case/a/1", "reference", "note", "moments.departure")
    erase(folder, "case/b/1", "reference")

    after = {case: kroniek("case", "replay", case, "--format", "json", cwd=folder, code=None) for case in "ab"}
    assert {case: each.code for case, each in after.items()} == {"a": 0, "b": 7}
    for case in "ab":
        head = ("recorded_by",)
        same = [
            {name: value for name, value in each[case].json.items() if name not in head} for each in (before, after)
        ]
        assert same[0] == same[1]


def test_the_place_where_somebody_lived_is_needed_only_where_policy_looks_at_it(folder: Path) -> None:
    """Before the letter no element covered an area."""
    erase(folder, "case/a/1", "facts.habitual_residence")

    assert "facts.habitual_residence" in kroniek("case", "replay", "a", cwd=folder, code=8).err
    early = kroniek("case", "replay", "a", "--at", "2021-12-01", "--format", "json", cwd=folder, code=7).json
    assert early["outcome"] == "no-country-policy"


def test_a_correction_made_later_does_not_take_an_erased_fact_back(folder: Path) -> None:
    """It could not repeat it: a replay must not take the place where somebody lived for one that nobody recorded."""
    erase(folder, "case/a/1", "facts.habitual_residence")

    kroniek("correct", "case/a/1", "--set", "note=verbeterd", "--reason", "r", "--key", "k", "--yes", cwd=folder)

    assert "was erased on" in kroniek("case", "replay", "a", cwd=folder, code=8).err
    assert kroniek("rebuild", "--format", "json", cwd=folder).json["differences"] == []


def test_a_correction_that_says_it_again_brings_it_back(folder: Path) -> None:
    erase(folder, "case/a/1", "facts")
    facts = "{habitual_residence: ML-7, origin: established, individual_grounds: none, ipa_reasonable: not-assessed}"

    kroniek("correct", "case/a/1", "--set", f"facts={facts}", "--reason", "r", "--key", "k", "--yes", cwd=folder)

    shown = kroniek("case", "show", "a", "--format", "json", cwd=folder).json
    assert [each["field"] for each in shown["withheld"]] == ["facts.groups"]
    assert shown["facts"]["habitual_residence"] == "ML-7"


def test_what_a_correction_had_left_out_before_is_not_missed_when_the_original_is_erased(folder: Path) -> None:
    facts = "{habitual_residence: ML-7, origin: established, individual_grounds: none, ipa_reasonable: not-assessed}"
    kroniek("correct", "case/a/1", "--set", f"facts={facts}", "--reason", "r", "--key", "k", "--yes", cwd=folder)

    erase(folder, "case/a/1")

    shown = kroniek("case", "show", "a", "--format", "json", cwd=folder).json
    assert shown["withheld"] == []
    kroniek("case", "replay", "a", cwd=folder, code=0)
    assert kroniek("rebuild", "--format", "json", cwd=folder).json["differences"] == []


def test_an_erased_value_is_not_shown_for_an_earlier_moment_either(folder: Path) -> None:
    position = entry(folder, "case/a/1")["position"]
    erase(folder, "case/a/1", "facts")

    shown = kroniek("case", "show", "a", "--recorded-by", f"@{position}", "--format", "json", cwd=folder).json

    assert shown["facts"] == {}
    assert {each["field"] for each in shown["withheld"]} >= {"facts.origin", "facts.groups"}


def test_erased_quotes_and_documents_of_a_confidential_source_are_gone(folder: Path) -> None:
    quote, document = "Zeven putten zijn vergiftigd", "van huis tot huis"
    asked = (("show", "ML", "--on", "2022-06-01"), ("why", "ML/putters", "--on", "2022-06-01"))
    assert all(quote in kroniek(*each, "--format", "json", cwd=folder).out for each in asked)
    assert document.encode() in on_disk(folder)
    sha256 = entry(folder, "s/secret")["content"]["content"]["sha256"]

    erase(folder, "ml/group", "cites[1].quote")
    erase(folder, "s/secret", "content")

    stored = on_disk(folder)
    assert quote.encode() not in stored
    assert document.encode() not in stored
    for each in asked:
        for form in ("text", "json"):
            answer = kroniek(*each, "--format", form, cwd=folder).out
            assert "vergiftigd" not in answer
            assert "openbare woorden" in answer or each[0] == "show"
    assert not [row for row in rows(folder, "SELECT practice FROM policy_state") if b"vergiftigd" in bytes(row[0])]  # type: ignore[arg-type]
    assert sha256 not in kroniek("export", cwd=folder).out
    assert kroniek("rebuild", "--format", "json", cwd=folder).json["differences"] == []


def test_a_document_stays_with_the_other_entry_that_seals_it(folder: Path) -> None:
    kroniek("correct", "s/secret", "--set", "title=Ander", "--reason", "r", "--key", "k", "--yes", cwd=folder)

    erase(folder, "s/secret", "content")

    assert "van huis tot huis" in kroniek("export", cwd=folder).out
    erase(folder, "k", "content")
    assert "van huis tot huis" not in kroniek("export", cwd=folder).out
    assert b"van huis tot huis" not in on_disk(folder)


QUESTIONS = (
    *("show ML --on 2023-01-11", "why ML/putters --on 2023-01-11", "timeline ML", "diff ML 2021-01-01 2023-01-11"),
    *("entries", "entry case/a/1", "entry case/a/3", "entry d/1", "entry s/secret", "entry ml/group", "audit"),
    *("case list", "case stats", "case show a", "case show b", "case replay a", "case replay b"),
    *("case replay b --at 2023-01-11", "case compare a", "case compare b", "impact ml/group", "impact case/a/1"),
    *("impact ml/letter-15c", "impact s/secret", "rebuild"),
)


def test_no_question_fails_where_everything_that_was_sealed_is_erased(folder: Path) -> None:
    for given in (
        ("dispute", "case/a/1", "moments.decision", "2023-01-21", "--key", "d/1", "--note", "n"),
        ("dispute", "ml/group", "cites[1].quote", "anders", "--key", "d/2"),
        ("case", "facts", "a", "--origin", "not-established"),
        ("annotate", "case/a/1", "--key", "n/1", "--note", "weg"),
    ):
        ask(folder, *given, "--yes")
    for (key,) in rows(folder, "SELECT DISTINCT key FROM entry_key JOIN disclosure USING (position)"):
        ask(folder, "erase", key, "--all", "--reason", "weg", "--yes")
    assert rows(folder, "SELECT * FROM disclosure") == []

    for question in QUESTIONS:
        for form in (("--lang", "en"), ("--lang", "nl"), ("--format", "json")):
            answer = ask(folder, *question.split(), *form, code=None)
            can_tell = not question.startswith("case replay")
            assert answer.code == (0 if can_tell else 8), f"{question}\n{answer.err}"
            assert "None" not in answer.out, f"{question}\n{answer.out}"
    for command in (("export",), ("export", "--sealed"), ("export", "--format", "json"), ("export", "--country", "ML")):
        ask(folder, *command)
    assert "erased on" in ask(folder, "case", "map", "a", "-o", folder / "a.svg", code=8).err
    ask(folder, "case", "map", "a", "--from", "2022-01-01", "--to", "2023-03-01", "-o", folder / "a.svg")


def test_in_dutch_too_it_is_said_what_was_erased_and_why(folder: Path) -> None:
    erase(folder, "case/a/1", "facts.origin", reason="verzoek van betrokkene")

    told = kroniek("case", "show", "a", "--lang", "nl", cwd=folder).out

    assert "facts.origin: gewist op" in told
    assert "verzoek van betrokkene" in told


def test_bulk_and_single_replays_agree_about_what_was_erased(folder: Path) -> None:
    for number, field in enumerate(("habitual_residence", "groups", "origin", "individual_grounds", "ipa_reasonable")):
        case = f"k{number}"
        facts = (
            "--habitual-residence ML-7 --group X --origin established --individual-grounds none --ipa-reasonable yes"
        )
        ask(folder, "case", "open", case, "ML", *facts.split(), "--moment", "decision=2023-02-01", "--yes")
        ask(folder, "erase", f"case/{case}/1", f"facts.{field}", "--reason", "r", "--yes")
    ask(folder, "erase", "case/b/1", "moments.decision", "--reason", "r", "--yes")
    cases = [each["case"] for each in ask(folder, "case", "list", "--format", "json").json]

    single = {
        case: ask(folder, "case", "replay", case, "--known", "now", "--format", "json", code=None) for case in cases
    }
    impact = ask(folder, "impact", "ml/letter-15c", "--format", "json").json

    told = {case for case, answer in single.items() if answer.code != 8}
    assert impact["replayed"] == len(told)
    assert impact["cannot_tell"] == len(cases) - len(told)
    assert {"a"} <= told < set(cases)
    for each in (*impact["better"], *impact["worse"], *impact["other"]):
        assert each["with"] == (single[each["case"]].json["outcome"] if each["case"] in told else "cannot-tell")
    counted = ask(folder, "case", "stats", "--format", "json").json
    assert any(each["period"] is None for each in counted)


def test_an_entry_to_come_counts_cases_whose_day_was_erased_as_cannot_tell(folder: Path) -> None:
    erase(folder, "case/b/1", "moments.decision")
    later = chronicle(
        folder,
        "  - {key: x, event: policy.risk-profile-recognised, country: ML, element: x, standing: published,"
        " from: 2022-01-01, public_on: 2022-01-01}\n",
    )

    impact = kroniek("impact", "--file", later, "--format", "json", cwd=folder).json

    assert (impact["replayed"], impact["cannot_tell"]) == (1, 1)


# -- what cannot be erased --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "field"), [("case/a/1", "country"), ("ml/letter-15c", "--all"), ("case/a/1", "fact")])
def test_what_was_recorded_in_clear_cannot_be_erased_and_it_is_said_what_to_do(
    folder: Path, key: str, field: str
) -> None:
    before = on_disk(folder)

    refusal = erase(folder, key, field, code=4).err

    assert "no sealed value" in refusal
    assert "import the rest into a new one" in refusal
    assert on_disk(folder) == before


def test_an_erasure_without_a_reason_or_a_field_is_wrong_usage(folder: Path) -> None:
    kroniek("erase", "case/a/1", "facts", "--reason", " ", "--yes", cwd=folder, code=2)
    kroniek("erase", "case/a/1", "--reason", "r", "--yes", cwd=folder, code=2)
    kroniek("erase", "case/a/1", "facts", "--all", "--reason", "r", "--yes", cwd=folder, code=2)
    assert "sealed" in entry(folder, "case/a/1")


def test_somebody_is_asked_first_and_no_is_no(folder: Path) -> None:
    given = ("erase", "case/a/1", "facts", "--reason", "r")

    no = kroniek(*given, cwd=folder, stdin="n\n")
    kroniek(*given, cwd=folder, stdin="", code=2)

    assert "facts.groups" in no.err
    assert "Nothing was erased" in no.err
    assert "facts.groups" in entry(folder, "case/a/1")["sealed"]
    kroniek(*given, cwd=folder, stdin="ja\n")
    assert "facts.groups" not in entry(folder, "case/a/1")["sealed"]


def test_erasing_again_changes_nothing_and_says_so(folder: Path) -> None:
    erase(folder, "case/a/1", "facts.origin")
    before = len(kroniek("entries", "--format", "json", cwd=folder).json)

    again = erase(folder, "case/a/1", "facts.origin", reason="nog eens")

    assert "erased before" in again.err
    assert "verzoek om wissing" in again.out
    assert len(kroniek("entries", "--format", "json", cwd=folder).json) == before


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM disclosure",
        "DELETE FROM disclosure WHERE digest = (SELECT min(digest) FROM disclosure)",
        "UPDATE disclosure SET text = 'x'",
        "UPDATE disclosure SET position = 1",
        "UPDATE disclosure SET document = NULL WHERE document IS NOT NULL",
        "UPDATE OR REPLACE disclosure SET digest = (SELECT max(digest) FROM disclosure)",
        "INSERT INTO disclosure SELECT * FROM disclosure LIMIT 1",
        "INSERT OR REPLACE INTO disclosure SELECT digest, position, 'x', NULL, NULL FROM disclosure LIMIT 1",
        "INSERT INTO disclosure SELECT * FROM disclosure LIMIT 1 ON CONFLICT DO UPDATE SET text = 'x'",
    ],
)
def test_the_database_refuses_to_change_or_remove_what_no_entry_says_was_erased(folder: Path, statement: str) -> None:
    before = rows(folder, "SELECT * FROM disclosure ORDER BY digest")
    connection = sqlite3.connect(folder / "kroniek.db")

    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)

    connection.close()
    assert rows(folder, "SELECT * FROM disclosure ORDER BY digest") == before


def test_an_erasure_on_record_lets_nothing_else_be_removed(folder: Path) -> None:
    erase(folder, "case/a/1", "facts.origin")
    connection = sqlite3.connect(folder / "kroniek.db")

    for digest in [each.digest for each in held(folder, "case/a/1").values()]:
        with pytest.raises(sqlite3.IntegrityError, match="only when an entry says"):
            connection.execute("DELETE FROM disclosure WHERE digest = ?", [digest])
    connection.close()


# -- sealed chronicles ------------------------------------------------------------------------------------------------


def sealed_chronicle(folder: Path, file: Path) -> tuple[Path, Path]:
    given = (folder / "out.yaml", folder / "out.json")
    kroniek("seal", file, "-o", given[0], "--disclosures", given[1], cwd=folder)
    return given


@pytest.fixture(scope="module")
def sealed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the policy for Mali alone, and the sealed entries beside it in two files."""
    folder = tmp_path_factory.mktemp("travelling")
    ledger_with(folder, MALI)
    sealed_chronicle(folder, chronicle(folder, ENTRIES, "sealed.yaml"))
    return folder


@pytest.fixture
def travelling(sealed_once: Path, tmp_path: Path) -> tuple[Path, Path, Path]:
    shutil.copytree(sealed_once, tmp_path, dirs_exist_ok=True)
    return tmp_path, tmp_path / "out.yaml", tmp_path / "out.json"


def test_a_sealed_chronicle_travels_without_its_values_and_comes_in_with_them(
    travelling: tuple[Path, Path, Path], made: Path
) -> None:
    folder, sealed, disclosures = travelling
    text = sealed.read_text(encoding="utf-8")
    assert not [each for each in (*NEVER_IN_CLEAR, "Zoutdragers", "vergiftigd", "ML-9") if each in text]
    assert disclosures.stat().st_mode & 0o077 == 0

    fresh("import", sealed, "--disclosures", disclosures, cwd=folder)

    theirs, ours = (kroniek("export", cwd=each).out for each in (folder, made))
    assert _without_roots(theirs) == _without_roots(ours)
    again = fresh("import", sealed, "--disclosures", disclosures, cwd=folder)
    assert "6 keys already stood with the same content" in again.out
    kroniek("import", sealed, cwd=folder)  # its digests are known here
    assert kroniek("export", cwd=folder).out == theirs


def test_a_sealed_chronicle_is_asked_for_its_impact_with_its_values_as_it_is_imported(
    travelling: tuple[Path, Path, Path],
) -> None:
    folder, sealed, disclosures = travelling
    clear = chronicle(folder, ENTRIES, "clear.yaml")
    entries = kroniek("entries", cwd=folder).out

    asked = kroniek("impact", "--file", sealed, "--disclosures", disclosures, "--format", "json", cwd=folder)

    assert asked.json == kroniek("impact", "--file", clear, "--format", "json", cwd=folder).json
    assert asked.json["replayed"] == 2
    assert kroniek("entries", cwd=folder).out == entries
    for given in ((), ("--disclosures", folder / "nowhere.json"), ("--disclosures", clear)):
        refused = kroniek("impact", "--file", sealed, *given, cwd=folder, code=3)
        assert refused.err == kroniek("import", sealed, *given, cwd=folder, code=3).err
    assert "--file CHRONICLE" in kroniek("impact", "s/1", "--disclosures", disclosures, cwd=folder, code=2).err


def _without_roots(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if "root_hash" not in line)


def test_what_the_ledger_has_already_is_sealed_as_it_stands_there(folder: Path) -> None:
    sealed, disclosures = sealed_chronicle(folder, folder / "sealed.yaml")

    assert sealed.read_text(encoding="utf-8").count("  - key: ") == 6
    given = {each["disclosure"] for each in json.loads(disclosures.read_bytes())["disclosed"]}
    assert given == {
        each.text
        for key in ("s/secret", "ml/group", "case/a/1", "case/a/2", "case/b/1")
        for each in held(folder, key).values()
    }
    other = folder / "other"
    other.mkdir()
    ledger_with(other, MALI)
    kroniek("import", sealed, "--disclosures", disclosures, cwd=other)
    assert kroniek("case", "replay", "a", cwd=other).code == 0


def count(folder: Path) -> int:
    return len(kroniek("entries", "--format", "json", cwd=folder).json)


def test_without_its_disclosures_a_sealed_chronicle_is_refused_whole(travelling: tuple[Path, Path, Path]) -> None:
    folder, sealed, _ = travelling
    before = count(folder)

    refusal = fresh("import", sealed, cwd=folder, code=3).err

    assert "not disclosed; give the file that does it (--disclosures)" in refusal
    assert "case/a/1" in refusal
    assert "out.yaml:" in refusal
    assert count(folder) == before


def tampered(told: dict[str, Any], how: str) -> None:
    disclosed = told["disclosed"]
    text = disclosed[0]["disclosure"]
    salt, name, value = json.loads(base64.urlsafe_b64decode(text + "=="))
    other = base64.urlsafe_b64encode(json.dumps([salt, name, f"{value}!"]).encode()).rstrip(b"=").decode()
    match how:
        case "another value":
            disclosed[0]["disclosure"] = other
        case "one more":
            disclosed.append({"field": "x", "disclosure": other})
        case "twice":
            disclosed.append(disclosed[0])
        case "padded":
            disclosed[0]["disclosure"] += "="
        case "not text":
            disclosed[0]["disclosure"] = None
        case "other letters":
            disclosed[0]["disclosure"] += "é"
        case "no map":
            disclosed[0] = text
        case "document":
            told["documents"] = dict.fromkeys(told["documents"], base64.b64encode(b"ander").decode())
        case "document in other letters":
            told["documents"] = dict.fromkeys(told["documents"], "é")
        case "document that is a number":
            told["documents"] = dict.fromkeys(told["documents"], 5)


@pytest.mark.parametrize(
    "how",
    [
        *("another value", "one more", "twice", "padded", "not text", "other letters", "no map", "document"),
        *("document in other letters", "document that is a number"),
    ],
)
def test_disclosures_that_were_tampered_with_are_refused(travelling: tuple[Path, Path, Path], how: str) -> None:
    folder, sealed, disclosures = travelling
    before, told = count(folder), json.loads(disclosures.read_bytes())
    tampered(told, how)
    disclosures.write_text(json.dumps(told))

    answer = fresh("import", sealed, "--disclosures", disclosures, cwd=folder, code=6)

    assert answer.err.startswith("kroniek: ")
    assert count(folder) == before


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"disclosures": 1}',
                                  b'{"disclosures": 2, "disclosed": []}', b'{"disclosures": 1, "disclosed": {}}',
                                  b'{"disclosures": 1, "disclosed": [], "documents": []}'])  # fmt: skip
def test_what_is_no_file_of_disclosures_is_refused(travelling: tuple[Path, Path, Path], data: bytes) -> None:
    folder, sealed, disclosures = travelling
    disclosures.write_bytes(data)

    assert "not a file of disclosures" in ask(folder, "import", sealed, "--disclosures", disclosures, code=3).err


REMARKS = """
  - {key: r/1, event: entry.disputed, entry: case/a/1, field: facts.origin, value: not-established}
  - {key: r/2, event: entry.annotated, entry: case/a/1, note: nagebeld met de gemachtigde}
  - {key: r/3, event: entry.corrected, entry: case/b/1, reason: onjuiste dag, content: {case: b, country: ML,
     facts: {origin: established}, moments: {decision: 2023-01-21}}}
  - {key: r/4, event: source.content-attached, source: secret, content: {name: bijlage.txt, text: Een bijlage.}}
  - {key: r/5, event: case.moment-recorded, case: b, moments: {hearing: 2022-12-01}, note: telefonisch}
"""


def test_a_sealed_chronicle_is_one_by_the_schema(folder: Path) -> None:
    kroniek("import", chronicle(folder, REMARKS, "remarks.yaml"), cwd=folder)
    erase(folder, "case/a/1", "facts.origin")
    validator = jsonschema.Draft202012Validator(kroniek("schema", cwd=folder).json)

    exported = kroniek("export", "--sealed", "--format", "json", cwd=folder).json
    in_part = kroniek("export", "--format", "json", cwd=folder).json

    holding = {each["event"] for each in exported["entries"] if "_sd" in each}
    assert {"case.opened", "entry.disputed", "entry.annotated", "source.content-attached"} <= holding
    assert [error.message for each in (exported, in_part) for error in validator.iter_errors(each)] == []


def test_a_digest_moved_to_another_entry_is_refused(travelling: tuple[Path, Path, Path]) -> None:
    """Else somebody could give a case the facts of another without knowing them."""
    folder, sealed, disclosures = travelling
    entries = json.loads(kroniek("export", "--sealed", "--format", "json", cwd=folder).out)["entries"]
    assert entries
    kroniek("import", sealed, "--disclosures", disclosures, cwd=folder)
    (digest,) = (each.digest for each in held(folder, "case/b/1").values() if each.name == "ipa_reasonable")
    file = chronicle(
        folder, f"  - {{key: case/c/1, event: case.opened, case: c, country: ML, facts: {{_sd: [{digest}]}}}}\n"
    )

    assert "stands in the entry case/b/1 already" in kroniek("import", file, cwd=folder, code=6).err


def test_sealing_leaves_no_file_where_it_fails(folder: Path) -> None:
    bad = chronicle(folder, "  - {key: k, event: case.opened, case: c, country: Nowhere}\n")
    same = folder / "same.yaml"

    kroniek("seal", bad, "-o", "a.yaml", "--disclosures", "a.json", cwd=folder, code=3)
    kroniek("seal", "sealed.yaml", "-o", same, "--disclosures", same, cwd=folder, code=2)
    kroniek("seal", "sealed.yaml", "-o", "nowhere/a.yaml", "--disclosures", "b.json", cwd=folder, code=3)
    kroniek("seal", "sealed.yaml", "-o", "sealed.yaml", "--disclosures", "c.json", cwd=folder, code=5)

    assert not list(folder.glob("[abc].*"))
    assert not same.exists()
    assert not list(folder.glob("*.unfinished"))


def test_importing_the_same_chronicle_after_an_erasure_changes_nothing_and_says_so(folder: Path) -> None:
    for key in ("case/a/1", "s/secret", "ml/group"):
        erase(folder, key)
    before = on_disk(folder)

    again = kroniek("import", "sealed.yaml", cwd=folder)

    assert "6 keys already stood with the same content" in again.out
    assert on_disk(folder) == before
    assert b"vergiftigd" not in before


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_ledger_with_erased_values_can_be_exported_and_imported(folder: Path, form: str) -> None:
    kroniek("dispute", "case/a/1", "moments.decision", "2023-01-21", "--key", "d/1", "--yes", cwd=folder)
    for key in ("case/a/1", "d/1", "s/secret", "ml/group"):
        erase(folder, key)
    file, other = folder / f"all.{form}", folder / "other"
    kroniek("export", "-o", file, "--format", form, cwd=folder)
    other.mkdir()
    kroniek("init", cwd=other)

    kroniek("import", file, cwd=other)

    assert kroniek("export", "--format", form, cwd=other).out == file.read_text(encoding="utf-8")
    assert kroniek("rebuild", "--format", "json", cwd=other).json["differences"] == []
    for case in ("a", "b"):
        one, two = (kroniek("case", "replay", case, cwd=each, code=None) for each in (folder, other))
        assert one.code == two.code
    assert (other / "kroniek.db.erasures").exists()


def test_old_disclosures_do_not_bring_back_what_a_chronicle_says_was_erased(folder: Path) -> None:
    _, disclosures = sealed_chronicle(folder, folder / "sealed.yaml")
    erase(folder, "case/a/1", "facts.groups")
    kroniek("export", "--sealed", "-o", "later.yaml", cwd=folder)
    entries = (folder / "later.yaml").read_text(encoding="utf-8").partition("  - key: s/secret")
    (folder / "later.yaml").write_text(f"chronicle: 1\nentries:\n{entries[1]}{entries[2]}", encoding="utf-8")
    other = folder / "other"
    other.mkdir()
    ledger_with(other, MALI)

    kroniek("import", folder / "later.yaml", "--disclosures", disclosures, cwd=other)

    assert [each["field"] for each in entry(other, "case/a/1")["withheld"]] == ["facts.groups"]
    assert b"Zoutdragers" not in on_disk(other)


@pytest.mark.parametrize(
    ("erased", "sentence"),
    [
        ("[{field: facts.origin, digest: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA}]", "has no sealed value AAAA"),
        ("[{field: facts.origin, digest: DIGEST}]", "is not of facts.origin: facts.groups"),
        ("[]", "this field is needed and is empty"),
    ],
)
def test_an_erasure_that_names_something_else_is_refused(folder: Path, erased: str, sentence: str) -> None:
    erased = erased.replace("DIGEST", held(folder, "case/a/1")["groups"].digest)
    file = chronicle(
        folder, f"  - {{key: e, event: entry.erased, entry: case/a/1, erased: {erased}, reason: r}}\n", "erased.yaml"
    )

    assert sentence in kroniek("import", file, cwd=folder, code=3).err


def test_an_erasure_that_is_imported_destroys_lists_and_scrubs_as_well(folder: Path) -> None:
    groups = held(folder, "case/a/1")["groups"]
    file = chronicle(
        folder,
        f"  - {{key: e, event: entry.erased, entry: case/a/1, reason: r,"
        f" erased: [{{field: facts.groups, digest: {groups.digest}}}]}}\n",
        "erased.yaml",
    )

    kroniek("import", file, "--dry-run", cwd=folder)
    assert groups.text.encode() in on_disk(folder)
    kroniek("import", file, cwd=folder)

    assert groups.text.encode() not in on_disk(folder)
    assert groups.digest in (folder / "kroniek.db.erasures").read_text()


# -- disclosing -------------------------------------------------------------------------------------------------------


def test_what_is_disclosed_holds_the_chosen_values_and_no_others(folder: Path) -> None:
    kroniek("disclose", "case/a/1", "facts.groups", "moments", "--to", "mr. X", "-o", "x.json", cwd=folder)

    told = json.loads((folder / "x.json").read_bytes())
    assert [each["field"] for each in told["disclosed"]] == [
        "facts.groups", "moments.application", "moments.decision", "moments.departure", "moments.hearing",
    ]  # fmt: skip
    assert told["to"] == "mr. X"
    assert told["leaf"] == kroniek("entry", "case/a/1", "--leaf", cwd=folder).out.rstrip("\n")
    for each in told["disclosed"]:
        digest = base64.urlsafe_b64encode(hashlib.sha256(each["disclosure"].encode()).digest()).rstrip(b"=").decode()
        assert digest in told["leaf"]
    assert (folder / "x.json").stat().st_mode & 0o077 == 0


def test_a_document_is_disclosed_with_its_bytes(folder: Path) -> None:
    told = kroniek("disclose", "s/secret", "content", "--to", "mr. X", cwd=folder).json
    without = kroniek("disclose", "s/secret", "author", "--to", "mr. X", cwd=folder).json

    (document,) = told["documents"].values()
    assert b"van huis tot huis" in base64.b64decode(document)
    assert without["documents"] == {}


@pytest.mark.parametrize("given", [("ml/letter-15c",), ("case/a/1", "country"), ("case/a/1", "facts", "x"), ("none",)])
def test_what_is_not_sealed_cannot_be_disclosed(folder: Path, given: tuple[str, ...]) -> None:
    kroniek("disclose", *given, "--to", "mr. X", "-o", "x.json", cwd=folder, code=4)

    assert not (folder / "x.json").exists()


def test_what_was_erased_cannot_be_disclosed_and_it_is_said_why(folder: Path) -> None:
    erase(folder, "case/a/1", "facts", reason="art. 17 AVG")

    for field in ("facts.groups", "facts"):
        refusal = kroniek("disclose", "case/a/1", field, "--to", "mr. X", cwd=folder, code=4).err
        assert "erased on" in refusal
        assert "art. 17 AVG" in refusal


@pytest.fixture
def handed_out(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, Any]]:
    """A folder without a ledger, the key of the log as told elsewhere, and what was disclosed."""
    told = kroniek("disclose", "case/a/1", "facts.groups", "reference", "--to", "mr. X", cwd=folder).json
    return tmp_path_factory.mktemp("elsewhere"), kroniek("log", "key", cwd=folder).out.strip(), told


def verified(handed_out: tuple[Path, str, dict[str, Any]], code: int) -> Answer:
    elsewhere, key, told = handed_out
    written = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (elsewhere / "x.json").write_text(written, encoding="utf-8")
    return kroniek("verify", "x.json", "--key", key, "--format", "json", cwd=elsewhere, code=code)


def test_what_was_disclosed_is_verified_without_a_ledger(handed_out: tuple[Path, str, dict[str, Any]]) -> None:
    answer = verified(handed_out, 0).json

    assert answer["disclosed"] == {"facts.groups": ["Zoutdragers van Taoudenni"], "reference": "V-990017-XQ"}
    assert (answer["key"], answer["to"]) == ("case/a/1", "mr. X")
    shown = fresh("verify", "x.json", "--key", handed_out[1], "--lang", "nl", cwd=handed_out[0]).out
    assert "V-990017-XQ" in shown
    fresh("verify", "x.json", cwd=handed_out[0], code=2)


def test_a_disclosed_document_is_verified_by_its_own_bytes(folder: Path) -> None:
    told = kroniek("disclose", "s/secret", "content", "--to", "mr. X", cwd=folder).json
    key = kroniek("log", "key", cwd=folder).out.strip()

    right = verified((folder, key, told), 0).json
    told["documents"] = {hashlib.sha256(b"x").hexdigest(): base64.b64encode(b"x").decode()}
    wrong = verified((folder, key, told), 6)

    assert right["disclosed"]["content"]["name"] == "bericht.txt"
    assert "document that no disclosed value names" in wrong.json["sentence"]


def test_no_change_to_what_was_disclosed_goes_unseen(handed_out: tuple[Path, str, dict[str, Any]]) -> None:
    elsewhere, key, told = handed_out
    changes: list[dict[str, Any]] = [
        {"key": "case/b/1"},
        {"position": 1},
        {"leaf": told["leaf"].replace('"case":"a"', '"case":"b"')},
        {"leaf": told["leaf"] + " "},
        {"leaf": told["leaf"].replace("ML", "SD")},
        {"proof": told["proof"].replace("index ", "index 1")},
        {"disclosed": [*told["disclosed"], told["disclosed"][0]]},
        {"disclosed": [{**each, "field": "facts.origin"} for each in told["disclosed"]]},
        {"disclosed": [{**each, "disclosure": each["disclosure"][:-2] + "AA"} for each in told["disclosed"]]},
    ]
    for change in changes:
        answer = verified((elsewhere, key, {**told, **change}), 6)
        assert answer.json["verdict"] == "refuted", change

    for other in ({"leaf": 5}, {"leaf": "[]"}, {"proof": "none"}, {"disclosures": 2}, {"documents": []}, {"more": 1}):
        assert verified((elsewhere, key, {**told, **other}), 6).json["verdict"] == "refuted", other
    for lacking in ("leaf", "proof"):
        verified((elsewhere, key, {**told, lacking: ""}), 8)


# -- after a restore --------------------------------------------------------------------------------------------------


def backup(folder: Path) -> Path:
    """A copy of the ledger's own file, made when nobody uses it."""
    copy = folder / "backup.db"
    shutil.copy(folder / "kroniek.db", copy)
    return copy


def restore(folder: Path, copy: Path) -> None:
    for each in ("kroniek.db-wal", "kroniek.db-shm"):
        (folder / each).unlink(missing_ok=True)
    shutil.copy(copy, folder / "kroniek.db")


def test_a_restored_ledger_is_told_of_what_was_erased_since(folder: Path) -> None:
    copy = backup(folder)
    groups = held(folder, "case/a/1")["groups"]
    erase(folder, "case/a/1", "facts", reason="art. 17 AVG; tweede\u2028verzoek")
    erase(folder, "s/secret")
    restore(folder, copy)
    assert groups.text.encode() in on_disk(folder)

    told = fresh("restore-check", cwd=folder)
    again = fresh("restore-check", cwd=folder)

    assert "case/a/1: facts.groups" in told.out
    assert "art. 17 AVG" in told.out
    assert groups.text.encode() not in on_disk(folder)
    assert "facts.groups" in [each["field"] for each in entry(folder, "case/a/1")["withheld"]]
    assert again.out != told.out
    assert "case/a/1" not in again.out
    assert kroniek("restore-check", "--format", "json", cwd=folder).json == {"erased_again": []}


def test_two_erasures_of_one_value_are_applied_once(folder: Path) -> None:
    """Restored, erased in part by hand, and restored again."""
    copy = backup(folder)
    erase(folder, "case/a/1")
    restore(folder, copy)
    first = sorted(held(folder, "case/a/1"))[0]
    name = next(each for each in entry(folder, "case/a/1")["sealed"] if each.endswith(first))
    erase(folder, "case/a/1", name)
    restore(folder, copy)

    kroniek("restore-check", cwd=folder)

    assert held(folder, "case/a/1") == {}


def test_disclosures_put_back_by_hand_are_erased_again_and_gone_from_answers(folder: Path) -> None:
    row = rows(folder, "SELECT * FROM disclosure WHERE digest = ?", held(folder, "case/a/1")["groups"].digest)
    erase(folder, "case/a/1", "facts.groups")
    connection = sqlite3.connect(folder / "kroniek.db")
    connection.execute("INSERT INTO disclosure VALUES (?, ?, ?, ?, ?)", row[0])
    connection.commit()
    connection.close()
    kroniek("rebuild", cwd=folder)
    assert "Zoutdragers" in kroniek("case", "show", "a", cwd=folder).out

    kroniek("restore-check", cwd=folder)

    assert "Zoutdragers" not in kroniek("case", "show", "a", cwd=folder).out
    assert b"Zoutdragers" not in on_disk(folder)
    assert kroniek("rebuild", "--format", "json", cwd=folder).json["differences"] == []


def test_without_a_list_nobody_can_tell_what_is_back_and_one_that_is_named_must_be_there(folder: Path) -> None:
    """Because a backup does not know what was erased after it was made."""
    copy = backup(folder)
    erase(folder, "case/a/1", "facts")
    restore(folder, copy)
    (folder / "kroniek.db.erasures").rename(folder / "list")

    told = kroniek("restore-check", cwd=folder, code=8)

    assert "no list of erasures at" in told.err
    assert held(folder, "case/a/1")["groups"]
    kroniek("restore-check", "--erasures", "list", cwd=folder)
    assert "facts.groups" in [each["field"] for each in entry(folder, "case/a/1")["withheld"]]
    assert "no list of erasures" in kroniek("restore-check", "--erasures", "none", cwd=folder, code=4).err


@pytest.mark.parametrize(
    "line",
    ["{", "null", "[]", '{"entry": 1}', '{"entry": "case/a/1", "erased": {}, "reason": "r"}', "[" * 100_000,
     '{"entry": "case/a/1", "erased": {"facts.origin": 1}, "reason": "r"}', "", "\x00"],
)  # fmt: skip
def test_with_a_damaged_list_nothing_is_erased_and_the_line_is_named(folder: Path, line: str) -> None:
    erase(folder, "case/a/1", "facts.origin")
    before = (folder / "kroniek.db.erasures").read_text()
    (folder / "kroniek.db.erasures").write_text(f"{before}{line}\n")

    for command in (("restore-check",), ("erase", "case/a/1", "reference", "--reason", "r", "--yes")):
        refusal = ask(folder, *command, code=3).err
        assert "kroniek.db.erasures:2" in refusal
        assert "backup" in refusal
    assert "reference" in entry(folder, "case/a/1")["sealed"]


def test_a_list_that_cannot_be_read_or_written_is_a_sentence(folder: Path) -> None:
    (folder / "kroniek.db.erasures").mkdir()

    refusal = erase(folder, "case/a/1", "reference", code=3).err

    assert "cannot be read" in refusal
    assert "reference" in entry(folder, "case/a/1")["sealed"]


def test_a_list_for_another_ledger_changes_nothing(folder: Path) -> None:
    (folder / "kroniek.db.erasures").write_text(
        '{"entry": "case/z/1", "erased": {"facts.origin": "' + "A" * 43 + '"}, "reason": "r"}\n'
    )
    before = on_disk(folder)

    kroniek("restore-check", cwd=folder)

    assert len(on_disk(folder)) == len(before)
    assert "A" * 43 in (folder / "kroniek.db.erasures").read_text()


# -- trouble ----------------------------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
import infrastructure.recording, infrastructure.sealing
from infrastructure.ledger import Ledger, open_ledger
from infrastructure.store.datastore import Datastore

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

ledger, where = sys.argv[1:]
match where:
    case "before the erasure is recorded": infrastructure.recording.record = die
    case "before the values are destroyed": infrastructure.recording.destroy = die
    case "before the commit": infrastructure.recording.keep = die
    case "before it is listed": Ledger._keep_erasures = die
    case "before it is scrubbed": Datastore.scrub = die
with open_ledger(ledger) as desk:
    desk.erase("case/a/1", ["facts"], reason="r", actor="me")
"""
MOMENTS = {
    "before the erasure is recorded": False,
    "before the values are destroyed": False,
    "before the commit": False,
    "before it is listed": True,
    "before it is scrubbed": True,
}


@pytest.mark.parametrize("again", ["erase", "restore-check"])
@pytest.mark.parametrize("where", MOMENTS)
def test_an_erasure_killed_anywhere_is_whole_or_nothing_and_is_finished_by_a_second_run(
    folder: Path, where: str, again: str
) -> None:
    groups = held(folder, "case/a/1")["groups"]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, folder / "kroniek.db", where], check=False, capture_output=True
    )
    assert done.returncode == -9, done.stderr

    erased = "withheld" in entry(folder, "case/a/1")
    events = [each["event"] for each in kroniek("entries", "--format", "json", cwd=folder).json]
    assert erased is MOMENTS[where]
    assert ("entry.erased" in events) is erased
    assert ("groups" in held(folder, "case/a/1")) is not erased
    if again == "erase" or not erased:
        erase(folder, "case/a/1", "facts")
    else:
        kroniek("restore-check", cwd=folder, code=8 if where == "before it is listed" else 0)

    assert groups.text.encode() not in on_disk(folder)
    assert b"Zoutdragers" not in on_disk(folder)
    assert groups.digest in (folder / "kroniek.db.erasures").read_text()
    assert kroniek("rebuild", "--format", "json", cwd=folder).json["differences"] == []


def test_while_somebody_reads_it_is_said_that_the_disk_still_has_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = held(folder, "case/a/1")["groups"]
    reader = sqlite3.connect(folder / "kroniek.db")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM disclosure").fetchone()

    with open_ledger(folder / "kroniek.db", busy_timeout=0.2) as ledger:
        with pytest.raises(LedgerBusy, match="gone from every answer, but not yet from the disk"):
            ledger.erase("case/a/1", ["facts"], reason="r", actor="me")
        assert "withheld" in ledger.entry("case/a/1")
    reader.close()
    kroniek("restore-check", cwd=folder)

    assert groups.text.encode() not in on_disk(folder)
