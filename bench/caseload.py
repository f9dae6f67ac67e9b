"""A made-up caseload on a made-up policy: the same for the same seed on every machine.

Cases of a country fall off with its rank, as applications do (the second half as many as the first, the third a third).
Decisions fall on working days of 2003-2025, without a season. Nine in ten applicants lived in one of the country's
first eight regions, which is also where most of them come from; one in ten shares a group that a policy may name.
Facts are spread so that every rule of the default framework has cases. One case in ten has no assessment.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from bench import data
from infrastructure.chronicle import Draft
from infrastructure.defaults import FRAMEWORK

GROUPS = ("journalisten", "leden van de oppositie")
FIRST_DAY = date(2003, 1, 6)
WEEKS = 52 * 22


class Made(NamedTuple):
    """One case: `facts` as a chronicle writes them."""

    reference: str
    country: str
    decision: date
    facts: dict[str, Any]
    assessed: bool


def cases(shape: data.Shape, seed: int, count: int) -> Iterator[Made]:
    rng = random.Random(f"cases {seed}")
    countries = data.countries(shape.countries)
    shares = [1 / rank for rank in range(1, len(countries) + 1)]
    regions = {country: data.regions(country)[:8] for country in countries}
    drawn = rng.choices(countries, shares, k=count)
    for number, country in enumerate(drawn):
        day = FIRST_DAY + timedelta(weeks=rng.randrange(WEEKS), days=rng.randrange(5))
        yield Made(f"c{number}", country, day, _facts(rng, regions[country]), rng.random() < 0.9)


def _facts(rng: random.Random, regions: tuple[str, ...]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "origin": rng.choices(("established", "not-established", "not-assessed"), (7, 1, 2))[0],
        "individual_grounds": rng.choices(("none", "not-assessed", "serious-harm", "refugee"), (6, 2, 1, 1))[0],
        "ipa_reasonable": rng.choice(("yes", "no", "not-assessed")),
    }
    if regions and rng.random() < 0.9:
        facts["habitual_residence"] = rng.choice(regions)
        if rng.random() < 0.8:
            facts["origin_area"] = facts["habitual_residence"]
    if rng.random() < 0.1:
        facts["groups"] = [rng.choice(GROUPS)]
    return facts


def drafts(made: Made) -> list[Draft]:
    """The entries of one case."""
    opened = {
        "case": made.reference,
        "country": made.country,
        "facts": made.facts,
        "moments": {"decision": made.decision.isoformat()},
    }
    found = [Draft(f"case/{made.reference}", "case.opened", opened)]
    if made.assessed:
        given = {"case": made.reference, "outcome": "individual-assessment", "framework": FRAMEWORK}
        found.append(Draft(f"case/{made.reference}/assessed", "case.assessed", given))
    return found
