"""Cases: what was decided, replayed under the rules of its day. The questions answer, the others append an entry."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_type_hints

import click

from cli.appending import append_asking, cites_of, one_entry
from cli.files import check_vacant, write_new
from cli.main import Door
from cli.options import (
    CaseName,
    Country,
    Day,
    Lang,
    Once,
    Word,
    at_option,
    entry_options,
    framework_option,
    known_option,
    lang_option,
    named_as_in,
    output_options,
    paper,
    print_csv,
    print_json,
    reading_option,
    recorded_by_option,
)
from domain.content import SLUG
from domain.dates import RecordedBy
from domain.errors import CannotTell, Malformed, NotFound
from domain.events import Facts
from domain.policy import Reading
from domain.wording import shown

if TYPE_CHECKING:
    from infrastructure.ledger import Ledger

Command = TypeVar("Command", bound=Callable[..., Any])

DIFFERS = 7
"""The exit code that says: the answer is “differs” (contract, section 6)."""


@click.group("case")
def case_command() -> None:
    """Cases: replay a past assessment under the rules of its day.

    A case has a reference, a country, facts and moments. `replay` says what the decision framework concludes at a
    moment, as known then or as known now, and whether that is what was decided.
    """


# -- recording --------------------------------------------------------------------------------------------------------


def _choices(name: str) -> Word:
    return Word([each for each in get_args(get_type_hints(Facts)[name]) if each])


def _facts_options(command: Command) -> Command:
    """One option per fact."""
    for option in (
        click.option(
            "--ipa-reasonable",
            cls=Once,
            type=_choices("ipa_reasonable"),
            help="Is the internal protection alternative reasonable for this applicant?",
        ),
        click.option(
            "--individual-grounds",
            cls=Once,
            type=_choices("individual_grounds"),
            help="Grounds of the applicant's own, apart from country policy.",
        ),
        click.option("--origin", cls=Once, type=_choices("origin"), help="Was the origin established?"),
        click.option("--group", "groups", metavar="TEXT", multiple=True, help="A group; may be given several times."),
        click.option(
            "--habitual-residence", cls=Once, metavar="AREA", help="Last habitual residence: a region's code or name."
        ),
        click.option("--origin-area", cls=Once, metavar="AREA", help="Area of origin: a region's code or name."),
    ):
        command = option(command)
    return command


def _entry_options(command: Command) -> Command:
    """What every entry of a case takes."""
    return click.option("--key", cls=Once, help="The name of the new entry; case/REF/N by default.")(
        entry_options(command)
    )


@case_command.command("open")
@click.argument("reference", metavar="REF")
@click.argument("country", type=Country())
@_facts_options
@click.option(
    "--moment",
    "moments",
    metavar="NAME=DATE",
    multiple=True,
    help="A moment of the procedure, as in decision=2023-01-20; may be given several times.",
)
@_entry_options
@click.pass_obj
def open_command(door: Door, /, reference: str, country: str, moments: tuple[str, ...], **given: Any) -> None:
    """Open the case REF, concerning COUNTRY, with the facts and moments known so far.

    Moments are departure, wish, application, hearing, intention, decision and court-closing, in Dutch vertrek,
    asielwens, aanvraag, gehoor, voornemen, besluit and sluiting-onderzoek, or others by name; a date is a legal date
    (EDTF), unknown is one.
    """
    if not SLUG.fullmatch(reference):
        raise Malformed(
            f"{shown(reference)} cannot be the reference of a case; write small letters, digits and . _ / - only, as "
            "in zaak-1"
        )
    fields: dict[str, Any] = {"case": reference, "country": country}
    facts = _facts(given)
    if facts:
        fields["facts"] = facts
    if moments:
        fields["moments"] = _moments(moments)
    # The first entry of a case has a fixed key, so that opening it twice changes nothing.
    _record(door, "case.opened", given["key"] or f"case/{reference}/1", fields, given)


@case_command.command("facts")
@click.argument("reference", metavar="REF", type=CaseName())
@_facts_options
@_entry_options
@click.pass_obj
def facts_command(door: Door, /, reference: str, **given: Any) -> None:
    """Record facts of the case REF that became known later; each replaces the earlier one of its name."""
    facts = _facts(given)
    if not facts:
        raise click.UsageError("Say what is known, for example --origin established; --help lists the facts.")
    fields = {"case": reference, "facts": facts}
    _record(door, "case.facts-recorded", given["key"] or _next_key(door, reference), fields, given)


@case_command.command("moment")
@click.argument("reference", metavar="REF", type=CaseName())
@click.argument("moments", metavar="NAME=DATE...", nargs=-1, required=True)
@_entry_options
@click.pass_obj
def moment_command(door: Door, /, reference: str, moments: tuple[str, ...], **given: Any) -> None:
    """Record moments of the case REF, as in decision=2023-01-20; each replaces the earlier one of its name."""
    fields = {"case": reference, "moments": _moments(moments)}
    _record(door, "case.moment-recorded", given["key"] or _next_key(door, reference), fields, given)


@case_command.command("assess")
@click.argument("reference", metavar="REF", type=CaseName())
@click.option("--outcome", cls=Once, metavar="OUTCOME", required=True, help="The outcome that was given.")
@click.option(
    "--framework",
    cls=Once,
    metavar="SLUG",
    help="The framework it was given under; by default that of the day of the decision.",
)
@_entry_options
@click.pass_obj
def assess_command(door: Door, /, reference: str, outcome: str, framework: str | None, **given: Any) -> None:
    """Record the outcome that was given in the case REF; the ledger adds where it stood at that moment."""
    with door.ledger() as ledger:
        slug = framework or _framework_of(ledger, reference)
        _tell_of_foreign_outcome(ledger, slug, outcome)
        key = given["key"] or _free_key(ledger, reference)
    fields = {"case": reference, "outcome": outcome, "framework": slug}
    _record(door, "case.assessed", key, fields, given)


def _framework_of(ledger: "Ledger", reference: str) -> str:
    try:
        return ledger.replay(reference).framework.slug
    except (CannotTell, NotFound) as problem:
        ledger.case(reference)  # a case that is not there is its own answer
        raise click.UsageError(
            f"Which framework it was given under cannot be told ({problem}); name it with --framework SLUG."
        ) from None


def _tell_of_foreign_outcome(ledger: "Ledger", slug: str, outcome: str) -> None:
    """An outcome that the framework never gives is what was decided all the same; but it may be a slip of the pen."""
    try:
        outcomes = ledger.framework(slug).outcomes
    except (CannotTell, NotFound):
        return
    if outcome not in outcomes:
        click.echo(f"kroniek: {slug} never gives {outcome!r}; it gives {', '.join(outcomes)}.", err=True)


def _facts(given: dict[str, Any]) -> dict[str, Any]:
    """Takes the facts out of what was given."""
    names = ("origin_area", "habitual_residence", "groups", "origin", "individual_grounds", "ipa_reasonable")
    facts = {name: given.pop(name, None) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items() if value}


def _moments(written: tuple[str, ...]) -> dict[str, str]:
    """The day of each moment, under the name that a replay asks for, also where it was called by its Dutch name."""
    from cli.words.cases import moment_of

    moments: dict[str, str] = {}
    for each in written:
        name, equals, day = each.partition("=")
        if not (name and equals and day):
            raise click.UsageError(f"{each!r} is no moment; write NAME=DATE, as in decision=2023-01-20")
        moment = moment_of(name)
        if moment in moments:
            raise click.UsageError(f"the moment {moment} is given twice; a case has one day for it")
        moments[moment] = day
    return moments


def _next_key(door: Door, reference: str) -> str:
    with door.ledger() as ledger:
        return _free_key(ledger, reference)


def _free_key(ledger: "Ledger", reference: str) -> str:
    """`case/REF/N`, N one more than the entries the case has; higher where that key is taken, by a struck entry say."""
    number = len(ledger.case(reference).entries) + 1
    while True:
        key = f"case/{reference}/{number}"
        try:
            ledger.entry(key)
        except NotFound:
            return key
        number += 1


def _record(door: Door, topic: str, key: str, fields: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Append one entry, asking as `kroniek record` does."""
    content = {name: value for name, value in fields.items() if value is not None and value != ""}
    if cites := cites_of(given):
        content["cites"] = cites
    for name in ("public_on", "note"):
        if given.get(name):
            content[name] = given[name]
    append_asking(door, one_entry(topic, key, content), yes=given["yes"], form=given["form"], lang=given["lang"])


