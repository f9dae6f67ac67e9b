"""Recording: import, record, correct, strike, dispute, annotate. All of them show what changes before they write."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.appending import (
    append_asking,
    chronicles_in,
    cites_of,
    disclosures_in,
    disclosures_option,
    one_entry,
    say_unsigned,
)
from cli.editing import Sheet, append_edited, as_chronicle
from cli.main import Door
from cli.options import EntryName, Lang, Once, Word, entry_options, options_to_cite, output_options, print_json
from cli.progress import Progress
from domain import content
from domain.elements import LEVELS
from domain.errors import Fault, FaultyChronicle, Malformed
from domain.events import EVENTS

if TYPE_CHECKING:
    from infrastructure.chronicle import Chronicle


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Check everything and show what would change; write nothing.")
@disclosures_option
@output_options()
@click.pass_obj
def import_command(
    door: Door, files: tuple[Path, ...], dry_run: bool, disclosures: tuple[Path, ...], form: str, lang: Lang
) -> None:
    """Append the entries of chronicle FILEs (YAML or JSON), all of them or none.

    Every fault is reported at once. A file that was imported before changes nothing.
    """
    from infrastructure.ledger import today

    faults: list[Fault] = []
    drafts, documents = chronicles_in(files, faults)
    texts, sealed_documents = disclosures_in(disclosures)
    with door.ledger() as ledger, Progress("Importing") as progress:
        result = ledger.append(
            drafts,
            actor=door.actor,
            documents={**documents, **sealed_documents},
            disclosures=texts,
            show_changes_on=today() if dry_run or form == "json" else None,
            dry_run=dry_run,
            progress=progress,
            faults=faults,
        )
    say_unsigned(result, lang)
    if form == "json":
        from cli.answers.policy import appended_json

        print_json(appended_json(result, dry_run=dry_run))
    else:
        from cli.text.changes import appended_text

        click.echo(appended_text(result, lang, dry_run=dry_run))


class EventGroup(click.Group):
    """One subcommand per event, its options made from the fields of the event."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [topic for topic in EVENTS if topic.partition(".")[0] in ("source", "policy", "ruling")]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return _record_event(name) if name in self.list_commands(ctx) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0].startswith("entry."):
            ctx.fail(f"{args[0]} has a command of its own: kroniek correct, strike, dispute or annotate.")
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            ctx.fail(f"There is no event {args[0]!r}." + (f" Did you mean {near[0]}?" if near else ""))
        return super().resolve_command(ctx, args)


