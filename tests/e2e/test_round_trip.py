"""Out of one ledger and into another: the same entries, the same documents, and nothing twice."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from infrastructure.ledger import open_ledger
from tests.support.command import KRONIEK, MALI, PALESTINE, chronicle, kroniek, ledger_with
from tests.support.door import ask, count


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both real chronicles, with a correction, a strike-out, a dispute and a remark on top."""
    folder = tmp_path_factory.mktemp("both")
    ledger_with(folder, MALI, PALESTINE)
    ask(folder, "annotate", "ml/letter-15c", "--key", "x/remark", "--note", "nagekeken: 12 × „ja”", "--yes")
    ask(folder, "correct", "ml/letter-15c", "--key", "x/right", "--reason", "x", "--set", "from=2023-01-12", "--yes")
    ask(folder, "dispute", "ml/letter-ipa", "from", "2023-01", "--key", "x/rival", "--cite", "ml-memo-2022", "--yes")
    ask(folder, "strike", "x/remark", "--key", "x/gone", "--reason", "dubbel", "--yes")
    return folder


def entries(folder: Path) -> list[Any]:
    found = ask(folder, "entries", "--format", "json").json
    return [(each["key"], each["event"], each["stream"], each["content"]) for each in found]


def documents(folder: Path) -> dict[str, bytes | None]:
    """The bytes of every document that an entry names, by SHA-256."""
    found: dict[str, bytes | None] = {}
    with open_ledger(folder / "kroniek.db") as ledger:
        for _, _, _, content in entries(folder):
            document = content.get("content")
            if isinstance(document, dict) and "sha256" in document:
                found[document["sha256"]] = ledger.document(document["sha256"])
    return found


