"""Why an answer cannot be told, where the answer itself says so: each (English, Dutch), by what the error `says`.

The English is that of the error, which is told on its own where nothing else can be.
"""

from collections.abc import Mapping
from typing import Final

from cli.words.telling import told
from cli.words.terms import Lang, Table

PROBLEMS: Final[Table] = {
    "no-single-day": (
        "the {moment} of the case {case} is {day}: no single day, so the policy of that day cannot be told; record the "
        "moment (case.moment-recorded), or ask for a day with --at DAY",
        "het moment “{moment:moment}” van de zaak {case} is niet één bepaalde dag ({day:day}), zodat niet te zeggen is "
        "welk beleid toen gold; leg het moment vast (case.moment-recorded) of vraag met --at naar een dag",
    ),
    "value-erased": (
        "of the case {case} {field} was erased on {day:day} ({erasure}): {reason}; the answer depends on it",
        "van de zaak {case} is {field} gewist op {day:day} ({erasure}): {reason}; het antwoord hangt daarvan af",
    ),
    "value-sealed": (
        "of the case {case} {field} is sealed, and not disclosed here; the answer depends on it",
        "van de zaak {case} is {field} verzegeld en hier niet prijsgegeven; het antwoord hangt daarvan af",
    ),
    "fact-sealed": (
        "the fact {field} is sealed and not at hand; the answer depends on it",
        "het feit {field} is verzegeld en niet voorhanden; het antwoord hangt daarvan af",
    ),
    "facts-missing": (
        "the framework asks for {names}, and the case {case} does not say; record it with `kroniek case facts {case}` "
        "(not-assessed is a value too)",
        "het kader vraagt naar {names:inputs}, en dat is van de zaak {case} niet vastgelegd; leg het vast met `kroniek "
        "case facts {case}` (ook not-assessed is een waarde)",
    ),
    "no-framework-applies": (
        "no framework applies on {day:day}; adopt one with `kroniek framework adopt`, or name one",
        "op {day:day} geldt geen beoordelingskader; stel er een vast met `kroniek framework adopt`, of noem er een",
    ),
    "no-such-framework": (
        "there is no framework {framework}; the ledger has {known}",
        "er is geen beoordelingskader {framework}; het register heeft: {known}",
    ),
    "framework-without-table": (
        "the table of the framework {framework} is not in the ledger; adopt it again",
        "de tabel van het beoordelingskader {framework} staat niet in het register; stel het opnieuw vast",
    ),
    "other-evaluator": (
        "the framework was adopted for the evaluator {evaluator}, and this release has {ours}; replay it with the "
        "release that has it",
        "het beoordelingskader is vastgesteld voor de rekenregels {evaluator}, en deze versie heeft {ours}; gebruik de "
        "versie die ze heeft",
    ),
}


def problem_words(sentence: str, says: str, facts: Mapping[str, str], lang: Lang) -> str:
    """The sentence in that language; as it is where no other is known."""
    return told(PROBLEMS[says], facts, lang) if says in PROBLEMS else sentence
