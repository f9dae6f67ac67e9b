"""A dossier of real entries to make pages of: the Mali chronicle and one case with sealed facts.

Its report is written by hand and holds every tag, every attribute that matters and every kind of fact. Answers are not
worked out here: a page carries them and does not read them.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cli.demo import CASE
from infrastructure.chronicle import read_chronicle
from infrastructure.defaults import MALI, init_ledger
from infrastructure.proof.sealed import seal
from infrastructure.proof.tree import leaf_hash, node_hash
from infrastructure.store.codec import canonical

ORIGIN: Final = "ledger.example/mali"
LETTER: Final = "ml/letter-15c"
_NOTE = 'Invented: <b>no "tag"</b> & ‘no \u202emore’.'


@dataclass(frozen=True)
class Signer:
    """Signs notes as the log does: C2SP signed-note with Ed25519."""

    name: str
    key: Ed25519PrivateKey

    @classmethod
    def of(cls, name: str, seed: str) -> "Signer":
        return cls(name, Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest()))

    @property
    def _public(self) -> bytes:
        return b"\x01" + self.key.public_key().public_bytes_raw()

    @property
    def _id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + self._public).digest()[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self._id.hex()}+{_base64(self._public)}"

    def note(self, *lines: str) -> str:
        text = "".join(f"{line}\n" for line in lines)
        return f"{text}\n— {self.name} {_base64(self._id + self.key.sign(text.encode()))}\n"

    def statement(self, d_bytes: bytes, origin: str, size: str) -> str:
        return self.note("kroniek.dossier/v1", origin, size, _base64(hashlib.sha256(d_bytes).digest()))


KEEPER: Final = Signer.of(ORIGIN, "the keeper of this ledger")
STRANGER: Final = Signer.of(ORIGIN, "somebody else who calls himself the keeper")


@dataclass(frozen=True)
class Made:
    """What a page is made of."""

    d_bytes: bytes
    statement: str
    vkey: str

    @property
    def dossier(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.d_bytes)
        return found

    def signed_again(self, dossier: dict[str, Any], signer: Signer = KEEPER) -> "Made":
        """The same signer's statement over another dossier."""
        _, origin, size, *_ = self.statement.split("\n")
        d_bytes = carried(dossier)
        return Made(d_bytes, signer.statement(d_bytes, origin, size), signer.vkey)


def mali_dossier(folder: Path, lang: str = "en") -> Made:
    """A dossier of the case `example` in a ledger of its own, which is made in `folder`."""
    leaves, disclosures, documents = _ledger(folder)
    hashes = [leaf_hash(canonical(leaf)) for leaf in leaves]
    bearing = [index for index, leaf in enumerate(leaves) if index % 9]  # some are left out, as in a real dossier
    dossier = {
        "dossier": 1,
        "kind": "case",
        "lang": lang,
        "asked": {"case": "example", "on": "2023-01-20", "public_by": None, "reading": "practice"},
        "made_on": "2026-11-22",
        "made_with": "0.1.0",
        "position": len(leaves),
        "checkpoint": KEEPER.note(ORIGIN, str(len(leaves)), _base64(_root(hashes))),
        "entries": [
            {"leaf": canonical(leaves[index]).decode(), "proof": [*map(_base64, _path(index, hashes))]}
            for index in bearing
        ],
        "disclosures": disclosures,
        "documents": {sha256: text.decode() for sha256, text in documents.items()},
        "answers": {"state": {"country": {"code": "ML"}}, "replay": {"outcome": "internal-protection-available"}},
        "report": _report([leaves[index] for index in bearing], lang),
    }
    d_bytes = carried(dossier)
    return Made(d_bytes, KEEPER.statement(d_bytes, ORIGIN, str(len(leaves))), KEEPER.vkey)


def carried(dossier: dict[str, Any]) -> bytes:
    """The dossier document as a file carries it: canonical JSON that can stand in HTML."""
    text = canonical(dossier).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode()


def _ledger(folder: Path) -> tuple[list[dict[str, Any]], list[str], Mapping[str, bytes]]:
    """Every leaf, the disclosures that are handed over, the documents. One leaf is added that seals parts of a list."""
    chronicle = read_chronicle(MALI, [])
    with init_ledger(folder / "kroniek.db", origin=ORIGIN, actor="tester") as ledger:
        ledger.append(chronicle.drafts, actor="tester", documents=chronicle.documents)
        ledger.append(CASE, actor="tester")
        held = [ledger.sealed(f"@{position}") for position in range(1, ledger.head().position + 1)]
    leaves = [json.loads(each.leaf) for each in held]
    facts = {"case": "example", "facts": {"groups": ["Fulani", "Dogon"]}, "note": _NOTE}
    content, own = seal(facts, [("facts", "groups", 0), ("facts", "groups", 1), ("facts", "groups")], _salts())
    latest = {"event": "case.facts-recorded", "key": "case/example/3", "position": len(leaves) + 1, "content": content}
    given = [each for entry in held if entry.key == "case/example/1" for each in entry.disclosures]
    texts = [each.text for each in given if each.path[0] == "facts"]
    texts += [each.text for each in own if each.path != ("facts", "groups", 1)]
    return [*leaves, {**leaves[-1], **latest}], sorted(texts), chronicle.documents


