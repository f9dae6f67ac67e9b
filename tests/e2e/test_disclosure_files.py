"""What is handed to a reader of sealed values proves itself, and nothing else does."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from domain.errors import CannotTell, LedgerError
from infrastructure.proof.handed import check_handed
from infrastructure.proof.note import VerifierKey
from infrastructure.proof.policy import Policy
from tests.support.command import kroniek
from tests.support.sealed_cases import sealed_ledger


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handed")
    sealed_ledger(folder)
    return folder


@pytest.fixture(scope="module")
def sealed_key(desk: Path) -> str:
    """An entry with sealed facts."""
    entries: list[dict[str, Any]] = kroniek("entries", "--format", "json", cwd=desk).json
    return str(next(each["key"] for each in entries if each["event"] == "case.opened"))


@pytest.fixture(scope="module")
def handed(desk: Path, sealed_key: str) -> bytes:
    return kroniek("disclose", sealed_key, "facts", "--to", "mr. A. de Vries", cwd=desk).out.encode()


@pytest.fixture(scope="module")
def trust(desk: Path) -> Policy:
    return Policy.of(VerifierKey.parse(kroniek("log", "key", cwd=desk).out.strip()))


def test_a_reader_checks_the_values_without_the_ledger(
    desk: Path, handed: bytes, trust: Policy, tmp_path: Path, sealed_key: str
) -> None:
    """Because that is what a disclosure is for: the reader need not believe the keeper."""
    (tmp_path / "handed.json").write_bytes(handed)

    answer = kroniek("verify", "handed.json", "--key", trust.logs[0].text, "--format", "json", cwd=tmp_path).json

    recorded = kroniek("entry", sealed_key, "--format", "json", cwd=desk).json["content"]["facts"]
    assert {name.removeprefix("facts."): value for name, value in answer["disclosed"].items()} == recorded
    assert (answer["verdict"], answer["key"], answer["to"]) == ("holds", sealed_key, "mr. A. de Vries")


def test_a_file_that_somebody_changed_is_refused(handed: bytes, trust: Policy) -> None:
    """Every letter that matters: all but the reader's name, which nobody signs."""
    rng = random.Random(20230111)
    reader = handed.index(b"mr. A. de Vries")
    accepted = []

    for _ in range(2_000):
        at = rng.randrange(len(handed))
        if reader <= at < reader + len(b"mr. A. de Vries"):
            continue
        changed = bytearray(handed)
        changed[at] ^= 1 << rng.randrange(8)
        try:
            found = check_handed(bytes(changed), "file", trust)
        except LedgerError:
            continue
        if json.loads(changed) != json.loads(handed):  # white space says nothing
            accepted.append((at, found))

    assert accepted == []


def test_another_log_is_not_believed(handed: bytes, tmp_path: Path) -> None:
    kroniek("init", "--origin", "another.example", cwd=tmp_path)
    (tmp_path / "handed.json").write_bytes(handed)
    other = kroniek("log", "key", cwd=tmp_path).out.strip()

    assert kroniek("verify", "handed.json", "--key", other, cwd=tmp_path, code=6).err
    assert "--key" in kroniek("verify", "handed.json", cwd=tmp_path, code=2).err


def test_a_value_under_another_name_is_refused(handed: bytes, trust: Policy) -> None:
    told = json.loads(handed)
    told["disclosed"][0]["field"] = "facts.other"

    with pytest.raises(LedgerError, match="another name"):
        check_handed(json.dumps(told).encode(), "file", trust)


def test_without_a_proof_nobody_can_tell(handed: bytes, trust: Policy) -> None:
    told = json.loads(handed)
    told["proof"] = ""

    with pytest.raises(CannotTell):
        check_handed(json.dumps(told).encode(), "file", trust)
