"""Chronicle files in: the two real ones, values, JSON and lines."""

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from domain.content import check
from domain.errors import Fault
from infrastructure.chronicle import Form, read_chronicle, schema
from tests.support.chronicles import FORMS, MALI, PALESTINIAN_TERRITORIES, as_listed, entry, noted, only, read, written

# -- the two real chronicles ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("path", [MALI, PALESTINIAN_TERRITORIES], ids=lambda path: path.stem)
def test_a_shipped_chronicle_reads_without_a_fault_of_form_or_field(path: Path) -> None:
    faults: list[Fault] = []
    problems: list[tuple[str, str]] = []

    read_ = read_chronicle(path, faults)
    for draft in read_.drafts:
        check(draft.topic, draft.fields, noted(draft.key, problems))

    assert len(read_.drafts) > 10
    assert faults == []
    assert problems == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", [MALI, PALESTINIAN_TERRITORIES], ids=lambda path: path.stem)
def test_a_shipped_chronicle_comes_back_from_what_is_written_of_it(path: Path, form: Form) -> None:
    faults: list[Fault] = []
    original = read_chronicle(path, faults)

    again, more = read(written(original, form), f"x.{form}")

    assert faults + more == []
    assert as_listed(again.drafts) == as_listed(original.drafts)
    assert again.documents == original.documents
    assert written(again, form) == written(original, form)


@pytest.mark.parametrize("path", [MALI, PALESTINIAN_TERRITORIES], ids=lambda path: path.stem)
def test_a_shipped_chronicle_is_valid_by_the_schema(path: Path) -> None:
    """Read by another YAML reader that takes no dates for dates, and again as we write it in JSON."""
    validator = jsonschema.Draft202012Validator(schema())
    faults: list[Fault] = []

    for_people = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    for_people["chronicle"] = int(for_people["chronicle"])
    for_people = json.loads(json.dumps(for_people).replace('"part": "true"', '"part": true'))
    ours = json.loads(written(read_chronicle(path, faults), "json"))

    assert [error.message for error in validator.iter_errors(for_people)] == []
    assert [error.message for error in validator.iter_errors(ours)] == []


def test_the_documents_of_the_mali_chronicle_are_kept_by_their_digest() -> None:
    faults: list[Fault] = []

    read_ = read_chronicle(MALI, faults)

    contents = [draft.fields["content"] for draft in read_.drafts if "sha256" in str(draft.fields.get("content"))]
    assert [each["name"] for each in contents] == ["000_2416569119045491.txt", "001_67b658767b0a1d39.txt"]
    for each in contents:
        data = (MALI.parent / "sources" / each["name"]).read_bytes()
        assert each == {"sha256": hashlib.sha256(data).hexdigest(), "name": each["name"], "size": len(data)}
        assert read_.documents[each["sha256"]] == data


# -- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("2022-11-23", "2022-11-23"),
        ("2022-11-23T10:00:00Z", "2022-11-23T10:00:00Z"),
        ("4333540", 4333540),
        ("-7", -7),
        ("0", 0),
        ("012", "012"),
        ("+31", "+31"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("3.10", "3.10"),
        ("1e3", "1e3"),
        (".nan", ".nan"),
        ("-0", "-0"),
        ("=", "="),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ('"true"', "true"),
        ("'4333540'", "4333540"),
        ('""', ""),
        ('"\\U0001F600 \\u2028 \\x41"', "😀 \u2028 A"),
        ("..", ".."),
    ],
)
def test_only_truth_nothing_and_whole_numbers_are_not_text(scalar: str, value: object) -> None:
    draft, faults = entry(f"title: {scalar}\n")

    assert faults == []
    assert draft.fields["title"] == value
    assert type(draft.fields["title"]) is type(value)


@pytest.mark.usefixtures("either_parser")
def test_names_of_fields_are_always_text() -> None:
    draft, faults = entry("on: a\nyes: b\n2022: c\n~: d\ntrue: e\n2022-11-23: f\n")

    assert faults == []
    assert draft.fields == {"on": "a", "yes": "b", "2022": "c", "~": "d", "true": "e", "2022-11-23": "f"}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_the_line_separators_of_yaml_1_1_are_text_and_end_no_line(character: str) -> None:
    """Editors do not count them either."""
    draft, faults = entry(f"title: a{character}b\nauthor: 'c {character} d'\nkind: |\n  e{character}f\nnote: x\n")

    assert faults == []
    assert [draft.fields[name] for name in ("title", "author", "kind")] == [
        f"a{character}b",
        f"c {character} d",
        f"e{character}f\n",
    ]
    assert draft.line_of("note") == 9


