"""A ledger with sealed values that nothing else in it spells, and what of them can be found on disk."""

import base64
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from tests.support.command import MALI, chronicle, ledger_with

ENTRIES = """
  - {key: s/secret, event: source.registered, source: secret, kind: country-report, title: Een vertrouwelijk bericht,
     author: Xaviera Kwelder, confidentiality: confidential, public_on: 2022-01-01, note: alleen op de derde verdieping,
     content: {name: bericht.txt, text: "Het gerucht gaat van huis tot huis. Zeven putten zijn vergiftigd."}}
  - {key: ml/group, event: policy.group-persecution-recognised, country: ML, element: putters, standing: published,
     from: 2022-02-01, public_on: 2022-02-01, groups: [Puttengravers van Kidal],
     cites: [{source: ml-letter-2023, quote: openbare woorden}, {source: secret, at: blz. 3,
       quote: Zeven putten zijn vergiftigd}]}
  - {key: case/a/1, event: case.opened, case: a, country: ML, reference: V-990017-XQ, note: zie de kluis,
     facts: {habitual_residence: ML-7, groups: [Zoutdragers van Taoudenni], origin: established,
       individual_grounds: none, ipa_reasonable: not-assessed},
     moments: {departure: 1987-03-14, application: 2022-09-01, hearing: 2022-11-30, decision: 2023-01-20}}
  - {key: case/a/2, event: case.assessed, case: a, framework: nl-practice-2023,
     outcome: individual-internal-protection-test, note: gemotiveerd in de minuut}
  - {key: case/b/1, event: case.opened, case: b, country: ML, reference: V-880018-XQ,
     facts: {habitual_residence: ML-9, origin: established, individual_grounds: none, ipa_reasonable: "yes"},
     moments: {decision: 2023-01-20}}
  - {key: case/b/2, event: case.assessed, case: b, framework: nl-practice-2023, outcome: subsidiary-protection}
"""
"""A confidential source that a policy quotes; case a, assessed as a replay concludes, and case b, which was not."""


def sealed_ledger(folder: Path) -> Path:
    """The policy for Mali with these entries, in `folder`."""
    return ledger_with(folder, MALI, chronicle(folder, ENTRIES, "sealed.yaml"))


def on_disk(folder: Path) -> bytes:
    """Every byte of the ledger's file and of those that SQLite keeps beside it."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("kroniek.db*")) if path.suffix != ".erasures")


@dataclass(frozen=True)
class Held:
    """A sealed value as the ledger holds it: the disclosure, and what stands in it."""

    digest: str
    text: str
    salt: str
    name: str
    value: object


def held(folder: Path, key: str) -> dict[str, Held]:
    """The sealed values of an entry, by name."""
    found: dict[str, Held] = {}
    for digest, text in rows(
        folder,
        "SELECT digest, text FROM disclosure JOIN entry_key ON entry_key.position = disclosure.position WHERE key = ?",
        key,
    ):
        salt, name, value = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        found[name] = Held(digest, text, salt, name, value)
    return found


def rows(folder: Path, statement: str, *given: object) -> list[tuple[str, ...]]:
    connection = sqlite3.connect(folder / "kroniek.db")
    try:
        return connection.execute(statement, given).fetchall()
    finally:
        connection.close()
