"""The boxes of `tables.policy_state` that hold a point, and what they say. Read next: `reading.py`, who asks.

Many boxes of a country begin before a day and end after it, and an index on one clock finds all of those. In SQLite an
R*Tree finds the few that hold a point on all three clocks. Triggers keep it beside the table, so that whoever writes
boxes need not know of it; what it finds is held against the table itself.
"""

import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import DDL, Connection, bindparam, event, func, select, text

from domain.errors import Refuted
from domain.places import COUNTRY_CODE
from domain.policy import ElementState, Reading
from infrastructure.answers import Context
from infrastructure.projections.tables import policy_state, state_json
from infrastructure.store.statements import prepared

Said = tuple[str, bytes]
"""A subject, with the digest of what is said of it under a reading."""

_SAYS: Final = {
    "practice": policy_state.c.practice,
    "formal": func.coalesce(policy_state.c.formal, policy_state.c.practice),
}
_AT = {
    reading: select(policy_state.c.subject, says)
    .where(policy_state.c.on_from <= bindparam("day"), policy_state.c.on_until > bindparam("day"))
    .where(policy_state.c.public_from <= bindparam("public"), policy_state.c.public_until > bindparam("public"))
    .where(policy_state.c.recorded_from <= bindparam("recorded"), policy_state.c.recorded_until > bindparam("recorded"))
    for reading, says in _SAYS.items()
}
_OF_COUNTRY = {reading: at.where(policy_state.c.country == bindparam("country_")) for reading, at in _AT.items()}
_OF_SUBJECT = {reading: at.where(policy_state.c.subject == bindparam("subject_")) for reading, at in _AT.items()}
_JSON = select(state_json.c.json).where(state_json.c.digest == bindparam("digest_"))

# -- SQLite -----------------------------------------------------------------------------------------------------------

_LARGEST: Final = 2**31 - 1
"""An R*Tree counts in 32 bits. Positions beyond are all alike to it, and told apart by the table."""

_APART: Final = 4_000_000
"""Countries lie behind each other on the axis of days, further apart than there are days."""

_AA: Final = ord("A") * 26 + ord("A") + 26 * 26 // 2


def _cell(row: str) -> str:
    """Columns of `policy_box` for a row of `policy_state`. Half-open there, closed here."""
    place = f"(unicode({row}.country) * 26 + unicode(substr({row}.country, 2)) - {_AA}) * {_APART}"
    return (
        f"{row}.id, {place} + {row}.on_from, {place} + {row}.on_until - 1, {row}.public_from, {row}.public_until - 1, "
        f"min({row}.recorded_from, {_LARGEST}), min({row}.recorded_until - 1, {_LARGEST})"
    )


_TREE: Final = (
    """
    CREATE VIRTUAL TABLE policy_box USING rtree_i32(
        id, on_from, on_last, public_from, public_last, recorded_from, recorded_last)
    """,
    f"""
    CREATE TRIGGER policy_box_is_added AFTER INSERT ON policy_state BEGIN
        INSERT INTO policy_box SELECT {_cell("NEW")};
    END""",
    f"""
    CREATE TRIGGER policy_box_is_closed AFTER UPDATE OF recorded_until ON policy_state BEGIN
        UPDATE policy_box SET recorded_last = min(NEW.recorded_until - 1, {_LARGEST}) WHERE id = NEW.id;
    END""",
    """
    CREATE TRIGGER policy_box_is_removed AFTER DELETE ON policy_state BEGIN
        DELETE FROM policy_box WHERE id = OLD.id;
    END""",
)
_ASTRAY: Final = f"""
    SELECT rtreecheck('policy_box') <> 'ok'
        OR EXISTS (SELECT {_cell("state")} FROM policy_state AS state EXCEPT SELECT * FROM policy_box)
        OR EXISTS (SELECT * FROM policy_box EXCEPT SELECT {_cell("state")} FROM policy_state AS state)
    """
_OF_COUNTRY_BY_TREE: Final = {
    reading: text(
        f"""
        SELECT subject, {says} FROM policy_box AS box CROSS JOIN policy_state ON policy_state.id = box.id
         WHERE box.on_from <= :place AND box.on_last >= :place
           AND box.public_from <= :public AND box.public_last >= :public
           AND box.recorded_from <= :nearly AND box.recorded_last >= :nearly
           AND policy_state.recorded_from <= :recorded AND policy_state.recorded_until > :recorded
        """
    )
    for reading, says in _SAYS.items()
}

