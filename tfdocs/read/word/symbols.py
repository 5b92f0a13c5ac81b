"""Characters of symbol fonts (Wingdings, Symbol, …) as the Unicode characters a reader sees.

Codes are those of the fonts' own tables; Word writes them as U+F0xx or as plain Latin letters in such a font. Where
Unicode has several look-alikes, the one that other programs and recognisers write is taken (☐ ☑ ☒ ✓ ● ■).
"""

from __future__ import annotations

from typing import Final

__all__ = ["is_symbol_font", "symbol"]


def _rows(*rows: tuple[int, str]) -> dict[int, str]:
    """Tables row by row: the code of the first character, then the characters; a space leaves a code out."""
    return {start + i: c for start, chars in rows for i, c in enumerate(chars) if c != " "}


_WINGDINGS: Final = _rows(
    (0x21, "✏✂✁👓🔔📖🕯☎✆✉✉📪📫📬📭"),
    (0x30, "📁📂📄🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍"),
    (0x40, "✎✌👌👍👎☜☞☝☟🖐☺😐☹💣☠⚐"),
    (0x50, "🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉"),
    (0x60, "♊♋♌♍♎♏♐♑♒♓&&●❍■□"),
    (0x70, "□❑❒⬧⧫◆❖⬥⌧⍓⌘❀✿❝❞"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹"),
    (0x90, "❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•"),
    (0xA0, "▪○⭕◎◉◉🔿▪□🟂✦★✶✴✹✵"),
    (0xA1, "○⭕◉◎"),
    (0xB0, "⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘"),
    (0xC0, "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗"),
    (0xD0, "🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈⮊⮉⮋←"),
    (0xE0, "→↑↓↖↗↙↘←➔↑↓↖↗↙↘⇦"),
    (0xF0, "⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✗✓☒☑"),
    (0xA8, "□"),
)
_WINGDINGS_2: Final = _rows((0x4F, "✗✓☒☑☒☒"), (0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"), (0x97, "●"), (0xA3, "□"))
_WINGDINGS_3: Final = _rows((0x66, "←→↑↓"), (0x70, "▲▼△▽◀▶◁▷◣◢◤◥◂▸"))
_WEBDINGS: Final = _rows((0x33, "◀▶▲▼"), (0x61, "✓"), (0x63, "□"), (0x67, "■"), (0x6E, "●"), (0x72, "✗"))
_SYMBOL: Final = _rows(
    (0x21, "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    (0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    (0xE0, "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
)
_TABLES: Final = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
    "opensymbol": _SYMBOL,
    "mt extra": {},
    "marlett": {},
}


def is_symbol_font(font: str) -> bool:
    return font.strip().lower() in _TABLES


def symbol(code: int, font: str) -> str:
    """What the character ``code`` of ``font`` looks like.

    A code of U+F000-F0FF without a symbol font is taken as Wingdings' (as Symbol's for the bullet U+F0B7); one that no
    table holds stays as it is, in the private use area, which is what PDFs of it say too.
    """
    name = font.strip().lower()
    low = code & 0xFF
    private = 0xF000 <= code <= 0xF0FF
    table = _TABLES.get(name)
    if table is None:
        if not private:
            return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
        table = _SYMBOL if low == 0xB7 else _WINGDINGS
    elif not private and code > 0xFF:
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
    if low == 0x20:
        return " "
    return table.get(low) or chr(0xF000 + low)
