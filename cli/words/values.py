"""What an element says, in words: its areas, its value, and any other field an entry can have.

The tables are in `fields.py`. A field or a code that no table knows is shown as it is written: what an older or a newer
ledger holds stays readable.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from cli.words.cases import MOMENTS
from cli.words.dates import date_words
from cli.words.fields import APPLIES_TO, CODES, FIELDS, SCHEMES, STRENGTHS
from cli.words.terms import (
    CASE_OUTCOMES,
    CONFIDENTIALITIES,
    EVENTS,
    OUTCOMES,
    SOURCE_KINDS,
    STANDINGS,
    Lang,
    Table,
    called,
    kind_words,
    listed,
    say,
    word,
)
from domain import content
from domain.events import StatingAct
from infrastructure.answers import natural
from infrastructure.gazetteer import area_name, country_name

_OF_CODE: Final[dict[str, Table]] = {
    "standing": STANDINGS,
    "confidentiality": CONFIDENTIALITIES,
    "outcome": {**OUTCOMES, **CASE_OUTCOMES},
    "event": EVENTS,
}
_DATES: Final = frozenset(
    {
        "from",
        "until",
        "through",
        "on",
        "effect",
        "decided_on",
        "signed_on",
        "created_on",
        "pronounced_on",
        "public_on",
        "applies_from",
    }
)
_NO_VALUE: Final = frozenset(content.field_names("policy.nothing-particular-stated")) - {
    "presumption",
    "legal_basis",
    "applies_to",
}
_AREAS: Final = frozenset({"areas", "except_areas", "to", "for_areas"})
_ONE_AREA: Final = frozenset({"origin_area", "habitual_residence"})


def area_words(area: Any, lang: Lang) -> str:
    """`Gao (ML-7)`; of a part without a code: `Gourma, part of Gao (ML-7)`."""
    if isinstance(area, Mapping):
        return say("part-of", lang, name=area.get("name"), whole=area_words(area.get("within"), lang))
    name = area_name(area, lang) if isinstance(area, str) else str(area)
    return name if name == area else f"{name} ({area})"


def scope_words(areas: Iterable[Any], except_areas: Iterable[Any], lang: Lang) -> str:
    """The areas of an element in words; no areas is the whole country."""
    stated, others = (
        listed([area_words(each, lang) for each in in_order(given)], lang) for given in (areas, except_areas)
    )
    held = stated or word("whole-country", lang)
    return say("except", lang, areas=held, others=others) if others else held


def in_order(areas: Iterable[Any]) -> list[Any]:
    """Areas as people sort them: ML-5, ML-7, ML-10; a part beside the region it lies in."""
    return sorted(areas, key=lambda each: natural(_area_id(each)))


def _area_id(area: Any) -> str:
    return f"{area.get('within')} {area.get('name')}" if isinstance(area, Mapping) else str(area)


def field_words(name: str, lang: Lang) -> str:
    return called(FIELDS, name, lang) if name in FIELDS else name.replace("_", " ")


def labelled(value: Mapping[str, Any], lang: Lang) -> list[str]:
    """The value of an element within a line: each field after its label in small letters."""
    return [f"{label[:1].lower()}{label[1:]}: {told}" for label, told in value_lines(value, lang)]


def value_of(event: StatingAct) -> dict[str, Any]:
    """What an act states besides scope, dates and sources, as it is written."""
    written = content.write(event)
    return {name: written[name] for name in written if name not in _NO_VALUE}


def in_telling_order(names: Iterable[str]) -> list[str]:
    """Names of fields in the order of `FIELDS`; those it does not know last."""
    order = {name: place for place, name in enumerate(FIELDS)}
    return sorted(names, key=lambda each: (order.get(each, len(order)), each))


def value_lines(value: Mapping[str, Any], lang: Lang) -> Iterator[tuple[str, str]]:
    """The value of an element: the label and the words of each field, in the order of `FIELDS`."""
    for name in in_telling_order(value):
        yield field_words(name, lang), plain_words(name, value[name], lang)


def plain_words(name: str, value: Any, lang: Lang) -> str:
    """The value of one field of an entry or of an answer, in words."""
    if name in _AREAS and isinstance(value, Sequence) and not isinstance(value, str):
        return scope_words(value, (), lang) if value or name == "areas" else word("nothing", lang)
    if name in _ONE_AREA and value:
        return area_words(value, lang)
    if name in _DATES and isinstance(value, str):
        return called(CODES, f"{name}/{value}", lang) if f"{name}/{value}" in CODES else date_words(value, lang)
    if isinstance(value, Mapping):
        return _map_words(name, value, lang)
    if isinstance(value, bool):
        return word("yes" if value else "no", lang)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(plain_words(name, each, lang) for each in value) or word("nothing", lang)
    return _text_words(name, value, lang)


def _text_words(name: str, value: Any, lang: Lang) -> str:
    if not isinstance(value, str):
        return word("unsaid", lang) if value is None else str(value)
    if f"{name}/{value}" in CODES:
        return called(CODES, f"{name}/{value}", lang)
    if name == "country":
        return f"{country_name(value, lang)} ({value})"
    if name == "kind":
        return called(SOURCE_KINDS, value, lang) if value in SOURCE_KINDS else kind_words(value, lang)
    if name == "event" and value in EVENTS:
        return f"{called(EVENTS, value, lang)} ({value})"
    return called(_OF_CODE[name], value, lang) if name in _OF_CODE else value


def _map_words(name: str, value: Mapping[str, Any], lang: Lang) -> str:
    match name:
        case "violence":
            return violence_words(value, lang)
        case "presumption":
            return presumption_words(value, lang)
        case "applies_to":
            return "; ".join(_applies_to(value, lang))
        case "moments":
            return "; ".join(
                f"{called(MOMENTS, each, lang)} {date_words(str(day), lang)}" for each, day in value.items()
            )
        case "identifiers":
            return identifier_words(value)
    if name in _AREAS:
        return area_words(value, lang)
    told = (f"{field_words(each, lang).lower()}: {plain_words(each, value[each], lang)}" for each in value)
    return "; ".join(told) or json.dumps(value)


def violence_words(value: Mapping[str, Any], lang: Lang) -> str:
    """A level with the scheme it belongs to; a level never speaks for another scheme."""
    scheme, level = value.get("scheme"), value.get("level")
    known = f"{scheme}/{level}"
    return called(SCHEMES, known, lang) if known in SCHEMES else say("level", lang, level=level, scheme=scheme)


def presumption_words(value: Mapping[str, Any], lang: Lang) -> str:
    """The source's own words in quotes, then the strength they stand for, in English with its meaning."""
    strength, phrase = str(value.get("strength", "")), value.get("phrase")
    gloss = called(STRENGTHS, strength, lang)
    told = strength if gloss == strength else f"{strength}: {gloss}"
    return f"„{phrase}” ({told})" if phrase else told


def identifier_words(identifiers: Mapping[str, Any]) -> str:
    """`kenmerk 4333540, ecli ECLI:NL:...`."""
    return ", ".join(_identifier(name, str(identifiers[name])) for name in sorted(identifiers))


def _identifier(name: str, value: str) -> str:
    """The name of the numbering is left out where the number says it itself, as in `Stcrt. 2024, nr. 149`."""
    return value if value.casefold().startswith(name.casefold()) else f"{name} {value}"


def _applies_to(value: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    for name, each in value.items():
        if f"{name}/{each}" in CODES:
            yield called(CODES, f"{name}/{each}", lang)
        elif name in APPLIES_TO:
            yield called(APPLIES_TO, name, lang).format(date_words(str(each), lang))
        else:
            yield f"{name.replace('_', ' ')}: {each}"
