"""Dossiers: what they carry, that they hold for whoever has nothing else, and that nothing changed holds."""

import base64
import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cli.dossier.check import Verdict, check_dossier, verify_dossier
from cli.dossier.making import Made
from domain.errors import LedgerError
from infrastructure.chronicle import parse_chronicle
from infrastructure.defaults import default_framework, init_ledger
from infrastructure.ledger import Ledger, create_ledger
from infrastructure.proof.dossier import CarriedEntry, check_by_hashes
from infrastructure.proof.note import SigningKey
from infrastructure.proof.page import page_html
from infrastructure.proof.policy import Policy
from infrastructure.proof.printed import page_pdf
from infrastructure.proof.sealed import disclosure
from infrastructure.proof.signing import NewKey
from tests.support.caseloads import append, assessed, case, drafts
from tests.support.dossier_makers import (
    MADE_ON,
    ON,
    Cheat,
    case_question,
    country_question,
    ledger_of_cases,
    made,
    trust,
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with ledger_of_cases(tmp_path_factory.mktemp("dossiers") / "l.db") as ledger:
        yield ledger


@pytest.fixture(scope="module")
def case_dossier(ledger: Ledger) -> Made:
    return made(ledger, case_question())


@pytest.fixture(scope="module")
def country_dossier(ledger: Ledger) -> Made:
    return made(ledger, country_question())


def checked(dossier: Made, policy: Policy) -> Verdict:
    return check_dossier(dossier.document, dossier.statement, policy)


def refuted(verdict: Verdict) -> set[str]:
    """The names of the parts that are refuted."""
    return {part.name for part in verdict.parts if part.result == "refuted"}


# -- what is carried --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("question", [country_question(), case_question(), case_question(at="2022-12-01", known="now")])
def test_a_dossier_holds_for_whoever_has_nothing_but_the_key(ledger: Ledger, lang: Any, question: Any) -> None:
    dossier = made(ledger, question, lang=lang)

    verdict = checked(dossier, trust(ledger))

    assert (verdict.result, verdict.exit_code) == ("holds", 0)
    assert {"statement", "checkpoint", "report", "answer state"} <= {part.name for part in verdict.parts}


def test_a_case_dossier_carries_its_own_entries_the_policy_and_the_frameworks_and_no_other_case(
    case_dossier: Made,
) -> None:
    keys = {json.loads(each.leaf)["key"] for each in case_dossier.dossier.entries}

    assert {"case/mine/opened", "case/mine/note", "ml/letter-15c", "framework/nl-practice-2023"} <= keys
    assert not {key for key in keys if "other" in key.split("/")}
    assert b"case/other" not in case_dossier.document


def test_a_country_dossier_carries_no_case(country_dossier: Made) -> None:
    assert b"case/" not in country_dossier.document
    assert b"framework/" not in country_dossier.document


def test_the_answers_are_those_of_the_json_doors(ledger: Ledger, case_dossier: Made) -> None:
    from cli.answers.cases import replay_json
    from domain.dates import RecordedBy

    last = json.loads(case_dossier.dossier.entries[-1].leaf)["position"]
    replay = ledger.replay("mine", recorded_by=RecordedBy.parse(f"@{last}"))

    carried = json.loads(case_dossier.document)["answers"]["replay"]
    assert carried == json.loads(json.dumps(replay_json(replay)))
    assert carried["outcome"] == "individual-internal-protection-test"


def test_documents_of_public_sources_are_carried_and_internal_ones_are_not(country_dossier: Made) -> None:
    texts = list(country_dossier.dossier.documents.values())

    assert any("heb ik besloten om de provincies" in " ".join(text.split()) for text in texts)
    assert not any("Beslisnota" in text for text in texts)


# -- what is withheld -------------------------------------------------------------------------------------------------


def test_what_is_withheld_stands_nowhere_in_the_file_and_what_hangs_on_it_cannot_be_told(ledger: Ledger) -> None:
    dossier = made(ledger, case_question(), fields=("none",))

    verdict = checked(dossier, trust(ledger))

    assert (verdict.result, verdict.exit_code) == ("cannot-tell", 8)
    assert {part.name for part in verdict.parts if part.result == "cannot-tell"} == {"answer replay", "answer state"}
    assert json.loads(dossier.document)["answers"]["replay"] is None
    page = page_html(dossier.document, dossier.statement, dossier.vkey)
    for secret in ("2023-01-20", "2022-09-01", "niet voor derden"):
        assert secret not in page


def test_facts_can_be_disclosed_without_the_remarks(ledger: Ledger) -> None:
    dossier = made(ledger, case_question(), fields=("facts", "moments"))

    verdict = checked(dossier, trust(ledger))

    assert verdict.result == "holds"
    assert verdict.checked.withheld == 1
    assert "niet voor derden" not in dossier.document.decode()


def test_what_was_erased_is_told_with_its_reason_and_holds_against_nobody(tmp_path: Path) -> None:
    with ledger_of_cases(tmp_path / "l.db") as ledger:
        ledger.erase("case/mine/opened", ["facts.individual_grounds"], reason="op verzoek", actor="test")
        dossier = made(ledger, case_question())
        verdict = checked(dossier, trust(ledger))

    assert verdict.exit_code == 8
    (untold,) = [part for part in verdict.parts if part.result == "cannot-tell"]
    assert (untold.name, "op verzoek" in untold.sentence) == ("answer replay", True)
    assert any('"event":"entry.erased"' in each.leaf for each in dossier.dossier.entries)


def test_what_is_confidential_in_a_source_is_carried_only_where_it_is_disclosed(tmp_path: Path) -> None:
    text = b"De staatssecretaris meent dat het vertrouwelijk is."
    sha256 = hashlib.sha256(text).hexdigest()
    entries: list[dict[str, Any]] = [
        {
            "key": "sy/secret",
            "event": "source.registered",
            "source": "sy-secret",
            "kind": "decision-memo",
            "title": "Nota",
            "identifiers": {},
            "public_on": "2023-01-05",
            "confidentiality": "confidential",
            "content": {"sha256": sha256, "name": "nota.txt", "size": len(text)},
        },
        {"key": "sy/secret/public", "event": "source.disclosed", "source": "sy-secret", "public_on": "2024-01-05"},
        {**ONE_ACT[1], "cites": [{"source": "sy-secret", "quote": "dat het vertrouwelijk is"}]},
    ]
    with init_ledger(tmp_path / "l.db", origin="test", actor="test") as ledger:
        ledger.append(drafts(*entries), actor="test", documents={sha256: text})

        closed = made(ledger, country_question("SY"), fields=("none",))
        opened = made(ledger, country_question("SY"))

        assert checked(closed, trust(ledger)).result == checked(opened, trust(ledger)).result == "holds"
    assert "vertrouwelijk is" not in closed.document.decode()
    assert opened.dossier.documents == {sha256: text.decode()}


# -- the same bytes ---------------------------------------------------------------------------------------------------


def test_made_twice_it_is_the_same_to_the_byte(ledger: Ledger, case_dossier: Made) -> None:
    again = made(ledger, case_question())

    assert (again.document, again.statement) == (case_dossier.document, case_dossier.statement)


MAKE = """
import hashlib, sys
from infrastructure.ledger import open_ledger
from tests.support.dossier_makers import case_question, made
from infrastructure.proof.page import page_html
with open_ledger(sys.argv[1]) as ledger:
    one = made(ledger, case_question(), lang="nl")
    print(hashlib.sha256(page_html(one.document, one.statement, one.vkey).encode()).hexdigest())
"""


def test_zone_locale_and_hash_seed_make_no_difference(ledger: Ledger) -> None:
    pages = {
        subprocess.run(
            [sys.executable, "-c", MAKE, ledger.place],
            env={**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "PYTHONPATH": os.getcwd()},
            capture_output=True,
            check=True,
        ).stdout
        for zone, locale, seed in (("Pacific/Auckland", "C", "1"), ("America/Lima", "C.UTF-8", "22"))
    }

    assert len(pages) == 1


def test_from_a_ledger_exported_and_imported_it_is_the_same_as_soon_as_clock_and_key_are(tmp_path: Path) -> None:
    """What differs otherwise is when things were recorded and with which salts they are sealed, and what follows from
    that: leaves, tree, checkpoint, signatures. Answers and report do not hang on any of these."""
    key = SigningKey("test.example/log", b"1" * 32)
    asked = (country_question("SY"), case_question("small"))

    def stopped() -> int:
        return 0

    with create_ledger(tmp_path / "one.db", new=NewKey(key), clock=stopped) as one:
        draft, documents = default_framework()
        one.append([draft], actor="test", documents=documents)
        append(one, *ONE_ACT, SMALL_CASE, assessed("small", "undetermined"))
        chronicle = parse_chronicle("".join(one.export("yaml")).encode(), "export.yaml", None, faults := [])
        with create_ledger(tmp_path / "other.db", new=NewKey(key), clock=stopped) as other:
            other.append(chronicle.drafts, actor="test", documents=chronicle.documents)

            before, after = ([made(each, question) for question in asked] for each in (one, other))

    assert faults == []
    assert before[0].dossier.answers == after[0].dossier.answers
    assert [each["leaf"] for each in json.loads(before[0].document)["entries"]] == [
        each["leaf"] for each in json.loads(after[0].document)["entries"]
    ]
    assert before[1].dossier.answers == after[1].dossier.answers
    assert before[1].dossier.report == after[1].dossier.report


# -- what does not hold -----------------------------------------------------------------------------------------------


def test_another_key_than_the_one_that_is_trusted_refutes_it(ledger: Ledger, case_dossier: Made) -> None:
    for stranger in (SigningKey.generate(ledger.log.key().name), SigningKey.generate("somebody.else/log")):
        verdict = checked(case_dossier, Policy.of(stranger.vkey))

        assert verdict.exit_code == 6
        assert {"statement", "checkpoint"} <= refuted(verdict)


def test_a_page_that_names_another_key_is_refuted(ledger: Ledger, case_dossier: Made) -> None:
    stranger = SigningKey.generate(ledger.log.key().name).vkey.text

    page = page_html(case_dossier.document, case_dossier.statement, stranger).encode()

    assert refuted(verify_dossier(page, trust(ledger))) == {"shown key"}


def test_a_keeper_cannot_change_an_entry_even_with_his_own_signature(ledger: Ledger, case_dossier: Made) -> None:
    cheat = Cheat(ledger, case_dossier)
    index, carried = next(
        (index, each) for index, each in enumerate(cheat.dossier.entries) if '"key":"ml/letter-15c"' in each.leaf
    )
    leaf = carried.leaf.replace('"ML-7"', '"ML-8"')
    entries = [*cheat.dossier.entries]
    entries[index] = CarriedEntry(leaf, carried.proof)

    verdict = check_dossier(*cheat.signed(entries=tuple(entries)), trust(ledger))

    assert refuted(verdict) == {f"entry ml/letter-15c (@{json.loads(leaf)['position']})"}


def _without_the_memo(plain: dict[str, Any]) -> None:
    plain["entries"] = [each for each in plain["entries"] if '"key":"ml/memo-2022"' not in each["leaf"]]


def _without_the_letter(plain: dict[str, Any]) -> None:
    plain["entries"] = [each for each in plain["entries"] if '"key":"ml/letter-2023"' not in each["leaf"]]


def _without_the_case(plain: dict[str, Any]) -> None:
    plain["entries"] = [each for each in plain["entries"] if '"stream":"case/mine"' not in each["leaf"]]


def _first_two_swapped(plain: dict[str, Any]) -> None:
    plain["entries"][:2] = plain["entries"][1::-1]


def _doubled(plain: dict[str, Any]) -> None:
    plain["entries"].append(plain["entries"][-1])


def _other_outcome(plain: dict[str, Any]) -> None:
    plain["answers"]["replay"]["outcome"] = "subsidiary-protection"


def _other_status(plain: dict[str, Any]) -> None:
    plain["answers"]["state"]["elements"][0]["status"] = "ended"


def _other_words(plain: dict[str, Any]) -> None:
    plain["report"] = ["section", {}, ["p", {}, "The appeal is unfounded."]]


def _other_reading(plain: dict[str, Any]) -> None:
    plain["asked"]["reading"] = "formal"


def _other_day(plain: dict[str, Any]) -> None:
    plain["asked"]["on"] = "2022-12-01"


def _earlier_position(plain: dict[str, Any]) -> None:
    plain["position"] -= 1


def _unknown_member(plain: dict[str, Any]) -> None:
    plain["remark"] = "trust me"


def _missing_member(plain: dict[str, Any]) -> None:
    del plain["made_with"]


def _fact_left_out(plain: dict[str, Any]) -> None:
    plain["disclosures"] = [
        each for each in plain["disclosures"] if b'"individual_grounds"' not in base64.urlsafe_b64decode(each + "==")
    ]


def _fact_added(plain: dict[str, Any]) -> None:
    plain["disclosures"] = sorted([*plain["disclosures"], disclosure(b"0" * 16, "ipa_reasonable", "no")])


def _disclosure_doubled(plain: dict[str, Any]) -> None:
    plain["disclosures"] = sorted([*plain["disclosures"], plain["disclosures"][0]])


def _document_changed(plain: dict[str, Any]) -> None:
    sha256 = sorted(plain["documents"])[0]
    plain["documents"][sha256] += " "


def _document_added(plain: dict[str, Any]) -> None:
    plain["documents"]["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"] = ""


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (_without_the_memo, "entry ml/memo-15c"),
        (_without_the_letter, "document "),
        (_without_the_case, "disclosures"),
        (_first_two_swapped, "entry "),
        (_doubled, "entry case/mine/note"),
        (_other_outcome, "answer replay"),
        (_other_status, "answer state"),
        (_other_words, "report"),
        (_other_reading, "answer "),
        (_other_day, "question"),
        (_earlier_position, "question"),
        (_unknown_member, "form"),
        (_missing_member, "form"),
        (_fact_left_out, "answer "),
        (_fact_added, "disclosures"),
        (_disclosure_doubled, "disclosures"),
        (_document_changed, "document "),
        (_document_added, "document e3b0c442"),
    ],
)
def test_a_keeper_who_signs_something_else_is_found_out_and_the_part_is_named(
    ledger: Ledger, case_dossier: Made, change: Callable[[dict[str, Any]], None], part: str
) -> None:
    document, statement = Cheat(ledger, case_dossier).with_plain(change)

    verdict = check_dossier(document, statement, trust(ledger))

    assert verdict.exit_code == 6
    assert any(name.startswith(part) for name in refuted(verdict)), verdict.parts


