"""What may come in: drafts are read, resolved and checked against the ledger, and every fault is named at once.

Refused is only what is malformed or cannot be resolved (contract, section 3). A strange history is what sources say; it
is let in, and `audit` speaks of it.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from domain import content
from domain.content import SLUG
from domain.dates import LegalDate
from domain.elements import STRENGTHS
from domain.errors import Conflict, Fault, FaultyChronicle, KeyTaken, LedgerError, Malformed, Refused
from domain.events import (
    EVENTS,
    Act,
    CaseAssessed,
    CaseEvent,
    CaseOpened,
    Citation,
    ElementAnnulled,
    ElementEvent,
    EntryCorrected,
    EntryDisputed,
    EntryErased,
    EntryEvent,
    Event,
    FrameworkAdopted,
    RulingRecorded,
    SourceEvent,
    SourceRegistered,
    StatingAct,
    stream_of,
)
from domain.frameworks import EVALUATOR, adopt
from domain.history import Entry
from domain.sealing import Path, Withheld, could_be, dotted
from domain.wording import shown
from infrastructure import gazetteer
from infrastructure.chronicle import Draft
from infrastructure.projections.references import References
from infrastructure.proof.sealed import SealBroken
from infrastructure.sealed_drafts import SealedDrafts
from infrastructure.store.statements import prepared
from infrastructure.store.tables import content as content_table
from infrastructure.store.tables import disclosure as disclosure_table
from infrastructure.store.tables import entry as entry_table

_AREA_FIELDS = ("areas", "except_areas", "to", "for_areas")
_VERSION = select(func.max(entry_table.c.version)).where(entry_table.c.stream == bindparam("stream_"))
_HAS_CONTENT = (
    select(content_table.c.sha256)
    .where(content_table.c.sha256 == bindparam("sha256_"))
    .union_all(
        select(disclosure_table.c.sha256).where(
            disclosure_table.c.sha256 == bindparam("sha256_"), disclosure_table.c.document.is_not(None)
        )
    )
)


@dataclass(frozen=True)
class Admitted:
    """An entry that may be appended.

    Of what was sealed before it came: `disclosures` by path, to be used again, and the `digests` of values that are not
    at hand (with the path of the object they belong to), which `withheld` names.
    """

    key: str
    event: Event
    stream: str
    version: int
    disclosures: Mapping[Path, str] = field(default_factory=dict)
    digests: tuple[tuple[Path, str], ...] = ()
    withheld: tuple[Withheld, ...] = ()


@dataclass
class Admission:
    """Checks drafts one after the other; each sees the ones before it. `unchanged` are keys that already stood."""

    connection: Connection
    documents: Mapping[str, bytes]
    faults: list[Fault] = field(default_factory=list)
    taken: list[KeyTaken] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    disclosures: Mapping[str, str] = field(default_factory=dict)
    """What discloses values that are sealed in the drafts already, by digest."""

    def __post_init__(self) -> None:
        self._references = References(self.connection)
        self._seals = SealedDrafts(self.connection, self._references, self.disclosures)
        self._broken: list[str] = []
        self._cursor = self.connection.connection.cursor()
        self._admitted: dict[str, Admitted] = {}
        self._slugs: dict[str, str] = {}
        self._versions: dict[str, int] = {}
        self._faulty: set[str] = set()

    def admit(self, drafts: Iterable[Draft]) -> list[Admitted]:
        """
        Raises:
            SealBroken: with everything that is wrong with what discloses sealed values, if the drafts themselves read.
            FaultyChronicle: with every fault of every draft.
            KeyTaken: if a key stands for other content, and nothing else is wrong.
        """
        drafts = list(drafts)
        readable = not self.faults
        try:
            self._seals.look_through(drafts)
        except SealBroken as problem:
            self._broken.append(str(problem))
        for draft in drafts:
            self._admit(self._unsealed(draft))
        self._resolve_seals(drafts)
        if self._broken and readable:
            raise SealBroken("\n".join([*self._broken, "Nothing was written."]))
        if self.faults:
            raise FaultyChronicle(self._in_file_order(drafts))
        if len(self.taken) == 1:
            raise self.taken[0]
        if self.taken:
            raise Conflict("\n".join([*map(str, self.taken), f"{len(self.taken)} conflicts; nothing was written."]))
        return list(self._admitted.values())

    def _admit(self, draft: Draft) -> None:
        before = len(self.faults)
        event = self._read(draft)
        if event is None or len(self.faults) > before:
            self._resolve_written(draft)
            self._expect(draft)
            return
        standing = self._references.of_key(draft.key) if draft.key not in self._admitted else None
        if standing is not None:
            if _same(standing, event):
                self.unchanged.append(draft.key)
            else:
                self.taken.append(KeyTaken(draft.key, standing.position))
            return
        self._resolve(draft, event)
        if len(self.faults) > before:
            self._expect(draft)
            return
        stream = self._stream(event)
        version = self._version(stream) + 1
        self._versions[stream] = version
        opened = self._seals.opened(draft.key)
        self._admitted[draft.key] = Admitted(
            draft.key,
            event,
            stream,
            version,
            {path: self.disclosures[digest] for digest, path in opened.disclosed.items()},
            tuple((path[:-1], digest) for path, digest in opened.missing),
            self._seals.withheld(draft.key),
        )
        for name in _introduces(event):
            self._slugs[name] = draft.key

    def _in_file_order(self, drafts: Sequence[Draft]) -> list[Fault]:
        """Those of the format and ours as one list: by file, then by line, as somebody mends them."""
        taken = {each.key: each for each in self.taken}
        conflicts = [
            Fault(str(taken[draft.key]), key=draft.key, field="key", line=draft.line_of("key"), file=draft.file)
            for draft in drafts
            if draft.key in taken
        ]
        files = list(dict.fromkeys([*(draft.file for draft in drafts), *(fault.file for fault in self.faults)]))
        return sorted([*self.faults, *conflicts], key=lambda fault: (files.index(fault.file), fault.line or 0))

    def _expect(self, draft: Draft) -> None:
        """A faulty draft still counts as there for those that refer to it: one mistake is reported once."""
        self._faulty.add(draft.key)
        for name in ("source", "ruling"):
            if draft.topic in ("source.registered", "ruling.recorded") and isinstance(draft.fields.get(name), str):
                self._slugs[f"{name}/{draft.fields[name]}"] = draft.key
        country, element = draft.fields.get("country"), draft.fields.get("element")
        if isinstance(country, str) and isinstance(element, str):
            self._slugs[f"subject/{country}/{element.removeprefix(f'{country}/')}"] = draft.key

    # -- reading ------------------------------------------------------------------------------------------------------

    def _read(self, draft: Draft) -> Event | None:
        if draft.topic not in EVENTS:
            near = difflib.get_close_matches(draft.topic, EVENTS, n=1)
            self._fault(
                draft,
                "event",
                f"there is no event {shown(draft.topic)}" + (f"; did you mean {near[0]}?" if near else ""),
            )
            return None
        if not SLUG.fullmatch(draft.key) and not self._lacks_a_key(draft):
            self._fault(draft, "key", f"{shown(draft.key)} is not a key; write small letters, digits and . _ / - only")
        before = len(self.faults)
        fields = self._resolved_fields(draft.topic, draft.fields, draft, "")
        withheld = [each.path for each in self._seals.withheld(draft.key)]
        event = content.check(draft.topic, fields, self._once(draft, before), withheld)
        if isinstance(event, EntryCorrected):
            return self._read_correction(draft, event)
        return event

    # -- what is sealed already ---------------------------------------------------------------------------------------

    def _unsealed(self, draft: Draft) -> Draft:
        try:
            return self._seals.unsealed(draft)
        except SealBroken as problem:
            self._broken.append(str(Fault(str(problem), draft.key, "", draft.line_of("key"), draft.file)))
            return draft

    def _resolve_seals(self, drafts: Sequence[Draft]) -> None:
        """A sealed value comes with what discloses it, unless an entry that comes with it says that it was erased."""
        for draft in drafts:
            left = list(self._seals.undisclosed(draft.key)) if draft.key in self._admitted else []
            for path in dict.fromkeys(left):
                count = left.count(path)
                values = "a sealed value here is" if count == 1 else f"{count} sealed values here are"
                self._fault(draft, path, f"{values} not disclosed; give the file that does it (--disclosures)")

    def _resolve_erasure(self, draft: Draft, event: EntryErased, path: str) -> None:
        """What is erased must be sealed in the entry, under that name as far as anybody can tell."""
        known = self._references.sealed_in(event.entry) or self._seals.opened(event.entry).places
        for index, each in enumerate(event.erased):
            place = known.get(each.digest)
            where = f"{path}erased[{index}]"
            if place is None:
                self._fault(draft, f"{where}.digest", f"the entry {event.entry} has no sealed value {each.digest}")
            elif not could_be(place, each.field):
                self._fault(
                    draft, f"{where}.field", f"the digest {each.digest} is not of {each.field}: {dotted(place)}"
                )

    def _lacks_a_key(self, draft: Draft) -> bool:
        """Whether that was said when the file was read: such a draft has no key at all."""
        lacking = ("key", draft.line_of("key"), draft.file)
        return not draft.key and any((each.field, each.line, each.file) == lacking for each in self.faults)

    def _read_correction(self, draft: Draft, event: EntryCorrected) -> Event | None:
        """The replacement must itself be readable as the event it replaces, in the same stream."""
        target = self._target(draft, event)
        if target is None:
            return event
        fields = dict(event.content)
        topic = str(fields.pop("event", target.TOPIC))
        fields.pop("key", None)
        if topic not in EVENTS:
            self._fault(draft, "content.event", f"there is no event {shown(topic)}")
            return None
        before = len(self.faults)
        fields = self._resolved_fields(topic, fields, draft, "content.")
        withheld = [each.path.removeprefix("content.") for each in self._seals.withheld(draft.key)]
        replacement = content.check(topic, fields, self._once(draft, before, "content."), withheld)
        if replacement is None:
            return None
        if self._stream_or_none(replacement) != self._stream_or_none(target):
            self._fault(
                draft,
                "content",
                f"the replacement belongs to {self._stream_or_none(replacement)}, the entry to "
                f"{self._stream_or_none(target)}; strike the entry out and record the other one anew",
            )
            return None
        self._resolve(draft, replacement, path="content.")
        written = content.write(replacement)
        if topic != target.TOPIC:
            written["event"] = topic
        return EntryCorrected(
            cites=event.cites,
            public_on=event.public_on,
            note=event.note,
            entry=event.entry,
            content=written,
            reason=event.reason,
        )

    def _resolved_fields(self, topic: str, given: Mapping[str, Any], draft: Draft, path: str) -> dict[str, Any]:
        """Names of countries and regions as codes, element ids as slugs, presumptions in the words of the list."""
        fields = dict(given)
        country = fields.get("country")
        if isinstance(country, str):
            try:
                country = fields["country"] = gazetteer.country_code(country)
            except LedgerError as problem:
                self._fault(draft, f"{path}country", str(problem))
                return fields
            for name in _AREA_FIELDS:
                if isinstance(fields.get(name), list):
                    fields[name] = self._areas(fields[name], country, draft, f"{path}{name}")
            fields["element"] = self._element(topic, fields, country, draft, path)
            if not fields["element"]:
                del fields["element"]
        if topic == "framework.adopted":
            fields.setdefault("evaluator", EVALUATOR)
        if isinstance(fields.get("facts"), dict):
            fields["facts"] = self._facts(fields["facts"], self._country_of(topic, fields), draft, f"{path}facts")
        if isinstance(fields.get("holdings"), list):
            fields["holdings"] = [
                self._holding(each, draft, f"{path}holdings[{index}]") for index, each in enumerate(fields["holdings"])
            ]
        presumption = fields.get("presumption")
        if isinstance(presumption, dict) and isinstance(presumption.get("strength"), str):
            words = presumption["strength"].replace("-", " ").casefold().strip()
            fields["presumption"] = {
                **presumption,
                "strength": words if words in STRENGTHS else presumption["strength"],
            }
        return fields

    def _facts(self, given: Mapping[str, Any], country: str, draft: Draft, path: str) -> dict[str, Any]:
        facts = dict(given)
        for name in ("origin_area", "habitual_residence"):
            if facts.get(name) is not None and country:
                try:
                    facts[name] = gazetteer.area(facts[name], country).plain()
                except Malformed as problem:
                    self._fault(draft, f"{path}.{name}", str(problem))
                    del facts[name]
        return facts

    def _country_of(self, topic: str, fields: Mapping[str, Any]) -> str:
        """The country a case is about: of the entry that opens it, or of the case it adds to."""
        if topic == "case.opened":
            return str(fields.get("country", ""))
        opened = self._admitted.get(self._slugs.get(f"case/{fields.get('case')}", ""))
        if opened is not None and isinstance(opened.event, CaseOpened):
            return opened.event.country
        for entry in self._references.mentioning(f"case/{fields.get('case')}"):
            if isinstance(entry.event, CaseOpened):
                return entry.event.country
        return ""

    def _areas(self, given: list[Any], country: str, draft: Draft, path: str) -> list[Any]:
        resolved = []
        for index, each in enumerate(given):
            try:
                resolved.append(gazetteer.area(each, country).plain())
            except Malformed as problem:
                self._fault(draft, f"{path}[{index}]", str(problem))
        return resolved

    def _element(self, topic: str, fields: Mapping[str, Any], country: str, draft: Draft, path: str) -> str:
        given = fields.get("element")
        event = EVENTS[topic]
        if not issubclass(event, ElementEvent):
            return given if isinstance(given, str) else ""
        if given is None:
            if issubclass(event, StatingAct):
                return event.KIND or str(fields.get("kind", ""))
            self._fault(draft, f"{path}element", "this field is needed: the element the entry is about")
            return ""
        if not isinstance(given, str):
            self._fault(draft, f"{path}element", f"{shown(given)} is not an element id")
            return ""
        prefix, slash, rest = given.partition("/")
        if slash and prefix.isupper():
            if prefix != country:
                self._fault(draft, f"{path}element", f"{given} is an element of {prefix}, the entry is about {country}")
                return ""
            given = rest
        if not SLUG.fullmatch(given):
            self._fault(
                draft,
                f"{path}element",
                f"{shown(given)} is not an element id; write as in article-15c or ML/article-15c",
            )
            return ""
        return given

    def _holding(self, given: Any, draft: Draft, path: str) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("country"), str):
            return given
        holding = dict(given)
        try:
            country = holding["country"] = gazetteer.country_code(given["country"])
        except LedgerError as problem:
            self._fault(draft, f"{path}.country", str(problem))
            return holding
        if isinstance(holding.get("areas"), list):
            holding["areas"] = self._areas(holding["areas"], country, draft, f"{path}.areas")
        if isinstance(holding.get("element"), str):
            prefix, slash, rest = holding["element"].partition("/")
            if slash and prefix.isupper() and prefix != country:
                self._fault(
                    draft, f"{path}.element", f"{holding['element']} is an element of {prefix}, not of {country}"
                )
            elif slash and prefix.isupper():
                holding["element"] = rest
        return holding

    # -- resolving ----------------------------------------------------------------------------------------------------

    def _resolve(self, draft: Draft, event: Event, path: str = "") -> None:
        """Everything the event refers to must be in the ledger, or earlier among these drafts."""
        for index, cite in enumerate(event.cites):
            self._resolve_citation(draft, cite, f"{path}cites[{index}]")
        match event:
            case SourceEvent(source=slug):
                self._resolve_slug(
                    draft, f"{path}source", "source", slug, isinstance(event, SourceRegistered), bool(path)
                )
            case RulingRecorded(ruling=slug):
                self._resolve_slug(draft, f"{path}ruling", "ruling", slug, True, bool(path))
            case ElementAnnulled(ruling=slug):
                self._resolve_slug(draft, f"{path}ruling", "ruling", slug, False, bool(path))
                self._resolve_element(draft, event, path)
            case Act() if not isinstance(event, StatingAct):
                self._resolve_element(draft, event, path)
            case FrameworkAdopted(framework=slug):
                self._resolve_framework(draft, event, path)
            case CaseEvent(case=slug):
                self._resolve_slug(draft, f"{path}case", "case", slug, isinstance(event, CaseOpened), bool(path))
                if isinstance(event, CaseAssessed):
                    self._resolve_slug(draft, f"{path}framework", "framework", event.framework, False, bool(path))
            case EntryEvent():
                self._resolve_target(draft, event, path)
        document = getattr(event, "content", None)
        sha256 = getattr(document, "sha256", None)
        if sha256 and sha256 not in self.documents and not self._has_content(sha256):
            self._fault(draft, f"{path}content", f"the document {sha256} is neither attached nor in the ledger")
        if hasattr(event, "ruling") and not isinstance(event, RulingRecorded | ElementAnnulled):
            self._resolve_slug(draft, f"{path}ruling", "ruling", event.ruling, False, bool(path))

    def _resolve_written(self, draft: Draft) -> None:
        """What a faulty draft refers to is looked up all the same: every fault is named at once."""
        cites = draft.fields.get("cites")
        for index, cite in enumerate(cites if isinstance(cites, list) else ()):
            slug = cite.get("source") if isinstance(cite, dict) else None
            if isinstance(slug, str):
                self._resolve_citation(draft, Citation(source=slug), f"cites[{index}]")
        ruling, entry = draft.fields.get("ruling"), draft.fields.get("entry")
        if draft.topic == "policy.element-annulled" and isinstance(ruling, str):
            self._resolve_slug(draft, "ruling", "ruling", ruling, False, False)
        if draft.topic.startswith("entry.") and isinstance(entry, str) and not self._known(entry):
            self._fault(draft, "entry", f"there is no entry {shown(entry)} in the ledger")

    def _known(self, key: str) -> bool:
        """Is there an entry of this key, in the ledger or earlier among the drafts, faulty ones included?"""
        return key in self._faulty or key in self._admitted or self._references.of_key(key) is not None

    def _resolve_framework(self, draft: Draft, event: FrameworkAdopted, path: str) -> None:
        """A table is adopted after every check there is, and under a name of its own: cases refer to it by that."""
        if not SLUG.fullmatch(event.framework):
            self._fault(
                draft, f"{path}framework", f"{shown(event.framework)} is not a name; write as in nl-practice-2023"
            )
        elif not path and self._there(f"framework/{event.framework}"):
            sentence = f"the framework {event.framework} is already in the ledger; give another table a name of its own"
            self._fault(draft, "framework", sentence)
        data = self.documents.get(event.content.sha256)
        if data is None:
            return
        try:
            adopt(data)
        except Refused as problem:
            for line in str(problem).splitlines():
                self._fault(draft, f"{path}content", line)

    def _resolve_citation(self, draft: Draft, cite: Citation, path: str) -> None:
        if self._there(f"source/{cite.source}"):
            return
        event = self._event_of(cite.source)
        if isinstance(event, SourceRegistered):
            sentence = f"{cite.source} is the key of an entry; the source it registers is {event.source}: cite that"
        else:
            sentence = f"the source {cite.source} is not registered; record source.registered for it first"
        self._fault(draft, f"{path}.source", sentence)

    def _resolve_slug(self, draft: Draft, path: str, stream: str, slug: str, introduces: bool, replaces: bool) -> None:
        if not SLUG.fullmatch(slug):
            self._fault(draft, path, f"{shown(slug)} is not a name; write small letters, digits and . _ / - only")
        elif introduces and not replaces:
            if self._there(f"{stream}/{slug}"):
                self._fault(
                    draft,
                    path,
                    f"the {stream} {slug} is already in the ledger; correct that entry, or choose another name",
                )
        elif not self._there(f"{stream}/{slug}"):
            self._fault(draft, path, f"there is no {stream} {slug} in the ledger; record it first")

    def _resolve_element(self, draft: Draft, event: ElementEvent, path: str) -> None:
        if not self._there(f"subject/{event.element_id}"):
            self._fault(
                draft,
                f"{path}element",
                f"there is no element {event.element_id} in the ledger; record the act that states it first",
            )

    def _resolve_target(self, draft: Draft, event: EntryEvent, path: str) -> None:
        target = self._target(draft, event)
        if target is None:
            if event.entry not in self._faulty:
                self._fault(draft, f"{path}entry", f"there is no entry {shown(event.entry)} in the ledger")
            return
        if isinstance(event, EntryDisputed):
            self._resolve_dispute(draft, event, target, path)
        if isinstance(event, EntryErased):
            self._resolve_erasure(draft, event, path)

    def _resolve_dispute(self, draft: Draft, event: EntryDisputed, target: Event, path: str) -> None:
        name = event.field.replace("[", ".").partition(".")[0]
        if name not in content.field_names(target.TOPIC):
            names = ", ".join(sorted(content.field_names(target.TOPIC)))
            self._fault(draft, f"{path}field", f"{shown(event.field)} is no field of {target.TOPIC}, which has {names}")
        elif event.field in content.date_fields(target.TOPIC) and event.value not in (None, "ex-tunc"):
            try:
                day = LegalDate.parse(event.value if isinstance(event.value, str) else repr(event.value))
                if day.is_open and event.field not in ("until", "through"):
                    self._fault(draft, f"{path}value", "only an end can be open-ended (..)")
            except Malformed as problem:
                self._fault(draft, f"{path}value", str(problem))

    # -- what there is ------------------------------------------------------------------------------------------------

    def _target(self, draft: Draft, event: EntryEvent) -> Event | None:
        """The event of the entry that another is about; None where there is none yet."""
        return self._event_of(event.entry)

    def _event_of(self, key: str) -> Event | None:
        if key in self._admitted:
            return self._admitted[key].event
        standing = self._references.of_key(key)
        return standing.event if standing else None

    def _there(self, subject: str) -> bool:
        return subject in self._slugs or bool(self._references.positions(subject))

    def _has_content(self, sha256: str) -> bool:
        return prepared(_HAS_CONTENT, self.connection).run(self._cursor, {"sha256_": sha256}).fetchone() is not None

    def _stream_or_none(self, event: Event) -> str:
        return stream_of(event) or self._stream(event)

    def _stream(self, event: Event) -> str:
        """The stream of an event; for one about an entry, that of the entry."""
        if not isinstance(event, EntryEvent):
            return stream_of(event)
        if event.entry in self._admitted:
            return self._admitted[event.entry].stream
        standing = self._references.of_key(event.entry)
        return standing.stream if standing else ""

    def _version(self, stream: str) -> int:
        if stream not in self._versions:
            row = prepared(_VERSION, self.connection).run(self._cursor, {"stream_": stream}).fetchone()
            self._versions[stream] = row[0] or 0
        return self._versions[stream]

    def _once(self, draft: Draft, before: int, under: str = "") -> content.Report:
        """Takes what is wrong with fields, but for those of which a part was reported since `before`: what is left of
        such a field when that part could not be resolved is no other mistake."""
        within = [fault.field for fault in self.faults[before:]]

        def report(path: str, sentence: str) -> None:
            if not any(each.startswith((f"{under}{path}.", f"{under}{path}[")) for each in within):
                self._fault(draft, f"{under}{path}", sentence)

        return report

    def _fault(self, draft: Draft, path: str, sentence: str) -> None:
        self.faults.append(Fault(sentence, key=draft.key, field=path, line=draft.line_of(path), file=draft.file))


def _same(standing: Entry, given: Event) -> bool:
    """Is this what stands already? Where an assessment found the ledger is the ledger's word, not the writer's; and of
    a value that was erased nobody can say any more."""
    event = standing.event
    if isinstance(event, CaseAssessed) and isinstance(given, CaseAssessed) and given.tree_size is None:
        event = replace(event, tree_size=None, root_hash="")
    if not standing.withheld:
        return event == given
    left = content.write(given)
    for each in standing.withheld:
        _take_out(left, each.path)
    return type(event) is type(given) and _bare(left) == _bare(content.write(event))


def _take_out(written: dict[str, Any], path: str) -> None:
    """Take the member at a dotted path out of the fields, if it is there."""
    *parents, name = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]
    holder: Any = written
    try:
        for part in parents:
            holder = holder[part]
        del holder[name]
    except (KeyError, IndexError, TypeError):
        pass


def _bare(value: Any) -> Any:
    """The fields without empty maps: of a map whose members are all withheld nobody can say that it was there."""
    if isinstance(value, dict):
        told = {name: _bare(each) for name, each in value.items()}
        return {name: each for name, each in told.items() if each != {}}
    return [_bare(each) for each in value] if isinstance(value, list) else value


def _introduces(event: Event) -> list[str]:
    match event:
        case SourceRegistered(source=slug):
            return [f"source/{slug}"]
        case RulingRecorded(ruling=slug):
            return [f"ruling/{slug}"]
        case CaseOpened(case=slug):
            return [f"case/{slug}"]
        case FrameworkAdopted(framework=slug):
            return [f"framework/{slug}"]
        case ElementEvent(element_id=element_id):
            return [f"subject/{element_id}"]
        case EntryCorrected(content=replacement):
            element = replacement.get("element")
            return [f"subject/{replacement.get('country')}/{element}"] if element else []
    return []
