"""What a company calls its columns and speakers: a YAML file, ``id=通话编号,text=内容`` or a dict, strictly checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from checker.errors import InputError
from checker.model import ROLES

COLUMN_KEYS = ("id", "role", "text", "start", "end", "speaker", "type", "kind", "started_at", "agent", "team", "case_id")
KEYS = (*COLUMN_KEYS, "roles", "start_unit")
UNITS = ("s", "ms")
MEND = "可用的键：" + "、".join(KEYS)


def load_mapping(value: str) -> dict[str, Any]:
    """The mapping in the YAML file at path ``value``, or written inline as ``id=通话编号,text=内容,roles.1=agent``.

    Raises InputError for a missing or broken file, an unknown or repeated key, a column that is no text,
    an unknown role or unit.
    """
    if os.path.isfile(value):
        return check_mapping(_from_file(value), value)
    if "=" not in value:
        raise InputError("找不到列映射文件", value, "请检查路径，或写成 id=通话编号,text=内容,role=角色 的形式")
    return check_mapping(_inline(value))


def check_mapping(value: Mapping[str, Any], place: str = "") -> dict[str, Any]:
    """``value`` as a dict if every key and value of it may stand in a mapping. Raises InputError."""
    for key, item in value.items():
        if key not in KEYS:
            raise InputError(f"列映射里有不认识的键“{key}”", place, MEND)
        if key == "roles":
            _check_roles(item, place)
        elif key == "start_unit":
            if item not in UNITS:
                raise InputError(f"start_unit“{item}”不认识", place, "请用 s（秒）或 ms（毫秒）")
        elif not isinstance(item, str) or not item.strip():
            raise InputError(f"列映射里“{key}”的列名应为文字", place, "请写出表头里的列名")
    return dict(value)


def _check_roles(value: object, place: str) -> None:
    if not isinstance(value, Mapping):
        raise InputError("列映射里的 roles 应为一组“名称: 角色”", place, "例如 roles: {'1': agent, '2': customer}")
    for name, role in value.items():
        if not isinstance(name, str):
            raise InputError(f"roles 里的名称“{name}”应为文字", place, f"请加引号：'{name}'")
        if role not in ROLES or role == "letter":
            raise InputError(f"roles 里“{name}”的角色“{role}”不认识", place, "请用 agent、customer、system、bot、other、unknown")


def _inline(value: str) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for part in value.replace("\uff0c", ",").split(","):
        key, equals, item = (piece.strip() for piece in part.partition("="))
        if not part.strip():
            continue
        if not equals or not item:
            raise InputError(f"列映射里“{part.strip()}”写得不完整", "", "请写成 键=列名，各项用逗号隔开")
        target: dict[str, Any] = result
        if key.startswith("roles."):
            target, key = result.setdefault("roles", {}), key[len("roles.") :]
        if key in target:
            raise InputError(f"列映射里“{key}”重复", "", "每个键只写一次")
        target[key] = item
    return result


def _from_file(path: str) -> dict[str, Any]:
    import yaml

    from checker.readers.encoding import decode
    from checker.readers.rejected import Defect

    try:
        with open(path, "rb") as handle:
            text, _ = decode(handle.read())
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError:
        raise InputError("打不开列映射文件", path, "请检查文件权限") from None
    except Defect as defect:
        raise InputError(defect.what, path, defect.mend) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
        raise InputError("不是合法的 YAML", place, "请检查缩进、冒号和引号") from None
    except yaml.YAMLError:
        raise InputError("不是合法的 YAML", path, "请检查缩进、冒号和引号") from None
    if not isinstance(node, yaml.MappingNode):
        raise InputError("列映射应为一组“键: 列名”", path, MEND)
    return _plain(node, path)


def _plain(node: Any, path: str) -> dict[str, Any]:
    """A YAML mapping node as a dict of texts and dicts; keys and values stay as written (``1`` is the text ``1``)."""
    import yaml

    result: dict[str, Any] = {}
    for key, item in node.value:
        place = f"{path}:{key.start_mark.line + 1}:{key.start_mark.column + 1}"
        if not isinstance(key, yaml.ScalarNode):
            raise InputError("列映射的键应为文字", place, MEND)
        if key.value in result:
            raise InputError(f"列映射里“{key.value}”重复", place, "每个键只写一次")
        if isinstance(item, yaml.MappingNode) and key.value == "roles":
            result["roles"] = _plain(item, path)
        elif isinstance(item, yaml.ScalarNode):
            result[key.value] = item.value
        else:
            raise InputError(f"列映射里“{key.value}”的列名应为文字", place, "请写出表头里的列名")
    return result
