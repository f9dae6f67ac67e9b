"""Every identifier of the field: how it is written, when two spellings are the same one, and what makes one doubtful.

A chronicle names the scheme as the key of `identifiers`. What is not written as its scheme asks, or cannot be true of
the day it stands beside, is still what a source says: it is kept verbatim, and `identifier_findings` says what is odd.

| scheme | what | written |
|---|---|---|
| `ecli` | ruling, any European court | ECLI:NL:RBDHA:2022:11478 |
| `zaaknummer` | case number, Dutch district court or Raad van State | NL22.5703, AWB 15/65, 202400561/1/V2 |
| `eu-case` | case before the Court of Justice or the General Court | C-125/22, in urgent cases followed by PPU |
| `echr-application` | application to the European Court of Human Rights | 10140/13 |
| `kamerstuk` | parliamentary paper | 19 637, nr. 3211 or kst-19637-3211 |
| `tk-document`, `tk-zaak` | document, and matter, in the Tweede Kamer's own registers | 2024D08171, 2024Z03449 |
| `parliamentary-file` | other files of both chambers | ah-tk-20212022-1754, kv-tk-2022Z01616 |
| `stcrt` | Staatscourant, the government gazette | Stcrt. 2024, nr. 149 or stcrt-2024-149 |
| `stb` | Staatsblad, the bulletin of acts and decrees | Stb. 2019, 143 or stb-2019-143 |
| `wbv` | besluit tot wijziging van de Vreemdelingencirculaire | WBV 2023/3; older ones also 2008/26 |
| `bwb` | regulation in the Basiswettenbestand | BWBR0012288 |
| `toestand` | consolidated text of one day (toestand) | http://wetten.overheid.nl/id/BWBR0012288/2026-04-04/0 |
| `jci` | citation of a place in a consolidated text (JCI 1.3) | jci1.3:c:BWBR0012288&z=2026-04-04&g=2026-04-04 |
| `celex` | document of EU law in EUR-Lex | 32011L0095 |
| `eli` | EU legislation, European Legislation Identifier | http://data.europa.eu/eli/reg/2024/1347/oj |
| `ib`, `wi`, `sua` | IND informatiebericht, werkinstructie (no policy rules), SUA | IB 2018/45, WI 2019/4 |
| `kenmerk` | a ministry's own reference: any form, never a key on its own | 4333540 |
| `un-document` | document of the United Nations | S/2022/595 |
| `amnesty-index` | publication of Amnesty International | AFR 01/1352/2020 |

Any other name is allowed as well: such an identifier is kept as it is and no rule is known for it.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple, Self
from unicodedata import normalize

from domain.errors import Malformed

Days = tuple[date | None, date | None]
"""A day as surely as it is known: its earliest and latest day, both included; None where nothing bounds it."""


class IdentifierScheme(StrEnum):
    """The schemes this ledger knows rules for; the value is the key in a chronicle's `identifiers`."""

    ECLI = "ecli"
    ZAAKNUMMER = "zaaknummer"
    EU_CASE = "eu-case"
    ECHR_APPLICATION = "echr-application"
    KAMERSTUK = "kamerstuk"
    TK_DOCUMENT = "tk-document"
    TK_ZAAK = "tk-zaak"
    PARLIAMENTARY_FILE = "parliamentary-file"
    STCRT = "stcrt"
    STB = "stb"
    WBV = "wbv"
    BWB = "bwb"
    TOESTAND = "toestand"
    JCI = "jci"
    CELEX = "celex"
    ELI = "eli"
    IB = "ib"
    WI = "wi"
    SUA = "sua"
    KENMERK = "kenmerk"
    UN_DOCUMENT = "un-document"
    AMNESTY_INDEX = "amnesty-index"


@dataclass(frozen=True, kw_only=True)
class IdentifierContext:
    """What the source or ruling that bears an identifier says of itself. None, or (None, None): it does not say.

    `court` is free text or the code of an ECLI. For a ruling, `signed_on` stands in for an absent `pronounced_on`.
    """

    signed_on: Days | None = None
    public_on: Days | None = None
    pronounced_on: Days | None = None
    court: str | None = None


NO_CONTEXT: Final = IdentifierContext()


def scheme_named(name: str) -> IdentifierScheme | None:
    """The scheme with exactly this name; None for one that this ledger has no rules for."""
    try:
        return IdentifierScheme(name)
    except ValueError:
        return None


def is_well_formed(scheme: str, text: str) -> bool:
    """Whether `text` reads as an identifier of `scheme`. True for every text of a scheme without rules."""
    known = scheme_named(scheme)
    return known is None or _read(known, text) is not None


def normalise(scheme: str, text: str) -> str:
    """The one spelling of an identifier, to compare by: two texts of a scheme mean the same when these are equal.

    Total: what is malformed, or of a scheme without rules, comes back as it is.

    >>> normalise("kamerstuk", "19 637, nr. 3211"), normalise("zaaknummer", "AWB - 14 _ 10911")
    ('kst-19637-3211', 'AWB 14/10911')
    """
    known = scheme_named(scheme)
    read = known and _read(known, text)
    return _FORMATS[known].write(read) if known and read else text


def identifies_alone(scheme: str) -> bool:
    """Whether one identifier of this scheme is enough to say that two things are the same.

    Not so for a kenmerk, which every ministry gives out for itself, nor for a scheme without rules.
    """
    known = scheme_named(scheme)
    return known is not None and known is not IdentifierScheme.KENMERK


