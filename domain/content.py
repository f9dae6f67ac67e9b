"""How an event reads and writes as the fields of an entry: plain text, lists and maps.

The dataclasses of `events.py` are the only list of fields; their types say how each field is written. Strict reading is
for what comes in and collects every problem; what was accepted once is read back leniently, for history is never judged
when read: a field or a value that later rules would refuse stays readable.
"""

import re
import types
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from domain.dates import LegalDate
from domain.elements import LEVELS, STRENGTHS, Presumption, Violence
from domain.errors import Malformed
from domain.events import (
    EVENTS,
    Document,
    ElementEvent,
    ElementExtended,
    Ending,
    EntryCorrected,
    EntryDisputed,
    Event,
    SourceDisclosed,
    StatingAct,
)
from domain.places import Area
from domain.wording import plain, shown

_UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MOMENT = re.compile(r"[a-z][a-z0-9-]*")
_LARGEST = 2**53 - 1  # RFC 8785 numbers are IEEE doubles: beyond this a whole number would not come back

SLUG = re.compile(r"[a-z0-9][a-z0-9._/-]*")
"""How keys, and the slugs of sources, rulings, frameworks and cases, are written."""

Report = Callable[[str, str], None]
"""Takes the dotted path of a field and the sentence about it."""


def field_names(topic: str) -> tuple[str, ...]:
    """The fields an event can have in a chronicle, besides `key` and `event`; required ones first."""
    ordered = sorted(_fields(EVENTS[topic]), key=lambda each: not _required(each))
    return tuple(_written(each) for each in ordered)


def required_names(topic: str) -> tuple[str, ...]:
    """The fields that cannot be left out; an act that states nothing itself must say which element it is about."""
    event = EVENTS[topic]
    about = ("element",) if issubclass(event, ElementEvent) and not issubclass(event, StatingAct) else ()
    return about + tuple(_written(each) for each in _fields(EVENTS[topic]) if _required(each))


class Form(NamedTuple):
    """How one field is written. `choices` are the words it is limited to; empty when it is not."""

    shape: Literal["date", "text", "texts", "areas", "map", "maps", "file"]
    choices: tuple[str, ...] = ()


def form_of(topic: str, name: str) -> Form:
    """How a field of an event is written, for whoever asks for it by other means than a chronicle."""
    cls = EVENTS[topic]
    hint = next(_hints(cls)[each.name] for each in _fields(cls) if _written(each) == name)
    options = _options(hint)
    if Document in options:
        return Form("file")
    if LegalDate in options:
        return Form("date")
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return Form("areas" if item is Area else "texts" if item is str else "maps")
    if any(is_dataclass(option) for option in options) or get_origin(hint) is Mapping or hint is Any:
        return Form("map")
    return Form("text", tuple(str(each) for each in _literals(options) if each))


def members_of(topic: str, name: str) -> dict[str, tuple[str, ...]]:
    """The members of a field that is a map of known names, each with the words it is limited to; else none."""
    hint = next(_hints(EVENTS[topic])[each.name] for each in _fields(EVENTS[topic]) if _written(each) == name)
    items = get_args(hint)[:1] if get_origin(hint) is tuple else _options(hint)
    nested: Any = next((each for each in items if is_dataclass(each)), None)
    if nested is None:
        return {}
    return {
        _written(each): STRENGTHS
        if each.name == "strength"
        else tuple(str(word) for word in _literals(_options(_hints(nested)[each.name])) if word)
        for each in _fields(nested)
    }


def date_fields(topic: str) -> tuple[str, ...]:
    """The fields that hold a legal date: the ones a rival assertion can widen."""
    hints = _hints(EVENTS[topic])
    return tuple(_written(each) for each in _fields(EVENTS[topic]) if LegalDate in _options(hints[each.name]))


def read(topic: str, content: Mapping[str, Any]) -> Event:
    """Read back what the ledger accepted once. It judges nothing.

    Raises:
        KeyError: if the topic is not one of the contract.
    """
    event: Event = _kept(EVENTS[topic])(content)
    return event


