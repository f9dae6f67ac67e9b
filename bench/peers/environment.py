"""Environments for peers that need other versions than we do, made with uv on first use and kept in `.peers/`."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

KEPT = Path(__file__).resolve().parent.parent / ".peers"
MINUTES = 5


class Unavailable(Exception):
    """The peer cannot be measured here; `str()` says why, as its row does."""


def environment(name: str, requirements: Sequence[str], kept: Path = KEPT) -> Path:
    """The Python of an environment that has exactly these packages and what they need.

    Raises:
        Unavailable: when it cannot be made.
    """
    folder = kept / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    made = folder / "made-of.txt"
    wanted = "\n".join([f"python {sys.version.split()[0]}", *requirements])
    if made.is_file() and made.read_text() == wanted and _runs([str(python), "-c", ""]):
        return python
    kept.mkdir(parents=True, exist_ok=True)
    uv = [sys.executable, "-m", "uv"]
    if not _runs([*uv, "--version"]):
        raise Unavailable("not measured: uv does not run, `make setup` installs it")
    if not _runs([*uv, "venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, str(folder)]):
        raise Unavailable("not measured: no environment can be made")
    install = [*uv, "pip", "install", "--quiet", "--python", str(python), *requirements]
    # uv trusts its own list of certificates; where a network puts its own in between, those of the system are needed.
    if not (_runs(install) or _runs(install, {"UV_SYSTEM_CERTS": "true"})):
        raise Unavailable("not measured: its packages could not be installed, the registry may be out of reach")
    made.write_text(wanted)
    return python


def _runs(command: Sequence[str], more: dict[str, str] | None = None) -> bool:
    try:
        ended = subprocess.run(
            command, env={**os.environ, **(more or {})}, capture_output=True, timeout=MINUTES * 60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0
