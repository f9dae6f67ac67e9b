"""Ledgers with cases: the Mali chronicle with the default framework, entries as drafts, another framework."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from infrastructure.chronicle import Draft, parse_chronicle, read_chronicle
from infrastructure.defaults import FRAMEWORK, MALI, default_framework, init_ledger
from infrastructure.ledger import Ledger, create_ledger

Entry = dict[str, Any]

FACTS: Entry = {
    "habitual_residence": "ML-7",
    "origin": "established",
    "individual_grounds": "none",
    "ipa_reasonable": "not-assessed",
}
"""Lived in Gao, which is established; no individual grounds; whether Bamako is reasonable was not looked into."""


def drafts(*entries: Mapping[str, Any]) -> list[Draft]:
    """Entries as a chronicle writes them."""
    return [
        Draft(each["key"], each["event"], {name: each[name] for name in each if name not in ("key", "event")})
        for each in entries
    ]


def append(ledger: Ledger, *entries: Mapping[str, Any]) -> None:
    ledger.append(drafts(*entries), actor="test")


def mali_ledger(path: Path) -> Ledger:
    """The default framework, then the Mali chronicle that ships with the product."""
    ledger = init_ledger(path, origin="test", actor="test")
    faults: list[Any] = []
    chronicle = read_chronicle(MALI, faults)
    assert faults == []
    ledger.append(chronicle.drafts, actor="test", documents=chronicle.documents)
    return ledger


def imported(path: Path, ledger: Ledger) -> Ledger:
    """Another ledger made from the export of this one."""
    faults: list[Any] = []
    chronicle = parse_chronicle("".join(ledger.export("yaml")).encode(), "export.yaml", None, faults)
    assert faults == []
    copy = create_ledger(path, origin="copy")
    copy.append(chronicle.drafts, actor="another", documents=chronicle.documents)
    return copy


def case(reference: str, *, country: str = "ML", facts: Entry | None = None, **moments: str) -> Entry:
    """A case opened with the facts of somebody from Gao, some of them replaced (None: left out)."""
    given = {name: value for name, value in {**FACTS, **(facts or {})}.items() if value is not None}
    return {
        "key": f"case/{reference}/opened",
        "event": "case.opened",
        "case": reference,
        "country": country,
        "facts": given,
        "moments": moments,
    }


def assessed(reference: str, outcome: str, framework: str = FRAMEWORK) -> Entry:
    return {
        "key": f"case/{reference}/assessed",
        "event": "case.assessed",
        "case": reference,
        "outcome": outcome,
        "framework": framework,
    }


def adopt(ledger: Ledger, slug: str, applies_from: str, changed: Iterable[tuple[str, str]]) -> None:
    """Adopt the default table with some of its text replaced."""
    import hashlib

    _, documents = default_framework()
    (table,) = documents.values()
    text = table.decode()
    for old, new in changed:
        assert old in text
        text = text.replace(old, new)
    data = text.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    fields = {
        "framework": slug,
        "title": slug,
        "applies_from": applies_from,
        "content": {"sha256": sha256, "name": f"{slug}.dmn", "size": len(data)},
    }
    ledger.append([Draft(f"framework/{slug}", "framework.adopted", fields)], actor="test", documents={sha256: data})
