"""The log as outsiders meet it: its key, checkpoints, proofs, tiles, and what witnesses sign."""

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, insert, update

from domain.errors import Conflict, NotFound, ProofMismatch, Refuted
from infrastructure.proof.checkpoint import Checkpoint, open_checkpoint
from infrastructure.proof.checkpoints import Kept, cosigned, keep, keep_witness, newest, of_size, signed
from infrastructure.proof.cosignature import with_signatures
from infrastructure.proof.nodes import check_leaf, reader
from infrastructure.proof.note import Note, VerifierKey, base64_of, open_note
from infrastructure.proof.proof_file import ProofFile
from infrastructure.proof.recomputing import Recomputing
from infrastructure.proof.signing import NewKey, Signer, identity_of, vkey_of
from infrastructure.proof.tiles import write_tiles
from infrastructure.proof.tree import consistency_proof, inclusion_proof, root_at
from infrastructure.reading import LedgerReader
from infrastructure.store import codec
from infrastructure.store.datastore import Datastore
from infrastructure.store.tables import ledger, metadata


class Log:
    """The log of one ledger. Whatever needs a signature raises `CannotTell` where the ledger has no key."""

    def __init__(self, store: Datastore, signer: Signer) -> None:
        self._store = store
        self._signer = signer

    def key(self) -> VerifierKey:
        """The key with which anybody checks what this log signs."""
        with self._store.reading() as connection:
            return VerifierKey.parse(vkey_of(connection, self._store.place))

    def adopt_key(self, given: str | None, origin: str) -> VerifierKey:
        """Give a ledger that was made without one a signing key, and sign all that it has.

        Args:
            given: as for `signing.new_key`.
            origin: the name of the ledger, where it has none.

        Raises:
            Conflict: it has a key already, or another name.
        """
        with self._store.reading() as connection:
            identity = identity_of(connection)
        if "vkey" in identity:
            raise Conflict(f"the ledger {self._store.place} has a key already: {identity['vkey']}")
        named = identity.get("origin", "")
        if named and origin and named != origin:
            raise Conflict(f"the ledger {self._store.place} is called {named} already; leave --origin out")
        new = NewKey.choose(given, named or origin, self._store.openable)
        try:
            with self._store.writing() as connection:
                metadata.create_all(connection)
                connection.execute(insert(ledger).values(name="vkey", value=new.key.vkey.text))
                connection.execute(update(ledger).where(ledger.c.name == "origin").values(value=new.key.name))
                size = LedgerReader(connection).head()
                keep(connection, size, signed(connection, new.key, size))
                new.put_away()
        except BaseException:
            new.take_back()
            raise
        return new.key.vkey

    def checkpoint(self, size: int | None = None) -> str:
        """A checkpoint of all entries, or of the first `size`, with every cosignature it has: signed now where none is
        kept. Of all entries it is kept; one of fewer follows from those that are.

        Raises:
            NotFound: there are not so many entries.
        """
        with self._store.reading() as connection:
            head = LedgerReader(connection).head()
            vkey_of(connection, self._store.place)
            if size is not None and size > head:
                raise NotFound(f"the ledger {self._store.place} has {head} entries, not {size}")
            before = of_size(connection, head if size is None else size)
            if before is not None:
                return before.note
            if size is not None and size < head:
                return signed(connection, self._signer.needed(connection, self._store.place), size)
        with self._store.writing() as connection:
            head = LedgerReader(connection).head()
            note = signed(connection, self._signer.needed(connection, self._store.place), head)
            if of_size(connection, head) is None:  # nobody was quicker
                keep(connection, head, note)
            return note

    def sign(self, text: str) -> str:
        """A text, which ends in a newline, as a note that the log signed. Let it be one that nobody can take for a
        checkpoint: those are signed with the same key."""
        with self._store.reading() as connection:
            key = self._signer.needed(connection, self._store.place)
        return Note(text, (key.sign(text),)).written

    def proof(self, name: str, size: int | None = None) -> str:
        """A proof file: that the entry with this key, or `@N`, is in the log, at a checkpoint of `size` entries, or of
        as many as there are.

        Raises:
            NotFound: no such entry, or not among so many.
            Refuted: the entry is not the one that was recorded.
        """
        note = self.checkpoint(size)
        with self._store.reading() as connection:
            position = self._position(connection, name)
            seen = Checkpoint.parse(Note.parse(note).text)
            if position > seen.size:
                raise NotFound(f"the entry {name} is @{position}, so no checkpoint of {seen.size} entries has it")
            node = reader(connection)
            check_leaf(codec.leaf(*next(LedgerReader(connection).rows(position, position))), position, node)
            hashes = inclusion_proof(position - 1, seen.size, node)
        return ProofFile(position - 1, tuple(hashes), note).text

    def consistency(self, old: str | None) -> str:
        """What a witness is asked to sign: the newest checkpoint, with the proof that it extends the old one.

        It is the request of C2SP tlog-witness; without an old checkpoint the witness has seen none yet.

        Raises:
            Malformed, ProofMismatch: the old one is no checkpoint, or not signed by this log.
            Refuted: the log does not extend it.
        """
        note = self.checkpoint()
        with self._store.reading() as connection:
            new = Checkpoint.parse(Note.parse(note).text)
            key = VerifierKey.parse(vkey_of(connection, self._store.place))
            size, hashes = 0, list[bytes]()
            if old is not None:
                size = self._extended(connection, open_checkpoint(old, key), new)
                hashes = consistency_proof(size, new.size, reader(connection)) if size else []
        own = open_note(note, [key]).written
        return "\n".join([f"old {size}", *map(base64_of, hashes), "", own])

    def tiles(self, folder: Path, progress: Callable[[int, int], None] | None = None) -> tuple[int, int]:
        """Publish all entries as files (tiles.py); how many files were new, and how many entries there are.

        Raises:
            Conflict, Refused, Malformed: as `tiles.write_tiles`.
        """
        note = self.checkpoint()
        size = Checkpoint.parse(Note.parse(note).text).size
        with self._store.reading() as connection:
            look, nodes = LedgerReader(connection), Recomputing(connection, size)

            def leaves(start: int, end: int) -> list[bytes]:
                if progress is not None:
                    progress(end, size)
                return [codec.leaf(*row) for row in look.rows(start + 1, end)]

            return write_tiles(folder, note, nodes.nodes, leaves), size

    def witness(self, answer: str, witnesses: Sequence[VerifierKey]) -> tuple[str, int]:
        """Keep the cosignatures that known witnesses made on one of our checkpoints: signature lines alone are on the
        newest one they fit, a whole note says itself which it is. Gives that checkpoint, and how many were new.

        Raises:
            Malformed: it is neither.
            ProofMismatch: no known witness signed it, or a signature does not fit.
            NotFound: it is no checkpoint that is kept here.
        """
        with self._store.writing() as connection:
            own = VerifierKey.parse(vkey_of(connection, self._store.place))
            before = self._cosigned(connection, answer)
            own_line, *had = Note.parse(before.note).signatures
            opened = open_note(with_signatures(before.note, answer), [own, *witnesses])
            seen = [each for each in opened.signatures if each != own_line]
            if not seen:
                raise ProofMismatch(
                    "no witness that you named cosigned this checkpoint; name those you know with --policy or --witness"
                )
            new = [each for each in seen if each not in had]
            note = cosigned(own_line, opened.text, [*had, *new])
            if new:
                keep(connection, before.size, note)
                signers = {(each.name, each.id) for each in new}
                for key in (each for each in witnesses if (each.name, each.id) in signers):
                    keep_witness(connection, key)
        return note, len(new)

    def _cosigned(self, connection: Connection, answer: str) -> Kept:
        """The checkpoint that an answer is about."""
        if "\n\n" in answer:
            text = Note.parse(answer).text
            found = of_size(connection, Checkpoint.parse(text).size)
            if found is None or Note.parse(found.note).text != text:
                raise NotFound(f"this is no checkpoint that the ledger {self._store.place} keeps")
            return found
        found = newest(connection)
        if found is None:
            raise NotFound(
                f"the ledger {self._store.place} has no checkpoint yet; make one with `kroniek log checkpoint`"
            )
        return found

    def _extended(self, connection: Connection, old: Checkpoint, new: Checkpoint) -> int:
        if old.size > new.size:
            raise Refuted(
                f"the old checkpoint is of {old.size} entries and the ledger {self._store.place} has {new.size}: it "
                "was shortened, or restored from an older backup"
            )
        if root_at(old.size, reader(connection)) != old.root:
            raise Refuted(
                f"the first {old.size} entries of the ledger {self._store.place} are not those of the old checkpoint: "
                "somebody rewrote them, or this is another ledger with the same key"
            )
        return old.size

    def _position(self, connection: Connection, name: str) -> int:
        """Of an entry that is there."""
        look = LedgerReader(connection)
        position = look.position(name)
        if not 0 < position <= look.head():
            raise NotFound(f"there is no entry {name} in {self._store.place}; `kroniek entries` lists what there is")
        return position
