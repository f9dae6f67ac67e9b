"""The options that commands share: points on the three clocks, the form of the answer, and how values are read."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from typing import Any, Literal, TypedDict, TypeVar

import click
from click.shell_completion import CompletionItem

from domain.dates import Point, RecordedBy, parse_day

Lang = Literal["en", "nl"]

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A calendar day, 2023-01-11."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        return value if isinstance(value, date) else parse_day(str(value))


class RecordMoment(click.ParamType[RecordedBy]):
    """`@N`, a timestamp with a zone, or a day."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> RecordedBy:
        return value if isinstance(value, RecordedBy) else RecordedBy.parse(str(value))


class Position(click.ParamType[int]):
    """A ledger position: 1 or later. Past the end there is nothing, however far."""

    name = "position"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        written = str(value).removeprefix("@")
        if not (written.isascii() and written.isdigit()) or not written.strip("0"):
            self.fail(f"{value!r} is not a position; write a whole number from 1 on, as in 12 or @12.", param, ctx)
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

        return country_code(str(value))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        import pycountry

        return [
            CompletionItem(each.alpha_2, help=each.name)
            for each in pycountry.countries
            if each.alpha_2.startswith(incomplete.upper())
        ]


class EntryName(click.ParamType[str]):
    """A key, or `@N`."""

    name = "key"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from domain.errors import LedgerError

        root = ctx.find_root()
        try:
            from infrastructure.ledger import open_ledger

            with open_ledger(root.params.get("url") or "kroniek.db") as ledger:
                keys = [entry["key"] for entry in ledger.entries()]
        except LedgerError:
            return []
        return [CompletionItem(key) for key in keys if key.startswith(incomplete)]


class ElementName(EntryName):
    """`ML/article-15c`."""

    name = "element"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from domain.errors import LedgerError

        try:
            from infrastructure.ledger import open_ledger

            with open_ledger(ctx.find_root().params.get("url") or "kroniek.db") as ledger:
                found = {
                    f"{entry['content'].get('country')}/{entry['content'].get('element')}"
                    for entry in ledger.entries()
                    if entry["content"].get("element")
                }
        except LedgerError:
            return []
        return [CompletionItem(each) for each in sorted(found) if each.startswith(incomplete)]


def limits(command: Command) -> Command:
    """--public-by, --recorded-by and --reading."""
    for option in (
        click.option(
            "--reading",
            type=click.Choice(["practice", "formal"]),
            default="practice",
            show_default=True,
            help="practice: announced and published acts bind. formal: only what was published does.",
        ),
        click.option(
            "--recorded-by",
            type=RecordMoment(),
            metavar="R",
            help="As the ledger stood at @N, at a timestamp with a zone, or at the end of a day. No limit by default.",
        ),
        click.option(
            "--public-by",
            type=Day(),
            metavar="DAY",
            help="Only what an outsider could know by the end of that day. No limit by default.",
        ),
    ):
        command = option(command)
    return command


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
        lang = click.option(
            "--lang",
            type=click.Choice(["en", "nl"]),
            envvar="KRONIEK_LANG",
            default="en",
            show_default=True,
            help="Language of text answers.",
        )
        form = click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json", *forms]),
            default="text",
            show_default=True,
            help="How the answer is written.",
        )
        return form(lang(command))

    return decorate


def entry_options(command: Command) -> Command:
    """What every command takes that writes one entry: its source, when it was public, a remark, --yes."""
    for option in (
        output_options(),
        click.option("--yes", is_flag=True, help="Do not ask before writing."),
        click.option("--note", metavar="TEXT", help="A remark kept with the entry."),
        click.option("--public-on", metavar="DATE", help="When an outsider could know of it (EDTF)."),
        click.option("--quote", metavar="TEXT", help="The verbatim words of the source."),
        click.option("--at", metavar="PLACE", help="Where in the source."),
        click.option("--cite", metavar="SOURCE", help="The registered source it rests on."),
    ):
        command = option(command)
    return command


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


def paper() -> Paper:
    """A terminal has its own width and may have colour (unless NO_COLOR is set); anything else gets plain lines."""
    if not sys.stdout.isatty():
        return {"width": 100, "colour": False}
    return {"width": max(60, min(100, shutil.get_terminal_size().columns)), "colour": "NO_COLOR" not in os.environ}


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
