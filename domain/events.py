"""Every fact that can be recorded, with the topic it is stored under for ever. Start reading here.

An event is a frozen dataclass; a field that is a Python word carries an underscore (`from_` is written `from`).
`content.py` reads and writes events as the fields of a chronicle; `history.py` says which of them count at a point.
No slots: the eventsourcing library's mapper reads `vars()`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal

from domain.dates import AFTER, OPEN, LegalDate
from domain.elements import AppliesTo, ElementKind, Presumption, Standing, Violence
from domain.places import Area

Confidentiality = Literal["public", "internal", "confidential"]
SourceKind = Literal[
    "decision-memo", "letter-to-parliament", "gazette", "circular", "ruling", "country-report", "press", "other"
]
Outcome = Literal[
    "upheld", "insufficiently-reasoned", "annulled", "legal-effects-maintained", "reference-made", "other"
]


@dataclass(frozen=True, kw_only=True)
class Citation:
    """Where a fact stands: a registered source, the place `at` which, and the verbatim words."""

    source: str
    at: str = ""
    quote: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """Attached content: its SHA-256 (hex), the name of the file it came from and its size in bytes."""

    sha256: str
    name: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What a ruling held about a country: one element, a kind of element, or (neither) its policy at large."""

    country: str
    element: str = ""
    kind: ElementKind | Literal[""] = ""
    areas: tuple[Area, ...] = ()
    outcome: Outcome
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """What every event carries. `public_on`: the legal day an outsider could know; absent, that of the first source."""

    TOPIC: ClassVar[str]
    cites: tuple[Citation, ...] = ()
    public_on: LegalDate | None = None
    note: str = ""


# -- sources ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SourceEvent(Event):
    source: str


@dataclass(frozen=True, kw_only=True)
class SourceRegistered(SourceEvent):
    """A document or publication that other entries cite."""

    TOPIC: ClassVar[str] = "source.registered"
    kind: SourceKind
    title: str
    identifiers: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    created_on: LegalDate | None = None
    signed_on: LegalDate | None = None
    confidentiality: Confidentiality = "public"
    content: Document | None = None


@dataclass(frozen=True, kw_only=True)
class SourceIdentifierAttached(SourceEvent):
    """A number of the source became known later (a Kamerstuk number, a Staatscourant number)."""

    TOPIC: ClassVar[str] = "source.identifier-attached"
    identifiers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class SourceContentAttached(SourceEvent):
    """The text of the source became available later."""

    TOPIC: ClassVar[str] = "source.content-attached"
    content: Document


@dataclass(frozen=True, kw_only=True)
class SourceDisclosed(SourceEvent):
    """Openbaarmaking: the source became public on `public_on`, the day an outsider could first read it."""

    TOPIC: ClassVar[str] = "source.disclosed"


# -- country policy ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CountryEvent(Event):
    country: str


@dataclass(frozen=True, kw_only=True)
class AbsenceStated(CountryEvent):
    """A source says that there is no country policy (geen landgebonden asielbeleid) on the day `on`."""

    TOPIC: ClassVar[str] = "policy.absence-stated"
    on: LegalDate


@dataclass(frozen=True, kw_only=True)
class ElementEvent(CountryEvent):
    """About one policy element; `element` is its slug within the country."""

    element: str = ""

    @property
    def element_id(self) -> str:
        return f"{self.country}/{self.element}"


@dataclass(frozen=True, kw_only=True)
class Act(ElementEvent):
    """What an office holder does to an element. `standing` says how far the act had come."""

    standing: Standing
    decided_on: LegalDate | None = None
    signed_on: LegalDate | None = None


@dataclass(frozen=True, kw_only=True)
class Ending(ElementEvent):
    """Carries an end: `until` (tot) is the first day it no longer binds, `through` (tot en met) the last it does."""

    until: LegalDate | None = None
    through: LegalDate | None = None

    @property
    def end(self) -> LegalDate:
        """The first day it no longer binds (exclusive); open-ended when no end was given."""
        if self.through is not None:
            return self.through.day_after()
        return self.until if self.until is not None else OPEN


@dataclass(frozen=True, kw_only=True)
class StatingAct(Act, Ending):
    """An act that states an element: its scope and, in the fields of each kind, its value."""

    KIND: ClassVar[str]
    from_: LegalDate | None = None
    areas: tuple[Area, ...] = ()
    except_areas: tuple[Area, ...] = ()
    groups: tuple[str, ...] = ()
    legal_basis: str = ""
    presumption: Presumption | None = None
    applies_to: AppliesTo | None = None

    @property
    def kind_of_element(self) -> str:
        return self.KIND


