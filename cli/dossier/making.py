"""Making a dossier: gather what bears, ask the carried entries, write report and document, have it signed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

import msgspec

from cli.dossier.answers import Told, answers, days_of, report
from cli.words.problems import problem_words
from domain.errors import NotFound, Refuted
from domain.sealing import dotted
from infrastructure.disclosing import SealedEntry, under
from infrastructure.ledger import Ledger
from infrastructure.proof.carried import carried_ledger
from infrastructure.proof.checkpoint import Checkpoint
from infrastructure.proof.dossier import (
    VERSION,
    CaseQuestion,
    Dossier,
    Given,
    Lang,
    Question,
    document_bytes,
    documents_named,
    last_by,
    opened_leaves,
    statement_text,
)
from infrastructure.proof.note import Note

STEPS = 4
"""Gathering, asking the carried entries, asking the ledger, writing the file: what progress is counted in."""


@dataclass(frozen=True)
class Made:
    """A dossier ready to be put into a file: its document to the byte, the signed statement about that, and the key
    that checks it. `problems`: why what cannot be told cannot, in sentences."""

    dossier: Dossier
    document: bytes
    statement: str
    vkey: str
    problems: Sequence[str]


def made_with() -> str:
    """The version of kroniek whose words reports are in."""
    return version("kroniek")


def fields_at_hand(entries: Sequence[SealedEntry]) -> list[str]:
    """The dotted paths of the sealed values that can be disclosed, sorted."""
    return sorted({dotted(each.path) for entry in entries for each in entry.disclosures})


def disclosed(
    entries: Sequence[SealedEntry], fields: Sequence[str] | None = None, withheld: Sequence[str] = ()
) -> list[Given]:
    """The sealed values at these dotted paths, or under them (None: all), without those withheld. `none` is no field.

    Raises:
        NotFound: no entry has a sealed value of such a path at hand.
    """
    wanted = () if fields is not None and tuple(fields) == ("none",) else fields
    at_hand = [(entry, each) for entry in entries for each in entry.disclosures]
    for name in (*(wanted or ()), *withheld):
        if not any(under(each.path, name) for _, each in at_hand):
            known = ", ".join(fields_at_hand(entries)) or "none"
            raise NotFound(f"no entry of the dossier has a sealed value {name} at hand; those at hand: {known}")
    return [
        Given(entry.position, each.digest, each.text)
        for entry, each in at_hand
        if (wanted is None or any(under(each.path, name) for name in wanted))
        and not any(under(each.path, name) for name in withheld)
    ]


def make(
    ledger: Ledger,
    question: Question,
    *,
    made_on: date,
    lang: Lang,
    choose: Callable[[Sequence[SealedEntry]], Iterable[Given]],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Made:
    """Make the dossier of a question.

    Args:
        question: its `on` and `public_by` are worked out here where it is about a case.
        made_on: the legal day that counts as today.
        choose: of the sealed values that the ledger can disclose, those that the dossier discloses.

    Raises:
        NotFound: nothing bears on it; no such case, moment or framework.
        Refuted: the ledger answers otherwise than its entries do.
    """
    log = ledger.log
    origin, note = log.key().name, log.checkpoint()
    size = Checkpoint.parse(Note.parse(note).text).size
    position = size if question.recorded_by is None else question.recorded_by
    gathered = ledger.gathered(question.subject, size, made_on)
    progress(1, STEPS)
    given = list(choose(gathered.sealed))
    last = last_by(gathered.leaves, position)
    entries = opened_leaves(gathered.leaves, given)
    named = documents_named(each["content"] for each in entries)  # not those whose very name is withheld
    documents = {sha256: text for sha256, text in gathered.documents.items() if sha256 in named}
    with carried_ledger(gathered.leaves, given, documents) as carried:
        if isinstance(question, CaseQuestion):
            on, public_by = days_of(carried, question.case, question.at, question.known, last)
            question = msgspec.structs.replace(question, on=on, public_by=public_by)
        told = answers(carried, question, last, made_on)
    progress(2, STEPS)
    everything = len(given) == sum(len(each.disclosures) for each in gathered.sealed)
    if everything and told.answers != answers(ledger, question, last, made_on).answers:
        raise Refuted(
            "the ledger answers otherwise than its entries do; look with `kroniek verify`, and mend it with "
            "`kroniek rebuild`"
        )
    progress(3, STEPS)
    dossier = Dossier(
        dossier=VERSION,
        kind=question.subject.kind,
        lang=lang,
        asked=msgspec.to_builtins(question),
        made_on=made_on,
        made_with=made_with(),
        position=position,
        checkpoint=note,
        entries=gathered.entries,
        disclosures=tuple(sorted(each.text for each in given)),
        documents=documents,
        answers=told.answers,
        report=None,
    )
    dossier = msgspec.structs.replace(dossier, report=report(dossier, told, origin, entries))
    document = document_bytes(dossier)
    problems = {_problem(each, told, lang) for each in told.answers["problems"].values()}
    statement = log.sign(statement_text(origin, size, document))
    return Made(dossier, document, statement, log.key().text, sorted(problems))


def _problem(sentence: str, told: Told, lang: Lang) -> str:
    """Why something cannot be told, in the language of the dossier where there are words for it."""
    reason = told.reasons.get(sentence)
    return (reason and problem_words(reason, lang)) or sentence
