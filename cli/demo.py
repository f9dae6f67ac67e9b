"""The story that `kroniek demo` tells: the policy for Mali at four points, a replayed case, what an auditor finds."""

from datetime import date
from pathlib import Path

import click

from cli.options import Lang, paper
from cli.text.changes import appended_text
from cli.text.policy import state_text
from cli.text.record import findings_text
from cli.text.sources import sources_of_state
from cli.words.terms import word
from domain.dates import Point
from domain.errors import Fault, FaultyChronicle
from infrastructure.chronicle import Draft, read_chronicle
from infrastructure.defaults import FRAMEWORK, MALI, init_ledger
from infrastructure.ledger import Ledger

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

CASE = (
    Draft(
        "case/example/1",
        "case.opened",
        {
            "case": "example",
            "country": "ML",
            "facts": {
                "habitual_residence": "ML-7",
                "origin": "established",
                "individual_grounds": "none",
                "ipa_reasonable": "not-assessed",
            },
            "moments": {"application": "2022-09-01", "decision": "2023-01-20"},
        },
    ),
    Draft(
        "case/example/2",
        "case.assessed",
        {"case": "example", "outcome": "internal-protection-available", "framework": FRAMEWORK},
    ),
)
"""An invented case: somebody from Gao, refused because Bamako was held to be an alternative without looking further."""


def tell(folder: Path, actor: str, lang: Lang) -> None:
    """Make the ledger in `folder` and print the story in English or Dutch."""
    faults: list[Fault] = []
    chronicle = read_chronicle(MALI, faults)
    if faults:
        raise FaultyChronicle(faults)
    with init_ledger(folder / "kroniek.db", origin="kroniek-demo", actor=actor) as ledger:
        result = ledger.append(chronicle.drafts, actor=actor, documents=chronicle.documents)
        click.echo(f"{word('demo-title', lang)}\n\n$ kroniek import mali.yaml")
        click.echo(appended_text(result, lang, dry_run=False, **paper()))
        for name, point, command in STEPS:
            _show(ledger, word(name, lang), point, command, lang)
        _replay(ledger, actor, lang)
        click.echo(f"\n{word('demo-audit', lang)}\n\n$ kroniek audit ML --today 2023-01-12")
        click.echo(findings_text(ledger.audit(date(2023, 1, 12), "ML"), lang, **paper()))
    click.echo(f"\n{word('demo-next', lang)}\n  cd {folder}")
    for command in ("why ML/article-15c --on 2023-01-11", "timeline ML", "case compare example", "entries"):
        click.echo(f"  kroniek {command}")


def _show(ledger: Ledger, told: str, point: Point, command: str, lang: Lang) -> None:
    state = ledger.state("ML", point)
    click.echo(f"\n{told}\n\n$ {command}")
    click.echo(state_text(state, ledger.sources(sources_of_state(state)), None, lang, **paper()))


def _replay(ledger: Ledger, actor: str, lang: Lang) -> None:
    from cli.text.cases import cited_sources, replay_text
    from cli.words.cases import word as case_word

    ledger.append(CASE, actor=actor)
    replay = ledger.replay("example")
    click.echo(f"\n{case_word('demo-case', lang)}\n\n$ kroniek case replay example")
    click.echo(replay_text(replay, ledger.sources(cited_sources(replay)), lang, case=ledger.case("example"), **paper()))
