"""Whoever changes a ledger behind our back is found out: every table, every column, every bit of the file.

`verify` leaves with 0 only where the content is what it was, and where an entry is concerned it names the position.
"""

import random
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import date
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Refuted
from infrastructure.bearing import Subject
from infrastructure.chronicle import read_chronicle
from infrastructure.defaults import MALI, init_ledger
from infrastructure.ledger import open_ledger
from infrastructure.projections.tables import metadata as projections
from infrastructure.store.tables import TRIGGERS, entry
from infrastructure.store.tables import metadata as recorded
from tests.support.tampering import (
    KEY,
    ORIGIN,
    OWN_NUMBERS,
    Tampering,
    columns_of,
    copied,
    everything,
    flipped,
    grow,
    keys_of,
    other_values,
    small_ledger,
    tables_of,
    verified,
    where,
)

Row = dict[str, Any]
SAMPLE = 5_000
"""Bits that are flipped in the usual run."""
PORTIONS = 100
"""All bits are flipped in so many portions, by as many processes as there are processors."""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The framework, the Mali chronicle, a case and what was said of it, with checkpoints."""
    path = tmp_path_factory.mktemp("whole") / "kroniek.db"
    with init_ledger(path, origin=ORIGIN, actor="test", signing_key=KEY) as made:
        faults: list[Any] = []
        chronicle = read_chronicle(MALI, faults)
        made.append(chronicle.drafts, actor="test", documents=chronicle.documents)
        grow(made)
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_ledger(tmp_path_factory.mktemp("small") / "kroniek.db")


@pytest.fixture
def tampering(ledger: Path, tmp_path: Path) -> Tampering:
    return Tampering(ledger, tmp_path / "kroniek.db")


def tables(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        return tables_of(raw)


def rows(path: Path, table: str) -> list[Row]:
    with closing(sqlite3.connect(path)) as raw:
        names = columns_of(raw, table)
        return [dict(zip(names, row, strict=True)) for row in raw.execute(f"SELECT * FROM {table}")]


def keys(path: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        return keys_of(raw, table)


def sample(found: list[Row]) -> list[Row]:
    """The first, the last, and one from the middle."""
    return [found[at] for at in sorted({0, len(found) // 2, len(found) - 1})]


# -- every table ------------------------------------------------------------------------------------------------------


def test_what_nobody_touched_holds(ledger: Path, small: Path) -> None:
    for path in (ledger, small):
        answer = verified(path)

        assert answer.code == 0, answer
        assert answer.found is not None
        assert answer.found.signed == answer.found.entries


def test_every_table_has_a_row_to_tamper_with(ledger: Path, small: Path) -> None:
    """Because a table that is empty here would be one that nobody has tried to tamper with."""
    for path in (ledger, small):
        assert [table for table, found in everything(path).items() if not found] == []


def changes(path: Path, table: str) -> Iterator[tuple[str, Callable[[sqlite3.Connection], object], Row, str]]:
    """Every change of one value: what it is, how it is made, of which row and which column."""
    of_key = keys(path, table)
    for row in sample(rows(path, table)) if table in recorded.tables else rows(path, table)[-1:]:
        for column, value in row.items():
            for other in other_values(value):
                condition, given = where(row, of_key)
                statement = f"UPDATE {table} SET {column} = ? WHERE {condition}"
                yield f"{column}: {value!r:.60} to {other!r:.60}", _does(statement, (other, *given)), row, column


def _does(statement: str, given: tuple[Any, ...]) -> Callable[[sqlite3.Connection], object]:
    return lambda raw: raw.execute(statement, given)


def _put(raw: sqlite3.Connection, table: str, row: Row) -> None:
    raw.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


def _remove(raw: sqlite3.Connection, table: str, row: Row, of_key: list[str]) -> None:
    condition, given = where(row, of_key)
    raw.execute(f"DELETE FROM {table} WHERE {condition}", given)


def each_table() -> list[str]:
    """Known before there is a ledger, so that each is a test of its own; the next test says that none is left out."""
    return sorted({*recorded.tables, *projections.tables})


def test_the_tables_below_are_all_there_are(ledger: Path) -> None:
    assert tables(ledger) == each_table()


@pytest.mark.parametrize("table", each_table())
def test_a_value_that_was_changed_is_found(tampering: Tampering, table: str) -> None:
    tried: set[str] = set()

    for told, change, row, column in changes(tampering.original, table):
        answer = tampering.after(change)

        if answer is None:
            continue
        tried.add(column)
        assert answer.code != 0, f"{table}.{told}"
        if table == entry.name and column != "position":
            assert answer.found is not None
            assert answer.found.first is not None
            assert answer.found.first.position == row["position"], f"{table}.{told}: {answer.found.contradictions}"
    assert tried >= {each for each in rows(tampering.original, table)[0] if (table, each) not in OWN_NUMBERS}


@pytest.mark.parametrize("table", each_table())
def test_a_row_that_was_removed_is_found(tampering: Tampering, table: str) -> None:
    of_key = keys(tampering.original, table)
    found = rows(tampering.original, table)

    for row in found if len(found) <= 40 else [*found[::7], found[-1]]:
        answer = tampering.after(lambda raw, row=row: _remove(raw, table, row, of_key))  # type: ignore[misc]

        assert answer is not None
        assert answer.code != 0, f"{table}: {row}"
        if table == entry.name:
            assert answer.found is not None
            assert answer.found.first is not None
            assert (answer.found.first.kind, answer.found.first.position) == ("missing", row["position"])


@pytest.mark.parametrize("table", each_table())
def test_a_row_that_was_put_in_or_doubled_is_found(tampering: Tampering, table: str) -> None:
    of_key = keys(tampering.original, table)
    tried = 0

    for row in rows(tampering.original, table)[-1:]:
        for column in of_key:
            for other in other_values(row[column]):
                doubled = {**row, column: other}
                if table == entry.name:  # of one version of a stream the database takes no second
                    doubled["version"] = 10**6
                answer = tampering.after(lambda raw, doubled=doubled: _put(raw, table, doubled))  # type: ignore[misc]
                if answer is not None:
                    tried += 1
                    assert answer.code != 0, f"{table}: {doubled}"
    assert tried


@pytest.mark.parametrize("table", each_table())
def test_rows_that_changed_places_are_found(tampering: Tampering, table: str) -> None:
    """Whole rows but for their keys, and each column alone."""
    of_key = keys(tampering.original, table)
    one, other = (found := rows(tampering.original, table))[0], found[-1]
    columns = [each for each in one if (table, each) not in OWN_NUMBERS]
    choices = [[each for each in columns if each not in of_key], *([each] for each in columns)]
    if len(found) < 2:
        assert table in ("witness", "case_file")  # nothing to change places with
        return

    for chosen in choices:
        answer = tampering.after(lambda raw, chosen=chosen: _swap(raw, table, one, other, chosen, of_key))  # type: ignore[misc]

        if answer is not None:
            assert answer.code != 0, f"{table}: {chosen}"
            if table == entry.name and chosen != ["version"]:
                assert answer.found is not None
                assert answer.found.first is not None
                assert answer.found.first.position == one["position"]


def _swap(raw: sqlite3.Connection, table: str, one: Row, other: Row, columns: list[str], of_key: list[str]) -> None:
    for row in (one, other):
        _remove(raw, table, row, of_key)
    _put(raw, table, {**one, **{name: other[name] for name in columns}})
    _put(raw, table, {**other, **{name: one[name] for name in columns}})


def test_entries_that_changed_places_are_named_as_such(tampering: Tampering) -> None:
    of_key = ["position"]
    found = rows(tampering.original, "entry")
    others = ["stream", "version", "topic", "state", "recorded_at"]

    answer = tampering.after(lambda raw: _swap(raw, "entry", found[4], found[8], others, of_key))

    assert answer is not None
    assert answer.found is not None
    told = [(each.kind, each.position) for each in answer.found.contradictions]
    assert ("order", 5) in told
    assert ("order", 9) in told


def test_a_table_that_is_gone_or_not_ours_is_found(tampering: Tampering) -> None:
    for table in each_table():
        answer = tampering.after(lambda raw, table=table: raw.execute(f"DROP TABLE {table}"))  # type: ignore[misc]
        assert answer is not None
        assert answer.code in (3, 6), table
    answer = tampering.after(lambda raw: raw.execute("CREATE TABLE secrets (name TEXT)"))
    assert answer is not None
    assert answer.code == 6


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE policy_box SET on_last = on_last + 1 WHERE id = (SELECT max(id) FROM policy_box)",
        "UPDATE policy_box SET public_last = public_last + 1",
        "DELETE FROM policy_box WHERE id = 1",
        "INSERT INTO policy_box SELECT max(id) + 1, 1, 2, 1, 2, 1, 2 FROM policy_box",
        "UPDATE policy_box_node SET data = zeroblob(length(data))",
        "DELETE FROM policy_box_rowid",
    ],
)
def test_an_index_of_boxes_that_says_otherwise_is_found(tampering: Tampering, change: str) -> None:
    """Because answers are found through it: a box that is missing there is missing in the answer."""
    copied(tampering.original, tampering.path)
    with closing(sqlite3.connect(tampering.path, isolation_level=None)) as raw:
        raw.execute(change)

    assert verified(tampering.path).code == 6


# -- guards -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(TRIGGERS["sqlite"]))
def test_a_guard_that_is_gone_or_weakened_is_found(ledger: Path, tmp_path: Path, name: str) -> None:
    statement = TRIGGERS["sqlite"][name]
    weaker = f"{statement[: statement.index('BEGIN')]} BEGIN SELECT 1; END"
    for again in (None, weaker):
        path = copied(ledger, tmp_path / "kroniek.db")
        with closing(sqlite3.connect(path)) as raw:
            raw.execute(f"DROP TRIGGER {name}")
            if again:
                raw.execute(again)

        answer = verified(path)

        assert answer.code == 6
        assert answer.found is not None
        assert name in str(answer.found.contradictions)


def test_without_guards_the_position_is_named_all_the_same(ledger: Path, tmp_path: Path) -> None:
    path = copied(ledger, tmp_path / "kroniek.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER entry_is_never_changed")
        raw.execute("UPDATE entry SET state = cast(replace(state, 'test', 'tset') AS BLOB) WHERE position = 12")

    answer = verified(path)

    assert answer.code == 6
    assert answer.found is not None
    assert answer.found.first is not None
    assert answer.found.first.position == 12


# -- every bit --------------------------------------------------------------------------------------------------------


def test_no_flipped_bit_passes_for_the_same_ledger(small: Path, tmp_path: Path) -> None:
    """Where nothing but free space is hit, the content is what it was: then it holds."""
    bits = random.Random(4).sample(range(small.stat().st_size * 8), SAMPLE)

    found = flipped(small, tmp_path / "kroniek.db", bits)

    assert found.faults == []
    assert 0 < found.held < SAMPLE


def test_verifying_comes_to_an_end_where_entries_come_back_again_and_again(small: Path, tmp_path: Path) -> None:
    """Because inner pages say where to look: with a wrong number there, what comes after the last entry is an entry
    before it."""
    whole = small.read_bytes()
    with closing(sqlite3.connect(small)) as raw:
        (root,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entry'").fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    page = whole[(root - 1) * size : root * size]
    assert page[0] == 5, "not an inner page"
    cells = [int.from_bytes(page[at : at + 2]) for at in range(12, 12 + 2 * int.from_bytes(page[3:5]), 2)]

    for cell in cells:
        damaged = bytearray(whole)
        damaged[(root - 1) * size + cell + 4] |= 0x80  # a number of seven bits now goes on in the next byte
        path = tmp_path / f"{cell}.db"
        path.write_bytes(damaged)
        steps: list[str] = []

        answer = verified(path, progress=lambda part, done, of, steps=steps: _step(steps, part))

        assert answer.code == 6


def _step(steps: list[str], part: str) -> None:
    steps.append(part)
    assert steps.count(part) < 20, "it goes round in circles"


@pytest.mark.slow
def test_no_flipped_bit_at_all_passes_for_the_same_ledger(small: Path, tmp_path: Path) -> None:
    bits = range(small.stat().st_size * 8)
    portions = [bits[first::PORTIONS] for first in range(PORTIONS)]
    copies = [tmp_path / f"{number}.db" for number in range(PORTIONS)]

    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        found = list(processes.map(flipped, repeat(small), copies, portions))

    held = sum(each.held for each in found)
    print(f"Of {len(bits):,} bits {held:,} are in free space: there the content is what it was.")
    assert [fault for each in found for fault in each.faults] == []
    assert 0 < held < len(bits)


# -- what is made of a ledger that was tampered with ------------------------------------------------------------------


def _area_changed(raw: sqlite3.Connection) -> None:
    changed = raw.execute(
        "UPDATE entry SET state = CAST(replace(CAST(state AS TEXT), 'ML-7', 'ML-8') AS BLOB)"
        " WHERE topic = 'policy.article-15c-area-designated'"
    )
    assert changed.rowcount > 0


def test_a_rebuild_does_not_make_answers_agree_with_changed_entries(tampering: Tampering) -> None:
    """Because from then on every question would be answered with what somebody put there."""
    tampering.after(_area_changed)
    before = everything(tampering.path)

    with open_ledger(tampering.path) as ledger, pytest.raises(Refuted, match=r"the first that is wrong is @\d+"):
        ledger.rebuild()

    assert everything(tampering.path) == before


def test_nothing_is_proved_of_an_entry_that_was_changed(tampering: Tampering) -> None:
    tampering.after(_area_changed)

    with open_ledger(tampering.path, signing_key=KEY) as ledger:
        key, other = (
            next(each["key"] for each in ledger.entries() if (each["event"] == topic))
            for topic in ("policy.article-15c-area-designated", "policy.internal-protection-alternative-set")
        )
        with pytest.raises(Refuted, match="not the one that was recorded"):
            ledger.log.proof(key)
        with pytest.raises(Refuted, match="not the one that was recorded"):
            ledger.gathered(Subject("country", "ML"), ledger.head().position, date(2026, 11, 23))

        assert ledger.log.proof(other)


# -- views kept elsewhere ---------------------------------------------------------------------------------------------


def test_a_ledger_restored_from_an_older_backup_is_exposed_by_any_newer_checkpoint(
    ledger: Path, tmp_path: Path
) -> None:
    backup = copied(ledger, tmp_path / "backup.db")
    with open_ledger(copied(ledger, tmp_path / "kroniek.db"), signing_key=KEY) as grown:
        later = []
        for number in range(3):
            _annotate(grown, number)
            later.append(grown.log.checkpoint())

    assert verified(backup).code == 0  # it is what it was, and nobody in it knows better
    for checkpoint in later:
        answer = verified(backup, against=checkpoint)

        assert answer.code == 6
        assert answer.found is not None
        assert answer.found.first is not None
        assert (answer.found.first.says, answer.found.first.position) == (
            "against-beyond",
            answer.found.entries + 1,
        )
        assert verified(tmp_path / "kroniek.db", against=checkpoint).code == 0


def test_a_keeper_who_rewrites_everything_is_exposed_by_an_older_checkpoint(ledger: Path, tmp_path: Path) -> None:
    """Because with the key at hand everything in the ledger can be made to agree: only what others kept does not."""
    with open_ledger(copied(ledger, tmp_path / "a.db"), signing_key=KEY) as one:
        _annotate(one, 1)
        kept = one.log.checkpoint()
    with open_ledger(copied(ledger, tmp_path / "b.db"), signing_key=KEY) as other:
        _annotate(other, 2)
        _annotate(other, 3)

    assert verified(tmp_path / "b.db").code == 0
    answer = verified(tmp_path / "b.db", against=kept)
    assert answer.code == 6
    assert answer.found is not None
    assert answer.found.first is not None
    assert answer.found.first.says == "against-other-root"


def _annotate(ledger: Any, number: int) -> None:
    from tests.support.caseloads import append

    append(ledger, {"key": f"later/{number}", "event": "entry.annotated", "entry": "p/1", "note": f"{number}"})
