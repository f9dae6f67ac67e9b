"""Keeps what pages show true: `make docs` writes it anew, `python docs/generate.py --check` only says what is stale.

A page is written by hand. What stands between these marks is not:

    <!-- run: kroniek show ML --on 2023-01-11 -->  ...  <!-- end -->      a command and what it really prints
    <!-- include: docs/examples/x.yaml some/key -->  ...  <!-- end -->    a file, or the one entry of it with that key
    <!-- table: events -->  ...  <!-- end -->                             a table made from the code (`TABLES`)

A command runs in a folder of its own with the example chronicles in it. `<!-- ledger: ... -->` puts a fresh ledger
there: `none`, `empty`, or with the chronicles it names. `<!-- clock: ... -->` sets the clock, which stands at `CLOCK`
otherwise and goes on by a minute with each command, so that record times are the same in every run. A command may
carry, in brackets, the exit code it must have, `y` for the answer to a question, and what to show of the answer: from
a line with some words in it, up to another: `<!-- run (exit 3, from Status, to Rests on): ... -->`. A text file that
it makes, a picture say, is kept beside the page with `keep`: `<!-- run (keep case.svg): ... -o case.svg -->`.
"""

import contextlib
import difflib
import hashlib
import inspect
import io
import itertools
import os
import re
import shlex
import shutil
import sys
import tempfile
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, Literal, TextIO, Union, get_args, get_origin, get_type_hints
from unittest import mock

import click

import infrastructure.ledger as desk
from cli.main import COMMANDS, kroniek, run
from cli.words import terms
from domain import content, elements, errors, events, identifiers, sealing
from domain.dates import LegalDate, legal_day
from domain.places import Area
from infrastructure.proof import note
from infrastructure.store import recorder

ROOT: Final = Path(__file__).parents[1]
EXAMPLES: Final = ROOT / "docs" / "examples"
MALI: Final = ROOT / "infrastructure" / "data" / "mali"
CLOCK: Final = "2026-11-23T09:00:00+00:00"

KEY: Final = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIHRoZSBrZXkgb2YgdGhlc2UgcGFnZXMsIG5vIG90aGVy
-----END PRIVATE KEY-----
"""
"""The signing key of every ledger on the pages, so that they are the same in every run."""

_MARK = re.compile(
    r"<!-- (?P<set>ledger|clock): (?P<value>[^\n]*?) -->"
    r"|<!-- (?P<kind>run|include|table)(?: \((?P<how>[^)\n]*)\))?:\s(?P<what>.*?)\s-->\n(?P<body>.*?)<!-- end -->",
    re.DOTALL,
)
_OPENING = re.compile(r"<!-- (?:run|include|table)\b")


class Stale(Exception):
    """A page asks for something that is not there, or a command did not do what the page says."""


def pages() -> list[Path]:
    """Every page that may have generated parts."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def written(page: Path) -> str:
    """The text of a page as it should be.

    Raises:
        Stale: if something on the page cannot be made.
    """
    return made(page)[page]


def made(page: Path) -> dict[Path, str]:
    """The text of a page as it should be, and of every file that its commands make and that is kept beside it.

    Raises:
        Stale: if something on the page cannot be made.
    """
    text = page.read_text(encoding="utf-8")
    if _OPENING.search(text) is None:
        return {page: text}
    with Desk() as own:
        try:
            new = _MARK.sub(lambda mark: _remade(mark, own), text)
        except Stale as problem:
            raise Stale(f"{_name(page)}: {problem}") from problem
    if len(_OPENING.findall(text)) != sum(1 for mark in _MARK.finditer(text) if mark["kind"]):
        raise Stale(f"{_name(page)}: a generated part is not closed; write <!-- end --> after it")
    return {page: new, **{page.parent / name: kept for name, kept in own.kept.items()}}


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT)) if page.is_relative_to(ROOT) else str(page)


