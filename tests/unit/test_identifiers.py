"""Every form of identifier by its real examples and their near misses, and what makes one doubtful where it stands."""

from datetime import date

import pytest

from cli.words.identifiers import oddity_words
from domain.errors import Malformed
from domain.identifiers import (
    NO_CONTEXT,
    Days,
    IdentifierContext,
    IdentifierScheme,
    Kamerstuk,
    case_number_scheme,
    classify,
    identifier_findings,
    identifies_alone,
    is_well_formed,
    normalise,
    scheme_named,
)

REAL = [
    ("ecli", "ECLI:NL:RBDHA:2022:11478"),
    ("ecli", "ECLI:NL:RVS:2024:2927"),
    ("ecli", "ECLI:NL:RBSGR:2003:AO0419"),
    ("ecli", "ECLI:NL:RBDHA:2013:BZ9598"),
    ("ecli", "ECLI:EU:C:2023:843"),
    ("ecli", "ECLI:CE:ECHR:2014:1125DEC001014013"),
    ("ecli", "ECLI:NL:RBDHA:2021:10275"),
    ("ecli", "ECLI:NL:RBDHA:2024:13381"),
    ("zaaknummer", "NL22.5703"),
    ("zaaknummer", "NL22.19789"),
    ("zaaknummer", "NL16.6"),
    ("zaaknummer", "NL20.16879"),
    ("zaaknummer", "AWB 15/65"),
    ("zaaknummer", "AWB - 14 _ 10911"),
    ("zaaknummer", "202400561/1/V2"),
    ("zaaknummer", "201604484/3/V2"),
    ("eu-case", "C-125/22"),
    ("eu-case", "C\u2011125/22"),
    ("eu-case", "C-465/07"),
    ("echr-application", "10140/13"),
    ("kamerstuk", "19 637, nr. 2644"),
    ("kamerstuk", "36 703, nr. G"),
    ("kamerstuk", "36 410-XVII, nr. 3"),
    ("kamerstuk", "kst-19637-3211"),
    ("kamerstuk", "kst-30573-J"),
    ("kamerstuk", "kst-34086-B-n1"),
    ("kamerstuk", "kst-35570-V-9"),
    ("tk-document", "2024D08171"),
    ("tk-zaak", "2024Z03449"),
    ("parliamentary-file", "ah-tk-20212022-1754"),
    ("parliamentary-file", "kv-tk-2022Z01616"),
    ("parliamentary-file", "h-tk-20202021-77-7"),
    ("stb", "stb-2019-143"),
    ("stcrt", "stcrt-2023-3235"),
    ("stcrt", "stcrt-2018-44493"),
    ("stcrt", "Stcrt. 2024, nr. 149"),
    ("stcrt", "Stcrt. 2024, 149"),
    ("stcrt", "Stcrt.2014-8529"),
    ("wbv", "WBV 2023/3"),
    ("wbv", "WBV 2018/7"),
    ("wbv", "2008/26"),
    ("bwb", "BWBR0012288"),
    ("toestand", "http://wetten.overheid.nl/id/BWBR0012288/2026-04-04/0"),
    ("jci", "jci1.3:c:BWBR0011823&hoofdstuk=3&afdeling=4&paragraaf=4&artikel=43&z=2005-02-15&g=2005-02-15"),
    ("jci", "jci1.3:c:BWBR0012288&z=2026-04-04&g=2026-04-04"),
    ("celex", "32011L0095"),
    ("celex", "32024R1347"),
    ("celex", "52016PC0466"),
    ("eli", "http://data.europa.eu/eli/reg/2024/1347/oj"),
    ("wi", "WI 2019/4"),
    ("wi", "WI 2018/10"),
    ("ib", "IB 2018/45"),
    ("un-document", "S/2022/595"),
    ("un-document", "S/2022/521"),
    ("amnesty-index", "AFR 01/1352/2020"),
]
KENMERKEN = ["4333540", "5213923", "INDUIT09-2564 GC KAO"]
NEAR_MISSES = [
    ("ecli", "ECLI:NL:RBDHA:2022"),
    ("ecli", "ECLI:NL:RBDHA:22:11478"),
    ("ecli", "ECLI:NLD:RBDHA:2022:11478"),
    ("ecli", "ECLI:NL:RBDENHAAG:2022:11478"),
    ("ecli", "ECLI:NL:RVS:2024:2927."),
    ("ecli", "ECLI:NL:RBSGR:2003:AOO419"),
    ("ecli", "ECLI:NL:RBDHA:2022:11478:1"),
    ("ecli", "ECLI:NL:RBDHA:２０２２:11478"),
    ("ecli", "ECLI:CE:ECHR:2014:1325DEC001014013"),
    ("ecli", "ECLI:CE:ECHR:2014:0229DEC001014013"),
    ("ecli", "ECLI:CE:ECHR:2014:843"),
    ("zaaknummer", "NL22-5703"),
    ("zaaknummer", "NL2022.5703"),
    ("zaaknummer", "NL22.570312"),
    ("zaaknummer", "ABW 15/65"),
    ("zaaknummer", "202400561"),
    ("zaaknummer", "202400561/V2"),
    ("eu-case", "C-125/2022"),
    ("eu-case", "D-125/22"),
    ("echr-application", "10140/2013"),
    ("kamerstuk", "KST196373211"),
    ("kamerstuk", "19 637"),
    ("kamerstuk", "1 9637, nr. 2644"),
    ("kamerstuk", "19 63, nr. 2644"),
    ("kamerstuk", "kst-1963-3211"),
    ("kamerstuk", "kst-19637-3211-2"),
    ("tk-document", "2024Z08171"),
    ("tk-document", "2024D8171"),
    ("tk-zaak", "2024D03449"),
    ("parliamentary-file", "ah-ek-20212022-1754"),
    ("stb", "stb-19-143"),
    ("stcrt", "stcrt-2023"),
    ("stcrt", "Stc. 2024, nr. 149"),
    ("wbv", "WBV 2023-3"),
    ("wbv", "WBV 23/3"),
    ("wbv", "WBV 2023/1234"),
    ("bwb", "BWBR001228"),
    ("bwb", "BWBX0012288"),
    ("toestand", "http://wetten.overheid.nl/id/BWBR0012288/2026-02-30/0"),
    ("toestand", "http://wetten.overheid.nl/BWBR0012288/2026-04-04/0"),
    ("jci", "jci1.2:c:BWBR0012288&z=2026-04-04&g=2026-04-04"),
    ("jci", "jci1.3:c:BWBR0012288&z=2026-04-31&g=2026-04-04"),
    ("jci", "jci1.3:c:BWBR0012288&z=2026-W14-6"),
    ("jci", "jci1.3:c:BWBR0012288&z=2026-04-04&z=2026-04-05"),
    ("celex", "2011L0095"),
    ("celex", "32011L95"),
    ("eli", "http://data.europa.eu/eli/2024/1347/oj"),
    ("wi", "IB 2019/4"),
    ("wi", "2019/4"),
    ("ib", "IB 18/45"),
    ("un-document", "S/595"),
    ("amnesty-index", "AFR 01/1352"),
    ("kenmerk", "  "),
]


