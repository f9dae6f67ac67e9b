"""Areas: regions with an ISO 3166-2 code, and parts of a region that have none.

Which codes exist is not known here: the register of an edition changes, and a record made under an older or a newer one
must stay readable. Codes are checked against a register where entries come in (`infrastructure/gazetteer.py`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from domain.errors import Malformed
from domain.wording import shown

Answer = Literal["yes", "no", "uncertain"]

COUNTRY_CODE = re.compile(r"[A-Z]{2}")
AREA_CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


@dataclass(frozen=True, order=True)
class Area:
    """A region by its ISO 3166-2 `code`, or, where there is none, a named part `within` a coded region."""

    code: str = ""
    name: str = ""
    within: str = ""

    @classmethod
    def of(cls, value: object) -> "Area":
        """Read `ML-7`, or `{name: Gourma, within: ML-7, part: true}`.

        Raises:
            Malformed: if it is neither.
        """
        if isinstance(value, str) and (coded := _coded(value)):
            return coded
        if isinstance(value, dict) and set(value) <= {"name", "within", "part"} and value.get("part") is True:
            name, within = value.get("name"), value.get("within")
            if isinstance(name, str) and name.strip() and isinstance(within, str) and AREA_CODE.fullmatch(within):
                return cls(name=name, within=within)
        raise Malformed(
            f"{shown(value)} is not an area; write an ISO 3166-2 code (ML-7), the region's name, "
            "or {name: ..., within: CODE, part: true} for a part that has no code"
        )

    def plain(self) -> str | dict[str, object]:
        """As it is written in an entry."""
        return self.code or {"name": self.name, "within": self.within, "part": True}

    @property
    def id(self) -> str:
        """One line for sorting and for reading: `ML-7`, or `Gourma (part of ML-7)`."""
        return self.code or f"{self.name} (part of {self.within})"


@lru_cache(maxsize=10_000)
def _coded(text: str) -> Area | None:
    """The region of a code; read for every act and case there is, and only so many."""
    return Area(code=text) if AREA_CODE.fullmatch(text) else None


@dataclass(frozen=True)
class Place:
    """An area somebody asks about, with the codes that lie `around` it and `inside` it in the register used."""

    area: Area
    around: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()

    @property
    def code(self) -> str:
        return self.area.code or self.area.within


def covers(areas: Iterable[Area], except_areas: Iterable[Area], place: Place) -> Answer:
    """Does a rule for these areas cover the place? No areas is the whole country.

    An area without a code covers only itself by name; for the rest of the region it lies in the answer is uncertain.
    """
    stated = tuple(areas)
    held = _any(stated, place) if stated else "yes"
    excluded = _any(except_areas, place)
    if held == "no" or excluded == "yes":
        return "no"
    return "yes" if held == "yes" and excluded == "no" else "uncertain"


def _any(areas: Iterable[Area], place: Place) -> Answer:
    found: Answer = "no"
    for each in areas:
        holds = _holds(each, place)
        if holds == "yes":
            return holds
        if holds == "uncertain":
            found = holds
    return found


def _holds(stated: Area, place: Place) -> Answer:
    asked = place.area
    if stated.code:
        if stated.code == place.code or stated.code in place.around:
            return "yes"
        return "uncertain" if stated.code in place.inside and asked.code else "no"
    if asked.name and asked.within == stated.within and asked.name.casefold() == stated.name.casefold():
        return "yes"
    return "uncertain" if stated.within == place.code or stated.within in place.inside else "no"