def _remade(mark: re.Match[str], own: "Desk") -> str:
    if mark["set"] == "ledger":
        own.lay_out(mark["value"].split())
    elif mark["set"] == "clock":
        own.set_clock(mark["value"])
    if mark["set"]:
        return mark[0]
    opening = mark[0][: mark.start("body") - mark.start()]
    if mark["kind"] == "run":
        made = _fenced("console", own.shown(mark["what"], mark["how"] or ""))
    elif mark["kind"] == "include":
        made = _fenced("yaml", _included(*mark["what"].split()))
    elif mark["what"] in TABLES:
        made = TABLES[mark["what"]]()
    else:
        raise Stale(f"there is no table {mark['what']!r}; there are {', '.join(TABLES)}")
    return f"{opening}\n{made.strip()}\n\n<!-- end -->"


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def _included(name: str, key: str = "") -> str:
    """A file; or the entry with a key, as it stands in the file, comments before it left out."""
    path = ROOT / name
    if not path.is_file():
        raise Stale(f"there is no file {name}")
    text = path.read_text(encoding="utf-8")
    if not key:
        return text
    items = re.split(r"(?m)^(?=  - )", text)
    found = [item for item in items if re.match(rf"  - (?:\{{)?key: {re.escape(key)}(?=[,\s])", item)]
    if len(found) != 1:
        raise Stale(f"{name} has {len(found)} entries with the key {key}")
    return re.sub(r"(?ms)\n\s*\n.*|\n  #.*", "\n", found[0])


# -- commands ---------------------------------------------------------------------------------------------------------


class Desk:
    """A folder to run commands in, with a clock of its own."""

    _ledgers: Mapping[tuple[str, ...], Mapping[str, bytes]] = {}

    def __enter__(self) -> "Desk":
        self._folder = Path(tempfile.mkdtemp(prefix="kroniek-docs-"))
        self.kept: dict[str, str] = {}
        self.set_clock(CLOCK)
        self._salts = _salts("page")
        shutil.copytree(MALI, self._folder / "mali")
        for pattern in ("*.yaml", "*.dmn"):
            for example in EXAMPLES.glob(pattern):
                shutil.copy(example, self._folder)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder)

    def set_clock(self, text: str) -> None:
        self._now = datetime.fromisoformat(text).astimezone(UTC)

    def lay_out(self, chronicles: list[str]) -> None:
        """A fresh ledger with these chronicles in it; made once, copied after that."""
        for old in self._folder.glob("kroniek.db*"):
            old.unlink()
        if chronicles == ["none"]:
            return
        key = self._folder / "kroniek.db.key"
        key.touch(mode=0o600)
        key.write_text(KEY, encoding="ascii")
        name = tuple(chronicles)
        if name not in Desk._ledgers:
            commands = ["kroniek init --origin example.org/landenbeleid --signing-key kroniek.db.key"]
            if chronicles != ["empty"]:
                commands.append(f"kroniek import {shlex.join(chronicles)}")
            own, self._salts = self._salts, _salts("ledger")  # the same on whichever page it is made first
            for command in commands:
                code, out = self._run(command, "")
                if code:
                    raise Stale(f"{command} exits with {code}:\n{out}")
            self._salts = own
            files = {each.name: each.read_bytes() for each in self._folder.glob("kroniek.db*")}
            Desk._ledgers = {**Desk._ledgers, name: files}
        else:
            for file, data in Desk._ledgers[name].items():
                (self._folder / file).write_bytes(data)
                (self._folder / file).chmod(0o600)

    def shown(self, command: str, how: str) -> str:
        """The command and what it prints, as a terminal shows them."""
        wishes = [each.strip() for each in how.split(",") if each.strip()]
        code, out = self._run(command, "y\n" if "y" in wishes else "")
        expected = next((int(each.removeprefix("exit ")) for each in wishes if each.startswith("exit ")), 0)
        if code != expected:
            raise Stale(f"{command} exits with {code}, not {expected}:\n{out}")
        lines = out.rstrip("\n").split("\n")
        for each in wishes:
            word, _, text = each.partition(" ")
            if word in ("from", "to"):
                lines = _cut(lines, word, text)
            elif word == "keep":
                self._keep(command, text)
        return "\n".join([f"$ {command}", *lines])

    def _keep(self, command: str, name: str) -> None:
        file = self._folder / name
        if not file.is_file():
            raise Stale(f"{command} makes no file {name}")
        self.kept[name] = file.read_text(encoding="utf-8")

    def _run(self, command: str, answer: str) -> tuple[int, str]:
        """What `kroniek` does in a shell, without starting one; `answer` is what somebody types."""
        program, *arguments = shlex.split(command.replace("\\\n", " "))
        if program != "kroniek":
            raise Stale(f"{command}: only kroniek can be run")
        self._now = self._now.replace(minute=(self._now.minute + 1) % 60)
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)  # takes bytes as well
        with contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.chdir(self._folder))
            stack.enter_context(contextlib.redirect_stdout(out))
            stack.enter_context(contextlib.redirect_stderr(out))
            stack.enter_context(mock.patch.object(sys, "stdin", _Typing(answer, out)))
            stack.enter_context(mock.patch.dict(os.environ, _environment(), clear=True))
            clock = SimpleNamespace(time_ns=lambda: int(self._now.timestamp()) * 1_000_000_000)
            stack.enter_context(mock.patch.object(recorder, "time", clock))
            defaults = (recorder.machine_clock, self._salts, None)
            stack.enter_context(mock.patch.object(desk.Ledger.__init__, "__defaults__", defaults))
            stack.enter_context(mock.patch.object(desk, "today", return_value=legal_day(self._now)))
            stack.enter_context(mock.patch.object(note.SigningKey, "generate", staticmethod(_same_key)))
            code = run(arguments)
        out.seek(0)
        return code, out.read().replace(str(self._folder), ".")


