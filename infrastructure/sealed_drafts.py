"""Drafts that come with values sealed: opened by what was given with them, and by what the ledger has of them already.

How a value is opened is in `proof/sealed.py`. Read next: `admission.py`, who has drafts opened before it reads them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from domain.events import EntryErased
from domain.sealing import UNNAMED, Withheld, dotted
from infrastructure.chronicle import Draft
from infrastructure.projections.references import References
from infrastructure.proof.sealed import Opened, SealBroken, digests_in, open_sealed
from infrastructure.unsealing import Unsealing


class SealedDrafts:
    """The sealed values of some drafts.

    What an entry says was erased, on record or among the drafts, is not opened: an old disclosure does not bring it
    back.
    """

    def __init__(self, connection: Connection, references: References, given: Mapping[str, str]) -> None:
        """`given`: what discloses values, by digest."""
        self._unsealing = Unsealing(connection)
        self._references = references
        self._given = given
        self._opened: dict[str, Opened] = {}
        self._erased: dict[str, tuple[str, str]] = {}
        self._standing_in: dict[str, str] = {}

    def look_through(self, drafts: Sequence[Draft]) -> None:
        """Take in which values are erased; before any draft is opened.

        Raises:
            SealBroken: a disclosure was given that no draft asks for.
        """
        asked = {digest for draft in drafts for digest in digests_in(draft.fields)}
        if asked:
            self._erased.update(self._unsealing.erased())
        self._erased.update(each for draft in drafts for each in _erased_by(draft))
        unasked = sorted(self._given.keys() - asked)
        if unasked:
            raise SealBroken(
                f"no entry asks for the disclosure with the digest {unasked[0]}: it was changed, or is of another "
                "chronicle; give the disclosures that were made with this one"
            )

    def unsealed(self, draft: Draft) -> Draft:
        """The draft with disclosed values in the place of their digests, and without the digests of others.

        Raises:
            SealBroken: what discloses its values does not fit, or is that of another entry.
        """
        digests = list(digests_in(draft.fields))
        if not digests:
            return draft
        for each in digests:
            other = self._other_than(draft.key, each)
            if other:
                raise SealBroken(f"the digest {each} stands in the entry {other} already")
        known = {**self._references.disclosures_of(draft.key), **self._given}
        held = [each for each in dict.fromkeys(digests) if each in known and each not in self._erased]
        opened = open_sealed(draft.fields, [known[each] for each in held])
        if any(path[-1] != UNNAMED for path, _ in opened.missing):
            raise SealBroken("only members of a map can be sealed in an entry, not elements of a list")
        self._opened[draft.key] = opened
        return replace(draft, fields=opened.content)

    def _other_than(self, key: str, digest: str) -> str:
        """The other entry that a digest belongs to; empty where there is none."""
        erased_of, _ = self._erased.get(digest, ("", ""))
        owners = (self._standing_in.setdefault(digest, key), erased_of, self._unsealing.entry_of(digest))
        return next((each for each in owners if each not in ("", key)), "")

    def opened(self, key: str) -> Opened:
        """What was found in the draft with this key."""
        return self._opened.get(key, Opened({}))

    def withheld(self, key: str) -> tuple[Withheld, ...]:
        """The values of a draft that are not at hand, by the names under which they were erased."""
        return tuple(
            Withheld(self._erased.get(digest, ("", dotted(path)))[1], digest)
            for path, digest in self.opened(key).missing
        )

    def undisclosed(self, key: str) -> Iterator[str]:
        """Where in a draft values stand that are not disclosed, and that nobody says were erased."""
        yield from (dotted(path[:-1]) for path, digest in self.opened(key).missing if digest not in self._erased)


def _erased_by(draft: Draft) -> Iterator[tuple[str, tuple[str, str]]]:
    """By digest, the entry and the field that a draft says were erased; it may be faulty still."""
    if draft.topic != EntryErased.TOPIC:
        return
    named: Any = draft.fields.get("erased")
    for each in named if isinstance(named, list) else ():
        match each:
            case {"field": str(field), "digest": str(digest)}:
                yield digest, (str(draft.fields.get("entry")), field)