def on(day: str) -> Days:
    return date.fromisoformat(day), date.fromisoformat(day)


def between(first: str, last: str) -> Days:
    return date.fromisoformat(first), date.fromisoformat(last)


def ruled(day: str, public_on: Days | None = None) -> IdentifierContext:
    return IdentifierContext(pronounced_on=on(day), public_on=public_on)


def signed(day: str) -> IdentifierContext:
    return IdentifierContext(signed_on=on(day))


def public(day: str) -> IdentifierContext:
    return IdentifierContext(public_on=on(day))


def odd_sentences(scheme: str, text: str, context: IdentifierContext = NO_CONTEXT) -> list[str]:
    return [oddity_words(each, "en") for each in identifier_findings(scheme, text, context)]


# --- Form ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "text"), REAL)
def test_a_real_identifier_is_well_formed_and_found_nothing_odd_by_itself(scheme: str, text: str) -> None:
    assert is_well_formed(scheme, text)
    assert odd_sentences(scheme, text) == []


@pytest.mark.parametrize(("scheme", "text"), NEAR_MISSES)
def test_a_near_miss_is_kept_as_it_is_and_called_malformed_in_one_sentence(scheme: str, text: str) -> None:
    findings = odd_sentences(scheme, text)

    assert not is_well_formed(scheme, text)
    assert normalise(scheme, text) == text
    assert len(findings) == 1
    assert findings[0].startswith(f'"{text}" ')
    assert findings[0].endswith(".")


@pytest.mark.parametrize(("scheme", "text"), REAL)
def test_the_scheme_of_a_bare_text_is_recognised(scheme: str, text: str) -> None:
    assert classify(text) == scheme


