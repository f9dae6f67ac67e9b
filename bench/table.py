"""The table that a run prints, and the same rows as JSON."""

import json
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What a row has to reach, inclusive: bounds on our figure, in the unit of the row, and on the ratio."""

    at_least: float | None = None
    at_most: float | None = None
    ratio_at_least: float | None = None
    ratio_at_most: float | None = None

    def met(self, ours: float | None, ratio: float | None) -> bool | None:
        """None when there is no bar, or when what it is about could not be measured."""
        answers = [
            None if value is None else value >= bound if least else value <= bound
            for value, bound, least in (
                (ours, self.at_least, True),
                (ours, self.at_most, False),
                (ratio, self.ratio_at_least, True),
                (ratio, self.ratio_at_most, False),
            )
            if bound is not None
        ]
        if False in answers:
            return False
        return None if not answers or None in answers else True

    def text(self, unit: str) -> str:
        parts = [
            f"{sign} {_figure(bound)}{after}"
            for sign, bound, after in (
                (">=", self.at_least, f" {unit}"),
                ("<=", self.at_most, f" {unit}"),
                (">=", self.ratio_at_least, "x"),
                ("<=", self.ratio_at_most, "x"),
            )
            if bound is not None
        ]
        return ", ".join(parts)


NO_BAR = Bar()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measurement. `ratio` is ours divided by the peer's; `peer` says who that is, or why there is no figure."""

    row: str
    ours: float | None
    unit: str
    peer: str
    peer_value: float | None
    ratio: float | None
    bar: str
    met: bool | None


def measured(
    row: str, ours: float | None, unit: str, *, peer: str = "", peer_value: float | None = None, bar: Bar = NO_BAR
) -> Row:
    ratio = ours / peer_value if ours is not None and peer_value else None
    return Row(
        row=row,
        ours=ours,
        unit=unit,
        peer=peer,
        peer_value=peer_value,
        ratio=ratio,
        bar=bar.text(unit),
        met=bar.met(ours, ratio),
    )


def as_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def write_json(rows: Iterable[Row]) -> str:
    return json.dumps(as_json(rows), indent=2, ensure_ascii=False) + "\n"


def printed(rows: Sequence[Row], notes: Iterable[str]) -> str:
    """The rows under each other, then what was measured and on what, a paragraph a note."""
    heads = ("work", "ours", "peer", "", "ratio", "bar", "met")
    lines = [heads, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    right = {1, 2, 4}
    text = [
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    text.insert(1, "-" * max(map(len, text)))
    for note in notes:
        text += ["", *textwrap.wrap(note, 118)]
    return "\n".join(text) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.row,
        "not measured" if row.ours is None else f"{_figure(row.ours)} {row.unit}",
        "" if row.peer_value is None else f"{_figure(row.peer_value)} {row.unit}",
        row.peer,
        "" if row.ratio is None else f"{_figure(row.ratio)}x",
        row.bar,
        {True: "yes", False: "NO", None: "-"}[row.met],
    )


def _figure(value: float) -> str:
    """Three figures that matter: 0.0571, 2.3, 1,010, 98,800."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        digits = max(len(str(int(abs(value)))) - 3, 0)
        return f"{int(round(value, -digits)):,}"
    return f"{value:.3g}"
