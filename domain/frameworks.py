"""Frameworks (beoordelingskaders): how policy and facts lead to an outcome, kept as data instead of as code.

A framework is a decision table in OMG DMN 1.3 XML with hit policy FIRST: rules are tried from the top, and the first
one whose cells all accept the facts gives the outcome. Its bytes are what is stored; this module reads them, and says
what is wrong with them before they are adopted. Start at `adopt`; `docs/reference/frameworks.md` describes the format.

Cells are closed on purpose (S-FEEL allows far more): what a lawyer cannot check by looking is refused, never skipped.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import prod
from typing import Final, Literal, TypeVar
from xml.parsers import expat

from domain.errors import CannotTell, Malformed, Refused

EVALUATOR: Final = "first-hit/1"
"""The version of the reading below. It is stored with every framework: another reading of cells is another version."""

DMN: Final = "https://www.omg.org/spec/DMN/20191111/MODEL/"
FEEL: Final = "https://www.omg.org/spec/DMN/20191111/FEEL/"

MAX_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 16
MAX_INPUTS: Final = 64
MAX_STEPS: Final = 250_000
"""How far the search for combinations without a rule goes before it gives up, and the table is refused."""

T = TypeVar("T")

Value = str | bool
ValueType = Literal["string", "boolean"]
TYPES: Final[dict[str, ValueType]] = {"string": "string", "boolean": "boolean"}


# -- the table --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Input:
    """A column that asks for one fact: its `name`, and all `values` that the fact can have, in the table's order."""

    name: str
    values: tuple[Value, ...]
    type: ValueType
    label: str = ""


@dataclass(frozen=True)
class Cell:
    """What one rule asks of one fact: one of `values`, or, when `negated`, none of them. `-` is none of nothing.

    >>> Cell.parse('not("lowest")', "string").accepts("highest")
    True
    """

    text: str
    values: frozenset[Value]
    negated: bool = False

    @classmethod
    def parse(cls, text: str, type_: ValueType | None) -> "Cell":
        """Read a literal, a list of literals, `not(...)` or `-`. Without a type, literals of every type will do.

        Raises:
            Malformed: if it is anything else, or if a literal is of another type.
        """
        written = text.strip(_BLANK)
        if written == "-":
            return cls(written, frozenset(), negated=True)
        inside = written.removeprefix("not").lstrip(_BLANK)
        negated = written.startswith("not") and inside.startswith("(") and inside.endswith(")")
        values = _literals(inside[1:-1].strip(_BLANK) if negated else written, type_, _CELL_FORMS)
        listed = ", ".join(map(literal, values))
        return cls(f"not({listed})" if negated else listed, frozenset(values), negated)

    @property
    def is_any(self) -> bool:
        return self.negated and not self.values

    def accepts(self, value: Value) -> bool:
        return (value in self.values) is not self.negated


@dataclass(frozen=True)
class Rule:
    """One row: a cell per input, in the order of the inputs. Annotations are (column name, text), in column order."""

    id: str
    cells: tuple[Cell, ...]
    outcome: str
    annotations: tuple[tuple[str, str], ...] = ()

    def annotation(self, name: str) -> str:
        """The text in that annotation column, such as `text-nl` or `legal-basis`; empty where there is none."""
        return dict(self.annotations).get(name, "")