def test_an_entry_that_does_not_bear_on_the_question_has_no_place_in_a_dossier(
    ledger: Ledger, case_dossier: Made, country_dossier: Made
) -> None:
    """The policy of Mali with the entries of a case among them: all of them true, none of the reader's business."""
    mixed = msgspec.structs.replace(country_dossier.dossier, entries=case_dossier.dossier.entries)
    cheat = Cheat(ledger, country_dossier)

    verdict = check_dossier(*cheat.signed(entries=mixed.entries), trust(ledger))

    assert {name for name in refuted(verdict) if "case/mine" in name}


def test_data_written_otherwise_than_a_dossier_writes_them_are_refused_though_they_say_the_same(
    ledger: Ledger, country_dossier: Made
) -> None:
    cheat = Cheat(ledger, country_dossier)
    plain = json.loads(country_dossier.document)
    doubled = country_dossier.document.replace(b'"lang":"en"', b'"lang":"nl","lang":"en"')

    for document in (json.dumps(plain).encode(), doubled, country_dossier.document + b"\n"):
        assert json.loads(document) == plain
        assert "form" in refuted(check_dossier(*cheat.signed_bytes(document), trust(ledger)))


def test_an_entry_nobody_would_have_accepted_is_a_fault_and_no_crash(ledger: Ledger, case_dossier: Made) -> None:
    """Whoever has the key can build any tree: what is in it must not bring the reader's program down."""
    from infrastructure.proof.checkpoint import Checkpoint, sign
    from infrastructure.proof.tree import Growing, leaf_hash

    key = SigningKey.generate("cheat.example/log")
    strange: list[Any] = [None, 7, [], {}, [[]], {"_sd": 1}, {"...": "x"}, "2023-13-45", {"case": {}}]
    for value in strange:
        for name in ("facts", "moments", "country", "case", "cites", "public_on"):
            plain = json.loads(case_dossier.dossier.entries[0].leaf)
            content = {"case": "mine", "country": "ML", name: value}
            leaf = json.dumps(
                {**plain, "content": content, "event": "case.opened", "key": "x", "position": 1, "stream": "case/mine"},
                sort_keys=True,
                separators=(",", ":"),
                ensure_ascii=False,
            )
            tree = Growing(0)
            list(tree.add(leaf_hash(leaf.encode())))
            dossier = msgspec.structs.replace(
                case_dossier.dossier,
                entries=(CarriedEntry(leaf, ()),),
                position=1,
                disclosures=(),
                documents={},
                checkpoint=sign(Checkpoint(key.name, 1, tree.root), key),
            )
            document, statement = _signed_by(key, dossier)

            assert check_dossier(document, statement, Policy.of(key.vkey)).exit_code == 6


