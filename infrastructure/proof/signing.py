"""The signing key of a ledger: where it is, and that it is the right one. It is never in the ledger itself.

`keys.py` reads and writes key files, `checkpoints.py` keeps what was signed.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, select

from domain.errors import CannotTell, Refused
from infrastructure.store.tables import ledger

if TYPE_CHECKING:  # the cryptography behind a key takes longer to import than most questions take to answer
    from infrastructure.proof.note import SigningKey


def key_path(place: str) -> Path:
    """Where the key of the ledger at `place` is, unless its keeper says otherwise."""
    return Path(f"{place}.key")


class Signer:
    """Signs for one ledger, with a key that is read when it is first needed.

    Args:
        place: the file of the ledger; None when no file holds it.
        given: the path of the key, or the key itself as text; by default the file beside the ledger, if there is one.
    """

    def __init__(self, place: str | None, given: str | None = None, key: "SigningKey | None" = None) -> None:
        self._given = given or None
        self._beside = None if place is None else key_path(place)
        self._key = key

    def key(self, connection: Connection) -> "SigningKey | None":
        """The key, checked against the ledger; None where the ledger has none, or none is at hand.

        Raises:
            NotFound, Refused, Malformed: a key was named that is not there, cannot be used, or is another log's.
        """
        identity = identity_of(connection)
        if "vkey" not in identity:
            return None
        if self._key is None:
            beside = self._beside if self._beside is not None and os.path.exists(self._beside) else None
            given = self._given or (None if beside is None else str(beside))
            if given is None:
                return None
            self._key = self._read(given, identity)
        return self._key

    def needed(self, connection: Connection, place: str) -> "SigningKey":
        """The key, for whoever cannot go on without.

        Raises:
            CannotTell: the ledger has no key, or none is at hand.
        """
        key = self.key(connection)
        if key is not None:
            return key
        vkey_of(connection, place)
        where = f"it is not at {self._beside}" if self._beside is not None else "it was never kept in a file"
        raise CannotTell(
            f"the signing key of the ledger {place} is not at hand: {where}; name it in $KRONIEK_SIGNING_KEY"
        )

    def _read(self, given: str, identity: Mapping[str, str]) -> "SigningKey":
        from infrastructure.proof.keys import read_key

        key = read_key(given, identity.get("origin", ""))
        if key.vkey.text != identity["vkey"]:
            raise Refused(
                f"the signing key at hand is that of {key.vkey.text}, and the ledger's own is {identity['vkey']}; "
                "nothing was written, name the right one in $KRONIEK_SIGNING_KEY"
            )
        return key


def identity_of(connection: Connection) -> dict[str, str]:
    """What the ledger says of itself, within a transaction."""
    rows = connection.execute(select(ledger.c.name, ledger.c.value))
    return {row.name: row.value for row in rows}


def vkey_of(connection: Connection, place: str) -> str:
    """The verifier key of the ledger.

    Raises:
        CannotTell: it has none.
    """
    identity = identity_of(connection)
    if "vkey" not in identity:
        raise CannotTell(
            f"the ledger {place} has no signing key: it was made before ledgers had one, so nothing in it is signed; "
            "give it one with `kroniek log adopt-key`"
        )
    return identity["vkey"]


@dataclass
class NewKey:
    """A key for a ledger that has none yet. One that was given stays where it is; a new one is kept in `path`."""

    key: "SigningKey"
    path: Path | None = None
    _kept: bool = False

    @classmethod
    def choose(cls, given: str | None, origin: str, place: str | None) -> Self:
        """The key that was given (as for `Signer`), or a new one, to be kept beside the ledger at `place`.

        Raises:
            NotFound, Refused, Malformed: what was given is no key, or the origin no name of one.
        """
        from infrastructure.proof.keys import own_name, read_key
        from infrastructure.proof.note import SigningKey

        if given:
            return cls(read_key(given, origin))
        made = SigningKey.generate(origin or "kroniek")
        return cls(
            made if origin else SigningKey(own_name(made.vkey.public), made.secret),
            None if place is None else key_path(place),
        )

    def put_away(self) -> None:
        """Write the file. Called while the ledger can still be undone: there are both, or neither.

        Raises:
            Conflict: there is such a file already.
            Refused: it cannot be written.
        """
        from infrastructure.proof.keys import write_key

        if self.path is not None:
            write_key(self.path, self.key)
            self._kept = True

    def take_back(self) -> None:
        """Remove the file that was written, and no other: the ledger was not made after all."""
        if self._kept and self.path is not None:
            with suppress(OSError):
                self.path.unlink()
