"""Personal numbers made unreadable for human reports, and text made harmless for a terminal.

Both keep the length: character n of the result stands for character n of the source, so that offsets hold.
A number dictated over several turns is not recognised: each turn is looked at alone.
"""

from __future__ import annotations

import re

from checker.regexes import regex

KEEP_FIRST, KEEP_LAST = 3, 4  # digits left readable
LEAST = 11  # shorter numbers are left alone: report numbers, policy tails, sums of money

_SPOKEN = dict(zip("零〇洞幺一壹二两贰三叁四肆五伍六陆七柒拐八捌九玖勾", "0001112223344556677788999", strict=True))
_DIGIT = "0-9０-９" + "".join(_SPOKEN)
_END = "[0-9０-９xX叉" + "".join(_SPOKEN) + "]"
_GAP = r"[ \u3000\t,，、.·\-－—杠嗯呃哦啊]{0,3}"
_RUN = regex(rf"[{_DIGIT}](?:{_GAP}[{_DIGIT}]){{{LEAST - 2},}}{_GAP}{_END}")
_PIECE = regex(rf"[{_DIGIT}xX叉]+")
_SHAPES = (  # the first that fits wins
    regex(r"[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d{4}[\dx]"),  # identity card
    regex(r"(?:86)?1[3-9]\d{9}"),  # mobile
    regex(r"[3-69]\d{15,18}"),  # bank card
)
_LONGEST = 19  # digits of a bank card
_ZERO_WIDTH_JOINER = "\u200d"


def mask(text: str) -> str:
    """``text`` with mobile, identity-card and bank-card numbers starred, written or dictated, all but 3 and 4 digits.

    An unbroken run of eleven or more digits is always masked; one with gaps only if it has the shape of such a number,
    so that rows of dates and sums stay readable.
    """
    return _RUN.sub(_starred, text)


def _starred(match: re.Match[str]) -> str:
    run = list(match.group())
    pieces = [(piece.start(), piece.end()) for piece in _PIECE.finditer(match.group())]
    at = 0
    while at < len(pieces):
        last = _last_piece(match.group(), pieces[at : at + _LONGEST])
        if last >= 0:
            places = [i for i in range(pieces[at][0], pieces[at + last][1]) if _is_digit(run[i])]
            for i in places[KEEP_FIRST:-KEEP_LAST]:
                run[i] = "*"
        at += max(last, 0) + 1
    return "".join(run)


def _last_piece(run: str, pieces: list[tuple[int, int]]) -> int:
    """Index of the piece with which a personal number ends that begins with the first one, or -1."""
    written: list[str] = []
    for start, end in pieces:
        written.append((written[-1] if written else "") + _digits(run[start:end]))
        if len(written[-1]) > _LONGEST:
            break
    for shape in _SHAPES:
        for at, digits in enumerate(written):
            if shape.fullmatch(digits):
                return at
    return 0 if len(written[0]) >= LEAST else -1


def _is_digit(char: str) -> bool:
    return char.isdecimal() or char in _SPOKEN or char in "xX叉"


def _digits(run: str) -> str:
    """The digits of a run as ASCII."""
    out = []
    for char in run:
        if char in "xX叉":
            out.append("x")
        elif char.isdecimal():
            out.append(str(int(char)))
        elif char in _SPOKEN:
            out.append(_SPOKEN[char])
    return "".join(out)


def harmless(text: str) -> str:
    """``text`` without anything that a terminal would obey: control characters, line ends, marks that turn the direction.

    Controls become their pictures (␛, ␊), other unprintable characters �; blanks of other widths become plain ones.
    """
    return text if text.isprintable() else "".join(_picture(char) for char in text)


def _picture(char: str) -> str:
    if char.isprintable() or char in ("\u3000", _ZERO_WIDTH_JOINER):
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return " " if char.isspace() and code >= 0xA0 and char not in "\u2028\u2029" else "\ufffd"
