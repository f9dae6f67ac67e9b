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
from typing import Any, Final, Literal, NamedTuple, Self
from unicodedata import normalize

from domain.dates import AFTER, BEFORE, LegalDate
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


Odd = Literal[
    # how it is written
    "malformed",
    "numbers-run-together",
    "several-in-one",
    "dutch-ecli-ending",
    "strasbourg-ecli-ending",
    "strasbourg-ecli-day",
    "no-day-of-the-calendar",
    "jci-day-twice",
    "jci-no-day-of-the-calendar",
    # rulings and cases
    "number-of-another-court",
    "number-after-ruling",
    "number-after-publication",
    "court-code-not-yet",
    "court-code-no-longer",
    "ecli-year-not-of-ruling",
    "ecli-year-after-publication",
    "strasbourg-ecli-of-another-day",
    "strasbourg-application-after-ruling",
    "ljn-after-2013",
    "ljn-for-later-ruling",
    "serial-before-2013",
    "serial-too-early",
    "serial-too-high",
    "serial-beyond-too-high",
    # parliament, gazettes, legislation
    "kamerstuk-order-signed",
    "kamerstuk-order-public",
    "gazette-year-before-signing",
    "gazette-year-not-of-publication",
    "wbv-year-not-of-signing",
    "wbv-year-after-publication",
    "wbv-order",
    "jci-cited-before-seen",
    "jci-place-unknown",
    "year-after-publication",
]
"""Each way in which an identifier can be odd; `cli/words/identifiers.py` has its sentence."""


@dataclass(frozen=True)
class Oddity:
    """What is odd about an identifier: `says` names the sentence, `facts` are the plain values that stand in it.

    Days among them are written as legal dates are.
    """

    says: Odd
    facts: Mapping[str, Any]


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


def identifier_findings(scheme: str, text: str, context: IdentifierContext = NO_CONTEXT) -> list[Oddity]:
    """What is odd about an identifier where it stands; empty when nothing is.

    A date that is not exact counts against an identifier only when no day it can be would fit.
    """
    known = scheme_named(scheme)
    if known is None:
        return []
    read = _read(known, text)
    if read is None:
        return [_malformed(known, text)]
    return [oddity for check in _FORMATS[known].checks for oddity in check(read, context)]


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
            raise Malformed(
                f'"{_shown(text)}" does not read as a Kamerstuk, or reads in more than one way; '
                'write "19 637, nr. 3211" or kst-19637-3211'
            )
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
_Check = Callable[[_Read, IdentifierContext], Iterable[Oddity]]


def _as_it_is(read: _Read) -> str:
    return read[0]


def _in_capitals(read: _Read) -> str:
    return read[0].upper()


def _without_fault(read: _Read) -> Oddity | None:
    return None


@dataclass(frozen=True, kw_only=True)
class _Format:
    """One scheme's rules: `fault` tells what is wrong with a text that fits a pattern, or nothing."""

    patterns: tuple[re.Pattern[str], ...]
    write: Callable[[_Read], str] = _as_it_is
    fault: Callable[[_Read], Oddity | None] = _without_fault
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


def _malformed(scheme: IdentifierScheme, text: str) -> Oddity:
    form, folded = _FORMATS[scheme], _folded(text)
    facts = {"scheme": str(scheme), "text": _shown(text)}
    for pattern in form.patterns:
        if (read := pattern.fullmatch(folded)) and (fault := form.fault(read)):
            return Oddity(fault.says, {**facts, **fault.facts})
    if scheme is IdentifierScheme.KAMERSTUK and _RUN_TOGETHER.fullmatch(folded):
        return Oddity("numbers-run-together", facts)
    parts = re.split(r" (?:en|and) |[,;] ?", folded)
    if len(parts) > 1 and all(is_well_formed(scheme, part) for part in parts):
        return Oddity("several-in-one", {**facts, "count": len(parts)})
    return Oddity("malformed", facts)


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


def _written(days: Days) -> str:
    earliest, latest = days
    first, last = earliest.toordinal() if earliest else BEFORE, latest.toordinal() if latest else AFTER
    return LegalDate.between(first, last).text


def _days(days: Days | None) -> Days | None:
    """The days, or None when they bound nothing."""
    return None if days is None or days == (None, None) else days


