"""What every answer in text begins with."""

from cli.text.layout import Page
from cli.words.lines import reading_words
from cli.words.terms import Lang, capital


def header(page: Page, title: str, clocks: str, reading: str, lang: Lang) -> None:
    """The first lines of every answer."""
    page.line(title, style="title")
    page.line(capital(clocks))
    page.line(reading_words(reading, lang))
