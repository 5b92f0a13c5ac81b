"""What a text promises, demands or has achieved, as rows one can compute with, each grounded in its words."""

from tfdocs.commitments.extract import extract

__all__ = ["extract"]
