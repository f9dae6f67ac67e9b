"""The example of the Palestinian territories: an act that works back, is annulled in part, and is replaced."""

import datetime
from pathlib import Path

import pytest

from tests.unit.test_mali_chronicle import (
    ROOT,
    Entry,
    area_codes,
    faulty_keys,
    foreign_or_unknown_codes,
    read_entries,
    texts_taken_for_truth_values,
    unnormalised_texts,
    unresolved_references,
)

CHRONICLE: Path = ROOT / "docs" / "examples" / "palestinian-territories.yaml"
GAZA = {"PS-DEB", "PS-GZA", "PS-KYS", "PS-NGZ", "PS-RFH"}
WEST_BANK = {
    "PS-BTH", "PS-HBN", "PS-JEM", "PS-JEN", "PS-JRH", "PS-NBS", "PS-QQA", "PS-RBH", "PS-SLT", "PS-TBS", "PS-TKM",
}  # fmt: skip
MORATORIA = ["decision-moratorium", "departure-moratorium"]


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return read_entries(CHRONICLE)


@pytest.fixture(scope="module")
def by_key(entries: list[Entry]) -> dict[str, Entry]:
    return {entry["key"]: entry for entry in entries}


def test_every_key_is_a_slug_and_unique(entries: list[Entry]) -> None:
    assert faulty_keys(entries) == []


def test_nothing_is_named_before_it_is_in_the_file(entries: list[Entry]) -> None:
    assert unresolved_references(entries) == []


def test_a_ruling_named_before_it_is_recorded_is_noticed(entries: list[Entry]) -> None:
    without_ruling = [entry for entry in entries if entry["event"] != "ruling.recorded"]

    assert "ps/annulled-decision-moratorium: ruling rvs-202400561" in unresolved_references(without_ruling)


def test_every_text_is_in_normal_form_c_and_no_word_a_truth_value(entries: list[Entry]) -> None:
    assert unnormalised_texts(entries) == []
    assert texts_taken_for_truth_values(entries) == []


def test_without_documents_nothing_is_quoted(entries: list[Entry]) -> None:
    """A quote that nobody can check would look like one that was checked."""
    quoted = [entry["key"] for entry in entries for cite in entry.get("cites", []) if "quote" in cite]

    assert quoted == []
    assert [entry["key"] for entry in entries if "content" in entry] == []


def test_every_area_is_a_governorate_of_gaza_or_the_west_bank(entries: list[Entry]) -> None:
    assert foreign_or_unknown_codes(entries) == []
    assert {code for _, code in area_codes(entries)} == GAZA | WEST_BANK


@pytest.mark.parametrize("element", MORATORIA)
def test_a_moratorium_is_announced_first_and_published_with_effect_from_the_same_day(
    by_key: dict[str, Entry], element: str
) -> None:
    letter, besluit = by_key[f"ps/letter-{element}"], by_key[f"ps/besluit-{element}"]

    assert letter["element"] == besluit["element"] == element
    assert (letter["standing"], besluit["standing"]) == ("announced", "published")
    assert letter["public_on"] == besluit["from"] == datetime.date(2023, 12, 19)
    assert besluit["public_on"] == datetime.date(2024, 1, 10)
    assert set(letter["areas"]) == set(besluit["areas"]) == GAZA | WEST_BANK


@pytest.mark.parametrize("element", MORATORIA)
def test_six_months_end_after_the_first_of_may_under_every_reading(by_key: dict[str, Entry], element: str) -> None:
    """Six months from 19 December "tot" is the shortest reading, from 10 January "tot en met" the longest."""
    for act in (by_key[f"ps/letter-{element}"], by_key[f"ps/besluit-{element}"]):
        earliest, latest = (datetime.date.fromisoformat(day) for day in act["until"].split("/"))

        assert datetime.date(2024, 5, 1) < earliest == datetime.date(2024, 6, 19)
        assert latest == datetime.date(2024, 7, 11)


def test_only_the_decision_moratorium_is_annulled_and_working_back_is_said_to_be_inferred(
    entries: list[Entry],
) -> None:
    annulments = [entry for entry in entries if entry["event"] == "policy.element-annulled"]

    assert [(entry["element"], entry["effect"]) for entry in annulments] == [("decision-moratorium", "ex-tunc")]
    assert annulments[0]["note"].startswith("Inferred:")


def test_the_ruling_annuls_the_element_that_the_annulment_names(by_key: dict[str, Entry]) -> None:
    ruling = by_key["ps/ruling-202400561"]

    annulled = {(holding["element"], holding["outcome"]) for holding in ruling["holdings"]}

    assert ruling["case_numbers"] == ["202400561/1/V2"]
    assert ruling["public_on"] == datetime.date(2024, 4, 24)
    assert annulled == {("decision-moratorium", "annulled")}


def test_the_policy_that_follows_tells_gaza_from_the_west_bank(by_key: dict[str, Entry]) -> None:
    gaza, west_bank = by_key["ps/ind-15c-gaza"], by_key["ps/ind-15c-west-bank"]

    assert gaza["violence"] == {"scheme": "nl-graded", "level": "highest"}
    assert set(gaza["areas"]) == GAZA
    assert west_bank["event"] == "policy.nothing-particular-stated"
    assert (west_bank["kind"], set(west_bank["areas"])) == ("article-15c", WEST_BANK)
    assert west_bank["element"] != gaza["element"]
