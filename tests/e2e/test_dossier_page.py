"""The dossier page in a real browser: it turns green only as it was made, says what is wrong, and needs nothing else.

One browser for the whole module; every page is opened from a file, as a reader opens it.
"""

import json
import random
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pypdf import PdfReader

from infrastructure.defaults import init_ledger
from infrastructure.proof.page import page_html
from infrastructure.proof.sealed import SealBroken, open_sealed, seal
from infrastructure.store.codec import canonical
from tests.support.chronicles import PALESTINIAN_TERRITORIES
from tests.support.dossier_changes import CHANGES, SIGNED, Change, Scene
from tests.support.dossier_makers import country_question, made
from tests.support.dossiers import KEEPER, STRANGER, Made, mali_dossier
from tests.support.needs import needs_browser, needs_vectors
from tests.support.reports import imported

CHECKED = "document.documentElement.dataset.verdict !== 'not-checked'"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = needs_browser()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def offline(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(offline=True)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture(scope="module")
def dossiers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    return {lang: mali_dossier(tmp_path_factory.mktemp(lang), lang) for lang in ("en", "nl")}


@pytest.fixture(scope="module")
def scenes(dossiers: dict[str, Made]) -> dict[str, Scene]:
    return {lang: Scene(page_html(made.d_bytes, made.statement, made.vkey), made) for lang, made in dossiers.items()}


@pytest.fixture
def scene(scenes: dict[str, Scene]) -> Scene:
    return scenes["en"]


@pytest.fixture(scope="module")
def window(offline: BrowserContext) -> Page:
    """The one that most tests look through: a new one for every test takes longer than the check itself."""
    return offline.new_page()


@pytest.fixture
def opened(window: Page, tmp_path: Path) -> Open:
    """Opens the text of a page from a file, and waits until it has its verdict."""

    def open_(html: str, page: Page = window, wait: str = CHECKED) -> Page:
        file = tmp_path / "dossier.html"
        file.write_text(html, encoding="utf-8", newline="")
        page.set_viewport_size({"width": 1100, "height": 800})
        page.emulate_media(media="null")
        page.goto(file.as_uri())
        page.wait_for_function(wait)
        return page

    return open_


def verdict(page: Page) -> str:
    return str(page.locator("html").get_attribute("data-verdict"))


def wrong_parts(page: Page) -> list[tuple[str, str]]:
    """What a refuted page names: the part, and the sentence about it."""
    items = page.locator("#said li").all()
    return [(str(item.get_attribute("data-part")), item.inner_text()) for item in items]


def compare(page: Page, key: str, verdict: str) -> None:
    """Pastes a key, and waits for the verdict that must come of it."""
    page.locator("#key").fill(key)
    page.locator("#ask button").press("Enter")
    page.locator(f'html[data-verdict="{verdict}"]').wait_for()


# -- as it was made ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_page_is_intact_as_it_was_made(opened: Open, scenes: dict[str, Scene], lang: str) -> None:
    page = opened(scenes[lang].page)

    assert verdict(page) == "intact"
    assert KEEPER.vkey in page.locator("#said").inner_text()
    assert page.locator("#said").get_attribute("role") == "status"
    assert page.locator("html").get_attribute("lang") == lang
    assert {"en": "cannot vouch", "nl": "niet instaan"}[lang] in page.locator("#said").inner_text()


def test_opening_a_page_asks_nothing_of_the_network(offline: BrowserContext, opened: Open, scene: Scene) -> None:
    asked: list[str] = []
    window = offline.new_page()
    window.on("request", lambda request: asked.append(request.url))

    page = opened(scene.page, window)
    compare(page, KEEPER.vkey, "trusted")

    assert [url for url in asked if not url.startswith("file:")] == []
    assert len(asked) == 1


def test_nothing_is_written_to_the_console(opened: Open, offline: BrowserContext, scene: Scene) -> None:
    said: list[str] = []
    window = offline.new_page()
    window.on("console", lambda message: said.append(message.text))

    opened(scene.page, window)

    assert said == []


def test_what_was_checked_is_told(opened: Open, scene: Scene) -> None:
    page = opened(scene.page)

    page.get_by_text("What was checked").click()

    entries = len(scene.made.dossier["entries"])
    told = page.locator("#checked").inner_text()
    assert f"Entries: {entries}, each in that ledger" in told
    assert "Documents: 2," in told
    assert f"Disclosed values: {len(scene.made.dossier['disclosures'])}," in told


def test_what_stands_on_the_screen_was_written_by_the_check(opened: Open, scene: Scene) -> None:
    """A shadow root hides what its element holds; no comparison of trees sees it."""
    hidden = '<main id="report" tabindex="-1"><template shadowrootmode="closed"><p>Forged.</p></template>'

    page = opened(scene.page.replace('<main id="report" tabindex="-1">', hidden))

    assert page.get_by_role("heading", name="Dossier of the case example").is_visible()
    assert not page.get_by_text("Forged.").is_visible()


def test_what_an_entry_says_does_not_turn_the_words_around_it(opened: Open, scene: Scene) -> None:
    """Because a title that ends in Arabic would make 2022-01-10 after it read as 10-01-2022; a mark could do more."""
    page = opened(scene.page)

    assert page.get_by_text("no [U+202E]more").is_visible()
    assert set(page.locator(".fact").evaluate_all("all => all.map((each) => getComputedStyle(each).unicodeBidi)")) == {
        "isolate"
    }


# -- the key of the reader --------------------------------------------------------------------------------------------


def test_the_key_of_the_keeper_makes_it_trusted(opened: Open, scene: Scene) -> None:
    page = opened(scene.page)

    compare(page, f"  {KEEPER.vkey}\n", "trusted")

    assert "your key" in page.locator("#said").inner_text()


def test_another_key_of_the_same_name_refutes_it(opened: Open, scene: Scene) -> None:
    page = opened(scene.page)

    compare(page, STRANGER.vkey, "refuted")

    assert page.locator("#said").get_attribute("role") == "alert"
    ((part, sentence),) = wrong_parts(page)
    assert part == "vkey"
    assert KEEPER.vkey in sentence


def test_a_dossier_of_a_stranger_is_intact_until_the_key_of_the_keeper_is_given(opened: Open, scene: Scene) -> None:
    """Whoever makes a whole dossier signs it with a key of his own: only a key from elsewhere tells."""
    dossier = scene.made.dossier
    _, size, root = dossier["checkpoint"].split("\n")[:3]
    dossier["checkpoint"] = STRANGER.note(STRANGER.name, size, root)
    forged = scene.made.signed_again(dossier, STRANGER)

    page = opened(page_html(forged.d_bytes, forged.statement, forged.vkey))
    before = verdict(page)
    compare(page, KEEPER.vkey, "refuted")

    assert before == "intact"
    assert wrong_parts(page)[0][0] == "vkey"


def test_a_text_that_is_no_key_says_so_and_decides_nothing(opened: Open, scene: Scene) -> None:
    page = opened(scene.page)
    compare(page, STRANGER.vkey, "refuted")

    compare(page, KEEPER.vkey[:-2], "intact")

    assert page.get_by_text("That is not a verifier key").is_visible()
    assert page.get_by_label("Verifier key").get_attribute("aria-invalid") == "true"


# -- changed pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*CHANGES, *SIGNED])
def test_a_changed_page_is_refuted_and_names_the_part(opened: Open, scene: Scene, name: str) -> None:
    change: Change = {**CHANGES, **SIGNED}[name]

    page = opened(change.made(scene))

    assert verdict(page) == "refuted"
    assert page.locator("#said").get_attribute("role") == "alert"
    wrong = wrong_parts(page)
    assert any(part == change.part and change.which in sentence for part, sentence in wrong), wrong
    assert not change.alone or {part for part, _ in wrong} == {change.part}, wrong


def test_the_changes_are_many() -> None:
    assert len(CHANGES) + len(SIGNED) >= 50


def test_a_page_with_one_letter_changed_anywhere_is_refuted(opened: Open, scene: Scene) -> None:
    """Letters of the carried data and of the shown words, drawn by chance (the same ones each time)."""
    body = scene.page.index("<main")
    script = scene.page.index("<script>")
    letters = [
        place
        for text in re.finditer(r">([^<>]+)<", scene.page[body:script])
        for place in range(body + text.start(1), body + text.end(1))
        if scene.page[place].isalnum()
    ]
    for place in random.Random(6962).sample(letters, 40):
        letter = scene.page[place]
        other = "7" if letter != "7" else "8"

        page = opened(scene.page[:place] + other + scene.page[place + 1 :])

        assert verdict(page) == "refuted", scene.page[place - 40 : place + 40]


def test_a_refuted_page_says_so_in_dutch_as_well(opened: Open, scenes: dict[str, Scene]) -> None:
    page = opened(SIGNED["a proof of no hashes"].made(scenes["nl"]))

    ((part, sentence),) = wrong_parts(page)
    assert part == "entry"
    assert sentence.startswith("De vermelding ml/letter-15c (@")


# -- browsers that cannot check ---------------------------------------------------------------------------------------

LACKING = {
    "no WebCrypto": "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })",
    "no Ed25519": "SubtleCrypto.prototype.importKey = async () => { throw new DOMException('', 'NotSupportedError') }",
    "a check that says yes to everything": "SubtleCrypto.prototype.verify = async () => true",
}


@pytest.mark.parametrize("lacking", LACKING)
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_browser_that_cannot_check_says_so(
    browser: Browser, opened: Open, scenes: dict[str, Scene], lacking: str, lang: str
) -> None:
    context = browser.new_context(offline=True)
    context.add_init_script(LACKING[lacking])

    page = opened(scenes[lang].page, context.new_page())

    assert verdict(page) == "cannot-tell"
    assert {"en": "Nothing below has been checked", "nl": "Niets hieronder"}[lang] in page.locator("#said").inner_text()
    assert not page.locator("#ask").is_visible()
    assert page.locator("h1").is_visible()
    context.close()


def test_without_javascript_the_report_is_readable_and_called_unchecked(
    browser: Browser, opened: Open, scene: Scene
) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)

    page = opened(scene.page, context.new_page(), wait="true")

    assert verdict(page) == "not-checked"
    assert page.get_by_text("Not checked").is_visible()
    assert page.get_by_text("heb ik besloten").is_visible()
    context.close()


