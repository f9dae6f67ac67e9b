"""The dossier as a page: one HTML file that shows a report, carries what proves it, and checks itself in a browser.

A page is the frame in `page/page.html`, filled; everything that can vary comes from the data it carries. So a page is
read by making it again: `read_page` accepts exactly the bytes that `page_html` gives. The same frame is filled by the
page's own script (`page/page.js`), which compares the result with what stands in the page. Read next: `printed.py`,
the same report as PDF.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec

from domain.errors import Refused, Refuted
from infrastructure.proof.sealed import open_sealed

JsonML: TypeAlias = Any
"""A text; a fact `{"fact": [i, *path]}`, what stands there in the i-th entry; or `[tag, {attributes}, *nodes]`."""

ASSETS: Final = Path(__file__).with_name("page")
LANGS: Final = ("en", "nl")
MAX_DEPTH: Final = 64
"""How deep a report may nest."""

_HTML = (
    "section header h1 h2 h3 h4 p ol ul li dl dt dd table caption thead tbody tr th td blockquote q cite"
    " span strong em code time figure figcaption div small"
)
_SVG = "svg g rect line circle text title path"
_ATTRIBUTES = (
    "class id lang scope colspan rowspan datetime role aria-label aria-labelledby aria-hidden tabindex"
    " viewBox width height x y x1 y1 x2 y2 cx cy r d fill stroke stroke-width stroke-dasharray text-anchor font-size"
    " transform opacity preserveAspectRatio"
)
TAGS: Final = frozenset((*_HTML.split(), *_SVG.split()))
ATTRIBUTES: Final = frozenset(_ATTRIBUTES.split())

_NAMES: Final = {
    "title": "title",
    "style": "style",
    "script": "script",
    "report": "shown text",
    "dossier": "dossier",
    "statement": "statement",
    "vkey": "verifier key",
}
"""What a fault calls the parts of a page; the rest is its frame."""

_TURNING: Final = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing. They are shown by their number: what stands after them, words of the report
too, would read as something else on the screen, with every byte as it was signed."""

_PLACE: Final = re.compile(r"\{\{(\w+)\}\}")
_CARRIED: Final = re.compile(
    rb'<script type="application/json" id="dossier">(?P<dossier>[^<]*)</script>\n'
    rb'<script type="text/plain" id="statement">(?P<statement>[^<]*)</script>\n'
    rb'<script type="text/plain" id="vkey">(?P<vkey>[^<]*)</script>\n'
)


class PageAltered(Refuted):
    """A page that is not the one this version writes for the data it carries. `part` names where they part ways."""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(
            f"the page differs from what its own data says, first in its {part}; "
            "do not rely on it, and ask its maker for the file again"
        )


@dataclass(frozen=True)
class Page:
    """What a page carries and shows. `vkey` is only what the page claims; `report_html` is what `main` holds."""

    d_bytes: bytes
    statement: str
    vkey: str
    report_html: str


def page_html(d_bytes: bytes, statement: str, vkey: str) -> str:
    """The page for a dossier; its language and title are those of the dossier. UTF-8 when written.

    Args:
        d_bytes: the dossier document, in which `<` is written as an escape.
        statement: the signed note over it.
        vkey: the verifier key of who signed it, as a claim for the reader to compare with one from elsewhere.

    Raises:
        Refused: a statement or key that cannot stand in HTML.
        Refuted: the dossier cannot be read, or its report holds what no report may hold.
    """
    unfit = _unfit(d_bytes, statement, vkey)
    if unfit:
        raise Refused(f"the {unfit} holds a character that cannot stand in a page, such as <; write it another way")
    return "".join(text for _, text in _pieces(d_bytes, statement, vkey))


def read_page(data: bytes) -> Page:
    """What a page carries, if it is byte for byte what this version writes for it. No signature is checked here.

    Raises:
        Refused: this is not a page of a dossier.
        PageAltered: it is one, but something in it was changed, added or left out.
        Refuted: what it carries cannot be read.
    """
    d_bytes, statement, vkey = carried_in(data)
    unfit = _unfit(d_bytes, statement, vkey)
    if unfit:
        raise PageAltered(unfit)
    pieces = list(_pieces(d_bytes, statement, vkey))
    _demand_same(data, pieces)
    return Page(d_bytes, statement, vkey, dict(pieces)["shown text"])


