"""What a user may write or meet is in the documentation; the rules are those of the catalogue."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from checker import errors, selftest
from checker.checks import KINDS
from checker.cli import FAULT, INTERRUPTED, app
from checker.concepts.vetoes import VETOES
from checker.engine import Engine
from checker.model import SCOPE_OF_KIND
from checker.ruleset import fields, settings
from checker.ruleset.conditions import HAS_OPTIONS, OPS
from checker.ruleset.lint import lint
from checker.ruleset.load import load

ROOT = Path(__file__).parents[1]
GUIDES = "\n".join(
    path.read_text(encoding="utf-8") for path in (*sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("README*.md")))
)
LANGUAGE = (ROOT / "docs/rule-language.md").read_text(encoding="utf-8")
EXIT_CODES = (ROOT / "docs/exit-codes.md").read_text(encoding="utf-8")
COMMANDS_PAGE = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
CATALOGUE = yaml.load(
    (ROOT / "corpora/catalogue.yaml").read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
)
REQUIREMENTS = {item["id"]: {**item, "scope": scope} for scope in ("conversation", "letter", "case") for item in CATALOGUE[scope]}
# A law's article is no clause of the standard: such rules stand under the clause that they serve. A stroke is no word to read out.
ELSEWHERE = {
    "case-refusal-on-time": ("核定后 3 日内发出拒赔通知书", "四.1"),
    "case-decision-on-time": ("30 日内作出核定", "四.1"),
}
CONDITIONS = LANGUAGE.split("## Conditions")[1].split("\n## ")[0]


def commands(group: click.Group, path: str = "lipei") -> Iterator[tuple[str, click.Command]]:
    """(how it is called, command) of every command."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(app))


@pytest.mark.parametrize("kind", KINDS)
def test_every_check_kind_is_in_the_table(kind: str) -> None:
    row = next((line for line in LANGUAGE.splitlines() if line.startswith(f"| {kind} |")), "")
    missing = [name for name in KINDS[kind].PARAMS if not re.search(rf"(?<![\w-]){name}(?![\w-])", row)]
    assert row and missing == []


@pytest.mark.parametrize("name", OPS)
def test_every_condition_operator_is_explained(name: str) -> None:
    assert f"{{{name}:" in CONDITIONS


@pytest.mark.parametrize("name", HAS_OPTIONS)
def test_every_option_of_a_concept_condition_is_explained(name: str) -> None:
    assert f"| `{name}: " in CONDITIONS


@pytest.mark.parametrize("name", VETOES)
def test_every_veto_is_explained(name: str) -> None:
    assert f"`{name}`" in LANGUAGE.split("### Vetoes")[1].split("\n## ")[0]


@pytest.mark.parametrize("table", [fields.FILE, fields.CONCEPT, fields.RULE, fields.NEAR, settings.SETTINGS, settings.CONCEPT])
def test_every_key_is_named(table: dict[str, Any]) -> None:
    assert [name for name in table if not re.search(rf"(?<![\w-])`?{name}`?:?(?![\w-])", GUIDES)] == []


def test_every_exit_code_is_explained() -> None:
    codes = {value for name, value in vars(errors).items() if name.isupper() and isinstance(value, int)}
    assert codes == {0, 1, 2, 3, 4}
    for code in (*codes, INTERRUPTED, FAULT):
        assert f"| {code} |" in EXIT_CODES


@pytest.mark.parametrize("call", COMMANDS)
def test_every_command_and_option_is_explained(call: str) -> None:
    heading = f"## `{call}"
    assert heading in COMMANDS_PAGE
    section = COMMANDS_PAGE.split(heading)[1].split("\n## ")[0]
    options = [option for param in COMMANDS[call].params if isinstance(param, click.Option) for option in param.opts]
    shared = {"--rules", "--config"}  # said once, at the top of the page
    assert [name for name in options if f"`{name}" not in (COMMANDS_PAGE if name in shared else section)] == []


def test_no_option_is_explained_that_does_not_exist() -> None:
    known = {option for command in COMMANDS.values() for param in command.params for option in param.opts} | {
        "--help",
        "--version",
    }
    assert set(re.findall(r"`(--[a-z-]+)", COMMANDS_PAGE)) - known == set()


def test_every_command_in_the_guides_exists() -> None:
    groups = {name for name, command in app.commands.items() if isinstance(command, click.Group)}
    for name, sub in re.findall(r"\blipei ([a-z]+)(?: ([a-z]+))?", GUIDES):
        if name in groups:
            assert not sub or f"lipei {name} {sub}" in COMMANDS, f"lipei {name} {sub}"
        elif f"lipei {name}" not in COMMANDS:
            pytest.fail(f"lipei {name}")


def test_the_guides_name_files_that_exist() -> None:
    for page in (*ROOT.glob("docs/*.md"), *ROOT.glob("*.md")):
        for target in re.findall(r"\]\(([\w./-]+\.\w+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists() or target.startswith("reports/"), f"{page.name}: {target}"


def test_the_worked_example_works(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n# (\S+)\n(.*?)```", LANGUAGE.split("## Worked example")[1], re.DOTALL)
    assert [name for name, _ in blocks] == ["our-rules/rating.yaml", "lipei.yaml"]
    for name, text in blocks:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.replace("claims-standard@1", "minipack@1"), encoding="utf-8")
    ruleset = load(ROOT / "tests/data/minipack", tmp_path / "lipei.yaml")
    assert selftest.run(ruleset, frozenset(["rating-invited", "invites-rating"])) == []
    assert lint(ruleset) == []


def test_the_rules_are_those_of_the_catalogue(shipped: Engine) -> None:
    assert {rule.id for rule in shipped.ruleset.rules} == set(REQUIREMENTS)


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_each_rule_says_what_the_catalogue_says(shipped: Engine, name: str) -> None:
    rule = next(rule for rule in shipped.ruleset.rules if rule.id == name)
    wanted = REQUIREMENTS[name]
    assert rule.scope == wanted["scope"]
    assert (rule.title, rule.clause) == ELSEWHERE.get(name, (wanted["title"], wanted["clause"]))


def test_the_scenes_are_those_of_the_catalogue(shipped: Engine) -> None:
    assert {name for name, _, _ in shipped.ruleset.scenes} == set(CATALOGUE["scenes"])


def test_the_kinds_of_records_are_named() -> None:
    assert all(f"`{kind}`" in GUIDES for kind in SCOPE_OF_KIND)


def test_every_unknown_has_its_reason_explained() -> None:
    """Codes that checks and the engine give as ``reason``."""
    from checker import engine
    from checker.checks import timeline

    sources = "".join(inspect.getsource(module) for module in (*KINDS.values(), timeline, engine))
    codes = set(re.findall(r'unknown\(\s*\w+,\s*"([a-z-]+)"', sources))
    output = (ROOT / "docs/output.md").read_text(encoding="utf-8")
    assert codes and [code for code in codes if f"`{code}`" not in output] == []
