"""The words of a dossier, each (English, Dutch): headings, captions and sentences that a court or a party reads.

What a terminal answer says as well stands in `terms.py`, `phrases.py` and `cases.py`. Dutch is in the register of
a court document; a peildatum is the day of reference that each of the three clocks has.
"""

from typing import Final

from cli.words.terms import LANGS, Lang, Table

SENTENCES: Final[Table] = {
    # what it is
    "case-dossier": ("Dossier of case {case}", "Dossier in de zaak {case}"),
    "country-dossier": ("Dossier on the country policy for {country}", "Dossier landgebonden asielbeleid {country}"),
    "made-on": ("Made on", "Opgemaakt op"),
    "ledger": ("Ledger", "Register"),
    "position": ("Position in the ledger", "Stand van het register"),
    "position-of": (
        "through entry @{position}; later entries are not taken into account",
        "tot en met vermelding @{position}; latere vermeldingen zijn niet meegenomen",
    ),
    "country": ("Country", "Land"),
    "known-as": ("Known elsewhere as", "Elders bekend als"),
    "day-asked": ("Day asked about", "Peildatum"),
    # question and answer
    "answer": ("Question and answer", "Vraag en antwoord"),
    "asked-country": (
        "Which country policy bound for {country} on {day}, {known}?",
        "Welk landgebonden asielbeleid gold op {day} ten aanzien van {country}, {known}?",
    ),
    "known-then": ("going by what was public by {day}", "uitgaande van wat uiterlijk op {day} openbaar was"),
    "known-now": (
        "going by all that is on record, whenever it became public",
        "uitgaande van al hetgeen is vastgelegd, ongeacht de datum van openbaarmaking",
    ),
    "verdict-same": ("That is the outcome that was given: {outcome}.", "Dat is ook de gegeven uitkomst: {outcome}."),
    "verdict-differs": (
        "That is not the outcome that was given: {outcome}.",
        "Dat wijkt af van de gegeven uitkomst: {outcome}.",
    ),
    "verdict-not-recorded": (
        "No outcome is on record to compare it with.",
        "Er is geen gegeven uitkomst vastgelegd om dit mee te vergelijken.",
    ),
    "no-replay": (
        "Which outcome follows cannot be told: {problem}",
        "Tot welke uitkomst dit leidt, is niet te zeggen: {problem}",
    ),
    "no-single-day": (
        "the day of the moment {moment} is not certain: {day}.",
        "de dag van het moment {moment} staat niet vast: {day}.",
    ),
    "no-reason": (
        "what is needed for it is not on record or is withheld.",
        "hetgeen daarvoor nodig is, is niet vastgelegd of wordt niet verstrekt.",
    ),
    # facts
    "facts-and-moments": ("Facts and course of the procedure", "Feiten en procesverloop"),
    "fact": ("Fact", "Feit"),
    "on-record": ("On record", "Vastgelegd"),
    "facts-caption": (
        "The facts that count, and the entry that holds each",
        "De feiten die gelden, met de vermelding waarin elk staat",
    ),
    "moments-caption": (
        "The moments that count, and the entry that holds each",
        "De momenten die gelden, met de vermelding waarin elk staat",
    ),
    "entry": ("Entry", "Vermelding"),
    "moment": ("Moment", "Moment"),
    "day": ("Day", "Dag"),
    "decided": ("Outcome given", "Gegeven uitkomst"),
    "decided-as": (
        "{outcome}, under the framework {framework}.",
        "{outcome}, onder het beoordelingskader {framework}.",
    ),
    "ledger-then": (
        "When this was recorded the ledger held {size} entries, with root hash {root}.",
        "Op het moment van vastlegging telde het register {size} vermeldingen, met wortelhash {root}.",
    ),
    "withheld": ("not in this dossier: withheld or erased", "niet in dit dossier: niet verstrekt of gewist"),
    "withheld-one": (
        "1 value is sealed and withheld from this dossier; the record shows its digest only",
        "1 gegeven is verzegeld en wordt in dit dossier niet verstrekt; het register toont alleen de hash",
    ),
    "withheld-many": (
        "{count} values are sealed and withheld from this dossier; the record shows their digests only",
        "{count} gegevens zijn verzegeld en worden in dit dossier niet verstrekt; het register toont alleen de hashes",
    ),
    "erased-one": (
        "1 value was erased; the record shows its digest only. Reason: {reason} {entry}",
        "1 gegeven is gewist; het register toont alleen de hash. Reden: {reason} {entry}",
    ),
    "erased-many": (
        "{count} values were erased; the record shows their digests only. Reason: {reason} {entry}",
        "{count} gegevens zijn gewist; het register toont alleen de hashes. Reden: {reason} {entry}",
    ),
    "facts-not-shown": (
        "Of the facts that a case can have, these are not in the table: {names}. The name of a sealed fact is sealed "
        "with it: which of these are on record cannot be seen from this dossier.",
        "Van de feiten die een zaak kan hebben, staan niet in de tabel: {names}. De naam van een verzegeld feit is mee "
        "verzegeld: welke hiervan zijn vastgelegd, is uit dit dossier niet op te maken.",
    ),
    "not-carried": ("not in this dossier", "niet in dit dossier"),
    # reasoned note
    "note": ("Reasons", "Motivering"),
    "elements": ("Policy elements that decide", "Bepalende beleidselementen"),
    "rule": ("Rule of the framework", "Regel van het beoordelingskader"),
    "rule-applied": ("Rule {rule} of the framework “{title}” applies.", "Toegepast is regel {rule} van „{title}”."),
    "framework-is": (
        "The framework {slug} applies from {day}. SHA-256 of its table: {sha256}.",
        "Het beoordelingskader {slug} is van toepassing vanaf {day}. SHA-256 van de tabel: {sha256}.",
    ),
    "inputs-caption": (
        "What the framework asks, and what policy and facts had to say to it",
        "Wat het beoordelingskader vraagt, en wat beleid en feiten daarop inhouden",
    ),
    "inputs": ("What was put to the framework", "Aan het beoordelingskader voorgelegd"),
    "input": ("Asked", "Gevraagd"),
    "given": ("Given", "Voorgelegd"),
    "caveat-challenged": (
        "{element} is touched by a ruling that is known at this point; what was held stands under Rulings.",
        "{element} is geraakt door een uitspraak die op dit punt bekend is; het oordeel staat onder Uitspraken.",
    ),
    # matrix
    "matrix": ("Comparison, moment by moment", "Vergelijking per moment"),
    "matrix-caption": (
        "The outcome at every moment of the case, and today: by what was public on the day, and by what is known now",
        "De uitkomst op elk moment van de zaak, en vandaag: naar wat op de dag openbaar was, en naar de kennis van nu",
    ),
    "difference": ("Difference", "Verschil"),
    "differs-now": ("then and now differ", "toen en nu verschillen"),
    "policy-differs": ("same outcome, other policy", "zelfde uitkomst, ander beleid"),
    "changed-since": ("other than at the moment before", "anders dan op het moment ervoor"),
    "no-difference": ("none", "geen"),
    "no-comparison": ("The moments cannot be compared.", "De momenten kunnen niet worden vergeleken."),
    "causes": ("What caused each difference", "Oorzaak van elk verschil"),
    "became-public": ("Became public between two moments", "Tussen twee momenten openbaar geworden"),
    "article-83": (
        "What became public after a decision can be a new fact or circumstance that the court takes into account "
        "(art. 83 Vw 2000); whether it is one is for the court to say.",
        "Hetgeen na het besluit openbaar is geworden, kan een nieuw feit of een nieuwe omstandigheid zijn waarmee de "
        "rechter rekening houdt (art. 83 Vw 2000); of dat zo is, is aan de rechter.",
    ),
    # the state of a country
    "state": ("The policy on {day}", "Het beleid op {day}"),
    # timeline
    "timeline": ("Timeline", "Tijdlijn"),
    "timeline-title": ("Country policy for {country} over time", "Landgebonden asielbeleid {country} in de tijd"),
    "timeline-caption": (
        "One bar per element, days across; every bar names its status and has a pattern of its own. {lines}",
        "Eén balk per element, de dagen lopen van links naar rechts; elke balk noemt de status en heeft een eigen "
        "arcering. {lines}",
    ),
    "timeline-asked": ("Day asked", "Peildatum"),
    "timeline-lines": (
        "Vertical lines are the moments of the case.",
        "Verticale lijnen zijn de momenten van de zaak.",
    ),
    "timeline-line": ("The vertical line is the day asked about.", "De verticale lijn is de peildatum."),
    "timeline-outside": (
        "Not drawn, since too far from the rest or not a single day: {moments}.",
        "Niet getekend, want te ver van de rest of geen vaststaande dag: {moments}.",
    ),
    "timeline-empty": ("No element is known at any day.", "Op geen enkele dag is een element bekend."),
    "timeline-then": (
        "As public by {day}, through entry @{position}.",
        "Naar wat uiterlijk op {day} openbaar was, tot en met vermelding @{position}.",
    ),
    "timeline-now": (
        "As known now, through entry @{position}, whenever it became public.",
        "Naar de kennis van nu, tot en met vermelding @{position}, ongeacht de datum van openbaarmaking.",
    ),
    "timeline-table": ("The same timeline as a table", "Dezelfde tijdlijn als tabel"),
    "first-day": ("First day", "Eerste dag"),
    "last-day": ("Last day", "Laatste dag"),
    "areas-once": (
        "Areas in the table, each set of them listed here once:",
        "Gebieden in de tabel, hier eenmaal opgesomd:",
    ),
    "areas-set": ("areas {letter} ({count})", "gebieden {letter} ({count})"),
    "no-first-day": ("no first day known", "geen eerste dag bekend"),
    "no-last-day": ("onwards", "doorlopend"),
    "says": ("Scope and value", "Reikwijdte en inhoud"),
    "acts": ("Acts", "Besluiten"),
    # acts, rulings, what was not public
    "acts-in-order": ("Acts in legal order", "Besluiten in juridische volgorde"),
    "acts-explained": (
        "All acts on record through entry @{position}, per element, in the order of the day of the act. A later act "
        "takes the place of an earlier one from its start on.",
        "Alle besluiten die tot en met vermelding @{position} zijn vastgelegd, per element, naar de dag van het "
        "besluit. Een later besluit treedt vanaf zijn ingang in de plaats van een eerder.",
    ),
    "no-acts": ("No act is on record.", "Er is geen besluit vastgelegd."),
    "corrected-by": ("Corrected by", "Verbeterd door"),
    "retroactive-act": (
        "starts before the day it became public (retroactive)",
        "gaat in vóór de dag van openbaarmaking (terugwerkende kracht)",
    ),
    "not-counted": ("Left out of account", "Buiten beschouwing gelaten"),
    "rulings": ("Rulings", "Uitspraken"),
    "no-rulings": ("No ruling is on record.", "Er is geen uitspraak vastgelegd."),
    "held": ("Held", "Oordeel"),
    "pronounced": ("Pronounced", "Uitgesproken"),
    "numbers": ("Case numbers", "Zaaknummers"),
    "court": ("Court", "Gerecht"),
    "not-public": ("Not public on {day}", "Niet openbaar op {day}"),
    "not-public-explained": (
        "On record now, but not public on that day, or it is not known when it became public. On what was not public "
        "nobody outside the administration could rely.",
        "Thans vastgelegd, maar op die dag niet openbaar, of het is niet bekend wanneer het openbaar is geworden. Op "
        "wat niet openbaar was, kon buiten de overheid niemand een beroep doen.",
    ),
    "not-public-none": (
        "Everything in this dossier that is policy or a ruling was public on that day.",
        "Al het beleid en alle uitspraken in dit dossier waren op die dag openbaar.",
    ),
    "public-later": ("public {day}", "openbaar {day}"),
    "disputes": ("Contradictions between sources", "Tegenstrijdigheden tussen bronnen"),
    "no-disputes": (
        "No rival assertion is on record.",
        "Er is geen afwijkende lezing vastgelegd.",
    ),
    # the three clocks
    "clocks": ("Three clocks", "Drie peildata"),
    "clocks-explained": (
        "Every answer depends on three days of reference, which are told apart here.",
        "Elk antwoord hangt af van drie peildata, die hier uit elkaar worden gehouden.",
    ),
    "clock-in-force": ("In force: when does the rule bind?", "Gelding: wanneer bindt de regel?"),
    "clock-public": (
        "Public: when could an outsider know?",
        "Openbaarheid: wanneer kon een buitenstaander het weten?",
    ),
    "clock-record": ("Record: when did the ledger know?", "Vastlegging: wanneer wist het register het?"),
    "clock-record-last": ("; the last of these was recorded on {at}", "; de laatste daarvan is vastgelegd op {at}"),
    "clock-record-before": (
        "; the last of these that bears on the question is @{position}, recorded on {at}",
        "; de laatste daarvan die op de vraag betrekking heeft, is @{position}, vastgelegd op {at}",
    ),
    "every-day": ("every day, in the timeline", "alle dagen, in de tijdlijn"),
    # annex and proof
    "annex": ("Annex: the entries carried", "Bijlage: de meegeleverde vermeldingen"),
    "annex-caption": (
        "Every entry of the ledger that this dossier carries and proves, {count} in all, in ledger order",
        "Alle vermeldingen uit het register die dit dossier bevat en bewijst, {count} in totaal, in de volgorde van "
        "het register",
    ),
    "place": ("Position", "Plaats"),
    "key": ("Key", "Sleutel"),
    "event": ("Event", "Gebeurtenis"),
    "recorded-at": ("Recorded at (UTC)", "Vastgelegd (UTC)"),
    "proof": ("What this dossier proves, and what it cannot", "Wat dit dossier bewijst, en wat niet"),
    "proves": (
        "This dossier shows that each entry in the annex stood in the ledger {origin}, in these words and at this "
        "position, when the checkpoint was signed; and that the answers follow from these entries by fixed rules, so "
        "that anybody with this file can work them out again. It needs no trust in whoever handed it over, provided "
        "that the verifier key of the ledger was obtained by another way than through this file.",
        "Dit dossier toont aan dat elke vermelding in de bijlage in het register {origin} stond, in deze woorden en op "
        "deze plaats, toen het controlepunt werd ondertekend; en dat de antwoorden volgens vaste regels uit deze "
        "vermeldingen volgen, zodat ieder die over dit bestand beschikt ze kan narekenen. Daarvoor is geen vertrouwen "
        "nodig in degene die het heeft overgelegd, mits de verificatiesleutel van het register langs een andere weg "
        "is verkregen dan uit dit bestand.",
    ),
    "cannot-absence": (
        "It does not prove that the ledger holds nothing else on this subject: that an entry is absent is not proved. "
        "Only a check of the whole ledger can show that.",
        "Het bewijst niet dat het register over dit onderwerp niets anders bevat: de afwezigheid van een vermelding is "
        "niet bewezen. Alleen een controle van het gehele register kan dat aantonen.",
    ),
    "cannot-truth": (
        "Nor does it prove that what was recorded is true or complete. The ledger records what sources say; the "
        "sources themselves, and the facts of a case as its file has them, remain open to evidence to the contrary.",
        "Evenmin bewijst het dat hetgeen is vastgelegd, juist of volledig is. Het register legt vast wat bronnen "
        "zeggen; tegen de bronnen zelf, en tegen de feiten zoals het zaakdossier die vermeldt, staat tegenbewijs open.",
    ),
    "cannot-time": (
        "The times of recording are those that the ledger gave; the proof settles their order, not the hour.",
        "De tijdstippen van vastlegging zijn door het register zelf toegekend; het bewijs stelt de volgorde vast, niet "
        "het uur.",
    ),
    "word-for-word": (
        "What is taken from an entry is shown as it was recorded, word for word; what stands around it are the words "
        "of kroniek and what it worked out.",
        "Wat aan een vermelding is ontleend, staat er woordelijk zoals het is vastgelegd; wat eromheen staat, is tekst "
        "van kroniek of door kroniek afgeleid.",
    ),
}


def sentence(name: str, lang: Lang) -> str:
    """A heading, or a sentence with what is filled in still in braces.

    Raises:
        KeyError: if there is no such sentence.
    """
    return SENTENCES[name][LANGS.index(lang)]
