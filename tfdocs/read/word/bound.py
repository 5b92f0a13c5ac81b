"""Content controls bound to data that the file carries (w:dataBinding, 17.5.2.6): do they say what they show?

Word shows the data when it opens the file, whatever text is stored in the control; a program that fills in the one and
forgets the other makes a file whose paper says something else than its text. It must not know of paragraphs.
"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from tfdocs.errors import InputError
from tfdocs.read.word.context import Context
from tfdocs.read.word.names import Parts, W

__all__ = ["report_bound"]

_DS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}"
# The stores that every file has: its core and extended properties.
_BUILT_IN: Final = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}": "core-properties",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}": "extended-properties",
}
# Plain steps only: a path is input like any other, and XPath can be made to compute for ever.
_STEP: Final = r"/(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*(?:\[\d{1,4}\])?"
_PATH: Final = re.compile(rf"(?:{_STEP}){{1,40}}(?:/@(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*)?(?:/text\(\))?")
_PREFIX: Final = re.compile(r"xmlns:([A-Za-z_][\w.-]*)\s*=\s*(?:'([^']*)'|\"([^\"]*)\")")
# Their text is a form of the data and not the data itself.
_FORMATTED: Final = tuple(W + n for n in ("date", "picture", "dropDownList", "comboBox", "showingPlcHdr"))
_MOST: Final = 5000


def report_bound(ctx: Context) -> None:
    """A finding for each control whose text is not its data's."""
    root = ctx.parts.root(ctx.parts.main)
    stores: dict[str, Any] | None = None
    for number, binding in enumerate(root.iter(W + "dataBinding")):
        properties = binding.getparent()
        content = properties.getparent().find(W + "sdtContent") if properties.getparent() is not None else None
        if number >= _MOST or content is None or any(properties.find(tag) is not None for tag in _FORMATTED):
            continue
        if any(isinstance(c.tag, str) and c.tag.endswith("}checkbox") for c in properties):
            continue
        if stores is None:
            stores = _stores(ctx.parts)
        data = _value(binding, stores)
        shown = "".join(t.text or "" for t in content.iter(W + "t"))
        if data is not None and "".join(data.split()) != "".join(shown.split()):
            ctx.findings.add("bound-control", "", f"{shown[:12] or '空'} / {data[:12] or '空'}")


def _stores(parts: Parts) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for relation in parts.relations("").values():
        for item, kind in _BUILT_IN.items():
            if relation.kind == kind:
                found[item] = _root(parts, relation.target)
    for relation in parts.relations(parts.main).values():
        if relation.kind != "customXml" or relation.external:
            continue
        described = parts.of_kind(relation.target, "customXmlProps")
        props = _root(parts, described) if described is not None else None
        if props is not None:
            found[(props.get(_DS + "itemID") or "").upper()] = _root(parts, relation.target)
    return found


def _root(parts: Parts, name: str) -> Any | None:
    try:
        return parts.root(name) if name in parts.package else None
    except InputError:  # data of its own is no reason not to read the text
        return None


def _value(binding: Any, stores: dict[str, Any]) -> str | None:
    """The text that a binding points to; None where it points nowhere or is not understood."""
    root = stores.get((binding.get(W + "storeItemID") or "").upper())
    path = binding.get(W + "xpath") or ""
    if root is None or not _PATH.fullmatch(path):
        return None
    prefixes = {p: a or b for p, a, b in _PREFIX.findall(binding.get(W + "prefixMappings") or "") if a or b}
    try:
        found = root.getroottree().xpath(path, namespaces=prefixes)
    except etree.XPathError:
        return None
    if not isinstance(found, list) or not found:
        return None
    return str(found[0]) if isinstance(found[0], str) else "".join(found[0].itertext())
