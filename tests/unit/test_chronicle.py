"""Chronicle files in and out: what is read, what is refused and where, what is written, and the schema."""

import base64
import hashlib
import json
import os
import textwrap
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from domain.content import check
from domain.errors import Fault
from domain.events import EVENTS
from infrastructure import chronicle
from infrastructure.chronicle import Chronicle, Draft, Form, parse_chronicle, read_chronicle, schema, write_chronicle

ROOT = Path(__file__).resolve().parents[2]
MALI = ROOT / "infrastructure" / "data" / "mali" / "mali.yaml"
PALESTINIAN_TERRITORIES = ROOT / "docs" / "examples" / "palestinian-territories.yaml"
FORMS: tuple[Form, ...] = ("yaml", "json")


def read(text: str | bytes, file: str = "x.yaml", folder: Path | None = None) -> tuple[Chronicle, list[Fault]]:
    faults: list[Fault] = []
    if isinstance(text, str):
        text = (textwrap.dedent(text) if text.startswith(" ") else text).encode()
    return parse_chronicle(text, file, folder, faults), faults


def entry(fields: str, folder: Path | None = None) -> tuple[Draft, list[Fault]]:
    """One entry that registers a source, with these further lines of YAML; the first of them is line 5."""
    head = "chronicle: 1\nentries:\n- key: a\n  event: source.registered\n"
    read_, faults = read(head + "".join(f"  {line}\n" for line in fields.strip("\n").split("\n")), folder=folder)
    return read_.drafts[0], faults


def only(text: str | bytes, file: str = "x.yaml") -> Fault:
    """The one fault of a file."""
    _, faults = read(text, file)
    assert len(faults) == 1, faults
    return faults[0]


def noted(key: str, problems: list[tuple[str, str]]) -> Callable[[str, str], None]:
    """Reports to `check` as key and field."""
    return lambda path, _: problems.append((key, path))


def as_listed(drafts: tuple[Draft, ...]) -> list[dict[str, Any]]:
    return [{"key": each.key, "event": each.topic, "content": each.fields} for each in drafts]


def written(read_: Chronicle, form: Form = "yaml") -> str:
    return "".join(write_chronicle(as_listed(read_.drafts), read_.documents.__getitem__, form))


def gone(digest: str) -> bytes:
    raise KeyError(digest)


def write_source(content: Mapping[str, Any], documents: Mapping[str, bytes] | None = None, form: Form = "yaml") -> str:
    one = {"key": "a", "event": "source.registered", "content": content}
    return "".join(write_chronicle([one], (documents or {}).__getitem__, form))


@pytest.fixture(params=["libyaml", "pure"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure":
        monkeypatch.setattr(chronicle, "_LOADER", yaml.SafeLoader)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml here")


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


# -- faults of the file -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n", "\ufeff"])
def test_an_empty_file_is_said_to_be_empty(text: str) -> None:
    assert "the file is empty" in only(text).sentence


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        ("- a\n", 1, "", "a chronicle is a map"),
        ("just words\n", 1, "", "a chronicle is a map"),
        ("entries: []\n", 1, "chronicle", "write chronicle: 1"),
        ("\nchronicle: 2\nentries: []\n", 2, "chronicle", "the only format is 1"),
        ("chronicle: true\nentries: []\n", 1, "chronicle", "the only format is 1"),
        ("chronicle: '1'\nentries: []\n", 1, "chronicle", "the only format is 1"),
        ("chronicle: 1\n", 1, "entries", "the entries are missing"),
        ("chronicle: 1\nentries: {}\n", 2, "entries", "must be a list"),
        ("chronicle: 1\nentries:\n", 2, "entries", "must be a list"),
        ("chronicle: 1\nentries: []\nauthor: a\n", 3, "author", "no field 'author'"),
        ("chronicle: 1\nentries: []\nentires: []\n", 3, "entires", "did you mean entries?"),
        ("chronicle: 1\nentries:\n- words\n", 3, "entries[0]", "is not an entry"),
        ("chronicle: 1\nentries:\n- []\n", 3, "entries[0]", "is not an entry"),
    ],
)
def test_a_file_that_is_not_a_chronicle_says_what_one_looks_like(text: str, line: int, field: str, words: str) -> None:
    fault = only(text)

    assert (fault.line, fault.field, fault.file) == (line, field, "x.yaml")
    assert words in fault.sentence


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("chronicle: 1\nentries:\n- title: a: b\n", 3, 11),
        ("chronicle: 1\n\tentries: []\n", 2, 1),
        ("chronicle: 1\nentries: [a\n", 3, 1),
        ("chronicle: 1\nentries: 'a\n\n", 4, 1),
        ("chronicle: 1\nentries: @a\n", 2, 10),
    ],
)
def test_what_is_not_yaml_is_one_fault_with_line_and_column(text: str, line: int, column: int) -> None:
    fault = only(text)

    assert fault.line == line
    assert f"this is not YAML at column {column}: " in fault.sentence


