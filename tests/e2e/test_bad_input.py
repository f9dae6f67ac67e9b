"""Whatever is fed to the command: a clear sentence, the right exit code, and nothing written."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.support.command import KRONIEK, MALI, chronicle, kroniek, ledger_with
from tests.support.door import ask, count

FIFTY_MB = 50 * 1024 * 1024
GIGABYTE = 1024 * 1024 * 1024


@pytest.fixture(scope="module")
def mali(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mali")
    ledger_with(folder, MALI)
    return folder


def refused(folder: Path, file: Path, *words: str) -> str:
    """Import a file that must be refused, with these words in the sentence and nothing written; what stderr says."""
    before = count(folder)

    answer = ask(folder, "import", file, code=3)

    assert answer.out == ""
    assert "Traceback" not in answer.err
    for word in words:
        assert word in answer.err, answer.err
    assert answer.err.endswith("; nothing was written.\n")
    assert count(folder) == before
    return answer.err


# -- one file, every fault --------------------------------------------------------------------------------------------

TWENTY_FAULTS = """
  - {key: ok/source, event: source.registered, source: ok-source, kind: press, title: Krant, public_on: 2023-01-11}
  - key: f/unknown-field
    event: policy.decision-moratorium-imposed
    country: ML
    standing: published
    colour: red
  - key: f/two-ends
    event: policy.decision-moratorium-imposed
    country: ML
    standing: published
    until: 2023-02-01
    through: 2023-02-01
  - key: f/end-as-it-starts
    event: policy.decision-moratorium-imposed
    country: ML
    standing: published
    from: 2023-01-11
    until: 2023-01-11
  - key: f/unknown-area
    event: policy.article-15c-area-designated
    country: ML
    standing: published
    areas: [ML-7, ML-99]
  - key: f/two-regions-of-one-name
    event: policy.article-15c-area-designated
    country: AZ
    standing: published
    areas:
      - Naxçıvan
  - key: f/month-thirteen
    event: policy.decision-moratorium-imposed
    country: ML
    standing: published
    from: 2023-13-11
  - key: f/not-nfc
    event: policy.particulars-stated
    country: ML
    standing: published
    text: Me\u0301naka
  - key: f/twice
    event: policy.particulars-stated
    country: ML
    standing: published
    text: one
    text: two
  - key: f/no-source
    event: policy.particulars-stated
    country: ML
    standing: published
    text: x
    cites:
      - source: nowhere
  - key: f/of-another-country
    event: policy.element-withdrawn
    country: ML
    standing: published
    element: SD/decision-moratorium
    from: 2023-01-11
  - key: f/no-such-event
    event: policy.particulars-state
    country: ML
  - key: f/no-such-ruling
    event: policy.element-annulled
    country: ML
    element: article-15c
    ruling: no-such-ruling
    effect: ex-tunc
  - key: f/no-such-entry
    event: entry.annotated
    entry: no/such/entry
    note: hello
  - key: f/no-such-standing
    event: policy.decision-moratorium-imposed
    country: ML
    standing: decided
  - key: f/level-of-another-scheme
    event: policy.article-15c-area-designated
    country: ML
    standing: published
    violence: {scheme: nl-graded, level: exceptional}
  - key: f/nothing-said
    event: policy.particulars-stated
    country: ML
    standing: published
  - key: Not A Key
    event: policy.particulars-stated
    country: ML
    standing: published
    text: x
  - key: f/no-such-country
    event: policy.particulars-stated
    country: Atlantis
    standing: published
    text: x
  - key: ok/source
    event: policy.particulars-stated
    country: ML
    standing: published
    text: x
  - key: f/no-such-file
    event: source.registered
    source: f-no-such-file
    kind: press
    title: Krant
    content: gone.txt
  - key: f/no-such-strength
    event: policy.decision-moratorium-imposed
    country: ML
    standing: published
    presumption: {strength: perhaps, phrase: misschien}
  - key: f/extended-until-when
    event: policy.element-extended
    country: ML
    element: article-15c
    standing: published
