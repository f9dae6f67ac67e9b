"""The options that commands share: points on the three clocks, the form of the answer, and how values are read."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict, TypeVar

import click
from click.shell_completion import CompletionItem

from domain.dates import Point, RecordedBy, parse_day
from domain.wording import shown

if TYPE_CHECKING:
    from domain.cases import CaseFile
    from infrastructure.ledger import Ledger

Lang = Literal["en", "nl"]

Command = TypeVar("Command", bound=Callable[..., Any])


def _given(value: Any, what: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
    """What was written for an option or an argument; not the option that comes next, where a value was forgotten.

    Raises:
        BadOptionUsage: it is.
    """
    written = str(value)
    if isinstance(param, click.Option) and written.startswith("--"):
        raise click.BadOptionUsage(
            param.opts[0], f"Option '{param.opts[0]}' lacks its {what}: {written} came after it.", ctx
        )
    return written


class Day(click.ParamType[date]):
    """A calendar day, 2023-01-11."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        return value if isinstance(value, date) else parse_day(_given(value, "day", param, ctx))


class RecordMoment(click.ParamType[RecordedBy]):
    """`@N`, a timestamp with a zone, or a day."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> RecordedBy:
        return value if isinstance(value, RecordedBy) else RecordedBy.parse(_given(value, "moment", param, ctx))


class Position(click.ParamType[int]):
    """A ledger position: 1 or later. Past the end there is nothing, however far."""

    name = "position"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        written = _given(value, "position", param, ctx).removeprefix("@")
        if not (written.isascii() and written.isdigit()) or not written.strip("0"):
            self.fail(f"{shown(value)} is not a position; write a whole number from 1 on, as in 12 or @12.", param, ctx)
        return int(written) if len(written) < 18 else 10**18


class PointInTime(click.ParamType[Point]):
    """`DAY[,public=DAY][,recorded=R]`."""

    name = "point"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Point:
        return value if isinstance(value, Point) else Point.parse(str(value))


class Country(click.ParamType[str]):
    """An ISO 3166-1 code, or a country's English or Dutch name."""

    name = "country"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from infrastructure.gazetteer import country_code

        return country_code(_given(value, "country", param, ctx))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        import pycountry

        return [
            CompletionItem(each.alpha_2, help=each.name)
            for each in pycountry.countries
            if each.alpha_2.startswith(incomplete.upper())
        ]


class AreaName(click.ParamType[str]):
    """A region's code or name; what it stands for depends on the country."""

    name = "area"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return _given(value, "area", param, ctx)


class Once(click.Option):
    """An option for one value. Given twice it is refused: click would take the last and drop the first, and what is
    appended can never be completed. So is one that is given and blank, as by a variable of the shell that is not set.
    """

    def __init__(self, *given: Any, **settings: Any) -> None:
        super().__init__(*given, **{**settings, "multiple": True})

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        given = super().process_value(ctx, value)
        name = self.opts[0]
        if len(given) > 1:
            raise click.UsageError(f"{name} is given {len(given)} times, and takes one value; give it once.", ctx)
        if given and not str(given[0]).strip():
            raise click.UsageError(f"{name} is empty; leave it out, or give its value.", ctx)
        return given[0] if given else None


