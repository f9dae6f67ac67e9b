"""Sealed values against RFC 9901: its own examples, published cases, another implementation, and what must be refused.

Of the published cases (`sd_jwt_testcases`) the payload applies and all of it is tried. Their signatures, key binding,
headers and serialisations do not: here a leaf of the ledger stands in the place of the signed token.
"""

import base64
import hashlib
import itertools
import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from domain.sealing import Path as ValuePath
from infrastructure.proof.sealed import (
    Disclosure,
    SealBroken,
    digest,
    digests_in,
    disclosure,
    open_sealed,
    seal,
    without_digests,
)
from tests.support.needs import needs_module, needs_vectors


def salts(seed: int = 0) -> Callable[[int], bytes]:
    """Salts that are the same in every run."""
    numbers = itertools.count()
    return lambda size: hashlib.sha256(f"{seed}/{next(numbers)}".encode()).digest()[:size]


def encoded(data: bytes | str) -> str:
    data = data if isinstance(data, bytes) else data.encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def texts(made: list[Disclosure]) -> list[str]:
    return [each.text for each in made]


# -- the examples of RFC 9901 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        (
            "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0",
            ["_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius"],
            "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0",
        ),
        (
            "WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd",
            ["2GLC42sKQveCfGfryNRN9w", "given_name", "John"],
            "jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4",
        ),
    ],
)
def test_the_digest_of_a_disclosure_is_that_of_the_standard(text: str, parts: list[str], expected: str) -> None:
    opened = open_sealed({"_sd": [expected]}, [text])

    assert digest(text) == expected
    assert opened.content == {parts[1]: parts[2]}


def test_a_disclosed_element_of_a_list_stands_where_its_digest_stood() -> None:
    """RFC 9901, section 4.2.4.2: nationalities DE, FR and US, of which FR is not disclosed in the open."""
    text = "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0"
    content = {"nationalities": ["DE", {"...": "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs"}, "US"]}

    assert open_sealed(content, [text]).content == {"nationalities": ["DE", "FR", "US"]}
    assert open_sealed(content, []).content == {"nationalities": ["DE", "US"]}


# -- published cases --------------------------------------------------------------------------------------------------


class Marked(NamedTuple):
    """What a case marks with `!sd`: an element of a list, or the name of a member."""

    value: Any

    def __hash__(self) -> int:
        return hash(str(self.value))


class CaseLoader(yaml.SafeLoader):
    """Reads `!sd` as `Marked`."""


def _marked(loader: yaml.SafeLoader, node: yaml.Node) -> Marked:
    if isinstance(node, yaml.ScalarNode):
        tag = loader.resolve(yaml.ScalarNode, node.value, (node.style is None, node.style is not None))
        return Marked(loader.construct_object(yaml.ScalarNode(tag, node.value)))  # type: ignore[no-untyped-call]
    if isinstance(node, yaml.MappingNode):
        return Marked(loader.construct_mapping(node, deep=True))
    assert isinstance(node, yaml.SequenceNode)
    return Marked(loader.construct_sequence(node, deep=True))


CaseLoader.add_constructor("!sd", _marked)


def plain(value: Any, path: ValuePath, marked: list[ValuePath]) -> Any:
    """The claims without their marks; the paths that were marked are added to `marked`."""
    if isinstance(value, Mapping):
        told = {}
        for name, each in value.items():
            bare = name.value if isinstance(name, Marked) else name
            marked.extend([(*path, bare)] if isinstance(name, Marked) else [])
            told[bare] = plain(each, (*path, bare), marked)
        return told
    if isinstance(value, list):
        marked.extend((*path, index) for index, each in enumerate(value) if isinstance(each, Marked))
        return [
            plain(each.value if isinstance(each, Marked) else each, (*path, index), marked)
            for index, each in enumerate(value)
        ]
    return value


def is_chosen(wishes: Any, path: ValuePath) -> bool:
    """Whether the holder of a case discloses the value at a path."""
    for part in path:
        held: Mapping[Any, Any] = dict(enumerate(wishes)) if isinstance(wishes, list) else wishes
        wishes = held.get(part) if isinstance(held, Mapping) else None
    return wishes not in (None, False)


def cases() -> list[Path]:
    return sorted(path.parent for path in (needs_vectors() / "sd_jwt_testcases").glob("*/specification.yml"))


