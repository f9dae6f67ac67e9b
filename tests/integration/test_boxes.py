"""Finding the boxes that hold a point: the R*Tree of SQLite against the table it stands beside."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from domain.dates import AFTER, Point
from domain.errors import Refuted
from infrastructure.ledger import open_ledger
from infrastructure.projections import tables
from infrastructure.projections.boxes import Boxes, digest_of
from infrastructure.projections.rebuild import Difference
from infrastructure.projections.tables import FOREVER
from infrastructure.store.datastore import Datastore
from tests.support.caseloads import mali_ledger

ON = date(2023, 2, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    mali_ledger(tmp_path / "l.db").close()
    return tmp_path / "l.db"


def box(connection: sqlite3.Connection, country: str, on: tuple[int, int], recorded: tuple[int, int]) -> None:
    """A box of days, public from ever to ever."""
    connection.execute(
        "INSERT INTO policy_state (country, subject, on_from, on_until, public_from, public_until, recorded_from,"
        " recorded_until, practice) VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?)",
        (country, f"{country}/risk-profile/{recorded[0]}", *on, AFTER + 1, *recorded, digest_of(b"{}")),
    )


def found(path: Path, country: str, day: int, position: int) -> set[str]:
    with Datastore.open(path) as store, store.reading() as connection:
        return {subject for subject, *_ in Boxes(connection).of_country(country, day, AFTER, position, "practice")}


def test_positions_that_an_r_tree_cannot_tell_apart_are_told_apart(path: Path) -> None:
    far = 2**31
    with sqlite3.connect(path) as connection:
        box(connection, "BE", (1, AFTER), (far + 5, far + 9))
        box(connection, "BE", (1, AFTER), (far + 9, FOREVER))

    assert found(path, "BE", 700_000, 7) == set()
    assert found(path, "BE", 700_000, far + 4) == set()
    assert found(path, "BE", 700_000, far + 8) == {f"BE/risk-profile/{far + 5}"}
    assert found(path, "BE", 700_000, far + 9) == {f"BE/risk-profile/{far + 9}"}
    assert found(path, "BE", 700_000, FOREVER - 1) == {f"BE/risk-profile/{far + 9}"}


def test_countries_never_reach_into_each_other(path: Path) -> None:
    codes = ("AA", "AB", "AZ", "BA", "ZY", "ZZ")
    with sqlite3.connect(path) as connection:
        for code in codes:
            box(connection, code, (0, AFTER), (1, FOREVER))

    for code in codes:
        assert found(path, code, 0, 5) == found(path, code, AFTER - 1, 5) == {f"{code}/risk-profile/1"}
    for unknown in ("BB", "", "b", "é1", "ML/x"):
        assert found(path, unknown, 700_000, 5) == set()


def test_a_box_that_is_closed_is_closed_in_the_tree_and_one_that_is_removed_is_gone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        box(connection, "BE", (1, AFTER), (1, FOREVER))
        box(connection, "BE", (1, AFTER), (2, FOREVER))
        connection.execute("UPDATE policy_state SET recorded_until = 4 WHERE country = 'BE' AND recorded_from = 1")
        connection.execute("DELETE FROM policy_state WHERE country = 'BE' AND recorded_from = 2")

    assert found(path, "BE", 700_000, 3) == {"BE/risk-profile/1"}
    assert found(path, "BE", 700_000, 4) == set()
    with sqlite3.connect(path) as connection:
        boxes = connection.execute("SELECT count(*) FROM policy_box").fetchone()
        assert boxes == connection.execute("SELECT count(*) FROM policy_state").fetchone()


def test_a_rebuild_names_a_tree_that_leads_astray_and_mends_it(path: Path) -> None:
    with open_ledger(path) as ledger:
        sound = ledger.state("ML", Point(ON))
        with sqlite3.connect(path) as connection:
            (boxes,) = connection.execute("SELECT count(*) FROM policy_box").fetchone()
            connection.execute("UPDATE policy_box SET on_last = on_from")
        assert ledger.state("ML", Point(ON)) != sound

        assert ledger.rebuild() == (Difference("policy_box", boxes, boxes),)

        assert ledger.state("ML", Point(ON)) == sound
        assert ledger.rebuild() == ()


@pytest.mark.parametrize("kept", [b'{"id": "ML/x"}', None])
def test_what_a_box_says_is_held_against_its_digest(path: Path, kept: bytes | None) -> None:
    digest = digest_of(b"what no ledger says")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE policy_state SET practice = ?", (digest,))
        if kept is not None:
            connection.execute("INSERT INTO state_json VALUES (?, ?)", (digest, kept))

    with open_ledger(path) as ledger, pytest.raises(Refuted, match="kroniek rebuild"):
        ledger.state("ML", Point(ON))


def test_tables_of_another_shape_are_made_anew_when_a_ledger_is_opened(path: Path) -> None:
    with open_ledger(path) as ledger:
        sound = ledger.state("ML", Point(ON))
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM ledger WHERE name = 'projections'")
        connection.execute("DROP TABLE policy_box")
        connection.execute("DROP TABLE policy_state")
        connection.execute("DROP TABLE state_json")
        connection.execute("CREATE TABLE policy_state (country TEXT, practice BLOB)")

    with open_ledger(path) as ledger:
        assert ledger.state("ML", Point(ON)) == sound
        assert ledger.rebuild() == ()
    with Datastore.open(path) as store:
        assert store.identity()["projections"] == tables.SHAPE
