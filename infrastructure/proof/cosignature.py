"""Cosignatures, C2SP tlog-cosignature: a witness says when it saw a checkpoint, and that it extends all it saw before.

Of the two kinds the standard has, the one with Ed25519 is made and checked here (`VerifierKey.has_signed` checks).
"""

from datetime import UTC, datetime, timedelta

from domain.errors import Malformed, Refused
from infrastructure.proof.checkpoint import Checkpoint
from infrastructure.proof.note import COSIGNATURE, Note, Signature, SigningKey, cosigned_message, text_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def cosign(note: bytes | str, key: SigningKey, at: datetime) -> Signature:
    """Sign as a witness, at a moment (zone-aware, after 1970; kept to the second) at which the checkpoint was seen.

    A witness signs only what it has checked to extend the checkpoint it signed before; that is for the caller.

    Raises:
        Malformed: if the note is no checkpoint.
        Refused: if the key is not that of a witness.
    """
    if key.algorithm != COSIGNATURE:
        raise Refused(f"the key {key.name} is not that of a witness; make one of type {COSIGNATURE:#04x}")
    text = Note.parse(note).text
    Checkpoint.parse(text)
    seconds = (at - _EPOCH) // timedelta(seconds=1)
    signature = key.sign_bytes(cosigned_message(text, seconds))
    return Signature(key.name, key.vkey.id, seconds.to_bytes(8, "big") + signature)


def cosigned_at(signature: Signature) -> datetime:
    """When a witness says to have signed. Believe it once `open_note` or a `Policy` has checked the signature.

    Raises:
        Malformed: if it is no cosignature, or of a time beyond the calendar.
    """
    if len(signature.value) != 72:
        raise Malformed(f"the signature of {signature.name} is no cosignature: it has no time")
    try:
        return _EPOCH + timedelta(seconds=int.from_bytes(signature.value[:8], "big"))
    except OverflowError as problem:
        raise Malformed(f"the cosignature of {signature.name} is of a time that no calendar has") from problem


def with_signatures(note: bytes | str, answer: bytes | str) -> str:
    """A note with the signatures of a witness's answer added: signature lines, or the same note signed again.

    Nothing is checked but the form; signatures that it has already are not added again.

    Raises:
        Malformed: if either is not what it should be.
        Refused: if the answer is a note with another text.
    """
    given = Note.parse(note)
    text = text_of(answer)
    if "\n\n" in text:
        answered = Note.parse(text)
        if answered.text != given.text:
            raise Refused("these are signatures on another text; ask the witness to sign this checkpoint")
    else:
        answered = Note.parse(f"{given.text}\n{text}")
    return Note(given.text, tuple(dict.fromkeys([*given.signatures, *answered.signatures]))).written
