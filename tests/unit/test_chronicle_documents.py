"""The documents that a chronicle attaches: by path, inline, or known by their digest."""

import hashlib
import os
from pathlib import Path

import pytest

from infrastructure.chronicle import limits
from tests.support.chronicles import entry, read


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
    monkeypatch.setattr(limits, "LARGEST_DOCUMENT", 8)

    _, faults = entry("content: sources/letter.txt\n", folder)
    _, inline = entry("content: {name: a, text: a letter.}\n")

    assert ["larger than" in fault.sentence for fault in faults + inline] == [True, True]


def test_documents_that_are_too_large_together_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_DOCUMENTS", 10)
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
