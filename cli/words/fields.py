"""What the fields of an entry or an answer are called, and the codes they hold: each (English, Dutch).

The order of `FIELDS` is the order in which a value is told. How a value reads is in `values.py`.
"""

from typing import Final

from cli.words.terms import Table

FIELDS: Final[Table] = {
    "violence": ("Violence", "Geweld"),
    "armed_conflict": ("Armed conflict", "Gewapend conflict"),
    "individual_factors": ("Individual", "Individueel"),
    "scope_test": ("Scope test", "Toets herkomst"),
    "to": ("Alternative in", "Alternatief in"),
    "for_areas": ("For people from", "Voor wie uit"),
    "presumption": ("Presumption", "Vermoeden"),
    "condition": ("Condition", "Voorwaarde"),
    "individual_test": ("Tested by", "Getoetst aan"),
    "excluded_groups": ("Not for", "Niet voor"),
    "ground": ("Ground", "Grond"),
    "exceptions": ("Exceptions", "Uitzonderingen"),
    "conditions": ("Conditions", "Voorwaarden"),
    "available": ("Available", "Beschikbaar"),
    "for_whom": ("For whom", "Voor wie"),
    "reception": ("Reception", "Opvang"),
    "organisation": ("Organisation", "Organisatie"),
    "rank": ("Rank", "Rang of functie"),
    "period": ("In the years", "In de jaren"),
    "except_groups": ("Except groups", "Behalve groepen"),
    "text": ("Text", "Tekst"),
    "legal_basis": ("Legal basis", "Grondslag"),
    "applies_to": ("Applies to", "Van toepassing"),
    # what acts have besides a value
    "groups": ("Groups", "Groepen"),
    "areas": ("Areas", "Gebied"),
    "except_areas": ("Except areas", "Behalve gebied"),
    "country": ("Country", "Land"),
    "element": ("Element", "Element"),
    "kind": ("Kind", "Soort"),
    "standing": ("Standing", "Stadium"),
    "decided_on": ("Decided", "Besloten"),
    "signed_on": ("Signed", "Getekend"),
    "created_on": ("Dated", "Gedateerd"),
    "pronounced_on": ("Pronounced", "Uitgesproken"),
    "public_on": ("Public", "Openbaar"),
    "from": ("Start", "Ingang"),
    "until": ("Until (not incl.)", "Tot (niet met)"),
    "through": ("Through (incl.)", "Tot en met"),
    "on": ("On", "Op"),
    "effect": ("Takes away", "Neemt weg"),
    "note": ("Remark", "Aantekening"),
    "cites": ("Source", "Bron"),
    # sources, rulings, entries about entries
    "source": ("Source", "Bron"),
    "title": ("Title", "Titel"),
    "reference": ("Known elsewhere as", "Elders bekend als"),
    "identifiers": ("Identifiers", "Kenmerken"),
    "author": ("Author", "Auteur"),
    "confidentiality": ("Confidentiality", "Openbaarheid"),
    "content": ("Content", "Inhoud"),
    "ruling": ("Ruling", "Uitspraak"),
    "court": ("Court", "Gerecht"),
    "case_numbers": ("Case numbers", "Zaaknummers"),
    "ecli": ("ECLI", "ECLI"),
    "holdings": ("Held", "Oordeel"),
    "entry": ("About entry", "Over vermelding"),
    "field": ("Field", "Veld"),
    "value": ("Value", "Waarde"),
    "erased": ("Erased", "Gewist"),
    "reason": ("Reason", "Reden"),
    "event": ("Event", "Gebeurtenis"),
    # cases and frameworks
    "case": ("Case", "Zaak"),
    "facts": ("Facts", "Feiten"),
    "moments": ("Moments", "Momenten"),
    "origin_area": ("Area of origin", "Herkomstgebied"),
    "habitual_residence": ("Residence", "Verblijfplaats"),
    "origin": ("Origin", "Herkomst"),
    "individual_grounds": ("Own grounds", "Eigen gronden"),
    "ipa_reasonable": ("Alternative reasonable", "Alternatief redelijk"),
    "outcome": ("Outcome", "Uitkomst"),
    "framework": ("Framework", "Kader"),
    "applies_from": ("Applies from", "Geldt vanaf"),
    "evaluator": ("Evaluator", "Rekenregels"),
    "tree_size": ("Tree size", "Boomomvang"),
    "root_hash": ("Root hash", "Wortelhash"),
    # what only an answer has
    "status": ("Status", "Status"),
    "alternatives": ("It may be", "Het kan zijn"),
    "binds": ("Binds", "Bindt"),
    "awaiting_publication": ("Awaiting publication", "Wacht op bekendmaking"),
    "retroactive": ("Retroactive", "Terugwerkend"),
    "possible": ("Possible acts", "Mogelijke besluiten"),
    "entries": ("Rests on", "Berust op"),
    "disputes": ("Disputed by", "Betwist door"),
    "challenged": ("In court", "Bij de rechter"),
    # a document, and what stands sealed of it
    "name": ("Name", "Naam"),
    "sha256": ("sha256", "sha256"),
    "size": ("Size", "Omvang"),
    "digest": ("Digest", "Digest"),
}
SCHEMES: Final[Table] = {
    "nl-binary/exceptional": (
        "exceptional situation: mere presence is a real risk (scheme nl-binary)",
        "uitzonderlijke situatie: louter aanwezigheid is een reëel risico (schema nl-binary)",
    ),
    "nl-graded/highest": (
        "highest of three levels of violence (scheme nl-graded)",
        "hoogste van drie gradaties van geweld (schema nl-graded)",
    ),
    "nl-graded/middle": (
        "middle of three levels of violence (scheme nl-graded)",
        "middelste van drie gradaties van geweld (schema nl-graded)",
    ),
    "nl-graded/lowest": (
        "lowest of three levels of violence (scheme nl-graded)",
        "laagste van drie gradaties van geweld (schema nl-graded)",
    ),
}
CODES: Final[Table] = {
    "armed_conflict/present": ("present", "aanwezig"),
    "armed_conflict/absent": ("absent", "afwezig"),
    "armed_conflict/not-assessed": ("not assessed", "niet beoordeeld"),
    "individual_factors/none": (
        "no individual circumstances required",
        "geen individuele omstandigheden vereist",
    ),
    "individual_factors/some": (
        "some individual circumstances required",
        "enige individuele omstandigheden vereist",
    ),
    "individual_factors/many": (
        "many individual circumstances required",
        "veel individuele omstandigheden vereist",
    ),
    "scope_test/origin": ("origin from the area", "afkomstig uit het gebied"),
    "scope_test/habitual-residence": ("habitual residence in the area", "vaste verblijfplaats in het gebied"),
    "scope_test/either": (
        "origin from, or habitual residence in, the area",
        "afkomstig uit of vaste verblijfplaats in het gebied",
    ),
    "condition/only-article-15c": (
        "only where the risk rests on the article 15(c) situation alone",
        "alleen wie enkel door de uitzonderlijke situatie (15c) risico loopt",
    ),
    "available/yes": ("yes", "ja"),
    "available/no": ("no", "nee"),
    "available/partly": ("partly", "gedeeltelijk"),
    "reception/present": ("present", "aanwezig"),
    "reception/not-present": ("not present", "niet aanwezig"),
    "reception/rebuttable": ("presumed, open to rebuttal", "aangenomen, weerlegbaar"),
    "existing_permits/no": ("existing permits untouched", "bestaande vergunningen ongemoeid"),
    "existing_permits/reassess": ("existing permits reassessed", "bestaande vergunningen herbeoordeeld"),
    "origin/established": ("established", "aannemelijk"),
    "origin/not-established": ("not established", "niet aannemelijk"),
    "origin/not-assessed": ("not assessed", "niet beoordeeld"),
    "individual_grounds/refugee": ("being a refugee", "vluchtelingschap"),
    "individual_grounds/serious-harm": ("serious harm", "ernstige schade"),
    "individual_grounds/none": ("none", "geen"),
    "individual_grounds/not-assessed": ("not assessed", "niet beoordeeld"),
    "ipa_reasonable/yes": ("yes", "ja"),
    "ipa_reasonable/no": ("no", "nee"),
    "ipa_reasonable/not-assessed": ("not assessed", "niet beoordeeld"),
    "effect/ex-tunc": ("everything, as from the start (ex tunc)", "alles, vanaf het begin (ex tunc)"),
}
STRENGTHS: Final[Table] = {
    "uitsluitend": ("exclusively", "uitsluitend"),
    "in ieder geval": ("in any case", "in ieder geval"),
    "neemt aan dat": ("it is presumed that", "neemt aan dat"),
    "in de regel": ("as a rule", "in de regel"),
    "in beginsel": ("in principle", "in beginsel"),
    "in het algemeen": ("in general", "in het algemeen"),
    "is het uitgangspunt": ("it is the starting point", "is het uitgangspunt"),
    "tenzij evidente aanknopingspunten": (
        "unless there are evident indications",
        "tenzij evidente aanknopingspunten",
    ),
    "ondanks uitgangspunt na onderzoek": (
        "despite the starting point, after inquiry",
        "ondanks uitgangspunt na onderzoek",
    ),
    "toetst in iedere zaak": ("tested in every case", "toetst in iedere zaak"),
}
"""The ordered vocabulary of the circular; in English a gloss, the source's own phrase always stands beside it."""

APPLIES_TO: Final[Table] = {
    "applications_from": ("applications from {}", "aanvragen vanaf {}"),
    "undecided_at": ("applications undecided at {}", "aanvragen waarop nog niet is beslist op {}"),
    "hearings": ("hearings: {}", "gehoren: {}"),
}
TABLES: Final[dict[str, Table]] = {
    "field": FIELDS,
    "scheme": SCHEMES,
    "code": CODES,
    "strength": STRENGTHS,
    "applies-to": APPLIES_TO,
}