def test_invalid_utf_8_is_placed_by_byte_and_line() -> None:
    fault = only(b"chronicle: 1\nentries: []\nnote: Malm\xf6\n")

    assert fault.line == 3
    assert "byte 0xf6 at offset 35" in fault.sentence


def test_the_offset_of_an_invalid_byte_counts_the_byte_order_mark() -> None:
    fault = only(b"\xef\xbb\xbfa: \xff\n")

    assert "byte 0xff at offset 6" in fault.sentence


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_refused_by_name(encoding: str) -> None:
    assert "save it as UTF-8" in only("chronicle: 1\n".encode(encoding)).sentence


def test_a_byte_order_mark_is_passed_over() -> None:
    read_, faults = read(b"\xef\xbb\xbf" + b"chronicle: 1\nentries:\n- {key: a, event: source.registered}\n")

    assert faults == []
    assert len(read_.drafts) == 1


@pytest.mark.usefixtures("either_parser")
def test_a_control_character_is_a_fault_and_the_rest_is_still_read() -> None:
    read_, faults = read("chronicle: 1\nentries:\n- key: a\n  event: source.registered\n  title: a\x07b\x07\n  x: 1\n")

    assert [(fault.line, fault.sentence[:20]) for fault in faults] == [(5, "the character U+0007")]
    assert read_.drafts[0].fields["x"] == 1


def test_a_second_document_is_refused_and_the_first_is_read() -> None:
    read_, faults = read("---\nchronicle: 1\nentries: [{key: a, event: source.registered}]\n---\nchronicle: 1\n")

    assert [(fault.line, "second document" in fault.sentence) for fault in faults] == [(4, True)]
    assert len(read_.drafts) == 1


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chronicle, "LARGEST_FILE", 1024 * 1024)
    (tmp_path / "x.yaml").write_bytes(b"#" * (1024 * 1024 + 1))
    faults: list[Fault] = []

    read_chronicle(tmp_path / "x.yaml", faults)

    assert [fault.sentence for fault in faults] == ["the file is larger than 1 MB; split it into several chronicles"]


def test_a_file_that_is_not_there_or_a_folder_is_a_fault(tmp_path: Path) -> None:
    faults: list[Fault] = []

    read_chronicle(tmp_path / "none.yaml", faults)
    read_chronicle(tmp_path, faults)

    assert [fault.sentence for fault in faults] == [
        "the file cannot be read: there is no such file",
        "the file cannot be read: it is a folder",
    ]