def _salts(name: str) -> Callable[[int], bytes]:
    """Gives salts that look random and are the same in every run: digests of sealed values, and root hashes over them,
    stand on pages."""
    numbers = itertools.count()
    return lambda length: hashlib.sha256(f"{name} {next(numbers)}".encode()).digest()[:length]


def _cut(lines: list[str], word: str, text: str) -> list[str]:
    """`from`: the first line that has the text, and what follows. `to`: what stands before that line."""
    place = next((number for number, line in enumerate(lines) if text in line), None)
    if place is None:
        raise Stale(f"no line that is printed has {text!r} in it")
    if word == "from":
        return ["…", *lines[place:]] if place else lines
    kept = "\n".join(lines[:place]).rstrip().split("\n")
    return [*kept, "…"]


class _Typing(io.StringIO):
    """Somebody at the keyboard: what is typed shows on the screen too."""

    def __init__(self, text: str, screen: TextIO) -> None:
        super().__init__(text)
        self._screen = screen

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # as of io.StringIO itself
        line = super().readline() if size is None else super().readline(size)
        self._screen.write(line)
        return line


def _same_key(name: str, algorithm: int = note.ED25519) -> note.SigningKey:
    """A key that everybody knows, so that pages show the same signatures in every run."""
    return note.SigningKey(name, bytes(32), algorithm)


def _environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("KRONIEK_") and name != "COLUMNS"}
    return {**own, "KRONIEK_ACTOR": "auditor"}


# -- tables made from the code ----------------------------------------------------------------------------------------


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(each.replace('|', chr(92) + '|') for each in row)} |" for row in rows]
    return "\n".join(lines)


def _prose(text: str | None) -> str:
    """A docstring as Markdown paragraphs, each on one line."""
    paragraphs = re.split(r"\n\s*\n", _undented(text or ""))
    return "\n\n".join(" ".join(each.split()) for each in paragraphs if each)


def _undented(text: str) -> str:
    return inspect.cleandoc(text)


def commands() -> str:
    """A section per command, from what `--help` says."""
    with click.Context(kroniek, info_name="kroniek") as outer:
        parts = [_options_table(kroniek, outer)]
        for name in COMMANDS:
            parts += _command(kroniek, name, outer, depth=2)
    return "\n\n".join(part for part in parts if part)


