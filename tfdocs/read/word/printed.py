"""What a run's characters become on paper: symbols of old fonts, capitals, brackets, leaders; or nothing, where the
run's look or a field keeps them off it.

It must not know the elements that the characters come from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tfdocs.model.formula import Formula, Laid
from tfdocs.read.word.styles import NOTHING, RunLook, lies_hidden
from tfdocs.read.word.symbols import symbol

if TYPE_CHECKING:
    from tfdocs.read.word.story import Story

_PRIVATE: Final = re.compile("[\uf000-\uf0ff]")
_BREAKS: Final = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
# What fills the way to a tab stop (17.3.1.37), long enough to be known as a leader by whoever folds it.
_LEADERS: Final = {"dot": "……", "middleDot": "······", "hyphen": "------", "underscore": "______", "heavy": "______"}
_SOFT_HYPHEN: Final = "\u00ad"
# Figures and signs only: 10⁵ is another number than 105, and a letter's height changes no word.
_RAISED: Final = {
    "superscript": str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"),
    "subscript": str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋"),
}


class Printed:
    """The text of a paragraph as it grows. ``pieces`` is what is printed, ``hidden`` what is not, by the reason."""

    def __init__(self, story: Story, ground: str) -> None:
        self.story = story
        self.ground = ground
        self.pieces: list[str] = []
        self.hidden: dict[str, list[str]] = {}
        self.struck: list[str] = []  # those of ``pieces`` that have a line through them
        self.laid: list[tuple[int, Laid, bool]] = []  # formulas in two dimensions: which of ``pieces``
        self.spaced: list[tuple[int, float]] = []  # pieces with so many points more between their characters
        self._tabs: list[int] = []  # where in ``pieces``
        self._brackets = ""  # of 双行合一, open at this point

    def emit(self, text: str, look: RunLook) -> None:
        """Print ``text``, unless a field's instruction or the run's look keeps it off the paper."""
        fields = self.story.fields
        if fields.in_code:
            return
        if look is not NOTHING:
            reason = lies_hidden(look, self.ground)
            if reason == "white-text" and self.story.backdrop:
                self.hidden.setdefault("white-text-doubtful", []).append(text)
            elif reason:
                if text.strip():
                    self.hidden.setdefault(reason, []).append(text)
                if reason == "hidden-text" or text.strip():
                    return
            if look.font:
                text = "".join(symbol(ord(c), look.font) if c <= "\xff" or _PRIVATE.match(c) else c for c in text)
            if look.caps:
                text = text.upper()
            if look.raised:
                text = text.translate(_RAISED.get(look.raised, {}))
            if look.brackets or self._brackets:
                text = self._bracketed(text, look.brackets or "")
        if _PRIVATE.search(text):
            text = _PRIVATE.sub(lambda m: symbol(ord(m.group()), ""), text)
        text = _BREAKS.sub(" ", text.replace(_SOFT_HYPHEN, ""))
        if text:
            if look.struck:
                self.struck.append(text)
            if look.spacing:
                self.spaced.append((len(self.pieces), look.spacing))
            self.pieces.append(text)
            fields.produced()

    def _bracketed(self, text: str, brackets: str) -> str:
        """双行合一 in brackets: Word prints the pair, the file does not hold it (17.3.2.10)."""
        out = ""
        if self._brackets and brackets != self._brackets:
            out, self._brackets = self._brackets[1], ""
        if brackets and not self._brackets:
            out, self._brackets = out + brackets[0], brackets
        return out + text

    def lead(self, stops: dict[int, str]) -> None:
        """Print the leaders of tabs. The last tab is taken to run to the last stop, the one before to the one before.

        Which stop a tab really reaches depends on the widths of words; contents lists and lines to write on fit this.
        """
        leaders = [stops[position] for position in sorted(stops) if stops[position] != "clear"]
        for at, leader in zip(reversed(self._tabs), reversed(leaders), strict=False):
            self.pieces[at] = _LEADERS.get(leader, self.pieces[at])

    def struck_in(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where in the paragraph's whole ``text`` those pieces stand that have a line through them."""
        out: list[tuple[int, int]] = []
        at = 0
        for piece in self.struck:
            found = text.find(piece, at)
            if found >= 0:
                at = found + len(piece)
                out.append((found, at))
        return tuple(out)

    def spaced_in(self, text: str) -> tuple[tuple[int, int, float], ...]:
        """Where in the paragraph's whole ``text`` characters stand further apart, and by how many points."""
        return tuple((*self._place(text, at), points) for at, points in self.spaced)

    def formulas_in(self, text: str) -> tuple[Formula, ...]:
        """Where in the paragraph's whole ``text`` the formulas in two dimensions stand."""
        return tuple(Formula(*self._place(text, at), laid, marked) for at, laid, marked in self.laid)

    def _place(self, text: str, at: int) -> tuple[int, int]:
        """Where piece ``at`` stands in ``text``, which ends with all pieces."""
        start = len(text) - sum(map(len, self.pieces[at:]))
        return start, start + len(self.pieces[at])

    def finish(self) -> str:
        """The text; what was hidden becomes findings."""
        if self._brackets:
            self.pieces.append(self._brackets[1])
            self._brackets = ""
        for reason, texts in self.hidden.items():
            self.story.ctx.findings.add(reason, self.story.place(), "".join(texts))
        return "".join(self.pieces)
