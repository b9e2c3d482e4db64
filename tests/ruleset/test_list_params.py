"""<$name> in a phrase stands for the words of a list parameter; a company's own list takes its place."""

from pathlib import Path

import pytest

from checker.concepts.match import Lexicon
from checker.errors import RuleError
from checker.model import Turn
from checker.normalize import fold
from checker.ruleset.load import load

PACK = """
params: {terms: [免赔额, 等待期]}
concepts:
  term: {title: 术语, by: agent, say: ["有<$terms>"], hit: [有免赔额], miss: [没有]}
"""


def matched(folder: Path, text: str, settings: Path | None = None) -> bool:
    turns = (Turn("agent", text),)
    return bool(Lexicon(load(folder, settings).concepts).match(fold(turns), turns).of("term"))


def test_words_of_the_parameter(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(PACK, encoding="utf-8")
    assert matched(tmp_path, "这份有等待期")
    assert not matched(tmp_path, "这份有犹豫期")


def test_company_list(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "r.yaml").write_text(PACK, encoding="utf-8")
    settings = tmp_path / "lipei.yaml"
    settings.write_text("params: {terms: [犹豫期]}\n", encoding="utf-8")
    assert matched(pack, "这份有犹豫期", settings)
    assert not matched(pack, "这份有等待期", settings)


def test_unknown_parameter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(PACK.replace("<$terms>", "<$nothing>"), encoding="utf-8")
    with pytest.raises(RuleError):
        load(tmp_path)
