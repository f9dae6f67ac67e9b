"""Answers as plain values: contract 6.1, and tables that a spreadsheet does not obey."""

import csv
import io
import json
from datetime import date
from typing import Any

from cli.answers.policy import (
    appended_json,
    changes_json,
    diff_json,
    findings_json,
    state_json,
    state_rows,
    timeline_json,
    timeline_rows,
    why_json,
)
from cli.answers.tables import ELEMENT_COLUMNS, csv_text, entry_rows
from domain import content
from domain.audit import Finding
from domain.dates import AFTER, LegalDate, Point
from domain.history import CountedAct, Dispute, Entry
from domain.places import Area, Place
from infrastructure.answers import Appended, Change, ChangedDays, LeftOut, Reasons, TimelinePeriod, changed_days
from tests.support.answers import NOON, absence, country, element, entry_ref, rival, ruling, uncertain


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# -- show -------------------------------------------------------------------------------------------------------------


def test_a_state_has_the_keys_of_the_contract_in_its_order() -> None:
    state = country(element(challenged=("rb-nl22-19789",)), rulings=(ruling(),))

    answer = state_json(state, None)

    assert list(answer)[:7] == ["country", "on", "public_by", "recorded_by", "reading", "country_policy", "elements"]
    assert answer["country"] == {"code": "ML", "name": "Mali"}
    assert answer["recorded_by"] == {"position": 14, "recorded_at": "2026-11-22T09:00:00.000000Z"}
    assert answer["rulings"] == ["rb-nl22-19789"]
    [shown] = answer["elements"]
    contract = (
        *("id", "kind", "status", "alternatives", "binds", "awaiting_publication", "retroactive", "from", "until"),
        *("areas", "value", "possible", "entries", "disputes", "challenged", "cites"),
    )
    assert [name for name in shown if name in contract] == list(contract)
    assert (shown["from"], shown["until"]) == ("2023-01-11", "..")
    assert shown["value"] == {"violence": {"scheme": "nl-binary", "level": "exceptional"}}
    assert shown["entries"][0]["key"] == "ml/letter-15c"
    assert shown["challenged"] == ["rb-nl22-19789"]


def test_an_answer_survives_json_unchanged() -> None:
    state = country(element(disputes=(rival(),)), rulings=(ruling(),), absences=(absence(),))

    answer = state_json(state, None)

    assert json.loads(json.dumps(answer)) == answer


def test_lists_are_sorted_as_people_sort() -> None:
    state = country(
        element(id="ML/zone-10", areas=("ML-10", "ML-9")),
        element(id="ML/zone-9"),
        rulings=(ruling("rb-nl22-19789"), ruling("rb-nl22-5703")),
    )

    answer = state_json(state, None)

    assert [each["id"] for each in answer["elements"]] == ["ML/zone-9", "ML/zone-10"]
    assert answer["elements"][1]["areas"] == ["ML-9", "ML-10"]
    assert answer["rulings"] == ["rb-nl22-5703", "rb-nl22-19789"]


def test_an_uncertain_element_shows_no_areas_and_no_value_but_each_possible_act() -> None:
    [shown] = state_json(country(uncertain()), None)["elements"]

    assert (shown["areas"], shown["value"], shown["from"], shown["until"]) == (None, None, None, None)
    assert [(each["entry"], each["areas"]) for each in shown["possible"]] == [("ml/a", ["ML-7"]), ("ml/b", ["ML-5"])]


def test_an_area_keeps_the_elements_that_cover_or_may_cover_it() -> None:
    part = {"name": "Gourma", "within": "ML-1", "part": True}
    state = country(
        element(id="ML/here", areas=("ML-1",)), element(id="ML/there"), element(id="ML/perhaps", areas=(part,))
    )

    answer = state_json(state, Place(Area(code="ML-1")))

    assert answer["area"] == "ML-1"
    assert [(each["id"], each["binds"]) for each in answer["elements"]] == [
        ("ML/here", "yes"),
        ("ML/perhaps", "uncertain"),
    ]


def test_a_table_of_elements_has_one_row_each_with_its_point() -> None:
    rows = read_csv(csv_text(state_rows(country(element()), None)))

    assert len(rows) == 1
    assert (rows[0]["on"], rows[0]["recorded_by.position"], rows[0]["id"]) == ("2023-01-11", "14", "ML/article-15c")
    assert rows[0]["areas"] == "ML-5; ML-7"
    assert json.loads(rows[0]["value"])["violence"]["level"] == "exceptional"
    assert rows[0]["sources"] == "ml-letter"


# -- tables -----------------------------------------------------------------------------------------------------------


def test_a_spreadsheet_formula_in_data_is_kept_from_being_one() -> None:
    text = csv_text([{"a": "=1+1", "b": "+31", "c": "-x", "d": "@9", "e": "x=1", "f": "\t=2"}])

    [row] = read_csv(text)

    assert list(row.values()) == ["'=1+1", "'+31", "'-x", "'@9", "x=1", "'=2"]


