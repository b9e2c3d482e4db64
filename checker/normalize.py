"""Fold a record's text for matching, with an exact map back to the source.

Folding is: width and case, 繁→简, spoken digits (幺, 〇), sound-alike repair of domain terms (one character for one character),
then removal of fillers, stutter and blanks inside Han text. Only removals shift offsets; they are kept in a sorted list.
"""

# Annotations are not postponed: see model.py.

from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from checker import automaton
from checker.model import Turn
from checker.regexes import regex

DATA = Path(__file__).parent / "data"

# Everyday words that in this trade are always the recogniser's version of the term beside them.
ALWAYS = {"病例": "病历", "保但": "保单", "青单": "清单", "负核": "复核", "出院小姐": "出院小结", "见面上": "界面上"}
# Every alternative begins with a plain character, so that the engine can skip ahead; _stays looks at what stands around.
REMOVED = regex(
    r"[ \t]+|[呃唔]+[，,、]?|嗯+|我(?=我)|您(?=您)|你(?=你)|他(?=他)|她(?=她)|这(?=这)|那(?=那)|[\u200b-\u200f\ufeff\u00ad]+"
)


def _stays(text: str, start: int, end: int) -> bool:
    """Blanks go only inside Han text; 嗯 goes only inside a sentence: alone or at the beginning it is an answer."""
    char = text[start]
    if char not in " \t嗯":
        return False
    if not "\u4e00" <= text[end : end + 1] <= "\u9fff":
        return True
    before = text[start - 1 : start]
    return not "\u4e00" <= before <= "\u9fff" if char != "嗯" else before in ("", "\n")


class Folded(NamedTuple):
    """A folded record: ``turns[i]`` is the folded text of turn i, ``starts[i]`` its offset in ``joined``.

    ``cuts`` and ``shifts``: at folded offset ``cuts[k]`` of ``joined`` the source runs ``shifts[k]`` code points ahead.
    ``begins[i]`` is the offset of turn i in the joined source. ``repairs`` holds the source spans changed by sound.
    """

    joined: str
    turns: tuple[str, ...]
    starts: tuple[int, ...]
    begins: tuple[int, ...]
    cuts: tuple[int, ...]
    shifts: tuple[int, ...]

    def source(self, turn: int, at: int, to: int) -> tuple[int, int]:
        """Half-open span in the source text of ``turn`` for the folded span ``at:to`` of that turn."""
        base = self.starts[turn]
        start = self._back(base + at)
        end = self._back(base + to - 1) + 1 if to > at else start
        return start - self.begins[turn], end - self.begins[turn]

    def _back(self, offset: int) -> int:
        k = bisect_right(self.cuts, offset) - 1
        return offset + (self.shifts[k] if k >= 0 else 0)


class Tables(NamedTuple):
    """The tables of folding as plain data, for the compiled-rule cache; None: to be made from the data files.

    ``characters``: character → folded character; ``sounds``: sound-alike data; ``terms``: the automaton over the sounds of
    the terms.
    """

    characters: dict[int, str] | None
    sounds: "Sounds | None"
    terms: automaton.Frozen | None


_learnt = Tables(None, None, None)


def tables() -> Tables:
    """All tables, made now."""
    return Tables(_characters(), sounds(), automaton.freeze(tuple(sounds().terms)))


def learn(kept: Tables) -> None:
    """Use tables that were kept instead of making them from the data files."""
    global _learnt
    _learnt = kept


@lru_cache(maxsize=1)
def _characters() -> dict[int, str]:
    if _learnt.characters is not None:
        return _learnt.characters
    old, new = (DATA / "simplify.txt").read_text(encoding="utf-8").splitlines()
    table = dict(zip(map(ord, old), new, strict=True))
    for code in range(0xFF01, 0xFF5F):
        table[code] = chr(code - 0xFEE0).lower()
    for code in range(ord("A"), ord("Z") + 1):
        table[code] = chr(code).lower()
    table.update({ord(a): b for a, b in zip("幺〇帐\u3000\r\n\xa0–—−﹣￥「」『』〔〕", "一零账    ---－¥“”“”()", strict=True)})
    table[ord("－")] = table[ord("﹣")] = "-"
    return table


class Sounds(NamedTuple):
    """Sound-alike data: character → representative of its syllable; sounds of the terms → the term; words to keep."""

    table: dict[int, str]
    terms: dict[str, str]
    keep: frozenset[str]


@lru_cache(maxsize=1)
def sounds() -> Sounds:
    """Load the tables made by tools/make_tables.py (about 7,000 characters, 400 terms)."""
    if _learnt.sounds is not None:
        return _learnt.sounds
    table: dict[int, str] = {}
    for line in (DATA / "syllables.txt").read_text(encoding="utf-8").splitlines():
        _, chars = line.split(" ")
        table.update(dict.fromkeys(map(ord, chars), chars[0]))
    names = (DATA / "terms.txt").read_text(encoding="utf-8").split()
    keep = frozenset((DATA / "keep.txt").read_text(encoding="utf-8").split())
    return Sounds(table, {name.translate(table): name for name in names}, keep)


@lru_cache(maxsize=1)
def _term_scan() -> tuple[automaton.Scan, tuple[str, ...]]:
    terms = sounds().terms
    scan = automaton.thaw(_learnt.terms) if _learnt.terms is not None else automaton.scanner(tuple(terms))
    return scan, tuple(terms.values())


def _repair(text: str) -> str:
    """Replace what only sounds like a domain term by the term; at most one character in a word of two or three differs."""
    for wrong, right in ALWAYS.items():
        if wrong in text:
            text = text.replace(wrong, right)
    scan, names = _term_scan()
    keep = sounds().keep
    edits = []
    for start, end, key in scan(text.translate(sounds().table)):
        heard, name = text[start:end], names[key]
        if heard == name or heard in keep:
            continue
        if sum(a != b for a, b in zip(heard, name, strict=True)) <= (1 if len(name) < 4 else 2):
            edits.append((end - start, start, name))
    for _, start, name in sorted(edits):
        text = text[:start] + name + text[start + len(name) :]
    return text


def fold(turns: tuple[Turn, ...]) -> Folded:
    """Fold the turns of a record; see the module for what is folded."""
    texts = [turn.text for turn in turns]
    table = _characters()
    begins, at = [], 0
    for text in texts:
        begins.append(at)
        at += len(text) + 1
    source = "\n".join(text.translate(table) if not text.isascii() or "\n" in text else text.lower() for text in texts)
    source = _repair(source)
    parts, cuts, shifts, last, removed = [], [], [], 0, 0
    for match in REMOVED.finditer(source):
        if _stays(source, match.start(), match.end()):
            continue
        parts.append(source[last : match.start()])
        removed += match.end() - match.start()
        cuts.append(match.end() - removed)
        shifts.append(removed)
        last = match.end()
    parts.append(source[last:])
    joined = "".join(parts)
    folded = tuple(joined.split("\n"))
    starts, at = [], 0
    for text in folded:
        starts.append(at)
        at += len(text) + 1
    return Folded(joined, folded, tuple(starts), tuple(begins), tuple(cuts), tuple(shifts))
