"""Impact: which past assessments come out differently with an entry, in the ledger or still to be appended."""

from pathlib import Path

import click

from cli.appending import disclosures_in, disclosures_option
from cli.main import Door
from cli.options import EntryName, Lang, output_options, paper, print_csv, print_json
from cli.progress import Progress
from domain.errors import Fault


@click.command("impact")
@click.argument("key", metavar="[KEY|@N]", type=EntryName(), required=False)
@click.option(
    "--file",
    "chronicle",
    type=click.Path(path_type=Path),
    metavar="CHRONICLE",
    help="Ask it of the entries in this file, which are not appended: a dry run of a policy.",
)
@disclosures_option
@output_options("csv")
@click.pass_obj
def impact_command(
    door: Door, key: str | None, chronicle: Path | None, disclosures: tuple[Path, ...], form: str, lang: Lang
) -> None:
    """Which cases come out differently at their decision with the entry KEY than without it, all known now?

    They are grouped from the applicant's side: better, worse, other.
    """
    if (key is None) == (chronicle is None):
        raise click.UsageError("Name either an entry (KEY or @N) or a chronicle (--file CHRONICLE).")
    if disclosures and chronicle is None:
        raise click.UsageError("--disclosures is for the sealed values of a chronicle: name it (--file CHRONICLE).")
    with door.ledger() as ledger, Progress("Replaying cases") as progress:
        if chronicle is None:
            impact = ledger.impact(str(key), progress)
        else:
            from infrastructure.chronicle import read_chronicle

            faults: list[Fault] = []
            read = read_chronicle(chronicle, faults)
            texts, sealed_documents = disclosures_in(disclosures)
            documents = {**read.documents, **sealed_documents}
            impact = ledger.impact_of(read.drafts, documents, progress, faults, texts)
    if form == "json":
        from cli.answers.cases import impact_json

        print_json(impact_json(impact, dry_run=chronicle is not None))
    elif form == "csv":
        from cli.answers.cases import impact_rows
        from cli.answers.tables import IMPACT_COLUMNS

        print_csv(impact_rows(impact), IMPACT_COLUMNS)
    else:
        from cli.text.impact import impact_text

        click.echo(impact_text(impact, lang, dry_run=chronicle is not None, **paper()))
