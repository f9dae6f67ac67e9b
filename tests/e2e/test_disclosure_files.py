"""What is handed to a reader of sealed values proves itself, and nothing else does."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from domain.errors import CannotTell, LedgerError, Refuted
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
        accepted.append((at, found))

    assert accepted == []


BESIDE = {
    "a value beside its disclosure": (
        '"field": "facts.origin",',
        '"field": "facts.origin",\n      "value": "established",',
    ),
    "a field that stands twice": ('"field": "facts.origin"', '"field": "facts.other", "field": "facts.origin"'),
    "a list that stands twice": ('"disclosed": [', '"disclosed": [{"field": "facts.origin"}],\n  "disclosed": ['),
    "an entry that stands twice": ('"leaf": ', '"leaf": "another",\n  "leaf": '),
    "a number that is true": ('"disclosures": 1', '"disclosures": true'),
    "a reader that is a list": ('"to": "mr. A. de Vries"', '"to": ["mr. A. de Vries"]'),
    "documents that are left out": ('  "documents": {},\n', ""),
    "something after the end": ("}\n", "}\n\n"),
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_was_not_checked_does_not_stand_beside_what_was(handed: bytes, trust: Policy, name: str) -> None:
    """Because whoever opens the file sees all of it, and was told that it holds."""
    old, new = BESIDE[name]
    assert handed.decode().count(old) > 0

    with pytest.raises(Refuted, match="to the byte"):
        check_handed(new.join(handed.decode().rsplit(old, 1)).encode(), "file", trust)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32-le", "utf-8-sig"])
def test_a_file_in_another_encoding_is_refused(handed: bytes, trust: Policy, encoding: str) -> None:
    with pytest.raises(Refuted):
        check_handed(handed.decode().encode(encoding), "file", trust)


def test_a_file_that_discloses_nothing_does_not_hold(handed: bytes, trust: Policy) -> None:
    told = json.loads(handed)
    told["disclosed"] = []

    with pytest.raises(Refuted):
        check_handed((json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode(), "file", trust)


def test_what_a_file_says_never_reaches_the_terminal_as_it_is(handed: bytes, trust: Policy) -> None:
    """Because a terminal would obey it: it could wipe the screen and write another verdict."""
    obeyed = "\x1b[2J\nThe disclosures hold"
    for place in (("disclosed", 0, "field"), ("extra",), ("documents",)):
        told = json.loads(handed)
        holder = told
        for step in place[:-1]:
            holder = holder[step]
        holder[place[-1]] = {obeyed: "YQ=="} if place == ("documents",) else obeyed
        if place == ("extra",):
            told[obeyed] = told.pop("extra")

        with pytest.raises(LedgerError) as refused:
            check_handed(json.dumps(told).encode(), "file", trust)

        assert "\x1b" not in str(refused.value)
        assert "\n" not in str(refused.value)


def test_the_name_of_a_reader_is_text(desk: Path, sealed_key: str) -> None:
    answer = kroniek("disclose", sealed_key, "--to", "\udcff", cwd=desk, code=3)

    assert "UTF-8" in answer.err


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
