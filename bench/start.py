"""Commands in a fresh process, as somebody types them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import data
from bench.answers import compare
from bench.corpus import Corpus
from bench.table import Bar, Row, measured
from bench.timing import in_turns, median
from domain.dates import Point

HELP_BAR = Bar(ratio_at_most=1.5)
SHOW_BAR = Bar(at_most=0.4)


def rows(corpus: Corpus, times: int) -> list[Row]:
    """`kroniek --help` beside an import of click, and `kroniek show` of a country, `times` each."""
    kroniek = [str(Path(sys.executable).with_name("kroniek"))]
    click = [sys.executable, "-c", "import click"]
    ask = data.asks(corpus.shape, corpus.seed, 1, corpus.entries)[0]
    show = [*kroniek, "--ledger", str(corpus.path), "show", ask.country, "--on", ask.point.on.isoformat()]
    _compare_help(_said([*kroniek, "--help"]))
    _compare_show(corpus, ask, _said([*show, "--format", "json"]))
    arms: dict[str, Callable[[int], object]] = {
        "click": lambda _: _said(click),
        "help": lambda _: _said([*kroniek, "--help"]),
        "show": lambda _: _said(show),
    }
    taken = {name: median(found) for name, found in in_turns(arms, range(times), 1).items()}
    return [
        measured(
            "kroniek --help", taken["help"], "s", peer='python -c "import click"', peer_value=taken["click"],
            bar=HELP_BAR,
        ),
        measured(f"kroniek show, {corpus.shape.elements} elements", taken["show"], "s", bar=SHOW_BAR),
    ]  # fmt: skip


def _said(command: Sequence[str]) -> str:
    """What a command writes to stdout; one that fails is a wrong answer."""
    # A user's second command finds the first one's compiled modules; whoever keeps Python from that times compiling.
    ours = ("KRONIEK", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    ended = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False, timeout=120
    )
    compare(
        f"`{Path(command[0]).name} {' '.join(command[1:2])}`",
        "the command",
        (ended.returncode, ended.stderr),
        "the bench",
        (0, ""),
    )
    return ended.stdout


def _compare_help(said: str) -> None:
    missing = [word for word in ("init", "import", "show", "why", "rebuild") if f" {word} " not in said]
    compare("`kroniek --help`", "commands it leaves out", missing, "the bench", [])


def _compare_show(corpus: Corpus, ask: data.Ask, said: str) -> None:
    with corpus.open() as ledger:
        elements = ledger.state(ask.country, Point(ask.point.on)).elements
    wanted = [(each.id, each.status, each.binds, each.start, each.until) for each in elements]
    shown = json.loads(said)["elements"]
    found = [(each["id"], each["status"], each["binds"], each["from"], each["until"]) for each in shown]
    compare(f"`kroniek show {ask.country}`", "the command", sorted(found), "the ledger", sorted(wanted))
