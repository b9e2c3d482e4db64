"""The checker as a spaCy pipeline component."""

from pathlib import Path

import pytest

spacy = pytest.importorskip("spacy")

from checker import spacy_component  # noqa: E402

PACK = """
concepts:
  calm: {title: 安抚, by: agent, say: [别着急], hit: [别着急], miss: [您好]}
  number: {title: 报案号, say: [报案号], hit: [报案号], miss: [您好]}
"""


@pytest.fixture
def rules(tmp_path: Path) -> str:
    (tmp_path / "a.yaml").write_text(PACK, encoding="utf-8")
    return str(tmp_path)


def marked(rules: str, text: str, **config: object) -> list[tuple[str, str]]:
    nlp = spacy.blank("zh")
    nlp.add_pipe("lipei", config={"rules": rules, **config})
    doc = nlp(text)
    return [(span.label_, span.text) for span in doc.spans[spacy_component.KEY]]


def test_marks_concepts(rules: str) -> None:
    assert marked(rules, "您先别着急，报 案 号马上给您") == [("calm", "别着急"), ("number", "报 案 号")]


def test_role_and_choice(rules: str) -> None:
    assert marked(rules, "别着急，报案号", role="customer") == [("number", "报案号")]
    assert marked(rules, "别着急，报案号", concepts=["calm"]) == [("calm", "别着急")]


def test_wrong_config(rules: str) -> None:
    with pytest.raises(ValueError, match="no such concepts: clam"):
        marked(rules, "x", concepts=["clam"])
    with pytest.raises(ValueError, match="role 'nobody'"):
        marked(rules, "x", role="nobody")
