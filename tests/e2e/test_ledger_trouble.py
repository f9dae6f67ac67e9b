"""A ledger that is not there, not a ledger, damaged, locked, read-only or out of room: a sentence, and nothing lost."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from domain.dates import Point, parse_day
from domain.errors import LedgerBusy
from infrastructure.chronicle import Draft
from infrastructure.ledger import open_ledger
from tests.support.command import KRONIEK, MALI, PALESTINE, ROOT, chronicle, kroniek, ledger_with

QUESTIONS = (
    ("show", "ML", "--on", "2023-01-11"),
    ("why", "ML/article-15c"),
    ("timeline", "ML"),
    ("diff", "ML", "2023-01-10", "2023-01-11"),
    ("entries",),
    ("entry", "@1"),
    ("audit",),
    ("export",),
    ("rebuild",),
)
ANNOTATE = ("annotate", "ml/letter-2023", "--key", "n/1", "--note", "x", "--yes")
NOBODY = 65534


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound ledger with the Mali chronicle; tests work on copies."""
    return ledger_with(tmp_path_factory.mktemp("whole"), MALI)


@pytest.fixture
def ledger(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "kroniek.db"))


def entries(folder: Path) -> list[Any]:
    found = kroniek("entries", "--format", "json", cwd=folder).json
    assert isinstance(found, list)
    return found


# -- not a ledger -----------------------------------------------------------------------------------------------------


def _other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.execute("INSERT INTO recipes VALUES ('soup')")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (lambda path: None, 4, "make one with `kroniek init`"),
        (lambda path: path.write_bytes(b""), 3, "is empty, not a ledger"),
        (lambda path: path.write_bytes(b"x"), 3, "is not a ledger"),
        (lambda path: path.write_text("Dear Sir,\n" * 500), 3, "is not a ledger"),
        (lambda path: path.write_bytes(os.urandom(8192)), 3, "is not a ledger"),
        (_other_database, 3, "a database of something else"),
        (lambda path: path.mkdir(), 3, "is not a file"),
    ],
    ids=("missing", "empty", "one byte", "text", "noise", "another database", "a folder"),
)
def test_what_is_not_a_ledger_is_named_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], Any], code: int, words: str
) -> None:
    path = tmp_path / "kroniek.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None

    for command in (QUESTIONS[0], ANNOTATE, ("import", str(MALI))):
        answer = kroniek(*command, cwd=tmp_path, code=code)

        assert words in answer.err
        assert "kroniek.db" in answer.err
        assert answer.out == ""
    assert (path.read_bytes() if path.is_file() else None) == before
    assert {each.name for each in tmp_path.iterdir()} <= {"kroniek.db"}


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://me:secret@host/ledger", "cannot be kept in this database"),
        ("sqlite://kroniek.db", "three slashes"),
        ("sqlite:///kroniek.db?mode=rwc", "mode=ro"),
        ("gopher://x", "cannot be kept in this database"),
    ],
)
def test_a_url_that_names_no_ledger_is_refused_without_its_password(tmp_path: Path, url: str, words: str) -> None:
    answer = kroniek("--ledger", url, "entries", cwd=tmp_path, code=3)

    assert words in answer.err
    assert "secret" not in answer.err


def test_a_ledger_of_a_newer_kroniek_is_not_touched(ledger: Path) -> None:
    connection = sqlite3.connect(ledger)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = ledger.read_bytes()

    for command in (QUESTIONS[0], ANNOTATE):
        answer = kroniek(*command, cwd=ledger.parent, code=3)

        assert "newer kroniek (schema 99" in answer.err
        assert "upgrade kroniek" in answer.err
    assert ledger.read_bytes() == before


def test_a_ledger_without_its_triggers_is_damaged(ledger: Path) -> None:
    connection = sqlite3.connect(ledger)
    (trigger,) = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1").fetchone()
    connection.execute(f"DROP TRIGGER {trigger}")
    connection.commit()
    connection.close()

    answer = kroniek("entries", cwd=ledger.parent, code=3)

    assert f"it lacks {trigger}" in answer.err
    assert "restore it from a backup" in answer.err


# -- damaged ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [0.5, 0.9])
def test_a_truncated_ledger_is_refused_by_every_command(ledger: Path, part: float) -> None:
    data = ledger.read_bytes()
    ledger.write_bytes(data[: int(len(data) * part)])
    before = ledger.read_bytes()

    for command in (QUESTIONS[0], ("entries",), ("export",), ("rebuild",), ANNOTATE):
        answer = kroniek(*command, cwd=ledger.parent, code=3)

        assert "is damaged" in answer.err
        assert "restore it from a backup" in answer.err
    assert ledger.read_bytes() == before