def test_a_table_carries_no_control_characters_and_quotes_what_needs_it() -> None:
    text = csv_text([{"a": 'he said "x", and\x1b[31m', "b": None, "c": True}])

    assert "\x1b" not in text
    assert read_csv(text) == [{"a": 'he said "x", and\ufffd[31m', "b": "", "c": "yes"}]


def test_rows_with_different_fields_share_one_header() -> None:
    rows = read_csv(csv_text([{"a": 1, "b": {"c": 2}}, {"d": ["x", {"y": 1}]}]))

    assert rows == [{"a": "1", "b.c": "2", "d": ""}, {"a": "", "b.c": "", "d": 'x; {"y": 1}'}]


def test_no_rows_make_an_empty_table() -> None:
    assert csv_text([], ("a", "b.c")) == "a,b.c\n"


def test_the_columns_that_are_promised_are_those_that_rows_have() -> None:
    rows = csv_text(state_rows(country(element()), None)).splitlines()[0]

    assert rows == csv_text([], ELEMENT_COLUMNS).strip()


def test_the_content_of_an_entry_stands_in_one_cell() -> None:
    entry = {"position": 1, "key": "ml/a", "content": {"title": "Mopti, Ménaka"}}

    [row] = read_csv(csv_text(entry_rows([entry])))

    assert json.loads(row["content"]) == {"title": "Mopti, Ménaka"}


# -- why --------------------------------------------------------------------------------------------------------------


def counted(topic: str, **fields: Any) -> CountedAct:
    event = content.read(topic, {"country": "ML", "element": "article-15c", **fields})
    entry = Entry(9, "ml/act", event)
    start = LegalDate.parse("2023-01-11")
    return CountedAct(entry, event, start.first, start, LegalDate.parse(".."), LegalDate.parse("unknown"))  # type: ignore[arg-type]


def reasons(*acts: CountedAct, **given: Any) -> Reasons:
    fields: dict[str, Any] = {
        "element": "ML/article-15c",
        "on": date(2023, 1, 11),
        "public_by": None,
        "recorded_by": NOON,
        "reading": "practice",
        "state": element(),
        "acts": acts,
        "annotations": {},
        "rulings": (),
        "left_out": (),
    }
    return Reasons(**{**fields, **given})


def test_an_act_that_states_shows_both_ends_and_a_withdrawal_only_its_day() -> None:
    stating = counted("policy.article-15c-area-designated", standing="published")
    withdrawing = counted("policy.element-withdrawn", standing="published", **{"from": "2023-01-11"})

    acts = why_json(reasons(stating, withdrawing))["acts"]

    assert [(each["from"], each["until"], each["effect"]) for each in acts] == [
        ("2023-01-11", "..", None),
        ("2023-01-11", None, None),
    ]
    assert acts[0]["public_on"] == "unknown"
    assert acts[0]["act_day"] == "2023-01-11"


def test_an_act_of_an_unknown_day_says_so() -> None:
    act = counted("policy.article-15c-area-designated", standing="published")
    unknown = CountedAct(act.entry, act.event, AFTER, act.start, act.end, act.public)

    [shown] = why_json(reasons(unknown))["acts"]

    assert shown["act_day"] == "unknown"


def test_why_names_remarks_disputes_and_what_was_left_out() -> None:
    act = counted("policy.article-15c-area-designated", standing="announced")
    remark = Entry(10, "ml/note", content.read("entry.annotated", {"entry": "ml/act", "note": "zie ook bijlage"}))
    rivalling = content.read(
        "entry.disputed", {"entry": "ml/act", "field": "from", "value": "2023-01-12", "cites": [{"source": "p"}]}
    )
    disputed = CountedAct(
        act.entry,
        act.event,
        act.act_day,
        act.start,
        act.end,
        act.public,
        (Dispute(Entry(11, "ml/rival", rivalling), "ml/act", "from", "2023-01-12"),),
    )
    left_out = LeftOut(Entry(15, "ml/later", act.event), "recorded later, at @15")

    answer = why_json(reasons(disputed, annotations={"ml/act": (remark,)}, left_out=(left_out,), state=None))

    assert answer["state"] is None
    assert answer["acts"][0]["annotations"][0]["note"] == "zie ook bijlage"
    assert answer["acts"][0]["disputes"][0]["sources"] == ["p"]
    assert answer["left_out"] == [
        {
            "key": "ml/later",
            "position": 15,
            "event": "policy.article-15c-area-designated",
            "standing": "announced",
            "reason": "recorded later, at @15",
        }
    ]


# -- over time --------------------------------------------------------------------------------------------------------


def test_a_timeline_tells_half_open_periods_and_its_table_the_last_day_itself() -> None:
    periods = {
        "ML/article-15c": [
            TimelinePeriod(date(2022, 11, 23), date(2023, 1, 11), element(status="advised", binds="no")),
            TimelinePeriod(date(2023, 1, 11), None, element()),
        ]
    }

    answer = timeline_json("ML", Point(date.min), NOON, "practice", periods)
    rows = timeline_rows("ML", periods)

    assert answer["on"] is None
    assert [(each["from"], each["until"]) for each in answer["elements"][0]["periods"]] == [
        ("2022-11-23", "2023-01-11"),
        ("2023-01-11", ".."),
    ]
    assert [(each["first"], each["last"]) for each in rows] == [("2022-11-23", "2023-01-10"), ("2023-01-11", "")]


