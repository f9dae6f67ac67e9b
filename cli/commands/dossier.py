"""Dossiers: an answer with all that it rests on in one file, for somebody who does not trust the keeper of the ledger.

Read next: `dossier/making.py`, how one is made; `dossier/check.py`, how it is checked.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from cli.files import check_vacant
from cli.main import Door
from cli.options import (
    CaseName,
    Country,
    Day,
    Lang,
    at_option,
    framework_option,
    known_option,
    lang_option,
    named_as_in,
    public_by_option,
    reading_option,
    recorded_by_option,
)
from domain.dates import RecordedBy
from domain.policy import Reading

if TYPE_CHECKING:
    from infrastructure.disclosing import SealedEntry
    from infrastructure.ledger import Ledger
    from infrastructure.proof.dossier import Given, Question

Command = TypeVar("Command", bound=Callable[..., Any])

ENDINGS = (".html", ".pdf")


class Fields(click.ParamType[tuple[str, ...]]):
    """Dotted paths of sealed values, with commas between them."""

    name = "field,..."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        fields = tuple(each.strip() for each in str(value).split(","))
        if not all(fields):
            self.fail(f"{value!r} names no field between two commas; write it as in facts.origin,moments", param, ctx)
        return fields


@click.group("dossier")
def dossier_command() -> None:
    """Dossiers: an answer with its acts, quotes and proofs in one file that can be checked without the ledger.

    The file is a page (FILE.html) that checks itself in a browser, or a document to file (FILE.pdf). Both carry the
    same data; `kroniek verify FILE --key VKEY` checks them.
    """


def _options(command: Command) -> Command:
    """What every dossier takes."""
    for option in (
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            metavar="FILE",
            required=True,
            help="The file to write: its name ends in .html or .pdf.",
        ),
        lang_option("Language of the report."),
        click.option("--made-on", type=Day(), metavar="DAY", help="The day that counts as today. Today by default."),
        click.option(
            "--withhold",
            type=Fields(),
            metavar="FIELD,...",
            help="Disclose all sealed values but these, such as reference,note.",
        ),
        click.option(
            "--disclose",
            type=Fields(),
            metavar="all|none|FIELD,...",
            help="Which sealed values the reader may see, such as facts.origin,moments. Asked for where there are any.",
        ),
        recorded_by_option,
        reading_option,
    ):
        command = option(command)
    return command


@dossier_command.command("case")
@click.argument("reference", metavar="REF", type=CaseName())
@at_option
@known_option
@framework_option
@_options
@click.pass_obj
def case_command(
    door: Door, /, reference: str, at: str | date, known: Literal["then", "now"], framework: str | None, **given: Any
) -> None:
    """Make the dossier of the case REF: its replay, the comparison of its moments, and the policy it rests on.

    The facts and moments of a case are sealed: say with --disclose or --withhold which of them the reader may see. What
    is withheld cannot be taken into account, also not here.
    """

    def question(ledger: "Ledger", recorded_by: int | None, reading: Reading) -> "Question":
        from infrastructure.proof.dossier import CaseQuestion

        asked = RecordedBy("", position=recorded_by) if recorded_by is not None else None
        case = ledger.case(reference, asked)  # a case that is not there is its own answer
        return CaseQuestion(
            case=reference,
            at=str(named_as_in(case, at)),
            known=known,
            reading=reading,
            recorded_by=recorded_by,
            framework=framework,
            on=None,
            public_by=None,
        )

    _write(door, question, **given)


@dossier_command.command("country")
@click.argument("country", type=Country())
@click.option("--on", type=Day(), metavar="DAY", required=True, help="The legal day on which the rule must bind.")
@public_by_option
@_options
@click.pass_obj
def country_command(door: Door, /, country: str, on: date, public_by: date | None, **given: Any) -> None:
    """Make the dossier of the policy for COUNTRY on a day: every element, the acts behind it, and their words."""

    def question(ledger: "Ledger", recorded_by: int | None, reading: Reading) -> "Question":
        from infrastructure.proof.dossier import CountryQuestion

        return CountryQuestion(country=country, on=on, public_by=public_by, reading=reading, recorded_by=recorded_by)

    _write(door, question, **given)


def _write(
    door: Door,
    question: "Callable[[Ledger, int | None, Reading], Question]",
    *,
    reading: Reading,
    recorded_by: RecordedBy | None,
    disclose: tuple[str, ...] | None,
    withhold: tuple[str, ...] | None,
    made_on: date | None,
    lang: Lang,
    output: Path,
) -> None:
    from cli.dossier.files import write_dossier
    from cli.dossier.making import STEPS, make
    from cli.progress import Progress
    from cli.words.terms import say, word
    from infrastructure.ledger import today

    if output.suffix.lower() not in ENDINGS:
        raise click.UsageError(f"{output} ends in neither .html nor .pdf; the ending says what is written.")
    check_vacant(output)
    with door.ledger() as ledger, Progress(word("making-dossier", lang)) as progress:
        position = ledger.moment(recorded_by).position if recorded_by is not None else None
        made = make(
            ledger,
            question(ledger, position, reading),
            made_on=made_on or today(),
            lang=lang,
            choose=_choice(disclose, withhold),
            progress=progress,
        )
        write_dossier(output, made)
        progress(STEPS, STEPS)
    click.echo(say("wrote", lang, file=output), err=True)
    for problem in made.problems:
        click.echo(f"kroniek: {problem}", err=True)
    click.echo(word("key-from-you", lang), err=True)


def _choice(
    disclose: tuple[str, ...] | None, withhold: tuple[str, ...] | None
) -> "Callable[[Sequence[SealedEntry]], Iterable[Given]]":
    """Which sealed values are disclosed. Where there are any it has to be said: what is given away stays so."""
    from cli.dossier.making import disclosed, fields_at_hand

    def choose(entries: "Sequence[SealedEntry]") -> "Iterable[Given]":
        at_hand = fields_at_hand(entries)
        if disclose is None and withhold is None and at_hand:
            raise click.UsageError(
                f"The dossier would carry sealed values: {', '.join(at_hand)}. Say which of them the reader may see, "
                "with --disclose all, --disclose none, --disclose FIELD,... or --withhold FIELD,..."
            )
        return disclosed(entries, None if disclose in (None, ("all",)) else disclose, withhold or ())

    if disclose is not None and withhold is not None and disclose != ("all",):
        raise click.UsageError("--withhold goes with --disclose all; with a list, say only what is disclosed.")
    return choose
