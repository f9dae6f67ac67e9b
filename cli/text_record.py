"""The record itself in text: entries, one entry with all its fields, findings, and what a rebuild found."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cli.dates_in_words import amsterdam, instant_words
from cli.layout import WIDTH, Page, clean
from cli.text_sources import Sources, told_cites
from cli.values_in_words import field_words, plain_words
from cli.words import EVENTS, FINDINGS, STANDINGS, Lang, called, say, word
from domain.audit import Finding
from infrastructure.ledger import Difference

_ORDER = ("country", "element", "kind", "standing", "title", "ruling", "source", "entry", "field", "value")
"""What is told first of an entry; its sources come last."""


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
    fields = entry["content"]
    for name in sorted(fields, key=lambda each: (_ORDER.index(each) if each in _ORDER else len(_ORDER))):
        if name != "cites":
            _field(page, name, fields, lang)
    told_cites(page, fields.get("cites", ()), sources, lang, label=field_words("cites", lang))
    return page.text()


def _field(page: Page, name: str, fields: Mapping[str, Any], lang: Lang) -> None:
    value = fields[name]
    if name == "value" and "field" in fields:
        page.field(field_words(name, lang), plain_words(str(fields["field"]), value, lang))
    elif name in ("holdings", "content") and isinstance(value, Sequence) and not isinstance(value, str):
        label = field_words(name, lang)
        for each in value:
            page.field(label, plain_words(name, each, lang))
            label = ""
    else:
        page.field(field_words(name, lang), plain_words(name, value, lang))


def findings_text(
    findings: Iterable[Finding], lang: Lang, *, width: int = WIDTH, colour: bool = False
) -> str:
    """Findings grouped by code with their number; the sentences are the auditor's own, in English."""
    page = Page(width, colour)
    groups: dict[str, list[Finding]] = {}
    for each in findings:
        groups.setdefault(each.code, []).append(each)
    if not groups:
        return word("no-findings", lang)
    order = [*FINDINGS, *sorted(groups.keys() - FINDINGS.keys())]
    for code in (each for each in order if each in groups):
        page.blank()
        page.line(f"{code} ({len(groups[code])}): {called(FINDINGS, code, lang)}", style="title")
        for each in groups[code]:
            page.line(f"- {each.sentence} [{', '.join(each.entries)}]", indent=2, hang=4)
    page.blank()
    total = sum(map(len, groups.values()))
    page.line(say("findings-total-one" if total == 1 else "findings-total", lang, count=total))
    return page.text()


def rebuild_text(entries: int, differences: Sequence[Difference], lang: Lang) -> str:
    """Whether any projection was not what the entries say."""
    page = Page()
    page.line(say("rebuilt-differed" if differences else "rebuilt-equal", lang, count=entries))
    for each in differences:
        phrase = "rows-differed" if each.before == each.after else "rows"
        page.line(say(phrase, lang, table=each.table, before=each.before, after=each.after), indent=2)
    return page.text()
