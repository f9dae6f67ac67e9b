"""Keeping a ledger: init, demo, export, schema, rebuild, completion."""

import sys
from pathlib import Path

import click

from cli.files import check_vacant, write_new
from cli.main import Door
from cli.options import Country, Lang, file_option, lang_option, output_options, paper, print_json
from cli.progress import Progress


@click.command("init")
@click.option("--origin", metavar="NAME", default="", help="The name of the ledger, such as example.org/landenbeleid.")
@click.option(
    "--signing-key",
    metavar="PATH",
    help="An Ed25519 key you have (PKCS#8 PEM); by default a new one is made beside the ledger. Also "
    "$KRONIEK_SIGNING_KEY: a path, or the key itself.",
)
@lang_option()
@click.pass_obj
def init_command(door: Door, origin: str, signing_key: str | None, lang: Lang) -> None:
    """Make a new, empty ledger where --ledger says, and the key that signs what is recorded in it."""
    from cli.words.terms import say
    from infrastructure.defaults import init_ledger

    given = signing_key or door.signing_key
    with init_ledger(door.url, origin=origin, actor=door.actor, signing_key=given) as ledger:
        click.echo(say("made", lang, place=ledger.place))
        if not given:
            click.echo(f"Its signing key is in {ledger.place}.key: keep a copy where only you can read it.", err=True)
    click.echo("Next: kroniek import FILE, or kroniek record EVENT.", err=True)


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("kroniek-demo"))
@lang_option()
@click.pass_obj
def demo_command(door: Door, folder: Path, lang: Lang) -> None:
    """See what kroniek does: make a ledger in a new FOLDER, import the policy for Mali and tell its story."""
    from cli.demo import tell
    from domain.errors import Conflict, Refused

    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise Conflict(f"{folder} is there already; name another folder: kroniek demo FOLDER") from None
    except OSError as problem:
        raise Refused(f"the folder {folder} cannot be made: {problem.strerror}; name another place") from None
    tell(folder, door.actor, lang)


@click.command("export")
@click.option(
    "--country", type=Country(), help="Only this country: its acts, and the sources and rulings they rest on."
)
@click.option("--sealed", is_flag=True, help="Leave sealed values sealed: nobody can read them from the chronicle.")
@file_option
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@click.pass_obj
def export_command(door: Door, country: str | None, sealed: bool, output: Path | None, form: str) -> None:
    """Write the ledger as a chronicle; importing it into a new ledger gives the same entries.

    Attached documents are written inside the chronicle, so that one file holds everything; sealed values too, unless
    --sealed is given: then a file may be read by others than its owner.
    """
    if output is not None:
        check_vacant(output)
    with door.ledger() as ledger:
        pieces = ledger.export("json" if form == "json" else "yaml", country, sealed=sealed)
        if output is None:
            for piece in pieces:
                click.echo(piece, nl=False)
            return
        write_new(output, (piece.encode() for piece in pieces), private=not sealed)
    click.echo(f"Wrote {output}.", err=True)


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a chronicle, for editors and other programs."""
    from infrastructure.chronicle import schema

    print_json(schema())


@click.command("rebuild")
@output_options()
@click.pass_obj
def rebuild_command(door: Door, form: str, lang: Lang) -> None:
    """Work every answer out anew from the entries, and say whether anything differed."""
    from cli.answers.policy import rebuild_json

    with door.ledger() as ledger, Progress("Rebuilding") as progress:
        differences = ledger.rebuild(progress)
        entries = ledger.head().position
    if form == "json":
        print_json(rebuild_json(entries, differences))
    else:
        from cli.text.record import rebuild_text

        click.echo(rebuild_text(entries, differences, lang, **paper()))


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print the completion script for your SHELL.

    For bash: kroniek completion bash > ~/.local/share/bash-completion/completions/kroniek
    """
    from click.shell_completion import get_completion_class

    from cli.main import kroniek

    completion = get_completion_class(shell)
    if completion is None:  # pragma: no cover - click has all three
        sys.exit(2)
    click.echo(completion(kroniek, {}, "kroniek", "_KRONIEK_COMPLETE").source())
