"""Sealed values: seal a chronicle, disclose to a reader, erase, and erase again after a restore."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from cli.appending import chronicles_in, confirmed
from cli.files import check_vacant, write_new
from cli.main import Door
from cli.options import EntryName, Lang, file_option, output_options, paper, print_json
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
    from infrastructure.chronicle import write_chronicle
    from infrastructure.disclosing import disclosures_of

    faults: list[Fault] = []
    drafts, documents = chronicles_in(files, faults)
    for path in (output, disclosures):
        check_vacant(path)
    if output.resolve() == disclosures.resolve():
        raise click.UsageError("The disclosures need a file of their own: the sealed chronicle is for others.")
    with door.ledger() as ledger:
        entries = ledger.sealed_drafts(drafts, actor=door.actor, documents=documents, faults=faults)
    told = disclosures_of(entries)
    open_ = {sha256: data for sha256, data in documents.items() if sha256 not in told.documents}
    form: Literal["yaml", "json"] = "json" if output.suffix == ".json" else "yaml"
    sealed = "".join(write_chronicle((each.shown for each in entries), open_.__getitem__, form))
    write_new(disclosures, [told.written()], private=True)
    try:
        write_new(output, [sealed.encode()], private=True)
    except BaseException:
        disclosures.unlink()
        raise
    values = "1 sealed value" if len(told.texts) == 1 else f"{len(told.texts)} sealed values"
    click.echo(f"Wrote {output}, and what discloses its {values} to {disclosures}.", err=True)


@click.command("disclose")
@click.argument("entry", metavar="KEY|@N", type=EntryName())
@click.argument("fields", nargs=-1, metavar="[FIELD]...")
@click.option("--to", "reader", metavar="READER", required=True, help="Who is given it; the file says so.")
@file_option
@click.pass_obj
def disclose_command(door: Door, entry: str, fields: tuple[str, ...], reader: str, output: Path | None) -> None:
    """Hand sealed values of the entry KEY to a reader: those FIELDs (as in facts.origin, or facts), or all of them.

    The file holds the entry as it is in the log, what discloses the values, and, where the ledger has a key, the proof:
    `kroniek verify FILE --key VKEY` checks it without a ledger.
    """
    from domain.errors import CannotTell
    from infrastructure.disclosing import disclosure_file

    if output is not None:
        check_vacant(output)
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
        write_new(output, [data], private=True)
        count = f"{len(chosen)} value{'' if len(chosen) == 1 else 's'}"
        click.echo(f"Wrote {output}: {count} of {sealed.key}, for {reader}.", err=True)


@click.command("erase")
@click.argument("entry", metavar="KEY|@N", type=EntryName())
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
    from cli.words.terms import word

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
            if not confirmed("ask-erase", "unanswered-erase", lang):
                click.echo(word("nothing-erased", lang), err=True)
                raise click.exceptions.Exit(0)
        left = ledger.erase(entry, fields, reason=reason, actor=door.actor)
        if not chosen:
            click.echo(word("erased-before", lang), err=True)
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
    """After a backup was restored: erase again whatever had been erased and is back.

    What was erased after the backup was made stands only in the list of erasures, not in the ledger: without that list
    nobody can tell whether all of it is gone, and the command ends with 8.
    """
    from cli.text.sealing import restored_text
    from domain.errors import CannotTell, NotFound

    if erasures is not None and not os.path.lexists(erasures):
        raise NotFound(f"there is no list of erasures {erasures}")
    with door.ledger() as ledger, Progress("Checking"):
        listed = erasures or ledger.erasures_file
        lacking = listed if listed is not None and not os.path.lexists(listed) else None
        back = ledger.reapply_erasures(erasures, actor=door.actor)
    if form == "json":
        print_json(
            {"erased_again": [{"entry": each.entry, "fields": [name for name, _ in each.erased]} for each in back]}
        )
    else:
        click.echo(restored_text(back, lang, **paper()))
    if lacking is not None:
        raise CannotTell(
            f"there is no list of erasures at {lacking}: what this ledger itself says was erased is gone, but what was "
            "erased after a backup was made cannot be told from the backup; put the list back or name it with "
            "--erasures, and run this again. Where nothing was ever erased there is no list, and all is well"
        )


def _tell(sealed: "SealedEntry", form: str, lang: Lang) -> None:
    from cli.answers.sealing import sealed_json
    from cli.text.sealing import sealed_text

    if form == "json":
        print_json(sealed_json(sealed))
    else:
        click.echo(sealed_text(sealed, lang, **paper()))
