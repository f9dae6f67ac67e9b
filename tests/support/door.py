"""The command in this process: quicker than a fresh one, for tests where the process itself is not the point."""

import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from cli.main import run
from tests.support.command import Answer


def ask(folder: Path, *arguments: str | Path, stdin: str = "", code: int | None = 0) -> Answer:
    """Run the command on the ledger in `folder`; `code` is the exit code it must have (None: whichever)."""
    given = ["--ledger", str(folder / "kroniek.db"), "--as", "tester", *map(str, arguments)]
    with _streams(stdin) as (out, err):
        left_with = run(given)
    answer = Answer(left_with, _text(out), _text(err))
    assert code is None or answer.code == code, f"exit {answer.code}, not {code}\n{answer.out}\n{answer.err}"
    return answer


def count(folder: Path) -> int:
    """How many entries the ledger in `folder` holds, asked of the command."""
    return len(ask(folder, "entries", "--format", "json").json)


@contextlib.contextmanager
def _streams(stdin: str) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    out, err = io.BytesIO(), io.BytesIO()
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", write_through=True)
    try:
        yield out, err
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            stream.detach()
        sys.stdin, sys.stdout, sys.stderr = before


def _text(stream: io.BytesIO) -> str:
    return stream.getvalue().decode()
