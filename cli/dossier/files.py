"""Dossiers in files: the page (HTML) and the document to file (PDF/A-3). Both carry the same bytes."""

from pathlib import Path

from cli.dossier.making import Made
from cli.files import write_new
from infrastructure.proof.page import page_html


def write_dossier(output: Path, made: Made) -> None:
    """Write a dossier; the ending of the name says in which form. What discloses sealed values is for its owner alone.

    Raises:
        Conflict, Refused: as `write_new` does.
    """
    if output.suffix.lower() == ".pdf":
        from infrastructure.proof.printed import page_pdf

        data = page_pdf(made.document, made.statement)
    else:
        data = page_html(made.document, made.statement, made.vkey).encode()
    write_new(output, [data], private=bool(made.dossier.disclosures))
