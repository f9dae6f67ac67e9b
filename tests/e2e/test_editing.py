"""An entry written in an editor: whatever it saves is read or refused in sentences, and what is typed is kept."""

import shlex
import stat
import sys
from pathlib import Path

import pytest

from tests.support.command import MALI, ledger_with
from tests.support.door import ask, count


@pytest.fixture
def desk(tmp_path: Path, policy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "desk"
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(tmp_path / "editor.py")]))
    folder.mkdir()
    (folder / "kroniek.db").write_bytes((policy / "kroniek.db").read_bytes())
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("policy")
    ledger_with(folder, MALI)
    return folder


def editor(folder: Path, program: str) -> None:
    """From now on $EDITOR runs this Python: `text` is what the file holds, and holds afterwards, in that `encoding`."""
    script = folder.parent / "editor.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfile = Path(sys.argv[1])\nencoding = 'utf-8'\n"
        f"text = file.read_text(encoding='utf-8', errors='replace')\n{program}\n"
        "file.write_bytes(text.encode(encoding))\n"
    )


ENTRY = ("record", "--edit", "policy.particulars-stated", "--key", "ed/1", "--country", "ML")
CORRECTION = ("correct", "ml/letter-15c", "--edit", "--reason", "leesfout", "--key", "ed/1")
TYPED = "text += '    standing: announced\\n    text: Ménaka\\n    cites: [{source: ml-letter-2023}]\\n'"
CORRECTED = "text += 'legal_basis: Ménaka\\n'"


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("unrecorded-*"))


@pytest.mark.parametrize(("command", "typed"), [(ENTRY, TYPED), (CORRECTION, CORRECTED)], ids=("record", "correct"))
@pytest.mark.parametrize(
    ("encoding", "sentence"),
    [("latin-1", "the file is not UTF-8: byte 0xe9"), ("utf-16", "the file is in UTF-16 or UTF-32; save it as UTF-8")],
)
def test_an_encoding_that_no_chronicle_has_is_refused_as_in_a_file(
    desk: Path, command: tuple[str, ...], typed: str, encoding: str, sentence: str
) -> None:
    before = count(desk)
    editor(desk, f"{typed}; encoding = {encoding!r}")

    answer = ask(desk, *command, stdin="n\n", code=3)
    nobody = ask(desk, *command, "--yes", code=3)

    assert sentence in answer.err
    assert sentence in nobody.err
    assert "Usage:" not in nobody.err
    assert count(desk) == before
    assert len(kept(desk)) == 2


@pytest.mark.parametrize(("command", "typed"), [(ENTRY, TYPED), (CORRECTION, CORRECTED)], ids=("record", "correct"))
@pytest.mark.parametrize("answered", ["n\n", ""])
def test_what_was_typed_and_not_appended_is_kept_for_import(
    desk: Path, command: tuple[str, ...], typed: str, answered: str
) -> None:
    editor(desk, f"{typed}; text += '    standing: perhaps\\n'")  # stands twice, or indented wrongly
    answer = ask(desk, *command, stdin=answered, code=3)

    (file,) = kept(desk)
    assert f"What you typed is kept in {file}; when it is right, `kroniek import {file.name}` appends it." in answer.err
    assert answer.err.count("perhaps") + answer.err.count("twice") + answer.err.count("this is not YAML") <= 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    file.write_text(file.read_text(encoding="utf-8").replace("    standing: perhaps\n", ""), encoding="utf-8")
    ask(desk, "import", file.name)
    assert "Ménaka" in str(ask(desk, "entry", "ed/1", "--format", "json").json["content"])


@pytest.mark.parametrize(("answered", "code"), [("n\n", 0), ("", 2)])
def test_what_was_typed_without_a_fault_is_kept_when_it_is_not_agreed_to(desk: Path, answered: str, code: int) -> None:
    editor(desk, CORRECTED)
    answer = ask(desk, *CORRECTION, stdin=answered, code=code)

    (file,) = kept(desk)
    assert "Append this entry?" in answer.err
    ask(desk, "import", file.name)
    assert ask(desk, "entry", "ed/1", "--format", "json").json["content"]["content"]["legal_basis"] == "Ménaka"


