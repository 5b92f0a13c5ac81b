"""Which of several alternatives of a file is the one that is printed (mc:AlternateContent, ECMA-376-3 10.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tfdocs.read.word.names import MC

# Prefixes of extensions whose content is read here. All writers bind these prefixes to the same namespaces.
_UNDERSTOOD: Final = frozenset(
    [
        "wps",
        "wpg",
        "wpc",
        "w14",
        "w15",
        "w16",
        "w16se",
        "w16cex",
        "w16cid",
        "w16du",
        "w16sdtdh",
        "wp14",
        "a14",
        "a16",
        "pic14",
        "c14",
        "c15",
        "c16r2",
        "cx",
        "cx1",
        "v",
        "o",
        "w",
        "w10",
    ]
)


def chosen(alternate: Any) -> Any | None:
    """The branch of a ``mc:AlternateContent`` to read: the first choice understood, else the fallback."""
    fallback = first = None
    for branch in alternate:
        if branch.tag == MC + "Choice":
            if all(p in _UNDERSTOOD for p in (branch.get("Requires") or "").split()):
                return branch
            if first is None:
                first = branch
        elif branch.tag == MC + "Fallback":
            fallback = branch
    return fallback if fallback is not None else first


def children(element: Any) -> Iterator[Any]:
    """The child elements of ``element``, each alternative replaced by what stands in its chosen branch."""
    for child in element:
        if child.tag == MC + "AlternateContent":
            branch = chosen(child)
            if branch is not None:
                yield from children(branch)
        else:
            yield child
