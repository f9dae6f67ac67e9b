"""The dossier as PDF/A-3: the same bytes everywhere, what it carries, and what an archive asks of it.

A validator of PDF/A is not among the tools of the tests; what it would look at first is looked at here.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader, PdfWriter

from domain.errors import Refused, Refuted
from infrastructure.proof.page import page_html
from infrastructure.proof.printed import page_pdf, read_pdf
from tests.support.dossiers import Made, mali_dossier
from tests.support.needs import PROJECT, needs_pango

PRINT = """
import sys
from pathlib import Path
from infrastructure.proof.printed import page_pdf
folder = Path(sys.argv[1])
sys.stdout.buffer.write(page_pdf((folder / "d").read_bytes(), (folder / "statement").read_bytes().decode()))
"""
AIIM = "{http://www.aiim.org/pdfa/ns/id/}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return mali_dossier(tmp_path_factory.mktemp("ledger"), "nl")


@pytest.fixture(scope="module")
def pdf(made: Made) -> bytes:
    needs_pango()
    return page_pdf(made.d_bytes, made.statement)


@pytest.fixture(scope="module")
def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf), strict=True)


def test_what_is_attached_is_read_back(made: Made, pdf: bytes) -> None:
    assert read_pdf(pdf) == (made.d_bytes, made.statement)


def test_the_bytes_do_not_depend_on_the_machine(made: Made, pdf: bytes, tmp_path: Path) -> None:
    """Another zone, locale, hash seed, home, folder, and other fonts than the ones of this process."""
    (tmp_path / "d").write_bytes(made.d_bytes)
    (tmp_path / "statement").write_bytes(made.statement.encode())
    fonts = tmp_path / "fonts.conf"
    fonts.write_text('<?xml version="1.0"?><fontconfig><dir>/nowhere</dir></fontconfig>', encoding="utf-8")
    elsewhere = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(PROJECT),
        "PYTHONHASHSEED": "4242",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "HOME": str(tmp_path),
        "FONTCONFIG_FILE": str(fonts),
        "SOURCE_DATE_EPOCH": "1",
    }

    told = subprocess.run(
        [sys.executable, "-c", PRINT, str(tmp_path)], cwd=tmp_path, env=elsewhere, capture_output=True, timeout=120
    )

    assert told.stderr.decode() == ""
    assert told.stdout == pdf


def test_another_dossier_is_another_file_with_another_identifier(made: Made, reader: PdfReader) -> None:
    other = made.signed_again({**made.dossier, "made_on": "2026-11-23"})

    read = PdfReader(BytesIO(page_pdf(other.d_bytes, other.statement)))

    assert read.trailer["/ID"][0] != reader.trailer["/ID"][0]


def test_it_says_that_it_is_pdf_a_3b(reader: PdfReader) -> None:
    (told,) = (each for each in metadata(reader).iter() if f"{AIIM}part" in each.attrib)

    assert (told.attrib[f"{AIIM}part"], told.attrib[f"{AIIM}conformance"]) == ("3", "B")
    (intent,) = reader.root_object["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_data()[36:40] == b"acsp"
    assert not reader.is_encrypted
    assert len(reader.trailer["/ID"]) == 2


def test_both_attachments_say_what_they_are_to_it(reader: PdfReader, made: Made) -> None:
    files = {each["/UF"]: each for each in (one.get_object() for one in reader.root_object["/AF"])}

    assert {name: each["/AFRelationship"] for name, each in files.items()} == {
        "dossier.json": "/Source",
        "statement.txt": "/Supplement",
    }
    for name, data in (("dossier.json", made.d_bytes), ("statement.txt", made.statement.encode())):
        held = files[name]["/EF"]["/F"]
        assert held.get_data() == data
        assert held["/Params"]["/Size"] == len(data)
        assert held["/Params"]["/ModDate"] == "D:20261122000000Z"
    assert files["dossier.json"]["/EF"]["/F"]["/Subtype"] == "/application/json"
    assert files["statement.txt"]["/EF"]["/F"]["/Subtype"] == "/text/plain"


def test_its_dates_are_the_day_it_was_made_on_in_both_places(reader: PdfReader) -> None:
    dates = [each.text for each in metadata(reader).iter() if each.tag.endswith("}CreateDate")]

    assert dates == ["2026-11-22T00:00:00Z"]
    assert reader.metadata is not None
    assert reader.metadata["/CreationDate"] == reader.metadata["/ModDate"] == "D:20261122000000Z"


def test_each_of_its_letters_is_in_it(reader: PdfReader) -> None:
    fonts = list(fonts_of(reader))

    assert {str(font["/BaseFont"]).split("+")[1].split("-")[1] for font in fonts} == {"Text", "Plain"}
    for font in fonts:
        assert "/ToUnicode" in font
        (below,) = font["/DescendantFonts"]
        assert "/FontFile2" in below["/FontDescriptor"]


def test_its_words_can_be_read_and_searched(reader: PdfReader) -> None:
    text = "\n".join(each.extract_text() for each in reader.pages)

    assert "Dossier van de zaak example" in text
    assert "heb ik besloten om de provincies Gao, Ménaka en Mopti te kwalificeren" in text.replace("\n", " ")
    assert "Fulani → ?" in text
    assert f"1 / {len(reader.pages)}" in text


def test_it_names_the_bytes_that_are_attached(made: Made, reader: PdfReader) -> None:
    text = "".join(each.extract_text() for each in reader.pages)

    assert hashlib.sha256(made.d_bytes).hexdigest() in text.replace("\n", "")


def test_it_is_tagged_titled_and_says_its_language(reader: PdfReader) -> None:
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "nl"
    assert reader.metadata is not None
    assert reader.metadata.title == "Dossier van de zaak example"


def test_nothing_in_it_can_run(pdf: bytes) -> None:
    for name in (b"/JavaScript", b"/JS", b"/Launch", b"/OpenAction", b"/AA", b"/URI", b"/Encrypt"):
        assert name not in pdf.split(b"/EmbeddedFile")[0]


def test_letters_that_the_pdf_does_not_have_are_refused_by_name(made: Made) -> None:
    dossier = made.dossier
    dossier["report"].append(["p", {}, "مالي"])
    other = made.signed_again(dossier)

    with pytest.raises(Refused, match=r"ا \(U\+0627\).*HTML"):
        page_pdf(other.d_bytes, other.statement)

    assert "مالي" in page_html(other.d_bytes, other.statement, other.vkey)


def test_without_pango_a_sentence_says_what_to_install(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def find_spec(self, name: str, *_: Any) -> None:
            if name.startswith("weasyprint"):
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])

    with pytest.raises(Refused, match=r"install it .*libpango-1\.0-0"):
        page_pdf(made.d_bytes, made.statement)


# -- files that are no dossier ----------------------------------------------------------------------------------------


def rewritten(pdf: bytes, **attachments: bytes) -> bytes:
    """A PDF with the pages of the dossier and these attachments."""
    writer = PdfWriter()
    for sheet in PdfReader(BytesIO(pdf)).pages:
        writer.add_page(sheet)
    for name, data in attachments.items():
        writer.add_attachment(name.replace("_", "."), data)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_print_of_it_is_refused(pdf: bytes) -> None:
    with pytest.raises(Refused, match="not what is attached"):
        read_pdf(rewritten(pdf))


def test_more_than_the_two_attachments_is_refused(pdf: bytes, made: Made) -> None:
    both = {"dossier_json": made.d_bytes, "statement_txt": made.statement.encode()}

    assert read_pdf(rewritten(pdf, **both)) == (made.d_bytes, made.statement)
    with pytest.raises(Refused, match="not what is attached"):
        read_pdf(rewritten(pdf, **both, more_txt=b""))


def test_a_statement_that_is_not_text_is_refuted(pdf: bytes, made: Made) -> None:
    with pytest.raises(Refuted, match="not text"):
        read_pdf(rewritten(pdf, dossier_json=made.d_bytes, statement_txt=b"\xff"))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"<!DOCTYPE html>", b"\0" * 1000])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read_pdf(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Type /EmbeddedFile", b"/Type /EmbeddedFile /Filter /Unheard"),
        (b"trailer\n<<", b"trailer\n<< /Encrypt << /Filter /Unheard >>"),
    ],
    ids=["packed in a way", "locked in a way"],
)
def test_a_pdf_made_in_a_way_that_nobody_here_knows_is_refused(pdf: bytes, made: Made, old: bytes, new: bytes) -> None:
    whole = rewritten(pdf, dossier_json=made.d_bytes, statement_txt=made.statement.encode())
    assert old in whole

    with pytest.raises(Refused, match="cannot be read"):
        read_pdf(whole.replace(old, new))


def test_a_pdf_that_was_cut_or_changed_gives_what_it_holds_or_is_refused(pdf: bytes, made: Made) -> None:
    """What is attached is the same, or the statement does not fit it, or it is refused; other errors are bugs."""
    for spot in range(0, len(pdf), len(pdf) // 150):
        for changed in (pdf[:spot], pdf[:spot] + bytes([pdf[spot] ^ 4]) + pdf[spot + 1 :]):
            try:
                read = read_pdf(changed)
            except (Refused, Refuted):
                continue
            around = changed.find(made.d_bytes) >= 0 and changed.find(made.statement.encode()) >= 0
            assert (read == (made.d_bytes, made.statement)) == around


def metadata(reader: PdfReader) -> ElementTree.Element:
    return ElementTree.fromstring(reader.root_object["/Metadata"].get_data())


def fonts_of(reader: PdfReader) -> Iterator[Any]:
    found = {}
    for sheet in reader.pages:
        for name, font in sheet["/Resources"]["/Font"].items():
            found[name] = font.get_object()
    return iter(found.values())
