"""What outsiders need: the log's commands and `verify`, in fresh processes."""

import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from infrastructure.proof.checkpoint import open_checkpoint
from infrastructure.proof.cosignature import cosign
from infrastructure.proof.keys import note_form, parse_key, pem
from infrastructure.proof.note import VerifierKey, bytes_of
from infrastructure.proof.proof_file import ProofFile
from infrastructure.proof.tiles import published_leaves, published_nodes, read_checkpoint
from infrastructure.proof.tree import check_consistency, leaf_hash, root_at
from tests.support.command import MALI, Answer, chronicle, kroniek
from tests.support.logs import Log, key_of, witness_of

ORIGIN = "test.example/ledger"
LETTER = "ml/letter-2023"
ONE, TWO = witness_of("witness.example/one"), witness_of("witness.example/two")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    kroniek("init", "--origin", ORIGIN, cwd=folder)
    kroniek("import", MALI, cwd=folder)
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    """A folder with a ledger of its own and its key."""
    shutil.copytree(made, tmp_path / "desk")
    return tmp_path / "desk"


def vkey(folder: Path) -> str:
    return kroniek("log", "key", cwd=folder).out.strip()


def annotate(folder: Path, number: int = 1, **given: object) -> Answer:
    return kroniek("annotate", LETTER, "--key", f"n/{number}", "--note", "x", "--yes", cwd=folder, **given)  # type: ignore[arg-type]


def told(answer: Answer) -> str:
    """What was printed, on one line."""
    return " ".join(answer.out.split())


def tampered(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "kroniek.db", isolation_level=None)) as raw:
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement)
        for _, sql in triggers:
            raw.execute(sql)


# -- keys -------------------------------------------------------------------------------------------------------------


def test_a_new_ledger_has_a_key_that_only_its_keeper_can_read(desk: Path) -> None:
    key = desk / "kroniek.db.key"

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert parse_key(key.read_text(), ORIGIN).vkey.text == vkey(desk)
    assert b"PRIVATE" not in (desk / "kroniek.db").read_bytes()


def test_a_ledger_without_a_name_is_called_by_its_key(tmp_path: Path) -> None:
    kroniek("init", cwd=tmp_path)

    key = VerifierKey.parse(vkey(tmp_path))

    assert key.name.startswith("kroniek/")
    assert open_checkpoint(kroniek("log", "checkpoint", cwd=tmp_path).out, key).size == 1


@pytest.mark.parametrize("how", ["pem", "note", "environment: a path", "environment: the key itself"])
def test_a_key_that_is_given_is_used_and_not_copied(tmp_path: Path, how: str) -> None:
    key = key_of(ORIGIN)
    (tmp_path / "mine").write_text(pem(key) if how == "pem" else note_form(key))
    (tmp_path / "mine").chmod(0o600)
    env = {"KRONIEK_SIGNING_KEY": note_form(key) if "itself" in how else str(tmp_path / "mine")}
    if "environment" in how:
        kroniek("init", "--origin", ORIGIN, cwd=tmp_path, env=env)
    else:
        kroniek("init", "--origin", ORIGIN, "--signing-key", "mine", cwd=tmp_path)
    kroniek("import", MALI, cwd=tmp_path, env=env)

    assert vkey(tmp_path) == key.vkey.text
    assert not (tmp_path / "kroniek.db.key").exists()
    assert kroniek("verify", "--key", key.vkey.text, cwd=tmp_path).code == 0


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (lambda folder: (folder / "kroniek.db.key").write_text("mine"), 5, "kroniek.db.key is there already"),
        (lambda folder: (folder / "kroniek.db").write_text("Dear Sir,\n" * 500), 3, "is not a ledger"),
        (lambda folder: (folder / "kroniek.db").mkdir(), 3, "is not a file"),
    ],
    ids=("a key is there", "something else is there", "a folder is there"),
)
def test_where_either_file_cannot_be_written_nothing_half_made_remains(
    tmp_path: Path, make: object, code: int, words: str
) -> None:
    make(tmp_path)  # type: ignore[operator]
    before = {each: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}

    answer = kroniek("init", "--origin", ORIGIN, cwd=tmp_path, code=code)

    assert words in answer.err
    assert {each: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()} == before


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ("nowhere", 4, "no signing key at nowhere"),
        ("open", 3, "chmod 600"),
        ("nonsense", 3, "no signing key"),
        ("other", 3, "is that of another.example/log"),
    ],
)
def test_a_key_that_cannot_be_used_makes_no_ledger(tmp_path: Path, given: str, code: int, words: str) -> None:
    for name, text, mode in (
        ("open", pem(key_of(ORIGIN)), 0o644),
        ("nonsense", "abc", 0o600),
        ("other", note_form(key_of("another.example/log")), 0o600),
    ):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(mode)

    answer = kroniek("init", "--origin", ORIGIN, "--signing-key", given, cwd=tmp_path, code=code)

    assert words in answer.err
    assert not (tmp_path / "kroniek.db").exists()


