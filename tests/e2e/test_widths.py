"""How wide an answer is: as wide as the terminal, or as $COLUMNS says; elsewhere always the same."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from pathlib import Path

import pytest

from tests.support.command import KRONIEK, MALI, kroniek, ledger_with
from tests.support.door import ask

LABEL = 28
"""The longest label with its indent: what cannot be broken may stand beside it."""

QUESTIONS = [
    ("show", "ML", "--on", "2023-01-11"),
    ("show", "ML", "--on", "2023-01-11", "--lang", "nl"),
    ("why", "ML/article-15c"),
    ("timeline", "ML"),
    ("timeline", "ML", "--lang", "nl"),
    ("diff", "ML", "2023-01-10", "2023-01-12"),
    ("entry", "ml/letter-15c"),
    ("audit",),
    ("case", "show", "a"),
    ("case", "list"),
    ("case", "replay", "a"),
    ("case", "replay", "a", "--lang", "nl"),
    ("case", "compare", "a"),
    ("case", "stats"),
    ("impact", "ml/letter-15c"),
    ("framework", "list"),
    ("framework", "show", "nl-practice-2023"),
    ("verify",),
]


@pytest.fixture(scope="module")
def mali(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mali")
    ledger_with(folder, MALI)
    facts = ("--habitual-residence", "Gao", "--origin", "established", "--individual-grounds", "none")
    moments = ("--moment", "application=2022-09-01", "--moment", "decision=2023-01-20")
    ask(folder, "case", "open", "a", "ML", *facts, "--ipa-reasonable", "not-assessed", *moments, "--yes")
    return folder


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("width", [40, 80, 100])
def test_no_line_is_wider_than_asked_but_for_words_that_cannot_be_broken(
    mali: Path, monkeypatch: pytest.MonkeyPatch, width: int, question: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    lines = ask(mali, *question).out.splitlines()

    too_wide = [line for line in lines if len(line) > width]
    assert [line for line in too_wide if max(map(len, line.split())) <= width - LABEL] == []


@pytest.mark.parametrize(("columns", "width"), [("20", 40), ("1000", 100)])
def test_a_width_nobody_can_read_is_not_followed(
    mali: Path, monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = ask(mali, "show", "ML").out
    monkeypatch.setenv("COLUMNS", str(width))

    assert out == ask(mali, "show", "ML").out


@pytest.mark.parametrize("columns", ["", "wide", "-1", "0"])
def test_a_pipe_is_as_wide_as_ever_where_nobody_says_how_wide(
    mali: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    without = [ask(mali, *question).out for question in (("show", "ML"), ("timeline", "ML"))]
    monkeypatch.setenv("COLUMNS", columns)

    assert [ask(mali, *question).out for question in (("show", "ML"), ("timeline", "ML"))] == without
    assert 90 < max(map(len, without[0].splitlines())) <= 100
    assert max(map(len, without[1].splitlines()[:3])) <= 80


def test_a_terminal_is_followed(mali: Path) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    with subprocess.Popen(
        [str(KRONIEK), "timeline", "ML"],
        cwd=mali,
        env={**environment, "NO_COLOR": "1"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as running:
        os.close(theirs)
        told = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # Linux's way of saying that nobody writes to it any more
                break
            if not piece:
                break
            told += piece
        running.wait(60)
    os.close(ours)

    lines = told.decode().replace("\r\n", "\n").splitlines()

    assert lines == kroniek("timeline", "ML", cwd=mali, env={"COLUMNS": "50"}).out.splitlines()
    assert 40 < max(map(len, lines[:4])) <= 50
