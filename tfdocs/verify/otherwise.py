"""What has the Word's characters and not its meaning, for the print around or between them is another.

Each pass is told what the ones before it found, and says nothing of those places again; so their order matters.
"""

from __future__ import annotations

from collections.abc import Sequence

from tfdocs.model.page import Page
from tfdocs.read.pdf.tables import DPI
from tfdocs.verify import printed_columns, printed_rows
from tfdocs.verify.bracket_shapes import other_brackets
from tfdocs.verify.fills import other_fills
from tfdocs.verify.ink_looks import InkLooks
from tfdocs.verify.moved import moved_hunks
from tfdocs.verify.number_bounds import other_numbers
from tfdocs.verify.pages import PageLedger
from tfdocs.verify.pen_marks import penned_words
from tfdocs.verify.pieces import Placing
from tfdocs.verify.printed_columns import in_other_columns
from tfdocs.verify.printed_rows import in_other_rows
from tfdocs.verify.raised import other_heights
from tfdocs.verify.ruled import COARSE, Ruled
from tfdocs.verify.spans import other_spans
from tfdocs.verify.standing import misplaced
from tfdocs.verify.struck import struck_words
from tfdocs.verify.tabbed_rows import at_other_tabs
from tfdocs.verify.underscores import other_underscores
from tfdocs.verify.weighed import Weighed
from tfdocs.verify.witness import Witness


def rules_ahead(placing: Placing, pages: Sequence[Page], ledger: PageLedger, witness: Witness | None) -> Ruled:
    """What ``printed_otherwise`` asks about rules, begun by another thread as soon as lines are placed.

    Finding them takes a quarter of the time that judging a scan full of tables does.
    """
    ruled = Ruled(pages, witness)
    rows, columns = printed_rows.pages_asked(placing, ledger), printed_columns.pages_asked(placing, ledger)
    ruled.begin([*((page, COARSE) for page in rows), *((page, DPI) for page in columns)])
    return ruled


def printed_otherwise(
    placing: Placing, pages: Sequence[Page], ledger: PageLedger, ruled: Ruled, weighed: Sequence[Weighed]
) -> list[Weighed]:
    """What stands where the Word has something else (page, row, column, merged cell, tabulator), is struck out, or has
    a pen's strokes over it.

    ``ruled``: what ``rules_ahead`` began; ``weighed``: what has been found so far.
    """
    moved = moved_hunks(placing, pages, ledger)
    # first, for without the rules it is as well the next row's own lines that stand too high
    strayed = in_other_rows(placing, ledger, ruled, [*weighed, *moved])
    out = [*moved, *strayed, *misplaced(placing, ledger, moved, strayed)]
    out += in_other_columns(placing, pages, ledger, ruled, [*weighed, *out])
    out += other_spans(placing, ledger, ruled, [*weighed, *out])
    out += at_other_tabs(placing, ledger, [*weighed, *out])
    out += struck_words(placing, pages)
    return [*out, *penned_words(placing, pages, [*weighed, *out])]


def inked_otherwise(placing: Placing, looks: InkLooks, weighed: Sequence[Weighed]) -> list[Weighed]:
    """What the ink of a place tells and its characters do not: raised figures, room within numbers, what is solid,
    brackets' shapes, underscores.

    ``weighed``: what has been found so far.
    """
    out = other_heights(placing, looks, weighed)
    out += other_numbers(placing, looks, [*weighed, *out])
    out += other_fills(placing, looks, [*weighed, *out])
    out += other_brackets(placing, looks, [*weighed, *out])
    return [*out, *other_underscores(placing, looks, [*weighed, *out])]
