"""In force, public and recorded: each end of each clock, asked of the command."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.dates import RecordedBy
from infrastructure.chronicle import Draft
from infrastructure.ledger import create_ledger, open_ledger
from tests.support.command import chronicle
from tests.support.door import ask

SOURCE = "  - {key: s/a, event: source.registered, source: a, kind: gazette, title: A, public_on: 2023-01-01}\n"


def recorded(folder: Path, *entries: str) -> Path:
    """A ledger with these entries on Sudan, each of them an import of its own."""
    folder.mkdir(exist_ok=True)
    ask(folder, "init")
    for number, entry in enumerate((SOURCE, *(f"  - {{{each}, cites: [{{source: a}}]}}\n" for each in entries))):
        ask(folder, "import", chronicle(folder, entry, f"{number}.yaml"))
    return folder


def moratorium(key: str, *fields: str, standing: str = "published") -> str:
    return ", ".join((f"key: {key}", "event: policy.decision-moratorium-imposed", "country: SD",
                      f"standing: {standing}", *fields))  # fmt: skip


def show(folder: Path, on: str, *limits: str) -> Any:
    return ask(folder, "show", "SD", "--on", on, *limits, "--format", "json").json


def element(folder: Path, on: str, *limits: str) -> Any:
    (found,) = show(folder, on, *limits)["elements"] or [None]
    return found


def status(folder: Path, on: str, *limits: str) -> str | None:
    found = element(folder, on, *limits)
    return None if found is None else str(found["status"])


def position(folder: Path, key: str) -> int:
    return int(ask(folder, "entry", key, "--format", "json").json["position"])


# -- in force ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "last", "until"),
    [
        ("until: 2023-07-08", "2023-07-07", "2023-07-08"),
        ("through: 2023-07-08", "2023-07-08", "2023-07-09"),
        ("until: 2024-03-01", "2024-02-29", "2024-03-01"),
        ("through: 2024-02-29", "2024-02-29", "2024-03-01"),
        ("through: 2023-12-31", "2023-12-31", "2024-01-01"),
    ],
)
def test_a_period_binds_from_its_first_day_to_its_last_and_not_a_day_more(
    tmp_path: Path, end: str, last: str, until: str
) -> None:
    folder = recorded(tmp_path, moratorium("m/1", "signed_on: 2023-01-05", "from: 2023-02-01", end))

    assert status(folder, "2023-01-04") is None
    assert status(folder, "2023-01-31") == "upcoming"
    assert element(folder, "2023-01-31")["binds"] == "no"
    assert status(folder, "2023-02-01") == "in-force"
    assert status(folder, last) == "in-force"
    assert element(folder, last)["binds"] == "yes"
    assert status(folder, until) == "ended"
    assert element(folder, until)["binds"] == "no"
    assert (element(folder, last)["from"], element(folder, last)["until"]) == ("2023-02-01", until)


def test_a_period_of_one_day_binds_on_that_day(tmp_path: Path) -> None:
    folder = recorded(tmp_path, moratorium("m/1", "from: 2023-02-01", "through: 2023-02-01"))

    days = ("2023-01-31", "2023-02-01", "2023-02-02")
    assert [status(folder, day) for day in days] == ["upcoming", "in-force", "ended"]


def test_one_of_several_days_is_uncertain_exactly_on_the_contested_ones(tmp_path: Path) -> None:
    folder = recorded(tmp_path, moratorium("m/1", 'from: "[2023-07-08,2023-07-10]"', "signed_on: 2023-07-01"))

    found = [element(folder, f"2023-07-{day:02}") for day in range(7, 11)]

    assert [each["status"] for each in found] == ["upcoming", "uncertain", "uncertain", "in-force"]
    assert [each["binds"] for each in found] == ["no", "uncertain", "uncertain", "yes"]
    assert [each["alternatives"] for each in found] == [[], *[["in-force", "upcoming"]] * 2, []]


def test_contested_starts_and_ends_leave_the_days_between_certain(tmp_path: Path) -> None:
    folder = recorded(
        tmp_path, moratorium("m/1", 'from: "[2023-07-08,2023-07-09]"', 'through: "[2023-07-12,2023-07-13]"')
    )

    found = [status(folder, f"2023-07-{day:02}") for day in range(7, 15)]

    assert found == ["upcoming", "uncertain", "in-force", "in-force", "in-force", "in-force", "uncertain", "ended"]


def test_an_unknown_an_open_and_an_absent_end_are_three_things(tmp_path: Path) -> None:
    unknown = recorded(tmp_path / "unknown", moratorium("m/1", "from: 2023-02-01", "until: unknown"))
    open_ended = recorded(tmp_path / "open", moratorium("m/1", "from: 2023-02-01", 'until: ".."'))
    absent = recorded(tmp_path / "absent", moratorium("m/1", "from: 2023-02-01"))

    contents = [ask(each, "entry", "m/1", "--format", "json").json["content"] for each in (unknown, open_ended, absent)]
    assert [each.get("until") for each in contents] == ["unknown", "..", None]
    assert "until" not in contents[2]
    assert [status(each, "2023-03-01") for each in (unknown, open_ended, absent)] == [
        "uncertain",
        "in-force",
        "in-force",
    ]
    assert element(unknown, "2023-03-01")["binds"] == "uncertain"


def test_an_unknown_start_is_not_an_absent_one(tmp_path: Path) -> None:
    unknown = recorded(tmp_path / "unknown", moratorium("m/1", "from: unknown", standing="announced"))
    absent = recorded(tmp_path / "absent", moratorium("m/1", standing="announced"))

    assert (status(unknown, "2022-12-31"), status(unknown, "2023-01-01")) == ("uncertain", "uncertain")
    assert (status(absent, "2022-12-31"), status(absent, "2023-01-01")) == (None, "announced")


def test_nothing_particular_no_policy_and_unknown_are_three_answers(tmp_path: Path) -> None:
    nothing = recorded(
        tmp_path / "nothing",
        "key: n/1, event: policy.nothing-particular-stated, country: SD, kind: decision-moratorium, "
        "standing: published, from: 2023-02-01",
    )
    unknown = recorded(tmp_path / "unknown", moratorium("m/1", "from: unknown"))
    none = recorded(tmp_path / "none")

    answers = [show(each, "2023-03-01") for each in (nothing, unknown, none)]
    assert [each["country_policy"] for each in answers] == ["exists", "uncertain", "none"]
    assert [[each["status"] for each in answer["elements"]] for answer in answers] == [
        ["nothing-particular"],
        ["uncertain"],
        [],
    ]


# -- public -----------------------------------------------------------------------------------------------------------


def test_an_act_counts_from_the_day_it_was_public_and_not_the_day_before(tmp_path: Path) -> None:
    folder = recorded(tmp_path, moratorium("m/1", "from: 2023-02-01", "public_on: 2023-03-10"))

    assert status(folder, "2023-02-01", "--public-by", "2023-03-09") is None
    found = element(folder, "2023-02-01", "--public-by", "2023-03-10")
    assert (found["status"], found["retroactive"]) == ("in-force", True)


@pytest.mark.parametrize(("public_on", "first"), [("2023-03", "2023-03-31"), ("2023-03-05/2023-03-08", "2023-03-08")])
def test_an_uncertain_public_day_counts_from_its_latest(tmp_path: Path, public_on: str, first: str) -> None:
    folder = recorded(tmp_path, moratorium("m/1", "from: 2023-02-01", f"public_on: {public_on}"))

    before = f"2023-03-{int(first[-2:]) - 1:02}"
    assert status(folder, "2023-04-01", "--public-by", before) is None
    assert status(folder, "2023-04-01", "--public-by", first) == "in-force"


def test_what_was_never_known_to_be_public_is_left_out_of_every_public_answer(tmp_path: Path) -> None:
    folder = recorded(tmp_path, moratorium("m/1", "from: 2023-02-01", "public_on: unknown"))

    assert status(folder, "2023-04-01", "--public-by", "9999-12-31") is None
    assert status(folder, "2023-04-01") == "in-force"


RULING = (
    "key: r/1, event: ruling.recorded, ruling: r, court: Rb Den Haag, pronounced_on: 2023-04-24, "
    "case_numbers: [NL23.1], holdings: [{country: SD, element: decision-moratorium, outcome: annulled, text: v}], "
    "public_on: 2023-05-02"
)


@pytest.mark.parametrize(
    ("later", "status_then", "day"),
    [
        (
            "key: w/1, event: policy.element-withdrawn, country: SD, element: decision-moratorium, "
            "standing: published, from: 2023-03-01, public_on: 2023-05-02",
            "ended",
            "2023-03-15",
        ),
        (
            "key: w/1, event: policy.element-annulled, country: SD, element: decision-moratorium, ruling: r, "
            "effect: ex-tunc",
            "annulled",
            "2023-02-15",
        ),
        (
            "key: w/1, event: policy.element-annulled, country: SD, element: decision-moratorium, ruling: r, "
            "effect: 2023-03-01",
            "annulled",
            "2023-03-01",
        ),
    ],
    ids=("withdrawn", "annulled from the start", "annulled from a day"),
)
def test_an_end_known_later_changes_answers_only_from_the_point_it_was_public_and_recorded(
    tmp_path: Path, later: str, status_then: str, day: str
) -> None:
    folder = recorded(tmp_path, moratorium("m/1", "from: 2023-02-01"), RULING, later)
    at = position(folder, "w/1")
    when = ask(folder, "entry", "w/1", "--format", "json").json["recorded_at"]

    assert status(folder, day, "--public-by", "2023-05-01") == "in-force"
    assert status(folder, day, "--public-by", "2023-05-02") == status_then
    assert status(folder, day, "--recorded-by", f"@{at - 1}") == "in-force"
    assert status(folder, day, "--recorded-by", f"@{at}") == status_then
    assert status(folder, day, "--recorded-by", _microseconds_before(when)) == "in-force"
    assert status(folder, day, "--recorded-by", when) == status_then
    assert status(folder, day, "--recorded-by", "2020-01-01") is None
    assert status(folder, day, "--recorded-by", f"@{at}", "--public-by", "2023-05-01") == "in-force"
    assert status(folder, day, "--recorded-by", f"@{at - 1}", "--public-by", "2023-05-02") == "in-force"
    if "ex-tunc" not in later:
        assert status(folder, "2023-02-28") == "in-force"


def _microseconds_before(recorded_at: str) -> str:
    return (datetime.fromisoformat(recorded_at) - timedelta(microseconds=1)).isoformat()


# -- recorded ---------------------------------------------------------------------------------------------------------


def test_every_answer_prints_the_three_clocks(tmp_path: Path) -> None:
    folder = recorded(tmp_path, moratorium("m/1", "from: 2023-02-01"))
    at = position(folder, "m/1")

    answer = show(folder, "2023-02-01", "--public-by", "2023-02-02", "--recorded-by", f"@{at}")

    assert (answer["on"], answer["public_by"], answer["recorded_by"]["position"]) == ("2023-02-01", "2023-02-02", at)
    text = ask(folder, "show", "SD", "--on", "2023-02-01", "--public-by", "2023-02-02").out
    assert "1 February 2023" in text
    assert "2 February 2023" in text
    assert f"@{at}" in text


def test_a_correction_counts_from_its_own_position_and_the_earlier_belief_stays_readable(tmp_path: Path) -> None:
    folder = recorded(tmp_path, moratorium("m/1", "from: 2023-02-01"))
    ask(folder, "correct", "m/1", "--key", "c/1", "--reason", "leesfout", "--set", "from=2023-02-10", "--yes")
    ask(folder, "correct", "m/1", "--key", "c/2", "--reason", "toch", "--set", "until=2023-03-01", "--yes")
    first, second = position(folder, "c/1"), position(folder, "c/2")

    assert status(folder, "2023-02-05", "--recorded-by", f"@{first - 1}") == "in-force"
    assert status(folder, "2023-02-05", "--recorded-by", f"@{first}") == "upcoming"
    assert status(folder, "2023-04-01", "--recorded-by", f"@{first}") == "in-force"
    assert status(folder, "2023-04-01", "--recorded-by", f"@{second}") == "ended"
    assert element(folder, "2023-02-15")["from"] == "2023-02-10"


def test_a_struck_out_act_is_gone_from_its_strike_on_and_a_struck_out_strike_brings_it_back(tmp_path: Path) -> None:
    folder = recorded(tmp_path, moratorium("m/1", "from: 2023-02-01"))
    ask(folder, "strike", "m/1", "--key", "x/1", "--reason", "verkeerd land", "--yes")
    at = position(folder, "x/1")

    assert status(folder, "2023-02-05") is None
    assert status(folder, "2023-02-05", "--recorded-by", f"@{at - 1}") == "in-force"

    ask(folder, "strike", "x/1", "--key", "x/2", "--reason", "toch juist", "--yes")

    assert status(folder, "2023-02-05") == "in-force"
    assert status(folder, "2023-02-05", "--recorded-by", f"@{at}") is None


def test_a_dispute_widens_a_date_from_its_own_position_on(tmp_path: Path) -> None:
    folder = recorded(tmp_path, moratorium("m/1", "from: 2023-02-01"))
    ask(folder, "dispute", "m/1", "from", "2023-02-03", "--cite", "a", "--key", "d/1", "--yes")
    at = position(folder, "d/1")

    assert [status(folder, f"2023-02-0{day}") for day in (1, 2, 3)] == ["uncertain", "uncertain", "in-force"]
    assert status(folder, "2023-02-01", "--recorded-by", f"@{at - 1}") == "in-force"
    assert element(folder, "2023-02-01")["disputes"][0]["value"] == "2023-02-03"


def _stepping(*times: str) -> Any:
    """A clock that gives these times, one for each append."""
    given = iter(times)
    return lambda: int(datetime.fromisoformat(next(given)).timestamp() * 1_000_000)


def _notes(path: Path, *times: str) -> None:
    with create_ledger(path, clock=_stepping(*times)) as ledger:
        for number in range(len(times)):
            ledger.append(
                [Draft(f"s/{number}", "source.registered", {"source": f"s{number}", "kind": "press", "title": "S"})],
                actor="tester",
            )


def test_record_times_rise_with_position_also_when_the_clock_goes_back(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    _notes(path, "2026-11-22T10:00:00Z", "2026-11-22T09:00:00Z", "2026-11-22T10:00:00Z", "2020-01-01T00:00:00Z",
           "2026-11-22T10:00:01Z")  # fmt: skip

    with open_ledger(path) as ledger:
        times = [each["recorded_at"] for each in ledger.entries()]

    assert times == [
        "2026-11-22T10:00:00.000000Z",
        "2026-11-22T10:00:00.000001Z",
        "2026-11-22T10:00:00.000002Z",
        "2026-11-22T10:00:00.000003Z",
        "2026-11-22T10:00:01.000000Z",
    ]


@pytest.mark.parametrize(
    ("day", "last_second", "first_after"),
    [
        ("2026-11-22", "2026-11-22T22:59:59Z", "2026-11-22T23:00:00Z"),  # winter: an hour ahead of UTC
        ("2026-07-01", "2026-07-01T21:59:59Z", "2026-07-01T22:00:00Z"),  # summer: two hours ahead
        ("2026-03-29", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"),  # the day of 23 hours ends in summer time
        ("2026-03-28", "2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z"),
        ("2026-10-25", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"),  # the day of 25 hours ends in winter time
        ("2026-10-24", "2026-10-24T21:59:59Z", "2026-10-24T22:00:00Z"),
    ],
)
def test_a_day_on_the_record_clock_is_its_end_in_amsterdam(
    tmp_path: Path, day: str, last_second: str, first_after: str
) -> None:
    _notes(tmp_path / "l.db", last_second, first_after)

    with open_ledger(tmp_path / "l.db") as ledger:
        limits = (day, last_second, first_after, last_second.replace("Z", "+00:01"))
        found = [ledger.moment(RecordedBy.parse(limit)).position for limit in limits]

    assert found == [1, 1, 2, 0]


def test_the_same_instant_in_any_zone_is_the_same_moment(tmp_path: Path) -> None:
    _notes(tmp_path / "l.db", "2026-11-22T09:00:00Z", "2026-11-22T09:00:01Z")

    with open_ledger(tmp_path / "l.db") as ledger:
        for text in ("2026-11-22T10:00:00+01:00", "2026-11-22T09:00:00Z", "2026-11-21T22:00:00-11:00"):
            assert ledger.moment(RecordedBy.parse(text)).position == 1