def check(topic: str, content: Mapping[str, Any], report: Report, withheld: Collection[str] = ()) -> Event | None:
    """Read what somebody wants to append; every problem is reported, and then there is no event.

    Args:
        withheld: the dotted paths of sealed values that are not at hand: they may be missing where they are needed.
    """
    problems = 0

    def count(path: str, sentence: str) -> None:
        nonlocal problems
        problems += 1
        report(path, sentence)

    event: Event = _build(EVENTS[topic], content, "", count, withheld)
    for path, sentence in _rules(event):
        count(path, sentence)
    return event if problems == 0 else None


def write(event: Event) -> dict[str, Any]:
    """The event as plain text, lists and maps; what was not given is left out."""
    return _plain_fields(event)


# -- reading what was accepted once -----------------------------------------------------------------------------------

_Reader = Callable[[Any], Any]
_KEPT: dict[Any, _Reader] = {}


def _kept(cls: Any) -> _Reader:
    """How a record of a class is read back, worked out once: missing is None, unknown is passed over."""
    if cls not in _KEPT:
        hints = _hints(cls)
        fields_ = [(_written(each), each.name, _kept_as(hints[each.name]), _required(each)) for each in _fields(cls)]

        def kept(content: Mapping[str, Any]) -> Any:
            values: dict[str, Any] = {}
            for written, name, reader, required in fields_:
                given = content.get(written)
                if given is not None:
                    values[name] = reader(given)
                elif required:
                    values[name] = None
            return cls(**values)

        _KEPT[cls] = kept
    return _KEPT[cls]


def _kept_as(hint: Any) -> _Reader:
    options = _options(hint)
    if LegalDate in options:
        words = _literals(options)
        return lambda given: given if given in words else _kept_date(given)
    if get_origin(hint) is tuple:
        item = _kept_as(get_args(hint)[0])
        return lambda given: tuple(map(item, given)) if isinstance(given, list | tuple) else given
    if Area in options:
        return _kept_area
    nested: Any = next((option for option in options if is_dataclass(option)), None)
    if nested is not None:
        return lambda given: _kept(nested)(given) if isinstance(given, Mapping) else given
    if hint == Mapping[str, LegalDate]:
        return lambda given: {name: _kept_date(each) for name, each in given.items()}
    return lambda given: given


@lru_cache(maxsize=20_000)
def _kept_date(given: Any) -> Any:
    try:
        return LegalDate.parse(given)
    except (Malformed, TypeError):
        return given


def _kept_area(given: Any) -> Any:
    try:
        return Area.of(given)
    except Malformed:
        return given


# -- reading what comes in --------------------------------------------------------------------------------------------


def _build(
    cls: type[Any], content: Mapping[str, Any], path: str, report: Report, withheld: Collection[str] = ()
) -> Any:
    known = {_written(each): each for each in _fields(cls)}
    hints = _hints(cls)
    for name in content:
        if name not in known:
            report(_under(path, name), f"no such field; {_what(cls)} has {', '.join(sorted(known))}")
    values: dict[str, Any] = {}
    for name, each in known.items():
        given, where = content.get(name), _under(path, name)
        if given is not None:
            values[each.name] = _value(hints[each.name], given, where, report)
        lacking = "missing" if given is None else "empty" if given in ("", [], {}) else ""
        if lacking and _required(each):
            if not any(gone == where or gone.startswith(f"{where}.") for gone in withheld):
                report(where, f"this field is needed and is {lacking}")
            values.setdefault(each.name, None)
    return cls(**values)


def _value(hint: Any, given: Any, path: str, report: Report) -> Any:
    if given is None:  # a place in a list, or a name in a map, with nothing in it
        report(path, "this is empty; give its value, or take it out")
        return None
    try:
        return _read_as(hint, given, path, report)
    except Malformed as problem:
        report(path, str(problem))
        return None


