"""Questions at a point (D, P, R): one element, a whole country, and how both grow with the ledger.

The peer, SQLAlchemy-Continuum, gets the same periods of the same elements, and its answers must be ours.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from bench import data
from bench.answers import compare
from bench.corpus import Corpus, Fold
from bench.peers.conversation import Conversation
from bench.peers.environment import Unavailable, environment
from bench.table import NO_BAR, Bar, Row, measured
from bench.timing import in_turns, median, portions
from domain.history import ordinal
from domain.policy import ElementState
from infrastructure.ledger import Ledger
from infrastructure.projections.tables import FOREVER

PEER = "SQLAlchemy-Continuum"
REQUIREMENTS = ("sqlalchemy-continuum==2.0.0", "sqlalchemy==2.1.9")
SCRIPT = Path(__file__).parent / "peers" / "continuum_script.py"
ELEMENT_BAR = Bar(at_most=0.14)
COUNTRY_BAR = Bar(at_most=2.3)
GROWTH_BAR = Bar(ratio_at_most=2)
GROWN = 1_000_000
"""Acts at which the bar on growth stands: fewer can miss it, not meet it."""
UNIT = "ms"
SAMPLE = 300
"""Periods that Continuum writes by itself, to see that those loaded in bulk are the same."""


def rows(corpus: Corpus, others: dict[str, Corpus], folder: Path, asked: int, checked: int, peers: bool) -> list[Row]:
    """
    Args:
        corpus: the ledger asked, and compared with the peer.
        others: ledgers to compare it with, by what the row calls the growth.
        asked: questions about one element; a tenth as many about a whole country.
        checked: questions of each sort that are also answered by the fold.
    """
    with ExitStack() as opened:
        ledger = opened.enter_context(corpus.open())
        asks = data.asks(corpus.shape, corpus.seed, asked, corpus.entries)
        wide = data.asks(corpus.shape, corpus.seed + 1, max(asked // 10, 1), corpus.entries)
        _compare_with_fold(corpus, ledger, asks[:checked], wide[: max(checked // 20, 1)])
        try:
            if not peers:
                raise Unavailable("not asked for")
            peer, said = opened.enter_context(_peer(corpus, folder)), PEER
            _compare_with_peer(ledger, peer, asks, wide)
        except Unavailable as reason:
            peer, said = None, f"{PEER}: {reason}"
        found = [
            _beside(f"state of one element, {corpus.shape.all_acts:,} acts", ledger, peer, said, asks, False),
            _beside(f"whole state of {corpus.shape.elements:,} elements", ledger, peer, said, wide, True),
        ]
        for name, other in others.items():
            grown = opened.enter_context(other.open())
            found += _growth(name, (corpus, ledger, asks, wide), (other, grown), asked, checked)
    return found


# -- the same answers -------------------------------------------------------------------------------------------------


def _compare_with_fold(corpus: Corpus, ledger: Ledger, asks: Sequence[data.Ask], wide: Sequence[data.Ask]) -> None:
    fold = Fold(ledger.history().entries)
    for ask in asks:
        answer = ledger.element_state(ask.element, ask.point)
        compare(f"{ask.element} at {ask.point}", "the ledger", answer, "the fold", fold.element(*ask))
    for ask in wide:
        listed = ledger.state(ask.country, ask.point).elements
        expected = fold.country(data.elements(corpus.shape, ask.country), ask.point)
        compare(f"{ask.country} at {ask.point}", "the ledger", listed, "the fold", expected)


def _compare_with_peer(ledger: Ledger, peer: Conversation, asks: Sequence[data.Ask], wide: Sequence[data.Ask]) -> None:
    written, same = peer.ask("sample", limit=SAMPLE)
    compare(f"{written} version rows", PEER, same, "the bulk load", True)
    for portion in portions(asks, 100):
        answers = peer.ask("answer", whole=False, asks=[_asked(ask, False) for ask in portion])
        for ask, theirs in zip(portion, answers, strict=True):
            state = ledger.element_state(ask.element, ask.point)
            compare(
                f"{ask.element} at {ask.point}", "the ledger", _plain([state] if state else []), PEER, _sorted(theirs)
            )
    for ask in wide:
        (theirs,) = peer.ask("answer", whole=True, asks=[_asked(ask, True)])
        ours = _plain(replace(state, challenged=()) for state in ledger.state(ask.country, ask.point).elements)
        elements = [each for each in theirs if "kind" in each]  # the others are rulings and statements of absence
        compare(f"{ask.country} at {ask.point}", "the ledger", ours, PEER, _sorted(elements))


def _plain(states: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = msgspec.to_builtins(list(states))
    return _sorted(msgspec.json.decode(msgspec.json.encode(found)))


def _sorted(states: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(states, key=lambda state: str(state["id"]))


def _asked(ask: data.Ask, whole: bool) -> dict[str, Any]:
    moment = ask.point.recorded_by
    about = {"country": ask.country} if whole else {"subject": ask.element}
    return {
        **about,
        "on": ask.point.on.toordinal(),
        "public": ordinal(ask.point.public_by),
        "recorded": FOREVER - 1 if moment is None else moment.position,
    }


@contextmanager
def _peer(corpus: Corpus, folder: Path) -> Iterator[Conversation]:
    python = environment("sqlalchemy-continuum", REQUIREMENTS)
    periods, database = folder / "periods.db", folder / "continuum.db"
    _write_periods(corpus.path, periods)
    with Conversation(python, SCRIPT, [str(database), str(periods)], folder / "continuum.txt") as peer:
        yield peer


def _write_periods(ledger: Path, path: Path) -> None:
    """What any application could have worked out from the entries: each element's states, from when to when."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(
            "CREATE TABLE period (id INTEGER PRIMARY KEY, country TEXT, subject TEXT, on_from INTEGER,"
            " on_until INTEGER, public_from INTEGER, public_until INTEGER, recorded_from INTEGER,"
            " recorded_until INTEGER, practice TEXT)"
        )
        connection.execute("ATTACH ? AS ledger", (str(ledger),))
        connection.execute(
            "INSERT INTO period SELECT id, country, subject, on_from, on_until, public_from, public_until,"
            " recorded_from, nullif(recorded_until, ?), CAST(json AS TEXT)"
            " FROM ledger.policy_state JOIN ledger.state_json ON digest = practice ORDER BY id",
            (FOREVER,),
        )
    finally:
        connection.close()


