"""Every word an answer shows, in English and in Dutch: one table per vocabulary, each entry (English, Dutch).

Terms are those of the Qualification Directive and the EUAA, and of the Vreemdelingencirculaire. A code that no table
knows, from an older or a newer ledger, is shown as it is written. Sentences are in `phrases.py`; dates are put into
words in `dates.py`, fields and values in `fields.py` and `values.py`.
"""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from cli.words.phrases import PHRASES
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
    "in-force": (
        "the formal act has been published and covers this day",
        "het formele besluit is bekendgemaakt en geldt",
    ),
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
        "practice — announced policy counts as well as published policy",
        "praktijk — naast bekendgemaakt telt ook aangekondigd beleid",
    ),
    "formal": (
        "formal — published acts and annulments alone count",
        "formeel — alleen bekendgemaakte besluiten en vernietigingen tellen",
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
CASE_OUTCOMES: Final[Table] = {
    "decision-suspended": ("decision suspended", "beslissing opgeschort"),
    "undetermined": ("undetermined", "niet te bepalen"),
    "origin-not-established": ("origin not established", "herkomst niet aannemelijk"),
    "refugee-protection": ("refugee protection", "vluchtelingenstatus"),
    "subsidiary-protection": ("subsidiary protection", "subsidiaire bescherming"),
    "origin-check-required": ("verification of origin required", "herkomstonderzoek nodig"),
    "internal-protection-available": (
        "internal protection alternative available",
        "binnenlands beschermingsalternatief beschikbaar",
    ),
    "individual-internal-protection-test": (
        "internal protection alternative to be tested individually",
        "binnenlands beschermingsalternatief individueel te toetsen",
    ),
    "individual-assessment": ("individual assessment", "individuele beoordeling"),
    "no-country-policy": ("no country policy", "geen landgebonden beleid"),
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
    "policy.systematic-exposure-recognised": (
        "systematic exposure recognised",
        "systematische blootstelling aangenomen",
    ),
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
    "framework.adopted": ("decision framework adopted", "beoordelingskader vastgesteld"),
    "case.opened": ("case opened", "zaak geopend"),
    "case.moment-recorded": ("moment of a case recorded", "moment van een zaak vastgelegd"),
    "case.facts-recorded": ("facts of a case recorded", "feiten van een zaak vastgelegd"),
    "case.assessed": ("case assessed", "zaak beoordeeld"),
    "entry.corrected": ("entry corrected", "vermelding verbeterd"),
    "entry.struck-out": ("entry struck out", "vermelding doorgehaald"),
    "entry.disputed": ("rival assertion", "afwijkende lezing"),
    "entry.annotated": ("annotation", "aantekening"),
    "entry.erased": ("sealed values erased", "verzegelde gegevens gewist"),
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

DOUBTS: Final[Table] = {
    "no-source": (
        "{entry} cites no source, so nobody can check what it says; name one with --cite SOURCE.",
        "{entry} noemt geen bron, zodat niemand kan nagaan of het klopt; noem er een met --cite BRON.",
    ),
    "no-source-no-day": (
        "{entry} cites no source, so nobody can check what it says, and it is not known when it became public; name a "
        "source with --cite SOURCE, or the day with --public-on DATE.",
        "{entry} noemt geen bron, zodat niemand kan nagaan of het klopt, en wanneer het openbaar werd, is niet bekend; "
        "noem een bron met --cite BRON, of de dag met --public-on DATUM.",
    ),
    "source-struck-out": (
        "{entry} cites the source {about}, which was struck out by {by}; see whether another source says the same.",
        "{entry} noemt de bron {about}, die door {by} is doorgehaald; ga na of een andere bron hetzelfde zegt.",
    ),
    "struck-out-already": (
        "{about} was struck out already, by {by}; striking it out again changes nothing.",
        "{about} was al doorgehaald, door {by}; nogmaals doorhalen verandert niets.",
    ),
    "about-struck-out": (
        "{about} was struck out, by {by}; what {entry} says of it changes no answer.",
        "{about} is doorgehaald, door {by}; wat {entry} erover zegt, verandert geen antwoord.",
    ),
}
"""What is odd about an entry that is about to be appended, as a sentence that says what to do."""

TABLES: Final[dict[str, Table]] = {
    "doubt": DOUBTS,
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
    "case-outcome": CASE_OUTCOMES,
    "event": EVENTS,
    "finding": FINDINGS,
    "reason": REASONS,
    "phrase": PHRASES,
}
"""Every table of this module by name; `fields.TABLES` has the rest."""


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


def quoted(text: str, lang: Lang) -> str:
    """In the quotation marks of the language."""
    return f"“{text}”" if lang == "en" else f"„{text}”"


def capital(text: str) -> str:
    """With a capital first, as at the beginning of a sentence."""
    return f"{text[:1].upper()}{text[1:]}"