class Word(click.Choice[str]):
    """One of a few words; of another it is said what it is, also where that cannot be seen."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        return f"{shown(value)} is not one of {', '.join(self.choices)}."


class EntryName(click.ParamType[str]):
    """A key, or `@N`."""

    name = "key"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not str(value).strip():
            self.fail("the name is empty; give the key of an entry, or its position, as in @12.", param, ctx)
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return _completed(ctx, incomplete, lambda ledger: [entry["key"] for entry in ledger.entries()])


class ElementName(click.ParamType[str]):
    """`ML/article-15c`; the country by its code or its name, in any case."""

    name = "element"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from infrastructure.gazetteer import country_code

        country, slash, element = _given(value, "element", param, ctx).partition("/")
        if not slash:
            return country
        if not (country.strip() and element.strip()):
            self.fail(f"{value!r} is not an element; write a country and its name, as in ML/article-15c.", param, ctx)
        return f"{country_code(country)}/{element}"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        def elements(ledger: "Ledger") -> list[str]:
            contents = [entry["content"] for entry in ledger.entries()]
            return sorted({f"{each.get('country')}/{each['element']}" for each in contents if each.get("element")})

        return _completed(ctx, incomplete, elements)


class CaseName(click.ParamType[str]):
    """The reference of a case."""

    name = "ref"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not str(value).strip():
            self.fail("the reference is empty; `kroniek case list` lists the cases.", param, ctx)
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return _completed(ctx, incomplete, lambda ledger: [card.reference for card in ledger.cases()])


def _completed(ctx: click.Context, incomplete: str, names: "Callable[[Ledger], Iterable[str]]") -> list[CompletionItem]:
    """Those names of the ledger that begin so; none where it cannot be read."""
    from domain.errors import LedgerError
    from infrastructure.ledger import open_ledger

    try:
        with open_ledger(ctx.find_root().params.get("url") or "kroniek.db") as ledger:
            found = names(ledger)
    except LedgerError:
        return []
    return [CompletionItem(each) for each in found if each.startswith(incomplete)]


class MomentOrDay(click.ParamType[str | date]):
    """`decision`, in Dutch `besluit`, or 2023-01-11."""

    name = "moment|day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> str | date:
        if isinstance(value, date):
            return value
        written = _given(value, "moment or day", param, ctx)
        return parse_day(written) if written[:1].isdigit() else written


def named_as_in(case: "CaseFile", at: str | date) -> str | date:
    """A moment under the name that the case has it by: its own, else the one a Dutch name stands for."""
    from cli.words.cases import moment_of

    return moment_of(at) if isinstance(at, str) and at not in case.moments else at


reading_option = click.option(
    "--reading",
    type=click.Choice(["practice", "formal"]),
    default="practice",
    show_default=True,
    help="practice: announced and published acts bind. formal: only what was published does.",
)
recorded_by_option = click.option(
    "--recorded-by",
    type=RecordMoment(),
    metavar="R",
    help="As the ledger stood at @N, at a timestamp with a zone, or at the end of a day. No limit by default.",
)
public_by_option = click.option(
    "--public-by",
    type=Day(),
    metavar="DAY",
    help="Only what an outsider could know by the end of that day. No limit by default.",
)

at_option = click.option(
    "--at",
    type=MomentOrDay(),
    metavar="MOMENT|DAY",
    default="decision",
    show_default=True,
    help="A moment of the case, or a legal day.",
)
known_option = click.option(
    "--known",
    type=click.Choice(["then", "now"]),
    default="then",
    show_default=True,
    help="then: what was public by that day. now: all that is known.",
)
framework_option = click.option(
    "--framework", metavar="SLUG", help="Under this framework, not under that of the assessment or the day."
)

file_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE, not to stdout."
)


def lang_option(help: str | None = None) -> Callable[[Command], Command]:
    return click.option(
        "--lang", type=click.Choice(["en", "nl"]), envvar="KRONIEK_LANG", default="en", show_default=True, help=help
    )


def limits(command: Command) -> Command:
    """--public-by, --recorded-by and --reading."""
    return public_by_option(recorded_by_option(reading_option(command)))


def point_options(command: Command) -> Command:
    """--on and the limits: where a question stands on the three clocks."""
    on = click.option(
        "--on",
        type=Day(),
        metavar="DAY",
        help="The legal day on which the rule must bind. Today (Amsterdam) by default.",
    )
    return on(limits(command))


def output_options(*forms: str) -> Callable[[Command], Command]:
    """--format and --lang."""

    def decorate(command: Command) -> Command:
        form = click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json", *forms]),
            default="text",
            show_default=True,
            help="How the answer is written.",
        )
        return form(lang_option("Language of text answers.")(command))

    return decorate


def entry_options(command: Command) -> Command:
    """What every command takes that writes one entry: its source, when it was public, a remark, --yes."""
    for option in (
        output_options(),
        click.option("--yes", is_flag=True, help="Do not ask before writing."),
        click.option("--note", cls=Once, metavar="TEXT", help="A remark kept with the entry."),
        click.option("--public-on", cls=Once, metavar="DATE", help="When an outsider could know of it (EDTF)."),
    ):
        command = option(command)
    return cite_options(command)


_CITING: Final[dict[str, dict[str, Any]]] = {
    "--cite": {
        "metavar": "SOURCE",
        "multiple": True,
        "help": "The registered source it rests on. May be given several times; then --at and --quote, where given, as "
        'often and in the same order, with "" where a source has none.',
    },
    "--at": {"metavar": "PLACE", "multiple": True, "help": "Where in the source: a heading, a paragraph, a note."},
    "--quote": {"metavar": "TEXT", "multiple": True, "help": "The verbatim words of the source."},
}
"""--cite, and in the same order --at and --quote; `appending.cites_of` reads them."""


def cite_options(command: Command) -> Command:
    for name, settings in reversed(_CITING.items()):
        command = click.option(name, **settings)(command)
    return command


def options_to_cite() -> list[click.Option]:
    """The same, for a command that is put together from parameters."""
    return [click.Option([name], **settings) for name, settings in _CITING.items()]


def point(on: date | None, public_by: date | None, recorded_by: RecordedBy | None) -> Point:
    """The point that options name; today where no day was given."""
    if on is None:
        from infrastructure.ledger import today

        on = today()
    return Point(on, public_by, recorded_by)


class Paper(TypedDict):
    """What text answers are written on."""

    width: int
    colour: bool


def paper(otherwise: int = 100) -> Paper:
    """As wide as the terminal, or as $COLUMNS says, from 40 through 100; a terminal may have colour, unless NO_COLOR is
    set. A pipe or a file, where nobody said how wide, gets plain lines of `otherwise`: always the same."""
    terminal = sys.stdout.isatty()
    asked = os.environ.get("COLUMNS", "")
    if not terminal and not (asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked)):
        return {"width": otherwise, "colour": False}
    width = max(40, min(100, shutil.get_terminal_size().columns))
    return {"width": width, "colour": terminal and "NO_COLOR" not in os.environ}


def print_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Rows with these columns; their names are printed also where there are no rows."""
    from cli.answers.tables import csv_text

    click.echo(csv_text(rows, columns), nl=False)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