def _read_as(hint: Any, given: Any, path: str, report: Report) -> Any:
    if hint is str:
        return _text(given)
    options = _options(hint)
    if LegalDate in options:
        if given in _literals(options):
            return given
        if not isinstance(given, str):
            raise Malformed(f"{shown(given)} is not a legal date")
        return LegalDate.parse(given)
    origin = get_origin(hint)
    if origin is tuple:
        if not isinstance(given, list | tuple):
            raise Malformed(f"needs a list, as in [{plain(given)}]")
        item = get_args(hint)[0]
        return tuple(_value(item, each, f"{path}[{index}]", report) for index, each in enumerate(given))
    if Area in options:
        return Area.of(given)
    nested: Any = next((option for option in options if is_dataclass(option)), None)
    if nested is not None:
        if not isinstance(given, Mapping):
            raise Malformed(f"needs a map with {', '.join(_written(each) for each in _fields(nested))}")
        return _build(nested, given, path, report)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(hint, given, path, report)
    literals = _literals(options)
    if literals:
        if given not in literals:
            raise Malformed(f"{shown(given)} is not one of {', '.join(str(each) for each in literals if each)}")
        return given
    if int in options:
        if isinstance(given, bool) or not isinstance(given, int):
            raise Malformed(f"{shown(given)} is not a whole number")
        return given
    return given


def _mapping(hint: Any, given: Any, path: str, report: Report) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise Malformed("needs a map of names and values")
    value = get_args(hint)[1]
    if value is Any:
        return dict(given)
    return {_text(name): _value(value, each, f"{path}.{name}", report) for name, each in given.items()}


def _text(given: Any) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise Malformed(f"{shown(given)} is not text; put it in quotes")
    text = str(given)
    problem = problem_of_text(text)
    if problem:
        raise Malformed(problem)
    return text


def problem_of_text(text: str) -> str:
    """Why a text cannot be kept as it is; empty where it can. A ledger keeps NFC text without control characters."""
    if not unicodedata.is_normalized("NFC", text):
        return "the text is not in Unicode normal form C (NFC); save the file as NFC"
    if _UNKEPT.search(text):
        return "the text has a control character or half a character in it; take it out"
    return ""


# -- writing ----------------------------------------------------------------------------------------------------------


def written(record: Any) -> dict[str, Any]:
    """A record within an event, such as the facts of a case, as plain text, lists and maps."""
    return _plain_fields(record)


def _plain_fields(record: Any) -> dict[str, Any]:
    written = {}
    for name, attribute in _names(type(record)):
        value = getattr(record, attribute)
        if value is None or value == "" or value == () or value == {}:
            continue
        written[name] = value if type(value) is str else _plain(value)
    return written


_NAMES: dict[Any, tuple[tuple[str, str], ...]] = {}


def _names(cls: Any) -> tuple[tuple[str, str], ...]:
    """The fields of a class as they are written, with their attributes."""
    if cls not in _NAMES:
        _NAMES[cls] = tuple((_written(each), each.name) for each in _fields(cls))
    return _NAMES[cls]


def _plain(value: Any) -> Any:
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, LegalDate):
        return value.text
    if isinstance(value, Area):
        return value.plain()
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return _plain_fields(value) if is_dataclass(value) else value


# -- rules of the domain within one entry -----------------------------------------------------------------------------


