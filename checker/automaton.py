"""Many literals in one pass: ``scanner(keys)`` gives ``scan(text) -> [(start, end, key index)]``, overlaps included.

``freeze`` and ``thaw`` keep a built automaton from one run to the next.
Back ends: daachorse, else ahocorasick-rs, else a bigram index in pure Python; all give the same list, sorted by (end, start).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Scan = Callable[[str], list[tuple[int, int, int]]]
Frozen = bytes | tuple[str, ...]  # a built automaton of daachorse, or the keys to build another from
BACKENDS = ("daachorse", "ahocorasick_rs", "bigram")


def scanner(keys: Sequence[str], backend: str = "") -> Scan:
    """Build the scan over distinct non-empty ``keys`` with ``backend``, or with the first of BACKENDS that is installed."""
    if not keys:
        return lambda text: []
    for name in (backend,) if backend else BACKENDS:
        try:
            return _BUILD[name](keys)
        except ImportError:
            if backend:
                raise
    raise AssertionError("bigram is always there")


def freeze(keys: Sequence[str]) -> Frozen:
    """The scan over ``keys`` as plain data."""
    if not keys:
        return ()
    try:
        import daachorse
    except ImportError:
        return tuple(keys)
    return bytes(daachorse.CharwiseDoubleArrayAhoCorasick(list(keys)).serialize())


def thaw(frozen: Frozen) -> Scan:
    """The scan that was frozen. Raises ImportError if its back end is gone, ValueError for broken data."""
    if not isinstance(frozen, bytes):
        return scanner(frozen)
    import daachorse

    scan: Scan = daachorse.CharwiseDoubleArrayAhoCorasick.deserialize(frozen).find_overlapping
    return scan


def _daachorse(keys: Sequence[str]) -> Scan:
    import daachorse

    # It lists the ends in order, and at each end the longest key first: the order that is promised.
    scan: Scan = daachorse.CharwiseDoubleArrayAhoCorasick(list(keys)).find_overlapping
    return scan


def _ahocorasick_rs(keys: Sequence[str]) -> Scan:
    import ahocorasick_rs

    find = ahocorasick_rs.AhoCorasick(list(keys)).find_matches_as_indexes
    return lambda text: sorted(((a, e, i) for i, a, e in find(text, overlapping=True)), key=_order)


def _bigram(keys: Sequence[str]) -> Scan:
    count: dict[str, int] = {}
    for key in keys:
        for gram in {key[i : i + 2] for i in range(len(key) - 1)}:
            count[gram] = count.get(gram, 0) + 1
    index: dict[str, list[tuple[int, str, str]]] = {}
    singles = []
    for i, key in enumerate(keys):
        grams = sorted({key[j : j + 2] for j in range(len(key) - 1)}, key=lambda gram: (count[gram], gram))
        if grams:
            index.setdefault(grams[0], []).append((i, key, grams[-1]))
        else:
            singles.append((i, key))

    def scan(text: str) -> list[tuple[int, int, int]]:
        present = {text[i : i + 2] for i in range(len(text) - 1)}
        found = []
        wanted = singles + [(i, key) for gram in index.keys() & present for i, key, last in index[gram] if last in present]
        for i, key in wanted:
            at = text.find(key)
            while at >= 0:
                found.append((at, at + len(key), i))
                at = text.find(key, at + 1)
        found.sort(key=_order)
        return found

    return scan


def _order(found: tuple[int, int, int]) -> tuple[int, int]:
    return found[1], found[0]


_BUILD: dict[str, Callable[[Sequence[str]], Scan]] = {
    "daachorse": _daachorse,
    "ahocorasick_rs": _ahocorasick_rs,
    "bigram": _bigram,
}
