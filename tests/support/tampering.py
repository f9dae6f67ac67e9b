"""Ledgers to tamper with, and what somebody with SQL and no conscience does to them."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from domain.errors import LedgerError
from infrastructure.ledger import Ledger, create_ledger, open_ledger
from infrastructure.proof.cosignature import cosign
from infrastructure.proof.keys import note_form
from infrastructure.proof.signing import NewKey
from infrastructure.proof.verification import Verification
from infrastructure.store.tables import TRIGGERS, table_of_trigger
from tests.support.caseloads import append, case, drafts
from tests.support.logs import key_of, witness_of

ORIGIN: Final = "kroniek.example/tampered"
KEY: Final = note_form(key_of(ORIGIN))
WITNESS: Final = witness_of("witness.example/one")
OWN_NUMBERS: Final = {("policy_state", "id")}
"""Columns that number rows and say nothing: which row has which number is nobody's business."""

Rows = dict[str, list[tuple[Any, ...]]]


class Answer(NamedTuple):
    """What `verify` says: the exit code, and what it found when it could look."""

    code: int
    found: Verification | None


def grow(ledger: Ledger, framework: bool = True) -> None:
    """A source with a document, an act, a correction and a case; checkpoints in between, one of them cosigned."""
    append(
        ledger,
        {"key": "s/1", "event": "source.registered", "source": "letter", "kind": "letter-to-parliament",
         "title": "Brief", "public_on": "2023-01-11"},
        {"key": "p/1", "event": "policy.particulars-stated", "country": "ML", "standing": "announced",
         "signed_on": "2023-01-11", "text": "Documenten worden onderzocht.", "cites": [{"source": "letter"}]},
        {"key": "p/2", "event": "policy.decision-moratorium-imposed", "country": "ML", "standing": "published",
         "signed_on": "2023-02-01", "from": "2023-02-02", "until": "2023-08-02", "cites": [{"source": "letter"}]},
    )  # fmt: skip
    append(
        ledger,
        {"key": "n/1", "event": "entry.annotated", "entry": "p/1", "note": 'een lastige: ","key":"x","position":1}'},
        case("gao", application="2022-09-01", decision="2023-01-20"),
    )
    witnessed = cosign(ledger.log.checkpoint(), WITNESS, datetime(2026, 11, 23, tzinfo=UTC))
    ledger.log.witness(str(witnessed), [WITNESS.vkey])
    if framework:
        append(ledger, {"key": "case/gao/2", "event": "case.assessed", "case": "gao",
                        "outcome": "internal-protection-available", "framework": "nl-practice-2023"})  # fmt: skip
    append(ledger, {"key": "p/3", "event": "policy.element-withdrawn", "country": "ML", "element": "ML/particulars",
                    "standing": "published", "from": "2023-06-01", "cites": [{"source": "letter"}]})  # fmt: skip


def small_ledger(path: Path) -> Path:
    """As few bytes as a ledger with a row in every table can have: pages of 512 bytes, no framework."""
    clock = iter(range(1_700_000_000_000_000, 1_800_000_000_000_000, 1_000_000))
    with create_ledger(path, new=NewKey(key_of(ORIGIN)), clock=lambda: next(clock)) as ledger:
        document = b"Beslisnota"
        digest = sha256(document).hexdigest()
        content = {"sha256": digest, "name": "nota.txt", "size": len(document)}
        registered = {"key": "s/0", "event": "source.registered", "source": "memo", "kind": "decision-memo",
                      "title": "Nota", "content": content}  # fmt: skip
        ledger.append(drafts(registered), actor="test", documents={digest: document})
        grow(ledger, framework=False)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
        raw.execute("PRAGMA page_size = 512")
        raw.execute("VACUUM")
    return path


def verified(path: Path, **given: Any) -> Answer:
    """What the command would say, in this process. Anything but an error of the ledger's own comes out as it is."""
    try:
        with open_ledger(path, unguarded=True) as ledger:
            found = ledger.verify(**given)
    except LedgerError as problem:
        return Answer(problem.exit_code, None)
    return Answer({"holds": 0, "refuted": 6, "cannot-tell": 8}[found.verdict], found)


def copied(path: Path, to: Path) -> Path:
    for suffix in ("-wal", "-shm", "-journal"):
        Path(f"{to}{suffix}").unlink(missing_ok=True)
    return Path(shutil.copyfile(path, to))