@pytest.mark.parametrize("text", [*KENMERKEN, "KST196373211", "2018/7", "2018/26", "", "Vreemdelingencirculaire"])
def test_a_text_that_could_be_anything_is_of_no_scheme(text: str) -> None:
    assert classify(text) is None


@pytest.mark.parametrize("text", KENMERKEN)
def test_a_kenmerk_has_any_form_and_is_never_a_key_on_its_own(text: str) -> None:
    assert is_well_formed("kenmerk", text)
    assert odd_sentences("kenmerk", text) == []
    assert not identifies_alone("kenmerk")
    assert identifies_alone("ecli")


def test_a_scheme_without_rules_is_kept_verbatim() -> None:
    assert scheme_named("v-nummer") is None
    assert scheme_named("ECLI") is None
    assert is_well_formed("v-nummer", " 123 ")
    assert normalise("v-nummer", " 123 ") == " 123 "
    assert odd_sentences("v-nummer", " 123 ", ruled("2022-10-28")) == []
    assert not identifies_alone("v-nummer")


@pytest.mark.parametrize(
    ("scheme", "spellings", "one"),
    [
        ("ecli", ["ecli:nl:rbdha:2022:11478", " ECLI:NL:RBDHA:2022:11478\n"], "ECLI:NL:RBDHA:2022:11478"),
        ("zaaknummer", ["NL 22.5703", "nl22.5703"], "NL22.5703"),
        ("zaaknummer", ["AWB - 14 _ 10911", "AWB 14/10911", "awb-14-10911"], "AWB 14/10911"),
        ("zaaknummer", ["202400561/1/v2"], "202400561/1/V2"),
        ("eu-case", ["C\u2011125/22", "c-125/22", "C\u2013125/22"], "C-125/22"),
        ("eu-case", ["C-125/22PPU", "C\u2011125/22\u00a0PPU"], "C-125/22 PPU"),
        ("stcrt", ["Stcrt. 2024, nr. 149", "Stcrt. 2024, 149", "Stcrt.2024-149", "STCRT-2024-149"], "stcrt-2024-149"),
        ("stb", ["Stb. 2019, 143", "stb-2019-143"], "stb-2019-143"),
        ("wbv", ["2008/26", "WBV 2008/26", "WBV 2008/026", "wbv2008/26"], "WBV 2008/26"),
        ("kamerstuk", ["19637, nr. 3211", "Kamerstukken II 2023/24, 19 637, nr. 3211"], "kst-19637-3211"),
        ("toestand", ["https://wetten.overheid.nl/id/BWBR0012288/2026-04-04/0"],
         "http://wetten.overheid.nl/id/BWBR0012288/2026-04-04/0"),
        ("eli", ["https://data.europa.eu/eli/reg/2024/1347/oj"], "http://data.europa.eu/eli/reg/2024/1347/oj"),
        ("celex", ["CELEX:32011L0095", "32011l0095"], "32011L0095"),
        ("wi", ["WI2019/4", "wi 2019/04"], "WI 2019/4"),
        ("parliamentary-file", ["KV-TK-2022z01616"], "kv-tk-2022Z01616"),
    ],
)  # fmt: skip
def test_spellings_of_one_identifier_are_equal_once_normalised(scheme: str, spellings: list[str], one: str) -> None:
    assert {normalise(scheme, spelling) for spelling in spellings} == {one}


@pytest.mark.parametrize(
    ("print_form", "file_form"),
    [
        ("19 637, nr. 3211", "kst-19637-3211"),
        ("36 703, nr. G", "kst-36703-G"),
        ("35 570-V, nr. 9", "kst-35570-V-9"),
    ],
)
def test_a_kamerstuk_is_the_same_in_print_and_as_a_file(print_form: str, file_form: str) -> None:
    printed, filed = Kamerstuk.parse(print_form), Kamerstuk.parse(file_form)

    assert printed == filed
    assert printed.file_form() == file_form
    assert filed.text_form() == print_form
    assert normalise("kamerstuk", print_form) == normalise("kamerstuk", file_form) == file_form


def test_the_version_of_a_kamerstuk_file_keeps_it_apart() -> None:
    reprint = Kamerstuk.parse("kst-34086-B-n1")

    assert (reprint.dossier, reprint.number, reprint.version) == ("34086", "B", "n1")
    assert normalise("kamerstuk", "kst-34086-B-n1") != normalise("kamerstuk", "kst-34086-B")


