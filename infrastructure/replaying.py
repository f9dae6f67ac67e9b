"""Replays within one transaction: the case, the framework and the policy of a point, brought together.

A replay at a decision depends on the country, the day, the facts and the framework alone. One case is replayed with all
its reasons by `replay`; of all cases at once `outcome` gives what is concluded (policy_days.py says how).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, select

from domain.cases import (
    ASKED,
    CaseFile,
    Caveat,
    Conclusion,
    Known,
    KnownFacts,
    PolicyInputs,
    asked_of,
    case_file,
    conclude,
    policy_inputs,
)
from domain.dates import LegalDate
from domain.errors import CannotTell, NotFound
from domain.events import CaseAssessed, FrameworkAdopted
from domain.frameworks import EVALUATOR, Framework, NoFramework
from domain.frameworks import read as read_framework
from domain.history import Entry, History
from domain.places import Area, Place
from domain.policy import Element, ElementState, Reading, country_policy
from infrastructure import gazetteer
from infrastructure.casework import Because, CaseCard, FrameworkCard, Replay, Verdict
from infrastructure.policy_days import Inputs, Period, PolicyDays, Profile, Profiles
from infrastructure.projections.boxes import checked
from infrastructure.projections.references import References
from infrastructure.projections.tables import NO_LIMIT, mention, policy_state, state_json
from infrastructure.projections.tables import case_file as case_table
from infrastructure.store.statements import prepared
from infrastructure.store.tables import content as content_table
from infrastructure.store.tables import entry as entry_table
from infrastructure.suggesting import did_you_mean, near
from infrastructure.unsealing import Unsealing

States = Callable[[str, date, date | None], tuple[ElementState, ...]]
"""The states of a country on a day, public by a day (None: no limit)."""

_DOCUMENT = select(content_table.c.bytes).where(content_table.c.sha256 == bindparam("sha256_"))
_OF_STREAM = (
    select(
        entry_table.c.position,
        entry_table.c.stream,
        entry_table.c.topic,
        entry_table.c.state,
        entry_table.c.recorded_at,
    )
    .where(entry_table.c.stream == bindparam("stream_"))
    .order_by(entry_table.c.position)
)
_SUBJECTS = (
    select(mention.c.subject)
    .where(mention.c.subject >= bindparam("low"), mention.c.subject < bindparam("high"))
    .distinct()
    .order_by(mention.c.subject)
)
_CASES = select(
    case_table.c.reference, case_table.c.country, case_table.c.decision, case_table.c.outcome, case_table.c.framework
).order_by(case_table.c.reference)
_IN_ORDER = select(
    case_table.c.reference, case_table.c.country, case_table.c.decision, case_table.c.facts, case_table.c.framework
).order_by(
    case_table.c.country, case_table.c.decision, case_table.c.facts, case_table.c.framework, case_table.c.reference
)
_FILED = select(
    case_table.c.country, case_table.c.decision, case_table.c.facts, case_table.c.framework, case_table.c.outcome
).where(case_table.c.reference == bindparam("reference_"))
_PERIODS = (
    select(
        policy_state.c.subject,
        policy_state.c.on_from,
        policy_state.c.on_until,
        policy_state.c.practice,
        state_json.c.json,
    )
    .join(state_json, state_json.c.digest == policy_state.c.practice)
    .where(policy_state.c.country == bindparam("country_"))
    .where(policy_state.c.public_from <= NO_LIMIT, policy_state.c.public_until > NO_LIMIT)
    .where(policy_state.c.recorded_from <= bindparam("recorded"), policy_state.c.recorded_until > bindparam("recorded"))
    .order_by(policy_state.c.subject, policy_state.c.on_from)
)
_CASE_COUNT = select(func.count()).select_from(case_table)


Filed = tuple[str, str, int | None, bytes, str | None]
"""A case as the projection keeps it: reference and country, and what else a replay at its decision depends on, the
ordinal of that day (None where no single day is known), the facts and the framework."""


class Replaying:
    """Brings cases, frameworks and policy together at one position of the ledger, under one reading."""

    def __init__(
        self,
        connection: Connection,
        position: int,
        recorded_at: str | None,
        reading: Reading,
        states: States,
        without: str = "",
        instead: Mapping[str, Element] | None = None,
    ) -> None:
        """
        Args:
            without: the key of an entry that is thought away, among cases and frameworks.
            instead: elements as they would be without it, by id; `states` are then without it too.
        """
        self._connection = connection
        self._cursor = connection.connection.cursor()
        self._references = References(connection)
        self._position = position
        self._recorded_at = recorded_at
        self._reading = reading
        self._states = states
        self._without = without
        self._frameworks: tuple[FrameworkCard, ...] | None = None
        self._tables: dict[str, Framework] = {}
        self._conclusions: dict[object, tuple[Conclusion, Mapping[str, str]]] = {}
        self._concluded: dict[object, Conclusion | None] = {}
        self._instead = instead or {}
        self._outcomes: dict[tuple[Inputs, tuple[str, ...], str], str | None] = {}
        self._country: str | None = None
        self._card_by: dict[str | int, FrameworkCard | None] = {}

    # -- cases and frameworks -----------------------------------------------------------------------------------------

    def case(self, reference: str) -> CaseFile:
        """
        Raises:
            NotFound: if the ledger had no such case at the position.
        """
        history = self._history(f"case/{reference}")
        found = case_file(history.seen(position=self._position), reference)
        if found is None:
            raise self._no_case(reference, history)
        return found

    def _no_case(self, reference: str, history: History) -> NotFound:
        later = [entry.position for entry in history.entries if entry.position > self._position]
        if later and case_file(history.seen(), reference) is not None:
            then = f"at @{self._position}" if self._position else "before the first entry"
            return NotFound(f"the case {reference} is not there yet {then}; it was recorded from @{later[0]} on")
        rows = prepared(_CASES, self._connection).run(self._cursor, {}).fetchall()
        meant = did_you_mean(near(reference, (row[0] for row in rows)))
        return NotFound(f"there is no case {reference}; {meant or '`kroniek case list` lists those in the ledger'}")

    def filed_case(self, reference: str) -> CaseFile:
        """The case as it stands now, for a replay at its decision: quicker than `case`, and without what such a replay
        does not look at (other moments, the entries, where the ledger stood when it was assessed).

        Raises:
            NotFound: as `case`.
        """
        row = prepared(_FILED, self._connection).run(self._cursor, {"reference_": reference}).fetchone()
        facts = facts_of(row[2]) if row is not None else None
        if facts is None or facts.withheld or row[1] is None:  # the whole file says what is missing, and why
            return self.case(reference)
        country, decision, _, framework, outcome = row
        assessed = CaseAssessed(case=reference, outcome=outcome, framework=framework) if framework else None
        moments = {"decision": LegalDate.exact(date.fromordinal(decision))}
        return CaseFile(reference, country, facts, moments, assessed)

    def frameworks(self) -> tuple[FrameworkCard, ...]:
        """Every framework adopted by the position, in ledger order."""
        if self._frameworks is None:
            rows = prepared(_SUBJECTS, self._connection).run(self._cursor, {"low": "framework/", "high": "framework0"})
            slugs = [row[0].partition("/")[2] for row in rows.fetchall()]
            cards = [card for slug in slugs for card in self._cards(slug)]
            self._frameworks = tuple(sorted(cards, key=lambda card: card.position))
        return self._frameworks

    def _cards(self, slug: str) -> Iterator[FrameworkCard]:
        history = self._history(f"framework/{slug}")
        seen = history.seen(position=self._position)
        for entry in history.entries:
            event = seen.event(entry) if entry.position <= self._position else None
            if isinstance(event, FrameworkAdopted):
                yield FrameworkCard(
                    slug=slug,
                    title=event.title,
                    applies_from=event.applies_from,
                    sha256=event.content.sha256,
                    evaluator=event.evaluator or EVALUATOR,
                    key=entry.key,
                    position=entry.position,
                )

    def framework(self, card: FrameworkCard) -> Framework:
        """
        Raises:
            CannotTell: if the ledger has not the bytes of the table.
        """
        if card.key not in self._tables:
            row = prepared(_DOCUMENT, self._connection).run(self._cursor, {"sha256_": card.sha256}).fetchone()
            if row is None:
                raise CannotTell(f"the table of the framework {card.slug} is not in the ledger; adopt it again")
            self._tables[card.key] = _read(bytes(row[0]), card.evaluator)
        return self._tables[card.key]

    def framework_called(self, slug: str) -> FrameworkCard:
        """
        Raises:
            NotFound: if no such framework was adopted.
        """
        found = [card for card in self.frameworks() if card.slug == slug]
        if not found:
            slugs = list(dict.fromkeys(card.slug for card in self.frameworks()))
            meant = did_you_mean(near(slug, slugs)) or f"the ledger has {', '.join(slugs) or 'none'}"
            raise NotFound(f"there is no framework {slug}; {meant}")
        return found[-1]

    def framework_on(self, day: date) -> FrameworkCard:
        """The framework that applies on a day: the one that applies from the latest day not after it.

        Raises:
            CannotTell: if none does.
        """
        applying = [card for card in self.frameworks() if card.applies_from.last <= day.toordinal()]
        if not applying:
            raise NoFramework(day)
        return max(applying, key=lambda card: (card.applies_from.last, card.position))

    def _history(self, stream: str) -> History:
        """The entries of a case or a framework, and what is said about them: they share a stream."""
        rows = prepared(_OF_STREAM, self._connection).run(self._cursor, {"stream_": stream}).fetchall()
        unsealing = Unsealing(self._connection)
        entries = (unsealing.entry(*row) for row in rows)
        return History(entry for entry in entries if entry.key != self._without)

    # -- replays ------------------------------------------------------------------------------------------------------

    def replay(self, case: CaseFile, *, moment: str | None, on: date, known: Known, framework: str | None) -> Replay:
        """
        Raises:
            CannotTell: a fact or a framework is missing.
            NotFound: no such framework.
        """
        card = self._card_for(case, moment, on, framework)
        public_by = on if known == "then" else None
        states = self._states(case.country, on, public_by)
        policy = policy_inputs(case, states, country_policy(states), *self._places(case, states))
        conclusion, rule_texts = self._concluded_for(case, policy, card)
        by_id = {state.id: state for state in states}
        recorded = case.assessed.outcome if case.assessed else None
        verdict: Verdict = (
            "not-recorded" if recorded is None else "same" if recorded == conclusion.outcome else "differs"
        )
        return Replay(
            case=case.reference,
            country=case.country,
            moment=moment,
            on=on,
            known=known,
            public_by=public_by,
            position=self._position,
            recorded_at=self._recorded_at,
            reading=self._reading,
            framework=card,
            inputs=conclusion.inputs,
            rule=conclusion.rule,
            rule_texts=rule_texts,
            outcome=conclusion.outcome,
            because=tuple(
                Because(
                    element=ground.element,
                    kind=by_id[ground.element].kind,
                    status=ground.status,
                    input=ground.input,
                    entries=ground.entries,
                    cites=by_id[ground.element].cites,
                )
                for ground in policy.grounds
            ),
            caveats=(*policy.caveats, *self._not_public_then(case, policy.grounds, on, known)),
            recorded_outcome=recorded,
            verdict=verdict,
        )

    def replays_filed(self, references: Sequence[str], known: Known) -> Iterator[Replay]:
        """The replays of cases at their decision, in the order given.

        They are worked out by country and day, for neighbours rest on the same states: what is read for one is at hand
        for the next.

        Raises:
            CannotTell, NotFound: as `case`, `day_of` and `replay`, at the first case it is true of.
        """
        found: dict[str, Replay | CannotTell | NotFound] = {}
        dated: list[tuple[str, date, CaseFile]] = []
        for reference in references:
            try:
                case = self.filed_case(reference)
                dated.append((case.country, case.day_of("decision"), case))
            except (CannotTell, NotFound) as problem:
                found[reference] = problem
                break  # what comes after it is not told
        for _, on, case in sorted(dated, key=itemgetter(0, 1)):
            try:
                found[case.reference] = self.replay(case, moment="decision", on=on, known=known, framework=None)
            except (CannotTell, NotFound) as problem:
                found[case.reference] = problem
        for reference in references:
            answer = found[reference]
            if not isinstance(answer, Replay):
                raise answer
            yield answer

    def _concluded_for(
        self, case: CaseFile, policy: PolicyInputs, card: FrameworkCard
    ) -> tuple[Conclusion, Mapping[str, str]]:
        """The conclusion, with what the framework says in words of the rule that decided."""
        alike = (card.key, *policy.values.values(), *asked_of(case.facts))
        known = self._conclusions.get(alike)
        if known is None:
            table = self.framework(card)
            conclusion = conclude(case, policy, table)
            rule = next(rule for rule in table.rules if rule.id == conclusion.rule)
            known = self._conclusions[alike] = conclusion, dict(rule.annotations)
        return known

    def outcome_at_decision(self, reference: str) -> str | None:
        """What a replay at the decision of one case concludes, all known now; None where it cannot be told."""
        try:
            case = self.case(reference)
            replay = self.replay(case, moment="decision", on=case.day_of("decision"), known="now", framework=None)
        except (CannotTell, NotFound):
            return None
        return replay.outcome

    def outcome_on(self, case: CaseFile, on: date, public_by: date | None) -> str:
        """The outcome alone, at the decision under the framework of the assessment; `cannot-tell` for none."""
        key = (case.reference, on, public_by)
        decision = case.moments.get("decision")
        moment = "decision" if decision is not None and decision == LegalDate.exact(on) else None
        if key not in self._concluded:
            try:
                states = self._states(case.country, on, public_by)
                policy = policy_inputs(case, states, country_policy(states), *self._places(case, states))
                self._concluded[key] = conclude(case, policy, self.framework(self._card_for(case, moment, on, None)))
            except (CannotTell, NotFound):
                self._concluded[key] = None
        found = self._concluded[key]
        return found.outcome if found else "cannot-tell"

    def history(self, country: str) -> History:
        """Every entry of a country, by the position, with the sources and rulings it rests on."""
        rows = prepared(_SUBJECTS, self._connection).run(
            self._cursor, {"low": f"subject/{country}/", "high": f"subject/{country};"}
        )
        held: dict[str, Entry] = {}
        for row in rows.fetchall():
            self._references.gather(self._references.mentioning(row[0]), held, self._position)
        return History(sorted(held.values(), key=lambda each: each.position))

    @property
    def position(self) -> int:
        return self._position

    @property
    def reading(self) -> Reading:
        return self._reading

    def states(self, country: str, on: date, public_by: date | None) -> tuple[ElementState, ...]:
        return self._states(country, on, public_by)

    def _card_for(self, case: CaseFile, moment: str | None, on: date, framework: str | None) -> FrameworkCard:
        if framework is not None:
            return self.framework_called(framework)
        if moment == "decision" and case.assessed is not None:
            return self.framework_called(case.assessed.framework)
        return self.framework_on(on)

    def _not_public_then(self, case: CaseFile, grounds: Sequence[Any], on: date, known: Known) -> Iterator[Caveat]:
        """What is known now rests on acts that nobody outside could know on the day."""
        if known == "then" or not grounds:
            return
        public = {ref.key for state in self._states(case.country, on, on) for ref in state.entries}
        for ground in grounds:
            for key in ground.entries:
                if key not in public:
                    yield Caveat("not-public-then", ground.element, key)

    def _places(
        self, case: CaseFile, states: Sequence[ElementState]
    ) -> tuple[Mapping[str, Place], Mapping[str, Place]]:
        facts = case.facts
        areas = {"origin_area": facts.origin_area, "habitual_residence": facts.habitual_residence}
        own = {name: gazetteer.surroundings(area) for name, area in areas.items() if area is not None}
        alternatives = [state for state in states if state.kind == "internal-protection-alternative"]
        pointed = {
            area.id: gazetteer.surroundings(area)
            for state in alternatives
            for value in ([each.value for each in state.possible] or [state.value or {}])
            for area in map(Area.of, value.get("to", ()))
        }
        return own, pointed

    # -- many at once -------------------------------------------------------------------------------------------------

    def cards(self) -> Iterator[CaseCard]:
        """Every case of the ledger as it stands now, by reference."""
        for reference, country, decision, outcome, framework in prepared(_CASES, self._connection).run(
            self._cursor, {}
        ):
            yield CaseCard(reference, country, day(decision), outcome, framework)

    def filed(self) -> Iterator[Filed]:
        """All cases, by country and day of decision."""
        cursor = self._connection.connection.cursor()  # its own: others may be read meanwhile
        found: Iterator[Filed] = prepared(_IN_ORDER, self._connection).run(cursor, {})
        return found

    def count(self) -> int:
        """How many cases there are."""
        row = prepared(_CASE_COUNT, self._connection).run(self._cursor, {}).fetchone()
        return int(row[0])

    def outcome(self, country: str, on: int | None, facts: bytes, framework: str | None) -> str | None:
        """What the framework concludes for a case at its decision, in practice, all known now; None where it cannot be
        told. Quickest when asked in the order of `filed`: what is worked out of one country is kept until another."""
        if country != self._country:
            self._country, self._outcome_in_country = country, self._outcomes_in(country)
        return self._outcome_in_country(on, facts, framework)

    def _outcomes_in(self, country: str) -> Callable[[int | None, bytes, str | None], str | None]:
        inputs_of = PolicyDays(self._periods(country)).inputs
        profiles = Profiles()
        profile_of: dict[tuple[object, ...], Profile] = {}
        of_facts: dict[bytes, tuple[Profile | None, tuple[str, ...]]] = {}
        card_by = self._card_by
        concluded = self._outcomes

        def outcome(on: int | None, stored: bytes, framework: str | None) -> str | None:
            if on is None:
                return None
            named = framework or on
            card = card_by[named] if named in card_by else self._find_card(named)
            if card is None:
                return None
            known = of_facts.get(stored)
            if known is None:
                kept = _decode_kept(stored)
                alike = kept.alike
                if kept.withheld:
                    known = of_facts[stored] = None, kept.asked
                else:
                    if alike not in profile_of:
                        profile_of[alike] = profiles.of(facts_of(stored))
                    known = of_facts[stored] = profile_of[alike], kept.asked
            profile, asked = known
            if profile is None:  # what is not at hand may not matter: only a replay tells
                return self._outcome_without(country, date.fromordinal(on), facts_of(stored), card)
            inputs = inputs_of(on, profile)
            given = (inputs, asked, card.key)
            if given not in concluded:
                concluded[given] = self._conclusion(inputs, asked, card)
            return concluded[given]

        return outcome

    def _outcome_without(self, country: str, on: date, facts: KnownFacts, card: FrameworkCard) -> str | None:
        """The outcome for facts of which some are withheld; None where it hangs on those."""
        case = CaseFile("", country, facts, {})
        states = self._states(country, on, None)
        try:
            policy = policy_inputs(case, states, country_policy(states), *self._places(case, states))
            return conclude(case, policy, self.framework(card)).outcome
        except CannotTell:
            return None

    def _find_card(self, named: str | int) -> FrameworkCard | None:
        """The framework of that name, or the one that applies on that day."""
        try:
            card = (
                self.framework_called(named) if isinstance(named, str) else self.framework_on(date.fromordinal(named))
            )
        except (CannotTell, NotFound):
            card = None
        self._card_by[named] = card
        return card

    def _periods(self, country: str) -> Iterator[Period]:
        """What the elements of a country are on which days, in practice and known now."""
        given = {"country_": country, "recorded": self._position}
        states: dict[bytes, ElementState] = {}  # what says the same is weighed once
        rows = prepared(_PERIODS, self._connection).run(self._cursor, given).fetchall()
        for subject, first, last, digest, json in rows:
            if subject[2] == "/" and subject not in self._instead:
                if digest not in states:
                    states[digest] = _state(checked(digest, json))
                yield Period(first, last, states[digest])
        for element in self._instead.values():
            if element.id[:2] == country:
                for span in element.spans():
                    if span.practice is not None:
                        yield Period(span.first, span.last, span.practice)

    def _conclusion(self, inputs: Inputs, asked: tuple[str, ...], card: FrameworkCard) -> str | None:
        policy = PolicyInputs(dict(zip(PolicyDays.NAMES, inputs, strict=True)), (), ())
        case = CaseFile("", "", KnownFacts(**dict(zip(ASKED, asked, strict=True))), {})  # type: ignore[arg-type]
        try:
            return conclude(case, policy, self.framework(card)).outcome
        except CannotTell:
            return None


def facts_of(stored: bytes) -> KnownFacts:
    """The facts of a case as the projection keeps them."""
    plain = _decode(stored)
    for name, value in plain.items():
        if name in ("origin_area", "habitual_residence"):
            plain[name] = Area.of(value)
        elif isinstance(value, list):
            plain[name] = tuple(value)
    return KnownFacts(**plain)


class _Kept(msgspec.Struct):
    """The facts of a case as far as they have to be read of every case: areas stay as they are written."""

    origin_area: msgspec.Raw = msgspec.Raw()
    habitual_residence: msgspec.Raw = msgspec.Raw()
    groups: tuple[str, ...] = ()
    origin: str = ""
    individual_grounds: str = ""
    ipa_reasonable: str = ""
    withheld: tuple[str, ...] = ()

    @property
    def alike(self) -> tuple[object, ...]:
        """Facts alike in this have one profile."""
        return bytes(self.origin_area), bytes(self.habitual_residence), self.groups, self.individual_grounds

    @property
    def asked(self) -> tuple[str, ...]:
        """As `domain.cases.asked_of`."""
        return self.origin, self.individual_grounds, self.ipa_reasonable


_decode_kept = msgspec.json.Decoder(_Kept).decode
_decode = msgspec.json.Decoder(dict[str, Any]).decode
_state = msgspec.json.Decoder(ElementState).decode


@lru_cache(maxsize=64)
def _read(data: bytes, evaluator: str) -> Framework:
    return read_framework(data, evaluator)


def day(ordinal: int | None) -> date | None:
    """The day of an ordinal, where there is one."""
    return None if ordinal is None else date.fromordinal(ordinal)
