"""Stored events to append, and children: processes that work on a ledger beside the test."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from eventsourcing.persistence import StoredEvent

ROOT = Path(__file__).resolve().parents[2]


def stored(stream: str = "country/ML", version: int = 1, *, topic: str = "policy.particulars-stated") -> StoredEvent:
    return StoredEvent(stream, version, topic, f'{{"stream":"{stream}","version":{version}}}'.encode())


def stream_of(stream: str, count: int) -> list[StoredEvent]:
    """Versions 1 through `count` of one stream."""
    return [stored(stream, version) for version in range(1, count + 1)]


def child(program: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process that runs `program` with the project importable."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def set_off(processes: Sequence[subprocess.Popen[str]]) -> None:
    """Let them all go at once, when each has said that it is `ready`."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


def said(process: subprocess.Popen[str], timeout: float = 60) -> str:
    """What the child wrote to stdout until it ended; its stderr must stay empty and its exit code 0."""
    out, err = process.communicate(timeout=timeout)
    assert (process.returncode, err) == (0, ""), err
    return out
