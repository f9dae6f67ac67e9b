"""The report that a court reads, as JsonML: all of it follows from the answers and the entries that a dossier carries.

The parts are in `case.py`, `policy.py`, `sources.py` and `timeline.py`, the words in `words/dossier.py`; `record.py`
has `Material` and finds the place of every fact. The same material gives the same tree.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cli.dossier.case import answer_nodes, facts_nodes, matrix_nodes, note_nodes
from cli.dossier.jsonml import JsonML, Node, el, fields, filled, table
from cli.dossier.policy import acts_sections, element_section
from cli.dossier.record import Material, Record, exact, time
from cli.dossier.sources import cite_nodes, hidden_section, rival_nodes, ruling_sections
from cli.dossier.timeline import marks_of, timeline_nodes
from cli.words.dates import day_words, instant_words
from cli.words.dossier import sentence
from cli.words.lines import country_words, reading_words
from cli.words.terms import COUNTRY_POLICIES, EVENTS, Lang, called, capital, say, word
from cli.words.values import area_words
from infrastructure.gazetteer import country_name

__all__ = ["Material", "case_report", "country_report"]


def case_report(material: Material, lang: Lang) -> JsonML:
    """The report on one case, in the order in which a judge reads it."""
    record = Record(material.entries, lang)
    case, replay = material.answer("case"), material.answer("replay")
    country = str(case.get("country") or replay.get("country") or material.asked.get("country") or "")
    on = exact(replay.get("on")) or _day_asked(material)
    moments = {**(case.get("moments") or {}), **_today(material)}
    return el(
        "section",
        _case_header(record, material, country),
        _section(record, "answer", answer_nodes(record, material)),
        _clocks(record, replay, material),
        _section(record, "facts-and-moments", facts_nodes(record, material)),
        _section(record, "note", note_nodes(record, material)),
        _section(record, "matrix", matrix_nodes(record, material)),
        _timeline(record, material, marks_of(moments, lang)),
        _acts(record, material),
        _rulings(record, country),
        el("section", *hidden_section(record, on)) if on else None,
        _annex(record),
        _proof(record, material),
        class_="report case",
        lang=lang,
    )


def country_report(material: Material, lang: Lang) -> JsonML:
    """The report on the policy of one country on one day."""
    record = Record(material.entries, lang)
    state = material.answer("state")
    country = str((state.get("country") or {}).get("code") or material.asked.get("country") or "")
    on = exact(state.get("on")) or _day_asked(material)
    marks = [(sentence("timeline-asked", lang), on.isoformat())] if on else []
    return el(
        "section",
        _country_header(record, material, country, on),
        _section(record, "answer", _country_answer(record, state, country)),
        _clocks(record, state, material),
        _state(record, state, on) if on else None,
        _timeline(record, material, marks),
        _acts(record, material),
        _rulings(record, country),
        _disputes(record),
        el("section", *hidden_section(record, on)) if on else None,
        _annex(record),
        _proof(record, material),
        class_="report country",
        lang=lang,
    )


def _section(record: Record, name: str, nodes: Iterable[Node | None], class_: str = "") -> JsonML:
    """A section under its heading."""
    return el("section", el("h2", sentence(name, record.lang)), *nodes, class_=class_)


def _day_asked(material: Material) -> date | None:
    return exact(material.asked.get("on"))


def _today(material: Material) -> dict[str, str]:
    """Today, as the comparison of moments has it."""
    moments = material.answer("compare").get("moments") or ()
    return {each["moment"]: each["day"] for each in moments if each["moment"] == "today"}


# -- header -----------------------------------------------------------------------------------------------------------


def _case_header(record: Record, material: Material, country: str) -> JsonML:
    opened = record.keys("case.opened")
    spot = record.counting(opened[-1]) if opened else None
    reference: Node = record.fact(spot.at("case")) if spot else str(material.asked.get("case") or "")
    title = filled(sentence("case-dossier", record.lang), case=reference)
    number = [record.fact(spot.at("reference"))] if spot and record.has(spot.at("reference")) else []
    return _header(
        record,
        material,
        title,
        [
            (sentence("known-as", record.lang), number),
            (sentence("country", record.lang), [country_words(country, record.lang)]),
        ],
    )


def _country_header(record: Record, material: Material, country: str, on: date | None) -> JsonML:
    lang = record.lang
    title = [sentence("country-dossier", lang).format(country=country_words(country, lang))]
    area = material.answer("state").get("area")
    return _header(
        record,
        material,
        title,
        [
            (sentence("day-asked", lang), [time(on.isoformat(), day_words(on, lang))] if on else []),
            (word("area-asked", lang), [area_words(area, lang)] if area else []),
        ],
    )


def _header(record: Record, material: Material, title: list[Node], first: list[tuple[str, list[Node]]]) -> JsonML:
    lang, made = record.lang, exact(material.made_on)
    position = sentence("position-of", lang).format(position=material.position)
    made_on = time(material.made_on, day_words(made, lang)) if made else material.made_on
    card = [
        *first,
        (sentence("made-on", lang), [made_on]),
        (sentence("ledger", lang), [el("code", material.origin)]),
        (sentence("position", lang), [position]),
    ]
    return el("header", el("h1", *title), fields(card), el("p", sentence("word-for-word", lang), class_="note"))


# -- the parts a country has ------------------------------------------------------------------------------------------


def _country_answer(record: Record, state: Mapping[str, Any], country: str) -> list[Node]:
    lang, on = record.lang, exact(state.get("on"))
    if not state or on is None:
        return [el("p", word("nothing-known", lang))]
    public = exact(state.get("public_by"))
    known = sentence("known-then" if public else "known-now", lang)
    known = known.format(day=day_words(public, lang)) if public else known
    question = sentence("asked-country", lang).format(
        country=country_words(country, lang), day=day_words(on, lang), known=known
    )
    answer = called(COUNTRY_POLICIES, str(state["country_policy"]), lang).format(country=country_name(country, lang))
    if state["country_policy"] == "none" and state["elements"]:
        answer += f" {word('none-counts', lang)}"
    return [el("p", question, class_="question"), el("p", el("strong", answer), class_="verdict")]


def _state(record: Record, state: Mapping[str, Any], on: date) -> JsonML:
    lang = record.lang
    told: list[Node] = [el("h2", sentence("state", lang).format(day=day_words(on, lang)))]
    elements = state.get("elements") or []
    for each in elements:
        told += element_section(record, each, on)
    if not elements:
        told.append(el("p", word("none-in-area" if state.get("area") else "no-elements", lang)))
    absences = state.get("absences") or []
    if absences:
        told.append(el("h3", word("absences", lang)))
    for each in absences:
        key = str(each["key"])
        spot = record.holding(key, ("on",), each.get("on"))
        day = record.date(spot) if spot else [record.erased()]
        told.append(el("p", *filled(word("absence", lang), day=day), " [", record.key(key), "]"))
        told += cite_nodes(record, key, each.get("cites") or ())
    return el("section", *told)


def _disputes(record: Record) -> JsonML:
    keys = record.keys("entry.disputed")
    told = [el("div", *rival_nodes(record, key), class_="caveats") for key in keys]
    return _section(record, "disputes", told or [el("p", sentence("no-disputes", record.lang))])


# -- the parts every report has ---------------------------------------------------------------------------------------


def _timeline(record: Record, material: Material, marks: list[tuple[str, str]]) -> JsonML:
    timeline = material.answer("timeline")
    public = exact(timeline.get("public_by"))
    point = sentence("timeline-then" if public else "timeline-now", record.lang)
    point = point.format(position=material.position, day=day_words(public, record.lang) if public else "")
    return _section(record, "timeline", [el("p", point), *timeline_nodes(record, timeline, marks)])


def _acts(record: Record, material: Material) -> JsonML:
    explained = sentence("acts-explained", record.lang).format(position=material.position)
    return _section(
        record, "acts-in-order", [el("p", explained), *acts_sections(record, material.answers.get("why") or ())]
    )


def _rulings(record: Record, country: str) -> JsonML:
    told = ruling_sections(record, country)
    return _section(record, "rulings", told or [el("p", sentence("no-rulings", record.lang))])


def _clocks(record: Record, point: Mapping[str, Any], material: Material) -> JsonML:
    """The three clocks, each with its question and its value in this answer."""
    lang = record.lang
    on, public = exact(point.get("on")) or _day_asked(material), exact(point.get("public_by"))
    told = [
        (
            sentence("clock-in-force", lang),
            [capital(say("in-force-on", lang, day=day_words(on, lang)) if on else sentence("every-day", lang))],
        ),
        (
            sentence("clock-public", lang),
            [capital(say("public-by", lang, day=day_words(public, lang)) if public else word("public-any", lang))],
        ),
        (
            sentence("clock-record", lang),
            [capital(say("recorded-by", lang, moment=f"@{material.position}")), *_last_carried(record, material)],
        ),
    ]
    reading = [el("p", reading_words(str(point["reading"]), lang))] if point.get("reading") else []
    return _section(
        record, "clocks", [el("p", sentence("clocks-explained", lang)), fields(told), *reading], class_="clocks"
    )


def _last_carried(record: Record, material: Material) -> list[Node]:
    """The last entry that bears on the question, and when it was recorded: the answers are asked as it stood there.

    It is the position of the dossier that counts, which may be that of an entry on something else: that is not carried,
    and of what is not carried no time is proved.
    """
    if not record.entries:
        return []
    last = record.entries[-1]
    at = instant_words(str(last["recorded_at"]), record.lang)
    name = "clock-record-last" if last["position"] == material.position else "clock-record-before"
    return filled(sentence(name, record.lang), at=at, position={"fact": [len(record.entries) - 1, "position"]})


def _annex(record: Record) -> JsonML:
    """Every entry carried, by position."""
    lang = record.lang
    body: list[tuple[str, list[list[Node]]]] = [
        (
            "",
            [
                [{"fact": [place, "position"]}],
                [record.key(str(entry["key"]))],
                [f"{called(EVENTS, str(entry['event']), lang)} (", el("code", {"fact": [place, "event"]}), ")"],
                [{"fact": [place, "recorded_at"]}],
            ],
        )
        for place, entry in enumerate(record.entries)
    ]
    heads = [sentence(each, lang) for each in ("place", "key", "event", "recorded-at")]
    caption = sentence("annex-caption", lang).format(count=len(record.entries))
    return _section(record, "annex", [table(caption, heads, body, class_="annex")])


def _proof(record: Record, material: Material) -> JsonML:
    """What can be concluded from the dossier, and what cannot."""
    lang = record.lang
    proves = el("p", *filled(sentence("proves", lang), origin=el("code", material.origin)))
    cannot = (el("p", sentence(name, lang)) for name in ("cannot-absence", "cannot-truth", "cannot-time"))
    return _section(record, "proof", [proves, *cannot])