@dataclass(frozen=True, kw_only=True)
class Article15cAreaDesignated(StatingAct):
    """Uitzonderlijke situatie: an area where mere presence is a real risk of serious harm, art. 15(c) QD."""

    TOPIC: ClassVar[str] = "policy.article-15c-area-designated"
    KIND: ClassVar[str] = "article-15c"
    violence: Violence | None = None
    armed_conflict: Literal["", "present", "absent", "not-assessed"] = ""
    individual_factors: Literal["", "none", "some", "many"] = ""
    scope_test: Literal["", "origin", "habitual-residence", "either"] = ""


@dataclass(frozen=True, kw_only=True)
class InternalProtectionAlternativeSet(StatingAct):
    """Binnenlands beschermingsalternatief: where a person from `for_areas` may be expected to settle, art. 8 QD."""

    TOPIC: ClassVar[str] = "policy.internal-protection-alternative-set"
    KIND: ClassVar[str] = "internal-protection-alternative"
    to: tuple[Area, ...] = ()
    for_areas: tuple[Area, ...] = ()
    condition: str = ""
    individual_test: str = ""
    excluded_groups: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Moratorium(StatingAct):
    ground: str = ""
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DecisionMoratoriumImposed(Moratorium):
    """Besluitmoratorium, art. 43 Vw 2000."""

    TOPIC: ClassVar[str] = "policy.decision-moratorium-imposed"
    KIND: ClassVar[str] = "decision-moratorium"


@dataclass(frozen=True, kw_only=True)
class DepartureMoratoriumImposed(Moratorium):
    """Vertrekmoratorium, art. 45 Vw 2000."""

    TOPIC: ClassVar[str] = "policy.departure-moratorium-imposed"
    KIND: ClassVar[str] = "departure-moratorium"


@dataclass(frozen=True, kw_only=True)
class Recognition(StatingAct):
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GroupPersecutionRecognised(Recognition):
    """Groepsvervolging."""

    TOPIC: ClassVar[str] = "policy.group-persecution-recognised"
    KIND: ClassVar[str] = "group-persecution"


@dataclass(frozen=True, kw_only=True)
class RiskProfileRecognised(Recognition):
    """Risicoprofiel; until summer 2024 risicogroep."""

    TOPIC: ClassVar[str] = "policy.risk-profile-recognised"
    KIND: ClassVar[str] = "risk-profile"


@dataclass(frozen=True, kw_only=True)
class SystematicExposureRecognised(Recognition):
    """Systematische blootstelling."""

    TOPIC: ClassVar[str] = "policy.systematic-exposure-recognised"
    KIND: ClassVar[str] = "systematic-exposure"


@dataclass(frozen=True, kw_only=True)
class VulnerableMinorityRecognised(Recognition):
    """Kwetsbare minderheidsgroep."""

    TOPIC: ClassVar[str] = "policy.vulnerable-minority-recognised"
    KIND: ClassVar[str] = "vulnerable-minority"


@dataclass(frozen=True, kw_only=True)
class AuthorityProtectionAssessed(StatingAct):
    """Bescherming door autoriteiten en/of internationale organisaties, art. 7 QD."""

    TOPIC: ClassVar[str] = "policy.authority-protection-assessed"
    KIND: ClassVar[str] = "authority-protection"
    available: Literal["yes", "no", "partly"]
    for_whom: str = ""


@dataclass(frozen=True, kw_only=True)
class MinorReceptionAssessed(StatingAct):
    """Adequate opvang voor alleenstaande minderjarige vreemdelingen (amv)."""

    TOPIC: ClassVar[str] = "policy.minor-reception-assessed"
    KIND: ClassVar[str] = "minor-reception"
    reception: Literal["present", "not-present", "rebuttable"]


@dataclass(frozen=True, kw_only=True)
class ExclusionCategoryPresumed(StatingAct):
    """Categorie waarvoor artikel 1F Vluchtelingenverdrag wordt aangenomen: personal and knowing participation."""

    TOPIC: ClassVar[str] = "policy.exclusion-category-presumed"
    KIND: ClassVar[str] = "exclusion-category"
    organisation: str = ""
    rank: str = ""
    period: str = ""


