"""Formulas (OMML, ECMA-376-1 22.1) on one line, with as few marks as possible that the paper does not show.

Powers and indices become Unicode superscripts and subscripts where those exist (x², aᵢ), which fold to the characters
on paper; a fraction becomes a/b. It must not know of paragraphs.
"""

from __future__ import annotations

from typing import Any, Final

from tfdocs.read.word.branches import children
from tfdocs.read.word.names import M, W

__all__ = ["linear"]

_SUPER: Final = dict(
    zip("0123456789+-−=()niabcdefghjklmoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)
)
_SUB: Final = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_SKIPPED: Final = frozenset(("rPr", "ctrlPr", "argPr"))


def linear(element: Any) -> str:
    """The text of ``m:oMath`` or ``m:oMathPara``."""
    return "".join(_write(element, 0).split("\n"))


def _raised(text: str, table: dict[str, str], mark: str) -> str:
    if all(c in table for c in text):
        return "".join(table[c] for c in text)
    return mark + (text if len(text) == 1 else f"({text})")


def _operand(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() or (text[:1] in "(（" and text[-1:] in ")）") else f"({text})"


def _part(element: Any, name: str, depth: int) -> str:
    found = element.find(M + name)
    return _write(found, depth + 1) if found is not None else ""


def _property(element: Any, properties: str, name: str) -> str | None:
    found = element.find(f"{M}{properties}/{M}{name}")
    return None if found is None else found.get(M + "val", "")


def _write(element: Any, depth: int) -> str:
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    name = tag.rpartition("}")[2]
    if tag in (M + "t", W + "t"):
        return element.text or ""
    if tag == W + "tab" or tag == W + "br":
        return " "
    if name in _SKIPPED or (name.endswith("Pr") and name != "oMathPr") or tag in (W + "del", W + "moveFrom"):
        return ""
    writer = _WRITERS.get(name) if tag.startswith(M) else None
    if writer is not None:
        written: str = writer(element, depth)
        return written
    return "".join(_write(child, depth + 1) for child in children(element))


def _fraction(element: Any, depth: int) -> str:
    above, below = _part(element, "num", depth), _part(element, "den", depth)
    if _property(element, "fPr", "type") == "noBar":
        return f"{above}{below}"
    return f"{_operand(above)}/{_operand(below)}"


def _scripts(element: Any, depth: int) -> str:
    base = _part(element, "e", depth)
    low, high = _part(element, "sub", depth), _part(element, "sup", depth)
    marks = (_raised(low, _SUB, "_") if low else "") + (_raised(high, _SUPER, "^") if high else "")
    return marks + base if element.tag == M + "sPre" else base + marks


def _root(element: Any, depth: int) -> str:
    degree = "" if _property(element, "radPr", "degHide") in ("1", "on", "true", "") else _part(element, "deg", depth)
    return (_raised(degree, _SUPER, "") if degree else "") + "√" + _operand(_part(element, "e", depth))


def _nary(element: Any, depth: int) -> str:
    sign = _property(element, "naryPr", "chr")
    low, high = _part(element, "sub", depth), _part(element, "sup", depth)
    marks = (_raised(low, _SUB, "_") if low else "") + (_raised(high, _SUPER, "^") if high else "")
    return ("∫" if sign is None else sign) + marks + _part(element, "e", depth)


def _delimiters(element: Any, depth: int) -> str:
    begin, end, middle = (_property(element, "dPr", n) for n in ("begChr", "endChr", "sepChr"))
    inner = ("|" if middle is None else middle).join(_write(e, depth + 1) for e in element.findall(M + "e"))
    return ("(" if begin is None else begin) + inner + (")" if end is None else end)


def _matrix(element: Any, depth: int) -> str:
    rows = [" ".join(_write(e, depth + 1) for e in row.findall(M + "e")) for row in element.findall(M + "mr")]
    return " ".join(rows)


def _array(element: Any, depth: int) -> str:
    return " ".join(_write(e, depth + 1) for e in element.findall(M + "e"))


def _accent(element: Any, depth: int) -> str:
    return _part(element, "e", depth) + (_property(element, "accPr", "chr") or "\u0302")


def _function(element: Any, depth: int) -> str:
    return _part(element, "fName", depth) + " " + _part(element, "e", depth)


def _limit(element: Any, depth: int) -> str:
    return _part(element, "e", depth) + _part(element, "lim", depth)


def _phantom(element: Any, depth: int) -> str:
    return "" if _property(element, "phantPr", "show") in ("0", "off", "false") else _part(element, "e", depth)


_WRITERS: Final = {
    "f": _fraction,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _scripts,
    "rad": _root,
    "nary": _nary,
    "d": _delimiters,
    "m": _matrix,
    "eqArr": _array,
    "acc": _accent,
    "func": _function,
    "limLow": _limit,
    "limUpp": _limit,
    "phant": _phantom,
}
