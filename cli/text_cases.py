"""Cases as a lawyer reads them: the file, the list, and a replay as a short reasoned note that can be pasted.

The matrix of moments is in `text_compare.py`, impact and counts in `text_impact.py`, frameworks in
`text_frameworks.py`; the words are in `words_cases.py`.
"""

from collections.abc import Iterable, Iterator, Mapping

from cli.dates_in_words import date_words, day_words
from cli.drawn_tables import drawn
from cli.fields import CODES
from cli.layout import WIDTH, Page
from cli.text_header import clocks_words, country_words, element_title, reading_words
from cli.text_sealing import withheld_words
from cli.text_sources import Sources, told_cites
from cli.values_in_words import area_words, plain_words
from cli.words import CASE_OUTCOMES, KINDS, Lang, called, status_words, word
from cli.words_cases import CAVEATS, FACTS, INPUT_VALUES, INPUTS, MOMENTS, saying
from domain.cases import CaseFile, Caveat
from domain.events import Facts
from infrastructure.answers import Moment
from infrastructure.casework import Because, CaseCard, Replay

# -- words in a line --------------------------------------------------------------------------------------------------


def outcome_words(outcome: str, lang: Lang) -> str:
    """What an outcome is called; of an outcome of another framework, its code."""
    return called(CASE_OUTCOMES, outcome, lang)


def coded_outcome(outcome: str, lang: Lang) -> str:
    """`internal protection alternative available [internal-protection-available]`."""
    named = outcome_words(outcome, lang)
    return named if named == outcome else f"{named} [{outcome}]"


def moment_name(moment: str, lang: Lang) -> str:
    return called(MOMENTS, moment, lang)


def input_words(name: str, lang: Lang) -> str:
    """What a column of a framework asks for; one it does not know by its name."""
    return called(INPUTS, name, lang)


def input_value_words(name: str, value: object, lang: Lang) -> str:
    """The value of an input in words; one it does not know as it is written."""
    if isinstance(value, bool):
        return word("yes" if value else "no", lang)
    code = f"{name}/{value}"
    return called(INPUT_VALUES if code in INPUT_VALUES else CODES, code, lang).removeprefix(f"{name}/")


def caveat_words(caveat: Caveat, lang: Lang) -> str:
    """A caveat as a full sentence, the element by its name and id; an unknown code with what it is about."""
    if caveat.code not in CAVEATS:
        return ": ".join(each for each in (caveat.code, caveat.element, caveat.entry) if each)
    kind = caveat.element.partition("/")[2]  # unless it was given a name of its own, an element goes by its kind
    element = f"{called(KINDS, kind, lang)} [{caveat.element}]" if kind in KINDS else caveat.element
    return _capital(called(CAVEATS, caveat.code, lang).format(element=element, id=caveat.element, entry=caveat.entry))


def facts_lines(facts: Facts, lang: Lang) -> Iterator[tuple[str, str]]:
    """The label and the words of each fact that is on record."""
    for name in ("origin_area", "habitual_residence"):
        area = getattr(facts, name)
        if area is not None:
            yield called(FACTS, name, lang), area_words(area.plain(), lang)
    if facts.groups:
        yield called(FACTS, "groups", lang), "; ".join(facts.groups)
    for name in ("origin", "individual_grounds", "ipa_reasonable"):
        value = getattr(facts, name)
        if value:
            yield called(FACTS, name, lang), plain_words(name, value, lang)


# -- show and list ----------------------------------------------------------------------------------------------------


def case_text(case: CaseFile, moment: Moment, lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """What the ledger knows of one case: facts, moments, what was decided, and the entries it stands in."""
    page = Page(width, colour, label=24)
    title = saying("case-title", lang, case=case.reference, country=country_words(case.country, lang))
    page.line(title, style="title")
    clocks = clocks_words(None, None, moment, lang).rpartition(" · ")[2]
    page.line(f"{clocks[:1].upper()}{clocks[1:]}")
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
        page.field(_capital(moment_name(name, lang)), date_words(day, lang))
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
    return "\n".join(drawn(heads, rows, width))


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
    outcome = _capital(coded_outcome(replay.outcome, lang))
    concludes = saying("concludes", lang, outcome=outcome, rule=replay.rule, title=replay.framework.title)
    page.line(concludes, style="title")
    reason = rule_text(replay.rule_texts, lang)
    if reason:
        page.line(reason)
    basis = replay.rule_texts.get("legal-basis", "")
    if basis:
        page.line(saying("legal-basis", lang, basis=basis))


def rule_text(texts: Mapping[str, str], lang: Lang) -> str:
    """What a rule says in that language, in another where it has no words in it; empty without any."""
    return texts.get(f"text-{lang}") or texts.get("text-en") or texts.get("text-nl") or ""


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


def verdict_words(replay: Replay, lang: Lang) -> str:
    """Whether the outcome on record is that of the replay, in a sentence."""
    recorded = coded_outcome(replay.recorded_outcome, lang) if replay.recorded_outcome else ""
    return saying(f"verdict-{replay.verdict}", lang, outcome=recorded)


def _basis(page: Page, replay: Replay, lang: Lang) -> None:
    moment = Moment(replay.position, replay.recorded_at)
    clocks = clocks_words(replay.on, replay.public_by, moment, lang)
    page.line(f"{clocks[:1].upper()}{clocks[1:]}.")
    page.line(f"{reading_words(replay.reading, lang)}.")
    card = replay.framework
    applies = date_words(card.applies_from, lang)
    page.line(f"{saying('framework-line', lang, slug=card.slug, day=applies, sha256=card.sha256)}.")


def cited_sources(replay: Replay) -> set[str]:
    """The sources that the note names."""
    return {cite.source for each in replay.because for cite in each.cites}


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
