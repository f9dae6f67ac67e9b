"""The doors themselves: help, exit codes, pipes, interruption, formats, and recording with every kind of answer."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cli.main import COMMANDS
from domain import errors
from infrastructure.ledger import open_ledger
from tests.support.command import KRONIEK, MALI, PALESTINE, ROOT, chronicle, kroniek, ledger_with
from tests.support.door import ask, count
from tests.support.imports import chronicle_of_acts

EXIT_CODES = {
    "Refused": 3,
    "Malformed": 3,
    "FaultyChronicle": 3,
    "UnusableLedger": 3,
    "NotFound": 4,
    "Conflict": 5,
    "KeyTaken": 5,
    "LedgerBusy": 5,
    "Refuted": 6,
    "ProofMismatch": 6,
    "CannotTell": 8,
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with both real chronicles, for questions alone."""
    folder = tmp_path_factory.mktemp("both")
    ledger_with(folder, MALI, PALESTINE)
    return folder


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger to write in: each test uses keys of its own."""
    folder = tmp_path_factory.mktemp("desk")
    ledger_with(folder, MALI)
    return folder


# -- help -------------------------------------------------------------------------------------------------------------

IMPORTED = """
import sys
from cli.main import run
code = run(sys.argv[1:])
heavy = {"sqlalchemy", "eventsourcing", "msgspec", "yaml", "pycountry", "babel", "rich", "sqlite3", "infrastructure"}
print(code, *sorted(heavy & {name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [("--help",), (), ("--version",), ("nonsense",)])
def test_help_reads_no_database_library_and_opens_no_ledger(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "kroniek.db").write_text("not a ledger at all")

    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    code = done.stderr.splitlines()[-1]
    assert code == ("0" if arguments in (("--help",), ("--version",)) else "2")
    assert [each.name for each in tmp_path.iterdir()] == ["kroniek.db"]


@pytest.mark.parametrize("command", list(COMMANDS))
def test_the_help_of_a_command_opens_no_ledger_and_says_what_it_does(tmp_path: Path, command: str) -> None:
    answer = ask(tmp_path, command, "--help")

    assert answer.out.startswith(f"Usage: kroniek {command}")
    assert answer.err == ""
    assert not list(tmp_path.iterdir())


def test_the_list_of_commands_is_the_table_of_the_house(tmp_path: Path) -> None:
    out = kroniek("--help", cwd=tmp_path, env={"COLUMNS": "200"}).out

    listed = re.findall(r"^  ([a-z-]+)  +(\S.*)$", out.partition("Commands:\n")[2], re.MULTILINE)
    folded = " ".join(out.split())
    assert [name for name, _ in listed] == list(COMMANDS)
    for name, (_, line) in COMMANDS.items():
        assert f"{name} {line}" in folded
        assert line.endswith((".", "?"))


def test_every_error_has_its_exit_code() -> None:
    found = {
        name: cls.exit_code
        for name, cls in vars(errors).items()
        if isinstance(cls, type) and issubclass(cls, errors.LedgerError) and cls is not errors.LedgerError
    }

    assert found == EXIT_CODES
    assert not hasattr(errors.LedgerError, "exit_code"), "a new branch of the tree must choose its own"


def test_every_error_is_drawn_in_the_tree(tmp_path: Path) -> None:
    tree = errors.__doc__ or ""

    assert [name for name in EXIT_CODES if f"─ {name} " not in tree] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_comes_out_for_every_shell(tmp_path: Path, shell: str) -> None:
    out = ask(tmp_path, "completion", shell).out

    assert "_KRONIEK_COMPLETE" in out
    assert f"{shell}_complete" in out


def test_completion_offers_commands_countries_and_keys(both: Path) -> None:
    def offered(words: str) -> set[str]:
        given = {"_KRONIEK_COMPLETE": "zsh_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
        return set(kroniek(cwd=both, env=given, code=None).out.splitlines())

    assert {"show", "schema"} <= offered("kroniek s")
    assert "ML" in offered("kroniek show M")
    assert "ml/letter-15c" in offered("kroniek entry ml/letter-15")
    assert "ML/article-15c" in offered("kroniek why ML/art")


# -- pipes and interruption -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["export", "entries --format json", "entries", "schema", "show ML"])
def test_a_reader_that_has_seen_enough_is_no_error(both: Path, command: str) -> None:
    # `read` takes one line and leaves; the subshell then says how the command itself ended.
    script = f'{{ "$0" {command}; echo "exit $?" >&2; }} | {{ read -r line; printf "%s" "$line" | wc -c >&2; }}'

    done = subprocess.run(["sh", "-c", script, str(KRONIEK)], cwd=both, capture_output=True, text=True)

    assert "exit 0" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 2, done.stderr


def test_a_reader_that_never_listened_is_no_error(both: Path) -> None:
    script = '{ sleep 0.1; "$0" export; echo "exit $?" >&2; } | true'

    done = subprocess.run(["sh", "-c", script, str(KRONIEK)], cwd=both, capture_output=True, text=True)

    assert done.stderr == "exit 0\n"


@pytest.mark.parametrize("command", ["entries", "export", "entry @1 --leaf", "--help"])
def test_a_closed_output_is_no_error(both: Path, command: str) -> None:
    done = subprocess.run(["sh", "-c", f'"$0" {command} >&-', str(KRONIEK)], cwd=both, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def hears_ctrl_c() -> None:
    """A shell has what it starts in the background ignore Ctrl-C, and whatever that starts too: also these tests."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupted_import_leaves_with_130_and_writes_nothing(tmp_path: Path) -> None:
    ledger_with(tmp_path)
    before = count(tmp_path)
    file = chronicle(tmp_path, chronicle_of_acts("big", 20_000))

    process = subprocess.Popen(
        [str(KRONIEK), "import", str(file)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hears_ctrl_c,
    )
    log = tmp_path / "kroniek.db-wal"
    deadline = time.monotonic() + 30
    while not (log.exists() or process.poll() is not None) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)

    assert process.returncode == 130, err
    assert out == ""
    assert err.strip() == "kroniek: stopped; whatever was not finished was not written."
    assert count(tmp_path) == before


def test_an_interrupted_question_before_writing_writes_nothing(tmp_path: Path) -> None:
    ledger_with(tmp_path, MALI)
    before = count(tmp_path)
    process = subprocess.Popen(
        [str(KRONIEK), "strike", "ml/letter-15c", "--key", "x/1", "--reason", "x"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=hears_ctrl_c,
    )
    assert process.stderr is not None
    said = b""
    while b"[y/N]" not in said:
        said += process.stderr.read1(4096)  # type: ignore[attr-defined]

    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)

    assert process.returncode == 130
    assert count(tmp_path) == before


# -- forms of answers -------------------------------------------------------------------------------------------------

READING = (
    ("show", "ML", "--on", "2023-01-11"),
    ("show", "ML", "--on", "2022-11-22", "--area", "Gao"),
    ("show", "PS", "--on", "2023-12-20", "--public-by", "2024-04-25"),
    ("why", "ML/article-15c", "--on", "2023-01-11"),
    ("why", "PS/decision-moratorium", "--on", "2023-12-20", "--public-by", "2024-01-15"),
    ("timeline", "ML"),
    ("timeline", "PS", "--reading", "formal"),
    ("diff", "ML", "2023-01-10", "2023-01-11"),
    ("entries",),
    ("entry", "ml/letter-15c"),
    ("audit", "--today", "2023-06-01"),
    ("audit", "ML", "--today", "2023-06-01"),
    ("export",),
    ("rebuild",),
)


@pytest.mark.parametrize("question", READING, ids=" ".join)
def test_every_reading_command_answers_in_json_the_same_way_twice(both: Path, question: tuple[str, ...]) -> None:
    one, other = (ask(both, *question, "--format", "json") for _ in range(2))

    assert one.out == other.out
    assert one.err == ""
    _check_order(one.json)


def _check_order(value: Any) -> None:
    """Lists of ids and of things with an id are sorted; ids are unique."""
    if isinstance(value, dict):
        for name in ("elements", "rulings"):
            named = value.get(name, ())
            ids = [each if isinstance(each, str) else each.get("id", each.get("key")) for each in named]
            assert ids == sorted(set(ids), key=_natural)
        for each in value.values():
            _check_order(each)
    elif isinstance(value, list):
        positions = [
            each["position"] for each in value if isinstance(each, dict) and {"position", "event"} <= each.keys()
        ]
        if len(positions) == len(value) and all(isinstance(each, dict) and "actor" in each for each in value):
            assert positions == sorted(set(positions))
        for each in value:
            _check_order(each)


def _natural(text: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", text) if part]


@pytest.mark.parametrize("command", [("show", "ML"), ("timeline", "ML"), ("entries",), ("audit",)])
def test_lists_come_as_csv_with_as_many_cells_in_every_row(both: Path, command: tuple[str, ...]) -> None:
    import csv
    import io

    rows = list(csv.reader(io.StringIO(ask(both, *command, "--format", "csv").out)))

    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(set(rows[0])) == len(rows[0])


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_no_escape_is_written_where_nobody_watches(both: Path, lang: str) -> None:
    for question in (*READING[:-2], ("--help",)):
        given = question if question[0] in ("--help", "export") else (*question, "--lang", lang)

        answer = ask(both, *given)

        assert "\x1b" not in answer.out + answer.err
        assert not re.search(r"[ \t]+$", answer.out, re.MULTILINE) or question[0] == "export"


def test_colour_can_be_forced_by_nobody_but_a_terminal(both: Path) -> None:
    for env in ({"TERM": "xterm-256color"}, {"CLICOLOR": "1"}, {"COLORTERM": "truecolor"}):
        assert "\x1b" not in kroniek("show", "ML", "--on", "2023-01-11", cwd=both, env=env).out


def test_the_leaf_of_an_entry_is_its_json_in_canonical_form(both: Path) -> None:
    import rfc8785

    shown = ask(both, "entry", "ml/letter-15c", "--format", "json").json

    assert ask(both, "entry", "ml/letter-15c", "--leaf").out.encode() == rfc8785.dumps(shown)


# -- recording --------------------------------------------------------------------------------------------------------

NEW = ("record", "policy.particulars-stated", "--country", "Mali", "--standing", "announced", "--from", "2023-02-01",
       "--text", "geen bijzonderheden", "--cite", "ml-letter-2023", "--at", "slot")  # fmt: skip
REMARKS: dict[str, tuple[str, ...]] = {
    "record": NEW,
    "correct": ("correct", "ml/letter-15c", "--reason", "leesfout", "--set", "from=2023-01-12"),
    "strike": ("strike", "ml/letter-ipa", "--reason", "dubbel"),
    "dispute": ("dispute", "ml/letter-15c", "from", "[2023-01-11,2023-01-12]", "--cite", "ml-memo-2022"),
    "annotate": ("annotate", "ml/letter-15c", "--note", "nagekeken"),
}
EVENT_OF = {
    "record": "policy.particulars-stated",
    "correct": "entry.corrected",
    "strike": "entry.struck-out",
    "dispute": "entry.disputed",
    "annotate": "entry.annotated",
}


@pytest.mark.parametrize("command", ["correct", "strike", "dispute", "annotate"])
def test_an_entry_to_say_something_of_is_named_by_its_position_as_well(
    tmp_path: Path, both: Path, command: str
) -> None:
    (tmp_path / "kroniek.db").write_bytes((both / "kroniek.db").read_bytes())
    key = REMARKS[command][1]
    position = ask(tmp_path, "entry", key, "--format", "json").json["position"]

    ask(tmp_path, command, f"@{position}", *REMARKS[command][2:], "--key", "new/1", "--yes")

    assert ask(tmp_path, "entry", "new/1", "--format", "json").json["content"]["entry"] == key


def test_a_ledger_is_made_in_dutch_too(tmp_path: Path) -> None:
    assert kroniek("init", "--lang", "nl", cwd=tmp_path).out == "Het register kroniek.db is gemaakt.\n"


LISTS = (("show", "{}"), ("timeline", "{}"), ("entries", "--country", "{}"), ("audit", "{}"))


@pytest.mark.parametrize("question", LISTS, ids=" ".join)
def test_a_list_without_rows_has_the_header_of_one_with_rows(both: Path, question: tuple[str, ...]) -> None:
    full, empty = (
        ask(both, *(word.format(country) for word in question), "--format", "csv").out.splitlines()
        for country in ("ML", "AQ")
    )

    assert len(full) > 1
    assert empty == full[:1]


@pytest.mark.parametrize("command", list(REMARKS))
def test_what_is_answered_with_no_is_not_written(desk: Path, command: str) -> None:
    before = count(desk)

    answer = ask(desk, *REMARKS[command], "--key", f"no/{command}", stdin="n\n")

    assert "Append this entry? [y/N]" in answer.err
    assert "Nothing was written." in answer.err
    assert answer.out == ""
    assert count(desk) == before


@pytest.mark.parametrize("command", list(REMARKS))
def test_where_nobody_answers_nothing_is_written(desk: Path, command: str) -> None:
    before = count(desk)

    answer = ask(desk, *REMARKS[command], "--key", f"nobody/{command}", code=2)

    assert answer.err.splitlines()[-2:] == [
        "Append this entry? [y/N]: ",
        "kroniek: nobody answered, so nothing was written; add --yes to write without asking.",
    ]
    assert "Usage:" not in answer.err
    assert count(desk) == before


@pytest.mark.parametrize("command", list(REMARKS))
def test_in_dutch_the_question_and_what_became_of_it_are_dutch_too(desk: Path, command: str) -> None:
    no = ask(desk, *REMARKS[command], "--key", f"nee/{command}", "--lang", "nl", stdin="n\n").err
    nobody = ask(desk, *REMARKS[command], "--key", f"nee/{command}", "--lang", "nl", code=2).err

    assert "Deze vermelding toevoegen? [j/N]: Er is niets geschreven.\n" in no
    assert "niemand gaf antwoord, dus er is niets geschreven" in nobody


def test_the_language_may_come_from_the_environment_or_before_the_event(desk: Path, monkeypatch: Any) -> None:
    before = ask(desk, "record", "--lang", "nl", *NEW[1:], "--key", "nee/1", stdin="n\n").err
    english = ask(desk, "record", "--lang", "nl", *NEW[1:], "--lang", "en", "--key", "nee/1", stdin="n\n").err
    monkeypatch.setenv("KRONIEK_LANG", "nl")
    of_environment = ask(desk, *NEW, "--key", "nee/1", stdin="n\n").err

    assert "Er is niets geschreven." in before
    assert "Nothing was written." in english
    assert "Er is niets geschreven." in of_environment


@pytest.mark.parametrize("command", list(REMARKS))
@pytest.mark.parametrize("agreed", ["y\n", "--yes"])
def test_what_is_agreed_to_is_written(tmp_path: Path, both: Path, command: str, agreed: str) -> None:
    (tmp_path / "kroniek.db").write_bytes((both / "kroniek.db").read_bytes())
    before = count(tmp_path)
    more = (agreed,) if agreed == "--yes" else ()

    answer = ask(tmp_path, *REMARKS[command], "--key", "new/1", *more, stdin="" if more else agreed)

    assert ("Append this entry?" in answer.err) == (not more)
    assert f"1 entry was appended: @{before + 1}." in answer.out
    entry = ask(tmp_path, "entry", "new/1", "--format", "json").json
    assert (entry["event"], entry["actor"]) == (EVENT_OF[command], "tester")
    assert entry["stream"] == "country/ML"


def test_the_change_of_state_is_shown_before_it_is_asked_about(desk: Path) -> None:
    err = ask(desk, *REMARKS["strike"], "--key", "no/1", stdin="n\n").err

    assert err.index("ML/internal-protection-alternative") < err.index("Append this entry?")
    assert "advised" in err
    assert "announced" in err


def test_a_change_of_the_past_is_shown_with_its_days(desk: Path) -> None:
    past = ("record", "policy.decision-moratorium-imposed", "--country", "ML", "--standing", "published", "--from",
            "2023-03-01", "--until", "2023-09-01", "--cite", "ml-memo-2022", "--key", "no/1")  # fmt: skip

    recorded = ask(desk, *past, stdin="n\n").err
    corrected = ask(desk, *REMARKS["correct"], "--key", "no/2", stdin="n\n").err
    ruled = ask(desk, "record", "ruling.recorded", "--ruling", "r", "--court", "Raad", "--pronounced-on", "2023-05-01",
                "--holdings", "{country: ML, element: article-15c, outcome: upheld}", "--case-numbers", "1",
                "--key", "no/3", stdin="n\n").err  # fmt: skip

    assert "1 March 2023 through 31 August 2023: not listed → in force; binds: yes" in recorded
    assert "from 1 September 2023: not listed → ended; binds: no" in recorded
    assert "    11 January 2023:\n      Binds: yes → no\n      Start: 11 January 2023 → 12 January 2023" in corrected
    assert "In court: " in ruled


def test_a_dry_run_of_an_import_tells_the_days_and_leaves_its_json_as_it_was(desk: Path, tmp_path: Path) -> None:
    file = chronicle(
        tmp_path,
        "  - {key: new/1, event: policy.decision-moratorium-imposed, country: ML, standing: published,\n"
        "     from: 2023-03-01, until: 2023-09-01, cites: [{source: ml-letter-2023}]}\n",
    )

    text = ask(desk, "import", file, "--dry-run").out
    said = ask(desk, "import", file, "--dry-run", "--format", "json").json

    assert "1 March 2023 through 31 August 2023: not listed → in force; binds: yes" in text
    assert [each["id"] for each in said["changes"]] == ["ML/decision-moratorium"]
    assert [(each["from"], each["until"]) for each in said["days"][0]["periods"]][-2:] == [
        ("2023-03-01", "2023-09-01"),
        ("2023-09-01", ".."),
    ]


def test_an_entry_that_stands_already_is_not_asked_about(tmp_path: Path, both: Path) -> None:
    (tmp_path / "kroniek.db").write_bytes((both / "kroniek.db").read_bytes())
    ask(tmp_path, *NEW, "--key", "new/1", "--yes")
    before = count(tmp_path)

    answer = ask(tmp_path, *NEW, "--key", "new/1")

    assert "1 key already stood with the same content" in answer.out
    assert count(tmp_path) == before


def test_a_remark_may_name_its_entry_by_position(tmp_path: Path, both: Path) -> None:
    (tmp_path / "kroniek.db").write_bytes((both / "kroniek.db").read_bytes())
    position = ask(tmp_path, "entry", "ml/letter-15c", "--format", "json").json["position"]

    ask(tmp_path, "annotate", f"@{position}", "--key", "new/1", "--note", "x", "--yes")

    assert ask(tmp_path, "entry", "new/1", "--format", "json").json["content"]["entry"] == "ml/letter-15c"


def test_a_file_given_as_content_is_kept_whole(tmp_path: Path) -> None:
    ledger_with(tmp_path)
    data = bytes(range(256)) * 10
    (tmp_path / "brief.pdf").write_bytes(data)

    kroniek("record", "source.registered", "--key", "s/1", "--source", "s", "--kind", "press", "--title", "Krant",
            "--content", "brief.pdf", "--yes", cwd=tmp_path)  # fmt: skip

    document = kroniek("entry", "s/1", "--format", "json", cwd=tmp_path).json["content"]["content"]
    assert (document["name"], document["size"]) == ("brief.pdf", len(data))
    with open_ledger(tmp_path / "kroniek.db") as ledger:
        assert ledger.document(document["sha256"]) == data


# -- the editor -------------------------------------------------------------------------------------------------------


def editor(folder: Path, program: str) -> dict[str, str]:
    """An $EDITOR that runs this Python on the file: `text` is what it holds, and holds afterwards."""
    script = folder / "editor.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfile = Path(sys.argv[1])\ntext = file.read_text(encoding='utf-8')\n"
        f"{program}\nfile.write_text(text, encoding='utf-8')\n"
    )
    editor = shlex.join([sys.executable, str(script)])
    return {"EDITOR": editor, "VISUAL": editor}


def test_an_entry_can_be_written_in_the_editor_on_a_template(tmp_path: Path, both: Path) -> None:
    (tmp_path / "kroniek.db").write_bytes((both / "kroniek.db").read_bytes())
    env = editor(
        tmp_path,
        "assert '# standing:  # needed' in text, text\ntext += '    standing: announced\\n    text: uit de editor\\n'",
    )

    kroniek("record", "--edit", "--yes", "policy.particulars-stated", "--key", "new/1", "--country", "ML",
            cwd=tmp_path, env=env)  # fmt: skip

    content = kroniek("entry", "new/1", "--format", "json", cwd=tmp_path).json["content"]
    assert (content["text"], content["standing"], content["country"]) == ("uit de editor", "announced", "ML")


def test_an_editor_that_leaves_faults_is_told_them_and_nothing_is_written(desk: Path, tmp_path: Path) -> None:
    before = count(desk)
    env = editor(tmp_path, "text += '    standing: perhaps\\n'")

    answer = kroniek("record", "--edit", "policy.particulars-stated", "--key", "ed/1", "--country", "ML",
                     cwd=desk, env=env, stdin="n\n", code=3)  # fmt: skip

    assert "standing: 'perhaps' is not one of advised, announced, published" in answer.err
    assert "text: this field is needed and is missing" in answer.err
    assert "Edit again?" in answer.err
    assert count(desk) == before


def test_an_editor_may_be_given_a_second_try(tmp_path: Path, both: Path) -> None:
    (tmp_path / "kroniek.db").write_bytes((both / "kroniek.db").read_bytes())
    env = editor(
        tmp_path,
        "text = text.replace('perhaps', 'announced') if 'perhaps' in text else "
        "text + '    standing: perhaps\\n    text: x\\n'",
    )

    kroniek("record", "--edit", "policy.particulars-stated", "--key", "ed/1", "--country", "ML",
            cwd=tmp_path, env=env, stdin="y\ny\n")  # fmt: skip

    assert kroniek("entry", "ed/1", "--format", "json", cwd=tmp_path).json["content"]["standing"] == "announced"


@pytest.mark.parametrize("program", ["text = ''", "raise SystemExit(1)"], ids=("emptied", "failed"))
def test_an_editor_that_gives_nothing_writes_nothing(desk: Path, tmp_path: Path, program: str) -> None:
    before = count(desk)

    answer = kroniek("record", "--edit", "--yes", "policy.particulars-stated", "--key", "ed/1",
                     cwd=desk, env=editor(tmp_path, program), code=None)  # fmt: skip

    assert answer.code in (3, 130)
    assert "Traceback" not in answer.err
    assert answer.err.count("\n") == 1
    assert count(desk) == before


def test_a_correction_can_be_written_in_the_editor(tmp_path: Path, both: Path) -> None:
    (tmp_path / "kroniek.db").write_bytes((both / "kroniek.db").read_bytes())
    env = editor(tmp_path, "assert 'ML-7' in text\ntext += 'from: 2023-01-13\\n'")

    kroniek("correct", "ml/letter-15c", "--edit", "--reason", "x", "--key", "c/1", "--yes", cwd=tmp_path, env=env)

    found = kroniek("show", "ML", "--on", "2023-01-13", "--format", "json", cwd=tmp_path).json
    assert found["elements"][0]["from"] == "2023-01-13"


def test_the_form_of_the_answer_may_be_named_after_the_event(tmp_path: Path, both: Path) -> None:
    (tmp_path / "kroniek.db").write_bytes((both / "kroniek.db").read_bytes())

    assert ask(tmp_path, *NEW, "--key", "new/1", "--yes", "--format", "json").json["written"] is True


def test_json_of_what_was_appended_names_keys_positions_and_changes(tmp_path: Path, both: Path) -> None:
    (tmp_path / "kroniek.db").write_bytes((both / "kroniek.db").read_bytes())

    said = json.loads(ask(tmp_path, *REMARKS["strike"], "--key", "new/1", "--yes", "--format", "json").out)

    assert [each["key"] for each in said["entries"]] == ["new/1"]
    assert [each["id"] for each in said["changes"]] == ["ML/internal-protection-alternative"]
