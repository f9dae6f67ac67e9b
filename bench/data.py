"""A made-up history of country policy, the same for the same seed on every machine.

Shape, per country (`Shape` says how many of each):

* *Groups* of five elements, as one letter to parliament settles several at once. Each group lives through rounds spread
  over 2002-2025; a round is a letter that announces and, two to seven weeks later, a publication in the gazette that
  makes it formal, so an act of a group's element comes in two standings. Groups differ in how many rounds they live
  through: at most two in five more or fewer than the average.
* The first round states the element. Later ones restate it (45 %), extend it (35 %) or withdraw it (20 %, and then the
  next one states it again). One in two acts that state an element names an end, a year or two later.
* Letters become public up to four weeks after they are signed; gazette acts often work back to the letter.
* One date in 25 is uncertain (one of two days, or a month). One act in 40 is corrected months later, one in 40 disputed
  by a rival date, one element in 100 annulled by a ruling. Every act cites its source with a place and a quote.

Countries and the codes of regions are those of ISO 3166; nothing else in here is true of anybody.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import pycountry

from domain.dates import Point, RecordedBy
from domain.events import EVENT_OF_KIND
from infrastructure.chronicle import Draft

GROUP = 5
FIRST_DAY = date(2002, 1, 7)
LAST_DAY = date(2025, 6, 30)
ROUND = 90
"""Days from a letter to the next one of its group, at least: its gazette acts are public by then."""

_KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("article-15c", {"violence": {"scheme": "nl-graded", "level": "highest"}, "scope_test": "either"}),
    ("internal-protection-alternative", {"condition": "only-article-15c", "individual_test": "C2/3.4"}),
    ("risk-profile", {"groups": ["journalisten"], "conditions": ["geringe indicaties volstaan"]}),
    ("group-persecution", {"groups": ["leden van de oppositie"], "conditions": ["lidmaatschap"]}),
    ("vulnerable-minority", {"groups": ["etnische minderheid"], "conditions": ["beperkte individuele indicaties"]}),
    ("authority-protection", {"available": "partly", "for_whom": "wie niet onder een risicogroep valt"}),
    ("minor-reception", {"reception": "rebuttable"}),
    ("decision-moratorium", {"ground": "art. 43, onder a, Vw 2000", "exceptions": ["artikel 1F", "Dublin"]}),
    ("exclusion-category", {"organisation": "veiligheidsdienst", "rank": "officier", "period": "1978-1996"}),
    ("particulars", {"text": "Documenten uit dit land worden onderzocht voordat daaraan gevolgen worden verbonden."}),
)
_QUOTES = (
    "heb ik besloten dat in de hierna genoemde gebieden sprake is van een uitzonderlijke situatie",
    "neem ik aan dat personen die tot deze groep behoren bij terugkeer een reëel risico lopen",
    "is het uitgangspunt dat de autoriteiten geen bescherming bieden, tenzij daarvoor aanknopingspunten zijn",
    "wordt in beginsel aangenomen dat elders in het land een beschermingsalternatief aanwezig is",
)


@dataclass(frozen=True)
class Shape:
    """How much: `acts` is the average number of acts of one element, an even number; `elements` a multiple of ten."""

    countries: int
    elements: int
    acts: int

    def __post_init__(self) -> None:
        if self.acts < 2 or self.acts % 2 or self.elements % (2 * GROUP) or not 1 <= self.countries <= 249:
            raise ValueError("acts must be even, elements a multiple of ten, countries between 1 and 249")

    @property
    def all_acts(self) -> int:
        """How many acts state, extend or withdraw an element; what else is recorded comes on top."""
        return self.countries * self.elements * self.acts

    def __str__(self) -> str:
        countries_ = "1 country" if self.countries == 1 else f"{self.countries} countries"
        return f"{self.all_acts:,} acts: {countries_} x {self.elements} elements x {self.acts} acts on average"


class Ask(NamedTuple):
    """One question about one element, or about its whole country."""

    element: str
    point: Point

    @property
    def country(self) -> str:
        return self.element[:2]


def countries(count: int) -> tuple[str, ...]:
    """The first `count` countries, those with regions first."""
    codes = sorted(each.alpha_2 for each in pycountry.countries)
    return tuple(sorted(codes, key=lambda code: (not regions(code), code))[:count])


def elements(shape: Shape, country: str) -> tuple[str, ...]:
    return tuple(f"{country}/{_KINDS[n % len(_KINDS)][0]}/{n}" for n in range(shape.elements))


def drafts(shape: Shape, seed: int) -> list[Draft]:
    """Every entry of the history, in the order in which a keeper would have recorded it. A country's entries do not
    depend on how many other countries there are."""
    dated = [each for country in countries(shape.countries) for each in _Country(shape, country, seed).entries()]
    dated.sort(key=lambda each: each[:3])
    return [draft for *_, draft in dated]


def asks(shape: Shape, seed: int, count: int, head: int) -> list[Ask]:
    """Questions about random elements on random days: half of them as public by then or later, half of them as
    recorded by some position of the last four fifths of the ledger."""
    rng = random.Random(f"asks {seed}")
    codes = countries(shape.countries)
    made = []
    for _ in range(count):
        country = rng.choice(codes)
        on = date(2003, 1, 1) + timedelta(days=rng.randrange(365 * 23))
        public_by = on + timedelta(days=rng.choice((0, 0, 30, 365))) if rng.random() < 0.5 else None
        recorded_by = RecordedBy.parse(f"@{rng.randint(head // 5 + 1, head)}") if rng.random() < 0.5 else None
        made.append(Ask(rng.choice(elements(shape, country)), Point(on, public_by, recorded_by)))
    return made


@cache
def regions(country: str) -> tuple[str, ...]:
    return tuple(sorted(each.code for each in pycountry.subdivisions if each.country_code == country))


class _Country:
    """One country's entries while they are drawn: (day recorded, country, number within the country, draft)."""

    def __init__(self, shape: Shape, country: str, seed: int) -> None:
        self.shape = shape
        self.country = country
        self.slug = country.lower()
        self.rng = random.Random(f"{seed} {country}")
        self.regions = regions(country)
        self.elements = elements(shape, country)
        self.found: list[tuple[date, str, int, Draft]] = []
        self.days = (LAST_DAY - FIRST_DAY).days

    def entries(self) -> Iterator[tuple[date, str, int, Draft]]:
        groups = len(self.elements) // GROUP
        average = self.shape.acts // 2
        spread = 2 * average // 5
        for number in range(groups):
            if number % 2 == 0:
                more = self.rng.randint(-spread, spread)
            rounds = average + (more if number % 2 == 0 else -more)
            self._live(number, self.elements[number * GROUP : (number + 1) * GROUP], rounds)
        yield from self.found

    def _add(self, day: date, event: str, fields: dict[str, Any]) -> str:
        number = len(self.found)
        key = f"{self.slug}/{number}"
        self.found.append((day, self.country, number, Draft(key, event, fields)))
        return key

    def _live(self, number: int, elements_: tuple[str, ...], rounds: int) -> None:
        """All rounds of one group."""
        days = sorted(self.rng.randrange(self.days) for _ in range(rounds))
        for turn in range(1, rounds):
            days[turn] = max(days[turn], days[turn - 1] + ROUND)
        stated = dict.fromkeys(elements_, False)
        for turn, offset in enumerate(days):
            signed = FIRST_DAY + timedelta(days=offset)
            letter, known = self._source("letter-to-parliament", f"{number}-{turn}-brief", signed)
            decision = {each: self._decision(each, stated, signed) for each in elements_}
            for element in elements_:
                self._act(element, "announced", signed, letter, known, decision[element])
            formal = known + timedelta(days=self.rng.randint(14, 49))
            gazette, known = self._source("gazette", f"{number}-{turn}-besluit", formal)
            for element in elements_:
                key = self._act(element, "published", formal, gazette, known, decision[element])
                self._aftermath(key, element, decision[element], letter, known)

    def _source(self, kind: str, name: str, signed: date) -> tuple[str, date]:
        public = signed + timedelta(days=self.rng.choice((0, 0, 1, 3, 10, 28)) if kind != "gazette" else 0)
        slug = f"{self.slug}-{name}"
        fields = {
            "source": slug,
            "kind": kind,
            "title": f"Landgebonden asielbeleid {self.country}: {name}",
            "signed_on": signed.isoformat(),
            "public_on": public.isoformat(),
        }
        self._add(public, "source.registered", fields)
        return slug, public

    def _decision(self, element: str, stated: dict[str, bool], signed: date) -> tuple[str, dict[str, Any]]:
        """The event of a round and what it says, the same in the letter and in the gazette."""
        drawn = self.rng.random()
        if stated[element] and drawn < 0.35:
            return "policy.element-extended", {"until": self._later(signed).isoformat()}
        if stated[element] and drawn < 0.55:
            stated[element] = False
            return "policy.element-withdrawn", {"from": self._date(signed + timedelta(days=self.rng.randint(0, 60)))}
        stated[element] = True
        kind = element.split("/")[1]
        says: dict[str, Any] = dict(dict(_KINDS)[kind])
        says["from"] = self._date(signed + timedelta(days=self.rng.choice((0, 0, 1, 7))))
        if self.rng.random() < 0.5:
            says["until"] = self._later(signed).isoformat()
        if self.regions and self.rng.random() < 0.6:
            says["areas"] = sorted(self.rng.sample(self.regions, min(3, len(self.regions))))
        if self.rng.random() < 0.5:
            says["presumption"] = {"strength": "in beginsel", "phrase": "in beginsel"}
        return EVENT_OF_KIND[kind], says

    def _act(
        self,
        element: str,
        standing: str,
        signed: date,
        source: str,
        known: date,
        decision: tuple[str, dict[str, Any]],
    ) -> str:
        event, says = decision
        cite = {"source": source, "at": f"alinea {self.rng.randint(1, 40)}", "quote": self.rng.choice(_QUOTES)}
        fields = {
            "country": self.country,
            "element": element.partition("/")[2],
            "standing": standing,
            "signed_on": signed.isoformat(),
            **says,
            "cites": [cite],
        }
        return self._add(known, event, fields)

    def _aftermath(
        self, key: str, element: str, decision: tuple[str, dict[str, Any]], letter: str, known: date
    ) -> None:
        """What comes later about a gazette act: one in 20 is corrected or disputed, so one act in 40; one element in
        100 is annulled in one of its rounds."""
        drawn = self.rng.random()
        later = known + timedelta(days=self.rng.randint(30, 300))
        _, says = decision
        annulled = self.rng.random() < 0.02 / self.shape.acts
        if drawn < 0.05:
            content = {name: value for name, value in self.found[-1][3].fields.items() if name != "cites"}
            content = {**content, "note": "rectificatie", "cites": self.found[-1][3].fields["cites"]}
            about = {"entry": key, "content": content, "reason": "verkeerd overgenomen", "public_on": known.isoformat()}
            self._add(later, "entry.corrected", about)
        elif drawn < 0.10 and "from" in says and len(str(says["from"])) == 10:
            rival = (date.fromisoformat(str(says["from"])) + timedelta(days=1)).isoformat()
            cites = [{"source": letter, "at": "voetnoot", "quote": "met ingang van een dag later"}]
            self._add(later, "entry.disputed", {"entry": key, "field": "from", "value": rival, "cites": cites})
        if annulled:
            slug = f"{self.slug}-uitspraak-{len(self.found)}"
            holding = {
                "country": self.country,
                "element": element.partition("/")[2],
                "outcome": "annulled",
                "text": "onvoldoende gemotiveerd; het besluit wordt in zoverre vernietigd",
            }
            ruling = {
                "ruling": slug,
                "court": "Afdeling bestuursrechtspraak van de Raad van State",
                "pronounced_on": later.isoformat(),
                "public_on": later.isoformat(),
                "holdings": [holding],
            }
            self._add(later, "ruling.recorded", ruling)
            about = {"country": self.country, "element": element.partition("/")[2], "ruling": slug, "effect": "ex-tunc"}
            self._add(later, "policy.element-annulled", about)

    def _date(self, day: date) -> str:
        """Exact, but one in 25 uncertain."""
        drawn = self.rng.random()
        if drawn < 0.02:
            return f"[{day.isoformat()},{(day + timedelta(days=1)).isoformat()}]"
        return day.isoformat()[:7] if drawn < 0.04 else day.isoformat()

    def _later(self, day: date) -> date:
        return day + timedelta(days=self.rng.choice((183, 365, 730)) + 90)
