"""The installed command in a fresh process, as a person runs it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KRONIEK = Path(sys.executable).with_name("kroniek")
ROOT = Path(__file__).parents[2]
MALI = ROOT / "infrastructure" / "data" / "mali" / "mali.yaml"
PALESTINE = ROOT / "docs" / "examples" / "palestinian-territories.yaml"


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def kroniek(
    *arguments: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
    code: int | None = 0,
) -> Answer:
    """Run the command; `code` is the exit code it must have (None: whichever)."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("KRONIEK_")}
    done = subprocess.run(
        [str(KRONIEK), *map(str, arguments)],
        cwd=cwd,
        env={**given, "KRONIEK_ACTOR": "tester", **(env or {})},
        input=stdin.encode(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    answer = Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert code is None or answer.code == code, f"exit {answer.code}, not {code}\n{answer.out}\n{answer.err}"
    assert "Traceback" not in answer.err, answer.err
    return answer


def ledger_with(folder: Path, *chronicles: Path) -> Path:
    """A new ledger in `folder` with these chronicles in it."""
    kroniek("init", "--origin", "test.example/ledger", cwd=folder)
    for chronicle in chronicles:
        kroniek("import", chronicle, cwd=folder)
    return folder / "kroniek.db"


def chronicle(folder: Path, text: str, name: str = "chronicle.yaml") -> Path:
    """A chronicle file with these entries (YAML list items)."""
    path = folder / name
    path.write_text(f"chronicle: 1\nentries:\n{text}", encoding="utf-8")
    return path