def test_numbers_that_run_together_are_refused_because_they_read_in_more_than_one_way() -> None:
    with pytest.raises(Malformed, match=r"KST196373211.*more than one way; write .*kst-19637-3211"):
        Kamerstuk.parse("KST196373211")


def test_two_case_numbers_in_one_are_asked_to_be_given_apart() -> None:
    assert odd_sentences("zaaknummer", "NL20.16879 en NL20.16880") == [
        '"NL20.16879 en NL20.16880" is 2 identifiers in one; give each by itself.'
    ]


def test_a_hostile_text_is_shown_short_and_visible() -> None:
    (finding,) = odd_sentences("ecli", "ECLI:\x1b[2J\u202e" + "A" * 500)

    assert finding.isprintable()
    assert len(finding) < 200


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("NL22.5703", "zaaknummer"),
        ("202400561/1/V2", "zaaknummer"),
        ("C\u2011125/22", "eu-case"),
        ("10140/13", "echr-application"),
        ("something else", "zaaknummer"),
    ],
)
def test_the_case_number_of_a_ruling_is_of_the_court_that_writes_so(text: str, scheme: str) -> None:
    assert case_number_scheme(text) == scheme


def test_the_table_of_the_module_names_every_scheme() -> None:
    import domain.identifiers

    table = domain.identifiers.__doc__ or ""

    assert [scheme for scheme in IdentifierScheme if f"`{scheme}`" not in table] == []


# --- ECLI against days and courts ------------------------------------------------------------------------------------


def test_the_ecli_that_the_mali_memo_gives_for_the_ruling_of_october_is_too_early() -> None:
    context = IdentifierContext(pronounced_on=on("2022-10-28"), court="Rb Den Haag")

    findings = odd_sentences("ecli", "ECLI:NL:RBDHA:2022:4828", context)

    assert findings == [
        "ECLI:NL:RBDHA:2022:4828 is too early for a ruling pronounced on 2022-10-28: judging by 1329 (2022-02-22) "
        "and 11478 (2022-11-04), RBDHA gave out 4828 around 2022-05-20."
    ]


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("ECLI:NL:RBDHA:2022:4828", ruled("2022-05-16")),
        ("ECLI:NL:RBDHA:2022:1329", ruled("2022-02-22")),
        ("ECLI:NL:RBDHA:2022:11478", ruled("2022-10-20", public_on=on("2022-11-04"))),
        ("ECLI:NL:RBDHA:2021:10275", ruled("2021-06-02", public_on=on("2021-09-20"))),
        ("ECLI:NL:RBDHA:2024:13381", ruled("2024-07-15", public_on=on("2024-08-22"))),
        ("ECLI:NL:RBDHA:2022:11600", ruled("2022-10-28")),
        ("ECLI:NL:RBDHA:2022:13999", ruled("2022-01-03")),
        ("ECLI:NL:RBDHA:2023:20195", ruled("2023-12-20")),
    ],
)
def test_a_serial_that_is_late_for_its_ruling_is_nothing_odd(text: str, context: IdentifierContext) -> None:
    assert odd_sentences("ecli", text, context) == []


def test_the_margin_of_a_serial_is_eight_weeks_and_ends_where_a_higher_serial_was_published() -> None:
    def odd(serial: int, day: str) -> bool:
        return bool(odd_sentences("ecli", f"ECLI:NL:RBDHA:2022:{serial}", ruled(day)))

    assert not odd(4828, "2022-07-15")  # 20 May and eight weeks
    assert odd(4828, "2022-07-16")
    assert not odd(11_478, "2022-11-04")
    assert odd(11_478, "2022-11-05")
    assert not odd(11_479, "2022-12-31")


def test_a_serial_counts_against_an_uncertain_ruling_only_when_no_day_fits() -> None:
    text = "ECLI:NL:RBDHA:2022:4828"

    assert odd_sentences("ecli", text, IdentifierContext(pronounced_on=between("2022-01-01", "2022-12-31"))) == []
    assert odd_sentences("ecli", text, IdentifierContext(pronounced_on=(None, date(2022, 10, 28)))) == []
    assert odd_sentences("ecli", text, IdentifierContext(pronounced_on=between("2022-10-01", "2022-10-31"))) != []
    assert odd_sentences("ecli", text, IdentifierContext(pronounced_on=(None, None))) == []


