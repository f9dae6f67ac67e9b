"""Dossiers in files: the page (HTML) and the document to file (PDF/A-3). Both carry the same bytes."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from cli.dossier_making import Made
from domain.errors import Conflict, Refused
from infrastructure.proof.page import page_html


def check_vacant(output: Path) -> None:
    """
    Raises:
        Conflict: there is a file already.
    """
    if os.path.lexists(output):
        raise Conflict(f"{output} is there already; choose another name, or move it away")


def write_dossier(output: Path, made: Made) -> None:
    """Write a dossier, all of it or nothing; the ending of the name says in which form.

    Raises:
        Conflict: there is a file already.
        Refused: it cannot be written.
    """
    if output.suffix.lower() == ".pdf":
        from infrastructure.proof.printed import page_pdf

        data = page_pdf(made.document, made.statement)
    else:
        data = page_html(made.document, made.statement, made.vkey).encode()
    with _unfinished(output) as unfinished:
        unfinished.write_bytes(data)


@contextlib.contextmanager
def _unfinished(output: Path) -> Iterator[Path]:
    """A file beside the one that is written, which takes its place when it is complete."""
    unfinished = output.with_name(f"{output.name}.unfinished")
    try:
        yield unfinished
        check_vacant(output)
        unfinished.replace(output)
    except BaseException as problem:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        if isinstance(problem, OSError):
            raise Refused(f"{output} cannot be written: {problem.strerror}; nothing is left of it") from None
        raise
