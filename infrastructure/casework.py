"""Cases at the desk: files, replays, comparisons, impact and counts (contract, section 7).

What is asked of one case is worked out from the tables of the ledger at a point; what is asked of all cases goes by the
distinct combinations of country, day and facts, for a replay depends on nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from domain.cases import CaseFile, Caveat, Known
from domain.dates import LegalDate
from domain.errors import LedgerError
from domain.policy import Reading, StateCitation

Verdict = Literal["same", "differs", "not-recorded"]

FAVOUR: Final = (
    "refugee-protection",
    "subsidiary-protection",
    "individual-internal-protection-test",
    "individual-assessment",
    "origin-check-required",
    "internal-protection-available",
    "no-country-policy",
    "origin-not-established",
)
"""Outcomes from most to least favourable to the applicant, as far as they can be ranked: a suspended or undetermined
case is neither better nor worse than another."""


@dataclass(frozen=True)
class FrameworkCard:
    """An adopted framework: its slug, digest and the legal day it applies from."""

    slug: str
    title: str
    applies_from: LegalDate
    sha256: str
    evaluator: str
    key: str
    position: int


@dataclass(frozen=True)
class Because:
    """An element a replay rests on, as it stood, with the acts behind it and their words."""

    element: str
    kind: str
    status: str
    input: str
    entries: tuple[str, ...]
    cites: tuple[StateCitation, ...]


@dataclass(frozen=True, kw_only=True)
class Replay:
    """The answer to `case replay`: what the framework concludes, and whether that is what was decided."""

    case: str
    country: str
    moment: str | None
    on: date
    known: Known
    public_by: date | None
    position: int
    recorded_at: str | None
    reading: Reading
    framework: FrameworkCard
    inputs: Mapping[str, str]
    rule: str
    rule_texts: Mapping[str, str]
    outcome: str
    because: tuple[Because, ...]
    caveats: tuple[Caveat, ...]
    recorded_outcome: str | None
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """One replay of the comparison; `problem` says in a sentence why there is none, `reason` is what says so."""

    replay: Replay | None
    problem: str = ""
    reason: LedgerError | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """A moment of the case, as known then and as known now, with the entries that make the difference between them.

    `changed_since_previous`: the outcome known then differs from that of the moment before it.
    """

    moment: str
    day: LegalDate
    then: MatrixCell
    now: MatrixCell
    causes: tuple[str, ...]
    changed_since_previous: bool


@dataclass(frozen=True)
class NewFact:
    """An act or a source that became public after the first and up to the second of two moments (art. 83 Vw 2000)."""

    key: str
    kind: str
    title: str
    public_on: LegalDate
    after: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The answer to `case compare`."""

    case: CaseFile
    reading: Reading
    rows: tuple[MatrixRow, ...]
    new_facts: tuple[NewFact, ...]


@dataclass(frozen=True)
class Affected:
    """A case whose replay at its decision differs; `direction` as seen from the applicant.

    An outcome is `cannot-tell` where a fact, a framework or the day of the decision is missing on that side.
    """

    case: str
    country: str
    on: date
    without: str
    with_: str
    direction: Literal["better", "worse", "other"]


@dataclass(frozen=True, kw_only=True)
class Impact:
    """The answer to `impact`: the cases that come out differently, of how many that could be replayed."""

    entries: tuple[str, ...]
    affected: tuple[Affected, ...]
    replayed: int
    cannot_tell: int


@dataclass(frozen=True)
class CaseCard:
    """One line of `case list`."""

    reference: str
    country: str
    decision: date | None
    outcome: str | None
    framework: str | None


@dataclass(frozen=True)
class Count:
    """One row of `case stats`, rounded as the ministry discloses: tens, `less than 5`, or 0."""

    country: str
    period: str
    outcome: str
    shown: str


def direction(before: str, after: str) -> Literal["better", "worse", "other"]:
    """Is an outcome better or worse for the applicant than another?"""
    if before not in FAVOUR or after not in FAVOUR:
        return "other"
    return "better" if FAVOUR.index(after) < FAVOUR.index(before) else "worse"


def rounded(count: int) -> str:
    """A count as the ministry's own memo discloses it: in tens, one to four as `less than 5`, none as 0."""
    if count == 0:
        return "0"
    if count < 5:
        return "less than 5"
    return str((count + 5) // 10 * 10)