def classify(text: str) -> IdentifierScheme | None:
    """The scheme that a bare text is written in; None when none or no single one fits. Never a kenmerk.

    A bare "2008/26" is taken for a WBV, as those were written up to about 2009; of a later year it could be anything.
    """
    amendment = _read(IdentifierScheme.WBV, text)
    if amendment is not None:
        certain = amendment["prefix"] or int(amendment["year"]) <= _LAST_YEAR_OF_BARE_WBV
        return IdentifierScheme.WBV if certain else None
    others = (scheme for scheme in IdentifierScheme if scheme is not IdentifierScheme.KENMERK)
    return next((scheme for scheme in others if _read(scheme, text) is not None), None)


def case_number_scheme(text: str) -> IdentifierScheme:
    """Which scheme a ruling's case number is of: the first that it is written in, else `zaaknummer`."""
    for scheme in (IdentifierScheme.ZAAKNUMMER, IdentifierScheme.EU_CASE, IdentifierScheme.ECHR_APPLICATION):
        if _read(scheme, text) is not None:
            return scheme
    return IdentifierScheme.ZAAKNUMMER


def identifier_findings(scheme: str, text: str, context: IdentifierContext = NO_CONTEXT) -> list[str]:
    """What is odd about an identifier where it stands, one English sentence each; empty when nothing is.

    A date that is not exact counts against an identifier only when no day it can be would fit.
    """
    known = scheme_named(scheme)
    if known is None:
        return []
    read = _read(known, text)
    if read is None:
        return [_malformed(known, text)]
    return [finding for check in _FORMATS[known].checks for finding in check(read, context)]


# --- Kamerstuk -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kamerstuk:
    """A parliamentary paper (*Kamerstuk*), in print "36 410-XVII, nr. 3", as a file "kst-36410-XVII-3".

    `dossier` has five digits, `chapter` is the Roman numeral of a budget chapter or empty, `number` is digits or, in
    the Eerste Kamer, capitals. `version` is the "n1" of a file name, or empty; print has no place for it. An R number
    that print sets after the dossier is read and left out: file names have no place for that one.
    """

    dossier: str
    number: str
    chapter: str = ""
    version: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read either form.

        Raises:
            Malformed: also for forms that run the numbers together, which can be read in more than one way.
        """
        read = _read(IdentifierScheme.KAMERSTUK, text)
        if read is None:
            raise Malformed(_malformed(IdentifierScheme.KAMERSTUK, text))
        return cls._of(read)

    @classmethod
    def _of(cls, read: re.Match[str]) -> Self:
        parts = read.groupdict(default="")
        return cls(
            dossier=parts["dossier"].replace(" ", ""),
            number=_without_zeros(parts["number"].upper()),
            chapter=parts["chapter"].upper(),
            version=parts.get("version", "").lower(),
        )

    def text_form(self) -> str:
        chapter = f"-{self.chapter}" if self.chapter else ""
        return f"{self.dossier[:2]} {self.dossier[2:]}{chapter}, nr. {self.number}"

    def file_form(self) -> str:
        return "-".join(part for part in ("kst", self.dossier, self.chapter, self.number, self.version) if part)


# --- How each is written ---------------------------------------------------------------------------------------------

_Read = re.Match[str]
_Check = Callable[[_Read, IdentifierContext], Iterable[str]]


def _as_it_is(read: _Read) -> str:
    return read[0]


def _in_capitals(read: _Read) -> str:
    return read[0].upper()


def _without_fault(read: _Read) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class _Format:
    """One scheme's rules: `fault` tells what is wrong with a text that fits a pattern, or nothing."""

    what: str
    example: str
    patterns: tuple[re.Pattern[str], ...]
    write: Callable[[_Read], str] = _as_it_is
    fault: Callable[[_Read], str] = _without_fault
    checks: tuple[_Check, ...] = ()


# Copied text brings look-alikes: Curia's own pages print "C‑125/22" with a non-breaking hyphen (U+2011).
_LOOKALIKES: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-") | dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
)


def _folded(text: str) -> str:
    return " ".join(normalize("NFC", text).translate(_LOOKALIKES).split())


def _read(scheme: IdentifierScheme, text: str) -> _Read | None:
    form, folded = _FORMATS[scheme], _folded(text)
    for pattern in form.patterns:
        read = pattern.fullmatch(folded)
        if read is not None and not form.fault(read):
            return read
    return None


def _malformed(scheme: IdentifierScheme, text: str) -> str:
    form, folded = _FORMATS[scheme], _folded(text)
    shown = _shown(text)
    for pattern in form.patterns:
        if read := pattern.fullmatch(folded):
            return f'"{shown}" does not read as {form.what}: {form.fault(read)}.'
    if scheme is IdentifierScheme.KAMERSTUK and _RUN_TOGETHER.fullmatch(folded):
        return f'"{shown}" runs dossier and number together and can be read in more than one way; write {form.example}.'
    parts = re.split(r" (?:en|and) |[,;] ?", folded)
    if len(parts) > 1 and all(is_well_formed(scheme, part) for part in parts):
        return f'"{shown}" is {len(parts)} identifiers in one; give each by itself.'
    return f'"{shown}" does not read as {form.what}; that is written {form.example}.'


def _shown(text: str) -> str:
    visible = "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)
    return visible if len(visible) <= 60 else f"{visible[:59]}…"


def _without_zeros(number: str) -> str:
    return number.lstrip("0") or "0" if number.isdigit() else number