# -- how fast ---------------------------------------------------------------------------------------------------------


def _beside(
    row: str, ledger: Ledger, peer: Conversation | None, said: str, asks: Sequence[data.Ask], whole: bool
) -> Row:
    """The median of ours and of the peer's, portion by portion in turns."""
    ours: list[float] = []
    theirs: list[float] = []
    for portion in portions(asks, 50 if not whole else 5):
        ours += in_turns({"ours": _question(ledger, whole)}, portion, len(portion))["ours"]
        if peer is not None:
            theirs += peer.ask("time", whole=whole, asks=[_asked(ask, whole) for ask in portion])
    return measured(
        row,
        median(ours) * 1000,
        UNIT,
        peer=said,
        peer_value=median(theirs) * 1000 if theirs else None,
        bar=COUNTRY_BAR if whole else ELEMENT_BAR,
    )


def _question(ledger: Ledger, whole: bool) -> Callable[[data.Ask], object]:
    if whole:
        return lambda ask: ledger.state(ask.country, ask.point)
    return lambda ask: ledger.element_state(ask.element, ask.point)


def _growth(
    name: str,
    small: tuple[Corpus, Ledger, Sequence[data.Ask], Sequence[data.Ask]],
    large: tuple[Corpus, Ledger],
    asked: int,
    checked: int,
) -> list[Row]:
    """Both questions put to both ledgers in turns: about all there is in each, so nothing is nearer than in use."""
    corpus, ledger, asks, wide = small
    other, grown = large
    if (other.shape.elements, other.shape.acts, other.seed) == (corpus.shape.elements, corpus.shape.acts, corpus.seed):
        _compare_countries(ledger, grown, asks[:checked])
    others = data.asks(other.shape, other.seed, asked, other.entries)
    other_wide = data.asks(other.shape, other.seed + 1, max(asked // 10, 1), other.entries)
    _compare_with_fold(other, grown, others[: checked // 10 or 1], []) if checked else None
    found = []
    for what, whole, here, there in (("one element", False, asks, others), ("whole state", True, wide, other_wide)):
        pairs = list(zip(here, there, strict=True))
        before, after = _question(ledger, whole), _question(grown, whole)
        arms: dict[str, Callable[[tuple[data.Ask, data.Ask]], object]] = {
            "before": lambda pair, ask=before: ask(pair[0]),  # type: ignore[misc]
            "after": lambda pair, ask=after: ask(pair[1]),  # type: ignore[misc]
        }
        in_turns(arms, pairs[: len(pairs) // 10], 50)
        taken = in_turns(arms, pairs, 50 if not whole else 5)
        row = measured(
            f"growth of {what}, {name}",
            median(taken["after"]) * 1000,
            UNIT,
            peer=f"the same, {corpus.shape.all_acts:,} acts",
            peer_value=median(taken["before"]) * 1000,
            bar=GROWTH_BAR if other.shape.acts == corpus.shape.acts else NO_BAR,
        )
        small_yet = row.met and other.shape.all_acts < GROWN
        found.append(replace(row, bar=f"{row.bar} at {GROWN:,}", met=None) if small_yet else row)
    return found


def _compare_countries(ledger: Ledger, grown: Ledger, asks: Sequence[data.Ask]) -> None:
    """A country's policy does not depend on what else is in the ledger; only positions do."""
    for ask in asks:
        if ask.point.recorded_by is None:
            compare(
                f"{ask.element} at {ask.point}",
                "the grown ledger",
                _without_positions(grown.element_state(ask.element, ask.point)),
                "the smaller one",
                _without_positions(ledger.element_state(ask.element, ask.point)),
            )


def _without_positions(state: ElementState | None) -> ElementState | None:
    return state and replace(state, entries=tuple(replace(each, position=0) for each in state.entries))
