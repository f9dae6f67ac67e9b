"""What `verify` answers: the contradictions it found, and how much of the ledger stands under a signature.

`verifying.py` finds them for a whole ledger; the doors put them into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "entry",
    "order",
    "missing",
    "extra",
    "record-time",
    "tree",
    "column",
    "document",
    "disclosure",
    "identity",
    "projection",
    "checkpoint",
    "file",
]
"""What is wrong. `missing` and `extra` are about entries; of everything else `says` tells whether it is there."""

Verdict = Literal["holds", "refuted", "cannot-tell"]

AT_MOST = 100
"""Contradictions that are told of each part of a ledger: somebody who finds these need not be told of all."""


@dataclass(frozen=True)
class Contradiction:
    """One thing that cannot be as it was recorded. `position` is that of the entry concerned, None where it is none.

    `says` names the sentence, `facts` what stands in it.
    """

    kind: Kind
    says: str
    position: int | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Verification:
    """Of a ledger of `entries` with this root hash (hex; empty where it could not be worked out).

    `signed`: the number of entries, from the first, that stand under a signature that was checked, by `vkey`.
    `pinned`: whether the verifier gave that key; else it is the ledger's own word. `checkpoints`: how many were
    checked. `against`: the size of the older view that was held against it. `witnessed`: how many entries stand under
    signatures as a policy asks, None without one. `only_log`: nobody looked at what the entries say, and at answers.
    """

    entries: int
    root: str
    origin: str
    vkey: str
    pinned: bool
    checkpoints: int
    signed: int
    against: int | None
    witnessed: int | None
    only_log: bool
    contradictions: tuple[Contradiction, ...]

    @property
    def verdict(self) -> Verdict:
        """`holds` only when nothing contradicts and all entries stand under a signature (and a quorum, if asked). Of an
        empty ledger that would always be true, whoever made it: nobody can tell."""
        if self.contradictions:
            return "refuted"
        covered = self.signed if self.witnessed is None else min(self.signed, self.witnessed)
        return "holds" if self.vkey and self.entries and covered == self.entries else "cannot-tell"

    @property
    def first(self) -> Contradiction | None:
        """The contradiction at the lowest position; one without a position where there is no other."""
        return self.contradictions[0] if self.contradictions else None


def in_order(found: list[Contradiction]) -> tuple[Contradiction, ...]:
    """By position, those without one last; of the same position as they were found."""
    return tuple(sorted(found, key=lambda each: (each.position is None, each.position or 0)))