def test_a_correction_saved_as_latin_1_is_kept_byte_by_byte_to_be_saved_anew(desk: Path) -> None:
    editor(desk, f"{CORRECTED}; encoding = 'latin-1'")
    ask(desk, *CORRECTION, "--yes", code=3)

    (file,) = kept(desk)
    file.write_bytes(file.read_bytes().decode("latin-1").encode())
    ask(desk, "import", file.name)
    assert ask(desk, "entry", "ed/1", "--format", "json").json["content"]["content"]["legal_basis"] == "Ménaka"


def test_nothing_is_kept_of_what_was_appended_or_never_typed(desk: Path) -> None:
    editor(desk, TYPED)
    ask(desk, *ENTRY, "--yes")
    editor(desk, "pass")
    ask(desk, *ENTRY[:3], "--key", "ed/2", stdin="n\n", code=3)
    editor(desk, "text = ''")
    ask(desk, *ENTRY[:3], "--key", "ed/2", code=130)

    assert kept(desk) == []


def test_what_was_typed_is_kept_when_the_editor_fails_the_second_time(desk: Path) -> None:
    editor(desk, "if 'perhaps' in text: sys.exit(1)\ntext += '    standing: perhaps\\n'")

    ask(desk, *ENTRY, stdin="y\n", code=3)

    (file,) = kept(desk)
    assert "standing: perhaps" in file.read_text(encoding="utf-8")


def test_a_file_that_is_there_is_not_written_over(desk: Path) -> None:
    (desk / "unrecorded-ed-1.yaml").write_text("mine")

    editor(desk, TYPED)
    ask(desk, *ENTRY, stdin="n\n")

    assert (desk / "unrecorded-ed-1.yaml").read_text() == "mine"
    assert (desk / "unrecorded-ed-1-2.yaml").exists()


def test_what_the_ledger_cannot_resolve_may_be_edited_again(desk: Path) -> None:
    editor(
        desk,
        "text = text.replace('nowhere', 'ml-letter-2023') if 'nowhere' in text else "
        "text + '    standing: announced\\n    text: x\\n    cites: [{source: nowhere}]\\n'",
    )

    answer = ask(desk, *ENTRY, stdin="y\ny\n")

    assert "the source nowhere is not registered" in answer.err
    assert ask(desk, "entry", "ed/1", "--format", "json").json["content"]["cites"] == [{"source": "ml-letter-2023"}]


def test_a_key_that_is_taken_may_be_edited_again(desk: Path) -> None:
    editor(
        desk,
        "text = text.replace('key: ml/letter-15c', 'key: ed/1') if 'letter-15c' in text else "
        "text.replace('key: ed/1', 'key: ml/letter-15c') + '    standing: announced\\n    text: x\\n'",
    )

    answer = ask(desk, *ENTRY, stdin="y\ny\n")

    assert "the key ml/letter-15c already stands for other content" in answer.err
    assert ask(desk, "entry", "ed/1").out


def test_names_of_regions_are_taken_in_the_editor_as_everywhere(desk: Path) -> None:
    event = ("record", "--edit", "policy.article-15c-area-designated", "--key", "ed/1", "--country", "Mali", "--yes")
    typed = "    standing: announced\\n    areas: [Gao, Menaka]\\n    cites: [{source: ml-letter-2023}]\\n"

    editor(desk, f"text += {typed!r}".replace("\\\\n", "\\n"))
    ask(desk, *event)

    assert ask(desk, "entry", "ed/1", "--format", "json").json["content"]["areas"] == ["ML-7", "ML-9"]


def test_dutch_is_spoken_at_the_editor_too(desk: Path) -> None:
    editor(desk, "text += '    standing: perhaps\\n'")

    answer = ask(desk, *ENTRY, "--lang", "nl", stdin="n\n", code=3)

    assert "Opnieuw bewerken? [j/N]: Er is niets geschreven.\nWat u typte, is bewaard in " in answer.err
