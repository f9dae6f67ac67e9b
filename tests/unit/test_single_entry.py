"""One entry outside a file: values and fields from a command line, and the template for an editor."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from domain.content import check, field_names, form_of, required_names
from domain.errors import Fault, Malformed
from domain.events import EVENTS
from infrastructure.chronicle import Chronicle, Draft, chronicle_of, parse_chronicle, parse_value, template, yaml_text


def one_of(topic: str, folder: Path, **fields: Any) -> tuple[Chronicle, list[Fault]]:
    faults: list[Fault] = []
    return chronicle_of(topic, "ml/a", fields, folder, faults), faults


def parsed(text: str) -> tuple[Draft, list[Fault]]:
    faults: list[Fault] = []
    read = parse_chronicle(text.encode(), "", None, faults)
    return read.drafts[0], faults


# -- a value ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2023-01-11", "2023-01-11"),
        ("2012", 2012),
        ("NO", "NO"),
        ("on", "on"),
        ("3.10", "3.10"),
        ("true", True),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ("{scheme: nl-binary, level: exceptional}", {"scheme": "nl-binary", "level": "exceptional"}),
        ("[ML-7, ML-9]", ["ML-7", "ML-9"]),
        ("from: 2023-01-11\nareas:\n- ML-7\n", {"from": "2023-01-11", "areas": ["ML-7"]}),
    ],
)
def test_a_value_reads_as_it_would_in_a_chronicle(text: str, value: object) -> None:
    read = parse_value(text)

    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Note: more: yet", "this is not YAML at column 11: .*a text with a colon and a space in it needs quotes"),
        ("{a: b", "this is not YAML"),
        ("@a", "this is not YAML at column 1: .*needs quotes"),
        ("&a b", r"anchors \(&a\) are not used"),
        ("a\n--- b", r"line 2: a second document starts here"),
        ("[" * 33 + "]" * 33, "more than 32 deep"),
        ("a\x07", r"U\+0007 cannot stand in YAML"),
        ("a\udce9", r"U\+DCE9 cannot stand in YAML"),
    ],
)
def test_a_value_that_does_not_read_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Malformed, match=sentence):
        parse_value(text)


def test_every_fault_of_a_value_of_several_lines_has_its_line_and_field() -> None:
    text = "from: 2023-01-11\ncites:\n- source: a\n  source: b\nfrom: !x 2023\n"

    with pytest.raises(Malformed) as refused:
        parse_value(text)

    assert str(refused.value).split("\n") == [
        "line 4: cites[0].source: the field stands twice, here and on line 3; keep one",
        "line 5: from: the field stands twice, here and on line 1; keep one",
        "line 5: from: tags (!x) are not used in a chronicle; take it out",
    ]


def test_fields_are_written_as_in_a_chronicle() -> None:
    text = yaml_text({"note": "a\nb", "violence": {"level": "exceptional", "scheme": "nl-binary"}, "country": "NO"})

    assert text == ('country: "NO"\nviolence:\n  scheme: nl-binary\n  level: exceptional\nnote: |-\n  a\n  b\n')


def test_no_fields_are_an_empty_map() -> None:
    assert parse_value(yaml_text({})) == {}


# -- an entry ---------------------------------------------------------------------------------------------------------


def test_an_entry_of_options_is_the_entry_of_a_chronicle(tmp_path: Path) -> None:
    topic = "policy.article-15c-area-designated"
    fields = {"country": "ML", "standing": "announced", "from": "2023-01-11", "areas": ["ML-7"]}
    as_written = f"{{key: ml/a, event: {topic}, country: ML, standing: announced, from: 2023-01-11, areas: [ML-7]}}"
    in_file, _ = parsed(f"chronicle: 1\nentries:\n- {as_written}\n")

    chronicle, faults = one_of(topic, tmp_path, **fields)

    assert faults == []
    assert [(each.key, each.topic, each.fields) for each in chronicle.drafts] == [
        (in_file.key, in_file.topic, in_file.fields)
    ]
    assert (chronicle.drafts[0].file, chronicle.drafts[0].line_of("from")) == ("", None)


def test_a_year_or_a_choice_of_days_is_text_where_a_date_belongs(tmp_path: Path) -> None:
    replacement = {"source": "a", "signed_on": ["2023-07-08", "2023-07-09"], "created_on": 2012}

    corrected, _ = one_of("entry.corrected", tmp_path, entry="ml/b", reason="c", content=replacement)
    disputed, _ = one_of("entry.disputed", tmp_path, entry="ml/b", field="from", value=2012)

    assert corrected.drafts[0].fields["content"] == {
        "source": "a",
        "signed_on": "[2023-07-08,2023-07-09]",
        "created_on": "2012",
    }
    assert disputed.drafts[0].fields["value"] == "2012"
    assert replacement["created_on"] == 2012, "what the caller gave is left as it is"


@pytest.mark.parametrize("written", ["letter.txt", "../letter.txt", "absolute", "~/letter.txt"])
def test_a_document_can_be_named_by_any_path_that_a_person_types(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    place = folder if written == "letter.txt" else tmp_path
    (place / "letter.txt").write_bytes(b"Geachte voorzitter")
    monkeypatch.setenv("HOME", str(tmp_path))
    path = str(tmp_path / "letter.txt") if written == "absolute" else written

    chronicle, faults = one_of("source.content-attached", folder, source="a", content=path)

    digest = hashlib.sha256(b"Geachte voorzitter").hexdigest()
    assert faults == []
    assert chronicle.drafts[0].fields["content"] == {"sha256": digest, "name": "letter.txt", "size": 18}
    assert chronicle.documents == {digest: b"Geachte voorzitter"}


def test_a_path_within_a_chronicle_still_may_not_leave_its_folder_unless_its_reader_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_bytes(b"a")
    (tmp_path / "here").mkdir()
    text = b"chronicle: 1\nentries:\n- {key: a, event: source.content-attached, source: a, content: ../letter.txt}\n"
    from_elsewhere: list[Fault] = []
    own: list[Fault] = []

    parse_chronicle(text, "", tmp_path / "here", from_elsewhere)
    parse_chronicle(text, "", tmp_path / "here", own, anywhere=True)

    assert ["lies outside the folder" in fault.sentence for fault in from_elsewhere] == [True]
    assert own == []


@pytest.mark.parametrize(
    ("given", "words"),
    [("none.txt", "there is no such file; write the path of a file, or"), (".", "is a folder"), (7, "no such file")],
)
def test_a_document_that_cannot_be_read_is_a_fault_without_a_line(given: object, words: str, tmp_path: Path) -> None:
    _, faults = one_of("source.content-attached", tmp_path, source="a", content=given)

    assert [(fault.key, fault.field, fault.line, fault.file) for fault in faults] == [("ml/a", "content", None, "")]
    assert words in faults[0].sentence


@pytest.mark.parametrize(("key", "words"), [("", "the entry has no key"), ("Ml a", "'Ml a' is not a key")])
def test_an_entry_needs_a_well_formed_key(key: str, words: str, tmp_path: Path) -> None:
    faults: list[Fault] = []

    chronicle = chronicle_of("source.disclosed", key, {"source": "a"}, tmp_path, faults)

    assert [(fault.field, fault.line) for fault in faults] == [("key", None)]
    assert words in faults[0].sentence
    assert chronicle.drafts[0].key == ""


def test_an_event_that_is_none_brings_the_near_ones(tmp_path: Path) -> None:
    chronicle, faults = one_of("source.registred", tmp_path, source="a")

    assert chronicle.drafts == ()
    assert "did you mean source.registered" in faults[0].sentence


# -- a template -------------------------------------------------------------------------------------------------------

FILLED = {
    "date": "2023-01-11",
    "text": "some-text",
    "texts": "[a, b]",
    "areas": "[ML-7]",
    "map": "{kenmerk: 2023-01-11}",
    "maps": "[{field: facts.origin, digest: abc}]",
    "file": "{name: a.txt, text: b}",
}


def filled(text: str, topic: str) -> str:
    """The template with what is needed given, as a person would: the # taken away, the value before the hint."""
    for name in required_names(topic):
        form = form_of(topic, name)
        value = form.choices[0] if form.choices else FILLED[form.shape]
        text, count = re.subn(rf"^    # {name}:  #", f"    {name}: {value}  #", text, flags=re.MULTILINE)
        assert count == 1, name
    return text


