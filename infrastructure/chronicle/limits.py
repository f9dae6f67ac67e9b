"""How much a chronicle may hold. Not what anybody needs, but where something else than a chronicle is being fed."""

from typing import Final

LARGEST_FILE: Final = 256 * 1024 * 1024
"""Bytes of a chronicle file, inclusive."""
LARGEST_DOCUMENT: Final = 64 * 1024 * 1024
"""Bytes of one attached document, inclusive."""
LARGEST_DOCUMENTS: Final = 512 * 1024 * 1024
"""Bytes of all documents attached by one file together, inclusive: they are held in memory until they are stored."""
DEEPEST: Final = 32
"""Maps and lists within each other, the outermost included; an entry itself stands at 3."""
LARGEST_ENTRY: Final = 10_000
"""Values within one entry, maps and lists included."""
MOST_FAULTS: Final = 10_000
"""Where somebody feeds us something else than a chronicle, reading stops here."""
