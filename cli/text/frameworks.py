"""Frameworks in text: the decision table drawn, the list of what was adopted, and what is wrong with a table."""

from collections.abc import Iterable, Sequence

from cli.text.drawn_tables import drawn
from cli.text.layout import WIDTH, Page
from cli.words.cases import INPUTS, saying
from cli.words.dates import date_words
from cli.words.printable import clean
from cli.words.reasoning import input_value_words, input_words, outcome_words, rule_text
from cli.words.terms import Lang, listed
from domain.frameworks import Adoption, Cell, Framework, FrameworkFault, Input, Rule
from infrastructure.casework import FrameworkCard


def frameworks_text(cards: Iterable[FrameworkCard], lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """Every adoption in ledger order."""
    page = Page(width, colour)
    for card in cards:
        page.blank()
        page.line(card.slug, style="title")
        _card(page, card, lang)
    return page.text() or saying("no-frameworks", lang)


def _card(page: Page, card: FrameworkCard, lang: Lang) -> None:
    page.field(saying("title", lang), card.title)
    page.field(saying("applies-from", lang), date_words(card.applies_from, lang))
    page.field(saying("digest", lang), card.sha256)
    page.field(saying("entry", lang), f"{card.key}, @{card.position}")


def framework_text(
    framework: Framework, card: FrameworkCard | None, lang: Lang, *, width: int = WIDTH, colour: bool = False
) -> str:
    """The table rule by rule: when it fires, what it gives, why, and by what law. Cells that accept anything are left
    out, so that a row says in words what it asks."""
    page = Page(width, colour)
    page.line(f"{framework.title} [{card.slug}]" if card else framework.title, style="title")
    if framework.description:
        page.line(_in_language(framework.description, lang))
    if card:
        page.blank()
        _card(page, card, lang)
    page.blank()
    page.line(saying("first-hit", lang))
    rows = [_row(rule, framework.inputs, lang) for rule in framework.rules]
    heads = [saying(each, lang) for each in ("rule", "when", "then-outcome")]
    for line in drawn(heads, rows, page.width, ratios=(None, 9, 11), lines=True):
        page.exact(line)
    page.blank()
    page.line(saying("inputs", lang), style="title")
    for column in framework.inputs:
        values = listed([input_value_words(column.name, each, lang) for each in column.values], lang, "or")
        page.line(f"– {column_words(column, lang)} ({column.name}): {values}", indent=2, hang=4)
    return page.text()


def column_words(column: Input, lang: Lang) -> str:
    """What a column asks for: our words for inputs we know, the table's own label for others."""
    return input_words(column.name, lang) if column.name in INPUTS or not column.label else column.label


def _in_language(description: str, lang: Lang) -> str:
    """Of a description in two languages, parted by ` / ` as in the table that ships with the house, the one asked."""
    english, parted, dutch = description.partition(" / ")
    return (dutch if lang == "nl" else english) if parted else description


def _row(rule: Rule, inputs: Sequence[Input], lang: Lang) -> list[str]:
    asked = [
        f"{column_words(column, lang)}: {_cell(column, cell, lang)}"
        for column, cell in zip(inputs, rule.cells, strict=True)
        if not cell.is_any
    ]
    gives = [outcome_words(rule.outcome, lang).upper()]
    text = rule_text(dict(rule.annotations), lang)
    if text:
        gives.append(text)
    basis = rule.annotation("legal-basis")
    if basis:
        gives.append(saying("legal-basis", lang, basis=basis))
    return [rule.id, "\n".join(asked) or saying("always", lang), "\n".join(gives)]


def _cell(column: Input, cell: Cell, lang: Lang) -> str:
    """The values in the order of the column."""
    named = [input_value_words(column.name, each, lang) for each in column.values if each in cell.values]
    values = listed(named, lang, "or")
    return saying("not", lang, values=values) if cell.negated else values


def adoption_text(adoption: Adoption, lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """A table that passed every check, with the rules that never decide."""
    page = Page(width, colour)
    framework = adoption.framework
    page.line(framework.title, style="title")
    page.field("SHA-256", framework.sha256, indent=0)
    page.line(saying("no-faults", lang))
    page.line(
        saying(
            "complete",
            lang,
            rules=len(framework.rules),
            inputs=len(framework.inputs),
            combinations=f"{framework.combinations:,}" if lang == "en" else f"{framework.combinations}",
        )
    )
    if adoption.unreachable:
        page.line(saying("unreachable", lang, rules=", ".join(adoption.unreachable)), style="warning")
    else:
        page.line(saying("all-reachable", lang))
    return page.text()


def faults_text(faults: Sequence[FrameworkFault], lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """Every fault with its line, rule and column; the sentences are those of the checks, in English."""
    page = Page(width, colour)
    count = saying("faults-one" if len(faults) == 1 else "faults", lang, count=len(faults))
    page.line(f"{saying('cannot-adopt', lang)} {count}:", style="title")
    for fault in faults:
        where = [
            saying("of-line", lang, line=fault.line) if fault.line is not None else "",
            saying("of-rule", lang, rule=clean(fault.rule)) if fault.rule else "",
            saying("of-column", lang, column=clean(fault.column)) if fault.column else "",
        ]
        told = ", ".join(each for each in where if each)
        page.line(f"– {told}: {fault.sentence}" if told else f"– {fault.sentence}", indent=2, hang=4)
    return page.text()