def test_a_name_that_no_key_can_have_is_refused(tmp_path: Path) -> None:
    answer = kroniek("init", "--origin", "Mijn register", cwd=tmp_path, code=3)

    assert "'Mijn register' is no key name" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_with_the_key_of_another_ledger_nothing_is_written(desk: Path) -> None:
    answer = annotate(desk, env={"KRONIEK_SIGNING_KEY": note_form(key_of(ORIGIN))}, code=3)

    assert "the ledger's own is" in answer.err
    assert len(kroniek("entries", "--format", "json", cwd=desk).json) == 65


def test_without_the_key_entries_are_written_and_verify_cannot_tell(desk: Path) -> None:
    (desk / "kroniek.db.key").rename(desk / "elsewhere")

    assert "is not at hand, so this is not signed" in annotate(desk).err
    answer = kroniek("verify", cwd=desk, code=8)
    assert "only the first 65 are signed" in told(answer)
    assert "not at hand" in kroniek("log", "checkpoint", cwd=desk, code=8).err

    kroniek("log", "checkpoint", cwd=desk, env={"KRONIEK_SIGNING_KEY": "elsewhere"})
    assert kroniek("verify", cwd=desk).code == 0


def test_a_ledger_of_the_first_release_is_read_and_can_be_given_a_key(tmp_path: Path) -> None:
    """Those have no key and no table of checkpoints."""
    kroniek("init", "--origin", ORIGIN, cwd=tmp_path)
    kroniek("import", MALI, cwd=tmp_path)
    (tmp_path / "kroniek.db.key").unlink()
    with closing(sqlite3.connect(tmp_path / "kroniek.db", isolation_level=None)) as raw:
        for table in ("checkpoint", "witness"):
            raw.execute(f"DROP TABLE {table}")
        raw.execute("DELETE FROM ledger WHERE name = 'vkey'")

    assert kroniek("show", "ML", "--on", "2023-01-11", cwd=tmp_path).code == 0
    annotate(tmp_path)
    assert "log adopt-key" in kroniek("log", "key", cwd=tmp_path, code=8).err
    assert "has no key" in told(kroniek("verify", cwd=tmp_path, code=8))
    adopted = kroniek("log", "adopt-key", cwd=tmp_path).out.strip()

    assert adopted == vkey(tmp_path)
    assert adopted.startswith(f"{ORIGIN}+")
    assert kroniek("verify", cwd=tmp_path).code == 0
    annotate(tmp_path, 2)
    assert kroniek("verify", cwd=tmp_path).code == 0
    assert "has a key already" in kroniek("log", "adopt-key", cwd=tmp_path, code=5).err


# -- checkpoints and proofs -------------------------------------------------------------------------------------------


def test_every_append_is_signed(desk: Path) -> None:
    key = VerifierKey.parse(vkey(desk))
    before = open_checkpoint(kroniek("log", "checkpoint", cwd=desk).out, key)
    annotate(desk)

    after = open_checkpoint(kroniek("log", "checkpoint", cwd=desk).out, key)

    assert (before.size, after.size) == (65, 66)
    assert kroniek("log", "checkpoint", "--at", "65", cwd=desk).out.splitlines()[1:3] == ["65", _base64(before.root)]


