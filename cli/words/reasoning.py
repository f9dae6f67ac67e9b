"""A replay in words: outcomes, moments, facts, inputs, caveats, and the verdict. The tables are in `cases.py`."""

from collections.abc import Iterator, Mapping

from cli.words.cases import CAVEATS, FACTS, INPUT_VALUES, INPUTS, MOMENTS, saying
from cli.words.fields import CODES
from cli.words.terms import CASE_OUTCOMES, KINDS, Lang, called, capital, word
from cli.words.values import area_words, plain_words
from domain.cases import Caveat
from domain.events import Facts
from infrastructure.casework import Replay


def outcome_words(outcome: str, lang: Lang) -> str:
    """What an outcome is called; of an outcome of another framework, its code."""
    return called(CASE_OUTCOMES, outcome, lang)


def coded_outcome(outcome: str, lang: Lang) -> str:
    """`internal protection alternative available [internal-protection-available]`."""
    named = outcome_words(outcome, lang)
    return named if named == outcome else f"{named} [{outcome}]"


def moment_name(moment: str, lang: Lang) -> str:
    return called(MOMENTS, moment, lang)


def input_words(name: str, lang: Lang) -> str:
    """What a column of a framework asks for; one it does not know by its name."""
    return called(INPUTS, name, lang)


def input_value_words(name: str, value: object, lang: Lang) -> str:
    """The value of an input in words; one it does not know as it is written."""
    if isinstance(value, bool):
        return word("yes" if value else "no", lang)
    code = f"{name}/{value}"
    return called(INPUT_VALUES if code in INPUT_VALUES else CODES, code, lang).removeprefix(f"{name}/")


def caveat_words(caveat: Caveat, lang: Lang) -> str:
    """A caveat as a full sentence, the element by its name and id; an unknown code with what it is about."""
    if caveat.code not in CAVEATS:
        return ": ".join(each for each in (caveat.code, caveat.element, caveat.entry) if each)
    kind = caveat.element.partition("/")[2]  # unless it was given a name of its own, an element goes by its kind
    element = f"{called(KINDS, kind, lang)} [{caveat.element}]" if kind in KINDS else caveat.element
    return capital(called(CAVEATS, caveat.code, lang).format(element=element, id=caveat.element, entry=caveat.entry))


def facts_lines(facts: Facts, lang: Lang) -> Iterator[tuple[str, str]]:
    """The label and the words of each fact that is on record."""
    for name in ("origin_area", "habitual_residence"):
        area = getattr(facts, name)
        if area is not None:
            yield called(FACTS, name, lang), area_words(area.plain(), lang)
    if facts.groups:
        yield called(FACTS, "groups", lang), "; ".join(facts.groups)
    for name in ("origin", "individual_grounds", "ipa_reasonable"):
        value = getattr(facts, name)
        if value:
            yield called(FACTS, name, lang), plain_words(name, value, lang)


def rule_text(texts: Mapping[str, str], lang: Lang) -> str:
    """What a rule says in that language, in another where it has no words in it; empty without any."""
    return texts.get(f"text-{lang}") or texts.get("text-en") or texts.get("text-nl") or ""


def verdict_words(replay: Replay, lang: Lang) -> str:
    """Whether the outcome on record is that of the replay, in a sentence."""
    recorded = coded_outcome(replay.recorded_outcome, lang) if replay.recorded_outcome else ""
    return saying(f"verdict-{replay.verdict}", lang, outcome=recorded)