def test_a_diff_lists_what_appeared_vanished_and_changed_and_nothing_else() -> None:
    same = element(id="ML/same")
    a = country(element(status="advised", binds="no"), same, element(id="ML/gone"), rulings=(ruling("old"),))
    b = country(element(), same, element(id="ML/new"), on=date(2023, 2, 1), rulings=(ruling("new"),))

    answer = diff_json(a, b)

    assert [(each["id"], each["change"], each["fields"]) for each in answer["elements"]] == [
        ("ML/article-15c", "changed", ["status", "binds"]),
        ("ML/gone", "vanished", []),
        ("ML/new", "appeared", []),
    ]
    assert answer["elements"][0]["from"]["status"] == "advised"
    assert answer["elements"][0]["to"]["status"] == "announced"
    assert answer["elements"][1]["to"] is None
    assert (answer["a"]["on"], answer["b"]["on"]) == ("2023-01-11", "2023-02-01")
    assert answer["rulings"] == {"appeared": ["new"], "vanished": ["old"]}


def test_what_an_append_did_says_whether_it_was_written() -> None:
    event = content.read("source.registered", {"source": "a", "kind": "press", "title": "A"})
    appended = Appended((Entry(3, "ml/a", event, "source/a"),), ("ml/b",), (Change("ML/article-15c", None, element()),))

    answer = appended_json(appended, dry_run=True)

    assert answer["written"] is False
    assert answer["entries"] == [
        {"position": 3, "key": "ml/a", "event": "source.registered", "stream": "source/a", "actor": ""}
    ]
    assert answer["unchanged"] == ["ml/b"]
    assert answer["changes"] == changes_json(appended.changes)
    assert answer["changes"][0]["change"] == "appeared"


def test_what_an_append_did_has_every_day_that_changes() -> None:
    ended = element(status="ended", binds="no")
    periods = (
        ChangedDays(date(2023, 1, 11), date(2023, 2, 1), None, element()),
        ChangedDays(date(2023, 2, 1), None, element(), ended),
    )
    appended = Appended((), (), days={"ML/article-15c": periods})

    (told,) = appended_json(appended, dry_run=True)["days"]

    assert (told["id"], told["kind"]) == ("ML/article-15c", "article-15c")
    assert [(each["from"], each["until"], each["change"], each["fields"]) for each in told["periods"]] == [
        ("2023-01-11", "2023-02-01", "appeared", []),
        ("2023-02-01", "..", "changed", ["status", "binds"]),
    ]
    assert told["periods"][0]["before"] is None
    assert told["periods"][1]["after"]["status"] == "ended"


def test_two_timelines_differ_on_the_days_they_differ() -> None:
    january, february, march = (date(2023, month, 1) for month in (1, 2, 3))
    one, other = element(), element(status="ended", binds="no")
    before = [TimelinePeriod(january, None, one)]
    after = [TimelinePeriod(None, january, other), TimelinePeriod(january, february, one),
             TimelinePeriod(february, march, other), TimelinePeriod(march, None, other)]  # fmt: skip

    assert changed_days(before, after) == (
        ChangedDays(None, january, None, other),
        ChangedDays(february, None, one, other),
    )
    assert changed_days(before, before) == ()
    assert changed_days((), before) == (ChangedDays(january, None, None, one),)


def test_a_finding_of_no_country_has_none() -> None:
    act = {"entry": "ml/b", "standing": "published", "element": "ML/article-15c"}
    findings = [
        Finding("identifier", ("ml/a",), "jci-place-unknown", {"entry": "ml/a", "number": "jci", "locator": "artikel"}),
        Finding("impossible-dates", ("ml/b",), "covers-no-day", {"act": act, "start": "2024", "end": "2024"}, "ML"),
    ]

    assert [each["country"] for each in findings_json(findings, "en")] == [None, "ML"]


def test_a_finding_has_its_sentence_in_the_language_asked_for_and_its_facts_in_none() -> None:
    facts = {"number": "CELEX 32024R1347", "year": 2024, "days": "2023-12-31", "entry": "ml/a"}
    finding = Finding("identifier", ("ml/a",), "year-after-publication", facts)

    (english,), (dutch,) = findings_json([finding], "en"), findings_json([finding], "nl")

    assert english["sentence"] == "ml/a: CELEX 32024R1347 is of 2024, but was public on 2023-12-31."
    assert dutch["sentence"] == "ml/a: CELEX 32024R1347 is van 2024, maar is openbaar geworden op 31 december 2023."
    assert english["says"] == dutch["says"] == "year-after-publication"
    assert english["facts"] == dutch["facts"] == facts


def test_entries_behind_an_element_name_position_and_standing() -> None:
    state = element(entries=(entry_ref("ml/a", 3, "announced"), entry_ref("ml/annulled", 12, None)))

    [shown] = state_json(country(state), None)["elements"]

    assert [(each["key"], each["position"], each["standing"]) for each in shown["entries"]] == [
        ("ml/a", 3, "announced"),
        ("ml/annulled", 12, None),
    ]
