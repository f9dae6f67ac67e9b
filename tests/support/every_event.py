"""Every event once, with every field it can have, as it is stored.

`tests/records/` keeps what each release stores; it must load for ever. Before a release, write its file with
`python -m tests.support.every_event > tests/records/VERSION.jsonl`. The file of an earlier release is never written
again: what it holds may be in somebody's ledger.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any, Final

from domain import content
from domain.events import EVENTS, stream_of
from infrastructure.store import codec

_CITES: Final = [{"source": "ml-letter-2023", "at": "15c-situatie", "quote": "de provincies Gao, Ménaka en Mopti"}]
_COMMON: Final = {"cites": _CITES, "public_on": "2023-01-11", "note": "nagekeken; zie ook „bijlage”"}
_DOCUMENT: Final = {"sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "name": "brief.txt",
                    "size": 4}  # fmt: skip
_PART: Final = {"name": "Azawad", "within": "ML-8", "part": True}
_FACTS: Final = {
    "origin_area": "ML-7",
    "habitual_residence": _PART,
    "groups": ["dienstplichtigen"],
    "origin": "established",
    "individual_grounds": "none",
    "ipa_reasonable": "not-assessed",
}
_ACT: Final = {
    "country": "ML",
    "standing": "published",
    "decided_on": "2022-12",
    "signed_on": "[2023-01-09,2023-01-10]",
    **_COMMON,
}
_STATING: Final = {
    **_ACT,
    "from": "2023-01-11",
    "areas": ["ML-7", _PART],
    "except_areas": ["ML-9"],
    "groups": ["alleenstaande vrouwen"],
    "legal_basis": "artikel 43 Vw 2000",
    "presumption": {"strength": "in beginsel", "phrase": "in beginsel aan te nemen"},
    "applies_to": {
        "applications_from": "2023-01-11",
        "undecided_at": "2023-01-11",
        "existing_permits": "reassess",
        "hearings": "opnieuw horen",
    },
}

FIELDS: Final[dict[str, list[dict[str, Any]]]] = {
    "source.registered": [
        {
            "source": "ml-letter-2023",
            "kind": "letter-to-parliament",
            "title": "Brief over Mali",
            "identifiers": {"kamerstuk": "19 637, nr. 2644", "kenmerk": "4333540"},
            "author": "de Staatssecretaris",
            "created_on": "../2022-11-23",
            "signed_on": "2023-01-11",
            "confidentiality": "internal",
            "content": _DOCUMENT,
            **_COMMON,
        }
    ],
    "source.identifier-attached": [{"source": "ml-letter-2023", "identifiers": {"stcrt": "2023, 3235"}, **_COMMON}],
    "source.content-attached": [{"source": "ml-letter-2023", "content": _DOCUMENT, **_COMMON}],
    "source.disclosed": [{"source": "ml-letter-2023", **_COMMON, "public_on": "2023-01/2023-02"}],
    "policy.article-15c-area-designated": [
        {
            **_STATING,
            "element": "article-15c",
            "until": "..",
            "violence": {"scheme": "nl-graded", "level": "highest"},
            "armed_conflict": "present",
            "individual_factors": "some",
            "scope_test": "either",
        }
    ],
    "policy.internal-protection-alternative-set": [
        {
            **_STATING,
            "element": "internal-protection-alternative",
            "through": "2024-12-31",
            "to": ["ML-BKO"],
            "for_areas": ["ML-7", "ML-5"],
            "condition": "only-article-15c",
            "individual_test": "Vc 2000 C2/3.4",
            "excluded_groups": ["minderjarigen"],
        }
    ],
    **{
        f"policy.{kind}-moratorium-imposed": [
            {**_STATING, "element": f"{kind}-moratorium", "until": "2023-07-11", "ground": "a", "exceptions": ["1F"]}
        ]
        for kind in ("decision", "departure")
    },
    **{
        f"policy.{kind}": [{**_STATING, "element": slug, "until": "unknown", "conditions": ["in ieder geval"]}]
        for kind, slug in (
            ("group-persecution-recognised", "group-persecution"),
            ("risk-profile-recognised", "risk-profile"),
            ("systematic-exposure-recognised", "systematic-exposure"),
            ("vulnerable-minority-recognised", "vulnerable-minority"),
            ("temporary-protection-granted", "temporary-protection"),
            ("categorical-protection-granted", "categorical-protection"),
        )
    },
    "policy.authority-protection-assessed": [
        {**_STATING, "element": "authority-protection", "until": "..", "available": "partly", "for_whom": "mannen"}
    ],
    "policy.minor-reception-assessed": [
        {**_STATING, "element": "minor-reception", "until": "..", "reception": "rebuttable"}
    ],
    "policy.exclusion-category-presumed": [
        {
            **_STATING,
            "element": "exclusion-category",
            "until": "..",
            "organisation": "Garde",
            "rank": "officieren",
            "period": "1978-1996",
        }
    ],
    "policy.safe-country-designated": [
        {**_STATING, "element": "safe-country-of-origin", "until": "..", "except_groups": ["lhbti"]}
    ],
    "policy.particulars-stated": [{**_STATING, "element": "particulars", "until": "2024", "text": "bijzonderheden"}],
    "policy.nothing-particular-stated": [
        {**_STATING, "element": "risk-profile", "until": "..", "kind": "risk-profile"}
    ],
    "policy.element-extended": [
        {**_ACT, "element": "decision-moratorium", "until": "2024-01-11"},
    ],
    "policy.element-withdrawn": [{**_ACT, "element": "decision-moratorium", "from": "2024-01-11"}],
    "policy.element-annulled": [
        {"country": "ML", "element": "decision-moratorium", "ruling": "rvs-1", "effect": effect, **_COMMON}
        for effect in ("ex-tunc", "2023-03-01")
    ],
    "policy.absence-stated": [{"country": "ML", "on": "2022-11-23", **_COMMON}],
    "ruling.recorded": [
        {
            "ruling": "rvs-1",
            "court": "Afdeling bestuursrechtspraak van de Raad van State",
            "pronounced_on": "2024-04-24",
            "case_numbers": ["202400561/1/V2"],
            "ecli": "ECLI:NL:RVS:2024:1664",
            "holdings": [
                {
                    "country": "ML",
                    "element": "decision-moratorium",
                    "areas": ["ML-1", _PART],
                    "outcome": "annulled",
                    "text": "vernietigt het besluit",
                },
                {"country": "ML", "kind": "article-15c", "outcome": "upheld"},
            ],
            **_COMMON,
        }
    ],
    "ruling.identifier-attached": [
        {"ruling": "rvs-1", "case_numbers": ["202400562/1/V2"], "ecli": "ECLI:NL:RVS:2024:1665", **_COMMON}
    ],
    "entry.corrected": [
        {
            "entry": "record/policy.absence-stated/1",
            "content": {"country": "ML", "on": "2022-11-22", "event": "policy.absence-stated"},
            "reason": "leesfout",
            **_COMMON,
        }
    ],
    "entry.struck-out": [{"entry": "record/policy.absence-stated/1", "reason": "dubbel", **_COMMON}],
    "entry.disputed": [
        {"entry": "record/policy.element-withdrawn/1", "field": field, "value": value, **_COMMON}
        for field, value in (
            ("from", "[2024-01-11,2024-01-12]"),
            ("standing", "announced"),
            ("areas", ["ML-7", {"name": "Azawad", "within": "ML-8", "part": True}]),
        )
    ],
    "entry.erased": [
        {
            "entry": "record/case.opened/1",
            "erased": [{"field": "facts.origin", "digest": "WXa2OAh4P5DdKzDEo0gB10Z-FSQaZpqKyKBHFq-znf8"}],
            "reason": "verzoek om wissing",
            **_COMMON,
        }
    ],
    "entry.annotated": [{"entry": "record/policy.absence-stated/1", **_COMMON}],
    "framework.adopted": [
        {
            "framework": "nl-practice-2023",
            "title": "Beslispraktijk 2023",
            "applies_from": "2001-04-01",
            "content": {**_DOCUMENT, "name": "nl-practice-2023.dmn"},
            "evaluator": "1",
            **_COMMON,
        }
    ],
    "case.opened": [
        {
            "case": "a",
            "country": "ML",
            "reference": "2200001",
            "facts": _FACTS,
            "moments": {"application": "2022-09-01", "decision": "2023-01-20"},
            **_COMMON,
        }
    ],
    "case.moment-recorded": [{"case": "a", "moments": {"court-closing": "2023-05"}, **_COMMON}],
    "case.facts-recorded": [{"case": "a", "facts": _FACTS, **_COMMON}],
    "case.assessed": [
        {
            "case": "a",
            "outcome": "internal-protection-available",
            "framework": "nl-practice-2023",
            "tree_size": 12,
            "root_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            **_COMMON,
        }
    ],
}
"""By topic, the fields of one or more entries that together have all there are."""


def records() -> Iterator[dict[str, Any]]:
    """What a ledger of this release keeps of each: `state` is the stored text, to the byte."""
    position = 0
    for topic in EVENTS:
        for number, fields in enumerate(_with_both_ends(FIELDS[topic]), 1):
            position += 1
            key = f"record/{topic}/{number}"
            event = content.check(topic, fields, _refuse)
            assert event is not None
            stream = stream_of(event) or "country/ML"
            stored = codec.stored(key, event, stream, position, "tester")
            yield {
                "position": position,
                "stream": stored.originator_id,
                "topic": stored.topic,
                "state": stored.state.decode(),
                "recorded_at": 1_800_000_000_000_000 + position,
            }


def _with_both_ends(given: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """An entry has one of the two ends: give it once with each."""
    for fields in given:
        yield fields
        for one, other in (("until", "through"), ("through", "until")):
            if one in fields:
                yield {**{name: value for name, value in fields.items() if name != one}, other: fields[one]}


def _refuse(path: str, sentence: str) -> None:
    raise ValueError(f"{path}: {sentence}")


if __name__ == "__main__":
    for each in records():
        sys.stdout.write(json.dumps(each, ensure_ascii=False) + "\n")
