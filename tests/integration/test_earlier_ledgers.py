"""A ledger that an earlier kroniek made is brought up to this one when it is first opened."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import CannotTell, Refuted
from infrastructure.defaults import init_ledger
from infrastructure.ledger import open_ledger
from infrastructure.store.tables import TRIGGERS
from tests.support.caseloads import append, case


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """As 0.1.0 made ledgers: without a key, and without tables for checkpoints and disclosures."""
    path = tmp_path / "kroniek.db"
    init_ledger(path, origin="", actor="test").close()
    path.with_name("kroniek.db.key").unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for table in ("checkpoint", "witness", "disclosure"):
            raw.execute(f"DROP TABLE {table}")
        raw.execute("DELETE FROM ledger WHERE name IN ('vkey', 'projections')")
    return path


def test_it_takes_entries_with_sealed_values_once_it_was_opened(earlier: Path) -> None:
    with open_ledger(earlier) as ledger:
        append(ledger, case("gao", decision="2023-01-20"))

        shown = ledger.entry("case/gao/opened")

    assert "moments.decision" in shown["sealed"]


def test_nothing_is_said_of_it_before(earlier: Path) -> None:
    """Because verifying writes nothing, and what it would look at is not there yet."""
    with open_ledger(earlier, unguarded=True) as ledger, pytest.raises(CannotTell, match="earlier kroniek"):
        ledger.verify()


def test_it_is_refused_when_its_entries_are_not_those_that_were_recorded(earlier: Path) -> None:
    """Because bringing it up works its answers out anew, and the old ones may be all that is left of the truth."""
    with closing(sqlite3.connect(earlier, isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER entry_is_never_changed")
        raw.execute("UPDATE entry SET recorded_at = recorded_at + 1 WHERE position = 1")
        raw.execute(TRIGGERS["sqlite"]["entry_is_never_changed"])

    with pytest.raises(Refuted, match="the first that is wrong is @1"):
        open_ledger(earlier)


def test_a_key_makes_it_a_ledger_like_any_other(earlier: Path) -> None:
    with open_ledger(earlier) as ledger:
        assert ledger.verify().verdict == "cannot-tell"

        ledger.log.adopt_key(None, "")

        assert ledger.verify().verdict == "holds"