def test_an_unquoted_year_or_choice_of_days_is_a_legal_date_where_a_date_belongs() -> None:
    """`2012` is a number to YAML, `[2023-07-08,2023-07-09]` a list; the contract writes dates like that."""
    source, faults = entry("created_on: 2012\nsigned_on: [2023-07-08, 2023-07-09]\ntitle: 2012\n")
    read_, more = read(
        """\
        chronicle: 1
        entries:
        - {key: b, event: entry.corrected, entry: a, content: {created_on: 2012, title: 2012}}
        - {key: c, event: entry.disputed, entry: a, field: created_on, value: [2012, 2014-02]}
        - {key: d, event: entry.disputed, entry: a, field: title, value: 2012}
        """
    )

    assert faults + more == []
    assert source.fields == {"created_on": "2012", "signed_on": "[2023-07-08,2023-07-09]", "title": 2012}
    correction, of_date, of_title = read_.drafts
    assert correction.fields["content"] == {"created_on": "2012", "title": 2012}
    assert of_date.fields["value"] == "[2012,2014-02]"
    assert of_title.fields["value"] == 2012


# -- JSON -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["x.json", "x.yaml", "-"])
def test_real_json_is_read_as_json(file: str) -> None:
    """Tabs, an escaped slash, surrogate pairs and names without a space after the colon break YAML readers."""
    text = (
        '\t{"chronicle":1,\r\n\t"entries":[\n\t\t{"key":"a","event":"source.registered",\n'
        '\t\t "title":"\\ud83d\\ude00 \\/ \\u00e9 \u2028","n":12,"t":true,"z":null,"e":[],"m":{}}]}\n'
    )

    read_, faults = read(text.encode(), file)

    assert faults == []
    (draft,) = read_.drafts
    assert draft.fields == {"title": "😀 / é \u2028", "n": 12, "t": True, "z": None, "e": [], "m": {}}
    assert (draft.line, draft.line_of("title"), draft.line_of("event")) == (3, 4, 3)


def test_a_flow_map_without_quotes_is_yaml() -> None:
    read_, faults = read("{chronicle: 1, entries: [{key: a, event: source.registered, title: NO}]}")

    assert faults == []
    assert read_.drafts[0].fields == {"title": "NO"}


@pytest.mark.parametrize("number", ["1.5", "1e3", "-0", "NaN", "-Infinity"])
def test_a_json_number_that_is_not_whole_is_a_fault_at_its_place(number: str) -> None:
    fault = only(
        f'{{"chronicle": 1, "entries": [\n{{"key": "a", "event": "source.registered",\n"size": [{number}]}}]}}'
    )

    assert (fault.key, fault.field, fault.line) == ("a", "size[0]", 3)
    assert number in fault.sentence


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('{"a": 1', 1, "the file ends there"),
        ('{"a"\n1}', 2, "a colon should follow"),
        ('{"a": 1\n"b": 2}', 2, ", or } should follow"),
        ('{"a": 1,\n}', 2, "the comma before it is the last"),
        ('{"a": [1,\n]}', 2, "the comma before it is the last"),
        ('{"a": [1}', 1, ", or ] should follow"),
        ('{"a": "b\nc"}', 1, "Invalid control character"),
        ('{"a": tru}', 1, "Expecting value"),
        ('{"a": 1}\n\n{}', 3, "the end of the file should follow"),
        ('{"a": "\\q"}', 1, "escape"),
        ("", 1, "Expecting value"),
        ("{'a': 1}", 1, "in double quotes"),
        ('{"a": }', 1, "Expecting value"),
        ("]", 1, "Expecting value"),
    ],
)
def test_what_is_not_json_is_one_fault_with_line_and_column(text: str, line: int, words: str) -> None:
    fault = only(text, "x.json")

    assert fault.line == line
    assert fault.sentence.startswith("this is not JSON at column ")
    assert words in fault.sentence


# -- lines ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("either_parser")
def test_every_field_knows_its_line_and_an_unknown_one_that_of_what_it_stands_in() -> None:
    read_, faults = read(
        """\
        chronicle: 1
        entries:

          - key: a
            event: source.registered
            identifiers:
              kenmerk: x
              a.b: y
            cites:
              - source: s
                quote: >-
                  folded
                  text
              - {source: t}
          - {key: b,
             event: source.registered, title: c}
        """
    )

    assert faults == []
    first, second = read_.drafts
    paths = {"key": 4, "event": 5, "identifiers": 6, "identifiers.kenmerk": 7, "identifiers.a.b": 8, "cites": 9}
    nested = {"cites[0]": 10, "cites[0].source": 10, "cites[0].quote": 11, "cites[1]": 14, "cites[1].source": 14}
    assert dict(first.lines) == paths | nested
    assert first.line_of("cites[1].quote") == 14
    assert first.line_of("cites[7].quote") == 9
    assert first.line_of("identifiers.ecli") == 6
    assert first.line_of("violence.level") == first.line_of("") == first.line == 4
    assert (second.line, second.line_of("title")) == (15, 16)


def test_carriage_returns_end_lines_once() -> None:
    read_, faults = read(b"chronicle: 1\r\nentries:\r\n- key: a\r\n  event: source.registered\r\n  title: b\r\n")

    assert faults == []
    assert read_.drafts[0].line_of("title") == 5
