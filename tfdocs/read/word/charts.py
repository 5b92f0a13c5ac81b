"""The words of a chart (ECMA-376-1 21.2): titles, series, categories, labels that are printed.

The numbers along the axes are computed when the chart is drawn; no file holds them.
"""

from __future__ import annotations

import re
from typing import Any, Final

from tfdocs.read.word.names import A, C

__all__ = ["chart_text", "has_computed_axis"]

# Their legend names the parts of one whole, which are the categories.
_BY_CATEGORY: Final = (C + "pieChart", C + "pie3DChart", C + "doughnutChart", C + "ofPieChart")


def chart_text(root: Any) -> list[str]:
    """What the chart of a ``c:chartSpace`` shows in words, each once, in the file's order."""
    out: list[str] = []
    series = list(root.iter(C + "ser"))
    names = [_named(s) for s in series]
    for title in root.iter(C + "title"):
        text = _words(title)
        # An empty title of the whole chart shows the name of its only series.
        out.append(text or (names[0] if len(names) == 1 and title.getparent().tag == C + "chart" else ""))
    parts = any(next(root.iter(tag), None) is not None for tag in _BY_CATEGORY)
    legend = next(root.iter(C + "legend"), None) is not None
    categories: list[str] = []
    for item, name in zip(series, names, strict=True):
        if legend and not parts:
            out.append(name)
        points = [v.text for v in item.findall(f"{C}cat//{C}pt/{C}v") if v.text]
        categories.extend(p for p in points if p not in categories)
        labels = item.find(C + "dLbls")
        if labels is not None and _on(labels, "showVal"):
            out.extend(v.text for v in item.findall(f"{C}val//{C}pt/{C}v") if v.text)
        for label in item.iter(C + "dLbl"):  # written by hand
            out.append(_words(label))
    labelled = any(_on(labels, "showCatName") for labels in root.iter(C + "dLbls"))
    if not parts or legend or labelled:
        out.extend(categories)
    if not out:  # chart types that came after 2013 keep their words elsewhere
        out = [t.text for t in root.iter() if isinstance(t.tag, str) and t.tag.endswith("}t") and t.text]
    return [re.sub(r"\s+", " ", t).strip() for t in out if t and t.strip()]


def has_computed_axis(root: Any) -> bool:
    """Whether numbers are printed along an axis."""
    deleted = [axis.find(C + "delete") for axis in root.iter(C + "valAx")]
    return any(gone is None or gone.get("val") in ("0", "false") for gone in deleted)


def _on(labels: Any, name: str) -> bool:
    found = labels.find(C + name)
    return found is not None and found.get("val") not in ("0", "false")


def _named(series: Any) -> str:
    name = series.find(C + "tx")
    return _words(name) if name is not None else ""


def _words(element: Any) -> str:
    written = "".join(t.text or "" for t in element.iter(A + "t"))
    return written or "".join(v.text or "" for v in element.iter(C + "v"))
