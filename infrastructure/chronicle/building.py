"""From the parts of a text to plain values, with the line of each: what YAML and JSON have in common."""

import re
from dataclasses import dataclass
from typing import Any

from infrastructure.chronicle import limits

# Only what a number would be written back as: 012, +31, 0x1F and a number of thousands of digits are somebody's text.
WHOLE = re.compile(r"0|-?[1-9][0-9]{0,999}", re.ASCII)


class Unreadable(Exception):
    """Reading stops here: what follows cannot be understood, or should not be tried."""

    def __init__(self, line: int | None, sentence: str) -> None:
        self.line = line
        super().__init__(sentence)


def too_many_faults(line: int) -> Unreadable:
    return Unreadable(line, f"there are more than {limits.MOST_FAULTS} faults above; what follows was not read")


@dataclass(slots=True)
class _Frame:
    """A map or list that is still open; in a map, `name` is the field whose value comes next, or `at_name` is true.

    `path`: where it stands within its item. `kept`: the value that comes next is kept; `counts`: so is the map or list
    itself, and all it stands in.
    """

    container: Any
    path: str
    item: str
    lines: dict[str, int]
    counts: bool
    at_name: bool
    name: str = ""
    kept: bool = True

    def path_of(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


class Builder:
    """Builds plain values from the parts of a YAML or JSON text, in a flat loop: depth costs no stack.

    Each item of a list in the outermost map is a world of its own: `items` has, by its path in the whole
    (`entries[3]`), the lines of its fields by their path within it. `lines` has those of the outermost map.
    """

    def __init__(self) -> None:
        self.root: Any = None
        self.lines: dict[str, int] = {}
        self.items: dict[str, dict[str, int]] = {}
        self.unknowable: set[str] = set()
        self.faults: list[tuple[int, str, str, str]] = []
        self._frames: list[_Frame] = []
        self._misplaced = 0

    @property
    def expects_name(self) -> bool:
        return bool(self._frames) and self._frames[-1].at_name

    def open(self, container: Any, line: int) -> None:
        if len(self._frames) >= limits.DEEPEST:
            raise Unreadable(
                line, f"maps and lists stand more than {limits.DEEPEST} deep within each other; no entry needs that"
            )
        path, kept = self._place(container, line)
        in_map = isinstance(container, dict)
        above = self._frames[-1] if self._frames else None
        if above is None:
            frame = _Frame(container, "", "", self.lines, True, in_map)
        elif len(self._frames) == 2 and isinstance(above.container, list) and above.counts:
            frame = _Frame(container, "", path, self.items.setdefault(path, {}), True, in_map)
        else:
            frame = _Frame(container, path, above.item, above.lines if kept else {}, kept and above.counts, in_map)
        self._frames.append(frame)

    def close(self) -> None:
        self._frames.pop()

    def value(self, value: Any, line: int) -> None:
        self._place(value, line)

    def name(self, name: str, line: int) -> None:
        frame = self._frames[-1]
        path = frame.path_of(name)
        frame.at_name, frame.name = False, name
        frame.kept = name not in frame.container
        if frame.kept:
            self._note(frame, path, line)
        else:
            earlier = frame.lines.get(path)
            self.fault(line, f"the field stands twice, here and on line {earlier}; keep one", path)
        if not name:
            self.fault(line, "a field without a name; write name: value")

    def without(self) -> None:
        """The value of the name just read counts for nothing (it was complained about)."""
        self._frames[-1].kept = False

    def fault(self, line: int, sentence: str, path: str = "") -> None:
        if len(self.faults) >= limits.MOST_FAULTS:
            raise too_many_faults(line)
        item = self._frames[-1].item if self._frames else ""
        self.faults.append((line, item, path, sentence))

    def here(self) -> str:
        """The path of the value that comes next, within its entry."""
        if not self._frames:
            return ""
        frame = self._frames[-1]
        if isinstance(frame.container, list):
            return f"{frame.path}[{len(frame.container)}]"
        return frame.path_of(frame.name)

    def cannot_know(self) -> None:
        """What stands here has no value: the entry it belongs to cannot be checked."""
        self.unknowable.add(self._frames[-1].item if self._frames else "")

    def _place(self, value: Any, line: int) -> tuple[str, bool]:
        """Put a value where it belongs; its path within its entry, and whether it is kept."""
        if not self._frames:
            self.root = value
            self.lines[""] = line
            return "", True
        frame = self._frames[-1]
        container = frame.container
        if isinstance(container, list):
            path = f"{frame.path}[{len(container)}]"
            if not frame.item and not isinstance(value, dict):
                self._misplaced += 1
                if self._misplaced > limits.MOST_FAULTS:
                    raise Unreadable(line, "thousands of values here are no entries; this is no chronicle")
            self._note(frame, path, line)
            container.append(value)
            return path, True
        frame.at_name = True
        if frame.kept:
            container[frame.name] = value
        return frame.path_of(frame.name), frame.kept

    @staticmethod
    def _note(frame: _Frame, path: str, line: int) -> None:
        """Keep the line of a value; an entry with more values than any entry needs is not read on."""
        if frame.item and len(frame.lines) >= limits.LARGEST_ENTRY:
            raise Unreadable(line, f"an entry has more than {limits.LARGEST_ENTRY} values in it; no entry needs that")
        frame.lines[path] = line
