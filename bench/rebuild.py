"""Working every projection out anew from the entries."""

from bench.answers import compare
from bench.corpus import Corpus
from bench.table import Bar, Row, measured
from bench.timing import seconds
from infrastructure.projections.rebuild import Difference

BAR = Bar(at_least=100_000)


def rows(corpus: Corpus) -> list[Row]:
    """A rebuild says itself whether what it made is what stood there; only then its time counts."""
    differences: list[Difference] = []
    with corpus.open() as ledger:
        taken = seconds(lambda: differences.extend(ledger.rebuild()))
    compare("the projections", "the rebuild", [str(each) for each in differences], "the append", [])
    return [measured("rebuild of projections", corpus.entries / taken, "entries/s", bar=BAR)]
