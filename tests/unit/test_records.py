"""What every release stored loads for ever, and a topic means one thing for ever."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from domain import content, events
from domain.content import field_names
from domain.events import EVENTS, Event
from infrastructure.store import codec
from tests.support.command import ROOT
from tests.support.every_event import records

RECORDS = sorted((ROOT / "tests" / "records").glob("*.jsonl"))
RELEASE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
KINDS = (
    *("group-persecution-recognised", "risk-profile-recognised", "systematic-exposure-recognised"),
    *("vulnerable-minority-recognised", "temporary-protection-granted", "categorical-protection-granted"),
    *("article-15c-area-designated", "internal-protection-alternative-set", "decision-moratorium-imposed"),
    *("departure-moratorium-imposed", "authority-protection-assessed", "minor-reception-assessed"),
    *("exclusion-category-presumed", "safe-country-designated", "particulars-stated", "nothing-particular-stated"),
    *("element-extended", "element-withdrawn", "element-annulled", "absence-stated"),
)
CONTRACT = {
    *("source.registered", "source.identifier-attached", "source.content-attached", "source.disclosed"),
    *(f"policy.{kind}" for kind in KINDS),
    *("ruling.recorded", "ruling.identifier-attached"),
    *("entry.corrected", "entry.struck-out", "entry.disputed", "entry.annotated"),
    "entry.erased",  # adr/0011
    "framework.adopted",
    *("case.opened", "case.moment-recorded", "case.facts-recorded", "case.assessed"),
}


def stored_in(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_this_release_has_its_records() -> None:
    assert RELEASE in [file.stem for file in RECORDS]


@pytest.mark.parametrize("file", RECORDS, ids=lambda file: file.stem)
def test_what_a_release_stored_is_read_back_whole(file: Path) -> None:
    for each in stored_in(file):
        state = each["state"].encode()

        entry = codec.entry(each["position"], each["stream"], each["topic"], state, each["recorded_at"])

        held = json.loads(state)
        assert type(entry.event) is EVENTS[each["topic"]]
        assert (entry.key, entry.actor) == (held["key"], held["actor"])
        assert content.write(entry.event) == held["content"]


@pytest.mark.parametrize("file", RECORDS, ids=lambda file: file.stem)
def test_what_a_release_stored_is_still_written_to_the_byte(file: Path) -> None:
    for each in stored_in(file):
        state = each["state"].encode()
        entry = codec.entry(each["position"], each["stream"], each["topic"], state, each["recorded_at"])

        again = codec.stored(entry.key, entry.event, entry.stream, each["position"], entry.actor)

        assert (again.topic, again.originator_id, again.state) == (each["topic"], each["stream"], state)


def test_the_records_of_this_release_hold_every_event_with_every_field() -> None:
    """An event or a field was added: give it to `FIELDS` in tests/support/every_event.py and write the file again."""
    held: dict[str, set[str]] = {}
    for each in stored_in(ROOT / "tests" / "records" / f"{RELEASE}.jsonl"):
        held.setdefault(each["topic"], set()).update(json.loads(each["state"])["content"])

    assert held == {topic: set(field_names(topic)) for topic in EVENTS}


def test_this_release_still_writes_its_records() -> None:
    assert list(records()) == stored_in(ROOT / "tests" / "records" / f"{RELEASE}.jsonl")


def test_every_event_has_a_topic_of_its_own() -> None:
    classes = [each for each in vars(events).values() if isinstance(each, type) and issubclass(each, Event)]
    own = {each: vars(each)["TOPIC"] for each in classes if "TOPIC" in vars(each)}

    assert len(set(own.values())) == len(own)
    assert {topic: each for each, topic in own.items()} == EVENTS


def test_the_topics_are_those_of_the_contract() -> None:
    assert set(EVENTS) == CONTRACT
    assert all(re.fullmatch(r"[a-z]+\.[a-z0-9-]+", topic) for topic in EVENTS)


def test_every_event_is_told_in_words_and_can_be_read_without_its_constructor() -> None:
    for topic, event in EVENTS.items():
        assert (event.__doc__ or "").strip(), topic
        assert not event.__doc__ or not event.__doc__.startswith(f"{event.__name__}("), topic  # what dataclass writes
        assert "__post_init__" not in vars(event), topic
        assert get_type_hints(event), topic
