"""Laws of chronicle files: what is written is read back, by either parser of YAML, and nothing read makes it crash."""

import hashlib
import json
import unicodedata
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.content import date_fields
from domain.errors import Fault
from domain.events import EVENTS
from infrastructure.chronicle import Form, parse_chronicle, parse_value, write_chronicle, yaml_in, yaml_text

AWKWARD = st.sampled_from(
    [
        *(
            " ",
            "  ",
            "\n",
            "\n\n",
            "\t",
            "'",
            '"',
            ":",
            ": ",
            " #",
            "#",
            "-",
            "- ",
            "\\",
            "|",
            ">",
            "%",
            "@",
            "&",
            "*",
            "!",
        ),
        *("[", "]", "{", "}", ",", "?", "...", "---", "12", "0", "1.5", "no", "true", "~", "null", "\u2028", "\u00a0"),
        *("é", "😀", "word", "a long word ", "\ufeff", "\u200b", "\ufffe", "\u200d", "\U0010fffe"),
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cc", "Cs"))),
    st.lists(AWKWARD, max_size=12).map("".join),
    st.lists(AWKWARD, min_size=40, max_size=80).map("".join),
).map(lambda text: unicodedata.normalize("NFC", text))
NAMES = TEXTS.filter(lambda name: name not in ("", "content", "key", "event", "sha256", "field", "value"))
VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(-(2**53) + 1, 2**53 - 1), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=8,
)
DATES = {name for topic in EVENTS for name in date_fields(topic)}
DOCUMENTS = st.one_of(st.binary(max_size=200), TEXTS.map(lambda text: text.encode()))


def parsed(text: str, form: Form) -> tuple[list[tuple[str, str, Any]], dict[str, bytes], list[Fault]]:
    faults: list[Fault] = []
    read = parse_chronicle(text.encode(), f"x.{form}", None, faults)
    return [(each.key, each.topic, each.fields) for each in read.drafts], dict(read.documents), faults


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([topic for topic in EVENTS if topic != "entry.corrected"]),
            st.dictionaries(NAMES.filter(lambda name: name not in DATES), VALUES, max_size=5),
            st.none() | DOCUMENTS,
        ),
        max_size=3,
    ),
    st.sampled_from(["yaml", "json"]),
    st.booleans(),
)
def test_what_is_written_is_read_back_by_either_parser(
    entries: list[tuple[str, dict[str, Any], bytes | None]], form: Form, pure: bool
) -> None:
    documents: dict[str, bytes] = {}
    expected: list[tuple[str, str, Any]] = []
    for index, (topic, fields, data) in enumerate(entries):
        content = dict(fields)
        if data is not None:
            digest = hashlib.sha256(data).hexdigest()
            documents[digest] = data
            topic = "source.registered"
            content["content"] = {"sha256": digest, "name": "x.txt", "size": len(data)}
        expected.append((f"k/{index}", topic, content))
    listed = [{"key": key, "event": topic, "content": content} for key, topic, content in expected]

    text = "".join(write_chronicle(listed, documents.__getitem__, form))
    with pytest.MonkeyPatch.context() as patch:
        if pure:
            patch.setattr(yaml_in, "LOADER", yaml.SafeLoader)
        read, attached, faults = parsed(text, form)

    assert faults == []
    assert json.dumps(read, sort_keys=True) == json.dumps(expected, sort_keys=True)  # tells True from 1
    assert attached == documents


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_fields_written_for_an_editor_are_read_back_as_one_value(fields: dict[str, Any]) -> None:
    read = parse_value(yaml_text(fields))

    assert json.dumps(read, sort_keys=True) == json.dumps(fields, sort_keys=True)


PIECES = st.sampled_from(
    [
        *(
            "chronicle: 1\n",
            "entries:\n",
            "- key: a\n",
            "  event: source.registered\n",
            "  title: b\n",
            "  content: ",
            "&a ",
        ),
        *(
            "*a",
            "!!str ",
            "<<: ",
            "? ",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ",",
            '"',
            "'",
            "|\n",
            ">-\n",
            "\n",
            " ",
            "\t",
            "#",
        ),
        *(
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "\ufeff",
            "\x00",
            "\x07",
            "\u2028",
            "\x85",
            "a",
            "12",
            "null",
            '"a":',
            "\\u",
        ),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=30).map("".join).map(str.encode), st.binary(max_size=60)), st.booleans())
def test_whatever_a_file_holds_it_is_read_or_has_faults_with_a_place(data: bytes, as_json: bool) -> None:
    faults: list[Fault] = []

    read = parse_chronicle(data, "x.json" if as_json else "x.yaml", None, faults)

    lines = data.count(b"\n") + data.count(b"\r") + 2
    for fault in faults:
        assert fault.sentence
        assert fault.line is not None
        assert 1 <= fault.line <= lines
    assert all(draft.topic in EVENTS and draft.line for draft in read.drafts)
    assert faults or isinstance(read.drafts, tuple)
