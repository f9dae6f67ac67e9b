"""Writing an entry in an editor: read as a chronicle file is, asked about again while it has faults, never thrown away.

What was typed and not appended, whatever the reason, is kept in a file in the current folder that `kroniek import`
takes.
"""

import re
import shlex
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cli.appending import answered, append_asking
from cli.files import write_new
from cli.main import Door
from cli.options import Lang
from domain.errors import Conflict, Fault, FaultyChronicle, KeyTaken, LedgerError

if TYPE_CHECKING:
    from infrastructure.chronicle import Chronicle

REFUSED: Final = 3
"""The exit code that says: invalid input (contract, section 6)."""


@dataclass(frozen=True)
class Sheet:
    """What is written on: the `template`, how what is typed is read, and how it is kept as a chronicle under a name."""

    template: str
    read: "Callable[[bytes, list[Fault]], Chronicle]"
    kept: Callable[[bytes], bytes]
    name: str


def append_edited(door: Door, sheet: Sheet, *, yes: bool, form: str, lang: Lang) -> None:
    """Have an entry written in the editor, show what it changes, ask, and append it."""
    template = sheet.template.encode()
    written, typed = template, b""
    try:
        while True:
            edited = click.edit(written, extension=".yaml", require_save=False)
            typed = b"" if edited == template else edited or b""
            if edited is None or not edited.strip():
                typed = b""
                raise click.Abort
            faults: list[Fault] = []
            chronicle = sheet.read(edited, faults)
            faults = _faults_of(door, chronicle, faults)
            if not faults:
                append_asking(door, chronicle, yes=yes, form=form, lang=lang)
                return
            for fault in faults:
                click.echo(f"kroniek: {fault}", err=True)
            if not answered("ask-edit", lang):
                _say("nothing-written", lang)
                raise click.exceptions.Exit(REFUSED)
            written = edited
    except BaseException:
        if typed:
            _keep(sheet.kept(typed), sheet.name, lang)
        raise


def _faults_of(door: Door, chronicle: "Chronicle", faults: list[Fault]) -> list[Fault]:
    """Those of the form, and those that the ledger finds where it resolves names, sources and keys: as for a file."""
    try:
        with door.ledger() as ledger:
            ledger.append(
                chronicle.drafts, actor=door.actor, documents=chronicle.documents, dry_run=True, faults=faults
            )
    except FaultyChronicle as problem:
        return list(problem.faults)
    except KeyTaken as problem:
        return [Fault(str(problem), key=problem.key, field="key")]
    return faults


def _keep(typed: bytes, name: str, lang: Lang) -> None:
    """Keep what was typed where its writer is, or where there is room for what is passing; readable for him alone."""
    stem = f"unrecorded-{re.sub(r'[^a-z0-9._-]+', '-', name)[:100]}"
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        number = 1
        while True:
            path = folder / (f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml")
            try:
                write_new(path, [typed], private=True)
            except Conflict:
                number += 1
                continue
            except LedgerError:
                break
            given = path.name if folder == Path.cwd() else str(path)
            _say("typed-kept", lang, path=path, command=f"kroniek import {shlex.quote(given)}")
            return
    _say("typed-nowhere", lang)
    click.echo(typed, err=True)


def _say(phrase: str, lang: Lang, **values: object) -> None:
    from cli.words.terms import say

    click.echo(say(phrase, lang, **values), err=True)


def as_chronicle(fields: Mapping[str, Any], typed: bytes) -> bytes:
    """A correction as a chronicle: its fields, and what was typed as its `content`, line by line, readable or not."""
    from infrastructure.chronicle import yaml_text

    first, *others = yaml_text(fields).splitlines()
    head = ["chronicle: 1", "entries:", f"  - {first}", *(f"    {line}".rstrip() for line in others), "    content:"]
    text, encoding = _text_of(typed)
    body = [f"      {line}".rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join([*head, *body]).rstrip("\n").encode(encoding) + b"\n"


def _text_of(typed: bytes) -> tuple[str, str]:
    """What was typed as text, and the encoding that gives its bytes back: UTF-16 is no worse for being UTF-8."""
    if typed.startswith((b"\xff\xfe", b"\xfe\xff")):
        return typed.decode("utf-16", errors="replace"), "utf-8"
    try:
        return typed.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return typed.decode("latin-1"), "latin-1"