def new_ledger(folder: Path) -> Path:
    folder.mkdir()
    ask(folder, "init", "--origin", "other.example/ledger")
    return folder


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_what_is_exported_imports_as_the_same_entries(both: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"all.{form}"
    ask(both, "export", "--format", form, "-o", file)
    other = new_ledger(tmp_path / "other")

    ask(other, "import", file)

    assert entries(other) == entries(both)
    assert documents(other) == documents(both)
    assert len(documents(both)) >= 2
    assert None not in documents(both).values()
    again = tmp_path / f"again.{form}"
    ask(other, "export", "--format", form, "-o", again)
    assert again.read_bytes() == file.read_bytes()


def test_the_answers_of_the_copy_are_those_of_the_original(both: Path, tmp_path: Path) -> None:
    other = new_ledger(tmp_path / "other")
    (tmp_path / "all.yaml").write_text(ask(both, "export").out, encoding="utf-8")
    ask(other, "import", tmp_path / "all.yaml")

    for question in (
        ("show", "ML", "--on", "2023-01-11"),
        ("show", "PS", "--on", "2023-12-20", "--public-by", "2024-01-15"),
        ("timeline", "ML"),
        ("audit", "--today", "2023-06-01"),
    ):
        original, copy = (ask(folder, *question, "--format", "json").json for folder in (both, other))
        for each in (original, copy):
            if isinstance(each, dict):
                each["recorded_by"].pop("recorded_at")
        assert copy == original


def test_a_chronicle_travels_through_a_pipe(both: Path, tmp_path: Path) -> None:
    other = new_ledger(tmp_path / "other")

    with subprocess.Popen([str(KRONIEK), "export"], cwd=both, stdout=subprocess.PIPE) as writing:
        done = subprocess.run(
            [str(KRONIEK), "import", "/dev/stdin"], cwd=other, stdin=writing.stdout, capture_output=True, text=True
        )

    assert (done.returncode, done.stderr) == (0, "")
    assert entries(other) == entries(both)


def test_an_export_to_stdout_is_the_export_to_a_file(both: Path, tmp_path: Path) -> None:
    kroniek("export", "-o", tmp_path / "all.yaml", cwd=both)

    assert kroniek("export", cwd=both).out.encode() == (tmp_path / "all.yaml").read_bytes()


@pytest.mark.parametrize(("country", "other_country"), [("ML", "PS"), ("PS", "ML")])
def test_one_country_can_be_exported_and_imported_alone(
    both: Path, tmp_path: Path, country: str, other_country: str
) -> None:
    file = tmp_path / "one.yaml"
    ask(both, "export", "--country", country, "-o", file)
    other = new_ledger(tmp_path / "other")

    ask(other, "import", file)

    question = ("timeline", country, "--format", "json")
    original, copy = ask(both, *question).json, ask(other, *question).json
    assert [_without_positions(each) for each in copy["elements"]] == [
        _without_positions(each) for each in original["elements"]
    ]
    assert {stream for _, _, stream, _ in entries(other)} >= {f"country/{country}"}
    assert f"country/{other_country}" not in {stream for _, _, stream, _ in entries(other)}
    assert [each for each in entries(other) if each[2] == f"country/{country}"] == [
        each for each in entries(both) if each[2] == f"country/{country}"
    ]


def _without_positions(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_positions(each) for name, each in value.items() if name != "position"}
    return [_without_positions(each) for each in value] if isinstance(value, list) else value


def test_importing_a_file_twice_changes_nothing_and_says_so(tmp_path: Path) -> None:
    ledger_with(tmp_path, MALI)
    before = (tmp_path / "kroniek.db").read_bytes()
    said = kroniek("import", MALI, cwd=tmp_path)
    as_json = kroniek("import", MALI, "--format", "json", cwd=tmp_path).json

    assert "Nothing was appended." in said.out
    assert "64 keys already stood with the same content" in said.out
    assert len(as_json["unchanged"]) == 64
    assert (tmp_path / "kroniek.db").read_bytes() == before


def test_the_same_entry_written_otherwise_is_the_same_entry(tmp_path: Path) -> None:
    ask(tmp_path, "init")
    one = chronicle(
        tmp_path, "  - {key: s/1, event: source.registered, source: s, kind: press, title: Krant}\n", "1.yaml"
    )
    acts = (
        "  - {key: p/1, event: policy.article-15c-area-designated, country: ML, standing: published, areas: [Gao]}\n",
        "  - key: p/1\n    areas: [ML-7]\n    element: ML/article-15c\n    standing: published\n    country: Mali\n"
        "    event: policy.article-15c-area-designated\n",
    )
    ask(tmp_path, "import", one, chronicle(tmp_path, acts[0], "2.yaml"))

    answer = ask(tmp_path, "import", one, chronicle(tmp_path, acts[1], "3.yaml"))

    assert "2 keys already stood with the same content" in answer.out


def test_a_key_with_other_content_is_refused_with_its_position(both: Path, tmp_path: Path) -> None:
    before = entries(both)
    standing = ask(both, "entry", "ml/letter-2023", "--format", "json").json
    file = chronicle(
        tmp_path, "  - {key: ml/letter-2023, event: source.registered, source: ml-letter-2023, kind: press, title: X}\n"
    )

    err = ask(both, "import", file, code=5).err

    assert f"the key ml/letter-2023 already stands for other content, at @{standing['position']}" in err
    assert "choose another key, or record a correction" in err
    assert entries(both) == before


def test_of_several_taken_keys_each_is_named_and_new_entries_stay_out(both: Path, tmp_path: Path) -> None:
    before = count(both)
    file = chronicle(
        tmp_path,
        "  - {key: new/1, event: source.registered, source: new, kind: press, title: X}\n"
        "  - {key: ml/letter-2023, event: source.registered, source: ml-letter-2023, kind: press, title: X}\n"
        "  - {key: ml/memo-2022, event: source.registered, source: ml-memo-2022, kind: press, title: X}\n",
    )

    err = ask(both, "import", file, code=5).err

    assert "ml/letter-2023" in err
    assert "ml/memo-2022" in err
    assert "2 conflicts; nothing was written." in err
    assert count(both) == before


def test_a_taken_key_beside_a_fault_is_one_of_the_faults(both: Path, tmp_path: Path) -> None:
    file = chronicle(
        tmp_path,
        "  - {key: ml/memo-2022, event: source.registered, source: ml-memo-2022, kind: press, title: X}\n"
        "  - {key: n/1, event: entry.annotated, entry: gone, note: x}\n",
    )

    lines = ask(both, "import", file, code=3).err.splitlines()

    assert f"{file}:3, entry ml/memo-2022, key: the key ml/memo-2022 already stands for other content" in lines[0]
    assert f"{file}:4, entry n/1, entry: there is no entry 'gone'" in lines[1]


def test_a_document_that_is_lost_from_an_export_is_missed_on_import(both: Path, tmp_path: Path) -> None:
    exported = json.loads(ask(both, "export", "--format", "json").out)
    source = next(each for each in exported["entries"] if each["key"] == "ml/letter-2023")
    held = documents(both)[source["content"]["sha256"]]
    assert held is not None
    source["content"] = {"sha256": source["content"]["sha256"], "name": "letter.txt", "size": len(held)}
    (tmp_path / "all.json").write_text(json.dumps(exported), encoding="utf-8")
    other = new_ledger(tmp_path / "other")

    err = ask(other, "import", tmp_path / "all.json", code=3).err

    assert "entry ml/letter-2023, content: the document" in err
    assert "is neither attached nor in the ledger" in err
    assert len(err.splitlines()) == 2


def test_a_document_changed_in_an_export_is_noticed(both: Path, tmp_path: Path) -> None:
    text = ask(both, "export").out
    assert "Ménaka en Mopti" in text
    (tmp_path / "all.yaml").write_text(
        text.replace("heb ik besloten om de provincies", "heb ik besloten alle provincies")
    )
    other = new_ledger(tmp_path / "other")

    err = ask(other, "import", tmp_path / "all.yaml", code=3).err

    assert "content.sha256" in err
    assert "it was changed" in err
