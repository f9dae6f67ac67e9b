"""Laws of identifiers: one spelling per identifier, a finding for every malformed text, and no text that breaks us."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cli.words.identifiers import oddity_words
from cli.words.terms import LANGS
from domain.identifiers import (
    IdentifierContext,
    IdentifierScheme,
    Kamerstuk,
    classify,
    identifier_findings,
    is_well_formed,
    normalise,
)

SCHEMES = st.sampled_from(IdentifierScheme)
DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
RANGES = st.one_of(
    st.none(),
    st.tuples(st.none(), DAYS),
    st.tuples(DAYS, st.none()),
    st.tuples(DAYS, st.integers(0, 800)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))),
)
CONTEXTS = st.builds(
    IdentifierContext,
    signed_on=RANGES,
    public_on=RANGES,
    pronounced_on=RANGES,
    court=st.one_of(st.none(), st.sampled_from(["Rb Den Haag", "ABRvS", "HvJ EU", "EHRM"]), st.text()),
)
WELL_FORMED = st.one_of(
    st.builds("ECLI:NL:{}:{:04}:{}".format, st.sampled_from(["RBDHA", "RVS"]), st.integers(0, 9999), st.integers(0)),
    st.builds("NL{:02}.{}".format, st.integers(0, 99), st.integers(0, 99999)),
    st.builds("C-{}/{:02}".format, st.integers(0, 9999), st.integers(0, 99)),
    st.builds("19 637, nr. {}".format, st.integers(0, 99999)),
    st.builds("Stcrt. {:04}, nr. {}".format, st.integers(0, 9999), st.integers(0)),
    st.builds("WBV 20{:02}/{}".format, st.integers(0, 99), st.integers(0, 999)),
    st.builds("jci1.3:c:BWBR0012288&z={}&g={}".format, DAYS, DAYS),
    st.builds("6{:04}CJ{:04}".format, st.integers(0, 9999), st.integers(0, 9999)),
)
TEXTS = st.one_of(st.text(max_size=60), WELL_FORMED)


@given(SCHEMES, TEXTS)
def test_normalising_twice_changes_nothing_more_and_keeps_the_form(scheme: str, text: str) -> None:
    once = normalise(scheme, text)

    assert normalise(scheme, once) == once
    assert is_well_formed(scheme, once) == is_well_formed(scheme, text)


@given(SCHEMES, TEXTS, CONTEXTS)
def test_every_text_in_every_context_is_answered_and_malformed_ones_by_one_finding(
    scheme: str, text: str, context: IdentifierContext
) -> None:
    findings = identifier_findings(scheme, text, context)

    told = [oddity_words(finding, lang) for finding in findings for lang in LANGS]
    assert all(sentence.endswith(".") and sentence.isprintable() for sentence in told)
    assert is_well_formed(scheme, text) or len(findings) == 1


@given(TEXTS)
def test_a_recognised_text_is_well_formed_in_its_scheme(text: str) -> None:
    scheme = classify(text)

    assert scheme is None or (is_well_formed(scheme, text) and classify(normalise(scheme, text)) == scheme)


@given(WELL_FORMED, CONTEXTS, st.integers(0, 400), st.integers(0, 400))
def test_a_less_certain_ruling_day_never_adds_a_finding(
    text: str, context: IdentifierContext, before: int, after: int
) -> None:
    scheme = classify(text)
    exact = context.pronounced_on and next((day for day in context.pronounced_on if day), None)
    if scheme is None or exact is None:
        return
    certain = IdentifierContext(pronounced_on=(exact, exact))
    vague = IdentifierContext(pronounced_on=(exact - timedelta(days=before), exact + timedelta(days=after)))

    assert len(identifier_findings(scheme, text, vague)) <= len(identifier_findings(scheme, text, certain))


@given(
    st.from_regex(r"[0-9]{5}", fullmatch=True),
    st.one_of(st.integers(0, 9999).map(str), st.from_regex(r"[A-Z]{1,3}", fullmatch=True)),
    st.sampled_from(["", "V", "VI", "XVII"]),
)
def test_a_kamerstuk_reads_back_from_both_of_its_forms(dossier: str, number: str, chapter: str) -> None:
    paper = Kamerstuk(dossier=dossier, number=number, chapter=chapter)

    assert Kamerstuk.parse(paper.file_form()) == paper
    assert Kamerstuk.parse(paper.text_form()) == paper