def test_every_published_case_is_sealed_and_opened_as_it_says() -> None:
    tried = 0
    for folder in cases():
        case = yaml.load((folder / "specification.yml").read_text(encoding="utf-8"), Loader=CaseLoader)
        paths: list[ValuePath] = []
        claims = plain(case["user_claims"], (), paths)

        sealed, made = seal(claims, paths, salts())
        chosen = [each.text for each in made if is_chosen(case["holder_disclosed_claims"], each.path)]

        assert open_sealed(sealed, texts(made)).content == claims, folder.name
        assert open_sealed(sealed, chosen).content == case["expect_verified_user_claims"], folder.name
        assert {each.path for each in made} == set(paths), folder.name
        tried += 1
    assert tried == 17


# -- another implementation -------------------------------------------------------------------------------------------


def marked_for(module: Any, value: Any) -> Any:
    """The marks of a case in the manner of the `sd-jwt` package."""
    if isinstance(value, Marked):
        return module.SDObj(marked_for(module, value.value))
    if isinstance(value, Mapping):
        return {marked_for(module, name): marked_for(module, each) for name, each in value.items()}
    return [marked_for(module, each) for each in value] if isinstance(value, list) else value


def key() -> Any:
    return needs_module("jwcrypto.jwk", "sign as the sd-jwt package wants it").JWK.generate(kty="EC", crv="P-256")


@pytest.mark.parametrize("decoys", [False, True])
def test_what_the_sd_jwt_package_seals_is_opened_here(decoys: bool) -> None:
    issuer = needs_module("sd_jwt.issuer", "seal values with somebody else's program")
    common = needs_module("sd_jwt.common", "seal values with somebody else's program")
    signing = key()
    for folder in cases():
        case = yaml.load((folder / "specification.yml").read_text(encoding="utf-8"), Loader=CaseLoader)
        theirs = issuer.SDJWTIssuer(marked_for(common, case["user_claims"]), signing, add_decoy_claims=decoys)

        opened = open_sealed(theirs.sd_jwt_payload, [each.b64 for each in theirs.ii_disclosures])

        assert opened.content == plain(case["user_claims"], (), []), folder.name
        assert bool(opened.missing) is decoys, folder.name


def presented(content: Mapping[str, Any], disclosures: list[str], signing: Any) -> str:
    """A document and its disclosures as an SD-JWT in compact form."""
    jws = needs_module("jwcrypto.jws", "sign as the sd-jwt package wants it").JWS(json.dumps(content))
    jws.add_signature(signing, alg="ES256", protected=json.dumps({"alg": "ES256", "typ": "example+sd-jwt"}))
    return "~".join([jws.serialize(compact=True), *disclosures, ""])


def verified(content: Mapping[str, Any], disclosures: list[str]) -> Any:
    """What the `sd-jwt` package makes of it."""
    verifier = needs_module("sd_jwt.verifier", "open values with somebody else's program")
    signing = key()
    return verifier.SDJWTVerifier(presented(content, disclosures, signing), lambda *_: signing).get_verified_payload()


def test_what_is_sealed_here_is_opened_by_the_sd_jwt_package() -> None:
    for folder in cases():
        case = yaml.load((folder / "specification.yml").read_text(encoding="utf-8"), Loader=CaseLoader)
        paths: list[ValuePath] = []
        claims = plain(case["user_claims"], (), paths)
        sealed, made = seal(claims, paths, salts())
        chosen = [each.text for each in made if is_chosen(case["holder_disclosed_claims"], each.path)]

        assert verified({**sealed, "_sd_alg": "sha-256"}, texts(made)) == claims, folder.name
        assert verified({**sealed, "_sd_alg": "sha-256"}, chosen) == case["expect_verified_user_claims"], folder.name


def test_a_disclosure_that_nothing_asks_for_is_refused_here_and_passed_over_elsewhere() -> None:
    """Why the package is not what verifies."""
    sealed, made = seal({"a": 1, "b": 2}, [("a",)], salts())
    stray = disclosure(b"0123456789abcdef", "c", 3)

    assert verified({**sealed, "_sd_alg": "sha-256"}, [*texts(made), stray]) == {"a": 1, "b": 2}
    with pytest.raises(SealBroken, match="no digest asks for"):
        open_sealed(sealed, [*texts(made), stray])


# -- what is sealed ---------------------------------------------------------------------------------------------------

FACTS = {
    "case": "a",
    "facts": {"origin": "established", "groups": ["Touareg", "vrouwen"], "habitual_residence": "ML-7"},
    "cites": [{"source": "s", "quote": "de woorden"}, {"source": "t", "quote": "meer woorden"}],
}
PATHS: tuple[ValuePath, ...] = (
    ("facts", "origin"),
    ("facts", "groups"),
    ("facts", "habitual_residence"),
    ("cites", 1, "quote"),
)


