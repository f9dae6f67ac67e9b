"""The laws of export: every history comes back as it was, in either form."""

import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from infrastructure.chronicle import Chronicle, parse_chronicle
from infrastructure.ledger import Ledger, create_ledger
from tests.property.test_projection_laws import WITH_ELEMENTS, drafts_of, rows_of
from tests.support.histories import histories

Form = Literal["yaml", "json"]
FORMS = st.sampled_from(("yaml", "json"))


def entries(ledger: Ledger) -> list[tuple[Any, ...]]:
    return [(each["key"], each["event"], each["stream"], each["content"]) for each in ledger.entries()]


def read(text: str) -> Chronicle:
    faults: list[Any] = []
    chronicle = parse_chronicle(text.encode(), "export", None, faults)
    assert faults == []
    return chronicle


@settings(max_examples=80, deadline=None)
@given(histories(uncertain=3, wide=1), FORMS)
def test_a_history_exported_and_imported_is_the_same_history_with_the_same_answers(
    chronicle: list[dict[str, Any]], form: Form
) -> None:
    with TemporaryDirectory() as folder:
        one, other = Path(folder) / "one.db", Path(folder) / "other.db"
        with create_ledger(one) as ledger, create_ledger(other) as copy:
            ledger.append(drafts_of([*WITH_ELEMENTS, *chronicle]), actor="test")
            text = "".join(ledger.export(form))

            copy.append(read(text).drafts, actor="somebody else")

            assert entries(copy) == entries(ledger)
            assert "".join(copy.export(form)) == text
        assert rows_of(other) == rows_of(one)


@settings(max_examples=40, deadline=None)
@given(histories(uncertain=3, wide=1), FORMS)
def test_importing_what_a_ledger_exported_into_itself_changes_nothing(
    chronicle: list[dict[str, Any]], form: Form
) -> None:
    with TemporaryDirectory() as folder, create_ledger(Path(folder) / "l.db") as ledger:
        ledger.append(drafts_of([*WITH_ELEMENTS, *chronicle]), actor="test")
        before, rows = entries(ledger), rows_of(Path(folder) / "l.db")

        result = ledger.append(read("".join(ledger.export(form))).drafts, actor="test")

        assert result.entries == ()
        assert list(result.unchanged) == [key for key, *_ in before]
        assert entries(ledger) == before
        assert rows_of(Path(folder) / "l.db") == rows


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=60).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_TEXT, min_size=1, max_size=6), FORMS)
def test_any_words_a_ledger_takes_come_back_to_the_letter(words: list[str], form: Form) -> None:
    source = {
        "key": "s/1",
        "event": "source.registered",
        "source": "s",
        "kind": "press",
        "title": words[0],
        "author": words[-1],
    }
    notes = [
        {"key": f"n/{number}", "event": "entry.annotated", "entry": "s/1", "note": word}
        for number, word in enumerate(words)
    ]
    with (
        TemporaryDirectory() as folder,
        create_ledger(Path(folder) / "a.db") as ledger,
        create_ledger(Path(folder) / "b.db") as copy,
    ):
        ledger.append(drafts_of([source, *notes]), actor="test")

        copy.append(read("".join(ledger.export(form))).drafts, actor="test")

        assert entries(copy) == entries(ledger)
