"""Every word an answer shows, in English and in Dutch: one table per vocabulary, each entry (English, Dutch).

Terms are those of the Qualification Directive and the EUAA, and of the Vreemdelingencirculaire. A code that no table
knows, from an older or a newer ledger, is shown as it is written. Dates are put into words in `dates_in_words.py`,
values in `values_in_words.py`.
"""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from domain.elements import DUTCH

Lang: TypeAlias = str
"""One of `LANGS`."""
LANGS: Final = ("en", "nl")
Table: TypeAlias = dict[str, tuple[str, str]]

_ENGLISH_KINDS: Final = {
    "article-15c": "exceptional situation (article 15(c))",
    "internal-protection-alternative": "internal protection alternative",
    "decision-moratorium": "decision moratorium",
    "departure-moratorium": "departure moratorium",
    "group-persecution": "group persecution",
    "risk-profile": "risk profile",
    "systematic-exposure": "systematic exposure",
    "vulnerable-minority": "vulnerable minority group",
    "authority-protection": "protection by authorities",
    "minor-reception": "adequate reception for unaccompanied minors",
    "exclusion-category": "exclusion (article 1F)",
    "safe-country-of-origin": "safe country of origin",
    "temporary-protection": "temporary protection",
    "categorical-protection": "categorical protection",
    "particulars": "particulars",
}
KINDS: Final[Table] = {kind: (_ENGLISH_KINDS.get(kind, kind), dutch) for kind, dutch in DUTCH.items()}

