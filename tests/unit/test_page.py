"""The dossier page as Python writes and reads it: what a browser makes of it is in `tests/e2e/test_dossier_page.py`."""

import random
import re
from typing import Any

import pytest

from domain.errors import Refused, Refuted
from infrastructure.proof.page import ASSETS, PageAltered, page_html, read_page, report_html, report_title, words
from tests.support.dossier_changes import CHANGES, Scene
from tests.support.dossiers import Made, mali_dossier

ENTRIES = [
    {"key": "a/1", "position": 3, "content": {"quote": "“één” <b> & 'zo'\r\n", "cites": [{"at": "p. 1"}], "x": True}}
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return mali_dossier(tmp_path_factory.mktemp("ledger"))


@pytest.fixture(scope="module")
def page(made: Made) -> str:
    return page_html(made.d_bytes, made.statement, made.vkey)


# -- the page ---------------------------------------------------------------------------------------------------------


def test_what_is_written_is_read_back(made: Made, page: str) -> None:
    read = read_page(page.encode())

    assert (read.d_bytes, read.statement, read.vkey) == (made.d_bytes, made.statement, made.vkey)
    assert f'<main id="report" tabindex="-1">{read.report_html}</main>' in page


def test_the_same_dossier_is_always_the_same_page(made: Made, page: str) -> None:
    assert page_html(made.d_bytes, made.statement, made.vkey) == page


def test_the_title_is_the_first_heading_with_its_facts(page: str) -> None:
    assert "<title>Dossier of the case example</title>" in page


def test_the_page_fetches_nothing_and_says_so_to_the_browser(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)

    assert policy is not None
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(r"""(src|href)=["'](?!#)""", page)


def test_nothing_in_the_script_ends_it(page: str) -> None:
    script = page[page.index('<script>"use strict"') + 8 : page.rindex("</script>")]

    assert "</script" not in script.lower()
    assert "<!--" not in script


def test_each_word_of_the_frame_is_there_in_both_languages() -> None:
    assert words("en").keys() == words("nl").keys()


def test_each_word_of_the_frame_is_used() -> None:
    names = ("page.html", "print.html", "page.js", "proof.js")
    assets = "".join((ASSETS / name).read_text(encoding="utf-8") for name in names)

    unused = [
        name
        for name in words("en")
        if not re.search(rf'{{{{{name}}}}}|"{name}"|words\.{name}\b', assets)
        and not name.startswith(("part_", "checked_"))
    ]

    assert unused == []


@pytest.mark.parametrize("name", [name for name, change in CHANGES.items() if change.part in ("shown", "page")])
def test_a_page_that_shows_something_else_is_refused(made: Made, page: str, name: str) -> None:
    with pytest.raises(Refuted):
        read_page(CHANGES[name].made(Scene(page, made)).encode())


SCRIPTS = {
    "the script changed": ("async function main", "async function mean", "script"),
    "the script and its policy gone": ("<script>\"use strict\"", "<script>", "script"),
    "the style changed": ("--bad: #9b1c0c", "--bad: #0b5d4e", "style"),
    "the policy changed": ("script-src 'sha256-", "script-src 'unsafe-inline' 'sha256-", "frame"),
    "the verdict forged": ('data-verdict="not-checked"', 'data-verdict="trusted"', "frame"),
    "the words of the banner changed": ("Not checked</span>", "Checked</span>", "frame"),
    "a shown word changed": (">heb ik besloten", ">heb ik gesloten", "shown text"),
    "the title changed": ("<title>Dossier", "<title>Verdict", "title"),
    "the key changed": ('id="vkey">', 'id="vkey">\t', "verifier key"),
    "something after the end": ("</html>\n", "</html>\n\n", "frame"),
}  # fmt: skip


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_the_page_cannot_find_itself_is_refused_by_name(page: str, name: str) -> None:
    """A page cannot vouch for its own script; here it is compared with the one that this version writes."""
    old, new, part = SCRIPTS[name]
    assert old in page

    with pytest.raises(PageAltered) as refused:
        read_page(page.replace(old, new, 1).encode())

    assert refused.value.part == part


def test_no_byte_of_a_page_can_change_unnoticed(made: Made, page: str) -> None:
    """It is refused, or what it carries is not the same: then the statement no longer fits it."""
    data = page.encode()
    right = read_page(data)
    for place in random.Random(9162).sample(range(len(data)), 400):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        try:
            read = read_page(changed)
        except (Refused, Refuted):
            continue
        carried = (read.d_bytes, read.statement, read.vkey)
        assert carried != (right.d_bytes, right.statement, right.vkey)


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"%PDF-1.7", b"\xff\xfe"])
def test_what_is_no_page_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(Refused, match="not the page of a dossier"):
        read_page(data)


