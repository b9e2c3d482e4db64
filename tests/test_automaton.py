"""All back ends find the same overlapping occurrences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.automaton import BACKENDS, scanner

KEYS = ["报案", "报案号", "案号", "号", "理赔", "赔付"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_overlaps(backend: str) -> None:
    pytest.importorskip(backend) if backend != "bigram" else None
    assert scanner(KEYS, backend)("您的报案号") == [(2, 4, 0), (2, 5, 1), (3, 5, 2), (4, 5, 3)]


@given(st.text(alphabet="报案号理赔付x", max_size=40))
def test_back_ends_agree(text: str) -> None:
    results = []
    for backend in BACKENDS:
        try:
            results.append(scanner(KEYS, backend)(text))
        except ImportError:
            continue
    assert len(results) >= 2
    assert all(result == results[0] for result in results)


def test_no_keys() -> None:
    assert scanner(())("任何文字") == []
