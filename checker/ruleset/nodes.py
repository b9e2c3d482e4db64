"""YAML read with line and column: strict keys, no duplicate keys, no type guessing, every mistake collected.

A file is composed into nodes (PyYAML's C loader where there is one) and read against a Spec; plain values come out.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from checker.errors import RuleError

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 4_000_000
MAX_DEPTH = 40


class Place(NamedTuple):
    """Where a node stands; ``str()`` gives path:line:column, both from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Problems:
    """Collects the mistakes of the files read, in order."""

    def __init__(self) -> None:
        self.found: list[RuleError] = []

    def add(self, what: str, place: object = "", mend: str = "") -> None:
        """Note a mistake at ``place`` (a Place, or a string)."""
        self.found.append(RuleError(what, str(place), mend))

    def raise_all(self) -> None:
        """Raise one RuleError that holds every mistake, if there is any."""
        if self.found:
            raise RuleError(f"规则文件有 {len(self.found)} 处错误", "", "请逐条改正后再试", problems=tuple(self.found))


def compose(path: Path, shown: str, problems: Problems) -> Any:
    """Root node of the YAML file ``path`` or None; ``shown`` is the name used in messages."""
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.add(f"读不了规则文件：{error.strerror}", shown, "请检查路径和权限")
        return None
    if len(data) > MAX_BYTES:
        problems.add("规则文件超过 4 MB", shown, "请拆成几个文件")
        return None
    return compose_text(data, shown, problems)


def compose_text(data: bytes, shown: str, problems: Problems) -> Any:
    """Root node of YAML ``data`` or None."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add("规则文件不是 UTF-8 编码", f"{shown}:{data[: error.start].count(10) + 1}", "请另存为 UTF-8")
        return None
    if "&" in text and _aliased(text, shown, problems):
        return None
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(shown, mark.line + 1, mark.column + 1) if mark else shown
        reason = getattr(error, "problem", None) or str(error)
        problems.add(f"YAML 写法有误：{reason}", place, "请检查缩进、冒号后的空格和引号是否成对")
        return None
    except RecursionError:
        problems.add("YAML 嵌套太深", shown, f"最多 {MAX_DEPTH} 层")
        return None
    return node


def _aliased(text: str, shown: str, problems: Problems) -> bool:
    """Refuse anchors and aliases: they make bombs, and a rule should be readable where it stands."""
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                mark: Any = event.start_mark
                problems.add(
                    "规则文件不支持 & 锚点和 * 引用",
                    Place(shown, mark.line + 1, mark.column + 1),
                    "请写出内容，或引用概念 <名称>",
                )
                return True
    except yaml.YAMLError:
        return False
    return False


def place(node: Any, shown: str) -> Place:
    """Where ``node`` begins."""
    return Place(shown, node.start_mark.line + 1, node.start_mark.column + 1)


TOP = ("规则文件", "设置")


def inside(where: str, key: str) -> str:
    """Path of a key for messages: concepts.calm.by."""
    return key if where in TOP else f"{where}.{key}"


Read = Callable[["Reader", Any, str], Any]


class Field(NamedTuple):
    """One key of a mapping: how it is read, whether it must be there, its JSON Schema and what it means (Chinese)."""

    read: Read
    schema: dict[str, Any]
    doc: str
    required: bool = False


class Reader:
    """Reads nodes of one file into plain values; mistakes go to ``problems``."""

    def __init__(self, shown: str, problems: Problems) -> None:
        self.shown = shown
        self.problems = problems

    def at(self, node: Any) -> Place:
        """Place of ``node``."""
        return place(node, self.shown)

    def wrong(self, node: Any, what: str, mend: str = "") -> None:
        """Note a mistake at ``node``."""
        self.problems.add(what, self.at(node), mend)

    def pairs(self, node: Any, where: str) -> list[tuple[str, Any, Any]]:
        """(key, key node, value node) of a mapping; duplicate and non-text keys are mistakes."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{where} 应是“键: 值”的形式", "请检查缩进")
            return []
        out: list[tuple[str, Any, Any]] = []
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.wrong(key, f"{where} 的键应是文字")
                continue
            if key.value in seen:
                self.wrong(key, f"键“{key.value}”重复", f"第 {seen[key.value]} 行已有，请删去一个")
                continue
            seen[key.value] = key.start_mark.line + 1
            out.append((key.value, key, value))
        return out

    def mapping(self, node: Any, fields: Mapping[str, Field], where: str) -> dict[str, Any]:
        """Read a mapping with known keys; a misspelt key gets a suggestion, a missing one is a mistake."""
        out: dict[str, Any] = {}
        for key, key_node, value in self.pairs(node, where):
            field = fields.get(key)
            if field is None:
                near = difflib.get_close_matches(key, fields, 1, 0.55)
                mend = f"是不是 {near[0]}？" if near else f"可用的键：{'、'.join(fields)}"
                self.wrong(key_node, f"{where} 没有“{key}”这个键", mend)
                continue
            out[key] = field.read(self, value, inside(where, key))
        for key, field in fields.items():
            if field.required and key not in {k for k, _, _ in self.pairs_quiet(node)}:
                self.wrong(node, f"{where} 缺少“{key}”", field.doc)
        return out

    def pairs_quiet(self, node: Any) -> list[tuple[str, Any, Any]]:
        """Pairs of a mapping without noting mistakes."""
        if not isinstance(node, yaml.MappingNode):
            return []
        return [(k.value, k, v) for k, v in node.value if isinstance(k, yaml.ScalarNode)]


