"""The matrix of a case in text: moments downwards, as known then and as known now beside it, and what differs."""

from collections.abc import Mapping

from cli.answers.cases import outcomes_differ
from cli.text.drawn_tables import drawn
from cli.text.layout import Page
from cli.words.cases import saying
from cli.words.dates import date_words
from cli.words.lines import country_words, reading_words
from cli.words.problems import problem_words
from cli.words.reasoning import moment_name, outcome_words
from cli.words.terms import EVENTS, Lang, called, capital
from infrastructure.casework import Comparison, MatrixCell, MatrixRow, NewFact

COMPARE_WIDTH = 80
"""The matrix is for a terminal of the usual size, and for a printed page."""


def compare_text(
    comparison: Comparison,
    events: Mapping[str, str],
    lang: Lang,
    *,
    width: int = COMPARE_WIDTH,
    colour: bool = False,
) -> str:
    """Every moment twice; below it what made the difference, and what became public between the moments.

    `events`: the topic of each entry that is named, by key; without one the key stands alone.
    """
    page = Page(width, colour)
    case = comparison.case
    country = country_words(case.country, lang)
    page.line(saying("compare-title", lang, case=case.reference, country=country), style="title")
    page.line(reading_words(comparison.reading, lang))
    page.blank()
    _matrix(page, comparison, lang)
    _problems(page, comparison, lang)
    _causes(page, comparison, events, lang)
    _new_facts(page, comparison.new_facts, events, lang)
    return page.text()


def _matrix(page: Page, comparison: Comparison, lang: Lang) -> None:
    heads = ["", *(saying(each, lang) for each in ("moment", "then", "now"))]
    rows = [
        [
            _signs(row),
            f"{capital(moment_name(row.moment, lang))}\n{date_words(row.day, lang)}",
            _cell(row.then, _mark(row.changed_since_previous, "changed", lang), lang),
            _cell(row.now, _difference_mark(row, lang), lang),
        ]
        for row in comparison.rows
    ]
    for line in drawn(heads, rows, page.width, ratios=(None, 7, 10, 10), lines=True):
        page.exact(line)
    signs = {sign for row in comparison.rows for sign in _signs(row)}
    for sign, name in (("≠", "sign-differs"), ("~", "sign-inputs"), ("↓", "sign-changed")):
        if sign in signs:
            page.line(saying(name, lang), hang=3)
    if not signs & {"≠", "~"}:
        page.line(saying("all-agree", lang))


def policy_differs(row: MatrixRow) -> bool:
    """Does the same outcome rest on policy that stands differently now?"""
    then, now = row.then.replay, row.now.replay
    if then is None or now is None or outcomes_differ(row):
        return False
    return bool(row.causes) or then.inputs != now.inputs


def _signs(row: MatrixRow) -> str:
    differs = "≠" if outcomes_differ(row) else "~" if policy_differs(row) else ""
    return differs + ("↓" if row.changed_since_previous else "")


def _difference_mark(row: MatrixRow, lang: Lang) -> str:
    return _mark(outcomes_differ(row), "differs", lang) or _mark(policy_differs(row), "policy-differs", lang)


def _mark(marked: bool, name: str, lang: Lang) -> str:
    return f"({saying(name, lang)})" if marked else ""


def _cell(cell: MatrixCell, mark: str, lang: Lang) -> str:
    told = f"{cell.replay.rule}  {outcome_words(cell.replay.outcome, lang)}" if cell.replay else ""
    return "\n".join(each for each in (told or saying("cannot-tell", lang), mark) if each)


def _problems(page: Page, comparison: Comparison, lang: Lang) -> None:
    told: dict[str, list[str]] = {}
    for row in comparison.rows:
        for cell in (row.then, row.now):
            problem = (cell.reason and problem_words(cell.reason, lang, to_do=True)) or cell.problem
            if cell.replay is None and row.moment not in told.setdefault(problem, []):
                told[problem].append(row.moment)
    if not told:
        return
    page.blank()
    page.line(saying("problems", lang), style="title")
    for problem, moments in told.items():
        names = ", ".join(capital(moment_name(each, lang)) for each in moments)
        page.line(f"{names}: {problem}", indent=2, hang=4)


def _causes(page: Page, comparison: Comparison, events: Mapping[str, str], lang: Lang) -> None:
    rows = [row for row in comparison.rows if row.causes or outcomes_differ(row)]
    if not rows:
        return
    page.blank()
    page.line(saying("causes", lang), style="title")
    for row in rows:
        moment = capital(moment_name(row.moment, lang))
        then, now = (
            outcome_words(cell.replay.outcome, lang) if cell.replay else saying("cannot-tell", lang)
            for cell in (row.then, row.now)
        )
        name = "cause-now" if outcomes_differ(row) else "cause-policy"
        page.line(saying(name, lang, moment=moment, then=then, now=now), indent=2, hang=4)
        for key in row.causes:
            page.line(f"– {entry_words(key, events, lang)}", indent=4, hang=6)
        if not row.causes:
            page.line(f"– {saying('cause-none', lang)}", indent=4, hang=6)


def entry_words(key: str, events: Mapping[str, str], lang: Lang) -> str:
    """`article 15(c) area designated [ml/letter-15c]`."""
    return f"{called(EVENTS, events[key], lang)} [{key}]" if key in events else f"[{key}]"


def _new_facts(page: Page, new_facts: tuple[NewFact, ...], events: Mapping[str, str], lang: Lang) -> None:
    page.blank()
    if not new_facts:
        page.line(saying("new-facts-none", lang))
        return
    page.line(saying("new-facts", lang), style="title")
    groups: dict[tuple[str, str], list[NewFact]] = {}
    for each in new_facts:
        groups.setdefault((each.after, each.by), []).append(each)
    for (after, by), facts in groups.items():
        names = {"after": moment_name(after, lang), "by": moment_name(by, lang)}
        page.line(saying("new-facts-between", lang, **names), indent=2)
        for each in facts:
            kind = called(EVENTS, each.kind, lang)
            title = f": {each.title}" if each.title else ""
            page.line(f"– {date_words(each.public_on, lang)}: {kind}{title} [{each.key}]", indent=4, hang=6)
