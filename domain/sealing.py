"""Which values of an entry are sealed: only a digest of them stands in the entry, and they can be erased.

Sealed are the facts and moments of a case and whatever is noted about it, what is confidential in a source, and who
wrote an internal one (contract, section 8). How a value is sealed is in `infrastructure/proof/sealed.py`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

Path = tuple[str | int, ...]
"""Where a value stands in the fields of an entry: names of members, numbers in lists (from 0)."""

UNNAMED: Final = "?"
"""Stands at the end of a path whose name is not known: it was sealed together with the value."""

_OF_CASES: Final = ("reference", "note")
MAPS_OF_CASES: Final = ("facts", "moments")
"""Sealed member by member."""
_OF_SOURCES: Final[dict[str, tuple[str, ...]]] = {
    "public": (),
    "internal": ("author",),
    "confidential": ("author", "content", "note"),
}

SEALABLE: Final = (
    ("case.*", "facts.*, moments.*, reference, note", "always"),
    ("source.*", "author", "of a source that is internal or confidential"),
    ("source.*", "content, note", "of a confidential source"),
    ("any event", "cites[].quote", "from a confidential source"),
    ("entry.corrected", "content.*", "what is sealed in the entry it corrects"),
    ("entry.disputed", "value", "about an entry of a case; of a field that can be sealed; of a quote"),
    ("entry.*", "note", "about an entry of a case or of a confidential source"),
)
"""For people: events, their fields, and when these are sealed."""


def sealable_names(topic: str) -> frozenset[str]:
    """The members that are sealed as a whole in some entry of this topic, if it has them at all.

    Besides these the members of `MAPS_OF_CASES` can be, the `quote` of any citation, and, within the `content` of a
    correction, whatever can be in the entry that it corrects.
    """
    family = topic.partition(".")[0]
    of_cases = frozenset(_OF_CASES) if family in ("case", "entry") else frozenset()
    of_sources = frozenset[str]().union(*_OF_SOURCES.values()) if family in ("source", "entry") else frozenset()
    if family != "entry":
        return of_cases | of_sources
    return (of_cases | of_sources | ({"value"} if topic == "entry.disputed" else set())) - {"content"}


@dataclass(frozen=True)
class Withheld:
    """A sealed value that is not at hand. `path` is dotted, and ends in `?` where the name went with the value.

    `erasure` is the key of the entry that erased it, with its reason and legal day; empty where it was never given.
    """

    path: str
    digest: str
    erasure: str = ""
    reason: str = ""
    erased_on: date | None = None

    def __str__(self) -> str:
        name = self.path.removesuffix(f".{UNNAMED}").removeprefix("content.")
        if self.erasure:
            return f"{name} was erased on {self.erased_on} ({self.erasure}): {self.reason}"
        return f"{name} is sealed, and not disclosed here"


def sealed_paths(
    stream: str,
    topic: str,
    fields: Mapping[str, Any],
    confidentiality_of: Callable[[str], str],
    target: str = "",
) -> Iterator[Path]:
    """The values to be sealed in the written fields of an entry.

    Args:
        confidentiality_of: the strictest that was ever stated of a source, by its slug: public, internal or
            confidential. What was sealed once does not come into the open by a later word.
        target: the topic of the entry that this one is about.
    """
    names = _sealed_names(stream, topic, confidentiality_of)
    for name in names:
        if name in fields:
            yield (name,)
    if stream.startswith("case/"):
        for name in MAPS_OF_CASES:
            for member in fields.get(name) or ():
                yield (name, member)
    for index, cite in enumerate(fields.get("cites") or ()):
        if "quote" in cite and confidentiality_of(cite["source"]) == "confidential":
            yield ("cites", index, "quote")
    if topic == "entry.corrected":
        replacement = fields["content"]
        for path in sealed_paths(stream, str(replacement.get("event", target)), replacement, confidentiality_of):
            yield ("content", *path)
    if topic == "entry.disputed" and "value" in fields and _is_of_sealed(stream, fields["field"], confidentiality_of):
        yield ("value",)


def _is_of_sealed(stream: str, field: str, confidentiality_of: Callable[[str], str]) -> bool:
    """May a field hold what is sealed? It may be that of a remark, about the entry or about another remark."""
    kind, _, slug = stream.partition("/")
    root = field.replace("[", ".").partition(".")[0]
    names = _OF_SOURCES[confidentiality_of(slug)] if kind == "source" else ()
    return kind == "case" or root == "cites" or (bool(names) and root in (*names, "content", "value"))


def _sealed_names(stream: str, topic: str, confidentiality_of: Callable[[str], str]) -> tuple[str, ...]:
    """The members of an entry of this stream that are sealed as a whole."""
    kind, _, slug = stream.partition("/")
    if kind == "case":
        return _OF_CASES
    if kind != "source":
        return ()
    names = _OF_SOURCES[confidentiality_of(slug)]
    if topic.startswith("entry."):  # its own `content` is the replacement, sealed member by member
        return tuple(name for name in names if name != "content")
    return names


def dotted(path: Path) -> str:
    """`cites[0].quote`, `facts.origin`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def could_be(path: Path, field: str) -> bool:
    """Whether a path is that of the dotted `field`; where its name is not known, whether both belong to one map."""
    if path[-1] != UNNAMED:
        return dotted(path) == field
    return dotted(path[:-1]) == field.rpartition(".")[0]