@click.group("record", cls=EventGroup, subcommand_metavar="EVENT [OPTIONS]")
@click.option("--edit", is_flag=True, help="Write the entry in your editor ($EDITOR), on a template.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@output_options()
@click.pass_context
def record_command(ctx: click.Context, edit: bool, yes: bool, form: str, lang: Lang) -> None:
    """Append one entry: EVENT and its fields as options, or --edit to write it in your editor.

    The change of state is shown, and you are asked before anything is written. `kroniek record EVENT --help` lists
    the fields of an event.
    """
    ctx.meta["recording"] = {"edit": edit, "yes": yes, "form": form, "lang": lang}


def _record_event(topic: str) -> click.Command:
    """The subcommand of one event."""

    def record(ctx: click.Context, /, **given: Any) -> None:
        settings = dict(ctx.meta["recording"])
        for name in settings:
            settings[name] = given.pop(name) or settings[name]
        fields = _fields(topic, given)
        key = given.get("key") or ""
        if settings.pop("edit"):
            append_edited(ctx.obj, _sheet(topic, key, fields), **settings)
            return
        if not key:
            raise click.UsageError("Missing option '--key': the name this entry will have, such as ml/letter-15c.", ctx)
        append_asking(ctx.obj, one_entry(topic, key, fields), **settings)

    parameters: list[click.Parameter] = [
        Once(["--key"], help="The name of the entry: small letters, digits and . _ / -"),
        *options_to_cite(),
        *(_option(topic, name) for name in content.field_names(topic) if name != "cites"),
        click.Option(["--edit"], is_flag=True, help="Go on in your editor."),
        click.Option(["--yes"], is_flag=True, help="Do not ask before writing."),
        click.Option(["--format", "form"], type=click.Choice(["text", "json"]), help="How the answer is written."),
        click.Option(["--lang"], type=click.Choice(["en", "nl"]), help="Language of text answers."),
    ]
    doc = (EVENTS[topic].__doc__ or "").strip()
    return click.Command(
        topic, params=parameters, callback=click.pass_context(record), help=doc, short_help=doc.partition("\n")[0]
    )


def _option(topic: str, name: str) -> click.Option:
    """The option of one field. Lists repeat the option; maps are written as YAML, {scheme: nl-binary, level: ...}."""
    form = content.form_of(topic, name)
    needed = " Needed." if name in content.required_names(topic) else ""
    metavar, what = {
        "date": ("DATE", "A legal date (EDTF)."),
        "text": ("TEXT", ""),
        "texts": ("TEXT", "May be given several times."),
        "areas": ("AREA", "A region's code or name; may be given several times."),
        "map": ("YAML", "A map, such as {a: b}."),
        "maps": ("YAML", "A map, such as {a: b}; may be given several times."),
        "file": ("FILE", "A file to attach."),
    }[form.shape]
    if form.shape in ("map", "maps"):
        what = f"{_map_words(topic, name)} {what.partition('; ')[2].capitalize()}".strip()
    kind: Any = Word(form.choices) if form.choices else str
    several = form.shape in ("texts", "areas", "maps")
    return (click.Option if several else Once)(
        [f"--{name.replace('_', '-')}", f"field_{name}"],
        type=kind,
        metavar=None if form.choices else metavar,
        **({"multiple": True} if several else {}),
        help=f"{what}{needed}".strip() or None,
    )


def _map_words(topic: str, name: str) -> str:
    """What is written in a map, with the words that its members are limited to."""
    members = content.members_of(topic, name)
    if not members:
        return "A map, such as {kenmerk: '4333540'}." if name == "identifiers" else "A map, such as {name: value}."
    if name == "violence":
        schemes = ", ".join(f"{scheme} ({', '.join(levels)})" for scheme, levels in LEVELS.items())
        return f"A map, such as {{scheme: nl-binary, level: exceptional}}. Schemes, with their levels: {schemes}."
    told = [f"{member} ({', '.join(words)})" if words else member for member, words in members.items()]
    return f"A map of {', '.join(told)}."


def _fields(topic: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an entry as options gave them."""
    fields: dict[str, Any] = {}
    for name in content.field_names(topic):
        value = given.get(f"field_{name}")
        if value is None or value == ():
            continue
        shape = content.form_of(topic, name).shape
        if shape == "map":
            value = _yaml(value, f"--{name}")
        elif shape in ("maps", "areas"):
            value = [_yaml(each, f"--{name}") if each.lstrip().startswith("{") else each for each in value]
        fields[name] = list(value) if isinstance(value, tuple) else value
    if cites := cites_of(given):
        fields["cites"] = cites
    return fields


def _yaml(value: str, option: str) -> Any:
    from infrastructure.chronicle import parse_value

    try:
        return parse_value(value)
    except Malformed as problem:
        raise Malformed(f"{option}: {problem}") from problem


def _sheet(topic: str, key: str, fields: Mapping[str, Any]) -> "Sheet":
    """The template of an entry, which is a chronicle of its own."""
    from infrastructure.chronicle import parse_chronicle, template

    return Sheet(
        template(topic, key, fields),
        lambda typed, faults: parse_chronicle(typed, "", Path.cwd(), faults, anywhere=True),
        lambda typed: typed,
        key or topic,
    )


def _about(
    door: Door, topic: str, name: str, key: str | None, given: Mapping[str, Any], citing: Mapping[str, Any]
) -> "Chronicle":
    """An entry about the one called `name`: a key, or `@N`."""
    fields = _fields_about(door, name, given, citing)
    if not key:
        raise click.UsageError("Missing option '--key': the name this entry will have, such as ml/correction-1.")
    return one_entry(topic, key, fields)


def _fields_about(door: Door, name: str, given: Mapping[str, Any], citing: Mapping[str, Any]) -> dict[str, Any]:
    with door.ledger() as ledger:
        entry = ledger.entry(name)["key"]
    fields: dict[str, Any] = {"entry": entry, **{name: value for name, value in given.items() if value is not None}}
    if cites := cites_of(citing):
        fields["cites"] = cites
    return fields


def _remark_options(command: Any) -> Any:
    """What every entry about an entry takes."""
    return click.option("--key", cls=Once, metavar="NEWKEY", help="The name of the new entry.", required=True)(
        entry_options(command)
    )


@click.command("correct")
@click.argument("entry", metavar="KEY", type=EntryName())
@click.option("--reason", cls=Once, metavar="TEXT", required=True, help="Why the entry is corrected.")
@click.option(
    "--set",
    "changes",
    metavar="FIELD=VALUE",
    multiple=True,
    help="A field to replace; VALUE as YAML. FIELD= removes it.",
)
@click.option("--edit", is_flag=True, help="Write the full replacement in your editor.")
@_remark_options
@click.pass_obj
def correct_command(
    door: Door,
    entry: str,
    reason: str,
    changes: tuple[str, ...],
    edit: bool,
    key: str,
    cite: tuple[str, ...],
    at: tuple[str, ...],
    quote: tuple[str, ...],
    public_on: str | None,
    note: str | None,
    yes: bool,
    form: str,
    lang: Lang,
) -> None:
    """Replace what the entry KEY says from now on; what was believed before stays readable with --recorded-by."""
    with door.ledger() as ledger:
        standing = ledger.standing_content(entry)
    replacement, set_already = dict(standing), set[str]()
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals:
            raise click.UsageError(f"--set {change}: write FIELD=VALUE, as in --set from=2023-01-11")
        field = name.strip().replace("-", "_")
        if field in set_already:
            raise click.UsageError(f"--set gives {field} twice; give it once (a list as [one, other]).")
        set_already.add(field)
        if value.strip():
            replacement[field] = _yaml(value, f"--set {name.strip()}")
        else:
            replacement.pop(field, None)
    given = {"reason": reason, "public_on": public_on, "note": note}
    fields = _fields_about(door, entry, given, {"cite": cite, "at": at, "quote": quote})
    if edit:
        append_edited(door, _sheet_of_correction(key, fields, replacement), yes=yes, form=form, lang=lang)
        return
    if not changes:
        raise click.UsageError("Say what is to change, with --set FIELD=VALUE or with --edit.")
    chronicle = one_entry("entry.corrected", key, {**fields, "content": replacement})
    append_asking(door, chronicle, yes=yes, form=form, lang=lang)


def _sheet_of_correction(key: str, fields: Mapping[str, Any], replacement: Mapping[str, Any]) -> "Sheet":
    """The full replacement, one field a line; what it is the replacement of stands on the command line."""
    from infrastructure.chronicle import Chronicle, parse_value, yaml_text

    def read(typed: bytes, faults: list[Fault]) -> "Chronicle":
        try:
            value = parse_value(typed)
            if not isinstance(value, dict):
                raise Malformed("the replacement must be a map of fields, one a line, as in from: 2023-01-11")
            return one_entry("entry.corrected", key, {**fields, "content": value})
        except FaultyChronicle as problem:
            faults.extend(problem.faults)
        except Malformed as problem:
            faults.extend(Fault(sentence) for sentence in str(problem).splitlines())
        return Chronicle()

    head = {"key": key, "event": "entry.corrected", **fields}
    return Sheet(yaml_text(replacement), read, lambda typed: as_chronicle(head, typed), key)


@click.command("strike")
@click.argument("entry", metavar="KEY", type=EntryName())
@click.option("--reason", cls=Once, metavar="TEXT", required=True, help="Why it should never have been made.")
@_remark_options
@click.pass_obj
def strike_command(
    door: Door, /, entry: str, reason: str, key: str, yes: bool, form: str, lang: Lang, **given: Any
) -> None:
    """Strike out the entry KEY: from now on it counts no more. It stays in the ledger."""
    fields = {"reason": reason, "public_on": given["public_on"], "note": given["note"]}
    chronicle = _about(door, "entry.struck-out", entry, key, fields, given)
    append_asking(door, chronicle, yes=yes, form=form, lang=lang)


@click.command("dispute")
@click.argument("entry", metavar="KEY", type=EntryName())
@click.argument("field")
@click.argument("value")
@_remark_options
@click.pass_obj
def dispute_command(
    door: Door, /, entry: str, field: str, value: str, key: str, yes: bool, form: str, lang: Lang, **given: Any
) -> None:
    """Record that another source gives VALUE for the FIELD of entry KEY. Neither is overwritten."""
    fields = {"field": field, "value": _yaml(value, "VALUE"), "public_on": given["public_on"], "note": given["note"]}
    chronicle = _about(door, "entry.disputed", entry, key, fields, given)
    append_asking(door, chronicle, yes=yes, form=form, lang=lang)


@click.command("annotate")
@click.argument("entry", metavar="KEY", type=EntryName())
@_remark_options
@click.pass_obj
def annotate_command(door: Door, /, entry: str, key: str, yes: bool, form: str, lang: Lang, **given: Any) -> None:
    """Add a remark (--note) to the entry KEY. It changes no answer."""
    if not given["note"]:
        raise click.UsageError("Missing option '--note': the remark itself.")
    fields = {"note": given["note"], "public_on": given["public_on"]}
    chronicle = _about(door, "entry.annotated", entry, key, fields, given)
    append_asking(door, chronicle, yes=yes, form=form, lang=lang)
