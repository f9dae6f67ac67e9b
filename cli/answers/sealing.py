"""Sealed values as JSON: what is at hand, and what is withheld or was erased. Keys never change."""

from collections.abc import Iterable
from typing import Any

from domain.sealing import Withheld, dotted
from infrastructure.disclosing import SealedEntry


def withheld_json(withheld: Iterable[Withheld]) -> list[dict[str, Any]]:
    return [
        {
            "field": each.path,
            "digest": each.digest,
            "erased_by": each.erasure or None,
            "erased_on": str(each.erased_on) if each.erased_on else None,
            "reason": each.reason or None,
        }
        for each in withheld
    ]


def sealed_json(sealed: SealedEntry) -> dict[str, Any]:
    return {
        "key": sealed.key,
        "position": sealed.position,
        "sealed": [dotted(each.path) for each in sealed.disclosures],
        "withheld": withheld_json(sealed.withheld),
    }
