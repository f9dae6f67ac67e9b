"""The log as outsiders meet it: its key, checkpoints, proofs, tiles, and the cosignatures of witnesses."""

from pathlib import Path

import click

from cli.files import file_bytes, written_to
from cli.main import Door
from cli.options import EntryName, Position, file_option
from cli.progress import Progress


@click.group("log")
def log_command() -> None:
    """The log: what outsiders need to check the ledger without trusting its keeper.

    Formats are those of C2SP: signed notes, tlog-checkpoint, tlog-proof, tlog-tiles, tlog-witness, tlog-cosignature.
    """


_at = click.option("--at", type=Position(), metavar="N", help="At a checkpoint of the first N entries.")


@log_command.command("key")
@click.pass_obj
def key_command(door: Door) -> None:
    """Print the verifier key of the log (C2SP vkey), with which anybody checks what it signs."""
    with door.ledger() as ledger:
        click.echo(ledger.log.key().text)


@log_command.command("adopt-key")
@click.option("--signing-key", metavar="PATH", help="A key you have; by default a new one is made beside the ledger.")
@click.option("--origin", metavar="NAME", default="", help="The name of the ledger, where it has none yet.")
@click.pass_obj
def adopt_key_command(door: Door, signing_key: str | None, origin: str) -> None:
    """Give a ledger that was made without one a signing key, and sign all that it has."""
    with door.ledger() as ledger:
        click.echo(ledger.log.adopt_key(signing_key or door.signing_key, origin).text)


@log_command.command("checkpoint")
@_at
@file_option
@click.pass_obj
def checkpoint_command(door: Door, at: int | None, output: Path | None) -> None:
    """Print the latest checkpoint (C2SP tlog-checkpoint) with the cosignatures it has; it is signed if it was not."""
    with door.ledger() as ledger:
        written_to(output, ledger.log.checkpoint(at))


@log_command.command("proof")
@click.argument("key", type=EntryName(), metavar="KEY|@N")
@_at
@file_option
@click.pass_obj
def proof_command(door: Door, key: str, at: int | None, output: Path | None) -> None:
    """Print the proof that an entry is in the log (C2SP tlog-proof), always with its checkpoint.

    Whoever gets it needs the bytes of the entry too: kroniek entry KEY --leaf > FILE
    """
    with door.ledger() as ledger:
        ledger.check_entry(key)
        written_to(output, ledger.log.proof(key, at))


@log_command.command("consistency")
@click.argument("old", type=click.Path(path_type=Path), required=False)
@file_option
@click.pass_obj
def consistency_command(door: Door, old: Path | None, output: Path | None) -> None:
    """Print the latest checkpoint with the proof that it extends the one in the file OLD.

    That is what a witness is asked to cosign (C2SP tlog-witness, add-checkpoint); one that has seen nothing of this log
    yet is asked without OLD. Leaves with 6 where the log does not extend OLD.
    """
    with door.ledger() as ledger:
        text = file_bytes(old).decode(errors="surrogateescape") if old else None
        written_to(output, ledger.log.consistency(text))


@log_command.command("tiles")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def tiles_command(door: Door, folder: Path) -> None:
    """Write the log to FOLDER as files that any web server can publish (C2SP tlog-tiles); again to add what is new."""
    with door.ledger() as ledger, Progress("Publishing") as progress:
        written, size = ledger.log.tiles(folder, progress)
    files = "1 new file" if written == 1 else f"{written} new files"
    entries = "1 entry" if size == 1 else f"{size} entries"
    click.echo(f"Wrote {files} for {entries} to {folder}.", err=True)


@log_command.command("witness")
@click.argument("answer", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE|-")
@click.option("--witness", "vkeys", multiple=True, metavar="VKEY", help="The key of a witness you know.")
@click.option("--policy", "policy_file", type=click.Path(path_type=Path), metavar="FILE",
              help="The witnesses you know, as a policy file lists them (C2SP tlog-policy).")  # fmt: skip
@click.pass_obj
def witness_command(door: Door, answer: Path, vkeys: tuple[str, ...], policy_file: Path | None) -> None:
    """Keep the cosignatures in FILE: a witness's answer (lines on the latest checkpoint), or a cosigned checkpoint.

    Only those of witnesses you know are kept. Whether there are enough of them is for whoever verifies.
    """
    from infrastructure.proof.note import VerifierKey
    from infrastructure.proof.policy import Policy

    witnesses = [VerifierKey.parse(each.strip()) for each in vkeys]
    if policy_file is not None:
        witnesses += Policy.parse(file_bytes(policy_file)).witnesses.values()
    if not witnesses:
        raise click.UsageError("Name the witnesses you know, with --witness VKEY or --policy FILE.")
    text = file_bytes(answer).decode(errors="surrogateescape")
    with door.ledger() as ledger:
        note, new = ledger.log.witness(text, witnesses)
    click.echo(f"Kept {new} new cosignature{'' if new == 1 else 's'}.", err=True)
    click.echo(note, nl=False)
