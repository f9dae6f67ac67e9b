"""What verifying found, as JSON. Keys may be added, never renamed."""

from typing import Any

from cli.words.proof import contradiction_words
from infrastructure.proof.checkpoint import Checkpoint
from infrastructure.proof.handed import Handed
from infrastructure.proof.verification import Contradiction, Verification


def verification_json(found: Verification) -> dict[str, Any]:
    """`verdict` is holds, refuted or cannot-tell. `signed` and `witnessed` count entries from the first; `witnessed` is
    null where no policy asked for witnesses. `first` is the contradiction at the lowest position."""
    return {
        "verdict": found.verdict,
        "checked": "log" if found.only_log else "ledger",
        "origin": found.origin,
        "key": found.vkey or None,
        "key_given": found.pinned,
        "entries": found.entries,
        "root": found.root or None,
        "checkpoints": found.checkpoints,
        "signed": found.signed,
        "witnessed": found.witnessed,
        "against": found.against,
        "first": _contradiction(found.first) if found.first else None,
        "contradictions": [_contradiction(each) for each in found.contradictions],
    }


def _contradiction(each: Contradiction) -> dict[str, Any]:
    return {
        "what": each.kind,
        "position": each.position,
        "code": each.says,
        "facts": dict(each.facts),
        "sentence": contradiction_words(each, "en"),
    }


def proof_json(checkpoint: Checkpoint, index: int, leaf: bytes, key: str) -> dict[str, Any]:
    return {
        "verdict": "holds",
        "checked": "proof",
        "position": index + 1,
        "key": key or None,
        "leaf": leaf.hex(),
        **_seen(checkpoint),
    }


def checkpoint_json(checkpoint: Checkpoint) -> dict[str, Any]:
    return {"verdict": "holds", "checked": "checkpoint", **_seen(checkpoint)}


def handed_json(handed: Handed) -> dict[str, Any]:
    """The values that a file of disclosures shows, by field."""
    return {
        "verdict": "holds",
        "checked": "disclosures",
        "position": handed.position,
        "key": handed.key,
        "to": handed.reader,
        "disclosed": handed.values,
        **_seen(handed.checkpoint),
    }


def refuted_json(checked: str, sentence: str) -> dict[str, Any]:
    """A file that does not show what it is offered for."""
    return {"verdict": "refuted", "checked": checked, "sentence": sentence}


def _seen(checkpoint: Checkpoint) -> dict[str, Any]:
    return {"origin": checkpoint.origin, "entries": checkpoint.size, "root": checkpoint.root.hex()}