def _base64(data: bytes) -> str:
    from infrastructure.proof.note import base64_of

    return base64_of(data)


def test_a_checkpoint_of_any_size_there_was_can_be_had(desk: Path) -> None:
    key = VerifierKey.parse(vkey(desk))

    assert open_checkpoint(kroniek("log", "checkpoint", "--at", "7", cwd=desk).out, key).size == 7
    assert "has 65 entries, not 66" in kroniek("log", "checkpoint", "--at", "66", cwd=desk, code=4).err


def test_a_proof_is_checked_without_ledger_or_network(desk: Path, tmp_path: Path) -> None:
    kroniek("log", "proof", LETTER, "-o", tmp_path / "letter.tlog-proof", cwd=desk)
    (tmp_path / "letter.json").write_bytes(kroniek("entry", LETTER, "--leaf", cwd=desk).out.encode())
    key = vkey(desk)
    shutil.rmtree(desk)
    check = ("verify", "letter.tlog-proof", "--leaf", "letter.json", "--key", key)

    answer = kroniek(*check, cwd=tmp_path)

    assert f"this entry is number 3 of the log {ORIGIN}" in answer.out
    found = kroniek(*check, "--format", "json", cwd=tmp_path).json
    assert (found["verdict"], found["position"], found["key"], found["entries"]) == ("holds", 3, LETTER, 65)
    assert "Het bewijs klopt" in kroniek(*check, "--lang", "nl", cwd=tmp_path).out


@pytest.mark.parametrize("kind", ["proof", "checkpoint"])
def test_line_ends_that_were_changed_on_the_way_are_named(desk: Path, kind: str) -> None:
    """Because mail does that to files, and nobody who gets one back as refuted would look for it there."""
    text = kroniek("log", *(("proof", LETTER) if kind == "proof" else ("checkpoint",)), cwd=desk).out
    (desk / "file").write_bytes(text.encode().replace(b"\n", b"\r\n"))
    (desk / "leaf").write_bytes(kroniek("entry", LETTER, "--leaf", cwd=desk).out.encode())
    leaf = ("--leaf", "leaf") if kind == "proof" else ()

    answer = kroniek("verify", "file", *leaf, "--key", vkey(desk), cwd=desk, code=3)

    assert "line ends" in answer.err


def test_a_line_break_after_a_leaf_is_named(desk: Path) -> None:
    kroniek("log", "proof", LETTER, "-o", "proof", cwd=desk)
    (desk / "leaf").write_bytes(kroniek("entry", LETTER, "--leaf", cwd=desk).out.encode() + b"\n")

    answer = kroniek("verify", "proof", "--leaf", "leaf", "--key", vkey(desk), cwd=desk, code=6)

    assert "ends in a line break that the entry does not have" in answer.err


def test_the_proof_of_an_entry_that_only_another_log_could_have_is_checked(tmp_path: Path) -> None:
    """Because a proof is about bytes: what they say is told where it can be read, and decides nothing."""
    log = Log([b"[" * 200_000], key_of(ORIGIN))
    (tmp_path / "leaf").write_bytes(log.leaves[0])
    (tmp_path / "proof").write_text(log.proof(0, 1).text, encoding="utf-8")

    answer = kroniek("verify", "proof", "--leaf", "leaf", "--key", log.key.vkey.text, "--format", "json", cwd=tmp_path)

    assert (answer.json["verdict"], answer.json["key"]) == ("holds", None)