@dataclass(frozen=True)
class Decision:
    """The outcome, and the rule that gave it."""

    rule_id: str
    outcome: str
    annotations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Framework:
    """A table that can decide. `sha256` is the lower-case hexadecimal digest of the bytes it was read from."""

    title: str
    description: str
    inputs: tuple[Input, ...]
    output: str
    rules: tuple[Rule, ...]
    evaluator: str
    sha256: str

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome a rule gives, in the order of the rules."""
        return tuple(dict.fromkeys(rule.outcome for rule in self.rules))

    @property
    def combinations(self) -> int:
        """How many combinations of values there are."""
        return prod(len(each.values) for each in self.inputs)

    def decide(self, facts: Mapping[str, Value]) -> Decision:
        """The outcome of the first rule that accepts these facts: one value for each input, and nothing else.

        Raises:
            FactsRefused: a value that the column does not list, a value of another type, or a fact without a column.
            FactsMissing: a fact that is not given; unknown is a value of its own, where the table has it.
            CannotTell: no rule accepts them; that cannot happen to a table that was adopted under these checks.
        """
        self._check(facts)
        given = tuple(facts[each.name] for each in self.inputs)
        for rule in self.rules:
            if all(map(Cell.accepts, rule.cells, given)):
                return Decision(rule.id, rule.outcome, rule.annotations)
        told = ", ".join(f"{each.name} {literal(value)}" for each, value in zip(self.inputs, given, strict=True))
        raise CannotTell(f"no rule of the framework “{self.title}” decides for {told}; adopt a framework that does")

    def _check(self, facts: Mapping[str, Value]) -> None:
        refused = [
            f"{name} is not a fact it asks for" for name in facts if all(name != each.name for each in self.inputs)
        ]
        refused += [
            f"{each.name} is {facts[each.name]!r}, and can be {_listed(each.values)}"
            for each in self.inputs
            if each.name in facts and not _is_one_of(facts[each.name], each)
        ]
        if refused:
            raise FactsRefused(self.title, refused)
        missing = [each.name for each in self.inputs if each.name not in facts]
        if missing:
            raise FactsMissing(self.title, missing)


@dataclass(frozen=True)
class Adoption:
    """A framework that passed every check. `hits` counts, per rule, the combinations of values that it decides."""

    framework: Framework
    hits: tuple[int, ...]

    @property
    def unreachable(self) -> tuple[str, ...]:
        """The rules that never decide, since rules above them take everything they accept. Reported, not refused."""
        return tuple(rule.id for rule, hits in zip(self.framework.rules, self.hits, strict=True) if not hits)


# -- what is said when it goes wrong ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class FrameworkFault:
    """One thing wrong with a table. `line` is 1-based; `rule` and `column` are empty for the table as a whole."""

    sentence: str
    rule: str = ""
    column: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                self.line is not None and f"line {self.line}",
                self.rule and f"rule {self.rule}",
                self.column and f"column {self.column}",
            )
            if part
        )
        return f"{where}: {self.sentence}" if where else self.sentence


class FaultyFramework(Refused):
    """Carries every fault found, in the order of the file; the table was not adopted."""

    def __init__(self, faults: Iterable[FrameworkFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line or MAX_BYTES))
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__("\n".join([*map(str, self.faults), f"{count} in the framework; it was not adopted."]))


class FactsRefused(Malformed):
    def __init__(self, title: str, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(f"the framework “{title}” refuses these facts: {'; '.join(sentences)}")


class FactsMissing(CannotTell):
    def __init__(self, title: str, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"the framework “{title}” cannot decide without {', '.join(names)}; record these facts")


class NoFramework(CannotTell):
    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(f"no framework applies on {day}; adopt one with `kroniek framework adopt`, or name one")


# -- in and out -------------------------------------------------------------------------------------------------------


def adopt(data: bytes) -> Adoption:
    """Read a table that is to be adopted, after every check there is.

    Raises:
        FaultyFramework: with all faults at once, each with its rule and column.
    """
    if len(data) > MAX_BYTES:
        raise FaultyFramework(
            [FrameworkFault(f"the file is {len(data):,} bytes; a framework has at most {MAX_BYTES:,}")]
        )
    definitions = _parse(data)
    reader = _Reader()
    framework = reader.framework(definitions, data)
    reader.conform(definitions)
    hits = reader.complete(framework) if framework and framework.rules else ()
    if framework is None or reader.faults:
        raise FaultyFramework(reader.faults)
    return Adoption(framework, hits)


def read(data: bytes, evaluator: str = EVALUATOR) -> Framework:
    """Read a table that was adopted before: what decides must be legible, checks made stricter since do not count.

    Raises:
        CannotTell: it was adopted for an evaluator that this release does not have.
        FaultyFramework: it does not read as a table at all.
    """
    if evaluator != EVALUATOR:
        raise CannotTell(
            f"the framework was adopted for the evaluator {evaluator}, and this release has {EVALUATOR}; "
            "replay it with the release that has it"
        )
    reader = _Reader()
    framework = reader.framework(_parse(data), data)
    if framework is None or reader.faults:
        raise FaultyFramework(reader.faults)
    return framework


# -- literals ---------------------------------------------------------------------------------------------------------

_BLANK = " \t\r\n"
_LITERAL = re.compile(r'"[^"\\]*"|true|false')
_LIST = re.compile(rf"(?:{_LITERAL.pattern})(?:[{_BLANK}]*,[{_BLANK}]*(?:{_LITERAL.pattern}))*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RULE_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_CELL_FORMS = 'write a literal ("text" in quotes, true or false), literals with commas between, not(...), or -'
_LIST_FORMS = 'write literals ("text" in quotes, true or false) with commas between'


def literal(value: Value) -> str:
    """As it is written in a cell: text in quotes, booleans bare."""
    return f'"{value}"' if isinstance(value, str) else "true" if value else "false"


def _literals(text: str, type_: ValueType | None, forms: str) -> tuple[Value, ...]:
    if not text:
        raise Malformed(f"is empty; {forms}")
    if not _LIST.fullmatch(text):
        raise Malformed(f"{_shortened(text)!r} cannot be read; {forms}")
    values = tuple(each[1:-1] if each[0] == '"' else each == "true" for each in _LITERAL.findall(text))
    for value in values:
        if isinstance(value, str) and not _is_plain(value):
            raise Malformed(
                f"{_shortened(value)!r} is not a plain text: empty, blank at an end, or not one printable line in NFC"
            )
        if type_ and isinstance(value, bool) != (type_ == "boolean"):
            raise Malformed(f"{literal(value)} is not a {type_}, the type of the column")
    doubled = _doubled(values)
    if doubled:
        raise Malformed(f"names {_listed(doubled)} twice")
    return values


def _is_plain(text: str) -> bool:
    return bool(text) and text == text.strip() and text.isprintable() and unicodedata.is_normalized("NFC", text)


def _shown(text: str, length: int = 60) -> str:
    """A text of somebody else's file, safe to print: a terminal acts on some characters that XML allows."""
    return _shortened("".join(each if each.isprintable() else "\ufffd" for each in text[: length + 1]), length)


