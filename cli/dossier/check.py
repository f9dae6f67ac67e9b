"""Checking a dossier without its ledger and without a network: hashes and signatures first, then every answer anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from cli.dossier.answers import answers, days_of, report
from cli.dossier.making import made_with
from domain.errors import CannotTell, LedgerError, Refused, Refuted
from infrastructure.proof.carried import bearing_faults, carried_ledger
from infrastructure.proof.dossier import (
    CaseQuestion,
    Checked,
    Dossier,
    Part,
    check_by_hashes,
    last_by,
    opened_leaves,
    question_of,
)
from infrastructure.proof.page import carried_in, read_page
from infrastructure.proof.policy import Policy
from infrastructure.proof.printed import page_pdf, pages_of, read_pdf
from infrastructure.store.codec import canonical


@dataclass(frozen=True)
class Verdict:
    """What became of a dossier, part by part."""

    parts: tuple[Part, ...]
    checked: Checked

    @property
    def result(self) -> str:
        """`holds`, `refuted`, or `cannot-tell`: nothing is wrong, and something is withheld that an answer needs."""
        results = {part.result for part in self.parts}
        return next((each for each in ("refuted", "cannot-tell") if each in results), "holds")

    @property
    def exit_code(self) -> int:
        return {"holds": 0, "refuted": Refuted.exit_code, "cannot-tell": CannotTell.exit_code}[self.result]


def _is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-")


def verify_dossier(data: bytes, trust: Policy) -> Verdict:
    """Check a dossier as it stands in a file: what it carries, and what it shows.

    Args:
        trust: the one log that the reader trusts, and which witnesses must have seen its checkpoint.

    Raises:
        Refused: it is no dossier.
        Refuted: what it carries cannot be taken out of it.
    """
    if _is_pdf(data):
        document, statement = read_pdf(data)
        vkey = trust.logs[0].text
    else:
        document, statement, vkey = carried_in(data)
    verdict = check_dossier(document, statement, trust)
    parts = list(verdict.parts)
    if verdict.result != "refuted":  # what is not what was signed may show what it likes
        shown = _printed(data, document, statement) if _is_pdf(data) else _page(data)
        parts.append(_of_this_version(shown, verdict.checked.dossier))
    if vkey != trust.logs[0].text:
        parts.append(Part("shown key", "refuted", "the page names another verifier key than the one that you gave"))
    return Verdict(tuple(parts), verdict.checked)


def _page(data: bytes) -> Part:
    """A page shows what it carries: it is, to the byte, the one that its data give."""
    try:
        read_page(data)
    except LedgerError as problem:
        return Part("shown text", "refuted", str(problem))
    return Part("shown text", "holds", "the page is, byte for byte, the one that its data give")


def _printed(data: bytes, document: bytes, statement: str) -> Part:
    """The same of a PDF. Its bytes hang on the libraries that print it as well, so that others may only be told from
    ours by what they say."""
    try:
        again = page_pdf(document, statement)
    except Refused as problem:
        return Part("shown text", "cannot-tell", f"what it carries holds, and cannot be printed again here: {problem}")
    if again == data:
        return Part("shown text", "holds", "the PDF is, byte for byte, the one that its data give")
    if pages_of(again) != pages_of(data):
        return Part("shown text", "refuted", "the pages of the PDF say something else than its data do")
    return Part(
        "shown text",
        "cannot-tell",
        "the pages have the same words as its data, and the file has other bytes: it was printed with other libraries, "
        "or something was drawn over it; make the page (HTML) of it, or look at what is attached",
    )


def _of_this_version(part: Part, dossier: Dossier | None) -> Part:
    """Another version of kroniek has other words: what it wrote cannot be told to be wrong here."""
    if part.result != "refuted" or dossier is None or dossier.made_with == made_with():
        return part
    return Part(
        part.name,
        "cannot-tell",
        f"it was made with kroniek {dossier.made_with}, and this is {made_with()}, which would write something else; "
        "check it with the version that made it",
    )


def check_dossier(document: bytes, statement: str, trust: Policy) -> Verdict:
    """Check the document of a dossier and the statement about it.

    Args:
        trust: the one log that the reader trusts, and which witnesses must have seen its checkpoint.

    The answers are asked again when nothing is wrong so far, or when only the signed bytes are: then that finds the
    answer that was changed.
    """
    checked = check_by_hashes(document, statement, trust)
    parts = list(checked.parts)
    broken = {part.name for part in parts if part.result == "refuted"}
    if checked.dossier is not None and broken <= {"statement"}:
        parts.extend(_asked_again(checked, checked.dossier, trust))
    return Verdict(tuple(parts), checked)


def _asked_again(checked: Checked, dossier: Dossier, trust: Policy) -> Iterator[Part]:
    """Ask the carried entries what the dossier says was asked of the ledger."""
    try:
        yield from _answered(checked, dossier, trust)
    except LedgerError as problem:
        yield Part("answers", "refuted", f"the carried entries do not answer: {problem}")
    except _STRANGE as problem:
        yield Part("answers", "refuted", f"the carried entries are none that a ledger writes: {problem!r:.200}")


_STRANGE: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading an entry may come to that no ledger ever accepted: whoever holds the key can sign anything."""


def _answered(checked: Checked, dossier: Dossier, trust: Policy) -> Iterator[Part]:
    question = question_of(dossier)
    head = checked.checkpoint.size if checked.checkpoint else 0
    if dossier.position != (head if question.recorded_by is None else question.recorded_by):
        yield Part("question", "refuted", f"it does not stop at @{dossier.position}, as the dossier does")
    last = last_by(checked.leaves, dossier.position)
    with carried_ledger(checked.leaves, checked.given, dossier.documents) as ledger:
        for name, sentence in bearing_faults(ledger, checked.leaves, question):
            yield Part(name, "refuted", sentence)
        if isinstance(question, CaseQuestion):
            days = days_of(ledger, question.case, question.at, question.known, last)
            if days != (question.on, question.public_by):
                yield Part("question", "refuted", f"{question.at} comes to other days than those of the question")
        told = answers(ledger, question, last, dossier.made_on)
    again = told.answers
    for name in sorted(again.keys() | dossier.answers.keys()):
        part = _compared(dossier, f"answer {name}", dossier.answers.get(name), again.get(name))
        if part.result == "holds" and name in again["problems"]:
            part = Part(part.name, "cannot-tell", again["problems"][name])
        yield part
    entries = opened_leaves(checked.leaves, checked.given)
    yield _compared(dossier, "report", dossier.report, report(dossier, told, trust.logs[0].name, entries))


def _compared(dossier: Dossier, name: str, carried: Any, again: Any) -> Part:
    if canonical(carried) == canonical(again):
        return Part(name, "holds", "the carried entries give the same, byte for byte")
    return _of_this_version(Part(name, "refuted", "the carried entries give something else"), dossier)