STATUSES: Final[Table] = {
    "uncertain": ("uncertain", "onzeker"),
    "nothing-particular": ("nothing particular", "geen bijzonderheden"),
    "in-force": ("in force", "in werking"),
    "withdrawal-announced": ("withdrawal announced", "intrekking aangekondigd"),
    "announced": ("announced", "aangekondigd"),
    "upcoming": ("upcoming", "nog niet in werking"),
    "annulled": ("annulled", "vernietigd"),
    "ended": ("ended", "beëindigd"),
    "advised": ("advised", "geadviseerd"),
    "none": ("not listed", "niet aan de orde"),
}
MEANINGS: Final[Table] = {
    "uncertain": (
        "the sources do not settle how it stood on this day",
        "de bronnen laten open wat op deze dag gold",
    ),
    "nothing-particular": (
        "assessed, and nothing special applies; not the same as no policy",
        "beoordeeld, en er geldt niets bijzonders; dat is iets anders dan geen beleid",
    ),
    "in-force": ("the formal act has been published and covers this day", "het formele besluit is bekendgemaakt en geldt"),
    "withdrawal-announced": (
        "the formal act still stands, its end has been announced",
        "het formele besluit staat nog, het einde ervan is aangekondigd",
    ),
    "announced": (
        "made known, for instance by letter to parliament; no formal act covers this day",
        "kenbaar gemaakt, bijvoorbeeld per Kamerbrief; geen formeel besluit geldt op deze dag",
    ),
    "upcoming": ("published, but it takes effect later", "bekendgemaakt, maar het gaat later in"),
    "annulled": ("taken away by a court; it does not bind", "weggenomen door de rechter; het bindt niet"),
    "ended": ("it covered an earlier day; it no longer binds", "het gold op een eerdere dag; het bindt niet meer"),
    "advised": (
        "proposed in a memo, not decided or made known; it does not bind",
        "voorgesteld in een nota, niet vastgesteld of aangekondigd; het bindt niet",
    ),
    "none": ("no act covers or announces it", "geen besluit of aankondiging ziet erop"),
}
BINDS: Final[Table] = {"yes": ("yes", "ja"), "no": ("no", "nee"), "uncertain": ("uncertain", "onzeker")}
READINGS: Final[Table] = {
    "practice": (
        "practice: announced policy counts as well as published policy",
        "praktijk: naast bekendgemaakt telt ook aangekondigd beleid",
    ),
    "formal": (
        "formal: published acts and annulments alone count",
        "formeel: alleen bekendgemaakte besluiten en vernietigingen tellen",
    ),
}
COUNTRY_POLICIES: Final[Table] = {
    "exists": (
        "There is country policy for {country}: something is announced or in force.",
        "Er is landgebonden asielbeleid voor {country}: aangekondigd of in werking.",
    ),
    "uncertain": (
        "Whether there is country policy for {country} on this day is uncertain.",
        "Of er op deze dag landgebonden asielbeleid is voor {country}, is onzeker.",
    ),
    "none": (
        "No country policy for {country} is known to the ledger on this day.",
        "Het register kent op deze dag geen landgebonden asielbeleid voor {country}.",
    ),
}
STANDINGS: Final[Table] = {
    "advised": ("advised", "geadviseerd"),
    "announced": ("announced", "aangekondigd"),
    "published": ("published", "bekendgemaakt"),
}
SOURCE_KINDS: Final[Table] = {
    "decision-memo": ("decision memo (beslisnota)", "beslisnota"),
    "letter-to-parliament": ("letter to parliament (Kamerbrief)", "Kamerbrief"),
    "gazette": ("Government Gazette (Staatscourant)", "Staatscourant"),
    "circular": ("circular", "circulaire"),
    "ruling": ("ruling", "uitspraak"),
    "country-report": ("country report", "landenrapport"),
    "press": ("press", "persbericht"),
    "other": ("other document", "ander stuk"),
}
CONFIDENTIALITIES: Final[Table] = {
    "public": ("public", "openbaar"),
    "internal": ("internal", "intern"),
    "confidential": ("confidential", "vertrouwelijk"),
}
OUTCOMES: Final[Table] = {
    "upheld": ("upheld", "in stand gelaten"),
    "insufficiently-reasoned": ("insufficiently reasoned", "onvoldoende gemotiveerd"),
    "annulled": ("annulled", "vernietigd"),
    "legal-effects-maintained": (
        "annulled, legal effects maintained",
        "vernietigd met instandlating van de rechtsgevolgen",
    ),
    "reference-made": ("question referred", "prejudiciële vraag gesteld"),
    "other": ("other", "overig"),
}
EVENTS: Final[Table] = {
    "source.registered": ("source registered", "bron geregistreerd"),
    "source.identifier-attached": ("identifier of a source added", "kenmerk van een bron toegevoegd"),
    "source.content-attached": ("text of a source added", "tekst van een bron toegevoegd"),
    "source.disclosed": ("source disclosed", "bron openbaar gemaakt"),
    "policy.article-15c-area-designated": ("article 15(c) area designated", "15c-gebied aangewezen"),
    "policy.internal-protection-alternative-set": (
        "internal protection alternative set",
        "binnenlands beschermingsalternatief vastgesteld",
    ),
    "policy.decision-moratorium-imposed": ("decision moratorium imposed", "besluitmoratorium ingesteld"),
    "policy.departure-moratorium-imposed": ("departure moratorium imposed", "vertrekmoratorium ingesteld"),
    "policy.group-persecution-recognised": ("group persecution recognised", "groepsvervolging aangenomen"),
    "policy.risk-profile-recognised": ("risk profile recognised", "risicoprofiel aangemerkt"),
    "policy.systematic-exposure-recognised": ("systematic exposure recognised", "systematische blootstelling aangenomen"),
    "policy.vulnerable-minority-recognised": (
        "vulnerable minority group recognised",
        "kwetsbare minderheidsgroep aangemerkt",
    ),
    "policy.authority-protection-assessed": (
        "protection by authorities assessed",
        "bescherming door autoriteiten beoordeeld",
    ),
    "policy.minor-reception-assessed": ("reception of minors assessed", "adequate opvang amv beoordeeld"),
    "policy.exclusion-category-presumed": ("exclusion category presumed", "categorie artikel 1F aangewezen"),
    "policy.safe-country-designated": ("safe country of origin designated", "veilig land van herkomst aangewezen"),
    "policy.temporary-protection-granted": ("temporary protection granted", "tijdelijke bescherming verleend"),
    "policy.categorical-protection-granted": ("categorical protection granted", "categoriale bescherming verleend"),
    "policy.particulars-stated": ("particulars stated", "bijzonderheden vermeld"),
    "policy.nothing-particular-stated": ("stated that nothing particular applies", "geen bijzonderheden vermeld"),
    "policy.element-extended": ("extended", "verlengd"),
    "policy.element-withdrawn": ("withdrawn", "ingetrokken"),
    "policy.element-annulled": ("annulled by a court", "vernietigd door de rechter"),
    "policy.absence-stated": ("stated that there is no country policy", "vermeld dat er geen landgebonden beleid is"),
    "ruling.recorded": ("ruling", "uitspraak"),
    "ruling.identifier-attached": ("number of a ruling added", "nummer van een uitspraak toegevoegd"),
    "entry.corrected": ("entry corrected", "vermelding verbeterd"),
    "entry.struck-out": ("entry struck out", "vermelding doorgehaald"),
    "entry.disputed": ("rival assertion", "afwijkende lezing"),
    "entry.annotated": ("annotation", "aantekening"),
}
FINDINGS: Final[Table] = {
    "retroactive": ("starts before it was public", "gaat in vóór de openbaarmaking"),
    "unpublished": ("announced, and no formal act followed", "aangekondigd, maar geen formeel besluit gevolgd"),
    "used-before-public": ("used before it was public", "toegepast vóór de openbaarmaking"),
    "disputed-date": ("sources give different dates", "bronnen noemen verschillende data"),
    "disputed": ("sources contradict each other", "bronnen spreken elkaar tegen"),
    "identifier": ("an identifier that cannot be right", "een kenmerk dat niet kan kloppen"),
    "impossible-dates": ("dates that contradict each other", "data die elkaar tegenspreken"),
    "quote-not-found": ("a quote that the source does not have", "een citaat dat niet in de bron staat"),
    "overlap": ("acts that overlap", "besluiten die elkaar overlappen"),
    "gap": ("days between acts that none covers", "dagen tussen besluiten waarop niets geldt"),
    "contradictory-holdings": ("rulings that contradict each other", "uitspraken die elkaar tegenspreken"),
    "absence-contradicted": ("said to be absent, yet in force", "volgens een bron afwezig, toch geldend"),
    "presumption-differs": ("a presumption of different strength", "een bewijsvermoeden van andere sterkte"),
}
REASONS: Final[Table] = {
    "recorded later, at ": ("recorded later, at ", "later vastgelegd, op "),
    "struck out": ("struck out", "doorgehaald"),
    "corrected to another element": ("corrected to another element", "verbeterd: hoort bij een ander element"),
    "not known to be public": ("not known to be public", "niet bekend of het openbaar is"),
    "public only on ": ("public only on ", "pas openbaar op "),
}
"""Why an act was left out, as the ledger says it: a sentence, or how one begins."""