def _shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def _is_one_of(value: object, column: Input) -> bool:
    # True == 1 in Python, and "false" is a text: the type goes before the value.
    return (isinstance(value, bool) if column.type == "boolean" else isinstance(value, str)) and value in column.values


def _doubled(values: Iterable[T]) -> tuple[T, ...]:
    seen: dict[T, int] = {}
    for value in values:
        seen[value] = seen.get(value, 0) + 1
    return tuple(value for value, times in seen.items() if times > 1)


def _listed(values: Sequence[Value]) -> str:
    return ", ".join([*map(literal, values[:20]), *(["…"] if len(values) > 20 else [])])


# -- XML --------------------------------------------------------------------------------------------------------------


@dataclass
class _Node:
    """An element: `tag` is the bare name within DMN 1.3, and `NAMESPACE NAME`, with a space, in any other or none."""

    tag: str
    line: int
    attributes: dict[str, str]
    children: list["_Node"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.words).strip(_BLANK)

    def all(self, tag: str) -> list["_Node"]:
        return [child for child in self.children if child.tag == tag]


def _parse(data: bytes) -> _Node:
    """Read UTF-8 XML without a document type, and so without entities to expand or files to fetch."""
    _must_be_utf8(data)
    document = _Node("", 0, {})
    open_elements = [document]
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True

    def refuse(sentence: str) -> None:
        raise FaultyFramework([FrameworkFault(sentence, line=parser.CurrentLineNumber)])

    def declaration(version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() != "utf-8":
            refuse(f"the file says it is in {encoding}; a framework is in UTF-8")

    def document_type(name: str, system: str | None, public: str | None, internal: int) -> None:
        refuse("the file has a DOCTYPE, which can define entities or fetch files; a framework has none, take it out")

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_elements) > MAX_DEPTH:
            refuse(f"elements lie more than {MAX_DEPTH} deep in each other; a decision table does not")
        tag = name.removeprefix(f"{DMN} ") if " " in name else f" {name}"
        node = _Node(tag, parser.CurrentLineNumber, attributes)
        open_elements[-1].children.append(node)
        open_elements.append(node)

    def end(name: str) -> None:
        open_elements.pop()

    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = document_type
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda words: open_elements[-1].words.append(words)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        said = f"the file is not well-formed XML at character {error.offset + 1}: {expat.ErrorString(error.code)}"
        raise FaultyFramework([FrameworkFault(said, line=error.lineno)]) from None
    return document.children[0]