def _signed_by(key: SigningKey, dossier: Any) -> tuple[bytes, str]:
    from infrastructure.proof.dossier import document_bytes, statement_text
    from infrastructure.proof.note import Note

    document = document_bytes(dossier)
    text = statement_text(key.name, 1, document)
    return document, Note(text, (key.sign(text),)).written


SMALL_CASE = case("small", country="SY", decision=ON, facts={"habitual_residence": None})
ONE_ACT: list[dict[str, Any]] = [
    {
        "key": "sy/source",
        "event": "source.registered",
        "source": "sy-letter",
        "kind": "letter-to-parliament",
        "title": "Brief",
        "identifiers": {},
        "public_on": "2023-01-05",
    },
    {
        "key": "sy/act",
        "event": "policy.decision-moratorium-imposed",
        "country": "SY",
        "element": "decision-moratorium",
        "standing": "published",
        "from": "2023-01-06",
        "cites": [{"source": "sy-letter", "quote": "een besluitmoratorium"}],
    },
]

# -- mutations --------------------------------------------------------------------------------------------------------


def mutated(data: bytes, randomly: random.Random) -> bytes:
    """A byte changed, taken out, put in or doubled; two places swapped; an end cut off."""
    at, other = sorted(randomly.sample(range(len(data)), 2))
    match randomly.randrange(6):
        case 0:
            return data[:at] + bytes([data[at] ^ 1 << randomly.randrange(8)]) + data[at + 1 :]
        case 1:
            return data[:at] + data[at + 1 :]
        case 2:
            return data[:at] + bytes([randomly.randrange(256)]) + data[at:]
        case 3:
            return data[:at] + data[at : at + 1] + data[at:]
        case 4:
            return data[:at] + data[other : other + 1] + data[at + 1 : other] + data[at : at + 1] + data[other + 1 :]
    return data[:other]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Made], Policy]:
    """Dossiers so small that every byte of them has its turn: a policy of one act, and a case under it."""
    with init_ledger(tmp_path_factory.mktemp("small") / "l.db", origin="test", actor="test") as ledger:
        append(ledger, *ONE_ACT, SMALL_CASE)
        return [made(ledger, country_question("SY")), made(ledger, case_question("small"))], trust(ledger)