def test_a_page_whose_script_was_changed_is_never_green(opened: Open, scene: Scene) -> None:
    """Its policy lets only the script run that it was written with; who changes both is found by `kroniek verify`."""
    page = opened(scene.page.replace("async function main", "async  function main"), wait="true")

    page.wait_for_timeout(300)

    assert verdict(page) == "not-checked"


# -- the script's own sums --------------------------------------------------------------------------------------------


def test_inclusion_proofs_are_judged_as_the_published_vectors_say(opened: Open, scene: Scene) -> None:
    folder = needs_vectors() / "merkle_rfc6962" / "inclusion"
    vectors = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.json"))]
    page = opened(scene.page)

    holds = page.evaluate(
        """(vectors) => Promise.all(vectors.map(async ({ leafHash, leafIdx, treeSize, proof, root }) => {
             const hashes = (proof ?? []).map((hash) => bytesOf(hash));
             const shaped = [...hashes, bytesOf(root)].every((hash) => hash?.length === 32);
             const found = shaped && leafIdx < treeSize
               ? await rootFrom(bytesOf(leafHash), leafIdx, treeSize, hashes) : null;
             return found !== null && base64(found) === root;
           }))""",
        vectors,
    )

    assert len(vectors) >= 90
    assert holds == [not vector["wantErr"] for vector in vectors]


