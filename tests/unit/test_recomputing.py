"""Leaves put together from columns without reading their JSON: the same bytes, and no two rows with the same leaf."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.ledger import create_ledger
from infrastructure.proof import recomputing
from infrastructure.proof.blocks import BLOCK, leaf_hashes
from infrastructure.proof.log import log_contradictions, size_of
from infrastructure.proof.nodes import keep
from infrastructure.proof.recomputing import Companion, Recomputing, companion
from infrastructure.proof.tree import Growing, leaf_hash
from infrastructure.store import codec
from infrastructure.store.datastore import Datastore
from infrastructure.store.tables import entry

AWKWARD = (
    ',"key":"x"',
    '","key":"x","position":1,"recorded_at":"2023","stream":"y"}',
    ',"event":"policy.absence-stated","key":"k"',
    "}",
    '\\","key":"',
    "é\u2028\0\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
)
TEXTS = st.sampled_from(AWKWARD) | st.text(max_size=20)
VALUES = st.recursive(
    TEXTS | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["key", "event", "a", "z"]), inner),
    max_leaves=8,
)
KEYS = st.from_regex(r"[a-z0-9][a-z0-9._/-]{0,12}", fullmatch=True)
Row = tuple[int, str, str, bytes, int]


@st.composite
def rows(draw: st.DrawFn) -> Row:
    state = codec.canonical(
        {"actor": draw(TEXTS), "content": {"key": draw(VALUES), "x": draw(VALUES)}, "key": draw(KEYS)}
    )
    at = draw(st.integers(1_000_000, 253402300799_999999))
    return draw(st.integers(1, 2**40)), draw(TEXTS), draw(TEXTS), state, at


def hash_of(row: tuple[Any, ...], before: int = 999_999) -> bytes:
    (found,) = leaf_hashes([row], before)
    return found


@given(rows())
def test_a_leaf_is_what_the_codec_makes_of_it(row: Row) -> None:
    assert hash_of(row) == leaf_hash(codec.leaf(*row))


@given(rows(), rows(), st.integers(0, 4))
def test_other_columns_never_have_the_same_leaf(one: Row, other: Row, column: int) -> None:
    mixed = (*one[:column], other[column], *one[column + 1 :])

    if mixed != one:
        assert hash_of(mixed) != hash_of(one)


@given(rows(), st.integers(0, 400), st.binary(min_size=1, max_size=1))
def test_a_state_with_another_byte_never_has_the_same_leaf(row: Row, at: int, byte: bytes) -> None:
    state = row[3]
    at %= len(state)
    changed = state[:at] + byte + state[at + 1 :]
    if changed == state:
        return

    try:
        found = hash_of((*row[:3], changed, row[4]))
    except ValueError:
        return  # it was noticed before there was anything to hash
    assert found != hash_of(row)


@given(rows(), st.data())
def test_columns_cannot_borrow_bytes_from_each_other(row: Row, data: st.DataObject) -> None:
    """Because what a leaf says of its stream, say, could stand in its content as well, and the other way round."""
    position, stream, topic, state, at = row
    cut = state.rindex(b',"key":"')
    key, tail = state[cut + 8 : -2], codec.canonical(topic).decode()[1:-1]
    borrowed = data.draw(
        st.sampled_from(
            [
                (position, f'x","stream":"{stream}', topic, state, at),
                (position, stream, f'{tail}","key":"{key.decode()}', state[:cut] + b',"key":""}', at),
                (position, stream, topic, state[:cut] + b',"event":"' + topic.encode() + state[cut:], at),
                (position, stream, topic, state[:-1] + b',"position":1}', at),
                (position, stream, topic, state[:cut] + state[cut:-1] + b" }", at),
            ]
        )
    )

    with suppress(ValueError):
        assert hash_of(borrowed) != hash_of(row)


@pytest.mark.parametrize(
    "row",
    [
        (1, "s", "t", '{"actor":"a","content":{},"key":"k"}', 5_000_000),  # text where bytes belong
        (1, b"s", "t", b'{"actor":"a","content":{},"key":"k"}', 5_000_000),
        (1, "s", None, b'{"actor":"a","content":{},"key":"k"}', 5_000_000),
        (1, "s", "t", b'{"actor":"a","content":{},"key":"k"]', 5_000_000),
        (1, "s", "t", b'{"actor":"a","content":{}}', 5_000_000),
        (1, "s", "t", b"", 5_000_000),
        (1, "s", "t", b'{"actor":"a","content":{},"key":"k"}', "5000000"),
        (1, "s", "t", b'{"actor":"a","content":{},"key":"k"}', -1),  # not after the one before
        (1, "s", "t", b'{"actor":"a","content":{},"key":"k"}', 10**30),
        (1, "s", "t", b'{"actor":"a","content":{},"key":"k"}', 1_700_000_000.123456),
        (1, "s", "t", b'{"actor":"a","content":{},"key":"k"}', -1_400_000),
    ],
)
def test_what_kroniek_does_not_write_has_no_leaf(row: tuple[Any, ...]) -> None:
    with pytest.raises((ValueError, TypeError, IndexError, OverflowError)):
        hash_of(row)


# -- blocks -----------------------------------------------------------------------------------------------------------


@contextmanager
def ledger_of(path: Path, size: int) -> Iterator[Datastore]:
    """A ledger with so many entries, in the store alone."""
    create_ledger(path).close()
    tree = Growing(0)
    with Datastore.open(path) as store:
        with store.writing() as connection:
            rows, nodes = [], []
            for number in range(1, size + 1):
                state = codec.canonical({"actor": "a", "content": {"n": number}, "key": f"k/{number}"})
                rows.append((number, f"case/{number}", 1, "case.opened", state, 10**6 + number))
                nodes.extend(
                    tree.add(leaf_hash(codec.leaf(number, f"case/{number}", "case.opened", state, 10**6 + number)))
                )
            connection.exec_driver_sql(f"INSERT INTO {entry.name} VALUES (?, ?, ?, ?, ?, ?)", rows)
            keep(connection, nodes)
        yield store


@pytest.mark.parametrize("size", [1, 2, 3, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 7])
def test_a_ledger_of_any_size_holds(tmp_path: Path, size: int) -> None:
    with ledger_of(tmp_path / "l.db", size) as store, store.inspecting() as connection:
        found = list(log_contradictions(connection, size_of(connection), Companion(None)))

        assert found == []
        assert Recomputing(connection, size).blocks == -(-size // BLOCK)


@pytest.mark.parametrize("position", [1, BLOCK, BLOCK + 1, 2 * BLOCK + 5])
@pytest.mark.parametrize("accompanied", [False, True])
def test_the_position_is_found_in_any_block_by_one_process_or_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, position: int, accompanied: bool
) -> None:
    monkeypatch.setattr(recomputing, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(recomputing, "_processors", lambda: 2 if accompanied else 1)
    with ledger_of(tmp_path / "l.db", 2 * BLOCK + 9) as store:
        with store.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER entry_is_never_changed")
            connection.exec_driver_sql(f"UPDATE entry SET topic = 'case.assessed' WHERE position = {position}")

        with store.inspecting() as connection, companion(connection, store.elsewhere, 2 * BLOCK + 9) as other:
            if accompanied:
                other.wait()
                assert set(other.held) == {0, 1, 2}
            found = list(log_contradictions(connection, size_of(connection), other))

    assert [(each.kind, each.position) for each in found] == [("entry", position)]


def test_a_second_process_that_dies_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recomputing, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(recomputing.sys, "executable", "/bin/false")
    with (
        ledger_of(tmp_path / "l.db", BLOCK + 1) as store,
        store.inspecting() as connection,
        companion(connection, store.elsewhere, BLOCK + 1) as other,
    ):
        other.wait()
        found = list(log_contradictions(connection, BLOCK + 1, other))

    assert found == []


def test_a_line_that_a_second_process_dies_over_is_not_taken() -> None:
    """Because half a hash is one that does not hold."""
    dying = [sys.executable, "-c", "print('2 aaaa'); print('1 -'); print('0 bb', end='')"]
    other = Companion(subprocess.Popen(dying, stdout=subprocess.PIPE, text=True))

    other.wait()
    other.stop()

    assert other.held == {2: b"\xaa\xaa", 1: None}


def test_a_second_process_needs_nothing_but_the_standard_library() -> None:
    """Because importing the house takes it as long as a hundred thousand entries do."""
    root = str(Path(recomputing.__file__).parents[2])
    told = "import sys, infrastructure.proof.blocks; print(sorted(sys.modules))"

    loaded = subprocess.run(
        [sys.executable, "-S", "-c", told], env={"PYTHONPATH": root}, capture_output=True, text=True, check=True
    ).stdout

    assert "'infrastructure.proof.blocks'" in loaded
    assert "'infrastructure.store.tables'" not in loaded


def test_the_size_is_that_of_the_tree_whatever_stands_outside_it(tmp_path: Path) -> None:
    with ledger_of(tmp_path / "l.db", 7) as store:
        for change, size in (
            ("INSERT INTO tree_node VALUES (9, 0, zeroblob(32))", 7),
            ("DELETE FROM tree_node WHERE level = 0 AND place = 3", 7),  # as many nodes as before, and one leaf less
            ("DELETE FROM tree_node WHERE level = 0 AND place = 6", 7),
            ("UPDATE tree_node SET place = 10000 WHERE level = 0 AND place = 5", 7),
        ):
            with store.writing() as connection:
                connection.exec_driver_sql("DROP TRIGGER IF EXISTS tree_node_is_never_changed")
                connection.exec_driver_sql("DROP TRIGGER IF EXISTS tree_node_is_never_removed")
                connection.exec_driver_sql(change)

            with store.reading() as connection:
                assert size_of(connection) == size, change


def test_nodes_above_the_blocks_are_looked_at_too(tmp_path: Path) -> None:
    with ledger_of(tmp_path / "l.db", 4 * BLOCK) as store:
        with store.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER tree_node_is_never_changed")
            connection.exec_driver_sql("UPDATE tree_node SET hash = zeroblob(32) WHERE level = 13 AND place = 1")

        with store.inspecting() as connection:
            found = list(log_contradictions(connection, size_of(connection), Companion(None)))

    assert [(each.kind, each.position, each.facts["level"]) for each in found] == [("tree", 2 * BLOCK + 1, 13)]