def _full_year(two_digits: str) -> int:
    """The year that a case number's two digits stand for; none of the courts concerned numbered so before 1950."""
    return int(two_digits) + (2000 if int(two_digits) < 50 else 1900)


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _calendar_day(iso: str) -> date | None:
    try:
        # fromisoformat alone would also take a week date such as 2022-W01-1.
        return date.fromisoformat(iso) if _ISO_DAY.fullmatch(iso) else None
    except ValueError:
        return None


# --- What a day allows -----------------------------------------------------------------------------------------------


def _said(days: Days) -> str:
    """`on 2023-01-11`, `in 2023-01-01/2023-12-31` and so on, to follow a verb."""
    earliest, latest = days
    if earliest is None:
        return f"on or before {latest}"
    if latest is None:
        return f"on or after {earliest}"
    return f"on {earliest}" if earliest == latest else f"between {earliest} and {latest}"


def _days(days: Days | None) -> Days | None:
    """The days, or None when they bound nothing."""
    return None if days is None or days == (None, None) else days


def _is_after(year: int, days: Days) -> bool:
    return days[1] is not None and year > days[1].year


def _is_before(year: int, days: Days) -> bool:
    return days[0] is not None and year < days[0].year


def _ruling_days(context: IdentifierContext) -> Days | None:
    return _days(context.pronounced_on) or _days(context.signed_on)


def _year_after_ruling(year: int, shown: str, why: str, context: IdentifierContext) -> Iterator[str]:
    """A number is given out before the ruling, and the ruling is there before it is public."""
    if (days := _ruling_days(context)) and _is_after(year, days):
        yield f"{shown} is of {year}, but the ruling was pronounced {_said(days)}; {why}."
    elif (days := _days(context.public_on)) and _is_after(year, days):
        yield f"{shown} is of {year}, but the ruling was public {_said(days)}; {why}."


class _Anchor(NamedTuple):
    number: int
    day: date


def _out_of_order(number: int, days: Days, anchors: tuple[_Anchor, ...], slack: timedelta) -> _Anchor | None:
    """The nearest anchor that a number of these days contradicts, where numbers rise with the days."""
    place = bisect_left(anchors, number, key=lambda anchor: anchor.number)
    at_or_above = anchors[place : place + 1]
    at_or_below = at_or_above if at_or_above and at_or_above[0].number == number else anchors[max(place - 1, 0) : place]
    earliest, latest = days
    for anchor in at_or_below:
        if latest is not None and latest < anchor.day - slack:
            return anchor
    for anchor in at_or_above:
        if earliest is not None and earliest > anchor.day + slack:
            return anchor
    return None


# --- Courts ----------------------------------------------------------------------------------------------------------

_DISTRICT_COURT: Final = "a Dutch district court (rechtbank)"
_COUNCIL_OF_STATE: Final = "the Raad van State (ABRvS)"
_COURT_OF_JUSTICE: Final = "a court of the European Union"
_HUMAN_RIGHTS_COURT: Final = "the European Court of Human Rights"

# Only what a name says beyond doubt: a seat such as "Den Bosch" is no other court than the one that sits there.
_COURT_NAMES: Final = (
    (
        _COUNCIL_OF_STATE,
        re.compile(r"\b(?:ab)?rvs\b|\braad van state\b|\bafdeling bestuursrechtspraak\b|council of state"),
    ),
    (_HUMAN_RIGHTS_COURT, re.compile(r"\behrm\b|\bechr\b|\becthr\b|rechten van de mens|court of human rights")),
    (_COURT_OF_JUSTICE, re.compile(r"\bhvj\b|\bhvjeu\b|\bcjeu\b|^hof van justitie|^(?:the )?court of justice")),
    (_DISTRICT_COURT, re.compile(r"^rb\b|^rb[a-z]{3}$|^(?:de )?rechtbank\b|^(?:the )?district court\b")),
)


def _kind_of_court(name: str | None) -> str:
    folded = _folded(name or "").casefold()
    return next((kind for kind, pattern in _COURT_NAMES if pattern.search(folded)), "")


def _court_of_ecli(read: _Read) -> str:
    match read["country"].upper(), read["court"].upper():
        case "NL", "RVS":
            return _COUNCIL_OF_STATE
        case "NL", court if court.startswith("RB"):
            return _DISTRICT_COURT
        case "EU", _:
            return _COURT_OF_JUSTICE
        case "CE", "ECHR":
            return _HUMAN_RIGHTS_COURT
        case _:
            return ""


def _another_court(shown: str, kind: str, context: IdentifierContext) -> Iterator[str]:
    named = _kind_of_court(context.court)
    if kind and named and kind != named:
        yield f"{shown} is a number of {kind}, but the ruling is said to be by {_shown(context.court or '')}."


# --- ECLI ------------------------------------------------------------------------------------------------------------

_ECLI = re.compile(
    r"ECLI:(?P<country>[A-Z]{2}):(?P<court>[A-Z][A-Z0-9]{0,6}):(?P<year>\d{4}):(?P<ordinal>[A-Z0-9.]{1,25})",
    re.ASCII | re.IGNORECASE,
)
_LJN = re.compile(r"[A-Z]{2}\d{4}", re.ASCII | re.IGNORECASE)
_CE_ORDINAL = re.compile(r"(?P<day>\d{4})(?P<type>[A-Z]{3})(?P<number>\d{7})(?P<year>\d{2})", re.ASCII | re.IGNORECASE)

