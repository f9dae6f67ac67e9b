"""What ships with the package: the default framework and the Mali chronicle."""

import hashlib
import os
from pathlib import Path
from typing import Final

from infrastructure.chronicle import Draft
from infrastructure.ledger import Ledger, create_ledger

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


def init_ledger(url: str | os.PathLike[str], *, origin: str, actor: str) -> Ledger:
    """Make a ledger whose first entry adopts the default framework, and open it.

    Raises:
        Conflict: there is one already.
        UnusableLedger: something else is there.
    """
    ledger = create_ledger(url, origin=origin)
    draft, documents = default_framework()
    ledger.append([draft], actor=actor, documents=documents)
    return ledger
