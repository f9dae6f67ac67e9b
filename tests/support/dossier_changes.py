"""Ways to change a dossier page, each with what the page must then name.

`CHANGES` are made to a page as it is carried. After those of `SIGNED` the keeper himself has signed what was changed,
so that only the check inside can find it.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from tests.support.dossiers import KEEPER, LETTER, ORIGIN, STRANGER, Made, carried

MEMBERS = "answers asked checkpoint disclosures documents dossier entries kind lang made_on made_with position report"
Dossier: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """A page and what it was made of."""

    page: str
    made: Made

    def carrying(self, made: Made) -> str:
        """The page with other carried parts and the same shown text."""
        page = _between(self.page, '<script type="application/json" id="dossier">', made.d_bytes.decode())
        page = _between(page, '<script type="text/plain" id="statement">', made.statement)
        return _between(page, '<script type="text/plain" id="vkey">', made.vkey)

    @property
    def letter(self) -> int:
        """Which of the entries is the letter."""
        return next(i for i, entry in enumerate(self.made.dossier["entries"]) if f'"key":"{LETTER}"' in entry["leaf"])


@dataclass(frozen=True)
class Change:
    """`part` is the part that the page must name, `which` a text in its sentence; `alone`: it names nothing else."""

    made: Callable[[Scene], str]
    part: str
    which: str = ""
    alone: bool = False


def _between(page: str, opening: str, text: str) -> str:
    before, after = page.split(opening, 1)
    return f"{before}{opening}{text}</script>{after.split('</script>', 1)[1]}"


def _page(old: str, new: str) -> Callable[[Scene], str]:
    """One place in the page changed."""

    def change(scene: Scene) -> str:
        assert old in scene.page, old
        return scene.page.replace(old, new, 1)

    return change


def _unsigned(edit: Callable[[Dossier], None]) -> Callable[[Scene], str]:
    """The dossier changed, its statement not."""

    def change(scene: Scene) -> str:
        dossier = scene.made.dossier
        edit(dossier)
        return scene.carrying(replace(scene.made, d_bytes=carried(dossier)))

    return change


def _signed(edit: Callable[[Dossier], None]) -> Callable[[Scene], str]:
    """The dossier changed, and signed for by the keeper."""

    def change(scene: Scene) -> str:
        dossier = scene.made.dossier
        edit(dossier)
        return scene.carrying(scene.made.signed_again(dossier))

    return change


def _rewritten(edit: Callable[[str], str]) -> Callable[[Scene], str]:
    """The dossier written in another way, and signed for by the keeper."""

    def change(scene: Scene) -> str:
        _, origin, size, *_ = scene.made.statement.split("\n")
        d_bytes = edit(scene.made.d_bytes.decode()).encode()
        return scene.carrying(Made(d_bytes, KEEPER.statement(d_bytes, origin, size), KEEPER.vkey))

    return change


def _note(old: str, new: str) -> Callable[[Scene], str]:
    return lambda scene: scene.carrying(replace(scene.made, statement=re.sub(old, new, scene.made.statement, count=1)))


def _said(*lines: str) -> Callable[[Scene], str]:
    """Another statement, signed by the keeper; `{n}` stands for the n-th line of the right one."""

    def change(scene: Scene) -> str:
        right = scene.made.statement.split("\n")
        return scene.carrying(replace(scene.made, statement=KEEPER.note(*(line.format(*right) for line in lines))))

    return change


def _signed_by_a_stranger(scene: Scene) -> str:
    return scene.carrying(replace(scene.made.signed_again(scene.made.dossier, STRANGER), vkey=scene.made.vkey))


def _letter(edit: Callable[[Dossier], None]) -> Callable[[Dossier], None]:
    """The entry of the letter changed (its `leaf` as text, its `proof`)."""

    def change(dossier: Dossier) -> None:
        edit(next(entry for entry in dossier["entries"] if f'"key":"{LETTER}"' in entry["leaf"]))

    return change


def _leaf(old: str, new: str) -> Callable[[Dossier], None]:
    def change(entry: Dossier) -> None:
        assert old in entry["leaf"], old
        entry["leaf"] = entry["leaf"].replace(old, new, 1)

    return _letter(change)


def _proof(edit: Callable[[list[str]], Any]) -> Callable[[Dossier], None]:
    return _letter(lambda entry: edit(entry["proof"]))


def _checkpoint(edit: Callable[[list[str]], list[str]]) -> Callable[[Dossier], None]:
    """The lines of the checkpoint changed, its signature not."""

    def change(dossier: Dossier) -> None:
        text, signature = dossier["checkpoint"].split("\n\n")
        dossier["checkpoint"] = "\n".join(edit(text.split("\n"))) + "\n\n" + signature

    return change


def _checkpoint_by(signer: Any, edit: Callable[[list[str]], list[str]] = list) -> Callable[[Dossier], None]:
    def change(dossier: Dossier) -> None:
        dossier["checkpoint"] = signer.note(*edit(dossier["checkpoint"].split("\n\n")[0].split("\n")))

    return change


def _set(name: str, value: Any) -> Callable[[Dossier], None]:
    return lambda dossier: dossier.__setitem__(name, value)


def _flipped(text: str, place: int = 0) -> str:
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]


def _flip(items: list[str], index: int, place: int = 0) -> None:
    items[index] = _flipped(items[index], place)


def _swap(items: list[Any], one: int, other: int) -> None:
    items[one], items[other] = items[other], items[one]


def _document(edit: Callable[[Dossier, str], Any]) -> Callable[[Dossier], None]:
    return lambda dossier: edit(dossier["documents"], sorted(dossier["documents"])[0])


def _disclose(text: Any) -> Callable[[Dossier], None]:
    return lambda dossier: dossier["disclosures"].append(text)


def _nested(depth: int) -> Any:
    return "deep" if depth == 0 else ["em", {}, _nested(depth - 1)]


def _title(dossier: Dossier, node: Any) -> None:
    dossier["report"][2][2][2] = node  # section, header, h1


def _members() -> Iterator[tuple[str, Change]]:
    """One character of each member of the dossier, as it is carried."""
    for name in MEMBERS.split():

        def change(scene: Scene, name: str = name) -> str:
            text = scene.made.d_bytes.decode()
            value = text.index(f'"{name}":', 0) + len(name) + 3
            spot = next(re.compile(r"[A-Za-z0-9]").finditer(text, value)).start()
            new = str(9 - int(text[spot])) if text[spot].isdigit() else "Z"
            assert text[spot] != new
            return scene.carrying(replace(scene.made, d_bytes=(text[:spot] + new + text[spot + 1 :]).encode()))

        yield f"one character of {name}", Change(change, "dossier")


_SAME = ["{0}", "{1}", "{2}", "{3}"]
_BANNER = '<section id="check" aria-labelledby="verdict">'
_KEY = f"{LETTER} (@"

CHANGES: Final[dict[str, Change]] = {
    **dict(_members()),
    # what an entry says, as it is carried
    "the actor of an entry": Change(_unsigned(_leaf('"actor":"tester"', '"actor":"taster"')), "entry", _KEY),
    "the content of an entry": Change(_unsigned(_leaf('"ML-7"', '"ML-8"')), "entry", _KEY),
    "the topic of an entry": Change(_unsigned(_leaf("area-designated", "area-designateD")), "entry", _KEY),
    "the key of an entry": Change(_unsigned(_leaf(LETTER, "ml/letter-15d")), "entry", "ml/letter-15d (@"),
    "the record time of an entry": Change(_unsigned(_leaf('"recorded_at":"2', '"recorded_at":"1')), "entry", _KEY),
    "the stream of an entry": Change(_unsigned(_leaf("country/ML", "country/MR")), "entry", _KEY),
    "a quoted word": Change(_unsigned(_leaf("heb ik besloten", "heb ik gesloten")), "entry", _KEY),
    "a hash of a proof": Change(_unsigned(_proof(lambda proof: _flip(proof, 0))), "entry", _KEY),
    "an entry left out": Change(_unsigned(lambda dossier: dossier["entries"].pop(5)), "dossier"),
    "an entry twice": Change(_unsigned(lambda dossier: dossier["entries"].insert(5, dossier["entries"][5])), "entry"),
    "two entries swapped": Change(_unsigned(lambda dossier: _swap(dossier["entries"], 5, 6)), "entry"),
    "a disclosure": Change(_unsigned(lambda dossier: _flip(dossier["disclosures"], 0, 30)), "disclosure"),
    "a disclosure left out": Change(_unsigned(lambda dossier: dossier["disclosures"].pop()), "dossier"),
    "a document": Change(_unsigned(_document(lambda all_, name: all_.update({name: all_[name] + " "}))), "document"),
    "the origin of the checkpoint": Change(_unsigned(_checkpoint(lambda it: [ORIGIN + "x", *it[1:]])), "checkpoint"),
    "the size of the checkpoint": Change(_unsigned(_checkpoint(lambda it: [it[0], "99", it[2]])), "checkpoint"),
    "the root of the checkpoint": Change(_unsigned(_checkpoint(lambda it: [*it[:2], _flipped(it[2])])), "checkpoint"),
    "a line more in the checkpoint": Change(_unsigned(_checkpoint(lambda it: [*it, "more"])), "checkpoint"),
    # the statement and the key
    "the first line of the statement": Change(_note("dossier/v1", "dossier/v2"), "statement"),
    "the origin of the statement": Change(_note("example/mali", "example/mall"), "statement"),
    "the size of the statement": Change(_note(r"\n6", "\n7"), "statement"),
    "the digest of the statement": Change(_note(r"\n([^\n])([^\n]+=\n\n)", r"\nA\2"), "statement"),
    "the signature of the statement": Change(_note(r"(.)(.)==\n$|(.)(.)=\n$|(.)(.)\n$", "AA\n"), "statement"),
    "a statement without signature": Change(_note(r"—[^\n]*\n", ""), "statement"),
    "a statement signed twice": Change(_note(r"(—[^\n]*\n)", r"\1\1"), "statement"),
    "no statement": Change(_note(r"(?s).*", ""), "statement"),
    "a statement by a stranger": Change(_signed_by_a_stranger, "statement"),
    "the key of a stranger": Change(lambda it: it.carrying(replace(it.made, vkey=STRANGER.vkey)), "statement"),
    "the id of the key": Change(
        lambda it: it.carrying(replace(it.made, vkey=it.made.vkey.replace("+", "+0", 1))), "vkey"
    ),
    "the name of the key": Change(lambda it: it.carrying(replace(it.made, vkey=f"x{it.made.vkey}")), "vkey"),
    "no key": Change(lambda it: it.carrying(replace(it.made, vkey="")), "vkey"),
    # what is shown
    "a shown word": Change(_page("A first point".lower(), "a last point"), "shown", "a last point"),
    "a shown fact": Change(_page(">heb ik besloten", ">heb ik gesloten"), "shown", "gesloten"),
    "a shown day": Change(_page('datetime="2023-01-20"', 'datetime="2023-01-21"'), "shown"),
    "a class": Change(_page('class="verdict same"', 'class="verdict differs"'), "shown"),
    "a paragraph more": Change(_page("</h2><p>", "</h2><p>Not at all.</p><p>"), "shown"),
    "a paragraph less": Change(_page("<h3>Article 15(c)</h3>", ""), "shown"),
    "a hidden report": Change(
        _page('<main id="report" tabindex="-1">', '<main id="report" tabindex="-1" hidden>'), "shown"
    ),
    "no report": Change(_page('<main id="report"', '<main id="other"'), "shown"),
    "a drawing": Change(_page('width="180"', 'width="18"'), "shown"),
    # what stands around it
    "the title": Change(_page("<title>Dossier", "<title>Verdict"), "page"),
    "a forged banner": Change(
        _page(_BANNER, "<section><p>Confirmed: signed with your key</p></section>" + _BANNER), "page"
    ),
    "a forged verdict": Change(_page('data-verdict="not-checked"', 'data-verdict="trusted"'), "page"),
    "an element before the report": Change(_page("<header>\n", "<header>\n<p>Read this first.</p>"), "page"),
    "an element after the script": Change(_page("</body>", "<p>And another thing.</p></body>"), "page"),
    "a script more": Change(_page("</body>", "<script>document.title = 'x'</script></body>"), "page"),
    "a script in the head": Change(_page("<title>", "<script>document.title = 'x'</script><title>"), "page"),
    "a style more": Change(_page("</head>", "<style>#report { display: none }</style></head>"), "page"),
    "another style": Change(_page("--bad: #9b1c0c", "--bad: #0b5d4e"), "page"),
    "a style by address": Change(_page("</head>", '<link rel="stylesheet" href="x.css"></head>'), "page"),
    "a looser policy": Change(_page("default-src 'none'", "default-src *"), "page"),
    "a frame": Change(_page("</body>", '<iframe srcdoc="x"></iframe></body>'), "page"),
    "a comment": Change(_page("<main", "<!-- not really --><main"), "page"),
    "an event handler": Change(_page("<body>", '<body onload="void 0">'), "page"),
    "the command to check with": Change(_page("kroniek verify", "kroniek trust"), "page"),
    "a second dossier": Change(
        _page("</body>", '<script type="application/json" id="dossier">{}</script></body>'), "page"
    ),
}

SIGNED: Final[dict[str, Change]] = {
    "an entry that is not in the ledger": Change(_signed(_leaf('"ML-7"', '"ML-8"')), "entry", _KEY, alone=True),
    "an entry at another position": Change(_signed(_leaf('"position":', '"position":1')), "entry", _KEY),
    "an entry not in canonical form": Change(_signed(_leaf('{"actor"', '{ "actor"')), "entry", "canonical"),
    "an entry with a member more": Change(_signed(_leaf('{"actor"', '{"a":1,"actor"')), "entry", "canonical"),
    "an entry with a member twice": Change(_signed(_leaf('{"actor"', '{"actor":"x","actor"')), "entry", "canonical"),
    "an entry that is not JSON": Change(_signed(_leaf('{"actor"', '"actor"')), "entry", "canonical"),
    "a proof too short": Change(_signed(_proof(lambda proof: proof.pop())), "entry", _KEY, alone=True),
    "a proof too long": Change(_signed(_proof(lambda proof: proof.append(proof[0]))), "entry", _KEY, alone=True),
    "a proof out of order": Change(_signed(_proof(lambda proof: _swap(proof, 0, 1))), "entry", _KEY, alone=True),
    "a proof of no hashes": Change(_signed(_proof(lambda proof: proof.clear())), "entry", _KEY, alone=True),
    "a proof that is not base64": Change(_signed(_proof(lambda proof: _flip(proof, 0, -1))), "entry", _KEY, alone=True),
    "more than an entry and its proof": Change(_signed(_letter(lambda it: it.update(x=1))), "entry", _KEY, alone=True),
    "two entries in another order": Change(_signed(lambda it: _swap(it["entries"], 5, 6)), "entry"),
    "a checkpoint by a stranger": Change(_signed(_checkpoint_by(STRANGER)), "checkpoint", alone=True),
    "a checkpoint of another ledger": Change(
        _signed(_checkpoint_by(KEEPER, lambda it: ["elsewhere", *it[1:]])), "checkpoint", alone=True
    ),
    "a checkpoint of another size": Change(
        _signed(_checkpoint_by(KEEPER, lambda it: [it[0], "99", it[2]])), "checkpoint", alone=True
    ),
    "a checkpoint of another root": Change(
        _signed(_checkpoint_by(KEEPER, lambda it: [*it[:2], _flipped(it[2])])), "entry", "(@2)", alone=True
    ),
    "a checkpoint without a size": Change(_signed(_checkpoint_by(KEEPER, lambda it: it[:1])), "checkpoint", alone=True),
    "a checkpoint that is no text": Change(_signed(_set("checkpoint", 1)), "checkpoint", alone=True),
    "a statement of another size": Change(_said("{0}", "{1}", "1", "{3}"), "checkpoint", alone=True),
    "a statement of another ledger": Change(_said("{0}", "elsewhere", "{2}", "{3}"), "statement", alone=True),
    "a statement of another kind": Change(_said("something else", *_SAME[1:]), "statement", alone=True),
    "a statement with a line more": Change(_said(*_SAME, "more"), "statement", alone=True),
    "a statement of another dossier": Change(_said(*_SAME[:3], "A" * 43 + "="), "dossier", alone=True),
    "a disclosure of nothing": Change(_signed(_disclose("WyJzYWx0IiwibmFtZSIsMV0")), "disclosure", alone=True),
    "a disclosure twice": Change(_signed(lambda it: it["disclosures"].append(it["disclosures"][0])), "disclosure"),
    "a disclosure with padding": Change(_signed(_disclose("WyJzYWx0IiwibmFtZSIsMTJd=")), "disclosure"),
    "a disclosure of no parts": Change(_signed(_disclose("W10")), "disclosure"),
    "a disclosure that is a number": Change(_signed(_disclose(1)), "disclosure"),
    "a document under another name": Change(
        _signed(_document(lambda all_, name: all_.update({_flipped(name): all_.pop(name)}))), "document", alone=True
    ),
    "a document that no entry names": Change(
        _signed(_document(lambda all_, _: all_.update({hashlib.sha256(b"x").hexdigest(): "x"}))), "document", alone=True
    ),
    "another report than is shown": Change(_signed(lambda it: _title(it, "Another title")), "shown", "Dossier of"),
    "a report with a script": Change(_signed(lambda it: _title(it, ["script", {}, "alert(1)"])), "dossier", "script"),
    "a report with a link": Change(_signed(lambda it: _title(it, ["p", {"href": "//x"}, "x"])), "dossier", "href"),
    "a report with a handler": Change(
        _signed(lambda it: _title(it, ["p", {"onclick": "x"}, "x"])), "dossier", "onclick"
    ),
    "a report with a style": Change(_signed(lambda it: _title(it, ["p", {"style": "x"}, "x"])), "dossier", "style"),
    "a report with a number": Change(_signed(lambda it: _title(it, 1)), "dossier", "report"),
    "a fact of no entry": Change(_signed(lambda it: _title(it, {"fact": [999, "key"]})), "dossier", "[999,"),
    "a fact that is no text": Change(_signed(lambda it: _title(it, {"fact": [1, "content"]})), "dossier", "content"),
    "a fact that everything has": Change(
        _signed(lambda it: _title(it, {"fact": [1, "constructor"]})), "dossier", "const"
    ),
    "a report nested too deep": Change(_signed(lambda it: _title(it, _nested(80))), "dossier", "report"),
    "a member more": Change(_signed(_set("more", 1)), "dossier", alone=True),
    "a member less": Change(_signed(lambda it: it.pop("asked")), "dossier", alone=True),
    "a dossier of another kind of file": Change(_signed(_set("dossier", 2)), "dossier", alone=True),
    "a language that nobody wrote": Change(_signed(_set("lang", "toString")), "dossier", alone=True),
    "a dossier with a space": Change(
        _rewritten(lambda text: text.replace(",", ", ", 1)), "dossier", "form", alone=True
    ),
    "a dossier with a member twice": Change(
        _rewritten(lambda text: text.replace('{"answers"', '{"answers":{},"answers"')), "dossier", "form", alone=True
    ),
    "a statement that another signed as well": Change(
        lambda it: it.carrying(replace(it.made, statement=it.made.statement + STRANGER.note("x").split("\n\n")[1])),
        "statement",
        alone=True,
    ),
    "a dossier that is not JSON": Change(lambda it: it.carrying(replace(it.made, d_bytes=b"{")), "dossier", "read"),
}
