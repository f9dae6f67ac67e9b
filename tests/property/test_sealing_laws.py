"""The laws of sealing: what is sealed opens to what it was, tells nothing while it is closed, and changes no answer."""

import base64
import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cli.answers.cases import case_json, compare_json, impact_json, replay_json
from domain.errors import CannotTell
from domain.sealing import Path as ValuePath
from infrastructure.chronicle import parse_chronicle
from infrastructure.ledger import Ledger, create_ledger
from infrastructure.proof.sealed import digests_in, open_sealed, seal, without_digests
from infrastructure.store import codec
from infrastructure.store.datastore import Datastore
from tests.property.test_projection_laws import rows_of
from tests.support.caseloads import append, assessed, case, drafts, imported, mali_ledger

TODAY = date(2026, 11, 22)


def salts(seed: int) -> Callable[[int], bytes]:
    numbers = itertools.count()
    return lambda size: hashlib.sha256(f"{seed}/{next(numbers)}".encode()).digest()[:size]


# -- any content ------------------------------------------------------------------------------------------------------

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=6).filter(
    lambda name: name not in ("_sd", "...", "_sd_alg")
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
CONTENT = st.dictionaries(NAMES, VALUES, min_size=1, max_size=4)


def paths_in(value: Any, path: ValuePath = ()) -> Iterator[ValuePath]:
    """Every value in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, each in inner:
        yield (*path, part)
        yield from paths_in(each, (*path, part))


@st.composite
def sealed_contents(draw: st.DrawFn) -> tuple[dict[str, Any], list[ValuePath]]:
    content = draw(CONTENT)
    return content, draw(st.lists(st.sampled_from(sorted(paths_in(content), key=repr)), unique=True, max_size=8))


def without(content: Any, gone: set[ValuePath], path: ValuePath = ()) -> Any:
    """A document without the values at some paths."""
    if isinstance(content, dict):
        return {name: without(each, gone, (*path, name)) for name, each in content.items() if (*path, name) not in gone}
    if isinstance(content, list):
        kept = [(index, each) for index, each in enumerate(content) if (*path, index) not in gone]
        return [without(each, gone, (*path, index)) for index, each in kept]
    return content


@settings(max_examples=300, deadline=None)
@given(sealed_contents(), st.integers(), st.randoms(use_true_random=False))
def test_what_is_sealed_opens_to_what_it_was_in_whatever_order_it_is_disclosed(
    given_: tuple[dict[str, Any], list[ValuePath]], seed: int, randomly: Any
) -> None:
    content, paths = given_
    sealed, made = seal(content, paths, salts(seed))
    texts = [each.text for each in made]
    randomly.shuffle(texts)

    opened = open_sealed(sealed, texts)

    assert json.dumps(opened.content, sort_keys=True) == json.dumps(content, sort_keys=True)
    assert opened.missing == []
    assert {each.digest: each.path for each in made} == opened.disclosed
    assert codec.canonical(open_sealed(sealed, reversed(texts)).content) == codec.canonical(opened.content)


@settings(max_examples=300, deadline=None)
@given(sealed_contents(), st.integers(), st.data())
def test_what_is_not_disclosed_might_as_well_never_have_been_there(
    given_: tuple[dict[str, Any], list[ValuePath]], seed: int, data: st.DataObject
) -> None:
    content, paths = given_
    sealed, made = seal(content, paths, salts(seed))
    chosen = data.draw(st.sets(st.sampled_from(made))) if made else set()
    open_ = {each.path for each in made} - {each.path for each in chosen}
    within = [each for each in chosen if not any(each.path[: len(path)] == path for path in open_)]

    opened = open_sealed(sealed, [each.text for each in within])

    assert opened.content == without(content, open_)
    assert {*opened.disclosed, *(digest for _, digest in opened.missing)} <= {each.digest for each in made}


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.text("xyz", min_size=3, max_size=9), min_size=1),
    st.integers(),
)
def test_without_disclosures_neither_name_nor_value_is_in_the_bytes_of_an_entry(
    facts: dict[str, str], seed: int
) -> None:
    marked = {f"§{name}§": f"¤{value}¤" for name, value in facts.items()}
    paths = [("facts", name) for name in marked]

    sealed, made = seal({"case": "a", "facts": marked}, paths, salts(seed))

    leaf = codec.canonical(sealed).decode()
    assert "§" not in leaf
    assert "¤" not in leaf
    assert without_digests(sealed) == {"case": "a", "facts": {}}
    assert len(list(digests_in(sealed))) == len(facts)
    for each in made:
        salt = json.loads(base64.urlsafe_b64decode(each.text + "=" * (-len(each.text) % 4)))[0]
        assert salt not in leaf


# -- ledgers of cases -------------------------------------------------------------------------------------------------

FACTS = st.fixed_dictionaries(
    {},
    optional={
        "habitual_residence": st.sampled_from(["ML-7", "ML-1", "ML-BKO"]),
        "origin_area": st.sampled_from(["ML-5", "ML-8"]),
        "groups": st.lists(st.sampled_from(["Touareg", "vrouwen"]), min_size=1, unique=True),
        "origin": st.sampled_from(["established", "not-established", "not-assessed"]),
        "individual_grounds": st.sampled_from(["none", "refugee", "not-assessed"]),
        "ipa_reasonable": st.sampled_from(["yes", "no", "not-assessed"]),
    },
)
MOMENTS = st.dictionaries(
    st.sampled_from(["application", "hearing", "decision"]),
    st.sampled_from(["2022-11-22", "2022-12-01", "2023-01-11", "2023-02-01", "2023-01", "unknown"]),
    min_size=1,
)


@st.composite
def caseloads(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Entries of one or two cases: opened, added to, corrected, disputed, assessed, annotated."""
    entries: list[dict[str, Any]] = []
    for name in draw(st.sampled_from([("a",), ("a", "b")])):
        nothing = dict.fromkeys(("habitual_residence", "origin", "individual_grounds", "ipa_reasonable"))
        moments = {"decision": "2023-01-20", **draw(MOMENTS)}
        opened = case(name, facts={**nothing, **draw(FACTS)}, **moments)
        entries.append(opened | draw(st.sampled_from([{}, {"reference": "V-1"}, {"note": "n"}])))
        for number in range(draw(st.integers(0, 3))):
            key = f"case/{name}/{number}"
            entry: dict[str, Any] = {"key": key, "entry": opened["key"]}
            about = {"case": name, "country": "ML", "facts": draw(FACTS), "moments": moments}
            kind = draw(st.sampled_from(["facts", "moment", "correct", "dispute", "annotate", "assess"]))
            match kind:
                case "facts":
                    entry = {
                        "key": key,
                        "event": "case.facts-recorded",
                        "case": name,
                        "facts": {"origin": "established"} | draw(FACTS),
                    }
                case "moment":
                    entry = {"key": key, "event": "case.moment-recorded", "case": name, "moments": draw(MOMENTS)}
                case "correct":
                    entry |= {"event": "entry.corrected", "reason": "r", "content": about}
                case "dispute":
                    entry |= {"event": "entry.disputed", "field": "moments.decision", "value": "2023-01-21"}
                case "annotate":
                    entry |= {"event": "entry.annotated", "note": "bijschrift"}
                case "assess":
                    entry = assessed(name, "individual-assessment") | {"key": key}
            entries.append(entry)
    return entries


@cache
def _mali() -> bytes:
    with TemporaryDirectory() as folder:
        mali_ledger(Path(folder) / "l.db").close()
        return (Path(folder) / "l.db").read_bytes()


@contextmanager
def ledgers(entries: list[dict[str, Any]], *seeds: int) -> Iterator[list[Ledger]]:
    """The same cases beside the policy for Mali, sealed with other salts in each ledger."""
    with TemporaryDirectory() as folder:
        made = []
        for seed in seeds:
            path = Path(folder) / f"{seed}.db"
            path.write_bytes(_mali())
            ledger = Ledger(Datastore.open(path), salts=salts(seed))
            append(ledger, *entries)
            made.append(ledger)
        try:
            yield made
        finally:
            for ledger in made:
                ledger.close()


def answers(ledger: Ledger) -> list[bytes]:
    """What a ledger answers to everything that is asked of cases, but for record times, roots and keys of erasures."""
    told: list[Any] = [[vars(card) for card in ledger.cases()], [vars(each) for each in ledger.case_counts()]]
    for card in ledger.cases():
        told.append(case_json(ledger.case(card.reference), ledger.head()))
        told.append(compare_json(ledger.compare(card.reference, today=TODAY)))
        for known in ("then", "now"):
            try:
                told.append(replay_json(ledger.replay(card.reference, known=known)))  # type: ignore[arg-type]
            except CannotTell as problem:
                told.append(str(problem))
    told.append(impact_json(ledger.impact("ml/letter-15c")))
    told.append([vars(each) for each in ledger.audit(TODAY)])
    return [_alike(json.dumps(each, default=str, sort_keys=True)).encode() for each in told]


def _alike(text: str) -> str:
    text = re.sub(r'"recorded_at": "[^"]*"|"root_hash": "[^"]*"|"digest": "[^"]*"', "", text)
    return re.sub(r"/erased-[a-z0-9-]+", "/erased", text)


@settings(max_examples=25, deadline=None)
@given(caseloads())
def test_salts_change_no_answer(entries: list[dict[str, Any]]) -> None:
    with ledgers(entries, 1, 2) as (one, other):
        assert answers(one) == answers(other)
        assert rows_of(Path(one.place)) == rows_of(Path(other.place))


def sealed_fields(ledger: Ledger) -> list[tuple[str, str]]:
    return [
        (each["key"], field)
        for each in ledger.entries()
        if each["stream"].startswith("case/")
        for field in each.get("sealed", ())
    ]


@settings(max_examples=25, deadline=None)
@given(caseloads(), st.data())
def test_an_exported_ledger_comes_back_the_same_with_whatever_was_erased_of_it(
    entries: list[dict[str, Any]], data: st.DataObject
) -> None:
    with ledgers(entries, 1, 2) as (ledger, same):
        for key, field in data.draw(st.lists(st.sampled_from(sealed_fields(ledger)), unique=True, max_size=4)):
            for each in (ledger, same):
                each.erase(key, [field], reason="r", actor="test")

        copy = imported(Path(ledger.place).with_name("copy.db"), ledger)

        try:
            assert "".join(copy.export("yaml")) == "".join(ledger.export("yaml"))
            assert answers(copy) == answers(ledger) == answers(same)
            assert [ledger.rebuild(), copy.rebuild()] == [(), ()]
            assert rows_of(Path(copy.place)) == rows_of(Path(ledger.place))
        finally:
            copy.close()


@settings(max_examples=25, deadline=None)
@given(caseloads(), st.data())
def test_entries_and_exports_that_stand_already_change_nothing_whatever_was_erased(
    entries: list[dict[str, Any]], data: st.DataObject
) -> None:
    with ledgers(entries, 1) as (ledger,):
        for key, field in data.draw(st.lists(st.sampled_from(sealed_fields(ledger)), unique=True, max_size=4)):
            ledger.erase(key, [field], reason="r", actor="test")
        faults: list[Any] = []
        chronicles = [
            parse_chronicle("".join(ledger.export("json", sealed=sealed)).encode(), "e", None, faults)
            for sealed in (False, True)
        ]

        results = [ledger.append(drafts(*entries), actor="other")]
        results += [ledger.append(each.drafts, actor="other", documents=each.documents) for each in chronicles]

        assert faults == []
        assert [each.entries for each in results] == [(), (), ()]


@settings(max_examples=25, deadline=None)
@given(caseloads(), st.integers())
def test_a_sealed_export_with_its_disclosures_is_the_ledger_to_the_byte(
    entries: list[dict[str, Any]], seed: int
) -> None:
    with ledgers(entries, 1) as (ledger,), create_ledger(Path(ledger.place).with_name("copy.db")) as copy:
        faults: list[Any] = []
        chronicle = parse_chronicle("".join(ledger.export("yaml", sealed=True)).encode(), "e", None, faults)
        texts = {
            each.digest: each.text
            for position in range(1, ledger.head().position + 1)
            for each in ledger.sealed(f"@{position}").disclosures
        }
        documents = {
            sha256: data
            for position in range(1, ledger.head().position + 1)
            for sha256, data in ledger.sealed(f"@{position}").documents.values()
        }

        copy.append(chronicle.drafts, actor="x", documents={**chronicle.documents, **documents}, disclosures=texts)

        assert faults == []
        contents = [[each["content"] for each in one.entries()] for one in (ledger, copy)]
        assert contents[0] == contents[1]
        leaves = [
            [json.loads(one.leaf(f"@{number}"))["content"] for number in range(1, one.head().position + 1)]
            for one in (ledger, copy)
        ]
        assert leaves[0] == leaves[1]
