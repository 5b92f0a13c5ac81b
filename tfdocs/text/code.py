"""The verification code (核验码): ten characters made from a document's own words, short enough for every page's foot.

It says which Word file a sheet of paper was printed from. It is no signature: whoever can make a document can make its
code. It must not know where words come from or where codes are printed.

The alphabet has sixteen signs that neither people nor recognisers take for one another in a photocopy: no 0/O/D/Q,
1/I/L/J, 2/Z, 5/S, 6/G, 8/B, U/V, P and X. Nine characters carry 36 bits of a SHA-256, the tenth is a check character
over GF(16): c = Σ aⁱ·cᵢ with a a generator, so that any single wrong character and any exchange of two different ones
is detected (the weights are distinct and none is zero).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from itertools import product
from typing import Final

ALPHABET: Final = "3479ACEFHKMNRTWY"
LENGTH: Final = 10
_GROUP: Final = 5
_DATA: Final = LENGTH - 1
_PLACE: Final = {c: i for i, c in enumerate(ALPHABET)}


def _powers() -> tuple[int, ...]:
    """a⁰ … a¹⁴ in GF(16) = GF(2)[x] / (x⁴ + x + 1), a = x."""
    out, value = [], 1
    for _ in range(15):
        out.append(value)
        value <<= 1
        if value & 16:
            value ^= 0b10011
    return tuple(out)


_POWER: Final = _powers()
_LOG: Final = {v: i for i, v in enumerate(_POWER)}
_CODE: Final = re.compile(
    rf"(?<![0-9A-Z])([{ALPHABET}]{{{_GROUP}}})[ \-－—–─_.·]*([{ALPHABET}]{{{_GROUP}}})(?![0-9A-Z])"
)


def code_of(text: str) -> str:
    """The code of a document whose words are ``text``, as “3A7C9HKMNT”. Space and line ends do not count, nor does the
    form in which a composed character is stored (NFC)."""
    plain = "".join(text.split())
    if not plain.isascii() and not unicodedata.is_normalized("NFC", plain):
        plain = unicodedata.normalize("NFC", plain)
    bits = int.from_bytes(hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()[:5], "big") >> 4
    first, second, third = _triples()
    (a, x), (b, y), (c, z) = first[bits >> 24], second[bits >> 12 & 4095], third[bits & 4095]
    return a + b + c + ALPHABET[x ^ y ^ z]


@cache
def _triples() -> tuple[tuple[tuple[str, int], ...], ...]:
    """For each third of the nine characters, by twelve bits of the hash: three characters and their share of the check
    character. So a code, of which every letter has one, costs three look-ups."""
    threes = ["".join(t) for t in product(ALPHABET, repeat=3)]
    return tuple(tuple((t, _check(t, at)) for t in threes) for at in (0, 3, 6))


def _check(data: str, at: int) -> int:
    """The share of the check character that the characters from place ``at`` on have, as a number of GF(16)."""
    total = 0
    for place, character in enumerate(data, at):
        value = _PLACE[character]
        if value:
            total ^= _POWER[(_LOG[value] + place + 1) % 15]
    return total


def check_character(data: str) -> str:
    """The tenth character for the first nine. ``ValueError`` for a character that is not of the alphabet."""
    for character in data:
        if character not in _PLACE:
            raise ValueError(f"not a character of a code: {character!r}")
    return ALPHABET[_check(data, 0)]


def is_code(text: str) -> bool:
    """Whether ``text`` is a code with the right check character."""
    return len(text) == LENGTH and all(c in _PLACE for c in text) and check_character(text[:_DATA]) == text[_DATA]


def printed(code: str) -> str:
    """The code as it stands on paper: “3A7C9-HKMNT”."""
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def find_codes(text: str) -> list[str]:
    """Every right code in ``text``, in whatever width, case and spacing it was typed or recognised."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return [c for m in _CODE.finditer(plain) if is_code(c := m[1] + m[2])]


def distance(code: str, read: str) -> int:
    """In how many places two strings of one length differ; ``LENGTH`` when the lengths do."""
    if len(code) != len(read):
        return LENGTH
    return sum(a != b for a, b in zip(code, read, strict=True))
