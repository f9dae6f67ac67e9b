"""From the plain values of an entry to its draft: key, event, legal dates and documents."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from domain.content import SLUG, date_fields
from domain.errors import Fault
from domain.events import EVENTS, EntryCorrected
from infrastructure.chronicle.attachments import Attachments
from infrastructure.chronicle.drafts import Chronicle, Draft
from infrastructure.chronicle.phrases import nearest, shown


class Drafting:
    """The entries of one chronicle, on their way from plain values to drafts, with every fault of their form."""

    def __init__(self, file: str, attachments: Attachments) -> None:
        self.drafts: list[Draft] = []
        self.faults: list[Fault] = []
        self._file = file
        self._attachments = attachments
        self._keys: dict[str, Draft] = {}

    @property
    def chronicle(self) -> Chronicle:
        return Chronicle(tuple(self.drafts), self._attachments.documents)

    def fault(self, line: int | None, sentence: str, path: str = "", key: str = "") -> None:
        self.faults.append(Fault(sentence, key, path, line, self._file))

    def draft(self, entry: Mapping[str, Any], line: int | None, lines: Mapping[str, int], *, knowable: bool) -> None:
        """Add the draft of an entry; where something in it cannot be known, only its key and event are looked at."""
        key, topic = key_of(entry), entry.get("event")
        if not key:
            self.fault(lines.get("key", line), _not_a_key(entry.get("key")), "key")
        if not isinstance(topic, str) or topic not in EVENTS:
            self.fault(lines.get("event", line), _not_an_event(topic), "event", key)
            return
        if not knowable:
            return
        fields = {name: value for name, value in entry.items() if name not in ("key", "event")}
        draft = Draft(key, topic, fields, self._file, line, lines)
        _spell_dates(fields, topic)
        self._attachments.attach(
            fields, topic, "", lambda path, sentence: self.fault(draft.line_of(path), sentence, path, key)
        )
        self._note_key(draft)
        self.drafts.append(draft)

    def _note_key(self, draft: Draft) -> None:
        if not draft.key:
            return
        earlier = self._keys.setdefault(draft.key, draft)
        if earlier is draft:
            return
        same = (earlier.topic, earlier.fields) == (draft.topic, draft.fields)
        self.fault(
            draft.line_of("key"),
            f"the same entry stands on line {earlier.line}; take one of the two out"
            if same
            else f"the key stands for another entry on line {earlier.line}; give this one a key of its own",
            "key",
            draft.key,
        )


def key_of(entry: Mapping[str, Any]) -> str:
    """The key, where it is well-formed; an unquoted number is a key as well."""
    key = entry.get("key")
    if type(key) is int:
        key = str(key)
    return key if isinstance(key, str) and SLUG.fullmatch(key) else ""


def _not_a_key(given: Any) -> str:
    if given is None:
        return "the entry has no key; give it one of its own, as in ml/letter-2023"
    return (
        f"{shown(given)} is not a key; write it in a-z, 0-9, dot, underscore, dash and slash, "
        "starting with a letter or digit, as in ml/letter-2023"
    )


def _not_an_event(topic: Any) -> str:
    if topic is None:
        return "the entry has no event; `kroniek schema` lists them"
    near = nearest(topic, tuple(EVENTS)) if isinstance(topic, str) else ""
    return f"{shown(topic)} is not an event{near or '; `kroniek schema` lists them'}"


def _spell_dates(content: dict[str, Any], topic: str) -> None:
    """What YAML takes for a number (2012) or a list ([2023-07-08,2023-07-09]) is text again where a date should be."""
    if topic == EntryCorrected.TOPIC and isinstance(content.get("content"), dict):
        replacement = content["content"]
        _spell_dates(replacement, replacement["event"] if replacement.get("event") in EVENTS else "")
    for name in date_names(topic) & content.keys():
        content[name] = _spelled(content[name])
    if "value" in content and content.get("field") in date_names(""):
        content["value"] = _spelled(content["value"])


@cache
def date_names(topic: str) -> frozenset[str]:
    """The fields of an event that hold a legal date; for an empty topic those of every event."""
    return frozenset(date_fields(topic) if topic else (name for each in EVENTS for name in date_fields(each)))


def _spelled(value: Any) -> Any:
    if type(value) is int:
        return str(value)
    if isinstance(value, list) and value and all(isinstance(each, str) or type(each) is int for each in value):
        return f"[{','.join(map(str, value))}]"
    return value
