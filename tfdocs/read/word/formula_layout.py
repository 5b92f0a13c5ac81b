"""How a formula (OMML, ECMA-376-1 22.1) stands on paper: what is beside, above and below what.

It must not know how a formula is written on one line, nor of paragraphs.
"""

from __future__ import annotations

from typing import Any, Final

from tfdocs.model.formula import Laid, Set
from tfdocs.read.word.branches import children
from tfdocs.read.word.names import M, W

__all__ = ["laid_out"]

_DEEPEST: Final = 60
# Elements deep: what stands deeper and may be set in several ways is taken for the first; together they would be as
# many as a hostile file likes.
_SEVERAL_WAYS: Final = 10
_PROPERTIES: Final = frozenset(("rPr", "ctrlPr", "argPr"))
_DRAWN: Final = frozenset(("acc", "bar", "groupChr", "borderBox", "phant"))  # with lines that are no characters


def laid_out(element: Any) -> tuple[Laid, bool]:
    """``m:oMath`` or ``m:oMathPara`` as it is laid, and whether lines are drawn in it that are no characters."""
    drawn = any(isinstance(e.tag, str) and e.tag in {M + name for name in _DRAWN} for e in element.iter())
    return _laid(element, 0), drawn


def _row(*parts: Laid) -> Laid:
    flat: list[Laid] = []
    for part in parts:
        flat += part.parts if part.how is Set.ROW else (part,)
    joined: list[Laid] = []
    for part in flat:
        if part.how is Set.TEXT and joined and joined[-1].how is Set.TEXT:
            joined[-1] = _text(joined[-1].text + part.text)
        elif part.how is not Set.TEXT or part.text:
            joined.append(part)
    return joined[0] if len(joined) == 1 else Laid(Set.ROW, tuple(joined))


def _text(text: str) -> Laid:
    return Laid(Set.TEXT, text=text)


def _stack(*parts: Laid) -> Laid:
    return parts[0] if len(parts) == 1 else Laid(Set.STACK, parts)


def _empty(laid: Laid) -> bool:
    return not laid.text.strip() and all(_empty(part) for part in laid.parts)


def _laid(element: Any, depth: int) -> Laid:
    tag = element.tag
    if not isinstance(tag, str) or depth > _DEEPEST:
        return _text("")
    name = tag.rpartition("}")[2]
    if tag in (M + "t", W + "t"):
        return _text(element.text or "")
    if name in _PROPERTIES or (name.endswith("Pr") and name != "oMathPr") or tag in (W + "del", W + "moveFrom"):
        return _text("")
    if tag == M + "oMathPara":
        lines = [_laid(e, depth + 1) for e in element.findall(M + "oMath")]
        return _stack(*lines) if lines else _text("")
    writer = _WRITERS.get(name) if tag.startswith(M) else None
    if writer is not None:
        made: Laid = writer(element, depth)
        return made
    return _row(*(_laid(child, depth + 1) for child in children(element)))


def _part(element: Any, name: str, depth: int) -> Laid:
    found = element.find(M + name)
    return _laid(found, depth + 1) if found is not None else _text("")


def _value(element: Any, properties: str, name: str, default: str) -> str:
    found = element.find(f"{M}{properties}/{M}{name}")
    return default if found is None else str(found.get(M + "val", ""))


def _fraction(element: Any, depth: int) -> Laid:
    above, below = _part(element, "num", depth), _part(element, "den", depth)
    if _value(element, "fPr", "type", "bar") in ("lin", "skw"):
        return _row(above, _text("/"), below)
    return _stack(above, below)


def _beside(base: Laid, low: Laid, high: Laid) -> Laid:
    if _empty(low) or _empty(high):
        if _empty(low) and _empty(high):
            return base
        return Laid(Set.LOWERED, (base, low)) if _empty(high) else Laid(Set.RAISED, (base, high))
    return _row(base, _stack(high, low))


def _scripts(element: Any, depth: int) -> Laid:
    base, low, high = (_part(element, name, depth) for name in ("e", "sub", "sup"))
    if element.tag == M + "sPre":
        return _row(_stack(*(p for p in (high, low) if not _empty(p))), base) if not _empty(_row(low, high)) else base
    return _beside(base, low, high)


def _root(element: Any, depth: int) -> Laid:
    inner = _part(element, "e", depth)
    hidden = _value(element, "radPr", "degHide", "0") in ("1", "on", "true", "")
    degree = _text("") if hidden else _part(element, "deg", depth)
    sign = _text("√")
    if _empty(degree):
        return _row(sign, inner)
    # where the degree stands over the sign's hook, either may begin first
    ways = ((Set.ROW, (degree, sign)), (Set.STACK, (degree, sign)), (Set.ROW, (sign, degree)))
    return Laid(Set.ROW, (_one_of([Laid(how, parts) for how, parts in ways], depth), inner))


def _one_of(ways: list[Laid], depth: int) -> Laid:
    return Laid(Set.ONE_OF, tuple(ways)) if depth <= _SEVERAL_WAYS else ways[0]


def _nary(element: Any, depth: int) -> Laid:
    sign = _text(_value(element, "naryPr", "chr", "∫"))
    low, high, inner = (_part(element, name, depth) for name in ("sub", "sup", "e"))
    if _empty(low) and _empty(high):
        return _row(sign, inner)
    over = _stack(*(p for p in (high, sign, low) if p is sign or not _empty(p)))
    return Laid(Set.ROW, (_one_of([over, _beside(sign, low, high)], depth), inner))


def _delimiters(element: Any, depth: int) -> Laid:
    begin, end, between = (
        _text(_value(element, "dPr", name, default))
        for name, default in (("begChr", "("), ("endChr", ")"), ("sepChr", "|"))
    )
    parts = [begin]
    for n, inner in enumerate(element.findall(M + "e")):
        parts += [between] if n else []
        parts.append(_laid(inner, depth + 1))
    return _row(*parts, end)


def _matrix(element: Any, depth: int) -> Laid:
    rows = [_row(*(_laid(e, depth + 1) for e in row.findall(M + "e"))) for row in element.findall(M + "mr")]
    return _stack(*rows) if rows else _text("")


def _array(element: Any, depth: int) -> Laid:
    rows = [_laid(e, depth + 1) for e in element.findall(M + "e")]
    return _stack(*rows) if rows else _text("")


def _function(element: Any, depth: int) -> Laid:
    return _row(_part(element, "fName", depth), _part(element, "e", depth))


def _limit(element: Any, depth: int) -> Laid:
    base, limit = _part(element, "e", depth), _part(element, "lim", depth)
    parts = (limit, base) if element.tag == M + "limUpp" else (base, limit)
    return _stack(*(p for p in parts if not _empty(p))) if not _empty(_row(*parts)) else base


def _phantom(element: Any, depth: int) -> Laid:
    shown = _value(element, "phantPr", "show", "1") not in ("0", "off", "false")
    return _part(element, "e", depth) if shown else _text("")


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
    "func": _function,
    "limLow": _limit,
    "limUpp": _limit,
    "phant": _phantom,
}