# -- questions --------------------------------------------------------------------------------------------------------


@case_command.command("show")
@click.argument("reference", metavar="REF", type=CaseName())
@recorded_by_option
@output_options()
@click.pass_obj
def show_command(door: Door, reference: str, recorded_by: RecordedBy | None, form: str, lang: Lang) -> None:
    """Show the case REF: its facts, its moments, and what was decided."""
    with door.ledger() as ledger:
        case, moment = ledger.case(reference, recorded_by), ledger.moment(recorded_by)
    if form == "json":
        from cli.answers.cases import case_json

        print_json(case_json(case, moment))
    else:
        from cli.text.cases import case_text

        click.echo(case_text(case, moment, lang, **paper()))


@case_command.command("list")
@click.option("--country", type=Country(), help="Only the cases that concern this country.")
@output_options("csv")
@click.pass_obj
def list_command(door: Door, country: str | None, form: str, lang: Lang) -> None:
    """List the cases of the ledger."""
    from cli.answers.cases import cards_json

    with door.ledger() as ledger:
        cards = ledger.cases(country)
    if form == "json":
        print_json(cards_json(cards))
    elif form == "csv":
        from cli.answers.tables import CASE_COLUMNS

        print_csv(cards_json(cards), CASE_COLUMNS)
    else:
        from cli.text.cases import cases_text

        click.echo(cases_text(cards, lang, width=paper()["width"]))


