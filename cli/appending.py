"""Appending an entry given in a command: what it changes is shown, and you are asked before anything is written."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from cli.main import Door
from cli.options import Lang, print_json
from domain.errors import Fault, FaultyChronicle, NotFound, Refused

if TYPE_CHECKING:
    from infrastructure.answers import Appended
    from infrastructure.chronicle import Chronicle, Draft


def one_entry(topic: str, key: str, fields: Mapping[str, Any]) -> "Chronicle":
    """One entry as a chronicle: attached files are read relative to the current folder."""
    from infrastructure.chronicle import chronicle_of

    faults: list[Fault] = []
    chronicle = chronicle_of(topic, key, fields, Path.cwd(), faults)
    if faults:
        raise FaultyChronicle(faults)
    return chronicle


def chronicles_in(files: Iterable[Path], faults: list[Fault]) -> "tuple[list[Draft], dict[str, bytes]]":
    """The entries of several files in their order, and their documents by hash; faults are added to those given.

    Raises:
        NotFound: there are no such files.
    """
    from infrastructure.chronicle import read_chronicle

    files = tuple(files)
    missing = [path for path in files if str(path) != "-" and _is_missing(path)]
    if missing:
        raise NotFound("\n".join(f"there is no file {path}" for path in missing))
    chronicles = [read_chronicle(path, faults) for path in files]
    documents = {sha256: data for chronicle in chronicles for sha256, data in chronicle.documents.items()}
    return [draft for chronicle in chronicles for draft in chronicle.drafts], documents


disclosures_option = click.option(
    "--disclosures",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What discloses the sealed values of the chronicles (kroniek seal).",
)


def disclosures_in(files: Iterable[Path]) -> tuple[dict[str, str], dict[str, bytes]]:
    """What several files disclose, by digest, and the sealed documents among it, by hash.

    Raises:
        Refused: for a file that cannot be read, or that is none of disclosures.
    """
    from infrastructure.disclosing import read_disclosures

    texts: dict[str, str] = {}
    documents: dict[str, bytes] = {}
    for path in files:
        try:
            disclosed = read_disclosures(path.read_bytes(), str(path))
        except OSError as problem:
            raise Refused(f"{path} cannot be read: {problem.strerror}") from None
        texts.update(disclosed.texts)
        documents.update(disclosed.documents)
    return texts, documents


def _is_missing(path: Path) -> bool:
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except (OSError, ValueError):  # it cannot be read for another reason, which is told when it is
        return False
    return False


def append_asking(door: Door, chronicle: "Chronicle", *, yes: bool, form: str, lang: Lang) -> None:
    """Show what is about to be written and what it changes, ask, and write."""
    from cli.answers.policy import appended_json
    from cli.text.changes import appended_text, changes_text
    from cli.words.terms import word
    from infrastructure.chronicle import yaml_text
    from infrastructure.ledger import today

    with door.ledger() as ledger:
        if not yes:
            trial = ledger.append(
                chronicle.drafts,
                actor=door.actor,
                documents=chronicle.documents,
                show_changes_on=today(),
                doubting=True,
                dry_run=True,
            )
            for entry in trial.entries:
                click.echo(yaml_text({"key": entry.key, "event": entry.event.TOPIC, **entry.written}), err=True)
            click.echo(changes_text(trial.days, lang), err=True)
            _say_doubts(trial, lang)
            if trial.entries and not confirmed("ask-append", "unanswered-append", lang):
                click.echo(word("nothing-written", lang), err=True)
                raise click.exceptions.Exit(0)
        result = ledger.append(
            chronicle.drafts,
            actor=door.actor,
            documents=chronicle.documents,
            show_changes_on=today() if yes or form == "json" else None,  # else they were shown before asking
            doubting=yes,
        )
    _say_doubts(result, lang)
    say_unsigned(result, lang)
    if form == "json":
        print_json(appended_json(result, dry_run=False))
    else:
        click.echo(appended_text(result, lang, dry_run=False))


class Unanswered(click.ClickException):
    """Nobody was there to say yes or no. Wrong usage, and one sentence says all: how the command is used is not it."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"kroniek: {self.message}", file, err=True)


def confirmed(question: str, unanswered: str, lang: Lang) -> bool:
    """Ask until the answer is yes or no; Ctrl-C is left to stop everything, the end of the input is no answer.

    Args:
        question, unanswered: phrases.

    Raises:
        Unanswered: nobody answered, as where there is no terminal.
    """
    from cli.words.terms import word

    answer = answered(question, lang)
    if answer is None:
        raise Unanswered(word(unanswered, lang))
    return answer


def answered(question: str, lang: Lang) -> bool | None:
    """What was answered to a question (a phrase); None where nobody answers."""
    from cli.words.terms import word

    while True:
        click.echo(word(question, lang), nl=False, err=True)
        line = sys.stdin.readline()
        if not line:
            click.echo(err=True)  # what is said next has a line of its own
            return None
        answer = line.strip().casefold()
        if answer in ("y", "yes", "j", "ja", "n", "no", "nee", ""):
            return answer in ("y", "yes", "j", "ja")


def _say_doubts(result: "Appended", lang: Lang) -> None:
    from cli.words.lines import doubt_words

    for doubt in result.doubts:
        click.echo(f"kroniek: {doubt_words(doubt, lang)}", err=True)


def say_unsigned(result: "Appended", lang: Lang) -> None:
    if result.unsigned:
        from cli.words.terms import word

        click.echo(f"kroniek: {word('unsigned', lang)}", err=True)


def cites_of(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sources that --cite, --at and --quote name, as an entry has them; none where nothing is cited.

    Raises:
        UsageError: which place or words belong to which source cannot be told, or something is given and says nothing.
    """
    sources: Sequence[str] = given.get("cite") or ()
    for each in sources:
        if not each.strip():
            raise click.UsageError("--cite is empty; name a registered source, or leave it out.")
    for name in ("at", "quote"):
        words: Sequence[str] = given.get(name) or ()
        if words and not sources:
            raise click.UsageError("--at and --quote say where in a source; name it with --cite SOURCE.")
        if words and len(words) != len(sources):
            raise click.UsageError(
                f"--cite is given {_times(len(sources))} and --{name} {_times(len(words))}, so it cannot be told which "
                f'belongs to which; give --{name} as often as --cite and in the same order, with "" where a source has '
                "none, or not at all."
            )
        if words and not any(each.strip() for each in words):
            raise click.UsageError(f"--{name} is empty; leave it out, or give its words.")
    given_of = [given.get(name) or ("",) * len(sources) for name in ("at", "quote")]
    return [
        {name: value for name, value in zip(("source", "at", "quote"), each, strict=True) if value.strip()}
        for each in zip(sources, *given_of, strict=True)
    ]


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