def test_a_flipped_byte_in_an_entry_is_named_by_position_and_nothing_is_appended_after_it(ledger: Path) -> None:
    position = next(each["position"] for each in entries(ledger.parent) if each["key"] == "ml/letter-15c")
    data = bytearray(ledger.read_bytes())
    data[data.index(b'"key":"ml/letter-15c"') + 10] ^= 0xFF
    ledger.write_bytes(data)
    before = bytes(data)

    for command in (("entries",), ("export",), ("why", "ML/article-15c"), ("audit",), ("rebuild",), ANNOTATE):
        answer = kroniek(*command, cwd=ledger.parent, code=6)

        named = "the first that is wrong is" if command == ("rebuild",) else "the stored entry"
        assert f"{named} @{position}" in answer.err
        assert "restore the ledger from a backup" in answer.err
        assert len(answer.err.splitlines()) == 1
    assert ledger.read_bytes() == before


def test_rebuild_finds_and_mends_a_projection_that_was_tampered_with(ledger: Path) -> None:
    question = (*QUESTIONS[0], "--format", "json")
    sound = kroniek(*question, cwd=ledger.parent).out
    connection = sqlite3.connect(ledger)
    connection.execute("UPDATE state_json SET json = CAST(replace(json, 'exceptional', 'lowest') AS BLOB)")
    connection.commit()
    connection.close()
    answer = kroniek(*question, cwd=ledger.parent, code=6)
    assert "a state that the ledger keeps is damaged" in answer.err

    kroniek("rebuild", cwd=ledger.parent)

    assert kroniek(*question, cwd=ledger.parent).out == sound
    assert kroniek("rebuild", "--format", "json", cwd=ledger.parent).json["differences"] == []


def test_the_database_itself_refuses_to_change_or_drop_an_entry(ledger: Path) -> None:
    connection = sqlite3.connect(ledger)

    for statement in ("UPDATE entry SET state = '{}'", "DELETE FROM entry", "DELETE FROM entry WHERE position = 3"):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()


# -- read-only --------------------------------------------------------------------------------------------------------


def test_a_read_only_url_answers_and_never_writes(ledger: Path) -> None:
    url = f"sqlite:///{ledger}?mode=ro"
    before = ledger.read_bytes()

    for command in QUESTIONS[:-1]:
        kroniek("--ledger", url, *command, cwd=ledger.parent)
    for writing in (ANNOTATE, ("import", str(PALESTINE)), ("rebuild",)):
        answer = kroniek("--ledger", url, *writing, cwd=ledger.parent, code=3)
        assert "is read-only; nothing was written" in answer.err
    assert ledger.read_bytes() == before


@contextmanager
def _frozen(folder: Path) -> Iterator[None]:
    """A folder and its files that nobody but root may write."""
    names = [folder, *folder.iterdir()]
    modes = {each: each.stat().st_mode for each in names}
    for each in reversed(names):
        each.chmod(0o555 if each.is_dir() else 0o444)
    try:
        yield
    finally:
        for each in names:
            each.chmod(modes[each])


AS_NOBODY = """
import contextlib, io, os, shutil, sys, tempfile
from cli.main import run
_, nobody, folder, *arguments = sys.argv
# Whoever we become may not reach our modules: read all of them first, by doing the same to a ledger of our own.
with tempfile.TemporaryDirectory() as own, contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
    shutil.copy(os.path.join(folder, "kroniek.db"), os.path.join(own, "kroniek.db"))
    os.chdir(own)
    assert run(["--ledger", "new.db", "init"]) == 0
    assert run(["entries"]) == 0
    assert run(["show", "ML", "--format", "json"]) == 0
    assert run(["annotate", "ml/letter-2023", "--key", "own/1", "--note", "x", "--yes"]) == 0
    os.chdir(folder)
sys.stderr.flush()
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(int(nobody))
    os.setuid(int(nobody))
os.write(2, b"--\\n")
sys.exit(run(arguments))
"""


