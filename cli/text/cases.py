"""Cases as a lawyer reads them: the file, the list, and a replay as a short reasoned note that can be pasted.

The matrix of moments is in `compare.py`, impact and counts in `impact.py`, frameworks in `frameworks.py`; the words are
in `words/cases.py` and `words/reasoning.py`.
"""

from collections.abc import Iterable

from cli.text.drawn_tables import drawn
from cli.text.layout import WIDTH, Page
from cli.text.sealing import withheld_words
from cli.text.sources import Sources, told_cites
from cli.words.cases import saying
from cli.words.dates import date_words, day_words
from cli.words.lines import clocks_words, country_words, element_title, reading_words
from cli.words.reasoning import (
    caveat_words,
    coded_outcome,
    facts_lines,
    input_value_words,
    input_words,
    moment_name,
    outcome_words,
    rule_text,
    verdict_words,
)
from cli.words.terms import Lang, capital, status_words, word
from domain.cases import CaseFile, Caveat
from domain.events import Facts
from infrastructure.answers import Moment
from infrastructure.casework import Because, CaseCard, Replay

# -- show and list ----------------------------------------------------------------------------------------------------


def case_text(case: CaseFile, moment: Moment, lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """What the ledger knows of one case: facts, moments, what was decided, and the entries it stands in."""
    page = Page(width, colour, label=24)
    title = saying("case-title", lang, case=case.reference, country=country_words(case.country, lang))
    page.line(title, style="title")
    clocks = clocks_words(None, None, moment, lang).rpartition(" · ")[2]
    page.line(capital(clocks))
    if case.number:
        page.field(saying("case-number", lang), case.number, indent=0)
    for each in case.withheld:
        page.line(withheld_words(each, lang), style="warning", hang=2)
    page.blank()
    page.line(saying("facts", lang), style="title")
    _facts(page, case.facts, lang)
    page.blank()
    page.line(saying("moments", lang), style="title")
    for name, day in case.moments.items():
        page.field(capital(moment_name(name, lang)), date_words(day, lang))
    if not case.moments:
        page.line(saying("no-moments", lang), indent=2)
    page.blank()
    page.line(saying("assessed", lang), style="title")
    page.line(_assessed(case, lang), indent=2)
    page.blank()
    page.field(saying("case-entries", lang), ", ".join(case.entries), indent=0)
    return page.text()


def _assessed(case: CaseFile, lang: Lang) -> str:
    if case.assessed is None:
        return saying("not-assessed", lang)
    outcome = coded_outcome(case.assessed.outcome, lang)
    told = saying("assessed-as", lang, outcome=outcome, framework=case.assessed.framework)
    if case.assessed.tree_size is not None:
        told += f"; {saying('ledger-then', lang, size=case.assessed.tree_size)}"
    return told


def cases_text(cards: Iterable[CaseCard], lang: Lang, *, width: int = WIDTH) -> str:
    """Every case on one line of a table."""
    rows = [
        [
            card.reference,
            country_words(card.country, lang),
            card.decision.isoformat() if card.decision else saying("unknown", lang),
            outcome_words(card.outcome, lang) if card.outcome else "–",
            card.framework or "–",
        ]
        for card in cards
    ]
    if not rows:
        return saying("no-cases", lang)
    heads = [saying(each, lang) for each in ("case", "country", "decided", "outcome", "framework")]
    return "\n".join(drawn(heads, rows, width)).rstrip("\n")


# -- replay -----------------------------------------------------------------------------------------------------------


def replay_text(
    replay: Replay,
    sources: Sources,
    lang: Lang,
    *,
    case: CaseFile | None = None,
    width: int = WIDTH,
    colour: bool = False,
) -> str:
    """A replay as a reasoned note: the question, the answer first, then what it rests on and what it leaves open.

    `sources`: the registrations of what is cited. `case`: the file the replay was made from; without it only the facts
    that the framework asks for are told.
    """
    page = Page(width, colour, label=24)
    day = day_words(replay.on, lang)
    page.line(saying("replay-title", lang, case=replay.case, day=day), style="title")
    _section(page, saying("asked", lang))
    page.line(_question(replay, lang))
    _section(page, saying("conclusion", lang))
    _conclusion(page, replay, lang)
    _section(page, saying("facts-taken", lang))
    _facts(page, case.facts if case else _facts_of(replay), lang)
    _section(page, saying("policy", lang))
    _policy(page, replay, sources, lang)
    _section(page, saying("given", lang))
    for name, value in replay.inputs.items():
        told = input_value_words(name, value, lang)
        page.line(f"– {input_words(name, lang)}: {told}", indent=2, hang=4)
    _section(page, saying("caveats", lang))
    _caveats(page, replay.caveats, lang)
    _section(page, saying("compared", lang))
    page.line(verdict_words(replay, lang), style="warning" if replay.verdict == "differs" else "")
    _section(page, saying("basis", lang))
    _basis(page, replay, lang)
    return page.text()


def _facts(page: Page, facts: Facts, lang: Lang) -> None:
    told = list(facts_lines(facts, lang))
    for label, words in told:
        page.field(label, words)
    if not told:
        page.line(saying("no-facts", lang), indent=2)


def _facts_of(replay: Replay) -> Facts:
    """The facts among what the framework was given."""
    given = {name: replay.inputs.get(name, "") for name in ("origin", "individual_grounds", "ipa_reasonable")}
    return Facts(**given)  # type: ignore[arg-type]


def _section(page: Page, title: str) -> None:
    page.blank()
    page.line(title, style="title")


def _question(replay: Replay, lang: Lang) -> str:
    day = day_words(replay.on, lang)
    when = saying("when-moment", lang, day=day, moment=moment_name(replay.moment, lang)) if replay.moment else day
    return saying(f"asked-{replay.known}", lang, country=country_words(replay.country, lang), when=when)


def _conclusion(page: Page, replay: Replay, lang: Lang) -> None:
    outcome = capital(coded_outcome(replay.outcome, lang))
    concludes = saying("concludes", lang, outcome=outcome, rule=replay.rule, title=replay.framework.title)
    page.line(concludes, style="title")
    reason = rule_text(replay.rule_texts, lang)
    if reason:
        page.line(reason)
    basis = replay.rule_texts.get("legal-basis", "")
    if basis:
        page.line(saying("legal-basis", lang, basis=basis))


def _policy(page: Page, replay: Replay, sources: Sources, lang: Lang) -> None:
    if not replay.because:
        page.line(saying("policy-none", lang))
    told_before: set[str] = set()
    for place, each in enumerate(replay.because):
        if place:
            page.blank()
        _because(page, each, sources, lang, told_before)


def _because(page: Page, because: Because, sources: Sources, lang: Lang, told_before: set[str]) -> None:
    page.line(element_title(because.element, because.kind, lang), indent=2, hang=4)
    page.field(saying("because-of", lang), input_words(because.input, lang), indent=4)
    page.field(word("status", lang), status_words(because.status, lang), indent=4)
    for entry in because.entries:
        page.field(saying("act", lang), entry, indent=4)
        cites = [
            {"source": cite.source, "at": cite.at, "quote": cite.quote} for cite in because.cites if cite.entry == entry
        ]
        if cites:
            told_cites(page, cites, sources, lang, word("source", lang), indent=4, told_before=told_before)
        else:
            page.field(word("source", lang), word("no-source", lang), indent=4)


def _caveats(page: Page, caveats: Iterable[Caveat], lang: Lang) -> None:
    told = list(dict.fromkeys(caveat_words(each, lang) for each in caveats))
    for number, sentence in enumerate(told, 1):
        page.line(f"{number}. {sentence}", indent=2, hang=5)
    if not told:
        page.line(saying("caveats-none", lang), indent=2)


def _basis(page: Page, replay: Replay, lang: Lang) -> None:
    moment = Moment(replay.position, replay.recorded_at)
    clocks = clocks_words(replay.on, replay.public_by, moment, lang)
    page.line(f"{capital(clocks)}.")
    page.line(f"{reading_words(replay.reading, lang)}.")
    card = replay.framework
    applies = date_words(card.applies_from, lang)
    page.line(f"{saying('framework-line', lang, slug=card.slug, day=applies, sha256=card.sha256)}.")


def cited_sources(replay: Replay) -> set[str]:
    """The sources that the note names."""
    return {cite.source for each in replay.because for cite in each.cites}
