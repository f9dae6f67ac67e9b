"""What `kroniek audit` finds: each finding on a history made for it, and its silence on the nearest history without."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.words.findings import finding_words
from domain import content
from domain.audit import Finding, audit
from domain.history import Entry, History

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).resolve().parents[2]
Fields = dict[str, Any]


def history(*entries: Fields) -> History:
    """A ledger of these entries, each fit to be appended."""
    recorded = []
    for position, given in enumerate(entries, start=1):
        fields = dict(given)
        key, topic = fields.pop("key"), fields.pop("event")
        problems: list[tuple[str, str]] = []
        event = content.check(topic, fields, lambda *problem: problems.append(problem))  # noqa: B023
        assert event is not None, f"{key}: {problems}"
        recorded.append(Entry(position, key, event))
    return History(recorded)


def findings(
    *entries: Fields,
    texts: Mapping[str, str] | None = None,
    today: date = TODAY,
    country: str = "",
    **options: int,
) -> tuple[Finding, ...]:
    return audit(history(*entries), today, (texts or {}).get, country=country, **options)


def found(code: str, *entries: Fields, **options: Any) -> list[Finding]:
    return [finding for finding in findings(*entries, **options) if finding.code == code]


def sentences(code: str, *entries: Fields, **options: Any) -> list[str]:
    return [finding_words(finding, "en") for finding in found(code, *entries, **options)]


def source(slug: str, **fields: Any) -> Fields:
    return {"key": slug, "event": "source.registered", "source": slug, "kind": "other", "title": slug, **fields}


def moratorium(key: str, standing: str = "published", **fields: Any) -> Fields:
    return {
        "key": key,
        "event": "policy.decision-moratorium-imposed",
        "country": "ML",
        "element": "decision-moratorium",
        "standing": standing,
        **fields,
    }


def extension(key: str, standing: str = "published", **fields: Any) -> Fields:
    return {**moratorium(key, standing, **fields), "event": "policy.element-extended"}


def withdrawal(key: str, standing: str = "published", **fields: Any) -> Fields:
    return {**moratorium(key, standing, **fields), "event": "policy.element-withdrawn"}


def ruling(slug: str, *holdings: Fields, **fields: Any) -> Fields:
    return {
        "key": slug,
        "event": "ruling.recorded",
        "ruling": slug,
        "court": "Rechtbank Den Haag",
        "pronounced_on": "2022-10-28",
        "holdings": [{"country": "ML", "text": "", **holding} for holding in holdings],
        **fields,
    }


def annulment(key: str, slug: str, effect: str = "ex-tunc") -> Fields:
    return {
        "key": key,
        "event": "policy.element-annulled",
        "country": "ML",
        "element": "decision-moratorium",
        "ruling": slug,
        "effect": effect,
    }


def dispute(key: str, about: str, field: str, value: Any, **fields: Any) -> Fields:
    return {"key": key, "event": "entry.disputed", "entry": about, "field": field, "value": value, **fields}


def struck_out(about: str) -> Fields:
    return {"key": f"{about}/struck", "event": "entry.struck-out", "entry": about, "reason": "never happened"}


def corrected(about: Fields, **changes: Any) -> Fields:
    fields = {name: value for name, value in {**about, **changes}.items() if name != "key"}
    return {
        "key": f"{about['key']}/corrected",
        "event": "entry.corrected",
        "entry": about["key"],
        "content": fields,
        "reason": "mistyped",
    }


# -- retroactive ------------------------------------------------------------------------------------------------------


def test_an_act_that_starts_before_it_was_public_is_retroactive_by_so_many_days() -> None:
    act = moratorium("besluit", **{"from": "2023-12-19"}, public_on="2024-01-10")

    (finding,) = found("retroactive", act)

    assert finding.entries == ("besluit",)
    assert finding.country == "ML"
    assert finding_words(finding, "en") == (
        "The published act besluit on ML/decision-moratorium starts on 2023-12-19, 22 days before it was public "
        "(on 2024-01-10)."
    )


@pytest.mark.parametrize(("start", "is_retroactive"), [("2024-01-09", True), ("2024-01-10", False)])
def test_an_act_that_starts_on_the_day_it_is_public_is_not_retroactive(start: str, is_retroactive: bool) -> None:
    act = moratorium("besluit", **{"from": start}, public_on="2024-01-10")

    assert bool(found("retroactive", act)) is is_retroactive


@pytest.mark.parametrize(("start", "is_retroactive"), [("2023-12", True), ("2023-12-19/2024-01-10", False)])
def test_an_uncertain_start_is_retroactive_only_when_all_its_days_are(start: str, is_retroactive: bool) -> None:
    act = moratorium("besluit", **{"from": start}, public_on="2024-01-10")

    told = sentences("retroactive", act)

    assert bool(told) is is_retroactive
    assert all("at least 10 days before" in sentence for sentence in told)


@pytest.mark.parametrize("public_on", [{}, {"public_on": "unknown"}, {"public_on": "../2024-01-10"}])
def test_an_act_that_may_always_have_been_public_is_not_called_retroactive(public_on: Fields) -> None:
    assert not found("retroactive", moratorium("besluit", **{"from": "2023-12-19"}, **public_on))


def test_a_withdrawal_can_be_retroactive_while_advice_and_annulment_cannot() -> None:
    back = {"from": "2023-12-19", "public_on": "2024-01-10"}

    keys = [
        finding.entries
        for finding in found(
            "retroactive",
            moratorium("besluit", **{"from": "2023-01-01"}, public_on="2023-01-01"),
            moratorium("advice", "advised", **back),
            withdrawal("intrekking", **back),
            ruling("uitspraak", public_on="2024-01-10"),
            annulment("vernietiging", "uitspraak"),
        )
    ]

    assert keys == [("intrekking",)]


@pytest.mark.parametrize(("public_on", "is_retroactive"), [("2024-07-02", True), ("2024-07-01", False)])
def test_an_extension_is_retroactive_when_the_period_was_over_before_it_was_public(
    public_on: str, is_retroactive: bool
) -> None:
    act = moratorium("besluit", **{"from": "2024-01-01"}, until="2024-07-01", public_on="2024-01-01")
    longer = extension("verlenging", until="2024-12-01", signed_on="2024-06-01", public_on=public_on)

    told = sentences("retroactive", act, longer)

    assert told == (
        [
            "The published act verlenging on ML/decision-moratorium was public on 2024-07-02, 1 day after the first "
            "day (2024-07-01) on which besluit no longer bound."
        ]
        if is_retroactive
        else []
    )


# -- unpublished ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("today", "is_found"), [(date(2023, 4, 11), False), (date(2023, 4, 12), True)])
def test_an_announced_act_is_unpublished_when_more_than_ninety_days_have_gone_by(today: date, is_found: bool) -> None:
    told = sentences("unpublished", moratorium("letter", "announced", public_on="2023-01-11"), today=today)

    assert bool(told) is is_found
    assert all("91 days later, on 2023-04-12, no published act" in sentence for sentence in told)


def test_how_long_an_announcement_may_wait_can_be_chosen() -> None:
    letter = moratorium("letter", "announced", signed_on="2023-01-11")

    assert found("unpublished", letter, today=date(2023, 1, 12), unpublished_after_days=0)
    assert not found("unpublished", letter, today=date(2023, 1, 11), unpublished_after_days=0)


def test_a_published_act_of_the_same_element_alone_ends_the_wait() -> None:
    letter = moratorium("letter", "announced", public_on="2023-01-11")
    besluit = moratorium("besluit", signed_on="2023-01-26", public_on="2023-02-01")

    assert not found("unpublished", letter, besluit)
    assert found("unpublished", letter, {**besluit, "element": "another-moratorium"})
    assert found("unpublished", letter, {**besluit, "standing": "announced"})
    assert found("unpublished", letter, besluit, struck_out("besluit"))


@pytest.mark.parametrize(
    ("dates", "is_found"),
    [
        ({"signed_on": "2023-01-10", "public_on": "2023-01-10"}, True),
        ({"signed_on": "2023-01-10", "public_on": "2023-01-11"}, False),
        ({"signed_on": "2023-01-11", "public_on": "2023-01-11"}, False),
        ({"signed_on": "2023-01-11", "public_on": "2023-01-10"}, False),
        ({"signed_on": "2020-01-01", "public_on": "unknown"}, False),
    ],
)
def test_a_published_act_that_is_wholly_older_formalises_no_later_announcement(dates: Fields, is_found: bool) -> None:
    besluit = moratorium("besluit", **dates)
    change = withdrawal("letter", "announced", signed_on="2023-01-11", **{"from": "2023-02-01"})

    assert bool(found("unpublished", besluit, change)) is is_found


def test_an_announcement_of_an_unknown_day_waits_since_nobody_knows_when() -> None:
    assert not found("unpublished", moratorium("letter", "announced", public_on="unknown"))


# -- disputed-date, disputed ------------------------------------------------------------------------------------------


def test_rival_dates_are_named_with_their_sources() -> None:
    (finding,) = found(
        "disputed-date",
        source("letter-june"),
        source("letter-july"),
        moratorium("besluit", **{"from": "2023-07-08"}, cites=[{"source": "letter-june"}]),
        dispute("rival", "besluit", "from", "2023-07-09", cites=[{"source": "letter-july"}]),
    )

    assert finding.entries == ("besluit", "rival")
    assert finding.country == "ML"
    assert finding_words(finding, "en") == (
        "Rival values for from of besluit: 2023-07-08 by besluit (letter-june); 2023-07-09 by rival (letter-july)."
    )


def test_rival_values_of_what_is_no_date_are_disputed_but_no_disputed_date() -> None:
    entries = (moratorium("besluit", ground="art. 43"), dispute("rival", "besluit", "ground", "art. 45"))

    (finding,) = found("disputed", *entries)

    assert "art. 43 by besluit (no source cited); art. 45 by rival" in finding_words(finding, "en")
    assert not found("disputed-date", *entries)


@pytest.mark.parametrize(
    ("end", "field", "value", "is_rival"),
    [
        ({"through": "2023-07-08"}, "until", "2023-07-09", False),
        ({"through": "2023-07-08"}, "until", "2023-07-08", True),
        ({"until": "2023-07-09"}, "through", "2023-07-08", False),
        ({"until": "2023-07-09"}, "until", "2023-07-09", False),
        ({"until": "2023-07-09"}, "until", "2023-07", True),
        ({}, "until", "2023-07-09", True),
    ],
)
def test_an_assertion_of_the_same_day_is_no_rival(end: Fields, field: str, value: str, is_rival: bool) -> None:
    assert bool(found("disputed-date", moratorium("besluit", **end), dispute("rival", "besluit", field, value))) is (
        is_rival
    )


def test_a_struck_out_dispute_and_a_dispute_of_a_struck_out_entry_count_no_more() -> None:
    act, rival = moratorium("besluit", **{"from": "2023-07-08"}), dispute("rival", "besluit", "from", "2023-07-09")

    assert not found("disputed-date", act, rival, struck_out("rival"))
    assert not found("disputed-date", act, rival, struck_out("besluit"))


def test_a_date_written_as_one_of_several_says_that_sources_contradict() -> None:
    (sentence,) = sentences("disputed-date", moratorium("besluit", **{"from": "[2023-07-08,2023-07-09]"}))

    assert "[2023-07-08,2023-07-09] by besluit" in sentence
    assert not found("disputed-date", moratorium("besluit", **{"from": "2023-07-08/2023-07-09"}))


# -- identifier -------------------------------------------------------------------------------------------------------


def test_the_ecli_that_the_mali_memo_gives_is_found_too_early_for_its_ruling() -> None:
    (finding,) = found("identifier", ruling("nl22.19789", ecli="ECLI:NL:RBDHA:2022:4828", case_numbers=["NL22.19789"]))

    assert finding.entries == ("nl22.19789",)
    assert "ECLI:NL:RBDHA:2022:4828 is too early for a ruling pronounced on 2022-10-28" in finding_words(finding, "en")


@pytest.mark.parametrize(
    "sound",
    [
        {"ecli": "ECLI:NL:RBDHA:2022:4828", "pronounced_on": "2022-05-16"},
        {"ecli": "ECLI:NL:RBDHA:2022:11478", "pronounced_on": "2022-10-20"},
        {"case_numbers": ["NL22.19789", "AWB 15/65"]},
    ],
)
def test_identifiers_that_fit_their_ruling_are_not_found(sound: Fields) -> None:
    assert not found("identifier", ruling("uitspraak", **sound))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"case_numbers": ["NL23.1"]}, "NL23.1 is of 2023, but the ruling was pronounced on 2022-10-28"),
        ({"ecli": "ECLI:NL:RBDHA:2021:10275"}, "has the year 2021"),
        ({"ecli": "ECLI:RBDHA:2022:11478"}, "does not read as an ECLI"),
        ({"ecli": "ECLI:NL:RVS:2022:1"}, "by Rechtbank Den Haag"),
    ],
)
def test_identifiers_that_do_not_fit_their_ruling_are_found(given: Fields, why: str) -> None:
    (sentence,) = sentences("identifier", ruling("uitspraak", **given))

    assert why in sentence


def test_an_identifier_attached_later_is_judged_by_the_dates_of_what_bears_it() -> None:
    letter = source("letter", signed_on="2024-12-19")
    late = {"event": "source.identifier-attached", "source": "letter", "key": "letter/stcrt"}
    early = {"event": "ruling.identifier-attached", "ruling": "uitspraak", "key": "uitspraak/ecli"}

    keys = [
        finding.entries
        for finding in found(
            "identifier",
            letter,
            ruling("uitspraak"),
            {**late, "identifiers": {"stcrt": "Stcrt. 2023, nr. 149"}},
            {**early, "ecli": "ECLI:NL:RBDHA:2022:4828"},
        )
    ]

    assert keys == [("letter/stcrt", "letter"), ("uitspraak/ecli", "uitspraak")]


@pytest.mark.parametrize(("signed_on", "is_found"), [("2024-12-31", False), ("2025-01-01", True), ("2024/2025", False)])
def test_a_gazette_is_not_of_a_year_before_the_signing(signed_on: str, is_found: bool) -> None:
    besluit = source("besluit", signed_on=signed_on, identifiers={"stcrt": "Stcrt. 2024, nr. 149"})

    assert bool(found("identifier", besluit)) is is_found


def test_a_rival_day_of_signing_saves_an_identifier_that_it_fits() -> None:
    besluit = source("besluit", signed_on="2025-01-01", identifiers={"stcrt": "Stcrt. 2024, nr. 149"})

    assert not found("identifier", besluit, dispute("rival", "besluit", "signed_on", "2024-12-19"))


def test_one_ecli_for_two_rulings_and_two_eclis_for_one_ruling_are_found() -> None:
    ecli, other = "ECLI:NL:RBDHA:2022:11478", "ECLI:NL:RBDHA:2022:11479"
    attached = {"key": "one/ecli", "event": "ruling.identifier-attached", "ruling": "one"}

    assert not found("identifier", ruling("one", ecli=ecli), ruling("two", ecli=other))
    assert not found("identifier", ruling("one", ecli=ecli), {**attached, "ecli": ecli.lower()})
    (shared,) = found("identifier", ruling("one", ecli=ecli), ruling("two", ecli=ecli.lower()))
    (double,) = found("identifier", ruling("one", ecli=ecli), {**attached, "ecli": other})
    assert shared.entries == ("one", "two")
    assert double.entries == ("one", "one/ecli")


# -- impossible-dates -------------------------------------------------------------------------------------------------


def test_a_refusal_before_the_application_is_impossible() -> None:
    """As ECLI:NL:RBDHA:2025:18534 is stored: applied for on 15 August 2024, refused on 8 August 2024."""
    (finding,) = found("impossible-dates", source("besluit", created_on="2024-08-15", signed_on="2024-08-08"))

    assert finding_words(finding, "en") == "besluit was created on 2024-08-15, but signed already on 2024-08-08."


@pytest.mark.parametrize(
    ("entry", "earlier", "later"),
    [
        (source("x"), "created_on", "signed_on"),
        (source("x"), "created_on", "public_on"),
        (source("x"), "signed_on", "public_on"),
        (moratorium("x"), "decided_on", "signed_on"),
        (moratorium("x"), "signed_on", "public_on"),
        (moratorium("x"), "decided_on", "public_on"),
        (ruling("x"), "pronounced_on", "public_on"),
    ],
)
def test_a_step_that_must_come_first_may_fall_on_the_same_day_but_not_later(
    entry: Fields, earlier: str, later: str
) -> None:
    assert not found("impossible-dates", {**entry, earlier: "2024-08-08", later: "2024-08-08"})
    assert not found("impossible-dates", {**entry, earlier: "2024-08", later: "2024-08-01"})
    assert not found("impossible-dates", {**entry, earlier: "unknown", later: "2024-08-01"})
    assert len(found("impossible-dates", {**entry, earlier: "2024-08-09", later: "2024-08-08"})) == 1


def test_a_source_is_not_disclosed_before_it_was_made() -> None:
    memo = source("memo", created_on="2022-11-20", signed_on="2022-11-23", public_on="unknown")
    disclosed = {"key": "disclosed", "event": "source.disclosed", "source": "memo"}

    assert not found("impossible-dates", memo, {**disclosed, "public_on": "2022-11-23"})
    (finding,) = found("impossible-dates", memo, {**disclosed, "public_on": "2022-11-22"})
    assert finding.entries == ("disclosed", "memo")
    assert "disclosed on 2022-11-22, before it was signed on 2022-11-23" in finding_words(finding, "en")


def test_a_correction_can_make_an_act_end_before_it_starts() -> None:
    act = moratorium("besluit", **{"from": "2024-01-01"}, until="2024-07-01")

    assert not found("impossible-dates", act, corrected(act, until="2024-01-02"))
    (sentence,) = sentences("impossible-dates", act, corrected(act, until="2024-01-01"))
    assert "covers no day: it starts on 2024-01-01 and no longer binds from 2024-01-01 on" in sentence


@pytest.mark.parametrize(("public_on", "is_found"), [("2024-06-30", False), ("2024-07-01", True)])
def test_an_announcement_that_is_public_only_when_its_period_is_over_covers_no_day(
    public_on: str, is_found: bool
) -> None:
    letter = moratorium("letter", "announced", until="2024-07-01", public_on=public_on)
    advice = moratorium("advice", "advised", until="2024-07-01", public_on=public_on)

    assert [finding.entries for finding in found("impossible-dates", letter, advice)] == [("letter",)] * is_found


@pytest.mark.parametrize(("until", "is_found"), [("2024-06-30", True), ("2024-07-01", False), ("..", False)])
def test_an_extension_does_not_end_before_what_it_extends(until: str, is_found: bool) -> None:
    act = moratorium("besluit", **{"from": "2024-01-01"}, until="2024-07-01", signed_on="2024-01-01")
    longer = extension("verlenging", until=until, signed_on="2024-06-01")

    told = sentences("impossible-dates", act, longer)

    assert bool(told) is is_found
    assert all("what it extends: besluit, in force through 2024-06-30" in sentence for sentence in told)


def test_an_act_is_not_signed_before_every_source_it_is_known_from() -> None:
    memo, letter = source("memo", signed_on="2022-11-23"), source("letter", signed_on="2023-01-11")
    act = moratorium("act", "advised", signed_on="2022-11-23")

    assert not found("impossible-dates", memo, letter, {**act, "cites": [{"source": "memo"}, {"source": "letter"}]})
    (finding,) = found("impossible-dates", memo, letter, {**act, "cites": [{"source": "letter"}]})
    assert finding.entries == ("act", "letter")
    assert "signed on 2022-11-23, before every source" in finding_words(finding, "en")
    assert "letter on 2023-01-11" in finding_words(finding, "en")


def test_a_letter_may_report_what_was_decided_before_it_was_signed() -> None:
    letter = source("letter", signed_on="2023-01-11")
    act = moratorium("act", "announced", decided_on="2022-12-01", cites=[{"source": "letter"}])

    assert not found("impossible-dates", letter, act)


def test_a_source_does_not_know_a_ruling_before_it_is_pronounced() -> None:
    known = ruling("uitspraak", cites=[{"source": "memo"}])

    assert not found("impossible-dates", source("memo", signed_on="2022-10-28"), known)
    (finding,) = found("impossible-dates", source("memo", signed_on="2022-10-27"), known)
    assert finding.entries == ("uitspraak", "memo")


# -- quote-not-found --------------------------------------------------------------------------------------------------

TEXT = "Hierom heb ik besloten\n   om de provincies\u00a0Gao, Ménaka en Mopti te kwalificeren."
LETTER = source("letter", content={"sha256": "aa", "name": "letter.txt", "size": 80})


@pytest.mark.parametrize(
    ("quote", "is_found"),
    [
        ("heb ik besloten om de provincies Gao, Ménaka en Mopti", False),
        ("heb  ik\tbesloten", False),
        ("heb ik besloten om de regio's Gao", True),
        ("Heb ik besloten", True),
        ("", False),
    ],
)
def test_a_quote_is_searched_for_word_by_word_whatever_white_space_is_between(quote: str, is_found: bool) -> None:
    letter = source("other", cites=[{"source": "letter", "at": "p. 2", "quote": quote.replace("\t", " ")}])

    assert bool(found("quote-not-found", LETTER, letter, texts={"aa": TEXT})) is is_found


def test_a_missing_quote_says_how_far_the_text_goes_along() -> None:
    act = moratorium("act", cites=[{"source": "letter", "at": "p. 2", "quote": "heb ik besloten om de regio's Gao"}])

    (finding,) = found("quote-not-found", LETTER, act, texts={"aa": TEXT})

    assert (finding.entries, finding.country) == (("act", "letter"), "ML")
    assert finding_words(finding, "en") == (
        "act quotes source letter (p. 2), but the text of that source does not have these words: "
        '"heb ik besloten om de regio\'s Gao" (found as far as "besloten om de").'
    )


def test_only_what_is_text_and_at_hand_is_searched() -> None:
    quoting = moratorium("act", cites=[{"source": "letter", "quote": "nowhere"}])

    assert not found("quote-not-found", LETTER, quoting, texts={})
    assert not found("quote-not-found", source("letter"), quoting, texts={"aa": TEXT})
    assert found("quote-not-found", LETTER, quoting, texts={"aa": TEXT})


def test_a_quote_may_stand_in_any_text_of_its_source_and_in_either_unicode_form() -> None:
    attached = {"key": "more", "event": "source.content-attached", "source": "letter"}
    quoting = moratorium("act", cites=[{"source": "letter", "quote": "Ménaka en Kidal"}])
    later = {**attached, "content": {"sha256": "bb", "name": "annex.txt", "size": 9}}

    assert found("quote-not-found", LETTER, quoting, texts={"aa": TEXT, "bb": "Me\u0301naka en Kidal"})
    assert not found("quote-not-found", LETTER, quoting, later, texts={"aa": TEXT, "bb": "Me\u0301naka en Kidal"})


def test_the_quotes_of_a_correction_and_of_a_remark_are_checked_and_those_it_replaced_are_not() -> None:
    wrong, right = [{"source": "letter", "quote": "nowhere"}], [{"source": "letter", "quote": "heb ik besloten"}]
    act = moratorium("act", cites=wrong)
    remark = {"key": "note", "event": "entry.annotated", "entry": "act", "note": "see", "cites": wrong}

    assert not found("quote-not-found", LETTER, act, corrected(act, cites=right), texts={"aa": TEXT})
    (finding,) = found("quote-not-found", LETTER, moratorium("act"), remark, texts={"aa": TEXT})
    assert (finding.entries, finding.country) == (("note", "letter"), "ML")


# -- overlap ----------------------------------------------------------------------------------------------------------

FIRST = moratorium("first", **{"from": "2024-01-01"}, until="2024-07-01", signed_on="2024-01-01")


def second(start: str = "2024-06-01", key: str = "second", **fields: Any) -> Fields:
    return moratorium(key, **{"from": start, "signed_on": "2024-05-01", **fields})


@pytest.mark.parametrize(("start", "is_found"), [("2024-06-30", True), ("2024-07-01", False)])
def test_a_later_act_overlaps_when_it_starts_before_the_stated_end_of_the_earlier(start: str, is_found: bool) -> None:
    told = sentences("overlap", FIRST, second(start))

    assert bool(told) is is_found
    assert all(
        sentence == "The published act second on ML/decision-moratorium starts on 2024-06-30, while the published act "
        "first of the same element was to bind through 2024-06-30: they overlap from 2024-06-30 through 2024-06-30, "
        "1 day."
        for sentence in told
    )


def test_taking_the_place_of_an_open_ended_act_is_no_overlap() -> None:
    endless = {name: value for name, value in FIRST.items() if name != "until"}

    assert not found("overlap", endless, second())


def test_an_act_and_its_announcement_do_not_overlap_but_two_announcements_do() -> None:
    letter = {**FIRST, "standing": "announced"}

    assert not found("overlap", letter, second())
    assert found("overlap", letter, {**second(), "standing": "announced"})
    assert not found("overlap", {**FIRST, "standing": "advised"}, {**second(), "standing": "advised"})


def test_what_had_been_ended_before_does_not_overlap() -> None:
    ended = withdrawal("ended", signed_on="2024-04-01", **{"from": "2024-04-01"})
    quashed = ruling("uitspraak", pronounced_on="2024-04-01")

    assert not found("overlap", FIRST, ended, second())
    assert not found("overlap", FIRST, quashed, annulment("vernietiging", "uitspraak"), second())
    longer = extension("longer", signed_on="2024-04-02", until="2024-09-01")
    assert not found("overlap", FIRST, quashed, annulment("vernietiging", "uitspraak"), longer, second())
    assert found("overlap", FIRST, {**ended, "from": "2024-06-20"}, second())
    assert found("overlap", FIRST, {**ended, "standing": "announced"}, second())


def test_an_extended_act_overlaps_up_to_its_new_end() -> None:
    longer = extension("longer", signed_on="2024-04-01", until="2024-09-01")

    assert not found("overlap", FIRST, second("2024-08-01"))
    (sentence,) = sentences("overlap", FIRST, longer, second("2024-08-01"))
    assert "through 2024-08-31: they overlap from 2024-08-01 through 2024-08-31, 31 days" in sentence


def test_a_third_act_overlaps_only_what_the_second_left_of_the_first() -> None:
    third = second("2024-06-15", key="third", signed_on="2024-05-02")

    keys = [finding.entries for finding in found("overlap", FIRST, second(until="2024-06-10"), third)]

    assert keys == [("second", "first")]


@pytest.mark.parametrize(("until", "is_found"), [("2024-06-02/2024-07-01", True), ("2024-06-01/2024-07-01", False)])
def test_an_uncertain_end_overlaps_only_what_starts_before_all_its_days(until: str, is_found: bool) -> None:
    assert bool(found("overlap", {**FIRST, "until": until}, second("2024-06-01"))) is is_found


# -- gap --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "is_found"), [("2024-07-02", True), ("2024-07-01", False)])
def test_days_between_the_end_of_one_act_and_the_start_of_the_next_are_a_gap(start: str, is_found: bool) -> None:
    told = sentences("gap", FIRST, second(start))

    assert told == (
        [
            "No announced or published act covers ML/decision-moratorium from 2024-07-01 through 2024-07-01, 1 day: "
            "first had ended and second did not yet bind."
        ]
        if is_found
        else []
    )


def test_an_act_after_which_nothing_follows_leaves_no_gap() -> None:
    assert not found("gap", FIRST)
    assert not found("gap", second("2024-07-02"))
    assert not found("gap", FIRST, {**second("2024-07-02"), "element": "another-moratorium"})


def test_what_was_withdrawn_or_annulled_leaves_no_gap() -> None:
    ended = withdrawal("ended", signed_on="2024-04-01", **{"from": "2024-04-01"})
    quashed = ruling("uitspraak", pronounced_on="2024-04-01")
    partly = annulment("vernietiging", "uitspraak", "2024-04-01")

    assert not found("gap", FIRST, ended, second("2024-08-01"))
    assert not found("gap", FIRST, {**ended, "from": "2024-07-01"}, second("2024-08-01"))
    assert not found("gap", FIRST, quashed, partly, second("2024-08-01"))
    assert not found("gap", FIRST, quashed, annulment("vernietiging", "uitspraak"), second("2024-08-01"))


def test_an_extension_closes_a_gap_or_bears_it() -> None:
    follows = second("2024-08-01", signed_on="2024-07-15")
    longer = extension("longer", signed_on="2024-06-01", until="2024-08-01")

    assert not found("gap", FIRST, longer, follows)
    (finding,) = found("gap", FIRST, {**longer, "until": "2024-07-20"}, follows)
    assert finding.entries == ("second", "longer")
    assert "from 2024-07-20 through 2024-07-31, 12 days" in finding_words(finding, "en")


def test_an_announcement_fills_a_gap_in_practice_and_leaves_the_formal_one() -> None:
    letter = {**second("2024-07-01", key="letter", signed_on="2024-06-01"), "standing": "announced"}
    follows = second("2024-08-01", signed_on="2024-07-15")

    (sentence,) = sentences("gap", FIRST, letter, follows)

    assert sentence.startswith("No published act covers ML/decision-moratorium from 2024-07-01 through 2024-07-31")


def test_an_uncertain_end_gives_a_gap_of_at_least_the_days_that_are_sure() -> None:
    (sentence,) = sentences("gap", {**FIRST, "until": "2024-07-01/2024-07-11"}, second("2024-07-21"))

    assert "from 2024-07-11 through 2024-07-20, at least 10 days" in sentence
    assert not found("gap", {**FIRST, "until": "2024-07-01/2024-07-21"}, second("2024-07-21"))


# -- contradictory-holdings -------------------------------------------------------------------------------------------

INSUFFICIENT = {"element": "article-15c", "outcome": "insufficiently-reasoned"}
UPHELD_KAYES = {"element": "article-15c", "areas": ["ML-1"], "outcome": "upheld"}


def test_one_ruling_recorded_both_ways_as_in_the_mali_memo_is_found() -> None:
    (finding,) = found("contradictory-holdings", ruling("nl22.19789", INSUFFICIENT, UPHELD_KAYES))

    assert (finding.entries, finding.country) == (("nl22.19789",), "ML")
    assert finding_words(finding, "en") == (
        "One ruling, nl22.19789, is recorded with opposite outcomes on ML/article-15c: insufficiently-reasoned "
        "(the whole country), upheld (ML-1)."
    )


def test_two_rulings_with_opposite_outcomes_are_found_with_court_and_day() -> None:
    (finding,) = found(
        "contradictory-holdings", ruling("first", UPHELD_KAYES), ruling("second", {**INSUFFICIENT, "areas": ["ML-1"]})
    )

    assert finding.entries == ("first", "second")
    assert "first (Rechtbank Den Haag, 2022-10-28) has upheld (ML-1), second" in finding_words(finding, "en")


@pytest.mark.parametrize(
    "other",
    [
        {"areas": ["ML-7"]},
        {"areas": [{"name": "Nioro", "within": "ML-7", "part": True}]},
        {"element": "internal-protection-alternative"},
        {"country": "PS"},
        {"outcome": "upheld"},
        {"outcome": "legal-effects-maintained"},
        {"outcome": "reference-made"},
        {"element": "", "kind": "group-persecution"},
        {"element": ""},
    ],
)
def test_holdings_on_another_subject_or_ground_or_of_no_opposite_outcome_do_not_contradict(other: Fields) -> None:
    holding = {name: value for name, value in {**INSUFFICIENT, **other}.items() if value != ""}

    assert not found("contradictory-holdings", ruling("both", UPHELD_KAYES, holding))


@pytest.mark.parametrize(
    "same",
    [
        {"areas": ["ML-1", "ML-7"]},
        {"areas": [{"name": "Nioro", "within": "ML-1", "part": True}]},
        {"element": "", "kind": "article-15c"},
        {"outcome": "annulled"},
    ],
)
def test_holdings_on_a_part_of_the_ground_or_on_the_kind_of_the_element_contradict(same: Fields) -> None:
    holding = {name: value for name, value in {**INSUFFICIENT, **same}.items() if value != ""}

    assert len(found("contradictory-holdings", ruling("both", UPHELD_KAYES, holding))) == 1


def test_two_elements_of_one_kind_are_two_subjects() -> None:
    holdings = ({"element": "stay-of-decisions", "outcome": "upheld"}, {"kind": "decision-moratorium", **ANNULLED})
    act = moratorium("act", element="stay-of-decisions")

    assert found("contradictory-holdings", act, ruling("both", *holdings))
    assert not found(
        "contradictory-holdings", act, ruling("both", holdings[0], {"element": "decision-moratorium", **ANNULLED})
    )


ANNULLED = {"outcome": "annulled"}


def test_an_annulment_on_the_strength_of_a_ruling_that_upheld_is_found() -> None:
    upheld = {"element": "decision-moratorium", "outcome": "upheld"}
    annulled = annulment("annulled", "uitspraak")

    (finding,) = found("contradictory-holdings", FIRST, ruling("uitspraak", upheld), annulled)

    assert finding.entries == ("uitspraak", "annulled")
    assert "annulled (the whole country, by annulled), upheld (the whole country)" in finding_words(finding, "en")


def test_an_annulment_that_its_ruling_holds_is_not_counted_twice() -> None:
    held = {"element": "decision-moratorium", "outcome": "annulled"}
    ours, annulled = ruling("uitspraak", held), annulment("annulled", "uitspraak")

    assert not found("contradictory-holdings", FIRST, ours, annulled)
    (finding,) = found(
        "contradictory-holdings", FIRST, ours, annulled, ruling("another", {**held, "outcome": "upheld"})
    )
    assert finding.entries == ("uitspraak", "another")


# -- absence-contradicted ---------------------------------------------------------------------------------------------


def absence(on: str) -> Fields:
    return {"key": "absence", "event": "policy.absence-stated", "country": "ML", "on": on}


@pytest.mark.parametrize(
    ("on", "is_found"),
    [
        ("2023-12-31", False),
        ("2024-01-01", True),
        ("2024-06-30", True),
        ("2024-07-01", False),
        ("2024-01-01/2024-06-30", True),
        ("2023-12-31/2024-06-30", False),
        ("2024-01-01/2024-07-01", False),
        ("unknown", False),
        ("2024-01-01/..", False),
        ("../2024-06-30", False),
    ],
)
def test_a_statement_of_absence_is_contradicted_on_the_days_that_an_element_binds(on: str, is_found: bool) -> None:
    told = [(finding.entries, finding.country) for finding in found("absence-contradicted", FIRST, absence(on))]

    assert told == [(("absence", "first"), "ML")] * is_found


def test_advice_another_country_or_an_annulled_act_contradicts_no_statement_of_absence() -> None:
    day = absence("2024-02-01")
    quashed = (ruling("uitspraak", pronounced_on="2024-04-01"), annulment("vernietiging", "uitspraak"))

    assert not found("absence-contradicted", {**FIRST, "standing": "advised"}, day)
    assert not found("absence-contradicted", {**FIRST, "country": "PS"}, day)
    assert not found("absence-contradicted", FIRST, *quashed, day)
    assert found("absence-contradicted", {**FIRST, "standing": "announced"}, day)


# -- presumption-differs ----------------------------------------------------------------------------------------------


def presuming(key: str, standing: str, strength: str) -> Fields:
    signed = {"advised": "2022-11-23", "announced": "2023-01-11", "published": "2023-02-01"}[standing]
    return moratorium(key, standing, signed_on=signed, presumption={"strength": strength, "phrase": f"{strength} ..."})


def test_an_act_that_presumes_otherwise_than_the_advice_it_carries_out_is_found() -> None:
    (finding,) = found(
        "presumption-differs",
        presuming("memo", "advised", "in beginsel"),
        presuming("letter", "announced", "in de regel"),
    )

    assert finding.entries == ("letter", "memo")
    assert 'presumes "in de regel ..." (in de regel), where the advised act memo had "in beginsel ..."' in (
        finding_words(finding, "en")
    )


def test_the_same_strength_and_a_change_between_acts_of_one_standing_are_not_found() -> None:
    memo = presuming("memo", "advised", "in beginsel")

    assert not found("presumption-differs", memo, presuming("letter", "announced", "in beginsel"))
    assert not found("presumption-differs", memo, presuming("memo-2", "advised", "in de regel"))
    assert not found("presumption-differs", memo, moratorium("letter", "announced", signed_on="2023-01-11"))


# -- all of them ------------------------------------------------------------------------------------------------------


def test_findings_come_by_the_position_of_their_first_entry_then_by_code() -> None:
    back = {"from": "2023-12-19", "signed_on": "2024-02-01", "public_on": "2024-01-10"}

    told = [
        (finding.entries[0], finding.code) for finding in findings(moratorium("b", **back), moratorium("a", **back))
    ]

    assert told == [("b", "impossible-dates"), ("b", "retroactive"), ("a", "impossible-dates"), ("a", "retroactive")]


def test_a_finding_is_the_same_whatever_the_hash_seed() -> None:
    program = (
        "from tests.unit.test_audit import *\n"
        "acts = [moratorium(f'act-{n}', 'announced', public_on='2023-01-11', element=f'e-{n}') for n in range(9)]\n"
        "print(findings(*acts, ruling('r', INSUFFICIENT, UPHELD_KAYES, ecli='x')))\n"
    )

    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(answers) == 1
    assert answers.pop().count(b"Finding(") == 11


def test_what_is_struck_out_is_not_audited() -> None:
    act = moratorium("besluit", **{"from": "2023-12-19"}, public_on="2024-01-10")

    assert findings(act)
    assert findings(act, struck_out("besluit")) == ()


def test_a_corrected_act_is_audited_as_it_was_corrected() -> None:
    act = moratorium("besluit", **{"from": "2023-12-19"}, public_on="2024-01-10")

    assert findings(act, corrected(act, **{"from": "2024-01-10"})) == ()


def test_the_audit_of_a_country_reaches_what_that_country_rests_on_and_nothing_else() -> None:
    entries = (
        source("cited", identifiers={"stcrt": "nonsense"}),
        source("elsewhere", identifiers={"stcrt": "nonsense"}),
        moratorium("mali", "announced", public_on="2023-01-11", cites=[{"source": "cited"}]),
        moratorium("palestine", "announced", public_on="2023-01-11", country="PS", cites=[{"source": "elsewhere"}]),
        ruling(
            "both", INSUFFICIENT, UPHELD_KAYES, {**INSUFFICIENT, "country": "PS"}, {**UPHELD_KAYES, "country": "PS"}
        ),
        ruling("other", {**INSUFFICIENT, "country": "PS"}, case_numbers=["nonsense"]),
        {"key": "note", "event": "entry.annotated", "entry": "mali", "note": "see", "cites": [{"source": "noted"}]},
        source("noted", identifiers={"stcrt": "nonsense"}),
    )

    everything = {(finding.code, finding.entries[0], finding.country) for finding in findings(*entries)}
    mali = [(finding.code, finding.entries[0], finding.country) for finding in findings(*entries, country="ML")]

    assert mali == [
        ("identifier", "cited", ""),
        ("unpublished", "mali", "ML"),
        ("contradictory-holdings", "both", "ML"),
        ("identifier", "noted", ""),
    ]
    assert set(mali) < everything
    assert {finding.entries[0] for finding in findings(*entries)} >= {"elsewhere", "palestine", "other"}


def test_a_finding_is_plain_json() -> None:
    (finding,) = findings(ruling("both", INSUFFICIENT, UPHELD_KAYES))

    written = json.loads(json.dumps(asdict(finding)))

    assert written["entries"] == ["both"]
    assert written["code"] == "contradictory-holdings"


def test_an_empty_ledger_has_no_findings() -> None:
    assert findings() == ()
