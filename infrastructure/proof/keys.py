"""Signing keys in files: PKCS#8 PEM, as openssl writes it, or the PRIVATE+KEY form of Go's note package.

A key file is made once, for its owner's eyes; one that others can read is refused.
"""

import os
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from domain.errors import Conflict, Malformed, NotFound, Refused
from infrastructure.proof.note import SigningKey, base64_of, bytes_of

_NOTE_FORM = "PRIVATE+KEY+"
_PEM_FORM = "-----BEGIN "
_LONGEST = 10_000


def read_key(given: str, name: str) -> SigningKey:
    """The signing key of the log `name`, from a path or from the text of the key itself; "" is whatever name it has.

    Raises:
        NotFound: if there is no such file.
        Refused: if the file cannot be read, others can read it, or it is the key of another name.
        Malformed: if it holds no key.
    """
    if given.lstrip().startswith((_NOTE_FORM, _PEM_FORM)):
        return parse_key(given, name)
    return parse_key(_read(Path(given)), name, where=f" in {given}")


def parse_key(text: str, name: str, where: str = "") -> SigningKey:
    """Read the text of a key; `name` is the log's origin, which PEM does not carry. Sentences never quote the key.

    Without a name it is the key's own; one from PEM is called by `own_name`.

    Raises:
        Malformed: if it is no Ed25519 signing key.
        Refused: if it is the key of another name.
    """
    text = text.strip()
    if text.startswith(_NOTE_FORM):
        return _of_note_form(text, name, where)
    try:
        key = load_pem_private_key(text.encode(errors="surrogateescape"), password=None)
    except TypeError as problem:
        raise Malformed(f"the signing key{where} is locked with a password; give it without one") from problem
    except (ValueError, UnsupportedAlgorithm) as problem:
        raise Malformed(
            f"there is no signing key{where}; it is an Ed25519 key as PKCS#8 PEM (openssl genpkey -algorithm ed25519) "
            f"or a line {_NOTE_FORM}NAME+ID+BASE64"
        ) from problem
    if not isinstance(key, Ed25519PrivateKey):
        raise Malformed(f"the signing key{where} is not an Ed25519 key; make one: openssl genpkey -algorithm ed25519")
    return SigningKey(name or own_name(key.public_key().public_bytes_raw()), key.private_bytes_raw())


def own_name(public: bytes) -> str:
    """What a log is called whose keeper did not name it: by its public key, so that no two are called the same."""
    return f"kroniek/{sha256(public).hexdigest()[:8]}"


def pem(key: SigningKey) -> str:
    """The key as PKCS#8 PEM, which has no place for its name."""
    private = Ed25519PrivateKey.from_private_bytes(key.secret)
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def note_form(key: SigningKey) -> str:
    """The key as Go's note package writes it: PRIVATE+KEY+NAME+ID+BASE64."""
    return f"{_NOTE_FORM}{key.name}+{key.vkey.id.hex()}+{base64_of(bytes([key.algorithm]) + key.secret)}"


def write_key(path: Path, key: SigningKey) -> None:
    """Make the key's file, PKCS#8 PEM, for its owner alone. Never overwrites; leaves nothing half-written.

    Raises:
        Conflict: if there is a file already.
        Refused: if it cannot be written.
    """
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as problem:
        raise Conflict(f"{path} is there already; a signing key is never overwritten, name another file") from problem
    except OSError as problem:
        raise Refused(f"the signing key cannot be written to {path}: {problem.strerror}") from problem
    try:
        with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
            file.write(pem(key))
            file.flush()
            os.fsync(file.fileno())
    except BaseException as problem:
        with suppress(OSError):
            path.unlink()
        if isinstance(problem, OSError):
            raise Refused(f"the signing key cannot be written to {path}: {problem.strerror}") from problem
        raise


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise Refused(
                    f"others on this machine can read or change the signing key {path}; "
                    f"close it with `chmod 600 {path}`, and think about who read it so far"
                )
            data = file.read(_LONGEST)
    except FileNotFoundError as problem:
        raise NotFound(f"there is no signing key at {path}; name its file") from problem
    except OSError as problem:
        raise Refused(f"the signing key {path} cannot be read: {problem.strerror}") from problem
    return data.decode(errors="surrogateescape")


def _of_note_form(text: str, name: str, where: str) -> SigningKey:
    named, _, rest = text.removeprefix(_NOTE_FORM).partition("+")
    id_, _, encoded = rest.partition("+")
    try:
        data = bytes_of(encoded, "it")
        key = SigningKey(named, data[1:], data[0] if data else 0)
    except Malformed:
        # The sentence would quote the key; nor may it be chained where a traceback could show it.
        raise Malformed(f"the line{where} is no signing key; one reads {_NOTE_FORM}NAME+ID+BASE64") from None
    if key.vkey.id.hex() != id_:
        raise Malformed(f"the ID in the signing key{where} is not that of the key; copy it again, whole")
    if name and named != name:
        raise Refused(f"the signing key{where} is that of {named}, and the log is {name}")
    return key
