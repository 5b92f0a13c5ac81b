"""Where a command's JSON goes: a file, whole or not at all, or standard output. It must not know what is in it."""

from __future__ import annotations

from pathlib import Path

import click

from tfdocs.report.writing import write_bytes

STDOUT = "-"


def write_json(target: str, text: str) -> None:
    """Write ``text`` to the file ``target``, or to standard output for “-”. Raises ``OutputFailed``."""
    if target == STDOUT:
        click.echo(text)
    else:
        write_bytes(Path(target), f"{text}\n".encode())