def text(reader: Reader, node: Any, where: str) -> str:
    """A non-empty text scalar. Bare numbers, yes/no and null are refused: they would be guessed at."""
    if not isinstance(node, yaml.ScalarNode) or node.tag not in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp"):
        reader.wrong(node, f"{where} 应是文字", "数字、yes/no 请加引号")
        return ""
    if not node.value.strip():
        reader.wrong(node, f"{where} 是空的")
    return str(node.value)


def number(reader: Reader, node: Any, where: str) -> float:
    """A number; whole numbers come out as int."""
    if isinstance(node, yaml.ScalarNode) and node.tag.rsplit(":", 1)[1] in ("int", "float"):
        try:
            value = float(node.value)
        except ValueError:
            value = float("nan")
        if value == value and abs(value) < 1e15:
            return int(value) if value == int(value) else value
    reader.wrong(node, f"{where} 应是数字")
    return 0


def boolean(reader: Reader, node: Any, where: str) -> bool:
    """true or false."""
    if isinstance(node, yaml.ScalarNode) and node.value in ("true", "false"):
        return bool(node.value == "true")
    reader.wrong(node, f"{where} 应是 true 或 false")
    return False


def one_of(*allowed: str) -> Read:
    """A reader of one of the given words, with a suggestion for a misspelt one."""

    def read(reader: Reader, node: Any, where: str) -> str:
        value = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
        if value not in allowed:
            near = difflib.get_close_matches(value, allowed, 1, 0.55)
            mend = f"是不是 {near[0]}？" if near else f"可用：{'、'.join(allowed)}"
            reader.wrong(node, f"{where} 不能是“{value}”", mend)
            return allowed[0]
        return value

    return read


def list_of(item: Read) -> Read:
    """A reader of a list; a single item may stand for a list of one."""

    def read(reader: Reader, node: Any, where: str) -> list[Any]:
        if isinstance(node, yaml.SequenceNode):
            if not node.value:
                reader.wrong(node, f"{where} 是空的列表")
            return [item(reader, child, where) for child in node.value]
        return [item(reader, node, where)]

    return read


def map_of(item: Read) -> Read:
    """A reader of a mapping with free keys."""

    def read(reader: Reader, node: Any, where: str) -> dict[str, Any]:
        return {key: item(reader, value, inside(where, key)) for key, _, value in reader.pairs(node, where)}

    return read


def placed(item: Read) -> Read:
    """A reader that keeps the place: (value, Place)."""

    def read(reader: Reader, node: Any, where: str) -> tuple[Any, Place]:
        return item(reader, node, where), reader.at(node)

    return read