def test_a_serial_is_not_given_out_long_after_the_ruling_was_public() -> None:
    (finding,) = odd_sentences("ecli", "ECLI:NL:RBDHA:2022:12478", public("2022-03-04"))

    assert "too high for a ruling public on 2022-03-04" in finding
    assert "after 2022-11-04" in finding
    assert odd_sentences("ecli", "ECLI:NL:RBDHA:2022:12478", public("2022-12-01")) == []


def test_a_serial_of_a_court_or_year_without_known_days_is_nothing_odd() -> None:
    assert odd_sentences("ecli", "ECLI:NL:RVS:2022:1", ruled("2022-12-30")) == []
    assert odd_sentences("ecli", "ECLI:NL:RBDHA:2019:1", ruled("2019-12-30")) == []


@pytest.mark.parametrize("day", ["2021-12-31", "2023-01-01"])
def test_the_year_of_an_ecli_is_that_of_the_ruling(day: str) -> None:
    assert odd_sentences("ecli", "ECLI:NL:RVS:2022:100", ruled("2022-12-31")) == []
    assert odd_sentences("ecli", "ECLI:NL:RVS:2022:100", ruled(day)) == [
        f"ECLI:NL:RVS:2022:100 has the year 2022, but the ruling was pronounced on {day}."
    ]


def test_an_ecli_is_not_of_a_year_after_the_ruling_was_public_but_publication_may_be_later() -> None:
    assert odd_sentences("ecli", "ECLI:EU:C:2023:843", public("2024-01-15")) == []
    assert odd_sentences("ecli", "ECLI:EU:C:2023:843", public("2022-12-31")) == [
        "ECLI:EU:C:2023:843 has the year 2023, but the ruling was public on 2022-12-31."
    ]


def test_the_day_that_a_ruling_was_signed_stands_in_for_the_day_it_was_pronounced() -> None:
    assert len(odd_sentences("ecli", "ECLI:NL:RBDHA:2022:4828", signed("2022-10-28"))) == 1


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("ECLI:NL:RBSGR:2012:BX0001", False),
        ("ECLI:NL:RBSGR:2013:BX0001", True),
        ("ECLI:NL:RBDHA:2013:1", False),
        ("ECLI:NL:RBDHA:2012:1", True),
    ],
)
def test_the_hague_court_is_rbsgr_up_to_2012_and_rbdha_from_2013_on(text: str, odd: bool) -> None:
    assert any("court code" in finding for finding in odd_sentences("ecli", text)) == odd


def test_an_ljn_ends_an_ecli_until_mid_2013_only() -> None:
    def odd(text: str, context: IdentifierContext) -> bool:
        return any("LJN" in finding for finding in odd_sentences("ecli", text, context))

    assert not odd("ECLI:NL:RBDHA:2013:BZ9598", ruled("2013-04-25"))
    assert odd("ECLI:NL:RBDHA:2013:BZ9598", ruled("2013-12-01"))
    assert odd("ECLI:NL:RBDHA:2014:BZ9598", IdentifierContext())
    assert odd("ECLI:NL:RVS:2012:123", public("2012-12-01"))
    assert not odd("ECLI:NL:RVS:2012:123", public("2015-12-01"))


def test_an_ecli_of_strasbourg_carries_the_day_of_its_ruling() -> None:
    text = "ECLI:CE:ECHR:2014:1125DEC001014013"

    assert odd_sentences("ecli", text, ruled("2014-11-25")) == []
    assert odd_sentences("ecli", text, ruled("2014-11-26")) == [
        f"{text} is of 2014-11-25 by its last field, but the ruling was pronounced on 2014-11-26."
    ]
    assert odd_sentences("ecli", "ECLI:CE:ECHR:2014:1125DEC001014015") == [
        "ECLI:CE:ECHR:2014:1125DEC001014015 has the application number 10140/15, of 2015: after the year of the ruling."
    ]