def test_a_proof_that_does_not_fit_is_refuted(desk: Path) -> None:
    kroniek("log", "proof", LETTER, "-o", "proof", cwd=desk)
    (desk / "leaf").write_bytes(kroniek("entry", LETTER, "--leaf", cwd=desk).out.encode())
    (desk / "other").write_bytes(kroniek("entry", "@4", "--leaf", cwd=desk).out.encode())
    stranger = key_of("stranger.example/log").vkey.text

    for leaf, key in (("other", vkey(desk)), ("leaf", stranger), ("leaf", key_of(ORIGIN).vkey.text)):
        given = ("verify", "proof", "--leaf", leaf, "--key", key)
        assert kroniek(*given, cwd=desk, code=6).err.startswith("kroniek: ")
        assert kroniek(*given, "--format", "json", cwd=desk, code=6).json["verdict"] == "refuted"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("proof", "--key", "KEY"), "--leaf FILE"),
        (("proof", "--leaf", "leaf"), "--key"),
        (("checkpoint",), "--key"),
        (("checkpoint", "--key", "KEY", "--leaf", "leaf"), "--leaf belongs to a proof"),
        (("checkpoint", "--key", "KEY", "--against", "checkpoint"), "leave FILE out"),
        (("--leaf", "leaf"), "name its FILE"),
    ],
)
def test_wrong_usage_says_what_to_give(desk: Path, arguments: tuple[str, ...], words: str) -> None:
    kroniek("log", "proof", LETTER, "-o", "proof", cwd=desk)
    kroniek("log", "checkpoint", "-o", "checkpoint", cwd=desk)
    (desk / "leaf").write_text("x")
    given = [vkey(desk) if each == "KEY" else each for each in arguments]

    answer = kroniek("verify", *given, cwd=desk, code=2)

    assert words in " ".join(answer.err.split())


@pytest.mark.parametrize(
    "data", [b"", b"x", b"\xff\xfe", b"Dear Sir", b"%PDF-1.7", b"c2sp.org/tlog-proof@v1\nindex x\n"]
)
def test_a_file_that_is_nothing_to_verify_is_refused(desk: Path, data: bytes) -> None:
    (desk / "file").write_bytes(data)

    answer = kroniek("verify", "file", "--key", vkey(desk), "--leaf", "file", cwd=desk, code=None)

    assert answer.code in (2, 3, 6)
    assert answer.out == ""
    assert kroniek("verify", "nowhere", "--key", vkey(desk), cwd=desk, code=4).err


def test_a_file_that_is_there_is_never_written_over(desk: Path) -> None:
    (desk / "mine").write_text("mine")

    for command in (("checkpoint",), ("proof", LETTER), ("consistency",)):
        assert "is there already" in kroniek("log", *command, "-o", "mine", cwd=desk, code=5).err
    assert (desk / "mine").read_text() == "mine"


def test_a_consistency_proof_is_what_a_witness_asks_for(desk: Path) -> None:
    key = VerifierKey.parse(vkey(desk))
    kroniek("log", "checkpoint", "--at", "7", "-o", "old", cwd=desk)

    head, _, note = kroniek("log", "consistency", "old", cwd=desk).out.partition("\n\n")
    first, *hashes = head.split("\n")

    old, new = open_checkpoint((desk / "old").read_text(), key), open_checkpoint(note, key)
    assert first == "old 7"
    check_consistency(7, 65, [bytes_of(each, "a hash") for each in hashes], old.root, new.root)
    assert kroniek("log", "consistency", cwd=desk).out.startswith(f"old 0\n\n{ORIGIN}\n65\n")


def test_a_log_that_does_not_extend_an_older_view_is_exposed(desk: Path, tmp_path: Path) -> None:
    """Restored from a backup, and then gone on with otherwise."""
    backup = shutil.copytree(desk, tmp_path / "backup")
    annotate(desk, 1)
    kroniek("log", "checkpoint", "-o", tmp_path / "later", cwd=desk)

    assert kroniek("verify", cwd=backup).code == 0
    assert "shortened, or restored" in told(kroniek("verify", "--against", tmp_path / "later", cwd=backup, code=6))
    assert "shortened, or restored" in kroniek("log", "consistency", tmp_path / "later", cwd=backup, code=6).err
    annotate(backup, 2)
    assert "was rewritten" in told(kroniek("verify", "--against", tmp_path / "later", cwd=backup, code=6))
    assert (
        "not those of the old checkpoint" in kroniek("log", "consistency", tmp_path / "later", cwd=backup, code=6).err
    )
    assert "older checkpoint of 66" in told(kroniek("verify", "--against", tmp_path / "later", cwd=desk))


