"""Checkpoints, C2SP tlog-checkpoint: what a log signs of its tree. `proof_file.py` goes on with what it proves."""

from dataclasses import dataclass
from typing import Self

from domain.errors import Malformed, ProofMismatch, Refused
from infrastructure.proof.note import Note, SigningKey, VerifierKey, base64_of, bytes_of, open_note, text_of
from infrastructure.proof.tree import HASH_SIZE

LARGEST = 2**64 - 1


@dataclass(frozen=True)
class Checkpoint:
    """The root hash of the log `origin` at a tree size. `extensions` are lines that this ledger never writes.

    Raises:
        Malformed: if no checkpoint can say this.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for line in (self.origin, *self.extensions):
            if not line or "\n" in text_of(line):
                raise Malformed("the origin and the extension lines of a checkpoint are lines that are not empty")
        if not 0 <= self.size <= LARGEST:
            raise Malformed(f"a checkpoint has a tree size from 0 to {LARGEST}, not {self.size}")
        if len(self.root) != HASH_SIZE:
            raise Malformed(f"the root hash of a checkpoint has {HASH_SIZE} bytes, not {len(self.root)}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a checkpoint, without its signatures.

        Raises:
            Malformed: if it is anything else.
        """
        lines = text.split("\n")
        if len(lines) < 4:
            raise Malformed("this is no checkpoint: that is an origin, a tree size and a root hash, each on its line")
        origin, size, root, *extensions, end = lines
        read = cls(origin, whole_number(size, "the tree size"), bytes_of(root, "the root hash"), tuple(extensions))
        if end:
            raise Malformed("this is no checkpoint: its last line does not end in a newline")
        return read

    @property
    def text(self) -> str:
        return "\n".join([self.origin, str(self.size), base64_of(self.root), *self.extensions, ""])


def sign(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The checkpoint as a signed note.

    Raises:
        Refused: if the key is that of another log.
    """
    if key.name != checkpoint.origin:
        raise Refused(f"the signing key is that of {key.name}, and the checkpoint is of {checkpoint.origin}")
    return Note(checkpoint.text, (key.sign(checkpoint.text),)).written


def open_checkpoint(note: bytes | str, key: VerifierKey) -> Checkpoint:
    """What the log of this key says of its tree. `policy.py` opens those that witnesses must have seen as well.

    The key, and with its name the origin, comes from whoever checks, never from what is checked.

    Raises:
        Malformed: if the note is no checkpoint.
        ProofMismatch: if it is not signed with the key, or is about another log.
    """
    return said_by(key, open_note(note, [key]).text)


def said_by(key: VerifierKey, text: str) -> Checkpoint:
    """The checkpoint in a text that the log of this key has signed.

    Raises:
        Malformed, ProofMismatch: as `open_checkpoint`.
    """
    checkpoint = Checkpoint.parse(text)
    if checkpoint.origin != key.name:
        raise ProofMismatch(f"the checkpoint is of {checkpoint.origin}, and the trusted key is that of {key.name}")
    return checkpoint


def whole_number(text: str, what: str) -> int:
    """Read decimal digits without leading zeros; `what` begins the sentence when they are not.

    Raises:
        Malformed: if it is anything else, or more than 2**64 - 1.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 20 and str(int(text)) == text and int(text) <= LARGEST):
        raise Malformed(f"{what} is a whole number without leading zeros, at most {LARGEST}, not {text[:40]!r}")
    return int(text)
