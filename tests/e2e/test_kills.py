"""A process that is killed at any moment of its work leaves all of an import or none, and loses nothing it said."""

import random
import shutil
import time
from pathlib import Path

import pytest

from infrastructure.chronicle import Draft
from infrastructure.ledger import create_ledger
from tests.support.command import chronicle
from tests.support.imports import APPENDS, IMPORT, chronicle_of_acts, keys_of, killed, started

ACTS = 300


def kill_imports(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill that many imports into one ledger at random moments; how many left all of theirs and how many nothing."""
    randomly = random.Random(seed)
    path = folder / "kroniek.db"
    create_ledger(path).close()
    expected = keys_of(path)
    whole = _seconds_of_an_import(folder)
    left = {"all": 0, "nothing": 0}
    for number in range(kills):
        file = chronicle(folder, chronicle_of_acts(f"i{number}", ACTS), f"{number}.yaml")
        said = killed(started(IMPORT, path, file), randomly.uniform(0, whole * 1.1))

        found = keys_of(path)
        added = [f"i{number}/source", *(f"i{number}/{act}" for act in range(ACTS))]
        assert found in (expected, [*expected, *added])
        if said == ["done"]:
            assert found != expected
        left["all" if found != expected else "nothing"] += 1
        if len(found) > 10 * ACTS:  # a ledger that stays small is looked through quickly
            path.unlink()
            for beside in folder.glob("kroniek.db-*"):
                beside.unlink()
            create_ledger(path).close()
            found = keys_of(path)
        expected = found
    return left


def _seconds_of_an_import(folder: Path) -> float:
    """How long one takes on this machine from the moment it says that it is ready."""
    path = folder / "measured.db"
    create_ledger(path).close()
    process = started(IMPORT, path, chronicle(folder, chronicle_of_acts("m", ACTS), "m.yaml"))
    began = time.monotonic()
    out, err = process.communicate(timeout=60)
    assert (out, err) == ("done\n", "")
    return time.monotonic() - began


def kill_appends(folder: Path, kills: int, seed: int) -> int:
    """Kill that many loops of single appends; how many entries they had acknowledged."""
    randomly = random.Random(seed)
    path = folder / "kroniek.db"
    with create_ledger(path) as ledger:
        ledger.append(
            [Draft("s/1", "source.registered", {"source": "s", "kind": "press", "title": "S"})], actor="tester"
        )
    expected, acknowledged = keys_of(path), 0
    for number in range(kills):
        said = killed(started(APPENDS, path, f"a{number}"), randomly.uniform(0, 0.3))

        found = keys_of(path)
        added = found[len(expected) :]
        assert found[: len(expected)] == expected
        assert added[: len(said)] == said
        assert len(added) <= len(said) + 1  # one may stand that nobody heard of
        assert added == [f"a{number}/{each}" for each in range(len(added))]
        expected, acknowledged = found, acknowledged + len(said)
    return acknowledged


def test_a_killed_import_leaves_all_or_nothing(tmp_path: Path) -> None:
    left = kill_imports(tmp_path, kills=4, seed=1)

    assert left["all"] + left["nothing"] == 4


def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    assert kill_appends(tmp_path, kills=3, seed=2) > 0


@pytest.mark.slow
def test_two_hundred_killed_imports_each_leave_all_or_nothing(tmp_path: Path) -> None:
    left = kill_imports(tmp_path, kills=200, seed=20260101)

    assert min(left.values()) > 10, f"the moments were not spread over the work: {left}"


@pytest.mark.slow
def test_sixty_killed_writers_lose_nothing_they_acknowledged(tmp_path: Path) -> None:
    assert kill_appends(tmp_path, kills=60, seed=20260102) > 500


@pytest.mark.slow
def test_a_copy_taken_of_a_killed_ledger_with_its_log_is_whole(tmp_path: Path) -> None:
    """What a backup finds: the file and the write-ahead log of a process that is gone."""
    path = tmp_path / "kroniek.db"
    with create_ledger(path) as ledger:
        ledger.append(
            [Draft("s/1", "source.registered", {"source": "s", "kind": "press", "title": "S"})], actor="tester"
        )
    said = killed(started(APPENDS, path, "a"), 1.0)
    assert said
    copy = tmp_path / "copy"
    copy.mkdir()
    for each in tmp_path.glob("kroniek.db*"):
        shutil.copy(each, copy / each.name)

    assert keys_of(copy / "kroniek.db") == keys_of(path)
    assert set(said) <= set(keys_of(path))