def test_what_is_held_against_a_ledger_must_be_a_checkpoint_of_its_log(desk: Path) -> None:
    (desk / "nonsense").write_text("x")
    stranger = key_of("stranger.example/log")
    kroniek("log", "checkpoint", "-o", "own", cwd=desk)

    assert kroniek("verify", "--against", "nonsense", cwd=desk, code=3).err
    assert kroniek("verify", "--against", "own", "--key", stranger.vkey.text, cwd=desk, code=6)


# -- the whole ledger -------------------------------------------------------------------------------------------------


def test_verify_names_the_first_position_that_is_wrong_in_both_languages_and_as_json(desk: Path) -> None:
    tampered(desk, "UPDATE entry SET recorded_at = recorded_at + 1 WHERE position IN (20, 40)")

    text = kroniek("verify", cwd=desk, code=6).out
    dutch = kroniek("verify", "--lang", "nl", cwd=desk, code=6).out
    found = kroniek("verify", "--format", "json", cwd=desk, code=6).json

    assert text.startswith("Refuted: something is wrong, first at @20.")
    assert dutch.startswith("Weerlegd: er klopt iets niet, het eerst op @20.")
    assert found["verdict"] == "refuted"
    assert (found["first"]["what"], found["first"]["position"]) == ("entry", 20)
    assert [each["position"] for each in found["contradictions"]] == [20, 40]


def test_the_log_alone_can_be_verified_and_says_so(desk: Path) -> None:
    tampered(desk, "DELETE FROM policy_state")

    assert "What they say, and answers, were not looked at" in told(kroniek("verify", "--log-only", cwd=desk))
    assert "answers are wrong" in told(kroniek("verify", cwd=desk, code=6))
    kroniek("rebuild", cwd=desk)
    assert kroniek("verify", cwd=desk).code == 0


def test_a_ledger_in_a_folder_that_cannot_be_written_is_verified(desk: Path) -> None:
    before = (desk / "kroniek.db").read_bytes()

    assert kroniek("--ledger", "sqlite:///kroniek.db?mode=ro", "verify", cwd=desk).code == 0
    assert (desk / "kroniek.db").read_bytes() == before


def test_the_key_is_pinned_by_the_verifier(desk: Path) -> None:
    assert "(the one you gave)" in told(kroniek("verify", "--key", vkey(desk), cwd=desk))
    answer = kroniek("verify", "--key", key_of(ORIGIN).vkey.text, cwd=desk, code=6)
    assert "the ledger says that its key is" in " ".join(answer.out.split())


# -- witnesses and tiles ----------------------------------------------------------------------------------------------


def test_cosignatures_are_kept_and_a_quorum_is_judged_when_verifying(desk: Path) -> None:
    witnesses = f"witness one {ONE.vkey.text}\nwitness two {TWO.vkey.text}\n"
    policy = f"log {vkey(desk)}\n{witnesses}group both all one two\nquorum both\n"
    (desk / "policy").write_text(policy)
    kroniek("log", "checkpoint", "-o", "asked", cwd=desk)
    annotate(desk)  # the ledger goes on while witnesses take their time
    asked = (desk / "asked").read_text()
    for witness in (ONE, TWO):
        line = cosign(asked, witness, datetime(2026, 11, 23, tzinfo=UTC))
        answer = kroniek("verify", "--policy", "policy", cwd=desk, code=8)
        assert "only the first 0 were seen by enough witnesses" in told(answer)
        kept = kroniek("log", "witness", "-", "--policy", "policy", cwd=desk, stdin=f"{asked}{line}")
        assert str(line) in kept.out

    assert "only the first 65" in told(kroniek("verify", "--policy", "policy", cwd=desk, code=8))
    cosigned = kroniek("log", "checkpoint", "--at", "65", cwd=desk).out
    assert cosigned.count("witness.example") == 2
    (desk / "cosigned").write_text(cosigned)
    assert kroniek("verify", "cosigned", "--policy", "policy", cwd=desk).code == 0
    assert kroniek("verify", "asked", "--policy", "policy", cwd=desk, code=6).err
    kroniek("log", "proof", LETTER, "--at", "65", "-o", "proof", cwd=desk)
    (desk / "leaf").write_bytes(kroniek("entry", LETTER, "--leaf", cwd=desk).out.encode())
    assert kroniek("verify", "proof", "--leaf", "leaf", "--policy", "policy", cwd=desk).code == 0


