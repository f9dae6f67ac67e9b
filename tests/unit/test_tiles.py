"""The log as files: a published log read and made again, and what is refused to be published."""

from pathlib import Path

import pytest

from domain.errors import Conflict, Malformed, NotFound, ProofMismatch, Refused
from infrastructure.proof import tiles
from infrastructure.proof.checkpoint import Checkpoint, open_checkpoint
from infrastructure.proof.note import VerifierKey
from infrastructure.proof.tiles import (
    published_leaves,
    published_nodes,
    read_checkpoint,
    tile_path,
    write_tiles,
)
from infrastructure.proof.tree import (
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
)
from tests.support.logs import Log, key_of, log_of
from tests.support.needs import needs_vectors

TESSERA = VerifierKey.parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def publish(log: Log, folder: Path, size: int | None = None) -> int:
    return write_tiles(folder, log.checkpoint(size), log.hashes, lambda start, end: log.leaves[start:end])


# -- a log that others published --------------------------------------------------------------------------------------


def published_checkpoints(folder: Path) -> list[Checkpoint]:
    return [open_checkpoint((folder / f"checkpoint.{size}").read_bytes(), TESSERA) for size in range(16)]


def test_a_published_log_is_what_its_checkpoints_say() -> None:
    folder = needs_vectors() / "tessera_log"
    leaves = list(published_leaves(folder, 15))
    log = Log(leaves, key_of())

    checkpoints = published_checkpoints(folder)

    assert leaves[:3] == [b"one", b"two", b"three"]
    assert [each.size for each in checkpoints] == list(range(16))
    assert [each.root for each in checkpoints] == [log.root(size) for size in range(16)]
    assert open_checkpoint(read_checkpoint(folder), TESSERA) == checkpoints[15]


def test_every_entry_of_a_published_log_is_proved_from_its_tiles_at_every_checkpoint() -> None:
    folder = needs_vectors() / "tessera_log"
    leaves = list(published_leaves(folder, 15))

    for checkpoint in published_checkpoints(folder)[1:]:
        node = published_nodes(folder, checkpoint.size)
        assert root_at(checkpoint.size, node) == checkpoint.root
        for index in range(checkpoint.size):
            proof = inclusion_proof(index, checkpoint.size, node)
            check_inclusion(leaf_hash(leaves[index]), index, checkpoint.size, proof, checkpoint.root)
            with pytest.raises(ProofMismatch):
                check_inclusion(leaf_hash(leaves[index - 1] + b"?"), index, checkpoint.size, proof, checkpoint.root)


def test_every_two_checkpoints_of_a_published_log_are_consistent() -> None:
    folder = needs_vectors() / "tessera_log"
    node = published_nodes(folder, 15)
    checkpoints = published_checkpoints(folder)

    for new in checkpoints[1:]:
        for old in checkpoints[1 : new.size + 1]:
            proof = consistency_proof(old.size, new.size, node)
            check_consistency(old.size, new.size, proof, old.root, new.root)


def test_the_same_entries_make_the_same_files(tmp_path: Path) -> None:
    folder = needs_vectors() / "tessera_log"
    leaves = list(published_leaves(folder, 15))
    for size in range(1, 16):
        write_tiles(
            tmp_path,
            (folder / f"checkpoint.{size}").read_text(encoding="utf-8"),
            Log(leaves, key_of()).hashes,
            lambda start, end: leaves[start:end],
        )

    theirs = {path: data for path, data in files(folder).items() if not path.startswith("checkpoint.")}

    assert len(theirs) == 31
    assert files(tmp_path) == theirs


# -- our own ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (tile_path(0, 0), "tile/0/000"),
        (tile_path(1, 1234067), "tile/1/x001/x234/067"),
        (tile_path("entries", 999), "tile/entries/999"),
        (tile_path("entries", 1000), "tile/entries/x001/000"),
        (tile_path(2, 0, 17), "tile/2/000.p/17"),
        (tile_path(0, 123456078, 1), "tile/0/x123/x456/078.p/1"),
    ],
)
def test_files_are_named_as_the_standard_names_them(path: str, expected: str) -> None:
    assert path == expected


