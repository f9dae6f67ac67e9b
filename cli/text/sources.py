"""What an answer rests on, in text: sources with their verbatim words, rulings, statements that there was no policy."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cli.text.layout import Page
from cli.words.dates import date_words
from cli.words.lines import dated
from cli.words.terms import CONFIDENTIALITIES, OUTCOMES, SOURCE_KINDS, Lang, called, kind_words, listed, say, word
from cli.words.values import identifier_words, scope_words
from domain import content
from domain.events import Event, Holding, RulingRecorded, SourceRegistered
from domain.policy import ElementState
from infrastructure.answers import Context, CountryState, Reasons

Sources = Mapping[str, SourceRegistered]


def sources_of_state(state: CountryState) -> set[str]:
    """The sources that the text of `show` names: of acts, rival assertions, rulings and statements of absence."""
    found = {cite.source for element in state.elements for cite in element.cites}
    found |= {slug for element in state.elements for each in element.disputes for slug in each.sources}
    return found | _of_contexts((*state.rulings, *state.absences))


def sources_of_reasons(reasons: Reasons) -> set[str]:
    """The sources that the text of `why` names."""
    events: list[Event] = [act.event for act in reasons.acts]
    events += [each.event for remarks in reasons.annotations.values() for each in remarks]
    events += [each.entry.event for act in reasons.acts for each in act.disputes]
    events += [each.entry.event for each in reasons.left_out]
    return {cite.source for event in events for cite in event.cites} | _of_contexts(reasons.rulings)


def _of_contexts(contexts: Iterable[Context]) -> set[str]:
    return {cite["source"] for each in contexts for cite in each.content.get("cites", ())}


def source_words(slug: str, sources: Sources, lang: Lang) -> str:
    """Title, kind, author, identifiers and dates of a source; the slug where its registration is not at hand."""
    source = sources.get(slug)
    if source is None:
        return say("unnamed-source", lang, slug=slug)
    told = [called(SOURCE_KINDS, source.kind, lang), source.author, identifier_words(source.identifiers)]
    told += [dated("source-created", source.created_on, lang), dated("source-signed", source.signed_on, lang)]
    told.append(_publicity(source, lang))
    return f"{source.title} — {'; '.join(each for each in told if each)}"


def _publicity(source: SourceRegistered, lang: Lang) -> str:
    known = source.public_on is not None and not source.public_on.is_unknown
    when = dated("source-public", source.public_on, lang) if known else word("public-unknown", lang)
    if source.confidentiality == "public":
        return when
    return f"{called(CONFIDENTIALITIES, source.confidentiality, lang)}, {when}"


def source_title(slug: str, sources: Sources, lang: Lang) -> str:
    return sources[slug].title if slug in sources else say("unnamed-source", lang, slug=slug)


def quote_words(at: str, quote: str) -> str:
    """`15c-situatie: „heb ik besloten ...”`."""
    return ": ".join(each for each in (at, f"„{quote}”" if quote else "") if each)


def told_cites(
    page: Page,
    cites: Iterable[Mapping[str, Any]],
    sources: Sources,
    lang: Lang,
    label: str = "",
    indent: int = 2,
    told_before: set[str] | None = None,
) -> None:
    """Each source once, under it the places and the verbatim words cited from it.

    A source in `told_before` is told by its title alone; the others are added to it.
    """
    before = set() if told_before is None else told_before
    places: dict[str, list[str]] = {}
    for cite in cites:
        told = quote_words(str(cite.get("at", "")), str(cite.get("quote", "")))
        listed_ = places.setdefault(str(cite["source"]), [])
        if told and told not in listed_:
            listed_.append(told)
    for slug, quotes in places.items():
        words = source_title if slug in before else source_words
        page.field(label, words(slug, sources, lang), indent)
        before.add(slug)
        label = ""
        for quote in quotes:
            page.field("", f"– {quote}", indent)


def told_rulings(page: Page, rulings: Sequence[Context], country: str, sources: Sources, lang: Lang) -> None:
    """Rulings as context: which court, when, under which numbers, what it held about the country, and where it says."""
    if not rulings:
        return
    page.blank()
    page.line(word("rulings", lang), style="title")
    for each in rulings:
        ruling = ruling_of(each)
        if ruling is None:
            continue
        page.line(ruling_words(ruling, lang), indent=2, hang=4)
        for holding in ruling.holdings:
            if holding.country == country:
                page.line(holding_words(holding, lang), indent=4)
        titles = dict.fromkeys(source_title(cite["source"], sources, lang) for cite in each.content.get("cites", ()))
        if titles:
            page.line(f"{word('source', lang)}: {'; '.join(titles)}", indent=4)


def ruling_of(context: Context) -> RulingRecorded | None:
    event = content.read("ruling.recorded", context.content)
    return event if isinstance(event, RulingRecorded) else None


def ruling_words(ruling: RulingRecorded, lang: Lang) -> str:
    """`Rechtbank Den Haag, 28 October 2022, NL22.19789, ECLI:... [rb-nl22-19789]`."""
    numbers = ", ".join((*ruling.case_numbers, *([ruling.ecli] if ruling.ecli else [])))
    told = [ruling.court, date_words(ruling.pronounced_on, lang), numbers]
    return f"{', '.join(each for each in told if each)} [{ruling.ruling}]"


def holding_words(holding: Holding, lang: Lang) -> str:
    """What was held, about what, in the words on record."""
    if holding.element:
        subject = f"{holding.country}/{holding.element}"
    else:
        subject = kind_words(holding.kind, lang) if holding.kind else word("policy-at-large", lang)
    if holding.areas:
        subject += f", {scope_words([area.plain() for area in holding.areas], (), lang)}"
    told = f"{subject}: {called(OUTCOMES, holding.outcome, lang)}"
    return f"{told} — {holding.text}" if holding.text else told


def court_words(state: ElementState, rulings: Sequence[Context], lang: Lang) -> list[str]:
    """The rulings that touch an element, each with the outcome of what it held about it."""
    told = []
    known = {ruling.ruling: ruling for each in rulings if (ruling := ruling_of(each)) is not None}
    for slug in state.challenged:
        ruling = known.get(slug)
        if ruling is None:
            told.append(slug)
            continue
        outcomes = [called(OUTCOMES, each.outcome, lang) for each in ruling.holdings if state.touched_by(each)]
        told.append(f"{ruling_words(ruling, lang)}: {listed(list(dict.fromkeys(outcomes)), lang)}")
    return told


def told_absences(page: Page, absences: Sequence[Context], sources: Sources, lang: Lang) -> None:
    """What sources say of days on which there was no country policy."""
    if not absences:
        return
    page.blank()
    page.line(word("absences", lang), style="title")
    for each in absences:
        page.line(say("absence", lang, day=date_words(str(each.content.get("on", "")), lang)), indent=2)
        told_cites(page, each.content.get("cites", ()), sources, lang, indent=4, label=word("source", lang))
