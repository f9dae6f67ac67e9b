"""Signed notes, C2SP signed-note: a text and who signed it. What is signed here stands in `checkpoint.py`; `keys.py`
keeps signing keys in files.

Every reader here takes only what its writer would give, byte for byte: base64 with stray bits, a size with a leading
zero or another end of line would let two files differ and say the same.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.errors import Malformed, ProofMismatch, Refused

ED25519 = 0x01
"""The signature type of a log: Ed25519 (RFC 8032) over the text of the note."""

COSIGNATURE = 0x04
"""The signature type of a witness: Ed25519 over a time and the text of a checkpoint (`cosignature.py`)."""

LONGEST = 1_000_000
"""Bytes of a note; a longer one is not read."""

MOST_SIGNATURES = 100

_DASH = "— "

_NAME = re.compile(r"[^\s+\x00-\x1f\ud800-\udfff]+")
"""Half a character is none: bytes of the command line that are not UTF-8 arrive as such."""
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")

_FIELD = 2**255 - 19
_OF_LOW_ORDER = {
    0,
    1,
    _FIELD - 1,
    int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
    int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
}
"""The y of the eight points of the curve whose order divides 8: as public keys they verify signatures of nobody."""


@dataclass(frozen=True)
class Signature:
    """One signature line: who says to have signed, with which key (4 bytes of key ID), and the signature itself."""

    name: str
    id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64_of(self.id + self.value)}\n"

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read a signature line, without its newline.

        Raises:
            Malformed: if it is no signature line.
        """
        name, space, text = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not space or not _NAME.fullmatch(name):
            raise Malformed(f"{_quoted(line)} is no signature line; one reads: — NAME BASE64")
        data = bytes_of(text, "the signature")
        if len(data) < 5:
            raise Malformed(f"the signature line of {name} is too short for a key ID and a signature")
        return cls(name, data[:4], data[4:])


@dataclass(frozen=True)
class VerifierKey:
    """A public key that somebody trusts, as a C2SP vkey writes it: NAME+ID+BASE64.

    Raises:
        Malformed: if a name is no key name, or the type or length of the key is none that is checked here.
    """

    name: str
    public: bytes
    algorithm: int = ED25519

    def __post_init__(self) -> None:
        _require_name(self.name)
        if self.algorithm not in (ED25519, COSIGNATURE) or len(self.public) != 32:
            raise Malformed(
                f"the key of {self.name} is of type {self.algorithm:#04x} with {len(self.public)} bytes; "
                "kroniek checks Ed25519 keys, of type 0x01 (log) or 0x04 (witness) with 32 bytes"
            )
        if _is_weak(self.public):
            raise Malformed(f"the key of {self.name} is one for which anybody can sign; ask them for their real key")

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """
        Raises:
            Malformed: if it is no verifier key, or its ID is not that of the key.
        """
        name, plus, rest = vkey.partition("+")
        id_, another, text = rest.partition("+")
        if not plus or not another:
            raise Malformed(
                f"{_quoted(vkey)} is no verifier key; one reads NAME+ID+BASE64, as `kroniek log key` prints"
            )
        data = bytes_of(text, f"the key of {name}")
        key = cls(name, data[1:], data[0] if data else 0)
        if key.id.hex() != id_:
            raise Malformed(
                f"the verifier key of {name} says its ID is {id_!r}, and it is {key.id.hex()}; copy it again, whole"
            )
        return key

    @property
    def id(self) -> bytes:
        """The four bytes that, with the name, say which key signed."""
        return sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:4]

    @property
    def text(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64_of(bytes([self.algorithm]) + self.public)}"

    def has_signed(self, text: str, signature: bytes) -> bool:
        """Whether this key made the signature (without key ID) on the text of a note."""
        message = text.encode()
        if self.algorithm == COSIGNATURE:
            seconds, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            if seconds >= 1 << 63:
                return False
            message = cosigned_message(text, seconds)
        return self.has_signed_bytes(message, signature)

    def has_signed_bytes(self, message: bytes, signature: bytes) -> bool:
        """Whether this is an Ed25519 signature on exactly these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """The secret half: its name, and the 32 bytes that RFC 8032 calls the private key. Never shown, never logged."""

    name: str
    secret: bytes = field(repr=False)
    algorithm: int = ED25519

    def __post_init__(self) -> None:
        if self.algorithm not in (ED25519, COSIGNATURE) or len(self.secret) != 32:
            raise Malformed(
                f"the signing key of {self.name} is of type {self.algorithm:#04x} with {len(self.secret)} bytes; "
                "kroniek signs with Ed25519 keys, of type 0x01 (log) or 0x04 (witness) with 32 bytes"
            )
        _require_name(self.name)

    @classmethod
    def generate(cls, name: str, algorithm: int = ED25519) -> Self:
        """A new key, from the randomness of the operating system."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw(), algorithm)

    @property
    def vkey(self) -> VerifierKey:
        return VerifierKey(self.name, self._private.public_key().public_bytes_raw(), self.algorithm)

    def sign(self, text: str) -> Signature:
        """Sign the text of a note. A witness's key signs in `cosignature.py`, with its time."""
        if self.algorithm != ED25519:
            raise Refused(
                f"the key {self.name} is that of a witness; it signs checkpoints with a time, and nothing else"
            )
        return Signature(self.name, self.vkey.id, self.sign_bytes(text.encode()))

    def sign_bytes(self, message: bytes) -> bytes:
        return self._private.sign(message)

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)


