"""Why an outcome cannot be told, each (English, Dutch); what has no words here is said in those of the error itself.

What to do about it is said to the keeper of a ledger, not to the reader of a dossier.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from cli.words.cases import FACTS, INPUTS, MOMENTS
from cli.words.dates import date_words, day_words
from cli.words.terms import LANGS, Lang, Table, called, listed, quoted
from domain.cases import NoSingleDay, NotAtHand, NotRecorded
from domain.errors import LedgerError
from domain.frameworks import FactsMissing, NoFramework
from domain.sealing import UNNAMED

_SAID: Final[Table] = {
    "no-single-day": (
        "the day of the moment {moment} is not certain: {day}",
        "de dag van het moment {moment} staat niet vast: {day}",
    ),
    "fact": (
        "it depends on the fact {names} of the case {case}, which is not disclosed here; what is not disclosed of its "
        "facts is sealed",
        "daarvoor is van de zaak {case} het feit {names} nodig, dat hier niet is verstrekt; wat van de feiten niet is "
        "verstrekt, is verzegeld",
    ),
    "facts": (
        "it depends on the facts {names} of the case {case}, which are not disclosed here; what is not disclosed of "
        "its facts is sealed",
        "daarvoor zijn van de zaak {case} de feiten {names} nodig, die hier niet zijn verstrekt; wat van de feiten "
        "niet is verstrekt, is verzegeld",
    ),
    "moment": (
        "it depends on the day of the moment {names} of the case {case}, which is not disclosed here; what is not "
        "disclosed of its moments is sealed",
        "daarvoor is van de zaak {case} de dag van het moment {names} nodig, die hier niet is verstrekt; wat van de "
        "momenten niet is verstrekt, is verzegeld",
    ),
    "erased": (
        "it depends on {names} of the case {case}, which was erased on {day} ({entry}): {reason}",
        "daarvoor is van de zaak {case} nodig: {names}, gewist op {day} ({entry}): {reason}",
    ),
    "not-recorded": (
        "the framework asks for {names}, and of the case {case} that is not on record",
        "het beoordelingskader vraagt naar {names}, en dat is van de zaak {case} niet vastgelegd",
    ),
    "facts-missing": (
        "the framework cannot decide without {names}",
        "het beoordelingskader kan niet beslissen zonder {names}",
    ),
    "no-framework": ("no framework applies on {day}", "op {day} geldt geen beoordelingskader"),
}
_TO_DO: Final[Table] = {
    "no-single-day": (
        "; record the moment (kroniek case moment {case}), or ask for a day with --at DAY",
        "; leg het moment vast (kroniek case moment {case}), of vraag naar een dag met --at DAG",
    ),
    "not-recorded": (
        "; record it with kroniek case facts {case} (not-assessed is a value too)",
        "; leg het vast met kroniek case facts {case} (not-assessed is ook een waarde)",
    ),
    "no-framework": (
        "; adopt one with kroniek framework adopt, or name one",
        "; stel er een vast met kroniek framework adopt, of noem er een",
    ),
}


def problem_words(problem: LedgerError, lang: Lang, *, to_do: bool = False) -> str | None:
    """Why an answer cannot be told; None of a problem that has no words here. A sentence without its full stop.

    Args:
        to_do: with what the keeper of the ledger can do about it.
    """
    match problem:
        case NoSingleDay(case=case, moment=moment, day=day):
            given = {"case": case, "moment": called(MOMENTS, moment, lang), "day": date_words(str(day), lang)}
            return _said("no-single-day", lang, to_do, **given)
        case NotAtHand():
            return "; ".join(_not_at_hand(problem, lang))
        case NotRecorded(case=case, names=names):
            return _said("not-recorded", lang, to_do, case=case, names=_listed(names, lang))
        case FactsMissing(names=names):
            return _said("facts-missing", lang, to_do, names=_listed(names, lang))
        case NoFramework(day=on):
            return _said("no-framework", lang, to_do, day=day_words(on, lang))
    return None


def _not_at_hand(problem: NotAtHand, lang: Lang) -> Iterator[str]:
    for each in problem.erased:
        day = date_words(str(each.erased_on), lang)
        named = _quoted([each.path.removesuffix(f".{UNNAMED}")], lang)
        yield _said("erased", lang, names=named, case=problem.case, day=day, entry=each.erasure, reason=each.reason)
    if problem.undisclosed:
        moments = problem.undisclosed[0].startswith("moments.")
        name = "moment" if moments else "fact" if len(problem.undisclosed) == 1 else "facts"
        yield _said(name, lang, names=_quoted(problem.undisclosed, lang), case=problem.case)


def _said(name: str, lang: Lang, to_do: bool = False, **given: str) -> str:
    place = LANGS.index(lang)
    told = _SAID[name][place] + (_TO_DO[name][place] if to_do and name in _TO_DO else "")
    return told.format(**given)


def _quoted(paths: Iterable[str], lang: Lang) -> str:
    """`“individual grounds” and “origin”`: what facts and moments are called, from their dotted paths."""
    return listed([quoted(_called(each, lang), lang) for each in paths], lang)


def _called(path: str, lang: Lang) -> str:
    member, _, name = path.partition(".")
    told = called(MOMENTS if member == "moments" else FACTS, name, lang) if name else path
    return f"{told[:1].lower()}{told[1:]}"


def _listed(names: Iterable[str], lang: Lang) -> str:
    return listed([called(INPUTS, each, lang) for each in names], lang)
