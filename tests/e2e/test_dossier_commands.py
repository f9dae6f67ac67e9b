"""Dossiers by the installed command: made beside the ledger, checked where there is none."""

import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import MALI, ROOT, Answer, chronicle, kroniek, ledger_with
from tests.support.needs import needs_browser, needs_module, needs_program

FACTS = ("--origin", "established", "--individual-grounds", "none", "--ipa-reasonable", "no")


@pytest.fixture(scope="module")
def mali(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mali")
    ledger_with(folder, MALI)
    kroniek("case", "open", "a", "ML", "--habitual-residence", "ML-7", *FACTS, "--moment", "application=2022-09-01",
            "--moment", "decision=2023-01-20", "--yes", cwd=folder)  # fmt: skip
    kroniek("case", "assess", "a", "--outcome", "subsidiary-protection", "--yes", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def key(mali: Path) -> str:
    return kroniek("log", "key", cwd=mali).out.strip()


def dossier(mali: Path, file: Path, *arguments: str, code: int | None = 0) -> Answer:
    return kroniek("dossier", *arguments, "--made-on", "2026-11-22", "-o", file, cwd=mali, code=code)


def verified(file: Path, key: str, *options: str, code: int | None = 0) -> Answer:
    """Checked in a folder where there is nothing but the file."""
    return kroniek("verify", file.name, "--key", key, *options, cwd=file.parent, code=code)


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("asked", [("case", "a", "--disclose", "all"), ("country", "Mali", "--on", "2023-01-11")])
def test_a_page_is_verified_where_there_is_no_ledger(
    mali: Path, key: str, tmp_path: Path, asked: tuple[str, ...], lang: str
) -> None:
    page = tmp_path / "dossier.html"
    made = dossier(mali, page, *asked, "--lang", lang)

    answer = verified(page, key, "--format", "json").json

    assert "kroniek log key" in made.err
    assert (answer["verdict"], answer["checked"], answer["withheld"]) == ("holds", "dossier", 0)
    assert answer["origin"] == "test.example/ledger"
    assert {"statement", "checkpoint", "report", "shown text"} <= {part["part"] for part in answer["parts"]}
    assert all(part["result"] == "holds" for part in answer["parts"])
    assert [each.name for each in tmp_path.iterdir()] == ["dossier.html"]


def test_a_pdf_holds_as_well_and_can_be_printed_again_to_the_byte(mali: Path, key: str, tmp_path: Path) -> None:
    printed = tmp_path / "dossier.pdf"
    dossier(mali, printed, "case", "a", "--disclose", "all", "--lang", "nl")

    answer = verified(printed, key, "--lang", "nl")

    assert "Het dossier klopt" in answer.out
    assert "wie het hele register heeft" in " ".join(answer.out.split())


def test_without_the_key_of_somebody_trusted_nothing_is_verified(mali: Path, tmp_path: Path) -> None:
    page = tmp_path / "dossier.html"
    dossier(mali, page, "country", "ML", "--on", "2023-01-11")

    answer = kroniek("verify", page, cwd=tmp_path, code=2)

    assert "--key" in answer.err
    assert "never taken from the file" in answer.err


def test_a_dossier_of_another_log_is_refuted(mali: Path, tmp_path: Path) -> None:
    page = tmp_path / "dossier.html"
    dossier(mali, page, "country", "ML", "--on", "2023-01-11")
    (tmp_path / "else").mkdir()
    kroniek("init", "--origin", "test.example/ledger", cwd=tmp_path / "else")
    other = kroniek("log", "key", cwd=tmp_path / "else").out.strip()

    answer = verified(page, other, "--format", "json", code=6).json

    wrong = {part["part"] for part in answer["parts"] if part["result"] == "refuted"}
    assert {"statement", "checkpoint", "shown key"} <= wrong


def test_what_was_changed_is_named(mali: Path, key: str, tmp_path: Path) -> None:
    page = tmp_path / "dossier.html"
    dossier(mali, page, "case", "a", "--disclose", "all")
    made = page.read_text(encoding="utf-8")
    position = json.loads(kroniek("entry", "ml/letter-15c", "--leaf", cwd=mali).out)["position"]
    changes = {
        f"entry ml/letter-15c (@{position})": made.replace(
            r"\"areas\":[\"ML-7\",\"ML-9\",\"ML-5\"]", r"\"areas\":[\"ML-1\",\"ML-9\",\"ML-5\"]"
        ),
        "answer replay": made.replace('"outcome":"subsidiary-protection"', '"outcome":"refugee-protection"'),
        "shown text": made.replace(
            '<main id="report" tabindex="-1">', '<main id="report" tabindex="-1"><p>Granted</p>'
        ),
    }

    for part, changed in changes.items():
        assert changed != made, part
        page.write_text(changed, encoding="utf-8")
        answer = verified(page, key, "--format", "json", code=6).json

        wrong = {each["part"] for each in answer["parts"] if each["result"] == "refuted"}
        assert part in wrong
        assert f"- {part}: wrong" in " ".join(verified(page, key, code=6).out.split())


def test_sealed_values_are_not_given_away_without_being_asked_about(mali: Path, key: str, tmp_path: Path) -> None:
    page = tmp_path / "dossier.html"

    refused = dossier(mali, page, "case", "a", code=2)

    assert "facts.habitual_residence" in refused.err
    assert "--disclose none" in refused.err
    assert not page.exists()

    dossier(mali, page, "case", "a", "--withhold", "facts.ipa_reasonable")
    answer = verified(page, key, code=8)
    assert "the fact ipa_reasonable of the case a, not disclosed here" in " ".join(answer.out.split())
    page.unlink()

    dossier(mali, page, "case", "a", "--disclose", "facts,moments.decision")
    assert verified(page, key, "--format", "json").json["withheld"] == 1
    assert "2022-09-01" not in page.read_text(encoding="utf-8")


def test_a_dutch_dossier_says_in_dutch_which_facts_it_lacks(mali: Path, key: str, tmp_path: Path) -> None:
    page = tmp_path / "dossier.html"

    made = dossier(mali, page, "case", "a", "--withhold", "facts.ipa_reasonable,facts.individual_grounds",
                   "--lang", "nl")  # fmt: skip

    told = re.sub("<[^>]+>", "", page.read_text(encoding="utf-8").partition("<main")[2].partition("</main>")[0])
    lacking = "de feiten „individuele gronden” en „alternatief redelijk” nodig, die hier niet zijn verstrekt"
    assert lacking in html.unescape(told)
    assert "not disclosed here" not in told
    assert "2 gegevens zijn verzegeld" in told
    assert "dossier.html is geschreven." in made.err
    assert "Wie het controleert, heeft de verificatiesleutel" in made.err
    verified(page, key, code=8)


@pytest.mark.parametrize(
    ("arguments", "file", "code", "said"),
    [
        (("case", "nobody", "--disclose", "all"), "d.html", 4, "there is no case nobody"),
        (("case", "a", "--disclose", "all", "--at", "hearing"), "d.html", 4, "no moment 'hearing'"),
        (("case", "a", "--disclose", "facts.shoe_size"), "d.html", 4, "a sealed value facts.shoe_size"),
        (("case", "a", "--disclose", "facts", "--withhold", "moments"), "d.html", 2, "--withhold goes with"),
        (("case", "a", "--disclose", "facts,,moments"), "d.html", 2, "no field between two commas"),
        (("country", "Syria", "--on", "2023-01-11"), "d.html", 4, "nothing in the ledger bears on the country SY"),
        (("country", "Mali"), "d.html", 2, "--on"),
        (("country", "Mali", "--on", "2023-01-11"), "d.docx", 2, "neither .html nor .pdf"),
        (("country", "Mali", "--on", "2023-01-11", "--recorded-by", "@9999"), "d.html", 4, "there is no entry @9999"),
        (("country", "Mali", "--on", "2023-01-11"), "nowhere/d.html", 3, "cannot be written"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence_and_nothing_is_left_of_it(
    mali: Path, tmp_path: Path, arguments: tuple[str, ...], file: str, code: int, said: str
) -> None:
    answer = dossier(mali, tmp_path / file, *arguments, code=code)

    assert said in " ".join(answer.err.split())
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_written_over(mali: Path, tmp_path: Path) -> None:
    page = tmp_path / "dossier.html"
    page.write_text("mine")

    answer = dossier(mali, page, "country", "ML", "--on", "2023-01-11", code=5)

    assert "is there already" in answer.err
    assert page.read_text() == "mine"


@pytest.mark.parametrize("form", ["html", "pdf"])
@pytest.mark.parametrize(
    ("asked", "others"),
    [
        (("case", "a", "--disclose", "all"), 0),
        (("case", "a", "--disclose", "moments.decision"), 0),
        (("case", "a", "--disclose", "none"), 0o044),
        (("country", "ML", "--on", "2023-01-11"), 0o044),
    ],
)
def test_a_dossier_that_discloses_anything_sealed_is_for_its_owner_alone(
    mali: Path, tmp_path: Path, asked: tuple[str, ...], others: int, form: str
) -> None:
    file = tmp_path / f"dossier.{form}"
    before = os.umask(0o022)
    try:
        dossier(mali, file, *asked)
    finally:
        os.umask(before)

    assert file.stat().st_mode & 0o077 == others


def test_a_belief_of_before_a_correction_can_be_shown_and_what_came_later_is_carried(tmp_path: Path) -> None:
    ledger_with(tmp_path, MALI)
    before = len(kroniek("entries", "--format", "json", cwd=tmp_path).json)
    kroniek("import", chronicle(tmp_path, CORRECTED), cwd=tmp_path)
    trusted = kroniek("log", "key", cwd=tmp_path).out.strip()
    page = tmp_path / "dossier.html"

    dossier(tmp_path, page, "country", "ML", "--on", "2023-01-11", "--recorded-by", f"@{before}")

    answer = verified(page, trusted, "--format", "json").json
    assert (answer["position"], answer["entries"]) == (before, before + 1)
    assert any(part["part"].startswith("entry ml/corrected") for part in answer["parts"])


CORRECTED = """
  - {key: ml/corrected, event: entry.struck-out, entry: ml/letter-ipa, reason: twice, public_on: 2023-01-12}
"""


def test_the_exit_code_tells_a_file_that_is_no_dossier(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><title>no dossier</title>")
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7\n")
    kroniek("init", "--origin", "test.example/ledger", cwd=tmp_path)
    trusted = kroniek("log", "key", cwd=tmp_path).out.strip()

    assert "not the page of a dossier" in verified(page, trusted, code=3).err
    assert "PDF" in verified(tmp_path / "paper.pdf", trusted, code=3).err


# -- with other people's tools ----------------------------------------------------------------------------------------


def test_a_page_taken_apart_is_checked_by_tools_that_know_nothing_of_kroniek(
    mali: Path, key: str, tmp_path: Path
) -> None:
    """The steps of docs/how-to/check-a-dossier.md."""
    openssl = needs_program("openssl", "check a signature as a stranger would")
    tlog = needs_module("tlog_scales.tlog", "check a proof as a stranger would")
    signing = needs_module("tlog_scales.signing", "check a checkpoint as a stranger would")
    dossier(mali, tmp_path / "dossier.html", "country", "ML", "--on", "2023-01-11")

    ran([sys.executable, "-I", TAKE_APART, "dossier.html", key, "ml/letter-15c"], tmp_path)

    for name in ("statement", "checkpoint"):
        files = ("-in", f"{name}.text", "-sigfile", f"{name}.signature")
        told = ran([openssl, "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", *files], tmp_path)
        assert "Verified Successfully" in told
    stated = (tmp_path / "statement.text").read_text().split("\n")
    digest = hashlib.sha256((tmp_path / "dossier.json").read_bytes()).digest()
    assert stated[3] == base64.b64encode(digest).decode()

    checkpoint = tlog.Checkpoint.from_text((tmp_path / "checkpoint.note").read_text())
    checkpoint.verify(signing.Vkey.from_string(key))
    lines = (tmp_path / "entry.tlog-proof").read_text().partition("\n\n")[0].split("\n")
    leaf = hashlib.sha256(b"\x00" + (tmp_path / "entry.json").read_bytes()).digest()
    hashes = [base64.b64decode(each) for each in lines[2:]]
    index = int(lines[1].removeprefix("index "))
    tlog.InclusionProof(index, checkpoint.size, hashes).check(leaf, checkpoint.root_hash)
    kroniek("verify", "entry.tlog-proof", "--leaf", "entry.json", "--key", key, cwd=tmp_path)


TAKE_APART = ROOT / "docs" / "examples" / "take_apart.py"


def ran(command: list[str | Path], folder: Path) -> str:
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_browser_without_a_network_confirms_the_page_by_the_key(mali: Path, key: str, tmp_path: Path) -> None:
    playwright = needs_module("playwright.sync_api", "open a dossier as its reader does")
    browser = needs_browser()
    for name, asked in (("case", ("a", "--disclose", "all")), ("country", ("ML", "--on", "2023-01-11"))):
        dossier(mali, tmp_path / f"{name}.html", name, *asked, "--lang", "nl")

    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = opened.new_context(offline=True).new_page()
        for name in ("case", "country"):
            page.goto((tmp_path / f"{name}.html").as_uri())
            page.wait_for_function("document.documentElement.dataset.verdict === 'intact'")
            page.fill("#key", key)
            page.press("#key", "Enter")
            page.wait_for_function("document.documentElement.dataset.verdict === 'trusted'")
        opened.close()
