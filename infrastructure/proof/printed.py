"""The dossier as a document to file: PDF/A-3, the same report, with the data and the statement attached.

The bytes depend on what is printed and on the versions of the libraries, not on the machine: the letters come from
packages (Source Serif and Source Sans, SIL OFL 1.1), are cut to the characters used, and nothing is compressed.
"""

import contextlib
import hashlib
import html
import io
import os
import re
import tempfile
import unicodedata
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, time
from datetime import date as day
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from domain.errors import Refused, Refuted
from infrastructure.proof import page

DOSSIER: Final = "dossier.json"
STATEMENT: Final = "statement.txt"

_FONTS: Final = {
    "sans-regular": ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    "sans-italic": ("font_source_sans_pro", "SourceSansPro-It.ttf"),
    "sans-bold": ("font_source_sans_pro", "SourceSansPro-Bold.ttf"),
    "serif-regular": ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    "serif-italic": ("font_source_serif_pro", "SourceSerifPro-It.ttf"),
    "serif-bold": ("font_source_serif_pro", "SourceSerifPro-Bold.ttf"),
}
_ALWAYS: Final = "0123456789/ •–—’“”"
"""Characters that the style adds: page numbers, marks of lists, quotation marks."""


def page_pdf(d_bytes: bytes, statement: str) -> bytes:
    """The PDF/A-3b for a dossier, with `dossier.json` and `statement.txt` attached. The same bytes every time.

    Args:
        d_bytes: the dossier document; its language, title and day are those of the PDF.
        statement: the signed note over it.

    Raises:
        Refused: a library of the system is missing; the report has characters that the letters do not have.
        Refuted: the dossier cannot be read, or its report holds what no report may hold.
    """
    dossier = page.read_dossier_document(d_bytes)
    opened = page.opened_entries(dossier)
    made_on = _day(dossier)
    report = page.report_html(dossier["report"], opened)
    printed = page.filled(
        "print.html",
        dossier["lang"],
        title=page.escaped(page.report_title(dossier["report"], opened)),
        style=page.asset("page.css") + page.asset("print.css"),
        report=report,
        made_on=made_on.isoformat(),
        sha256=hashlib.sha256(d_bytes).hexdigest(),
    )
    attached = [(DOSSIER, d_bytes, "Source"), (STATEMENT, statement.encode(), "Supplement")]
    identifier = hashlib.sha256(d_bytes + statement.encode()).hexdigest()[:32]
    return _typeset(printed, attached, made_on, identifier)


def read_pdf(data: bytes) -> tuple[bytes, str]:
    """The dossier document and the statement that a PDF carries. Nothing of what its pages show is looked at.

    Raises:
        Refused: this is no PDF, or not one of a dossier: it has no such attachments, or others.
    """
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        attached = pypdf.PdfReader(io.BytesIO(data), strict=False).attachments
        found = {name: list(attached[name]) for name in attached}
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, OSError) as problem:
        raise Refused(f"this PDF cannot be read: {problem}; give the file as it was made") from problem
    if found.keys() != {DOSSIER, STATEMENT} or any(len(each) != 1 for each in found.values()):
        raise Refused(
            f"this is not the PDF of a dossier: {DOSSIER} and {STATEMENT} are not what is attached to it; "
            "give the file as it was made, not a print of it"
        )
    try:
        return bytes(found[DOSSIER][0]), bytes(found[STATEMENT][0]).decode()
    except UnicodeDecodeError:
        raise Refuted(f"the {STATEMENT} of the PDF is not text") from None


def pages_of(data: bytes) -> list[str]:
    """The words of the pages of a PDF; none where they cannot be read."""
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data), strict=False).pages]
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, OSError):
        return []


def _day(dossier: dict[str, Any]) -> day:
    try:
        return day.fromisoformat(dossier["made_on"])
    except (KeyError, TypeError, ValueError):
        raise Refuted("the dossier does not say on what day it was made") from None


def _typeset(printed: str, attached: list[tuple[str, bytes, str]], made_on: day, identifier: str) -> bytes:
    weasyprint = _weasyprint()
    fonts = _cut_fonts(_characters(printed))
    made = datetime.combine(made_on, time(), UTC)

    class OnlyFonts(weasyprint.urls.URLFetcher):  # type: ignore[misc, name-defined]
        """Answers with the letters; nothing else is ever fetched."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix("font:")
            if name not in fonts:
                raise ValueError(f"{url} is not asked for by a dossier")
            return weasyprint.urls.URLFetcherResponse(url, fonts[name], {"Content-Type": "font/ttf"})

    with _no_other_fonts(weasyprint) as configuration:
        document = weasyprint.HTML(string=printed, base_url="dossier:", url_fetcher=OnlyFonts())
        attachments = [
            weasyprint.Attachment(
                file_obj=io.BytesIO(data), name=name, created=made, modified=made, relationship=relationship
            )
            for name, data, relationship in attached
        ]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
            written: bytes = document.write_pdf(
                font_config=configuration,
                attachments=attachments,
                pdf_variant="pdf/a-3b",
                pdf_tags=True,
                pdf_identifier=identifier.encode(),
                full_fonts=True,  # cut here already, by a library that is the same everywhere
                uncompressed_pdf=True,
            )
    return written


def _weasyprint() -> Any:
    """WeasyPrint, which finds libraries of the system when it is imported, and talks when it does not."""
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            import weasyprint
            import weasyprint.text.fonts
            import weasyprint.urls
    except OSError as problem:
        raise Refused(
            f"a PDF needs the library Pango, which is not here ({problem}); install it (on Debian and Ubuntu: "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0), or write the dossier as HTML"
        ) from problem
    return weasyprint


@contextlib.contextmanager
def _no_other_fonts(weasyprint: Any) -> Iterator[Any]:
    """A configuration of fontconfig that has no fonts and no habits of this machine."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="kroniek-") as folder:
        empty = Path(folder, "fonts.conf")
        empty.write_text(
            f'<?xml version="1.0"?><fontconfig><cachedir>{html.escape(folder)}</cachedir></fontconfig>', "utf-8"
        )
        os.environ["FONTCONFIG_FILE"] = str(empty)
        try:
            configuration = weasyprint.text.fonts.FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before
        yield configuration


# -- letters ----------------------------------------------------------------------------------------------------------


def _characters(printed: str) -> set[int]:
    body = re.sub(r"<style>.*?</style>", "", printed, flags=re.DOTALL)
    return {ord(character) for character in html.unescape(body) + _ALWAYS if character not in "\r\n\t"}


def _cut_fonts(characters: set[int]) -> dict[str, bytes]:
    """Each font with only these characters.

    Raises:
        Refused: a character that is in none of them.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    fonts = {name: TTFont(io.BytesIO(_font(*place)), recalcTimestamp=False) for name, place in _FONTS.items()}
    known = {character for font in fonts.values() for character in font.getBestCmap()}
    lacking = sorted(chr(each) for each in characters - known if unicodedata.category(chr(each)) not in ("Cf", "Zs"))
    if lacking:
        raise Refused(
            f"the letters of the PDF do not have {', '.join(f'{each} (U+{ord(each):04X})' for each in lacking[:8])}; "
            "write the dossier as HTML, which takes its letters from the reader's own machine"
        )
    options = subset.Options(hinting=False, notdef_outline=True, name_IDs=["*"], drop_tables=["DSIG", "GSUB"])
    cut = {}
    for name, font in fonts.items():
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        written = io.BytesIO()
        font.save(written)
        cut[name] = written.getvalue()
    return cut


def _font(package: str, name: str) -> bytes:
    return (files(package) / "files" / name).read_bytes()
