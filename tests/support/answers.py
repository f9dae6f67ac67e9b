"""Small answers made by hand, for tests of how answers look: one Mali element, its country, a ruling, a source."""

from datetime import date
from typing import Any

from domain.content import read
from domain.events import SourceRegistered
from domain.policy import ElementState, EntryRef, Possible, RivalAssertion, StateCitation
from infrastructure.answers import Context, CountryState, Moment

NOON = Moment(14, "2026-11-22T09:00:00.000000Z")
EXCEPTIONAL = {"violence": {"scheme": "nl-binary", "level": "exceptional"}}


def element(**given: Any) -> ElementState:
    """Article 15(c) for Gao and Mopti, announced on 11 January 2023; `given` replaces fields."""
    fields: dict[str, Any] = {
        "id": "ML/article-15c",
        "kind": "article-15c",
        "status": "announced",
        "binds": "yes",
        "awaiting_publication": True,
        "retroactive": False,
        "start": "2023-01-11",
        "until": "..",
        "areas": ("ML-5", "ML-7"),
        "except_areas": (),
        "groups": (),
        "value": EXCEPTIONAL,
        "entries": (entry_ref("ml/letter-15c", 9, "announced"),),
        "cites": (
            StateCitation(entry="ml/letter-15c", source="ml-letter", at="15c-situatie", quote="heb ik besloten om"),
        ),
    }
    return ElementState(**{**fields, **given})


def uncertain(**given: Any) -> ElementState:
    """Article 15(c) where one of two acts counts, and nobody can tell which; `given` replaces fields."""
    unknown: dict[str, Any] = dict.fromkeys(("areas", "except_areas", "groups", "value", "start", "until"))
    acts = (possible("ml/a", "ML-7"), possible("ml/b", "ML-5"))
    alternatives = ("announced", "in-force")
    return element(**{**unknown, "status": "uncertain", "alternatives": alternatives, "possible": acts, **given})


def entry_ref(key: str, position: int, standing: str | None) -> EntryRef:
    return EntryRef(key=key, position=position, standing=standing, event="policy.article-15c-area-designated")


def rival(**given: Any) -> RivalAssertion:
    fields: dict[str, Any] = {
        "entry": "ml/rival",
        "about": "ml/letter-15c",
        "field": "from",
        "value": "2023-01-12",
        "sources": ("ml-press",),
    }
    return RivalAssertion(**{**fields, **given})


def possible(entry: str, *areas: str) -> Possible:
    return Possible(entry=entry, areas=areas, except_areas=(), groups=(), value=EXCEPTIONAL)


def country(*elements: ElementState, **given: Any) -> CountryState:
    """Mali on 11 January 2023 with no limits; `given` replaces fields."""
    fields: dict[str, Any] = {
        "country": "ML",
        "on": date(2023, 1, 11),
        "public_by": None,
        "recorded_by": NOON,
        "reading": "practice",
        "country_policy": "exists" if elements else "none",
        "elements": elements,
        "rulings": (),
        "absences": (),
    }
    return CountryState(**{**fields, **given})


def ruling(slug: str = "rb-nl22-19789", outcome: str = "upheld") -> Context:
    content = {
        "ruling": slug,
        "court": "Rechtbank Den Haag",
        "pronounced_on": "2022-10-28",
        "case_numbers": ["NL22.19789"],
        "holdings": [{"country": "ML", "element": "article-15c", "outcome": outcome, "text": "geen 15c in Kayes"}],
    }
    return Context(f"ml/{slug}", 11, content)


def absence() -> Context:
    cites = [{"source": "ml-letter", "quote": "geen landgebonden asielbeleid"}]
    return Context("ml/absence", 3, {"country": "ML", "on": "2022-11-23", "cites": cites})


def letter(**given: Any) -> SourceRegistered:
    """A letter to parliament of 11 January 2023."""
    fields = {
        "source": "ml-letter",
        "kind": "letter-to-parliament",
        "title": "Brief over Mali",
        "identifiers": {"kamerstuk": "19 637, nr. 3060"},
        "signed_on": "2023-01-11",
        "public_on": "2023-01-11",
        **given,
    }
    event = read("source.registered", fields)
    assert isinstance(event, SourceRegistered)
    return event
