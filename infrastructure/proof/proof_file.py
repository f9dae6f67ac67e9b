"""Proof files, C2SP tlog-proof: that an entry is in the log, for anybody offline. `policy.py` says whom they trust."""

from dataclasses import dataclass
from typing import Self

from domain.errors import Malformed
from infrastructure.proof.checkpoint import Checkpoint, whole_number
from infrastructure.proof.note import base64_of, bytes_of, text_of
from infrastructure.proof.policy import Policy
from infrastructure.proof.tree import HASH_SIZE, check_inclusion, leaf_hash

HEADER = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"


@dataclass(frozen=True)
class ProofFile:
    """That the leaf at `index` (from 0) is in the tree of the checkpoint.

    `checkpoint` is the signed note, whole and unchecked. `extra` is nobody's word: no signature covers it.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    @classmethod
    def parse(cls, data: bytes | str) -> Self:
        """
        Raises:
            Malformed: if it is no proof file.
        """
        head, gap, checkpoint = text_of(data).partition("\n\n")
        header, *lines = head.split("\n")
        if header != HEADER or not gap:
            raise Malformed(
                f"this is no proof file: its first line is {HEADER}, and an empty line precedes the checkpoint"
            )
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = bytes_of(lines.pop(0).removeprefix("extra "), "the extra line")
        if not lines or not lines[0].startswith("index "):
            raise Malformed("this is no proof file: it has no line that reads: index NUMBER")
        index = whole_number(lines.pop(0).removeprefix("index "), "the index")
        hashes = tuple(bytes_of(line, "a hash of the proof") for line in lines)
        if any(len(each) != HASH_SIZE for each in hashes):
            raise Malformed(f"each hash of a proof has {HASH_SIZE} bytes")
        return cls(index, hashes, checkpoint, extra)

    @property
    def text(self) -> str:
        extra = [] if self.extra is None else [f"extra {base64_of(self.extra)}"]
        lines = [HEADER, *extra, f"index {self.index}", *map(base64_of, self.hashes)]
        return "\n".join([*lines, "", self.checkpoint])

    def check(self, leaf: bytes, trust: Policy) -> Checkpoint:
        """That the log has this leaf (its bytes), as whoever checks trusts logs and witnesses; at which checkpoint.

        Raises:
            Malformed: if the checkpoint is none.
            ProofMismatch: if it is not signed as trust asks, or the proof does not lead from the leaf to its root.
        """
        checkpoint = trust.open(self.checkpoint)
        check_inclusion(leaf_hash(leaf), self.index, checkpoint.size, self.hashes, checkpoint.root)
        return checkpoint