def test_of_ten_thousand_dossiers_with_something_changed_none_is_accepted(small: tuple[list[Made], Policy]) -> None:
    randomly, (dossiers, policy) = random.Random(8), small
    assert all(checked(each, policy).result == "holds" for each in dossiers)

    refused = 0
    while refused < 10_000:
        dossier = dossiers[refused % 2]
        document, statement = dossier.document, dossier.statement.encode()
        if refused % 5 == 0:
            statement = mutated(statement, randomly)
        else:
            document = mutated(document, randomly)
        if (document, statement) != (dossier.document, dossier.statement.encode()):
            found = check_by_hashes(document, statement.decode(errors="replace"), policy)
            assert not found.sound, (document, statement)
            refused += 1


def test_of_pages_with_something_changed_none_is_accepted(small: tuple[list[Made], Policy]) -> None:
    randomly, (dossiers, policy) = random.Random(88), small
    page = page_html(dossiers[0].document, dossiers[0].statement, dossiers[0].vkey).encode()
    assert verify_dossier(page, policy).result == "holds"

    for number in range(400):
        changed = mutated(page, randomly)
        assert changed == page or exit_code(changed, policy) in (3, 6), number


def test_of_pdfs_with_something_changed_none_is_accepted(small: tuple[list[Made], Policy]) -> None:
    """Where a change leaves the data alone, the pages are printed again: what they show is then in question."""
    randomly, (dossiers, policy) = random.Random(888), small
    document = dossiers[0].document
    printed = page_pdf(document, dossiers[0].statement)
    assert verify_dossier(printed, policy).result == "holds"
    first = printed.index(document[:64])
    carried = [first + randomly.randrange(len(document)) for _ in range(12)]
    around = [randomly.randrange(first) for _ in range(2)]

    for at in (*carried, *around):
        changed = printed[:at] + bytes([printed[at] ^ 1]) + printed[at + 1 :]
        assert exit_code(changed, policy) in (3, 6, 8), at


