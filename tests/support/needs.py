"""What a test needs from outside this repository: a folder, a program, a Python module.

On a desk that lacks it the test skips and says why. In continuous integration (the environment variable `KRONIEK_CI`
is set, and not to `0`) the same test fails: a green run there must not hide a test that never ran.

Each function may be called inside a test or fixture, or at the top of a test module, which is then skipped whole.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import shutil
from pathlib import Path
from types import ModuleType

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PROJECT = Path(__file__).resolve().parents[2]


def needs_vectors() -> Path:
    """The folder of published test vectors: `../shared/vectors` beside the project, or `KRONIEK_VECTORS`.

    A folder named by `KRONIEK_VECTORS` was asked for, so when it is not there the test fails on a desk as well.
    """
    named = os.environ.get("KRONIEK_VECTORS")
    folder = Path(named) if named else PROJECT.parent / "shared" / "vectors"
    if folder.is_dir():
        return folder
    if named:
        pytest.fail(f"KRONIEK_VECTORS names {folder}, which is not a folder. Correct it or unset it.", pytrace=False)
    raise _lacking(
        "The published test vectors are not at ../shared/vectors beside this project.",
        "Put them there, or name their folder in KRONIEK_VECTORS.",
    )


def needs_program(name: str, why: str) -> Path:
    """The path of a program on PATH; `why` completes the sentence "It is needed to ..."."""
    found = shutil.which(name)
    if found is not None:
        return Path(found)
    raise _lacking(f"The program {name} is not on PATH. It is needed to {why}.", "Install it.")


def needs_browser() -> Path:
    """The path of a Chromium to open pages in: `KRONIEK_BROWSER`, or the first of the usual names on PATH.

    A browser named by `KRONIEK_BROWSER` was asked for, so when it is not there the test fails on a desk as well.
    """
    named = os.environ.get("KRONIEK_BROWSER")
    if named and shutil.which(named) is None:
        pytest.fail(f"KRONIEK_BROWSER names {named}, which does not run. Correct it or unset it.", pytrace=False)
    for name in [named] if named else BROWSERS:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    raise _lacking("No Chromium is on PATH. It is needed to open dossier pages.", "Run `make browser`, or install one.")


def needs_pango() -> None:
    """WeasyPrint with the libraries of the system that it sets type with."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            importlib.import_module("weasyprint")
    except OSError as problem:
        raise _lacking(f"Pango is not here ({problem}). It is needed to set a PDF.", "Run `make browser`.") from None


def needs_module(name: str, why: str) -> ModuleType:
    """An importable Python module; `why` completes the sentence "It is needed to ...".

    Only the absence of this very module counts as lacking it: a module that is there and fails to import is broken,
    and its own error comes through.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise
    raise _lacking(f"The Python module {name} is not installed. It is needed to {why}.", "Install it in .venv.")


def _lacking(fact: str, remedy: str) -> BaseException:
    if os.environ.get("KRONIEK_CI", "0") not in ("", "0"):
        return pytest.fail.Exception(
            f"{fact} {remedy} (KRONIEK_CI is set, so this fails instead of skipping.)", pytrace=False
        )
    return pytest.skip.Exception(f"{fact} {remedy}", allow_module_level=True)
