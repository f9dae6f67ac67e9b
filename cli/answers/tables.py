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


def csv_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV with a header line: maps flattened into dotted columns, lists joined by `; `. No rows, no text.

    A cell a spreadsheet would read as a formula (it starts with = + - @) gets an apostrophe before it.
    """
    flat = [dict(_flat(row)) for row in rows]
    columns = list(dict.fromkeys(name for row in flat for name in row))
    if not columns:
        return ""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(_cell(name) for name in columns)
    lines.writerows([_cell(row.get(name, "")) for name in columns] for row in flat)
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
