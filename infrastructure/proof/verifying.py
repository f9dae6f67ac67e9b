"""Verifying a whole ledger: everything that can be worked out anew is, and is held against what is stored.

`log.py` looks at entries and tree, `views.py` at what was signed, `rereading.py` at what entries say, and
`projections/anew.py` at what is read of them; `verification.py` is the answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Final

from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import DBAPIError

from domain.errors import CannotTell, LedgerError, Malformed, UnusableLedger
from infrastructure.projections import anew
from infrastructure.projections.boxes import MADE
from infrastructure.projections.tables import SHAPE
from infrastructure.projections.tables import metadata as projections
from infrastructure.proof.log import log_contradictions, size_of
from infrastructure.proof.nodes import reader
from infrastructure.proof.note import VerifierKey
from infrastructure.proof.policy import Policy
from infrastructure.proof.recomputing import companion
from infrastructure.proof.rereading import Rereading
from infrastructure.proof.tree import root_at
from infrastructure.proof.verification import AT_MOST, Contradiction, Verification, in_order
from infrastructure.proof.views import Views
from infrastructure.store import tables
from infrastructure.store.datastore import APPLICATION, Datastore
from infrastructure.store.statements import prepared
from infrastructure.store.tables import SCHEMA_VERSION
from infrastructure.store.tracking import tracking

Part = str
PARTS: Final[tuple[Part, ...]] = ("log", "entries", "answers")

Progress = Callable[[Part, int, int], None]
"""Takes the part, how many entries are done, and of how many."""

_BESIDE: Final = {"file", "identity", "checkpoint"}
"""What may be wrong while the entries themselves hold."""
_IDENTITY: Final = select(tables.ledger.c.name, tables.ledger.c.value)
_NAMES: Final = ("application", "origin", "projections", "schema", "vkey")
_FIXED: Final = {"application": APPLICATION, "schema": str(SCHEMA_VERSION), "projections": SHAPE}


def verify(
    store: Datastore,
    *,
    key: VerifierKey | None = None,
    against: str | None = None,
    policy: Policy | None = None,
    only_log: bool = False,
    progress: Progress | None = None,
) -> Verification:
    """
    Args:
        key: the log's key; without it that of the policy is taken, and without any the ledger's own word for it.
        against: an older checkpoint, a whole signed note, that the ledger must extend.
        policy: whose cosignatures there must be over all entries as well.
        only_log: look at entries, tree and checkpoints, not at what the entries say and what is read of them.

    Raises:
        Malformed: `against` is no checkpoint, or `key` not that of a log.
        ProofMismatch: `against` is not signed with the key, or not as the policy asks.
        CannotTell: there is no key to open `against` with.
    """
    if key is not None:
        Policy.of(key)  # says so where it is a witness's
    with store.inspecting() as connection:
        return _Look(store, connection, key, against, policy, only_log, progress).verification()


@dataclass
class _Look:
    """One look at a ledger, within one transaction."""

    store: Datastore
    connection: Connection
    key: VerifierKey | None
    against: str | None
    policy: Policy | None
    only_log: bool
    progress: Progress | None
    found: list[Contradiction] = field(default_factory=list)

    def verification(self) -> Verification:
        size, root, views = 0, "", Views(self.connection, None, None, None)
        identity: Mapping[str, str] = {}
        try:
            self._check_age()
            size = size_of(self.connection)
            with companion(self.connection, self.store.elsewhere, size) as other:
                self._add(self._file())
                identity = self._identity()
                self._add(log_contradictions(self.connection, size, other, self._of("log")), 3)
            sound = not any(each.kind in ("entry", "extra", "missing", "order", "tree") for each in self.found)
            root = root_at(size, reader(self.connection)).hex() if sound else ""
            key = self._log_key(identity)
            policy = self.policy.only(key) if self.policy and key else None
            views = Views(self.connection, size if sound else None, key, policy)
            self._add(views.contradictions(must_be="vkey" in identity))
            if self.against is not None:
                self._add(views.extended(self.against, self.store.place))
            if not self.only_log and {each.kind for each in self.found} <= _BESIDE:
                self._add(Rereading(self.connection).contradictions(size, self._of("entries")))
            if not self.only_log and not self.found:
                self._add(self._answers())
        except (self.connection.dialect.loaded_dbapi.Error, DBAPIError, UnicodeDecodeError, UnusableLedger) as problem:
            # What is looked at is not to be trusted: a question that it cannot answer is its own fault.
            told = str(getattr(problem, "orig", None) or problem)
            self.found.append(Contradiction("file", "file-damaged", None, {"told": told}))
        pinned = self._pinned(identity)
        return Verification(
            entries=size,
            root=root,
            origin=identity.get("origin", ""),
            vkey=pinned.text if pinned else identity.get("vkey", ""),
            pinned=pinned is not None,
            checkpoints=views.checked,
            signed=views.signed,
            against=views.against,
            witnessed=views.witnessed,
            only_log=self.only_log,
            contradictions=in_order(self.found),
        )

    def _add(self, found: Iterable[Contradiction], parts: int = 1) -> None:
        self.found += islice(found, parts * AT_MOST)

    def _of(self, part: Part) -> Callable[[int, int], None] | None:
        return None if self.progress is None else partial(self.progress, part)

    def _file(self) -> Iterator[Contradiction]:
        """The database itself, and that it has our tables, columns and triggers and no others."""
        known = [*tables.metadata.tables.values(), *projections.tables.values(), tracking]
        made = MADE.get(self.connection.dialect.name)
        for sentence in self.store.damage(self.connection, known, made, pages=not self.only_log):
            yield Contradiction("file", "file-damaged", None, {"told": sentence})

    def _check_age(self) -> None:
        """
        Raises:
            CannotTell: the ledger was made before there was all that is verified here.
        """
        there = inspect(self.connection)
        if not there.has_table(tables.disclosure.name) and not there.has_table(tables.checkpoint.name):
            raise CannotTell(
                f"the ledger {self.store.place} was made by an earlier kroniek and has not been opened with this one "
                "yet; ask it anything (kroniek entries), then verify it"
            )

    def _identity(self) -> dict[str, str]:
        """What the ledger says of itself; what is not as kroniek writes it counts as not said."""
        rows = prepared(_IDENTITY, self.connection).run(self.connection.connection.cursor(), {}).fetchall()
        held = {str(name): value for name, value in rows}
        for name in sorted({*held, *_NAMES}):
            if name not in _NAMES:
                self.found.append(Contradiction("identity", "identity-extra", None, {"name": name}))
            elif name not in held and name != "vkey":
                self.found.append(Contradiction("identity", "identity-missing", None, {"name": name}))
            elif name in held and (not isinstance(held[name], str) or held[name] != _FIXED.get(name, held[name])):
                self.found.append(Contradiction("identity", "identity-wrong", None, {"name": name}))
        return {name: value for name, value in held.items() if isinstance(value, str)}

    def _log_key(self, identity: Mapping[str, str]) -> VerifierKey | None:
        """The key to check with: the verifier's own, else the ledger's."""
        own: VerifierKey | None = None
        if "vkey" in identity:
            try:
                (own,) = Policy.of(VerifierKey.parse(identity["vkey"])).logs
            except Malformed:
                self.found.append(Contradiction("identity", "identity-wrong", None, {"name": "vkey"}))
        key = self._pinned(identity) or own
        if own is not None and key != own:
            facts = {"own": own.text, "key": key.text if key else ""}
            self.found.append(Contradiction("identity", "identity-other-key", None, facts))
        if key is not None and key.name != identity.get("origin"):
            facts = {"origin": identity.get("origin", ""), "name": key.name}
            self.found.append(Contradiction("identity", "identity-other-log", None, facts))
        return key

    def _pinned(self, identity: Mapping[str, str]) -> VerifierKey | None:
        """The key that the verifier trusts, of a policy that names several logs that of this one."""
        logs = self.policy.logs if self.policy is not None and self.key is None else ()
        return (
            self.key
            or next((log for log in logs if log.name == identity.get("origin")), None)
            or next(iter(logs), None)
        )

    def _answers(self) -> Iterator[Contradiction]:
        try:
            yield from anew.differences(self.connection, self.store.schemas, self._of("answers"))
        # No entry that was admitted makes that fail; one that somebody put there may do so in any way.
        except (LedgerError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as problem:
            yield Contradiction("projection", "projection-impossible", None, {"problem": str(problem)})
