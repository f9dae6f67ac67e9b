"""The Mali chronicle that ships with the product, held against the two documents it quotes.

Read as plain YAML and without any other code of the house: what the file says must be right before anybody imports it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pycountry
import pytest
import yaml

ROOT = Path(__file__).parents[2]
MALI = ROOT / "infrastructure" / "data" / "mali" / "mali.yaml"
KEY = re.compile(r"[a-z0-9][a-z0-9._/-]*")
GAO, MENAKA, MOPTI = "ML-7", "ML-9", "ML-5"

Entry = dict[str, Any]


class StrictLoader(yaml.SafeLoader):
    """YAML as the contract means it: a field named twice is a fault, not a silent choice of the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [self.construct_object(name) for name, _ in node.value]
        twice = sorted({str(name) for name in names if names.count(name) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"named twice: {twice}", node.start_mark)
        return super().construct_mapping(node, deep)


def read_entries(path: Path) -> list[Entry]:
    """The entries of one chronicle file, in file order."""
    file = yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)
    assert file["chronicle"] == 1
    entries: list[Entry] = file["entries"]
    return entries


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every scalar below `value` with its dotted path; the names of fields count as scalars of their own."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{path}.{name}", name
            yield from leaves(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{path}[{number}]")
    else:
        yield path, value


def faulty_keys(entries: list[Entry]) -> list[str]:
    """Keys that are no slug, or that another entry has already."""
    keys = [entry["key"] for entry in entries]
    return [key for key in keys if not KEY.fullmatch(key) or keys.count(key) > 1]


def unresolved_references(entries: list[Entry]) -> list[str]:
    """Sources, rulings and entries that are named before they are in the file (or never are)."""
    sources: set[str] = set()
    rulings: set[str] = set()
    keys: set[str] = set()
    elements: set[tuple[str, str]] = set()
    missing = []
    for entry in entries:
        wanted = {f"source {cite['source']}" for cite in entry.get("cites", []) if cite["source"] not in sources}
        if entry["event"].startswith("entry.") and entry["entry"] not in keys:
            wanted.add(f"entry {entry['entry']}")
        if entry["event"] == "policy.element-annulled":
            wanted |= {f"ruling {entry['ruling']}"} - {f"ruling {ruling}" for ruling in rulings}
        named = [
            *entry.get("holdings", []),
            *([entry] if entry["event"] == "policy.element-annulled" else []),
        ]
        wanted |= {
            f"element {place['country']}/{place['element']}"
            for place in named
            if "element" in place and (place["country"], place["element"]) not in elements
        }
        missing += [f"{entry['key']}: {name}" for name in sorted(wanted)]
        keys.add(entry["key"])
        if entry["event"] == "source.registered":
            sources.add(entry["source"])
        elif entry["event"] == "ruling.recorded":
            rulings.add(entry["ruling"])
        elif "element" in entry:
            elements.add((entry["country"], entry["element"]))
    return missing


def unnormalised_texts(entries: list[Entry]) -> list[str]:
    """Where a text or a field's name is not NFC."""
    return [
        f"{entry['key']}{path}"
        for entry in entries
        for path, text in leaves(entry)
        if isinstance(text, str) and not unicodedata.is_normalized("NFC", text)
    ]


def texts_taken_for_truth_values(entries: list[Entry]) -> list[str]:
    """Where YAML 1.1 has read a word as true or false: a field `on`, a value `no`, the country Norway."""
    return [
        f"{entry['key']}{path}"
        for entry in entries
        for path, value in leaves(entry)
        if isinstance(value, bool) or value is None
    ]


def area_codes(entries: list[Entry]) -> set[tuple[str, str]]:
    """(country, area code) for every area of every act and holding."""
    acts = [act for entry in entries for act in (entry, *entry.get("holdings", []))]
    return {
        (act["country"], code)
        for act in acts
        for field in ("areas", "except_areas", "to", "for_areas")
        for code in act.get(field, [])
    }


def subdivision(code: str) -> Any:
    """The subdivision ISO 3166-2 has under a code, or None."""
    return pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]


