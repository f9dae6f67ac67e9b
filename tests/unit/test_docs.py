"""The pages under test: what is generated is fresh, what exists has its section, and every link leads somewhere."""

import ast
import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cli.main import COMMANDS
from cli.words import terms
from domain.events import EVENTS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """`docs/generate.py`, which is a program and stands in no package."""
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def prose(page: Path) -> str:
    """A page without its code blocks."""
    return re.sub(r"(?ms)^```.*?^```", "", page.read_text(encoding="utf-8"))


def headings(page: Path) -> list[str]:
    return re.findall(r"(?m)^#+ (.+)$", prose(page))


def anchor(heading: str) -> str:
    """What a forge makes of a heading to link to."""
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower())
    return kept.replace(" ", "-")


def said_codes() -> Iterator[str]:
    """Every code that a finding of the audit is given, read from the source."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "domain" / "audit").glob("*.py")]
    for call in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("Finding", "of_act"):
            for part in ast.walk(call.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


# -- what is generated ------------------------------------------------------------------------------------------------


def test_every_page_shows_what_kroniek_really_does(generate: ModuleType) -> None:
    stale = generate.stale()

    told = "\n\n".join(change.difference() for change in stale)
    assert not stale, f"run `make docs`, look at what changed, and commit it:\n{told}"


def test_pages_do_not_depend_on_the_clock_of_the_machine(generate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 4_000_000_000_000_000_000)
    page = DOCS / "tutorial" / "mali.md"

    again = generate.written(page)

    assert again == page.read_text(encoding="utf-8")


def test_a_page_that_shows_something_else_is_found_out(generate: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "<!-- ledger: letter.yaml -->\n<!-- run (to Status): kroniek show ML --on 2023-01-11 -->\nwrong\n<!-- end -->\n"
    )

    right = generate.written(page)

    assert "wrong" not in right
    assert "There is country policy for Mali" in right


def test_a_picture_that_a_command_draws_is_kept_beside_its_page(generate: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "<!-- ledger: cases.yaml -->\n<!-- run (keep gao.svg): kroniek case map gao -o gao.svg -->\n<!-- end -->\n"
    )

    made = generate.made(page)

    assert set(made) == {page, tmp_path / "gao.svg"}
    assert made[tmp_path / "gao.svg"].startswith("<?xml")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<!-- ledger: empty -->\n<!-- run: kroniek show ML -->\n", "not closed"),
        ("<!-- ledger: none -->\n<!-- run: kroniek show ML -->\n<!-- end -->\n", "exits with 4, not 0"),
        ("<!-- ledger: empty -->\n<!-- run (exit 3): kroniek show ML -->\n<!-- end -->\n", "exits with 0, not 3"),
        ("<!-- ledger: empty -->\n<!-- run (to Paris): kroniek show ML -->\n<!-- end -->\n", "no line"),
        ("<!-- ledger: empty -->\n<!-- run (keep a.svg): kroniek show ML -->\n<!-- end -->\n", "makes no file a.svg"),
        ("<!-- run: rm -r nothing -->\n<!-- end -->\n", "only kroniek can be run"),
        ("<!-- include: docs/examples/none.yaml -->\n<!-- end -->\n", "no file"),
        ("<!-- include: docs/examples/letter.yaml ml/none -->\n<!-- end -->\n", "0 entries"),
        ("<!-- table: none -->\n<!-- end -->\n", "no table"),
    ],
)
def test_a_page_that_asks_for_what_cannot_be_is_refused(
    generate: ModuleType, tmp_path: Path, text: str, sentence: str
) -> None:
    page = tmp_path / "page.md"
    page.write_text(text)

    with pytest.raises(generate.Stale, match=sentence):
        generate.written(page)


# -- what has its page ------------------------------------------------------------------------------------------------


def test_every_command_has_its_section() -> None:
    assert set(COMMANDS) <= set(headings(REFERENCE / "commands.md"))


def test_every_event_has_its_section() -> None:
    assert set(EVENTS) <= set(headings(REFERENCE / "events.md"))


def test_every_finding_has_its_section() -> None:
    page = headings(REFERENCE / "findings.md")

    assert set(said_codes()) <= set(terms.FINDINGS)
    assert set(terms.FINDINGS) <= set(page)


def test_every_error_and_every_exit_code_is_told(generate: ModuleType) -> None:
    page = prose(REFERENCE / "errors-and-exit-codes.md")
    codes = set(re.findall(r"(?m)^\| (\d+) \|", page))

    errors = list(generate.error_classes())

    assert errors
    for each in errors:
        assert f"| `{each.__name__}` | {each.exit_code} |" in page
        assert str(each.exit_code) in codes
    assert codes >= {"0", "1", "2", "3", "4", "5", "6", "7", "8"}


def test_every_name_in_an_answer_of_show_is_told(generate: ModuleType) -> None:
    page = prose(REFERENCE / "json.md")
    with generate.Desk() as desk:
        desk.lay_out(["contradicting-sources.yaml"])
        _, _, answer = desk.shown("kroniek show SD --on 2023-07-08 --format json", "").partition("\n")

    untold = {name for name in names_in(json.loads(answer)) if f"`{name}`" not in page}

    assert not untold


def names_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from names_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from names_in(each)


def test_every_page_can_be_found_from_the_first_one() -> None:
    listed = {(DOCS / target).resolve() for target in targets(DOCS / "README.md")}

    unlisted = {page for page in DOCS.rglob("*.md") if page.resolve() not in listed} - {DOCS / "README.md"}

    assert not unlisted
    assert "docs/README.md" in {target.partition("#")[0] for target in targets(ROOT / "README.md")}


def test_every_decision_says_what_it_costs() -> None:
    for page in (DOCS / "adr").glob("*.md"):
        assert re.match(rf"# {page.name[:4]} ", page.read_text(encoding="utf-8")), page
        assert re.findall(r"(?m)^## (.+)$", prose(page)) == ["Context", "Decision", "What it costs us"], page


# -- links ------------------------------------------------------------------------------------------------------------


def targets(page: Path) -> list[str]:
    """Where the links of a page lead, those to other sites left out."""
    found = [match["target"] for match in LINK.finditer(prose(page))]
    return [each for each in found if not re.match(r"[a-z]+:", each)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in targets(page):
        name, _, section = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), f"{target}: there is no such file"
        if section:
            assert section in [anchor(each) for each in headings(file)], f"{target}: there is no such section"
