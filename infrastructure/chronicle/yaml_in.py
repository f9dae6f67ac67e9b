"""The YAML of chronicles: that of YAML 1.2 with less in it.

No anchors, tags, merge keys or directives, one document, no line broken by anything but a line feed or carriage return.
Of plain scalars only true, false, null and whole numbers are not text, so `NO` is Norway, `on` a name, `012` and `3.10`
what is written there.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

from infrastructure.chronicle.building import WHOLE, Builder, Unreadable

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAKS_OF_OLD = "\x85\u2028\u2029"  # line breaks in YAML 1.1, ordinary characters in 1.2
_NOT_TEXT: Final[dict[str, Any]] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
_HINTS: Final = (
    ("mapping values are not allowed", "a text with a colon and a space in it needs quotes"),
    ("that cannot start any token", "indent with spaces, not tabs; a text that starts with @, ` or % needs quotes"),
    ("tab character", "indent with spaces, not tabs"),
    ("quoted scalar", "a closing quote is missing"),
    ("unexpected end of stream", "a closing quote is missing"),
    ("unknown escape", "write a backslash within double quotes as \\\\"),
)


def build_from_yaml(text: str, builder: Builder) -> None:
    text, restored = _without_old_line_breaks(_without_unprintable(text, builder))
    documents = 0
    event: Any
    try:
        for event in yaml.parse(text, Loader=LOADER):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                _take_scalar(event, builder, restored)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                line = event.start_mark.line + 1
                if builder.expects_name:
                    raise Unreadable(line, "a map or list cannot be the name of a field; put the text in quotes")
                _refuse_properties(event, event.tag is not None, builder)
                builder.open({} if kind is yaml.MappingStartEvent else [], line)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                builder.close()
            elif kind is yaml.AliasEvent:
                _take_alias(event, builder)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                line = event.start_mark.line + 1
                if documents == 2:
                    builder.fault(line, "a second document starts here (---); make it a file of its own")
                    return
                if event.version or event.tags:
                    builder.fault(line, "%YAML and %TAG lines are not used in a chronicle; take them out")
    except yaml.MarkedYAMLError as problem:
        raise _not_yaml(problem) from None


def _take_scalar(event: Any, builder: Builder, restored: Mapping[int, str]) -> None:
    text: str = event.value.translate(restored) if restored else event.value
    line: int = event.start_mark.line + 1
    plain = not event.style
    # Before a plain scalar "!" leaves no tag with libyaml, only that the scalar is no longer plain of itself.
    tagged = event.tag not in (None, "!") or (plain and (event.tag == "!" or not event.implicit[0]))
    if tagged or event.anchor is not None:
        _refuse_properties(event, tagged, builder)
    if builder.expects_name:
        builder.name(text, line)
        if plain and text == "<<":
            builder.fault(line, "merging maps with << is not used in a chronicle; write the fields out", "<<")
            builder.without()
            builder.cannot_know()
        return
    if plain and not tagged:
        if text in _NOT_TEXT:
            builder.value(_NOT_TEXT[text], line)
            return
        if text[0] in "-0123456789" and WHOLE.fullmatch(text):
            builder.value(int(text), line)
            return
    builder.value(text, line)


def _take_alias(event: Any, builder: Builder) -> None:
    line = event.start_mark.line + 1
    if builder.expects_name:
        raise Unreadable(line, f"*{event.anchor} stands where the name of a field should; write the name out")
    if builder.here().rpartition(".")[2] != "<<":  # that was said of the name already
        builder.fault(line, f"*{event.anchor} refers to another place in the file; write it out here", builder.here())
    builder.cannot_know()
    builder.value(None, line)


def _refuse_properties(event: Any, tagged: bool, builder: Builder) -> None:
    line = event.start_mark.line + 1
    if event.anchor is not None:
        builder.fault(line, f"anchors (&{event.anchor}) are not used in a chronicle; take it out", builder.here())
    if tagged:
        builder.fault(line, f"tags ({event.tag or '!'}) are not used in a chronicle; take it out", builder.here())


def _without_unprintable(text: str, builder: Builder) -> str:
    """Complain once a line, then read on without the character."""
    if _UNPRINTABLE.search(text) is None:
        return text
    line = at = complained = 0
    for match in _UNPRINTABLE.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        if complained != line + 1:
            complained = line + 1
            builder.fault(complained, f"the character U+{ord(match[0]):04X} cannot stand in YAML; take it out")
    return _UNPRINTABLE.sub("\ufffd", text)


def _without_old_line_breaks(text: str) -> tuple[str, dict[int, str]]:
    """Lend U+0085, U+2028 and U+2029 the shape of private characters while a YAML 1.1 parser looks at the text."""
    present = [each for each in _LINE_BREAKS_OF_OLD if each in text]
    if not present:
        return text, {}
    used = set(text)
    free = (chr(code) for code in range(0xF0000, 0xFFFFE) if chr(code) not in used)
    restored: dict[int, str] = {}
    for each in present:
        private = next(free, None)
        if private is None:
            raise Unreadable(None, f"U+{ord(each):04X} cannot be read beside every private character there is")
        text = text.replace(each, private)
        restored[ord(private)] = each
    return text, restored


def _not_yaml(problem: yaml.MarkedYAMLError) -> Unreadable:
    words = " ".join(part for part in (problem.context, problem.problem) if part)
    mark = problem.problem_mark or problem.context_mark
    hint = next((hint for part, hint in _HINTS if part in words), "look at quotes, brackets and indentation just above")
    if mark is None:
        return Unreadable(None, f"this is not YAML: {words}; {hint}")
    return Unreadable(mark.line + 1, f"this is not YAML at column {mark.column + 1}: {words}; {hint}")
