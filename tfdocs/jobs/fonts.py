"""Which Chinese typefaces are on this machine, and what stands in for one that a template names and that is not.

Asks fontconfig where there is one (Linux), the registry on Windows, and the font folders otherwise. What stands in is
what the PDF export is told to take. It must not know templates or programmes, nor install anything.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tfdocs.generate.convert import STAND_INS

_TIMEOUT = 20  # seconds for a question to fontconfig

# The faces of official documents (GB/T 9704-2012, 5.2.2 and 7.2) under every name that systems list them by.
_ALIASES: dict[str, tuple[str, ...]] = {
    "仿宋_GB2312": ("FangSong_GB2312",),
    "仿宋": ("FangSong", "simfang", "STFangsong", "华文仿宋"),
    "楷体_GB2312": ("KaiTi_GB2312",),
    "楷体": ("KaiTi", "simkai", "STKaiti", "华文楷体"),
    "黑体": ("SimHei", "Heiti SC", "STHeiti", "华文黑体"),
    "宋体": ("SimSun", "simsun", "NSimSun", "Songti SC", "STSong", "华文宋体"),
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "FZXBSJW--GB1-0"),
}


@dataclass(frozen=True, slots=True)
class Face:
    """A face that documents name. ``stand_in`` is what is there in its place, "" when it is there itself or when
    nothing Chinese is."""

    name: str
    installed: bool
    stand_in: str = ""


def _key(name: str) -> str:
    return re.sub(r"[\s_\-]", "", name).casefold()


def _fontconfig() -> Iterator[str]:
    listing = [str(shutil.which("fc-list")), ":", "family"]
    try:
        done = subprocess.run(listing, capture_output=True, timeout=_TIMEOUT, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return  # a fontconfig that does not answer lists no fonts; the faces are then reported as absent
    for line in done.stdout.decode("utf-8", errors="replace").splitlines():
        yield from line.replace("\\-", "-").split(",")


def _registry() -> Iterator[str]:
    if sys.platform != "win32":
        return
    import winreg

    place = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
    for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
        try:
            key = winreg.OpenKey(root, place)
        except OSError:
            continue  # no fonts for this user alone
        with key:
            for number in range(winreg.QueryInfoKey(key)[1]):
                name = winreg.EnumValue(key, number)[0]
                yield from re.sub(r"\s*\((TrueType|OpenType)\)$", "", name).split(" & ")


def _folders() -> Iterator[str]:
    for folder in (Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path.home() / "Library/Fonts"):
        if folder.is_dir():
            yield from (p.stem for p in folder.rglob("*") if p.suffix.lower() in (".ttf", ".ttc", ".otf"))


def installed_families() -> frozenset[str]:
    """Every family name the system lists, in any language, as it is written there."""
    if sys.platform == "win32":
        listed: Iterable[str] = _registry()
    elif shutil.which("fc-list"):
        listed = _fontconfig()
    else:
        listed = _folders()
    return frozenset(name.strip() for name in listed if name.strip())


def faces(names: Iterable[str], families: Iterable[str] | None = None) -> tuple[Face, ...]:
    """Each of ``names`` with whether it is installed and what would stand in for it.

    ``families`` are the families to look in, by default those of this machine.
    """
    known = {_key(f): f for f in (installed_families() if families is None else families)}

    def there(name: str) -> str:
        return next((known[_key(n)] for n in (name, *_ALIASES.get(name, ())) if _key(n) in known), "")

    out = []
    for name in names:
        canonical = next((k for k, others in _ALIASES.items() if _key(name) in map(_key, (k, *others))), name)
        if there(canonical):
            out.append(Face(name, True))
            continue
        candidates = STAND_INS.get(canonical, ("Noto Serif CJK SC", "Noto Sans CJK SC"))
        out.append(Face(name, False, next((found for c in candidates if (found := there(c))), "")))
    return tuple(out)
