"""The words of cases, frameworks and impact, each (English, Dutch), as `terms.py` has those of policy.

Dutch is in the register of a legal note: terms are those of the Vreemdelingencirculaire and of rulings.
"""

from typing import Final

from cli.words.terms import LANGS, Lang, Table

MOMENTS: Final[Table] = {
    "departure": ("departure", "vertrek"),
    "wish": ("asylum wish", "asielwens"),
    "application": ("application", "aanvraag"),
    "hearing": ("hearing", "gehoor"),
    "intention": ("intention", "voornemen"),
    "decision": ("decision", "besluit"),
    "court-closing": ("closing at the court", "sluiting onderzoek"),
    "today": ("today", "vandaag"),
}
"""Moments of the procedure; another moment goes by the name it was recorded under."""


def moment_of(written: str) -> str:
    """The moment that goes by a name in English or Dutch, as an answer prints it; another moment by its own name.

    >>> moment_of("Aanvraag"), moment_of("sluiting-onderzoek"), moment_of("tweede-gehoor")
    ('application', 'court-closing', 'tweede-gehoor')
    """
    folded = " ".join(written.replace("-", " ").casefold().split())
    for moment, names in MOMENTS.items():
        if moment != "today" and folded in (moment.replace("-", " "), *names):
            return moment
    return written


FACTS: Final[Table] = {
    "origin_area": ("Area of origin", "Herkomstgebied"),
    "habitual_residence": ("Habitual residence", "Vaste verblijfplaats"),
    "groups": ("Groups", "Groepen"),
    "origin": ("Origin", "Herkomst"),
    "individual_grounds": ("Individual grounds", "Individuele gronden"),
    "ipa_reasonable": ("Alternative reasonable", "Alternatief redelijk"),
}
INPUTS: Final[Table] = {
    "decision_moratorium": ("decision moratorium", "besluitmoratorium"),
    "article_15c": ("article 15(c) in the area", "artikel 15c in het gebied"),
    "internal_protection": ("internal protection alternative", "binnenlands beschermingsalternatief"),
    "group": ("group policy", "groepenbeleid"),
    "country_policy": ("country policy", "landgebonden asielbeleid"),
    "origin": ("origin", "herkomst"),
    "individual_grounds": ("individual grounds", "individuele gronden"),
    "ipa_reasonable": ("alternative reasonable in this case", "alternatief redelijk in dit geval"),
}
INPUT_VALUES: Final[Table] = {
    "decision_moratorium/binds": ("binds", "geldt"),
    "decision_moratorium/none": ("none", "geen"),
    "decision_moratorium/uncertain": ("uncertain", "onzeker"),
    "article_15c/exceptional": ("exceptional situation", "uitzonderlijke situatie"),
    "article_15c/graded": ("a lower level of violence", "een lagere gradatie van geweld"),
    "article_15c/none": ("none", "geen"),
    "article_15c/uncertain": ("uncertain", "onzeker"),
    "internal_protection/presumed": ("presumed", "aangenomen"),
    "internal_protection/excluded": ("excluded", "uitgesloten"),
    "internal_protection/none": ("none", "geen"),
    "internal_protection/uncertain": ("uncertain", "onzeker"),
    "group/group-persecution": ("group persecution", "groepsvervolging"),
    "group/risk-profile": ("risk profile", "risicoprofiel"),
    "group/none": ("none", "geen"),
    "country_policy/exists": ("exists", "aanwezig"),
    "country_policy/none": ("none", "geen"),
    "country_policy/uncertain": ("uncertain", "onzeker"),
}
"""Values of the policy inputs; those of the facts are in `fields.CODES`."""

