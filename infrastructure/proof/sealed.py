"""Sealed values (RFC 9901, SD-JWT): a salted digest stands in the open, the disclosure apart. Pure.

A member of an object is sealed by putting its digest into the `_sd` of that object, an element of a list by putting
`{"...": digest}` in its place. `seal` does it; `open_sealed` undoes it, and is strict: whatever does not fit exactly is
refused, never passed over. Which values are sealed is said in `domain/sealing.py`.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from domain.errors import Refuted
from domain.sealing import UNNAMED, Path, dotted

DIGESTS: Final = "_sd"
ELEMENT: Final = "..."
ALGORITHM: Final = "_sd_alg"
_RESERVED: Final = (DIGESTS, ELEMENT)
_SALT_BYTES: Final = 16
DIGEST: Final = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
"""32 bytes in base64url: the last letter has two bits to spare, which are zero."""
_DEEPEST: Final = 100
"""How deep maps and lists may stand within each other: no entry needs that, and no reader runs out of stack on it."""


class SealBroken(Refuted):
    """A disclosure that does not fit what it is said to disclose."""


class Disclosure(NamedTuple):
    """One sealed value: the `text` that discloses it, the `digest` of that text, and where it stands."""

    path: Path
    digest: str
    text: str


@dataclass
class Opened:
    """A document with its disclosed values in place and every digest taken out.

    `disclosed` are the disclosures that were used, by digest with their path; `missing` the digests nobody disclosed,
    each with the path of what it stands in, and the number in the list or `?` for the name that is not known.
    """

    content: dict[str, Any]
    disclosed: dict[str, Path] = field(default_factory=dict)
    missing: list[tuple[Path, str]] = field(default_factory=list)

    @property
    def places(self) -> dict[str, Path]:
        """Every digest that stands in the document, with its path as above."""
        return {**self.disclosed, **{each: path for path, each in self.missing}}


def digest(text: str) -> str:
    """The digest of a disclosure: base64url of SHA-256 over its ASCII bytes, without padding."""
    return _base64url(hashlib.sha256(text.encode("ascii")).digest())


def disclosure(salt: bytes, *what: Any) -> str:
    """The text that discloses a member (`salt`, name, value) or an element of a list (`salt`, value).

    Its JSON is canonical (RFC 8785) for what a ledger holds.
    """
    return _base64url(_canonical([_base64url(salt), *what]))


def seal(
    content: Mapping[str, Any],
    paths: Iterable[Path],
    salts: Callable[[int], bytes],
    kept: Mapping[Path, str] | None = None,
    digests: Iterable[tuple[Path, str]] = (),
) -> tuple[dict[str, Any], list[Disclosure]]:
    """Seal the values at `paths`, the deepest first.

    Args:
        salts: gives that many random bytes.
        kept: disclosures made before, by path; used again where they still say the same.
        digests: of values that are not at hand, with the path of the object they belong to.
    """
    sealed: dict[str, Any] = deepcopy(dict(content))
    made: list[Disclosure] = []
    for path in sorted(paths, key=lambda path: (-len(path), tuple(map(str, path)))):
        holder = _at(sealed, path[:-1])
        name, value = path[-1], holder[path[-1]]
        what = (value,) if isinstance(name, int) else (name, value)
        text = (kept or {}).get(path)
        if text is None or _canonical(json.loads(_bytes_of(text))[1:]) != _canonical(what):
            text = disclosure(salts(_SALT_BYTES), *what)
        made.append(Disclosure(path, digest(text), text))
        if isinstance(name, int):
            holder[name] = {ELEMENT: made[-1].digest}
        else:
            del holder[name]
            holder[DIGESTS] = sorted([*holder.get(DIGESTS, ()), made[-1].digest])
    for path, each in digests:
        holder = _made(sealed, path)
        holder[DIGESTS] = sorted([*holder.get(DIGESTS, ()), each])
    return sealed, made


def open_sealed(content: Mapping[str, Any], disclosures: Iterable[str]) -> Opened:
    """Put disclosed values where their digests stand.

    Raises:
        SealBroken: a disclosure that is malformed, doubled, or that no digest asks for; a digest that is malformed or
            stands twice; a disclosed name that is reserved, or is there already; values too deep within each other.
    """
    given: dict[str, str] = {}
    for text in disclosures:
        if not text.isascii():
            raise SealBroken("a disclosure is not base64url text")
        named = digest(text)
        if named in given:
            raise SealBroken(f"the disclosure with the digest {named} is given twice")
        given[named] = text
    opening = _Opening(given)
    plain = dict(content)
    if plain.pop(ALGORITHM, "sha-256") != "sha-256":
        raise SealBroken(f"the digests are not SHA-256 but {content[ALGORITHM]!r}")
    opened = opening.opened(plain, ())
    unused = given.keys() - opening.result.disclosed.keys()
    if unused:
        raise SealBroken(f"no digest asks for the disclosure with the digest {min(unused)}")
    opening.result.content = opened
    return opening.result


def digests_in(value: Any) -> Iterator[str]:
    """Every digest that stands in the open in a document."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            if name == DIGESTS and isinstance(each, list):
                yield from (one for one in each if isinstance(one, str))
            elif name == ELEMENT and isinstance(each, str):
                yield each
            else:
                yield from digests_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from digests_in(each)