def _is_after(year: int, days: Days) -> bool:
    return days[1] is not None and year > days[1].year


def _is_before(year: int, days: Days) -> bool:
    return days[0] is not None and year < days[0].year


def _ruling_days(context: IdentifierContext) -> Days | None:
    return _days(context.pronounced_on) or _days(context.signed_on)


_NumberIs = Literal["registered", "brought", "lodged", "celex"]
"""What comes before the ruling: the case registered or brought, the application lodged; in CELEX it is the case."""


def _year_after_ruling(year: int, shown: str, because: _NumberIs, context: IdentifierContext) -> Iterator[Oddity]:
    """A number is given out before the ruling, and the ruling is there before it is public."""
    facts = {"number": shown, "year": year, "because": because}
    if (days := _ruling_days(context)) and _is_after(year, days):
        yield Oddity("number-after-ruling", {**facts, "days": _written(days)})
    elif (days := _days(context.public_on)) and _is_after(year, days):
        yield Oddity("number-after-publication", {**facts, "days": _written(days)})


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

_DISTRICT_COURT: Final = "district-court"
_COUNCIL_OF_STATE: Final = "raad-van-state"
_COURT_OF_JUSTICE: Final = "court-of-justice"
_HUMAN_RIGHTS_COURT: Final = "human-rights-court"

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


def _another_court(shown: str, kind: str, context: IdentifierContext) -> Iterator[Oddity]:
    named = _kind_of_court(context.court)
    if kind and named and kind != named:
        facts = {"number": shown, "court": kind, "said": _shown(context.court or "")}
        yield Oddity("number-of-another-court", facts)


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


def _ecli_fault(read: _Read) -> Oddity | None:
    ordinal = read["ordinal"]
    match read["country"].upper(), read["court"].upper():
        case "NL", _ if not (ordinal.isdigit() or _LJN.fullmatch(ordinal)):
            return Oddity("dutch-ecli-ending", {})
        case "CE", "ECHR":
            coded = _CE_ORDINAL.fullmatch(ordinal)
            if coded is None:
                return Oddity("strasbourg-ecli-ending", {})
            if _coded_day(read, coded) is None:
                return Oddity("strasbourg-ecli-day", {"day": coded["day"], "year": read["year"]})
    return None


def _coded_day(read: _Read, coded: _Read) -> date | None:
    return _calendar_day(f"{read['year']}-{coded['day'][:2]}-{coded['day'][2:]}")


