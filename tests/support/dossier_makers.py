"""Ledgers to make dossiers of, dossiers made of them, and dossiers signed again by a keeper who cheats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from cli.dossier.making import Made, disclosed, make
from domain.dates import parse_day
from infrastructure.ledger import Ledger
from infrastructure.proof.dossier import CaseQuestion, CountryQuestion, Dossier, Lang, document_bytes, statement_text
from infrastructure.proof.policy import Policy
from tests.support.caseloads import append, assessed, case, mali_ledger

MADE_ON = date(2026, 11, 22)
ON = "2023-01-20"


def ledger_of_cases(path: Path) -> Ledger:
    """Mali with a case that was assessed, another case, and a note about each."""
    ledger = mali_ledger(path)
    append(
        ledger,
        case("mine", application="2022-09-01", decision=ON),
        case("other", decision="2023-01-12"),
        assessed("mine", "individual-internal-protection-test"),
        {"key": "case/mine/note", "event": "entry.annotated", "entry": "case/mine/opened", "note": "niet voor derden"},
        {"key": "case/other/note", "event": "entry.annotated", "entry": "case/other/opened", "note": "evenmin"},
    )
    return ledger


def country_question(code: str = "ML", on: str = ON, **given: Any) -> CountryQuestion:
    asked = {"public_by": None, "reading": "practice", "recorded_by": None, **given}
    return CountryQuestion(country=code, on=parse_day(on), **asked)


def case_question(reference: str = "mine", **given: Any) -> CaseQuestion:
    asked = {"at": "decision", "known": "then", "reading": "practice", "recorded_by": None, "framework": None}
    return CaseQuestion(case=reference, on=None, public_by=None, **{**asked, **given})


def made(
    ledger: Ledger,
    question: CaseQuestion | CountryQuestion,
    *,
    lang: Lang = "en",
    fields: Sequence[str] | None = None,
    withheld: Sequence[str] = (),
    made_on: date = MADE_ON,
) -> Made:
    """The dossier of a question; all sealed values disclosed unless `fields` names them."""
    return make(
        ledger, question, made_on=made_on, lang=lang, choose=lambda entries: disclosed(entries, fields, withheld)
    )


def trust(ledger: Ledger) -> Policy:
    return Policy.of(ledger.log.key())


@dataclass(frozen=True)
class Cheat:
    """A keeper who signs whatever he likes, with the key of the ledger: what he cannot change is the tree."""

    ledger: Ledger
    honest: Made

    def signed(self, **changed: Any) -> tuple[bytes, str]:
        """The dossier with members replaced, signed."""
        return self.signed_bytes(document_bytes(msgspec.structs.replace(self.honest.dossier, **changed)))

    def signed_bytes(self, document: bytes) -> tuple[bytes, str]:
        log, size = self.ledger.log, int(self.honest.statement.split("\n")[2])
        return document, log.sign(statement_text(log.key().name, size, document))

    def with_plain(self, change: Callable[[dict[str, Any]], None]) -> tuple[bytes, str]:
        """The dossier changed as plain JSON, written as a dossier is written, signed."""
        plain = msgspec.json.decode(self.honest.document)
        change(plain)
        written = msgspec.json.encode(plain, order="deterministic")
        for found, replaced in ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026")):
            written = written.replace(found, replaced)
        return self.signed_bytes(written)

    @property
    def dossier(self) -> Dossier:
        return self.honest.dossier
