"""The register of countries and regions: ISO 3166 by pycountry, names in Dutch by babel.

Region sets change: regions are split, renamed and abolished. The register is asked only where something comes in or is
asked for; what was recorded under the code of a newer register stays readable, under its code. A code that a release
has known once is known for ever, by `data/regions.tsv`: an old ledger can be exported, imported and asked about.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from domain.errors import Malformed, NotFound
from domain.places import AREA_CODE, COUNTRY_CODE, Area, Place
from domain.wording import shown
from infrastructure.suggesting import called_alike, did_you_mean, folded


def _register() -> tuple[Any, Any]:
    import pycountry  # read where it is needed: it is slow to load

    return pycountry.countries, pycountry.subdivisions


_SEVERAL: Final = {"congo": ("CD", "CG"), "korea": ("KP", "KR")}
"""Names that people use for more than one country, though the register may give them to one of these."""


class Territory(NamedTuple):
    """A part of a country that everybody knows by name and that has no code of its own; its regions have."""

    name: str
    called: frozenset[str]
    kind: str
    regions: tuple[str, ...]


_TERRITORIES: Final[dict[str, tuple[Territory, ...]]] = {
    "PS": (
        Territory(
            "the Gaza Strip",
            frozenset({"gaza", "gaza strip", "the gaza strip", "gazastrook", "gaza strook", "de gazastrook"}),
            "governorates",
            ("PS-DEB", "PS-GZA", "PS-KYS", "PS-NGZ", "PS-RFH"),
        ),
        Territory(
            "the West Bank",
            frozenset({"west bank", "the west bank", "westbank", "westoever",
                       "westelijke jordaanoever", "de westelijke jordaanoever"}),
            "governorates",
            ("PS-BTH", "PS-HBN", "PS-JEM", "PS-JEN", "PS-JRH", "PS-NBS", "PS-QQA", "PS-RBH", "PS-SLT", "PS-TBS",
             "PS-TKM"),
        ),
    ),
}  # fmt: skip
"""ISO 3166-2:PS has sixteen governorates and no region above them (pycountry gives none of them a parent)."""


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
    """The ISO 3166-1 code of a country given by code or by its English or Dutch name, in any case.

    Raises:
        Malformed: if several countries are called so.
        NotFound: if the register knows no such country.
    """
    countries, _ = _register()
    written = text.strip()
    if COUNTRY_CODE.fullmatch(written.upper()) and countries.get(alpha_2=written.upper()):
        return written.upper()
    wanted = folded(written)
    if wanted in _SEVERAL:
        several = " or ".join(f"{code} ({country_name(code)})" for code in _SEVERAL[wanted])
        raise Malformed(f"{shown(text)} is what several countries are called; give the code: {several}")
    found = {each.alpha_2 for each in countries if wanted in map(folded, _names_of_country(each))}
    if len(found) == 1:
        return str(found.pop())
    of_territory = [code for code, each in _TERRITORIES.items() if any(wanted in part.called for part in each)]
    meant = of_territory or called_alike(
        written, [(name, each.alpha_2) for each in countries for name in sorted(_names_of_country(each))]
    )
    asked = did_you_mean(meant, lambda code: f"{country_name(code)} ({code})")
    otherwise = "give its ISO 3166-1 code, such as ML, or its English or Dutch name"
    raise NotFound(f"there is no country {shown(text)}; {asked or otherwise}")


def _names_of_country(country: Any) -> set[str]:
    names = {country.name, getattr(country, "common_name", ""), country_name(country.alpha_2, "nl")}
    names.add(country_name(country.alpha_2, "en"))
    return {str(name) for name in names if name}


@cache
def _dutch() -> Any:
    import gettext

    import pycountry

    return gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=["nl"])


@cache
def area_name(code: str, lang: str = "en") -> str:
    """The name of a region; in Dutch where the register has one. The code itself where it does not know the region."""
    if lang == "nl" and code in (dutch := _dutch_names(code[:2])):
        return dutch[code]
    _, subdivisions = _register()
    known = subdivisions.get(code=code)
    return str(known.name) if known else _regions_ever().get(code, code)


@cache
def _dutch_names(country: str) -> dict[str, str]:
    """The Dutch names of the regions of a country, where they differ and are those of one region alone: the
    translations of the register call some regions by the name of their neighbour."""
    regions = _regions(country)
    # Where it has several spellings (Tartous; Tartus; Tartoes) the first.
    names = {code: _dutch().gettext(name).partition(";")[0].strip() for code, name in regions}
    used = [folded(name) for name in names.values()]
    own = {folded(name): code for code, name in regions}
    return {
        code: dutch
        for (code, name), dutch in zip(regions, names.values(), strict=True)
        if dutch and dutch != name and used.count(folded(dutch)) == 1 and own.get(folded(dutch), code) == code
    }


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
    if AREA_CODE.fullmatch(text.upper()) and (AREA_CODE.fullmatch(text) or is_area(text.upper())):
        _check_code(text.upper(), country)
        return Area(code=text.upper())
    found = _called(text, country)
    for territory in _TERRITORIES.get(country, ()):
        if folded(text) in territory.called:
            raise Malformed(_no_code(text, territory, found))
    if len(found) == 1:
        return Area(code=found[0])
    if found:
        several = ", ".join(f"{code} ({area_type(code)})" for code in found)
        raise Malformed(
            f"{shown(text)} is the name of several regions of {country_name(country)}: {several}; give the code"
        )
    meant = did_you_mean(called_alike(text, _names_of_regions(country)), _with_code)
    raise Malformed(
        f"{shown(text)} is no region of {country_name(country)} ({country}); "
        + (meant or "give its ISO 3166-2 code, or {name, within, part: true} for a part")
    )


def _called(text: str, country: str) -> list[str]:
    """The regions of that name: by the name in the register, else by its Dutch name."""
    wanted = folded(text)
    found = sorted(code for code, name in _regions(country) if folded(name) == wanted)
    return found or sorted(code for code, name in _dutch_names(country).items() if folded(name) == wanted)


def _no_code(text: str, territory: Territory, found: list[str]) -> str:
    """What to write for a territory without a code of its own; and for the region, where one has the same name."""
    regions = ", ".join(_with_code(code) for code in territory.regions)
    if not found:
        return (
            f"{territory.name} has no code of its own in ISO 3166-2; name the {territory.kind} it is made of: {regions}"
        )
    (code,) = found
    return (
        f"{text!r} is the {area_type(code).lower()} {_with_code(code)} and a name for {territory.name} as well; write "
        f"{code} for the {area_type(code).lower()}, or name the {territory.kind} that {territory.name} is made of: "
        f"{regions}"
    )


def _with_code(code: str) -> str:
    return f"{area_name(code)} ({code})"


def _names_of_regions(country: str) -> list[tuple[str, str]]:
    """Every name of a region in the register, English and Dutch, with its code."""
    return [
        (name, code) for code, english in _regions(country) for name in dict.fromkeys((english, area_name(code, "nl")))
    ]


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
