"""Laws of frameworks: any table of the grammar decides as a slow reading of it, and any bytes are answered."""

from itertools import product
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import CannotTell, Malformed
from domain.frameworks import Cell, FaultyFramework, adopt, coverage, read

SHIPPED = Path(__file__).parents[2] / "infrastructure" / "data" / "frameworks" / "nl-practice-2023.dmn"

TEXTS = st.one_of(
    st.sampled_from(["yes", "no", "a, b", "not(x)", "-", "true", "false", "<&>", "'", "ja/nee", "zoë", "1"]),
    st.text("ab-,()<& é", min_size=1, max_size=4).filter(lambda text: text == text.strip()),
)
COLUMNS = st.one_of(
    st.just(("boolean", (True, False))),
    st.lists(TEXTS, min_size=1, max_size=3, unique=True).map(lambda values: ("string", tuple(values))),
)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """`columns`: (type, values); `rules`: (cells, outcome), a cell being None for any, or (is it not(...), values)."""
    columns = draw(st.lists(COLUMNS, min_size=1, max_size=4))
    cells = [
        st.one_of(
            st.none(),
            st.tuples(st.booleans(), st.lists(st.sampled_from(values), min_size=1, unique=True)),
        )
        for _, values in columns
    ]
    row = st.tuples(st.tuples(*cells), st.sampled_from(["grant", "refuse", "assess"]))
    rules = draw(st.lists(row, min_size=1, max_size=7))
    if draw(st.booleans()):
        rules.append(((None,) * len(columns), "last"))
    return {"columns": columns, "rules": rules}


def written(value: str | bool) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def as_dmn(table: dict[str, Any], comma: str = ", ") -> bytes:
    def cell(told: tuple[bool, list[str | bool]] | None) -> str:
        if told is None:
            return "-"
        listed = comma.join(map(written, told[1]))
        return f"not({listed})" if told[0] else listed

    inputs = "".join(
        f'<input><inputExpression typeRef="{type_}"><text>fact_{number}</text></inputExpression>'
        f"<inputValues><text>{escape(', '.join(map(written, values)))}</text></inputValues></input>"
        for number, (type_, values) in enumerate(table["columns"])
    )
    rules = "".join(
        f'<rule id="R{number}">'
        + "".join(f"<inputEntry><text> {escape(cell(told))}\n</text></inputEntry>" for told in cells)
        + f'<outputEntry><text>"{outcome}"</text></outputEntry></rule>'
        for number, (cells, outcome) in enumerate(table["rules"])
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="Drawn" namespace="urn:drawn">'
        f'<decision name="outcome"><decisionTable hitPolicy="FIRST">{inputs}<output typeRef="string"/>{rules}'
        "</decisionTable></decision></definitions>"
    ).encode()


def slowly(table: dict[str, Any], given_values: tuple[str | bool, ...]) -> tuple[str, str] | None:
    """The first row of which no cell says no."""
    for number, (cells, outcome) in enumerate(table["rules"]):
        fits = True
        for told, value in zip(cells, given_values, strict=True):
            if told is not None:
                negated, values = told
                listed = any(value == each for each in values)
                fits = fits and (not listed if negated else listed)
        if fits:
            return f"R{number}", outcome
    return None


@settings(max_examples=300, deadline=None)
@given(tables(), st.sampled_from([", ", ",", " ,\n"]))
def test_a_table_decides_every_combination_as_a_slow_reading_of_it(table: dict[str, Any], comma: str) -> None:
    framework = read(as_dmn(table, comma))

    for values in product(*(each for _, each in table["columns"])):
        expected = slowly(table, values)
        facts = {f"fact_{number}": value for number, value in enumerate(values)}
        if expected is None:
            with pytest.raises(CannotTell):
                framework.decide(facts)
        else:
            decision = framework.decide(facts)
            assert (decision.rule_id, decision.outcome) == expected


@settings(max_examples=300, deadline=None)
@given(tables())
def test_gaps_and_idle_rules_are_those_that_trying_every_combination_finds(table: dict[str, Any]) -> None:
    decided = {values: slowly(table, values) for values in product(*(each for _, each in table["columns"]))}
    hits = [
        sum(found is not None and found[0] == f"R{n}" for found in decided.values()) for n in range(len(table["rules"]))
    ]
    open_ = [values for values, found in decided.items() if found is None]
    framework = read(as_dmn(table))

    cover = coverage(framework.inputs, framework.rules)

    assert cover is not None
    assert list(cover.hits) == hits
    assert cover.uncovered == len(open_)
    assert (tuple(cover.gap.values()) in open_) if cover.gap else not open_
    if open_:
        with pytest.raises(
            FaultyFramework, match=f"{len(open_)} of {len(decided)} combinations of values have no rule"
        ):
            adopt(as_dmn(table))
    else:
        assert adopt(as_dmn(table)).unreachable == tuple(f"R{n}" for n, count in enumerate(hits) if not count)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=20), st.text('"-,() notab', max_size=14)), st.sampled_from(["string", "boolean", None])
)
def test_a_cell_is_read_whole_or_refused(text: str, type_: Any) -> None:
    try:
        cell = Cell.parse(text, type_)
    except Malformed:
        return

    assert Cell.parse(cell.text, type_) == cell
    assert cell.text.replace(" ", "") == "".join(text.split()).replace(" ", "")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_damage_to_a_file_is_answered_with_faults_or_with_a_framework(data: st.DataObject) -> None:
    damaged = bytearray(SHIPPED.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(damaged)))
        end = start + data.draw(st.integers(0, 40))
        damaged[start:end] = data.draw(
            st.one_of(st.binary(max_size=6), st.sampled_from([b"<", b'"', b"</rule>", b"-"]))
        )

    try:
        adoption = adopt(bytes(damaged))
    except FaultyFramework:
        return

    assert sum(adoption.hits) == adoption.framework.combinations