def _command(group: click.Group, name: str, outer: click.Context, depth: int) -> list[str]:
    """The section of a command, and those of its own commands. The events of `record` have a page of their own."""
    command = group.get_command(outer, name)
    assert command is not None
    with click.Context(command, info_name=name, parent=outer) as inner:
        usage = " ".join(command.collect_usage_pieces(inner))
        parts = [
            f"{'#' * depth} {inner.command_path.removeprefix('kroniek ')}",
            re.sub(r"(?<!`)--[a-z-]+", r"`\g<0>`", _prose(command.help)),
            _fenced("console", f"$ {inner.command_path} {usage}"),
            _options_table(command, inner),
        ]
        if isinstance(command, click.Group):
            named = [each for each in command.list_commands(inner) if each not in events.EVENTS]
            for each in named:
                parts += _command(command, each, inner, depth + 1)
        return parts


def _options_table(command: click.Command, ctx: click.Context) -> str:
    rows = []
    for each in command.get_params(ctx):
        record = each.get_help_record(ctx)
        if record is not None and isinstance(each, click.Option) and "--help" not in each.opts:
            rows.append((f"`{record[0]}`", record[1]))
    return _table(("option", "what it does"), rows) if rows else ""


_STREAMS = (
    ("source", "Sources", "They stand in the stream `source/<slug>`."),
    ("policy", "Country policy", "They stand in the stream `country/<code>`."),
    ("ruling", "Rulings", "They stand in the stream `ruling/<slug>`."),
    ("framework", "Frameworks", "They stand in the stream `framework/<slug>`."),
    ("case", "Cases", "They stand in the stream `case/<reference>`."),
    ("entry", "Entries about entries", "They stand in the stream of the entry they are about."),
)


def event_sections() -> str:
    """A section per event, with a table of its own fields."""
    parts = []
    for start, title, where in _STREAMS:
        parts += [f"## {title}", where]
        for topic, cls in events.EVENTS.items():
            if topic.partition(".")[0] == start:
                parts += [f"### {topic}", _prose(cls.__doc__), _event_table(topic, cls)]
    return "\n\n".join(parts)


def _event_table(topic: str, cls: type[events.Event]) -> str:
    common = {"cites", "public_on", "note"}
    if issubclass(cls, events.StatingAct):
        common |= STATING
    own = [name for name in content.field_names(topic) if name not in common]
    needed = set(content.required_names(topic)) | _NEEDED.get(topic, set())
    also = ", and the [fields of every act that states an element](#fields-of-an-act-that-states-an-element)"
    rows = [(f"`{name}`", _holds(topic, name), "yes" if name in needed else "") for name in own]
    table = _table(("field", "what it holds", "needed"), rows) if rows else "It has no fields of its own."
    told = f"{_RULES[topic]} " if topic in _RULES else ""
    return f"{table}\n\n{told}Besides these: the [common fields](#common-fields){also if common >= STATING else ''}."


# Rules that the types of the fields do not say; admission and `content._rules` hold to them.
_NEEDED: Final = {
    topic: {"element"}
    for topic, cls in events.EVENTS.items()
    if issubclass(cls, events.ElementEvent) and not issubclass(cls, events.StatingAct)
}
_RULES: Final = {
    "source.disclosed": "`public_on` is needed here.",
    "policy.element-extended": "One of `until` and `through` is needed; `until: ..` makes it open-ended.",
}


STATING: Final = {each.name.rstrip("_") for each in fields(events.StatingAct)} - {
    each.name for each in fields(events.Event)
}
"""What every act that states an element can have; told once, not once an event."""

_SHAPES = {
    "date": "a [legal date](legal-dates.md)",
    "text": "text",
    "texts": "a list of texts",
    "areas": "a list of [areas](chronicle-format.md#areas)",
    "map": "a map",
    "maps": "a list of maps",
    "file": "a [document](chronicle-format.md#documents)",
}


_NAMED = {
    "country": "a country: its ISO 3166-1 code, or its name",
    "element": "the name of the element",
    "source": "the short name of the source",
    "ruling": "the short name of the ruling",
    "framework": "the short name of the framework",
    "case": "the reference of the case",
    "entry": "the key of the entry it is about",
}


