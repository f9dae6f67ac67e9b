"""Frameworks: adopt, list, show, check. A framework is a decision table in DMN 1.3; `domain/frameworks.py` reads it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.appending import append_asking, cites_of, one_entry
from cli.main import Door
from cli.options import Lang, Once, output_options, paper, print_csv, print_json
from domain.errors import Malformed, NotFound

if TYPE_CHECKING:
    from infrastructure.chronicle import Chronicle

REFUSED = 3
"""The exit code that says: invalid input (contract, section 6)."""


@click.group("framework")
def framework_command() -> None:
    """Frameworks: the decision tables under which cases are replayed."""


@framework_command.command("adopt")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--slug", cls=Once, help="The name of the framework; the name of the file by default.")
@click.option("--title", cls=Once, metavar="TEXT", help="Its title; that of the table by default.")
@click.option("--applies-from", cls=Once, metavar="DATE", help="The first day it applies (EDTF).")
@click.option("--key", cls=Once, help="The name of the new entry; framework/SLUG by default.")
@click.option(
    "--cite", metavar="SOURCE", multiple=True, help="A registered source it rests on; may be given several times."
)
@click.option("--public-on", cls=Once, metavar="DATE", help="When an outsider could know of it (EDTF).")
@click.option("--note", cls=Once, metavar="TEXT", help="A remark kept with the entry.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@output_options()
@click.pass_obj
def adopt_command(
    door: Door,
    file: Path | None,
    slug: str | None,
    title: str | None,
    applies_from: str | None,
    key: str | None,
    cite: tuple[str, ...],
    public_on: str | None,
    note: str | None,
    yes: bool,
    form: str,
    lang: Lang,
) -> None:
    """Adopt the decision table in FILE (OMG DMN 1.3), or without FILE the one that ships with kroniek.

    Every check is done first; what is wrong is told with its rule and column, and then nothing is written.
    """
    from domain.frameworks import EVALUATOR, adopt

    if file is None:
        given = (slug, title, applies_from, key, cite, public_on, note)
        if any(given):
            raise click.UsageError(
                "Name the FILE those options are about; without FILE the default is adopted as it is."
            )
        append_asking(door, _default(), yes=yes, form=form, lang=lang)
        return
    if not applies_from:
        raise click.UsageError("Missing option '--applies-from': the first day the framework applies.")
    adoption = adopt(_bytes(file))
    if adoption.unreachable:
        click.echo(f"kroniek: these rules never decide: {', '.join(adoption.unreachable)}.", err=True)
    slug = slug or file.stem
    fields = {
        "framework": slug,
        "title": title or adoption.framework.title,
        "applies_from": applies_from,
        "content": str(file),
        "evaluator": EVALUATOR,
        "cites": cites_of({"cite": cite}),
        "public_on": public_on,
        "note": note,
    }
    stated = {name: value for name, value in fields.items() if value}
    chronicle = one_entry("framework.adopted", key or f"framework/{slug}", stated)
    append_asking(door, chronicle, yes=yes, form=form, lang=lang)


@framework_command.command("list")
@output_options("csv")
@click.pass_obj
def list_command(door: Door, form: str, lang: Lang) -> None:
    """List the frameworks that were adopted."""
    from cli.answers.cases import framework_card_json

    with door.ledger() as ledger:
        cards = ledger.frameworks()
    if form == "json":
        print_json([framework_card_json(card) for card in cards])
    elif form == "csv":
        from cli.answers.tables import FRAMEWORK_COLUMNS

        print_csv([framework_card_json(card) for card in cards], FRAMEWORK_COLUMNS)
    else:
        from cli.text.frameworks import frameworks_text

        click.echo(frameworks_text(cards, lang, **paper()))


@framework_command.command("show")
@click.argument("slug")
@output_options()
@click.pass_obj
def show_command(door: Door, slug: str, form: str, lang: Lang) -> None:
    """Draw the decision table of the framework SLUG: its rules, their outcomes, words and legal basis."""
    with door.ledger() as ledger:
        framework = ledger.framework(slug)
        card = next((each for each in reversed(ledger.frameworks()) if each.sha256 == framework.sha256), None)
    if form == "json":
        from cli.answers.cases import framework_json

        print_json(framework_json(framework, card))
    else:
        from cli.text.frameworks import framework_text

        click.echo(framework_text(framework, card, lang, **paper()))


@framework_command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@output_options()
def check_command(file: Path, form: str, lang: Lang) -> int:
    """Check the decision table in FILE: could it be adopted, and which of its rules never decide?

    Leaves with exit code 3 where it could not. No ledger is needed.
    """
    from cli.answers.cases import adoption_json, framework_faults_json
    from cli.text.frameworks import adoption_text, faults_text
    from domain.frameworks import FaultyFramework, adopt

    try:
        adoption = adopt(_bytes(file))
    except FaultyFramework as problem:
        if form == "json":
            print_json(framework_faults_json(problem.faults))
        else:
            click.echo(faults_text(problem.faults, lang, **paper()))
        return REFUSED
    if form == "json":
        print_json(adoption_json(adoption))
    else:
        click.echo(adoption_text(adoption, lang, **paper()))
    return 0


def _default() -> "Chronicle":
    """The entry that `init` makes; in a ledger that has it, adopting it again changes nothing."""
    from infrastructure.chronicle import Chronicle
    from infrastructure.defaults import default_framework

    draft, documents = default_framework()
    return Chronicle((draft,), documents)


def _bytes(file: Path) -> bytes:
    """At most one byte more than a framework can have, so that a wrong file is not read whole.

    Raises:
        NotFound: there is no such file.
        Malformed: it cannot be read, or is another kind of file altogether.
    """
    from domain.frameworks import MAX_BYTES
    from infrastructure.file_kinds import kind_of

    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {file}") from None
    except OSError as problem:
        raise Malformed(f"{file} cannot be read: {problem.strerror}; name a DMN file") from None
    if kind := kind_of(data):
        raise Malformed(f"{file} is {kind}, not a decision table (DMN)")
    return data
