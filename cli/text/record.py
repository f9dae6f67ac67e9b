"""The record itself in text: entries, one entry with all its fields, findings, and what a rebuild found."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cli.text.layout import WIDTH, Page
from cli.text.sealing import withheld_words
from cli.text.sources import Sources, holding_words, told_cites
from cli.words.dates import amsterdam, instant_words
from cli.words.printable import clean
from cli.words.terms import EVENTS, FINDINGS, STANDINGS, Lang, called, say, word
from cli.words.values import field_words, in_telling_order, plain_words
from domain import content
from domain.events import RulingRecorded
from domain.sealing import Withheld
from infrastructure.proof.sealed import without_digests

if TYPE_CHECKING:  # most questions need neither
    from domain.audit import Finding
    from infrastructure.projections.rebuild import Difference

_FIRST = (
    *("country", "element", "kind", "standing", "source", "title", "identifiers", "author", "entry", "field", "value"),
    *("ruling", "court", "pronounced_on", "case_numbers", "ecli", "holdings"),
    *("decided_on", "signed_on", "created_on", "public_on", "from", "until", "through", "areas", "except_areas"),
)
"""What is told first of an entry, in this order; the note comes after the rest, its sources last."""


def entries_text(entries: Sequence[Mapping[str, Any]], lang: Lang) -> str:
    """One line per entry: position, record time (clock of Amsterdam), key, and what it is. Lines are not wrapped."""
    if not entries:
        return word("no-entries", lang)
    places = max(len(str(each["position"])) for each in entries)
    keys = min(max(len(clean(each["key"])) for each in entries), 40)
    return "\n".join(
        f"@{each['position']:<{places}}  {amsterdam(each['recorded_at']):%Y-%m-%d %H:%M}  "
        f"{clean(each['key']):<{keys}}  {clean(_told(each, lang))}".rstrip()
        for each in entries
    )


def _told(entry: Mapping[str, Any], lang: Lang) -> str:
    """What an entry is, and about what."""
    fields = entry["content"]
    told = called(EVENTS, entry["event"], lang)
    if fields.get("standing"):
        told += f" ({called(STANDINGS, fields['standing'], lang)})"
    element = f"{fields['country']}/{fields['element']}" if fields.get("element") and fields.get("country") else ""
    about = element or fields.get("entry") or fields.get("title") or fields.get("court") or fields.get("country") or ""
    return f"{told}: {about}" if about else told


def _without_digests(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that can be read: a map of which nothing is left is not told."""
    return {
        name: _without_digests(value) if isinstance(value, Mapping) and "_sd" not in value else without_digests(value)
        for name, value in fields.items()
        if name != "_sd" and not (isinstance(value, Mapping) and value.keys() == {"_sd"})
    }


def entry_text(
    entry: Mapping[str, Any], sources: Sources, lang: Lang, *, width: int = WIDTH, colour: bool = False
) -> str:
    """One entry with every field it has, and its sources with their verbatim words."""
    page = Page(width, colour, label=18)
    page.line(f"{entry['key']} (@{entry['position']})", style="title")
    page.field(word("event", lang), f"{called(EVENTS, entry['event'], lang)} ({entry['event']})")
    page.field(word("stream", lang), entry["stream"])
    page.field(word("recorded", lang), f"{instant_words(entry['recorded_at'], lang)} ({entry['recorded_at']})")
    page.field(word("actor", lang), entry["actor"] or "–")
    page.blank()
    fields = _without_digests(entry["content"])
    entry = {**entry, "content": fields}
    first = [name for name in _FIRST if name in fields]
    rest = [name for name in in_telling_order(fields) if name not in (*first, "note", "cites")]
    for name in (*first, *rest, *(["note"] if "note" in fields else [])):
        _field(page, name, entry, lang)
    told_cites(page, fields.get("cites", ()), sources, lang, label=field_words("cites", lang))
    if entry.get("sealed"):
        page.blank()
        page.line(say("sealed-at-hand", lang, fields=", ".join(entry["sealed"])), hang=2)
    for each in entry.get("withheld", ()):
        page.line(_withheld(each, lang), style="warning", hang=2)
    return page.text()


def _withheld(told: Mapping[str, Any], lang: Lang) -> str:
    return withheld_words(
        Withheld(told["field"], told["digest"], told["erased_by"] or "", told["reason"] or "", told["erased_on"]), lang
    )


def _field(page: Page, name: str, entry: Mapping[str, Any], lang: Lang) -> None:
    fields = entry["content"]
    value, label = fields[name], field_words(name, lang)
    if name == "holdings" and entry["event"] == "ruling.recorded":
        ruling = content.read("ruling.recorded", fields)
        for holding in ruling.holdings if isinstance(ruling, RulingRecorded) else ():
            page.field(label, holding_words(holding, lang))
            label = ""
    elif name == "value" and "field" in fields:
        page.field(label, plain_words(str(fields["field"]), value, lang))
    else:
        page.field(label, plain_words(name, value, lang))


def findings_text(findings: "Iterable[Finding]", lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """Findings grouped by code with their number, each with its sentence and its entries."""
    from cli.words.findings import finding_words

    page = Page(width, colour)
    groups: dict[str, list[Finding]] = {}
    for each in findings:
        groups.setdefault(each.code, []).append(each)
    if not groups:
        return word("no-findings", lang)
    total = sum(map(len, groups.values()))
    page.line(say("findings-total-one" if total == 1 else "findings-total", lang, count=total))
    order = [*FINDINGS, *sorted(groups.keys() - FINDINGS.keys())]
    for code in (each for each in order if each in groups):
        page.blank()
        page.line(f"{code} ({len(groups[code])}): {called(FINDINGS, code, lang)}", style="title")
        for each in groups[code]:
            page.line(f"- {finding_words(each, lang)} [{', '.join(each.entries)}]", indent=2, hang=4)
    return page.text()


def rebuild_text(
    entries: int, differences: "Sequence[Difference]", lang: Lang, *, width: int = WIDTH, colour: bool = False
) -> str:
    """Whether any projection was not what the entries say."""
    page = Page(width, colour)
    page.line(say("rebuilt-differed" if differences else "rebuilt-equal", lang, count=entries))
    for each in differences:
        phrase = "rows-differed" if each.before == each.after else "rows"
        page.line(say(phrase, lang, table=each.table, before=each.before, after=each.after), indent=2)
    return page.text()
