"""Whom a verifier trusts, C2SP tlog-policy: which logs, and which witnesses must have cosigned a checkpoint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Self

from domain.errors import Malformed, ProofMismatch, Refused
from infrastructure.proof.checkpoint import Checkpoint, whole_number
from infrastructure.proof.note import COSIGNATURE, ED25519, VerifierKey, open_note

NONE = "none"
"""The quorum that is met without any witness."""


class Group(NamedTuple):
    """Has seen a checkpoint when at least `threshold` of its members, witnesses or groups, have."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """Trusted keys, and what it takes besides the log's own signature. `witnesses` and `groups` by their names here,
    which share one space of names; `quorum` is such a name, or `none`."""

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, VerifierKey] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    quorum: str = NONE

    def __post_init__(self) -> None:
        for keys, kind, algorithm in (
            (self.logs, "log", ED25519),
            (tuple(self.witnesses.values()), "witness", COSIGNATURE),
        ):
            for number, key in enumerate(keys):
                if key.algorithm != algorithm:
                    raise Malformed(
                        f"the key {key.text} is not that of a {kind}: those have type {algorithm:#04x}, this one "
                        f"{key.algorithm:#04x}"
                    )
                if key.public in [before.public for before in keys[:number]]:
                    raise Malformed(f"the key of the {kind} {key.name} is there twice, maybe by another name; drop one")

    @classmethod
    def of(cls, log: VerifierKey, witnesses: Sequence[VerifierKey] = (), quorum: int | None = None) -> Self:
        """One log, and at least `quorum` of these witnesses; all of them when it is None.

        Raises:
            Malformed: if a key is of the wrong type or listed twice, or the quorum cannot be met.
        """
        needed = len(witnesses) if quorum is None else quorum
        if not 0 <= needed <= len(witnesses):
            raise Malformed(
                f"a quorum of {needed} cannot be met by {len(witnesses)} witnesses; name more, or ask for less"
            )
        named = {f"witness-{number}": key for number, key in enumerate(witnesses, 1)}
        if needed == 0:
            return cls((log,), named)
        return cls((log,), named, {"quorum": Group(needed, tuple(named))}, "quorum")

    @classmethod
    def parse(cls, data: bytes | str) -> Self:
        """Read a policy file.

        Raises:
            Malformed: at the first line that is wrong.
        """
        read = _Reading(data)
        return cls(tuple(read.logs), read.witnesses, read.groups, read.quorum)

    def only(self, log: VerifierKey) -> Self:
        """The same witnesses, for this log alone: who knows the log from elsewhere may use a policy that names none."""
        return replace(self, logs=(log,))

    def open(self, note: bytes | str) -> Checkpoint:
        """What one of the trusted logs says of its tree, and enough witnesses have seen.

        Raises:
            Malformed: if the note is no checkpoint.
            ProofMismatch: if no trusted log signed it as its own, too few witnesses did, or a signature does not fit.
            Refused: if the policy trusts no log.
        """
        if not self.logs:
            raise Refused(
                "the policy names no log, so it trusts none; add a line `log VKEY`, or give the key of the log"
            )
        opened = open_note(note, [*self.logs, *self.witnesses.values()])
        signers = {(each.name, each.id) for each in opened.signatures}
        checkpoint = Checkpoint.parse(opened.text)
        if not any(log.name == checkpoint.origin and (log.name, log.id) in signers for log in self.logs):
            raise ProofMismatch(
                f"no trusted log signed this checkpoint of {checkpoint.origin}; trusted: "
                + ", ".join(f"{log.name}+{log.id.hex()}" for log in self.logs)
            )
        seen = {name for name, key in self.witnesses.items() if (key.name, key.id) in signers}
        if not self._met(self.quorum, seen):
            raise ProofMismatch(
                f"too few witnesses cosigned the checkpoint of size {checkpoint.size}: the quorum {self.quorum} is not "
                f"met by {', '.join(sorted(seen)) or 'none of them'}"
            )
        return checkpoint

    def _met(self, name: str, seen: set[str]) -> bool:
        if name == NONE:
            return True
        if name in self.witnesses:
            return name in seen
        threshold, members = self.groups[name]
        return sum(self._met(member, seen) for member in members) >= threshold


class _Reading:
    """A policy file, read line by line. Names are bytes that only have to be the same bytes elsewhere in the file."""

    def __init__(self, data: bytes | str) -> None:
        raw = data.encode(errors="surrogateescape") if isinstance(data, str) else data
        if not raw.endswith(b"\n"):
            raise Malformed(
                "each line of a policy ends in a newline, and the last one here does not; is the file whole?"
            )
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, VerifierKey] = {}
        self.groups: dict[str, Group] = {}
        self.quorum = ""
        self._members: set[str] = set()
        for number, line in enumerate(raw.decode(errors="surrogateescape").split("\n")[:-1], 1):
            try:
                self._line(line)
            except Malformed as problem:
                raise Malformed(f"line {number} of the policy: {problem}") from problem
        if not self.quorum:
            raise Malformed(
                f"the policy has no quorum; add a line `quorum NAME`, or `quorum {NONE}` to ask for no witness"
            )

    def _line(self, line: str) -> None:
        if any((each < " " and each != "\t") or each == "\x7f" for each in line):
            raise Malformed("it has a control character; only tabs may stand in a policy")
        match [word for word in line.replace("\t", " ").split(" ") if word]:  # other spaces belong to names
            case []:
                pass
            case [word, *_] if word.startswith("#"):
                pass
            case ["log", vkey, *urls] if len(urls) <= 1:
                self.logs.append(VerifierKey.parse(vkey))
            case ["witness", name, vkey, *urls] if len(urls) <= 1:
                self._new(name)
                self.witnesses[name] = VerifierKey.parse(vkey)
            case ["group", name, threshold, *members] if members:
                self._new(name)
                for member in members:
                    self._known(member)
                    _require(member not in self._members, f"{member} is a member twice")
                    self._members.add(member)
                words_for = {"any": 1, "all": len(members)}
                needed = words_for.get(threshold) or whole_number(threshold, "the threshold")
                _require(1 <= needed <= len(members), f"{needed} of {len(members)} members cannot be asked for")
                self.groups[name] = Group(needed, tuple(members))
            case ["quorum", name]:
                _require(not self.quorum, "there is a quorum already")
                if name != NONE:
                    self._known(name)
                self.quorum = name
            case _:
                raise Malformed(
                    "it is none of: log VKEY [URL]; witness NAME VKEY [URL]; group NAME all|any|NUMBER NAME...; "
                    "quorum NAME"
                )

    def _new(self, name: str) -> None:
        _require(name not in {NONE, *self.witnesses, *self.groups}, f"the name {name} is taken")

    def _known(self, name: str) -> None:
        _require(name in self.witnesses or name in self.groups, f"no line before it says what {name} is")


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise Malformed(sentence)
