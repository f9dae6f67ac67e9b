"""Every sentence and label of an answer, each (English, Dutch); what is filled in stands in braces. See `terms.py`."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # files that were made
    "wrote": ("Wrote {file}.", "{file} is geschreven."),
    "making-dossier": ("Making the dossier", "Het dossier wordt gemaakt"),
    "key-from-you": (
        "Whoever checks it needs the verifier key of this ledger, from you and not from the file: kroniek log key",
        "Wie het controleert, heeft de verificatiesleutel van dit register nodig, van u en niet uit het bestand: "
        "kroniek log key",
    ),
    # the three clocks
    "in-force-on": ("in force on {day}", "geldend op {day}"),
    "public-by": ("as public by {day}", "zoals openbaar uiterlijk op {day}"),
    "public-any": ("with no limit on when it became public", "ongeacht de datum van openbaarmaking"),
    "recorded-by": ("as recorded up to and including {moment}", "zoals vastgelegd tot en met {moment}"),
    "recorded-none": ("before anything was recorded", "voordat er iets was vastgelegd"),
    "moment": ("{day}, {hour}:{minute} Amsterdam time", "{day}, {hour}.{minute} uur Nederlandse tijd"),
    "every-day": ("over every day", "over alle dagen"),
    "reading": ("Reading", "Lezing"),
    "area-asked": ("Area asked for", "Gevraagd gebied"),
    # one element
    "status": ("Status", "Status"),
    "binds": ("Binds", "Bindt"),
    "binds-in": ("{answer}, for {area}", "{answer}, voor {area}"),
    "period": ("Period", "Periode"),
    "period-differs": ("depends on which act covers the day", "hangt af van welk besluit op de dag ziet"),
    "says-differs": (
        "what it says depends on which act covers the day",
        "wat het inhoudt, hangt af van welk besluit op de dag ziet",
    ),
    "would-have-bound": ("but for the annulment, {period}", "zonder de vernietiging {period}"),
    "unsaid": ("not stated", "niet genoemd"),
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
        "{field} of {entry}; another assertion: {value}",
        "{field} van {entry}; een afwijkende lezing: {value}",
    ),
    "source": ("Source", "Bron"),
    "according-to": ("according to {sources}", "volgens {sources}"),
    "one-of": ("it is one of these: {statuses}", "het is een van deze: {statuses}"),
    "possible": ("Possibly", "Mogelijk"),
    "rests-on": ("Rests on", "Berust op"),
    "no-source": ("no source is cited", "geen bron vermeld"),
    "unnamed-source": ("[{slug}]", "[{slug}]"),
    "source-signed": ("signed {day}", "getekend {day}"),
    "source-created": ("dated {day}", "gedateerd {day}"),
    "source-public": ("public {day}", "openbaar {day}"),
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
    "left-out-of-area": (
        "Elements that do not cover this area, left out: {ids}",
        "Niet van toepassing op dit gebied: {ids}",
    ),
    "absences": ("Sources on the absence of policy", "Bronnen over het ontbreken van beleid"),
    "absence": (
        "no country policy on {day}",
        "geen landgebonden beleid op {day}",
    ),
    "rulings": ("Rulings, as context", "Uitspraken, als context"),
    "policy-at-large": ("the country policy at large", "het landgebonden beleid in het algemeen"),
    # why
    "acts-in-order": ("Acts that count, in legal order", "Besluiten die meetellen, in juridische volgorde"),
    "no-acts": ("No act counts at this point.", "Op dit punt telt geen besluit mee."),
    "act-day": ("Act of", "Besluit van"),
    "new-end": ("No longer as of", "Niet meer vanaf"),
    "withdrawn-from": ("Ends as of", "Eindigt per"),
    "annuls": ("Takes away", "Neemt weg"),
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
    "changes": ("What changes, and on which days:", "Wat verandert, en op welke dagen:"),
    "no-change": ("No element changes, on any day.", "Er verandert geen enkel element, op geen enkele dag."),
    "more-periods-one": ("and 1 more period", "en nog 1 periode"),
    "more-periods": ("and {count} more periods", "en nog {count} perioden"),
    "before": ("before", "was"),
    "nothing": ("none", "geen"),
    # making
    "made": ("Made the ledger {place}.", "Het register {place} is gemaakt."),
    # appending
    "appended-one": ("1 entry was appended: @{first}.", "1 vermelding toegevoegd: @{first}."),
    "appended": (
        "{count} entries were appended: @{first} to @{last}.",
        "{count} vermeldingen toegevoegd: @{first} tot en met @{last}.",
    ),
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
    # asking before something is written
    "ask-append": ("Append this entry? [y/N]: ", "Deze vermelding toevoegen? [j/N]: "),
    "ask-edit": ("Edit again? [y/N]: ", "Opnieuw bewerken? [j/N]: "),
    "ask-erase": ("Erase this for good? [y/N]: ", "Dit voorgoed wissen? [j/N]: "),
    "nothing-written": ("Nothing was written.", "Er is niets geschreven."),
    "nothing-erased": ("Nothing was erased.", "Er is niets gewist."),
    "erased-before": (
        "That was erased before; nothing was added to the record.",
        "Dat was al gewist; aan het register is niets toegevoegd.",
    ),
    "unanswered-append": (
        "nobody answered, so nothing was written; add --yes to write without asking.",
        "niemand gaf antwoord, dus er is niets geschreven; met --yes wordt zonder vragen geschreven.",
    ),
    "unanswered-erase": (
        "nobody answered, so nothing was erased; add --yes to erase without asking.",
        "niemand gaf antwoord, dus er is niets gewist; met --yes wordt zonder vragen gewist.",
    ),
    "typed-kept": (
        "What you typed is kept in {path}; when it is right, `{command}` appends it.",
        "Wat u typte, is bewaard in {path}; als het klopt, voegt `{command}` het toe.",
    ),
    "typed-nowhere": (
        "What you typed could not be kept in a file; here it is:",
        "Wat u typte, kon niet in een bestand worden bewaard; hier is het:",
    ),
    "unsigned": (
        "the ledger's signing key is not at hand, so this is not signed; sign it later with `kroniek log checkpoint`.",
        "de sleutel van het register is niet bij de hand, dus dit is niet ondertekend; onderteken het later met "
        "`kroniek log checkpoint`.",
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
        "Every projection was recomputed from {count} entries; nothing differed.",
        "Alle overzichten zijn opnieuw opgebouwd uit {count} vermeldingen; niets week af.",
    ),
    "rebuilt-differed": (
        "Recomputed from {count} entries; these projections differed and are right now:",
        "Opnieuw opgebouwd uit {count} vermeldingen; deze overzichten weken af en kloppen nu:",
    ),
    "rows-differed": (
        "{table}: {after} rows, some of them differed",
        "{table}: {after} regels, waarvan sommige afweken",
    ),
    "rows": ("{table}: had {before} rows, has {after} now", "{table}: had {before} regels, heeft er nu {after}"),
    # sealed values
    "sealed-at-hand": ("Sealed, and at hand here: {fields}", "Verzegeld, hier wel leesbaar: {fields}"),
    "nothing-sealed": ("nothing", "niets"),
    "sealed-away": ("{field}: sealed, not disclosed here", "{field}: verzegeld, hier niet prijsgegeven"),
    "erased": ("{field}: erased on {day} ({entry}): {reason}", "{field}: gewist op {day} ({entry}): {reason}"),
    "erased-again-one": (
        "Erased again, 1 value that had been erased before and was back:",
        "Opnieuw gewist, 1 gegeven dat eerder gewist was en terug was:",
    ),
    "erased-again": (
        "Erased again, {count} values that had been erased before and were back:",
        "Opnieuw gewist, {count} gegevens die eerder gewist waren en terug waren:",
    ),
    "nothing-back": ("Nothing that had been erased was back.", "Niets wat gewist was, was terug."),
    # the story of `kroniek demo`
    "demo-title": (
        "The country policy for Mali, from advice to announcement.",
        "Het landenbeleid Mali, van advies tot aankondiging.",
    ),
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