def test_neither_name_nor_value_of_what_is_sealed_can_be_read() -> None:
    sealed, made = seal(FACTS, PATHS, salts())

    written = json.dumps(sealed)
    assert not any(word in written for word in ("origin", "established", "groups", "Touareg", "ML-7", "meer woorden"))
    assert sealed["cites"] == [{"source": "s", "quote": "de woorden"}, {"source": "t", "_sd": [made[0].digest]}]
    assert sorted(digests_in(sealed)) == sorted(each.digest for each in made)
    assert without_digests(sealed) == {"case": "a", "facts": {}, "cites": [FACTS["cites"][0], {"source": "t"}]}


def test_the_order_of_digests_says_nothing_of_the_order_of_names() -> None:
    sealed, _ = seal(FACTS, PATHS, salts())

    assert sealed["facts"]["_sd"] == sorted(sealed["facts"]["_sd"])


def test_the_same_value_sealed_twice_has_two_digests() -> None:
    """Else the digests of a ledger could be compared, and a value guessed."""
    sealed, made = seal({"a": "yes", "b": {"a": "yes"}}, [("a",), ("b", "a")], salts())

    assert len(set(texts(made))) == len(set(digests_in(sealed))) == 2
    assert len({json.loads(base64.urlsafe_b64decode(each + "=="))[0] for each in texts(made)}) == 2


def test_a_salt_has_128_bits() -> None:
    asked: list[int] = []

    seal({"a": 1}, [("a",)], lambda size: asked.append(size) or bytes(size))  # type: ignore[func-returns-value]

    assert asked == [16]


def test_a_disclosure_made_before_is_used_again_while_it_says_the_same() -> None:
    _, (before,) = seal({"a": 1}, [("a",)], salts(1))

    _, (same,) = seal({"a": 1}, [("a",)], salts(2), {("a",): before.text})
    _, (other,) = seal({"a": 2}, [("a",)], salts(2), {("a",): before.text})

    assert same == before
    assert other.digest != before.digest


@pytest.mark.parametrize(("old", "new"), [(1, True), (0, False), (1, 1.0), ([1], [True])])
def test_a_disclosure_made_before_is_not_used_for_what_only_python_calls_the_same(old: Any, new: Any) -> None:
    _, (before,) = seal({"a": old}, [("a",)], salts(1))

    sealed, (after,) = seal({"a": new}, [("a",)], salts(2), {("a",): before.text})

    assert json.dumps(open_sealed(sealed, [after.text]).content) == json.dumps({"a": new})


def test_what_is_missing_is_named_by_where_it_stands() -> None:
    sealed, made = seal({**FACTS, "list": ["a", "b"]}, [*PATHS, ("list", 1)], salts())
    by_path = {each.path: each for each in made}

    opened = open_sealed(sealed, [by_path["facts", "origin"].text])

    assert opened.disclosed == {by_path["facts", "origin"].digest: ("facts", "origin")}
    assert sorted(map(str, opened.missing)) == sorted(
        str(each)
        for each in (
            (("facts", "?"), by_path["facts", "groups"].digest),
            (("facts", "?"), by_path["facts", "habitual_residence"].digest),
            (("cites", 1, "?"), by_path["cites", 1, "quote"].digest),
            (("list", 1), by_path["list", 1].digest),
        )
    )


# -- what is refused --------------------------------------------------------------------------------------------------


def refused(content: Mapping[str, Any], *disclosures: str) -> str:
    """Why it is refused; refusing leaves by exit code 6."""
    with pytest.raises(SealBroken) as caught:
        open_sealed(content, disclosures)
    assert caught.value.exit_code == 6
    return str(caught.value)


def test_a_disclosure_given_twice_is_refused() -> None:
    sealed, (made,) = seal({"a": 1}, [("a",)], salts())

    assert "given twice" in refused(sealed, made.text, made.text)


def test_disclosures_of_another_entry_are_refused() -> None:
    """The same values under other salts are somebody else's."""
    sealed, mine = seal(FACTS, PATHS, salts(1))
    _, others = seal(FACTS, PATHS, salts(2))

    for number, other in enumerate(others):
        given = [other.text if number == index else each.text for index, each in enumerate(mine)]
        assert "no digest asks for" in refused(sealed, *given)