PHRASES: Final[Table] = {
    # the three clocks
    "in-force-on": ("in force on {day}", "geldend op {day}"),
    "public-by": ("as public by {day}", "zoals openbaar uiterlijk op {day}"),
    "public-any": ("with no limit on when it became public", "ongeacht de datum van openbaarmaking"),
    "recorded-by": ("as recorded up to and including {moment}", "zoals vastgelegd tot en met {moment}"),
    "recorded-none": ("before anything was recorded", "voordat er iets was vastgelegd"),
    "moment": ("{day}, {hour}:{minute} Amsterdam time", "{day}, {hour}.{minute} uur Nederlandse tijd"),
    "reading": ("Reading", "Lezing"),
    "area-asked": ("Area asked for", "Gevraagd gebied"),
    # one element
    "status": ("Status", "Status"),
    "binds": ("Binds", "Bindt"),
    "binds-in": ("{answer}, for {area}", "{answer}, voor {area}"),
    "period": ("Period", "Periode"),
    "period-differs": ("depends on which act covers the day", "hangt af van welk besluit op de dag ziet"),
    "begins-later": ("it begins after this day", "het gaat in na deze dag"),
    "areas": ("Areas", "Gebied"),
    "whole-country": ("the whole country", "het gehele land"),
    "except": ("{areas}, except {others}", "{areas}, met uitzondering van {others}"),
    "part-of": ("{name}, part of {whole}", "{name}, deel van {whole}"),
    "notice": ("Note", "Let op"),
    "awaiting-publication": (
        "awaiting publication: no formal act of this element is known",
        "in afwachting van bekendmaking: een formeel besluit over dit element is niet bekend",
    ),
    "retroactive": (
        "retroactive: it starts before the day it became public",
        "terugwerkende kracht: het gaat in vóór de dag van openbaarmaking",
    ),
    "in-court": ("In court", "Bij de rechter"),
    "disputed": ("Disputed", "Betwist"),
    "rival": (
        "{field} of {entry} ({of}): another assertion is {value}",
        "{field} van {entry} ({of}): een afwijkende lezing is {value}",
    ),
    "rival-of-unknown": (
        "{field} of {entry}: another assertion is {value}",
        "{field} van {entry}: een afwijkende lezing is {value}",
    ),
    "according-to": ("according to {sources} [{entry}]", "volgens {sources} [{entry}]"),
    "one-of": ("it is one of these: {statuses}", "het is een van deze: {statuses}"),
    "possible": ("Possibly", "Mogelijk"),
    "rests-on": ("Rests on", "Berust op"),
    "no-source": ("no source is cited", "geen bron vermeld"),
    "unnamed-source": ("source {slug}", "bron {slug}"),
    "identifier-signed": ("signed {day}", "getekend {day}"),
    "identifier-created": ("dated {day}", "gedateerd {day}"),
    "identifier-public": ("public {day}", "openbaar {day}"),
    "public-unknown": ("not known when it became public", "niet bekend wanneer openbaar geworden"),
    # the country
    "none-counts": (
        "What is listed below does not count as country policy.",
        "Wat hieronder staat, geldt niet als landgebonden beleid.",
    ),
    "no-elements": ("No policy element is listed.", "Er is geen beleidselement bekend."),
    "none-in-area": (
        "No policy element covers, or may cover, this area.",
        "Geen beleidselement ziet, of ziet mogelijk, op dit gebied.",
    ),
    "left-out-of-area": ("Elements that do not cover this area, left out: {ids}", "Niet van toepassing op dit gebied: {ids}"),
    "absences": ("Sources on the absence of policy", "Bronnen over het ontbreken van beleid"),
    "absence": (
        "no country policy on this day: {day}",
        "geen landgebonden beleid op deze dag: {day}",
    ),
    "rulings": ("Rulings, as context", "Uitspraken, als context"),
    "pronounced": ("{court}, {day}", "{court}, {day}"),
    "held": ("{subject}: {outcome}", "{subject}: {outcome}"),
    "policy-at-large": ("the country policy at large", "het landgebonden beleid in het algemeen"),
    # why
    "why": ("Why", "Waarom"),
    "why-not-listed": ("not listed: no act covers or announces it", "niet aan de orde: geen besluit of aankondiging ziet erop"),
    "acts-in-order": ("Acts that count, in legal order", "Besluiten die meetellen, in juridische volgorde"),
    "no-acts": ("No act counts at this point.", "Op dit punt telt geen besluit mee."),
    "act-day": ("Act of", "Besluit van"),
    "until": ("New end", "Nieuw einde"),
    "withdrawn-from": ("Ends as of", "Eindigt per"),
    "annuls": ("Takes away", "Neemt weg"),
    "everything": ("everything, with retroactive effect (ex tunc)", "alles, met terugwerkende kracht (ex tunc)"),
    "from-day": ("what it covered from {day}", "wat het dekte vanaf {day}"),
    "by-ruling": ("By ruling", "Bij uitspraak"),
    "public": ("Public", "Openbaar"),
    "annotation": ("Remark", "Aantekening"),
    "left-out": ("Left out at this point", "Op dit punt buiten beschouwing"),
    # timeline
    "timeline": ("Timeline", "Tijdlijn"),
    "legend": ("Legend", "Legenda"),
    "nothing-known": ("Nothing is known at this point.", "Op dit punt is niets bekend."),
    "not-to-scale": ("not to scale", "niet op schaal"),
    # what changes
    "difference": ("What differs between A and B", "Wat verschilt tussen A en B"),
    "nothing-differs": ("Nothing differs.", "Er is geen verschil."),
    "appeared": ("appeared", "nieuw"),
    "vanished": ("vanished", "verdwenen"),
    "changed": ("changed", "gewijzigd"),
    "country-policy": ("country policy", "landgebonden beleid"),
    "exists-short": ("exists", "aanwezig"),
    "uncertain-short": ("uncertain", "onzeker"),
    "none-short": ("none", "geen"),
    "ruling-appeared": ("ruling now known", "uitspraak nu bekend"),
    "ruling-vanished": ("ruling no longer known", "uitspraak niet meer bekend"),
    "changes-on": ("What changes on {day}", "Wat verandert op {day}"),
    "changes-would-on": ("What would change on {day}", "Wat zou veranderen op {day}"),
    "no-change": ("No element changes on {day}.", "Op {day} verandert geen enkel element."),
    "before": ("before", "was"),
    "after": ("after", "wordt"),
    "nothing": ("nothing", "niets"),
    # appending
    "appended-one": ("1 entry was appended: @{first}.", "1 vermelding toegevoegd: @{first}."),
    "appended": ("{count} entries were appended: @{first} to @{last}.", "{count} vermeldingen toegevoegd: @{first} tot en met @{last}."),
    "would-append-one": ("1 entry would be appended: @{first}.", "1 vermelding zou worden toegevoegd: @{first}."),
    "would-append": (
        "{count} entries would be appended: @{first} to @{last}.",
        "{count} vermeldingen zouden worden toegevoegd: @{first} tot en met @{last}.",
    ),
    "appended-none": ("Nothing was appended.", "Er is niets toegevoegd."),
    "unchanged-one": (
        "1 key already stood with the same content: nothing changed for it.",
        "1 sleutel stond er al met dezelfde inhoud: daarvoor is niets veranderd.",
    ),
    "unchanged": (
        "{count} keys already stood with the same content: nothing changed for them.",
        "{count} sleutels stonden er al met dezelfde inhoud: daarvoor is niets veranderd.",
    ),
    "dry-run": ("This was a dry run: nothing was written.", "Dit was een proef: er is niets geschreven."),
    # entries, findings, rebuild
    "no-entries": ("The ledger has no entries here.", "Het register heeft hier geen vermeldingen."),
    "recorded": ("Recorded", "Vastgelegd"),
    "actor": ("By", "Door"),
    "event": ("Event", "Gebeurtenis"),
    "stream": ("Stream", "Reeks"),
    "no-findings": (
        "No findings. That nothing was found is no approval.",
        "Geen bevindingen. Dat niets is gevonden, is geen goedkeuring.",
    ),
    "findings-total-one": ("1 finding", "1 bevinding"),
    "findings-total": ("{count} findings", "{count} bevindingen"),
    "rebuilt-equal": (
        "Every projection was recomputed from the entries; nothing differed.",
        "Alle overzichten zijn opnieuw opgebouwd uit de vermeldingen; niets week af.",
    ),
    "rebuilt-differed": (
        "Recomputed from the entries; these projections differed and are right now:",
        "Opnieuw opgebouwd uit de vermeldingen; deze overzichten weken af en kloppen nu:",
    ),
    "rows-differed": ("{table}: {after} rows, some of them differed", "{table}: {after} regels, waarvan sommige afweken"),
    "rows": ("{table}: had {before} rows, has {after} now", "{table}: had {before} regels, heeft er nu {after}"),
    # the story of `kroniek demo`
    "demo-title": ("The country policy for Mali, from advice to announcement.", "Het landenbeleid Mali, van advies tot aankondiging."),
    "demo-before": (
        "The day before the decision memo: no element, no country policy.",
        "De dag vóór de beslisnota: geen element, geen landgebonden beleid.",
    ),
    "demo-advised": (
        "After the memo of 23 November 2022: two elements are advised. An advice binds nobody.",
        "Na de beslisnota van 23 november 2022: twee elementen zijn geadviseerd. Een advies bindt niemand.",
    ),
    "demo-not-public": (
        "The same day, with what was public then: nothing, for the memo was not public.",
        "Dezelfde dag, met wat toen openbaar was: niets, want de beslisnota was niet openbaar.",
    ),
    "demo-announced": (
        "The letter to parliament of 11 January 2023: both elements are announced; the formal act is awaited.",
        "De Kamerbrief van 11 januari 2023: beide elementen zijn aangekondigd; het formele besluit volgt nog.",
    ),
    "demo-audit": ("What a careful auditor points at:", "Wat een zorgvuldige controleur opvalt:"),
    "demo-next": ("Go on from here:", "Verder:"),
    "yes": ("yes", "ja"),
    "no": ("no", "nee"),
    "level": ("level {level} (scheme {scheme})", "niveau {level} (schema {scheme})"),
    "and": ("and", "en"),
    "or": ("or", "of"),
}

