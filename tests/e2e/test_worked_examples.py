"""The worked examples of the contract, asked of the installed command in fresh processes."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.command import MALI, PALESTINE, chronicle, kroniek, ledger_with

ZONES = ("UTC", "Europe/Amsterdam", "America/St_Johns", "Pacific/Kiritimati")


@pytest.fixture(scope="module")
def mali(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mali")
    ledger_with(folder, MALI)
    return folder


@pytest.fixture(scope="module")
def palestine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("palestine")
    ledger_with(folder, PALESTINE)
    return folder


def show(folder: Path, country: str, on: str, *more: str) -> Any:
    return kroniek("show", country, "--on", on, *more, "--format", "json", cwd=folder).json


def statuses(answer: Any) -> dict[str, str]:
    return {element["id"]: element["status"] for element in answer["elements"]}


def test_before_the_memo_there_is_no_element_and_no_policy(mali: Path) -> None:
    answer = show(mali, "ML", "2022-11-22")

    assert answer["elements"] == []
    assert answer["country_policy"] == "none"


def test_the_memo_advises_two_elements_and_that_is_not_policy(mali: Path) -> None:
    answer = show(mali, "ML", "2022-12-01")

    assert statuses(answer) == {"ML/article-15c": "advised", "ML/internal-protection-alternative": "advised"}
    assert answer["country_policy"] == "none"
    assert {element["entries"][0]["key"] for element in answer["elements"]} == {"ml/memo-15c", "ml/memo-ipa"}


def test_nothing_of_the_memo_could_be_known_when_it_was_written(mali: Path) -> None:
    answer = show(mali, "ML", "2022-12-01", "--public-by", "2022-12-01")

    assert answer["elements"] == []
    assert answer["country_policy"] == "none"


def test_the_letter_announces_both_elements_and_their_formal_act_is_awaited(mali: Path) -> None:
    answer = show(mali, "ML", "2023-01-11")

    danger, alternative = answer["elements"]
    assert answer["country"] == {"code": "ML", "name": "Mali"}
    assert answer["country_policy"] == "exists"
    assert (danger["id"], danger["status"], danger["binds"]) == ("ML/article-15c", "announced", "yes")
    assert danger["areas"] == ["ML-5", "ML-7", "ML-9"]
    assert danger["value"]["violence"] == {"scheme": "nl-binary", "level": "exceptional"}
    assert (danger["from"], danger["until"]) == ("2023-01-11", "..")
    assert danger["awaiting_publication"]
    assert danger["challenged"] == ["rb-nl22-19789"]
    assert alternative["status"] == "announced"
    assert alternative["awaiting_publication"]
    assert alternative["value"]["to"] == ["ML-BKO"]
    assert alternative["value"]["presumption"]["strength"] == "in beginsel"
    assert alternative["value"]["individual_test"] == "Vc 2000 C2/3.4"
    assert answer["rulings"] == ["rb-nl22-5703", "rb-nl22-19789"]


def test_the_day_before_the_letter_nothing_binds_and_on_its_day_it_does(mali: Path) -> None:
    before, on = show(mali, "ML", "2023-01-10"), show(mali, "ML", "2023-01-11")

    assert {element["binds"] for element in before["elements"]} == {"no"}
    assert {element["binds"] for element in on["elements"]} == {"yes"}


def test_under_the_formal_reading_a_letter_does_not_bind(mali: Path) -> None:
    answer = show(mali, "ML", "2023-01-11", "--reading", "formal")

    assert answer["reading"] == "formal"
    assert {(element["status"], element["binds"]) for element in answer["elements"]} == {("announced", "no")}


def test_an_area_keeps_the_elements_that_cover_it(mali: Path) -> None:
    gao = show(mali, "ML", "2023-01-11", "--area", "Gao")
    kayes = show(mali, "ML", "2023-01-11", "--area", "ML-1")

    assert "ML/article-15c" in statuses(gao)
    assert "ML/article-15c" not in statuses(kayes)


def test_the_ecli_of_the_memo_is_kept_as_given_and_flagged(mali: Path) -> None:
    ruling = kroniek("entry", "ml/ruling-nl22-19789", "--format", "json", cwd=mali).json
    findings = kroniek("audit", "ML", "--format", "json", cwd=mali).json

    assert ruling["content"]["ecli"] == "ECLI:NL:RBDHA:2022:4828"
    assert [each["entries"] for each in findings if each["code"] == "identifier"] == [["ml/ruling-nl22-19789"]]
    assert "contradictory-holdings" in {each["code"] for each in findings}


@pytest.mark.parametrize(
    ("on", "public_by", "decision", "departure"),
    [
        ("2023-12-20", "2023-12-21", "announced", "announced"),
        ("2023-12-20", "2024-01-15", "in-force", "in-force"),
        ("2023-12-20", "2024-04-25", "annulled", "in-force"),
        ("2024-05-01", None, "annulled", "in-force"),
    ],
)
def test_the_palestinian_moratorium_is_announced_then_in_force_then_annulled(
    palestine: Path, on: str, public_by: str | None, decision: str, departure: str
) -> None:
    answer = show(palestine, "PS", on, *(["--public-by", public_by] if public_by else []))

    found = {element["id"]: element for element in answer["elements"]}
    assert found["PS/decision-moratorium"]["status"] == decision
    assert found["PS/departure-moratorium"]["status"] == departure
    if decision == "in-force":
        assert found["PS/decision-moratorium"]["retroactive"]


RIVALS = """
  - {key: s/a, event: source.registered, source: a, kind: letter-to-parliament, title: A, public_on: 2023-06-26}
  - {key: s/b, event: source.registered, source: b, kind: gazette, title: B, public_on: 2023-07-07}
  - {key: m/1, event: policy.decision-moratorium-imposed, country: SD, standing: announced, from: 2023-06-26,
     cites: [{source: a}]}
  - {key: m/2, event: policy.decision-moratorium-imposed, country: SD, standing: published, from: 2023-07-08,
     cites: [{source: b}]}
  - {key: m/3, event: entry.disputed, entry: m/2, field: from, value: 2023-07-09, cites: [{source: a}]}