def test_sealed_values_are_opened_as_python_opens_them(opened: Open, scene: Scene) -> None:
    chance = random.Random(9901)
    sealed = [sealed_by_chance(chance) for _ in range(60)]
    page = opened(scene.page)

    found = page.evaluate(
        """(all) => Promise.all(JSON.parse(all).map(async ([content, texts]) =>
             canonical(opened(content, await readDisclosures(texts), new Set(), ""))))""",
        json.dumps(sealed),
    )

    assert found == [canonical(open_sealed(content, texts).content).decode() for content, texts in sealed]


def sealed_by_chance(chance: random.Random) -> tuple[dict[str, Any], list[str]]:
    """A document with some of its values sealed, and disclosures of some of these."""

    def value(depth: int) -> Any:
        kind = chance.randrange(6 if depth else 3)
        if kind < 3:
            return ("één & <b>\u2028", chance.randrange(-9, 2**53), None)[kind]
        children = [value(depth - 1) for _ in range(chance.randrange(4))]
        return children if kind == 3 else {f"n{number}": child for number, child in enumerate(children)}

    def paths(held: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        for name, child in held.items() if isinstance(held, dict) else enumerate(held):
            if chance.random() < 0.4:
                yield (*path, name)
            if isinstance(child, dict | list):
                yield from paths(child, (*path, name))

    content = {"__proto__": "x", "all": [value(3) for _ in range(3)], "one": value(3)}
    sealed, disclosures = seal(content, list(paths(content, ())), chance.randbytes)
    given = [each for each in disclosures if chance.random() < 0.7]
    while True:  # what stands inside a value that is not given has no place either
        try:
            open_sealed(sealed, [each.text for each in given])
            return sealed, [each.text for each in given]
        except SealBroken as problem:
            given = [each for each in given if each.digest not in str(problem)]


# -- readers ----------------------------------------------------------------------------------------------------------

STATES: dict[str, Callable[[Page], None]] = {
    "intact": lambda page: None,
    "trusted": lambda page: compare(page, KEEPER.vkey, "trusted"),
    "refuted": lambda page: compare(page, STRANGER.vkey, "refuted"),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_axe_finds_nothing(opened: Open, scenes: dict[str, Scene], lang: str, state: str) -> None:
    page = opened(scenes[lang].page)
    page.set_viewport_size({"width": 400 if state == "trusted" else 1100, "height": 800})
    STATES[state](page)

    assert faults(page) == []


def test_axe_finds_nothing_where_it_cannot_be_told(browser: Browser, opened: Open, scene: Scene) -> None:
    context = browser.new_context(offline=True)
    context.add_init_script(LACKING["no Ed25519"])

    assert faults(opened(scene.page, context.new_page())) == []

    context.close()


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe-core finds: the rule, and where."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response
    assert len(found["passes"]) > 20
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]]