TABLES: Final[dict[str, Table]] = {
    "kind": KINDS,
    "status": STATUSES,
    "meaning": MEANINGS,
    "binds": BINDS,
    "reading": READINGS,
    "country-policy": COUNTRY_POLICIES,
    "standing": STANDINGS,
    "source-kind": SOURCE_KINDS,
    "confidentiality": CONFIDENTIALITIES,
    "outcome": OUTCOMES,
    "event": EVENTS,
    "finding": FINDINGS,
    "reason": REASONS,
    "phrase": PHRASES,
}
"""Every table of this module by name; `values_in_words.TABLES` has the rest."""


def called(table: Table, code: str, lang: Lang) -> str:
    """What a code is called; the code itself where the table does not know it."""
    return table[code][LANGS.index(lang)] if code in table else code


def word(phrase: str, lang: Lang) -> str:
    """A phrase that takes no values.

    Raises:
        KeyError: if there is no such phrase.
    """
    return PHRASES[phrase][LANGS.index(lang)]


def say(phrase: str, lang: Lang, **values: object) -> str:
    """A phrase with its values filled in.

    Raises:
        KeyError: if there is no such phrase, or a value it needs was not given.
    """
    return word(phrase, lang).format(**values)


def status_words(status: str, lang: Lang = "en") -> str:
    """A status with what it means: `advised — proposed in a memo, ...; it does not bind`."""
    named = called(STATUSES, status, lang)
    return f"{named} — {called(MEANINGS, status, lang)}" if status in MEANINGS else named


def kind_words(kind: str, lang: Lang = "en") -> str:
    """A kind of element; in English with the Dutch term beside it."""
    named = called(KINDS, kind, lang)
    return f"{named} — {DUTCH[kind]}" if lang == "en" and kind in DUTCH else named


def reason_words(reason: str, lang: Lang) -> str:
    """Why an act was left out. Of a reason the table does not know, the ledger's own sentence."""
    for known in REASONS:
        if reason == known or (known.endswith(" ") and reason.startswith(known)):
            return called(REASONS, known, lang) + reason.removeprefix(known)
    return reason


def listed(items: Sequence[str], lang: Lang, last: Literal["and", "or"] = "and") -> str:
    """`a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word(last, lang)} {items[-1]}"
