"""How a value is shown in a sentence: as it would be written, with what cannot be seen by its name."""

import pytest

from domain.content import check, members_of
from domain.dates import LegalDate, parse_day
from domain.errors import Malformed
from domain.wording import pasted, shown


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("perhaps", "'perhaps'"),
        ("Ménaka", "'Ménaka'"),
        ("published\xa0", "'published<no-break space>'"),
        ("2023\u201101-11", "'2023<non-breaking hyphen>01-11'"),
        ("a\nb", "'a<line feed>b'"),
        ("\x07", "'<character U+0007>'"),
        (None, "nothing"),
        (True, "true"),
        (12, "12"),
        ([{"source": "sd-y"}, "x"], "[{source: sd-y}, x]"),
        ("x" * 70, f"'{'x' * 56}..."),
    ],
)
def test_a_value_is_shown_as_it_would_be_written(value: object, told: str) -> None:
    assert shown(value) == told


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2023\u201101\u201111", "a non-breaking hyphen (U+2011)"),
        ("2023\u201301-11", "an en dash (U+2013)"),
        ("2023-01-11\u200b", "a zero width space (U+200B)"),
    ],
)
def test_what_a_word_processor_left_in_a_date_is_named(text: str, named: str) -> None:
    with pytest.raises(Malformed, match="is not a legal date: it has ") as legal:
        LegalDate.parse(text)
    with pytest.raises(Malformed, match="is not a calendar day: it has ") as day:
        parse_day(text)

    assert named in str(legal.value)
    assert "type its hyphens and spaces anew, as in 2023-01-11" in str(day.value)


def test_a_no_break_space_in_a_day_is_named() -> None:
    with pytest.raises(Malformed, match=r"it has a no-break space \(U\+00A0\) in it"):
        parse_day("2023-01-11\xa0")


def test_a_date_without_anything_odd_has_nothing_to_name() -> None:
    assert pasted("[2023-07-08,2023-07-09]") == ""


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"standing": "published\xa0"}, "'published<no-break space>' is not one of advised, announced, published"),
        ({"cites": {"source": "sd-y"}}, "needs a list, as in [{source: sd-y}]"),
        ({"groups": [None]}, "this is empty; give its value, or take it out"),
        ({"from": ["2023"]}, "[2023] is not a legal date"),
    ],
)
def test_no_sentence_about_a_field_speaks_python(given: dict[str, object], sentence: str) -> None:
    told: list[str] = []

    check("policy.particulars-stated", {"country": "ML", "element": "x", "standing": "announced", "text": "x", **given},
          lambda _path, said: told.append(said))  # fmt: skip

    assert told == [sentence]


def test_the_members_of_a_map_come_with_their_words() -> None:
    assert members_of("policy.particulars-stated", "applies_to")["existing_permits"] == ("no", "reassess")
    assert members_of("policy.particulars-stated", "presumption")["strength"][0] == "uitsluitend"
    assert members_of("ruling.recorded", "holdings")["country"] == ()
    assert members_of("source.registered", "identifiers") == {}
