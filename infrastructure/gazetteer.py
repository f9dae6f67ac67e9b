"""The register of countries and regions: ISO 3166 by pycountry, names in Dutch by babel.

Region sets change: regions are split, renamed and abolished. The register is asked only where something comes in or is
asked for; what was recorded under the code of a newer register stays readable, under its code. A code that a release
has known once is known for ever, by `data/regions.tsv`: an old ledger can be exported, imported and asked about.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from domain.errors import Malformed, NotFound
from domain.places import AREA_CODE, COUNTRY_CODE, Area, Place


def _register() -> tuple[Any, Any]:
    import pycountry  # read where it is needed: it is slow to load

    return pycountry.countries, pycountry.subdivisions


_SEVERAL: Final = {"congo": ("CD", "CG"), "korea": ("KP", "KR")}
"""Names that people use for more than one country, though the register may give them to one of these."""


@cache
def country_name(code: str, lang: str = "en") -> str:
    """The name of a country, in English or Dutch; the code itself where the register does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale(lang).territories.get(code)
    except UnknownLocaleError:
        name = None
    countries, _ = _register()
    known = countries.get(alpha_2=code)
    return str(name or (known.name if known else code))


def country_code(text: str) -> str:
    """The ISO 3166-1 code of a country given by code or by its English or Dutch name.

    Raises:
        NotFound: if the register knows no such country.
    """
    countries, _ = _register()
    written = text.strip()
    if COUNTRY_CODE.fullmatch(written.upper()) and countries.get(alpha_2=written.upper()):
        return written.upper()
    wanted = _folded(written)
    if wanted in _SEVERAL:
        several = " or ".join(f"{code} ({country_name(code)})" for code in _SEVERAL[wanted])
        raise NotFound(f"{text!r} is what several countries are called; give the code: {several}")
    found = {each.alpha_2 for each in countries if wanted in _names_of_country(each)}
    if len(found) == 1:
        return str(found.pop())
    raise NotFound(f"there is no country {text!r}; give its ISO 3166-1 code, such as ML, or its name")


def _names_of_country(country: Any) -> set[str]:
    names = {country.name, getattr(country, "common_name", ""), country_name(country.alpha_2, "nl")}
    names.add(country_name(country.alpha_2, "en"))
    return {_folded(name) for name in names if name}


@cache
def area_name(code: str) -> str:
    """The name of a region; the code itself where the register does not know it."""
    _, subdivisions = _register()
    known = subdivisions.get(code=code)
    return str(known.name) if known else _regions_ever().get(code, code)


@cache
def _regions_ever() -> dict[str, str]:
    """Every region code that a release has known, with its name; codes are added to it, never removed."""
    from pathlib import Path

    lines = (Path(__file__).parent / "data" / "regions.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def is_area(code: str) -> bool:
    _, subdivisions = _register()
    return subdivisions.get(code=code) is not None or code in _regions_ever()


def area(text: object, country: str) -> Area:
    """The area that a code, a region's name or `{name, within, part: true}` stands for, within a country.

    Raises:
        Malformed: unknown, of another country, or a name that several regions have; the sentence names them.
    """
    if isinstance(text, dict):
        part = Area.of(text)
        _check_code(part.within, country)
        return part
    if not isinstance(text, str):
        return Area.of(text)
    if AREA_CODE.fullmatch(text):
        _check_code(text, country)
        return Area(code=text)
    found = sorted(code for code, name in _regions(country) if _folded(text) in (_folded(name), code.casefold()))
    if len(found) == 1:
        return Area(code=found[0])
    if found:
        several = ", ".join(f"{code} ({area_type(code)})" for code in found)
        raise Malformed(f"{text!r} is the name of several regions of {country_name(country)}: {several}; give the code")
    near = _near(text, country)
    raise Malformed(
        f"{text!r} is no region of {country_name(country)} ({country})"
        + (
            f"; did you mean {near}?"
            if near
            else "; give its ISO 3166-2 code, or {name, within, part: true} for a part"
        )
    )


def place(text: str, country: str) -> Place:
    """An area somebody asks about, with what lies around it and inside it in the register.

    Raises:
        Malformed: as `area`.
    """
    return surroundings(area(text, country))


@cache
def surroundings(found: Area) -> Place:
    """An area with what lies around it and inside it; nothing, where the register does not know its code."""
    code = found.code or found.within
    inside = {each for each, _ in _regions(code[:2]) if found.code and code in _ancestors(each)}
    return Place(found, frozenset(_ancestors(code)), frozenset(inside))


def _check_code(code: str, country: str) -> None:
    if not code.startswith(f"{country}-"):
        raise Malformed(f"the area {code} lies in another country than {country_name(country)} ({country})")
    if not is_area(code):
        near = ", ".join(f"{each} ({name})" for each, name in sorted(_regions(country))[:20])
        raise Malformed(f"there is no area {code}; {country_name(country)} has {near or 'no regions in ISO 3166-2'}")


def area_type(code: str) -> str:
    """What kind of region it is called in the register: Region, District, Governorate."""
    _, subdivisions = _register()
    known = subdivisions.get(code=code)
    return str(known.type) if known else "region"


@cache
def _regions(country: str) -> tuple[tuple[str, str], ...]:
    _, subdivisions = _register()
    return tuple(sorted((each.code, each.name) for each in subdivisions.get(country_code=country) or ()))


def _parent(code: str) -> str | None:
    _, subdivisions = _register()
    known = subdivisions.get(code=code)
    return known.parent_code if known else None


def _ancestors(code: str) -> Iterator[str]:
    seen: set[str] = set()
    up = _parent(code)
    while up and up not in seen:
        yield up
        seen.add(up)
        up = _parent(up)


def _near(text: str, country: str) -> str:
    import difflib

    names = {_folded(name): f"{name} ({code})" for code, name in _regions(country)}
    close = difflib.get_close_matches(_folded(text), names, n=1, cutoff=0.6)
    return names[close[0]] if close else ""


def _folded(name: str) -> str:
    """A name without case and accents: Menaka is Ménaka."""
    plain = "".join(each for each in unicodedata.normalize("NFD", name) if not unicodedata.combining(each))
    return " ".join(plain.replace("-", " ").casefold().split())