def without_digests(value: Any) -> Any:
    """A document with every digest taken out, and nothing disclosed."""
    if isinstance(value, Mapping):
        return {name: without_digests(each) for name, each in value.items() if name != DIGESTS}
    if isinstance(value, list | tuple):
        return [without_digests(each) for each in value if not (isinstance(each, Mapping) and ELEMENT in each)]
    return value


class _Opening:
    """Goes through a document and notes what it meets."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self._seen: set[str] = set()
        self.result = Opened({})

    def opened(self, value: Any, path: Path) -> Any:
        if len(path) > _DEEPEST:
            raise SealBroken(f"maps and lists stand more than {_DEEPEST} deep within each other")
        if isinstance(value, Mapping):
            return self._object(value, path)
        if isinstance(value, Sequence) and not isinstance(value, str | bytes):
            return self._list(value, path)
        return value

    def _object(self, value: Mapping[str, Any], path: Path) -> dict[str, Any]:
        if ELEMENT in value:
            raise SealBroken(f"a digest of an element of a list stands outside a list{_at_place(path)}")
        plain = {name: self.opened(each, (*path, name)) for name, each in value.items() if name != DIGESTS}
        digests = value.get(DIGESTS, [])
        if not isinstance(digests, list) or not all(isinstance(each, str) for each in digests):
            raise SealBroken(f"{DIGESTS} is not a list of digests{_at_place(path)}")
        for each in digests:
            parts = self._disclosed(each, 3)
            if parts is None:
                self.result.missing.append(((*path, UNNAMED), each))
                continue
            _, name, held = parts
            if not isinstance(name, str) or name in _RESERVED:
                raise SealBroken(f"the disclosure with the digest {each} has no name that a member can have")
            if name in plain:
                raise SealBroken(f"{name} is disclosed, and stands there already{_at_place(path)}")
            self.result.disclosed[each] = (*path, name)
            plain[name] = self.opened(held, (*path, name))
        return plain

    def _list(self, value: Sequence[Any], path: Path) -> list[Any]:
        plain: list[Any] = []
        for index, each in enumerate(value):
            if not (isinstance(each, Mapping) and ELEMENT in each):
                plain.append(self.opened(each, (*path, index)))
                continue
            if len(each) != 1 or not isinstance(each[ELEMENT], str):
                raise SealBroken(f"a sealed element of a list has more than its digest{_at_place(path)}")
            parts = self._disclosed(each[ELEMENT], 2)
            if parts is None:
                self.result.missing.append(((*path, index), each[ELEMENT]))
                continue
            self.result.disclosed[each[ELEMENT]] = (*path, index)
            plain.append(self.opened(parts[1], (*path, index)))
        return plain

    def _disclosed(self, wanted: str, length: int) -> list[Any] | None:
        """The parts of the disclosure with this digest; None where it is not given."""
        if not DIGEST.fullmatch(wanted):
            raise SealBroken(f"{wanted!r} is not a digest: base64url of 32 bytes, without padding")
        if wanted in self._seen:
            raise SealBroken(f"the digest {wanted} stands twice")
        self._seen.add(wanted)
        text = self._given.get(wanted)
        if text is None:
            return None
        try:
            # Decoded here: given bytes, json would guess, and take UTF-16 or a byte order mark as well.
            plain = _bytes_of(text).decode("utf-8")
            parts = json.loads(plain, object_pairs_hook=_without_doubles, parse_constant=_no_number)
            if "\\u" in plain:
                json.dumps(parts, ensure_ascii=False).encode("utf-8")  # half a character can be written, but not kept
        except (ValueError, RecursionError):
            raise SealBroken(f"the disclosure with the digest {wanted} is not base64url of JSON") from None
        if not isinstance(parts, list) or len(parts) != length or not isinstance(parts[0], str):
            raise SealBroken(f"the disclosure with the digest {wanted} does not have {length} parts")
        return parts


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _canonical(value: Any) -> bytes:
    """To be compared as well: to Python 1 and true are the same."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _at_place(path: Path) -> str:
    return f", at {dotted(path)}" if path else ""


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _at(content: Any, path: Path) -> Any:
    for part in path:
        content = content[part]
    return content


def _made(content: dict[str, Any], path: Path) -> dict[str, Any]:
    """The object at a path; made where it is not there, for all of its members may be sealed."""
    holder: Any = content
    for part in path:
        holder = holder[part] if isinstance(part, int) else holder.setdefault(part, {})
    return holder  # type: ignore[no-any-return]  # JSON is Any all the way down


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _bytes_of(text: str) -> bytes:
    """
    Raises:
        ValueError: unless it is base64url without padding, in the one way that its bytes are written.
    """
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _base64url(data) != text:
        raise ValueError("not base64url without padding")
    return data
