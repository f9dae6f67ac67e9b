"""Countries and regions by code and by name, today and for ever."""

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


@pytest.mark.parametrize("written", ["ML-9", "Ménaka", "menaka", "MENAKA"])
def test_a_region_is_known_by_its_code_and_by_its_name(written: str) -> None:
    assert gazetteer.area(written, "ML") == Area(code="ML-9")


@pytest.mark.parametrize(
    ("written", "country", "words"),
    [
        ("ML-99", "ML", "there is no area ML-99"),
        ("NE-1", "ML", "another country"),
        ("Gaoo", "ML", "did you mean Gao (ML-7)"),
        ("Barishal", "BD", "the name of several regions"),
        ({"name": "Gourma", "within": "ML-99", "part": True}, "ML", "no area ML-99"),
    ],
)
def test_what_is_no_region_of_the_country_is_refused_in_words(written: object, country: str, words: str) -> None:
    with pytest.raises(Malformed, match=words.replace("(", r"\(").replace(")", r"\)")):
        gazetteer.area(written, country)


@pytest.mark.parametrize("written", ["ml", "ML", "Mali", "mali"])
def test_a_country_is_known_by_its_code_and_by_its_name(written: str) -> None:
    assert gazetteer.country_code(written) == "ML"


def test_a_country_is_known_by_its_dutch_name_too() -> None:
    assert gazetteer.country_code("Rusland") == "RU"
    assert gazetteer.country_name("PS", "nl") == "Palestijnse gebieden"


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
