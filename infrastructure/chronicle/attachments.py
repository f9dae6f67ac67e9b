"""The documents that the entries of a chronicle attach: read, checked against what is said of them, and kept once."""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from domain.content import field_names, form_of
from domain.events import EVENTS, EntryCorrected
from infrastructure.chronicle import limits
from infrastructure.chronicle.phrases import megabytes, reason_of, shown


class Attachments:
    """The documents of one chronicle. `folder`: where its paths start; None where the chronicle is no file.

    A path must stay within that folder, also by way of links. A chronicle may come from somebody else, and what it
    attaches is kept for ever: it must not be able to pick up any other file of whoever imports it. `anywhere` is for
    the paths that a person types himself, who can be taken to know which file he means.
    """

    def __init__(self, folder: Path | None, *, anywhere: bool = False) -> None:
        self.folder = folder
        self.anywhere = anywhere
        self._forms = (
            f"write the path of a file{'' if anywhere else ' beside the chronicle'}, "
            "or a map with name and text (or base64)"
        )
        self.documents: dict[str, bytes] = {}
        self._size = 0
        self._read: dict[Path, bytes] = {}

    def attach(self, content: Any, topic: str, path: str, report: Callable[[str, str], None]) -> None:
        """Put SHA-256, name and size in the place of each path and each inline document of an entry's fields.

        After a fault an empty document stands there, so that the fields can still be checked.
        """
        for name in _document_names(topic) & content.keys():
            given, where = content[name], f"{path}{name}"
            if given is None:
                continue
            try:
                content[name] = self._document(given)
            except _NoDocument as problem:
                report(f"{where}{problem.path}", str(problem))
                content[name] = self._keep(b"", "unreadable")
        if topic == EntryCorrected.TOPIC and isinstance(content.get("content"), dict):
            self._attach_in_replacement(content["content"], f"{path}content.", report)

    def _attach_in_replacement(
        self, replacement: dict[str, Any], path: str, report: Callable[[str, str], None]
    ) -> None:
        """A replacement need not name its event; one with a `content` replaces a source or, rarely, a correction."""
        topic, inner = replacement.get("event"), replacement.get("content")
        if topic is None and inner is not None:
            of_correction = isinstance(inner, dict) and not inner.keys() & {"text", "base64", "sha256"}
            topic = EntryCorrected.TOPIC if of_correction else "source.registered"
        if isinstance(topic, str) and topic in EVENTS:
            self.attach(replacement, topic, path, report)

    def _document(self, given: Any) -> dict[str, Any]:
        if type(given) is int:
            given = str(given)
        if isinstance(given, str):
            return self._keep(self._bytes_of_file(given), (Path if self.anywhere else PurePosixPath)(given).name)
        if not isinstance(given, dict):
            raise _NoDocument(f"{shown(given)} is not a document; {self._forms}")
        if "text" in given or "base64" in given:
            return self._inline(given)
        if "sha256" in given:
            return given
        raise _NoDocument(f"the document has neither text nor base64; {self._forms}")

    def _inline(self, given: Mapping[str, Any]) -> dict[str, Any]:
        for each in given:
            if each not in ("name", "text", "base64", "sha256"):
                raise _NoDocument("no such field; a document in the file has name, text or base64, sha256", f".{each}")
        name = given.get("name")
        if not isinstance(name, str) or not name:
            raise _NoDocument("the document needs a name, as in letter.txt", ".name")
        if "text" in given and "base64" in given:
            raise _NoDocument("the document has both text and base64; keep one", ".base64")
        data = _bytes_of_text(given["text"]) if "text" in given else _bytes_of_base64(given["base64"])
        if "sha256" in given and given["sha256"] != hashlib.sha256(data).hexdigest():
            raise _NoDocument(
                "the document is not the one this SHA-256 was taken of: it was changed; restore it, "
                "or take sha256 out if the change is meant",
                ".sha256",
            )
        return self._keep(data, name)

    def _bytes_of_file(self, given: str) -> bytes:
        if self.folder is None:
            raise _NoDocument("this chronicle is not in a folder; attach the document as a map with name and text")
        try:
            path = self._typed_path(self.folder, given) if self.anywhere else _path_within(self.folder, given)
            if path not in self._read:
                self._read[path] = self._opened(path, given)
        except (OSError, ValueError, RuntimeError) as problem:
            raise _NoDocument(f"{shown(given)} cannot be read: {reason_of(problem)}; {self._forms}") from None
        return self._read[path]

    def _typed_path(self, folder: Path, given: str) -> Path:
        # A shell leaves the ~ of --content=~/letter.pdf to us; ~$letter.docx is the name of a file.
        return (folder / (Path(given).expanduser() if given.startswith("~/") else given)).resolve()

    def _opened(self, path: Path, given: str) -> bytes:
        if path.is_dir():
            raise _NoDocument(f"{shown(given)} is a folder; name a file in it")
        if path.exists() and not path.is_file():  # a pipe would keep us waiting
            raise _NoDocument(f"{shown(given)} is not an ordinary file")
        with path.open("rb") as opened:
            return opened.read(limits.LARGEST_DOCUMENT + 1)

    def _keep(self, data: bytes, name: str) -> dict[str, Any]:
        if len(data) > limits.LARGEST_DOCUMENT:
            raise _NoDocument(f"the document is larger than {megabytes(limits.LARGEST_DOCUMENT)}; attach a smaller one")
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.documents:
            if self._size + len(data) > limits.LARGEST_DOCUMENTS:
                raise _NoDocument(
                    f"the documents of this file are together larger than {megabytes(limits.LARGEST_DOCUMENTS)}; "
                    "split the chronicle"
                )
            self._size += len(data)
            self.documents[digest] = data
        return {"sha256": digest, "name": name, "size": len(data)}


def _path_within(folder: Path, given: str) -> Path:
    if given.startswith("~") or PurePosixPath(given).is_absolute() or PureWindowsPath(given).anchor:
        raise _NoDocument(f"{shown(given)} is a place on one machine; write a path relative to the chronicle")
    path = (folder / given).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise _NoDocument(
            f"{shown(given)} lies outside the folder of the chronicle; put the document in that folder, "
            "or the chronicle in the folder above"
        )
    return path


class _NoDocument(Exception):
    """What stands for a document is none; `path` is the part of it that is wrong."""

    def __init__(self, sentence: str, path: str = "") -> None:
        self.path = path
        super().__init__(sentence)


def _bytes_of_text(text: Any) -> bytes:
    if type(text) is int:
        text = str(text)
    if not isinstance(text, str):
        raise _NoDocument(f"{shown(text)} is not text; put it in quotes", ".text")
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise _NoDocument("the text has half a character in it; take it out", ".text") from None


def _bytes_of_base64(text: Any) -> bytes:
    try:
        if isinstance(text, str):
            return base64.b64decode(re.sub(r"[ \t\r\n]+", "", text), validate=True)
    except (binascii.Error, ValueError):
        pass
    raise _NoDocument("this is not base64 (RFC 4648, with padding)", ".base64")


@cache
def _document_names(topic: str) -> frozenset[str]:
    """The fields of an event that hold a document."""
    return frozenset(name for name in field_names(topic) if form_of(topic, name).shape == "file")