@pytest.mark.parametrize("topic", EVENTS)
def test_a_template_is_a_chronicle_once_what_is_needed_is_filled_in(topic: str) -> None:
    draft, faults = parsed(filled(template(topic, "ml/a", {}), topic))

    assert (faults, draft.key, draft.topic) == ([], "ml/a", topic)
    assert draft.fields.keys() == set(required_names(topic))


def test_a_filled_in_template_is_an_entry_that_can_be_appended() -> None:
    topic = "policy.minor-reception-assessed"
    text = template(topic, "ml/a", {"from": "2023-01-11"})

    draft, _ = parsed(filled(text, topic).replace("    # until:  #", "    until: 2024-01-11  #"))

    problems: list[str] = []
    assert check(topic, draft.fields, lambda path, sentence: problems.append(f"{path}: {sentence}")), problems
    assert draft.fields == {
        "from": "2023-01-11",
        "country": "some-text",
        "standing": "advised",
        "reception": "present",
        "until": "2024-01-11",
    }


@pytest.mark.parametrize("topic", EVENTS)
def test_a_template_names_every_field_once_with_the_needed_ones_first(topic: str) -> None:
    given = {"note": "a", "cites": [{"source": "b"}]}

    text = template(topic, "ml/a", given)

    named = re.findall(r"^    # (\w+):  # (needed: )?\S", text, re.MULTILINE)
    assert sorted(name for name, _ in named) == sorted(set(field_names(topic)) - given.keys())
    assert {name for name, needed in named if needed} == set(required_names(topic))
    assert [bool(needed) for _, needed in named] == sorted((bool(needed) for _, needed in named), reverse=True)


def test_a_template_has_the_given_fields_filled_in() -> None:
    given = {"country": "NO", "note": "two\nlines\n\n", "violence": {"scheme": "nl-graded", "level": "highest"}}

    draft, faults = parsed(template("policy.article-15c-area-designated", "no/a", given))

    assert faults == []
    assert draft.fields == given


def test_a_template_without_a_key_asks_for_one() -> None:
    text = template("source.disclosed", "", {"source": "a"})

    _, faults = parsed(text)
    draft, none = parsed(text.replace("- key:", "- key: ml/a"))

    assert [fault.field for fault in faults] == ["key"]
    assert (draft.key, none) == ("ml/a", [])


def test_a_template_says_what_each_field_holds() -> None:
    lines = template("policy.article-15c-area-designated", "ml/a", {}).splitlines()

    assert lines[0].startswith("# Uitzonderlijke situatie")
    assert "    # standing:  # needed: advised, announced or published" in lines
    assert "    # violence:  # a map with scheme, level" in lines
    assert "    # cites:  # a list of maps with source, at, quote" in lines
    assert "    # areas:  # a list of areas, as in [ML-7, ML-9]" in lines
    annulled = template("policy.element-annulled", "ml/a", {})
    assert "    # effect:  # needed: ex-tunc or a legal date, as in 2023-01-11, 2012-06 or unknown" in annulled