def _holds(topic: str, name: str) -> str:
    """What a field of an event holds, in words, with its choices."""
    if name in _NAMED:
        return _NAMED[name]
    form = content.form_of(topic, name)
    if form.choices:
        return "one of " + ", ".join(f"`{each}`" for each in form.choices)
    cls = events.EVENTS[topic]
    hint = next(get_type_hints(cls)[each.name] for each in fields(cls) if each.name.rstrip("_") == name)
    nested = _map_in(hint)
    if nested and form.shape in ("map", "maps"):
        link = f"[{_map_name(nested)}](#{_map_name(nested).replace(' ', '-')})"
        return f"a list of maps: {link}" if form.shape == "maps" else f"a map: {link}"
    if get_origin(hint) is Mapping:
        return {str: "a map of names and texts", LegalDate: "a map of names and [legal dates](legal-dates.md)"}.get(
            get_args(hint)[1], "a map"
        )
    if hint is Any:
        return "what the field in dispute can hold"
    fixed = [f"`{word}`" for part in _members(hint) if get_origin(part) is Literal for word in get_args(part)]
    return " or ".join([*fixed, "a whole number" if int in _members(hint) else _SHAPES[form.shape]])


def _members(hint: Any) -> tuple[Any, ...]:
    """The members of a union; the hint itself where it is none."""
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def _map_in(hint: Any) -> Any:
    parts = [*_members(hint), *(get_args(hint) if get_origin(hint) is tuple else ())]
    return next((part for part in parts if is_dataclass(part)), None)


def _maps() -> list[type[Any]]:
    """The maps that a field of some event can hold, in the order in which they are met."""
    found = (_map_in(hint) for cls in events.EVENTS.values() for hint in get_type_hints(cls).values())
    return [cls for cls in dict.fromkeys(found) if cls is not None and cls is not events.Document]


def _map_name(cls: type[Any]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cls.__name__).casefold()


def map_sections() -> str:
    """A section per map that a field can hold."""
    parts = []
    for cls in _maps():
        hints = get_type_hints(cls)
        rows = [(f"`{each.name}`", _said(hints[each.name]), _needed(each)) for each in fields(cls)]
        parts += [f"### {_map_name(cls)}", _prose(cls.__doc__), _table(("field", "what it holds", "needed"), rows)]
    return "\n\n".join(parts)


def _needed(each: "Field[Any]") -> str:
    return "yes" if each.default is MISSING and each.default_factory is MISSING else ""


def _said(hint: Any) -> str:
    choices = [word for part in _members(hint) if get_origin(part) is Literal for word in get_args(part)]
    if choices:
        return "one of " + ", ".join(f"`{each}`" for each in dict.fromkeys(choices) if each)
    if get_origin(hint) is tuple:
        return _SHAPES["areas"] if Area in get_args(hint) else _SHAPES["texts"]
    return "an [area](chronicle-format.md#areas)" if Area in _members(hint) else "text"


def stating_fields() -> str:
    """The fields of every act that states an element, told of one that has no others."""
    topic = "policy.nothing-particular-stated"
    needed = content.required_names(topic)
    rows = [
        (f"`{name}`", _holds(topic, name), "yes" if name in needed else "")
        for name in content.field_names(topic)
        if name in STATING
    ]
    return _table(("field", "what it holds", "needed"), rows)


def kinds() -> str:
    """The kinds of element, with the event that states each."""
    rows = [
        (f"`{kind}`", terms.called(terms.KINDS, kind, "en"), dutch, f"[`{topic}`](#{topic.replace('.', '')})")
        for kind, dutch in elements.DUTCH.items()
        for topic in [events.EVENT_OF_KIND[kind]]
    ]
    return _table(("kind", "English", "Dutch", "event"), rows)