for _statement in _TREE:
    _made = DDL(_statement).execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]  # SQLAlchemy types it late
    event.listen(policy_state, "after_create", _made)
_gone = DDL("DROP TABLE IF EXISTS policy_box").execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]
event.listen(policy_state, "before_drop", _gone)


MADE: Final[dict[str, dict[str, str]]] = {
    "sqlite": {
        **{re.findall(r"policy_box\w*", statement)[0]: statement.strip() for statement in _TREE},
        **dict.fromkeys(("policy_box_node", "policy_box_parent", "policy_box_rowid"), ""),
    }
}
"""Per dialect: what there is in the database besides tables, by name, with the statement that makes it; empty where
SQLite makes it itself."""


def tree_is_astray(connection: Connection) -> bool:
    """Does the R*Tree, where there is one, hold anything else than the boxes of the table?"""
    if connection.dialect.name != "sqlite":
        return False
    return bool(connection.exec_driver_sql(_ASTRAY).scalar_one())


def _place(country: str, day: int) -> int:
    """Where a day of a country is on the axis of days."""
    return (ord(country[0]) * 26 + ord(country[1]) - _AA) * _APART + day


# -- what boxes say ---------------------------------------------------------------------------------------------------

Read = TypeVar("Read")

_decode_state = msgspec.json.Decoder(ElementState).decode
_decode_content = msgspec.json.Decoder(dict[str, Any]).decode
_KEPT: Final = 50_000


def digest_of(json: bytes) -> bytes:
    """The name under which `state_json` keeps what a box says."""
    return blake2b(json, digest_size=16).digest()


def checked(digest: bytes, json: object) -> bytes:
    """What `state_json` keeps under a digest.

    Raises:
        Refuted: if it was changed there.
    """
    if not isinstance(json, bytes) or digest_of(json) != digest:
        raise Refuted("a state that the ledger keeps is damaged; work every state out anew with `kroniek rebuild`")
    return json


_read_back: dict[bytes, Any] = {}
"""What was read back lately, by digest, for every ledger: the same digest says the same."""


def _kept(digest: bytes, read: Read) -> Read:
    if len(_read_back) >= _KEPT:
        _read_back.clear()
    _read_back[digest] = read
    return read


class Boxes:
    """Looks into the boxes through one connection, as they are in its transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._has_tree = connection.dialect.name == "sqlite"

    def of_country(self, country: str, day: int, public: int, position: int, reading: Reading) -> list[Said]:
        """What holds for a country at a point (two ordinal days and a position), in no order."""
        if self._has_tree and COUNTRY_CODE.fullmatch(country):
            nearly = min(position, _LARGEST)
            given = {"place": _place(country, day), "public": public, "recorded": position, "nearly": nearly}
            return self._run(_OF_COUNTRY_BY_TREE[reading], given)
        asked = {"country_": country, "day": day, "public": public, "recorded": position}
        return self._run(_OF_COUNTRY[reading], asked)

    def of_subject(self, subject: str, day: int, public: int, position: int, reading: Reading) -> bytes | None:
        """The digest of what holds for one subject at a point."""
        given = {"subject_": subject, "day": day, "public": public, "recorded": position}
        found = self._run(_OF_SUBJECT[reading], given)
        return found[0][1] if found else None

    def _run(self, statement: Any, given: dict[str, Any]) -> list[Any]:
        found: list[Any] = prepared(statement, self._connection).run(self._cursor, given).fetchall()
        return found

    def states(self, digests: Iterable[bytes]) -> list[ElementState]:
        """What boxes of elements say."""
        known = _read_back.get
        return [known(digest) or _kept(digest, _decode_state(self._json(digest))) for digest in digests]

    def context(self, digest: bytes) -> Context:
        """What the box of a ruling or of a statement of absence says."""
        known: Context | None = _read_back.get(digest)
        if known is None:
            held = _decode_content(self._json(digest))
            known = _kept(digest, Context(held["key"], held["position"], held["content"]))
        return known

    def _json(self, digest: bytes) -> bytes:
        found = self._run(_JSON, {"digest_": digest})
        return checked(digest, found[0][0] if found else None)
