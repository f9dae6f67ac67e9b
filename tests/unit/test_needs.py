"""A test that lacks something skips on a desk and fails in continuous integration."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import needs
from tests.support.needs import needs_browser, needs_module, needs_program, needs_vectors

LACKING: list[Callable[[], object]] = [
    needs_vectors,
    needs_browser,
    lambda: needs_program("kroniek-no-such-program", "see what happens without it"),
    lambda: needs_module("kroniek_no_such_module", "see what happens without it"),
    lambda: needs_module("kroniek_no_such_package.part", "see what happens without it"),
]


@pytest.fixture(autouse=True)
def a_desk_with_nothing_beside_the_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KRONIEK_CI", raising=False)
    monkeypatch.delenv("KRONIEK_VECTORS", raising=False)
    monkeypatch.delenv("KRONIEK_BROWSER", raising=False)
    monkeypatch.setattr(needs, "PROJECT", tmp_path / "project")
    monkeypatch.setattr(needs, "BROWSERS", ("kroniek-no-such-browser",))


@pytest.mark.parametrize("ask", LACKING)
@pytest.mark.parametrize("value", [None, "", "0"])
def test_on_a_desk_a_test_that_lacks_something_skips(
    ask: Callable[[], object], value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is not None:
        monkeypatch.setenv("KRONIEK_CI", value)

    with pytest.raises(pytest.skip.Exception) as skipped:
        ask()

    assert skipped.value.allow_module_level


@pytest.mark.parametrize("ask", LACKING)
def test_in_continuous_integration_a_test_that_lacks_something_fails(
    ask: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRONIEK_CI", "1")

    with pytest.raises(pytest.fail.Exception, match="KRONIEK_CI is set"):
        ask()


def test_the_reason_says_what_is_lacking_why_it_is_needed_and_what_to_do() -> None:
    with pytest.raises(pytest.skip.Exception) as skipped:
        needs_program("kroniek-no-such-program", "start a database server")

    assert str(skipped.value) == (
        "The program kroniek-no-such-program is not on PATH. It is needed to start a database server. Install it."
    )


def test_the_vectors_beside_the_project_are_found(tmp_path: Path) -> None:
    beside = tmp_path / "shared" / "vectors"
    beside.mkdir(parents=True)

    assert needs_vectors() == beside


def test_a_folder_named_in_the_environment_goes_before_the_one_beside_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shared" / "vectors").mkdir(parents=True)
    named = tmp_path / "my vectors"
    named.mkdir()
    monkeypatch.setenv("KRONIEK_VECTORS", str(named))

    assert needs_vectors() == named


def test_a_named_folder_that_is_not_there_fails_on_a_desk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shared" / "vectors").mkdir(parents=True)
    monkeypatch.setenv("KRONIEK_VECTORS", str(tmp_path / "absent"))

    with pytest.raises(pytest.fail.Exception, match="Correct it or unset it"):
        needs_vectors()


def test_a_program_on_the_path_is_given_with_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "kroniek-some-program"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert needs_program("kroniek-some-program", "be found") == program


def test_a_browser_named_in_the_environment_goes_before_those_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "my browser"
    browser.write_text("#!/bin/sh\n", encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("KRONIEK_BROWSER", str(browser))

    assert needs_browser() == browser


def test_a_named_browser_that_does_not_run_fails_on_a_desk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRONIEK_BROWSER", str(tmp_path / "absent"))

    with pytest.raises(pytest.fail.Exception, match="Correct it or unset it"):
        needs_browser()


def test_a_module_that_is_installed_is_given() -> None:
    assert needs_module("json", "read files") is json


def test_a_module_that_is_there_but_broken_raises_its_own_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A skip would hide that an installed module stopped working."""
    (tmp_path / "kroniek_broken_module.py").write_text("import kroniek_no_such_module\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(ModuleNotFoundError, match="kroniek_no_such_module"):
        needs_module("kroniek_broken_module", "show a broken module")

    assert "kroniek_broken_module" not in sys.modules


def test_the_project_of_these_helpers_is_the_root_of_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    assert (needs.PROJECT / "pyproject.toml").is_file()
