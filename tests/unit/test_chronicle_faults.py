"""What a chronicle is refused for, and where: faults of the file and of an entry."""

import json
import tracemalloc
from pathlib import Path

import pytest

from domain.content import check
from domain.errors import Fault, NotFound
from infrastructure.chronicle import limits, read_chronicle
from tests.support.chronicles import entry, noted, only, read

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
    monkeypatch.setattr(limits, "LARGEST_FILE", 1024 * 1024)
    (tmp_path / "x.yaml").write_bytes(b"#" * (1024 * 1024 + 1))
    faults: list[Fault] = []

    read_chronicle(tmp_path / "x.yaml", faults)

    assert [fault.sentence for fault in faults] == ["the file is larger than 1 MB; split it into several chronicles"]


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"there is no file .*none\.yaml"):
        read_chronicle(tmp_path / "none.yaml", [])


def test_a_folder_is_a_fault(tmp_path: Path) -> None:
    faults: list[Fault] = []

    read_chronicle(tmp_path, faults)

    assert [fault.sentence for fault in faults] == ["the file cannot be read: it is a folder"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"SQLite format 3\0rest", "a ledger, or another SQLite database"),
        (b"PK\x03\x04....[Content_Types].xml....word/document.xml", "a Word document"),
        (b"PK\x03\x04....notes.txt", "a zip archive"),
        (b"%PDF-1.7 \xff", "a PDF"),
        (b"<!DOCTYPE html><html>", "a web page"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(tmp_path: Path, data: bytes, kind: str) -> None:
    (tmp_path / "x.yaml").write_bytes(data)
    faults: list[Fault] = []

    read_chronicle(tmp_path / "x.yaml", faults)

    assert [fault.sentence for fault in faults] == [f"this is {kind}, not a chronicle, which is a text in YAML or JSON"]


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("chronicle: 1\nentries:\n" + "- x\n" * 50, "no entries"),
        ("chronicle: 1\nentries: [" + "[]," * 50 + "[]]", "no entries"),
        ("chronicle: 1\nother: [" + "[]," * 50 + "[]]", "no entries"),
        ("chronicle: 1\nentries:\n- key: a\n  note: [" + "[]," * 50 + "[]]", "more than 20 values"),
        ("chronicle: 1\nentries:\n- {" + ", ".join(f"f{n}: 1" for n in range(50)) + "}", "more than 20 values"),
    ],
)
def test_a_file_that_is_wide_instead_of_long_is_not_read_on(
    text: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would take gigabytes to say of every value that it is none."""
    monkeypatch.setattr(limits, "MOST_FAULTS", 20)
    monkeypatch.setattr(limits, "LARGEST_ENTRY", 20)

    _, faults = read(text)

    assert len(faults) == 1
    assert words in str(faults[0])


def test_reading_stops_where_there_are_too_many_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_FAULTS", 20)

    _, in_syntax = read("chronicle: 1\nentries:\n- key: a\n" + "  note: &a x\n" * 50)
    _, in_entries = read("chronicle: 1\nentries:\n" + "- {}\n" * 50)

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