def as_nobody(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """The command as a user who may do no more than anybody; root, whom no permission stops, becomes nobody first."""
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(NOBODY), str(folder), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "KRONIEK_ACTOR": "tester", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    _, ours, said = done.stderr.partition("--\n")
    assert ours, done.stderr
    return done.returncode, done.stdout, said


@pytest.fixture
def reachable(ledger: Path) -> Iterator[Path]:
    """The folder of the ledger, which anybody can reach; pytest keeps the folders above it to us."""
    above = [each for each in ledger.parents if not each.stat().st_mode & 0o001]
    modes = {each: each.stat().st_mode for each in above}
    for each in above:
        each.chmod(modes[each] | 0o055)
    yield ledger.parent
    for each in above:
        each.chmod(modes[each])


def test_a_ledger_that_may_not_be_written_answers_and_refuses_in_words(reachable: Path) -> None:
    path = reachable / "kroniek.db"
    before = path.read_bytes()

    with _frozen(reachable):
        code, out, err = as_nobody(reachable, *QUESTIONS[0], "--format", "json")
        assert (code, err) == (0, ""), err
        assert json.loads(out)["country_policy"] == "exists"
        code, out, err = as_nobody(reachable, *ANNOTATE)

    assert (code, out) == (3, "")
    assert "read-only; nothing was written, ask for write permission" in err
    assert path.read_bytes() == before


def test_a_ledger_that_may_not_be_read_says_so(reachable: Path) -> None:
    path = reachable / "kroniek.db"
    path.chmod(0o000)

    code, out, err = as_nobody(reachable, "entries")

    path.chmod(0o644)
    assert (code, out) == (3, "")
    assert "may not be read by this user" in err


def test_a_folder_where_no_ledger_can_be_made_says_so(reachable: Path) -> None:
    with _frozen(reachable):
        code, out, err = as_nobody(reachable, "--ledger", "new.db", "init")

    assert (code, out) == (3, "")
    assert "no ledger can be made at new.db: Permission denied" in err


# -- locked -----------------------------------------------------------------------------------------------------------


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Another writer, in the middle of its work."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    finally:
        connection.rollback()
        connection.close()


def test_another_writer_that_takes_long_is_named_and_nothing_is_lost(ledger: Path) -> None:
    note = Draft("n/1", "entry.annotated", {"entry": "ml/letter-2023", "note": "x"})

    with open_ledger(ledger, busy_timeout=0.2) as desk:
        before = desk.head()
        with (
            _writing(ledger),
            pytest.raises(LedgerBusy, match=r"locked for more than 0\.2 seconds; nothing was written, try again"),
        ):
            desk.append([note], actor="tester")
        assert desk.head() == before
        assert LedgerBusy.exit_code == 5

        appended = desk.append([note], actor="tester")

    assert [entry.position for entry in appended.entries] == [before.position + 1]


def test_questions_are_answered_while_another_writes(ledger: Path) -> None:
    with _writing(ledger) as other:
        other.execute("UPDATE policy_state SET practice = '{}'")

        with open_ledger(ledger, busy_timeout=0.2) as desk:
            state = desk.state("ML", Point(parse_day("2023-01-11")))

    assert [each.status for each in state.elements] == ["announced", "announced"]


# -- no room ----------------------------------------------------------------------------------------------------------

LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then writing fails, as on a full disk
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from cli.main import run
sys.exit(run(sys.argv[2:]))
"""


def on_a_full_disk(folder: Path, room: int, *arguments: str) -> tuple[int, str, str]:
    """The command where no file can grow beyond `room` bytes."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(room), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("room", [0, 20_000, 60_000])
def test_an_import_on_a_full_disk_writes_nothing_and_loses_nothing(ledger: Path, room: int) -> None:
    text = "".join(
        f"  - {{key: n/{number}, event: entry.annotated, entry: ml/letter-2023, note: {'x' * 900}}}\n"
        for number in range(200)
    )
    file = chronicle(ledger.parent, text)
    before = entries(ledger.parent)

    code, out, err = on_a_full_disk(ledger.parent, room, "import", str(file))

    assert (code, out) == (3, ""), err
    assert "disk is full" in err
    assert re.search("nothing was (written|changed), make room", err)
    assert "Traceback" not in err
    assert entries(ledger.parent) == before
    kroniek("import", file, cwd=ledger.parent)
    assert len(entries(ledger.parent)) == len(before) + 200
    assert kroniek("rebuild", "--format", "json", cwd=ledger.parent).json["differences"] == []


def test_an_export_on_a_full_disk_leaves_no_half_a_file(ledger: Path) -> None:
    code, out, err = on_a_full_disk(ledger.parent, 40_000, "export", "-o", "all.yaml")

    assert (code, out) == (3, "")
    assert "all.yaml cannot be written: File too large" in err
    assert not list(ledger.parent.glob("all.yaml*"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("command", [("entries",), ("export",), ("--help",), ("entry", "@1", "--leaf")])
def test_an_answer_that_cannot_be_written_out_is_no_traceback(ledger: Path, command: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [str(KRONIEK), *command], cwd=ledger.parent, stdout=full, stderr=subprocess.PIPE, text=True
        )

    assert done.returncode == 3
    assert "could not be written out: No space left on device" in done.stderr
    assert len(done.stderr.splitlines()) == 1
