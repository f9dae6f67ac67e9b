"""Quotes that their source does not have."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from unicodedata import normalize

from domain.audit.books import Books
from domain.audit.finding import Facts, Finding
from domain.events import SourceContentAttached, SourceRegistered

TextOf = Callable[[str], str | None]
"""Gives the text of attached content by its SHA-256 (hex); None when the content is not text or is not at hand."""


def quotes_not_found(books: Books, text_of: TextOf) -> Iterator[Finding]:
    """Quotes that stand in none of the texts attached to their source, white space folded.

    A source whose content is not text, or is not at hand, cannot be searched; its quotes are not checked.
    """
    folded: dict[str, str | None] = {}

    def text(sha256: str) -> str | None:
        if sha256 not in folded:
            found = text_of(sha256)
            folded[sha256] = None if found is None else _folded(found)
        return folded[sha256]

    attached: dict[str, list[str]] = {}
    for _, event in books.entries:
        if isinstance(event, SourceRegistered | SourceContentAttached) and event.content is not None:
            attached.setdefault(event.source, []).append(event.content.sha256)
    for entry, event in books.entries:
        for cite in event.cites:
            texts = [found for sha256 in attached.get(cite.source, ()) if (found := text(sha256)) is not None]
            quote = _folded(cite.quote)
            if quote and texts and not any(quote in each for each in texts):
                source = books.source(cite.source)
                facts: Facts = {
                    "entry": entry.key,
                    "source": cite.source,
                    "at": cite.at or "",
                    "quote": quote,
                    "found": _found(quote, texts),
                }
                yield Finding(
                    "quote-not-found",
                    (entry.key, source[0].key) if source and source[0] is not entry else (entry.key,),
                    "quote-not-found",
                    facts,
                    books.country(entry),
                )


def _found(quote: str, texts: Sequence[str]) -> str:
    """The last words of the quote up to which some text goes along with it; empty where none has its first word."""
    words = quote.split(" ")
    found = bisect_left(range(1, len(words) + 1), True, key=lambda n: not any(" ".join(words[:n]) in t for t in texts))
    return " ".join(words[max(found - 3, 0) : found])


def _folded(text: str) -> str:
    # An entry is NFC by contract while a file need not be; they are the same text all the same.
    return " ".join(normalize("NFC", text).split())
