"""How a fact of a finding is told within its sentence, by the name after its colon: `{start:day}`, `{act:The}`.

English keeps days as they are written; Dutch has them in words, as everywhere else.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from string import Formatter
from typing import Any, Final

from cli.words.cases import MOMENTS
from cli.words.dates import date_words, day_words
from cli.words.terms import KINDS, LANGS, OUTCOMES, Lang, Table, called, capital, word
from cli.words.values import area_words, field_words, plain_words
from domain.dates import LegalDate
from infrastructure.gazetteer import country_name

Fact = Any
"""A plain value: a text, a number, or a list or a map of these."""

ACTS: Final[Table] = {
    "advised": ("the advised act {entry}", "het advies {entry}"),
    "announced": ("the announced act {entry}", "de aankondiging {entry}"),
    "published": ("the published act {entry}", "het bekendgemaakte besluit {entry}"),
}
STEPS: Final[Table] = {
    "created_on": ("created", "opgesteld"),
    "decided_on": ("decided", "vastgesteld"),
    "signed_on": ("signed", "ondertekend"),
    "pronounced_on": ("pronounced", "uitgesproken"),
    "public_on": ("public", "openbaar geworden"),
}
COURTS: Final[Table] = {
    "district-court": ("a Dutch district court (rechtbank)", "een rechtbank"),
    "raad-van-state": ("the Raad van State (ABRvS)", "de Raad van State (ABRvS)"),
    "court-of-justice": ("a court of the European Union", "een gerecht van de Europese Unie"),
    "human-rights-court": (
        "the European Court of Human Rights",
        "het Europees Hof voor de Rechten van de Mens",
    ),
}
BECAUSE: Final[Table] = {
    "registered": ("a case is registered before it is decided", "een zaak wordt ingeschreven voordat erop is beslist"),
    "brought": ("a case is brought before it is decided", "een zaak wordt aangebracht voordat erop is beslist"),
    "lodged": (
        "an application is lodged before it is decided",
        "een verzoekschrift wordt ingediend voordat erop is beslist",
    ),
    "celex": (
        "the year in CELEX is the one in which the case was brought",
        "het jaar in CELEX is dat waarin de zaak is aangebracht",
    ),
}
FORMS: Final[Table] = {
    "ecli": ("an ECLI", "een ECLI"),
    "zaaknummer": ("a case number in a form known here", "een zaaknummer in een hier bekende vorm"),
    "eu-case": ("a case number of the EU courts", "een zaaknummer van de gerechten van de EU"),
    "echr-application": (
        "an application number of the European Court of Human Rights",
        "een verzoekschriftnummer van het Europees Hof voor de Rechten van de Mens",
    ),
    "kamerstuk": ("a Kamerstuk", "een Kamerstuk"),
    "tk-document": ("a document number of the Tweede Kamer", "een documentnummer van de Tweede Kamer"),
    "tk-zaak": ("a zaak number of the Tweede Kamer", "een zaaknummer van de Tweede Kamer"),
    "parliamentary-file": ("a file of one of the chambers", "een bestand van een van beide Kamers"),
    "stcrt": ("a number of the Staatscourant", "een nummer van de Staatscourant"),
    "stb": ("a number of the Staatsblad", "een nummer van het Staatsblad"),
    "wbv": ("a WBV", "een WBV"),
    "bwb": ("a BWB id", "een BWB-nummer"),
    "toestand": ("a toestand URI", "een adres (URI) van een toestand"),
    "jci": ("a JCI 1.3 citation", "een JCI 1.3-verwijzing"),
    "celex": ("a CELEX number", "een CELEX-nummer"),
    "eli": ("a European Legislation Identifier", "een European Legislation Identifier (ELI)"),
    "ib": ("an IND informatiebericht", "een informatiebericht van de IND"),
    "wi": ("an IND werkinstructie", "een werkinstructie van de IND"),
    "sua": ("an IND SUA", "een SUA van de IND"),
    "kenmerk": ("a kenmerk", "een kenmerk"),
    "un-document": ("a document symbol of the United Nations", "een documentnummer van de Verenigde Naties"),
    "amnesty-index": ("an Amnesty International index number", "een indexnummer van Amnesty International"),
}
"""What an identifier of each scheme is."""
EXAMPLES: Final[Table] = {
    "ecli": (
        "ECLI:NL:RBDHA:2022:11478, five fields with the year in the fourth",
        "ECLI:NL:RBDHA:2022:11478, vijf velden met het jaar in het vierde",
    ),
    "zaaknummer": (
        "NL22.5703 or AWB 15/65 (district courts) or 202400561/1/V2 (Raad van State)",
        "NL22.5703 of AWB 15/65 (rechtbanken) of 202400561/1/V2 (Raad van State)",
    ),
    "eu-case": ("C-125/22", "C-125/22"),
    "echr-application": ("10140/13", "10140/13"),
    "kamerstuk": ('"19 637, nr. 3211" or kst-19637-3211', "“19 637, nr. 3211” of kst-19637-3211"),
    "tk-document": ("2024D08171", "2024D08171"),
    "tk-zaak": ("2024Z03449", "2024Z03449"),
    "parliamentary-file": (
        "ah-tk-20212022-1754 (or kv-tk-…, h-tk-…, h-ek-…)",
        "ah-tk-20212022-1754 (of kv-tk-…, h-tk-…, h-ek-…)",
    ),
    "stcrt": ('"Stcrt. 2024, nr. 149" or stcrt-2024-149', "“Stcrt. 2024, nr. 149” of stcrt-2024-149"),
    "stb": ('"Stb. 2019, 143" or stb-2019-143', "“Stb. 2019, 143” of stb-2019-143"),
    "wbv": ("WBV 2023/3", "WBV 2023/3"),
    "bwb": ("BWBR0012288", "BWBR0012288"),
    "toestand": (
        "http://wetten.overheid.nl/id/BWBR0012288/2026-04-04/0",
        "http://wetten.overheid.nl/id/BWBR0012288/2026-04-04/0",
    ),
    "jci": (
        "jci1.3:c:BWBR0012288&z=2026-04-04&g=2026-04-04",
        "jci1.3:c:BWBR0012288&z=2026-04-04&g=2026-04-04",
    ),
    "celex": ("32011L0095: sector, year, type, number", "32011L0095: sector, jaar, soort, nummer"),
    "eli": ("http://data.europa.eu/eli/reg/2024/1347/oj", "http://data.europa.eu/eli/reg/2024/1347/oj"),
    "ib": ("IB 2018/45", "IB 2018/45"),
    "wi": ("WI 2019/4", "WI 2019/4"),
    "sua": (
        "SUA, a space, the year, a slash and the number",
        "SUA, een spatie, het jaar, een schuine streep en het nummer",
    ),
    "kenmerk": ("as the document gives it, for instance 4333540", "zoals in het stuk, bijvoorbeeld 4333540"),
    "un-document": ("S/2022/595", "S/2022/595"),
    "amnesty-index": ("AFR 01/1352/2020", "AFR 01/1352/2020"),
}
"""How an identifier of each scheme is written."""

_SHOWN: Final = 160
"""How much of a quote is told."""


def told(pair: tuple[str, str], facts: Mapping[str, Fact], lang: Lang) -> str:
    """A sentence with its facts filled in.

    Raises:
        KeyError: if a fact it needs was not given, or there is no such way to tell one.
    """
    return _Telling(lang).vformat(pair[LANGS.index(lang)], (), facts)


class _Telling(Formatter):
    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def format_field(self, value: Fact, format_spec: str) -> str:
        return WAYS[format_spec](value, self.lang) if format_spec else str(value)


def _day(day: str, lang: Lang) -> str:
    """A legal date: in English as it is written, or the days it can be."""
    if lang != "en":
        return "een onbekende dag" if day == "unknown" else date_words(day, lang)
    read = LegalDate.parse(day)
    match read.earliest, read.latest:
        case None, None:
            return "an open end" if read.is_open else "an unknown day"
        case None, latest:
            return f"{latest} or earlier"
        case earliest, None:
            return f"{earliest} or later"
        case earliest, latest:
            return f"{earliest}" if read.is_exact else f"some day from {earliest} through {latest}"


def _when(day: str, lang: Lang) -> str:
    """A legal date, to follow a verb: `on 2023-01-11`, `between ... and ...`."""
    read, dutch = LegalDate.parse(day), lang == "nl"

    def said(each: date) -> str:
        return day_words(each, lang) if dutch else each.isoformat()

    match read.earliest, read.latest:
        case None, date() as latest:
            return f"op of vóór {said(latest)}" if dutch else f"on or before {said(latest)}"
        case date() as earliest, None:
            return f"op of na {said(earliest)}" if dutch else f"on or after {said(earliest)}"
        case date() as earliest, date() as latest if earliest == latest:
            return f"op {said(earliest)}" if dutch else f"on {said(earliest)}"
        case date() as earliest, date() as latest:
            return f"tussen {said(earliest)} en {said(latest)}" if dutch else f"between {earliest} and {latest}"
    return _day(day, lang)


def _count(count: Mapping[str, Fact], lang: Lang) -> str:
    one, more, least = ("1 day", "days", "at least") if lang == "en" else ("1 dag", "dagen", "ten minste")
    counted = one if count["days"] == 1 else f"{count['days']} {more}"
    return counted if count["sure"] else f"{least} {counted}"


def _the(act: Mapping[str, Fact], lang: Lang) -> str:
    return called(ACTS, act["standing"], lang).format(entry=act["entry"])


def _the_first(act: Mapping[str, Fact], lang: Lang) -> str:
    """To begin a sentence with, and on which element it is."""
    return f"{capital(_the(act, lang))} {'on' if lang == 'en' else 'over'} {act['element']}"


def _joined(phrase: str) -> "_Way":
    return lambda items, lang: f" {word(phrase, lang)} ".join(items)


def _public(acts: Sequence[Mapping[str, Fact]], lang: Lang) -> str:
    said = "public on" if lang == "en" else "openbaar op"
    return ", ".join(f"{each['entry']} ({said} {_day(each['public'], lang)})" for each in acts)


def _sources(sources: Sequence[Mapping[str, Fact]], lang: Lang) -> str:
    on = "on" if lang == "en" else "op"
    return ", ".join(f"{each['source']} {on} {_day(each['day'], lang)}" for each in sources)


def _serials(serials: Sequence[Mapping[str, Fact]], lang: Lang) -> str:
    given = (f"{each['serial']} ({_day(each['day'], lang)})" for each in serials)
    return f" {word('and', lang)} ".join(given)


# -- rulings ----------------------------------------------------------------------------------------------------------


def _subject(subject: Mapping[str, Fact], lang: Lang) -> str:
    """An element, else a kind of element, else the policy of the country at large."""
    if subject["element"]:
        return str(subject["element"])
    kind, country = subject["kind"], subject["country"]
    if lang == "en":
        return f"{kind} in {country}" if kind else f"the policy for {country}"
    land = country_name(country, lang)
    return f"{called(KINDS, kind, lang)} in {land}" if kind else f"het landgebonden beleid voor {land}"


def _held(held: Mapping[str, Fact], lang: Lang) -> str:
    """The outcome, the areas it is about, and the annulment that says so if it is not the ruling's own entry."""
    areas = ", ".join(_area(each, lang) for each in held["areas"]) or word("whole-country", lang)
    if lang != "en":
        by = f", volgens {held['by']}" if held["by"] else ""
        return f"{called(OUTCOMES, held['outcome'], lang)} voor {areas}{by}"
    by = f", by {held['by']}" if held["by"] else ""
    return f"{held['outcome']} ({areas}{by})"