def _rules(event: Event) -> Iterator[tuple[str, str]]:
    if isinstance(event, Ending):
        yield from _rules_of_periods(event)
    if isinstance(event, StatingAct) and event.presumption is not None:
        yield from _rules_of_presumption(event.presumption)
    violence = getattr(event, "violence", None)
    if isinstance(violence, Violence) and violence.level and violence.scheme in LEVELS:
        levels = LEVELS[violence.scheme]
        if violence.level not in levels:
            sentence = f"{shown(violence.level)} is not a level of {violence.scheme}, which has {', '.join(levels)}"
            yield "violence.level", sentence
    if isinstance(event, SourceDisclosed) and event.public_on is None:
        yield "public_on", "this field is needed: the day from which an outsider could read the source"
    for name in ("from", "signed_on", "decided_on", "created_on", "pronounced_on", "public_on", "on", "effect"):
        day = getattr(event, name if name != "from" else "from_", None)
        if isinstance(day, LegalDate) and day.is_open:
            yield name, "only an end can be open-ended (..); write unknown where the day is not known"
    if isinstance(event, EntryDisputed):
        yield from _rules_of_free_content(event.value, "value")
    if isinstance(event, EntryCorrected):
        yield from _rules_of_free_content(event.content, "content")
    for name in getattr(event, "moments", None) or ():
        if not _MOMENT.fullmatch(name):
            yield (
                f"moments.{name}",
                f"{shown(name)} is not the name of a moment; write it as in decision or court-closing",
            )
    for name in getattr(event, "identifiers", None) or ():
        if not SLUG.fullmatch(name):
            yield (
                f"identifiers.{name}",
                f"{shown(name)} is not the name of a numbering; write it as in kenmerk, ecli, eu-case",
            )


def _rules_of_periods(event: Ending) -> Iterator[tuple[str, str]]:
    if event.until is not None and event.through is not None:
        yield (
            "through",
            "an end is either until (first day it no longer binds) or through (last day it binds), never both",
        )
        return
    if isinstance(event, ElementExtended) and event.until is None and event.through is None:
        yield "until", "an extension needs its new end: until or through (.. for open-ended)"
    start = event.from_ if isinstance(event, StatingAct) else None
    if start is not None and not start.is_open and event.end.last <= start.first:
        name = "until" if event.until is not None else "through"
        yield name, f"the period ends ({name} {event.until or event.through}) before or as it starts (from {start})"


def _rules_of_presumption(presumption: Presumption) -> Iterator[tuple[str, str]]:
    if presumption.strength is not None and presumption.strength not in STRENGTHS:
        yield "presumption.strength", f"{shown(presumption.strength)} is not one of {', '.join(STRENGTHS)}"


def _rules_of_free_content(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Free content must be storable: text, whole numbers, yes or no, lists and maps of these."""
    match value:
        case Mapping():
            for name, each in value.items():
                if not isinstance(name, str) or not name.isascii():
                    yield path, f"the name {shown(name)} must be plain text in ASCII letters"
                if name in ("_sd", "..."):
                    yield path, f"the name {shown(name)} is kept for sealed values"
                yield from _rules_of_free_content(each, f"{path}.{name}")
        case list() | tuple():
            for index, each in enumerate(value):
                yield from _rules_of_free_content(each, f"{path}[{index}]")
        case str():
            if problem := problem_of_text(value):
                yield path, problem
        case bool() | None:
            pass
        case int():
            if abs(value) > _LARGEST:
                yield path, f"{value} is too large for a number; put it in quotes"
        case _:
            yield path, f"{shown(value)} is not text, a whole number, yes or no; put it in quotes"


# -- what the types say -----------------------------------------------------------------------------------------------


_FIELDS: dict[Any, tuple[Field[Any], ...]] = {}
_HINTS: dict[Any, dict[str, Any]] = {}


def _fields(cls: Any) -> tuple[Field[Any], ...]:
    if cls not in _FIELDS:
        _FIELDS[cls] = fields(cls)
    return _FIELDS[cls]


def _hints(cls: Any) -> dict[str, Any]:
    if cls not in _HINTS:
        _HINTS[cls] = get_type_hints(cls)
    return _HINTS[cls]


def _required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _written(each: Field[Any]) -> str:
    return each.name.rstrip("_")


@cache
def _options(hint: Any) -> tuple[Any, ...]:
    """The members of a union; the hint itself where it is none."""
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


@cache
def _literals(options: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value for option in options if get_origin(option) is Literal for value in get_args(option))


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _what(cls: type[Any]) -> str:
    return f"{cls.TOPIC}" if hasattr(cls, "TOPIC") else f"a {cls.__name__.lower()}"