def exit_code(data: bytes, policy: Policy) -> int:
    try:
        return verify_dossier(data, policy).exit_code
    except LedgerError as problem:
        return problem.exit_code


def test_signed_by_a_cheat_no_change_of_a_letter_is_accepted(ledger: Ledger, case_dossier: Made) -> None:
    """With the right signature under the wrong bytes it is the tree, the digests and the replay that must hold."""
    randomly, policy, cheat = random.Random(888), trust(ledger), Cheat(ledger, case_dossier)
    for number in range(150):
        changed = mutated(case_dossier.document, randomly)
        if changed == case_dossier.document:
            continue
        document, statement = cheat.signed_bytes(changed)

        assert check_dossier(document, statement, policy).exit_code == 6, number


# -- strange histories ------------------------------------------------------------------------------------------------


def test_a_policy_that_was_corrected_annulled_and_disputed_holds_and_the_earlier_belief_too(tmp_path: Path) -> None:
    with ledger_of_cases(tmp_path / "l.db") as ledger:
        before = ledger.head().position
        append(ledger, *STRANGE)

        for recorded_by in (None, before):
            for question in (country_question(recorded_by=recorded_by), case_question(recorded_by=recorded_by)):
                dossier = made(ledger, question, made_on=MADE_ON)
                assert checked(dossier, trust(ledger)).result == "holds"

        now, then = (made(ledger, case_question(known="now", recorded_by=each)) for each in (None, before))
        assert now.dossier.answers["state"] != then.dossier.answers["state"]
        keys = {json.loads(each.leaf)["key"] for each in then.dossier.entries}
        assert keys >= {each["key"] for each in STRANGE}, "what came later is not kept from the reader"


