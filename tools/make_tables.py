"""Make checker/data/{simplify,syllables,keep}.txt. Run once when the tables change: python tools/make_tables.py

simplify.txt   two lines of equal length: traditional characters and their simplified forms (OpenCC, Apache-2.0)
syllables.txt  one line a syllable (toneless, zh=z ch=c sh=s, -ng=-n, nl kept): the characters read so (pypinyin, MIT)
keep.txt       everyday words (jieba's dictionary, MIT) that only sound like a domain term and must stay as they are
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import jieba
import opencc
from pypinyin import Style, pinyin

# not words of jieba's dictionary, but pieces of ordinary sentences that sound like a term
PIECES = ["例赔", "离赔"]
DATA = Path(__file__).resolve().parents[1] / "checker" / "data"


def syllable(char: str) -> str:
    """Toneless reading of one character, with the confusions of southern accents folded together."""
    text = pinyin(char, style=Style.NORMAL, heteronym=False, errors="ignore")
    if not text:
        return ""
    plain = re.sub(r"^(z|c|s)h", r"\1", text[0][0])
    return re.sub(r"(?<=[ei])ng$", "n", plain)


def main() -> None:
    converter = opencc.OpenCC("t2s")
    common = [chr(code) for code in range(0x4E00, 0x9FA6)]
    pairs = [(char, converter.convert(char)) for char in common]
    pairs = [(a, b) for a, b in pairs if a != b and len(b) == 1]
    (DATA / "simplify.txt").write_text(
        "".join(a for a, _ in pairs) + "\n" + "".join(b for _, b in pairs) + "\n", encoding="utf-8"
    )
    gb2312 = [c for c in common if c.encode("gb2312", "ignore")]
    table: dict[str, list[str]] = defaultdict(list)
    for char in gb2312:
        sound = syllable(char)
        if sound:
            table[sound].append(char)
    (DATA / "syllables.txt").write_text(
        "".join(f"{sound} {''.join(chars)}\n" for sound, chars in sorted(table.items())), encoding="utf-8"
    )
    of = {char: sound for sound, chars in table.items() for char in chars}
    terms = {line for line in (DATA / "terms.txt").read_text(encoding="utf-8").split() if line}
    sounds = {tuple(of.get(c, c) for c in term): term for term in terms}
    jieba.initialize()
    keep = sorted(
        word
        for word, freq in jieba.dt.FREQ.items()
        if freq >= 2 and len(word) > 1 and word not in terms and tuple(of.get(c, c) for c in word) in sounds
    )
    keep = sorted({*keep, *PIECES})
    (DATA / "keep.txt").write_text("\n".join(keep) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