CAVEATS: Final[Table] = {
    "group-not-shared": (
        "{element} is for certain groups only, and none of them is recorded for this case. "
        "It was left out of account; had a group been recorded, the outcome could be another.",
        "{element} ziet uitsluitend op bepaalde groepen, en voor deze zaak is geen daarvan vastgelegd. "
        "Het is buiten beschouwing gelaten; is een groep alsnog vast te stellen, dan kan de uitkomst anders zijn.",
    ),
    "area-missing": (
        "{element} is for certain areas only, and the area its test looks at (origin or habitual residence) is not "
        "recorded for this case. It was taken as not covered.",
        "{element} ziet uitsluitend op bepaalde gebieden, en het gebied waaraan wordt getoetst (herkomst of vaste "
        "verblijfplaats) is voor deze zaak niet vastgelegd. Aangenomen is dat de zaak er niet onder valt.",
    ),
    "element-uncertain": (
        "Whether {element} binds in this case is uncertain: the sources do not settle its dates or its scope.",
        "Of {element} in deze zaak geldt, is onzeker: de bronnen laten de data of de reikwijdte ervan open.",
    ),
    "only-announced": (
        "{element} was only announced on this day: it had been made known, but no formal act covered the day. "
        "Under the formal reading it does not bind.",
        "{element} was op deze dag slechts aangekondigd: het was kenbaar gemaakt, maar geen formeel besluit zag op "
        "deze dag. In de formele lezing geldt het niet.",
    ),
    "challenged": (
        "{element} is touched by a ruling that is known at this point; `kroniek why {id}` shows what was held.",
        "{element} is geraakt door een uitspraak die op dit punt bekend is; `kroniek why {id}` toont het oordeel.",
    ),
    "level-unknown": (
        "The level of violence of {element} is stated in a scheme that does not map onto the one the framework "
        "asks for, or the possible acts state different levels.",
        "De mate van geweld van {element} is uitgedrukt in een schema dat zich niet laat omzetten naar dat van het "
        "beoordelingskader, of de mogelijke besluiten noemen verschillende gradaties.",
    ),
    "individual-grounds-not-assessed": (
        "The individual grounds were not assessed. This is an answer about country policy alone; "
        "individual grounds for protection take precedence and can lead to another outcome.",
        "De individuele gronden zijn niet beoordeeld. Dit oordeel betreft uitsluitend het landgebonden asielbeleid; "
        "individuele gronden voor bescherming gaan voor en kunnen tot een andere uitkomst leiden.",
    ),
    "not-public-then": (
        "{element} rests on {entry}, which was not public on this day: nobody outside the administration could "
        "have relied on it then.",
        "{element} berust op {entry}, dat op deze dag niet openbaar was: buiten de overheid kon niemand er toen een "
        "beroep op doen.",
    ),
}
"""What an answer does not take into account or takes for granted, as a full sentence."""

DIRECTIONS: Final[Table] = {
    "better": ("Better for the applicant", "Gunstiger voor de vreemdeling"),
    "worse": ("Worse for the applicant", "Ongunstiger voor de vreemdeling"),
    "other": ("Different, neither better nor worse", "Anders, niet gunstiger of ongunstiger"),
}