NESTED = {
    "lists": (b"[", "x.yaml"),
    "lists, a line each": (b"[\n", "x.yaml"),
    "maps": (b"{", "x.yaml"),
    "maps of maps": (b"{a: ", "x.yaml"),
    "dashes": (b"- ", "x.yaml"),
    "questions": (b"? ", "x.yaml"),
    "JSON lists": (b"[", "x.json"),
    "JSON maps": (b'{"a":', "x.json"),
}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(("part", "file"), NESTED.values(), ids=NESTED.keys())
def test_a_file_of_nothing_but_nesting_is_refused(part: bytes, file: str) -> None:
    """50 MB of it; without recursion, and without building what is refused."""
    data = part * (50_000_000 // len(part))

    fault = only(data, file)

    assert "deep within each other" in fault.sentence or "name of a field" in fault.sentence


def test_nesting_by_indentation_is_refused_without_holding_more_than_the_text() -> None:
    data = "".join(f"{' ' * depth}a:\n" for depth in range(3000)).encode()

    tracemalloc.start()
    fault = only(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (fault.line, "32 deep" in fault.sentence) == (33, True)
    assert peak < 4 * len(data)


def test_thirty_two_levels_are_read() -> None:
    deepest = "[" * 29 + "]" * 29  # the chronicle, its entries and the entry are three

    draft, faults = entry(f"value: {deepest}\n")
    _, more = read(f"chronicle: 1\nentries:\n- key: a\n  event: source.registered\n  value: [{deepest}]\n")

    assert faults == []
    assert json.dumps(draft.fields["value"]) == deepest
    assert [fault.line for fault in more] == [5]


def test_reading_stops_where_there_are_too_many_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chronicle, "MOST_FAULTS", 20)

    _, in_syntax = read("chronicle: 1\nentries:\n- key: a\n" + "  note: &a x\n" * 50)
    _, in_entries = read("chronicle: 1\nentries:\n" + "- x\n" * 50)

    for faults in (in_syntax, in_entries):
        assert len(faults) == 21
        assert "more than 20 faults" in faults[-1].sentence


# -- faults of an entry -----------------------------------------------------------------------------------------------

TWENTY_FAULTS = """\
chronicle: 1
colour: red
entries:
- words
- event: source.registered
- {key: Malformed Key, event: source.registered}
- {key: c}
- {key: d, event: source.registred}
- {key: e, event: [a]}
- key: f
  event: source.registered
  title: a
  title: b
- {key: g, event: source.registered, title: &here a}
- {key: h, event: source.registered, title: !!str a}
- key: i
  event: source.registered
  title: *here
- key: j
  event: source.registered
  cites:
  - {source: a,
     <<: {at: b}}
- {key: k, event: source.registered, title: a}
- {key: k, event: source.registered, title: a}
- {key: k, event: source.registered, title: b}
- {key: l, event: source.registered, content: none.txt}
- {key: m, event: source.content-attached, content: ../up.txt}
- {key: n, event: source.content-attached, content: /etc/passwd}
- key: o
  event: entry.corrected
  content:
    event: source.registered
    content: {name: a.txt, base64: "?"}
- {key: p, event: source.content-attached, content: {text: a}}
- {key: q, event: source.content-attached, content: [a]}
- {key: r, event: source.content-attached, content: {name: a, text: b, colour: c}}
- {key: s, event: source.registered, identifiers: {ecli: a, ecli: b}}
"""


@pytest.mark.usefixtures("either_parser")
def test_every_fault_of_a_file_is_reported_at_once_with_key_field_and_line(tmp_path: Path) -> None:
    _, faults = read(TWENTY_FAULTS, folder=tmp_path)

    assert [(fault.line, fault.key, fault.field) for fault in faults] == [
        (2, "", "colour"),
        (4, "", "entries[0]"),
        (5, "", "key"),
        (6, "", "key"),
        (7, "c", "event"),
        (8, "d", "event"),
        (9, "e", "event"),
        (13, "f", "title"),
        (14, "g", "title"),
        (15, "h", "title"),
        (18, "i", "title"),
        (23, "j", "<<"),
        (25, "k", "key"),
        (26, "k", "key"),
        (27, "l", "content"),
        (28, "m", "content"),
        (29, "n", "content"),
        (34, "o", "content.content.base64"),
        (35, "p", "content.name"),
        (36, "q", "content"),
        (37, "r", "content.colour"),
        (38, "s", "identifiers.ecli"),
    ]
    assert len({str(fault) for fault in faults}) == len(faults)


@pytest.mark.usefixtures("either_parser")
def test_a_fault_of_form_brings_no_second_one_from_the_check_of_fields(tmp_path: Path) -> None:
    """An unreadable document counts as an empty one, an entry with an alias is not checked further."""
    read_, _ = read(TWENTY_FAULTS, folder=tmp_path)

    seen: list[tuple[str, str]] = []
    for draft in read_.drafts:
        check(draft.topic, draft.fields, noted(draft.key, seen))

    assert {path for _, path in seen} <= {"source", "kind", "title", "entry", "reason"}  # what the samples leave out
    assert not {"i", "j"} & {draft.key for draft in read_.drafts}


def test_a_repeated_field_names_both_lines_and_the_first_one_counts() -> None:
    draft, faults = entry("title: a\nviolence:\n  scheme: x\ntitle: b\nviolence:\n  scheme: y\n")

    assert [(fault.field, fault.line) for fault in faults] == [("title", 8), ("violence", 9)]
    assert "here and on line 5" in faults[0].sentence
    assert "here and on line 6" in faults[1].sentence
    assert draft.fields == {"title": "a", "violence": {"scheme": "x"}}
    assert draft.line_of("violence.scheme") == 7


def test_a_second_list_of_entries_does_not_disturb_the_first() -> None:
    read_, faults = read(
        "chronicle: 1\nentries:\n- {key: a, event: source.registered}\nentries:\n- key: b\n  event: x\n"
    )

    assert [(fault.field, fault.line) for fault in faults] == [("entries", 4)]
    assert [(draft.key, draft.line, dict(draft.lines)) for draft in read_.drafts] == [("a", 3, {"key": 3, "event": 3})]


def test_the_same_entry_twice_and_a_key_taken_twice_are_told_apart() -> None:
    head = "chronicle: 1\nentries:\n- {key: a, event: source.registered, title: b}\n"

    same = only(head + "- {key: a, title: b, event: source.registered}\n")
    other = only(head + "- {key: a, event: source.registered, title: c}\n")

    assert "the same entry stands on line 3" in same.sentence
    assert "the key stands for another entry on line 3" in other.sentence


def test_a_misspelt_event_brings_the_near_ones() -> None:
    fault = only("chronicle: 1\nentries:\n- {key: a, event: policy.article-15c-designated}\n")

    assert "did you mean policy.article-15c-area-designated" in fault.sentence


@pytest.mark.parametrize("key", ["Ä", "a b", "-a", "A", "''", "true", "[a]", "~", '"\\u0065\\u0301"'])
def test_a_malformed_key_is_a_fault_and_the_entry_is_still_read(key: str) -> None:
    read_, faults = read(f"chronicle: 1\nentries:\n- key: {key}\n  event: source.registered\n  title: a\n")

    assert [(fault.field, fault.line) for fault in faults] == [("key", 3)]
    assert [(draft.key, draft.fields) for draft in read_.drafts] == [("", {"title": "a"})]


def test_an_unquoted_number_can_be_a_key() -> None:
    read_, faults = read("chronicle: 1\nentries:\n- {key: 2022, event: source.registered}\n")

    assert faults == []
    assert read_.drafts[0].key == "2022"


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("name", ["[a, b]", "{a: b}", "*a"])
def test_only_text_can_be_the_name_of_a_field(name: str) -> None:
    fault = only(f"chronicle: 1\nentries:\n- key: a\n  ? {name}\n  : b\n")

    assert fault.line == 4
    assert "name of a field" in fault.sentence


def test_text_out_of_normal_form_is_left_to_the_check_of_fields() -> None:
    draft, faults = entry('title: "Me\\u0301naka"\n')
    reported: list[str] = []

    check(draft.topic, draft.fields, lambda path, sentence: reported.append(path) if "NFC" in sentence else None)

    assert faults == []
    assert reported == ["title"]


# -- documents --------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "outside.txt").write_text("secret")
    inside = tmp_path / "inside"
    (inside / "sources").mkdir(parents=True)
    (inside / "sources" / "letter.txt").write_bytes(b"a letter\n")
    return inside


def test_a_path_stands_for_the_document_it_names(folder: Path) -> None:
    draft, faults = entry("content: sources/letter.txt\n", folder)

    digest = hashlib.sha256(b"a letter\n").hexdigest()
    assert faults == []
    assert draft.fields["content"] == {"sha256": digest, "name": "letter.txt", "size": 9}
    assert draft.line_of("content.name") == 5


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "sources" / "letter.txt")

    draft, faults = entry("content: link.txt\n", folder)

    assert faults == []
    assert draft.fields["content"]["name"] == "link.txt"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("sources/none.txt", "there is no such file"),
        ("sources", "is a folder"),
        ('""', "is a folder"),
        ("sources/letter.txt/more", "cannot be read"),
        ("../outside.txt", "outside the folder"),
        ("sources/../../outside.txt", "outside the folder"),
        ("climbing", "outside the folder"),
        ("/etc/passwd", "a place on one machine"),
        ("~/letter.txt", "a place on one machine"),
        ("'C:\\letter.txt'", "a place on one machine"),
        ("pipe", "not an ordinary file"),
        ("circle", "cannot be read"),
        ('"a\\0b"', "not one that a file can have"),
        ("a" * 5000, "cannot be read"),
        ("true", "is not a document"),
    ],
)
def test_a_path_that_cannot_be_followed_is_a_fault(folder: Path, path: str, words: str) -> None:
    """Above all one that leaves the folder: a chronicle may come from a stranger, and what it attaches stays."""
    (folder / "climbing").symlink_to(folder.parent / "outside.txt")
    (folder / "circle").symlink_to(folder / "circle")
    os.mkfifo(folder / "pipe")

    _, faults = entry(f"content: {path}\n", folder)

    assert [(fault.field, fault.line, words in fault.sentence) for fault in faults] == [("content", 5, True)]


