"""What a report rests on: sources with their verbatim words, rulings, rival assertions, and what was not public."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from cli.dossier.jsonml import JsonML, Node, el, fields, filled, joined
from cli.dossier.record import DIGESTS, Record, Spot
from cli.words.dates import date_words, day_words
from cli.words.dossier import sentence
from cli.words.lines import dated
from cli.words.terms import CONFIDENTIALITIES, EVENTS, OUTCOMES, SOURCE_KINDS, called, kind_words, say, word
from cli.words.values import field_words
from domain.events import RulingRecorded, SourceRegistered, day_public

_DUTCH_SOURCES = frozenset({"decision-memo", "letter-to-parliament", "gazette", "circular", "ruling"})
"""Kinds of which the words are Dutch, whatever the language of the report."""


# -- sources and quotes -----------------------------------------------------------------------------------------------


def source_nodes(record: Record, slug: str) -> list[Node]:
    """A source: the first time with kind, author, identifiers and dates, after that by its title alone."""
    key = record.source_key(slug)
    spot = record.counting(key) if key else None
    if key is None or spot is None:
        return [el("span", say("unnamed-source", record.lang, slug=slug), class_="source")]
    title = el("cite", record.fact(spot.at("title")))
    if slug in record.told:
        return [el("span", title, class_="source")]
    record.told.add(slug)
    return [el("span", title, " — ", *joined(_source_parts(record, key, slug, spot)), class_="source")]


def _source_parts(record: Record, key: str, slug: str, spot: Spot) -> Iterator[list[Node]]:
    lang = record.lang
    if record.has(spot.at("kind")):
        yield [called(SOURCE_KINDS, str(record.value(spot.at("kind"))), lang)]
    if record.has(spot.at("author")):
        yield [record.fact(spot.at("author"))]
    for place in (spot, *_attached(record, slug)):
        yield from _identifiers(record, place.at("identifiers"))
    for name, phrase in (("created_on", "source-created"), ("signed_on", "source-signed")):
        if record.has(spot.at(name)):
            yield [*filled(word(phrase, lang), day=record.date(spot.at(name)))]
    yield _publicity(record, key, spot)
    if record.withheld(spot):
        yield [record.erased(record.withheld(spot))]


def _attached(record: Record, slug: str) -> list[Spot]:
    """Identifiers of a source that became known later."""
    spots = (record.counting(key) for key in record.keys("source.identifier-attached"))
    return [spot for spot in spots if spot and record.value(spot.at("source")) == slug]


def _identifiers(record: Record, spot: Spot) -> Iterator[list[Node]]:
    given = record.value(spot)
    if not isinstance(given, Mapping):
        return
    for name in sorted(name for name in given if name != DIGESTS):
        says_itself = str(given[name]).casefold().startswith(name.casefold())
        yield [*([] if says_itself else [f"{name} "]), record.fact(spot.at(name))]
    if record.withheld(spot):
        yield [record.erased(record.withheld(spot))]


def _publicity(record: Record, key: str, spot: Spot) -> list[Node]:
    public, lang = record.public_on(key), record.lang
    told: list[Node] = [word("public-unknown", lang)]
    if not public.is_unknown:
        told = [dated("source-public", public.text, lang)]
        fact = _public_spot(record, key)
        if fact:
            told += [" (", record.code(fact, whole=True), ")"]
    confidentiality = record.value(spot.at("confidentiality"))
    if isinstance(confidentiality, str) and confidentiality != "public":
        return [f"{called(CONFIDENTIALITIES, confidentiality, lang)}, ", *told]
    return told


def _public_spot(record: Record, key: str) -> Spot | None:
    """Where it is recorded when an entry became public: in itself, its first source, or what disclosed that source."""
    text = record.public_on(key).text
    return next((spot for spot in _public_spots(record, key) if record.value(spot) == text), None)


def _public_spots(record: Record, key: str) -> Iterator[Spot]:
    spot = record.counting(key)
    if spot is None:
        return
    yield spot.at("public_on")
    slug = record.value(spot.at("source"))
    if not isinstance(slug, str):
        slug = record.value(spot.at("cites", 0, "source"))
        source = record.source_key(slug) if isinstance(slug, str) else None
        source_spot = record.counting(source) if source else None
        if source_spot:
            yield source_spot.at("public_on")
    for disclosure in record.keys("source.disclosed"):
        found = record.counting(disclosure)
        if found and record.value(found.at("source")) == slug:
            yield found.at("public_on")
    ruling = record.value(spot.at("ruling"))
    for other in record.keys("ruling.recorded") if isinstance(ruling, str) else ():
        found = record.counting(other)
        if other != key and found and record.value(found.at("ruling")) == ruling:
            yield from _public_spots(record, other)


def public_nodes(record: Record, key: str, written: str) -> list[Node]:
    """When an act became public, as it counts, with the day that is on record beside it."""
    told = date_words(written, record.lang)
    fact = _public_spot(record, key)
    return [told, " (", record.code(fact, whole=True), ")"] if fact and record.value(fact) == written else [told]


def cite_nodes(record: Record, key: str, cites: Iterable[Mapping[str, Any]]) -> list[Node]:
    """What an entry cites: each source once, under it the places and the verbatim words cited from it."""
    quotes: dict[str, list[Node]] = {}
    for cite in cites:
        slug = str(cite.get("source") or "")
        told = _quote(record, _cite_spot(record, key, cite), cite)
        before = quotes.setdefault(slug, [])
        if told is not None and told not in before:
            before.append(told)
    return [el("div", *_source_line(record, slug), *told) for slug, told in quotes.items()]


def _source_line(record: Record, slug: str) -> list[Node]:
    return [el("p", f"{word('source', record.lang)}: ", *source_nodes(record, slug))]


def _cite_spot(record: Record, key: str, cite: Mapping[str, Any]) -> Spot | None:
    """Where an entry has this citation; of one that is partly withheld, where it has what can be seen of it."""
    wanted = {name: cite[name] for name in ("source", "at", "quote") if cite.get(name)}
    partly = None
    for spot in reversed(list(record.places(key))):
        cites = record.value(spot.at("cites"))
        for place, each in enumerate(cites if isinstance(cites, list) else ()):
            shown = {name: each.get(name) for name in ("source", "at", "quote") if each.get(name)}
            if shown == wanted:
                return spot.at("cites", place)
            if record.withheld(spot.at("cites", place)) and shown.items() <= wanted.items():
                partly = partly or spot.at("cites", place)
    return partly


def _quote(record: Record, spot: Spot | None, cite: Mapping[str, Any]) -> JsonML | None:
    if spot is None:
        return el("p", record.erased()) if cite.get("quote") else None
    at, quote = spot.at("at"), spot.at("quote")
    place = [el("span", record.fact(at), class_="place")] if record.has(at) else []
    if not record.has(quote):
        missing = [record.erased(record.withheld(spot))] if record.withheld(spot) else []
        return el("p", *place, *missing) if place or missing else None
    key = record.source_key(str(record.value(spot.at("source"))))
    source = record.counts(key) if key else None
    dutch = isinstance(source, SourceRegistered) and source.kind in _DUTCH_SOURCES
    words = el("p", "„", record.fact(quote), "”", lang="nl" if dutch else "")
    return el("blockquote", *([el("p", *place)] if place else []), words, class_="quote")


def named_entry(record: Record, key: str) -> list[Node]:
    """An entry in a line: what it is, what it is about, and its key; of a source its kind and title."""
    entry, spot, lang = record.entry(key), record.counting(key), record.lang
    if spot is None:
        return ["[", record.key(key), "]"]
    told = called(EVENTS, str(entry["event"]), lang)
    if entry["event"] == "source.registered" and record.has(spot.at("kind")):
        told = called(SOURCE_KINDS, str(record.value(spot.at("kind"))), lang)
    about = [
        record.fact(spot.at(*path))
        for path in (("title",), ("court",), ("case_numbers", 0), ("element",))
        if record.has(spot.at(*path))
    ]
    return [told, *([": "] if about else []), *joined(([each] for each in about), ", "), " [", record.key(key), "]"]


# -- what is said about an entry --------------------------------------------------------------------------------------


def remark_nodes(record: Record, key: str) -> list[Node]:
    """The remarks beside an entry, each with its own sources."""
    told: list[Node] = []
    for remark in record.about(key, "entry.annotated"):
        spot = record.counting(remark)
        if spot is None:
            continue
        has = record.has(spot.at("note"))
        note = [record.fact(spot.at("note"))] if has else [record.erased(record.withheld(spot))]
        told.append(el("div", el("p", *note, " [", record.key(remark), "]"), *own_cites(record, remark), class_="note"))
    return told


def own_cites(record: Record, key: str) -> list[Node]:
    """What an entry, as it counts, cites."""
    spot = record.counting(key)
    cites = record.value(spot.at("cites")) if spot else []
    return cite_nodes(record, key, [each for each in cites if isinstance(each, Mapping)] if _is_list(cites) else [])


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def rival_nodes(record: Record, key: str) -> list[Node]:
    """A rival assertion: which field of which entry, the value it gives, and by which sources."""
    spot, lang = record.counting(key), record.lang
    if spot is None:
        return []
    name, about = record.value(spot.at("field")), record.value(spot.at("entry"))
    label = field_words(name, lang) if isinstance(name, str) else "?"
    value = record.words(spot.at("value"), str(name))
    told = filled(word("rival", lang), field=label, entry=[record.key(str(about))], value=value)
    note: list[Node] = [" — ", record.fact(spot.at("note"))] if record.has(spot.at("note")) else []
    return [el("p", *told, *note, " [", record.key(key), "]"), *own_cites(record, key)]


# -- rulings ----------------------------------------------------------------------------------------------------------


def ruling_sections(record: Record, country: str) -> list[Node]:
    """Every ruling on record, in ledger order, with what it held about the country."""
    told: list[Node] = []
    for key in record.keys("ruling.recorded"):
        ruling, spot = record.counts(key), record.counting(key)
        if isinstance(ruling, RulingRecorded) and spot is not None:
            told += [_ruling_title(record, spot), *_ruling(record, key, spot, country)]
    return told


def _ruling_title(record: Record, spot: Spot) -> JsonML:
    day = record.value(spot.at("pronounced_on"))
    told = date_words(day, record.lang) if isinstance(day, str) else ""
    return el("h3", record.fact(spot.at("court")), f", {told}" if told else "")


def _ruling(record: Record, key: str, spot: Spot, country: str) -> Iterator[Node]:
    lang = record.lang
    yield fields(
        [
            (sentence("entry", lang), [record.key(key), ", ", *record.position(key)]),
            (sentence("pronounced", lang), record.date(spot.at("pronounced_on"))),
            (sentence("numbers", lang), joined(_numbers(record, key, spot), ", ")),
            (word("public", lang), public_nodes(record, key, record.public_on(key).text)),
            (word("annotation", lang), [record.fact(spot.at("note"))] if record.has(spot.at("note")) else []),
        ]
    )
    holdings = record.value(spot.at("holdings"))
    if _is_list(holdings) and holdings:
        yield el("p", f"{sentence('held', lang)}:")
        held = (_holding(record, spot.at("holdings", place)) for place, each in enumerate(holdings)
                if isinstance(each, Mapping) and each.get("country") in (country, None))  # fmt: skip
        yield el("ul", *held)
    yield from own_cites(record, key)
    for rival in record.about(key, "entry.disputed"):
        yield el("div", el("p", f"{word('disputed', lang)}:"), *rival_nodes(record, rival), class_="caveats")
    remarks = remark_nodes(record, key)
    if remarks:
        yield el("p", f"{word('annotation', lang)}:")
        yield from remarks


def _numbers(record: Record, key: str, spot: Spot) -> Iterator[list[Node]]:
    """Case numbers and ECLI, with those that became known later."""
    slug = record.value(spot.at("ruling"))
    spots = [spot]
    for later in record.keys("ruling.identifier-attached"):
        found = record.counting(later)
        if found and record.value(found.at("ruling")) == slug:
            spots.append(found)
    for each in spots:
        numbers = record.value(each.at("case_numbers"))
        for place in range(len(numbers) if _is_list(numbers) else 0):
            yield [record.fact(each.at("case_numbers", place))]
        if record.has(each.at("ecli")):
            yield [record.fact(each.at("ecli"))]


def _holding(record: Record, spot: Spot) -> JsonML:
    lang = record.lang
    element, kind = record.value(spot.at("element")), record.value(spot.at("kind"))
    if isinstance(element, str) and element:
        subject: list[Node] = [record.fact(spot.at("country")), "/", record.fact(spot.at("element"))]
    else:
        subject = [kind_words(kind, lang) if isinstance(kind, str) and kind else word("policy-at-large", lang)]
    if record.has(spot.at("areas")):
        subject += [", ", *record.words(spot.at("areas"), "areas")]
    outcome = record.value(spot.at("outcome"))
    told = called(OUTCOMES, outcome, lang) if isinstance(outcome, str) else ""
    text: list[Node] = [" — ", record.fact(spot.at("text"))] if record.has(spot.at("text")) else []
    return el("li", *subject, f": {told} (", record.code(spot.at("outcome")), ")", *text)


# -- what was not public ----------------------------------------------------------------------------------------------


def hidden(record: Record, on: date) -> list[str]:
    """Acts, rulings and the sources they cite that were not public on a day, in ledger order."""
    keys = [str(each["key"]) for each in record.entries]
    said = (key for key in keys if record.entry(key)["event"].startswith(("policy.", "ruling.recorded")))
    events = {key: event for key in said if (event := record.counts(key))}
    cited = {record.source_key(cite.source) for event in events.values() for cite in event.cites}
    bearing = (key for key in keys if key in events or (key in cited and record.counts(key)))
    return [key for key in bearing if day_public(record.public_on(key)) > on.toordinal()]


def hidden_section(record: Record, on: date) -> list[Node]:
    """What was not public on a day, with the day on which it became so."""
    lang = record.lang
    keys = hidden(record, on)
    title = el("h2", sentence("not-public", lang).format(day=day_words(on, lang)))
    if not keys:
        return [title, el("p", sentence("not-public-none", lang))]
    return [title, el("p", sentence("not-public-explained", lang)), el("ul", *(_hidden(record, key) for key in keys))]


def _hidden(record: Record, key: str) -> JsonML:
    unknown = record.public_on(key).is_unknown
    when = [word("public-unknown", record.lang)] if unknown else _later(record, key)
    return el("li", *named_entry(record, key), ", ", *when)


def _later(record: Record, key: str) -> list[Node]:
    days = public_nodes(record, key, record.public_on(key).text)
    return filled(sentence("public-later", record.lang), day=days)
