"""Entries back to a chronicle, and the schema of one."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import jsonschema
import pytest
import yaml

from domain.events import EVENTS
from infrastructure.chronicle import Form, schema, write_chronicle
from tests.support.chronicles import FORMS, gone, only, read, write_source

# -- writing ----------------------------------------------------------------------------------------------------------


def test_a_chronicle_is_written_as_a_person_would() -> None:
    letter = b"Geachte voorzitter,\n\n  ingesprongen\n"
    digest = hashlib.sha256(letter).hexdigest()
    long = "woord " * 30 + "slot: met dubbele punt # en hekje"
    source: dict[str, Any] = {
        "cites": [{"quote": "a\nb", "source": "s", "at": "p. 1"}],
        "content": {"name": "l.txt", "sha256": digest, "size": len(letter)},
        "identifiers": {"kenmerk": "4333540", "ecli": "ECLI:NL:RVS:2024:1"},
        "kind": "other",
        "note": long,
        "public_on": "2023-01-11",
        "signed_on": "2012",
        "source": "s",
        "title": "Brief: over Mali",
    }
    act = {
        "areas": ["ML-7", "ML-9"],
        "country": "NO",
        "element": "particulars",
        "groups": ["a b", "no"],
        "standing": "announced",
        "text": "",
        "from": "../2012-06",
    }
    listed: list[dict[str, Any]] = [
        {"key": "ml/a", "event": "source.registered", "content": source, "position": 1, "actor": "x"},
        {"key": "ml/b", "event": "policy.particulars-stated", "content": act},
        {"key": "ml/c", "event": "policy.absence-stated", "content": {"on": "2020-01-01", "country": "ML"}},
    ]

    text = "".join(write_chronicle(listed, {digest: letter}.__getitem__))

    assert text == (
        """\
chronicle: 1
entries:
  - key: ml/a
    event: source.registered
    source: s
    kind: other
    title: "Brief: over Mali"
    identifiers:
      ecli: ECLI:NL:RVS:2024:1
      kenmerk: "4333540"
    signed_on: "2012"
    public_on: 2023-01-11
    content:
      name: l.txt
      sha256: "0b6dda9c50eb1170239fa0e9b0269036d21860ab67de4c22471bebf4e17cc9a5"
      text: |
        Geachte voorzitter,

          ingesprongen
    cites:
      - source: s
        at: p. 1
        quote: |-
          a
          b
    note: >-
"""
        + "      " + ("woord " * 19).strip() + "\n"
        + "      " + "woord " * 11 + """slot: met dubbele punt # en hekje

  - key: ml/b
    event: policy.particulars-stated
    country: "NO"
    element: particulars
    standing: announced
    from: "../2012-06"
    areas: [ML-7, ML-9]
    groups:
      - a b
      - "no"
    text: ""

  - key: ml/c
    event: policy.absence-stated
    country: ML
    "on": 2020-01-01