def _ecli_court(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    shown, year = _in_capitals(read), int(read["year"])
    yield from _another_court(shown, _court_of_ecli(read), context)
    if read["country"].upper() != "NL":
        return
    court = read["court"].upper()
    facts = {"number": shown, "code": court, "year": year}
    if year < _FIRST_YEAR.get(court, year):
        yield Oddity("court-code-not-yet", {**facts, "first": _FIRST_YEAR[court]})
    if year > _LAST_YEAR.get(court, year):
        yield Oddity("court-code-no-longer", {**facts, "last": _LAST_YEAR[court]})


def _ecli_year(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    shown, year = _in_capitals(read), int(read["year"])
    days = _ruling_days(context)
    if days and (_is_after(year, days) or _is_before(year, days)):
        yield Oddity("ecli-year-not-of-ruling", {"number": shown, "year": year, "days": _written(days)})
    elif (days := _days(context.public_on)) and _is_after(year, days):
        yield Oddity("ecli-year-after-publication", {"number": shown, "year": year, "days": _written(days)})


def _ecli_of_strasbourg(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    if (read["country"].upper(), read["court"].upper()) != ("CE", "ECHR"):
        return
    coded = _CE_ORDINAL.fullmatch(read["ordinal"])
    day = coded and _coded_day(read, coded)
    if coded is None or day is None:
        return
    shown, days = _in_capitals(read), _ruling_days(context)
    if days and int(read["year"]) in _years(days) and not _may_be(day, days):
        facts = {"number": shown, "day": day.isoformat(), "days": _written(days)}
        yield Oddity("strasbourg-ecli-of-another-day", facts)
    if (applied := _full_year(coded["year"])) > int(read["year"]):
        application = f"{int(coded['number'])}/{coded['year']}"
        yield Oddity(
            "strasbourg-application-after-ruling", {"number": shown, "application": application, "year": applied}
        )


def _years(days: Days) -> range:
    earliest, latest = days
    return range(earliest.year if earliest else date.min.year, (latest.year if latest else date.max.year) + 1)


def _may_be(day: date, days: Days) -> bool:
    return (days[0] is None or days[0] <= day) and (days[1] is None or day <= days[1])


def _ecli_ordinal(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    """Dutch ordinals: an LJN before mid-2013, a serial that rises with publication since."""
    if read["country"].upper() != "NL":
        return
    shown, year = _in_capitals(read), int(read["year"])
    ruled, public = _ruling_days(context), _days(context.public_on)
    if _LJN.fullmatch(read["ordinal"]):
        if year > _LAST_LJN_RULING.year or (ruled and ruled[0] and ruled[0] > _LAST_LJN_RULING):
            if ruled is None:
                yield Oddity("ljn-after-2013", {"number": shown, "year": year})
            else:
                yield Oddity("ljn-for-later-ruling", {"number": shown, "days": _written(ruled)})
        return
    if public and public[1] and public[1] < _FIRST_SERIAL_PUBLISHED:
        yield Oddity("serial-before-2013", {"number": shown, "days": _written(public)})
    yield from _serial_for_its_day(read, ruled, public)


def _serial_for_its_day(read: _Read, ruled: Days | None, public: Days | None) -> Iterator[Oddity]:
    """Serials rise with publication: a number may be late for its ruling, never early, nor ahead of its publication."""
    court, year, serial = read["court"].upper(), int(read["year"]), int(read["ordinal"])
    anchors = _SERIALS.get((court, year))
    if anchors is None:
        return
    given, last = _given_out_around(serial, anchors), anchors[-1]
    at_the_latest = min(given + _SERIAL_MARGIN, last.day) if serial <= last.number else date.max
    facts = {
        "number": _in_capitals(read),
        "code": court,
        "serial": serial,
        "given": given.isoformat(),
        "known": [{"serial": anchor.number, "day": anchor.day.isoformat()} for anchor in anchors if anchor.number],
    }
    if ruled and ruled[0] and ruled[0] > at_the_latest and ruled[0].year == year:
        yield Oddity("serial-too-early", {**facts, "days": _written(ruled)})
    if public and public[1] and public[1] < given - _SERIAL_MARGIN and public[1].year >= year:
        beyond = serial > last.number
        yield Oddity("serial-beyond-too-high" if beyond else "serial-too-high", {**facts, "days": _written(public)})


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


def _zaaknummer_year(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    year = int(read["year"]) if read.re is _ZAAKNUMMER_ABRVS else _full_year(read["yy"])
    yield from _year_after_ruling(year, _write_zaaknummer(read), "registered", context)


def _zaaknummer_court(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    # Only these two forms say beyond doubt whose number it is.
    whose = {_ZAAKNUMMER_NEW: _DISTRICT_COURT, _ZAAKNUMMER_ABRVS: _COUNCIL_OF_STATE}
    yield from _another_court(_write_zaaknummer(read), whose.get(read.re, ""), context)


def _eu_case_year(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    year = _full_year(read["yy"])
    yield from _year_after_ruling(year, _write_eu_case(read), "brought", context)
    yield from _another_court(_write_eu_case(read), _COURT_OF_JUSTICE, context)


def _echr_application_year(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    year = _full_year(read["yy"])
    yield from _year_after_ruling(year, read[0], "lodged", context)


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


def _kamerstuk_order(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    """Numbers in dossier 19 637 rise with the days of the letters."""
    paper = Kamerstuk._of(read)
    if paper.dossier != _ASYLUM_DOSSIER or paper.chapter or not paper.number.isdigit():
        return
    signed, public = _days(context.signed_on), _days(context.public_on)
    # Publication may follow long after, so it tells only that the number was there by then.
    days = signed or (public and (None, public[1]))
    told = signed or public
    if days and told and (anchor := _out_of_order(int(paper.number), days, _ASYLUM_PAPERS, _PAPER_SLACK)):
        says: Odd = "kamerstuk-order-signed" if signed else "kamerstuk-order-public"
        other, day = anchor.number, anchor.day.isoformat()
        yield Oddity(says, {"number": paper.text_form(), "days": _written(told), "other": other, "day": day})


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


def _gazette_year(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    """The year is that of publication, so never before the year of signing."""
    series = "Stb." if read[0].lower().startswith(("stb", "staatsblad")) else "Stcrt."
    year, shown = int(read["year"]), f"{series} {read['year']}, nr. {_without_zeros(read['number'])}"
    signed, public = _days(context.signed_on), _days(context.public_on)
    if signed and _is_before(year, signed):
        yield Oddity("gazette-year-before-signing", {"number": shown, "year": year, "days": _written(signed)})
    if public and (_is_before(year, public) or _is_after(year, public)):
        yield Oddity("gazette-year-not-of-publication", {"number": shown, "year": year, "days": _written(public)})


def _write_wbv(read: _Read) -> str:
    return f"WBV {read['year']}/{_without_zeros(read['number'])}"


def _wbv_year(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    year, shown = int(read["year"]), _write_wbv(read)
    signed, public = _days(context.signed_on), _days(context.public_on)
    if signed and (_is_before(year, signed) or _is_after(year, signed)):
        yield Oddity("wbv-year-not-of-signing", {"number": shown, "year": year, "days": _written(signed)})
        return
    if not signed and public and _is_after(year, public):
        yield Oddity("wbv-year-after-publication", {"number": shown, "year": year, "days": _written(public)})
        return
    anchors = _WBV_OF_YEAR.get(year, ())
    if signed and (anchor := _out_of_order(int(read["number"]), signed, anchors, _WBV_SLACK)):
        facts = {"number": shown, "other": f"WBV {year}/{anchor.number}", "day": anchor.day.isoformat()}
        yield Oddity("wbv-order", {**facts, "days": _written(signed)})


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


def _toestand_fault(read: _Read) -> Oddity | None:
    return None if _calendar_day(read["day"]) else Oddity("no-day-of-the-calendar", {"day": read["day"]})


def _locators(read: _Read) -> list[tuple[str, str]]:
    pairs = (each.partition("=") for each in read["locators"].split("&") if each)
    return [(key, value) for key, _, value in pairs]


def _jci_fault(read: _Read) -> Oddity | None:
    days = [(key, value) for key, value in _locators(read) if key in ("g", "z")]
    if len(days) != len(dict(days)):
        return Oddity("jci-day-twice", {})
    wrong = (f"{key}={value}" for key, value in days if not _calendar_day(value))
    return next((Oddity("jci-no-day-of-the-calendar", {"locator": each}) for each in wrong), None)


def _jci_days(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    """`g` is the day whose text is cited (toestand), `z` the day on which that text was seen."""
    at = dict(_locators(read))
    valid, seen = _calendar_day(at.get("g", "")), _calendar_day(at.get("z", ""))
    if valid and seen and valid > seen:
        facts = {"number": _shown(read[0]), "valid": valid.isoformat(), "seen": seen.isoformat()}
        yield Oddity("jci-cited-before-seen", facts)
    for key, value in _locators(read):
        if value.casefold() == "onbekend":
            yield Oddity("jci-place-unknown", {"number": _shown(read[0]), "locator": key})


def _write_celex(read: _Read) -> str:
    return read["number"].upper()


def _celex_year(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    year, shown = int(read["year"]), f"CELEX {_write_celex(read)}"
    public = _days(context.public_on)
    if read["sector"] == _CASE_LAW:
        yield from _year_after_ruling(year, shown, "celex", context)
    elif public and _is_after(year, public):
        yield Oddity("year-after-publication", {"number": shown, "year": year, "days": _written(public)})


def _write_eli(read: _Read) -> str:
    return f"http://{read['rest']}"


def _eli_year(read: _Read, context: IdentifierContext) -> Iterator[Oddity]:
    public = _days(context.public_on)
    if public and _is_after(int(read["year"]), public):
        facts = {"number": _write_eli(read), "year": int(read["year"]), "days": _written(public)}
        yield Oddity("year-after-publication", facts)


# --- IND, ministries, evidence ---------------------------------------------------------------------------------------


def _ind_instruction(series: str) -> _Format:
    pattern = re.compile(rf"{series} ?(?P<year>\d{{4}})/(?P<number>\d{{1,3}})", re.ASCII | re.IGNORECASE)
    return _Format(
        patterns=(pattern,),
        write=lambda read: f"{series} {read['year']}/{_without_zeros(read['number'])}",
    )


_KENMERK = re.compile(r".+")
_UN_DOCUMENT = re.compile(r"[AES]/(?:\d{4}|RES)/?\S*\d(?: \(\d{4}\))?", re.ASCII)
_AMNESTY_INDEX = re.compile(r"[A-Z]{3} \d{2}/\d{3,5}/\d{4}", re.ASCII | re.IGNORECASE)


_FORMATS: Final[Mapping[IdentifierScheme, _Format]] = {
    IdentifierScheme.ECLI: _Format(
        patterns=(_ECLI,),
        write=_in_capitals,
        fault=_ecli_fault,
        checks=(_ecli_court, _ecli_year, _ecli_of_strasbourg, _ecli_ordinal),
    ),
    IdentifierScheme.ZAAKNUMMER: _Format(
        patterns=(_ZAAKNUMMER_NEW, _ZAAKNUMMER_OLD, _ZAAKNUMMER_ABRVS),
        write=_write_zaaknummer,
        checks=(_zaaknummer_year, _zaaknummer_court),
    ),
    IdentifierScheme.EU_CASE: _Format(
        patterns=(_EU_CASE,),
        write=_write_eu_case,
        checks=(_eu_case_year,),
    ),
    IdentifierScheme.ECHR_APPLICATION: _Format(
        patterns=(_ECHR_APPLICATION,),
        checks=(_echr_application_year,),
    ),
    IdentifierScheme.KAMERSTUK: _Format(
        patterns=(_KAMERSTUK_TEXT, _KAMERSTUK_FILE),
        write=lambda read: Kamerstuk._of(read).file_form(),
        checks=(_kamerstuk_order,),
    ),
    IdentifierScheme.TK_DOCUMENT: _Format(
        patterns=(_TK_DOCUMENT,),
        write=_in_capitals,
    ),
    IdentifierScheme.TK_ZAAK: _Format(
        patterns=(_TK_ZAAK,),
        write=_in_capitals,
    ),
    IdentifierScheme.PARLIAMENTARY_FILE: _Format(
        patterns=(_PARLIAMENTARY_FILE,),
        write=_write_parliamentary_file,
    ),
    IdentifierScheme.STCRT: _Format(
        patterns=(_STCRT_FILE, _STCRT_TEXT),
        write=_gazette("stcrt"),
        checks=(_gazette_year,),
    ),
    IdentifierScheme.STB: _Format(
        patterns=(_STB_FILE, _STB_TEXT),
        write=_gazette("stb"),
        checks=(_gazette_year,),
    ),
    IdentifierScheme.WBV: _Format(
        patterns=(_WBV,),
        write=_write_wbv,
        checks=(_wbv_year,),
    ),
    IdentifierScheme.BWB: _Format(
        patterns=(_BWB,),
        write=_in_capitals,
    ),
    IdentifierScheme.TOESTAND: _Format(
        patterns=(_TOESTAND,),
        write=_write_toestand,
        fault=_toestand_fault,
    ),
    IdentifierScheme.JCI: _Format(
        patterns=(_JCI,),
        fault=_jci_fault,
        checks=(_jci_days,),
    ),
    IdentifierScheme.CELEX: _Format(
        patterns=(_CELEX,),
        write=_write_celex,
        checks=(_celex_year,),
    ),
    IdentifierScheme.ELI: _Format(
        patterns=(_ELI,),
        write=_write_eli,
        checks=(_eli_year,),
    ),
    IdentifierScheme.IB: _ind_instruction("IB"),
    IdentifierScheme.WI: _ind_instruction("WI"),
    IdentifierScheme.SUA: _ind_instruction("SUA"),
    IdentifierScheme.KENMERK: _Format(
        patterns=(_KENMERK,),
    ),
    IdentifierScheme.UN_DOCUMENT: _Format(
        patterns=(_UN_DOCUMENT,),
    ),
    IdentifierScheme.AMNESTY_INDEX: _Format(
        patterns=(_AMNESTY_INDEX,),
        write=_in_capitals,
    ),
}