def test_a_tree_of_70000_leaves_has_the_tiles_that_the_standard_counts(tmp_path: Path) -> None:
    log = log_of(70_000)

    publish(log, tmp_path)

    made = files(tmp_path)
    assert len([path for path in made if path.startswith("tile/0/") and ".p/" not in path]) == 273
    others = {path for path in made if not path.startswith("tile/entries/")} - {
        tile_path(0, number) for number in range(273)
    }
    assert others == {"checkpoint", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"}
    assert root_at(70_000, published_nodes(tmp_path, 70_000)) == log.root()
    assert list(published_leaves(tmp_path, 70_000)) == log.leaves


def test_a_tree_of_one_full_tile_has_its_hash_one_level_up(tmp_path: Path) -> None:
    log = log_of(256)

    publish(log, tmp_path)

    assert set(files(tmp_path)) == {"checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/000"}
    assert (tmp_path / "tile/1/000.p/1").read_bytes() == log.root()


def test_an_empty_log_is_its_checkpoint_alone(tmp_path: Path) -> None:
    publish(log_of(0), tmp_path)

    assert set(files(tmp_path)) == {"checkpoint"}


def test_publishing_goes_on_where_it_was(tmp_path: Path) -> None:
    log = log_of(600)
    publish(log, tmp_path, 300)
    before = files(tmp_path)

    added = publish(log, tmp_path)
    again = publish(log, tmp_path)

    after = files(tmp_path)
    assert added == len(after) - len(before) > 0
    assert again == 0
    assert {path: data for path, data in after.items() if path in before and path != "checkpoint"} == {
        path: data for path, data in before.items() if path != "checkpoint"
    }
    check_consistency(
        300,
        600,
        consistency_proof(300, 600, published_nodes(tmp_path, 600)),
        open_checkpoint(before["checkpoint"], log.key.vkey).root,
        open_checkpoint(after["checkpoint"], log.key.vkey).root,
    )


def test_files_can_be_read_by_a_web_server(tmp_path: Path) -> None:
    publish(log_of(3), tmp_path)

    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()} == {0o644}


def test_when_it_is_stopped_the_checkpoint_is_still_the_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = log_of(600)
    publish(log, tmp_path, 300)
    steps = iter(range(100))

    def full(_: int) -> None:
        if next(steps) == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(tiles.os, "fsync", full)
    with pytest.raises(Refused, match="No space left on device; the checkpoint there is as it was"):
        publish(log, tmp_path)

    old = open_checkpoint(read_checkpoint(tmp_path), log.key.vkey)
    assert (old.size, root_at(300, published_nodes(tmp_path, 300))) == (300, old.root)
    assert not list(tmp_path.rglob(".writing-*"))
    monkeypatch.undo()
    publish(log, tmp_path)
    assert open_checkpoint(read_checkpoint(tmp_path), log.key.vkey).size == 600


def test_a_folder_of_another_log_is_left_alone(tmp_path: Path) -> None:
    log, other = log_of(5), log_of(5, "other.example/log")
    publish(log, tmp_path)
    before = files(tmp_path)

    with pytest.raises(Conflict, match=r"has the log kroniek\.example/log, and this is other\.example/log"):
        publish(other, tmp_path)
    with pytest.raises(Conflict, match="has a checkpoint of size 5, and this ledger stands at 4"):
        publish(log, tmp_path, 4)

    assert files(tmp_path) == before


def test_a_ledger_that_was_rewritten_is_not_published_over_its_past(tmp_path: Path) -> None:
    log = log_of(300)
    rewritten = Log([b"another beginning", *log.leaves[1:], b"more"], log.key)
    publish(log, tmp_path)
    before = files(tmp_path)

    with pytest.raises(Conflict, match="is not what this ledger was at that size; one of them was rewritten"):
        publish(rewritten, tmp_path)

    assert files(tmp_path) == before


def test_a_file_that_somebody_changed_is_named(tmp_path: Path) -> None:
    log = log_of(300)
    publish(log, tmp_path)
    (tmp_path / "tile/entries/000").write_bytes(b"something else")

    with pytest.raises(Conflict, match="tile/entries/000 differs from what this ledger has there"):
        publish(log, tmp_path)


def test_an_entry_too_long_for_the_format_is_refused_by_position(tmp_path: Path) -> None:
    log = Log([b"short", b"x" * 65_535], key_of())
    publish(log, tmp_path / "fits")
    assert list(published_leaves(tmp_path / "fits", 2)) == log.leaves

    with pytest.raises(Refused, match="the entry @3 has 65536 bytes, and tiles carry at most 65535"):
        publish(Log([*log.leaves, b"x" * 65_536], key_of()), tmp_path / "too long")
    assert not (tmp_path / "too long" / "checkpoint").exists()


def test_what_is_not_a_published_log_is_refused(tmp_path: Path) -> None:
    log = log_of(300)
    publish(log, tmp_path)

    for size, damage in ((300, b"\x00"), (300, b"\x00\x05abc"), (300, b"")):
        (tmp_path / "tile/entries/001.p/44").write_bytes(damage)
        with pytest.raises(Malformed, match="ends within an entry"):
            list(published_leaves(tmp_path, size))
    (tmp_path / "tile/entries/001.p/44").write_bytes(b"\x00\x00" * 45)
    with pytest.raises(Malformed, match="has more than its 44 entries"):
        list(published_leaves(tmp_path, 300))
    (tmp_path / "tile/0/001.p/44").write_bytes(b"\x00" * 31)
    with pytest.raises(Malformed, match="has 31 bytes, and 44 hashes have 1408"):
        root_at(300, published_nodes(tmp_path, 300))
    with pytest.raises(NotFound, match="there is no"):
        root_at(301, published_nodes(tmp_path, 301))
    with pytest.raises(NotFound, match="there is no"):
        read_checkpoint(tmp_path / "nowhere")


def test_a_checkpoint_that_is_none_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(Malformed):
        write_tiles(tmp_path, "not a checkpoint\n", log_of(1).hashes, lambda *_: [])

    assert files(tmp_path) == {}
