"""The policy in a report: the elements as they stood on a day, and the acts behind them in legal order."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from cli.dossier.jsonml import JsonML, Node, el, fields, joined
from cli.dossier.record import DIGESTS, Record, Spot
from cli.dossier.sources import cite_nodes, own_cites, public_nodes, remark_nodes, rival_nodes
from cli.words.dates import begins_after, date_words, period_words
from cli.words.dossier import sentence
from cli.words.lines import alternatives_words, element_title, period_line
from cli.words.terms import BINDS, EVENTS, MEANINGS, STANDINGS, STATUSES, called, capital, reason_words, say, word
from cli.words.values import field_words, in_telling_order, scope_words
from domain.dates import AFTER, LegalDate
from domain.errors import Malformed
from domain.policy import ElementState, EntryRef, Possible, RivalAssertion, StateCitation

_TOLD_APART = frozenset(
    {
        *("cites", "country", "element", "standing", "note", "public_on", "decided_on", "signed_on"),
        *("from", "until", "through", "effect", "ruling", "kind", DIGESTS),
    }
)
"""Fields of an act that have a place of their own in what is told of it."""


def element_of(told: Mapping[str, Any]) -> ElementState:
    """An element as an answer lists it (contract 6.1), read back."""

    def row(name: str) -> tuple[Any, ...] | None:
        return None if told.get(name) is None else tuple(told[name])

    return ElementState(
        id=told["id"],
        kind=told["kind"],
        status=told["status"],
        alternatives=row("alternatives") or (),
        binds=told["binds"],
        awaiting_publication=told["awaiting_publication"],
        retroactive=told["retroactive"],
        start=told["from"],
        until=told["until"],
        areas=row("areas"),
        except_areas=row("except_areas"),
        groups=row("groups"),
        value=told["value"],
        possible=tuple(Possible(**_rows_as_tuples(each)) for each in told.get("possible", ())),
        entries=tuple(EntryRef(**each) for each in told["entries"]),
        disputes=tuple(RivalAssertion(**{**each, "sources": tuple(each["sources"])}) for each in told["disputes"]),
        challenged=tuple(told["challenged"]),
        cites=tuple(StateCitation(**each) for each in told["cites"]),
    )


def _rows_as_tuples(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


# -- an element on a day ----------------------------------------------------------------------------------------------


def element_section(record: Record, told: Mapping[str, Any], on: date) -> list[Node]:
    """One element as it stood: the answer in words, then what it rests on as recorded."""
    state, lang = element_of(told), record.lang
    title = el("h3", element_title(state.id, state.kind, lang))
    facts = fields(
        [
            (word("status", lang), status_nodes(state.status, lang, alternatives_words(state, lang))),
            (word("binds", lang), [called(BINDS, state.binds, lang)]),
            (word("period", lang), [_period(record, state, on)]),
            (word("areas", lang), _scope(state, lang)),
            *value_rows(record, state.entries, {"groups": state.groups, **(state.value or {})}),
            (word("possible", lang), joined(_possible(record, state), "; ")),
            (word("notice", lang), ["; ".join(_notices(state, lang))] if _notices(state, lang) else []),
            (word("in-court", lang), joined(_rulings_touching(record, state), "; ")),
        ]
    )
    rivals = [
        el("div", el("p", f"{word('disputed', lang)}:"), *rival_nodes(record, each.entry), class_="caveats")
        for each in state.disputes
    ]
    return [title, facts, *rivals, *act_lines(record, state.entries, told["cites"])]


def _scope(state: ElementState, lang: str) -> list[Node]:
    """The areas; nothing where several acts are possible."""
    return [] if state.areas is None else scope_nodes(state.areas, state.except_areas or (), lang)


def scope_nodes(areas: Iterable[Any], except_areas: Iterable[Any], lang: str) -> list[Node]:
    """The areas of an element in words; a code in brackets, as `(PS-HBN)`, is not broken at the end of a line."""
    pieces = _CODE.split(scope_words(areas, except_areas, lang))
    return [el("span", each, class_="whole") if place % 2 else each for place, each in enumerate(pieces) if each]


_CODE = re.compile(r"(\([A-Z]{2}-[A-Z0-9]{1,3}\))")


def status_nodes(status: str, lang: str, alternatives: str = "") -> list[Node]:
    """The status with its meaning; an uncertain one with what it can be."""
    named, meant = called(STATUSES, status, lang), called(MEANINGS, status, lang) if status in MEANINGS else ""
    told = f" — {meant}" if meant else ""
    told += f"; {say('one-of', lang, statuses=alternatives)}" if alternatives else ""
    return [el("span", named, class_=f"status {status}"), told]


def value_rows(
    record: Record, acts: Iterable[EntryRef], value: Mapping[str, Any], *, codes: bool = True
) -> Iterator[tuple[str, list[Node]]]:
    """Groups and value of an element: in words, and as the act that says so has them."""
    keys = [act.key for act in acts]
    for name in in_telling_order(name for name in value if value[name]):
        written = list(value[name]) if isinstance(value[name], tuple) else value[name]
        spots = (record.holding(key, (name,), written) for key in keys)
        spot = next((spot for spot in spots if spot), None)
        yield field_words(name, record.lang), record.words(spot, name, codes=codes) if spot else [record.erased()]


def _period(record: Record, state: ElementState, on: date) -> str:
    told = period_line(state, record.lang)
    coming = state.status in ("announced", "upcoming") and begins_after(state.start, on)
    return f"{told}; {word('begins-later', record.lang)}" if coming else told


def _notices(state: ElementState, lang: str) -> list[str]:
    names = ("awaiting_publication", "retroactive")
    return [word(name.replace("_", "-"), lang) for name in names if getattr(state, name)]


def _possible(record: Record, state: ElementState) -> Iterator[list[Node]]:
    for each in state.possible:
        act = EntryRef(key=each.entry, position=0, standing=None, event="")
        said = value_rows(record, [act], {"groups": each.groups, **each.value}, codes=False)
        scope = scope_nodes(each.areas, each.except_areas, record.lang)
        yield [record.key(each.entry), ": ", *joined([scope, *([f"{label}: ", *told] for label, told in said)])]


def _rulings_touching(record: Record, state: ElementState) -> Iterator[list[Node]]:
    """The rulings that touch an element, by court and number."""
    for slug in state.challenged:
        for key in record.keys("ruling.recorded"):
            spot = record.counting(key)
            if spot and record.value(spot.at("ruling")) == slug:
                first = spot.at("case_numbers", 0)
                number = [", ", record.fact(first)] if record.has(first) else []
                yield [record.fact(spot.at("court")), *number, " [", record.key(key), "]"]


def act_lines(record: Record, acts: Iterable[EntryRef], cites: Iterable[Mapping[str, Any]]) -> list[Node]:
    """The acts an answer rests on, each with its sources and their verbatim words."""
    told: list[Node] = []
    cites = list(cites)
    for act in acts:
        event = called(EVENTS, act.event, record.lang)
        standing = f", {called(STANDINGS, act.standing, record.lang)}" if act.standing else ""
        named = [f"{word('rests-on', record.lang)}: {event}{standing} [", record.key(act.key), ", "]
        told.append(el("p", *named, *record.position(act.key), "]"))
        cited = cite_nodes(record, act.key, [each for each in cites if each.get("entry") == act.key])
        told += cited or [el("p", word("no-source", record.lang))]
    return told


# -- acts in legal order ----------------------------------------------------------------------------------------------


def acts_sections(record: Record, reasons: Iterable[Mapping[str, Any]]) -> list[Node]:
    """Per element all acts that count, in legal order, and what was left out of account."""
    told: list[Node] = []
    for each in reasons:
        kind = _kind_of(each)
        told.append(el("h3", element_title(str(each["element"]), kind, record.lang)))
        acts = each.get("acts") or ()
        if not acts:
            told.append(el("p", word("no-acts", record.lang)))
        for number, act in enumerate(acts, 1):
            told += [_act_title(record, number, act), *_act(record, act)]
        told += _left_out(record, each.get("left_out") or ())
    return told or [el("p", sentence("no-acts", record.lang))]


def _kind_of(reasons: Mapping[str, Any]) -> str:
    """The kind of an element that an answer of `why` is about; it has it only where the element has a state."""
    from domain.events import EVENTS as CLASSES

    if reasons.get("state"):
        return str(reasons["state"]["kind"])
    for act in reasons.get("acts") or ():
        kind = act["content"].get("kind") or getattr(CLASSES.get(str(act["event"])), "KIND", "")
        if kind:
            return str(kind)
    return str(reasons["element"]).partition("/")[2]


def _act_title(record: Record, number: int, act: Mapping[str, Any]) -> JsonML:
    event = called(EVENTS, str(act["event"]), record.lang)
    standing = f", {called(STANDINGS, str(act['standing']), record.lang)}" if act.get("standing") else ""
    return el("h4", f"{number}. {capital(event)}{standing}")


def _act(record: Record, act: Mapping[str, Any]) -> Iterator[Node]:
    key, lang = str(act["key"]), record.lang
    spot = record.counting(key)
    yield fields(
        [
            (sentence("entry", lang), [record.key(key), ", ", *record.position(key)]),
            (sentence("corrected-by", lang), record.keys_told(record.about(key, "entry.corrected"))),
            *(_recorded(record, spot, act) if spot else ()),
        ]
    )
    if key not in record:
        return
    yield from own_cites(record, key) or [el("p", word("no-source", lang))]
    for rival in act.get("disputes") or ():
        nodes = rival_nodes(record, str(rival["entry"]))
        yield el("div", el("p", f"{word('disputed', lang)}:"), *nodes, class_="caveats")
    remarks = remark_nodes(record, key)
    if remarks:
        yield el("p", f"{word('annotation', lang)}:")
        yield from remarks


def _recorded(record: Record, spot: Spot, act: Mapping[str, Any]) -> Iterator[tuple[str, list[Node]]]:
    lang = record.lang
    if record.has(spot.at("standing")):
        yield field_words("standing", lang), record.words(spot.at("standing"), "standing")
    named = [name for name in ("decided_on", "signed_on") if record.has(spot.at(name))]
    for name in named:
        yield field_words(name, lang), record.date(spot.at(name))
    if not named:
        yield word("act-day", lang), [date_words(str(act["act_day"]), lang)]
    yield word("public", lang), public_nodes(record, str(act["key"]), str(act["public_on"]))
    if works_back(act):
        yield word("notice", lang), [el("strong", sentence("retroactive-act", lang))]
    yield from _effect(record, spot, act)
    value = record.value(spot)
    for name in in_telling_order(value if isinstance(value, Mapping) else ()):
        if name not in _TOLD_APART and record.has(spot.at(name)):
            yield field_words(name, lang), record.words(spot.at(name), name)
    states = str(act["event"]).startswith("policy.") and act.get("from") is not None and act.get("until") is not None
    if states and not record.has(spot.at("areas")):
        yield word("areas", lang), [word("whole-country", lang)]
    if record.has(spot.at("note")):
        yield word("annotation", lang), [record.fact(spot.at("note"))]
    if record.withheld(spot):
        yield word("notice", lang), [record.erased(record.withheld(spot))]


def _effect(record: Record, spot: Spot, act: Mapping[str, Any]) -> Iterator[tuple[str, list[Node]]]:
    """What an act does on the calendar: the period as it counts, with the days that are on record beside it."""
    lang = record.lang
    start, until = act.get("from"), act.get("until")
    beside = joined(
        (
            [f"{field_words(name, lang).lower()}: ", record.code(spot.at(name), whole=True)]
            for name in ("from", "until", "through")
            if record.has(spot.at(name))
        ),
        ", ",
    )
    noted = [" (", *beside, ")"] if beside else []
    if start is not None and until is not None:
        unsaid = act.get("standing") == "advised" and not record.has(spot.at("from")) and until == ".."
        told = word("unsaid", lang) if unsaid else period_words(str(start), str(until), lang)
        yield word("period", lang), [told, *noted]
    elif until is not None:
        yield word("new-end", lang), [date_words(str(until), lang), *noted]
    elif start is not None:
        yield word("withdrawn-from", lang), [date_words(str(start), lang), *noted]
    if act.get("effect") is not None:
        yield word("annuls", lang), record.date(spot.at("effect"))
        yield word("by-ruling", lang), [record.code(spot.at("ruling"))]


def works_back(act: Mapping[str, Any]) -> bool:
    """Does an act start before an outsider could know of it, whichever of its possible days are taken?"""
    try:
        start, public = (LegalDate.parse(str(act.get(name) or "unknown")) for name in ("from", "public_on"))
    except Malformed:
        return False
    return start.last < public.first < AFTER


def _left_out(record: Record, left_out: Iterable[Mapping[str, Any]]) -> list[Node]:
    told = [
        el(
            "li",
            f"{called(EVENTS, str(each['event']), record.lang)} [",
            record.key(str(each["key"])),
            f"]: {reason_words(str(each['reason']), record.lang)}",
        )
        for each in left_out
    ]
    return [el("p", f"{sentence('not-counted', record.lang)}:"), el("ul", *told)] if told else []
