"""`kroniek`: the command, its exit codes and its errors. The commands themselves stand in `commands/`."""

import errno
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from infrastructure.ledger import Ledger

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "init": ("keeping", "Make a new, empty ledger."),
    "demo": ("keeping", "See what kroniek does, with the policy for Mali."),
    "import": ("record", "Append the entries of chronicle files, all or none."),
    "record": ("record", "Append one entry."),
    "correct": ("record", "Replace what an entry says from now on."),
    "strike": ("record", "Strike out an entry that should never have been made."),
    "dispute": ("record", "Record that another source says otherwise."),
    "annotate": ("record", "Add a remark to an entry."),
    "show": ("query", "What was the policy for a country at a point in time?"),
    "why": ("query", "Why: the acts, words, sources and rulings behind one element."),
    "timeline": ("query", "What was in force from when to when?"),
    "diff": ("query", "What changed between two points?"),
    "entries": ("query", "List the entries of the ledger."),
    "entry": ("query", "Show one entry."),
    "audit": ("query", "List what a careful auditor would point at."),
    "case": ("case", "Cases: replay a past assessment under the rules of its day."),
    "impact": ("impact", "Which past assessments come out differently with an entry?"),
    "framework": ("framework", "Frameworks: the decision tables under which cases are replayed."),
    "dossier": ("dossier", "An answer with all it rests on in one file that proves itself."),
    "export": ("keeping", "Write the ledger as a chronicle."),
    "schema": ("keeping", "Print the JSON Schema of a chronicle."),
    "seal": ("sealing", "Seal what is confidential in a chronicle, before it travels."),
    "disclose": ("sealing", "Hand sealed values of an entry to a reader."),
    "erase": ("sealing", "Destroy sealed values for good, with the reason on record."),
    "restore-check": ("sealing", "After a restore: erase again what had been erased."),
    "verify": ("verify", "Verify the ledger, or a dossier, proof or checkpoint that somebody handed over."),
    "log": ("log", "The log: what outsiders need to check the ledger."),
    "rebuild": ("keeping", "Work all answers out anew and say whether anything differed."),
    "completion": ("keeping", "Print the completion script for your shell."),
}
"""Every command: its module in `commands/` and its one line of help. Modules are read when a command is called."""


_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What the system says where a disk that takes our answer is full, over its quota or failing."""


class Door:
    """What every command is given: where the ledger is and who acts."""

    def __init__(self, url: str, actor: str) -> None:
        self.url = url
        self.actor = actor

    @property
    def signing_key(self) -> str | None:
        """A path, or the key itself, where it is not in its place beside the ledger."""
        return os.environ.get("KRONIEK_SIGNING_KEY")

    def ledger(self, *, unguarded: bool = False) -> "Ledger":
        """Opened here and not before, so that `--help` opens no database."""
        from infrastructure.ledger import open_ledger

        return open_ledger(self.url, signing_key=self.signing_key, unguarded=unguarded)


class LazyGroup(click.Group):
    """Lists its commands without reading the modules they stand in."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = getattr(import_module(f"cli.commands.{COMMANDS[name][0]}"), f"{name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _named(ctx: click.Context, param: click.Parameter, url: str) -> str:
    if not url.strip():
        raise click.BadParameter("the name is empty; give a path, or an SQLAlchemy URL.", ctx, param)
    return url


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--ledger",
    "url",
    metavar="URL",
    envvar="KRONIEK_LEDGER",
    default="kroniek.db",
    show_default=True,
    callback=_named,
    help="The ledger: a path, or an SQLAlchemy URL. Also $KRONIEK_LEDGER.",
)
@click.option(
    "--as",
    "actor",
    metavar="ACTOR",
    envvar="KRONIEK_ACTOR",
    help="Who is named as the maker of new entries; your login name by default. Also $KRONIEK_ACTOR.",
)
@click.version_option(package_name="kroniek", prog_name="kroniek")
@click.pass_context
def kroniek(ctx: click.Context, url: str, actor: str | None) -> None:
    """An append-only ledger of Dutch country-specific asylum policy (landgebonden asielbeleid).

    Ask what the policy for a country was on any day, as public by one day and as recorded by another moment, and why.
    Start with `kroniek demo`.
    """
    ctx.obj = Door(url, actor or _login_name())


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return "unknown"


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with the exit code of the contract, section 6."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    # Python has no such stream where whoever started us closed it; then nobody listens.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    output = sys.stdout
    try:
        result: Any = kroniek.main(arguments, prog_name="kroniek", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code if problem.exit_code != 1 else 3
    except (click.Abort, KeyboardInterrupt) as stopped:
        # Somebody may have stopped us after the entries were written, before that could be said.
        interrupted = isinstance(stopped.__context__ or stopped, KeyboardInterrupt)
        outcome = "whatever was not finished was not written" if interrupted else "nothing was written"
        click.echo(f"kroniek: stopped; {outcome}.", err=True)
        return 130
    except BrokenPipeError:  # whoever was reading has seen enough
        _say_no_more()
        return 0
    except SystemExit as leaving:
        # When whoever was reading has seen enough, click puts another stream in the place of ours and leaves with 1.
        return 0 if sys.stdout is not output else int(leaving.code or 0)
    except OSError as problem:
        if problem.filename is not None or problem.errno not in _NO_ROOM:
            raise
        _say_no_more()
        click.echo(
            f"kroniek: the answer could not be written out: {problem.strerror}. What was recorded stays recorded; "
            "make room, then ask again.",
            err=True,
        )
        return 3
    except Exception as problem:
        return _refusal(problem)


def _say_no_more() -> None:
    """What is still waiting to be printed goes nowhere: Python would try once more, and complain, when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refusal(problem: Exception) -> int:
    """What the ledger says on purpose is printed as sentences; anything else is a bug and keeps its traceback."""
    from cli.words.printable import shown
    from domain.errors import LedgerError

    if isinstance(problem, UnicodeEncodeError) and "\udc80" <= problem.object[problem.start] <= "\udcff":
        # Bytes of the command line that are not UTF-8 arrive like that; the names of files may have them.
        click.echo("kroniek: what you gave is not UTF-8 text; nothing was written, write it as UTF-8", err=True)
        return 2
    if not isinstance(problem, LedgerError):
        raise problem
    for line in str(problem).splitlines():
        click.echo(f"kroniek: {shown(line)}", err=True)
    return problem.exit_code