def test_a_document_that_is_too_large_is_a_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chronicle, "LARGEST_DOCUMENT", 8)

    _, faults = entry("content: sources/letter.txt\n", folder)
    _, inline = entry("content: {name: a, text: a letter.}\n")

    assert ["larger than" in fault.sentence for fault in faults + inline] == [True, True]


def test_documents_that_are_too_large_together_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chronicle, "LARGEST_DOCUMENTS", 10)
    registering = "- {{key: {0}, event: source.registered, content: {{name: {0}, text: {1}}}}}\n"

    _, faults = read(
        "chronicle: 1\nentries:\n" + "".join(registering.format(*each) for each in ["a" * 2, "b" * 2])
        + registering.format("c", "seven")
        + registering.format("d", "eight")
    )  # fmt: skip

    assert [(fault.key, "together larger" in fault.sentence) for fault in faults] == [("d", True)]


def test_a_chronicle_without_a_folder_takes_inline_documents_alone() -> None:
    _, faults = entry("content: letter.txt\n")

    assert ["is not in a folder" in fault.sentence for fault in faults] == [True]


@pytest.mark.parametrize(
    ("inline", "data"),
    [
        ("{name: x.txt, text: a}", b"a"),
        ("{name: x.txt, text: ''}", b""),
        ("{name: x.txt, text: 12}", b"12"),
        ("{name: x.txt, text: \"a\\r\\n\\u00e9\"}", "a\r\né".encode()),
        ("{name: x.txt, base64: '/wA='}", b"\xff\x00"),
        ("\n  name: x.txt\n  base64: |\n    /w\n    A=\n", b"\xff\x00"),
    ],
)  # fmt: skip
def test_a_document_can_stand_in_the_file(inline: str, data: bytes) -> None:
    head = "chronicle: 1\nentries:\n- key: a\n  event: source.content-attached\n"

    read_, faults = read(head + "  content: " + inline.replace("\n", "\n  ") + "\n")

    digest = hashlib.sha256(data).hexdigest()
    assert faults == []
    assert read_.drafts[0].fields["content"] == {"sha256": digest, "name": "x.txt", "size": len(data)}
    assert read_.documents == {digest: data}