def _report(leaves: Sequence[dict[str, Any]], lang: str) -> list[Any]:
    case, later = len(leaves) - 3, len(leaves) - 1
    cited, quote = next(
        (index, number)
        for index, leaf in enumerate(leaves)
        for number, cite in enumerate(leaf["content"].get("cites", ()))
        if leaf["key"] == LETTER and "quote" in cite
    )
    memo = next(index for index, leaf in enumerate(leaves) if leaf["event"] == "source.registered")
    residence = {"fact": [case, "content", "facts", "habitual_residence"]}
    group = {"fact": [later, "content", "facts", "groups", 0]}
    asked = ["p", {"class": "clocks"}, "On ", ["time", {"datetime": "2023-01-20"}, "20 January 2023"], ", known then."]
    title = {"en": "Dossier of the case ", "nl": "Dossier van de zaak "}[lang]
    letter = [
        "blockquote",
        {"class": "quote", "lang": "nl"},
        _fact_in("p", "“", cited, "content", "cites", quote, "quote"),
    ]
    return [
        "section",
        {"class": "report case"},
        ["header", {}, ["h1", {"id": "title"}, title, {"fact": [case, "content", "case"]}], asked],
        ["h2", {"id": "conclusion"}, "Conclusion"],
        [
            "p",
            {},
            _marked("verdict same", "the same"),
            " as was decided: ",
            ["strong", {}, "protection"],
            ["em", {}, "!"],
        ],
        [
            "ul",
            {"class": "caveats"},
            ["li", {}, "Residence: ", residence],
            ["li", {}, group, " → ", _marked("erased", "?")],
        ],
        ["p", {"class": "note"}, {"fact": [later, "content", "note"]}, " Entry @", {"fact": [later, "position"]}, "."],
        ["section", {"aria-labelledby": "acts"}, ["h2", {"id": "acts"}, "Acts"], ["h3", {}, "Article 15(c)"]],
        ["h4", {}, "What the letter says"],
        ["figure", {}, letter, ["figcaption", {}, _fact_in("cite", "", memo, "content", "title"), ["q", {}, "p. 1"]]],
        ["dl", {}, ["dt", {}, "Key"], ["dd", {}, ["code", {"class": "key"}, {"fact": [cited, "key"]}]]],
        ["div", {"class": "matrix"}, ["h2", {}, "Matrix"], _table()],
        ["figure", {"class": "timeline"}, _drawing(), ["figcaption", {}, ["small", {}, "Ménaka, Gao and Mopti"]]],
        ["ol", {}, ["li", {}, "a first point"], ["li", {}, _marked("status advised", "advised")]],
    ]


def _table() -> list[Any]:
    heads = [["th", {"scope": "col"}, head] for head in ("Moment", "Known then", "Known now", "Because")]
    rows = [
        ["tr", {}, ["th", {"scope": "row"}, "application"], *(["td", {}, "no country policy"] for _ in range(3))],
        [
            *("tr", {"class": "changed"}, ["th", {"scope": "row"}, "decision"]),
            *(
                ["td", {"colspan": "1"}, _marked(f"status {each}", each)]
                for each in ("in-force", "annulled", "uncertain")
            ),
        ],
    ]
    table = ["table", {}, ["caption", {}, "Then and now"], ["thead", {}, ["tr", {}, *heads]], ["tbody", {}, *rows]]
    return ["div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": "Then and now"}, table]


def _drawing() -> list[Any]:
    bar = {"x": "10", "y": "10", "width": "180", "height": "12", "fill": "#0b5d4e", "stroke": "#1b1b1b"}
    dashes = {"x1": "0", "y1": "30", "x2": "400", "y2": "30", "stroke": "#55585c", "stroke-dasharray": "4 2"}
    return [
        "svg",
        {"viewBox": "0 0 400 60", "width": "400", "height": "60", "role": "img", "aria-labelledby": "drawn"},
        ["title", {"id": "drawn"}, "Policy from 11 January 2023"],
        ["g", {"transform": "translate(0 4)"}, ["rect", bar], ["circle", {"cx": "200", "cy": "16", "r": "5"}]],
        ["line", dashes],
        ["path", {"d": "M0 34 L400 34", "stroke": "#1b1b1b", "stroke-width": "1", "opacity": "0.5"}],
        ["text", {"x": "10", "y": "50", "font-size": "11", "text-anchor": "start"}, "2023"],
    ]


def _fact_in(tag: str, before: str, *path: str | int) -> list[Any]:
    return [tag, {}, before, {"fact": [*path]}]


def _marked(class_: str, text: str) -> list[Any]:
    return ["span", {"class": class_}, text]


def _salts() -> Any:
    count = iter(range(1000))
    return lambda size: hashlib.sha256(f"salt {next(count)}".encode()).digest()[:size]


def _root(hashes: Sequence[bytes]) -> bytes:
    """RFC 9162, 2.1.1, as it is written there."""
    if len(hashes) == 1:
        return hashes[0]
    half = _half(len(hashes))
    return node_hash(_root(hashes[:half]), _root(hashes[half:]))


def _path(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """RFC 9162, 2.1.3.1, as it is written there."""
    if len(hashes) == 1:
        return []
    half = _half(len(hashes))
    if index < half:
        return [*_path(index, hashes[:half]), _root(hashes[half:])]
    return [*_path(index - half, hashes[half:]), _root(hashes[:half])]


def _half(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
