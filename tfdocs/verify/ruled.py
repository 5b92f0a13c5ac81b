"""The tables that a page's rules make, found once for all that ask, and in which of their cells lines stand."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from tfdocs.errors import EngineFailed
from tfdocs.model.page import Page
from tfdocs.read.pdf.tables import DPI, Cell, Grid, grids_of
from tfdocs.verify.table_grid import Part
from tfdocs.verify.witness import Witness

__all__ = ["COARSE", "FINE", "Ruled", "cell_of", "middle", "of_table"]

COARSE = 100  # dpi at which most rules are seen, in two fifths of the time that all of them take

# dpi at which the hairlines of a black-and-white scan are whole: drawn at ``DPI``, six tables of one page had lost
# uprights, and none at this; asked where the others tell nothing.
FINE = 200


class Ruled:
    """The grids of the pages of a pair. Without a ``witness`` no page has any."""

    def __init__(self, pages: Sequence[Page], witness: Witness | None) -> None:
        self._pages = pages
        self._witness = witness
        self._known: dict[tuple[int, float], tuple[Grid, ...]] = {}
        self._begun: dict[tuple[int, float], Future[tuple[Grid, ...]]] = {}

    def begin(self, asked: Sequence[tuple[int, float]]) -> None:
        """Have the grids of ``asked`` (a page's index and dpi) found in this order while others judge.

        One that is asked for before its turn has come is found by who asks.
        """
        if self._witness is None:
            return
        for page, dpi in dict.fromkeys(asked):
            if (page, dpi) not in self._known:
                self._begun[page, dpi] = self._witness.beside(self._drawn, self._pages[page], dpi)

    def grids(self, page: int, dpi: float = DPI) -> tuple[Grid, ...]:
        """The tables of a page (its index); none where it cannot be drawn, which its reader told."""
        known = self._known.get((page, dpi))
        if known is None:
            begun = self._begun.pop((page, dpi), None)
            known = self._drawn(self._pages[page], dpi) if begun is None or begun.cancel() else begun.result()
            self._known[page, dpi] = known
        return known

    def _drawn(self, page: Page, dpi: float) -> tuple[Grid, ...]:
        if self._witness is None:
            return ()
        try:
            drawn = self._witness.without_colour(page, dpi)
        except EngineFailed:
            return ()  # told by the reader; what the lines themselves say is still asked
        return grids_of(drawn, page.width / drawn.shape[1])


def of_table(grids: Sequence[Grid], parts: Sequence[Part]) -> Grid | None:
    """The one of ``grids`` that most of a table's ``parts`` stand in."""
    return max(grids, key=lambda g: sum(cell_of(g, p) is not None for p in parts), default=None)


def middle(part: Part) -> tuple[float, float]:
    """The middle of ``part`` on the page, in points."""
    return (part.x0 + part.x1) / 2, part.y


def cell_of(grid: Grid, part: Part) -> Cell | None:
    """The printed cell that ``part`` stands in."""
    return grid.cell_at(*middle(part))
