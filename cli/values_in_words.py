"""What an element says, in words: its areas, its value, and any other field an entry can have.

A field or a code that no table knows is shown as it is written: what an older or a newer ledger holds stays readable.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from cli.dates_in_words import date_words
from cli.words import (
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
from infrastructure.gazetteer import area_name, country_name
from infrastructure.ledger import natural

FIELDS: Final[Table] = {
    "violence": ("Violence", "Geweld"),
    "armed_conflict": ("Armed conflict", "Gewapend conflict"),
    "individual_factors": ("Individual", "Individueel"),
    "scope_test": ("Scope test", "Toets herkomst"),
    "to": ("Alternative in", "Alternatief in"),
    "for_areas": ("For people from", "Voor wie uit"),
    "presumption": ("Presumption", "Vermoeden"),
    "condition": ("Condition", "Voorwaarde"),
    "individual_test": ("Tested by", "Getoetst aan"),
    "excluded_groups": ("Not for", "Niet voor"),
    "ground": ("Ground", "Grond"),
    "exceptions": ("Exceptions", "Uitzonderingen"),
    "conditions": ("Conditions", "Voorwaarden"),
    "available": ("Available", "Beschikbaar"),
    "for_whom": ("For whom", "Voor wie"),
    "reception": ("Reception", "Opvang"),
    "organisation": ("Organisation", "Organisatie"),
    "rank": ("Rank", "Rang of functie"),
    "period": ("In the years", "In de jaren"),
    "except_groups": ("Except groups", "Behalve groepen"),
    "text": ("Text", "Tekst"),
    "legal_basis": ("Legal basis", "Grondslag"),
    "applies_to": ("Applies to", "Van toepassing"),
    # what acts have besides a value
    "groups": ("Groups", "Groepen"),
    "areas": ("Areas", "Gebied"),
    "except_areas": ("Except areas", "Behalve gebied"),
    "country": ("Country", "Land"),
    "element": ("Element", "Element"),
    "kind": ("Kind", "Soort"),
    "standing": ("Standing", "Stadium"),
    "decided_on": ("Decided", "Besloten"),
    "signed_on": ("Signed", "Getekend"),
    "created_on": ("Dated", "Gedateerd"),
    "pronounced_on": ("Pronounced", "Uitgesproken"),
    "public_on": ("Public", "Openbaar"),
    "from": ("From", "Vanaf"),
    "until": ("Until (not incl.)", "Tot (niet met)"),
    "through": ("Through (incl.)", "Tot en met"),
    "on": ("On", "Op"),
    "effect": ("Takes away", "Neemt weg"),
    "note": ("Remark", "Aantekening"),
    "cites": ("Source", "Bron"),
    # sources, rulings, entries about entries
    "source": ("Source", "Bron"),
    "title": ("Title", "Titel"),
    "identifiers": ("Identifiers", "Kenmerken"),
    "author": ("Author", "Auteur"),
    "confidentiality": ("Confidentiality", "Openbaarheid"),
    "content": ("Content", "Inhoud"),
    "ruling": ("Ruling", "Uitspraak"),
    "court": ("Court", "Gerecht"),
    "case_numbers": ("Case numbers", "Zaaknummers"),
    "ecli": ("ECLI", "ECLI"),
    "holdings": ("Held", "Oordeel"),
    "entry": ("About entry", "Over vermelding"),
    "field": ("Field", "Veld"),
    "value": ("Value", "Waarde"),
    "reason": ("Reason", "Reden"),
    "event": ("Event", "Gebeurtenis"),
    # what only an answer has
    "status": ("Status", "Status"),
    "alternatives": ("It may be", "Het kan zijn"),
    "binds": ("Binds", "Bindt"),
    "awaiting_publication": ("Awaiting publication", "Wacht op bekendmaking"),
    "retroactive": ("Retroactive", "Terugwerkend"),
    "possible": ("Possible acts", "Mogelijke besluiten"),
    "entries": ("Rests on", "Berust op"),
    "disputes": ("Disputed by", "Betwist door"),
    "challenged": ("In court", "Bij de rechter"),
}
SCHEMES: Final[Table] = {
    "nl-binary/exceptional": (
        "exceptional situation: mere presence is a real risk (scheme nl-binary)",
        "uitzonderlijke situatie: louter aanwezigheid is een reëel risico (schema nl-binary)",
    ),
    "nl-graded/highest": (
        "highest of three levels of violence (scheme nl-graded)",
        "hoogste van drie gradaties van geweld (schema nl-graded)",
    ),
    "nl-graded/middle": (
        "middle of three levels of violence (scheme nl-graded)",
        "middelste van drie gradaties van geweld (schema nl-graded)",
    ),
    "nl-graded/lowest": (
        "lowest of three levels of violence (scheme nl-graded)",
        "laagste van drie gradaties van geweld (schema nl-graded)",
    ),
}
CODES: Final[Table] = {
    "armed_conflict/present": ("present", "aanwezig"),
    "armed_conflict/absent": ("absent", "afwezig"),
    "armed_conflict/not-assessed": ("not assessed", "niet beoordeeld"),
    "individual_factors/none": (
        "no individual circumstances required",
        "geen individuele omstandigheden vereist",
    ),
    "individual_factors/some": (
        "some individual circumstances required",
        "enige individuele omstandigheden vereist",
    ),
    "individual_factors/many": (
        "many individual circumstances required",
        "veel individuele omstandigheden vereist",
    ),
    "scope_test/origin": ("origin from the area", "afkomstig uit het gebied"),
    "scope_test/habitual-residence": ("habitual residence in the area", "vaste verblijfplaats in het gebied"),
    "scope_test/either": (
        "origin from, or habitual residence in, the area",
        "afkomstig uit of vaste verblijfplaats in het gebied",
    ),
    "condition/only-article-15c": (
        "only where the risk rests on the article 15(c) situation alone",
        "alleen wie enkel door de uitzonderlijke situatie (15c) risico loopt",
    ),
    "available/yes": ("yes", "ja"),
    "available/no": ("no", "nee"),
    "available/partly": ("partly", "gedeeltelijk"),
    "reception/present": ("present", "aanwezig"),
    "reception/not-present": ("not present", "niet aanwezig"),
    "reception/rebuttable": ("presumed, open to rebuttal", "aangenomen, weerlegbaar"),
    "existing_permits/no": ("existing permits untouched", "bestaande vergunningen ongemoeid"),
    "existing_permits/reassess": ("existing permits reassessed", "bestaande vergunningen herbeoordeeld"),
    "effect/ex-tunc": ("everything, as from the start (ex tunc)", "alles, vanaf het begin (ex tunc)"),
}
STRENGTHS: Final[Table] = {
    "uitsluitend": ("exclusively", "uitsluitend"),
    "in ieder geval": ("in any case", "in ieder geval"),
    "neemt aan dat": ("it is presumed that", "neemt aan dat"),
    "in de regel": ("as a rule", "in de regel"),
    "in beginsel": ("in principle", "in beginsel"),
    "in het algemeen": ("in general", "in het algemeen"),
    "is het uitgangspunt": ("it is the starting point", "is het uitgangspunt"),
    "tenzij evidente aanknopingspunten": (
        "unless there are evident indications",
        "tenzij evidente aanknopingspunten",
    ),
    "ondanks uitgangspunt na onderzoek": (
        "despite the starting point, after inquiry",
        "ondanks uitgangspunt na onderzoek",
    ),
    "toetst in iedere zaak": ("tested in every case", "toetst in iedere zaak"),
}
"""The ordered vocabulary of the circular; in English a gloss, the source's own phrase always stands beside it."""

