"""Strategies that draw small random histories of one country: chronicle entries as plain values, in ledger order.

Every history is valid for a chronicle: keys are unique, references point to earlier entries, no end is certainly not
after its start. It is not sensible: acts overlap, contradict and annul each other, as sources do.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.support.slow_model import EX_TUNC, Days, legal_date

Entry = dict[str, Any]

COUNTRY = "ML"
FIRST_DAY = date(2023, 1, 2)
WINDOW = 12
STANDINGS = ("advised", "announced", "announced", "published", "published")
ELEMENTS = ("decision-moratorium", "particulars")
CORRECTABLE = ("policy.", "source.", "ruling.", "entry.corrected", "entry.disputed")
STRIKABLE = ("policy.", "entry.")


def window_day(number: int) -> date:
    """Day `number` of the window; 0 is its first day."""
    return FIRST_DAY + timedelta(days=number)


def points() -> st.SearchStrategy[tuple[date, date | None, int | None]]:
    """D, P and R: days from just before to just after the window; two in three without public or record limit."""
    days = st.integers(-1, WINDOW + 1).map(window_day)
    limits = st.none() | st.none() | days
    return st.tuples(days, limits, st.none() | st.none() | st.integers(0, 14))


@st.composite
def histories(draw: st.DrawFn, *, uncertain: int = 4, wide: int = 2) -> list[Entry]:
    """Entries on one or two elements of `COUNTRY`: one or two sources, perhaps a ruling, and one to eight more.

    At most `uncertain` dates say when an act covers and are not exact, of which `wide` have no bound: a model that
    tries every choice must end.
    """
    drawing = _Drawing(draw, uncertain, wide)
    for _ in range(draw(st.integers(1, 2))):
        drawing.add(drawing.source())
    if draw(st.booleans()):
        drawing.add(drawing.ruling())
    drawing.add(drawing.act())
    for _ in range(draw(st.integers(0, 7))):
        following = drawing.following()
        if following is not None:
            drawing.add(following)
    return drawing.entries


@dataclass
class _Drawing:
    """One history while it is drawn, with what is left of the uncertain dates it may still hold."""

    draw: st.DrawFn
    uncertain: int
    wide: int
    entries: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        self.entries.append({"key": f"ml/{len(self.entries) + 1}", **entry})

    def among(self, choices: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(choices))

    def sometimes(self, one_in: int = 2) -> bool:
        return self.draw(st.integers(1, one_in)) == one_in

    # Dates

    def exact(self) -> str:
        return window_day(self.draw(st.integers(0, WINDOW - 1))).isoformat()

    def any_date(self) -> str:
        """A date that says nothing about which days are covered: as uncertain as you like."""
        form = self.among(("exact", "exact", "exact", "narrow", "wide"))
        return {"exact": self.exact, "narrow": self._narrow, "wide": self._wide}[form]()

    def covering_date(self) -> str:
        """A date that says which days are covered: uncertain only while the history may hold more of them."""
        form = self.among(("exact", "exact", "exact", "narrow", "wide"))
        if form == "narrow" and self.spend(narrow=1):
            return self._narrow()
        if form == "wide" and self.spend(wide=1):
            return self._wide()
        return self.exact()

    def _narrow(self) -> str:
        first = self.draw(st.integers(0, WINDOW - 2))
        last = min(first + self.draw(st.integers(1, 3)), WINDOW - 1)
        if self.sometimes():
            return f"{window_day(first)}/{window_day(last)}"
        return f"[{window_day(first)},{window_day(last)}]"

    def _wide(self) -> str:
        return "unknown" if self.sometimes() else f"../{self.exact()}"

    def spend(self, narrow: int = 0, wide: int = 0) -> bool:
        if narrow + wide > self.uncertain or wide > self.wide:
            return False
        self.uncertain -= narrow + wide
        self.wide -= wide
        return True

    def spend_on(self, text: str) -> bool:
        days = legal_date(text)
        if days.earliest == days.latest:
            return True
        return self.spend(narrow=1) if _is_bounded(text) else self.spend(wide=1)

    # What the history says so far

    def of(self, *events: str) -> list[Entry]:
        return [entry for entry in self.entries if entry["event"].startswith(events)]

    def cites(self) -> list[dict[str, str]]:
        return [{"source": self.among(sorted({source["source"] for source in self.of("source.registered")}))}]

    def publicity(self) -> Entry:
        """Its own public day, or that of the source it cites, or both."""
        form = self.among(("own", "cites", "both"))
        own = {} if form == "cites" else {"public_on": self.any_date()}
        return own if form == "own" else {**own, "cites": self.cites()}

    def publicity_of_an_entry_about_another(self) -> Entry:
        return {} if self.sometimes(3) else self.publicity()

    # Entries

    def source(self) -> Entry:
        slug = f"letter-{len(self.entries) + 1}"
        public = {} if self.sometimes(4) else {"public_on": self.any_date()}
        return {
            "event": "source.registered",
            "source": slug,
            "kind": "letter-to-parliament",
            "title": f"Kamerbrief {slug}",
            "identifiers": {},
            "confidentiality": "public",
            **public,
        }

    def disclosure(self) -> Entry:
        source = self.cites()[0]["source"]
        return {"event": "source.disclosed", "source": source, "public_on": self.any_date()}

    def ruling(self) -> Entry:
        number = len(self.entries) + 1
        return {
            "event": "ruling.recorded",
            "ruling": f"ruling-{number}",
            "court": "Rb Den Haag",
            "pronounced_on": self.any_date(),
            "case_numbers": [f"NL23.{number}"],
            "holdings": [
                {"country": COUNTRY, "element": self.among(ELEMENTS), "outcome": "annulled", "text": "vernietigt"}
            ],
            **self.publicity(),
        }

    def on_an_element(self, event: str) -> Entry:
        stated = [entry["element"] for entry in self.of("policy.")]
        return {"event": event, "country": COUNTRY, "element": self.among((*stated, *ELEMENTS))}

    def act(self) -> Entry:
        act = self.on_an_element("")
        if act["element"] == "particulars":
            act |= {"event": "policy.particulars-stated", "text": "bijzonderheden"}
        else:
            act |= {"event": "policy.decision-moratorium-imposed"}
        if self.sometimes(5):
            act.pop("text", None)
            act |= {"event": "policy.nothing-particular-stated", "kind": act["element"]}
        act |= {"standing": self.among(STANDINGS), **self._act_days(), **self.publicity()}
        if not self.sometimes(4) or not self._may_start_unsaid(act):
            act["from"] = self.covering_date()
        return self._with_an_end(act)

    def _act_days(self) -> Entry:
        return {name: self.any_date() for name in ("signed_on", "decided_on") if self.sometimes(3)}

    def _may_start_unsaid(self, act: Entry) -> bool:
        """An act without `from` starts on or after its public day: an uncertain start, unless that day is exact."""
        if act["standing"] == "advised":
            return True
        if act["standing"] == "published" or "public_on" not in act:
            return self.spend(wide=1)
        return self.spend_on(act["public_on"])

    def _with_an_end(self, entry: Entry) -> Entry:
        if self.sometimes():
            return entry
        name = self.among(("until", "through"))
        return self._with_date(entry, name, ".." if self.sometimes(8) else self.covering_date())

    def _with_date(self, entry: Entry, name: str, text: str) -> Entry:
        """The entry with this date, or as it was where it would certainly end before it starts."""
        changed = {**entry, name: text}
        return changed if ends_after_it_starts(changed, self.entries) else entry

    def extension(self) -> Entry:
        entry = self.on_an_element("policy.element-extended") | {"standing": self.among(STANDINGS)}
        entry |= {**self._act_days(), **self.publicity()}
        return entry | {self.among(("until", "through")): ".." if self.sometimes(8) else self.covering_date()}

    def withdrawal(self) -> Entry:
        entry = self.on_an_element("policy.element-withdrawn") | {"standing": self.among(STANDINGS)}
        return entry | {**self._act_days(), **self.publicity(), "from": self.covering_date()}

    def annulment(self) -> Entry | None:
        rulings = self.of("ruling.recorded")
        if not rulings:
            return None
        effect = "ex-tunc" if self.sometimes() else self.covering_date()
        entry = self.on_an_element("policy.element-annulled")
        return entry | {"ruling": self.among(rulings)["ruling"], "effect": effect}

    def again(self, entry: Entry) -> Entry | None:
        """Another entry of the same sort, for a correction."""
        again: Callable[[], Entry | None] = {
            "source.registered": self.source,
            "source.disclosed": self.disclosure,
            "ruling.recorded": self.ruling,
            "policy.element-extended": self.extension,
            "policy.element-withdrawn": self.withdrawal,
            "policy.element-annulled": self.annulment,
            "entry.corrected": self.correction,
            "entry.disputed": self.dispute,
        }.get(entry["event"], self.act)
        written = again()
        if written is None:
            return None
        kept = ("source", "ruling", "entry", "field", "value") if entry["event"] != "entry.corrected" else ("entry",)
        return written | {name: entry[name] for name in kept if name in entry and name in written}

    def correction(self) -> Entry | None:
        about = self.among(self.of(*CORRECTABLE))
        if about["event"] == "entry.corrected":
            # The corrected correction is about the same entry, and must still fit its event.
            target = next(entry for entry in self.entries if entry["key"] == about["entry"])
            inner = self.again(target) if not target["event"].startswith("entry.") else None
            content = inner and {"entry": about["entry"], "content": inner, "reason": "nogmaals nagelezen"}
            content = content and content | self.publicity_of_an_entry_about_another()
        else:
            content = self.again(about)
        if content is None:
            return None
        if content.get("event") == about["event"] and self.sometimes():
            content = {name: value for name, value in content.items() if name != "event"}
        return self._about(about, "entry.corrected") | {"content": content, "reason": "nagelezen"}

    def strike(self) -> Entry:
        return self._about(self.among(self.of(*STRIKABLE)), "entry.struck-out") | {"reason": "dubbel"}

    def annotation(self) -> Entry:
        return self._about(self.among(self.entries), "entry.annotated") | {"note": "zie ook de bijlage"}

    def _about(self, entry: Entry, event: str) -> Entry:
        return {"event": event, "entry": entry["key"], **self.publicity_of_an_entry_about_another()}

    def dispute(self) -> Entry | None:
        about = self.among(self.of("policy.", "source.", "ruling."))
        names = [name for name in ("from", "until", "through", "signed_on", "decided_on", "public_on", "effect",
                                   "pronounced_on") if name in about]  # fmt: skip
        if about.get("standing") == "announced" and about["event"] not in _WITHOUT_PERIOD and "from" not in about:
            names.append("from")
        if not names:
            return None
        name = self.among(names)
        value = self._rival_value(about, name)
        if value is None or not ends_after_it_starts({**about, name: value}, self.entries):
            return None
        disputed = {"event": "entry.disputed", "entry": about["key"], "field": name, "value": value}
        return disputed | {**self.publicity(), "cites": self.cites()}

    def _rival_value(self, about: Entry, name: str) -> str | None:
        """Another value, or None when the widened date would be one uncertain date too many."""
        value = self.any_date()
        if name in ("signed_on", "decided_on", "pronounced_on") or (name == "public_on" and not self._starts_by(about)):
            return value
        unbounded = about.get(name) in ("ex-tunc", "..") or not _is_bounded(value, about.get(name, value))
        return value if (self.spend(wide=1) if unbounded else self.spend(narrow=1)) else None

    @staticmethod
    def _starts_by(about: Entry) -> bool:
        """Whether the entry's public day says when it starts. A source's was paid for by the acts that lean on it."""
        return about["event"].startswith("policy.") and "from" not in about

    def following(self) -> Entry | None:
        sorts: tuple[Callable[[], Entry | None], ...] = (
            *(self.act, self.act, self.act, self.withdrawal, self.withdrawal, self.annulment, self.annulment),
            *(self.extension, self.correction, self.strike, self.dispute, self.dispute, self.annotation),
            *(self.source, self.disclosure, self.ruling),
        )
        return self.draw(st.sampled_from(sorts))()


def _is_bounded(*texts: str) -> bool:
    return all(math.isfinite(legal_date(text).earliest) for text in texts)


_WITHOUT_PERIOD = ("policy.element-extended", "policy.element-withdrawn", "policy.element-annulled")


def ends_after_it_starts(entry: Entry, entries: Sequence[Entry]) -> bool:
    """Whether an act may end after it starts; an end that is certainly not after the start is refused."""
    name = next((name for name in ("until", "through") if name in entry), None)
    if name is None or entry["event"] in _WITHOUT_PERIOD:
        return True
    end = legal_date(entry[name])
    latest_end = end.latest + (name == "through")
    return latest_end > _start(entry, entries).earliest


def _start(entry: Entry, entries: Sequence[Entry]) -> Days:
    if "from" in entry:
        return legal_date(entry["from"])
    if "public_on" in entry:
        return legal_date(entry["public_on"])
    source = next(
        each
        for each in entries
        if each["event"] == "source.registered" and each["source"] == entry["cites"][0]["source"]
    )
    return legal_date(source["public_on"]) if "public_on" in source else EX_TUNC
