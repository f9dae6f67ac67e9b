"""The log as files that any web server can publish, C2SP tlog-tiles; and such files read back.

    checkpoint          the signed checkpoint, replaced last, when all it speaks of is there
    tile/<level>/<N>    256 hashes of one level: 0 are the leaf hashes, each next level is 8 levels up the tree
    tile/entries/<N>    256 leaves as they are, each after its length in two bytes
    ...<N>.p/<W>        the same of the last W, while there are fewer than 256

Everything but the checkpoint never changes once written. N counts from 0: 1234067 is x001/x234/067.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from domain.errors import Conflict, Malformed, NotFound, Refused
from infrastructure.proof.checkpoint import Checkpoint
from infrastructure.proof.note import Note
from infrastructure.proof.tree import HASH_SIZE, Read, node_hash, root_at

WIDTH = 256
LONGEST_ENTRY = 2**16 - 1
ENTRIES = "entries"
CHECKPOINT = "checkpoint"

_HEIGHT = 8
"""Levels of the tree from one level of tiles to the next: 2**8 is the width of a tile."""

Hashes = Callable[[int, int, int], Sequence[bytes]]
"""Gives the hashes of the perfect subtrees of a level of the tree, from place `start` to place `end` (exclusive)."""

Leaves = Callable[[int, int], Sequence[bytes]]
"""Gives the bytes of the leaves from index `start` to index `end` (exclusive)."""


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """
    >>> tile_path(0, 1234067), tile_path("entries", 7, 15)
    ('tile/0/x001/x234/067', 'tile/entries/007.p/15')
    """
    digits = f"{number:d}".zfill(-(-len(f"{number:d}") // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{''.join(f'x{part}/' for part in parts[:-1])}{parts[-1]}{partial}"


def write_tiles(folder: Path, checkpoint: str, hashes: Hashes, leaves: Leaves) -> int:
    """Publish the log as it was at a signed checkpoint; give how many files were new.

    What an earlier run wrote is left as it is. The checkpoint is replaced at the end, so that whoever reads meanwhile,
    or after we were stopped, finds the older one with everything it speaks of.

    Raises:
        Conflict: if the folder has another log, a later checkpoint, or a file that this log does not have that way.
        Refused: if an entry is longer than the format can carry, or the folder cannot be written.
        Malformed: if the checkpoint there is none.
    """
    new = Checkpoint.parse(Note.parse(checkpoint).text)
    try:
        _check_that_it_goes_on(folder, new, hashes)
        written = sum(_written_once(folder / path, data) for path, data in _files(new.size, hashes, leaves))
        _replace(folder / CHECKPOINT, checkpoint.encode())
    except OSError as problem:
        raise Refused(
            f"the tiles cannot be written to {folder}: {problem.strerror}; the checkpoint there is as it was"
        ) from problem
    return written


def read_checkpoint(folder: Path) -> str:
    """The signed checkpoint of published files.

    Raises:
        NotFound: if there is none.
    """
    return _read(folder / CHECKPOINT).decode(errors="surrogateescape")


def published_leaves(folder: Path, size: int) -> Iterator[bytes]:
    """The leaves of published files, in order. Nothing has checked them: their hashes do, in `published_nodes`.

    Raises:
        NotFound: if a file is not there.
        Malformed: if a file is not a bundle of as many entries.
    """
    for number, width in _tiles(size):
        path = folder / tile_path(ENTRIES, number, width)
        data = _read(path)
        at = 0
        for _ in range(width):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            if end > len(data) or at + 2 > len(data):
                raise Malformed(f"{path} ends within an entry; fetch it again")
            yield data[at + 2 : end]
            at = end
        if at != len(data):
            raise Malformed(f"{path} has more than its {width} entries; fetch it again")


def published_nodes(folder: Path, size: int) -> Read:
    """Reads perfect subtrees of the tree of `size` leaves from published hash tiles, for the proofs of `tree.py`.

    Raises (when it reads):
        NotFound: if a file is not there.
        Malformed: if a file is not a tile of that width.
    """

    def node(level: int, place: int) -> bytes:
        tile_level, above = divmod(level, _HEIGHT)
        number, at = divmod(place << above, WIDTH)
        width = min(WIDTH, (size >> tile_level * _HEIGHT) - number * WIDTH)
        path = folder / tile_path(tile_level, number, width)
        data = _read(path)
        if len(data) != width * HASH_SIZE:
            raise Malformed(f"{path} has {len(data)} bytes, and {width} hashes have {width * HASH_SIZE}")
        row = [data[each * HASH_SIZE : (each + 1) * HASH_SIZE] for each in range(at, at + (1 << above))]
        while len(row) > 1:
            row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
        return row[0]

    return node


def _files(size: int, hashes: Hashes, leaves: Leaves) -> Iterator[tuple[str, bytes]]:
    for number, width in _tiles(size):
        first = number * WIDTH
        bundle = leaves(first, first + width)
        yield tile_path(ENTRIES, number, width), b"".join(map(_with_length, range(first, first + width), bundle))
    level = 0
    while of_level := size >> level * _HEIGHT:
        for number, width in _tiles(of_level):
            first = number * WIDTH
            yield tile_path(level, number, width), b"".join(hashes(level * _HEIGHT, first, first + width))
        level += 1


def _tiles(count: int) -> Iterator[tuple[int, int]]:
    """The number and the width of each tile over `count` hashes or entries."""
    full, rest = divmod(count, WIDTH)
    for number in range(full):
        yield number, WIDTH
    if rest:
        yield full, rest


def _with_length(index: int, leaf: bytes) -> bytes:
    if len(leaf) > LONGEST_ENTRY:
        raise Refused(
            f"the entry @{index + 1} has {len(leaf)} bytes, and tiles carry at most {LONGEST_ENTRY} an entry; "
            "hand out proof files instead"
        )
    return len(leaf).to_bytes(2, "big") + leaf


def _check_that_it_goes_on(folder: Path, new: Checkpoint, hashes: Hashes) -> None:
    """What is published in the folder must be this log, and not later."""
    try:
        old = Checkpoint.parse(Note.parse((folder / CHECKPOINT).read_bytes()).text)
    except FileNotFoundError:
        return
    if old.origin != new.origin:
        raise Conflict(f"{folder} has the log {old.origin}, and this is {new.origin}; name another folder")
    if old.size > new.size:
        raise Conflict(
            f"{folder} has a checkpoint of size {old.size}, and this ledger stands at {new.size}: it is older, or was "
            "shortened; compare them with `kroniek verify --against`"
        )
    if root_at(old.size, lambda level, place: hashes(level, place, place + 1)[0]) != old.root:
        raise Conflict(
            f"the checkpoint of size {old.size} in {folder} is not what this ledger was at that size; one of them was "
            "rewritten; compare them with `kroniek verify --against`"
        )


def _written_once(path: Path, data: bytes) -> bool:
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        _replace(path, data)
        return True
    if there != data:
        raise Conflict(
            f"{path} differs from what this ledger has there; name another folder, or find out who changed it"
        )
    return False


def _replace(path: Path, data: bytes) -> None:
    """Whole or not at all, on disk before the next file: the checkpoint may not be there before what it speaks of."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as problem:
        raise NotFound(f"there is no {path}; publish the log with `kroniek log tiles`, or fetch it again") from problem
