"""Stopwatches. What is compared runs in turns, in small rounds, so that a disturbance of the machine hits both."""

import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - start) / 1e9


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def portions(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]


def in_turns(arms: Mapping[str, Callable[[Item], object]], items: Sequence[Item], size: int) -> dict[str, list[float]]:
    """Every arm does every item, in order; seconds per item. Per portion of `size` each arm has its turn, and another
    arm goes first each time."""
    taken: dict[str, list[float]] = {name: [] for name in arms}
    order = list(arms)
    for portion in portions(items, size):
        for name in order:
            work = arms[name]
            for item in portion:
                start = time.perf_counter_ns()
                work(item)
                taken[name].append((time.perf_counter_ns() - start) / 1e9)
        order = [*order[1:], order[0]]
    return taken


def fsync_milliseconds(folder: Path, times: int = 100) -> float:
    """What the disk takes to confirm 4 KiB: the floor under every durable append."""
    probe = folder / "fsync"
    taken = []
    handle = os.open(probe, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        for _ in range(times):
            os.write(handle, b"\0" * 4096)
            taken.append(seconds(lambda: os.fsync(handle)))
    finally:
        os.close(handle)
        probe.unlink()
    return median(taken) * 1000
