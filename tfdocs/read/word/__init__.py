"""Word files as their paper: ``read_word`` gives a ``Document`` with every printed character, once, in order.

Only LibreOffice's output is ever read here besides a file's own XML; this package knows neither PDFs nor OCR engines.
"""

from tfdocs.read.word.context import FINAL, RevisionView
from tfdocs.read.word.reader import read_package, read_word

__all__ = ["FINAL", "RevisionView", "read_package", "read_word"]
