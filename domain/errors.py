"""What the ledger says on purpose. Anything else that is raised is a bug and keeps its traceback.

    LedgerError
    ├── Refused                    invalid input, or a rule of the domain
    │   ├── Malformed              a value that does not read as what it should be
    │   │   └── FactsRefused       facts that a framework cannot take (frameworks.py)
    │   ├── FaultyChronicle        every fault of a file at once
    │   ├── FaultyFramework        every fault of a decision table at once (frameworks.py)
    │   └── UnusableLedger         not a ledger, read-only, disk full
    ├── NotFound                   no such entry, country, element, position or ledger
    ├── Conflict                   somebody else was first
    │   ├── KeyTaken               the key stands for other content
    │   └── LedgerBusy             another writer holds the ledger too long
    ├── Refuted                    the ledger contradicts itself: tampered, or a stale projection
    │   ├── ProofMismatch          a signature or proof that does not show what it is offered for
    │   └── SealBroken             what discloses a sealed value does not fit it (proof/sealed.py)
    └── CannotTell                 material to answer with is missing
        ├── FactsMissing           facts that a framework asks for (frameworks.py)
        ├── NoSingleDay            a moment of a case that is no single day (cases.py)
        ├── NotAtHand              values of a case that are sealed and not disclosed, or erased (cases.py)
        ├── NotRecorded            facts of a case that nobody recorded (cases.py)
        └── NoFramework            no decision framework applies on a day (frameworks.py)

The doors translate: exit codes in `cli/main.py`, by the `exit_code` each class carries (contract, section 6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


class LedgerError(Exception):
    """Root of the tree. `str()` is the sentence a person reads: what happened, to which thing, what to do now."""

    exit_code: ClassVar[int]


class Refused(LedgerError):
    exit_code = 3


class Malformed(Refused, ValueError):
    """A value that does not read as what it should be; the sentence says what was expected."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an entry to be appended.

    `key` is the entry's key where it has one, `field` a dotted path within the entry (empty for the entry as a whole),
    `line` the 1-based line in `file` (None when the entry does not come from a file).
    """

    sentence: str
    key: str = ""
    field: str = ""
    line: int | None = None
    file: str = ""

    def __str__(self) -> str:
        line = "" if self.line is None else f"{self.file}:{self.line}" if self.file else f"line {self.line}"
        place = line or self.file
        where = ", ".join(part for part in (place, self.key and f"entry {self.key}", self.field) if part)
        return f"{where}: {self.sentence}" if where else self.sentence


class FaultyChronicle(Refused):
    """Carries every fault found, in file order; nothing was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__("\n".join([*map(str, self.faults), f"{count}; nothing was written."]))


class UnusableLedger(Refused):
    """The file or server is there but cannot serve as a ledger now."""


class NotFound(LedgerError):
    exit_code = 4


class Conflict(LedgerError):
    exit_code = 5


class KeyTaken(Conflict):
    def __init__(self, key: str, position: int) -> None:
        self.key, self.position = key, position
        super().__init__(
            f"the key {key} already stands for other content, at @{position}; "
            f"choose another key, or record a correction of that entry with `kroniek correct {key}`"
        )


class LedgerBusy(Conflict):
    """Another process kept writing for longer than we wait. Nothing was written."""


class Refuted(LedgerError):
    exit_code = 6


class ProofMismatch(Refuted):
    """A signature, inclusion proof or consistency proof that does not show what it is offered for."""


class CannotTell(LedgerError):
    exit_code = 8
