"""The kinds of policy element, and the values an element can carry. The events that state them are in `events.py`.

A level of violence keeps the scheme it belongs to: no level of one scheme is ever read as a level of another.
"""

from dataclasses import dataclass
from typing import Final, Literal

ElementKind = Literal[
    "article-15c",
    "internal-protection-alternative",
    "decision-moratorium",
    "departure-moratorium",
    "group-persecution",
    "risk-profile",
    "systematic-exposure",
    "vulnerable-minority",
    "authority-protection",
    "minor-reception",
    "exclusion-category",
    "safe-country-of-origin",
    "temporary-protection",
    "categorical-protection",
    "particulars",
]

DUTCH: Final[dict[str, str]] = {
    "article-15c": "uitzonderlijke situatie (artikel 15, onder c)",
    "internal-protection-alternative": "binnenlands beschermingsalternatief",
    "decision-moratorium": "besluitmoratorium",
    "departure-moratorium": "vertrekmoratorium",
    "group-persecution": "groepsvervolging",
    "risk-profile": "risicoprofiel",
    "systematic-exposure": "systematische blootstelling",
    "vulnerable-minority": "kwetsbare minderheidsgroep",
    "authority-protection": "bescherming door autoriteiten",
    "minor-reception": "adequate opvang amv",
    "exclusion-category": "uitsluiting (artikel 1F)",
    "safe-country-of-origin": "veilig land van herkomst",
    "temporary-protection": "tijdelijke bescherming",
    "categorical-protection": "categoriale bescherming",
    "particulars": "bijzonderheden",
}
"""What each kind is called in Dutch policy."""

Standing = Literal["advised", "announced", "published"]
"""advised: a memo proposes it; announced: made known, e.g. by letter to parliament; published: the formal act."""

LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "nl-binary": ("exceptional",),
    "nl-graded": ("highest", "middle", "lowest"),
}
"""The violence schemes whose levels are known, worst first. Any other named scheme keeps its own words."""

STRENGTHS: Final = (
    "uitsluitend",
    "in ieder geval",
    "neemt aan dat",
    "in de regel",
    "in beginsel",
    "in het algemeen",
    "is het uitgangspunt",
    "tenzij evidente aanknopingspunten",
    "ondanks uitgangspunt na onderzoek",
    "toetst in iedere zaak",
)
"""How strongly a rule presumes, in the order of the circular's vocabulary: closed list first, no presumption last."""


@dataclass(frozen=True)
class Violence:
    """Level of indiscriminate violence (willekeurig geweld), always with the scheme it is a level of."""

    scheme: str
    level: str


@dataclass(frozen=True)
class Presumption:
    """How strongly a rule presumes: one of `STRENGTHS`, and the words the source used."""

    strength: str
    phrase: str


@dataclass(frozen=True, kw_only=True)
class AppliesTo:
    """Transitional law (overgangsrecht): which cases an act reaches."""

    applications_from: str = ""
    undecided_at: str = ""
    existing_permits: Literal["", "no", "reassess"] = ""
    hearings: str = ""
