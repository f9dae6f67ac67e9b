"""Strategies that draw the policy of Mali as cases meet it: areas, scope tests, levels, groups, alternatives, stops.

Entries are plain values in ledger order, fit to be appended; dates lie in a short window, so that a few acts meet, and
one in six is uncertain. Every element is advised on at first, so that any later entry can be left out of a ledger.
"""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

Entry = dict[str, Any]

FIRST_DAY = date(2023, 1, 2)
WINDOW = 10
AREAS: tuple[Any, ...] = ("ML-7", "ML-9", "ML-BKO", {"name": "Gourma", "within": "ML-7", "part": True})
GROUPS = ("Dogon", "journalisten", "DOGON")
ELEMENTS = {
    "article-15c": "policy.article-15c-area-designated",
    "article-15c-north": "policy.article-15c-area-designated",
    "internal-protection-alternative": "policy.internal-protection-alternative-set",
    "alternative-north": "policy.internal-protection-alternative-set",
    "decision-moratorium": "policy.decision-moratorium-imposed",
    "group-persecution": "policy.group-persecution-recognised",
    "risk-profile": "policy.risk-profile-recognised",
}
KINDS = {
    "article-15c-north": "article-15c",
    "alternative-north": "internal-protection-alternative",
}
LEVELS = (
    *(("nl-binary", "exceptional"), ("nl-graded", "highest"), ("nl-graded", "middle"), ("nl-graded", "lowest")),
    ("euaa", "high"),
)


def days() -> st.SearchStrategy[date]:
    return st.integers(-1, WINDOW + 1).map(lambda number: FIRST_DAY + timedelta(days=number))


def exact_dates() -> st.SearchStrategy[str]:
    return st.integers(0, WINDOW).map(lambda number: (FIRST_DAY + timedelta(days=number)).isoformat())


def dates() -> st.SearchStrategy[str]:
    """One in six says no more than: one of two days, or some day from one to another."""
    uncertain = st.tuples(exact_dates(), exact_dates(), st.booleans()).map(
        lambda drawn: f"[{drawn[0]},{drawn[1]}]" if drawn[2] else f"{min(drawn[0], drawn[1])}/{max(drawn[0], drawn[1])}"
    )
    return st.integers(0, 5).flatmap(lambda number: uncertain if number == 0 else exact_dates())


def _some(values: tuple[Any, ...]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), max_size=2, unique_by=str)


@st.composite
def acts(draw: st.DrawFn, key: str) -> Entry:
    """One act that states an element."""
    element = draw(st.sampled_from(sorted(ELEMENTS)))
    entry: Entry = {
        "key": key,
        "event": ELEMENTS[element],
        "country": "ML",
        "element": element,
        "standing": draw(st.sampled_from(("announced", "published", "published"))),
        "public_on": draw(exact_dates()),
        "from": draw(dates()),
    }
    for name, values, one_in in (("areas", AREAS, 2), ("except_areas", AREAS, 5), ("groups", GROUPS, 3)):
        wanted = draw(st.integers(1, one_in)) == 1 and (name != "groups" or "article" not in element)
        if wanted and (found := draw(_some(values))):
            entry[name] = found
    if draw(st.integers(1, 8)) == 1:
        return {**entry, "event": "policy.nothing-particular-stated", "kind": KINDS.get(element, element)}
    if entry["event"] == "policy.article-15c-area-designated":
        scheme, level = draw(st.sampled_from(LEVELS))
        entry["violence"] = {"scheme": scheme, "level": level}
        if test := draw(st.sampled_from(("", "origin", "habitual-residence", "either"))):
            entry["scope_test"] = test
        if draw(st.integers(1, 4)) == 1:
            entry["groups"] = [draw(st.sampled_from(GROUPS))]
    if entry["event"] == "policy.internal-protection-alternative-set":
        more = {
            "to": draw(_some(AREAS)),
            "for_areas": draw(_some(AREAS)),
            "excluded_groups": draw(_some(GROUPS)),
            "condition": draw(st.sampled_from(("", "only-article-15c", "alleen mannen"))),
        }
        entry |= {name: value for name, value in more.items() if value}
    return entry


@st.composite
def policies(draw: st.DrawFn) -> list[Entry]:
    """Advice on every element, two to seven acts, and what may come on top: withdrawals, a ruling that annuls,
    corrections, disputes, strike-outs."""
    found: list[Entry] = [
        {
            "key": f"ml/advice/{element}",
            "event": topic,
            "country": "ML",
            "element": element,
            "standing": "advised",
            "public_on": FIRST_DAY.isoformat(),
        }
        for element, topic in ELEMENTS.items()
    ]
    found.append(
        {
            "key": "ml/ruling",
            "event": "ruling.recorded",
            "ruling": "rb-1",
            "court": "Rechtbank Den Haag",
            "pronounced_on": draw(exact_dates()),
            "public_on": draw(exact_dates()),
        }
    )
    stated = [draw(acts(f"ml/act-{number}")) for number in range(draw(st.integers(2, 7)))]
    found += stated
    for number in range(draw(st.integers(0, 3))):
        act = draw(st.sampled_from(stated))
        key = f"ml/later-{number}"
        sort = draw(st.sampled_from(("withdrawn", "annulled", "corrected", "struck", "disputed")))
        on_element = {"key": key, "country": "ML", "element": act["element"]}
        if sort == "withdrawn":
            standing = draw(st.sampled_from(("announced", "published")))
            event = {"event": "policy.element-withdrawn", "standing": standing, "from": draw(dates())}
            found.append({**on_element, **event, "public_on": draw(exact_dates())})
        elif sort == "annulled":
            effect = draw(st.just("ex-tunc") | exact_dates())
            found.append({**on_element, "event": "policy.element-annulled", "ruling": "rb-1", "effect": effect})
        elif sort == "corrected":
            other = {name: value for name, value in draw(acts("-")).items() if name != "key"}
            content = {**other, "element": act["element"]} if other["event"] == act["event"] else act
            content = {name: value for name, value in content.items() if name != "key"}
            found.append(
                {"key": key, "event": "entry.corrected", "entry": act["key"], "content": content, "reason": "nagelezen"}
            )
        elif sort == "struck":
            found.append({"key": key, "event": "entry.struck-out", "entry": act["key"], "reason": "dubbel"})
        else:
            rival = {"event": "entry.disputed", "entry": act["key"], "field": "from", "value": draw(exact_dates())}
            found.append({"key": key, **rival})
    return found


@st.composite
def facts(draw: st.DrawFn) -> Entry:
    """Facts as a chronicle writes them; areas and groups may be missing, the three that the table asks for never."""
    found: Entry = {
        "origin": draw(st.sampled_from(("established", "established", "not-established", "not-assessed"))),
        "individual_grounds": draw(st.sampled_from(("none", "none", "not-assessed", "serious-harm", "refugee"))),
        "ipa_reasonable": draw(st.sampled_from(("yes", "no", "not-assessed"))),
    }
    for name in ("origin_area", "habitual_residence"):
        area = draw(st.sampled_from((None, *AREAS, "ML-7")))
        if area is not None:
            found[name] = area
    if groups := draw(_some(("dogon", "Journalisten", "anders"))):
        found["groups"] = groups
    return found
