"""What options say of an entry is in the entry, all of it, or refused: nothing that was typed is silently dropped."""

from pathlib import Path

import pytest

from tests.support.command import MALI, PALESTINE, ledger_with
from tests.support.door import ask, count


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("both")
    ledger_with(folder, MALI, PALESTINE)
    ask(folder, "case", "open", "a", "ML", "--origin", "established", "--yes")
    return folder


PARTICULARS = ("record", "policy.particulars-stated", "--country", "ML", "--standing", "announced", "--text", "x")
CITING: dict[str, tuple[str, ...]] = {
    "record": (*PARTICULARS, "--key", "{key}"),
    "correct": ("correct", "ml/letter-15c", "--reason", "r", "--set", "from=2023-01-12", "--key", "{key}"),
    "strike": ("strike", "ml/letter-15c", "--reason", "r", "--key", "{key}"),
    "dispute": ("dispute", "ml/letter-15c", "from", "2023-01-12", "--key", "{key}"),
    "annotate": ("annotate", "ml/letter-15c", "--note", "n", "--key", "{key}"),
    "case facts": ("case", "facts", "a", "--origin", "not-assessed", "--key", "{key}"),
    "case moment": ("case", "moment", "a", "decision=2023-01-20", "--key", "{key}"),
    "case assess": ("case", "assess", "a", "--outcome", "x", "--framework", "nl-practice-2023", "--key", "{key}"),
    "case open": ("case", "open", "b", "ML", "--key", "{key}"),
}


def given(command: str, key: str, *more: str) -> tuple[str, ...]:
    return (*(each.format(key=key) for each in CITING[command]), *more)


@pytest.mark.parametrize("command", list(CITING))
def test_every_source_is_kept_with_its_place_and_its_words(tmp_path: Path, both: Path, command: str) -> None:
    (tmp_path / "kroniek.db").write_bytes((both / "kroniek.db").read_bytes())
    cites = ("--cite", "ml-letter-2023", "--quote", "x", "--cite", "ml-memo-2022", "--quote", "y", "--yes")

    ask(tmp_path, *given(command, "new/1", *cites))

    assert ask(tmp_path, "entry", "new/1", "--format", "json").json["content"]["cites"] == [
        {"source": "ml-letter-2023", "quote": "x"},
        {"source": "ml-memo-2022", "quote": "y"},
    ]


def test_an_empty_one_stands_for_none(tmp_path: Path, both: Path) -> None:
    (tmp_path / "kroniek.db").write_bytes((both / "kroniek.db").read_bytes())
    cites = ("--cite", "ml-letter-2023", "--at", "slot", "--quote", "", "--cite", "ml-memo-2022", "--at", "", "--quote",
             "y", "--yes")  # fmt: skip

    ask(tmp_path, *given("record", "new/1", *cites))

    assert ask(tmp_path, "entry", "new/1", "--format", "json").json["content"]["cites"] == [
        {"source": "ml-letter-2023", "at": "slot"},
        {"source": "ml-memo-2022", "quote": "y"},
    ]


@pytest.mark.parametrize("command", list(CITING))
@pytest.mark.parametrize(
    ("cites", "sentence"),
    [
        (
            ("--cite", "a", "--cite", "b", "--quote", "x"),
            "--cite is given twice and --quote once, so it cannot be told which belongs to which; give --quote",
        ),
        (("--cite", "a", "--at", "x", "--at", "y"), "--cite is given once and --at twice"),
        (("--quote", "x"), "--at and --quote say where in a source; name it with --cite SOURCE."),
        (("--cite", "a", "--quote", " "), "--quote is empty; leave it out, or give its words."),
        (("--cite", ""), "--cite is empty; name a registered source, or leave it out."),
    ],
)
def test_what_cannot_be_told_of_sources_is_refused(
    both: Path, command: str, cites: tuple[str, ...], sentence: str
) -> None:
    before = count(both)

    answer = ask(both, *given(command, "no/1", *cites, "--yes"), code=2)

    assert sentence in answer.err
    assert count(both) == before


