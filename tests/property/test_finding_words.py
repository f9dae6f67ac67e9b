"""Findings in words: every one of them in both languages, in Dutch with the same facts and without any English."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.words.findings import SENTENCES, finding_words
from cli.words.identifiers import ODDITIES, oddity_words
from cli.words.telling import ACTS, BECAUSE, COURTS, EXAMPLES, FORMS, STEPS, WAYS
from cli.words.terms import LANGS
from domain.audit import Finding, audit
from domain.audit.finding import Says
from domain.identifiers import IdentifierScheme, Odd, Oddity, identifier_findings
from infrastructure.chronicle.reading import read_chronicle
from tests.property.test_identifiers import CONTEXTS, SCHEMES, TEXTS
from tests.property.test_policy_laws import history_of
from tests.support.histories import WINDOW, histories, window_day

ROOT = Path(__file__).parents[2]
CHRONICLES = (
    ROOT / "infrastructure" / "data" / "mali" / "mali.yaml",
    ROOT / "docs" / "examples" / "palestinian-territories.yaml",
    ROOT / "docs" / "examples" / "mistakes.yaml",
)
SENTENCES_OF_ALL = {**SENTENCES, **ODDITIES}
ENGLISH = re.compile(
    r"\b(the|but|and|an|by|on|with|from|through|no|not|before|after|since|which|while|when|where|than|public|act|acts"
    r"|ruling|rulings|source|signed|made|created|decided|pronounced|disclosed|announced|published|advised|annulment|days?"
    r"|year|has|had|does|did|its|their|quotes|upheld|annulled|unknown|earlier|later than|some|first|last|number)\b",
    re.IGNORECASE,
)
NAMED = ("entry", "source", "case", "number", "one_entry", "other_entry", "extended", "ruling", "ecli", "locator")


def placeholders(sentence: str) -> list[tuple[str, str]]:
    return [(name, way or "") for _, name, way, _ in Formatter().parse(sentence) if name is not None]


def leaves(fact: Any) -> Iterator[str]:
    """Every text among facts; those within others too."""
    if isinstance(fact, Mapping):
        fact = list(fact.values())
    if isinstance(fact, Sequence) and not isinstance(fact, str):
        for each in fact:
            yield from leaves(each)
    elif isinstance(fact, str):
        yield fact


def english_in(sentence: str, facts: Mapping[str, Any]) -> list[str]:
    """The English words of a sentence, besides what a fact brought: keys, slugs and quotes stay as they are."""
    for fact in sorted({each for each in leaves(facts) if each}, key=len, reverse=True):
        sentence = sentence.replace(fact, "")
    return [found[0] for found in ENGLISH.finditer(sentence)]


def missing_in(dutch: str, english: str, facts: Mapping[str, Any]) -> list[str]:
    """What the English sentence names and the Dutch does not: keys, numbers, and the year of every day."""
    named = [str(facts[name]) for name in NAMED if isinstance(facts.get(name), str)]
    days = [fact for fact in leaves(facts) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", fact) and fact in english]
    return [fact for fact in [*named, *(str(date.fromisoformat(day).year) for day in days)] if fact not in dutch]


def holds_in_dutch(findings: Iterable[Finding | Oddity]) -> None:
    for each in findings:
        words = finding_words if isinstance(each, Finding) else oddity_words
        english, dutch = words(each, "en"), words(each, "nl")
        assert english_in(dutch, each.facts) == [], dutch
        assert missing_in(dutch, english, each.facts) == [], dutch


def test_every_finding_has_its_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(get_args(Says))
    assert set(ODDITIES) == set(get_args(Odd))
    assert set(FORMS) == set(EXAMPLES) == set(IdentifierScheme)


@pytest.mark.parametrize("says", SENTENCES_OF_ALL)
def test_both_sentences_of_a_finding_tell_the_same_facts_in_ways_there_are(says: str) -> None:
    english, dutch = (placeholders(sentence) for sentence in SENTENCES_OF_ALL[says])

    assert {name for name, _ in english} == {name for name, _ in dutch}
    assert {way for _, way in (*english, *dutch)} - {""} <= set(WAYS)


@pytest.mark.parametrize("says", SENTENCES_OF_ALL)
def test_no_dutch_sentence_has_an_english_word(says: str) -> None:
    assert ENGLISH.findall(re.sub(r"{[^}]*}", "", SENTENCES_OF_ALL[says][1])) == []


@pytest.mark.parametrize(
    "table", [ACTS, BECAUSE, COURTS, STEPS, FORMS], ids=["act", "because", "court", "step", "form"]
)
def test_what_stands_in_a_sentence_is_dutch_too(table: dict[str, tuple[str, str]]) -> None:
    told = [dutch for _, dutch in table.values()]

    assert [each for each in told if ENGLISH.search(re.sub(r"{[^}]*}|European.*Identifier", "", each))] == []


@settings(max_examples=400, deadline=None)
@given(histories(uncertain=6, wide=4), st.integers(0, WINDOW).map(window_day))
def test_all_findings_of_any_history_are_told_in_dutch(chronicle: list[dict[str, Any]], day: date) -> None:
    findings = audit(history_of(chronicle), day + timedelta(days=120), {}.get)

    holds_in_dutch(findings)


@settings(max_examples=400, deadline=None)
@given(SCHEMES, TEXTS, CONTEXTS)
def test_all_that_is_odd_about_any_identifier_is_told_in_dutch(scheme: str, text: str, context: Any) -> None:
    holds_in_dutch(identifier_findings(scheme, text, context))


@pytest.mark.parametrize("file", CHRONICLES, ids=lambda file: file.stem)
def test_all_findings_of_the_shipped_chronicles_are_told_in_dutch(file: Path) -> None:
    chronicle = read_chronicle(file, faults := [])
    entries = [{"key": each.key, "event": each.topic, **each.fields} for each in chronicle.drafts]
    texts = {sha256: data.decode(errors="replace") for sha256, data in chronicle.documents.items()}

    findings = audit(history_of(entries), date(2026, 11, 22), texts.get)

    assert (faults, bool(findings)) == ([], True)
    holds_in_dutch(findings)
    assert all(finding_words(each, "en") != finding_words(each, "nl") for each in findings)


def test_a_day_is_told_as_the_house_tells_days() -> None:
    facts = {"entry": "uitspraak", "number": "Stcrt. 2023, nr. 149", "year": 2023, "days": "2024-01-02"}
    finding = Finding("identifier", ("uitspraak",), "gazette-year-before-signing", facts)

    told = {lang: finding_words(finding, lang) for lang in LANGS}

    assert told == {
        "en": "uitspraak: Stcrt. 2023, nr. 149 is of 2023, but the act was signed on 2024-01-02, after that year.",
        "nl": "uitspraak: Stcrt. 2023, nr. 149 is van 2023, maar het besluit is ondertekend op 2 januari 2024, "
        "na dat jaar.",
    }