def carried_in(data: bytes) -> tuple[bytes, str, str]:
    """The document, the statement and the key that stand in a page, whatever stands around them: to find out which of
    them is wrong. What can be relied on is what `read_page` gives.

    Raises:
        Refused: this is not a page of a dossier.
        PageAltered: the statement or the key is no text.
    """
    carried = _CARRIED.search(data)
    if carried is None:
        raise Refused(
            "this is not the page of a dossier: the parts that carry its data are not there; "
            "give the file as it was made, not a copy saved from a browser"
        )
    try:
        statement, vkey = carried["statement"].decode(), carried["vkey"].decode()
    except UnicodeDecodeError:
        raise PageAltered("statement") from None
    return carried["dossier"], statement, vkey


def report_html(report: JsonML, opened_entries: Sequence[Mapping[str, Any]]) -> str:
    """A report as HTML: closed lists of tags and attributes, everything escaped.

    Args:
        opened_entries: the entries that facts point into (each a leaf as JSON has it, sealed values opened).

    Raises:
        Refuted: a tag, an attribute or a shape outside the lists, or a fact that no entry holds.
    """
    return "".join(_written(report, opened_entries, 0))


def escaped(text: str) -> str:
    """Text as HTML can hold it, also between quotes, and as it is read: a carriage return survives only as a reference,
    NUL not at all.

    Raises:
        Refuted: there is a NUL in it.
    """
    if "\0" in text:
        raise Refuted("the report of the dossier holds the character NUL, which cannot be shown")
    shown = _TURNING.sub(lambda mark: f"[U+{ord(mark[0]):04X}]", text)
    return html.escape(shown).replace("\r", "&#13;")


def report_title(report: JsonML, opened_entries: Sequence[Mapping[str, Any]]) -> str:
    """The text of the first `h1` of a report that can be written (`report_html`); empty when it has none."""
    if not isinstance(report, list):
        return ""
    if report[0] == "h1":
        return "".join(_texts(report, opened_entries))
    return next((title for child in report[2:] if (title := report_title(child, opened_entries))), "")