STRANGE: list[dict[str, Any]] = [
    {
        "key": "x/ruling",
        "event": "ruling.recorded",
        "ruling": "x-ruling",
        "court": "Rechtbank Den Haag",
        "pronounced_on": "2023-02-01",
        "public_on": "2023-02-01",
        "case_numbers": ["NL23.1"],
        "holdings": [{"country": "ML", "element": "article-15c", "outcome": "annulled", "text": "vernietigd"}],
    },
    {
        "key": "x/annulled",
        "event": "policy.element-annulled",
        "country": "ML",
        "element": "internal-protection-alternative",
        "ruling": "x-ruling",
        "effect": "ex-tunc",
    },
    {
        "key": "x/disputed",
        "event": "entry.disputed",
        "entry": "ml/letter-15c",
        "field": "public_on",
        "value": "2023-01-12",
        "public_on": "2023-01-12",
    },
    {
        "key": "x/corrected",
        "event": "entry.corrected",
        "entry": "ml/memo-15c",
        "reason": "areas",
        "public_on": "2023-01-13",
        "content": {"country": "ML", "element": "article-15c", "standing": "advised", "areas": ["ML-7"]},
    },
    {"key": "x/struck", "event": "entry.struck-out", "entry": "ml/memo-ipa", "reason": "twice"},
    {
        "key": "x/case-corrected",
        "event": "entry.corrected",
        "entry": "case/mine/opened",
        "reason": "area",
        "content": {
            "case": "mine",
            "country": "ML",
            "facts": {
                "habitual_residence": "ML-1",
                "origin": "established",
                "individual_grounds": "none",
                "ipa_reasonable": "no",
            },
            "moments": {"decision": "2023-01-20"},
        },
    },
]
