"""Files that commands write: all of them or nothing, never over another, and to be read by whoever may."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.files import check_vacant, file_bytes, write_new
from domain.errors import Conflict, NotFound, Refused


@pytest.fixture
def usual_mask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("usual_mask")
@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_file_has_the_usual_mode_and_a_private_one_is_for_its_owner_alone(tmp_path: Path) -> None:
    write_new(tmp_path / "usual", [b"a", b"", b"b"])
    write_new(tmp_path / "private", [b"secret"], private=True)

    assert (tmp_path / "usual").read_bytes() == b"ab"
    assert mode(tmp_path / "usual") == 0o644
    assert mode(tmp_path / "private") == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["private", "usual"]


@pytest.mark.usefixtures("usual_mask")
@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_private_file_is_private_while_it_is_written(tmp_path: Path) -> None:
    seen: list[int] = []

    def pieces() -> Iterator[bytes]:
        seen.extend(mode(each) for each in tmp_path.iterdir())
        yield b"secret"

    write_new(tmp_path / "private", pieces(), private=True)

    assert seen == [0o600]


def test_nothing_has_the_name_of_a_file_until_all_of_it_is_written(tmp_path: Path) -> None:
    seen: list[bool] = []

    def pieces() -> Iterator[bytes]:
        yield b"a"
        seen.append((tmp_path / "file").exists())

    write_new(tmp_path / "file", pieces())

    assert seen == [False]


@pytest.mark.parametrize("problem", [ValueError("a bug"), KeyboardInterrupt(), Refused("the ledger says no")])
def test_nothing_is_left_of_a_file_that_cannot_be_completed(tmp_path: Path, problem: BaseException) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise problem

    with pytest.raises(type(problem)) as raised:
        write_new(tmp_path / "file", pieces())

    assert raised.value is problem
    assert list(tmp_path.iterdir()) == []


def test_what_the_system_refuses_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"nowhere/file cannot be written: No such file or directory; nothing is left"):
        write_new(tmp_path / "nowhere" / "file", [b"a"])


@pytest.mark.parametrize("there", ["file", "folder", "link to nothing"])
def test_what_is_there_is_never_written_over(tmp_path: Path, there: str) -> None:
    path = tmp_path / "there"
    if there == "file":
        path.write_bytes(b"mine")
    elif there == "folder":
        path.mkdir()
    else:
        path.symlink_to("nothing")

    with pytest.raises(Conflict, match="is there already"):
        check_vacant(path)
    with pytest.raises(Conflict, match="is there already"):
        write_new(path, [b"theirs"])

    assert [each.name for each in tmp_path.iterdir()] == ["there"]
    assert there != "file" or path.read_bytes() == b"mine"


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_somebody_who_is_first_keeps_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    """Also on a file system without links."""
    if not links:
        monkeypatch.setattr(os, "link", _no_links)

    def pieces() -> Iterator[bytes]:
        yield b"ours"
        (tmp_path / "file").write_bytes(b"theirs")

    with pytest.raises(Conflict, match="is there already"):
        write_new(tmp_path / "file", pieces())

    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"theirs"]


def test_a_file_system_without_links_gets_its_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _no_links)

    write_new(tmp_path / "file", [b"a"])

    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("file", b"a")]


def test_what_a_writer_left_that_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "file.unfinished").write_bytes(b"half")

    write_new(tmp_path / "file", [b"whole"])

    assert (tmp_path / "file").read_bytes() == b"whole"


def test_a_file_is_read_whole_or_it_is_said_why_not(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"\0\xff")

    assert file_bytes(tmp_path / "file") == b"\0\xff"
    with pytest.raises(NotFound, match="there is no file"):
        file_bytes(tmp_path / "nothing")
    with pytest.raises(Refused, match="cannot be read: Is a directory"):
        file_bytes(tmp_path)


def _no_links(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")
