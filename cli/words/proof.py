"""The words of proofs: what `verify` and `log` say, each (English, Dutch); what is filled in stands in braces."""

from typing import Final

from cli.words.terms import LANGS, Lang, Table
from infrastructure.proof.verification import Contradiction

CONTRADICTIONS: Final[Table] = {
    # entries
    "entry-changed": (
        "{at} ({key}) is not the entry that was recorded: it was changed",
        "{at} ({key}) is niet de vermelding die is vastgelegd: deze is gewijzigd",
    ),
    "entry-unreadable": ("{at} cannot be read: {problem}", "{at} is niet te lezen: {problem}"),
    "entry-form": (
        "{at} is not stored in the form kroniek writes",
        "{at} is niet opgeslagen in de vorm die kroniek schrijft",
    ),
    "entry-topic": ("{at} has an event nobody knows: {topic}", "{at} heeft een onbekende gebeurtenis: {topic}"),
    "entry-swapped": (
        "what stands at {at} was recorded as @{other}: entries changed places",
        "wat op {at} staat, is vastgelegd als @{other}: vermeldingen zijn van plaats verwisseld",
    ),
    "entry-missing": ("{at} is missing", "{at} ontbreekt"),
    "entry-beyond": (
        "there is an entry at {at}, where none can be",
        "er staat een vermelding op {at}, waar er geen kan zijn",
    ),
    "entry-not-in-tree": (
        "{at} is not in the tree: it was not recorded by kroniek",
        "{at} staat niet in de boom: deze is niet door kroniek vastgelegd",
    ),
    "time-not-rising": (
        "the record time of {at} is not after that of the entry before it",
        "het tijdstip van vastlegging van {at} ligt niet na dat van de vermelding ervoor",
    ),
    # tree
    "node-wrong": (
        "the tree is wrong from {at}: the node at level {level}, place {place} does not follow from the entries",
        "de boom is onjuist vanaf {at}: de knoop op niveau {level}, plaats {place} volgt niet uit de vermeldingen",
    ),
    "node-missing": (
        "the tree is wrong from {at}: it lacks the node at level {level}, place {place}",
        "de boom is onjuist vanaf {at}: de knoop op niveau {level}, plaats {place} ontbreekt",
    ),
    "node-extra": (
        "the tree has a node where none can be: level {level}, place {place}",
        "de boom heeft een knoop waar er geen kan zijn: niveau {level}, plaats {place}",
    ),
    # columns
    "column-kind": (
        "the column {column} of {at} holds another kind of value than kroniek writes",
        "de kolom {column} van {at} bevat een ander soort waarde dan kroniek schrijft",
    ),
    "version-wrong": (
        "the version of {at} is not its place in its stream",
        "de versie van {at} is niet de plaats in de stroom",
    ),
    "stream-wrong": (
        "{at} stands in the stream {stream} and belongs in {belongs}",
        "{at} staat in de stroom {stream} en hoort in {belongs}",
    ),
    # documents
    "document-changed": (
        "the document {sha256}, brought by {at}, is no longer what it was",
        "het document {sha256}, aangeleverd met {at}, is niet meer wat het was",
    ),
    "disclosure-broken": (
        "what discloses the sealed values of {at} does not fit: {problem}",
        "wat de verzegelde gegevens van {at} prijsgeeft, klopt niet: {problem}",
    ),
    "disclosure-missing": (
        "{field} of {at} is sealed, and what discloses it is missing, though nothing says that it was erased",
        "{field} van {at} is verzegeld, en wat het prijsgeeft ontbreekt, hoewel nergens staat dat het gewist is",
    ),
    "disclosure-back": (
        "{field} of {at} was erased, and is back; run `kroniek restore-check`",
        "{field} van {at} was gewist en is terug; geef het commando `kroniek restore-check`",
    ),
    "disclosure-extra": (
        "there is a disclosure that no entry asks for: {digest}",
        "er is een prijsgave waar geen vermelding om vraagt: {digest}",
    ),
    "document-missing": (
        "the document {sha256}, brought by {at}, is missing",
        "het document {sha256}, aangeleverd met {at}, ontbreekt",
    ),
    "document-extra": (
        "there is a document that no entry brought: {sha256}",
        "er is een document dat met geen enkele vermelding is aangeleverd: {sha256}",
    ),
    # what the ledger says of itself
    "identity-missing": (
        "the ledger no longer says what it is: {name} is missing",
        "het register zegt niet meer wat het is: {name} ontbreekt",
    ),
    "identity-wrong": (
        "what the ledger says of itself cannot be: {name}",
        "wat het register over zichzelf zegt, kan niet: {name}",
    ),
    "identity-extra": (
        "the ledger says something of itself that kroniek does not write: {name}",
        "het register zegt iets over zichzelf dat kroniek niet schrijft: {name}",
    ),
    "identity-other-key": (
        "the ledger says that its key is {own}; it is checked with {key}",
        "het register zegt dat zijn sleutel {own} is; gecontroleerd wordt met {key}",
    ),
    "identity-other-log": (
        "the ledger says that it is “{origin}”; the key is that of “{name}”",
        "het register zegt dat het “{origin}” is; de sleutel is die van “{name}”",
    ),
    # answers
    "row-missing": (
        "answers are wrong: the table {table} lacks a row about {row}",
        "antwoorden zijn onjuist: in de tabel {table} ontbreekt een rij over {row}",
    ),
    "row-extra": (
        "answers are wrong: the table {table} has a row about {row} that does not follow from the entries",
        "antwoorden zijn onjuist: de tabel {table} heeft een rij over {row} die niet uit de vermeldingen volgt",
    ),
    "rows-counted": (
        "answers are wrong: the table {table} has {stored} rows, from the entries follow {wanted}",
        "antwoorden zijn onjuist: de tabel {table} heeft {stored} rijen, uit de vermeldingen volgen er {wanted}",
    ),
    "rows-numbered": (
        "the rows of the table {table} are not numbered as kroniek does",
        "de rijen van de tabel {table} zijn niet genummerd zoals kroniek dat doet",
    ),
    "projection-impossible": (
        "answers cannot be worked out from the entries: {problem}",
        "uit de vermeldingen zijn geen antwoorden af te leiden: {problem}",
    ),
    # what was signed
    "checkpoints-missing": (
        "the ledger has a key and nowhere to keep what it signed",
        "het register heeft een sleutel en bewaart nergens wat is ondertekend",
    ),
    "checkpoint-out-of-place": (
        "checkpoint {number} does not stand where it was written: one was removed, added or moved",
        "controlepunt {number} staat niet waar het is geschreven: er is er een weggehaald, toegevoegd of verplaatst",
    ),
    "checkpoint-without-key": (
        "checkpoint {number} is kept by a ledger without a key",
        "controlepunt {number} staat in een register zonder sleutel",
    ),
    "checkpoint-unsigned": (
        "checkpoint {number} is not what the log signed: {problem}",
        "controlepunt {number} is niet wat het register heeft ondertekend: {problem}",
    ),
    "checkpoint-other-size": (
        "checkpoint {number} is kept as one of another size",
        "controlepunt {number} is bewaard alsof het een andere omvang heeft",
    ),
    "witness-wrong": (
        "what is kept as the key of a witness is none: {vkey}",
        "wat als sleutel van een getuige is bewaard, is dat niet: {vkey}",
    ),
    "witness-extra": (
        "a witness is kept that cosigned nothing: {vkey}",
        "er is een getuige bewaard die niets mede heeft ondertekend: {vkey}",
    ),
    "checkpoint-beyond": (
        "{at} is missing: the log signed {size} entries and there are {entries}, so the end was cut off",
        "{at} ontbreekt: het register heeft {size} vermeldingen ondertekend en er zijn er {entries}; het einde is eraf",
    ),
    "checkpoint-other-root": (
        "one of the entries @{first} to @{last} is not what the log signed: it was rewritten, with the tree",
        "een van de vermeldingen @{first} tot en met @{last} is niet wat is ondertekend: herschreven, met de boom",
    ),
    "against-beyond": (
        "{at} is missing: the older checkpoint has {size} entries and the ledger {entries}; it was shortened, or "
        "restored from an older backup",
        "{at} ontbreekt: het oudere controlepunt heeft {size} vermeldingen en het register {entries}; het is "
        "ingekort, of "
        "teruggezet uit een oudere reservekopie",
    ),
    "against-other-root": (
        "one of the entries @{first} to @{last} is not what the older checkpoint is about: the ledger was rewritten",
        "een van de vermeldingen @{first} tot en met @{last} is niet die van het oudere controlepunt: het register is "
        "herschreven",
    ),
    # the file
    "file-damaged": ("the file is damaged or was changed: {told}", "het bestand is beschadigd of gewijzigd: {told}"),
}
"""By what a contradiction `says`."""

