"""Questions: show, why, timeline, diff, entries, entry, audit."""

from datetime import date

import click

from cli.main import Door
from cli.options import (
    AreaName,
    Country,
    Day,
    ElementName,
    EntryName,
    Lang,
    PointInTime,
    Position,
    limits,
    output_options,
    paper,
    point,
    point_options,
    print_csv,
    print_json,
)
from domain.dates import Point, RecordedBy
from domain.policy import Reading


@click.command("show")
@click.argument("country", type=Country())
@click.option(
    "--area", type=AreaName(), metavar="AREA", help="Only what covers, or may cover, this region: its code or its name."
)
@point_options
@output_options("csv")
@click.pass_obj
def show_command(
    door: Door,
    country: str,
    area: str | None,
    on: date | None,
    public_by: date | None,
    recorded_by: RecordedBy | None,
    reading: Reading,
    form: str,
    lang: Lang,
) -> None:
    """What was the policy for COUNTRY at a point in time?

    COUNTRY is an ISO 3166-1 code (ML) or a country's name. Elements that ended or were annulled are listed too.
    """
    from cli.answers.policy import state_json, state_rows
    from infrastructure.gazetteer import place as place_called

    with door.ledger() as ledger:
        place = place_called(area, country) if area else None
        state = ledger.state(country, point(on, public_by, recorded_by), reading)
        if form == "json":
            print_json(state_json(state, place))
        elif form == "csv":
            from cli.answers.tables import ELEMENT_COLUMNS

            print_csv(state_rows(state, place), ELEMENT_COLUMNS)
        else:
            from cli.text.policy import state_text
            from cli.text.sources import sources_of_state

            click.echo(state_text(state, ledger.sources(sources_of_state(state)), place, lang, **paper()))


@click.command("why")
@click.argument("element", type=ElementName())
@point_options
@output_options()
@click.pass_obj
def why_command(
    door: Door,
    element: str,
    on: date | None,
    public_by: date | None,
    recorded_by: RecordedBy | None,
    reading: Reading,
    form: str,
    lang: Lang,
) -> None:
    """Why: the acts behind one ELEMENT in legal order, with quotes, sources and rulings, and what was left out.

    ELEMENT is an id as `show` gives it, such as ML/article-15c.
    """
    with door.ledger() as ledger:
        reasons = ledger.why(element, point(on, public_by, recorded_by), reading)
        if form == "json":
            from cli.answers.policy import why_json

            print_json(why_json(reasons))
        else:
            from cli.text.policy import why_text
            from cli.text.sources import sources_of_reasons

            slugs = sources_of_reasons(reasons)
            click.echo(why_text(reasons, ledger.sources(slugs), lang, **paper()))


@click.command("timeline")
@click.argument("country", type=Country())
@limits
@output_options("csv")
@click.pass_obj
def timeline_command(
    door: Door,
    country: str,
    public_by: date | None,
    recorded_by: RecordedBy | None,
    reading: Reading,
    form: str,
    lang: Lang,
) -> None:
    """What was in force in COUNTRY from when to when?"""
    from cli.answers.policy import timeline_json, timeline_rows

    with door.ledger() as ledger:
        at = point(date.min, public_by, recorded_by)
        periods = ledger.timeline(country, at, reading)
        moment = ledger.moment(recorded_by)
    if form == "json":
        print_json(timeline_json(country, at, moment, reading, periods))
    elif form == "csv":
        from cli.answers.tables import PERIOD_COLUMNS

        print_csv(timeline_rows(country, periods), PERIOD_COLUMNS)
    else:
        from cli.text.timeline import timeline_text

        click.echo(timeline_text(country, at, moment, reading, periods, lang, **paper(80)))


@click.command("diff")
@click.argument("country", type=Country())
@click.argument("a", type=PointInTime())
@click.argument("b", type=PointInTime())
@click.option("--reading", type=click.Choice(["practice", "formal"]), default="practice", show_default=True)
@output_options()
@click.pass_obj
def diff_command(door: Door, country: str, a: Point, b: Point, reading: Reading, form: str, lang: Lang) -> None:
    """What changed in COUNTRY between the points A and B?

    A and B are written DAY[,public=DAY][,recorded=R], for example 2023-01-10 2023-01-12,public=2023-01-11.
    """
    with door.ledger() as ledger:
        before, after = ledger.state(country, a, reading), ledger.state(country, b, reading)
    if form == "json":
        from cli.answers.policy import diff_json

        print_json(diff_json(before, after))
    else:
        from cli.text.changes import diff_text

        click.echo(diff_text(before, after, lang, **paper()))


@click.command("entries")
@click.option("--country", type=Country(), help="Only the acts of this country, and what is said about them.")
@click.option(
    "--from", "first", type=Position(), default=1, show_default=True, metavar="N", help="The first position listed."
)
@click.option("--to", "last", type=Position(), metavar="N", help="The last position listed.")
@output_options("csv")
@click.pass_obj
def entries_command(door: Door, country: str | None, first: int, last: int | None, form: str, lang: Lang) -> None:
    """List the entries of the ledger, oldest first."""
    from cli.answers.tables import ENTRY_COLUMNS, entry_rows

    with door.ledger() as ledger:
        listed = [
            entry for entry in ledger.entries(first, last) if country is None or entry["stream"] == f"country/{country}"
        ]
    if form == "json":
        print_json(listed)
    elif form == "csv":
        print_csv(entry_rows(listed), ENTRY_COLUMNS)
    else:
        from cli.text.record import entries_text

        click.echo(entries_text(listed, lang))


@click.command("entry")
@click.argument("name", metavar="KEY|@N", type=EntryName())
@click.option("--leaf", is_flag=True, help="Print the canonical JSON of the entry, byte for byte, and nothing else.")
@output_options()
@click.pass_obj
def entry_command(door: Door, name: str, leaf: bool, form: str, lang: Lang) -> None:
    """Show one entry, by its key or by its position @N."""
    with door.ledger() as ledger:
        if leaf:
            click.echo(ledger.leaf(name), nl=False)
            return
        found = ledger.entry(name)
        if form == "json":
            print_json(found)
        else:
            from cli.text.record import entry_text

            slugs = {cite["source"] for cite in found["content"].get("cites", [])}
            click.echo(entry_text(found, ledger.sources(slugs), lang, **paper()))


@click.command("audit")
@click.argument("country", type=Country(), required=False)
@click.option("--today", type=Day(), metavar="DAY", help="The day to count waiting times to. Today by default.")
@output_options("csv")
@click.pass_obj
def audit_command(door: Door, country: str | None, today: date | None, form: str, lang: Lang) -> None:
    """List what a careful auditor would point at, in the whole ledger or for one COUNTRY.

    Findings never stop an entry from being recorded; finding nothing is not approval.
    """
    from cli.answers.policy import finding_rows, findings_json
    from infrastructure.ledger import today as this_day

    with door.ledger() as ledger:
        findings = ledger.audit(today or this_day(), country)
    if form == "json":
        print_json(findings_json(findings, lang))
    elif form == "csv":
        from cli.answers.tables import FINDING_COLUMNS

        print_csv(finding_rows(findings, lang), FINDING_COLUMNS)
    else:
        from cli.text.record import findings_text

        click.echo(findings_text(findings, lang, **paper()))
