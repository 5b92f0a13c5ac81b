"""Check digits and shapes of identifiers: 统一社会信用代码, telephone numbers, e-mail addresses. Pure functions."""

from __future__ import annotations

import re

# GB 32100-2015, table 3: the 31 characters (no I, O, S, V, Z) in the order of their values 0 to 30.
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# GB 32100-2015, 4.6: the weight of place i is 3^(i-1) mod 31.
_CREDIT_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))

_MOBILE = re.compile(r"^(?:\+?86-?)?1[3-9]\d{9}$")
_LANDLINE = re.compile(r"^(?:\(?0\d{2,3}\)?-?)?[2-9]\d{6,7}(?:(?:-|转)\d{1,6})?$")
_SERVICE = re.compile(r"^(?:400-?\d{3}-?\d{4}|9\d{4}|1\d{4})$")
_EMAIL = re.compile(r"^[A-Za-z0-9._%+\-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$")


def credit_check_character(first17: str) -> str:
    """The 18th character of a 统一社会信用代码 (GB 32100-2015, 4.6).

    ``ValueError`` for a character outside the table.
    """
    total = sum(CREDIT_ALPHABET.index(c) * w for c, w in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def credit_code_fault(code: str) -> str:
    """What is wrong with a 统一社会信用代码, as a Chinese sentence; "" when it is right."""
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现在是 {len(code)} 位"
    for place, c in enumerate(code, 1):
        if c not in CREDIT_ALPHABET:
            return f"统一社会信用代码第 {place} 位“{c}”不是允许的字符（不用 I、O、S、V、Z）"
    if credit_check_character(code[:17]) != code[17]:
        return "统一社会信用代码的校验位不对，请核对每一位"
    return ""


def is_phone(text: str) -> bool:
    """A Chinese mobile, landline (area code and extension allowed) or service number; several split by 、,;/ ."""
    parts = [p for p in re.split(r"[、,，;；/]", text) if p]
    return bool(parts) and all(_MOBILE.match(p) or _LANDLINE.match(p) or _SERVICE.match(p) for p in parts)


def is_email(text: str) -> bool:
    """An e-mail address as offices use them; quoted local parts are not taken."""
    return len(text) <= 254 and ".." not in text and _EMAIL.match(text) is not None
