"""What the parameters of several commands have in common."""

from __future__ import annotations

from pathlib import Path

import click

# What cannot be read is told by who reads it: the library's own words for it are English, and its code that of a
# mistake of usage.
PATH = click.Path(path_type=Path, readable=False)
