"""What checking a dossier found, in text and as JSON. What is wrong with a part is told in English, as all errors."""

from typing import Any, Final

from cli.dossier.check import Verdict
from cli.text.layout import WIDTH, Page
from cli.words.terms import LANGS, Lang, Table

_SAYINGS: Final[Table] = {
    "holds": (
        "The dossier holds: its {entries} entries are in the log {origin}, and they give these answers.",
        "Het dossier klopt: de {entries} vermeldingen staan in het register {origin} en geven deze antwoorden.",
    ),
    "refuted": (
        "Refuted: the dossier is not what the log {origin} gave out.",
        "Weerlegd: het dossier is niet wat het register {origin} heeft afgegeven.",
    ),
    "cannot-tell": (
        "Nobody can tell: nothing is wrong with what the dossier carries, and not all that it needs is there.",
        "Niet te zeggen: er is niets mis met wat in het dossier zit, maar niet alles wat nodig is, zit erin.",
    ),
    "part-refuted": ("wrong", "onjuist"),
    "part-cannot-tell": ("cannot be told", "niet te zeggen"),
    "tree": ("Checkpoint", "Controlepunt"),
    "tree-size": ("{size} entries; taken into account through @{position}",
                  "{size} vermeldingen; meegenomen tot en met @{position}"),
    "checked": ("Checked", "Gecontroleerd"),
    "checked-parts": ("{count} parts; --format json lists them", "{count} onderdelen; --format json somt ze op"),
    "withheld": ("Withheld", "Niet verstrekt"),
    "withheld-values-one": ("1 sealed value, of which only the digest is here",
                            "1 verzegelde waarde, waarvan hier alleen de hash staat"),
    "withheld-values": ("{count} sealed values, of which only the digests are here",
                        "{count} verzegelde waarden, waarvan hier alleen de hash staat"),
    "limits": ("Not shown", "Niet aangetoond"),
    "limits-of": (
        "that nothing else in the ledger bears on it: only whoever has the whole ledger can see that",
        "dat niets anders in het register erover gaat: dat ziet alleen wie het hele register heeft",
    ),
}  # fmt: skip


def _say(name: str, lang: Lang, **facts: object) -> str:
    return _SAYINGS[name][LANGS.index(lang)].format(**facts)


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """`verdict` is holds, refuted or cannot-tell; `parts` are all that was checked, each with its result. `not_shown`:
    what no dossier can show."""
    dossier, checkpoint = verdict.checked.dossier, verdict.checked.checkpoint
    return {
        "verdict": verdict.result,
        "checked": "dossier",
        "about": {dossier.kind: dossier.asked.get(dossier.kind)} if dossier else None,
        "made_on": dossier.made_on.isoformat() if dossier else None,
        "position": dossier.position if dossier else None,
        "origin": checkpoint.origin if checkpoint else None,
        "entries": checkpoint.size if checkpoint else None,
        "root": checkpoint.root.hex() if checkpoint else None,
        "carried": len(verdict.checked.leaves),
        "withheld": verdict.checked.withheld,
        "parts": [part.plain() for part in verdict.parts],
        "not_shown": _say("limits-of", "en"),
    }


def verdict_text(verdict: Verdict, origin: str, lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """The verdict, every part that does not hold, and what was checked."""
    page = Page(width, colour)
    page.line(_say(verdict.result, lang, entries=len(verdict.checked.leaves), origin=origin), style="title")
    for part in verdict.parts:
        if part.result != "holds":
            page.line(f"- {part.name}: {_say(f'part-{part.result}', lang)} – {part.sentence}", indent=2, hang=4)
    page.blank()
    dossier, checkpoint = verdict.checked.dossier, verdict.checked.checkpoint
    if dossier is not None and checkpoint is not None:
        told = _say("tree-size", lang, size=checkpoint.size, position=dossier.position)
        page.field(_say("tree", lang), told)
    page.field(_say("checked", lang), _say("checked-parts", lang, count=len(verdict.parts)))
    if verdict.checked.withheld:
        name = "withheld-values-one" if verdict.checked.withheld == 1 else "withheld-values"
        page.field(_say("withheld", lang), _say(name, lang, count=verdict.checked.withheld))
    page.field(_say("limits", lang), _say("limits-of", lang))
    return page.text()
