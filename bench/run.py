"""The rows of one run, in the order of the table, and the ledgers they are measured on."""

import os
import platform
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from bench import append, asof, batch, data, proof, rebuild, replay, start, verify
from bench.corpus import Corpus, append_held_back, fill
from bench.table import Row
from bench.timing import fsync_milliseconds

WORK = Path(__file__).parent / ".work"
"""Ledgers of a run, on the disk of the project: a temporary folder may be memory, where fsync costs nothing."""

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much a run measures.

    `base` is the ledger most rows are measured on. `grown` has more countries of the same shape, `deep` fewer elements
    with more acts each (None: not measured). `small` is the ledger of the fresh processes. `casework` is the ledger on
    which `cases` are replayed (None: not measured), `cases_recorded` of them as entries. `leaves` are those of the tree
    that proofs come from. `verified` is how many entries the ledger has that is verified.
    """

    base: data.Shape
    grown: data.Shape | None
    deep: data.Shape | None
    small: data.Shape
    seed: int = 2
    single_appends: int = 520
    batch: int = 10_000
    batches: int = 5
    asked: int = 2_000
    checked: int = 400
    starts: int = 15
    casework: data.Shape | None = None
    cases: int = 1_000_000
    cases_recorded: int = 2_000
    leaves: int = 1_000_000
    verified: int = 1_000_000
    peers: bool = True


USUAL = Plan(
    base=data.Shape(countries=10, elements=500, acts=10),
    grown=data.Shape(countries=30, elements=500, acts=10),
    deep=data.Shape(countries=1, elements=500, acts=40),
    small=data.Shape(countries=5, elements=30, acts=10),
    casework=data.Shape(countries=125, elements=20, acts=20),
)
"""Growth to 150,000 acts: within ten minutes on two cores."""

FULL = replace(USUAL, grown=data.Shape(countries=200, elements=500, acts=10))
"""Growth to 1,000,000 acts."""


def run(plan: Plan, say: Say, work: Path = WORK) -> tuple[list[Row], list[str]]:
    """Measure everything; the rows, and the notes that go under them.

    Raises:
        WrongAnswer: as soon as two answers that should agree do not.
    """
    with _folder(work) as folder:
        fsync = fsync_milliseconds(folder)
        base, grown, deep, small = _fill(plan, folder, say)
        say("fresh processes")
        started = start.rows(small, plan.starts)  # first, as nothing is sooner known to be wrong
        say("single appends")
        before = [base.copy_to(folder / f"before-{number}.db") for number in range(4)]
        base = append_held_back(base, plan.single_appends)
        drafts = data.drafts(base.shape, base.seed)[base.entries - plan.single_appends :]
        rows = append.rows(before, base, drafts, folder)
        for path in before:
            path.unlink()
        say("batch imports")
        rows += batch.rows(base, folder, plan.batch, plan.batches, plan.peers)
        say("questions at a point")
        others = {f"to {grown.shape.all_acts:,} acts": grown} if grown else {}
        if deep:
            others[f"{deep.shape.acts} acts an element"] = deep
        rows += asof.rows(base, others, folder, plan.asked, plan.checked, plan.peers)
        say("rebuild")
        rows += rebuild.rows(base)
        say("proofs")
        rows += proof.rows(base, folder, plan.leaves, plan.seed, plan.asked)
        say("verify")
        rows += verify.rows(base, folder, plan.verified)
        if plan.casework is not None:
            say("cases")
            rows += replay.rows(folder, plan.casework, plan.seed, plan.cases, plan.cases_recorded, plan.peers)
    return rows + started, _notes(plan, base, [each for each in (grown, deep, small) if each], fsync)


@contextmanager
def _folder(work: Path) -> Iterator[Path]:
    work.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=work))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _fill(plan: Plan, folder: Path, say: Say) -> tuple[Corpus, Corpus | None, Corpus | None, Corpus]:
    """Fill the ledger that gives figures alone, then the others beside each other: those only have to be there."""
    say(f"filling a ledger with {plan.base}")
    base = fill(folder / "base.db", plan.base, plan.seed, plan.single_appends)
    others = {"grown": plan.grown, "deep": plan.deep, "small": plan.small}
    with get_context("spawn").Pool(min(os.cpu_count() or 1, 3)) as pool:  # its end ends its processes
        waiting = {}
        for name, shape in others.items():
            if shape is not None:
                say(f"filling a ledger with {shape}")
                waiting[name] = pool.apply_async(fill, (folder / f"{name}.db", shape, plan.seed))
        filled = {name: each.get() for name, each in waiting.items()}
    return base, filled.get("grown"), filled.get("deep"), filled["small"]


def _notes(plan: Plan, base: Corpus, others: list[Corpus], fsync: float) -> list[str]:
    sizes = "; ".join(f"{each.shape} ({each.entries:,} entries)" for each in (base, *others))
    return [
        "ratio = ours / peer's, measured in turns in this run; with /s and entries/s more is better, with ms and s "
        "less. Times are medians. Answers were compared before they were timed: with the peer's, with the pure fold of "
        "the entries, with what was appended. All stores: SQLite, WAL, synchronous FULL.",
        f"Ledgers: {sizes}. Made-up history, seed {plan.seed}: letters that announce and gazette acts that follow, "
        "restated, extended and withdrawn from 2002 to 2025; a few percent uncertain dates, corrections, disputes, "
        "annulments (bench/data.py). Questions: random element and day, half with a public limit, half with a record "
        "limit.",
        f"Machine: {os.cpu_count()} CPUs, {platform.system()}, Python {platform.python_version()}, SQLite "
        f"{sqlite3.sqlite_version}, SQLAlchemy {version('sqlalchemy')}, eventsourcing {version('eventsourcing')}; one "
        f"fsync of 4 KiB takes {fsync:.2f} ms.",
    ]
