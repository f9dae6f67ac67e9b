"""Talking with a peer in its own process: a line of JSON asks, a line of JSON answers, so that turns can be taken."""

import json
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench.peers.environment import Unavailable


class Conversation:
    """A peer's script under its own Python. Use it in a `with` block.

    Args:
        python: of the environment.
        script: what it runs; it reads requests from stdin until that ends.
        arguments: for the script.
        said: a file for what it writes to stderr.
    """

    def __init__(self, python: Path, script: Path, arguments: list[str], said: Path) -> None:
        self._said = said
        with said.open("w") as errors:
            self._process = subprocess.Popen(
                [str(python), "-I", str(script), *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def ask(self, do: str, **given: Any) -> Any:
        """
        Raises:
            Unavailable: when the peer ended instead of answering.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **given}) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            last = self._said.read_text(encoding="utf-8").strip().splitlines()[-1:]
            raise Unavailable(f"not measured: it failed ({last[0] if last else 'without a word'})")
        return json.loads(answer)
