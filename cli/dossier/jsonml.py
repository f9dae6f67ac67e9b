"""JsonML, the form in which a report stands in a dossier: texts, `["tag", {attributes}, *children]`, and facts.

A fact is `{"fact": [entry, *path]}`: not a text but the place of one in an entry that the dossier carries. Which tags
and attributes there are is decided by whoever shows a report, and refuses others (`infrastructure/proof/page.py`).
"""

import string
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

Node: TypeAlias = Any
"""A text, a fact, or an element as a list."""
JsonML: TypeAlias = list[Any]


def el(tag: str, *children: Node | None, **attributes: str) -> JsonML:
    """One element. `class_` is written `class`, `text_anchor` `text-anchor`; empty attributes and None are left out.

    Texts that stand side by side become one, so that the same words are always the same tree.
    """
    given = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value}
    made: JsonML = [tag, given]
    for child in children:
        if child is None or child == "":
            continue
        if isinstance(child, str) and isinstance(made[-1], str) and len(made) > 2:
            made[-1] += child
        else:
            made.append(child)
    return made


def filled(template: str, **nodes: Node) -> list[Node]:
    """A sentence with nodes where its braces are."""
    told: list[Node] = []
    for words, name, _, _ in string.Formatter().parse(template):
        told += [words] if words else []
        if name is not None:
            node = nodes[name]
            told += node if _is_several(node) else [node]
    return told


def _is_several(node: Node) -> bool:
    """A list of nodes, and not one element? An element has its attributes in second place."""
    return isinstance(node, list) and not (len(node) > 1 and isinstance(node[0], str) and is_attributes(node[1]))


def is_attributes(node: Node) -> bool:
    return isinstance(node, dict) and "fact" not in node


def joined(items: Iterable[Iterable[Node]], between: str = "; ") -> list[Node]:
    """Several rows of nodes in one, with words between them."""
    told: list[Node] = []
    for place, item in enumerate(items):
        told += [between] if place else []
        told += item
    return told


def walk(node: Node) -> Iterator[Node]:
    """Every text, fact and element of a tree, outermost first."""
    yield node
    if isinstance(node, list):
        for child in node[2:]:
            yield from walk(child)


Row: TypeAlias = tuple[str, list[list[Node]]]
"""The class of a row (empty: none) and its cells; a cell is a list of nodes."""


def table(caption: str, heads: Iterable[str], body: Iterable[Row], class_: str = "") -> JsonML:
    """A table with a caption and a scope on every head; the first cell of a row is its head."""
    return _tabled(caption, list(heads), [el("tbody", *map(_row, body))], class_)


def grouped_table(
    caption: str, heads: Iterable[str], groups: Iterable[tuple[str, Iterable[Row]]], class_: str = ""
) -> JsonML:
    """The same of rows in groups, each below a line with its name across the whole table."""
    heads = list(heads)
    bodies = []
    for name, rows in groups:
        over = el("th", name, scope="rowgroup", colspan=str(len(heads)))
        bodies.append(el("tbody", el("tr", over, class_="group"), *map(_row, rows)))
    return _tabled(caption, heads, bodies, class_)


def _row(row: Row) -> JsonML:
    marked, cells = row
    return el("tr", el("th", *cells[0], scope="row"), *(el("td", *cell) for cell in cells[1:]), class_=marked)


def _tabled(caption: str, heads: Iterable[str], bodies: Iterable[JsonML], class_: str) -> JsonML:
    head = el("tr", *(el("th", each, scope="col") for each in heads))
    return framed(el("table", el("caption", caption), el("thead", head), *bodies, class_=class_), caption)


def framed(wide: JsonML, label: str) -> JsonML:
    """What is wide in a frame, in which it moves sideways where there is no room for it; keys can reach it too."""
    return el("div", wide, class_="scroll", role="region", aria_label=label, tabindex="0")


def fields(pairs: Iterable[tuple[str, list[Node]]], class_: str = "") -> JsonML | None:
    """A list of labels with what stands behind each; None without any. A row without nodes is left out."""
    told: list[Node] = []
    for label, nodes in pairs:
        if nodes:
            told += [el("dt", label), el("dd", *nodes)]
    return el("dl", *told, class_=class_) if told else None