"""


@pytest.mark.parametrize(
    ("on", "status", "alternatives"),
    [
        ("2023-06-25", None, None),
        ("2023-06-26", "announced", []),
        ("2023-07-07", "announced", []),
        ("2023-07-08", "uncertain", ["announced", "in-force"]),
        ("2023-07-09", "in-force", []),
    ],
)
def test_rival_dates_are_uncertain_on_the_contested_day_alone(
    tmp_path: Path, on: str, status: str | None, alternatives: list[str] | None
) -> None:
    ledger_with(tmp_path, chronicle(tmp_path, RIVALS))

    answer = show(tmp_path, "SD", on)

    if status is None:
        assert answer["elements"] == []
        return
    (element,) = answer["elements"]
    assert (element["status"], element["alternatives"]) == (status, alternatives)
    assert element["binds"] == "yes"
    if status == "uncertain":
        assert [each["entry"] for each in element["possible"]] == ["m/1", "m/2"]
        assert element["areas"] is None
        assert element["value"] is None
        assert [(each["field"], each["value"]) for each in element["disputes"]] == [("from", "2023-07-09")]


def test_every_time_zone_gets_the_same_bytes(mali: Path) -> None:
    questions = (
        ("show", "ML", "--on", "2023-01-11", "--format", "json"),
        ("show", "ML", "--on", "2023-01-11", "--lang", "nl"),
        ("show", "ML", "--on", "2023-01-11", "--recorded-by", "2099-01-01", "--format", "json"),
        ("why", "ML/article-15c", "--on", "2023-01-11", "--format", "json"),
        ("timeline", "ML"),
        ("entries", "--format", "json"),
        ("export",),
        ("audit", "--today", "2023-06-01"),
    )
    for question in questions:
        answers = {
            kroniek(*question, cwd=mali, env={"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}).out
            for zone, locale, seed in zip(ZONES, ("C", "C.UTF-8", "C", "POSIX"), "0123", strict=True)
        }

        assert len(answers) == 1, question