def opened_entries(dossier: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The entries of a dossier, each leaf as JSON has it, with the disclosures of the dossier put in place.

    Raises:
        Refuted: an entry that cannot be read, a disclosure that does not fit exactly one digest.
    """
    try:
        leaves = [msgspec.json.decode(entry["leaf"], type=dict[str, Any]) for entry in dossier["entries"]]
        sealed = {str(index): leaf["content"] for index, leaf in enumerate(leaves)}
        disclosures = list(dossier["disclosures"])
    except (msgspec.DecodeError, KeyError, TypeError) as problem:
        raise Refuted(f"an entry of the dossier cannot be read: {problem}") from problem
    opened = open_sealed(sealed, disclosures).content
    return [{**leaf, "content": opened[str(index)]} for index, leaf in enumerate(leaves)]


def read_dossier_document(d_bytes: bytes) -> dict[str, Any]:
    """The dossier document as JSON has it, if it has what a page needs.

    Raises:
        Refuted: it is not JSON, or `lang`, `entries`, `disclosures` or `report` is not there.
    """
    try:
        dossier = msgspec.json.decode(d_bytes, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Refuted(f"the dossier cannot be read: {problem}") from problem
    if dossier.get("lang") not in LANGS or not {"entries", "disclosures", "report"} <= dossier.keys():
        raise Refuted("the dossier lacks its language, its entries or its report")
    return dossier


@cache
def asset(name: str) -> str:
    """The text of a file in `page/`."""
    return (ASSETS / name).read_text(encoding="utf-8")


def filled(frame: str, lang: str, **parts: str) -> str:
    """A file of `page/` with its words in a language and with these parts, which are HTML."""
    return "".join(text for _, text in _filled(frame, lang, parts))


@cache
def words(lang: str) -> dict[str, str]:
    """The words of the frame in a language."""
    found: dict[str, str] = json.loads(asset("words.json"))[lang]
    return found


# -- the frame --------------------------------------------------------------------------------------------------------


def _pieces(d_bytes: bytes, statement: str, vkey: str) -> Iterator[tuple[str, str]]:
    """The page in order, as (name of the part, its text); what is the same in every page is named `frame`."""
    dossier = read_dossier_document(d_bytes)
    opened = opened_entries(dossier)
    report = report_html(dossier["report"], opened)
    parts = {
        "title": escaped(report_title(dossier["report"], opened)),
        "style": asset("page.css"),
        "style_hash": _digest(asset("page.css")),
        "script": _script(),
        "script_hash": _digest(_script()),
        "report": report,
        "dossier": d_bytes.decode(),
        "statement": statement,
        "vkey": vkey,
    }
    return _filled("page.html", dossier["lang"], parts)


def _filled(frame: str, lang: str, parts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    known = {name: html.escape(text) for name, text in words(lang).items()} | {"lang": lang, **parts}
    for index, text in enumerate(_PLACE.split(asset(frame))):
        yield (_NAMES.get(text, "frame"), known[text]) if index % 2 else ("frame", text)


def _unfit(d_bytes: bytes, statement: str, vkey: str) -> str:
    """Which part cannot stand in HTML and be read back as it is: `<` ends it, controls are changed in reading."""
    if re.search(rb"[<\x00-\x1f]", d_bytes):
        return "dossier"
    if re.search(r"[<\x00-\x09\x0b-\x1f]", statement):
        return "statement"
    return "verifier key" if re.search(r"[<\x00-\x1f]", vkey) else ""


def _demand_same(data: bytes, pieces: Sequence[tuple[str, str]]) -> None:
    at = 0
    for name, text in pieces:
        expected = text.encode()
        if data[at : at + len(expected)] != expected:
            raise PageAltered(name)
        at += len(expected)
    if at != len(data):
        raise PageAltered("frame")


@cache
def _script() -> str:
    """The script of the page, with the frame it compares the page with inside."""
    kept = {
        "frame": asset("page.html"),
        "style": asset("page.css"),
        "words": json.loads(asset("words.json")),
        "tags": sorted(TAGS),
        "attributes": sorted(ATTRIBUTES),
        "maxDepth": MAX_DEPTH,
    }
    written = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")
    return asset("proof.js") + asset("page.js").replace("{{kept}}", written)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


# -- the report -------------------------------------------------------------------------------------------------------


def _written(node: JsonML, entries: Sequence[Mapping[str, Any]], depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise Refuted("the report of the dossier is nested too deep")
    match node:
        case str():
            yield escaped(node)
        case {"fact": path} if len(node) == 1:
            key = escaped(str(entries[path[0]]["key"])) if _is_index(path, entries) else ""
            yield f'<span class="fact" data-entry="{key}">{escaped(_fact(path, entries))}</span>'
        case [str() as tag, dict() as attributes, *children] if tag in TAGS:
            yield f"<{tag}{''.join(_attributes(attributes))}>"
            for child in children:
                yield from _written(child, entries, depth + 1)
            yield f"</{tag}>"
        case [str() as tag, *_] if tag not in TAGS:
            raise Refuted(f"the report of the dossier holds the element <{tag}>, which a report cannot hold")
        case _:
            raise Refuted(f"the report of the dossier holds something that is no text, fact or element: {node!r:.80}")


def _attributes(attributes: Mapping[str, Any]) -> Iterator[str]:
    for name, value in attributes.items():
        if name not in ATTRIBUTES or not isinstance(value, str):
            raise Refuted(f"the report of the dossier holds the attribute {name}={value!r}, which a report cannot hold")
        yield f' {name}="{escaped(value)}"'


def _texts(node: JsonML, entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    match node:
        case str():
            yield node
        case {"fact": path}:
            yield _fact(path, entries)
        case [_, _, *children]:
            for child in children:
                yield from _texts(child, entries)


def _is_index(path: Any, entries: Sequence[Any]) -> bool:
    return isinstance(path, list) and path != [] and type(path[0]) is int and 0 <= path[0] < len(entries)


def _fact(path: Any, entries: Sequence[Mapping[str, Any]]) -> str:
    """The text or whole number that a path leads to."""
    found: Any = list(entries) if _is_index(path, entries) else None
    for step in path if isinstance(path, list) else ():
        if isinstance(found, list):
            found = found[step] if type(step) is int and 0 <= step < len(found) else None
        else:
            found = found.get(step) if isinstance(found, Mapping) and isinstance(step, str) else None
    if not isinstance(found, str | int) or isinstance(found, bool):
        raise Refuted(f"the report of the dossier points to a fact that no entry of it holds: {path!r:.80}")
    return str(found)
