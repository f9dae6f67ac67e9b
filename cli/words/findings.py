"""The sentences of the audit, each (English, Dutch); what is filled in stands in braces.

How a value that stands in one is told is said after its colon; `telling.py` knows how.
"""

from typing import Final

from cli.words.identifiers import ODDITIES
from cli.words.telling import told
from cli.words.terms import Lang, Table
from domain.audit.finding import Finding

SENTENCES: Final[Table] = {
    # when it was public
    "retroactive-start": (
        "{act:The} starts on {start:day}, {lag:count} before it was public (on {public:day}).",
        "{act:The} heeft terugwerkende kracht tot en met {start:day}, {lag:count} vóór de openbaarmaking op "
        "{public:day}.",
    ),
    "retroactive-end": (
        "{act:The} ends the element on {start:day}, {lag:count} before it was public (on {public:day}).",
        "{act:The} houdt een intrekking met terugwerkende kracht in: met ingang van {start:day}, {lag:count} vóór de "
        "openbaarmaking op {public:day}.",
    ),
    "retroactive-extension": (
        "{act:The} was public on {public:day}, {lag:count} after the first day ({end:day}) on which {extended} no "
        "longer bound.",
        "{act:The} is openbaar geworden op {public:day}, {lag:count} na de eerste dag ({end:day}) waarop {extended} "
        "niet meer gold.",
    ),
    "unpublished": (
        "{act:The} is of {day:day}; {waited:count} later, on {today:day}, no published act of the element is on record "
        "(a finding after {after:count}).",
        "{act:The} is van {day:day}; {waited:count} later, op {today:day}, is geen bekendgemaakt besluit over het "
        "element vastgelegd (een bevinding na {after:count}).",
    ),
    "unpublished-since": (
        "{act:The} is of {day:day}; {waited:count} later, on {today:day}, no published act of the element since is on "
        "record (a finding after {after:count}).",
        "{act:The} is van {day:day}; {waited:count} later, op {today:day}, is sindsdien geen bekendgemaakt besluit "
        "over het element vastgelegd (een bevinding na {after:count}).",
    ),
    "used-before-public": (
        "The case {case} was decided on {day:day}, when {element} bound for it by what was not public yet: "
        "{acts:public}.",
        "In de zaak {case} is beslist op {day:day}, terwijl {element} in die zaak gold op grond van wat toen nog niet "
        "openbaar was: {acts:public}.",
    ),
    # the days that acts cover
    "overlap": (
        "{act:The} starts on {start:day}, while {other:the} of the same element was to bind through {last:day}: they "
        "overlap from {first:day} through {through:day}, {days:count}.",
        "{act:The} gaat in op {start:day}, terwijl voor hetzelfde element {other:the} zou gelden tot en met "
        "{last:day}: zij overlappen elkaar van {first:day} tot en met {through:day}, {days:count}.",
    ),
    "gap": (
        "No announced or published act covers {element} from {first:day} through {through:day}, {days:count}: "
        "{ended:and} had ended and {following:or} did not yet bind.",
        "Van {first:day} tot en met {through:day} ({days:count}) ziet geen aankondiging of bekendgemaakt besluit op "
        "{element}: {ended:and} was geëindigd en {following:or} gold nog niet.",
    ),
    "gap-formal": (
        "No published act covers {element} from {first:day} through {through:day}, {days:count}: {ended:and} had ended "
        "and {following:or} did not yet bind.",
        "Van {first:day} tot en met {through:day} ({days:count}) ziet geen bekendgemaakt besluit op {element}: "
        "{ended:and} was geëindigd en {following:or} gold nog niet.",
    ),
    # what an act says against what others say
    "absence-contradicted": (
        "{entry} has it that there was no country policy on {day:day}, but {element} was in force then by {acts:list}.",
        "Volgens {entry} was er op {day:day} geen landgebonden asielbeleid, maar {element} gold toen op grond van "
        "{acts:list}.",
    ),
    "presumption-differs": (
        '{act:The} presumes "{phrase}" ({strength}), where {other:the} had "{phrase_before}" ({strength_before}).',
        "{act:The} hanteert het vermoeden “{phrase}” ({strength}); in {other:the} was dat “{phrase_before}” "
        "({strength_before}).",
    ),
    # rulings
    "opposite-holdings-of-one-ruling": (
        "One ruling, {one:ruling}, is recorded with opposite outcomes on {subject:subject}: {one:held}, {other:held}.",
        "Eén uitspraak, {one:ruling}, is vastgelegd met tegengestelde uitkomsten over {subject:subject}: {one:held}, "
        "{other:held}.",
    ),
    "opposite-holdings-of-two-rulings": (
        "Two rulings have opposite outcomes on {subject:subject}: {one:cited} has {one:held}, {other:cited} has "
        "{other:held}.",
        "Twee uitspraken hebben tegengestelde uitkomsten over {subject:subject}: {one:cited}: {one:held}; "
        "{other:cited}: {other:held}.",
    ),
    # dates that contradict each other
    "step-before-step": (
        "{entry} was {earlier:step} on {earlier_day:day}, but {later:step} already on {later_day:day}.",
        "{entry} is {earlier:step} op {earlier_day:day}, maar was al {later:step} op {later_day:day}.",
    ),
    "disclosed-before-made": (
        "{entry} has source {source} disclosed on {disclosed:day}, before it was {step:step} on {day:day}.",
        "Volgens {entry} is bron {source} openbaar gemaakt op {disclosed:day}, terwijl zij pas is {step:step} op "
        "{day:day}.",
    ),
    "covers-no-day": (
        "{act:The} covers no day: it starts on {start:day} and no longer binds from {end:day} on.",
        "{act:The} ziet op geen enkele dag: ingang op {start:day}, niet meer geldend vanaf {end:day}.",
    ),
    "extension-ends-earlier": (
        "{act:The} is an extension that ends earlier (it no longer binds from {end:day} on) than what it extends: "
        "{extended}, in force through {last:day}.",
        "{act:The} is een verlenging die eerder eindigt (niet meer geldend vanaf {end:day}) dan wat zij verlengt: "
        "{extended}, geldend tot en met {last:day}.",
    ),
    "extension-ends-the-endless": (
        "{act:The} is an extension that ends earlier (it no longer binds from {end:day} on) than what it extends: "
        "{extended}, in force without end.",
        "{act:The} is een verlenging die eerder eindigt (niet meer geldend vanaf {end:day}) dan wat zij verlengt: "
        "{extended}, geldend zonder einddatum.",
    ),
    "before-its-sources": (
        "{act:The} was {step:step} on {day:day}, before every source it is known from was signed or made: "
        "{sources:sources}.",
        "{act:The} is {step:step} op {day:day}, maar elke bron waaruit dat blijkt, is pas later ondertekend of "
        "opgesteld: {sources:sources}.",
    ),
    "known-before-pronounced": (
        "Ruling {ruling} ({entry}) was pronounced on {pronounced:day}, but source {source}, which it is known from, "
        "was signed or made on {made:day}.",
        "Uitspraak {ruling} ({entry}) is gedaan op {pronounced:day}, maar bron {source}, waaruit zij blijkt, is al "
        "ondertekend of opgesteld op {made:day}.",
    ),
    "moment-before-moment": (
        "The case {case} has its {later} on {later_day:day}, before its {earlier} on {earlier_day:day} "
        "({entries:and}).",
        "In de zaak {case} ligt het moment “{later:moment}” ({later_day:day}) vóór het moment “{earlier:moment}” "
        "({earlier_day:day}); zie {entries:and}.",
    ),
    # sources that contradict each other
    "rival-values": (
        "Rival values for {field} of {entry}: {rivals:rivals}.",
        "Uiteenlopende lezingen van {field:field} in {entry}: {rivals:rivals}.",
    ),
    # identifiers that are not one ruling's own
    "two-eclis": (
        "Ruling {ruling} has two ECLIs: {one} ({one_entry}) and {other} ({other_entry}); a decision has one.",
        "Uitspraak {ruling} heeft twee ECLI's: {one} ({one_entry}) en {other} ({other_entry}); een uitspraak heeft er "
        "één.",
    ),
    "ecli-of-two-rulings": (
        "{ecli} is given to two rulings, {one} ({one_entry}) and {other} ({other_entry}); an ECLI names one decision.",
        "{ecli} staat bij twee uitspraken, {one} ({one_entry}) en {other} ({other_entry}); een ECLI hoort bij één "
        "uitspraak.",
    ),
    # quotes
    "quote-not-found": (
        "{entry} quotes source {source}{at:place}, but the text of that source does not have these words: "
        "{quote:quote}{found:found}.",
        "{entry} citeert bron {source}{at:place}, maar in de tekst van die bron staan deze woorden niet: "
        "{quote:quote}{found:found}.",
    ),
}
"""By what a finding `says`; what is odd about one identifier is in `ODDITIES`."""


def finding_words(finding: Finding, lang: Lang) -> str:
    """One sentence."""
    if finding.says in ODDITIES:
        return f"{finding.facts['entry']}: {told(ODDITIES[finding.says], finding.facts, lang)}"
    return told(SENTENCES[finding.says], finding.facts, lang)
