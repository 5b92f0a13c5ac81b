"""Drafts a programme folder from a guide: what can be read is read, what a person must decide is marked."""

from tfdocs.programme.drafting.draft import draft

__all__ = ["draft"]
