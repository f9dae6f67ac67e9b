"""Tables drawn with box characters for a page of text; the same on every terminal and every machine."""

import io
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from cli.words.printable import clean

_TALL: Final = 1_000_000  # rich asks the terminal unless both sides are given

_NARROW: Final = 60


def drawn(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    ratios: Sequence[int | None] = (),
    right: Sequence[int] = (),
    lines: bool = False,
) -> list[str]:
    """A table of at most `width` columns; cells wrap, and a line feed in a cell starts a new line of it. On a page too
    narrow for columns each row is told cell by cell, below one another.

    Args:
        ratios: how columns share the width that is left; None for a column as wide as what is in it.
        right: the columns set to the right.
        lines: with a line between rows.
    """
    if width < _NARROW:
        return list(_told(heads, rows, width))
    grid = Grid(box=box.SQUARE, show_lines=lines, expand=any(ratios), pad_edge=True)
    for place, head in enumerate(heads):
        ratio = ratios[place] if ratios else None
        grid.add_column(
            Text(clean(head)),
            ratio=ratio,
            no_wrap=bool(ratios) and ratio is None,
            justify="right" if place in right else "left",
            overflow="fold",
        )
    for row in rows:
        grid.add_row(*(Text("\n".join(map(clean, cell.split("\n")))) for cell in row))
    written = io.StringIO()
    console = Console(
        file=written,
        width=width,
        height=_TALL,
        color_system=None,
        force_terminal=False,
        legacy_windows=False,
        emoji=False,
        markup=False,
        highlight=False,
    )
    console.print(grid)
    return [line.rstrip() for line in written.getvalue().splitlines()]


def _told(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Each cell after its head, a blank line after each row."""
    for row in rows:
        for head, cell in zip(heads, row, strict=True):
            lines = [each for each in map(clean, cell.split("\n")) if each]
            for place, line in enumerate(lines):
                lead = f"{clean(head)}: " if head and not place else "  " if head else ""
                yield from textwrap.wrap(
                    line,
                    width,
                    initial_indent=lead,
                    subsequent_indent="  ",
                    break_long_words=False,
                    break_on_hyphens=False,
                )
        yield ""
