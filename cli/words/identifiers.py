"""What is odd about an identifier, in words: each (English, Dutch); what is filled in stands in braces.

How a value that stands in one is told is said after its colon; `telling.py` knows how.
"""

from typing import Final

from cli.words.telling import told
from cli.words.terms import Lang, Table
from domain.identifiers import Oddity

ODDITIES: Final[Table] = {
    # how it is written
    "malformed": (
        '"{text}" does not read as {scheme:form}; that is written {scheme:example}.',
        "“{text}” is niet te lezen als {scheme:form}; schrijfwijze: {scheme:example}.",
    ),
    "numbers-run-together": (
        '"{text}" runs dossier and number together and can be read in more than one way; write {scheme:example}.',
        "“{text}” schrijft dossier en nummer aaneen en is op meer manieren te lezen; schrijf {scheme:example}.",
    ),
    "several-in-one": (
        '"{text}" is {count} identifiers in one; give each by itself.',
        "“{text}” bevat {count} kenmerken; vermeld elk afzonderlijk.",
    ),
    "dutch-ecli-ending": (
        '"{text}" does not read as {scheme:form}: a Dutch ECLI ends in a serial number, or in an LJN of two letters '
        "and four digits.",
        "“{text}” is niet te lezen als {scheme:form}: een Nederlandse ECLI eindigt op een volgnummer, of op een LJN "
        "van twee letters en vier cijfers.",
    ),
    "strasbourg-ecli-ending": (
        '"{text}" does not read as {scheme:form}: its last field should be month and day, type and application number, '
        "as 1125DEC001014013.",
        "“{text}” is niet te lezen als {scheme:form}: het laatste veld bestaat uit maand en dag, soort en "
        "verzoekschriftnummer, zoals 1125DEC001014013.",
    ),
    "strasbourg-ecli-day": (
        '"{text}" does not read as {scheme:form}: its last field starts with {day}, which is no day of {year}.',
        "“{text}” is niet te lezen als {scheme:form}: het laatste veld begint met {day}, "
        "en dat is geen dag van {year}.",
    ),
    "no-day-of-the-calendar": (
        '"{text}" does not read as {scheme:form}: {day} is no day of the calendar.',
        "“{text}” is niet te lezen als {scheme:form}: {day} is geen kalenderdag.",
    ),
    "jci-day-twice": (
        '"{text}" does not read as {scheme:form}: it gives g or z more than once.',
        "“{text}” is niet te lezen als {scheme:form}: g of z staat er meer dan eens in.",
    ),
    "jci-no-day-of-the-calendar": (
        '"{text}" does not read as {scheme:form}: {locator} is no day of the calendar.',
        "“{text}” is niet te lezen als {scheme:form}: {locator} is geen kalenderdag.",
    ),
    # rulings and cases
    "number-of-another-court": (
        "{number} is a number of {court:court}, but the ruling is said to be by {said}.",
        "{number} is een nummer van {court:court}, maar de uitspraak zou zijn van {said}.",
    ),
    "number-after-ruling": (
        "{number} is of {year}, but the ruling was pronounced {days:when}; {because:because}.",
        "{number} is van {year}, maar de uitspraak is gedaan {days:when}; {because:because}.",
    ),
    "number-after-publication": (
        "{number} is of {year}, but the ruling was public {days:when}; {because:because}.",
        "{number} is van {year}, maar de uitspraak is openbaar geworden {days:when}; {because:because}.",
    ),
    "court-code-not-yet": (
        "{number} has the court code {code} in {year}; that code is in use since {first} only.",
        "{number} heeft de gerechtscode {code} in {year}; die code is pas sinds {first} in gebruik.",
    ),
    "court-code-no-longer": (
        "{number} has the court code {code} in {year}; that code was in use up to {last} only.",
        "{number} heeft de gerechtscode {code} in {year}; die code was slechts tot en met {last} in gebruik.",
    ),
    "ecli-year-not-of-ruling": (
        "{number} has the year {year}, but the ruling was pronounced {days:when}.",
        "{number} vermeldt het jaar {year}, maar de uitspraak is gedaan {days:when}.",
    ),
    "ecli-year-after-publication": (
        "{number} has the year {year}, but the ruling was public {days:when}.",
        "{number} vermeldt het jaar {year}, maar de uitspraak is openbaar geworden {days:when}.",
    ),
    "strasbourg-ecli-of-another-day": (
        "{number} is of {day:day} by its last field, but the ruling was pronounced {days:when}.",
        "{number} is volgens het laatste veld van {day:day}, maar de uitspraak is gedaan {days:when}.",
    ),
    "strasbourg-application-after-ruling": (
        "{number} has the application number {application}, of {year}: after the year of the ruling.",
        "{number} vermeldt verzoekschriftnummer {application}, van {year}: na het jaar van de uitspraak.",
    ),
    "ljn-after-2013": (
        "{number} ends in an LJN, but the ruling is of {year}: since mid-2013 a Dutch ECLI ends in a serial.",
        "{number} eindigt op een LJN, maar de uitspraak is van {year}: sinds medio 2013 eindigt een Nederlandse ECLI "
        "op een volgnummer.",
    ),
    "ljn-for-later-ruling": (
        "{number} ends in an LJN, but the ruling is pronounced {days:when}: since mid-2013 a Dutch ECLI ends in a "
        "serial.",
        "{number} eindigt op een LJN, maar de uitspraak is gedaan {days:when}: sinds medio 2013 eindigt een "
        "Nederlandse ECLI op een volgnummer.",
    ),
    "serial-before-2013": (
        "{number} ends in a serial, but was public {days:when}: until mid-2013 a Dutch ECLI ended in an LJN.",
        "{number} eindigt op een volgnummer, maar was al openbaar {days:when}: tot medio 2013 eindigde een Nederlandse "
        "ECLI op een LJN.",
    ),
    "serial-too-early": (
        "{number} is too early for a ruling pronounced {days:when}: judging by {known:serials}, {code} gave out "
        "{serial} around {given:day}.",
        "{number} is te vroeg voor een uitspraak die is gedaan {days:when}: te oordelen naar {known:serials} gaf "
        "{code} nummer {serial} uit rond {given:day}.",
    ),
    "serial-too-high": (
        "{number} is too high for a ruling public {days:when}: judging by {known:serials}, {code} gave out {serial} "
        "around {given:day}.",
        "{number} is te hoog voor een uitspraak die openbaar is geworden {days:when}: te oordelen naar {known:serials} "
        "gaf {code} nummer {serial} uit rond {given:day}.",
    ),
    "serial-beyond-too-high": (
        "{number} is too high for a ruling public {days:when}: judging by {known:serials}, {code} gave out {serial} "
        "after {given:day}.",
        "{number} is te hoog voor een uitspraak die openbaar is geworden {days:when}: te oordelen naar {known:serials} "
        "gaf {code} nummer {serial} uit na {given:day}.",
    ),
    # parliament, gazettes, legislation
    "kamerstuk-order-signed": (
        "Kamerstuk {number} is out of order for a letter signed {days:when}: nr. {other} is of {day:day}, and numbers "
        "in this dossier rise.",
        "Kamerstuk {number} past niet in de volgorde bij een brief die is ondertekend {days:when}: nr. {other} is van "
        "{day:day}, en de nummers in dit dossier lopen op.",
    ),
    "kamerstuk-order-public": (
        "Kamerstuk {number} is out of order for a letter public {days:when}: nr. {other} is of {day:day}, and numbers "
        "in this dossier rise.",
        "Kamerstuk {number} past niet in de volgorde bij een brief die openbaar is geworden {days:when}: nr. {other} "
        "is van {day:day}, en de nummers in dit dossier lopen op.",
    ),
    "gazette-year-before-signing": (
        "{number} is of {year}, but the act was signed {days:when}, after that year.",
        "{number} is van {year}, maar het besluit is ondertekend {days:when}, na dat jaar.",
    ),
    "gazette-year-not-of-publication": (
        "{number} is of {year}, but was public {days:when}; its year is the year of publication.",
        "{number} is van {year}, maar is openbaar geworden {days:when}; het jaar is dat van de bekendmaking.",
    ),
    "wbv-year-not-of-signing": (
        "{number} is of {year}, but was signed {days:when}; its year is the year of signing.",
        "{number} is van {year}, maar is ondertekend {days:when}; het jaar is dat van de ondertekening.",
    ),
    "wbv-year-after-publication": (
        "{number} is of {year}, but was public {days:when}; its year is the year of signing.",
        "{number} is van {year}, maar is openbaar geworden {days:when}; het jaar is dat van de ondertekening.",
    ),
    "wbv-order": (
        "{number} is out of order, being signed {days:when}: {other} was signed on {day:day}, and numbers rise within "
        "a year.",
        "{number}, ondertekend {days:when}, past niet in de volgorde: {other} is ondertekend op {day:day}, en de "
        "nummers lopen binnen een jaar op.",
    ),
    "jci-cited-before-seen": (
        "{number} cites the text of g={valid} as seen on z={seen}: law cited before it can be seen.",
        "{number} verwijst naar de tekst van g={valid} zoals gezien op z={seen}: recht dat op de zichtdatum nog niet "
        "te zien was.",
    ),
    "jci-place-unknown": (
        "{number} has the locator {locator}=onbekend (unknown), which points to no place in the text.",
        "{number} bevat {locator}=onbekend en wijst daarmee geen plaats in de tekst aan.",
    ),
    "year-after-publication": (
        "{number} is of {year}, but was public {days:when}.",
        "{number} is van {year}, maar is openbaar geworden {days:when}.",
    ),
}
"""By what an oddity `says`."""


def oddity_words(odd: Oddity, lang: Lang) -> str:
    """One sentence."""
    return told(ODDITIES[odd.says], odd.facts, lang)
