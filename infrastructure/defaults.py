"""What ships with the package: the default framework and the Mali chronicle."""

import hashlib
import os
from pathlib import Path
from typing import Final

from infrastructure.chronicle import Draft
from infrastructure.ledger import Ledger, create_ledger
from infrastructure.proof.signing import NewKey
from infrastructure.store.datastore import located

DATA: Final = Path(__file__).parent / "data"
MALI: Final = DATA / "mali" / "mali.yaml"

FRAMEWORK: Final = "nl-practice-2023"
APPLIES_FROM: Final = "2001-04-01"
"""The Vreemdelingenwet 2000 applies from this day."""


def default_framework() -> tuple[Draft, dict[str, bytes]]:
    """The entry that adopts the default framework, and its table by SHA-256."""
    path = DATA / "frameworks" / f"{FRAMEWORK}.dmn"
    table = path.read_bytes()
    sha256 = hashlib.sha256(table).hexdigest()
    fields = {
        "framework": FRAMEWORK,
        "title": "Dutch practice of 2023: from policy and facts to an outcome",
        "applies_from": APPLIES_FROM,
        "content": {"sha256": sha256, "name": path.name, "size": len(table)},
    }
    return Draft(f"framework/{FRAMEWORK}", "framework.adopted", fields), {sha256: table}


def init_ledger(url: str | os.PathLike[str], *, origin: str, actor: str, signing_key: str | None = None) -> Ledger:
    """Make a ledger with its signing key, whose first entry adopts the default framework, and open it.

    Args:
        origin: the name of the ledger; "" calls it by its key.
        signing_key: the path of a key, or the key itself as text; by default a new one is made beside the ledger.

    Raises:
        Conflict: there is one already, or a file where its key would be.
        UnusableLedger: something else is there.
        NotFound, Refused, Malformed: the key cannot be used, or the origin is no name of a key.
    """
    place = located(url)
    new = NewKey.choose(signing_key, origin, place)
    ledger = create_ledger(url, new=new)
    try:
        draft, documents = default_framework()
        ledger.append([draft], actor=actor, documents=documents)
    except BaseException:
        # An empty ledger is only half of what was asked for. Nobody else has had the time to write to it.
        ledger.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{place}{suffix}").unlink(missing_ok=True)
        new.take_back()
        raise
    return ledger