def test_a_digest_that_stands_twice_is_refused_disclosed_or_not() -> None:
    sealed, (made,) = seal({"a": 1}, [("a",)], salts())

    for content in ({**sealed, "b": sealed}, {"_sd": [made.digest, made.digest]}):
        assert "stands twice" in refused(content)
        assert "stands twice" in refused(content, made.text)
    assert "stands twice" in refused({**sealed, "b": [{"...": made.digest}]})


def test_a_digest_that_stands_in_its_own_value_is_never_opened() -> None:
    """A disclosure within itself cannot be made; one that names a digest of the outside can, and stands twice."""
    inner = disclosure(bytes(16), "b", 1)
    outer = disclosure(bytes(16), "a", {"_sd": [digest(inner)]})

    assert "stands twice" in refused({"_sd": [digest(outer), digest(inner)]}, outer, inner)


def member(*parts: Any) -> tuple[dict[str, Any], str]:
    """A document whose one digest is that of a disclosure with these parts."""
    text = encoded(json.dumps(parts))
    return {"_sd": [digest(text)]}, text


@pytest.mark.parametrize(
    "parts",
    [
        *([], ["salt"], ["salt", "value"], ["salt", "name", "value", "more"]),
        *([1, "name", "value"], [None, "name", "value"], [["salt"], "name", "value"]),
        *(["salt", 1, "value"], ["salt", None, "value"], ["salt", ["name"], "value"], ["salt", {}, "value"]),
        *(["salt", "_sd", "value"], ["salt", "_sd", []], ["salt", "...", "value"]),
    ],
)
def test_a_disclosure_without_a_salt_a_name_and_a_value_is_refused(parts: list[Any]) -> None:
    content, text = member(*parts)

    assert refused(content, text)


@pytest.mark.parametrize("parts", [[], ["salt"], ["salt", "name", "value"], [1, "value"], [None, "value"]])
def test_an_element_of_a_list_without_a_salt_and_a_value_is_refused(parts: list[Any]) -> None:
    _, text = member(*parts)

    assert refused({"list": [{"...": digest(text)}]}, text)


def test_a_member_is_no_element_and_an_element_no_member() -> None:
    sealed, (element,) = seal({"list": ["a"]}, [("list", 0)], salts())
    _, (named,) = seal({"a": 1}, [("a",)], salts())

    assert refused({"_sd": [element.digest]}, element.text)
    assert refused({"list": [{"...": named.digest}]}, named.text)
    assert open_sealed(sealed, [element.text]).content == {"list": ["a"]}


SAID = '["c2FsdA", "name", "value"]'


@pytest.mark.parametrize(
    "raw",
    [
        *("", "x", "null", "{}", '"text"', "1", '{"0": "salt"}', f"{SAID} {SAID}", SAID[:-1], f"{SAID},"),
        *('["salt", "name", NaN]', '["salt", "name", Infinity]', '["salt", "name", -Infinity]'),
        *('["salt", "name", 01]', '["salt", "name", "\x01"]', "['salt', 'name', 'value']", '["salt", "name", tru]'),
        *('["salt", "name", {"a": 1, "a": 2}]', '["salt", "name", [{"a": {"b": 1, "b": 1}}]]'),
        *('["salt", "name", "\\ud800"]', '["salt", "na\\udfffme", 1]'),
        "[" * 100_000,
        f'["salt", "name", {"[" * 100_000}{"]" * 100_000}]',
        f'["salt", "name", {"9" * 5_000}]',
        SAID.encode("utf-8-sig"),
        SAID.encode("utf-16"),
        SAID.encode("utf-16-le"),
        SAID.encode("utf-32-be"),
        b'["salt", "name", "\xff"]',
        b'["salt", "name", "\xc0\xaf"]',
        b'["salt", "name", "\xed\xa0\x80"]',
    ],
)
def test_what_is_not_plain_json_in_utf_8_is_refused(raw: str | bytes) -> None:
    text = encoded(raw)

    assert refused({"_sd": [digest(text)]}, text)


@pytest.mark.parametrize("deep", [101, 150, 300, 900])
def test_values_too_deep_within_each_other_are_refused(deep: int) -> None:
    """Python's stack must not decide what is a seal: the same at every depth of whoever asks."""
    value: Any = 1
    for _ in range(deep):
        value = [value]
    content, text = member("salt", "name", value)

    assert "deep" in refused(content, text)
    assert "deep" in refused({"name": value})


def test_sealed_values_too_deep_within_each_other_are_refused() -> None:
    made = [disclosure(bytes(16), "a", 1)]
    for _ in range(200):
        made.append(disclosure(bytes(16), "a", {"_sd": [digest(made[-1])]}))

    assert "deep" in refused({"_sd": [digest(made[-1])]}, *made)


