"""Lists as tables: rows of plain values, and CSV that a spreadsheet opens without obeying what is in it."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from cli.words.printable import clean

_FORMULA: Final = ("=", "+", "-", "@")
_NESTED: Final = frozenset({"value", "possible", "cites", "disputes", "entries"})


_POINT: Final = ("on", "public_by", "recorded_by.position", "recorded_by.recorded_at", "reading")
_STATE: Final = (
    *("kind", "status", "alternatives", "binds", "awaiting_publication", "retroactive", "from", "until"),
    *("areas", "except_areas", "groups", "challenged", "value", "possible", "entries", "disputes", "sources"),
)
ELEMENT_COLUMNS: Final = (*_POINT, "id", *_STATE)
PERIOD_COLUMNS: Final = ("country", "element", "first", "last", *_STATE)
ENTRY_COLUMNS: Final = ("position", "key", "event", "stream", "recorded_at", "actor", "content")
FINDING_COLUMNS: Final = ("code", "entries", "sentence", "country")
CASE_COLUMNS: Final = ("case", "country", "decision", "outcome", "framework")
COUNT_COLUMNS: Final = ("country", "period", "outcome", "cases")
IMPACT_COLUMNS: Final = ("case", "country", "decision", "without", "with", "direction")
FRAMEWORK_COLUMNS: Final = ("slug", "sha256", "title", "applies_from", "evaluator", "key", "position")
"""The columns of each list, for when there are no rows to tell them."""


def csv_text(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> str:
    """Rows as CSV with a header line, also where there are none: maps flattened into dotted columns, lists joined by
    `; `. Columns that a row has besides come last.

    A cell a spreadsheet would read as a formula (it starts with = + - @) gets an apostrophe before it.
    """
    flat = [dict(_flat(row)) for row in rows]
    names = list(dict.fromkeys((*columns, *(name for row in flat for name in row))))
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(_cell(name) for name in names)
    lines.writerows([_cell(row.get(name, "")) for name in names] for row in flat)
    return written.getvalue()


def element_rows(point: Mapping[str, Any], elements: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row per element: the point, then the fields of its JSON; the acts and sources by key."""
    return [{**point, **_row(element)} for element in elements]


def period_rows(
    country: str, periods: Iterable[tuple[str, date | None, date | None, Mapping[str, Any]]]
) -> list[dict[str, Any]]:
    """One row per period (element, first day, day after the last, state); `last` is the last day itself."""
    return [
        {
            "country": country,
            "element": element,
            "first": first.isoformat() if first else "",
            "last": (until - timedelta(days=1)).isoformat() if until else "",
            **{name: value for name, value in _row(state).items() if name != "id"},
        }
        for element, first, until, state in periods
    ]


def entry_rows(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row per entry; its content in one cell, as JSON."""
    return [{**entry, "content": json.dumps(entry["content"], ensure_ascii=False)} for entry in entries]


def _row(element: Mapping[str, Any]) -> dict[str, Any]:
    """An element in one row. Columns are the same whatever the element: values that vary in kind share one cell."""
    return {
        **{
            name: element[name] for name in element if name not in ("value", "possible", "cites", "disputes", "entries")
        },
        "value": "" if element["value"] is None else json.dumps(element["value"], ensure_ascii=False),
        "possible": [each["entry"] for each in element["possible"]],
        "entries": [each["key"] for each in element["entries"]],
        "disputes": [each["entry"] for each in element["disputes"]],
        "sources": list(dict.fromkeys(each["source"] for each in element["cites"])),
    }


def _flat(row: Mapping[str, Any], under: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{under}{name}.")
        else:
            yield f"{under}{name}", value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Sequence) and not isinstance(value, str):
        value = "; ".join(each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in value)
    text = clean(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
