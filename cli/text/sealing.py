"""Sealed values in text: what is at hand, what was erased and why, what was back after a restore."""

from collections.abc import Sequence

from cli.text.layout import WIDTH, Page
from cli.words.dates import date_words
from cli.words.terms import Lang, say, word
from domain.sealing import UNNAMED, Withheld, dotted
from infrastructure.disclosing import Erasure, SealedEntry


def withheld_words(each: Withheld, lang: Lang) -> str:
    """`facts.origin: erased on 3 January 2026 (case/a/1/erased-...): the person asked for it`."""
    name = each.path.removesuffix(f".{UNNAMED}")
    if not each.erasure:
        return say("sealed-away", lang, field=name)
    day = date_words(str(each.erased_on), lang)
    return say("erased", lang, field=name, day=day, entry=each.erasure, reason=each.reason)


def sealed_text(sealed: SealedEntry, lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """What of an entry is sealed: at hand, and erased."""
    page = Page(width, colour)
    page.line(f"{sealed.key} (@{sealed.position})", style="title")
    held = ", ".join(dotted(each.path) for each in sealed.disclosures) or word("nothing-sealed", lang)
    page.line(say("sealed-at-hand", lang, fields=held), indent=2, hang=4)
    for each in sealed.withheld:
        page.line(withheld_words(each, lang), indent=2, hang=4)
    return page.text()


def restored_text(back: Sequence[Erasure], lang: Lang, *, width: int = WIDTH, colour: bool = False) -> str:
    """What had been erased, was back, and is erased again."""
    if not back:
        return word("nothing-back", lang)
    page = Page(width, colour)
    count = sum(len(each.erased) for each in back)
    page.line(say("erased-again-one" if count == 1 else "erased-again", lang, count=count), style="title")
    for each in back:
        page.line(f"{each.entry}: {', '.join(name for name, _ in each.erased)} ({each.reason})", indent=2, hang=4)
    return page.text()