def test_a_page_is_read_and_checked_by_the_keyboard_alone(opened: Open, scene: Scene) -> None:
    page = opened(scene.page)

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Tab")
    page.keyboard.type(KEEPER.vkey)
    page.keyboard.press("Enter")
    page.locator('html[data-verdict="trusted"]').wait_for()

    assert first == "To the report"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "scroll"


def test_on_a_narrow_screen_only_wide_tables_scroll(opened: Open, scene: Scene) -> None:
    page = opened(scene.page)

    page.set_viewport_size({"width": 320, "height": 640})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("(e => e.scrollWidth > e.clientWidth)(document.querySelector('.scroll'))")
    assert page.get_by_role("region", name="Then and now").get_attribute("tabindex") == "0"


def test_every_table_of_a_true_report_fits_a_window_of_a_thousand_pixels(opened: Open, tmp_path: Path) -> None:
    with init_ledger(tmp_path / "kroniek.db", origin="test.example/ledger", actor="tester") as ledger:
        imported(ledger, PALESTINIAN_TERRITORIES)
        dossier = made(ledger, country_question("PS", "2024-04-24"), lang="nl")
    page = opened(page_html(dossier.document, dossier.statement, dossier.vkey))
    cut = "[...document.querySelectorAll('.scroll')].filter((e) => e.scrollWidth > e.clientWidth).length"

    page.set_viewport_size({"width": 1000, "height": 800})
    at_a_thousand = page.evaluate(cut)
    page.set_viewport_size({"width": 400, "height": 800})

    assert verdict(page) == "intact"
    assert at_a_thousand == 0
    assert page.evaluate(cut) > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert faults(page) == []


def test_a_page_prints_as_a_document(opened: Open, scene: Scene) -> None:
    page = opened(scene.page)

    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))

    text = "\n".join(each.extract_text() for each in printed.pages)
    width, height = (round(float(each) * 25.4 / 72) for each in printed.pages[0].mediabox[2:])
    assert (width, height) == (210, 297)
    assert "Dossier of the case example" in text
    assert "heb ik besloten" in text
    assert f"1 / {len(printed.pages)}" in text
    page.emulate_media(media="print")
    assert not page.locator("#ask").is_visible()
