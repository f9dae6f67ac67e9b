"""`kroniek verify`: of a whole ledger, or of a file that somebody handed over: it is looked at to know what it is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from cli.files import file_bytes
from cli.main import Door
from cli.options import Lang, output_options, paper, print_json
from domain.errors import LedgerError, Malformed, ProofMismatch, Refuted

if TYPE_CHECKING:
    from infrastructure.ledger import Ledger
    from infrastructure.proof.note import VerifierKey
    from infrastructure.proof.policy import Policy
    from infrastructure.proof.proof_file import ProofFile

REFUTED = 6
CANNOT_TELL = 8
"""Exit codes of the contract, section 6."""


@dataclass(frozen=True)
class Given:
    """A file to verify, and what the verifier brings: nothing that has to be trusted is taken from the file."""

    file: Path
    data: bytes
    leaf: Path | None
    key: "VerifierKey | None"
    policy: "Policy | None"
    form: str
    lang: Lang

    def trust(self) -> "Policy":
        """Which log, and which witnesses.

        Raises:
            UsageError: nobody said so.
        """
        from infrastructure.proof.policy import Policy

        if self.key is not None:
            return self.policy.only(self.key) if self.policy is not None else Policy.of(self.key)
        if self.policy is not None and self.policy.logs:
            return self.policy
        raise click.UsageError(
            "Name the key of the log that you trust with --key, as `kroniek log key` printed it for you (or --policy "
            "with a line `log VKEY`). It is never taken from the file."
        )


class Kind(NamedTuple):
    """A kind of file: how it is known, and what checks it (raising `Refuted`, or giving an exit code)."""

    name: str
    known: Callable[[bytes], bool]
    check: Callable[[Given], int]


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option(
    "--key", "vkey", metavar="VKEY", help="The log's key, from somebody you trust; `kroniek log key` prints it."
)
@click.option("--leaf", type=click.Path(path_type=Path), metavar="FILE", help="The entry that a proof FILE is about.")
@click.option("--policy", "policy_file", type=click.Path(path_type=Path), metavar="FILE",
              help="The witnesses that must have cosigned (C2SP tlog-policy).")  # fmt: skip
@click.option("--against", type=click.Path(path_type=Path), metavar="CHECKPOINT",
              help="An older checkpoint, kept elsewhere, that the ledger must extend.")  # fmt: skip
@click.option("--log-only", is_flag=True, help="Entries, tree and signatures; not what the entries say, nor answers.")
@output_options()
@click.pass_obj
def verify_command(
    door: Door,
    file: Path | None,
    vkey: str | None,
    leaf: Path | None,
    policy_file: Path | None,
    against: Path | None,
    log_only: bool,
    form: str,
    lang: Lang,
) -> int:
    """Verify the ledger, or a FILE: a dossier, a proof, a checkpoint, or what `disclose` wrote.

    Without FILE everything in the ledger is worked out anew and held against what is stored and what was signed.
    A FILE needs no ledger and no network; it is looked at to know what it is. Leaves with 0 only if everything holds,
    with 6 if anything is refuted, and with 8 if nobody can tell, such as where entries are not signed.
    """
    from infrastructure.proof.note import VerifierKey
    from infrastructure.proof.policy import Policy

    key = VerifierKey.parse(vkey.strip()) if vkey else None
    policy = Policy.parse(file_bytes(policy_file)) if policy_file else None
    if file is None:
        if leaf is not None:
            raise click.UsageError("--leaf belongs to a proof; name its FILE too.")
        with door.ledger(unguarded=True) as ledger:
            return _verify_ledger(ledger, key, policy, against, log_only, form, lang)
    if against is not None or log_only:
        raise click.UsageError("--against and --log-only are about a whole ledger; leave FILE out.")
    return _verify_file(Given(file, file_bytes(file), leaf, key, policy, form, lang))


def _verify_ledger(
    ledger: "Ledger",
    key: "VerifierKey | None",
    policy: "Policy | None",
    against: Path | None,
    only_log: bool,
    form: str,
    lang: Lang,
) -> int:
    from cli.answers.proof import verification_json
    from cli.text.proof import verification_text

    older = file_bytes(against).decode(errors="surrogateescape") if against else None
    with _Bars() as bars:
        found = ledger.verify(key=key, against=older, policy=policy, only_log=only_log, progress=bars)
    if form == "json":
        print_json(verification_json(found))
    else:
        click.echo(verification_text(found, lang, **paper()))
    return {"holds": 0, "refuted": REFUTED, "cannot-tell": CANNOT_TELL}[found.verdict]


class _Bars:
    """A progress bar for each part of a ledger, one after the other."""

    _LABELS: Final = {"log": "The log", "entries": "What entries say", "answers": "Answers"}

    def __enter__(self) -> "_Bars":
        self._part = ""
        self._bar: Any = None
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)

    def __call__(self, part: str, done: int, total: int) -> None:
        from cli.progress import Progress

        if part != self._part:
            self.__exit__()
            self._part, self._bar = part, Progress(self._LABELS[part]).__enter__()
        self._bar(done, total)


def _verify_file(given: Given) -> int:
    kind = next((kind for kind in KINDS if kind.known(given.data.replace(b"\r\n", b"\n"))), None)
    if kind is None:
        from infrastructure.file_kinds import kind_of

        if given.data.startswith(b"SQLite format 3\0"):
            raise Malformed(f"{given.file} is a ledger, it seems; verify it with `kroniek --ledger FILE verify`")
        is_what = kind_of(given.data) or "nothing that can be verified"
        raise Malformed(
            f"{given.file} is {is_what}: no dossier, no proof file, no checkpoint and no file of disclosures"
        )
    if b"\r\n" in given.data and not given.data.startswith(b"%PDF-"):
        raise Malformed(
            f"the line ends of {given.file} were changed on the way (to CR LF, as mail and some editors do), so it is "
            "not the file that was made; ask for it again in an archive, or turn them back (dos2unix)"
        )
    if given.leaf is not None and kind.name != "proof":
        raise click.UsageError(f"--leaf belongs to a proof, and {given.file} is a {kind.name}.")
    try:
        return kind.check(given)
    except (Refuted, Malformed) as reason:
        problem: LedgerError = reason
        if isinstance(reason, Malformed):
            if kind.name == "dossier":  # which is not known by its first bytes alone
                raise
            problem = Refuted(str(reason))  # it says what it is, and is not: as good as changed
        if given.form != "json":
            raise problem from reason
        from cli.answers.proof import refuted_json

        print_json(refuted_json(kind.name, str(problem)))
        return problem.exit_code


# -- kinds of files ---------------------------------------------------------------------------------------------------


def _is_proof(data: bytes) -> bool:
    return data.startswith(b"c2sp.org/tlog-proof@")


def _check_proof(given: Given) -> int:
    from cli.answers.proof import proof_json
    from cli.text.proof import proof_text
    from infrastructure.proof.proof_file import ProofFile
    from infrastructure.proof.tree import leaf_hash

    if given.leaf is None:
        raise click.UsageError(
            "A proof is about one entry; give its bytes with --leaf FILE, as `kroniek entry KEY --leaf` prints them."
        )
    trust = given.trust()
    leaf = file_bytes(given.leaf)
    proof = ProofFile.parse(given.data)
    try:
        checkpoint = proof.check(leaf, trust)
    except ProofMismatch as problem:
        if leaf.endswith(b"\n") and _leads_from(leaf.removesuffix(b"\n").removesuffix(b"\r"), proof, trust):
            raise ProofMismatch(
                f"{given.leaf} ends in a line break that the entry does not have; write it anew with "
                "`kroniek entry KEY --leaf`, or leave the line break out"
            ) from problem
        raise
    key = _key_in(leaf, proof.index)
    if given.form == "json":
        print_json(proof_json(checkpoint, proof.index, leaf_hash(leaf), key))
    else:
        click.echo(proof_text(checkpoint, proof.index, leaf_hash(leaf), key, given.lang, width=paper()["width"]))
    return 0


def _leads_from(leaf: bytes, proof: "ProofFile", trust: "Policy") -> bool:
    try:
        proof.check(leaf, trust)
    except ProofMismatch:
        return False
    return True


def _key_in(leaf: bytes, index: int) -> str:
    """What a leaf calls its entry; "" where it is none of kroniek's.

    Raises:
        Refuted: it says that it stands elsewhere.
    """
    import json

    try:
        told = json.loads(leaf)
        key, position = told["key"], told["position"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    if position != index + 1:
        raise Refuted(f"the entry says that it is @{position}, and the log has it at @{index + 1}")
    return str(key)


def _is_checkpoint(data: bytes) -> bool:
    from domain.errors import LedgerError
    from infrastructure.proof.note import Note

    try:
        Note.parse(data)
    except LedgerError:
        return False
    return True


def _check_checkpoint(given: Given) -> int:
    from cli.answers.proof import checkpoint_json
    from cli.text.proof import checkpoint_text

    checkpoint = given.trust().open(given.data)
    if given.form == "json":
        print_json(checkpoint_json(checkpoint))
    else:
        click.echo(checkpoint_text(checkpoint, given.lang, width=paper()["width"]))
    return 0


def _is_handed(data: bytes) -> bool:
    from infrastructure.proof.handed import is_handed

    return data.lstrip()[:1] == b"{" and is_handed(data)


def _check_handed(given: Given) -> int:
    from cli.answers.proof import handed_json
    from cli.text.proof import handed_text
    from infrastructure.proof.handed import check_handed

    handed = check_handed(given.data, str(given.file), given.trust())
    if given.form == "json":
        print_json(handed_json(handed))
    else:
        click.echo(handed_text(handed, given.lang, width=paper()["width"]))
    return 0


def _is_dossier(data: bytes) -> bool:
    return data.startswith(b"%PDF-") or data[:15].lower() == b"<!doctype html>"


def _check_dossier(given: Given) -> int:
    from cli.dossier.check import verify_dossier
    from cli.text.dossier import verdict_json, verdict_text

    trust = given.trust()
    if len(trust.logs) != 1:
        raise click.UsageError("A dossier is of one log; name its key with --key.")
    verdict = verify_dossier(given.data, trust)
    if given.form == "json":
        print_json(verdict_json(verdict))
    else:
        click.echo(verdict_text(verdict, trust.logs[0].name, given.lang, **paper()))
    return verdict.exit_code


KINDS: Final = (
    Kind("proof", _is_proof, _check_proof),
    Kind("dossier", _is_dossier, _check_dossier),
    Kind("file of disclosures", _is_handed, _check_handed),
    Kind("checkpoint", _is_checkpoint, _check_checkpoint),
)
"""Every kind of file that can be verified, those first that are known by their first bytes."""