def _area(area: Fact, lang: Lang) -> str:
    if lang != "en":
        return area_words(area, lang)
    return f"{area['name']} (part of {area['within']})" if isinstance(area, Mapping) else str(area)


def _cited(held: Mapping[str, Fact], lang: Lang) -> str:
    undated = "undated" if lang == "en" else "zonder datum"
    return f"{held['ruling']} ({held['court']}, {_day(held['pronounced'], lang) if held['pronounced'] else undated})"


# -- sources that contradict each other -------------------------------------------------------------------------------


def _rivals(rivals: Sequence[Mapping[str, Fact]], lang: Lang) -> str:
    """Each value with who gives it; one that is about the field under another name says which."""
    by, none = ("by", "no source cited") if lang == "en" else ("volgens", word("no-source", lang))
    field, said = rivals[0]["field"], []
    for each in rivals:
        name = "" if each["field"] == field else f"{_field(each['field'], lang) if lang != 'en' else each['field']} "
        sources = ", ".join(each["sources"]) or none
        said.append(f"{name}{_value(each, lang)} {by} {each['entry']} ({sources})")
    return "; ".join(said)


def _field(field: str, lang: Lang) -> str:
    """The label of a field in quotes; of one within another the label of the inner one."""
    name = field.rpartition(".")[2]
    return f"“{called(MOMENTS, name, lang) if field.startswith('moments.') else field_words(name, lang)}”"