@case_command.command("replay")
@click.argument("reference", metavar="REF", type=CaseName())
@at_option
@known_option
@reading_option
@recorded_by_option
@framework_option
@output_options()
@click.pass_obj
def replay_command(
    door: Door,
    reference: str,
    at: str | date,
    known: Literal["then", "now"],
    reading: Reading,
    recorded_by: RecordedBy | None,
    framework: str | None,
    form: str,
    lang: Lang,
) -> int:
    """Replay the case REF: which outcome do the rules of that moment lead to, and is it the one that was given?

    Leaves with exit code 7 where the outcome on record differs, and 8 where it cannot be told.
    """
    with door.ledger() as ledger:
        at = named_as_in(ledger.case(reference, recorded_by), at)
        try:
            replay = ledger.replay(
                reference, at=at, known=known, reading=reading, recorded_by=recorded_by, framework=framework
            )
        except CannotTell as problem:
            return _cannot_tell(problem, lang)
        if form == "json":
            from cli.answers.cases import replay_json

            print_json(replay_json(replay))
        else:
            from cli.text.cases import cited_sources, replay_text

            case = ledger.case(reference, recorded_by)
            sources = ledger.sources(cited_sources(replay))
            click.echo(replay_text(replay, sources, lang, case=case, **paper()))
    return DIFFERS if replay.verdict == "differs" else 0


def _cannot_tell(problem: CannotTell, lang: Lang) -> int:
    """Say why in the language of the answer, where there are words for it."""
    from cli.words.problems import problem_words

    told = problem_words(problem, lang, to_do=True) if lang != "en" else None
    if told is None:
        raise problem
    click.echo(f"kroniek: {told}", err=True)
    return problem.exit_code


@case_command.command("compare")
@click.argument("reference", metavar="REF", type=CaseName())
@reading_option
@recorded_by_option
@click.option("--today", type=Day(), metavar="DAY", help="The day that counts as today. Today (Amsterdam) by default.")
@output_options()
@click.pass_obj
def compare_command(
    door: Door,
    reference: str,
    reading: Reading,
    recorded_by: RecordedBy | None,
    today: date | None,
    form: str,
    lang: Lang,
) -> None:
    """Compare every moment of the case REF, and today, as known then and as known now.

    Below it: what made the difference, and what became public between two moments (candidate new facts, art. 83 Vw).
    """
    from infrastructure.ledger import today as this_day

    with door.ledger() as ledger:
        comparison = ledger.compare(reference, reading=reading, recorded_by=recorded_by, today=today or this_day())
        if form == "json":
            from cli.answers.cases import compare_json

            print_json(compare_json(comparison))
        else:
            from cli.text.compare import COMPARE_WIDTH, compare_text

            named = sorted({key for row in comparison.rows for key in row.causes})
            events = {key: ledger.entry(key)["event"] for key in named}
            click.echo(compare_text(comparison, events, lang, **paper(COMPARE_WIDTH)))


@case_command.command("map")
@click.argument("reference", metavar="REF", type=CaseName())
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", required=True, help="The SVG file to write."
)
@click.option(
    "--by",
    type=click.Choice(["public", "recorded"]),
    default="public",
    show_default=True,
    help="What runs down: what was public by a day, or what the ledger had recorded.",
)
@click.option("--from", "first", type=Day(), metavar="DAY", help="The first day drawn.")
@click.option("--to", "last", type=Day(), metavar="DAY", help="The last day drawn.")
@reading_option
@lang_option()
@click.pass_obj
def map_command(
    door: Door,
    reference: str,
    output: Path,
    by: Literal["public", "recorded"],
    first: date | None,
    last: date | None,
    reading: Reading,
    lang: Lang,
) -> None:
    """Draw the outcome of the case REF for every day, by what was known (or recorded) by then, as an SVG file.

    Without --from and --to the map spans the moments of the case, with some room around them.
    """
    from cli.pictures.outcome_map import outcome_map
    from cli.pictures.outcome_svg import map_svg
    from cli.words.terms import say

    if first and last and last <= first:
        raise Malformed(f"--to {last} is not after --from {first}; name a later last day")
    if output.suffix.lower() != ".svg":
        raise click.UsageError(f"{output} does not end in .svg, and an SVG file is what is written.")
    check_vacant(output)
    with door.ledger() as ledger:
        drawn = map_svg(outcome_map(ledger, reference, by=by, first=first, last=last, reading=reading), lang)
    write_new(output, [drawn.encode()])
    click.echo(say("wrote", lang, file=output), err=True)


@case_command.command("stats")
@click.option("--country", type=Country(), help="Only the cases that concern this country.")
@output_options("csv")
@click.pass_obj
def stats_command(door: Door, country: str | None, form: str, lang: Lang) -> None:
    """Count cases by country, year of decision and outcome, rounded so that no single case shows.

    In tens; one to four as “less than 5”, none as 0: the ministry's own rule for disclosure.
    """
    from cli.answers.cases import counts_json

    with door.ledger() as ledger:
        counts = ledger.case_counts(country)
    if form == "json":
        print_json(counts_json(counts))
    elif form == "csv":
        from cli.answers.tables import COUNT_COLUMNS

        print_csv(counts_json(counts), COUNT_COLUMNS)
    else:
        from cli.text.impact import stats_text

        click.echo(stats_text(counts, lang, **paper()))