@pytest.mark.parametrize(
    ("scheme", "text", "court", "odd"),
    [
        ("ecli", "ECLI:NL:RBDHA:2022:1329", "Rb Den Bosch", False),
        ("ecli", "ECLI:NL:RBDHA:2022:1329", "Rechtbank Den Haag, zittingsplaats 's-Hertogenbosch", False),
        ("ecli", "ECLI:NL:RBDHA:2022:1329", "Gerechtshof Den Haag", False),
        ("ecli", "ECLI:NL:RBDHA:2022:1329", "ABRvS", True),
        ("ecli", "ECLI:NL:RVS:2024:2927", "Afdeling bestuursrechtspraak van de Raad van State", False),
        ("ecli", "ECLI:NL:RVS:2024:2927", "RBDHA", True),
        ("ecli", "ECLI:EU:C:2023:843", "HvJ EU", False),
        ("ecli", "ECLI:EU:C:2023:843", "EHRM", True),
        ("ecli", "ECLI:CE:ECHR:2014:1125DEC001014013", "European Court of Human Rights", False),
        ("zaaknummer", "NL22.5703", "Rb Den Haag", False),
        ("zaaknummer", "NL22.5703", "RvS", True),
        ("zaaknummer", "202400561/1/V2", "ABRvS", False),
        ("zaaknummer", "202400561/1/V2", "Rechtbank Den Haag", True),
        ("zaaknummer", "AWB 15/65", "ABRvS", False),
        ("eu-case", "C-125/22", "Rb Den Bosch", True),
    ],
)
def test_a_number_of_another_court_is_odd(scheme: str, text: str, court: str, odd: bool) -> None:
    findings = odd_sentences(scheme, text, IdentifierContext(court=court))

    assert [court in finding for finding in findings] == ([True] if odd else [])


# --- Other numbers against days --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "text", "fits", "odd"),
    [
        ("zaaknummer", "NL22.19789", "2022-10-28", "2021-10-28"),
        ("zaaknummer", "AWB 15/65", "2015-12-31", "2014-12-31"),
        ("zaaknummer", "202400561/1/V2", "2024-04-24", "2023-04-24"),
        ("eu-case", "C-125/22", "2023-11-09", "2021-11-09"),
        ("eu-case", "C-1/99", "2001-11-09", "1998-11-09"),
        ("echr-application", "10140/13", "2014-11-25", "2012-11-25"),
        ("celex", "62022CJ0001", "2023-11-09", "2021-11-09"),
    ],
)
def test_a_case_is_not_registered_in_a_year_after_its_ruling(scheme: str, text: str, fits: str, odd: str) -> None:
    (finding,) = odd_sentences(scheme, text, ruled(odd))

    assert f"pronounced on {odd}" in finding
    assert odd_sentences(scheme, text, ruled(fits)) == []
    assert len(odd_sentences(scheme, text, public(odd))) == 1


def test_legislation_is_not_public_before_the_year_of_its_number() -> None:
    for scheme, text in (("celex", "32024R1347"), ("eli", "http://data.europa.eu/eli/reg/2024/1347/oj")):
        assert odd_sentences(scheme, text, public("2024-05-22")) == []
        assert len(odd_sentences(scheme, text, public("2023-12-31"))) == 1


@pytest.mark.parametrize(("number", "odd"), [(3018, True), (3052, True), (3053, False), (3073, False), (3074, True)])
def test_the_mali_letter_lies_between_3053_and_3073_if_it_is_in_19_637(number: int, odd: bool) -> None:
    findings = odd_sentences("kamerstuk", f"19 637, nr. {number}", signed("2023-01-11"))

    assert bool(findings) == odd


def test_a_kamerstuk_out_of_order_is_shown_with_the_number_it_contradicts() -> None:
    assert odd_sentences("kamerstuk", "kst-19637-3080", signed("2023-01-11")) == [
        "Kamerstuk 19 637, nr. 3080 is out of order for a letter signed on 2023-01-11: "
        "nr. 3080 is of 2023-03-23, and numbers in this dossier rise."
    ]


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (1401, "2011-02-23"), (1404, "2011-03-15"), (1431, "2011-06-15"), (1674, "2013-06-04"), (2027, "2015-08-17"),
        (2305, "2017-02-22"), (2565, "2019-12-18"), (2637, "2020-06-30"), (2769, "2021-09-06"), (2804, "2021-12-14"),
        (2821, "2022-02-24"), (2909, "2022-06-29"), (2912, "2022-06-29"), (3018, "2022-12-13"), (3052, "2022-12-21"),
        (3074, "2023-02-22"), (3080, "2023-03-23"), (3118, "2023-06-08"), (3181, "2023-12-19"), (3182, "2023-12-19"),
        (3198, "2024-01-23"), (3211, "2024-03-05"), (3253, "2024-05-29"), (3268, "2024-06-27"), (3498, "2025-12-08"),
    ],
)  # fmt: skip
def test_a_known_paper_of_19_637_fits_its_own_day_and_no_day_a_month_off(number: int, day: str) -> None:
    def findings(ordinal: int) -> list[str]:
        return odd_sentences("kamerstuk", f"19637, nr. {number}", signed(date.fromordinal(ordinal).isoformat()))

    own = date.fromisoformat(day).toordinal()

    assert findings(own) == []
    assert findings(own - 30) != []
    assert findings(own + 30) != []