def _must_be_utf8(data: bytes) -> None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        said = (
            f"the file is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start:,}; save the file as UTF-8"
        )
        raise FaultyFramework([FrameworkFault(said, line=line)]) from None


# What a framework is made of: per element, its attributes and the elements in it. What stands in neither is refused,
# so that nothing which another DMN engine would act upon is passed over here.
_OF_DMN: Final[dict[str, tuple[str, str]]] = {
    "definitions": (
        "id name label namespace expressionLanguage typeLanguage exporter exporterVersion",
        "inputData knowledgeSource decision textAnnotation association",
    ),
    "inputData": ("id name label", "variable"),
    "variable": ("id name label typeRef", ""),
    "decision": (
        "id name label",
        "question allowedAnswers variable informationRequirement authorityRequirement decisionTable",
    ),
    "informationRequirement": ("id label", "requiredInput"),
    "requiredInput": ("href", ""),
    "decisionTable": ("id label hitPolicy preferredOrientation outputLabel", "input output annotation rule"),
    "input": ("id label", "inputExpression inputValues"),
    "inputExpression": ("id label typeRef expressionLanguage", "text"),
    "inputValues": ("id label expressionLanguage", "text"),
    "output": ("id label name typeRef", "outputValues"),
    "outputValues": ("id label expressionLanguage", "text"),
    "annotation": ("name", ""),
    "rule": ("id label", "inputEntry outputEntry annotationEntry"),
    "inputEntry": ("id label expressionLanguage", "text"),
    "outputEntry": ("id label expressionLanguage", "text"),
    "annotationEntry": ("", "text"),
    "text": ("", ""),
}
_PROSE: Final = frozenset(
    (
        "description",
        "extensionElements",
        "question",
        "allowedAnswers",
        "knowledgeSource",
        "textAnnotation",
        "association",
        "authorityRequirement",
    )
)
"""Words and drawings beside the table. They decide nothing in DMN, and are not looked into."""


# -- from XML to a table ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Column:
    """An input column as far as it could be read; `input` is None where it could not."""

    name: str
    type: ValueType | None
    input: Input | None
    values: frozenset[Value] = frozenset()


