"""Why an answer cannot be told, in words: as the error says it in English, and in Dutch."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cli.words.problems import PROBLEMS, problem_words
from domain.cases import CaseFile, KnownFacts, conclude, policy_inputs
from domain.dates import LegalDate
from domain.errors import CannotTell
from domain.frameworks import adopt, read
from domain.sealing import Withheld

ROOT = Path(__file__).parents[2]
FRAMEWORK = ROOT / "infrastructure" / "data" / "frameworks" / "nl-practice-2023.dmn"
ERASED = Withheld("facts.origin", "d", "a/erased", "op verzoek", date(2026, 11, 29))
SEALED = Withheld("moments.?", "d")


def case(*withheld: Withheld, **moments: str) -> CaseFile:
    days = {name: LegalDate.parse(day) for name, day in moments.items()}
    return CaseFile("a", "ML", KnownFacts(), days, withheld=withheld)


def asked_without_facts() -> None:
    file = case()
    conclude(file, policy_inputs(file, (), "none", {}, {}), adopt(FRAMEWORK.read_bytes()).framework)


CASES: dict[str, tuple[Callable[[], object], str]] = {
    "no-single-day": (
        lambda: case(hearing="2022-11").day_of("hearing"),
        "het moment “gehoor” van de zaak a is niet één bepaalde dag (een dag in november 2022), zodat",
    ),
    "value-erased": (
        lambda: case(ERASED).check_at_hand("facts.origin"),
        "van de zaak a is facts.origin gewist op 29 november 2026 (a/erased): op verzoek; het antwoord",
    ),
    "value-sealed": (
        lambda: case(SEALED).check_at_hand("moments.decision"),
        "van de zaak a is moments verzegeld en hier niet prijsgegeven; het antwoord",
    ),
    "facts-missing": (asked_without_facts, "het kader vraagt naar herkomst, individuele gronden en alternatief"),
    "other-evaluator": (lambda: read(b"", "first-hit/9"), "is vastgesteld voor de rekenregels first-hit/9"),
}


@pytest.mark.parametrize("says", CASES)
def test_a_problem_is_told_in_english_as_the_error_tells_it_and_in_dutch(says: str) -> None:
    ask, dutch = CASES[says]

    with pytest.raises(CannotTell) as raised:
        ask()

    error = raised.value
    assert error.says == says
    assert problem_words("", error.says, error.facts, "en") == str(error)
    assert dutch in problem_words("", error.says, error.facts, "nl")


def test_every_problem_that_is_named_has_its_words() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8")
        for room in ("domain", "infrastructure")
        for path in (ROOT / room).rglob("*.py")
    )

    assert set(re.findall(r'says="([a-z-]+)"', sources)) | {"value-erased", "value-sealed"} == set(PROBLEMS)


def test_a_problem_without_a_name_is_told_as_it_is() -> None:
    assert problem_words("the disk is full", "", {}, "nl") == "the disk is full"