def _value(rival: Mapping[str, Fact], lang: Lang) -> str:
    value, field = rival.get("value"), rival["field"]
    if lang == "en":
        if value is None:
            return "not given"
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    if value is not None and field.startswith("moments."):
        return date_words(str(value), lang)
    return plain_words(field.rpartition(".")[2], value, lang)


# -- quotes -----------------------------------------------------------------------------------------------------------


def _place(at: str, lang: Lang) -> str:
    return f" ({at if lang == 'en' else f'vindplaats: {at}'})" if at else ""


def _quote(quote: str, lang: Lang) -> str:
    """In quotation marks, cut where it is long."""
    shown = quote if len(quote) <= _SHOWN else f"{quote[:_SHOWN]}…"
    return f'"{shown}"' if lang == "en" else f"“{shown}”"


def _found(words: str, lang: Lang) -> str:
    """How far the text goes along with the quote."""
    if not words:
        return ""
    return f' (found as far as "{words}")' if lang == "en" else f" (gevonden tot en met “{words}”)"


_Way = Callable[[Fact, Lang], str]


def _by(table: Table) -> _Way:
    return lambda code, lang: called(table, code, lang)


WAYS: Final[Mapping[str, _Way]] = {
    "The": _the_first,
    "the": _the,
    "and": _joined("and"),
    "because": _by(BECAUSE),
    "cited": _cited,
    "count": _count,
    "court": _by(COURTS),
    "day": _day,
    "example": _by(EXAMPLES),
    "field": _field,
    "form": _by(FORMS),
    "found": _found,
    "held": _held,
    "list": lambda items, lang: ", ".join(items),
    "moment": _by(MOMENTS),
    "or": _joined("or"),
    "place": _place,
    "public": _public,
    "quote": _quote,
    "rivals": _rivals,
    "ruling": lambda held, lang: str(held["ruling"]),
    "serials": _serials,
    "sources": _sources,
    "step": _by(STEPS),
    "subject": _subject,
    "when": _when,
}
"""Every way to tell a fact, by its name in a sentence."""