def foreign_or_unknown_codes(entries: list[Entry]) -> list[str]:
    """Area codes that ISO 3166-2 does not have, or has for another country than the act's."""
    return sorted(
        code
        for country, code in area_codes(entries)
        if (known := subdivision(code)) is None or known.country_code != country
    )


def folded(text: str) -> str:
    """White space folded: every run of it is one space."""
    return " ".join(text.split())


def contents(path: Path, entries: list[Entry]) -> dict[str, str]:
    """The folded text of every source with content, by the source's slug."""
    return {
        entry["source"]: folded((path.parent / entry["content"]).read_text(encoding="utf-8"))
        for entry in entries
        if "content" in entry and entry["event"] == "source.registered"
    }


def quotes_not_found(entries: list[Entry], texts: dict[str, str]) -> list[str]:
    """Quotes that are not, word for word, in the content of the source they are said to be from."""
    return [
        f"{entry['key']}: {cite['quote']}"
        for entry in entries
        for cite in entry.get("cites", [])
        if "quote" in cite and folded(cite["quote"]) not in texts.get(cite["source"], "")
    ]


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return read_entries(MALI)


@pytest.fixture(scope="module")
def by_key(entries: list[Entry]) -> dict[str, Entry]:
    return {entry["key"]: entry for entry in entries}


def test_every_quote_stands_word_for_word_in_its_source(entries: list[Entry]) -> None:
    texts = contents(MALI, entries)

    missing = quotes_not_found(entries, texts)

    assert missing == []
    assert set(texts) == {"ml-memo-2022", "ml-letter-2023"}


def test_a_quote_with_one_changed_word_is_noticed(entries: list[Entry]) -> None:
    """The check above can fail: the letter's own sentence with the memo's word for the unit is not the letter's."""
    letter = contents(MALI, entries)["ml-letter-2023"]
    changed = {"key": "x", "cites": [{"source": "ml-letter-2023", "quote": "de regio's Gao, Ménaka en Mopti"}]}

    missing = quotes_not_found([changed], {"ml-letter-2023": letter})

    assert missing == ["x: de regio's Gao, Ménaka en Mopti"]


def test_every_act_ruling_and_note_of_the_auditor_quotes_a_document(entries: list[Entry]) -> None:
    silent = [
        entry["key"]
        for entry in entries
        if entry["event"] != "source.registered" and not any("quote" in cite for cite in entry["cites"])
    ]

    assert silent == []


def test_every_key_is_a_slug_and_unique(entries: list[Entry]) -> None:
    assert faulty_keys(entries) == []


def test_nothing_is_named_before_it_is_in_the_file(entries: list[Entry]) -> None:
    assert unresolved_references(entries) == []


def test_every_text_is_in_normal_form_c(entries: list[Entry]) -> None:
    assert unnormalised_texts(entries) == []


def test_no_word_is_read_as_a_truth_value(entries: list[Entry], by_key: dict[str, Entry]) -> None:
    assert texts_taken_for_truth_values(entries) == []
    assert str(by_key["ml/absence-2022"]["on"]) == "2022-11-23"


