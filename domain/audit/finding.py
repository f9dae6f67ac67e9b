"""What a finding is. It says what was found as data; `cli/words/findings.py` has the sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from domain.dates import LegalDate
from domain.events import Event
from domain.history import CountedAct
from domain.identifiers import Odd

Fact: TypeAlias = str | int | Sequence["Fact"] | Mapping[str, "Fact"]
"""A plain value, fit for JSON. A day is a legal date as it is written; a number of days is a `count`."""
Facts: TypeAlias = Mapping[str, Fact]

Says = Literal[
    # publicity.py
    "retroactive-start",
    "retroactive-end",
    "retroactive-extension",
    "unpublished",
    "unpublished-since",
    "used-before-public",
    # coverage.py
    "overlap",
    "gap",
    "gap-formal",
    # statements.py
    "absence-contradicted",
    "presumption-differs",
    # holdings.py
    "opposite-holdings-of-one-ruling",
    "opposite-holdings-of-two-rulings",
    # impossible_dates.py
    "step-before-step",
    "disclosed-before-made",
    "covers-no-day",
    "extension-ends-earlier",
    "extension-ends-the-endless",
    "before-its-sources",
    "known-before-pronounced",
    "moment-before-moment",
    # disputes.py
    "rival-values",
    # identifiers.py
    "two-eclis",
    "ecli-of-two-rulings",
    # quotes.py
    "quote-not-found",
]
"""Which sentence tells it. What is odd about one identifier is told by an `Odd` of `domain/identifiers.py`."""


@dataclass(frozen=True)
class Finding:
    """Something an auditor should look at. `entries` are keys, the one it is about first.

    `says` names the sentence, `facts` what stands in it; `country` (ISO 3166-1) is empty for what belongs to no single
    country, as a source or a ruling.
    """

    code: str
    entries: tuple[str, ...]
    says: Says | Odd
    facts: Facts = field(default_factory=dict, hash=False)
    country: str = ""


def of_act(code: str, says: Says, act: CountedAct, **facts: Fact) -> Finding:
    return Finding(code, (act.key,), says, {"act": act_fact(act), **facts}, act.event.country)


def act_fact(act: CountedAct) -> Facts:
    return {"entry": act.key, "standing": act.standing or "", "element": act.event.element_id}


def country_of(element: str) -> str:
    return element.partition("/")[0]


def cited_sources(event: Event | None) -> list[str]:
    return list(dict.fromkeys(cite.source for cite in event.cites)) if event else []


def written(ordinal: int) -> str:
    """An exact day as a legal date is written."""
    return LegalDate.between(ordinal, ordinal).text


def count(days: int, sure: bool = True) -> Facts:
    """So many days; at least so many where it is not sure."""
    return {"days": days, "sure": sure}


def lag(earlier: LegalDate, later: LegalDate) -> Facts:
    return count(later.first - earlier.last, earlier.is_exact and later.is_exact)
