"""The framework that ships with the package, by three readings of it; what is refused at adoption, fault by fault."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest
import zen

from domain.errors import CannotTell, Malformed, Refused
from domain.frameworks import EVALUATOR, MAX_BYTES, Cell, FactsMissing, FaultyFramework, Framework, adopt, read
from tests.support.slow_cases import slow_rule

SHIPPED = Path(__file__).parents[2] / "infrastructure" / "data" / "frameworks" / "nl-practice-2023.dmn"
VALUES = {
    "decision_moratorium": ("binds", "none", "uncertain"),
    "article_15c": ("exceptional", "graded", "none", "uncertain"),
    "internal_protection": ("presumed", "excluded", "none", "uncertain"),
    "group": ("group-persecution", "risk-profile", "none"),
    "country_policy": ("exists", "none", "uncertain"),
    "origin": ("established", "not-established", "not-assessed"),
    "individual_grounds": ("refugee", "serious-harm", "none", "not-assessed"),
    "ipa_reasonable": ("yes", "no", "not-assessed"),
}
UNREMARKABLE = {
    "decision_moratorium": "none",
    "article_15c": "exceptional",
    "internal_protection": "presumed",
    "group": "none",
    "country_policy": "exists",
    "origin": "established",
    "individual_grounds": "none",
    "ipa_reasonable": "not-assessed",
}

SMALL = """\
<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="small" name="Small" namespace="urn:small">
  <description>Two facts, three rules.</description>
  <inputData id="risk-data" name="risk"><variable name="risk" typeRef="string"/></inputData>
  <decision id="outcome" name="outcome">
    <variable name="outcome" typeRef="string"/>
    <decisionTable id="table" hitPolicy="FIRST">
      <input label="Risk"><inputExpression typeRef="string"><text>risk</text></inputExpression>
        <inputValues><text>"high", "middle", "low"</text></inputValues></input>
      <input><inputExpression typeRef="boolean"><text>minor</text></inputExpression></input>
      <output typeRef="string"><outputValues><text>"grant", "refuse", "assess"</text></outputValues></output>
      <annotation name="text-en"/>
      <rule id="A">
        <inputEntry><text>"high", "middle"</text></inputEntry><inputEntry><text>true</text></inputEntry>
        <outputEntry><text>"grant"</text></outputEntry><annotationEntry><text>At risk.</text></annotationEntry>
      </rule>
      <rule id="B">
        <inputEntry><text>not("high","middle")</text></inputEntry><inputEntry><text>-</text></inputEntry>
        <outputEntry><text>"refuse"</text></outputEntry><annotationEntry><text>No risk.</text></annotationEntry>
      </rule>
      <rule id="C">
        <inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry>
        <outputEntry><text>"assess"</text></outputEntry><annotationEntry/>
      </rule>
    </decisionTable>
  </decision>