"""
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        *("NO", "no", "Yes", "on", "OFF", "y", "N", "true", "Null", "~", "", "12", "012", "0x1F", "0o7", "1_000"),
        *("1:30", "1.5", ".5", "1e3", ".inf", ".NaN", "-1", "+1", "=", "<<", "- a", "-", "--- a", "...", "? a"),
        *("a: b", "a:", ":a", "a #b", "#a", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "[a]", "{a}", "'a'", '"a"'),
        *(" a", "a ", "a\\b", "a\tb", "\ta", "a\u00a0", "\u00a0", "\u2028", "a\u2029b", "\x85", "\ufeffa", "\ufffe"),
        *("2022-11-23", "2022-11-23 10:00:00", "2022-11-23T10:00:00Z", "12:30:45", "0b1", "190:20:30", "😀", "a, b"),
        *("\n", "\n\n", "a\n", "a\n\n", "\na", " a\nb", "a\n b", "a \nb ", "\ta\n\tb", "a\r\nb", "a\n\n\nb", "  \na"),
        *("x " * 100, ("x" * 30 + " ") * 9 + "x", "# " + "x " * 80 + "x", "x" * 500, "a  b" * 60, "- x\n- y"),
    ],
)
def test_a_text_that_can_be_misread_comes_back_from_every_reader(text: str) -> None:
    content = {"title": text, "cites": [text, {"quote": text}], "note": text}

    in_yaml, in_json = write_source(content), write_source(content, form="json")

    expected = {"key": "a", "event": "source.registered", **content}
    assert json.loads(in_json)["entries"] == [expected]
    by_others = [yaml.load(in_yaml, Loader=loader) for loader in (yaml.BaseLoader, yaml.CSafeLoader, yaml.SafeLoader)]
    for other in by_others if text != "2022-11-23" else by_others[:1]:  # a date stays plain: YAML 1.1 makes it a date
        assert other["entries"] == [expected]
    for file, written_ in (("x.yaml", in_yaml), ("x.json", in_json)):
        read_, faults = read(written_.encode(), file)
        assert faults == []
        assert read_.drafts[0].fields == content


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"", "text"),
        (b"one line", "text"),
        (b"a\nb\n", "text"),
        (b"\n\n  centred\n\ttab \n\n\n", "text"),
        ("é\u00a0\n".encode(), "text"),
        (b"\n", "text"),
        ("e\u0301\n".encode(), "base64"),
        (b"a\r\nb", "base64"),
        (b"page\x0cpage", "base64"),
        ("\ufeffa".encode(), "base64"),
        ("a\u2028b".encode(), "base64"),
        (b"\xff\xfe", "base64"),
        (bytes(range(256)) * 3, "base64"),
    ],
)
def test_a_document_is_embedded_byte_for_byte(data: bytes, form: str) -> None:
    digest = hashlib.sha256(data).hexdigest()
    content = {"content": {"sha256": digest, "name": "x", "size": len(data)}, "note": "after"}

    for kind in FORMS:
        text = write_source(content, {digest: data}, kind)
        read_, faults = read(text.encode(), f"x.{kind}")

        assert faults == []
        assert read_.drafts[0].fields == content
        assert read_.documents == {digest: data}
        inline = yaml.load(text, Loader=yaml.CSafeLoader)["entries"][0]["content"]
        assert list(inline) == ["name", "sha256", form]
        assert (inline["text"].encode() if form == "text" else base64.b64decode(inline["base64"])) == data


def test_a_document_is_embedded_once_and_one_that_is_gone_keeps_its_digest() -> None:
    digest = hashlib.sha256(b"a").hexdigest()
    here = {"content": {"sha256": digest, "name": "x", "size": 1}}
    lost = {"content": {"sha256": "0" * 64, "name": "y", "size": 1}}
    replaced = {"entry": "k0", "content": {"event": "source.registered", **here}}
    listed = [
        {"key": f"k{index}", "event": event, "content": content}
        for index, (event, content) in enumerate(
            [("source.registered", lost), ("entry.corrected", replaced), ("source.registered", here)]
        )
    ]

    text = "".join(write_chronicle(listed, {digest: b"a"}.__getitem__))
    read_, faults = read(text)

    assert faults == []
    assert text.count("text: a") == 1
    assert [draft.fields for draft in read_.drafts] == [lost, replaced, here]


def test_a_document_changed_in_the_file_is_noticed() -> None:
    digest = hashlib.sha256(b"a\nb \n").hexdigest()
    text = write_source({"content": {"sha256": digest, "name": "x", "size": 5}}, {digest: b"a\nb \n"})

    fault = only("\n".join(line.rstrip() for line in text.split("\n")))

    assert fault.field == "content.sha256"
    assert "it was changed" in fault.sentence


@pytest.mark.parametrize("form", FORMS)
def test_a_ledger_without_entries_is_a_chronicle_without_entries(form: Form) -> None:
    read_, faults = read("".join(write_chronicle([], gone, form)), f"x.{form}")

    assert (read_.drafts, faults) == ((), [])


def test_the_order_in_which_fields_were_kept_does_not_matter() -> None:
    content = {"title": "a", "cites": [{"source": "b", "at": "c"}], "zebra": "x", "apple": {"q": 1, "p": [None, True]}}
    shuffled = {"apple": {"p": [None, True], "q": 1}, "zebra": "x", "cites": [{"at": "c", "source": "b"}], "title": "a"}

    assert write_source(content) == write_source(shuffled)
    assert write_source(content, form="json") == write_source(shuffled, form="json")


def test_a_name_that_is_long_or_strange_comes_back() -> None:
    content = {"identifiers": {"a" * 3000: "b", "on": "c", "x: y": "d", "12": "e", "<<": "f", "": "g"}}

    read_, faults = read(write_source(content))

    assert [fault.sentence for fault in faults] == ["a field without a name; write name: value"]
    assert read_.drafts[0].fields == content


# -- the schema -------------------------------------------------------------------------------------------------------


def valid(entry_: Mapping[str, Any]) -> bool:
    return jsonschema.Draft202012Validator(schema()).is_valid({"chronicle": 1, "entries": [entry_]})


def test_the_schema_is_a_schema_and_describes_every_event() -> None:
    made = schema()

    jsonschema.Draft202012Validator.check_schema(made)
    assert set(EVENTS) <= set(made["$defs"])
    for topic in EVENTS:
        assert made["$defs"][topic]["description"]
        assert "(*" not in made["$defs"][topic]["description"]
    assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize(
    ("change", "is_valid"),
    [
        ({}, True),
        ({"signed_on": "[2023-07-08,2023-07-09]", "created_on": 2012, "public_on": "../2012-06"}, True),
        ({"signed_on": ["2023-07-08", "2023-07-09"]}, True),
        ({"content": "sources/x.txt"}, True),
        ({"content": {"name": "x", "text": ""}}, True),
        ({"content": {"name": "x", "base64": "", "sha256": "0" * 64}}, True),
        ({"identifiers": {"kenmerk": 4333540}}, True),
        ({"cites": [{"source": "s", "at": "p. 1", "quote": "q"}]}, True),
        ({"event": "source.registred"}, False),
        ({"key": "Not a key"}, False),
        ({"kind": "letter"}, False),
        ({"kind": None}, False),
        ({"signed_on": "23-11-2022"}, False),
        ({"colour": "red"}, False),
        ({"content": {"name": "x"}}, False),
        ({"content": {"name": "x", "text": "", "base64": ""}}, False),
        ({"cites": [{"at": "p. 1"}]}, False),
        ({"cites": {"source": "s"}}, False),
    ],
)
def test_the_schema_tells_a_source_that_is_one_from_one_that_is_none(change: dict[str, Any], is_valid: bool) -> None:
    source = {"key": "a", "event": "source.registered", "source": "s", "kind": "other", "title": "t"}

    assert valid({**source, **change}) is is_valid


def test_the_schema_knows_the_values_within_an_act() -> None:
    act = {
        "key": "a",
        "event": "policy.article-15c-area-designated",
        "country": "ML",
        "standing": "announced",
        "violence": {"scheme": "nl-binary", "level": "exceptional"},
        "areas": ["ML-7", {"name": "Gourma", "within": "ML-7", "part": True}],
    }

    assert valid(act)
    assert not valid({**act, "violence": {"level": "exceptional"}})
    assert not valid({**act, "areas": [{"name": "Gourma", "within": "ML-7"}]})
    assert not valid({**act, "standing": "rumoured"})
    assert not valid({name: act[name] for name in act if name != "country"})


DIGEST = ["Kz9Xf1hYQ3i9m8o5vT0w4bN2cR7dL6eJ0sGqU1xPzEA"]
CASE = {"key": "a", "event": "case.opened", "case": "a", "country": "ML"}
DISPUTE = {"key": "a", "event": "entry.disputed", "entry": "b", "field": "facts.origin"}
ACT = {"key": "a", "event": "policy.decision-moratorium-imposed", "country": "ML", "standing": "announced"}


@pytest.mark.parametrize(
    "sealed",
    [
        {**CASE, "_sd": DIGEST},
        {**CASE, "facts": {"origin": "established", "_sd": DIGEST}},
        {**CASE, "moments": {"_sd": DIGEST}},
        {**DISPUTE, "_sd": DIGEST},
        {"key": "a", "event": "source.content-attached", "source": "s", "_sd": DIGEST},
        {"key": "a", "event": "entry.annotated", "entry": "b", "_sd": DIGEST},
        {**ACT, "cites": [{"source": "s", "_sd": DIGEST}]},
    ],
)
def test_the_schema_knows_digests_where_a_value_can_be_sealed(sealed: dict[str, Any]) -> None:
    assert valid(sealed)


@pytest.mark.parametrize(
    "unsealable",
    [
        {**ACT, "_sd": DIGEST},
        {**ACT, "applies_to": {"_sd": DIGEST}},
        {**ACT, "areas": [{"name": "Gourma", "within": "ML-7", "part": True, "_sd": DIGEST}]},
        {"key": "a", "event": "ruling.recorded", "ruling": "r", "court": "Rb", "pronounced_on": "2023", "_sd": DIGEST},
        {**CASE, "_sd": []},
        {**CASE, "_sd": [*DIGEST, *DIGEST]},
        {**CASE, "_sd": ["too short"]},
        {**CASE, "_sd": DIGEST[0]},
        {**CASE, "facts": {"origin": {"_sd": DIGEST}}},
        {"key": "a", "event": "source.registered", "title": "t", "source": "s", "_sd": DIGEST},
        DISPUTE,
    ],
)
def test_the_schema_knows_no_digests_elsewhere_and_none_that_are_not(unsealable: dict[str, Any]) -> None:
    assert not valid(unsealable)