def test_a_paper_may_be_public_long_after_but_not_before_its_number_was_reached() -> None:
    assert odd_sentences("kamerstuk", "kst-19637-3211", public("2025-01-01")) == []
    assert len(odd_sentences("kamerstuk", "kst-19637-3211", public("2024-01-01"))) == 1


@pytest.mark.parametrize("text", ["36 703, nr. 3080", "19 637, nr. G", "19 637-V, nr. 3080", "19 637, nr. 9999"])
def test_the_order_is_known_for_numbers_of_19_637_only(text: str) -> None:
    context = signed("2026-01-11")

    assert odd_sentences("kamerstuk", text, context) == []


def test_the_year_of_the_staatscourant_is_that_of_publication() -> None:
    context = IdentifierContext(signed_on=on("2023-12-19"), public_on=on("2024-01-10"))

    assert odd_sentences("stcrt", "Stcrt. 2024, nr. 149", context) == []
    assert odd_sentences("stcrt", "Stcrt. 2023, nr. 149", signed("2023-12-19")) == []
    assert odd_sentences("stcrt", "Stcrt. 2023, nr. 149", signed("2024-01-02")) == [
        "Stcrt. 2023, nr. 149 is of 2023, but the act was signed on 2024-01-02, after that year."
    ]
    assert odd_sentences("stcrt", "stcrt-2023-149", context) == [
        "Stcrt. 2023, nr. 149 is of 2023, but was public on 2024-01-10; its year is the year of publication."
    ]
    assert odd_sentences("stb", "stb-2019-143", signed("2020-01-02")) == [
        "Stb. 2019, nr. 143 is of 2019, but the act was signed on 2020-01-02, after that year."
    ]


def test_the_year_of_a_wbv_is_that_of_signing() -> None:
    late_in_the_gazette = IdentifierContext(signed_on=on("2022-12-30"), public_on=on("2023-01-05"))

    assert odd_sentences("wbv", "WBV 2023/3", signed("2023-01-26")) == []
    assert odd_sentences("wbv", "WBV 2018/7", signed("2018-07-31")) == []
    assert odd_sentences("wbv", "WBV 2020/9", signed("2020-04-21")) == []
    assert odd_sentences("wbv", "WBV 2022/40", late_in_the_gazette) == []
    assert odd_sentences("wbv", "WBV 2023/1", late_in_the_gazette) == [
        "WBV 2023/1 is of 2023, but was signed on 2022-12-30; its year is the year of signing."
    ]
    assert len(odd_sentences("wbv", "WBV 2023/1", public("2022-12-30"))) == 1


def test_the_number_of_a_wbv_rises_within_its_year() -> None:
    assert odd_sentences("wbv", "WBV 2018/3", signed("2018-12-01")) == [
        "WBV 2018/3 is out of order, being signed on 2018-12-01: WBV 2018/7 was signed on 2018-07-31, "
        "and numbers rise within a year."
    ]
    assert len(odd_sentences("wbv", "WBV 2018/20", signed("2018-02-01"))) == 1
    assert odd_sentences("wbv", "WBV 2018/20", signed("2018-11-01")) == []


def test_a_jci_does_not_cite_law_before_it_can_be_seen() -> None:
    assert odd_sentences("jci", "jci1.3:c:BWBR0012288&z=2026-04-04&g=2026-04-01") == []
    assert odd_sentences("jci", "jci1.3:c:BWBR0012288&z=2026-04-04&g=2026-04-05") == [
        "jci1.3:c:BWBR0012288&z=2026-04-04&g=2026-04-05 cites the text of g=2026-04-05 as seen on z=2026-04-04: "
        "law cited before it can be seen."
    ]


def test_an_unknown_locator_in_a_jci_points_nowhere() -> None:
    (finding,) = odd_sentences("jci", "jci1.3:c:BWBR0012288&paragraaf=onbekend&z=2026-04-04&g=2026-04-04")

    assert "paragraaf=onbekend" in finding