APPLIES_TO: Final[Table] = {
    "applications_from": ("applications from {}", "aanvragen vanaf {}"),
    "undecided_at": ("applications undecided at {}", "aanvragen waarop nog niet is beslist op {}"),
    "hearings": ("hearings: {}", "gehoren: {}"),
}
TABLES: Final[dict[str, Table]] = {
    "field": FIELDS,
    "scheme": SCHEMES,
    "code": CODES,
    "strength": STRENGTHS,
    "applies-to": APPLIES_TO,
}
_OF_CODE: Final[dict[str, Table]] = {
    "standing": STANDINGS,
    "confidentiality": CONFIDENTIALITIES,
    "outcome": OUTCOMES,
    "event": EVENTS,
}
_DATES: Final = frozenset(
    {"from", "until", "through", "on", "effect", "decided_on", "signed_on", "created_on", "pronounced_on", "public_on"}
)
_NO_VALUE: Final = frozenset(content.field_names("policy.nothing-particular-stated")) - {
    "presumption",
    "legal_basis",
    "applies_to",
}
_AREAS: Final = frozenset({"areas", "except_areas", "to", "for_areas"})


def area_words(area: Any, lang: Lang) -> str:
    """`Gao (ML-7)`; of a part without a code: `Gourma, part of Gao (ML-7)`."""
    if isinstance(area, Mapping):
        return say("part-of", lang, name=area.get("name"), whole=area_words(area.get("within"), lang))
    name = area_name(area) if isinstance(area, str) else str(area)
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