class _Reader:
    """Reads a table and notes every fault on the way. Each step goes on as far as it can be told what is meant."""

    def __init__(self) -> None:
        self.faults: list[FrameworkFault] = []

    def fault(self, node: _Node | None, sentence: str, rule: str = "", column: str = "") -> None:
        told = (_shown(sentence, 1_000), _shown(rule), _shown(column))
        self.faults.append(FrameworkFault(*told, line=node.line if node else None))

    # What decides: without it there is no table.

    def framework(self, definitions: _Node, data: bytes) -> Framework | None:
        if definitions.tag != "definitions":
            namespace, in_another, name = definitions.tag.rpartition(" ")
            found = f"<{name}> of the namespace {namespace if in_another else DMN!r}"
            self.fault(
                definitions, f"the document is {found}, not <definitions> of DMN 1.3; export it as DMN 1.3 ({DMN})"
            )
            return None
        self._in_feel(definitions)
        decision = self._only(definitions, "decision", "a framework is exactly one decision")
        table = decision and self._only(decision, "decisionTable", "a framework is exactly one decision table")
        if not decision or not table:
            return None
        self._hit_policy(table)
        columns = self._columns(table)
        output = self._output(table, decision)
        notes = tuple(each.attributes.get("name", "") for each in table.all("annotation"))
        rules = self._rules(table, columns, output, notes)
        inputs = tuple(column.input for column in columns if column.input)
        if len(inputs) < len(columns) or any(rule is None for rule in rules):
            return None
        description = next((each.text for each in definitions.all("description")), "")
        return Framework(
            title=definitions.attributes.get("name", ""),
            description=description,
            inputs=inputs,
            output=output,
            rules=tuple(rule for rule in rules if rule),
            evaluator=EVALUATOR,
            sha256=hashlib.sha256(data).hexdigest(),
        )

    def _only(self, parent: _Node, tag: str, why: str, rule: str = "", column: str = "") -> _Node | None:
        found = parent.all(tag)
        if len(found) != 1:
            count = str(len(found)) if found else "no"
            self.fault(parent, f"<{parent.tag}> holds {count} <{tag}>; {why}", rule, column)
            return None
        return found[0]

    def _hit_policy(self, table: _Node) -> None:
        policy = table.attributes.get("hitPolicy")
        if policy is None:
            self.fault(table, 'the table states no hit policy, which in DMN means UNIQUE; write hitPolicy="FIRST"')
        elif policy != "FIRST":
            self.fault(
                table, f"the table has hit policy {policy!r}; a framework has FIRST, where the topmost rule decides"
            )

    def _columns(self, table: _Node) -> list[_Column]:
        nodes = table.all("input")
        if not nodes:
            self.fault(table, "the table has no input columns; a framework decides by facts")
        if len(nodes) > MAX_INPUTS:
            self.fault(table, f"the table has {len(nodes)} input columns; a framework has at most {MAX_INPUTS}")
            nodes = nodes[:MAX_INPUTS]
        columns = [self._column(node, number) for number, node in enumerate(nodes, start=1)]
        for name in _doubled(column.name for column in columns):
            self.fault(table, "stands twice; a fact has one column", column=name)
        return columns

    def _column(self, node: _Node, number: int) -> _Column:
        place = f"input {number}"
        asked = self._only(node, "inputExpression", "it holds exactly one, which names the fact", column=place)
        name = self._text(asked, "", place) if asked else None
        if asked is None or name is None:
            return _Column(place, None, None)
        if not _NAME.fullmatch(name):
            self.fault(asked, f"{name!r} is not the name of a fact; write letters, digits and _ only", column=place)
            return _Column(place, None, None)
        stated = asked.attributes.get("typeRef")
        type_ = TYPES.get(stated or "")
        if type_ is None:
            said = "has no type" if stated is None else f"has the type {stated!r}"
            self.fault(asked, f"{said}; write typeRef string or boolean", column=name)
        values = self._values(node, "inputValues", type_, name)
        if values is None and type_ == "boolean" and not node.all("inputValues"):
            values = (False, True)
        if type_ and values is None and not node.all("inputValues"):
            self.fault(node, "does not list the values of the fact; add <inputValues>", column=name)
        if type_ is None or values is None:
            return _Column(name, type_, None)
        column = Input(name, values, type_, node.attributes.get("label", ""))
        return _Column(name, type_, column, frozenset(values))

    def _values(self, node: _Node, tag: str, type_: ValueType | None, column: str) -> tuple[Value, ...] | None:
        if not node.all(tag):
            return None
        listed = self._only(node, tag, "it holds one, which lists every value", column=column)
        text = self._text(listed, "", column) if listed else None
        if text is None:
            return None
        try:
            return _literals(text, type_, _LIST_FORMS)
        except Malformed as error:
            self.fault(listed, f"the list of values: {error}", column=column)
            return None

    def _text(self, node: _Node, rule: str, column: str) -> str | None:
        self._in_feel(node, rule, column)
        found = self._only(node, "text", "it holds exactly one, with its words", rule, column)
        return found.text if found else None

    def _in_feel(self, node: _Node, rule: str = "", column: str = "") -> None:
        for name in ("expressionLanguage", "typeLanguage"):
            language = node.attributes.get(name, FEEL)
            if language != FEEL:
                said = f"<{node.tag}> says it is written in {language!r}; a framework is in FEEL, {FEEL}"
                self.fault(node, said, rule, column)

    def _output(self, table: _Node, decision: _Node) -> str:
        outputs = table.all("output")
        stated = outputs[0].attributes.get("name") if outputs else None
        name = stated or decision.attributes.get("name", "") or "output"
        if len(outputs) != 1:
            self.fault(
                table, f"the table has {len(outputs)} output columns; a framework gives one outcome", column=name
            )
        for node in outputs[:1]:
            if node.attributes.get("typeRef") != "string":
                said = node.attributes.get("typeRef")
                self.fault(node, f"has the type {said!r}; an outcome has typeRef string", column=name)
        return name

    def _rules(self, table: _Node, columns: Sequence[_Column], output: str, notes: Sequence[str]) -> list[Rule | None]:
        nodes = table.all("rule")
        if not nodes:
            self.fault(table, "the table has no rules; nothing can be decided")
        return [self._rule(node, f"number {n}", columns, output, notes) for n, node in enumerate(nodes, start=1)]

    def _rule(
        self, node: _Node, place: str, columns: Sequence[_Column], output: str, notes: Sequence[str]
    ) -> Rule | None:
        stated = node.attributes.get("id", "")
        if not _RULE_ID.fullmatch(stated):
            said = f"its id {stated!r} is not one: a letter, then letters, digits, _ . or -" if stated else "has no id"
            self.fault(node, f"{said}; an outcome names its rule, so write one", place)
        rule = stated or place
        names = [column.name for column in columns]
        entries = self._entries(node, "inputEntry", rule, names, "input")
        cells = [self._cell(entry, rule, column) for entry, column in zip(entries, columns, strict=False)]
        outcomes = self._entries(node, "outputEntry", rule, [output], "output")
        outcome = self._outcome(outcomes[0], rule, output) if outcomes else None
        written = self._entries(node, "annotationEntry", rule, notes, "annotation")
        told = tuple((name, self._note(entry)) for name, entry in zip(notes, written, strict=False))
        if len(entries) != len(columns) or outcome is None or any(cell is None for cell in cells):
            return None
        return Rule(rule, tuple(cell for cell in cells if cell), outcome, told)

    def _entries(self, node: _Node, tag: str, rule: str, names: Sequence[str], kind: str) -> list[_Node]:
        """The entries of one kind; a column without an entry and an entry without a column are told by name."""
        entries = node.all(tag)
        count = f"has {len(entries)} <{tag}> for {len(names)} {kind} columns"
        if len(entries) < len(names):
            none = ", ".join(names[len(entries) : len(entries) + 20])
            self.fault(node, f"{count}; none is left for {none}", rule, names[len(entries)])
        elif len(entries) > len(names):
            extra = entries[len(names)]
            self.fault(extra, f"{count}; take out what belongs to no column", rule, f"{kind} {len(names) + 1}")
        return entries

    def _cell(self, entry: _Node, rule: str, column: _Column) -> Cell | None:
        text = self._text(entry, rule, column.name)
        if text is None:
            return None
        try:
            cell = Cell.parse(text, column.type)
        except Malformed as error:
            self.fault(entry, f"the cell {error}", rule, column.name)
            return None
        unknown = sorted(map(literal, cell.values - column.values))
        if column.input and unknown:
            said = f"{', '.join(unknown)} is not among the values of the column: {_listed(column.input.values)}"
            self.fault(entry, said, rule, column.name)
            return None
        return cell

    def _outcome(self, entry: _Node, rule: str, column: str) -> str | None:
        text = self._text(entry, rule, column)
        if text is None:
            return None
        try:
            values = _literals(text, "string", 'write one outcome as "text" in quotes')
        except Malformed as error:
            self.fault(entry, f"the outcome {error}", rule, column)
            return None
        if len(values) != 1:
            self.fault(entry, f"gives {len(values)} outcomes; a rule gives one", rule, column)
            return None
        return str(values[0])

    @staticmethod
    def _note(entry: _Node) -> str:
        return " ".join(word for text in entry.all("text") for word in text.text.split())

    # What is asked of a table that is to be adopted, beside being legible.

    def conform(self, definitions: _Node) -> None:
        """Elements, attributes and texts that are not part of a framework; ids and names that stand twice."""
        if definitions.tag != "definitions":
            return
        for node, rule in _within(definitions, ""):
            self._closed(node, rule)
        for node, rule in _within(definitions, "", every=True):
            self._composed(node, rule)
        if not definitions.attributes.get("name", "").strip():
            self.fault(definitions, "<definitions> has no name; it is the framework's title")
        self._ids(definitions)
        self._types_agree(definitions)
        for decision in definitions.all("decision"):
            for table in decision.all("decisionTable"):
                self._annotations(table)
                self._outcomes(table, decision)

    def _closed(self, node: _Node, rule: str) -> None:
        attributes, children = (set(each.split()) for each in _OF_DMN[node.tag])
        unknown = [name for name in node.attributes if " " not in name and name not in attributes]
        if unknown:
            said = ", ".join(map(repr, unknown[:20]))
            self.fault(node, f"<{node.tag}> has an attribute {said}, which is not part of a framework", rule)
        for child in node.children:
            namespace, _, name = child.tag.rpartition(" ")
            beside_the_model = bool(namespace) and node.tag == "definitions"  # drawings, and what tools keep there
            if child.tag not in children | {"description", "extensionElements"} and not beside_the_model:
                of = "" if child.tag == name else f" of the namespace {namespace!r}"
                self.fault(child, f"<{node.tag}> holds <{name}>{of}, which is not part of a framework there", rule)
        if node.tag != "text" and node.text:
            self.fault(node, f"<{node.tag}> holds loose text, {_shortened(node.text)!r}; take it out", rule)

    def _composed(self, node: _Node, rule: str) -> None:
        for said in (*node.attributes.values(), node.text):
            if not unicodedata.is_normalized("NFC", said):
                self.fault(node, f"{_shortened(said)!r} is not in Unicode form NFC; save the file in NFC", rule)

    def _ids(self, definitions: _Node) -> None:
        seen: set[str] = set()
        for node, _ in _within(definitions, ""):
            stated = node.attributes.get("id")
            if stated in seen:
                of_rule = stated if node.tag == "rule" else ""
                self.fault(node, f"the id {stated!r} stands twice; an id names one thing", of_rule)
            seen |= {stated} if stated is not None else set()

    def _types_agree(self, definitions: _Node) -> None:
        """A fact declared as <inputData> has the type that its column says."""
        declared: dict[str, str] = {}
        for data in definitions.all("inputData"):
            for variable in data.all("variable"):
                declared[variable.attributes.get("name", "")] = variable.attributes.get("typeRef", "")
        for decision in definitions.all("decision"):
            for table in decision.all("decisionTable"):
                for asked in (each for column in table.all("input") for each in column.all("inputExpression")):
                    name = "".join(each.text for each in asked.all("text"))
                    stated = asked.attributes.get("typeRef", "")
                    if declared.get(name) and stated and declared[name] != stated:
                        said = f"has the type {stated!r} here and {declared[name]!r} in its <inputData>"
                        self.fault(asked, said, column=name)

    def _annotations(self, table: _Node) -> None:
        names = [each.attributes.get("name", "").strip() for each in table.all("annotation")]
        for number, (name, node) in enumerate(zip(names, table.all("annotation"), strict=True), start=1):
            if not name:
                self.fault(node, "has no name", column=f"annotation {number}")
        for name in _doubled(filter(None, names)):
            self.fault(table, "stands twice; an annotation column has a name of its own", column=name)

    def _outcomes(self, table: _Node, decision: _Node) -> None:
        """Every rule's outcome is among those that the table lists, where it lists them."""
        for output in table.all("output")[:1]:
            name = output.attributes.get("name") or decision.attributes.get("name", "") or "output"
            allowed = self._values(output, "outputValues", "string", name)
            if allowed is None:
                continue
            written = frozenset(map(literal, allowed))
            for rule in table.all("rule"):
                for entry in rule.all("outputEntry")[:1]:
                    given = "".join(each.text for each in entry.all("text"))
                    if given[:1] == '"' and _LITERAL.fullmatch(given) and given not in written:
                        said = f"{given} is not among the outcomes the table lists: {_listed(allowed)}"
                        self.fault(entry, said, rule.attributes.get("id", ""), name)

    def complete(self, framework: Framework) -> tuple[int, ...]:
        """How many combinations each rule decides; a fault when one is left without a rule."""
        cover = coverage(framework.inputs, framework.rules)
        if cover is None:
            self.fault(
                None,
                f"whether every combination has a rule was not settled in {MAX_STEPS:,} steps; "
                "make the rules overlap less, or split the table",
            )
            return ()
        if cover.gap is not None:
            told = ", ".join(f"{name} {literal(value)}" for name, value in cover.gap.items())
            self.fault(
                None,
                f"{cover.uncovered:,} of {framework.combinations:,} combinations of values have no rule, "
                f"for example {told}; add a rule, or a last one with - in every column",
            )
        return cover.hits