def tables_of(raw: sqlite3.Connection) -> list[str]:
    """All tables but those of the R*Tree, which say in SQLite's own form what `policy_state` says."""
    found = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
    names = [name.decode() if isinstance(name, bytes) else name for (name,) in found]
    return [name for name in names if not name.startswith(("sqlite_", "policy_box"))]


def columns_of(raw: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]


def keys_of(raw: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in raw.execute(f"PRAGMA table_info({table})") if row[5]]


def everything(path: Path) -> Rows:
    """Every row of every table, with the kind of each value; numbers that say nothing are left out."""
    with closing(sqlite3.connect(path)) as raw:
        raw.text_factory = bytes
        found: Rows = {}
        for table in tables_of(raw):
            names = [row[1].decode() for row in raw.execute(f"PRAGMA table_info({table})")]
            told = [f"typeof({each}), {each}" for each in names if (table, each) not in OWN_NUMBERS]
            found[table] = sorted(raw.execute(f"SELECT {', '.join(told)} FROM {table}"))  # kinds go before values
        return found


class Flipped(NamedTuple):
    """What became of flipping bits of a ledger, one at a time: how often everything held, and where that is wrong."""

    held: int
    faults: list[str]


def flipped(original: Path, copy: Path, bits: Iterable[int]) -> Flipped:
    """Verify a copy with each of these bits flipped. It may hold only where the content is what it was."""
    whole, before = original.read_bytes(), everything(original)
    beside = [Path(f"{copy}{suffix}") for suffix in ("-wal", "-shm", "-journal")]
    held, faults = 0, []
    with copied(original, copy).open("r+b", buffering=0) as file:

        def put(at: int, byte: int) -> None:
            file.seek(at)
            file.write(bytes([byte]))

        for at, bit in (divmod(bit, 8) for bit in bits):
            put(at, whole[at] ^ 1 << bit)
            answer = verified(copy)
            if answer.code == 0:
                held += 1
                if everything(copy) != before:
                    faults.append(f"bit {bit} of byte {at} was flipped, and verify says that everything holds")
            elif answer.code not in (3, 4, 6, 8):
                faults.append(f"bit {bit} of byte {at} was flipped, and verify leaves with {answer.code}")
            put(at, whole[at])
            for each in beside:
                each.unlink(missing_ok=True)
            if copy.read_bytes() != whole:
                faults.append(f"bit {bit} of byte {at} was flipped, and verify wrote to the file")
                copied(original, copy)
    return Flipped(held, faults)


class Tampering:
    """A copy of a ledger, changed with raw SQL behind the back of its triggers, which are as they were afterwards."""

    def __init__(self, original: Path, copy: Path) -> None:
        self.original, self.path = original, copy
        self.before = everything(original)

    def after(self, change: Callable[[sqlite3.Connection], None]) -> Answer | None:
        """What `verify` says then; None where the database itself does not take the change, or nothing changed."""
        copied(self.original, self.path)
        with closing(sqlite3.connect(self.path, isolation_level=None)) as raw:
            for name in TRIGGERS["sqlite"]:
                raw.execute(f"DROP TRIGGER IF EXISTS {name}")
            try:
                raw.execute("BEGIN")
                change(raw)
                raw.execute("COMMIT")
            except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError):
                return None
            there = tables_of(raw)
            for name, statement in TRIGGERS["sqlite"].items():
                if table_of_trigger(name) in there:
                    raw.execute(statement)
        return None if everything(self.path) == self.before else verified(self.path)


def other_values(value: Any) -> Iterator[Any]:
    """Values that somebody might put in the place of this one."""
    yield None
    match value:
        case int():
            yield from (value + 1, value - 1, -value - 1, 10**15, "text", b"\x01", 0.5)
        case str():
            yield from (f"{value}x", value[:-1], value.swapcase(), value.encode(), "", "\0", 'x","y":"', 7)
        case bytes():
            yield from (
                _flipped(value, 0),
                _flipped(value, -1),
                value[:-1],
                value + b"\0",
                b"",
                value.decode(errors="ignore"),
            )
            yield b" " + value
        case None:
            yield from (0, "", b"{}")


def _flipped(value: bytes, at: int) -> bytes:
    if not value:
        return b"\x01"
    changed = bytearray(value)
    changed[at] ^= 1
    return bytes(changed)


def where(row: Mapping[str, Any], keys: list[str]) -> tuple[str, tuple[Any, ...]]:
    return " AND ".join(f"{key} IS ?" for key in keys), tuple(row[key] for key in keys)
