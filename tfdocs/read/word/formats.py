"""Numbers as Word's number formats write them (ST_NumberFormat, ECMA-376-1 17.18.59). It knows nothing else of Word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

__all__ = ["format_number"]

_LONGEST: Final = 60  # letters repeat (27 is AA): past this a hostile start value is written in digits

_ROMAN: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_LATIN: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_AIUEO: Final = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA: Final = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_GANADA: Final = "가나다라마바사아자차카타파하"
_CHOSUNG: Final = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_RUSSIAN: Final = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"
_ENCLOSED_HAN: Final = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
_CHICAGO: Final = "*†‡§"
_ONES: Final = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
]
_TENS: Final = ["-", "-", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"]
_ORDINALS: Final = {
    "One": "First",
    "Two": "Second",
    "Three": "Third",
    "Five": "Fifth",
    "Eight": "Eighth",
    "Nine": "Ninth",
    "Twelve": "Twelfth",
}


def _repeat(letters: str) -> Callable[[int], str]:
    """a … z, aa, bb …: the letter once more for each round (not base 26)."""

    def write(n: int) -> str:
        rounds, index = divmod(n - 1, len(letters))
        return letters[index] * (rounds + 1) if rounds < _LONGEST else str(n)

    return write


def _cycle(letters: str) -> Callable[[int], str]:
    """甲 … 癸, and then digits: a set that neither repeats nor composes (ECMA-376-1 17.18.59)."""
    return lambda n: letters[n - 1] if n <= len(letters) else str(n)


def _block(first: int, count: int) -> Callable[[int], str]:
    return lambda n: chr(first + n - 1) if n <= count else str(n)


def _positional(digits: str) -> Callable[[int], str]:
    return lambda n: "".join(digits[int(d)] for d in str(n))


def _roman(n: int) -> str:
    if n >= 4000:
        return str(n)
    out = []
    for value, letters in _ROMAN:
        times, n = divmod(n, value)
        out.append(letters * times)
    return "".join(out)


def _counting(digits: str) -> Callable[[int], str]:
    """chineseCounting: composed up to 99, digit by digit from 100 (一〇〇)."""

    def write(n: int) -> str:
        if n >= 100:
            return "".join(digits[int(d)] for d in str(n))
        tens, ones = divmod(n, 10)
        head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
        return head + (digits[ones] if ones else "")

    return write


def _myriads(
    digits: str, units: str, myriad: str, *, bare_ten: bool = False, drop_one: bool = False
) -> Callable[[int], str]:
    """Chinese, Japanese and Korean counting in groups of four digits.

    ``digits[0]`` stands for a gap ("" where ``digits`` begins with a space); ``bare_ten``: 十 for 一十 at the very
    front; ``drop_one``: no 一 before 百 and 千 either (Japanese, Korean).
    """
    zero = digits[0].strip()

    def group(n: int, leading: bool) -> str:
        out: list[str] = []
        gap = False
        for power in (3, 2, 1, 0):
            digit = n // 10**power % 10
            if digit == 0:
                gap = True
                continue
            if gap and zero and (out or not leading):
                out.append(zero)
            gap = False
            if digit == 1 and power and (drop_one or (bare_ten and power == 1 and not out and leading)):
                out.append(units[power - 1])
            else:
                out.append(digits[digit] + (units[power - 1] if power else ""))
        return "".join(out)

    def write(n: int) -> str:
        if n >= 10**8:
            return str(n)
        high, low = divmod(n, 10**4)
        if not high:
            return group(low, True)
        return group(high, True) + myriad + (group(low, False) if low else "")

    return write


def _words(n: int) -> str:
    if n < 20:
        return _ONES[n]
    if n < 100:
        return _TENS[n // 10] + ("-" + _ONES[n % 10].lower() if n % 10 else "")
    if n < 1000:
        return f"{_ONES[n // 100]} hundred" + (f" {_words(n % 100).lower()}" if n % 100 else "")
    if n < 10**6:
        return f"{_words(n // 1000)} thousand" + (f" {_words(n % 1000).lower()}" if n % 1000 else "")
    return str(n)


def _ordinal_words(n: int) -> str:
    head, dash, last = _words(n).rpartition("-")
    if not dash:
        head, dash, last = _words(n).rpartition(" ")
    title = last.capitalize()
    word = _ORDINALS.get(title) or (title[:-1] + "ieth" if title.endswith("y") else title + "th")
    return head + dash + (word if not dash else word.lower())


def _ordinal(n: int) -> str:
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def _half_width(n: int) -> str:
    return _cycle("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ")(n)


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": _positional("０１２３４５６７８９"),
    "decimalFullWidth2": _positional("０１２３４５６７８９"),
    "decimalEnclosedCircle": _block(0x2460, 20),
    "decimalEnclosedCircleChinese": _block(0x2460, 20),
    "decimalEnclosedParen": _block(0x2474, 20),
    "decimalEnclosedFullstop": _block(0x2488, 20),
    "numberInDash": lambda n: f"- {n} -",
    "hex": lambda n: f"{n:X}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _repeat(_LATIN),
    "lowerLetter": _repeat(_LATIN.lower()),
    "russianUpper": _repeat(_RUSSIAN),
    "russianLower": _repeat(_RUSSIAN.lower()),
    "ordinal": _ordinal,
    "cardinalText": _words,
    "ordinalText": _ordinal_words,
    "chicago": _repeat(_CHICAGO),
    "ideographDigital": _positional("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _positional("〇一二三四五六七八九"),
    "taiwaneseDigital": _positional("○一二三四五六七八九"),
    "koreanDigital": _positional("영일이삼사오육칠팔구"),
    "koreanDigital2": _positional("零一二三四五六七八九"),
    "chineseCounting": _counting("○一二三四五六七八九"),
    "taiwaneseCounting": _counting("○一二三四五六七八九"),
    "chineseCountingThousand": _myriads("〇一二三四五六七八九", "十百千", "万", bare_ten=True),
    "taiwaneseCountingThousand": _myriads("零一二三四五六七八九", "十百千", "萬", bare_ten=True),
    "japaneseCounting": _myriads(" 一二三四五六七八九", "十百千", "万", drop_one=True),
    "koreanCounting": _myriads(" 일이삼사오육칠팔구", "십백천", "만", drop_one=True),
    "chineseLegalSimplified": _myriads("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万"),
    "ideographLegalTraditional": _myriads("零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬"),
    "japaneseLegal": _myriads(" 壱弐参四伍六七八九", "拾百阡", "萬"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda n: _STEMS[(n - 1) % 10] + _BRANCHES[(n - 1) % 12] if n <= 60 else str(n),
    "ideographEnclosedCircle": _cycle(_ENCLOSED_HAN),
    "aiueo": _half_width,
    "aiueoFullWidth": _cycle(_AIUEO),
    "iroha": _cycle(_IROHA),
    "irohaFullWidth": _cycle(_IROHA),
    "ganada": _repeat(_GANADA),
    "chosung": _repeat(_CHOSUNG),
}


def format_number(n: int, style: str, custom: str = "") -> str:
    """``n`` in the format ``style``; ``custom`` is the pattern of style "custom" ("001, 002, …").

    Zero, a negative number and a format not known here are written in digits, as Word does; "none" and "bullet" are "".
    """
    if style in ("none", "bullet"):
        return ""
    if style == "custom":
        first = custom.partition(",")[0].strip()
        return f"{n:0{min(len(first), 20)}d}" if first.isdigit() else str(n)
    write = _FORMATS.get(style, str)
    return write(n) if n > 0 or write is str else (str(n) if style != "decimalZero" else f"{n:02d}")