def test_every_area_is_a_subdivision_of_mali(entries: list[Entry]) -> None:
    codes = {code for _, code in area_codes(entries)}

    assert foreign_or_unknown_codes(entries) == []
    assert {code: subdivision(code).name for code in codes} == {
        "ML-1": "Kayes",
        MOPTI: "Mopti",
        GAO: "Gao",
        MENAKA: "Ménaka",
        "ML-BKO": "Bamako",
    }


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("000_2416569119045491.txt", "cee44f40f392197df6b2d530dd29dc0de6cf34396ca11f6e7e9e6e3a9ebd3d3c"),
        ("001_67b658767b0a1d39.txt", "af9ae0fd736959985e270c5aeafff5567a2e77e79f01054778586e4989431ea8"),
    ],
)
def test_the_documents_are_shipped_byte_for_byte(name: str, digest: str) -> None:
    document = MALI.parent / "sources" / name

    assert hashlib.sha256(document.read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(("key", "standing"), [("ml/memo-15c", "advised"), ("ml/letter-15c", "announced")])
def test_article_15c_names_the_three_regions(by_key: dict[str, Entry], key: str, standing: str) -> None:
    act = by_key[key]

    assert act["standing"] == standing
    assert act["areas"] == [GAO, MENAKA, MOPTI]
    assert act["violence"] == {"scheme": "nl-binary", "level": "exceptional"}


@pytest.mark.parametrize(("key", "standing"), [("ml/memo-ipa", "advised"), ("ml/letter-ipa", "announced")])
def test_the_alternative_is_bamako_in_principle_and_tested_in_each_case(
    by_key: dict[str, Entry], key: str, standing: str
) -> None:
    act = by_key[key]

    assert act["standing"] == standing
    assert act["to"] == ["ML-BKO"]
    assert act["for_areas"] == act["areas"] == [GAO, MENAKA, MOPTI]
    assert act["condition"] == "only-article-15c"
    assert act["individual_test"] == "Vc 2000 C2/3.4"
    assert act["presumption"] == {"strength": "in beginsel", "phrase": "in beginsel aan te nemen"}


def test_a_presumption_is_quoted_in_the_words_of_its_own_source(entries: list[Entry]) -> None:
    texts = contents(MALI, entries)
    presumptions = [(entry, entry["presumption"]) for entry in entries if "presumption" in entry] + [
        (entry, entry["value"]) for entry in entries if entry.get("field") == "presumption"
    ]

    strengths = {presumption["strength"] for _, presumption in presumptions}
    foreign = [
        entry["key"]
        for entry, presumption in presumptions
        if presumption["phrase"] not in texts[entry["cites"][0]["source"]]
    ]

    assert foreign == []
    assert strengths == {"in beginsel", "is het uitgangspunt", "in de regel"}


def test_nothing_that_cites_the_memo_first_is_public(entries: list[Entry]) -> None:
    """The memo's day of disclosure is unknown, so an entry that rests on it may not be public by inheritance."""
    by_source = {entry["source"]: entry for entry in entries if entry["event"] == "source.registered"}
    resting = [
        entry
        for entry in entries
        if entry["event"] != "source.registered" and entry["cites"][0]["source"] == "ml-memo-2022"
    ]

    assert by_source["ml-memo-2022"]["public_on"] == "unknown"
    assert resting
    assert [entry["key"] for entry in resting if "public_on" in entry] == []


def test_a_public_note_of_the_auditor_rests_on_the_letter_alone(entries: list[Entry]) -> None:
    public = [
        entry
        for entry in entries
        if entry["event"] in ("entry.annotated", "entry.disputed") and entry["cites"][0]["source"] != "ml-memo-2022"
    ]

    assert public
    assert {cite["source"] for entry in public for cite in entry["cites"]} == {"ml-letter-2023"}


def test_the_later_ruling_keeps_the_ecli_of_the_memo_and_both_its_outcomes(by_key: dict[str, Entry]) -> None:
    ruling = by_key["ml/ruling-nl22-19789"]

    outcomes = {(holding["outcome"], tuple(holding.get("areas", ()))) for holding in ruling["holdings"]}

    assert ruling["ruling"] == "rb-nl22-19789"
    assert str(ruling["pronounced_on"]) == "2022-10-28"
    assert ruling["ecli"] == "ECLI:NL:RBDHA:2022:4828"
    assert outcomes == {("insufficiently-reasoned", ()), ("upheld", ("ML-1",))}


def test_the_earlier_ruling_is_context_without_an_ecli(by_key: dict[str, Entry]) -> None:
    """The memo's ECLI fits its date, but no source says that it belongs to it: the ledger does not repair."""
    ruling = by_key["ml/ruling-nl22-5703"]

    assert ruling["ruling"] == "rb-nl22-5703"
    assert str(ruling["pronounced_on"]) == "2022-05-16"
    assert "ecli" not in ruling
    assert [sorted(holding) for holding in ruling["holdings"]] == [["country", "outcome", "text"]]
    assert any("nader gemotiveerd diende te worden" in cite["quote"] for cite in ruling["cites"])
