"""The story that `kroniek demo` tells: the policy for Mali, asked at four points, and what an auditor finds."""

from datetime import date
from pathlib import Path

import click

from cli import answers, text
from cli.words import word
from domain.dates import Point
from domain.errors import FaultyChronicle
from infrastructure.chronicle import read_chronicle
from infrastructure.ledger import Ledger, create_ledger, open_ledger

MALI = Path(__file__).parent.parent / "infrastructure" / "data" / "mali" / "mali.yaml"

STEPS = (
    ("demo-before", Point(date(2022, 11, 22)), "kroniek show ML --on 2022-11-22"),
    ("demo-advised", Point(date(2022, 12, 1)), "kroniek show ML --on 2022-12-01"),
    (
        "demo-not-public",
        Point(date(2022, 12, 1), date(2022, 12, 1)),
        "kroniek show ML --on 2022-12-01 --public-by 2022-12-01",
    ),
    ("demo-announced", Point(date(2023, 1, 11)), "kroniek show ML --on 2023-01-11"),
)


def tell(folder: Path, actor: str, lang: str) -> None:
    """Make the ledger in `folder` and print the story in English or Dutch."""
    path = folder / "kroniek.db"
    with create_ledger(path, origin="kroniek-demo"):
        pass
    faults: list[object] = []
    chronicle = read_chronicle(MALI, faults)  # type: ignore[arg-type]
    if faults:
        raise FaultyChronicle(faults)  # type: ignore[arg-type]
    with open_ledger(path) as ledger:
        result = ledger.append(chronicle.drafts, actor=actor, documents=chronicle.documents)
        click.echo(word("demo-title", lang))
        click.echo("$ kroniek import mali.yaml")
        click.echo(text.appended_text(result, lang, dry_run=False))
        for name, point, command in STEPS:
            _show(ledger, word(name, lang), point, command, lang)
        click.echo(f"\n{word('demo-audit', lang)}\n\n$ kroniek audit ML")
        click.echo(text.findings_text(ledger.audit(date(2023, 1, 12), "ML"), lang))
    click.echo(
        f"\n{word('demo-next', lang)}\n  cd {folder}\n  kroniek why ML/article-15c --on 2023-01-11\n  kroniek timeline ML\n  kroniek entries"
    )


def _show(ledger: Ledger, told: str, point: Point, command: str, lang: str) -> None:
    state = ledger.state("ML", point)
    cited = {cite.source for element in state.elements for cite in element.cites}
    click.echo(f"\n{told}\n\n$ {command}")
    click.echo(text.state_text(state, ledger.sources(cited), None, lang))


__all__ = ["answers", "tell"]