# Dutch ordinals became plain serials "from mid-2013 on"; a quarter either side, since the day itself is not known here.
_LAST_LJN_RULING: Final = date(2013, 9, 30)
_FIRST_SERIAL_PUBLISHED: Final = date(2013, 4, 1)
_FIRST_YEAR: Final = {"RBDHA": 2013}
_LAST_YEAR: Final = {"RBSGR": 2012}

# Days by which a serial was reached; the last of each year is a day of publication. A year is taken to start at nought.
# 1329 is known by the day of its ruling only, and so may have been given out some time later.
_SERIALS: Final[Mapping[tuple[str, int], tuple[_Anchor, ...]]] = {
    ("RBDHA", 2021): (_Anchor(0, date(2021, 1, 1)), _Anchor(10275, date(2021, 9, 20))),
    ("RBDHA", 2022): (
        _Anchor(0, date(2022, 1, 1)),
        _Anchor(1329, date(2022, 2, 22)),
        _Anchor(11478, date(2022, 11, 4)),
    ),
    ("RBDHA", 2024): (_Anchor(0, date(2024, 1, 1)), _Anchor(13381, date(2024, 8, 22))),
}
# Between two anchors the day is interpolated as if serials were given out evenly. Were the court twice as fast in the
# second half of the longest stretch (262 days) as in the first, that would be six weeks off; a ruling known only by the
# day it was pronounced adds the weeks until its publication. Eight weeks covers both together.
_SERIAL_MARGIN: Final = timedelta(weeks=8)


def _ecli_fault(read: _Read) -> str:
    ordinal = read["ordinal"]
    match read["country"].upper(), read["court"].upper():
        case "NL", _ if not (ordinal.isdigit() or _LJN.fullmatch(ordinal)):
            return "a Dutch ECLI ends in a serial number, or in an LJN of two letters and four digits"
        case "CE", "ECHR":
            coded = _CE_ORDINAL.fullmatch(ordinal)
            if coded is None:
                return "its last field should be month and day, type and application number, as 1125DEC001014013"
            if _coded_day(read, coded) is None:
                return f"its last field starts with {coded['day']}, which is no day of {read['year']}"
    return ""


def _coded_day(read: _Read, coded: _Read) -> date | None:
    return _calendar_day(f"{read['year']}-{coded['day'][:2]}-{coded['day'][2:]}")


def _ecli_court(read: _Read, context: IdentifierContext) -> Iterator[str]:
    shown, year = _in_capitals(read), int(read["year"])
    yield from _another_court(shown, _court_of_ecli(read), context)
    if read["country"].upper() != "NL":
        return
    court = read["court"].upper()
    if year < _FIRST_YEAR.get(court, year):
        yield f"{shown} has the court code {court} in {year}; that code is in use since {_FIRST_YEAR[court]} only."
    if year > _LAST_YEAR.get(court, year):
        yield f"{shown} has the court code {court} in {year}; that code was in use up to {_LAST_YEAR[court]} only."


def _ecli_year(read: _Read, context: IdentifierContext) -> Iterator[str]:
    shown, year = _in_capitals(read), int(read["year"])
    days = _ruling_days(context)
    if days and (_is_after(year, days) or _is_before(year, days)):
        yield f"{shown} has the year {year}, but the ruling was pronounced {_said(days)}."
    elif (days := _days(context.public_on)) and _is_after(year, days):
        yield f"{shown} has the year {year}, but the ruling was public {_said(days)}."


def _ecli_of_strasbourg(read: _Read, context: IdentifierContext) -> Iterator[str]:
    if (read["country"].upper(), read["court"].upper()) != ("CE", "ECHR"):
        return
    coded = _CE_ORDINAL.fullmatch(read["ordinal"])
    day = coded and _coded_day(read, coded)
    if coded is None or day is None:
        return
    shown, days = _in_capitals(read), _ruling_days(context)
    if days and int(read["year"]) in _years(days) and not _may_be(day, days):
        yield f"{shown} is of {day} by its last field, but the ruling was pronounced {_said(days)}."
    if (applied := _full_year(coded["year"])) > int(read["year"]):
        yield (
            f"{shown} has the application number {int(coded['number'])}/{coded['year']}, of {applied}: "
            f"after the year of the ruling."
        )


def _years(days: Days) -> range:
    earliest, latest = days
    return range(earliest.year if earliest else date.min.year, (latest.year if latest else date.max.year) + 1)


def _may_be(day: date, days: Days) -> bool:
    return (days[0] is None or days[0] <= day) and (days[1] is None or day <= days[1])


def _ecli_ordinal(read: _Read, context: IdentifierContext) -> Iterator[str]:
    """Dutch ordinals: an LJN before mid-2013, a serial that rises with publication since."""
    if read["country"].upper() != "NL":
        return
    shown, year = _in_capitals(read), int(read["year"])
    ruled, public = _ruling_days(context), _days(context.public_on)
    if _LJN.fullmatch(read["ordinal"]):
        if year > _LAST_LJN_RULING.year or (ruled and ruled[0] and ruled[0] > _LAST_LJN_RULING):
            when = f"of {year}" if ruled is None else f"pronounced {_said(ruled)}"
            yield f"{shown} ends in an LJN, but the ruling is {when}: since mid-2013 a Dutch ECLI ends in a serial."
        return
    if public and public[1] and public[1] < _FIRST_SERIAL_PUBLISHED:
        yield f"{shown} ends in a serial, but was public {_said(public)}: until mid-2013 a Dutch ECLI ended in an LJN."
    yield from _serial_for_its_day(read, ruled, public)


