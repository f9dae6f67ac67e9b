"""Sealed values: seal a chronicle, disclose to a reader, erase, and erase again after a restore."""

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from cli.main import Door
from cli.options import EntryName, Lang, output_options, print_json
from cli.progress import Progress

if TYPE_CHECKING:
    from infrastructure.disclosing import SealedEntry


@click.command("seal")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Where the sealed chronicle goes.")
@click.option(
    "--disclosures",
    type=click.Path(path_type=Path),
    required=True,
    help="Where that goes which discloses the sealed values. Keep it apart.",
)
@click.pass_obj
def seal_command(door: Door, files: tuple[Path, ...], output: Path, disclosures: Path) -> None:
    """Seal what is confidential in chronicle FILEs: digests take the place of the values.

    Facts and moments of cases are sealed, notes about them, authors of internal sources, and what is confidential in a
    source. The sealed chronicle can be shown to others; `kroniek import --disclosures` takes both. Every import seals
    these values in the ledger all the same: this command is for a chronicle that travels.
    """
    from domain.errors import Fault
    from infrastructure.chronicle import read_chronicle, write_chronicle
    from infrastructure.disclosing import disclosures_of

    faults: list[Fault] = []
    chronicles = [read_chronicle(path, faults) for path in files]
    documents = {sha256: data for chronicle in chronicles for sha256, data in chronicle.documents.items()}
    drafts = [draft for chronicle in chronicles for draft in chronicle.drafts]
    for path in (output, disclosures):
        _check_vacant(path)
    if output.resolve() == disclosures.resolve():
        raise click.UsageError("The disclosures need a file of their own: the sealed chronicle is for others.")
    with door.ledger() as ledger:
        entries = ledger.sealed_drafts(drafts, actor=door.actor, documents=documents, faults=faults)
    told = disclosures_of(entries)
    open_ = {sha256: data for sha256, data in documents.items() if sha256 not in told.documents}
    form: Literal["yaml", "json"] = "json" if output.suffix == ".json" else "yaml"
    sealed = "".join(write_chronicle((each.shown for each in entries), open_.__getitem__, form))
    _write(disclosures, told.written())
    try:
        _write(output, sealed.encode("utf-8"))
    except BaseException:
        disclosures.unlink()
        raise
    click.echo(f"Wrote {output}, and what discloses its {len(told.texts)} sealed values to {disclosures}.", err=True)


@click.command("disclose")
@click.argument("entry", metavar="KEY", type=EntryName())
@click.argument("fields", nargs=-1, metavar="[FIELD]...")
@click.option("--to", "reader", metavar="READER", required=True, help="Who is given it; the file says so.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE, not to stdout.")
@click.pass_obj
def disclose_command(door: Door, entry: str, fields: tuple[str, ...], reader: str, output: Path | None) -> None:
    """Hand sealed values of the entry KEY to a reader: those FIELDs (as in facts.origin, or facts), or all of them.

    The file holds the entry as it is in the log, what discloses the values, and, where the ledger has a key, the proof:
    `kroniek verify FILE --key VKEY` checks it without a ledger.
    """
    from domain.errors import CannotTell
    from infrastructure.disclosing import disclosure_file

    if output is not None:
        _check_vacant(output)
    with door.ledger() as ledger:
        sealed = ledger.sealed(entry)
        chosen = sealed.chosen(fields)
        try:
            proof = ledger.log.proof(entry)
        except CannotTell:  # a ledger without a key, or whose key is elsewhere
            proof = ""
        data = disclosure_file(sealed, chosen, reader, proof)
    if output is None:
        click.echo(data.decode("utf-8"), nl=False)
    else:
        _write(output, data)
        click.echo(f"Wrote {output}: {len(chosen)} values of {sealed.key}, for {reader}.", err=True)


@click.command("erase")
@click.argument("entry", metavar="KEY", type=EntryName())
@click.argument("fields", nargs=-1, metavar="[FIELD]...")
@click.option("--all", "everything", is_flag=True, help="Every sealed value of the entry.")
@click.option("--reason", metavar="TEXT", required=True, help="Why. It stands in the record for good.")
@click.option("--yes", is_flag=True, help="Do not ask before erasing.")
@output_options()
@click.pass_obj
def erase_command(
    door: Door, entry: str, fields: tuple[str, ...], everything: bool, reason: str, yes: bool, form: str, lang: Lang
) -> None:
    """Destroy sealed values of the entry KEY for good: those FIELDs (as in facts.origin, or facts), or --all.

    The record keeps that they were erased, when and why; proofs stay valid. Files handed out before keep what they
    hold, and so do backups: run `kroniek restore-check` after you restore one.
    """
    from cli.record import _confirmed

    if not reason.strip():
        raise click.UsageError("Say why: the reason stands in the record for good.")
    if bool(fields) == everything:
        raise click.UsageError("Say what is to be erased: name FIELDs, as in facts.origin, or give --all.")
    with door.ledger() as ledger:
        sealed = ledger.sealed(entry)
        chosen = sealed.erasable(fields)
        if not yes and chosen:
            from domain.sealing import dotted

            for each in chosen:
                click.echo(f"{sealed.key}: {dotted(each.path)}", err=True)
            if not _confirmed("Erase this for good?", "add --yes to erase without asking."):
                click.echo("Nothing was erased.", err=True)
                raise click.exceptions.Exit(0)
        left = ledger.erase(entry, fields, reason=reason, actor=door.actor)
        if not chosen:
            click.echo("That was erased before; nothing was added to the record.", err=True)
    _tell(left, form, lang)


@click.command("restore-check")
@click.option(
    "--erasures",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The list of erasures; by default the one beside the ledger (LEDGER.erasures).",
)
@output_options()
@click.pass_obj
def restore_check_command(door: Door, erasures: Path | None, form: str, lang: Lang) -> None:
    """After a backup was restored: erase again whatever had been erased and is back."""
    from cli.text_sealing import restored_text
    from domain.errors import NotFound

    if erasures is not None and not os.path.lexists(erasures):
        raise NotFound(f"there is no list of erasures {erasures}")
    with door.ledger() as ledger, Progress("Checking"):
        back = ledger.reapply_erasures(erasures, actor=door.actor)
    if form == "json":
        print_json(
            {"erased_again": [{"entry": each.entry, "fields": [name for name, _ in each.erased]} for each in back]}
        )
    else:
        click.echo(restored_text(back, lang))


def _tell(sealed: "SealedEntry", form: str, lang: Lang) -> None:
    from cli.text_sealing import sealed_json, sealed_text

    if form == "json":
        print_json(sealed_json(sealed))
    else:
        click.echo(sealed_text(sealed, lang))


def _check_vacant(path: Path) -> None:
    from domain.errors import Conflict

    if os.path.lexists(path):  # where that cannot be told, writing says why
        raise Conflict(f"{path} is there already; choose another name, or move it away")


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing; only its owner may read it, for it may hold what is not for others."""
    from domain.errors import Refused

    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(data)
        unfinished.replace(path)
    except BaseException as problem:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        if isinstance(problem, OSError):
            raise Refused(f"{path} cannot be written: {problem.strerror}; nothing is left of it") from None
        raise