@pytest.mark.parametrize(
    ("inline", "field"),
    [
        ("{text: a}", "content.name"),
        ("{name: '', text: a}", "content.name"),
        ("{name: 12, text: a}", "content.name"),
        ("{name: a}", "content"),
        ("{}", "content"),
        ("{name: a, text: b, base64: YQ==}", "content.base64"),
        ("{name: a, base64: YQ}", "content.base64"),
        ("{name: a, base64: 'Y Q==!'}", "content.base64"),
        ("{name: a, base64: é}", "content.base64"),
        ("{name: a, text: [b]}", "content.text"),
        ("{name: a, text: b, size: 1}", "content.size"),
        (f"{{name: a, text: b, sha256: {'0' * 64}}}", "content.sha256"),
    ],
)
def test_an_inline_document_that_is_none_is_a_fault_at_its_field(inline: str, field: str) -> None:
    _, faults = entry(f"content: {inline}\n")

    assert [(fault.field, fault.line) for fault in faults] == [(field, 5)]


def test_half_a_character_in_an_inline_document_is_a_fault() -> None:
    _, faults = read(
        b'{"chronicle": 1, "entries": [{"key": "a", "event": "source.registered",'
        b' "content": {"name": "a", "text": "\\ud800"}}]}'
    )

    assert [fault.field for fault in faults] == ["content.text"]


def test_a_document_known_by_its_digest_is_left_alone() -> None:
    draft, faults = entry("content: {sha256: abc, name: x.txt, size: 3}\n")

    assert faults == []
    assert draft.fields["content"] == {"sha256": "abc", "name": "x.txt", "size": 3}


@pytest.mark.parametrize("event", ["event: source.registered, ", ""])
def test_the_document_of_a_replaced_source_is_attached_as_well(folder: Path, event: str) -> None:
    read_, faults = read(
        f"""\
        chronicle: 1
        entries:
        - {{key: b, event: entry.corrected, entry: a, content: {{{event}source: s, content: sources/letter.txt}}}}
        """,
        folder=folder,
    )

    assert faults == []
    assert read_.drafts[0].fields["content"]["content"]["name"] == "letter.txt"
    assert list(read_.documents.values()) == [b"a letter\n"]


@pytest.mark.parametrize("event", ["event: entry.corrected, ", ""])
def test_the_document_in_a_correction_of_a_correction_is_attached_as_well(folder: Path, event: str) -> None:
    inner = "{event: source.registered, content: sources/letter.txt}"

    read_, faults = read(
        f"chronicle: 1\nentries:\n- {{key: c, event: entry.corrected, content: {{{event}entry: a, content: {inner}}}}}",
        folder=folder,
    )

    assert faults == []
    assert read_.drafts[0].fields["content"]["content"]["content"]["name"] == "letter.txt"


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
