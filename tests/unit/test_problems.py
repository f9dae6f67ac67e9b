"""Why an outcome cannot be told, in the words of a reader: which facts it takes, and no more than can be seen."""

from datetime import date

import pytest

from cli.words.problems import problem_words
from cli.words.terms import LANGS, Lang
from domain.cases import CaseFile, KnownFacts, NoSingleDay, NotAtHand, NotRecorded
from domain.dates import LegalDate
from domain.errors import CannotTell
from domain.frameworks import FactsMissing, NoFramework
from domain.sealing import UNNAMED, Withheld

UNSEEN = Withheld(f"facts.{UNNAMED}", "digest")
ERASED = Withheld("facts.origin", "digest", "case/a/9", "the person asked for it", date(2026, 1, 3))
FILE = CaseFile("a", "ML", KnownFacts(withheld=(UNNAMED,)), {}, withheld=(UNSEEN, ERASED))


def test_all_facts_that_are_needed_and_not_at_hand_are_named_at_once() -> None:
    with pytest.raises(NotAtHand) as problem:
        FILE.check_at_hand("facts.individual_grounds", "facts.ipa_reasonable")

    told = problem_words(problem.value, "nl")

    assert told is not None
    assert told.startswith(
        "daarvoor zijn van de zaak a de feiten „individuele gronden” en „alternatief redelijk” nodig"
    )


def test_one_fact_is_told_in_the_singular_in_both_languages() -> None:
    problem = NotAtHand("a", [], ["facts.origin"])

    assert "the fact “origin” of the case a, which is not" in (problem_words(problem, "en") or "")
    assert "van de zaak a het feit „herkomst” nodig, dat hier niet" in (problem_words(problem, "nl") or "")
    assert str(problem).startswith("the answer depends on the fact origin of the case a")


def test_of_an_erased_fact_the_day_and_the_reason_are_told() -> None:
    told = problem_words(NotAtHand("a", [ERASED], []), "nl")

    assert told == (
        "daarvoor is van de zaak a nodig: „herkomst”, gewist op 3 januari 2026 (case/a/9): the person asked for it"
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "problem",
    [
        NoSingleDay("a", "decision", LegalDate.parse("2023-01")),
        NotRecorded("a", ["origin"]),
        FactsMissing("table", ["origin"]),
        NoFramework(date(2001, 3, 31)),
        NotAtHand("a", [], ["moments.decision"]),
    ],
)
def test_every_reason_has_words_in_both_languages(problem: CannotTell, lang: Lang) -> None:
    told = problem_words(problem, lang, to_do=True)

    assert told
    assert "{" not in told
    assert not told.endswith(".")


def test_what_has_no_words_here_is_left_to_the_error_itself() -> None:
    assert problem_words(CannotTell("something else"), "nl") is None