def test_lines_that_a_witness_answers_are_on_the_latest_checkpoint(desk: Path) -> None:
    note = kroniek("log", "checkpoint", cwd=desk).out
    line = str(cosign(note, ONE, datetime(2026, 11, 23, tzinfo=UTC)))
    known = ("--witness", ONE.vkey.text)

    assert "Kept 1 new cosignature." in kroniek("log", "witness", "-", *known, cwd=desk, stdin=line).err
    assert "Kept 0 new cosignatures." in kroniek("log", "witness", "-", *known, cwd=desk, stdin=line).err
    assert line in kroniek("log", "checkpoint", cwd=desk).out
    assert kroniek("verify", cwd=desk).code == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda line: line, 6),  # of a witness nobody named
        (lambda line: line.replace("one", "two"), 6),
        (lambda line: f"{line[:-10]}AAAAAAAA=\n", 6),
        (lambda line: "nonsense", 3),
    ],
)
def test_a_cosignature_that_does_not_fit_is_not_kept(desk: Path, change: object, code: int) -> None:
    note = kroniek("log", "checkpoint", cwd=desk).out
    line = str(cosign(note, ONE, datetime(2026, 11, 23, tzinfo=UTC)))

    kroniek("log", "witness", "-", "--witness", TWO.vkey.text, cwd=desk, stdin=change(line), code=code)  # type: ignore[operator]

    assert kroniek("log", "checkpoint", cwd=desk).out == note
    assert kroniek("log", "witness", "-", cwd=desk, stdin=line, code=2).err


def test_tiles_are_published_and_added_to(desk: Path) -> None:
    key = VerifierKey.parse(vkey(desk))
    kroniek("log", "tiles", "www", cwd=desk)
    first = {each: each.read_bytes() for each in (desk / "www").rglob("*") if each.is_file()}
    chronicle(
        desk, "".join(f"  - {{key: n/{n}, event: entry.annotated, entry: {LETTER}, note: x}}\n" for n in range(300))
    )
    kroniek("import", "chronicle.yaml", cwd=desk)

    assert "Wrote 0 new" not in kroniek("log", "tiles", "www", cwd=desk).err

    checkpoint = open_checkpoint(read_checkpoint(desk / "www"), key)
    leaves = list(published_leaves(desk / "www", checkpoint.size))
    assert checkpoint.size == len(leaves) == 365
    assert root_at(365, published_nodes(desk / "www", 365)) == checkpoint.root
    proof = ProofFile.parse(kroniek("log", "proof", LETTER, cwd=desk).out)
    assert leaf_hash(leaves[proof.index]) == leaf_hash(kroniek("entry", LETTER, "--leaf", cwd=desk).out.encode())
    kept = {each: each.read_bytes() for each in first if each.name != "checkpoint"}
    assert kept == {each: data for each, data in first.items() if each.name != "checkpoint"}
    assert "Wrote 0 new" in kroniek("log", "tiles", "www", cwd=desk).err


def test_a_folder_with_the_tiles_of_another_log_is_left_as_it_is(desk: Path, tmp_path: Path) -> None:
    kroniek("log", "tiles", tmp_path / "www", cwd=desk)
    (tmp_path / "other").mkdir()
    kroniek("init", "--origin", "other.example/log", cwd=tmp_path / "other")
    before = {each: each.read_bytes() for each in (tmp_path / "www").rglob("*") if each.is_file()}

    assert "name another folder" in kroniek("log", "tiles", tmp_path / "www", cwd=tmp_path / "other", code=5).err
    assert {each: each.read_bytes() for each in (tmp_path / "www").rglob("*") if each.is_file()} == before
