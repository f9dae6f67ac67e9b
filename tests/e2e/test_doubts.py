"""What is odd is recorded all the same, as sources say strange things, and told to whoever types it."""

from pathlib import Path

import pytest

from tests.support.command import MALI, ledger_with
from tests.support.door import ask


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    ledger_with(folder, MALI)
    ask(folder, "record", "source.registered", "--source", "gone", "--kind", "press", "--title", "Krant", "--public-on",
        "2023-01-01", "--key", "source/gone", "--yes")  # fmt: skip
    ask(folder, "strike", "source/gone", "--reason", "verzonnen", "--key", "strike/source", "--yes")
    ask(folder, "strike", "ml/letter-ipa", "--reason", "dubbel", "--key", "strike/act", "--yes")
    return folder


ACT = ("record", "policy.particulars-stated", "--country", "ML", "--standing", "announced", "--text", "x")
NO_SOURCE_NO_DAY = (
    "kroniek: new/1 cites no source, so nobody can check what it says, and it is not known when it became public; name "
    "a source with --cite SOURCE, or the day with --public-on DATE."
)
ODD = {
    "no source": (ACT, NO_SOURCE_NO_DAY),
    "no source, but a day": (
        (*ACT, "--public-on", "2023-01-11"),
        "kroniek: new/1 cites no source, so nobody can check what it says; name one with --cite SOURCE.",
    ),
    "no source left by a correction": (
        ("correct", "ml/letter-15c", "--reason", "r", "--set", "cites="),
        "kroniek: new/1 cites no source, so nobody can check what it says; name one with --cite SOURCE.",
    ),
    "a source that was struck out": (
        (*ACT, "--cite", "gone"),
        "kroniek: new/1 cites the source gone, which was struck out by strike/source; see whether another source says "
        "the same.",
    ),
    "struck out twice": (
        ("strike", "ml/letter-ipa", "--reason", "nog eens"),
        "kroniek: ml/letter-ipa was struck out already, by strike/act; striking it out again changes nothing.",
    ),
    "a dispute about what was struck out": (
        ("dispute", "ml/letter-ipa", "from", "2023-01-12", "--cite", "ml-memo-2022"),
        "kroniek: ml/letter-ipa was struck out, by strike/act; what new/1 says of it changes no answer.",
    ),
}


@pytest.mark.parametrize("odd", list(ODD))
def test_what_is_odd_is_said_before_somebody_agrees_to_it(desk: Path, odd: str) -> None:
    given, sentence = ODD[odd]

    answer = ask(desk, *given, "--key", "new/1", stdin="n\n")

    assert sentence in answer.err.splitlines()
    assert answer.err.count("kroniek: ") == 1
    assert answer.err.index(sentence) < answer.err.index("Append this entry?")


@pytest.mark.parametrize("odd", list(ODD))
def test_it_is_recorded_all_the_same_and_said_where_nobody_is_asked(tmp_path: Path, desk: Path, odd: str) -> None:
    (tmp_path / "kroniek.db").write_bytes((desk / "kroniek.db").read_bytes())
    given, sentence = ODD[odd]

    answer = ask(tmp_path, *given, "--key", "new/1", "--yes")

    assert sentence in answer.err.splitlines()
    assert "1 entry was appended" in answer.out


def test_it_is_said_in_dutch(desk: Path) -> None:
    answer = ask(desk, *ODD["struck out twice"][0], "--key", "new/1", "--lang", "nl", stdin="n\n")

    assert "ml/letter-ipa was al doorgehaald, door strike/act" in answer.err


@pytest.mark.parametrize(
    "given",
    [
        (*ACT, "--cite", "ml-letter-2023"),
        ("strike", "strike/act", "--reason", "toch niet dubbel"),
        ("annotate", "ml/letter-15c", "--note", "x"),
        ("record", "source.registered", "--source", "s", "--kind", "press", "--title", "Krant"),
    ],
)
def test_of_what_is_ordinary_nothing_is_said(desk: Path, given: tuple[str, ...]) -> None:
    assert "kroniek: " not in ask(desk, *given, "--key", "new/1", stdin="n\n").err