@pytest.mark.parametrize("data", [b"\xfb\xff\xfe" * 3, b'["c2FsdA", "n", "?>?"]', b'["c2FsdA", "n", "value"]'])
def test_there_is_one_way_to_write_bytes_in_base64url(data: bytes) -> None:
    right = encoded(data)
    padded = base64.urlsafe_b64encode(data).decode()
    others = {
        padded if padded != right else f"{right}=",
        f"{right}==",
        base64.b64encode(data).decode() if set(right) & {"-", "_"} else f"{right}\n",
        f" {right}",
        f"{right}\n",
        f"{right[:4]}\n{right[4:]}",
        *(right[:-1] + letter for letter in LETTERS if _spare(right[:-1] + letter, data)),
    } - {right}

    for other in others:
        assert "not base64url" in refused({"_sd": [digest(other)]}, other)


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _spare(text: str, data: bytes) -> bool:
    """Whether a lenient reader takes a text for these bytes: it differs in bits that are not used."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) == data


def test_a_disclosure_in_other_letters_is_refused() -> None:
    assert "not base64url" in refused({}, "WyJzYWx0IiwgImEiLCAxXQé")


def test_a_name_that_is_there_already_is_refused() -> None:
    one, other = disclosure(bytes(16), "a", 1), disclosure(b"1" * 16, "a", 2)

    assert "stands there already" in refused({"a": 0, "_sd": [digest(one)]}, one)
    assert "stands there already" in refused({"_sd": [digest(one), digest(other)]}, one, other)


@pytest.mark.parametrize(
    "content",
    [
        *({"_sd": "text"}, {"_sd": {}}, {"_sd": None}, {"_sd": [1]}, {"_sd": [None]}, {"_sd": [["x"]]}),
        *({"_sd": [""]}, {"_sd": ["short"]}, {"_sd": ["=" * 43]}, {"_sd": ["A" * 42]}, {"_sd": ["A" * 44]}),
        *({"_sd": ["A" * 42 + "B"]}, {"_sd": ["A" * 42 + "é"]}, {"_sd": ["A" * 43 + "\n"]}, {"_sd": ["+" * 43]}),
        *({"a": {"_sd": 1}}, {"a": [{"_sd": "x"}]}, {"...": "A" * 43}, {"a": {"...": "A" * 43}}),
        *({"a": [{"...": 1}]}, {"a": [{"...": "A" * 43, "b": 1}]}, {"a": [{"...": "no"}]}, {"a": [{"...": None}]}),
        *({"_sd_alg": "sha-512"}, {"_sd_alg": "SHA-256"}, {"_sd_alg": None}),
    ],
)
def test_digests_that_are_none_are_refused(content: dict[str, Any]) -> None:
    assert refused(content)


def test_a_named_algorithm_is_sha_256_or_refused() -> None:
    sealed, (made,) = seal({"a": 1}, [("a",)], salts())

    assert open_sealed({**sealed, "_sd_alg": "sha-256"}, [made.text]).content == {"a": 1}


# -- mutations --------------------------------------------------------------------------------------------------------


def mutations(text: str, randomly: random.Random) -> Iterator[str]:
    for place in range(len(text)):
        yield text[:place] + text[place + 1 :]
        yield text[:place] + randomly.choice(LETTERS + "=+/ \n~.é") + text[place:]
        for _ in range(6):
            yield text[:place] + randomly.choice(LETTERS) + text[place + 1 :]
        yield text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
    yield from (text * 2, text[::-1], text.upper(), text.lower(), f"{text}=", f"{text}A", "")


def test_of_thousands_of_changed_disclosures_none_is_taken() -> None:
    randomly = random.Random(9901)
    sealed, made = seal(FACTS, PATHS, salts())
    tried = 0

    for number, each in enumerate(made):
        others = [other.text for index, other in enumerate(made) if index != number]
        for changed in {*mutations(each.text, randomly)} - {each.text}:
            refused(sealed, *others, changed)
            tried += 1

    assert tried >= 2_000


def test_of_thousands_of_changed_digests_none_takes_the_disclosure() -> None:
    randomly = random.Random(1099)
    sealed, made = seal(FACTS, PATHS, salts())
    tried = 0

    for each in sealed["facts"]["_sd"]:
        for changed in {*mutations(each, randomly)} - {each}:
            rest = [other for other in sealed["facts"]["_sd"] if other != each]
            refused({**sealed, "facts": {"_sd": [*rest, changed]}}, *texts(made))
            tried += 1

    assert tried >= 1_000