def error_tree() -> str:
    """The tree in the docstring of `domain/errors.py`, and the exit code of each."""
    tree = _undented(errors.__doc__ or "").split("\n\n")[1]
    said = dict(re.findall(r"(\w+) {2,}(.+)", tree))
    rows = [(f"`{each.__name__}`", str(each.exit_code), said.get(each.__name__, "")) for each in error_classes()]
    return f"{_fenced('text', _undented(tree))}\n\n{_table(('error', 'exit code', 'what it is'), rows)}"


def error_classes(root: type[errors.LedgerError] = errors.LedgerError) -> Iterator[type[errors.LedgerError]]:
    """What the ledger says on purpose: every class below one, in the order of the tree."""
    for each in sorted(root.__subclasses__(), key=lambda one: one.exit_code):
        if each.__module__ == errors.__name__:
            yield each
            yield from error_classes(each)


def identifier_schemes() -> str:
    """The table in the docstring of `domain/identifiers.py`."""
    lines = (identifiers.__doc__ or "").splitlines()
    return "\n".join(line for line in lines if line.startswith("|"))


def statuses() -> str:
    rows = [
        (f"`{code}`", english, dutch, terms.MEANINGS[code][0])
        for code, (english, dutch) in terms.STATUSES.items()
        if code != "none"
    ]
    return _table(("status", "in words", "Dutch", "what it means"), rows)


_CODES: Final = (
    ("Standing of an act", terms.STANDINGS),
    ("Kinds of source", terms.SOURCE_KINDS),
    ("Confidentiality", terms.CONFIDENTIALITIES),
    ("Outcome of a holding", terms.OUTCOMES),
    ("Kinds of element", terms.KINDS),
    ("Status of an element", terms.STATUSES),
    ("Does it bind?", terms.BINDS),
    ("Findings of the audit", terms.FINDINGS),
    ("Outcome of a case", terms.CASE_OUTCOMES),
)


def sealed() -> str:
    """Which fields are sealed, and when."""
    rows = [
        (f"`{event}`" if "." in event else event, f"`{members}`", when) for event, members, when in sealing.SEALABLE
    ]
    return _table(("event", "sealed", "when"), rows)


def codes() -> str:
    """What each code is called in answers, in both languages."""
    parts = []
    for title, table in _CODES:
        rows = [(f"`{code}`", english, dutch) for code, (english, dutch) in table.items()]
        parts += [f"### {title}", _table(("code", "English", "Dutch"), rows)]
    return "\n\n".join(parts)


def strengths() -> str:
    rows = [(str(number), f"`{each}`") for number, each in enumerate(elements.STRENGTHS, 1)]
    return _table(("", "strength"), rows)


TABLES: Final[Mapping[str, Callable[[], str]]] = {
    "commands": commands,
    "events": event_sections,
    "maps": map_sections,
    "stating-fields": stating_fields,
    "kinds": kinds,
    "strengths": strengths,
    "errors": error_tree,
    "identifiers": identifier_schemes,
    "statuses": statuses,
    "codes": codes,
    "sealed": sealed,
}


# -- the command ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A page, or a file kept beside one, that is not as it should be; `before` is empty where there is none."""

    page: Path
    before: str
    after: str

    def difference(self) -> str:
        name = _name(self.page)
        lines = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), name, name, lineterm="", n=1)
        return "\n".join(lines)


def stale() -> list[Change]:
    """The pages, and files kept beside them, that are not as they should be.

    Raises:
        Stale: if something on a page cannot be made.
    """
    changes = []
    for page in pages():
        for file, after in made(page).items():
            before = file.read_text(encoding="utf-8") if file.is_file() else ""
            if before != after:
                changes.append(Change(file, before, after))
    return changes


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print("Usage: python docs/generate.py [--check]", file=sys.stderr)
        return 2
    try:
        changes = stale()
    except Stale as problem:
        print(problem, file=sys.stderr)
        return 1
    for change in changes:
        if arguments:
            print(change.difference())
        else:
            change.page.write_text(change.after, encoding="utf-8", newline="\n")
            print(f"wrote {_name(change.page)}")
    if not changes:
        print("every page is as it should be")
    return 1 if arguments and changes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
