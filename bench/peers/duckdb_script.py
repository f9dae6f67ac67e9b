"""The peer for bulk replay, run in its own environment: DuckDB, an as-of join of cases with the periods of elements.

Arguments: a folder with the tables as CSV. `cases` are as recorded; `periods` are the states of every element, from
which day to which; `scopes` what each act behind a state says; `covered` which areas of a country each scope holds
(2 surely, 1 maybe). The decision table of `nl-practice-2023` is the CASE at the end.
"""

import json
import sys
import time

import duckdb

LOAD = """
CREATE TABLE cases AS SELECT * FROM read_csv('{folder}/cases.csv', header = true, all_varchar = false,
    types = {{'id': 'INTEGER', 'day': 'INTEGER'}});
CREATE TABLE periods AS SELECT * FROM read_csv('{folder}/periods.csv', header = true);
CREATE TABLE scopes AS SELECT * FROM read_csv('{folder}/scopes.csv', header = true);
CREATE TABLE covered AS SELECT * FROM read_csv('{folder}/covered.csv', header = true);
CREATE TABLE elements AS SELECT DISTINCT country, element FROM periods;
"""
REPLAY = """
CREATE OR REPLACE TABLE outcomes AS
WITH stands AS (
    SELECT c.id, p.period, p.kind, p.binds, p.status
    FROM (SELECT id, day, element FROM cases JOIN elements USING (country)) c
    ASOF JOIN periods p ON c.element = p.element AND c.day >= p.first
    WHERE c.day < p.last
), policies AS (
    SELECT id, bool_or(status IN ('in-force', 'withdrawal-announced', 'announced', 'nothing-particular')) AS exist,
        bool_or(status = 'uncertain') AS doubted
    FROM stands GROUP BY id
), held AS (
    SELECT s.id, s.period, s.kind, s.binds, o.lowest, o.highest, c.grounds,
        CASE WHEN o.grp IS NOT NULL AND o.grp IS DISTINCT FROM c.grp THEN 0
             WHEN o.whole THEN 2
             ELSE greatest(coalesce(a.held, 0), coalesce(b.held, 0)) END AS held
    FROM stands s JOIN cases c USING (id) JOIN scopes o USING (period)
    LEFT JOIN covered a ON a.scope = o.scope AND a.area = c.origin_area
    LEFT JOIN covered b ON b.scope = o.scope AND b.area = c.residence
    WHERE s.binds > 0
), applied AS (
    SELECT id, kind, min(lowest) AS low, max(highest) AS high, any_value(grounds) AS grounds,
        CASE WHEN max(held) = 0 THEN 0 WHEN min(held) = 2 AND any_value(binds) = 2 THEN 2 ELSE 1 END AS applies
    FROM held GROUP BY id, period, kind
), weighed AS (
    SELECT id, kind, applies,
        CASE WHEN kind <> 'internal-protection-alternative' THEN low
             WHEN grounds IN ('none', 'not-assessed') THEN 2 ELSE 1 END AS low,
        CASE WHEN kind <> 'internal-protection-alternative' THEN high
             WHEN grounds IN ('none', 'not-assessed') THEN 2 ELSE 1 END AS high
    FROM applied WHERE applies > 0
), inputs AS (
    SELECT id,
        coalesce(max(low) FILTER (kind = 'article-15c' AND applies = 2), 0) AS area_low,
        coalesce(max(high) FILTER (kind = 'article-15c'), 0) AS area_high,
        coalesce(max(low) FILTER (kind = 'internal-protection-alternative' AND applies = 2), 0) AS ipa_low,
        coalesce(max(high) FILTER (kind = 'internal-protection-alternative'), 0) AS ipa_high,
        coalesce(max(applies) FILTER (kind = 'decision-moratorium'), 0) AS stopped,
        coalesce(bool_or(kind = 'group-persecution' AND applies = 2), false) AS persecuted
    FROM weighed GROUP BY id
)
SELECT c.id, c.country, CASE
    WHEN coalesce(stopped, 0) = 2 THEN 'decision-suspended'
    WHEN coalesce(stopped, 0) = 1 THEN 'undetermined'
    WHEN origin = 'not-established' THEN 'origin-not-established'
    WHEN grounds = 'refugee' OR coalesce(persecuted, false) THEN 'refugee-protection'
    WHEN grounds = 'serious-harm' THEN 'subsidiary-protection'
    WHEN coalesce(area_high > area_low, false) THEN 'undetermined'
    WHEN coalesce(area_low, 0) > 0 AND origin = 'not-assessed' THEN 'origin-check-required'
    WHEN coalesce(area_low, 0) = 2 AND coalesce(ipa_high > ipa_low, false) THEN 'undetermined'
    WHEN coalesce(area_low, 0) = 2 AND coalesce(ipa_low, 0) < 2 THEN 'subsidiary-protection'
    WHEN coalesce(area_low, 0) = 2 AND ipa = 'no' THEN 'subsidiary-protection'
    WHEN coalesce(area_low, 0) = 2 AND ipa = 'yes' THEN 'internal-protection-available'
    WHEN coalesce(area_low, 0) = 2 THEN 'individual-internal-protection-test'
    WHEN coalesce(area_low, 0) = 1 THEN 'individual-assessment'
    WHEN coalesce(exist, false) THEN 'individual-assessment'
    WHEN coalesce(doubted, false) THEN 'undetermined'
    ELSE 'no-country-policy' END AS outcome
FROM cases c LEFT JOIN policies USING (id) LEFT JOIN inputs USING (id)
"""


def main() -> None:
    (folder,) = sys.argv[1:]
    database = duckdb.connect()
    database.execute(LOAD.format(folder=folder))
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(DO[request.pop("do")](database, **request)), flush=True)


def replay(database):
    """Seconds for all cases."""
    start = time.perf_counter()
    database.execute(REPLAY)
    return time.perf_counter() - start


def counts(database):
    return database.execute(
        "SELECT country, outcome, count(*) FROM outcomes GROUP BY country, outcome ORDER BY country, outcome"
    ).fetchall()


def outcomes(database, last):
    """Of the first cases, in order."""
    rows = database.execute("SELECT outcome FROM outcomes WHERE id < ? ORDER BY id", [last]).fetchall()
    return [outcome for (outcome,) in rows]


DO = {"replay": replay, "counts": counts, "outcomes": outcomes}

if __name__ == "__main__":
    main()
