"""What verifying found, in text: of a whole ledger, of a proof file, of a checkpoint."""

from cli.text.layout import WIDTH, Page
from cli.words.proof import contradiction_words, saying
from cli.words.terms import Lang
from cli.words.values import plain_words
from infrastructure.proof.checkpoint import Checkpoint
from infrastructure.proof.handed import Handed
from infrastructure.proof.verification import Verification


def verification_text(found: Verification, lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """The verdict, every contradiction, and what was checked with what."""
    page = Page(width, colour)
    page.line(_verdict(found, lang), style="title")
    for each in found.contradictions:
        page.line(f"- {contradiction_words(each, lang)}", indent=2, hang=4)
    page.blank()
    page.field(saying("origin", lang), found.origin or "–")
    if found.vkey:
        page.field(saying("key", lang), saying("key-given" if found.pinned else "key-own", lang, key=found.vkey))
    if found.root:
        page.field(saying("root", lang), found.root)
    if found.checkpoints:
        page.field(saying("checkpoints", lang), saying("checkpoints-checked", lang, count=found.checkpoints))
    if found.against is not None and not found.contradictions:
        page.field(saying("against", lang), saying("against-size", lang, size=found.against))
    if found.witnessed is not None:
        page.field(saying("witnessed", lang), saying("witnessed-size", lang, size=found.witnessed))
    return page.text()


def _verdict(found: Verification, lang: Lang) -> str:
    if found.verdict == "refuted":
        first = found.first
        if first is None or first.position is None:
            return saying("refuted-nowhere", lang)
        return saying("refuted", lang, at=f"@{first.position}")
    if found.verdict == "holds":
        name = "log-holds" if found.only_log else "holds"
        return saying(f"{name}-one" if found.entries == 1 else name, lang, entries=found.entries)
    if not found.vkey:
        return saying("no-key", lang)
    if not found.entries:
        return saying("empty", lang)
    if found.signed < found.entries:
        return saying("unsigned", lang, entries=found.entries, signed=found.signed)
    return saying("unwitnessed", lang, entries=found.entries, witnessed=found.witnessed)


def proof_text(checkpoint: Checkpoint, index: int, leaf: bytes, key: str, lang: Lang, *, width: int = WIDTH) -> str:
    """That a proof holds; `key` is what the leaf calls its entry, empty where it says no such thing."""
    page = Page(width)
    number, origin, size = index + 1, checkpoint.origin, checkpoint.size
    page.line(saying("proof-holds", lang, number=number, origin=origin, size=size), style="title")
    if key:
        page.field(saying("entry", lang), key)
    page.field(saying("leaf", lang), leaf.hex())
    page.field(saying("root", lang), checkpoint.root.hex())
    return page.text()


def handed_text(handed: Handed, lang: Lang, *, width: int = WIDTH) -> str:
    """The values that a file of disclosures shows."""
    page = Page(width, label=max(map(len, ("", *handed.values))) + 2)
    origin, size = handed.checkpoint.origin, handed.checkpoint.size
    page.line(saying("disclosures-hold", lang, at=f"@{handed.position}", origin=origin, size=size), style="title")
    page.field(saying("entry", lang), handed.key)
    for path, value in handed.values.items():
        page.field(path, plain_words(path.rpartition(".")[2], value, lang))
    return page.text()


def checkpoint_text(checkpoint: Checkpoint, lang: Lang, *, width: int = WIDTH) -> str:
    page = Page(width)
    page.line(saying("checkpoint-holds", lang, size=checkpoint.size, origin=checkpoint.origin), style="title")
    page.field(saying("root", lang), checkpoint.root.hex())
    return page.text()