def _within(node: _Node, rule: str, every: bool = False) -> Iterator[tuple[_Node, str]]:
    """The element and those in it that a framework is made of (or `every` one), each with the rule it stands in."""
    rule = node.attributes.get("id", "") if node.tag == "rule" else rule
    yield node, rule
    for child in node.children:
        if every or (child.tag in _OF_DMN and child.tag not in _PROSE):
            yield from _within(child, rule, every)


# -- does every combination have a rule? ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """`hits`: per rule, the combinations it decides. `uncovered`: those that none decides, and one of them (`gap`)."""

    hits: tuple[int, ...]
    uncovered: int
    gap: Mapping[str, Value] | None


_Path = tuple["_Path", Value] | None
"""The values chosen so far, the last one outermost."""


def coverage(inputs: Sequence[Input], rules: Sequence[Rule], max_steps: int = MAX_STEPS) -> Coverage | None:
    """Count what each rule decides without trying every combination; None when it takes more than `max_steps`.

    Column by column, from the left, it keeps which sets of rules (bit masks, topmost rule lowest) can still be alive,
    and how many choices of values lead there. A set is settled once its topmost rule accepts anything in the columns
    that are left. Values that every rule treats alike go together, and so do choices that leave the same rules alive.
    """
    every_rule = (1 << len(rules)) - 1
    alike = [_alike(column, [rule.cells[place] for rule in rules]) for place, column in enumerate(inputs)]
    indifferent = [_mask(rule.cells[place].is_any for rule in rules) for place in range(len(inputs))]
    hits, uncovered, gap, steps = [0] * len(rules), 0, None, 0
    alive: dict[int, tuple[int, _Path]] = {every_rule: (1, None)}
    for place in range(len(inputs)):
        free = every_rule
        for later in indifferent[place + 1 :]:
            free &= later
        left_over = prod(len(column.values) for column in inputs[place + 1 :])
        following: dict[int, tuple[int, _Path]] = {}
        for before, (ways, path) in alive.items():
            for accepting, value, count in alike[place]:
                steps += 1
                if steps > max_steps:
                    return None
                rest = before & accepting
                sure = rest & free & -(rest & free)
                if sure:
                    rest &= (sure << 1) - 1
                if not rest:
                    uncovered += ways * count * left_over
                    gap = gap or _spelled((path, value), inputs)
                elif rest == sure:
                    hits[sure.bit_length() - 1] += ways * count * left_over
                else:
                    known, first = following.get(rest, (0, (path, value)))
                    following[rest] = (known + ways * count, first)
        alive = following
    return Coverage(tuple(hits), uncovered, gap)


def _alike(column: Input, cells: Sequence[Cell]) -> list[tuple[int, Value, int]]:
    """(mask of the rules that accept it, value, how many values share that mask), in the order of the values."""
    negated = _mask(cell.negated for cell in cells)
    named: dict[Value, int] = {}
    for row, cell in enumerate(cells):
        for value in cell.values:
            named[value] = named.get(value, 0) | 1 << row
    groups: dict[int, tuple[Value, int]] = {}
    for value in column.values:
        mask = negated ^ named.get(value, 0)
        first, count = groups.get(mask, (value, 0))
        groups[mask] = (first, count + 1)
    return [(mask, first, count) for mask, (first, count) in groups.items()]


def _mask(flags: Iterable[bool]) -> int:
    return sum(1 << row for row, flag in enumerate(flags) if flag)


def _spelled(path: _Path, inputs: Sequence[Input]) -> dict[str, Value]:
    """A whole combination that begins with these values; for the columns after them any value will do."""
    chosen: list[Value] = []
    while path:
        path, value = path
        chosen.append(value)
    chosen.reverse()
    chosen += [column.values[0] for column in inputs[len(chosen) :]]
    return {column.name: value for column, value in zip(inputs, chosen, strict=True)}
