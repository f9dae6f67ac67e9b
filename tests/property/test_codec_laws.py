"""What is stored is RFC 8785, and what is encoded decodes to itself."""

import json
import unicodedata
from typing import Any

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from domain import content
from domain.history import Entry
from infrastructure.store import codec
from tests.support.histories import Entry as Written
from tests.support.histories import histories
from tests.support.needs import needs_vectors

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(lambda text: unicodedata.normalize("NFC", text))
names = st.text(st.characters(min_codepoint=32, max_codepoint=126))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=5),
    max_leaves=20,
)


@given(values)
def test_canonical_json_is_that_of_rfc_8785(value: Any) -> None:
    assert codec.canonical(value) == rfc8785.dumps(value)


def test_published_documents_without_fractions_come_out_as_published() -> None:
    """Names beyond ASCII and numbers with fractions are not of the ledger: admission lets neither in."""
    folder = needs_vectors() / "jcs_rfc8785"
    compared = 0
    for path in sorted((folder / "input").iterdir()):
        value = json.loads(path.read_text(encoding="utf-8"))
        if _of_the_ledger(value):
            assert codec.canonical(value) == (folder / "output" / path.name).read_bytes().rstrip(b"\n"), path.name
            compared += 1

    assert compared >= 2


def _of_the_ledger(value: Any) -> bool:
    if isinstance(value, dict):
        return all(name.isascii() and _of_the_ledger(each) for name, each in value.items())
    if isinstance(value, list):
        return all(map(_of_the_ledger, value))
    return not isinstance(value, float)


@given(histories())
def test_what_is_stored_is_read_back_as_it_was(chronicle: list[Written]) -> None:
    for position, written in enumerate(chronicle, start=1):
        fields = {name: written[name] for name in written if name not in ("key", "event")}
        event = content.check(written["event"], fields, lambda path, sentence: None)
        assert event is not None

        stored = codec.stored(written["key"], event, "stream", 1, "actor")
        back = codec.entry(position, "stream", stored.topic, stored.state, 1_000_000 * position)

        assert back == Entry(position, written["key"], event, "stream", codec.moment(1_000_000 * position), "actor")
        assert codec.stored(written["key"], back.event, "stream", 1, "actor").state == stored.state
        assert rfc8785.dumps(json.loads(stored.state)) == stored.state


@given(st.integers(0, 2**52))
def test_a_record_time_is_exact_to_the_microsecond(microseconds: int) -> None:
    assert codec.microseconds(codec.moment(microseconds)) == microseconds
