"""How an entry is kept: its canonical JSON, and back.

What is stored of an entry besides its columns is one canonical JSON document, RFC 8785: sorted keys, no spaces, NFC
text, whole numbers only. `leaf` is the whole entry in that form, the bytes that proofs are about.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from eventsourcing.persistence import StoredEvent

from domain import content
from domain.errors import Refuted
from domain.events import EVENTS, Event
from domain.history import Entry
from domain.sealing import Withheld

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encoder = msgspec.json.Encoder(order="deterministic")


class Envelope(msgspec.Struct):
    """What the state of a stored event holds."""

    actor: str
    content: dict[str, Any]
    key: str


_decoder = msgspec.json.Decoder(Envelope)


def canonical(value: Any) -> bytes:
    """RFC 8785 for what the ledger holds: text, whole numbers within 2**53, truth values, null, lists and maps.

    msgspec writes it that way as long as names are ASCII, which admission sees to.
    """
    return _encoder.encode(value)


def stored(
    key: str, event: Event, stream: str, version: int, actor: str, written: Mapping[str, Any] | None = None
) -> StoredEvent:
    """`written`: the fields of the event with digests in the place of what is sealed."""
    fields = content.write(event) if written is None else written
    state = canonical({"actor": actor, "content": fields, "key": key})
    return StoredEvent(originator_id=stream, originator_version=version, topic=event.TOPIC, state=state)


def envelope(state: bytes, position: int) -> Envelope:
    """
    Raises:
        Refuted: if the stored bytes are not what was once written.
    """
    try:
        return _decoder.decode(state)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Refuted(
            f"the stored entry @{position} is damaged: {problem}; restore the ledger from a backup"
        ) from problem


def is_canonical(state: bytes) -> bool:
    """Whether stored bytes are what `stored` writes, to the byte: then a leaf can be put together without reading them.

    Raises:
        Refuted: as `envelope`.
    """
    return canonical(envelope(state, 0)) == state


def entry(
    position: int,
    stream: str,
    topic: str,
    state: bytes,
    recorded_at: int,
    opened: Mapping[str, Any] | None = None,
    withheld: tuple[Withheld, ...] = (),
) -> Entry:
    """Read an entry back from its columns; `opened` are its fields with sealed values in place."""
    held = envelope(state, position)
    if topic not in EVENTS:
        raise Refuted(f"the stored entry @{position} has the unknown topic {topic}; use the kroniek that wrote it")
    return Entry(
        position=position,
        key=held.key,
        event=content.read(topic, held.content if opened is None else opened),
        stream=stream,
        recorded_at=moment(recorded_at),
        actor=held.actor,
        withheld=withheld,
    )


def moment(microseconds: int) -> datetime:
    """A record time (microseconds since 1970 UTC) as an instant."""
    return _EPOCH + timedelta(microseconds=microseconds)


def microseconds(instant: datetime) -> int:
    """An instant as a record time, exact to the microsecond."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def timestamp(microseconds_: int) -> str:
    """A record time as answers write it: `2026-11-22T09:00:00.000000Z`."""
    return moment(microseconds_).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def shown(position: int, stream: str, topic: str, state: bytes, recorded_at: int) -> dict[str, Any]:
    """An entry as `entries --format json` lists it, its content as it was written."""
    held = envelope(state, position)
    return {
        "position": position,
        "key": held.key,
        "event": topic,
        "stream": stream,
        "recorded_at": timestamp(recorded_at),
        "actor": held.actor,
        "content": held.content,
    }


def leaf(position: int, stream: str, topic: str, state: bytes, recorded_at: int) -> bytes:
    """The canonical JSON of an entry as `shown`: what its leaf hash is taken of."""
    return canonical(shown(position, stream, topic, state, recorded_at))
