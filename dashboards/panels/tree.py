"""What a panel looks like as plain data: the same tree becomes HTML here and DOM in the browser.

A node is a text or a list [tag, attributes, child, …]; attributes that are None are left out.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

Node = str | list[Any]
VOID = frozenset({"br", "img", "input", "link", "meta"})


def el(tag: str, attributes: Mapping[str, Any] | None = None, *children: Node | None) -> list[Any]:
    """One element; children that are None are left out."""
    kept = {name: str(value) for name, value in (attributes or {}).items() if value is not None}
    return [tag, kept, *(child for child in children if child is not None)]


def div(css: str, *children: Node | None, **attributes: Any) -> list[Any]:
    """A div of a class; keyword attributes write _ for -."""
    return el("div", {"class": css} | dashed(attributes), *children)


def span(css: str, *children: Node | None, **attributes: Any) -> list[Any]:
    """A span of a class; keyword attributes write _ for -."""
    return el("span", {"class": css} | dashed(attributes), *children)


def dashed(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Python's names of attributes as HTML's: data_by → data-by."""
    return {name.replace("_", "-"): value for name, value in attributes.items()}


def to_html(node: Node) -> str:
    """The tree as HTML, every text and attribute escaped."""
    if isinstance(node, str):
        return escape(node, quote=False)
    tag, attributes, *children = node
    opening = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    if tag in VOID:
        return f"<{tag}{opening}>"
    return f"<{tag}{opening}>{''.join(map(to_html, children))}</{tag}>"


def stamped(node: Node, as_of: str) -> Node:
    """The tree with the frame's instant on every number, as the browser puts it on later ones."""
    if isinstance(node, str):
        return node
    tag, attributes, *children = node
    known = attributes | {"data-as-of": as_of} if "data-metric" in attributes else attributes
    return [tag, known, *(stamped(child, as_of) for child in children)]


def text_of(node: Node) -> str:
    """Everything a tree says, in order."""
    return node if isinstance(node, str) else "".join(map(text_of, node[2:]))