@pytest.mark.parametrize(
    ("given", "twice"),
    [
        ((*PARTICULARS, "--key", "no/1", "--key", "no/2"), "--key is given 2 times"),
        ((*PARTICULARS, "--key", "no/1", "--note", "a", "--note", "b"), "--note is given 2 times"),
        ((*PARTICULARS, "--key", "no/1", "--text", "y"), "--text is given 2 times"),
        ((*PARTICULARS, "--key", "no/1", "--standing", "advised"), "--standing is given 2 times"),
        (("strike", "ml/letter-15c", "--reason", "a", "--reason", "b", "--key", "no/1"), "--reason is given 2 times"),
        (("annotate", "ml/letter-15c", "--note", "a", "--key", "no/1", "--public-on", "2023", "--public-on", "2024"),
         "--public-on is given 2 times"),
        (("case", "facts", "a", "--origin-area", "ML-7", "--origin-area", "ML-5"), "--origin-area is given 2 times"),
        (("case", "facts", "a", "--origin", "established", "--origin", "not-assessed"), "--origin is given 2 times"),
        (("case", "assess", "a", "--outcome", "x", "--outcome", "y"), "--outcome is given 2 times"),
        (("correct", "ml/letter-15c", "--reason", "r", "--key", "no/1", "--set", "from=2023-01-12", "--set",
          "from=2023-01-13"), "--set gives from twice"),
        (("framework", "adopt", "x.dmn", "--applies-from", "2023", "--applies-from", "2024"),
         "--applies-from is given 2 times"),
    ],
)  # fmt: skip
def test_a_second_value_is_refused_where_one_is_taken(both: Path, given: tuple[str, ...], twice: str) -> None:
    before = count(both)

    answer = ask(both, *given, "--yes", code=2)

    assert twice in answer.err
    assert count(both) == before


@pytest.mark.parametrize("name", ["--note", "--text", "--key", "--from"])
def test_an_option_that_says_nothing_is_refused(both: Path, name: str) -> None:
    given = [*PARTICULARS, "--key", "no/1", "--from", "2023-02-01"]
    given = [*given, name, " "] if name not in given else [*given[: given.index(name) + 1], " "]

    answer = ask(both, *given, "--yes", code=2)

    assert f"{name} is empty; leave it out, or give its value." in answer.err


@pytest.mark.parametrize("note", ["", " \t"])
def test_a_remark_that_says_nothing_is_refused(both: Path, note: str) -> None:
    answer = ask(both, "annotate", "ml/letter-15c", "--note", note, "--key", "no/1", "--yes", code=2)

    assert "--note is empty" in answer.err


# -- sentences --------------------------------------------------------------------------------------------------------


def test_a_case_is_refused_by_its_reference_not_by_a_key_made_of_it(both: Path) -> None:
    answer = ask(both, "case", "open", "Zaak 1", "ML", "--yes", code=3)

    assert answer.err == (
        "kroniek: 'Zaak 1' cannot be the reference of a case; write small letters, digits and . _ / - only, "
        "as in zaak-1\n"
    )


def test_one_mistake_in_a_fact_is_one_fault(both: Path) -> None:
    answer = ask(both, "case", "facts", "a", "--origin-area", "Gaoo", "--yes", code=3)

    assert "facts.origin_area: 'Gaoo' is no region of Mali (ML); did you mean Gao (ML-7)?" in answer.err
    assert "1 fault; nothing was written." in answer.err


def test_where_a_key_is_cited_the_source_it_registers_is_named(both: Path) -> None:
    answer = ask(both, *given("record", "no/1", "--cite", "ml/letter-2023", "--yes"), code=3)

    assert "ml/letter-2023 is the key of an entry; the source it registers is ml-letter-2023: cite that" in answer.err


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--standing", "published\xa0", "'published<no-break space>' is not one of advised, announced, published."),
        ("--from", "2023\u201101\u201111", "it has a non-breaking hyphen (U+2011) in it"),
    ],
)
def test_what_cannot_be_seen_in_a_value_is_named(both: Path, option: str, value: str, sentence: str) -> None:
    act = ("record", "policy.decision-moratorium-imposed", "--country", "ML", "--key", "no/1")
    rest = () if option == "--standing" else ("--standing", "published")

    assert sentence in ask(both, *act, *rest, option, value, "--yes", code=None).err


@pytest.mark.parametrize("event", ["policy.article-15c-area-designated", "ruling.recorded"])
def test_help_names_the_words_that_maps_are_limited_to(both: Path, event: str) -> None:
    told = " ".join(ask(both, "record", event, "--help").out.split())

    words = {
        "policy.article-15c-area-designated": ("nl-binary (exceptional)", "nl-graded (highest, middle, lowest)",
                                               "existing_permits (no, reassess)", "strength (uitsluitend, in ieder"),
        "ruling.recorded": ("outcome (upheld, insufficiently- reasoned", "May be given several times."),
    }  # fmt: skip
    for each in words[event]:
        assert each.replace("- ", "-") in told.replace("- ", "-")
