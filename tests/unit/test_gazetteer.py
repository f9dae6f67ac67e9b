"""Countries and regions by code and by name, today and for ever."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pycountry
import pytest

from domain.dates import Point, parse_day
from domain.errors import Malformed, NotFound
from domain.places import Area
from infrastructure import gazetteer
from infrastructure.chronicle import Draft
from infrastructure.ledger import create_ledger

DESIGNATED = Draft(
    "ml/1",
    "policy.article-15c-area-designated",
    {"country": "ML", "standing": "announced", "public_on": "2023-01-11", "areas": ["Ménaka"]},
)


class SmallerRegister:
    """A register of another year: it does not know Ménaka."""

    def __init__(self, register: Any) -> None:
        self._register = register

    def get(self, **asked: str) -> Any:
        found = self._register.get(**asked)
        if asked.get("code") == "ML-9":
            return None
        return [each for each in found if each.code != "ML-9"] if isinstance(found, list | set) else found


@pytest.fixture
def another_year(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def clear() -> None:
        for each in (gazetteer.area_name, gazetteer._regions, gazetteer.surroundings):
            each.cache_clear()

    monkeypatch.setattr(gazetteer, "_register", lambda: (pycountry.countries, SmallerRegister(pycountry.subdivisions)))
    clear()
    yield
    clear()


@pytest.mark.parametrize("written", ["ML-9", "ml-9", "Ménaka", "menaka", "MENAKA"])
def test_a_region_is_known_by_its_code_and_by_its_name(written: str) -> None:
    assert gazetteer.area(written, "ML") == Area(code="ML-9")


@pytest.mark.parametrize(
    ("written", "country", "words"),
    [
        ("ML-99", "ML", "there is no area ML-99"),
        ("NE-1", "ML", "another country"),
        ("Gaoo", "ML", "did you mean Gao (ML-7)"),
        ("Timboektoo", "ML", "did you mean Tombouctou (ML-6)"),
        (
            "Darfur",
            "SD",
            "did you mean Central Darfur (SD-DC), East Darfur (SD-DE), North Darfur (SD-DN), South Darfur (SD-DS) or "
            "West Darfur (SD-DW)?",
        ),
        ("Kivu", "CD", "did you mean Nord-Kivu (CD-NK) or Sud-Kivu (CD-SK)?"),
        ("Barishal", "BD", "the name of several regions"),
        ({"name": "Gourma", "within": "ML-99", "part": True}, "ML", "no area ML-99"),
    ],
)
def test_what_is_no_region_of_the_country_is_refused_in_words(written: object, country: str, words: str) -> None:
    with pytest.raises(Malformed, match=re.escape(words)):
        gazetteer.area(written, country)


@pytest.mark.parametrize("written", ["ml", "ML", "Mali", "mali"])
def test_a_country_is_known_by_its_code_and_by_its_name(written: str) -> None:
    assert gazetteer.country_code(written) == "ML"


def test_a_country_is_known_by_its_dutch_name_too() -> None:
    assert gazetteer.country_code("Rusland") == "RU"
    assert gazetteer.country_name("PS", "nl") == "Palestijnse gebieden"


@pytest.mark.parametrize(("written", "code"), [("Timboektoe", "ML-6"), ("timboektoe", "ML-6"), ("Tombouctou", "ML-6")])
def test_a_region_is_known_by_its_dutch_name_too(written: str, code: str) -> None:
    assert gazetteer.area(written, "ML") == Area(code=code)
    assert gazetteer.area_name("ML-6", "nl") == "Timboektoe"
    assert gazetteer.area_name("ML-6") == "Tombouctou"


def test_a_dutch_name_that_belongs_to_a_neighbour_is_not_used() -> None:
    """The register calls Berrechid, in Dutch, by the name of Errachidia."""
    assert gazetteer.area_name("MA-BRR", "nl") == "Berrechid"
    assert gazetteer.area("Errachidia", "MA") == Area(code="MA-ERR")


def test_no_dutch_name_stands_for_two_regions_of_a_country() -> None:
    for country in pycountry.countries:
        names = [gazetteer.folded(gazetteer.area_name(code, "nl")) for code in gazetteer._dutch_names(country.alpha_2)]
        assert len(names) == len(set(names)), country.alpha_2


STRIP = ("PS-DEB", "PS-GZA", "PS-KYS", "PS-NGZ", "PS-RFH")


@pytest.mark.parametrize("written", ["Gaza", "gaza", "GAZA"])
def test_gaza_is_refused_since_it_is_a_governorate_and_the_whole_strip(written: str) -> None:
    with pytest.raises(Malformed) as refused:
        gazetteer.area(written, "PS")

    assert "write PS-GZA for the governorate" in str(refused.value)
    assert "the Gaza Strip" in str(refused.value)
    assert all(code in str(refused.value) for code in STRIP)


@pytest.mark.parametrize("written", ["Gazastrook", "Gaza Strip", "the Gaza Strip"])
def test_the_gaza_strip_is_named_by_its_governorates(written: str) -> None:
    with pytest.raises(Malformed, match="no code of its own") as refused:
        gazetteer.area(written, "PS")

    assert all(code in str(refused.value) for code in STRIP)


@pytest.mark.parametrize("written", ["West Bank", "Westelijke Jordaanoever", "de westelijke Jordaanoever"])
def test_the_west_bank_is_named_by_its_governorates(written: str) -> None:
    with pytest.raises(Malformed, match=r"the West Bank has no code of its own.*PS-BTH.*PS-JEM.*PS-TKM"):
        gazetteer.area(written, "PS")


def test_the_two_territories_are_all_of_the_governorates_and_none_twice() -> None:
    parts = [code for each in gazetteer._TERRITORIES["PS"] for code in each.regions]

    assert sorted(parts) == sorted(each.code for each in pycountry.subdivisions.get(country_code="PS"))
    assert not any(each.parent_code for each in pycountry.subdivisions.get(country_code="PS"))


def test_what_is_recorded_of_the_governorate_reads_as_before() -> None:
    assert gazetteer.area("PS-GZA", "PS") == Area(code="PS-GZA")
    assert gazetteer.area_name("PS-GZA") == "Gaza"


@pytest.mark.parametrize("written", ["Congo", "korea"])
def test_a_name_of_several_countries_is_refused(written: str) -> None:
    with pytest.raises(Malformed, match="what several countries are called; give the code"):
        gazetteer.country_code(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Malie", "Mali (ML)"),
        ("Afganistan", "Afghanistan (AF)"),
        ("Palestina", "Palestinian Territories (PS)"),
        ("Republiek Mali", "Mali (ML)"),
        ("Gazastrook", "Palestinian Territories (PS)"),
        ("Ruslant", "Russia (RU)"),
    ],
)
def test_a_country_that_is_almost_right_is_suggested(written: str, meant: str) -> None:
    with pytest.raises(NotFound) as missing:
        gazetteer.country_code(written)

    assert f"did you mean {meant}" in str(missing.value)


def test_what_is_no_country_is_not_found() -> None:
    with pytest.raises(NotFound, match="no country 'XX'"):
        gazetteer.country_code("XX")


def test_every_region_of_the_register_is_on_the_list_that_keeps_it_for_ever() -> None:
    ever = gazetteer._regions_ever()

    assert {each.code for each in pycountry.subdivisions} <= ever.keys()


def test_a_region_that_the_register_dropped_stays_readable_and_importable(tmp_path: Path, another_year: None) -> None:
    with create_ledger(tmp_path / "l.db") as ledger:
        ledger.append([Draft(DESIGNATED.key, DESIGNATED.topic, {**DESIGNATED.fields, "areas": ["ML-9"]})], actor="a")
        state = ledger.state("ML", Point(parse_day("2023-01-11")))

    assert state.elements[0].areas == ("ML-9",)
    assert gazetteer.area_name("ML-9") == "Ménaka"


def test_a_region_of_a_later_register_is_read_under_its_code() -> None:
    assert gazetteer.area_name("ML-20") == "ML-20"
    assert gazetteer.surroundings(Area(code="ML-20")).area.code == "ML-20"