def _serial_for_its_day(read: _Read, ruled: Days | None, public: Days | None) -> Iterator[str]:
    """Serials rise with publication: a number may be late for its ruling, never early, nor ahead of its publication."""
    court, year, serial = read["court"].upper(), int(read["year"]), int(read["ordinal"])
    anchors = _SERIALS.get((court, year))
    if anchors is None:
        return
    given, last = _given_out_around(serial, anchors), anchors[-1]
    at_the_latest = min(given + _SERIAL_MARGIN, last.day) if serial <= last.number else date.max
    around = f"around {given}" if serial <= last.number else f"after {given}"
    known = " and ".join(f"{anchor.number} ({anchor.day})" for anchor in anchors if anchor.number)
    judging = f"judging by {known}, {court} gave out {serial} {around}"
    if ruled and ruled[0] and ruled[0] > at_the_latest and ruled[0].year == year:
        yield f"{_in_capitals(read)} is too early for a ruling pronounced {_said(ruled)}: {judging}."
    if public and public[1] and public[1] < given - _SERIAL_MARGIN and public[1].year >= year:
        yield f"{_in_capitals(read)} is too high for a ruling public {_said(public)}: {judging}."


def _given_out_around(serial: int, anchors: tuple[_Anchor, ...]) -> date:
    """The interpolated day of a serial; the day of the last anchor for every serial above it."""
    above = bisect_left(anchors, serial, lo=1, key=lambda anchor: anchor.number)
    if above == len(anchors):
        return anchors[-1].day
    (low, since), (high, until) = anchors[above - 1], anchors[above]
    return since + timedelta(days=(serial - low) * (until - since).days // (high - low))


# --- Case numbers ----------------------------------------------------------------------------------------------------

_ZAAKNUMMER_NEW = re.compile(r"NL ?(?P<yy>\d{2})\.(?P<serial>\d{1,5})", re.ASCII | re.IGNORECASE)
_ZAAKNUMMER_OLD = re.compile(
    r"(?P<register>AWB|SGR|UTR|HAA|ARN)[ -]*(?P<yy>\d{2})[ _/-]+(?P<serial>\d{1,6})", re.ASCII | re.IGNORECASE
)
_ZAAKNUMMER_ABRVS = re.compile(r"(?P<year>(?:19|20)\d{2})\d{5}/\d+/[A-Z]\d{1,2}", re.ASCII | re.IGNORECASE)
_EU_CASE = re.compile(r"(?P<court>[CT])-(?P<serial>\d{1,4})/(?P<yy>\d{2})(?P<urgent> ?PPU)?", re.ASCII | re.IGNORECASE)
_ECHR_APPLICATION = re.compile(r"(?P<serial>\d{1,6})/(?P<yy>\d{2})", re.ASCII)


def _write_zaaknummer(read: _Read) -> str:
    match read.re:
        case each if each is _ZAAKNUMMER_NEW:
            return f"NL{read['yy']}.{read['serial']}"
        case each if each is _ZAAKNUMMER_OLD:
            return f"{read['register'].upper()} {read['yy']}/{read['serial']}"
        case _:
            return _in_capitals(read)


def _write_eu_case(read: _Read) -> str:
    return f"{read['court'].upper()}-{read['serial']}/{read['yy']}{' PPU' if read['urgent'] else ''}"


def _zaaknummer_year(read: _Read, context: IdentifierContext) -> Iterator[str]:
    year = int(read["year"]) if read.re is _ZAAKNUMMER_ABRVS else _full_year(read["yy"])
    yield from _year_after_ruling(year, _write_zaaknummer(read), "a case is registered before it is decided", context)


def _zaaknummer_court(read: _Read, context: IdentifierContext) -> Iterator[str]:
    # Only these two forms say beyond doubt whose number it is.
    whose = {_ZAAKNUMMER_NEW: _DISTRICT_COURT, _ZAAKNUMMER_ABRVS: _COUNCIL_OF_STATE}
    yield from _another_court(_write_zaaknummer(read), whose.get(read.re, ""), context)


def _eu_case_year(read: _Read, context: IdentifierContext) -> Iterator[str]:
    year, why = _full_year(read["yy"]), "a case is brought before it is decided"
    yield from _year_after_ruling(year, _write_eu_case(read), why, context)
    yield from _another_court(_write_eu_case(read), _COURT_OF_JUSTICE, context)


def _echr_application_year(read: _Read, context: IdentifierContext) -> Iterator[str]:
    year, why = _full_year(read["yy"]), "an application is lodged before it is decided"
    yield from _year_after_ruling(year, read[0], why, context)


# --- Parliament ------------------------------------------------------------------------------------------------------

_KAMERSTUK_TEXT = re.compile(
    r"(?:Kamerstuk(?:ken)?(?: I{1,2})?(?: \d{4}[/-]\d{2,4},?)? )?"
    r"(?P<dossier>\d{2} ?\d{3})(?:[ -](?:\(?(?P<chapter>[IVXLC]+)|\(?R\d{4})\)?)?, nr\.? ?(?P<number>\d+|[A-Z]{1,3})",
    re.ASCII | re.IGNORECASE,
)
_KAMERSTUK_FILE = re.compile(
    r"kst-(?P<dossier>\d{5})(?:-(?P<chapter>[IVXLC]+))?-(?P<number>\d+|[A-Z]{1,3})(?:-(?P<version>n\d+))?",
    re.ASCII | re.IGNORECASE,
)
_RUN_TOGETHER = re.compile(r"kst[ -]?\d{6,}", re.ASCII | re.IGNORECASE)
_TK_DOCUMENT = re.compile(r"20\d{2}D\d{5}", re.ASCII | re.IGNORECASE)
_TK_ZAAK = re.compile(r"20\d{2}Z\d{5}", re.ASCII | re.IGNORECASE)
_PARLIAMENTARY_FILE = re.compile(r"(?P<kind>ah-tk|kv-tk|h-tk|h-ek)-(?P<rest>[0-9A-Z-]+)", re.ASCII | re.IGNORECASE)

_ASYLUM_DOSSIER: Final = "19637"
_ASYLUM_PAPERS: Final = tuple(
    _Anchor(number, date.fromisoformat(day))
    for number, day in (
        (1401, "2011-02-23"),
        (1404, "2011-03-15"),
        (1431, "2011-06-15"),
        (1674, "2013-06-04"),
        (2027, "2015-08-17"),
        (2305, "2017-02-22"),
        (2565, "2019-12-18"),
        (2637, "2020-06-30"),
        (2769, "2021-09-06"),
        (2804, "2021-12-14"),
        (2821, "2022-02-24"),
        (2909, "2022-06-29"),
        (2912, "2022-06-29"),
        (3018, "2022-12-13"),
        (3052, "2022-12-21"),
        (3074, "2023-02-22"),
        (3080, "2023-03-23"),
        (3118, "2023-06-08"),
        (3181, "2023-12-19"),
        (3182, "2023-12-19"),
        (3198, "2024-01-23"),
        (3211, "2024-03-05"),
        (3253, "2024-05-29"),
        (3268, "2024-06-27"),
        (3498, "2025-12-08"),
    )
)
# The anchors are days of letters. A number follows when the chamber registers the letter, not always in the order of
# signing: nr. 3211, of 5 March 2024, was registered that day and published on the 9th. Two weeks is generous.
_PAPER_SLACK: Final = timedelta(weeks=2)


def _write_parliamentary_file(read: _Read) -> str:
    return f"{read['kind'].lower()}-{read['rest'].upper()}"


def _kamerstuk_order(read: _Read, context: IdentifierContext) -> Iterator[str]:
    """Numbers in dossier 19 637 rise with the days of the letters."""
    paper = Kamerstuk._of(read)
    if paper.dossier != _ASYLUM_DOSSIER or paper.chapter or not paper.number.isdigit():
        return
    signed, public = _days(context.signed_on), _days(context.public_on)
    # Publication may follow long after, so it tells only that the number was there by then.
    days = signed or (public and (None, public[1]))
    said = f"signed {_said(signed)}" if signed else f"public {_said(public)}" if public else ""
    if days and (anchor := _out_of_order(int(paper.number), days, _ASYLUM_PAPERS, _PAPER_SLACK)):
        yield (
            f"Kamerstuk {paper.text_form()} is out of order for a letter {said}: "
            f"nr. {anchor.number} is of {anchor.day}, and numbers in this dossier rise."
        )


# --- Gazettes and amendment decisions --------------------------------------------------------------------------------

_STCRT_FILE = re.compile(r"stcrt-(?P<year>\d{4})-(?P<number>\d+)", re.ASCII | re.IGNORECASE)
_STCRT_TEXT = re.compile(
    r"(?:Stcrt\.?|Staatscourant) ?(?P<year>\d{4})[,-] ?(?:nr\.? ?)?(?P<number>\d+)", re.ASCII | re.IGNORECASE
)
_STB_FILE = re.compile(r"stb-(?P<year>\d{4})-(?P<number>\d+)", re.ASCII | re.IGNORECASE)
_STB_TEXT = re.compile(
    r"(?:Stb\.?|Staatsblad) ?(?P<year>\d{4})[,-] ?(?:nr\.? ?)?(?P<number>\d+)", re.ASCII | re.IGNORECASE
)
_WBV = re.compile(r"(?P<prefix>WBV ?)?(?P<year>20\d{2})/(?P<number>\d{1,3})", re.ASCII | re.IGNORECASE)

_LAST_YEAR_OF_BARE_WBV: Final = 2009
_WBV_OF_YEAR: Final[Mapping[int, tuple[_Anchor, ...]]] = {
    2018: (_Anchor(7, date(2018, 7, 31)),),
    2020: (_Anchor(9, date(2020, 4, 21)),),
    2023: (_Anchor(3, date(2023, 1, 26)),),
}
# Numbers rise within a year, but what is drafted first is not always signed first.
_WBV_SLACK: Final = timedelta(days=31)


def _gazette(series: str) -> Callable[[_Read], str]:
    return lambda read: f"{series}-{read['year']}-{_without_zeros(read['number'])}"


def _gazette_year(read: _Read, context: IdentifierContext) -> Iterator[str]:
    """The year is that of publication, so never before the year of signing."""
    series = "Stb." if read[0].lower().startswith(("stb", "staatsblad")) else "Stcrt."
    year, shown = int(read["year"]), f"{series} {read['year']}, nr. {_without_zeros(read['number'])}"
    signed, public = _days(context.signed_on), _days(context.public_on)
    if signed and _is_before(year, signed):
        yield f"{shown} is of {year}, but the act was signed {_said(signed)}, after that year."
    if public and (_is_before(year, public) or _is_after(year, public)):
        yield f"{shown} is of {year}, but was public {_said(public)}; its year is the year of publication."


def _write_wbv(read: _Read) -> str:
    return f"WBV {read['year']}/{_without_zeros(read['number'])}"


def _wbv_year(read: _Read, context: IdentifierContext) -> Iterator[str]:
    year, shown = int(read["year"]), _write_wbv(read)
    signed, public = _days(context.signed_on), _days(context.public_on)
    if signed and (_is_before(year, signed) or _is_after(year, signed)):
        yield f"{shown} is of {year}, but was signed {_said(signed)}; its year is the year of signing."
        return
    if not signed and public and _is_after(year, public):
        yield f"{shown} is of {year}, but was public {_said(public)}; its year is the year of signing."
        return
    anchors = _WBV_OF_YEAR.get(year, ())
    if signed and (anchor := _out_of_order(int(read["number"]), signed, anchors, _WBV_SLACK)):
        yield (
            f"{shown} is out of order, being signed {_said(signed)}: WBV {year}/{anchor.number} was signed on "
            f"{anchor.day}, and numbers rise within a year."
        )


# --- Consolidated texts and EU law -----------------------------------------------------------------------------------

_BWB = re.compile(r"BWB[RV]\d{7}", re.ASCII | re.IGNORECASE)
_TOESTAND = re.compile(
    r"https?://wetten\.overheid\.nl/id/(?P<bwb>BWB[RV]\d{7})/(?P<day>\d{4}-\d{2}-\d{2})/(?P<version>\d+)", re.ASCII
)
_JCI = re.compile(r"jci1\.3:[a-z]:BWB[RV]\d{7}(?P<locators>(?:&[a-z]+=[^&\s]+)*)", re.ASCII)
_CELEX = re.compile(
    r"(?:CELEX:? ?)?(?P<number>(?P<sector>[0-9CE])(?P<year>\d{4})[A-Z]{1,2}\d{4}(?:\(\d{2}\))?)",
    re.ASCII | re.IGNORECASE,
)
_ELI = re.compile(r"https?://(?P<rest>data\.europa\.eu/eli/[a-z_]+/(?P<year>\d{4})/\d+/[a-z]+)", re.ASCII)

_CASE_LAW: Final = "6"


def _write_toestand(read: _Read) -> str:
    return f"http://wetten.overheid.nl/id/{read['bwb']}/{read['day']}/{read['version']}"


def _toestand_fault(read: _Read) -> str:
    return "" if _calendar_day(read["day"]) else f"{read['day']} is no day of the calendar"


def _locators(read: _Read) -> list[tuple[str, str]]:
    pairs = (each.partition("=") for each in read["locators"].split("&") if each)
    return [(key, value) for key, _, value in pairs]


def _jci_fault(read: _Read) -> str:
    days = [(key, value) for key, value in _locators(read) if key in ("g", "z")]
    if len(days) != len(dict(days)):
        return "it gives g or z more than once"
    return next((f"{key}={value} is no day of the calendar" for key, value in days if not _calendar_day(value)), "")


def _jci_days(read: _Read, context: IdentifierContext) -> Iterator[str]:
    """`g` is the day whose text is cited (toestand), `z` the day on which that text was seen."""
    at = dict(_locators(read))
    valid, seen = _calendar_day(at.get("g", "")), _calendar_day(at.get("z", ""))
    if valid and seen and valid > seen:
        yield f"{_shown(read[0])} cites the text of g={valid} as seen on z={seen}: law cited before it can be seen."
    for key, value in _locators(read):
        if value.casefold() == "onbekend":
            yield f"{_shown(read[0])} has the locator {key}=onbekend (unknown), which points to no place in the text."


def _write_celex(read: _Read) -> str:
    return read["number"].upper()


def _celex_year(read: _Read, context: IdentifierContext) -> Iterator[str]:
    year, shown = int(read["year"]), f"CELEX {_write_celex(read)}"
    public = _days(context.public_on)
    if read["sector"] == _CASE_LAW:
        why = "the year in CELEX is the one in which the case was brought"
        yield from _year_after_ruling(year, shown, why, context)
    elif public and _is_after(year, public):
        yield f"{shown} is of {year}, but was public {_said(public)}."


def _write_eli(read: _Read) -> str:
    return f"http://{read['rest']}"


def _eli_year(read: _Read, context: IdentifierContext) -> Iterator[str]:
    public = _days(context.public_on)
    if public and _is_after(int(read["year"]), public):
        yield f"{_write_eli(read)} is of {read['year']}, but was public {_said(public)}."


# --- IND, ministries, evidence ---------------------------------------------------------------------------------------


def _ind_instruction(series: str, what: str, example: str) -> _Format:
    pattern = re.compile(rf"{series} ?(?P<year>\d{{4}})/(?P<number>\d{{1,3}})", re.ASCII | re.IGNORECASE)
    return _Format(
        what=what,
        example=example,
        patterns=(pattern,),
        write=lambda read: f"{series} {read['year']}/{_without_zeros(read['number'])}",
    )


_KENMERK = re.compile(r".+")
_UN_DOCUMENT = re.compile(r"[AES]/(?:\d{4}|RES)/?\S*\d(?: \(\d{4}\))?", re.ASCII)
_AMNESTY_INDEX = re.compile(r"[A-Z]{3} \d{2}/\d{3,5}/\d{4}", re.ASCII | re.IGNORECASE)


_FORMATS: Final[Mapping[IdentifierScheme, _Format]] = {
    IdentifierScheme.ECLI: _Format(
        what="an ECLI",
        example="ECLI:NL:RBDHA:2022:11478, five fields with the year in the fourth",
        patterns=(_ECLI,),
        write=_in_capitals,
        fault=_ecli_fault,
        checks=(_ecli_court, _ecli_year, _ecli_of_strasbourg, _ecli_ordinal),
    ),
    IdentifierScheme.ZAAKNUMMER: _Format(
        what="a case number in a form known here",
        example="NL22.5703 or AWB 15/65 (district courts) or 202400561/1/V2 (Raad van State)",
        patterns=(_ZAAKNUMMER_NEW, _ZAAKNUMMER_OLD, _ZAAKNUMMER_ABRVS),
        write=_write_zaaknummer,
        checks=(_zaaknummer_year, _zaaknummer_court),
    ),
    IdentifierScheme.EU_CASE: _Format(
        what="a case number of the EU courts",
        example="C-125/22",
        patterns=(_EU_CASE,),
        write=_write_eu_case,
        checks=(_eu_case_year,),
    ),
    IdentifierScheme.ECHR_APPLICATION: _Format(
        what="an application number of the European Court of Human Rights",
        example="10140/13",
        patterns=(_ECHR_APPLICATION,),
        checks=(_echr_application_year,),
    ),
    IdentifierScheme.KAMERSTUK: _Format(
        what="a Kamerstuk",
        example='"19 637, nr. 3211" or kst-19637-3211',
        patterns=(_KAMERSTUK_TEXT, _KAMERSTUK_FILE),
        write=lambda read: Kamerstuk._of(read).file_form(),
        checks=(_kamerstuk_order,),
    ),
    IdentifierScheme.TK_DOCUMENT: _Format(
        what="a document number of the Tweede Kamer",
        example="2024D08171",
        patterns=(_TK_DOCUMENT,),
        write=_in_capitals,
    ),
    IdentifierScheme.TK_ZAAK: _Format(
        what="a zaak number of the Tweede Kamer",
        example="2024Z03449",
        patterns=(_TK_ZAAK,),
        write=_in_capitals,
    ),
    IdentifierScheme.PARLIAMENTARY_FILE: _Format(
        what="a file of one of the chambers",
        example="ah-tk-20212022-1754 (or kv-tk-…, h-tk-…, h-ek-…)",
        patterns=(_PARLIAMENTARY_FILE,),
        write=_write_parliamentary_file,
    ),
    IdentifierScheme.STCRT: _Format(
        what="a number of the Staatscourant",
        example='"Stcrt. 2024, nr. 149" or stcrt-2024-149',
        patterns=(_STCRT_FILE, _STCRT_TEXT),
        write=_gazette("stcrt"),
        checks=(_gazette_year,),
    ),
    IdentifierScheme.STB: _Format(
        what="a number of the Staatsblad",
        example='"Stb. 2019, 143" or stb-2019-143',
        patterns=(_STB_FILE, _STB_TEXT),
        write=_gazette("stb"),
        checks=(_gazette_year,),
    ),
    IdentifierScheme.WBV: _Format(
        what="a WBV",
        example="WBV 2023/3",
        patterns=(_WBV,),
        write=_write_wbv,
        checks=(_wbv_year,),
    ),
    IdentifierScheme.BWB: _Format(
        what="a BWB id",
        example="BWBR0012288",
        patterns=(_BWB,),
        write=_in_capitals,
    ),
    IdentifierScheme.TOESTAND: _Format(
        what="a toestand URI",
        example="http://wetten.overheid.nl/id/BWBR0012288/2026-04-04/0",
        patterns=(_TOESTAND,),
        write=_write_toestand,
        fault=_toestand_fault,
    ),
    IdentifierScheme.JCI: _Format(
        what="a JCI 1.3 citation",
        example="jci1.3:c:BWBR0012288&z=2026-04-04&g=2026-04-04",
        patterns=(_JCI,),
        fault=_jci_fault,
        checks=(_jci_days,),
    ),
    IdentifierScheme.CELEX: _Format(
        what="a CELEX number",
        example="32011L0095: sector, year, type, number",
        patterns=(_CELEX,),
        write=_write_celex,
        checks=(_celex_year,),
    ),
    IdentifierScheme.ELI: _Format(
        what="a European Legislation Identifier",
        example="http://data.europa.eu/eli/reg/2024/1347/oj",
        patterns=(_ELI,),
        write=_write_eli,
        checks=(_eli_year,),
    ),
    IdentifierScheme.IB: _ind_instruction("IB", "an IND informatiebericht", "IB 2018/45"),
    IdentifierScheme.WI: _ind_instruction("WI", "an IND werkinstructie", "WI 2019/4"),
    IdentifierScheme.SUA: _ind_instruction("SUA", "an IND SUA", "SUA, a space, the year, a slash and the number"),
    IdentifierScheme.KENMERK: _Format(
        what="a kenmerk",
        example="as the document gives it, for instance 4333540",
        patterns=(_KENMERK,),
    ),
    IdentifierScheme.UN_DOCUMENT: _Format(
        what="a document symbol of the United Nations",
        example="S/2022/595",
        patterns=(_UN_DOCUMENT,),
    ),
    IdentifierScheme.AMNESTY_INDEX: _Format(
        what="an Amnesty International index number",
        example="AFR 01/1352/2020",
        patterns=(_AMNESTY_INDEX,),
        write=_in_capitals,
    ),
}