SAYINGS: Final[Table] = {
    "holds": (
        "Everything holds: {entries} entries, all of them signed.",
        "Alles klopt: {entries} vermeldingen, alle ondertekend.",
    ),
    "holds-one": ("Everything holds: 1 entry, and it is signed.", "Alles klopt: 1 vermelding, en die is ondertekend."),
    "log-holds-one": (
        "The log holds: 1 entry, and it is signed. What it says, and answers, were not looked at.",
        "Het register klopt: 1 vermelding, en die is ondertekend. Naar de inhoud en naar antwoorden is niet gekeken.",
    ),
    "log-holds": (
        "The log holds: {entries} entries, all of them signed. What they say, and answers, were not looked at.",
        "Het register klopt: {entries} vermeldingen, alle ondertekend. Naar hun inhoud en naar antwoorden is niet "
        "gekeken.",
    ),
    "refuted": ("Refuted: something is wrong, first at {at}.", "Weerlegd: er klopt iets niet, het eerst op {at}."),
    "refuted-nowhere": ("Refuted: something is wrong.", "Weerlegd: er klopt iets niet."),
    "no-key": (
        "Nobody can tell: the ledger agrees with itself, and has no key, so nothing in it is signed. Whoever can write "
        "to it could have rewritten all of it. Give it a key with `kroniek log adopt-key`.",
        "Niet te zeggen: het register spreekt zichzelf niet tegen, maar heeft geen sleutel, dus niets is ondertekend. "
        "Wie erin kan schrijven, kan alles hebben herschreven. Geef het een sleutel met `kroniek log adopt-key`.",
    ),
    "empty": (
        "Nobody can tell: the ledger is empty, so nothing in it could be signed. Anybody can make an empty one.",
        "Niet te zeggen: het register is leeg, dus er is niets ondertekend. Een leeg register kan iedereen maken.",
    ),
    "unsigned": (
        "Nobody can tell: the ledger agrees with itself, and of its {entries} entries only the first {signed} are "
        "signed. Whoever can write to it could have written the others. The keeper signs with `kroniek log "
        "checkpoint`.",
        "Niet te zeggen: het register spreekt zichzelf niet tegen, maar van de {entries} vermeldingen zijn alleen de "
        "eerste "
        "{signed} ondertekend. Wie erin kan schrijven, kan de rest hebben geschreven. De beheerder ondertekent met "
        "`kroniek log checkpoint`.",
    ),
    "unwitnessed": (
        "Nobody can tell: the ledger agrees with itself and is signed, and of its {entries} entries only the first "
        "{witnessed} were seen by enough witnesses. Ask them with `kroniek log consistency`.",
        "Niet te zeggen: het register spreekt zichzelf niet tegen en is ondertekend, maar van de {entries} "
        "vermeldingen zijn "
        "alleen de eerste {witnessed} door genoeg getuigen gezien. Vraag hun dat met `kroniek log consistency`.",
    ),
    "origin": ("Log", "Register"),
    "key": ("Key", "Sleutel"),
    "key-given": ("{key} (the one you gave)", "{key} (die u gaf)"),
    "key-own": (
        "{key} (the ledger's own word for it: give the key you know with --key)",
        "{key} (volgens het register zelf: geef met --key de sleutel die u kent)",
    ),
    "root": ("Root hash", "Wortelhash"),
    "checkpoints": ("Checkpoints", "Controlepunten"),
    "checkpoints-checked": ("{count} checked", "{count} gecontroleerd"),
    "against": ("Extends", "Vervolg op"),
    "against-size": ("the older checkpoint of {size} entries", "het oudere controlepunt van {size} vermeldingen"),
    "witnessed": ("Witnesses", "Getuigen"),
    "witnessed-size": (
        "enough of them cosigned the first {size} entries",
        "genoeg van hen ondertekenden de eerste {size} vermeldingen mede",
    ),
    "entry": ("Entry", "Vermelding"),
    "leaf": ("Leaf", "Blad"),
    "disclosures-hold": (
        "The disclosures hold: these values stand sealed in entry {at} of the log {origin}, in its checkpoint of "
        "{size} entries.",
        "De prijsgave klopt: deze gegevens staan verzegeld in vermelding {at} van het register {origin}, in het "
        "controlepunt van {size} vermeldingen.",
    ),
    "proof-holds": (
        "The proof holds: this entry is number {number} of the log {origin}, in its checkpoint of {size} entries.",
        "Het bewijs klopt: deze vermelding is nummer {number} van het register {origin}, in het controlepunt van "
        "{size} "
        "vermeldingen.",
    ),
    "checkpoint-holds": (
        "The signature holds: this is a checkpoint of {size} entries of the log {origin}.",
        "De ondertekening klopt: dit is een controlepunt van {size} vermeldingen van het register {origin}.",
    ),
}


def saying(name: str, lang: Lang, **values: object) -> str:
    """
    Raises:
        KeyError: if there is no such sentence, or a value it needs was not given.
    """
    return SAYINGS[name][LANGS.index(lang)].format(**values)


def contradiction_words(each: Contradiction, lang: Lang) -> str:
    """One sentence without its full stop."""
    at = f"@{each.position}"
    return CONTRADICTIONS[each.says][LANGS.index(lang)].format(**{"at": at, **each.facts})