SAYINGS: Final[Table] = {
    # one case
    "case-title": ("Case {case}, {country}", "Zaak {case}, {country}"),
    "facts": ("Facts on record", "Vastgelegde feiten"),
    "no-facts": ("No facts are recorded.", "Er zijn geen feiten vastgelegd."),
    "moments": ("Moments of the procedure", "Momenten van de procedure"),
    "no-moments": ("No moments are recorded.", "Er zijn geen momenten vastgelegd."),
    "assessed": ("What was decided", "Wat is beslist"),
    "not-assessed": ("No outcome is recorded.", "Er is geen uitkomst vastgelegd."),
    "assessed-as": ("{outcome}, under {framework}", "{outcome}, onder {framework}"),
    "ledger-then": (
        "the ledger held {size} entries at that moment",
        "het register telde op dat moment {size} vermeldingen",
    ),
    "case-number": ("Known elsewhere as", "Elders bekend als"),
    "case-entries": ("Entries", "Vermeldingen"),
    "no-cases": ("The ledger has no cases here.", "Het register heeft hier geen zaken."),
    "case": ("Case", "Zaak"),
    "country": ("Country", "Land"),
    "decided": ("Decided", "Beslist"),
    "outcome": ("Outcome", "Uitkomst"),
    "framework": ("Framework", "Kader"),
    "unknown": ("unknown", "onbekend"),
    # replay: a note
    "replay-title": (
        "Case {case}: the outcome under the rules of {day}",
        "Zaak {case}: toetsing aan het recht van {day}",
    ),
    "asked": ("Question", "Vraag"),
    "asked-then": (
        "Which outcome follows for this case, concerning {country}, from country policy as it bound on {when}, going "
        "by what was public on that day?",
        "Tot welke uitkomst leidt in deze zaak, betreffende {country}, het landgebonden asielbeleid zoals dat gold op "
        "{when}, uitgaande van wat op die dag openbaar was?",
    ),
    "asked-now": (
        "Which outcome follows for this case, concerning {country}, from country policy as it bound on {when}, going "
        "by all that is known now, whenever it became public?",
        "Tot welke uitkomst leidt in deze zaak, betreffende {country}, het landgebonden asielbeleid zoals dat gold op "
        "{when}, uitgaande van al hetgeen thans bekend is, ongeacht de datum van openbaarmaking?",
    ),
    "when-moment": ("{day} ({moment})", "{day} ({moment})"),
    "conclusion": ("Conclusion", "Conclusie"),
    "concludes": (
        "{outcome}, by rule {rule} of the framework “{title}”.",
        "{outcome}, op grond van regel {rule} van het beoordelingskader „{title}”.",
    ),
    "legal-basis": ("Legal basis: {basis}.", "Wettelijke grondslag: {basis}."),
    "facts-taken": ("Facts", "Feiten"),
    "policy": ("Policy on that day", "Beleid op die dag"),
    "policy-none": (
        "No policy element binds for this case on that day.",
        "Op die dag geldt voor deze zaak geen beleidselement.",
    ),
    "because-of": ("Decisive for", "Bepalend voor"),
    "act": ("Act", "Besluit"),
    "given": ("What the framework was given", "Aan het beoordelingskader voorgelegd"),
    "caveats": ("Caveats", "Kanttekeningen"),
    "caveats-none": ("None.", "Geen."),
    "compared": ("Compared with what was decided", "Vergelijking met wat is beslist"),
    "verdict-same": (
        "The outcome on record is the same: {outcome}.",
        "De vastgelegde uitkomst is dezelfde: {outcome}.",
    ),
    "verdict-differs": (
        "The outcome on record DIFFERS: {outcome} was given.",
        "De vastgelegde uitkomst WIJKT AF: gegeven is {outcome}.",
    ),
    "verdict-not-recorded": (
        "No outcome is on record, so there is nothing to compare with.",
        "Er is geen uitkomst vastgelegd; een vergelijking is niet mogelijk.",
    ),
    "basis": ("Basis of this answer", "Verantwoording"),
    "framework-line": (
        "Framework {slug}, applying from {day}; SHA-256 {sha256}",
        "Beoordelingskader {slug}, van toepassing vanaf {day}; SHA-256 {sha256}",
    ),
    "demo-case": (
        "One case replayed: somebody from Gao, refused on 20 January 2023 since Bamako was held an alternative.",
        "Eén zaak getoetst: iemand uit Gao, afgewezen op 20 januari 2023 omdat Bamako een alternatief zou zijn.",
    ),
    # compare
    "compare-title": (
        "Case {case}, {country}: moment by moment, as known then and as known now",
        "Zaak {case}, {country}: per moment, naar de kennis van toen en van nu",
    ),
    "moment": ("Moment", "Moment"),
    "then": ("Known then", "Kennis van toen"),
    "now": ("Known now", "Kennis van nu"),
    "cannot-tell": ("cannot tell", "niet te zeggen"),
    "sign-differs": (
        "≠  known then and known now lead to different outcomes",
        "≠  kennis van toen en van nu leiden tot verschillende uitkomsten",
    ),
    "sign-inputs": (
        "~  the same outcome, on policy that stands differently now",
        "~  dezelfde uitkomst, bij beleid dat er nu anders voor staat",
    ),
    "sign-changed": (
        "↓  another outcome than at the moment before it (known then)",
        "↓  een andere uitkomst dan op het moment ervoor (kennis van toen)",
    ),
    "differs": ("differs", "verschilt"),
    "policy-differs": ("policy differs", "beleid verschilt"),
    "changed": ("changed", "gewijzigd"),
    "all-agree": (
        "Wherever it can be told, what was known then and what is known now lead to the same outcome.",
        "Voor zover te zeggen, leiden de kennis van toen en die van nu steeds tot dezelfde uitkomst.",
    ),
    "causes": ("What made the difference between then and now", "Wat toen en nu doet verschillen"),
    "cause-now": ("{moment}: {then} then, {now} now", "{moment}: toen {then}, nu {now}"),
    "cause-policy": (
        "{moment}: the outcome is the same, the policy behind it is not",
        "{moment}: de uitkomst is dezelfde, het beleid erachter niet",
    ),
    "cause-none": (
        "no single entry of an element; see the problem above",
        "geen vermelding van een element; zie het beletsel hierboven",
    ),
    "problems": ("Why it cannot be told", "Waarom het niet te zeggen is"),
    "new-facts": (
        "Became public in between (candidates for new facts and circumstances, art. 83 Vw 2000)",
        "Tussentijds openbaar geworden (mogelijk nieuwe feiten en omstandigheden, art. 83 Vw 2000)",
    ),
    "new-facts-none": (
        "Nothing became public between two of these moments.",
        "Tussen deze momenten is niets openbaar geworden.",
    ),
    "new-facts-between": ("After {after}, by {by}", "Na {after}, uiterlijk {by}"),
    # impact
    "impact-title": ("Impact of {entries}", "Gevolgen van {entries}"),
    "impact-title-many": ("Impact of {count} entries", "Gevolgen van {count} vermeldingen"),
    "impact-dry": (
        "These entries are not in the ledger; nothing was written.",
        "Deze vermeldingen staan niet in het register; er is niets geschreven.",
    ),
    "impact-none": (
        "No case comes out differently: {replayed} replayed at their decision, all known now.",
        "In geen enkele zaak is de uitkomst anders: {replayed} getoetst op het moment van het besluit, "
        "naar de kennis van nu.",
    ),
    "impact-count": (
        "Another outcome at the decision, all known now: {count} of {replayed} cases.",
        "Een andere uitkomst op het moment van het besluit, naar de kennis van nu: {count} van {replayed} zaken.",
    ),
    "impact-cannot-one": (
        "1 more could not be replayed: no single day of decision, or a fact is missing.",
        "1 andere kon niet worden getoetst: geen vaststaande dag van het besluit, of een feit ontbreekt.",
    ),
    "impact-cannot": (
        "{count} more could not be replayed: no single day of decision, or a fact is missing.",
        "{count} andere konden niet worden getoetst: geen vaststaande dag van het besluit, of een feit ontbreekt.",
    ),
    "impact-change": ("{before} → {after}", "{before} → {after}"),
    "impact-more": (
        "… and {count} more; --format json and csv list all",
        "… en nog {count}; --format json en csv geven alle",
    ),
    # stats
    "stats-title": ("Cases by country, period and outcome", "Zaken naar land, periode en uitkomst"),
    "stats-note": (
        "Rounded to tens; one to four is shown as “less than 5”. Totals are not shown: they would give rounded "
        "figures away.",
        "Afgerond op tientallen; een tot en met vier staat als „minder dan 5”. Totalen worden niet gegeven: daaruit "
        "zouden de precieze aantallen zijn af te leiden.",
    ),
    "period": ("Decided in", "Beslist in"),
    "count": ("Cases", "Zaken"),
    "less than 5": ("less than 5", "minder dan 5"),
    "no-outcome": ("no outcome recorded", "geen uitkomst vastgelegd"),
    # frameworks
    "no-frameworks": (
        "The ledger has no framework; `kroniek framework adopt` adopts the one that ships with kroniek.",
        "Het register heeft geen beoordelingskader; `kroniek framework adopt` neemt het meegeleverde kader aan.",
    ),
    "title": ("Title", "Titel"),
    "applies-from": ("Applies from", "Geldt vanaf"),
    "digest": ("SHA-256", "SHA-256"),
    "entry": ("Entry", "Vermelding"),
    "first-hit": (
        "Rules are tried from the top; the first that fits decides (hit policy FIRST).",
        "De regels gelden van boven naar beneden; de eerste die past, beslist (hit policy FIRST).",
    ),
    "rule": ("Rule", "Regel"),
    "when": ("When", "Wanneer"),
    "then-outcome": ("Outcome", "Uitkomst"),
    "always": ("in every other case", "in alle overige gevallen"),
    "not": ("not {values}", "niet {values}"),
    "inputs": ("What it asks", "Wat het vraagt"),
    "faults": ("{count} faults", "{count} fouten"),
    "faults-one": ("1 fault", "1 fout"),
    "cannot-adopt": ("This table cannot be adopted.", "Deze tabel kan niet worden aangenomen."),
    "no-faults": ("No faults: this table can be adopted.", "Geen fouten: deze tabel kan worden aangenomen."),
    "complete": (
        "{rules} rules over {inputs} inputs; all {combinations} combinations of values have a rule.",
        "{rules} regels over {inputs} invoerkolommen; alle {combinations} combinaties van waarden hebben een regel.",
    ),
    "all-reachable": (
        "Every rule decides some combination.",
        "Elke regel beslist in ten minste één combinatie.",
    ),
    "unreachable": (
        "Rules that never decide, since rules above them take all they accept: {rules}.",
        "Regels die nooit beslissen, omdat regels erboven al hun gevallen nemen: {rules}.",
    ),
    "of-line": ("line {line}", "regel {line} van het bestand"),
    "of-rule": ("rule {rule}", "regel {rule}"),
    "of-column": ("column {column}", "kolom {column}"),
    # the map
    "map-title": ("Case {case}, {country}: outcome by day", "Zaak {case}, {country}: uitkomst per dag"),
    "map-public": (
        "Across: the day the rules must bind. Down: what was public by then.",
        "Horizontaal: de dag waarop het recht geldt. Verticaal: wat toen openbaar was.",
    ),
    "map-recorded": (
        "Across: the day the rules must bind. Down: how far the ledger had come.",
        "Horizontaal: de dag waarop het recht geldt. Verticaal: hoever het register was.",
    ),
    "map-across": ("in force on", "geldend op"),
    "map-down-public": ("public by", "openbaar uiterlijk op"),
    "map-down-recorded": ("recorded by", "vastgelegd tot en met"),
    "map-no-limit": ("known now", "kennis van nu"),
    "map-diagonal": ("known on the day itself", "kennis van de dag zelf"),
    "map-then": ("a moment of the case, as known then", "een moment van de zaak, kennis van toen"),
    "map-now": ("the same moment, as known now", "hetzelfde moment, kennis van nu"),
    "map-moment": ("a moment of the case", "een moment van de zaak"),
    "map-desc": (
        "Outcome of case {case} under framework and country policy, for every day from {first} through {last}. "
        "{moments}",
        "Uitkomst van zaak {case} naar beoordelingskader en landgebonden asielbeleid, voor elke dag van {first} tot en "
        "met {last}. {moments}",
    ),
    "map-desc-moment": (
        "At the {moment}, {day}: {then} as known then, {now} as known now.",
        "Op het moment {moment}, {day}: {then} naar de kennis van toen, {now} naar de kennis van nu.",
    ),
    "map-outside": (
        "Moments outside the days drawn, or without a single day: {moments}.",
        "Momenten buiten de getekende dagen, of zonder vaststaande dag: {moments}.",
    ),
    "map-reading": ("Reading: {reading}", "Lezing: {reading}"),
}

TABLES: Final[dict[str, Table]] = {
    "moment": MOMENTS,
    "fact": FACTS,
    "input": INPUTS,
    "input-value": INPUT_VALUES,
    "caveat": CAVEATS,
    "direction": DIRECTIONS,
    "saying": SAYINGS,
}
"""Every table of this module by name."""


def saying(name: str, lang: Lang, **values: object) -> str:
    """A sentence or a label with its values filled in.

    Raises:
        KeyError: if there is no such sentence, or a value it needs was not given.
    """
    return SAYINGS[name][LANGS.index(lang)].format(**values)


def word(name: str, lang: Lang) -> str:
    """A sentence or a label that takes no values.

    Raises:
        KeyError: if there is no such sentence.
    """
    return SAYINGS[name][LANGS.index(lang)]