@dataclass(frozen=True, kw_only=True)
class SafeCountryDesignated(StatingAct):
    """Veilig land van herkomst, art. 30b Vw 2000."""

    TOPIC: ClassVar[str] = "policy.safe-country-designated"
    KIND: ClassVar[str] = "safe-country-of-origin"
    except_groups: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProtectionGranted(StatingAct):
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TemporaryProtectionGranted(ProtectionGranted):
    """Tijdelijke bescherming, Directive 2001/55/EC."""

    TOPIC: ClassVar[str] = "policy.temporary-protection-granted"
    KIND: ClassVar[str] = "temporary-protection"


@dataclass(frozen=True, kw_only=True)
class CategoricalProtectionGranted(ProtectionGranted):
    """Categoriale bescherming, art. 29(1)(d) Vw 2000 (old)."""

    TOPIC: ClassVar[str] = "policy.categorical-protection-granted"
    KIND: ClassVar[str] = "categorical-protection"


@dataclass(frozen=True, kw_only=True)
class ParticularsStated(StatingAct):
    """Bijzonderheden."""

    TOPIC: ClassVar[str] = "policy.particulars-stated"
    KIND: ClassVar[str] = "particulars"
    text: str


@dataclass(frozen=True, kw_only=True)
class NothingParticularStated(StatingAct):
    """Geen bijzonderheden: assessed, nothing special. Neither 'no policy' nor 'unknown'."""

    TOPIC: ClassVar[str] = "policy.nothing-particular-stated"
    KIND: ClassVar[str] = ""
    kind: ElementKind

    @property
    def kind_of_element(self) -> str:
        return self.kind


@dataclass(frozen=True, kw_only=True)
class ElementExtended(Act, Ending):
    """Verlenging: a new end for the act stated last."""

    TOPIC: ClassVar[str] = "policy.element-extended"


@dataclass(frozen=True, kw_only=True)
class ElementWithdrawn(Act):
    """Intrekking: the element no longer binds from the day `from` on; earlier days keep their policy."""

    TOPIC: ClassVar[str] = "policy.element-withdrawn"
    from_: LegalDate


@dataclass(frozen=True, kw_only=True)
class ElementAnnulled(ElementEvent):
    """Vernietiging: a ruling takes away what acts had stated, `ex-tunc` (all of it) or from a day."""

    TOPIC: ClassVar[str] = "policy.element-annulled"
    ruling: str
    effect: LegalDate | Literal["ex-tunc"]


# -- rulings ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RulingEvent(Event):
    ruling: str


