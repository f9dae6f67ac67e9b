"""What is read from a chronicle: drafts of entries, and the documents they attach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Draft:
    """An entry as somebody wrote it, not yet checked.

    `topic` is a topic of `EVENTS`; `key` is empty where the file gives none that is well-formed (then there is a
    fault). `fields` are plain values: text, whole numbers, yes or no, None, lists and maps. `line` is the 1-based line
    of the entry, `lines` that of each field by its dotted path (`violence.level`, `cites[0].quote`).
    """

    key: str
    topic: str
    fields: Mapping[str, Any]
    file: str = ""
    line: int | None = None
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, path: str) -> int | None:
        """The nearest line that is known: of the field, of what it stands in, or of the entry."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.line


@dataclass(frozen=True)
class Chronicle:
    """What could be read: drafts in file order, and by SHA-256 (hex) the documents they attach."""

    drafts: tuple[Draft, ...] = ()
    documents: Mapping[str, bytes] = field(default_factory=dict)