@dataclass(frozen=True)
class Note:
    """A text, which ends in a newline, and the signatures under it. Nobody has checked them: `open_note` does.

    Raises:
        Malformed: if no note can have such a text, or it has none or too many signatures.
    """

    text: str
    signatures: tuple[Signature, ...]

    def __post_init__(self) -> None:
        _checked(self.text.encode(errors="surrogatepass"))
        if not self.text.endswith("\n"):
            raise Malformed("the text of a note ends in a newline")
        if not 0 < len(self.signatures) <= MOST_SIGNATURES:
            raise Malformed(f"a note has from 1 to {MOST_SIGNATURES} signatures, not {len(self.signatures)}")

    @classmethod
    def parse(cls, data: bytes | str) -> Self:
        """
        Raises:
            Malformed: if it is no signed note.
        """
        whole = text_of(data)
        end = whole.rfind("\n\n")
        if end < 0 or not whole.endswith("\n"):
            raise Malformed(
                "this is no signed note: that is a text, an empty line, and signature lines, each with a newline"
            )
        return cls(whole[: end + 1], tuple(map(Signature.parse, whole[end + 2 : -1].split("\n"))))

    @property
    def written(self) -> str:
        """The whole note, as files carry it."""
        return f"{self.text}\n{''.join(map(str, self.signatures))}"


def open_note(data: bytes | str, keys: Iterable[VerifierKey]) -> Note:
    """The text, with the signatures that these keys made; those of other keys are left out, unread.

    Raises:
        Malformed: if it is no signed note.
        ProofMismatch: if none of the keys signed it, or a signature in the name of one of them does not fit.
        Refused: if two of the keys cannot be told apart, having one name and one ID.
    """
    return signed_by(Note.parse(data), keys)


def signed_by(note: Note, keys: Iterable[VerifierKey]) -> Note:
    """As `open_note`, of a note that was parsed.

    Raises:
        ProofMismatch, Refused: as `open_note`.
    """
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if known.setdefault((key.name, key.id), key) != key:
            raise Refused(f"two different keys have the name {key.name} and the ID {key.id.hex()}; trust one of them")
    verified: dict[Signature, None] = {}
    for signature in note.signatures:
        by = known.get((signature.name, signature.id))
        if by is None:
            continue
        if not by.has_signed(note.text, signature.value):
            raise ProofMismatch(
                f"the signature of {by.name}+{by.id.hex()} does not fit the text: one of the two was changed"
            )
        verified[signature] = None
    if not verified:
        wanted = ", ".join(f"{name}+{id_.hex()}" for name, id_ in known) or "nobody"
        raise ProofMismatch(f"none of the trusted keys signed this note; trusted: {wanted}")
    return Note(note.text, tuple(verified))


def cosigned_message(text: str, seconds: int) -> bytes:
    """What a witness signs: the text of a checkpoint under the time at which it was seen, in seconds since 1970."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def text_of(data: bytes | str) -> str:
    """
    Raises:
        Malformed: if it is not UTF-8, too long, or has control characters other than newlines.
    """
    raw = data.encode(errors="surrogatepass") if isinstance(data, str) else data
    return _checked(raw)


def _checked(raw: bytes) -> str:
    if len(raw) > LONGEST:
        raise Malformed(f"{len(raw)} bytes are too many for a signed note or proof; at most {LONGEST} are read")
    try:
        text = raw.decode()
    except UnicodeDecodeError as problem:
        raise Malformed(f"this is no signed note or proof: byte {problem.start} is not UTF-8") from problem
    control = _CONTROL.search(text)
    if control is not None:
        raise Malformed(
            f"this is no signed note or proof: it has the control character {control[0]!r}; a newline alone ends a line"
        )
    return text


def base64_of(data: bytes) -> str:
    return b64encode(data).decode()


def bytes_of(text: str, what: str) -> bytes:
    """Read base64 (RFC 4648, section 4), in its one canonical spelling; `what` begins the sentence when it is not.

    Raises:
        Malformed: if it is anything else.
    """
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        data = b""
    if base64_of(data) != text:
        raise Malformed(f"{what} is not base64 as RFC 4648 writes it: {_quoted(text)}")
    return data


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise Malformed(f"{_quoted(name)} is no key name; it has no spaces, no + and at least one character")


def _is_weak(public: bytes) -> bool:
    """Of low order, or in another spelling than its one (RFC 8032, 5.1.3), which could pass for a second key."""
    y = int.from_bytes(public, "little") & 2**255 - 1
    return y >= _FIELD or y in _OF_LOW_ORDER


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:77]}...")
