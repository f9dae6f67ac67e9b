"""The case in a report: its facts and moments, the reasoned note on one moment, and the comparison of all of them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cli.dossier.jsonml import JsonML, Node, el, fields, filled, table
from cli.dossier.policy import act_lines, status_nodes
from cli.dossier.record import Material, Record, Spot, exact, time
from cli.dossier.sources import named_entry, public_nodes
from cli.words.cases import FACTS, saying
from cli.words.cases import word as case_word
from cli.words.dates import date_words, day_words
from cli.words.dossier import sentence
from cli.words.lines import country_words, element_title
from cli.words.problems import problem_words
from cli.words.reasoning import (
    caveat_words,
    coded_outcome,
    input_value_words,
    input_words,
    moment_name,
    outcome_words,
    rule_text,
)
from cli.words.terms import CASE_OUTCOMES, EVENTS, KINDS, called, capital, listed, quoted, word
from domain.cases import Caveat
from domain.policy import EntryRef

_FACTS = ("origin_area", "habitual_residence", "groups", "origin", "individual_grounds", "ipa_reasonable")


# -- question and answer ----------------------------------------------------------------------------------------------


def answer_nodes(record: Record, material: Material) -> list[Node]:
    """The question, and the answer with how it stands to the outcome that was given."""
    replay = material.answer("replay")
    if not replay:
        return [el("p", el("span", *_no_replay(record, material), class_="verdict not-recorded"))]
    question = el("p", _question(record, replay), class_="question")
    reason = rule_text(replay["rule_texts"], record.lang)
    outcome = el("strong", f"{capital(_outcome(record, str(replay['outcome'])))}.")
    verdict = el("span", *_verdict(record, material, replay), class_=f"verdict {replay['verdict']}")
    return [question, el("p", outcome, f" {reason}" if reason else ""), el("p", verdict)]


def _no_replay(record: Record, material: Material) -> list[Node]:
    moment = str(material.asked.get("at") or "decision")
    day = (material.answer("case").get("moments") or {}).get(moment)
    problem = _problem(record, material, moment, day, material.problem("replay"))
    return filled(sentence("no-replay", record.lang), problem=problem)


def _problem(record: Record, material: Material, moment: str, day: str | None, problem: str) -> Node:
    """Why an outcome cannot be told; for what has no words in the language of the report, in English."""
    lang = record.lang
    if day is not None and exact(day) is None:
        return sentence("no-single-day", lang).format(moment=moment_name(moment, lang), day=date_words(day, lang))
    if not problem:
        return sentence("no-reason", lang)
    reason = material.reasons.get(problem)
    told = problem_words(reason, lang) if reason else None
    if told:
        return f"{told}."
    return problem if lang == "en" else el("span", problem, lang="en")


def _question(record: Record, replay: Mapping[str, Any]) -> str:
    lang = record.lang
    day = day_words(exact(replay["on"]), lang)  # type: ignore[arg-type]
    moment = replay.get("moment")
    when = saying("when-moment", lang, day=day, moment=moment_name(moment, lang)) if moment else day
    return saying(f"asked-{replay['known']}", lang, country=country_words(replay["country"], lang), when=when)


def _outcome(record: Record, outcome: str) -> str:
    return outcome_words(outcome, record.lang)


def _verdict(record: Record, material: Material, replay: Mapping[str, Any]) -> list[Node]:
    given = outcome_given(record, material)
    outcome = given or [coded_outcome(str(replay.get("recorded_outcome") or ""), record.lang)]
    return filled(sentence(f"verdict-{replay['verdict']}", record.lang), outcome=outcome)


def outcome_given(record: Record, material: Material) -> list[Node]:
    """The outcome on record, its code as a fact; empty where none is."""
    spot = _assessment(record, material)
    if spot is None:
        return []
    outcome = record.value(spot.at("outcome"))
    named = called(CASE_OUTCOMES, outcome, record.lang) if isinstance(outcome, str) else ""
    fact = record.code(spot.at("outcome"))
    return [f"{named} (", fact, ")"] if named and named != outcome else [fact]


def _assessment(record: Record, material: Material) -> Spot | None:
    """Where the outcome that counts stands: in the last assessment that was not struck out."""
    keys = record.keys("case.assessed")
    return record.counting(keys[-1]) if keys else None


# -- facts and moments ------------------------------------------------------------------------------------------------


def facts_nodes(record: Record, material: Material) -> list[Node]:
    """The facts and moments that count, each with the entry it was recorded in; what is withheld is counted."""
    case, lang = material.answer("case"), record.lang
    told: list[Node] = [el("h3", case_word("facts", lang))]
    facts = [
        (name, found)
        for name in _FACTS
        if (found := _last(record, ("facts", name), (case.get("facts") or {}).get(name))) is not None
    ]
    heads = [sentence(each, lang) for each in ("fact", "on-record", "entry")]
    if facts:
        body = [
            ("", [[called(FACTS, name, lang)], record.words(spot, name), [record.key(key)]])
            for name, (key, spot) in facts
        ]
        told.append(table(sentence("facts-caption", lang), heads, body))
    withheld = _withheld(record, "facts")
    if withheld:
        told.append(el("p", record.erased(withheld)))
        absent = [quoted(called(FACTS, each, lang), lang) for each in _FACTS if each not in dict(facts)]
        if absent:
            told.append(el("p", sentence("facts-not-shown", lang).format(names=listed(absent, lang))))
    elif not facts:
        told.append(el("p", case_word("no-facts", lang)))
    return [*told, *_moments(record, material), *_decided(record, material)]


def _moments(record: Record, material: Material) -> Iterator[Node]:
    lang = record.lang
    yield el("h3", case_word("moments", lang))
    body = []
    for name, day in (material.answer("case").get("moments") or {}).items():
        found = _last(record, ("moments", name), day)
        if found is not None:
            key, spot = found
            body.append(("", [[capital(moment_name(name, lang))], record.date(spot), [record.key(key)]]))
    if body:
        yield table(
            sentence("moments-caption", lang), [sentence(each, lang) for each in ("moment", "day", "entry")], body
        )
    withheld = _withheld(record, "moments")
    if withheld:
        yield el("p", record.erased(withheld))
    elif not body:
        yield el("p", case_word("no-moments", lang))


def _decided(record: Record, material: Material) -> Iterator[Node]:
    lang, spot = record.lang, _assessment(record, material)
    yield el("h3", sentence("decided", lang))
    if spot is None:
        yield el("p", case_word("not-assessed", lang))
        return
    outcome = outcome_given(record, material)
    framework = record.code(spot.at("framework"))
    told = filled(sentence("decided-as", lang), outcome=_capitals(outcome), framework=framework)
    yield el("p", *told, " [", record.key(str(record.entries[spot.entry]["key"])), "]")
    if record.has(spot.at("tree_size")):
        size, root = record.fact(spot.at("tree_size")), record.code(spot.at("root_hash"))
        yield el("p", *filled(sentence("ledger-then", lang), size=size, root=root))


def _capitals(nodes: list[Node]) -> list[Node]:
    return [capital(nodes[0]), *nodes[1:]] if nodes and isinstance(nodes[0], str) else nodes


def _last(record: Record, path: tuple[str, ...], value: Any) -> tuple[str, Spot] | None:
    """The last entry of the case that has this value at this place."""
    if value is None:
        return None
    for key in reversed(record.keys("case.opened", "case.facts-recorded", "case.moment-recorded")):
        spot = record.holding(key, path, value)
        if spot is not None:
            return key, spot
    return None


def _withheld(record: Record, name: str) -> list[str]:
    """The digests of facts or moments in the entries of the case that are not disclosed."""
    spots = (record.counting(key) for key in record.keys("case.opened", "case.facts-recorded", "case.moment-recorded"))
    return [digest for spot in spots if spot for digest in record.withheld(spot.at(name))]


# -- reasoned note ----------------------------------------------------------------------------------------------------


def note_nodes(record: Record, material: Material) -> list[Node]:
    """Which elements decide, with their acts and verbatim words; the rule; what it was given; what is left open."""
    replay, lang = material.answer("replay"), record.lang
    if not replay:
        return [el("p", *_no_replay(record, material))]
    told: list[Node] = [el("h3", sentence("elements", lang))]
    if not replay["because"]:
        told.append(el("p", case_word("policy-none", lang)))
    for each in replay["because"]:
        told += _because(record, each)
    return [*told, *_rule(record, replay), *_inputs(record, replay), *_caveats(record, replay)]


def _because(record: Record, because: Mapping[str, Any]) -> list[Node]:
    lang = record.lang
    acts = [
        EntryRef(key=key, position=0, standing=_standing(record, key), event=str(record.entry(key)["event"]))
        for key in because["entries"]
    ]
    return [
        el("h4", element_title(because["element"], because["kind"], lang)),
        fields(
            [
                (case_word("because-of", lang), [input_words(because["input"], lang)]),
                (word("status", lang), status_nodes(str(because["status"]), lang)),
            ]
        ),
        *act_lines(record, acts, because["cites"]),
    ]


def _standing(record: Record, key: str) -> str | None:
    spot = record.counting(key)
    standing = record.value(spot.at("standing")) if spot else None
    return standing if isinstance(standing, str) else None


def _rule(record: Record, replay: Mapping[str, Any]) -> Iterator[Node]:
    lang, card, texts = record.lang, replay["framework"], replay["rule_texts"]
    spot = record.counting(str(card["key"]))
    title: Node = record.fact(spot.at("title")) if spot else el("span", sentence("not-carried", lang))
    yield el("h3", sentence("rule", lang))
    applied = filled(sentence("rule-applied", lang), rule=str(replay["rule"]), title=title)
    reason = rule_text(texts, lang)
    yield el("p", *applied, f" {reason}" if reason else "")
    basis = texts.get(f"legal-basis-{lang}") or texts.get("legal-basis")
    if basis:
        yield el("p", saying("legal-basis", lang, basis=basis_words(basis, lang)))
    if spot:
        slug, sha256 = record.code(spot.at("framework")), record.code(spot.at("content", "sha256"))
        day = record.date(spot.at("applies_from"))
        yield el("p", *filled(sentence("framework-is", lang), slug=slug, day=day, sha256=sha256))


def _inputs(record: Record, replay: Mapping[str, Any]) -> Iterator[Node]:
    lang = record.lang
    yield el("h3", sentence("inputs", lang))
    body = [
        ("", [[capital(input_words(name, lang))], [input_value_words(name, value, lang)]])
        for name, value in replay["inputs"].items()
    ]
    yield table(sentence("inputs-caption", lang), [sentence("input", lang), sentence("given", lang)], body)


def _caveats(record: Record, replay: Mapping[str, Any]) -> Iterator[Node]:
    lang = record.lang
    yield el("h3", case_word("caveats", lang))
    told = dict.fromkeys(_caveat(each, lang) for each in replay["caveats"])
    if told:
        yield el("ol", *(el("li", each) for each in told), class_="caveats")
    else:
        yield el("p", case_word("caveats-none", lang))


def _caveat(told: Mapping[str, Any], lang: str) -> str:
    caveat = Caveat(told["code"], told.get("element") or "", told.get("entry") or "")
    if caveat.code != "challenged":
        return caveat_words(caveat, lang)
    # On a terminal this caveat names a command; a reader of a dossier has the rulings at hand.
    kind = caveat.element.partition("/")[2]
    element = element_title(caveat.element, kind, lang) if kind in KINDS else caveat.element
    return capital(sentence("caveat-challenged", lang).format(element=element))


def basis_words(basis: str, lang: str) -> str:
    """Where a rule rests; in Dutch as provisions are cited there: `art. 29, eerste lid, onder a en b, Vw 2000`."""
    if lang != "nl":
        return basis
    told = _PROVISION.sub(lambda found: _provision(found["number"], found["parts"]), basis)
    return told.replace("QD 2011/95/EU", "Kwalificatierichtlijn (2011/95/EU)").replace("CJEU ", "HvJ EU ")


_PROVISION = re.compile(r"\barts?\.? (?P<number>\d+[\w.-]*)(?P<parts>(?:(?: and )?\(\w+\))*)")
_ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende")


def _provision(number: str, parts: str) -> str:
    members, letters = [], []
    for part in re.findall(r"\w+", parts.replace(" and ", "")):
        if part.isdigit() and 0 < int(part) <= len(_ORDINALS):
            members.append(f"{_ORDINALS[int(part) - 1]} lid")
        else:
            letters.append(part)
    told = [*members, *([f"onder {listed(letters, 'nl')}"] if letters else [])]
    return f"art. {number}{''.join(f', {each}' for each in told)}{',' if told else ''}"


# -- matrix -----------------------------------------------------------------------------------------------------------


def matrix_nodes(record: Record, material: Material) -> list[Node]:
    """Every moment twice; below it what made each difference, and what became public in between."""
    compare, lang = material.answer("compare"), record.lang
    moments = compare.get("moments") or []
    if not moments:
        return [el("p", sentence("no-comparison", lang))]
    heads = [sentence("moment", lang), *(case_word(each, lang) for each in ("then", "now"))]
    body = [(_mark(row), _row(record, row)) for row in moments]
    drawn = table(sentence("matrix-caption", lang), [*heads, sentence("difference", lang)], body, class_="matrix")
    return [drawn, *_problems(record, material, moments), *_causes(record, moments), *_new_facts(record, compare)]


def _mark(row: Mapping[str, Any]) -> str:
    return "changed" if row["differs"] or row["changed_since_previous"] or _policy_differs(row) else ""


def _policy_differs(row: Mapping[str, Any]) -> bool:
    """Does the same outcome rest on policy that stands differently now?"""
    then, now = row["then"]["replay"], row["now"]["replay"]
    if row["differs"] or not then or not now:
        return False
    return bool(row["causes"]) or then["inputs"] != now["inputs"]


def _row(record: Record, row: Mapping[str, Any]) -> list[list[Node]]:
    lang = record.lang
    signs = [
        (row["differs"], "≠", "differs-now"),
        (_policy_differs(row), "~", "policy-differs"),
        (row["changed_since_previous"], "↓", "changed-since"),
    ]
    told = [f"{sign} {sentence(name, lang)}" for holds, sign, name in signs if holds]
    day = [capital(moment_name(row["moment"], lang)), ", ", time(row["day"], date_words(row["day"], lang))]
    difference: list[Node] = [el("strong", "; ".join(told))] if told else [sentence("no-difference", lang)]
    return [day, _cell(record, row["then"]), _cell(record, row["now"]), difference]


def _cell(record: Record, cell: Mapping[str, Any]) -> list[Node]:
    if cell["outcome"] is None:
        return [case_word("cannot-tell", record.lang)]
    return [f"{_outcome(record, str(cell['outcome']))} ({cell['rule']})"]


def _problems(record: Record, material: Material, moments: list[Mapping[str, Any]]) -> list[Node]:
    """Why the outcome of a moment cannot be told; said once where then and now have the same trouble."""
    items: list[JsonML] = []
    for row in moments:
        for problem in dict.fromkeys(str(cell["problem"]) for cell in (row["then"], row["now"]) if cell["problem"]):
            name = capital(moment_name(row["moment"], record.lang))
            item = el("li", f"{name}: ", _problem(record, material, row["moment"], row["day"], problem))
            items += [item] if item not in items else []
    return [el("h3", case_word("problems", record.lang)), el("ul", *items)] if items else []


def _causes(record: Record, moments: list[Mapping[str, Any]]) -> list[Node]:
    lang = record.lang
    items = []
    for row in moments:
        if not row["causes"] and not row["differs"]:
            continue
        then, now = (
            _outcome(record, str(cell["outcome"])) if cell["outcome"] else case_word("cannot-tell", lang)
            for cell in (row["then"], row["now"])
        )
        moment = capital(moment_name(row["moment"], lang))
        name = "cause-now" if row["differs"] else "cause-policy"
        causes = [el("li", *_entry_words(record, key)) for key in row["causes"]]
        told = causes or [el("li", case_word("cause-none", lang))]
        items.append(el("li", saying(name, lang, moment=moment, then=then, now=now), el("ul", *told)))
    return [el("h3", sentence("causes", lang)), el("ul", *items)] if items else []


def _entry_words(record: Record, key: str) -> list[Node]:
    event = called(EVENTS, str(record.entry(key)["event"]), record.lang) if key in record else ""
    return [f"{event} [", record.key(key), "]"]


def _new_facts(record: Record, compare: Mapping[str, Any]) -> list[Node]:
    lang = record.lang
    told: list[Node] = [el("h3", sentence("became-public", lang))]
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for each in compare.get("new_facts") or ():
        groups.setdefault((each["after"], each["by"]), []).append(each)
    if not groups:
        return [*told, el("p", case_word("new-facts-none", lang))]
    items = []
    for (after, by), facts in groups.items():
        names = {"after": moment_name(after, lang), "by": moment_name(by, lang)}
        items.append(
            el("li", saying("new-facts-between", lang, **names), el("ul", *(_new_fact(record, each) for each in facts)))
        )
    return [*told, el("p", sentence("article-83", lang)), el("ul", *items)]


def _new_fact(record: Record, told: Mapping[str, Any]) -> JsonML:
    key = str(told["key"])
    return el("li", *public_nodes(record, key, str(told["public_on"])), ": ", *named_entry(record, key))
