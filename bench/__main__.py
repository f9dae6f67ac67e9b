"""`python -m bench`: measure, print the table, and with `--json FILE` keep the rows."""

import argparse
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.answers import WrongAnswer
from bench.run import FULL, USUAL, Plan, run
from bench.table import printed, write_json


def main(arguments: Sequence[str] | None = None, plan: Plan | None = None) -> int:
    """Exit code: 0 when everything was measured, whether or not it reached its bar; 6 when an answer was wrong."""
    given = _parser().parse_args(arguments)
    plan = plan or (FULL if given.full else USUAL)
    if given.no_peers:
        plan = replace(plan, peers=False)
    if given.json is not None:
        try:
            given.json.open("a").close()  # a long run must not end on this
        except OSError as problem:
            print(f"bench: {given.json} cannot be written: {problem.strerror}; name another file", file=sys.stderr)
            return 3
    try:
        rows, notes = run(plan, lambda doing: print(f"bench: {doing}", file=sys.stderr, flush=True))
    except KeyboardInterrupt:
        print("bench: stopped; nothing was kept", file=sys.stderr)
        return 130
    except WrongAnswer as wrong:
        print(f"bench: {wrong}", file=sys.stderr)
        return 6
    print(printed(rows, notes), end="")
    if given.json is not None:
        given.json.write_text(write_json(rows), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the ledger beside its peers; the answers are compared first."
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the rows to this file, as JSON")
    parser.add_argument("--full", action="store_true", help="grow to 1,000,000 acts, which takes much longer")
    parser.add_argument("--no-peers", action="store_true", help="leave out the peers that need their own environment")
    return parser


if __name__ == "__main__":
    # Ledgers of a run are large: a run that somebody stops, however it is stopped, removes them too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
