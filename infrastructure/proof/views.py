"""What was signed of a ledger, held against the ledger: the checkpoints it keeps, and one that somebody brought."""

from collections.abc import Iterator

from sqlalchemy import Connection

from domain.errors import CannotTell, LedgerError, ProofMismatch
from infrastructure.proof.checkpoint import Checkpoint, open_checkpoint, said_by
from infrastructure.proof.checkpoints import Kept, cached_reader, cosigned, has_checkpoints, kept, of_size, witnesses
from infrastructure.proof.note import Note, VerifierKey, signed_by
from infrastructure.proof.policy import Policy
from infrastructure.proof.tree import root_at
from infrastructure.proof.verification import Contradiction


class Views:
    """Signed views of a ledger, within one transaction. `size`: its entries, if they and the tree over them hold; None
    where they do not: then nothing that was signed can be compared with them."""

    def __init__(
        self, connection: Connection, size: int | None, key: VerifierKey | None, policy: Policy | None
    ) -> None:
        self._connection = connection
        self._size = size
        self._key = key
        self._policy = policy
        self._node = cached_reader(connection)
        self._largest = -1
        self._witnesses: list[VerifierKey] = []
        self._cosigners: set[VerifierKey] = set()
        self.checked = 0
        self.signed = 0
        """How many entries, from the first, stand under a signature."""
        self.witnessed: int | None = None if policy is None else 0
        """How many stand under signatures as the policy asks; None where nobody asked."""
        self.against: int | None = None

    def contradictions(self, *, must_be: bool) -> Iterator[Contradiction]:
        """What is wrong with the checkpoints that are kept. `must_be`: there has to be a table of them."""
        if not has_checkpoints(self._connection):
            if must_be:
                yield Contradiction("checkpoint", "checkpoints-missing")
            return
        yield from self._witness_keys()
        for each in kept(self._connection):
            self.checked += 1
            contradiction = self._placed(each) or self._held(each)
            if contradiction is not None:
                yield contradiction
        for vkey in sorted(key.text for key in self._witnesses if key not in self._cosigners):
            yield Contradiction("checkpoint", "witness-extra", None, {"vkey": vkey})

    def extended(self, note: str, place: str) -> Iterator[Contradiction]:
        """That the ledger (at `place`) extends a view that somebody kept elsewhere.

        Raises:
            Malformed, ProofMismatch, CannotTell: as `verifying.verify`.
        """
        if self._key is None:
            raise CannotTell(
                f"the ledger {place} has no key, and none was given, so nobody can tell whose checkpoint this is; "
                "name the key of the log with --key"
            )
        view = self._policy.open(note) if self._policy is not None else open_checkpoint(note, self._key)
        self.against = view.size
        contradiction = self._agrees(view, "against")
        if contradiction is not None:
            yield contradiction
            return
        self.signed = max(self.signed, view.size)
        if self.witnessed is not None:
            self.witnessed = max(self.witnessed, view.size)

    def _witness_keys(self) -> Iterator[Contradiction]:
        for vkey in witnesses(self._connection):
            try:
                self._witnesses.append(VerifierKey.parse(vkey))
            except (LedgerError, AttributeError, TypeError):
                yield Contradiction("checkpoint", "witness-wrong", None, {"vkey": str(vkey)})

    def _placed(self, each: Kept) -> Contradiction | None:
        """Numbers have no gaps, sizes rise, and a note of a size that was there before only gains signatures."""
        if each.number == self.checked and isinstance(each.size, int) and isinstance(each.note, str):
            before = of_size(self._connection, each.size, each.number)
            if before is None and each.size > self._largest:
                self._largest = each.size
                return None
            if before is not None and isinstance(before.note, str) and _signatures(before) < _signatures(each):
                return None
        return Contradiction("checkpoint", "checkpoint-out-of-place", None, {"number": str(each.number)})

    def _held(self, each: Kept) -> Contradiction | None:
        if self._key is None:
            return Contradiction("checkpoint", "checkpoint-without-key", None, {"number": each.number})
        try:
            view = self._opened(each.note, self._key)
        except LedgerError as problem:
            return Contradiction(
                "checkpoint", "checkpoint-unsigned", None, {"number": each.number, "problem": str(problem)}
            )
        if view.size != each.size:
            return Contradiction("checkpoint", "checkpoint-other-size", None, {"number": each.number})
        contradiction = self._agrees(view, "checkpoint")
        if contradiction is None:
            self.signed = max(self.signed, view.size)
            if self.witnessed is not None and self._witnessed(each.note):
                self.witnessed = max(self.witnessed, view.size)
        return contradiction

    def _opened(self, note: str, key: VerifierKey) -> Checkpoint:
        """What a kept note says: the log signed it, every other signature is of a witness that is known, and it is in
        the form that is kept.

        Raises:
            Malformed, ProofMismatch, Refused: if not.
        """
        written = Note.parse(note)
        signatures = signed_by(written, [key, *self._witnesses]).signatures
        own = next((each for each in signatures if (each.name, each.id) == (key.name, key.id)), None)
        if own is None:
            raise ProofMismatch(f"only witnesses signed it, and not the log with its key {key.text}")
        view = said_by(key, written.text)
        if set(signatures) != set(written.signatures):
            raise ProofMismatch("it has a signature of somebody whom the ledger does not know")
        if cosigned(own, written.text, [each for each in written.signatures if each != own]) != note:
            raise ProofMismatch("its signatures are not written as they are kept")
        signers = {(each.name, each.id) for each in written.signatures}
        self._cosigners |= {each for each in self._witnesses if (each.name, each.id) in signers}
        return view

    def _agrees(self, view: Checkpoint, which: str) -> Contradiction | None:
        """Whether the ledger is what a view says that is truly the log's."""
        if self._size is None:
            return None
        if view.size > self._size:
            facts = {"size": view.size, "entries": self._size}
            return Contradiction("missing", f"{which}-beyond", self._size + 1, facts)
        if root_at(view.size, self._node) == view.root:
            return None
        # What was signed before still agrees, so the first entry that was changed comes after it.
        first = self.signed + 1 if self.signed < view.size else 1
        return Contradiction("entry", f"{which}-other-root", first, {"first": first, "last": view.size})

    def _witnessed(self, note: str) -> bool:
        assert self._policy is not None
        try:
            self._policy.open(note)
        except ProofMismatch:
            return False
        return True


def _signatures(each: Kept) -> set[str]:
    """The signature lines of a note; none where it is no note."""
    try:
        return set(map(str, Note.parse(each.note).signatures))
    except LedgerError:
        return set()