"""

FAULTS = (
    ("f/unknown-field", "colour", "colour: red", "no such field"),
    ("f/two-ends", "through", "through: 2023-02-01", "never both"),
    ("f/end-as-it-starts", "until", "until: 2023-01-11", "before or as it starts"),
    ("f/unknown-area", "areas[1]", "areas: [ML-7, ML-99]", "there is no area ML-99"),
    ("f/two-regions-of-one-name", "areas[0]", "- Naxçıvan", "AZ-NV (Municipality), AZ-NX (Autonomous republic)"),
    ("f/month-thirteen", "from", "from: 2023-13-11", "the calendar has no 2023-13-11"),
    ("f/not-nfc", "text", "text: Me\u0301naka", "normal form C"),
    ("f/twice", "text", "text: two", "stands twice"),
    ("f/no-source", "cites[0].source", "- source: nowhere", "the source nowhere is not registered"),
    ("f/of-another-country", "element", "element: SD/decision-moratorium", "is an element of SD"),
    ("f/no-such-event", "event", "event: policy.particulars-state\n", "did you mean policy.particulars-stated"),
    ("f/no-such-ruling", "ruling", "ruling: no-such-ruling", "there is no ruling no-such-ruling"),
    ("f/no-such-entry", "entry", "entry: no/such/entry", "there is no entry 'no/such/entry'"),
    ("f/no-such-standing", "standing", "standing: decided", "not one of advised, announced, published"),
    ("f/level-of-another-scheme", "violence.level", "violence: {scheme: nl-graded", "is not a level of nl-graded"),
    ("f/nothing-said", "text", "- key: f/nothing-said", "is needed and is missing"),
    ("", "key", "- key: Not A Key", "'Not A Key' is not a key"),
    ("f/no-such-country", "country", "country: Atlantis", "there is no country 'Atlantis'"),
    ("ok/source", "key", "- key: ok/source\n", "stands for another entry"),
    ("f/no-such-file", "content", "content: gone.txt", "there is no such file"),
    ("f/no-such-strength", "presumption.strength", "presumption: {strength", "'perhaps' is not one of"),
    ("f/extended-until-when", "until", "- key: f/extended-until-when", "needs its new end"),
)
"""Key, field, the text whose line it is, and words of the sentence; in file order."""


def test_every_fault_of_a_chronicle_is_reported_at_once_with_key_field_and_line(mali: Path, tmp_path: Path) -> None:
    assert len(FAULTS) >= 20
    file = chronicle(tmp_path, TWENTY_FAULTS)
    text = file.read_text(encoding="utf-8")

    *lines, last = refused(mali, file).splitlines()

    for line, (key, field, at, words) in zip(lines, FAULTS, strict=True):
        number = text.count("\n", 0, text.rindex(at)) + 1
        where = f"{file}:{number}, " + (f"entry {key}, " if key else "") + f"{field}: "
        assert line.startswith(f"kroniek: {where}"), line
        assert words in line
    assert last == f"kroniek: {len(FAULTS)} faults; nothing was written."


def test_faults_of_several_files_stand_by_file_and_line(mali: Path, tmp_path: Path) -> None:
    one = chronicle(tmp_path, "  - {key: a/1, event: entry.annotated, entry: gone, note: x}\n  - 12\n", "one.yaml")
    two = chronicle(tmp_path, "  - 12\n  - {key: b/1, event: entry.annotated, entry: gone, note: x}\n", "two.yaml")

    err = ask(mali, "import", one, two, code=3).err

    places = [line.split(",")[0].split("/")[-1] for line in err.splitlines()[:-1]]
    assert places == ["one.yaml:3", "one.yaml:4", "two.yaml:3", "two.yaml:4"]


def test_one_faulty_entry_keeps_every_sound_one_out(mali: Path, tmp_path: Path) -> None:
    file = chronicle(
        tmp_path,
        "  - {key: s/1, event: source.registered, source: s, kind: press, title: S}\n"
        "  - {key: s/2, event: source.registered, source: s, kind: press, title: S}\n",
    )

    refused(mali, file, "entry s/2, source", "already in the ledger")

    assert ask(mali, "entry", "s/1", code=4).out == ""


def test_an_entry_that_leans_on_a_faulty_one_is_not_blamed_for_it(mali: Path, tmp_path: Path) -> None:
    file = chronicle(
        tmp_path,
        "  - {key: s/1, event: source.registered, source: s, kind: leaflet, title: S}\n"
        "  - {key: p/1, event: policy.particulars-stated, country: ML, standing: published, text: x,"
        " cites: [{source: s}]}\n"
        "  - {key: n/1, event: entry.annotated, entry: s/1, note: x}\n",
    )

    err = refused(mali, file, "'leaflet' is not one of")

    assert len(err.splitlines()) == 2


def test_a_dry_run_refuses_the_same_faults(mali: Path, tmp_path: Path) -> None:
    file = chronicle(tmp_path, TWENTY_FAULTS)

    assert ask(mali, "import", "--dry-run", file, code=3).err == ask(mali, "import", file, code=3).err


# -- files that are no chronicle --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ("empty", "chronicle: 1")),
        (b"# nothing yet\n", ("empty",)),
        (b"hello", ("a chronicle is a map",)),
        (b"[1, 2]", ("a chronicle is a map",)),
        (b"chronicle: 2\nentries: []\n", ("the only format is 1",)),
        (b"chronicle: 1\n", ("the entries are missing",)),
        (b"entries: []\n", ("write chronicle: 1",)),
        (b"chronicle: 1\nentries: {}\n", ("entries must be a list",)),
        (b"chronicle: 1\nentrys: []\n", ("no field 'entrys'", "did you mean entries")),
        (b'chronicle: 1\nentries:\n  - key: "caf\xe9"\n', (":3", "not UTF-8", "0xe9", "save the file as UTF-8")),
        ("chronicle: 1".encode("utf-16"), ("UTF-16",)),
        (b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), ("not UTF-8",)),
        (b"PK\x03\x04" + b"\x00" * 40, ("this is a zip archive, not a chronicle",)),
        (b"chronicle: 1\nentries:\n\t- key: a\n", (":3", "not YAML", "tabs")),
        (b'{"chronicle": 1, "entries": [', ("not JSON at column 30",)),
        (b'{"chronicle": 1, "chronicle": 1, "entries": []}', ("stands twice",)),
        (b"chronicle: 1\nentries: &a [*a]\n", ("anchors", "not used")),
        (b"chronicle: 1\nentries: []\n---\nchronicle: 1\n", ("second document",)),
        (b"chronicle: 1\nentries: !!python/object:os.system []\n", ("tags", "not used")),
    ],
    ids=lambda given: repr(given)[:30] if isinstance(given, bytes) else "",
)
def test_what_is_no_chronicle_is_refused_in_words(
    mali: Path, tmp_path: Path, data: bytes, words: tuple[str, ...]
) -> None:
    file = tmp_path / "file.yaml"
    file.write_bytes(data)

    refused(mali, file, *words)


def test_missing_files_are_told_together(mali: Path, tmp_path: Path) -> None:
    err = ask(mali, "import", MALI, tmp_path / "gone.yaml", tmp_path / "lost.yaml", code=4).err

    assert f"there is no file {tmp_path / 'gone.yaml'}" in err
    assert f"there is no file {tmp_path / 'lost.yaml'}" in err


def test_a_folder_is_no_chronicle(mali: Path, tmp_path: Path) -> None:
    assert "it is a folder" in ask(mali, "import", tmp_path, code=3).err


def test_a_chronicle_cannot_pick_up_files_from_outside_its_folder(mali: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret.txt")
    file = chronicle(
        tmp_path / "in",
        "".join(
            f"  - {{key: s/{number}, event: source.registered, source: s{number}, kind: press, title: S, "
            f"content: {path}}}\n"
            for number, path in enumerate(("../secret.txt", "link.txt", "/etc/hostname"))
        ),
    )

    err = refused(mali, file, "lies outside the folder", "a place on one machine")

    assert len(err.splitlines()) == 4


@pytest.mark.parametrize(
    ("name", "start", "repeated"),
    [
        ("deep.yaml", "chronicle: 1\nentries:\n  - ", "["),
        ("deep.json", '{"chronicle": 1, "entries": ', "["),
        ("maps.yaml", "chronicle: 1\nentries: ", "{a: "),
        ("dashes.yaml", "", "- "),
        ("objects.json", "", '{"a":'),
    ],
)
def test_fifty_megabytes_of_nesting_are_refused_in_seconds_and_little_memory(
    mali: Path, tmp_path: Path, name: str, start: str, repeated: str
) -> None:
    file = tmp_path / name
    file.write_text(start + repeated * (FIFTY_MB // len(repeated)))
    before = count(mali)
    began = time.monotonic()

    process = subprocess.Popen([str(KRONIEK), "import", str(file)], cwd=mali, stderr=subprocess.PIPE)
    assert process.stderr is not None
    with process.stderr:
        err = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)

    assert process.returncode == 3
    assert "more than 32 deep" in err
    assert len(err.splitlines()) == 2
    assert time.monotonic() - began < 20
    assert used.ru_maxrss * 1024 < GIGABYTE
    assert count(mali) == before
    file.unlink()


# -- single entries ---------------------------------------------------------------------------------------------------

RECORD = ("record", "policy.particulars-stated", "--key", "p/1", "--country", "ML", "--standing", "published")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((*RECORD, "--text", "x", "--from", "2023-1-1"), 3, ("from", "'2023-1-1' is not a legal date")),
        ((*RECORD, "--text", "x", "--from", ".."), 3, ("from", "only an end can be open-ended")),
        ((*RECORD, "--text", "Me\u0301naka"), 3, ("text", "normal form C")),
        ((*RECORD, "--text", "x", "--until", "2023-02-01", "--through", "2023-02-01"), 3, ("never both",)),
        ((*RECORD, "--text", "x", "--areas", "Nowhere"), 3, ("areas[0]", "'Nowhere' is no region of Mali")),
        ((*RECORD, "--text", "x", "--areas", "AZ-NX"), 3, ("lies in another country than Mali",)),
        ((*RECORD, "--text", "x", "--element", "SD/particulars"), 3, ("is an element of SD",)),
        ((*RECORD, "--text", "x", "--cite", "nowhere"), 3, ("the source nowhere is not registered",)),
        ((*RECORD, "--text", "x", "--at", "here"), 2, ("name it with --cite",)),
        ((*RECORD, "--text", "x", "--presumption", "{strength"), 3, ("--presumption", "not YAML")),
        ((*RECORD, "--text", "x", "--colour", "red"), 2, ("--colour",)),
        ((*RECORD[:-1], "bogus", "--text", "x"), 2, ("'bogus' is not one of",)),
        (RECORD, 3, ("text", "is needed and is missing")),
        (("record", "policy.particulars-stat", "--key", "p/1"), 2, ("Did you mean policy.particulars-stated?",)),
        (("record", "entry.corrected", "--key", "p/1"), 2, ("a command of its own",)),
        (("record", "policy.particulars-stated", "--country", "ML"), 2, ("'--key'",)),
        (("strike", "nope", "--key", "s/1", "--reason", "x"), 4, ("there is no entry nope", "kroniek entries")),
        (("annotate", "@999", "--key", "s/1", "--note", "x"), 4, ("there is no entry @999",)),
        (("annotate", "@1", "--key", "n/1", "--note", "x", "--quote", "words"), 2, ("--cite SOURCE",)),
        (("strike", "@1", "--key", "n/1", "--reason", "x", "--at", "page 3"), 2, ("--cite SOURCE",)),
        (("annotate", "ml/letter-15c", "--key", "s/1"), 2, ("--note",)),
        (("strike", "ml/letter-15c", "--reason", "x"), 2, ("'--key'",)),
        (("strike", "ml/letter-15c", "--key", "Not A Key", "--reason", "x"), 3, ("is not a key",)),
        (("strike", "ml/letter-15c", "--key", "ml/letter-2023", "--reason", "x"), 5, ("ml/letter-2023 already",)),
        (("dispute", "ml/letter-15c", "colour", "red", "--key", "d/1"), 3, ("'colour' is no field",)),
        (("dispute", "ml/letter-15c", "from", "banana", "--key", "d/1"), 3, ("'banana' is not a legal date",)),
        (("dispute", "nope", "from", "2023-01-12", "--key", "d/1"), 4, ("there is no entry nope",)),
        (("correct", "nope", "--key", "c/1", "--reason", "x", "--set", "a=b"), 4, ("there is no entry nope",)),
        (("correct", "ml/letter-15c", "--key", "c/1", "--reason", "x"), 2, ("--set FIELD=VALUE",)),
        (("correct", "ml/letter-15c", "--key", "c/1", "--reason", "x", "--set", "from"), 2, ("write FIELD=VALUE",)),
        (
            ("correct", "ml/letter-15c", "--key", "c/1", "--reason", "x", "--set", "from=2023-99-01"),
            3,
            ("content.from", "the calendar has no 2023-99-01"),
        ),
        (
            ("correct", "ml/letter-15c", "--key", "c/1", "--reason", "x", "--set", "areas=[ML-7"),
            3,
            ("not YAML",),
        ),
        (
            ("correct", "ml/letter-15c", "--key", "c/1", "--reason", "x", "--set", "country=SD"),
            3,
            ("belongs to country/SD", "strike the entry out"),
        ),
    ],
)
def test_an_entry_that_cannot_stand_is_refused_in_words(
    mali: Path, arguments: tuple[str, ...], code: int, words: tuple[str, ...]
) -> None:
    before = count(mali)

    answer = ask(mali, *arguments, "--yes", code=code)

    for word in words:
        assert word in answer.err, answer.err
    assert "Traceback" not in answer.err
    assert count(mali) == before


# -- questions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        *(
            ((*command, option, value), 3, (repr(value),))
            for command in (("show", "ML"), ("why", "ML/article-15c"))
            for option in ("--on", "--public-by", "--recorded-by")
            for value in ("2023-1-1", "2023-01", "yesterday", "2023-01-11T10:00:00", "unknown", "")
        ),
        (("show", "ML", "--on", "2023-02-29"), 3, ("the calendar has no 2023-02-29",)),
        (("show", "ML", "--on", "0000-01-01"), 3, ("the calendar has no 0000-01-01",)),
        (("show", "ML", "--recorded-by", "2026-11-22T10:00:00"), 3, ("has no time zone", "+01:00")),
        (("show", "ML", "--recorded-by", "2026-11-22T25:00:00Z"), 3, ("is not a record moment",)),
        (("show", "ML", "--recorded-by", "@-1"), 3, ("is not a record moment",)),
        (("show", "ML", "--recorded-by", "@999999"), 4, ("there is no entry @999999", "the ledger ends at @")),
        (("show", "ML", "--recorded-by", "0001-01-01T00:00:00+14:00"), 3, ("outside the calendar",)),
        (("show", "Atlantis"), 4, ("there is no country 'Atlantis'", "ISO 3166-1")),
        (("show", ""), 4, ("there is no country ''",)),
        (("show", "Congo"), 3, ("several countries", "CD (Congo - Kinshasa)")),
        (("show", "ML", "--on", "--lang", "nl"), 2, ("'--on' lacks its day: --lang came after it",)),
        (("show", "ML", "--area", "--lang", "nl"), 2, ("'--area' lacks its area",)),
        (("show", "PS", "--area", "Gaza"), 3, ("PS-GZA for the governorate", "PS-DEB", "PS-RFH")),
        (("show",), 2, ("Missing argument 'COUNTRY'",)),
        (("show", "ML", "--area", "Nowhere"), 3, ("'Nowhere' is no region of Mali",)),
        (("show", "AZ", "--area", "Naxçıvan"), 3, ("AZ-NV (Municipality), AZ-NX (Autonomous republic)",)),
        (("show", "BD", "--area", "Dhaka"), 3, ("BD-13 (District), BD-C (Division)", "give the code")),
        (("show", "ML", "--area", "AZ-NX"), 3, ("lies in another country than Mali",)),
        (("show", "ML", "--reading", "wishful"), 2, ("'practice', 'formal'",)),
        (("show", "ML", "--format", "xml"), 2, ("'text', 'json', 'csv'",)),
        (("show", "ML", "--lang", "fr"), 2, ("'en', 'nl'",)),
        (("why", "ML/nothing"), 4, ("the ledger has no element ML/nothing", "kroniek show ML")),
        (("timeline", "ML", "--public-by", "soon"), 3, ("'soon' is not a calendar day",)),
        (("timeline", "ML", "--recorded-by", "2026-11-22T10:00"), 3, ("has no time zone",)),
        (("diff", "ML", "2023-01-01"), 2, ("Missing argument 'B'",)),
        (("diff", "ML", "2023-01-01", "2023-13-01"), 3, ("the calendar has no 2023-13-01",)),
        (("diff", "ML", "2023-01-01,foo=1", "2023-01-02"), 3, ("'foo=1'", "public=DAY")),
        (("diff", "ML", "2023-01-01,recorded=2026-11-22T10:00:00", "2023-01-02"), 3, ("has no time zone",)),
        (("diff", "ML", "2023-01-01,public=x", "2023-01-02"), 3, ("'x' is not a calendar day",)),
        (("audit", "ML", "--today", "2020-02-30"), 3, ("the calendar has no 2020-02-30",)),
        (("entries", "--from", "x"), 2, ("'x' is not a position",)),
        (("entries", "--to", "0"), 2, ("'0' is not a position",)),
        (("why", "article-15c"), 4, ("is not an element", "did you mean ML/article-15c?")),
        (("why", "ML/artcle-15c"), 4, ("no element ML/artcle-15c", "did you mean ML/article-15c?")),
        (("why", "AR/article-15c"), 4, ("no element AR/article-15c, and no other of AR",)),
        (("why", "Malie/article-15c"), 4, ("there is no country 'Malie'; did you mean Mali (ML)",)),
        (("why", "@7"), 4, ("`kroniek entry @7` shows",)),
        (("entry", "nope"), 4, ("there is no entry nope", "kroniek entries")),
        (("entry", "ml/leter-15c"), 4, ("did you mean ml/letter-15c",)),
        (("entry", "7"), 4, ("a position is written @7",)),
        (("entry", "9999"), 4, ("a position is written with an @", "ends at @")),
        (("entry", ""), 2, ("the name is empty",)),
        (("impact", "@9999"), 4, ("there is no entry @9999", "ends at @")),
        (("impact", "ml/leter-15c"), 4, ("did you mean ml/letter-15c",)),
        (("log", "proof", "ml/leter-15c"), 4, ("did you mean ml/letter-15c",)),
        (("case", "show", ""), 2, ("the reference is empty",)),
        (("framework", "show", "nl-practice-2032"), 4, ("did you mean nl-practice-2023?",)),
        *(
            (command, 4, ("there is no file nowhere.yaml",))
            for command in (
                ("import", "nowhere.yaml"),
                ("seal", "nowhere.yaml", "-o", "a.yaml", "--disclosures", "b"),
                ("impact", "--file", "nowhere.yaml"),
                ("framework", "check", "nowhere.yaml"),
                ("framework", "adopt", "nowhere.yaml", "--applies-from", "2024"),
                ("verify", "nowhere.yaml"),
            )
        ),
        (("entry", "@0"), 4, ("there is no entry @0",)),
        (("entry", "@99999999999999999"), 4, ("there is no entry @99999999999999999",)),
        (("export", "--country", "XX"), 4, ("there is no country 'XX'",)),
        (("import",), 2, ("Missing argument",)),
        (("shwo", "ML"), 2, ("There is no command 'shwo'. Did you mean show?",)),
        (("completion", "tcsh"), 2, ("'bash', 'zsh', 'fish'",)),
    ],
)
def test_a_question_that_cannot_be_asked_is_answered_with_what_to_do(
    mali: Path, arguments: tuple[str, ...], code: int, words: tuple[str, ...]
) -> None:
    answer = ask(mali, *arguments, code=code)

    assert answer.out == ""
    assert "Traceback" not in answer.err
    for word in words:
        assert word in answer.err, answer.err


@pytest.mark.parametrize("written", ["ml/article-15c", "Mali/article-15c", "MALI/article-15c"])
def test_the_country_of_an_element_may_be_its_name_in_any_case(mali: Path, written: str) -> None:
    assert ask(mali, "why", written).out == ask(mali, "why", "ML/article-15c").out


def test_a_ledger_without_a_name_is_no_ledger(tmp_path: Path) -> None:
    assert "the name is empty" in kroniek("--ledger", "", "entries", cwd=tmp_path, code=2).err


def test_a_ledger_is_no_chronicle_and_no_decision_table(mali: Path) -> None:
    ledger = mali / "kroniek.db"

    refused(mali, ledger, "this is a ledger")
    assert "is a ledger" in ask(mali, "framework", "check", ledger, code=3).err
    assert "is a ledger" in ask(mali, "verify", ledger, code=3).err


def test_a_chronicle_may_come_in_by_standard_input(tmp_path: Path) -> None:
    ledger_with(tmp_path)

    entry = "{key: a/1, event: policy.decision-moratorium-imposed, country: ML, standing: announced}"

    ask(tmp_path, "import", "-", stdin=f"chronicle: 1\nentries:\n  - {entry}\n")

    assert ask(tmp_path, "entry", "a/1", "--format", "json").json["content"]["country"] == "ML"
    assert "standard input:1" in ask(tmp_path, "import", "-", stdin="x: 1", code=3).err


def test_a_position_far_beyond_the_end_lists_nothing(mali: Path) -> None:
    assert ask(mali, "entries", "--from", "9" * 30, "--format", "json").json == []


def test_a_path_where_nothing_can_be_written_is_refused_and_leaves_nothing(mali: Path, tmp_path: Path) -> None:
    output = tmp_path / "no" / "such" / "folder.yaml"

    err = ask(mali, "export", "--output", output, code=3).err

    assert f"{output} cannot be written: No such file or directory" in err
    assert not list(tmp_path.iterdir())


LONG = "x" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "-o", LONG),
        ("disclose", "case/long/1", "--to", "x", "-o", LONG),
        ("seal", "case.yaml", "-o", LONG, "--disclosures", "d.json"),
        ("seal", "case.yaml", "-o", "s.yaml", "--disclosures", LONG),
        ("case", "map", "long", "-o", f"{LONG}.svg"),
        ("restore-check", "--erasures", LONG),
        ("--ledger", LONG, "init"),
        ("--ledger", LONG[:254], "init"),
        ("--ledger", LONG[:250], "init"),
        ("dossier", "country", "ML", "--on", "2023-01-20", "--disclose", "none", "-o", f"{LONG}.html"),
    ],
    ids=lambda arguments: " ".join(each[:9] for each in arguments),
)
def test_a_name_that_no_file_can_have_is_refused_and_leaves_nothing(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Because asking whether such a file is there already is an error of its own."""
    case = chronicle(
        tmp_path,
        "  - {key: case/long/1, event: case.opened, case: long, country: ML, facts: {habitual_residence: ML-7},"
        " moments: {decision: 2023-01-20}}\n",
        "case.yaml",
    )
    ledger_with(tmp_path, case)
    before = sorted(tmp_path.iterdir())

    answer = kroniek(*arguments, cwd=tmp_path, code=None)

    assert answer.code in (3, 4)
    assert answer.err.startswith("kroniek: ")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [("entry", "\udcff"), ("log", "proof", "\udcff"), ("case", "show", "\udcff"), ("--as", "\udcff", "import", MALI)],
    ids=["a key", "a proof", "a case", "an actor"],
)
def test_what_is_not_utf_8_on_the_command_line_is_refused(tmp_path: Path, arguments: tuple[str | Path, ...]) -> None:
    ledger_with(tmp_path)

    answer = kroniek(*arguments, cwd=tmp_path, code=2)

    assert answer.err == "kroniek: what you gave is not UTF-8 text; nothing was written, write it as UTF-8\n"
    assert count(tmp_path) == 1


def test_an_error_has_nothing_in_it_that_a_terminal_would_obey(mali: Path) -> None:
    """Because sentences quote files that strangers send, and a verdict could be written over."""
    answer = ask(mali, "entry", "x\x07\u202ey", code=4)

    assert "there is no entry x\ufffd\ufffdy in" in answer.err


def test_an_export_never_writes_over_a_file(mali: Path, tmp_path: Path) -> None:
    output = tmp_path / "mine.yaml"
    output.write_text("mine")

    assert "is there already" in ask(mali, "export", "-o", output, code=5).err

    assert output.read_text() == "mine"


def test_a_demo_where_no_folder_can_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    for folder, code, words in (("file", 5, "is there already"), ("file/in", 3, "cannot be made")):
        answer = kroniek("demo", folder, cwd=tmp_path, code=code)

        assert words in answer.err
