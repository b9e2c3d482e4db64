"""Who speaks: the words for each role in Chinese and English, and labels such as ``客服(1023)``."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from checker.readers.rejected import Defect
from checker.regexes import regex

ALLOWED = "agent、customer、system、bot、other、unknown"

WORDS = {
    "agent": "agent 客服 坐席 座席 坐席员 座席员 客服人员 客服代表 客服专员 人工客服 人工坐席 人工座席 话务员 接线员 "
    "理赔员 理赔专员 查勘员 员工 工作人员 service staff seat operator representative rep a",
    "customer": "customer 客户 用户 顾客 访客 来电人 报案人 投保人 被保险人 user client caller visitor c",
    "system": "system 系统 系统消息 系统提示 系统通知 语音导航 ivr sys s",
    "bot": "bot 机器人 智能客服 智能机器人 语音机器人 智能助手 虚拟客服 robot chatbot",
    "other": "other 其他 其它 第三方 其他人 旁人",
    "unknown": "unknown 未知 不详",
}
ROLE_OF = {word: role for role, words in WORDS.items() for word in words.split()}

LONGEST = 100
SUFFIX = regex(r"(.*?)(?:\s*[(\[【]\s*([^()\[\]【】]{1,30}?)\s*[)\]】]|(\d{1,10})|[-_#·]([\w-]{1,20}))")


def role_of(label: str, own: Mapping[str, str] | None = None) -> tuple[str, str]:
    """Role and speaker that ``label`` names: ``客服(1023)`` is ("agent", "1023"), a blank label ("unknown", "").

    ``own`` maps a company's own labels to roles and comes first. Raises Defect ``unknown-role``.
    """
    if own and label in own:
        return own[label], ""
    role = ROLE_OF.get(label)
    if role is not None:
        return role, ""
    if len(label) > LONGEST:
        raise Defect("unknown-role", where="", role=label, allowed=ALLOWED)
    return _folded(label, tuple(own.items()) if own else ())


@lru_cache(maxsize=1024)
def _folded(label: str, own: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    key = unicodedata.normalize("NFKC", label).strip().lower()
    if not key:
        return "unknown", ""
    names = ROLE_OF | {unicodedata.normalize("NFKC", name).strip().lower(): role for name, role in own}
    if key in names:
        return names[key], ""
    match = SUFFIX.fullmatch(unicodedata.normalize("NFKC", label).strip())
    if match:
        head = match[1].strip().lower()
        if head in names:
            return names[head], match[2] or match[3] or match[4]
    raise Defect("unknown-role", where="", role=label, allowed=ALLOWED)