</definitions>
"""


@pytest.fixture(scope="module")
def shipped() -> Framework:
    return adopt(SHIPPED.read_bytes()).framework


def small(old: str = "", new: str = "") -> bytes:
    """The small table, with one text in it replaced by another."""
    assert SMALL.count(old) == 1 or not old, f"{old!r} stands {SMALL.count(old)} times in the small table"
    return (SMALL.replace(old, new) if old else SMALL).encode()


def combinations() -> Iterator[dict[str, str]]:
    return (dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values()))


# -- the framework that ships -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "outcome", "facts"),
    [
        ("R1", "decision-suspended", {"decision_moratorium": "binds", "individual_grounds": "refugee"}),
        ("R2", "undetermined", {"decision_moratorium": "uncertain", "origin": "not-established"}),
        ("R3", "origin-not-established", {"origin": "not-established", "individual_grounds": "refugee"}),
        ("R4", "refugee-protection", {"individual_grounds": "refugee", "article_15c": "uncertain"}),
        ("R5", "refugee-protection", {"group": "group-persecution", "individual_grounds": "serious-harm"}),
        ("R6", "subsidiary-protection", {"individual_grounds": "serious-harm", "group": "risk-profile"}),
        ("R7", "undetermined", {"article_15c": "uncertain", "origin": "not-assessed"}),
        ("R8", "origin-check-required", {"origin": "not-assessed", "article_15c": "graded"}),
        ("R9", "subsidiary-protection", {"internal_protection": "excluded", "ipa_reasonable": "yes"}),
        ("R10", "subsidiary-protection", {"ipa_reasonable": "no"}),
        ("R11", "internal-protection-available", {"ipa_reasonable": "yes"}),
        ("R12", "individual-internal-protection-test", {}),
        ("R13", "undetermined", {"internal_protection": "uncertain", "ipa_reasonable": "yes"}),
        ("R14", "individual-assessment", {"article_15c": "graded"}),
        ("R15", "individual-assessment", {"article_15c": "none", "origin": "not-assessed"}),
        ("R16", "no-country-policy", {"article_15c": "none", "country_policy": "none"}),
        ("R17", "undetermined", {"article_15c": "none", "country_policy": "uncertain"}),
    ],
)
def test_each_rule_decides_the_case_it_was_written_for(
    shipped: Framework, rule: str, outcome: str, facts: dict[str, str]
) -> None:
    decision = shipped.decide(UNREMARKABLE | facts)

    assert (decision.rule_id, decision.outcome) == (rule, outcome)


def test_every_combination_is_decided_as_the_rules_read_aloud(shipped: Framework) -> None:
    assert {each.name: each.values for each in shipped.inputs} == VALUES

    differing = [
        facts
        for facts in combinations()
        if (decision := shipped.decide(facts)) and (decision.rule_id, decision.outcome) != slow_rule(facts)
    ]

    assert differing == []


def as_json_decision_model() -> str:
    """The shipped file for the ZEN engine, cell by cell from the XML, past everything of ours."""
    model = {"d": "https://www.omg.org/spec/DMN/20191111/MODEL/"}
    table = ElementTree.parse(SHIPPED).getroot().find(".//d:decisionTable", model)
    assert table is not None
    names = [each.text or "" for each in table.findall("d:input/d:inputExpression/d:text", model)]
    rules = []
    for rule in table.findall("d:rule", model):
        cells = [each.text or "" for each in rule.findall("d:inputEntry/d:text", model)]
        row = {name: "" if cell == "-" else cell for name, cell in zip(names, cells, strict=True)}
        outcome = rule.findtext("d:outputEntry/d:text", namespaces=model)
        rules.append({"_id": rule.get("id"), "outcome": outcome, "rule": f'"{rule.get("id")}"', **row})
    content = {
        "hitPolicy": table.get("hitPolicy", "").lower(),
        "inputs": [{"id": name, "name": name, "field": name} for name in names],
        "outputs": [{"id": name, "name": name, "field": name} for name in ("outcome", "rule")],
        "rules": rules,
    }
    place = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", **place},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": content, **place},
        {"id": "out", "type": "outputNode", "name": "out", **place},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def test_every_combination_is_decided_as_another_rules_engine_does(shipped: Framework) -> None:
    engine = zen.ZenEngine().create_decision(as_json_decision_model())

    differing = [
        facts
        for facts in combinations()
        if (decision := shipped.decide(facts))
        and {"rule": decision.rule_id, "outcome": decision.outcome} != engine.evaluate(facts)["result"]
    ]

    assert differing == []


def test_every_combination_of_the_shipped_framework_has_a_rule_and_every_rule_a_combination() -> None:
    adoption = adopt(SHIPPED.read_bytes())

    assert adoption.unreachable == ()
    assert sum(adoption.hits) == adoption.framework.combinations == 15_552
    assert [rule.id for rule in adoption.framework.rules] == [f"R{number}" for number in range(1, 18)]


def test_every_shipped_rule_says_itself_in_dutch_and_english_with_its_legal_basis(shipped: Framework) -> None:
    texts = [[rule.annotation(name) for name in ("text-nl", "text-en", "legal-basis")] for rule in shipped.rules]

    assert all(text for row in texts for text in row)
    assert len({row[0] for row in texts}) == len({row[1] for row in texts}) == 17


def test_the_bytes_of_the_shipped_framework_stay_what_they_are(shipped: Framework) -> None:
    """Because cases are replayed under it for ever: a change is a new framework with a name of its own."""
    assert shipped.sha256 == "7f4ac37564a0d964fe797292b51f8c3f0c3e8141a4f94ad8dd3e310defba6a4a"


# -- deciding ---------------------------------------------------------------------------------------------------------


def test_the_topmost_rule_that_accepts_the_facts_decides_and_brings_its_texts() -> None:
    framework = adopt(small()).framework

    decision = framework.decide({"risk": "high", "minor": True})

    assert (decision.rule_id, decision.outcome) == ("A", "grant")
    assert decision.annotations == (("text-en", "At risk."),)
    assert framework.decide({"risk": "low", "minor": True}).rule_id == "B"
    assert framework.decide({"risk": "high", "minor": False}).rule_id == "C"
    assert framework.outcomes == ("grant", "refuse", "assess")


@pytest.mark.parametrize("value", ["false", "true", 0, 1, None, "", ["low"]])
def test_what_is_not_a_boolean_is_not_taken_for_one(value: object) -> None:
    framework = adopt(small()).framework

    with pytest.raises(Malformed, match=r"minor is .*, and can be false, true"):
        framework.decide({"risk": "low", "minor": value})  # type: ignore[dict-item]


@pytest.mark.parametrize("value", ["LOW", " low", "lowest", True, 3, None, ["low"]])
def test_a_value_that_the_column_does_not_list_is_refused(value: object) -> None:
    framework = adopt(small()).framework

    with pytest.raises(Malformed, match=r'risk is .*, and can be "high", "middle", "low"'):
        framework.decide({"risk": value, "minor": True})  # type: ignore[dict-item]


def test_a_missing_fact_is_named_and_never_guessed(shipped: Framework) -> None:
    facts: Mapping[str, str] = {"origin": "established", "group": "none"}

    with pytest.raises(CannotTell) as raised:
        shipped.decide(facts)

    assert isinstance(raised.value, FactsMissing)
    assert raised.value.exit_code == 8
    assert set(raised.value.names) == set(VALUES) - set(facts)


def test_a_fact_without_a_column_is_refused(shipped: Framework) -> None:
    with pytest.raises(Malformed, match="orgin is not a fact it asks for"):
        shipped.decide(UNREMARKABLE | {"orgin": "established"})


# -- adoption ---------------------------------------------------------------------------------------------------------

CELL_B = 'not("high","middle")'
ROW_C = "<inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry>\n"
RULE_C = SMALL[SMALL.index('      <rule id="C">') : SMALL.index("    </decisionTable>")]
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LAUGHS = """<!DOCTYPE definitions [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
FETCH = '<!DOCTYPE definitions [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'

FAULTS = {
    # cells
    "a comparison": (small(CELL_B, "&gt; 5"), "B", "risk", "'> 5' cannot be read; write a literal"),
    "a range": (small(CELL_B, "[1..3]"), "B", "risk", "cannot be read"),
    "a bare word": (small(CELL_B, "low"), "B", "risk", "'low' cannot be read"),
    "a number": (small(CELL_B, "3"), "B", "risk", "cannot be read"),
    "a function": (small(CELL_B, 'upper("low")'), "B", "risk", "cannot be read"),
    "a condition": (small(CELL_B, '"low" or "high"'), "B", "risk", "cannot be read"),
    "an unclosed quote": (small(CELL_B, '"low'), "B", "risk", "cannot be read"),
    "an unclosed not": (small(CELL_B, 'not("low"'), "B", "risk", "cannot be read"),
    "typographic quotes": (small(CELL_B, "“low”"), "B", "risk", "cannot be read"),
    "an escape": (small(CELL_B, r'"lo\u0077"'), "B", "risk", "cannot be read"),
    "a comma at the end": (small(CELL_B, '"low",'), "B", "risk", "cannot be read"),
    "any within not": (small(CELL_B, "not(-)"), "B", "risk", "cannot be read"),
    "not within not": (small(CELL_B, 'not(not("low"))'), "B", "risk", "cannot be read"),
    "not of nothing": (small(CELL_B, "not()"), "B", "risk", "is empty"),
    "an empty cell": (small(CELL_B, ""), "B", "risk", "the cell is empty"),
    "an empty literal": (small(CELL_B, '"low", ""'), "B", "risk", "not a plain text"),
    "an invisible blank": (small(CELL_B, '\u00a0"low"'), "B", "risk", "cannot be read"),
    "a misspelt value": (small(CELL_B, '"lowest"'), "B", "risk", '"lowest" is not among the values'),
    "a value twice": (small(CELL_B, '"low", "low"'), "B", "risk", 'names "low" twice'),
    "a boolean in a text column": (small(CELL_B, "true"), "B", "risk", "true is not a string"),
    "a text in a boolean column": (small("<text>true</text>", '<text>"true"</text>'), "A", "minor", "is not a boolean"),
    "an element within a cell": (small(CELL_B, '<b>"low"</b>'), "B", "risk", "the cell is empty"),
    "another expression language": (
        small(f"<inputEntry><text>{CELL_B}", f'<inputEntry expressionLanguage="urn:js"><text>{CELL_B}'),
        "B",
        "risk",
        "written in 'urn:js'",
    ),
    # rows
    "a column short": (
        small(ROW_C, "<inputEntry><text>-</text></inputEntry>"),
        "C",
        "minor",
        "has 1 <inputEntry> for 2",
    ),
    "a column too many": (
        small(ROW_C, ROW_C + "<inputEntry><text>-</text></inputEntry>"),
        "C",
        "input 3",
        "has 3 <inputEntry> for 2",
    ),
    "two texts in a cell": (small(CELL_B, f"{CELL_B}</text><text>-"), "B", "risk", "holds 2 <text>"),
    "an entry without text": (small(f"<text>{CELL_B}</text>", ""), "B", "risk", "holds no <text>"),
    "a cell of another namespace": (
        small(
            f"<inputEntry><text>{CELL_B}</text></inputEntry>", '<inputEntry xmlns=""><text>"low"</text></inputEntry>'
        ),
        "B",
        "",
        "of the namespace ''",
    ),
    "an annotation short": (small("<annotationEntry/>", ""), "C", "text-en", "has 0 <annotationEntry> for 1"),
    "an annotation too many": (
        small("<annotationEntry/>", "<annotationEntry/><annotationEntry/>"),
        "C",
        "annotation 2",
        "has 2 <annotationEntry> for 1",
    ),
    "no outcome": (
        small('<outputEntry><text>"refuse"</text></outputEntry>', ""),
        "B",
        "outcome",
        "has 0 <outputEntry>",
    ),
    "two outcomes": (small('<text>"refuse"', '<text>"refuse", "assess"'), "B", "outcome", "gives 2 outcomes"),
    "an outcome that is not listed": (
        small('<text>"refuse"', '<text>"expel"'),
        "B",
        "outcome",
        "not among the outcomes",
    ),
    "an outcome without quotes": (small('<text>"refuse"', "<text>refuse"), "B", "outcome", "write one outcome"),
    "an outcome that is a boolean": (small('<text>"refuse"', "<text>true"), "B", "outcome", "true is not a string"),
    "a doubled rule id": (small('<rule id="C">', '<rule id="A">'), "A", "", "the id 'A' stands twice"),
    "a rule without id": (small('<rule id="B">', "<rule>"), "number 2", "", "has no id"),
    "a rule id with a blank": (small('<rule id="B">', '<rule id="B 2">'), "number 2", "", "its id 'B 2' is not one"),
    "loose text in a rule": (small('<rule id="B">', '<rule id="B">unless minor'), "B", "", "holds loose text"),
    # columns
    "a column without type": (
        small('<inputExpression typeRef="boolean">', "<inputExpression>"),
        "",
        "minor",
        "no type",
    ),
    "a column of numbers": (small('typeRef="boolean"', 'typeRef="number"'), "", "minor", "the type 'number'"),
    "a column without values": (
        small('<inputValues><text>"high", "middle", "low"</text></inputValues>', ""),
        "",
        "risk",
        "does not list the values",
    ),
    "a list of values with a range": (small('"high", "middle", "low"', "[1..3]"), "", "risk", "the list of values"),
    "a list of values with a double": (small('"middle", "low"', '"low", "low"'), "", "risk", 'names "low" twice'),
    "a column that computes": (
        small("<text>minor</text>", "<text>age &lt; 18</text>"),
        "",
        "input 2",
        "not the name of",
    ),
    "a fact in two columns": (small("<text>minor</text>", "<text>risk</text>"), "", "risk", "stands twice"),
    "an output of another type": (
        small('<output typeRef="string">', '<output typeRef="number">'),
        "",
        "outcome",
        "'number'",
    ),
    "two output columns": (
        small("<annotation name", '<output name="x" typeRef="string"/><annotation name'),
        "",
        "outcome",
        "2 output",
    ),
    "a default outcome": (
        small("</outputValues>", '</outputValues><defaultOutputEntry><text>"refuse"</text></defaultOutputEntry>'),
        "",
        "",
        "holds <defaultOutputEntry>, which is not part of a framework",
    ),
    "types that contradict": (
        small('<variable name="risk" typeRef="string"/>', '<variable name="risk" typeRef="boolean"/>'),
        "",
        "risk",
        "'string' here and 'boolean' in its <inputData>",
    ),
    "an annotation without name": (small(' name="text-en"', ""), "", "annotation 1", "has no name"),
    # the table
    "no hit policy": (small(' hitPolicy="FIRST"'), "", "", 'write hitPolicy="FIRST"'),
    "another hit policy": (small('"FIRST"', '"COLLECT"'), "", "", "has hit policy 'COLLECT'"),
    "an aggregation": (small('"FIRST"', '"FIRST" aggregation="SUM"'), "", "", "an attribute 'aggregation'"),
    "no rules": (re.sub(rb"(?s)<rule.*</rule>", b"", small()), "", "", "has no rules"),
    "a gap": (
        small(RULE_C),
        "",
        "",
        '2 of 6 combinations of values have no rule, for example risk "high", minor false',
    ),
    "two decisions": (small("</decision>", '</decision><decision id="d" name="x"/>'), "", "", "holds 2 <decision>"),
    "two tables": (
        small("</decisionTable>", '</decisionTable><decisionTable hitPolicy="FIRST"/>'),
        "",
        "",
        "holds 2 <decisionTable>",
    ),
    "an expression instead of a table": (
        re.sub(rb"(?s)<decisionTable.*</decisionTable>", b"<literalExpression/>", small()),
        "",
        "",
        "holds no <decisionTable>",
    ),
    "an import": (small("<inputData", '<import namespace="urn:x"/><inputData'), "", "", "holds <import>"),
    "no title": (small('name="Small" '), "", "", "has no name"),
    "text that is not NFC": (small("Two facts", "Two fact\u0065\u0301s"), "", "", "NFC"),
    "a table in another language": (
        small('id="small"', 'id="small" expressionLanguage="urn:js"'),
        "",
        "",
        "<definitions> says it is written in 'urn:js'",
    ),
    "too many columns": (
        small(
            "</inputExpression></input>\n      <output", "</inputExpression></input>\n" + "<input/>" * 63 + "<output"
        ),
        "",
        "",
        "has 65 input columns; a framework has at most 64",
    ),
    "no columns": (re.sub(rb"(?s)<input .*</input>", b"", small()), "", "", "has no input columns"),
    # the document
    "DMN 1.2": (
        small("https://www.omg.org/spec/DMN/20191111/MODEL/", "http://www.omg.org/spec/DMN/20180521/MODEL/"),
        "",
        "",
        "export it as DMN 1.3",
    ),
    "no namespace": (small(' xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"'), "", "", "of the namespace ''"),
    "another document": (b"<html/>", "", "", "the document is <html>"),
    "an XML bomb": (small(HEAD, HEAD + LAUGHS).replace(b"At risk.", b"&c;"), "", "", "has a DOCTYPE"),
    "an external entity": (small(HEAD, HEAD + FETCH).replace(b"At risk.", b"&secret;"), "", "", "has a DOCTYPE"),
    "an external document type": (small(HEAD, f'{HEAD}<!DOCTYPE definitions SYSTEM "x.dtd">'), "", "", "has a DOCTYPE"),
    "an entity from nowhere": (small("At risk.", "&nbsp;"), "", "", "undefined entity"),
    "an open tag": (small("</decision>"), "", "", "is not well-formed XML"),
    "nothing": (b"", "", "", "no element found"),
    "a zero byte": (small("At risk.", "\0"), "", "", "not well-formed"),
    "Latin-1": (SMALL.replace("At risk.", "Geëist").encode("latin-1"), "", "", "is not UTF-8: byte 0xeb"),
    "Latin-1 by its own word": (small('encoding="UTF-8"', 'encoding="ISO-8859-1"'), "", "", "says it is in ISO-8859-1"),
    "UTF-16": (SMALL.encode("utf-16"), "", "", "is not UTF-8"),
    "deep nesting": (b"<a>" * 100_000 + b"</a>" * 100_000, "", "", "deep"),
    "too large": (small("At risk.", "x" * MAX_BYTES), "", "", "a framework has at most 1,048,576"),
}


@pytest.mark.parametrize(("data", "rule", "column", "sentence"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_table_is_refused_with_rule_and_column_named(
    data: bytes, rule: str, column: str, sentence: str
) -> None:
    with pytest.raises(FaultyFramework) as raised:
        adopt(data)

    assert isinstance(raised.value, Refused)
    assert [
        fault
        for fault in raised.value.faults
        if (fault.rule, fault.column) == (rule, column) and sentence in fault.sentence
    ]


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    data = small('"FIRST"', '"UNIQUE"').decode()
    for old, new in [
        ('typeRef="boolean"', 'typeRef="date"'),
        ('<rule id="C">', '<rule id="A">'),
        (CELL_B, "low"),
        ('<text>"grant"</text>', '<text>"granted"</text>'),
        ("<annotationEntry/>", ""),
    ]:
        data = data.replace(old, new)

    with pytest.raises(FaultyFramework) as raised:
        adopt(data.encode())

    assert [(fault.rule, fault.column) for fault in raised.value.faults] == [
        ("", ""),
        ("", "minor"),
        ("A", "outcome"),
        ("B", "risk"),
        ("A", "text-en"),
        ("A", ""),
    ]
    assert str(raised.value).endswith("6 faults in the framework; it was not adopted.")
    assert f"line {SMALL[: SMALL.index(CELL_B)].count(chr(10)) + 1}, rule B, column risk: the cell 'low'" in str(
        raised.value
    )


def test_a_rule_that_never_decides_is_reported_and_not_refused() -> None:
    data = small(RULE_C, RULE_C + RULE_C.replace('"C"', '"D"').replace("<text>-</text>", '<text>"low"</text>', 1))

    adoption = adopt(data)

    assert adoption.unreachable == ("D",)
    assert adoption.hits == (2, 2, 2, 0)


def test_what_tools_draw_and_note_beside_the_table_is_allowed() -> None:
    data = small("</definitions>", '<d:DMNDI xmlns:d="https://www.omg.org/spec/DMN/20191111/DMNDI/"/></definitions>')
    data = data.replace(b'<rule id="A">', b'<!-- the worst --><rule id="A" x:colour="red" xmlns:x="urn:x">')
    data = data.replace(b"<description>", b"<extensionElements><x:y xmlns:x='urn:x'/></extensionElements><description>")

    framework = adopt(b"\xef\xbb\xbf" + data).framework

    assert framework.rules == adopt(small()).framework.rules


def test_a_table_too_entangled_to_check_is_refused_in_reasonable_time() -> None:
    columns = [f"f{number}" for number in range(48)]
    inputs = "".join(
        f'<input><inputExpression typeRef="boolean"><text>{name}</text></inputExpression></input>' for name in columns
    )
    rules = ""
    for number in range(220):
        told = {(number * 7) % 48: "true", (number * 13 + 5) % 48: "false", (number * 29 + 11) % 48: "true"}
        cells = "".join(f"<inputEntry><text>{told.get(place, '-')}</text></inputEntry>" for place in range(48))
        rules += f'<rule id="r{number}">{cells}<outputEntry><text>"x"</text></outputEntry></rule>'
    data = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="Entangled" namespace="urn:x">'
        f'<decision name="o"><decisionTable hitPolicy="FIRST">{inputs}<output typeRef="string"/>{rules}'
        "</decisionTable></decision></definitions>"
    )

    with pytest.raises(FaultyFramework, match="was not settled in 250,000 steps"):
        adopt(data.encode())


def test_a_cell_of_a_megabyte_is_refused_as_quickly_as_a_short_one_and_in_few_words() -> None:
    for cell in ("not(" + " " * 900_000 + "?", '"low",' * 150_000, '"' + "low" * 300_000, "not(" * 200_000):
        with pytest.raises(FaultyFramework) as raised:
            adopt(small(CELL_B, cell))

        assert len(str(raised.value)) < 400


def test_a_character_that_a_terminal_acts_on_is_never_repeated() -> None:
    with pytest.raises(FaultyFramework) as raised:
        adopt(small('<rule id="B">', '<rule id="B\x9b2J">').replace(CELL_B.encode(), "\x9b1m".encode()))

    assert all(line.isprintable() for line in str(raised.value).splitlines())
    assert len(raised.value.faults) == 2


# -- reading what was adopted before ----------------------------------------------------------------------------------


def test_what_was_adopted_is_read_though_checks_have_become_stricter() -> None:
    data = small(RULE_C).replace(b'id="table"', b'id="table" colour="red"')

    framework = read(data)

    assert framework.decide({"risk": "low", "minor": True}).rule_id == "B"
    with pytest.raises(CannotTell, match=r'no rule .* decides for risk "high", minor false'):
        framework.decide({"risk": "high", "minor": False})


def test_what_was_adopted_reads_the_same_as_at_its_adoption(shipped: Framework) -> None:
    assert read(SHIPPED.read_bytes(), EVALUATOR) == shipped


def test_a_cell_that_cannot_be_read_is_never_skipped() -> None:
    with pytest.raises(FaultyFramework, match="rule B, column risk"):
        read(small(CELL_B, "&lt; 5"))


def test_a_framework_for_another_evaluator_is_not_read_with_this_one() -> None:
    with pytest.raises(CannotTell, match="first-hit/9"):
        read(small(), "first-hit/9")


def test_a_cell_keeps_one_way_of_writing_it() -> None:
    assert Cell.parse(' not ( "a" ,"b" ) ', "string").text == 'not("a", "b")'
    assert Cell.parse("true,false", "boolean").text == "true, false"
    assert Cell.parse("-", "string").is_any
