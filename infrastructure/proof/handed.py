"""Checking a file of disclosures that somebody was handed (`kroniek disclose`), without ledger or network."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from domain.errors import CannotTell, Refuted
from domain.sealing import dotted
from infrastructure.disclosing import Disclosures, handed_bytes, is_text, read_disclosures
from infrastructure.proof.checkpoint import Checkpoint
from infrastructure.proof.dossier import Leaf, read_leaf
from infrastructure.proof.policy import Policy
from infrastructure.proof.proof_file import ProofFile
from infrastructure.proof.sealed import open_sealed

_MEMBERS = {"disclosures", "to", "key", "position", "leaf", "disclosed", "documents", "proof"}


class Handed(NamedTuple):
    """What a file of disclosures shows: of which entry, the values by field, and the checkpoint it was checked at."""

    key: str
    position: int
    reader: str
    values: dict[str, Any]
    checkpoint: Checkpoint


def is_handed(data: bytes) -> bool:
    """Whether it looks like such a file."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, Mapping) and "disclosures" in told


def check_handed(data: bytes, name: str, trust: Policy) -> Handed:
    """
    1. the members: those that `disclose` writes, and no others
    2. the entry: canonical, and in the log
    3. the disclosures: each asked for by one digest of the entry, under the name it is given
    4. the documents: each the one that a disclosed value names
    5. the form: to the byte what `disclose` writes; whoever looks at the file must not see what was not checked, such
       as a name that stands twice, or a value beside its disclosure

    Args:
        trust: the log that the reader trusts, and whose cosignatures are asked for.

    Raises:
        CannotTell: the file has no entry or no proof.
        Refuted: anything in it does not fit.
        Malformed: it is no such file.
    """
    given = read_disclosures(data, name)  # 1
    told = json.loads(data)
    if told.keys() - _MEMBERS:
        raise Refuted(f"{name} has what no file of disclosures has: {sorted(told.keys() - _MEMBERS)}")
    if not told.get("leaf") or not told.get("proof"):
        raise CannotTell(f"{name} has no entry with its proof, so nobody can tell whether the log has it")
    leaf = _leaf(str(told["leaf"]), name)  # 2
    proof = ProofFile.parse(str(told["proof"]))
    checkpoint = proof.check(str(told["leaf"]).encode("utf-8"), trust)
    if proof.index + 1 != leaf.position or (told.get("key"), told.get("position")) != (leaf.key, leaf.position):
        raise Refuted(f"{name} says that it is about another entry than {leaf.key} (@{leaf.position})")
    opened = open_sealed(leaf.content, given.texts.values())  # 3
    values: dict[str, Any] = {}
    for digest, path in opened.disclosed.items():
        if given.fields[digest] != dotted(path):
            raise Refuted(f"{name} calls {dotted(path)} by another name: {given.fields[digest]!r}")
        value: Any = opened.content
        for part in path:
            value = value[part]
        values[dotted(path)] = value
    values = dict(sorted(values.items()))
    _check_documents(given, values, name)  # 4
    reader = str(told.get("to", ""))
    if not values or not is_text(reader) or data != _written_again(told, leaf, reader, given, values):  # 5
        raise Refuted(
            f"{name} is not written as `kroniek disclose` writes it, to the byte; ask for the file as it was made"
        )
    return Handed(leaf.key, leaf.position, reader, values, checkpoint)


def _written_again(
    told: Mapping[str, Any], leaf: Leaf, reader: str, given: Disclosures, values: Mapping[str, Any]
) -> bytes:
    texts = {given.fields[digest]: text for digest, text in given.texts.items()}
    return handed_bytes(
        reader=reader,
        key=leaf.key,
        position=leaf.position,
        leaf=told["leaf"],
        disclosed=[(field, texts[field]) for field in values],
        documents={sha256: given.documents[sha256] for sha256 in _named(values) if sha256 in given.documents},
        proof=told["proof"],
    )


def _leaf(text: str, name: str) -> Leaf:
    try:
        return read_leaf(text)
    except ValueError as problem:
        raise Refuted(f"what {name} gives as the entry is none: {problem}") from None


def _named(values: Mapping[str, Any]) -> list[str]:
    """The SHA-256 of each document that a value names."""
    named = [value.get("sha256") for value in values.values() if isinstance(value, Mapping)]
    return [each for each in named if isinstance(each, str)]


def _check_documents(given: Disclosures, values: Mapping[str, Any], name: str) -> None:
    named = _named(values)
    for sha256, data in given.documents.items():
        if sha256 not in named or hashlib.sha256(data).hexdigest() != sha256:
            raise Refuted(f"{name} has a document that no disclosed value names: {sha256}")