@dataclass(frozen=True, kw_only=True)
class RulingRecorded(RulingEvent):
    """Uitspraak: a court's decision and what it held."""

    TOPIC: ClassVar[str] = "ruling.recorded"
    court: str
    pronounced_on: LegalDate
    case_numbers: tuple[str, ...] = ()
    ecli: str = ""
    holdings: tuple[Holding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RulingIdentifierAttached(RulingEvent):
    """An ECLI or case number of the ruling became known later."""

    TOPIC: ClassVar[str] = "ruling.identifier-attached"
    case_numbers: tuple[str, ...] = ()
    ecli: str = ""


# -- frameworks and cases ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class FrameworkAdopted(Event):
    """Beoordelingskader: a first-hit decision table (OMG DMN 1.3), in use from `applies_from` on.

    `content` is the table's bytes; `evaluator` the version of the reading under which it was checked.
    """

    TOPIC: ClassVar[str] = "framework.adopted"
    framework: str
    title: str
    applies_from: LegalDate
    content: Document
    evaluator: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    case: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The facts of a case (feiten). What is absent is not known; `not-assessed` was looked for and not judged."""

    origin_area: Area | None = None
    habitual_residence: Area | None = None
    groups: tuple[str, ...] = ()
    origin: Literal["", "established", "not-established", "not-assessed"] = ""
    individual_grounds: Literal["", "refugee", "serious-harm", "none", "not-assessed"] = ""
    ipa_reasonable: Literal["", "yes", "no", "not-assessed"] = ""


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A case, with the facts and the moments of its procedure known so far.

    `case` is its name in the ledger, for all to see; `reference` is the number it has elsewhere (V-nummer, zaaknummer).
    """

    TOPIC: ClassVar[str] = "case.opened"
    country: str
    reference: str = ""
    facts: Facts | None = None
    moments: Mapping[str, LegalDate] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CaseFactsRecorded(CaseEvent):
    """Facts that became known later; each replaces the earlier one of its name."""

    TOPIC: ClassVar[str] = "case.facts-recorded"
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class CaseMomentRecorded(CaseEvent):
    """Moments of the procedure: departure, wish, application, hearing, intention (voornemen), decision, court-closing,
    or others by name; each replaces the earlier one of its name."""

    TOPIC: ClassVar[str] = "case.moment-recorded"
    moments: Mapping[str, LegalDate]


@dataclass(frozen=True, kw_only=True)
class CaseAssessed(CaseEvent):
    """Beoordeling: the outcome that was given, under which framework, and where the ledger stood at that moment."""

    TOPIC: ClassVar[str] = "case.assessed"
    outcome: str
    framework: str
    tree_size: int | None = None
    root_hash: str = ""


# -- entries about entries --------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class EntryEvent(Event):
    """About another entry, by its key; stands in the stream of that entry."""

    entry: str


@dataclass(frozen=True, kw_only=True)
class EntryCorrected(EntryEvent):
    """The content counts in the place of the original from here on; what was believed before stays readable.

    `content` is a full replacement: the fields of the corrected entry, `event` where the event itself was wrong.
    """

    TOPIC: ClassVar[str] = "entry.corrected"
    content: Mapping[str, Any]
    reason: str


@dataclass(frozen=True, kw_only=True)
class EntryStruckOut(EntryEvent):
    """The entry should never have been made; from here on it counts no more."""

    TOPIC: ClassVar[str] = "entry.struck-out"
    reason: str


@dataclass(frozen=True, kw_only=True)
class EntryDisputed(EntryEvent):
    """A rival assertion: another source gives another value for a field."""

    TOPIC: ClassVar[str] = "entry.disputed"
    field: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class EntryAnnotated(EntryEvent):
    """An auditor's remark beside an entry; it changes no answer."""

    TOPIC: ClassVar[str] = "entry.annotated"


@dataclass(frozen=True, kw_only=True)
class ErasedValue:
    """A sealed value that was erased: the dotted path of the field it stood in, and its digest (RFC 9901)."""

    field: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class EntryErased(EntryEvent):
    """Wissing: the disclosures of these sealed values were destroyed, for this reason; their digests stay."""

    TOPIC: ClassVar[str] = "entry.erased"
    erased: tuple[ErasedValue, ...]
    reason: str


EVENTS: Final[dict[str, type[Event]]] = {
    each.TOPIC: each
    for each in (
        SourceRegistered,
        SourceIdentifierAttached,
        SourceContentAttached,
        SourceDisclosed,
        Article15cAreaDesignated,
        InternalProtectionAlternativeSet,
        DecisionMoratoriumImposed,
        DepartureMoratoriumImposed,
        GroupPersecutionRecognised,
        RiskProfileRecognised,
        SystematicExposureRecognised,
        VulnerableMinorityRecognised,
        AuthorityProtectionAssessed,
        MinorReceptionAssessed,
        ExclusionCategoryPresumed,
        SafeCountryDesignated,
        TemporaryProtectionGranted,
        CategoricalProtectionGranted,
        ParticularsStated,
        NothingParticularStated,
        ElementExtended,
        ElementWithdrawn,
        ElementAnnulled,
        AbsenceStated,
        RulingRecorded,
        RulingIdentifierAttached,
        FrameworkAdopted,
        CaseOpened,
        CaseMomentRecorded,
        CaseFactsRecorded,
        CaseAssessed,
        EntryCorrected,
        EntryStruckOut,
        EntryDisputed,
        EntryAnnotated,
        EntryErased,
    )
}
"""Every event by its stored topic, in the order of the contract."""

EVENT_OF_KIND: Final[dict[str, str]] = {
    each.KIND: topic for topic, each in EVENTS.items() if issubclass(each, StatingAct) and each.KIND
}
"""The topic that states each kind of element."""


def stream_of(event: Event) -> str:
    """The stream an event belongs to; an event about an entry goes into that entry's stream and has none of its own."""
    match event:
        case SourceEvent(source=slug):
            return f"source/{slug}"
        case CountryEvent(country=code):
            return f"country/{code}"
        case RulingEvent(ruling=slug):
            return f"ruling/{slug}"
        case FrameworkAdopted(framework=slug):
            return f"framework/{slug}"
        case CaseEvent(case=reference):
            return f"case/{reference}"
    return ""


def day_public(day: LegalDate | None) -> int:
    """From which ordinal on a thing counts as public: an uncertain day from its latest; never where it is unknown."""
    return AFTER if day is None else day.last