def test_an_origin_that_cannot_stand_in_html_is_refused(made: Made) -> None:
    with pytest.raises(Refused, match="statement"):
        page_html(made.d_bytes, made.statement.replace("example", "</script>"), made.vkey)


# -- the report -------------------------------------------------------------------------------------------------------


def test_a_report_is_written_as_html_with_everything_escaped() -> None:
    report = [
        "p",
        {"class": 'a "b"'},
        "1 < 2",
        ["em", {}, {"fact": [0, "content", "quote"]}],
        {"fact": [0, "position"]},
    ]

    assert report_html(report, ENTRIES) == (
        '<p class="a &quot;b&quot;">1 &lt; 2<em><span class="fact" data-entry="a/1">'
        "“één” &lt;b&gt; &amp; &#x27;zo&#x27;&#13;\n</span></em>"
        '<span class="fact" data-entry="a/1">3</span></p>'
    )


def test_a_page_whose_report_is_none_is_refuted(made: Made) -> None:
    """Because whoever holds the key can sign that, and say that another version wrote it: then it is read."""
    deep: Any = "x"
    for _ in range(600):
        deep = ["p", {}, deep]
    for report in ([], None, 5, [[]], ["h1"], ["p", {}, []], deep):
        other = made.signed_again({**made.dossier, "report": report})

        with pytest.raises(Refuted):
            page_html(other.d_bytes, other.statement, other.vkey)


def test_marks_that_turn_the_direction_of_writing_are_shown_and_not_obeyed() -> None:
    """Because what stands after them would read otherwise than it is: 2022-01-10 as 01-10-2202."""
    entries = [{"key": "a/1", "content": {"title": "van \u202ever"}}]
    fact = {"fact": [0, "content", "title"]}

    written = report_html(["h1", {"aria-label": "\u2067"}, fact, " (2022-01-10)\u200f"], entries)

    assert written == (
        '<h1 aria-label="[U+2067]"><span class="fact" data-entry="a/1">van [U+202E]ver</span> (2022-01-10)[U+200F]</h1>'
    )


REFUSED: list[Any] = [
    ["script", {}, "alert(1)"],
    ["SCRIPT", {}],
    ["p", {"onclick": "x"}],
    ["p", {"href": "x"}],
    ["p", {"style": "x"}],
    ["p", {"id": 1}],
    ["p", ["em", {}]],
    ["p"],
    [],
    {},
    1,
    None,
    "NUL \0",
    {"fact": []},
    {"fact": "key"},
    {"fact": [1, "key"]},
    {"fact": [-1, "key"]},
    {"fact": [True, "key"]},
    {"fact": [0]},
    {"fact": [0, "content"]},
    {"fact": [0, "content", "x"]},
    {"fact": [0, "content", "absent"]},
    {"fact": [0, "content", "cites", -1, "at"]},
    {"fact": [0, "content", "cites", "0", "at"]},
    {"fact": [0, "content", "quote", 0]},
    {"fact": [0, "key"], "more": 1},
]


@pytest.mark.parametrize("node", REFUSED, ids=repr)
def test_a_report_holds_only_what_is_on_the_lists(node: Any) -> None:
    with pytest.raises(Refuted, match="report of the dossier"):
        report_html(["section", {}, node], ENTRIES)


def test_a_report_nests_only_so_deep() -> None:
    report: Any = "deep"
    for _ in range(5000):
        report = ["em", {}, report]

    with pytest.raises(Refuted, match="too deep"):
        report_html(report, [])


def test_a_report_without_a_heading_has_no_title() -> None:
    assert report_title(["section", {}, ["p", {}, "x"]], []) == ""
