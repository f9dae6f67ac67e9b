"""Files that somebody names in a command: read whole, written whole or not at all, and never over another."""

import contextlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from domain.errors import Conflict, NotFound, Refused

_LARGEST: Final = 300 * 2**20
"""Bytes of a file that is looked at; a dossier carries documents."""


def file_bytes(file: Path) -> bytes:
    """What is in a file, or comes in where it is called `-`.

    Raises:
        NotFound: there is no such file.
        Refused: it cannot be read, or is larger than anything of ours.
    """
    try:
        with click.open_file(str(file), "rb") as opened:
            data: bytes = opened.read(_LARGEST + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {file}") from None
    except OSError as problem:
        raise Refused(f"{file} cannot be read: {problem.strerror}") from None
    if len(data) > _LARGEST:
        raise Refused(f"{file} is larger than anything that is verified here ({_LARGEST} bytes)")
    return data


def check_vacant(path: Path) -> None:
    """To be asked before the work is done; `write_new` asks again.

    Raises:
        Conflict: there is a file already, or a link by that name.
    """
    if os.path.lexists(path):
        raise _taken(path)


def write_new(path: Path, pieces: Iterable[bytes], *, private: bool = False) -> None:
    """Write a file: all of it or nothing, and never over another.

    It is written beside its place and takes its name when it is on the disk. `private`: nobody but its owner may read
    it, from the first byte on; for what holds values that the ledger keeps sealed.

    Raises:
        Conflict: there is a file already, or a link by that name.
        Refused: it cannot be written.
    """
    mode = 0o600 if private else 0o666  # less what the umask takes away
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.unfinished")
    check_vacant(path)
    try:
        with open(unfinished, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as opened:
            opened.writelines(pieces)
            opened.flush()
            os.fsync(opened.fileno())
        _take_place(unfinished, path)
    except BaseException as problem:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        if isinstance(problem, OSError):
            raise Refused(f"{path} cannot be written: {problem.strerror}; nothing is left of it") from None
        raise


def _take_place(unfinished: Path, path: Path) -> None:
    """A link is refused where there is a file, also one that came since we looked; renaming would write over it."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise _taken(path) from None
    except OSError:  # a file system without links
        check_vacant(path)
        unfinished.replace(path)
    else:
        unfinished.unlink()


def _taken(path: Path) -> Conflict:
    return Conflict(f"{path} is there already; choose another name, or move it away")


def written_to(output: Path | None, text: str) -> None:
    """Print a text, or write it to a new file where one is named, and say so.

    Raises:
        Conflict, Refused: as `write_new` does.
    """
    if output is None:
        click.echo(text, nl=False)
        return
    write_new(output, [text.encode()])
    click.echo(f"Wrote {output}.", err=True)
