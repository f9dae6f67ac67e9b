"""Laws of reports: whatever sources say, a report is made, and every fact in it is a text of an entry."""

import json
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cli.dossier.jsonml import walk
from cli.dossier.report import case_report, country_report
from cli.dossier.timeline import Mark, drawing_of
from infrastructure.chronicle import Draft
from infrastructure.defaults import init_ledger
from infrastructure.proof.page import ATTRIBUTES, TAGS
from tests.property.test_projection_laws import WITH_ELEMENTS, drafts_of
from tests.support.histories import COUNTRY, WINDOW, histories, window_day
from tests.support.reports import at, case_material, country_material, facts_of

DAYS = st.integers(-1, WINDOW + 1).map(window_day)


def case_of(moments: dict[str, date], facts: dict[str, Any]) -> list[Draft]:
    days = {name: day.isoformat() for name, day in moments.items()}
    opened = {"case": "a", "country": COUNTRY, "facts": facts, "moments": days}
    assessed = {"case": "a", "outcome": "individual-assessment", "framework": "nl-practice-2023"}
    return [Draft("case/a/1", "case.opened", opened), Draft("case/a/2", "case.assessed", assessed)]


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "habitual_residence": st.sampled_from(["ML-7", "ML-1"]),
        "origin": st.sampled_from(["established", "not-assessed"]),
        "individual_grounds": st.sampled_from(["none", "refugee"]),
        "ipa_reasonable": st.just("not-assessed"),
    },
)
MOMENTS = st.dictionaries(st.sampled_from(["application", "hearing", "decision"]), DAYS, max_size=3)


@given(histories(uncertain=3, wide=1), DAYS, st.none() | DAYS, MOMENTS, FACTS)
@settings(max_examples=25, deadline=None)
def test_a_report_is_made_of_every_history_and_every_fact_in_it_is_recorded(
    chronicle: list[dict[str, Any]], on: date, public_by: date | None, moments: dict[str, date], facts: dict[str, Any]
) -> None:
    with TemporaryDirectory() as folder, init_ledger(Path(folder) / "x.db", origin="o", actor="t") as ledger:
        ledger.append(drafts_of([*WITH_ELEMENTS, *chronicle]), actor="t")
        ledger.append(case_of(moments, facts), actor="t")
        made = [(country_material(ledger, COUNTRY, on, public_by), country_report)]
        made.append((case_material(ledger, "a"), case_report))

    for material, report_of in made:
        for lang in ("en", "nl"):
            report = report_of(material, lang)
            assert json.loads(json.dumps(report)) == report
            assert all(isinstance(at(material.entries, path), str | int) for path in facts_of(report))
            elements = [node for node in walk(report) if isinstance(node, list)]
            assert all(node[0] in TAGS and node[1].keys() <= ATTRIBUTES for node in elements)
    marks = [Mark(day, name) for name, day in moments.items()]
    drawing = drawing_of(made[0][0].answers["timeline"]["elements"], marks, "nl")
    if drawing:
        drawing.svg("title", "words")
        for one, other in combinations(drawing.labels, 2):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
