"""A child process that appends to a ledger and says what was acknowledged, to be killed at any moment."""

import random
import signal
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

from infrastructure.ledger import open_ledger
from tests.support.stores import child

IMPORT = """
import sys
import infrastructure.admission, infrastructure.projections.rebuild
from pathlib import Path
from infrastructure.chronicle import read_chronicle
from infrastructure.ledger import open_ledger
ledger, file = sys.argv[1:]
faults = []
print("ready", flush=True)
chronicle = read_chronicle(Path(file), faults)
with open_ledger(ledger) as desk:
    desk.append(chronicle.drafts, actor="import", documents=chronicle.documents, faults=faults)
    print("done", flush=True)
"""

APPENDS = """
import itertools, sys
import infrastructure.admission
from infrastructure.chronicle import Draft
from infrastructure.ledger import open_ledger
ledger, name = sys.argv[1:]
print("ready", flush=True)
with open_ledger(ledger) as desk:
    for number in itertools.count():
        key = f"{name}/{number}"
        desk.append([Draft(key, "entry.annotated", {"entry": "s/1", "note": key})], actor="append")
        print(key, flush=True)
"""


def started(program: str, *arguments: object) -> subprocess.Popen[str]:
    process = child(program, *arguments)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def killed(process: subprocess.Popen[str], after: float) -> list[str]:
    """Kill it (SIGKILL) `after` seconds; what it had acknowledged until then, line by line."""
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert err == "", err
    return out.split("\n")[:-1]  # a line without its end was not yet said


def keys_of(path: Path) -> list[str]:
    """The keys of a ledger in order, which must be sound: it opens, nothing is missing, every answer is right."""
    with open_ledger(path) as ledger:
        assert ledger.rebuild() == ()
        entries: list[dict[str, Any]] = list(ledger.entries())
    assert [each["position"] for each in entries] == list(range(1, len(entries) + 1))
    times = [each["recorded_at"] for each in entries]
    assert times == sorted(set(times))
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        connection.close()
    return [each["key"] for each in entries]


def chronicle_of_acts(name: str, acts: int) -> str:
    """Entries of a chronicle: a source with a document, and acts on the elements of a few countries that cite it."""
    randomly = random.Random(name)
    lines = [
        f"  - {{key: {name}/source, event: source.registered, source: {name}, kind: gazette, title: {name}, "
        f"public_on: 2023-01-01, content: {{name: a.txt, text: {name * 50}}}}}"
    ]
    for number in range(acts):
        country = randomly.choice(("ML", "SD", "AF", "SY", "ET"))
        day = f"2023-{randomly.randint(1, 12):02}-{randomly.randint(1, 28):02}"
        lines.append(
            f"  - {{key: {name}/{number}, event: policy.decision-moratorium-imposed, country: {country}, "
            f"standing: published, from: {day}, element: m-{number}, cites: [{{source: {name}}}]}}"
        )
    return "\n".join(lines) + "\n"
