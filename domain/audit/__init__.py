"""What a careful auditor notices in a history (contract, section 9): one function per finding, named after what it
looks for, and each returns every instance. A finding blocks nothing; that nothing is found is no approval.

`audit` asks them all. They look at what counts at the latest position with no public limit: corrected, and without what
was struck out. Where a date is not sure, a finding is made only when every day it can be leads to it. What a finding
means by an element's days is contract 4.1, as `policy.py` reads it.

| module | findings |
|---|---|
| `publicity.py` | `retroactive`, `unpublished`, `used-before-public` |
| `coverage.py` | `overlap`, `gap`: the days that the acts of one element cover |
| `statements.py` | `absence-contradicted`, `presumption-differs`: what an act says against what others say |
| `holdings.py` | `contradictory-holdings` |
| `impossible_dates.py` | `impossible-dates`, of entries and of cases |
| `disputes.py` | `disputed-date`, `disputed` |
| `identifiers.py` | `identifier` |
| `quotes.py` | `quote-not-found` |

`finding.py` has what a finding is, `books.py` what all of them look into.
"""

from collections.abc import Iterator
from datetime import date

from domain.audit.books import Books
from domain.audit.coverage import gaps, overlaps
from domain.audit.disputes import disputed
from domain.audit.finding import Finding
from domain.audit.holdings import contradictory_holdings
from domain.audit.identifiers import identifiers
from domain.audit.impossible_dates import impossible_dates, impossible_moments
from domain.audit.publicity import UNPUBLISHED_AFTER_DAYS, retroactive, unpublished, used_before_public
from domain.audit.quotes import TextOf, quotes_not_found
from domain.audit.statements import absences_contradicted, presumptions_that_differ
from domain.events import CaseEvent, CountryEvent, RulingRecorded
from domain.history import Entry, History

__all__ = ["UNPUBLISHED_AFTER_DAYS", "Finding", "TextOf", "audit"]


def audit(
    history: History,
    today: date,
    text_of: TextOf,
    unpublished_after_days: int = UNPUBLISHED_AFTER_DAYS,
    country: str = "",
) -> tuple[Finding, ...]:
    """Every finding, by the position of its first entry, then by code, entries and what it says.

    With a `country`, only what is recorded of that country and of its cases, the rulings that hold something about it,
    and the sources and rulings that these rest on, as far as citations lead.
    """
    books = Books(history)
    if country:
        books = Books(books.part(_of_country(books, country)))
    findings = (
        *retroactive(books),
        *unpublished(books, today, unpublished_after_days),
        *used_before_public(books),
        *disputed(books),
        *identifiers(books),
        *impossible_dates(books),
        *impossible_moments(books),
        *quotes_not_found(books, text_of),
        *overlaps(books),
        *gaps(books),
        *contradictory_holdings(books),
        *absences_contradicted(books),
        *presumptions_that_differ(books),
    )
    asked = (each for each in dict.fromkeys(findings) if not country or each.country in ("", country))
    return tuple(sorted(asked, key=lambda each: (books.position(each), each.code, each.entries, each.says)))


def _of_country(books: Books, country: str) -> Iterator[Entry]:
    for entry, counting in books.entries:
        for event in (entry.event, counting):
            match event:
                case CaseEvent(case=case) if case in books.cases and books.cases[case].file.country == country:
                    yield entry
                case CountryEvent(country=code) if code == country:
                    yield entry
                case RulingRecorded(holdings=holdings) if any(each.country == country for each in holdings):
                    yield entry
